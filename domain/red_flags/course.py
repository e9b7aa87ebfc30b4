"""Whether the case ran its lawful course: R10, R11, R12, R13, R17, R21, R22, R22B, R24, R25."""

from datetime import timedelta
from itertools import chain
from uuid import UUID

from domain.policy import StepKind
from domain.red_flags.dates import out_of_order
from domain.red_flags.evidence import DECIDING, CaseEvidence
from domain.red_flags.flag import Found, Thresholds
from domain.transfer.events import (
    ConsentGranted,
    DataBlocked,
    DecisionServed,
    DecreeIssued,
    DecreeRevoked,
    DutyStarted,
    EvaluationCancelled,
    EvaluationDeadlineRecomputed,
    EvaluationRecorded,
    EvaluationScheduled,
    NationalRecordSynced,
    OversightRecommendationAnswered,
    OversightRecommendationReceived,
    PostAppointmentIssued,
    ReceivingProposalIssued,
    RecommendationDeadlineRecomputed,
    StepOverdue,
    TechnicalConsiderationGiven,
    TransferClosed,
)

_A_DAY = timedelta(days=1)


def r10_out_of_order(case: CaseEvidence, _: Thresholds) -> Found | None:
    """A step was done although one of a stage before it was neither done nor found not to be required."""
    route = case.facts.route
    stages = [(stage, route.waited_for(stage)) for stage in route.stages]
    turn: dict[str, float] = {}
    ready = 0.0  # from where on each step may be done: once all of the stages before it are
    for stage, waited_for in stages:
        turn |= dict.fromkeys(stage, ready)
        ready = max([ready, *map(case.completed_at, waited_for)])
    for decision in case.decisions:
        if (done_at := decision.done.position) <= turn[decision.step]:
            before = chain.from_iterable(waited_for for _, waited_for in stages)
            lacking = next(step for step in before if case.completed_at(step) >= done_at)
            told = f"{decision.step} without {lacking}"
            return Found(told, "the route's order", case.day(decision.done), (done_at,))
    return None


def r11_back_dated(case: CaseEvidence, at: Thresholds) -> Found | None:
    """The effective date lies long before the decree was recorded (signed, where it was made outside); or a paper or an act
    bears an earlier day than what it rests on.
    """
    if (decree := case.decree) is None:
        return None
    earliest = case.calendar_at(decree.position).before(decree.dated_on, at["working_days"])
    if decree.effective_on < earliest:
        told = (
            f"effective {decree.effective_on}, {'signed' if decree.outside else 'recorded'} {decree.dated_on}"
        )
        return Found(told, f"{at['working_days']} working days", decree.dated_on, (decree.position,))
    for later, before in out_of_order(case):
        told = f"{later.step.name} dated {later.on}, {before.step.name} {before.on}"
        since = max(decree.on, case.day(later.told_by), case.day(before.told_by))
        inputs = tuple(sorted((later.told_by.position, before.told_by.position)))
        return Found(told, "not before what it rests on", since, inputs)
    return None


def r12_too_fast(case: CaseEvidence, at: Thresholds) -> Found | None:
    """An office decided within minutes of getting the case."""
    for decision in case.decisions:
        took = decision.done.act.at - decision.opened.act.at
        if decision.kind in DECIDING and took < timedelta(minutes=at["minutes"]):
            told = f"{decision.step} after {int(took.total_seconds())} s"
            return Found(told, f"{at['minutes']} min", case.day(decision.done), decision.inputs)
    return None


def r13_late(case: CaseEvidence, _: Thresholds) -> Found | None:
    """A step was done after its deadline, or was noted to be undone then. No duty begins before its effective date."""
    duty = case.facts.route.step_of(StepKind.DUTY_START)
    for noted in case.all(StepOverdue):
        due = noted.event.due_on
        if duty is None or noted.event.step != duty.name:
            return Found(f"{noted.event.step} undone", f"due {due}", due + _A_DAY, (noted.position,))
    for decision in case.decisions:
        due = decision.due_on
        if decision.kind is StepKind.DUTY_START and case.decree is not None:
            due = max(due, case.decree.effective_on)
        if (day := case.day(decision.done)) > due:
            late = case.calendar_at(decision.done.position).between(due, day)
            told = f"{decision.step}: {late} working days late"
            return Found(told, f"due {due}", due + _A_DAY, decision.inputs)
    return None


def r17_post_switched(case: CaseEvidence, _: Thresholds) -> Found | None:
    """Proposal, consent, advice, decree, appointment and start of duty do not name one post."""
    named: dict[UUID, int] = {}
    kinds = (
        ReceivingProposalIssued,
        ConsentGranted,
        TechnicalConsiderationGiven,
        DecreeIssued,
        PostAppointmentIssued,
        DutyStarted,
    )
    for recorded in case.history:
        if isinstance(recorded.event, kinds):
            post: UUID | None = recorded.event.post
            if post is not None:
                named.setdefault(post, recorded.position)
            if len(named) > 1:
                inputs = tuple(sorted(named.values()))
                return Found(f"{len(named)} posts named", "one post", case.day(recorded), inputs)
    return None


def r21_served_late(case: CaseEvidence, at: Thresholds) -> Found | None:
    """The decision reached the person late, or after they had begun the new duty."""
    if (decree := case.decree) is None or decree.outside:
        return None
    limit = at["working_days_for_many"] if decree.people > 1 else at["working_days"]
    last = case.calendar_at(decree.position).after(decree.on, limit)
    served, started = case.first(DecisionServed), case.first(DutyStarted)
    if started is not None and (served is None or started.event.started_on < served.event.served_on):
        told = "duty begun before service"
        inputs = (decree.position, *((served.position,) if served else ()), started.position)
        return Found(told, "service first", case.day(started), inputs)
    if served is None:
        over = case.first(DecreeRevoked)
        if over is not None and case.day(over) <= last:
            return None
        return Found("not served", f"{limit} working days", last + _A_DAY, (decree.position,))
    if served.event.served_on <= last:
        return None
    late = case.calendar_at(served.position).between(decree.on, served.event.served_on)
    return Found(
        f"{late} working days", f"{limit} working days", last + _A_DAY, (decree.position, served.position)
    )


def r22_ghost_position(case: CaseEvidence, at: Thresholds) -> Found | None:
    """Long after the decree the person has not begun the new duty."""
    if (decree := case.decree) is None or decree.outside:
        return None
    last = decree.on + timedelta(days=at["days"])
    for recorded in case.history:
        if isinstance(recorded.event, DutyStarted | DecreeRevoked):
            day = recorded.event.started_on if isinstance(recorded.event, DutyStarted) else case.day(recorded)
            if day <= last:
                return None
            told, inputs = f"{(day - decree.on).days} days", (decree.position, recorded.position)
            return Found(told, f"{at['days']} days", last + _A_DAY, inputs)
    return Found("duty not begun", f"{at['days']} days", last + _A_DAY, (decree.position,))


def r22b_not_on_record(case: CaseEvidence, at: Thresholds) -> Found | None:
    """Long after the new duty began the national record does not show it, where the route asks for that.

    Not while BKN has blocked the person's data, nor of a decree that was revoked or a case that was closed by then.
    """
    started = case.first(DutyStarted)
    if started is None or case.facts.route.step_of(StepKind.NATIONAL_RECORD) is None:
        return None
    last = started.event.started_on + timedelta(days=at["days"])
    over = (NationalRecordSynced, DataBlocked, DecreeRevoked, TransferClosed)
    end = next((each for each in case.history if isinstance(each.event, over)), None)
    if end is not None and case.day(end) <= last:
        return None
    if end is None or not isinstance(end.event, NationalRecordSynced):
        return Found("not on record", f"{at['days']} days", last + _A_DAY, (started.position,))
    told = f"on record after {(case.day(end) - started.event.started_on).days} days"
    return Found(told, f"{at['days']} days", last + _A_DAY, (started.position, end.position))


def r24_ignored_oversight(case: CaseEvidence, _: Thresholds) -> Found | None:
    """A recommendation from outside was neither answered nor followed in its time."""
    revoked = case.first(DecreeRevoked)
    answers = {each.event.number: each for each in case.all(OversightRecommendationAnswered)}
    moved = {each.event.number: each.event.due_on for each in case.all(RecommendationDeadlineRecomputed)}
    for received in case.all(OversightRecommendationReceived):
        due = moved.get(received.event.number, received.event.due_on)
        ends = [each for each in (revoked, answers.get(received.event.number)) if each is not None]
        if not any(case.day(end) <= due for end in ends):
            inputs = (received.position, *(end.position for end in ends))
            told = "answered late" if ends else "unanswered"
            return Found(told, f"by {due}", due + _A_DAY, tuple(sorted(inputs)))
    return None


def r25_evaluation_neglected(case: CaseEvidence, at: Thresholds) -> Found | None:
    """A review after the transfer was recorded long after it was due, or never."""
    held = {each.event.months: each for each in case.all(EvaluationRecorded)}
    called_off = {each.event.months for each in case.all(EvaluationCancelled)}
    over = [each for each in case.history if isinstance(each.event, TransferClosed | DecreeRevoked)]
    moved = {each.event.months: each.event.due_on for each in case.all(EvaluationDeadlineRecomputed)}
    for scheduled in case.all(EvaluationScheduled):
        months = scheduled.event.months
        due = moved.get(months, scheduled.event.due_on)
        last = case.calendar_at(scheduled.position).after(due, at["working_days"])
        done = held.get(months)
        if months in called_off or (done is not None and case.day(done) <= last):
            continue
        if done is None and any(case.day(end) <= last for end in over):
            continue
        inputs = (scheduled.position, *((done.position,) if done else ()))
        told = f"after {months} months: " + ("not recorded" if done is None else f"recorded {case.day(done)}")
        return Found(told, f"{at['working_days']} working days after {due}", last + _A_DAY, inputs)
    return None
