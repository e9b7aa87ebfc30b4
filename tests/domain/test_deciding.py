"""The decree and what follows it: appointment, service, inauguration, start of duty."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from cast import (
    BUDI_MOVES,
    CITY_MATHS_ID,
    CITY_PERSONNEL,
    CITY_SCHOOLS_HEAD,
    GOVERNOR,
    HEALTH_HEAD,
    MAYOR,
    NEW_POST_ID,
    NORTH_MATHS_ID,
    NORTH_PANEL,
    NORTH_PERSONNEL,
    NORTH_SECRETARY,
    OFFICES,
    OLD_POST_ID,
    REGENT,
    SITI_MOVES,
    act_of,
    heads,
    official,
    on,
)
from given import Case, given
from stories import balancing_move, teacher_moves_to_the_city

from domain.act import Capacity
from domain.identity import office_id
from domain.policy import Condition, Term
from domain.refusals import (
    ConflictOfInterest,
    DatesOutOfOrder,
    GoalsRequired,
    NoAuthority,
    NotEligible,
    NotTheDecidingOffice,
    PostsDiffer,
    ReasonRequired,
    StepNotOpen,
)
from domain.registry.person import Proceeding, ProceedingKind, Rating
from domain.registry.post import PositionKind
from domain.registry.tenure import Tenure
from domain.transfer.commands import (
    ForwardProposal,
    GiveConsideration,
    HoldInauguration,
    IssueAppointment,
    IssueDecree,
    ServeDecision,
    StartDuty,
)
from domain.transfer.events import (
    DecisionServed,
    DecreeIssued,
    DutyStarted,
    EligibilityEvaluated,
    EvaluationScheduled,
    InaugurationHeld,
    PostAppointmentIssued,
    StepNotRequired,
    StepOpened,
)
from domain.transfer.state import Status

DECREE_DAY = on(2025, 3, 24)
DECREE = IssueDecree(
    "decree", "821/55", NEW_POST_ID, date(2025, 4, 14), "Pemerataan beban kerja", ("Arsip tertata",)
)
BY_REGENT = act_of(*REGENT, DECREE_DAY)


def siti_before(step: str) -> Case:
    return given(SITI_MOVES).given(balancing_move(), until=step)


def budi_before(step: str) -> Case:
    return given(BUDI_MOVES).given(teacher_moves_to_the_city(), until=step)


def barred_by(case: Case) -> list[str]:
    case.then_refused(NotEligible)
    assert case.refused is not None
    return [violation.rule for violation in case.refused.violations]


# The decree


def test_the_decree_keeps_what_it_was_judged_on_and_what_it_is_for() -> None:
    case = siti_before("decree").when(DECREE, BY_REGENT)
    case.then(
        EligibilityEvaluated("decree", eligible=True, findings=case.state.findings),
        DecreeIssued(
            "decree",
            "821/55",
            NEW_POST_ID,
            date(2025, 4, 14),
            "Pemerataan beban kerja",
            ("Arsip tertata",),
            "",
        ),
        StepOpened("service", office_id(*NORTH_PERSONNEL), date(2025, 3, 24), date(2025, 4, 9)),
        StepNotRequired("replacement_report", Condition.REPLACED_IN_WINDOW),
    )
    assert case.state.status is Status.DECREED
    assert case.finding("E07").input == "700/12/INSP, valid until 2025-09-12"


@pytest.mark.parametrize("goals", [(), (" ",), ("Arsip tertata", "")])
def test_the_decree_states_goals_to_be_reviewed_against(goals: tuple[str, ...]) -> None:
    siti_before("decree").when(replace(DECREE, goals=goals), BY_REGENT).then_refused(GoalsRequired)


def test_the_decree_names_the_cases_post_and_its_grounds() -> None:
    siti_before("decree").when(replace(DECREE, post=OLD_POST_ID), BY_REGENT).then_refused(PostsDiffer)
    siti_before("decree").when(replace(DECREE, grounds=""), BY_REGENT).then_refused(ReasonRequired)


def test_a_decree_does_not_take_effect_before_its_own_day() -> None:
    siti_before("decree").when(replace(DECREE, effective_on=date(2025, 3, 23)), BY_REGENT).then_refused(
        DatesOutOfOrder
    )
    siti_before("decree").when(replace(DECREE, effective_on=date(2025, 3, 24)), BY_REGENT).then_kinds(
        EligibilityEvaluated, DecreeIssued, StepOpened, StepNotRequired
    )


def test_a_proceeding_opened_midway_stops_the_decree_and_leaves_the_case_open() -> None:
    opened = {"H-1": Proceeding("H-1", ProceedingKind.DISCIPLINE, "SEDANG", date(2025, 3, 20))}
    case = siti_before("decree").about(proceedings=opened)
    assert barred_by(case.when(DECREE, BY_REGENT)) == ["E05"]
    assert not case.state.is_over
    case.about(proceedings={"H-1": replace(opened["H-1"], until=date(2025, 3, 23))})
    case.when(DECREE, BY_REGENT).then_kinds(EligibilityEvaluated, DecreeIssued, StepOpened, StepNotRequired)


def test_a_clearance_that_ran_out_stops_the_decree() -> None:
    case = siti_before("decree")
    later = replace(DECREE, effective_on=date(2025, 10, 1))
    assert barred_by(case.when(later, act_of(*REGENT, on(2025, 9, 13)))) == ["E07"]
    case.when(later, act_of(*REGENT, on(2025, 9, 12))).then_kinds(
        EligibilityEvaluated, DecreeIssued, StepOpened, StepNotRequired
    )


def test_every_rule_that_bars_the_decree_is_told_with_its_law_and_version() -> None:
    case = siti_before("decree").about(study_until=date(2026, 1, 1), ratings={2024: Rating.POOR})
    assert barred_by(case.when(DECREE, BY_REGENT)) == ["E04", "E06"]
    assert case.refused is not None
    assert {violation.version for violation in case.refused.violations} == {"mutasi-2025.1"}
    assert all(violation.legal_basis and violation.input for violation in case.refused.violations)


def test_against_the_panels_advice_the_authority_writes_why() -> None:
    case = siti_before("performance_panel")
    against = GiveConsideration("performance_panel", supports=False, number="BA-07", reason="Masih baru")
    case.when(against, act_of(*NORTH_PANEL, on(2025, 3, 19)))
    case.when(ForwardProposal("authorised_official", "800"), act_of(*NORTH_SECRETARY, on(2025, 3, 20)))
    case.when(DECREE, BY_REGENT).then_refused(ReasonRequired)
    case.when(replace(DECREE, deviation="  "), BY_REGENT).then_refused(ReasonRequired)
    departs = replace(DECREE, deviation="Kekurangan arsiparis mendesak")
    case.when(departs, BY_REGENT).then_kinds(EligibilityEvaluated, DecreeIssued, StepOpened, StepNotRequired)
    assert case.state.decree is not None
    assert case.state.decree.deviation == "Kekurangan arsiparis mendesak"


def test_a_relative_issues_no_decree() -> None:
    case = siti_before("decree").about(kin=frozenset({official(*REGENT)}))
    case.when(DECREE, BY_REGENT).then_refused(ConflictOfInterest)


@pytest.mark.parametrize("capacity", [Capacity.ACTING, Capacity.DAILY_ACTING])
def test_an_acting_head_does_not_decree(capacity: Capacity) -> None:
    siti_before("decree").when(DECREE, replace(BY_REGENT, capacity=capacity)).then_refused(NoAuthority)


def test_a_caretaker_who_came_midway_lacks_the_ministers_consent_and_bkns_advice() -> None:
    regent = OFFICES[office_id(*REGENT)]
    left = replace(regent.tenures[0], until=date(2025, 3, 20))
    caretaker = Tenure(official(*MAYOR), Capacity.CARETAKER, date(2025, 3, 21))
    case = siti_before("decree").held(office_id(*REGENT), left, caretaker)
    act = replace(BY_REGENT, by=official(*MAYOR), capacity=Capacity.CARETAKER)
    assert barred_by(case.when(DECREE, act)) == ["E12", "ministerial_consent", "technical_consideration"]


# The north's regent was inaugurated on 20 March 2025.
IN_A_WINDOW = heads(Term("17.03", inaugurated_on=date(2025, 3, 20)))


def test_a_window_that_opened_midway_stops_the_replacement_of_an_official() -> None:
    case = siti_before("decree")
    post = case.facts.origin.post
    leading = replace(post.described, position=replace(post.described.position, kind=PositionKind.SUPERVISOR))
    case.knowing(
        terms=IN_A_WINDOW,
        origin=replace(case.facts.origin, post=replace(post, described=leading)),
    )
    assert barred_by(case.when(DECREE, BY_REGENT)) == ["E12", "ministerial_consent"]


def test_a_window_does_not_bind_plain_staff() -> None:
    case = siti_before("decree")
    case.knowing(terms=IN_A_WINDOW)
    case.when(DECREE, BY_REGENT).then_kinds(EligibilityEvaluated, DecreeIssued, StepOpened, StepNotRequired)


# The appointment


APPOINT = IssueAppointment("appointment", "821/30", CITY_MATHS_ID, date(2025, 10, 1))


def test_between_agencies_the_receiving_authority_appoints_after_the_decree() -> None:
    case = budi_before("appointment")
    assert case.state.decree is not None
    case.when(APPOINT, act_of(*MAYOR, on(2025, 9, 29))).then(
        PostAppointmentIssued("appointment", "821/30", CITY_MATHS_ID, date(2025, 10, 1)),
        StepOpened("service", office_id(*CITY_PERSONNEL), date(2025, 9, 29), date(2025, 10, 6)),
        StepNotRequired("replacement_report", Condition.REPLACED_IN_WINDOW),
    )
    assert case.state.status is Status.APPOINTED


def test_the_appointment_names_the_post_and_does_not_precede_the_decree() -> None:
    mayor = act_of(*MAYOR, on(2025, 9, 29))
    budi_before("appointment").when(replace(APPOINT, post=NORTH_MATHS_ID), mayor).then_refused(PostsDiffer)
    budi_before("appointment").when(replace(APPOINT, effective_on=date(2025, 9, 30)), mayor).then_refused(
        DatesOutOfOrder
    )
    budi_before("decree").when(APPOINT, mayor).then_refused(StepNotOpen)


# Service


def test_the_decision_is_served_between_the_decree_and_today() -> None:
    act = act_of(*NORTH_PERSONNEL, on(2025, 3, 26))
    for day in (date(2025, 3, 23), date(2025, 3, 27)):
        siti_before("service").when(ServeDecision("service", day, "langsung"), act).then_refused(
            DatesOutOfOrder
        )
    for day in (date(2025, 3, 24), date(2025, 3, 26)):
        case = siti_before("service").when(ServeDecision("service", day, "langsung"), act)
        assert case.last[0] == DecisionServed("service", day, "langsung")


def test_plain_staff_are_not_inaugurated() -> None:
    act = act_of(*NORTH_PERSONNEL, on(2025, 3, 26))
    case = siti_before("service").when(ServeDecision("service", date(2025, 3, 26), "langsung"), act)
    case.then(
        DecisionServed("service", date(2025, 3, 26), "langsung"),
        StepNotRequired("inauguration", "INAUGURATION_NEEDED"),
        StepOpened("duty_start", office_id(*HEALTH_HEAD), date(2025, 4, 14), date(2025, 4, 22)),
    )


# Inauguration


@pytest.mark.parametrize(
    "kind", [PositionKind.SENIOR_EXECUTIVE, PositionKind.ADMINISTRATOR, PositionKind.SUPERVISOR]
)
def test_managerial_officials_are_inaugurated(kind: PositionKind) -> None:
    case = siti_before("service")
    post = case.facts.target.post
    leading = replace(post.described, position=replace(post.described.position, kind=kind))
    case.knowing(target=replace(case.facts.target, post=replace(post, described=leading)))
    act = act_of(*NORTH_PERSONNEL, on(2025, 3, 26))
    case.when(ServeDecision("service", date(2025, 3, 26), "langsung"), act)
    assert case.state.open["inauguration"].office == office_id(*REGENT)


def test_functional_officials_are_inaugurated_between_service_and_today() -> None:
    act = act_of(*MAYOR, on(2025, 10, 1))
    for day in (date(2025, 9, 29), date(2025, 10, 2)):
        budi_before("inauguration").when(HoldInauguration("inauguration", day, "BA-9"), act).then_refused(
            DatesOutOfOrder
        )
    case = budi_before("inauguration")
    case.when(HoldInauguration("inauguration", date(2025, 10, 1), "BA-9"), act)
    case.then(
        InaugurationHeld("inauguration", date(2025, 10, 1), "BA-9"),
        StepOpened("duty_start", office_id(*CITY_SCHOOLS_HEAD), date(2025, 10, 1), date(2025, 10, 8)),
    )
    assert case.state.status is Status.INAUGURATED


# Start of duty


def test_duty_starts_and_three_reviews_are_set() -> None:
    case = siti_before("duty_start")
    act = act_of(*HEALTH_HEAD, on(2025, 4, 14))
    case.when(StartDuty("duty_start", date(2025, 4, 14), "SPMT-12", NEW_POST_ID), act).then(
        DutyStarted("duty_start", date(2025, 4, 14), "SPMT-12", NEW_POST_ID),
        EvaluationScheduled(3, date(2025, 7, 14), date(2025, 8, 4)),
        EvaluationScheduled(6, date(2025, 10, 14), date(2025, 11, 4)),
        EvaluationScheduled(12, date(2026, 4, 14), date(2026, 5, 6)),
        StepOpened("payroll", office_id(*NORTH_PERSONNEL), date(2025, 4, 14), date(2025, 5, 16)),
        StepOpened("national_record", office_id(*NORTH_PERSONNEL), date(2025, 4, 14), date(2025, 5, 16)),
    )
    assert case.state.status is Status.EVALUATING


def test_duty_starts_in_the_named_post_on_a_day_that_has_come() -> None:
    act = act_of(*HEALTH_HEAD, on(2025, 4, 14))
    elsewhere = StartDuty("duty_start", date(2025, 4, 14), "SPMT-12", OLD_POST_ID)
    siti_before("duty_start").when(elsewhere, act).then_refused(PostsDiffer)
    tomorrow = StartDuty("duty_start", date(2025, 4, 15), "SPMT-12", NEW_POST_ID)
    siti_before("duty_start").when(tomorrow, act).then_refused(DatesOutOfOrder)


def test_duty_does_not_start_before_the_decree_is_in_effect() -> None:
    early = StartDuty("duty_start", date(2025, 4, 13), "SPMT-12", NEW_POST_ID)
    siti_before("duty_start").when(early, act_of(*HEALTH_HEAD, on(2025, 4, 14))).then_refused(DatesOutOfOrder)


def start(day: date, at: datetime) -> tuple[StartDuty, object]:
    return StartDuty("duty_start", day, "SPMT-3", CITY_MATHS_ID), act_of(*CITY_SCHOOLS_HEAD, at)


def test_duty_does_not_start_before_appointment_and_inauguration_are_in_effect() -> None:
    case = budi_before("appointment")
    case.when(replace(APPOINT, effective_on=date(2025, 10, 6)), act_of(*MAYOR, on(2025, 9, 29)))
    case.when(
        ServeDecision("service", date(2025, 9, 30), "langsung"), act_of(*CITY_PERSONNEL, on(2025, 9, 30))
    )
    case.when(HoldInauguration("inauguration", date(2025, 10, 8), "BA-9"), act_of(*MAYOR, on(2025, 10, 8)))
    assert case.refused is None
    for day in (date(2025, 10, 5), date(2025, 10, 7)):
        case.when(*start(day, on(2025, 10, 9))).then_refused(DatesOutOfOrder)
    case.when(*start(date(2025, 10, 8), on(2025, 10, 9)))
    assert isinstance(case.last[0], DutyStarted)


def test_the_governor_decrees_and_nobody_else() -> None:
    """T2a: the decree belongs to the province's authority, not to either regency's (reference 2.1)."""
    case = budi_before("decree")
    assert case.state.open["decree"].office == office_id(*GOVERNOR)
    assert case.facts.decreeing_office == office_id(*GOVERNOR)
    decree = IssueDecree("decree", "824/9", CITY_MATHS_ID, date(2025, 10, 1), "Kekurangan guru", ())
    for authority in (REGENT, MAYOR):
        case.when(decree, act_of(*authority, on(2025, 9, 25))).then_refused(NotTheDecidingOffice)
