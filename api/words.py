"""What people read, in Indonesian and in English, from the message catalogues."""

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from domain.told import Told, in_english
from domain.transfer.events import Finding, Shown

_CATALOGUE = Path(__file__).parent / "catalogue"

# What a value is, by its name in the fact (domain/told.py): a day, a decimal, or codes the catalogue has words for.
_DAYS = frozenset({"since", "until", "on", "due"})
_DECIMALS = frozenset({"gap", "mark", "mean", "threshold", "apart", "apart_before"})
_VOCABULARY = {
    "rating": "ratings",
    "was": "ratings",
    "triggers": "triggers",
    "capacity": "capacities",
    "allowed": "capacities",
    "kind": "step_kinds",
    "giver": "offices",
    "taker": "offices",
    "office": "offices",
    "side": "sides",
    "condition": "conditions",
    "outcome": "outcomes",
}


@cache
def catalogue(language: str) -> dict[str, dict[str, str]]:
    return tomllib.loads((_CATALOGUE / f"{language}.toml").read_text(encoding="utf-8"))


def day_in_words(language: str, day: date) -> str:
    return f"{day.day} {catalogue(language)['months'][str(day.month)]} {day.year}"


def told(facts: tuple[Told, ...]) -> dict[str, str]:
    """In both languages."""
    return {"id": _in_indonesian(facts), "en": in_english(facts)}


def told_in(fact: Told, language: str) -> str:
    """One fact, in one language; days in words in both."""
    if language == "id":
        return _in_indonesian((fact,))
    days = {
        name: day_in_words("en", date.fromisoformat(str(value))) if name in _DAYS else value
        for name, value in fact.values.items()
    }
    return in_english((Told(fact.fact, days),))


def misfit(kind: str, bounds: Mapping[str, Any], english: str) -> dict[str, str]:
    """In both languages, why what was sent does not fit: by the kind of error, and what it was measured by."""
    sentences = catalogue("id")["misfits"]
    measured = {name: str(value).replace(" or ", " atau ") for name, value in bounds.items()}
    return {"id": sentences.get(kind, sentences["other"]).format_map(measured), "en": english}


def told_of(finding: Finding | Shown) -> dict[str, str]:
    """What a rule or a trigger was judged on; what was recorded before there were facts has its English only, and says so."""
    if finding.told or not finding.input:
        return told(finding.told) | {"en": finding.input}
    return {"id": catalogue("id")["facts"]["AS_RECORDED"].format(input=finding.input), "en": finding.input}


def _in_indonesian(facts: tuple[Told, ...]) -> str:
    sentences = catalogue("id")["facts"]
    return "; ".join(
        sentences[each.fact].format(**{name: _word(name, value) for name, value in each.values.items()})
        for each in facts
    )


def _word(name: str, value: str | int) -> str:
    plain = str(value)
    if name in _DAYS:
        return day_in_words("id", date.fromisoformat(plain))
    if name in _DECIMALS:
        return plain.replace(".", ",")
    if name in _VOCABULARY:
        words = catalogue("id")[_VOCABULARY[name]]
        return ", ".join(words.get(each, each) for each in plain.split(", "))
    return plain
