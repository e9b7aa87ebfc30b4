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
class LapseFeedback:
    pass


@dataclass(frozen=True, slots=True)
class UnsealFeedback:
    """`answers` by their number among the peers' answers, as they are shown."""

    warrant: str
    reason: str
    answers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class GiveReply:
    step: str
    text: str


@dataclass(frozen=True, slots=True)
class WaiveReply:
    step: str


@dataclass(frozen=True, slots=True)
class LapseReply:
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


@dataclass(frozen=True, slots=True)
class RecomputeFeedback:
    """By the system: a corrected calendar moves the last day to answer."""


HearingCommand = (
    AskFeedback
    | RecomputeFeedback
    | GiveFeedback
    | CloseFeedback
    | LapseFeedback
    | UnsealFeedback
    | GiveReply
    | WaiveReply
    | LapseReply
    | OfferConsultation
    | RecordConsultation
    | DeclineConsultation
    | GiveNotice
)
