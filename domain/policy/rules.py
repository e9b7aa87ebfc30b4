"""The rules of eligibility, and what single rules compare by."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.identity import OfficeKind
from domain.policy.words import Words
from domain.registry.person import Rating
from domain.registry.post import Position, PositionKind


@dataclass(frozen=True, slots=True)
class Rule:
    """An eligibility rule. `overridden_by` is the office that may set it aside with a written reason, if any; where there
    are `grounds`, on one of these only.
    """

    title: Words
    legal_basis: str
    overridden_by: OfficeKind | None = None
    grounds: Mapping[str, Words] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CompetencyTest:
    """The certificate without which holders of these kinds of position are not moved (E13)."""

    positions: tuple[PositionKind, ...]
    certificate: str
    legal_basis: str


@dataclass(frozen=True, slots=True)
class PositionDemand:
    """Certificates that positions ask for, whatever else a single post is described with (E09): positions of these kinds, or
    whose names begin so. Those that lead a unit are a further duty, and ask for none of their own.

    `of_newcomers`: only of who comes from another position; levels of one position, and positions whose names begin with
    one of `one_family`, are the same.
    """

    certificates: tuple[str, ...]
    legal_basis: str
    kinds: tuple[PositionKind, ...] = ()
    positions: tuple[str, ...] = ()
    of_newcomers: bool = False
    levels: tuple[str, ...] = ()
    one_family: tuple[str, ...] = ()

    def binds(self, position: Position, before: Position) -> bool:
        """Whether who is to leave the one position for the other must hold them."""
        concerns = position.kind in self.kinds or position.name.upper().startswith(self.positions)
        newcomer = before.kind is not position.kind or self._family(before) != self._family(position)
        return concerns and not position.leads_unit and (newcomer or not self.of_newcomers)

    def _family(self, position: Position) -> str:
        name = position.name.upper()
        if name.startswith(self.one_family):
            return ""
        for level in self.levels:
            name = name.partition(f" {level}")[0]
        return name


@dataclass(frozen=True, slots=True)
class LeastRating:
    """The predicate that performance must reach (E04, E17)."""

    rating: Rating
    legal_basis: str


@dataclass(frozen=True, slots=True)
class Sanctions:
    """Levels of disciplinary sanction by which somebody may be put into a lower position or out of one."""

    lowering: tuple[str, ...]
    legal_basis: str


@dataclass(frozen=True, slots=True)
class Redistribution:
    """What E17 asks of a teacher: of a PNS education, rank, health and record, of a PPPK the level of the position.

    `positions` by the start of their name; `barring_sanctions` by their level, however long ago; `contract_years_rated`:
    for how many years contract staff must be rated well.
    """

    positions: tuple[str, ...]
    education_levels: tuple[str, ...]
    lowest_rank: str
    barring_sanctions: tuple[str, ...]
    health_document: str
    contract_levels: tuple[str, ...]
    contract_years_rated: int
