"""The decrees of their own, and everybody in their annexes: where each stands, and for whom it is still in force."""

from typing import Any, LiteralString, get_args
from uuid import UUID

import psycopg
from psycopg.rows import dict_row

from domain.decree.events import (
    DecreeDrafted,
    DecreeEvent,
    DecreeInitialled,
    DecreePutForSignature,
    DecreeReturned,
    DecreeSigned,
    DraftAbandoned,
    DraftAmended,
    OutsideDecreeRecorded,
    TransferAnnexed,
    TransferStruck,
)
from domain.history import Recorded
from domain.transfer.events import DecreeRevoked
from projections.runner import Batch
from projections.table import Row


class DecreeBook:
    name = "decrees"
    version = 1
    kinds: tuple[type, ...] = (*get_args(DecreeEvent), DecreeRevoked)
    tables: LiteralString = """
        CREATE TABLE decrees (id uuid PRIMARY KEY, office uuid, number text, stage text, signed_on date, effective_on date,
            outside bool, offices uuid[], signatories uuid[], awaits uuid, version bigint, position bigint, first_position bigint);
        CREATE INDEX ON decrees USING gin (offices);
        CREATE INDEX ON decrees (first_position);
        CREATE TABLE decree_people (decree uuid, transfer uuid, person uuid, state text, PRIMARY KEY (decree, transfer));
        CREATE INDEX ON decree_people (transfer);
        CREATE INDEX ON decree_people (person);
    """
    drop: LiteralString = "DROP TABLE IF EXISTS decrees, decree_people"

    def apply(self, connection: psycopg.Connection[Any], batch: Batch) -> None:
        for recorded in batch:
            if isinstance(recorded.event, DecreeRevoked):
                connection.execute(
                    "UPDATE decree_people SET state = 'REVOKED' WHERE transfer = %s AND state = 'IN_FORCE'",
                    (recorded.stream,),
                )
            else:
                _change(connection, recorded)


def _change(connection: psycopg.Connection[Any], recorded: Recorded[Any]) -> None:
    decree, office = recorded.stream, recorded.act.office
    match recorded.event:
        case DecreeDrafted(by, number, _, _, effective_on):
            _begin(connection, recorded, by, number, effective_on=effective_on)
        case OutsideDecreeRecorded(by, number, signed_on, _, effective_on):
            _begin(connection, recorded, by, number, effective_on=effective_on, signed_on=signed_on)
            for each in recorded.event.people:
                _person(connection, decree, each.transfer, each.person, "IN_FORCE")
        case DraftAmended(effective_on=effective_on):
            _set(connection, decree, "effective_on", effective_on)
        case TransferAnnexed(transfer, person):
            _person(connection, decree, transfer, person, "ANNEXED")
        case TransferStruck(transfer):
            connection.execute(
                "DELETE FROM decree_people WHERE decree = %s AND transfer = %s", (decree, transfer)
            )
        case DecreePutForSignature(offices):
            _set(connection, decree, "stage", "SIGNING")
            connection.execute(
                "UPDATE decrees SET signatories = %s, awaits = %s, "
                "offices = ARRAY(SELECT DISTINCT unnest(offices || %s::uuid[]) ORDER BY 1) WHERE id = %s",
                (list(offices), offices[0], list(offices), decree),
            )
        case DecreeInitialled(by):
            connection.execute(
                "UPDATE decrees SET awaits = signatories[array_position(signatories, %s) + 1] WHERE id = %s",
                (by, decree),
            )
        case DecreeReturned():
            _set(connection, decree, "stage", "DRAFT")
            _set(connection, decree, "awaits", None)
        case DecreeSigned(signed_on, issued):
            _set(connection, decree, "stage", "ISSUED")
            _set(connection, decree, "signed_on", signed_on)
            _set(connection, decree, "awaits", None)
            connection.execute(
                "UPDATE decree_people SET state = CASE WHEN transfer = ANY(%s) THEN 'IN_FORCE' ELSE 'LEFT_OUT' END "
                "WHERE decree = %s",
                (list(issued), decree),
            )
        case DraftAbandoned():
            _set(connection, decree, "stage", "ABANDONED")
            _set(connection, decree, "awaits", None)
    connection.execute(
        "UPDATE decrees SET version = %s, position = %s, "
        "offices = ARRAY(SELECT DISTINCT unnest(offices || %s::uuid[]) ORDER BY 1) WHERE id = %s",
        (recorded.version, recorded.position, [office] if office is not None else [], decree),
    )


def _begin(
    connection: psycopg.Connection[Any],
    recorded: Recorded[Any],
    office: UUID,
    number: str,
    *,
    effective_on: object,
    signed_on: object = None,
) -> None:
    stage = "DRAFT" if signed_on is None else "ISSUED"
    connection.execute(
        "INSERT INTO decrees (id, office, number, stage, signed_on, effective_on, outside, offices, first_position) "
        "VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)",
        (
            recorded.stream,
            office,
            number,
            stage,
            signed_on,
            effective_on,
            signed_on is not None,
            [office],
            recorded.position,
        ),
    )


def _set(connection: psycopg.Connection[Any], decree: UUID, column: LiteralString, value: object) -> None:
    connection.execute(f"UPDATE decrees SET {column} = %s WHERE id = %s", (value, decree))


def _person(
    connection: psycopg.Connection[Any], decree: UUID, transfer: UUID, person: UUID, state: str
) -> None:
    connection.execute(
        "INSERT INTO decree_people VALUES (%s, %s, %s, %s) "
        "ON CONFLICT (decree, transfer) DO UPDATE SET state = excluded.state",
        (decree, transfer, person, state),
    )


# The question


def decrees_of(
    connection: psycopg.Connection[Any],
    person: UUID,
    offices: list[UUID],
    overseen: list[UUID],
    before: int | None,
    limit: int,
) -> list[Row]:
    """Decrees these offices draft, sign or make, those of overseen agencies, and those issued for this person; newest first.

    `before` is the first_position of the last row seen.
    """
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(
            "SELECT d.*, "
            "(SELECT count(*) FROM decree_people AS p WHERE p.decree = d.id) AS people, "
            "(SELECT count(*) FROM decree_people AS p WHERE p.decree = d.id AND p.state = 'IN_FORCE') AS in_force "
            "FROM decrees AS d LEFT JOIN offices AS o ON o.id = d.office "
            "WHERE (d.offices && %(offices)s::uuid[] OR o.agency = ANY(%(overseen)s::uuid[]) "
            "OR EXISTS (SELECT FROM decree_people AS p WHERE p.decree = d.id AND p.person = %(person)s "
            "AND p.state IN ('IN_FORCE', 'REVOKED'))) "
            "AND (%(before)s::bigint IS NULL OR d.first_position < %(before)s) "
            "ORDER BY d.first_position DESC LIMIT %(limit)s",
            {
                "person": person,
                "offices": offices,
                "overseen": overseen,
                "before": before,
                "limit": limit,
            },
        ).fetchall()
