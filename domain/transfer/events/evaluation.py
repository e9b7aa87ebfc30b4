"""The reviews after the transfer, and the end of the case."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from domain.policy import Role
from domain.told import Told


@dataclass(frozen=True, slots=True)
class GoalResult:
    goal: str
    reached: bool


@dataclass(frozen=True, slots=True)
class GoalScore:
    """How far a goal of the decree was reached, on the scale of the competences."""

    goal: str
    score: int


@dataclass(frozen=True, slots=True)
class Asked:
    """Who is asked in a role: an office, or (None) the person concerned."""

    role: Role
    office: UUID | None


@dataclass(frozen=True, slots=True)
class Shown:
    """A trigger of the policy, and what it was judged on: in English, and as the facts it is made of."""

    trigger: str
    input: str
    told: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class EvaluationScheduled:
    months: int
    opens_on: date
    due_on: date


@dataclass(frozen=True, slots=True)
class EvaluationOpened:
    """The day has come: these are asked, and `office` is to conclude the review."""

    months: int
    asked: tuple[Asked, ...]
    office: UUID


@dataclass(frozen=True, slots=True)
class EvaluationAnswered:
    months: int
    role: Role
    scores: dict[str, int]
    goals: tuple[GoalScore, ...]
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
    """The review was not recorded by its due date, up to which these had not answered. It still may be."""

    months: int
    unanswered: tuple[Role, ...]


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
    """A review shows that something must be mended: what showed it, and which office is to say how, by when.

    Office and days are None where it was recorded before that was asked of an office.
    """

    months: int
    triggers: tuple[Shown, ...]
    office: UUID | None
    shown_on: date | None
    due_on: date | None


@dataclass(frozen=True, slots=True)
class AdjustmentDeadlineRecomputed:
    """A corrected calendar moved the last day to say how a fault is mended, that the review after so many months showed."""

    months: int
    due_on: date
    calendar_version: str


@dataclass(frozen=True, slots=True)
class AdjustmentPlanned:
    """What is done about it: `kind` is one of the policy's, `office` answers for it."""

    number: int
    kind: str
    what: str
    office: UUID
    planned_on: date
    due_on: date


@dataclass(frozen=True, slots=True)
class AdjustmentDone:
    number: int
    result: str


@dataclass(frozen=True, slots=True)
class TransferClosed:
    outcome: str


EvaluationEvent = (
    EvaluationScheduled
    | EvaluationOpened
    | EvaluationAnswered
    | EvaluationRecorded
    | EvaluationMissed
    | EvaluationDeadlineRecomputed
    | EvaluationCancelled
    | AdjustmentTriggered
    | AdjustmentDeadlineRecomputed
    | AdjustmentPlanned
    | AdjustmentDone
    | TransferClosed
)
