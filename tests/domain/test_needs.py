"""Needs, balance and lesson hours: the vectors of the reference (section 4), exact, and what must hold of any numbers."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from uuid import UUID

import pytest
from cast import POLICY
from hypothesis import given
from hypothesis import strategies as st

from domain.needs.balance import Balance, Staffed, balance, moved
from domain.needs.candidates import Candidate, Part, ranked
from domain.needs.matching import Asked, Facet, Offered, match
from domain.needs.outlook import Year, outlook, retires_on
from domain.needs.rounding import half_up, parts, root_parts
from domain.needs.staffing import Incumbent, StaffedPost, Staffing, by_unit, years_ahead
from domain.needs.teachers import (
    Harm,
    Lessons,
    RoleNeed,
    SchoolRole,
    SubjectNeed,
    counsellors,
    credited_hours,
    harms,
    hours_of,
    school_needs,
)
from domain.needs.workload import Grade, Period, Task, Workload, gap, grade, load, of_unit, workload

YEAR, LEAST, LAW = POLICY.needs.working_year, POLICY.needs.least_loads, POLICY.needs.teaching
TASKS = (Task(1_200, 45), Task(240, 120), Task(52, 180))


# Workload


def test_the_staff_a_post_requires_is_its_minutes_by_those_one_person_has() -> None:
    counted = workload(TASKS, YEAR)
    assert (counted.minutes, counted.effective_minutes) == (92_160, 75_000)
    assert counted.required == Fraction(12_288, 10_000)
    assert counted.staff == 1


def test_with_fewer_effective_minutes_more_are_required_and_the_number_used_is_kept() -> None:
    counted = Workload(92_160, 72_000)
    assert counted.required == Fraction(128, 100)
    assert (counted.staff, counted.effective_minutes) == (1, 72_000)


def test_a_unit_is_summed_before_it_is_rounded() -> None:
    both = of_unit([workload(TASKS, YEAR), workload(TASKS, YEAR)])
    assert (both.required, both.staff) == (Fraction(24_576, 10_000), 2)
    three = of_unit([workload(TASKS, YEAR)] * 3)
    assert three.staff == 4 != 3 * workload(TASKS, YEAR).staff


def test_workloads_counted_differently_are_not_added() -> None:
    with pytest.raises(ValueError, match="different effective minutes"):
        of_unit([Workload(1, 75_000), Workload(1, 72_000)])


@pytest.mark.parametrize(
    ("period", "times"), [(Period.DAY, 250), (Period.WEEK, 50), (Period.MONTH, 12), (Period.YEAR, 1)]
)
def test_a_volume_of_any_period_becomes_one_of_the_year(period: Period, times: int) -> None:
    assert workload([Task(2, 30, period)], YEAR).minutes == 60 * times


@pytest.mark.parametrize(("halves", "whole"), [(0, 0), (1, 1), (2, 1), (3, 2), (5, 3), (-1, 0), (-3, -1)])
def test_halves_are_rounded_up(halves: int, whole: int) -> None:
    assert half_up(Fraction(halves, 2)) == whole


# Load and its grades


@pytest.mark.parametrize(
    ("holders", "ratio", "graded"),
    [(2, Fraction(125, 100), Grade.A), (4, Fraction(625, 1_000), Grade.D), (0, None, Grade.VACANT)],
)
def test_3125_hours_are_much_for_two_and_little_for_four(
    holders: int, ratio: Fraction | None, graded: Grade
) -> None:
    required = Fraction(3_125, YEAR.effective_minutes // 60)
    assert load(required, holders) == ratio
    assert grade(ratio, LEAST) is graded


def test_without_work_and_people_a_post_is_not_vacant() -> None:
    assert load(Fraction(0), 0) == 0


@pytest.mark.parametrize(
    ("hundredths", "graded"),
    [
        (101, Grade.A),
        (100, Grade.B),
        (90, Grade.B),
        (89, Grade.C),
        (70, Grade.C),
        (69, Grade.D),
        (50, Grade.D),
        (49, Grade.E),
        (0, Grade.E),
    ],
)
def test_each_grade_begins_where_the_law_says(hundredths: int, graded: Grade) -> None:
    assert grade(Fraction(hundredths, 100), LEAST) is graded


def test_between_two_grades_there_is_no_hole() -> None:
    assert grade(Fraction(100_001, 100_000), LEAST) is Grade.A
    assert grade(Fraction(8_999, 10_000), LEAST) is Grade.C


def test_a_gap_is_negative_where_people_are_lacking() -> None:
    assert gap(1, Fraction(5, 2)) == Fraction(-3, 2)


# Balance


def test_the_imbalance_falls_when_somebody_goes_from_where_there_are_too_many() -> None:
    """Scenario 1: two required and four there, three required and one there."""
    origin, target = Staffed(Fraction(2), 4), Staffed(Fraction(3), 1)
    before, after = balance((origin, target)), balance(moved(origin, target))
    assert before.imbalance == Fraction(5, 2)
    assert after.imbalance == Fraction(3, 2) - Fraction(2, 3)
    assert not after.is_worse_than(before)
    assert before.is_worse_than(after)


def test_the_variation_is_kept_squared_because_its_root_is_not_exact() -> None:
    spread = Balance((Fraction(1), Fraction(3)))
    assert spread.variation_squared == Fraction(1, 4)
    assert root_parts(spread.variation_squared, 1_000) == 500
    assert Balance((Fraction(1), Fraction(1))).variation_squared == 0
    assert Balance((Fraction(0), Fraction(0))).variation_squared is None


def test_a_vacancy_has_no_bound_and_one_more_is_worse_than_any_number() -> None:
    none_there, some_there = Staffed(Fraction(1), 0), Staffed(Fraction(1), 1)
    assert balance((none_there, some_there)).imbalance is None
    assert balance((none_there, some_there)).variation_squared is None
    filled, emptied = balance((some_there, some_there)), balance((none_there, some_there))
    assert emptied.is_worse_than(filled)
    assert not filled.is_worse_than(emptied)
    assert not emptied.is_worse_than(emptied)


@given(st.integers(0, 10**12), st.integers(1, 10**6), st.sampled_from([1, 100, 1_000]))
def test_a_root_is_rounded_to_the_nearest(top: int, bottom: int, of: int) -> None:
    square = Fraction(top, bottom)
    root = root_parts(square, of)
    assert (Fraction(2 * root - 1, 2 * of) ** 2 <= square) or root == 0
    assert square < Fraction(2 * root + 1, 2 * of) ** 2


@given(*[st.integers(1, 40)] * 2, *[st.integers(2, 40)] * 2)
def test_a_move_there_and_back_changes_nothing(a: int, b: int, here: int, there: int) -> None:
    origin, target = Staffed(Fraction(a), here), Staffed(Fraction(b), there)
    gone_target, gone_origin = reversed(moved(origin, target))
    assert moved(gone_target, gone_origin) == (target, origin)


# Lessons


def subject(hours: int, holders: int, credited: int = 0) -> SubjectNeed:
    return SubjectNeed(hours, holders, credited, LAW)


@pytest.mark.parametrize(("classes", "weekly", "required"), [(12, 5, Fraction(5, 2)), (18, 4, Fraction(3))])
def test_teachers_required_are_the_hours_of_all_class_groups_by_24(
    classes: int, weekly: int, required: Fraction
) -> None:
    by_grade = [Lessons(grade, classes // 3, weekly) for grade in ("VII", "VIII", "IX")]
    assert subject(hours_of(by_grade), 0).required == required


def test_scenario_18_one_teacher_moved_helps_and_two_do_harm() -> None:
    a, b = subject(72, 4), subject(60, 1)
    assert (a.required, a.gap, b.required, b.gap) == (3, 1, Fraction(5, 2), Fraction(-3, 2))
    left, joined = a.with_holders(-1), b.with_holders(+1)
    assert (left.gap, left.gap_hours, left.hours_each) == (0, 0, 24)
    assert joined.gap == Fraction(-1, 2)
    assert harms(left, joined) == ()
    left, joined = left.with_holders(-1), joined.with_holders(+1)
    assert left.gap_hours == -24
    assert joined.hours_each == 20
    assert harms(left, joined) == (Harm.MOVER_UNDER_LOAD, Harm.ORIGIN_SHORT_OF_HOURS)


def test_who_stays_under_24_hours_is_told_of_too() -> None:
    assert harms(subject(72, 4), None) == (Harm.LEFT_UNDER_LOAD,)
    assert harms(None, None) == ()


@pytest.mark.parametrize(
    ("hours", "under"), [(47, True), (48, False), (49, False)], ids=["23.5 each", "24 each", "24.5 each"]
)
def test_24_hours_are_enough(hours: int, under: bool) -> None:
    assert subject(hours, 2).under_load is under
    assert not subject(hours, 0).under_load


def test_duties_count_as_hours_of_their_holder_and_are_taught_by_others() -> None:
    """One of two is deputy head: 12 hours less are taught, and nobody falls short for it."""
    need = subject(36, 2, credited_hours(1, 0, LAW))
    assert (need.supply, need.gap_hours) == (36, 0)
    assert need.hours_each == 24


@pytest.mark.parametrize(
    ("attached", "others", "credited"), [(0, 0, 0), (0, 2, 2), (0, 9, 6), (1, 0, 12), (1, 9, 18)]
)
def test_other_duties_count_up_to_six_hours(attached: int, others: int, credited: int) -> None:
    assert credited_hours(attached, others, LAW) == credited


@pytest.mark.parametrize(
    ("hours", "whole"),
    [(0, 0), (10, 1), (24, 1), (35, 1), (36, 2), (40, 2), (54, 2), (59, 2), (60, 3)],
)
def test_less_than_half_a_load_is_covered_by_overtime_up_to_forty_hours(hours: int, whole: int) -> None:
    assert subject(hours, 0).to_appoint == whole


def test_a_primary_school_has_a_teacher_a_class_one_of_religion_one_of_sports_and_a_head() -> None:
    assert SCHOOLS is not None
    needs = school_needs("SD", 6, 180, {}, SCHOOLS, LAW)
    assert [(need.role, need.required) for need in needs] == [
        (SchoolRole.CLASS_TEACHER, 6),
        (SchoolRole.RELIGION, 1),
        (SchoolRole.SPORTS, 1),
        (SchoolRole.HEAD, 1),
    ]


def test_a_counsellor_has_150_students() -> None:
    assert counsellors(375, LAW) == Fraction(5, 2)


SCHOOLS = POLICY.needs.schools


def test_an_sd_is_staffed_by_heads_and_an_smp_has_counsellors() -> None:
    assert SCHOOLS is not None
    here = {SchoolRole.CLASS_TEACHER: 10, SchoolRole.COUNSELLOR: 1}
    roles = school_needs("SD", 12, 365, here, SCHOOLS, LAW)
    assert roles == (
        RoleNeed(SchoolRole.CLASS_TEACHER, Fraction(12), 10),
        RoleNeed(SchoolRole.RELIGION, Fraction(1), 0),
        RoleNeed(SchoolRole.SPORTS, Fraction(1), 0),
        RoleNeed(SchoolRole.HEAD, Fraction(1), 0),
    )
    assert [each.gap for each in roles] == [-2, -1, -1, -1]
    assert school_needs("SMP", 12, 375, here, SCHOOLS, LAW) == (
        RoleNeed(SchoolRole.COUNSELLOR, Fraction(5, 2), 1),
    )
    assert school_needs("TK", 4, 60, here, SCHOOLS, LAW) == ()


@pytest.mark.parametrize(
    ("position", "role"),
    [
        ("Guru Ahli Pertama - Guru Kelas", SchoolRole.CLASS_TEACHER),
        ("GURU PENDIDIKAN AGAMA ISLAM AHLI MUDA", SchoolRole.RELIGION),
        ("Guru Penjasorkes Ahli Pertama", SchoolRole.SPORTS),
        ("Kepala  Sekolah", SchoolRole.HEAD),
        ("Guru Bimbingan Konseling Ahli Muda", SchoolRole.COUNSELLOR),
        ("Guru Matematika Ahli Muda", None),
    ],
)
def test_a_position_counts_as_a_role_by_what_is_in_its_name(position: str, role: SchoolRole | None) -> None:
    assert SCHOOLS is not None
    assert SCHOOLS.role_of(position) is role


# Units


def staffed_post(
    unit: int, required: Fraction | None, *incumbents: Incumbent, age: int = 58, seats: int = 9
) -> StaffedPost:
    return StaffedPost(UUID(int=unit * 100), UUID(int=unit), seats, age, required, incumbents)


def sits(number: int, born_on: date | None = date(1990, 1, 1), *, away: bool = False) -> Incumbent:
    return Incumbent(UUID(int=number), born_on, away)


def test_a_unit_is_loaded_by_what_its_weighed_posts_need_and_by_who_is_there() -> None:
    """3,125 hours a year: two who are there, one who studies, and two in a post that nobody has counted."""
    need = Fraction(3_125, 1_250)
    unit = Staffing(
        (
            staffed_post(1, need, sits(1), sits(2), sits(3, away=True)),
            staffed_post(1, None, sits(4), sits(5)),
        )
    )
    assert (unit.required, unit.present, unit.occupied, unit.away) == (need, 2, 5, 1)
    assert unit.gap == Fraction(-1, 2)
    assert unit.staffed is not None
    assert unit.staffed.load == Fraction(125, 100)


def test_a_unit_of_which_nothing_is_counted_has_no_load_and_no_gap() -> None:
    unit = Staffing((staffed_post(1, None, sits(1)),))
    assert (unit.required, unit.gap, unit.staffed) == (None, None, None)
    assert years_ahead(unit, 2025, 5) is None


def test_units_lie_side_by_side_and_one_with_work_and_nobody_is_vacant() -> None:
    units = by_unit(
        [
            staffed_post(1, Fraction(2), sits(1), sits(2)),
            staffed_post(1, Fraction(1), sits(3), sits(4)),
            staffed_post(2, Fraction(3), sits(5)),
        ]
    )
    evenly = balance([each.staffed for each in units.values() if each.staffed is not None])
    assert evenly.loads == (Fraction(3, 4), Fraction(3))
    assert evenly.imbalance == Fraction(9, 4)
    emptied = balance([Staffed(Fraction(3), 0), Staffed(Fraction(3), 4)])
    assert (emptied.vacant, emptied.imbalance) == (1, None)


def test_the_years_ahead_count_who_is_overdue_and_whose_birth_is_not_known() -> None:
    unit = Staffing(
        (
            staffed_post(
                1, Fraction(3), sits(1, date(1967, 5, 31)), sits(2, None), sits(3, date(1960, 1, 1))
            ),
            staffed_post(1, Fraction(1), sits(4, date(1967, 5, 31)), sits(5, away=True), age=60),
            staffed_post(1, None, sits(6, date(1967, 5, 31))),
        )
    )
    ahead = years_ahead(unit, 2025, 5)
    assert ahead is not None
    assert [(year.year, year.leaving, year.holders, year.gap) for year in ahead.years] == [
        (2025, 1, 2, -2),
        (2026, 0, 2, -2),
        (2027, 1, 1, -3),
        (2028, 0, 1, -3),
        (2029, 0, 1, -3),
    ]
    assert (ahead.overdue, ahead.unknown) == (1, 1)


# The years ahead


def test_one_retires_on_the_first_of_the_month_after_the_birthday() -> None:
    assert retires_on(date(1967, 5, 31), 58) == date(2025, 6, 1)
    assert retires_on(date(1967, 12, 1), 58) == date(2026, 1, 1)


def test_five_years_ahead_exits_and_allotments_are_counted_year_by_year() -> None:
    retirements = [date(2025, 6, 1), date(2027, 1, 1), date(2040, 1, 1)]
    assert outlook(retirements, Fraction(3), {2026: 1}, {2028: 1}, 2025) == (
        Year(2025, 1, 0, 0, 2, Fraction(-1)),
        Year(2026, 0, 0, 1, 3, Fraction(0)),
        Year(2027, 1, 0, 0, 2, Fraction(-1)),
        Year(2028, 0, 1, 0, 1, Fraction(-2)),
        Year(2029, 0, 0, 0, 1, Fraction(-2)),
    )


def test_whom_a_running_case_keeps_a_seat_for_comes_this_year_and_leaves_the_post_of_today() -> None:
    born = date(1990, 1, 1)
    mover, stays, comes = (UUID(int=n) for n in (1, 2, 3))
    here = StaffedPost(
        UUID(int=10),
        UUID(int=20),
        3,
        58,
        Fraction(2),
        (Incumbent(mover, born, leaves=True), Incumbent(stays, born)),
        promised=(comes,),
    )
    told = years_ahead(Staffing((here,)), 2025, 1)
    assert told is not None
    assert told.years == (Year(2025, leaving=0, moving=1, coming=1, holders=2, gap=Fraction(0)),)
    for seats, coming in ((3, 1), (4, 2), (9, 3)):
        allotted = replace(here, seats=seats, allotted={2023: 5, 2024: 2, 2030: 9})
        told = years_ahead(Staffing((allotted,)), 2025, 1)
        assert told is not None
        assert told.years[0].coming == coming, (
            "of 2024, as far as seats are free; those of 2023 started before"
        )
    unweighed = Staffing((replace(here, required=None, promised=(comes, mover)), replace(here, promised=())))
    told = years_ahead(unweighed, 2025, 1)
    assert told is not None
    assert told.years[0].coming == 0, "posts nobody has counted the need of are no part of it"


# Candidates


def candidate(number: int, **parts_of: object) -> Candidate:
    usual: dict[str, object] = {
        "target_gap": Fraction(-1),
        "origin_gap": Fraction(1),
        "fit": Fraction(1),
        "years_in_post": 3,
    }
    return Candidate(UUID(int=number), **(usual | parts_of))  # type: ignore[arg-type]


def test_candidates_stand_in_the_order_of_parts_that_are_all_shown() -> None:
    surplus, long, near = (
        candidate(1, origin_gap=Fraction(2)),
        candidate(2, years_in_post=9),
        candidate(3, years_in_post=9, near_family=True),
    )
    line = ranked([long, near, surplus], POLICY.needs.candidates)
    assert [each.candidate for each in line] == [surplus, near, long]
    assert [each.place for each in line] == [1, 2, 3]
    assert dict(line[1].parts) == {
        Part.TARGET_RELIEF: 1,
        Part.ORIGIN_SURPLUS: 1,
        Part.FIT: 1,
        Part.YEARS_IN_POST: 9,
        Part.NEAR_FAMILY: 1,
        Part.INTEREST: Fraction(1, 2),
    }
    assert [part for part, _ in line[0].parts] == list(POLICY.needs.candidates)


def test_another_order_gives_another_line() -> None:
    surplus, long = candidate(1, origin_gap=Fraction(2)), candidate(2, years_in_post=9)
    assert ranked([surplus, long], (Part.YEARS_IN_POST,))[0].candidate is long


def test_equals_share_a_place() -> None:
    line = ranked([candidate(2), candidate(1), candidate(3, fit=Fraction(1, 2))])
    assert [(each.place, each.candidate.person.int) for each in line] == [(1, 1), (1, 2), (3, 3)]


def test_what_is_shown_is_rounded_once() -> None:
    assert parts(Fraction(2, 3), 100) == 67
    assert parts(Fraction(-5, 1_000), 100) == 0


# How a person matches a post

ASKED = Asked(
    ("S1", "S2"),
    ("5100101",),
    ("SERDIK",),
    "Guru Matematika",
    "FUNGSIONAL",
    "SMP Negeri 1",
    "Kota Bengkulu",
)
OFFERED = Offered(
    "S1", "5100101", frozenset({"SERDIK"}), "GURU MATEMATIKA", "FUNGSIONAL", True, "Ke Kota Bengkulu"
)


def points_of(**change: object) -> dict[Facet, int]:
    found = match(ASKED, replace(OFFERED, **change), POLICY.needs.matching)  # type: ignore[arg-type]
    return {each.facet: each.points for each in found.facets}


def test_a_full_match_has_all_points_and_tells_why() -> None:
    found = match(ASKED, OFFERED, POLICY.needs.matching)
    assert found.score == 100
    assert [[each.fact for each in facet.told] for facet in found.facets] == [
        ["certificates_complete", "same_position", "rated_good"],
        ["education_accepted"],
        ["interest_place"],
    ]
    assert found.facets[2].told[0].values == {"name": "Kota Bengkulu"}


@pytest.mark.parametrize(
    ("wish", "facts", "points"),
    [
        ("Mengajar sebagai guru matematika", ["interest_position"], 100),
        ("Ingin menjadi GURU di mana saja", ["interest_position"], 100),
        ("SMP Negeri 1, Kota Bengkulu", ["interest_unit", "interest_place"], 100),
        ("smp negeri 11", [], 0),
        ("Bengkulu saja", ["interest_words"], 75),
        ("Bidang matematika", ["interest_words"], 75),
        ("Guruh", [], 0),
    ],
)
def test_a_wish_is_read_by_position_unit_and_place_and_by_single_words_only_then(
    wish: str, facts: list[str], points: int
) -> None:
    post = replace(ASKED, position="Guru Ahli Pertama - Guru Matematika", level="AHLI PERTAMA")
    found = match(post, replace(OFFERED, interest=wish), POLICY.needs.matching).facets[2]
    assert [each.fact for each in found.told] == (facts or ["interest_elsewhere"])
    assert found.points == points


@pytest.mark.parametrize(
    ("change", "facet", "points"),
    [
        ({"certificates": frozenset()}, Facet.COMPETENCE, 67),
        ({"position": "Guru IPA"}, Facet.COMPETENCE, 83),
        ({"position": "Arsiparis", "kind": "PELAKSANA"}, Facet.COMPETENCE, 67),
        ({"rated_good": False}, Facet.COMPETENCE, 67),
        ({"rated_good": None}, Facet.COMPETENCE, 83),
        ({"education": "5200201"}, Facet.EDUCATION, 50),
        ({"education_level": "D3"}, Facet.EDUCATION, 0),
        ({"education_level": ""}, Facet.EDUCATION, 0),
        ({"interest": " "}, Facet.INTEREST, 50),
        ({"interest": "Kabupaten Seluma"}, Facet.INTEREST, 0),
        ({"interest": "Kota lain"}, Facet.INTEREST, 0),  # "kota" is in every city's name
    ],
)
def test_each_facet_loses_points_for_its_own_reasons_alone(
    change: dict[str, object], facet: Facet, points: int
) -> None:
    assert points_of(**change) == dict.fromkeys(Facet, 100) | {facet: points}


def test_the_score_follows_from_the_weights_and_without_them_there_is_none() -> None:
    without = replace(OFFERED, interest="", education="5200201")
    found = match(ASKED, without, POLICY.needs.matching)
    assert found.score == 75  # 50 x 100 + 30 x 50 + 20 x 50
    assert found.fit == Fraction(3, 4)
    unweighed = match(ASKED, without, None)
    assert unweighed.score is None
    assert unweighed.fit == Fraction(2, 3)


def test_a_post_that_asks_for_nothing_takes_any_education_and_certificates() -> None:
    anything = replace(ASKED, education_levels=(), educations=(), certificates=())
    found = match(
        anything, replace(OFFERED, education_level="", certificates=frozenset()), POLICY.needs.matching
    )
    assert found.score == 100
