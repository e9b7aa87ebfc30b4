"""A ledger for one writer who has it to himself: what is decided is held back and copied in by the thousand.

For filling a ledger with made-up cases. Nobody may decide beside it: no command is checked against what others record,
and what is held when the process dies was never there. Positions, versions and bytes are those the append would give.
"""

from collections.abc import Mapping, Sequence
from dataclasses import astuple
from datetime import UTC, datetime
from uuid import UUID

import psycopg

from application.appender import ChangedMeanwhile, Entry
from application.ledger import Ledger, Line

_HELD = 10_000  # events
_COPY = "COPY events (position, stream, version, command, recorded_at, name, body) FROM STDIN"


class CopiedLedger(Ledger):
    """Streams, commands and the head are answered with what is held; questions by position see what is copied in."""

    def __init__(self, url: str) -> None:
        """`url` is the owner's: the service itself may only append."""
        super().__init__(url, readers=1)
        self._owner = psycopg.connect(url)
        self._last = super().head()
        self._held: list[Line] = []
        self._touched: set[UUID] = set()  # streams of what is held
        self._versions: dict[UUID, int] = {}  # of every stream read or written here

    def close(self) -> None:
        """What is still held is let go: `flush` first."""
        self._owner.close()
        super().close()

    def append(self, entry: Entry) -> int:
        """Return the position of its first event; ChangedMeanwhile where a stream is at another version."""
        if any(self._versions.get(stream, 0) != version for stream, version in entry.expected.items()):
            raise ChangedMeanwhile
        first, now = self._last + 1, datetime.now(UTC)
        for event in entry.events:
            self._last += 1
            self._versions[event.stream] = event.version
            self._touched.add(event.stream)
            self._held.append(
                Line(self._last, event.stream, event.version, entry.command, now, event.name, event.body)
            )
        if len(self._held) >= _HELD:
            self.flush()
        return first

    def since(self, known: Mapping[UUID, int], upto: int | None = None) -> list[Line]:
        """What is known to be the last version here is not asked for again."""
        behind = {stream: at for stream, at in known.items() if self._versions.get(stream) != at}
        if not behind:
            return []
        if not self._touched.isdisjoint(behind):
            self.flush()
        lines = super().since(behind, upto)
        if upto is None:
            self._versions |= behind | {line.stream: line.version for line in lines}
        return lines

    def read(self, streams: Sequence[UUID], upto: int | None = None) -> list[Line]:
        self.flush()
        return super().read(streams, upto)

    def of_command(self, command: UUID) -> list[Line]:
        self.flush()
        return super().of_command(command)

    def head(self) -> int:
        return self._last

    def flush(self) -> None:
        """Copy in what is held, in one transaction and in its turn. ChangedMeanwhile when somebody else has recorded."""
        if not self._held:
            return
        with self._owner.transaction(), self._owner.cursor() as cursor:
            cursor.execute("SELECT FROM turn WHERE one FOR UPDATE")
            (head,) = cursor.execute("SELECT position FROM head").fetchone() or (0,)
            if head != self._held[0].position - 1:
                raise ChangedMeanwhile
            with cursor.copy(_COPY) as rows:
                for held in self._held:
                    rows.write_row(astuple(held))
        self._held.clear()
        self._touched.clear()
