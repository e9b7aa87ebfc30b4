"""What a table said at an earlier moment: beside the rows that stand now, those that have stood.

The table `t` holds the present, and questions about it read nothing else. What a row was before it changed goes to `t_past`:
from the position `since` up to, and without, the position `until`. Each row also tells from which day it counts in the world
(`counts_from`, domain/in_force.py), a past one the day its successor does (`counts_until`).
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, LiteralString

import psycopg
from psycopg.rows import dict_row

from domain.history import Recorded
from domain.in_force import counts_from
from projections.table import Row, insert, put, remove

Evolve = Callable[[Row | None, Recorded[Any]], Row]
Key = tuple[Any, ...]

LAST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class When:
    """A moment asked about: by what was recorded up to a position, what counted in the world by the end of a day."""

    position: int = LAST
    day: date = date.max

    @property
    def asked(self) -> Row:
        """The parameters of `stood`."""
        return {"as_of": self.position, "effective": self.day}


def moment(when: When | None) -> Row:
    return {} if when is None else when.asked


def stood(table: LiteralString, when: When | None) -> LiteralString:
    """The table as it stands now, or as it stood: to be named in a query that gets the parameters `moment`.

    Of the versions of a row the last counts that was recorded by then and counted by then. Days never run backwards in a
    row, so a version counts when its successor was recorded later or counts later.
    """
    if when is None:
        return table
    axes: list[tuple[LiteralString, LiteralString]] = []
    if when.position < LAST or when.day == date.max:
        axes.append(("since <= %(as_of)s", "until > %(as_of)s"))
    if when.day < date.max:
        axes.append(("counts_from <= %(effective)s", "counts_until > %(effective)s"))
    begun, still = zip(*axes, strict=True)
    # Asked outside the union: only bare tables in it are looked up by their indexes, row by row, in a join.
    return (
        f"(SELECT * FROM (SELECT {table}.*, NULL::bigint AS until, NULL::date AS counts_until FROM {table} "
        f"UNION ALL SELECT * FROM {table}_past) AS version "
        f"WHERE {' AND '.join(begun)} AND (until IS NULL OR {' OR '.join(still)}))"
    )


def stood_at(table: LiteralString, position: LiteralString) -> LiteralString:
    """The table as it stood at a position that the query itself names, of another row."""
    return (
        f"(SELECT * FROM (SELECT {table}.*, NULL::bigint AS until, NULL::date AS counts_until FROM {table} "
        f"UNION ALL SELECT * FROM {table}_past) AS version "
        f"WHERE since <= {position} AND (until IS NULL OR until > {position}))"
    )


# To a power of two, how long a version stood.
_LENGTH: LiteralString = "(floor(ln(greatest(until - since, 1)) / ln(2))::int)"


def by_length(table: LiteralString, column: LiteralString) -> LiteralString:
    """The index of past rows that `stood_for` asks for the values of a column."""
    return f"CREATE INDEX ON {table}_past ({column}, {_LENGTH}, since) WHERE {column} IS NOT NULL;"


def stood_for(
    table: LiteralString, column: LiteralString, wanted: LiteralString, when: When
) -> LiteralString:
    """The rows that stood at a position with one of the values `wanted` (a parameter) in that column.

    It costs what stood then, however much has stood before and since: a version that stood so long, to a power of two, can
    only have begun so long before, and for each length the index finds the few that did. By a day of the world, which
    bounds no length of positions, all are looked through.
    """
    if when.day < date.max:
        return f"(SELECT * FROM {stood(table, when)} AS t WHERE {column} = ANY({wanted}))"
    return (
        f"(SELECT {table}.*, NULL::bigint AS until, NULL::date AS counts_until FROM {table} "
        f"WHERE {column} = ANY({wanted}) AND since <= %(as_of)s UNION ALL "
        f"SELECT past.* FROM generate_series(0, 40) AS length CROSS JOIN LATERAL (SELECT * FROM {table}_past "
        f"WHERE {column} = ANY({wanted}) AND {_LENGTH} = length AND since <= %(as_of)s "
        "AND since > %(as_of)s - (2::bigint << length) AND until > %(as_of)s) AS past)"
    )


class Rows:
    """The rows of a table that a batch changes: as they stand in the middle of it, and as they were."""

    def __init__(
        self,
        connection: psycopg.Connection[Any],
        table: LiteralString,
        key: tuple[LiteralString, ...],
        scope: list[Any],
    ) -> None:
        """Read those whose first column of the key is in `scope`; no other may be changed."""
        self._connection = connection
        self._table = table
        self._key = key
        with connection.cursor(row_factory=dict_row) as cursor:
            found = cursor.execute(f"SELECT * FROM {table} WHERE {key[0]} = ANY(%s)", (scope,)).fetchall()
        self._now: dict[Key, Row] = {self._key_of(row): row for row in found}
        self._kept = frozenset(self._now)  # in the table
        self._changed: dict[Key, None] = {}
        self._past: list[Row] = []

    def __iter__(self) -> Iterator[tuple[Key, Row]]:
        return iter(list(self._now.items()))

    def get(self, *key: Any) -> Row | None:  # noqa: ANN401 whatever the key's columns hold
        return self._now.get(key)

    def put(self, row: Row, position: int, day: date) -> None:
        """From this position and day on it is so; nothing changes where it was so before."""
        key = self._key_of(row)
        before = self._now.get(key)
        if before is not None:
            day = max(day, before["counts_from"])
            if before | row == before:
                return
            self._end(before, position, day)
        self._now[key] = row | {"since": position, "counts_from": day}
        self._changed[key] = None

    def remove(self, key: Key, position: int, day: date) -> None:
        before = self._now.pop(key)
        self._end(before, position, max(day, before["counts_from"]))
        self._changed[key] = None

    def write(self) -> None:
        """What has changed, to the two tables."""
        now = [self._now[key] for key in self._changed if key in self._now]
        gone = [key for key in self._changed if key in self._kept and key not in self._now]
        put(self._connection, self._table, self._key, now)
        remove(self._connection, self._table, self._key, gone)
        insert(self._connection, f"{self._table}_past", self._past)

    def _end(self, before: Row, position: int, day: date) -> None:
        self._past.append(before | {"until": position, "counts_until": day})

    def _key_of(self, row: Row) -> Key:
        return tuple(row[name] for name in self._key)


def fold_into(
    connection: psycopg.Connection[Any],
    table: LiteralString,
    batch: Iterable[Recorded[Any]],
    evolve: Evolve,
) -> None:
    """Fold events into a table whose rows are each the fold of one stream, `id`."""
    events = list(batch)
    if not events:
        return
    rows = Rows(connection, table, ("id",), [recorded.stream for recorded in events])
    for recorded in events:
        row = evolve(rows.get(recorded.stream), recorded) | {"id": recorded.stream}
        rows.put(row, recorded.position, counts_from(recorded.event, recorded.act))
    rows.write()


def fold_each(
    connection: psycopg.Connection[Any],
    tables: Iterable[tuple[LiteralString, tuple[type, ...], Evolve]],
    batch: Sequence[Recorded[Any]],
) -> None:
    """The same for several tables: each with the kinds of event it is made from, and how a row follows from one."""
    for table, kinds, evolve in tables:
        fold_into(connection, table, (each for each in batch if isinstance(each.event, kinds)), evolve)
