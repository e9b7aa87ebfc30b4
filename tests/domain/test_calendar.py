"""Working days, deadlines, zones (reference 1.3)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from cast import POLICIES
from hypothesis import given
from hypothesis import strategies as st

from domain.calendar import BeyondCalendar, Zone, add_months

CALENDAR = POLICIES.calendar


@pytest.mark.parametrize(
    ("receipt", "working_days", "last_day"),
    [
        (date(2025, 3, 27), 5, date(2025, 4, 14)),
        (date(2025, 3, 27), 14, date(2025, 4, 28)),
        (date(2025, 3, 27), 15, date(2025, 4, 29)),
        (date(2025, 3, 27), 21, date(2025, 5, 8)),
        (date(2025, 8, 15), 5, date(2025, 8, 25)),
        (date(2025, 8, 15), 14, date(2025, 9, 8)),
        (date(2025, 8, 15), 15, date(2025, 9, 9)),
        (date(2025, 8, 15), 21, date(2025, 9, 17)),
    ],
)
def test_the_last_day_of_a_limit(receipt: date, working_days: int, last_day: date) -> None:
    assert CALENDAR.after(receipt, working_days) == last_day
    assert CALENDAR.between(receipt, last_day) == working_days


def test_day_one_is_the_first_working_day_after_receipt() -> None:
    friday, monday = date(2025, 3, 7), date(2025, 3, 10)
    assert CALENDAR.after(friday, 1) == monday
    assert CALENDAR.after(date(2025, 3, 8), 1) == CALENDAR.after(date(2025, 3, 9), 1) == monday
    assert CALENDAR.between(friday, friday) == 0


def test_weekends_holidays_and_collective_leave_are_off() -> None:
    assert CALENDAR.is_working(date(2025, 3, 27))
    assert not CALENDAR.is_working(date(2025, 3, 29))  # Saturday, and a holiday
    assert not CALENDAR.is_working(date(2025, 3, 8))  # Saturday
    assert not CALENDAR.is_working(date(2025, 3, 31))  # Idul Fitri
    assert not CALENDAR.is_working(date(2025, 4, 7))  # collective leave


def test_no_limit_means_the_same_day() -> None:
    assert CALENDAR.after(date(2025, 3, 29), 0) == date(2025, 3, 29)


def test_past_the_last_known_year_only_weekends_are_off_and_a_calendar_that_knows_it_says_better() -> None:
    """31 December 2032 is a Friday; 3 January 2033 a Monday."""
    last = date(CALENDAR.last_year, 12, 31)
    assert CALENDAR.is_working(last)
    assert CALENDAR.after(last - timedelta(days=1), 1) == last
    assert CALENDAR.knows(last)
    assert CALENDAR.after(last, 1) == date(2033, 1, 3)
    assert not CALENDAR.knows(date(2033, 1, 1))
    assert CALENDAR.between(last, date(2033, 1, 10)) == 6
    extended = replace(
        CALENDAR, version="kalender-2032.1", last_year=2033, days_off=CALENDAR.days_off | {date(2033, 1, 3)}
    )
    assert extended.after(last, 1) == date(2033, 1, 4)
    assert extended.knows(date(2033, 1, 4))


def test_what_lies_ten_years_past_it_is_not_counted() -> None:
    farthest = date(CALENDAR.last_year + 10, 12, 31)
    assert CALENDAR.after(farthest - timedelta(days=1), 1) == farthest  # a Wednesday
    for receipt, working_days in ((farthest, 1), (farthest + timedelta(days=1), 0), (date.max, 5)):
        with pytest.raises(BeyondCalendar, match=CALENDAR.version):
            CALENDAR.after(receipt, working_days)


def test_a_working_day_can_be_reached_in_every_known_year() -> None:
    days = {day.year for day in CALENDAR.days_off}
    assert days == set(range(CALENDAR.first_year, CALENDAR.last_year + 1))


@given(st.dates(date(2016, 1, 1), date(2031, 12, 31)), st.integers(1, 65))
def test_counting_forward_and_back_agree(receipt: date, working_days: int) -> None:
    last = CALENDAR.after(receipt, working_days)
    assert CALENDAR.is_working(last)
    assert CALENDAR.between(receipt, last) == working_days
    assert CALENDAR.between(receipt, last - timedelta(days=1)) == working_days - 1


# A deadline ends with its day in the deciding office's zone


@pytest.mark.parametrize(("zone", "hours"), [(Zone.WIB, 7), (Zone.WITA, 8), (Zone.WIT, 9)])
def test_a_day_ends_where_the_office_is(zone: Zone, hours: int) -> None:
    end = zone.end_of(date(2025, 4, 14))
    assert end.astimezone(UTC) == datetime(2025, 4, 14, 23 - hours, 59, 59, tzinfo=UTC)
    assert zone.day_of(end) == date(2025, 4, 14)
    assert zone.day_of(end + timedelta(seconds=1)) == date(2025, 4, 15)


def test_the_same_moment_is_another_day_further_east() -> None:
    moment = datetime(2025, 4, 14, 16, 30, tzinfo=UTC)
    assert Zone.WIB.day_of(moment) == date(2025, 4, 14)
    assert Zone.WITA.day_of(moment) == date(2025, 4, 15)


def test_indonesia_has_no_summer_time() -> None:
    winter, summer = (Zone.WITA.end_of(date(2025, month, 1)).utcoffset() for month in (1, 7))
    assert winter == summer == timedelta(hours=8)


# Months


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2024, 9, 22), -6, date(2024, 3, 22)),
        (date(2020, 7, 8), -6, date(2020, 1, 8)),
        (date(2024, 8, 31), -6, date(2024, 2, 29)),
        (date(2025, 8, 31), -6, date(2025, 2, 28)),
        (date(2025, 2, 20), 6, date(2025, 8, 20)),
        (date(2025, 11, 30), 3, date(2026, 2, 28)),
        (date(2025, 1, 31), -1, date(2024, 12, 31)),
        (date(2025, 12, 31), 12, date(2026, 12, 31)),
    ],
)
def test_months_are_calendar_months_clamped_to_their_end(day: date, months: int, expected: date) -> None:
    assert add_months(day, months) == expected
