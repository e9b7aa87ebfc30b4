"""What is read back is what was written."""

from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

import psycopg
from hypothesis import given, settings
from hypothesis import strategies as st
from psycopg.rows import dict_row

from projections.table import Row, change, insert, put, remove


class _Colour(StrEnum):
    RED = "MERAH"


_WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\0"))
_ROWS: st.SearchStrategy[Row] = st.fixed_dictionaries(
    {
        "id": st.uuids(),
        "ids": st.lists(st.uuids()) | st.tuples(st.uuids()),
        "words": st.lists(_WORDS | st.just(_Colour.RED)) | st.none(),
        "numbers": st.lists(st.integers(-(2**63), 2**63 - 1)),
        "told": st.dictionaries(_WORDS, st.none() | st.booleans() | _WORDS),
        "word": _WORDS | st.none() | st.just(_Colour.RED),
        "day": st.dates() | st.none(),
        "moment": st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=st.just(UTC)),  # noqa: DTZ001
        "flag": st.booleans() | st.none(),
    }
)


def test_what_was_written_is_read_back(database: str) -> None:
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(
            "CREATE TABLE t (id uuid, ids uuid[], words text[], numbers bigint[], told jsonb, word text, day date, "
            "moment timestamptz, flag bool)"
        )
        connection.execute("SET TIME ZONE 'UTC'")

        @settings(max_examples=60, deadline=None)
        @given(st.lists(_ROWS, min_size=1, max_size=4))
        def written(rows: list[Row]) -> None:
            connection.execute("TRUNCATE t")
            insert(connection, "t", rows)
            with connection.cursor(row_factory=dict_row) as cursor:
                found = cursor.execute("SELECT * FROM t").fetchall()
            assert found == [_plain(row) for row in rows]

        written()


def test_rows_change_by_their_key_alone(database: str) -> None:
    def stand() -> list[tuple[Any, ...]]:
        return connection.execute("SELECT * FROM t ORDER BY a, b").fetchall()

    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("CREATE TABLE t (a int, b int, word text, ended date, PRIMARY KEY (a, b))")
        put(connection, "t", ("a", "b"), [{"a": 1, "b": n, "word": f"{n}"} for n in range(3)])
        put(connection, "t", ("a", "b"), [{"a": 1, "b": n, "word": f"new {n}"} for n in range(2, 4)])
        assert stand() == [(1, 0, "0", None), (1, 1, "1", None), (1, 2, "new 2", None), (1, 3, "new 3", None)]
        day = date(2026, 1, 2)
        for over in (day, date(2026, 1, 3)):
            change(connection, "t", ("a", "b"), [{"a": 1, "b": 0, "ended": over}], unset=("ended",))
        assert stand()[0] == (1, 0, "0", day)
        remove(connection, "t", ("a", "b"), [(1, 0), (1, 2), (2, 1)])
        assert stand() == [(1, 1, "1", None), (1, 3, "new 3", None)]
        remove(connection, "t", ("a",), [(1,)])
        assert stand() == []


def _plain(row: Row) -> Row:
    """As psycopg gives a row back."""
    return {name: list(value) if isinstance(value, tuple) else value for name, value in row.items()}
