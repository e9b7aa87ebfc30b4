"""Who was heard, and what the person was told: feedback, the reply to it, consultation, notice."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from domain.policy import Role


@dataclass(frozen=True, slots=True)
class FeedbackRequested:
    """`rater` is a person; for a unit it is the office that answers for it.

    `asked_on`: from when their time counts; None where it was recorded before that was told.
    """

    step: str
    rater: UUID
    role: Role
    due_on: date
    asked_on: date | None = None


@dataclass(frozen=True, slots=True)
class FeedbackGiven:
    rater: UUID
    role: Role
    scores: dict[str, int]
    text: str


@dataclass(frozen=True, slots=True)
class FeedbackLapsed:
    """Silence, with its stated consequence."""

    rater: UUID
    role: Role
    consequence: str


@dataclass(frozen=True, slots=True)
class FeedbackClosed:
    step: str
    answered: int
    lapsed: int
    peers_shown: bool


@dataclass(frozen=True, slots=True)
class FeedbackUnsealed:
    """On this warrant the inspectorate learns who gave these peers' answers."""

    warrant: str
    reason: str
    raters: tuple[UUID, ...]
    unsealed_on: date


@dataclass(frozen=True, slots=True)
class ReplyGiven:
    """What the person says to the feedback, before anybody decides."""

    step: str
    text: str


@dataclass(frozen=True, slots=True)
class ReplyWaived:
    step: str


@dataclass(frozen=True, slots=True)
class ReplyLapsed:
    """Silence, with its stated consequence."""

    step: str
    consequence: str


@dataclass(frozen=True, slots=True)
class ConsultationOffered:
    on: date
    note: str


@dataclass(frozen=True, slots=True)
class ConsultationHeld:
    on: date
    note: str


@dataclass(frozen=True, slots=True)
class ConsultationDeclined:
    reason: str


@dataclass(frozen=True, slots=True)
class NoticeGiven:
    """The person was told before the effective date, so many working days before it."""

    on: date
    effective_on: date
    working_days: int


@dataclass(frozen=True, slots=True)
class FeedbackDeadlineRecomputed:
    """A corrected calendar moved the last day to answer, of all who had not answered yet."""

    step: str
    due_on: date
    calendar_version: str


HearingEvent = (
    FeedbackRequested
    | FeedbackDeadlineRecomputed
    | FeedbackGiven
    | FeedbackLapsed
    | FeedbackClosed
    | FeedbackUnsealed
    | ReplyGiven
    | ReplyWaived
    | ReplyLapsed
    | ConsultationOffered
    | ConsultationHeld
    | ConsultationDeclined
    | NoticeGiven
)
