"""What in a review shows that something must be mended (reference 5.2): one small function each.

Each answers with what it was judged on, or None where it shows nothing. Thresholds are policy data.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from domain.policy import Role, Trigger
from domain.registry.person import Rating
from domain.told import Told, in_english, tell
from domain.transfer.events import EvaluationRecorded, FitAssessed, Shown
from domain.transfer.facts import Facts
from domain.transfer.forecast import imbalance_of_units
from domain.transfer.state import Evaluation, Transfer


@dataclass(frozen=True, slots=True)
class Review:
    """What a trigger judges: the case and the facts on that day, and the review; not `recorded` when it was missed."""

    transfer: Transfer
    facts: Facts
    day: date
    evaluation: Evaluation
    recorded: EvaluationRecorded | None = None


Judge = Callable[[Review, Trigger], Told | None]


def low_scores(review: Review, trigger: Trigger) -> Told | None:
    """The mean of what the person and the superior gave, in hundredths."""
    heard = (review.evaluation.answers.get(role) for role in (Role.SUBJECT, Role.SUPERIOR))
    scores = [score for answer in heard if answer is not None for score in answer.scores.values()]
    if not scores:
        return None
    mean = 100 * sum(scores) // len(scores)
    if mean >= trigger.threshold:
        return None
    return tell("mean_below", mean=f"{mean / 100:.2f}", threshold=f"{trigger.threshold / 100:.2f}")


def failed(review: Review, trigger: Trigger) -> Told | None:
    outcome = "" if review.recorded is None else review.recorded.outcome
    return tell("outcome", outcome=outcome) if outcome in trigger.outcomes else None


def nobody_answered(review: Review, _: Trigger) -> Told | None:
    return None if review.evaluation.answers else tell("nobody_answered")


def _rated_since(review: Review) -> tuple[int, Rating] | None:
    """The newest rating that looks at time in the new post."""
    started, ratings = review.transfer.started_on, review.facts.person.ratings
    if started is None or not ratings or (year := max(ratings)) < started.year:
        return None
    return year, ratings[year]


def rated_below(review: Review, trigger: Trigger) -> Told | None:
    rated = _rated_since(review)
    if rated is None or trigger.rating is None or rated[1].at_least(trigger.rating):
        return None
    return tell("rating", year=rated[0], rating=rated[1])


def rating_dropped(review: Review, trigger: Trigger) -> Told | None:
    """By so many levels against the newest rating before."""
    if (rated := _rated_since(review)) is None:
        return None
    year, rating = rated
    before = max((each for each in review.facts.person.ratings if each < year), default=None)
    if before is None:
        return None
    was = review.facts.person.ratings[before]
    dropped = rating.levels_below(was)
    if dropped < trigger.threshold:
        return None
    return tell("rating_dropped", year_before=before, was=was, year=year, rating=rating)


def imbalance_worse(review: Review, trigger: Trigger) -> Told | None:
    """Against the day the fit was assessed: how far the loads (EU) of the two units lie apart, in thousandths; where units
    were not weighed then, how far the two posts' gaps do, in hundredths of a person.
    """
    assessed = next(
        (done.event for done in review.transfer.done.values() if isinstance(done.event, FitAssessed)), None
    )
    if assessed is None:
        return None
    if assessed.needs is not None and assessed.needs.units is not None:
        imbalance, is_now = assessed.needs.units.balance.imbalance_before, imbalance_of_units(review.facts)
        if imbalance is None or is_now is None or is_now - imbalance <= trigger.threshold:
            return None
        return tell("loads_apart", apart=f"{is_now / 1000:.3f}", apart_before=f"{imbalance / 1000:.3f}")
    before = _apart(assessed.origin_gap, assessed.target_gap)
    now = _apart(review.facts.origin.post.gap, review.facts.target.post.gap)
    if before is None or now is None or now - before <= trigger.threshold:
        return None
    return tell("gaps_apart", apart=f"{now / 100:.2f}", apart_before=f"{before / 100:.2f}")


def _apart(origin: int | None, target: int | None) -> int | None:
    return None if origin is None or target is None else abs(origin - target)


def no_post(review: Review, _: Trigger) -> Told | None:
    """On duty without a seat: in no post, or in the new one without being among those who sit there."""
    post, person = review.facts.target, review.facts.person
    if review.transfer.started_on is None:
        return None
    seated = review.facts.person_id in post.post.occupants
    if person.post is None or (person.post == post.post_id and not seated):
        return tell("on_duty_without_seat", since=review.transfer.started_on)
    return None


def pay_not_moved(review: Review, trigger: Trigger) -> Told | None:
    """More days than that after it was to be moved."""
    since = review.transfer.pay_awaited_since
    if since is None or (review.day - since).days <= trigger.threshold:
        return None
    return tell("pay_awaited", days=(review.day - since).days, since=since)


def evaluations_missed(review: Review, trigger: Trigger) -> Told | None:
    """With the one missed now."""
    missed = 1 + sum(each.missed for each in review.transfer.evaluations.values())
    return tell("reviews_missed", missed=missed) if missed >= trigger.threshold else None


OF_A_REVIEW: Mapping[str, Judge] = MappingProxyType(
    {
        "LOW_SCORES": low_scores,
        "FAILED": failed,
        "NOBODY_ANSWERED": nobody_answered,
        "RATED_BELOW_GOOD": rated_below,
        "RATING_DROPPED": rating_dropped,
        "IMBALANCE_WORSE": imbalance_worse,
        "NO_POST": no_post,
        "PAY_NOT_MOVED": pay_not_moved,
    }
)
OF_A_MISS: Mapping[str, Judge] = MappingProxyType({"EVALUATIONS_MISSED": evaluations_missed})
TRIGGERS: Mapping[str, Judge] = MappingProxyType({**OF_A_REVIEW, **OF_A_MISS})


def shown_by_a_review(review: Review) -> tuple[Shown, ...]:
    """All of them, never stopping at the first."""
    return tuple(_shown(OF_A_REVIEW, review))


def shown_by_a_miss(review: Review) -> tuple[Shown, ...]:
    return tuple(_shown(OF_A_MISS, review))


def _shown(judges: Mapping[str, Judge], review: Review) -> Iterable[Shown]:
    for code, judge in judges.items():
        trigger = review.facts.policy.triggers.get(code)
        if trigger is not None and (told := judge(review, trigger)) is not None:
            yield Shown(code, in_english((told,)), (told,))
