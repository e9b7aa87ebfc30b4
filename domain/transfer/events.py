"""What happened in a transfer. Who did it, for which office and when stands in the act beside each event."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from domain.policy import Initiative, TransferType


class Outcome(StrEnum):
    """Of one rule: met, not met, not known before a later step, advice only, or not about this case."""

    MET = "MET"
    NOT_MET = "NOT_MET"
    PENDING = "PENDING"
    ADVICE = "ADVICE"
    NOT_APPLICABLE = "NOT_APPLICABLE"


class Role(StrEnum):
    """Who is heard."""

    SUBJECT = "SUBJECT"
    SUPERIOR = "SUPERIOR"
    PEER = "PEER"
    ORIGIN_UNIT = "ORIGIN_UNIT"
    RECEIVING_UNIT = "RECEIVING_UNIT"


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule's result: what it was judged on, and the law. `input` is free text that may tell of the person."""

    rule: str
    outcome: Outcome
    input: str
    legal_basis: str


@dataclass(frozen=True, slots=True)
class Document:
    """A document in the file. `sha256` binds the bytes, which are kept elsewhere; `post` is the post it names."""

    kind: str
    number: str
    issued_on: date
    issuer: str
    sha256: str
    post: UUID | None = None


@dataclass(frozen=True, slots=True)
class GoalResult:
    goal: str
    reached: bool


@dataclass(frozen=True, slots=True)
class TransferRequested:
    """`chosen_because`: the facts the route follows from; `adjusts`: an earlier transfer this one is to mend."""

    person: UUID
    origin_post: UUID
    target_post: UUID
    route: TransferType
    initiative: Initiative
    reason: str
    requested_on: date
    chosen_because: str
    adjusts: UUID | None = None


@dataclass(frozen=True, slots=True)
class DocumentSubmitted:
    document: Document


@dataclass(frozen=True, slots=True)
class DocumentAccepted:
    """An office found this version good. Versions of a kind are counted from 1; `sha256` says which bytes were judged."""

    step: str
    kind: str
    version: int
    sha256: str
    note: str


@dataclass(frozen=True, slots=True)
class DocumentRefused:
    """An office did not take this version; a newer one is needed where the route requires the document."""

    step: str
    kind: str
    version: int
    sha256: str
    reason: str


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
class FileVerified:
    """The file is complete: with it, the newest version of each of these kinds is accepted."""

    step: str
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FileReturned:
    step: str
    returned_on: date
    reason: str
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FileResubmitted:
    note: str


@dataclass(frozen=True, slots=True)
class EligibilityEvaluated:
    occasion: str
    eligible: bool
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class OverrideRecorded:
    step: str
    rules: tuple[str, ...]
    reason: str


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
class ClearanceGranted:
    step: str
    number: str
    valid_until: date


@dataclass(frozen=True, slots=True)
class FeedbackRequested:
    step: str
    rater: UUID
    role: Role
    due_on: date


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
class FitAssessed:
    """The fit of person and post. Gaps in hundredths of a person before the move; None where no ABK is known."""

    step: str
    education_fits: bool
    certificates_missing: tuple[str, ...]
    interest: str
    origin_gap: int | None
    target_gap: int | None
    summary: str


@dataclass(frozen=True, slots=True)
class ReceivingProposalIssued:
    step: str
    number: str
    post: UUID


@dataclass(frozen=True, slots=True)
class ConsentGranted:
    step: str
    number: str
    post: UUID | None
    note: str


@dataclass(frozen=True, slots=True)
class ProposalForwarded:
    step: str
    number: str
    note: str


@dataclass(frozen=True, slots=True)
class ConsiderationGiven:
    """Advice of a body to the decider."""

    step: str
    supports: bool
    number: str
    reason: str


@dataclass(frozen=True, slots=True)
class TechnicalConsiderationGiven:
    """BKN's advice that the transfer meets the norms (MS), without which no decree may follow."""

    step: str
    number: str
    post: UUID
    note: str


@dataclass(frozen=True, slots=True)
class DecreeIssued:
    """`effective_on` is the TMT. `goals` are what the evaluations will be held against."""

    step: str
    number: str
    post: UUID
    effective_on: date
    grounds: str
    goals: tuple[str, ...]
    deviation: str


@dataclass(frozen=True, slots=True)
class PostAppointmentIssued:
    step: str
    number: str
    post: UUID
    effective_on: date


@dataclass(frozen=True, slots=True)
class DecisionServed:
    step: str
    served_on: date
    manner: str


@dataclass(frozen=True, slots=True)
class InaugurationHeld:
    step: str
    held_on: date
    number: str


@dataclass(frozen=True, slots=True)
class DutyStarted:
    step: str
    started_on: date
    number: str
    post: UUID


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
class EvaluationMissed:
    """The review was not recorded by its due date. It still may be."""

    months: int


@dataclass(frozen=True, slots=True)
class DeadlineRecomputed:
    """A corrected calendar moved the deadline of an open step. How it was opened or resumed stays as it was recorded."""

    step: str
    due_on: date
    calendar_version: str


@dataclass(frozen=True, slots=True)
class AdjustmentTriggered:
    """A review shows that something must be mended: what showed it."""

    months: int
    triggers: tuple[str, ...]


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
    """The office above decides now."""

    to_office: UUID
    due_on: date


@dataclass(frozen=True, slots=True)
class DecreeSuspended:
    """`basis`: the law, or the order of a court or overseer, by its number."""

    reason: str
    basis: str
    suspended_on: date


@dataclass(frozen=True, slots=True)
class DecreeSuspensionLifted:
    reason: str


@dataclass(frozen=True, slots=True)
class DecreeRevoked:
    """Ends the case: the transfer is undone. `number` is that of the revoking decision."""

    number: str
    reason: str
    legal_basis: str


@dataclass(frozen=True, slots=True)
class ReturnedToPost:
    """The person is back in the post they came from. `since` is when they first took it up (the original TMT).

    `supernumerary`: their seat was given to somebody else meanwhile, so that they sit beyond the seats there are.
    """

    post: UUID
    since: date
    returned_on: date
    supernumerary: bool


@dataclass(frozen=True, slots=True)
class EvaluationCancelled:
    months: int
    reason: str


@dataclass(frozen=True, slots=True)
class DecreeCorrected:
    """A slip of the pen: `what` was written and what it should read. Person, post and date stay as they are."""

    number: str
    what: str
    reason: str


@dataclass(frozen=True, slots=True)
class OversightRecommendationReceived:
    source: Source
    number: str
    text: str
    received_on: date
    due_on: date


@dataclass(frozen=True, slots=True)
class OversightRecommendationAnswered:
    number: str
    answer: str
    followed: bool


@dataclass(frozen=True, slots=True)
class TransferFoundIneligible:
    """Ends the case: these rules are not met and nobody may set them aside."""

    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TransferRejected:
    """Ends the case: an office refused. The person may object, and may ask again."""

    step: str
    reason: str


@dataclass(frozen=True, slots=True)
class TransferWithdrawn:
    reason: str


@dataclass(frozen=True, slots=True)
class TransferClosed:
    outcome: str


TransferEvent = (
    TransferRequested
    | DocumentSubmitted
    | DocumentAccepted
    | DocumentRefused
    | StepOpened
    | StepNotRequired
    | StepResumed
    | FileVerified
    | FileReturned
    | FileResubmitted
    | EligibilityEvaluated
    | OverrideRecorded
    | CaseSuspended
    | CaseResumed
    | ConflictDeclared
    | ApproverRecused
    | SubstituteNamed
    | ConsultationOffered
    | ConsultationHeld
    | ConsultationDeclined
    | NoticeGiven
    | ClearanceGranted
    | FeedbackRequested
    | FeedbackGiven
    | FeedbackLapsed
    | FeedbackClosed
    | FitAssessed
    | ReceivingProposalIssued
    | ConsentGranted
    | ProposalForwarded
    | ConsiderationGiven
    | TechnicalConsiderationGiven
    | DecreeIssued
    | PostAppointmentIssued
    | DecisionServed
    | InaugurationHeld
    | DutyStarted
    | EvaluationScheduled
    | EvaluationAnswered
    | EvaluationRecorded
    | StepReminded
    | StepOverdue
    | CaseEscalated
    | EvaluationMissed
    | DeadlineRecomputed
    | AdjustmentTriggered
    | ObjectionFiled
    | ObjectionFoundInadmissible
    | ObjectionDecided
    | ObjectionWithdrawn
    | ObjectionLapsed
    | ObjectionEscalated
    | DecreeSuspended
    | DecreeSuspensionLifted
    | DecreeRevoked
    | ReturnedToPost
    | EvaluationCancelled
    | DecreeCorrected
    | OversightRecommendationReceived
    | OversightRecommendationAnswered
    | TransferFoundIneligible
    | TransferRejected
    | TransferWithdrawn
    | TransferClosed
)
