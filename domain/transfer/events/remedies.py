"""Objections of the person, and recommendations from outside the case."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from domain.transfer.events.filing import Document


class Against(StrEnum):
    """The kinds of decision the person may object to."""

    DECREE = "DECREE"
    REFUSAL = "REFUSAL"
    INELIGIBILITY = "INELIGIBILITY"


class Silence(StrEnum):
    """What it means that an objection was not decided in time; the policy says which."""

    ESCALATED = "ESCALATED"
    DEEMED_GRANTED = "DEEMED_GRANTED"


class Source(StrEnum):
    """Where a recommendation comes from."""

    BKN = "BKN"
    OMBUDSMAN = "OMBUDSMAN"
    INSPECTORATE = "INSPEKTORAT"
    OTHER = "OTHER"


@dataclass(frozen=True, slots=True)
class ObjectionMisdirected:
    """The objection that is filed with it lay elsewhere first, `to` whom the person says, from the one day to the other."""

    to: str
    since: date
    until: date


@dataclass(frozen=True, slots=True)
class ObjectionFiled:
    """Keberatan, within its time. `served_on` None: not served yet; `last_day` None: the time had not begun to run.

    `office` decides it by `due_on`.
    """

    number: str
    filed_on: date
    against: Against
    grounds: str
    documents: tuple[Document, ...]
    decided_on: date
    served_on: date | None
    last_day: date | None
    office: UUID
    due_on: date


@dataclass(frozen=True, slots=True)
class ObjectionFoundInadmissible:
    """It came after its last day. `advice`: what is left to the person."""

    number: str
    filed_on: date
    against: Against
    grounds: str
    decided_on: date
    served_on: date | None
    last_day: date
    reason: str
    advice: str


@dataclass(frozen=True, slots=True)
class ObjectionDecided:
    granted: bool
    number: str
    reason: str


@dataclass(frozen=True, slots=True)
class ObjectionWithdrawn:
    reason: str


@dataclass(frozen=True, slots=True)
class ObjectionLapsed:
    """The office kept silent up to and on `due_on`."""

    due_on: date
    effect: Silence


@dataclass(frozen=True, slots=True)
class ObjectionEscalated:
    """The office above decides now. `escalated_on` None: recorded before that day was told."""

    to_office: UUID
    due_on: date
    escalated_on: date | None = None


@dataclass(frozen=True, slots=True)
class ObjectionDeadlineRecomputed:
    """A corrected calendar moved the last day to decide it."""

    due_on: date
    calendar_version: str


@dataclass(frozen=True, slots=True)
class OversightRecommendationReceived:
    """`due_named`: it says itself by when it is to be answered, so that no calendar moves that day."""

    source: Source
    number: str
    text: str
    received_on: date
    due_on: date
    due_named: bool = True


@dataclass(frozen=True, slots=True)
class RecommendationDeadlineRecomputed:
    """A corrected calendar moved the last day to answer it."""

    number: str
    due_on: date
    calendar_version: str


@dataclass(frozen=True, slots=True)
class OversightRecommendationAnswered:
    number: str
    answer: str
    followed: bool


RemedyEvent = (
    ObjectionFiled
    | ObjectionFoundInadmissible
    | ObjectionDecided
    | ObjectionMisdirected
    | ObjectionWithdrawn
    | ObjectionLapsed
    | ObjectionEscalated
    | ObjectionDeadlineRecomputed
    | OversightRecommendationReceived
    | RecommendationDeadlineRecomputed
    | OversightRecommendationAnswered
)
