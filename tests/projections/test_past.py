"""What stood at a position is found by how long it stood; it is what a look at every version finds."""

from datetime import date
from uuid import UUID

import psycopg
from hypothesis import given, settings
from hypothesis import strategies as st

from projections.past import When, by_length, moment, stood, stood_for
from projections.table import Row, insert

_OFFICES = [UUID(int=n) for n in range(3)]
_POSITIONS = st.integers(1, 600)
_VERSIONS = st.lists(
    st.tuples(
        st.sampled_from([*_OFFICES, None]),
        _POSITIONS,
        st.sampled_from([1, 2, 4, 7, 8, 64, 255, 256]) | st.integers(1, 2_000) | st.none(),
    ),
    max_size=12,
)


def test_what_stood_is_found_by_how_long_it_stood(database: str) -> None:
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(
            "CREATE TABLE t (id int, office uuid, since bigint, counts_from date); "
            f"CREATE TABLE t_past (LIKE t, until bigint, counts_until date); {by_length('t', 'office')}"
        )

        def found(query: str, when: When) -> list[tuple[int]]:
            asked = moment(when) | {"offices": _OFFICES[:2]}
            return sorted(connection.execute(query, asked).fetchall())  # type: ignore[arg-type]

        @settings(max_examples=100, deadline=None)
        @given(_VERSIONS, _POSITIONS, st.sampled_from([date.max, date(2026, 1, 10)]))
        def asked(versions: list[tuple[UUID | None, int, int | None]], position: int, day: date) -> None:
            connection.execute("TRUNCATE t, t_past")
            rows: list[Row] = [
                {"id": n, "office": office, "since": since, "counts_from": date(2026, 1, 1 + since % 28)}
                for n, (office, since, _) in enumerate(versions)
            ]
            ended = {n: length for n, (_, _, length) in enumerate(versions) if length is not None}
            insert(connection, "t", [row for row in rows if row["id"] not in ended])
            past = [row for row in rows if row["id"] in ended]
            insert(
                connection,
                "t_past",
                [
                    row | {"until": row["since"] + ended[row["id"]], "counts_until": date(2026, 2, 1)}
                    for row in past
                ],
            )
            when = When(position, day)
            every = f"SELECT id FROM {stood('t', when)} AS t WHERE office = ANY(%(offices)s)"
            assert found(
                f"SELECT id FROM {stood_for('t', 'office', '%(offices)s', when)} AS t", when
            ) == found(every, when)

        asked()
