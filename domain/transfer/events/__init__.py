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
    AdjustmentTriggered,
    EvaluationAnswered,
    EvaluationCancelled,
    EvaluationEvent,
    EvaluationMissed,
    EvaluationRecorded,
    EvaluationScheduled,
    GoalResult,
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
    HearingEvent,
    NoticeGiven,
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
    Outcome,
    OverrideRecorded,
    ProposalForwarded,
    ReceivingProposalIssued,
    ReviewEvent,
    TechnicalConsiderationGiven,
    TransferFoundIneligible,
    TransferRejected,
)
from domain.transfer.events.steps import (
    ApproverRecused,
    CaseEscalated,
    CaseResumed,
    CaseSuspended,
    ConflictDeclared,
    DeadlineRecomputed,
    StepEvent,
    StepLeftUndone,
    StepNotRequired,
    StepOpened,
    StepOverdue,
    StepReminded,
    StepResumed,
    SubstituteNamed,
)

TransferEvent = (
    FilingEvent | StepEvent | ReviewEvent | HearingEvent | DecreeEvent | EvaluationEvent | RemedyEvent
)

# What completes the step it names.
StepDone = (
    FileVerified
    | OverrideRecorded
    | ClearanceGranted
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
    | PayrollTransferred
    | NationalRecordSynced
)

__all__ = [
    "AdjustmentTriggered",
    "Against",
    "ApproverRecused",
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
    "EvaluationEvent",
    "EvaluationMissed",
    "EvaluationRecorded",
    "EvaluationScheduled",
    "ExternalReferenceRecorded",
    "FeedbackClosed",
    "FeedbackGiven",
    "FeedbackLapsed",
    "FeedbackRequested",
    "FileResubmitted",
    "FileReturned",
    "FileVerified",
    "FilingEvent",
    "Finding",
    "FitAssessed",
    "GoalResult",
    "HearingEvent",
    "InaugurationHeld",
    "NationalRecordSynced",
    "NoticeGiven",
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
    "PayrollTransferred",
    "PostAppointmentIssued",
    "ProposalForwarded",
    "ReceivingProposalIssued",
    "RemedyEvent",
    "ReturnedToAgency",
    "ReturnedToPost",
    "ReviewEvent",
    "Role",
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
    "TechnicalConsiderationGiven",
    "TransferClosed",
    "TransferEvent",
    "TransferFoundIneligible",
    "TransferRejected",
    "TransferRequested",
    "TransferTookEffect",
    "TransferWithdrawn",
]
