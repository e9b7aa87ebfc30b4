"""Hearing people, the person's reply, and telling the person."""

from typing import Annotated
from uuid import UUID

from fastapi import Response
from pydantic import Field, Strict

from api.acts.forms import MADE, StepBody, acts_router, receipt
from api.answers import ReceiptAnswer, access
from api.bodies import Body, Code, Day, Number, Reason, Score, Text
from api.entry import TheDoor
from domain.policy import Duty
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
    """Scores for each competence, as the case's `competences` describe them; the person and the receiving unit answer in
    words only.
    """

    scores: Annotated[dict[Code, Score], Field(max_length=20, default_factory=dict)]
    text: Text = ""


class UnsealingBody(Body):
    """`answers` by their number among the peers' answers, from 1 as they are shown. The person will read the reason."""

    warrant: Number
    reason: Reason
    answers: Annotated[
        tuple[Annotated[int, Strict(), Field(ge=1, le=100)], ...], Field(min_length=1, max_length=20)
    ]


class ReplyBody(StepBody):
    text: Reason


@acts.post("/feedback-requests", **MADE, openapi_extra=access("the office of the open step"))
def ask_feedback(body: FeedbackRequestBody, door: TheDoor, response: Response) -> ReceiptAnswer:
    """Ask the superior and peers; the person concerned and both units are always asked.

    `GET /v1/transfers/{transfer_id}/raters` tells who may be named.
    """
    return receipt(door(commands.AskFeedback(body.step, body.superior, body.peers)), response)


@acts.post("/feedback", **MADE, openapi_extra=access("the raters who were asked"))
def give_feedback(body: FeedbackBody, door: TheDoor, response: Response) -> ReceiptAnswer:
    """Answer, in your own person, or for the office that answers for a unit."""
    return receipt(door(commands.GiveFeedback(dict(body.scores), body.text)), response)


@acts.post("/feedback-closures", **MADE, openapi_extra=access("the office of the open step"))
def close_feedback(body: StepBody, door: TheDoor, response: Response) -> ReceiptAnswer:
    """Close the feedback once all have answered or their time is over; silence is recorded."""
    return receipt(door(commands.CloseFeedback(body.step)), response)


@acts.post("/feedback-unsealings", **MADE, openapi_extra=access("an office", duty=Duty.UNSEALING))
def unseal_feedback(body: UnsealingBody, door: TheDoor, response: Response) -> ReceiptAnswer:
    """Unseal who gave these peers' answers, on a warrant. The person sees that it was done, and why."""
    return receipt(door(commands.UnsealFeedback(body.warrant, body.reason, body.answers)), response)


@acts.post("/replies", **MADE, openapi_extra=access("the person concerned"))
def reply(body: ReplyBody, door: TheDoor, response: Response) -> ReceiptAnswer:
    """Reply to the feedback, before anybody decides. Everybody who decides later will have it before them."""
    return receipt(door(commands.GiveReply(body.step, body.text)), response)


@acts.post("/replies/waivers", **MADE, openapi_extra=access("the person concerned"))
def waive_reply(body: StepBody, door: TheDoor, response: Response) -> ReceiptAnswer:
    """Let the case go on without a reply."""
    return receipt(door(commands.WaiveReply(body.step)), response)


@acts.post("/consultations", **MADE, openapi_extra=access("an office", duty=Duty.CONSULTATION))
def offer_consultation(body: ConsultationBody, door: TheDoor, response: Response) -> ReceiptAnswer:
    """Offer the person a personal consultation."""
    return receipt(door(commands.OfferConsultation(body.note)), response)


@acts.post("/consultations/held", **MADE, openapi_extra=access("an office", duty=Duty.CONSULTATION))
def record_consultation(body: ConsultationHeldBody, door: TheDoor, response: Response) -> ReceiptAnswer:
    """Record that the consultation was held, and what was said."""
    return receipt(door(commands.RecordConsultation(body.held_on, body.note)), response)


@acts.post("/consultations/declined", **MADE, openapi_extra=access("the person concerned"))
def decline_consultation(body: ConsultationDeclinedBody, door: TheDoor, response: Response) -> ReceiptAnswer:
    """Decline the consultation."""
    return receipt(door(commands.DeclineConsultation(body.reason)), response)


@acts.post("/notices", **MADE, openapi_extra=access("an office", duty=Duty.CONSULTATION))
def give_notice(body: NoticeBody, door: TheDoor, response: Response) -> ReceiptAnswer:
    """Record that the person was told before the effective date."""
    return receipt(door(commands.GiveNotice(body.given_on)), response)
