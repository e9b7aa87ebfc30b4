"""Looking back after three, six and twelve months: the person, both units and the superior answer."""

from datetime import date
from uuid import UUID

from domain.act import Act
from domain.calendar import add_months
from domain.policy import Duty, EvaluationRound, Role, Side
from domain.refusals import (
    AlreadyAnswered,
    AlreadyNoted,
    EvaluationIncomplete,
    EvaluationUnknown,
    NotAcceptable,
    NotTheDecidingOffice,
    OwnTransfer,
    ReasonRequired,
    ScoresIncomplete,
    TooEarly,
)
from domain.transfer.answering import must_be_whole, reviewing_office
from domain.transfer.clocks import must_move
from domain.transfer.commands import (
    AnswerEvaluation,
    NoteMissedEvaluation,
    OpenEvaluation,
    RecomputeEvaluation,
    RecordEvaluation,
)
from domain.transfer.deadlines import is_overdue
from domain.transfer.events import (
    AdjustmentTriggered,
    Asked,
    EvaluationAnswered,
    EvaluationDeadlineRecomputed,
    EvaluationMissed,
    EvaluationOpened,
    EvaluationRecorded,
    EvaluationScheduled,
    GoalScore,
    Shown,
    StepLeftUndone,
    TransferClosed,
    TransferEvent,
)
from domain.transfer.facts import Facts
from domain.transfer.guards import official, only_the_clock, still_open, with_reason
from domain.transfer.state import Evaluation, Transfer
from domain.transfer.triggers import Review, shown_by_a_miss, shown_by_a_review


def recording_office(facts: Facts) -> UUID:
    return facts.office_for(Duty.REVIEWS)


def scheduled(review: EvaluationRound, started_on: date, facts: Facts) -> EvaluationScheduled:
    opens_on = add_months(started_on, review.months)
    return EvaluationScheduled(review.months, opens_on, _due_on(opens_on, facts))


def _due_on(opens_on: date, facts: Facts) -> date:
    """By the days of the receiving agency, whose personnel office records the reviews."""
    calendar = facts.calendar_of(Side.RECEIVING_AGENCY)
    return calendar.after(opens_on, facts.policy.limit("evaluation_working_days"))


def may_answer(transfer: Transfer, role: Role, act: Act, facts: Facts) -> None:
    if role not in facts.policy.reviewers:
        raise NotAcceptable
    office = reviewing_office(role, facts)
    if act.office != office or (office is None and act.by != transfer.person):
        raise NotTheDecidingOffice
    if office is not None and act.by == transfer.person:
        raise OwnTransfer


def answer_evaluation(
    transfer: Transfer, command: AnswerEvaluation, act: Act, facts: Facts
) -> list[TransferEvent]:
    """Each competence is scored, or told of in words, and each goal of the decree is scored."""
    evaluation = _open(transfer, command.months, act, facts)
    may_answer(transfer, command.role, act, facts)
    if command.role in evaluation.answers:
        raise AlreadyAnswered
    respondent = facts.policy.reviewers[command.role]
    must_be_whole(command.scores, command.text, respondent, facts.policy.competences)
    _scored_against(command.goals, transfer, facts)
    return [EvaluationAnswered(command.months, command.role, command.scores, command.goals, command.text)]


def _scored_against(given: tuple[GoalScore, ...], transfer: Transfer, facts: Facts) -> None:
    """The goals the decree states, in its order."""
    goals = () if transfer.decree is None else transfer.decree.goals
    highest = len(facts.policy.goal_scale)
    if tuple(each.goal for each in given) != goals or not all(1 <= each.score <= highest for each in given):
        raise ScoresIncomplete


def record_evaluation(
    transfer: Transfer, command: RecordEvaluation, act: Act, facts: Facts
) -> list[TransferEvent]:
    """The personnel office concludes a review. The last one closes the case, unless there is time to improve, or a term runs."""
    evaluation = _open(transfer, command.months, act, facts)
    official(transfer, recording_office(facts), act, facts)
    with_reason(command.summary)
    silent = unanswered(evaluation, facts)
    if silent and not is_overdue(evaluation.due_on, facts.today(act)):
        raise EvaluationIncomplete
    review = facts.policy.review(command.months)
    if command.outcome not in review.outcomes:
        raise NotAcceptable(f"Outcomes of this review: {', '.join(review.outcomes)}.")
    goals = () if transfer.decree is None else transfer.decree.goals
    if review.closes and tuple(result.goal for result in command.goals) != goals:
        raise ReasonRequired("The closing review tells of every goal of the decree whether it was reached.")
    scores = [score for answer in evaluation.answers.values() for score in answer.scores.values()]
    recorded = EvaluationRecorded(
        months=command.months,
        outcome=command.outcome,
        goals=command.goals,
        mean=round(100 * sum(scores) / len(scores)) if scores else None,
        unanswered=silent,
        summary=command.summary,
    )
    today = facts.today(act)
    shown = shown_by_a_review(Review(transfer, facts, today, evaluation, recorded))
    return [
        recorded,
        *_triggered(command.months, shown, today, facts),
        *_ended(transfer, review, command.outcome, facts),
    ]


def _triggered(months: int, shown: tuple[Shown, ...], today: date, facts: Facts) -> list[TransferEvent]:
    if not shown:
        return []
    due_on = plan_due_on(today, facts)
    return [AdjustmentTriggered(months, shown, recording_office(facts), today, due_on)]


def plan_due_on(shown_on: date, facts: Facts) -> date:
    """The last day to say how a fault is mended that showed on that day."""
    limit = facts.policy.limit("adjustment_plan_working_days")
    return facts.calendar_of(Side.RECEIVING_AGENCY).after(shown_on, limit)


def _ended(transfer: Transfer, review: EvaluationRound, outcome: str, facts: Facts) -> list[TransferEvent]:
    if not review.closes:
        return []
    chance = facts.policy.improvement
    if (
        chance is not None
        and transfer.started_on is not None
        and chance.review.months not in transfer.evaluations
        and facts.target.post.described.position.kind in chance.positions
        and outcome in chance.outcomes
    ):
        return [scheduled(chance.review, transfer.started_on, facts)]
    if transfer.posting is not None:  # a posting closes with the return
        return []
    undone = (StepLeftUndone(name, each.office, each.due_on) for name, each in transfer.open.items())
    return [*undone, TransferClosed(outcome)]


def open_evaluation(
    transfer: Transfer, command: OpenEvaluation, act: Act, facts: Facts
) -> list[TransferEvent]:
    """The day has come, in the zone of the receiving agency: who is asked is told. The clock does it."""
    only_the_clock(act)
    evaluation = _open(transfer, command.months, act, facts)
    if evaluation.opened is not None:
        raise AlreadyNoted
    asked = tuple(Asked(role, reviewing_office(role, facts)) for role in facts.policy.reviewers)
    return [EvaluationOpened(command.months, asked, recording_office(facts))]


def note_missed_evaluation(
    transfer: Transfer, command: NoteMissedEvaluation, act: Act, facts: Facts
) -> list[TransferEvent]:
    """In the zone of the receiving agency, whose personnel office records the reviews. The clock does it."""
    only_the_clock(act)
    still_open(transfer)
    evaluation = transfer.evaluations.get(command.months)
    if evaluation is None:
        raise EvaluationUnknown
    if evaluation.missed or evaluation.recorded is not None:
        raise AlreadyNoted
    today = facts.today(act)
    if not is_overdue(evaluation.due_on, today):
        raise TooEarly
    shown = shown_by_a_miss(Review(transfer, facts, today, evaluation))
    missed = EvaluationMissed(command.months, unanswered(evaluation, facts))
    return [missed, *_triggered(command.months, shown, today, facts)]


def recompute_evaluation(
    transfer: Transfer, command: RecomputeEvaluation, act: Act, facts: Facts
) -> list[TransferEvent]:
    """A corrected calendar moves the last day of a review. The clock does it."""
    only_the_clock(act)
    still_open(transfer)
    evaluation = transfer.evaluations.get(command.months)
    if evaluation is None:
        raise EvaluationUnknown
    if evaluation.missed or evaluation.recorded is not None:
        raise AlreadyNoted
    to, calendar = _due_on(evaluation.opens_on, facts), facts.calendar_of(Side.RECEIVING_AGENCY)
    must_move(evaluation.due_on, to, facts.today(act), evaluation.calendar, calendar)
    return [EvaluationDeadlineRecomputed(command.months, to, calendar.version)]


def unanswered(evaluation: Evaluation, facts: Facts) -> tuple[Role, ...]:
    return tuple(role for role in facts.policy.reviewers if role not in evaluation.answers)


def _open(transfer: Transfer, months: int, act: Act, facts: Facts) -> Evaluation:
    still_open(transfer)
    evaluation = transfer.evaluations.get(months)
    if evaluation is None:
        raise EvaluationUnknown
    if evaluation.recorded is not None:
        raise AlreadyAnswered
    if facts.today(act) < evaluation.opens_on:
        raise TooEarly
    return evaluation
