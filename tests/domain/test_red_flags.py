"""Red flags: a lawful case shows none, and every indicator has its place in the policy."""

import inspect
import re
from dataclasses import replace
from datetime import date

from cast import POLICY, heads
from flagging import flags
from suspected import BUDI, SITI, around, differing

from domain.act import Capacity
from domain.policy import Term
from domain.red_flags import ACROSS_CASES, INDICATORS, OF_ONE_CASE, THRESHOLDS, VERSIONS, flags_of, version_of
from domain.transfer.events import DecreeIssued


def test_a_balancing_move_to_its_end_shows_none() -> None:
    """Scenario 1."""
    assert flags(SITI) == {}


def test_a_teachers_move_shows_none_while_nothing_is_due() -> None:
    """Scenario 2; what shows later is only that nobody held the reviews."""
    assert flags(BUDI, date(2025, 10, 2)) == {}
    assert flags(BUDI).keys() == {"R25"}


def test_every_indicator_has_its_place_in_the_policy() -> None:
    assert POLICY.red_flags.keys() == INDICATORS
    assert not OF_ONE_CASE.keys() & ACROSS_CASES.keys()


def test_the_thresholds_are_those_the_indicators_ask_for() -> None:
    functions = dict(OF_ONE_CASE) | {code: pattern.find for code, pattern in ACROSS_CASES.items()}
    for code, function in functions.items():
        asked = set(re.findall(r"\bat\[\"(\w+)\"\]", inspect.getsource(function)))
        assert asked == THRESHOLDS[code] == POLICY.red_flags[code].thresholds.keys(), code


def test_an_indicator_whose_meaning_has_changed_tells_so_by_its_version() -> None:
    assert VERSIONS.keys() <= INDICATORS
    assert (version_of("R01"), version_of("R12")) == (2, 1)
    (flag,) = flags_of(
        around(
            SITI,
            terms=heads(Term("17.03", date(2025, 2, 20))),
            person=replace(SITI.facts.person, post_since=date(2024, 4, 14)),
        )
    )
    assert (flag.indicator, flag.version) == ("R03", 3)


def test_they_find_the_same_again() -> None:
    broken = differing(SITI, DecreeIssued, act={"capacity": Capacity.ACTING})
    assert list(flags_of(broken)) == list(flags_of(broken))
