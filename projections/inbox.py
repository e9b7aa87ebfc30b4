"""What waits for an office or for the person concerned: steps, answers, reviews, adjustments, objections; by deadline.

`step` names a step of the route, or what stands beside them: "feedback/ORIGIN_UNIT", "evaluation/3/SUPERIOR",
"evaluation/3" (to conclude it), "adjustment" (to plan one), "adjustment/1" (to do it), "objection". A row without an
office waits for the person.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, LiteralString
from uuid import UUID

import psycopg
from psycopg.rows import dict_row

from domain.policy import UNITS
from domain.transfer.deadlines import OBJECTION, REPLY
from domain.transfer.state import Transfer
from projections.case_states import CASE_EVENTS, CaseStates
from projections.past import Rows, When, by_length, moment, stood, stood_for
from projections.projection import Batch
from projections.table import Row


class Inbox:
    name = "inbox"
    version = 5
    kinds = CASE_EVENTS
    tables: LiteralString = f"""
        CREATE TABLE inbox (transfer uuid, step text, office uuid, person uuid, type text, opened_on date, due_on date,
            paused bool, reminded bool, noted_overdue bool, escalated_to uuid, since bigint, counts_from date,
            PRIMARY KEY (transfer, step));
        CREATE TABLE inbox_past (LIKE inbox, until bigint, counts_until date, PRIMARY KEY (transfer, step, since));
        CREATE INDEX ON inbox (office, due_on, transfer, step);
        CREATE INDEX ON inbox (person, due_on) WHERE office IS NULL;
        CREATE INDEX ON inbox (escalated_to, due_on, transfer, step) WHERE escalated_to IS NOT NULL;
        {by_length("inbox", "office")}
        CREATE INDEX ON inbox_past (person) WHERE office IS NULL;
        {by_length("inbox", "escalated_to")}
    """
    drop: LiteralString = "DROP TABLE IF EXISTS inbox, inbox_past"

    def __init__(self, states: CaseStates) -> None:
        self._states = states

    def apply(self, connection: psycopg.Connection[Any], batch: Batch) -> None:
        turns = self._states.through(batch)
        if not turns:
            return
        rows = Rows(connection, "inbox", ("transfer", "step"), list({turn.recorded.stream for turn in turns}))
        waiting: dict[UUID, set[str]] = {}
        for (transfer, step), _ in rows:
            waiting.setdefault(transfer, set()).add(step)
        for recorded, case, day in turns:
            stream, position = recorded.stream, recorded.position
            now = {row["step"]: row for row in _rows(stream, case)}
            for step in sorted(waiting.get(stream, set()) - now.keys()):
                rows.remove((stream, step), position, day)
            for row in now.values():
                rows.put(row, position, day)
            waiting[stream] = set(now)
        rows.write()


def _rows(stream: UUID, transfer: Transfer) -> list[Row]:
    about: Row = {
        "transfer": stream,
        "person": transfer.person,
        "type": transfer.route,
        "paused": False,
        "reminded": False,
        "noted_overdue": False,
        "escalated_to": None,
    }
    return [about | row for waiting in _WAITING for row in waiting(transfer)]


def _steps(transfer: Transfer) -> Iterator[Row]:
    for step, opened in transfer.open.items():
        yield {
            "step": step,
            "office": None if step == REPLY else opened.office,
            "opened_on": opened.opened_on,
            "due_on": opened.due_on,
            "paused": transfer.stands_still or bool(opened.awaits),
            "reminded": opened.reminded,
            "noted_overdue": opened.overdue,
            "escalated_to": opened.escalated_to,
        }


def _units(transfer: Transfer) -> Iterator[Row]:
    """Feedback asked of an office."""
    for asked, rater in transfer.raters.items():
        if rater.role in UNITS and rater.is_silent and rater.step in transfer.open:
            yield {
                "step": f"{rater.step}/{rater.role}",
                "office": asked,
                "opened_on": transfer.open[rater.step].opened_on,
                "due_on": rater.due_on,
                "paused": transfer.stands_still,
            }


def _reviews(transfer: Transfer) -> Iterator[Row]:
    """Once they are open: for everybody asked, and for the office that concludes them."""
    for months, evaluation in transfer.evaluations.items():
        opened = evaluation.opened
        if opened is None or evaluation.recorded is not None or transfer.is_over:
            continue
        row: Row = {"opened_on": evaluation.opens_on, "due_on": evaluation.due_on}
        for asked in opened.asked:
            if asked.role not in evaluation.answers:
                yield row | {"step": f"evaluation/{months}/{asked.role}", "office": asked.office}
        yield row | {"step": f"evaluation/{months}", "office": opened.office}


def _adjustments(transfer: Transfer) -> Iterator[Row]:
    """What a review asks for and nobody has planned yet, and what is planned and not done; also after the end."""
    if transfer.is_revoked:
        return
    if (to_plan := transfer.to_plan) is not None and to_plan.office is not None:
        yield {
            "step": "adjustment",
            "office": to_plan.office,
            "opened_on": to_plan.shown_on,
            "due_on": to_plan.due_on,
        }
    for each in transfer.planned:
        if each.done is None:
            planned = each.planned
            yield {
                "step": f"adjustment/{planned.number}",
                "office": planned.office,
                "opened_on": planned.planned_on,
                "due_on": planned.due_on,
            }


def _objection(transfer: Transfer) -> Iterator[Row]:
    if (objection := transfer.objection_to_decide) is not None:
        yield {
            "step": OBJECTION,
            "office": objection.office,
            "opened_on": objection.filed.filed_on,
            "due_on": objection.due_on,
        }


_WAITING = (_steps, _units, _reviews, _adjustments, _objection)


# The questions

DelegatedStep = tuple[UUID, str, str]  # the office whose step it is, the type of transfer, the step's name


def columns(delegated: Sequence[DelegatedStep]) -> tuple[list[UUID], list[str], list[str]]:
    """As three arrays, which a query puts together again."""
    return [each[0] for each in delegated], [each[1] for each in delegated], [each[2] for each in delegated]


def waiting_for(
    connection: psycopg.Connection[Any],
    offices: list[UUID],
    delegated: Sequence[DelegatedStep],
    after: tuple[date, UUID, str] | None,
    limit: int,
    when: When | None = None,
) -> list[Row]:
    """Open steps of these offices, those escalated to them, and those delegated, by deadline; `after` is (due_on,
    transfer, step) of the last row seen. `zone` is where the deadline's day ends. Of what waited at an earlier moment no
    more than is of cases that are still theirs to see.
    """
    due_on, transfer, step = after or (date.min, UUID(int=0), "")
    by, types, steps = columns(delegated)
    now = (
        ""
        if when is None
        else (
            "JOIN cases AS now ON now.id = i.transfer AND (now.offices && %(offices)s::uuid[] "
            "OR now.raters && %(offices)s::uuid[] OR now.offices && %(by)s::uuid[]) "
        )
    )
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(
            f"WITH page AS MATERIALIZED (SELECT i.* FROM {_waited(when)} AS i {now}"
            f"WHERE {_theirs('i')} AND {_after('i')} ORDER BY i.due_on, i.transfer, i.step LIMIT %(limit)s) "
            "SELECT i.*, p.position AS target_position, u.name AS target_unit, "
            "coalesce(a.zone, 'WIB') AS zone FROM page AS i "
            f"JOIN {stood('cases', when)} AS c ON c.id = i.transfer "
            f"JOIN {stood('posts', when)} AS p ON p.id = c.target_post "
            f"JOIN {stood('units', when)} AS u ON u.id = p.unit "
            f"LEFT JOIN {stood('offices', when)} AS o ON o.id = i.office "
            f"LEFT JOIN {stood('agencies', when)} AS a ON a.id = o.agency "
            "ORDER BY i.due_on, i.transfer, i.step",
            moment(when)
            | {
                "any": [*offices, *by],
                "offices": offices,
                "by": by,
                "types": types,
                "steps": steps,
                "due_on": due_on,
                "transfer": transfer,
                "step": step,
                "limit": limit,
            },
        ).fetchall()


def _theirs(row: LiteralString) -> LiteralString:
    """Of an office that asks, escalated to it, or delegated to it."""
    return (
        f"({row}.office = ANY(%(offices)s) OR {row}.escalated_to = ANY(%(offices)s) OR ({row}.office, {row}.type, {row}.step) "
        "IN (SELECT * FROM unnest(%(by)s::uuid[], %(types)s::text[], %(steps)s::text[])))"
    )


def _after(row: LiteralString) -> LiteralString:
    return f"({row}.due_on, {row}.transfer, {row}.step) > (%(due_on)s, %(transfer)s, %(step)s)"


def _waited(when: When | None) -> LiteralString:
    """What waits for these offices, or has waited. Of what waits now a page is taken from each along its index."""
    if when is None:
        place: LiteralString = "ORDER BY due_on, transfer, step LIMIT %(limit)s"
        page: LiteralString = f"AND {_after('row')} {place}"
        of_offices: LiteralString = (
            "SELECT own.* FROM unnest(%(any)s::uuid[]) AS wanted CROSS JOIN LATERAL "
            f"(SELECT * FROM inbox AS row WHERE office = wanted AND {_theirs('row')} {page}) AS own"
        )
        escalated: LiteralString = (
            "SELECT own.* FROM unnest(%(offices)s::uuid[]) AS wanted CROSS JOIN LATERAL "
            f"(SELECT * FROM inbox AS row WHERE escalated_to = wanted {page}) AS own"
        )
        return f"({of_offices} UNION {escalated} {place})"
    of_offices = stood_for("inbox", "office", "%(any)s", when)
    escalated = stood_for("inbox", "escalated_to", "%(offices)s", when)
    return f"({of_offices} UNION {escalated})"


def waiting_for_person(
    connection: psycopg.Connection[Any], person: UUID, limit: int, when: When | None = None
) -> list[Row]:
    """What somebody is asked in a case about themselves, by deadline."""
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(
            f"SELECT transfer, step, type, opened_on, due_on, paused, reminded FROM {stood('inbox', when)} AS i "
            "WHERE person = %(person)s AND office IS NULL ORDER BY due_on, transfer, step LIMIT %(limit)s",
            moment(when) | {"person": person, "limit": limit},
        ).fetchall()
