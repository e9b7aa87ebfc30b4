"""Few people in a table are not told of, and cannot be computed from what is told."""

from collections.abc import Iterator, Mapping
from itertools import product

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from domain.disclosure import Kept, LookupWatch, hidden, kept

LEAST = 5


def test_a_small_group_is_hidden_and_another_beside_it_so_that_the_total_does_not_tell() -> None:
    assert hidden({("P",): 3, ("L",): 40}, LEAST) == {("P",), ("L",)}
    assert hidden({("a",): 3, ("b",): 9, ("c",): 40}, LEAST) == {("a",), ("b",)}
    assert hidden({("a",): 5, ("b",): 40}, LEAST) == frozenset()


def test_small_groups_that_are_few_together_take_another_with_them() -> None:
    assert hidden({("a",): 1, ("b",): 2, ("c",): 7, ("d",): 50}, LEAST) == {("a",), ("b",), ("c",)}


def test_a_group_that_is_hidden_alone_is_hidden_in_every_table() -> None:
    """Otherwise adding up its parts would tell what the table by it alone keeps to itself."""
    counts = {("III/a", "L"): 3, ("III/b", "L"): 9, ("III/c", "L"): 20, ("III/c", "P"): 20}
    told = hidden(counts, LEAST)
    assert {("III/a", "L"), ("III/b", "L")} <= told


def test_that_there_is_nobody_may_be_hidden_too() -> None:
    counts = {("a", "x"): 3, ("a", "y"): 9, ("b", "y"): 9}
    assert ("b", "x") in hidden(counts, LEAST)


def test_so_few_that_the_total_is_hidden() -> None:
    assert hidden({(): 4}, LEAST) == {()}
    assert hidden({(): 5}, LEAST) == frozenset()
    assert hidden({}, LEAST) == frozenset()


def test_of_a_part_the_rest_is_looked_at_too() -> None:
    """That all but one of them were refused tells of the one."""
    cells = {
        (name,): {"asked": 20, "refused": refused} for name, refused in (("a", 19), ("b", 10), ("c", 10))
    }
    told = kept(cells, "asked", LEAST)
    assert told.groups == frozenset()
    assert ("a",) in told.parts
    assert len(told.parts) > 1


def test_parts_that_add_up_are_hidden_together() -> None:
    """20 asked, 10 decreed and 8 refused would tell of the 2 who took their request back."""
    cells = {
        ("a",): {"asked": 20, "decreed": 10, "refused": 8, "withdrawn": 2},
        ("b",): {"asked": 40, "decreed": 20, "refused": 14, "withdrawn": 6},
        ("c",): {"asked": 60, "decreed": 30, "refused": 20, "withdrawn": 10},
    }
    told = kept(cells, "asked", LEAST)
    assert (told.groups, told.parts) == (frozenset(), {("a",), ("b",)})
    by_two = {(*key, "x"): counted for key, counted in cells.items()}
    assert kept(by_two, "asked", LEAST).parts == {("a", "x"), ("b", "x")}
    assert kept({}, "asked", LEAST) == Kept()


def consistent(
    counts: Mapping[tuple[int, int], int], secret: frozenset[tuple[int, int]]
) -> Iterator[dict[tuple[int, int], int]]:
    """Every table that somebody who reads what is told would have to think possible."""
    places = [sorted({key[place] for key in counts}) for place in (0, 1)]
    told = [hidden(_by(counts, place), LEAST) for place in (0, 1)]
    unknown = sorted(secret)
    together = sum(counts.get(key, 0) for key in unknown)
    for guess in product(range(together + 1), repeat=len(unknown)):
        if sum(guess) != together:
            continue
        table = dict(counts) | dict(zip(unknown, guess, strict=True))
        if all(
            (value,) in told[place] or _of(table, place, value) == _of(counts, place, value)
            for place in (0, 1)
            for value in places[place]
        ):
            yield {key: table[key] for key in unknown}


def _by(counts: Mapping[tuple[int, int], int], place: int) -> dict[tuple[int], int]:
    return {(value,): _of(counts, place, value) for value in sorted({key[place] for key in counts})}


def _of(counts: Mapping[tuple[int, int], int], place: int, value: int) -> int:
    return sum(count for key, count in counts.items() if key[place] == value)


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(numbers=st.lists(st.integers(0, 8), min_size=6, max_size=6), columns=st.sampled_from([2, 3]))
def test_no_small_group_can_be_computed_from_what_is_told(numbers: list[int], columns: int) -> None:
    """By whoever has this table, the tables by each of its dimensions alone, and the total."""
    counts = {divmod(n, columns): count for n, count in enumerate(numbers[: 2 * columns]) if count}
    assume(sum(counts.values()) >= LEAST)
    secret = hidden(counts, LEAST)
    assume(0 < len(secret) <= 4 and sum(counts.get(key, 0) for key in secret) <= 14)
    possible = list(consistent(counts, secret))
    for key in secret:
        if 0 < counts.get(key, 0) < LEAST:
            assert len({table[key] for table in possible}) > 1, (counts, key)


@pytest.mark.parametrize(
    ("people", "before", "unusual"),
    [
        (19, [], False),  # fewer than the least
        (20, [], True),
        (30, [10] * 12, False),
        (31, [10] * 12, True),
        (31, [10] * 6, True),  # in six months none was
        (31, [10] * 6 + [40] * 6, False),
    ],
)
def test_a_month_is_unusual_that_is_far_above_the_months_before(
    people: int, before: list[int], unusual: bool
) -> None:
    watch = LookupWatch((), (), months=12, times=3, least=20, legal_basis="")
    assert watch.is_unusual(people, watch.usual(before)) is unusual
