"""Who looked at what about whom, for the people concerned.

Whoever copied a part of the audit trail is on record with what was sought; whether a person was in it is found by seeking it
again for that person alone, up to the same position. So nobody is left out, and nobody need be written down one by one.
Likewise, whose acts and answers were in a case that was read follows from what had been recorded of it by then.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, LiteralString, get_args
from uuid import UUID

import psycopg
from psycopg.rows import dict_row

from domain.history import Recorded
from domain.lookups import ACTS_READ, ANSWERS_READ, Concern, LookupEvent, TrailCopied, What
from domain.transfer.events import FeedbackGiven, FeedbackUnsealed
from projections.audit_trail import MATCHES
from projections.past import LAST, When, moment, stood
from projections.projection import Batch
from projections.table import Row, insert


class LookupBook:
    name = "lookups"
    version = 3
    kinds: tuple[type, ...] = (*get_args(LookupEvent), FeedbackGiven, FeedbackUnsealed)
    tables: LiteralString = """
        CREATE TABLE lookups (position bigint PRIMARY KEY, at timestamptz, by uuid, office uuid, purpose text,
            policy text, what text, case_id uuid, told_from date);
        CREATE INDEX ON lookups (at);
        CREATE INDEX ON lookups (office, at);
        CREATE INDEX ON lookups (case_id);
        CREATE TABLE looked_up (person uuid, position bigint, PRIMARY KEY (person, position));
        CREATE TABLE acts_looked_up (person uuid, position bigint, PRIMARY KEY (person, position));
        CREATE TABLE answered (person uuid, case_id uuid, position bigint, unsealed boolean,
            PRIMARY KEY (person, position));
        CREATE TABLE copied_trails (position bigint PRIMARY KEY, agencies uuid[], upto bigint, actor uuid, office uuid,
            event text, case_id uuid, person uuid, since timestamptz, until timestamptz, text text,
            type text);
        CREATE INDEX ON copied_trails USING gin (agencies);
    """
    drop: LiteralString = "DROP TABLE IF EXISTS lookups, looked_up, acts_looked_up, answered, copied_trails"

    def apply(self, connection: psycopg.Connection[Any], batch: Batch) -> None:
        looked = [recorded for recorded in batch if isinstance(recorded.event, LookupEvent)]
        insert(connection, "lookups", [_row(recorded) for recorded in looked])
        for table, whose in (("looked_up", "people"), ("acts_looked_up", "officials")):
            people = [
                {"person": person, "position": recorded.position}
                for recorded in looked
                for person in getattr(recorded.event, whose, ())
            ]
            insert(connection, table, people)
        insert(connection, "answered", [row for recorded in batch for row in _answers(recorded)])
        copies = [
            {
                "position": recorded.position,
                "agencies": list(recorded.event.agencies),
                "upto": recorded.event.upto,
                **asdict(recorded.event.search),
            }
            for recorded in looked
            if isinstance(recorded.event, TrailCopied)
        ]
        insert(connection, "copied_trails", copies)


def _row(recorded: Recorded[Any]) -> Row:
    event, act = recorded.event, recorded.act
    return {
        "position": recorded.position,
        "at": act.at,
        "by": act.by,
        "office": act.office,
        "purpose": event.purpose,
        "policy": act.policy,
        "what": getattr(event, "what", "TRAIL_COPY"),
        "case_id": getattr(event, "case", None),
        "told_from": event.told_from,
    }


def _answers(recorded: Recorded[Any]) -> list[Row]:
    """Who has answered about whom, and whose answers a warrant has opened. Only they themselves are ever told."""
    match recorded.event:
        case FeedbackGiven(rater):
            people, unsealed = [rater], False
        case FeedbackUnsealed(raters=raters):
            people, unsealed = [*raters], True
        case _:
            return []
    told = {"case_id": recorded.stream, "position": recorded.position, "unsealed": unsealed}
    return [{"person": person} | told for person in people]


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

# Whether events `t` that are of somebody's concern were in a copy.
_COPIES: LiteralString = (
    "SELECT c.position FROM copied_trails AS c WHERE c.position < %(before)s "
    "AND c.agencies && ARRAY(SELECT DISTINCT a.agency FROM audit_trail AS t "
    "JOIN audit_agencies AS a ON a.position = t.position WHERE {of}) "
    "AND EXISTS (SELECT FROM audit_trail AS t JOIN audit_agencies AS a ON a.position = t.position "
    "WHERE {of} AND t.position <= c.upto AND a.agency = ANY(c.agencies) AND "
    + _IN_THE_COPY
    + "AND (c.type IS NULL OR EXISTS (SELECT FROM cases AS k WHERE k.id = t.case_id AND k.type = c.type)))"
)
_THEIR_ACTS: LiteralString = "t.actor = %(person)s AND t.office IS NOT NULL"


# What a look-up is of: the first that it is.
def _of_person(when: When | None) -> LiteralString:
    return _OF_PERSON + (
        "SELECT l.position, l.at, l.office, l.purpose, l.policy, l.what, l.case_id, l.told_from, "
        "o.title AS office_title, (%(concerns)s::text[])[min(concerned.of)] AS concerns "
        f"FROM concerned JOIN lookups AS l ON l.position = concerned.position LEFT JOIN {stood('offices', when)} AS o "
        "ON o.id = l.office WHERE l.told_from <= %(today)s AND (concerned.of = 1 OR l.by <> %(person)s) "
        "GROUP BY l.position, o.title ORDER BY l.position DESC LIMIT %(limit)s"
    )


_OF_PERSON: LiteralString = (
    "WITH concerned AS (SELECT position, 1 AS of FROM looked_up WHERE person = %(person)s AND position < %(before)s "
    "UNION ALL SELECT position, 1 FROM (" + _COPIES.format(of="t.person = %(person)s") + ") AS mine "
    "UNION ALL SELECT position, 2 FROM acts_looked_up WHERE person = %(person)s AND position < %(before)s "
    "UNION ALL SELECT position, 2 FROM (" + _COPIES.format(of=_THEIR_ACTS) + ") AS acts "
    "UNION ALL SELECT l.position, 2 FROM lookups AS l WHERE l.position < %(before)s AND l.what = ANY(%(acts)s) "
    "AND EXISTS (SELECT FROM audit_trail AS t WHERE t.case_id = l.case_id AND t.stream = l.case_id AND t.position < l.position "
    "AND " + _THEIR_ACTS + ") "
    "UNION ALL SELECT l.position, 3 FROM answered AS a JOIN lookups AS l ON l.case_id = a.case_id "
    "WHERE a.person = %(person)s AND a.position < l.position AND l.position < %(before)s "
    "AND (l.what = ANY(%(answers)s) OR l.what = %(raters)s AND a.unsealed)) "
)


def lookups_of(
    connection: psycopg.Connection[Any],
    person: UUID,
    today: date,
    before: int | None,
    limit: int,
    when: When | None = None,
) -> list[Row]:
    """What others looked at that concerns this person and may be told by today, the latest first.

    `before` is the position of the last row seen. Of a moment: what had been recorded and might be told by then.
    """
    then = When() if when is None else when
    asked = moment(when) | {
        "person": person,
        "today": min(today, then.day),
        "before": min(then.position, (before or LAST) - 1) + 1,
        "limit": limit,
        "acts": list(ACTS_READ),
        "answers": list(ANSWERS_READ),
        "raters": What.RATERS,
        "concerns": list(Concern),
    }
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(_of_person(when), asked, prepare=False).fetchall()


# The overview. Times are those of Jakarta; people are counted once a month and office.

_COUNTED: LiteralString = (
    "FROM lookups AS l JOIN {offices} AS o ON o.id = l.office LEFT JOIN looked_up AS u ON u.position = l.position "
    "WHERE l.at >= %(begin)s AND l.at < %(end)s AND l.position <= %(as_of)s AND l.office > %(after)s "
    "AND (l.at AT TIME ZONE INTERVAL '7 hours')::date <= %(effective)s "
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
    when: When | None = None


def looked_at_by_offices(
    connection: psycopg.Connection[Any], asked: Overview, after: UUID | None, limit: int
) -> list[Row]:
    """Offices by id, each with its `purposes`, and in `before` how many people it looked at in each month before."""
    then = asked.when or When()
    told: Row = then.asked | {
        "begin": asked.begin,
        "end": asked.end,
        "today": min(asked.today, then.day),
        "agencies": None if asked.agencies is None else list(asked.agencies),
        "after": after or UUID(int=0),
        "limit": limit,
    }
    with connection.cursor(row_factory=dict_row) as cursor:
        by_office, by_purpose, by_month = (
            query.format(offices=stood("offices", asked.when))
            for query in (_BY_OFFICE, _BY_PURPOSE, _BY_MONTH)
        )
        rows = cursor.execute(by_office, told).fetchall()
        told["offices"] = [row["office"] for row in rows]
        purposes = cursor.execute(by_purpose, told).fetchall()
        earlier = told | {"begin": asked.before, "end": asked.begin}
        months = cursor.execute(by_month, earlier).fetchall()
    for row in rows:
        row["purposes"] = [each for each in purposes if each["office"] == row["office"]]
        row["before"] = [each["people"] for each in months if each["office"] == row["office"]]
    return rows
