"""After the transfer."""

from dataclasses import dataclass
from datetime import date

from domain.policy import Role
from domain.transfer.events.evaluation import GoalResult, GoalScore


@dataclass(frozen=True, slots=True)
class AnswerEvaluation:
    months: int
    role: Role
    scores: dict[str, int]
    text: str
    goals: tuple[GoalScore, ...] = ()


@dataclass(frozen=True, slots=True)
class RecordEvaluation:
    months: int
    outcome: str
    goals: tuple[GoalResult, ...]
    summary: str


@dataclass(frozen=True, slots=True)
class OpenEvaluation:
    months: int


@dataclass(frozen=True, slots=True)
class NoteMissedEvaluation:
    months: int


@dataclass(frozen=True, slots=True)
class RecomputeEvaluation:
    months: int


@dataclass(frozen=True, slots=True)
class RecomputeAdjustment:
    """By the system: a corrected calendar moves the last day to say how a fault is mended."""


@dataclass(frozen=True, slots=True)
class PlanAdjustment:
    kind: str
    what: str
    due_on: date


@dataclass(frozen=True, slots=True)
class CompleteAdjustment:
    number: int
    result: str


EvaluationCommand = (
    AnswerEvaluation
    | RecordEvaluation
    | OpenEvaluation
    | NoteMissedEvaluation
    | RecomputeEvaluation
    | RecomputeAdjustment
    | PlanAdjustment
    | CompleteAdjustment
)
