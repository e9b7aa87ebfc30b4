"""Look-ups over HTTP: whoever looks in says why, is on record before anything is answered, and the person can see it."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx2 as httpx
import pytest
from cast import (
    BKN,
    BUDI,
    CITY_PERSONNEL,
    LIBRARY_ID,
    MAYOR,
    NORTH_ID,
    NORTH_INSPECTORATE,
    NORTH_PERSONNEL,
    PEERS,
    REGENT,
    SITI,
    SITI_PROFILE,
    act_of,
    official,
    on,
)
from stories import balancing_move
from web import Web

from application.ledger import Entry, OutcomeUnknown
from domain.identity import OfficeKind, office_id
from domain.transfer.commands import GiveFeedback, UnsealFeedback

DAY = on(2025, 4, 1)
INSPECTOR = official(*NORTH_INSPECTORATE)
OFFICER = official(*NORTH_PERSONNEL)
ON_ASSIGNMENT = {"Jejak-Purpose": "INSPECTION", "Jejak-Purpose-Reference": "700/118"}


def read(web: Web, path: str, reader: UUID = INSPECTOR, at: datetime = DAY, **headers: str) -> httpx.Response:
    """With these headers alone: no purpose but the one named."""
    sent = {name: value for name, value in web.headers(reader, at).items() if name != "Jejak-Purpose"}
    separator = "&" if "?" in path else "?"
    return web.client.get(f"{path}{separator}after={web.head}", headers=sent | headers)


def told(web: Web, person: UUID, at: datetime = DAY, **params: Any) -> list[dict[str, Any]]:
    answer = web.get("/v1/me/lookups", person, at, after=web.head, **params)
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


def looked_at(items: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(item["what"], item["because"]["purpose"]) for item in items]


@pytest.fixture
def waiting(web: Web) -> Web:
    """Siti's case, just asked for."""
    web.play(balancing_move(), until="VerifyFile")
    return web


def test_nothing_is_answered_that_is_not_on_record(waiting: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    web, case = waiting, waiting.case
    before = web.head
    watched = (
        case,
        f"{case}/history",
        f"{case}/documents/D02",
        f"{case}/decisions",
        "/v1/transfers",
        "/v1/flags",
        *(f"/v1/audit/events{suffix}" for suffix in ("", ".csv", ".jsonl")),
        "/v1/exports/ocel.json",
    )
    for path in watched:
        answer = read(web, path)
        assert (answer.status_code, answer.json()["type"]) == (428, "urn:jejak:problem:purpose-required"), (
            path
        )
    for headers, status in (
        ({"Jejak-Purpose": "CURIOSITY"}, 422),
        ({"Jejak-Purpose": "INSPECTION"}, 422),
        ({"Jejak-Purpose": "PROPOSAL"}, 403),
        ({"Jejak-Purpose": "kepo & co"}, 422),
    ):
        assert read(web, case, **headers).status_code == status, headers
    with monkeypatch.context() as broken:

        def append(_: Entry) -> int:
            raise OutcomeUnknown

        broken.setattr(web.house.ledger, "append", append)
        for path in watched:
            answer = read(web, path, **ON_ASSIGNMENT)
            told_of = path != "/v1/flags"  # there are none, so nobody is told of
            assert (answer.status_code == 503, str(SITI) in answer.text) == (told_of, False), path
    assert web.head == before, "a refused look is no look"
    for reader in (SITI, OFFICER):
        assert read(web, case, reader).status_code == 200, "it is their own case, or their act in it"
    assert web.head == before
    assert told(web, SITI) == []


def test_the_person_sees_which_office_looked_for_what_and_when(waiting: Web) -> None:
    web, case = waiting, waiting.case
    routine = {"Jejak-Purpose": "OVERSIGHT"}
    assert read(web, case, **routine).status_code == 200
    once = web.head
    assert [read(web, path, **routine).status_code for path in (case, f"{case}/history", "/v1/flags")] == [
        200
    ] * 3
    assert web.head == once + 1, "the case is on record for today; no flag is about anybody"
    assert looked_at(told(web, SITI)) == [("HISTORY", "OVERSIGHT"), ("CASE", "OVERSIGHT")]
    (later, first) = told(web, SITI)
    assert (first["office"], first["caseId"]) == (str(office_id(*NORTH_INSPECTORATE)), web.transfer)
    assert first["told"] == {"id": "isi perkara mutasi", "en": "the transfer case"}
    assert first["because"]["title"]["id"] == "Pengawasan berkala"
    assert str(INSPECTOR) not in str(first), "the office answers for it, not the official"
    page = web.get("/v1/me/lookups", SITI, DAY, limit=1, after=web.head).json()
    assert page["items"] == [later]
    assert told(web, SITI, cursor=page["next"]) == [first]
    assert told(web, BUDI) == []
    overseen(web)
    # The next day is another page of the logbook.
    assert read(web, case, at=DAY + timedelta(days=1), **routine).status_code == 200
    assert len(told(web, SITI, DAY + timedelta(days=1))) == 3


def overseen(web: Web) -> None:
    """The national office sees which office looks how often; the head of the agency too, but not what must not be told yet."""
    assert read(web, web.case, **ON_ASSIGNMENT).status_code == 200
    inspectorate, north = str(office_id(*NORTH_INSPECTORATE)), str(NORTH_ID)
    for reader, purposes in (
        (official(*BKN), [("INSPECTION", 1, 1), ("OVERSIGHT", 2, 1)]),
        (official(*REGENT), [("OVERSIGHT", 2, 1)]),
    ):
        answer = web.get("/v1/lookups", reader, DAY, after=web.head).json()
        (item,) = answer["items"]
        assert (answer["month"], item["office"], item["agency"]) == ("2025-04", inspectorate, north)
        assert [tuple(each.values()) for each in item["purposes"]] == purposes
        assert (item["people"], item["usual"], item["unusual"]) == (1, 0.0, False)
        assert web.get("/v1/lookups", reader, DAY, month="2025-03").json()["items"] == []
        for moment in ({"asOf": 1}, {"effective": "2025-03-31"}):
            assert web.get("/v1/lookups", reader, DAY, **moment).json()["items"] == []
    assert web.get("/v1/lookups", official(*MAYOR), DAY).json()["items"] == [], "of the own agency alone"
    for reader in (SITI, INSPECTOR, OFFICER):
        assert web.get("/v1/lookups", reader, DAY).status_code == 403


def test_an_inspection_is_told_of_when_its_days_are_over_and_not_before(waiting: Web) -> None:
    web = waiting
    assert read(web, web.case, **ON_ASSIGNMENT).status_code == 200
    assert read(web, web.case, at=DAY + timedelta(days=80), **ON_ASSIGNMENT).status_code == 200
    for days, seen in ((0, 0), (89, 0), (90, 1), (169, 1), (170, 2)):
        by_then = DAY + timedelta(days=days)
        assert len(told(web, SITI, by_then)) == seen, days
        assert (
            len(told(web, SITI, DAY + timedelta(days=200), effective=by_then.date().isoformat())) == seen
        ), days
    assert "700/118" not in str(told(web, SITI, DAY + timedelta(days=170)))


def test_whoever_was_in_a_copy_of_the_trail_is_told_of_it_and_nobody_else(waiting: Web) -> None:
    web = waiting
    for path, within in (
        ("/v1/audit/events.csv", True),
        ("/v1/audit/events.jsonl?text=arsip", True),
        ("/v1/audit/events?action=TransferRequested", True),
        (f"/v1/audit/events.csv?person={BUDI}", False),
        ("/v1/audit/events.csv?text=guru", False),
        ("/v1/audit/events.csv?until=2024-01-01T00:00:00Z", False),
        ("/v1/audit/events?action=DecreeIssued", False),
        ("/v1/exports/ocel.json?type=INTRA_INSTANSI", True),
        ("/v1/exports/ocel.json?type=ANTAR_PUSAT", False),
    ):
        before = len(told(web, SITI))
        answer = read(web, path, **{"Jejak-Purpose": "OVERSIGHT"})
        assert answer.status_code == 200, path
        assert (len(told(web, SITI)) > before) is within is (str(SITI) in answer.text), path
    assert [what for what, _ in looked_at(told(web, SITI))] == [
        "TRAIL_COPY",
        "TRAIL",
        "TRAIL_COPY",
        "TRAIL_COPY",
    ]
    assert told(web, BUDI) == []


AUDITOR, SUPERIOR = official(OfficeKind.AUDITOR, NORTH_ID), official(OfficeKind.UNIT_HEAD, LIBRARY_ID)
REGENTS = official(*REGENT)


def concerned(web: Web, person: UUID, at: datetime = DAY) -> list[tuple[str, str]]:
    return [(item["concerns"], item["what"]) for item in told(web, person, at)]


def test_whose_acts_and_answers_were_read_is_told_of_it_too(web: Web) -> None:
    """Each of what is theirs; of answers neither the case nor the hour; nobody of what came before, nor of their own reading."""
    routine = {"Jejak-Purpose": "OVERSIGHT"}
    story = [*balancing_move()]
    asked = next(n for n, (command, _) in enumerate(story) if isinstance(command, GiveFeedback))
    web.play(story[:asked])
    early = on(2025, 3, 12)
    assert read(web, web.case, AUDITOR, early, **routine).status_code == 200
    assert (concerned(web, SITI, early), concerned(web, INSPECTOR, early)) == (
        [("SELF", "CASE")],
        [("ACTS", "CASE")],
    )
    web.play(story[asked:], until="service")
    assert concerned(web, PEERS[0]) == concerned(web, REGENTS) == [], "they came later"
    assert read(web, web.case, AUDITOR, **routine).status_code == 200
    for rater in (SUPERIOR, *PEERS[:3]):
        (item,) = told(web, rater)
        assert (item["concerns"], item["what"], item["day"]) == ("ANSWERS", "CASE", "2025-04-01")
        assert (item["caseId"], item["at"], item["position"]) == (None, None, None)
        assert item["concerning"]["id"] == "jawaban Anda ketika dimintai pendapat tentang rekan"
        assert not {web.transfer, str(SITI)} & set(map(str, item.values()))
    (item,) = told(web, REGENTS)
    assert (item["concerns"], item["caseId"]) == ("ACTS", web.transfer)
    assert item["concerning"]["en"] == "what you did for an office"
    assert concerned(web, SITI) == [("SELF", "CASE")] * 2, "she answered too; it is her case"
    assert told(web, PEERS[3]) == told(web, BUDI) == []
    # An official is not told of what they read themselves, nor of what they did not do.
    assert read(web, f"{web.case}/history", INSPECTOR, **routine).status_code == 200
    assert concerned(web, INSPECTOR) == [("ACTS", "CASE"), ("ACTS", "CASE")]
    assert concerned(web, REGENTS)[0] == ("ACTS", "HISTORY")
    for path, those_told in (
        ("/v1/audit/events?action=DecreeIssued", {REGENTS, SITI}),
        ("/v1/audit/events?action=FeedbackGiven", set()),  # she is on the page of today
        ("/v1/audit/events.csv?action=DecreeIssued", {REGENTS, SITI}),
        ("/v1/audit/events.csv?action=ClearanceGranted", {INSPECTOR, SITI}),
    ):
        everybody = (SITI, REGENTS, INSPECTOR, SUPERIOR, *PEERS[:3])
        before = {person: len(told(web, person)) for person in everybody}
        assert read(web, path, AUDITOR, **routine).status_code == 200
        assert {person for person in everybody if len(told(web, person)) > before[person]} == those_told, path
    # What is read on an assignment is told to all of them when it is told to her.
    assert read(web, web.case, **ON_ASSIGNMENT).status_code == 200
    for person in (SITI, PEERS[0], REGENTS):
        soon, later = (len(told(web, person, DAY + timedelta(days=days))) for days in (89, 90))
        assert later == soon + 1
    # Who gave which answer stays sealed until a warrant, and is then told to those whose answers it opened, and no others.
    act = act_of(*NORTH_INSPECTORATE, on(2025, 4, 14))
    assert web.post(UnsealFeedback("700/SP-3/2025", "Dugaan jawaban diatur", (1,)), act).status_code == 201
    assert read(web, f"{web.case}/unsealed-feedback", at=on(2025, 4, 15), **routine).status_code == 200
    revealed = [peer for peer in PEERS[:3] if ("ANSWERS", "RATERS") in concerned(web, peer, on(2025, 4, 15))]
    assert len(revealed) == 1
    assert ("ANSWERS", "RATERS") not in concerned(web, SUPERIOR, on(2025, 4, 15))


def test_a_personnel_office_that_seeks_a_person_says_why(web: Web) -> None:
    body, headers = {"nip": SITI_PROFILE.nip}, web.headers(OFFICER, DAY)
    silent = {name: value for name, value in headers.items() if name != "Jejak-Purpose"}
    for sent, status in (
        (silent, 428),
        (silent | {"Jejak-Purpose": "INVESTIGATION", "Jejak-Purpose-Reference": "1"}, 403),
        (headers, 200),
    ):
        answer = web.client.post("/v1/people/searches", json=body, headers=sent)
        assert (answer.status_code, SITI_PROFILE.name in answer.text) == (status, status == 200)
    assert looked_at(told(web, SITI)) == [("PERSON", "PROPOSAL")]
    other = web.headers(official(*CITY_PERSONNEL), DAY) | {"Jejak-Office": str(uuid4())}
    assert web.client.post("/v1/people/searches", json=body, headers=other).status_code == 200
    assert told(web, SITI)[0]["office"] == str(office_id(*CITY_PERSONNEL))
    listed = web.get("/v1/purposes", SITI, DAY).json()["items"]
    assert {each["purpose"]: each["toldAfterDays"] for each in listed}["INVESTIGATION"] == 365
