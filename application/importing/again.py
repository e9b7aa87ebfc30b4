"""An import read back: the commands that its rows led to, made again from what one chunk of it recorded.

Rows that were on record already left nothing, and what was left aside is not told; neither has a part in what followed. How
long an acting official might stand in (`FillOffice.term`) is not in the events, and is not looked at again.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Any, get_args
from uuid import UUID

from application.registry import (
    AssignPost,
    Change,
    Command,
    CountLessons,
    CountMovements,
    DeclareAffiliation,
    DeclareKinship,
    EstablishPost,
    FillOffice,
    Load,
    OpenVacancies,
    RecordFacts,
    RecordPledge,
    RegisterAgency,
    RegisterPerson,
    RegisterSchool,
    RegisterUnit,
    States,
)
from application.streams import Kind
from domain.act import Act
from domain.registry import agency, movements, nip_holding, office, person, post, school, unit
from domain.transfer.asked import NothingAsked

_OF_THE_REGISTRY = (
    Kind.AGENCY,
    Kind.UNIT,
    Kind.POST,
    Kind.SCHOOL,
    Kind.MOVEMENTS,
    Kind.PERSON,
    Kind.OFFICE,
    Kind.NIP,
)
# Whose stream an event of the registry stands in.
KINDS: Mapping[type, Kind] = MappingProxyType(
    {event: kind for kind in _OF_THE_REGISTRY for event in get_args(kind.events) or (kind.events,)}
)


@dataclass(frozen=True, slots=True)
class ImportRows:
    """What one chunk of an import asked, in order, under its act."""

    commands: tuple[Command, ...]
    act: Act

    def follow(self, load: Load) -> dict[UUID, list[Any]]:
        """What follows, by stream. Raises Refused where one of them is refused now."""
        wanted = {stream: kind for command in self.commands for stream, kind in command.streams.items()}
        states, made = States(load, wanted, self.act), dict[UUID, list[Any]]()
        for command in self.commands:
            for stream, event in command.decide(states).changes:
                states.apply(stream, event)
                made.setdefault(stream, []).append(event)
        return made


def asked(recorded: Sequence[Change], act: Act, load: Load) -> ImportRows:
    """The commands these events followed from, as they stand in the chunk. NothingAsked when they follow from none."""
    wanted = {stream: KINDS[type(event)] for stream, event in recorded}
    units = [event.unit for _, event in recorded if isinstance(event, school.SchoolCounted)]
    states = States(load, wanted | dict.fromkeys(units, Kind.UNIT), act)
    return ImportRows(tuple(_Reading(recorded, states).commands()), act)


class _Reading:
    """The events of a chunk, taken from the front; `states` are those before the next one."""

    def __init__(self, recorded: Sequence[Change], states: States) -> None:
        self._left = list(reversed(recorded))
        self._states = states

    def commands(self) -> Iterator[Command]:
        while self._left:
            yield self._next()

    def _take(self) -> Change:
        stream, event = self._left.pop()
        self._states.apply(stream, event)
        return stream, event

    def _take_if(self, wanted: Callable[[UUID, Any], bool]) -> Any:  # noqa: ANN401 an event, or none
        """The next event, if it is that."""
        return self._take()[1] if self._left and wanted(*self._left[-1]) else None

    def _next(self) -> Command:
        stream, event = self._left[-1]
        match event:
            case nip_holding.NipAssigned() | nip_holding.NipGivenUp():
                self._take()
                if not self._left:
                    raise NothingAsked(type(event).__name__)
                return self._next()
            case person.PersonRegistered(profile) | person.ProfileCorrected(profile):
                return self._registered(stream, profile)
            case person.PostAssumed(post_, since):
                self._take()
                self._seated(stream)
                return AssignPost(stream, post_, since)
            case office.OfficeRelinquished(holder, on):
                return self._relinquished(stream, holder, on)
        _, event = self._take()
        return self._of_one(stream, event)

    def _registered(self, stream: UUID, profile: person.Profile) -> Command:
        known = self._states.person(stream)
        self._take()
        if known is not None and replace(known.profile, pledged=True) == profile:
            return RecordPledge(stream)
        assumed = self._take_if(lambda at, each: at == stream and isinstance(each, person.PostAssumed))
        if assumed is None:
            return RegisterPerson(stream, profile)
        self._seated(stream)
        return RegisterPerson(stream, profile, assumed.post, assumed.since)

    def _seated(self, somebody: UUID) -> None:
        """A seat taken and one left come with the post."""
        self._take_if(lambda _, each: isinstance(each, post.SeatTaken) and each.person == somebody)
        self._take_if(lambda _, each: isinstance(each, post.SeatVacated) and each.person == somebody)

    def _relinquished(self, stream: UUID, holder: UUID, on: date) -> Command:
        known = self._states.office(stream)
        for held in () if known is None else known.tenures:
            if known is not None and held.person == holder and held.until is None:
                self._take()
                return FillOffice(stream, known.described, replace(held, until=on))
        raise NothingAsked(office.OfficeRelinquished.__name__)

    def _of_one(self, stream: UUID, event: Any) -> Command:  # noqa: ANN401 any event of the registry
        match event:
            case agency.AgencyRegistered(described) | agency.AgencyCorrected(described):
                return RegisterAgency(stream, described)
            case unit.UnitRegistered(described) | unit.UnitCorrected(described):
                return RegisterUnit(stream, described)
            case school.SchoolCounted(of, count):
                lies_in = self._states.unit(of)
                if lies_in is not None:
                    return RegisterSchool(of, lies_in, count)
            case movements.MovementsCounted(of, counted):
                return CountMovements(of, counted)
            case post.PostEstablished(described) | post.PostRevised(described):
                return EstablishPost(stream, described)
            case post.FormationAllotted(year, people, source):
                known = self._states.post(stream)
                if known is not None:
                    return OpenVacancies(stream, known.described, year, people, source)
            case post.LessonsCounted(taught):
                return CountLessons(stream, taught)
            case person.KinshipDeclared(relative):
                back = person.KinshipDeclared(stream)
                self._take_if(lambda at, each: (at, each) == (relative, back))
                return DeclareKinship(stream, relative)
            case person.AffiliationDeclared(other, kind):
                tied = person.AffiliationDeclared(stream, kind)
                self._take_if(lambda at, each: (at, each) == (other, tied))
                return DeclareAffiliation(stream, other, kind)
            case office.OfficeEstablished(described):
                return FillOffice(stream, described)
            case office.OfficeAssigned(tenure):
                held = self._states.office(stream)
                if held is not None:
                    return FillOffice(stream, held.described, tenure)
            case _ if KINDS[type(event)] is Kind.PERSON:
                return RecordFacts(stream, [event])
        raise NothingAsked(type(event).__name__)
