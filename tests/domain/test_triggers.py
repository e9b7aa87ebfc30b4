"""What in a review asks for an adjustment: every trigger just where it shows and just where it does not."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

import pytest
from cast import (
    HEALTH_HEAD,
    HEALTH_ID,
    LIBRARY_HEAD,
    NORTH_PERSONNEL,
    POLICY,
    SITI,
    SITI_MOVES,
    act_of,
    on,
    own_act,
)
from given import Case, given
from stories import GOALS, SCORES, balancing_move, goals_at

from domain.act import Act
from domain.identity import CLOCK, OfficeKind, office_id
from domain.policy import Role, Trigger
from domain.refusals import DeadlineStands, NothingToAdjust, OnlyTheClock
from domain.registry.person import Rating
from domain.registry.post import Post
from domain.transfer.commands import (
    AnswerEvaluation,
    NoteMissedEvaluation,
    PlanAdjustment,
    RecomputeAdjustment,
    RecordEvaluation,
)
from domain.transfer.events import (
    AdjustmentDeadlineRecomputed,
    AdjustmentTriggered,
    EvaluationMissed,
    GoalResult,
)
from domain.transfer.triggers import TRIGGERS

DAY = on(2025, 10, 15)  # of the review after six months
SUPERIOR = (OfficeKind.UNIT_HEAD, HEALTH_ID)
Scores = dict[str, int]


def on_duty() -> Case:
    """Since 14 April 2025; the pay is nobody's matter here."""
    return given(SITI_MOVES).given(balancing_move(), until="AnswerEvaluation")


def reviewed(
    case: Case,
    *,
    own: Scores = SCORES,
    superior: Scores = SCORES,
    units: Scores = SCORES,
    months: int = 6,
    outcome: str = "CONTINUE",
    day: datetime = DAY,
) -> Case:
    for role, scores, act in (
        (Role.SUBJECT, own, own_act(SITI, day)),
        (Role.SUPERIOR, superior, act_of(*SUPERIOR, day)),
        (Role.ORIGIN_UNIT, units, act_of(*LIBRARY_HEAD, day)),
        (Role.RECEIVING_UNIT, units, act_of(*HEALTH_HEAD, day)),
    ):
        case.when(AnswerEvaluation(months, role, scores, "", goals_at(3)), act)
        assert case.refused is None, case.refused
    told = tuple(GoalResult(goal, reached=False) for goal in GOALS) if months == 12 else ()
    return case.when(RecordEvaluation(months, outcome, told, "Dicatat"), act_of(*NORTH_PERSONNEL, day))


def shown(case: Case) -> dict[str, str]:
    assert case.refused is None, case.refused
    triggered = [event for event in case.last if isinstance(event, AdjustmentTriggered)]
    return {each.trigger: each.input for event in triggered for each in event.triggers}


def all_of(*scores: int) -> Scores:
    return dict(zip(SCORES, scores, strict=True))


def under(code: str, **changes: object) -> Callable[[Case], Case]:
    """Under a policy whose trigger is another."""
    trigger = replace(POLICY.triggers[code], **changes)  # type: ignore[arg-type]
    return lambda case: case.knowing(policy=replace(POLICY, triggers={**POLICY.triggers, code: trigger}))


def clock(at: datetime) -> Act:
    return own_act(CLOCK, at)


def test_a_good_review_shows_nothing() -> None:
    assert shown(reviewed(on_duty())) == {}


def test_every_trigger_of_the_policy_is_known_and_none_is_left_out() -> None:
    assert set(POLICY.triggers) == set(TRIGGERS)


def test_what_shows_goes_to_the_personnel_office_with_a_day() -> None:
    case = reviewed(on_duty(), own=all_of(1, 1, 1, 1), superior=all_of(1, 1, 1, 1))
    triggered = case.last[-1]
    assert isinstance(triggered, AdjustmentTriggered)
    assert (triggered.office, triggered.shown_on) == (office_id(*NORTH_PERSONNEL), DAY.date())
    assert triggered.due_on == case.facts.calendar.after(DAY.date(), 10)
    assert case.state.to_plan == triggered


def test_a_corrected_calendar_moves_that_day_until_something_is_planned() -> None:
    case = reviewed(on_duty(), own=all_of(1, 1, 1, 1), superior=all_of(1, 1, 1, 1))
    known = case.facts.calendar
    day_off = known.after(DAY.date(), 3)
    new = replace(known, version="kalender-2026.2", days_off=known.days_off | {day_off})
    moved = new.after(DAY.date(), 10)
    assert moved > known.after(DAY.date(), 10)
    case.knowing(calendar=new)
    case.when(RecomputeAdjustment(), act_of(*NORTH_PERSONNEL, DAY)).then_refused(OnlyTheClock)
    case.when(RecomputeAdjustment(), clock(DAY))
    case.then(AdjustmentDeadlineRecomputed(6, moved, "kalender-2026.2"))
    assert case.state.to_plan is not None
    assert case.state.to_plan.due_on == case.state.adjustments[-1].due_on == moved
    case.when(RecomputeAdjustment(), clock(DAY)).then_refused(DeadlineStands)
    plan = PlanAdjustment("COACHING", "Pembinaan", moved)
    case.when(plan, act_of(*NORTH_PERSONNEL, DAY)).when(RecomputeAdjustment(), clock(DAY))
    case.then_refused(NothingToAdjust)


# Low scores


def test_the_mean_of_the_person_and_the_superior_below_two_and_a_half() -> None:
    assert shown(reviewed(on_duty(), own=all_of(2, 2, 2, 2), superior=all_of(3, 3, 3, 3))) == {}
    low = reviewed(on_duty(), own=all_of(2, 2, 2, 2), superior=all_of(3, 3, 3, 2))
    assert shown(low) == {"LOW_SCORES": "mean 2.37, at least 2.50"}


def test_what_the_units_say_does_not_lift_it() -> None:
    low = all_of(2, 2, 2, 2)
    assert set(shown(reviewed(on_duty(), own=low, superior=low, units=all_of(5, 5, 5, 5)))) == {"LOW_SCORES"}
    assert shown(reviewed(on_duty(), units=all_of(1, 1, 1, 1))) == {}


def test_where_the_line_is_drawn_is_policy() -> None:
    assert shown(reviewed(under("LOW_SCORES", threshold=430)(on_duty()))) == {
        "LOW_SCORES": "mean 4.25, at least 4.30"
    }


# The outcome


def test_a_failed_transfer() -> None:
    year_on = on(2026, 4, 15)
    assert shown(reviewed(on_duty(), months=12, outcome="FAILED", day=year_on)) == {"FAILED": "FAILED"}
    assert shown(reviewed(on_duty(), months=12, outcome="PARTIAL", day=year_on)) == {}


def test_which_outcomes_count_is_policy() -> None:
    case = under("FAILED", outcomes=("FAILED", "PARTIAL"))(on_duty())
    assert set(shown(reviewed(case, months=12, outcome="PARTIAL", day=on(2026, 4, 15)))) == {"FAILED"}


# Ratings


def test_a_rating_below_good_since_the_start_of_duty() -> None:
    below = {2024: Rating.GOOD, 2025: Rating.NEEDS_IMPROVEMENT}
    assert shown(reviewed(on_duty().about(ratings=below))) == {"RATED_BELOW_GOOD": "2025: BUTUH_PERBAIKAN"}
    assert shown(reviewed(on_duty().about(ratings={2024: Rating.GOOD, 2025: Rating.GOOD}))) == {}


def test_a_rating_of_the_years_before_says_nothing_about_the_transfer() -> None:
    assert shown(reviewed(on_duty().about(ratings={2023: Rating.VERY_GOOD, 2024: Rating.POOR}))) == {}
    assert shown(reviewed(on_duty().about(ratings={}))) == {}


def test_a_drop_of_two_levels_even_to_good() -> None:
    dropped = {2024: Rating.VERY_GOOD, 2025: Rating.NEEDS_IMPROVEMENT}
    assert shown(reviewed(on_duty().about(ratings=dropped)))["RATING_DROPPED"] == (
        "2024: SANGAT_BAIK, 2025: BUTUH_PERBAIKAN"
    )
    one = {2024: Rating.GOOD, 2025: Rating.NEEDS_IMPROVEMENT}
    assert "RATING_DROPPED" not in shown(reviewed(on_duty().about(ratings=one)))
    case = under("RATING_DROPPED", threshold=1)(
        on_duty().about(ratings={2024: Rating.VERY_GOOD, 2025: Rating.GOOD})
    )
    assert set(shown(reviewed(case))) == {"RATING_DROPPED"}


def test_the_first_rating_there_is_has_not_dropped() -> None:
    assert set(shown(reviewed(on_duty().about(ratings={2025: Rating.POOR})))) == {"RATED_BELOW_GOOD"}


# Balance


def requiring(case: Case, origin: int | None, target: int | None) -> Case:
    """The need of both posts, in hundredths, is another by now."""
    for side, required in (("origin", origin), ("target", target)):
        place = getattr(case.facts, side)
        described = replace(place.post.described, required=required)
        case.knowing(**{side: replace(place, post=replace(place.post, described=described))})
    return case


def test_the_gaps_further_apart_than_when_the_fit_was_assessed() -> None:
    """+2.00 and -2.00 then, four apart; the origin holds three by now, the target two."""
    assert shown(reviewed(requiring(on_duty(), 100, 400))) == {}  # +2.00 and -2.00 again
    worse = reviewed(requiring(on_duty(), 100, 401))
    assert shown(worse) == {"IMBALANCE_WORSE": "gaps 4.01 apart, 4.00 before"}


def test_where_units_were_weighed_their_loads_are_compared_and_not_the_posts() -> None:
    """Four for 2.00 and one for 3.00 then, loads 2.500 apart; nothing is compared where the units cannot be weighed now."""
    before = given(SITI_MOVES)
    posts = {place.post_id: place.post for place in (before.facts.origin, before.facts.target)}
    target = posts[SITI_MOVES.target]
    more = replace(target, described=replace(target.described, required=400))

    def at_the_review(now: dict[UUID, Post] | None) -> dict[str, str]:
        case = given(SITI_MOVES).knowing(unit_posts=posts).given(balancing_move(), until="AnswerEvaluation")
        return shown(reviewed(requiring(case.knowing(unit_posts=now), 100, 401)))

    assert at_the_review(posts) == at_the_review(None) == {}
    assert at_the_review(posts | {SITI_MOVES.target: more}) == {
        "IMBALANCE_WORSE": "loads 3.500 apart, 2.500 before"
    }


def test_where_a_need_is_not_known_nothing_is_compared() -> None:
    assert shown(reviewed(requiring(on_duty(), None, 900))) == {}
    assert shown(reviewed(requiring(on_duty(), 0, None))) == {}


# A post, and pay


def test_on_duty_without_a_post() -> None:
    assert shown(reviewed(on_duty().about(post=None))) == {
        "NO_POST": "on duty since 2025-04-14 without a seat"
    }
    case = on_duty()
    target = case.facts.target
    case.knowing(target=replace(target, post=replace(target.post, occupants=target.post.occupants - {SITI})))
    assert "NO_POST" in shown(reviewed(case))


def test_who_was_moved_on_since_has_a_post() -> None:
    assert shown(reviewed(on_duty().about(post=office_id(*HEALTH_HEAD)))) == {}


@pytest.mark.parametrize(("since", "days"), [(date(2025, 8, 16), 60), (date(2025, 8, 15), 61)])
def test_pay_that_was_not_moved_in_sixty_days(since: date, days: int) -> None:
    case = on_duty()
    case.transfer = replace(case.state, pay_awaited_since=since)
    told = shown(reviewed(case))
    assert told == ({} if days == 60 else {"PAY_NOT_MOVED": "61 days since 2025-08-15"})


# Silence


def test_a_review_nobody_answered() -> None:
    record = RecordEvaluation(3, "SUPPORT", (), "Tidak ada jawaban")
    case = on_duty().when(record, act_of(*NORTH_PERSONNEL, on(2025, 9, 1)))
    assert shown(case) == {"NOBODY_ANSWERED": "no answer of anybody"}


def test_the_second_missed_review_asks_for_an_adjustment_the_first_does_not() -> None:
    case = on_duty().when(NoteMissedEvaluation(3), clock(on(2025, 8, 5)))
    case.then_kinds(EvaluationMissed)
    case.when(NoteMissedEvaluation(6), clock(on(2025, 11, 5)))
    case.then_kinds(EvaluationMissed, AdjustmentTriggered)
    assert shown(case) == {"EVALUATIONS_MISSED": "2 missed"}


def test_a_policy_may_be_without_a_trigger() -> None:
    without: dict[str, Trigger] = {k: v for k, v in POLICY.triggers.items() if k != "LOW_SCORES"}
    case = on_duty().knowing(policy=replace(POLICY, triggers=without))
    assert shown(reviewed(case, own=all_of(1, 1, 1, 1), superior=all_of(1, 1, 1, 1))) == {}
