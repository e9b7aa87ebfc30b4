"""What was asked, read back from what followed: the command that a decision was made on, made again from its events.

A command's content stands in the events it led to; who asked, when and for which office stands in the act beside them. What
an event does not keep has no part in what followed: the reason of a look at the rules that changed nothing, a document that
was in the file already.
"""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from domain.policy import Programme, Role, TransferType
from domain.transfer import commands, events
from domain.transfer.commands import TransferCommand
from domain.transfer.events import TransferEvent
from domain.transfer.sealing import peers_answers
from domain.transfer.state import Transfer

NOT_KEPT = "-"  # stands for a reason that no event has kept


class NothingAsked(LookupError):
    """No command leads to these events."""


def asked(followed: Sequence[TransferEvent], transfer: Transfer | None) -> TransferCommand:
    """The command these events, all of one case, followed from; `transfer` is the case before them.

    NothingAsked when they follow from none.
    """
    for leads in (_LEADS, _LEADS_ALONE):
        for event in followed:
            if (read := leads.get(type(event))) is not None:
                return read(event, followed, transfer)
    raise NothingAsked(", ".join(type(event).__name__ for event in followed))


Read = Callable[[Any, Sequence[TransferEvent], Transfer | None], TransferCommand]


def _same(command: type[Any], *fields: str) -> Read:
    """Of a command whose fields are fields of the event."""
    return lambda event, _, __: command(**{name: getattr(event, name) for name in fields})


def _always(command: TransferCommand) -> Read:
    return lambda *_: command


def _documents(followed: Sequence[TransferEvent]) -> tuple[events.Document, ...]:
    return tuple(each.document for each in followed if isinstance(each, events.DocumentSubmitted))


def _request(
    event: events.TransferRequested, followed: Sequence[TransferEvent], _: Transfer | None
) -> TransferCommand:
    plan = next((each.plan for each in followed if isinstance(each, events.PlanFollowed)), None)
    redistributed = event.route is TransferType.REDISTRIBUTION
    return commands.RequestTransfer(
        event.person,
        event.target_post,
        event.initiative,
        event.reason,
        _documents(followed),
        event.adjusts,
        plan,
        Programme.TEACHER_REDISTRIBUTION if redistributed else None,
        event.ground,
        event.follows,
    )


def _feedback_asked(
    _: events.FeedbackRequested, followed: Sequence[TransferEvent], __: Transfer | None
) -> TransferCommand:
    requests = [each for each in followed if isinstance(each, events.FeedbackRequested)]
    superior = next((each.rater for each in requests if each.role is Role.SUPERIOR), None)
    if superior is None:
        raise NothingAsked("nobody was asked as the superior")
    peers = tuple(each.rater for each in requests if each.role is Role.PEER)
    return commands.AskFeedback(requests[0].step, superior, peers)


def _unsealed(
    event: events.FeedbackUnsealed, _: Sequence[TransferEvent], transfer: Transfer | None
) -> TransferCommand:
    shown = [] if transfer is None else peers_answers(transfer.raters, transfer.feedback)
    if not set(event.raters) <= set(shown):
        raise NothingAsked("unsealed was what nobody was shown")
    answers = tuple(shown.index(rater) + 1 for rater in event.raters)
    return commands.UnsealFeedback(event.warrant, event.reason, answers)


def _objection(
    event: events.ObjectionFiled | events.ObjectionFoundInadmissible,
    followed: Sequence[TransferEvent],
    _: Transfer | None,
) -> TransferCommand:
    documents = event.documents if isinstance(event, events.ObjectionFiled) else _documents(followed)
    elsewhere = next((each for each in followed if isinstance(each, events.ObjectionMisdirected)), None)
    first = (
        None if elsewhere is None else commands.Misdirection(elsewhere.to, elsewhere.since, elsewhere.until)
    )
    return commands.FileObjection(event.grounds, documents, event.number, first)


def _looked_again(
    _: events.EligibilityEvaluated | events.StepOpened, followed: Sequence[TransferEvent], __: Transfer | None
) -> TransferCommand:
    reasons = (each.reason for each in followed if isinstance(each, events.CaseResumed))
    return commands.ReassessCase(next(reasons, NOT_KEPT))


# By the event that tells the command; the others of the command follow from it.
_LEADS: Mapping[type, Read] = MappingProxyType(
    {
        events.TransferRequested: _request,
        events.DocumentAccepted: _same(
            commands.AcceptDocument, "step", "kind", "version", "note", "signed_by"
        ),
        events.DocumentRefused: _same(commands.RefuseDocument, "step", "kind", "version", "reason"),
        events.FileResubmitted: lambda event, followed, _: commands.ResubmitFile(
            event.note, _documents(followed)
        ),
        events.TransferWithdrawn: _same(commands.WithdrawTransfer, "reason"),
        events.TransferExpired: _always(commands.ExpireTransfer()),
        events.FileVerified: _same(commands.VerifyFile, "step", "signatories"),
        events.FileReturned: _same(commands.ReturnFile, "step", "reason", "missing"),
        events.OverrideRecorded: _same(commands.OverrideRules, "step", "rules", "reason", "grounds"),
        events.ConflictDeclared: _same(commands.DeclareConflict, "step", "kind", "reason"),
        events.SubstituteNamed: _same(commands.NameSubstitute, "step", "office", "reason"),
        events.ConsultationOffered: _same(commands.OfferConsultation, "note"),
        events.ConsultationHeld: lambda event, *_: commands.RecordConsultation(event.on, event.note),
        events.ConsultationDeclined: _same(commands.DeclineConsultation, "reason"),
        events.NoticeGiven: lambda event, *_: commands.GiveNotice(event.on),
        events.ClearanceGranted: _same(commands.GrantClearance, "step", "number"),
        events.FitAssessed: _same(
            commands.AssessFit, "step", "summary", "deviation", "candidates", "preference"
        ),
        events.ReceivingProposalIssued: _same(commands.IssueProposal, "step", "number", "post"),
        events.ConsentGranted: _same(commands.GrantConsent, "step", "number", "post", "note"),
        events.ProposalForwarded: _same(commands.ForwardProposal, "step", "number", "note"),
        events.PanelVoteCast: _same(commands.CastVote, "step", "vote", "reason"),
        events.ConsiderationGiven: _same(commands.GiveConsideration, "step", "supports", "number", "reason"),
        events.TechnicalConsiderationGiven: _same(
            commands.GiveTechnicalConsideration, "step", "number", "post", "note"
        ),
        events.TransferRejected: _same(commands.RefuseStep, "step", "reason"),
        events.ConsentRefused: _same(commands.RefuseStep, "step", "reason"),
        events.FeedbackRequested: _feedback_asked,
        events.FeedbackGiven: _same(commands.GiveFeedback, "scores", "text"),
        events.FeedbackClosed: _same(commands.CloseFeedback, "step"),
        events.FeedbackUnsealed: _unsealed,
        events.ReplyGiven: _same(commands.GiveReply, "step", "text"),
        events.ReplyWaived: _same(commands.WaiveReply, "step"),
        events.ReplyLapsed: _same(commands.LapseReply, "step"),
        events.DecreeIssued: _same(
            commands.IssueDecree, "step", "number", "post", "effective_on", "grounds", "goals", "deviation"
        ),
        events.PostAppointmentIssued: _same(
            commands.IssueAppointment, "step", "number", "post", "effective_on"
        ),
        events.DecisionServed: _same(commands.ServeDecision, "step", "served_on", "manner"),
        events.ReplacementReported: _same(commands.ReportReplacement, "step", "number", "reported_on"),
        events.InaugurationHeld: _same(commands.HoldInauguration, "step", "held_on", "number"),
        events.DutyStarted: _same(commands.StartDuty, "step", "started_on", "number", "post"),
        events.PayrollTransferred: _same(commands.TransferPayroll, "step", "number", "moved_on"),
        events.NationalRecordSynced: _same(commands.SyncNationalRecord, "step", "number", "synced_on"),
        events.DataBlocked: _same(commands.BlockData, "number", "reason", "blocked_on"),
        events.DataUnblocked: _same(commands.UnblockData, "number", "reason"),
        events.ExternalReferenceRecorded: _same(commands.RecordReference, "system", "number"),
        events.TransferTookEffect: _always(commands.PutIntoEffect()),
        events.TermReminded: _always(commands.RemindTerm()),
        events.TermRenewed: _same(commands.RenewTerm, "step", "number", "reason"),
        events.TermEnded: _always(commands.EndTerm()),
        events.ReturnReported: _same(commands.ReportReturn, "step", "returned_on", "number"),
        events.EvaluationAnswered: _same(
            commands.AnswerEvaluation, "months", "role", "scores", "text", "goals"
        ),
        events.EvaluationRecorded: _same(commands.RecordEvaluation, "months", "outcome", "goals", "summary"),
        events.EvaluationOpened: _same(commands.OpenEvaluation, "months"),
        events.EvaluationMissed: _same(commands.NoteMissedEvaluation, "months"),
        events.EvaluationDeadlineRecomputed: _same(commands.RecomputeEvaluation, "months"),
        events.AdjustmentPlanned: _same(commands.PlanAdjustment, "kind", "what", "due_on"),
        events.AdjustmentDone: _same(commands.CompleteAdjustment, "number", "result"),
        events.ObjectionFiled: _objection,
        events.ObjectionFoundInadmissible: _objection,
        events.ObjectionDecided: _same(commands.DecideObjection, "granted", "number", "reason"),
        events.ObjectionWithdrawn: _same(commands.WithdrawObjection, "reason"),
        events.ObjectionLapsed: _always(commands.LapseObjection()),
        events.ObjectionDeadlineRecomputed: _always(commands.RecomputeObjection()),
        events.FeedbackDeadlineRecomputed: _always(commands.RecomputeFeedback()),
        events.AdjustmentDeadlineRecomputed: _always(commands.RecomputeAdjustment()),
        events.RecommendationDeadlineRecomputed: _same(commands.RecomputeRecommendation, "number"),
        events.DecreeSuspended: _same(commands.SuspendDecree, "reason", "basis"),
        events.DecreeSuspensionLifted: _same(commands.LiftSuspension, "reason"),
        events.DecreeRevoked: _same(commands.RevokeDecree, "number", "reason", "legal_basis"),
        events.DecreeCorrected: _same(commands.CorrectDecree, "number", "what", "reason"),
        events.OversightRecommendationReceived: lambda event, *_: commands.RecordRecommendation(
            event.source, event.number, event.text, event.due_on if event.due_named else None
        ),
        events.OversightRecommendationAnswered: _same(
            commands.AnswerRecommendation, "number", "answer", "followed"
        ),
        events.StepReminded: _same(commands.RemindStep, "step"),
        events.StepOverdue: _same(commands.NoteOverdue, "step"),
        events.CaseEscalated: _same(commands.EscalateStep, "step"),
        # The name of a version is that of the national one, with the regions' additions behind it.
        events.PolicyMigrated: lambda event, *_: commands.MigratePolicy(
            event.after.split("+")[0], event.reason
        ),
    }
)

# What stands beside the events above as well, and tells the command only when none of them is there.
_LEADS_ALONE: Mapping[type, Read] = MappingProxyType(
    {
        events.DocumentSubmitted: _same(commands.SubmitDocument, "document"),
        events.EligibilityEvaluated: _looked_again,
        events.StepOpened: _looked_again,  # after the decree, where the rules are not asked any more
        events.FeedbackLapsed: _always(commands.LapseFeedback()),
        events.DeadlineRecomputed: _same(commands.RecomputeDeadline, "step"),
    }
)
