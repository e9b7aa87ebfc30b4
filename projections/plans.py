"""The yearly plans of agencies as they stand, and how many moves keep to them."""

from datetime import date
from typing import Any, LiteralString, get_args
from uuid import UUID

import psycopg
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb

from domain.history import Recorded
from domain.plan import PlanEvent, PlanProposed, PlanPublished, PlanReturned, PlanStatus
from domain.policy import Initiative
from projections.runner import Batch
from projections.table import Row, fold_into

_EVENTS = get_args(PlanEvent)


class Plans:
    name = "plans"
    version = 1
    kinds: tuple[type, ...] = _EVENTS
    tables: LiteralString = """
        CREATE TABLE plans (id uuid PRIMARY KEY, agency uuid, title text, since date, until date, criteria text,
            needs jsonb, status text, number text, published_on date, reason text);
        CREATE INDEX ON plans (agency, since);
    """
    drop: LiteralString = "DROP TABLE IF EXISTS plans"

    def apply(self, connection: psycopg.Connection[Any], batch: Batch) -> None:
        fold_into(connection, "plans", (r for r in batch if isinstance(r.event, _EVENTS)), _plan)


def _plan(row: Row | None, recorded: Recorded[Any]) -> Row:
    match recorded.event:
        case PlanProposed(plan):
            return {
                "agency": plan.agency,
                "title": plan.title,
                "since": plan.since,
                "until": plan.until,
                "criteria": plan.criteria,
                "needs": Jsonb(
                    [
                        {
                            "unit": str(need.unit),
                            "people": need.people,
                            "why": need.why,
                            "post": None if need.post is None else str(need.post),
                        }
                        for need in plan.needs
                    ]
                ),
                "status": PlanStatus.PROPOSED,
                "number": "",
                "published_on": None,
                "reason": "",
            }
        case PlanReturned(reason) if row is not None:
            return _kept(row) | {"status": PlanStatus.RETURNED, "reason": reason}
        case PlanPublished(number, published_on) if row is not None:
            published = {"status": PlanStatus.PUBLISHED, "number": number, "published_on": published_on}
            return _kept(row) | published
        case event:
            raise ValueError(f"{type(event).__name__} before its plan")


def _kept(row: Row) -> Row:
    """As the table gives it, or as an event before in the same batch left it."""
    needs = row["needs"]
    return row | {"needs": needs if isinstance(needs, Jsonb) else Jsonb(needs)}


# The questions


def plans_of(
    connection: psycopg.Connection[Any],
    agency: UUID,
    after: tuple[date, UUID] | None,
    limit: int,
    *,
    all_: bool,
) -> list[Row]:
    """An agency's plans, the earliest first; those not published only where `all_` are asked for."""
    since, plan = after or (date.min, UUID(int=0))
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(
            "SELECT id, agency, title, since, until, status FROM plans WHERE agency = %s "
            "AND (%s OR status = %s) AND (since, id) > (%s, %s) ORDER BY since, id LIMIT %s",
            (agency, all_, PlanStatus.PUBLISHED, since, plan, limit),
        ).fetchall()


def plan_by_id(connection: psycopg.Connection[Any], plan: UUID) -> Row | None:
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute("SELECT * FROM plans WHERE id = %s", (plan,)).fetchone()


def moves_under(connection: psycopg.Connection[Any], plan: Row) -> Row:
    """Moves for organisational need into the agency, asked for in the plan's time: `inside` it, and `outside` any plan."""
    with connection.cursor(row_factory=dict_row) as cursor:
        found = cursor.execute(
            "SELECT count(*) FILTER (WHERE c.plan = %s) AS inside, count(*) FILTER (WHERE c.plan IS NULL) AS outside "
            "FROM cases AS c JOIN posts AS p ON p.id = c.target_post JOIN units AS u ON u.id = p.unit "
            "WHERE u.agency = %s AND c.initiative = %s AND c.requested_on BETWEEN %s AND %s",
            (plan["id"], plan["agency"], Initiative.ORGANISATIONAL_NEED, plan["since"], plan["until"]),
        ).fetchone()
    return found or {"inside": 0, "outside": 0}
