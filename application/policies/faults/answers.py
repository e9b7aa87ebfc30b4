"""In every role somebody answers, offices and people where each is asked; and everything that may be looked into is somebody's."""

from collections.abc import Iterator, Mapping

from domain.policy import UNITS, Insight, Policy, Respondent, Role
from domain.told import Told, tell

# Peers know how somebody worked where they were, not how they do where they are.
_REVIEWING = {*Role} - {Role.PEER}


def answer_faults(policy: Policy) -> Iterator[Told]:
    yield from _respondent_faults("raters", policy.raters, {*Role}, {*UNITS})
    yield from _respondent_faults("reviewers", policy.reviewers, _REVIEWING, _REVIEWING - {Role.SUBJECT})
    for insight in Insight:
        if insight not in policy.insights:
            yield tell("law_missing", where=f"insights.{insight}")
        elif not policy.insights[insight].offices:
            yield tell("law_none", where=f"insights.{insight}.offices")


def _respondent_faults(
    where: str, respondents: Mapping[Role, Respondent], asked: set[Role], by_offices: set[Role]
) -> Iterator[Told]:
    """`by_offices`: the roles that are an office's; in the others people answer in their own person."""
    yield from (tell("law_missing", where=f"{where}.{role}") for role in sorted(asked - respondents.keys()))
    yield from (
        tell("law_not_asked_for", where=f"{where}.{role}") for role in sorted(respondents.keys() - asked)
    )
    for role in sorted(asked & respondents.keys()):
        if role in by_offices and respondents[role].office is None:
            yield tell("law_none", where=f"{where}.{role}.office")
        if role not in by_offices and respondents[role].office is not None:
            yield tell("law_not_asked_for", where=f"{where}.{role}.office")
