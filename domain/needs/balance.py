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
        """CV squared, which is exact where CV is not: variance by the square of the mean, that is n times the sum of the
        squares by the square of the sum, less one.
        """
        known = [load for load in self.loads if load is not None]
        total = sum(known)
        if self.vacant or not total:
            return None
        return len(known) * sum(load * load for load in known) / (total * total) - 1

    def is_worse_than(self, other: "Balance") -> bool:
        """Whether I is greater here; a vacancy more is worse than any number."""
        here, there = self.imbalance, other.imbalance
        if self.vacant != other.vacant or here is None or there is None:
            return self.vacant > other.vacant
        return here > there


def balance(places: Sequence[Staffed]) -> Balance:
    return Balance(tuple(place.load for place in places))


def moved(origin: Staffed, target: Staffed, people: int = 1) -> tuple[Staffed, Staffed]:
    """The two once so many people have gone from one to the other."""
    return (
        replace(origin, holders=origin.holders - people),
        replace(target, holders=target.holders + people),
    )
