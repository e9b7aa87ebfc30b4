"""What may be asked of a transfer, by phase. Who asks, for which office and when comes beside it, as an Act."""

from domain.transfer.commands.decree import (
    CorrectDecree,
    DecreeCommand,
    HoldInauguration,
    IssueAppointment,
    IssueDecree,
    LiftSuspension,
    RevokeDecree,
    ServeDecision,
    StartDuty,
    SuspendDecree,
)
from domain.transfer.commands.evaluation import (
    AnswerEvaluation,
    EvaluationCommand,
    NoteMissedEvaluation,
    RecordEvaluation,
)
from domain.transfer.commands.filing import (
    AcceptDocument,
    FilingCommand,
    RefuseDocument,
    RequestTransfer,
    ResubmitFile,
    ReturnFile,
    SubmitDocument,
    VerifyFile,
    WithdrawTransfer,
)
from domain.transfer.commands.hearing import (
    AskFeedback,
    CloseFeedback,
    DeclineConsultation,
    GiveFeedback,
    GiveNotice,
    HearingCommand,
    OfferConsultation,
    RecordConsultation,
)
from domain.transfer.commands.remedies import (
    AnswerRecommendation,
    DecideObjection,
    FileObjection,
    LapseObjection,
    RecordRecommendation,
    RemedyCommand,
    WithdrawObjection,
)
from domain.transfer.commands.review import (
    AssessFit,
    ForwardProposal,
    GiveConsideration,
    GiveTechnicalConsideration,
    GrantClearance,
    GrantConsent,
    IssueProposal,
    OverrideRules,
    RefuseStep,
    ReviewCommand,
)
from domain.transfer.commands.steps import (
    DeclareConflict,
    EscalateStep,
    NameSubstitute,
    NoteOverdue,
    ReassessCase,
    RecomputeDeadline,
    RemindStep,
    StepCommand,
)
from domain.transfer.commands.terms import (
    EndTerm,
    RemindTerm,
    RenewTerm,
    ReportReturn,
    TermCommand,
)

TransferCommand = (
    FilingCommand
    | StepCommand
    | ReviewCommand
    | HearingCommand
    | DecreeCommand
    | TermCommand
    | EvaluationCommand
    | RemedyCommand
)

__all__ = [
    "AcceptDocument",
    "AnswerEvaluation",
    "AnswerRecommendation",
    "AskFeedback",
    "AssessFit",
    "CloseFeedback",
    "CorrectDecree",
    "DecideObjection",
    "DeclareConflict",
    "DeclineConsultation",
    "DecreeCommand",
    "EndTerm",
    "EscalateStep",
    "EvaluationCommand",
    "FileObjection",
    "FilingCommand",
    "ForwardProposal",
    "GiveConsideration",
    "GiveFeedback",
    "GiveNotice",
    "GiveTechnicalConsideration",
    "GrantClearance",
    "GrantConsent",
    "HearingCommand",
    "HoldInauguration",
    "IssueAppointment",
    "IssueDecree",
    "IssueProposal",
    "LapseObjection",
    "LiftSuspension",
    "NameSubstitute",
    "NoteMissedEvaluation",
    "NoteOverdue",
    "OfferConsultation",
    "OverrideRules",
    "ReassessCase",
    "RecomputeDeadline",
    "RecordConsultation",
    "RecordEvaluation",
    "RecordRecommendation",
    "RefuseDocument",
    "RefuseStep",
    "RemedyCommand",
    "RemindStep",
    "RemindTerm",
    "RenewTerm",
    "ReportReturn",
    "RequestTransfer",
    "ResubmitFile",
    "ReturnFile",
    "ReviewCommand",
    "RevokeDecree",
    "ServeDecision",
    "StartDuty",
    "StepCommand",
    "SubmitDocument",
    "SuspendDecree",
    "TermCommand",
    "TransferCommand",
    "VerifyFile",
    "WithdrawObjection",
    "WithdrawTransfer",
]
