"""What was recorded by then and what was in force: a past answer is what the present one was, and nothing later moves it."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

import cast
import psycopg
import pytest
from cast import (
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
from web import Web

from api.app import create_app
from api.house import open_house
from api.identity import LocalKey
from api.settings import Mode, Settings
from application.sights import digest
from domain.act import Capacity
from domain.identity import office_id, plan_id
from domain.plan import PlanDescription, PlanProposed, PlanPublished
from domain.registry.agency import AgencyCorrected
from domain.registry.office import OfficeAssigned, OfficeRelinquished
from domain.registry.post import PostRevised
from domain.registry.tenure import Tenure
from domain.registry.unit import UnitCorrected
from domain.transfer.commands import WithdrawTransfer

OFFICER, RELEASING, RECEIVING, DECREEING, INSPECTOR = (
    official(*office) for office in (NORTH_PERSONNEL, LIBRARY_HEAD, HEALTH_HEAD, REGENT, NORTH_INSPECTORATE)
)
THEN, TODAY = on(2025, 3, 5), on(2026, 5, 20)  # before any deadline, and after all
PLAN = plan_id(UUID(int=36))
# Who asks for what; {} is the case.
ASKED = (
    *(("/v1/transfers/{}", who) for who in (SITI, OFFICER, INSPECTOR, RECEIVING, PEERS[0])),
    ("/v1/transfers/{}/history", OFFICER),
    *(("/v1/transfers", who) for who in (SITI, OFFICER, RECEIVING)),
    ("/v1/me/transfers", SITI),
    *(("/v1/me", who) for who in (SITI, PEERS[0])),
    *(("/v1/inbox", who) for who in (OFFICER, RELEASING, DECREEING)),
)
REGISTRY = (
    ("/v1/agencies", OFFICER),
    (f"/v1/posts?agency={NORTH_ID}", OFFICER),
    (f"/v1/offices?agency={NORTH_ID}", OFFICER),
    (f"/v1/plans?agency={NORTH_ID}", OFFICER),
    (f"/v1/plans/{PLAN}", OFFICER),
    (f"/v1/offices/{office_id(*LIBRARY_HEAD)}/delegations", OFFICER),
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

    def ask(self, path: str, who: UUID, at: datetime, **params: object) -> object:
        params = {"after": self.web.head} | params
        if "?" in path:
            path, _, agency = path.partition("?agency=")
            params["agency"] = agency
        if path not in ("/v1/me", "/v1/transfers/{}") and "delegations" not in path and str(PLAN) not in path:
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


# The decider's desk


def decisions(web: Web, who: UUID, **params: object) -> Any:
    answer = web.get(f"{web.case}/decisions", who, TODAY, limit=200, **params)
    return answer.json()["items"] if answer.status_code == 200 else answer.status_code


def desk_of(web: Web, version: int, who: UUID) -> Any:
    answer = web.get(f"{web.case}/decisions/{version}/desk", who, TODAY)
    return answer.json() if answer.status_code == 200 else answer.status_code


def altered(web: Web, position: int, old: str, new: str) -> None:
    """What nobody but a superuser can do."""
    with psycopg.connect(web.house.settings.database_url) as owner:
        owner.execute("ALTER TABLE events DISABLE TRIGGER append_only")
        owner.execute(
            "UPDATE events SET body = convert_to(replace(convert_from(body, 'UTF8'), %s, %s), 'UTF8') "
            "WHERE position = %s",
            (old, new, position),
        )
        owner.execute("ALTER TABLE events ENABLE ALWAYS TRIGGER append_only")


def test_the_deciders_desk(played: Moments) -> None:
    web = played.web
    told = {each["events"][0]: each for each in decisions(web, INSPECTOR)}
    assert len(told) > 12
    assert all(each["matches"] for each in told.values())
    assert {each["seenAs"] for each in told.values()} == {"OFFICIAL", "SUBJECT", "RATER"}

    decreed = desk_of(web, told["DecreeIssued"]["version"], INSPECTOR)
    assert decreed["exact"] and decreed["decision"]["matches"]
    assert digest(decreed["then"]) == decreed["decision"]["seenDigest"]
    assert decreed["then"]["decree"] is None and decreed["now"]["decree"]["number"]
    by_pointer = {each["pointer"]: each for each in decreed["differences"]}
    assert by_pointer["/status"]["mark"] == "CHANGED"
