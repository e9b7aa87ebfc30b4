"""One row a case: what it is about, where it stands, whose it is to move on, and by when."""

from collections.abc import Collection, Sequence
from typing import Any, LiteralString
from uuid import UUID

import psycopg
from psycopg.rows import dict_row

from domain.history import Recorded
from domain.transfer.state import Status, Transfer
from projections.case_states import CASE_EVENTS, CaseStates
from projections.inbox import DelegatedStep, columns
from projections.past import Rows, When, moment, stood
from projections.projection import Batch
from projections.table import Row, insert, remove


class CaseFile:
    name = "case_file"
    version = 4
    kinds = CASE_EVENTS
    tables: LiteralString = """
        CREATE TABLE cases (id uuid PRIMARY KEY, person uuid, type text, initiative text, status text, policy text,
            origin_post uuid, target_post uuid, requested_on date, steps text[], due_on date, offices uuid[],
            raters uuid[], plan uuid, is_over bool, version bigint, position bigint, first_position bigint,
            since bigint, counts_from date);
        CREATE TABLE cases_past (LIKE cases, until bigint, counts_until date, PRIMARY KEY (id, since));
        CREATE INDEX ON cases (person, first_position);
        CREATE INDEX ON cases (first_position);
        CREATE INDEX ON cases USING gin (raters) WHERE 'feedback' = ANY(steps);
        CREATE INDEX ON cases_past USING gin (raters) WHERE 'feedback' = ANY(steps);
        CREATE TABLE case_offices (office uuid, first_position bigint, id uuid, PRIMARY KEY (office, first_position));
    """
    drop: LiteralString = "DROP TABLE IF EXISTS cases, cases_past, case_offices"

    def __init__(self, states: CaseStates) -> None:
        self._states = states

    def apply(self, connection: psycopg.Connection[Any], batch: Batch) -> None:
        turns = self._states.through(batch)
        if not turns:
            return
        rows = Rows(connection, "cases", ("id",), list({turn.recorded.stream for turn in turns}))
        earlier = _before_offices(rows)
        for recorded, case, day in turns:
            before = rows.get(recorded.stream)
            first = recorded.position if before is None else before["first_position"]
            rows.put(_row(recorded, case) | {"first_position": first}, recorded.position, day)
        rows.write()
        now = _before_offices(rows)
        names = ("office", "first_position", "id")
        remove(connection, "case_offices", names, sorted(earlier - now))
        new = sorted(now - earlier)
        insert(connection, "case_offices", [dict(zip(names, place, strict=True)) for place in new])


def _before_offices(rows: Rows) -> set[tuple[UUID, int, UUID]]:
    """Every office before which one of these cases has come."""
    return {(office, row["first_position"], row["id"]) for _, row in rows for office in row["offices"]}


def _row(recorded: Recorded[Any], transfer: Transfer) -> Row:
    due = [opened.due_on for opened in transfer.open.values()]
    offices = {opened.office for opened in transfer.open.values()}
    offices |= {done.office for done in transfer.done.values() if done.office is not None}
    offices |= set(transfer.offices.values()) | transfer.escalated_to | transfer.waiting_at_end
    if transfer.objection is not None:
        offices |= transfer.objection.offices
    if transfer.outside is not None:
        offices.add(transfer.outside.office)
    opened = [each.opened for each in transfer.evaluations.values() if each.opened is not None]
    offices |= {asked.office for each in opened for asked in each.asked if asked.office is not None}
    return {
        "id": recorded.stream,
        "person": transfer.person,
        "type": transfer.route,
        "initiative": transfer.initiative,
        "status": transfer.status,
        "policy": transfer.policy,
        "origin_post": transfer.origin_post,
        "target_post": transfer.target_post,
        "requested_on": transfer.requested_on,
        "steps": sorted(transfer.open),
        "due_on": min(due) if due and not transfer.stands_still else None,
        "offices": sorted(offices),
        "raters": sorted(transfer.raters),
        "plan": transfer.plan,
        "is_over": transfer.is_over,
        "version": recorded.version,
        "position": recorded.position,
    }


# The questions


def cases_of(
    connection: psycopg.Connection[Any],
    person: UUID,
    offices: list[UUID],
    delegated: Sequence[DelegatedStep],
    overseen: list[UUID],
    status: str | None,
    before: int | None,
    limit: int,
    when: When | None = None,
) -> list[Row]:
    """Cases about this person, brought before these offices, or between these agencies; the newest first.

    Also those in which one of these delegated steps is open. `before` is the first_position of the last row seen. Of the
    cases of an earlier moment those that concern them now too.
    """
    by, types, steps = columns(delegated)
    asked: Row = {
        "person": person,
        "offices": offices,
        "by": by,
        "types": types,
        "steps": steps,
        "overseen": overseen,
        "status": status,
        "before": before,
        "limit": limit,
    }
    with connection.cursor(row_factory=dict_row) as cursor:
        query = _NOW if when is None else _as_of(when)
        return cursor.execute(query, moment(when) | asked).fetchall()


def _places(case: LiteralString, when: When | None) -> LiteralString:
    """Joins the posts of a case and their units."""
    return (
        f"JOIN {stood('posts', when)} AS {case}_op ON {case}_op.id = {case}.origin_post "
        f"JOIN {stood('units', when)} AS {case}_ou ON {case}_ou.id = {case}_op.unit "
        f"JOIN {stood('posts', when)} AS {case}_tp ON {case}_tp.id = {case}.target_post "
        f"JOIN {stood('units', when)} AS {case}_tu ON {case}_tu.id = {case}_tp.unit"
    )


_SHOWN: LiteralString = "SELECT c.*, c_tu.agency AS receiving_agency, c_ou.agency AS origin_agency "
_DELEGATED: LiteralString = "(i.office, i.type, i.step) IN (SELECT * FROM unnest(%(by)s::uuid[], %(types)s::text[], %(steps)s::text[]))"


def _of_page(place: LiteralString) -> LiteralString:
    """`place` names where a case begins."""
    return (
        "(%(status)s::text IS NULL OR c.status = %(status)s) "
        f"AND (%(before)s::bigint IS NULL OR {place} < %(before)s) "
    )


_NEWEST: LiteralString = "ORDER BY first_position DESC LIMIT %(limit)s"

# For each way in which a case may concern the reader one walk along an index, as short as the page.
_NOW: LiteralString = (
    _SHOWN
    + "FROM ("
    + f"(SELECT c.id, c.first_position FROM cases AS c WHERE c.person = %(person)s AND {_of_page('c.first_position')} {_NEWEST}) "
    + "UNION (SELECT before.id, before.first_position FROM unnest(%(offices)s::uuid[]) AS asked(office) "
    + "CROSS JOIN LATERAL (SELECT o.id, o.first_position FROM case_offices AS o JOIN cases AS c ON c.id = o.id "
    + f"WHERE o.office = asked.office AND {_of_page('o.first_position')} ORDER BY o.first_position DESC LIMIT %(limit)s) AS before) "
    + "UNION (SELECT c.id, c.first_position FROM inbox AS i JOIN cases AS c ON c.id = i.transfer "
    + f"WHERE {_DELEGATED} AND {_of_page('c.first_position')} {_NEWEST}) "
    + f"UNION (SELECT c.id, c.first_position FROM cases AS c {_places('c', None)} "
    + "WHERE cardinality(%(overseen)s::uuid[]) > 0 "
    + "AND (c_ou.agency = ANY(%(overseen)s::uuid[]) OR c_tu.agency = ANY(%(overseen)s::uuid[])) "
    + f"AND {_of_page('c.first_position')} {_NEWEST}) "
    + f"{_NEWEST}) AS page JOIN cases AS c ON c.id = page.id {_places('c', None)} ORDER BY c.first_position DESC"
)


def _as_of(when: When) -> LiteralString:
    """From the present, page by page, and of each case the one version: never through all that cases have been."""
    return (
        _SHOWN + f"FROM cases AS now {_places('now', None)} "
        f"CROSS JOIN LATERAL (SELECT * FROM {stood('cases', when)} AS v WHERE v.id = now.id LIMIT 1) AS c "
        f"{_places('c', when)} WHERE (now.person = %(person)s "
        "OR now.offices && %(offices)s::uuid[] OR now.offices && %(by)s::uuid[] "
        "OR now_ou.agency = ANY(%(overseen)s::uuid[]) OR now_tu.agency = ANY(%(overseen)s::uuid[])) "
        "AND (c.person = %(person)s OR c.offices && %(offices)s::uuid[] "
        f"OR c.id IN (SELECT transfer FROM {stood('inbox', when)} AS i WHERE {_DELEGATED}) "
        "OR c_ou.agency = ANY(%(overseen)s::uuid[]) OR c_tu.agency = ANY(%(overseen)s::uuid[])) "
        f"AND {_of_page('now.first_position')} "
        "ORDER BY now.first_position DESC LIMIT %(limit)s"
    )


def people_of(connection: psycopg.Connection[Any], cases: Collection[UUID]) -> list[UUID]:
    """Whom these cases are about."""
    rows = connection.execute(
        "SELECT DISTINCT person FROM cases WHERE id = ANY(%s) ORDER BY 1", (list(cases),)
    )
    return [person for (person,) in rows]


def undecided_cases(
    connection: psycopg.Connection[Any], agencies: list[UUID] | None, after: int, limit: int
) -> list[Row]:
    """Cases that have not ended nor been served a decree, received by these agencies (by any, for None); oldest first.

    `after` is the first_position of the last row seen.
    """
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(
            "SELECT c.id, c.policy, c.status, c.first_position FROM cases AS c "
            "JOIN posts AS tp ON tp.id = c.target_post JOIN units AS tu ON tu.id = tp.unit "
            "WHERE NOT c.is_over AND c.status = ANY(%(undecided)s) "
            "AND (%(agencies)s::uuid[] IS NULL OR tu.agency = ANY(%(agencies)s::uuid[])) "
            "AND c.first_position > %(after)s ORDER BY c.first_position LIMIT %(limit)s",
            {"undecided": _UNDECIDED, "agencies": agencies, "after": after, "limit": limit},
        ).fetchall()


_UNDECIDED = [Status.SUBMITTED, Status.RETURNED, Status.SUSPENDED, Status.UNDER_REVIEW]


def feedback_asked_of(
    connection: psycopg.Connection[Any], person: UUID, limit: int, when: When | None = None
) -> list[Row]:
    """Live cases in which this person was asked for feedback."""
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(
            f"SELECT c.id, c.type, c.status FROM {stood('cases', when)} AS c WHERE c.raters @> %(raters)s "
            "AND 'feedback' = ANY(c.steps) ORDER BY c.first_position DESC LIMIT %(limit)s",
            moment(when) | {"raters": [person], "limit": limit},
        ).fetchall()
