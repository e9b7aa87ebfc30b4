"""Seats: occupied and held together never exceed what the post has."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.needs.teachers import Lessons
from domain.needs.workload import Period, Task, WorkingYear, Workload
from domain.refusals import DatesOutOfOrder, OnRecordAlready, Refused, SeatNotFree
from domain.registry.movements import MoreMovedThanServed, Movements, count_movements
from domain.registry.movements import evolve as movements_after
from domain.registry.post import (
    Analysis,
    LessonsCounted,
    NamedTask,
    OlderAnalysis,
    OlderCount,
    Position,
    PositionKind,
    PostDescription,
    PostEstablished,
    PostRevised,
    SeatHeld,
    SeatReleased,
    SeatRestored,
    SeatsInUse,
    SeatTaken,
    SeatVacated,
    TasksMissing,
    Taught,
    WorkloadAnalysed,
    analyse_workload,
    count_lessons,
    establish_post,
    evolve,
    hold_seat,
    release_seat,
    restore_seat,
    take_seat,
    vacate_seat,
)
from domain.registry.school import OlderSchoolCount, SchoolCount, SchoolCounted, count_school
from domain.registry.school import evolve as school_after

ANI, BUDI, CITRA = (UUID(int=n) for n in (1, 2, 3))
FIRST, SECOND = UUID(int=11), UUID(int=12)
DAY = date(2026, 1, 15)
TEACHER = Position("Guru Ahli Pertama", PositionKind.FUNCTIONAL)
TWO_SEATS = PostDescription("5805.SD1/GURU AHLI PERTAMA", UUID(int=21), TEACHER, seats=2, required=250)


def post(*events):
    state = None
    for event in (PostEstablished(TWO_SEATS), *events):
        state = evolve(state, event, None)
    return state


COUNTED = Taught((Lessons("VII", 4, 5), Lessons("VIII", 8, 5)), 12, "Dapodik", DAY)


def test_lessons_counted_are_kept_with_their_source():
    counted = post(*count_lessons(post(), COUNTED))
    assert counted.lessons == COUNTED
    assert counted.lessons.hours == 60
    assert count_lessons(counted, COUNTED) == []


def test_a_count_of_an_earlier_day_changes_nothing_any_more():
    counted = post(LessonsCounted(COUNTED))
    with pytest.raises(OlderCount):
        count_lessons(counted, replace(COUNTED, counted_on=date(2025, 7, 1)))
    later = replace(COUNTED, counted_on=date(2026, 7, 1), credited_hours=0)
    assert count_lessons(counted, later) == [LessonsCounted(later)]


def test_a_free_seat_can_be_taken():
    assert take_seat(post(), ANI, DAY) == [SeatTaken(ANI, DAY)]


def test_whoever_sits_there_already_takes_nothing():
    assert take_seat(post(SeatTaken(ANI, DAY)), ANI, DAY) == []


def test_a_full_post_takes_nobody():
    with pytest.raises(SeatNotFree):
        take_seat(post(SeatTaken(ANI, DAY), SeatTaken(BUDI, DAY)), CITRA, DAY)


def test_a_seat_held_for_another_is_not_free():
    with pytest.raises(SeatNotFree):
        take_seat(post(SeatTaken(ANI, DAY), SeatHeld(FIRST, BUDI)), CITRA, DAY)


def test_a_held_seat_is_taken_by_the_one_it_is_held_for():
    held = post(SeatTaken(ANI, DAY), SeatHeld(FIRST, BUDI))
    (taken,) = take_seat(held, BUDI, DAY)
    assert evolve(held, taken, None).held == {}


def test_no_seat_is_held_where_none_is_free():
    with pytest.raises(SeatNotFree):
        hold_seat(post(SeatTaken(ANI, DAY), SeatHeld(FIRST, BUDI)), SECOND, CITRA)


def test_a_seat_is_held_once_for_a_transfer():
    assert hold_seat(post(SeatHeld(FIRST, BUDI)), FIRST, BUDI) == []


def test_a_released_seat_is_free_again():
    held = post(SeatTaken(ANI, DAY), SeatHeld(FIRST, BUDI))
    assert release_seat(held, FIRST) == [SeatReleased(FIRST)]
    assert evolve(held, SeatReleased(FIRST), None).free == 1


def test_releasing_what_is_not_held_changes_nothing():
    assert release_seat(post(), FIRST) == []


def test_a_left_seat_is_free_again():
    taken = post(SeatTaken(ANI, DAY))
    assert vacate_seat(taken, ANI, DAY) == [SeatVacated(ANI, DAY)]
    assert evolve(taken, SeatVacated(ANI, DAY), None).free == 2


def test_the_same_description_changes_nothing():
    assert establish_post(post(), TWO_SEATS) == []


def test_a_post_may_get_more_seats():
    more = replace(TWO_SEATS, seats=3)
    assert establish_post(post(), more) == [PostRevised(more)]


def test_a_post_cannot_lose_seats_in_use():
    with pytest.raises(SeatsInUse):
        establish_post(post(SeatTaken(ANI, DAY), SeatHeld(FIRST, BUDI)), replace(TWO_SEATS, seats=1))


def test_the_gap_counts_who_sits_there_and_not_who_may_come():
    assert post(SeatTaken(ANI, DAY), SeatHeld(FIRST, BUDI)).gap == -150


# Restoration: the one thing that may go beyond the seats, and never unseen


def test_who_is_restored_takes_a_free_seat_or_the_one_held_for_them():
    assert restore_seat(post(), ANI, DAY) == [SeatTaken(ANI, DAY)]
    held = post(SeatTaken(BUDI, DAY), SeatHeld(FIRST, ANI))
    assert restore_seat(held, ANI, DAY) == [SeatTaken(ANI, DAY)]
    assert restore_seat(post(SeatTaken(ANI, DAY)), ANI, DAY) == []


@pytest.mark.parametrize("second", [SeatTaken(CITRA, DAY), SeatHeld(FIRST, CITRA)])
def test_who_is_restored_to_a_full_post_sits_beyond_its_seats(second):
    full = post(SeatTaken(BUDI, DAY), second)
    (restored,) = restore_seat(full, ANI, DAY)
    assert restored == SeatRestored(ANI, DAY)
    beyond = evolve(full, restored, None)
    assert (ANI in beyond.occupants, beyond.free, beyond.supernumerary) == (True, -1, 1)
    with pytest.raises(SeatNotFree):
        take_seat(beyond, UUID(int=9), DAY)


def test_it_is_over_when_a_seat_falls_free_and_gives_nobody_another():
    beyond = post(SeatTaken(BUDI, DAY), SeatTaken(CITRA, DAY), SeatRestored(ANI, DAY))
    left = evolve(beyond, SeatVacated(CITRA, DAY), None)
    assert (left.free, left.supernumerary) == (0, 0)
    with pytest.raises(SeatNotFree):
        hold_seat(left, FIRST, CITRA)


def test_an_overfull_post_keeps_its_seats_or_gets_more_but_loses_none():
    beyond = post(SeatTaken(BUDI, DAY), SeatTaken(CITRA, DAY), SeatRestored(ANI, DAY))
    assert establish_post(beyond, TWO_SEATS) == []
    for seats in (2, 3):
        revised = replace(TWO_SEATS, seats=seats, required=300)
        assert establish_post(beyond, revised) == [PostRevised(revised)]
    with pytest.raises(SeatsInUse):
        establish_post(beyond, replace(TWO_SEATS, seats=1))


PEOPLE, TRANSFERS = [UUID(int=n) for n in range(1, 7)], [UUID(int=n) for n in range(11, 17)]
STEPS = st.one_of(
    st.tuples(st.just(take_seat), st.sampled_from(PEOPLE), st.just(DAY)),
    st.tuples(st.just(vacate_seat), st.sampled_from(PEOPLE), st.just(DAY)),
    st.tuples(st.just(hold_seat), st.sampled_from(TRANSFERS), st.sampled_from(PEOPLE)),
    st.tuples(st.just(release_seat), st.sampled_from(TRANSFERS)),
    st.tuples(
        st.just(lambda state, seats: establish_post(state, replace(TWO_SEATS, seats=seats))),
        st.integers(0, 4),
    ),
)


@given(st.lists(STEPS, max_size=40))
def test_no_order_of_steps_oversubscribes_a_post(steps):
    state = post()
    for decide, *arguments in steps:
        try:
            events = decide(state, *arguments)
        except Refused:
            continue
        for event in events:
            state = evolve(state, event, None)
        assert len(state.occupants) + len(state.held) <= state.described.seats


RESTORED = st.tuples(st.just(restore_seat), st.sampled_from(PEOPLE), st.just(DAY))


@given(st.lists(STEPS | RESTORED, max_size=40))
def test_beyond_its_seats_a_post_has_those_restored_to_it_at_most(steps):
    state, restored = post(), 0
    for decide, *arguments in steps:
        before = state.supernumerary
        try:
            events = decide(state, *arguments)
        except Refused:
            continue
        for event in events:
            state = evolve(state, event, None)
            restored += isinstance(event, SeatRestored)
        assert state.supernumerary <= restored
        assert state.supernumerary <= before or any(isinstance(event, SeatRestored) for event in events)


def test_what_a_post_requires_is_exact_where_its_workload_is_known():
    assert replace(TWO_SEATS, workload=Workload(92_160, 75_000)).required_exactly == Fraction(12_288, 10_000)
    assert TWO_SEATS.required_exactly == Fraction(5, 2)
    assert replace(TWO_SEATS, required=None).required_exactly is None


# Workload analyses

YEAR = WorkingYear(75_000, 250, 50, 12, "PermenPAN-RB 1/2020")
TASKS = (
    NamedTask("Menata", Task(1_200, 45)),
    NamedTask("Melayani", Task(240, 120)),
    NamedTask("Melapor", Task(1, 180, Period.WEEK)),
)
ANALYSIS = Analysis(TASKS, YEAR, "ABK 2026", DAY)


def test_an_analysis_counts_instead_of_the_map_and_keeps_its_working_year():
    assert (post().required, post().gap) == (250, -250)
    (analysed,) = analyse_workload(post(), ANALYSIS, DAY)
    state = post(analysed)
    assert state.required_exactly == Fraction(91_800, 75_000)
    assert (state.required, state.gap) == (122, -122)
    later = replace(ANALYSIS, year=replace(YEAR, effective_minutes=72_000), analysed_on=date(2026, 7, 1))
    assert post(analysed, WorkloadAnalysed(later)).required_exactly == Fraction(91_800, 72_000)


def test_the_map_counts_again_once_it_tells_another_need_and_not_when_only_its_seats_change():
    analysed = WorkloadAnalysed(ANALYSIS)
    assert post(analysed, PostRevised(replace(TWO_SEATS, seats=5))).analysis == ANALYSIS
    assert post(analysed, PostRevised(replace(TWO_SEATS, required=300))).required == 300
    by_minutes = replace(TWO_SEATS, workload=Workload(187_500, 75_000))
    assert post(analysed, PostRevised(by_minutes)).analysis is None


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"tasks": ()}, TasksMissing),
        ({"tasks": (TASKS[0], replace(TASKS[0], name="MENATA"))}, TasksMissing),
        ({"analysed_on": date(2026, 1, 16)}, DatesOutOfOrder),
        ({"analysed_on": date(2026, 1, 14)}, OlderAnalysis),
        ({}, OnRecordAlready),
    ],
    ids=["no task", "a task twice", "of tomorrow", "older than the one on record", "the same"],
)
def test_an_analysis_is_refused(change, refusal):
    known = post(WorkloadAnalysed(ANALYSIS))
    with pytest.raises(refusal):
        analyse_workload(known, replace(ANALYSIS, **change), DAY)
    assert analyse_workload(known, replace(ANALYSIS, source="ABK perbaikan"), DAY)


# Schools


def test_a_school_is_counted_again_and_never_backwards():
    unit, count = UUID(int=21), SchoolCount("SD", 12, 365, 17, "Dapodik", DAY)
    (counted,) = count_school(None, unit, count)
    known = school_after(None, counted, None)
    assert count_school(known, unit, count) == []
    assert count_school(known, unit, replace(count, students=360)) == [
        SchoolCounted(unit, replace(count, students=360))
    ]
    with pytest.raises(OlderSchoolCount):
        count_school(known, unit, replace(count, counted_on=date(2025, 8, 31)))
    with pytest.raises(OlderSchoolCount):
        count_school(known, unit, replace(count, counted_on=None))
    undated = school_after(None, SchoolCounted(unit, replace(count, counted_on=None)), None)
    assert count_school(undated, unit, count) == [counted]


# Movements before


def test_movements_of_a_half_year_are_counted_and_put_right_and_are_never_more_than_served():
    unit, counted = UUID(int=21), Movements(date(2024, 12, 31), 4, 120, "Rekap")
    (event,) = count_movements(None, unit, counted)
    known = movements_after(None, event, None)
    assert count_movements(known, unit, counted) == []
    known = movements_after(known, *count_movements(known, unit, replace(counted, moved=5)), None)
    assert known.counted == {counted.ends_on: replace(counted, moved=5)}
    for impossible in (replace(counted, moved=121), replace(counted, moved=0, officials=0)):
        with pytest.raises(MoreMovedThanServed):
            count_movements(known, unit, impossible)
