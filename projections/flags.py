"""Red flags: what each indicator finds, kept up to date as events come, and what inspectors made of it."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date
from itertools import groupby
from typing import Any, LiteralString, get_args
from uuid import UUID

import psycopg
from psycopg import sql
from psycopg.rows import dict_row

from domain.history import Recorded
from domain.red_flags import ACROSS_CASES, OF_ONE_CASE, Pattern, flag_of, flags_of
from domain.red_flags.evidence import CaseEvidence, Deed, DeedKind, counted, deeds
from domain.red_flags.flag import Flag, flag_id
from domain.red_flags.review import FlagReviewed, FlagReviewEvent, FlagReviewProposed
from domain.registry.movements import MovementsCounted
from projections.case_states import CASE_EVENTS, History
from projections.projection import Batch
from projections.surroundings import Surroundings
from projections.table import Row, insert

_DEED: LiteralString = (
    "kind, case_id, position, at, on_day, by_person, office, subject, unit, asked_by, key, mark, came, route, fresh, "
    "officials"
)
_COLUMNS: dict[str, LiteralString] = {
    "subject": "subject",
    "by": "by_person",
    "office": "office",
    "unit": "unit",
    "key": "key",
    "route": "route",
}


class Flags:
    """Facts around a case are those on record at its decree (at its request until then), so that neither what is
    recorded later nor how events fall into batches changes what is found. Days are counted by the calendar that was law where
    an event stands, so that one published later changes nothing of it.
    """

    name = "flags"
    version = 3
    kinds: tuple[type, ...] = (*CASE_EVENTS, *get_args(FlagReviewEvent), MovementsCounted)
    tables: LiteralString = """
        CREATE TABLE flags (id uuid PRIMARY KEY, case_id uuid, indicator text, version int, policy text, severity text,
            value text, threshold text, since date, inputs bigint[], explained text, person uuid,
            origin_agency uuid, receiving_agency uuid);
        CREATE INDEX ON flags (case_id);
        CREATE INDEX ON flags (origin_agency, since, id);
        CREATE INDEX ON flags (receiving_agency, since, id);
        CREATE TABLE flag_deeds (kind text, case_id uuid, position bigint, at timestamptz, on_day date, by_person uuid,
            office uuid, subject uuid, unit uuid, asked_by uuid, key text, mark bool, came bigint, route text,
            fresh bool, officials int,
            PRIMARY KEY (position, kind));
        CREATE INDEX ON flag_deeds (subject, kind, on_day);
        CREATE INDEX ON flag_deeds (by_person, kind, on_day);
        CREATE INDEX ON flag_deeds (office, kind, on_day);
        CREATE INDEX ON flag_deeds (unit, kind, on_day);
        CREATE TABLE flag_reviews (id uuid PRIMARY KEY, state text, value text, proposed text, proposed_value text,
            reason text, by_person uuid, office uuid, at timestamptz, position bigint);
    """
    drop: LiteralString = "DROP TABLE IF EXISTS flags, flag_deeds, flag_reviews"

    def __init__(self, history: History, surroundings: Surroundings) -> None:
        self._history = history
        self._surroundings = surroundings

    def apply(self, connection: psycopg.Connection[Any], batch: Batch) -> None:
        reviews = [each for each in batch if isinstance(each.event, FlagReviewEvent)]
        since: dict[UUID, int] = {}
        for recorded in batch:
            if not isinstance(recorded.event, FlagReviewEvent | MovementsCounted):
                since.setdefault(recorded.stream, recorded.position)
        before = [counted(each) for each in batch if isinstance(each.event, MovementsCounted)]
        insert(connection, "flag_deeds", [_deed_row(deed) for deed in before])
        if since:
            found = self._history(list(since), batch[-1].position)
            cases = [self._seen(list(history)) for _, history in groupby(found, lambda each: each.stream)]
            self._judge(connection, cases, since)
        for recorded in reviews:
            _review(connection, recorded)

    def _judge(
        self,
        connection: psycopg.Connection[Any],
        cases: Sequence[tuple[CaseEvidence, CaseEvidence]],
        since: dict[UUID, int],
    ) -> None:
        connection.execute(
            "DELETE FROM flags WHERE case_id = ANY(%s) AND indicator = ANY(%s)",
            ([case.id for _, case in cases], list(OF_ONE_CASE)),
        )
        insert(connection, "flags", [_row(flag, case) for _, case in cases for flag in flags_of(case)])
        new = [
            deed
            for asked, decreed in cases
            for deed in _told(asked, decreed)
            if deed.position >= since[deed.case]
        ]
        insert(connection, "flag_deeds", [_deed_row(deed) for deed in new])
        known = {case.id: case for _, case in cases}
        for code, pattern in ACROSS_CASES.items():
            asked_of = {each.position: each for each in new if each.kind in pattern.of}
            for position, window in _windows(connection, pattern, list(asked_of)):
                deed = asked_of[position]
                case = known[deed.case]
                flag = flag_of(code, deed, window, case.policy, case.calendar_at(deed.position))
                if flag is not None:
                    _put(connection, _row(flag, case))

    def _seen(self, history: list[Recorded[Any]]) -> tuple[CaseEvidence, CaseEvidence]:
        """The case with the facts as they were when it was asked for, and when it was decreed, if it was."""
        first = history[0]
        calendars = self._surroundings.calendars(history)
        asked = CaseEvidence(
            first.stream, tuple(history), self._surroundings.of(first, first.position), calendars
        )
        if asked.decree is None:
            return asked, asked
        around = self._surroundings.of(first, asked.decree.position)
        return asked, CaseEvidence(first.stream, tuple(history), around, calendars)


def _told(asked: CaseEvidence, decreed: CaseEvidence) -> Iterator[Deed]:
    """Deeds before the decree with the facts of the request, those from it on with the facts of the decree."""
    if decreed.decree is None:
        yield from deeds(asked)
        return
    at = decreed.decree.position
    yield from (deed for deed in deeds(asked) if deed.position < at)
    yield from (deed for deed in deeds(decreed) if deed.position >= at)


def _row(flag: Flag, case: CaseEvidence) -> Row:
    found = flag.found
    return {
        "id": flag_id(flag.case, flag.indicator),
        "case_id": flag.case,
        "indicator": flag.indicator,
        "version": flag.version,
        "policy": flag.policy,
        "severity": flag.severity,
        "value": found.value,
        "threshold": found.threshold,
        "since": found.since,
        "inputs": list(found.inputs),
        "explained": found.explained,
        "person": case.facts.person_id,
        "origin_agency": case.facts.origin.agency_id,
        "receiving_agency": case.facts.target.agency_id,
    }


def _put(connection: psycopg.Connection[Any], row: Row) -> None:
    columns = [sql.Identifier(name) for name in row]
    connection.execute(
        sql.SQL("INSERT INTO flags ({}) VALUES ({}) ON CONFLICT (id) DO UPDATE SET {}").format(
            sql.SQL(", ").join(columns),
            sql.SQL(", ").join(sql.Placeholder() for _ in columns),
            sql.SQL(", ").join(sql.SQL("{0} = excluded.{0}").format(column) for column in columns),
        ),
        list(row.values()),
    )


def _deed_row(deed: Deed) -> Row:
    told = asdict(deed)
    return {
        "case_id": told.pop("case"),
        "on_day": told.pop("on"),
        "by_person": told.pop("by"),
        **told,
    }


def _windows(
    connection: psycopg.Connection[Any], pattern: Pattern, positions: list[int]
) -> Iterator[tuple[int, list[Deed]]]:
    """For each of these deeds those it is compared with, up to and including itself, oldest first."""
    if not positions:
        return
    same = sql.SQL(" AND ").join(
        sql.SQL("w.{0} = d.{0}").format(sql.Identifier(_COLUMNS[name])) for name in pattern.same
    )
    columns = sql.SQL(", ").join(sql.SQL("w.{}").format(sql.Identifier(name)) for name in _DEED.split(", "))
    query = sql.SQL(
        "SELECT d.position, {columns} FROM flag_deeds AS d JOIN flag_deeds AS w ON {same} "
        "AND w.kind = ANY(%(among)s) AND w.position <= d.position "
        "AND (%(days)s::int IS NULL OR w.on_day >= d.on_day - %(days)s::int) "
        "WHERE d.kind = ANY(%(of)s) AND d.position = ANY(%(positions)s) ORDER BY d.position, w.position"
    ).format(columns=columns, same=same)
    rows = connection.execute(
        query,
        {"among": list(pattern.among), "days": pattern.reach, "of": list(pattern.of), "positions": positions},
    ).fetchall()
    for position, found in groupby(rows, lambda row: row[0]):
        yield position, [Deed(DeedKind(kind), *rest) for _, kind, *rest in found]


def _review(connection: psycopg.Connection[Any], recorded: Recorded[Any]) -> None:
    event, act = recorded.event, recorded.act
    row = {
        "id": recorded.stream,
        "reason": event.reason,
        "by_person": act.by,
        "office": act.office,
        "at": act.at,
        "position": recorded.position,
    }
    match event:
        case FlagReviewProposed(value=value, outcome=outcome):
            row |= {"proposed": outcome, "proposed_value": value}
        case FlagReviewed(value=value, outcome=outcome):
            row |= {"state": outcome, "value": value, "proposed": None, "proposed_value": None}
    columns = [sql.Identifier(name) for name in row]
    connection.execute(
        sql.SQL("INSERT INTO flag_reviews ({}) VALUES ({}) ON CONFLICT (id) DO UPDATE SET {}").format(
            sql.SQL(", ").join(columns),
            sql.SQL(", ").join(sql.Placeholder() for _ in columns),
            sql.SQL(", ").join(sql.SQL("{0} = excluded.{0}").format(column) for column in columns),
        ),
        list(row.values()),
    )


# The questions. A flag that only will hold, if nothing happens, is not told before its day.

_FLAG: LiteralString = (
    "SELECT f.*, coalesce(CASE WHEN r.value = f.value THEN r.state END, "
    "CASE WHEN f.explained <> '' THEN 'EXPLAINED' ELSE 'OPEN' END) AS state, "
    "CASE WHEN r.proposed_value = f.value THEN r.proposed END AS proposed, r.reason, r.by_person AS reviewer, "
    "r.at AS reviewed_at FROM flags AS f LEFT JOIN flag_reviews AS r ON r.id = f.id "
    "WHERE (f.origin_agency = ANY(%(agencies)s) OR f.receiving_agency = ANY(%(agencies)s)) "
    "AND f.since <= %(today)s "
)


def flags_shown(
    connection: psycopg.Connection[Any],
    agencies: list[UUID],
    today: date,
    after: tuple[date, UUID] | None,
    limit: int,
    **sought: object,
) -> list[Row]:
    """Flags of cases between these agencies, the longest standing first.

    `sought` may name `indicator`, `severity`, `case_id`, `person` and `state`; `after` is (since, id) of the last seen.
    """
    since, last = after or (date.min, UUID(int=0))
    names = ("indicator", "severity", "case_id", "person", "state")
    wanted = {name: sought.get(name) for name in names}
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(
            "SELECT * FROM (" + _FLAG + ") AS f WHERE (since, id) > (%(since)s, %(last)s) "
            "AND (%(indicator)s::text IS NULL OR indicator = %(indicator)s) "
            "AND (%(severity)s::text IS NULL OR severity = %(severity)s) "
            "AND (%(case_id)s::uuid IS NULL OR case_id = %(case_id)s) "
            "AND (%(person)s::uuid IS NULL OR person = %(person)s) "
            "AND (%(state)s::text IS NULL OR state = %(state)s) ORDER BY since, id LIMIT %(limit)s",
            wanted | {"agencies": agencies, "today": today, "since": since, "last": last, "limit": limit},
        ).fetchall()


def flag_shown(
    connection: psycopg.Connection[Any], flag: UUID, agencies: list[UUID], today: date
) -> Row | None:
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(
            _FLAG + "AND f.id = %(flag)s", {"agencies": agencies, "today": today, "flag": flag}
        ).fetchone()


def events_behind(
    connection: psycopg.Connection[Any], positions: list[int], agencies: list[UUID]
) -> list[Row]:
    """The events a flag rests on, in order; of cases between other agencies only that there are some."""
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(
            "SELECT t.transfer, t.version, t.position, t.event, t.step, t.reason, t.happened_at, t.recorded_at, "
            "t.effective_on, t.person, t.office, t.capacity, t.policy FROM timeline AS t "
            "JOIN cases AS c ON c.id = t.transfer "
            "JOIN posts AS op ON op.id = c.origin_post JOIN units AS ou ON ou.id = op.unit "
            "JOIN posts AS tp ON tp.id = c.target_post JOIN units AS tu ON tu.id = tp.unit "
            "WHERE t.position = ANY(%(positions)s) "
            "AND (ou.agency = ANY(%(agencies)s) OR tu.agency = ANY(%(agencies)s)) ORDER BY t.position",
            {"positions": positions, "agencies": agencies},
        ).fetchall()
