"""What a command costs in Python alone: whole cases on a ledger in memory, in the CPU time of one thread.

Steadier than any rate on a shared machine, because waiting, PostgreSQL and other programs do not count.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import mean
from time import thread_time
from uuid import UUID

import cast

from application.appender import Entry, Waiting
from application.cases import Cases
from application.ledger import ChangedMeanwhile, Line
from bench import cases

_NOW = cast.on(2025, 1, 1)


@dataclass(frozen=True, slots=True)
class Alone:
    """Microseconds of CPU a command: of the fastest case, and of all."""

    best: float
    mean: float


class Memory:
    """As much of a ledger as a command needs. Entries are brought into binary form, as for the database."""

    def __init__(self) -> None:
        self._streams: defaultdict[UUID, list[Line]] = defaultdict(list)
        self._position = 0

    def append(self, entry: Entry) -> int:
        Waiting(entry)
        if any(len(self._streams[stream]) != version for stream, version in entry.expected.items()):
            raise ChangedMeanwhile
        first = self._position + 1
        for event in entry.events:
            self._position += 1
            self._streams[event.stream].append(
                Line(self._position, event.stream, event.version, entry.command, _NOW, event.name, event.body)
            )
        return first

    def since(self, known: Mapping[UUID, int]) -> list[Line]:
        return [line for stream, version in known.items() for line in self._streams[stream][version:]]

    def read(self, streams: Sequence[UUID], upto: int | None = None) -> list[Line]:
        lines = [line for stream in streams for line in self._streams[stream]]
        return [line for line in lines if upto is None or line.position <= upto]

    def of_command(self, command: UUID) -> list[Line]:
        return [line for lines in self._streams.values() for line in lines if line.command == command]


def measure_alone(number: int) -> Alone:
    """Of so many cases, one after the other."""
    ledger = Memory()
    cases.record(ledger, cases.registered())
    prepared = cases.prepare(ledger, number)
    door = Cases(ledger, cases.POLICIES)
    taken: list[float] = []
    for case in prepared:
        position = 0
        sent = thread_time()
        for asked in case.asked:
            position = door.carry_out(case.transfer, asked.command, asked.sent(position)).position
        taken.append(1e6 * (thread_time() - sent) / len(case.asked))
    return Alone(min(taken), mean(taken))
