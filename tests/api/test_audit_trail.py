"""The audit trail over HTTP: sought, paged and streamed by the oversight of the agencies concerned, and by nobody else."""

import csv
import json
from dataclasses import replace
from datetime import date
from io import StringIO
from typing import Any
from uuid import UUID, uuid4, uuid5

import httpx2 as httpx
import pytest
from cast import (
    BKN,
    BUDI,
    CITY_ID,
    CITY_PERSONNEL,
    LIBRARY_HEAD,
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
    own_act,
)
from stories import balancing_move, teacher_moves_to_the_city
from web import Web

from application.ledger import Draft, Entry
from application.recording import Envelope, encode
from domain.act import Act, Capacity
from domain.decree.events import DecreeDrafted, DraftAbandoned, TransferAnnexed
from domain.identity import GAZETTE, NATION, OfficeKind, office_id, plan_id, projection_id
from domain.operations import EventSkipped
from domain.plan import PlanDescription, PlanProposed
from domain.policy_publication import LawWithdrawn
from domain.red_flags.flag import FlagState, flag_id
from domain.red_flags.review import FlagReviewed
from domain.registry.delegation import DelegationEnded
from domain.registry.office import (
    OfficeAssigned,
    OfficeDescription,
    OfficeEstablished,
    OfficeRelinquished,
)
from domain.registry.person import PerformanceRated, Rating
from domain.registry.tenure import Tenure
from domain.transfer.commands import GiveFeedback, RequestTransfer

DAY = on(2025, 9, 20)
PATH = "/v1/audit/events"
APPOINTMENTS = {"OfficeAssigned", "OfficeRelinquished"}
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
    items = [item for item in found(web, AUDITOR) if item["event"] not in APPOINTMENTS]
    cases = [*web.house.cases.history(UUID(within)), *web.house.cases.history(UUID(across))]
    assert [item["position"] for item in items] == sorted(each.position for each in cases)
    assert found(web, AUDITOR) == found(web, official(*NORTH_INSPECTORATE))


def test_another_agency_sees_the_cases_that_concern_it(two_cases: tuple[Web, str, str]) -> None:
    web, _, across = two_cases
    assert {item["caseId"] for item in found(web, CITY_INSPECTOR)} == {across, None}
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
        fields = (
            {field, "stream"} if name == "office" else {field}
        )  # what was done for it, and who was given it
        assert items == [item for item in everything if str(value) in {item[each] for each in fields}]
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
    asked_for = next(row for row in table if row["event"] == "TransferRequested")
    assert asked_for["reason"] == "'=1+1", "no formula, if a spreadsheet opens it"


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


# What is done beside cases

NATIONS_AUDITOR = UUID(int=79)
NORTH_ACT, CITY_ACT = act_of(*NORTH_PERSONNEL, DAY), act_of(*CITY_PERSONNEL, DAY)
INSPECTORS_ACT = act_of(*NORTH_INSPECTORATE, DAY)
IMPORT = replace(NORTH_ACT, capacity=None)


def happens(web: Web, stream: UUID, event: object, act: Act) -> None:
    version = len(web.house.ledger.read([stream]))
    act = replace(act, command=uuid4())
    draft = Draft(stream, version + 1, *encode(event, Envelope(act, "")))
    web.house.ledger.append(Entry(act.command, {stream: version}, [draft]))


@pytest.fixture
def beside_cases(web: Web) -> Web:
    """Acts of offices of the north, one of the city, one of an operator, and what does not belong in the trail."""
    web.play(teacher_moves_to_the_city(), until="VerifyFile")
    case, decree = UUID(web.transfer), uuid5(NORTH_ID, "a decree")
    auditors = office_id(OfficeKind.AUDITOR, NATION)
    described = OfficeDescription(OfficeKind.AUDITOR, "BPK", NATION, NATION)
    tenure = Tenure(NATIONS_AUDITOR, Capacity.DEFINITIVE, date(2021, 1, 4), None, "SK-1")
    plan = PlanDescription(CITY_ID, "Rencana", date(2025, 1, 1), date(2025, 12, 31), "Pemerataan", ())
    north = office_id(*NORTH_PERSONNEL)
    for stream, event, act in (
        (auditors, OfficeEstablished(described), IMPORT),
        (auditors, OfficeAssigned(tenure), IMPORT),
        (decree, DecreeDrafted(office_id(*REGENT), "800/1", "Penataan", ("A",), DAY.date()), NORTH_ACT),
        (decree, TransferAnnexed(case, BUDI, NORTH_ID, ""), NORTH_ACT),
        (decree, DraftAbandoned("Batal"), NORTH_ACT),
        (
            flag_id(case, "R12"),
            FlagReviewed(case, "R12", "5", FlagState.EXPLAINED, "Wajar", None),
            INSPECTORS_ACT,
        ),
        (plan_id(uuid4()), PlanProposed(plan), CITY_ACT),
        (north, DelegationEnded("100/12", DAY.date(), "Kembali"), NORTH_ACT),
        (SITI, PerformanceRated(2025, Rating.GOOD), NORTH_ACT),
        (SITI, PerformanceRated(2024, Rating.GOOD), IMPORT),
        (GAZETTE, LawWithdrawn("mutasi-2026.1", "3d" * 32, "Ditunda"), act_of(*BKN, DAY)),
        (projection_id("tally"), EventSkipped("tally", 1, 7, "Rusak"), NORTH_ACT),
        (projection_id("tally"), EventSkipped("tally", 1, 8, "Rusak lagi"), own_act(UUID(int=1), DAY)),
    ):
        happens(web, stream, event, act)
    web.house.runner.wait_for(web.head)
    return web


def test_what_is_done_beside_cases_is_shown_to_the_agency_whose_office_did_it(beside_cases: Web) -> None:
    web = beside_cases

    def names(reader: UUID, **sought: object) -> list[str]:
        events = [item["event"] for item in found(web, reader, **sought)]
        return [event for event in events if event not in APPOINTMENTS]

    of_the_case = {item["event"] for item in found(web, AUDITOR) if item["stream"] == web.transfer}
    assert of_the_case
    decree, about_it = ["DecreeDrafted", "TransferAnnexed", "DraftAbandoned"], "FlagReviewed"
    of_the_north = [*decree, about_it, "DelegationEnded", "PerformanceRated", "EventSkipped"]
    assert [each for each in names(AUDITOR) if each not in of_the_case] == of_the_north
    of_the_city = ["TransferAnnexed", about_it, "PlanProposed"]  # what is about a case that concerns it, too
    assert [each for each in names(CITY_INSPECTOR) if each not in of_the_case] == of_the_city
    of_the_nation = [each for each in names(NATIONS_AUDITOR) if not each.endswith("Installed")]
    assert of_the_nation == ["LawWithdrawn", "EventSkipped", "EventSkipped"]
    assert names(NATIONS_AUDITOR, agency=NORTH_ID) == []
    officer = official(*NORTH_PERSONNEL)
    for sought in ({"actor": officer}, {"office": office_id(*NORTH_PERSONNEL)}):
        mine = [each for each in names(AUDITOR, **sought) if each not in of_the_case]
        assert mine == [each for each in of_the_north if each != about_it]
    assert names(AUDITOR, action="EventSkipped", text="rusak") == ["EventSkipped"]
    assert names(AUDITOR, person=SITI) == ["PerformanceRated"]
    assert {*names(AUDITOR, case=web.transfer)} == {*of_the_case, "TransferAnnexed", about_it}
    everything = found(web, AUDITOR)
    ended = next(item for item in everything if item["event"] == "DelegationEnded")
    assert (ended["caseId"], ended["person"], ended["reason"]) == (None, None, "Kembali")
    lines = asked(web, AUDITOR, f"{PATH}.jsonl").text.splitlines()
    assert [json.loads(line) for line in lines] == everything
    table = list(csv.DictReader(StringIO(asked(web, AUDITOR, f"{PATH}.csv").text)))
    assert [(row["event"], row["caseId"]) for row in table] == [
        (item["event"], item["caseId"] or "") for item in everything
    ]
    kept = web.client.get(f"/v1/audit/proofs/{ended['position']}", headers=web.headers(AUDITOR, DAY))
    assert kept.json()["type"] == "urn:jejak:problem:no-proof", "proofs are of events of cases"


def test_who_is_given_an_office_and_leaves_it_is_shown_to_the_agency_of_that_office(web: Web) -> None:
    """However it came in; with capacity, days and decree; and whoever it is about is told who read it."""
    library, head = office_id(*LIBRARY_HEAD), official(*LIBRARY_HEAD)
    acting = Tenure(SITI, Capacity.ACTING, date(2025, 7, 1), date(2025, 9, 30), "821/77/2025")
    for event in (OfficeRelinquished(head, date(2025, 6, 30)), OfficeAssigned(acting)):
        happens(web, library, event, IMPORT)
    items = found(web, AUDITOR, office=library)
    assert [(item["event"], item["person"], item["reason"]) for item in items[-2:]] == [
        ("OfficeRelinquished", str(head), "2025-06-30"),
        ("OfficeAssigned", str(SITI), "PLT; 2025-07-01 - 2025-09-30; 821/77/2025"),
    ]
    assert found(web, AUDITOR, person=SITI, action="OfficeAssigned") == items[-1:]
    assert found(web, AUDITOR, text='"821/77/2025"') == items[-1:]
    assert found(web, AUDITOR, person=SITI, asOf=web.head - 1) == items[-1:], "the last are look-ups"
    assert found(web, AUDITOR, person=SITI, asOf=items[-2]["position"]) == []
    assert found(web, CITY_INSPECTOR, person=SITI) == []
    told = web.get("/v1/me/lookups", SITI, DAY, after=web.head).json()["items"]
    assert [each["what"] for each in told] == ["TRAIL"]


def test_what_is_done_beside_cases_is_the_same_made_anew(beside_cases: Web) -> None:
    runner = beside_cases.house.runner
    (trail,) = (each for each in runner.projections if each.name == "audit_trail")

    def rows() -> list[Any]:
        with runner.pool.connection() as connection:
            return [
                connection.execute(query).fetchall()
                for query in (
                    "SELECT * FROM audit_trail ORDER BY position",
                    "SELECT * FROM audit_agencies ORDER BY agency, position",
                )
            ]

    before = rows()
    runner.rebuild(trail, batch=3)
    assert rows() == before
