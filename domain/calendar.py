"""Working days and deadlines: values in, dates out.

Working day: Monday to Friday (Perpres 21/2023) less national holidays and collective leave, which are data. Day 1 is
the first working day after receipt. A deadline ends with its day in the deciding office's zone.

Of years whose days off are not published yet only the weekends are known. A deadline that falls there is counted by them
and provisional: it is recomputed, on record, when a calendar is published that knows the year.
"""

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from enum import StrEnum

_SATURDAY = 5
_A_DAY = timedelta(days=1)
_FARTHEST = 10  # years past the last known one: two terms of a posting; what lies beyond is a slip of the pen


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
    """A deadline would fall more than ten years after the last year whose holidays are known."""


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
        """The last day of a limit of `working_days` that began with receipt on that day; provisional past the last year."""
        day = receipt
        if day.year <= self.last_year + _FARTHEST:
            day = self._after(day, working_days)
        if day.year > self.last_year + _FARTHEST:
            raise BeyondCalendar(
                f"{receipt} + working days reaches {day.year}; {self.version} ends {self.last_year}"
            )
        return day

    def _after(self, day: date, working_days: int) -> date:
        while working_days:
            day += _A_DAY
            working_days -= day.weekday() < _SATURDAY and day not in self.days_off
        return day

    def knows(self, day: date) -> bool:
        """Whether the days off of its year are published; a deadline on a day that is not known is provisional."""
        return day.year <= self.last_year

    def before(self, day: date, working_days: int) -> date:
        """The latest receipt from which so many working days of a limit are used up at the end of that day."""
        while working_days:
            working_days -= self.is_working(day)
            day -= timedelta(days=1)
        return day

    def with_local(self, local: "LocalCalendar") -> "Calendar":
        """This calendar with the days off of one region; its version names both."""
        return Calendar(
            f"{self.version}+{local.version}", self.first_year, self.last_year, self.days_off | local.days_off
        )

    def corrects(self, version: str) -> bool:
        """Whether this calendar is newer than that version: versions count up, kalender-<year>.<number>.

        A region's days off, laid over the same national calendar, make it newer.
        """
        return newer(self.version, version)

    def between(self, receipt: date, end: date) -> int:
        """How many working days of a limit are used up at the end of that day."""
        days = (end - receipt).days
        return sum(self.is_working(receipt + timedelta(days=n)) for n in range(1, days + 1))


@dataclass(frozen=True, slots=True)
class LocalCalendar:
    """Days off in one region beside the national ones; versions kalender-<region>-<year>.<number>."""

    version: str
    region_code: str
    days_off: frozenset[date]

    def corrects(self, version: str) -> bool:
        return newer(self.version, version)


def calendar_in(region_code: str, national: Calendar, local: Mapping[str, Calendar]) -> Calendar:
    """The calendar offices of a region count by: its own, the province's, or the national one."""
    return local.get(region_code) or local.get(region_code.split(".", maxsplit=1)[0]) or national


def newer(version: str, than: str) -> bool:
    """By the numbers in them."""
    return _numbers(version) > _numbers(than)


def _numbers(version: str) -> list[int]:
    return [int(number) for number in re.findall(r"[0-9]+", version)]


def add_months(day: date, months: int) -> date:
    """The same day so many months on (or back), clamped to the month's end: 31 August less 6 is 29 February."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
