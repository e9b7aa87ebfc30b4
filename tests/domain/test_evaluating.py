"""Looking back after three, six and twelve months."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from cast import (
    HEALTH_HEAD,
    HEALTH_ID,
    LIBRARY_HEAD,
    NORTH_PERSONNEL,
    NORTH_SECRETARY,
    PEERS,
    POLICY,
    REGENT,
    SITI,
    SITI_MOVES,
    act_of,
    official,
    on,
    own_act,
)
from given import Case, given
from stories import GOALS, SCORES, balancing_move, goals_at

from domain.act import Act
from domain.identity import CLOCK, OfficeKind, office_id
from domain.policy import Addressee, Respondent, Role, Side
from domain.refusals import (
    AlreadyAnswered,
    AlreadyNoted,
    ConflictOfInterest,
    EvaluationIncomplete,
    EvaluationUnknown,
    NotAcceptable,
    NotTheDecidingOffice,
    OnlyTheClock,
    OwnTransfer,
    ReasonRequired,
    ScoresIncomplete,
    SecondRole,
    TooEarly,
    TransferNotOpen,
)
from domain.registry.post import PositionKind
from domain.transfer.commands import (
    AnswerEvaluation,
    NoteMissedEvaluation,
    OpenEvaluation,
    RecordEvaluation,
)
from domain.transfer.events import (
    Asked,
    EvaluationAnswered,
    EvaluationMissed,
    EvaluationOpened,
    EvaluationRecorded,
    EvaluationScheduled,
    GoalResult,
    GoalScore,
    TransferClosed,
)
from domain.transfer.state import Status

OPENS, LAST_DAY, DAY_AFTER = on(2025, 7, 14), on(2025, 8, 4), on(2025, 8, 5)
SUPERIOR = (OfficeKind.UNIT_HEAD, HEALTH_ID)
GOAL = "Arsip pasien tertata dalam enam bulan"
MINE = AnswerEvaluation(3, Role.SUBJECT, SCORES, "Betah.", goals_at(4))
RECORD = RecordEvaluation(3, "CONTINUE", (), "Lancar.")


def on_duty() -> Case:
    return given(SITI_MOVES).given(balancing_move(), until="AnswerEvaluation")


def answering(role: Role, at: datetime) -> Act:
    match role:
        case Role.SUPERIOR:
            return act_of(*SUPERIOR, at)
        case Role.ORIGIN_UNIT:
            return act_of(*LIBRARY_HEAD, at)
        case Role.RECEIVING_UNIT:
            return act_of(*HEALTH_HEAD, at)
        case _:
            return own_act(SITI, at)


def answered(*roles: Role, months: int = 3, at: datetime = OPENS) -> Case:
    case = on_duty()
    for role in roles:
        case.when(AnswerEvaluation(months, role, SCORES, "", goals_at(4)), answering(role, at))
        case.then_kinds(EvaluationAnswered)
    return case


ASKED = tuple(POLICY.reviewers)
SILENT = (Role.SUPERIOR, Role.ORIGIN_UNIT, Role.RECEIVING_UNIT)


def clock(at: datetime) -> Act:
    return own_act(CLOCK, at)


# The day comes


def test_a_review_opens_on_its_day_and_tells_who_is_asked_and_who_concludes_it() -> None:
    case = on_duty()
    case.when(OpenEvaluation(3), clock(on(2025, 7, 13, 23))).then_refused(TooEarly)
    case.when(OpenEvaluation(3), clock(on(2025, 7, 14, 0))).then(
        EvaluationOpened(
            3,
            (
                Asked(Role.SUBJECT, None),
                Asked(Role.SUPERIOR, office_id(*SUPERIOR)),
                Asked(Role.ORIGIN_UNIT, office_id(*LIBRARY_HEAD)),
                Asked(Role.RECEIVING_UNIT, office_id(*HEALTH_HEAD)),
            ),
            office_id(*NORTH_PERSONNEL),
        )
    )
    case.when(OpenEvaluation(3), clock(OPENS)).then_refused(AlreadyNoted)
    case.when(OpenEvaluation(4), clock(OPENS)).then_refused(EvaluationUnknown)


def test_people_do_not_open_reviews() -> None:
    on_duty().when(OpenEvaluation(3), act_of(*NORTH_PERSONNEL, OPENS)).then_refused(OnlyTheClock)
    on_duty().when(NoteMissedEvaluation(3), act_of(*NORTH_PERSONNEL, DAY_AFTER)).then_refused(OnlyTheClock)


def test_an_answer_does_not_wait_for_the_clock() -> None:
    on_duty().when(MINE, own_act(SITI, OPENS)).then_kinds(EvaluationAnswered)


def test_a_missed_review_tells_who_has_not_answered() -> None:
    case = answered(Role.SUBJECT).when(NoteMissedEvaluation(3), clock(DAY_AFTER))
    case.then(EvaluationMissed(3, SILENT))


# Answers


@pytest.mark.parametrize("role", ASKED)
def test_the_person_both_units_and_the_new_superior_are_heard(role: Role) -> None:
    answer = AnswerEvaluation(3, role, SCORES, "Baik.", goals_at(2))
    on_duty().when(answer, answering(role, OPENS)).then(
        EvaluationAnswered(3, role, SCORES, goals_at(2), "Baik.")
    )


def test_the_policy_says_which_office_answers_as_the_superior_and_whether_in_words() -> None:
    secretary = Respondent("Perbup 1", Addressee(NORTH_SECRETARY[0], Side.RECEIVING_AGENCY), in_words=True)
    case = on_duty()
    case.knowing(policy=replace(POLICY, reviewers={**POLICY.reviewers, Role.SUPERIOR: secretary}))
    answer, act = (
        AnswerEvaluation(3, Role.SUPERIOR, {}, "Baik.", goals_at(2)),
        act_of(*NORTH_SECRETARY, OPENS),
    )
    case.when(answer, act_of(*SUPERIOR, OPENS)).then_refused(NotTheDecidingOffice)
    case.when(replace(answer, scores=SCORES), act).then_refused(ScoresIncomplete)
    case.when(replace(answer, text=" "), act).then_refused(ReasonRequired)
    case.when(answer, act).then(EvaluationAnswered(3, Role.SUPERIOR, {}, goals_at(2), "Baik."))


def test_nobody_answers_before_the_day() -> None:
    on_duty().when(MINE, own_act(SITI, on(2025, 7, 13))).then_refused(TooEarly)
    on_duty().when(RECORD, act_of(*NORTH_PERSONNEL, on(2025, 7, 13))).then_refused(TooEarly)


def test_there_is_no_review_but_those_set_at_the_start_of_duty() -> None:
    on_duty().when(replace(MINE, months=4), own_act(SITI, OPENS)).then_refused(EvaluationUnknown)
    before = given(SITI_MOVES).given(balancing_move(), until="duty_start")
    before.when(MINE, own_act(SITI, OPENS)).then_refused(EvaluationUnknown)


def test_peers_are_not_asked_again() -> None:
    on_duty().when(replace(MINE, role=Role.PEER), own_act(PEERS[0], OPENS)).then_refused(NotAcceptable)


@pytest.mark.parametrize("role", ASKED)
def test_nobody_answers_for_another(role: Role) -> None:
    for act in (own_act(PEERS[0], OPENS), act_of(*REGENT, OPENS)):
        on_duty().when(replace(MINE, role=role), act).then_refused(NotTheDecidingOffice)


def test_the_person_answers_in_their_own_person_only() -> None:
    for_an_office = replace(act_of(*HEALTH_HEAD, OPENS), by=SITI)
    on_duty().when(MINE, for_an_office).then_refused(NotTheDecidingOffice)
    on_duty().when(replace(MINE, role=Role.RECEIVING_UNIT), for_an_office).then_refused(OwnTransfer)


def test_each_role_answers_once() -> None:
    answered(Role.SUBJECT).when(MINE, own_act(SITI, OPENS)).then_refused(AlreadyAnswered)


@pytest.mark.parametrize("scores", [{}, SCORES | {"service": 6}, SCORES | {"beauty": 3}])
def test_all_competences_are_scored_one_to_five(scores: dict[str, int]) -> None:
    on_duty().when(replace(MINE, scores=scores), own_act(SITI, OPENS)).then_refused(ScoresIncomplete)


@pytest.mark.parametrize(
    "goals",
    [(), (GoalScore("Lain", 4),), (GoalScore(GOALS[0], 0),), (GoalScore(GOALS[0], 6),), goals_at(4) * 2],
    ids=["none", "another", "below the scale", "above the scale", "twice"],
)
def test_every_goal_of_the_decree_is_scored_by_everybody_who_answers(goals: tuple[GoalScore, ...]) -> None:
    on_duty().when(replace(MINE, goals=goals), own_act(SITI, OPENS)).then_refused(ScoresIncomplete)


# The record


def test_the_personnel_office_concludes_when_all_have_answered() -> None:
    case = answered(*ASKED).when(RECORD, act_of(*NORTH_PERSONNEL, OPENS))
    case.then(EvaluationRecorded(3, "CONTINUE", (), 425, (), "Lancar."))
    assert case.state.status is Status.EVALUATING


def test_it_waits_for_answers_until_their_time_is_over() -> None:
    case = answered(Role.SUBJECT)
    case.when(RECORD, act_of(*NORTH_PERSONNEL, LAST_DAY)).then_refused(EvaluationIncomplete)
    case.when(RECORD, act_of(*NORTH_PERSONNEL, DAY_AFTER)).then(
        EvaluationRecorded(3, "CONTINUE", (), 425, SILENT, "Lancar.")
    )


def test_without_any_answer_there_is_no_mean() -> None:
    case = on_duty().when(RECORD, act_of(*NORTH_PERSONNEL, DAY_AFTER))
    assert isinstance(case.last[0], EvaluationRecorded)
    assert case.last[0].mean is None
    assert case.last[0].unanswered == ASKED


def test_a_review_is_concluded_once_and_hears_nobody_afterwards() -> None:
    case = answered(*ASKED).when(RECORD, act_of(*NORTH_PERSONNEL, OPENS))
    case.when(RECORD, act_of(*NORTH_PERSONNEL, OPENS)).then_refused(AlreadyAnswered)
    silent = on_duty().when(RECORD, act_of(*NORTH_PERSONNEL, DAY_AFTER))
    silent.when(MINE, own_act(SITI, DAY_AFTER)).then_refused(AlreadyAnswered)


def test_only_the_receiving_personnel_office_concludes() -> None:
    answered(*ASKED).when(RECORD, act_of(*HEALTH_HEAD, OPENS)).then_refused(NotTheDecidingOffice)
    mine = replace(act_of(*NORTH_PERSONNEL, OPENS), by=SITI)
    answered(*ASKED).when(RECORD, mine).then_refused(OwnTransfer)
    other = replace(mine, by=official(*LIBRARY_HEAD))
    answered(*ASKED).when(RECORD, other).then_refused(SecondRole)
    related = answered(*ASKED).about(kin=frozenset({official(*NORTH_PERSONNEL)}))
    related.when(RECORD, act_of(*NORTH_PERSONNEL, OPENS)).then_refused(ConflictOfInterest)


def test_a_conclusion_is_written_and_one_of_those_the_review_knows() -> None:
    record = act_of(*NORTH_PERSONNEL, OPENS)
    answered(*ASKED).when(replace(RECORD, summary=""), record).then_refused(ReasonRequired)
    answered(*ASKED).when(replace(RECORD, outcome="SUCCESS"), record).then_refused(NotAcceptable)


def test_the_closing_review_tells_of_every_goal_and_closes_the_case() -> None:
    year_on = on(2026, 4, 15)
    case = answered(*ASKED, months=12, at=year_on)
    record = act_of(*NORTH_PERSONNEL, year_on)
    for goals in ((), (GoalResult("Lain", reached=True),)):
        case.when(RecordEvaluation(12, "SUCCESS", goals, "Tercapai."), record).then_refused(ReasonRequired)
    missed = (GoalResult(GOAL, reached=False),)
    case.when(RecordEvaluation(12, "PARTIAL", missed, "Sebagian."), record).then(
        EvaluationRecorded(12, "PARTIAL", missed, 425, (), "Sebagian."), TransferClosed("PARTIAL")
    )
    case.then_closed().when(MINE, own_act(SITI, year_on)).then_refused(TransferNotOpen)
    case.when(RECORD, record).then_refused(TransferNotOpen)


def executive(case: Case) -> Case:
    """Siti's new post is one of a senior executive."""
    target = case.facts.target
    position = replace(target.post.described.position, kind=PositionKind.SENIOR_EXECUTIVE)
    described = replace(target.post.described, position=position)
    return case.knowing(target=replace(target, post=replace(target.post, described=described)))


REACHED = tuple(GoalResult(goal, reached=False) for goal in GOALS)


@pytest.mark.parametrize("outcome", ["PARTIAL", "FAILED"])
def test_a_senior_executive_who_missed_the_goals_after_a_year_has_six_months_to_improve(outcome: str) -> None:
    year_on, later = on(2026, 4, 15), on(2026, 10, 14)
    case = executive(answered(*ASKED, months=12, at=year_on))
    case.when(RecordEvaluation(12, outcome, REACHED, "Belum."), act_of(*NORTH_PERSONNEL, year_on))
    assert case.last[-1] == EvaluationScheduled(18, date(2026, 10, 14), date(2026, 11, 4))
    assert case.state.status is Status.EVALUATING
    for role in ASKED:
        answer = AnswerEvaluation(18, role, SCORES, "", goals_at(2))
        case.when(answer, answering(role, later)).then_kinds(EvaluationAnswered)
    case.when(RecordEvaluation(18, outcome, REACHED, "Tetap belum."), act_of(*NORTH_PERSONNEL, later))
    assert case.last[-1] == TransferClosed(outcome)
    case.then_closed()


def test_one_who_reached_them_and_everybody_else_has_not() -> None:
    year_on = on(2026, 4, 15)
    record = act_of(*NORTH_PERSONNEL, year_on)
    reached = RecordEvaluation(12, "SUCCESS", REACHED, "Tercapai.")
    executive(answered(*ASKED, months=12, at=year_on)).when(reached, record).then_closed()
    missed = RecordEvaluation(12, "FAILED", REACHED, "Gagal.")
    answered(*ASKED, months=12, at=year_on).when(missed, record).then_closed()


def test_reviews_are_counted_from_the_start_of_duty() -> None:
    case = on_duty()
    assert case.state.started_on == date(2025, 4, 14)
    assert [review.opens_on for review in case.state.evaluations.values()] == [
        date(2025, 7, 14),
        date(2025, 10, 14),
        date(2026, 4, 14),
    ]
