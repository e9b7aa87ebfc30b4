"""The yearly plans of agencies as they stand and in all their editions, and how many moves keep to each."""

from datetime import date
from typing import Any, LiteralString, get_args
from uuid import UUID

import psycopg
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb

from domain.history import Recorded
from domain.plan import (
    PlanAmended,
    PlanAmendmentProposed,
    PlanAmendmentReturned,
    PlanDescription,
    PlanEvent,
    PlanProposed,
    PlanPublished,
    PlanReturned,
    PlanStatus,
)
from domain.policy import Initiative
from domain.transfer.events import PlanFollowed
from projections.runner import Batch
from projections.table import Row, fold_into, insert

_EVENTS = get_args(PlanEvent)


class Plans:
    name = "plans"
    version = 2
    kinds: tuple[type, ...] = (*_EVENTS, PlanFollowed)
    tables: LiteralString = """
        CREATE TABLE plans (id uuid PRIMARY KEY, agency uuid, title text, since date, until date, criteria text,
            needs jsonb, status text, number text, published_on date, reason text, editions jsonb, amendment jsonb);
        CREATE INDEX ON plans (agency, since);
        CREATE TABLE plan_followers (case_id uuid, position bigint NOT NULL, plan uuid, edition int);
        CREATE INDEX ON plan_followers (plan);
    """
    drop: LiteralString = "DROP TABLE IF EXISTS plans, plan_followers"

    def apply(self, connection: psycopg.Connection[Any], batch: Batch) -> None:
        fold_into(connection, "plans", (r for r in batch if isinstance(r.event, _EVENTS)), _plan)
        insert(
            connection,
            "plan_followers",
            [
                {
                    "case_id": recorded.stream,
                    "position": recorded.position,
                    "plan": recorded.event.plan,
                    "edition": recorded.event.edition,
                }
                for recorded in batch
                if isinstance(recorded.event, PlanFollowed)
            ],
        )


def _plan(row: Row | None, recorded: Recorded[Any]) -> Row:
    match recorded.event:
        case PlanProposed(plan):
            return _described(plan) | {
                "status": PlanStatus.PROPOSED,
                "number": "",
                "published_on": None,
                "reason": "",
                "editions": Jsonb([]),
                "amendment": None,
            }
        case PlanReturned(reason) if row is not None:
            return _kept(row) | {"status": PlanStatus.RETURNED, "reason": reason}
        case PlanPublished(number, published_on) if row is not None:
            published = {"status": PlanStatus.PUBLISHED, "number": number, "published_on": published_on}
            first = _edition(row, 1, number, published_on, "")
            return _kept(row) | published | {"editions": Jsonb([first])}
        case PlanAmendmentProposed(plan, reason) if row is not None:
            proposed = _plainly(plan) | {"reason": reason, "returned": False, "returned_because": ""}
            return _kept(row) | {"amendment": Jsonb(proposed)}
        case PlanAmendmentReturned(reason) if row is not None:
            returned = _plain(row["amendment"]) | {"returned": True, "returned_because": reason}
            return _kept(row) | {"amendment": Jsonb(returned)}
        case PlanAmended(edition, number, published_on) if row is not None:
            amended = _plain(row["amendment"])
            now = _kept(row) | {
                "title": amended["title"],
                "since": date.fromisoformat(amended["since"]),
                "until": date.fromisoformat(amended["until"]),
                "criteria": amended["criteria"],
                "needs": Jsonb(amended["needs"]),
                "number": number,
                "published_on": published_on,
                "amendment": None,
            }
            last = _edition(now, edition, number, published_on, amended["reason"])
            return now | {"editions": Jsonb([*_plain(row["editions"]), last])}
        case event:
            raise ValueError(f"{type(event).__name__} before its plan")


def _plainly(plan: PlanDescription) -> Row:
    """As JSON has it."""
    return {
        "title": plan.title,
        "since": plan.since.isoformat(),
        "until": plan.until.isoformat(),
        "criteria": plan.criteria,
        "needs": [
            {
                "unit": str(need.unit),
                "people": need.people,
                "why": need.why,
                "post": None if need.post is None else str(need.post),
            }
            for need in plan.needs
        ],
    }


def _described(plan: PlanDescription) -> Row:
    told = _plainly(plan)
    return told | {
        "agency": plan.agency,
        "since": plan.since,
        "until": plan.until,
        "needs": Jsonb(told["needs"]),
    }


def _edition(row: Row, edition: int, number: str, published_on: date, reason: str) -> Row:
    """What was published, as it stays on record whatever is amended later."""
    return {
        "edition": edition,
        "number": number,
        "published_on": published_on.isoformat(),
        "reason": reason,
        "title": row["title"],
        "since": row["since"].isoformat(),
        "until": row["until"].isoformat(),
        "criteria": row["criteria"],
        "needs": _plain(row["needs"]),
    }


def _plain(kept: Any) -> Any:  # noqa: ANN401 any JSON value
    """As the table gives it, or as an event before in the same batch left it."""
    return kept.obj if isinstance(kept, Jsonb) else kept


def _kept(row: Row) -> Row:
    """Ready to be written back: what the table gave as plain values is JSON again."""
    json = {name: row[name] for name in ("needs", "editions", "amendment") if row[name] is not None}
    return row | {name: Jsonb(_plain(value)) for name, value in json.items()}


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


def followers(connection: psycopg.Connection[Any], plan: UUID) -> dict[int, int]:
    """How many requests follow each edition of it."""
    rows = connection.execute(
        "SELECT edition, count(*) FROM plan_followers WHERE plan = %s GROUP BY edition", (plan,)
    ).fetchall()
    return dict(rows)
