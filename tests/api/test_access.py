"""Who sees what. The matrix is made from the OpenAPI document, so an operation without a rule fails here."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID, uuid4

import cast
import httpx2 as httpx
import pytest
from cast import (
    BUDI,
    CITY_ID,
    CITY_PERSONNEL,
    COLLEAGUES,
    GOVERNOR,
    HEALTH_HEAD,
    KANREG,
    LIBRARY_HEAD,
    LIBRARY_ID,
    MAYOR,
    MINISTER,
    NORTH_ID,
    NORTH_INSPECTORATE,
    NORTH_PERSONNEL,
    PEERS,
    REGENT,
    SITI,
    SITI_PROFILE,
    official,
    on,
)
from contents import pdf
from stories import balancing_move, teacher_moves_to_the_city
from test_decrees_over_http import BKPSDM, drafted, waiting
from web import Web

from api.app import create_app
from api.settings import Mode, Settings
from domain.identity import OfficeKind, office_id, person_id
from domain.policy import Duty, Insight

DAY = on(2025, 3, 17)
DOCUMENT = create_app(Settings(mode=Mode.DEMO), lambda: None).openapi()  # type: ignore[arg-type, return-value]
OPERATIONS = [
    (method.upper(), path, operation)
    for path, operations in DOCUMENT["paths"].items()
    for method, operation in operations.items()
]
ON_A_CASE = [(method, path, operation) for method, path, operation in OPERATIONS if "{transfer_id}" in path]
ON_A_DECREE = [(method, path, operation) for method, path, operation in OPERATIONS if "{decree_id}" in path]
NAMED = [f"{method} {path}" for method, path, _ in OPERATIONS]

# Nobody of these has to do with Siti's case while her origin and the receiving office are asked.
STRANGERS: dict[str, tuple[UUID, UUID | None]] = {
    "another civil servant": (BUDI, None),
    "somebody without any office": (person_id("nobody"), None),
    "a colleague who was not asked": (COLLEAGUES[0], None),
} | {
    kind: (official(*office), office_id(*office))
    for kind, office in {
        "the mayor of another city": MAYOR,
        "another personnel office": CITY_PERSONNEL,
        "the inspectorate of another agency": (OfficeKind.INSPECTORATE, CITY_ID),
        "the auditor of another agency": (OfficeKind.AUDITOR, CITY_ID),
        "the regent, whose turn has not come": REGENT,
        "the governor": GOVERNOR,
        "the minister": MINISTER,
        "BKN": KANREG,
        "the superior at the origin, as head of unit": (OfficeKind.UNIT_HEAD, cast.SCHOOL_ID),
    }.items()
}


# What a path may name: things of an agency, of which the matrix tries one of another's, and what is the same for everybody.
OF_AN_AGENCY = {
    "transfer_id",
    "decree_id",
    "plan_id",
    "flag_id",
    "person_id",
    "post_id",
    "unit_id",
    "office_id",
    "position",
}
OF_NOBODY = {
    "months": "3",
    "kind": "D03",
    "version": "mutasi-2025.1",
    "decision": "2",
    "type": "INTRA_INSTANSI",
    "name": "steps",
    "file": "table.csv",
}


def named_in(path: str) -> set[str]:
    return set(re.findall(r"{(\w+)}", path))


def call(
    web: Web,
    method: str,
    path: str,
    operation: dict[str, Any],
    things: Mapping[str, str],
    headers: dict[str, str],
    etag: str = '"1.O.' + "0" * 64 + '"',
) -> httpx.Response:
    """An operation with the document's own example, about these things, or about such as nobody has."""
    nobodys = {name: str(uuid4()) for name in OF_AN_AGENCY} | {"position": "999999"}
    address = path.format_map(nobodys | OF_NOBODY | things)
    asked = {"agency": str(NORTH_ID), "day": "2025-03-10", "to": "mutasi-2025.1"}
    asked["targetPost"] = str(cast.CITY_MATHS_ID)
    named = {p["name"] for p in operation.get("parameters", ())}
    params = {name: value for name, value in asked.items() if name in named}
    if method == "GET":
        return web.client.get(address, headers=headers, params=params)
    if "application/octet-stream" in operation["requestBody"]["content"]:
        return web.client.post(address, headers=headers, content=pdf())
    body = operation["requestBody"]["content"]["application/json"]["example"]
    headers = headers | {"Idempotency-Key": str(uuid4()), "If-Match": etag}
    return web.client.post(address, headers=headers, json=body)


@pytest.fixture
def siti_waits(web: Web) -> Web:
    """Her case is before both heads; Budi's has just begun, in other hands."""
    other = Web(web.client, web.key, web.house)
    other.play(teacher_moves_to_the_city(), until="VerifyFile")
    web.play(balancing_move(), until="origin_release")
    web.house.runner.wait_for(web.head)
    return web


def test_the_matrix_can_fill_every_path() -> None:
    """A new name in a path is an agency's, and is tried with another's; or it is nobody's, and says so here."""
    assert {name for _, path, _ in OPERATIONS for name in named_in(path)} == OF_AN_AGENCY | OF_NOBODY.keys()


def test_every_operation_states_who_may_call_it() -> None:
    assert len(OPERATIONS) > 35
    for (_, _, operation), name in zip(OPERATIONS, NAMED, strict=True):
        assert operation.get("x-access"), name
        public = operation["x-access"] == "public"
        assert bool(operation.get("security")) is not public, name


def test_an_office_that_the_policy_names_is_told_by_its_duty_or_insight() -> None:
    """So that the document is true under every version of the law."""
    told = [operation for _, _, operation in OPERATIONS]
    assert {each["x-duty"] for each in told if "x-duty" in each} == set(Duty)
    assert {each["x-insight"] for each in told if "x-insight" in each} == set(Insight)
    for operation, name in zip(told, NAMED, strict=True):
        rule, named = operation["x-access"], operation.get("x-duty") or operation.get("x-insight")
        assert rule.endswith("by the policy") is (named is not None), name
        assert named is None or f" {named} " in rule, name
        assert not re.search("personnel|appointing|inspectorate|auditor|BKN|minist|govern", rule), (
            name,
            rule,
        )
    assert "`GET /v1/policies/{version}`" in DOCUMENT["info"]["description"]
    assert "/v1/policies/{version}" in DOCUMENT["paths"]


def test_every_operation_but_the_public_ones_asks_for_a_token(siti_waits: Web) -> None:
    before = siti_waits.head
    for (method, path, operation), name in zip(OPERATIONS, NAMED, strict=True):
        answer = call(siti_waits, method, path, operation, {"transfer_id": siti_waits.transfer}, {})
        expected = 200 if operation["x-access"] == "public" else 401
        assert answer.status_code == expected, name
    assert siti_waits.head == before


@pytest.mark.parametrize("who", STRANGERS)
def test_to_a_stranger_the_case_does_not_exist(siti_waits: Web, who: str) -> None:
    """For every operation the answer about a case they have nothing to do with is that about one nobody has."""
    web, (person, office) = siti_waits, STRANGERS[who]
    before = web.head
    stolen = web.seen(cast.act_of(*LIBRARY_HEAD, DAY))
    headers = web.headers(person, DAY, office)
    for method, path, operation in ON_A_CASE:
        for etag in (stolen,) if office else (stolen, '"1.O.' + "0" * 64 + '"'):
            hers = call(web, method, path, operation, {"transfer_id": web.transfer}, headers, etag)
            nobodys = call(web, method, path, operation, {}, headers, etag)
            assert hers.status_code == 404, (method, path, hers.text)
            assert (hers.content, hers.headers) == (nobodys.content, nobodys.headers), (method, path)
    assert web.head == before


@pytest.mark.parametrize("who", sorted(STRANGERS.keys() - {"the regent, whose turn has not come"}))
def test_to_a_stranger_a_decree_in_preparation_does_not_exist(web: Web, who: str) -> None:
    (person, office), decree = STRANGERS[who], drafted(web, waiting(web, 1))
    etag, before = decree.shown(BKPSDM).headers["ETag"], web.head
    headers = web.headers(person, BKPSDM.at, office)
    assert len(ON_A_DECREE) > 9
    for method, path, operation in ON_A_DECREE:
        theirs = call(web, method, path, operation, {"decree_id": decree.id}, headers, etag)
        nobodys = call(web, method, path, operation, {}, headers, etag)
        assert theirs.status_code == 404, (method, path, theirs.text)
        assert (theirs.content, theirs.headers) == (nobodys.content, nobodys.headers), (method, path)
    assert web.head == before


def test_in_no_list_does_a_stranger_find_it(siti_waits: Web) -> None:
    web = siti_waits
    for who, (person, office) in STRANGERS.items():
        for path in ("/v1/transfers", "/v1/me/transfers", "/v1/inbox", "/v1/me"):
            for acting in {None, office}:
                headers = web.headers(person, DAY, acting)
                answer = web.client.get(path, headers=headers, params={"after": web.head})
                assert answer.status_code == 200, who
                assert web.transfer not in answer.text, (who, path)
                assert str(SITI) not in answer.text, (who, path)


def test_who_has_to_do_with_it_finds_it(siti_waits: Web) -> None:
    """The other half of the matrix: it is not hidden from those whose case it is."""
    web = siti_waits
    involved = {
        "herself": SITI,
        "the personnel office that asked": official(*NORTH_PERSONNEL),
        "the origin": official(*LIBRARY_HEAD),
        "the receiving office": official(*HEALTH_HEAD),
        "the inspectorate of the agency": official(*NORTH_INSPECTORATE),
        "the auditor of the agency": official(OfficeKind.AUDITOR, NORTH_ID),
    }
    for who, person in involved.items():
        assert web.get(web.case, person, DAY).status_code == 200, who
        assert web.get(f"{web.case}/history", person, DAY).status_code == 200, who
        listed = web.get("/v1/transfers", person, DAY).json()["items"]
        assert web.transfer in {item["id"] for item in listed}, who


def test_an_office_loses_sight_of_it_with_its_holder(siti_waits: Web) -> None:
    """Sight goes with the office: the day before and after one's time there is nothing to see."""
    head = official(*LIBRARY_HEAD)
    assert siti_waits.get(siti_waits.case, head, on(2020, 12, 31)).status_code == 404
    assert siti_waits.get(siti_waits.case, head, on(2021, 1, 4)).status_code == 200


def test_an_inbox_is_asked_for_by_its_holder_only(siti_waits: Web) -> None:
    answer = siti_waits.get("/v1/inbox", BUDI, DAY, office=office_id(*LIBRARY_HEAD))
    assert (answer.status_code, answer.json()["type"]) == (403, "urn:jejak:problem:OfficeNotHeld")


def test_a_person_is_looked_up_by_a_personnel_office_only(web: Web) -> None:
    search = {"nip": SITI_PROFILE.nip}
    for person in (SITI, BUDI, official(*REGENT), official(*NORTH_INSPECTORATE)):
        answer = web.client.post("/v1/people/searches", json=search, headers=web.headers(person, DAY))
        assert (answer.status_code, SITI_PROFILE.name in answer.text) == (403, False)
    officer = web.headers(official(*NORTH_PERSONNEL), DAY)
    assert web.client.post("/v1/people/searches", json=search, headers=officer).json()["id"] == str(SITI)
    nobody = web.client.post("/v1/people/searches", json={"nip": "1" * 18}, headers=officer)
    assert (nobody.status_code, "1" * 18 in nobody.text) == (404, False)


# Within a case


PEER_SAYS = [f"Rahasia rekan {n}" for n in range(3)]
SUPERIOR = official(OfficeKind.UNIT_HEAD, LIBRARY_ID)


@pytest.fixture
def rated(web: Web) -> Web:
    """Siti's case with feedback given, each peer in words of their own."""
    web.play(balancing_move(), until="GiveFeedback")
    given = (command_and_act for command_and_act in balancing_move() if hasattr(command_and_act[0], "scores"))
    for command, act in given:
        if hasattr(command, "months"):
            break
        words = PEER_SAYS[PEERS.index(act.by)] if act.by in PEERS else command.text  # type: ignore[union-attr]
        said = type(command)(command.scores, "Rahasia atasan" if act.by == SUPERIOR else words)  # type: ignore[call-arg, union-attr]
        assert web.post(said, act).status_code == 201
    return web


def everything_shown_to(web: Web, person: UUID, at: object) -> Iterator[str]:
    """All this person can get from the service about the case, also what an error would tell."""
    lists = ("/v1/transfers", "/v1/me/transfers", "/v1/me", "/v1/inbox")
    for path in (web.case, f"{web.case}/history", f"{web.case}/replay", *lists):
        yield web.get(path, person, at, after=web.head).text  # type: ignore[arg-type]


@pytest.mark.parametrize("until", ["CloseFeedback", "decree", None])
def test_the_person_never_learns_which_peers_were_asked_nor_what_they_said(
    rated: Web, until: str | None
) -> None:
    story = list(balancing_move())
    closing = next(n for n, (command, _) in enumerate(story) if type(command).__name__ == "CloseFeedback")
    rated.play(story[closing:], until=until)
    shown = " ".join(everything_shown_to(rated, SITI, on(2026, 5, 1)))
    assert rated.transfer in shown
    for peer in PEERS:
        assert str(peer) not in shown
    for words in PEER_SAYS:
        assert words not in shown
    closed = until != "CloseFeedback"
    assert ("Rahasia atasan" in shown) is closed
    feedback = rated.shown(SITI).json()["facts"]["feedback"]
    assert len(feedback) == 7
    told = {each["role"] for each in feedback if each["text"] is not None}
    assert told == ({"SUBJECT", "SUPERIOR", "ORIGIN_UNIT", "RECEIVING_UNIT"} if closed else {"SUBJECT"})


def test_a_peer_cannot_be_told_from_the_command_or_the_time_in_the_persons_history(rated: Web) -> None:
    items = rated.get(f"{rated.case}/history", SITI, after=rated.head, limit=200).json()["items"]
    given = [item for item in items if item["event"] == "FeedbackGiven"]
    others = [item for item in given if item["person"] is None]
    assert len(given) == 7
    assert len(others) == 4, "two offices answered for the units"
    assert {item["command"] for item in others} == {None}
    assert len({item["seenDigest"] for item in others}) == 1, "all raters see the same"


def test_officials_read_what_peers_said_without_who_said_it(rated: Web) -> None:
    """Only once it is closed with enough answers, and in an order that does not tell."""
    officer = official(*NORTH_PERSONNEL)
    before = rated.shown(officer, DAY).json()["facts"]["feedback"]
    assert all(each["text"] is None for each in before if each["role"] == "PEER")
    story = list(balancing_move())
    closing = next(n for n, (command, _) in enumerate(story) if type(command).__name__ == "CloseFeedback")
    rated.play(story[closing : closing + 1])
    peers = [e for e in rated.shown(officer, DAY).json()["facts"]["feedback"] if e["role"] == "PEER"]
    assert [each["text"] for each in peers] == PEER_SAYS
    assert {each["rater"] for each in peers} == {None}
    assert not any(str(peer) in json.dumps(peers) for peer in PEERS)


def test_a_rater_sees_whom_it_is_about_and_no_more(web: Web) -> None:
    web.play(balancing_move(), until="GiveFeedback")
    rater = PEERS[0]
    shown = web.shown(rater, on(2025, 3, 13))
    case = shown.json()
    assert set(case["facts"]) == {"id", "type", "person", "target", "competences"}
    assert case["facts"]["person"] == {"id": str(SITI), "name": SITI_PROFILE.name}
    assert [action["act"] for action in case["allowedActions"]] == ["give-feedback"]
    for secret in (SITI_PROFILE.nip, "Pemerataan beban kerja arsip", str(PEERS[1]), "D08"):
        assert secret not in shown.text
    history = web.get(f"{web.case}/history", rater, on(2025, 3, 13))
    assert history.status_code == 404
    for path in ("/v1/transfers", "/v1/me/transfers", "/v1/inbox"):
        assert not web.get(path, rater, after=web.head).json()["items"]
    asked = web.get("/v1/me", rater, after=web.head).json()["feedbackAsked"]
    assert [each["id"] for each in asked] == [web.transfer]


def test_a_rater_learns_nothing_from_what_others_do(rated: Web) -> None:
    """Their sight does not change with the answers of others, so nobody can tell when or how these came."""
    story = list(balancing_move())
    closing = next(n for n, (command, _) in enumerate(story) if type(command).__name__ == "CloseFeedback")
    before = rated.shown(PEERS[0], DAY).json()["facts"]
    rated.play(story[closing:], until="service")
    assert rated.shown(PEERS[0], DAY).json()["facts"] == before
    assert rated.get("/v1/me", PEERS[0], after=rated.head).json()["feedbackAsked"] == []
