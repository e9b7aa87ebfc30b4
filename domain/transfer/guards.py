"""Who may act, and when: the guards every decision shares."""

from uuid import UUID

from domain.act import Act, Capacity
from domain.identity import CLOCK
from domain.policy import Step, StepKind
from domain.refusals import (
    BeyondDelegation,
    CaseIsSuspended,
    ConflictOfInterest,
    DecreeSuspendedNow,
    FileReturnedForCorrection,
    NoAuthority,
    NotTheApplicant,
    NotTheDecidingOffice,
    OnlyTheClock,
    OwnTransfer,
    PostLeft,
    PostsDiffer,
    ReasonRequired,
    Recused,
    SecondRole,
    StepNotOpen,
    TransferNotOpen,
    violation,
)
from domain.told import tell
from domain.transfer.facts import Facts
from domain.transfer.state import OpenStep, Transfer

# What moves the person from the post the case began with. They may have been given another back meanwhile.
_FROM_THE_POST = frozenset({StepKind.DECREE, StepKind.DUTY_START})


def still_open(transfer: Transfer) -> None:
    if transfer.is_over:
        raise TransferNotOpen


def open_step(
    transfer: Transfer, name: str, kinds: frozenset[StepKind], act: Act, facts: Facts
) -> tuple[Step, OpenStep]:
    """The open step of that name, for an official who may act on it; refused otherwise."""
    step, opened = _opened(transfer, name, kinds, facts)
    official(transfer, opened.office, act, facts)
    delegated(step, act, facts)
    in_capacity(step, act, facts)
    goes_on(transfer, name, act)
    if step.kind in _FROM_THE_POST and facts.person.post != facts.origin.post_id:
        raise PostLeft
    return step, opened


def running_step(
    transfer: Transfer, name: str, kinds: frozenset[StepKind], facts: Facts
) -> tuple[Step, OpenStep]:
    """The open step of that name, if its clock runs, whoever asks."""
    step, opened = _opened(transfer, name, kinds, facts)
    _not_standing_still(transfer)
    return step, opened


def _opened(transfer: Transfer, name: str, kinds: frozenset[StepKind], facts: Facts) -> tuple[Step, OpenStep]:
    still_open(transfer)
    opened = transfer.open.get(name)
    if opened is None:
        raise StepNotOpen
    step = facts.route.steps[name]
    if step.kind not in kinds:
        raise StepNotOpen
    return step, opened


def goes_on(transfer: Transfer, step: str, act: Act) -> None:
    """Nothing holds the step up, and the one who acts has not stepped aside from it."""
    if (step, act.by) in transfer.recused:
        raise Recused
    _not_standing_still(transfer)


def _not_standing_still(transfer: Transfer) -> None:
    if transfer.suspended is not None:
        raise CaseIsSuspended
    if transfer.decree_suspended is not None:
        raise DecreeSuspendedNow
    if transfer.returned is not None:
        raise FileReturnedForCorrection


def only_the_clock(act: Act) -> None:
    """The system itself, for no office."""
    if act.by != CLOCK or act.office is not None:
        raise OnlyTheClock


def in_capacity(step: Step, act: Act, facts: Facts) -> None:
    """Definitive, acting or caretaker: as the law accepts it for the step."""
    not_barred(step, act, facts)
    if act.capacity not in step.capacities:
        told = tell("capacity_allowed", capacity=str(act.capacity), allowed=", ".join(step.capacities))
        raise NoAuthority(violations=(violation("CAPACITY", act.policy, step.legal_basis, told),))


def not_barred(step: Step, act: Act, facts: Facts) -> None:
    """What the law keeps from a capacity altogether: Plt and Plh neither appoint, move nor dismiss."""
    bar = facts.policy.bar(act.capacity, step.kind, between_agencies=facts.between_agencies)
    if bar is not None:
        capacity = str(act.capacity)
        told = (
            tell("capacity_barred_between", capacity=capacity, kind=step.kind)
            if bar.between_agencies
            else tell("capacity_barred", capacity=capacity, kind=step.kind)
        )
        raise NoAuthority(violations=(violation("CAPACITY", act.policy, bar.legal_basis, told),))


def delegated(step: Step, act: Act, facts: Facts) -> None:
    """Under a delegation: only steps of the kinds, in transfers of the types it names."""
    if act.on_behalf_of is None:
        return
    if not any(delegation.covers(facts.type, step.kind) for delegation in facts.delegations):
        numbers = ", ".join(delegation.number for delegation in facts.delegations)
        told = tell("not_delegated", numbers=numbers, kind=step.kind, type=facts.type)
        raise BeyondDelegation(violations=(violation("DELEGATION", act.policy, step.legal_basis, told),))


def official(transfer: Transfer, office: UUID, act: Act, facts: Facts) -> None:
    """Acting for that office, about somebody else, unrelated, and in one role only; more than a member of it."""
    unconcerned(transfer, office, act, facts)
    if act.capacity is Capacity.MEMBER:
        told = tell("member_votes", capacity=act.capacity)
        panel = facts.route.step_of(StepKind.CONSIDERATION)
        basis = "" if panel is None else panel.legal_basis
        raise NoAuthority(violations=(violation("CAPACITY", act.policy, basis, told),))


def unconcerned(transfer: Transfer, office: UUID, act: Act, facts: Facts) -> None:
    """Acting for that office, about somebody else, unrelated, and in one role only."""
    if act.acting_for != office:
        raise NotTheDecidingOffice
    if act.by == transfer.person:
        raise OwnTransfer
    if act.by in facts.person.related:
        raise ConflictOfInterest
    if transfer.offices.get(act.by, office) != office:
        raise SecondRole


def applicant(transfer: Transfer, act: Act, facts: Facts) -> None:
    """The person concerned in their own person (own request), or the office that proposed the transfer."""
    office = transfer.requesting_office
    if act.office != office or (office is None and act.by != transfer.person):
        raise NotTheApplicant
    if office is not None:
        official(transfer, office, act, facts)


def names_the_post(step: Step, post: UUID | None, transfer: Transfer) -> None:
    """Proposal, consent, advice, decree and appointment must name one and the same post (reference 2.3)."""
    if (step.names_post or post is not None) and post != transfer.target_post:
        raise PostsDiffer


def with_reason(text: str) -> None:
    if not text.strip():
        raise ReasonRequired
