"""Carries the ledger into the projections: in order, in batches, change and position in one transaction.

Several processes may run it. Who holds a projection's lease, an advisory lock that lives as long as the session holding
it, works on it, and when that process dies the next one goes on (worker.py). The lease spares double work; the row in
`positions`, locked while a batch is applied, is what keeps two from applying the same. A crash leaves a projection at
the position its last transaction committed. A projection that fails is parked alone: it stays before the event it cannot
digest and tries it again, while the others go on.

A new version is filled in the schema `projections_next` while the older tables serve in `projections`, and the tables
change places in one transaction when it has caught up.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from time import monotonic, sleep
from typing import Any, get_args

import psycopg
import structlog
from psycopg import sql
from psycopg.errors import LockNotAvailable
from psycopg_pool import ConnectionPool

from domain.operations import Directions, OperationsEvent
from projections import positions
from projections.positions import AlreadyFilling, Standing, Stuck
from projections.projection import Direct, Projection, Read, Side, tables_of
from projections.worker import Stride, Worker

_log = structlog.get_logger("jejak.projections")

_DIRECTIONS = frozenset(get_args(OperationsEvent))
_PATIENCE = (
    "300ms"  # less than PostgreSQL's deadlock_timeout, so that a swap gives way to readers, never they to it
)
_SHORT = 8  # how many times less than the foremost those behind take at once


class BehindStill(Exception):
    """The projections did not reach the wanted position in time."""


class Runner:
    """Runs projections from one ledger."""

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
        self._worker: Worker | None = None
        self.pool: ConnectionPool[psycopg.Connection[Any]] = ConnectionPool(
            url,
            configure=self._configure,
            min_size=1,
            max_size=8,
            timeout=timeout,
            reconnect_timeout=timeout,  # then afresh at the next request; the pool's pauses between tries grow
            open=True,
            kwargs={"application_name": "jejak project"},
        )

    def _configure(self, connection: psycopg.Connection[Any], side: Side = Side.SERVING) -> None:
        settings: list[sql.Composable] = [
            sql.SQL("SET search_path = {}, public").format(sql.Identifier(side))
        ]
        if self._role is not None:
            settings.append(sql.SQL("SET ROLE {}").format(sql.Identifier(self._role)))
        # What PostgreSQL loses in a crash of its own is made again: change and position are lost together.
        settings.append(sql.SQL("SET synchronous_commit = off"))
        connection.execute(sql.SQL("; ").join(settings))
        connection.commit()

    # Running

    def start(self) -> None:
        self.prepare()
        self._worker = Worker(self, self._channel)
        self._worker.start()

    def wake(self, _position: int = 0) -> None:
        if self._worker is not None:
            self._worker.bell.ring()

    def close(self) -> None:
        if self._worker is not None:
            self._worker.close()
        self.pool.close()

    def prepare(self) -> None:
        """Create the tables that are missing; those of an older version stay, and serve until the new one is filled."""
        with self.pool.connection() as connection:
            positions.prepare(connection, self.projections)

    def hear(self, projection: Projection) -> Directions:
        """Ask again what operators have directed."""
        directions = self._directions[projection.name] = self._direct(projection.name)
        return directions

    def directions(self, projection: Projection) -> Directions:
        """What they had directed when last asked."""
        known = self._directions.get(projection.name)
        return self.hear(projection) if known is None else known

    def advance(self, projection: Projection) -> int:
        """Apply one batch; return the position reached, 0 when there was nothing to do, or it is another's turn."""
        with self.pool.connection() as connection:
            return self._advance(connection, projection, self.batch)

    def advance_all(
        self, connection: psycopg.Connection[Any], projections: Sequence[Projection], most: int | None = None
    ) -> dict[str, int]:
        """One batch for each, all in one transaction; where those that have moved on stand now.

        Each page is read once for those that stand at the same position. Who is behind the foremost takes less than a
        batch, so that the others need not wait for long.
        """
        most = most or self.batch
        # In a pipeline what is written is not waited for, only what is asked.
        with connection.transaction(), connection.pipeline():
            groups: dict[tuple[int, bool], list[Projection]] = {}
            turns = positions.turns(connection, projections)
            for projection in projections:
                if projection.name in turns:
                    groups.setdefault(turns[projection.name], []).append(projection)
            foremost = max((position for position, _ in groups), default=0)
            moved: dict[str, tuple[int, bool]] = {}
            for (position, complete), group in groups.items():
                limit = most if position == foremost else max(1, most // _SHORT)
                reached = self._apply(connection, group, position, limit)
                ended = complete or reached - position < limit
                if (reached, ended) != (position, complete):
                    moved |= {each.name: (reached, ended) for each in group}
            if moved:
                positions.move(connection, moved)
        return {name: reached for name, (reached, _) in moved.items() if reached > turns[name][0]}

    def _apply(
        self, connection: psycopg.Connection[Any], group: Sequence[Projection], after: int, limit: int
    ) -> int:
        """Carry one page into the tables of all these; the position read up to."""
        kinds = _DIRECTIONS.union(*(each.kinds for each in group))
        reached, page = self._read(after, limit, kinds)
        directed = any(type(each.event) in _DIRECTIONS for each in page)
        for projection in group:
            left_out = (self.hear if directed else self.directions)(projection).leaves_out(projection.version)
            kinds = frozenset(projection.kinds)
            batch = [each for each in page if type(each.event) in kinds and each.position not in left_out]
            if batch:
                projection.apply(connection, batch)
        return reached

    def catch_up(self, progress: Callable[[int], object] = lambda _: None) -> None:
        """Bring all to the end side by side, so that each page is read and decoded once; leave those that are stuck."""
        older = [each for each in self.projections if self.serving(each) < each.version]
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
                        positions.note(connection, projection, stuck)
                        position = 0
                if position:
                    reached.append(position)
                else:
                    del going[projection.name]
            if reached:
                progress(min(reached))

    def rebuild(
        self,
        *projections: Projection,
        progress: Callable[[int], object] = lambda _: None,
        batch: int | None = None,
    ) -> None:
        """Make tables anew beside those that serve, by batches of so many events, then let them change places.

        Raise AlreadyFilling when another process is at it, Stuck when an event cannot be digested. Until the end, and
        whatever happens before, the older tables serve.
        """
        with ExitStack() as stack:
            filling = {each.name: (each, stack.enter_context(self._filling(each))) for each in projections}
            made, stride = dict(filling), Stride(batch or self.batch)
            while filling:
                reached = []
                for projection, connection in list(filling.values()):
                    try:
                        position = self.step(connection, projection, stride)
                    except Stuck as stuck:
                        positions.note(connection, projection, stuck)
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
        with self.session(Side.NEXT) as connection:
            if not positions.lease(connection, [projection], Side.NEXT):
                raise AlreadyFilling(projection.name)
            with connection.transaction():
                connection.execute(projection.drop)
                positions.make(connection, projection)
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
            while positions.position_of(connection, projection) < position and self._advance(
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

    def step(self, connection: psycopg.Connection[Any], projection: Projection, stride: Stride) -> int:
        """One batch; after a failure smaller ones, down to the one event that cannot be digested, where it is Stuck."""
        while True:
            try:
                reached = self._advance(connection, projection, stride.size)
            except psycopg.OperationalError:
                raise  # the database, not the event
            except Exception as fault:
                if stride.size == 1:
                    position = positions.position_of(connection, projection) + 1
                    raise Stuck(projection.name, type(fault).__name__, position) from fault
                stride.shorten()
            else:
                stride.lengthen()
                return reached

    def _advance(self, connection: psycopg.Connection[Any], projection: Projection, limit: int) -> int:
        """One batch, in the connection's schema and in one transaction."""
        return self.advance_all(connection, [projection], limit).get(projection.name, 0)

    @contextmanager
    def session(self, side: Side = Side.SERVING) -> Iterator[psycopg.Connection[Any]]:
        """A connection of one's own: leases live and die with it."""
        with psycopg.connect(self._url, application_name="jejak project") as connection:
            self._configure(connection, side)
            connection.autocommit = True
            yield connection

    # Asking

    def standings(self, timeout: float | None = None) -> list[Standing]:
        """How far each projection is."""
        with self.pool.connection(timeout) as connection:
            return positions.standings(connection)

    def serving(self, projection: Projection) -> int:
        """The version whose tables serve."""
        with self.pool.connection() as connection:
            return positions.versions(connection).get(projection.name, 0)

    def standing(self, projection: str) -> Standing | None:
        return next((each for each in self.standings() if each.projection == projection), None)

    def wait_for(self, position: int, timeout: float = 5.0, among: Collection[str] | None = None) -> None:
        """Until these projections, or all, have reached the position; BehindStill after so many seconds."""
        deadline = monotonic() + timeout
        pause = 0.001
        self.wake()
        while self._slowest(among) < position:
            if monotonic() > deadline:
                raise BehindStill
            sleep(pause)
            pause = min(2 * pause, 0.02)

    def _slowest(self, among: Collection[str] | None) -> int:
        with self.pool.connection() as connection:
            return positions.slowest(connection, among)
