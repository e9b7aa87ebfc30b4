"""The right of reply: the person answers what was said of them before anybody decides, waives it, or is silent."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from cast import (
    BUDI,
    BUDI_MOVES,
    LIBRARY_HEAD,
    NORTH_INSPECTORATE,
    NORTH_PERSONNEL,
    PEERS,
    POLICY,
    REGENT,
    SITI,
    SITI_MOVES,
    act_of,
    on,
    own_act,
)
from given import Case, given
from stories import balancing_move, teacher_moves_to_the_city

from domain.act import Act
from domain.identity import CLOCK, office_id
from domain.policy import StepKind, TransferType
from domain.refusals import (
    CaseIsSuspended,
    OnlyTheClock,
    OnlyThePersonReplies,
    ReasonRequired,
    StepNotOpen,
    TooEarly,
    TransferNotOpen,
)
from domain.registry.person import Proceeding, ProceedingKind
from domain.transfer.commands import (
    CloseFeedback,
    GiveReply,
    GrantClearance,
    GrantConsent,
    LapseReply,
    ReassessCase,
    WaiveReply,
    WithdrawTransfer,
)
from domain.transfer.desk import Audience, desk
from domain.transfer.events import (
    ClearanceGranted,
    EligibilityEvaluated,
    ReplyGiven,
    ReplyLapsed,
    ReplyWaived,
    StepOpened,
)

TEXT = "Saya terlambat karena merawat orang tua."
REPLY = GiveReply("reply", TEXT)
# Open since Friday 14 March 2025, for five working days.
OPENED, LAST_DAY, DAY_AFTER = on(2025, 3, 14), on(2025, 3, 21), on(2025, 3, 22)


def waiting() -> Case:
    return given(SITI_MOVES).given(balancing_move(), until="GiveReply")


def clock(at: datetime) -> Act:
    return own_act(CLOCK, at)


def test_it_is_asked_for_once_feedback_is_closed_and_nothing_else_goes_on() -> None:
    case = waiting()
    opened = case.state.open["reply"]
    assert set(case.state.open) == {"reply"}
    assert (opened.office, opened.due_on) == (office_id(*NORTH_PERSONNEL), date(2025, 3, 21))
    release = GrantConsent("origin_release", "045")
    case.when(release, act_of(*LIBRARY_HEAD, OPENED)).then_refused(StepNotOpen)


def test_it_waits_for_the_step_beside_the_feedback() -> None:
    story = [pair for pair in balancing_move() if getattr(pair[0], "step", "") != "audit_clearance"]
    case = given(SITI_MOVES).given(story, until="CloseFeedback")
    case.when(CloseFeedback("feedback"), act_of(*NORTH_PERSONNEL, OPENED))
    case.when(REPLY, own_act(SITI, OPENED)).then_refused(StepNotOpen)


def test_the_person_replies_and_every_later_decider_has_it_on_the_desk() -> None:
    case = waiting().when(REPLY, own_act(SITI, OPENED))
    case.then_kinds(ReplyGiven, StepOpened, StepOpened)
    assert case.last[0] == ReplyGiven("reply", TEXT)
    for audience in (Audience.OFFICIAL, Audience.SUBJECT):
        assert desk(case.state, case.facts, audience)["reply"] == {"kind": "ReplyGiven", "text": TEXT}


def test_a_reply_says_something() -> None:
    waiting().when(GiveReply("reply", " "), own_act(SITI, OPENED)).then_refused(ReasonRequired)


def test_the_person_may_waive_it() -> None:
    case = waiting().when(WaiveReply("reply"), own_act(SITI, OPENED))
    case.then_kinds(ReplyWaived, StepOpened, StepOpened)
    assert desk(case.state, case.facts, Audience.OFFICIAL)["reply"] == {"kind": "ReplyWaived", "text": ""}


def test_silence_lets_the_case_go_on_once_the_last_day_is_over() -> None:
    case = waiting()
    case.when(LapseReply("reply"), clock(on(2025, 3, 21, 23))).then_refused(TooEarly)
    case.when(LapseReply("reply"), clock(on(2025, 3, 22, 0)))
    case.then_kinds(ReplyLapsed, StepOpened, StepOpened)
    assert case.last[0] == ReplyLapsed("reply", POLICY.reply_silence.id)
    told = desk(case.state, case.facts, Audience.SUBJECT)["reply"]
    assert told == {"kind": "ReplyLapsed", "text": POLICY.reply_silence.id}


def test_a_late_reply_counts_until_silence_is_on_record() -> None:
    waiting().when(REPLY, own_act(SITI, DAY_AFTER)).then_kinds(ReplyGiven, StepOpened, StepOpened)
    lapsed = waiting().when(LapseReply("reply"), clock(DAY_AFTER))
    lapsed.when(REPLY, own_act(SITI, DAY_AFTER)).then_refused(StepNotOpen)


@pytest.mark.parametrize("command", [REPLY, WaiveReply("reply")], ids=["reply", "waiver"])
def test_only_the_person_and_in_their_own_person(command: GiveReply | WaiveReply) -> None:
    for act in (
        own_act(PEERS[0], OPENED),
        own_act(BUDI, OPENED),
        act_of(*NORTH_PERSONNEL, OPENED),
        replace(act_of(*NORTH_PERSONNEL, OPENED), by=SITI),
        clock(OPENED),
    ):
        waiting().when(command, act).then_refused(OnlyThePersonReplies)


def test_people_do_not_record_the_silence_of_others() -> None:
    waiting().when(LapseReply("reply"), act_of(*NORTH_PERSONNEL, DAY_AFTER)).then_refused(OnlyTheClock)


def test_one_says_one_of_the_three_once() -> None:
    for first in (REPLY, WaiveReply("reply")):
        case = waiting().when(first, own_act(SITI, OPENED))
        case.when(REPLY, own_act(SITI, OPENED)).then_refused(StepNotOpen)
        case.when(WaiveReply("reply"), own_act(SITI, OPENED)).then_refused(StepNotOpen)
        case.when(LapseReply("reply"), clock(DAY_AFTER)).then_refused(StepNotOpen)


def test_there_is_nothing_to_reply_to_elsewhere() -> None:
    waiting().when(GiveReply("decree", TEXT), own_act(SITI, OPENED)).then_refused(StepNotOpen)
    before = given(SITI_MOVES).given(balancing_move(), until="CloseFeedback")
    before.when(GiveReply("feedback", TEXT), own_act(SITI, OPENED)).then_refused(StepNotOpen)


def test_while_the_case_is_suspended_its_clock_stands_still_too() -> None:
    accused = Proceeding("P-1", ProceedingKind.DISCIPLINE, "SEDANG", date(2025, 3, 13))
    case = waiting().about(proceedings={"P-1": accused})
    case.when(ReassessCase("Laporan"), act_of(*NORTH_PERSONNEL, OPENED))
    case.when(REPLY, own_act(SITI, OPENED)).then_refused(CaseIsSuspended)
    case.when(LapseReply("reply"), clock(DAY_AFTER)).then_refused(CaseIsSuspended)


def test_nor_is_there_after_the_end() -> None:
    case = given(BUDI_MOVES).given(teacher_moves_to_the_city(), until="WaiveReply")
    case.when(WithdrawTransfer("Batal"), own_act(BUDI, on(2025, 9, 8)))
    case.when(REPLY, own_act(BUDI, on(2025, 9, 8))).then_refused(TransferNotOpen)


def test_a_renewed_clearance_does_not_ask_for_it_again() -> None:
    case = given(SITI_MOVES).given(balancing_move(), until="decree")
    said, later = case.state.reply, on(2025, 10, 1)
    case.when(ReassessCase("Surat kedaluwarsa"), act_of(*REGENT, later)).then_kinds(
        EligibilityEvaluated, StepOpened
    )
    case.when(GrantClearance("audit_clearance", "700/99"), act_of(*NORTH_INSPECTORATE, later))
    case.then_kinds(ClearanceGranted)
    assert set(case.state.open) == {"decree"}
    assert case.state.reply == said


@pytest.mark.parametrize("route", POLICY.routes.values(), ids=lambda route: route.type)
def test_every_route_hears_the_person_after_the_others_and_before_any_consent_or_advice(
    route: object,
) -> None:
    kinds = [route.steps[name].kind for stage in route.stages for name in stage]  # type: ignore[attr-defined]
    heard = kinds.index(StepKind.REPLY)
    assert kinds.index(StepKind.FEEDBACK) < heard
    deciding = {
        StepKind.CONSENT,
        StepKind.PROPOSAL,
        StepKind.CONSIDERATION,
        StepKind.FIT_REVIEW,
        StepKind.DECREE,
    }
    assert all(kinds.index(kind) > heard for kind in deciding & set(kinds))
    assert set(POLICY.routes) == set(TransferType)
