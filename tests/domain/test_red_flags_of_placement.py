"""Red flags of placement: the person and the post, merit and need."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import cast
import pytest
from cast import POLICY
from flagging import flags
from suspected import DIVISION, HEAD, NURSE, SITI, STAFF, about, differing, on_record, positions, without

from domain.identity import person_id
from domain.needs.teachers import Harm
from domain.policy import Initiative
from domain.red_flags.evidence import CaseEvidence
from domain.registry.person import PostAssumed, Proceeding, ProceedingKind, ProceedingRecorded
from domain.registry.post import Position, PositionKind
from domain.transfer.events import (
    Candidate,
    DecreeIssued,
    DutyStarted,
    FitAssessed,
    NeedsForecast,
    TransferRequested,
    UnitLoad,
    UnitsForecast,
    WorkBalance,
)

SECTION = Position("Kepala Seksi", PositionKind.SUPERVISOR, position_class=9)

# R03, R05, R06, R27: the person and the level


def test_r03_less_than_two_years_in_the_post_before() -> None:
    """Scenario 6; the new duty began on 14 April 2025."""
    assert flags(about(SITI, post_since=date(2023, 4, 15)))["R03"].value == "23 months"
    assert "R03" not in flags(about(SITI, post_since=date(2023, 4, 14)))


def test_r03_names_where_it_stands_that_the_post_before_was_taken_up() -> None:
    moved = (PostAssumed(uuid4(), date(2019, 1, 1)), PostAssumed(cast.OLD_POST_ID, date(2023, 4, 15)))
    case = on_record(about(SITI, post_since=date(2023, 4, 15)), *moved)
    request, started = case.first(TransferRequested), case.first(DutyStarted)
    assert request is not None
    assert started is not None
    assert flags(case)["R03"].inputs == (request.position, started.position, 902)


def test_r03_is_explained_where_it_mends_an_earlier_transfer() -> None:
    """Scenario 21."""
    case = about(differing(SITI, TransferRequested, adjusts=uuid4()), post_since=date(2024, 4, 14))
    assert flags(case)["R03"].explained
    assert not flags(about(SITI, post_since=date(2024, 4, 14)))["R03"].explained


def test_r05_and_r06_a_head_of_office_made_a_nurse_with_a_clean_record() -> None:
    """Scenario 14."""
    found = flags(positions(SITI, HEAD, NURSE))
    assert {"R05", "R06"} <= found.keys()
    assert found["R06"].since == date(2025, 4, 14) + timedelta(days=30)
    assert not {"R05", "R06"} & flags(positions(SITI, HEAD, HEAD)).keys()
    assert not {"R05", "R06"} & flags(positions(SITI, SECTION, HEAD)).keys()


def test_r05_not_with_a_severe_sanction_in_force_at_the_decree() -> None:
    def sanctioned(level: str, until: date | None) -> CaseEvidence:
        sanction = Proceeding("888", ProceedingKind.DISCIPLINE, level, date(2025, 1, 1), until)
        return about(positions(SITI, DIVISION, SECTION), proceedings={"888": sanction})

    assert "R05" not in flags(sanctioned("BERAT", date(2025, 3, 24)))
    assert "R05" in flags(sanctioned("BERAT", date(2025, 3, 23)))
    assert "R05" in flags(sanctioned("SEDANG", None))


def test_r05_names_the_sanctions_that_do_not_suffice() -> None:
    mild = Proceeding("888", ProceedingKind.DISCIPLINE, "SEDANG", date(2025, 1, 1))
    court = Proceeding("7", ProceedingKind.COURT, "", date(2024, 1, 1), date(2024, 6, 1))
    case = about(positions(SITI, DIVISION, SECTION), proceedings={"888": mild, "7": court})
    told = (replace(mild, level=""), court, mild)
    case = on_record(case, *(ProceedingRecorded(each) for each in told))
    assert case.decree is not None
    assert flags(case)["R05"].inputs == (903, case.decree.position), "the latest word of each, no court cases"


def test_r06_not_at_ones_own_request_nor_from_a_post_without_managing() -> None:
    case = positions(SITI, HEAD, NURSE)
    assert "R06" not in flags(differing(case, TransferRequested, initiative=Initiative.OWN_REQUEST))
    assert "R06" not in flags(positions(SITI, NURSE, STAFF))


def test_r27_raised_in_the_last_year_before_retirement() -> None:
    profile = cast.SITI_PROFILE
    for born, shows in ((date(1966, 3, 24), True), (date(1968, 3, 24), False), (date(1968, 3, 23), True)):
        old = about(
            positions(SITI, STAFF, SECTION),
            profile=replace(profile, born_on=born),
        )
        assert ("R27" in flags(old)) is shows, born
    same = about(positions(SITI, STAFF, STAFF), profile=replace(profile, born_on=date(1968, 1, 1)))
    assert "R27" not in flags(same)


@pytest.mark.parametrize(
    ("position", "expected"),
    [(HEAD, 4), (DIVISION, 3), (SECTION, 2), (STAFF, 1), (NURSE, 2)]
    + [
        (replace(NURSE, position_class=n), r) for n, r in ((14, 4), (13, 3), (11, 3), (10, 2), (8, 2), (7, 1))
    ],
)
def test_levels_are_ordered_and_functional_positions_by_their_class(
    position: Position, expected: int
) -> None:
    assert POLICY.ladder.rung(position) == expected


# R15, R16: fit and need


def test_r15_the_posts_requirements_are_not_met() -> None:
    assert flags(differing(SITI, FitAssessed, education_fits=False))["R15"].value == "lacks education"
    assert "SERDIK" in flags(differing(SITI, FitAssessed, certificates_missing=("SERDIK",)))["R15"].value
    assert "R15" not in flags(without(differing(SITI, FitAssessed, education_fits=False), DecreeIssued))


def compared(*others: tuple[int, int | None, bool], own: tuple[int, int | None] = (60, 4)) -> CaseEvidence:
    """A list of Siti and others, each with fit, talent box and whether the rules let them be chosen."""
    listed = [Candidate(person_id(f"other-{n}"), *each) for n, each in enumerate(others)]
    return differing(SITI, FitAssessed, candidates=(Candidate(SITI.facts.person_id, *own, True), *listed))


def test_r15b_three_better_candidates_passed_over_without_a_word() -> None:
    better = [(61, None, True), (90, 1, True), (50, 5, True)]  # two fit better, one stands in a higher box
    assert flags(compared(*better))["R15B"].value == "3 better candidates"
    assert "R15B" not in flags(compared(*better[:2], (60, 4, True)))
    assert "R15B" not in flags(compared(*better[:2], (99, 9, False)))
    assert "R15B" not in flags(without(compared(*better), DecreeIssued))
    for kind, reason in ((FitAssessed, "preference"), (DecreeIssued, "deviation")):
        assert "R15B" not in flags(differing(compared(*better), kind, **{reason: "Bersedia di pulau"}))


def test_r15b_raised_from_a_low_box_while_somebody_of_a_high_one_was_there() -> None:
    one = compared((10, 7, True))
    assert flags(positions(one, STAFF, DIVISION))["R15B"].value == "raised from box 4"
    assert "R15B" not in flags(one)
    assert "R15B" not in flags(positions(compared((10, 6, True)), STAFF, DIVISION))
    assert "R15B" not in flags(positions(compared((10, 7, True), own=(60, 5)), STAFF, DIVISION))


@pytest.mark.parametrize(
    ("origin", "target", "shows"),
    [(0, -1, False), (-1, -100, True), (200, 0, True), (None, None, False)],
)
def test_r16_against_the_need(origin: int | None, target: int | None, shows: bool) -> None:
    assert ("R16" in flags(differing(SITI, FitAssessed, origin_gap=origin, target_gap=target))) is shows


@pytest.mark.parametrize(
    ("before", "after", "shows"), [(500, 501, True), (500, 500, False), (None, 1, False)]
)
def test_r16_imbalance_rises(before: int | None, after: int | None, shows: bool) -> None:
    needs = NeedsForecast(WorkBalance(before, after, None, None, worse=shows), None, None, ())
    assert ("R16" in flags(differing(SITI, FitAssessed, needs=needs))) is shows


@pytest.mark.parametrize(
    ("before", "after", "worse", "told"),
    [
        (500, 501, True, "imbalance of the units 0.500 to 0.501"),
        (501, 500, False, None),
        (500, None, True, "imbalance of the units rises: one more is left vacant"),
        (None, 500, False, None),
    ],
)
def test_r16_weighs_the_units_where_they_were_weighed(
    before: int | None, after: int | None, worse: bool, told: str | None
) -> None:
    """And not the two posts, whatever those say."""
    load = UnitLoad(cast.LIBRARY_ID, 200, 4, 3, 500, 667, 0)
    units = UnitsForecast(load, load, WorkBalance(before, after, None, None, worse=worse))
    posts = WorkBalance(500, 900, None, None, worse=True)
    needs = NeedsForecast(posts, None, None, (), units)
    found = flags(differing(SITI, FitAssessed, needs=needs)).get("R16")
    assert (None if found is None else found.value) == told


@pytest.mark.parametrize("harm", list(Harm))
def test_r26_lessons_suffer_from_a_move_that_is_decreed(harm: Harm) -> None:
    """Scenario 18, the second teacher; what the review of the needs forecast."""
    needs = NeedsForecast(None, None, None, (harm,))
    harmed = differing(SITI, FitAssessed, needs=needs)
    assert flags(harmed)["R26"].value == harm
    assert flags(harmed)["R26"].threshold.startswith("24 lesson hours")
    assert "R26" not in flags(without(harmed, DecreeIssued)), "forecast, and not done"
    assert "R26" not in flags(differing(SITI, FitAssessed, needs=replace(needs, harms=())))
    assert "R26" not in flags(differing(SITI, FitAssessed, needs=None))
