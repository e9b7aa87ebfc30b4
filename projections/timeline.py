"""The history of each case in order: what happened, who did it, for which office, when, under which policy, and why."""

from typing import Any, LiteralString
from uuid import UUID

import psycopg
from psycopg.rows import dict_row

from domain.decree.events import DecreeRecommendationReceived
from domain.history import Recorded
from domain.transfer.events import OversightRecommendationReceived
from projections.case_states import CASE_EVENTS, CaseStates
from projections.past import When, moment, stood
from projections.projection import Batch
from projections.table import Row, insert


class Timeline:
    name = "timeline"
    version = 4
    kinds = CASE_EVENTS
    tables: LiteralString = """
        CREATE TABLE timeline (transfer uuid, version bigint, position bigint, event text, step text, reason text,
            happened_at timestamptz, recorded_at timestamptz, effective_on date, person uuid, office uuid,
            on_behalf_of uuid, capacity text, policy text, command uuid, seen_position bigint, seen_digest text,
            counts_from date, PRIMARY KEY (transfer, version));
        CREATE INDEX ON timeline (transfer, counts_from, position);
    """
    drop: LiteralString = "DROP TABLE IF EXISTS timeline"

    def __init__(self, states: CaseStates) -> None:
        self._states = states

    def apply(self, connection: psycopg.Connection[Any], batch: Batch) -> None:
        turns = self._states.through(batch)
        insert(connection, "timeline", [_row(turn.recorded) | {"counts_from": turn.day} for turn in turns])


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
        "on_behalf_of": act.on_behalf_of,
        "capacity": act.capacity,
        "policy": act.policy,
        "command": act.command,
        "seen_position": None if act.seen is None else act.seen.position,
        "seen_digest": None if act.seen is None else act.seen.digest,
    }


def why(event: object) -> str:
    """The reason an event gives; rules by their codes. Feedback keeps its words to itself."""
    # feedback has a text too, which is not told here
    if isinstance(event, OversightRecommendationReceived | DecreeRecommendationReceived):
        return event.text
    for name in ("reason", "grounds", "summary", "consequence", "note", "effect", "answer"):
        if (value := getattr(event, name, "")) and isinstance(value, str):
            return value
    return ", ".join(getattr(event, "rules", ()))


# The question


def history_of(
    connection: psycopg.Connection[Any], transfer: UUID, after: int, limit: int, when: When | None = None
) -> list[Row]:
    """The events after a version, in order."""
    by_then: LiteralString = (
        "" if when is None else "AND t.position <= %(as_of)s AND t.counts_from <= %(effective)s "
    )
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(
            "SELECT t.*, o.title AS office_title, b.title AS on_behalf_of_title FROM timeline AS t "
            f"LEFT JOIN {stood('offices', when)} AS o ON o.id = t.office "
            f"LEFT JOIN {stood('offices', when)} AS b ON b.id = t.on_behalf_of "
            f"WHERE t.transfer = %(transfer)s AND t.version > %(after)s {by_then}ORDER BY t.version LIMIT %(limit)s",
            moment(when) | {"transfer": transfer, "after": after, "limit": limit},
        ).fetchall()
