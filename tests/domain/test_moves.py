"""What a move is, how old somebody is, and how long things took: as reports tell it."""

from dataclasses import replace
from datetime import date
from statistics import quantiles

import pytest
from cast import NEW_POST, POLICY

from domain.moves import Direction, age_band, direction_of
from domain.registry.post import PositionKind as Kind
from domain.spread import percentile


@pytest.mark.parametrize(
    ("before", "after", "direction"),
    [
        ((Kind.STAFF, 5), (Kind.SUPERVISOR, 8), Direction.UP),
        ((Kind.STAFF, 5), (Kind.STAFF, 7), Direction.LATERAL),
        ((Kind.SUPERVISOR, 9), (Kind.FUNCTIONAL, 9), Direction.ACROSS),
        ((Kind.FUNCTIONAL, 9), (Kind.FUNCTIONAL, 8), Direction.LATERAL),
        ((Kind.SENIOR_EXECUTIVE, 14), (Kind.STAFF, 7), Direction.DOWN),
        ((Kind.ADMINISTRATOR, 11), (Kind.FUNCTIONAL, 9), Direction.DOWN),
    ],
)
def test_a_move_goes_up_down_aside_or_across(
    before: tuple[Kind, int], after: tuple[Kind, int], direction: Direction
) -> None:
    old, new = (
        replace(NEW_POST.position, kind=kind, position_class=class_) for kind, class_ in (before, after)
    )
    assert direction_of(old, new, POLICY) is direction


def test_ages_are_told_in_bands_that_change_with_the_birthday() -> None:
    born = date(1995, 3, 10)
    assert age_band(born, date(2025, 3, 9)) == "-29"
    assert age_band(born, date(2025, 3, 10)) == "30-39"
    assert age_band(born, date(2045, 3, 9)) == "40-49"
    assert age_band(born, date(2045, 3, 10)) == "50-"


def test_half_are_done_by_the_median_and_nine_in_ten_by_the_90th_percentile() -> None:
    assert percentile({}, 0.5) is None
    assert percentile({4: 1}, 0.9) == 4
    assert percentile({1: 1, 2: 1}, 0.5) == 1.5
    days = [1, 1, 2, 3, 3, 3, 8, 20, 21]
    taken = {day: days.count(day) for day in days}
    cuts = quantiles(days, n=10, method="inclusive")
    assert (percentile(taken, 0.5), percentile(taken, 0.9)) == (round(cuts[4], 1), round(cuts[8], 1))
