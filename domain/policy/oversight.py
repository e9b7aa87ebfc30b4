"""What overseers look for, and for what people's data may be read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from domain.identity import OfficeKind
from domain.policy.words import Words


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
