"""The states of the cases that projections work on: folded once for all, kept while they run, read again after a start."""

from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from threading import Lock
from typing import Any, get_args
from uuid import UUID

from domain.history import Recorded, fold
from domain.transfer.events import TransferEvent
from domain.transfer.evolving import evolve
from domain.transfer.state import Transfer

# (streams, up to position) -> their events, by stream and version
History = Callable[[Sequence[UUID], int], Sequence[Recorded[Any]]]
States = Mapping[UUID, Transfer]

CASE_EVENTS: tuple[type, ...] = get_args(TransferEvent)
_KINDS = frozenset(CASE_EVENTS)
_NOTHING: tuple[int, Any] = (0, None)
_BATCHES = 8  # projections that run beside each other are seldom further apart


class CaseStates:
    """Safe to share between projections in threads of their own."""

    def __init__(self, history: History, most: int = 50_000) -> None:
        self._history = history
        self._most = most
        self._kept: dict[UUID, tuple[int, Transfer]] = {}  # by the version reached
        self._batches: dict[tuple[int, int, int], States] = {}  # by first and last position, and how many
        self._turn = Lock()

    def after(self, batch: Sequence[Recorded[Any]]) -> States:
        """Each case that these events are about, once they have happened."""
        events = [recorded for recorded in batch if type(recorded.event) in _KINDS]
        if not events:
            return {}
        about = events[0].position, events[-1].position, len(events)
        with self._turn:
            if (known := self._batches.get(about)) is None:
                known = self._batches[about] = self._fold(events)
                if len(self._batches) > _BATCHES:
                    del self._batches[next(iter(self._batches))]
            return known

    def _fold(self, events: Sequence[Recorded[TransferEvent]]) -> States:
        reached: dict[UUID, tuple[int, Transfer]] = {}
        unknown: dict[UUID, None] = {}
        for recorded in events:
            stream = recorded.stream
            if stream in unknown:
                continue
            version, state = reached.get(stream) or self._kept.get(stream, _NOTHING)
            if version == recorded.version - 1:
                reached[stream] = recorded.version, evolve(state, recorded.event, recorded.act)
            else:
                unknown[stream] = None
        if unknown:
            found = self._history(list(unknown), events[-1].position)
            for stream, history in groupby(found, lambda recorded: recorded.stream):
                past = list(history)
                if (state := fold(evolve, None, past)) is not None:
                    reached[stream] = past[-1].version, state
        for stream, (version, state) in reached.items():
            if self._kept.get(stream, _NOTHING)[0] < version:
                self._kept.pop(stream, None)
                self._kept[stream] = version, state
        while len(self._kept) > self._most:
            del self._kept[next(iter(self._kept))]
        return {stream: state for stream, (_, state) in reached.items()}
