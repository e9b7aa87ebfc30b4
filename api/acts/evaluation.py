"""The reviews after the transfer."""

from typing import Annotated

from fastapi import Path, Response
from pydantic import Field

from api.acts.forms import MADE, acts_router, receipt
from api.answers import ReceiptAnswer, access
from api.bodies import Body, Code, Reason, Score, Text, YesOrNo
from api.entry import TheDoor
from domain.transfer import commands
from domain.transfer.events import GoalResult, Role

acts = acts_router()

Months = Annotated[int, Path(ge=1, le=120, description="months after the start of duty", examples=[3])]


class EvaluationAnswerBody(Body):
    role: Role
    scores: Annotated[dict[Code, Score], Field(max_length=20)]
    text: Text = ""


class GoalBody(Body):
    goal: Reason
    reached: YesOrNo


class EvaluationBody(Body):
    outcome: Code
    goals: Annotated[tuple[GoalBody, ...], Field(max_length=10)] = ()
    summary: Reason


@acts.post(
    "/evaluations/{months}/answers", **MADE, openapi_extra=access("the person, the superior, both units")
)
def answer_evaluation(
    months: Months, body: EvaluationAnswerBody, door: TheDoor, response: Response
) -> ReceiptAnswer:
    """Answer a review after the transfer."""
    command = commands.AnswerEvaluation(months, body.role, dict(body.scores), body.text)
    return receipt(door(command), response)


@acts.post("/evaluations/{months}", **MADE, openapi_extra=access("the receiving personnel office"))
def record_evaluation(
    months: Months, body: EvaluationBody, door: TheDoor, response: Response
) -> ReceiptAnswer:
    """Conclude a review; the last one closes the case."""
    goals = tuple(GoalResult(goal.goal, goal.reached) for goal in body.goals)
    return receipt(door(commands.RecordEvaluation(months, body.outcome, goals, body.summary)), response)
