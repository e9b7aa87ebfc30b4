"""Scenarios 11 and 12 over HTTP: the windows of a regent whose candidates were designated on 2024-09-22.

W1 from 2024-03-22 to the end of the term, W2 from the inauguration on 2025-02-20 until 2025-08-20.
"""

from dataclasses import replace
from datetime import date
from typing import Any

import cast
import pytest
from cast import (
    ARCHIVIST,
    BUDI,
    BUDI_STAYS,
    HEAD_TEACHER,
    HEALTH_HEAD,
    MINISTER,
    NORTH_PERSONNEL,
    REGENT,
    SITI,
    SITI_MOVES,
    Move,
    act_of,
    on,
)
from given import given
from walking import walk_over_http
from web import Web

from application.policies import Policies
from domain.identity import office_id
from domain.policy import Term
from domain.registry.post import Position, PositionKind, PostRevised
from domain.transfer.commands import (
    GrantConsent,
    IssueDecree,
    ReassessCase,
    ReportReplacement,
    ServeDecision,
    StartDuty,
)

HEADS = Term("17.03", date(2025, 2, 20), date(2024, 9, 22), date(2025, 2, 19))
DIVISION_HEAD = Position("Kepala Bidang", PositionKind.ADMINISTRATOR)


@pytest.fixture
def policies() -> Policies:
    """One that knows the terms of the regency's heads."""
    return replace(cast.POLICIES, terms=cast.heads(HEADS))


def before_the_decree(web: Web, move: Move, position: Position, first: date) -> None:
    """A case within the regency, asked for that day by the holder of such a post, a step a day, up to the decree."""
    origin = cast.PEOPLE[move.person].post
    assert origin is not None
    web.happens(origin, PostRevised(replace(cast.POSTS[origin], position=position)))
    walk_over_http(web, given(move), first, until="decree")


def decree(web: Web, move: Move, day: date) -> tuple[int, dict[str, Any]]:
    decree = IssueDecree("decree", "821/9", move.target, day, "Kebutuhan", ("Tujuan",))
    answer = web.post(decree, act_of(*REGENT, on(day.year, day.month, day.day)))
    return answer.status_code, answer.json()


def test_scenario_11_a_head_of_division_is_not_replaced_without_the_ministers_consent(web: Web) -> None:
    before_the_decree(web, SITI_MOVES, DIVISION_HEAD, date(2024, 3, 1))
    before = web.head
    status, problem = decree(web, SITI_MOVES, date(2024, 4, 10))
    assert (status, problem["type"]) == (422, "urn:jejak:problem:NotEligible")
    e12 = next(each for each in problem["violations"] if each["rule"] == "E12")
    assert (e12["input"], e12["legalBasis"]) == ("W1", "UU 10/2016 Ps. 71(2), 162(3)")
    assert web.head == before, "nothing is recorded"

    regent = act_of(*REGENT, on(2024, 4, 10))
    assert web.post(ReassessCase("Masa larangan"), regent).json()["events"][-1] == "StepOpened"
    minister = act_of(*MINISTER, on(2024, 4, 16))
    assert web.post(GrantConsent("ministerial_consent", "100.2/1"), minister).status_code == 201
    assert decree(web, SITI_MOVES, date(2024, 4, 17))[0] == 201
    the_minister_is_told(web)


def the_minister_is_told(web: Web) -> None:
    """Of the replacement, within seven working days; the successor waits for that no more than the person replaced."""
    personnel = act_of(*NORTH_PERSONNEL, on(2024, 4, 22))

    def waiting() -> dict[str, str]:
        items = web.get("/v1/inbox", personnel.by, personnel.at, after=web.head).json()["items"]
        return {item["step"]: item["dueOn"] for item in items}

    assert waiting() == {"service": "2024-04-24", "replacement_report": "2024-04-26"}
    served = web.post(ServeDecision("service", date(2024, 4, 22), "langsung"), personnel)
    assert served.json()["events"] == ["DecisionServed", "StepNotRequired", "StepOpened"]
    assert waiting() == {"replacement_report": "2024-04-26"}
    shown = web.shown(personnel.by, personnel.at).json()
    steps = {each["step"]: each["state"] for each in shown["facts"]["route"]}
    assert (steps["replacement_report"], steps["duty_start"]) == ("OPEN", "OPEN")
    assert "report-replacement" in {each["act"] for each in shown["allowedActions"]}

    started = StartDuty("duty_start", date(2024, 4, 23), "SPMT-4", cast.NEW_POST_ID)
    assert web.post(started, act_of(*HEALTH_HEAD, on(2024, 4, 23))).status_code == 201
    report = ReportReplacement("replacement_report", "100.2.2.6/118", date(2024, 4, 23))
    for office in (REGENT, cast.CITY_PERSONNEL):
        assert web.post(report, act_of(*office, on(2024, 4, 24))).status_code in {403, 404}
    told = web.post(report, act_of(*NORTH_PERSONNEL, on(2024, 4, 24)))
    assert told.json()["events"] == ["ReplacementReported"]
    assert "replacement_report" not in waiting()


@pytest.mark.parametrize(
    ("position", "shows"), [(DIVISION_HEAD, True), (ARCHIVIST, False)], ids=["kepala bidang", "pelaksana"]
)
def test_scenario_11_decreed_elsewhere_all_the_same_it_is_recorded_as_a_fact_and_flagged(
    web: Web, position: Position, shows: bool
) -> None:
    web.happens(cast.OLD_POST_ID, PostRevised(replace(cast.OLD_POST, position=position)))
    inspector = act_of(*cast.NORTH_INSPECTORATE, on(2024, 5, 6))
    body = {
        "office": str(office_id(*REGENT)),
        "number": "821/7",
        "signedOn": "2024-04-10",
        "signedAs": "DEFINITIF",
        "effectiveOn": "2024-04-10",
        "grounds": "Penyegaran organisasi",
        "source": "Surat Inspektorat 700/4",
        "people": [{"person": str(SITI), "post": str(cast.NEW_POST_ID), "startedOn": "2024-04-11"}],
    }
    headers = web.headers(inspector.by, inspector.at, inspector.office) | {"Idempotency-Key": "temuan-700-4"}
    recorded = web.client.post("/v1/outside-decrees", json=body, headers=headers)
    assert recorded.status_code == 201, recorded.text
    decree = web.get(f"/v1/decrees/{recorded.json()['decree']}", inspector.by, inspector.at).json()
    (line,) = decree["facts"]["annex"]
    flags = web.flags(inspector.at, line["transfer"])
    assert ("R01" in flags) is shows
    if shows:
        flag = flags["R01"]
        assert (flag["value"], flag["since"], flag["state"]) == ("W1", "2024-04-10", "OPEN")


def test_scenario_11_plain_staff_are_moved_the_same_day(web: Web) -> None:
    walk_over_http(web, given(SITI_MOVES), date(2024, 3, 25), until="decree")
    assert decree(web, SITI_MOVES, date(2024, 4, 10))[0] == 201
    facts = web.shown(SITI).json()["facts"]
    e12 = next(each for each in facts["eligibility"] if each["rule"] == "E12")
    assert (e12["outcome"], e12["input"]) == ("MET", "W1; positions outside its scope")
    consent = next(step for step in facts["route"] if step["step"] == "ministerial_consent")
    assert consent["state"] == "NOT_REQUIRED"


@pytest.mark.parametrize(
    ("first", "day", "status"),
    [
        (date(2024, 3, 4), date(2024, 3, 21), 201),
        (date(2024, 3, 4), date(2024, 3, 22), 422),
        (date(2025, 8, 1), date(2025, 8, 21), 201),
    ],
    ids=["the day before W1", "W1 begins", "the day after W2"],
)
def test_scenario_12_a_head_of_school_around_the_windows(
    web: Web, first: date, day: date, status: int
) -> None:
    before_the_decree(web, BUDI_STAYS, HEAD_TEACHER, first)
    answered, problem = decree(web, BUDI_STAYS, day)
    assert answered == status
    if status == 422:
        assert {"E12", "ministerial_consent"} == {each["rule"] for each in problem["violations"]}


def test_scenario_12_w2_lasts_until_2025_08_20_as_who_asks_beforehand_is_told(web: Web) -> None:
    """And the person is told the day from which it is not."""
    origin = cast.BUDI_STATE.post
    assert origin is not None
    web.happens(origin, PostRevised(replace(cast.POSTS[origin], position=HEAD_TEACHER)))
    asked = {"targetPost": cast.SECOND_MATHS_ID}
    for day, outcome in (("20", "PENDING"), ("21", "MET")):
        at = on(2025, 8, int(day))
        findings = web.get("/v1/me/eligibility", BUDI, at, **asked).json()["findings"]
        e12 = next(each for each in findings if each["rule"] == "E12")
        assert e12["outcome"] == outcome
        if outcome == "PENDING":
            assert [way["on"] for way in e12["ways"]] == [None, "2025-08-21"]
