"""Accountability reports: for inspectorates and auditors by agency, and with few people hidden for everybody logged in.

A report tells the position it was made at. Asked as of that position again, under the same version of the code, it is the
same, byte for byte: nothing in it comes from a clock, and who may ask is all that is decided by the day.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum
from functools import cache
from http import HTTPStatus
from typing import Annotated, Any, Literal
from uuid import UUID

import orjson
from fastapi import APIRouter, Depends, Path, Query, Request, Response
from pydantic import StringConstraints

from api.answers import ANSWERS, access
from api.answers.reports import ReportAnswer, ReportCatalogue, ReportDescription
from api.bodies import Day, StrictRoute
from api.charts import PNG, SVG, VEGA_LITE, Bars, Drawing, Lines, Spread, Stacked, png, specification, svg
from api.downloads import attached
from api.entry import AReader, Reader
from api.figures import (
    CODE_VERSION,
    SPREADS,
    Told,
    Wording,
    column_of,
    measured_by,
    read,
    table_of,
    tell,
    title_of,
    written,
)
from api.house import House
from api.moments import AsOf, Effective
from api.oversight import overseen_by
from api.problems import Problem
from api.sheets import CSV, WORKBOOK, csv_of, workbook_of
from api.tables import HIDDEN, Column, Kind, Table, Value
from application.policies import NoPolicyInForce, read_disclosure
from domain.calendar import Zone
from domain.disclosure import Disclosure
from domain.policy import Insight, Policy
from projections import reports
from projections.reports import REPORTS, Asked, Of, Report, TooManyGroups

router = APIRouter(prefix="/v1/reports", tags=["reports"], route_class=StrictRoute, responses=ANSWERS)
public = APIRouter(prefix="/v1/public-reports", tags=["reports"], route_class=StrictRoute, responses=ANSWERS)

MOST_GROUPS = 5_000
_MOST_KEPT = 500  # public reports: what stands at a position never changes
_MOST_DIMENSIONS = 4
_MOST_PROTECTED = 2  # beyond two, what is hidden could be computed from other tables
_OTHERS = frozenset({"by", "from", "to", "asOf", "effective", "after", "language", "measure"})


class File(StrEnum):
    """What a report may be had as, beside JSON."""

    CSV = "table.csv"
    WORKBOOK = "table.xlsx"
    VEGA_LITE = "chart.json"
    SVG = "chart.svg"
    PNG = "chart.png"


_TEXT = {"schema": {"type": "string"}}
_FILES: dict[int | str, dict[str, Any]] = {
    int(HTTPStatus.OK): {
        "description": "a file",
        "content": {CSV.split(";")[0]: _TEXT, WORKBOOK: _TEXT, SVG: _TEXT, PNG: _TEXT}
        | {VEGA_LITE: {"schema": {"type": "object"}}},
    }
}

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
PublicName = Annotated[
    str,
    Path(
        pattern="^(" + "|".join(n for n, each in REPORTS.items() if each.public) + ")$",
        description="the report",
    ),
]
Language = Annotated[Literal["id", "en"], Query(description="of titles and words in a file")]
Measure = Annotated[
    Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9]{1,30}$")] | None,
    Query(description="what a chart draws: the name of a column"),
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


@dataclass(frozen=True, slots=True)
class Made:
    """A report as it was made, before anybody decides what it becomes."""

    choice: Choice
    about: dict[str, Any]
    told: Told


def _choice(name: str, request: Request, by: str | None, since: date | None, until: date | None) -> Choice:
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

_INSPECTORS = access("offices, of their agency,", insight=Insight.OVERSIGHT) | _filters(_ALL)
_ANYBODY = access("anybody logged in")


def _overseen(
    name: Name,
    request: Request,
    reader: AReader,
    as_of: AsOf,
    by: By = None,
    since: From = None,
    until: To = None,
    effective: Effective = None,
) -> Made:
    overseen = sorted(set(overseen_by(reader)))
    choice = _choice(name, request, by, since, until)
    least = _disclosure().small_cells.least if choice.report.protected else None
    return _make(reader.house, choice, as_of, overseen, least, effective)


@router.get("", openapi_extra=access("offices, of their agency,", insight=Insight.OVERSIGHT))
def list_reports(reader: AReader) -> ReportCatalogue:
    """The reports there are: what each measures, what it may be divided and filtered by."""
    overseen_by(reader)
    return ReportCatalogue(reports=[_described(report, report.dimensions) for report in REPORTS.values()])


@router.get("/{name}", response_model=ReportAnswer, openapi_extra=_INSPECTORS)
def make_report(made: Annotated[Made, Depends(_overseen)]) -> Response:
    """A report of the cases from or to the agencies you oversee, now or as of an earlier moment."""
    return _json(made)


@router.get("/{name}/{file}", response_class=Response, responses=_FILES, openapi_extra=_INSPECTORS)
def make_report_file(
    made: Annotated[Made, Depends(_overseen)], file: File, language: Language = "id", measure: Measure = None
) -> Response:
    """The same as a table (CSV, XLSX) or a chart of its first dimensions (Vega-Lite, SVG, PNG)."""
    return _file(made, file, language, measure)


# For everybody


def _public(name: PublicName, reader: AReader, by: By = None, published: Published = None) -> Made:
    report = REPORTS[name]
    chosen = _divided(by, [*report.public], _MOST_PROTECTED)
    asked = name, chosen, _published(reader, published)
    kept = reader.house.published
    if (made := kept.get(asked)) is None:
        choice = Choice(report, chosen, {}, None, None)
        made = kept[asked] = _make(reader.house, choice, asked[2], None, _disclosure().small_cells.least)
        if len(kept) > _MOST_KEPT:
            kept.pop(next(iter(kept)), None)
    return made


@public.get("", openapi_extra=_ANYBODY)
def list_public_reports(reader: AReader) -> ReportCatalogue:  # noqa: ARG001 logged in
    """The reports everybody may ask for, with few people hidden."""
    return ReportCatalogue(
        reports=[_described(report, report.public) for report in REPORTS.values() if report.public]
    )


@public.get("/{name}", response_model=ReportAnswer, openapi_extra=_ANYBODY)
def make_public_report(made: Annotated[Made, Depends(_public)]) -> Response:
    """A report of all agencies as published in a month: no filters, two dimensions at most, few people hidden."""
    return _json(made)


@public.get("/{name}/{file}", response_class=Response, responses=_FILES, openapi_extra=_ANYBODY)
def make_public_report_file(
    made: Annotated[Made, Depends(_public)], file: File, language: Language = "id", measure: Measure = None
) -> Response:
    """The same as a table (CSV, XLSX) or a chart of its first dimensions (Vega-Lite, SVG, PNG)."""
    return _file(made, file, language, measure)


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


def _make(
    house: House,
    choice: Choice,
    as_of: int | None,
    agencies: list[UUID] | None,
    least: int | None,
    effective: date | None = None,
) -> Made:
    report = choice.report
    with house.runner.pool.connection() as connection:
        position = reports.come_to(connection, report, by_day=effective is not None)
        position = position if as_of is None else min(as_of, position)
        asked = Asked(
            report, choice.by, position, agencies, choice.only, choice.since, choice.until, effective
        )
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
        "effective": effective,
        "recordedUntil": None if recorded is None else recorded.astimezone(UTC),
        "policyVersions": counted.policies,
        "codeVersion": CODE_VERSION,
        "smallCells": None
        if least is None
        else {"least": least, "legalBasis": _disclosure().small_cells.legal_basis},
    }
    return Made(choice, about, told)


def _json(made: Made) -> Response:
    return Response(orjson.dumps(_body(made.about, made.told)), media_type="application/json")


def _file(made: Made, file: File, language: Literal["id", "en"], measure: str | None) -> Response:
    table = table_of(made.choice.report, made.told, _plainly(made.about), language)
    name = f"{made.choice.report.name}.{file.rpartition('.')[2]}"
    match file:
        case File.CSV:
            return attached(csv_of(table), name, CSV)
        case File.WORKBOOK:
            return attached(workbook_of(table, language), name, WORKBOOK)
    specified = specification(table, _drawing(made, table, measure), language)
    match file:
        case File.SVG:
            return attached(iter([svg(specified).encode()]), name, SVG)
        case File.PNG:
            return attached(iter([png(specified)]), name, PNG)
        case _:
            return attached(iter([orjson.dumps(specified)]), name, VEGA_LITE)


def _drawing(made: Made, table: Table, measure: str | None) -> Drawing:
    """Of the first dimension, told by name; the second tells the parts. Lengths of time are drawn as what they spread over."""
    report, by = made.choice.report, made.choice.by
    figures = [*report.counts, *report.shares, *report.means, *(SPREADS if report.spread else ())]
    if measure is not None and measure not in figures:
        detail = _named(figures)
        raise Problem("unknown-measure", HTTPStatus.UNPROCESSABLE_ENTITY, detail=detail, allowed=figures)
    if not by:
        allowed = [*report.dimensions]
        raise Problem(
            "unknown-dimension", HTTPStatus.UNPROCESSABLE_ENTITY, detail=_named(allowed), allowed=allowed
        )
    told = {column.name for column in table.columns}
    first, *others = (f"{name}Name" if f"{name}Name" in told else name for name in by)
    drawn = measure or next(iter(report.counts))
    if report.dimensions[by[0]].of in {Of.MONTH, Of.QUARTER, Of.YEAR}:
        return Lines(first, (drawn,), others[0] if others else None)
    if report.spread is not None and measure is None and not others:
        return Spread(first, *SPREADS)
    return Stacked(first, (drawn,), others[0]) if others else Bars(first, drawn)


def _plainly(about: Mapping[str, Any]) -> dict[str, Value]:
    """What the report was made from, a line each; `at` is the moment it tells of."""
    told: dict[str, Value] = {"at": about["recordedUntil"]}
    for name, value in about.items():
        match value:
            case list():
                told[name] = ", ".join(map(str, value))
            case dict():
                told[name] = "; ".join(f"{each}: {part}" for each, part in value.items())
            case _:
                told[name] = value
    return told


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
