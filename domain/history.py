"""A fact and its place in the ledger."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar
from uuid import UUID

from domain.act import Act

E = TypeVar("E")
S = TypeVar("S")


@dataclass(frozen=True, slots=True)
class Happened(Generic[E]):
    """An event and the act that made it."""

    event: E
    act: Act


@dataclass(frozen=True, slots=True)
class Recorded(Generic[E]):
    """An event as the ledger holds it: `version` counts within the stream, `position` over the whole ledger."""

    event: E
    act: Act
    stream: UUID
    version: int
    position: int
    recorded_at: datetime


def fold(evolve: Callable[[S, E, Act], S], state: S, history: Iterable[Happened[E] | Recorded[E]]) -> S:
    """The state a history leads to."""
    for happened in history:
        state = evolve(state, happened.event, happened.act)
    return state
