"""How many managerial posts each agency has had, along the ledger: what red flags hold a day's moves of managers against.

A post is its agency's by the unit it was in when it was last described.
"""

from typing import Any, LiteralString
from uuid import UUID

import psycopg

from domain.history import Recorded
from domain.registry.post import PostEstablished, PostRevised
from domain.registry.unit import UnitCorrected, UnitRegistered
from projections.projection import Batch
from projections.table import insert, put

MANAGERIAL_POSTS: tuple[type, ...] = (UnitRegistered, UnitCorrected, PostEstablished, PostRevised)
TABLES: LiteralString = """
    CREATE TABLE flag_units (unit uuid PRIMARY KEY, agency uuid);
    CREATE TABLE flag_posts (post uuid PRIMARY KEY, agency uuid, seats int);
    CREATE TABLE flag_managers (agency uuid, position bigint, seats int, PRIMARY KEY (agency, position));
"""
NAMES: LiteralString = "flag_units, flag_posts, flag_managers"

_Seats = tuple[UUID, int]  # of a post: whose, and how many managers it seats


def count_managers(connection: psycopg.Connection[Any], batch: Batch) -> None:
    units = {
        each.stream: each.event.unit.agency
        for each in batch
        if isinstance(each.event, UnitRegistered | UnitCorrected)
    }
    put(connection, "flag_units", ("unit",), [{"unit": u, "agency": a} for u, a in units.items()])
    described = [each for each in batch if isinstance(each.event, PostEstablished | PostRevised)]
    if described:
        _count(connection, described)


def managers_of(connection: psycopg.Connection[Any], agency: UUID, position: int) -> int:
    """How many managerial posts the agency had at that position."""
    row = connection.execute(
        "SELECT seats FROM flag_managers WHERE agency = %s AND position <= %s ORDER BY position DESC LIMIT 1",
        (agency, position),
    ).fetchone()
    return 0 if row is None else int(row[0])


def _count(connection: psycopg.Connection[Any], described: list[Recorded[Any]]) -> None:
    within = dict(
        connection.execute(
            "SELECT unit, agency FROM flag_units WHERE unit = ANY(%s)",
            ([each.event.post.unit for each in described],),
        ).fetchall()
    )
    posts: dict[UUID, _Seats] = {
        post: (agency, seats)
        for post, agency, seats in connection.execute(
            "SELECT post, agency, seats FROM flag_posts WHERE post = ANY(%s)",
            ([each.stream for each in described],),
        ).fetchall()
    }
    totals: dict[UUID, int] = dict(
        connection.execute(
            "SELECT DISTINCT ON (agency) agency, seats FROM flag_managers ORDER BY agency, position DESC"
        ).fetchall()
    )
    counted: dict[tuple[UUID, int], int] = {}
    changed: dict[UUID, _Seats] = {}
    for each in described:
        post = each.event.post
        seats = post.seats if post.position.kind.is_managerial else 0
        before = posts.get(each.stream)
        if (agency := within.get(post.unit)) is None or before == (agency, seats):
            continue
        if before is None and not seats:
            continue
        for whose, more in ((agency, seats), *(((before[0], -before[1]),) if before else ())):
            totals[whose] = counted[whose, each.position] = totals.get(whose, 0) + more
        posts[each.stream] = changed[each.stream] = agency, seats
    put(
        connection,
        "flag_posts",
        ("post",),
        [{"post": post, "agency": agency, "seats": seats} for post, (agency, seats) in changed.items()],
    )
    insert(
        connection,
        "flag_managers",
        [{"agency": a, "position": p, "seats": seats} for (a, p), seats in counted.items()],
    )
