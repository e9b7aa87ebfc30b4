"""The eligibility rules all together: every one evaluated, by its number, under the law of the case."""

from dataclasses import replace
from datetime import date

import pytest
from asking import ADVICE, MET, NOT_APPLICABLE, NOT_MET, PENDING, REQUESTED, profiled, siti
from cast import POLICY
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.calendar import add_months
from domain.policy import Rule
from domain.registry.person import Rating, Status
from domain.transfer.eligibility import (
    RULES,
    Case,
    barring_decree,
    evaluate,
    insurmountable,
    months_between,
    not_met,
    rules_to_override,
)
from domain.transfer.events import Finding


def test_every_rule_is_evaluated_never_stopping_at_the_first() -> None:
    case = profiled(siti(post_since=None, ratings={}, study_until=date(2030, 1, 1)), status=Status.CPNS)
    findings = evaluate(Case(case.state, case.facts, REQUESTED))
    assert [finding.rule for finding in findings] == [f"E{n:02}" for n in range(1, 18)]
    assert not_met(findings) == ("E01", "E02", "E04", "E06")
    assert insurmountable(findings, POLICY) == ("E01", "E04", "E06")


def test_a_finding_keeps_the_law_it_was_judged_under() -> None:
    case = siti()
    bases = {rule: replace(POLICY.rules[rule], legal_basis=f"UU {rule}") for rule in RULES}
    case.knowing(policy=replace(POLICY, rules=bases))
    findings = evaluate(Case(case.state, case.facts, REQUESTED))
    assert [finding.legal_basis for finding in findings] == [f"UU {rule}" for rule in RULES]


def test_what_bars_a_decree_is_what_is_unmet_or_awaited_less_what_was_set_aside() -> None:
    case = siti()
    findings = tuple(
        Finding(rule, each, "", "")
        for rule, each in (
            ("E01", MET),
            ("E02", NOT_MET),
            ("E03", ADVICE),
            ("E07", PENDING),
            ("E08", NOT_MET),
            ("E10", NOT_APPLICABLE),
        )
    )
    set_aside = replace(case.state, overridden=frozenset({"E02"}), findings=findings)
    assert [violation.rule for violation in barring_decree(findings, set_aside, POLICY)] == ["E07", "E08"]
    assert rules_to_override(set_aside, POLICY) == ("E08",)
    assert insurmountable(findings, POLICY) == ()


def test_who_sets_a_rule_aside_is_policy() -> None:
    findings = (Finding("E02", NOT_MET, "", ""),)
    never = dict(POLICY.rules) | {"E02": Rule(POLICY.rules["E02"].title, "PP 11/2017")}
    assert insurmountable(findings, replace(POLICY, rules=never)) == ("E02",)


DAYS = st.dates(date(1950, 1, 1), date(2040, 12, 31))


@given(DAYS, st.integers(0, 600))
@settings(deadline=None)
def test_so_many_whole_months_have_passed_when_the_day_comes_round(since: date, months: int) -> None:
    assert months_between(since, add_months(since, months)) == months


@given(DAYS, DAYS)
def test_whole_months_never_run_ahead(one: date, other: date) -> None:
    since, day = sorted((one, other))
    months = months_between(since, day)
    assert add_months(since, months) <= day < add_months(since, months + 1)


@pytest.mark.parametrize("code", RULES)
def test_a_rules_function_carries_its_number(code: str) -> None:
    assert RULES[code].__name__.startswith(code.lower() + "_")


@pytest.mark.parametrize(
    ("year", "mark", "rating"),
    [
        (2014, 9100, Rating.VERY_GOOD),
        (2020, 9099, Rating.GOOD),
        (2020, 7600, Rating.GOOD),
        (2020, 7599, Rating.NEEDS_IMPROVEMENT),
        (2020, 0, Rating.VERY_POOR),
        (2021, 9000, Rating.GOOD),
        (2021, 8999, Rating.NEEDS_IMPROVEMENT),
        (2022, 9000, None),
    ],
)
def test_what_a_mark_counts_as_is_policy(year: int, mark: int, rating: Rating | None) -> None:
    assert POLICY.rating_of(year, mark) is rating
