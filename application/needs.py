"""What a personnel office puts on record of its posts and schools, for needs to be counted from."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from application.orders import Asked, Question
from application.streams import Kind
from domain.identity import school_id
from domain.policy import Duty
from domain.refusals import DatesOutOfOrder, NotTheRecordsOffice, OnRecordAlready, PostUnknown, UnitUnknown
from domain.registry.post import (
    Analysis,
    NamedTask,
    Post,
    PostEvent,
    Taught,
    analyse_workload,
    count_lessons,
)
from domain.registry.school import SchoolCount, SchoolEvent, count_school
from domain.registry.unit import Unit


@dataclass(frozen=True, slots=True)
class AnalyseWorkload:
    """The workload analysis (ABK) of a post, counted with the working year of the policy in force that day.

    `unit` is where the post is known to be; when it has been moved meanwhile there is no such post there.
    """

    post: UUID
    unit: UUID
    tasks: tuple[NamedTask, ...]
    source: str
    analysed_on: date

    def asked(self) -> Asked:
        looks_at = {self.post: Kind.POST, self.unit: Kind.UNIT}
        return Asked(type(self).__name__, self.post, looks_at, self._decide)

    def _decide(self, question: Question) -> list[PostEvent]:
        year = question.policy.needs.working_year
        analysis = Analysis(self.tasks, year, self.source, self.analysed_on)
        return analyse_workload(_post_kept(self.post, self.unit, question), analysis, question.today)


@dataclass(frozen=True, slots=True)
class CountPostLessons:
    """The lessons of a teacher's post."""

    post: UUID
    unit: UUID
    taught: Taught

    def asked(self) -> Asked:
        looks_at = {self.post: Kind.POST, self.unit: Kind.UNIT}
        return Asked(type(self).__name__, self.post, looks_at, self._decide)

    def _decide(self, question: Question) -> list[PostEvent]:
        post = _post_kept(self.post, self.unit, question)
        if self.taught.counted_on > question.today:
            raise DatesOutOfOrder
        if events := count_lessons(post, self.taught):
            return events
        raise OnRecordAlready


@dataclass(frozen=True, slots=True)
class CountSchool:
    """Class groups, students and teachers of a unit that is a school."""

    unit: UUID
    count: SchoolCount

    def asked(self) -> Asked:
        stream = school_id(self.unit)
        looks_at = {stream: Kind.SCHOOL, self.unit: Kind.UNIT}
        return Asked(type(self).__name__, stream, looks_at, self._decide)

    def _decide(self, question: Question) -> list[SchoolEvent]:
        _unit_kept(self.unit, question)
        if self.count.counted_on is not None and self.count.counted_on > question.today:
            raise DatesOutOfOrder
        if events := count_school(question.states[school_id(self.unit)], self.unit, self.count):
            return events
        raise OnRecordAlready


def _unit_kept(unit_id: UUID, question: Question) -> Unit:
    """The unit, for an office of its agency that counts workloads, in its own name."""
    unit: Unit | None = question.states[unit_id]
    if unit is None:
        raise UnitUnknown
    act = question.act
    keepers = question.policy.duties[Duty.WORKLOADS]
    if not keepers.is_of(act.office, unit.agency) or act.on_behalf_of is not None:
        raise NotTheRecordsOffice
    return unit


def _post_kept(post_id: UUID, unit_id: UUID, question: Question) -> Post:
    _unit_kept(unit_id, question)
    post: Post | None = question.states[post_id]
    if post is None or post.described.unit != unit_id:
        raise PostUnknown
    return post
