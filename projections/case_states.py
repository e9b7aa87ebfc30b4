"""The states of the cases that projections work on: folded once for all, kept while they run, read again after a start."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from threading import Lock
from typing import Any, NamedTuple, get_args
from uuid import UUID

from domain.history import Recorded
from domain.in_force import ALWAYS, counts_from
from domain.transfer.events import TransferEvent
from domain.transfer.evolving import evolve
from domain.transfer.state import Transfer
from projections.kept import Kept

# (streams, up to position) -> their events, by stream and version
History = Callable[[Sequence[UUID], int], Sequence[Recorded[Any]]]
States = Mapping[UUID, Transfer]

CASE_EVENTS: tuple[type, ...] = get_args(TransferEvent)
_KINDS = frozenset(CASE_EVENTS)
_BATCHES = 8  # projections that run beside each other are seldom further apart


class Turn(NamedTuple):
    """An event of a case, the case once it has happened, and the day that counts from (domain/in_force.py)."""

    recorded: Recorded[Any]
    case: Transfer
    day: date


class _Reached(NamedTuple):
    version: int
    case: Any
    day: date


_NOTHING = _Reached(0, None, ALWAYS)


class CaseStates:
    """Safe to share between projections in threads of their own."""

    def __init__(self, history: History, most: int = 50_000) -> None:
        self._history = history
        self._kept: Kept[UUID, _Reached] = Kept(most)
        self._batches: dict[
            tuple[int, int, int], Sequence[Turn]
        ] = {}  # by first and last position, and how many
        self._turn = Lock()

    def after(self, batch: Sequence[Recorded[Any]]) -> States:
        """Each case that these events are about, once they have happened."""
        return {turn.recorded.stream: turn.case for turn in self.through(batch)}

    def through(self, batch: Sequence[Recorded[Any]]) -> Sequence[Turn]:
        """Every event of a case among these, in order, with the case once it has happened."""
        events = [recorded for recorded in batch if type(recorded.event) in _KINDS]
        if not events:
            return ()
        about = events[0].position, events[-1].position, len(events)
        with self._turn:
            if (known := self._batches.get(about)) is None:
                known = self._batches[about] = self._fold(events)
                if len(self._batches) > _BATCHES:
                    del self._batches[next(iter(self._batches))]
            return known

    def _fold(self, events: Sequence[Recorded[TransferEvent]]) -> Sequence[Turn]:
        own: dict[UUID, list[Recorded[Any]]] = {}
        for recorded in events:
            own.setdefault(recorded.stream, []).append(recorded)
        kept = {stream: self._kept.get(stream, _NOTHING) for stream in own}
        # Where versions are missing, be it that an event is to be left out here, the whole history is read.
        unknown = [
            stream
            for stream, found in own.items()
            if [each.version for each in found]
            != [kept[stream].version + n for n in range(1, len(found) + 1)]
        ]
        if unknown:
            kept |= dict.fromkeys(unknown, _NOTHING)
            read = self._history(unknown, events[-1].position)
            own |= {stream: list(found) for stream, found in groupby(read, lambda each: each.stream)}
        reached = {
            recorded.position: at
            for stream, found in own.items()
            for recorded, at in zip(found, _through(kept[stream], found), strict=True)
        }
        turns = [Turn(each, reached[each.position].case, reached[each.position].day) for each in events]
        for stream, found in own.items():
            at = reached[found[-1].position]
            if self._kept.get(stream, _NOTHING).version < at.version:
                self._kept.pop(stream, None)
                self._kept[stream] = at
        self._kept.trim()
        return turns


def _through(at: _Reached, history: Sequence[Recorded[Any]]) -> Iterator[_Reached]:
    for recorded in history:
        event, act = recorded.event, recorded.act
        at = _Reached(recorded.version, evolve(at.case, event, act), max(at.day, counts_from(event, act)))
        yield at
