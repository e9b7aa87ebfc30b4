"""A command sent again, by whoever is in doubt, is recorded once and answered the same."""

import json
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from uuid import UUID

import httpx2 as httpx
import pytest
from cast import BUDI, SITI, on
from stories import balancing_move, teacher_moves_to_the_city
from web import Web, at_once, command_of, request_of, served

from api.app import create_app
from api.house import open_house
from api.identity import LocalKey
from api.settings import Settings
from application import ledger as ledgers
from application.appender import Appender, Waiting
from domain.act import Act
from domain.transfer.commands import TransferCommand, WithdrawTransfer

REQUEST, ASKING = command_of(balancing_move(), "RequestTransfer")
VERIFY, VERIFYING = command_of(balancing_move(), "VerifyFile")


def events_of(web: Web, transfer: str) -> list[str]:
    return [type(each.event).__name__ for each in web.house.cases.history(UUID(transfer))]


@pytest.mark.parametrize("key", [None, "", "short", "x" * 129, "with space", "ключ-ключ"])
def test_a_command_without_a_usable_key_is_refused(web: Web, key: str | None) -> None:
    _, body = request_of(REQUEST)
    headers: dict[str, str | bytes] = dict(web.headers(ASKING.by, ASKING.at, ASKING.office))
    if key is not None:
        headers["Idempotency-Key"] = key.encode()
    before = web.head
    answer = web.client.post("/v1/transfers", json=body, headers=headers)  # type: ignore[arg-type]
    assert (answer.status_code, answer.json()["type"]) == (400, "urn:jejak:problem:idempotency-key-required")
    assert web.head == before


@pytest.mark.parametrize(("command", "act"), [(REQUEST, ASKING), (VERIFY, VERIFYING)], ids=["request", "act"])
def test_fifty_times_at_once_is_one_set_of_events_and_one_answer(
    live: Web, command: TransferCommand, act: Act
) -> None:
    live.play(balancing_move(), until=type(command).__name__)
    etag = live.seen(act) if live.transfer else None
    before = live.head
    answers = at_once([lambda: live.post(command, act, key="satu-kali", etag=etag)] * 50)
    assert {(answer.status_code, answer.content, answer.headers["Location"]) for answer in answers} == {
        (201, answers[0].content, answers[0].headers["Location"])
    }
    receipt = answers[0].json()
    assert live.head == receipt["position"] == before + len(live.house.ledger.after(before, 100))
    assert events_of(live, receipt["transfer"])[-len(receipt["events"]) :] == receipt["events"]
    assert len({line.command for line in live.house.ledger.after(before, 100)}) == 1


def test_the_same_key_gets_the_same_answer_after_a_restart_and_much_later(
    web: Web, settings: Settings
) -> None:
    """Also when the case has long gone on, and the ETag is the one from then."""
    web.play(balancing_move(), until="VerifyFile")
    etag = web.seen(VERIFYING)
    first = web.post(VERIFY, VERIFYING, key="periksa-berkas", etag=etag)
    assert first.status_code == 201
    story = list(balancing_move())
    web.play(story[2:6])
    assert settings.database_url is not None
    url = settings.database_url
    head = web.head
    restarted = create_app(settings, lambda: open_house(settings, url))
    with served(restarted) as address, httpx.Client(base_url=address) as client:
        again = Web(client, web.key, restarted.state.house, web.transfer)
        for sight in (etag, again.seen(VERIFYING)):
            repeated = again.post(VERIFY, VERIFYING, key="periksa-berkas", etag=sight)
            assert (repeated.status_code, repeated.content) == (201, first.content)
        assert again.head == head


def test_the_same_key_with_another_request_is_refused(web: Web) -> None:
    web.play(balancing_move(), until="VerifyFile")
    etag = web.seen(VERIFYING)
    first = web.post(VERIFY, VERIFYING, key="periksa-berkas", etag=etag)
    before = web.head
    reused = "urn:jejak:problem:idempotency-key-reused"
    another_path = web.post(WithdrawTransfer("Batal"), VERIFYING, key="periksa-berkas", etag=etag)
    own_person = Act(VERIFYING.by, VERIFYING.at, VERIFYING.command, VERIFYING.policy)
    without_office = web.post(VERIFY, own_person, key="periksa-berkas", etag=etag)
    headers = web.headers(VERIFYING.by, VERIFYING.at, VERIFYING.office)
    headers |= {"Idempotency-Key": "periksa-berkas", "If-Match": etag}
    another_body = web.client.post(f"{web.case}/verifications", json={"step": "decree"}, headers=headers)
    for answer in (another_path, without_office, another_body):
        assert (answer.status_code, answer.json()["type"]) == (422, reused)
    assert web.head == before
    assert web.post(VERIFY, VERIFYING, key="periksa-berkas", etag=etag).content == first.content


def test_the_same_body_written_otherwise_is_the_same_request(web: Web) -> None:
    web.play(balancing_move(), until="VerifyFile")
    headers = web.headers(VERIFYING.by, VERIFYING.at, VERIFYING.office)
    headers |= {"Idempotency-Key": "periksa-berkas", "If-Match": web.seen(VERIFYING)}
    headers["Content-Type"] = "application/json"
    _, body = request_of(VERIFY)
    spellings = (
        json.dumps(body).encode(),
        json.dumps(body, indent=1).replace("file_verification", "file\\u005fverification").encode(),
    )
    answers = [
        web.client.post(f"{web.case}/verifications", content=body, headers=headers) for body in spellings
    ]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].content == answers[1].content


def test_the_same_key_of_another_person_is_another_command(web: Web) -> None:
    first = web.post(REQUEST, ASKING, key="permohonan-1")
    other, act = command_of(teacher_moves_to_the_city(), "RequestTransfer")
    second = web.post(other, act, key="permohonan-1")
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json()["transfer"] != second.json()["transfer"]
    assert {SITI, BUDI} == {
        web.house.cases.history(UUID(answer.json()["transfer"]))[0].event.person for answer in (first, second)
    }


def test_a_refused_command_may_be_sent_again_under_its_key(web: Web) -> None:
    """Nothing was recorded, so there is no answer to repeat: it is decided anew."""
    web.play(balancing_move(), until="VerifyFile")
    too_early = Act(VERIFYING.by, on(2020, 6, 2), VERIFYING.command, VERIFYING.policy, VERIFYING.office)
    etag = web.seen(VERIFYING)
    assert web.post(VERIFY, too_early, key="periksa-berkas", etag=etag).status_code == 403
    assert web.post(VERIFY, VERIFYING, key="periksa-berkas", etag=etag).status_code == 201


# The server dies

SPAWN = get_context("spawn")


class DyingBefore(Appender):
    def _call(self, batch: list[Waiting], seconds: float) -> list[tuple[int, int]]:
        os.kill(os.getpid(), signal.SIGKILL)
        return super()._call(batch, seconds)


class DyingAfter(Appender):
    """The commit is done, and nobody is told."""

    def _call(self, batch: list[Waiting], seconds: float) -> list[tuple[int, int]]:
        super()._call(batch, seconds)
        os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError


def serve(settings: Settings, appender: type[Appender], pipe: Connection) -> None:
    ledgers.Appender = appender  # type: ignore[misc]
    url = settings.database_url
    assert url is not None
    with served(create_app(settings, lambda: open_house(settings, url))) as address:
        pipe.send(address)
        pipe.recv()


@contextmanager
def a_process_with(settings: Settings, appender: type[Appender]) -> Iterator[tuple[BaseProcess, str]]:
    """The service in a process of its own, and its address."""
    ours, theirs = SPAWN.Pipe()
    process = SPAWN.Process(target=serve, args=(settings, appender, theirs))
    process.start()
    theirs.close()
    with ours:
        yield process, ours.recv()
        if process.is_alive():
            ours.send("enough")
        process.join()


@pytest.mark.parametrize(("appender", "recorded"), [(DyingBefore, False), (DyingAfter, True)])
def test_a_server_killed_at_its_commit_leaves_all_or_nothing_and_the_retry_gets_the_one_answer(
    settings: Settings, appender: type[Appender], recorded: bool
) -> None:
    assert settings.database_url is not None
    key = LocalKey(settings.data)
    with ledgers.Ledger(settings.database_url) as ledger:
        before = ledger.head()
        with (
            a_process_with(settings, appender) as (process, address),
            httpx.Client(base_url=address) as client,
        ):
            with pytest.raises(httpx.TransportError):
                Web(client, key, None).post(REQUEST, ASKING, key="permohonan-1")  # type: ignore[arg-type]
            process.join()
            assert process.exitcode == -signal.SIGKILL
        assert (ledger.head() > before) is recorded
        with a_process_with(settings, Appender) as (_, address), httpx.Client(base_url=address) as client:
            web = Web(client, key, None)  # type: ignore[arg-type]
            answers = [web.post(REQUEST, ASKING, key="permohonan-1") for _ in range(2)]
        assert [answer.status_code for answer in answers] == [201, 201]
        assert answers[0].content == answers[1].content
        assert len({line.command for line in ledger.after(before, 100)}) == 1
        assert ledger.head() == answers[0].json()["position"]
