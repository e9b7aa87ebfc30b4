"""After the transfer."""

from dataclasses import dataclass

from domain.transfer.events.evaluation import GoalResult
from domain.transfer.events.hearing import Role


@dataclass(frozen=True, slots=True)
class AnswerEvaluation:
    months: int
    role: Role
    scores: dict[str, int]
    text: str


@dataclass(frozen=True, slots=True)
class RecordEvaluation:
    months: int
    outcome: str
    goals: tuple[GoalResult, ...]
    summary: str


@dataclass(frozen=True, slots=True)
class NoteMissedEvaluation:
    months: int


@dataclass(frozen=True, slots=True)
class RecomputeEvaluation:
    months: int


EvaluationCommand = AnswerEvaluation | RecordEvaluation | NoteMissedEvaluation | RecomputeEvaluation
