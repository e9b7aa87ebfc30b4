"""Undoing a decree: held up, revoked before and after the start of duty, corrected; the seats and the person's history."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from cast import (
    BUDI,
    BUDI_MOVES,
    CITY_MATHS_ID,
    GOVERNOR,
    HEALTH_HEAD,
    KANREG,
    MAYOR,
    NEW_POST_ID,
    NORTH_MATHS_ID,
    NORTH_PERSONNEL,
    NORTH_SECRETARY,
    OLD_POST_ID,
    PROVINCE_ID,
    REGENT,
    SITI,
    SITI_MOVES,
    act_of,
    on,
    own_act,
)
from given import Case, given
from stories import SCORES, balancing_move, goals_at, teacher_moves_to_the_city

from domain.act import Act
from domain.identity import CLOCK, OfficeKind, office_id
from domain.policy import Role
from domain.refusals import (
    DecreeNotSuspended,
    DecreeSuspendedNow,
    NoAuthority,
    NoDecreeInForce,
    NotTheDecidingOffice,
    OwnTransfer,
    PostLeft,
    ReasonRequired,
    TransferNotOpen,
)
from domain.registry.person import PostAssumed, TransferConcluded
from domain.registry.person import evolve as evolve_person
from domain.registry.post import SeatReleased, SeatRestored, SeatTaken, SeatVacated
from domain.transfer.commands import (
    AnswerEvaluation,
    CorrectDecree,
    DeclareConflict,
    IssueDecree,
    LiftSuspension,
    NameSubstitute,
    NoteOverdue,
    RevokeDecree,
    ServeDecision,
    SuspendDecree,
)
from domain.transfer.consequences import consequences
from domain.transfer.events import (
    DecreeCorrected,
    DecreeRevoked,
    DecreeSuspended,
    DecreeSuspensionLifted,
    EvaluationCancelled,
    ReturnedToPost,
    StepResumed,
)
from domain.transfer.state import Status

SUSPEND = SuspendDecree("Menunggu putusan", "Penetapan PTUN Bengkulu 3/G/2025")
LIFT = LiftSuspension("Gugatan dicabut")
REVOKE = RevokeDecree("821/60", "Tanpa dasar", "UU 30/2014 Ps. 64")
CORRECT = CorrectDecree("821/61", "Nama unit: Dinkes, dibaca Dinas Kesehatan", "Salah ketik")
TRANSFER = SITI_MOVES.transfer
ORIGINALLY = date(2022, 1, 3)


def regent(year: int = 2025, month: int = 5, day: int = 14) -> Act:
    return act_of(*REGENT, on(year, month, day))


def siti(until: str | None = "AnswerEvaluation") -> Case:
    return given(SITI_MOVES).given(balancing_move(), until=until)


# Who, and when


@pytest.mark.parametrize("command", [SUSPEND, LIFT, REVOKE, CORRECT])
def test_a_decree_is_changed_by_its_own_office_in_a_capacity_that_may_decree(command: object) -> None:
    case = siti("service")
    if command is LIFT:
        case.when(SUSPEND, regent(2025, 3, 25))
    for office in (NORTH_SECRETARY, NORTH_PERSONNEL, GOVERNOR, KANREG, MAYOR):
        case.when(command, act_of(*office, on(2025, 3, 25))).then_refused(NotTheDecidingOffice)
    case.when(command, replace(regent(2025, 3, 25), by=SITI)).then_refused(OwnTransfer)
    case.when(command, act_of(*REGENT, on(2025, 3, 25), "PLT")).then_refused(NoAuthority)
    case.when(command, regent(2025, 3, 25))
    assert case.refused is None


@pytest.mark.parametrize("command", [SUSPEND, LIFT, REVOKE, CORRECT])
def test_what_has_not_been_decreed_or_was_revoked_cannot_be_changed(command: object) -> None:
    siti("decree").when(command, regent(2025, 3, 24)).then_refused(NoDecreeInForce)
    siti("service").when(REVOKE, regent(2025, 3, 25)).when(command, regent()).then_refused(NoDecreeInForce)


@pytest.mark.parametrize(
    "command",
    [
        replace(SUSPEND, reason=" "),
        replace(SUSPEND, basis=""),
        replace(REVOKE, reason=""),
        replace(REVOKE, legal_basis=" "),
        replace(CORRECT, reason=""),
        replace(CORRECT, what=""),
    ],
)
def test_it_says_why_and_on_what_grounds(command: object) -> None:
    siti("service").when(command, regent(2025, 3, 25)).then_refused(ReasonRequired)


@pytest.mark.parametrize("until", ["service", "duty_start", "AnswerEvaluation", None])
def test_all_of_it_is_possible_at_every_stage_after_the_decree_and_after_the_end(until: str | None) -> None:
    for command in (SUSPEND, REVOKE, CORRECT):
        case = siti(until).when(command, regent(2026, 6, 1))
        assert case.refused is None


def test_a_substitute_that_decreed_also_undoes() -> None:
    case = siti("decree")
    substitute = (OfficeKind.AUTHORISED_OFFICIAL, PROVINCE_ID)
    day = on(2025, 3, 24)
    case.when(DeclareConflict("decree", "AKTUAL", "Saudara kandung"), act_of(*REGENT, day))
    case.when(NameSubstitute("decree", office_id(*substitute), "Menggantikan"), act_of(*GOVERNOR, day))
    command, _ = next(pair for pair in balancing_move() if isinstance(pair[0], IssueDecree))
    case.when(command, act_of(*substitute, day))
    assert case.refused is None, case.refused
    case.when(REVOKE, regent(2025, 3, 25)).then_refused(NotTheDecidingOffice)
    case.when(REVOKE, act_of(*substitute, on(2025, 3, 25))).then_kinds(DecreeRevoked)


# Suspension


def test_while_the_decree_is_suspended_no_step_is_done_and_afterwards_each_has_its_time_left() -> None:
    case = siti("service")  # opened Monday 24 March, five working days
    serve = ServeDecision("service", date(2025, 3, 26), "langsung")
    case.when(SUSPEND, regent(2025, 3, 26)).then(
        DecreeSuspended(SUSPEND.reason, SUSPEND.basis, date(2025, 3, 26))
    )
    personnel = act_of(*NORTH_PERSONNEL, on(2025, 3, 26))
    case.when(serve, personnel).then_refused(DecreeSuspendedNow)
    case.when(SUSPEND, regent(2025, 3, 27)).then_refused(DecreeSuspendedNow)
    case.when(NoteOverdue("service"), own_act(CLOCK, on(2025, 6, 2))).then_refused(DecreeSuspendedNow)

    case.when(LIFT, regent(2025, 6, 2)).then(
        DecreeSuspensionLifted(LIFT.reason),
        StepResumed("service", 2, date(2025, 6, 2), case.facts.calendar.after(date(2025, 6, 2), 3)),
    )
    case.when(LIFT, regent(2025, 6, 2)).then_refused(DecreeNotSuspended)
    later = act_of(*NORTH_PERSONNEL, on(2025, 6, 3))
    case.when(replace(serve, served_on=date(2025, 6, 3)), later)
    assert case.state.status is Status.SERVED


def test_lifting_a_suspension_says_why() -> None:
    case = siti("service").when(SUSPEND, regent(2025, 3, 26))
    case.when(replace(LIFT, reason=""), regent(2025, 3, 27)).then_refused(ReasonRequired)


def test_a_revoked_decree_is_no_longer_suspended() -> None:
    case = siti("service").when(SUSPEND, regent(2025, 3, 26)).when(REVOKE, regent(2025, 3, 27))
    assert case.state.decree_suspended is None


# Revocation


def test_before_the_start_of_duty_the_seat_is_released_and_the_person_free_to_ask_again() -> None:
    case = siti("duty_start")
    facts = case.facts
    case.when(REVOKE, regent(2025, 4, 8)).then(DecreeRevoked("821/60", "Tanpa dasar", "UU 30/2014 Ps. 64"))
    case.then_closed()
    assert case.state.status is Status.REVOKED
    assert consequences(case.last, facts) == {
        SITI: [TransferConcluded(TRANSFER)],
        NEW_POST_ID: [SeatReleased(TRANSFER)],
    }
    assert (case.facts.person.post, case.facts.person.post_since) == (OLD_POST_ID, ORIGINALLY)


def test_after_it_the_person_is_back_in_their_seat_with_the_day_they_first_took_it() -> None:
    case = siti()
    assert case.facts.person.post_since == date(2025, 4, 14)
    facts = case.facts
    case.when(REVOKE, regent()).then(
        DecreeRevoked("821/60", "Tanpa dasar", "UU 30/2014 Ps. 64"),
        *(EvaluationCancelled(months, "Tanpa dasar") for months in (3, 6, 12)),
        ReturnedToPost(OLD_POST_ID, ORIGINALLY, date(2025, 5, 14), supernumerary=False),
    )
    assert consequences(case.last, facts) == {
        SITI: [PostAssumed(OLD_POST_ID, ORIGINALLY)],
        NEW_POST_ID: [SeatVacated(SITI, date(2025, 5, 14))],
        OLD_POST_ID: [SeatTaken(SITI, ORIGINALLY)],
    }
    assert (case.facts.person.post, case.facts.person.post_since) == (OLD_POST_ID, ORIGINALLY)
    assert SITI in case.facts.origin.post.occupants
    assert SITI not in case.facts.target.post.occupants
    assert (case.facts.origin.post.gap, case.facts.target.post.gap) == (200, -200)


def test_the_return_is_never_refused_because_the_seat_is_gone() -> None:
    case = siti()
    origin = case.facts.origin
    others = frozenset(UUID(int=n) for n in range(1, 5))
    case.knowing(origin=replace(origin, post=replace(origin.post, occupants=others)))
    assert case.facts.origin.post.free == 0
    facts = case.facts
    case.when(REVOKE, regent())
    assert case.last[-1] == ReturnedToPost(OLD_POST_ID, ORIGINALLY, date(2025, 5, 14), supernumerary=True)
    assert consequences(case.last, facts)[OLD_POST_ID] == [SeatRestored(SITI, ORIGINALLY)]
    assert case.facts.origin.post.supernumerary == 1
    assert SITI in case.facts.origin.post.occupants


def test_between_agencies_too() -> None:
    case = given(BUDI_MOVES).given(teacher_moves_to_the_city())
    case.when(REVOKE, act_of(*GOVERNOR, on(2025, 11, 3)))
    assert (case.facts.person.post, case.facts.person.post_since) == (NORTH_MATHS_ID, date(2019, 7, 1))
    assert BUDI not in case.facts.target.post.occupants
    assert case.state.returned_to_post == ReturnedToPost(
        NORTH_MATHS_ID, date(2019, 7, 1), date(2025, 11, 3), supernumerary=False
    )


def test_reviews_on_record_stay_and_the_others_can_no_longer_be_answered() -> None:
    case = siti().given(list(balancing_move())[-15:-10])
    assert case.state.evaluations[3].recorded is not None
    case.when(REVOKE, regent(2025, 8, 1))
    cancelled = [event.months for event in case.last if isinstance(event, EvaluationCancelled)]
    assert cancelled == [6, 12]
    assert {months for months, each in case.state.evaluations.items() if each.cancelled} == {6, 12}
    answer = AnswerEvaluation(6, Role.RECEIVING_UNIT, SCORES, "", goals_at(4))
    case.when(answer, act_of(*HEALTH_HEAD, on(2025, 10, 15))).then_refused(TransferNotOpen)


def test_a_closed_case_is_reopened_by_nothing_but_its_revocation() -> None:
    case = siti(None)
    assert case.state.status is Status.CLOSED
    case.when(REVOKE, regent(2026, 6, 1)).then_kinds(DecreeRevoked, ReturnedToPost)
    assert case.state.status is Status.REVOKED


def test_who_was_moved_on_since_stays_where_that_put_them() -> None:
    case = siti()
    moved = evolve_person(case.facts.person, PostAssumed(CITY_MATHS_ID, date(2025, 5, 1)), regent())
    case.knowing(person=moved).when(REVOKE, regent())
    assert ReturnedToPost not in {type(event) for event in case.last}
    assert case.facts.person.post == CITY_MATHS_ID


@pytest.mark.parametrize("step", ["decree", "duty_start"])
def test_who_was_given_another_post_back_is_not_moved_from_the_one_they_have_left(step: str) -> None:
    """An earlier decree was revoked while this case was under way: the person sits in a third post now."""
    story = list(balancing_move())
    case = given(SITI_MOVES).given(story, until=step).about(post=CITY_MATHS_ID)
    command, act = next(each for each in story if getattr(each[0], "step", "") == step)
    case.when(command, act).then_refused(PostLeft)


def test_where_no_history_tells_the_day_that_of_the_return_takes_its_place() -> None:
    case = siti().about(former_posts=()).when(REVOKE, regent())
    assert case.last[-1] == ReturnedToPost(
        OLD_POST_ID, date(2025, 5, 14), date(2025, 5, 14), supernumerary=False
    )


# Correction


def test_a_slip_of_the_pen_is_corrected_beside_the_decree_as_it_was_issued() -> None:
    case = siti("duty_start")
    decree = case.state.decree
    case.when(CORRECT, regent(2025, 3, 28)).then(
        DecreeCorrected("821/61", "Nama unit: Dinkes, dibaca Dinas Kesehatan", "Salah ketik")
    )
    assert case.state.decree == decree
    assert case.state.corrections == tuple(case.last)
    assert (case.state.status, set(case.state.open)) == (Status.SERVED, {"duty_start"})
