"""Delegations over HTTP: given, acted under, seen as a.n., ended; and refused to everybody else."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import httpx2 as httpx
import pytest
from cast import NORTH_SECRETARY, REGENT, SITI, SITI_MOVES, act_of, official, on
from remembering import Remembered
from stories import balancing_move
from web import Web

from domain.act import Act, Capacity
from domain.identity import office_id, person_id
from domain.registry.office import OfficeAssigned
from domain.registry.tenure import Tenure
from domain.transfer.commands import IssueDecree, RevokeDecree

REGENT_ID, SECRETARY_ID = office_id(*REGENT), office_id(*NORTH_SECRETARY)
DELEGATE = person_id("assistant")  # who stands in as secretary, beside the one who forwards
BODY = {
    "number": "100.3.3/12/2025",
    "to": str(SECRETARY_ID),
    "types": ["INTRA_INSTANSI"],
    "kinds": ["DECREE"],
    "since": "2025-03-10",
    "until": "2025-09-30",
}
ENDING = {"number": BODY["number"], "on": "2025-03-24", "reason": "Bupati kembali"}
DECREE = IssueDecree("decree", "821/55", SITI_MOVES.target, date(2025, 4, 14), "Pemerataan", ("Tertata",))
AT = on(2025, 3, 24)
AN = Act(DELEGATE, AT, uuid4(), "", SECRETARY_ID, on_behalf_of=REGENT_ID)


def sent(
    web: Web, body: dict[str, Any], act: Act | None = None, *, ending: bool = False, key: str = ""
) -> httpx.Response:
    act = act or act_of(*REGENT, on(2025, 3, 10))
    path = f"/v1/offices/{REGENT_ID}/delegations" + ("/endings" if ending else "")
    headers = web.headers(act.by, act.at, act.office, act.on_behalf_of)
    return web.client.post(path, json=body, headers=headers | {"Idempotency-Key": key or str(uuid4())})


@pytest.fixture
def delegated(web: Web) -> Web:
    """Siti's case before the decree, which the regent has delegated; a second holder of the secretary's office."""
    web.happens(SECRETARY_ID, OfficeAssigned(Tenure(DELEGATE, Capacity.CARETAKER, date(2025, 1, 2))))
    assert sent(web, BODY).status_code == 201
    web.play(balancing_move(), until="decree")
    web.house.runner.wait_for(web.head)
    return web


def test_the_delegate_finds_the_step_decrees_and_it_is_shown_as_done_in_the_regents_name(
    delegated: Web,
) -> None:
    web = delegated
    waiting = web.get("/v1/inbox", DELEGATE, AT, after=web.head).json()["items"]
    assert [(i["step"], i["office"], i["delegatedToYou"]) for i in waiting] == [
        ("decree", str(REGENT_ID), True)
    ]
    listed = web.get("/v1/transfers", DELEGATE, AT).json()["items"]
    assert [item["id"] for item in listed] == [web.transfer]
    offered = web.shown(DELEGATE, AT).json()["allowedActions"]
    decree = {"act": "decree", "step": "decree", "office": str(SECRETARY_ID), "onBehalfOf": str(REGENT_ID)}
    assert decree in offered
    receipt = web.post(DECREE, AN)
    assert receipt.status_code == 201, receipt.text
    assert receipt.json()["onBehalfOf"] == str(REGENT_ID)
    items = web.get(f"{web.case}/history", SITI, after=web.head, limit=200).json()["items"]
    (done,) = [item for item in items if item["event"] == "DecreeIssued"]
    assert (done["office"], done["onBehalfOf"]) == (str(SECRETARY_ID), str(REGENT_ID))
    assert done["signature"] == f"a.n. {done['onBehalfOfTitle']}, {done['officeTitle']}"
    own = next(item for item in items if item["event"] == "ProposalForwarded")
    assert (own["onBehalfOf"], own["signature"]) == (None, own["officeTitle"])
    (recorded,) = [
        e
        for e in web.house.cases.history(UUID(web.transfer))
        if e.act.by == DELEGATE and e.event.__class__.__name__ == "DecreeIssued"
    ]
    assert (recorded.act.office, recorded.act.on_behalf_of) == (SECRETARY_ID, REGENT_ID)


def test_a_command_sent_twice_is_one_and_says_again_in_whose_name(delegated: Web) -> None:
    key, etag = str(uuid4()), delegated.seen(AN)
    first = delegated.post(DECREE, AN, key=key, etag=etag)
    again = delegated.post(DECREE, AN, key=key, etag=etag)
    assert (first.status_code, first.json()) == (201, again.json())
    own = delegated.post(DECREE, replace(AN, on_behalf_of=None), key=key, etag=etag)
    assert own.json()["type"] == "urn:jejak:problem:idempotency-key-reused"


def test_the_one_who_forwarded_does_not_decree_as_well(delegated: Web) -> None:
    act = replace(AN, by=official(*NORTH_SECRETARY))
    assert delegated.post(DECREE, act).json()["type"] == "urn:jejak:problem:SecondRole"


def test_before_its_first_day_and_once_it_is_ended_there_is_nothing_to_act_under(delegated: Web) -> None:
    web, etag = delegated, delegated.seen(AN)
    early = web.post(DECREE, replace(AN, at=on(2025, 3, 9)), etag=etag)
    assert (early.status_code, early.json()["type"]) == (403, "urn:jejak:problem:NotDelegated")
    assert sent(web, ENDING, act_of(*REGENT, AT), ending=True).status_code == 201
    web.house.runner.wait_for(web.head)
    late = web.post(DECREE, AN, etag=etag)
    assert (late.status_code, late.json()["type"]) == (403, "urn:jejak:problem:NotDelegated")
    assert web.get(web.case, DELEGATE, AT).status_code == 200, "seen as secretary, whose step it was before"
    assert web.get("/v1/inbox", DELEGATE, AT, after=web.head).json()["items"] == []


def test_what_was_decreed_under_it_stands_when_it_is_ended(delegated: Web) -> None:
    web = delegated
    assert web.post(DECREE, AN).status_code == 201
    assert sent(web, ENDING, act_of(*REGENT, AT), ending=True).status_code == 201
    facts = web.shown(SITI, AT).json()["facts"]
    assert facts["status"] == "DECREED"
    step = next(each for each in facts["route"] if each["step"] == "decree")
    assert (step["office"], step["delegate"]) == (str(REGENT_ID), str(SECRETARY_ID))
    undoing = web.post(RevokeDecree("C-1", "Keliru", "UU 30/2014"), act_of(*REGENT, AT))
    assert undoing.status_code == 201


def test_a_delegation_is_given_once_whatever_the_network_does(web: Web) -> None:
    key = str(uuid4())
    first, again = sent(web, BODY, key=key), sent(web, BODY, key=key)
    assert (first.status_code, first.content) == (201, again.content)
    other = sent(web, BODY | {"number": "100/13"}, key=key)
    assert other.json()["type"] == "urn:jejak:problem:idempotency-key-reused"
    assert sent(web, BODY).json()["type"] == "urn:jejak:problem:DelegationOnRecord"
    listed = web.get(f"/v1/offices/{REGENT_ID}/delegations", SITI, after=first.json()["position"]).json()
    assert listed["items"] == [BODY]
    assert web.get(f"/v1/offices/{uuid4()}/delegations", SITI).status_code == 404


def test_ended_it_is_listed_with_its_last_day_and_as_of_before_it_is_as_it_was(web: Web) -> None:
    """Of the register, of what the delegate holds and of what waits for them: by what was recorded, and by days."""
    path = f"/v1/offices/{REGENT_ID}/delegations"
    web.happens(SECRETARY_ID, OfficeAssigned(Tenure(DELEGATE, Capacity.CARETAKER, date(2025, 1, 2))))
    then = Remembered(web, ((path, SITI), ("/v1/me", DELEGATE), ("/v1/inbox", official(*REGENT))))
    then.now(AT)
    assert sent(web, BODY).status_code == 201
    then.now(AT)
    given = web.head
    web.play(balancing_move(), until="decree")
    then.now(AT)
    ended = sent(web, ENDING, act_of(*REGENT, on(2025, 3, 24)), ending=True)
    assert (ended.status_code, ended.json()["events"]) == (201, ["DelegationEnded"])
    listed = web.get(f"/v1/offices/{REGENT_ID}/delegations", SITI, after=web.head).json()
    assert listed["items"] == [BODY | {"until": "2025-03-23"}]
    then.now(AT)
    second = BODY | {"number": "100/13", "since": "2025-04-01"}
    assert sent(web, second, act_of(*REGENT, on(2025, 4, 1))).status_code == 201
    assert then.stands(AT) == 6, "three registers, two inboxes, one of who they are"
    nothing = web.get("/v1/inbox", DELEGATE, AT, asOf=then.answers[-1][0] - 1).json()["items"]
    assert nothing == [], "the past opens nothing that is closed to them now"
    for moment, items in (
        ({"asOf": given - 1}, []),
        ({"asOf": given}, [BODY]),
        # A register names days of its own, and is looked at where it is read (0036).
        ({"effective": "2025-03-12"}, web.get(path, SITI, after=web.head).json()["items"]),
    ):
        assert web.get(path, SITI, **moment).json()["items"] == items, moment
    again = sent(web, ENDING, act_of(*REGENT, on(2025, 3, 25)), ending=True)
    assert (again.status_code, again.json()["type"]) == (422, "urn:jejak:problem:DelegationBackdated")
    later = ENDING | {"on": "2025-03-26"}
    again = sent(web, later, act_of(*REGENT, on(2025, 3, 25)), ending=True)
    assert (again.status_code, again.json()["type"]) == (409, "urn:jejak:problem:DelegationOver")


@pytest.mark.parametrize(
    ("who", "status", "why"),
    [
        ("the secretary", 403, "NotTheDecidingOffice"),
        ("in one's own person", 403, "NotTheDecidingOffice"),
        ("who does not hold the office", 403, "OfficeNotHeld"),
        ("a caretaker", 403, "NoAuthority"),
    ],
)
def test_nobody_else_delegates(web: Web, who: str, status: int, why: str) -> None:
    web.happens(REGENT_ID, OfficeAssigned(Tenure(DELEGATE, Capacity.CARETAKER, date(2025, 1, 2))))
    regent = act_of(*REGENT, on(2025, 3, 10))
    act = {
        "the secretary": act_of(*NORTH_SECRETARY, on(2025, 3, 10)),
        "in one's own person": replace(regent, office=None),
        "who does not hold the office": replace(regent, by=SITI),
        "a caretaker": replace(regent, by=DELEGATE),
    }[who]
    before = web.head
    for answer in (sent(web, BODY, act), sent(web, ENDING, act, ending=True)):
        assert (answer.status_code, answer.json()["type"]) == (status, f"urn:jejak:problem:{why}")
    assert web.head == before


def test_what_may_not_be_delegated_is_refused_with_what_and_why(web: Web) -> None:
    refused = sent(web, BODY | {"kinds": ["DECREE", "OVERRIDE"]})
    assert (refused.status_code, refused.json()["type"]) == (422, "urn:jejak:problem:NotDelegable")
    (violation,) = refused.json()["violations"]
    assert "OVERRIDE" in violation["input"]
    assert "pengecualian syarat" in violation["told"]["id"]
    assert sent(web, BODY | {"to": str(uuid4())}).json()["type"] == "urn:jejak:problem:OfficeUnknown"


def test_a_delegation_of_another_kind_leaves_the_case_unknown(web: Web) -> None:
    """What was not delegated is none of the delegate's business; they are told no more than a stranger."""
    web.happens(SECRETARY_ID, OfficeAssigned(Tenure(DELEGATE, Capacity.CARETAKER, date(2025, 1, 2))))
    assert sent(web, BODY | {"kinds": ["FORWARD"]}).status_code == 201
    web.play(balancing_move(), until="performance_panel")
    web.house.runner.wait_for(web.head)
    answer = web.post(DECREE, AN)
    assert (answer.status_code, answer.json()["type"]) == (404, "urn:jejak:problem:TransferUnknown")
