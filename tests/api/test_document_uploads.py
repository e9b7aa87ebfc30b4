"""Documents' bytes over HTTP on a real database: taken in, named in a case, shown to those whom the case concerns."""

import json
import socket
from base64 import b64encode
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from time import sleep, time
from urllib.parse import urlsplit
from uuid import UUID

import httpx2 as httpx
import pytest
import structlog
from cast import (
    BUDI,
    CITY_PERSONNEL,
    CITY_SCHOOLS_HEAD,
    MAYOR,
    NORTH_INSPECTORATE,
    NORTH_PERSONNEL,
    PEERS,
    POLICY,
    REGENT,
    SITI,
    act_of,
    official,
    on,
    own_act,
)
from contents import archive, jpeg, pdf, png
from fastapi import FastAPI
from fastapi.testclient import TestClient
from stories import VERIFIED, balancing_move, document
from structlog.testing import LogCapture
from web import Web

from api import documents as uploading
from api.app import create_app
from api.house import House, open_house
from api.identity import LocalKey
from api.settings import Mode, Settings
from application import documents
from domain.act import Act
from domain.transfer.commands import (
    AcceptDocument,
    RefuseDocument,
    RequestTransfer,
    ResubmitFile,
    ReturnFile,
    SubmitDocument,
)

STEP = "file_verification"
MONDAY = on(2025, 3, 10)
PERSONNEL = act_of(*NORTH_PERSONNEL, on(2025, 3, 11))
LARGEST = POLICY.uploads.largest_bytes


def digest_of(content: bytes) -> str:
    return sha256(content).hexdigest()


def kept(settings: Settings) -> list[str]:
    folder = settings.data / "documents"
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def up(web: Web, content: bytes | Iterator[bytes], person: UUID = SITI, **headers: str) -> httpx.Response:
    return web.client.post("/v1/documents", content=content, headers=web.headers(person, MONDAY) | headers)


def problem(answer: httpx.Response) -> str:
    assert answer.headers["Content-Type"] == "application/problem+json", answer.text
    return str(answer.json()["type"]).removeprefix("urn:jejak:problem:")


def papers(web: Web) -> RequestTransfer:
    """Siti's request with documents whose bytes have been uploaded."""
    command, _ = next(balancing_move())
    assert isinstance(command, RequestTransfer)
    uploaded = []
    for each in command.documents:
        content = pdf(each.kind.encode())
        assert up(web, content, official(*NORTH_PERSONNEL)).status_code == 201
        uploaded.append(replace(each, sha256=digest_of(content)))
    return replace(command, documents=tuple(uploaded))


@pytest.fixture
def strict(settings: Settings, database: str) -> Iterator[Web]:
    """The service where documents must have been uploaded, as in production."""
    asking = settings.model_copy(update={"documents_required": True})

    def opened() -> House:
        house = open_house(asking, database)
        house.runner.wait_for(house.ledger.head())
        return house

    app = create_app(asking, opened)
    with TestClient(app, raise_server_exceptions=False) as client:
        yield Web(client, LocalKey(asking.data), app.state.house)


@pytest.fixture
def case(strict: Web) -> Web:
    """A request with uploaded documents, before its verification."""
    answer = strict.post(papers(strict), act_of(*NORTH_PERSONNEL, MONDAY))
    assert answer.status_code == 201, answer.text
    return strict


# Taking in


@pytest.mark.parametrize(
    ("content", "kind"),
    [(pdf(), "application/pdf"), (png(), "image/png"), (jpeg(), "image/jpeg")],
    ids=["PDF", "PNG", "JPEG"],
)
def test_a_document_is_taken_in_and_told_by_its_digest(
    web: Web, settings: Settings, content: bytes, kind: str
) -> None:
    answer = up(web, content)
    digest = digest_of(content)
    assert answer.status_code == 201
    assert answer.json() == {"sha256": digest, "size": len(content), "contentType": kind}
    assert up(web, content, PEERS[0]).json() == answer.json()
    assert kept(settings) == [f"{digest[:2]}/{digest[2:]}"]


def test_the_bytes_decide_and_not_what_they_are_called(web: Web) -> None:
    for header in ("application/json", "text/html", "image/png", ""):
        answer = up(
            web, pdf(), **{"Content-Type": header, "Content-Disposition": "attachment; filename=a.exe"}
        )
        assert answer.json()["contentType"] == "application/pdf"


@pytest.mark.parametrize(
    ("content", "status", "name"),
    [
        (b"", 415, "document-type-refused"),
        (b"<html><script>alert(1)</script></html>", 415, "document-type-refused"),
        (pdf()[:-8], 415, "document-type-refused"),
        (pdf() + archive(b"%%EOF"), 415, "document-type-refused"),
        (pdf(name=b"/JavaScript"), 422, "document-active"),
        (pdf(name=b"/Launch"), 422, "document-active"),
        (pdf(name=b"/EmbeddedFile"), 422, "document-active"),
        (pdf(b"x" * LARGEST), 413, "document-too-large"),
    ],
    ids=["empty", "HTML", "truncated", "polyglot", "script", "program", "embedded file", "too large"],
)
def test_what_is_not_taken_is_told_and_leaves_nothing(
    web: Web, settings: Settings, content: bytes, status: int, name: str
) -> None:
    answer = up(web, content)
    assert (answer.status_code, problem(answer)) == (status, name)
    assert set(answer.json()["messages"]) == {"id", "en"}
    assert kept(settings) == []


def test_a_document_may_be_larger_than_any_other_body(web: Web, settings: Settings) -> None:
    content = pdf(b"x" * (4 * settings.body_limit))
    assert up(web, content).status_code == 201


def test_a_stream_of_unknown_length_is_left_at_the_limit(live: Web, settings: Settings) -> None:
    def endless() -> Iterator[bytes]:
        yield b"%PDF-1.7\n"
        for _ in range(LARGEST // 65_536 + 2):
            yield b"x" * 65_536

    answer = up(live, endless())
    assert (answer.status_code, problem(answer)) == (413, "document-too-large")
    assert kept(settings) == []


@pytest.mark.parametrize("token", [None, "Bearer x.y.z"], ids=["none", "a false one"])
def test_without_a_valid_token_nothing_is_read(web: Web, settings: Settings, token: str | None) -> None:
    headers = {} if token is None else {"Authorization": token}
    answer = web.client.post("/v1/documents", content=pdf(), headers=headers)
    assert (answer.status_code, problem(answer)) == (401, "not-authenticated")
    assert kept(settings) == []


def _half(live: Web, content: bytes) -> socket.socket:
    """A connection that has sent half of what it announced."""
    address = urlsplit(str(live.client.base_url))
    assert address.hostname is not None
    assert address.port is not None
    connection = socket.create_connection((address.hostname, address.port), timeout=10)
    head = [f"POST /v1/documents HTTP/1.1\r\nHost: {address.hostname}\r\nContent-Length: {len(content)}\r\n"]
    head += [f"{name}: {value}\r\n" for name, value in live.headers(SITI, MONDAY).items()]
    connection.sendall("".join([*head, "\r\n"]).encode() + content[: len(content) // 2])
    return connection


def _wait_for(settings: Settings, files: int) -> None:
    until = time() + 10
    while len(kept(settings)) != files:
        assert time() < until, kept(settings)
        sleep(0.01)


def test_an_upload_that_breaks_off_leaves_nothing(live: Web, settings: Settings) -> None:
    with closing(_half(live, pdf(b"x" * 100_000))):
        _wait_for(settings, 1)
        assert kept(settings)[0].startswith("incoming/")
    _wait_for(settings, 0)


def test_an_upload_that_stands_still_is_ended_and_leaves_nothing(
    live: Web, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploading, "_SILENCE", 0.2)
    with closing(_half(live, pdf(b"x" * 100_000))) as connection:
        answer = connection.recv(65_536)
        assert answer.startswith(b"HTTP/1.1 408 ")
        assert b"upload-too-slow" in answer
        assert connection.recv(1) == b""  # and hung up
    _wait_for(settings, 0)


# Naming in a case


def test_a_request_with_documents_nobody_uploaded_is_refused_and_says_which(strict: Web) -> None:
    whole = papers(strict)
    made_up = tuple(document(each.kind) if each.kind in {"D03", "D08"} else each for each in whole.documents)
    head = strict.head
    answer = strict.post(replace(whole, documents=made_up), act_of(*NORTH_PERSONNEL, MONDAY))
    assert (answer.status_code, problem(answer)) == (422, "DocumentNotStored")
    assert answer.json()["detail"] == "D03, D08"
    assert [(each["rule"], each["legalBasis"]) for each in answer.json()["violations"]] == [
        ("D03", "Peraturan BKN 5/2019 Ps. 3"),
        ("D08", "Peraturan BKN 5/2019 Ps. 3"),
    ]
    assert strict.head == head


def test_so_is_a_document_submitted_later_or_with_a_returned_file(case: Web) -> None:
    for command, act in (
        (SubmitDocument(document("D04")), PERSONNEL),
        (ReturnFile(STEP, "Tidak lengkap"), PERSONNEL),
        (ResubmitFile("", (document("D04"),)), PERSONNEL),
    ):
        answer = case.post(command, act)
        if isinstance(command, ReturnFile):
            assert answer.status_code == 201
        else:
            assert (answer.status_code, problem(answer)) == (422, "DocumentNotStored")
            assert answer.json()["detail"] == "D04"


def test_after_the_upload_the_same_request_is_recorded(strict: Web) -> None:
    command = replace(papers(strict), documents=(replace(document("D02"), sha256=digest_of(png())),))
    act = act_of(*NORTH_PERSONNEL, MONDAY)
    assert problem(strict.post(command, act, key="sekali-lagi")) == "DocumentNotStored"
    assert up(strict, png()).status_code == 201
    assert strict.post(command, act, key="sekali-lagi").status_code == 201


def test_a_recorded_command_gets_its_receipt_again_also_when_the_bytes_are_gone(
    strict: Web, settings: Settings
) -> None:
    command, act = papers(strict), act_of(*NORTH_PERSONNEL, MONDAY)
    first = strict.post(command, act, key="satu-kali")
    for name in kept(settings):
        (settings.data / "documents" / name).unlink()
    again = strict.post(command, act, key="satu-kali")
    assert (again.status_code, again.json()) == (201, first.json())


def test_nobody_learns_of_uploads_through_a_case_that_is_none_of_their_business(case: Web) -> None:
    """Whether the bytes are there or not, the answer is the same."""
    for each in (document("D04"), replace(document("D04"), sha256=digest_of(pdf(b"D03")))):
        answer = case.post(SubmitDocument(each), own_act(PEERS[0], on(2025, 3, 11)))
        assert (answer.status_code, problem(answer)) == (404, "TransferUnknown")


def test_a_demonstration_takes_made_up_digests(web: Web) -> None:
    command, act = next(balancing_move())
    assert web.post(command, act).status_code == 201
    answer = web.get(f"{web.case}/documents/D03", SITI)
    assert (answer.status_code, problem(answer)) == (404, "document-not-stored")


def test_production_always_asks_for_the_bytes() -> None:
    settings = Settings(
        mode=Mode.PRODUCTION, database_url="postgresql://", issuer="https://sso", jwks_url="https://sso/keys"
    )
    assert settings.asks_for_documents
    assert not Settings(mode=Mode.DEMO).asks_for_documents


# Showing


def test_a_document_is_shown_as_it_was_uploaded(case: Web) -> None:
    content = pdf(b"D03")
    answer = case.get(f"{case.case}/documents/D03", SITI)
    assert answer.status_code == 200
    assert answer.content == content
    assert answer.headers["Content-Type"] == "application/pdf"
    name = f"D03-v1-{case.transfer[:8]}.pdf"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Length"] == str(len(content))
    digest = b64encode(bytes.fromhex(digest_of(content))).decode()
    assert answer.headers["Repr-Digest"] == f"sha-256=:{digest}:"


def test_older_versions_stay(case: Web) -> None:
    assert up(case, png()).status_code == 201
    newer = replace(document("D03"), number="ABK-2", sha256=digest_of(png()))
    assert case.post(SubmitDocument(newer), PERSONNEL).status_code == 201
    assert case.get(f"{case.case}/documents/D03", SITI).content == png()
    assert case.get(f"{case.case}/documents/D03", SITI, version=2).headers["Content-Type"] == "image/png"
    assert case.get(f"{case.case}/documents/D03", SITI, version=1).content == pdf(b"D03")
    answer = case.get(f"{case.case}/documents/D03", SITI, version=3)
    assert (answer.status_code, problem(answer)) == (404, "DocumentUnknown")
    assert case.get(f"{case.case}/documents/D03", SITI, version=0).status_code == 422


def test_what_is_not_in_the_file_is_not_shown(case: Web) -> None:
    answer = case.get(f"{case.case}/documents/D99", SITI)
    assert (answer.status_code, problem(answer)) == (404, "DocumentUnknown")


@pytest.mark.parametrize(
    ("person", "status"),
    [
        (SITI, 200),
        (official(*NORTH_PERSONNEL), 200),
        (official(*NORTH_INSPECTORATE), 200),
        (PEERS[0], 404),
        (BUDI, 404),
        (official(*CITY_PERSONNEL), 404),
        (official(*REGENT), 404),
        (official(*MAYOR), 404),
        (official(*CITY_SCHOOLS_HEAD), 404),
    ],
    ids=[
        "the person",
        "the office of the open step",
        "the inspectorate",
        "a rater",
        "a stranger",
        "another agency's personnel office",
        "an office the case has not come to",
        "another agency's head",
        "another unit's head",
    ],
)
def test_only_whom_the_case_concerns_sees_its_documents(case: Web, person: UUID, status: int) -> None:
    """Whoever may not is told what they would be told of a case that does not exist."""
    case.play(list(balancing_move())[1:], until="GiveFeedback")
    answer = case.get(f"{case.case}/documents/D03", person, on(2025, 3, 13))
    assert answer.status_code == status
    if status == 404:
        nowhere = case.get(f"/v1/transfers/{UUID(int=4)}/documents/D03", person, on(2025, 3, 13))
        assert answer.content == nowhere.content


def test_without_a_token_nothing_is_shown(case: Web) -> None:
    assert case.client.get(f"{case.case}/documents/D03").status_code == 401


def test_a_document_that_has_changed_on_disk_is_reported_and_not_shown(
    case: Web, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = LogCapture()  # not the configured logger: another test may have set up that of the service
    monkeypatch.setattr(documents, "_log", structlog.wrap_logger(None, processors=[log]))
    digest = digest_of(pdf(b"D03"))
    path = settings.data / "documents" / digest[:2] / digest[2:]
    path.chmod(0o600)
    path.write_bytes(pdf(b"D03 yang lain"))
    answer = case.get(f"{case.case}/documents/D03", SITI)
    assert (answer.status_code, problem(answer)) == (500, "document-damaged")
    assert [(line["event"], line["sha256"]) for line in log.entries] == [("document damaged", digest)]


@pytest.mark.parametrize("kind", ["..%2F..%2Fetc%2Fpasswd", "%2e%2e", "D03%00", "D03.pdf", "d03"])
def test_a_kind_is_a_name_in_the_file_and_never_a_path(case: Web, kind: str) -> None:
    assert case.get(f"{case.case}/documents/{kind}", SITI).status_code in {404, 422}


# Accepting and refusing


def test_a_document_is_refused_replaced_accepted_and_the_file_verified(case: Web) -> None:
    assert case.post(RefuseDocument(STEP, "D03", 1, "Tidak terbaca"), PERSONNEL).status_code == 201
    answer = case.post(VERIFIED, PERSONNEL)
    assert (answer.status_code, problem(answer)) == (422, "MissingDocuments")
    facts = case.shown(SITI).json()["facts"]
    (line,) = (each for each in facts["checklist"] if each["kind"] == "D03")
    assert (line["state"], line["version"]) == ("REFUSED", 1)

    assert up(case, png()).status_code == 201
    newer = replace(document("D03"), number="ABK-2", sha256=digest_of(png()))
    assert case.post(SubmitDocument(newer), PERSONNEL).status_code == 201
    accepted = case.post(AcceptDocument(STEP, "D03", 2, "Asli diperiksa"), PERSONNEL)
    assert accepted.json()["events"] == ["DocumentAccepted"]
    assert case.post(VERIFIED, PERSONNEL).status_code == 201
    facts = case.shown(SITI).json()["facts"]
    assert {each["state"] for each in facts["checklist"]} == {"ACCEPTED"}
    (shown,) = (each for each in facts["documents"] if each["kind"] == "D03")
    assert [(each["version"], each["state"]) for each in shown["earlier"]] == [(1, "REFUSED")]

    history = case.get(f"{case.case}/history", SITI, after=case.head, limit=200).json()["items"]
    told = {each["event"]: each for each in history}
    assert (told["DocumentRefused"]["step"], told["DocumentRefused"]["reason"]) == (STEP, "Tidak terbaca")


def test_a_verdict_is_on_the_version_that_was_seen(case: Web) -> None:
    """A newer version comes in between: the act is refused with the difference, not applied to what nobody looked at."""
    etag = case.seen(PERSONNEL)
    assert up(case, png()).status_code == 201
    newer = replace(document("D03"), sha256=digest_of(png()))
    assert case.post(SubmitDocument(newer), PERSONNEL).status_code == 201
    answer = case.post(VERIFIED, PERSONNEL, etag=etag)
    assert (answer.status_code, problem(answer)) == (412, "facts-changed")
    assert {"pointer": "/documents/1/version", "before": 1, "now": 2} in answer.json()["changes"]


@pytest.mark.parametrize("version", [0, "1", 1.5, None, True, 10**9])
def test_a_version_is_a_whole_number(case: Web, version: object) -> None:
    body = json.dumps({"step": STEP, "kind": "D03", "version": version}).encode()
    answer = case.send(f"{case.case}/document-acceptances", PERSONNEL, body, etag=case.seen(PERSONNEL))
    assert answer.status_code == 422


def test_what_may_be_said_of_documents_is_offered(case: Web) -> None:
    def offered(act: Act) -> set[str]:
        answer = case.shown(act.by, act.at).json()
        return {each["act"] for each in answer["allowedActions"]}

    assert {"accept-document", "refuse-document"} <= offered(PERSONNEL)
    assert not {"accept-document", "refuse-document"} & offered(own_act(SITI, on(2025, 3, 11)))


# The store in the settings


def test_documents_lie_where_the_settings_say(settings: Settings, database: str, tmp_path: Path) -> None:
    elsewhere = settings.model_copy(update={"documents": str(tmp_path / "berkas")})
    house = open_house(elsewhere, database)
    try:
        digest = house.documents.put([pdf()], POLICY.uploads).sha256
    finally:
        house.close()
    assert (tmp_path / "berkas" / digest[:2] / digest[2:]).is_file()


def test_the_description_tells_of_raw_bytes(app: FastAPI) -> None:
    with TestClient(app):
        described = app.openapi()
    upload = described["paths"]["/v1/documents"]["post"]
    assert list(upload["requestBody"]["content"]) == ["application/octet-stream"]
    shown = described["paths"]["/v1/transfers/{transfer_id}/documents/{kind}"]["get"]
    assert set(shown["responses"]["200"]["content"]) == {"application/pdf", "image/png", "image/jpeg"}
