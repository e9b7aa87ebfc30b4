"""The years ahead: who reaches retirement age, who is allotted, and what gap that leaves (reference 4.2)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from domain.calendar import add_months


def retires_on(born_on: date, age: int) -> date:
    """The first of the month after the one in which that age (BUP) is reached."""
    reached = add_months(born_on, 12 * age)
    return add_months(reached.replace(day=1), 1)


@dataclass(frozen=True, slots=True)
class Year:
    """At the end of a year: who has retired in it, who moved away, who came, how many there are, and the gap."""

    year: int
    leaving: int
    moving: int
    coming: int
    holders: int
    gap: Fraction


def outlook(
    retirements: Iterable[date],
    required: Fraction,
    coming: Mapping[int, int],
    moving: Mapping[int, int],
    first: int,
    years: int = 5,
) -> tuple[Year, ...]:
    """One line a year. `retirements`: when each of today's holders retires; `coming`: allotted people by year; `moving`: those
    of today's holders who are allotted elsewhere.
    """
    days = sorted(retirements)
    holders = sum(day >= date(first, 1, 1) for day in days)
    lines = []
    for year in range(first, first + years):
        leaving = sum(day.year == year for day in days)
        came, moved = coming.get(year, 0), moving.get(year, 0)
        holders += came - moved - leaving
        lines.append(Year(year, leaving, moved, came, holders, holders - required))
    return tuple(lines)
