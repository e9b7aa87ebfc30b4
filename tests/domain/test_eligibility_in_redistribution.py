"""Eligibility under the programme for teachers (E17)."""

from datetime import date

import given as givens
import pytest
from asking import MET, NOT_APPLICABLE, NOT_MET, budi, outcome, profiled, redistributed, told, with_position
from cast import BUDI_IS_REDISTRIBUTED, BUDI_TO_PRIVATE_SCHOOL, NORTH_PERSONNEL, Move, act_of, on

from domain.registry.person import Proceeding, ProceedingKind, Rating, Status
from domain.transfer.commands import RefuseDocument
from domain.transfer.documents import required_documents
from domain.transfer.events import Outcome


def as_contract_teacher(level: str, **facts: object) -> givens.Case:
    case = profiled(redistributed(**facts), status=Status.PPPK, rank="IX")
    return with_position(case, "origin", level=level)


@pytest.mark.parametrize(
    ("rank", "expected"),
    [("III/a", NOT_MET), ("III/b", MET), ("III/c", MET), ("IV/e", MET), ("", NOT_MET), ("IX", NOT_MET)],
)
@pytest.mark.parametrize("move", [BUDI_TO_PRIVATE_SCHOOL, BUDI_IS_REDISTRIBUTED], ids=["private", "state"])
def test_e17_asks_a_civil_servant_for_rank_iii_b(move: Move, rank: str, expected: Outcome) -> None:
    assert outcome("E17", profiled(redistributed(move), rank=rank)) is expected


@pytest.mark.parametrize(
    ("level", "expected"), [("D3", NOT_MET), ("D4", MET), ("S1", MET), ("S2", MET), ("SMA", NOT_MET)]
)
def test_e17_asks_a_civil_servant_for_a_bachelors_degree(level: str, expected: Outcome) -> None:
    assert outcome("E17", profiled(redistributed(), education_level=level)) is expected


@pytest.mark.parametrize(
    ("ratings", "expected"),
    [
        ({2023: Rating.GOOD, 2024: Rating.VERY_GOOD}, MET),
        ({2023: Rating.NEEDS_IMPROVEMENT, 2024: Rating.VERY_GOOD}, NOT_MET),
        ({2024: Rating.GOOD}, NOT_MET),
    ],
)
def test_e17_asks_a_civil_servant_for_two_good_years(ratings: dict[int, Rating], expected: Outcome) -> None:
    assert outcome("E17", redistributed(ratings=ratings)) is expected


def test_e17_asks_a_civil_servant_for_the_letter_of_good_health() -> None:
    case = redistributed()
    assert outcome("E17", case) is MET
    refuses = RefuseDocument("file_verification", "D24", 1, "Sudah setahun")
    case.when(refuses, act_of(*NORTH_PERSONNEL, on(2025, 9, 2)))
    assert outcome("E17", case) is NOT_MET
    assert "D24 missing" in told("E17", case)


@pytest.mark.parametrize(
    ("kind", "level", "until", "expected"),
    [
        (ProceedingKind.DISCIPLINE, "RINGAN", date(2015, 1, 7), MET),
        (ProceedingKind.DISCIPLINE, "SEDANG", date(2015, 1, 7), NOT_MET),
        (ProceedingKind.DISCIPLINE, "BERAT", date(2015, 1, 7), NOT_MET),
        (ProceedingKind.COURT, "", date(2015, 1, 7), MET),
        (ProceedingKind.COURT, "", None, NOT_MET),
    ],
    ids=["light", "medium, long ago", "severe, long ago", "court, over", "suspect"],
)
def test_e17_asks_a_civil_servant_for_a_clean_record(
    kind: ProceedingKind, level: str, until: date | None, expected: Outcome
) -> None:
    on_record = {"P-1": Proceeding("P-1", kind, level, date(2014, 1, 8), until)}
    assert outcome("E17", redistributed(proceedings=on_record), date(2025, 9, 2)) is expected


@pytest.mark.parametrize(
    ("level", "expected"),
    [("AHLI PERTAMA", MET), ("AHLI MADYA", MET), ("TERAMPIL", NOT_MET), ("", NOT_MET)],
)
def test_e17_asks_contract_staff_for_the_level_and_a_good_year(level: str, expected: Outcome) -> None:
    assert outcome("E17", as_contract_teacher(level)) is expected
    poor = as_contract_teacher(level, ratings={2024: Rating.POOR})
    assert outcome("E17", poor, date(2025, 9, 2)) is NOT_MET


def test_the_file_holds_papers_of_what_e17_judges() -> None:
    """Rank and level by the last decrees (D07), the education of civil servants by the diploma (D12)."""
    papers = {}
    for case in (redistributed(), as_contract_teacher("AHLI PERTAMA")):
        facts, asked = case.facts, case.state
        demanded = required_documents(
            facts.route, asked.initiative, facts.certificates_asked, facts.person.profile, None
        )
        papers[facts.person.profile.status] = {each.kind for each in demanded}
    assert papers[Status.PNS] - papers[Status.PPPK] == {"D12", "D24"}
    assert {"D06", "D07", "D08", "D16"} <= papers[Status.PPPK]


def test_contract_teachers_are_let_through_by_the_other_rules_under_the_programme_alone() -> None:
    case = as_contract_teacher("AHLI PERTAMA")
    assert outcome("E01", case) is NOT_APPLICABLE
    assert outcome("E11", case) is NOT_APPLICABLE
    assert outcome("E17", case) is MET


def test_e17_is_for_teachers_only_and_about_redistribution_only() -> None:
    case = redistributed()
    assert outcome("E17", with_position(case, "target", name="Pengelola Kearsipan")) is NOT_MET
    assert outcome("E17", profiled(redistributed(), status=Status.CPNS)) is NOT_MET
    assert outcome("E17", budi()) is NOT_APPLICABLE
