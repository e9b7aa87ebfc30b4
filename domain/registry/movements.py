"""How many officials a unit moved before, half-year by half-year: what its share after an election is held against (R08).

Counted by the personnel office, also of years before this ledger began. A stream of its own beside the unit's.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from domain.act import Act
from domain.refusals import NotAcceptable


@dataclass(frozen=True, slots=True)
class Movements:
    """Of the officials who served in a unit, its sub-units included, so many were moved in the 180 days up to `ends_on`."""

    ends_on: date
    moved: int
    officials: int
    source: str


@dataclass(frozen=True, slots=True)
class MovementRecord:
    """What was counted of a unit, by the last day of each count."""

    unit: UUID
    counted: dict[date, Movements]


# What happened


@dataclass(frozen=True, slots=True)
class MovementsCounted:
    """The latest count with the same last day stands."""

    unit: UUID
    movements: Movements


MovementsEvent = MovementsCounted


# Why not


class MoreMovedThanServed(NotAcceptable):
    """More officials were moved than served in the unit, or nobody served in it."""


# What is so


def evolve(known: MovementRecord | None, event: MovementsEvent, _: Act) -> MovementRecord:
    before = {} if known is None else known.counted
    return MovementRecord(event.unit, before | {event.movements.ends_on: event.movements})


# What follows


def count_movements(known: MovementRecord | None, unit: UUID, movements: Movements) -> list[MovementsEvent]:
    if movements.officials < 1 or movements.moved > movements.officials:
        raise MoreMovedThanServed
    if known is not None and known.counted.get(movements.ends_on) == movements:
        return []
    return [MovementsCounted(unit, movements)]
