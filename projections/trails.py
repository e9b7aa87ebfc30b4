"""What the histories of cases tell red flags: kept while they run, as far as they are evidence; read again after a start."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from threading import Lock
from typing import Any
from uuid import UUID

from domain.history import Recorded
from domain.in_force import ALWAYS, counts_from
from domain.red_flags.hearing import AFTER_A_DECREE, DECREES, EVIDENCE, HEARD
from projections.case_states import CASE_EVENTS, History
from projections.kept import Kept

_KINDS = frozenset(CASE_EVENTS)


@dataclass(frozen=True, slots=True)
class Heard:
    """An event that indicators turn on: the case up to it, the day it counts from (domain/in_force.py), and at which position
    the facts around the case are looked at: its decree, or its request until then.
    """

    history: tuple[Recorded[Any], ...]
    day: date
    facts_at: int

    @property
    def first(self) -> Recorded[Any]:
        return self.history[0]

    @property
    def last(self) -> Recorded[Any]:
        return self.history[-1]

    @property
    def case(self) -> UUID:
        return self.last.stream

    @property
    def position(self) -> int:
        return self.last.position


@dataclass(slots=True)
class _Trail:
    version: int = 0
    day: date = ALWAYS
    decreed: int | None = None
    told: list[Recorded[Any]] = field(default_factory=list)

    def follow(self, own: Sequence[Recorded[Any]], since: int) -> Iterator[Heard]:
        """What is heard from that position on."""
        for recorded in own:
            kind = type(recorded.event)
            self.version = recorded.version
            self.day = max(self.day, counts_from(recorded.event, recorded.act))
            if kind not in EVIDENCE:
                continue
            self.told.append(recorded)
            if kind in DECREES and self.decreed is None:
                self.decreed = recorded.position
            if kind in AFTER_A_DECREE and self.decreed is None:
                continue
            if kind in HEARD and recorded.position >= since:
                facts_at = self.told[0].position if self.decreed is None else self.decreed
                yield Heard(tuple(self.told), self.day, facts_at)


class Trails:
    """Safe to share between threads. A batch that is carried in again, or from elsewhere, is read from the ledger."""

    def __init__(self, history: History, most: int = 4_000) -> None:
        self._history = history
        self._kept: Kept[UUID, _Trail] = Kept(most)  # the case that moved last stands last
        self._turn = Lock()

    def heard(self, batch: Sequence[Recorded[Any]]) -> list[Heard]:
        """What indicators turn on among these, in order."""
        own: dict[UUID, list[Recorded[Any]]] = {}
        for recorded in batch:
            if type(recorded.event) in _KINDS:
                own.setdefault(recorded.stream, []).append(recorded)
        if not own:
            return []
        with self._turn:
            found = [each for heard in self._followed(own, batch[-1].position) for each in heard]
        found.sort(key=lambda each: each.position)
        return found

    def _followed(self, own: dict[UUID, list[Recorded[Any]]], upto: int) -> Iterator[list[Heard]]:
        unknown: list[UUID] = []
        for stream, events in own.items():
            trail = self._kept.pop(stream, None) or _Trail()
            if [each.version for each in events] != [trail.version + n for n in range(1, len(events) + 1)]:
                unknown.append(stream)
                continue
            self._kept[stream] = trail
            yield list(trail.follow(events, 0))
        if unknown:
            read = self._history(unknown, upto)
            for stream, history in groupby(read, lambda each: each.stream):
                trail = self._kept[stream] = _Trail()
                yield list(trail.follow(list(history), own[stream][0].position))
        self._kept.trim()
