"""Who gave which answer stays sealed until the inspectorate opens it on a warrant; then it alone learns the names."""

from dataclasses import replace
from uuid import UUID

import pytest
from cast import (
    CITY_ID,
    HEALTH_HEAD,
    LIBRARY_HEAD,
    LIBRARY_ID,
    NORTH_INSPECTORATE,
    NORTH_PERSONNEL,
    PEERS,
    REGENT,
    SITI,
    SITI_MOVES,
    act_of,
    official,
    on,
    own_act,
)
from given import Case, given
from stories import SCORES, balancing_move

from domain.identity import OfficeKind
from domain.refusals import (
    AlreadyUnsealed,
    ConflictOfInterest,
    FeedbackOutstanding,
    FeedbackSuppressed,
    FeedbackUnknown,
    NotTheInspectorate,
    OwnTransfer,
    ReasonRequired,
    SecondRole,
    WarrantRequired,
)
from domain.transfer.commands import CloseFeedback, GiveFeedback, UnsealFeedback
from domain.transfer.desk import Audience, desk
from domain.transfer.events import FeedbackUnsealed
from domain.transfer.sealing import peers_answers, unsealed

SUPERIOR = official(OfficeKind.UNIT_HEAD, LIBRARY_ID)
WHY = "Dugaan jawaban diatur oleh atasan"
UNSEAL = UnsealFeedback("700/SP-3/2025", WHY, (1, 3))
DAY = on(2025, 4, 14)
BY_INSPECTOR = act_of(*NORTH_INSPECTORATE, DAY)
# What the three peers say, and so in which order their answers are shown: the second, the third, the first.
SAID = {PEERS[0]: 5, PEERS[1]: 1, PEERS[2]: 3}


def open_still(*peers: UUID) -> Case:
    """Asked, and answered by the superior and these peers."""
    case = given(SITI_MOVES).given(balancing_move(), until="GiveFeedback")
    case.when(GiveFeedback(SCORES, "kata atasan"), own_act(SUPERIOR, on(2025, 3, 13)))
    for peer in peers:
        scores = dict.fromkeys(SCORES, SAID[peer])
        case.when(GiveFeedback(scores, f"kata rekan {SAID[peer]}"), own_act(peer, on(2025, 3, 13)))
    return case


def closed(*peers: UUID) -> Case:
    return open_still(*peers).when(CloseFeedback("feedback"), act_of(*NORTH_PERSONNEL, on(2025, 4, 11)))


def test_the_inspectorate_opens_answers_by_the_numbers_under_which_they_are_shown() -> None:
    case = closed(*PEERS[:3])
    shown = [
        each for each in desk(case.state, case.facts, Audience.OFFICIAL)["feedback"] if each["role"] == "PEER"
    ]
    assert [each["text"] for each in shown] == ["kata rekan 1", "kata rekan 3", "kata rekan 5"]
    case.when(UNSEAL, BY_INSPECTOR)
    case.then(FeedbackUnsealed("700/SP-3/2025", WHY, (PEERS[1], PEERS[0]), DAY.date()))
    assert unsealed(case.state) == {PEERS[0], PEERS[1]}
    assert peers_answers(case.state.raters, case.state.feedback) == [PEERS[1], PEERS[2], PEERS[0]]


@pytest.mark.parametrize("audience", Audience)
def test_no_desk_ever_has_a_name_not_even_after_that(audience: Audience) -> None:
    case = closed(*PEERS[:3]).when(UNSEAL, BY_INSPECTOR)
    told = str(desk(case.state, case.facts, audience))
    assert not any(str(peer) in told for peer in PEERS)


def test_the_person_sees_that_it_was_done_and_why_and_so_do_officials_but_no_rater() -> None:
    case = closed(*PEERS[:3]).when(UNSEAL, BY_INSPECTOR)
    for audience in (Audience.SUBJECT, Audience.OFFICIAL):
        assert desk(case.state, case.facts, audience)["unsealed"] == [
            {"warrant": "700/SP-3/2025", "reason": WHY, "on": "2025-04-14", "answers": 2}
        ]
    before = closed(*PEERS[:3])
    assert desk(case.state, case.facts, Audience.RATER) == desk(before.state, before.facts, Audience.RATER)


@pytest.mark.parametrize(
    "office",
    [NORTH_PERSONNEL, REGENT, LIBRARY_HEAD, HEALTH_HEAD, (OfficeKind.INSPECTORATE, CITY_ID)],
    ids=["personnel office", "regent", "origin", "receiver", "inspectorate of another agency"],
)
def test_nobody_else_does(office: tuple[OfficeKind, UUID]) -> None:
    closed(*PEERS[:3]).when(UNSEAL, act_of(*office, DAY)).then_refused(NotTheInspectorate)


def test_nor_anybody_in_their_own_person() -> None:
    for person in (SITI, SUPERIOR, official(*NORTH_INSPECTORATE)):
        closed(*PEERS[:3]).when(UNSEAL, own_act(person, DAY)).then_refused(NotTheInspectorate)


def test_nor_the_inspector_about_themselves_their_kin_or_in_a_second_role() -> None:
    closed(*PEERS[:3]).when(UNSEAL, replace(BY_INSPECTOR, by=SITI)).then_refused(OwnTransfer)
    related = closed(*PEERS[:3]).about(kin=frozenset({BY_INSPECTOR.by}))
    related.when(UNSEAL, BY_INSPECTOR).then_refused(ConflictOfInterest)
    second = replace(BY_INSPECTOR, by=official(*NORTH_PERSONNEL))
    closed(*PEERS[:3]).when(UNSEAL, second).then_refused(SecondRole)


def test_a_warrant_and_a_reason_are_written() -> None:
    closed(*PEERS[:3]).when(replace(UNSEAL, warrant=" "), BY_INSPECTOR).then_refused(WarrantRequired)
    closed(*PEERS[:3]).when(replace(UNSEAL, reason=" "), BY_INSPECTOR).then_refused(ReasonRequired)


@pytest.mark.parametrize("answers", [(), (0,), (4,), (1, 4)])
def test_only_answers_that_are_shown_are_opened(answers: tuple[int, ...]) -> None:
    closed(*PEERS[:3]).when(replace(UNSEAL, answers=answers), BY_INSPECTOR).then_refused(FeedbackUnknown)


def test_nothing_is_opened_before_feedback_is_closed_nor_of_too_few() -> None:
    open_still(*PEERS[:3]).when(UNSEAL, BY_INSPECTOR).then_refused(FeedbackOutstanding)
    closed(*PEERS[:2]).when(replace(UNSEAL, answers=(1,)), BY_INSPECTOR).then_refused(FeedbackSuppressed)


def test_what_is_open_is_not_opened_again_but_the_rest_may_be_on_another_warrant() -> None:
    case = closed(*PEERS[:3]).when(UNSEAL, BY_INSPECTOR)
    case.when(replace(UNSEAL, answers=(3,)), BY_INSPECTOR).then_refused(AlreadyUnsealed)
    case.when(UnsealFeedback("700/SP-4", "Dugaan meluas", (2,)), BY_INSPECTOR).then_kinds(FeedbackUnsealed)
    case.when(UNSEAL, BY_INSPECTOR).then_refused(AlreadyUnsealed)


def test_an_inquiry_may_come_after_the_end_of_the_case() -> None:
    case = given(SITI_MOVES).given(balancing_move()).then_closed()
    case.when(UNSEAL, act_of(*NORTH_INSPECTORATE, on(2026, 6, 1))).then_kinds(FeedbackUnsealed)
