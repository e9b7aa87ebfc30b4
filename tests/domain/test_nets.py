"""Routes as Petri nets: what the law allows can be played on them to the end, and what it forbids cannot."""

from collections.abc import Callable, Iterable
from datetime import date
from uuid import UUID

import cast
import pytest
from borders import ROUTES, case_between, to_representation
from cast import (
    GOVERNOR,
    HEALTH_HEAD,
    MINISTER,
    NEW_POST_ID,
    NORTH_INSPECTORATE,
    NORTH_PERSONNEL,
    REGENT,
    SITI_MOVES,
    act_of,
    on,
    own_act,
)
from given import Case, given
from standing import held_up_twice
from stories import VERIFIED, balancing_move, teacher_is_redistributed, teacher_moves_to_the_city
from test_capacities import reported_late
from walking import walk

from domain.history import Happened
from domain.identity import CLOCK, office_id
from domain.policy import Programme, Route, TransferType
from domain.transfer.activities import activity
from domain.transfer.commands import (
    DecideObjection,
    EscalateStep,
    FileObjection,
    GrantClearance,
    IssueDecree,
    LapseObjection,
    NoteOverdue,
    ReassessCase,
    RefuseStep,
    RemindStep,
    ReturnFile,
    WithdrawTransfer,
)
from domain.transfer.events import DecreeRevoked
from domain.transfer.nets import SINK, SOURCE, Net, net_of, reachable, woven
from domain.transfer.strands import Marking, Meeting, strands_of


def seen(history: Iterable[Happened], net: Net) -> list[str]:
    """The names of what happened, as a log has them; what the net knows nothing of is left out."""
    known = {each.label for each in net.transitions}
    names = [activity(happened.event) for happened in history]
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


def net_for(case: Case) -> Net:
    return net_of(case.facts.route, case.facts.policy)


def played(case: Case) -> set[Marking]:
    net = net_for(case)
    return after(net, seen(case.history, net))


def is_over(net: Net, names: Iterable[str]) -> bool:
    """Whether these lead to the end, with nothing left behind."""
    return frozenset({SINK}) in _in_silence(net, after(net, names))


def has_ended(case: Case) -> bool:
    net = net_for(case)
    return is_over(net, seen(case.history, net))


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
    assert has_ended(given(SITI_MOVES).given(balancing_move()))


def test_a_case_that_is_closed_with_a_step_left_undone_has_too() -> None:
    story = [each for each in balancing_move() if type(each[0]).__name__ != "SyncNationalRecord"]
    case = given(SITI_MOVES).given(story)
    assert "StepLeftUndone" in case.kinds
    assert has_ended(case)


def test_a_returned_file_stands_still_until_it_is_handed_in_again() -> None:
    case = given(SITI_MOVES).given(balancing_move(), until="VerifyFile")
    case.when(
        ReturnFile("file_verification", "D03 tidak terbaca", ("D03",)),
        act_of(*NORTH_PERSONNEL, on(2025, 3, 10)),
    )
    case.then_kinds(*(type(event) for event in case.last))
    net = net_for(case)
    names = seen(case.history, net)
    assert names == ["TransferRequested", "FileReturned"]
    assert not after(net, [*names, "file_verification"])
    assert after(net, [*names, "FileResubmitted", "file_verification"])
    assert is_over(net, [*names, "TransferWithdrawn"])


@pytest.mark.parametrize("until", ["VerifyFile", "CloseFeedback", "receiving_acceptance", "decree"])
def test_a_case_may_end_wherever_it_stands_before_the_decree(until: str) -> None:
    case = given(SITI_MOVES).given(balancing_move(), until=until)
    officer = act_of(*NORTH_PERSONNEL, on(2025, 3, 24))
    assert has_ended(case.when(WithdrawTransfer("Batal"), officer))


def test_a_refusal_ends_it() -> None:
    case = given(SITI_MOVES).given(balancing_move(), until="receiving_acceptance")
    case.when(
        RefuseStep("receiving_acceptance", "Tidak ada kebutuhan"), act_of(*HEALTH_HEAD, on(2025, 3, 17))
    )
    assert has_ended(case)


def test_after_the_decree_it_is_revoked_and_not_withdrawn() -> None:
    case = given(SITI_MOVES).given(balancing_move(), until="ServeDecision")
    net = net_for(case)
    names = seen(case.history, net)
    assert is_over(net, [*names, DecreeRevoked.__name__])
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
    assert not after(net_for(case), ["TransferRequested", "audit_clearance"]), "not before its turn"


def test_a_consent_that_has_become_required_comes_before_the_decree() -> None:
    net = net_for(given(SITI_MOVES))
    names = seen(given(SITI_MOVES).given(balancing_move(), until="decree").history, net)
    assert "ministerial_consent" not in names
    assert after(net, [*names, "ministerial_consent", "decree"])
    assert not after(net, [*names, "decree", "ministerial_consent"])


def noted_late() -> Case:
    """Nobody looks at the file: reminded, overdue, escalated; then it is verified and goes its way."""
    case = given(SITI_MOVES).given(balancing_move(), until="VerifyFile")
    for command, day in (
        (RemindStep("file_verification"), 11),
        (NoteOverdue("file_verification"), 14),
        (EscalateStep("file_verification"), 24),
    ):
        case.when(command, own_act(CLOCK, on(2025, 3, day, 0)))
        assert case.refused is None, case.refused
    return case.when(VERIFIED, act_of(*NORTH_PERSONNEL, on(2025, 3, 25)))


def test_clocks_note_what_is_open_and_nothing_else() -> None:
    case = noted_late()
    net, names = net_for(case), seen(case.history, net_for(case))
    noted = [
        "StepReminded file_verification",
        "StepOverdue file_verification",
        "CaseEscalated file_verification",
    ]
    assert names == ["TransferRequested", *noted, "file_verification"]
    assert after(net, names)
    for late in noted:
        assert not after(net, [*names, late]), "it is done"
        assert not after(net, [names[0], "FileReturned", late]), "clocks stand still"
    assert after(net, [*names, "StepOverdue audit_clearance", "audit_clearance"])


def objected(case: Case, by: UUID) -> Case:
    """Silence brings the objection before the office above, which grants it."""
    case.when(FileObjection("Tidak beralasan"), own_act(by, on(2025, 10, 2)))
    case.when(LapseObjection(), own_act(CLOCK, on(2025, 12, 1, 0)))
    assert case.state.objection is not None
    grant = DecideObjection(granted=True, number="180/44", reason="Beralasan")
    (above,) = (
        office for office in (GOVERNOR, MINISTER) if office_id(*office) == case.state.objection.office
    )
    case.when(grant, act_of(*above, on(2025, 12, 8)))
    assert case.refused is None, case.refused
    return case


def test_an_objection_to_a_refusal_goes_its_way_and_does_not_reopen_the_case() -> None:
    case = given(cast.BUDI_MOVES).given(teacher_moves_to_the_city(), until="origin_release")
    case.when(RefuseStep("origin_release", "Kekurangan guru"), act_of(*REGENT, on(2025, 9, 15)))
    assert has_ended(objected(case, cast.BUDI))
    net, names = net_for(case), seen(case.history, net_for(case))
    remedy = ["ObjectionFiled", "ObjectionLapsed", "ObjectionEscalated", "ObjectionDecided"]
    assert names[-5:] == ["TransferRejected", *remedy]
    for doctored in (
        without(names, "ObjectionFiled"),
        without(names, "ObjectionLapsed"),
        [*names, "ObjectionFiled"],
        [*names, "ObjectionDecided"],
        [*names, "origin_release"],
        [*names[:-5], *names[-4:]],
    ):
        assert not after(net, doctored), doctored


def test_an_objection_to_a_decree_that_is_granted_revokes_it() -> None:
    case = given(cast.BUDI_MOVES).given(teacher_moves_to_the_city())
    assert has_ended(objected(case, cast.BUDI))
    names = seen(case.history, net_for(case))
    cancelled = [f"EvaluationCancelled {months}" for months in (3, 6, 12)]
    assert names[-5:] == ["ObjectionDecided", "DecreeRevoked", *cancelled]
    decree = names.index("decree")
    assert not after(net_for(case), [*names[:decree], "ObjectionFiled"]), "nothing to object to yet"


def test_the_report_of_a_replacement_runs_beside_inauguration_and_duty() -> None:
    case = reported_late()
    net = net_for(case)
    names = without(
        seen(case.history, net), "ministerial_consent"
    )  # before the appointment: no net has it there
    report = "replacement_report"
    assert names[-4:-1] == ["EvaluationScheduled 6", "EvaluationScheduled 12", f"StepOverdue {report}"]
    assert after(net, names)
    in_time = without(names, f"StepOverdue {report}")
    assert after(net, moved(in_time, report, before="service"))
    assert after(net, [*without(names, report), f"StepLeftUndone {report}"]), "never"
    assert not after(net, moved(in_time, report, before="appointment")), "nothing to report yet"
    assert not after(net, [*names, report]), "twice"


def moved(names: list[str], name: str, before: str) -> list[str]:
    others = without(names, name)
    at = others.index(before)
    return [*others[:at], name, *others[at:]]


def test_nothing_is_done_while_the_case_or_its_decree_is_suspended() -> None:
    case = held_up_twice()
    assert has_ended(case)
    net, names = net_for(case), seen(case.history, net_for(case))
    stops = [name for name in names if name.startswith(("Case", "DecreeSusp"))]
    assert stops == ["CaseSuspended", "CaseResumed", "DecreeSuspended", "DecreeSuspensionLifted"]
    for doctored in (
        without(names, "CaseResumed"),
        without(names, "CaseSuspended"),
        without(names, "DecreeSuspensionLifted"),
        moved(names, "decree", before="CaseResumed"),
        moved(names, "duty_start", before="DecreeSuspensionLifted"),
        moved(names, "DecreeSuspended", before="decree"),
    ):
        assert not after(net, doctored), doctored
    decree, lifted = names.index("decree"), names.index("DecreeSuspensionLifted")
    suspended = names[: names.index("CaseResumed")]
    assert is_over(net, [*suspended, "TransferWithdrawn"])
    assert not after(net, [*suspended, "StepOverdue decree"]), "clocks stand still"
    assert not after(net, [*names[:lifted], "StepOverdue duty_start"])
    assert is_over(net, [*names[:lifted], "DecreeRevoked"])
    assert not after(net, [*names[:decree], "DecreeSuspended"])


def test_a_decree_may_be_suspended_when_the_case_is_closed_and_reviews_go_on_meanwhile() -> None:
    case = given(SITI_MOVES).given(balancing_move())
    net, names = net_for(case), seen(case.history, net_for(case))
    assert is_over(net, [*names, "DecreeSuspended", "DecreeSuspensionLifted", "DecreeSuspended"])
    assert is_over(net, [*names, "DecreeSuspended", "DecreeRevoked"])
    assert not after(net, [*names, "DecreeSuspensionLifted"])
    last = names.index("EvaluationRecorded 12")
    assert is_over(net, [*names[:last], "DecreeSuspended", *names[last:], "DecreeSuspensionLifted"])


def test_reviews_come_in_their_order_and_the_last_before_the_end() -> None:
    case = given(SITI_MOVES).given(balancing_move())
    net, names = net_for(case), seen(case.history, net_for(case))
    recorded = [name for name in names if name.startswith("EvaluationRecorded")]
    assert recorded == [f"EvaluationRecorded {months}" for months in (3, 6, 12)]
    duty, first = names.index("duty_start"), names.index("EvaluationScheduled 3")
    for doctored in (
        without(names, "EvaluationRecorded 12"),
        without(names, "EvaluationScheduled 6"),
        [*names[:duty], names[first], *names[duty:first], *names[first + 1 :]],
        [*names, "EvaluationRecorded 12"],
    ):
        assert not after(net, doctored), doctored
    assert is_over(net, without(names, "EvaluationRecorded 3")), "a review that was missed stays so"
    assert is_over(net, [*names, "AdjustmentTriggered 12", "AdjustmentPlanned", "AdjustmentDone"])
    assert not after(net, [*names, "AdjustmentPlanned"]), "no fault was shown"
    assert is_over(net, [*names, "OversightRecommendationReceived", "OversightRecommendationAnswered"])
    assert not after(net, [*names, "OversightRecommendationAnswered"])


def without(names: list[str], *left_out: str) -> list[str]:
    return [name for name in names if name not in left_out]


def test_what_the_law_forbids_cannot_be_played() -> None:
    case = given(cast.BUDI_MOVES).given(teacher_moves_to_the_city())
    net = net_for(case)
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
def test_every_net_is_sound(route: Route) -> None:
    """From every state the end can be reached, nothing is left behind there, and every transition is of use.

    Strands know the course and not each other: each is looked at alone beside it.
    """
    strands = strands_of(route, cast.POLICY)
    reviews = [each for each in strands if each.begins.startswith("review")]
    by_whether_it_closes = {Meeting.CLOSED in each.moved: each for each in reviews}
    for strand in (*by_whether_it_closes.values(), *(each for each in strands if each not in reviews)):
        is_sound(woven(route, [strand]))


def is_sound(net: Net) -> None:
    states = reachable(net.transitions)
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
