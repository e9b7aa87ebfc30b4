"""How long things took: from how many took how many days, the day by which half of them, or nine in ten, were done."""

from collections.abc import Mapping
from itertools import accumulate


def percentile(taken: Mapping[int, int], part: float) -> float | None:
    """Of lengths and how often each was taken, between two of them in proportion (as SQL's percentile_cont); None of none."""
    total = sum(taken.values())
    if not total:
        return None
    lengths = sorted(taken)
    reached = list(accumulate(taken[length] for length in lengths))
    place = part * (total - 1)
    low, high = (_at(int(place) + up, lengths, reached) for up in (0, 1))
    return round(low + (place - int(place)) * (high - low), 1)


def _at(place: int, lengths: list[int], reached: list[int]) -> int:
    """The length that stands at a place, counted from 0; the last one beyond the end."""
    return next((length for length, upto in zip(lengths, reached, strict=True) if place < upto), lengths[-1])
