"""What a transfer changes elsewhere: the person's live request, the seats, the post held."""

from dataclasses import replace
from datetime import date

import pytest
from cast import (
    BUDI_MOVES,
    CITY_MATHS_ID,
    HEALTH_HEAD,
    LIBRARY_HEAD,
    MAYOR,
    NEW_POST_ID,
    NORTH_PERSONNEL,
    OLD_POST_ID,
    REGENT,
    SITI,
    SITI_MOVES,
    act_of,
    on,
)
from given import Case, given
from stories import VERIFIED, balancing_move, teacher_moves_to_the_city

from domain.refusals import SeatNotFree
from domain.registry.person import PostAssumed, TransferConcluded, TransferOpened
from domain.registry.post import SeatHeld, SeatReleased, SeatTaken, SeatVacated
from domain.transfer.commands import (
    GrantConsent,
    IssueProposal,
    RefuseStep,
    TransferCommand,
    WithdrawTransfer,
)
from domain.transfer.consequences import consequences
from domain.transfer.events import (
    DutyStarted,
    FileResubmitted,
    TransferClosed,
    TransferFoundIneligible,
    TransferRejected,
)

TRANSFER = SITI_MOVES.transfer


def siti_before(step: str) -> Case:
    return given(SITI_MOVES).given(balancing_move(), until=step)


def budi_before(step: str) -> Case:
    return given(BUDI_MOVES).given(teacher_moves_to_the_city(), until=step)


def test_a_request_makes_the_transfer_the_persons_live_one() -> None:
    requested = siti_before("VerifyFile").history[0].event
    facts = given(SITI_MOVES).facts
    assert consequences([requested], facts) == {SITI: [TransferOpened(TRANSFER)]}


def test_a_consent_without_a_seat_holds_none() -> None:
    case = siti_before("origin_release")
    case.when(GrantConsent("origin_release", "045"), act_of(*LIBRARY_HEAD, on(2025, 3, 17)))
    assert consequences(case.last, case.facts) == {}


def test_the_receiving_offices_acceptance_holds_the_seat_within_an_agency() -> None:
    case = siti_before("receiving_acceptance")
    facts = case.facts
    case.when(GrantConsent("receiving_acceptance", "046", NEW_POST_ID), act_of(*HEALTH_HEAD, on(2025, 3, 17)))
    assert consequences(case.last, facts) == {NEW_POST_ID: [SeatHeld(TRANSFER, SITI)]}


def test_the_receiving_authoritys_proposal_holds_the_seat_between_agencies() -> None:
    case = budi_before("receiving_proposal")
    facts = case.facts
    case.when(IssueProposal("receiving_proposal", "1", CITY_MATHS_ID), act_of(*MAYOR, on(2025, 9, 10)))
    assert consequences(case.last, facts) == {
        CITY_MATHS_ID: [SeatHeld(BUDI_MOVES.transfer, BUDI_MOVES.person)]
    }


def test_held_and_occupied_seats_never_exceed_the_seats_there_are() -> None:
    case = siti_before("receiving_acceptance")
    target = case.facts.target
    full = replace(target.post, occupants=frozenset({OLD_POST_ID, NEW_POST_ID, CITY_MATHS_ID}))
    case.knowing(target=replace(target, post=full))
    case.when(GrantConsent("receiving_acceptance", "046", NEW_POST_ID), act_of(*HEALTH_HEAD, on(2025, 3, 17)))
    case.then_refused(SeatNotFree)


@pytest.mark.parametrize(
    ("step", "command", "act"),
    [
        ("decree", RefuseStep("decree", "Ditunda"), act_of(*REGENT, on(2025, 3, 24))),
        ("decree", WithdrawTransfer("Berubah"), act_of(*NORTH_PERSONNEL, on(2025, 3, 24))),
    ],
    ids=["rejected", "withdrawn"],
)
def test_a_case_that_ends_otherwise_frees_person_and_seat(
    step: str, command: TransferCommand, act: object
) -> None:
    case = siti_before(step)
    facts = case.facts
    assert TRANSFER in facts.target.post.held
    case.when(command, act)
    assert consequences(case.last, facts) == {
        SITI: [TransferConcluded(TRANSFER)],
        NEW_POST_ID: [SeatReleased(TRANSFER)],
    }
    assert case.facts.person.live_transfer is None
    assert case.facts.target.post.free == 2


def test_an_ineligible_case_frees_the_person_and_has_no_seat_to_release() -> None:
    case = siti_before("VerifyFile").about(study_until=date(2030, 1, 1))
    facts = case.facts
    case.when(VERIFIED, act_of(*NORTH_PERSONNEL, on(2025, 3, 11)))
    assert isinstance(case.last[-1], TransferFoundIneligible)
    assert consequences(case.last, facts) == {SITI: [TransferConcluded(TRANSFER)]}


def test_another_live_request_is_not_concluded_by_this_case() -> None:
    case = siti_before("decree").about(live_transfer=BUDI_MOVES.transfer)
    rejected = TransferRejected("decree", "x")
    assert consequences([rejected], case.facts) == {NEW_POST_ID: [SeatReleased(TRANSFER)]}


def test_the_start_of_duty_moves_the_person_from_seat_to_seat() -> None:
    case = siti_before("duty_start")
    day = date(2025, 4, 14)
    started = DutyStarted("duty_start", day, "SPMT-12", NEW_POST_ID)
    assert consequences([started], case.facts) == {
        SITI: [PostAssumed(NEW_POST_ID, day), TransferConcluded(TRANSFER)],
        NEW_POST_ID: [SeatTaken(SITI, day)],
        OLD_POST_ID: [SeatVacated(SITI, day)],
    }


def test_after_the_start_of_duty_everything_is_in_its_place() -> None:
    case = siti_before("AnswerEvaluation")
    assert case.facts.person.post == NEW_POST_ID
    assert case.facts.person.post_since == date(2025, 4, 14)
    assert case.facts.person.live_transfer is None
    assert SITI in case.facts.target.post.occupants
    assert case.facts.target.post.held == {}
    assert SITI not in case.facts.origin.post.occupants


def test_the_held_seat_is_taken_even_when_no_other_is_free() -> None:
    case = siti_before("duty_start")
    post = case.facts.target.post
    full = replace(post, occupants=frozenset({OLD_POST_ID, CITY_MATHS_ID}))
    assert full.free == 0
    started = DutyStarted("duty_start", date(2025, 4, 14), "SPMT-12", NEW_POST_ID)
    facts = replace(case.facts, target=replace(case.facts.target, post=full))
    assert consequences([started], facts)[NEW_POST_ID] == [SeatTaken(SITI, date(2025, 4, 14))]
    stolen = replace(full, held={BUDI_MOVES.transfer: BUDI_MOVES.person})
    facts = replace(facts, target=replace(facts.target, post=stolen))
    with pytest.raises(SeatNotFree):
        consequences([started], facts)


def test_what_happens_within_the_case_changes_nothing_elsewhere() -> None:
    facts = siti_before("decree").facts
    assert consequences([FileResubmitted(""), TransferClosed("SUCCESS")], facts) == {}


def test_asking_again_is_possible_after_the_end() -> None:
    case = siti_before("VerifyFile")
    case.when(WithdrawTransfer("Berubah"), act_of(*NORTH_PERSONNEL, on(2025, 3, 10)))
    again = given(SITI_MOVES).knowing(person=case.facts.person)
    again.given(balancing_move(), until="VerifyFile")
    assert again.facts.person.live_transfer == TRANSFER
