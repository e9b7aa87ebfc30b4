"""How evenly work lies on several posts or units, and what moving one person makes of it (reference 4.2)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from domain.needs.workload import load


@dataclass(frozen=True, slots=True)
class Staffed:
    """A post or unit: what it requires, and how many there are."""

    required: Fraction
    holders: int

    @property
    def load(self) -> Fraction | None:
        return load(self.required, self.holders)


@dataclass(frozen=True, slots=True)
class Balance:
    """Loads side by side; a load of None is a vacant place with work."""

    loads: tuple[Fraction | None, ...]

    @property
    def vacant(self) -> int:
        return sum(load is None for load in self.loads)

    @property
    def imbalance(self) -> Fraction | None:
        """I: the greatest load less the least; None while one is vacant, for then it has no bound."""
        known = [load for load in self.loads if load is not None]
        return None if self.vacant else max(known) - min(known)

    @property
    def variation_squared(self) -> Fraction | None:
        """CV squared, which is exact where CV is not: variance by the square of the mean."""
        known = [load for load in self.loads if load is not None]
        mean = sum(known, Fraction(0)) / len(self.loads)
        if self.vacant or not mean:
            return None
        return sum(((each - mean) ** 2 for each in known), Fraction(0)) / len(known) / mean**2

    def is_worse_than(self, other: "Balance") -> bool:
        """Whether I is greater here; a vacancy more is worse than any number."""
        if self.vacant != other.vacant or self.imbalance is None or other.imbalance is None:
            return self.vacant > other.vacant
        return self.imbalance > other.imbalance


def balance(places: Sequence[Staffed]) -> Balance:
    return Balance(tuple(place.load for place in places))


def moved(origin: Staffed, target: Staffed, people: int = 1) -> tuple[Staffed, Staffed]:
    """The two once so many people have gone from one to the other."""
    return (
        replace(origin, holders=origin.holders - people),
        replace(target, holders=target.holders + people),
    )
