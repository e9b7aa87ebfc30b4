"""The history of each case in order: what happened, who did it, for which office, when, under which policy, and why."""

from typing import Any, LiteralString
from uuid import UUID

import psycopg
from psycopg.rows import dict_row

from domain.history import Recorded
from domain.transfer.events import OversightRecommendationReceived
from projections.case_states import CASE_EVENTS
from projections.runner import Batch
from projections.table import Row, insert


class Timeline:
    name = "timeline"
    version = 1
    kinds = CASE_EVENTS
    tables: LiteralString = """
        CREATE TABLE timeline (transfer uuid, version bigint, position bigint, event text, step text, reason text,
            happened_at timestamptz, recorded_at timestamptz, effective_on date, person uuid, office uuid,
            capacity text, policy text, command uuid, seen_position bigint, seen_digest text,
            PRIMARY KEY (transfer, version));
    """
    drop: LiteralString = "DROP TABLE IF EXISTS timeline"

    def apply(self, connection: psycopg.Connection[Any], batch: Batch) -> None:
        insert(connection, "timeline", [_row(recorded) for recorded in batch])


def _row(recorded: Recorded[Any]) -> Row:
    event, act = recorded.event, recorded.act
    return {
        "transfer": recorded.stream,
        "version": recorded.version,
        "position": recorded.position,
        "event": type(event).__name__,
        "step": getattr(event, "step", None),
        "reason": why(event),
        "happened_at": act.at,
        "recorded_at": recorded.recorded_at,
        "effective_on": getattr(event, "effective_on", None),
        "person": act.by,
        "office": act.office,
        "capacity": act.capacity,
        "policy": act.policy,
        "command": act.command,
        "seen_position": None if act.seen is None else act.seen.position,
        "seen_digest": None if act.seen is None else act.seen.digest,
    }


def why(event: object) -> str:
    """The reason an event gives; rules by their codes. Feedback keeps its words to itself."""
    if isinstance(event, OversightRecommendationReceived):  # feedback has a text too, which is not told here
        return event.text
    for name in ("reason", "grounds", "summary", "consequence", "note", "effect", "answer"):
        if (value := getattr(event, name, "")) and isinstance(value, str):
            return value
    return ", ".join(getattr(event, "rules", ()))


# The question


def history_of(connection: psycopg.Connection[Any], transfer: UUID, after: int, limit: int) -> list[Row]:
    """The events after a version, in order."""
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(
            "SELECT t.*, o.title AS office_title FROM timeline AS t LEFT JOIN offices AS o ON o.id = t.office "
            "WHERE t.transfer = %s AND t.version > %s ORDER BY t.version LIMIT %s",
            (transfer, after, limit),
        ).fetchall()
