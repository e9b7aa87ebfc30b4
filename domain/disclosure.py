"""Small cells: which figures of a table are not told, so that nobody can be recognised in it nor computed out of it.

Primary: a count of at least one and fewer than the least is hidden. Complementary: wherever one is hidden, so many more of
its line are that what is hidden there is more than one cell and together at least the least; otherwise the total of the line
less what is shown would tell it. The total of everything, and the tables by one dimension alone, may be asked for too: a
line that is hidden there is hidden here with all its cells.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product
from statistics import median
from typing import Any

from domain.identity import OfficeKind

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
class LookupWatch:
    """Who watches over those who read personal data, offices of the `nation` over all, of an `agency` over its own; and
    which month is unusual: of so many people, and of over so many `times` the median of the `months` before.
    """

    nation: tuple[OfficeKind, ...]
    agency: tuple[OfficeKind, ...]
    months: int
    times: int
    least: int
    legal_basis: str

    def usual(self, people: Iterable[int]) -> float:
        """Of the months before, by how many people were looked at in each; in a month without any none was."""
        counts = list(people)
        return median([*counts, *[0] * (self.months - len(counts))])

    def is_unusual(self, people: int, usual: float) -> bool:
        return people >= self.least and people > self.times * usual


@dataclass(frozen=True, slots=True)
class Disclosure:
    small_cells: SmallCells
    publication: Publication
    lookups: LookupWatch


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


@dataclass(frozen=True, slots=True)
class Kept:
    """What a table of several figures keeps to itself: the groups, and of groups that are told everything but their size."""

    groups: frozenset[Key] = frozenset()
    parts: frozenset[Key] = frozenset()


def kept(cells: Mapping[Key, Mapping[str, int]], size: str, least: int) -> Kept:
    """Figures of a group add up (so many decreed, refused, pending): where one of them is few, or all but few, none is told
    but the group's size.
    """
    width = len(next(iter(cells), ()))
    alone = [kept(_summed(cells, place), size, least) for place in range(width)] if width > 1 else []
    sizes = {key: counted[size] for key, counted in cells.items()}
    groups = hidden(sizes, least, _lines_of(cells, [each.groups for each in alone]))
    parts = groups | _lines_of(cells, [each.parts for each in alone])
    tables: list[Counts] = []
    for figure in next(iter(cells.values()), {}).keys() - {size}:
        tables.append({key: counted[figure] for key, counted in cells.items()})
        tables.append({key: max(0, sizes[key] - counted[figure]) for key, counted in cells.items()})
    while True:
        more = parts.union(*(hidden(table, least, parts) for table in tables))
        if more == parts:
            return Kept(groups, parts)
        parts = more


def _lines_of(cells: Iterable[Key], alone: list[frozenset[Key]]) -> frozenset[Key]:
    """The cells of lines that are hidden in the table by one dimension."""
    return frozenset(key for key in cells for place, told in enumerate(alone) if (key[place],) in told)


def _summed(cells: Mapping[Key, Mapping[str, int]], place: int) -> dict[Key, dict[str, int]]:
    sums: dict[Key, dict[str, int]] = {}
    for key, counted in cells.items():
        line = sums.setdefault((key[place],), dict.fromkeys(counted, 0))
        for figure, count in counted.items():
            line[figure] += count
    return sums
