"""What may be asked of a transfer. Who asks, for which office and when comes beside it, as an Act."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from domain.policy import Initiative
from domain.transfer.events import Document, GoalResult, Role, Source


@dataclass(frozen=True, slots=True)
class RequestTransfer:
    person: UUID
    target_post: UUID
    initiative: Initiative
    reason: str
    documents: tuple[Document, ...] = ()
    adjusts: UUID | None = None


@dataclass(frozen=True, slots=True)
class SubmitDocument:
    document: Document


@dataclass(frozen=True, slots=True)
class AcceptDocument:
    step: str
    kind: str
    version: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class RefuseDocument:
    step: str
    kind: str
    version: int
    reason: str


@dataclass(frozen=True, slots=True)
class VerifyFile:
    step: str


@dataclass(frozen=True, slots=True)
class ReturnFile:
    step: str
    reason: str
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ResubmitFile:
    note: str
    documents: tuple[Document, ...] = ()


@dataclass(frozen=True, slots=True)
class OverrideRules:
    step: str
    rules: tuple[str, ...]
    reason: str


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
class GrantClearance:
    step: str
    number: str


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
class AssessFit:
    step: str
    summary: str


@dataclass(frozen=True, slots=True)
class IssueProposal:
    step: str
    number: str
    post: UUID


@dataclass(frozen=True, slots=True)
class GrantConsent:
    step: str
    number: str
    post: UUID | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class ForwardProposal:
    step: str
    number: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class GiveConsideration:
    step: str
    supports: bool
    number: str
    reason: str


@dataclass(frozen=True, slots=True)
class GiveTechnicalConsideration:
    step: str
    number: str
    post: UUID
    note: str = ""


@dataclass(frozen=True, slots=True)
class RefuseStep:
    """Refuse what the step asks for, which ends the case."""

    step: str
    reason: str


@dataclass(frozen=True, slots=True)
class IssueDecree:
    step: str
    number: str
    post: UUID
    effective_on: date
    grounds: str
    goals: tuple[str, ...]
    deviation: str = ""


@dataclass(frozen=True, slots=True)
class IssueAppointment:
    step: str
    number: str
    post: UUID
    effective_on: date


@dataclass(frozen=True, slots=True)
class ServeDecision:
    step: str
    served_on: date
    manner: str


@dataclass(frozen=True, slots=True)
class HoldInauguration:
    step: str
    held_on: date
    number: str


@dataclass(frozen=True, slots=True)
class StartDuty:
    step: str
    started_on: date
    number: str
    post: UUID


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
class RemindStep:
    step: str


@dataclass(frozen=True, slots=True)
class NoteOverdue:
    step: str


@dataclass(frozen=True, slots=True)
class EscalateStep:
    step: str


@dataclass(frozen=True, slots=True)
class NoteMissedEvaluation:
    months: int


@dataclass(frozen=True, slots=True)
class RecomputeDeadline:
    step: str


@dataclass(frozen=True, slots=True)
class FileObjection:
    """`number` None: one is given to it."""

    grounds: str
    documents: tuple[Document, ...] = ()
    number: str | None = None


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
class SuspendDecree:
    """`basis`: the law, or the order of a court or overseer that is followed."""

    reason: str
    basis: str


@dataclass(frozen=True, slots=True)
class LiftSuspension:
    reason: str


@dataclass(frozen=True, slots=True)
class RevokeDecree:
    number: str
    reason: str
    legal_basis: str


@dataclass(frozen=True, slots=True)
class CorrectDecree:
    number: str
    what: str
    reason: str


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
class WithdrawTransfer:
    reason: str


TransferCommand = (
    RequestTransfer
    | SubmitDocument
    | AcceptDocument
    | RefuseDocument
    | VerifyFile
    | ReturnFile
    | ResubmitFile
    | OverrideRules
    | ReassessCase
    | DeclareConflict
    | NameSubstitute
    | OfferConsultation
    | RecordConsultation
    | DeclineConsultation
    | GiveNotice
    | GrantClearance
    | AskFeedback
    | GiveFeedback
    | CloseFeedback
    | AssessFit
    | IssueProposal
    | GrantConsent
    | ForwardProposal
    | GiveConsideration
    | GiveTechnicalConsideration
    | RefuseStep
    | IssueDecree
    | IssueAppointment
    | ServeDecision
    | HoldInauguration
    | StartDuty
    | AnswerEvaluation
    | RecordEvaluation
    | FileObjection
    | DecideObjection
    | WithdrawObjection
    | LapseObjection
    | SuspendDecree
    | LiftSuspension
    | RevokeDecree
    | CorrectDecree
    | RecordRecommendation
    | AnswerRecommendation
    | RemindStep
    | NoteOverdue
    | EscalateStep
    | NoteMissedEvaluation
    | RecomputeDeadline
    | WithdrawTransfer
)
