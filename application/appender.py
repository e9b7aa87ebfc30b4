"""The append path: what waits is gathered, and one call of the SQL function `append` records it in one commit.

    LedgerError
      ChangedMeanwhile   a stream moved on since it was read; nothing was recorded
      AlreadyRecorded    the command's id is known; its events stand in the ledger
      OutcomeUnknown     no answer from the database in time; recorded or not, sending the same id again is safe
      TooBusy            too many commands wait; this one was not taken

A command is recorded once however often it is sent, because the function knows every id ever recorded. That makes all
recovery the same step: connect again, send the same ids again.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from math import ceil
from struct import Struct
from threading import Lock, Thread, local
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any, Self

import psycopg
import structlog
from psycopg import sql
from psycopg.adapt import Dumper
from psycopg.pq import Format

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from uuid import UUID

    from psycopg.abc import RV, PQGen

_log = structlog.get_logger()

# Measured: what waits when a call returns is about half of what is in flight, so these bounds only stop a flood.
MOST_COMMANDS = 64
MOST_BYTES = 1_000_000


class LedgerError(Exception):
    """Why an append was not acknowledged."""


class ChangedMeanwhile(LedgerError):
    """Somebody else decided meanwhile: a stream has another version than the command was decided on."""


class AlreadyRecorded(LedgerError):
    """The command's id is in the ledger, from this call after a lost connection or from an earlier one."""

    def __init__(self, position: int) -> None:
        super().__init__(f"recorded already, from position {position}")
        self.position = position


class OutcomeUnknown(LedgerError):
    """The database did not answer in time, or may lose what it answered; the same command id may be sent again."""


class TooBusy(LedgerError):
    """Too many commands wait for the database; nothing was sent."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An event that is not recorded yet."""

    stream: UUID
    version: int
    name: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Entry:
    """What one command writes into the ledger: all of it or nothing."""

    command: UUID
    # Every stream the decision rests on or writes to -> the version it must have now; 0 = nothing recorded.
    expected: Mapping[UUID, int]
    # Of each stream in order, without a hole after the expected version.
    events: Sequence[Draft]


# The binary form of arrays, written by hand: psycopg's own list dumpers cost twice the time, and choose int2, int4 or
# int8 by value, which makes several prepared statements of one. An element is its length and its bytes.
_int4 = Struct("!i").pack
_int4_element = Struct("!ii").pack
_int8_element = Struct("!iq").pack
_array_header = Struct("!iiiii").pack
_UUID_LENGTH = _int4(16)
_FALSE, _TRUE = _int4(1) + b"\0", _int4(1) + b"\1"


class _Array(bytes):
    """A whole array in binary form; each subclass is one type of array."""

    element_oid: int
    array_oid: int

    @classmethod
    def of(cls, length: int, elements: Iterable[bytes]) -> Self:
        return cls(_array_header(1, 0, cls.element_oid, length, 1) + b"".join(elements))


class _Uuids(_Array):
    element_oid, array_oid = 2950, 2951


class _Ints(_Array):
    element_oid, array_oid = 23, 1007


class _Bigints(_Array):
    element_oid, array_oid = 20, 1016


class _Booleans(_Array):
    element_oid, array_oid = 16, 1000


class _Texts(_Array):
    element_oid, array_oid = 25, 1009


class _Byteas(_Array):
    element_oid, array_oid = 17, 1001


class _ArrayDumper(Dumper):
    format = Format.BINARY

    def dump(self, obj: _Array) -> bytes:
        return obj


def _register_arrays(connection: psycopg.Connection[Any]) -> None:
    for kind in (_Uuids, _Ints, _Bigints, _Booleans, _Texts, _Byteas):
        dumper = type(f"{kind.__name__}Dumper", (_ArrayDumper,), {"oid": kind.array_oid})
        connection.adapters.register_dumper(kind, dumper)


_APPEND = "SELECT outcome, known FROM append(%b, %b, %b, %b, %b, %b, %b, %b, %b, %b)"
_RECORDED, _CHANGED, _KNOWN, _NOT_JUDGED = range(4)


class Waiting:
    """An entry in binary form on its way, and the answer to it once there is one.

    The thread that called append() owns it until it is queued, then whoever holds `busy`, until settle().
    """

    __slots__ = (
        "abandoned",
        "answered",
        "command",
        "error",
        "event_bodies",
        "event_names",
        "event_streams",
        "event_versions",
        "events",
        "position",
        "size",
        "stream_ids",
        "stream_versions",
        "stream_written",
        "streams",
    )

    def __init__(self, entry: Entry) -> None:
        at = dict(entry.expected)
        written = dict.fromkeys(at, _FALSE)  # whether the entry writes to it
        streams: list[bytes] = []
        versions: list[bytes] = []
        names: list[bytes] = []
        bodies: list[bytes] = []
        for event in entry.events:
            stream, version = event.stream, event.version
            # A stream may also begin at version 0, as the library's own do.
            if at.get(stream) != version - 1 and (version or stream not in at):
                raise ValueError(
                    f"{event.name} at version {version} does not follow version {at.get(stream)}"
                )
            at[stream] = version
            written[stream] = _TRUE
            streams.append(_UUID_LENGTH + stream.bytes)
            versions.append(_int8_element(8, version))
            name = event.name.encode()
            names.append(_int4(len(name)) + name)
            bodies.append(_int4(len(event.body)) + event.body)
        self.command = _UUID_LENGTH + entry.command.bytes
        self.streams = len(at)
        self.stream_ids = b"".join([_UUID_LENGTH + stream.int.to_bytes(16) for stream in at])
        self.stream_versions = b"".join([_int8_element(8, version) for version in entry.expected.values()])
        self.stream_written = b"".join(written.values())
        self.events = len(streams)
        self.event_streams = b"".join(streams)
        self.event_versions = b"".join(versions)
        self.event_names = b"".join(names)
        self.event_bodies = b"".join(bodies)
        self.size = len(self.event_names) + len(self.event_bodies)
        self.answered: Lock | None = None  # held until there is an answer; None when nobody waits on it
        self.abandoned = False
        self.position = 0
        self.error: Exception | None = None

    def settle(self, position: int = 0, error: Exception | None = None) -> None:
        self.position = position
        self.error = error
        if self.answered is not None:
            self.answered.release()


class ImpatientConnection(psycopg.Connection[Any]):
    """A connection that stops waiting for a hung server; what it was doing stays unknown."""

    limit: float | None = None

    def wait(self, gen: PQGen[RV], interval: float = 0.1, timeout: float | None = None) -> RV:
        return super().wait(gen, interval, self.limit if timeout is None else timeout)


class Appender:
    """Gathers what all threads of the process append, and sends it over one connection.

    A thread that finds nobody sending sends its own entry itself. Whoever comes meanwhile queues up, and the
    appender's thread sends all that waits in one call. `busy` is held by the one who sends; only its holder touches
    the connection and takes from the queue. A process that dies loses the queue, of which nothing was acknowledged.
    """

    def __init__(
        self,
        url: str,
        *,
        role: str | None = None,
        patience: float = 10.0,
        most_waiting: int = 4096,
        on_recorded: Callable[[int], object] = lambda _: None,
    ) -> None:
        """Append as `role`; give up after `patience` seconds; tell `on_recorded` the last position of each commit."""
        self._url = url
        self._role = role
        self._patience = patience
        self._most_waiting = most_waiting
        self._on_recorded = on_recorded
        self._link: tuple[ImpatientConnection, psycopg.Cursor[Any]] | None = None
        self._warning: str | None = None
        self._queue: deque[Waiting] = deque()
        self._busy = Lock()
        self._wake = Lock()  # released to hand `busy` over to the thread
        self._wake.acquire()
        self._own = local()
        self._closed = False  # no new entries
        self._stopped = False  # none left
        self._thread = Thread(target=self._run, name="appender", daemon=True)
        self._thread.start()

    def append(self, entry: Entry) -> int:
        """Record the entry and return the position of its first event (without events: the last position).

        Raise LedgerError, or psycopg.Error for a content PostgreSQL refuses, such as a NUL in a name.
        """
        waiting = Waiting(entry)
        if self._closed:
            raise TooBusy("the ledger is closed")
        if not self._queue and self._busy.acquire(blocking=False):
            try:
                self._send([waiting])
            finally:
                self._leave()
        else:
            self._queue_up(waiting)
        if waiting.error is not None:
            raise waiting.error
        return waiting.position

    def close(self) -> None:
        """Send what is queued, then stop; what comes later is refused."""
        if self._closed:
            return
        self._closed = True
        self._busy.acquire()  # never given back; whoever held it passed it on while anything was queued
        while self._queue:
            self._send(self._take())
        self._stopped = True
        self._wake.release()
        self._thread.join()
        self._disconnect()
        while self._queue:  # whoever looked before we closed, and queued up after
            self._queue.popleft().settle(error=TooBusy("the ledger is closed"))

    def _queue_up(self, waiting: Waiting) -> None:
        if len(self._queue) >= self._most_waiting:
            raise TooBusy(f"{self._most_waiting} commands wait already")
        # One lock a thread, used again; not after a timeout, because a late answer would still release it.
        try:
            answered = self._own.answered
            del self._own.answered
        except AttributeError:
            answered = Lock()
            answered.acquire()
        waiting.answered = answered
        self._queue.append(waiting)
        # Queue, then look again: the sender may have left between our first look and now.
        if self._busy.acquire(blocking=False):
            self._wake.release()
        if not answered.acquire(timeout=self._patience):
            waiting.abandoned = True
            raise OutcomeUnknown(f"no answer within {self._patience:g} s")
        self._own.answered = answered

    def _leave(self) -> None:
        """Let go of `busy`, or hand it to the thread; the second look is for those who queued up after the first."""
        if self._queue:
            self._wake.release()
            return
        self._busy.release()
        if self._queue and self._busy.acquire(blocking=False):
            self._wake.release()

    def _run(self) -> None:
        while True:
            self._wake.acquire()
            if self._stopped:
                return
            try:
                self._send(self._take())
            except Exception:  # noqa: BLE001 - a fault of ours; the callers know, and the thread must live on
                _log.exception("append_failed")
            self._leave()

    def _take(self) -> list[Waiting]:
        batch: list[Waiting] = []
        size = 0
        while self._queue and len(batch) < MOST_COMMANDS:
            waiting = self._queue.popleft()
            if waiting.abandoned:
                continue
            size += waiting.size
            if batch and size > MOST_BYTES:
                self._queue.appendleft(waiting)
                break
            batch.append(waiting)
        return batch

    def _send(self, batch: list[Waiting]) -> None:
        """Settle every entry of the batch, or put it back at the front of the queue."""
        give_up = monotonic() + self._patience
        pause = 0.01
        while batch:
            try:
                verdicts = self._call(batch, give_up - monotonic())
            except psycopg.Error as error:
                if not _may_pass(error):
                    # One of them is poisoned, and its neighbours are innocent; all were rolled back.
                    if len(batch) == 1:
                        batch[0].settle(error=error)
                    else:
                        for waiting in batch:
                            self._send([waiting])
                    return
                self._disconnect()
                if monotonic() + pause > give_up:
                    _settle_unknown(batch, f"the database did not answer: {error}")
                    return
                sleep(pause)
                pause = min(2 * pause, 0.5)
            except BaseException as error:
                # An interrupt, or a fault of ours: whoever waits must not wait for ever.
                self._disconnect()
                _settle_unknown(batch, repr(error))
                raise
            else:
                if self._warning is None:
                    self._settle(batch, verdicts)
                else:
                    _settle_unknown(batch, self._warning)
                return

    def _call(self, batch: list[Waiting], seconds: float) -> list[tuple[int, int]]:
        connection, cursor = self._link = self._link or self._connect(seconds)
        connection.limit = seconds
        self._warning = None
        streams = sum([w.streams for w in batch])
        events = sum([w.events for w in batch])
        ordinals = [_int4_element(4, i) for i in range(1, len(batch) + 1)]
        cursor.execute(
            _APPEND,
            (
                _Uuids.of(len(batch), [w.command for w in batch]),
                _Ints.of(streams, [i * w.streams for i, w in zip(ordinals, batch, strict=True)]),
                _Uuids.of(streams, [w.stream_ids for w in batch]),
                _Bigints.of(streams, [w.stream_versions for w in batch]),
                _Booleans.of(streams, [w.stream_written for w in batch]),
                _Ints.of(events, [i * w.events for i, w in zip(ordinals, batch, strict=True)]),
                _Uuids.of(events, [w.event_streams for w in batch]),
                _Bigints.of(events, [w.event_versions for w in batch]),
                _Texts.of(events, [w.event_names for w in batch]),
                _Byteas.of(events, [w.event_bodies for w in batch]),
            ),
            prepare=True,
        )
        verdicts: list[tuple[int, int]] = cursor.fetchall()
        return verdicts

    def _settle(self, batch: list[Waiting], verdicts: list[tuple[int, int]]) -> None:
        if len(verdicts) == 1 < len(batch):
            verdicts = verdicts * len(batch)  # the clean answer: all recorded
        last: int | None = None
        again: list[Waiting] = []
        for waiting, (outcome, known) in zip(batch, verdicts, strict=True):
            if outcome == _RECORDED:
                first = (known if last is None else last) + 1
                if waiting.events:
                    last = first + waiting.events - 1
                    waiting.settle(first)
                else:
                    waiting.settle(first - 1)
            elif outcome == _CHANGED:
                waiting.settle(error=ChangedMeanwhile())
            elif outcome == _KNOWN:
                waiting.settle(error=AlreadyRecorded(known))
            else:
                again.append(waiting)
        self._queue.extendleft(reversed(again))
        if last is not None:
            self._on_recorded(last)

    def _connect(self, seconds: float) -> tuple[ImpatientConnection, psycopg.Cursor[Any]]:
        connection = ImpatientConnection.connect(
            self._url,
            autocommit=True,  # one call, one commit: a client that hangs or dies cannot keep the turn
            application_name="jejak append",
            connect_timeout=max(2, ceil(seconds)),
        )
        try:
            if self._role:
                connection.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(self._role)))
            connection.execute(
                "SET default_transaction_isolation = 'read committed'"
            )  # append refuses any other
            _register_arrays(connection)
            connection.add_notice_handler(self._notice)
            return connection, connection.cursor(binary=True)
        except BaseException:
            connection.close()
            raise

    def _disconnect(self) -> None:
        link, self._link = self._link, None
        if link is not None:
            link[0].close()

    def _notice(self, notice: psycopg.errors.Diagnostic) -> None:
        # The function warns of nothing. A warning is COMMIT's: "canceling wait for synchronous replication", in the
        # server's language. The events are visible then, and gone after a failover, so they are not acknowledged.
        # Sending the same id again tells: even a call that records nothing locks the turn, which makes it a commit
        # of its own that waits for the standby, and with it for all commits before.
        if notice.severity_nonlocalized == "WARNING":
            self._warning = notice.message_primary


def _may_pass(error: psycopg.Error) -> bool:
    """Whether the same call may succeed later or elsewhere, rather than fail for what it says."""
    if error.sqlstate is None:
        return isinstance(error, psycopg.OperationalError | psycopg.InterfaceError)
    # Connection, read-only (a standby now), rollback, resources, not in the needed state, intervention, system.
    return error.sqlstate[:2] in {"08", "25", "40", "53", "55", "57", "58"}


def _settle_unknown(batch: list[Waiting], reason: str) -> None:
    for waiting in batch:
        waiting.settle(error=OutcomeUnknown(reason))
