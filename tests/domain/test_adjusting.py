"""What is done about what a review has shown: planned, done, and, as a case of its own, another transfer."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

import pytest
from cast import (
    HEALTH_HEAD,
    HEALTH_ID,
    LIBRARY_HEAD,
    NORTH_PERSONNEL,
    OLD_POST_ID,
    REGENT,
    SITI,
    SITI_MOVES,
    act_of,
    official,
    on,
    own_act,
    working_in,
)
from flagging import flagged
from given import Case, given
from stories import GOALS, SCORES, VERIFIED, Story, balancing_move, file_of, goals_at
from walking import onward

from domain.act import Act
from domain.identity import OfficeKind, office_id
from domain.policy import Initiative, Role
from domain.refusals import (
    AdjustmentUnknown,
    AlreadyAnswered,
    ConflictOfInterest,
    DatesOutOfOrder,
    NoDecreeInForce,
    NotAcceptable,
    NothingToAdjust,
    NothingToMend,
    NotTheDecidingOffice,
    OwnTransfer,
    ReasonRequired,
)
from domain.registry.person import Rating
from domain.told import tell
from domain.transfer.commands import (
    AnswerEvaluation,
    AssessFit,
    CompleteAdjustment,
    PlanAdjustment,
    RecordEvaluation,
    RequestTransfer,
    RevokeDecree,
    TransferCommand,
)
from domain.transfer.desk import Audience, desk
from domain.transfer.events import (
    AdjustmentDone,
    AdjustmentPlanned,
    AdjustmentTriggered,
    EvaluationAnswered,
    EvaluationRecorded,
    GoalResult,
    Outcome,
    Shown,
    TransferClosed,
)
from domain.transfer.facts import Place
from domain.transfer.state import Transfer

DAY = on(2025, 10, 15)
PERSONNEL = act_of(*NORTH_PERSONNEL, on(2025, 10, 16))
PLAN = PlanAdjustment("COACHING", "Pendampingan oleh arsiparis senior", date(2025, 12, 19))
DONE = CompleteAdjustment(1, "Pendampingan selesai")


def on_duty() -> Case:
    return given(SITI_MOVES).given(balancing_move(), until="AnswerEvaluation")


def answering(day: datetime) -> list[tuple[Role, Act]]:
    return [
        (Role.SUBJECT, own_act(SITI, day)),
        (Role.SUPERIOR, act_of(OfficeKind.UNIT_HEAD, HEALTH_ID, day)),
        (Role.ORIGIN_UNIT, act_of(*LIBRARY_HEAD, day)),
        (Role.RECEIVING_UNIT, act_of(*HEALTH_HEAD, day)),
    ]


def faulty() -> Case:
    """After six months the person gives 2.00, the superior 2.25."""
    case = on_duty()
    low = dict.fromkeys(SCORES, 2)
    for role, act in answering(DAY):
        scores = low | {"service": 3} if role is Role.SUPERIOR else low
        case.when(AnswerEvaluation(6, role, scores, "", goals_at(1)), act)
    case.when(RecordEvaluation(6, "SUPPORT", (), "Perlu pendampingan"), act_of(*NORTH_PERSONNEL, DAY))
    assert case.state.adjustments
    return case


# Planned and done


def test_the_personnel_office_plans_with_a_day_and_records_what_came_of_it() -> None:
    case = faulty().when(PLAN, PERSONNEL)
    office = office_id(*NORTH_PERSONNEL)
    case.then(AdjustmentPlanned(1, "COACHING", PLAN.what, office, date(2025, 10, 16), PLAN.due_on))
    assert case.state.to_plan is None
    case.when(DONE, act_of(*NORTH_PERSONNEL, on(2025, 12, 18))).then(
        AdjustmentDone(1, "Pendampingan selesai")
    )
    assert desk(case.state, case.facts, Audience.SUBJECT)["planned"] == [
        {
            "number": 1,
            "kind": "COACHING",
            "what": PLAN.what,
            "office": str(office),
            "dueOn": "2025-12-19",
            "result": "Pendampingan selesai",
        }
    ]


def test_several_may_be_planned_and_are_done_in_any_order() -> None:
    case = faulty().when(PLAN, PERSONNEL).when(replace(PLAN, kind="DUTY_CHANGE"), PERSONNEL)
    case.when(replace(DONE, number=2), PERSONNEL).when(DONE, PERSONNEL)
    assert [each.done is not None for each in case.state.planned] == [True, True]
    case.when(DONE, PERSONNEL).then_refused(AlreadyAnswered)


def test_nothing_is_planned_where_no_review_has_shown_a_fault() -> None:
    on_duty().when(PLAN, PERSONNEL).then_refused(NothingToAdjust)


def test_what_was_not_planned_is_not_done() -> None:
    faulty().when(DONE, PERSONNEL).then_refused(AdjustmentUnknown)
    for number in (0, 2):
        faulty().when(PLAN, PERSONNEL).when(replace(DONE, number=number), PERSONNEL).then_refused(
            AdjustmentUnknown
        )


@pytest.mark.parametrize("command", [PLAN, DONE], ids=["plan", "done"])
def test_nobody_else_does_either(command: PlanAdjustment | CompleteAdjustment) -> None:
    for act in (act_of(*HEALTH_HEAD, DAY), act_of(*REGENT, DAY), own_act(SITI, DAY)):
        faulty().when(PLAN, PERSONNEL).when(command, act).then_refused(NotTheDecidingOffice)
    faulty().when(PLAN, PERSONNEL).when(command, replace(PERSONNEL, by=SITI)).then_refused(OwnTransfer)
    related = faulty().when(PLAN, PERSONNEL).about(kin=frozenset({official(*NORTH_PERSONNEL)}))
    related.when(command, PERSONNEL).then_refused(ConflictOfInterest)


def test_a_plan_is_of_a_kind_the_policy_knows_is_written_and_has_a_day_to_come() -> None:
    faulty().when(replace(PLAN, kind="PROMOTION"), PERSONNEL).then_refused(NotAcceptable)
    faulty().when(replace(PLAN, what=" "), PERSONNEL).then_refused(ReasonRequired)
    faulty().when(replace(PLAN, due_on=date(2025, 10, 15)), PERSONNEL).then_refused(DatesOutOfOrder)
    returns = replace(PLAN, kind="RETURN_TO_POST", due_on=date(2025, 10, 16))
    faulty().when(returns, PERSONNEL).then_kinds(AdjustmentPlanned)
    faulty().when(PLAN, PERSONNEL).when(replace(DONE, result=""), PERSONNEL).then_refused(ReasonRequired)


def test_it_is_planned_and_done_also_after_the_last_review_but_not_after_a_revocation() -> None:
    revoked = faulty().when(RevokeDecree("821/60", "Keliru", "UU 30/2014"), act_of(*REGENT, DAY))
    revoked.when(PLAN, PERSONNEL).then_refused(NoDecreeInForce)
    ended = given(SITI_MOVES).given(balancing_move())
    ended.transfer = replace(ended.state, adjustments=faulty().state.adjustments)
    ended.when(PLAN, PERSONNEL).then_kinds(AdjustmentPlanned)
    ended.when(DONE, PERSONNEL).then_kinds(AdjustmentDone)


# A transfer that mends another


BACK = RequestTransfer(
    SITI,
    OLD_POST_ID,
    Initiative.ORGANISATIONAL_NEED,
    "Kembali ke unit asal: penempatan tidak berhasil",
    file_of("D02", "D03", "D06", "D08", post=OLD_POST_ID),
    adjusts=SITI_MOVES.transfer,
)
ASKED_ON = on(2026, 1, 12)


def going_back(mended: Transfer | None, first: Case | None = None) -> Case:
    """She would go back to where she came from, which has become short of one; the new office needs one less."""
    first = first or faulty()
    case = given(replace(SITI_MOVES, transfer=UUID(int=77)))
    origin, target = requiring(first.facts.target, 200), requiring(first.facts.origin, 450)
    colleagues = working_in(origin.unit_id)
    return case.knowing(
        person=first.facts.person, origin=origin, target=target, mends=mended, colleagues=colleagues
    )


def requiring(place: Place, required: int) -> Place:
    described = replace(place.post.described, required=required)
    return replace(place, post=replace(place.post, described=described))


def test_a_transfer_that_mends_another_is_excepted_from_two_years_in_post_with_its_reason() -> None:
    case = going_back(faulty().state).when(BACK, act_of(*NORTH_PERSONNEL, ASKED_ON))
    case.when(VERIFIED, act_of(*NORTH_PERSONNEL, ASKED_ON))
    e02 = case.finding("E02")
    assert e02.outcome is Outcome.NOT_APPLICABLE
    assert e02.input == "8 months in post since 2025-04-14; mends an earlier transfer: LOW_SCORES"
    assert case.state.reason == BACK.reason
    assert case.state.adjusts == SITI_MOVES.transfer
    shown = desk(case.state, case.facts, Audience.OFFICIAL)["adjusts"]
    assert shown["transfer"] == str(SITI_MOVES.transfer)
    assert [each["trigger"] for each in shown["adjustments"][0]["triggers"]] == ["LOW_SCORES"]


def test_without_it_the_same_move_is_too_early() -> None:
    plain = replace(BACK, adjusts=None)
    case = going_back(None).when(plain, act_of(*NORTH_PERSONNEL, ASKED_ON))
    case.when(VERIFIED, act_of(*NORTH_PERSONNEL, ASKED_ON))
    assert case.finding("E02").outcome is Outcome.NOT_MET


def test_who_is_in_post_for_two_years_needs_no_exception() -> None:
    case = going_back(faulty().state).about(post_since=date(2023, 1, 2))
    case.when(BACK, act_of(*NORTH_PERSONNEL, ASKED_ON))
    case.when(VERIFIED, act_of(*NORTH_PERSONNEL, ASKED_ON))
    assert case.finding("E02").outcome is Outcome.MET


def test_only_a_transfer_of_the_same_person_with_a_fault_on_record_is_mended() -> None:
    revoked = faulty().when(RevokeDecree("821/60", "Keliru", "UU 30/2014"), act_of(*REGENT, DAY))
    for mended in (
        None,
        on_duty().state,
        replace(faulty().state, person=official(*REGENT)),
        revoked.state,
    ):
        going_back(mended).when(BACK, act_of(*NORTH_PERSONNEL, ASKED_ON)).then_refused(NothingToMend)


def test_the_persons_own_request_to_mend_it_states_its_reason_too() -> None:
    own = replace(BACK, initiative=Initiative.OWN_REQUEST, reason=" ")
    going_back(faulty().state).when(own, own_act(SITI, ASKED_ON)).then_refused(ReasonRequired)


# Scenario 21, whole


def with_reason(story: Iterable[tuple[TransferCommand, Act]]) -> Story:
    """Going back evens out no work, and says why it is done."""
    for command, act in story:
        told = isinstance(command, AssessFit)
        yield (replace(command, deviation=BACK.reason) if told else command), act


def test_scenario_21_low_scores_and_a_poor_rating_are_mended_by_a_transfer_within_two_years() -> None:
    """After six months 2.10; support is planned and done; after a year Kurang and FAILED; she goes back, with a reason."""
    case = faulty()
    told = tell("mean_below", mean="2.12", threshold="2.50")
    assert case.state.adjustments[0].triggers == (Shown("LOW_SCORES", "mean 2.12, at least 2.50", (told,)),)
    case.when(PLAN, PERSONNEL).when(DONE, act_of(*NORTH_PERSONNEL, on(2025, 12, 18)))
    case.about(ratings={2023: Rating.GOOD, 2024: Rating.GOOD, 2025: Rating.POOR})
    year_on = on(2026, 4, 15)
    for role, act in answering(year_on):
        case.when(AnswerEvaluation(12, role, SCORES, "", goals_at(1)), act).then_kinds(EvaluationAnswered)
    missed = tuple(GoalResult(goal, reached=False) for goal in GOALS)
    case.when(RecordEvaluation(12, "FAILED", missed, "Tidak berhasil"), act_of(*NORTH_PERSONNEL, year_on))
    case.then_kinds(EvaluationRecorded, AdjustmentTriggered, TransferClosed)
    shown = [each.trigger for each in case.state.adjustments[-1].triggers]
    assert shown == ["FAILED", "RATED_BELOW_GOOD", "RATING_DROPPED"]
    back = replace(PLAN, kind="RE_TRANSFER", what="Kembali ke unit asal", due_on=date(2026, 6, 30))
    case.when(back, act_of(*NORTH_PERSONNEL, on(2026, 4, 16))).then_kinds(AdjustmentPlanned)

    again = going_back(case.state, case)
    asked_on = act_of(*NORTH_PERSONNEL, on(2026, 4, 17))
    again.when(BACK, asked_on).when(VERIFIED, asked_on)
    e02 = again.finding("E02")
    assert (e02.outcome, e02.input) == (
        Outcome.NOT_APPLICABLE,
        f"12 months in post since 2025-04-14; mends an earlier transfer: LOW_SCORES, {', '.join(shown)}",
    )
    assert again.state.reason == BACK.reason
    e04 = again.finding("E04")
    assert (e04.outcome, e04.input) == (
        Outcome.MET,
        "2023: BAIK; 2024: BAIK; years before the transfer it mends",
    )
    assert set(again.state.open) == {"audit_clearance", "feedback"}
    assert not again.state.overridden
    r03 = flagged(again, with_reason(onward(again, date(2026, 4, 17))))["R03"]
    assert (r03.value, r03.explained) == ("12 months", "mends an earlier transfer")
    assert again.facts.person.post == OLD_POST_ID


def test_scenario_21_ratings_before_the_failed_transfer_still_count() -> None:
    case = faulty().about(ratings={2023: Rating.GOOD, 2024: Rating.POOR, 2025: Rating.GOOD})
    again = going_back(case.state, case)
    asked_on = act_of(*NORTH_PERSONNEL, ASKED_ON)
    again.when(BACK, asked_on).when(VERIFIED, asked_on)
    assert again.finding("E04").outcome is Outcome.NOT_MET
    again.then_closed()
