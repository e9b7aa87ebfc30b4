"""Records of people over HTTP: kept by offices of their agency, each thing once; told by people of themselves."""

from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import httpx2 as httpx
import pytest
from cast import (
    BUDI,
    BUDI_PROFILE,
    CITY_PERSONNEL,
    COLLEAGUES,
    NEW_POST_ID,
    NORTH_INSPECTORATE,
    NORTH_PERSONNEL,
    REGENT,
    SITI,
    act_of,
    official,
    on,
    own_act,
)
from stories import balancing_move
from web import Web, at_once, command_of

from api.examples import BODIES
from domain.act import Act
from domain.identity import office_id
from domain.registry.person import (
    Certificate,
    CertificateAwarded,
    InterestStated,
    KinshipDeclared,
    PerformanceRated,
    PersonRegistered,
    Proceeding,
    ProceedingKind,
    ProceedingRecorded,
    Rating,
    ServiceBound,
    StudyAssigned,
)
from domain.transfer.commands import ReassessCase

AT = on(2026, 3, 10)
RECORDS = [path for path in BODIES if path.startswith("/v1/people/{person_id}/")]
OWN = ["/v1/me/interests", "/v1/me/relatives"]


def send(web: Web, path: str, act: Act, body: Any = None, *, key: str | None = None) -> httpx.Response:
    """A record of Siti's, by the document's own example unless another body is given."""
    headers = web.headers(act.by, act.at, act.office, act.on_behalf_of) | {
        "Idempotency-Key": key or str(uuid4())
    }
    body = BODIES[path] if body is None else body
    return web.client.post(path.format(person_id=SITI), json=body, headers=headers)


def code(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["type"].rsplit(":")[-1]


def kept(web: Web, stream: UUID) -> list[object]:
    return [recorded.event for recorded in web.house.cases.history(stream)]


OPENED = "/v1/people/{person_id}/proceedings"
CLOSED = f"{OPENED}/closures"
OVERSEEN = {f"/v1/people/{{person_id}}/{path}" for path in ("findings", "findings/settlements", "complaints")}


@pytest.mark.usefixtures("follows")
def test_the_personnel_office_keeps_the_whole_record(web: Web) -> None:
    officer = act_of(*NORTH_PERSONNEL, AT)
    before = len(kept(web, SITI))
    for path in RECORDS:
        if path in OVERSEEN:
            assert code(send(web, path, officer)) == (403, "NotTheRecordsOffice")
            continue
        answer = send(web, path, officer)
        assert answer.status_code == 201, (path, answer.text)
        assert answer.json()["person"] == str(SITI)
        assert answer.json()["position"] == web.head
    matter = Proceeding("HD-7/2026", ProceedingKind.DISCIPLINE, "SEDANG", on(2026, 1, 5).date())
    over = Proceeding("HD-7/2026", ProceedingKind.DISCIPLINE, "SEDANG", matter.since, on(2026, 2, 27).date())
    study, bond = on(2027, 8, 31).date(), on(2029, 8, 31).date()
    assert kept(web, SITI)[before:] == [
        ProceedingRecorded(matter),
        ProceedingRecorded(over),
        CertificateAwarded(Certificate("SERDIK", "1141-2026")),
        PerformanceRated(2025, Rating.VERY_GOOD),
        PerformanceRated(2020, Rating.GOOD, 8543),
        StudyAssigned(study),
        ServiceBound(bond),
    ]


def test_the_inspectorate_keeps_proceedings_findings_and_complaints_and_nothing_else(web: Web) -> None:
    inspector = act_of(*NORTH_INSPECTORATE, AT)
    for path in RECORDS:
        answer = send(web, path, inspector)
        if path in {OPENED, CLOSED, *OVERSEEN}:
            assert answer.status_code == 201, answer.text
        else:
            assert code(answer) == (403, "NotTheRecordsOffice"), path


@pytest.mark.parametrize("path", RECORDS)
def test_nobody_else_does_and_to_other_agencies_there_is_no_such_person(web: Web, path: str) -> None:
    before = web.head
    assert code(send(web, path, act_of(*REGENT, AT))) == (403, "NotTheRecordsOffice")
    assert code(send(web, path, own_act(SITI, AT))) == (403, "NotTheRecordsOffice")
    assert code(send(web, path, own_act(official(*NORTH_PERSONNEL), AT))) == (403, "NotTheRecordsOffice")
    other = act_of(*CITY_PERSONNEL, AT)
    headers = web.headers(other.by, AT, other.office) | {"Idempotency-Key": str(uuid4())}
    hers = send(web, path, other)
    nobodys = web.client.post(path.format(person_id=uuid4()), json=BODIES[path], headers=headers)
    assert code(hers) == (404, "PersonUnknown")
    assert hers.content == nobodys.content
    impostor = Act(BUDI, AT, uuid4(), "", act_of(*NORTH_PERSONNEL, AT).office)
    assert code(send(web, path, impostor)) == (403, "OfficeNotHeld")
    assert web.head == before


def test_no_record_is_kept_in_anothers_name(web: Web) -> None:
    act = replace(act_of(*NORTH_PERSONNEL, AT), on_behalf_of=office_id(*REGENT))
    before = web.head
    for path in RECORDS:
        assert code(send(web, path, act)) == (403, "BeyondDelegation")
    assert web.head == before


def test_the_same_key_is_recorded_once_and_always_gets_the_same_answer(web: Web) -> None:
    officer = act_of(*NORTH_PERSONNEL, AT)
    first = send(web, OPENED, officer, key="hukdis-7-2026")
    head = web.head
    assert send(web, CLOSED, officer).status_code == 201
    again = send(web, OPENED, officer, key="hukdis-7-2026")
    assert (again.status_code, again.content) == (201, first.content)
    assert web.head == head + 1
    assert code(send(web, CLOSED, officer, key="hukdis-7-2026")) == (422, "idempotency-key-reused")
    assert code(send(web, OPENED, officer)) == (409, "ProceedingOnRecord")


def test_at_the_same_moment_each_is_recorded_once(live: Web) -> None:
    """Three matters, each sent twice under different keys: nobody loses more races than are tried again."""
    officer = act_of(*NORTH_PERSONNEL, AT)
    bodies = [BODIES[OPENED] | {"number": f"HD-{n}"} for n in range(3)]
    answers = at_once([lambda body=body: send(live, OPENED, officer, body) for body in (*bodies, *bodies)])  # type: ignore[misc]
    assert sorted(answer.status_code for answer in answers) == [201] * 3 + [409] * 3
    numbers = [e.proceeding.number for e in kept(live, SITI) if isinstance(e, ProceedingRecorded)]
    assert sorted(numbers) == [body["number"] for body in bodies]


def test_a_proceeding_opened_over_http_stops_the_decree_and_its_end_lets_it_go_on(web: Web) -> None:
    """Scenario 8 with nothing but what offices send."""
    web.play(balancing_move(), until="decree")
    decree, regent = command_of(balancing_move(), "decree")
    inspector = act_of(*NORTH_INSPECTORATE, on(2025, 3, 21))
    matter = BODIES[OPENED] | {"since": "2025-03-21"}
    assert send(web, OPENED, inspector, matter).status_code == 201
    refused = web.post(decree, regent)
    assert code(refused) == (422, "NotEligible")
    assert [each["rule"] for each in refused.json()["violations"]] == ["E05"]
    assert web.post(ReassessCase("Pemeriksaan"), regent).json()["events"][-1] == "CaseSuspended"
    shown = web.shown(SITI, on(2025, 3, 24)).json()
    assert [way["advice"] for way in shown["ways"][0]["ways"]] == ["AWAIT_END"]
    end = {"number": matter["number"], "until": "2025-03-24"}
    assert send(web, CLOSED, inspector, end).status_code == 201
    shown = web.shown(SITI, on(2025, 3, 24)).json()
    assert [way["on"] for way in shown["ways"][0]["ways"]] == ["2025-03-25"]
    later = act_of(*REGENT, on(2025, 3, 25))
    assert web.post(ReassessCase("Selesai"), later).json()["events"][1] == "CaseResumed"
    assert web.post(decree, later).status_code == 201


# Of oneself


@pytest.mark.usefixtures("follows")
def test_a_relative_is_told_once_stands_with_both_and_does_not_decide(web: Web) -> None:
    regent = official(*REGENT)
    web.happens(regent, PersonRegistered(replace(BUDI_PROFILE, nip="196503111990011003")))
    body = {"relative": str(regent)}
    assert send(web, OWN[1], own_act(SITI, AT), body).json()["events"] == ["KinshipDeclared"]
    assert kept(web, SITI)[-1] == KinshipDeclared(regent)
    assert kept(web, regent)[-1] == KinshipDeclared(SITI)
    assert code(send(web, OWN[1], own_act(SITI, AT), body)) == (409, "OnRecordAlready")
    web.play(balancing_move(), until="decree")
    assert code(web.post(*command_of(balancing_move(), "decree"))) == (403, "ConflictOfInterest")


@pytest.mark.parametrize(
    ("relative", "answer"),
    [(uuid4(), (404, "PersonUnknown")), (NEW_POST_ID, (404, "PersonUnknown")), (SITI, (422, "OwnRelative"))],
    ids=["nobody", "a post", "oneself"],
)
def test_who_is_no_relative(web: Web, relative: UUID, answer: tuple[int, str]) -> None:
    before = web.head
    assert code(send(web, OWN[1], own_act(SITI, AT), {"relative": str(relative)})) == answer
    assert web.head == before


@pytest.mark.usefixtures("follows")
def test_a_wish_is_ones_own_even_where_one_holds_an_office(web: Web) -> None:
    before = len(kept(web, SITI))
    assert send(web, OWN[0], own_act(SITI, AT)).status_code == 201
    assert kept(web, SITI)[before:] == [InterestStated("Mengajar di Kota Bengkulu")]
    assert code(send(web, OWN[0], own_act(COLLEAGUES[1], AT))) == (404, "PersonUnknown"), (
        "not in the registry"
    )
