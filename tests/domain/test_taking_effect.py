"""The effective date comes by itself: once, on its day, and not for a decree that is suspended or revoked."""

from dataclasses import replace
from datetime import date, datetime
from uuid import uuid4

import pytest
from cast import (
    BUDI,
    BUDI_MOVES,
    CITY_ID,
    GOVERNOR,
    NORTH_ID,
    NORTH_MATHS_ID,
    POLICY,
    SITI_MOVES,
    act_of,
    on,
)
from given import Case, given
from stories import balancing_move, teacher_moves_to_the_city

from domain.act import Act
from domain.calendar import Zone
from domain.identity import CLOCK
from domain.refusals import (
    AlreadyNoted,
    DecreeSuspendedNow,
    NotDecreedYet,
    OnlyTheClock,
    TooEarly,
    TransferNotOpen,
)
from domain.registry.person import AgencyChanged
from domain.transfer.commands import LiftSuspension, PutIntoEffect, RevokeDecree, SuspendDecree
from domain.transfer.consequences import consequences
from domain.transfer.events import (
    DecreeRevoked,
    EvaluationCancelled,
    ReturnedToAgency,
    ReturnedToPost,
    TransferTookEffect,
)

TMT = date(2025, 10, 1)  # of the teacher's decree
REVOKE = RevokeDecree("824/20", "Keliru", "UU 30/2014 Ps. 64")


def clock(at: datetime) -> Act:
    return Act(CLOCK, at, uuid4(), POLICY.version)


def decreed() -> Case:
    return given(BUDI_MOVES).given(teacher_moves_to_the_city(), until="service")


def in_effect(until: str = "service") -> Case:
    case = given(BUDI_MOVES).given(teacher_moves_to_the_city(), until=until)
    return case.when(PutIntoEffect(), clock(on(2025, 10, 2))).then_kinds(TransferTookEffect)


def test_between_agencies_the_person_belongs_to_the_receiving_one_from_that_day() -> None:
    case = decreed()
    assert case.facts.person.profile.agency == NORTH_ID
    case.when(PutIntoEffect(), clock(on(2025, 10, 1, 0))).then(TransferTookEffect(TMT))
    assert case.facts.person.profile.agency == CITY_ID
    assert case.facts.person.post == NORTH_MATHS_ID, "the seat changes hands with the start of duty"


def test_within_an_agency_nothing_else_changes() -> None:
    case = given(SITI_MOVES).given(balancing_move(), until="duty_start")
    before = case.facts
    case.when(PutIntoEffect(), clock(on(2025, 4, 14))).then(TransferTookEffect(date(2025, 4, 14)))
    assert consequences(case.last, before) == {}


def test_it_happens_on_its_day_in_the_receiving_agencys_zone_and_once() -> None:
    eve = on(2025, 9, 30, 23)
    decreed().when(PutIntoEffect(), clock(eve)).then_refused(TooEarly)
    case = decreed()
    agency = replace(case.facts.target.agency, zone=Zone.WIT)
    case.knowing(target=replace(case.facts.target, agency=agency))
    case.when(PutIntoEffect(), clock(eve)).then_kinds(TransferTookEffect)
    case.when(PutIntoEffect(), clock(on(2025, 10, 1))).then_refused(AlreadyNoted)


def test_only_the_system_does_it_and_only_after_a_decree() -> None:
    decreed().when(PutIntoEffect(), act_of(*GOVERNOR, on(2025, 10, 1))).then_refused(OnlyTheClock)
    undecided = given(BUDI_MOVES).given(teacher_moves_to_the_city(), until="decree")
    undecided.when(PutIntoEffect(), clock(on(2025, 10, 1))).then_refused(NotDecreedYet)


def test_service_and_duty_do_not_hold_it_up() -> None:
    assert in_effect("service").state.took_effect == TransferTookEffect(TMT)
    assert in_effect("payroll").state.took_effect == TransferTookEffect(TMT)


def test_a_suspended_decree_waits() -> None:
    case = decreed().when(SuspendDecree("Gugatan", "PTUN 3/G/2025"), act_of(*GOVERNOR, on(2025, 9, 30)))
    assert not case.state.awaits_effect
    case.when(PutIntoEffect(), clock(on(2025, 10, 1))).then_refused(DecreeSuspendedNow)
    case.when(LiftSuspension("Gugatan dicabut"), act_of(*GOVERNOR, on(2025, 10, 8)))
    case.when(PutIntoEffect(), clock(on(2025, 10, 8))).then(TransferTookEffect(TMT))


def test_a_revoked_decree_never_takes_effect() -> None:
    case = decreed().when(REVOKE, act_of(*GOVERNOR, on(2025, 9, 30))).then_kinds(DecreeRevoked)
    assert not case.state.awaits_effect
    case.when(PutIntoEffect(), clock(on(2025, 10, 1))).then_refused(TransferNotOpen)
    assert case.facts.person.profile.agency == NORTH_ID


def test_revoked_after_its_day_the_person_belongs_to_the_origin_again_though_duty_never_started() -> None:
    case = in_effect().when(REVOKE, act_of(*GOVERNOR, on(2025, 10, 6)))
    case.then(
        DecreeRevoked("824/20", "Keliru", "UU 30/2014 Ps. 64"), ReturnedToAgency(NORTH_ID, date(2025, 10, 6))
    )
    assert case.facts.person.profile.agency == NORTH_ID
    assert case.facts.person.live_transfer is None


def test_revoked_after_the_start_both_post_and_agency_are_given_back() -> None:
    case = in_effect("payroll").when(REVOKE, act_of(*GOVERNOR, on(2025, 11, 3)))
    kinds = [DecreeRevoked, *[EvaluationCancelled] * 3, ReturnedToPost, ReturnedToAgency]
    case.then_kinds(*kinds)
    person = case.facts.person
    assert (person.post, person.profile.agency) == (NORTH_MATHS_ID, NORTH_ID)


@pytest.mark.parametrize("agency", [NORTH_ID, None])
def test_whom_something_has_moved_on_since_stays_there(agency: object) -> None:
    case = in_effect()
    elsewhere = uuid4()
    if agency is None:  # another post by a later decree
        case.about(post=elsewhere)
    else:  # back at the origin already
        case.about(profile=replace(case.facts.person.profile, agency=NORTH_ID))
    case.when(REVOKE, act_of(*GOVERNOR, on(2025, 10, 6))).then_kinds(DecreeRevoked)


def test_the_change_of_agency_stands_in_the_persons_own_history() -> None:
    case = decreed()
    before = case.facts
    case.when(PutIntoEffect(), clock(on(2025, 10, 1)))
    assert consequences(case.last, before) == {BUDI: [AgencyChanged(CITY_ID, TMT)]}
