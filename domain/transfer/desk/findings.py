"""What the rules found, and what is warned of."""

from collections.abc import Mapping

from domain.policy import Rule, TransferType, Words
from domain.transfer.desk.readers import Json
from domain.transfer.eligibility import barring_sanctions
from domain.transfer.events import Finding
from domain.transfer.facts import Facts


def eligibility(
    findings: tuple[Finding, ...], overridden: frozenset[str], rules: Mapping[str, Rule]
) -> list[Json]:
    return [_finding(finding, finding.rule in overridden, rules[finding.rule].title) for finding in findings]


def _finding(finding: Finding, overridden: bool, title: Words) -> Json:
    return {
        "rule": finding.rule,
        "title": {"id": title.id, "en": title.en},
        "outcome": finding.outcome,
        "overridden": overridden,
        "input": finding.input,
        "legalBasis": finding.legal_basis,
    }


def warning(code: str, facts: Facts) -> Json:
    words = facts.policy.warnings[code]
    return {
        "rule": code,
        "text": {"id": words.id, "en": words.en},
        "legalBasis": facts.policy.rules[code].legal_basis,
    }


def redistribution(facts: Facts) -> Json | None:
    """What E17 alone reads: of sanctions that are over, no more than how many bar a redistribution."""
    if facts.type is not TransferType.REDISTRIBUTION:
        return None
    return {"barringSanctions": len(barring_sanctions(facts.person, facts.policy))}
