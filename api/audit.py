"""The audit trail for inspectorates and auditors: pages, and streams without a limit. By agency, and for nobody else."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Annotated, Any
from uuid import UUID

import orjson
from fastapi import APIRouter, Depends, Query
from fastapi.responses import StreamingResponse
from pydantic import AwareDatetime, StringConstraints

from api.answers import ANSWERS, access
from api.answers.oversight import AuditItem, AuditPage
from api.bodies import StrictRoute
from api.downloads import attached, offered
from api.entry import Reader
from api.house import House
from api.lookups import ALooker, Looker
from api.moments import AsOf
from api.oversight import overseen_by, watching
from api.paging import Cursor, Limit, page, place, read_cursor
from api.sheets import CSV, csv_lines
from domain.lookups import Search, What
from domain.policy import Insight
from projections import audit_trail
from projections.audit_trail import AuditTrail
from projections.directory import Directory
from projections.past import LAST

router = APIRouter(prefix="/v1/audit", tags=["oversight"], route_class=StrictRoute, responses=ANSWERS)

Actor = Annotated[UUID | None, Query(description="who did it")]
Office = Annotated[
    UUID | None, Query(description="for which office; or the one somebody was given or has left")
]
Action = Annotated[
    Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{1,60}$")] | None,
    Query(description="what happened: the name of the event"),
]
Agency = Annotated[UUID | None, Query(description="only what concerns this agency")]
Case = Annotated[UUID | None, Query(description="of one case")]
Person = Annotated[UUID | None, Query(description="about whom")]
Since = Annotated[AwareDatetime | None, Query(description="happened then or later")]
Until = Annotated[AwareDatetime | None, Query(description="happened before")]
Words = Annotated[
    Annotated[str, StringConstraints(pattern=r"^[^\x00-\x1f\x7f]{1,200}$")] | None,
    Query(
        description='words of the reason as it is shown, in any case; "..." for a phrase, - for without. Nothing else is searched'
    ),
]


def _search(
    actor: Actor = None,
    office: Office = None,
    action: Action = None,
    case: Case = None,
    person: Person = None,
    since: Since = None,
    until: Until = None,
    text: Words = None,
) -> Search:
    return Search(actor, office, action, case, person, since, until, text)


ASearch = Annotated[Search, Depends(_search)]


_PAGE = 2_000
_READ = {AuditTrail.name, Directory.name}  # whatever else is stuck, a copy is whole up to where these are


def agencies_of(reader: Reader, agency: UUID | None) -> list[UUID]:
    overseen = overseen_by(reader)
    return overseen if agency is None else [each for each in overseen if each == agency]


@router.get("/events", openapi_extra=access("offices, of their agency,", insight=Insight.OVERSIGHT))
def list_events(
    reader: ALooker,
    sought: ASearch,
    as_of: AsOf,
    agency: Agency = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> AuditPage:
    """What was done in cases from or to the agencies you oversee, and by their offices, in the order of the ledger.

    Acts on decrees, plans, flags, delegations and the law, and on records of people by hand, are in it, and who was given an
    office or left it. What operators direct shows to overseers of the nation. What else was imported is not in it, nor who looked at
    whom.
    """
    after = 0 if cursor is None else read_cursor(cursor, place)[0]
    agencies = agencies_of(reader, agency)
    reader.says_why()
    with reader.house.runner.pool.connection() as connection:
        upto = LAST if as_of is None else as_of
        rows = audit_trail.trail(connection, agencies, after, limit + 1, upto, **asdict(sought))
    shown = rows[:limit]
    officials = [row["actor"] for row in shown if row["office"] is not None and row["actor"] is not None]
    people = [row["person"] for row in shown if row["person"] is not None]
    through = watching(reader, agency)
    reader.looks_at(What.TRAIL, people, through, officials=officials)
    return AuditPage(**page(rows, limit, lambda row: [row["position"]]))


@router.get(
    "/events.jsonl",
    openapi_extra=access("offices, of their agency,", insight=Insight.OVERSIGHT),
    response_class=StreamingResponse,
    responses=offered("application/jsonl"),
)
def stream_lines(
    reader: ALooker,
    sought: ASearch,
    as_of: AsOf,
    agency: Agency = None,
) -> StreamingResponse:
    """The same as JSON Lines, up to where the read side is now, without a limit."""
    rows = _copied(reader, sought, agency, as_of)
    lines = (orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE) for row in rows)
    return attached(lines, "audit.jsonl", "application/jsonl")


@router.get(
    "/events.csv",
    openapi_extra=access("offices, of their agency,", insight=Insight.OVERSIGHT),
    response_class=StreamingResponse,
    responses=offered("text/csv"),
)
def stream_table(
    reader: ALooker,
    sought: ASearch,
    as_of: AsOf,
    agency: Agency = None,
) -> StreamingResponse:
    """The same as CSV. What a spreadsheet would take for a formula has an apostrophe before it (ASVS v5.0.0-1.2.10)."""
    return attached(_table(_copied(reader, sought, agency, as_of)), "audit.csv", CSV)


def _copied(
    reader: Looker, sought: Search, agency: UUID | None, as_of: int | None
) -> Iterator[dict[str, Any]]:
    """On record with what was sought and up to where, before the first row."""
    agencies = agencies_of(reader, agency)
    upto = as_of
    if upto is None:
        standings = reader.house.runner.standings()
        upto = min(each.position for each in standings if each.projection in _READ)
    if through := watching(reader, agency):
        reader.copies(sought, agencies, upto, through)
    return _rows(reader.house, agencies, sought, upto)


def _rows(house: House, agencies: list[UUID], sought: Search, upto: int) -> Iterator[dict[str, Any]]:
    """Each row as the answer of a page has it. No connection is held while somebody reads slowly."""
    after = 0
    while after < upto:
        with house.runner.pool.connection() as connection:
            rows = audit_trail.trail(connection, agencies, after, _PAGE, upto, **asdict(sought))
        for row in rows:
            yield AuditItem(**row).model_dump(mode="json", by_alias=True)
        after = rows[-1]["position"] if rows else upto


def _table(rows: Iterator[dict[str, Any]]) -> Iterator[bytes]:
    names = [field.alias or name for name, field in AuditItem.model_fields.items()]
    return csv_lines(names, (row.values() for row in rows))
