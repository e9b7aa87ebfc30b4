"""An agency's yearly plan of transfers, with its criteria: proposed by its personnel office, published by its authority.

A published plan is changed by amendments alone, each proposed and published by two officials like the plan itself. Its
editions are numbered from 1; what followed an edition goes on following it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from uuid import UUID

from domain.act import Act
from domain.policy import Duty, Mandate, Policy
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

# Whose offices have a hand in a plan before it is published.
PREPARING = (Duty.PLAN_PROPOSAL, Duty.PLAN_PUBLICATION)


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
class Amendment:
    """A change of a published plan that waits to be published, or was returned."""

    described: PlanDescription
    proposed_by: UUID
    returned: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """`proposed_by`: whoever proposed it last; they do not publish it. `edition`: how often it was published."""

    described: PlanDescription
    proposed_by: UUID
    status: PlanStatus = PlanStatus.PROPOSED
    edition: int = 0
    amendment: Amendment | None = None

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


@dataclass(frozen=True, slots=True)
class PlanAmendmentProposed:
    """The whole plan as it is to be, and why. Proposed again, it takes the place of the amendment that waits."""

    plan: PlanDescription
    reason: str


@dataclass(frozen=True, slots=True)
class PlanAmendmentReturned:
    reason: str


@dataclass(frozen=True, slots=True)
class PlanAmended:
    """Approved: from now on the plan is what the amendment says, as this edition of it."""

    edition: int
    number: str
    published_on: date


PlanEvent = (
    PlanProposed | PlanReturned | PlanPublished | PlanAmendmentProposed | PlanAmendmentReturned | PlanAmended
)


# Why not


class OwnPlan(NotAllowed):
    """Whoever proposed a plan does not decide about it."""


class PlanPublishedAlready(NotNow):
    """This plan has been published; it is changed by an amendment only."""


class PlanNotProposed(NotNow):
    """This plan is not waiting for a decision."""


class PlanNotPublished(NotNow):
    """This plan is not published yet; it is not amended but proposed again."""


class PlanOver(NotNow):
    """The period of this plan is over; there is nothing left to amend."""


class AmendmentNotProposed(NotNow):
    """No amendment of this plan is waiting for a decision."""


class NothingAmended(NotAcceptable):
    """The amendment says what the plan says already."""


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
            return replace(plan, status=PlanStatus.PUBLISHED, edition=1)
        case Plan(), PlanAmendmentProposed(described):
            return replace(plan, amendment=Amendment(described, act.by))
        case Plan(amendment=Amendment() as amendment), PlanAmendmentReturned():
            return replace(plan, amendment=replace(amendment, returned=True))
        case Plan(amendment=Amendment(described)), PlanAmended(edition):
            return replace(plan, described=described, edition=edition, amendment=None)
        case _:
            raise ValueError(f"{event} cannot follow {plan}")


# What follows


def propose_plan(
    known: Plan | None,
    described: PlanDescription,
    units: Mapping[UUID, Unit | None],
    act: Act,
    policy: Policy,
) -> list[PlanEvent]:
    """By the agency's own office, until it is published."""
    agency = described.agency if known is None else known.described.agency
    _on_duty(Duty.PLAN_PROPOSAL, agency, act, policy)
    if described.agency != agency:
        raise NotAcceptable("A plan stays that of its agency.")
    if known is not None and known.status is PlanStatus.PUBLISHED:
        raise PlanPublishedAlready
    _acceptable(described, units)
    return [PlanProposed(described)]


def _acceptable(described: PlanDescription, units: Mapping[UUID, Unit | None]) -> None:
    if described.until < described.since:
        raise DatesOutOfOrder
    if not described.criteria.strip():
        raise ReasonRequired
    for need in described.needs:
        unit = units.get(need.unit)
        if unit is None or unit.agency != described.agency:
            raise UnitElsewhere(str(need.unit))


def publish_plan(plan: Plan, number: str, act: Act, today: date, policy: Policy) -> list[PlanEvent]:
    _decides(plan, act, policy)
    return [PlanPublished(number, today)]


def return_plan(plan: Plan, reason: str, act: Act, policy: Policy) -> list[PlanEvent]:
    _decides(plan, act, policy)
    if not reason.strip():
        raise ReasonRequired
    return [PlanReturned(reason)]


def propose_amendment(
    plan: Plan,
    described: PlanDescription,
    reason: str,
    units: Mapping[UUID, Unit | None],
    act: Act,
    today: date,
    policy: Policy,
) -> list[PlanEvent]:
    """A published plan is to be changed, while it is not over. Days that have passed are not planned anew."""
    _on_duty(Duty.PLAN_PROPOSAL, plan.described.agency, act, policy)
    if described.agency != plan.described.agency:
        raise NotAcceptable("A plan stays that of its agency.")
    if plan.status is not PlanStatus.PUBLISHED:
        raise PlanNotPublished
    if plan.described.until < today:
        raise PlanOver
    if described == plan.described:
        raise NothingAmended
    if not reason.strip():
        raise ReasonRequired
    _acceptable(described, units)
    if described.until < today or (described.since != plan.described.since and plan.described.since <= today):
        raise DatesOutOfOrder
    return [PlanAmendmentProposed(described, reason)]


def publish_amendment(plan: Plan, number: str, act: Act, today: date, policy: Policy) -> list[PlanEvent]:
    amendment = _amendment(plan, act, policy)
    if amendment.described.until < today:
        raise PlanOver
    return [PlanAmended(plan.edition + 1, number, today)]


def return_amendment(plan: Plan, reason: str, act: Act, policy: Policy) -> list[PlanEvent]:
    _amendment(plan, act, policy)
    if not reason.strip():
        raise ReasonRequired
    return [PlanAmendmentReturned(reason)]


def _amendment(plan: Plan, act: Act, policy: Policy) -> Amendment:
    """The one that waits, for who decides about it."""
    waiting = plan.amendment
    _authorised(plan, None if waiting is None else waiting.proposed_by, act, policy)
    if waiting is None or waiting.returned:
        raise AmendmentNotProposed
    return waiting


def _decides(plan: Plan, act: Act, policy: Policy) -> None:
    _authorised(plan, plan.proposed_by, act, policy)
    if plan.status is not PlanStatus.PROPOSED:
        raise PlanNotProposed


def _authorised(plan: Plan, proposed_by: UUID | None, act: Act, policy: Policy) -> None:
    """The office that publishes, by another person than the one who proposed it (four eyes)."""
    mandate = _on_duty(Duty.PLAN_PUBLICATION, plan.described.agency, act, policy)
    if act.by == proposed_by:
        raise OwnPlan
    if act.capacity not in mandate.capacities:
        told = tell("capacity_allowed", capacity=str(act.capacity), allowed=", ".join(mandate.capacities))
        raise NoAuthority(violations=(violation("CAPACITY", act.policy, mandate.legal_basis, told),))


def _on_duty(duty: Duty, agency: UUID, act: Act, policy: Policy) -> Mandate:
    """The duty, for an office of this agency whose it is, in its own name."""
    mandate = policy.duties[duty]
    if not mandate.is_of(act.office, agency) or act.on_behalf_of is not None:
        raise NotTheDecidingOffice
    return mandate
