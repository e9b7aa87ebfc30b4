"""A ledger for one writer who has it to himself: what is decided is held back and copied in by the thousand.

For filling a ledger with made-up cases. Nobody may decide beside it: no command is checked against what others record,
and what is held when the process dies was never there. Positions, versions and bytes are those the append would give.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Self
from uuid import UUID

import psycopg

from application.appender import ChangedMeanwhile, Entry
from application.ledger import Ledger, Line

_HELD = 10_000  # events
_COPY = "COPY events (position, stream, version, command, recorded_at, name, body) FROM STDIN"


class CopiedLedger:
    """As much of a ledger as the door to cases needs (`application/cases.py`), over another one of the same database."""

    def __init__(self, ledger: Ledger, url: str) -> None:
        """`url` is the owner's: the service itself may only append."""
        self._ledger = ledger
        self._url = url
        self._last = ledger.head()
        self._held: list[Line] = []
        self._touched: set[UUID] = set()  # streams of what is held
        self._versions: dict[UUID, int] = {}  # of every stream read or written here

    def __enter__(self) -> Self:
        return self

    def __exit__(self, failed: object, *_: object) -> None:
        if failed is None:
            self.flush()

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

    def since(self, known: Mapping[UUID, int]) -> list[Line]:
        """What these streams hold beyond the version known of each. What is known is not asked for again."""
        behind = {stream: at for stream, at in known.items() if self._versions.get(stream) != at}
        if not behind:
            return []
        if not self._touched.isdisjoint(behind):
            self.flush()
        lines = self._ledger.since(behind)
        self._versions |= {stream: at for stream, at in behind.items() if stream not in self._versions}
        self._versions |= {line.stream: line.version for line in lines}
        return lines

    def read(self, streams: Sequence[UUID], upto: int | None = None) -> list[Line]:
        self.flush()
        return self._ledger.read(streams, upto)

    def of_command(self, command: UUID) -> list[Line]:
        self.flush()
        return self._ledger.of_command(command)

    def posts_told(self, after: int, limit: int) -> list[Line]:
        return self._ledger.posts_told(after, limit)  # no case says what a post is

    def flush(self) -> None:
        """Copy in what is held, in one transaction and in its turn. ChangedMeanwhile when somebody else has recorded."""
        if not self._held:
            return
        with psycopg.connect(self._url) as owner, owner.cursor() as cursor:
            cursor.execute("SELECT FROM turn WHERE one FOR UPDATE")
            (head,) = cursor.execute("SELECT position FROM head").fetchone() or (0,)
            if head != self._held[0].position - 1:
                raise ChangedMeanwhile
            with cursor.copy(_COPY) as rows:
                for line in self._held:
                    rows.write_row(
                        (
                            line.position,
                            line.stream,
                            line.version,
                            line.command,
                            line.recorded_at,
                            line.name,
                            line.body,
                        )
                    )
        self._held.clear()
        self._touched.clear()
