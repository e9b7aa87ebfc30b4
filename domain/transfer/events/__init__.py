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
    PanelVoteCast,
    ProposalForwarded,
    ReceivingProposalIssued,
    ReviewEvent,
    Tally,
    TechnicalConsiderationGiven,
    TransferFoundIneligible,
    TransferRejected,
    Vote,
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
    "PanelVoteCast",
    "PlanFollowed",
    "PostAppointmentIssued",
    "ProposalForwarded",
    "ReceivingProposalIssued",
    "RemedyEvent",
    "ReturnedToPost",
    "ReviewEvent",
    "Role",
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
    "Tally",
    "TechnicalConsiderationGiven",
    "TransferClosed",
    "TransferEvent",
    "TransferFoundIneligible",
    "TransferRejected",
    "TransferRequested",
    "TransferWithdrawn",
    "Vote",
]
