"""Who may look into what, for what purpose, and what overseers look for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from domain.identity import OfficeKind
from domain.policy.words import Words


class Insight(StrEnum):
    """What offices look into in their agency, beside what a route or a duty brings to them."""

    OVERSIGHT = "OVERSIGHT"  # all of its cases and decrees, with flags, legality and the audit trail
    DECREES = "DECREES"  # the list of its decrees
    NEEDS = "NEEDS"  # needs as they are weighed, and who might fill a post
    PEOPLE = "PEOPLE"  # somebody sought by NIP, and whether they are eligible
    WHAT_IF = "WHAT_IF"  # how its decisions would have been judged under another text
    MIGRATIONS = "MIGRATIONS"  # what another version would change in its open cases


@dataclass(frozen=True, slots=True)
class Readers:
    """The offices that may look into something."""

    offices: tuple[OfficeKind, ...]
    legal_basis: str


class Severity(StrEnum):
    """How soon somebody should look at a red flag."""

    LOW = "LOW"
    MEDIUM = "MEDIUM"
    HIGH = "HIGH"


@dataclass(frozen=True, slots=True)
class Indicator:
    """A red flag: what it says, why it matters, and the numbers above or below which it shows."""

    title: Words
    legal_basis: str
    severity: Severity
    thresholds: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Purpose:
    """For what an office may read personal data outside an act of its own; the person is told after so many days.

    `needs_reference`: only with the letter of assignment, or the register, by its number.
    """

    title: Words
    legal_basis: str
    offices: tuple[OfficeKind, ...]
    told_after_days: int = 0
    needs_reference: bool = False
