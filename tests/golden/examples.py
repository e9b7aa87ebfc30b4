"""One example of every event that can be recorded, with every field set. They are for ever, like their golden files.

An event type that gets a new shape keeps its example: the older golden file must decode to what the upcast makes of it,
and a file <Name>.2.json joins it.
"""

from datetime import UTC, date, datetime, timedelta, timezone
from uuid import UUID

from application.recording import Envelope
from domain import lookups, operations, plan, policy_publication
from domain.act import Act, Capacity, Seen
from domain.calendar import Zone
from domain.decree import events as decree
from domain.identity import OfficeKind
from domain.needs.teachers import Lessons
from domain.needs.workload import Period, Task, WorkingYear, Workload
from domain.policy import Initiative, Role, Signatory, StepKind, TransferType
from domain.red_flags import review
from domain.red_flags.flag import FlagState
from domain.registry import (
    agency,
    decree_number,
    delegation,
    importing,
    movements,
    nip_holding,
    office,
    person,
    post,
    school,
    tenure,
    unit,
)
from domain.registry.nip import Sex
from domain.told import tell
from domain.transfer import events as transfer


def _id(number: int) -> UUID:
    return UUID(int=0x5000_0000_0000_4000_8000_0000_0000_0000 + number)


PERSON, RELATIVE, RATER, OFFICIAL = _id(1), _id(2), _id(3), _id(4)
AGENCY, PROVINCE, KANREG, UNIT, REGIONAL_OFFICE, OFFICE = _id(11), _id(12), _id(13), _id(14), _id(15), _id(16)
ORIGIN, TARGET, TRANSFER, COMMAND = _id(21), _id(22), _id(31), _id(41)
DECREE = _id(51)

ENVELOPE = Envelope(
    act=Act(
        by=OFFICIAL,
        at=datetime(2025, 3, 24, 10, 2, 3, 456789, timezone(timedelta(hours=8))),
        command=COMMAND,
        policy="mutasi-2025.1",
        office=OFFICE,
        capacity=Capacity.ACTING,
        on_behalf_of=RELATIVE,
        seen=Seen(position=4711, digest="9f" * 32),
    ),
    request="0a" * 32,
    correlation="4bf92f3577b34da6a3ce929d0e0e4736",
    causation="berkas/pegawai.csv",
)

_LAW = policy_publication.LawText(
    kind=policy_publication.LawKind.LOCAL_ADDITIONS,
    version="daerah-35-2026.1",
    region_code="35",
    valid_from=date(2026, 1, 1),
    valid_to=date(2030, 12, 31),
    legal_basis="Peraturan Gubernur Jawa Timur 1/2026",
    text='version = "daerah-35-2026.1"\n',
    sha256="3d" * 32,
    form=1,
)
_AGENCY = agency.Agency(
    code="5801",
    name="Pemerintah Kab. Bengkulu Utara",
    kind=agency.AgencyKind.REGENCY,
    authority_title="Bupati Bengkulu Utara",
    region_code="17.03",
    zone=Zone.WITA,
    province=PROVINCE,
    bkn_office=KANREG,
)
_UNIT = unit.Unit(
    code="5801.03.01",
    name="SMP Negeri 3",
    agency=AGENCY,
    level=2,
    regional_office=REGIONAL_OFFICE,
    parent=REGIONAL_OFFICE,
)
_POST = post.PostDescription(
    code="5801.03.01/kepsek",
    unit=UNIT,
    position=post.Position(
        name="Kepala Sekolah",
        kind=post.PositionKind.FUNCTIONAL,
        level="MU",
        position_class=9,
        education_levels=("S1", "S2"),
        educations=("5100101",),
        certificates=("SERDIK",),
        leads_unit=True,
    ),
    seats=3,
    required=250,
    workload=Workload(minutes=187_500, effective_minutes=75_000),
)
_PROFILE = person.Profile(
    nip="198609262015052001",
    name="Siti Rahmawati",
    born_on=date(1986, 9, 26),
    sex=Sex.FEMALE,
    status=person.Status.PNS,
    agency=AGENCY,
    rank="III/b",
    rank_since=date(2022, 4, 1),
    entered_on=date(2015, 5, 1),
    appointed_on=date(2016, 5, 1),
    education_level="S1",
    education="5200201",
    education_name="S-1 Kearsipan",
    pledged=True,
)
_DOCUMENT = transfer.Document(
    kind="D03",
    number="ABK/2025",
    issued_on=date(2025, 3, 1),
    issuer="BKPSDM",
    sha256="7c" * 32,
    post=TARGET,
)
_FINDING = transfer.Finding(
    rule="E02",
    outcome=transfer.Outcome.NOT_MET,
    input="14 months in post since 2024-01-10",
    legal_basis="PP 11/2017 Ps. 190",
    told=(tell("months_in_post_since", months=14, since=date(2024, 1, 10)),),
)
_SCORES = {"cooperation": 4, "expertise": 5, "integrity": 4, "service": 3}

_PASSED_OVER = decree.PassedOver(transfer=TRANSFER, why="NotEligible", rules=("E05",))

EXAMPLES: tuple[object, ...] = (
    agency.AgencyRegistered(_AGENCY),
    agency.AgencyCorrected(_AGENCY),
    unit.UnitRegistered(_UNIT),
    unit.UnitCorrected(_UNIT),
    post.PostEstablished(_POST),
    post.PostRevised(_POST),
    post.SeatTaken(person=PERSON, since=date(2022, 1, 3)),
    post.SeatVacated(person=PERSON, on=date(2025, 4, 14)),
    post.SeatHeld(transfer=TRANSFER, person=PERSON),
    post.SeatReleased(transfer=TRANSFER),
    post.SeatRestored(person=PERSON, since=date(2022, 1, 3)),
    post.LessonsCounted(
        post.Taught(
            lessons=(Lessons(grade="VII", class_groups=4, weekly_hours=5),),
            credited_hours=12,
            source="Dapodik 2025-08-31",
            counted_on=date(2025, 8, 31),
        )
    ),
    office.OfficeEstablished(
        office.OfficeDescription(
            kind=OfficeKind.APPOINTING_AUTHORITY, title="Bupati", agency=AGENCY, scope=AGENCY
        )
    ),
    office.OfficeAssigned(
        tenure.Tenure(
            person=OFFICIAL,
            capacity=Capacity.CARETAKER,
            since=date(2021, 1, 4),
            until=date(2026, 1, 3),
            decree="SK-1/2021",
        )
    ),
    office.OfficeRelinquished(person=OFFICIAL, on=date(2025, 12, 31)),
    post.WorkloadAnalysed(
        post.Analysis(
            tasks=(post.NamedTask("Menata arsip", Task(volume=1_200, minutes=45, period=Period.YEAR)),),
            year=WorkingYear(75_000, 250, 50, 12, "PermenPAN-RB 1/2020"),
            source="ABK 2025",
            analysed_on=date(2025, 2, 3),
        )
    ),
    school.SchoolCounted(
        unit=UNIT,
        count=school.SchoolCount(
            form="SD",
            class_groups=12,
            students=365,
            teachers=17,
            source="Dapodik",
            counted_on=date(2025, 8, 31),
        ),
    ),
    movements.MovementsCounted(
        unit=REGIONAL_OFFICE,
        movements=movements.Movements(
            ends_on=date(2024, 12, 31), moved=4, officials=120, source="BKPSDM: rekap mutasi 2020-2024"
        ),
    ),
    plan.PlanProposed(
        plan.PlanDescription(
            agency=AGENCY,
            title="Rencana mutasi 2025",
            since=date(2025, 1, 1),
            until=date(2025, 12, 31),
            criteria="Pemerataan beban kerja",
            needs=(plan.PlannedNeed(unit=UNIT, people=2, why="Kekurangan menurut ABK", post=TARGET),),
        )
    ),
    plan.PlanReturned(reason="Kebutuhan belum dihitung"),
    plan.PlanPublished(number="800/1/2025", published_on=date(2025, 1, 6)),
    plan.PlanAmendmentProposed(
        plan.PlanDescription(
            agency=AGENCY,
            title="Rencana mutasi 2025 (perubahan)",
            since=date(2025, 1, 1),
            until=date(2025, 12, 31),
            criteria="Pemerataan beban kerja",
            needs=(plan.PlannedNeed(unit=UNIT, people=3, why="Pensiun dini", post=TARGET),),
        ),
        reason="Seorang arsiparis pensiun dini",
    ),
    plan.PlanAmendmentReturned(reason="Kebutuhan belum dihitung"),
    plan.PlanAmended(edition=2, number="800/2/2025", published_on=date(2025, 6, 2)),
    transfer.PlanFollowed(plan=TRANSFER, edition=2),
    delegation.AuthorityDelegated(
        delegation.Delegation(
            number="100.3.3/12/2025",
            to=REGIONAL_OFFICE,
            types=(TransferType.WITHIN_AGENCY,),
            kinds=(StepKind.DECREE, StepKind.FORWARD),
            since=date(2025, 4, 1),
            until=date(2025, 9, 30),
        )
    ),
    delegation.DelegationEnded(number="100.3.3/12/2025", on=date(2025, 6, 2), reason="Bupati telah kembali"),
    nip_holding.NipAssigned(person=PERSON),
    nip_holding.NipGivenUp(person=PERSON),
    person.PersonRegistered(_PROFILE),
    person.ProfileCorrected(_PROFILE),
    person.PostAssumed(post=ORIGIN, since=date(2022, 1, 3)),
    person.PerformanceRated(year=2024, rating=person.Rating.GOOD, mark=8543),
    person.ProceedingRecorded(
        person.Proceeding(
            number="H-1",
            kind=person.ProceedingKind.DISCIPLINE,
            level="SEDANG",
            since=date(2024, 1, 8),
            until=date(2025, 1, 7),
        )
    ),
    person.CertificateAwarded(person.Certificate(kind="SERDIK", number="S-0117", until=date(2030, 6, 30))),
    person.StudyAssigned(until=date(2026, 8, 31)),
    person.ServiceBound(until=date(2028, 8, 31)),
    person.InterestStated(text="Dinas Kesehatan"),
    person.KinshipDeclared(relative=RELATIVE),
    person.FindingOpened(number="LHP-12/2025", auditor=person.Auditor.BPK, since=date(2025, 11, 3)),
    person.FindingSettled(number="LHP-12/2025", on=date(2026, 2, 27)),
    person.ComplaintMade(
        number="0117/LM/II/2026/BKL", channel=person.Channel.OMBUDSMAN, made_on=date(2026, 2, 9)
    ),
    person.AgencyChanged(agency=AGENCY, since=date(2025, 4, 14)),
    person.PersonalRecordBlocked(number="B-77", since=date(2025, 5, 2)),
    person.PersonalRecordUnblocked(number="B-77"),
    person.AffiliationDeclared(other=RELATIVE, kind=person.Affiliation.BUSINESS),
    person.TransferOpened(transfer=TRANSFER),
    person.TransferConcluded(transfer=TRANSFER),
    importing.FileImported(layout="pegawai", file="pegawai.csv", sha256="5d" * 32, rows=1250, rejected=3),
    post.FormationAllotted(year=2024, people=2, source="formasi_cpns2024_bengkulu.csv"),
    transfer.TransferRequested(
        person=PERSON,
        origin_post=ORIGIN,
        target_post=TARGET,
        route=TransferType.WITHIN_PROVINCE,
        initiative=Initiative.OWN_REQUEST,
        reason="Mengikuti keluarga",
        requested_on=date(2025, 3, 10),
        chosen_because="KABUPATEN 5801 -> KOTA 5871, one province",
        adjusts=OFFICE,
        ground="FOLLOWING_SPOUSE",
        follows=TRANSFER,
        set_aside="origin_release",
    ),
    transfer.DocumentSubmitted(_DOCUMENT),
    transfer.DocumentAccepted(
        step="file_verification",
        kind="D06",
        version=2,
        sha256="7c" * 32,
        note="Asli diperiksa",
        signed_by=Signatory.AUTHORITY,
    ),
    transfer.DocumentRefused(
        step="file_verification",
        kind="D03",
        version=1,
        sha256="7b" * 32,
        reason="Halaman kedua tidak terbaca",
    ),
    transfer.StepOpened(
        step="origin_release", office=OFFICE, opened_on=date(2025, 3, 14), due_on=date(2025, 3, 28)
    ),
    transfer.StepNotRequired(step="inauguration", condition="INAUGURATION_NEEDED"),
    transfer.StepResumed(
        step="file_verification", used=1, resumed_on=date(2025, 3, 17), due_on=date(2025, 3, 19)
    ),
    transfer.StepPaused(
        step="appointment", awaits=("ministerial_consent",), used=4, paused_on=date(2025, 9, 15)
    ),
    transfer.FileVerified(
        step="file_verification",
        documents=("D02", "D06"),
        signatories={"D06": Signatory.SENIOR_EXECUTIVE},
    ),
    transfer.FileReturned(
        step="file_verification",
        returned_on=date(2025, 3, 11),
        reason="ABK tidak ada",
        missing=("D03",),
        resubmit_by=date(2025, 6, 9),
    ),
    transfer.FileResubmitted(note="ABK terlampir"),
    transfer.EligibilityEvaluated(occasion="file_verification", eligible=False, findings=(_FINDING,)),
    transfer.OverrideRecorded(
        step="override", rules=("E02", "E08"), reason="Arsip menumpuk", grounds={"E08": "ABILITY"}
    ),
    transfer.CaseSuspended(rules=("E05",), suspended_on=date(2025, 3, 24)),
    transfer.CaseResumed(reason="Tidak terbukti"),
    transfer.ConflictDeclared(step="decree", kind="AKTUAL", reason="Anak kandung"),
    transfer.ApproverRecused(step="decree", person=RATER),
    transfer.SubstituteNamed(step="decree", office=OFFICE, reason="Bupati berkonflik"),
    transfer.ConsultationOffered(on=date(2025, 3, 12), note="Senin pagi"),
    transfer.ConsultationHeld(on=date(2025, 3, 17), note="Sudah dijelaskan"),
    transfer.ConsultationDeclined(reason="Tidak perlu"),
    transfer.NoticeGiven(on=date(2025, 3, 26), effective_on=date(2025, 4, 14), working_days=6),
    transfer.ClearanceGranted(step="audit_clearance", number="700/12", valid_until=date(2025, 9, 12)),
    transfer.FeedbackRequested(
        step="feedback",
        rater=RATER,
        role=Role.PEER,
        due_on=date(2025, 3, 26),
        asked_on=date(2025, 3, 12),
    ),
    transfer.AnnexedToDraft(decree=DECREE),
    transfer.ReleasedFromDraft(decree=DECREE, reason="Menunggu klarifikasi"),
    transfer.ConsentRefused(step="ministerial_consent", reason="Masa jabatan Pj hampir berakhir"),
    transfer.FeedbackDeadlineRecomputed("feedback", date(2025, 3, 27), "kalender-2026.2"),
    transfer.AdjustmentDeadlineRecomputed(6, date(2025, 10, 27), "kalender-2026.2"),
    transfer.RecommendationDeadlineRecomputed("R-12/2025", date(2025, 5, 27), "kalender-2026.2"),
    transfer.FeedbackGiven(
        rater=RATER, role=Role.SUPERIOR, scores=_SCORES, text="Teliti, \u201cbaik\u201d \u2713"
    ),
    transfer.FeedbackLapsed(rater=RATER, role=Role.PEER, consequence="Tidak menjawab"),
    transfer.FeedbackClosed(step="feedback", answered=4, lapsed=1, peers_shown=True),
    transfer.FeedbackUnsealed(
        warrant="700/SP-3/2025",
        reason="Dugaan jawaban diatur",
        raters=(RATER,),
        unsealed_on=date(2025, 5, 2),
    ),
    transfer.ReplyGiven(step="reply", text="Saya merawat orang tua"),
    transfer.ReplyWaived(step="reply"),
    transfer.ReplyLapsed(step="reply", consequence="Tidak menanggapi"),
    transfer.FitAssessed(
        step="transfer_plan",
        education_fits=True,
        certificates_missing=("SERDIK",),
        interest="Dinas Kesehatan",
        origin_gap=200,
        target_gap=-150,
        summary="Sesuai",
        needs=transfer.NeedsForecast(
            balance=transfer.WorkBalance(
                imbalance_before=250,
                imbalance_after=667,
                variation_before=143,
                variation_after=400,
                worse=True,
            ),
            origin=transfer.LessonNeed(
                source="Dapodik 2025-08-31",
                hours=72,
                required=300,
                gap_before=100,
                gap_after=-100,
                hours_each_before=1800,
                hours_each_after=3600,
            ),
            target=transfer.LessonNeed(
                source="Dapodik 2025-08-31",
                hours=60,
                required=250,
                gap_before=-150,
                gap_after=-50,
                hours_each_before=6000,
                hours_each_after=3000,
            ),
            harms=("ORIGIN_SHORT_OF_HOURS",),
            units=transfer.UnitsForecast(
                origin=transfer.UnitLoad(
                    unit=UNIT,
                    required=200,
                    holders_before=4,
                    holders_after=3,
                    load_before=500,
                    load_after=667,
                    unweighed=1,
                ),
                target=transfer.UnitLoad(
                    unit=REGIONAL_OFFICE,
                    required=300,
                    holders_before=1,
                    holders_after=2,
                    load_before=3000,
                    load_after=1500,
                    unweighed=0,
                ),
                balance=transfer.WorkBalance(
                    imbalance_before=2500,
                    imbalance_after=833,
                    variation_before=714,
                    variation_after=385,
                    worse=False,
                ),
            ),
        ),
        deviation="Guru agama satu-satunya sakit",
        candidates=(
            transfer.Candidate(person=PERSON, fit=61, box=5, eligible=True),
            transfer.Candidate(person=RATER, fit=83, box=None, eligible=False),
        ),
        preference="Bersedia ditempatkan di pulau",
    ),
    transfer.ReceivingProposalIssued(step="receiving_proposal", number="800/1", post=TARGET),
    transfer.ConsentGranted(step="origin_release", number="800/2", post=TARGET, note="Setuju"),
    transfer.ProposalForwarded(step="governor_forward", number="800/3", note="Diteruskan"),
    transfer.PanelVoteCast(
        step="performance_panel", member=RATER, vote=transfer.Vote.AGAINST, reason="Baru dua tahun"
    ),
    transfer.ConsiderationGiven(
        step="performance_panel",
        supports=True,
        number="BA-07",
        reason="Kinerja baik",
        tally=transfer.Tally(members=5, excused=1, quorum=3, in_favour=3, against=1, abstained=1),
    ),
    transfer.TechnicalConsiderationGiven(
        step="technical_consideration", number="AA-123", post=TARGET, note="MS"
    ),
    transfer.DecreeIssued(
        step="decree",
        number="821/55/2025",
        post=TARGET,
        effective_on=date(2025, 4, 14),
        grounds="Pemerataan beban kerja",
        goals=("Arsip tertata",),
        deviation="Kekurangan mendesak",
        decree=DECREE,
        people=12,
    ),
    transfer.PostAppointmentIssued(
        step="appointment", number="821/30", post=TARGET, effective_on=date(2025, 4, 14)
    ),
    transfer.DecisionServed(step="service", served_on=date(2025, 3, 26), manner="langsung"),
    transfer.ReplacementReported(
        step="replacement_report", number="100.2.2.6/118", reported_on=date(2025, 3, 27)
    ),
    transfer.InaugurationHeld(step="inauguration", held_on=date(2025, 4, 10), number="BA-9"),
    transfer.DutyStarted(step="duty_start", started_on=date(2025, 4, 14), number="SPMT-12", post=TARGET),
    transfer.EvaluationScheduled(months=3, opens_on=date(2025, 7, 14), due_on=date(2025, 8, 4)),
    transfer.EvaluationOpened(
        months=3, asked=(transfer.Asked(role=Role.SUPERIOR, office=REGIONAL_OFFICE),), office=OFFICE
    ),
    transfer.EvaluationAnswered(
        months=3,
        role=Role.RECEIVING_UNIT,
        scores=_SCORES,
        goals=(transfer.GoalScore(goal="Arsip tertata", score=4),),
        text="Cepat menyesuaikan diri",
    ),
    transfer.EvaluationRecorded(
        months=12,
        outcome="SUCCESS",
        goals=(transfer.GoalResult(goal="Arsip tertata", reached=True),),
        mean=425,
        unanswered=(Role.ORIGIN_UNIT,),
        summary="Tercapai",
    ),
    transfer.StepReminded(step="origin_release", due_on=date(2025, 3, 28)),
    transfer.StepOverdue(step="origin_release", office=OFFICE, due_on=date(2025, 3, 28), working_days=2),
    transfer.CaseEscalated(step="origin_release", to_office=OFFICE, due_on=date(2025, 3, 28)),
    transfer.EvaluationMissed(months=6, unanswered=(Role.SUPERIOR,)),
    transfer.DeadlineRecomputed(
        step="origin_release", due_on=date(2025, 4, 8), calendar_version="kalender-2025.2"
    ),
    transfer.EvaluationDeadlineRecomputed(
        months=3, due_on=date(2025, 8, 5), calendar_version="kalender-2026.2"
    ),
    transfer.ObjectionDeadlineRecomputed(due_on=date(2025, 5, 9), calendar_version="kalender-2026.2"),
    transfer.PolicyMigrated(
        before="mutasi-2025.1",
        after="mutasi-2025.2+daerah-35-2025.1",
        reason="Ketentuan baru lebih menguntungkan",
    ),
    policy_publication.LawProposed(law=_LAW, reason="Waktu dalam jabatan berubah", demands="7c" * 32),
    policy_publication.LawPublished(version="mutasi-2026.1", sha256="3d" * 32, number="Peraturan BKN 1/2026"),
    policy_publication.LawRejected(
        version="mutasi-2026.1", sha256="3d" * 32, reason="Dasar hukumnya belum terbit"
    ),
    policy_publication.LawWithdrawn(version="mutasi-2026.1", sha256="3d" * 32, reason="Ditunda"),
    policy_publication.LawInstalled(law=_LAW),
    policy_publication.PublicationRulesInstalled(
        offices='[KEBIJAKAN]\nproposed_by = "CIVIL_SERVICE_MINISTER"\n',
        demands="[INTRA_INSTANSI]\nbefore = []\n",
    ),
    transfer.AdjustmentTriggered(
        months=6,
        triggers=(
            transfer.Shown(
                trigger="LOW_SCORES",
                input="mean 2.10, at least 2.50",
                told=(tell("mean_below", mean="2.10", threshold="2.50"),),
            ),
        ),
        office=OFFICE,
        shown_on=date(2025, 10, 15),
        due_on=date(2025, 10, 29),
    ),
    transfer.AdjustmentPlanned(
        number=1,
        kind="COACHING",
        what="Pendampingan",
        office=OFFICE,
        planned_on=date(2025, 10, 16),
        due_on=date(2025, 12, 19),
    ),
    transfer.AdjustmentDone(number=1, result="Selesai"),
    transfer.ObjectionMisdirected(to="Inspektorat", since=date(2025, 3, 26), until=date(2025, 4, 9)),
    transfer.ObjectionFiled(
        number="KB-1/2025",
        filed_on=date(2025, 3, 27),
        against=transfer.Against.DECREE,
        grounds="Jabatan lebih rendah",
        documents=(_DOCUMENT,),
        decided_on=date(2025, 3, 24),
        served_on=date(2025, 3, 26),
        last_day=date(2025, 4, 23),
        office=OFFICE,
        due_on=date(2025, 5, 8),
    ),
    transfer.ObjectionFoundInadmissible(
        number="KB-2/2025",
        filed_on=date(2025, 4, 29),
        against=transfer.Against.REFUSAL,
        grounds="Sekolah asal tidak kekurangan",
        decided_on=date(2025, 3, 27),
        served_on=date(2025, 3, 27),
        last_day=date(2025, 4, 28),
        reason="Lewat batas waktu",
        advice="PTUN",
    ),
    transfer.ObjectionDecided(granted=True, number="180/44", reason="Penurunan tanpa hukuman disiplin"),
    transfer.ObjectionWithdrawn(reason="Sudah ada penjelasan"),
    transfer.ObjectionLapsed(due_on=date(2025, 5, 8), effect=transfer.Silence.ESCALATED),
    transfer.ObjectionEscalated(to_office=OFFICE, due_on=date(2025, 6, 12), escalated_on=date(2025, 5, 9)),
    transfer.PayrollTransferred(step="payroll", number="SKPP-31", moved_on=date(2025, 5, 1)),
    transfer.NationalRecordSynced(step="national_record", number="IM-2025-0042", synced_on=date(2025, 4, 24)),
    transfer.StepLeftUndone(step="payroll", office=OFFICE, due_on=date(2025, 5, 19)),
    transfer.DataBlocked(number="B-77", reason="Tanpa pertek", blocked_on=date(2025, 5, 2)),
    transfer.DataUnblocked(number="B-77", reason="Keputusan dicabut"),
    transfer.ExternalReferenceRecorded(system=transfer.System.IMUT, number="IM-2025-0042"),
    transfer.TransferTookEffect(effective_on=date(2025, 4, 14)),
    transfer.TermBegan(
        step="term_end",
        began_on=date(2025, 10, 1),
        ends_on=date(2029, 9, 30),
        remind_on=date(2029, 3, 30),
    ),
    transfer.TermReminded(step="term_end", ends_on=date(2029, 9, 30)),
    transfer.TermRenewed(
        step="term_end",
        number="821/90/2029",
        reason="Masih kekurangan guru",
        ends_on=date(2033, 9, 30),
        remind_on=date(2033, 3, 30),
    ),
    transfer.TermEnded(step="term_end", ended_on=date(2033, 9, 30)),
    transfer.ReturnReported(step="return_to_origin", returned_on=date(2033, 10, 3), number="SPMT-41"),
    transfer.DecreeSuspended(
        reason="Menunggu putusan", basis="Penetapan PTUN 3/G/2025", suspended_on=date(2025, 4, 8)
    ),
    transfer.DecreeSuspensionLifted(reason="Gugatan dicabut"),
    transfer.DecreeRevoked(number="821/60", reason="Tanpa pertek", legal_basis="UU 30/2014 Ps. 64"),
    transfer.ReturnedToPost(
        post=ORIGIN, since=date(2022, 1, 3), returned_on=date(2025, 5, 14), supernumerary=True
    ),
    transfer.ReturnedToAgency(agency=AGENCY, returned_on=date(2025, 5, 14)),
    transfer.EvaluationCancelled(months=6, reason="Tanpa pertek"),
    transfer.DecreeCorrected(number="821/61", what="Nama unit", reason="Salah ketik"),
    transfer.OversightRecommendationReceived(
        source=transfer.Source.OMBUDSMAN,
        number="R-12/2025",
        text="Agar dicabut",
        received_on=date(2025, 5, 2),
        due_on=date(2025, 5, 26),
        due_named=False,
    ),
    transfer.OversightRecommendationAnswered(number="R-12/2025", answer="Telah dicabut", followed=True),
    transfer.OutsidePlacementRecorded(
        decree=DECREE,
        person=PERSON,
        origin_post=ORIGIN,
        target_post=TARGET,
        route=TransferType.WITHIN_AGENCY,
        chosen_because="KABUPATEN 5801 -> itself",
        office=OFFICE,
        number="821/31",
        signed_on=date(2025, 3, 3),
        signed_as=Capacity.CARETAKER,
        effective_on=date(2025, 3, 4),
        grounds="Penyegaran organisasi",
        source="Surat Inspektorat 700/9",
        started_on=date(2025, 3, 5),
    ),
    transfer.TransferFoundIneligible(rules=("E05",)),
    transfer.TransferRejected(step="origin_release", reason="Kekurangan guru"),
    transfer.TransferWithdrawn(reason="Tidak jadi pindah"),
    transfer.TransferExpired(resubmit_by=date(2025, 6, 9)),
    transfer.TransferClosed(outcome="SUCCESS"),
    decree.DecreeDrafted(
        office=OFFICE,
        number="821/55/2025",
        grounds="Pemerataan beban kerja",
        goals=("Arsip tertata",),
        effective_on=date(2025, 4, 14),
    ),
    decree.DraftAmended(grounds="Penataan", goals=("Arsip tertata",), effective_on=date(2025, 4, 15)),
    decree.TransferAnnexed(transfer=TRANSFER, person=PERSON, post=TARGET, deviation="Kekurangan mendesak"),
    decree.TransferStruck(transfer=TRANSFER, reason="Masih diperiksa"),
    decree.DecreePutForSignature(offices=(REGIONAL_OFFICE, OFFICE)),
    decree.DecreeInitialled(office=REGIONAL_OFFICE),
    decree.DecreeReturned(office=OFFICE, reason="Tanggal keliru"),
    decree.DecreeSigned(signed_on=date(2025, 3, 24), issued=(TRANSFER,), left_out=(_PASSED_OVER,)),
    decree.DraftAbandoned(reason="Ditunda"),
    decree.WholeDecreeRevoked(
        number="821/60",
        reason="Tanpa pertek",
        legal_basis="UU 30/2014 Ps. 64",
        revoked=(TRANSFER,),
        passed_over=(_PASSED_OVER,),
    ),
    decree.WholeDecreeCorrected(
        number="821/61",
        what="Golongan",
        reason="Salah ketik",
        corrected=(TRANSFER,),
        passed_over=(_PASSED_OVER,),
    ),
    decree.DecreeRecommendationReceived(
        source=transfer.Source.BKN,
        number="R-31/2025",
        text="Agar dicabut",
        received_on=date(2025, 5, 2),
        reached=(TRANSFER,),
        passed_over=(_PASSED_OVER,),
    ),
    decree.DecreeRecommendationAnswered(
        number="R-31/2025",
        answer="Telah dicabut",
        followed=True,
        reached=(TRANSFER,),
        passed_over=(_PASSED_OVER,),
    ),
    decree.OutsideDecreeRecorded(
        office=OFFICE,
        number="821/31",
        signed_on=date(2025, 3, 3),
        signed_as=Capacity.CARETAKER,
        effective_on=date(2025, 3, 4),
        grounds="Penyegaran organisasi",
        source="Surat Inspektorat 700/9",
        people=(decree.Placement(transfer=TRANSFER, person=PERSON, post=TARGET),),
    ),
    decree_number.DecreeNumberTaken(agency=AGENCY, year=2025, number="821/55/2025", holder=DECREE),
    operations.ProjectionParked(projection="timeline", reason="Memeriksa data, tiket 12"),
    operations.EventSkipped(projection="timeline", version=3, position=4711, reason="Cacat data, tiket 12"),
    operations.ProjectionResumed(projection="timeline", reason="Selesai diperiksa"),
    review.FlagReviewProposed(
        case=TRANSFER, indicator="R02", value="PLT", outcome=FlagState.CONFIRMED, reason="Plt menetapkan"
    ),
    review.FlagReviewed(
        case=TRANSFER,
        indicator="R02",
        value="PLT",
        outcome=FlagState.CONFIRMED,
        reason="Sependapat",
        proposed_by=OFFICIAL,
    ),
    lookups.PeopleLookedUp(
        purpose="INSPECTION",
        reference="700/118",
        what=lookups.What.DOCUMENT,
        people=(PERSON,),
        case=TRANSFER,
        told_from=date(2025, 7, 1),
        officials=(OFFICIAL,),
    ),
    lookups.TrailCopied(
        purpose="OVERSIGHT",
        reference="700/119",
        search=lookups.Search(
            actor=OFFICIAL,
            office=OFFICE,
            event="DecreeIssued",
            case_id=TRANSFER,
            person=PERSON,
            since=datetime(2025, 1, 1, tzinfo=UTC),
            until=datetime(2025, 4, 1, tzinfo=UTC),
            text="kekurangan guru",
            type=TransferType.WITHIN_AGENCY,
        ),
        agencies=(AGENCY,),
        upto=4711,
        told_from=date(2025, 4, 1),
    ),
)
