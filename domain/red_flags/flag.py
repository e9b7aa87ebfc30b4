"""What a red flag is: a sign that somebody should look, with what it rests on. Never a verdict."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID, uuid5

from domain.policy import Severity

Thresholds = Mapping[str, int]


class FlagState(StrEnum):
    """What inspectors made of it."""

    OPEN = "OPEN"
    EXPLAINED = "EXPLAINED"
    CONFIRMED = "CONFIRMED"
    DISMISSED = "DISMISSED"


@dataclass(frozen=True, slots=True)
class Found:
    """What an indicator found. `inputs` are the ledger positions of the events it rests on.

    `since` is the day from which it holds: one that lies ahead means that it will, if nothing happens until then.
    `explained`: what the record itself says in explanation.
    """

    value: str
    threshold: str
    since: date
    inputs: tuple[int, ...]
    explained: str = ""


@dataclass(frozen=True, slots=True)
class Flag:
    """Of one case and one indicator. `version` is that of the indicator's code, `policy` that of its thresholds."""

    case: UUID
    indicator: str
    version: int
    policy: str
    severity: Severity
    found: Found


def flag_id(case: UUID, indicator: str) -> UUID:
    """The stream of what inspectors make of it."""
    return uuid5(case, f"flag/{indicator}")
