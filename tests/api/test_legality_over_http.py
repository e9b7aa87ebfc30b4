"""The legality dossier over HTTP: JSON, page and document say the same of a decree, and always the same."""

import re
from dataclasses import replace
from uuid import UUID

import httpx2 as httpx
import pytest
from cast import (
    BUDI,
    CITY_ID,
    NORTH_ID,
    NORTH_INSPECTORATE,
    PEERS,
    REGENT,
    SITI,
    SITI_PROFILE,
    official,
    on,
)
from stories import balancing_move
from web import Web

from api.house import log_of
from application.checkpoints import make_key, sign
from domain.identity import OfficeKind
from domain.transfer.commands import GiveFeedback, IssueDecree

DAY = on(2025, 4, 15)
INSPECTOR = official(*NORTH_INSPECTORATE)
HOSTILE = """<script>alert(1)</script> </td> #panic("x") $x^2$ *tebal* `raw` \\u{41} {{7*7}} "é" ẞ ñ."""


def dossier(
    web: Web, reader: UUID, suffix: str = "", accept: str = "*/*", **params: object
) -> httpx.Response:
    return web.client.get(
        f"{web.case}/legality{suffix}",
        headers=web.headers(reader, DAY) | {"Accept": accept},
        params={name: str(value) for name, value in params.items()},
    )


@pytest.fixture
def decreed(web: Web) -> Web:
    """Siti's case up to the service, decreed in words that mean something to a browser and to a typesetter."""
    story = [
        (replace(command, grounds=HOSTILE) if isinstance(command, IssueDecree) else command, act)
        for command, act in balancing_move()
    ]
    web.play(story, until="decree")
    assert dossier(web, SITI).json()["type"] == "urn:jejak:problem:NotDecreedYet"
    web.play(
        story[next(n for n, (c, _) in enumerate(story) if isinstance(c, IssueDecree)) :], until="duty_start"
    )
    return web


def test_json_page_and_document_show_the_same_and_stay_the_same(decreed: Web) -> None:
    web = decreed
    answer = dossier(web, INSPECTOR)
    assert answer.status_code == 200, answer.text
    told = answer.json()
    points = [*told["authority"], *told["procedure"], *told["substance"]]
    assert told["onRecord"] == {
        verdict: sum(each["verdict"] == verdict for each in points) for verdict in told["onRecord"]
    }
    missing = {each["point"] for each in points if each["verdict"] == "MISSING"}
    assert missing == {"CONSULTATION", "NOTICE"}
    told_later = [each["point"] for each in points if each["verdict"] == "NOT_COMPARABLE"]
    assert told_later == ["NOT_BACK_DATED"], "the story is recorded long after its days"
    assert all(each["legalBasis"] for each in points)
    # The page
    page = dossier(web, INSPECTOR, ".html")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert page.content == dossier(web, INSPECTOR, accept="text/html").content
    assert re.findall(r"<html lang=.(..)", page.text) == ["id"]
    assert (page.text.count("<h1>"), page.text.count("<h2 ")) == (1, 4)
    assert "<script" not in page.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &lt;/td&gt; #panic" in page.text
    assert "{{7*7}}" in page.text
    for each in points:
        assert each["title"]["id"] in page.text
    # The document
    document = dossier(web, INSPECTOR, ".pdf")
    assert (document.headers["content-type"], document.content[:5]) == ("application/pdf", b"%PDF-")
    assert document.content == dossier(web, INSPECTOR, accept="application/pdf").content
    english = dossier(web, INSPECTOR, ".html", lang="en")
    assert "Legality Dossier of a Transfer Decree" in english.text
    # Later, up to the same position, all of it is what it was; up to now it is not.
    position = told["position"]
    web.play([each for each in balancing_move() if getattr(each[0], "step", "") == "duty_start"])
    for suffix, before in (("", answer), (".html", page), (".pdf", document)):
        assert dossier(web, INSPECTOR, suffix, asOf=position).content == before.content, suffix
        assert dossier(web, INSPECTOR, suffix).content != before.content, suffix
    # Each event can be proved by what the dossier names.
    make_key(web.house.settings.data / "checkpoint-key.pem")
    sign(web.house.ledger, log_of(web.house.settings), DAY)
    signed = next(each for each in told["authority"] if each["point"] == "DECREED_BY")["evidence"][0]
    assert signed["event"] == "DecreeIssued"
    proof = web.get(signed["proof"], INSPECTOR, DAY, after=web.head).json()
    assert proof["leaf"] == signed["record"]


def test_it_is_for_those_who_see_the_case_and_holds_nothing_sealed(decreed: Web) -> None:
    web = decreed
    for reader in (SITI, official(*REGENT), official(OfficeKind.AUDITOR, NORTH_ID)):
        for suffix in ("", ".html", ".pdf"):
            assert dossier(web, reader, suffix).status_code == 200
    for reader in (BUDI, PEERS[0], official(OfficeKind.INSPECTORATE, CITY_ID)):
        for suffix in ("", ".html", ".pdf"):
            assert dossier(web, reader, suffix).status_code == 404
    said = next(
        command.text
        for command, _ in balancing_move()
        if isinstance(command, GiveFeedback) and command.scores
    )
    shown = dossier(web, SITI).text + dossier(web, SITI, ".html").text
    assert SITI_PROFILE.name in shown
    for sealed in (said, *map(str, PEERS)):
        assert sealed not in shown
    silent = {key: value for key, value in web.headers(INSPECTOR, DAY).items() if key != "Jejak-Purpose"}
    assert web.client.get(f"{web.case}/legality.pdf", headers=silent).status_code == 428
    looked = web.get("/v1/me/lookups", SITI, DAY, after=web.head).json()["items"]
    assert [each["what"] for each in looked] == ["LEGALITY"], "the auditor's, once for the day"
