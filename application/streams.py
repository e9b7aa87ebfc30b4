"""Folded streams, kept in memory by version.

A kept state may be behind: another process may have written since. That does no harm, because the append compares the
version of every stream a decision was made from; a decision made on old states is lost and made again on fresh ones.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from itertools import groupby
from typing import Any
from uuid import UUID

from application.ledger import Ledger, Line
from application.recording import decode
from domain.act import Act
from domain.registry import agency, office, person, post, unit
from domain.transfer import state as transfer

Evolve = Callable[[Any, Any, Act], Any]


class Kind(Enum):
    """A kind of stream, and how its events change its state."""

    AGENCY = (agency.evolve,)
    UNIT = (unit.evolve,)
    POST = (post.evolve,)
    PERSON = (person.evolve,)
    OFFICE = (office.evolve,)
    TRANSFER = (transfer.evolve,)

    @property
    def evolve(self) -> Evolve:
        evolve: Evolve = self.value[0]
        return evolve


@dataclass(frozen=True, slots=True)
class Folded:
    """A stream's state at a version; `position` is that of its last event, 0 when it is empty."""

    state: Any
    version: int = 0
    position: int = 0


NOTHING = Folded(None)


def fold_lines(folded: Folded, kind: Kind, lines: Iterable[Line]) -> Folded:
    state, version, position = folded.state, folded.version, folded.position
    for line in lines:
        recorded = decode(line)
        state = kind.evolve(state, recorded.event, recorded.act)
        version, position = line.version, line.position
    return Folded(state, version, position)


class Streams:
    """Reads and keeps folded streams for one process."""

    def __init__(self, ledger: Ledger, most: int = 50_000) -> None:
        self._ledger = ledger
        self._most = most
        self._kept: dict[UUID, Folded] = {}

    def load(self, wanted: Mapping[UUID, Kind], *, fresh: bool) -> dict[UUID, Folded]:
        """The states of these streams; when `fresh`, none of them older than this call."""
        kept = {stream: self._kept.get(stream) for stream in wanted}
        ask = wanted if fresh else [stream for stream, folded in kept.items() if folded is None]
        known = {stream: (kept[stream] or NOTHING).version for stream in ask}
        found = {stream: folded or NOTHING for stream, folded in kept.items()}
        if known:
            lines = self._ledger.since(known)
            for stream, more in groupby(lines, lambda line: line.stream):
                found[stream] = fold_lines(found[stream], wanted[stream], more)
            self._keep({stream: found[stream] for stream in known if found[stream].version})
        return found

    def load_at(self, wanted: Mapping[UUID, Kind], position: int) -> dict[UUID, Folded]:
        """The states as they stood at a position of the ledger; nothing is kept."""
        found = dict.fromkeys(wanted, NOTHING)
        for stream, lines in groupby(self._ledger.read(list(wanted), position), lambda line: line.stream):
            found[stream] = fold_lines(NOTHING, wanted[stream], lines)
        return found

    def moved(self, versions: Mapping[UUID, int]) -> bool:
        """Whether a later version of one of these streams is kept by now."""
        return any(
            kept.version > version
            for stream, version in versions.items()
            if (kept := self._kept.get(stream)) is not None
        )

    def remember(self, states: Mapping[UUID, Folded]) -> None:
        """What an append of our own has just made of these streams."""
        self._keep(states)

    def forget(self, streams: Iterable[UUID]) -> None:
        for stream in streams:
            self._kept.pop(stream, None)

    def _keep(self, states: Mapping[UUID, Folded]) -> None:
        for stream, folded in states.items():
            kept = self._kept.get(stream)
            if kept is None or kept.version < folded.version:
                self._kept[stream] = folded
        while len(self._kept) > self._most:
            self._kept.pop(next(iter(self._kept)), None)
