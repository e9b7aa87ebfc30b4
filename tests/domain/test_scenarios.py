"""Acceptance scenarios of the reference (section 7) as they run on the domain alone, and where all 24 are tested.

The tests of scenario n are called test_scenario_n_...; in test_*.py of tests/domain and, over HTTP, of tests/api:

 1 | balancing move         | scenarios                           | scenarios_over_http
 2 | T2a, two decrees       | scenarios                           | scenarios_over_http
 3 | T2c, no governor's hop | all_routes                          | borders_over_http
 4 | T3a, the Minister      | all_routes                          | borders_over_http
 5 | T4a, Kanreg decrees    | all_routes                          | borders_over_http
 6 | too early              | scenarios                           | scenarios_over_http
 7 | pledge of ten years    | scenarios                           | scenarios_over_http
 8 | discipline midway      | looking_again                       | scenarios_over_http, stepping_aside
 9 | origin refuses         | scenarios                           | scenarios_over_http
10 | file incomplete        | scenarios                           | scenarios_over_http
11 | Pilkada window         | scenarios, outside_decrees          | windows_over_http
12 | its first and last day | scenarios                           | windows_over_http
13 | 31 by a caretaker      | scenarios, outside_decrees          | decrees_over_http, remedies_over_http
14 | kadis made nurse       | scenarios, outside_decrees          | decrees_over_http, remedies_over_http
15 | objection late         | scenarios                           | remedies_over_http
16 | PPK silent             | scenarios                           | remedies_over_http
17 | clearance expired      | looking_again                       | scenarios_over_http
18 | teachers               | scenarios, needs                    | scenarios_over_http
19 | private school         | scenarios                           | scenarios_over_http
20 | PPPK                   | scenarios                           | scenarios_over_http
21 | failed placement       | adjusting                           | failed_placement_over_http
22 | conflict of interest   | scenarios, looking_again, conflicts | stepping_aside, offices_in_cases
23 | rule changed           | scenarios                           | scenarios_over_http
24 | twice, out of order    | scenarios                           | scenarios_over_http
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from cast import (
    ARCHIVIST,
    BUDI,
    BUDI_IS_REDISTRIBUTED,
    BUDI_MOVES,
    BUDI_STAYS,
    BUDI_TO_PRIVATE_SCHOOL,
    CITY_ID,
    CITY_MATHS_ID,
    GOVERNOR,
    HEAD_TEACHER,
    HEALTH_HEAD,
    KANREG,
    LIBRARY_HEAD,
    MATHS_AT_A,
    MATHS_AT_B,
    MAYOR,
    MINISTER,
    NORTH_INSPECTORATE,
    NORTH_PANEL,
    NORTH_PERSONNEL,
    NORTH_SECRETARY,
    OLD_POST_ID,
    POLICY,
    REGENT,
    SCHOOL_A,
    SCHOOL_B,
    SCHOOLS_HEAD,
    SECOND_MATHS_ID,
    SITI,
    SITI_MOVES,
    TEACHER,
    Move,
    act_of,
    heads,
    official,
    on,
    own_act,
)
from flagging import flagged
from given import Case, given
from stories import (
    VERIFIED,
    Story,
    balancing_move,
    document,
    file_of,
    teacher_is_redistributed,
    teacher_moves_to_the_city,
)
from walking import onward, walk

from application.recording import Envelope, encode
from domain.history import Happened, fold
from domain.identity import CLOCK, office_id, person_id, transfer_id
from domain.policy import Initiative, Limit, Term
from domain.refusals import (
    ConflictOfInterest,
    MissingDocuments,
    NoAuthority,
    NotEligible,
    NotTheDecidingOffice,
    ReasonRequired,
    StepNotOpen,
    TermNotRenewable,
    TooEarly,
)
from domain.registry.person import Rating
from domain.registry.person import Status as PersonStatus
from domain.registry.post import Position, PositionKind, Post
from domain.transfer.commands import (
    AnswerRecommendation,
    AssessFit,
    DecideObjection,
    DeclareConflict,
    FileObjection,
    GiveTechnicalConsideration,
    GrantConsent,
    IssueDecree,
    LapseObjection,
    NameSubstitute,
    OverrideRules,
    ReassessCase,
    RecordRecommendation,
    RefuseStep,
    RemindTerm,
    RenewTerm,
    RequestTransfer,
    ResubmitFile,
    ReturnFile,
    RevokeDecree,
    ServeDecision,
)
from domain.transfer.desk import Audience, desk
from domain.transfer.events import (
    ApproverRecused,
    ConflictDeclared,
    DecisionServed,
    DecreeIssued,
    DecreeRevoked,
    DutyStarted,
    EligibilityEvaluated,
    EvaluationCancelled,
    EvaluationRecorded,
    FileVerified,
    FitAssessed,
    LessonNeed,
    NeedsForecast,
    ObjectionDecided,
    ObjectionEscalated,
    ObjectionFiled,
    ObjectionFoundInadmissible,
    ObjectionLapsed,
    Outcome,
    OverrideRecorded,
    OversightRecommendationAnswered,
    PostAppointmentIssued,
    ReturnedToPost,
    Source,
    StepOpened,
    TechnicalConsiderationGiven,
    TransferClosed,
    TransferEvent,
    TransferFoundIneligible,
    TransferRejected,
    WorkBalance,
)
from domain.transfer.evolving import evolve
from domain.transfer.state import Status
from domain.transparency.entry import entry
from domain.transparency.tree import Frontier, Tree, includes, leaf_hash

TESTS = Path(__file__).parents[1]


def written(folder: str) -> dict[int, set[str]]:
    """Scenario -> the files with tests of it."""
    files: dict[int, set[str]] = {}
    for path in (TESTS / folder).glob("test_*.py"):
        for number in re.findall(
            r"^def test_scenario_(\d+)_", path.read_text(encoding="utf-8"), re.MULTILINE
        ):
            files.setdefault(int(number), set()).add(path.stem.removeprefix("test_"))
    return files


def test_every_scenario_is_tested_on_the_domain_and_over_http_where_the_table_says() -> None:
    told = [
        [cell.strip() for cell in line.split("|")] for line in (__doc__ or "").splitlines() if "|" in line
    ]
    assert [int(number) for number, *_ in told] == list(range(1, 25))
    for column, folder in ((2, "domain"), (3, "api")):
        assert {int(row[0]): set(row[column].split(", ")) for row in told} == written(folder)


def the(case: Case, kind: type) -> list[object]:
    return [happened.event for happened in case.history if isinstance(happened.event, kind)]


def from_step(story: Story, step: str) -> Iterable[object]:
    """The rest of a story, from the command on that step."""
    told = list(story)
    first = next(n for n, (command, _) in enumerate(told) if getattr(command, "step", "") == step)
    return told[first:]


def test_scenario_1_a_balancing_move_within_the_agency_runs_to_its_success() -> None:
    case = given(SITI_MOVES)
    assert (case.facts.origin.post.gap, case.facts.target.post.gap) == (200, -200)
    assert case.facts.person.post_since == date(2022, 1, 3), "three years in post"
    assert [case.facts.person.ratings[year] for year in (2023, 2024)] == [Rating.GOOD, Rating.GOOD]

    assert flagged(case, balancing_move()) == {}

    assert case.state.status is Status.CLOSED
    assert case.history[-1].event == TransferClosed("SUCCESS")
    assert (case.facts.origin.post.gap, case.facts.target.post.gap) == (100, -100)
    (fit,) = the(case, FitAssessed)
    assert (fit.needs.balance.imbalance_before, fit.needs.balance.imbalance_after) == (2500, 833), "I falls"
    decree, served = the(case, DecreeIssued)[0], the(case, DecisionServed)[0]
    assert isinstance(served, DecisionServed)
    assert case.state.done["decree"].office == office_id(*REGENT)
    assert case.facts.calendar.between(date(2025, 3, 24), served.served_on) == 2, "served on day 3"
    heads = (case.state.done[step].office for step in ("origin_release", "receiving_acceptance"))
    assert list(heads) == [office_id(*LIBRARY_HEAD), office_id(*HEALTH_HEAD)], "both heads agree"
    assert {"audit_clearance", "performance_panel"} <= case.state.done.keys()
    assert decree.effective_on == case.state.started_on == date(2025, 4, 14)
    assert [(review.months, review.outcome) for review in the(case, EvaluationRecorded)] == [
        (3, "CONTINUE"),
        (6, "CONTINUE"),
        (12, "SUCCESS"),
    ]
    assert [review.opens_on for review in case.state.evaluations.values()] == [
        date(2025, 7, 14),
        date(2025, 10, 14),
        date(2026, 4, 14),
    ]


def test_scenario_2_a_teacher_moves_to_another_regency_by_two_decrees_in_order() -> None:
    case = given(BUDI_MOVES).given(teacher_moves_to_the_city())

    by_office = {
        type(happened.event).__name__: happened.act.office
        for happened in case.history
        if isinstance(happened.event, TechnicalConsiderationGiven | DecreeIssued | PostAppointmentIssued)
    }
    assert list(by_office.items()) == [
        ("TechnicalConsiderationGiven", office_id(*KANREG)),
        ("DecreeIssued", office_id(*GOVERNOR)),
        ("PostAppointmentIssued", office_id(*MAYOR)),
    ]
    steps = dict.fromkeys(getattr(happened.event, "step", "") for happened in case.history)
    path = ("receiving_proposal", "origin_release", "governor_forward", "technical_consideration", "decree")
    assert [step for step in steps if step in path] == list(path)
    posts = {getattr(happened.event, "post", CITY_MATHS_ID) for happened in case.history}
    assert posts - {None} == {CITY_MATHS_ID}, "one and the same post in proposal, consent, advice and decrees"
    costs = desk(case.state, case.facts, Audience.OFFICIAL)["costs"]
    assert costs == {"agency": str(CITY_ID), "legalBasis": "Peraturan BKN 5/2019 Ps. 11(2)"}
    assert case.facts.person.post == CITY_MATHS_ID
    assert the(case, DutyStarted)


def test_scenario_6_too_early_in_the_post_is_set_aside_by_the_authority_with_a_reason_and_by_nobody_else() -> (
    None
):
    too_early = given(SITI_MOVES).about(post_since=date(2024, 1, 10))
    case = too_early.given(balancing_move(), until="audit_clearance")
    assert case.state.status is Status.INELIGIBLE
    assert case.finding("E02").outcome is Outcome.NOT_MET
    assert case.finding("E02").input == "14 months in post since 2024-01-10"
    assert set(case.state.open) == {"override"}

    override = OverrideRules("override", ("E02",), "Arsip rumah sakit menumpuk")
    day = on(2025, 3, 11, 14)
    for office in (NORTH_PERSONNEL, NORTH_SECRETARY, NORTH_PANEL, GOVERNOR, MAYOR):
        case.when(override, act_of(*office, day)).then_refused(NotTheDecidingOffice)
    case.when(override, own_act(case.state.person, day)).then_refused(NotTheDecidingOffice)
    for capacity in ("PLT", "PLH"):
        case.when(override, act_of(*REGENT, day, capacity)).then_refused(NoAuthority)
    case.when(replace(override, reason=""), act_of(*REGENT, day)).then_refused(ReasonRequired)

    case.when(override, act_of(*REGENT, day)).then_kinds(OverrideRecorded, StepOpened, StepOpened)
    assert case.last[0] == OverrideRecorded("override", ("E02",), "Arsip rumah sakit menumpuk")
    shown = flagged(case, from_step(balancing_move(), "audit_clearance"))
    assert case.history[-1].event == TransferClosed("SUCCESS")
    assert {code: (found.value, found.explained) for code, found in shown.items()} == {
        "R03": ("15 months", "")
    }
    at_the_decree = the(case, EligibilityEvaluated)[1]
    assert {f.rule: f.outcome for f in at_the_decree.findings}["E02"] is Outcome.NOT_MET


def test_scenario_7_who_pledged_ten_years_may_not_leave_the_agency_after_six() -> None:
    asks = given(BUDI_MOVES)
    six_years = replace(asks.facts.person.profile, pledged=True, appointed_on=date(2019, 3, 1))
    asks.about(profile=six_years).given(teacher_moves_to_the_city(), until="audit_clearance")
    assert asks.last[-1] == TransferFoundIneligible(("E10",))
    assert asks.finding("E10").input == "6 years since 2019-03-01"
    asks.then_closed()


def test_scenario_7_the_same_person_is_moved_within_the_agency() -> None:
    moved = given(BUDI_STAYS)
    six_years = replace(moved.facts.person.profile, pledged=True, appointed_on=date(2019, 3, 1))
    moved.about(profile=six_years)
    need = Initiative.ORGANISATIONAL_NEED
    documents = file_of("D02", "D03", "D06", "D08", "D16", post=SECOND_MATHS_ID)
    moved.when(
        RequestTransfer(BUDI, SECOND_MATHS_ID, need, "Guru matematika kosong", documents),
        act_of(*NORTH_PERSONNEL, on(2025, 9, 1)),
    )
    moved.when(VERIFIED, act_of(*NORTH_PERSONNEL, on(2025, 9, 2)))
    assert moved.finding("E10").outcome is Outcome.NOT_APPLICABLE
    moved.given(onward(moved, date(2025, 9, 2)))
    assert moved.state.done["decree"].office == office_id(*REGENT)
    assert (moved.state.status, moved.facts.person.post) == (Status.EVALUATING, SECOND_MATHS_ID)


def test_scenario_9_the_origin_refuses_and_the_person_is_told_why() -> None:
    case = given(BUDI_MOVES).given(teacher_moves_to_the_city(), until="origin_release")
    why = "Kekurangan tiga guru matematika (gap -3)"
    case.when(RefuseStep("origin_release", why), act_of(*REGENT, on(2025, 9, 15)))

    case.then(TransferRejected("origin_release", why)).then_closed()
    assert case.state.status is Status.REJECTED
    assert case.state.ending == TransferRejected("origin_release", why)
    bkn = {happened.event.step for happened in case.history if isinstance(happened.event, StepOpened)}
    assert "technical_consideration" not in bkn
    assert case.facts.target.post.held == {}

    again = given(replace(BUDI_MOVES, transfer=case.state.target_post)).knowing(person=case.facts.person)
    again.given(teacher_moves_to_the_city(), until="origin_release")
    assert set(again.state.open) == {"origin_release"}


def test_scenario_10_a_returned_file_stops_the_offices_clock_which_resumes_where_it_was() -> None:
    request, by = next(balancing_move())
    without_abk = replace(request, documents=file_of("D02", "D06", "D08"))
    verify, bkpsdm = VERIFIED, NORTH_PERSONNEL
    case = given(SITI_MOVES).when(without_abk, by)
    assert case.state.open["file_verification"].due_on == date(2025, 3, 13)
    case.when(verify, act_of(*bkpsdm, on(2025, 3, 11))).then_refused(MissingDocuments)
    case.when(ReturnFile("file_verification", "ABK tidak ada", ("D03",)), act_of(*bkpsdm, on(2025, 3, 11)))
    assert case.state.status is Status.RETURNED

    four_days_later = on(2025, 3, 17)
    assert case.facts.calendar.between(date(2025, 3, 11), four_days_later.date()) == 4
    case.when(ResubmitFile("ABK terlampir", (document("D03"),)), act_of(*bkpsdm, four_days_later))

    resumed = case.state.open["file_verification"]
    assert case.state.status is Status.SUBMITTED
    assert (resumed.used, resumed.opened_on, resumed.due_on) == (1, date(2025, 3, 17), date(2025, 3, 19))
    case.when(verify, act_of(*bkpsdm, on(2025, 3, 19))).then_kinds(
        FileVerified, EligibilityEvaluated, *(type(event) for event in case.last[2:])
    )
    office_time = resumed.used + case.facts.calendar.between(resumed.opened_on, date(2025, 3, 19))
    assert office_time == case.facts.route.steps["file_verification"].limit == 3


def test_scenario_10_every_office_with_an_open_step_gets_its_own_time_back_twice_over() -> None:
    case = given(SITI_MOVES).given(balancing_move(), until="audit_clearance")  # opened Tuesday 11 March
    returning = ReturnFile("audit_clearance", "SKP tidak terbaca")
    for returned, resubmitted in ((on(2025, 3, 13), on(2025, 3, 20)), (on(2025, 3, 21), on(2025, 3, 27))):
        case.when(returning, act_of(*NORTH_INSPECTORATE, returned))
        case.when(ResubmitFile("Dilengkapi"), act_of(*NORTH_PERSONNEL, resubmitted))
        assert case.refused is None
    clearance, feedback = case.state.open["audit_clearance"], case.state.open["feedback"]
    assert clearance.used == feedback.used == 3  # 12, 13 and 21 March
    assert clearance.due_on == case.facts.calendar.after(date(2025, 3, 27), 5 - 3) == date(2025, 4, 9)
    assert feedback.due_on == case.facts.calendar.after(date(2025, 3, 27), 15 - 3)


# Scenarios 11 and 12: the windows of the regional heads. Candidates designated 2024-09-22, end of term 2025-02-19,
# inauguration 2025-02-20: W1 from 2024-03-22 (six months before), W2 until 2025-08-20.

HEADS = Term("17.03", date(2025, 2, 20), date(2024, 9, 22), date(2025, 2, 19))
DIVISION_HEAD = Position("Kepala Bidang", PositionKind.ADMINISTRATOR)
CONSENT = GrantConsent("ministerial_consent", "100.2.2.6/1")


def at_the_decree(first: date, position: Position, move: Move = SITI_MOVES) -> Case:
    """A case within the regency, asked for that day by the holder of such a post; a step a day, up to the decree."""
    case = given(move)
    origin = case.facts.origin
    described = replace(origin.post.described, position=position)
    case.knowing(
        origin=replace(origin, post=replace(origin.post, described=described)),
        terms=heads(HEADS),
    )
    return walk(case, first, until="decree")


def decree_of(case: Case, day: date) -> Case:
    decree = IssueDecree("decree", "821/9", case.state.target_post, day, "Kebutuhan", ("Tujuan",))
    return case.when(decree, act_of(*REGENT, at_ten(day)))


def test_scenario_11_in_the_pilkada_window_a_head_of_division_is_not_replaced_without_the_ministers_consent() -> (
    None
):
    case = at_the_decree(date(2024, 3, 1), DIVISION_HEAD)
    wednesday = date(2024, 4, 10)
    decree_of(case, wednesday).then_refused(NotEligible)
    barred = {violation.rule: violation for violation in case.refused.violations}  # type: ignore[union-attr]
    assert set(barred) == {"E12", "ministerial_consent"}
    assert (barred["E12"].input, barred["E12"].legal_basis) == ("W1", "UU 10/2016 Ps. 71(2), 162(3)")
    assert case.state.decree is None

    case.when(ReassessCase("Masa larangan"), act_of(*REGENT, at_ten(wednesday)))
    assert set(case.state.open) == {"decree", "ministerial_consent"}
    case.when(CONSENT, act_of(*MINISTER, on(2024, 4, 16)))
    assert decree_of(case, date(2024, 4, 17)).state.status is Status.DECREED


def test_scenario_11_asked_for_in_the_window_the_consent_is_a_step_of_its_own() -> None:
    case = at_the_decree(date(2024, 3, 25), DIVISION_HEAD)
    assert "ministerial_consent" in case.state.done
    assert decree_of(case, date(2024, 4, 10)).state.status is Status.DECREED


def test_scenario_11_on_the_same_day_plain_staff_are_moved_freely() -> None:
    case = at_the_decree(date(2024, 3, 25), ARCHIVIST)
    assert "ministerial_consent" in case.state.not_required
    assert decree_of(case, date(2024, 4, 10)).state.status is Status.DECREED
    finding = case.finding("E12")
    assert (finding.outcome, finding.input) == (Outcome.MET, "W1; positions outside its scope")


@pytest.mark.parametrize(
    ("first", "day", "free"),
    [
        (date(2024, 3, 4), date(2024, 3, 21), True),
        (date(2024, 3, 4), date(2024, 3, 22), False),
        (date(2025, 1, 1), date(2025, 2, 19), False),
        (date(2025, 2, 10), date(2025, 2, 20), False),
        (date(2025, 7, 1), date(2025, 8, 20), False),
        (date(2025, 7, 1), date(2025, 8, 21), True),
    ],
    ids=["the day before W1", "W1 begins", "W1 ends", "W2 begins", "W2 ends", "the day after W2"],
)
@pytest.mark.parametrize(
    ("position", "move"),
    [(HEAD_TEACHER, BUDI_STAYS), (DIVISION_HEAD, SITI_MOVES)],
    ids=["kepala sekolah", "kepala bidang"],
)
def test_scenario_12_from_the_first_to_the_last_day_of_the_windows_it_takes_the_ministers_consent(
    first: date, day: date, free: bool, position: Position, move: Move
) -> None:
    """Looked at without the Minister's word, whether or not it was asked for on the way."""
    case = at_the_decree(first, position, move)
    done = {name: step for name, step in case.state.done.items() if name != "ministerial_consent"}
    case.transfer = replace(case.state, done=done)
    decree_of(case, day)
    if free:
        assert case.state.status is Status.DECREED
    else:
        case.then_refused(NotEligible)
        assert "E12" in [violation.rule for violation in case.refused.violations]  # type: ignore[union-attr]


def test_scenario_12_a_plain_teacher_is_moved_on_any_of_these_days() -> None:
    for day in (date(2024, 3, 22), date(2025, 2, 20), date(2025, 8, 20)):
        case = at_the_decree(day - timedelta(days=21), TEACHER, BUDI_STAYS)
        assert decree_of(case, day).state.status is Status.DECREED


def test_scenario_13_bkn_asks_for_the_revocation_and_the_person_is_returned() -> None:
    """The part of one person: the decree is revoked, they are back in their post, and BKN has its answer."""
    case = given(SITI_MOVES).given(balancing_move(), until="AnswerEvaluation")
    recommends = RecordRecommendation(
        Source.BKN, "R-31/2025", "Tanpa pertimbangan teknis: agar dicabut", date(2025, 5, 26)
    )
    case.when(recommends, act_of(*NORTH_PERSONNEL, on(2025, 5, 2)))
    revokes = RevokeDecree("821/60/2025", "Rekomendasi BKN R-31/2025", "Perpres 116/2022")
    case.when(revokes, act_of(*REGENT, on(2025, 5, 14)))
    case.then_kinds(DecreeRevoked, *[EvaluationCancelled] * 3, ReturnedToPost)
    answers = AnswerRecommendation("R-31/2025", "Keputusan telah dicabut", followed=True)
    case.when(answers, act_of(*REGENT, on(2025, 5, 14))).then_kinds(OversightRecommendationAnswered)

    case.then_closed()
    assert case.state.status is Status.REVOKED
    assert case.facts.person.post == OLD_POST_ID
    received = case.state.recommendations["R-31/2025"]
    assert received.answered is not None
    assert received.answered.followed


def test_scenario_14_who_was_demoted_without_discipline_is_restored_with_the_original_day() -> None:
    """A head of office made a nurse: objection on working day 10, granted on working day 18."""
    case = given(SITI_MOVES).given(balancing_move(), until="AnswerEvaluation")
    head = replace(
        case.facts.origin.post.described.position, name="Kepala Dinas", kind=PositionKind.SENIOR_EXECUTIVE
    )
    for side, position in (
        ("origin", head),
        ("target", replace(head, name="Perawat", kind=PositionKind.STAFF)),
    ):
        at = getattr(case.facts, side)
        described = replace(at.post.described, position=position)
        case.knowing(**{side: replace(at, post=replace(at.post, described=described))})
    calendar = case.facts.calendar
    objects_on = calendar.after(date(2025, 3, 24), 10)
    grants_on = calendar.after(objects_on, 18)

    case.when(FileObjection("Didemosi tanpa hukuman disiplin"), own_act(SITI, at_ten(objects_on)))
    case.when(DecideObjection(True, "180/44", "Tanpa hukuman disiplin"), act_of(*REGENT, at_ten(grants_on)))

    case.then_kinds(ObjectionDecided, DecreeRevoked, *[EvaluationCancelled] * 3, ReturnedToPost)
    assert case.last[-1] == ReturnedToPost(OLD_POST_ID, date(2022, 1, 3), grants_on, supernumerary=False)
    assert (case.facts.person.post, case.facts.person.post_since) == (OLD_POST_ID, date(2022, 1, 3))
    assert case.facts.origin.post.described.position.kind is PositionKind.SENIOR_EXECUTIVE
    assert SITI in case.facts.origin.post.occupants
    assert SITI not in case.facts.target.post.occupants


def decreed_on(day: date) -> Case:
    """Siti's case, decreed that day."""
    case = given(SITI_MOVES).given(balancing_move(), until="decree")
    command, act = next(pair for pair in balancing_move() if isinstance(pair[0], IssueDecree))
    return case.given([(command, replace(act, at=at_ten(day)))])


@pytest.mark.parametrize(
    ("day", "kind"),
    [(date(2025, 4, 28), ObjectionFiled), (date(2025, 4, 29), ObjectionFoundInadmissible)],
    ids=["day 14", "day 15"],
)
@pytest.mark.parametrize("from_service", [0, 1], ids=["from the decree", "from its service"])
def test_scenario_15_on_its_last_day_an_objection_is_admissible_and_a_day_later_it_is_not(
    day: date, kind: type, from_service: int
) -> None:
    """Decreed and received on 27 March 2025, whichever the policy counts from."""
    receipt = date(2025, 3, 27)
    limits = {**POLICY.limits, "objection_counts_from_service": Limit(from_service, "PP 79/2021")}
    case = decreed_on(receipt).knowing(policy=replace(POLICY, limits=limits))
    serve = ServeDecision("service", receipt, "langsung")
    case.given([(serve, act_of(*NORTH_PERSONNEL, at_ten(receipt)))])
    case.when(FileObjection("Keberatan"), own_act(SITI, at_ten(day)))
    case.then_kinds(kind)
    assert case.facts.calendar.between(date(2025, 3, 27), day) == (14 if kind is ObjectionFiled else 15)
    assert case.last[0].last_day == date(2025, 4, 28)
    if kind is ObjectionFoundInadmissible:
        assert "PTUN" in case.last[0].advice


def test_scenario_16_silence_for_21_working_days_escalates_and_does_not_annul() -> None:
    case = decreed_on(date(2025, 3, 24)).when(FileObjection("Keberatan"), own_act(SITI, on(2025, 3, 27)))
    assert case.state.objection_to_decide.due_on == date(2025, 5, 8)
    case.when(LapseObjection(), own_act(CLOCK, on(2025, 5, 8, 23))).then_refused(TooEarly)
    case.when(LapseObjection(), own_act(CLOCK, on(2025, 5, 9, 0)))
    case.then_kinds(ObjectionLapsed, ObjectionEscalated)
    assert case.state.objection_to_decide.office == office_id(*GOVERNOR)
    assert case.state.status is Status.DECREED


def test_scenario_16_under_another_policy_it_annuls() -> None:
    case = decreed_on(date(2025, 3, 24)).when(FileObjection("Keberatan"), own_act(SITI, on(2025, 3, 27)))
    limits = {**POLICY.limits, "objection_silence_annuls": Limit(1, "UU 30/2014 Ps. 77")}
    case.knowing(policy=replace(POLICY, limits=limits))
    case.when(LapseObjection(), own_act(CLOCK, on(2025, 5, 9))).then_kinds(ObjectionLapsed, DecreeRevoked)
    assert case.state.status is Status.REVOKED


def at_ten(day: date) -> datetime:
    return on(day.year, day.month, day.day)


def between_schools(at_a: tuple[UUID, ...], at_b: tuple[UUID, ...]) -> Case:
    """Scenario 18: Budi from school A to school B, with these teachers at each."""
    case = given(BUDI_IS_REDISTRIBUTED)
    for side, (described, taught), there in (("origin", SCHOOL_A, at_a), ("target", SCHOOL_B, at_b)):
        post = Post(described, frozenset(there), lessons=taught)
        case.knowing(**{side: replace(getattr(case.facts, side), post=post)})
    return case


def test_scenario_18_one_teacher_moved_covers_the_need_and_leaves_the_other_school_whole() -> None:
    case = between_schools(MATHS_AT_A, MATHS_AT_B)
    assert (case.facts.origin.post.gap, case.facts.target.post.gap) == (100, -150)
    assert "R26" not in flagged(case, teacher_is_redistributed(BUDI_IS_REDISTRIBUTED))

    (assessed,) = the(case, FitAssessed)
    source = "Dapodik 2025-08-31"
    assert assessed.needs == NeedsForecast(
        balance=WorkBalance(1750, 250, 538, 111, worse=False),
        origin=LessonNeed(source, 72, 300, 100, 0, 1800, 2400),
        target=LessonNeed(source, 60, 250, -150, -50, 6000, 3000),
        harms=(),
    )
    assert (case.facts.origin.post.gap, case.facts.target.post.gap) == (0, -50)
    assert case.state.status is Status.EVALUATING
    assert case.state.posting is None, "between state schools there is no term"


def test_scenario_18_a_second_one_does_harm_and_is_moved_only_with_a_reason() -> None:
    case = between_schools(MATHS_AT_A[:3], (*MATHS_AT_B, person_id("moved before")))
    case.given(teacher_is_redistributed(BUDI_IS_REDISTRIBUTED), until="need_from_dapodik")
    review = AssessFit("need_from_dapodik", "Dapodik: kekurangan setengah guru")
    schools = act_of(*SCHOOLS_HEAD, on(2025, 9, 9))
    shown = desk(case.state, case.facts, Audience.OFFICIAL)["needs"]
    assert shown["harms"] == ["MOVER_UNDER_LOAD", "ORIGIN_SHORT_OF_HOURS"]
    assert shown["balance"]["imbalance"] == {"before": 250, "after": 667}
    assert shown["balance"]["worse"]

    case.when(review, schools).then_refused(ReasonRequired)
    case.when(replace(review, deviation="Satu-satunya guru di B cuti melahirkan"), schools)

    case.then_kinds(FitAssessed, StepOpened)
    assert case.last[0].needs.harms == ("MOVER_UNDER_LOAD", "ORIGIN_SHORT_OF_HOURS")
    assert case.last[0].deviation == "Satu-satunya guru di B cuti melahirkan"
    told = flagged(case, from_step(teacher_is_redistributed(BUDI_IS_REDISTRIBUTED), "redistribution_panel"))
    assert told["R26"].value == "MOVER_UNDER_LOAD, ORIGIN_SHORT_OF_HOURS"


def test_scenario_19_a_teacher_of_rank_iii_a_does_not_go_to_a_private_school() -> None:
    case = given(BUDI_TO_PRIVATE_SCHOOL)
    case.about(profile=replace(case.facts.person.profile, rank="III/a"))
    case.given(teacher_is_redistributed(), until="GrantClearance")

    assert case.last[-1] == TransferFoundIneligible(("E17",))
    assert "rank III/a, at least III/b" in case.finding("E17").input
    assert "Permendikdasmen 1/2025" in case.finding("E17").legal_basis
    case.then_closed()


def test_scenario_19_a_teacher_of_rank_iii_b_goes_for_four_years_renewed_once_and_returns() -> None:
    case = given(BUDI_TO_PRIVATE_SCHOOL).given(teacher_is_redistributed())
    assert {case.finding(rule).outcome for rule in ("E17", "E04")} == {Outcome.MET}
    assert "III/b" in case.finding("E17").input
    assert set(case.facts.person.ratings.values()) == {Rating.GOOD}
    assert case.state.posting is not None
    assert case.state.posting.ends_on == date(2029, 9, 30), "four years"
    renews = RenewTerm("term_end", "821/90/2029", "Masih tidak ada guru matematika")

    case.given([(RemindTerm(), own_act(CLOCK, on(2029, 3, 30)))])
    assert case.state.open["term_end"].due_on == date(2029, 9, 30)
    case.given([(renews, act_of(*REGENT, on(2029, 5, 2)))])
    case.given([(RemindTerm(), own_act(CLOCK, on(2033, 3, 30)))])
    case.when(renews, act_of(*REGENT, on(2033, 5, 2))).then_refused(TermNotRenewable)
    assert case.state.posting is not None
    assert case.state.posting.ends_on == date(2033, 9, 30)


def contract_teacher(move: Move) -> Case:
    case = given(move)
    profile = case.facts.person.profile
    return case.about(profile=replace(profile, status=PersonStatus.PPPK, rank="IX", appointed_on=None))


def test_scenario_20_contract_staff_who_ask_to_leave_the_agency_are_warned_at_once_and_found_ineligible() -> (
    None
):
    case = contract_teacher(BUDI_MOVES).given(teacher_moves_to_the_city(), until="VerifyFile")
    (warning,) = desk(case.state, case.facts, Audience.SUBJECT)["warnings"]
    assert warning["rule"] == "E11"
    assert "dianggap mengundurkan diri" in warning["text"]["id"]
    assert "treated as having resigned" in warning["text"]["en"]

    case.given(from_step(teacher_moves_to_the_city(), "file_verification"), until="GrantClearance")
    assert case.last[-1] == TransferFoundIneligible(("E11",))
    case.then_closed()


def test_scenario_20_within_the_agency_the_switch_of_the_policy_decides() -> None:
    asks = RequestTransfer(
        BUDI,
        SECOND_MATHS_ID,
        Initiative.OWN_REQUEST,
        "Dekat rumah",
        file_of("D01", "D02", "D03", "D06", "D08", "D16", post=SECOND_MATHS_ID),
        ground="OWN_WISH",
    )
    verifies = VERIFIED, act_of(*NORTH_PERSONNEL, on(2025, 9, 2))
    for switch, outcome in ((1, Outcome.MET), (0, Outcome.NOT_MET)):
        case = contract_teacher(BUDI_STAYS)
        limits = {**POLICY.limits, "contract_staff_may_move_internally": Limit(switch, "2025")}
        case.knowing(policy=replace(POLICY, limits=limits))
        case.given([(asks, own_act(BUDI, on(2025, 9, 1))), verifies])
        assert case.finding("E11").outcome is outcome
        assert case.state.is_over is (switch == 0)
        assert bool(desk(case.state, case.facts, Audience.SUBJECT)["warnings"]) is (switch == 0)


LATER = replace(
    POLICY,
    version="mutasi-2025.2",
    valid_from=date(2025, 9, 1),
    limits={**POLICY.limits, "minimum_months_in_post": Limit(6, "PP baru")},
)
LAWS = {law.version: law for law in (POLICY, LATER)}


def too_early_under(version: str) -> Case:
    """Fourteen months in post; decided up to the review under the law of that version, which every act names."""
    story = [(command, replace(act, policy=version)) for command, act in balancing_move()]
    case = given(SITI_MOVES).about(post_since=date(2024, 1, 10)).knowing(policy=LAWS[version])
    return case.given(story, until="audit_clearance")


def hashes(history: Iterable[Happened[TransferEvent]]) -> list[bytes]:
    """Of each event as the ledger would hold it."""
    stream, leaves = transfer_id(UUID(int=23)), []
    for n, happened in enumerate(history, start=1):
        name, body = encode(happened.event, Envelope(happened.act, request=""))
        leaves.append(leaf_hash(entry(n, stream, n, happened.act.command, happened.act.at, name, body)))
    return leaves


def root(leaves: Iterable[bytes]) -> bytes:
    tree = Frontier()
    for leaf in leaves:
        tree.append(leaf)
    return tree.root


def test_scenario_23_what_was_decided_before_a_rule_changed_replays_with_its_old_result() -> None:
    decided, later = too_early_under(POLICY.version), too_early_under(LATER.version)
    assert (decided.finding("E02").outcome, decided.state.status) == (Outcome.NOT_MET, Status.INELIGIBLE)
    assert (later.finding("E02").outcome, later.state.status) == (Outcome.MET, Status.UNDER_REVIEW)

    again = too_early_under(decided.state.policy)
    assert again.kinds == decided.kinds
    assert [happened.event for happened in again.history] == [happened.event for happened in decided.history]
    assert fold(evolve, None, decided.history) == decided.state


def test_scenario_23_a_tampered_event_does_not_fit_the_root_that_was_signed() -> None:
    history = too_early_under(POLICY.version).history
    signed, size = root(hashes(history)), len(history)
    assert root(hashes(history)) == signed, "the same history verifies, however often"

    at = next(n for n, happened in enumerate(history) if isinstance(happened.event, EligibilityEvaluated))
    evaluated = history[at].event
    assert isinstance(evaluated, EligibilityEvaluated)
    kinder = tuple(
        replace(finding, outcome=Outcome.MET) if finding.rule == "E02" else finding
        for finding in evaluated.findings
    )
    forged = [*history]
    forged[at] = replace(history[at], event=replace(evaluated, findings=kinder))
    swapped = [*history[:at], history[at + 1], history[at], *history[at + 2 :]]
    back_dated = [*history]
    back_dated[at] = replace(history[at], act=replace(history[at].act, at=on(2025, 3, 4)))
    for told in (forged, swapped, back_dated, history[:-1], history[:at] + history[at + 1 :]):
        assert root(hashes(told)) != signed

    tree = Tree()
    for leaf in hashes(history):
        tree.append(leaf)
    proof = tree.inclusion(at, size)
    assert includes(signed, size, hashes(history)[at], at, proof)
    assert not includes(signed, size, hashes(forged)[at], at, proof)


def test_scenario_22_who_stepped_aside_is_not_flagged_and_a_parent_found_out_later_is() -> None:
    """Known beforehand, kinship is refused; R18 is for what only came to light when they had decided already."""
    aside = given(SITI_MOVES).about(kin=frozenset({official(*REGENT)}))
    aside.given(balancing_move(), until="decree")
    decree, by_regent = next(pair for pair in balancing_move() if isinstance(pair[0], IssueDecree))
    aside.when(decree, by_regent).then_refused(ConflictOfInterest)
    aside.when(DeclareConflict("decree", "AKTUAL", "Anak kandung"), by_regent)
    aside.then_kinds(ConflictDeclared, ApproverRecused)
    naming = NameSubstitute("decree", office_id(*MAYOR), "Bupati berkonflik"), act_of(*GOVERNOR, by_regent.at)
    by_substitute = decree, act_of(*MAYOR, by_regent.at)
    after = from_step(balancing_move(), "service")
    assert "R18" not in flagged(aside, [naming, by_substitute, *after], until="payroll")

    found_out = given(SITI_MOVES).given(balancing_move(), until="decree")
    found_out.about(kin=frozenset({official(*HEALTH_HEAD)}))
    told = flagged(found_out, from_step(balancing_move(), "decree"), until="duty_start")
    assert told["R18"].value == "kin decides at receiving_acceptance"


def test_scenario_24_what_comes_out_of_order_is_refused_with_a_reason_and_nothing_is_lost() -> None:
    case = given(BUDI_MOVES).given(teacher_moves_to_the_city(), until="origin_release")
    before, history = case.state, list(case.history)
    advice = GiveTechnicalConsideration("technical_consideration", "AA-123", CITY_MATHS_ID, "MS")

    case.when(advice, act_of(*KANREG, on(2025, 9, 12))).then_refused(StepNotOpen)

    assert str(case.refused) == "This step is not open."
    assert case.state == before
    assert case.history == history
    case.given(from_step(teacher_moves_to_the_city(), "origin_release"))
    assert case.state.status is Status.EVALUATING


@pytest.mark.parametrize("story", [balancing_move, teacher_moves_to_the_city])
def test_scenario_24_the_same_command_again_is_refused_by_the_case_itself(story: object) -> None:
    """The ledger answers a repeated command id with its first receipt; the case would not take it twice either."""
    case = given(SITI_MOVES if story is balancing_move else BUDI_MOVES)
    for command, act in story():
        case.when(command, act)
        assert case.refused is None
        known = case.state
        case.when(command, act)
        assert case.refused is not None, command
        assert case.state == known
