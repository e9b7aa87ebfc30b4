"""Who sits where, what posts need and what they were counted from, and what people bring: what needs are weighed on.

What has stood is kept (projections/past.py), so that needs may be asked as of any moment. What is asked is answered in plain
rows and in the values of domain/needs, which does the arithmetic. Units are asked of the directory's table.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any, LiteralString
from uuid import UUID

import psycopg
from psycopg.rows import dict_row

from domain.history import Recorded
from domain.needs.staffing import Incumbent, StaffedPost
from domain.policy import Retirement
from domain.registry.person import (
    AgencyChanged,
    CertificateAwarded,
    InterestStated,
    PerformanceRated,
    PersonRegistered,
    PostAssumed,
    ProfileCorrected,
    StudyAssigned,
)
from domain.registry.post import (
    FormationAllotted,
    LessonsCounted,
    Position,
    PositionKind,
    PostDescription,
    PostEstablished,
    PostRevised,
    SeatHeld,
    SeatReleased,
    SeatRestored,
    SeatTaken,
    SeatVacated,
    WorkloadAnalysed,
)
from domain.registry.school import SchoolCounted
from projections.past import Evolve, When, fold_each, moment, stood
from projections.projection import Batch
from projections.table import Row

_POSTS = (
    PostEstablished,
    PostRevised,
    SeatTaken,
    SeatRestored,
    SeatVacated,
    SeatHeld,
    SeatReleased,
    FormationAllotted,
    LessonsCounted,
    WorkloadAnalysed,
)
_PEOPLE = (
    PersonRegistered,
    ProfileCorrected,
    PostAssumed,
    AgencyChanged,
    CertificateAwarded,
    PerformanceRated,
    StudyAssigned,
    InterestStated,
)
_SCHOOLS = (SchoolCounted,)


class Staffing:
    name = "staffing"
    version = 3
    kinds: tuple[type, ...] = (*_POSTS, *_PEOPLE, *_SCHOOLS)
    tables: LiteralString = """
        CREATE TABLE staffed_posts (id uuid PRIMARY KEY, code text, unit uuid, position text, kind text, level text,
            seats int, education_levels text[], educations text[], certificates text[], mapped jsonb,
            analysis jsonb, lessons jsonb, occupants uuid[], held jsonb, promised uuid[], allotted jsonb, since bigint, counts_from date);
        CREATE TABLE staffed_posts_past (LIKE staffed_posts, until bigint, counts_until date, PRIMARY KEY (id, since));
        CREATE INDEX ON staffed_posts (unit);
        CREATE INDEX ON staffed_posts USING gin (promised) WHERE promised <> '{}';
        CREATE INDEX ON staffed_posts_past (unit);
        CREATE TABLE staffed_people (id uuid PRIMARY KEY, agency uuid, post uuid, post_since date, born_on date,
            education_level text, education text, certificates jsonb, ratings jsonb, study_until date, interest text,
            since bigint, counts_from date);
        CREATE TABLE staffed_people_past (LIKE staffed_people, until bigint, counts_until date, PRIMARY KEY (id, since));
        CREATE INDEX ON staffed_people (agency);
        CREATE TABLE staffed_schools (id uuid PRIMARY KEY, unit uuid, form text, class_groups int, students int,
            teachers int, source text, counted_on date, since bigint, counts_from date);
        CREATE TABLE staffed_schools_past (LIKE staffed_schools, until bigint, counts_until date,
            PRIMARY KEY (id, since));
        CREATE INDEX ON staffed_schools (unit);
        CREATE INDEX ON staffed_schools_past (unit);
    """
    drop: LiteralString = (
        "DROP TABLE IF EXISTS staffed_posts, staffed_posts_past, "
        "staffed_people, staffed_people_past, staffed_schools, staffed_schools_past"
    )

    def apply(self, connection: psycopg.Connection[Any], batch: Batch) -> None:
        fold_each(connection, _TABLES, batch)


# How the rows change


def _mapped(post: PostDescription) -> Row:
    """The need as the position map has it."""
    workload = post.workload
    return {
        "required": post.required,
        "minutes": None if workload is None else workload.minutes,
        "effective_minutes": None if workload is None else workload.effective_minutes,
    }


def _held(held: dict[str, str]) -> Row:
    """The seats that running cases keep: by case for whom, and who they are."""
    return {"held": held, "promised": [UUID(person) for person in sorted(set(held.values()))]}


def _post(row: Row | None, recorded: Recorded[Any]) -> Row:
    match recorded.event:
        case PostEstablished(post) | PostRevised(post):
            mapped = _mapped(post)
            before = row or {
                "analysis": None,
                "lessons": None,
                "occupants": [],
                "held": {},
                "promised": [],
                "allotted": {},
                "mapped": mapped,
            }
            return {
                "code": post.code,
                "unit": post.unit,
                "position": post.position.name,
                "kind": post.position.kind.value,
                "level": post.position.level,
                "seats": post.seats,
                "education_levels": list(post.position.education_levels),
                "educations": list(post.position.educations),
                "certificates": list(post.position.certificates),
                "mapped": mapped,
                "analysis": before["analysis"] if before["mapped"] == mapped else None,
                "lessons": before["lessons"],
                "occupants": before["occupants"],
                "held": before["held"],
                "promised": before["promised"],
                "allotted": before["allotted"],
            }
        case SeatTaken(person) | SeatRestored(person) if row is not None:
            sitting = [*(each for each in row["occupants"] if each != person), person]
            held = {transfer: taker for transfer, taker in row["held"].items() if taker != str(person)}
            return row | {"occupants": sitting} | _held(held)
        case SeatHeld(transfer, person) if row is not None:
            return row | _held(row["held"] | {str(transfer): str(person)})
        case SeatReleased(transfer) if row is not None:
            return row | _held({case: taker for case, taker in row["held"].items() if case != str(transfer)})
        case SeatVacated(person) if row is not None:
            return row | {"occupants": [each for each in row["occupants"] if each != person]}
        case FormationAllotted(year, number) if row is not None:
            return row | {"allotted": row["allotted"] | {str(year): number}}
        case LessonsCounted(taught) if row is not None:
            told = {
                "lessons": [
                    {
                        "grade": each.grade,
                        "class_groups": each.class_groups,
                        "weekly_hours": each.weekly_hours,
                    }
                    for each in taught.lessons
                ],
                "hours": taught.hours,
                "credited_hours": taught.credited_hours,
                "source": taught.source,
                "counted_on": taught.counted_on.isoformat(),
            }
            return row | {"lessons": told}
        case WorkloadAnalysed(analysis) if row is not None:
            counted = analysis.workload
            told = {
                "minutes": counted.minutes,
                "effective_minutes": counted.effective_minutes,
                "legal_basis": analysis.year.legal_basis,
                "source": analysis.source,
                "analysed_on": analysis.analysed_on.isoformat(),
                "tasks": [
                    {
                        "name": each.name,
                        "volume": each.task.volume,
                        "minutes": each.task.minutes,
                        "period": each.task.period.value,
                    }
                    for each in analysis.tasks
                ],
            }
            return row | {"analysis": told}
        case event:
            raise ValueError(f"{type(event).__name__} before its post")


_NOBODY: Row = {
    "agency": None,
    "post": None,
    "post_since": None,
    "born_on": None,
    "education_level": "",
    "education": "",
    "certificates": {},
    "ratings": {},
    "study_until": None,
    "interest": "",
}


def _person(row: Row | None, recorded: Recorded[Any]) -> Row:
    match recorded.event:
        case PersonRegistered(profile) | ProfileCorrected(profile):
            return (row or _NOBODY) | {
                "agency": profile.agency,
                "born_on": profile.born_on,
                "education_level": profile.education_level,
                "education": profile.education,
            }
        case PostAssumed(post, since) if row is not None:
            return row | {"post": post, "post_since": since}
        case AgencyChanged(agency) if row is not None:
            return row | {"agency": agency}
        case CertificateAwarded(certificate) if row is not None:
            until = None if certificate.until is None else certificate.until.isoformat()
            return row | {"certificates": row["certificates"] | {certificate.kind: until}}
        case PerformanceRated(year, rating) if row is not None:
            return row | {"ratings": row["ratings"] | {str(year): rating.value}}
        case StudyAssigned(until) if row is not None:
            return row | {"study_until": until}
        case InterestStated(text) if row is not None:
            return row | {"interest": text}
        case event:
            raise ValueError(f"{type(event).__name__} before registration")


def _school(_: Row | None, recorded: Recorded[Any]) -> Row:
    count = recorded.event.count
    return {
        "unit": recorded.event.unit,
        "form": count.form,
        "class_groups": count.class_groups,
        "students": count.students,
        "teachers": count.teachers,
        "source": count.source,
        "counted_on": count.counted_on,
    }


_TABLES: tuple[tuple[LiteralString, tuple[type, ...], Evolve], ...] = (
    ("staffed_posts", _POSTS, _post),
    ("staffed_people", _PEOPLE, _person),
    ("staffed_schools", _SCHOOLS, _school),
)


# The questions, each as of a moment; None: as things stand now


def _ask(
    connection: psycopg.Connection[Any],
    table: LiteralString,
    where: LiteralString,
    when: When | None,
    **values: object,
) -> list[Row]:
    query: LiteralString = f"SELECT * FROM {stood(table, when)} AS t WHERE {where} ORDER BY id"
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(query, moment(when) | values).fetchall()


def units_of(connection: psycopg.Connection[Any], agency: UUID, when: When | None = None) -> list[Row]:
    return _ask(connection, "units", "agency = %(agency)s", when, agency=agency)


def unit_by_id(connection: psycopg.Connection[Any], unit: UUID, when: When | None = None) -> Row | None:
    rows = _ask(connection, "units", "id = %(unit)s", when, unit=unit)
    return rows[0] if rows else None


def posts_of(
    connection: psycopg.Connection[Any], units: Sequence[UUID], when: When | None = None
) -> list[Row]:
    return _ask(connection, "staffed_posts", "unit = ANY(%(units)s)", when, units=list(units))


def post_by_id(connection: psycopg.Connection[Any], post: UUID, when: When | None = None) -> Row | None:
    rows = _ask(connection, "staffed_posts", "id = %(post)s", when, post=post)
    return rows[0] if rows else None


def promised(
    connection: psycopg.Connection[Any], among: Iterable[UUID], when: When | None = None
) -> frozenset[UUID]:
    """Who of these people has a seat kept in some post by a running case."""
    asked = list(among)
    rows = _ask(connection, "staffed_posts", "promised <> '{}' AND promised && %(among)s", when, among=asked)
    return frozenset(person for row in rows for person in row["promised"]).intersection(asked)


def people(
    connection: psycopg.Connection[Any], of: Iterable[UUID], when: When | None = None
) -> dict[UUID, Row]:
    rows = _ask(connection, "staffed_people", "id = ANY(%(of)s)", when, of=list(of))
    return {row["id"]: row for row in rows}


def people_of(
    connection: psycopg.Connection[Any], agency: UUID, but_of: UUID, when: When | None = None
) -> list[Row]:
    """Who serves in the agency, in another post than that."""
    where: LiteralString = "agency = %(agency)s AND post <> %(post)s"
    return _ask(connection, "staffed_people", where, when, agency=agency, post=but_of)


def schools_of(
    connection: psycopg.Connection[Any], units: Sequence[UUID], when: When | None = None
) -> dict[UUID, Row]:
    """By the unit that is a school."""
    rows = _ask(connection, "staffed_schools", "unit = ANY(%(units)s)", when, units=list(units))
    return {row["unit"]: row for row in rows}


def counts_of(connection: psycopg.Connection[Any], post: UUID, when: When | None = None) -> list[Row]:
    """What was ever counted of a post, the latest first: needs, analyses and lessons, from the position they were so."""
    by_then: LiteralString = "WHERE id = %(post)s AND since <= %(as_of)s AND counts_from <= %(effective)s"
    with connection.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(
            f"SELECT since, mapped, analysis, lessons FROM staffed_posts {by_then} UNION ALL "
            f"SELECT since, mapped, analysis, lessons FROM staffed_posts_past {by_then} ORDER BY since",
            {"post": post} | moment(when or When()),
        ).fetchall()
    told: list[Row] = []
    for row in rows:
        said = {key: row[key] for key in ("mapped", "analysis", "lessons")}
        if not told or said != {key: told[-1][key] for key in said}:
            told.append(row)
    return told[::-1]


# As the arithmetic of needs takes them


def required_of(row: Row) -> Fraction | None:
    """Exactly: of the analysis, or as the position map has it; None where nobody has counted."""
    for counted in (row["analysis"], row["mapped"]):
        if counted is not None and counted["minutes"] is not None:
            return Fraction(counted["minutes"], counted["effective_minutes"])
    hundredths = row["mapped"]["required"]
    return None if hundredths is None else Fraction(hundredths, 100)


def staffed(
    rows: Iterable[Row],
    known: dict[UUID, Row],
    day: date,
    retirement: Retirement,
    leaving: frozenset[UUID] = frozenset(),
) -> list[StaffedPost]:
    """`known`: the people in these posts, of whom there is a record; `leaving`: who of them is promised another seat."""
    return [
        StaffedPost(
            post=row["id"],
            unit=row["unit"],
            seats=row["seats"],
            retirement_age=retirement.age(Position(row["position"], PositionKind(row["kind"]), row["level"])),
            required=required_of(row),
            incumbents=tuple(
                replace(_incumbent(each, known.get(each), day), leaves=each in leaving)
                for each in row["occupants"]
            ),
            promised=tuple(row["promised"]),
            allotted={int(year): people for year, people in row["allotted"].items()},
        )
        for row in rows
    ]


def _incumbent(person: UUID, row: Row | None, day: date) -> Incumbent:
    if row is None:
        return Incumbent(person, None)
    until = row["study_until"]
    return Incumbent(person, row["born_on"], away=until is not None and day <= until)
