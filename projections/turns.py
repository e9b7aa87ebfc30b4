"""Each event of a case with the state it met and the state it left: for figures that depend on what went before."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import UUID

from domain.history import Recorded
from domain.transfer.events import TransferEvent
from domain.transfer.evolving import evolve
from domain.transfer.state import Transfer
from projections.case_states import History
from projections.kept import Kept


@dataclass(frozen=True, slots=True)
class Turn:
    """`first` is the event the case began with; `before` is None there."""

    recorded: Recorded[TransferEvent]
    first: Recorded[TransferEvent]
    before: Transfer | None
    after: Transfer


@dataclass(frozen=True, slots=True)
class _Reached:
    version: int
    first: Recorded[TransferEvent]
    state: Transfer


class Turns:
    """Of one projection: it keeps the states its last batch has led to, and reads those it does not know."""

    def __init__(self, history: History, most: int = 50_000) -> None:
        self._history = history
        self._kept: Kept[UUID, _Reached] = Kept(most)

    def of(self, batch: Sequence[Recorded[Any]]) -> Iterator[Turn]:
        """In order. A history that the batch does not join (a start, an event left out) is read up to it."""
        starts = {each.stream: each for each in reversed(batch)}
        strange = [each for each in starts.values() if not self._joins(each)]
        if strange:
            self._read([each.stream for each in strange], batch[0].position - 1)
        for recorded in batch:
            if not self._joins(recorded):
                self._read([recorded.stream], recorded.position - 1)
            known = self._kept.pop(recorded.stream, None)
            before, first = (None, recorded) if known is None else (known.state, known.first)
            after = evolve(before, recorded.event, recorded.act)
            self._kept[recorded.stream] = _Reached(recorded.version, first, after)
            yield Turn(recorded, first, before, after)
        self._kept.trim()

    def _joins(self, recorded: Recorded[Any]) -> bool:
        known = self._kept.get(recorded.stream)
        return recorded.version == (1 if known is None else known.version + 1)

    def _read(self, streams: list[UUID], upto: int) -> None:
        for stream in streams:
            self._kept.pop(stream, None)
        for stream, history in groupby(self._history(streams, upto), lambda each: each.stream):
            past = list(history)
            state: Transfer | None = None
            for each in past:
                state = evolve(state, each.event, each.act)
            if state is not None:
                self._kept[stream] = _Reached(past[-1].version, past[0], state)
