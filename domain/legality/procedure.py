"""Procedure (prosedur): whether the decree came about as its route demands, and what had to follow it did."""

from datetime import date, timedelta
from typing import Any, TypeVar

from domain.history import Recorded
from domain.identity import CLOCK
from domain.legality.points import Point, Points, Record, Verdict, in_order, of_kind, shown
from domain.policy import DocumentRequirement, Initiative, Signatory, Step, StepKind
from domain.red_flags.course import r10_out_of_order, r11_back_dated, r13_late, r17_post_switched
from domain.red_flags.evidence import Decision
from domain.red_flags.flag import Found
from domain.told import Told, tell
from domain.transfer.documents import required_documents
from domain.transfer.events import (
    ConsultationDeclined,
    ConsultationHeld,
    ConsultationOffered,
    DecreeRevoked,
    DocumentAccepted,
    DocumentSubmitted,
    FeedbackClosed,
    FileVerified,
    NoticeGiven,
    StepDone,
    StepNotRequired,
    StepOpened,
    StepOverdue,
)


def points(record: Record) -> Points:
    route = record.case.facts.route
    decreed = next((n for n, stage in enumerate(route.stages) if _decrees(record, stage)), len(route.stages))
    for number, stage in enumerate(route.stages):
        for name in stage:
            step = route.steps[name]
            yield _before(record, step) if number <= decreed else _after(record, step)
    yield _flagged(record, "ORDER", "R10", r10_out_of_order(record.case, {}))
    yield _in_time(record)
    for required in _required(record):
        yield _document(record, required)
    yield _consultation(record)
    yield _notice(record)
    yield _flagged(record, "ONE_POST", "R17", r17_post_switched(record.case, {}))
    yield _not_back_dated(record)


def _decrees(record: Record, stage: tuple[str, ...]) -> bool:
    return any(record.case.facts.route.steps[name].kind is StepKind.DECREE for name in stage)


# Steps


def _before(record: Record, step: Step) -> Point:
    """Up to the decree: done, or found not to be required, before it."""
    done, left_out = _done(record, step), _left_out(record, step)
    if done is not None:
        in_time = done.position <= record.decree.position
        told = () if in_time else (tell("after_the_decree"),)
        return _step(record, step, shown(in_time), (*_how(record, step, done), *told), done)
    if left_out is not None:
        return _step(record, step, Verdict.NOT_DEMANDED, (tell("step_not_required"),), left_out)
    return _step(record, step, Verdict.MISSING, (tell("step_undone"),))


def _after(record: Record, step: Step) -> Point:
    """What follows the decree is demanded when its time has come, and no longer once the decree is revoked."""
    done, left_out = _done(record, step), _left_out(record, step)
    if done is not None:
        return _step(record, step, Verdict.SHOWN, _how(record, step, done), done)
    if left_out is not None:
        return _step(record, step, Verdict.NOT_DEMANDED, (tell("step_not_required"),), left_out)
    if (revoked := record.case.first(DecreeRevoked)) is not None:
        return _step(record, step, Verdict.NOT_DEMANDED, (tell("decree_revoked"),), revoked)
    if (overdue := _last(of_kind(record.case.history, StepOverdue), step)) is not None:
        return _step(
            record, step, Verdict.MISSING, (tell("step_overdue", due=overdue.event.due_on),), overdue
        )
    opened = _last(of_kind(record.case.history, StepOpened), step)
    told = tell("step_ahead") if opened is None else tell("step_due", due=opened.event.due_on)
    return _step(record, step, Verdict.NOT_DEMANDED, (told,), opened)


def _step(
    record: Record,
    step: Step,
    verdict: Verdict,
    told: tuple[Told, ...],
    *evidence: Recorded[Any] | None,
) -> Point:
    decision = _decision(record, step)
    opened = None if decision is None or verdict is Verdict.NOT_DEMANDED else decision.opened
    return Point(
        "STEP", verdict, step.legal_basis, step.name, step.title, told, evidence=in_order(opened, *evidence)
    )


def _done(record: Record, step: Step) -> Recorded[Any] | None:
    """The first time."""
    done: list[Recorded[Any]] = [each for each in record.case.history if isinstance(each.event, StepDone)]
    return next((each for each in done if each.event.step == step.name), None)


def _left_out(record: Record, step: Step) -> Recorded[StepNotRequired] | None:
    return _last(of_kind(record.case.history, StepNotRequired), step)


E = TypeVar("E", StepNotRequired, StepOpened, StepOverdue)


def _last(found: list[Recorded[E]], step: Step) -> Recorded[E] | None:
    return next((each for each in reversed(found) if each.event.step == step.name), None)


def _decision(record: Record, step: Step) -> Decision | None:
    return next((each for each in record.case.decisions if each.step == step.name), None)


def _how(record: Record, step: Step, done: Recorded[Any]) -> tuple[Told, ...]:
    """By whom, when, and how late. Of feedback how many answered, and nothing of what they said."""
    day = record.case.day(done)
    told = [_by_whom(record, done, day)]
    if isinstance(done.event, FeedbackClosed):
        told.append(tell("feedback_closed", answered=done.event.answered, lapsed=done.event.lapsed))
    decision = _decision(record, step)
    if decision is not None and (due := _due(record, decision)) < day:
        told.append(tell("late", days=record.case.facts.calendar.between(due, day), due=due))
    return tuple(told)


def _by_whom(record: Record, done: Recorded[Any], day: date) -> Told:
    act = done.act
    if act.office is not None:
        office = record.title_of(act.acting_for) or "-"
        return tell("done_by", office=office, capacity=act.capacity or "-", on=day)
    return tell("done_by_silence", on=day) if act.by == CLOCK else tell("done_by_person", on=day)


def _due(record: Record, decision: Decision) -> date:
    """No duty begins before its effective date."""
    starts = decision.kind is StepKind.DUTY_START
    return max(decision.due_on, record.decree.effective_on) if starts else decision.due_on


def _in_time(record: Record) -> Point:
    """Every step within its limit."""
    found = r13_late(record.case, {})
    return _flagged(record, "IN_TIME", "R13", found)


# In a service that keeps the time itself, an act is recorded within seconds.
_RECORDED_WITH_THE_ACT = timedelta(days=1)


def _not_back_dated(record: Record) -> Point:
    """Not long before it was recorded; of a day that a demonstration set, the day it was recorded says nothing."""
    code, indicator, issued = "NOT_BACK_DATED", "R11", record.issued
    apart = abs(issued.recorded_at - issued.act.at)
    if record.demonstration and not record.decree.outside and apart > _RECORDED_WITH_THE_ACT:
        told = tell("day_was_set", on=record.decree.on, recorded=record.decree.dated_on)
        basis = record.basis_of_flag(indicator)
        return Point(code, Verdict.NOT_COMPARABLE, basis, told=(told,), evidence=(issued,))
    return _flagged(record, code, indicator, r11_back_dated(record.case, _thresholds(record, indicator)))


def _flagged(record: Record, code: str, indicator: str, found: Found | None) -> Point:
    """A point that a red flag asks about too: shown where there is none."""
    told = (
        tell("nothing_against", indicator=indicator)
        if found is None
        else tell("sign_against", indicator=indicator)
    )
    evidence = (record.issued,) if found is None else record.at(found.inputs)
    return Point(code, shown(found is None), record.basis_of_flag(indicator), told=(told,), evidence=evidence)


def _thresholds(record: Record, indicator: str) -> dict[str, int]:
    known = record.policy.red_flags.get(indicator)
    return {"working_days": 0} if known is None else dict(known.thresholds)


# The file


def _required(record: Record) -> list[DocumentRequirement]:
    facts, request = record.case.facts, record.case.request
    initiative = Initiative.ORGANISATIONAL_NEED if request is None else request.event.initiative
    ground = None if request is None else record.policy.grounds.get(request.event.ground)
    asked = facts.certificates_asked
    return list(required_documents(facts.route, initiative, asked, facts.person.profile, ground))


def _document(record: Record, required: DocumentRequirement) -> Point:
    """In the file before the decree, and found good by an office."""
    before = [each for each in record.case.history if each.position <= record.decree.position]
    submitted = [
        each for each in of_kind(before, DocumentSubmitted) if each.event.document.kind == required.kind
    ]
    accepted = [
        each
        for each in before
        if (isinstance(each.event, FileVerified) and required.kind in each.event.documents)
        or (isinstance(each.event, DocumentAccepted) and each.event.kind == required.kind)
    ]
    told = []
    if submitted:
        document = submitted[-1].event.document
        told.append(tell("document", number=document.number, on=document.issued_on, sha256=document.sha256))
    if required.signed_by and (signed := _signed_as(accepted, required.kind)) is not None:
        told.append(tell("signed_as", signatory=signed))
    return Point(
        "DOCUMENT",
        shown(bool(submitted and accepted)),
        required.legal_basis,
        required.kind,
        required.title,
        tuple(told),
        evidence=in_order(*submitted[-1:], *accepted[-1:]),
    )


def _signed_as(accepted: list[Recorded[Any]], kind: str) -> Signatory | None:
    """As what somebody signed it, as an office said last."""
    said = [
        each.event.signed_by if isinstance(each.event, DocumentAccepted) else each.event.signatories.get(kind)
        for each in accepted
    ]
    return next((each for each in reversed(said) if each is not None), None)


# What the person was told beforehand


def _consultation(record: Record) -> Point:
    """Of a move for the organisation's need: the person was consulted, or declined to be, before the decree."""
    basis, request = record.basis("CONSULTATION"), record.case.request
    if request is not None and request.event.initiative is Initiative.OWN_REQUEST:
        return Point(
            "CONSULTATION", Verdict.NOT_DEMANDED, basis, told=(tell("own_request"),), evidence=(request,)
        )
    found: list[Recorded[Any]] = [
        each
        for each in record.case.history
        if isinstance(each.event, ConsultationOffered | ConsultationHeld | ConsultationDeclined)
        and each.position < record.decree.position
    ]
    ended = any(not isinstance(each.event, ConsultationOffered) for each in found)
    return Point(
        "CONSULTATION",
        shown(ended),
        basis,
        quote=_noted(found[-1].event) if found else "",
        evidence=in_order(*found),
    )


def _noted(event: ConsultationOffered | ConsultationHeld | ConsultationDeclined) -> str:
    return event.reason if isinstance(event, ConsultationDeclined) else event.note


def _notice(record: Record) -> Point:
    """The person was told before the decree took effect."""
    given = record.case.first(NoticeGiven)
    told = () if given is None else (tell("notice", days=given.event.working_days, on=given.event.on),)
    evidence = in_order(given)
    return Point("NOTICE", shown(given is not None), record.basis("NOTICE"), told=told, evidence=evidence)
