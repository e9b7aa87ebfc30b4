"""Conflicts of interest: declared by the official, who then recuses; a substitute office does the step."""

from datetime import date
from uuid import UUID

from domain.act import Act, Capacity
from domain.policy import Duty, Step
from domain.refusals import (
    NobodyRecused,
    NotAcceptable,
    NotTheDecidingOffice,
    OfficeUnknown,
    OwnTransfer,
    Recused,
    StepNotOpen,
    SubstituteUnfit,
)
from domain.transfer.commands import DeclareConflict, NameSubstitute
from domain.transfer.events import ApproverRecused, ConflictDeclared, SubstituteNamed, TransferEvent
from domain.transfer.facts import Facts
from domain.transfer.guards import delegated, not_barred, still_open, with_reason
from domain.transfer.state import Transfer
from domain.transfer.voting import count


def may_declare(transfer: Transfer, step: str, act: Act, facts: Facts) -> None:
    """Whoever holds the office of the open step, kin included: declaring is what kin must do."""
    still_open(transfer)
    opened = transfer.open.get(step)
    if opened is None:
        raise StepNotOpen
    if act.acting_for != opened.office:
        raise NotTheDecidingOffice
    delegated(facts.route.steps[step], act, facts)
    if (step, act.by) in transfer.recused:
        raise Recused


def declare_conflict(
    transfer: Transfer, command: DeclareConflict, act: Act, facts: Facts
) -> list[TransferEvent]:
    may_declare(transfer, command.step, act, facts)
    kinds = facts.policy.conflicts_of_interest
    if command.kind not in kinds:
        raise NotAcceptable(f"Kinds: {', '.join(kinds)}.")
    with_reason(command.reason)
    return [
        ConflictDeclared(command.step, command.kind, command.reason),
        ApproverRecused(command.step, act.by),
    ]


def naming_office(office: UUID, facts: Facts) -> UUID:
    """Who names the substitute: the receiving authority, and where it is the one recused, its superior."""
    authority = facts.office_for(Duty.SUBSTITUTES)
    if office != authority:
        return authority
    (naming,) = facts.policy.duties[Duty.SUBSTITUTES].in_case
    return facts.superior(naming.office, facts.scope(naming.side))


def may_substitute(transfer: Transfer, step: str, act: Act, facts: Facts) -> None:
    still_open(transfer)
    opened = transfer.open.get(step)
    if opened is None:
        raise StepNotOpen
    if not _wants_a_substitute(transfer, step, opened.office, facts, facts.today(act)):
        raise NobodyRecused
    if act.office != naming_office(opened.office, facts):
        raise NotTheDecidingOffice
    if act.by == transfer.person:
        raise OwnTransfer
    not_barred(
        facts.route.steps[step], act, facts
    )  # what a capacity may not do it may not have done by others


def _wants_a_substitute(transfer: Transfer, step: str, office: UUID, facts: Facts, day: date) -> bool:
    """Its holder has stepped aside; of a panel, whose members go on without each other, its chair or all of them."""
    recused = {person for at, person in transfer.recused if at == step}
    tally = count(transfer, step, facts, day)
    if tally is None:
        return bool(recused)
    tenures = facts.offices[office].tenures
    others = {t.person for t in tenures if t.covers(day) and t.capacity is not Capacity.MEMBER}
    return bool(recused - (facts.offices[office].members(day) - others)) or (
        bool(recused) and tally.members == 0
    )


def _fit_to_substitute(
    transfer: Transfer, command: NameSubstitute, step: Step, act: Act, facts: Facts
) -> bool:
    """Whether somebody who holds that office may do the step: unrelated, in no other role, in a capacity that suffices."""
    office = facts.offices.get(command.office)
    if office is None:
        raise OfficeUnknown
    return any(
        tenure.capacity in step.capacities
        and facts.policy.bar(tenure.capacity, step.kind, between_agencies=facts.between_agencies) is None
        and tenure.person != transfer.person
        and tenure.person not in facts.person.related
        and (command.step, tenure.person) not in transfer.recused
        and transfer.offices.get(tenure.person, command.office) == command.office
        for tenure in office.holders(facts.today(act), facts.policy.acting_term)
    )


def name_substitute(
    transfer: Transfer, command: NameSubstitute, act: Act, facts: Facts
) -> list[TransferEvent]:
    may_substitute(transfer, command.step, act, facts)
    with_reason(command.reason)
    if command.office == transfer.open[command.step].office:
        raise NotAcceptable("The substitute must be another office.")
    if not _fit_to_substitute(transfer, command, facts.route.steps[command.step], act, facts):
        raise SubstituteUnfit
    return [SubstituteNamed(command.step, command.office, command.reason)]
