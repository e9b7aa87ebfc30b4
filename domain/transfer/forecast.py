"""What a transfer makes of workload and lessons at both ends, from what the registry holds of the two posts."""

from domain.needs.balance import Balance, Staffed, balance, moved
from domain.needs.rounding import parts, root_parts
from domain.needs.teachers import SubjectNeed, TeachingLoad, harms
from domain.policy import Initiative, TransferType
from domain.registry.post import Post
from domain.transfer.events import LessonNeed, NeedsForecast, WorkBalance
from domain.transfer.state import Transfer

_HUNDREDTHS, _THOUSANDTHS = 100, 1_000


def is_balancing(transfer: Transfer) -> bool:
    """Asked for to even out work, and so not to do the opposite without a reason."""
    return (
        transfer.initiative is Initiative.ORGANISATIONAL_NEED or transfer.route is TransferType.REDISTRIBUTION
    )


def forecast(origin: Post, target: Post, law: TeachingLoad) -> NeedsForecast:
    """While the person still sits in the post they are to leave."""
    here, there = subject_need(origin, law), subject_need(target, law)
    left = None if here is None else here.with_holders(-1)
    joined = None if there is None else there.with_holders(+1)
    return NeedsForecast(
        balance=_balance(origin, target),
        origin=_told(origin, here, left),
        target=_told(target, there, joined),
        harms=harms(left, joined),
    )


def subject_need(post: Post, law: TeachingLoad) -> SubjectNeed | None:
    """Of the subject the post teaches; None where its lessons are not on record."""
    taught = post.lessons
    if taught is None:
        return None
    return SubjectNeed(taught.hours, len(post.occupants), taught.credited_hours, law)


def _balance(origin: Post, target: Post) -> WorkBalance | None:
    required = origin.required_exactly, target.required_exactly
    if required[0] is None or required[1] is None:
        return None
    here, there = Staffed(required[0], len(origin.occupants)), Staffed(required[1], len(target.occupants))
    before, after = balance((here, there)), balance(moved(here, there))
    return WorkBalance(
        imbalance_before=_imbalance(before),
        imbalance_after=_imbalance(after),
        variation_before=_variation(before),
        variation_after=_variation(after),
        worse=after.is_worse_than(before),
    )


def _imbalance(of: Balance) -> int | None:
    return None if of.imbalance is None else parts(of.imbalance, _THOUSANDTHS)


def _variation(of: Balance) -> int | None:
    return None if of.variation_squared is None else root_parts(of.variation_squared, _THOUSANDTHS)


def _told(post: Post, before: SubjectNeed | None, after: SubjectNeed | None) -> LessonNeed | None:
    if before is None or after is None or post.lessons is None:
        return None
    return LessonNeed(
        source=post.lessons.source,
        hours=before.hours,
        required=parts(before.required, _HUNDREDTHS),
        gap_before=parts(before.gap, _HUNDREDTHS),
        gap_after=parts(after.gap, _HUNDREDTHS),
        hours_each_before=_each(before),
        hours_each_after=_each(after),
    )


def _each(need: SubjectNeed) -> int | None:
    return None if need.hours_each is None else parts(need.hours_each, _HUNDREDTHS)
