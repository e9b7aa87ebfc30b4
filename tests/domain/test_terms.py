"""A posting for a term: it begins with the duty, is announced, renewed once, ended by its day, and leads back."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from cast import (
    BUDI,
    BUDI_IS_REDISTRIBUTED,
    BUDI_MOVES,
    BUDI_TO_PRIVATE_SCHOOL,
    CITY_MATHS_ID,
    NORTH_MATHS_ID,
    NORTH_PERSONNEL,
    PRIVATE_MATHS_ID,
    REGENT,
    SCHOOLS_HEAD,
    act_of,
    on,
    own_act,
)
from given import Case, given
from stories import SCORES, teacher_is_redistributed, teacher_moves_to_the_city

from domain.act import Act, Capacity
from domain.identity import CLOCK, office_id, person_id
from domain.policy import Role
from domain.refusals import (
    AlreadyNoted,
    DatesOutOfOrder,
    DeadlinePassed,
    DeadlineStands,
    DecreeSuspendedNow,
    NoAuthority,
    NoTermRunning,
    NotTheDecidingOffice,
    OnlyTheClock,
    OwnTransfer,
    ReasonRequired,
    RouteUnknown,
    StepNotOpen,
    TermNotRenewable,
    TooEarly,
    TransferNotOpen,
)
from domain.registry.unit import UnitKind
from domain.transfer.commands import (
    AnswerEvaluation,
    EndTerm,
    LiftSuspension,
    RecomputeDeadline,
    RecordEvaluation,
    RemindTerm,
    RenewTerm,
    ReportReturn,
    RevokeDecree,
    StartDuty,
    SuspendDecree,
)
from domain.transfer.desk import Audience, desk
from domain.transfer.events import (
    DeadlineRecomputed,
    DecreeRevoked,
    DutyStarted,
    EvaluationCancelled,
    EvaluationRecorded,
    EvaluationScheduled,
    GoalResult,
    GoalScore,
    ReturnedToPost,
    ReturnReported,
    StepLeftUndone,
    StepNotRequired,
    StepOpened,
    TermBegan,
    TermEnded,
    TermReminded,
    TermRenewed,
    TransferClosed,
)
from domain.transfer.facts import choose_route
from domain.transfer.state import Status

LAST_DAY, REMINDER = date(2029, 9, 30), date(2029, 3, 30)
RENEWS = RenewTerm("term_end", "821/90/2029", "Masih tidak ada guru matematika")
RETURNS = ReportReturn("return_to_origin", date(2029, 10, 3), "SPMT-41/2029")


def clock(at: datetime) -> Act:
    return own_act(CLOCK, at)


def posted() -> Case:
    return given(BUDI_TO_PRIVATE_SCHOOL).given(teacher_is_redistributed())


def reminded() -> Case:
    return posted().given([(RemindTerm(), clock(on(2029, 3, 30)))])


def renewed() -> Case:
    return reminded().given([(RENEWS, act_of(*REGENT, on(2029, 5, 2)))])


def ended() -> Case:
    return reminded().given([(EndTerm(), clock(on(2029, 10, 1, 0)))])


# It begins


def test_with_the_duty_at_a_private_school_four_years_begin() -> None:
    case = given(BUDI_TO_PRIVATE_SCHOOL).given(teacher_is_redistributed(), until="duty_start")
    starts, act = next(each for each in teacher_is_redistributed() if isinstance(each[0], StartDuty))
    case.when(starts, act)
    case.then_kinds(DutyStarted, *[EvaluationScheduled] * 3, TermBegan, StepOpened, StepOpened)
    assert case.last[4] == TermBegan("term_end", date(2025, 10, 1), LAST_DAY, REMINDER)
    assert set(case.state.open) == {"payroll", "national_record"}
    assert case.state.status is Status.EVALUATING


def test_at_a_state_school_no_term_begins() -> None:
    case = given(BUDI_IS_REDISTRIBUTED).given(teacher_is_redistributed(BUDI_IS_REDISTRIBUTED))
    assert case.state.posting is None
    assert {"term_end", "return_to_origin"} <= case.state.not_required
    assert case.last[-2:] == [
        StepNotRequired("term_end", "PRIVATE_SCHOOL"),
        StepNotRequired("return_to_origin", "PRIVATE_SCHOOL"),
    ]
    case.when(RemindTerm(), clock(on(2030, 1, 2))).then_refused(NoTermRunning)


def test_on_other_routes_none_begins() -> None:
    case = given(BUDI_MOVES).given(teacher_moves_to_the_city())
    case.when(EndTerm(), clock(on(2030, 1, 2))).then_refused(NoTermRunning)


# A second term ends past the calendar


def test_the_return_after_a_second_term_has_a_deadline_that_is_recomputed_once_its_year_is_known() -> None:
    """2033-09-30 is its last day; of 2033 no days off are published in the calendar that ends with 2032."""
    case = renewed().given([(EndTerm(), clock(on(2033, 10, 1, 0)))])
    step = case.facts.route.steps["return_to_origin"]
    opened = case.last[-1]
    assert isinstance(opened, StepOpened)
    assert opened.due_on == case.facts.calendar.after(date(2033, 10, 1), step.limit)
    assert desk(case.state, case.facts, Audience.OFFICIAL)["provisional"] == ["return_to_origin"]
    case.when(RecomputeDeadline("return_to_origin"), clock(on(2033, 10, 2))).then_refused(DeadlineStands)

    off = frozenset({date(2033, 10, 3), date(2033, 10, 4)})
    known = case.facts.calendar
    published = replace(known, version="kalender-2033.1", last_year=2033, days_off=known.days_off | off)
    case.knowing(calendar=published)
    case.when(RecomputeDeadline("return_to_origin"), clock(on(2033, 10, 2)))
    moved = published.after(date(2033, 10, 1), step.limit)
    assert moved > opened.due_on
    case.then(DeadlineRecomputed("return_to_origin", moved, "kalender-2033.1"))
    assert "provisional" not in desk(case.state, case.facts, Audience.OFFICIAL)
    returned = ReportReturn("return_to_origin", date(2033, 10, 5), "SPMT-41/2033")
    case.when(returned, act_of(*SCHOOLS_HEAD, on(2033, 10, 6)))
    assert case.state.status is Status.CLOSED


# Its end is announced


def test_six_months_before_its_end_the_authority_is_asked_what_follows() -> None:
    case = posted()
    case.when(RemindTerm(), clock(on(2029, 3, 29, 23))).then_refused(TooEarly)
    case.when(RemindTerm(), clock(on(2029, 3, 30, 0))).then(
        TermReminded("term_end", LAST_DAY),
        StepOpened("term_end", office_id(*REGENT), date(2029, 3, 30), LAST_DAY),
    )
    case.when(RemindTerm(), clock(on(2029, 3, 31))).then_refused(AlreadyNoted)


def test_after_its_end_nobody_is_reminded_any_more() -> None:
    posted().when(RemindTerm(), clock(on(2029, 10, 1, 0))).then_refused(DeadlinePassed)


@pytest.mark.parametrize("command", [RemindTerm(), EndTerm()])
def test_only_the_clock_reminds_and_ends(command: RemindTerm | EndTerm) -> None:
    posted().when(command, act_of(*REGENT, on(2029, 10, 1))).then_refused(OnlyTheClock)


# It is renewed, once


def test_it_is_renewed_by_the_authority_for_four_years_from_the_day_after_its_last() -> None:
    case = renewed()
    case.then(TermRenewed("term_end", RENEWS.number, RENEWS.reason, date(2033, 9, 30), date(2033, 3, 30)))
    assert case.state.open == {}
    case.when(EndTerm(), clock(on(2029, 10, 1))).then_refused(TooEarly)


def test_a_second_renewal_is_refused_with_the_article() -> None:
    case = renewed().given([(RemindTerm(), clock(on(2033, 3, 30)))])
    case.when(RENEWS, act_of(*REGENT, on(2033, 5, 2))).then_refused(TermNotRenewable)
    assert case.refused is not None
    (violation,) = case.refused.violations
    assert violation.input == "renewed 1 times, at most 1"
    assert "Permendikdasmen 1/2025" in violation.legal_basis


def test_who_may_not_renew() -> None:
    case, may = reminded(), on(2029, 5, 2)
    case.when(RENEWS, act_of(*SCHOOLS_HEAD, may)).then_refused(NotTheDecidingOffice)
    case.when(RENEWS, replace(act_of(*REGENT, may), by=BUDI)).then_refused(OwnTransfer)
    case.when(RENEWS, act_of(*REGENT, may, Capacity.ACTING)).then_refused(NoAuthority)
    case.when(replace(RENEWS, reason=" "), act_of(*REGENT, may)).then_refused(ReasonRequired)
    case.when(RENEWS, act_of(*REGENT, on(2029, 10, 1))).then_refused(DeadlinePassed)
    posted().when(RENEWS, act_of(*REGENT, may)).then_refused(StepNotOpen)


# It ends


def test_the_day_after_its_last_it_ends_and_the_return_is_due() -> None:
    case = reminded()
    case.when(EndTerm(), clock(on(2029, 9, 30, 23))).then_refused(TooEarly)
    case.when(EndTerm(), clock(on(2029, 10, 1, 0))).then(
        TermEnded("term_end", LAST_DAY),
        StepOpened("return_to_origin", office_id(*SCHOOLS_HEAD), date(2029, 10, 1), date(2029, 10, 8)),
    )
    assert case.facts.person.post == PRIVATE_MATHS_ID, "until they report back"
    case.when(EndTerm(), clock(on(2029, 10, 2))).then_refused(NoTermRunning)


def test_it_ends_also_when_nobody_was_reminded() -> None:
    posted().when(EndTerm(), clock(on(2029, 10, 1))).then_kinds(TermEnded, StepOpened)


def test_while_the_decree_is_suspended_it_neither_ends_nor_is_announced() -> None:
    case = posted().given([(SuspendDecree("Gugatan", "PTUN 3/G/2029"), act_of(*REGENT, on(2029, 1, 8)))])
    case.when(RemindTerm(), clock(on(2029, 4, 2))).then_refused(DecreeSuspendedNow)
    case.when(EndTerm(), clock(on(2029, 10, 1))).then_refused(DecreeSuspendedNow)
    case.given([(LiftSuspension("Gugatan dicabut"), act_of(*REGENT, on(2029, 10, 2)))])
    case.when(EndTerm(), clock(on(2029, 10, 2))).then_kinds(TermEnded, StepOpened)


def test_who_has_been_moved_on_meanwhile_stays_where_that_put_them() -> None:
    case = reminded().about(post=CITY_MATHS_ID)
    case.when(EndTerm(), clock(on(2029, 10, 1)))
    case.then_kinds(TermEnded, *[EvaluationCancelled] * 3, TransferClosed).then_closed()
    assert case.facts.person.post == CITY_MATHS_ID


def test_it_ends_and_leads_back_also_while_pay_still_waits_and_that_is_told() -> None:
    case = given(BUDI_TO_PRIVATE_SCHOOL).given(teacher_is_redistributed(), until="payroll")
    case.when(EndTerm(), clock(on(2029, 10, 1))).then_kinds(TermEnded, StepOpened)
    case.when(RETURNS, act_of(*SCHOOLS_HEAD, on(2029, 10, 4)))
    assert [each.step for each in case.last if isinstance(each, StepLeftUndone)] == [
        "payroll",
        "national_record",
    ]
    case.then_closed()


# And leads back


def test_the_person_returns_to_the_post_they_came_from_and_both_seats_change_hands() -> None:
    case = ended()
    case.when(RETURNS, act_of(*SCHOOLS_HEAD, on(2029, 10, 4)))
    case.then_kinds(ReturnReported, ReturnedToPost, *[EvaluationCancelled] * 3, TransferClosed)
    back = date(2029, 10, 3)
    assert case.last[1] == ReturnedToPost(NORTH_MATHS_ID, back, back, supernumerary=False)
    assert case.last[-1] == TransferClosed("RETURNED")
    assert (case.facts.person.post, case.facts.person.post_since) == (NORTH_MATHS_ID, back)
    assert BUDI in case.facts.origin.post.occupants
    assert BUDI not in case.facts.target.post.occupants
    case.then_closed()


def test_a_seat_given_to_others_meanwhile_does_not_keep_them_out() -> None:
    case = ended()
    full = replace(case.facts.origin.post, occupants=frozenset(map(person_id, ("x", "y", "z"))))
    case.knowing(origin=replace(case.facts.origin, post=full))
    case.when(RETURNS, act_of(*SCHOOLS_HEAD, on(2029, 10, 4)))
    assert case.last[1].supernumerary
    assert case.facts.origin.post.supernumerary == 1


def test_the_return_is_neither_before_the_end_nor_in_the_future_and_is_told_by_the_origins_head() -> None:
    case, head = ended(), act_of(*SCHOOLS_HEAD, on(2029, 10, 4))
    for day in (date(2029, 9, 29), date(2029, 10, 5)):
        case.when(replace(RETURNS, returned_on=day), head).then_refused(DatesOutOfOrder)
    case.when(RETURNS, act_of(*NORTH_PERSONNEL, on(2029, 10, 4))).then_refused(NotTheDecidingOffice)
    case.when(replace(RETURNS, step="term_end"), head).then_refused(StepNotOpen)
    case.when(RETURNS, head).when(EndTerm(), clock(on(2029, 10, 5))).then_refused(TransferNotOpen)


def test_the_closing_review_does_not_close_a_posting_and_gives_its_outcome_to_the_return() -> None:
    case, day = posted(), on(2026, 10, 2)
    scored = (GoalScore("24 jam matematika terpenuhi", 4),)
    for months in (3, 6, 12):
        case.given([(AnswerEvaluation(months, Role.SUBJECT, SCORES, "", scored), own_act(BUDI, day))])
        goals = (GoalResult("24 jam matematika terpenuhi", reached=True),) if months == 12 else ()
        outcome = "SUCCESS" if months == 12 else "CONTINUE"
        at = act_of(*NORTH_PERSONNEL, on(2026, 12, 1))
        case.when(RecordEvaluation(months, outcome, goals, "Baik"), at).then_kinds(EvaluationRecorded)
    assert not case.state.is_over
    case.given([(EndTerm(), clock(on(2029, 10, 1))), (RETURNS, act_of(*SCHOOLS_HEAD, on(2029, 10, 4)))])
    assert case.last[-1] == TransferClosed("SUCCESS")


def test_a_revoked_posting_leads_back_at_once_and_its_clock_stops() -> None:
    case = posted().given([(RevokeDecree("1", "Keliru", "UU 30/2014"), act_of(*REGENT, on(2027, 1, 5)))])
    assert isinstance(case.last[0], DecreeRevoked)
    assert case.facts.person.post == NORTH_MATHS_ID
    case.when(EndTerm(), clock(on(2029, 10, 1))).then_refused(TransferNotOpen)


# To whom the route is open


def test_from_a_representation_one_returns_and_asks_for_nothing_else() -> None:
    facts = given(BUDI_MOVES).facts
    abroad = replace(facts.origin, unit=replace(facts.origin.unit, kind=UnitKind.REPRESENTATION))
    with pytest.raises(RouteUnknown, match="ends with the return"):
        choose_route(abroad, facts.target)


def test_teachers_are_redistributed_within_their_agency() -> None:
    facts = given(BUDI_MOVES).facts
    with pytest.raises(RouteUnknown, match="within their agency"):
        choose_route(facts.origin, facts.target, BUDI_TO_PRIVATE_SCHOOL.programme)


def test_no_calendar_moves_the_end_of_a_term() -> None:
    case = reminded()
    calendar = replace(case.facts.calendar, version="kalender-2029.9")
    case.knowing(calendar=calendar)
    case.when(RecomputeDeadline("term_end"), clock(on(2029, 4, 2))).then_refused(DeadlineStands)
