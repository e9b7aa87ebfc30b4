"""Carries the ledger into the projections: in order, in batches, change and position in one transaction.

Several processes may run it: a projection is worked on by whoever has its row in `positions` locked, and by the next
one when that process dies. A crash leaves a projection at the position its last transaction committed. A projection that
fails is parked: it stays where it is and is tried again, while the others go on.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from threading import Event, Thread
from time import monotonic, sleep
from typing import Any, LiteralString, Protocol

import psycopg
from psycopg import sql
from psycopg_pool import ConnectionPool

from domain.history import Recorded

Batch = Sequence[Recorded[Any]]
Read = Callable[[int, int], Batch]  # (after position, limit) -> the next events

_LOCKS = 0x6A656A61  # the class of our advisory locks: "jeja"
_IDLE = 0.2
_PARKED = 1.0
_TABLE: LiteralString = (
    "CREATE TABLE IF NOT EXISTS projections.positions "
    "(projection text PRIMARY KEY, version int NOT NULL, position bigint NOT NULL, fault text)"
)


class Projection(Protocol):
    """A table or a few, and how a batch of events changes them."""

    name: str
    version: int
    tables: LiteralString
    drop: LiteralString

    def apply(self, connection: psycopg.Connection[Any], batch: Batch) -> None: ...


class BehindStill(Exception):
    """The projections did not reach the wanted position in time."""


class Runner:
    """Runs projections from one ledger in a thread of its own."""

    def __init__(
        self,
        url: str,
        projections: Sequence[Projection],
        read: Read,
        *,
        role: str | None = None,
        batch: int = 2_000,
        timeout: float = 2.0,
    ) -> None:
        """`timeout` in seconds: how long to wait for a connection before it is a psycopg.OperationalError."""
        self.projections = projections
        self._read = read
        self._batch = batch
        self._wake = Event()
        self._stopping = False
        self._thread: Thread | None = None

        def configure(connection: psycopg.Connection[Any]) -> None:
            if role is not None:
                connection.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(role)))
            connection.execute("SET search_path = projections, public")
            connection.commit()

        self.pool: ConnectionPool[psycopg.Connection[Any]] = ConnectionPool(
            url,
            configure=configure,
            min_size=1,
            max_size=8,
            timeout=timeout,
            reconnect_timeout=timeout,  # then afresh at the next request; the pool's pauses between tries grow
            open=True,
            kwargs={"application_name": "jejak project"},
        )

    # Running

    def start(self) -> None:
        self.prepare()
        self._thread = Thread(target=self._run, name="projections", daemon=True)
        self._thread.start()

    def wake(self, _position: int = 0) -> None:
        self._wake.set()

    def close(self) -> None:
        self._stopping = True
        self._wake.set()
        if self._thread is not None:
            self._thread.join()
        self.pool.close()

    def _run(self) -> None:
        while not self._stopping:
            moved = faulty = False
            with suppress(psycopg.OperationalError):  # the database is away: look again shortly
                for projection in self.projections:
                    try:
                        moved = self.advance(projection) > 0 or moved
                    except psycopg.OperationalError:
                        raise
                    except Exception as fault:  # noqa: BLE001 whatever it is, it parks this projection only
                        faulty = True
                        self._park(projection, fault)
            if not moved:
                self._wake.wait(_PARKED if faulty else _IDLE)
                self._wake.clear()

    def prepare(self) -> None:
        """Create the tables that are missing; a projection whose version changed starts afresh."""
        with self.pool.connection() as connection:
            connection.execute("SELECT pg_advisory_xact_lock(%s, 0)", (_LOCKS,))
            connection.execute(_TABLE)
            known = dict(connection.execute("SELECT projection, version FROM positions").fetchall())
            for projection in self.projections:
                if known.get(projection.name) != projection.version:
                    self._make(connection, projection)

    def rebuild(self, projection: Projection, progress: Callable[[int], object] = lambda _: None) -> int:
        """Drop a projection's tables and make them again from the first event; return the position reached."""
        with self.pool.connection() as connection:
            connection.execute("SELECT FROM positions WHERE projection = %s FOR UPDATE", (projection.name,))
            self._make(connection, projection)
        position = 0
        while position < (position := max(position, self.advance(projection))):
            progress(position)
        return self.position(projection)

    def advance(self, projection: Projection) -> int:
        """Apply one batch; return the position reached, 0 when there was nothing to do (or another works on it)."""
        with self.pool.connection() as connection:
            # The row is the lock: who gets it reads the position the last holder left, never one from before the wait.
            row = connection.execute(
                "SELECT position FROM positions WHERE projection = %s FOR UPDATE SKIP LOCKED",
                (projection.name,),
            ).fetchone()
            if row is None:
                return 0
            batch = self._read(row[0], self._batch)
            if not batch:
                return 0
            projection.apply(connection, batch)
            reached = batch[-1].position
            connection.execute(
                "UPDATE positions SET position = %s, fault = NULL WHERE projection = %s",
                (reached, projection.name),
            )
            return reached

    def _make(self, connection: psycopg.Connection[Any], projection: Projection) -> None:
        connection.execute(projection.drop)
        connection.execute(projection.tables)
        connection.execute(
            "INSERT INTO positions VALUES (%s, %s, 0, NULL) ON CONFLICT (projection) "
            "DO UPDATE SET version = excluded.version, position = 0, fault = NULL",
            (projection.name, projection.version),
        )

    def _park(self, projection: Projection, fault: Exception) -> None:
        """Note what stopped it: the kind of fault only, since its text may quote what was being written."""
        with self.pool.connection() as connection:
            connection.execute(
                "UPDATE positions SET fault = %s WHERE projection = %s",
                (type(fault).__name__, projection.name),
            )

    # Asking

    def position(self, projection: Projection) -> int:
        with self.pool.connection() as connection:
            row = connection.execute(
                "SELECT position FROM positions WHERE projection = %s", (projection.name,)
            ).fetchone()
        return 0 if row is None else int(row[0])

    def state(self, timeout: float | None = None) -> list[dict[str, Any]]:
        """Of each projection: its position, and the fault it is parked at, if any."""
        with self.pool.connection(timeout) as connection:
            rows = connection.execute(
                "SELECT projection, position, fault FROM positions ORDER BY projection"
            ).fetchall()
        return [{"projection": name, "position": position, "fault": fault} for name, position, fault in rows]

    def wait_for(self, position: int, timeout: float = 5.0) -> None:
        """Until every projection has reached the position; BehindStill when it takes longer than `timeout` seconds."""
        deadline = monotonic() + timeout
        pause = 0.001
        while min((each["position"] for each in self.state()), default=0) < position:
            if monotonic() > deadline:
                raise BehindStill
            self.wake()
            sleep(pause)
            pause = min(2 * pause, 0.02)
