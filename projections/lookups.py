"""Who looked at what about whom, for the people concerned.

Whoever copied a part of the audit trail is on record with what was sought; whether a person was in it is found by seeking it
again for that person alone, up to the same position. So nobody is left out, and nobody need be written down one by one.
"""

from dataclasses import asdict
from datetime import date
from typing import Any, LiteralString, get_args
from uuid import UUID

import psycopg
from psycopg.rows import dict_row

from domain.history import Recorded
from domain.lookups import LookupEvent, PeopleLookedUp, TrailCopied
from projections.audit_trail import MATCHES
from projections.projection import Batch
from projections.table import Row, insert


class LookupBook:
    name = "lookups"
    version = 2
    kinds: tuple[type, ...] = get_args(LookupEvent)
    tables: LiteralString = """
        CREATE TABLE lookups (position bigint PRIMARY KEY, at timestamptz, office uuid, purpose text, policy text,
            what text, case_id uuid, told_from date);
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
