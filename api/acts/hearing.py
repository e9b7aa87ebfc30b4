"""Hearing people, and telling the person."""

from typing import Annotated
from uuid import UUID

from fastapi import Response
from pydantic import Field

from api.acts.forms import MADE, StepBody, acts_router, receipt
from api.answers import ReceiptAnswer, access
from api.bodies import Body, Code, Day, Reason, Score, Text
from api.entry import TheDoor
from domain.transfer import commands

acts = acts_router()


class ConsultationBody(Body):
    note: Text = ""


class ConsultationHeldBody(Body):
    held_on: Day
    note: Reason


class ConsultationDeclinedBody(Body):
    reason: Text = ""


class NoticeBody(Body):
    given_on: Day


class FeedbackRequestBody(StepBody):
    superior: UUID
    peers: Annotated[tuple[UUID, ...], Field(max_length=20)]


class FeedbackBody(Body):
    """Scores from 1 to 5 for each competence; the person concerned answers in words only."""

    scores: Annotated[dict[Code, Score], Field(max_length=20, default_factory=dict)]
    text: Text = ""


@acts.post("/feedback-requests", **MADE, openapi_extra=access("the office of the open step"))
def ask_feedback(body: FeedbackRequestBody, door: TheDoor, response: Response) -> ReceiptAnswer:
    """Ask the superior, peers and the person concerned."""
    return receipt(door(commands.AskFeedback(body.step, body.superior, body.peers)), response)


@acts.post("/feedback", **MADE, openapi_extra=access("the raters who were asked"))
def give_feedback(body: FeedbackBody, door: TheDoor, response: Response) -> ReceiptAnswer:
    """Answer, in your own person."""
    return receipt(door(commands.GiveFeedback(dict(body.scores), body.text)), response)


@acts.post("/feedback-closures", **MADE, openapi_extra=access("the office of the open step"))
def close_feedback(body: StepBody, door: TheDoor, response: Response) -> ReceiptAnswer:
    """Close the feedback once all have answered or their time is over; silence is recorded."""
    return receipt(door(commands.CloseFeedback(body.step)), response)


@acts.post("/consultations", **MADE, openapi_extra=access("the receiving personnel office"))
def offer_consultation(body: ConsultationBody, door: TheDoor, response: Response) -> ReceiptAnswer:
    """Offer the person a personal consultation."""
    return receipt(door(commands.OfferConsultation(body.note)), response)


@acts.post("/consultations/held", **MADE, openapi_extra=access("the receiving personnel office"))
def record_consultation(body: ConsultationHeldBody, door: TheDoor, response: Response) -> ReceiptAnswer:
    """Record that the consultation was held, and what was said."""
    return receipt(door(commands.RecordConsultation(body.held_on, body.note)), response)


@acts.post("/consultations/declined", **MADE, openapi_extra=access("the person concerned"))
def decline_consultation(body: ConsultationDeclinedBody, door: TheDoor, response: Response) -> ReceiptAnswer:
    """Decline the consultation."""
    return receipt(door(commands.DeclineConsultation(body.reason)), response)


@acts.post("/notices", **MADE, openapi_extra=access("the receiving personnel office"))
def give_notice(body: NoticeBody, door: TheDoor, response: Response) -> ReceiptAnswer:
    """Record that the person was told before the effective date."""
    return receipt(door(commands.GiveNotice(body.given_on)), response)
