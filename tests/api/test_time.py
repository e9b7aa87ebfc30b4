"""What was recorded by then and what was in force: a past answer is what the present one was, and nothing later moves it."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any
from uuid import UUID, uuid4

import cast
import psycopg
import pytest
from cast import (
    BUDI,
    HEALTH_HEAD,
    LIBRARY_HEAD,
    NEW_POST_ID,
    NORTH_ID,
    NORTH_INSPECTORATE,
    NORTH_PERSONNEL,
    OLD_POST_ID,
    PEERS,
    REGENT,
    SITI,
    Move,
    act_of,
    official,
    on,
)
from databases import copied
from fastapi.testclient import TestClient
from stories import balancing_move
from test_access import OPERATIONS
from web import Web

from api.app import create_app
from api.axes import AXES, NOT_ASKED
from api.house import open_house
from api.identity import LocalKey
from api.settings import Mode, Settings
from application.sights import digest
from domain.act import Capacity
from domain.identity import office_id, plan_id
from domain.in_force import counts_from
from domain.plan import PlanDescription, PlanProposed, PlanPublished
from domain.registry.agency import AgencyCorrected
from domain.registry.office import OfficeAssigned, OfficeRelinquished
from domain.registry.post import PostRevised
from domain.registry.tenure import Tenure
from domain.registry.unit import UnitCorrected
from domain.transfer.commands import WithdrawTransfer
from domain.transfer.events import DecreeIssued

OFFICER, RELEASING, RECEIVING, DECREEING, INSPECTOR = (
    official(*office) for office in (NORTH_PERSONNEL, LIBRARY_HEAD, HEALTH_HEAD, REGENT, NORTH_INSPECTORATE)
)
THEN, TODAY = on(2025, 3, 5), on(2026, 5, 20)  # before any deadline, and after all
PLAN = plan_id(UUID(int=36))
# Who asks for what; {} is the case.
ASKED = (
    *(("/v1/transfers/{}", who) for who in (SITI, OFFICER, INSPECTOR, RECEIVING, PEERS[0])),
    ("/v1/transfers/{}/history", OFFICER),
    ("/v1/transfers/{}/units", OFFICER),
    ("/v1/audit/events", INSPECTOR),
    *(("/v1/transfers", who) for who in (SITI, OFFICER, RECEIVING)),
    ("/v1/me/transfers", SITI),
    *(("/v1/me", who) for who in (SITI, PEERS[0])),
    *(("/v1/inbox", who) for who in (OFFICER, RELEASING, DECREEING)),
)
REGISTRY = (
    ("/v1/policies", OFFICER),
    ("/v1/agencies", OFFICER),
    (f"/v1/posts?agency={NORTH_ID}", OFFICER),
    (f"/v1/offices?agency={NORTH_ID}", OFFICER),
    (f"/v1/plans?agency={NORTH_ID}", OFFICER),
    (f"/v1/plans/{PLAN}", OFFICER),
    (f"/v1/offices/{office_id(*LIBRARY_HEAD)}/delegations", OFFICER),
    (f"/v1/posts/{NEW_POST_ID}/counts", OFFICER),
)
# What goes by the day it is asked on, as the rules do.
BY_THE_DAY = (
    (f"/v1/posts/{NEW_POST_ID}/candidates", {}, OFFICER),
    ("/v1/me/match", {"targetPost": NEW_POST_ID}, SITI),
    ("/v1/me/eligibility", {"targetPost": NEW_POST_ID}, SITI),
    (f"/v1/people/{SITI}/eligibility", {"targetPost": NEW_POST_ID}, OFFICER),
)
# What a past answer leaves out: nothing is done upon the past, and it goes by no clock.
_LEFT_OUT = {"allowedActions", "ways"}


class Moments:
    """A case played once, with everything that was answered after each act."""

    def __init__(self, web: Web) -> None:
        self.web = web
        described = PlanDescription(
            NORTH_ID, "Rencana 2025", date(2025, 1, 1), date(2025, 12, 31), "Pemerataan", ()
        )
        web.happens(PLAN, PlanProposed(described))
        self.answers: list[tuple[int, str, UUID, object]] = []
        self.first = web.head
        for number, (command, act) in enumerate(balancing_move()):
            if not number:
                self.by_the_day = [self.of_the_day(*each, THEN) for each in BY_THE_DAY]
                self.before = web.head
                assert web.post(command, act).status_code == 201
                self.remember(*ASKED, *REGISTRY)
                continue
            answer = web.post(command, act)
            assert answer.status_code == 201, answer.text
            if number % 4 == 0:
                self.remember(*ASKED)
        self.remember(*REGISTRY)
        self.last = web.head

    def remember(self, *asked: tuple[str, UUID]) -> None:
        self.answers += [(self.web.head, path, who, self.ask(path, who, THEN)) for path, who in asked]

    def of_the_day(
        self, path: str, asked: dict[str, object], who: UUID, at: datetime, **moment: object
    ) -> object:
        return self.web.get(path, who, at, **{"after": self.web.head} | asked | moment).json()

    def ask(self, path: str, who: UUID, at: datetime, **params: object) -> object:
        params = {"after": self.web.head} | params
        if "?" in path:
            path, _, agency = path.partition("?agency=")
            params["agency"] = agency
        if path.rpartition("/")[2] not in {"me", "{}", "units", "counts", "delegations", str(PLAN)}:
            params["limit"] = 200
        answer = self.web.get(path.format(self.web.transfer), who, at, **params)
        if answer.status_code == 404:
            return "unknown"
        assert answer.status_code == 200, answer.text
        return {name: value for name, value in answer.json().items() if name not in _LEFT_OUT}


@pytest.fixture(scope="module")
def played(server: str, peopled: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Moments]:
    """One service for all that is asked here: the case is over, and other things have happened since."""
    with copied(server, peopled) as url:
        settings = Settings(mode=Mode.DEMO, database_url=url, data=tmp_path_factory.mktemp("time"))
        app = create_app(settings, lambda: open_house(settings, url))
        with TestClient(app, raise_server_exceptions=False) as client:
            moments = Moments(Web(client, LocalKey(settings.data), app.state.house))
            and_then(moments.web)
            yield moments


def and_then(web: Web) -> None:
    """Everything goes on: another case, other names, seats and holders; the plan is published."""
    case = web.transfer
    web.happens(OLD_POST_ID, PostRevised(replace(cast.OLD_POST, seats=9)))
    web.happens(NEW_POST_ID, PostRevised(replace(cast.NEW_POST, seats=9, required=900)))
    web.happens(NORTH_ID, AgencyCorrected(replace(cast.NORTH, name="Kabupaten Bengkulu Utara Raya")))
    web.happens(cast.HEALTH_ID, UnitCorrected(replace(cast.HEALTH, name="Dinas Kesehatan Raya")))
    web.happens(
        office_id(*LIBRARY_HEAD),
        OfficeRelinquished(RELEASING, date(2026, 5, 1)),
        OfficeAssigned(Tenure(RELEASING, Capacity.DEFINITIVE, date(2026, 5, 2))),
    )
    web.happens(PLAN, PlanPublished("800/1", date(2026, 5, 4)))
    web.play(balancing_move(Move(uuid4(), SITI, OLD_POST_ID)), until="VerifyFile")
    web.post(WithdrawTransfer("Batal"), act_of(*NORTH_PERSONNEL, TODAY))
    web.transfer = case


def test_a_past_answer_is_what_the_present_one_was(played: Moments) -> None:
    for position, path, who, then in played.answers:
        now = played.ask(path, who, TODAY, asOf=position)
        assert now == then, (position, path)


def test_the_rules_say_of_a_day_what_they_said_on_it(played: Moments) -> None:
    day = {"asOf": played.before, "effective": THEN.date().isoformat()}
    for (path, asked, who), then in zip(BY_THE_DAY, played.by_the_day, strict=True):
        assert "day" in then
        assert played.of_the_day(path, asked, who, TODAY, **day) == then, path
        assert played.of_the_day(path, asked, who, TODAY) != then, path


def test_a_dossier_and_a_log_of_a_day_are_those_of_where_the_case_had_come(played: Moments) -> None:
    """What counted by a day is how the history begins: as of that position, it is the same to the byte."""
    web = played.web
    history = web.house.cases.history(UUID(web.transfer))
    decreed = next(each for each in history if isinstance(each.event, DecreeIssued))
    day = counts_from(decreed.event, decreed.act)
    last = [each for each in history if counts_from(each.event, each.act) <= day][-1].position
    assert last < history[-1].position
    dossier, log = f"{web.case}/legality", "/v1/exports/events.xes"
    for path, asked in ((dossier, {}), (f"{dossier}.html", {}), (log, {"case": web.transfer})):
        by_day = web.get(path, INSPECTOR, TODAY, effective=day.isoformat(), **asked)
        assert by_day.status_code == 200, by_day.text
        assert by_day.content == web.get(path, INSPECTOR, TODAY, asOf=last, **asked).content, path
        assert by_day.content != web.get(path, INSPECTOR, TODAY, **asked).content, path
    before = (day - timedelta(days=1)).isoformat()
    assert web.get(dossier, INSPECTOR, TODAY, effective=before).json()["type"].endswith("NotDecreedYet")
    assert web.get(dossier, INSPECTOR, TODAY, effective="2025-01-01").status_code == 404
    told = web.get("/v1/exports/ocel.json", INSPECTOR, TODAY, effective=before, case=web.transfer).json()
    assert "FitAssessed" in {each["type"] for each in told["events"]}
    assert "decree" not in {each["type"] for each in told["objects"]}
    assert b"<trace>" not in web.get(log, INSPECTOR, TODAY, effective="2025-01-01").content


def test_decisions_are_made_again_up_to_a_position(played: Moments) -> None:
    """Of a command that goes on beyond it, nothing: half of what follows would be told as another outcome."""
    web = played.web
    ledger = web.house.ledger
    asked, verified = (
        ledger.of_command(
            next(line for line in ledger.read([UUID(web.transfer)]) if line.name == name).command
        )
        for name in ("TransferRequested", "FileVerified")
    )

    def again(upto: int) -> Any:
        return web.get("/v1/audit/replays", INSPECTOR, TODAY, case=web.transfer, asOf=upto)

    assert again(asked[-1].position - 1).status_code == 404
    for upto, last in (
        (asked[-1].position, asked[0]),
        (verified[-1].position - 1, asked[0]),
        (verified[-1].position, verified[0]),
    ):
        told = again(upto)
        assert (told.json()["departed"], told.headers["Jejak-As-Of"]) == (0, str(upto))
        assert told.json()["items"][-1]["position"] == last.position, upto
    rows = {
        upto: web.get("/v1/audit/replays.jsonl", INSPECTOR, TODAY, asOf=upto).text
        for upto in (played.first, played.last)
    }
    assert json.loads(rows[played.first].splitlines()[-1])["run"] == 0
    assert json.loads(rows[played.last].splitlines()[-1])["departed"] == 0
    supposed = web.get("/v1/policies/mutasi-2025.1/what-if", INSPECTOR, TODAY, asOf=played.first)
    assert json.loads(supposed.text.splitlines()[-1])["cases"] == 0


def test_what_was_told_of_look_ups_by_then(played: Moments) -> None:
    web, tomorrow = played.web, TODAY + timedelta(days=1)

    def told(**moment: object) -> list[int]:
        answer = web.get("/v1/me/lookups", SITI, tomorrow, after=web.head, limit=200, **moment)
        assert answer.status_code == 200, answer.text
        return [each["position"] for each in answer.json()["items"]]

    position, before = web.head, told()
    assert web.get(web.case, INSPECTOR, tomorrow).status_code == 200
    assert told() == [web.head, *before]
    assert told(asOf=position) == before == told(effective=TODAY.date().isoformat())
    assert before[-1:] == told(effective=THEN.date().isoformat())[-1:]
    assert len(before) > len(told(effective=THEN.date().isoformat()))
    assert told(effective="2025-01-01") == told(asOf=0) == []


def test_every_read_is_asked_on_both_axes_or_says_why_not(played: Moments) -> None:
    """The list is in api/axes.py; decision 90 gives the reasons."""
    web = played.web
    reads = {path: each for method, path, each in OPERATIONS if method == "GET" and path.startswith("/v1/")}
    for path, operation in reads.items():
        taken = {each["name"] for each in operation["parameters"]} & {*AXES}
        without = NOT_ASKED.get(path)
        assert {*AXES} - taken == ({*without.axes} if without else set()), path
        for axis in without.axes if without else ():
            told = web.get(re.sub(r"\{.*?\}", "x", path), INSPECTOR, TODAY, **{axis: "1"})
            assert told.status_code == 422, path
            assert told.json()["type"] == "urn:jejak:problem:axis-not-asked"
            assert told.json()["detail"] == f"{axis}: {without.why}"
    assert NOT_ASKED.keys() <= reads.keys(), "left over"


def test_a_time_means_what_was_recorded_by_then(played: Moments) -> None:
    web = played.web
    lines = web.house.ledger.read([UUID(web.transfer)])
    middle = lines[len(lines) // 2]
    before = middle.recorded_at.astimezone(UTC) - timedelta(microseconds=1)
    by_time = web.get(web.case, OFFICER, TODAY, asOf=before.isoformat())
    position = web.house.ledger.last_by(before)
    assert by_time.headers["Jejak-As-Of"] == str(position)
    assert by_time.json() == web.get(web.case, OFFICER, TODAY, asOf=position).json()
    assert by_time.json()["version"] < middle.version
    zoned = before.astimezone(timezone(timedelta(hours=7)))
    assert web.get(web.case, OFFICER, TODAY, asOf=zoned.isoformat()).json() == by_time.json()


def test_before_the_first_event_there_is_nothing(played: Moments) -> None:
    web = played.web
    for moment in (0, "1990-01-01T00:00:00Z"):
        for path in ("/v1/transfers", "/v1/me/transfers", "/v1/inbox", "/v1/agencies", "/v1/decrees"):
            assert web.get(path, OFFICER, TODAY, asOf=moment).json() == {"items": [], "next": None}, path
        assert web.get("/v1/policies", OFFICER, TODAY, asOf=moment).json()["items"] == []
        assert (
            web.get("/v1/policies/in-force", OFFICER, TODAY, asOf=moment, day="2025-03-10").status_code == 404
        )
        assert web.get("/v1/audit/events", INSPECTOR, TODAY, asOf=moment).json()["items"] == []
        assert web.get(web.case, OFFICER, TODAY, asOf=moment).status_code == 404
        assert web.get(f"{web.case}/history", OFFICER, TODAY, asOf=moment).json()["items"] == []


WRONG = ("tomorrow", "2025-03-17", "2025-03-17T10:00:00", "2025-02-30T10:00:00Z", "-1", "1.5", "9" * 19)


def test_a_moment_that_has_not_come_or_is_none_is_refused(played: Moments) -> None:
    web = played.web
    for moment in (web.head + 1, "2999-01-01T00:00:00Z"):
        answer = web.get("/v1/inbox", OFFICER, TODAY, asOf=moment)
        assert (answer.status_code, answer.json()["type"]) == (422, "urn:jejak:problem:moment-to-come")
    for moment in WRONG:
        assert web.get("/v1/inbox", OFFICER, TODAY, asOf=moment).status_code == 422, moment
    for day in ("soon", "2025-3-1", "20250301", "2025-03-17T00:00:00Z"):
        assert web.get("/v1/inbox", OFFICER, TODAY, effective=day).status_code == 422, day


def test_upon_the_past_nothing_is_done(played: Moments) -> None:
    web = played.web
    asked = web.get(web.case, OFFICER, TODAY, asOf=played.last)
    assert asked.status_code == 200
    assert "ETag" not in asked.headers
    assert asked.json()["allowedActions"] == []
    old = asked.json()
    tag = f'"{old["position"]}.O.{digest(old["facts"])}"'
    changed = web.get(web.case, OFFICER, TODAY, asOf=played.first + 12).json()
    forged = f'"{changed["position"]}.O.{digest(changed["facts"])}"'
    assert tag != forged
    act = act_of(*NORTH_PERSONNEL, TODAY)
    before = web.head
    assert web.post(WithdrawTransfer("Batal"), act, etag=forged).status_code == 412
    assert web.head == before


def test_what_was_in_force_in_the_world(played: Moments) -> None:
    """By day the case, its history and the list agree; what is in force by a day and not recorded yet is not told."""
    web = played.web
    history = web.house.cases.history(UUID(web.transfer))
    started = next(each for each in history if type(each.event).__name__ == "DutyStarted")
    first = web.get(f"{web.case}/history", OFFICER, TODAY, effective="2025-01-01").json()
    assert first["items"] == [], "it had not been asked for"
    days = sorted({counts_from(each.event, each.act) for each in history})
    for day in days:
        shown = web.get(web.case, OFFICER, TODAY, effective=day.isoformat())
        told = web.get(f"{web.case}/history", OFFICER, TODAY, effective=day.isoformat(), limit=200).json()[
            "items"
        ]
        listed = web.get("/v1/transfers", OFFICER, TODAY, effective=day.isoformat()).json()["items"]
        assert shown.json()["version"] == told[-1]["version"] == listed[-1]["version"], day
        assert listed[-1]["status"] == shown.json()["facts"]["status"]
        assert [each["version"] for each in told] == list(range(1, len(told) + 1))
    assert counts_from(started.event, started.act) == started.event.started_on
    both = web.get(web.case, OFFICER, TODAY, asOf=started.position - 1, effective="2027-01-01").json()
    assert both["facts"]["startedOn"] is None, "in force since, but not recorded by then"


# The decider's desk


def decisions(web: Web, who: UUID) -> Any:
    answer = web.get(f"{web.case}/decisions", who, TODAY, limit=200)
    return answer.json()["items"] if answer.status_code == 200 else answer.status_code


def desk_of(web: Web, version: int, who: UUID) -> Any:
    answer = web.get(f"{web.case}/decisions/{version}/desk", who, TODAY)
    return answer.json() if answer.status_code == 200 else answer.status_code


@contextmanager
def altered(web: Web, position: int, old: str, new: str) -> Iterator[None]:
    """What nobody but a superuser can do; undone afterwards."""

    def alter(old: str, new: str) -> None:
        with psycopg.connect(web.house.settings.database_url or "") as owner:
            owner.execute("ALTER TABLE events DISABLE TRIGGER append_only")
            changed = owner.execute(
                "UPDATE events SET body = convert_to(replace(convert_from(body, 'UTF8'), %(old)s, %(new)s), 'UTF8') "
                "WHERE position = %(position)s AND convert_from(body, 'UTF8') LIKE %(has)s",
                {"old": old, "new": new, "position": position, "has": f"%{old}%"},
            )
            assert changed.rowcount == 1
            owner.execute("ALTER TABLE events ENABLE ALWAYS TRIGGER append_only")

    alter(old, new)
    try:
        yield
    finally:
        alter(new, old)


def test_what_a_decider_had_before_them_is_laid_again_beside_what_is_known_now(played: Moments) -> None:
    web = played.web
    told = {event: each for each in decisions(web, INSPECTOR) for event in each["events"]}
    assert len(told) > 12
    assert all(each["matches"] for each in told.values())
    assert {each["seenAs"] for each in told.values()} == {"OFFICIAL", "SUBJECT", "RATER"}
    for each in (told[event] for event in ("FileVerified", "FeedbackGiven", "ReplyGiven", "ConsentGranted")):
        laid = desk_of(web, each["version"], INSPECTOR)
        assert laid["exact"] is (each["seenAs"] != "SUBJECT"), (
            "their own discipline and kin are the person's alone"
        )
        assert (digest(laid["then"]) == each["seenDigest"]) is laid["exact"]
    laid = desk_of(web, told["DecreeIssued"]["version"], INSPECTOR)
    assert laid["then"]["decree"] is None
    by_pointer = {each["pointer"]: each for each in laid["differences"]}
    assert by_pointer["/status"]["mark"] == "CHANGED"
    assert by_pointer["/decree"]["now"]["number"] == laid["now"]["decree"]["number"]
    assert by_pointer["/target/unit"]["now"] == "Dinas Kesehatan Raya", "also what changed outside the case"
    assert by_pointer["/evaluations/0"]["mark"] == "ADDED"


def test_the_person_sees_what_they_may_and_others_nothing(played: Moments) -> None:
    web = played.web
    listed = decisions(web, SITI)
    assert [each["version"] for each in listed] == [each["version"] for each in decisions(web, INSPECTOR)]
    by_event = {event: each["version"] for each in listed for event in each["events"]}
    own = desk_of(web, by_event["ReplyGiven"], SITI)
    assert (own["shownAs"], own["exact"]) == ("SUBJECT", True)
    for event in ("ConsentGranted", "DecreeIssued", "FeedbackClosed"):
        laid = desk_of(web, by_event[event], SITI)
        assert (laid["shownAs"], laid["exact"], laid["decision"]["matches"]) == ("SUBJECT", False, True)
        peers = [each for each in laid["then"]["feedback"] if each["role"] == "PEER"]
        assert peers
        assert not any(each["text"] or each["scores"] or each["rater"] for each in peers)
    assert decisions(web, OFFICER) == decisions(web, DECREEING) == 403
    assert decisions(web, PEERS[0]) == decisions(web, BUDI) == desk_of(web, 2, BUDI) == 404
    assert desk_of(web, 1, INSPECTOR) == desk_of(web, 9_999, INSPECTOR) == 404, (
        "a request is made upon nothing"
    )


def test_a_record_that_was_altered_no_longer_matches(played: Moments) -> None:
    web = played.web
    told = decisions(web, INSPECTOR)
    consent = next(each for each in told if each["events"][0] == "ConsentGranted")
    reply = next(each for each in web.house.ledger.read([UUID(web.transfer)]) if each.name == "ReplyGiven")
    with altered(web, reply.position, "Saya", "Kami"):
        assert {each["version"]: each["matches"] for each in decisions(web, INSPECTOR)} == {
            each["version"]: each["seenPosition"] < reply.position or each["seenAs"] == "RATER"
            for each in told
        }
        laid = desk_of(web, consent["version"], INSPECTOR)
        assert (laid["decision"]["matches"], laid["exact"]) == (False, True)
        assert laid["decision"]["recomputedDigest"] == digest(laid["then"]) != consent["seenDigest"]
    with altered(web, reply.position, '"text"', '"tixt"'):
        assert desk_of(web, consent["version"], INSPECTOR) == 500
    assert all(each["matches"] for each in decisions(web, INSPECTOR))
