"""In every role somebody answers, offices and people where each is asked; and everything that may be looked into is somebody's."""

from collections.abc import Iterator, Mapping

from domain.policy import UNITS, Insight, Policy, Respondent, Role, Side
from domain.told import Told, tell

# Peers know how somebody worked where they were, not how they do where they are.
_REVIEWING = {*Role} - {Role.PEER}


def answer_faults(policy: Policy) -> Iterator[Told]:
    yield from _respondent_faults("raters", policy.raters, {*Role}, {*UNITS})
    yield from _naming_faults("raters", policy.raters, {Role.SUPERIOR}, {Role.PEER})
    yield from _naming_faults("reviewers", policy.reviewers, set(), set())
    yield from _respondent_faults("reviewers", policy.reviewers, _REVIEWING, _REVIEWING - {Role.SUBJECT})
    for insight in Insight:
        if insight not in policy.insights:
            yield tell("law_missing", where=f"insights.{insight}")
        elif not policy.insights[insight].offices:
            yield tell("law_none", where=f"insights.{insight}.offices")


def _naming_faults(
    where: str, respondents: Mapping[Role, Respondent], above: set[Role], beside: set[Role]
) -> Iterator[Told]:
    """In which roles people are named who hold an office above, or sit beside the person."""
    for role, respondent in sorted(respondents.items()):
        if respondent.above and role not in above:
            yield tell("law_not_asked_for", where=f"{where}.{role}.above")
        if respondent.beside is not None and role not in beside:
            yield tell("law_not_asked_for", where=f"{where}.{role}.beside")
        if role in beside and respondent.beside not in {None, Side.ORIGIN_UNIT, Side.RECEIVING_UNIT}:
            yield tell("law_not_asked_for", where=f"{where}.{role}.beside: {respondent.beside}")


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
