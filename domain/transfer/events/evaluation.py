"""The reviews after the transfer, and the end of the case."""

from dataclasses import dataclass
from datetime import date

from domain.transfer.events.hearing import Role


@dataclass(frozen=True, slots=True)
class GoalResult:
    goal: str
    reached: bool


@dataclass(frozen=True, slots=True)
class EvaluationScheduled:
    months: int
    opens_on: date
    due_on: date


@dataclass(frozen=True, slots=True)
class EvaluationAnswered:
    months: int
    role: Role
    scores: dict[str, int]
    text: str


@dataclass(frozen=True, slots=True)
class EvaluationRecorded:
    """`mean` of all scores in hundredths, None without any; `unanswered` roles stayed silent."""

    months: int
    outcome: str
    goals: tuple[GoalResult, ...]
    mean: int | None
    unanswered: tuple[Role, ...]
    summary: str


@dataclass(frozen=True, slots=True)
class EvaluationMissed:
    """The review was not recorded by its due date. It still may be."""

    months: int


@dataclass(frozen=True, slots=True)
class EvaluationDeadlineRecomputed:
    """A corrected calendar moved the last day of a review."""

    months: int
    due_on: date
    calendar_version: str


@dataclass(frozen=True, slots=True)
class EvaluationCancelled:
    months: int
    reason: str


@dataclass(frozen=True, slots=True)
class AdjustmentTriggered:
    """A review shows that something must be mended: what showed it."""

    months: int
    triggers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TransferClosed:
    outcome: str


EvaluationEvent = (
    EvaluationScheduled
    | EvaluationAnswered
    | EvaluationRecorded
    | EvaluationMissed
    | EvaluationDeadlineRecomputed
    | EvaluationCancelled
    | AdjustmentTriggered
    | TransferClosed
)
