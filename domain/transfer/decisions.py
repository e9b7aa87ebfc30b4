"""What follows: one function a command, found here by the command's type."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from domain.act import Act
from domain.refusals import BeyondDelegation, NotNow, TransferUnknown
from domain.transfer import (
    adjusting,
    clocks,
    commands,
    conflicts,
    consulting,
    deciding,
    documents,
    evaluating,
    feedback,
    migrating,
    reassessing,
    remedies,
    replying,
    requesting,
    reviewing,
    revoking,
    sealing,
    settling,
    terms,
    voting,
)
from domain.transfer.events import TransferEvent
from domain.transfer.facts import Facts
from domain.transfer.state import Transfer

Decision = Callable[[Transfer, Any, Act, Facts], list[TransferEvent]]

DECISIONS: Mapping[type, Decision] = MappingProxyType(
    {
        commands.SubmitDocument: requesting.submit_document,
        commands.AcceptDocument: documents.accept_document,
        commands.RefuseDocument: documents.refuse_document,
        commands.ResubmitFile: requesting.resubmit_file,
        commands.WithdrawTransfer: requesting.withdraw_transfer,
        commands.ExpireTransfer: clocks.expire_transfer,
        commands.VerifyFile: reviewing.verify_file,
        commands.ReturnFile: reviewing.return_file,
        commands.OverrideRules: reviewing.override_rules,
        commands.ReassessCase: reassessing.reassess_case,
        commands.DeclareConflict: conflicts.declare_conflict,
        commands.NameSubstitute: conflicts.name_substitute,
        commands.OfferConsultation: consulting.offer_consultation,
        commands.RecordConsultation: consulting.record_consultation,
        commands.DeclineConsultation: consulting.decline_consultation,
        commands.GiveNotice: consulting.give_notice,
        commands.GrantClearance: reviewing.grant_clearance,
        commands.AssessFit: reviewing.assess_fit,
        commands.IssueProposal: reviewing.issue_proposal,
        commands.GrantConsent: reviewing.grant_consent,
        commands.ForwardProposal: reviewing.forward_proposal,
        commands.CastVote: voting.cast_vote,
        commands.GiveConsideration: reviewing.give_consideration,
        commands.GiveTechnicalConsideration: reviewing.give_technical_consideration,
        commands.RefuseStep: reviewing.refuse_step,
        commands.AskFeedback: feedback.ask_feedback,
        commands.GiveFeedback: feedback.give_feedback,
        commands.CloseFeedback: feedback.close_feedback,
        commands.LapseFeedback: feedback.lapse_feedback,
        commands.UnsealFeedback: sealing.unseal_feedback,
        commands.GiveReply: replying.give_reply,
        commands.WaiveReply: replying.waive_reply,
        commands.LapseReply: replying.lapse_reply,
        commands.IssueDecree: deciding.issue_decree,
        commands.IssueAppointment: deciding.issue_appointment,
        commands.ServeDecision: deciding.serve_decision,
        commands.ReportReplacement: deciding.report_replacement,
        commands.HoldInauguration: deciding.hold_inauguration,
        commands.StartDuty: deciding.start_duty,
        commands.TransferPayroll: settling.transfer_payroll,
        commands.SyncNationalRecord: settling.sync_national_record,
        commands.BlockData: settling.block_data,
        commands.UnblockData: settling.unblock_data,
        commands.RecordReference: settling.record_reference,
        commands.PutIntoEffect: clocks.put_into_effect,
        commands.RemindTerm: terms.remind_term,
        commands.RenewTerm: terms.renew_term,
        commands.EndTerm: terms.end_term,
        commands.ReportReturn: terms.report_return,
        commands.AnswerEvaluation: evaluating.answer_evaluation,
        commands.RecordEvaluation: evaluating.record_evaluation,
        commands.OpenEvaluation: evaluating.open_evaluation,
        commands.NoteMissedEvaluation: evaluating.note_missed_evaluation,
        commands.PlanAdjustment: adjusting.plan_adjustment,
        commands.CompleteAdjustment: adjusting.complete_adjustment,
        commands.FileObjection: remedies.file_objection,
        commands.DecideObjection: remedies.decide_objection,
        commands.WithdrawObjection: remedies.withdraw_objection,
        commands.LapseObjection: remedies.lapse_objection,
        commands.SuspendDecree: revoking.suspend_decree,
        commands.LiftSuspension: revoking.lift_suspension,
        commands.RevokeDecree: revoking.revoke_decree,
        commands.CorrectDecree: revoking.correct_decree,
        commands.RecordRecommendation: remedies.record_recommendation,
        commands.AnswerRecommendation: remedies.answer_recommendation,
        commands.RemindStep: clocks.remind_step,
        commands.NoteOverdue: clocks.note_overdue,
        commands.EscalateStep: clocks.escalate_step,
        commands.RecomputeDeadline: clocks.recompute_deadline,
        commands.RecomputeEvaluation: evaluating.recompute_evaluation,
        commands.RecomputeObjection: remedies.recompute_objection,
        commands.RecomputeFeedback: feedback.recompute_feedback,
        commands.RecomputeAdjustment: adjusting.recompute_adjustment,
        commands.RecomputeRecommendation: remedies.recompute_recommendation,
        commands.MigratePolicy: migrating.migrate_policy,
    }
)


# What an office may have done in its name: its steps, and stepping aside from them.
_DELEGABLE = frozenset(
    {
        commands.AcceptDocument,
        commands.RefuseDocument,
        commands.VerifyFile,
        commands.ReturnFile,
        commands.OverrideRules,
        commands.DeclareConflict,
        commands.GrantClearance,
        commands.AssessFit,
        commands.IssueProposal,
        commands.GrantConsent,
        commands.ForwardProposal,
        commands.GiveConsideration,
        commands.GiveTechnicalConsideration,
        commands.RefuseStep,
        commands.AskFeedback,
        commands.CloseFeedback,
        commands.IssueDecree,
        commands.IssueAppointment,
        commands.ServeDecision,
        commands.HoldInauguration,
        commands.StartDuty,
    }
)


def decide(
    transfer: Transfer | None, command: commands.TransferCommand, act: Act, facts: Facts
) -> list[TransferEvent]:
    """The events a command leads to, or Refused."""
    if act.on_behalf_of is not None and type(command) not in _DELEGABLE:
        raise BeyondDelegation
    if isinstance(command, commands.RequestTransfer):
        if transfer is not None:
            raise NotNow("This transfer has been requested already.")
        return requesting.request_transfer(command, act, facts)
    if transfer is None:
        raise TransferUnknown
    return DECISIONS[type(command)](transfer, command, act, facts)
