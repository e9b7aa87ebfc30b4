"""Working days and deadlines: values in, dates out.

Working day: Monday to Friday (Perpres 21/2023) less national holidays and collective leave, which are data. Day 1 is
the first working day after receipt. A deadline ends with its day in the deciding office's zone.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from enum import StrEnum

_SATURDAY = 5
_A_DAY = timedelta(days=1)


class Zone(StrEnum):
    """Indonesia's three zones; none of them has summer time."""

    WIB = "WIB"
    WITA = "WITA"
    WIT = "WIT"

    @property
    def offset(self) -> timezone:
        return _OFFSETS[self]

    def day_of(self, moment: datetime) -> date:
        """The day it is there at that moment."""
        return moment.astimezone(self.offset).date()

    def end_of(self, day: date) -> datetime:
        """The last second of that day there."""
        return datetime.combine(day, time(23, 59, 59), self.offset)


_OFFSETS = {
    Zone.WIB: timezone(timedelta(hours=7)),
    Zone.WITA: timezone(timedelta(hours=8)),
    Zone.WIT: timezone(timedelta(hours=9)),
}


class BeyondCalendar(Exception):
    """A deadline would fall after the last year whose holidays are known."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days off that are known, for whole years from `first_year` to `last_year`."""

    version: str
    first_year: int
    last_year: int
    days_off: frozenset[date]

    def is_working(self, day: date) -> bool:
        return day.weekday() < _SATURDAY and day not in self.days_off

    def after(self, receipt: date, working_days: int) -> date:
        """The last day of a limit of `working_days` that began with receipt on that day."""
        day = receipt
        while working_days:
            day += _A_DAY
            working_days -= day.weekday() < _SATURDAY and day not in self.days_off
        if day.year > self.last_year:
            raise BeyondCalendar(
                f"{receipt} + working days reaches {day.year}; {self.version} ends {self.last_year}"
            )
        return day

    def before(self, day: date, working_days: int) -> date:
        """The latest receipt from which so many working days of a limit are used up at the end of that day."""
        while working_days:
            working_days -= self.is_working(day)
            day -= timedelta(days=1)
        return day

    def corrects(self, version: str) -> bool:
        """Whether this calendar is newer than that version: versions count up, kalender-<year>.<number>."""
        return _numbers(self.version) > _numbers(version)

    def between(self, receipt: date, end: date) -> int:
        """How many working days of a limit are used up at the end of that day."""
        days = (end - receipt).days
        return sum(self.is_working(receipt + timedelta(days=n)) for n in range(1, days + 1))


def _numbers(version: str) -> list[int]:
    return [int(number) for number in re.findall(r"[0-9]+", version)]


def add_months(day: date, months: int) -> date:
    """The same day so many months on (or back), clamped to the month's end: 31 August less 6 is 29 February."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
