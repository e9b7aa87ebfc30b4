"""What waits for an office: one row for each open step and undecided objection, the most urgent first."""

from collections.abc import Sequence
from datetime import date
from typing import Any, LiteralString, get_args
from uuid import UUID

import psycopg
from psycopg.rows import dict_row

from domain.transfer.deadlines import OBJECTION
from domain.transfer.events import TransferEvent
from domain.transfer.state import Transfer
from projections.case_states import CaseStates, History
from projections.runner import Batch
from projections.table import Row, insert

_EVENTS = get_args(TransferEvent)


class Inbox:
    name = "inbox"
    version = 2
    tables: LiteralString = """
        CREATE TABLE inbox (transfer uuid, step text, office uuid, person uuid, type text, opened_on date, due_on date,
            paused bool, reminded bool, noted_overdue bool, escalated_to uuid, PRIMARY KEY (transfer, step));
        CREATE INDEX ON inbox (office, due_on, transfer, step);
        CREATE INDEX ON inbox (escalated_to, due_on, transfer, step) WHERE escalated_to IS NOT NULL;
    """
    drop: LiteralString = "DROP TABLE IF EXISTS inbox"

    def __init__(self, history: History) -> None:
        self._states = CaseStates(history)

    def apply(self, connection: psycopg.Connection[Any], batch: Batch) -> None:
        cases: dict[UUID, Transfer] = {}
        for recorded in batch:
            if isinstance(recorded.event, _EVENTS):
                cases[recorded.stream] = self._states.after(recorded)
        if cases:
            connection.execute("DELETE FROM inbox WHERE transfer = ANY(%s)", (list(cases),))
            insert(
                connection, "inbox", [row for stream, case in cases.items() for row in _rows(stream, case)]
            )


def _rows(stream: UUID, transfer: Transfer) -> list[Row]:
    rows = [
        {
            "transfer": stream,
            "step": step,
            "office": opened.office,
            "person": transfer.person,
            "type": transfer.route,
            "opened_on": opened.opened_on,
            "due_on": opened.due_on,
            "paused": transfer.stands_still,
            "reminded": opened.reminded,
            "noted_overdue": opened.overdue,
            "escalated_to": opened.escalated_to,
        }
        for step, opened in transfer.open.items()
    ]
    if (objection := transfer.objection_to_decide) is not None:
        rows.append(
            {
                "transfer": stream,
                "step": OBJECTION,
                "office": objection.office,
                "person": transfer.person,
                "type": transfer.route,
                "opened_on": objection.filed.filed_on,
                "due_on": objection.due_on,
                "paused": False,
                "reminded": False,
                "noted_overdue": False,
                "escalated_to": None,
            }
        )
    return rows


# The question

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
) -> list[Row]:
    """Open steps of these offices, those escalated to them, and those delegated, by deadline; `after` is (due_on,
    transfer, step) of the last row seen. `zone` is where the deadline's day ends.
    """
    due_on, transfer, step = after or (date.min, UUID(int=0), "")
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(
            "SELECT i.*, p.position AS target_position, u.name AS target_unit, "
            "coalesce(a.zone, 'WIB') AS zone FROM inbox AS i "
            "JOIN cases AS c ON c.id = i.transfer JOIN posts AS p ON p.id = c.target_post "
            "JOIN units AS u ON u.id = p.unit "
            "LEFT JOIN offices AS o ON o.id = i.office LEFT JOIN agencies AS a ON a.id = o.agency "
            "WHERE (i.office = ANY(%s) OR i.escalated_to = ANY(%s) OR (i.office, i.type, i.step) IN "
            "(SELECT * FROM unnest(%s::uuid[], %s::text[], %s::text[]))) AND (i.due_on, i.transfer, i.step) > (%s, %s, %s) "
            "ORDER BY i.due_on, i.transfer, i.step LIMIT %s",
            (offices, offices, *columns(delegated), due_on, transfer, step, limit),
        ).fetchall()
