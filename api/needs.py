"""Needs analysis: what units need and have, and teachers by school and subject, as of now or any position of the ledger.

For personnel offices and inspectorates of an agency.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

import psycopg
from fastapi import APIRouter, Query

from api.answers import ANSWERS
from api.answers.needs import (
    AgencyNeeds,
    CountedBy,
    NeedFigures,
    OutlookAnswer,
    OutlookYear,
    PostNeed,
    RoleAnswer,
    SchoolAnswer,
    SubjectAnswer,
    TeacherNeeds,
    UnitNeed,
    UnitNeeds,
)
from api.bodies import StrictRoute
from api.entry import AReader
from api.moments import AMoment, day_asked, policy_asked
from api.paging import Cursor, Limit, page, read_cursor
from api.weighing import (
    HUNDREDTHS,
    THOUSANDTHS,
    WEIGHING,
    Row,
    UnitId,
    must_weigh,
    rounded,
    sitting,
)
from domain.needs.balance import balance
from domain.needs.rounding import half_up, parts, root_parts
from domain.needs.staffing import Staffing, by_unit, years_ahead
from domain.needs.teachers import SchoolRole, SubjectNeed, school_needs
from domain.needs.workload import grade
from domain.policy import Needs, Policy
from domain.refusals import UnitUnknown
from projections import staffing
from projections.past import LAST, When

router = APIRouter(prefix="/v1", tags=["needs"], route_class=StrictRoute, responses=ANSWERS)

AgencyId = Annotated[UUID, Query(description="the agency's id")]


# Units


@router.get("/needs", openapi_extra=WEIGHING)
def show_needs(
    reader: AReader,
    agency: AgencyId,
    *,
    by: Annotated[
        Literal["UNIT", "REGIONAL_OFFICE"], Query(description="each unit by itself, or each OPD whole")
    ] = "UNIT",
    when: AMoment,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> AgencyNeeds:
    """An agency's units: workload, need, who is there, gap and load (EU) of each, how evenly they lie, and who retires."""
    must_weigh(reader, agency)
    after = UUID(int=0) if cursor is None else read_cursor(cursor, UUID)[0]
    day = day_asked(reader.at, when)
    policy = policy_asked(reader.house, when, day)
    with reader.house.runner.pool.connection() as connection:
        units, rows, known = _staff(connection, agency, when)
        leaving = staffing.promised(connection, sitting(rows), when)
    if by == "REGIONAL_OFFICE":
        for row in rows:
            row["unit"] = units[row["unit"]]["regional_office"]
    posts = staffing.staffed(rows, known, day, policy.retirement, leaving)
    found = by_unit(posts)
    evenly = balance([each.staffed for each in found.values() if each.staffed is not None])
    squared = evenly.variation_squared if evenly.loads else None
    whole = Staffing(tuple(posts))
    shown = [
        {"id": unit, "figures": each}
        for unit, each in sorted(found.items(), key=lambda item: item[0])
        if unit > after
    ]
    paged = page(shown, limit, lambda row: [row["id"]])
    return AgencyNeeds(
        agency=agency,
        by=by,
        counted_by=_counted_by(policy, day, when),
        whole=NeedFigures(**_figures(whole, policy.needs)),
        imbalance=None
        if not evenly.loads or evenly.imbalance is None
        else parts(evenly.imbalance, THOUSANDTHS),
        variation=None if squared is None else root_parts(squared, THOUSANDTHS),
        vacant=evenly.vacant,
        outlook=_outlook(whole, policy.needs, day),
        items=[
            UnitNeed(
                id=row["id"],
                name=units[row["id"]]["name"] if row["id"] in units else "",
                **_figures(row["figures"], policy.needs),
            )
            for row in paged["items"]
        ],
        next=paged["next"],
    )


@router.get("/units/{unit_id}/needs", openapi_extra=WEIGHING)
def show_unit_needs(unit_id: UnitId, reader: AReader, when: AMoment) -> UnitNeeds:
    """A unit, post by post, with what each need was counted from, and the years ahead."""
    day = day_asked(reader.at, when)
    policy = policy_asked(reader.house, when, day)
    with reader.house.runner.pool.connection() as connection:
        unit = staffing.unit_by_id(connection, unit_id, when)
        if unit is None:
            raise UnitUnknown
        must_weigh(reader, unit["agency"])
        rows = staffing.posts_of(connection, [unit_id], when)
        known = staffing.people(connection, sitting(rows), when)
        leaving = staffing.promised(connection, sitting(rows), when)
    posts = staffing.staffed(rows, known, day, policy.retirement, leaving)
    whole = Staffing(tuple(posts))
    return UnitNeeds(
        unit=unit_id,
        name=unit["name"],
        agency=unit["agency"],
        counted_by=_counted_by(policy, day, when),
        whole=NeedFigures(**_figures(whole, policy.needs)),
        outlook=_outlook(whole, policy.needs, day),
        posts=[
            PostNeed(
                id=row["id"],
                position=row["position"],
                **_basis(row),
                **_figures(Staffing((post,)), policy.needs),
            )
            for row, post in zip(rows, posts, strict=True)
        ],
    )


def _staff(
    connection: psycopg.Connection[Any], agency: UUID, when: When | None
) -> tuple[dict[UUID, Row], list[Row], dict[UUID, Row]]:
    """An agency's units by id, their posts, and who sits there."""
    units = {row["id"]: row for row in staffing.units_of(connection, agency, when)}
    rows = staffing.posts_of(connection, list(units), when)
    return units, rows, staffing.people(connection, sitting(rows), when)


def _position(when: When | None) -> int | None:
    return None if when is None or when.position == LAST else when.position


def _counted_by(policy: Policy, day: date, when: When | None) -> CountedBy:
    year = policy.needs.working_year
    return CountedBy(
        policy=policy.version,
        legal_basis=year.legal_basis,
        effective_minutes=year.effective_minutes,
        day=day,
        as_of=_position(when),
    )


def _figures(staffed: Staffing, law: Needs) -> Row:
    required, weighed = staffed.required, staffed.staffed
    load = None if weighed is None else weighed.load
    return {
        "posts": len(staffed.posts),
        "unweighed": len(staffed.posts) - len(staffed.weighed),
        "seats": staffed.seats,
        "occupied": staffed.occupied,
        "away": staffed.away,
        "present": staffed.present,
        "required": rounded(required, HUNDREDTHS),
        "required_exactly": None if required is None else str(required),
        "staff": None if required is None else half_up(required),
        "gap": rounded(staffed.gap, HUNDREDTHS),
        "load": rounded(load, THOUSANDTHS),
        "grade": None if weighed is None else grade(load, law.least_loads),
    }


def _basis(row: Row) -> Row:
    analysis, mapped = row["analysis"], row["mapped"]
    if analysis is not None:
        return {
            "basis": "ABK",
            "minutes": analysis["minutes"],
            "effective_minutes": analysis["effective_minutes"],
            "source": analysis["source"],
            "counted_on": date.fromisoformat(analysis["analysed_on"]),
        }
    return {
        "basis": "" if staffing.required_of(row) is None else "PETA_JABATAN",
        "minutes": mapped["minutes"],
        "effective_minutes": mapped["effective_minutes"],
        "source": "",
        "counted_on": None,
    }


def _outlook(staffed: Staffing, law: Needs, day: date) -> OutlookAnswer | None:
    ahead = years_ahead(staffed, day.year, law.years_ahead, law.entrants_start_after_years)
    if ahead is None:
        return None
    return OutlookAnswer(
        years=[
            OutlookYear(
                year=each.year,
                leaving=each.leaving,
                moving=each.moving,
                coming=each.coming,
                holders=each.holders,
                gap=parts(each.gap, HUNDREDTHS),
            )
            for each in ahead.years
        ],
        overdue=ahead.overdue,
        unknown=ahead.unknown,
    )


# Teachers


@router.get("/needs/teachers", openapi_extra=WEIGHING)
def show_teachers(
    reader: AReader,
    agency: AgencyId,
    *,
    when: AMoment,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> TeacherNeeds:
    """Teachers by school: each subject by its lesson hours, and who is counted by heads (class teachers, counsellors)."""
    must_weigh(reader, agency)
    after = UUID(int=0) if cursor is None else read_cursor(cursor, UUID)[0]
    day = day_asked(reader.at, when)
    policy = policy_asked(reader.house, when, day)
    with reader.house.runner.pool.connection() as connection:
        units, rows, known = _staff(connection, agency, when)
        counts = staffing.schools_of(connection, list(units), when)
    present = {post.post: post.present for post in staffing.staffed(rows, known, day, policy.retirement)}
    of_unit: dict[UUID, list[Row]] = {}
    for row in rows:
        of_unit.setdefault(row["unit"], []).append(row | {"present": present[row["id"]]})
    schools = sorted(counts.keys() | {row["unit"] for row in rows if row["lessons"] is not None})
    shown = [{"id": unit} for unit in schools if unit > after]
    paged = page(shown, limit, lambda row: [row["id"]])
    law = policy.needs.teaching
    return TeacherNeeds(
        agency=agency,
        policy=policy.version,
        legal_basis=law.legal_basis,
        lesson_hours=law.lesson_hours,
        most_lesson_hours=law.most_lesson_hours,
        students_per_counsellor=law.students_per_counsellor,
        day=day,
        as_of=_position(when),
        items=[
            _school(units[each["id"]], counts.get(each["id"]), of_unit.get(each["id"], ()), policy.needs)
            for each in paged["items"]
        ],
        next=paged["next"],
    )


def _school(unit: Row, count: Row | None, rows: Sequence[Row], law: Needs) -> SchoolAnswer:
    counted = ("form", "class_groups", "students", "teachers", "counted_on")
    return SchoolAnswer(
        unit=unit["id"],
        name=unit["name"],
        source="" if count is None else count["source"],
        roles=[] if count is None else _roles(count, rows, law),
        subjects=[_subject(row, law) for row in rows if row["lessons"] is not None],
        **{name: None if count is None else count[name] for name in counted},
    )


def _roles(count: Row, rows: Iterable[Row], law: Needs) -> list[RoleAnswer]:
    if law.schools is None:
        return []
    present: dict[SchoolRole, int] = {}
    for row in rows:
        if (role := law.schools.role_of(row["position"])) is not None:
            present[role] = present.get(role, 0) + row["present"]
    needs = school_needs(
        count["form"], count["class_groups"], count["students"], present, law.schools, law.teaching
    )
    return [
        RoleAnswer(
            role=each.role,
            required=parts(each.required, HUNDREDTHS),
            present=each.present,
            gap=parts(each.gap, HUNDREDTHS),
        )
        for each in needs
    ]


def _subject(row: Row, law: Needs) -> SubjectAnswer:
    lessons = row["lessons"]
    need = SubjectNeed(lessons["hours"], row["present"], lessons["credited_hours"], law.teaching)
    return SubjectAnswer(
        post=row["id"],
        position=row["position"],
        hours=need.hours,
        holders=need.holders,
        credited_hours=need.credited,
        required=parts(need.required, HUNDREDTHS),
        gap=parts(need.gap, HUNDREDTHS),
        supply=need.supply,
        gap_hours=need.gap_hours,
        hours_each=rounded(need.hours_each, HUNDREDTHS),
        under_load=need.under_load,
        to_appoint=need.to_appoint,
        source=lessons["source"],
        counted_on=date.fromisoformat(lessons["counted_on"]),
    )
