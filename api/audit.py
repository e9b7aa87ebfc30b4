"""The audit trail for inspectorates and auditors: pages, and streams without a limit. By agency, and for nobody else."""

import csv
from collections.abc import Iterator
from dataclasses import asdict
from http import HTTPStatus
from io import StringIO
from typing import Annotated, Any
from uuid import UUID

import orjson
from fastapi import APIRouter, Depends, Query
from fastapi.responses import StreamingResponse
from pydantic import AwareDatetime, StringConstraints

from api.answers import ANSWERS, AuditItem, AuditPage, access
from api.bodies import StrictRoute
from api.entry import Reader
from api.house import House
from api.lookups import ALooker, Looker
from api.oversight import overseen_by, watching
from api.paging import Cursor, Limit, page, place, read_cursor
from domain.lookups import Search, What
from projections import audit_trail

router = APIRouter(prefix="/v1/audit", tags=["oversight"], route_class=StrictRoute, responses=ANSWERS)

Actor = Annotated[UUID | None, Query(description="who did it")]
Office = Annotated[UUID | None, Query(description="for which office")]
Action = Annotated[
    Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{1,60}$")] | None,
    Query(description="what happened: the name of the event"),
]
Agency = Annotated[UUID | None, Query(description="only cases from or to this agency")]
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
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def _agencies(reader: Reader, agency: UUID | None) -> list[UUID]:
    overseen = overseen_by(reader)
    return overseen if agency is None else [each for each in overseen if each == agency]


@router.get("/events", openapi_extra=access("inspectorates and auditors, by agency"))
def list_events(
    reader: ALooker,
    sought: ASearch,
    agency: Agency = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> AuditPage:
    """What was recorded of cases from or to the agencies you oversee, in the order of the ledger."""
    after = 0 if cursor is None else read_cursor(cursor, place)[0]
    agencies = _agencies(reader, agency)
    reader.says_why()
    with reader.house.runner.pool.connection() as connection:
        rows = audit_trail.trail(connection, agencies, after, limit + 1, **asdict(sought))
    reader.looks_at(What.TRAIL, [row["person"] for row in rows[:limit]], watching(reader, agency))
    return AuditPage(**page(rows, limit, lambda row: [row["position"]]))


def _stream(kind: str) -> dict[int | str, dict[str, Any]]:
    schema = {"schema": {"type": "string"}}
    return {int(HTTPStatus.OK): {"description": "all of it, as it is read", "content": {kind: schema}}}


@router.get(
    "/events.jsonl",
    openapi_extra=access("inspectorates and auditors, by agency"),
    response_class=StreamingResponse,
    responses=_stream("application/jsonl"),
)
def stream_lines(
    reader: ALooker,
    sought: ASearch,
    agency: Agency = None,
) -> StreamingResponse:
    """The same as JSON Lines, up to where the read side is now, without a limit."""
    rows = _copied(reader, sought, agency)
    return _attached((orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE) for row in rows), "jsonl")


@router.get(
    "/events.csv",
    openapi_extra=access("inspectorates and auditors, by agency"),
    response_class=StreamingResponse,
    responses=_stream("text/csv"),
)
def stream_table(
    reader: ALooker,
    sought: ASearch,
    agency: Agency = None,
) -> StreamingResponse:
    """The same as CSV. What a spreadsheet would take for a formula has an apostrophe before it (ASVS v5.0.0-1.2.10)."""
    rows = _copied(reader, sought, agency)
    return _attached(_table(rows), "csv")


def _copied(reader: Looker, sought: Search, agency: UUID | None) -> Iterator[dict[str, Any]]:
    """On record with what was sought and up to where, before the first row."""
    agencies = _agencies(reader, agency)
    upto = min(each.position for each in reader.house.runner.standings())
    if through := watching(reader, agency):
        reader.copies(sought, agencies, upto, through)
    return _rows(reader.house, agencies, sought, upto)


def _rows(house: House, agencies: list[UUID], sought: Search, upto: int) -> Iterator[dict[str, Any]]:
    """Each row as the answer of a page has it. No connection is held while somebody reads slowly."""
    after = 0
    while after < upto:
        with house.runner.pool.connection() as connection:
            rows = audit_trail.trail(connection, agencies, after, _PAGE, **asdict(sought))
        for row in rows:
            if row["position"] <= upto:
                yield AuditItem(**row).model_dump(mode="json", by_alias=True)
        after = rows[-1]["position"] if rows else upto


def _table(rows: Iterator[dict[str, Any]]) -> Iterator[bytes]:
    line = StringIO()
    table = csv.writer(line)
    names = [field.alias or name for name, field in AuditItem.model_fields.items()]
    table.writerow(names)
    yield line.getvalue().encode()
    for row in rows:
        line.seek(0)
        line.truncate()
        table.writerow([_plain(value) for value in row.values()])
        yield line.getvalue().encode()


def _plain(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _attached(pieces: Iterator[bytes], suffix: str) -> StreamingResponse:
    kinds = {"jsonl": "application/jsonl", "csv": "text/csv; charset=utf-8"}
    return StreamingResponse(
        pieces,
        media_type=kinds[suffix],
        headers={
            "Content-Disposition": f'attachment; filename="audit.{suffix}"',
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
        },
    )
