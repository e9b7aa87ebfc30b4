"""An office and who holds it, from when to when, in which capacity."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from domain.act import Act, Capacity
from domain.identity import OfficeKind
from domain.refusals import DatesOutOfOrder, NotAcceptable, OfficeNotHeld


@dataclass(frozen=True, slots=True)
class OfficeDescription:
    """`scope` is the agency or unit it stands over; `agency` the agency it belongs to."""

    kind: OfficeKind
    title: str
    agency: UUID
    scope: UUID


@dataclass(frozen=True, slots=True)
class Tenure:
    """One official's time in an office. `until` is the last day, None while it has no end."""

    person: UUID
    capacity: Capacity
    since: date
    until: date | None = None
    decree: str = ""

    def covers(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Office:
    described: OfficeDescription
    tenures: tuple[Tenure, ...] = ()

    def held_by(self, person: UUID, day: date) -> Tenure:
        """The tenure under which this person holds the office that day; refused when there is none."""
        for tenure in self.tenures:
            if tenure.person == person and tenure.covers(day):
                return tenure
        raise OfficeNotHeld


# What happened


@dataclass(frozen=True, slots=True)
class OfficeEstablished:
    office: OfficeDescription


@dataclass(frozen=True, slots=True)
class OfficeAssigned:
    tenure: Tenure


@dataclass(frozen=True, slots=True)
class OfficeRelinquished:
    person: UUID
    on: date


OfficeEvent = OfficeEstablished | OfficeAssigned | OfficeRelinquished


class OfficeOccupied(NotAcceptable):
    """Another official holds this office definitively in that time."""


# What is so


def evolve(office: Office | None, event: OfficeEvent, _: Act) -> Office:
    match office, event:
        case None, OfficeEstablished(described):
            return Office(described)
        case Office(tenures=tenures), OfficeAssigned(tenure):
            return replace(office, tenures=(*tenures, tenure))
        case Office(tenures=tenures), OfficeRelinquished(person, on):
            return replace(
                office,
                tenures=tuple(
                    replace(t, until=on) if t.person == person and t.covers(on) else t for t in tenures
                ),
            )
        case _:
            raise ValueError(f"{event} cannot follow {office}")


# What follows


def establish_office(known: Office | None, described: OfficeDescription) -> list[OfficeEvent]:
    return [OfficeEstablished(described)] if known is None else []


def assign_office(office: Office, tenure: Tenure) -> list[OfficeEvent]:
    """Two may not hold an office definitively at once; an acting or caretaker official may stand in."""
    if tenure.until is not None and tenure.until < tenure.since:
        raise DatesOutOfOrder
    if tenure in office.tenures:
        return []
    if tenure.capacity is Capacity.DEFINITIVE:
        for other in office.tenures:
            overlaps = (tenure.until is None or other.since <= tenure.until) and (
                other.until is None or tenure.since <= other.until
            )
            if other.capacity is Capacity.DEFINITIVE and overlaps:
                raise OfficeOccupied
    return [OfficeAssigned(tenure)]


def relinquish_office(office: Office, person: UUID, on: date) -> list[OfficeEvent]:
    office.held_by(person, on)
    return [OfficeRelinquished(person, on)]
