"""What belongs to one agency, tried by another and by the nation's: everything a path or a question may name, and all there
is to read. Made from the OpenAPI document, as the rest of the matrix is.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

import cast
import httpx2 as httpx
import pytest
from cast import (
    CITY_ID,
    CITY_MATHS_ID,
    CITY_PERSONNEL,
    COLLEAGUES,
    LIBRARY_ID,
    MAYOR,
    MINISTER,
    NORTH_ID,
    NORTH_INSPECTORATE,
    NORTH_PERSONNEL,
    OFFICES,
    OLD_POST_ID,
    PEERS,
    REGENT,
    SECOND_MATHS_ID,
    SITI,
    SITI_PROFILE,
    official,
    on,
)
from test_access import OF_AN_AGENCY, OF_NOBODY, OPERATIONS, call, named_in
from test_decrees_over_http import drafted, waiting
from test_flags_over_http import advised_too_quickly
from test_plans import BKPSDM, BODY, sent
from web import Web

from domain.identity import OfficeKind, office_id, person_id
from domain.registry.person import PersonRegistered, PostAssumed
from projections.reports import REPORTS

DAY = on(2025, 6, 2)
ELSEWHERE = {"a teacher of the city": (COLLEAGUES[1], None)} | {
    str(kind): (official(kind, scope), office_id(kind, scope))
    for kind, scope in (
        (OfficeKind.INSPECTORATE, CITY_ID),
        CITY_PERSONNEL,
        MAYOR,
        (OfficeKind.BKN_HEAD, cast.NATION),
        MINISTER,
    )
}
TRIED = OF_AN_AGENCY - {"transfer_id", "decree_id"}  # these by more people, in test_access.py
IN_REGISTRIES = {"post_id", "unit_id", "office_id"}  # that they are there, everybody may know
OF_OFFICES = "/v1/lookups"  # the nation's overseer is told how often every office read, and of nobody whom it read about
OPEN = "any caller"  # where everybody finds the registry of agencies, units, posts and offices, and the law


@dataclass(frozen=True)
class North:
    """Something of everything the north has: a decree in preparation with one person in it, their case, a flag, a plan."""

    web: Web
    things: Mapping[str, str]
    etag: str

    @property
    def secrets(self) -> set[str]:
        """What nobody elsewhere is told in any answer: whom it is about, who acted, and what was done."""
        names = ("transfer_id", "decree_id", "plan_id", "flag_id", "person_id")
        people = {official(*held) for held in ((kind, NORTH_ID) for kind in OfficeKind)}
        people |= {official(OfficeKind.UNIT_HEAD, LIBRARY_ID), SITI, *PEERS}
        return (
            {self.things[name] for name in names}
            | set(map(str, people))
            | {SITI_PROFILE.nip, SITI_PROFILE.name}
        )

    @property
    def own(self) -> set[str]:
        """What of the north stands in open registries, and nowhere else."""
        units = {unit for unit, about in cast.UNITS.items() if about.agency == NORTH_ID}
        posts = {post for post, about in cast.POSTS.items() if about.unit in units}
        offices = {office for office, about in OFFICES.items() if about.described.agency == NORTH_ID}
        return self.secrets | set(map(str, (*units, *posts, *offices)))


@pytest.fixture
def north(web: Web) -> North:
    born = replace(cast.BUDI_PROFILE, nip="199001012015011009", name="Guru kota", agency=CITY_ID)
    web.happens(COLLEAGUES[1], PersonRegistered(born), PostAssumed(CITY_MATHS_ID, date(2019, 1, 1)))
    web.play(advised_too_quickly(), until="StartDuty")
    (flag, *_) = web.flags(DAY).values()
    (case,) = waiting(web, 1)
    decree = drafted(web, [case])
    begun = decree.shown(cast.act_of(*NORTH_PERSONNEL, on(2025, 3, 24)))
    plan = sent(web, "", BODY, BKPSDM).json()["id"]
    things = {
        "transfer_id": case,
        "decree_id": decree.id,
        "plan_id": plan,
        "flag_id": flag["id"],
        "person_id": str(person_id("archivist-0")),
        "post_id": str(OLD_POST_ID),
        "unit_id": str(LIBRARY_ID),
        "office_id": str(office_id(*REGENT)),
        "position": str(web.house.cases.history(UUID(case))[0].position),
    }
    web.house.runner.wait_for(web.head)
    assert things.keys() == OF_AN_AGENCY
    return North(web, things, begun.headers["ETag"])


def same(one: httpx.Response, other: httpx.Response) -> bool:
    return (one.status_code, one.content, one.headers) == (other.status_code, other.content, other.headers)


def test_whatever_a_path_names_of_another_agency_is_answered_as_if_there_were_none(north: North) -> None:
    """And nothing is recorded. Its own inspectorate finds all of it, so there is something to hide."""
    web = north.web
    found: dict[str, int] = {}
    inspector = web.headers(official(*NORTH_INSPECTORATE), DAY)
    for method, path, operation in OPERATIONS:
        if method == "GET" and named_in(path) & OF_AN_AGENCY:
            answer = call(web, method, path, operation, north.things, inspector)
            found[path] = answer.status_code
    # Answered to others of the north, or not yet: nothing is decreed, and no checkpoint signed.
    assert {path for path, status in found.items() if status != 200} == {
        "/v1/transfers/{transfer_id}/raters",
        "/v1/transfers/{transfer_id}/legality",
        "/v1/transfers/{transfer_id}/legality.html",
        "/v1/transfers/{transfer_id}/legality.pdf",
        "/v1/transfers/{transfer_id}/decisions/{decision}/desk",
        "/v1/transfers/{transfer_id}/documents/{kind}",
        "/v1/people/{person_id}/eligibility",
        "/v1/audit/proofs/{position}",
        "/v1/plans/{plan_id}",
    }
    before = web.head
    for who, (person, office) in ELSEWHERE.items():
        headers = web.headers(person, DAY, office)
        for method, path, operation in OPERATIONS:
            if not named_in(path) & TRIED or (method == "GET" and operation["x-access"] == OPEN):
                continue
            theirs = call(web, method, path, operation, north.things, headers, north.etag)
            nobodys = call(web, method, path, operation, {}, headers, north.etag)
            assert theirs.status_code in {403, 404}, (who, method, path, theirs.text)
            assert named_in(path) & IN_REGISTRIES or same(theirs, nobodys), (who, method, path, theirs.text)
    assert web.head == before


# What a question may name of an agency, and what its sender has of their own.
def _foreign(north: North) -> dict[str, str]:
    return {
        "agency": str(NORTH_ID),
        "case": north.things["transfer_id"],
        "person": north.things["person_id"],
        "actor": str(official(*NORTH_PERSONNEL)),
        "official": str(official(*REGENT)),
        "office": north.things["office_id"],
        "unit": str(LIBRARY_ID),
        "targetPost": str(OLD_POST_ID),
        "origin": str(NORTH_ID),
        "receiving": str(NORTH_ID),
        "originUnit": str(LIBRARY_ID),
        "receivingUnit": str(LIBRARY_ID),
    }


_NEEDED = {
    "agency": str(CITY_ID),
    "day": "2025-03-10",
    "to": "mutasi-2025.1",
    "targetPost": str(SECOND_MATHS_ID),
    "case": "",
}


_DIVIDED = ("agency", "unit", "office", "official")


def _asked(path: str, operation: Mapping[str, Any], north: North) -> Iterator[dict[str, str]]:
    """As its sender has it, of a report each, by whose it is; then with one thing of another agency's at a time."""
    named = {each["name"]: each for each in operation.get("parameters", ()) if each["in"] == "query"}
    foreign = _foreign(north)
    needed = {name: _NEEDED[name] or foreign[name] for name, each in named.items() if each.get("required")}
    if "{name}" in path:
        for report in REPORTS.values():
            divided = [each for each in _DIVIDED if each in report.dimensions]
            yield {"name": report.name} | ({"by": ",".join(divided)} if divided else {})
    else:
        yield needed
    yield from (needed | {name: foreign[name]} for name in named if name in foreign)


def _answers(
    north: North, person: UUID, *, foreign: bool
) -> Iterator[tuple[str, dict[str, str], Mapping[str, Any], httpx.Response]]:
    """To everything there is to read; `foreign`: also where something of another agency is named."""
    headers, others = north.web.headers(person, DAY), set(_foreign(north).values())
    for method, path, operation in OPERATIONS:
        if method != "GET" or named_in(path) & OF_AN_AGENCY:
            continue
        for asked in _asked(path, operation, north):
            if not foreign and others.intersection(asked.values()):
                continue
            address = path.format_map(OF_NOBODY | asked)
            params = {name: value for name, value in asked.items() if name != "name"}
            yield path, params, operation, north.web.client.get(address, headers=headers, params=params)


def test_nothing_there_is_to_read_tells_of_another_agency(north: North) -> None:
    """Lists, exports, reports, replays, pages of the trail and look-ups, as JSON, JSON Lines, CSV and XML alike."""
    unread = {path for method, path, _ in OPERATIONS if method == "GET" and not named_in(path) & OF_AN_AGENCY}
    for who, (person, _) in ELSEWHERE.items():
        for path, params, operation, answer in _answers(
            north, person, foreign=who == OfficeKind.INSPECTORATE
        ):
            assert answer.status_code in {200, 403, 404, 422}, (who, path, params, answer.text)
            if answer.status_code == 200:
                unread.discard(path)
            openly = operation["x-access"] in {OPEN, "public"} or path == OF_OFFICES
            hidden = north.secrets if openly else north.own
            told = {each for each in hidden - set(params.values()) if each in answer.text}
            assert not told, (who, path, params)
    # Asked about a case, which here is always the north's; and nobody has signed a checkpoint.
    assert unread == {"/v1/audit/replays", "/v1/audit/checkpoint"}, "what nobody is shown, shows nothing here"


def test_its_own_inspectorate_is_told(north: North) -> None:
    """The other half: in these answers stands what the others are not told."""
    told = {
        path
        for path, _, _, answer in _answers(north, official(*NORTH_INSPECTORATE), foreign=False)
        if north.things["transfer_id"] in answer.text
    }
    assert told >= {
        "/v1/transfers",
        "/v1/audit/events.jsonl",
        "/v1/audit/events.csv",
        "/v1/exports/ocel.json",
        "/v1/exports/events.xes",
    }
