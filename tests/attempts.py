"""Everything one could ask for in a case, each with content nobody could object to.

A refusal of one of these can only come from who asks, for which office, and when.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

from cast import POLICY, PROVINCE_ID
from given import Case
from stories import SCORES, document, signed
from walking import raters_of

from domain.act import Act
from domain.calendar import Zone
from domain.identity import OfficeKind, office_id
from domain.policy import Signatory
from domain.transfer import commands
from domain.transfer.allowed import Allowed
from domain.transfer.commands import TransferCommand
from domain.transfer.eligibility import rules_to_override
from domain.transfer.events import Document, GoalResult, GoalScore, Source, System, Vote
from domain.transfer.facts import Facts
from domain.transfer.sealing import peers_answers
from domain.transfer.state import Transfer
from domain.transfer.voting import carried, count

Make = Callable[[Case, str, Act], TransferCommand]

# What no person may ask for.
OF_THE_CLOCK = frozenset(
    {
        commands.LapseFeedback,
        commands.LapseReply,
        commands.OpenEvaluation,
        commands.RemindStep,
        commands.NoteOverdue,
        commands.EscalateStep,
        commands.NoteMissedEvaluation,
        commands.RecomputeDeadline,
        commands.RecomputeEvaluation,
        commands.RecomputeObjection,
        commands.RecomputeFeedback,
        commands.RecomputeAdjustment,
        commands.RecomputeRecommendation,
        commands.PutIntoEffect,
        commands.ExpireTransfer,
        commands.RemindTerm,
        commands.EndTerm,
    }
)

ON_STEPS: dict[str, Make] = {
    "verify": lambda case, step, _: commands.VerifyFile(step, signed(case.state.file)),
    "return": lambda _, step, __: commands.ReturnFile(step, "Tidak lengkap"),
    "override": lambda case, step, __: commands.OverrideRules(
        step, rules_to_override(case.state, POLICY), "Mendesak", {"E13": "ABILITY"}
    ),
    "refuse": lambda _, step, __: commands.RefuseStep(step, "Tidak setuju"),
    "clear": lambda _, step, __: commands.GrantClearance(step, "700"),
    "ask-feedback": lambda case, step, _: commands.AskFeedback(step, *raters_of(case.facts)),
    "close-feedback": lambda _, step, __: commands.CloseFeedback(step),
    "reply": lambda _, step, __: commands.GiveReply(step, "Tidak benar"),
    "waive-reply": lambda _, step, __: commands.WaiveReply(step),
    "assess-fit": lambda _, step, __: commands.AssessFit(step, "Sesuai", "Mendesak"),
    "propose": lambda case, step, _: commands.IssueProposal(step, "1", case.state.target_post),
    "consent": lambda case, step, _: commands.GrantConsent(step, "2", case.state.target_post),
    "forward": lambda _, step, __: commands.ForwardProposal(step, "3"),
    "vote": lambda _, step, __: commands.CastVote(step, Vote.FOR, "Baik"),
    "consider": lambda case, step, act: commands.GiveConsideration(
        step, supports=majority(case, step, act), number="4", reason="Baik"
    ),
    "consider-technically": lambda case, step, _: commands.GiveTechnicalConsideration(
        step, "5", case.state.target_post
    ),
    "decree": lambda case, step, act: commands.IssueDecree(
        step, "6", case.state.target_post, today(act), "Kebutuhan", ("Tujuan",), "Alasan menyimpang"
    ),
    "appoint": lambda case, step, act: commands.IssueAppointment(
        step, "7", case.state.target_post, max(effective(case), today(act))
    ),
    "serve": lambda _, step, act: commands.ServeDecision(step, today(act), "langsung"),
    "report-replacement": lambda _, step, act: commands.ReportReplacement(step, "8", today(act)),
    "inaugurate": lambda _, step, act: commands.HoldInauguration(step, today(act), "8"),
    "start-duty": lambda case, step, act: commands.StartDuty(step, today(act), "9", case.state.target_post),
    "transfer-payroll": lambda _, step, act: commands.TransferPayroll(step, "SKPP", today(act)),
    "sync-national-record": lambda _, step, act: commands.SyncNationalRecord(step, "IM", today(act)),
    "renew-term": lambda _, step, __: commands.RenewTerm(step, "10", "Masih dibutuhkan"),
    "report-return": lambda _, step, act: commands.ReportReturn(step, today(act), "11"),
}


ON_STEPS |= {
    "declare-conflict": lambda _, step, __: commands.DeclareConflict(step, "AKTUAL", "Saudara kandung"),
    "name-substitute": lambda _, step, __: commands.NameSubstitute(
        step, office_id(OfficeKind.AUDITOR, PROVINCE_ID), "Berhalangan"
    ),
}


def majority(case: Case, step: str, act: Act) -> bool:
    tally = count(case.state, step, case.facts, today(act))
    return tally is None or carried(tally, case.facts)


def today(act: Act) -> date:
    return Zone.WIB.day_of(act.at)


def effective(case: Case) -> date:
    return date(2025, 1, 1) if case.state.decree is None else case.state.decree.effective_on


def acceptable(case: Case) -> tuple[str, int]:
    """A document that can still be accepted, by kind and version."""
    return next(
        ((kind, len(each)) for kind, each in case.state.file.items() if not each[-1].accepted), ("D99", 1)
    )


def refusable(case: Case) -> tuple[str, int]:
    return next(
        ((kind, len(each)) for kind, each in case.state.file.items() if not each[-1].refused), ("D99", 1)
    )


def paper(transfer: Transfer, facts: Facts, act: Act) -> Document:
    """A document that can still come into the file: any at all, or only of what the office itself, or all, have done."""
    asked = {opened.office for opened in transfer.open.values()}
    if transfer.decree is None and act.office in asked | {transfer.requesting_office}:
        return document("D99")
    papers = {name: facts.route.steps[name].document for name in transfer.done}
    own = [kind for name, kind in papers.items() if kind and transfer.done[name].office == act.office]
    return document((own or ["D19"])[-1], transfer.target_post)


def attempts(case: Case, act: Act) -> Iterator[tuple[Allowed, TransferCommand]]:
    """Each with the name `allowed` has for it."""
    for called, command in _attempts(case, act):
        yield replace(called, on_behalf_of=act.on_behalf_of), command


def _steps(case: Case, number: int) -> Iterator[str]:
    """Every open step, and one of the others: which, differs from act to act and as the case goes on."""
    yield from case.state.open
    if shut := [step for step in case.facts.route.steps if step not in case.state.open]:
        yield shut[(number + len(case.state.done) + len(case.state.file)) % len(shut)]


def _attempts(case: Case, act: Act) -> Iterator[tuple[Allowed, TransferCommand]]:
    for number, (name, make) in enumerate(ON_STEPS.items()):
        for step in _steps(case, number):
            yield Allowed(name, step, act.office), make(case, step, act)
    for step in _steps(case, 0):
        yield (
            Allowed("accept-document", step, act.office),
            commands.AcceptDocument(step, *acceptable(case), signed_by=Signatory.SENIOR_EXECUTIVE),
        )
        kind, version = refusable(case)
        refusing = commands.RefuseDocument(step, kind, version, "Tidak terbaca")
        yield Allowed("refuse-document", step, act.office), refusing
    added = commands.SubmitDocument(paper(case.state, case.facts, act))
    yield Allowed("submit-document", office=act.office), added
    yield Allowed("withdraw", office=act.office), commands.WithdrawTransfer("Batal")
    yield Allowed("resubmit", office=act.office), commands.ResubmitFile("Dilengkapi")
    yield Allowed("reassess", office=act.office), commands.ReassessCase("Ada perubahan")
    migrate = commands.MigratePolicy("mutasi-2026.1", "Ketentuan baru")
    yield Allowed("migrate-policy", office=act.office), migrate
    yield Allowed("offer-consultation", office=act.office), commands.OfferConsultation("")
    started = case.state.consultation
    held_on = getattr(started, "on", today(act))
    yield (
        Allowed("record-consultation", office=act.office),
        commands.RecordConsultation(held_on, "Sudah dijelaskan"),
    )
    yield Allowed("decline-consultation", office=act.office), commands.DeclineConsultation("Tidak perlu")
    noticed = min(today(act), effective(case))
    yield Allowed("give-notice", office=act.office), commands.GiveNotice(noticed)
    answers = tuple(range(1, len(peers_answers(case.state.raters, case.state.feedback)) + 1)) or (1,)
    yield (
        Allowed("unseal-feedback", office=act.office),
        commands.UnsealFeedback("700/SP-3", "Dugaan jawaban diatur", answers),
    )
    yield (
        Allowed("plan-adjustment", office=act.office),
        commands.PlanAdjustment("COACHING", "Pendampingan", today(act)),
    )
    undone = [each.planned.number for each in case.state.planned if each.done is None]
    yield (
        Allowed("complete-adjustment", office=act.office),
        commands.CompleteAdjustment(undone[0] if undone else 1, "Selesai"),
    )
    yield Allowed("object", office=act.office), commands.FileObjection("Tidak sesuai", (document("D99"),))
    yield Allowed("decide-objection", office=act.office), commands.DecideObjection(True, "K-1", "Beralasan")
    yield Allowed("withdraw-objection", office=act.office), commands.WithdrawObjection("Sudah jelas")
    yield Allowed("lapse-objection", office=act.office), commands.LapseObjection()
    yield Allowed("suspend-decree", office=act.office), commands.SuspendDecree("Gugatan", "PTUN 3/G/2025")
    yield Allowed("lift-suspension", office=act.office), commands.LiftSuspension("Gugatan dicabut")
    yield Allowed("revoke-decree", office=act.office), commands.RevokeDecree("C-1", "Keliru", "UU 30/2014")
    yield (
        Allowed("correct-decree", office=act.office),
        commands.CorrectDecree("R-1", "Nama unit", "Salah ketik"),
    )
    yield (
        Allowed("block-data", office=act.office),
        commands.BlockData("B-1", "Tanpa pertimbangan teknis", today(act)),
    )
    number = "B-1" if case.state.blocked is None else case.state.blocked.number
    yield Allowed("unblock-data", office=act.office), commands.UnblockData(number, "Dicabut")
    yield (
        Allowed("record-reference", office=act.office),
        commands.RecordReference(System.SIASN, f"BARU-{len(case.state.references)}"),
    )
    recommendations = case.state.recommendations
    yield (
        Allowed("record-recommendation", office=act.office),
        commands.RecordRecommendation(Source.BKN, f"BARU-{len(recommendations)}", "Agar dicabut"),
    )
    waiting = [number for number, each in recommendations.items() if each.answered is None]
    yield (
        Allowed("answer-recommendation", office=act.office),
        commands.AnswerRecommendation(waiting[0] if waiting else "R", "Sudah dicabut", followed=True),
    )
    rater = case.state.raters.get(act.office or act.by)
    in_words = rater is not None and POLICY.raters[rater.role].in_words
    scores = {} if in_words else SCORES
    yield Allowed("give-feedback", office=act.office), commands.GiveFeedback(scores, "Baik")
    goals = () if case.state.decree is None else case.state.decree.goals
    scored = tuple(GoalScore(goal, 4) for goal in goals)
    for review in POLICY.evaluations:
        for role in POLICY.reviewers:
            yield (
                Allowed(f"answer-evaluation/{review.months}/{role}", office=act.office),
                commands.AnswerEvaluation(review.months, role, SCORES, "", scored),
            )
        told = tuple(GoalResult(goal, reached=True) for goal in goals)
        yield (
            Allowed(f"record-evaluation/{review.months}", office=act.office),
            commands.RecordEvaluation(review.months, review.outcomes[0], told, "Baik"),
        )
