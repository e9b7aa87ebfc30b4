"""Decrees of their own over HTTP on PostgreSQL: drafted, signed in order, revoked for one and for all; scenarios 13 and 14."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from threading import Barrier, Thread
from typing import Any
from uuid import UUID, uuid4

import cast
import httpx2 as httpx
import pytest
from cast import (
    CITY_PERSONNEL,
    HEALTH_HEAD,
    MAYOR,
    NEW_POST_ID,
    NORTH_ID,
    NORTH_INSPECTORATE,
    NORTH_PERSONNEL,
    NORTH_SECRETARY,
    OLD_POST_ID,
    REGENT,
    SITI,
    act_of,
    official,
    on,
    own_act,
)
from remembering import Remembered
from stories import balancing_move, teacher_moves_to_the_city
from test_remedies_over_http import GRANT, OBJECT, asking, history
from web import Web, command_of

from application.recording import decode
from application.timekeeping import Timekeeper
from domain.act import Act, Capacity
from domain.identity import OfficeKind, movements_id, office_id, person_id
from domain.registry.agency import AgencyCorrected
from domain.registry.decree_number import DecreeNumberTaken
from domain.registry.movements import Movements, MovementsCounted
from domain.registry.office import (
    OfficeAssigned,
    OfficeDescription,
    OfficeEstablished,
    OfficeRelinquished,
    Tenure,
)
from domain.registry.person import (
    KinshipDeclared,
    PerformanceRated,
    PersonRegistered,
    PostAssumed,
    Proceeding,
    ProceedingKind,
    ProceedingRecorded,
)
from domain.registry.post import Position, PositionKind, PostRevised, SeatTaken
from domain.transfer.commands import (
    RevokeDecree,
    ServeDecision,
    StartDuty,
)
from domain.transfer.desk import Audience
from domain.transfer.events import OversightRecommendationAnswered
from projections import deadlines

DAY = on(2025, 3, 24)
NUMBER = "821.2/117"
INSPECTION = act_of(*NORTH_INSPECTORATE, DAY)
BKPSDM, SECRETARY, REGENT_ACT = (act_of(*who, DAY) for who in (NORTH_PERSONNEL, NORTH_SECRETARY, REGENT))
DRAFT = {
    "office": str(office_id(*REGENT)),
    "number": NUMBER,
    "grounds": "Penataan pegawai",
    "goals": ["Arsip tertata"],
    "effectiveOn": "2025-04-14",
}
REVOKE = {"number": "821/60", "reason": "Rekomendasi BKN R-31", "legalBasis": "Perpres 116/2022"}


def peopled(web: Web, count: int) -> list[UUID]:
    """So many archivists more, in the old post, with room for all in the new one."""
    people = [person_id(f"archivist-{number}") for number in range(count)]
    for person in people:
        ratings = (PerformanceRated(year, rating) for year, rating in cast.SITI_STATE.ratings.items())
        profile = replace(cast.SITI_PROFILE, name=f"Arsiparis {person.hex[:6]}")
        web.happens(person, PersonRegistered(profile), PostAssumed(OLD_POST_ID, date(2022, 1, 3)), *ratings)
    room = (SeatTaken(person, date(2022, 1, 3)) for person in people)
    web.happens(OLD_POST_ID, PostRevised(replace(cast.OLD_POST, seats=99, required=100)), *room)
    web.happens(NEW_POST_ID, PostRevised(replace(cast.NEW_POST, seats=99, required=9_900)))
    return people


def waiting(web: Web, count: int) -> list[str]:
    """Cases of that many people, each before the decree."""
    cases = []
    for person in peopled(web, count):
        web.play(balancing_move(cast.Move(uuid4(), person, NEW_POST_ID)), until="decree")
        cases.append(web.transfer)
    return cases


class OfDecree:
    """One decree, spoken to over HTTP."""

    def __init__(self, web: Web) -> None:
        self.web = web
        self.id = ""

    def begin(self, path: str, body: dict[str, Any], act: Act, key: str | None = None) -> httpx.Response:
        headers = self.web.headers(act.by, act.at, act.office) | {"Idempotency-Key": key or str(uuid4())}
        answer = self.web.client.post(path, json=body, headers=headers)
        if answer.status_code == 201:
            self.id = answer.json()["decree"]
        return answer

    def shown(self, act: Act, at: datetime | None = None) -> httpx.Response:
        return self.web.get(f"/v1/decrees/{self.id}", act.by, at or act.at)

    def facts(self, act: Act) -> dict[str, Any]:
        answer = self.shown(act)
        assert answer.status_code == 200, answer.text
        return answer.json()["facts"]  # type: ignore[no-any-return]

    def offered(self, act: Act) -> set[str]:
        return {each["act"] for each in self.shown(act).json()["allowedActions"]}

    def post(
        self, path: str, body: dict[str, Any], act: Act, *, etag: str | None = None, key: str | None = None
    ) -> httpx.Response:
        headers = self.web.headers(act.by, act.at, act.office) | {"Idempotency-Key": key or str(uuid4())}
        headers["If-Match"] = etag or self.shown(act).headers.get("ETag", '"0.O.' + "0" * 64 + '"')
        return self.web.client.post(f"/v1/decrees/{self.id}/{path}", json=body, headers=headers)

    def do(self, path: str, body: dict[str, Any], act: Act) -> dict[str, Any]:
        answer = self.post(path, body, act)
        assert answer.status_code == 201, answer.text
        return answer.json()  # type: ignore[no-any-return]


def drafted(web: Web, cases: list[str]) -> OfDecree:
    decree = OfDecree(web)
    answer = decree.begin("/v1/decrees", DRAFT, BKPSDM)
    assert answer.status_code == 201, answer.text
    assert answer.headers["Location"] == f"/v1/decrees/{decree.id}"
    decree.do("annex", {"transfers": [{"transfer": each} for each in cases]}, BKPSDM)
    return decree


def before_the_regent(web: Web, cases: list[str]) -> OfDecree:
    decree = drafted(web, cases)
    decree.do("signing", {"number": NUMBER}, BKPSDM)
    decree.do("signatures", {"number": NUMBER}, BKPSDM)
    decree.do("signatures", {"number": NUMBER}, SECRETARY)
    return decree


def listed(web: Web, act: Act) -> list[dict[str, Any]]:
    return web.get("/v1/decrees", act.by, act.at, after=web.head).json()["items"]  # type: ignore[no-any-return]


def case_of(web: Web, transfer: str, act: Act) -> dict[str, Any]:
    answer = web.get(f"/v1/transfers/{transfer}", act.by, act.at)
    assert answer.status_code == 200, answer.text
    return answer.json()["facts"]  # type: ignore[no-any-return]


def asked_of(decree: OfDecree, case: str) -> tuple[tuple[str, UUID], ...]:
    """Who asks for what about a decree and a case in its annex."""
    overseer = official(*NORTH_INSPECTORATE)
    officials = (BKPSDM.by, SECRETARY.by, REGENT_ACT.by)
    return (
        *((f"/v1/decrees/{decree.id}", who) for who in (*officials, overseer)),
        *(("/v1/decrees", who) for who in (*officials, overseer)),
        *(("/v1/inbox", who) for who in officials),
        (f"/v1/transfers/{case}", overseer),
    )


def test_a_decree_for_three_is_signed_in_order_and_each_case_goes_on_by_itself(web: Web) -> None:
    cases = waiting(web, 3)
    before, decree = web.head, drafted(web, cases)
    then = Remembered(web, asked_of(decree, cases[0]))
    then.now(DAY)
    assert decree.offered(BKPSDM) == {"amend", "annex", "strike", "put-for-signature", "abandon"}
    decree.do("signing", {"number": NUMBER}, BKPSDM)
    assert listed(web, SECRETARY)[0]["awaits"] == str(office_id(*NORTH_PERSONNEL))
    early = decree.post("signatures", {"number": NUMBER}, REGENT_ACT)
    assert (early.status_code, early.json()["type"]) == (403, "urn:jejak:problem:NotYourSignature")
    then.now(DAY)
    decree.do("signatures", {"number": NUMBER}, BKPSDM)
    then.now(DAY)
    assert decree.offered(SECRETARY) == {"sign", "return"}
    decree.do("signatures", {"number": NUMBER}, SECRETARY)
    then.now(DAY)
    receipt = decree.do("signatures", {"number": NUMBER}, REGENT_ACT)
    assert receipt["events"] == ["DecreeSigned"]
    assert receipt["position"] == web.head
    then.now(DAY)
    (row,) = listed(web, BKPSDM)
    assert (row["stage"], row["people"], row["inForce"], row["awaits"]) == ("ISSUED", 3, 3, None)
    for transfer in cases:
        shown = case_of(web, transfer, BKPSDM)
        assert shown["status"] == "DECREED"
        assert shown["decree"]["decree"] == decree.id
        signed = history(Web(web.client, web.key, web.house, transfer), BKPSDM.by)
        issued = next(item for item in signed if item["event"] == "DecreeIssued")
        assert (issued["person"], issued["seenDigest"] is not None) == (str(REGENT_ACT.by), True)
    legality = web.get(f"/v1/transfers/{cases[0]}/legality", REGENT_ACT.by, DAY, after=web.head).json()
    initials = next(each for each in legality["authority"] if each["point"] == "INITIALS")
    assert initials["verdict"] == "SHOWN"
    assert [each["event"] for each in initials["evidence"]] == [
        "DecreePutForSignature",
        "DecreeInitialled",
        "DecreeInitialled",
        "DecreeSigned",
    ]
    auditor = official(OfficeKind.AUDITOR, NORTH_ID)
    assert web.get(f"/v1/decrees/{decree.id}", auditor, DAY).status_code == 200
    for acted, who in ((True, BKPSDM), (True, SECRETARY), (True, REGENT_ACT), (False, INSPECTION)):
        told = web.get("/v1/me/lookups", who.by, DAY, after=web.head).json()["items"]
        assert (("ACTS", "DECREE") in {(each["concerns"], each["what"]) for each in told}) is acted
    decree.do("revocations", REVOKE, REGENT_ACT)
    assert then.stands(DAY + timedelta(days=400)) > 20, "the draft, its signatures, its issue: each as it was"
    for address in (f"/v1/decrees/{decree.id}", "/v1/decrees"):
        answer = web.get(address, BKPSDM.by, DAY, asOf=before)
        assert answer.status_code == 404 or answer.json()["items"] == []


def test_of_two_drafts_that_reach_for_one_case_at_once_one_gets_it(web: Web) -> None:
    (case,) = waiting(web, 1)
    drafts = [OfDecree(web), OfDecree(web)]
    for number, draft in enumerate(drafts):
        assert draft.begin("/v1/decrees", DRAFT | {"number": f"821.2/{number}"}, BKPSDM).status_code == 201
    both, answers = Barrier(2), dict[str, httpx.Response]()

    def reach(draft: OfDecree) -> None:
        both.wait()
        answers[draft.id] = draft.post("annex", {"transfers": [{"transfer": case}]}, BKPSDM)

    threads = [Thread(target=reach, args=(draft,)) for draft in drafts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    won, lost = sorted(drafts, key=lambda draft: answers[draft.id].status_code)
    assert (answers[won.id].status_code, answers[lost.id].status_code) == (201, 422)
    problem = answers[lost.id].json()
    assert problem["type"] == "urn:jejak:problem:CannotBeAnnexed"
    (violation,) = problem["violations"]
    assert (violation["rule"], violation["input"]) == ("InAnotherDraft", case)
    assert violation["told"]["id"].startswith(f"{case}: Perkara ini tercantum dalam rancangan keputusan lain")
    assert case_of(web, case, BKPSDM)["draft"] == won.id
    won.do("annex/strikes", {"transfer": case, "reason": "Salah rancangan"}, BKPSDM)
    lost.do("annex", {"transfers": [{"transfer": case}]}, BKPSDM)
    assert case_of(web, case, BKPSDM)["draft"] == lost.id


def test_what_a_signatory_saw_can_be_laid_again_and_an_old_sight_signs_nothing(web: Web) -> None:
    cases = waiting(web, 2)
    decree = before_the_regent(web, cases)
    seen = decree.shown(REGENT_ACT)
    proceeding = Proceeding("R-9", ProceedingKind.DISCIPLINE, "SEDANG", date(2025, 3, 20))
    person = UUID(case_of(web, cases[1], BKPSDM)["person"]["id"])
    web.happens(person, ProceedingRecorded(proceeding))
    stale = decree.post("signatures", {"number": NUMBER}, REGENT_ACT, etag=seen.headers["ETag"])
    assert (stale.status_code, stale.json()["type"]) == (412, "urn:jejak:problem:facts-changed")
    assert [change["pointer"] for change in stale.json()["changes"]] == ["/annex/1/caseDigest"]
    made_up = decree.post("signatures", {"number": NUMBER}, REGENT_ACT, etag='"7.O.' + "0" * 64 + '"')
    assert made_up.json()["type"] == "urn:jejak:problem:etag-unknown"

    decree.do("signatures", {"number": NUMBER}, REGENT_ACT)
    shown = decree.facts(REGENT_ACT)
    assert [line["state"] for line in shown["annex"]] == ["IN_FORCE", "LEFT_OUT"]
    assert shown["leftOut"] == [{"transfer": cases[1], "why": "NotEligible", "rules": ["E05"]}]
    assert case_of(web, cases[1], BKPSDM)["decree"] is None
    position = int(seen.headers["ETag"].strip('"').split(".")[0])
    again = web.house.decrees.show_at(UUID(decree.id), position, Audience.OFFICIAL, REGENT_ACT.by)
    assert again == seen.json()["facts"]

    inspector, path = cast.official(*NORTH_INSPECTORATE), f"/v1/transfers/{cases[0]}/decisions"
    acts = web.get(path, inspector, DAY, limit=200).json()["items"]
    assert all(each["matches"] for each in acts)
    (signed,) = (each for each in acts if "DecreeIssued" in each["events"])
    assert signed["decree"] == decree.id, "what was seen was the whole decree"
    laid = web.get(f"{path}/{signed['version']}/desk", inspector, DAY).json()
    assert (laid["exact"], laid["then"]["stage"], laid["now"]["stage"]) == (True, "SIGNING", "ISSUED")
    own = UUID(case_of(web, cases[0], BKPSDM)["person"]["id"])
    laid = web.get(f"{path}/{signed['version']}/desk", own, DAY).json()
    assert (laid["exact"], laid["then"], laid["now"]["stage"]) == (False, None, "ISSUED"), "no draft for them"
    assert laid["decision"]["matches"]


def test_the_same_key_gets_the_same_receipt_and_nothing_is_recorded_twice(web: Web) -> None:
    decree = before_the_regent(web, waiting(web, 2))
    etag = decree.shown(REGENT_ACT).headers["ETag"]
    first = decree.post("signatures", {"number": NUMBER}, REGENT_ACT, etag=etag, key="tanda-tangan-1")
    head = web.head
    again = decree.post("signatures", {"number": NUMBER}, REGENT_ACT, etag=etag, key="tanda-tangan-1")
    assert first.status_code == again.status_code == 201
    assert first.json() == again.json()
    assert web.head == head
    other = decree.post("returns", {"reason": "Keliru"}, REGENT_ACT, etag=etag, key="tanda-tangan-1")
    assert other.json()["type"] == "urn:jejak:problem:idempotency-key-reused"


def test_a_number_is_taken_once_by_whichever_way_one_decrees(web: Web) -> None:
    decree = OfDecree(web)
    assert decree.begin("/v1/decrees", DRAFT, BKPSDM, key="rancangan-1").status_code == 201
    assert decree.begin("/v1/decrees", DRAFT, BKPSDM, key="rancangan-1").status_code == 201
    twice = decree.begin("/v1/decrees", DRAFT | {"number": " 821.2/117 "}, BKPSDM)
    assert (twice.status_code, twice.json()["type"]) == (409, "urn:jejak:problem:NumberTaken")
    web.play(balancing_move(), until="decree")
    command, act = command_of(balancing_move(), "decree")
    clash = web.post(replace(command, number=NUMBER), act)  # type: ignore[type-var]
    assert clash.json()["type"] == "urn:jejak:problem:NumberTaken"
    assert web.post(command, act).status_code == 201
    late = decree.begin("/v1/decrees", DRAFT | {"number": "821/55/2025"}, BKPSDM)
    assert late.json()["type"] == "urn:jejak:problem:NumberTaken"
    taken = [
        event.event.number
        for event in map(decode, web.house.ledger.after(0, 10_000))
        if isinstance(event.event, DecreeNumberTaken)
    ]
    assert taken == [NUMBER, "821/55/2025"]


def test_to_those_whom_it_does_not_concern_there_is_no_such_decree(web: Web) -> None:
    decree = drafted(web, waiting(web, 1))
    for other in (act_of(*CITY_PERSONNEL, DAY), act_of(*MAYOR, DAY), own_act(SITI, DAY)):
        assert decree.shown(other).status_code == 404
        assert listed(web, other) == []
        etag = decree.shown(BKPSDM).headers["ETag"]
        assert decree.post("abandonments", {"reason": "Batal"}, other, etag=etag).status_code == 404
    assert decree.shown(act_of(*NORTH_INSPECTORATE, DAY)).status_code == 200


def test_each_person_sees_their_own_line_once_it_is_issued(web: Web) -> None:
    cases = waiting(web, 2)
    people = [UUID(case_of(web, each, BKPSDM)["person"]["id"]) for each in cases]
    decree = before_the_regent(web, cases)
    herself = own_act(people[0], DAY)
    assert decree.shown(herself).status_code == 404
    decree.do("signatures", {"number": NUMBER}, REGENT_ACT)
    shown = decree.facts(herself)
    assert [line["person"] for line in shown["annex"]] == [str(people[0])]
    assert str(people[1]) not in decree.shown(herself).text
    assert [row["id"] for row in listed(web, herself)] == [decree.id]


def test_revoking_one_leaves_the_others_and_revoking_all_reaches_the_rest(web: Web) -> None:
    cases = waiting(web, 3)
    decree = before_the_regent(web, cases)
    decree.do("signatures", {"number": NUMBER}, REGENT_ACT)
    for number, transfer in enumerate(cases):
        one = Web(web.client, web.key, web.house, transfer)
        served = ServeDecision("service", date(2025, 3, 26), "langsung")
        assert one.post(served, act_of(*NORTH_PERSONNEL, on(2025, 3, 26))).status_code == 201
        started = StartDuty("duty_start", date(2025, 4, 14), f"SPMT-{number}", NEW_POST_ID)
        assert one.post(started, act_of(*HEALTH_HEAD, on(2025, 4, 14))).status_code == 201
    later = replace(REGENT_ACT, at=on(2025, 5, 5))
    revoked = Web(web.client, web.key, web.house, cases[1])
    assert revoked.post(RevokeDecree("821/59", "Keliru", "UU 30/2014"), later).status_code == 201
    assert [line["state"] for line in decree.facts(later)["annex"]] == ["IN_FORCE", "REVOKED", "IN_FORCE"]
    assert listed(web, later)[0]["inForce"] == 2

    correction = {"number": "821/61", "what": "Nama unit", "reason": "Salah ketik"}
    assert decree.do("corrections", correction, later)["events"] == ["WholeDecreeCorrected"]
    assert decree.do("revocations", REVOKE, later)["events"] == ["WholeDecreeRevoked"]
    for transfer in cases:
        shown = case_of(web, transfer, replace(BKPSDM, at=on(2025, 5, 6)))
        assert (shown["status"], shown["returnedToPost"]["since"]) == ("REVOKED", "2022-01-03")
    assert listed(web, later)[0]["inForce"] == 0
    again = decree.post("revocations", REVOKE, later)
    assert again.json()["type"] == "urn:jejak:problem:NoDecreeInForce"


def test_kin_of_who_initials_are_struck_off_first(web: Web) -> None:
    cases = waiting(web, 2)
    decree = drafted(web, cases)
    decree.do("signing", {"number": NUMBER}, BKPSDM)
    decree.do("signatures", {"number": NUMBER}, BKPSDM)
    person = UUID(case_of(web, cases[0], BKPSDM)["person"]["id"])
    web.happens(person, KinshipDeclared(SECRETARY.by))
    refused = decree.post("signatures", {"number": NUMBER}, SECRETARY)
    assert (refused.status_code, refused.json()["violations"][0]["input"]) == (403, cases[0])
    decree.do("returns", {"reason": "Kerabat dalam lampiran"}, SECRETARY)
    decree.do("annex/strikes", {"transfer": cases[0], "reason": "Kerabat Sekda"}, BKPSDM)
    amended = {"grounds": "Penataan arsip", "goals": ["Arsip tertata"], "effectiveOn": "2025-04-21"}
    decree.do("amendments", amended, BKPSDM)
    decree.do("signing", {"number": NUMBER}, BKPSDM)
    decree.do("signatures", {"number": NUMBER}, REGENT_ACT)
    assert decree.facts(REGENT_ACT)["signedOn"] == "2025-03-24"


# The effective date


def test_the_effective_date_comes_by_itself_once_however_many_look(web: Web) -> None:
    web.play(teacher_moves_to_the_city(), until="service")
    web.house.runner.wait_for(web.head)

    def clock_at(at: datetime) -> Timekeeper:
        house = web.house
        due, running = asking(house, deadlines.due_for_notice), asking(house, deadlines.running)
        return Timekeeper(house.cases, house.policies, due, running, lambda: at)

    eve = clock_at(on(2025, 9, 30, 22))
    assert eve.look()["PutIntoEffect"] == 0
    first, second = clock_at(on(2025, 10, 1, 1)), clock_at(on(2025, 10, 1, 1))
    assert first.look()["PutIntoEffect"] == 1
    web.house.runner.wait_for(web.head)
    second.look()
    events = [item["event"] for item in history(web, cast.BUDI)]
    assert events.count("TransferTookEffect") == 1
    officer = cast.official(*CITY_PERSONNEL)
    person = web.client.post(
        "/v1/people/searches",
        json={"nip": cast.BUDI_PROFILE.nip},
        headers=web.headers(officer, on(2025, 10, 1)),
    ).json()
    assert person["agency"] == str(cast.CITY_ID)


# Scenario 13 and 14


def test_scenario_13_thirty_one_moved_outside_the_rules_are_all_returned(web: Web) -> None:
    people = peopled(web, 31)
    inspectorate = act_of(*NORTH_INSPECTORATE, on(2025, 3, 10))
    outside = OfDecree(web)
    body = {
        "office": str(office_id(*REGENT)),
        "number": "821/31",
        "signedOn": "2025-03-03",
        "signedAs": "PJ",
        "effectiveOn": "2025-03-04",
        "grounds": "Penyegaran organisasi",
        "source": "Salinan keputusan, surat Inspektorat 700/9",
        "people": [
            {"person": str(each), "post": str(NEW_POST_ID), "startedOn": "2025-03-05"} for each in people
        ],
    }
    made = outside.begin("/v1/outside-decrees", body, inspectorate, key="temuan-700-9")
    assert made.status_code == 201, made.text
    assert outside.begin("/v1/outside-decrees", body, inspectorate, key="temuan-700-9").json() == made.json()
    shown = outside.facts(inspectorate)
    assert shown["outsideTheRules"] == {
        "source": "Salinan keputusan, surat Inspektorat 700/9",
        "signedAs": "PJ",
    }
    assert (shown["people"], shown["inForce"]) == (31, 31)
    assert listed(web, inspectorate)[0]["outside"] is True
    cases = [line["transfer"] for line in shown["annex"]]

    day = on(2025, 3, 12)
    flags = [web.flags(day, transfer) for transfer in cases]
    assert all("technical_consideration" in each["R02"]["value"] for each in flags)
    mass = [each["R09"]["value"] for each in flags if "R09" in each]
    assert mass == ["30 people", "31 people"], "of each from the one on that makes them too many"
    inspector = cast.official(*NORTH_INSPECTORATE)
    shown = web.get(f"/v1/flags/{flags[30]['R09']['id']}", inspector, day).json()
    assert [event["event"] for event in shown["events"]] == ["OutsidePlacementRecorded"] * 31

    one = Web(web.client, web.key, web.house, cases[0])
    assert one.shown(people[0]).json()["facts"]["outsideTheRules"]["signedAs"] == "PJ"
    bkn = {"source": "BKN", "number": "R-31/2025", "text": "Agar dicabut: tanpa pertimbangan teknis"}
    recorder = act_of(*NORTH_PERSONNEL, on(2025, 3, 17))
    assert "recommend" in outside.offered(recorder)
    assert outside.do("recommendations", bkn, recorder)["events"] == ["DecreeRecommendationReceived"]
    again = outside.post("recommendations", bkn, recorder)
    assert (again.status_code, again.json()["type"]) == (409, "urn:jejak:problem:RecommendationOnRecord")
    (asked,) = one.shown(people[0]).json()["facts"]["recommendations"]
    assert (asked["source"], asked["answer"]) == ("BKN", None)

    regent = replace(REGENT_ACT, at=on(2025, 3, 24))
    assert outside.do("revocations", REVOKE, regent)["events"] == ["WholeDecreeRevoked"]
    web.house.runner.wait_for(web.head)
    back = [
        [recorded.event for recorded in web.house.cases.history(UUID(transfer))][-2:] for transfer in cases
    ]
    assert [[type(event).__name__ for event in events] for events in back] == [
        ["DecreeRevoked", "ReturnedToPost"]
    ] * 31
    assert outside.facts(regent)["inForce"] == 0
    for person, transfer in zip(people, cases, strict=True):
        case = Web(web.client, web.key, web.house, transfer).shown(person).json()["facts"]
        assert (case["status"], case["ending"]["reason"]) == ("REVOKED", "Rekomendasi BKN R-31")
        assert (case["returnedToPost"]["since"], case["person"]["postSince"]) == ("2022-01-03", "2022-01-03")
    answer = {"number": "R-31/2025", "answer": "Telah dicabut", "followed": True}
    assert outside.do("recommendations/answers", answer, regent)["events"] == ["DecreeRecommendationAnswered"]
    assert "answer-recommendation" not in outside.offered(regent)
    (told,) = outside.facts(regent)["recommendations"]
    assert set(told["reached"]) == set(told["answer"]["reached"]) == set(cases)
    for transfer in (cases[0], cases[30]):
        last = web.house.cases.history(UUID(transfer))[-1].event
        assert last == OversightRecommendationAnswered("R-31/2025", "Telah dicabut", followed=True)
        assert "R24" not in web.flags(on(2025, 12, 1), transfer)
    assert web.flags(day, cases[30])["R09"]["state"] == "OPEN", "revoking it does not explain it away"


def test_what_flags_rest_on_beside_cases_is_shown_with_them(web: Web) -> None:
    """Six supervisors of one unit are made staff on one day after an inauguration; one of them had complained, one keeps an
    office. R07, R08, R09B and R22C, each with the records it rests on; made anew they are the same.
    """
    people = peopled(web, 6)
    supervisor = replace(cast.OLD_POST, seats=99)
    supervisor = replace(supervisor, position=replace(supervisor.position, kind=PositionKind.SUPERVISOR))
    web.happens(OLD_POST_ID, PostRevised(supervisor))
    web.happens(NORTH_ID, AgencyCorrected(replace(cast.NORTH, region_code="17.71")))
    halves = [date(year, *end) for year in range(2020, 2024) for end in ((6, 30), (12, 31))]
    counts = (Movements(day, 1 + n % 2, 99, "Rekap BKPSDM") for n, day in enumerate(halves))
    of_unit = movements_id(cast.LIBRARY_ID)
    web.happens(of_unit, *(MovementsCounted(cast.LIBRARY_ID, each) for each in counts))
    complained = {"number": "WBS-31", "channel": "WBS", "madeOn": "2025-02-10"}
    headers = web.headers(people[5], on(2025, 2, 11)) | {"Idempotency-Key": "pengaduan"}
    assert web.client.post("/v1/me/complaints", json=complained, headers=headers).status_code == 201
    kept = office_id(OfficeKind.UNIT_HEAD, cast.SECOND_SCHOOL_ID)
    held = OfficeDescription(OfficeKind.UNIT_HEAD, "Kepala UPT", NORTH_ID, cast.SECOND_SCHOOL_ID)
    tenure = Tenure(people[5], Capacity.DEFINITIVE, date(2023, 1, 2))
    web.happens(kept, OfficeEstablished(held), OfficeAssigned(tenure))
    body = {
        "office": str(office_id(*REGENT)),
        "number": "821/6",
        "signedOn": "2025-03-03",
        "signedAs": "DEFINITIF",
        "effectiveOn": "2025-03-04",
        "grounds": "Penyegaran organisasi",
        "source": "Salinan keputusan",
        "people": [
            {"person": str(each), "post": str(NEW_POST_ID), "startedOn": "2025-03-05"} for each in people
        ],
    }
    inspectorate, day = act_of(*NORTH_INSPECTORATE, on(2025, 3, 10)), on(2025, 5, 12)
    outside = OfDecree(web)
    assert outside.begin("/v1/outside-decrees", body, inspectorate).status_code == 201
    last = outside.facts(inspectorate)["annex"][-1]["transfer"]

    flags = web.flags(day, last)
    told = {code: flags[code]["value"] for code in ("R07", "R08", "R09B", "R22C")}
    assert told == {
        "R07": "21 days after a complaint to an overseer",
        "R08": "6 of 99 in 180 days; 1.5 % before",
        "R09B": "6 of 99 managerial posts on 2025-03-03",
        "R22C": "1 of before still held",
    }
    inspector = cast.official(*NORTH_INSPECTORATE)
    shown = {code: web.get(f"/v1/flags/{flags[code]['id']}", inspector, day).json() for code in told}
    assert {code: [each["event"] for each in flag["records"]] for code, flag in shown.items()} == {
        "R07": ["ComplaintMade"],
        "R08": ["MovementsCounted"] * 8,
        "R09B": [],
        "R22C": ["OfficeAssigned"],
    }
    assert shown["R08"]["records"][0]["told"] == "1 of 99: Rekap BKPSDM"
    assert "WBS" not in str(shown)  # what was complained of, and where, stays with the person
    assert "R22C" not in web.flags(on(2025, 4, 4), last), "it holds thirty days after the duty began"

    web.happens(kept, OfficeRelinquished(people[5], date(2025, 4, 30)))
    assert web.flags(day, last)["R22C"]["value"] == "left 2025-04-30"
    runner = web.house.runner
    runner.rebuild(*runner.projections)
    again = web.flags(day, last)
    assert {code: again[code]["value"] for code in told} == told | {"R22C": "left 2025-04-30"}


def test_scenario_13_inside_the_rules_the_engine_refuses_a_caretaker_without_bkn_and_the_minister(
    web: Web,
) -> None:
    cases = waiting(web, 2)
    decree = before_the_regent(web, cases)
    caretaker = person_id("penjabat")
    web.happens(
        office_id(*REGENT),
        OfficeRelinquished(REGENT_ACT.by, date(2025, 3, 20)),
        OfficeAssigned(Tenure(caretaker, Capacity.CARETAKER, date(2025, 3, 21))),
    )
    web.house.runner.wait_for(web.head)
    refused = decree.post("signatures", {"number": NUMBER}, replace(REGENT_ACT, by=caretaker))
    assert (refused.status_code, refused.json()["type"]) == (422, "urn:jejak:problem:NobodyReached")
    assert {each["rule"] for each in refused.json()["violations"]} == {"NotEligible"}


def test_scenario_14_an_objection_granted_restores_one_and_leaves_the_rest_of_the_decree(web: Web) -> None:
    cases = waiting(web, 2)
    decree = before_the_regent(web, cases)
    decree.do("signatures", {"number": NUMBER}, REGENT_ACT)
    one = Web(web.client, web.key, web.house, cases[0])
    person = UUID(case_of(web, cases[0], BKPSDM)["person"]["id"])
    assert one.post(OBJECT, own_act(person, on(2025, 4, 11))).status_code == 201
    granted = one.post(GRANT, replace(REGENT_ACT, at=on(2025, 4, 28)))
    assert granted.status_code == 201, granted.text
    assert [line["state"] for line in decree.facts(REGENT_ACT)["annex"]] == ["REVOKED", "IN_FORCE"]


def test_scenario_14_a_head_of_office_made_a_nurse_as_a_fact_is_flagged_and_restored(web: Web) -> None:
    """Nobody may decree it here. A clean record; the objection on working day 10, granted on working day 18."""
    head = Position("Kepala Dinas", PositionKind.SENIOR_EXECUTIVE, "PRATAMA", 14)
    nurse = Position("Perawat Ahli Muda", PositionKind.FUNCTIONAL, "MU", 9)
    web.happens(OLD_POST_ID, PostRevised(replace(cast.OLD_POST, position=head)))
    web.happens(NEW_POST_ID, PostRevised(replace(cast.NEW_POST, position=nurse)))
    outside = OfDecree(web)
    body = {
        "office": str(office_id(*REGENT)),
        "number": "821/14",
        "signedOn": "2025-03-03",
        "signedAs": "DEFINITIF",
        "effectiveOn": "2025-03-04",
        "grounds": "Penyegaran organisasi",
        "source": "Salinan keputusan, surat Inspektorat 700/9",
        "people": [{"person": str(SITI), "post": str(NEW_POST_ID), "startedOn": "2025-03-05"}],
    }
    inspectorate = act_of(*NORTH_INSPECTORATE, on(2025, 3, 10))
    assert outside.begin("/v1/outside-decrees", body, inspectorate).status_code == 201
    web.transfer = outside.facts(inspectorate)["annex"][0]["transfer"]
    shown = web.shown(SITI).json()["facts"]
    assert (shown["person"]["proceedings"], shown["person"]["postSince"]) == ([], "2025-03-05")
    assert web.flags(on(2025, 4, 2)).keys() == {"R05"}
    assert web.flags(on(2025, 4, 3)).keys() == {"R05", "R06"}, "thirty days without an equal post"
    legality = web.get(f"{web.case}/legality", SITI, on(2025, 4, 3), after=web.head).json()
    lacking = {
        each["point"]
        for each in legality["authority"] + legality["substance"]
        if each["verdict"] == "MISSING"
    }
    assert lacking >= {"OFFICE_HELD", "RULE", "NEED", "GOALS", "NO_DEMOTION"}
    assert web.get(f"{web.case}/legality.html", SITI, on(2025, 4, 3)).status_code == 200

    calendar = cast.POLICIES.calendar
    objects_on = calendar.after(date(2025, 3, 3), 10)
    grants_on = calendar.after(objects_on, 18)
    mine = own_act(SITI, on(objects_on.year, objects_on.month, objects_on.day))
    assert web.post(OBJECT, mine).json()["events"] == ["ObjectionFiled"]
    granted = web.post(GRANT, replace(REGENT_ACT, at=on(grants_on.year, grants_on.month, grants_on.day)))
    assert granted.json()["events"] == ["ObjectionDecided", "DecreeRevoked", "ReturnedToPost"]
    shown = web.shown(SITI).json()["facts"]
    assert (shown["status"], shown["person"]["postSince"]) == ("REVOKED", "2022-01-03")
    posts = [each.event for each in web.house.cases.history(SITI) if isinstance(each.event, PostAssumed)]
    assert [(each.post, each.since) for each in posts] == [
        (OLD_POST_ID, date(2022, 1, 3)),
        (NEW_POST_ID, date(2025, 3, 5)),
        (OLD_POST_ID, date(2022, 1, 3)),
    ], "the whole history stays"


@pytest.mark.parametrize("people", [120])
def test_a_hundred_and_more_are_recorded_in_one_append(web: Web, people: int) -> None:
    inspectorate = act_of(*NORTH_INSPECTORATE, on(2025, 3, 10))
    archivists = peopled(web, people)
    outside = OfDecree(web)
    head = web.head
    body = {
        "office": str(office_id(*REGENT)),
        "number": "821/120",
        "signedOn": "2025-03-03",
        "signedAs": "DEFINITIF",
        "effectiveOn": "2025-03-04",
        "grounds": "Penataan",
        "source": "Salinan keputusan",
        "people": [{"person": str(each), "post": str(NEW_POST_ID)} for each in archivists],
    }
    made = outside.begin("/v1/outside-decrees", body, inspectorate)
    assert made.status_code == 201, made.text
    assert made.json()["position"] == head + people + 2 == web.head
