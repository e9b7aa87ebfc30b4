"""The audit trail over HTTP: sought, paged and streamed by the oversight of the agencies concerned, and by nobody else."""

import csv
import json
from io import StringIO
from typing import Any
from uuid import UUID

import httpx2 as httpx
import pytest
from cast import (
    CITY_ID,
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
from stories import balancing_move, teacher_moves_to_the_city
from web import Web

from domain.identity import OfficeKind, office_id
from domain.transfer.commands import GiveFeedback, RequestTransfer

DAY = on(2025, 9, 20)
PATH = "/v1/audit/events"
AUDITOR = official(OfficeKind.AUDITOR, NORTH_ID)
CITY_INSPECTOR = official(OfficeKind.INSPECTORATE, CITY_ID)
NOBODYS = (SITI, official(*REGENT), official(*NORTH_PERSONNEL))


@pytest.fixture
def two_cases(web: Web) -> tuple[Web, str, str]:
    """One within the north, one from the north to the city."""
    story = list(balancing_move())
    asked, act = story[0]
    assert isinstance(asked, RequestTransfer)
    formula = RequestTransfer(asked.person, asked.target_post, asked.initiative, "=1+1", asked.documents)
    web.play([(formula, act), *story[1:]], until="GrantConsent")
    within = web.transfer
    other = Web(web.client, web.key, web.house)
    other.play(teacher_moves_to_the_city(), until="CloseFeedback")
    web.house.runner.wait_for(web.head)
    return web, within, other.transfer


def asked(web: Web, reader: UUID, path: str = PATH, **sought: object) -> httpx.Response:
    params = {name: str(value) for name, value in sought.items()} | {"after": str(web.head)}
    return web.client.get(path, headers=web.headers(reader, DAY), params=params)


def found(web: Web, reader: UUID, **sought: object) -> list[dict[str, Any]]:
    answer = asked(web, reader, **({"limit": 200} | sought))
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


def test_everything_of_the_agencys_cases_in_order(two_cases: tuple[Web, str, str]) -> None:
    web, within, across = two_cases
    items = found(web, AUDITOR)
    cases = [*web.house.cases.history(UUID(within)), *web.house.cases.history(UUID(across))]
    assert [item["position"] for item in items] == sorted(each.position for each in cases)
    assert items == found(web, official(*NORTH_INSPECTORATE))


def test_another_agency_sees_the_cases_that_concern_it(two_cases: tuple[Web, str, str]) -> None:
    web, _, across = two_cases
    assert {item["caseId"] for item in found(web, CITY_INSPECTOR)} == {across}
    assert found(web, CITY_INSPECTOR, agency=NORTH_ID) == []
    for path in (f"{PATH}.jsonl", f"{PATH}.csv"):
        assert asked(web, CITY_INSPECTOR, path, agency=NORTH_ID).text.count("TransferRequested") == 0


def test_by_actor_office_action_case_person_and_time(two_cases: tuple[Web, str, str]) -> None:
    web, within, across = two_cases
    everything = found(web, AUDITOR)
    officer, office = official(*NORTH_PERSONNEL), office_id(*NORTH_PERSONNEL)
    for name, value, field in (
        ("actor", officer, "actor"),
        ("office", office, "office"),
        ("action", "FileVerified", "event"),
        ("case", within, "caseId"),
        ("person", SITI, "person"),
    ):
        items = found(web, AUDITOR, **{name: value})
        assert items == [item for item in everything if item[field] == str(value)]
        assert 0 < len(items) < len(everything)
    later = found(web, AUDITOR, since=on(2025, 6, 1).isoformat())
    assert {item["caseId"] for item in later} == {across}
    earlier = found(web, AUDITOR, until=on(2025, 6, 1).isoformat())
    assert [*earlier, *later] == everything
    assert found(web, AUDITOR, case=within, actor=PEERS[0]) == []


def test_by_words_of_the_reason_and_of_nothing_else(two_cases: tuple[Web, str, str]) -> None:
    """What the answer does not show cannot be guessed at by seeking it: feedback, names, documents."""
    web, *_ = two_cases
    everything = found(web, AUDITOR)
    for words in ("KELUARGA", '"mengikuti keluarga"', "keluarga -arsip"):
        expected = [item for item in everything if "keluarga" in item["reason"]]
        assert found(web, AUDITOR, text=words) == expected != [], words
    assert found(web, AUDITOR, text='"keluarga mengikuti"') == found(web, AUDITOR, text='"') == []
    said = next(command.text for command, _ in balancing_move() if isinstance(command, GiveFeedback))
    for words in (f'"{said}"', SITI_PROFILE.name, SITI_PROFILE.nip, "D08", "FeedbackGiven"):
        assert found(web, AUDITOR, text=words) == [], words
    assert asked(web, AUDITOR, text="\x00").status_code == 422


def test_by_pages(two_cases: tuple[Web, str, str]) -> None:
    web, *_ = two_cases
    everything, paged, cursor = found(web, AUDITOR), [], {}
    while True:
        answer = asked(web, AUDITOR, limit=7, **cursor).json()
        paged += answer["items"]
        if answer["next"] is None:
            break
        cursor = {"cursor": answer["next"]}
    assert paged == everything


def test_streamed_whole_as_lines_and_as_a_table(
    two_cases: tuple[Web, str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.audit._PAGE", 7)
    web, *_ = two_cases
    everything = found(web, AUDITOR)
    lines = asked(web, AUDITOR, f"{PATH}.jsonl")
    assert lines.headers["content-type"] == "application/jsonl"
    assert [json.loads(line) for line in lines.text.splitlines()] == everything
    table = list(csv.DictReader(StringIO(asked(web, AUDITOR, f"{PATH}.csv").text)))
    assert [int(row["position"]) for row in table] == [item["position"] for item in everything]
    assert table[0]["reason"] == "'=1+1", "no formula, if a spreadsheet opens it"


def test_who_gave_feedback_is_not_told(two_cases: tuple[Web, str, str]) -> None:
    web, *_ = two_cases
    for path in (PATH, f"{PATH}.jsonl", f"{PATH}.csv"):
        text = asked(web, AUDITOR, path).text
        assert "FeedbackGiven" in text
        assert not any(str(peer) in text for peer in PEERS)
    assert found(web, AUDITOR, actor=PEERS[0]) == []


def test_nobody_else_is_told(two_cases: tuple[Web, str, str]) -> None:
    web, *_ = two_cases
    for person in NOBODYS:
        for path in (PATH, f"{PATH}.jsonl", f"{PATH}.csv"):
            assert asked(web, person, path).status_code == 403
