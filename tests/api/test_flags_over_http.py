"""Red flags over HTTP: for the inspectorates and auditors of the agencies concerned, and for nobody else."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import httpx2 as httpx
import pytest
from cast import (
    CITY_ID,
    HEALTH_ID,
    LIBRARY_ID,
    NORTH_ID,
    NORTH_INSPECTORATE,
    NORTH_PERSONNEL,
    REGENT,
    SITI,
    UNITS,
    official,
    on,
)
from stories import Story, balancing_move
from web import Web

from domain.identity import OfficeKind, office_id
from domain.registry.unit import UnitCorrected
from domain.transfer.commands import GiveConsideration
from projections.flags import events_behind

DAY = on(2025, 6, 2)
AUDITOR = (OfficeKind.AUDITOR, NORTH_ID)
ELSEWHERE = (OfficeKind.INSPECTORATE, CITY_ID)


def advised_too_quickly() -> Story:
    """The panel advises five minutes after it got the case (R12)."""
    for command, act in balancing_move():
        if isinstance(command, GiveConsideration):
            yield command, replace(act, at=on(2025, 3, 18).replace(minute=5))
        else:
            yield command, act


@pytest.fixture
def flagged(web: Web) -> Web:
    """Advised too quickly; nobody has begun the new duty (R22)."""
    web.play(advised_too_quickly(), until="StartDuty")
    web.house.runner.wait_for(web.head)
    return web


def listed(
    web: Web, who: tuple[OfficeKind, UUID], at: datetime = DAY, **sought: object
) -> list[dict[str, Any]]:
    answer = web.get("/v1/flags", official(*who), at, after=web.head, **sought)
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


def reviewed(
    web: Web, flag: dict[str, Any], who: tuple[OfficeKind, UUID], outcome: str, key: str = "", **body: str
) -> httpx.Response:
    headers = web.headers(official(*who), DAY, office_id(*who)) | {"Idempotency-Key": key or str(uuid4())}
    sent = {"value": flag["value"], "outcome": outcome, "reason": "Sudah diperiksa"} | body
    return web.client.post(f"/v1/flags/{flag['id']}/reviews", headers=headers, json=sent)


def test_an_inspectorate_finds_the_flags_of_its_agency_and_looks_into_them(flagged: Web) -> None:
    for who in (NORTH_INSPECTORATE, AUDITOR):
        assert [item["indicator"] for item in listed(flagged, who)] == ["R12", "R22"]
    (flag,) = listed(flagged, NORTH_INSPECTORATE, indicator="R12")
    assert (flag["caseId"], flag["state"], flag["severity"]) == (flagged.transfer, "OPEN", "LOW")
    assert flag["title"]["id"] == "Keputusan terlalu cepat"
    shown = flagged.get(f"/v1/flags/{flag['id']}", official(*NORTH_INSPECTORATE), DAY).json()
    assert [event["event"] for event in shown["events"]] == ["StepOpened", "ConsiderationGiven"]
    assert [event["position"] for event in shown["events"]] == shown["inputs"]
    assert shown["legalBasis"]


def test_they_are_listed_by_page_and_by_what_is_sought(flagged: Web) -> None:
    inspector = official(*NORTH_INSPECTORATE)
    first = flagged.get("/v1/flags", inspector, DAY, limit=1).json()
    second = flagged.get("/v1/flags", inspector, DAY, limit=1, cursor=first["next"]).json()
    assert [page["items"][0]["indicator"] for page in (first, second)] == ["R12", "R22"]
    assert second["next"] is None
    assert len(listed(flagged, NORTH_INSPECTORATE, case=flagged.transfer, state="OPEN")) == 2
    for sought in ({"case": str(uuid4())}, {"severity": "HIGH"}, {"state": "CONFIRMED"}):
        assert listed(flagged, NORTH_INSPECTORATE, **sought) == []
    assert flagged.get("/v1/flags", inspector, DAY, indicator="R99").status_code == 422


def test_what_will_only_hold_if_nothing_happens_is_not_told_before_its_day(flagged: Web) -> None:
    assert [item["indicator"] for item in listed(flagged, AUDITOR, on(2025, 4, 23))] == ["R12"]
    assert [item["indicator"] for item in listed(flagged, AUDITOR, on(2025, 4, 24))] == ["R12", "R22"]


def test_they_can_be_asked_for_as_of_a_moment(flagged: Web) -> None:
    """By what was recorded: before the advice there was none. By what had happened in the world: the same, by days."""
    (flag, _) = listed(flagged, NORTH_INSPECTORATE)
    opened, advised = flagged.get(f"/v1/flags/{flag['id']}", official(*AUDITOR), DAY).json()["inputs"]
    assert listed(flagged, AUDITOR, asOf=opened) == []
    assert [item["indicator"] for item in listed(flagged, AUDITOR, asOf=advised)] == ["R12"]
    assert [item["indicator"] for item in listed(flagged, AUDITOR, effective="2025-03-17")] == []
    assert [item["indicator"] for item in listed(flagged, AUDITOR, effective="2025-04-23")] == ["R12"]
    assert [item["indicator"] for item in listed(flagged, AUDITOR, effective="2025-04-24")] == ["R12", "R22"]
    before = flagged.head
    assert reviewed(flagged, flag, NORTH_INSPECTORATE, "EXPLAINED").status_code == 201
    path, now = f"/v1/flags/{flag['id']}", flagged.head
    for position, state in ((before, "OPEN"), (now, "EXPLAINED")):
        answer = flagged.get(path, official(*AUDITOR), DAY, after=now, asOf=position)
        assert (answer.json()["state"], answer.headers["Jejak-As-Of"]) == (state, str(position))
    assert flagged.get(path, official(*AUDITOR), DAY, asOf=opened).status_code == 404


def test_another_agencys_inspectorate_finds_nothing(flagged: Web) -> None:
    (flag, _) = listed(flagged, NORTH_INSPECTORATE)
    assert listed(flagged, ELSEWHERE) == []
    assert flagged.get(f"/v1/flags/{flag['id']}", official(*ELSEWHERE), DAY).status_code == 404
    assert reviewed(flagged, flag, ELSEWHERE, "EXPLAINED").status_code == 404


def test_whose_case_it_was_does_not_change_with_its_posts(flagged: Web) -> None:
    """Both units come to the city: what the north's inspectorate looked into stays its own, and the city's finds none of it."""
    for unit in (LIBRARY_ID, HEALTH_ID):
        flagged.happens(unit, UnitCorrected(replace(UNITS[unit], agency=CITY_ID)))
    (flag,) = listed(flagged, NORTH_INSPECTORATE, indicator="R12")
    shown = flagged.get(f"/v1/flags/{flag['id']}", official(*NORTH_INSPECTORATE), DAY).json()
    assert [event["event"] for event in shown["events"]] == ["StepOpened", "ConsiderationGiven"]
    assert listed(flagged, ELSEWHERE) == []
    with flagged.house.runner.pool.connection() as connection:  # as events of another case behind a flag
        for agency, behind in ((NORTH_ID, shown["inputs"]), (CITY_ID, [])):
            events = events_behind(connection, shown["inputs"], uuid4(), [agency])
            assert [each["position"] for each in events] == behind


def test_nobody_else_is_told(flagged: Web) -> None:
    (flag, _) = listed(flagged, NORTH_INSPECTORATE)
    before = flagged.head
    for person in (SITI, official(*REGENT), official(*NORTH_PERSONNEL)):
        for path in ("/v1/flags", f"/v1/flags/{flag['id']}"):
            assert flagged.get(path, person, DAY).status_code == 403
    assert reviewed(flagged, flag, REGENT, "EXPLAINED").status_code == 403
    assert flagged.head == before


def state(web: Web, flag: dict[str, Any]) -> tuple[str, str | None]:
    answer = web.get(f"/v1/flags/{flag['id']}", official(*AUDITOR), DAY, after=web.head).json()
    return answer["state"], answer["proposed"]


def test_one_inspector_explains_it_and_reopens_it(flagged: Web) -> None:
    (flag, _) = listed(flagged, NORTH_INSPECTORATE)
    assert reviewed(flagged, flag, NORTH_INSPECTORATE, "EXPLAINED").status_code == 201
    assert state(flagged, flag) == ("EXPLAINED", None)
    assert [item["id"] for item in listed(flagged, AUDITOR, state="EXPLAINED")] == [flag["id"]]
    assert reviewed(flagged, flag, AUDITOR, "OPEN").status_code == 201
    assert state(flagged, flag) == ("OPEN", None)


def test_to_confirm_it_takes_two_and_it_stays_so_when_made_anew(flagged: Web) -> None:
    (flag, _) = listed(flagged, NORTH_INSPECTORATE)
    assert reviewed(flagged, flag, NORTH_INSPECTORATE, "CONFIRMED").json()["events"] == ["FlagReviewProposed"]
    assert state(flagged, flag) == ("OPEN", "CONFIRMED")
    alone = reviewed(flagged, flag, NORTH_INSPECTORATE, "CONFIRMED")
    assert (alone.status_code, alone.json()["type"]) == (403, "urn:jejak:problem:SecondReviewerNeeded")
    assert reviewed(flagged, flag, AUDITOR, "CONFIRMED").json()["events"] == ["FlagReviewed"]
    assert state(flagged, flag) == ("CONFIRMED", None)
    runner = flagged.house.runner
    runner.rebuild(*runner.projections)
    assert state(flagged, flag) == ("CONFIRMED", None)


def test_the_same_key_gets_the_same_receipt_and_another_value_is_refused(flagged: Web) -> None:
    (flag, _) = listed(flagged, NORTH_INSPECTORATE)
    first = reviewed(flagged, flag, AUDITOR, "EXPLAINED", "periksa-r12")
    again = reviewed(flagged, flag, AUDITOR, "EXPLAINED", "periksa-r12")
    assert (first.status_code, first.json()) == (201, again.json())
    other = reviewed(flagged, flag, AUDITOR, "OPEN", "periksa-r12")
    assert (other.status_code, other.json()["type"]) == (422, "urn:jejak:problem:idempotency-key-reused")
    stale = reviewed(flagged, flag, AUDITOR, "OPEN", value="performance_panel after 1 s")
    assert (stale.status_code, stale.json()["type"]) == (409, "urn:jejak:problem:FlagChanged")
