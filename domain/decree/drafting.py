"""The draft: its number, its words, and who is in the annex."""

from collections.abc import Iterable
from uuid import UUID

from domain.act import Act
from domain.decree.commands import (
    AbandonDraft,
    AmendDraft,
    Annexed,
    AnnexTransfers,
    DraftDecree,
    PutForSignature,
    StrikeTransfer,
)
from domain.decree.events import (
    DecreeDrafted,
    DecreePutForSignature,
    DraftAbandoned,
    DraftAmended,
    TransferAnnexed,
    TransferStruck,
)
from domain.decree.outcome import Outcome
from domain.decree.papers import Case, Papers
from domain.decree.state import Decree, Stage
from domain.identity import office_id
from domain.policy import Step, StepKind
from domain.refusals import (
    AlreadyAnnexed,
    AnnexEmpty,
    CannotBeAnnexed,
    DatesOutOfOrder,
    InAnotherDraft,
    NotADraft,
    NotInAnnex,
    NotTheDecidingOffice,
    NotTheDraftingOffice,
    NumbersDiffer,
    Refused,
    SigningOrdersDiffer,
    StepNotOpen,
    TooManyPeople,
    TransferUnknown,
    Violation,
)
from domain.registry.decree_number import take_number
from domain.transfer.events import AnnexedToDraft, ReleasedFromDraft, TransferEvent
from domain.transfer.guards import official, with_reason


def drafter(papers: Papers, act: Act) -> None:
    if act.office not in papers.drafting_offices:
        raise NotTheDraftingOffice


def may_draft(decree: Decree, act: Act, papers: Papers) -> None:
    """While it is a draft."""
    drafter(papers, act)
    if decree.stage is not Stage.DRAFT:
        raise NotADraft


def may_abandon(decree: Decree, act: Act, papers: Papers) -> None:
    """Until the last signature."""
    drafter(papers, act)
    if decree.stage not in {Stage.DRAFT, Stage.SIGNING}:
        raise NotADraft


def draft_decree(command: DraftDecree, act: Act, papers: Papers) -> Outcome:
    drafter(papers, act)
    with_reason(command.grounds)
    if command.effective_on < papers.today(act):
        raise DatesOutOfOrder
    if papers.numbering is None:
        raise ValueError("a draft gets a number")
    taken = take_number(papers.numbering, papers.decree_id)
    drafted = DecreeDrafted(
        papers.office_id, command.number, command.grounds, command.goals, command.effective_on
    )
    return Outcome([drafted], registry={papers.numbering.id: taken})


def amend_draft(decree: Decree, command: AmendDraft, act: Act, papers: Papers) -> Outcome:
    may_draft(decree, act, papers)
    with_reason(command.grounds)
    if command.effective_on < papers.today(act):
        raise DatesOutOfOrder
    return Outcome([DraftAmended(command.grounds, command.goals, command.effective_on)])


def annex_transfers(decree: Decree, command: AnnexTransfers, act: Act, papers: Papers) -> Outcome:
    """All of them, or none, each with its reason: a draft can be put right at once."""
    may_draft(decree, act, papers)
    named = {each.transfer for each in command.transfers}
    if len(decree.annex.keys() | named) > papers.policy.limit("most_people_in_decree"):
        raise TooManyPeople
    events, refused = [], []
    cases: dict[UUID, list[TransferEvent]] = {}
    for each in {one.transfer: one for one in command.transfers}.values():
        try:
            events.append(_annexed(decree, each, act, papers))
            cases[each.transfer] = [AnnexedToDraft(papers.decree_id)]
        except Refused as why:
            refused.append(Violation(why.code, papers.policy.version, str(each.transfer), ""))
    if refused:
        raise CannotBeAnnexed(violations=tuple(refused))
    return Outcome([*events], cases)


def _annexed(decree: Decree, each: Annexed, act: Act, papers: Papers) -> TransferAnnexed:
    """Only a case whose decree is for this office to make now, and that stands in no other draft."""
    if each.transfer in decree.annex:
        raise AlreadyAnnexed
    case = papers.cases.get(each.transfer)
    if case is None or case.transfer is None:
        raise TransferUnknown
    transfer, facts = case.transfer, case.facts
    step = decree_step(case)
    opened = None if step is None else transfer.open.get(step.name)
    if opened is None:
        raise StepNotOpen
    if opened.office != papers.office_id:
        raise NotTheDecidingOffice
    if transfer.draft is not None:
        raise InAnotherDraft
    if act.office is None:
        raise NotTheDraftingOffice
    official(transfer, act.office, act, facts)
    return TransferAnnexed(each.transfer, transfer.person, transfer.target_post, each.deviation)


def decree_step(case: Case) -> Step | None:
    return case.facts.route.step_of(StepKind.DECREE)


def may_strike(decree: Decree, act: Act, papers: Papers) -> None:
    may_draft(decree, act, papers)
    if not decree.annex:
        raise AnnexEmpty


def strike_transfer(decree: Decree, command: StrikeTransfer, act: Act, papers: Papers) -> Outcome:
    may_strike(decree, act, papers)
    if command.transfer not in decree.annex:
        raise NotInAnnex
    with_reason(command.reason)
    struck = TransferStruck(command.transfer, command.reason)
    return Outcome([struck], released((command.transfer,), command.reason, papers))


def released(transfers: Iterable[UUID], reason: str, papers: Papers) -> dict[UUID, list[TransferEvent]]:
    """Those that stand in this draft and are let go; a case put into it before that was recorded in the case is not told."""
    return {
        each: [ReleasedFromDraft(papers.decree_id, reason)]
        for each in transfers
        if (case := papers.cases.get(each)) is not None
        and case.transfer is not None
        and case.transfer.draft == papers.decree_id
    }


def put_for_signature(decree: Decree, command: PutForSignature, act: Act, papers: Papers) -> Outcome:
    """Who signs, and in which order, is the policy's, by the number of people."""
    order = may_put_for_signature(decree, act, papers)
    names_the_decree(command.number, decree)
    return Outcome([DecreePutForSignature(order)])


def names_the_decree(number: str, decree: Decree) -> None:
    """What is signed is named, so that nobody signs the decree beside it."""
    if number != decree.number:
        raise NumbersDiffer


def may_put_for_signature(decree: Decree, act: Act, papers: Papers) -> tuple[UUID, ...]:
    """The one order in which it is signed."""
    may_strike(decree, act, papers)
    people = len(decree.annex)
    order, *others = {signing_order(papers.cases[transfer], people, papers) for transfer in decree.annex}
    if others:
        raise SigningOrdersDiffer
    return order


def signing_order(case: Case, people: int, papers: Papers) -> tuple[UUID, ...]:
    """Those who initial stand over the same agency as the deciding office; it signs last."""
    step = decree_step(case)
    if step is None:
        return (papers.office_id,)
    scope = case.facts.scope(step.side)
    initials = (office_id(each.office, scope) for each in step.initials if people >= each.from_people)
    return (*(office for office in initials if office != papers.office_id), papers.office_id)


def abandon_draft(decree: Decree, command: AbandonDraft, act: Act, papers: Papers) -> Outcome:
    """The number stays taken: what was given out once never stands on another decree."""
    may_abandon(decree, act, papers)
    with_reason(command.reason)
    return Outcome([DraftAbandoned(command.reason)], released(decree.annex, command.reason, papers))
