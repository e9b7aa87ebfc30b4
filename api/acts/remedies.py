"""Objections and recommendations; possible also when the case has ended."""

from fastapi import Response

from api.acts.forms import MADE, Documents, acts_router, receipt
from api.answers import ReceiptAnswer, access
from api.bodies import Body, Day, Number, Reason, Text, YesOrNo
from api.entry import TheDoor
from domain.policy import Duty
from domain.transfer import commands
from domain.transfer.events import Source

acts = acts_router()


class MisdirectionBody(Body):
    """To whom the objection went first, and from when to when it lay there."""

    to: Reason
    since: Day
    until: Day


class ObjectionBody(Body):
    """`number` is the letter's own; without it one is given. `misdirected` is shown by a document among `documents`."""

    grounds: Reason
    documents: Documents = ()
    number: Number | None = None
    misdirected: MisdirectionBody | None = None


class ObjectionDecisionBody(Body):
    """`number` is that of the decision. Granted against a decree, it revokes the decree."""

    granted: YesOrNo
    number: Number
    reason: Reason


class ObjectionWithdrawalBody(Body):
    reason: Text = ""


class RecommendationBody(Body):
    """From outside the case; without `dueOn` the policy's time for an answer counts."""

    source: Source
    number: Number
    text: Reason
    due_on: Day | None = None


class RecommendationAnswerBody(Body):
    number: Number
    answer: Reason
    followed: YesOrNo


@acts.post("/objections", **MADE, openapi_extra=access("the person concerned"))
def object_to_decision(body: ObjectionBody, door: TheDoor, response: Response) -> ReceiptAnswer:
    """Object (keberatan) to the decree, or to the refusal of your own request. Late ones are recorded with advice."""
    documents = tuple(document.to_document() for document in body.documents)
    first = body.misdirected
    elsewhere = None if first is None else commands.Misdirection(first.to, first.since, first.until)
    return receipt(door(commands.FileObjection(body.grounds, documents, body.number, elsewhere)), response)


@acts.post("/objections/decisions", **MADE, openapi_extra=access("the office the objection waits for"))
def decide_objection(body: ObjectionDecisionBody, door: TheDoor, response: Response) -> ReceiptAnswer:
    """Grant the objection or dismiss it. Granted, the decree is revoked and the person restored to their post."""
    return receipt(door(commands.DecideObjection(body.granted, body.number, body.reason)), response)


@acts.post("/objections/withdrawals", **MADE, openapi_extra=access("the person concerned"))
def withdraw_objection(body: ObjectionWithdrawalBody, door: TheDoor, response: Response) -> ReceiptAnswer:
    """Take your objection back; there is no second one to the same decision."""
    return receipt(door(commands.WithdrawObjection(body.reason)), response)


@acts.post(
    "/recommendations",
    **MADE,
    openapi_extra=access("an office", duty=Duty.RECOMMENDATIONS),
)
def record_recommendation(body: RecommendationBody, door: TheDoor, response: Response) -> ReceiptAnswer:
    """Record what BKN, the Ombudsman, an inspectorate or another body recommends, and by when it is to be answered."""
    command = commands.RecordRecommendation(body.source, body.number, body.text, body.due_on)
    return receipt(door(command), response)


@acts.post("/recommendations/answers", **MADE, openapi_extra=access("the decreeing office"))
def answer_recommendation(body: RecommendationAnswerBody, door: TheDoor, response: Response) -> ReceiptAnswer:
    """Answer a recommendation: whether it is followed, and why."""
    return receipt(door(commands.AnswerRecommendation(body.number, body.answer, body.followed)), response)
