"""The steps before the decree."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Response
from pydantic import Field

from api.acts.forms import MADE, StepBody, acts_router, receipt
from api.answers import ReceiptAnswer, access
from api.bodies import Body, Code, Number, Reason, Text
from api.entry import TheDoor
from domain.transfer import commands
from domain.transfer.events import Candidate, Vote

acts = acts_router()


class OverrideBody(StepBody):
    rules: Annotated[tuple[Code, ...], Field(min_length=1, max_length=20, examples=[["E02"]])]
    reason: Reason
    grounds: Annotated[
        dict[Code, Code],
        Field(
            max_length=20,
            description="by rule, where the policy lists grounds",
            examples=[{"E13": "ABILITY"}],
        ),
    ] = {}  # noqa: RUF012 a default of the form


class ClearanceBody(StepBody):
    number: Number


class CandidateBody(Body):
    """`fit` of 100, as the list of candidates for the post tells it; `box` the talent box, where the person stands in one."""

    person: UUID
    fit: Annotated[int, Field(strict=True, ge=0, le=100)]
    box: Annotated[int | None, Field(strict=True, ge=1, le=9)] = None
    eligible: Annotated[bool, Field(strict=True)]


class FitBody(StepBody):
    """`deviation`: why a move asked for to balance work is made although it does the opposite. `candidates`: who was compared,
    the person included; `preference`: why they are preferred to those who fit better.
    """

    summary: Reason
    deviation: Text = ""
    candidates: Annotated[tuple[CandidateBody, ...], Field(max_length=50)] = ()
    preference: Text = ""


class ProposalBody(StepBody):
    number: Number
    post: UUID


class ConsentBody(StepBody):
    number: Number
    post: UUID | None = None
    note: Text = ""


class ForwardBody(StepBody):
    number: Number
    note: Text = ""


class ConsiderationBody(StepBody):
    """Advice; `outcome` AGAINST does not end the case, but the decider must then give reasons for departing from it."""

    outcome: Literal["FOR", "AGAINST"]
    number: Number
    reason: Reason


class VoteBody(StepBody):
    vote: Vote
    reason: Reason


class TechnicalConsiderationBody(StepBody):
    number: Number
    post: UUID
    note: Text = ""


class RefusalBody(StepBody):
    reason: Reason


@acts.post("/overrides", **MADE, openapi_extra=access("the office of the open step"))
def override(body: OverrideBody, door: TheDoor, response: Response) -> ReceiptAnswer:
    """Set rules aside that the law lets this office set aside, with a written reason."""
    return receipt(door(commands.OverrideRules(body.step, body.rules, body.reason, body.grounds)), response)


@acts.post("/clearances", **MADE, openapi_extra=access("the office of the open step"))
def clear(body: ClearanceBody, door: TheDoor, response: Response) -> ReceiptAnswer:
    """Declare the person free of findings."""
    return receipt(door(commands.GrantClearance(body.step, body.number)), response)


@acts.post("/fit-reviews", **MADE, openapi_extra=access("the office of the open step"))
def assess_fit(body: FitBody, door: TheDoor, response: Response) -> ReceiptAnswer:
    """Review how person and post fit, and what the move does to both units' gaps, workload and lessons."""
    listed = tuple(Candidate(each.person, each.fit, each.box, each.eligible) for each in body.candidates)
    return receipt(
        door(commands.AssessFit(body.step, body.summary, body.deviation, listed, body.preference)), response
    )


@acts.post("/proposals", **MADE, openapi_extra=access("the office of the open step"))
def propose(body: ProposalBody, door: TheDoor, response: Response) -> ReceiptAnswer:
    """Propose the transfer to the origin, naming the post; the seat is held from now on."""
    return receipt(door(commands.IssueProposal(body.step, body.number, body.post)), response)


@acts.post("/consents", **MADE, openapi_extra=access("the office of the open step"))
def consent(body: ConsentBody, door: TheDoor, response: Response) -> ReceiptAnswer:
    """Release, accept, or consent, as the step asks."""
    return receipt(door(commands.GrantConsent(body.step, body.number, body.post, body.note)), response)


@acts.post("/forwards", **MADE, openapi_extra=access("the office of the open step"))
def forward(body: ForwardBody, door: TheDoor, response: Response) -> ReceiptAnswer:
    """Pass the proposal on."""
    return receipt(door(commands.ForwardProposal(body.step, body.number, body.note)), response)


@acts.post("/considerations", **MADE, openapi_extra=access("the office of the open step"))
def consider(body: ConsiderationBody, door: TheDoor, response: Response) -> ReceiptAnswer:
    """Advise the decider, for or against: for a panel with members, as their majority has voted."""
    command = commands.GiveConsideration(body.step, body.outcome == "FOR", body.number, body.reason)
    return receipt(door(command), response)


@acts.post("/panel-votes", **MADE, openapi_extra=access("a member of the panel whose step is open"))
def vote(body: VoteBody, door: TheDoor, response: Response) -> ReceiptAnswer:
    """Vote as a member of the panel, with a reason; it cannot be taken back."""
    return receipt(door(commands.CastVote(body.step, body.vote, body.reason)), response)


@acts.post("/technical-considerations", **MADE, openapi_extra=access("the office of the open step"))
def consider_technically(
    body: TechnicalConsiderationBody, door: TheDoor, response: Response
) -> ReceiptAnswer:
    """BKN's technical consideration (pertek): the transfer meets the norms."""
    command = commands.GiveTechnicalConsideration(body.step, body.number, body.post, body.note)
    return receipt(door(command), response)


@acts.post("/refusals", **MADE, openapi_extra=access("the office of the open step"))
def refuse(body: RefusalBody, door: TheDoor, response: Response) -> ReceiptAnswer:
    """Refuse what the step asks for, with a reason the person will read. The case ends."""
    return receipt(door(commands.RefuseStep(body.step, body.reason)), response)
