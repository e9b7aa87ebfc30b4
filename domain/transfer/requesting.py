"""Asking for a transfer, completing the file, and withdrawing."""

from dataclasses import replace
from datetime import date

from domain.act import Act
from domain.policy import Duty, Initiative
from domain.refusals import (
    AlreadyDecreed,
    ConflictOfInterest,
    GroundUnknown,
    LiveRequestExists,
    NotNow,
    NotReturned,
    NotTheApplicant,
    NotTheDecidingOffice,
    OwnTransfer,
    PaperNamesNoPost,
    PlanNotInForce,
    PlanOfAnother,
    PlanUnknown,
    RequestGroundRequired,
    SamePost,
    StepNotOpen,
)
from domain.transfer.adjusting import must_mend
from domain.transfer.commands import RequestTransfer, ResubmitFile, SubmitDocument, WithdrawTransfer
from domain.transfer.documents import comes_from_an_office, made_at, names_this_post
from domain.transfer.events import (
    Document,
    DocumentSubmitted,
    FileResubmitted,
    PlanFollowed,
    TransferEvent,
    TransferRequested,
    TransferWithdrawn,
)
from domain.transfer.facts import Facts, choose_route
from domain.transfer.following import refusal_set_aside
from domain.transfer.guards import applicant, official, still_open, with_reason
from domain.transfer.routes import advance, goes_on_again
from domain.transfer.state import Transfer


def request_transfer(command: RequestTransfer, act: Act, facts: Facts) -> list[TransferEvent]:
    match command.initiative:
        case Initiative.OWN_REQUEST:
            if act.by != command.person or act.office is not None:
                raise NotTheApplicant
        case Initiative.ORGANISATIONAL_NEED:
            if act.office not in facts.on_duty(Duty.NEED):
                raise NotTheDecidingOffice
            if act.by == command.person:
                raise OwnTransfer
            if act.by in facts.person.related:
                raise ConflictOfInterest
            with_reason(command.reason)
    if command.adjusts is not None:
        must_mend(facts.mends, command.person, command.reason)
    set_aside = "" if command.follows is None else refusal_set_aside(facts.follows, command)
    if facts.person.live_transfer is not None:
        raise LiveRequestExists
    asked = replace(requested(command, act, facts), follows=command.follows, set_aside=set_aside)
    if not command.ground and command.initiative in facts.policy.ground_demanded_of:
        raise RequestGroundRequired(", ".join(facts.policy.grounds_of(command.initiative)))
    for document in command.documents:
        _may_lie_in_the_file(document, act, facts)
    documents = [DocumentSubmitted(document) for document in command.documents]
    return advance(None, [asked, *_follows(command, act, facts), *documents], act, facts)


def _follows(command: RequestTransfer, act: Act, facts: Facts) -> list[PlanFollowed]:
    """A move for organisational need may say which plan it follows: a published one of the receiving agency."""
    if command.plan is None:
        return []
    if facts.plan is None:
        raise PlanUnknown
    if (
        command.initiative is not Initiative.ORGANISATIONAL_NEED
        or facts.plan.described.agency != facts.target.agency_id
    ):
        raise PlanOfAnother
    if not facts.plan.is_in_force(facts.today(act)):
        raise PlanNotInForce
    return [PlanFollowed(command.plan, facts.plan.edition)]


def requested(command: RequestTransfer, act: Act, facts: Facts) -> TransferRequested:
    """The request itself, whoever sends it."""
    if facts.person.post == command.target_post:
        raise SamePost
    if command.ground and command.ground not in facts.policy.grounds_of(command.initiative):
        raise GroundUnknown(", ".join(facts.policy.grounds_of(command.initiative)))
    return TransferRequested(
        person=command.person,
        origin_post=facts.origin.post_id,
        target_post=facts.target.post_id,
        route=facts.route.type,
        initiative=command.initiative,
        reason=command.reason,
        requested_on=facts.today(act),
        chosen_because=choose_route(facts.origin, facts.target, command.programme).because,
        adjusts=command.adjusts,
        ground=command.ground,
    )


def submit_document(
    transfer: Transfer, command: SubmitDocument, act: Act, facts: Facts
) -> list[TransferEvent]:
    """By the applicant, or by an office that has a step open; all versions of a kind are kept.

    An office adds the paper of what it has done also later. The decree closes the file but for such papers: the decree
    itself, the appointment, what follows them.
    """
    still_open(transfer)
    may_submit(transfer, act, facts)
    kind = command.document.kind
    if transfer.decree is not None:
        _paper_of_an_act(kind, transfer, facts)
    if not _has_the_file(transfer, act) and kind not in _papers_made(transfer, act, facts):
        raise NotTheDecidingOffice
    _may_lie_in_the_file(command.document, act, facts)
    if transfer.documents.get(kind) == command.document:
        raise NotNow("This document is in the file already.")
    return [DocumentSubmitted(command.document)]


def may_submit(transfer: Transfer, act: Act, facts: Facts) -> None:
    if act.office is not None and (_is_asked(transfer, act) or _papers_made(transfer, act, facts)):
        official(transfer, act.office, act, facts)
    elif transfer.decree is not None:
        raise AlreadyDecreed
    else:
        applicant(transfer, act, facts)


def _is_asked(transfer: Transfer, act: Act) -> bool:
    """Whether a step is open for the office."""
    return act.office in {step.office for step in transfer.open.values()}


def _has_the_file(transfer: Transfer, act: Act) -> bool:
    """Who may add whatever the file takes: an office with a step open, until the decree the applicant too."""
    return _is_asked(transfer, act) or (transfer.decree is None and act.office == transfer.requesting_office)


def _papers_made(transfer: Transfer, act: Act, facts: Facts) -> frozenset[str]:
    """The kinds of document that what the office has done is put down in."""
    done = {name for name, done in transfer.done.items() if done.office == act.office}
    return frozenset(facts.route.steps[name].document for name in done) - {""}


def _paper_of_an_act(kind: str, transfer: Transfer, facts: Facts) -> None:
    """Of one that is done, or before its office now."""
    steps = made_at(kind, facts)
    if not steps:
        raise AlreadyDecreed
    if not any(step.name in transfer.done or step.name in transfer.open for step in steps):
        raise StepNotOpen


def resubmit_file(transfer: Transfer, command: ResubmitFile, act: Act, facts: Facts) -> list[TransferEvent]:
    """The corrected file comes back: every open step goes on where it stood, with the time its office had left."""
    still_open(transfer)
    applicant(transfer, act, facts)
    if transfer.returned is None:
        raise NotReturned
    for document in command.documents:
        _may_lie_in_the_file(document, act, facts)
    today = facts.today(act)
    documents = [
        DocumentSubmitted(document)
        for document in command.documents
        if transfer.documents.get(document.kind) != document  # what is in the file already is no new version
    ]
    again = resumed(transfer, transfer.returned.returned_on, today, facts)
    return [FileResubmitted(command.note), *documents, *again]


def resumed(transfer: Transfer, stopped_on: date, today: date, facts: Facts) -> list[TransferEvent]:
    """Every open step goes on where it stood when the clocks stopped, with the time its office had left."""
    events: list[TransferEvent] = []
    for name, opened in transfer.open.items():
        if not opened.awaits:  # it waits for others still
            step = facts.route.steps[name]
            used = opened.spent(stopped_on, facts.calendar_of(step.side))
            events.append(goes_on_again(step, used, today, transfer, facts))
    return events


def withdraw_transfer(
    transfer: Transfer, command: WithdrawTransfer, act: Act, facts: Facts
) -> list[TransferEvent]:
    still_open(transfer)
    applicant(transfer, act, facts)
    if transfer.decree is not None:
        raise AlreadyDecreed
    with_reason(command.reason)
    return [TransferWithdrawn(command.reason)]


def _may_lie_in_the_file(document: Document, act: Act, facts: Facts) -> None:
    """No other post is named in it; and the paper of an act comes from an office, and names the post where the act does."""
    names_this_post(document, facts)
    comes_from_an_office(document, act, facts)
    steps = made_at(document.kind, facts)
    if document.post is None and steps and all(step.names_post for step in steps):
        raise PaperNamesNoPost
