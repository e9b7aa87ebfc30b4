"""Eligibility, the person: status, time in post, ratings, proceedings, study, clearance, pledge, contract (E01-E07, E10, E11).

Of these rules as of the others: each met, not met, at its boundary, and where it does not apply.
"""

from dataclasses import replace
from datetime import date

import given as givens
import pytest
from asking import (
    ADVICE,
    MET,
    NOT_APPLICABLE,
    NOT_MET,
    PENDING,
    budi,
    outcome,
    pledged,
    profiled,
    siti,
    told,
    with_limit,
    with_position,
)
from cast import BUDI_STAYS, NORTH_INSPECTORATE, SITI_MOVES, act_of, on
from stories import balancing_move

from domain.policy import Initiative
from domain.registry.person import Proceeding, ProceedingKind, Rating, Status
from domain.transfer.commands import GrantClearance
from domain.transfer.eligibility import warned_of
from domain.transfer.events import Outcome

# E01


@pytest.mark.parametrize(
    ("status", "expected"),
    [(Status.PNS, MET), (Status.CPNS, NOT_MET), (Status.PPPK, NOT_APPLICABLE)],
)
def test_e01_asks_for_a_civil_servant_and_leaves_contract_staff_to_e11(
    status: Status, expected: Outcome
) -> None:
    assert outcome("E01", profiled(siti(), status=status)) is expected


# E02


@pytest.mark.parametrize(
    ("since", "expected"),
    [
        (date(2023, 3, 10), MET),
        (date(2023, 3, 11), NOT_MET),
        (date(2024, 1, 3), NOT_MET),
        (None, NOT_MET),
    ],
    ids=["two years to the day", "a day less", "fourteen months", "not on record"],
)
def test_e02_asks_for_two_years_in_post_on_the_day_of_the_request(
    since: date | None, expected: Outcome
) -> None:
    case = siti(post_since=since)
    assert outcome("E02", case) is expected
    assert outcome("E02", case, day=date(2030, 1, 1)) is expected


def test_e02_is_a_number_of_the_policy() -> None:
    assert outcome("E02", with_limit(siti(post_since=date(2024, 9, 10)), "minimum_months_in_post", 6)) is MET


# E03


@pytest.mark.parametrize(
    ("day", "expected"),
    [(date(2027, 1, 3), NOT_APPLICABLE), (date(2027, 1, 4), ADVICE)],
    ids=["five years", "a day more than five years"],
)
def test_e03_advises_rotation_after_more_than_five_years(day: date, expected: Outcome) -> None:
    assert outcome("E03", siti(post_since=date(2022, 1, 3)), day) is expected
    assert outcome("E03", siti(post_since=None), day) is NOT_APPLICABLE


# E04


@pytest.mark.parametrize(
    ("ratings", "expected"),
    [
        ({2023: Rating.GOOD, 2024: Rating.GOOD}, MET),
        ({2023: Rating.VERY_GOOD, 2024: Rating.GOOD}, MET),
        ({2022: Rating.VERY_POOR, 2023: Rating.GOOD, 2024: Rating.GOOD}, MET),
        ({2023: Rating.NEEDS_IMPROVEMENT, 2024: Rating.GOOD}, NOT_MET),
        ({2023: Rating.VERY_GOOD, 2024: Rating.NEEDS_IMPROVEMENT}, NOT_MET),
        ({2023: Rating.GOOD, 2024: Rating.POOR}, NOT_MET),
        ({2024: Rating.GOOD, 2025: Rating.GOOD}, NOT_MET),
        ({}, NOT_MET),
    ],
)
def test_e04_asks_for_good_in_each_of_the_last_two_years(
    ratings: dict[int, Rating], expected: Outcome
) -> None:
    assert outcome("E04", siti(ratings=ratings)) is expected


def test_e04_tells_the_years_it_looked_at() -> None:
    assert told("E04", siti(ratings={2024: Rating.GOOD})) == "2023: -; 2024: BAIK"


def test_e04_tells_the_mark_behind_a_predicate_and_what_a_quota_may_have_done() -> None:
    marked = siti(ratings={2020: Rating.GOOD, 2021: Rating.NEEDS_IMPROVEMENT}, marks={2020: 8543, 2021: 8999})
    marked.transfer = replace(marked.state, requested_on=date(2022, 3, 1))
    assert told("E04", marked) == "2020: 85.43 = BAIK; 2021: 89.99 = BUTUH_PERBAIKAN"
    low = siti(ratings={2023: Rating.GOOD, 2024: Rating.POOR})
    assert told("E04", low) == "2023: BAIK; 2024: KURANG; 2024: forced distribution"


# E05


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        (date(2025, 1, 1), None, NOT_MET),
        (date(2025, 3, 10), None, NOT_MET),
        (date(2025, 3, 11), None, MET),
        (date(2024, 1, 1), date(2025, 3, 10), NOT_MET),
        (date(2024, 1, 1), date(2025, 3, 9), MET),
    ],
    ids=["open", "opened today", "opens tomorrow", "ends today", "ended yesterday"],
)
@pytest.mark.parametrize("kind", ProceedingKind)
def test_e05_asks_for_no_proceeding_on_the_day(
    kind: ProceedingKind, since: date, until: date | None, expected: Outcome
) -> None:
    matter = Proceeding("H-1", kind, "SEDANG", since, until)
    assert outcome("E05", siti(proceedings={"H-1": matter})) is expected


# E06


@pytest.mark.parametrize("duty", ["study_until", "bond_until"])
def test_e06_asks_for_no_study_assignment_and_no_bond_on_the_day(duty: str) -> None:
    assert outcome("E06", siti()) is MET
    assert outcome("E06", siti(**{duty: date(2025, 3, 10)})) is NOT_MET
    assert outcome("E06", siti(**{duty: date(2025, 3, 9)})) is MET


def test_e05_and_e06_tell_what_they_found() -> None:
    assert told("E05", siti()) == told("E06", siti()) == "none on record"
    matter = Proceeding("H-1", ProceedingKind.COURT, "BERAT", date(2025, 1, 1))
    assert told("E05", siti(proceedings={"H-1": matter})) == "H-1"
    studying = siti(study_until=date(2026, 8, 31), bond_until=date(2028, 8, 31))
    assert told("E06", studying) == "study assignment until 2026-08-31; service bond until 2028-08-31"


# E07


def test_e07_waits_for_the_inspectorate_and_ends_with_the_clearance() -> None:
    case = givens.given(SITI_MOVES).given(balancing_move(), until="GrantClearance")
    assert outcome("E07", case) is PENDING
    case.when(GrantClearance("audit_clearance", "700/12"), act_of(*NORTH_INSPECTORATE, on(2025, 3, 12)))
    assert outcome("E07", case, date(2025, 9, 12)) is MET
    assert outcome("E07", case, date(2025, 9, 13)) is NOT_MET


# E10


@pytest.mark.parametrize(
    ("appointed_on", "expected"),
    [
        (date(2015, 9, 1), MET),
        (date(2015, 9, 2), NOT_MET),
        (date(2019, 3, 1), NOT_MET),
        (None, NOT_MET),
    ],
    ids=["ten years to the day", "a day less", "six years", "not on record"],
)
def test_e10_holds_those_who_pledged_for_ten_years(appointed_on: date | None, expected: Outcome) -> None:
    assert outcome("E10", pledged(budi(), appointed_on), date(2025, 9, 1)) is expected


def test_e10_does_not_apply_without_a_pledge_within_the_agency_or_to_the_organisations_need() -> None:
    lately = date(2019, 3, 1)
    assert outcome("E10", profiled(budi(), appointed_on=lately)) is NOT_APPLICABLE
    assert outcome("E10", pledged(siti(), lately)) is NOT_APPLICABLE
    assert outcome("E10", profiled(pledged(budi(), None), status=Status.CPNS)) is NOT_APPLICABLE, (
        "E01 says no"
    )
    need = pledged(budi(), lately)
    need.transfer = replace(need.state, initiative=Initiative.ORGANISATIONAL_NEED)
    assert outcome("E10", need) is NOT_APPLICABLE


# E11


def test_e11_keeps_contract_staff_in_their_agency_and_position() -> None:
    stays = givens.given(BUDI_STAYS).about()
    stays.transfer = budi().state
    contract = profiled(stays, status=Status.PPPK)
    assert outcome("E11", contract) is MET
    assert outcome("E11", with_position(contract, "target", name="Guru Fisika")) is NOT_MET
    assert outcome("E11", profiled(budi(), status=Status.PPPK)) is NOT_MET
    assert "resigning" in told("E11", profiled(budi(), status=Status.PPPK))
    assert outcome("E11", budi()) is NOT_APPLICABLE


def test_e11_lets_contract_staff_be_placed_elsewhere_on_downsizing_and_on_no_other_ground() -> None:
    contract = profiled(budi(), status=Status.PPPK)
    need = replace(contract.state, initiative=Initiative.ORGANISATIONAL_NEED)
    for ground, expected in (("DOWNSIZING", MET), ("ORGANISATION", NOT_MET), ("", NOT_MET)):
        contract.transfer = replace(need, ground=ground)
        assert outcome("E11", contract) is expected
    contract.transfer = replace(need, ground="DOWNSIZING")
    assert "Ps. 59(5)" in told("E11", contract)
    assert warned_of(contract.state, contract.facts) == ()


def test_e11_is_switched_by_the_policy() -> None:
    stays = givens.given(BUDI_STAYS)
    stays.transfer = budi().state
    contract = with_limit(profiled(stays, status=Status.PPPK), "contract_staff_may_move_internally", 0)
    assert outcome("E11", contract) is NOT_MET
