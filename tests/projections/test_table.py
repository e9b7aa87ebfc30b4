"""Rows are written as PostgreSQL's own text; what is read back is what was told."""

from datetime import UTC, date, datetime
from enum import StrEnum

import psycopg
from hypothesis import given, settings
from hypothesis import strategies as st
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb

from projections.table import Row, insert


class _Colour(StrEnum):
    RED = "MERAH"


_WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\0"))
_ROWS: st.SearchStrategy[Row] = st.fixed_dictionaries(
    {
        "id": st.uuids(),
        "ids": st.lists(st.uuids()) | st.tuples(st.uuids()),
        "words": st.lists(_WORDS | st.just(_Colour.RED)) | st.none(),
        "numbers": st.lists(st.integers(-(2**63), 2**63 - 1)),
        "told": st.builds(Jsonb, st.dictionaries(_WORDS, st.none() | st.booleans() | _WORDS)),
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


def test_a_list_of_other_things_is_left_to_psycopg(database: str) -> None:
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("CREATE TABLE t (days date[], mixed text[])")
        insert(connection, "t", [{"days": [date(2026, 1, 2)], "mixed": ["a", None]}])
        assert connection.execute("SELECT * FROM t").fetchall() == [([date(2026, 1, 2)], ["a", None])]


def _plain(row: Row) -> Row:
    """As psycopg gives a row back."""
    return {
        name: value.obj if isinstance(value, Jsonb) else list(value) if isinstance(value, tuple) else value
        for name, value in row.items()
    }
