"""What the system notes when a day has come: reminders, deadlines that passed, escalation, missed reviews, corrections."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from cast import (
    BUDI_MOVES,
    NORTH,
    NORTH_PANEL,
    NORTH_PERSONNEL,
    NORTH_SECRETARY,
    POLICIES,
    POLICY,
    REGENT,
    SITI_MOVES,
    Move,
    act_of,
    held,
    official,
    on,
)
from given import Case, given
from stories import VERIFIED, balancing_move, file_of, teacher_moves_to_the_city

from domain.act import Act
from domain.calendar import Calendar, LocalCalendar, Zone
from domain.identity import CLOCK, NATION, OfficeKind, office_id
from domain.policy import Side
from domain.refusals import (
    AlreadyNoted,
    CaseIsSuspended,
    DeadlinePassed,
    DeadlineStands,
    EvaluationUnknown,
    FileReturnedForCorrection,
    NotReturned,
    OnlyTheClock,
    StepNotOpen,
    TooEarly,
    TransferNotOpen,
)
from domain.registry.agency import Agency, AgencyKind
from domain.registry.person import Proceeding, ProceedingKind
from domain.transfer.allowed import audience
from domain.transfer.commands import (
    DeclareConflict,
    EscalateStep,
    ExpireTransfer,
    NameSubstitute,
    NoteMissedEvaluation,
    NoteOverdue,
    ReassessCase,
    RecomputeDeadline,
    RecomputeEvaluation,
    RecordEvaluation,
    RefuseStep,
    RemindStep,
    ResubmitFile,
    ReturnFile,
    TransferCommand,
)
from domain.transfer.desk import Audience, desk
from domain.transfer.events import (
    AdjustmentTriggered,
    CaseEscalated,
    DeadlineRecomputed,
    EvaluationDeadlineRecomputed,
    EvaluationMissed,
    EvaluationRecorded,
    StepOverdue,
    StepReminded,
    TransferExpired,
)
from domain.transfer.state import Status

# The file is before the personnel office since Monday 10 March 2025, for three working days.
STEP, DUE = "file_verification", date(2025, 3, 13)
OFFICE = office_id(*NORTH_PERSONNEL)
NOTES = (RemindStep(STEP), NoteOverdue(STEP), EscalateStep(STEP), RecomputeDeadline(STEP))
RETURN = ReturnFile(STEP, "ABK tidak ada", ("D03",))


def requested(**facts: object) -> Case:
    return given(SITI_MOVES).knowing(**facts).given(balancing_move(), until="VerifyFile")


def clock(at: datetime) -> Act:
    return Act(CLOCK, at, uuid4(), POLICY.version)


def corrected(version: str = "kalender-2026.2", *off: date, on_again: tuple[date, ...] = ()) -> Calendar:
    known = POLICIES.calendar
    return replace(known, version=version, days_off=(known.days_off | {*off}) - {*on_again})


# Reminding


def test_an_office_is_reminded_two_working_days_before_its_deadline() -> None:
    requested().when(RemindStep(STEP), clock(on(2025, 3, 11, 0))).then(StepReminded(STEP, DUE))


def test_not_before() -> None:
    requested().when(RemindStep(STEP), clock(on(2025, 3, 10, 23))).then_refused(TooEarly)


def test_working_days_are_counted_not_days() -> None:
    """Monday 17 March is two working days after Thursday 13 March, which lies before a week end."""
    case = requested(calendar=corrected("x", date(2025, 3, 11), date(2025, 3, 12)))
    case.when(RemindStep(STEP), clock(on(2025, 3, 12))).then_refused(TooEarly)
    case.when(RemindStep(STEP), clock(on(2025, 3, 13))).then(StepReminded(STEP, date(2025, 3, 17)))


def test_the_last_day_is_not_too_late_for_a_reminder_the_day_after_is() -> None:
    requested().when(RemindStep(STEP), clock(on(2025, 3, 13, 23))).then(StepReminded(STEP, DUE))
    requested().when(RemindStep(STEP), clock(on(2025, 3, 14, 0))).then_refused(DeadlinePassed)


# Overdue


@pytest.mark.parametrize(
    ("zone", "ends"),
    [
        (Zone.WIB, datetime(2025, 3, 13, 17, tzinfo=UTC)),
        (Zone.WITA, datetime(2025, 3, 13, 16, tzinfo=UTC)),
        (Zone.WIT, datetime(2025, 3, 13, 15, tzinfo=UTC)),
    ],
)
def test_a_deadline_ends_with_its_day_in_the_deciding_offices_zone(zone: Zone, ends: datetime) -> None:
    facts = given(SITI_MOVES).facts
    there = replace(facts.target, agency=replace(NORTH, zone=zone))
    last_second = ends - timedelta(seconds=1)
    case = requested(target=there)
    case.when(NoteOverdue(STEP), clock(last_second)).then_refused(TooEarly)
    case.when(NoteOverdue(STEP), clock(ends)).then(StepOverdue(STEP, OFFICE, DUE, 1))


def test_the_origins_offices_live_in_the_origins_zone_the_receivers_in_its_own() -> None:
    facts = given(BUDI_MOVES).facts
    facts = replace(
        facts,
        origin=replace(facts.origin, agency=replace(facts.origin.agency, zone=Zone.WIT)),
        target=replace(facts.target, agency=replace(facts.target.agency, zone=Zone.WITA)),
    )
    zones = {name: facts.zone_of(step) for name, step in facts.route.steps.items()}
    assert zones["audit_clearance"] is zones["origin_release"] is Zone.WIT
    assert zones["file_verification"] is zones["receiving_proposal"] is Zone.WITA
    assert zones["governor_forward"] is Zone.WITA  # a province lies in one zone, with all its regencies
    assert zones["ministerial_consent"] is Zone.WIB


def test_bkns_regional_office_may_lie_in_another_zone_than_the_regency() -> None:
    case = given(BUDI_MOVES).given(teacher_moves_to_the_city(), until="technical_consideration")
    due_on = case.state.open["technical_consideration"].due_on
    case.knowing(bkn=Agency("kanreg/IV", "Kanreg IV BKN", AgencyKind.CENTRAL, "Kepala", zone=Zone.WITA))
    ends = datetime(due_on.year, due_on.month, due_on.day, 16, tzinfo=UTC)
    case.when(NoteOverdue("technical_consideration"), clock(ends - timedelta(seconds=1))).then_refused(
        TooEarly
    )
    case.when(NoteOverdue("technical_consideration"), clock(ends)).then_kinds(StepOverdue)


def test_it_is_told_how_many_working_days_late_it_was_noted() -> None:
    for at, late in ((on(2025, 3, 14), 1), (on(2025, 3, 16), 1), (on(2025, 3, 17), 2), (on(2025, 4, 14), 15)):
        requested().when(NoteOverdue(STEP), clock(at)).then(StepOverdue(STEP, OFFICE, DUE, late))


# Escalating


def test_three_working_days_later_the_authorised_official_is_told() -> None:
    case = requested()
    case.when(EscalateStep(STEP), clock(on(2025, 3, 17, 23))).then_refused(TooEarly)
    told = office_id(*NORTH_SECRETARY)
    case.when(EscalateStep(STEP), clock(on(2025, 3, 18, 0))).then(CaseEscalated(STEP, told, DUE))


def test_who_is_told_may_read_the_case_from_then_on() -> None:
    holding = held(*NORTH_SECRETARY)
    case = requested()
    assert audience(case.state, case.facts, official(*NORTH_SECRETARY), (holding,)) is None
    case.when(EscalateStep(STEP), clock(on(2025, 3, 18)))
    case.when(VERIFIED, act_of(*NORTH_PERSONNEL, on(2025, 3, 18))).then_kinds(*map(type, case.last))
    assert audience(case.state, case.facts, official(*NORTH_SECRETARY), (holding,)) is Audience.OFFICIAL


def test_the_decision_stays_with_the_office_whose_step_it_is() -> None:
    case = requested()
    case.when(NoteOverdue(STEP), clock(on(2025, 3, 18))).when(EscalateStep(STEP), clock(on(2025, 3, 18)))
    case.when(VERIFIED, act_of(*NORTH_PERSONNEL, on(2025, 3, 18)))
    assert case.refused is None


def test_a_step_of_the_authorised_official_is_escalated_to_the_authority() -> None:
    case = given(SITI_MOVES).given(balancing_move(), until="ForwardProposal")
    case.when(EscalateStep("authorised_official"), clock(on(2025, 5, 5)))
    assert isinstance(case.last[0], CaseEscalated)
    assert case.last[0].to_office == office_id(*REGENT)


def test_every_step_of_every_route_is_escalated_to_an_office_of_its_own_that_exists() -> None:
    with_secretary = {
        Side.ORIGIN_AGENCY,
        Side.RECEIVING_AGENCY,
        Side.PROVINCE,
        Side.ORIGIN_REGIONAL_OFFICE,
        Side.RECEIVING_REGIONAL_OFFICE,
    }
    for route in POLICY.routes.values():
        for step in route.steps.values():
            if step.escalates_to is None:
                assert step.side in with_secretary, (route.type, step.name)
                assert step.office is not POLICY.escalates_to, (route.type, step.name)
            else:
                to = step.escalates_to
                assert (to.office, to.side) != (step.office, step.side), (route.type, step.name)


@pytest.mark.parametrize(
    ("move", "step", "told"),
    [
        (SITI_MOVES, "origin_release", NORTH_SECRETARY),
        (SITI_MOVES, "receiving_acceptance", NORTH_SECRETARY),
        (BUDI_MOVES, "origin_release", NORTH_SECRETARY),
        (BUDI_MOVES, "technical_consideration", (OfficeKind.BKN_HEAD, NATION)),
    ],
)
def test_who_is_told_belongs_to_the_agency_that_is_late(
    move: Move, step: str, told: tuple[OfficeKind, UUID]
) -> None:
    facts = given(move).facts
    assert facts.escalation_office(facts.route.steps[step]) == office_id(*told)


# Once, and by nobody else


@pytest.mark.parametrize(
    ("note", "at"),
    [
        (RemindStep(STEP), on(2025, 3, 12)),
        (NoteOverdue(STEP), on(2025, 3, 14)),
        (EscalateStep(STEP), on(2025, 3, 18)),
    ],
)
def test_each_is_noted_once(note: TransferCommand, at: datetime) -> None:
    requested().given([(note, clock(at))]).when(note, clock(at)).then_refused(AlreadyNoted)


@pytest.mark.parametrize("note", [*NOTES, NoteMissedEvaluation(3)])
def test_people_note_no_deadlines(note: TransferCommand) -> None:
    at = on(2025, 4, 14)
    requested().when(note, act_of(*NORTH_PERSONNEL, at)).then_refused(OnlyTheClock)
    requested().when(note, replace(clock(at), office=OFFICE)).then_refused(OnlyTheClock)


@pytest.mark.parametrize("note", NOTES)
def test_a_step_that_is_not_open_has_no_clock(note: TransferCommand) -> None:
    case = given(SITI_MOVES).given(balancing_move(), until="audit_clearance")
    case.when(note, clock(on(2025, 4, 14))).then_refused(StepNotOpen)


@pytest.mark.parametrize("note", [*NOTES, NoteMissedEvaluation(3)])
def test_a_case_that_has_ended_has_no_clocks(note: TransferCommand) -> None:
    case = given(SITI_MOVES).given(balancing_move(), until="authorised_official")
    refusing = act_of(*REGENT, on(2025, 4, 14))
    case.given([(c, a) for c, a in balancing_move() if getattr(c, "step", "") == "authorised_official"])
    case.given([(RefuseStep("decree", "Formasi dibatalkan"), refusing)])
    case.when(note, clock(on(2025, 5, 14))).then_refused(TransferNotOpen)


def test_notes_of_the_clock_change_nothing_of_what_a_decider_is_shown() -> None:
    """So that whoever has looked just before midnight may still decide just after it."""
    case = requested()
    before = desk(case.state, case.facts, Audience.OFFICIAL)
    case.when(NoteOverdue(STEP), clock(on(2025, 3, 18))).when(EscalateStep(STEP), clock(on(2025, 3, 18)))
    assert case.refused is None
    assert desk(case.state, case.facts, Audience.OFFICIAL) == before


# Returned files


def test_while_the_file_is_returned_the_clocks_stand_still() -> None:
    case = requested().given([(RETURN, act_of(*NORTH_PERSONNEL, on(2025, 3, 12)))])
    for note in NOTES:
        case.when(note, clock(on(2025, 4, 14))).then_refused(FileReturnedForCorrection)


def test_a_file_that_nobody_brings_back_expires_and_lets_go_of_the_person_and_the_seat() -> None:
    case = requested().given([(RETURN, act_of(*NORTH_PERSONNEL, on(2025, 3, 12)))])
    case.when(ExpireTransfer(), clock(on(2025, 6, 10))).then_refused(TooEarly)
    case.when(ExpireTransfer(), act_of(*NORTH_PERSONNEL, on(2025, 6, 11))).then_refused(OnlyTheClock)
    case.when(ExpireTransfer(), clock(on(2025, 6, 11))).then(TransferExpired(date(2025, 6, 10))).then_closed()
    assert case.state.status is Status.EXPIRED
    case.when(ExpireTransfer(), clock(on(2025, 6, 12))).then_refused(TransferNotOpen)


def test_a_file_that_came_back_or_was_never_sent_back_does_not_expire() -> None:
    case = requested()
    case.when(ExpireTransfer(), clock(on(2025, 6, 11))).then_refused(NotReturned)
    case.given([(RETURN, act_of(*NORTH_PERSONNEL, on(2025, 3, 12)))])
    case.given([(ResubmitFile("Sudah dilengkapi"), act_of(*NORTH_PERSONNEL, on(2025, 6, 10)))])
    case.when(ExpireTransfer(), clock(on(2025, 6, 11))).then_refused(NotReturned)


def test_where_the_law_sets_no_day_a_returned_file_waits() -> None:
    limit = replace(POLICY.limits["resubmission_days"], value=0)
    policy = replace(POLICY, limits={**POLICY.limits, "resubmission_days": limit})
    case = requested(policy=policy).given([(RETURN, act_of(*NORTH_PERSONNEL, on(2025, 3, 12)))])
    case.when(ExpireTransfer(), clock(on(2027, 3, 12))).then_refused(NotReturned)


def test_a_resumed_step_starts_anew_with_the_time_it_had_left() -> None:
    """One of three days was used; from Thursday 20 March two are left, and the 24th is the last."""
    case = requested().given([(RemindStep(STEP), clock(on(2025, 3, 11)))])
    case.given([(RETURN, act_of(*NORTH_PERSONNEL, on(2025, 3, 11)))])
    case.given([(ResubmitFile("", file_of("D03")), act_of(*NORTH_PERSONNEL, on(2025, 3, 20)))])
    due_on = date(2025, 3, 24)
    case.when(NoteOverdue(STEP), clock(on(2025, 3, 24))).then_refused(TooEarly)
    case.when(RemindStep(STEP), clock(on(2025, 3, 20))).then(StepReminded(STEP, due_on))
    case.when(NoteOverdue(STEP), clock(on(2025, 3, 25))).then(StepOverdue(STEP, OFFICE, due_on, 1))


# Suspended cases, substitutes


def test_while_the_case_is_suspended_the_clocks_stand_still() -> None:
    case = given(SITI_MOVES).given(balancing_move(), until="IssueDecree")
    accused = {"P-1": Proceeding("P-1", ProceedingKind.DISCIPLINE, "SEDANG", date(2025, 3, 19))}
    case.about(proceedings=accused)
    case.given([(ReassessCase("Ada perubahan keadaan"), act_of(*REGENT, on(2025, 3, 24)))])
    case.when(NoteOverdue("decree"), clock(on(2025, 9, 1))).then_refused(CaseIsSuspended)
    cleared = {"P-1": replace(accused["P-1"], until=date(2025, 5, 2))}
    case.about(proceedings=cleared)
    case.given([(ReassessCase("Perkara selesai"), act_of(*REGENT, on(2025, 5, 5)))])
    case.when(NoteOverdue("decree"), clock(on(2025, 9, 1))).then_kinds(StepOverdue)


def test_a_substitute_takes_over_the_clock_as_it_stands() -> None:
    case = requested().given([(RemindStep(STEP), clock(on(2025, 3, 11)))])
    conflict = DeclareConflict(STEP, "AKTUAL", "Kerabat")
    case.given([(conflict, act_of(*NORTH_PERSONNEL, on(2025, 3, 12)))])
    panel = office_id(*NORTH_PANEL)
    case.given([(NameSubstitute(STEP, panel, "Benturan"), act_of(*REGENT, on(2025, 3, 12)))])
    case.when(RemindStep(STEP), clock(on(2025, 3, 12))).then_refused(AlreadyNoted)
    case.when(NoteOverdue(STEP), clock(on(2025, 3, 14))).then(StepOverdue(STEP, panel, DUE, 1))


# Reviews


def on_duty() -> Case:
    return given(SITI_MOVES).given(balancing_move(), until="AnswerEvaluation")


def test_a_review_not_recorded_by_its_due_date_is_noted_once_as_missed() -> None:
    case = on_duty()
    due_on = case.state.evaluations[3].due_on
    last, day_after = (on(due_on.year, due_on.month, due_on.day + n, 0) for n in (0, 1))
    case.when(NoteMissedEvaluation(3), clock(last)).then_refused(TooEarly)
    case.when(NoteMissedEvaluation(3), clock(day_after)).then(EvaluationMissed(3, tuple(POLICY.reviewers)))
    case.when(NoteMissedEvaluation(3), clock(day_after)).then_refused(AlreadyNoted)
    case.when(NoteMissedEvaluation(9), clock(day_after)).then_refused(EvaluationUnknown)


def test_a_missed_review_may_still_be_recorded_and_a_recorded_one_is_not_missed() -> None:
    case = on_duty().given([(NoteMissedEvaluation(3), clock(on(2025, 8, 5)))])
    record = RecordEvaluation(3, "CONTINUE", (), "Terlambat, tetapi lancar.")
    case.when(record, act_of(*NORTH_PERSONNEL, on(2025, 8, 6)))
    case.then_kinds(EvaluationRecorded, AdjustmentTriggered)
    case.when(NoteMissedEvaluation(3), clock(on(2025, 8, 7))).then_refused(AlreadyNoted)


# Corrected calendars


def test_a_new_day_off_moves_the_deadline_of_an_open_step() -> None:
    case = requested().knowing(calendar=corrected("kalender-2026.2", date(2025, 3, 12)))
    moved = DeadlineRecomputed(STEP, date(2025, 3, 14), "kalender-2026.2")
    case.when(RecomputeDeadline(STEP), clock(on(2025, 3, 11))).then(moved)
    assert case.state.open[STEP].opened_on == date(2025, 3, 10)
    case.when(NoteOverdue(STEP), clock(on(2025, 3, 14))).then_refused(TooEarly)
    case.when(NoteOverdue(STEP), clock(on(2025, 3, 15))).then_kinds(StepOverdue)


def test_a_working_day_that_was_thought_off_moves_it_forward() -> None:
    before, after = corrected("kalender-2026.1", date(2025, 3, 12)), corrected("kalender-2026.2")
    case = requested(calendar=before).knowing(calendar=after)
    case.when(RecomputeDeadline(STEP), clock(on(2025, 3, 11))).then(
        DeadlineRecomputed(STEP, DUE, "kalender-2026.2")
    )


def test_what_was_used_before_a_return_stays_used() -> None:
    """One day used until the 11th; two left from the 13th, of which the 14th is a day off now."""
    case = requested().given([(RETURN, act_of(*NORTH_PERSONNEL, on(2025, 3, 11)))])
    case.given([(ResubmitFile("", file_of("D03")), act_of(*NORTH_PERSONNEL, on(2025, 3, 13)))])
    assert case.state.open[STEP].due_on == date(2025, 3, 17)
    case.knowing(calendar=corrected("kalender-2026.2", date(2025, 3, 14)))
    case.when(RecomputeDeadline(STEP), clock(on(2025, 3, 13)))
    case.then(DeadlineRecomputed(STEP, date(2025, 3, 18), "kalender-2026.2"))


def test_the_same_deadline_is_not_recomputed() -> None:
    case = requested().knowing(calendar=corrected("kalender-2026.2", date(2025, 12, 12)))
    case.when(RecomputeDeadline(STEP), clock(on(2025, 3, 11))).then_refused(DeadlineStands)


def test_an_older_calendar_does_not_move_it_back() -> None:
    """While a service with the old file still runs beside the new one."""
    new = corrected("kalender-2026.10", date(2025, 3, 12))
    case = requested().knowing(calendar=new).given([(RecomputeDeadline(STEP), clock(on(2025, 3, 11)))])
    case.knowing(calendar=corrected("kalender-2026.9"))
    case.when(RecomputeDeadline(STEP), clock(on(2025, 3, 11))).then_refused(DeadlineStands)


def test_a_deadline_that_has_passed_is_not_moved() -> None:
    case = requested().knowing(calendar=corrected("kalender-2026.2", date(2025, 3, 12)))
    case.when(RecomputeDeadline(STEP), clock(on(2025, 3, 14, 0))).then_refused(DeadlinePassed)


def test_nor_is_one_moved_into_the_past() -> None:
    before, after = corrected("kalender-2026.1", date(2025, 3, 12)), corrected("kalender-2026.2")
    case = requested(calendar=before).knowing(calendar=after)
    case.when(RecomputeDeadline(STEP), clock(on(2025, 3, 14))).then_refused(DeadlinePassed)


def test_a_new_day_off_moves_the_last_day_of_a_review() -> None:
    """The first review is open from 14 July 2025 for fifteen working days, to 4 August."""
    case = on_duty().knowing(calendar=corrected("kalender-2026.2", date(2025, 7, 30)))
    moved = EvaluationDeadlineRecomputed(3, date(2025, 8, 5), "kalender-2026.2")
    case.when(RecomputeEvaluation(3), clock(on(2025, 7, 29))).then(moved)
    assert case.state.evaluations[3].due_on == date(2025, 8, 5)
    case.when(NoteMissedEvaluation(3), clock(on(2025, 8, 5))).then_refused(TooEarly)
    case.when(RecomputeEvaluation(3), clock(on(2025, 7, 29))).then_refused(DeadlineStands)
    case.when(RecomputeEvaluation(9), clock(on(2025, 7, 29))).then_refused(EvaluationUnknown)


def test_the_last_day_of_a_review_stays_once_it_has_passed_or_the_review_was_missed() -> None:
    case = on_duty().knowing(calendar=corrected("kalender-2026.2", date(2025, 7, 30)))
    case.when(RecomputeEvaluation(3), clock(on(2025, 8, 5))).then_refused(DeadlinePassed)
    case.when(RecomputeEvaluation(3), act_of(*NORTH_PERSONNEL, on(2025, 7, 29))).then_refused(OnlyTheClock)
    case.given([(NoteMissedEvaluation(3), clock(on(2025, 8, 5)))])
    case.when(RecomputeEvaluation(3), clock(on(2025, 8, 5))).then_refused(AlreadyNoted)


def test_an_office_counts_by_the_days_of_its_region() -> None:
    days = LocalCalendar("kalender-17.03-2025.1", "17.03", frozenset({date(2025, 3, 12)}))
    here = {"17.03": POLICIES.calendar.with_local(days)}
    case = requested(local_calendars=here)
    assert case.state.open[STEP].due_on == date(2025, 3, 14)
    case.when(RemindStep(STEP), clock(on(2025, 3, 11))).then(StepReminded(STEP, date(2025, 3, 14)))
    elsewhere = {"17.71": POLICIES.calendar.with_local(replace(days, region_code="17.71"))}
    assert requested(local_calendars=elsewhere).state.open[STEP].due_on == DUE


def test_days_a_region_publishes_move_what_is_open_and_name_both_calendars() -> None:
    days = LocalCalendar("kalender-17-2025.1", "17", frozenset({date(2025, 3, 12)}))
    case = requested().knowing(local_calendars={"17": POLICIES.calendar.with_local(days)})
    case.when(RecomputeDeadline(STEP), clock(on(2025, 3, 11)))
    case.then(DeadlineRecomputed(STEP, date(2025, 3, 14), "kalender-2026.1+kalender-17-2025.1"))


def test_versions_of_the_calendar_count_up() -> None:
    assert corrected("kalender-2026.1+kalender-17-2025.1").corrects("kalender-2026.1")
    assert corrected("kalender-2026.1+kalender-17-2025.2").corrects("kalender-2026.1+kalender-17-2025.1")
    assert corrected("kalender-2026.2").corrects("kalender-2026.1+kalender-17-2025.2")
    assert corrected("kalender-2026.10").corrects("kalender-2026.9")
    assert corrected("kalender-2027.1").corrects("kalender-2026.10")
    assert not corrected("kalender-2026.1").corrects("kalender-2026.1")
