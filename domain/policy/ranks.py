"""Which ranks and positions are higher than which."""

from dataclasses import dataclass

from domain.registry.post import Position, PositionKind


@dataclass(frozen=True, slots=True)
class Ranks:
    """The ranks of civil servants (golongan/ruang, "III/b"), the lowest first. Those of contract staff are no part of it."""

    order: tuple[str, ...]
    legal_basis: str

    def at_least(self, rank: str, lowest: str) -> bool:
        """False of a rank that is none of these."""
        return rank in self.order and self.order.index(rank) >= self.order.index(lowest)

    def at_most(self, rank: str, highest: str) -> bool:
        return rank in self.order and self.order.index(rank) <= self.order.index(highest)


@dataclass(frozen=True, slots=True)
class Rung:
    """A kind of position on the ladder; functional positions of so high a class stand on the same rung."""

    kind: PositionKind
    functional_from_class: int


@dataclass(frozen=True, slots=True)
class Ladder:
    """Which positions are higher than which, the lowest rung first."""

    rungs: tuple[Rung, ...]
    legal_basis: str

    def rung(self, position: Position) -> int:
        """From 1."""
        if position.kind is PositionKind.FUNCTIONAL:
            reached = [
                n
                for n, rung in enumerate(self.rungs, 1)
                if position.position_class >= rung.functional_from_class
            ]
            return max(reached, default=1)
        return next(n for n, rung in enumerate(self.rungs, 1) if rung.kind is position.kind)
