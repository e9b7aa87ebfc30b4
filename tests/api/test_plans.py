"""The yearly plan over HTTP: proposed, returned, published, read in the agency, followed and counted."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

import httpx2 as httpx
from cast import (
    BUDI,
    CITY_PERSONNEL,
    HEALTH_ID,
    NEW_POST_ID,
    NORTH_ID,
    NORTH_PERSONNEL,
    REGENT,
    SITI,
    act_of,
    official,
    on,
)
from stories import balancing_move
from web import Web

from domain.act import Act

AT = on(2025, 1, 6)
BKPSDM, BY_REGENT = act_of(*NORTH_PERSONNEL, AT), act_of(*REGENT, AT)
BODY: dict[str, Any] = {
    "agency": str(NORTH_ID),
    "title": "Rencana mutasi 2025",
    "since": "2025-01-01",
    "until": "2025-12-31",
    "criteria": "Pemerataan beban kerja",
    "needs": [{"unit": str(HEALTH_ID), "people": 2, "why": "Kekurangan arsiparis", "post": str(NEW_POST_ID)}],
}


def sent(web: Web, path: str, body: dict[str, Any], act: Act, key: str = "") -> httpx.Response:
    headers = web.headers(act.by, act.at, act.office) | {"Idempotency-Key": key or str(uuid4())}
    return web.client.post(f"/v1/plans{path}", json=body, headers=headers)


def published(web: Web) -> str:
    plan: str = sent(web, "", BODY, BKPSDM).json()["id"]
    assert sent(web, f"/{plan}/publications", {"number": "800/1"}, BY_REGENT).status_code == 201
    web.house.runner.wait_for(web.head)
    return plan


def read(web: Web, plan: str, person: object) -> httpx.Response:
    return web.get(f"/v1/plans/{plan}", person, AT, after=web.head)  # type: ignore[arg-type]


def listed(web: Web, person: object) -> list[str]:
    answer = web.get("/v1/plans", person, AT, after=web.head, agency=NORTH_ID)  # type: ignore[arg-type]
    return [each["id"] for each in answer.json()["items"]]


def test_in_preparation_it_is_read_by_those_who_prepare_it_then_by_the_whole_agency(web: Web) -> None:
    key = str(uuid4())
    first, again = sent(web, "", BODY, BKPSDM, key), sent(web, "", BODY, BKPSDM, key)
    assert (first.status_code, first.json()) == (201, again.json())
    plan = first.json()["id"]
    for person, seen in (
        (BKPSDM.by, True),
        (BY_REGENT.by, True),
        (SITI, False),
        (official(*CITY_PERSONNEL), False),
    ):
        assert (read(web, plan, person).status_code == 200) is seen
        assert (plan in listed(web, person)) is seen
    assert sent(web, f"/{plan}/publications", {"number": "800/1"}, BY_REGENT).status_code == 201
    for person, seen in ((SITI, True), (BUDI, True), (official(*CITY_PERSONNEL), False)):
        assert (read(web, plan, person).status_code == 200) is seen
        assert (plan in listed(web, person)) is seen
    told = read(web, plan, SITI).json()
    assert (told["criteria"], told["status"], told["number"]) == (BODY["criteria"], "PUBLISHED", "800/1")
    assert told["needs"] == BODY["needs"]


def test_it_is_returned_with_a_reason_and_proposed_again(web: Web) -> None:
    plan = sent(web, "", BODY, BKPSDM).json()["id"]
    assert sent(web, f"/{plan}/returns", {"reason": "Belum lengkap"}, BY_REGENT).status_code == 201
    assert read(web, plan, BKPSDM.by).json()["reason"] == "Belum lengkap"
    early = sent(web, f"/{plan}/publications", {"number": "800/1"}, BY_REGENT)
    assert (early.status_code, early.json()["type"]) == (409, "urn:jejak:problem:PlanNotProposed")
    longer = BODY | {"criteria": "Pemerataan beban kerja; kinerja"}
    assert sent(web, f"/{plan}/revisions", longer, BKPSDM).status_code == 201
    assert sent(web, f"/{plan}/publications", {"number": "800/1"}, BY_REGENT).status_code == 201
    late = sent(web, f"/{plan}/revisions", BODY, BKPSDM)
    assert (late.status_code, late.json()["type"]) == (409, "urn:jejak:problem:PlanPublishedAlready")
    assert read(web, plan, SITI).json()["criteria"] == longer["criteria"]


def test_nobody_else_has_a_hand_in_it(web: Web) -> None:
    plan = sent(web, "", BODY, BKPSDM).json()["id"]
    before = web.head
    for path, body, act in (
        ("", BODY, BY_REGENT),
        ("", BODY, act_of(*CITY_PERSONNEL, AT)),
        (f"/{plan}/publications", {"number": "1"}, BKPSDM),
    ):
        answer = sent(web, path, body, act)
        assert (answer.status_code, answer.json()["type"]) == (403, "urn:jejak:problem:NotTheDecidingOffice")
    for each, act in (
        (uuid4(), BY_REGENT),
        (plan, replace(BY_REGENT, office=None)),
        (plan, act_of(*CITY_PERSONNEL, AT)),
    ):
        unknown = sent(web, f"/{each}/returns", {"reason": "x"}, act)
        assert (unknown.status_code, unknown.json()["type"]) == (404, "urn:jejak:problem:PlanUnknown")
    assert web.head == before


def test_moves_inside_and_outside_the_plan_are_counted(web: Web) -> None:
    plan = published(web)
    request, act = next(balancing_move())
    of_nobody = web.post(replace(request, plan=uuid4()), act)  # type: ignore[type-var]
    assert (of_nobody.status_code, of_nobody.json()["type"]) == (404, "urn:jejak:problem:PlanUnknown")
    assert web.post(replace(request, plan=plan), act).json()["events"][:2] == [  # type: ignore[type-var]
        "TransferRequested",
        "PlanFollowed",
    ]
    assert web.shown(SITI, act.at).json()["facts"]["plan"] == plan
    told = read(web, plan, SITI).json()
    assert (told["inside"], told["outside"]) == (1, 0)


def test_an_amendment_makes_a_new_edition_and_requests_keep_theirs(web: Web) -> None:
    plan = published(web)
    request, act = next(balancing_move())
    assert web.post(replace(request, plan=plan), act).status_code == 201  # type: ignore[type-var]
    later = [replace(each, at=act.at) for each in (BKPSDM, BY_REGENT)]
    more = BODY | {"needs": [BODY["needs"][0] | {"people": 3}], "reason": "Pensiun dini"}
    assert sent(web, f"/{plan}/amendments", more, later[0]).json()["events"] == ["PlanAmendmentProposed"]
    shown = read(web, plan, BKPSDM.by).json()["amendment"]
    assert (shown["needs"][0]["people"], shown["returned"]) == (3, False)
    assert read(web, plan, SITI).json()["amendment"] is None
    assert sent(web, f"/{plan}/amendments/returns", {"reason": "Belum"}, later[1]).status_code == 201
    assert read(web, plan, BY_REGENT.by).json()["amendment"]["returnedBecause"] == "Belum"
    again = sent(web, f"/{plan}/amendments/publications", {"number": "800/2"}, later[1])
    assert (again.status_code, again.json()["type"]) == (409, "urn:jejak:problem:AmendmentNotProposed")
    assert sent(web, f"/{plan}/amendments", more, later[0]).status_code == 201
    amended = sent(web, f"/{plan}/amendments/publications", {"number": "800/2"}, later[1])
    assert amended.json()["events"] == ["PlanAmended"]
    told = read(web, plan, SITI).json()
    assert (told["number"], told["needs"][0]["people"], told["amendment"]) == ("800/2", 3, None)
    assert [
        (each["edition"], each["number"], each["needs"][0]["people"], each["followedBy"])
        for each in told["editions"]
    ] == [(1, "800/1", 2, 1), (2, "800/2", 3, 0)]
    assert told["editions"][1]["reason"] == "Pensiun dini"
    assert "planEdition" not in web.shown(SITI, act.at).json()["facts"]
