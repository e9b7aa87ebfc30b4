"""Whole cases as people would work through them: who asks what, on which day. Played on the domain, the ledger, HTTP."""

from collections.abc import Iterable, Iterator
from datetime import date
from hashlib import sha256
from uuid import UUID

import cast
from cast import (
    CITY_ID,
    CITY_SCHOOLS_ID,
    HEALTH_ID,
    KANREG_ID,
    LIBRARY_ID,
    NORTH_ID,
    PEERS,
    PROVINCE_ID,
    SCHOOL_PEERS,
    act_of,
    official,
    on,
    own_act,
)

from domain.act import Act
from domain.identity import OfficeKind as Office
from domain.policy import Initiative, Programme, Role, Signatory
from domain.transfer.commands import (
    AnswerEvaluation,
    AskFeedback,
    AssessFit,
    CloseFeedback,
    ForwardProposal,
    GiveConsideration,
    GiveFeedback,
    GiveReply,
    GiveTechnicalConsideration,
    GrantClearance,
    GrantConsent,
    HoldInauguration,
    IssueAppointment,
    IssueDecree,
    IssueProposal,
    RecordEvaluation,
    RequestTransfer,
    ServeDecision,
    StartDuty,
    SyncNationalRecord,
    TransferCommand,
    TransferPayroll,
    VerifyFile,
    WaiveReply,
)
from domain.transfer.events import Document, GoalResult, GoalScore

Story = Iterator[tuple[TransferCommand, Act]]

SCORES = {"integrity": 4, "cooperation": 4, "service": 5, "expertise": 4}
GOALS = ("Arsip pasien tertata dalam enam bulan",)


def goals_at(score: int) -> tuple[GoalScore, ...]:
    """All goals of Siti's decree scored alike."""
    return tuple(GoalScore(goal, score) for goal in GOALS)


# As what those signed the statements that only some may sign, within an agency and between two.
SIGNED = {"D06": Signatory.SENIOR_EXECUTIVE}
SIGNED_BETWEEN = {"D06": Signatory.AUTHORITY, "D09": Signatory.SENIOR_EXECUTIVE}
VERIFIED, VERIFIED_BETWEEN = (VerifyFile("file_verification", each) for each in (SIGNED, SIGNED_BETWEEN))


def signed(file: Iterable[str]) -> dict[str, Signatory]:
    """Of those that are in the file."""
    return {kind: by for kind, by in SIGNED_BETWEEN.items() if kind in file}


_OF_THE_POST = {"D02", "D03"}  # the analyses name the post they are of


def document(kind: str, post: UUID | None = None) -> Document:
    digest = sha256(kind.encode()).hexdigest()
    named = post or (cast.NEW_POST_ID if kind in _OF_THE_POST else None)
    return Document(kind, f"{kind}/2025", date(2025, 3, 1), "BKPSDM", digest, named)


def file_of(*kinds: str, post: UUID = cast.NEW_POST_ID) -> tuple[Document, ...]:
    """What is asked for is that post."""
    return tuple(document(kind, post if kind in _OF_THE_POST else None) for kind in kinds)


def numbered(number: str, move: cast.Move) -> str:
    """A decree's number, which no other case of the agency may have: those of the cast's own moves are as written."""
    if move in {cast.SITI_MOVES, cast.BUDI_MOVES}:
        return f"{number}/2025"
    return f"{number}-{move.transfer.hex[:8]}/2025"


def balancing_move(move: cast.Move = cast.SITI_MOVES) -> Story:
    """Scenario 1: T1, organisational need, from a unit with too many to one with too few; happy to the end."""
    need = Initiative.ORGANISATIONAL_NEED
    bkpsdm = (Office.PERSONNEL_OFFICE, NORTH_ID)
    yield (
        RequestTransfer(
            move.person,
            move.target,
            need,
            "Pemerataan beban kerja arsip",
            file_of("D02", "D03", "D06", "D08", post=move.target),
        ),
        act_of(*bkpsdm, on(2025, 3, 10)),
    )
    yield VERIFIED, act_of(*bkpsdm, on(2025, 3, 11))
    yield (
        GrantClearance("audit_clearance", "700/12/INSP"),
        act_of(Office.INSPECTORATE, NORTH_ID, on(2025, 3, 12)),
    )
    superior = official(Office.UNIT_HEAD, LIBRARY_ID)
    yield AskFeedback("feedback", superior, PEERS[:3]), act_of(*bkpsdm, on(2025, 3, 12))
    yield GiveFeedback({}, "Saya bersedia."), own_act(move.person, on(2025, 3, 13))
    for rater in (superior, *PEERS[:3]):
        yield GiveFeedback(SCORES, "Rekan yang teliti."), own_act(rater, on(2025, 3, 13))
    yield (
        GiveFeedback(SCORES, "Dapat dilepas."),
        act_of(Office.REGIONAL_OFFICE_HEAD, LIBRARY_ID, on(2025, 3, 13)),
    )
    yield (
        GiveFeedback({}, "Sangat dibutuhkan."),
        act_of(Office.REGIONAL_OFFICE_HEAD, HEALTH_ID, on(2025, 3, 13)),
    )
    yield CloseFeedback("feedback"), act_of(*bkpsdm, on(2025, 3, 14))
    yield GiveReply("reply", "Saya setuju dengan penilaian itu."), own_act(move.person, on(2025, 3, 14))
    yield (
        GrantConsent("origin_release", "045/PERPUS"),
        act_of(Office.REGIONAL_OFFICE_HEAD, LIBRARY_ID, on(2025, 3, 17)),
    )
    yield (
        GrantConsent("receiving_acceptance", "046/DINKES", move.target),
        act_of(Office.REGIONAL_OFFICE_HEAD, HEALTH_ID, on(2025, 3, 17)),
    )
    yield (
        AssessFit("transfer_plan", "Pendidikan sesuai; kekurangan dua orang."),
        act_of(*bkpsdm, on(2025, 3, 18)),
    )
    yield (
        GiveConsideration("performance_panel", supports=True, number="BA-07", reason="Kinerja baik."),
        act_of(Office.PERFORMANCE_PANEL, NORTH_ID, on(2025, 3, 19)),
    )
    yield (
        ForwardProposal("authorised_official", "800/101"),
        act_of(Office.AUTHORISED_OFFICIAL, NORTH_ID, on(2025, 3, 20)),
    )
    yield (
        IssueDecree(
            "decree",
            numbered("821/55", move),
            move.target,
            date(2025, 4, 14),
            "Pemerataan beban kerja",
            GOALS,
        ),
        act_of(Office.APPOINTING_AUTHORITY, NORTH_ID, on(2025, 3, 24)),
    )
    yield (
        ServeDecision("service", date(2025, 3, 26), "langsung"),
        act_of(*bkpsdm, on(2025, 3, 26)),
    )
    yield (
        StartDuty("duty_start", date(2025, 4, 14), "SPMT-12", move.target),
        act_of(Office.REGIONAL_OFFICE_HEAD, HEALTH_ID, on(2025, 4, 14)),
    )
    yield TransferPayroll("payroll", "SKPP-31", date(2025, 5, 1)), act_of(*bkpsdm, on(2025, 4, 22))
    yield (
        SyncNationalRecord("national_record", "IM-2025-0042", date(2025, 4, 24)),
        act_of(*bkpsdm, on(2025, 4, 24)),
    )
    answering = (
        (Role.SUPERIOR, Office.UNIT_HEAD, HEALTH_ID),
        (Role.ORIGIN_UNIT, Office.REGIONAL_OFFICE_HEAD, LIBRARY_ID),
        (Role.RECEIVING_UNIT, Office.REGIONAL_OFFICE_HEAD, HEALTH_ID),
    )
    for months, day, outcome in (
        (3, on(2025, 7, 15), "CONTINUE"),
        (6, on(2025, 10, 15), "CONTINUE"),
        (12, on(2026, 4, 15), "SUCCESS"),
    ):
        scored = goals_at(4)
        yield AnswerEvaluation(months, Role.SUBJECT, SCORES, "Betah.", scored), own_act(move.person, day)
        for role, office, scope in answering:
            yield AnswerEvaluation(months, role, SCORES, "", scored), act_of(office, scope, day)
        reached = tuple(GoalResult(goal, reached=True) for goal in GOALS) if months == 12 else ()
        yield RecordEvaluation(months, outcome, reached, "Tujuan tercapai."), act_of(*bkpsdm, day)


def teacher_moves_to_the_city(move: cast.Move = cast.BUDI_MOVES) -> Story:
    """Scenario 2: T2a at the teacher's own request, to pay and record moved: the Governor decrees, the city appoints."""
    north, city = (Office.PERSONNEL_OFFICE, NORTH_ID), (Office.PERSONNEL_OFFICE, CITY_ID)
    mayor, regent = (Office.APPOINTING_AUTHORITY, CITY_ID), (Office.APPOINTING_AUTHORITY, NORTH_ID)
    governor = (Office.APPOINTING_AUTHORITY, PROVINCE_ID)
    documents = file_of("D01", "D02", "D03", "D06", "D07", "D08", "D09", "D12", "D16", post=move.target)
    yield (
        RequestTransfer(
            move.person, move.target, Initiative.OWN_REQUEST, "Mengikuti keluarga", documents, ground="FAMILY"
        ),
        own_act(move.person, on(2025, 9, 1)),
    )
    yield VERIFIED_BETWEEN, act_of(*city, on(2025, 9, 2))
    yield (
        GrantClearance("audit_clearance", "700/77/INSP"),
        act_of(Office.INSPECTORATE, NORTH_ID, on(2025, 9, 3)),
    )
    superior = official(Office.UNIT_HEAD, cast.SCHOOL_ID)
    yield AskFeedback("feedback", superior, SCHOOL_PEERS), act_of(*north, on(2025, 9, 3))
    yield GiveFeedback({}, "Keluarga di kota."), own_act(move.person, on(2025, 9, 4))
    for rater in (superior, *SCHOOL_PEERS):
        yield GiveFeedback(SCORES, ""), own_act(rater, on(2025, 9, 4))
    yield (
        GiveFeedback(SCORES, ""),
        act_of(Office.REGIONAL_OFFICE_HEAD, cast.SCHOOLS_ID, on(2025, 9, 4)),
    )
    yield (
        GiveFeedback({}, "Jam pelajaran matematika kosong."),
        act_of(Office.REGIONAL_OFFICE_HEAD, CITY_SCHOOLS_ID, on(2025, 9, 4)),
    )
    yield CloseFeedback("feedback"), act_of(*north, on(2025, 9, 8))
    yield WaiveReply("reply"), own_act(move.person, on(2025, 9, 8))
    yield AssessFit("transfer_plan", "Guru matematika kurang 1,5."), act_of(*city, on(2025, 9, 9))
    yield IssueProposal("receiving_proposal", "800/1", move.target), act_of(*mayor, on(2025, 9, 10))
    yield GrantConsent("origin_release", "800/2", move.target), act_of(*regent, on(2025, 9, 15))
    yield ForwardProposal("governor_forward", "800/3"), act_of(*governor, on(2025, 9, 16))
    yield (
        GiveTechnicalConsideration("technical_consideration", "AA-123", move.target, "MS"),
        act_of(Office.BKN_REGIONAL_OFFICE, KANREG_ID, on(2025, 9, 23)),
    )
    yield (
        IssueDecree(
            "decree",
            numbered("824/9", move),
            move.target,
            date(2025, 10, 1),
            "Kekurangan guru matematika",
            ("Jam pelajaran matematika terpenuhi",),
        ),
        act_of(*governor, on(2025, 9, 25)),
    )
    yield (
        IssueAppointment("appointment", "821/30/2025", move.target, date(2025, 10, 1)),
        act_of(*mayor, on(2025, 9, 29)),
    )
    yield ServeDecision("service", date(2025, 9, 30), "langsung"), act_of(*city, on(2025, 9, 30))
    yield (
        HoldInauguration("inauguration", date(2025, 10, 1), "BA-9"),
        act_of(*mayor, on(2025, 10, 1)),
    )
    yield (
        StartDuty("duty_start", date(2025, 10, 1), "SPMT-3", move.target),
        act_of(Office.REGIONAL_OFFICE_HEAD, CITY_SCHOOLS_ID, on(2025, 10, 2)),
    )
    yield TransferPayroll("payroll", "SKPP-77", date(2025, 11, 1)), act_of(*north, on(2025, 10, 10))
    yield (
        SyncNationalRecord("national_record", "IM-2025-0117", date(2025, 10, 13)),
        act_of(*city, on(2025, 10, 13)),
    )


def teacher_is_redistributed(move: cast.Move = cast.BUDI_TO_PRIVATE_SCHOOL, year: int = 2025) -> Story:
    """T8 on the need of schools, to the national record; to the private school of the cast unless told otherwise."""
    bkpsdm, schools = (Office.PERSONNEL_OFFICE, NORTH_ID), (Office.REGIONAL_OFFICE_HEAD, cast.SCHOOLS_ID)
    yield (
        RequestTransfer(
            move.person,
            move.target,
            Initiative.ORGANISATIONAL_NEED,
            "Sekolah tujuan tidak memiliki guru matematika",
            file_of("D03", "D06", "D07", "D08", "D12", "D16", "D24", post=move.target),
            programme=Programme.TEACHER_REDISTRIBUTION,
        ),
        act_of(*bkpsdm, on(year, 9, 1)),
    )
    yield VERIFIED, act_of(*bkpsdm, on(year, 9, 2))
    yield (
        GrantClearance("audit_clearance", "700/81/INSP"),
        act_of(Office.INSPECTORATE, NORTH_ID, on(year, 9, 3)),
    )
    superior = official(Office.UNIT_HEAD, cast.SCHOOL_ID)
    yield AskFeedback("feedback", superior, SCHOOL_PEERS), act_of(*bkpsdm, on(year, 9, 3))
    yield GiveFeedback({}, "Saya bersedia."), own_act(move.person, on(year, 9, 4))
    for rater in (superior, *SCHOOL_PEERS):
        yield GiveFeedback(SCORES, ""), own_act(rater, on(year, 9, 4))
    yield GiveFeedback(SCORES, "Dapat dilepas, dan dibutuhkan."), act_of(*schools, on(year, 9, 4))
    yield CloseFeedback("feedback"), act_of(*bkpsdm, on(year, 9, 8))
    yield WaiveReply("reply"), own_act(move.person, on(year, 9, 8))
    yield (
        AssessFit("need_from_dapodik", "Dapodik: tidak ada guru matematika untuk 24 jam."),
        act_of(*schools, on(year, 9, 9)),
    )
    yield (
        GiveConsideration("redistribution_panel", supports=True, number="BA-21", reason="Kelebihan guru."),
        act_of(Office.REDISTRIBUTION_PANEL, NORTH_ID, on(year, 9, 15)),
    )
    yield (
        IssueDecree(
            "decree",
            "824/40/2025",
            move.target,
            date(year, 10, 1),
            "Redistribusi guru",
            ("24 jam matematika terpenuhi",),
        ),
        act_of(Office.APPOINTING_AUTHORITY, NORTH_ID, on(year, 9, 22)),
    )
    yield ServeDecision("service", date(year, 9, 24), "langsung"), act_of(*bkpsdm, on(year, 9, 24))
    yield (
        StartDuty("duty_start", date(year, 10, 1), "SPMT-30", move.target),
        act_of(*schools, on(year, 10, 1)),
    )
    yield TransferPayroll("payroll", "SKPP-30", date(year, 11, 1)), act_of(*bkpsdm, on(year, 10, 10))
    yield (
        SyncNationalRecord("national_record", f"IM-{year}-0121", date(year, 10, 13)),
        act_of(*bkpsdm, on(year, 10, 13)),
    )
