"""Decrees of their own, for one person or many: drafting, the annex, the signatures in order, and what comes after."""

from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Header, Path, Request, Response
from pydantic import Field

from api.answers import ANSWERS, access
from api.answers.cases import AllowedAction
from api.answers.decrees import DecreeAnswer, DecreePage, DecreeReceiptAnswer
from api.bodies import Body, Day, Number, Reason, StrictRoute, Text, YesOrNo
from api.entry import AnySent, AReader, TheHouse, etag, holdings_of, house, sight_of
from api.house import House
from api.lookups import ALooker
from api.moments import AMoment
from api.paging import Cursor, Limit, page, place, read_cursor
from api.problems import Problem
from application.carrying_out import FactsChanged, Receipt, Sent, SightUnknown
from domain.act import Capacity
from domain.decree import commands
from domain.decree.allowed import allowed, audience, overseeing
from domain.decree.commands import DecreeCommand
from domain.decree.papers import Papers
from domain.decree.state import Decree
from domain.identity import decree_id as id_of_decree
from domain.identity import outside_transfer_id
from domain.lookups import What
from domain.policy import Duty, Insight
from domain.refusals import OfficeNotHeld, OfficeUnknown, Refused
from domain.transfer.desk import Audience
from domain.transfer.events import Source
from projections import decrees

router = APIRouter(prefix="/v1", tags=["decrees"], route_class=StrictRoute, responses=ANSWERS)
acts = APIRouter(
    prefix="/v1/decrees/{decree_id}", tags=["decrees"], route_class=StrictRoute, responses=ANSWERS
)

MADE: dict[str, Any] = {"status_code": HTTPStatus.CREATED}

Goals = Annotated[tuple[Reason, ...], Field(min_length=1, max_length=10)]
_DRAFTING = access("the decreeing office, or one of its agency", duty=Duty.DECREE_DRAFTS)


class DecreeDraftBody(Body):
    """`office` is the one that is to decree; `goals` are what the evaluations will be held against."""

    office: UUID
    number: Number
    grounds: Reason
    goals: Goals
    effective_on: Day


class AmendmentBody(Body):
    grounds: Reason
    goals: Goals
    effective_on: Day


class AnnexedBody(Body):
    transfer: UUID
    deviation: Annotated[Text, Field(description="why the panel's advice against is not followed")] = ""


class AnnexBody(Body):
    transfers: Annotated[tuple[AnnexedBody, ...], Field(min_length=1, max_length=1000)]


class StrikeBody(Body):
    transfer: UUID
    reason: Reason


class SigningBody(Body):
    number: Annotated[Number, Field(description="of the decree, so that no other is meant")]


class ReasonBody(Body):
    reason: Reason


class WholeRevocationBody(Body):
    number: Number
    reason: Reason
    legal_basis: Reason


class WholeRecommendationBody(Body):
    """About the whole decree; without `dueOn` the policy's time for an answer counts, in every case."""

    source: Source
    number: Number
    text: Reason
    due_on: Day | None = None


class WholeAnswerBody(Body):
    number: Number
    answer: Reason
    followed: YesOrNo


class WholeCorrectionBody(Body):
    number: Number
    what: Reason
    reason: Reason


class PlacedBody(Body):
    person: UUID
    post: UUID
    started_on: Annotated[Day | None, Field(description="since when they are in the new post")] = None


class OutsideBody(Body):
    """`signedAs` is the capacity it was signed in; `source` what it is known from."""

    office: UUID
    number: Number
    signed_on: Day
    signed_as: Capacity
    effective_on: Day
    grounds: Reason
    source: Reason
    people: Annotated[tuple[PlacedBody, ...], Field(min_length=1, max_length=1000)]


# The door


@dataclass(frozen=True, slots=True)
class DecreeDoor:
    """One request about a decree."""

    house: House
    decree: UUID
    sent: Sent

    def __call__(self, command: DecreeCommand) -> Receipt:
        try:
            return self.house.decrees.carry_out(self.decree, command, self.sent)
        except (OfficeNotHeld, OfficeUnknown):
            raise  # they say nothing about the decree
        except (Refused, FactsChanged, SightUnknown):
            if self.sent.sight is not None:
                self._must_be_seen()
            raise

    def _must_be_seen(self) -> None:
        """To those whom the decree does not concern, whatever they ask about it, there is no such decree."""
        by, at = self.sent.by, self.sent.at
        holdings = holdings_of(self.house, by, at)
        self.house.decrees.show(
            self.decree, by, at, lambda decree, papers: audience(decree, papers, by, holdings)
        )


DecreeId = Annotated[UUID, Path(description="the decree's id")]


async def door(
    request: Request,
    sent: AnySent,
    decree_id: DecreeId,
    if_match: Annotated[
        str | None, Header(description="the ETag of the decree as you saw it; what you saw goes on record")
    ] = None,
) -> DecreeDoor:
    if if_match is None:
        raise Problem("precondition-required", HTTPStatus.PRECONDITION_REQUIRED)
    return DecreeDoor(await house(request), decree_id, replace(sent, sight=sight_of(if_match)))


TheDecree = Annotated[DecreeDoor, Depends(door)]


def receipt(made: Receipt, response: Response) -> DecreeReceiptAnswer:
    response.headers["Location"] = f"/v1/decrees/{made.stream}"
    return DecreeReceiptAnswer(
        decree=made.stream, version=made.version, position=made.position, events=made.events
    )


# Reading


@router.get(
    "/decrees",
    openapi_extra=access(
        "who drafts or signs it, whom it is about, or an office of the agency", insight=Insight.DECREES
    ),
)
def list_decrees(reader: AReader, when: AMoment, cursor: Cursor = None, limit: Limit = 50) -> DecreePage:
    """Decrees of your offices, under your oversight, or about you; the newest first."""
    before = None if cursor is None else read_cursor(cursor, place)[0]
    overseen = [held.agency for held in reader.insight(Insight.DECREES)]
    with reader.house.runner.pool.connection() as connection:
        rows = decrees.decrees_of(
            connection, reader.person, reader.offices, overseen, before, limit + 1, when
        )
    return DecreePage(**page(rows, limit, lambda row: [row["first_position"]]))


@acts.get(
    "",
    openapi_extra=access("drafting and signing offices, oversight; people in it their own line, once issued"),
    responses={
        int(HTTPStatus.OK): {
            "headers": {"ETag": {"description": "for If-Match", "schema": {"type": "string"}}}
        }
    },
)
def show_decree(decree_id: DecreeId, reader: ALooker, when: AMoment, response: Response) -> DecreeAnswer:
    """The decree with everybody in its annex. Its ETag stands for it and for all those cases: send it with your act.

    As it stood at an earlier moment it has no ETag and offers no acts.
    """

    def sees(decree: Decree, papers: Papers) -> Audience | None:
        return audience(decree, papers, reader.person, reader.holdings)

    shown = reader.house.decrees.show(decree_id, reader.person, reader.at, sees)
    through = overseeing(shown.decree, shown.papers, reader.holdings)
    people = [line.person for line in shown.decree.annex.values()]
    reader.looks_at(What.DECREE, people, through, officials=sorted(shown.decree.acted))
    if when is not None:
        stood = reader.house.decrees.show_as_of(
            decree_id, reader.person, reader.at, sees, when.position, when.day
        )
        return DecreeAnswer(
            facts=stood.facts, version=stood.version, position=stood.position, allowed_actions=[]
        )
    response.headers["ETag"] = etag(shown.sight)
    acts = allowed(shown.decree, shown.papers, reader.act(shown.papers.policy.version), reader.holdings)
    return DecreeAnswer(
        facts=shown.facts,
        version=shown.version,
        position=shown.sight.position,
        allowed_actions=[AllowedAction(act=each.act, step=None, office=each.office) for each in acts],
    )


# Acts


@router.post("/decrees", **MADE, openapi_extra=_DRAFTING)
def draft_decree(
    body: DecreeDraftBody, house: TheHouse, sent: AnySent, response: Response
) -> DecreeReceiptAnswer:
    """Draft a decree under its number, which no other decree of that agency and year may have."""
    command = commands.DraftDecree(body.office, body.number, body.grounds, body.goals, body.effective_on)
    return receipt(DecreeDoor(house, id_of_decree(sent.command), sent)(command), response)


@router.post(
    "/outside-decrees",
    **MADE,
    openapi_extra=access("an office of that agency", duty=Duty.OUTSIDE_DECREES),
)
def record_outside(
    body: OutsideBody, house: TheHouse, sent: AnySent, response: Response
) -> DecreeReceiptAnswer:
    """Record a decree made outside this system as a fact, outside its rules: nothing is approved by that."""
    decree = id_of_decree(sent.command)
    people = tuple(
        commands.Placed(outside_transfer_id(decree, each.person), each.person, each.post, each.started_on)
        for each in body.people
    )
    command = commands.RecordOutsideDecree(
        body.office,
        body.number,
        body.signed_on,
        body.signed_as,
        body.effective_on,
        body.grounds,
        body.source,
        people,
    )
    return receipt(DecreeDoor(house, decree, sent)(command), response)


@acts.post("/amendments", **MADE, openapi_extra=_DRAFTING)
def amend_draft(body: AmendmentBody, door: TheDecree, response: Response) -> DecreeReceiptAnswer:
    """Change the words or the date of a draft; its number stays."""
    return receipt(door(commands.AmendDraft(body.grounds, body.goals, body.effective_on)), response)


@acts.post("/annex", **MADE, openapi_extra=_DRAFTING)
def annex_transfers(body: AnnexBody, door: TheDecree, response: Response) -> DecreeReceiptAnswer:
    """Put cases into the annex whose decree is for that office to make now; all of them, or none."""
    transfers = tuple(commands.Annexed(each.transfer, each.deviation) for each in body.transfers)
    return receipt(door(commands.AnnexTransfers(transfers)), response)


@acts.post("/annex/strikes", **MADE, openapi_extra=_DRAFTING)
def strike_transfer(body: StrikeBody, door: TheDecree, response: Response) -> DecreeReceiptAnswer:
    """Take a case off the annex of a draft."""
    return receipt(door(commands.StrikeTransfer(body.transfer, body.reason)), response)


@acts.post("/signing", **MADE, openapi_extra=_DRAFTING)
def put_for_signature(body: SigningBody, door: TheDecree, response: Response) -> DecreeReceiptAnswer:
    """Close the draft and bring it before its signatories, in the order the policy gives."""
    return receipt(door(commands.PutForSignature(body.number)), response)


@acts.post("/signatures", **MADE, openapi_extra=access("the office whose signature is due"))
def sign_decree(body: SigningBody, door: TheDecree, response: Response) -> DecreeReceiptAnswer:
    """Initial the decree, or, as the last office, decree: everybody in the annex gets their decree, or is left out by name."""
    return receipt(door(commands.SignDecree(body.number)), response)


@acts.post("/returns", **MADE, openapi_extra=access("the office whose signature is due"))
def return_decree(body: ReasonBody, door: TheDecree, response: Response) -> DecreeReceiptAnswer:
    """Send it back: it is a draft again."""
    return receipt(door(commands.ReturnDecree(body.reason)), response)


@acts.post("/abandonments", **MADE, openapi_extra=_DRAFTING)
def abandon_draft(body: ReasonBody, door: TheDecree, response: Response) -> DecreeReceiptAnswer:
    """Give the draft up; its number stays taken."""
    return receipt(door(commands.AbandonDraft(body.reason)), response)


@acts.post("/revocations", **MADE, openapi_extra=access("the decreeing office"))
def revoke_whole_decree(
    body: WholeRevocationBody, door: TheDecree, response: Response
) -> DecreeReceiptAnswer:
    """Revoke the decree for everybody it is in force for. For one person, revoke it in their case."""
    return receipt(door(commands.RevokeWholeDecree(body.number, body.reason, body.legal_basis)), response)


@acts.post("/corrections", **MADE, openapi_extra=access("the decreeing office"))
def correct_whole_decree(
    body: WholeCorrectionBody, door: TheDecree, response: Response
) -> DecreeReceiptAnswer:
    """Correct a slip of the pen in what everybody's decree says."""
    return receipt(door(commands.CorrectWholeDecree(body.number, body.what, body.reason)), response)


@acts.post(
    "/recommendations",
    **MADE,
    openapi_extra=access("an office of the decreeing agency", duty=Duty.RECOMMENDATIONS),
)
def recommend(body: WholeRecommendationBody, door: TheDecree, response: Response) -> DecreeReceiptAnswer:
    """Record what BKN, the Ombudsman or another body recommends about the decree: it reaches everybody it is in force for."""
    command = commands.RecommendAboutDecree(body.source, body.number, body.text, body.due_on)
    return receipt(door(command), response)


@acts.post("/recommendations/answers", **MADE, openapi_extra=access("the decreeing office"))
def answer_recommendation(body: WholeAnswerBody, door: TheDecree, response: Response) -> DecreeReceiptAnswer:
    """Answer it for everybody at once: whether it is followed, and why. Revoking the decree is an act of its own."""
    return receipt(door(commands.AnswerAboutDecree(body.number, body.answer, body.followed)), response)
