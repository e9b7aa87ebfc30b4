"""What a transfer makes of workload and lessons at both ends, from what the registry holds of the two posts."""

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from domain.needs.balance import Balance, Staffed, balance, moved
from domain.needs.rounding import parts, root_parts
from domain.needs.staffing import Incumbent, StaffedPost, Staffing
from domain.needs.teachers import SubjectNeed, TeachingLoad, harms
from domain.policy import Initiative, TransferType, Weighed
from domain.registry.post import Post
from domain.transfer.events import LessonNeed, NeedsForecast, UnitLoad, UnitsForecast, WorkBalance
from domain.transfer.facts import Facts
from domain.transfer.state import Transfer

_HUNDREDTHS, _THOUSANDTHS = 100, 1_000


def is_balancing(transfer: Transfer) -> bool:
    """Asked for to even out work, and so not to do the opposite without a reason."""
    return (
        transfer.initiative is Initiative.ORGANISATIONAL_NEED or transfer.route is TransferType.REDISTRIBUTION
    )


def forecast(origin: Post, target: Post, law: TeachingLoad) -> NeedsForecast:
    """Of the two posts, while the person still sits in the one they are to leave."""
    here, there = subject_need(origin, law), subject_need(target, law)
    left = None if here is None else here.with_holders(-1)
    joined = None if there is None else there.with_holders(+1)
    return NeedsForecast(
        balance=_balance(origin, target),
        origin=_told(origin, here, left),
        target=_told(target, there, joined),
        harms=harms(left, joined),
        units=None,
    )


def forecast_with_units(facts: Facts) -> NeedsForecast:
    """The same with the two units, where the policy has them weighed and their posts were looked at."""
    found = forecast(facts.origin.post, facts.target.post, facts.policy.needs.teaching)
    if facts.policy.needs.weighs is not Weighed.UNITS or facts.unit_posts is None:
        return found
    return replace(found, units=units_forecast(facts, facts.unit_posts))


def units_forecast(facts: Facts, posts: Mapping[UUID, Post]) -> UnitsForecast | None:
    """`posts`: those of both units. None where nothing passes from one weighed post to another unit's."""
    here, there = facts.origin, facts.target
    origin = _staffing(here.post.described.unit, posts, facts)
    target = _staffing(there.post.described.unit, posts, facts)
    weighed = here.post.required_exactly is not None and there.post.required_exactly is not None
    if here.post.described.unit == there.post.described.unit or not weighed:
        return None
    if origin.staffed is None or target.staffed is None:
        return None
    before = origin.staffed, target.staffed
    after = moved(*before)
    return UnitsForecast(
        origin=_unit_load(here.post.described.unit, origin, before[0], after[0]),
        target=_unit_load(there.post.described.unit, target, before[1], after[1]),
        balance=_compared(balance(before), balance(after)),
    )


def imbalance_of_units(facts: Facts) -> int | None:
    """I of the two units as they are now, in thousandths; None where they cannot be weighed."""
    found = None if facts.unit_posts is None else units_forecast(facts, facts.unit_posts)
    return None if found is None else found.balance.imbalance_before


def _staffing(unit: UUID, posts: Mapping[UUID, Post], facts: Facts) -> Staffing:
    """Whoever sits on a seat counts: study assignments stand in the records of people, which a case does not look at."""
    return Staffing(
        tuple(
            StaffedPost(
                post=stream,
                unit=unit,
                seats=post.described.seats,
                retirement_age=facts.policy.retirement.age(post.described.position),
                required=post.required_exactly,
                incumbents=tuple(Incumbent(person, None) for person in sorted(post.occupants)),
            )
            for stream, post in sorted(posts.items())
            if post.described.unit == unit
        )
    )


def _unit_load(unit: UUID, staffing: Staffing, before: Staffed, after: Staffed) -> UnitLoad:
    return UnitLoad(
        unit=unit,
        required=parts(before.required, _HUNDREDTHS),
        holders_before=before.holders,
        holders_after=after.holders,
        load_before=None if before.load is None else parts(before.load, _THOUSANDTHS),
        load_after=None if after.load is None else parts(after.load, _THOUSANDTHS),
        unweighed=len(staffing.posts) - len(staffing.weighed),
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
    return _compared(balance((here, there)), balance(moved(here, there)))


def _compared(before: Balance, after: Balance) -> WorkBalance:
    return WorkBalance(
        imbalance_before=_imbalance(before),
        imbalance_after=_imbalance(after),
        variation_before=_variation(before),
        variation_after=_variation(after),
        worse=after.is_worse_than(before),
    )


def _imbalance(of: Balance) -> int | None:
    return None if (imbalance := of.imbalance) is None else parts(imbalance, _THOUSANDTHS)


def _variation(of: Balance) -> int | None:
    return None if (squared := of.variation_squared) is None else root_parts(squared, _THOUSANDTHS)


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
