"""An office and who holds it, from when to when, in which capacity."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from domain.act import Act, Capacity
from domain.calendar import add_months
from domain.identity import OfficeKind
from domain.refusals import ActingTermOver, DatesOutOfOrder, NotAcceptable, OfficeNotHeld


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
class ActingTerm:
    """How long an acting official (Plt) may stand in: so many months, and so many times again by a new decree."""

    months: int
    extensions: int

    def last_day(self, tenure: Tenure) -> date | None:
        """Of a tenure: the day on record, for an acting official no later than the term allows."""
        if tenure.capacity is not Capacity.ACTING:
            return tenure.until
        longest = add_months(tenure.since, self.months) - timedelta(days=1)
        return longest if tenure.until is None else min(tenure.until, longest)

    def has_run_out(self, tenure: Tenure, day: date) -> bool:
        last = self.last_day(tenure)
        return last is not None and last < day


@dataclass(frozen=True, slots=True)
class Office:
    described: OfficeDescription
    tenures: tuple[Tenure, ...] = ()

    def held_by(self, person: UUID, day: date, term: ActingTerm | None = None) -> Tenure:
        """The tenure under which this person holds the office that day; refused when there is none, or its term is over."""
        held = [tenure for tenure in self.tenures if tenure.person == person and tenure.covers(day)]
        if not held:
            raise OfficeNotHeld
        for tenure in held:
            if term is None or not term.has_run_out(tenure, day):
                return tenure
        raise ActingTermOver

    def holders(self, day: date, term: ActingTerm) -> tuple[Tenure, ...]:
        return tuple(t for t in self.tenures if t.covers(day) and not term.has_run_out(t, day))

    def is_held_by_caretaker(self, day: date) -> bool:
        """By a caretaker (Pj) that day, and by nobody definitively."""
        held = {tenure.capacity for tenure in self.tenures if tenure.covers(day)}
        return Capacity.CARETAKER in held and Capacity.DEFINITIVE not in held


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


class ActingTermTooLong(NotAcceptable):
    """An acting official (Plt) may not stand in for so long, nor be extended so often."""


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


def assign_office(office: Office, tenure: Tenure, term: ActingTerm | None = None) -> list[OfficeEvent]:
    """Two may not hold an office definitively at once; an acting or caretaker official may stand in."""
    if tenure.until is not None and tenure.until < tenure.since:
        raise DatesOutOfOrder
    if tenure in office.tenures:
        return []
    if term is not None:
        within_term(office, tenure, term)
    if tenure.capacity is Capacity.DEFINITIVE:
        for other in office.tenures:
            overlaps = (tenure.until is None or other.since <= tenure.until) and (
                other.until is None or tenure.since <= other.until
            )
            if other.capacity is Capacity.DEFINITIVE and overlaps:
                raise OfficeOccupied
    return [OfficeAssigned(tenure)]


def within_term(office: Office, tenure: Tenure, term: ActingTerm) -> None:
    """An acting tenure is no longer than the term; who stands in again before another term has passed is extended."""
    if tenure.capacity is not Capacity.ACTING:
        return
    if tenure.until is not None and term.has_run_out(tenure, tenure.until):
        raise ActingTermTooLong
    others = [t for t in office.tenures if (t.person, t.capacity) == (tenure.person, tenure.capacity)]
    stretch: list[Tenure] = []
    for each in sorted({t.since: t for t in (*others, tenure)}.values(), key=lambda t: t.since):
        before = term.last_day(stretch[-1]) if stretch else None
        if before is not None and add_months(before, term.months) < each.since:
            stretch = []
        stretch.append(each)
        if len(stretch) > 1 + term.extensions:
            raise ActingTermTooLong


def relinquish_office(office: Office, person: UUID, on: date) -> list[OfficeEvent]:
    office.held_by(person, on)
    return [OfficeRelinquished(person, on)]
