"""The windows in which officials are not replaced without the Minister's consent (reference 1.4)."""

from dataclasses import replace
from datetime import date

import pytest
from cast import ARCHIVIST, BUDI_MOVES, HEAD_TEACHER, POLICIES, POLICY, SITI_MOVES, TEACHER, facts_of

from domain.policy import Policy, Term
from domain.registry.post import Position, PositionKind


def test_w1_begins_six_months_before_the_candidates_are_designated() -> None:
    for designated, begins, day_before in (
        (date(2024, 9, 22), date(2024, 3, 22), date(2024, 3, 21)),
        (date(2020, 7, 8), date(2020, 1, 8), date(2020, 1, 7)),
        (date(2024, 8, 31), date(2024, 2, 29), date(2024, 2, 28)),
    ):
        term = Term("17", candidates_designated_on=designated)
        assert term.closed_on(day_before, 6, 6) is None
        assert term.closed_on(begins, 6, 6) == "W1"


def test_w1_lasts_until_the_end_of_the_term_not_until_election_day() -> None:
    term = Term("17", candidates_designated_on=date(2024, 9, 22), ends_on=date(2025, 2, 19))
    assert term.closed_on(date(2024, 11, 28), 6, 6) == "W1"
    assert term.closed_on(date(2025, 2, 19), 6, 6) == "W1"
    assert term.closed_on(date(2025, 2, 20), 6, 6) is None


def test_w1_has_no_end_while_the_terms_end_is_not_known() -> None:
    term = Term("17", candidates_designated_on=date(2024, 9, 22))
    assert term.closed_on(date(2026, 1, 1), 6, 6) == "W1"


def test_w2_lasts_six_months_from_the_inauguration() -> None:
    term = Term("17", inaugurated_on=date(2025, 2, 20))
    assert term.closed_on(date(2025, 2, 19), 6, 6) is None
    assert term.closed_on(date(2025, 2, 20), 6, 6) == "W2"
    assert term.closed_on(date(2025, 8, 20), 6, 6) == "W2"
    assert term.closed_on(date(2025, 8, 21), 6, 6) is None


def window(regions: tuple[str, ...], day: date, policy: Policy = POLICY) -> str | None:
    return policy.windows(POLICIES.terms.of(regions)).on(day)


def test_both_windows_make_one_unbroken_stretch() -> None:
    first, last = date(2024, 3, 22), date(2025, 8, 20)
    stretch = [date.fromordinal(n) for n in range(first.toordinal(), last.toordinal() + 1)]
    assert all(window(("17.71",), day) for day in stretch)
    assert window(("17.71",), date(2024, 3, 21)) is None
    assert window(("17.71",), date(2025, 8, 21)) is None


def test_a_window_binds_its_own_region_only() -> None:
    day = date(2025, 3, 1)
    assert window(("17", "17.71"), day) == "W2"
    assert window(("17.03",), day) is None
    assert window((), day) is None


def test_the_months_are_numbers_of_the_policy() -> None:
    limits = dict(POLICY.limits)
    limits["window_months_after_inauguration"] = replace(limits["window_months_after_inauguration"], value=12)
    assert window(("17.71",), date(2026, 2, 20), replace(POLICY, limits=limits)) == "W2"


@pytest.mark.parametrize(
    ("position", "inside"),
    [
        (Position("Kepala Dinas", PositionKind.SENIOR_EXECUTIVE), True),
        (Position("Camat", PositionKind.ADMINISTRATOR), True),
        (Position("Kepala Seksi", PositionKind.SUPERVISOR), True),
        (HEAD_TEACHER, True),
        (replace(TEACHER, name="Kepala Puskesmas", leads_unit=True), True),
        (TEACHER, False),
        (ARCHIVIST, False),
    ],
    ids=lambda each: each.name if isinstance(each, Position) else "",
)
def test_officials_and_heads_of_schools_are_inside_teachers_and_staff_outside(
    position: Position, inside: bool
) -> None:
    assert POLICY.in_window_scope(position) is inside


def test_a_move_within_an_agency_is_bound_by_its_own_head() -> None:
    assert facts_of(SITI_MOVES).regions == ("17.03",)


def test_a_move_between_regencies_is_bound_by_both_heads_and_the_governor() -> None:
    assert facts_of(BUDI_MOVES).regions == ("17", "17.03", "17.71")
