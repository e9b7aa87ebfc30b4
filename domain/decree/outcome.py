"""What a command about a decree leads to, in every stream it touches; recorded together or not at all."""

from dataclasses import dataclass, field
from uuid import UUID

from domain.decree.events import DecreeEvent
from domain.transfer.consequences import Changes
from domain.transfer.events import TransferEvent


@dataclass(frozen=True, slots=True)
class Outcome:
    decree: list[DecreeEvent]
    cases: dict[UUID, list[TransferEvent]] = field(default_factory=dict)
    registry: Changes = field(default_factory=dict)
