"""Hearing people, and telling the person."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True)
class AskFeedback:
    step: str
    superior: UUID
    peers: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class GiveFeedback:
    scores: dict[str, int]
    text: str


@dataclass(frozen=True, slots=True)
class CloseFeedback:
    step: str


@dataclass(frozen=True, slots=True)
class OfferConsultation:
    note: str


@dataclass(frozen=True, slots=True)
class RecordConsultation:
    held_on: date
    note: str


@dataclass(frozen=True, slots=True)
class DeclineConsultation:
    reason: str


@dataclass(frozen=True, slots=True)
class GiveNotice:
    given_on: date


HearingCommand = (
    AskFeedback
    | GiveFeedback
    | CloseFeedback
    | OfferConsultation
    | RecordConsultation
    | DeclineConsultation
    | GiveNotice
)
