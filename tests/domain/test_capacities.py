"""What acting officials (Plt, Plh) and caretakers (Pj) may not do, and what a caretaker needs first (reference 1.2)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from cast import (
    BUDI_MOVES,
    CITY_ID,
    CITY_MATHS_ID,
    CITY_PERSONNEL,
    CITY_SCHOOLS_ID,
    GOVERNOR,
    MAYOR,
    MINISTER,
    NORTH_SECRETARY,
    POLICY,
    REGENT,
    SITI_MOVES,
    act_of,
    heads,
    official,
    on,
    own_act,
)
from flagging import evidence, flags
from given import Case, given
from stories import balancing_move, teacher_moves_to_the_city

from domain.act import Act, Capacity
from domain.identity import CLOCK, OfficeKind, office_id
from domain.policy import Hindrance, Policy, Term, TransferType
from domain.refusals import (
    AlreadyDecreed,
    DatesOutOfOrder,
    DecreeSuspendedNow,
    NoAuthority,
    NotEligible,
    NotTheDecidingOffice,
    ReasonRequired,
    StepAwaitsAnother,
    StepNotOpen,
    TooEarly,
)
from domain.registry.tenure import Tenure
from domain.transfer import commands
from domain.transfer.allowed import Holding, allowed
from domain.transfer.caretakers import not_asked
from domain.transfer.commands import TransferCommand
from domain.transfer.desk import Audience, desk
from domain.transfer.events import (
    ConsentGranted,
    ConsentRefused,
    PostAppointmentIssued,
    ReplacementReported,
    StepLeftUndone,
    StepNotRequired,
    StepOpened,
    StepOverdue,
    StepPaused,
    StepResumed,
)
from domain.transfer.lawfulness import Demands, faults


def barred(policy: Policy) -> list[dict[str, str | int]]:
    return [each.values for each in faults(policy, Demands({})) if each.fact == "law_step_barred"]


STAND_INS = (Capacity.ACTING, Capacity.DAILY_ACTING)
LAW = "Plt dan Plh"


def refused_with_the_article(case: Case) -> str:
    case.then_refused(NoAuthority)
    assert case.refused is not None
    (violation,) = case.refused.violations
    assert violation.rule == "CAPACITY"
    return violation.legal_basis


# Appointing, moving, forwarding


@pytest.mark.parametrize("capacity", STAND_INS)
@pytest.mark.parametrize(
    ("step", "office"),
    [
        ("receiving_proposal", MAYOR),
        ("governor_forward", GOVERNOR),
        ("decree", GOVERNOR),
        ("appointment", MAYOR),
        ("inauguration", MAYOR),
    ],
)
def test_a_stand_in_neither_proposes_nor_forwards_nor_moves_between_agencies(
    step: str, office: tuple[OfficeKind, object], capacity: Capacity
) -> None:
    case, (command, act) = budi_before(step)
    case.when(command, replace(act, capacity=capacity))
    assert LAW in refused_with_the_article(case)


@pytest.mark.parametrize("capacity", STAND_INS)
def test_within_the_agency_a_stand_in_passes_the_proposal_on(capacity: Capacity) -> None:
    case = given(SITI_MOVES).given(balancing_move(), until="authorised_official")
    act = act_of(*NORTH_SECRETARY, on(2025, 3, 20), capacity)
    case.when(commands.ForwardProposal("authorised_official", "800/101"), act)
    assert case.refused is None


@pytest.mark.parametrize("capacity", STAND_INS)
@pytest.mark.parametrize(
    "command",
    [
        commands.SuspendDecree("Gugatan", "PTUN 3/G/2025"),
        commands.RevokeDecree("C-1", "Keliru", "UU 30/2014"),
        commands.CorrectDecree("R-1", "Nama unit", "Salah ketik"),
    ],
    ids=lambda each: type(each).__name__,
)
def test_a_stand_in_undoes_no_decree(command: TransferCommand, capacity: Capacity) -> None:
    case = given(SITI_MOVES).given(balancing_move(), until="service")
    case.when(command, act_of(*REGENT, on(2025, 3, 25), capacity))
    assert LAW in refused_with_the_article(case)


@pytest.mark.parametrize("capacity", STAND_INS)
def test_a_stand_in_decides_no_objection(capacity: Capacity) -> None:
    case = given(SITI_MOVES).given(balancing_move(), until="service")
    case.when(
        commands.FileObjection("Keberatan"),
        replace(act_of(*REGENT, on(2025, 3, 25)), by=case.state.person, office=None, capacity=None),
    )
    case.when(commands.DecideObjection(True, "K-1", "Beralasan"), act_of(*REGENT, on(2025, 3, 26), capacity))
    assert LAW in refused_with_the_article(case)


@pytest.mark.parametrize("capacity", STAND_INS)
def test_what_a_stand_in_may_not_do_it_may_not_have_done_by_a_substitute(capacity: Capacity) -> None:
    case = given(SITI_MOVES).given(balancing_move(), until="decree")
    case.when(commands.DeclareConflict("decree", "AKTUAL", "Anak"), act_of(*REGENT, on(2025, 3, 21)))
    naming = commands.NameSubstitute("decree", office_id(*MAYOR), "Berhalangan")
    case.when(naming, act_of(*GOVERNOR, on(2025, 3, 21), capacity))
    assert LAW in refused_with_the_article(case)


def test_a_policy_that_lets_a_stand_in_decree_is_not_lawful() -> None:
    route = POLICY.routes[TransferType.WITHIN_AGENCY]
    decree = replace(route.steps["decree"], capacities=(Capacity.DEFINITIVE, Capacity.ACTING))
    changed = replace(route, steps={**route.steps, "decree": decree})
    policy = replace(POLICY, routes={**POLICY.routes, route.type: changed})
    assert {"step": "decree", "capacity": "PLT"}.items() <= barred(policy)[0].items()
    assert not barred(POLICY)


# Caretakers


def budi_before(step: str) -> tuple[Case, tuple[TransferCommand, Act]]:
    """The move between two regencies up to a step, and the command that does it."""
    case, story = given(BUDI_MOVES), teacher_moves_to_the_city()
    for command, act in story:
        if getattr(command, "step", "") == step:
            return case, (command, act)
        case.given(iter([(command, act)]))
    raise AssertionError(step)


def caretaker(office: tuple[OfficeKind, object]) -> Tenure:
    return Tenure(official(*office), Capacity.CARETAKER, date(2025, 1, 1))  # type: ignore[arg-type]


def under(office: tuple[OfficeKind, object]) -> Iterator[tuple[TransferCommand, Act]]:
    """The story with that office held by a caretaker."""
    for command, act in teacher_moves_to_the_city():
        of_the_office = act.office == office_id(*office)  # type: ignore[arg-type]
        yield command, replace(act, capacity=Capacity.CARETAKER) if of_the_office else act


@pytest.mark.parametrize(
    "office", [MAYOR, REGENT, GOVERNOR], ids=["proposes and appoints", "lets go", "decrees"]
)
def test_a_caretaker_who_has_a_part_in_the_move_needs_the_ministers_consent(
    office: tuple[OfficeKind, object],
) -> None:
    case = given(BUDI_MOVES).held(office_id(*office), caretaker(office))  # type: ignore[arg-type]
    case.given(under(office), until="decree")
    assert list(case.state.open) == ["ministerial_consent"]
    consent = commands.GrantConsent("ministerial_consent", "100.2", CITY_MATHS_ID)
    case.when(consent, act_of(*MINISTER, on(2025, 9, 24)))
    assert list(case.state.open) == ["decree"]
    case.given(story_from("decree", office), until="appointment")
    assert case.finding("E12").outcome == "MET"
    case.given(story_from("appointment", office), until="service")


def story_from(step: str, office: tuple[OfficeKind, object]) -> Iterator[tuple[TransferCommand, Act]]:
    started = False
    for command, act in under(office):
        started = started or getattr(command, "step", "") == step
        if started:
            yield command, act


def test_a_caretaker_who_only_passes_the_proposal_on_needs_nothing() -> None:
    secretary = office_id(*NORTH_SECRETARY)
    case = given(SITI_MOVES).held(secretary, caretaker(NORTH_SECRETARY))
    case.given(balancing_move(), until="decree")
    assert case.finding("E12").outcome == "MET"
    assert "ministerial_consent" in case.state.not_required
    assert not POLICY.routes[TransferType.WITHIN_PROVINCE].steps["governor_forward"].decides_move


def test_what_a_definitive_regent_consented_to_does_not_change_under_a_caretaker() -> None:
    case, _ = budi_before("governor_forward")
    case.held(office_id(*REGENT), caretaker(REGENT))
    case.given(story_from("governor_forward", REGENT), until="appointment")
    assert "ministerial_consent" in case.state.not_required


def test_a_caretaker_who_came_after_the_decree_does_not_appoint_without_consent() -> None:
    case, (command, act) = budi_before("appointment")
    case.held(office_id(*MAYOR), caretaker(MAYOR))
    case.when(command, replace(act, capacity=Capacity.CARETAKER)).then_refused(NotEligible)
    assert case.refused is not None
    assert [v.rule for v in case.refused.violations] == ["E12"]
    case.when(command, act)
    assert case.refused is None


def caretaker_is_to_appoint() -> tuple[Case, TransferCommand, Act]:
    """The mayor's office is held by a caretaker since the decree; their act, and the definitive mayor's."""
    case, (command, act) = budi_before("appointment")
    case.held(office_id(*MAYOR), caretaker(MAYOR))
    return case, command, replace(act, capacity=Capacity.CARETAKER)


ASK_MINISTER = commands.ReassessCase("Pj diangkat sesudah keputusan")


def test_who_came_after_the_decree_asks_the_minister_and_then_appoints() -> None:
    case, command, act = caretaker_is_to_appoint()
    case.when(ASK_MINISTER, act).then_kinds(StepOpened, StepPaused)
    assert set(case.state.open) == {"appointment", "ministerial_consent"}, "BKN has advised before the decree"
    case.when(ASK_MINISTER, act).then_refused(AlreadyDecreed)
    case.when(command, act).then_refused(NotEligible)
    minister = act_of(*MINISTER, act.at)
    case.when(commands.ReturnFile("ministerial_consent", "Lengkapi"), minister).then_refused(AlreadyDecreed)
    case.when(commands.GrantConsent("ministerial_consent", "100.2"), minister).then_kinds(
        ConsentGranted, StepResumed
    )
    assert set(case.state.open) == {"appointment"}
    case.when(ASK_MINISTER, act).then_refused(AlreadyDecreed)
    case.when(command, act)
    assert set(case.state.open) == {"service"}
    assert "R10" not in flags(evidence(case.history, case.facts))


def test_the_ministers_no_after_the_decree_undoes_nothing_and_is_not_the_last_word() -> None:
    case, command, act = caretaker_is_to_appoint()
    case.when(ASK_MINISTER, act)
    minister = act_of(*MINISTER, act.at)
    case.when(commands.RefuseStep("ministerial_consent", "Tunggu pejabat definitif"), minister)
    case.then_kinds(ConsentRefused, StepResumed)
    assert not case.state.is_over
    shown = {step["step"]: step for step in desk(case.state, case.facts, Audience.OFFICIAL)["route"]}
    assert (shown["ministerial_consent"]["state"], shown["appointment"]["state"]) == ("REFUSED", "OPEN")
    assert shown["ministerial_consent"]["reason"] == "Tunggu pejabat definitif"
    case.when(command, act).then_refused(NotEligible)
    case.when(ASK_MINISTER, act).then_kinds(StepOpened, StepPaused)
    assert not case.state.refused
    case.when(commands.GrantConsent("ministerial_consent", "100.3"), minister)
    case.when(command, act).then_kinds(PostAppointmentIssued, StepOpened, StepNotRequired)


@pytest.mark.parametrize("refused", [False, True], ids=["unanswered", "refused"])
def test_a_definitive_holder_who_comes_meanwhile_appoints_and_nobody_is_waited_for(refused: bool) -> None:
    case, command, act = caretaker_is_to_appoint()
    case.when(ASK_MINISTER, act)
    if refused:
        case.when(commands.RefuseStep("ministerial_consent", "Tidak"), act_of(*MINISTER, act.at))
    case.held(office_id(*MAYOR), Tenure(official(*MAYOR), Capacity.DEFINITIVE, date(2025, 1, 1)))
    case.when(command, replace(act, capacity=Capacity.DEFINITIVE))
    kinds = (PostAppointmentIssued, StepLeftUndone, StepNotRequired, StepOpened, StepNotRequired)
    case.then_kinds(*(each for each in kinds if not (refused and each is StepLeftUndone)))
    assert set(case.state.open) == {"service"}


def test_it_is_asked_for_by_the_office_that_is_to_appoint_under_a_caretaker_while_the_decree_runs() -> None:
    case, _, act = caretaker_is_to_appoint()
    case.when(ASK_MINISTER, act_of(*NORTH_SECRETARY, act.at)).then_refused(NotTheDecidingOffice)
    case.when(commands.ReassessCase(" "), act).then_refused(ReasonRequired)
    governor = act_of(*GOVERNOR, act.at)
    case.when(commands.SuspendDecree("Diperiksa", "Putusan sela 1"), governor)
    case.when(ASK_MINISTER, act).then_refused(DecreeSuspendedNow)
    definitive, (_, by_mayor) = budi_before("appointment")
    definitive.when(ASK_MINISTER, by_mayor).then_refused(AlreadyDecreed)


def test_what_is_offered_to_a_caretaker_after_the_decree_is_what_will_be_accepted() -> None:
    case, _, act = caretaker_is_to_appoint()
    held = Holding(office_id(*MAYOR), Capacity.CARETAKER, OfficeKind.APPOINTING_AUTHORITY, CITY_ID)

    def offered() -> set[str]:
        own = replace(act, office=None, capacity=None)
        return {each.act for each in allowed(case.state, case.facts, own, (held,))}

    assert "reassess" in offered()
    assert "appoint" not in offered()
    case.when(ASK_MINISTER, act)
    assert not {"reassess", "appoint"} & offered()
    case.when(commands.GrantConsent("ministerial_consent", "100.2"), act_of(*MINISTER, act.at))
    assert "appoint" in offered()


def test_where_bkn_decrees_itself_no_other_advice_of_bkn_is_waited_for() -> None:
    case = given(BUDI_MOVES).given(teacher_moves_to_the_city(), until="receiving_proposal")
    assert not_asked(Hindrance.CARETAKER, case.state, case.facts) == (
        "technical_consideration",
        "ministerial_consent",
    )
    case.knowing(type=TransferType.CENTRE_TO_REGION)
    assert not_asked(Hindrance.CARETAKER, case.state, case.facts) == ("ministerial_consent",)


# A window that opens between the two decrees (reference 1.4)


def window_opens_before_the_appointment() -> tuple[Case, TransferCommand, Act]:
    """Budi is to head the school; a new mayor is inaugurated on the day before the appointment."""
    case, (command, act) = budi_before("appointment")
    target = case.facts.target
    described = target.post.described
    leads = replace(described, position=replace(described.position, leads_unit=True))
    inaugurated = Term("17.71", inaugurated_on=act.at.date() - timedelta(days=1))
    case.knowing(
        target=replace(target, post=replace(target.post, described=leads)),
        terms=heads(inaugurated),
    )
    return case, command, act


def test_a_window_that_opens_after_the_decree_is_asked_about_before_the_appointment() -> None:
    case, command, act = window_opens_before_the_appointment()
    opened, minister = case.state.open["appointment"], act_of(*MINISTER, act.at + timedelta(days=18))
    case.when(command, act).then_refused(NotEligible)
    assert case.refused is not None
    assert [violation.rule for violation in case.refused.violations] == ["E12"]
    case.when(ASK_MINISTER, act).then_kinds(StepOpened, StepPaused)
    paused = case.last[-1]
    assert isinstance(paused, StepPaused)
    assert (paused.step, paused.awaits) == ("appointment", ("ministerial_consent",))
    shown = {step["step"]: step for step in desk(case.state, case.facts, Audience.OFFICIAL)["route"]}
    assert shown["appointment"]["awaits"] == ["ministerial_consent"]

    for noted in (
        commands.RemindStep("appointment"),
        commands.NoteOverdue("appointment"),
        commands.EscalateStep("appointment"),
        commands.RecomputeDeadline("appointment"),
    ):
        case.when(noted, own_act(CLOCK, minister.at)).then_refused(StepAwaitsAnother)

    case.when(commands.GrantConsent("ministerial_consent", "100.2"), minister)
    case.then_kinds(ConsentGranted, StepResumed)
    today, calendar = minister.at.date(), case.facts.calendar
    left = case.facts.route.steps["appointment"].limit - paused.used
    assert case.state.open["appointment"].due_on == calendar.after(today, left) > opened.due_on
    later = replace(act, at=minister.at)
    case.when(command, later)
    assert set(case.state.open) == {"service", "replacement_report"}
    assert "R13" not in flags(evidence(case.history, case.facts)), "the Minister's time is not the mayor's"

    assert case.state.open["replacement_report"].due_on == calendar.after(today, 7)
    report, by_personnel = (
        commands.ReportReplacement("replacement_report", "100.2.2.6/9", today),
        act_of(*CITY_PERSONNEL, later.at),
    )
    for day in (today - timedelta(days=1), today + timedelta(days=1)):
        case.when(replace(report, reported_on=day), by_personnel).then_refused(DatesOutOfOrder)
    case.when(replace(report, step="service"), by_personnel).then_refused(StepNotOpen)
    case.when(report, by_personnel).then(ReplacementReported("replacement_report", "100.2.2.6/9", today))
    assert set(case.state.open) == {"service"}


def reported_late() -> Case:
    """Budi's replacement in a window: he is inaugurated and on duty before the Minister is told, a day too late."""
    case, appointing, act = window_opens_before_the_appointment()
    case.when(ASK_MINISTER, act)
    at = act.at + timedelta(days=18)
    case.when(commands.GrantConsent("ministerial_consent", "100.2"), act_of(*MINISTER, at))
    case.when(appointing, replace(act, at=at))
    day, post = at.date(), case.state.target_post
    due_on, personnel = case.state.open["replacement_report"].due_on, act_of(*CITY_PERSONNEL, at)
    schools = act_of(OfficeKind.REGIONAL_OFFICE_HEAD, CITY_SCHOOLS_ID, at)
    for command, by, then_open in (
        (commands.ServeDecision("service", day, "langsung"), personnel, {"inauguration"}),
        (commands.HoldInauguration("inauguration", day, "BA-9"), act_of(*MAYOR, at), {"duty_start"}),
        (commands.StartDuty("duty_start", day, "SPMT-3", post), schools, {"payroll", "national_record"}),
    ):
        case.when(command, by)
        assert set(case.state.open) == {"replacement_report", *then_open}, case.refused
    assert case.state.started_on == day

    case.when(commands.NoteOverdue("replacement_report"), own_act(CLOCK, at)).then_refused(TooEarly)
    late = datetime.combine(due_on + timedelta(days=1), time(1), at.tzinfo)
    case.when(commands.NoteOverdue("replacement_report"), own_act(CLOCK, late)).then_kinds(StepOverdue)
    report = commands.ReportReplacement("replacement_report", "100.2.2.6/9", late.date())
    case.when(report, act_of(*CITY_PERSONNEL, late)).then_kinds(ReplacementReported)
    assert set(case.state.open) == {"payroll", "national_record"}
    return case


def test_nobody_waits_for_the_report_of_a_replacement_but_the_clocks_do_not_forget_it() -> None:
    case = reported_late()
    assert (
        case.kinds.index("DutyStarted")
        < case.kinds.index("StepOverdue")
        < case.kinds.index("ReplacementReported")
    )
    assert "R10" not in flags(evidence(case.history, case.facts)), "nothing was out of order"


def test_a_window_outside_whose_scope_the_post_is_asks_nothing_of_the_appointment() -> None:
    case, command, act = window_opens_before_the_appointment()
    plain, _ = budi_before("appointment")
    case.knowing(target=plain.facts.target)
    case.when(ASK_MINISTER, act).then_refused(AlreadyDecreed)
    case.when(command, act).then_kinds(PostAppointmentIssued, StepOpened, StepNotRequired)


def test_a_window_that_closes_again_is_not_waited_for() -> None:
    case, command, act = window_opens_before_the_appointment()
    case.when(ASK_MINISTER, act)
    case.knowing(terms=heads())
    case.when(command, act).then_kinds(
        PostAppointmentIssued, StepLeftUndone, StepNotRequired, StepOpened, StepNotRequired
    )


def test_a_suspended_decree_starts_no_clock_that_stood_still_for_another_office() -> None:
    case, _, act = window_opens_before_the_appointment()
    case.when(ASK_MINISTER, act)
    governor = act_of(*GOVERNOR, act.at)
    case.when(commands.SuspendDecree("Diperiksa", "Putusan sela 1"), governor)
    case.when(commands.LiftSuspension("Selesai diperiksa"), governor)
    assert case.state.open["appointment"].awaits == ("ministerial_consent",)
    assert [event.step for event in case.last if isinstance(event, StepResumed)] == ["ministerial_consent"]
