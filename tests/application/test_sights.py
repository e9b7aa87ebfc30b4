"""The digest of what was served: made by sections, and yet anybody can make it again from the served JSON."""

import json
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import rfc8785
from borders import ROUTES, case_between
from cast import SITI_MOVES
from given import Case, given
from stories import balancing_move
from walking import walk

from application.sights import Desks, digest
from domain.transfer.desk import Audience, Json, Section, desk, outline
from domain.transfer.evolving import evolve


def an_auditor_makes(served: str) -> str:
    """From the text of the answer alone, in the words of docs/operations.md."""
    facts = json.loads(served)
    for key, value in facts.items():
        if isinstance(value, dict | list) and value:
            facts[key] = sha256(rfc8785.dumps(value)).hexdigest()
    return sha256(rfc8785.dumps(facts)).hexdigest()


def moved() -> Case:
    return given(SITI_MOVES).given(balancing_move())


def test_the_recipe_of_the_operations_guide_makes_it(monkeypatch: pytest.MonkeyPatch) -> None:
    guide = (Path(__file__).parents[2] / "docs" / "operations.md").read_text()
    blocks = [each.split("```")[0] for each in guide.split("```python")[1:]]
    recipe = next(block for block in blocks if "sys.stdin" in block and "facts" in block)
    case = moved()
    shown = desk(case.state, case.facts, Audience.OFFICIAL)
    printed: list[str] = []
    monkeypatch.setattr("sys.stdin", StringIO(json.dumps({"facts": shown})))
    exec(recipe, {"print": printed.append})
    assert printed == [digest(shown)]


@pytest.mark.parametrize("audience", Audience)
def test_whoever_has_the_served_json_can_make_its_digest(audience: Audience) -> None:
    case = moved()
    shown = desk(case.state, case.facts, audience)
    made = Desks().digest(case.state, case.facts, audience)
    assert made == digest(shown) == an_auditor_makes(json.dumps(shown, ensure_ascii=True, indent=3))


def walked(origin: str, target: str) -> Case:
    return walk(case_between(origin, target))


@pytest.mark.parametrize(
    "play",
    [moved, *(lambda o=o, t=t: walked(o, t) for o, t, _ in ROUTES)],
    ids=["story", *(r for *_, r in ROUTES)],
)
def test_what_is_kept_of_a_desk_is_never_old(play: Callable[[], Case]) -> None:
    """Whatever happens, and whoever looks."""
    case, desks, transfer, seen = play(), Desks(), None, set()
    for happened in case.history:
        transfer = evolve(transfer, happened.event, happened.act)
        for audience in Audience:
            made = desks.digest(transfer, case.facts, audience)
            assert made == digest(desk(transfer, case.facts, audience))
            seen.add((audience, made))
    assert len(seen) > len(case.history) / 2, "the digests do change"


CHANGES: dict[str, Callable[[Json], Any]] = {
    "a word of the reason": lambda shown: shown | {"reason": shown["reason"] + "."},
    "a rating": lambda shown: shown | {"person": shown["person"] | {"ratings": {}}},
    "one step": lambda shown: (
        shown | {"route": [*shown["route"][:-1], shown["route"][-1] | {"state": "OPEN"}]}
    ),
    "a finding less": lambda shown: shown | {"eligibility": shown["eligibility"][1:]},
    "no decree": lambda shown: shown | {"decree": None},
    "two parts changed over": lambda shown: shown | {"origin": shown["target"], "target": shown["origin"]},
    "a part left out": lambda shown: {key: part for key, part in shown.items() if key != "notice"},
}


@pytest.mark.parametrize("change", CHANGES)
def test_another_desk_has_another_digest(change: str) -> None:
    case = moved()
    shown = desk(case.state, case.facts, Audience.OFFICIAL)
    assert digest(CHANGES[change](shown)) != digest(shown)


def test_a_change_of_the_facts_around_is_seen() -> None:
    case, desks = moved(), Desks()
    before = desks.digest(case.state, case.facts, Audience.OFFICIAL)
    case.about(interest="Bahasa Indonesia")
    after = desks.digest(case.state, case.facts, Audience.OFFICIAL)
    assert before != after == digest(desk(case.state, case.facts, Audience.OFFICIAL))


def watched(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The sections that are laid from here on."""
    laid: list[str] = []

    def lay(key: str, part: Section) -> Section:
        return part._replace(lay=lambda *of: (laid.append(key), part.lay(*of))[1])

    def outlined(*about: Any) -> Json:
        return {k: lay(k, part) if isinstance(part, Section) else part for k, part in outline(*about).items()}

    monkeypatch.setattr("application.sights.outline", outlined)
    return laid


def test_only_what_has_changed_is_laid_again(monkeypatch: pytest.MonkeyPatch) -> None:
    laid = watched(monkeypatch)
    case, desks = moved(), Desks()
    desks.digest(case.state, case.facts, Audience.OFFICIAL)
    assert {"person", "route", "eligibility"} <= set(laid)
    laid.clear()
    desks.digest(case.state, case.facts, Audience.OFFICIAL)
    desks.digest(replace(case.state), case.facts, Audience.OFFICIAL)
    assert laid == []
    desks.digest(replace(case.state, open=dict(case.state.open)), case.facts, Audience.OFFICIAL)
    assert laid == ["route"]


def test_what_each_reader_is_shown_is_kept_beside_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    laid = watched(monkeypatch)
    case, desks = moved(), Desks()
    for reader in (Audience.OFFICIAL, Audience.SUBJECT):
        desks.digest(case.state, case.facts, reader)
    laid.clear()
    for reader in (Audience.OFFICIAL, Audience.SUBJECT):
        desks.digest(replace(case.state), case.facts, reader)
    assert laid == []


def test_a_part_that_differs_by_reader_says_so() -> None:
    """Or the two would be laid in turns, each over the other."""
    case = moved()
    parts = outline(case.state, case.facts, Audience.SUBJECT).values()
    for part in parts:
        if isinstance(part, Section):
            assert (part.reader is Audience.SUBJECT) == (Audience.SUBJECT in part.of)
