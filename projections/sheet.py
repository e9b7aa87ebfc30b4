"""What one batch adds to a table and changes in it, gathered and then written at once."""

from typing import Any, LiteralString

import psycopg
from psycopg import sql

from projections.table import Row, insert

Key = tuple[Any, ...]


class Sheet:
    """Rows of one table by their key. `standing` is what else holds of the rows that may still change."""

    def __init__(self, table: str, key: tuple[str, ...], standing: LiteralString = "true") -> None:
        self._table = table
        self._key = key
        self._standing = standing
        self._added: list[Row] = []
        self._latest: dict[Key, Row] = {}
        self._changed: dict[Key, Row] = {}

    def add(self, row: Row) -> None:
        self._added.append(row)
        self._latest[self._of(row)] = row

    def change(self, key: Key, **values: object) -> None:
        """Of a row this batch has added, or one that stands in the table."""
        if key in self._latest:
            self._latest[key].update(values)
        else:
            self._changed[key] = self._changed.get(key, {}) | values

    def write(self, connection: psycopg.Connection[Any]) -> None:
        """Changes first: they are of rows that stood before any that were added under the same key."""
        by_columns: dict[tuple[str, ...], list[tuple[Any, ...]]] = {}
        for key, values in self._changed.items():
            by_columns.setdefault(tuple(values), []).append((*values.values(), *key))
        for columns, rows in by_columns.items():
            with connection.cursor() as cursor:
                cursor.executemany(self._update(columns), rows)
        insert(connection, self._table, self._added)

    def _of(self, row: Row) -> Key:
        return tuple(row[name] for name in self._key)

    def _update(self, columns: tuple[str, ...]) -> sql.Composed:
        def equal(names: tuple[str, ...], between: LiteralString) -> sql.Composed:
            return sql.SQL(between).join(sql.SQL("{} = %s").format(sql.Identifier(name)) for name in names)

        return sql.SQL("UPDATE {} SET {} WHERE {} AND {}").format(
            sql.Identifier(self._table),
            equal(columns, ", "),
            equal(self._key, " AND "),
            sql.SQL(self._standing),
        )
