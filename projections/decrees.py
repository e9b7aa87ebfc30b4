"""The decrees of their own, and everybody in their annexes: where each stands, and for whom it is still in force."""

from datetime import date
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
from domain.in_force import counts_from
from domain.transfer.events import DecreeRevoked
from projections.past import Key, Rows, When, fold_into, moment, stood
from projections.projection import Batch
from projections.table import Row

_DRAFT: Row = {"stage": "DRAFT", "signed_on": None, "outside": False}
_OUTSIDE: Row = {"stage": "ISSUED", "outside": True}


class DecreeBook:
    name = "decrees"
    version = 2
    kinds: tuple[type, ...] = (*get_args(DecreeEvent), DecreeRevoked)
    tables: LiteralString = """
        CREATE TABLE decrees (id uuid PRIMARY KEY, office uuid, number text, stage text, signed_on date, effective_on date,
            outside bool, offices uuid[], signatories uuid[], awaits uuid, version bigint, position bigint,
            first_position bigint, since bigint, counts_from date);
        CREATE TABLE decrees_past (LIKE decrees, until bigint, counts_until date, PRIMARY KEY (id, since));
        CREATE INDEX ON decrees USING gin (offices);
        CREATE INDEX ON decrees (first_position);
        CREATE TABLE decree_people (decree uuid, transfer uuid, person uuid, state text, since bigint, counts_from date,
            PRIMARY KEY (decree, transfer));
        CREATE TABLE decree_people_past (LIKE decree_people, until bigint, counts_until date,
            PRIMARY KEY (decree, transfer, since));
        CREATE INDEX ON decree_people (transfer);
        CREATE INDEX ON decree_people (person);
        CREATE INDEX ON decree_people_past (person);
    """
    drop: LiteralString = "DROP TABLE IF EXISTS decrees, decrees_past, decree_people, decree_people_past"

    def apply(self, connection: psycopg.Connection[Any], batch: Batch) -> None:
        fold_into(
            connection, "decrees", (r for r in batch if not isinstance(r.event, DecreeRevoked)), _decree
        )
        _fold_people(connection, batch)


def _decree(row: Row | None, recorded: Recorded[Any]) -> Row:
    match recorded.event:
        case DecreeDrafted(office, number, _, _, effective_on):
            row = _DRAFT | _begun(recorded, office, number, effective_on)
        case OutsideDecreeRecorded(office, number, signed_on, _, effective_on):
            row = _OUTSIDE | _begun(recorded, office, number, effective_on) | {"signed_on": signed_on}
        case event if row is not None:
            row = row | _changed(row, event)
        case event:
            raise ValueError(f"{type(event).__name__} before its decree")
    by = recorded.act.office
    return row | {
        "version": recorded.version,
        "position": recorded.position,
        "offices": sorted({*row["offices"], *row["signatories"], *([] if by is None else [by])}),
    }


def _begun(recorded: Recorded[Any], office: UUID, number: str, effective_on: date) -> Row:
    return {
        "office": office,
        "number": number,
        "effective_on": effective_on,
        "offices": [office],
        "signatories": [],
        "awaits": None,
        "first_position": recorded.position,
    }


def _changed(row: Row, event: object) -> Row:
    match event:
        case DraftAmended(effective_on=effective_on):
            return {"effective_on": effective_on}
        case DecreePutForSignature(offices):
            return {"stage": "SIGNING", "signatories": list(offices), "awaits": offices[0]}
        case DecreeInitialled(by):
            following = row["signatories"][row["signatories"].index(by) + 1 :]
            return {"awaits": following[0] if following else None}
        case DecreeReturned():
            return {"stage": "DRAFT", "awaits": None}
        case DecreeSigned(signed_on):
            return {"stage": "ISSUED", "signed_on": signed_on, "awaits": None}
        case DraftAbandoned():
            return {"stage": "ABANDONED", "awaits": None}
    return {}


def _fold_people(connection: psycopg.Connection[Any], batch: Batch) -> None:
    revoked = [each.stream for each in batch if isinstance(each.event, DecreeRevoked)]
    decrees = {each.stream for each in batch if not isinstance(each.event, DecreeRevoked)}
    if revoked:
        found = connection.execute("SELECT decree FROM decree_people WHERE transfer = ANY(%s)", (revoked,))
        decrees |= {decree for (decree,) in found.fetchall()}
    people = Rows(connection, "decree_people", ("decree", "transfer"), list(decrees))
    for recorded in batch:
        day = counts_from(recorded.event, recorded.act)
        gone, made = _people(people, recorded)
        for key in gone:
            people.remove(key, recorded.position, day)
        for row in made:
            people.put(row, recorded.position, day)
    people.write()


def _people(people: Rows, recorded: Recorded[Any]) -> tuple[list[Key], list[Row]]:
    """Who is no longer in the annex, and how it stands with the others whom the event is about."""
    decree = recorded.stream
    match recorded.event:
        case TransferAnnexed(transfer, person):
            return [], [_person(decree, transfer, person, "ANNEXED")]
        case TransferStruck(transfer):
            return [(decree, transfer)], []
        case OutsideDecreeRecorded(people=placed):
            return [], [_person(decree, each.transfer, each.person, "IN_FORCE") for each in placed]
        case DecreeSigned(_, issued):
            return [], [
                row | {"state": "IN_FORCE" if row["transfer"] in issued else "LEFT_OUT"}
                for _, row in people
                if row["decree"] == decree
            ]
        case DecreeRevoked():
            return [], [
                row | {"state": "REVOKED"}
                for _, row in people
                if row["transfer"] == recorded.stream and row["state"] == "IN_FORCE"
            ]
    return [], []


def _person(decree: UUID, transfer: UUID, person: UUID, state: str) -> Row:
    return {"decree": decree, "transfer": transfer, "person": person, "state": state}


# The question


def decrees_of(
    connection: psycopg.Connection[Any],
    person: UUID,
    offices: list[UUID],
    overseen: list[UUID],
    before: int | None,
    limit: int,
    when: When | None = None,
) -> list[Row]:
    """Decrees these offices draft, sign or make, those of overseen agencies, and those issued for this person; newest first.

    `before` is the first_position of the last row seen. Of those of an earlier moment, the ones that are theirs to see now
    too.
    """
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(
            "SELECT d.*, "
            f"(SELECT count(*) FROM {stood('decree_people', when)} AS p WHERE p.decree = d.id) AS people, "
            f"(SELECT count(*) FROM {stood('decree_people', when)} AS p WHERE p.decree = d.id "
            "AND p.state = 'IN_FORCE') AS in_force "
            f"FROM {stood('decrees', when)} AS d LEFT JOIN {stood('offices', when)} AS d_o ON d_o.id = d.office "
            + ("" if when is None else _NOW)
            + f"WHERE {_concerns('d', when)} "
            + ("" if when is None else f"AND {_concerns('now', None)} ")
            + "AND (%(before)s::bigint IS NULL OR d.first_position < %(before)s) "
            "ORDER BY d.first_position DESC LIMIT %(limit)s",
            moment(when)
            | {
                "person": person,
                "offices": offices,
                "overseen": overseen,
                "before": before,
                "limit": limit,
            },
        ).fetchall()


_NOW: LiteralString = (
    "JOIN decrees AS now ON now.id = d.id LEFT JOIN offices AS now_o ON now_o.id = now.office "
)


def _concerns(decree: LiteralString, when: When | None) -> LiteralString:
    return (
        f"({decree}.offices && %(offices)s::uuid[] OR {decree}_o.agency = ANY(%(overseen)s::uuid[]) "
        f"OR EXISTS (SELECT FROM {stood('decree_people', when)} AS p WHERE p.decree = {decree}.id "
        "AND p.person = %(person)s AND p.state IN ('IN_FORCE', 'REVOKED')))"
    )
