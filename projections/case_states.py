"""The state of every case a projection works on, kept while it runs and read again from the ledger after a start."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from domain.history import Recorded, fold
from domain.transfer.events import TransferEvent
from domain.transfer.evolving import evolve
from domain.transfer.state import Transfer

History = Callable[[UUID, int], Sequence[Recorded[Any]]]  # (stream, up to position) -> its events


class CaseStates:
    def __init__(self, history: History, most: int = 50_000) -> None:
        self._history = history
        self._most = most
        self._states: dict[UUID, tuple[int, Transfer]] = {}

    def after(self, recorded: Recorded[TransferEvent]) -> Transfer:
        """The case once this event has happened."""
        version, state = self._states.pop(recorded.stream, (0, None))
        if version == recorded.version - 1:
            transfer = evolve(state, recorded.event, recorded.act)
        else:
            known = fold(evolve, None, self._history(recorded.stream, recorded.position))
            if known is None:
                raise ValueError(f"the history of {recorded.stream} is empty")
            transfer = known
        self._states[recorded.stream] = recorded.version, transfer
        while len(self._states) > self._most:
            self._states.pop(next(iter(self._states)))
        return transfer
