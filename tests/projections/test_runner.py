"""Runners share the work and lose none of it; what fails is parked alone; a reader may wait for its own write."""

import os
import signal
from collections.abc import Callable, Sequence
from dataclasses import replace
from multiprocessing import get_context
from threading import Event, Thread
from time import monotonic, sleep
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from cast import NORTH_PERSONNEL, POLICIES, act_of, on
from playing import Stage, stage_on
from psycopg.errors import ProgramLimitExceeded
from stories import balancing_move, teacher_moves_to_the_city

from api.house import projections_of
from application.ledger import CHANNEL, Ledger
from application.operations import direct
from application.recording import NAMES
from domain.history import Recorded
from domain.operations import Directions, OperationsEvent, park, resume, skip
from projections import positions as positions_table
from projections.positions import AlreadyFilling, Stuck
from projections.projection import Projection, Side, tables_of
from projections.runner import BehindStill, Runner
from projections.timeline import Timeline

Start = Callable[..., Runner]
SPAWN = get_context("spawn")


def until(true: Callable[[], object]) -> None:
    end = monotonic() + 20
    while not true():
        assert monotonic() < end, "it never came to that"
        sleep(0.005)


def positions(stage: Stage) -> dict[str, int]:
    with psycopg.connect(stage.url) as owner:
        if owner.execute("SELECT to_regclass('projections.positions')").fetchone() == (None,):
            return {}  # the first runner is just starting
        return dict(owner.execute("SELECT projection, position FROM projections.positions").fetchall())


class Tally:
    """Every event once, in order: a table that tells what was doubled, lost or out of turn."""

    name = "tally"
    version = 1
    kinds = tuple(NAMES.values())
    tables = "CREATE TABLE tally (turn bigserial, position bigint, by_whom text)"
    drop = "DROP TABLE IF EXISTS tally"

    def __init__(self, by_whom: str = "") -> None:
        self.by_whom = by_whom

    def apply(self, connection: psycopg.Connection[Any], batch: Sequence[Recorded[Any]]) -> None:
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO tally (position, by_whom) VALUES (%s, %s)",
                [(recorded.position, self.by_whom) for recorded in batch],
            )


def tallied(stage: Stage) -> list[tuple[int, str]]:
    with psycopg.connect(stage.url) as owner:
        return owner.execute("SELECT position, by_whom FROM projections.tally ORDER BY turn").fetchall()


def run_forever(url: str, name: str) -> None:
    with Ledger(url) as ledger:
        stage_on(url, ledger).runner([Tally(name)], batch=3).start()
        Event().wait()


def test_of_two_processes_one_works_and_when_it_is_killed_the_other_goes_on(stage: Stage) -> None:
    processes = {name: SPAWN.Process(target=run_forever, args=(stage.url, name)) for name in ("one", "two")}
    for process in processes.values():
        process.start()
    try:
        story = list(balancing_move())
        case = stage.play(iter(story[:2]))
        until(lambda: positions(stage).get("tally") == stage.ledger.head())
        (busy,) = {by_whom for _, by_whom in tallied(stage)}
        killed_at = stage.ledger.head()
        for number, (command, act) in enumerate(story[2:]):
            if number == 3:
                os.kill(processes[busy].pid or 0, signal.SIGKILL)
            stage.do(command, act, case)
        until(lambda: positions(stage)["tally"] == stage.ledger.head())
    finally:
        for process in processes.values():
            process.kill()
            process.join()
    counted = tallied(stage)
    assert [position for position, _ in counted] == list(range(1, stage.ledger.head() + 1))
    turns = [by_whom for _, by_whom in counted]
    assert {*turns[:killed_at]} == {busy}
    assert turns[-1] != busy
    assert turns == sorted(turns, key=lambda by_whom: by_whom != busy), "never both by turns"


def test_a_runner_that_looked_before_another_committed_does_not_repeat_its_work(stage: Stage) -> None:
    """The moment between looking up the position and getting the turn is where it could be doubled."""
    first, second = stage.runner([Tally("first")], batch=10), stage.runner([Tally("second")], batch=10)
    try:
        first.prepare()
        second.prepare()
        entered, leave = Event(), Event()
        apply = first.projections[0].apply

        def slowly(*args: Any) -> None:
            apply(*args)
            entered.set()
            leave.wait(10)

        first.projections[0].apply = slowly  # type: ignore[method-assign]
        worker = Thread(target=lambda: first.advance(first.projections[0]))
        worker.start()
        entered.wait(10)
        assert second.advance(second.projections[0]) == 0, "another has the turn"
        leave.set()
        worker.join()
        assert second.advance(second.projections[0]) == 20
        assert [position for position, _ in tallied(stage)] == list(range(1, 21))
    finally:
        first.close()
        second.close()


def run_until_killed(url: str) -> None:
    with Ledger(url) as ledger:
        stage = stage_on(url, ledger)

        class Dying(Tally):
            def apply(self, connection: psycopg.Connection[Any], batch: Sequence[Recorded[Any]]) -> None:
                super().apply(connection, batch)
                if batch[-1].position > 40:
                    os.kill(os.getpid(), signal.SIGKILL)

        stage.runner([Dying("the dead")], batch=7).start()
        Event().wait()


def test_one_dies_in_the_middle_of_a_batch_and_another_goes_on(stage: Stage, running: Start) -> None:
    process = SPAWN.Process(target=run_until_killed, args=(stage.url,))
    process.start()
    process.join(30)
    assert process.exitcode == -signal.SIGKILL
    assert positions(stage) == {"tally": 35}
    running(projections=[Tally("the heir")]).wait_for(stage.ledger.head())
    counted = tallied(stage)
    assert [position for position, _ in counted] == list(range(1, stage.ledger.head() + 1))
    assert {by_whom for position, by_whom in counted if position <= 35} == {"the dead"}


def poison(stage: Stage) -> int:
    """Where the event lies that it cannot digest."""
    return next(line.position for line in stage.ledger.after(0, 1_000) if line.name == "FileVerified")


class Poisoned(Timeline):
    """Cannot take the third event of a case until it is mended."""

    mended = False

    def apply(self, connection: psycopg.Connection[Any], batch: Sequence[Recorded[Any]]) -> None:
        super().apply(connection, batch)
        if not self.mended and any(type(recorded.event).__name__ == "FileVerified" for recorded in batch):
            raise ValueError("Siti Rahmawati cannot be written")


def test_a_poison_event_parks_that_projection_only_and_it_goes_on_once_mended(
    stage: Stage, running: Start
) -> None:
    poisoned = Poisoned(stage.states())
    runner = running(projections=[poisoned, Tally()])
    runner.wait_for(stage.ledger.head())
    parked_at = stage.ledger.head()
    stage.play(balancing_move())
    head = stage.ledger.head()
    until(lambda: positions(stage)["tally"] == head)
    until(lambda: runner.standings()[1].fault is not None)
    tally, timeline = runner.standings()
    assert (tally.position, tally.fault) == (head, None)
    assert timeline.fault == "ValueError", "the kind of it; its text may quote what was being written"
    assert parked_at < timeline.position + 1 == timeline.stuck_at
    assert timeline.stuck_at == poison(stage)
    with pytest.raises(BehindStill):
        runner.wait_for(head, 0.1)
    poisoned.mended = True
    runner.wait_for(head, 15)
    assert {each.fault for each in runner.standings()} == {None}
    assert [position for position, _ in tallied(stage)] == list(range(1, head + 1))


def test_what_another_process_holds_is_left_to_it_and_taken_over_when_it_ends(
    stage: Stage, running: Start
) -> None:
    timeline = Timeline(stage.states())
    with psycopg.connect(stage.url, autocommit=True) as other:
        assert positions_table.lease(other, [timeline], Side.SERVING) == {"timeline"}
        running(projections=[Tally(), timeline])
        until(lambda: positions(stage).get("tally") == stage.ledger.head())
        assert positions(stage)["timeline"] == 0
    until(lambda: positions(stage)["timeline"] == stage.ledger.head())


class Refused(Timeline):
    """The database itself refuses what it writes."""

    def apply(self, connection: psycopg.Connection[Any], batch: Sequence[Recorded[Any]]) -> None:
        super().apply(connection, batch)
        raise ProgramLimitExceeded("index row size exceeds the maximum")


def test_what_the_database_refuses_of_one_stops_that_one_only(stage: Stage, running: Start) -> None:
    running(projections=[Refused(stage.states()), Tally()])
    stage.play(balancing_move(), until="GrantClearance")
    until(lambda: positions(stage).get("tally") == stage.ledger.head())
    assert [position for position, _ in tallied(stage)] == list(range(1, stage.ledger.head() + 1))
    assert positions(stage)["timeline"] < stage.ledger.head()


def test_who_is_far_behind_takes_short_steps_beside_the_others(stage: Stage) -> None:
    timeline, tally = Timeline(stage.states()), Tally()
    runner = stage.runner([timeline, tally], batch=16)
    try:
        runner.prepare()
        runner.advance(tally)
        with runner.pool.connection() as connection:
            assert runner.advance_all(connection, [timeline, tally]) == {"timeline": 2, "tally": 32}
    finally:
        runner.close()


OPERATOR = act_of(*NORTH_PERSONNEL, on(2025, 5, 5))


def directed(stage: Stage, name: str, decide: Callable[[Directions], Sequence[OperationsEvent]]) -> None:
    direct(stage.ledger, name, decide, replace(OPERATOR, command=uuid4()))


def entries(stage: Stage) -> set[int]:
    with psycopg.connect(stage.url) as owner:
        return {position for (position,) in owner.execute("SELECT position FROM projections.timeline")}


def test_skipping_the_poison_event_is_on_record_and_counts_for_that_version_alone(
    stage: Stage, running: Start
) -> None:
    runner = running(projections=[Poisoned(stage.states())])
    stage.play(balancing_move())
    until(lambda: runner.standings()[0].fault is not None)
    at = poison(stage)
    directed(
        stage,
        "timeline",
        lambda known: skip(known, "timeline", Poisoned.version, at, at, "cacat data, tiket 12"),
    )
    runner.wait_for(stage.ledger.head(), 15)
    assert runner.standings()[0].fault is None
    told = entries(stage)
    assert told
    assert at not in told
    runner.rebuild(runner.projections[0])
    assert entries(stage) == told, "made anew it is as it was live"
    runner.close()
    mended = Poisoned(stage.states())
    mended.version, mended.mended = Poisoned.version + 1, True
    running(projections=[mended])
    until(lambda: entries(stage) == told | {at})


def test_an_operator_parks_one_and_resumes_it(stage: Stage, running: Start) -> None:
    runner = running(projections=[Tally(), Timeline(stage.states())])
    runner.wait_for(stage.ledger.head())
    directed(stage, "tally", lambda known: park(known, "tally", "memeriksa"))
    until(lambda: runner.standings()[0].parked)
    parked_at = runner.standings()[0].position
    stage.play(balancing_move())
    until(lambda: positions(stage)["timeline"] == stage.ledger.head())
    assert positions(stage)["tally"] == parked_at
    directed(stage, "tally", lambda known: resume(known, "tally", "selesai"))
    runner.wait_for(stage.ledger.head(), 15)
    assert not runner.standings()[0].parked
    assert [position for position, _ in tallied(stage)] == list(range(1, stage.ledger.head() + 1))


def test_what_another_process_records_wakes_it(
    stage: Stage, running: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("projections.worker._IDLE", 3_600.0)
    runner = running(projections=[Tally()], channel=CHANNEL)
    stage.play(balancing_move())
    until(lambda: positions(stage)["tally"] == stage.ledger.head())
    runner.close()


# A new version beside the one that serves


class Later(Tally):
    """The next version, which fills only when it is let."""

    version = 2
    tables = "CREATE TABLE tally (turn bigserial, position bigint, by_whom text, told bool DEFAULT true)"

    def __init__(self) -> None:
        super().__init__("version 2")
        self.entered, self.let = Event(), Event()

    def apply(self, connection: psycopg.Connection[Any], batch: Sequence[Recorded[Any]]) -> None:
        self.entered.set()
        assert self.let.wait(20)
        super().apply(connection, batch)


def test_a_new_version_fills_beside_the_one_that_serves_and_takes_its_place_under_load(
    stage: Stage, running: Start
) -> None:
    older, later = running(projections=[Tally("version 1")], batch=5), Later()
    older.wait_for(stage.ledger.head())
    newer = running(projections=[later], batch=5)
    assert later.entered.wait(20)
    stage.play(balancing_move(), until="IssueDecree")
    older.wait_for(stage.ledger.head())
    assert {by_whom for _, by_whom in tallied(stage)} == {"version 1"}, "what serves goes on"
    standing = newer.standings()[0]
    assert (standing.version, standing.filling) == (1, 0)
    assert not standing.serves(2)
    player = Thread(target=stage.play, args=(teacher_moves_to_the_city(),))
    player.start()
    later.let.set()
    until(lambda: newer.standings()[0].serves(2))
    player.join()
    newer.wait_for(stage.ledger.head())
    counted = tallied(stage)
    assert [position for position, _ in counted] == list(range(1, stage.ledger.head() + 1))
    assert {by_whom for _, by_whom in counted} == {"version 2"}
    with psycopg.connect(stage.url) as owner:
        left = owner.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'projections_next'"
        ).fetchall()
    assert left == [("positions",)]


def test_a_swap_waits_for_a_long_reader_and_holds_nobody_up(stage: Stage, running: Start) -> None:
    runner = running(projections=[Tally()])
    runner.wait_for(stage.ledger.head())
    before = tallied(stage)
    with psycopg.connect(stage.url) as reader:
        reader.execute("SELECT count(*) FROM projections.tally")
        rebuilding = Thread(target=runner.rebuild, args=(runner.projections[0],))
        rebuilding.start()
        until(lambda: runner.standings()[0].filling == stage.ledger.head())
        assert tallied(stage) == before, "others go on reading"
        assert reader.execute("SELECT count(*) FROM projections.tally").fetchone() == (len(before),)
    rebuilding.join(20)
    assert runner.standings()[0].filling is None
    assert tallied(stage) == before


def test_a_filling_that_fails_leaves_the_older_tables_serving(stage: Stage, running: Start) -> None:
    poisoned = Poisoned(stage.states())
    poisoned.mended = True
    runner = running(projections=[poisoned])
    stage.play(balancing_move())
    runner.wait_for(stage.ledger.head())
    told = entries(stage)
    poisoned.mended = False
    with pytest.raises(Stuck) as stuck:
        runner.rebuild(poisoned)
    assert (stuck.value.kind, stuck.value.position) == ("ValueError", poison(stage))
    assert "Siti" not in str(stuck.value)
    assert entries(stage) == told
    assert runner.standings()[0].stuck_at == poison(stage), "and everybody is told"
    poisoned.mended = True
    runner.rebuild(poisoned)
    assert runner.standings()[0].fault is None
    assert entries(stage) == told


def test_only_one_process_makes_a_projection_anew(stage: Stage, running: Start) -> None:
    runner, later = running(projections=[Tally()]), Later()
    running(projections=[later])
    assert later.entered.wait(20)
    with pytest.raises(AlreadyFilling):
        runner.rebuild(runner.projections[0])
    later.let.set()


def test_it_is_not_whole_before_it_has_been_at_the_end_once(stage: Stage) -> None:
    runner = stage.runner([Tally()], batch=7)
    try:
        runner.prepare()
        runner.advance(runner.projections[0])
        assert not runner.standings()[0].complete
        runner.catch_up()
        assert runner.standings()[0].complete
    finally:
        runner.close()


@pytest.mark.parametrize("projection", projections_of(None, POLICIES), ids=lambda each: each.name)  # type: ignore[arg-type]
def test_the_tables_a_projection_makes_are_those_it_drops(projection: Projection) -> None:
    """A swap moves and drops what `tables` creates, found by name."""
    made = tables_of(projection)
    assert made
    assert f"DROP TABLE IF EXISTS {', '.join(made)}" == projection.drop


def test_nothing_of_a_failed_batch_stays(stage: Stage) -> None:
    runner = stage.runner([Poisoned(stage.states())])
    try:
        runner.prepare()
        stage.play(balancing_move(), until="GrantClearance")
        with pytest.raises(ValueError, match="cannot be written"):
            runner.advance(runner.projections[0])
        with psycopg.connect(stage.url) as owner:
            assert owner.execute("SELECT count(*) FROM projections.timeline").fetchone() == (0,)
        assert positions(stage) == {"timeline": 0}
    finally:
        runner.close()


def test_a_runner_outlives_its_database_connections(stage: Stage, running: Start) -> None:
    running(projections=[Tally()], batch=5)
    with psycopg.connect(stage.url, autocommit=True) as killer:
        for _ in range(5):
            killer.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE application_name LIKE 'jejak%' AND datname = current_database()"
            )
            sleep(0.02)
    stage.play(balancing_move(), until="CloseFeedback")
    until(lambda: positions(stage).get("tally") == stage.ledger.head())
    assert [position for position, _ in tallied(stage)] == list(range(1, stage.ledger.head() + 1))


def test_a_writer_finds_its_write_without_polling_for_long(stage: Stage, running: Start) -> None:
    runner = running()
    stage.ledger.on_append(runner.wake)
    runner.wait_for(stage.ledger.head())
    transfer = stage.play(balancing_move(), until="VerifyFile")
    runner.wait_for(stage.ledger.head())
    with psycopg.connect(stage.url) as owner:
        assert owner.execute("SELECT id FROM projections.cases").fetchall() == [(transfer,)]
