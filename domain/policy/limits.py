"""Numbers of the law, and which way a region may move them."""

from dataclasses import dataclass
from enum import StrEnum


class Tightening(StrEnum):
    """Which way a region may move a limit, if at all: never the other."""

    LOWER = "LOWER"
    HIGHER = "HIGHER"

    def tightens(self, value: int, than: int) -> bool:
        return value < than if self is Tightening.LOWER else value > than


@dataclass(frozen=True, slots=True)
class Limit:
    """A legal number. The unit is part of its name in the policy file. `regions_may`: what additions may do to it."""

    value: int
    legal_basis: str
    regions_may: Tightening | None = None
