"""Who might fill a need: candidates side by side, in the order of parts that are all shown. There is no score.

Weights would decide without saying so. Here the first part decides, the next one only between equals, and the order of
the parts is given by whoever asks.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from uuid import UUID


class Part(StrEnum):
    """What speaks for a candidate; more is better in each."""

    TARGET_RELIEF = "TARGET_RELIEF"
    ORIGIN_SURPLUS = "ORIGIN_SURPLUS"
    FIT = "FIT"
    YEARS_IN_POST = "YEARS_IN_POST"
    NEAR_FAMILY = "NEAR_FAMILY"
    INTEREST = "INTEREST"


@dataclass(frozen=True, slots=True)
class Candidate:
    """`fit`: how many of the post's demands are met, of how many; `near_family` and `interested` None where not known."""

    person: UUID
    target_gap: Fraction
    origin_gap: Fraction
    fit: Fraction
    years_in_post: int
    near_family: bool | None = None
    interested: bool | None = None

    def part(self, part: Part) -> Fraction:
        match part:
            case Part.TARGET_RELIEF:
                return min(max(-self.target_gap, Fraction(0)), Fraction(1))
            case Part.ORIGIN_SURPLUS:
                return self.origin_gap
            case Part.FIT:
                return self.fit
            case Part.YEARS_IN_POST:
                return Fraction(self.years_in_post)
            case Part.NEAR_FAMILY:
                return _known(self.near_family)
            case Part.INTEREST:
                return _known(self.interested)


def _known(answer: bool | None) -> Fraction:
    """Yes, not known, no."""
    return Fraction(1, 2) if answer is None else Fraction(answer)


@dataclass(frozen=True, slots=True)
class Placed:
    """A candidate in their place; `parts` in the order they were compared. Equals share a place."""

    place: int
    candidate: Candidate
    parts: tuple[tuple[Part, Fraction], ...]


def ranked(candidates: Iterable[Candidate], order: Sequence[Part] = tuple(Part)) -> list[Placed]:
    """The best first; of equals, by the opaque id, which says nothing about them."""

    def compared(candidate: Candidate) -> tuple[Fraction, ...]:
        return tuple(candidate.part(part) for part in order)

    line = sorted(candidates, key=lambda each: (*(-part for part in compared(each)), each.person.int))
    placed: list[Placed] = []
    for number, candidate in enumerate(line, start=1):
        equal = bool(placed) and compared(placed[-1].candidate) == compared(candidate)
        place = placed[-1].place if equal else number
        placed.append(Placed(place, candidate, tuple(zip(order, compared(candidate), strict=True))))
    return placed
