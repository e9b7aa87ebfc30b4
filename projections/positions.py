"""The table `positions`: how far each projection is, which version its tables are of, and what has stopped it.

There is one in each schema; where none is named, the connection's is meant. Leases, which are not rows but advisory
locks, are told apart by schema too.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, LiteralString

import psycopg
import structlog
from psycopg import sql
from psycopg.rows import class_row

from projections.projection import Projection, Side, tables_of

_log = structlog.get_logger("jejak.projections")

LOCKS = 0x6A656A61  # the class of our advisory locks: "jeja"

_TABLE: LiteralString = """
    CREATE TABLE IF NOT EXISTS {schema}.positions (projection text PRIMARY KEY, version int NOT NULL,
        position bigint NOT NULL, fault text);
    ALTER TABLE {schema}.positions ADD COLUMN IF NOT EXISTS stuck_at bigint,
        ADD COLUMN IF NOT EXISTS parked bool NOT NULL DEFAULT false,
        ADD COLUMN IF NOT EXISTS complete bool NOT NULL DEFAULT false,
        ADD COLUMN IF NOT EXISTS tables text[] NOT NULL DEFAULT ARRAY[]::text[];
"""


class Stuck(Exception):
    """A projection cannot digest the event at this position. `kind` only: the fault's text may quote what was written."""

    def __init__(self, projection: str, kind: str, position: int) -> None:
        super().__init__(f"{projection} is stuck at {position}: {kind}")
        self.kind, self.position = kind, position


class AlreadyFilling(Exception):
    """Another process is making this projection anew."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a projection is.

    `fault` is the kind of what stopped it before the event at `stuck_at`; `parked`: an operator stopped it;
    `complete`: it has once reached the end of the ledger; `filling`: how far its next version is; `behind` in events,
    `lag` in seconds since the oldest of them was recorded.
    """

    projection: str
    version: int
    position: int
    fault: str | None
    stuck_at: int | None
    parked: bool
    complete: bool
    filling: int | None
    behind: int
    lag: float

    def serves(self, version: int) -> bool:
        """Whether these tables are whole, and those that this version asks."""
        return self.complete and self.version == version


_STANDING: LiteralString = (
    "SELECT p.projection, p.version, p.position, coalesce(p.fault, n.fault) AS fault, "
    "coalesce(p.stuck_at, n.stuck_at) AS stuck_at, p.parked, p.complete, n.position AS filling, "
    "greatest(head.position - p.position, 0) AS behind, "
    "coalesce(extract(epoch FROM clock_timestamp() - e.recorded_at), 0)::float8 AS lag "
    "FROM projections.positions AS p CROSS JOIN head "
    "LEFT JOIN projections_next.positions AS n ON n.projection = p.projection "
    "LEFT JOIN events AS e ON e.position = p.position + 1 ORDER BY p.projection"
)


def standings(connection: psycopg.Connection[Any]) -> list[Standing]:
    with connection.cursor(row_factory=class_row(Standing)) as cursor:
        return cursor.execute(_STANDING).fetchall()


def slowest(connection: psycopg.Connection[Any], among: Collection[str] | None = None) -> int:
    """The position that all of these have reached; of all, where none are named."""
    (position,) = connection.execute(
        "SELECT min(position) FROM positions WHERE %(among)s::text[] IS NULL OR projection = ANY(%(among)s)",
        {"among": None if among is None else list(among)},
    ).fetchone() or (0,)
    return int(position or 0)


# Tables


def prepare(connection: psycopg.Connection[Any], projections: Iterable[Projection]) -> None:
    """Create the tables that are missing; those of an older version stay."""
    connection.execute("SELECT pg_advisory_xact_lock(%s, 0)", (LOCKS,))
    for side in Side:
        connection.execute(sql.SQL(_TABLE).format(schema=sql.Identifier(side)))
    known = versions(connection)
    for projection in projections:
        if projection.name not in known:
            make(connection, projection)


def make(connection: psycopg.Connection[Any], projection: Projection) -> None:
    connection.execute(projection.drop)
    connection.execute(projection.tables)
    connection.execute(
        "INSERT INTO positions (projection, version, position, tables) VALUES (%s, %s, 0, %s) "
        "ON CONFLICT (projection) DO UPDATE SET version = excluded.version, position = 0, tables = excluded.tables, "
        "complete = false, fault = NULL, stuck_at = NULL",
        (projection.name, projection.version, tables_of(projection)),
    )


def versions(connection: psycopg.Connection[Any]) -> dict[str, int]:
    """The version of each projection whose tables serve."""
    return dict(connection.execute("SELECT projection, version FROM projections.positions").fetchall())


# Turns and positions


def turns(
    connection: psycopg.Connection[Any], projections: Sequence[Projection]
) -> dict[str, tuple[int, bool]]:
    """Where each stands and whether it is whole, of those whose turn nobody else has now and until the transaction ends.

    The row is the lock: who gets it reads the position the last holder left, never one from before the wait.
    """
    rows = connection.execute(
        "SELECT projection, position, complete FROM positions "
        "JOIN unnest(%s::text[], %s::int[]) AS asked(name, version) "
        "ON projection = asked.name AND positions.version = asked.version FOR UPDATE OF positions SKIP LOCKED",
        ([each.name for each in projections], [each.version for each in projections]),
    ).fetchall()
    return {name: (position, complete) for name, position, complete in rows}


def move(connection: psycopg.Connection[Any], reached: Mapping[str, tuple[int, bool]]) -> None:
    """Where each now stands and whether it is whole; nothing stops it any more."""
    connection.execute(
        "UPDATE positions SET position = moved.position, complete = moved.complete, fault = NULL, stuck_at = NULL "
        "FROM unnest(%s::text[], %s::bigint[], %s::bool[]) AS moved(name, position, complete) "
        "WHERE projection = moved.name",
        (
            list(reached),
            [position for position, _ in reached.values()],
            [complete for _, complete in reached.values()],
        ),
    )


def position_of(connection: psycopg.Connection[Any], projection: Projection) -> int:
    (position,) = connection.execute(
        "SELECT position FROM positions WHERE projection = %s", (projection.name,)
    ).fetchone() or (0,)
    return int(position)


# Leases


def lease(
    connection: psycopg.Connection[Any], projections: Iterable[Projection], side: Side
) -> frozenset[str]:
    """The names of those whose lease the session could get, to be kept as long as it lives or until `release`."""
    return frozenset(
        name
        for (name,) in connection.execute(
            "SELECT name FROM unnest(%s::text[]) AS name "
            "WHERE pg_try_advisory_lock(%s, hashtext(%s::text || '.' || name))",
            ([each.name for each in projections], LOCKS, side),
        ).fetchall()
    )


def release(connection: psycopg.Connection[Any], projection: Projection, side: Side) -> None:
    connection.execute("SELECT pg_advisory_unlock(%s, hashtext(%s))", (LOCKS, f"{side}.{projection.name}"))


# What stops a projection


def note(connection: psycopg.Connection[Any], projection: Projection, stuck: Stuck) -> None:
    """Tell everybody where it is stuck, and raise the alarm."""
    connection.execute(
        "UPDATE positions SET fault = %s, stuck_at = %s WHERE projection = %s",
        (stuck.kind, stuck.position, projection.name),
    )
    _log.error("projection_stuck", projection=projection.name, position=stuck.position, kind=stuck.kind)


def note_parked(connection: psycopg.Connection[Any], parked: Mapping[str, bool]) -> None:
    """Tell everybody which of these an operator has stopped and which not."""
    noted = connection.execute(
        "UPDATE positions SET parked = asked.parked FROM unnest(%s::text[], %s::bool[]) AS asked(name, parked) "
        "WHERE projection = asked.name AND positions.parked <> asked.parked RETURNING projection",
        (list(parked), list(parked.values())),
    ).fetchall()
    for (name,) in noted:
        if parked[name]:
            _log.warning("projection_parked", projection=name)
