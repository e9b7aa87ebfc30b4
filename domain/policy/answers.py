"""Who is heard about a transfer: before it is decided, and when it is looked back on."""

from dataclasses import dataclass
from enum import StrEnum

from domain.policy.routes import Addressee, Side


class Role(StrEnum):
    """As what somebody is heard."""

    SUBJECT = "SUBJECT"
    SUPERIOR = "SUPERIOR"
    PEER = "PEER"
    ORIGIN_UNIT = "ORIGIN_UNIT"
    RECEIVING_UNIT = "RECEIVING_UNIT"


# For these an office answers, always; before the decision people are named for the others.
UNITS = (Role.ORIGIN_UNIT, Role.RECEIVING_UNIT)


@dataclass(frozen=True, slots=True)
class Respondent:
    """Who answers in a role: an office of the case; None where people do, in their own person. `in_words`: without scores.

    Of people who are named: `above` are the offices over the person, the nearest first, one of whose holders they must be;
    `beside` is the unit in whose posts they must sit. Where neither is told, whoever is named is heard.
    """

    legal_basis: str
    office: Addressee | None = None
    in_words: bool = False
    above: tuple[Addressee, ...] = ()
    beside: Side | None = None
