"""Workload analysis (ABK, reference 4.1): from volumes and norms to the staff a post requires, and how it is loaded."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from domain.needs.rounding import half_up


class Period(StrEnum):
    """In which a volume is counted."""

    DAY = "HARI"
    WEEK = "MINGGU"
    MONTH = "BULAN"
    YEAR = "TAHUN"


@dataclass(frozen=True, slots=True)
class WorkingYear:
    """What one person works in a year: the effective minutes (JKE), days, weeks and months of it.

    The sources differ (72,000 and 75,000 minutes), so the one used is kept with every result.
    """

    effective_minutes: int
    days: int
    weeks: int
    months: int
    legal_basis: str

    def times(self, period: Period) -> int:
        """How often a year has it."""
        return {
            Period.DAY: self.days,
            Period.WEEK: self.weeks,
            Period.MONTH: self.months,
            Period.YEAR: 1,
        }[period]


@dataclass(frozen=True, slots=True)
class Task:
    """A task of a post: so many a period, so many minutes each."""

    volume: int
    minutes: int
    period: Period = Period.YEAR


@dataclass(frozen=True, slots=True)
class Workload:
    """Minutes of work a year, and the effective minutes one person has for them."""

    minutes: int
    effective_minutes: int

    @property
    def required(self) -> Fraction:
        """Required staff, exact."""
        return Fraction(self.minutes, self.effective_minutes)

    @property
    def staff(self) -> int:
        """Required staff in whole people."""
        return half_up(self.required)


def workload(tasks: Iterable[Task], year: WorkingYear) -> Workload:
    """Summed first; nothing is rounded on the way."""
    minutes = sum(task.volume * task.minutes * year.times(task.period) for task in tasks)
    return Workload(minutes, year.effective_minutes)


def of_unit(posts: Iterable[Workload]) -> Workload:
    """Of all posts of a unit: a unit's sum may need one person more than its posts rounded one by one."""
    posts = list(posts)
    effective = {post.effective_minutes for post in posts}
    if len(effective) != 1:
        raise ValueError("workloads counted with different effective minutes cannot be added")
    return Workload(sum(post.minutes for post in posts), effective.pop())


class Grade(StrEnum):
    """Of a load (PEJ, PEU). A is overload, whatever the law's word for it ("very good") suggests."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"
    VACANT = "KOSONG"


def load(required: Fraction, holders: int) -> Fraction | None:
    """Load of a post (EJ) or unit (EU): required staff by holders. None where there is work and nobody to do it."""
    if holders:
        return required / holders
    return None if required else Fraction(0)


def grade(load: Fraction | None, least: Mapping[Grade, int]) -> Grade:
    """`least`: the load each grade below A begins with, in hundredths; A is beyond 1.00, E what is below all others."""
    if load is None:
        return Grade.VACANT
    if load > 1:
        return Grade.A
    reached = [each for each, hundredths in least.items() if load * 100 >= hundredths]
    return min(reached, default=Grade.E)


def gap(holders: int, required: Fraction) -> Fraction:
    """Incumbents less required staff: negative is a shortage."""
    return holders - required
