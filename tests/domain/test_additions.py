"""What a region may lay over national law: it adds or tightens, and never loosens."""

from dataclasses import replace
from datetime import date

import pytest
from cast import BUDI_MOVES, POLICIES, POLICY, facts_of
from given import Case
from stories import teacher_moves_to_the_city

from domain.policy import DocumentRequirement, Initiative, Limit, LocalAdditions, Words, enclosing
from domain.refusals import MissingDocuments
from domain.told import in_english
from domain.transfer.additions import laid_over, looser
from domain.transfer.facts import asking_regions

WORDS = Words("", "")
OWN = LocalAdditions("daerah-17.71-2026.1", "17.71", WORDS, date(2026, 1, 1), None, "Perwali 3/2026")
LETTER = DocumentRequirement("L17-01", WORDS, "Perwali 3/2026", Initiative.OWN_REQUEST)


def asking(**asked: object) -> LocalAdditions:
    return replace(OWN, **asked)  # type: ignore[arg-type]


def test_east_javas_additions_are_whole() -> None:
    (jatim,) = POLICIES.additions
    assert (jatim.region_code, jatim.highest_age, jatim.highest_rank) == ("35", 40, "III/c")
    assert jatim.certificates == ("UJI_KOMPETENSI",)
    assert [document.kind for document in jatim.documents] == ["L35-01", "L35-02"]
    assert "TPP" in jatim.notes[0].id
    assert list(looser(POLICY, jatim)) == []


def test_the_version_names_both_texts_in_the_order_they_were_laid() -> None:
    laid = laid_over(laid_over(POLICY, asking(version="daerah-17-2026.1", region_code="17")), OWN)
    assert laid.version == "mutasi-2025.1+daerah-17-2026.1+daerah-17.71-2026.1"


def test_its_documents_join_those_of_every_route_for_whom_they_are_asked() -> None:
    policy = laid_over(POLICY, asking(documents=(LETTER,)))
    case = Case(replace(facts_of(BUDI_MOVES), policy=policy))
    case.given(teacher_moves_to_the_city(), until="VerifyFile")
    _, verify, *_ = teacher_moves_to_the_city()
    case.when(*verify).then_refused(MissingDocuments)
    assert case.refused is not None
    assert [(each.rule, each.version) for each in case.refused.violations] == [("L17-01", policy.version)]
    assert [line["kind"] for line in _checklist(case)][-1] == "L17-01"


def _checklist(case: Case) -> list[dict[str, object]]:
    from domain.transfer.desk import Audience, desk  # noqa: PLC0415

    shown: list[dict[str, object]] = desk(case.state, case.facts, Audience.OFFICIAL)["checklist"]
    return shown


@pytest.mark.parametrize(
    ("limit", "value", "told"),
    [
        ("minimum_months_in_post", 36, None),
        ("minimum_months_in_post", 24, None),
        (
            "minimum_months_in_post",
            23,
            "limits.minimum_months_in_post: 23 is looser than 24 of mutasi-2025.1",
        ),
        ("clearance_valid_months", 3, None),
        ("clearance_valid_months", 7, "limits.clearance_valid_months: 7 is looser than 6 of mutasi-2025.1"),
        ("years_rated_good", 1, "limits.years_rated_good: 1 is looser than 2 of mutasi-2025.1"),
        ("objection_working_days", 7, "limits.objection_working_days: not for a region to set"),
        ("no_such_limit", 7, "limits.no_such_limit: not for a region to set"),
    ],
)
def test_limits_are_tightened_only(limit: str, value: int, told: str | None) -> None:
    asked = asking(limits={limit: Limit(value, "Perwali")})
    found = [in_english([each]) for each in looser(POLICY, asked)]
    assert (found == []) if told is None else found[0].startswith(told)
    if told is None:
        assert laid_over(POLICY, asked).limit(limit) == value


def test_where_the_nation_becomes_stricter_later_the_stricter_counts() -> None:
    asked = asking(limits={"minimum_months_in_post": Limit(30, "Perwali")})
    stricter = replace(POLICY, limits={**POLICY.limits, "minimum_months_in_post": Limit(60, "PP")})
    assert laid_over(stricter, asked).limit("minimum_months_in_post") == 60


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"documents": (replace(LETTER, kind="D06"),)}, "documents.D06"),
        ({"documents": (replace(LETTER, kind="D19"),)}, "documents.D19"),
        ({"highest_rank": "V/a"}, "highest_rank: V/a is no rank"),
        ({"exempt_positions": ("GURU", " ")}, "exempt_positions"),
    ],
)
def test_nothing_national_is_taken_over_and_nothing_says_nothing(asked: dict[str, object], told: str) -> None:
    (found,) = looser(POLICY, asking(**asked))
    assert in_english([found]).startswith(told)


def test_they_bind_who_comes_from_another_agency() -> None:
    facts = facts_of(BUDI_MOVES)
    assert asking_regions(facts.origin, facts.target) == ("17", "17.71")
    assert asking_regions(facts.target, facts.target) == ()
    assert enclosing("35") == ("35",)
    assert enclosing("") == ()
