"""One JSON line a command, with all that explains it and nothing personal."""

import json
import re
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4, uuid5

import cast
import pytest
import structlog
from cast import LIBRARY_HEAD, SITI, act_of, on
from stories import balancing_move, document, teacher_moves_to_the_city
from web import Web, command_of, request_of

from api import problems
from api.lines import log_as_json
from application import appender, carrying_out, ledger
from domain.act import Act
from domain.transfer.commands import GrantConsent, SubmitDocument, WithdrawTransfer

Lines = list[dict[str, Any]]


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where all our loggers write, as `jejak serve` has them write."""
    before = structlog.get_config()
    log_as_json()
    processors = structlog.get_config()["processors"]
    structlog.configure(**before)
    path = tmp_path / "log.jsonl"
    with path.open("w", buffering=1) as file:
        for module in (carrying_out, appender, ledger, problems):
            made = structlog.wrap_logger(structlog.WriteLogger(file), processors=processors)
            monkeypatch.setattr(module, "_log", made)
        yield path


def lines_of(log: Path) -> Lines:
    return [json.loads(line) for line in log.read_text().splitlines()]


def test_every_command_is_one_line_that_explains_it(web: Web, log: Path) -> None:
    receipts = []
    for command, act in balancing_move():
        answer = web.post(command, act)
        assert answer.status_code == 201
        receipts.append((type(command).__name__, act, answer.json()))
    lines = lines_of(log)
    assert len(lines) == len(receipts), "reads and health leave no line"
    for line, (command, act, receipt) in zip(lines, receipts, strict=True):
        assert line["event"] == "command"
        assert (line["command"], line["outcome"]) == (command, "recorded")
        sealed = command == "GiveFeedback" and act.office is None
        assert line["actor"] == (None if sealed else str(act.by))
        assert line["office"] == (None if act.office is None else str(act.office))
        assert line["stream"] == receipt["transfer"]
        assert (line["version"], line["position"]) == (receipt["version"], receipt["position"])
        assert re.fullmatch(r"[0-9a-f]{32}", line["correlation"])
        assert 0 < line["milliseconds"] < 10_000
        assert UUID(line["command_id"])
        assert line["timestamp"].endswith("Z")


def test_a_refused_command_is_a_line_too_and_says_why(web: Web, log: Path) -> None:
    web.play(balancing_move(), until="origin_release")
    head = act_of(*LIBRARY_HEAD, on(2025, 3, 17))
    release = GrantConsent("origin_release", "045/PERPUS")
    sent = {
        "NotTheDecidingOffice": (release, act_of(*cast.HEALTH_HEAD, on(2025, 3, 17)), None),
        "OfficeNotHeld": (release, replace(head, by=SITI), None),
        "StepNotOpen": (replace(release, step="decree"), head, None),
        "PostsDiffer": (replace(release, post=uuid4()), head, None),
        "SightUnknown": (release, head, '"1.O.' + "0" * 64 + '"'),
        "NotTheApplicant": (WithdrawTransfer("Batal"), Act(SITI, on(2025, 3, 17), uuid4(), ""), None),
    }
    for command, act, etag in sent.values():
        assert web.post(command, act, etag=etag).status_code >= 400
    stale = web.seen(head)
    assert web.post(release, head).status_code == 201
    assert web.post(release, head, etag=stale).status_code == 412
    lines = lines_of(log)[-len(sent) - 2 :]
    assert [line["outcome"] for line in lines] == [*sent, "recorded", "FactsChanged"]
    for line, (_, act, _) in zip(lines, sent.values(), strict=False):
        assert (line["actor"], line["office"]) == (
            str(act.by),
            None if act.office is None else str(act.office),
        )
        assert (line["version"], line["position"]) == (None, None)
        assert line["stream"] == web.transfer


def test_a_stranger_who_tries_leaves_a_line_though_they_are_told_nothing(web: Web, log: Path) -> None:
    web.play(balancing_move(), until="origin_release")
    mayor = act_of(*cast.MAYOR, on(2025, 3, 17))
    answer = web.post(GrantConsent("origin_release", "1"), mayor)
    assert answer.status_code == 404
    line = lines_of(log)[-1]
    assert (line["actor"], line["stream"]) == (str(mayor.by), web.transfer)
    assert line["outcome"] != "recorded"


def test_the_trace_of_the_caller_is_kept_in_the_line_and_in_the_events(web: Web, log: Path) -> None:
    trace = "4bf92f3577b34da6a3ce929d0e0e4736"
    headers = {
        "good": f"00-{trace}-00f067aa0ba902b7-01",
        "no trace": "x",
        "in capitals": f"00-{trace.upper()}-00f067aa0ba902b7-01",
        "a line break": f"00-{trace}-00f067aa0ba902b7-01 x",
    }
    command, act = command_of(balancing_move(), "RequestTransfer")
    _, body = request_of(command)
    sent = web.headers(act.by, act.at, act.office) | {"Idempotency-Key": "permohonan-1"}
    for traceparent in headers.values():
        web.client.post("/v1/transfers", json=body, headers=sent | {"traceparent": traceparent})
    first, *others = (line["correlation"] for line in lines_of(log))
    assert first == trace
    for each in others:
        assert re.fullmatch(r"[0-9a-f]{32}", each)
        assert each != trace


def texts_of(value: object) -> Iterator[str]:
    match value:
        case dict():
            for each in value.values():
                yield from texts_of(each)
        case list() | tuple():
            for each in value:
                yield from texts_of(each)
        case str() if len(value) > 3:
            yield value


def test_no_line_holds_a_name_a_number_or_a_word_of_the_case(
    web: Web, log: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Both stories to their ends, with refusals and mistakes between; then all that was put out is searched."""
    said: set[str] = set()
    for story in (balancing_move(), teacher_moves_to_the_city()):
        for command, act in story:
            said |= set(texts_of(asdict(command)))  # type: ignore[call-overload]
            if web.transfer:
                marked = SubmitDocument(replace(document("D99"), number="Rahasia-77"))
                web.post(marked, replace(act, by=uuid5(act.by, "stranger")))
                web.send(f"{web.case}/withdrawals", act, b'{"reason": "Rahasia keluarga", "nip": "1')
                web.send(f"{web.case}/withdrawals", act, b'{"reason": 1, "Rahasia": 2}', etag=web.seen(act))
            assert web.post(command, act).status_code == 201
    search = {"nip": cast.SITI_PROFILE.nip}
    officer = web.headers(cast.official(*cast.NORTH_PERSONNEL))
    assert web.client.post("/v1/people/searches", json=search, headers=officer).status_code == 200
    output = log.read_text() + "".join(capfd.readouterr())
    known = {"INTRA_INSTANSI", "KABKOTA_SATU_PROVINSI", "APS", "KEBUTUHAN_DINAS"}
    words = {word for word in said - known if not re.fullmatch(r"[a-z_]+|[0-9a-f]{64}", word)}
    assert len(words) > 30
    people = {cast.SITI_PROFILE, cast.BUDI_PROFILE}
    personal = {text for profile in people for text in (profile.nip, profile.name, *profile.name.split())}
    for text in words | personal | {"Rahasia", "keluarga", cast.SITI_STATE.interest}:
        assert text not in output, text
    assert len(lines_of(log)) > 60
