"""Who answers a review in a role, and what an answer must hold, before the decision and after it."""

from collections.abc import Mapping
from uuid import UUID

from domain.policy import Competence, Respondent, Role
from domain.refusals import ScoresIncomplete
from domain.transfer.facts import Facts
from domain.transfer.guards import with_reason


def reviewing_office(role: Role, facts: Facts) -> UUID | None:
    """The office that answers a review in that role; None for the person, who answers for themselves."""
    office = facts.policy.reviewers[role].office
    return None if office is None else facts.office_at(office)


def must_be_whole(
    scores: Mapping[str, int], text: str, respondent: Respondent, competences: Mapping[str, Competence]
) -> None:
    """Each of these competences, on its own scale, and no other; of those who answer in words no score, and words."""
    asked = {} if respondent.in_words else competences
    if scores.keys() != asked.keys() or not all(
        1 <= score <= len(asked[key].scale) for key, score in scores.items()
    ):
        raise ScoresIncomplete
    if respondent.in_words:
        with_reason(text)
