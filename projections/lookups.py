"""Who looked at what about whom, for the people concerned.

Whoever copied a part of the audit trail is on record with what was sought; whether a person was in it is found by seeking it
again for that person alone, up to the same position. So nobody is left out, and nobody need be written down one by one.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, LiteralString, get_args
from uuid import UUID

import psycopg
from psycopg.rows import dict_row

from domain.history import Recorded
from domain.lookups import LookupEvent, PeopleLookedUp, TrailCopied
from projections.audit_trail import MATCHES
from projections.past import LAST
from projections.projection import Batch
from projections.table import Row, insert


class LookupBook:
    name = "lookups"
    version = 2
    kinds: tuple[type, ...] = get_args(LookupEvent)
    tables: LiteralString = """
        CREATE TABLE lookups (position bigint PRIMARY KEY, at timestamptz, office uuid, purpose text, policy text,
            what text, case_id uuid, told_from date);
        CREATE INDEX ON lookups (at);
        CREATE INDEX ON lookups (office, at);
        CREATE TABLE looked_up (person uuid, position bigint, PRIMARY KEY (person, position));
        CREATE TABLE copied_trails (position bigint PRIMARY KEY, agencies uuid[], upto bigint, actor uuid, office uuid,
            event text, case_id uuid, person uuid, since timestamptz, until timestamptz, text text,
            type text);
        CREATE INDEX ON copied_trails USING gin (agencies);
    """
    drop: LiteralString = "DROP TABLE IF EXISTS lookups, looked_up, copied_trails"

    def apply(self, connection: psycopg.Connection[Any], batch: Batch) -> None:
        insert(connection, "lookups", [_row(recorded) for recorded in batch])
        people = [
            {"person": person, "position": recorded.position}
            for recorded in batch
            if isinstance(recorded.event, PeopleLookedUp)
            for person in recorded.event.people
        ]
        insert(connection, "looked_up", people)
        copies = [
            {
                "position": recorded.position,
                "agencies": list(recorded.event.agencies),
                "upto": recorded.event.upto,
                **asdict(recorded.event.search),
            }
            for recorded in batch
            if isinstance(recorded.event, TrailCopied)
        ]
        insert(connection, "copied_trails", copies)


def _row(recorded: Recorded[Any]) -> Row:
    event, act = recorded.event, recorded.act
    return {
        "position": recorded.position,
        "at": act.at,
        "office": act.office,
        "purpose": event.purpose,
        "policy": act.policy,
        "what": getattr(event, "what", "TRAIL_COPY"),
        "case_id": getattr(event, "case", None),
        "told_from": event.told_from,
    }


# The question

_IN_THE_COPY: LiteralString = MATCHES.format(
    event="c.event",
    actor="c.actor",
    office="c.office",
    case_id="c.case_id",
    person="c.person",
    since="c.since",
    until="c.until",
    text="c.text",
)

_OF_PERSON: LiteralString = (
    "SELECT l.*, o.title AS office_title FROM lookups AS l LEFT JOIN offices AS o ON o.id = l.office "
    "WHERE l.position IN ("
    "SELECT position FROM looked_up WHERE person = %(person)s AND position < %(before)s "
    "UNION ALL SELECT c.position FROM copied_trails AS c WHERE c.position < %(before)s "
    "AND c.agencies && ARRAY(SELECT DISTINCT a.agency FROM audit_trail AS t "
    "JOIN audit_agencies AS a ON a.position = t.position WHERE t.person = %(person)s) "
    "AND EXISTS (SELECT FROM audit_trail AS t JOIN audit_agencies AS a ON a.position = t.position "
    "WHERE t.person = %(person)s AND t.position <= c.upto AND a.agency = ANY(c.agencies) AND "
    + _IN_THE_COPY
    + "AND (c.type IS NULL OR EXISTS (SELECT FROM cases AS k WHERE k.id = t.case_id AND k.type = c.type))"
    + ")) AND l.told_from <= %(today)s ORDER BY l.position DESC LIMIT %(limit)s"
)


def lookups_of(
    connection: psycopg.Connection[Any], person: UUID, today: date, before: int | None, limit: int
) -> list[Row]:
    """What others looked at about this person and may be told by today, the latest first.

    `before` is the position of the last row seen.
    """
    asked = {"person": person, "today": today, "before": before or 2**62, "limit": limit}
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(_OF_PERSON, asked, prepare=False).fetchall()


# The overview. Times are those of Jakarta; people are counted once a month and office.

_COUNTED: LiteralString = (
    "FROM lookups AS l JOIN offices AS o ON o.id = l.office LEFT JOIN looked_up AS u ON u.position = l.position "
    "WHERE l.at >= %(begin)s AND l.at < %(end)s AND l.position <= %(as_of)s AND l.office > %(after)s "
    "AND (%(agencies)s::uuid[] IS NULL OR o.agency = ANY(%(agencies)s) AND l.told_from <= %(today)s) "
)
_BY_OFFICE: LiteralString = (
    "SELECT l.office, o.title AS office_title, o.kind, o.agency, count(DISTINCT l.position) AS lookups, "
    "count(DISTINCT u.person) AS people, count(*) FILTER (WHERE l.what = 'TRAIL_COPY') AS copies "
    + _COUNTED
    + "GROUP BY 1, 2, 3, 4 ORDER BY l.office LIMIT %(limit)s"
)
_BY_PURPOSE: LiteralString = (
    "SELECT l.office, l.purpose, count(DISTINCT l.position) AS lookups, count(DISTINCT u.person) AS people "
    + _COUNTED
    + "AND l.office = ANY(%(offices)s) GROUP BY 1, 2 ORDER BY 1, 2"
)
_BY_MONTH: LiteralString = (
    "SELECT l.office, date_trunc('month', l.at AT TIME ZONE INTERVAL '7 hours') AS month, "
    "count(DISTINCT u.person) AS people "
    + _COUNTED
    + "AND l.office = ANY(%(offices)s) GROUP BY 1, 2 ORDER BY 1, 2"
)


@dataclass(frozen=True, slots=True)
class Overview:
    """What is asked: a month, and the months before it since `before`. `agencies` None: of all, and also what is not told yet."""

    before: datetime
    begin: datetime
    end: datetime
    agencies: Sequence[UUID] | None
    today: date
    as_of: int = LAST


def looked_at_by_offices(
    connection: psycopg.Connection[Any], asked: Overview, after: UUID | None, limit: int
) -> list[Row]:
    """Offices by id, each with its `purposes`, and in `before` how many people it looked at in each month before."""
    told: Row = asdict(asked) | {
        "agencies": None if asked.agencies is None else list(asked.agencies),
        "after": after or UUID(int=0),
        "limit": limit,
    }
    with connection.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(_BY_OFFICE, told).fetchall()
        told["offices"] = [row["office"] for row in rows]
        purposes = cursor.execute(_BY_PURPOSE, told).fetchall()
        earlier = told | {"begin": asked.before, "end": asked.begin}
        months = cursor.execute(_BY_MONTH, earlier).fetchall()
    for row in rows:
        row["purposes"] = [each for each in purposes if each["office"] == row["office"]]
        row["before"] = [each["people"] for each in months if each["office"] == row["office"]]
    return rows
