"""About the steps of the route: what the clock notes, looking again, stepping aside."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class ReassessCase:
    """Evaluate all rules again today; suspend, resume, or open what has become required."""

    reason: str


@dataclass(frozen=True, slots=True)
class DeclareConflict:
    step: str
    kind: str
    reason: str


@dataclass(frozen=True, slots=True)
class NameSubstitute:
    step: str
    office: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class RemindStep:
    step: str


@dataclass(frozen=True, slots=True)
class NoteOverdue:
    step: str


@dataclass(frozen=True, slots=True)
class EscalateStep:
    step: str


@dataclass(frozen=True, slots=True)
class RecomputeDeadline:
    step: str


@dataclass(frozen=True, slots=True)
class MigratePolicy:
    """Go on under this national version, with what the receiving region adds to it today."""

    to: str
    reason: str


StepCommand = (
    ReassessCase
    | DeclareConflict
    | NameSubstitute
    | RemindStep
    | NoteOverdue
    | EscalateStep
    | RecomputeDeadline
    | MigratePolicy
)
