"""A table whose rows are each the fold of one stream: read the rows a batch touches, change them, write them back."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import psycopg
from psycopg import sql
from psycopg.rows import dict_row

from domain.history import Recorded

Row = dict[str, Any]
Evolve = Callable[[Row | None, Recorded[Any]], Row]


def fold_into(
    connection: psycopg.Connection[Any], table: str, batch: Iterable[Recorded[Any]], evolve: Evolve
) -> None:
    """Fold events into the rows of their streams; the table's key is `id`, the stream."""
    events = list(batch)
    if not events:
        return
    with connection.cursor(row_factory=dict_row) as cursor:
        cursor.execute(
            sql.SQL("SELECT * FROM {} WHERE id = ANY(%s)").format(sql.Identifier(table)),
            ([recorded.stream for recorded in events],),
        )
        rows: dict[Any, Row] = {row["id"]: row for row in cursor.fetchall()}
    for recorded in events:
        rows[recorded.stream] = evolve(rows.get(recorded.stream), recorded) | {"id": recorded.stream}
    upsert(connection, table, list(rows.values()))


def upsert(connection: psycopg.Connection[Any], table: str, rows: Sequence[Row]) -> None:
    names = list(rows[0])  # rows read and rows made name their columns in different orders
    columns = [sql.Identifier(name) for name in names]
    statement = sql.SQL("INSERT INTO {} ({}) VALUES ({}) ON CONFLICT (id) DO UPDATE SET {}").format(
        sql.Identifier(table),
        sql.SQL(", ").join(columns),
        sql.SQL(", ").join(sql.Placeholder() for _ in columns),
        sql.SQL(", ").join(sql.SQL("{0} = excluded.{0}").format(column) for column in columns),
    )
    with connection.cursor() as cursor:
        cursor.executemany(statement, [tuple(row[name] for name in names) for row in rows])


def insert(connection: psycopg.Connection[Any], table: str, rows: Sequence[Row]) -> None:
    if not rows:
        return
    names = list(rows[0])
    columns = [sql.Identifier(name) for name in names]
    copy = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), sql.SQL(", ").join(columns))
    with connection.cursor() as cursor, cursor.copy(copy) as lines:
        for row in rows:
            lines.write_row(tuple(row[name] for name in names))
