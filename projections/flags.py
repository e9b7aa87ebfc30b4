"""Red flags: what each indicator finds, kept up to date as events come, and what inspectors made of it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from datetime import date
from functools import cache
from itertools import groupby
from typing import Any, LiteralString, get_args
from uuid import UUID

import psycopg
from psycopg import sql
from psycopg.rows import dict_row

from domain.calendar import Zone
from domain.history import Recorded
from domain.red_flags import ACROSS_CASES, OF_ONE_CASE, Pattern, flag_of, flags_of
from domain.red_flags.deeds import Beside, Deed, DeedKind, beside, deeds_at
from domain.red_flags.evidence import CaseEvidence
from domain.red_flags.flag import Flag, flag_id
from domain.red_flags.hearing import DECREES, TELLING, asked_after
from domain.red_flags.review import FlagReviewed, FlagReviewEvent, FlagReviewProposed
from domain.registry.movements import MovementsCounted
from domain.registry.office import OfficeAssigned, OfficeRelinquished
from domain.registry.person import (
    AffiliationDeclared,
    ComplaintMade,
    FindingOpened,
    FindingSettled,
    KinshipDeclared,
    PostAssumed,
    Proceeding,
    ProceedingRecorded,
)
from domain.registry.tenure import Tenure
from projections import managerial_posts
from projections.case_states import CASE_EVENTS, History
from projections.past import Rows, When, fold_into, moment, stood, stood_at
from projections.projection import Batch
from projections.surroundings import Surroundings
from projections.table import Row, insert, put
from projections.trails import Heard, Trails

_DEED: LiteralString = (
    "kind, case_id, position, at, on_day, by_person, office, subject, unit, asked_by, key, mark, came, route, fresh, "
    "officials, agency, borders"
)
_COLUMNS: dict[str, LiteralString] = {
    "subject": "subject",
    "by": "by_person",
    "office": "office",
    "unit": "unit",
    "key": "key",
    "route": "route",
    "agency": "agency",
    "on": "on_day",
}


_BESIDE = get_args(Beside)
_TOLD = tuple(each.name for each in fields(Deed))


class Flags:
    """Facts around a case are those on record at its decree (at its request until then), so that neither what is
    recorded later nor how events fall into batches changes what is found. Days are counted by the calendar that was law where
    an event stands, so that one published later changes nothing of it.

    A flag is a row that stands from the event that showed it (or changed what it says) to the one that took it away.
    """

    name = "flags"
    version = 10
    kinds: tuple[type, ...] = (
        *CASE_EVENTS,
        *get_args(FlagReviewEvent),
        *_BESIDE,
        *managerial_posts.MANAGERIAL_POSTS,
    )
    tables: LiteralString = (
        """
        CREATE TABLE flags (id uuid UNIQUE, case_id uuid, indicator text, version int, policy text, severity text,
            value text, threshold text, holds_from date, inputs bigint[], explained text, person uuid,
            origin_agency uuid, receiving_agency uuid, since bigint, counts_from date,
            PRIMARY KEY (case_id, indicator));
        CREATE TABLE flags_past (LIKE flags, until bigint, counts_until date, PRIMARY KEY (id, since));
        CREATE INDEX ON flags_past (case_id);
        CREATE INDEX ON flags (origin_agency, holds_from, id);
        CREATE INDEX ON flags (receiving_agency, holds_from, id);
        CREATE INDEX ON flags_past (origin_agency, holds_from, id);
        CREATE INDEX ON flags_past (receiving_agency, holds_from, id);
        CREATE TABLE flag_deeds (kind text, case_id uuid, position bigint, at timestamptz, on_day date, by_person uuid,
            office uuid, subject uuid, unit uuid, asked_by uuid, key text, mark bool, came bigint, route text,
            fresh bool, officials int, agency uuid, borders int,
            PRIMARY KEY (position, kind));
        CREATE INDEX ON flag_deeds (subject, kind, on_day);
        CREATE INDEX ON flag_deeds (by_person, kind, on_day);
        CREATE INDEX ON flag_deeds (office, kind, on_day);
        CREATE INDEX ON flag_deeds (unit, kind, on_day);
        CREATE INDEX ON flag_deeds (agency, on_day) WHERE officials > 0;
        CREATE TABLE flag_records (position bigint PRIMARY KEY, event text, about uuid, on_day date, told text,
            happened_at timestamptz, recorded_at timestamptz, person uuid, office uuid, policy text);
        CREATE TABLE flag_reviews (id uuid PRIMARY KEY, state text, value text, proposed text, proposed_value text,
            reason text, by_person uuid, office uuid, at timestamptz, position bigint, since bigint, counts_from date);
        CREATE TABLE flag_reviews_past (LIKE flag_reviews, until bigint, counts_until date, PRIMARY KEY (id, since));
    """
        + managerial_posts.TABLES
    )
    drop: LiteralString = (
        "DROP TABLE IF EXISTS flags, flags_past, flag_deeds, flag_records, flag_reviews, flag_reviews_past, "
        + managerial_posts.NAMES
    )

    def __init__(self, history: History, surroundings: Surroundings) -> None:
        self._trails = Trails(history)
        self._surroundings = surroundings

    def apply(self, connection: psycopg.Connection[Any], batch: Batch) -> None:
        managerial_posts.count_managers(connection, batch)
        apart = [each for each in batch if isinstance(each.event, _BESIDE)]
        told = [(each, deed) for each in apart if (deed := beside(each)) is not None]
        insert(connection, "flag_deeds", [_deed_row(deed) for _, deed in told])
        # What somebody complained of is named only where a flag rests on it.
        named = [each for each, deed in told if deed.kind is not DeedKind.COMPLAINED]
        insert(connection, "flag_records", [_record_row(each) for each in named])
        heard = self._trails.heard(batch)
        if heard:
            self._judge(connection, heard)
        for _, deed in told:
            for code, pattern in ACROSS_CASES.items():
                if deed.kind in pattern.again:
                    self._look_again(connection, code, pattern, deed)
        reviews = (each for each in batch if isinstance(each.event, FlagReviewEvent))
        fold_into(connection, "flag_reviews", reviews, _reviewed)

    def _judge(self, connection: psycopg.Connection[Any], heard: Sequence[Heard]) -> None:
        self._surroundings.prepare((each.first, each.facts_at) for each in heard)
        rows = Rows(connection, "flags", ("case_id", "indicator"), list({each.case for each in heard}))
        told: dict[int, tuple[Heard, CaseEvidence]] = {}
        new: list[Deed] = []
        records: dict[int, Row] = {}
        for each in heard:
            event = type(each.last.event)
            case = self._evidence(connection, each)
            told[each.position] = each, case
            codes = asked_after(event, OF_ONE_CASE)
            found = {flag.indicator: flag for flag in flags_of(case, codes)} if codes else {}
            for code in codes:
                if (flag := found.get(code)) is not None:
                    rows.put(_row(flag, case), each.position, each.day)
                    records |= _named(flag, case)
                elif rows.get(each.case, code) is not None:
                    rows.remove((each.case, code), each.position, each.day)
            if event in TELLING:
                new += deeds_at(case, each.last)
        insert(connection, "flag_deeds", [_deed_row(deed) for deed in new])
        for code, asked_of, windows in _windows(connection, new):
            for position, window in windows:
                each, case = told[position]
                flag = flag_of(code, asked_of[position], window, case.policy, case.calendar_at(position))
                if flag is not None:
                    rows.put(_row(flag, case), position, each.day)
                    records |= _named(flag, case)
        rows.write()
        put(connection, "flag_records", ("position",), list(records.values()))

    def _evidence(self, connection: psycopg.Connection[Any], heard: Heard) -> CaseEvidence:
        facts = self._surroundings.of(heard.first, heard.facts_at)
        posts = 0
        if type(heard.last.event) in DECREES and facts.origin.post.described.position.kind.is_managerial:
            posts = managerial_posts.managers_of(connection, facts.origin.agency_id, heard.position)
        return CaseEvidence(
            heard.case,
            heard.history,
            facts,
            self._surroundings.calendars(heard.history),
            self._surroundings.record(heard.first, heard.facts_at),
            posts,
        )

    def _look_again(
        self, connection: psycopg.Connection[Any], code: str, pattern: Pattern, since: Deed
    ) -> None:
        """What a pattern found in somebody's last deed is asked of it anew, with what has come since."""
        last = connection.execute(
            f"SELECT {_DEED} FROM flag_deeds WHERE subject = %s AND kind = ANY(%s) AND position < %s "
            "ORDER BY position DESC LIMIT 1",
            (since.subject, list(pattern.of), since.position),
        ).fetchone()
        if last is None:
            return
        deed = _deed(last)
        rows = Rows(connection, "flags", ("case_id", "indicator"), [deed.case])
        shown = rows.get(deed.case, code)
        if shown is None:
            return
        window = connection.execute(
            f"SELECT {_DEED} FROM flag_deeds WHERE subject = %s AND kind = ANY(%s) AND position <= %s "
            "ORDER BY position",
            (since.subject, list(pattern.among), since.position),
        ).fetchall()
        policy, calendar = self._surroundings.law(shown["policy"], since.position)
        flag = flag_of(code, deed, [_deed(each) for each in window], policy, calendar)
        if flag is None:
            rows.remove((deed.case, code), since.position, since.on)
        else:
            found = {"value": flag.found.value, "inputs": list(flag.found.inputs)}
            rows.put(shown | found, since.position, since.on)
        rows.write()


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
        "holds_from": found.since,
        "inputs": list(found.inputs),
        "explained": found.explained,
        "person": case.facts.person_id,
        "origin_agency": case.facts.origin.agency_id,
        "receiving_agency": case.facts.target.agency_id,
    }


def _named(flag: Flag, case: CaseEvidence) -> dict[int, Row]:
    """What a flag names of the person's record; only that is kept of it."""
    return {each.position: _record_row(each) for each in case.record if each.position in flag.found.inputs}


def _record_row(recorded: Recorded[Any]) -> Row:
    """Of an event about no case: its day, and of what was counted how many. What is personal stays in the person's stream."""
    about, told = recorded.stream, ""
    match recorded.event:
        case MovementsCounted(unit, movements):
            about, day = unit, movements.ends_on
            told = f"{movements.moved} of {movements.officials}: {movements.source}"
        case (
            PostAssumed(since=day)
            | ProceedingRecorded(Proceeding(since=day))
            | FindingOpened(since=day)
            | FindingSettled(on=day)
            | ComplaintMade(made_on=day)
            | OfficeAssigned(Tenure(since=day))
            | OfficeRelinquished(on=day)
        ):
            pass
        case KinshipDeclared() | AffiliationDeclared():
            day = Zone.WIB.day_of(recorded.act.at)
        case other:
            raise TypeError(f"no flag names {type(other).__name__}")
    act = recorded.act
    return {
        "position": recorded.position,
        "event": type(recorded.event).__name__,
        "about": about,
        "on_day": day,
        "told": told,
        "happened_at": act.at,
        "recorded_at": recorded.recorded_at,
        "person": act.by,
        "office": act.office,
        "policy": act.policy,
    }


def _deed_row(deed: Deed) -> Row:
    told = {name: getattr(deed, name) for name in _TOLD}
    return {
        "case_id": told.pop("case"),
        "on_day": told.pop("on"),
        "by_person": told.pop("by"),
        **told,
    }


_Windows = Iterator[tuple[int, list[Deed]]]


def _windows(
    connection: psycopg.Connection[Any], new: Sequence[Deed]
) -> list[tuple[str, dict[int, Deed], _Windows]]:
    """For each pattern those of these deeds it asks of, and for each of those, by position, the deeds it is compared with: up to
    and including itself, oldest first. All are asked for before the first is waited for.
    """
    found = []
    for code, pattern in ACROSS_CASES.items():
        if asked_of := {deed.position: deed for deed in new if pattern.asks(deed)}:
            asked = {
                "among": list(pattern.among),
                "days": pattern.reach,
                "since_came": pattern.since_came,
                "of": list(pattern.of),
                "positions": list(asked_of),
            }
            found.append((code, asked_of, connection.execute(_compared(pattern.same), asked)))
    return [(code, asked_of, _deeds(cursor.fetchall())) for code, asked_of, cursor in found]


def _deeds(rows: Iterable[tuple[Any, ...]]) -> _Windows:
    for position, found in groupby(rows, lambda row: row[0]):
        yield position, [_deed(row[1:]) for row in found]


def _deed(row: tuple[Any, ...]) -> Deed:
    kind, *rest = row
    return Deed(DeedKind(kind), *rest)


@cache
def _compared(same: tuple[str, ...]) -> bytes:
    """Deeds beside those that share these with them."""
    alike = sql.SQL(" AND ").join(
        sql.SQL("w.{0} = d.{0}").format(sql.Identifier(_COLUMNS[name])) for name in same
    )
    columns = sql.SQL(", ").join(sql.SQL("w.{}").format(sql.Identifier(name)) for name in _DEED.split(", "))
    return (
        sql.SQL(
            "SELECT d.position, {columns} FROM flag_deeds AS d JOIN flag_deeds AS w ON {alike} "
            "AND w.kind = ANY(%(among)s) AND w.position <= d.position "
            "AND (%(days)s::int IS NULL OR w.on_day >= d.on_day - %(days)s::int) "
            "AND (NOT %(since_came)s OR w.position > d.came) "
            "WHERE d.kind = ANY(%(of)s) AND d.position = ANY(%(positions)s) ORDER BY d.position, w.position"
        )
        .format(columns=columns, alike=alike)
        .as_bytes(None)
    )


def _reviewed(before: Row | None, recorded: Recorded[Any]) -> Row:
    event, act = recorded.event, recorded.act
    row = {
        "state": None,
        "value": None,
        "proposed": None,
        "proposed_value": None,
        **(before or {}),
        "reason": event.reason,
        "by_person": act.by,
        "office": act.office,
        "at": act.at,
        "position": recorded.position,
    }
    match event:
        case FlagReviewProposed(value=value, outcome=outcome):
            return row | {"proposed": outcome, "proposed_value": value}
        case FlagReviewed(value=value, outcome=outcome):
            return row | {"state": outcome, "value": value, "proposed": None, "proposed_value": None}
    raise TypeError(f"{type(event).__name__} is no review of a flag")


# The questions. A flag that only will hold, if nothing happens, is not told before its day.

_COLUMNS_OF_A_FLAG: LiteralString = (
    "f.id, f.case_id, f.indicator, f.version, f.policy, f.severity, f.value, f.threshold, f.holds_from AS since, "
    "f.inputs, f.explained, f.person, f.origin_agency, f.receiving_agency, "
)


def _flags(when: When | None) -> LiteralString:
    return (
        f"SELECT {_COLUMNS_OF_A_FLAG} coalesce(CASE WHEN r.value = f.value THEN r.state END, "
        "CASE WHEN f.explained <> '' THEN 'EXPLAINED' ELSE 'OPEN' END) AS state, "
        "CASE WHEN r.proposed_value = f.value THEN r.proposed END AS proposed, r.reason, r.by_person AS reviewer, "
        f"r.at AS reviewed_at FROM {stood('flags', when)} AS f "
        f"LEFT JOIN {stood('flag_reviews', when)} AS r ON r.id = f.id "
        "WHERE (f.origin_agency = ANY(%(agencies)s) OR f.receiving_agency = ANY(%(agencies)s)) "
        "AND f.holds_from <= %(day)s "
    )


def flags_shown(
    connection: psycopg.Connection[Any],
    agencies: list[UUID],
    day: date,
    when: When | None,
    after: tuple[date, UUID] | None,
    limit: int,
    **sought: object,
) -> list[Row]:
    """Flags of cases between these agencies that hold by that day, the longest standing first; now, or as of a moment.

    `sought` may name `indicator`, `severity`, `case_id`, `person` and `state`; `after` is (since, id) of the last seen.
    """
    since, last = after or (date.min, UUID(int=0))
    names = ("indicator", "severity", "case_id", "person", "state")
    wanted = {name: sought.get(name) for name in names} | moment(when)
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(
            f"SELECT * FROM ({_flags(when)}) AS f WHERE (since, id) > (%(since)s, %(last)s) "
            "AND (%(indicator)s::text IS NULL OR indicator = %(indicator)s) "
            "AND (%(severity)s::text IS NULL OR severity = %(severity)s) "
            "AND (%(case_id)s::uuid IS NULL OR case_id = %(case_id)s) "
            "AND (%(person)s::uuid IS NULL OR person = %(person)s) "
            "AND (%(state)s::text IS NULL OR state = %(state)s) ORDER BY since, id LIMIT %(limit)s",
            wanted | {"agencies": agencies, "day": day, "since": since, "last": last, "limit": limit},
        ).fetchall()


def flag_shown(
    connection: psycopg.Connection[Any],
    flag: UUID,
    agencies: list[UUID],
    day: date,
    when: When | None = None,
) -> Row | None:
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(
            f"{_flags(when)} AND f.id = %(flag)s",
            {"agencies": agencies, "day": day, "flag": flag} | moment(when),
        ).fetchone()


def events_behind(
    connection: psycopg.Connection[Any], positions: list[int], case: UUID, agencies: list[UUID]
) -> list[Row]:
    """The events a flag of that case rests on, in order; of other cases, those that one of these agencies had to do with when
    they were asked for, whatever has become of their posts since. Of the rest it is told only that there are some.
    """
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(
            "SELECT t.transfer, t.version, t.position, t.event, t.step, t.reason, t.happened_at, t.recorded_at, "
            "t.effective_on, t.person, t.office, t.capacity, t.policy FROM timeline AS t "
            "JOIN cases AS c ON c.id = t.transfer "
            "WHERE t.position = ANY(%(positions)s) AND (t.transfer = %(case)s OR EXISTS ("
            f"SELECT FROM {stood_at('posts', 'c.first_position')} AS p "
            f"JOIN {stood_at('units', 'c.first_position')} AS u ON u.id = p.unit "
            "WHERE p.id IN (c.origin_post, c.target_post) AND u.agency = ANY(%(agencies)s))) ORDER BY t.position",
            {"positions": positions, "case": case, "agencies": agencies},
        ).fetchall()


def records_behind(connection: psycopg.Connection[Any], positions: list[int]) -> list[Row]:
    """What a flag rests on beside events of cases, in order: of people's records and of offices, and what was counted of
    a unit.
    """
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(
            "SELECT * FROM flag_records WHERE position = ANY(%s) ORDER BY position", (positions,)
        ).fetchall()
