"""Red flags for inspectorates and auditors: listed, looked into, reviewed. By agency, and for nobody else."""

from dataclasses import asdict
from datetime import date
from http import HTTPStatus
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Path, Query, Response
from pydantic import Field

from api.answers import ANSWERS, ReceiptAnswer, access
from api.answers.oversight import EvidenceItem, FlagAnswer, FlagPage, RecordItem
from api.bodies import Body, Reason, StrictRoute
from api.entry import AnySent, AReader, Reader
from api.lookups import ALooker
from api.moments import AMoment
from api.oversight import overseen_by, watching
from api.paging import Cursor, Limit, page, read_cursor
from application.flag_reviews import Look, record_review
from domain.act import Act
from domain.calendar import Zone
from domain.lookups import What
from domain.policy import Indicator, Insight, Severity
from domain.red_flags import INDICATORS
from domain.red_flags.flag import FlagState
from domain.refusals import FlagUnknown, OfficeNotHeld, OwnTransfer
from projections import case_file, flags
from projections.past import When
from projections.reports import recorded_until

router = APIRouter(prefix="/v1/flags", tags=["oversight"], route_class=StrictRoute, responses=ANSWERS)

FlagId = Annotated[UUID, Path(description="the flag's id")]
_Pattern = "^(" + "|".join(sorted(INDICATORS)) + ")$"


class ReviewBody(Body):
    """`value` is what the flag said when you looked; to confirm or dismiss it takes a second inspector."""

    value: Annotated[str, Field(max_length=400)]
    outcome: FlagState
    reason: Reason


def _day(reader: Reader, when: When | None = None) -> date:
    """By which day flags must hold: today; of a moment, the day asked about, or else that of its last event."""
    if when is None:
        return Zone.WIB.day_of(reader.at)
    if when.day < date.max:
        return when.day
    with reader.house.runner.pool.connection() as connection:
        recorded = recorded_until(connection, when.position)
    return date.min if recorded is None else Zone.WIB.day_of(recorded)


def _indicator(reader: Reader, row: dict[str, Any]) -> Indicator:
    return reader.house.policies.version(row["policy"]).red_flags[row["indicator"]]


@router.get("", openapi_extra=access("offices, of their agency,", insight=Insight.OVERSIGHT))
def list_flags(
    reader: ALooker,
    when: AMoment,
    *,
    indicator: Annotated[str | None, Query(pattern=_Pattern)] = None,
    state: FlagState | None = None,
    severity: Severity | None = None,
    case: UUID | None = None,
    person: UUID | None = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> FlagPage:
    """Red flags of cases from or to the agencies you oversee, the longest standing first.

    `asOf` tells those that stood by what was recorded by then, as they had been reviewed by then, and that held by the day it
    was recorded. `effective` tells those that show in what had happened in the world by that day, and that held by it.
    """
    overseen = overseen_by(reader)
    reader.says_why()
    after = None
    if cursor is not None:
        since, last = read_cursor(cursor, date.fromisoformat, UUID)
        after = (since, last)
    sought = {
        "indicator": indicator,
        "state": state,
        "severity": severity,
        "case_id": case,
        "person": person,
    }
    day = _day(reader, when)
    with reader.house.runner.pool.connection() as connection:
        rows = flags.flags_shown(connection, overseen, day, when, after, limit + 1, **sought)
    reader.looks_at(What.FLAGS, [row["person"] for row in rows[:limit]], watching(reader))
    for row in rows:
        row["title"] = asdict(_indicator(reader, row).title)
    return FlagPage(**page(rows, limit, lambda row: [row["since"], row["id"]]))


@router.get("/{flag_id}", openapi_extra=access("offices, of their agency,", insight=Insight.OVERSIGHT))
def show_flag(flag_id: FlagId, reader: ALooker, when: AMoment) -> FlagAnswer:
    """A flag with its legal basis and the events it rests on; now, or as it stood (see the list)."""
    overseen = overseen_by(reader)
    day = _day(reader, when)
    with reader.house.runner.pool.connection() as connection:
        row = flags.flag_shown(connection, flag_id, overseen, day, when)
        if row is None:
            raise FlagUnknown
        events = flags.events_behind(connection, row["inputs"], row["case_id"], overseen)
        records = flags.records_behind(connection, row["inputs"])
        others = case_file.people_of(connection, {event["transfer"] for event in events})
    officials = [each["person"] for each in (*events, *records) if each["office"] is not None]
    reader.looks_at(What.FLAG, [row["person"], *others], watching(reader), officials=officials)
    indicator = _indicator(reader, row)
    return FlagAnswer(
        **row,
        title=asdict(indicator.title),
        legal_basis=indicator.legal_basis,
        events=[EvidenceItem(**event) for event in events],
        records=[RecordItem(**record) for record in records],
    )


@router.post(
    "/{flag_id}/reviews",
    status_code=HTTPStatus.CREATED,
    openapi_extra=access("an office of the agencies", insight=Insight.OVERSIGHT),
)
def review_flag(
    flag_id: FlagId, body: ReviewBody, reader: AReader, sent: AnySent, response: Response
) -> ReceiptAnswer:
    """Explain, confirm, dismiss or reopen a flag. Confirming and dismissing take two inspectors: the first proposes."""
    held = next((each for each in watching(reader) if each.office == sent.office), None)
    if held is None:
        raise OfficeNotHeld
    with reader.house.runner.pool.connection() as connection:
        row = flags.flag_shown(connection, flag_id, [held.agency], _day(reader))
    if row is None:
        raise FlagUnknown
    if row["person"] == sent.by:
        raise OwnTransfer
    policy = reader.house.policies.in_force(_day(reader)).version
    act = Act(sent.by, sent.at, sent.command, policy, held.office, held.capacity)
    look = Look(row["case_id"], row["indicator"], shown=row["value"], seen=body.value)
    made = record_review(reader.house.ledger, look, body.outcome, body.reason, sent, act)
    response.headers["Location"] = f"/v1/flags/{flag_id}"
    return ReceiptAnswer(transfer=look.case, version=made.version, position=made.position, events=made.events)
