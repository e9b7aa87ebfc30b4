"""Small cells: which figures of a table are not told, so that nobody can be recognised in it nor computed out of it.

Primary: a count of at least one and fewer than the least is hidden. Complementary: wherever one is hidden, so many more of
its line are that what is hidden there is more than one cell and together at least the least; otherwise the total of the line
less what is shown would tell it. The total of everything, and the tables by one dimension alone, may be asked for too: a
line that is hidden there is hidden here with all its cells.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

Key = tuple[Any, ...]
Counts = Mapping[Key, int]


@dataclass(frozen=True, slots=True)
class SmallCells:
    """Groups of fewer people are hidden."""

    least: int
    legal_basis: str


@dataclass(frozen=True, slots=True)
class Publication:
    """Public reports tell what was recorded before the present period of so many months began."""

    months: int
    legal_basis: str


@dataclass(frozen=True, slots=True)
class Disclosure:
    small_cells: SmallCells
    publication: Publication


def hidden(counts: Counts, least: int, also: frozenset[Key] = frozenset()) -> frozenset[Key]:
    """The keys not told of a table by one dimension or two; `also` are hidden for another reason.

    Of two dimensions, keys that nobody belongs to may be among them: that nobody does is a figure like others.
    """
    width = len(next(iter(counts), ()))
    cells = dict.fromkeys(product(*(_values(counts, place) for place in range(width))), 0) | dict(counts)
    lines: list[list[Key]] = [list(cells)]
    if width > 1:
        lines = [_line(cells, place, value) for place in range(width) for value in _values(cells, place)]
        for place in range(width):
            alone = hidden(_by(counts, place), least, frozenset())
            also |= {key for key in cells if (key[place],) in alone}
    found = {key for key, count in cells.items() if 0 < count < least} | also
    while True:
        more = {key for line in lines for key in _complement(line, cells, found, least)}
        if more <= found:
            return frozenset(found)
        found |= more


def _complement(line: Iterable[Key], cells: Counts, found: set[Key], least: int) -> set[Key]:
    """What else of a line is hidden, the smallest counts first, until what is hidden is enough."""
    inside = {key for key in line if key in found}
    if not inside:
        return inside
    for key in sorted(
        (key for key in line if key not in found), key=lambda key: (cells[key] == 0, cells[key], str(key))
    ):
        if len(inside) > 1 and sum(cells[each] for each in inside) >= least:
            break
        inside.add(key)
    return inside


def _values(cells: Iterable[Key], place: int) -> list[Any]:
    return list(dict.fromkeys(key[place] for key in cells))


def _line(cells: Iterable[Key], place: int, value: object) -> list[Key]:
    return [key for key in cells if key[place] == value]


def _by(counts: Counts, place: int) -> dict[Key, int]:
    """The table by one of its dimensions alone."""
    sums: dict[Key, int] = {}
    for key, count in counts.items():
        sums[key[place],] = sums.get((key[place],), 0) + count
    return sums


def hidden_figures(
    cells: Mapping[Key, Mapping[str, int]], wholes: Mapping[str, str], least: int
) -> dict[str, frozenset[Key]]:
    """By figure, the keys where it is not told. Of a part of a whole both are looked at: the part, and the rest of the whole.

    `wholes` names each figure's whole, wholes before their parts; a figure that is nobody's part names itself.
    """
    width = len(next(iter(cells), ()))
    alone = (
        [hidden_figures(_summed(cells, place), wholes, least) for place in range(width)] if width > 1 else []
    )
    found: dict[str, frozenset[Key]] = {}
    for figure, whole in wholes.items():
        also = frozenset(found.get(whole, frozenset()))
        also |= {key for key in cells for place, by in enumerate(alone) if (key[place],) in by[figure]}
        if figure != whole:
            rest = {key: counted[whole] - counted[figure] for key, counted in cells.items()}
            also = hidden(rest, least, also)
        found[figure] = hidden({key: counted[figure] for key, counted in cells.items()}, least, also)
    return found


def _summed(cells: Mapping[Key, Mapping[str, int]], place: int) -> dict[Key, dict[str, int]]:
    sums: dict[Key, dict[str, int]] = {}
    for key, counted in cells.items():
        line = sums.setdefault((key[place],), dict.fromkeys(counted, 0))
        for figure, count in counted.items():
            line[figure] += count
    return sums
