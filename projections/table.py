"""Rows written to a table in one statement, however many they are.

They go as one JSON text, which the C of orjson makes and PostgreSQL takes apart by the types of the table: at one row and at
thousands no slower than COPY, at a quarter of the work in Python, and statements need not wait for each other (decision 74).
"""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, LiteralString

import orjson
import psycopg
from psycopg import sql

Row = dict[str, Any]
Names = tuple[str, ...]


def insert(connection: psycopg.Connection[Any], table: str, rows: Sequence[Row]) -> None:
    if rows:
        _send(connection, _insert(table, tuple(rows[0])), rows)


def put(connection: psycopg.Connection[Any], table: str, key: Names, rows: Sequence[Row]) -> None:
    """Insert rows, or let them take the place of those with the same key."""
    if rows:
        _send(connection, _put(table, tuple(rows[0]), key), rows)


def change(
    connection: psycopg.Connection[Any], table: str, key: Names, rows: Sequence[Row], unset: Names = ()
) -> None:
    """Change the other columns of the rows with these keys, as long as the columns `unset` of them are null."""
    if rows:
        _send(connection, _change(table, tuple(rows[0]), key, unset), rows)


def remove(
    connection: psycopg.Connection[Any], table: str, key: Names, keys: Iterable[Sequence[Any]]
) -> None:
    """Delete the rows with these keys, or with keys that begin with these."""
    rows = [dict(zip(key, values, strict=True)) for values in keys]
    if rows:
        _send(connection, _remove(table, key), rows)


def _send(connection: psycopg.Connection[Any], query: bytes, rows: Sequence[Row]) -> None:
    connection.execute(query, (orjson.dumps(rows, option=orjson.OPT_NON_STR_KEYS).decode(),))


_NOTHING = sql.SQL("")
_GIVEN: LiteralString = "json_populate_recordset(NULL::{table}, %s) AS given"


@cache
def _insert(table: str, columns: Names) -> bytes:
    return _written("INSERT INTO {table} ({columns}) SELECT {columns} FROM " + _GIVEN, table, columns)


@cache
def _put(table: str, columns: Names, key: Names) -> bytes:
    changed = sql.SQL(", ").join(
        sql.SQL("{0} = excluded.{0}").format(sql.Identifier(each)) for each in columns if each not in key
    )
    upon: LiteralString = " ON CONFLICT ({columns}) DO UPDATE SET {changed}"
    return _insert(table, columns) + _written(upon, table, key, changed)


@cache
def _change(table: str, columns: Names, key: Names, unset: Names) -> bytes:
    changed = sql.SQL(", ").join(
        sql.SQL("{0} = given.{0}").format(sql.Identifier(each)) for each in columns if each not in key
    )
    still = sql.SQL("").join(sql.SQL(" AND {} IS NULL").format(sql.Identifier(table, each)) for each in unset)
    query: LiteralString = "UPDATE {table} SET {changed} FROM " + _GIVEN + " WHERE {same}"
    return _written(query, table, key, changed) + still.as_bytes(None)


@cache
def _remove(table: str, key: Names) -> bytes:
    return _written("DELETE FROM {table} USING " + _GIVEN + " WHERE {same}", table, key)


def _written(query: LiteralString, table: str, columns: Names, changed: sql.Composable = _NOTHING) -> bytes:
    named = sql.Identifier(table)
    same = sql.SQL(" AND ").join(
        sql.SQL("{0}.{1} = given.{1}").format(named, sql.Identifier(each)) for each in columns
    )
    listed = sql.SQL(", ").join(map(sql.Identifier, columns))
    return sql.SQL(query).format(table=named, columns=listed, same=same, changed=changed).as_bytes(None)
