"""Accountability reports: for inspectorates and auditors by agency, and with few people hidden for everybody logged in.

A report tells the position it was made at. Asked as of that position again, under the same version of the code, it is the
same, byte for byte: nothing in it comes from a clock, and who may ask is all that is decided by the day.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time
from functools import cache
from http import HTTPStatus
from typing import Annotated, Any
from uuid import UUID

import orjson
from fastapi import APIRouter, Depends, Path, Query, Request, Response
from pydantic import StringConstraints

from api.answers import ANSWERS, ReportAnswer, ReportCatalogue, ReportDescription, access
from api.bodies import Day, StrictRoute
from api.entry import AReader, Reader
from api.house import House
from api.moments import AsOf
from api.oversight import overseen_by
from api.problems import Problem
from api.reporting import CODE_VERSION, Told, Wording, column_of, measured_by, read, tell, title_of, written
from api.tables import HIDDEN, Column, Kind, Value
from application.policies import NoPolicyInForce, read_disclosure
from domain.calendar import Zone
from domain.disclosure import Disclosure
from domain.policy import Policy
from projections import reports
from projections.reports import REPORTS, Asked, Report, TooManyGroups

router = APIRouter(prefix="/v1/reports", tags=["reports"], route_class=StrictRoute, responses=ANSWERS)
public = APIRouter(prefix="/v1/public-reports", tags=["reports"], route_class=StrictRoute, responses=ANSWERS)

MOST_GROUPS = 5_000
_MOST_KEPT = 500  # public reports: what stands at a position never changes
_MOST_DIMENSIONS = 4
_MOST_PROTECTED = 2  # beyond two, what is hidden could be computed from other tables
_OTHERS = frozenset({"by", "from", "to", "asOf", "after"})

Name = Annotated[
    str, Path(pattern="^(" + "|".join(REPORTS) + ")$", description="the report, by its name in the catalogue")
]
By = Annotated[
    Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{1,30}(,[A-Za-z]{1,30}){0,3}$")] | None,
    Query(description="dimensions to divide by, separated by commas; none: one line for all"),
]
From = Annotated[
    Day | None, Query(alias="from", description="the first day counted, by the day the report measures by")
]
To = Annotated[Day | None, Query(description="the last day counted")]
Published = Annotated[
    Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])$")] | None,
    Query(
        description="the month of publication (YYYY-MM), the present one without: what was recorded before it began"
    ),
]


@cache
def _disclosure() -> Disclosure:
    return read_disclosure()


def _filters(names: Iterable[str]) -> dict[str, Any]:
    """Every dimension is a filter too."""
    return {
        "parameters": [
            {
                "name": name,
                "in": "query",
                "required": False,
                "description": f"only this {column_of(name, Kind.CODE).title_en.lower()}; may be given several times",
                "schema": {"type": "array", "items": {"type": "string", "maxLength": 400}},
            }
            for name in sorted(names)
        ]
    }


_ALL = {name for report in REPORTS.values() for name in report.dimensions}


@dataclass(frozen=True, slots=True)
class Choice:
    """What a request chooses: a report, what it is divided by, and what is left of it."""

    report: Report
    by: tuple[str, ...]
    only: Mapping[str, tuple[Any, ...]]
    since: date | None
    until: date | None


def _choice(name: Name, request: Request, by: By = None, since: From = None, until: To = None) -> Choice:
    report = REPORTS[name]
    allowed = [*report.dimensions]
    chosen = _divided(by, allowed, _MOST_PROTECTED if report.protected else _MOST_DIMENSIONS)
    filters = [] if report.protected else allowed
    strange = [each for each in request.query_params if each not in _OTHERS and each not in filters]
    if strange or (report.protected and (since or until)):
        raise _unknown_filter(filters)
    only = {
        each: _values(report, each, request.query_params.getlist(each))
        for each in allowed
        if each in request.query_params
    }
    return Choice(report, chosen, only, since, until)


def _unknown_filter(allowed: list[str]) -> Problem:
    """A report that hides few people takes none: two tables that differ by a filter would tell what is between them."""
    return Problem("unknown-filter", HTTPStatus.UNPROCESSABLE_ENTITY, detail=_named(allowed), allowed=allowed)


def _divided(by: str | None, allowed: list[str], most: int) -> tuple[str, ...]:
    chosen = () if by is None else tuple(by.split(","))
    if not set(chosen) <= set(allowed) or len(set(chosen)) < len(chosen) or len(chosen) > most:
        detail = f"{_named(allowed)}; {most} at most, each once"
        raise Problem("unknown-dimension", HTTPStatus.UNPROCESSABLE_ENTITY, detail=detail, allowed=allowed)
    return chosen


def _named(allowed: Iterable[str]) -> str:
    return "allowed: " + (", ".join(allowed) or "none")


def _values(report: Report, name: str, texts: list[str]) -> tuple[Any, ...]:
    try:
        return tuple(read(report.dimensions[name].of, text) for text in texts)
    except ValueError:
        detail = f"{name}: no value of that kind"
        raise Problem("invalid-input", HTTPStatus.UNPROCESSABLE_ENTITY, detail=detail) from None


# For inspectorates and auditors


@router.get("", openapi_extra=access("inspectorates and auditors, by agency"))
def list_reports(reader: AReader) -> ReportCatalogue:
    """The reports there are: what each measures, what it may be divided and filtered by."""
    overseen_by(reader)
    return ReportCatalogue(reports=[_described(report, report.dimensions) for report in REPORTS.values()])


@router.get(
    "/{name}",
    response_model=ReportAnswer,
    openapi_extra=access("inspectorates and auditors, by agency") | _filters(_ALL),
)
def make_report(choice: Annotated[Choice, Depends(_choice)], reader: AReader, as_of: AsOf) -> Response:
    """A report of the cases from or to the agencies you oversee, now or as of an earlier moment."""
    overseen = sorted(set(overseen_by(reader)))
    least = _disclosure().small_cells.least if choice.report.protected else None
    return _json(_made(reader.house, choice, as_of, overseen, least))


# For everybody


@public.get("", openapi_extra=access("anybody logged in"))
def list_public_reports(reader: AReader) -> ReportCatalogue:  # noqa: ARG001 logged in
    """The reports everybody may ask for, with few people hidden."""
    return ReportCatalogue(
        reports=[_described(report, report.public) for report in REPORTS.values() if report.public]
    )


@public.get("/{name}", response_model=ReportAnswer, openapi_extra=access("anybody logged in"))
def make_public_report(
    name: Annotated[
        str, Path(pattern="^(" + "|".join(n for n, each in REPORTS.items() if each.public) + ")$")
    ],
    reader: AReader,
    request: Request,
    by: By = None,
    published: Published = None,
) -> Response:
    """A report of all agencies as published in a month: no filters, two dimensions at most, few people hidden."""
    report = REPORTS[name]
    if not request.query_params.keys() <= {"by", "published", "after"}:
        raise _unknown_filter([])
    chosen = _divided(by, [*report.public], _MOST_PROTECTED)
    choice = Choice(report, chosen, {}, None, None)
    asked = name, chosen, _published(reader, published)
    made = reader.house.published
    if asked not in made:
        made[asked] = _made(reader.house, choice, asked[2], None, _disclosure().small_cells.least)
        if len(made) > _MOST_KEPT:
            made.pop(next(iter(made)), None)
    return _json(made[asked])


def _published(reader: Reader, month: str | None) -> int:
    """What was recorded before the period began that the month lies in."""
    today = Zone.WIB.day_of(reader.at)
    year, number = (today.year, today.month) if month is None else map(int, month.split("-"))
    months = _disclosure().publication.months
    number -= (number - 1) % months
    if (year, number) > (today.year, today.month) or not year:
        raise Problem("moment-to-come", HTTPStatus.UNPROCESSABLE_ENTITY)
    began = datetime.combine(date(year, number, 1), time(), Zone.WIB.offset)
    ledger = reader.house.ledger
    position = ledger.last_by(began)
    return ledger.head() if position is None else position


# Both


def _json(made: bytes) -> Response:
    return Response(made, media_type="application/json")


def _made(
    house: House, choice: Choice, as_of: int | None, agencies: list[UUID] | None, least: int | None
) -> bytes:
    report = choice.report
    with house.runner.pool.connection() as connection:
        position = reports.reached(connection)
        position = position if as_of is None else min(as_of, position)
        asked = Asked(report, choice.by, position, agencies, choice.only, choice.since, choice.until)
        try:
            counted = reports.count(connection, asked)
        except TooManyGroups:
            raise _too_many() from None
        if len(counted.cells) > MOST_GROUPS:
            raise _too_many()
        ids = [
            part
            for cell in counted.cells
            for name, part in zip(choice.by, cell.key, strict=True)
            if report.dimensions[name].of.is_named and part is not None
        ]
        names = reports.names(connection, ids, position) if ids else {}
        recorded = reports.recorded_until(connection, position)
    policies = _policies(house, counted.policies)
    told = tell(report, choice.by, counted.cells, names, Wording(policies), least)
    if len(told.rows) > MOST_GROUPS:
        raise _too_many()
    about = {
        "report": report.name,
        "definition": f"{report.name}/{report.version}",
        "title": asdict(title_of(report)),
        "scope": "PUBLIC" if agencies is None else "AGENCIES",
        "agencies": agencies or [],
        "by": list(choice.by),
        "only": {
            name: [written(report.dimensions[name].of, value) for value in values]
            for name, values in choice.only.items()
        },
        "from": choice.since,
        "to": choice.until,
        "position": position,
        "recordedUntil": None if recorded is None else recorded.astimezone(UTC),
        "policyVersions": counted.policies,
        "codeVersion": CODE_VERSION,
        "smallCells": None
        if least is None
        else {"least": least, "legalBasis": _disclosure().small_cells.legal_basis},
    }
    return orjson.dumps(_body(about, told))


def _too_many() -> Problem:
    return Problem("too-many-groups", HTTPStatus.UNPROCESSABLE_ENTITY, detail=f"{MOST_GROUPS} groups at most")


def _policies(house: House, versions: Iterable[str]) -> list[Policy]:
    """Those that are known by name, the latest last."""
    found = []
    for name in versions:
        try:
            found.append(house.policies.version(name))
        except NoPolicyInForce:
            continue
    return sorted(found, key=lambda policy: (policy.valid_from, policy.version))


def _body(about: dict[str, Any], told: Told) -> dict[str, Any]:
    return {
        "about": about,
        "columns": [_column(column) for column in told.columns],
        "rows": [[_value(value) for value in row] for row in told.rows],
        "total": [_value(value) for value in told.total],
        "words": {
            name: {code: asdict(words) for code, words in codes.items()} for name, codes in told.words.items()
        },
    }


def _value(value: Value) -> object:
    return HIDDEN.value if value is HIDDEN else value


def _column(column: Column) -> dict[str, Any]:
    return {
        "name": column.name,
        "kind": column.kind.value,
        "title": {"id": column.title_id, "en": column.title_en},
        "unit": column.unit,
    }


def _described(report: Report, dimensions: Iterable[str]) -> ReportDescription:
    return ReportDescription.model_validate(
        {
            "name": report.name,
            "title": asdict(title_of(report)),
            "measures": asdict(measured_by(report)),
            "source": "reference 6.1",
            "columns": [_column(column) for column in tell(report, (), [], {}, Wording(())).columns],
            "dimensions": [
                {"name": name, "values": report.dimensions[name].of, "title": _title(name)}
                for name in dimensions
            ],
            "hides_few": report.protected or tuple(dimensions) == report.public,
        }
    )


def _title(name: str) -> dict[str, str]:
    column = column_of(name, Kind.CODE)
    return {"id": column.title_id, "en": column.title_en}
