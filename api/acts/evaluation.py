"""The reviews after the transfer, and what is done about what they show."""

from typing import Annotated

from fastapi import Path, Response
from pydantic import Field, Strict

from api.acts.forms import MADE, acts_router, receipt
from api.answers import ReceiptAnswer, access
from api.bodies import Body, Code, Day, Reason, Score, Text, YesOrNo
from api.entry import TheDoor
from domain.policy import Duty, Role
from domain.transfer import commands
from domain.transfer.events import GoalResult, GoalScore

acts = acts_router()

Months = Annotated[int, Path(ge=1, le=120, description="months after the start of duty", examples=[3])]


class GoalScoreBody(Body):
    goal: Reason
    score: Score


class EvaluationAnswerBody(Body):
    """Scores for each competence and for each goal of the decree, in its order, as the case's `rubric` describes them."""

    role: Role
    scores: Annotated[dict[Code, Score], Field(max_length=20)]
    goals: Annotated[tuple[GoalScoreBody, ...], Field(max_length=10)]
    text: Text = ""


class GoalBody(Body):
    goal: Reason
    reached: YesOrNo


class EvaluationBody(Body):
    outcome: Code
    goals: Annotated[tuple[GoalBody, ...], Field(max_length=10)] = ()
    summary: Reason


class AdjustmentBody(Body):
    """`kind` is one of the policy's adjustments."""

    kind: Code
    what: Reason
    due_on: Day


class AdjustmentResultBody(Body):
    number: Annotated[int, Strict(), Field(ge=1, le=1_000)]
    result: Reason


@acts.post(
    "/evaluations/{months}/answers",
    **MADE,
    openapi_extra=access("the person, or an office that answers by the policy (`reviewers`)"),
)
def answer_evaluation(
    months: Months, body: EvaluationAnswerBody, door: TheDoor, response: Response
) -> ReceiptAnswer:
    """Answer a review after the transfer."""
    goals = tuple(GoalScore(each.goal, each.score) for each in body.goals)
    command = commands.AnswerEvaluation(months, body.role, dict(body.scores), body.text, goals)
    return receipt(door(command), response)


@acts.post("/evaluations/{months}", **MADE, openapi_extra=access("an office", duty=Duty.REVIEWS))
def record_evaluation(
    months: Months, body: EvaluationBody, door: TheDoor, response: Response
) -> ReceiptAnswer:
    """Conclude a review; the last one closes the case."""
    goals = tuple(GoalResult(goal.goal, goal.reached) for goal in body.goals)
    return receipt(door(commands.RecordEvaluation(months, body.outcome, goals, body.summary)), response)


@acts.post("/adjustments", **MADE, openapi_extra=access("an office", duty=Duty.REVIEWS))
def plan_adjustment(body: AdjustmentBody, door: TheDoor, response: Response) -> ReceiptAnswer:
    """Plan what is done about what a review has shown. A re-transfer is requested as a case of its own."""
    return receipt(door(commands.PlanAdjustment(body.kind, body.what, body.due_on)), response)


@acts.post("/adjustments/results", **MADE, openapi_extra=access("the office that answers for the adjustment"))
def complete_adjustment(body: AdjustmentResultBody, door: TheDoor, response: Response) -> ReceiptAnswer:
    """Record that it was done, and what came of it."""
    return receipt(door(commands.CompleteAdjustment(body.number, body.result)), response)
