"""What waits for an office or for the person concerned: steps, answers, reviews, adjustments, objections; by deadline.

`step` names a step of the route, or what stands beside them: "feedback/ORIGIN_UNIT", "evaluation/3/SUPERIOR",
"evaluation/3" (to conclude it), "adjustment" (to plan one), "adjustment/1" (to do it), "objection". A row without an
office waits for the person.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any, LiteralString
from uuid import UUID

import psycopg
from psycopg.rows import dict_row

from domain.transfer.answering import UNITS
from domain.transfer.deadlines import OBJECTION, REPLY
from domain.transfer.state import Transfer
from projections.case_states import CASE_EVENTS, CaseStates
from projections.runner import Batch
from projections.table import Row, insert


class Inbox:
    name = "inbox"
    version = 3
    kinds = CASE_EVENTS
    tables: LiteralString = """
        CREATE TABLE inbox (transfer uuid, step text, office uuid, person uuid, type text, opened_on date, due_on date,
            paused bool, reminded bool, noted_overdue bool, escalated_to uuid, PRIMARY KEY (transfer, step));
        CREATE INDEX ON inbox (office, due_on, transfer, step);
        CREATE INDEX ON inbox (person, due_on) WHERE office IS NULL;
        CREATE INDEX ON inbox (escalated_to, due_on, transfer, step) WHERE escalated_to IS NOT NULL;
    """
    drop: LiteralString = "DROP TABLE IF EXISTS inbox"

    def __init__(self, states: CaseStates) -> None:
        self._states = states

    def apply(self, connection: psycopg.Connection[Any], batch: Batch) -> None:
        if cases := self._states.after(batch):
            connection.execute("DELETE FROM inbox WHERE transfer = ANY(%s)", (list(cases),))
            insert(
                connection, "inbox", [row for stream, case in cases.items() for row in _rows(stream, case)]
            )


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
            "paused": transfer.stands_still,
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


def waiting_for(
    connection: psycopg.Connection[Any],
    offices: list[UUID],
    after: tuple[date, UUID, str] | None,
    limit: int,
) -> list[Row]:
    """Open steps of these offices, and those escalated to them, by deadline; `after` is (due_on, transfer, step) of the
    last row seen. `zone` is where the deadline's day ends.
    """
    due_on, transfer, step = after or (date.min, UUID(int=0), "")
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(
            "SELECT i.*, p.position AS target_position, u.name AS target_unit, "
            "coalesce(a.zone, 'WIB') AS zone FROM inbox AS i "
            "JOIN cases AS c ON c.id = i.transfer JOIN posts AS p ON p.id = c.target_post "
            "JOIN units AS u ON u.id = p.unit "
            "LEFT JOIN offices AS o ON o.id = i.office LEFT JOIN agencies AS a ON a.id = o.agency "
            "WHERE (i.office = ANY(%s) OR i.escalated_to = ANY(%s)) AND (i.due_on, i.transfer, i.step) > (%s, %s, %s) "
            "ORDER BY i.due_on, i.transfer, i.step LIMIT %s",
            (offices, offices, due_on, transfer, step, limit),
        ).fetchall()


def waiting_for_person(connection: psycopg.Connection[Any], person: UUID, limit: int) -> list[Row]:
    """What somebody is asked in a case about themselves, by deadline."""
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(
            "SELECT transfer, step, type, opened_on, due_on, paused, reminded FROM inbox "
            "WHERE person = %s AND office IS NULL ORDER BY due_on, transfer, step LIMIT %s",
            (person, limit),
        ).fetchall()
