"""The one question that counts a report, whichever it is."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from operator import add
from typing import Any, NamedTuple
from uuid import UUID

import psycopg
from psycopg import sql

from projections.past import When
from projections.reports.report import Report
from projections.reports.sources import BETWEEN, as_of, reached

MOST_ROWS = 100_000


class TooManyGroups(Exception):
    """So finely divided, the answer would not be read by anybody."""


@dataclass(frozen=True, slots=True)
class Asked:
    """`agencies` None: of all. The end of the period, `until`, is its last day. `effective`: what was so by the end of that day."""

    report: Report
    by: tuple[str, ...]
    position: int
    agencies: Sequence[UUID] | None
    only: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    since: date | None = None
    until: date | None = None
    effective: date | None = None

    @property
    def when(self) -> When:
        return When(self.position, self.effective or date.max)


@dataclass(frozen=True)
class Cell:
    """What was counted of one group. `sums` by mean: of its whole numbers, and of how many; `taken`: how often so many days."""

    key: tuple[Any, ...]
    counts: Mapping[str, int]
    sums: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    taken: Mapping[int, int] = field(default_factory=dict)


def together(cells: Sequence[Cell], key: tuple[Any, ...] = ()) -> Cell:
    """All of them as one."""
    counts: dict[str, int] = {}
    sums: dict[str, tuple[int, int]] = {}
    taken: dict[int, int] = {}
    for cell in cells:
        for name, count in cell.counts.items():
            counts[name] = counts.get(name, 0) + count
        for name, (total, number) in cell.sums.items():
            before = sums.get(name, (0, 0))
            sums[name] = before[0] + total, before[1] + number
        for days, times in cell.taken.items():
            taken[days] = taken.get(days, 0) + times
    return Cell(key, counts, sums, taken)


@dataclass(frozen=True, slots=True)
class Counted:
    """Every group there is anything of; and the versions of the law that what was counted was judged under."""

    cells: list[Cell]
    policies: list[str]


def count(connection: psycopg.Connection[Any], asked: Asked) -> Counted:
    """TooManyGroups beyond what may be asked for."""
    report, width = asked.report, len(asked.by)
    rows = connection.execute(_question(asked), _parameters(asked), prepare=False).fetchall()
    if len(rows) > MOST_ROWS:
        raise TooManyGroups
    groups: dict[tuple[Any, ...], _Group] = {}
    for row in rows:
        key = row[:width]
        group = groups.get(key) or groups.setdefault(key, _Group([0] * (len(row) - width - 3), {}))
        group.numbers[:] = map(add, group.numbers, row[width + 3 :])
        if (spread := row[width + 1]) is not None:
            group.taken[spread] = group.taken.get(spread, 0) + row[width + 2]
    cells = [group.cell(key, report) for key, group in groups.items()]
    return Counted(cells, sorted({row[width] for row in rows}))


class _Group(NamedTuple):
    """The numbers of one group, added up as its rows come: the counts, then sum and number of each mean."""

    numbers: list[int]
    taken: dict[int, int]

    def cell(self, key: tuple[Any, ...], report: Report) -> Cell:
        counts = dict(zip(report.counts, self.numbers, strict=False))
        pairs = self.numbers[len(counts) :]
        sums = dict(zip(report.means, zip(pairs[::2], pairs[1::2], strict=True), strict=True))
        return Cell(key, counts, sums, self.taken)


def _question(asked: Asked) -> sql.Composed:
    report = asked.report
    groups: list[sql.Composable] = [sql.SQL(report.dimensions[name].expression) for name in asked.by]
    groups += [sql.SQL(report.dimensions["policy"].expression), sql.SQL(report.spread or "NULL::int")]
    columns: list[sql.Composable] = [*groups, sql.SQL("count(*)")]
    columns += [
        sql.SQL("count(*) FILTER (WHERE {})").format(sql.SQL(each)) for each in report.counts.values()
    ]
    for mean in report.means.values():
        columns += [sql.SQL("coalesce(sum({0}), 0)::bigint, count({0})").format(sql.SQL(mean.expression))]
    return sql.SQL(
        "{reached}SELECT {columns} FROM {source} AND {only} GROUP BY {groups} LIMIT {most}"
    ).format(
        reached=sql.SQL(reached(asked.when, among_agencies=asked.agencies is not None)),
        columns=sql.SQL(", ").join(columns),
        source=sql.SQL(as_of(report.source, asked.when)),
        only=sql.SQL(" AND ").join(_conditions(asked)),
        groups=sql.SQL(", ").join(sql.SQL(str(number)) for number in range(1, len(groups) + 1)),
        most=sql.Literal(MOST_ROWS + 1),
    )


def _conditions(asked: Asked) -> Iterator[sql.Composable]:
    yield sql.SQL("true")
    if asked.agencies is not None:
        yield sql.SQL(BETWEEN)
    if asked.since is not None:
        yield sql.SQL("{} >= %(since)s").format(sql.SQL(asked.report.day))
    if asked.until is not None:
        yield sql.SQL("{} <= %(until)s").format(sql.SQL(asked.report.day))
    for name in asked.only:
        values = sql.Placeholder(f"only_{name}")
        yield sql.SQL("{} = ANY({})").format(sql.SQL(asked.report.dimensions[name].expression), values)


def _parameters(asked: Asked) -> dict[str, Any]:
    return (
        asked.when.asked
        | {
            "agencies": None if asked.agencies is None else list(asked.agencies),
            "since": asked.since,
            "until": asked.until,
        }
        | {f"only_{name}": list(values) for name, values in asked.only.items()}
    )


# What a report tells beside its figures


def come_to(connection: psycopg.Connection[Any], report: Report, *, by_day: bool = False) -> int:
    """The position its facts have come to: what is asked as of it, or earlier, never changes."""
    row = connection.execute(
        "SELECT min(position) FROM positions WHERE projection = ANY(%s)",
        ([*report.made_from, *(("timeline",) if by_day else ())],),
    ).fetchone()
    return 0 if row is None or row[0] is None else int(row[0])


def recorded_until(connection: psycopg.Connection[Any], position: int) -> datetime | None:
    """When the event at that position was recorded."""
    row = connection.execute("SELECT recorded_at FROM events WHERE position = %s", (position,)).fetchone()
    return None if row is None else row[0]


@dataclass(frozen=True, slots=True)
class Name:
    code: str
    name: str


def names(connection: psycopg.Connection[Any], ids: Sequence[UUID], position: int) -> dict[UUID, Name]:
    """What agencies, units and offices were called then."""
    rows = connection.execute(
        "SELECT id, code, name FROM told_names WHERE id = ANY(%s) AND since <= %s AND (until IS NULL OR until > %s)",
        (list(ids), position, position),
    ).fetchall()
    return {stream: Name(code, name) for stream, code, name in rows}
