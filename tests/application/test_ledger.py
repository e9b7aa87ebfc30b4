"""What the ledger promises to one who appends and reads."""

import contextlib
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from time import monotonic, sleep
from uuid import UUID, uuid4

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg import sql

from application.appender import Appender, Waiting
from application.ledger import (
    AlreadyRecorded,
    ChangedMeanwhile,
    Draft,
    Entry,
    Ledger,
    LedgerError,
    OutcomeUnknown,
    TooBusy,
)


@pytest.fixture
def ledger(database: str) -> Iterator[Ledger]:
    with Ledger(database, role="jejak_service") as ledger:
        yield ledger


def entry(*streams: UUID, after: int = 0, events: int = 1, command: UUID | None = None) -> Entry:
    """An entry that writes so many events to each stream, after a version."""
    drafts = [Draft(s, after + i, "Noted", b"{}") for s in streams for i in range(1, events + 1)]
    return Entry(command or uuid4(), dict.fromkeys(streams, after), drafts)


def until(true: Callable[[], object]) -> None:
    """Wait for what must come; how long it takes is nobody's failure."""
    end = monotonic() + 30
    while not true():
        assert monotonic() < end, "it never came"
        sleep(0.002)


@contextlib.contextmanager
def gathered(database: str, ledger: Ledger) -> Iterator[Callable[[list[Entry]], list[Future[int]]]]:
    """Have entries gathered in one call: hold the turn until the first is under way and the others wait behind it."""
    with (
        psycopg.connect(database) as holder,
        psycopg.connect(database, autocommit=True) as watcher,
        ThreadPoolExecutor(64) as threads,
    ):
        holder.execute("select from turn for update")
        first = threads.submit(ledger.append, entry(uuid4()))
        until(lambda: watcher.execute(WAITING).fetchone())

        def append(entries: list[Entry]) -> list[Future[int]]:
            futures = []
            for number, one in enumerate(entries, 1):
                futures.append(threads.submit(ledger.append, one))
                until(lambda number=number: len(ledger._appender._queue) == number)
            holder.commit()
            first.result()
            return futures

        yield append


WAITING = (
    "select 1 from pg_stat_activity where application_name = 'jejak append' and wait_event_type = 'Lock'"
    " and datname = current_database()"
)


def outcome(future: Future[int]) -> object:
    error = future.exception()
    return future.result() if error is None else type(error)


# One who appends alone


def test_positions_are_dense_and_start_with_one(ledger: Ledger) -> None:
    assert ledger.head() == 0
    assert [ledger.append(entry(uuid4(), events=n)) for n in (1, 3, 1)] == [1, 2, 5]
    assert ledger.head() == 5


def test_a_line_is_what_was_drafted_with_its_place_and_the_servers_time(ledger: Ledger) -> None:
    stream, command = uuid4(), uuid4()
    before = datetime.now(UTC)
    body = '{"nama":"Siti Aisyah Bēngkulu","catatan":"\\u0000"}'.encode()
    ledger.append(
        Entry(command, {stream: 0}, [Draft(stream, 1, "Submitted", body), Draft(stream, 2, "Opened", b"")])
    )
    one, two = ledger.read([stream])
    assert (one.position, one.stream, one.version, one.command) == (1, stream, 1, command)
    assert (one.name, one.body, type(one.body)) == ("Submitted", body, bytes)
    assert before - timedelta(minutes=1) < one.recorded_at < datetime.now(UTC) + timedelta(minutes=1)
    assert (two.position, two.version, two.name, two.body) == (2, 2, "Opened", b"")
    assert ledger.of_command(command) == [one, two]


def test_several_streams_are_read_as_of_one_moment_by_stream_and_version(ledger: Ledger) -> None:
    a, b, other = sorted(uuid4() for _ in range(3))
    ledger.append(entry(b))
    ledger.append(entry(a, events=2))
    ledger.append(entry(other))
    ledger.append(entry(b, after=1))
    assert [(line.stream, line.version) for line in ledger.read([b, a])] == [(a, 1), (a, 2), (b, 1), (b, 2)]
    assert [line.position for line in ledger.read([b, a], upto=3)] == [2, 3, 1]
    assert ledger.read([]) == ledger.read([uuid4()]) == ledger.of_command(uuid4()) == []


def test_a_reader_goes_on_after_the_last_position_it_saw(ledger: Ledger) -> None:
    ledger.append(entry(uuid4(), events=5))
    pages = [ledger.after(0, 2), ledger.after(2, 2), ledger.after(4, 2), ledger.after(5, 2)]
    assert [[line.position for line in page] for page in pages] == [[1, 2], [3, 4], [5], []]


def test_who_was_slower_is_told_so_and_records_nothing(ledger: Ledger) -> None:
    stream = uuid4()
    ledger.append(entry(stream))
    for late in (entry(stream), entry(stream, after=2), entry(uuid4(), stream)):
        with pytest.raises(ChangedMeanwhile):
            ledger.append(late)
        assert ledger.of_command(late.command) == []
    assert ledger.append(entry(stream, after=1)) == 2


def test_a_stream_that_is_only_relied_on_is_checked_too(ledger: Ledger) -> None:
    policy, case = uuid4(), uuid4()
    ledger.append(entry(policy))
    with pytest.raises(ChangedMeanwhile):
        ledger.append(Entry(uuid4(), {policy: 0, case: 0}, [Draft(case, 1, "Decided", b"{}")]))
    ledger.append(Entry(uuid4(), {policy: 1, case: 0}, [Draft(case, 1, "Decided", b"{}")]))
    with pytest.raises(ChangedMeanwhile):
        ledger.append(Entry(uuid4(), {policy: 0}, []))


def test_the_same_command_again_finds_its_first_position(ledger: Ledger) -> None:
    stream = uuid4()
    ledger.append(entry(uuid4()))
    command = entry(stream, events=3)
    assert ledger.append(command) == 2
    for again in (
        command,
        entry(stream, after=3, command=command.command),
        entry(uuid4(), command=command.command),
    ):
        with pytest.raises(AlreadyRecorded) as known:
            ledger.append(again)
        assert known.value.position == 2
    assert ledger.head() == 4


def test_an_entry_without_events_records_nothing_and_answers_the_last_position(ledger: Ledger) -> None:
    ledger.append(entry(uuid4(), events=2))
    nothing = Entry(uuid4(), {}, [])
    assert ledger.append(nothing) == ledger.append(nothing) == 2


@pytest.mark.parametrize(
    ("expected", "versions"), [(0, [2]), (0, [1, 3]), (0, [1, 1]), (3, [1]), (1, [1]), (None, [1])]
)
def test_versions_that_leave_a_hole_never_reach_the_database(
    ledger: Ledger, expected: int | None, versions: list[int]
) -> None:
    stream = uuid4()
    drafts = [Draft(stream, version, "Noted", b"{}") for version in versions]
    with pytest.raises(ValueError, match="does not follow version"):
        ledger.append(Entry(uuid4(), {} if expected is None else {stream: expected}, drafts))


def test_time_never_runs_backwards_even_when_the_clock_does(database: str, ledger: Ledger) -> None:
    ahead = datetime.now(UTC) + timedelta(days=1)
    with psycopg.connect(database) as owner:  # as if the clock had been a day ahead
        owner.execute(
            "insert into events values (1, gen_random_uuid(), 1, gen_random_uuid(), %s, 'Noted', '')",
            (ahead,),
        )
    assert ledger.append(entry(uuid4())) == 2
    assert [line.recorded_at for line in ledger.after(0, 9)] == [ahead, ahead]


def test_what_was_recorded_by_a_moment_is_found_by_halving(ledger: Ledger) -> None:
    assert ledger.last_by(datetime.now(UTC)) == 0
    moments = []
    for number in range(11):
        ledger.append(entry(uuid4(), events=1 + number % 3))
        (last,) = ledger.after(ledger.head() - 1, 1)
        moments.append((last.recorded_at, last.position))
        assert [ledger.last_by(moment) for moment, _ in moments] == [position for _, position in moments]
    for (_, position), (moment, _) in zip([(None, 0), *moments], moments, strict=False):
        assert ledger.last_by(moment - timedelta(microseconds=1)) == position
    assert ledger.last_by(datetime.now(UTC) + timedelta(hours=1)) is None, "it has not come yet"


def test_appending_leaves_nothing_dead_behind_that_a_long_snapshot_would_keep(
    database: str, ledger: Ledger
) -> None:
    with psycopg.connect(database) as owner:
        before = owner.execute("select ctid, * from turn").fetchall()
        for _ in range(10):
            ledger.append(entry(uuid4()))
        assert owner.execute("select ctid, * from turn").fetchall() == before


# Many at once


def test_what_waits_is_recorded_in_one_commit(database: str, ledger: Ledger) -> None:
    entries = [entry(uuid4(), uuid4(), events=2) for _ in range(20)]
    with gathered(database, ledger) as append:
        positions = [future.result() for future in append(entries)]
    assert positions == list(range(2, 2 + 4 * 20, 4))
    assert len({line.recorded_at for line in ledger.after(1, 100)}) == 1
    for one, position in zip(entries, positions, strict=True):
        lines = ledger.of_command(one.command)
        assert [line.position for line in lines] == list(range(position, position + 4))
        assert [(line.stream, line.version) for line in lines] == [(e.stream, e.version) for e in one.events]


def test_of_many_who_race_for_a_stream_one_wins_and_nobody_else_suffers(
    database: str, ledger: Ledger
) -> None:
    contested, bystanders = uuid4(), [entry(uuid4()) for _ in range(10)]
    racers = [entry(contested, uuid4()) for _ in range(10)]
    both = [one for pair in zip(racers, bystanders, strict=True) for one in pair]
    with gathered(database, ledger) as append:
        outcomes = [outcome(future) for future in append(both)]
    assert [type(o) for o in outcomes[1::2]] == [int] * 10
    assert outcomes[2::2] == [ChangedMeanwhile] * 9
    assert isinstance(outcomes[0], int)
    assert len(ledger.read([contested])) == 1
    assert ledger.head() == 1 + 2 + 10


def test_those_who_only_rely_on_a_stream_do_not_disturb_each_other(database: str, ledger: Ledger) -> None:
    policy = uuid4()
    cases = [uuid4() for _ in range(10)]
    decided = [Entry(uuid4(), {policy: 0, case: 0}, [Draft(case, 1, "Decided", b"{}")]) for case in cases]
    with gathered(database, ledger) as append:
        futures = append([*decided, entry(policy), Entry(uuid4(), {policy: 0}, [])])
        outcomes = [outcome(future) for future in futures]
    assert outcomes == [*range(2, 13), ChangedMeanwhile]
    assert len({line.recorded_at for line in ledger.after(1, 100)}) == 1


def test_a_command_sent_twice_at_once_is_recorded_once(database: str, ledger: Ledger) -> None:
    clicked = entry(uuid4())
    with gathered(database, ledger) as append:
        outcomes = [outcome(future) for future in append([clicked, entry(uuid4()), clicked, clicked])]
    assert outcomes == [2, 3, AlreadyRecorded, AlreadyRecorded]


def test_a_poisoned_command_fails_alone(database: str, ledger: Ledger) -> None:
    def named(name: str) -> Entry:
        stream = uuid4()
        return Entry(uuid4(), {stream: 0}, [Draft(stream, 1, name, b"{}")])

    with gathered(database, ledger) as append:
        outcomes = [
            outcome(future) for future in append([named("Good"), named("N\0L"), named("Good"), named("Good")])
        ]
    assert outcomes == [2, psycopg.errors.CharacterNotInRepertoire, 3, 4]
    with pytest.raises(UnicodeEncodeError):
        ledger.append(named("\ud800"))


def test_a_command_larger_than_a_batch_is_recorded_too(database: str, ledger: Ledger) -> None:
    def heavy(size: int) -> Entry:
        stream = uuid4()
        return Entry(uuid4(), {stream: 0}, [Draft(stream, 1, "Heavy", bytes(size))])

    with gathered(database, ledger) as append:
        outcomes = [
            outcome(future) for future in append([heavy(600_000), heavy(3_000_000), heavy(600_000), heavy(5)])
        ]
    assert outcomes == [2, 3, 4, 5]
    assert [len(line.body) for line in ledger.after(1, 9)] == [600_000, 3_000_000, 600_000, 5]


STREAMS, COMMANDS = 3, 6
entries_over_few_streams = st.lists(
    st.tuples(
        st.integers(0, COMMANDS - 1),
        st.dictionaries(
            st.integers(0, STREAMS - 1), st.tuples(st.integers(0, 3), st.integers(0, 2)), min_size=1
        ),
    ),
    max_size=12,
)


@pytest.fixture
def appender(database: str) -> Iterator[Appender]:
    appender = Appender(database)
    yield appender
    appender.close()


class Settling(Waiting):
    """An entry that notes when it was settled."""

    __slots__ = ("entry", "order")

    def __init__(self, entry: Entry, order: list["Settling"]) -> None:
        super().__init__(entry)
        self.entry = entry
        self.order = order

    def settle(self, position: int = 0, error: Exception | None = None) -> None:
        super().settle(position, error)
        self.order.append(self)

    def told(self) -> object:
        if isinstance(self.error, AlreadyRecorded):
            return AlreadyRecorded, self.error.position
        return self.position if self.error is None else type(self.error)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(entries_over_few_streams, st.integers(0, 12))
def test_a_batch_comes_out_as_if_its_commands_had_been_sent_one_after_another(
    appender: Appender, plan: list[tuple[int, dict[int, tuple[int, int]]]], cut: int
) -> None:
    streams = [uuid4() for _ in range(STREAMS)]
    commands = [uuid4() for _ in range(COMMANDS)]
    settled: list[Settling] = []
    waiting = [
        Settling(
            Entry(
                commands[command],
                {streams[s]: at for s, (at, _) in relied.items()},
                [
                    Draft(streams[s], at + i, "Noted", b"{}")
                    for s, (at, n) in relied.items()
                    for i in range(1, n + 1)
                ],
            ),
            settled,
        )
        for command, relied in plan
    ]
    position = appender.append(Entry(uuid4(), {}, []))
    for batch in (waiting[:cut], waiting[cut:]):
        appender._queue.extend(batch)
        while appender._queue:
            appender._send(appender._take())
    assert sorted(map(id, settled)) == sorted(map(id, waiting))

    versions = dict.fromkeys(streams, 0)
    known: dict[UUID, int] = {}
    for one in settled:
        command, expected, events = one.entry.command, one.entry.expected, one.entry.events
        if command in known:
            assert one.told() == (AlreadyRecorded, known[command])
        elif any(versions[stream] != version for stream, version in expected.items()):
            assert one.told() == ChangedMeanwhile
        elif events:
            assert one.told() == position + 1
            known[command] = position + 1
            position += len(events)
            versions |= {event.stream: event.version for event in events}
        else:
            assert one.told() == position
    assert appender.append(Entry(uuid4(), {}, [])) == position


def test_racing_threads_lose_no_update(ledger: Ledger) -> None:
    """Eight threads count to 25 each on three shared streams: every acknowledged step is there, in order."""
    streams = [uuid4() for _ in range(3)]
    together = Barrier(8)

    def count(number: int) -> int:
        conflicts = done = 0
        stream = streams[number % 3]
        together.wait()
        while done < 25:
            lines = ledger.read([stream])
            try:
                ledger.append(entry(stream, after=lines[-1].version if lines else 0))
                done += 1
            except ChangedMeanwhile:
                conflicts += 1
        return conflicts

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(count, range(8))) > 0, "nobody met anybody: this tested nothing"
    assert [line.position for line in ledger.after(0, 1000)] == list(range(1, 201))
    assert sorted(len(ledger.read([stream])) for stream in streams) == [50, 75, 75]


# When the database does not answer


def test_no_answer_in_time_is_an_unknown_outcome_and_the_same_id_settles_it(database: str) -> None:
    commands = [entry(uuid4()) for _ in range(5)]
    with psycopg.connect(database) as holder, Ledger(database, patience=0.3) as ledger:
        holder.execute("select from turn for update")
        with ThreadPoolExecutor(5) as threads:
            assert [outcome(threads.submit(ledger.append, c)) for c in commands] == [OutcomeUnknown] * 5
        holder.rollback()
        for command in commands:
            with contextlib.suppress(AlreadyRecorded):
                until(lambda command=command: _settled(ledger, command))
        assert sorted(line.command for line in ledger.after(0, 99)) == sorted(c.command for c in commands)


def _settled(ledger: Ledger, command: Entry) -> bool:
    try:
        ledger.append(command)
    except OutcomeUnknown:
        return False
    return True


def test_a_servers_default_isolation_level_does_not_matter(database: str) -> None:
    with psycopg.connect(database, autocommit=True) as owner:
        owner.execute(
            sql.SQL("alter database {} set default_transaction_isolation = serializable").format(
                sql.Identifier(owner.info.dbname)
            )
        )
    with Ledger(database) as ledger:
        assert ledger.append(entry(uuid4())) == 1


def test_a_fault_of_ours_is_an_unknown_outcome_and_the_thread_lives_on(database: str, ledger: Ledger) -> None:
    call, faults = ledger._appender._call, iter([MemoryError()])

    def faulty(batch: list[Waiting], seconds: float) -> list[tuple[int, int]]:
        if len(batch) > 1 and (fault := next(faults, None)):
            raise fault
        return call(batch, seconds)

    ledger._appender._call = faulty
    with gathered(database, ledger) as append:
        assert [outcome(f) for f in append([entry(uuid4()), entry(uuid4())])] == [OutcomeUnknown] * 2
    with gathered(database, ledger) as append:
        assert [outcome(f) for f in append([entry(uuid4()), entry(uuid4())])] == [3, 4]


def test_a_server_that_is_not_there_is_an_unknown_outcome(tmp_path) -> None:
    appender = Appender(f"host={tmp_path} dbname=nowhere", patience=0.2)
    with pytest.raises(OutcomeUnknown, match="did not answer"):
        appender.append(entry(uuid4()))
    appender.close()


def test_beyond_the_bound_the_queue_takes_nobody(database: str) -> None:
    appender = Appender(database, most_waiting=2)
    with psycopg.connect(database) as holder, ThreadPoolExecutor(3) as threads:
        holder.execute("select from turn for update")
        first = threads.submit(appender.append, entry(uuid4()))
        until(appender._busy.locked)
        queued = [threads.submit(appender.append, entry(uuid4())) for _ in range(2)]
        until(lambda: len(appender._queue) == 2)
        with pytest.raises(TooBusy):
            appender.append(entry(uuid4()))
        holder.rollback()
        assert sorted(future.result() for future in [first, *queued]) == [1, 2, 3]
    appender.close()


def test_closing_records_what_is_queued_and_refuses_what_comes_later(database: str) -> None:
    ledger = Ledger(database)
    with gathered(database, ledger) as append, ThreadPoolExecutor(1) as other:
        closing = []

        def close_and_append() -> list[Future[int]]:
            closing.append(other.submit(ledger.close))
            until(lambda: ledger._appender._closed)
            return append([entry(uuid4())] * 0)

        futures = append([entry(uuid4()) for _ in range(5)]) + close_and_append()
        assert [future.result() for future in futures] == [2, 3, 4, 5, 6]
        closing[0].result()
    with pytest.raises(LedgerError):
        ledger.append(entry(uuid4()))


# Wake-ups


def test_readers_of_this_process_and_of_others_are_woken_after_the_commit(
    database: str, ledger: Ledger
) -> None:
    heard: list[int] = []

    def deaf(_: int) -> None:
        raise RuntimeError("a listener that fails")

    ledger.on_append(deaf)
    ledger.on_append(heard.append)
    with psycopg.connect(database, autocommit=True) as other:
        other.execute("listen events")
        ledger.append(entry(uuid4(), events=3))
        (notification,) = other.notifies(timeout=30, stop_after=1)
        assert notification.payload == "3"
    assert heard == [3]


def test_many_appends_ring_few_times(ledger: Ledger) -> None:
    heard: list[int] = []
    ledger.on_append(heard.append)
    for _ in range(200):
        ledger.append(entry(uuid4()))
    until(lambda: heard and heard[-1] == 200)
    assert heard == sorted(set(heard))


def test_a_subscription_follows_what_another_process_records(database: str, ledger: Ledger) -> None:
    with Ledger(database) as another, ledger.subscribe(gt=0) as subscription:
        for number in range(1, 30):
            another.append(entry(uuid4()))
            assert next(subscription).id == number


def test_a_lost_wake_up_delays_a_subscription_and_stops_it_not(database: str, ledger: Ledger) -> None:
    with ledger.subscribe(gt=0) as subscription, psycopg.connect(database, autocommit=True) as other:
        ledger.append(entry(uuid4()))
        assert next(subscription).id == 1
        for application in ("jejak listen", "jejak notify"):
            other.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity where application_name = %s"
                " and datname = current_database()",
                (application,),
            )
        ledger.append(entry(uuid4()))
        assert next(subscription).id == 2


# Plans


def test_plans_made_on_an_empty_table_stay_right_when_it_is_large(database: str) -> None:
    """No ANALYZE ever comes, and 100,000 events do: appending and reading touch no more rows than before."""
    with psycopg.connect(database, autocommit=True) as owner:
        owner.execute("alter table events set (autovacuum_enabled = off)")

        def work(ledger: Ledger) -> None:
            for _ in range(20):
                stream, other = uuid4(), uuid4()
                command = entry(stream, other)
                ledger.append(command)
                ledger.append(entry(stream, after=1))
                for loser in (command, entry(stream), entry(stream, uuid4())):
                    with pytest.raises((AlreadyRecorded, ChangedMeanwhile)):
                        ledger.append(loser)
                head = ledger.head()
                assert len(ledger.read([stream, other])) == 3
                assert len(ledger.of_command(command.command)) == 2
                assert len(ledger.after(head - 2, 2)) == 2
                assert len(ledger.select_events(stream, desc=True, limit=1)) == 1
                assert len(ledger.select_notifications(head - 1, 9)) == 2
                assert len(ledger.select_notifications(1, 2, topics=["Noted"])) == 2

        with Ledger(database, readers=1) as ledger:
            work(ledger)
            owner.execute(
                "insert into events select n, gen_random_uuid(), 1, gen_random_uuid(), now(), 'Noted', '{}'"
                " from generate_series((select position + 1 from head), 100000) n"
            )
            statistics = (
                "select seq_scan, (select sum(idx_tup_read) from pg_stat_user_indexes where relname = 'events')"
                " from pg_stat_user_tables where relname = 'events'"
            )
            owner.execute("select pg_stat_force_next_flush()")
            owner.execute("select 1")
            scans, read = owner.execute(statistics).fetchone()
            work(ledger)
        # The backends report when they end.
        until(
            lambda: owner.execute(
                "select count(*) = 1 from pg_stat_activity where datname = current_database()"
            ).fetchone()[0]
        )
        scans_after, read_after = owner.execute(statistics).fetchone()
    assert scans_after == scans
    assert read_after - read < 20 * 200
