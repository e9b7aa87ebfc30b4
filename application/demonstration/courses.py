"""The courses a made-up case may take: what is asked in it, by whom, and how many days go by in between.

A course is lazy: what it asks next is asked for when what it asked before has been decided, so it may look at the case.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from random import Random
from uuid import UUID

from application.demonstration.cast import Holder, Mover, Opening, office_of
from domain.calendar import add_months
from domain.identity import OfficeKind as Office
from domain.policy import Initiative, Role, Signatory
from domain.transfer.commands import (
    AnswerEvaluation,
    AskFeedback,
    AssessFit,
    CloseFeedback,
    DecideObjection,
    DeclineConsultation,
    FileObjection,
    ForwardProposal,
    GiveConsideration,
    GiveFeedback,
    GiveNotice,
    GiveReply,
    GiveTechnicalConsideration,
    GrantClearance,
    GrantConsent,
    HoldInauguration,
    IssueAppointment,
    IssueDecree,
    IssueProposal,
    NoteOverdue,
    OfferConsultation,
    OpenEvaluation,
    OverrideRules,
    PutIntoEffect,
    RecordConsultation,
    RecordEvaluation,
    RefuseStep,
    ReportReplacement,
    RequestTransfer,
    ResubmitFile,
    ReturnFile,
    ServeDecision,
    StartDuty,
    SyncNationalRecord,
    TransferCommand,
    TransferPayroll,
    VerifyFile,
    WaiveReply,
    WithdrawTransfer,
)
from domain.transfer.events import Document, GoalResult, GoalScore

_COMPETENCES = ("integrity", "cooperation", "service", "expertise")
_GOALS = ("Beban kerja unit tujuan kembali seimbang dalam satu tahun",)
_NEED = ("D02", "D03", "D06", "D08", "D16")
_OWN = ("D01", "D02", "D03", "D06", "D07", "D08", "D09", "D12", "D16")
_STATEMENTS = ("D06", "D09")  # only some may sign them
_SILENCE = 40  # days after which nobody waits for answers any longer


@dataclass(frozen=True, slots=True)
class Asked:
    """`by`: an official for their office, somebody in their own person, or None for the clock."""

    command: TransferCommand
    by: Holder | UUID | None


Asks = Iterator[Asked]


@dataclass
class Case:
    """Who goes where, and the day it is in this case.

    `is_open` tells whether a step waits to be done, `to_override` which rules are not met, `raters` the superior and the peers.
    """

    number: int
    mover: Mover
    opening: Opening
    holder: Callable[..., Holder]
    rng: Random
    day: date
    started_on: date = date.max
    is_open: Callable[[str], bool] = lambda _: False
    to_override: Callable[[], tuple[str, ...]] = tuple
    raters: Callable[[], tuple[UUID, tuple[UUID, ...]]] = lambda: (UUID(int=0), ())

    def wait(self, least: int, most: int) -> None:
        """So many days pass; a weekend is slept through."""
        self.on(self.day + timedelta(days=self.rng.randint(least, most)))

    def on(self, day: date) -> None:
        self.day = day
        while self.day.weekday() > 4:  # noqa: PLR2004 Friday
            self.day += timedelta(days=1)

    def happens(self, share: float) -> bool:
        return self.rng.random() < share

    # Offices on both sides

    def receiving(self, kind: Office, unit: str = "") -> Holder:
        return self.holder(kind, self.opening.agency, unit)

    def leaving(self, kind: Office, unit: str = "") -> Holder:
        return self.holder(kind, self.mover.agency, unit)

    @property
    def origin_head(self) -> Holder:
        return self.leaving(Office.REGIONAL_OFFICE_HEAD, office_of(self.mover.unit))

    @property
    def target_head(self) -> Holder:
        return self.receiving(Office.REGIONAL_OFFICE_HEAD, office_of(self.opening.unit))

    def scores(self, least: int = 2) -> dict[str, int]:
        return {each: self.rng.randint(least, 5) for each in _COMPETENCES}


def within_an_agency(case: Case) -> Asks:
    """T1, for the organisation's need or at one's own request."""
    own = case.happens(0.35)
    yield from _request(case, own=own)
    if own and case.happens(0.06):
        case.wait(0, 1)
        yield Asked(WithdrawTransfer("Keadaan keluarga sudah berubah."), case.mover.person)
        return
    yield from _hear(case)
    origin, target = case.origin_head, case.target_head
    yield from _slowly(case, "origin_release", 0.1)
    if case.happens(0.08):
        yield Asked(RefuseStep("origin_release", "Unit asal akan kekurangan pegawai."), origin)
        return
    yield Asked(GrantConsent("origin_release", f"800/{case.number}"), origin)
    case.wait(0, 3)
    yield Asked(GrantConsent("receiving_acceptance", f"801/{case.number}", case.opening.post), target)
    case.wait(0, 4)
    yield _fit(case)
    supports = case.happens(0.93)
    case.wait(0, 6)
    yield Asked(
        GiveConsideration(
            "performance_panel", supports=supports, number=f"BA/{case.number}", reason="Dinilai bersama."
        ),
        case.receiving(Office.PERFORMANCE_PANEL),
    )
    case.wait(0, 3)
    yield Asked(
        ForwardProposal("authorised_official", f"802/{case.number}"),
        case.receiving(Office.AUTHORISED_OFFICIAL),
    )
    yield from _slowly(case, "decree", 0.07)
    authority = case.receiving(Office.APPOINTING_AUTHORITY)
    if case.happens(0.02 if supports else 0.5):
        yield Asked(RefuseStep("decree", "Kebutuhan unit tujuan sudah terpenuhi."), authority)
        return
    effective = _decreed_for(case)
    yield _decree(case, authority, effective, "" if supports else "Kebutuhan layanan tidak dapat ditunda.")
    if case.happens(0.03):
        yield from _objection(case, authority)
        return
    yield from _begin(case, effective)
    yield from _evaluations(case)


def between_regencies(case: Case) -> Asks:
    """T2a, at one's own request: the Governor decrees, the receiving authority appoints."""
    yield from _request(case, own=True)
    yield from _hear(case)
    case.wait(0, 4)
    yield _fit(case)
    case.wait(1, 6)
    receiving, post = case.receiving(Office.APPOINTING_AUTHORITY), case.opening.post
    yield Asked(IssueProposal("receiving_proposal", f"800/{case.number}", post), receiving)
    yield from _slowly(case, "origin_release", 0.15)
    origin = case.leaving(Office.APPOINTING_AUTHORITY)
    if case.happens(0.12):
        yield Asked(RefuseStep("origin_release", "Unit asal akan kekurangan pegawai."), origin)
        return
    yield Asked(GrantConsent("origin_release", f"801/{case.number}", post), origin)
    case.wait(1, 6)
    governor = case.holder(Office.APPOINTING_AUTHORITY, "5800")
    yield Asked(ForwardProposal("governor_forward", f"802/{case.number}"), governor)
    case.wait(2, 12)
    yield Asked(
        GiveTechnicalConsideration("technical_consideration", f"AA-{case.number}", post, "MS"),
        case.holder(Office.BKN_REGIONAL_OFFICE, "kanreg/VII"),
    )
    yield from _slowly(case, "decree", 0.07)
    effective = _decreed_for(case)
    yield _decree(case, governor, effective, "")
    case.wait(1, 8)
    yield Asked(IssueAppointment("appointment", f"821/A/{case.number}", post, effective), receiving)
    yield from _begin(case, effective)
    yield from _evaluations(case)


def _request(case: Case, *, own: bool) -> Asks:
    personnel = case.receiving(Office.PERSONNEL_OFFICE)
    kinds = _OWN if own else _NEED
    missing = kinds[-1:] if case.happens(0.08) else ()
    yield Asked(
        RequestTransfer(
            case.mover.person,
            case.opening.post,
            Initiative.OWN_REQUEST if own else Initiative.ORGANISATIONAL_NEED,
            "Ingin bertugas lebih dekat dengan keluarga" if own else "Pemerataan beban kerja",
            tuple(_document(case, kind) for kind in kinds if kind not in missing),
            ground="FAMILY" if own else "",
        ),
        case.mover.person if own else personnel,
    )
    yield from _slowly(case, "file_verification", 0.06)
    if missing:
        yield Asked(ReturnFile("file_verification", "Berkas belum lengkap.", missing), personnel)
        case.wait(2, 15)
        handed_in = tuple(_document(case, kind) for kind in missing)
        yield Asked(ResubmitFile("Berkas dilengkapi.", handed_in), case.mover.person if own else personnel)
        case.wait(0, 3)
    signed = {kind: Signatory.SENIOR_EXECUTIVE for kind in kinds if kind in _STATEMENTS}
    yield Asked(VerifyFile("file_verification", signed), personnel)
    yield from _overridden(case)
    yield from _consult(case)


def _consult(case: Case) -> Asks:
    """Mostly a consultation is offered; then it is held, or the person declines it, or nothing comes of it."""
    if not case.happens(0.8):
        return
    personnel = case.receiving(Office.PERSONNEL_OFFICE)
    yield Asked(OfferConsultation("Di ruang BKPSDM, pukul 10.00."), personnel)
    if case.happens(0.85):
        case.wait(1, 3)
        said = "Pegawai memahami alasan mutasi dan menyampaikan keadaan keluarganya."
        yield Asked(RecordConsultation(case.day, said), personnel)
    elif case.happens(0.7):
        yield Asked(DeclineConsultation("Tidak diperlukan."), case.mover.person)


def _overridden(case: Case) -> Asks:
    """Rules that the law lets the authority set aside, as far as the case fails them."""
    if not case.is_open("override"):
        return
    case.wait(1, 9)
    authority = case.receiving(Office.APPOINTING_AUTHORITY)
    if case.happens(0.7):
        yield Asked(
            OverrideRules("override", case.to_override(), "Layanan di unit tujuan akan terhenti."), authority
        )
    else:
        yield Asked(RefuseStep("override", "Tidak ada alasan mendesak."), authority)


ANALYSES = {"D02", "D03"}  # of the very post the person is to have


def _document(case: Case, kind: str) -> Document:
    digest = sha256(f"{kind}{case.number}".encode()).hexdigest()
    post = case.opening.post if kind in ANALYSES else None
    return Document(kind, f"{kind}/{case.number}", case.day, "BKPSDM", digest, post)


def _slowly(case: Case, step: str, share: float) -> Asks:
    """A few days, or for some cases so many that the clock notes it."""
    if not case.happens(share):
        case.wait(0, 4)
        return
    case.wait(25, 60)
    yield Asked(NoteOverdue(step), None)


def _hear(case: Case) -> Asks:
    """Clearance, feedback, silence, and the reply to it."""
    case.wait(0, 4)
    yield Asked(
        GrantClearance("audit_clearance", f"700/{case.number}/INSP"), case.leaving(Office.INSPECTORATE)
    )
    personnel, (superior, peers) = case.leaving(Office.PERSONNEL_OFFICE), case.raters()
    yield Asked(AskFeedback("feedback", superior, peers), personnel)
    case.wait(1, 4)
    silent = False
    person = case.mover.person
    origin, target = case.origin_head, case.target_head
    answers: list[tuple[Holder | UUID, dict[str, int], str]] = [
        (person, {}, "Saya siap ditempatkan di unit tujuan."),
        *((rater, case.scores(), "Rekan yang dapat diandalkan.") for rater in (superior, *peers)),
        (origin, case.scores(), "Dapat dilepas setelah serah terima."),
        *([(target, {}, "Sangat dibutuhkan.")] if target.office != origin.office else []),
    ]
    for by, scores, text in answers:
        if case.happens(0.97):
            yield Asked(GiveFeedback(scores, text), by)
        else:
            silent = True
    if silent:
        case.wait(_SILENCE, _SILENCE)
    else:
        case.wait(1, 3)
    yield Asked(CloseFeedback("feedback"), personnel)
    replied = case.happens(0.7)
    yield Asked(
        GiveReply("reply", "Saya menerima penilaian ini.") if replied else WaiveReply("reply"), person
    )


def _fit(case: Case) -> Asked:
    return Asked(
        AssessFit("transfer_plan", "Pendidikan sesuai.", "Kebutuhan layanan di unit tujuan mendesak."),
        case.receiving(Office.PERSONNEL_OFFICE),
    )


def _decreed_for(case: Case) -> date:
    """The first of the next month but one."""
    return add_months(case.day.replace(day=1), 2)


def _decree(case: Case, authority: Holder, effective: date, deviation: str) -> Asked:
    number = f"821/{case.number}/{case.day.year}"
    grounds = "Pemerataan beban kerja menurut analisis kebutuhan"
    post = case.opening.post
    return Asked(IssueDecree("decree", number, post, effective, grounds, _GOALS, deviation), authority)


def _objection(case: Case, authority: Holder) -> Asks:
    case.wait(2, 10)
    yield Asked(FileObjection("Jarak ke tempat tugas terlalu jauh."), case.mover.person)
    case.wait(3, 20)
    yield Asked(
        DecideObjection(case.happens(0.4), f"888/{case.number}", "Alasan telah diperiksa."), authority
    )


def _begin(case: Case, effective: date) -> Asks:
    """Service, effect, inauguration where the route asks for it, the start of duty, pay and the national record."""
    personnel = case.receiving(Office.PERSONNEL_OFFICE)
    case.wait(1, 5)
    yield Asked(ServeDecision("service", case.day, "diserahkan langsung"), personnel)
    if case.is_open("replacement_report"):
        yield Asked(ReportReplacement("replacement_report", f"LAP/{case.number}", case.day), personnel)
    if case.happens(0.9):  # now and then later than the law wants, or not at all
        if case.happens(0.1):
            case.on(max(case.day, effective - timedelta(days=5)))
        yield Asked(GiveNotice(case.day), personnel)
    case.on(effective)
    yield Asked(PutIntoEffect(), None)
    if case.is_open("inauguration"):
        authority = case.receiving(Office.APPOINTING_AUTHORITY)
        yield Asked(HoldInauguration("inauguration", case.day, f"BA-L/{case.number}"), authority)
    case.wait(0, 5)
    case.started_on = case.day
    yield Asked(StartDuty("duty_start", case.day, f"SPMT/{case.number}", case.opening.post), case.target_head)
    case.wait(2, 20)
    yield Asked(
        TransferPayroll("payroll", f"SKPP/{case.number}", case.day), case.leaving(Office.PERSONNEL_OFFICE)
    )
    case.wait(1, 10)
    yield Asked(SyncNationalRecord("national_record", f"IM/{case.number}", case.day), personnel)


def _evaluations(case: Case) -> Asks:
    personnel = case.receiving(Office.PERSONNEL_OFFICE)
    good = case.happens(0.9)
    answering = (
        (Role.SUPERIOR, case.receiving(Office.UNIT_HEAD, case.opening.unit)),
        (Role.ORIGIN_UNIT, case.origin_head),
        (Role.RECEIVING_UNIT, case.target_head),
    )
    for months in (3, 6, 12):
        case.on(add_months(case.started_on, months) + timedelta(days=1))
        yield Asked(OpenEvaluation(months), None)
        if case.happens(0.05):
            continue  # nobody looks after the case this time
        case.wait(3, 12)
        scored = tuple(GoalScore(goal, case.rng.randint(3, 5) if good else 2) for goal in _GOALS)
        scores = case.scores(3 if good else 1)
        own = AnswerEvaluation(months, Role.SUBJECT, scores, "Sudah menyesuaikan diri.", scored)
        yield Asked(own, case.mover.person)
        for role, holder in answering:
            yield Asked(AnswerEvaluation(months, role, scores, "Dinilai bersama.", scored), holder)
        closing = months == 12  # noqa: PLR2004 the last
        reached = tuple(GoalResult(goal, reached=good) for goal in _GOALS) if closing else ()
        outcome = ("SUCCESS" if good else "FAILED") if closing else "CONTINUE"
        yield Asked(RecordEvaluation(months, outcome, reached, "Dinilai menurut tujuan mutasi."), personnel)
