"""Feedback before the decision: who is heard, for how long, and what silence means."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

import pytest
from cast import (
    BUDI,
    BUDI_STAYS,
    COLLEAGUES,
    HEALTH_HEAD,
    LIBRARY_HEAD,
    LIBRARY_ID,
    NORTH_ID,
    NORTH_INSPECTORATE,
    NORTH_PERSONNEL,
    NORTH_SECRETARY,
    OFFICES,
    PEERS,
    POLICIES,
    POLICY,
    REGENT,
    SCHOOL_ID,
    SCHOOL_PEERS,
    SCHOOLS_ID,
    SECOND_MATHS_ID,
    SITI,
    SITI_MOVES,
    act_of,
    official,
    on,
    own_act,
)
from given import Case, given
from stories import SCORES, VERIFIED, balancing_move, file_of

from domain.act import Act, Capacity
from domain.calendar import Calendar
from domain.identity import CLOCK, OfficeKind, office_id
from domain.policy import Addressee, Initiative, Respondent, Role, Side
from domain.refusals import (
    AlreadyAnswered,
    AlreadyNoted,
    ConflictOfInterest,
    DeadlinePassed,
    DeadlineStands,
    FeedbackNotAsked,
    FeedbackOutstanding,
    FileReturnedForCorrection,
    NotAColleague,
    NotARater,
    NotTheSuperior,
    OnlyTheClock,
    OwnTransfer,
    RaterRelated,
    RatersUnfit,
    ReasonRequired,
    ScoresIncomplete,
    SecondRole,
    StepNotOpen,
    TooEarly,
    TooFewPeers,
    TransferNotOpen,
)
from domain.registry.office import Office
from domain.transfer.allowed import Holding, audience
from domain.transfer.commands import (
    AskFeedback,
    CloseFeedback,
    GiveFeedback,
    LapseFeedback,
    RecomputeFeedback,
    RefuseStep,
    RequestTransfer,
    ReturnFile,
)
from domain.transfer.desk import Audience
from domain.transfer.events import (
    FeedbackClosed,
    FeedbackDeadlineRecomputed,
    FeedbackGiven,
    FeedbackLapsed,
    FeedbackRequested,
    StepOpened,
)

SUPERIOR = official(OfficeKind.UNIT_HEAD, LIBRARY_ID)
ASK = AskFeedback("feedback", SUPERIOR, PEERS[:3])
ASKED_ON, LAST_DAY, DAY_AFTER = on(2025, 3, 12), on(2025, 3, 26), on(2025, 3, 27)
MANY = tuple(UUID(int=n) for n in range(1, 7))
WORDS = GiveFeedback({}, "Saya bersedia.")
MARKS = GiveFeedback(SCORES, "Teliti.")


def before_asking() -> Case:
    return given(SITI_MOVES).given(balancing_move(), until="AskFeedback")


def asked() -> Case:
    return before_asking().when(ASK, act_of(*NORTH_PERSONNEL, ASKED_ON))


def answered(*raters: UUID) -> Case:
    """Both units have answered, and these people."""
    case = asked()
    case.when(MARKS, act_of(*LIBRARY_HEAD, LAST_DAY)).then_kinds(FeedbackGiven)
    case.when(WORDS, act_of(*HEALTH_HEAD, LAST_DAY)).then_kinds(FeedbackGiven)
    for rater in raters:
        case.when(WORDS if rater == SITI else MARKS, own_act(rater, LAST_DAY)).then_kinds(FeedbackGiven)
    return case


def test_superior_and_peers_and_always_the_person_and_both_units_are_asked_for_ten_working_days() -> None:
    due = date(2025, 3, 26)
    asked().then(
        FeedbackRequested("feedback", SITI, Role.SUBJECT, due, ASKED_ON.date()),
        FeedbackRequested("feedback", SUPERIOR, Role.SUPERIOR, due, ASKED_ON.date()),
        *(FeedbackRequested("feedback", peer, Role.PEER, due, ASKED_ON.date()) for peer in PEERS[:3]),
        FeedbackRequested("feedback", office_id(*LIBRARY_HEAD), Role.ORIGIN_UNIT, due, ASKED_ON.date()),
        FeedbackRequested("feedback", office_id(*HEALTH_HEAD), Role.RECEIVING_UNIT, due, ASKED_ON.date()),
    )


def test_one_office_over_both_units_is_asked_once_for_the_origin() -> None:
    case = given(BUDI_STAYS)
    documents = file_of("D02", "D03", "D06", "D08", "D16", post=SECOND_MATHS_ID)
    need = Initiative.ORGANISATIONAL_NEED
    request = RequestTransfer(BUDI, SECOND_MATHS_ID, need, "Guru matematika kosong", documents)
    case.when(request, act_of(*NORTH_PERSONNEL, on(2025, 3, 11)))
    case.when(VERIFIED, act_of(*NORTH_PERSONNEL, ASKED_ON))
    ask = AskFeedback("feedback", official(OfficeKind.UNIT_HEAD, SCHOOL_ID), SCHOOL_PEERS)
    case.when(ask, act_of(*NORTH_PERSONNEL, ASKED_ON)).then_kinds(*[FeedbackRequested] * 6)
    assert case.last[-1].role is Role.ORIGIN_UNIT
    case.when(MARKS, act_of(OfficeKind.REGIONAL_OFFICE_HEAD, SCHOOLS_ID, LAST_DAY)).then_kinds(FeedbackGiven)


# The units


def test_a_unit_answers_by_the_holder_of_its_office() -> None:
    asked().when(MARKS, act_of(*LIBRARY_HEAD, LAST_DAY)).then(
        FeedbackGiven(office_id(*LIBRARY_HEAD), Role.ORIGIN_UNIT, SCORES, "Teliti.")
    )
    asked().when(WORDS, act_of(*HEALTH_HEAD, LAST_DAY)).then(
        FeedbackGiven(office_id(*HEALTH_HEAD), Role.RECEIVING_UNIT, {}, "Saya bersedia.")
    )


def test_the_receiving_unit_does_not_score_whom_it_does_not_know_yet() -> None:
    asked().when(MARKS, act_of(*HEALTH_HEAD, LAST_DAY)).then_refused(ScoresIncomplete)
    asked().when(GiveFeedback({}, ""), act_of(*HEALTH_HEAD, LAST_DAY)).then_refused(ReasonRequired)
    asked().when(WORDS, act_of(*LIBRARY_HEAD, LAST_DAY)).then_refused(ScoresIncomplete)


def test_the_policy_says_which_office_answers_for_a_unit_and_whether_it_scores() -> None:
    secretary = Respondent("Perbup 1", Addressee(NORTH_SECRETARY[0], Side.RECEIVING_AGENCY))
    raters = {**POLICY.raters, Role.RECEIVING_UNIT: secretary}
    case = before_asking().knowing(policy=replace(POLICY, raters=raters))
    case.when(ASK, act_of(*NORTH_PERSONNEL, ASKED_ON)).then_kinds(*[FeedbackRequested] * 7)
    assert (case.last[-1].rater, case.last[-1].role) == (office_id(*NORTH_SECRETARY), Role.RECEIVING_UNIT)
    case.when(WORDS, act_of(*HEALTH_HEAD, LAST_DAY)).then_refused(NotARater)
    case.when(WORDS, act_of(*NORTH_SECRETARY, LAST_DAY)).then_refused(ScoresIncomplete)
    case.when(MARKS, act_of(*NORTH_SECRETARY, LAST_DAY)).then_kinds(FeedbackGiven)


def test_nobody_speaks_for_a_unit_about_themselves_or_their_kin_nor_for_both() -> None:
    for_the_unit = act_of(*LIBRARY_HEAD, LAST_DAY)
    asked().when(MARKS, replace(for_the_unit, by=SITI)).then_refused(OwnTransfer)
    related = asked().about(kin=frozenset({for_the_unit.by}))
    related.when(MARKS, for_the_unit).then_refused(ConflictOfInterest)
    both = asked().when(MARKS, for_the_unit)
    both.when(WORDS, replace(act_of(*HEALTH_HEAD, LAST_DAY), by=for_the_unit.by)).then_refused(SecondRole)


def test_who_has_answered_for_a_unit_sees_no_more_than_before_until_the_route_comes_to_them() -> None:
    case = asked()
    head = (Holding(office_id(*HEALTH_HEAD), Capacity.DEFINITIVE, HEALTH_HEAD[0], NORTH_ID),)
    for _ in range(2):
        assert audience(case.state, case.facts, official(*HEALTH_HEAD), head) is Audience.RATER
        case.when(WORDS, act_of(*HEALTH_HEAD, LAST_DAY))
    accepting = given(SITI_MOVES).given(balancing_move(), until="receiving_acceptance")
    assert audience(accepting.state, accepting.facts, official(*HEALTH_HEAD), head) is Audience.OFFICIAL


def test_an_office_that_asks_late_does_not_take_the_raters_time() -> None:
    overdue = on(2025, 4, 14)
    assert before_asking().state.open["feedback"].due_on < overdue.date()
    case = before_asking().when(ASK, act_of(*NORTH_PERSONNEL, overdue))
    assert {rater.due_on for rater in case.state.raters.values()} == {date(2025, 4, 29)}


@pytest.mark.parametrize("count", [0, 2, 6])
def test_three_to_five_peers_are_asked(count: int) -> None:
    case = before_asking().knowing(colleagues=frozenset((SITI, *MANY)))
    case.when(replace(ASK, peers=MANY[:count]), act_of(*NORTH_PERSONNEL, ASKED_ON)).then_refused(TooFewPeers)


@pytest.mark.parametrize("count", [3, 5])
def test_three_and_five_peers_are_in_order(count: int) -> None:
    case = before_asking().knowing(colleagues=frozenset((SITI, *MANY)))
    case.when(replace(ASK, peers=MANY[:count]), act_of(*NORTH_PERSONNEL, ASKED_ON))
    assert sum(rater.role is Role.PEER for rater in case.state.raters.values()) == count


@pytest.mark.parametrize(
    "peers",
    [(SITI, *PEERS[:2]), (SUPERIOR, *PEERS[:2]), (PEERS[0], PEERS[0], PEERS[1])],
    ids=["the person", "the superior once more", "one colleague twice"],
)
def test_each_rater_is_named_once_and_the_person_is_no_peer(peers: tuple[UUID, ...]) -> None:
    before_asking().when(replace(ASK, peers=peers), act_of(*NORTH_PERSONNEL, ASKED_ON)).then_refused(
        RatersUnfit
    )


def asking(case: Case, superior: UUID = SUPERIOR, peers: tuple[UUID, ...] = PEERS[:3]) -> Case:
    return case.when(AskFeedback("feedback", superior, peers), act_of(*NORTH_PERSONNEL, ASKED_ON))


def held_by(person: UUID | None, kind: OfficeKind, scope: UUID) -> Mapping[UUID, Office]:
    """All offices, that one held by this person alone; by nobody where None."""
    office = OFFICES[office_id(kind, scope)]
    tenures = () if person is None else (replace(office.tenures[0], person=person),)
    return {**OFFICES, office_id(kind, scope): replace(office, tenures=tenures)}


def test_the_superior_holds_the_nearest_office_above_the_person() -> None:
    head = official(*LIBRARY_HEAD)
    for other in (UUID(int=1), head, official(OfficeKind.UNIT_HEAD, SCHOOL_ID)):
        asking(before_asking(), other).then_refused(NotTheSuperior)
    vacant = held_by(None, OfficeKind.UNIT_HEAD, LIBRARY_ID)
    asking(before_asking().knowing(offices=vacant)).then_refused(NotTheSuperior)
    asking(before_asking().knowing(offices=vacant), head).then_kinds(*[FeedbackRequested] * 7)
    asking(before_asking().knowing(offices={}), UUID(int=1)).then_kinds(*[FeedbackRequested] * 7)


def test_who_heads_the_unit_has_their_superior_above_it_and_none_below() -> None:
    heads_the_unit = before_asking().knowing(offices=held_by(SITI, OfficeKind.UNIT_HEAD, LIBRARY_ID))
    asking(heads_the_unit, official(*LIBRARY_HEAD)).then_kinds(*[FeedbackRequested] * 7)
    heads_the_office = before_asking().knowing(offices=held_by(SITI, *LIBRARY_HEAD))
    asking(heads_the_office).then_refused(NotTheSuperior)
    asking(heads_the_office, official(*NORTH_SECRETARY)).then_kinds(*[FeedbackRequested] * 7)


def test_nobody_related_is_heard_and_a_related_head_gives_way_to_the_next() -> None:
    asking(before_asking().about(kin=frozenset({PEERS[1]}))).then_refused(RaterRelated)
    asking(before_asking().about(affiliates=frozenset({SUPERIOR}))).then_refused(RaterRelated)
    related = before_asking().about(affiliates=frozenset({SUPERIOR}))
    asking(related, official(*LIBRARY_HEAD)).then_kinds(*[FeedbackRequested] * 7)


def test_peers_sit_in_the_unit_and_in_a_small_one_all_of_them_are_asked() -> None:
    asking(before_asking(), peers=(*PEERS[:2], COLLEAGUES[0])).then_refused(NotAColleague)
    small = before_asking().knowing(colleagues=frozenset((SITI, SUPERIOR, *PEERS[:2])))
    asking(small, peers=PEERS[:1]).then_refused(TooFewPeers)
    asking(small, peers=PEERS[:2]).then_kinds(*[FeedbackRequested] * 6)


def test_a_text_that_names_neither_office_nor_unit_hears_whoever_is_named() -> None:
    raters = {role: replace(each, above=(), beside=None) for role, each in POLICY.raters.items()}
    case = before_asking().about(kin=frozenset({PEERS[1]})).knowing(policy=replace(POLICY, raters=raters))
    asking(case, UUID(int=1), (*PEERS[1:3], COLLEAGUES[0])).then_kinds(*[FeedbackRequested] * 7)


def test_feedback_is_asked_for_once() -> None:
    asked().when(ASK, act_of(*NORTH_PERSONNEL, ASKED_ON)).then_refused(AlreadyAnswered)


def test_the_person_answers_in_words() -> None:
    asked().when(WORDS, own_act(SITI, LAST_DAY)).then(FeedbackGiven(SITI, Role.SUBJECT, {}, "Saya bersedia."))
    asked().when(GiveFeedback({}, " "), own_act(SITI, LAST_DAY)).then_refused(ReasonRequired)
    asked().when(GiveFeedback(SCORES, "5!"), own_act(SITI, LAST_DAY)).then_refused(ScoresIncomplete)


def test_the_others_score_each_competence_and_may_be_silent_in_words() -> None:
    asked().when(GiveFeedback(SCORES, ""), own_act(PEERS[0], LAST_DAY)).then(
        FeedbackGiven(PEERS[0], Role.PEER, SCORES, "")
    )


@pytest.mark.parametrize(
    "scores",
    [{}, {"integrity": 4}, SCORES | {"beauty": 5}, SCORES | {"integrity": 0}, SCORES | {"integrity": 6}],
    ids=["none", "one only", "one too many", "below the scale", "above the scale"],
)
def test_scores_are_one_to_five_for_exactly_what_was_asked(scores: dict[str, int]) -> None:
    asked().when(GiveFeedback(scores, "x"), own_act(SUPERIOR, LAST_DAY)).then_refused(ScoresIncomplete)


@pytest.mark.parametrize("score", [1, 5])
def test_the_ends_of_the_scale_count(score: int) -> None:
    asked().when(GiveFeedback(SCORES | {"integrity": score}, ""), own_act(SUPERIOR, LAST_DAY)).then_kinds(
        FeedbackGiven
    )


def test_who_was_not_asked_is_not_heard() -> None:
    asked().when(MARKS, own_act(BUDI, LAST_DAY)).then_refused(NotARater)
    before_asking().when(MARKS, own_act(PEERS[0], ASKED_ON)).then_refused(FeedbackNotAsked)


def moved_on(*offices: tuple[OfficeKind, UUID], to: UUID = BUDI) -> Case:
    """Everybody was asked; then others came into these offices, and a peer's seat is another's."""
    case = asked()
    held = {office_id(*office): held_by(to, *office)[office_id(*office)] for office in offices}
    return case.knowing(offices=OFFICES | held, colleagues=frozenset((SITI, *PEERS[:2])))


def test_who_was_asked_answers_also_when_they_have_moved_on_and_their_successor_does_not() -> None:
    """They were asked for what they have seen; a unit is asked by its office, so whoever holds it now answers."""
    case = moved_on((OfficeKind.UNIT_HEAD, LIBRARY_ID), LIBRARY_HEAD)
    case.when(MARKS, own_act(BUDI, LAST_DAY)).then_refused(NotARater)
    case.when(MARKS, own_act(SUPERIOR, LAST_DAY)).then_kinds(FeedbackGiven)
    case.when(MARKS, own_act(PEERS[2], LAST_DAY)).then_kinds(FeedbackGiven)
    successor = replace(act_of(*LIBRARY_HEAD, LAST_DAY), by=BUDI)
    case.when(MARKS, successor).then(
        FeedbackGiven(office_id(*LIBRARY_HEAD), Role.ORIGIN_UNIT, SCORES, "Teliti.")
    )


def test_who_has_moved_on_and_keeps_silent_holds_up_nothing() -> None:
    case = moved_on((OfficeKind.UNIT_HEAD, LIBRARY_ID))
    for rater in (SITI, *PEERS[:3]):
        case.when(WORDS if rater == SITI else MARKS, own_act(rater, LAST_DAY))
    case.when(MARKS, act_of(*LIBRARY_HEAD, LAST_DAY))
    case.when(WORDS, act_of(*HEALTH_HEAD, LAST_DAY))
    closing = act_of(*NORTH_PERSONNEL, LAST_DAY)
    case.when(CloseFeedback("feedback"), closing).then_refused(FeedbackOutstanding)
    case.when(LapseFeedback(), own_act(CLOCK, on(2025, 3, 27, 0)))
    case.then(FeedbackLapsed(SUPERIOR, Role.SUPERIOR, POLICY.silence.id))
    case.when(CloseFeedback("feedback"), replace(closing, at=DAY_AFTER)).then_kinds(
        FeedbackClosed, StepOpened
    )


def test_a_superior_who_has_risen_to_head_the_unit_says_what_they_saw_and_speaks_for_the_unit() -> None:
    """As who headed it from the beginning: asked in their own person, and as that office."""
    case = moved_on(LIBRARY_HEAD, to=SUPERIOR)
    case.when(MARKS, own_act(SUPERIOR, LAST_DAY)).then_kinds(FeedbackGiven)
    case.when(MARKS, replace(act_of(*LIBRARY_HEAD, LAST_DAY), by=SUPERIOR)).then_kinds(FeedbackGiven)


def test_people_give_feedback_in_their_own_person() -> None:
    for_an_office = replace(act_of(*REGENT, LAST_DAY), by=SUPERIOR)
    asked().when(MARKS, for_an_office).then_refused(NotARater)


def test_an_answer_is_given_once() -> None:
    answered(PEERS[0]).when(MARKS, own_act(PEERS[0], LAST_DAY)).then_refused(AlreadyAnswered)


def test_an_answer_that_comes_late_counts_until_feedback_is_closed() -> None:
    late = (
        answered(SITI, SUPERIOR, PEERS[0]).when(MARKS, own_act(PEERS[1], DAY_AFTER)).then_kinds(FeedbackGiven)
    )
    late.when(CloseFeedback("feedback"), act_of(*NORTH_PERSONNEL, DAY_AFTER))
    late.when(MARKS, own_act(PEERS[2], DAY_AFTER)).then_refused(AlreadyAnswered)


def test_feedback_is_closed_once_all_have_answered() -> None:
    case = answered(SITI, SUPERIOR, *PEERS[:3])
    case.when(CloseFeedback("feedback"), act_of(*NORTH_PERSONNEL, LAST_DAY))
    case.then_kinds(FeedbackClosed, StepOpened)
    assert case.last[0] == FeedbackClosed("feedback", answered=7, lapsed=0, peers_shown=True)


def test_feedback_is_not_closed_while_somebody_may_still_answer() -> None:
    answered(SITI, SUPERIOR, *PEERS[:2]).when(
        CloseFeedback("feedback"), act_of(*NORTH_PERSONNEL, LAST_DAY)
    ).then_refused(FeedbackOutstanding)


def test_silence_is_recorded_with_its_consequence_once_its_time_is_over() -> None:
    case = answered(SITI, SUPERIOR, *PEERS[:2])
    case.when(CloseFeedback("feedback"), act_of(*NORTH_PERSONNEL, DAY_AFTER))
    assert case.last[:2] == [
        FeedbackLapsed(PEERS[2], Role.PEER, POLICY.silence.id),
        FeedbackClosed("feedback", answered=6, lapsed=1, peers_shown=False),
    ]


def test_a_day_ends_in_the_receiving_agencys_zone() -> None:
    case = answered(SITI, SUPERIOR, *PEERS[:2])
    evening = replace(act_of(*NORTH_PERSONNEL, on(2025, 3, 26, 23)), at=on(2025, 3, 26, 23))
    case.when(CloseFeedback("feedback"), evening).then_refused(FeedbackOutstanding)
    case.when(CloseFeedback("feedback"), replace(evening, at=on(2025, 3, 27, 0))).then_kinds(
        FeedbackLapsed, FeedbackClosed, StepOpened
    )


# The day passes


def clock(at: datetime) -> Act:
    return own_act(CLOCK, at)


def test_silence_comes_on_record_by_itself_when_the_day_has_passed() -> None:
    case = answered(SITI, SUPERIOR, *PEERS[:2])
    case.when(LapseFeedback(), clock(on(2025, 3, 26, 23))).then_refused(TooEarly)
    case.when(LapseFeedback(), clock(on(2025, 3, 27, 0)))
    case.then(FeedbackLapsed(PEERS[2], Role.PEER, POLICY.silence.id))
    case.when(LapseFeedback(), clock(DAY_AFTER)).then_refused(AlreadyNoted)
    case.when(CloseFeedback("feedback"), act_of(*NORTH_PERSONNEL, DAY_AFTER))
    assert case.last[0] == FeedbackClosed("feedback", answered=6, lapsed=1, peers_shown=False)


def test_whose_silence_is_on_record_is_heard_no_more() -> None:
    case = answered(SITI).when(LapseFeedback(), clock(DAY_AFTER))
    case.when(MARKS, own_act(PEERS[0], DAY_AFTER)).then_refused(DeadlinePassed)


def test_people_do_not_record_the_silence_of_others() -> None:
    asked().when(LapseFeedback(), act_of(*NORTH_PERSONNEL, DAY_AFTER)).then_refused(OnlyTheClock)


def test_a_corrected_calendar_moves_the_last_day_of_those_who_have_not_answered() -> None:
    case = answered(SITI).knowing(calendar=with_a_day_off(date(2025, 3, 24)))
    case.when(RecomputeFeedback(), act_of(*NORTH_PERSONNEL, on(2025, 3, 20))).then_refused(OnlyTheClock)
    case.when(RecomputeFeedback(), clock(on(2025, 3, 20)))
    case.then(FeedbackDeadlineRecomputed("feedback", date(2025, 3, 27), "kalender-2026.2"))
    for each in case.state.raters.values():
        assert each.due_on == date(2025, 3, 27 if each.is_silent else 26), (
            "who has answered was asked until then"
        )
    case.when(RecomputeFeedback(), clock(on(2025, 3, 20))).then_refused(DeadlineStands)
    case.when(LapseFeedback(), clock(on(2025, 3, 27))).then_refused(TooEarly)
    case.when(CloseFeedback("feedback"), act_of(*NORTH_PERSONNEL, on(2025, 3, 27))).then_refused(
        FeedbackOutstanding
    )
    case.when(LapseFeedback(), clock(on(2025, 3, 28)))
    assert {each.rater for each in case.last} == {SUPERIOR, *PEERS[:3]}


def test_but_not_once_it_has_passed_nor_where_nobody_is_awaited_nor_where_it_was_not_told_since_when() -> (
    None
):
    new = with_a_day_off(date(2025, 3, 24))
    answered(SITI).knowing(calendar=new).when(RecomputeFeedback(), clock(DAY_AFTER)).then_refused(
        DeadlinePassed
    )
    before_asking().when(RecomputeFeedback(), clock(ASKED_ON)).then_refused(FeedbackNotAsked)
    all_of_them = answered(SITI, SUPERIOR, *PEERS[:3]).knowing(calendar=new)
    all_of_them.when(RecomputeFeedback(), clock(on(2025, 3, 20))).then_refused(AlreadyNoted)
    old = answered(SITI).knowing(calendar=new)
    raters = {rater: replace(each, asked_on=None) for rater, each in old.state.raters.items()}
    old.transfer = replace(old.state, raters=raters)
    old.when(RecomputeFeedback(), clock(on(2025, 3, 20))).then_refused(DeadlineStands)


def with_a_day_off(day: date) -> Calendar:
    known = POLICIES.calendar
    return replace(known, version="kalender-2026.2", days_off=known.days_off | {day})


def test_nobody_is_silent_who_was_not_asked_or_who_has_answered_or_while_the_clocks_stand_still() -> None:
    before_asking().when(LapseFeedback(), clock(DAY_AFTER)).then_refused(FeedbackNotAsked)
    answered(SITI, SUPERIOR, *PEERS[:3]).when(LapseFeedback(), clock(DAY_AFTER)).then_refused(AlreadyNoted)
    closed = answered(SITI).when(CloseFeedback("feedback"), act_of(*NORTH_PERSONNEL, DAY_AFTER))
    closed.when(LapseFeedback(), clock(DAY_AFTER)).then_refused(StepNotOpen)
    back = given(SITI_MOVES).given(balancing_move(), until="GrantClearance")
    back.when(ASK, act_of(*NORTH_PERSONNEL, ASKED_ON))
    back.when(ReturnFile("audit_clearance", "Tidak terbaca"), act_of(*NORTH_INSPECTORATE, ASKED_ON))
    back.when(LapseFeedback(), clock(DAY_AFTER)).then_refused(FileReturnedForCorrection)


def test_what_was_not_asked_is_not_closed() -> None:
    before_asking().when(CloseFeedback("feedback"), act_of(*NORTH_PERSONNEL, DAY_AFTER)).then_refused(
        FeedbackNotAsked
    )


def test_nobody_is_heard_after_the_end() -> None:
    case = given(SITI_MOVES).given(balancing_move(), until="origin_release")
    library = act_of(OfficeKind.REGIONAL_OFFICE_HEAD, LIBRARY_ID, on(2025, 3, 17))
    case.when(RefuseStep("origin_release", "Kurang orang"), library)
    case.when(MARKS, own_act(PEERS[0], on(2025, 3, 18))).then_refused(TransferNotOpen)
