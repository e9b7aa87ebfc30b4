"""Evidence for the oversight: `jejak checkpoint` and `verify`, the endpoints, and the recipe that needs neither."""

import json
import re
import subprocess
import sys
from base64 import b64decode
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
from cast import CITY_ID, NORTH_ID, NORTH_INSPECTORATE, NORTH_PERSONNEL, REGENT, SITI, official, on
from stories import balancing_move
from structlog.testing import capture_logs
from typer.testing import CliRunner
from web import Web

from api import cli
from api.cli.checkpoints import sign_by_itself
from api.house import log_of
from api.settings import Mode, Settings
from application.checkpoints import Log, Signed, make_key, sign
from application.verifying import leaf_of
from domain.identity import OfficeKind
from domain.transparency.tree import includes

DAY = on(2025, 3, 20)
AUDITOR = official(OfficeKind.AUDITOR, NORTH_ID)
OPERATIONS = Path(__file__).resolve().parents[2] / "docs" / "operations.md"

_run = CliRunner()


@pytest.fixture
def decided(web: Web) -> Web:
    web.play(balancing_move(), until="GrantConsent")
    web.house.runner.wait_for(web.head)
    return web


@pytest.fixture
def log(decided: Web) -> Log:
    made = log_of(decided.house.settings)
    make_key(made.key)
    return made


@pytest.fixture
def signed(decided: Web, log: Log) -> Signed:
    return sign(decided.house.ledger, log, DAY)


def asked(web: Web, path: str, reader: UUID = AUDITOR) -> Any:
    return web.get(f"/v1/audit/{path}", reader, DAY)


def positions(web: Web) -> list[int]:
    return [each.position for each in web.house.cases.history(UUID(web.transfer))]


# The endpoints


def test_before_anything_is_signed_there_is_nothing_to_show(decided: Web) -> None:
    for path, code in (("checkpoint", "no-checkpoint"), (f"proofs/{decided.head}", "no-proof")):
        answer = asked(decided, path)
        assert (answer.status_code, answer.json()["type"]) == (404, f"urn:jejak:problem:{code}")


def test_the_latest_checkpoint_is_shown_as_it_was_signed(decided: Web, log: Log, signed: Signed) -> None:
    shown = asked(decided, "checkpoint").json()
    assert shown["note"] == signed.note
    assert (shown["size"], b64decode(shown["root"])) == (decided.head, signed.checkpoint.root)
    assert shown["verifier"] == str(log.verifier())
    assert datetime.fromisoformat(shown["signedAt"]) == DAY


def test_every_event_of_a_case_one_oversees_is_proven(decided: Web, signed: Signed) -> None:
    """Of feedback without what was hashed: its command would tell who gave it."""
    lines = {line.position: line for line in decided.house.ledger.between(0, decided.head)}
    kinds = set()
    for position in positions(decided):
        shown = asked(decided, f"proofs/{position}").json()
        hashes = [b64decode(each) for each in shown["hashes"]]
        leaf = b64decode(shown["leaf"])
        assert leaf == leaf_of(lines[position])
        assert includes(signed.checkpoint.root, signed.checkpoint.size, leaf, shown["index"], hashes)
        name = lines[position].name
        kinds.add(name)
        if name == "FeedbackGiven":
            assert shown["entry"] is None
            assert str(lines[position].command) not in json.dumps(shown)
        else:
            assert sha256(b"\0" + shown["entry"].encode()).digest() == leaf
            assert json.loads(shown["entry"])["body"] == sha256(lines[position].body).hexdigest()
    assert {"TransferRequested", "FeedbackGiven"} <= kinds


def test_nobody_else_is_told_anything(decided: Web, signed: Signed) -> None:
    position = positions(decided)[0]
    for person in (SITI, official(*REGENT), official(*NORTH_PERSONNEL)):
        for path in ("checkpoint", f"proofs/{position}"):
            assert asked(decided, path, person).status_code == 403
    for inspector in (official(OfficeKind.INSPECTORATE, CITY_ID), official(OfficeKind.AUDITOR, CITY_ID)):
        assert asked(decided, "checkpoint", inspector).status_code == 200
        theirs = asked(decided, f"proofs/{position}", inspector)
        nobodys = asked(decided, f"proofs/{decided.head + 100}", inspector)
        assert (theirs.status_code, theirs.content) == (404, nobodys.content)
    assert asked(decided, f"proofs/{position}", official(*NORTH_INSPECTORATE)).status_code == 200
    persons = decided.house.ledger.read([SITI])[0].position
    assert asked(decided, f"proofs/{persons}").status_code == 404, (
        "a person's own stream is in no audit trail"
    )


def test_a_file_that_cannot_be_relied_on_is_said_to_be_so(decided: Web, log: Log, signed: Signed) -> None:
    log.checkpoints.write_text(signed.note.replace(f"\n{signed.checkpoint.size}\n", "\n1\n") + "\n", "utf-8")
    answer = asked(decided, "checkpoint")
    assert (answer.status_code, answer.json()["type"]) == (500, "urn:jejak:problem:checkpoints-unusable")


# Without this service


def recipe() -> str:
    """The auditor's lines of docs/operations.md, as they stand."""
    text = OPERATIONS.read_text("utf-8").split("## Evidence", 1)[1]
    found = re.search(r"```python\n(.*?)```", text, re.DOTALL)
    assert found is not None
    return found[1]


def checked(folder: Path, proof: dict[str, Any], vkey: str) -> int:
    (folder / "check.py").write_text(recipe(), "utf-8")
    done = subprocess.run(
        [sys.executable, str(folder / "check.py"), vkey],
        input=json.dumps(proof),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.returncode


def test_an_auditor_checks_one_event_offline_with_the_recipe(
    decided: Web, log: Log, signed: Signed, tmp_path: Path
) -> None:
    vkey = asked(decided, "checkpoint").json()["verifier"]
    proof = asked(decided, f"proofs/{positions(decided)[0]}").json()
    assert checked(tmp_path, proof, vkey) == 0
    sealed = next(
        each
        for each in (asked(decided, f"proofs/{position}").json() for position in positions(decided))
        if each["entry"] is None
    )
    assert checked(tmp_path, sealed, vkey) == 0
    other = Log(log.origin, log.checkpoints, tmp_path / "other.pem")
    make_key(other.key)
    forged = proof["entry"].replace("TransferRequested", "TransferRejected")
    for wrong, key in (
        (proof | {"entry": forged}, vkey),
        (proof | {"index": proof["index"] + 1}, vkey),
        (proof | {"hashes": proof["hashes"][::-1]}, vkey),
        (proof | {"hashes": proof["hashes"][:-1]}, vkey),
        (proof | {"note": proof["note"].replace(f"\n{signed.checkpoint.size}\n", "\n9999\n", 1)}, vkey),
        (proof, str(other.verifier())),
    ):
        assert checked(tmp_path, wrong, key) != 0


def test_openssl_verifies_the_signature(signed: Signed, log: Log, tmp_path: Path) -> None:
    """The note's first signature, by a tool every auditor has."""
    text, _, lines = signed.note.partition("\n\n")
    (tmp_path / "body").write_text(f"{text}\n", "utf-8")
    (tmp_path / "signature").write_bytes(b64decode(lines.split("\n")[0].split(" ")[2])[4:])
    (tmp_path / "key").write_bytes(bytes.fromhex("302a300506032b6570032100") + log.verifier().key)
    command = "openssl pkeyutl -verify -pubin -inkey key -keyform DER -rawin -in body -sigfile signature"
    done = subprocess.run(
        command.split(), cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stdout.strip()) == (0, "Signature Verified Successfully")


# The commands


@pytest.fixture
def environment(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Demo mode on the cast's database, for the command line."""
    monkeypatch.setenv("JEJAK_MODE", "demo")
    monkeypatch.setenv("JEJAK_DATABASE_URL", database)
    monkeypatch.setenv("JEJAK_DATA", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "200")
    return Settings(mode=Mode.DEMO, database_url=database, data=tmp_path)


def said(*arguments: str, code: int = 0) -> str:
    done = _run.invoke(cli.app, list(arguments))
    assert done.exit_code == code, done.output
    return done.output


def forge(database: str | None) -> None:
    with psycopg.connect(database or "") as superuser:
        superuser.execute("ALTER TABLE events DISABLE TRIGGER append_only")
        superuser.execute("UPDATE events SET name = 'Forged' WHERE position = 3")
        superuser.execute("ALTER TABLE events ENABLE ALWAYS TRIGGER append_only")


def test_a_checkpoint_is_signed_verified_and_kept_by_others(environment: Settings, tmp_path: Path) -> None:
    assert "there is no checkpoint" in said("verify", code=1)
    first = said("checkpoint")
    vkey = str(log_of(environment).verifier())
    assert vkey in first, "the key is told when it is made"
    note = log_of(environment).checkpoints.read_text("utf-8")
    assert note.strip() in first
    again = said("checkpoint")
    assert vkey not in again
    assert log_of(environment).checkpoints.read_text("utf-8") == note, "nothing new to sign"
    kept = tmp_path / "usb-stick"
    kept.write_text(note, "utf-8")
    for options in ((), ("--checkpoints", str(kept)), ("--checkpoints", str(kept), "--key", vkey)):
        assert "of the 0 after it nothing was signed yet" in said("verify", *options)


def test_a_forged_event_is_told_with_its_place_and_is_not_signed(environment: Settings) -> None:
    said("checkpoint")
    forge(environment.database_url)
    size = log_of(environment).file().all()[-1].checkpoint.size
    assert f"WRONG positions 1-{size}: what stands here is not what the checkpoint says" in said(
        "verify", code=1
    )
    assert "Nothing was signed." in said("checkpoint", code=1)


def test_wrong_keys_and_wrong_files_are_told(environment: Settings, tmp_path: Path) -> None:
    said("checkpoint")
    log = log_of(environment)
    other = Log(log.origin, log.checkpoints, tmp_path / "other.pem")
    make_key(other.key)
    assert "not signed by" in said("verify", "--key", str(other.verifier()), code=2)
    assert "not a vkey" in said("verify", "--key", "nonsense", code=2)
    log.checkpoints.write_text("nonsense", "utf-8")
    assert "cannot be relied on" in said("verify", code=2)
    assert "Nothing was signed." in said("checkpoint", code=2)


def test_a_key_that_was_named_is_not_made(
    environment: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JEJAK_CHECKPOINT_KEY", str(tmp_path / "elsewhere.pem"))
    assert "cannot be read as a key" in said("checkpoint", code=2).replace("\n", " ")
    assert not (tmp_path / "elsewhere.pem").exists()


def test_a_worker_signs_by_itself_and_alarms_in_the_log(decided: Web, log: Log) -> None:
    house = decided.house
    with capture_logs() as lines:
        sign_by_itself(house.ledger, house.settings)
        forge(house.settings.database_url)
        sign_by_itself(house.ledger, house.settings)
        log.key.unlink()
        sign_by_itself(house.ledger, house.settings)
    assert [line["event"] for line in lines] == ["checkpoint", "history_differs", "checkpoint_failed"]
    assert f"positions 1-{decided.head}" in lines[1]["faults"]


def test_work_signs_every_so_often(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    """Until it is told to stop: here by the third time."""
    house = web.house
    settings = house.settings.model_copy(update={"checkpoint_every": 0.001})
    looked: list[object] = []
    stop: dict[int, Any] = {}
    monkeypatch.setattr(cli.running.signal, "signal", stop.setdefault)

    def signed(*given: object) -> None:
        looked.append(given)
        if len(looked) == 3:
            stop[cli.running.signal.SIGTERM]()

    monkeypatch.setattr(cli.checkpoints, "sign_by_itself", signed)
    cli.running._until_told_to_stop(replace(house, settings=settings))
    assert looked == [(house.ledger, settings)] * 3
