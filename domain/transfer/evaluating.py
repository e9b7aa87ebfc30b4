"""Looking back after three, six and twelve months: the person, both units and the superior answer."""

from uuid import UUID

from domain.act import Act
from domain.identity import OfficeKind, office_id
from domain.refusals import (
    AlreadyAnswered,
    EvaluationIncomplete,
    EvaluationUnknown,
    NotAcceptable,
    NotTheDecidingOffice,
    OwnTransfer,
    ReasonRequired,
    TooEarly,
)
from domain.registry.person import Rating
from domain.transfer.commands import AnswerEvaluation, RecordEvaluation
from domain.transfer.events import (
    AdjustmentTriggered,
    EvaluationAnswered,
    EvaluationRecorded,
    Role,
    TransferClosed,
    TransferEvent,
)
from domain.transfer.facts import Facts
from domain.transfer.feedback import scored
from domain.transfer.guards import official, still_open, with_reason
from domain.transfer.state import Evaluation, Transfer

ASKED = (Role.SUBJECT, Role.SUPERIOR, Role.ORIGIN_UNIT, Role.RECEIVING_UNIT)


def answering_office(role: Role, facts: Facts) -> UUID | None:
    """The office that answers in a role; None for the person concerned."""
    match role:
        case Role.SUPERIOR:
            return office_id(OfficeKind.UNIT_HEAD, facts.target.post.described.unit)
        case Role.ORIGIN_UNIT:
            return office_id(OfficeKind.REGIONAL_OFFICE_HEAD, facts.origin.unit.regional_office)
        case Role.RECEIVING_UNIT:
            return office_id(OfficeKind.REGIONAL_OFFICE_HEAD, facts.target.unit.regional_office)
        case _:
            return None


def recording_office(facts: Facts) -> UUID:
    return office_id(OfficeKind.PERSONNEL_OFFICE, facts.target.agency_id)


def may_answer(transfer: Transfer, role: Role, act: Act, facts: Facts) -> None:
    if role not in ASKED:
        raise NotAcceptable
    office = answering_office(role, facts)
    if act.office != office or (office is None and act.by != transfer.person):
        raise NotTheDecidingOffice
    if office is not None and act.by == transfer.person:
        raise OwnTransfer


def answer_evaluation(
    transfer: Transfer, command: AnswerEvaluation, act: Act, facts: Facts
) -> list[TransferEvent]:
    evaluation = _open(transfer, command.months, act, facts)
    may_answer(transfer, command.role, act, facts)
    if command.role in evaluation.answers:
        raise AlreadyAnswered
    scored(command.scores, set(facts.policy.competences))
    return [EvaluationAnswered(command.months, command.role, command.scores, command.text)]


def record_evaluation(
    transfer: Transfer, command: RecordEvaluation, act: Act, facts: Facts
) -> list[TransferEvent]:
    """The personnel office concludes a review; the last one closes the case, but for a posting."""
    evaluation = _open(transfer, command.months, act, facts)
    official(transfer, recording_office(facts), act, facts)
    with_reason(command.summary)
    unanswered = tuple(role for role in ASKED if role not in evaluation.answers)
    if unanswered and facts.today(act) <= evaluation.due_on:
        raise EvaluationIncomplete
    review = next(review for review in facts.policy.evaluations if review.months == command.months)
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
        unanswered=unanswered,
        summary=command.summary,
    )
    events: list[TransferEvent] = [recorded]
    if shown := triggers(recorded, facts):
        events.append(AdjustmentTriggered(command.months, shown))
    if review.closes and transfer.posting is None:  # a posting closes with the return
        events.append(TransferClosed(command.outcome))
    return events


def triggers(recorded: EvaluationRecorded, facts: Facts) -> tuple[str, ...]:
    """What in a review shows that something must be mended (reference 5.2)."""
    shown = []
    if recorded.mean is not None and recorded.mean < facts.policy.limit("adjustment_mean_below_hundredths"):
        shown.append("LOW_SCORES")
    if recorded.outcome == "FAILED":
        shown.append("FAILED")
    if set(ASKED) == set(recorded.unanswered):
        shown.append("NOBODY_ANSWERED")
    ratings = sorted(facts.person.ratings.items())
    if ratings and not ratings[-1][1].at_least(Rating.GOOD):
        shown.append("RATED_BELOW_GOOD")
    if len(ratings) > 1 and ratings[-1][1].levels_below(ratings[-2][1]) >= facts.policy.limit(
        "adjustment_rating_drop_levels"
    ):
        shown.append("RATING_DROPPED")
    return tuple(shown)


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
