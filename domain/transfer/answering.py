"""Who answers a review in a role, and what an answer must hold, before the decision and after it."""

from collections.abc import Mapping
from uuid import UUID

from domain.policy import Competence, Respondent, Role
from domain.refusals import ScoresIncomplete
from domain.transfer.facts import Facts


def reviewing_office(role: Role, facts: Facts) -> UUID | None:
    """The office that answers a review in that role; None for the person, who answers for themselves."""
    office = facts.policy.reviewers[role].office
    return None if office is None else facts.office_at(office)


def scored(scores: Mapping[str, int], respondent: Respondent, competences: Mapping[str, Competence]) -> None:
    """Each of these competences, on its own scale, and no other; none by those who answer in words."""
    if respondent.in_words:
        competences = {}
    if scores.keys() != competences.keys() or not all(
        1 <= score <= len(competences[key].scale) for key, score in scores.items()
    ):
        raise ScoresIncomplete
