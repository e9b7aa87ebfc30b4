"""What operators direct about projections, and what is refused them."""

from collections.abc import Callable

import pytest
from cast import NORTH_PERSONNEL, act_of, on

from domain.history import Happened, fold
from domain.operations import (
    AlreadyParked,
    Directions,
    EventSkipped,
    NotParked,
    NotStuckThere,
    OperationsEvent,
    ProjectionParked,
    ProjectionResumed,
    evolve,
    park,
    resume,
    skip,
)

ACT = act_of(*NORTH_PERSONNEL, on(2025, 5, 5))
PARKED = ProjectionParked("inbox", "tiket 12")
SKIPPED = EventSkipped("inbox", 2, 17, "tiket 12")
RESUMED = ProjectionResumed("inbox", "tiket 12")


def directed(*events: OperationsEvent) -> Directions:
    return fold(evolve, None, [Happened(event, ACT) for event in events]) or Directions()  # type: ignore[arg-type]


def test_nothing_is_directed_of_a_projection_at_first() -> None:
    assert directed() == Directions(parked=False, skipped={})


def test_it_is_parked_until_it_is_resumed() -> None:
    assert directed(PARKED).parked
    assert not directed(PARKED, RESUMED).parked


def test_a_skipped_event_is_left_out_by_that_version_only() -> None:
    directions = directed(SKIPPED, EventSkipped("inbox", 2, 18, "juga"))
    assert directions.leaves_out(2) == {17, 18}
    assert directions.leaves_out(3) == frozenset()


def test_what_is_directed_goes_on_record() -> None:
    assert park(directed(), "inbox", "tiket 12") == [PARKED]
    assert resume(directed(PARKED), "inbox", "tiket 12") == [RESUMED]
    assert skip(directed(), "inbox", 2, 17, 17, "tiket 12") == [SKIPPED]


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        (lambda: park(directed(PARKED), "inbox", ""), AlreadyParked),
        (lambda: resume(directed(), "inbox", ""), NotParked),
        (lambda: resume(directed(PARKED, RESUMED), "inbox", ""), NotParked),
        (lambda: skip(directed(), "inbox", 2, 17, None, ""), NotStuckThere),
        (lambda: skip(directed(), "inbox", 2, 17, 16, ""), NotStuckThere),
        (lambda: skip(directed(SKIPPED), "inbox", 2, 17, 17, ""), NotStuckThere),
    ],
)
def test_what_cannot_be_is_refused(asked: Callable[[], object], why: type[Exception]) -> None:
    with pytest.raises(why):
        asked()
