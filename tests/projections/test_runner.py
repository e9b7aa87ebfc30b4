"""Runners share the work and lose none of it; what fails is parked alone; a reader may wait for its own write."""

import os
import signal
from collections.abc import Callable, Sequence
from multiprocessing import get_context
from threading import Event, Thread
from time import monotonic, sleep
from typing import Any

import psycopg
import pytest
from playing import Stage
from stories import balancing_move, teacher_moves_to_the_city

from application.cases import Cases
from application.ledger import Ledger
from application.policies import read_policies
from domain.history import Recorded
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
        return dict(owner.execute("SELECT projection, position FROM projections.positions").fetchall())


class Tally:
    """Every event once, in order: a table that tells what was doubled, lost or out of turn."""

    name = "tally"
    version = 1
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


def test_several_runners_on_one_database_double_nothing_and_lose_nothing(
    stage: Stage, running: Start
) -> None:
    runners = {f"runner {n}": running(projections=[Tally(f"runner {n}")], batch=3) for n in range(4)}
    stage.play(balancing_move())
    runners["runner 0"].wait_for(stage.ledger.head())
    _, busy = tallied(stage)[-1]
    runners.pop(busy).close()
    stage.play(teacher_moves_to_the_city())
    next(iter(runners.values())).wait_for(stage.ledger.head())
    counted = tallied(stage)
    assert [position for position, _ in counted] == list(range(1, stage.ledger.head() + 1))
    assert len({by_whom for _, by_whom in counted}) > 1, "more than one had a hand in it"


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
        stage = Stage(url, ledger, Cases(ledger, read_policies()))

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
    poisoned = Poisoned()
    runner = running(projections=[poisoned, Tally()])
    runner.wait_for(stage.ledger.head())
    parked_at = stage.ledger.head()
    stage.play(balancing_move())
    head = stage.ledger.head()
    until(lambda: positions(stage)["tally"] == head)
    until(lambda: runner.state()[1]["fault"] is not None)
    tally, timeline = runner.state()
    assert (tally["position"], tally["fault"]) == (head, None)
    assert timeline["fault"] == "ValueError", "the kind of it; its text may quote what was being written"
    assert parked_at <= timeline["position"] < head
    with pytest.raises(BehindStill):
        runner.wait_for(head, 0.1)
    poisoned.mended = True
    runner.wait_for(head, 15)
    assert {each["fault"] for each in runner.state()} == {None}
    assert [position for position, _ in tallied(stage)] == list(range(1, head + 1))


def test_nothing_of_a_failed_batch_stays(stage: Stage) -> None:
    runner = stage.runner([Poisoned()])
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
