"""A post on the position map, with its seats: who sits there, and for which transfer a seat is held.

A seat is held from the moment the receiving side names the post for one person until that person takes it or the case
ends otherwise. Occupied and held seats together never exceed the seats there are, but where somebody was restored to a
post whose seats were gone, or put into it by a decree made outside the rules.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction
from uuid import UUID

from domain.act import Act
from domain.needs.rounding import parts
from domain.needs.teachers import Lessons, hours_of
from domain.needs.workload import Task, WorkingYear, Workload, workload
from domain.refusals import DatesOutOfOrder, NotAcceptable, OnRecordAlready, SeatNotFree
from domain.replacing import replace


class PositionKind(StrEnum):
    """Kinds of position (jabatan), reference 3.3."""

    SENIOR_EXECUTIVE = "JPT"
    ADMINISTRATOR = "ADMINISTRATOR"
    SUPERVISOR = "PENGAWAS"
    FUNCTIONAL = "FUNGSIONAL"
    STAFF = "PELAKSANA"

    @property
    def is_managerial(self) -> bool:
        return self in {PositionKind.SENIOR_EXECUTIVE, PositionKind.ADMINISTRATOR, PositionKind.SUPERVISOR}


@dataclass(frozen=True, slots=True)
class Position:
    """A position (jabatan) and what it asks for.

    `educations` are the accepted education codes; empty accepts any of the level.
    `leads_unit` marks functional officials who lead one (head of a school or puskesmas).
    """

    name: str
    kind: PositionKind
    level: str = ""
    position_class: int = 0
    education_levels: tuple[str, ...] = ()
    educations: tuple[str, ...] = ()
    certificates: tuple[str, ...] = ()
    leads_unit: bool = False


@dataclass(frozen=True, slots=True)
class PostDescription:
    """The post as the position map has it. `required` is the ABK need in hundredths of a person, None if unknown.

    `workload` is what it was counted from, with the effective minutes (JKE) that were used, where the map tells it.
    """

    code: str
    unit: UUID
    position: Position
    seats: int
    required: int | None = None
    workload: Workload | None = None

    @property
    def required_exactly(self) -> Fraction | None:
        if self.workload is not None:
            return self.workload.required
        return None if self.required is None else Fraction(self.required, 100)


@dataclass(frozen=True, slots=True)
class Taught:
    """The lessons of a teacher's post, as counted on a day: of its subject, by grade.

    `credited_hours` are those of its holders' duties beside teaching, in all; `source` where it was read (Dapodik).
    """

    lessons: tuple[Lessons, ...]
    credited_hours: int
    source: str
    counted_on: date

    @property
    def hours(self) -> int:
        return hours_of(self.lessons)


@dataclass(frozen=True, slots=True)
class NamedTask:
    """A task of a post with the name it has in the job analysis (Anjab)."""

    name: str
    task: Task


@dataclass(frozen=True, slots=True)
class Analysis:
    """The workload analysis (ABK) of a post: its tasks, and the working year they were counted with."""

    tasks: tuple[NamedTask, ...]
    year: WorkingYear
    source: str
    analysed_on: date

    @property
    def workload(self) -> Workload:
        return workload((each.task for each in self.tasks), self.year)


@dataclass(frozen=True)
class Post:
    """`analysis` is the latest, None while the need is what the position map says; `allotted`: to how many new entrants
    (CPNS), by the year of their formation.
    """

    described: PostDescription
    occupants: frozenset[UUID] = frozenset()
    held: dict[UUID, UUID] = field(default_factory=dict)  # transfer -> person
    lessons: Taught | None = None
    analysis: Analysis | None = None
    allotted: dict[int, int] = field(default_factory=dict)

    @property
    def free(self) -> int:
        return self.described.seats - len(self.occupants) - len(self.held)

    @property
    def supernumerary(self) -> int:
        """How many more there are than seats; only a restoration, or a decree made outside the rules, leads to that."""
        return max(0, -self.free)

    @property
    def gap(self) -> int | None:
        """Incumbents less required staff, in hundredths; negative is a shortage. None where no ABK is known."""
        required = self.required
        return None if required is None else 100 * len(self.occupants) - required

    @property
    def required(self) -> int | None:
        """The ABK need in hundredths of a person: of the analysis, or as the position map has it."""
        return (
            self.described.required if self.analysis is None else parts(self.analysis.workload.required, 100)
        )

    @property
    def required_exactly(self) -> Fraction | None:
        return self.described.required_exactly if self.analysis is None else self.analysis.workload.required


# What happened


@dataclass(frozen=True, slots=True)
class PostEstablished:
    post: PostDescription


@dataclass(frozen=True, slots=True)
class PostRevised:
    post: PostDescription


@dataclass(frozen=True, slots=True)
class SeatTaken:
    person: UUID
    since: date


@dataclass(frozen=True, slots=True)
class SeatVacated:
    person: UUID
    on: date


@dataclass(frozen=True, slots=True)
class SeatHeld:
    transfer: UUID
    person: UUID


@dataclass(frozen=True, slots=True)
class SeatReleased:
    transfer: UUID


@dataclass(frozen=True, slots=True)
class SeatRestored:
    """Somebody sits beyond the seats there are: given back a post that was filled meanwhile, or put there from outside."""

    person: UUID
    since: date


@dataclass(frozen=True, slots=True)
class LessonsCounted:
    taught: Taught


@dataclass(frozen=True, slots=True)
class WorkloadAnalysed:
    """From now on this is what the post needs, until another analysis, or a position map with another need."""

    analysis: Analysis


@dataclass(frozen=True, slots=True)
class FormationAllotted:
    """So many seats are for new entrants of that year's formation, by a list of vacancies; it takes the place of an earlier one."""

    year: int
    people: int
    source: str


PostEvent = (
    PostEstablished
    | PostRevised
    | SeatTaken
    | SeatVacated
    | SeatHeld
    | SeatReleased
    | SeatRestored
    | LessonsCounted
    | WorkloadAnalysed
    | FormationAllotted
)


class SeatsInUse(NotAcceptable):
    """More seats are occupied or held than the post would have."""


# What is so


def evolve(post: Post | None, event: PostEvent, _: Act) -> Post:
    match post, event:
        case None, PostEstablished(described):
            return Post(described)
        case Post(), LessonsCounted(taught):
            return replace(post, lessons=taught)
        case Post(), WorkloadAnalysed(analysis):
            return replace(post, analysis=analysis)
        case Post(allotted=allotted), FormationAllotted(year, people):
            return replace(post, allotted=allotted | {year: people})
        case Post(), PostRevised(described):
            same = _need(described) == _need(post.described)
            return replace(post, described=described, analysis=post.analysis if same else None)
        case Post(occupants=occupants, held=held), SeatTaken(person) | SeatRestored(person):
            return replace(
                post,
                occupants=occupants | {person},
                held={transfer: taker for transfer, taker in held.items() if taker != person},
            )
        case Post(occupants=occupants), SeatVacated(person):
            return replace(post, occupants=occupants - {person})
        case Post(held=held), SeatHeld(transfer, person):
            return replace(post, held=held | {transfer: person})
        case Post(held=held), SeatReleased(transfer):
            return replace(post, held={t: p for t, p in held.items() if t != transfer})
        case _:
            raise ValueError(f"{event} cannot follow {post}")


def _need(described: PostDescription) -> tuple[int | None, Workload | None]:
    return described.required, described.workload


# What follows


def establish_post(known: Post | None, described: PostDescription) -> list[PostEvent]:
    if known is None:
        return [PostEstablished(described)]
    if described.seats < min(len(known.occupants) + len(known.held), known.described.seats):
        raise SeatsInUse
    return [] if known.described == described else [PostRevised(described)]


def allot_formation(known: Post | None, year: int, people: int, source: str) -> list[PostEvent]:
    if known is not None and known.allotted.get(year) == people:
        return []
    return [FormationAllotted(year, people, source)]


class OlderCount(NotAcceptable):
    """Lessons counted on a later day are on record."""


def count_lessons(post: Post, taught: Taught) -> list[PostEvent]:
    if post.lessons is not None and taught.counted_on < post.lessons.counted_on:
        raise OlderCount
    return [] if post.lessons == taught else [LessonsCounted(taught)]


class OlderAnalysis(NotAcceptable):
    """A workload analysis of a later day is on record."""


class TasksMissing(NotAcceptable):
    """A workload analysis names the tasks of the post, each of them once."""


def analyse_workload(post: Post, analysis: Analysis, today: date) -> list[PostEvent]:
    """The latest counts; what earlier ones said stays in the post's history."""
    names = [each.name.casefold() for each in analysis.tasks]
    if not names or len(set(names)) < len(names):
        raise TasksMissing
    if analysis.analysed_on > today:
        raise DatesOutOfOrder
    if post.analysis is not None and analysis.analysed_on < post.analysis.analysed_on:
        raise OlderAnalysis
    if post.analysis == analysis:
        raise OnRecordAlready
    return [WorkloadAnalysed(analysis)]


def take_seat(post: Post, person: UUID, since: date) -> list[PostEvent]:
    """Occupy a seat: the one held for this person, or a free one."""
    if person in post.occupants:
        return []
    if person not in post.held.values() and post.free < 1:
        raise SeatNotFree
    return [SeatTaken(person, since)]


def restore_seat(post: Post, person: UUID, since: date) -> list[PostEvent]:
    """Where somebody has to sit, or sits already: on a free seat, or else beyond those there are. Never refused."""
    if person in post.occupants:
        return []
    if person in post.held.values() or post.free > 0:
        return [SeatTaken(person, since)]
    return [SeatRestored(person, since)]


def vacate_seat(post: Post, person: UUID, on: date) -> list[PostEvent]:
    return [SeatVacated(person, on)] if person in post.occupants else []


def hold_seat(post: Post, transfer: UUID, person: UUID) -> list[PostEvent]:
    if transfer in post.held:
        return []
    if post.free < 1:
        raise SeatNotFree
    return [SeatHeld(transfer, person)]


def release_seat(post: Post, transfer: UUID) -> list[PostEvent]:
    return [SeatReleased(transfer)] if transfer in post.held else []
