"""The ledger: what was decided, in the order of the commits that recorded it.

Writing is the appender's (appender.py); here stand the questions, the wake-ups, and the recorder that the
eventsourcing library sees. Positions are dense and in commit order, so `position > last` never skips an event.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from threading import Event, Thread
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast
from uuid import UUID, uuid4

import psycopg
import structlog
from eventsourcing import postgres
from eventsourcing.persistence import (
    ApplicationRecorder,
    IntegrityError,
    ListenNotifySubscription,
    Notification,
    OperationalError,
    StoredEvent,
)
from psycopg import sql
from psycopg.conninfo import make_conninfo
from psycopg.rows import args_row, scalar_row
from psycopg.types.numeric import Int8
from psycopg_pool import ConnectionPool, PoolTimeout

from application.appender import (
    AlreadyRecorded,
    Appender,
    ChangedMeanwhile,
    Draft,
    Entry,
    ImpatientConnection,
    LedgerError,
    OutcomeUnknown,
    TooBusy,
)
from application.migrate import migrate

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime
    from typing import LiteralString

    from eventsourcing.utils import Environment, EnvType
    from psycopg.rows import RowFactory

__all__ = [
    "AlreadyRecorded",
    "ChangedMeanwhile",
    "Draft",
    "Entry",
    "Ledger",
    "LedgerError",
    "LedgerFactory",
    "Line",
    "OutcomeUnknown",
    "TooBusy",
]

T = TypeVar("T")

_log = structlog.get_logger()

CHANNEL = "events"
_LISTEN = "LISTEN events"
_NOTIFY = "SELECT pg_notify(%s, %s)"

# Where one wake-up is as good as many. A reader needs about as long to read what is new.
_PAUSE = 0.005

# How long a reader sleeps at most: a wake-up can be lost with its connection, the event cannot.
_LONGEST_SLEEP = 1.0

_LINE = "SELECT position, stream, version, command, recorded_at, name, body FROM events "
# The sum keeps the planner from walking the primary key, which looks as cheap as any way while the table is small.
_STREAMS = _LINE + "WHERE stream = ANY(%s) AND position + 0 <= %s ORDER BY stream, version"
_SINCE = (
    "SELECT e.position, e.stream, e.version, e.command, e.recorded_at, e.name, e.body "
    "FROM unnest(%s::uuid[], %s::bigint[]) AS known(stream, version) "
    "JOIN events AS e ON e.stream = known.stream AND e.version > known.version "
    "WHERE e.position + 0 <= %s ORDER BY e.stream, e.version"
)
_AFTER = _LINE + "WHERE position > %s ORDER BY position LIMIT %s"
_OF_COMMAND = _LINE + "WHERE command = %s ORDER BY position"
_VERSIONS = _LINE + "WHERE stream = %s AND version > %s AND version <= %s ORDER BY version "
_FORWARD = _VERSIONS + "LIMIT %s"
_BACKWARD = _VERSIONS + "DESC LIMIT %s"
_NAMED = _LINE + "WHERE position >= %s AND position <= %s AND name = ANY(%s) ORDER BY position LIMIT %s"
_POSTS_TOLD = (
    _LINE + "WHERE name IN ('PostEstablished', 'PostRevised') AND position > %s ORDER BY position LIMIT %s"
)
_BETWEEN = _LINE + "WHERE position >= %s AND position <= %s ORDER BY position LIMIT %s"
_PLACES = _LINE + "WHERE position > %s AND position <= %s ORDER BY position"
_NEXT = "SELECT position FROM events WHERE position > %s ORDER BY position LIMIT 1"
_HEAD = "SELECT position FROM head"
# Halves what may be the last position until one is left: positions are dense, and append never records an earlier time
# after a later one, also when the server's clock is set back. So no index is kept for it, which each append would pay for.
_LAST_BY = """
    WITH RECURSIVE asked AS (SELECT %s::timestamptz AS moment), halved(lowest, highest) AS (
        SELECT 0::bigint, position FROM head
        UNION ALL
        SELECT CASE WHEN by_then THEN middle ELSE lowest END, CASE WHEN by_then THEN highest ELSE middle - 1 END
        FROM halved CROSS JOIN asked
        CROSS JOIN LATERAL (SELECT (lowest + highest + 1) / 2 AS middle) AS m
        CROSS JOIN LATERAL (SELECT coalesce((SELECT e.recorded_at <= moment FROM events AS e
            WHERE e.position <= middle ORDER BY e.position DESC LIMIT 1), true) AS by_then) AS t
        WHERE lowest < highest
    )
    SELECT CASE WHEN moment <= clock_timestamp() THEN lowest END FROM halved CROSS JOIN asked WHERE lowest = highest
"""
_LAST = Int8(2**63 - 1)


@dataclass(frozen=True, slots=True)
class Line:
    """An event as it stands in the ledger."""

    position: int
    stream: UUID
    version: int
    command: UUID
    recorded_at: datetime
    name: str
    body: bytes


_LINES = args_row(Line)


class Ledger(ApplicationRecorder):
    """One database's ledger. Safe to use from many threads; each process has one of its own."""

    def __init__(
        self, url: str, *, role: str | None = None, patience: float = 10.0, readers: int = 8
    ) -> None:
        """Connect to the migrated database at `url`, acting as `role`, with up to `readers` connections to read.

        An append that has no answer within `patience` seconds is an OutcomeUnknown, a read a psycopg.OperationalError.
        """
        self._url = url
        self._bell = _Bell(url)
        self._appender = Appender(url, role=role, patience=patience, on_recorded=self._bell.ring)
        self._pool: ConnectionPool[ImpatientConnection] = ConnectionPool(
            url,
            connection_class=ImpatientConnection,
            kwargs={"autocommit": True, "application_name": "jejak read"},
            configure=partial(_prepare_to_read, role=role, patience=patience),
            min_size=1,
            max_size=readers,
            timeout=patience,
            open=True,
        )

    def append(self, entry: Entry) -> int:
        """Record all of the entry or nothing, and return the position of its first event.

        Raise ChangedMeanwhile, AlreadyRecorded, OutcomeUnknown or TooBusy (see appender.py), ValueError for versions
        that leave a hole, psycopg.Error for a text PostgreSQL refuses. Without events: the last position.
        """
        return self._appender.append(entry)

    def on_append(self, told: Callable[[int], object]) -> None:
        """Have `told` called with the last position soon after this process recorded something.

        From a thread of its own and once for many commits; what other processes record is only NOTIFYed.
        """
        self._bell.listeners.append(told)

    def head(self) -> int:
        """The last position, 0 when nothing is recorded."""
        (position,) = self._ask(scalar_row, _HEAD)
        return int(position)

    def last_by(self, moment: datetime) -> int | None:
        """The last position recorded by a moment, 0 when nothing was; None while the moment is to come."""
        (position,) = self._ask(scalar_row, _LAST_BY, moment)
        return None if position is None else int(position)

    def read(self, streams: Sequence[UUID], upto: int | None = None) -> list[Line]:
        """All lines of these streams as of one moment (or of the position `upto`), by stream and version."""
        return self._ask(_LINES, _STREAMS, list(streams), _LAST if upto is None else Int8(upto))

    def since(self, known: Mapping[UUID, int], upto: int | None = None) -> list[Line]:
        """What these streams hold beyond the version known of each, as of one moment (or of the position `upto`),
        by stream and version.
        """
        bound = _LAST if upto is None else Int8(upto)
        return self._ask(_LINES, _SINCE, list(known), list(known.values()), bound)

    def after(self, position: int, limit: int) -> list[Line]:
        """The next lines after a position, in order. The last one's position is where to go on."""
        return self._ask(_LINES, _AFTER, Int8(position), Int8(limit))

    def between(self, after: int, upto: int) -> list[Line]:
        """Every line after the one position and up to the other, however many stand there."""
        return self._ask(_LINES, _PLACES, Int8(after), Int8(upto))

    def following(self, position: int) -> int | None:
        """Where the next line after a position stands; in a ledger that is whole, right behind it."""
        found = self._ask(scalar_row, _NEXT, Int8(position))
        return int(found[0]) if found else None

    def of_command(self, command: UUID) -> list[Line]:
        """What a command recorded; nothing when it is unknown, or recorded no event."""
        return self._ask(_LINES, _OF_COMMAND, command)

    def close(self) -> None:
        """Record what is queued, then let go of all connections and threads."""
        self._appender.close()
        self._bell.close()
        self._pool.close()

    # What the library calls an application recorder. Its positions start with 1; it knows no commands, so each call
    # is one of its own.

    def insert_events(self, stored_events: Sequence[StoredEvent], **_: object) -> Sequence[int]:
        """Record the events as one command; raise the library's IntegrityError when a version is taken."""
        if not stored_events:
            return []
        drafts = [Draft(_uuid(e), e.originator_version, e.topic, e.state) for e in stored_events]
        expected: dict[UUID, int] = {}
        for draft in drafts:
            expected.setdefault(draft.stream, max(draft.version - 1, 0))
        try:
            first = self.append(Entry(uuid4(), expected, drafts))
        except AlreadyRecorded as recorded:
            first = recorded.position  # the id is fresh, so it was this very call that recorded it
        except (ChangedMeanwhile, ValueError, psycopg.IntegrityError) as error:
            raise IntegrityError(str(error)) from error
        except (OutcomeUnknown, TooBusy) as error:
            raise OperationalError(str(error)) from error
        return list(range(first, first + len(drafts)))

    def select_events(
        self,
        originator_id: UUID | str,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> Sequence[StoredEvent]:
        lines = self._ask(
            _LINES,
            _BACKWARD if desc else _FORWARD,
            originator_id,
            Int8(-1 if gt is None else gt),
            _LAST if lte is None else Int8(lte),
            _LAST if limit is None else Int8(limit),
        )
        return [StoredEvent(line.stream, line.version, line.name, line.body) for line in lines]

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[Notification]:
        """The lines between two positions. Mind that with topics the last one is not how far was read."""
        bounds = (
            Int8(0 if start is None else start if inclusive_of_start else start + 1),
            _LAST if stop is None else Int8(stop),
        )
        if topics:
            lines = self._ask(_LINES, _NAMED, *bounds, list(topics), Int8(limit))
        else:
            lines = self._ask(_LINES, _BETWEEN, *bounds, Int8(limit))
        return [
            Notification(line.stream, line.version, line.name, line.body, line.position) for line in lines
        ]

    def posts_told(self, after: int, limit: int) -> list[Line]:
        """The events that say what a post is and where, in order; an index of their own finds them."""
        return self._ask(_LINES, _POSTS_TOLD, Int8(after), Int8(limit))

    def max_notification_id(self) -> int | None:
        return self.head() or None

    def subscribe(self, gt: int | None = None, topics: Sequence[str] = ()) -> LedgerSubscription:
        return LedgerSubscription(self, self._url, gt, topics)

    def _ask(self, shape: RowFactory[T], query: LiteralString, *parameters: object) -> list[T]:
        try:
            return self._ask_once(shape, query, parameters)
        except PoolTimeout:
            raise
        except psycopg.OperationalError:
            # After a restart all connections at rest are dead. Asking twice is harmless.
            self._pool.check()
            return self._ask_once(shape, query, parameters)

    def _ask_once(self, shape: RowFactory[T], query: LiteralString, parameters: Sequence[object]) -> list[T]:
        with (
            self._pool.connection() as connection,
            connection.cursor(binary=True, row_factory=shape) as cursor,
        ):
            return cursor.execute(query, parameters, prepare=True).fetchall()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class LedgerSubscription(ListenNotifySubscription[Ledger]):
    """The lines after a position, for ever: those recorded already, then those to come as they come."""

    def __init__(self, ledger: Ledger, url: str, gt: int | None, topics: Sequence[str]) -> None:
        super().__init__(ledger, gt, topics)
        self._url = url
        self._listener = Thread(target=self._listen, name="subscription", daemon=True)
        self._listener.start()

    def __exit__(self, *args: object, **kwargs: object) -> None:
        try:
            super().__exit__(*args, **kwargs)
        finally:
            self._listener.join()

    def _listen(self) -> None:
        """Wake the thread that pulls. Without a connection it still pulls, every now and then."""
        while not self._has_been_stopped:
            try:
                with psycopg.connect(
                    self._url, autocommit=True, application_name="jejak listen"
                ) as connection:
                    connection.execute(_LISTEN)
                    self._has_been_notified.set()  # something may have come before we listened
                    self._wake_up_by(connection)
            except psycopg.OperationalError:
                self._has_been_notified.set()
                sleep(0.1)

    def _wake_up_by(self, connection: psycopg.Connection) -> None:
        asleep_since = monotonic()
        while not self._has_been_stopped:
            # Short waits, so that the thread can stop.
            rung = any(True for _ in connection.notifies(timeout=0.1, stop_after=1))
            if rung or monotonic() - asleep_since > _LONGEST_SLEEP:
                self._has_been_notified.set()
                asleep_since = monotonic()


class _Bell:
    """Wakes readers after a commit: listeners of this process, and by NOTIFY those of others.

    Never inside the append's transaction: NOTIFY would hold a lock over all commits of the server. A ring is lost
    when the process or the connection dies; readers therefore also look by themselves now and then.
    """

    def __init__(self, url: str) -> None:
        self.listeners: list[Callable[[int], object]] = []
        self._url = url
        self._connection: psycopg.Connection | None = None
        self._position = 0  # set by whoever has just appended; the newest is enough
        self._rung = Event()
        self._closed = False
        self._thread = Thread(target=self._run, name="bell", daemon=True)
        self._thread.start()

    def ring(self, position: int) -> None:
        self._position = position
        if not self._rung.is_set():
            self._rung.set()

    def close(self) -> None:
        self._closed = True
        self._rung.set()
        self._thread.join()
        if self._connection is not None:
            self._connection.close()

    def _run(self) -> None:
        told = 0
        while not self._closed or told < self._position:
            self._rung.wait()
            self._rung.clear()
            if told < self._position:
                told = self._position
                self._tell(told)
                sleep(_PAUSE)

    def _tell(self, position: int) -> None:
        for listener in self.listeners:
            try:
                listener(position)
            except Exception:  # noqa: BLE001 - a deaf listener must not silence the bell for all
                _log.exception("listener_failed", position=position)
        try:
            if self._connection is None:
                self._connection = psycopg.connect(
                    self._url, autocommit=True, application_name="jejak notify"
                )
            self._connection.execute(_NOTIFY, (CHANNEL, str(position)), prepare=True)
        except psycopg.Error as error:
            _log.warning("wake_up_lost", position=position, error=str(error))
            if self._connection is not None:
                self._connection.close()
                self._connection = None


class LedgerFactory(postgres.PostgresFactory):
    """The library's PostgreSQL infrastructure with the ledger as application recorder (and else unchanged).

    Choose it with PERSISTENCE_MODULE=application.ledger:LedgerFactory. CREATE_TABLE means: migrate first.
    """

    def __init__(self, env: Environment | EnvType | None) -> None:
        super().__init__(env)
        self._ledgers: list[Ledger] = []

    def application_recorder(self) -> Ledger:
        parameters = dict(cast("dict[str, Any]", self.datastore.pool.kwargs))
        parameters.pop("row_factory")
        url = make_conninfo(**parameters)
        if self.env_create_table():
            migrate(url)
        ledger = Ledger(url)
        self._ledgers.append(ledger)
        return ledger

    def close(self) -> None:
        for ledger in self._ledgers:
            ledger.close()
        super().close()


def _prepare_to_read(connection: ImpatientConnection, *, role: str | None, patience: float) -> None:
    connection.limit = patience
    if role:
        connection.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(role)))
    connection.execute("SET timezone = 'UTC'")
    # As for append: a plan made while the table was small must stay right when it is large.
    connection.execute("SET plan_cache_mode = force_generic_plan")
    for wrong_when_large in ("enable_seqscan", "enable_bitmapscan", "jit"):
        connection.execute(sql.SQL("SET {} = off").format(sql.Identifier(wrong_when_large)))


def _uuid(event: StoredEvent) -> UUID:
    if isinstance(event.originator_id, UUID):
        return event.originator_id
    raise TypeError(f"streams are named by UUIDs, not {event.originator_id!r}")
