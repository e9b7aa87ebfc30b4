"""Objections and recommendations."""

from dataclasses import dataclass
from datetime import date

from domain.transfer.events.filing import Document
from domain.transfer.events.remedies import Source


@dataclass(frozen=True, slots=True)
class Misdirection:
    """To whom an objection went first who does not decide it, from when to when it lay there."""

    to: str
    since: date
    until: date


@dataclass(frozen=True, slots=True)
class FileObjection:
    """`number` None: one is given to it."""

    grounds: str
    documents: tuple[Document, ...] = ()
    number: str | None = None
    misdirected: Misdirection | None = None


@dataclass(frozen=True, slots=True)
class DecideObjection:
    """`number` is that of the decision; granting one against a decree revokes the decree under it."""

    granted: bool
    number: str
    reason: str


@dataclass(frozen=True, slots=True)
class WithdrawObjection:
    reason: str


@dataclass(frozen=True, slots=True)
class LapseObjection:
    """By the system: the office has kept silent."""


@dataclass(frozen=True, slots=True)
class RecomputeObjection:
    """By the system: a corrected calendar moves its last day."""


@dataclass(frozen=True, slots=True)
class RecordRecommendation:
    """`due_on` None: as many working days as the policy gives for an answer."""

    source: Source
    number: str
    text: str
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class AnswerRecommendation:
    number: str
    answer: str
    followed: bool


@dataclass(frozen=True, slots=True)
class RecomputeRecommendation:
    """By the system: a corrected calendar moves the last day to answer it."""

    number: str


RemedyCommand = (
    FileObjection
    | RecomputeRecommendation
    | DecideObjection
    | WithdrawObjection
    | LapseObjection
    | RecomputeObjection
    | RecordRecommendation
    | AnswerRecommendation
)
