"""Conformance over HTTP and on the command line: told to who oversees the case, and to nobody else."""

from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx2 as httpx
import orjson
import psycopg
import pytest
import texts
from cast import CITY_ID, NORTH_ID, NORTH_PERSONNEL, PANRB, PEERS, REGENT, SITI, official, on
from stories import balancing_move
from typer.testing import CliRunner
from web import Web

from api.cli import app
from domain.identity import OfficeKind, office_id

DAY = on(2025, 8, 1)
AUDITOR = official(OfficeKind.AUDITOR, NORTH_ID)
STRANGER = official(OfficeKind.AUDITOR, CITY_ID)
TEN_YEARS = ("minimum_months_in_post = { value = 24", "minimum_months_in_post = { value = 120")
STRICTER = texts.policy("mutasi-2025.2", date(2025, 9, 1), TEN_YEARS)

_BY = ("--by", "INSPECTORATE@5801", "--purpose", "OVERSIGHT")
_run = CliRunner()


@pytest.fixture
def decided(web: Web) -> Web:
    """Siti's case up to its decree, and a stricter text proposed."""
    web.play(balancing_move(), until="service")
    body = {
        "kind": "KEBIJAKAN",
        "text": STRICTER,
        "sha256": sha256(STRICTER.encode()).hexdigest(),
        "reason": "PP",
    }
    headers = web.headers(official(*PANRB), DAY, office_id(*PANRB)) | {"Idempotency-Key": str(uuid4())}
    proposed = web.client.post("/v1/policies/drafts", json=body, headers=headers)
    assert proposed.status_code == 201, proposed.text
    return web


def lines(answer: httpx.Response) -> list[dict[str, Any]]:
    assert answer.status_code == 200, answer.text
    return [orjson.loads(line) for line in answer.content.splitlines()]


def test_who_oversees_a_case_has_it_made_again_and_sees_what_a_draft_would_say(decided: Web) -> None:
    web, replays = decided, "/v1/audit/replays"
    told = web.get(replays, AUDITOR, DAY, case=web.transfer).json()
    assert (told["case"], told["departed"]) == (web.transfer, 0)
    assert told["followed"] == len(told["items"]) > 15
    assert {each["messages"]["id"] for each in told["items"]} == {"Bila dibuat kembali, keputusan ini sama."}
    assert web.get(replays, STRANGER, DAY, case=web.transfer).status_code == 404
    (counted,) = lines(web.get(f"{replays}.jsonl", AUDITOR, DAY))
    assert (counted["run"], counted["departed"]) == (told["followed"], 0)
    assert lines(web.get(f"{replays}.jsonl", STRANGER, DAY))[-1]["run"] == 0
    for person in (SITI, official(*NORTH_PERSONNEL)):
        assert web.get(replays, person, DAY, case=web.transfer).status_code == 403
        assert web.get(f"{replays}.jsonl", person, DAY).status_code == 403

    what_if = "/v1/policies/mutasi-2025.2/what-if"
    verified, decreed, summed = lines(web.get(what_if, official(*NORTH_PERSONNEL), DAY))
    rule, step = verified["otherwise"]
    assert (rule["what"], rule["name"], rule["before"], rule["after"]) == ("RULE", "E02", "MET", "NOT_MET")
    assert rule["messages"]["id"].endswith("bulan dalam jabatan sekarang, sejak 3 Januari 2022")
    assert (step["name"], step["after"]) == ("override", "APPOINTING_AUTHORITY@RECEIVING_AGENCY")
    assert {each["name"] for each in decreed["otherwise"] if each["what"] == "DECREE"} == {"override", "E02"}
    assert (summed["cases"], summed["differing"], summed["unread"]) == (1, 1, 0)
    assert lines(web.get(what_if, STRANGER, DAY)) == [
        summed | dict.fromkeys(("cases", "differing", "moments"), 0) | {"differences": {}}
    ]
    assert web.get(what_if, SITI, DAY).status_code == 403
    assert web.get("/v1/policies/mutasi-2031.1/what-if", AUDITOR, DAY).status_code == 404

    def posted(person: UUID, text: str) -> httpx.Response:
        headers = web.headers(person, DAY) | {"Jejak-Purpose": "OVERSIGHT"}
        return web.client.post("/v1/audit/what-ifs", json={"text": text}, headers=headers)

    unpublished = STRICTER.replace("mutasi-2025.2", "mutasi-2025.7")
    said = lines(posted(official(*NORTH_PERSONNEL), unpublished))
    assert said == lines(web.get(what_if, official(*NORTH_PERSONNEL), DAY)), "what a draft of it would say"
    assert posted(SITI, unpublished).status_code == 403
    local = texts.additions("daerah-17.71-2026.1", "17.71", "highest_age = 25")
    regional = {"text": local, "kind": "KETENTUAN_DAERAH"}
    headers = web.headers(AUDITOR, DAY)
    (nobody,) = lines(web.client.post("/v1/audit/what-ifs", json=regional, headers=headers))
    assert nobody["cases"] == 0, "she stays with her agency"
    loose = regional | {
        "text": local + '[limits]\nminimum_months_in_post = { value = 6, legal_basis = "-" }\n'
    }
    refused = web.client.post("/v1/audit/what-ifs", json=loose, headers=headers)
    assert refused.json()["type"] == "urn:jejak:problem:UnlawfulText"
    assert "looser" in refused.text
    assert lines(web.get("/v1/policies/daerah-35-2025.1/what-if", AUDITOR, DAY))[-1]["cases"] == 0
    for text in ("version = 1", unpublished.replace("[purposes.OVERSIGHT]", "[purpose.OVERSIGHT]")):
        refused = posted(AUDITOR, text)
        assert (refused.status_code, refused.json()["type"]) == (422, "urn:jejak:problem:UnlawfulText")


def test_a_case_is_stepped_through_as_its_reader_is_shown_it(decided: Web) -> None:
    web = decided
    path = f"{web.case}/replay"
    for person in (SITI, official(*REGENT), AUDITOR):
        first = web.get(path, person, DAY, limit=40, after=web.head).json()
        rest = web.get(path, person, DAY, limit=40, after=web.head, cursor=first["next"]).json()
        items = [*first["items"], *rest["items"]]
        history = web.get(f"{web.case}/history", person, DAY, limit=100, after=web.head).json()["items"]
        assert [{key: item[key] for key in item if key != "changes"} for item in items] == history
        changed = {change["pointer"]: change for item in items for change in item["changes"]}
        assert changed["/decree"]["now"]["goals"]
        assert changed["/status"]["now"] == "DECREED"
        shown = orjson.dumps(items).decode()
        assert not any(str(peer) in shown for peer in PEERS) or person != SITI
    assert web.get(path, STRANGER, DAY).status_code == 404


def test_the_command_line_tells_what_does_not_follow(
    decided: Web, database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (("MODE", "demo"), ("DATABASE_URL", database), ("DATA", str(tmp_path))):
        monkeypatch.setenv(f"JEJAK_{name}", value)
    monkeypatch.setenv("COLUMNS", "200")
    good = _run.invoke(app, ["replay", *_BY, "--agency", "5801"])
    assert (good.exit_code, good.output.splitlines()[-1].startswith("run 19, followed 19")) == (0, True), (
        good.output
    )
    written, draft = tmp_path / "told.jsonl", tmp_path / "draft.toml"
    draft.write_text(STRICTER, "utf-8")
    regional = tmp_path / "daerah-17.03-2026.1.toml"
    regional.write_text(texts.additions("daerah-17.03-2026.1", "17.03", "highest_age = 25"), "utf-8")
    for under in (str(regional), "daerah-35-2025.1"):
        supposed = _run.invoke(app, ["replay", *_BY, "--under", under])
        assert (supposed.exit_code, supposed.output.splitlines()[-1][:8]) == (0, "cases 0,"), supposed.output
    for under in ("mutasi-2025.2", str(draft)):
        supposed = _run.invoke(app, ["replay", *_BY, "--under", under, "--jsonl", str(written)])
        assert supposed.exit_code == 0, supposed.output
        assert "RULE E02: MET -> NOT_MET" in supposed.output
        assert orjson.loads(written.read_bytes().splitlines()[-1])["differing"] == 1
    assert _run.invoke(app, ["replay", *_BY, "--under", "mutasi-2031.1"]).exit_code == 2
    with psycopg.connect(database) as connection:
        connection.execute("ALTER TABLE events DISABLE TRIGGER append_only")
        connection.execute(
            "UPDATE events SET body = convert_to(replace(convert_from(body, 'UTF8'), '\"supports\":true', "
            "'\"supports\":false'), 'UTF8') WHERE name = 'ConsiderationGiven'"
        )
    for asked in ([], ["--case", decided.transfer]):
        bad = _run.invoke(app, ["replay", *_BY, "--jsonl", str(written), *asked])
        assert bad.exit_code == 1, bad.output
        assert "REFUSED IssueDecree" in bad.output
        told, summed = map(orjson.loads, written.read_bytes().splitlines())
        assert (told["refused"], told["office"]) == ("ReasonRequired", str(office_id(*REGENT)))
        assert told["messages"]["id"].startswith("Alasan")
        assert summed["departed"] == 1
