"""The steps of the route: opened, reminded of, overdue, standing still, handed to another office."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True)
class StepOpened:
    step: str
    office: UUID
    opened_on: date
    due_on: date


@dataclass(frozen=True, slots=True)
class StepNotRequired:
    step: str
    condition: str


@dataclass(frozen=True, slots=True)
class StepResumed:
    """The clock runs again after a return; `used` working days of the office's time were spent before."""

    step: str
    used: int
    resumed_on: date
    due_on: date


@dataclass(frozen=True, slots=True)
class StepPaused:
    """The clock stands still until others have done, or refused, the steps it `awaits`; `used` working days were spent."""

    step: str
    awaits: tuple[str, ...]
    used: int
    paused_on: date


@dataclass(frozen=True, slots=True)
class StepReminded:
    """The office was reminded of a deadline that is near."""

    step: str
    due_on: date


@dataclass(frozen=True, slots=True)
class StepOverdue:
    """The deadline of this office passed. `working_days` had begun since then when it was noted: 0 on a week end."""

    step: str
    office: UUID
    due_on: date
    working_days: int


@dataclass(frozen=True, slots=True)
class CaseEscalated:
    """An office above was told of a step that stays undone; from now on it may read the case."""

    step: str
    to_office: UUID
    due_on: date


@dataclass(frozen=True, slots=True)
class DeadlineRecomputed:
    """A corrected calendar moved the deadline of an open step. How it was opened or resumed stays as it was recorded."""

    step: str
    due_on: date
    calendar_version: str


@dataclass(frozen=True, slots=True)
class CaseSuspended:
    """A rule nobody may set aside is no longer met: every clock stands still until it is met again."""

    rules: tuple[str, ...]
    suspended_on: date


@dataclass(frozen=True, slots=True)
class CaseResumed:
    reason: str


@dataclass(frozen=True, slots=True)
class ConflictDeclared:
    """`kind` AKTUAL or POTENSIAL (PermenPAN-RB 17/2024)."""

    step: str
    kind: str
    reason: str


@dataclass(frozen=True, slots=True)
class ApproverRecused:
    step: str
    person: UUID


@dataclass(frozen=True, slots=True)
class SubstituteNamed:
    """Another office does the step, because its own holder has recused."""

    step: str
    office: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class PolicyMigrated:
    """The case goes on under another version of the law; conditional steps left out so far are to be judged anew."""

    before: str
    after: str
    reason: str


@dataclass(frozen=True, slots=True)
class StepLeftUndone:
    """The case was closed while this step was still to be done."""

    step: str
    office: UUID
    due_on: date


StepEvent = (
    StepOpened
    | StepNotRequired
    | StepResumed
    | StepPaused
    | StepReminded
    | StepOverdue
    | CaseEscalated
    | DeadlineRecomputed
    | CaseSuspended
    | CaseResumed
    | ConflictDeclared
    | ApproverRecused
    | SubstituteNamed
    | PolicyMigrated
    | StepLeftUndone
)
