"""An office and who holds it, from when to when, in which capacity."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from domain.act import Act, Capacity
from domain.identity import OfficeKind
from domain.refusals import ActingTermOver, DatesOutOfOrder, NotAcceptable, OfficeNotHeld
from domain.registry.delegation import AuthorityDelegated, Delegation, DelegationEnded
from domain.registry.tenure import ActingTerm, Tenure, within_term


@dataclass(frozen=True, slots=True)
class OfficeDescription:
    """`scope` is the agency or unit it stands over; `agency` the agency it belongs to."""

    kind: OfficeKind
    title: str
    agency: UUID
    scope: UUID


@dataclass(frozen=True, slots=True)
class Office:
    described: OfficeDescription
    tenures: tuple[Tenure, ...] = ()
    delegations: tuple[Delegation, ...] = ()

    def held_by(self, person: UUID, day: date, term: ActingTerm | None = None) -> Tenure:
        """The tenure under which this person holds the office that day; refused when there is none, or its term is over."""
        held = [tenure for tenure in self.tenures if tenure.person == person and tenure.covers(day)]
        held.sort(
            key=lambda tenure: tenure.capacity is Capacity.MEMBER
        )  # who is more than a member acts as that
        if not held:
            raise OfficeNotHeld
        for tenure in held:
            if term is None or not term.has_run_out(tenure, day):
                return tenure
        raise ActingTermOver

    def holders(self, day: date, term: ActingTerm) -> tuple[Tenure, ...]:
        return tuple(t for t in self.tenures if t.covers(day) and not term.has_run_out(t, day))

    def members(self, day: date) -> frozenset[UUID]:
        """Who has a vote that day."""
        return frozenset(t.person for t in self.tenures if t.capacity is Capacity.MEMBER and t.covers(day))

    def delegated_to(self, office: UUID, day: date) -> tuple[Delegation, ...]:
        """What it has the other office do in its name that day."""
        return tuple(d for d in self.delegations if d.to == office and d.is_in_force(day))

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


OfficeEvent = OfficeEstablished | OfficeAssigned | OfficeRelinquished | AuthorityDelegated | DelegationEnded


class OfficeOccupied(NotAcceptable):
    """Another official holds this office definitively in that time."""


class NoPanel(NotAcceptable):
    """Only a panel has members."""


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
        case Office(delegations=delegations), AuthorityDelegated(delegation):
            return replace(office, delegations=(*delegations, delegation))
        case Office(delegations=delegations), DelegationEnded(number, on):
            ended = (d.ended(on) if d.number == number else d for d in delegations)
            return replace(office, delegations=tuple(ended))
        case _:
            raise ValueError(f"{event} cannot follow {office}")


# What follows


_PANELS = frozenset({OfficeKind.PERFORMANCE_PANEL, OfficeKind.REDISTRIBUTION_PANEL})


def establish_office(known: Office | None, described: OfficeDescription) -> list[OfficeEvent]:
    return [OfficeEstablished(described)] if known is None else []


def assign_office(office: Office, tenure: Tenure, term: ActingTerm | None = None) -> list[OfficeEvent]:
    """Two may not hold an office definitively at once; an acting or caretaker official may stand in."""
    if tenure.until is not None and tenure.until < tenure.since:
        raise DatesOutOfOrder
    if tenure in office.tenures:
        return []
    if tenure.capacity is Capacity.MEMBER and office.described.kind not in _PANELS:
        raise NoPanel
    if term is not None:
        within_term(office.tenures, tenure, term)
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
