"""The shapes of answers about needs: people in hundredths, loads and imbalance in thousandths, exact values as fractions."""

from datetime import date
from uuid import UUID

from api.answers import Answer, Sentence


class NeedFigures(Answer):
    """What posts together need and have. Weighed are those whose need (ABK) is on record; `unweighed` are left aside.

    `present`: who sits in weighed posts and is not `away` on study assignment. `load` (EU) is `required` by `present`, null
    where the need is not known, and where there is work and nobody (`grade` KOSONG). Grade A is overload.
    """

    posts: int
    unweighed: int
    seats: int
    occupied: int
    away: int
    present: int
    required: int | None
    required_exactly: str | None
    staff: int | None
    gap: int | None
    load: int | None
    grade: str | None


class UnitNeed(NeedFigures):
    id: UUID
    name: str


class OutlookYear(Answer):
    """At the end of the year: who retires in it, who moves to a seat kept for them elsewhere, who comes to one kept or allotted here,
    how many there are then, and the gap.
    """

    year: int
    leaving: int
    moving: int
    coming: int
    holders: int
    gap: int


class OutlookAnswer(Answer):
    """By retirement age, by the seats that running cases keep, and by those allotted to new entrants. `overdue`: past that age
    before the first year, and counted as gone; `unknown`: of whom no birth is on record, counted as staying.
    """

    years: list[OutlookYear]
    overdue: int
    unknown: int


class CountedBy(Answer):
    """What it was counted by. `asOf`: the ledger position, null for now; `day`: that of study assignments and retirement."""

    policy: str
    legal_basis: str
    effective_minutes: int
    day: date
    as_of: int | None


class AgencyNeeds(Answer):
    """An agency's units side by side. `imbalance` (I) is the greatest load less the least, `variation` the deviation by the
    mean; null while a unit is `vacant`, for then they have no bound.
    """

    agency: UUID
    by: str
    counted_by: CountedBy
    whole: NeedFigures
    imbalance: int | None
    variation: int | None
    vacant: int
    outlook: OutlookAnswer | None
    items: list[UnitNeed]
    next: str | None


class PostNeed(NeedFigures):
    """`basis`: ABK (an analysis of the post), PETA_JABATAN (the position map), or nothing where nobody has counted."""

    id: UUID
    position: str
    basis: str
    minutes: int | None
    effective_minutes: int | None
    source: str
    counted_on: date | None


class UnitNeeds(Answer):
    unit: UUID
    name: str
    agency: UUID
    counted_by: CountedBy
    whole: NeedFigures
    outlook: OutlookAnswer | None
    posts: list[PostNeed]


class SubjectAnswer(Answer):
    """A teacher's post: lesson hours a week asked for and supplied; `hoursEach` in hundredths, `required` and `gap` too.

    `underLoad`: some holder falls short of the least load; `toAppoint`: whole teachers, overtime counted in.
    """

    post: UUID
    position: str
    hours: int
    holders: int
    credited_hours: int
    required: int
    gap: int
    supply: int
    gap_hours: int
    hours_each: int | None
    under_load: bool
    to_appoint: int
    source: str
    counted_on: date


class RoleAnswer(Answer):
    """Of who is counted by heads: class teachers, religion, sports, head, counsellors. In hundredths; `present` on record."""

    role: str
    required: int
    present: int
    gap: int


class SchoolAnswer(Answer):
    """`form` and what was counted are null where no count is on record; `teachers` are those the count names."""

    unit: UUID
    name: str
    form: str | None
    class_groups: int | None
    students: int | None
    teachers: int | None
    source: str
    counted_on: date | None
    roles: list[RoleAnswer]
    subjects: list[SubjectAnswer]


class TeacherNeeds(Answer):
    agency: UUID
    policy: str
    legal_basis: str
    lesson_hours: int
    most_lesson_hours: int
    students_per_counsellor: int
    day: date
    as_of: int | None
    items: list[SchoolAnswer]
    next: str | None


class FacetAnswer(Answer):
    """Points from 0 to 100, what they weigh, and what they rest on."""

    facet: str
    points: int
    weight: int
    told: Sentence


class PartAnswer(Answer):
    """What candidates are compared by, in this order; more is better. An exact value, as a fraction."""

    part: str
    value: str


class Barrier(Answer):
    """A rule that is not met, in short."""

    rule: str
    title: Sentence
    told: Sentence


class MatchAnswer(Answer):
    """How a person matches a post. `score` is null where the policy has no weights; it informs and decides nothing."""

    person: UUID
    target_post: UUID
    policy: str
    legal_basis: str
    day: date
    score: int | None
    facets: list[FacetAnswer]


class CandidateAnswer(Answer):
    """`place`: equals share one. `barriers`: the rules not met; `refused`: why nothing can be asked for at all."""

    place: int
    person: UUID
    name: str
    post: UUID
    score: int | None
    facets: list[FacetAnswer]
    parts: list[PartAnswer]
    eligible: bool
    barriers: list[Barrier]
    refused: str | None


class CandidatePage(Answer):
    """Who might fill the post, the best first, whether or not the rules let them; nothing is recorded of it."""

    post: UUID
    position: str
    unit: str
    seats: int
    free: int
    gap: int | None
    policy: str
    legal_basis: str
    day: date
    items: list[CandidateAnswer]
    next: str | None


class CountOnRecord(Answer):
    """What was counted of a post, and since which position of the ledger it counts."""

    position: int
    required: int | None
    analysis: "AnalysisAnswer | None"
    lessons: "LessonsAnswer | None"


class TaskAnswer(Answer):
    name: str
    volume: int
    minutes: int
    period: str


class AnalysisAnswer(Answer):
    minutes: int
    effective_minutes: int
    legal_basis: str
    source: str
    analysed_on: date
    tasks: list[TaskAnswer]


class GradeLessons(Answer):
    grade: str
    class_groups: int
    weekly_hours: int


class LessonsAnswer(Answer):
    lessons: list[GradeLessons]
    hours: int
    credited_hours: int
    source: str
    counted_on: date


class CountHistory(Answer):
    post: UUID
    items: list[CountOnRecord]


class BeforeAfter(Answer):
    before: int | None
    after: int | None


class UnitLoadAnswer(Answer):
    """A unit before and after the move: `required` in hundredths of a person, who sits there, load (EU) in thousandths."""

    unit: UUID
    required: int
    holders: BeforeAfter
    load: BeforeAfter
    unweighed: int


class WorkBalanceAnswer(Answer):
    """Imbalance and variation in thousandths; null where one unit has work and nobody. `worse`: on exact values."""

    imbalance: BeforeAfter
    variation: BeforeAfter
    worse: bool


class UnitsWeighed(Answer):
    origin: UnitLoadAnswer
    target: UnitLoadAnswer
    balance: WorkBalanceAnswer


class CaseUnits(Answer):
    """What the move would make of the two units today; null where they are not weighed, and once the person has moved.

    What deciders are shown is the same as it was at the review of fit: `facts.needs.units` of the case.
    """

    transfer: UUID
    policy: str
    units: UnitsWeighed | None
