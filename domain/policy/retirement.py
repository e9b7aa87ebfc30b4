"""At which age who retires."""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.registry.post import Position, PositionKind


@dataclass(frozen=True, slots=True)
class Family:
    """Positions that retire at an age of their own, by how their names begin; on one `level` alone where it is named."""

    positions: tuple[str, ...]
    age: int
    legal_basis: str
    level: str | None = None

    def begins(self, position: Position) -> int:
        """How much of the position's name is the family's, in whole words; 0 where it is not of it."""
        if self.level not in {None, position.level.upper()}:
            return 0
        name = f"{position.name.upper()} "
        return max((len(each) for each in self.positions if name.startswith(f"{each} ")), default=0)


@dataclass(frozen=True, slots=True)
class Retirement:
    """At which age people retire (BUP, in years): by the position's family, else its level, else its kind."""

    by_kind: Mapping[PositionKind, int]
    by_level: Mapping[str, int]
    families: tuple[Family, ...]
    legal_basis: str

    def age(self, position: Position) -> int:
        """Of several families the one with the longest name, and that of a level before that of all."""
        among = [
            (n, family.level is not None, family.age)
            for family in self.families
            if (n := family.begins(position))
        ]
        if among:
            return max(among)[2]
        return self.by_level.get(position.level.upper(), self.by_kind[position.kind])
