"""What needs are counted from: workload analyses, lessons and school counts, put on record by the personnel office."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field

from api.answers import ANSWERS, access
from api.answers.needs import (
    CountHistory,
    CountOnRecord,
)
from api.answers.orders import MadeAnswer
from api.bodies import Body, Day, Number, StrictRoute
from api.entry import AnySent, AReader, TheHouse
from api.house import House
from api.moments import AMoment
from api.offices import made
from api.weighing import (
    HUNDREDTHS,
    WEIGHING,
    PostId,
    UnitId,
    agency_of_post,
    must_weigh,
    rounded,
)
from application.needs import AnalyseWorkload, CountPostLessons, CountSchool
from domain.needs.teachers import Lessons
from domain.needs.workload import Period, Task
from domain.policy import Duty
from domain.refusals import PostUnknown
from domain.registry.post import NamedTask, Taught
from domain.registry.school import SchoolCount
from projections import staffing

router = APIRouter(prefix="/v1", tags=["needs"], route_class=StrictRoute, responses=ANSWERS)

_KEPT = access("an office of the agency", duty=Duty.WORKLOADS)
_MADE = HTTPStatus.CREATED


@router.get("/posts/{post_id}/counts", openapi_extra=WEIGHING)
def show_counts(post_id: PostId, reader: AReader, when: AMoment) -> CountHistory:
    """What was ever counted of a post, the latest first: its need on the map, workload analyses, lessons."""
    with reader.house.runner.pool.connection() as connection:
        must_weigh(reader, agency_of_post(connection, post_id))
        rows = staffing.counts_of(connection, post_id, when)
    return CountHistory(
        post=post_id,
        items=[
            CountOnRecord(
                position=row["since"],
                required=rounded(staffing.required_of(row), HUNDREDTHS),
                analysis=row["analysis"],
                lessons=row["lessons"],
            )
            for row in rows
        ],
    )


class TaskBody(Body):
    """A task: how many a period, and how many minutes each takes (norma waktu)."""

    name: Number
    volume: Annotated[int, Field(strict=True, ge=0, le=10_000_000)]
    minutes: Annotated[int, Field(strict=True, ge=1, le=1_000_000)]
    period: Annotated[Period, Field(examples=["TAHUN"])] = Period.YEAR


class AnalysisBody(Body):
    """A workload analysis; the working year (JKE) it is counted with is that of the policy in force."""

    tasks: Annotated[tuple[TaskBody, ...], Field(min_length=1, max_length=100)]
    source: Number
    analysed_on: Day


class GradeBody(Body):
    grade: Number
    class_groups: Annotated[int, Field(strict=True, ge=0, le=200)]
    weekly_hours: Annotated[int, Field(strict=True, ge=0, le=60)]


class LessonsBody(Body):
    """`creditedHours`: of the holders' duties beside teaching, in all."""

    lessons: Annotated[tuple[GradeBody, ...], Field(min_length=1, max_length=20)]
    credited_hours: Annotated[int, Field(strict=True, ge=0, le=2_000)] = 0
    source: Number
    counted_on: Day


class SchoolBody(Body):
    """`form`: SD, SMP, SMA, SMK; `teachers`: all that teach there, whoever employs them."""

    form: Annotated[Number, Field(examples=["SD"])]
    class_groups: Annotated[int, Field(strict=True, ge=0, le=200)]
    students: Annotated[int, Field(strict=True, ge=0, le=10_000)]
    teachers: Annotated[int, Field(strict=True, ge=0, le=1_000)]
    source: Number
    counted_on: Day


@router.post("/posts/{post_id}/workload-analyses", status_code=_MADE, openapi_extra=_KEPT)
def analyse_workload(post_id: PostId, body: AnalysisBody, house: TheHouse, sent: AnySent) -> MadeAnswer:
    """Put the workload analysis (ABK) of a post on record: from now on its need is what these tasks ask for."""
    tasks = tuple(NamedTask(each.name, Task(each.volume, each.minutes, each.period)) for each in body.tasks)
    unit = _unit_of(house, post_id)
    command = AnalyseWorkload(post_id, unit, tasks, body.source, body.analysed_on)
    return made(house.orders.carry_out(command.asked(), sent))


@router.post("/posts/{post_id}/lessons", status_code=_MADE, openapi_extra=_KEPT)
def count_lessons(post_id: PostId, body: LessonsBody, house: TheHouse, sent: AnySent) -> MadeAnswer:
    """Put the lessons of a teacher's post on record, by grade."""
    lessons = tuple(
        sorted(
            (Lessons(each.grade, each.class_groups, each.weekly_hours) for each in body.lessons),
            key=lambda each: each.grade,
        )
    )
    taught = Taught(lessons, body.credited_hours, body.source, body.counted_on)
    command = CountPostLessons(post_id, _unit_of(house, post_id), taught)
    return made(house.orders.carry_out(command.asked(), sent))


@router.post("/units/{unit_id}/school-counts", status_code=_MADE, openapi_extra=_KEPT)
def count_school(unit_id: UnitId, body: SchoolBody, house: TheHouse, sent: AnySent) -> MadeAnswer:
    """Put on record what was counted at a school: class groups, students, teachers."""
    count = SchoolCount(
        form=body.form,
        class_groups=body.class_groups,
        students=body.students,
        teachers=body.teachers,
        source=body.source,
        counted_on=body.counted_on,
    )
    return made(house.orders.carry_out(CountSchool(unit_id, count).asked(), sent))


def _unit_of(house: House, post: UUID) -> UUID:
    with house.runner.pool.connection() as connection:
        row = staffing.post_by_id(connection, post)
    if row is None:
        raise PostUnknown
    unit: UUID = row["unit"]
    return unit
