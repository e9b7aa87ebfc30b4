"""What was counted, told: shares, means and percentiles, names and words, and what is hidden of few people.

Nothing here looks at a clock or asks anybody: the same counts at the same position give the same answer, byte for byte.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any
from uuid import UUID

from api.tables import HIDDEN, Column, Kind, Table, Value
from domain.disclosure import Kept, Key, kept
from domain.policy import Policy, Words
from domain.spread import percentile
from projections.reports import Cell, Dimension, Mean, Name, Of, Report, Share, together

CODE_VERSION = version("jejak")

SPREADS = {"p10Days": 0.1, "p25Days": 0.25, "medianDays": 0.5, "p75Days": 0.75, "p90Days": 0.9}


@cache
def _told() -> dict[str, dict[str, dict[str, str]]]:
    file = Path(__file__).parent / "catalogue" / "reports.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


def title_of(report: Report) -> Words:
    told = _told()["reports"][report.name]
    return Words(told["id"], told["en"])


def measured_by(report: Report) -> Words:
    told = _told()["reports"][report.name]
    return Words(told["measures_id"], told["measures_en"])


def column_of(name: str, kind: Kind, unit: str = "") -> Column:
    told = _told()["columns"][name]
    return Column(name, kind, told["id"], told["en"], unit)


# Words for codes


@dataclass(frozen=True)
class Wording:
    """What codes are called: in the versions of the law that judged what is counted, the latest last; else in the catalogue."""

    policies: Sequence[Policy]

    def of(self, kind: Of, code: str) -> Words | None:
        match kind:
            case Of.TYPE:
                return _last(
                    route.title
                    for policy in self.policies
                    for type_, route in policy.routes.items()
                    if type_ == code
                )
            case Of.STEP:
                return self._step(code)
            case Of.RULE:
                return self._rule(code)
            case Of.INDICATOR:
                return _last(
                    policy.red_flags[code].title for policy in self.policies if code in policy.red_flags
                )
            case Of.REASON:
                return self._rule(code) or self._step(code)
            case Of.GROUND:
                return _last(
                    rule.grounds[code]
                    for policy in self.policies
                    for rule in policy.rules.values()
                    if code in rule.grounds
                )
            case Of.STATED_GROUND:
                return _last(policy.grounds[code].title for policy in self.policies if code in policy.grounds)
            case _ if kind in _told():
                told = _told()[kind].get(code)
                return None if told is None else Words(told["id"], told["en"])
            case _:
                return None

    def _rule(self, code: str) -> Words | None:
        return _last(policy.rules[code].title for policy in self.policies if code in policy.rules)

    def _step(self, name: str) -> Words | None:
        """A step may be called differently from route to route: then it is called all of that."""
        titles = dict.fromkeys(
            route.steps[name].title
            for policy in self.policies[-1:]
            for route in policy.routes.values()
            if name in route.steps
        )
        if not titles:
            return None
        return Words(" / ".join(title.id for title in titles), " / ".join(title.en for title in titles))


def _last(found: Iterable[Words]) -> Words | None:
    return next(reversed(list(found)), None)


# Values of dimensions, as requests and answers write them


def written(kind: Of, value: Any) -> Any:  # noqa: ANN401 whatever a dimension holds
    """A month as 2025-03, a quarter as 2025-Q1."""
    match kind, value:
        case _, None:
            return None
        case Of.MONTH, int(months):
            return f"{months // 12:04}-{months % 12 + 1:02}"
        case Of.QUARTER, int(quarters):
            return f"{quarters // 4:04}-Q{quarters % 4 + 1}"
        case Of.YEAR, int(year):
            return f"{year:04}"
        case _:
            return value


def read(kind: Of, text: str) -> Any:  # noqa: ANN401 as above
    """The value a filter means; ValueError when it is none of that kind."""
    match kind:
        case Of.MONTH:
            year, month = text.split("-")
            return 12 * _whole(year, 4) + _whole(month, 2, range(1, 13)) - 1
        case Of.QUARTER:
            year, quarter = text.split("-Q")
            return 4 * _whole(year, 4) + _whole(quarter, 1, range(1, 5)) - 1
        case Of.YEAR:
            return _whole(text, 4)
        case Of.MONTHS:
            return _whole(text, len(text), range(1_000))
        case _ if kind.is_id:
            return UUID(text)
        case _ if "\0" in text:
            raise ValueError
        case _:
            return text


def _whole(text: str, digits: int, among: range = range(10_000)) -> int:
    if len(text) != digits or not (text.isascii() and text.isdigit()) or int(text) not in among:
        raise ValueError
    return int(text)


# The answer


@dataclass(frozen=True)
class Told:
    """A report's figures as they are told: the columns, a row a group, and the total; the words of the codes in them."""

    columns: list[Column]
    rows: list[tuple[Value, ...]]
    total: tuple[Value, ...]
    words: dict[str, dict[str, Words]]


def tell(
    report: Report,
    by: Sequence[str],
    cells: Sequence[Cell],
    names: Mapping[UUID, Name],
    wording: Wording,
    least: int | None = None,
) -> Told:
    """`least`: groups of fewer people are hidden, and what would give them away."""
    dimensions = [report.dimensions[name] for name in by]
    whole = together(cells)
    secret = _Secret(report, cells, least) if least is not None else None
    listed = list(cells) if secret is None else list(secret.cells)
    listed.sort(
        key=lambda cell: [_place(each, part, names) for each, part in zip(dimensions, cell.key, strict=True)]
    )
    width = sum(2 if each.of.is_named else 1 for each in dimensions)
    return Told(
        columns=[column for name in by for column in _columns(name, report.dimensions[name])]
        + list(_figures(report)),
        rows=[
            (
                *(
                    value
                    for each, part in zip(dimensions, cell.key, strict=True)
                    for value in _told_as(each, part, names)
                ),
                *_values(report, cell, secret),
            )
            for cell in listed
        ],
        total=(*[None] * width, *_values(report, whole, secret)),
        words=_words(by, dimensions, listed, wording),
    )


def _columns(name: str, dimension: Dimension) -> Iterator[Column]:
    if dimension.of is Of.TEXT:
        yield column_of(name, Kind.TEXT)
        return
    yield column_of(name, Kind.WHOLE if dimension.of is Of.MONTHS else Kind.CODE)
    if dimension.of.is_named:
        told = _told()["columns"][name]
        yield Column(f"{name}Name", Kind.TEXT, told["id"], told["en"])


def _told_as(dimension: Dimension, part: Any, names: Mapping[UUID, Name]) -> Iterator[Value]:  # noqa: ANN401
    yield written(dimension.of, part)
    if dimension.of.is_named:
        yield names[part].name if part in names else None


def _place(dimension: Dimension, part: Any, names: Mapping[UUID, Name]) -> tuple[bool, str, str]:  # noqa: ANN401
    """Where a value stands in the order of rows: by its code, its name, and what is not known last."""
    name = names.get(part) if dimension.of.is_named else None
    number = f"{part:012}" if isinstance(part, int) else str(part)
    return part is None, number if name is None else f"{name.code} {name.name}", number


def _figures(report: Report) -> Iterator[Column]:
    yield from (column_of(name, Kind.WHOLE) for name in report.counts)
    yield from (column_of(name, Kind.SHARE) for name in report.shares)
    yield from (column_of(name, Kind.NUMBER) for name in report.means)
    if report.spread is not None:
        yield from (column_of(name, Kind.DAYS, report.spread_in) for name in SPREADS)


class _Secret:
    """What is hidden of a table about few people. Groups that nobody belongs to may be hidden beside others."""

    def __init__(self, report: Report, cells: Sequence[Cell], least: int) -> None:
        self.least = least
        self._size = next(iter(report.counts))
        known = {cell.key: cell for cell in cells}
        counted = {key: cell.counts for key, cell in known.items()}
        self._kept = kept(counted, self._size, least)
        self._total = kept({(): together(cells).counts}, self._size, least) if cells else Kept()
        nobody = sorted(self._kept.groups - counted.keys(), key=str)
        self.cells = [*cells, *(Cell(key, dict.fromkeys(report.counts, 0)) for key in nobody)]

    def hides(self, figure: str, key: Key) -> bool:
        """The total of all has no key, unless the table has no dimension: then it is the table."""
        told = self._kept if key else self._total
        return key in (told.groups if figure == self._size else told.parts)

    def hides_group(self, key: Key) -> bool:
        return self.hides(self._size, key)


def _values(report: Report, cell: Cell, secret: _Secret | None) -> Iterator[Value]:
    hidden = {name for name in report.counts if secret is not None and secret.hides(name, cell.key)}
    for name in report.counts:
        yield HIDDEN if name in hidden else cell.counts.get(name, 0)
    for share in report.shares.values():
        yield HIDDEN if hidden & {share.part, *share.whole} else _share(share, cell.counts)
    for name, mean in report.means.items():
        total, number = cell.sums.get(name, (0, 0))
        yield HIDDEN if _too_few(cell, number, secret) else _mean(mean, total, number)
    if report.spread is not None:
        few = _too_few(cell, sum(cell.taken.values()), secret)
        for part in SPREADS.values():
            yield HIDDEN if few else percentile(cell.taken, part)


def _too_few(cell: Cell, number: int, secret: _Secret | None) -> bool:
    """Whether what is made of so many observations would tell of few people; of none there is nothing to hide."""
    return secret is not None and (secret.hides_group(cell.key) or 0 < number < secret.least)


def _share(share: Share, counts: Mapping[str, int]) -> float | None:
    whole = sum(counts.get(name, 0) for name in share.whole)
    return round(counts.get(share.part, 0) / whole, 4) if whole else None


def _mean(mean: Mean, total: int, number: int) -> float | None:
    return round(total / number / mean.per, 3) if number else None


def _words(
    by: Sequence[str], dimensions: Sequence[Dimension], cells: Sequence[Cell], wording: Wording
) -> dict[str, dict[str, Words]]:
    told: dict[str, dict[str, Words]] = {}
    for place, (name, dimension) in enumerate(zip(by, dimensions, strict=True)):
        codes = sorted({str(cell.key[place]) for cell in cells if cell.key[place] is not None})
        found = {code: words for code in codes if (words := wording.of(dimension.of, code)) is not None}
        if found:
            told[name] = found
    return told


def table_of(report: Report, told: Told, about: Mapping[str, Value], language: str) -> Table:
    """For files: beside each column of codes one with their words."""
    places = {column.name: place for place, column in enumerate(told.columns)}
    columns: list[Column] = []
    for column in told.columns:
        columns.append(column)
        if column.name in told.words:
            columns.append(Column(f"{column.name}Name", Kind.TEXT, column.title_id, column.title_en))

    def row_of(row: tuple[Value, ...]) -> Iterator[Value]:
        for column in told.columns:
            value = row[places[column.name]]
            yield value
            if (words := told.words.get(column.name)) is not None:
                word = words.get(str(value))
                yield None if word is None else getattr(word, language)

    title = getattr(title_of(report), language)
    return Table(title, columns, [tuple(row_of(row)) for row in told.rows], about)
