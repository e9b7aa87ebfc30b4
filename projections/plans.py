"""The yearly plans of agencies as they stand and in all their editions, and how many moves keep to each."""

from datetime import date
from typing import Any, LiteralString, get_args
from uuid import UUID

import psycopg
from psycopg.rows import dict_row

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
from projections.past import LAST, When, fold_into, moment, stood
from projections.projection import Batch
from projections.table import Row, insert

_EVENTS = get_args(PlanEvent)


class Plans:
    name = "plans"
    version = 4
    kinds: tuple[type, ...] = (*_EVENTS, PlanFollowed)
    tables: LiteralString = """
        CREATE TABLE plans (id uuid PRIMARY KEY, agency uuid, title text, first_day date, last_day date,
            criteria text, needs jsonb, policy text, status text, number text, published_on date, reason text,
            editions jsonb, amendment jsonb, since bigint, counts_from date);
        CREATE TABLE plans_past (LIKE plans, until bigint, counts_until date, PRIMARY KEY (id, since));
        CREATE INDEX ON plans (agency, first_day);
        CREATE INDEX ON plans_past (agency, first_day);
        CREATE TABLE plan_followers (case_id uuid, position bigint NOT NULL, plan uuid, edition int);
        CREATE INDEX ON plan_followers (plan);
    """
    drop: LiteralString = "DROP TABLE IF EXISTS plans, plans_past, plan_followers"

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
    return _changed(row, recorded) | {"policy": recorded.act.policy}


def _changed(row: Row | None, recorded: Recorded[Any]) -> Row:
    match recorded.event:
        case PlanProposed(plan):
            return _described(plan) | {
                "status": PlanStatus.PROPOSED,
                "number": "",
                "published_on": None,
                "reason": "",
                "editions": [],
                "amendment": None,
            }
        case PlanReturned(reason) if row is not None:
            return row | {"status": PlanStatus.RETURNED, "reason": reason}
        case PlanPublished(number, published_on) if row is not None:
            published = {"status": PlanStatus.PUBLISHED, "number": number, "published_on": published_on}
            first = _edition(row, 1, number, published_on, "")
            return row | published | {"editions": [first]}
        case PlanAmendmentProposed(plan, reason) if row is not None:
            proposed = _plainly(plan) | {"reason": reason, "returned": False, "returned_because": ""}
            return row | {"amendment": proposed}
        case PlanAmendmentReturned(reason) if row is not None:
            returned = row["amendment"] | {"returned": True, "returned_because": reason}
            return row | {"amendment": returned}
        case PlanAmended(edition, number, published_on) if row is not None:
            amended = row["amendment"]
            now = row | {
                "title": amended["title"],
                "first_day": date.fromisoformat(amended["since"]),
                "last_day": date.fromisoformat(amended["until"]),
                "criteria": amended["criteria"],
                "needs": amended["needs"],
                "number": number,
                "published_on": published_on,
                "amendment": None,
            }
            last = _edition(now, edition, number, published_on, amended["reason"])
            return now | {"editions": [*row["editions"], last]}
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
    return {
        "agency": plan.agency,
        "title": plan.title,
        "first_day": plan.since,
        "last_day": plan.until,
        "criteria": plan.criteria,
        "needs": _plainly(plan)["needs"],
    }


def _edition(row: Row, edition: int, number: str, published_on: date, reason: str) -> Row:
    """What was published, as it stays on record whatever is amended later."""
    return {
        "edition": edition,
        "number": number,
        "published_on": published_on.isoformat(),
        "reason": reason,
        "title": row["title"],
        "since": row["first_day"].isoformat(),
        "until": row["last_day"].isoformat(),
        "criteria": row["criteria"],
        "needs": row["needs"],
    }


# The questions


def plans_of(
    connection: psycopg.Connection[Any],
    agency: UUID,
    after: tuple[date, UUID] | None,
    limit: int,
    *,
    all_: bool,
    when: When | None = None,
) -> list[Row]:
    """An agency's plans, the earliest first; those not published only where `all_` are asked for."""
    first_day, plan = after or (date.min, UUID(int=0))
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(
            "SELECT id, agency, title, first_day AS since, last_day AS until, status "
            f"FROM {stood('plans', when)} AS p WHERE agency = %(agency)s "
            "AND (%(all)s OR status = %(published)s) AND (first_day, id) > (%(first_day)s, %(plan)s) "
            "ORDER BY first_day, id LIMIT %(limit)s",
            moment(when)
            | {
                "agency": agency,
                "all": all_,
                "published": PlanStatus.PUBLISHED,
                "first_day": first_day,
                "plan": plan,
                "limit": limit,
            },
        ).fetchall()


def plan_by_id(connection: psycopg.Connection[Any], plan: UUID, when: When | None = None) -> Row | None:
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(
            "SELECT id, agency, title, first_day AS since, last_day AS until, criteria, needs, status, number, "
            f"published_on, reason, editions, amendment FROM {stood('plans', when)} AS p WHERE id = %(plan)s",
            moment(when) | {"plan": plan},
        ).fetchone()


def moves_under(connection: psycopg.Connection[Any], plan: Row, when: When | None = None) -> Row:
    """Moves for organisational need into the agency, asked for in the plan's time: `inside` it, and `outside` any plan."""
    with connection.cursor(row_factory=dict_row) as cursor:
        found = cursor.execute(
            "SELECT count(*) FILTER (WHERE c.plan = %(plan)s) AS inside, "
            "count(*) FILTER (WHERE c.plan IS NULL) AS outside "
            f"FROM {stood('cases', when)} AS c JOIN {stood('posts', when)} AS p ON p.id = c.target_post "
            f"JOIN {stood('units', when)} AS u ON u.id = p.unit "
            "WHERE u.agency = %(agency)s AND c.initiative = %(need)s "
            "AND c.requested_on BETWEEN %(first)s AND %(last)s",
            moment(when)
            | {
                "plan": plan["id"],
                "agency": plan["agency"],
                "need": Initiative.ORGANISATIONAL_NEED,
                "first": plan["since"],
                "last": plan["until"],
            },
        ).fetchone()
    return found or {"inside": 0, "outside": 0}


def followers(connection: psycopg.Connection[Any], plan: UUID, when: When | None = None) -> dict[int, int]:
    """How many requests follow each edition of it."""
    upto = LAST if when is None else when.position
    rows = connection.execute(
        "SELECT edition, count(*) FROM plan_followers WHERE plan = %s AND position <= %s GROUP BY edition",
        (plan, upto),
    ).fetchall()
    return dict(rows)
