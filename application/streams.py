"""Folded streams, kept in memory by version.

A kept state may be behind: another process may have written since. That does no harm, because the append compares the
version of every stream a decision was made from; a decision made on old states is lost and made again on fresh ones.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from itertools import groupby
from threading import Lock
from types import UnionType
from typing import Any, Generic, TypeVar
from uuid import UUID

from application.ledger import Ledger, Line
from application.recording import decode
from domain import lookups, plan, policy_publication
from domain.act import Act
from domain.decree import state as decree
from domain.decree.events import DecreeEvent
from domain.in_force import counts_from
from domain.registry import agency, decree_number, movements, nip_holding, office, person, post, school, unit
from domain.transfer import evolving as transfer
from domain.transfer.events import TransferEvent
from domain.transfer.state import Transfer

T = TypeVar("T")
Evolve = Callable[[Any, Any, Act], Any]


class Kind(Enum):
    """A kind of stream: how its events change its state, what its states are, and its events.

    Ids come from outside, and one may be that of another kind of stream: then there is no such stream of this kind.
    """

    AGENCY = (agency.evolve, agency.Agency, agency.AgencyEvent)
    UNIT = (unit.evolve, unit.Unit, unit.UnitEvent)
    POST = (post.evolve, post.Post, post.PostEvent)
    SCHOOL = (school.evolve, school.School, school.SchoolEvent)
    MOVEMENTS = (movements.evolve, movements.MovementRecord, movements.MovementsEvent)
    PERSON = (person.evolve, person.Person, person.PersonEvent)
    OFFICE = (office.evolve, office.Office, office.OfficeEvent)
    PLAN = (plan.evolve, plan.Plan, plan.PlanEvent)
    NIP = (nip_holding.evolve, nip_holding.NipHolding, nip_holding.NipEvent)
    TRANSFER = (transfer.evolve, Transfer, TransferEvent)
    GAZETTE = (policy_publication.evolve, policy_publication.Gazette, policy_publication.LawEvent)
    DECREE = (decree.evolve, decree.Decree, DecreeEvent)
    DECREE_NUMBER = (decree_number.evolve, decree_number.DecreeNumber, decree_number.DecreeNumberEvent)
    LOOKUPS = (lookups.evolve, lookups.Logbook, lookups.LookupEvent)

    def __init__(self, evolve: Evolve, states: type, events: type | UnionType) -> None:
        self.evolve, self.states, self.events = evolve, states, events

    def has(self, folded: "Folded") -> bool:
        return isinstance(folded.state, self.states)

    def begins_with(self, event: object) -> bool:
        return isinstance(event, self.events)


@dataclass(frozen=True, slots=True)
class Folded:
    """A stream's state at a version; `position` is that of its last event, 0 when it is empty."""

    state: Any
    version: int = 0
    position: int = 0


NOTHING = Folded(None)


def fold_lines(folded: Folded, kind: Kind, lines: Iterable[Line], day: date = date.max) -> Folded:
    """Up to the first event that counts in the world only after `day`."""
    state, version, position = folded.state, folded.version, folded.position
    for line in lines:
        recorded = decode(line)
        if day < date.max and counts_from(recorded.event, recorded.act) > day:
            break
        if state is None and not kind.begins_with(recorded.event):
            return NOTHING
        state = kind.evolve(state, recorded.event, recorded.act)
        version, position = line.version, line.position
    return Folded(state, version, position)


class Recent(Generic[T]):
    """The values kept last, by id. Safe to use from many threads."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: dict[UUID, T] = {}
        self._turn = Lock()
        self.get = self._kept.get

    def keep(self, key: UUID, value: T) -> None:
        with self._turn:
            self._kept[key] = value
            if len(self._kept) > self._most:
                del self._kept[next(iter(self._kept))]

    def forget(self, key: UUID) -> None:
        with self._turn:
            self._kept.pop(key, None)


class Streams:
    """Reads and keeps folded streams for one process."""

    def __init__(self, ledger: Ledger, most: int = 50_000) -> None:
        self._ledger = ledger
        self._kept: Recent[Folded] = Recent(most)

    def load(self, wanted: Mapping[UUID, Kind], *, fresh: bool) -> dict[UUID, Folded]:
        """The states of these streams; when `fresh`, none of them older than this call."""
        kept = self._kept.get
        found = {
            stream: folded if kind.has(folded := kept(stream, NOTHING)) else NOTHING
            for stream, kind in wanted.items()
        }
        ask = found if fresh else [stream for stream, folded in found.items() if folded is NOTHING]
        if ask:
            known = {stream: found[stream].version for stream in ask}
            for stream, lines in groupby(self._ledger.since(known), lambda line: line.stream):
                found[stream] = fold_lines(found[stream], wanted[stream], lines)
                self._keep(stream, found[stream])
        return found

    def kept(self, streams: Mapping[UUID, Folded]) -> bool:
        """Whether all of these are kept, in these very states."""
        kept = self._kept.get
        for stream, folded in streams.items():  # noqa: SIM110 a generator takes twice as long
            if kept(stream) is not folded:
                return False
        return True

    def load_at(self, wanted: Mapping[UUID, Kind], position: int, day: date = date.max) -> dict[UUID, Folded]:
        """The states as they stood at a position of the ledger, and by the end of a day; nothing is kept."""
        found = dict.fromkeys(wanted, NOTHING)
        for stream, lines in groupby(self._ledger.read(list(wanted), position), lambda line: line.stream):
            found[stream] = fold_lines(NOTHING, wanted[stream], lines, day)
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
        for stream, folded in states.items():
            self._keep(stream, folded)

    def forget(self, streams: Iterable[UUID]) -> None:
        for stream in streams:
            self._kept.forget(stream)

    def _keep(self, stream: UUID, folded: Folded) -> None:
        if self._kept.get(stream, NOTHING).version < folded.version:
            self._kept.keep(stream, folded)
