"""Rows written to a table in one go."""

from collections.abc import Sequence
from typing import Any

import psycopg
from psycopg import sql

Row = dict[str, Any]


def insert(connection: psycopg.Connection[Any], table: str, rows: Sequence[Row]) -> None:
    if not rows:
        return
    names = list(rows[0])
    columns = [sql.Identifier(name) for name in names]
    copy = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), sql.SQL(", ").join(columns))
    with connection.cursor() as cursor, cursor.copy(copy) as lines:
        for row in rows:
            lines.write_row(tuple(row[name] for name in names))
