"""Routes as Petri nets: what the law allows can be played on them to the end, and what it forbids cannot."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import get_args

import cast
import pytest
from borders import ROUTES, case_between, to_representation
from cast import HEALTH_HEAD, NEW_POST_ID, NORTH_INSPECTORATE, NORTH_PERSONNEL, REGENT, SITI_MOVES, act_of, on
from given import Case, given
from stories import balancing_move, teacher_is_redistributed, teacher_moves_to_the_city
from walking import walk

from domain.history import Happened
from domain.policy import Programme, TransferType
from domain.transfer.commands import (
    GrantClearance,
    IssueDecree,
    ReassessCase,
    RefuseStep,
    ReturnFile,
    WithdrawTransfer,
)
from domain.transfer.events import DecreeRevoked, StepDone
from domain.transfer.nets import SINK, SOURCE, Marking, Net, net_of, reachable


def seen(history: Iterable[Happened], net: Net) -> list[str]:
    """The names of what happened, as a log has them; what the net knows nothing of is left out."""
    known = {each.label for each in net.transitions}
    done = get_args(StepDone)
    names = [
        event.step if isinstance(event, done) else type(event).__name__
        for event in (happened.event for happened in history)
    ]
    return [name for name in names if name in known]


def after(net: Net, names: Iterable[str]) -> set[Marking]:
    """Every state these lead to; none when they cannot be played."""
    states = {frozenset({SOURCE})}
    for name in names:
        states = {
            state - each.takes | each.gives
            for state in _in_silence(net, states)
            for each in net.transitions
            if each.label == name and each.takes <= state
        }
    return states


def _in_silence(net: Net, states: set[Marking]) -> set[Marking]:
    found, waiting = set(states), list(states)
    while waiting:
        state = waiting.pop()
        for each in net.transitions:
            if each.label is None and each.takes <= state:
                following = state - each.takes | each.gives
                if following not in found:
                    found.add(following)
                    waiting.append(following)
    return found


def played(case: Case) -> set[Marking]:
    net = net_of(case.facts.route)
    return after(net, seen(case.history, net))


@pytest.mark.parametrize(("origin", "target", "route"), ROUTES)
def test_every_route_can_be_played_on_its_net(origin: str, target: str, route: TransferType) -> None:
    case = walk(case_between(origin, target))
    assert case.facts.route.type is route
    assert played(case)


@pytest.mark.parametrize(
    "case",
    [
        lambda: walk(to_representation("north")),
        lambda: walk(given(cast.BUDI_TO_PRIVATE_SCHOOL), programme=Programme.TEACHER_REDISTRIBUTION),
        lambda: given(cast.BUDI_MOVES).given(teacher_moves_to_the_city()),
        lambda: given(cast.BUDI_TO_PRIVATE_SCHOOL).given(teacher_is_redistributed()),
    ],
    ids=["a posting abroad", "a redistribution", "to another agency", "to a private school"],
)
def test_postings_and_stories_too(case: Callable[[], Case]) -> None:
    assert played(case())


def test_a_case_that_is_closed_has_come_to_its_end() -> None:
    assert played(given(SITI_MOVES).given(balancing_move())) == {frozenset({SINK})}


def test_a_case_that_is_closed_with_a_step_left_undone_has_too() -> None:
    story = [each for each in balancing_move() if type(each[0]).__name__ != "SyncNationalRecord"]
    case = given(SITI_MOVES).given(story)
    assert "StepLeftUndone" in case.kinds
    assert played(case) == {frozenset({SINK})}


def test_a_returned_file_stands_still_until_it_is_handed_in_again() -> None:
    case = given(SITI_MOVES).given(balancing_move(), until="VerifyFile")
    case.when(
        ReturnFile("file_verification", "D03 tidak terbaca", ("D03",)),
        act_of(*NORTH_PERSONNEL, on(2025, 3, 10)),
    )
    case.then_kinds(*(type(event) for event in case.last))
    net = net_of(case.facts.route)
    names = seen(case.history, net)
    assert names == ["TransferRequested", "FileReturned"]
    assert not after(net, [*names, "file_verification"])
    assert after(net, [*names, "FileResubmitted", "file_verification"])
    assert after(net, [*names, "TransferWithdrawn"]) == {frozenset({SINK})}


@pytest.mark.parametrize("until", ["VerifyFile", "CloseFeedback", "receiving_acceptance", "decree"])
def test_a_case_may_end_wherever_it_stands_before_the_decree(until: str) -> None:
    case = given(SITI_MOVES).given(balancing_move(), until=until)
    officer = act_of(*NORTH_PERSONNEL, on(2025, 3, 24))
    assert played(case.when(WithdrawTransfer("Batal"), officer)) == {frozenset({SINK})}


def test_a_refusal_ends_it() -> None:
    case = given(SITI_MOVES).given(balancing_move(), until="receiving_acceptance")
    case.when(
        RefuseStep("receiving_acceptance", "Tidak ada kebutuhan"), act_of(*HEALTH_HEAD, on(2025, 3, 17))
    )
    assert played(case) == {frozenset({SINK})}


def test_after_the_decree_it_is_revoked_and_not_withdrawn() -> None:
    case = given(SITI_MOVES).given(balancing_move(), until="ServeDecision")
    net = net_of(case.facts.route)
    names = seen(case.history, net)
    assert after(net, [*names, DecreeRevoked.__name__]) == {frozenset({SINK})}
    assert not after(net, [*names, "TransferWithdrawn"])
    assert not after(net, [*names, "FileReturned"])
    assert not after(net, [*names, "audit_clearance"])


def test_a_clearance_that_has_expired_is_given_again_before_the_decree() -> None:
    case = given(SITI_MOVES).given(balancing_move(), until="decree")
    late = on(2025, 10, 20)
    case.when(ReassessCase("Surat bebas temuan lewat waktu"), act_of(*REGENT, late))
    case.when(GrantClearance("audit_clearance", "700/99"), act_of(*NORTH_INSPECTORATE, late))
    decree = IssueDecree(
        "decree", "821/55", NEW_POST_ID, date(2025, 10, 20), "Pemerataan", ("Arsip tertata",)
    )
    case.when(decree, act_of(*REGENT, late))
    assert case.kinds.count("ClearanceGranted") == 2
    assert played(case)
    assert not after(net_of(case.facts.route), ["TransferRequested", "audit_clearance"]), (
        "not before its turn"
    )


def test_a_consent_that_has_become_required_comes_before_the_decree() -> None:
    net = net_of(given(SITI_MOVES).facts.route)
    names = seen(given(SITI_MOVES).given(balancing_move(), until="decree").history, net)
    assert "ministerial_consent" not in names
    assert after(net, [*names, "ministerial_consent", "decree"])
    assert not after(net, [*names, "decree", "ministerial_consent"])


def without(names: list[str], *left_out: str) -> list[str]:
    return [name for name in names if name not in left_out]


def test_what_the_law_forbids_cannot_be_played() -> None:
    case = given(cast.BUDI_MOVES).given(teacher_moves_to_the_city())
    net = net_of(case.facts.route)
    names = seen(case.history, net)
    at, advice = names.index("decree"), names.index("technical_consideration")
    swapped = [*names]
    swapped[at], swapped[advice] = swapped[advice], swapped[at]
    assert not after(net, swapped), "the decree before the technical consideration"
    for step in case.facts.route.steps.values():
        if step.name in names and step.condition is None and step.name not in {"payroll", "national_record"}:
            assert not after(net, without(names, step.name)), step.name
    assert not after(net, [*names[: at + 1], *names[at:]]), "two decrees"


@pytest.mark.parametrize("route", cast.POLICY.routes.values(), ids=lambda route: route.type)
def test_every_net_is_sound(route: object) -> None:
    """From every state the end can be reached, nothing is left behind there, and every transition is of use."""
    net = net_of(route)  # type: ignore[arg-type]
    states = reachable([*net.transitions])
    assert [state for state in states if SINK in state] == [frozenset({SINK})]
    before: dict[Marking, set[Marking]] = {}
    used = set()
    for state in states:
        for each in net.transitions:
            if each.takes <= state:
                assert not state - each.takes & each.gives, "two tokens in a place"
                before.setdefault(state - each.takes | each.gives, set()).add(state)
                used.add(each)
    assert used == set(net.transitions)
    reaching, waiting = {frozenset({SINK})}, [frozenset({SINK})]
    while waiting:
        for state in before.get(waiting.pop(), set()) - reaching:
            reaching.add(state)
            waiting.append(state)
    assert reaching == states
