"""Offices: who holds them when, and in which capacity."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from domain.act import Capacity
from domain.identity import OfficeKind
from domain.refusals import DatesOutOfOrder, OfficeNotHeld
from domain.registry.office import (
    OfficeAssigned,
    OfficeDescription,
    OfficeEstablished,
    OfficeOccupied,
    OfficeRelinquished,
    Tenure,
    assign_office,
    establish_office,
    evolve,
    relinquish_office,
)

REGENT = OfficeDescription(OfficeKind.APPOINTING_AUTHORITY, "Bupati Seluma", UUID(int=1), UUID(int=1))
ANI, BUDI = UUID(int=2), UUID(int=3)
FIRST_HALF = Tenure(ANI, Capacity.DEFINITIVE, date(2026, 1, 1), date(2026, 6, 30))
SECOND_HALF = Tenure(BUDI, Capacity.DEFINITIVE, date(2026, 7, 1))


def office(*tenures):
    state = evolve(None, OfficeEstablished(REGENT), None)
    for tenure in tenures:
        state = evolve(state, OfficeAssigned(tenure), None)
    return state


def test_an_office_is_established_once():
    assert establish_office(None, REGENT) == [OfficeEstablished(REGENT)]
    assert establish_office(office(), REGENT) == []


def test_one_follows_the_other():
    assert assign_office(office(FIRST_HALF), SECOND_HALF) == [OfficeAssigned(SECOND_HALF)]


@pytest.mark.parametrize(
    "overlapping",
    [
        replace(SECOND_HALF, since=date(2026, 6, 30)),
        replace(SECOND_HALF, since=date(2025, 1, 1)),
        replace(SECOND_HALF, since=date(2025, 1, 1), until=date(2026, 1, 1)),
    ],
)
def test_two_do_not_hold_it_definitively_on_one_day(overlapping):
    with pytest.raises(OfficeOccupied):
        assign_office(office(FIRST_HALF), overlapping)


def test_a_stand_in_may_hold_it_beside_the_definitive_official():
    stand_in = replace(SECOND_HALF, since=date(2026, 3, 1), capacity=Capacity.DAILY_ACTING)
    assert assign_office(office(FIRST_HALF), stand_in) == [OfficeAssigned(stand_in)]


def test_the_same_tenure_is_recorded_once():
    assert assign_office(office(FIRST_HALF), FIRST_HALF) == []


def test_a_tenure_does_not_end_before_it_begins():
    with pytest.raises(DatesOutOfOrder):
        assign_office(office(), replace(FIRST_HALF, until=date(2025, 12, 31)))


def test_the_first_and_the_last_day_belong_to_the_tenure():
    held = office(FIRST_HALF)
    assert held.held_by(ANI, date(2026, 1, 1)) == held.held_by(ANI, date(2026, 6, 30)) == FIRST_HALF
    for day in (date(2025, 12, 31), date(2026, 7, 1)):
        with pytest.raises(OfficeNotHeld):
            held.held_by(ANI, day)


def test_an_office_given_up_is_held_to_that_day():
    held = office(SECOND_HALF)
    (event,) = relinquish_office(held, BUDI, date(2026, 8, 1))
    assert event == OfficeRelinquished(BUDI, date(2026, 8, 1))
    after = evolve(held, event, None)
    assert after.held_by(BUDI, date(2026, 8, 1)).until == date(2026, 8, 1)
    with pytest.raises(OfficeNotHeld):
        after.held_by(BUDI, date(2026, 8, 2))


def test_only_the_holder_gives_an_office_up():
    with pytest.raises(OfficeNotHeld):
        relinquish_office(office(FIRST_HALF), BUDI, date(2026, 2, 1))
