"""What inspectors make of a flag. To explain or reopen takes one of them, to confirm or dismiss takes two.

A review is of what the flag said when it was looked at (`value`); when it says something else later, it is open again.
"""

from dataclasses import dataclass
from uuid import UUID

from domain.act import Act
from domain.red_flags.flag import FlagState
from domain.refusals import AlreadyReviewed, SecondReviewerNeeded
from domain.replacing import replace

_FOUR_EYES = frozenset({FlagState.CONFIRMED, FlagState.DISMISSED})


@dataclass(frozen=True)
class Review:
    """`proposed` waits for another inspector; `proposed_by` is who made it."""

    state: FlagState = FlagState.OPEN
    value: str = ""
    proposed: FlagState | None = None
    proposed_by: UUID | None = None
    proposed_value: str = ""


# What happened


@dataclass(frozen=True, slots=True)
class FlagReviewProposed:
    """A first inspector would confirm or dismiss it; another must agree."""

    case: UUID
    indicator: str
    value: str
    outcome: FlagState
    reason: str


@dataclass(frozen=True, slots=True)
class FlagReviewed:
    """`proposed_by` is the first of two inspectors, None where one was enough."""

    case: UUID
    indicator: str
    value: str
    outcome: FlagState
    reason: str
    proposed_by: UUID | None


FlagReviewEvent = FlagReviewProposed | FlagReviewed


# What is so


def evolve(review: Review | None, event: FlagReviewEvent, act: Act) -> Review:
    known = review or Review()
    match event:
        case FlagReviewProposed(value=value, outcome=outcome):
            return replace(known, proposed=outcome, proposed_by=act.by, proposed_value=value)
        case FlagReviewed(value=value, outcome=outcome):
            return Review(outcome, value)


# What follows


def review_flag(
    known: Review, case: UUID, indicator: str, value: str, outcome: FlagState, reason: str, act: Act
) -> list[FlagReviewEvent]:
    """`value` is what the flag says now."""
    state = known.state if known.value == value else FlagState.OPEN
    proposed = known.proposed if known.proposed_value == value else None
    if outcome is state and proposed is None:
        raise AlreadyReviewed
    if outcome not in _FOUR_EYES:
        return [FlagReviewed(case, indicator, value, outcome, reason, None)]
    if proposed is not outcome:
        return [FlagReviewProposed(case, indicator, value, outcome, reason)]
    if known.proposed_by == act.by:
        raise SecondReviewerNeeded
    return [FlagReviewed(case, indicator, value, outcome, reason, known.proposed_by)]
