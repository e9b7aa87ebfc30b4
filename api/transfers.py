"""Transfers over HTTP: asking for one, and reading. The acts stand in api/acts/."""

from http import HTTPStatus
from typing import Annotated, Any
from uuid import UUID

import structlog
from fastapi import APIRouter, Header, Path, Response
from pydantic import Field

from api.acts.forms import Documents, receipt
from api.answers import ANSWERS, ReceiptAnswer, Sentence, access
from api.answers.cases import (
    AllowedAction,
    CaseAnswer,
    HistoryPage,
    PeerAnswer,
    ShownAnswer,
    StepPage,
    ToldAnswer,
    TransferPage,
    UnsealedAnswer,
    WaysAnswer,
)
from api.answers.needs import CaseUnits, UnitLoadAnswer, UnitsWeighed, WorkBalanceAnswer
from api.bodies import Body, Reason, StrictRoute
from api.eligibility import Advised
from api.entry import AnySent, Door, Reader, TheHouse, etag
from api.lookups import ALooker, Looker
from api.moments import AMoment
from api.oversight import watching
from api.paging import Cursor, Limit, page, place, read_cursor
from api.words import told_of
from application.cases import Shown, Stood
from application.stepping import Stepping
from domain import identity
from domain.lookups import What
from domain.policy import Duty, Initiative, Programme
from domain.refusals import NotTheInspectorate
from domain.transfer import commands
from domain.transfer.allowed import allowed, audience, overseeing
from domain.transfer.desk import Audience, unit_load, work_balance
from domain.transfer.sealing import peers_answers, unsealed
from domain.transfer.state import Status, Transfer
from domain.transfer.ways import ways_out
from projections import case_file, directory, timeline
from projections.past import When

_log = structlog.get_logger("jejak.feedback")

router = APIRouter(prefix="/v1/transfers", tags=["transfers"], route_class=StrictRoute, responses=ANSWERS)


class TransferRequest(Body):
    person: UUID
    target_post: UUID
    initiative: Initiative
    reason: Reason
    documents: Documents = ()
    adjusts: Annotated[UUID | None, Field(description="an earlier transfer this one is to mend")] = None
    follows: Annotated[
        UUID | None, Field(description="the refused case, an objection to whose refusal was granted")
    ] = None
    plan: Annotated[
        UUID | None, Field(description="the published plan of the receiving agency it follows")
    ] = None
    programme: Annotated[
        Programme | None, Field(description="a programme that has a route of its own; else by the two places")
    ] = None
    ground: Annotated[
        str,
        Field(
            max_length=40,
            description="on what it is asked for: one of the grounds of the policy in force, which says who must state one",
        ),
    ] = ""


# Reading


@router.get("", openapi_extra=access("what the caller's offices or own person may see"))
def list_transfers(
    reader: ALooker,
    when: AMoment,
    status: Status | None = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> TransferPage:
    """Cases about you, brought before your offices, or under your oversight; the newest first. Of an earlier moment, those
    that were so then and are now.
    """
    before = None if cursor is None else read_cursor(cursor, place)[0]
    overseen = [held.agency for held in watching(reader)]
    with reader.house.runner.pool.connection() as connection:
        rows = case_file.cases_of(
            connection,
            reader.person,
            reader.offices,
            reader.delegated_steps(),
            overseen,
            status,
            before,
            limit + 1,
            when,
        )
    _look_at_list(rows[:limit], reader)
    return TransferPage(**page(rows, limit, lambda row: [row["first_position"]]))


def _look_at_list(rows: list[dict[str, Any]], reader: Looker) -> None:
    """Of a list, cases that neither are the reader's own nor have come to another office of theirs."""
    through = watching(reader)
    others = {held.office for held in reader.acts_for} - {held.office for held in through}
    watched = [
        row["person"]
        for row in rows
        if row["person"] != reader.person and not others.intersection(row["offices"])
    ]
    if watched:
        reader.looks_at(What.CASES, watched, through)


@router.post(
    "", status_code=HTTPStatus.CREATED, openapi_extra=access("the person, or an office", duty=Duty.NEED)
)
def request_transfer(
    body: TransferRequest, house: TheHouse, sent: AnySent, response: Response
) -> ReceiptAnswer:
    """Ask for a transfer: for yourself (APS), or for the organisation's need (KEBUTUHAN_DINAS)."""
    transfer = identity.transfer_id(sent.command)
    command = commands.RequestTransfer(
        body.person,
        body.target_post,
        body.initiative,
        body.reason,
        tuple(document.to_document() for document in body.documents),
        body.adjusts,
        body.plan,
        body.programme,
        body.ground,
        body.follows,
    )
    return receipt(Door(house, transfer, sent)(command), response)


TransferId = Annotated[UUID, Path(description="the transfer's id")]


@router.get(
    "/{transfer_id}",
    openapi_extra=access("the person, offices the route has reached, oversight, raters"),
    responses={
        int(HTTPStatus.OK): {
            "headers": {"ETag": {"description": "for If-Match", "schema": {"type": "string"}}}
        },
        int(HTTPStatus.NOT_MODIFIED): {"description": "The facts are still those of the ETag."},
    },
)
def show_transfer(
    transfer_id: TransferId,
    reader: ALooker,
    when: AMoment,
    response: Response,
    if_none_match: Annotated[str | None, Header()] = None,
) -> CaseAnswer:
    """The case as you may see it. Its ETag stands for exactly these facts: send it with your act as If-Match.

    As it stood at an earlier moment it has no ETag and offers no acts: nothing is done upon the past.
    """
    shown = reader.house.cases.show(
        transfer_id, lambda transfer, facts: audience(transfer, facts, reader.person, reader.acts_for)
    )
    if when is not None:
        stood = _stood(transfer_id, reader, when)
        look_at(What.CASE, shown, reader)
        return CaseAnswer(
            facts=stood.facts,
            version=stood.version,
            position=stood.position,
            allowed_actions=[],
            told=_told(stood),
            shown=_shown_by_reviews(stood),
            ways=[],
        )
    look_at(What.CASE, shown, reader)
    tag = etag(shown.sight)
    known = {part.strip().removeprefix("W/") for part in (if_none_match or "").split(",")}
    if known & {tag, "*"}:
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers={"ETag": tag})  # type: ignore[return-value]
    response.headers["ETag"] = tag
    case = reader.house.cases.with_successor(shown.case, reader.at)
    acts = allowed(shown.transfer, case, reader.act(shown.transfer.policy), reader.acts_for)
    return CaseAnswer(
        facts=shown.facts,
        version=shown.version,
        position=shown.sight.position,
        allowed_actions=[
            AllowedAction(act=each.act, step=each.step, office=each.office, on_behalf_of=each.on_behalf_of)
            for each in acts
        ],
        told=_told(shown),
        shown=_shown_by_reviews(shown),
        ways=_ways(shown, reader),
    )


def _told(shown: Shown | Stood) -> list[ToldAnswer]:
    """In the order of the facts; raters see no findings."""
    if shown.audience is Audience.RATER:
        return []
    return [ToldAnswer(rule=each.rule, told=Sentence(**told_of(each))) for each in shown.transfer.findings]


def _shown_by_reviews(shown: Shown | Stood) -> list[ShownAnswer]:
    if shown.audience is Audience.RATER:
        return []
    return [
        ShownAnswer(months=fault.months, trigger=each.trigger, told=Sentence(**told_of(each)))
        for fault in shown.transfer.adjustments
        for each in fault.triggers
    ]


def _ways(shown: Shown, reader: Reader) -> list[WaysAnswer]:
    """For the person concerned only: whoever decides has the findings themselves."""
    if shown.audience is not Audience.SUBJECT:
        return []
    day = shown.case.today(reader.act(shown.transfer.policy))
    advised = Advised(reader.house, shown.case, day)
    out = ways_out(shown.transfer, shown.case, day)
    return [WaysAnswer(rule=rule, ways=advised.ways(found)) for rule, found in out.items()]


@router.get(
    "/{transfer_id}/units", openapi_extra=access("the person, offices the route has reached, oversight")
)
def show_units(transfer_id: TransferId, reader: ALooker, when: AMoment) -> CaseUnits:
    """The loads (EU) of the two units before and after the move, now or then: to weigh before the review of fit."""
    now = may_see(transfer_id, reader)
    look_at(What.CASE, now, reader)
    shown: Shown | Stood = now if when is None else _stood(transfer_id, reader, when)
    then = () if when is None else (when.position, when.day)
    ahead = shown.transfer.started_on is None and shown.case.person.post == shown.case.origin.post_id
    found = reader.house.cases.weigh_units(transfer_id, *then) if ahead else None
    return CaseUnits(
        transfer=transfer_id,
        policy=shown.case.policy.version,
        units=None
        if found is None
        else UnitsWeighed(
            origin=UnitLoadAnswer(**unit_load(found.origin)),
            target=UnitLoadAnswer(**unit_load(found.target)),
            balance=WorkBalanceAnswer(**work_balance(found.balance)),
        ),
    )


@router.get("/{transfer_id}/history", openapi_extra=access("as the case itself, raters excepted"))
def show_history(
    transfer_id: TransferId, reader: ALooker, when: AMoment, cursor: Cursor = None, limit: Limit = 50
) -> HistoryPage:
    """What happened, in order: who, for which office, when, under which policy, and why."""
    return HistoryPage(**_history(transfer_id, reader, when, cursor, limit)[0])


@router.get("/{transfer_id}/replay", openapi_extra=access("as the case itself, raters excepted"))
def step_through(
    transfer_id: TransferId, reader: ALooker, when: AMoment, cursor: Cursor = None, limit: Limit = 50
) -> StepPage:
    """The history step by step: with each event, the difference it made to the case as you are shown it.

    What a command changed elsewhere (a seat held, a post assumed) is told with its last event; what others did in between
    is no event's doing.
    """
    paged, seen_by = _history(transfer_id, reader, when, cursor, limit)
    stepping = Stepping(reader.house.ledger, reader.house.fixed_policies)
    versions = [row["version"] for row in paged["items"]]
    changes = {each.version: each.changes for each in stepping.through(transfer_id, versions, seen_by)}
    items = [row | {"changes": changes[row["version"]]} for row in paged["items"]]
    return StepPage(items=items, next=paged["next"])


def _history(
    transfer_id: UUID, reader: Looker, when: When | None, cursor: str | None, limit: int
) -> tuple[dict[str, Any], Audience]:
    """A page of it, without what is sealed from this reader, and as whom they read it."""
    shown = may_see(transfer_id, reader)
    look_at(What.HISTORY, shown, reader)
    seen_by = shown.audience
    after = 0 if cursor is None else read_cursor(cursor, place)[0]
    with reader.house.runner.pool.connection() as connection:
        rows = timeline.history_of(connection, transfer_id, after, limit + 1, when)
    for row in rows:
        if row["event"] in _SEALED and row["office"] is None and row["person"] != reader.person:
            row["person"] = row["command"] = None
        if row["event"] == "PanelVoteCast" and seen_by is Audience.SUBJECT:
            row["person"] = row["command"] = None
        row["signature"] = _signature(row["office_title"], row["on_behalf_of_title"])
    return page(rows, limit, lambda row: [row["version"]]), seen_by


def _signature(office: str | None, on_behalf_of: str | None) -> str | None:
    """As it stands under a letter: a.n. (atas nama) the office whose act it is, by the one that did it."""
    return office if on_behalf_of is None else f"a.n. {on_behalf_of}, {office}"


@router.get(
    "/{transfer_id}/unsealed-feedback",
    openapi_extra=access("of answers unsealed on a warrant: an office", duty=Duty.UNSEALING),
)
def show_unsealed_feedback(transfer_id: TransferId, reader: ALooker) -> UnsealedAnswer:
    """Who gave the peers' answers that were unsealed. Every reading is logged, without the names."""
    shown = may_see(transfer_id, reader)
    offices = shown.case.on_duty(Duty.UNSEALING)
    if shown.audience is not Audience.OFFICIAL or not offices.intersection(reader.offices):
        raise NotTheInspectorate
    look_at(What.RATERS, shown, reader)
    opened = unsealed(shown.transfer)
    _log.info("unsealed_feedback_read", reader=reader.person, stream=transfer_id, answers=len(opened))
    with reader.house.runner.pool.connection() as connection:
        names = directory.names_of(connection, sorted(opened))
    return UnsealedAnswer(
        items=[
            _unsealed(number, person, names.get(person, ""), shown.transfer)
            for number, person in enumerate(
                peers_answers(shown.transfer.raters, shown.transfer.feedback), start=1
            )
            if person in opened
        ]
    )


def _unsealed(number: int, person: UUID, name: str, transfer: Transfer) -> PeerAnswer:
    answer = transfer.raters[person].answer
    return PeerAnswer(
        number=number,
        person=person,
        name=name,
        scores={} if answer is None else dict(answer.scores),
        text="" if answer is None else answer.text,
        warrants=[each.warrant for each in transfer.unsealings if person in each.raters],
    )


def may_see(transfer_id: UUID, reader: Reader) -> Shown:
    return reader.house.cases.show(
        transfer_id,
        lambda transfer, facts: but_raters(audience(transfer, facts, reader.person, reader.acts_for)),
    )


def look_at(what: What, now: Shown, reader: Looker) -> None:
    """On record, where the reader only watches over the case as it is now, whatever moment of it they look at."""
    through = overseeing(now.transfer, now.case, reader.person, reader.acts_for)
    reader.looks_at(what, [now.transfer.person], through, now.case.transfer_id)


def _stood(transfer_id: UUID, reader: Reader, when: When) -> Stood:
    return reader.house.cases.show_as_of(
        transfer_id,
        lambda transfer, facts: audience(transfer, facts, reader.person, reader.acts_for),
        when.position,
        when.day,
    )


def but_raters(seen_by: Audience | None) -> Audience | None:
    return None if seen_by is Audience.RATER else seen_by


# Given in one's own person, it tells nobody by whom: officials know who was asked, and could tell peers apart.
_SEALED = {"FeedbackGiven"}
