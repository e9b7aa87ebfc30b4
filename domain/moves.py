"""What a move is to the person: up, down, aside or across. Told for reports; nothing is decided by it."""

from datetime import date
from enum import StrEnum

from domain.policy import Policy
from domain.registry.post import Position, PositionKind


class Direction(StrEnum):
    """Promosi, rotasi, demosi; diagonal between managerial and functional positions of one level (reference 3.3)."""

    UP = "PROMOSI"
    LATERAL = "ROTASI"
    ACROSS = "DIAGONAL"
    DOWN = "DEMOSI"


def direction_of(old: Position, new: Position, policy: Policy) -> Direction:
    """By the level order; a lower class at the same level is no demotion here, only a sign for inspectors (R07)."""
    before, after = policy.ladder.rung(old), policy.ladder.rung(new)
    if after != before:
        return Direction.UP if after > before else Direction.DOWN
    functional = {position.kind is PositionKind.FUNCTIONAL for position in (old, new)}
    return Direction.LATERAL if len(functional) == 1 else Direction.ACROSS


_YOUNGEST, _OLDEST, _YEARS = 30, 50, 10


def age_band(born_on: date, day: date) -> str:
    """In whole years on that day: -29, 30-39, 40-49, 50-."""
    age = day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))
    if age < _YOUNGEST:
        return f"-{_YOUNGEST - 1}"
    if age >= _OLDEST:
        return f"{_OLDEST}-"
    first = age - age % _YEARS
    return f"{first}-{first + _YEARS - 1}"
