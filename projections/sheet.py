"""What one batch adds to a table and changes in it, gathered and then written at once."""

from typing import Any

import psycopg

from projections.table import Names, Row, change, insert

Key = tuple[Any, ...]


class Sheet:
    """Rows of one table by their key. The columns `unset` of rows that may still change are null."""

    def __init__(self, table: str, key: Names, unset: Names = ()) -> None:
        self._table = table
        self._key = key
        self._unset = unset
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
        by_columns: dict[Names, list[Row]] = {}
        for key, values in self._changed.items():
            by_columns.setdefault(tuple(values), []).append(values | dict(zip(self._key, key, strict=True)))
        for rows in by_columns.values():
            change(connection, self._table, self._key, rows, self._unset)
        insert(connection, self._table, self._added)

    def _of(self, row: Row) -> Key:
        return tuple(row[name] for name in self._key)
