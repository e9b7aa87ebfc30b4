"""What inspectors make of a flag: one explains or reopens it, two confirm or dismiss it."""

import pytest
from cast import NORTH_ID, NORTH_INSPECTORATE, SITI_MOVES, act_of, on

from domain.act import Act
from domain.identity import OfficeKind
from domain.red_flags.flag import FlagState
from domain.red_flags.review import (
    FlagReviewed,
    FlagReviewEvent,
    FlagReviewProposed,
    Review,
    evolve,
    review_flag,
)
from domain.refusals import AlreadyReviewed, Refused, SecondReviewerNeeded

CASE = SITI_MOVES.transfer
INSPECTOR = act_of(*NORTH_INSPECTORATE, on(2025, 6, 2))
AUDITOR = act_of(OfficeKind.AUDITOR, NORTH_ID, on(2025, 6, 3))
PROPOSED = FlagReviewProposed(CASE, "R02", "PLT", FlagState.CONFIRMED, "Benar")
CONFIRMED = FlagReviewed(CASE, "R02", "PLT", FlagState.CONFIRMED, "Benar", INSPECTOR.by)
EXPLAINED = FlagReviewed(CASE, "R02", "PLT", FlagState.EXPLAINED, "Benar", None)
REOPENED = FlagReviewed(CASE, "R02", "PLT", FlagState.OPEN, "Benar", None)


def after(*events: FlagReviewEvent) -> Review:
    review = Review()
    for event in events:
        review = evolve(review, event, INSPECTOR)
    return review


def reviewed(known: Review, outcome: FlagState, act: Act, value: str = "PLT") -> list[FlagReviewEvent]:
    return review_flag(known, CASE, "R02", value, outcome, "Benar", act)


def test_one_inspector_explains_and_reopens() -> None:
    assert reviewed(after(), FlagState.EXPLAINED, INSPECTOR) == [EXPLAINED]
    assert reviewed(after(EXPLAINED), FlagState.OPEN, INSPECTOR) == [REOPENED]


@pytest.mark.parametrize("outcome", [FlagState.CONFIRMED, FlagState.DISMISSED])
def test_to_confirm_or_dismiss_one_proposes_and_another_agrees(outcome: FlagState) -> None:
    (proposed,) = reviewed(after(), outcome, INSPECTOR)
    assert isinstance(proposed, FlagReviewProposed)
    known = after(proposed)
    assert (known.state, known.proposed) == (FlagState.OPEN, outcome)
    (agreed,) = reviewed(known, outcome, AUDITOR)
    assert isinstance(agreed, FlagReviewed)
    assert (agreed.outcome, agreed.proposed_by) == (outcome, INSPECTOR.by)
    assert after(proposed, agreed) == Review(outcome, "PLT")


@pytest.mark.parametrize(
    ("known", "outcome", "why"),
    [
        (after(PROPOSED), FlagState.CONFIRMED, SecondReviewerNeeded),
        (after(PROPOSED, CONFIRMED), FlagState.CONFIRMED, AlreadyReviewed),
        (after(EXPLAINED), FlagState.EXPLAINED, AlreadyReviewed),
        (after(), FlagState.OPEN, AlreadyReviewed),
    ],
)
def test_what_cannot_be_is_refused(known: Review, outcome: FlagState, why: type[Refused]) -> None:
    with pytest.raises(why):
        reviewed(known, outcome, INSPECTOR)


def test_a_proposal_is_taken_back_by_reopening() -> None:
    assert reviewed(after(PROPOSED), FlagState.OPEN, INSPECTOR) == [REOPENED]
    assert after(PROPOSED, REOPENED).proposed is None


def test_what_says_something_else_is_open_again() -> None:
    assert reviewed(after(EXPLAINED), FlagState.EXPLAINED, INSPECTOR, "PLH")[0].value == "PLH"
    (proposed,) = reviewed(after(PROPOSED), FlagState.CONFIRMED, AUDITOR, "PLH")
    assert isinstance(proposed, FlagReviewProposed)
