"""What one reader could understand otherwise than another is refused: never a fault, nothing recorded, nothing echoed."""

import gzip
import json
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from uuid import UUID

import httpx2 as httpx
import pytest
from cast import SITI
from stories import balancing_move
from web import Web, command_of, request_of

from api.words import catalogue
from domain.transfer.commands import RequestTransfer

REQUEST, ASKING = command_of(balancing_move(), "RequestTransfer")
_, BODY = request_of(REQUEST)
SECRET = "Rahasia198609262015052001"


def written(**changes: object) -> bytes:
    return json.dumps(BODY | changes).encode()


def with_text(text: str) -> bytes:
    """The reason, as JSON writes it in escapes."""
    return written(reason=text)


def with_raw(name: str, value: str) -> bytes:
    """A value as it stands, whether JSON knows it or not."""
    return written(**{name: "@"}).replace(b'"@"', value.encode())


def with_document(**changes: object) -> bytes:
    document = BODY["documents"][0] | changes
    return written(documents=[document])


def evaluation(**changes: object) -> bytes:
    scores = {"integrity": 4, "cooperation": 4, "service": 5, "expertise": 4}
    return json.dumps({"role": "SUBJECT", "scores": scores, "text": ""} | changes).encode()


UNREADABLE = {
    "nothing": b"",
    "not JSON": b"{" + SECRET.encode(),
    "two values": written() + b"{}",
    "UTF-16": written().decode().encode("utf-16"),
    "UTF-16 without a mark": written().decode().encode("utf-16-le"),
    "UTF-32": written().decode().encode("utf-32"),
    "a byte order mark": b"\xef\xbb\xbf" + written(),
    "Latin-1": written(reason="@").replace(b"@", "é".encode("latin-1")),
    "an overlong form": written(reason="@").replace(b"@", b"\xc0\xaf"),
    "a surrogate in UTF-8": written(reason="@").replace(b"@", b"\xed\xa0\x80"),
    "NaN": with_raw("reason", "NaN"),
    "Infinity": with_raw("reason", "-Infinity"),
    "1e400": with_raw("reason", "1e400"),
    "a name twice": written()[:-1] + b', "reason": "lain"}',
    "a name twice, once in escapes": written()[:-1] + b', "re\\u0061son": "lain"}',
    "a name twice, deeper": with_document().replace(b'"kind": "D02"', b'"kind": "D02", "kind": "D03"'),
    "depth 17": with_raw("reason", "[" * 16 + "]" * 16),
    "depth 500": with_raw("reason", "[" * 500 + "]" * 500),
    "depth 100,000": with_raw("reason", "[" * 100_000 + "]" * 100_000),
    "depth 100,000 without an end": b"[" * 100_000,
    "objects, depth 500": with_raw("reason", '{"a":' * 500 + "1" + "}" * 500),
    "5,000 digits": with_raw("reason", "9" * 5_000),
    "4,000 digits": with_raw("reason", "9" * 4_000),
    "20 digits": with_raw("reason", "9" * 20),
    "a lone surrogate": with_raw("reason", '"\\ud800"'),
    "a lone surrogate in a name": written()[:-1] + b', "\\udfff": 1}',
    "a raw control character": written(reason="@").replace(b"@", b"\x01"),
    "a comment": written() + b"// x",
    "single quotes": b"{'reason': 'x'}",
}

UNFIT = {
    "null": b"null",
    "a list": b"[]",
    "a number": b"1",
    "an unknown field": written(approvedBy=SECRET),
    "an unknown field of ours": written(policy="mutasi-2025.1"),
    "the name in snake case": written().replace(b"targetPost", b"target_post"),
    "an unknown field, deeper": with_document(**{SECRET: 1}),
    "a field missing": json.dumps({key: value for key, value in BODY.items() if key != "person"}).encode(),
    "null for a text": with_raw("reason", "null"),
    "true for a text": with_raw("reason", "true"),
    "a number for a text": with_raw("reason", "1"),
    "NUL": with_text(f"a\0{SECRET}"),
    "a control character": with_text("a\x1b[31m"),
    "DEL": with_text("a\x7f"),
    "a right-to-left override": with_text("a\u202eb"),
    "an isolate": with_text("a\u2066b"),
    "a non-character": with_text("a\uffff"),
    "private use": with_text("a\ue000"),
    "an empty reason": with_text(""),
    "a reason of blanks": with_text(" \t\n"),
    "a reason of zero-width characters": with_text("\u200b\u200d\ufeff"),
    "a reason of combining marks": with_text("\u0301" * 10),
    "a reason that is too long": with_text("a" * 4_001),
    "a reason of 4,001 combining marks": with_text("a" + "\u0301" * 4_000),
    "no UUID": written(person=SECRET),
    "a UUID and more": written(person=f"{SITI}\n"),
    "a date as seconds": with_document(issuedOn=1_741_564_800),
    "a date as text of seconds": with_document(issuedOn="1741564800"),
    "a date with a time": with_document(issuedOn="2025-03-01T00:00:00"),
    "a date in other digits": with_document(issuedOn="\u0662\u0660\u0662\u0665-\u0660\u0663-\u0660\u0661"),
    "29 February of a common year": with_document(issuedOn="2025-02-29"),
    "the year nought": with_document(issuedOn="0000-01-01"),
    "a code in other letters": with_document(kind="\u212a01"),
    "a code with a line break": with_document(kind="D01\n"),
    "a digest in capitals": with_document(sha256="A" * 64),
    "too many documents": written(documents=BODY["documents"] * 11),
    "documents as an object": written(documents={}),
    "an unknown initiative": written(initiative="aps"),
}


def answered(web: Web, answer: httpx.Response, before: int, *statuses: int) -> dict[str, object]:
    """A problem in both languages that quotes nothing of what was sent, and no event."""
    assert answer.status_code in statuses, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert SECRET not in answer.text
    assert set(answer.json()["messages"]) == {"id", "en"}
    assert web.head == before
    return answer.json()


def test_what_cannot_be_read_is_refused_as_unreadable(web: Web) -> None:
    before = web.head
    for why, content in UNREADABLE.items():
        answer = web.send("/v1/transfers", ASKING, content)
        # Without any body there is none to read: it does not fit.
        expected = 422 if why == "nothing" else 400
        problem = answered(web, answer, before, expected)
        if expected == 400:
            assert problem["type"] == "urn:jejak:problem:malformed-body", why


def test_what_does_not_fit_is_refused_with_the_place(web: Web) -> None:
    before = web.head
    for why, content in UNFIT.items():
        problem = answered(web, web.send("/v1/transfers", ASKING, content), before, 422)
        assert problem["type"] == "urn:jejak:problem:invalid-input", why
        assert problem["errors"], why
        for error in problem["errors"]:
            assert error["messages"]["id"] != catalogue("id")["misfits"]["other"], error


def test_the_place_is_told_by_names_of_ours_only(web: Web) -> None:
    pointers = {
        content: [each["pointer"] for each in web.send("/v1/transfers", ASKING, content).json()["errors"]]
        for content in (UNFIT["an unknown field"], UNFIT["an unknown field, deeper"], UNFIT["no UUID"])
    }
    assert list(pointers.values()) == [["/body/*"], ["/body/documents/0/*"], ["/body/person"]]


def test_a_score_is_a_number_and_a_yes_is_a_yes(web: Web) -> None:
    web.play(balancing_move(), until="GiveFeedback")
    _, act = command_of(balancing_move(), "GiveFeedback")
    before, etag = web.head, web.seen(act)
    good = {"integrity": 4, "cooperation": 4, "service": 5, "expertise": 4}
    for wrong in (True, "4", 4.0, 4.5, None, [4]):
        content = evaluation(scores=good | {"service": wrong})
        answered(web, web.send(f"{web.case}/evaluations/3/answers", act, content, etag=etag), before, 422)
    for wrong in ({"a b": 1}, {"": 1}, {f"{SECRET}\n": 1}):
        content = evaluation(scores=wrong)
        answered(web, web.send(f"{web.case}/evaluations/3/answers", act, content, etag=etag), before, 422)
    for wrong in ("yes", 1, "true", None):
        content = json.dumps(
            {"outcome": "CONTINUE", "summary": "x", "goals": [{"goal": "x", "reached": wrong}]}
        )
        answered(web, web.send(f"{web.case}/evaluations/3", act, content.encode(), etag=etag), before, 422)


# Size and kind


def test_a_body_over_the_limit_is_refused_before_it_is_read(live: Web) -> None:
    """Declared too large, and growing too large without having said so."""
    before, limit = live.head, live.house.settings.body_limit
    large = b" " * (limit + 1)
    answered(live, live.send("/v1/transfers", ASKING, large), before, 413)
    taken = 0

    def endless() -> Iterator[bytes]:
        nonlocal taken
        for _ in range(10_000):
            taken += 1
            yield b" " * 4_096

    with suppress(httpx.TransportError):  # the server hangs up on a sender who does not stop
        answered(live, live.send("/v1/transfers", ASKING, endless()), before, 413)
    assert taken < 9_000, "it was not read to its end"
    assert live.head == before


def test_a_body_at_the_limit_is_taken(web: Web) -> None:
    content = written()
    padding = b" " * (web.house.settings.body_limit - len(content))
    assert web.send("/v1/transfers", ASKING, content + padding).status_code == 201


@pytest.mark.parametrize("declared", ["-1", "1e9", "\u00b2", "99999999999999999999"])
def test_a_wrong_declaration_of_length_is_no_fault(web: Web, declared: str) -> None:
    headers: dict[str, bytes | str] = dict(web.headers(ASKING.by, ASKING.at, ASKING.office))
    headers |= {"Idempotency-Key": "permohonan-1", "Content-Type": "application/json"}
    headers["Content-Length"] = declared.encode("latin-1")
    answer = web.client.post("/v1/transfers", content=b"{}", headers=headers)  # type: ignore[arg-type]
    assert answer.status_code in {400, 413, 422}


@pytest.mark.parametrize(
    "kind",
    [
        "",
        "text/plain",
        "text/json",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/xml",
        "application/merge-patch+json",
        "application/jsonx",
    ],
)
def test_any_other_kind_of_body_is_refused(web: Web, kind: str) -> None:
    before = web.head
    problem = answered(web, web.send("/v1/transfers", ASKING, written(), kind=kind), before, 415)
    assert problem["type"] == "urn:jejak:problem:unsupported-media-type"


def test_a_compressed_body_is_not_unpacked(web: Web) -> None:
    before = web.head
    headers = web.headers(ASKING.by, ASKING.at, ASKING.office) | {"Idempotency-Key": "permohonan-1"}
    headers |= {"Content-Type": "application/json", "Content-Encoding": "gzip"}
    bomb = gzip.compress(b" " * 50_000_000)
    answered(web, web.client.post("/v1/transfers", content=bomb, headers=headers), before, 400)


# What is kept


def test_texts_are_kept_in_one_form(web: Web) -> None:
    """Composed (NFC), the outer blanks gone, line breaks and emoji kept."""
    text = "  E\u0301lan ba\u0301ru\nbaris dua \U0001f642  "
    receipt = web.send("/v1/transfers", ASKING, with_text(text)).json()
    event = web.house.cases.history(UUID(receipt["transfer"]))[0].event
    assert event.reason == "Élan báru\nbaris dua \U0001f642"
    assert unicodedata.is_normalized("NFC", event.reason)


def test_the_two_forms_of_one_text_do_not_make_two_commands(web: Web) -> None:
    """They are two requests to the letter: the key protects, the record is the same."""
    composed = RequestTransfer(SITI, REQUEST.target_post, REQUEST.initiative, "bàru")  # type: ignore[union-attr]
    first = web.post(composed, ASKING, key="permohonan-1")
    assert first.status_code == 201
    assert web.post(composed, ASKING, key="permohonan-1").content == first.content


def test_markup_and_sql_are_text_like_any_other(web: Web) -> None:
    text = "'; DROP TABLE events; -- <script>alert(1)</script> ${jndi:ldap://x} %s {0} =1+1"
    receipt = web.send("/v1/transfers", ASKING, with_text(text)).json()
    assert web.house.cases.history(UUID(receipt["transfer"]))[0].event.reason == text


def test_a_query_takes_no_more_than_a_body(web: Web) -> None:
    for params in (
        {"limit": "0"},
        {"limit": "201"},
        {"limit": "1e2"},
        {"limit": "9" * 5_000},
        {"after": "-1"},
        {"after": "99999999999999999999"},
        {"status": "'; DROP TABLE cases; --"},
        {"status": "\0"},
    ):
        answer = web.get("/v1/transfers", ASKING.by, ASKING.at, **params)
        assert answer.status_code == 422, params
        assert answer.headers["content-type"] == "application/problem+json"
