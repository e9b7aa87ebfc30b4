"""Agencies, units, posts, offices and people as they stand today: where requests start, and who holds which office."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, Literal, LiteralString
from uuid import UUID

import psycopg
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb

from domain.act import Capacity
from domain.history import Recorded
from domain.needs.rounding import parts
from domain.policy import StepKind, TransferType
from domain.registry.agency import AgencyCorrected, AgencyRegistered
from domain.registry.delegation import AuthorityDelegated, Delegation, DelegationEnded
from domain.registry.office import OfficeAssigned, OfficeEstablished, OfficeRelinquished
from domain.registry.person import (
    AgencyChanged,
    PersonRegistered,
    PostAssumed,
    ProfileCorrected,
    TransferConcluded,
    TransferOpened,
)
from domain.registry.post import (
    PostDescription,
    PostEstablished,
    PostRevised,
    SeatHeld,
    SeatReleased,
    SeatRestored,
    SeatTaken,
    SeatVacated,
    WorkloadAnalysed,
)
from domain.registry.tenure import ActingTerm, Tenure
from domain.registry.unit import UnitCorrected, UnitKind, UnitRegistered
from projections.past import When, fold_each, moment, stood
from projections.projection import Batch
from projections.table import Row

_AGENCIES = (AgencyRegistered, AgencyCorrected)
_UNITS = (UnitRegistered, UnitCorrected)
_POSTS = (
    PostEstablished,
    PostRevised,
    SeatTaken,
    SeatRestored,
    SeatVacated,
    SeatHeld,
    SeatReleased,
    WorkloadAnalysed,
)
_PEOPLE = (
    PersonRegistered,
    ProfileCorrected,
    PostAssumed,
    AgencyChanged,
    TransferOpened,
    TransferConcluded,
)
_OFFICES = (OfficeEstablished, OfficeAssigned, OfficeRelinquished, AuthorityDelegated, DelegationEnded)


class Directory:
    name = "directory"
    version = 6
    kinds: tuple[type, ...] = (*_AGENCIES, *_UNITS, *_POSTS, *_OFFICES, *_PEOPLE)
    tables: LiteralString = """
        CREATE TABLE agencies (id uuid PRIMARY KEY, code text, name text, kind text, province uuid, zone text,
            region_code text, since bigint, counts_from date);
        CREATE TABLE agencies_past (LIKE agencies, until bigint, counts_until date, PRIMARY KEY (id, since));
        CREATE TABLE units (id uuid PRIMARY KEY, code text, name text, agency uuid, regional_office uuid, level int,
            kind text, since bigint, counts_from date);
        CREATE TABLE units_past (LIKE units, until bigint, counts_until date, PRIMARY KEY (id, since));
        CREATE INDEX ON units (agency);
        CREATE INDEX ON units_past (agency);
        CREATE TABLE posts (id uuid PRIMARY KEY, code text, unit uuid, position text, kind text, seats int,
            required int, mapped int[], occupants uuid[], held jsonb, education_levels text[], educations text[], certificates text[],
            since bigint, counts_from date);
        CREATE TABLE posts_past (LIKE posts, until bigint, counts_until date, PRIMARY KEY (id, since));
        CREATE INDEX ON posts (unit, id);
        CREATE INDEX ON posts_past (unit, id);
        CREATE INDEX ON posts (kind, unit) WHERE seats > cardinality(occupants);
        CREATE TABLE offices (id uuid PRIMARY KEY, kind text, title text, agency uuid, scope uuid, tenures jsonb,
            delegations jsonb, since bigint, counts_from date);
        CREATE TABLE offices_past (LIKE offices, until bigint, counts_until date, PRIMARY KEY (id, since));
        CREATE INDEX ON offices USING gin (tenures jsonb_path_ops);
        CREATE INDEX ON offices USING gin (delegations jsonb_path_ops);
        CREATE INDEX ON offices_past USING gin (tenures jsonb_path_ops);
        CREATE INDEX ON offices (agency);
        CREATE INDEX ON offices_past (agency);
        CREATE TABLE people (id uuid PRIMARY KEY, nip text, name text, agency uuid, post uuid, live_transfer uuid,
            since bigint, counts_from date);
        CREATE TABLE people_past (LIKE people, until bigint, counts_until date, PRIMARY KEY (id, since));
        CREATE INDEX ON people (nip);
    """
    drop: LiteralString = (
        "DROP TABLE IF EXISTS agencies, agencies_past, units, units_past, posts, posts_past, "
        "offices, offices_past, people, people_past"
    )

    def apply(self, connection: psycopg.Connection[Any], batch: Batch) -> None:
        fold_each(connection, _TABLES, batch)


# How the rows change


def _agency(_: Row | None, recorded: Recorded[Any]) -> Row:
    agency = recorded.event.agency
    return {
        "code": agency.code,
        "name": agency.name,
        "kind": agency.kind,
        "province": agency.province,
        "zone": agency.zone,
        "region_code": agency.region_code,
    }


def _unit(_: Row | None, recorded: Recorded[Any]) -> Row:
    unit = recorded.event.unit
    return {
        "code": unit.code,
        "name": unit.name,
        "agency": unit.agency,
        "regional_office": unit.regional_office,
        "level": unit.level,
        "kind": unit.kind,
    }


def _post(row: Row | None, recorded: Recorded[Any]) -> Row:
    match recorded.event:
        case PostEstablished(post) | PostRevised(post):
            mapped = _mapped(post)
            seats: Row = row or {"occupants": [], "held": {}}
            same = row is not None and row["mapped"] == mapped  # a workload analysis since then still counts
            return (row or {}) | {
                "code": post.code,
                "unit": post.unit,
                "position": post.position.name,
                "kind": post.position.kind,
                "seats": post.seats,
                "required": row["required"] if row is not None and same else post.required,
                "mapped": mapped,
                "education_levels": list(post.position.education_levels),
                "educations": list(post.position.educations),
                "certificates": list(post.position.certificates),
                "occupants": seats["occupants"],
                "held": seats["held"],
            }
        case WorkloadAnalysed(analysis) if row is not None:
            required = parts(analysis.workload.required, 100)
            return row | {"required": required}
        case event if row is not None:
            occupants: list[UUID] = list(row["occupants"])
            held: dict[str, str] = dict(row["held"])
            match event:
                case SeatTaken(person) | SeatRestored(person):
                    occupants = [*(each for each in occupants if each != person), person]
                    held = {transfer: taker for transfer, taker in held.items() if taker != str(person)}
                case SeatVacated(person):
                    occupants = [each for each in occupants if each != person]
                case SeatHeld(transfer, person):
                    held[str(transfer)] = str(person)
                case SeatReleased(transfer):
                    held.pop(str(transfer), None)
            return row | {"occupants": occupants, "held": held}
        case event:
            raise ValueError(f"{type(event).__name__} before its post")


def _mapped(post: PostDescription) -> list[int | None]:
    """The need as the position map has it, with what it was counted from."""
    workload = post.workload
    counted = (None, None) if workload is None else (workload.minutes, workload.effective_minutes)
    return [post.required, *counted]


def _office(row: Row | None, recorded: Recorded[Any]) -> Row:
    match recorded.event:
        case OfficeEstablished(office):
            return {
                "kind": office.kind,
                "title": office.title,
                "agency": office.agency,
                "scope": office.scope,
                "tenures": [],
                "delegations": [],
            }
        case event if row is not None:
            tenures: list[Row] = list(row["tenures"])
            delegations: list[Row] = list(row["delegations"])
            match event:
                case OfficeAssigned(tenure):
                    tenures.append(
                        {
                            "person": str(tenure.person),
                            "capacity": tenure.capacity,
                            "since": tenure.since.isoformat(),
                            "until": None if tenure.until is None else tenure.until.isoformat(),
                        }
                    )
                case OfficeRelinquished(person, on):
                    tenures = [
                        each | {"until": on.isoformat()}
                        if each["person"] == str(person) and _covers(each, on)
                        else each
                        for each in tenures
                    ]
                case AuthorityDelegated(delegation):
                    delegations.append(_told(delegation))
                case DelegationEnded(number, on):
                    delegations = [
                        _told(_delegation(each).ended(on)) if each["number"] == number else each
                        for each in delegations
                    ]
            return row | {"tenures": tenures, "delegations": delegations}
        case event:
            raise ValueError(f"{type(event).__name__} before its office")


def _person(row: Row | None, recorded: Recorded[Any]) -> Row:
    match recorded.event:
        case PersonRegistered(profile) | ProfileCorrected(profile):
            blank: Row = {"nip": "", "name": "", "agency": None, "post": None, "live_transfer": None}
            return (row or blank) | {"nip": profile.nip, "name": profile.name, "agency": profile.agency}
        case PostAssumed(post) if row is not None:
            return row | {"post": post}
        case AgencyChanged(agency) if row is not None:
            return row | {"agency": agency}
        case TransferOpened(transfer) if row is not None:
            return row | {"live_transfer": transfer}
        case TransferConcluded() if row is not None:
            return row | {"live_transfer": None}
        case event:
            raise ValueError(f"{type(event).__name__} before registration")


def _covers(tenure: Row, day: date) -> bool:
    until = tenure["until"]
    return date.fromisoformat(tenure["since"]) <= day and (until is None or day <= date.fromisoformat(until))


def _told(delegation: Delegation) -> Row:
    return {
        "number": delegation.number,
        "to": str(delegation.to),
        "types": list(delegation.types),
        "kinds": list(delegation.kinds),
        "since": delegation.since.isoformat(),
        "until": delegation.until.isoformat(),
    }


def _delegation(told: Row) -> Delegation:
    return Delegation(
        told["number"],
        UUID(told["to"]),
        tuple(map(TransferType, told["types"])),
        tuple(map(StepKind, told["kinds"])),
        date.fromisoformat(told["since"]),
        date.fromisoformat(told["until"]),
    )


def _holds(told: Row, day: date, term: ActingTerm) -> bool:
    since, until = date.fromisoformat(told["since"]), told["until"]
    tenure = Tenure(
        UUID(told["person"]),
        Capacity(told["capacity"]),
        since,
        None if until is None else date.fromisoformat(until),
    )
    return tenure.covers(day) and not term.has_run_out(tenure, day)


_TABLES = (
    ("agencies", _AGENCIES, _agency),
    ("units", _UNITS, _unit),
    ("posts", _POSTS, _post),
    ("offices", _OFFICES, _office),
    ("people", _PEOPLE, _person),
)


# The questions


def _ask(connection: psycopg.Connection[Any], query: LiteralString, *values: object) -> list[Row]:
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(query, values).fetchall()


def _ask_at(
    connection: psycopg.Connection[Any], when: When | None, query: LiteralString, **values: object
) -> list[Row]:
    """Of the tables as they stood, where a moment is given."""
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(query, moment(when) | values).fetchall()


def offices_held(
    connection: psycopg.Connection[Any],
    person: UUID,
    day: date,
    term: ActingTerm,
    when: When | None = None,
) -> list[Row]:
    """The offices a person holds that day, each with the capacity; not as acting official beyond the term."""
    rows = _ask_at(
        connection,
        when,
        f"SELECT id, kind, title, agency, scope, tenures FROM {stood('offices', when)} AS o "
        "WHERE tenures @> %(holder)s ORDER BY title, id",
        holder=Jsonb([{"person": str(person)}]),
    )
    held = []
    for row in rows:
        tenures = [t for t in row.pop("tenures") if t["person"] == str(person) and _holds(t, day, term)]
        tenures.sort(key=lambda t: t["capacity"] == Capacity.MEMBER)  # who is more than a member acts as that
        held += [row | {"capacity": tenure["capacity"]} for tenure in tenures[:1]]
    return held


def delegated_to(connection: psycopg.Connection[Any], offices: list[UUID], day: date) -> list[Row]:
    """The offices that have these do something in their name that day, with the `delegations` to each `delegate`."""
    found = []
    for delegate in offices:
        rows = _ask(
            connection,
            "SELECT id, kind, agency, delegations FROM offices WHERE delegations @> %s ORDER BY id",
            Jsonb([{"to": str(delegate)}]),
        )
        for row in rows:
            known = map(_delegation, row.pop("delegations"))
            in_force = [each for each in known if each.to == delegate and each.is_in_force(day)]
            found += [row | {"delegate": delegate, "delegations": in_force}] if in_force else []
    return found


def delegations_of(
    connection: psycopg.Connection[Any], office: UUID, when: When | None = None
) -> list[Row] | None:
    """What an office has delegated, the latest last; None where there is no such office."""
    query: LiteralString = f"SELECT delegations FROM {stood('offices', when)} AS o WHERE id = %(office)s"
    rows = _ask_at(connection, when, query, office=office)
    return [dict(each) for each in rows[0]["delegations"]] if rows else None


def offices_of(
    connection: psycopg.Connection[Any],
    agency: UUID,
    after: UUID | None,
    limit: int,
    when: When | None = None,
) -> list[Row]:
    return _ask_at(
        connection,
        when,
        f"SELECT id, kind, title, agency, scope FROM {stood('offices', when)} AS o WHERE agency = %(agency)s "
        "AND (%(after)s::uuid IS NULL OR id > %(after)s) ORDER BY id LIMIT %(limit)s",
        agency=agency,
        after=after,
        limit=limit,
    )


def office_holders(
    connection: psycopg.Connection[Any], office: UUID, day: date, term: ActingTerm
) -> list[UUID]:
    """Who holds an office that day."""
    rows = _ask(connection, "SELECT tenures FROM offices WHERE id = %s", office)
    return [UUID(t["person"]) for row in rows for t in row["tenures"] if _holds(t, day, term)]


def agencies(
    connection: psycopg.Connection[Any], after: str, limit: int, when: When | None = None
) -> list[Row]:
    return _ask_at(
        connection,
        when,
        f"SELECT id, code, name, kind, province FROM {stood('agencies', when)} AS a WHERE code > %(after)s "
        "ORDER BY code LIMIT %(limit)s",
        after=after,
        limit=limit,
    )


def posts_of(
    connection: psycopg.Connection[Any],
    agency: UUID,
    after: UUID | None,
    limit: int,
    *,
    only_free: bool,
    when: When | None = None,
) -> list[Row]:
    """Posts of an agency with their seats; gaps in hundredths of a person."""
    rows = _ask_at(
        connection,
        when,
        "SELECT p.id, p.position, p.kind, u.name AS unit, p.seats, p.required, cardinality(p.occupants) AS occupied, "
        "(SELECT count(*) FROM jsonb_object_keys(p.held)) AS held "
        f"FROM {stood('posts', when)} AS p JOIN {stood('units', when)} AS u ON u.id = p.unit "
        "WHERE u.agency = %(agency)s AND (%(after)s::uuid IS NULL OR p.id > %(after)s) "
        "AND (NOT %(only_free)s OR p.seats > cardinality(p.occupants) "
        "+ (SELECT count(*) FROM jsonb_object_keys(p.held))) ORDER BY p.id LIMIT %(limit)s",
        agency=agency,
        after=after,
        only_free=only_free,
        limit=limit,
    )
    for row in rows:
        row["free"] = row["seats"] - row["occupied"] - row["held"]
        row["gap"] = None if row["required"] is None else 100 * row["occupied"] - row.pop("required")
        row.pop("required", None)
    return rows


def sitting_in(
    connection: psycopg.Connection[Any], unit: UUID, but: Collection[UUID], after: UUID | None, limit: int
) -> list[Row]:
    """Who sits in which of the unit's posts, but those named."""
    return _ask(
        connection,
        "SELECT person, p.id AS post FROM posts AS p, unnest(p.occupants) AS person WHERE p.unit = %s "
        "AND person <> ALL(%s) AND (%s::uuid IS NULL OR person > %s) ORDER BY person LIMIT %s",
        unit,
        list(but),
        after,
        after,
        limit,
    )


def fitting_seats(
    connection: psycopg.Connection[Any],
    agencies: Sequence[UUID],
    kind: str,
    education: tuple[str, str],
    certificates: Sequence[str],
    but: Sequence[UUID],
    limit: int,
    when: When | None = None,
) -> list[Row]:
    """Posts of that kind in ordinary units with a free seat and a shortage, for somebody of that education (level, code) who holds these
    certificates; but not those named. The greatest need first; gaps in hundredths of a person.
    """
    level, code = education
    return _ask_at(
        connection,
        when,
        "SELECT p.id, p.position, u.name AS unit, a.name AS agency, 100 * cardinality(p.occupants) - p.required AS gap "
        f"FROM {stood('agencies', when)} AS a JOIN {stood('units', when)} AS u ON u.agency = a.id "
        f"JOIN {stood('posts', when)} AS p ON p.unit = u.id WHERE a.id = ANY(%(agencies)s) AND u.kind = %(ordinary)s "
        "AND p.kind = %(kind)s AND 100 * cardinality(p.occupants) < p.required "
        "AND p.seats > cardinality(p.occupants) + (SELECT count(*) FROM jsonb_object_keys(p.held)) "
        "AND (p.education_levels = '{}' OR %(level)s = ANY(p.education_levels)) "
        "AND (p.educations = '{}' OR %(code)s = ANY(p.educations)) AND p.certificates <@ %(certificates)s::text[] "
        "AND p.id <> ALL(%(but)s) ORDER BY gap, p.id LIMIT %(limit)s",
        agencies=list(agencies),
        ordinary=UnitKind.ORDINARY,
        kind=kind,
        level=level,
        code=code,
        certificates=list(certificates),
        but=list(but),
        limit=limit,
    )


def person_by_nip(connection: psycopg.Connection[Any], nip: str) -> Row | None:
    rows = _ask(connection, "SELECT id, name, agency, post, live_transfer FROM people WHERE nip = %s", nip)
    return rows[0] if rows else None


def names_of(
    connection: psycopg.Connection[Any], people: list[UUID], when: When | None = None
) -> dict[UUID, str]:
    query: LiteralString = f"SELECT id, name FROM {stood('people', when)} AS p WHERE id = ANY(%(people)s)"
    return {row["id"]: row["name"] for row in _ask_at(connection, when, query, people=people)}


def agency_of(connection: psycopg.Connection[Any], person: UUID, when: When | None = None) -> UUID | None:
    """The agency somebody belongs to; None for who was never registered."""
    query: LiteralString = f"SELECT agency FROM {stood('people', when)} AS p WHERE id = %(person)s"
    rows = _ask_at(connection, when, query, person=person)
    return rows[0]["agency"] if rows else None


def agency_name(connection: psycopg.Connection[Any], agency: UUID, when: When | None = None) -> str:
    query: LiteralString = f"SELECT name FROM {stood('agencies', when)} AS a WHERE id = %(agency)s"
    rows = _ask_at(connection, when, query, agency=agency)
    return str(rows[0]["name"]) if rows else ""


def seats_of(connection: psycopg.Connection[Any], posts: list[UUID], when: When | None = None) -> list[Row]:
    """How many seats these posts have, and how many of them are neither occupied nor held."""
    return _ask_at(
        connection,
        when,
        "SELECT id, seats, seats - cardinality(occupants) - (SELECT count(*) FROM jsonb_object_keys(held)) AS free "
        f"FROM {stood('posts', when)} AS p WHERE id = ANY(%(posts)s) ORDER BY id",
        posts=posts,
    )


def units_of(
    connection: psycopg.Connection[Any], posts: Sequence[UUID], when: When | None = None
) -> dict[UUID, UUID]:
    """In which unit each of these posts is."""
    query: LiteralString = f"SELECT id, unit FROM {stood('posts', when)} AS p WHERE id = ANY(%(ids)s)"
    return {row["id"]: row["unit"] for row in _ask_at(connection, when, query, ids=list(posts))}


Kinded = Literal["units", "offices"]


def known_as(
    connection: psycopg.Connection[Any], table: Kinded, ids: Sequence[UUID], when: When | None = None
) -> dict[UUID, Row]:
    """Of what kind these are, and of which agency."""
    query: LiteralString = f"SELECT id, kind, agency FROM {stood(table, when)} AS t WHERE id = ANY(%(ids)s)"
    return {row["id"]: row for row in _ask_at(connection, when, query, ids=list(ids))}
