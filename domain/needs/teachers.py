"""Need of teachers, by subject and school (reference 4.3): lesson hours against those who can give them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from math import ceil, floor


@dataclass(frozen=True, slots=True)
class TeachingLoad:
    """The law on teachers' hours (JTM a week), and how many students one counsellor has.

    `overtime_covers_below_hundredths` of a load: so much less than that needs no teacher more.
    """

    lesson_hours: int
    most_lesson_hours: int
    attached_duty_hours: int
    most_other_duty_hours: int
    students_per_counsellor: int
    overtime_covers_below_hundredths: int
    legal_basis: str


@dataclass(frozen=True, slots=True)
class Lessons:
    """A subject in one grade: how many class groups (rombel) there are, and how many hours a week each has of it."""

    grade: str
    class_groups: int
    weekly_hours: int


def hours_of(lessons: Iterable[Lessons]) -> int:
    return sum(each.class_groups * each.weekly_hours for each in lessons)


def credited_hours(attached: int, other_hours: int, law: TeachingLoad) -> int:
    """Of one teacher's duties beside teaching: a whole credit for each attached duty, the others up to a most."""
    return attached * law.attached_duty_hours + min(other_hours, law.most_other_duty_hours)


@dataclass(frozen=True, slots=True)
class SubjectNeed:
    """One subject at one school: the hours asked for a week, who teaches it, and the hours credited to them in all."""

    hours: int
    holders: int
    credited: int
    law: TeachingLoad

    @property
    def required(self) -> Fraction:
        """KG: teachers required, exact."""
        return Fraction(self.hours, self.law.lesson_hours)

    @property
    def gap(self) -> Fraction:
        """Teachers there are less those required."""
        return self.holders - self.required

    @property
    def supply(self) -> int:
        """Hours a week the holders teach when each has the least load, duties taken off."""
        return self.holders * self.law.lesson_hours - self.credited

    @property
    def gap_hours(self) -> int:
        return self.supply - self.hours

    @property
    def hours_each(self) -> Fraction | None:
        """What each holder has when all is shared evenly, credited hours counted; None where nobody is there."""
        return Fraction(self.hours + self.credited, self.holders) if self.holders else None

    @property
    def under_load(self) -> bool:
        """Whether some holder falls short of the least load, and with it of the certification's allowance."""
        return self.hours_each is not None and self.hours_each < self.law.lesson_hours

    @property
    def to_appoint(self) -> int:
        """Whole teachers: a small part of a load is covered by overtime, as far as the most hours go."""
        fewer, least = floor(self.required), Fraction(self.law.overtime_covers_below_hundredths, 100)
        covered = self.required - fewer < least and self.hours <= fewer * self.law.most_lesson_hours
        return fewer if covered else ceil(self.required)

    def with_holders(self, change: int) -> "SubjectNeed":
        return replace(self, holders=self.holders + change)


class Harm(StrEnum):
    """What a teacher's move may do to lessons (R26)."""

    MOVER_UNDER_LOAD = "MOVER_UNDER_LOAD"
    LEFT_UNDER_LOAD = "LEFT_UNDER_LOAD"
    ORIGIN_SHORT_OF_HOURS = "ORIGIN_SHORT_OF_HOURS"


def harms(origin: SubjectNeed | None, target: SubjectNeed | None) -> tuple[Harm, ...]:
    """Of the two schools once the move is made; None where the lessons of a school are not known."""
    found = []
    if target is not None and target.under_load:
        found.append(Harm.MOVER_UNDER_LOAD)
    if origin is not None and origin.under_load:
        found.append(Harm.LEFT_UNDER_LOAD)
    if origin is not None and origin.gap_hours < 0:
        found.append(Harm.ORIGIN_SHORT_OF_HOURS)
    return tuple(found)


# Other than by subject


class SchoolRole(StrEnum):
    """Who is counted by heads rather than by the lessons of a subject."""

    CLASS_TEACHER = "GURU_KELAS"
    RELIGION = "GURU_AGAMA"
    SPORTS = "GURU_PJOK"
    HEAD = "KEPALA_SEKOLAH"
    COUNSELLOR = "GURU_BK"


@dataclass(frozen=True, slots=True)
class SchoolRules:
    """Which forms of school (SD, SMP ...) are staffed by class teachers, with whom beside them, and which have counsellors.

    `positions`: what is in the name of the positions that count as each role.
    """

    by_class: tuple[str, ...]
    beside_class_teachers: Mapping[SchoolRole, int]
    counselling: tuple[str, ...]
    positions: Mapping[SchoolRole, tuple[str, ...]]
    legal_basis: str

    def role_of(self, position: str) -> SchoolRole | None:
        name = " ".join(position.upper().split())
        found = (role for role, parts in self.positions.items() if any(part in name for part in parts))
        return next(found, None)


@dataclass(frozen=True, slots=True)
class RoleNeed:
    """How many of a role a school needs, exact, and how many there are."""

    role: SchoolRole
    required: Fraction
    present: int

    @property
    def gap(self) -> Fraction:
        return self.present - self.required


def school_needs(
    form: str,
    class_groups: int,
    students: int,
    present: Mapping[SchoolRole, int],
    rules: SchoolRules,
    law: TeachingLoad,
) -> tuple[RoleNeed, ...]:
    """Of the roles that are counted by heads in a school of that form; of religion and sports at least so many."""
    required: dict[SchoolRole, Fraction] = {}
    if form in rules.by_class:
        required[SchoolRole.CLASS_TEACHER] = Fraction(class_groups)  # one for each group
        required |= {role: Fraction(people) for role, people in rules.beside_class_teachers.items()}
    if form in rules.counselling:
        required[SchoolRole.COUNSELLOR] = counsellors(students, law)
    return tuple(RoleNeed(role, need, present.get(role, 0)) for role, need in required.items())


def counsellors(students: int, law: TeachingLoad) -> Fraction:
    """Counsellors (BK) required, exact."""
    return Fraction(students, law.students_per_counsellor)
