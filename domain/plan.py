"""An agency's yearly plan of transfers, with its criteria: proposed by its personnel office, published by its authority."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from uuid import UUID

from domain.act import Act, Capacity
from domain.identity import OfficeKind, office_id
from domain.refusals import (
    DatesOutOfOrder,
    NoAuthority,
    NotAcceptable,
    NotAllowed,
    NotNow,
    NotTheDecidingOffice,
    ReasonRequired,
    violation,
)
from domain.registry.unit import Unit
from domain.told import tell

_LAW = "PP 11/2017 Ps. 190: instansi menyusun perencanaan mutasi"
_PUBLISHING = (Capacity.DEFINITIVE, Capacity.CARETAKER)


@dataclass(frozen=True, slots=True)
class PlannedNeed:
    """What a unit lacks: so many people, in one post of it where that is named."""

    unit: UUID
    people: int
    why: str
    post: UUID | None = None


@dataclass(frozen=True, slots=True)
class PlanDescription:
    """`since` and `until` are the first and the last day it is for; `criteria` what people are chosen by."""

    agency: UUID
    title: str
    since: date
    until: date
    criteria: str
    needs: tuple[PlannedNeed, ...]


class PlanStatus(StrEnum):
    PROPOSED = "PROPOSED"
    RETURNED = "RETURNED"
    PUBLISHED = "PUBLISHED"


@dataclass(frozen=True, slots=True)
class Plan:
    """`proposed_by`: whoever proposed it last; they do not publish it."""

    described: PlanDescription
    proposed_by: UUID
    status: PlanStatus = PlanStatus.PROPOSED

    def is_in_force(self, day: date) -> bool:
        return self.status is PlanStatus.PUBLISHED and self.described.since <= day <= self.described.until


# What happened


@dataclass(frozen=True, slots=True)
class PlanProposed:
    """For the first time, or again after it was returned."""

    plan: PlanDescription


@dataclass(frozen=True, slots=True)
class PlanReturned:
    reason: str


@dataclass(frozen=True, slots=True)
class PlanPublished:
    """Approved, and from now on readable by everybody in the agency."""

    number: str
    published_on: date


PlanEvent = PlanProposed | PlanReturned | PlanPublished


# Why not


class OwnPlan(NotAllowed):
    """Whoever proposed a plan does not decide about it."""


class PlanPublishedAlready(NotNow):
    """This plan has been published; it is not changed any more."""


class PlanNotProposed(NotNow):
    """This plan is not waiting for a decision."""


class UnitElsewhere(NotAcceptable):
    """A unit the plan names is not one of the agency's."""


# What is so


def evolve(plan: Plan | None, event: PlanEvent, act: Act) -> Plan:
    match plan, event:
        case _, PlanProposed(described):
            return Plan(described, act.by)
        case Plan(), PlanReturned():
            return replace(plan, status=PlanStatus.RETURNED)
        case Plan(), PlanPublished():
            return replace(plan, status=PlanStatus.PUBLISHED)
        case _:
            raise ValueError(f"{event} cannot follow {plan}")


# What follows


def propose_plan(
    known: Plan | None, described: PlanDescription, units: Mapping[UUID, Unit | None], act: Act
) -> list[PlanEvent]:
    """By the agency's own personnel office, until it is published."""
    agency = described.agency if known is None else known.described.agency
    _acting_for(OfficeKind.PERSONNEL_OFFICE, agency, act)
    if described.agency != agency:
        raise NotAcceptable("A plan stays that of its agency.")
    if known is not None and known.status is PlanStatus.PUBLISHED:
        raise PlanPublishedAlready
    if described.until < described.since:
        raise DatesOutOfOrder
    if not described.criteria.strip():
        raise ReasonRequired
    for need in described.needs:
        unit = units.get(need.unit)
        if unit is None or unit.agency != agency:
            raise UnitElsewhere(str(need.unit))
    return [PlanProposed(described)]


def publish_plan(plan: Plan, number: str, act: Act, today: date) -> list[PlanEvent]:
    _decides(plan, act)
    return [PlanPublished(number, today)]


def return_plan(plan: Plan, reason: str, act: Act) -> list[PlanEvent]:
    _decides(plan, act)
    if not reason.strip():
        raise ReasonRequired
    return [PlanReturned(reason)]


def _decides(plan: Plan, act: Act) -> None:
    """The appointing authority, by another person than the one who proposed it (four eyes)."""
    _acting_for(OfficeKind.APPOINTING_AUTHORITY, plan.described.agency, act)
    if act.by == plan.proposed_by:
        raise OwnPlan
    if act.capacity not in _PUBLISHING:
        told = tell("capacity_allowed", capacity=str(act.capacity), allowed=", ".join(_PUBLISHING))
        raise NoAuthority(violations=(violation("CAPACITY", act.policy, _LAW, told),))
    if plan.status is not PlanStatus.PROPOSED:
        raise PlanNotProposed


def _acting_for(kind: OfficeKind, agency: UUID, act: Act) -> None:
    if act.office != office_id(kind, agency) or act.on_behalf_of is not None:
        raise NotTheDecidingOffice
