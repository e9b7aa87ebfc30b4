"""The signatures, in order: those who initial stand by the whole draft; the last one decrees for each person by themselves."""

from uuid import UUID

from domain.act import Act
from domain.decree.annex import reach
from domain.decree.commands import ReturnDecree, SignDecree
from domain.decree.drafting import decree_step, names_the_decree, released
from domain.decree.events import DecreeInitialled, DecreeReturned, DecreeSigned
from domain.decree.outcome import Outcome
from domain.decree.papers import Papers
from domain.decree.state import Decree
from domain.identity import office_id
from domain.policy import Initials
from domain.refusals import (
    DatesOutOfOrder,
    NoAuthority,
    NotADraft,
    NotYourSignature,
    Refused,
    SecondRole,
    StepNotOpen,
    Violation,
    violation,
)
from domain.told import tell
from domain.transfer.commands import IssueDecree
from domain.transfer.deciding import decree_for
from domain.transfer.events import TransferEvent
from domain.transfer.facts import Facts
from domain.transfer.guards import in_capacity, official, with_reason
from domain.transfer.state import Transfer


def may_sign(decree: Decree, act: Act, papers: Papers) -> UUID:
    """The office whose turn it is, in a capacity that may sign, by somebody who signs for one office only."""
    office = may_return(decree, act, papers)
    if act.by in decree.signed.values():
        raise SecondRole
    for transfer_id in decree.annex:
        _in_capacity(transfer_id, office, act, papers)
    if office != papers.office_id:
        for transfer_id in decree.annex:
            _unconcerned(transfer_id, office, act, papers)
    return office


def _in_capacity(transfer_id: UUID, office: UUID, act: Act, papers: Papers) -> None:
    """As the law accepts it for a decree; to initial, as the policy says."""
    case = papers.cases[transfer_id]
    if (step := decree_step(case)) is None:
        return
    if office == papers.office_id:
        in_capacity(step, act, case.facts)
        return
    scope = case.facts.scope(step.side)
    allowed: dict[UUID, Initials] = {office_id(each.office, scope): each for each in step.initials}
    if (initials := allowed.get(office)) is not None and act.capacity not in initials.capacities:
        told = tell("capacity_allowed", capacity=str(act.capacity), allowed=", ".join(initials.capacities))
        raise NoAuthority(violations=(violation("CAPACITY", act.policy, initials.legal_basis, told),))


def _unconcerned(transfer_id: UUID, office: UUID, act: Act, papers: Papers) -> None:
    """An initial covers everybody: whoever is concerned by one of them has that one struck off first."""
    case = papers.cases[transfer_id]
    if case.transfer is None:
        raise StepNotOpen
    try:
        official(case.transfer, office, act, case.facts)
    except Refused as refused:
        refused.violations = (Violation(refused.code, act.policy, str(transfer_id), ""),)
        raise


def sign_decree(decree: Decree, command: SignDecree, act: Act, papers: Papers) -> Outcome:
    """Whoever has become unlawful meanwhile, or is kin to who signs, is left out by name; the others get their decree."""
    office = may_sign(decree, act, papers)
    names_the_decree(command.number, decree)
    if office != papers.office_id:
        return Outcome([DecreeInitialled(office)])
    today = papers.today(act)
    if decree.effective_on < today:
        raise DatesOutOfOrder

    def for_one(transfer_id: UUID, transfer: Transfer, acting: Act, facts: Facts) -> list[TransferEvent]:
        line = decree.annex[transfer_id]
        step = decree_step(papers.cases[transfer_id])
        if step is None:
            raise StepNotOpen
        one = IssueDecree(
            step.name,
            decree.number,
            line.post,
            decree.effective_on,
            decree.grounds,
            decree.goals,
            line.deviation,
        )
        return decree_for(transfer, one, acting, facts, papers.decree_id, len(decree.annex))

    reached = reach(decree.annex, papers, act, for_one)
    reached.somebody(papers.policy.version)
    signed = DecreeSigned(today, tuple(reached.cases), tuple(reached.passed_over))
    left_out = {
        transfer: events
        for each in reached.passed_over
        for transfer, events in released((each.transfer,), each.why, papers).items()
    }
    return Outcome([signed], reached.cases | left_out, reached.registry)


def return_decree(decree: Decree, command: ReturnDecree, act: Act, papers: Papers) -> Outcome:
    office = may_return(decree, act, papers)
    with_reason(command.reason)
    return Outcome([DecreeReturned(office, command.reason)])


def may_return(decree: Decree, act: Act, papers: Papers) -> UUID:
    """By the office whose turn it is; not signing takes less than signing."""
    del papers
    office = decree.next_signatory
    if office is None:
        raise NotADraft
    if act.office != office:
        raise NotYourSignature
    return office
