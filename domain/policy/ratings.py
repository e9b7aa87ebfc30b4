"""What the marks of older years mean."""

from dataclasses import dataclass

from domain.registry.person import Rating


@dataclass(frozen=True, slots=True)
class Band:
    """Marks from so many hundredths on count as this rating."""

    at_least: int
    rating: Rating


@dataclass(frozen=True, slots=True)
class RatingScale:
    """What the numbers mean that performance was rated by up to a year; the best band first."""

    last_year: int
    bands: tuple[Band, ...]
    legal_basis: str
