"""Offices: who holds them when, and in which capacity."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from domain.act import Capacity
from domain.identity import OfficeKind
from domain.refusals import ActingTermOver, DatesOutOfOrder, OfficeNotHeld
from domain.registry.office import (
    OfficeAssigned,
    OfficeDescription,
    OfficeEstablished,
    OfficeOccupied,
    OfficeRelinquished,
    assign_office,
    establish_office,
    evolve,
    relinquish_office,
)
from domain.registry.tenure import ActingTerm, ActingTermTooLong, Tenure

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


# The term of an acting official: three months, extended once

TERM = ActingTerm(months=3, extensions=1)
ACTING = Tenure(ANI, Capacity.ACTING, date(2026, 1, 1), date(2026, 3, 31))
EXTENDED = replace(ACTING, since=date(2026, 4, 1), until=date(2026, 6, 30))
AGAIN = replace(ACTING, since=date(2026, 7, 1), until=date(2026, 9, 30))


def test_an_acting_official_stands_in_for_a_term_and_is_extended_once():
    assert assign_office(office(), ACTING, TERM) == [OfficeAssigned(ACTING)]
    assert assign_office(office(ACTING), EXTENDED, TERM) == [OfficeAssigned(EXTENDED)]
    with pytest.raises(ActingTermTooLong):
        assign_office(office(ACTING, EXTENDED), AGAIN, TERM)


@pytest.mark.parametrize("until", [date(2026, 4, 1), date(2026, 12, 31)])
def test_an_acting_tenure_longer_than_the_term_is_not_recorded(until):
    with pytest.raises(ActingTermTooLong):
        assign_office(office(), replace(ACTING, until=until), TERM)


def test_a_day_between_two_terms_does_not_begin_a_new_count_but_a_whole_term_does():
    held = office(ACTING, EXTENDED)
    with pytest.raises(ActingTermTooLong):
        assign_office(held, replace(AGAIN, since=date(2026, 9, 30), until=None), TERM)
    later = replace(AGAIN, since=date(2026, 10, 1), until=None)
    assert assign_office(held, later, TERM) == [OfficeAssigned(later)]


def test_an_earlier_tenure_that_becomes_known_late_is_counted_too():
    with pytest.raises(ActingTermTooLong):
        assign_office(office(EXTENDED, AGAIN), ACTING, TERM)


def test_another_official_or_another_capacity_is_counted_for_itself():
    held = office(ACTING, EXTENDED)
    for tenure in (replace(AGAIN, person=BUDI), replace(AGAIN, capacity=Capacity.DAILY_ACTING)):
        assert assign_office(held, tenure, TERM) == [OfficeAssigned(tenure)]


def test_an_acting_official_without_an_end_on_record_holds_the_office_for_the_term():
    held = office(replace(ACTING, until=None))
    assert held.held_by(ANI, date(2026, 3, 31), TERM).capacity is Capacity.ACTING
    with pytest.raises(ActingTermOver):
        held.held_by(ANI, date(2026, 4, 1), TERM)
    assert held.holders(date(2026, 3, 31), TERM) == held.tenures
    assert held.holders(date(2026, 4, 1), TERM) == ()


def test_who_was_made_definitive_meanwhile_goes_on():
    definitive = Tenure(ANI, Capacity.DEFINITIVE, date(2026, 3, 1))
    held = office(replace(ACTING, until=None), definitive)
    assert held.held_by(ANI, date(2026, 4, 1), TERM) == definitive
