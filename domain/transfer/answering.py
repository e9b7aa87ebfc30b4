"""Who answers in a role, before the decision and after it, and what a scored answer must hold."""

from collections.abc import Mapping
from uuid import UUID

from domain.identity import OfficeKind, office_id
from domain.policy import Competence
from domain.refusals import ScoresIncomplete
from domain.transfer.events import Role
from domain.transfer.facts import Facts

UNITS = (Role.ORIGIN_UNIT, Role.RECEIVING_UNIT)


def answering_office(role: Role, facts: Facts) -> UUID | None:
    """The office that answers in a role; None for people who answer in their own person."""
    match role:
        case Role.SUPERIOR:
            return office_id(OfficeKind.UNIT_HEAD, facts.target.post.described.unit)
        case Role.ORIGIN_UNIT:
            return office_id(OfficeKind.REGIONAL_OFFICE_HEAD, facts.origin.unit.regional_office)
        case Role.RECEIVING_UNIT:
            return office_id(OfficeKind.REGIONAL_OFFICE_HEAD, facts.target.unit.regional_office)
        case _:
            return None


def scored(scores: Mapping[str, int], competences: Mapping[str, Competence]) -> None:
    """Each of these competences, on its own scale, and no other."""
    if scores.keys() != competences.keys() or not all(
        1 <= score <= len(competences[key].scale) for key, score in scores.items()
    ):
        raise ScoresIncomplete
