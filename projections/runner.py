"""Carries the ledger into the projections: in order, in batches, change and position in one transaction.

Several processes may run it. For each projection a thread asks for its lease, an advisory lock that lives as long as the
session holding it; who has it works, and when that process dies the next one goes on. The lease spares double work; the
row in `positions`, locked while a batch is applied, is what keeps two from applying the same. A crash leaves a
projection at the position its last transaction committed. A projection that fails is parked alone: it stays before the
event it cannot digest and tries it again, while the others go on.

A new version is filled in the schema `projections_next` while the older tables serve in `projections`, and the tables
change places in one transaction when it has caught up.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from threading import Event, Thread
from time import monotonic, sleep
from typing import Any, LiteralString, Protocol, get_args

import psycopg
import structlog
from psycopg import sql
from psycopg.errors import LockNotAvailable
from psycopg.rows import class_row
from psycopg_pool import ConnectionPool

from domain.history import Recorded
from domain.operations import Directions, OperationsEvent

_log = structlog.get_logger("jejak.projections")

Batch = Sequence[Recorded[Any]]
Kinds = frozenset[type]
# (after position, limit, kinds) -> the position read up to, and the events of these kinds among those read
Read = Callable[[int, int, Kinds], tuple[int, Batch]]
Direct = Callable[[str], Directions]  # (projection) -> what operators have directed

_LOCKS = 0x6A656A61  # the class of our advisory locks: "jeja"

# Pauses in seconds: with nothing new, between looks whether to stop, stuck or parked, without the lease, after a fault.
_IDLE = 0.2
_LISTENING = 0.2
_PARKED = 1.0
_STANDBY = 0.5
_FAILED = 30.0
_DIRECTIONS = frozenset(get_args(OperationsEvent))
_PATIENCE = (
    "300ms"  # less than PostgreSQL's deadlock_timeout, so that a swap gives way to readers, never they to it
)
_TABLE: LiteralString = """
    CREATE TABLE IF NOT EXISTS {schema}.positions (projection text PRIMARY KEY, version int NOT NULL,
        position bigint NOT NULL, fault text);
    ALTER TABLE {schema}.positions ADD COLUMN IF NOT EXISTS stuck_at bigint,
        ADD COLUMN IF NOT EXISTS parked bool NOT NULL DEFAULT false,
        ADD COLUMN IF NOT EXISTS complete bool NOT NULL DEFAULT false,
        ADD COLUMN IF NOT EXISTS tables text[] NOT NULL DEFAULT ARRAY[]::text[];
"""


class Side(StrEnum):
    """Schemas: of the tables that serve, and of those being made to take their place."""

    SERVING = "projections"
    NEXT = "projections_next"


class Projection(Protocol):
    """A table or a few, the kinds of event they are made from, and how a batch of those changes them.

    `tables` creates tables (with their indexes and sequences) and nothing else, `drop` drops them.
    """

    name: str
    version: int
    kinds: tuple[type, ...]
    tables: LiteralString
    drop: LiteralString

    def apply(self, connection: psycopg.Connection[Any], batch: Batch) -> None: ...


def tables_of(projection: Projection) -> list[str]:
    return re.findall(r"CREATE TABLE (\w+)", projection.tables)


class BehindStill(Exception):
    """The projections did not reach the wanted position in time."""


class AlreadyFilling(Exception):
    """Another process is making this projection anew."""


class Stuck(Exception):
    """A projection cannot digest the event at this position. `kind` only: the fault's text may quote what was written."""

    def __init__(self, projection: str, kind: str, position: int) -> None:
        super().__init__(f"{projection} is stuck at {position}: {kind}")
        self.kind, self.position = kind, position


class _Stopping(Exception):
    """The runner is closed while a projection is filled."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a projection is.

    `fault` is the kind of what stopped it before the event at `stuck_at`; `parked`: an operator stopped it;
    `complete`: it has once reached the end of the ledger; `filling`: how far its next version is; `behind` in events,
    `lag` in seconds since the oldest of them was recorded.
    """

    projection: str
    version: int
    position: int
    fault: str | None
    stuck_at: int | None
    parked: bool
    complete: bool
    filling: int | None
    behind: int
    lag: float

    def serves(self, version: int) -> bool:
        """Whether these tables are whole, and those that this version asks."""
        return self.complete and self.version == version


_STANDING: LiteralString = (
    "SELECT p.projection, p.version, p.position, coalesce(p.fault, n.fault) AS fault, "
    "coalesce(p.stuck_at, n.stuck_at) AS stuck_at, p.parked, p.complete, n.position AS filling, "
    "greatest(head.position - p.position, 0) AS behind, "
    "coalesce(extract(epoch FROM clock_timestamp() - e.recorded_at), 0)::float8 AS lag "
    "FROM projections.positions AS p CROSS JOIN head "
    "LEFT JOIN projections_next.positions AS n ON n.projection = p.projection "
    "LEFT JOIN events AS e ON e.position = p.position + 1 ORDER BY p.projection"
)


class Runner:
    """Runs projections from one ledger, each in a thread of its own."""

    def __init__(
        self,
        url: str,
        projections: Sequence[Projection],
        read: Read,
        *,
        direct: Direct = lambda _: Directions(),
        channel: str | None = None,
        role: str | None = None,
        batch: int = 2_000,
        timeout: float = 2.0,
    ) -> None:
        """`direct` tells what operators have directed; `channel` is where the ledger NOTIFYs that something is recorded.

        `timeout` in seconds: how long to wait for a connection before it is a psycopg.OperationalError.
        """
        self.projections = projections
        self.batch = batch
        self._url = url
        self._role = role
        self._read = read
        self._direct = direct
        self._directions: dict[str, Directions] = {}
        self._channel = channel
        self._stopping = Event()
        self._workers: list[_Worker] = []
        self._listener: Thread | None = None
        self.pool: ConnectionPool[psycopg.Connection[Any]] = ConnectionPool(
            url,
            configure=self._configure,
            min_size=1,
            max_size=8 + len(projections),
            timeout=timeout,
            reconnect_timeout=timeout,  # then afresh at the next request; the pool's pauses between tries grow
            open=True,
            kwargs={"application_name": "jejak project"},
        )

    def _configure(self, connection: psycopg.Connection[Any], side: Side = Side.SERVING) -> None:
        if self._role is not None:
            connection.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(self._role)))
        connection.execute(sql.SQL("SET search_path = {}, public").format(sql.Identifier(side)))
        # What PostgreSQL loses in a crash of its own is made again: change and position are lost together.
        connection.execute("SET synchronous_commit = off")
        connection.commit()

    # Running

    def start(self) -> None:
        self.prepare()
        self._workers = [_Worker(self, projection, self._stopping) for projection in self.projections]
        for worker in self._workers:
            worker.start()
        if self._channel is not None:
            self._listener = Thread(target=self._listen, args=(self._channel,), name="listener", daemon=True)
            self._listener.start()

    def wake(self, _position: int = 0) -> None:
        for worker in self._workers:
            worker.woken.set()

    def close(self) -> None:
        self._stopping.set()
        self.wake()
        for worker in self._workers:
            worker.join()
        if self._listener is not None:
            self._listener.join()
        self.pool.close()

    def _listen(self, channel: str) -> None:
        """Hears what other processes record. A wake-up that is lost costs the time of an idle pause, and no event."""
        while not self._stopping.is_set():
            with suppress(psycopg.OperationalError), self._session() as connection:
                connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(channel)))
                while not self._stopping.is_set():
                    for _ in connection.notifies(timeout=_LISTENING, stop_after=1):
                        self.wake()
            self._stopping.wait(_LISTENING)

    def prepare(self) -> None:
        """Create the tables that are missing; those of an older version stay, and serve until the new one is filled."""
        with self.pool.connection() as connection:
            connection.execute("SELECT pg_advisory_xact_lock(%s, 0)", (_LOCKS,))
            for side in Side:
                connection.execute(sql.SQL(_TABLE).format(schema=sql.Identifier(side)))
            known = {name for (name,) in connection.execute("SELECT projection FROM positions").fetchall()}
            for projection in self.projections:
                if projection.name not in known:
                    _make(connection, projection)
        for projection in self.projections:
            self.hear(projection)

    def hear(self, projection: Projection) -> Directions:
        """Ask again what operators have directed."""
        directions = self._directions[projection.name] = self._direct(projection.name)
        return directions

    def directions(self, projection: Projection) -> Directions:
        """What they had directed when last asked."""
        return self._directions[projection.name]

    def advance(self, projection: Projection) -> int:
        """Apply one batch; return the position reached, 0 when there was nothing to do, or it is another's turn."""
        with self.pool.connection() as connection:
            return self._advance(connection, projection, self.batch)

    def catch_up(self, progress: Callable[[int], object] = lambda _: None) -> None:
        """Bring all to the end side by side, so that each page is read and decoded once; leave those that are stuck."""
        with self.pool.connection() as connection:
            older = [each for each in self.projections if serving(connection, each) < each.version]
        if older:
            self.rebuild(*older, progress=progress)
        going = {each.name: each for each in self.projections if not self.hear(each).parked}
        stride = Stride(self.batch)
        while going:
            reached = []
            for projection in list(going.values()):
                with self.pool.connection() as connection:
                    try:
                        position = self.step(connection, projection, stride)
                    except Stuck as stuck:
                        note(connection, projection, stuck)
                        position = 0
                if position:
                    reached.append(position)
                else:
                    del going[projection.name]
            if reached:
                progress(min(reached))

    def rebuild(self, *projections: Projection, progress: Callable[[int], object] = lambda _: None) -> None:
        """Make tables anew beside those that serve, then let them change places.

        Raise AlreadyFilling when another process is at it, Stuck when an event cannot be digested. Until the end, and
        whatever happens before, the older tables serve.
        """
        with ExitStack() as stack:
            filling = {each.name: (each, stack.enter_context(self._filling(each))) for each in projections}
            made, stride = dict(filling), Stride(self.batch)
            while filling:
                reached = []
                for projection, connection in list(filling.values()):
                    try:
                        position = self.step(connection, projection, stride)
                    except Stuck as stuck:
                        note(connection, projection, stuck)
                        raise
                    if position:
                        reached.append(position)
                    else:
                        del filling[projection.name]
                if reached:
                    progress(min(reached))
            for projection, connection in made.values():
                while not self._swap(connection, projection):
                    sleep(0.05)  # somebody reads a table for long: the older ones go on serving

    @contextmanager
    def _filling(self, projection: Projection) -> Iterator[psycopg.Connection[Any]]:
        with self._session(Side.NEXT) as connection:
            if not _lease(connection, projection, Side.NEXT):
                raise AlreadyFilling(projection.name)
            with connection.transaction():
                connection.execute(projection.drop)
                _make(connection, projection)
            self.hear(projection)
            yield connection

    def _swap(self, connection: psycopg.Connection[Any], projection: Projection) -> bool:
        """In one transaction: catch up with what serves, which stands still meanwhile, and take its place.

        False when somebody who reads one of the tables would not let it.
        """
        with suppress(LockNotAvailable), connection.transaction():
            row = connection.execute(
                "SELECT position, tables FROM projections.positions WHERE projection = %s FOR UPDATE",
                (projection.name,),
            ).fetchone()
            position, older = row or (0, [])
            while _position(connection, projection) < position and self._advance(
                connection, projection, self.batch
            ):
                pass
            connection.execute(sql.SQL("SET LOCAL lock_timeout = {}").format(_PATIENCE))
            made = tables_of(projection)
            for table in sorted({*older, *made}):
                connection.execute(
                    sql.SQL("DROP TABLE IF EXISTS {}").format(sql.Identifier(Side.SERVING, table))
                )
            for table in made:
                connection.execute(
                    sql.SQL("ALTER TABLE {} SET SCHEMA {}").format(
                        sql.Identifier(Side.NEXT, table), sql.Identifier(Side.SERVING)
                    )
                )
            connection.execute(
                "WITH made AS (DELETE FROM positions WHERE projection = %s RETURNING *) "
                "INSERT INTO projections.positions (projection, version, position, complete, tables) "
                "SELECT projection, version, position, true, tables FROM made ON CONFLICT (projection) DO UPDATE "
                "SET version = excluded.version, position = excluded.position, tables = excluded.tables, "
                "complete = true, fault = NULL, stuck_at = NULL RETURNING position",
                (projection.name,),
            )
            _log.info("projection_swapped", projection=projection.name, version=projection.version)
            return True
        return False

    def step(self, connection: psycopg.Connection[Any], projection: Projection, stride: "Stride") -> int:
        """One batch; after a failure smaller ones, down to the one event that cannot be digested, where it is Stuck."""
        while True:
            try:
                reached = self._advance(connection, projection, stride.size)
            except psycopg.OperationalError:
                raise  # the database, not the event
            except Exception as fault:
                if stride.size == 1:
                    position = _position(connection, projection) + 1
                    raise Stuck(projection.name, type(fault).__name__, position) from fault
                stride.size = max(1, stride.size // 8)
            else:
                stride.size = min(self.batch, 2 * stride.size)
                return reached

    def _advance(self, connection: psycopg.Connection[Any], projection: Projection, limit: int) -> int:
        """One batch, in the connection's schema and in one transaction."""
        kinds = frozenset(projection.kinds)
        with connection.transaction():
            # The row is the lock: who gets it reads the position the last holder left, never one from before the wait.
            row = connection.execute(
                "SELECT position, complete FROM positions WHERE projection = %s AND version = %s "
                "FOR UPDATE SKIP LOCKED",
                (projection.name, projection.version),
            ).fetchone()
            if row is None:
                return 0
            position, complete = row
            reached, batch = self._read(position, limit, kinds | _DIRECTIONS)
            ended = complete or reached - position < limit
            if reached == position:
                if not complete:
                    connection.execute(
                        "UPDATE positions SET complete = true WHERE projection = %s", (projection.name,)
                    )
                return 0
            if any(type(each.event) in _DIRECTIONS for each in batch):
                self.hear(projection)
            left_out = self._directions[projection.name].leaves_out(projection.version)
            if left_out or kinds.isdisjoint(_DIRECTIONS):
                batch = [
                    each for each in batch if type(each.event) in kinds and each.position not in left_out
                ]
            if batch:
                projection.apply(connection, batch)
            connection.execute(
                "UPDATE positions SET position = %s, complete = %s, fault = NULL, stuck_at = NULL "
                "WHERE projection = %s",
                (reached, ended, projection.name),
            )
            return reached

    @contextmanager
    def _session(self, side: Side = Side.SERVING) -> Iterator[psycopg.Connection[Any]]:
        """A connection of one's own: a lease lives and dies with it."""
        with psycopg.connect(self._url, application_name="jejak project") as connection:
            self._configure(connection, side)
            connection.autocommit = True
            yield connection

    @contextmanager
    def leased(self, projection: Projection) -> Iterator[psycopg.Connection[Any] | None]:
        """A session that holds the projection's lease, or None while another has it."""
        with self.pool.connection() as connection:
            connection.autocommit = True
            if not _lease(connection, projection, Side.SERVING):
                connection.autocommit = False
                yield None
                return
            try:
                yield connection
            finally:
                connection.close()  # and with it the lease; the pool opens another

    # Asking

    def standings(self, timeout: float | None = None) -> list[Standing]:
        """How far each projection is."""
        with (
            self.pool.connection(timeout) as connection,
            connection.cursor(row_factory=class_row(Standing)) as cursor,
        ):
            return cursor.execute(_STANDING).fetchall()

    def standing(self, projection: str) -> Standing | None:
        return next((each for each in self.standings() if each.projection == projection), None)

    def wait_for(self, position: int, timeout: float = 5.0) -> None:
        """Until every projection has reached the position; BehindStill when it takes longer than `timeout` seconds."""
        deadline = monotonic() + timeout
        pause = 0.001
        while self._slowest() < position:
            if monotonic() > deadline:
                raise BehindStill
            self.wake()
            sleep(pause)
            pause = min(2 * pause, 0.02)

    def _slowest(self) -> int:
        with self.pool.connection() as connection:
            (position,) = connection.execute("SELECT min(position) FROM positions").fetchone() or (0,)
        return int(position or 0)


class _Worker(Thread):
    """Works on one projection as long as this process holds its lease, and stands by otherwise."""

    def __init__(self, runner: Runner, projection: Projection, stopping: Event) -> None:
        super().__init__(name=f"projection {projection.name}", daemon=True)
        self.woken = Event()
        self._runner = runner
        self._projection = projection
        self._stopping = stopping

    def run(self) -> None:
        while not self._stopping.is_set():
            pause = _STANDBY
            try:
                with self._runner.pool.connection() as connection:
                    version = serving(connection, self._projection)
                if version < self._projection.version:
                    self._runner.rebuild(self._projection, progress=self._go_on)
                elif version == self._projection.version:
                    with self._runner.leased(self._projection) as leased:
                        if leased is not None:
                            self._work(leased)
            except (psycopg.OperationalError, AlreadyFilling, _Stopping):
                pass  # the database is away, or another is at it: look again shortly
            except Exception as fault:  # noqa: BLE001 whatever it is, it stops this projection only
                _log.error("projection_failed", projection=self._projection.name, kind=type(fault).__name__)
                pause = _FAILED
            self._stopping.wait(pause)

    def _go_on(self, _: int) -> None:
        if self._stopping.is_set():
            raise _Stopping

    def _work(self, connection: psycopg.Connection[Any]) -> None:
        runner, projection, stride = self._runner, self._projection, Stride(self._runner.batch)
        parked = noted = runner.hear(projection).parked
        _note_parked(connection, projection, parked=parked)
        stuck_at = 0
        while not self._stopping.is_set():
            if not parked:
                try:
                    if runner.step(connection, projection, stride):
                        parked = runner.directions(projection).parked
                        continue
                    stuck_at = 0
                except Stuck as stuck:
                    if stuck.position != stuck_at:
                        note(connection, projection, stuck)
                    stuck_at = stuck.position
            if parked != noted:
                _note_parked(connection, projection, parked=parked)
                noted = parked
            if serving(connection, projection) != projection.version:
                return  # another version has taken its place
            if parked or stuck_at:
                self._stopping.wait(_PARKED)
                parked = runner.hear(projection).parked
            else:
                self.woken.wait(_IDLE)
                self.woken.clear()


class Stride:
    """How many events are taken at once: fewer after a failure, then more and more again."""

    def __init__(self, size: int) -> None:
        self.size = size


# What stands in `positions`; the schema is the connection's


def _make(connection: psycopg.Connection[Any], projection: Projection) -> None:
    connection.execute(projection.drop)
    connection.execute(projection.tables)
    connection.execute(
        "INSERT INTO positions (projection, version, position, tables) VALUES (%s, %s, 0, %s) "
        "ON CONFLICT (projection) DO UPDATE SET version = excluded.version, position = 0, tables = excluded.tables, "
        "complete = false, fault = NULL, stuck_at = NULL",
        (projection.name, projection.version, tables_of(projection)),
    )


def _lease(connection: psycopg.Connection[Any], projection: Projection, side: Side) -> bool:
    (got,) = connection.execute(
        "SELECT pg_try_advisory_lock(%s, hashtext(%s))", (_LOCKS, f"{side}.{projection.name}")
    ).fetchone() or (False,)
    return bool(got)


def _position(connection: psycopg.Connection[Any], projection: Projection) -> int:
    (position,) = connection.execute(
        "SELECT position FROM positions WHERE projection = %s", (projection.name,)
    ).fetchone() or (0,)
    return int(position)


def serving(connection: psycopg.Connection[Any], projection: Projection) -> int:
    """The version whose tables serve."""
    (version,) = connection.execute(
        "SELECT version FROM projections.positions WHERE projection = %s", (projection.name,)
    ).fetchone() or (0,)
    return int(version)


def note(connection: psycopg.Connection[Any], projection: Projection, stuck: Stuck) -> None:
    """Tell everybody where it is stuck, and raise the alarm."""
    connection.execute(
        "UPDATE positions SET fault = %s, stuck_at = %s WHERE projection = %s",
        (stuck.kind, stuck.position, projection.name),
    )
    _log.error("projection_stuck", projection=projection.name, position=stuck.position, kind=stuck.kind)


def _note_parked(connection: psycopg.Connection[Any], projection: Projection, *, parked: bool) -> None:
    connection.execute(
        "UPDATE positions SET parked = %s WHERE projection = %s AND parked <> %s",
        (parked, projection.name, parked),
    )
    if parked:
        _log.warning("projection_parked", projection=projection.name)
