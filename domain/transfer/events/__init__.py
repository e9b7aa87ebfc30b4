"""What happened in a transfer, by phase. Who did it, for which office and when stands in the act beside each event."""

from domain.transfer.events.decree import (
    DataBlocked,
    DataUnblocked,
    DecisionServed,
    DecreeCorrected,
    DecreeEvent,
    DecreeIssued,
    DecreeRevoked,
    DecreeSuspended,
    DecreeSuspensionLifted,
    DutyStarted,
    ExternalReferenceRecorded,
    InaugurationHeld,
    NationalRecordSynced,
    OutsidePlacementRecorded,
    PayrollTransferred,
    PostAppointmentIssued,
    ReturnedToAgency,
    ReturnedToPost,
    System,
    TransferTookEffect,
)
from domain.transfer.events.evaluation import (
    AdjustmentDone,
    AdjustmentPlanned,
    AdjustmentTriggered,
    Asked,
    EvaluationAnswered,
    EvaluationCancelled,
    EvaluationDeadlineRecomputed,
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
    PlanFollowed,
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
    ObjectionDeadlineRecomputed,
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
    PanelVoteCast,
    ProposalForwarded,
    ReceivingProposalIssued,
    ReviewEvent,
    Tally,
    TechnicalConsiderationGiven,
    TransferFoundIneligible,
    TransferRejected,
    UnitLoad,
    UnitsForecast,
    Vote,
    WorkBalance,
)
from domain.transfer.events.steps import (
    ApproverRecused,
    CaseEscalated,
    CaseResumed,
    CaseSuspended,
    ConflictDeclared,
    DeadlineRecomputed,
    PolicyMigrated,
    StepEvent,
    StepLeftUndone,
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
    | PayrollTransferred
    | NationalRecordSynced
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
    "DataBlocked",
    "DataUnblocked",
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
    "EvaluationDeadlineRecomputed",
    "EvaluationEvent",
    "EvaluationMissed",
    "EvaluationOpened",
    "EvaluationRecorded",
    "EvaluationScheduled",
    "ExternalReferenceRecorded",
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
    "NationalRecordSynced",
    "NeedsForecast",
    "NoticeGiven",
    "ObjectionDeadlineRecomputed",
    "ObjectionDecided",
    "ObjectionEscalated",
    "ObjectionFiled",
    "ObjectionFoundInadmissible",
    "ObjectionLapsed",
    "ObjectionWithdrawn",
    "Outcome",
    "OutsidePlacementRecorded",
    "OverrideRecorded",
    "OversightRecommendationAnswered",
    "OversightRecommendationReceived",
    "PanelVoteCast",
    "PayrollTransferred",
    "PlanFollowed",
    "PolicyMigrated",
    "PostAppointmentIssued",
    "ProposalForwarded",
    "ReceivingProposalIssued",
    "RemedyEvent",
    "ReplyGiven",
    "ReplyLapsed",
    "ReplyWaived",
    "ReturnReported",
    "ReturnedToAgency",
    "ReturnedToPost",
    "ReviewEvent",
    "Role",
    "Shown",
    "Silence",
    "Source",
    "StepDone",
    "StepEvent",
    "StepLeftUndone",
    "StepNotRequired",
    "StepOpened",
    "StepOverdue",
    "StepReminded",
    "StepResumed",
    "SubstituteNamed",
    "System",
    "Tally",
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
    "TransferTookEffect",
    "TransferWithdrawn",
    "UnitLoad",
    "UnitsForecast",
    "Vote",
    "WorkBalance",
]
