"""Whose a NIP is: one person's at a time. A corrected NIP goes to its person, and the wrong one is free again.

Each NIP is a stream of its own, so that of two who claim it at the same moment the append lets one through. No NIP stands
in these events, only the opaque id of the person.
"""

from dataclasses import dataclass
from uuid import UUID

from domain.act import Act
from domain.refusals import NipTaken


@dataclass(frozen=True, slots=True)
class NipHolding:
    """`person` is None once the NIP was given up."""

    person: UUID | None


# What happened


@dataclass(frozen=True, slots=True)
class NipAssigned:
    person: UUID


@dataclass(frozen=True, slots=True)
class NipGivenUp:
    """It was wrong: the person has another one now."""

    person: UUID


NipEvent = NipAssigned | NipGivenUp


# What is so


def evolve(_: NipHolding | None, event: NipEvent, __: Act) -> NipHolding:
    match event:
        case NipAssigned(person):
            return NipHolding(person)
        case NipGivenUp():
            return NipHolding(None)


# What follows


def assign_nip(known: NipHolding | None, person: UUID) -> list[NipEvent]:
    holder = None if known is None else known.person
    if holder == person:
        return []
    if holder is not None:
        raise NipTaken
    return [NipAssigned(person)]


def give_up_nip(known: NipHolding | None, person: UUID) -> list[NipEvent]:
    return [NipGivenUp(person)] if known is not None and known.person == person else []
