"""What happened in a transfer, by phase. Who did it, for which office and when stands in the act beside each event."""

from domain.transfer.events.decree import (
    DecisionServed,
    DecreeCorrected,
    DecreeEvent,
    DecreeIssued,
    DecreeRevoked,
    DecreeSuspended,
    DecreeSuspensionLifted,
    DutyStarted,
    InaugurationHeld,
    PostAppointmentIssued,
    ReturnedToPost,
)
from domain.transfer.events.evaluation import (
    AdjustmentDone,
    AdjustmentPlanned,
    AdjustmentTriggered,
    Asked,
    EvaluationAnswered,
    EvaluationCancelled,
    EvaluationEvent,
    EvaluationMissed,
    EvaluationOpened,
    EvaluationRecorded,
    EvaluationScheduled,
    GoalResult,
    GoalScore,
    Shown,
    TransferClosed,
)
from domain.transfer.events.filing import (
    Document,
    DocumentAccepted,
    DocumentRefused,
    DocumentSubmitted,
    FileResubmitted,
    FileReturned,
    FileVerified,
    FilingEvent,
    TransferRequested,
    TransferWithdrawn,
)
from domain.transfer.events.hearing import (
    ConsultationDeclined,
    ConsultationHeld,
    ConsultationOffered,
    FeedbackClosed,
    FeedbackGiven,
    FeedbackLapsed,
    FeedbackRequested,
    FeedbackUnsealed,
    HearingEvent,
    NoticeGiven,
    ReplyGiven,
    ReplyLapsed,
    ReplyWaived,
    Role,
)
from domain.transfer.events.remedies import (
    Against,
    ObjectionDecided,
    ObjectionEscalated,
    ObjectionFiled,
    ObjectionFoundInadmissible,
    ObjectionLapsed,
    ObjectionWithdrawn,
    OversightRecommendationAnswered,
    OversightRecommendationReceived,
    RemedyEvent,
    Silence,
    Source,
)
from domain.transfer.events.review import (
    ClearanceGranted,
    ConsentGranted,
    ConsiderationGiven,
    EligibilityEvaluated,
    Finding,
    FitAssessed,
    LessonNeed,
    NeedsForecast,
    Outcome,
    OverrideRecorded,
    ProposalForwarded,
    ReceivingProposalIssued,
    ReviewEvent,
    TechnicalConsiderationGiven,
    TransferFoundIneligible,
    TransferRejected,
    WorkBalance,
)
from domain.transfer.events.steps import (
    ApproverRecused,
    CaseEscalated,
    CaseResumed,
    CaseSuspended,
    ConflictDeclared,
    DeadlineRecomputed,
    StepEvent,
    StepNotRequired,
    StepOpened,
    StepOverdue,
    StepReminded,
    StepResumed,
    SubstituteNamed,
)
from domain.transfer.events.terms import (
    ReturnReported,
    TermBegan,
    TermEnded,
    TermEvent,
    TermReminded,
    TermRenewed,
)

TransferEvent = (
    FilingEvent
    | StepEvent
    | ReviewEvent
    | HearingEvent
    | DecreeEvent
    | TermEvent
    | EvaluationEvent
    | RemedyEvent
)

# What completes the step it names.
StepDone = (
    FileVerified
    | OverrideRecorded
    | ClearanceGranted
    | FeedbackClosed
    | ReplyGiven
    | ReplyWaived
    | ReplyLapsed
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
    | TermEnded
    | ReturnReported
)

__all__ = [
    "AdjustmentDone",
    "AdjustmentPlanned",
    "AdjustmentTriggered",
    "Against",
    "ApproverRecused",
    "Asked",
    "CaseEscalated",
    "CaseResumed",
    "CaseSuspended",
    "ClearanceGranted",
    "ConflictDeclared",
    "ConsentGranted",
    "ConsiderationGiven",
    "ConsultationDeclined",
    "ConsultationHeld",
    "ConsultationOffered",
    "DeadlineRecomputed",
    "DecisionServed",
    "DecreeCorrected",
    "DecreeEvent",
    "DecreeIssued",
    "DecreeRevoked",
    "DecreeSuspended",
    "DecreeSuspensionLifted",
    "Document",
    "DocumentAccepted",
    "DocumentRefused",
    "DocumentSubmitted",
    "DutyStarted",
    "EligibilityEvaluated",
    "EvaluationAnswered",
    "EvaluationCancelled",
    "EvaluationEvent",
    "EvaluationMissed",
    "EvaluationOpened",
    "EvaluationRecorded",
    "EvaluationScheduled",
    "FeedbackClosed",
    "FeedbackGiven",
    "FeedbackLapsed",
    "FeedbackRequested",
    "FeedbackUnsealed",
    "FileResubmitted",
    "FileReturned",
    "FileVerified",
    "FilingEvent",
    "Finding",
    "FitAssessed",
    "GoalResult",
    "GoalScore",
    "HearingEvent",
    "InaugurationHeld",
    "LessonNeed",
    "NeedsForecast",
    "NoticeGiven",
    "ObjectionDecided",
    "ObjectionEscalated",
    "ObjectionFiled",
    "ObjectionFoundInadmissible",
    "ObjectionLapsed",
    "ObjectionWithdrawn",
    "Outcome",
    "OverrideRecorded",
    "OversightRecommendationAnswered",
    "OversightRecommendationReceived",
    "PostAppointmentIssued",
    "ProposalForwarded",
    "ReceivingProposalIssued",
    "RemedyEvent",
    "ReplyGiven",
    "ReplyLapsed",
    "ReplyWaived",
    "ReturnReported",
    "ReturnedToPost",
    "ReviewEvent",
    "Role",
    "Shown",
    "Silence",
    "Source",
    "StepDone",
    "StepEvent",
    "StepNotRequired",
    "StepOpened",
    "StepOverdue",
    "StepReminded",
    "StepResumed",
    "SubstituteNamed",
    "TechnicalConsiderationGiven",
    "TermBegan",
    "TermEnded",
    "TermEvent",
    "TermReminded",
    "TermRenewed",
    "TransferClosed",
    "TransferEvent",
    "TransferFoundIneligible",
    "TransferRejected",
    "TransferRequested",
    "TransferWithdrawn",
    "WorkBalance",
]
