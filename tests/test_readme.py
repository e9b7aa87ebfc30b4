"""The commands of the README are run as they stand."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from api.demo.questions import QUESTIONS

README = Path(__file__).resolve().parents[1] / "README.md"
INSPECTORATE = README.parent / "docs" / "inspectorate.md"
_BLOCK = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
_STARTING = 90.0


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@pytest.fixture
def demonstration(tmp_path: Path, server_folder: Path) -> Iterator[dict[str, str]]:
    """`jejak demo` as make starts it, in a folder of its own; yields the environment the tour needs."""
    port = free_port()
    environment = os.environ | {
        "JEJAK_DATA": str(server_folder / "demo"),
        "JEJAK_PORT": str(port),
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
    }
    environment.pop("JEJAK_DATABASE_URL", None)
    with (tmp_path / "log").open("w") as log:
        running = subprocess.Popen(
            [sys.executable, "-m", "api.cli", "demo", "--people", "1000"],
            env=environment,
            stdout=log,
            stderr=log,
        )
        try:
            _await(f"http://127.0.0.1:{port}/readyz", running, tmp_path / "log")
            yield environment
        finally:
            running.terminate()
            running.wait(30)


def _await(url: str, running: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + _STARTING
    while time.monotonic() < deadline:
        assert running.poll() is None, log.read_text()
        try:
            if httpx2.get(url, timeout=2).status_code == 200:
                return
        except httpx2.TransportError:
            pass
        time.sleep(0.1)
    raise TimeoutError(log.read_text())


@pytest.mark.skipif(shutil.which("curl") is None, reason="the tour is made with curl")
def test_the_guided_tour_leads_to_a_started_duty(demonstration: dict[str, str]) -> None:
    """And what an inspectorate asks is answered of it, with the requests of docs/inspectorate.md as they stand."""
    blocks = [*_BLOCK.findall(README.read_text()), *_BLOCK.findall(INSPECTORATE.read_text())]
    assert len(blocks) > 5 + len(QUESTIONS)
    script = "set -euo pipefail\n" + "\n".join(blocks)
    done = subprocess.run(
        ["bash", "-c", script], env=demonstration, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert '"status": "EVALUATING"' in done.stdout
    assert '"DutyStarted"' in done.stdout
    assert "urn:jejak:problem:etag-unknown" in done.stdout
    assert done.stdout.count('"about":{"report":') >= len(QUESTIONS)


def test_the_ten_questions_are_those_of_the_demonstration() -> None:
    told = INSPECTORATE.read_text()
    asked = re.findall(r"^## \d+\. (.+)$", told, re.MULTILINE)
    requests = re.findall(r'"\$API(/v1/reports/[^"]+)"', told)[: len(asked)]
    assert dict(zip(asked, requests, strict=True)) == QUESTIONS
    assert len(QUESTIONS) == 10


def test_the_make_targets_named_exist() -> None:
    makefile = (README.parent / "Makefile").read_text()
    targets = set(re.findall(r"`make ([a-z]+)`", README.read_text())) | {"demo", "test"}
    assert all(re.search(rf"^{target}:", makefile, re.MULTILINE) for target in targets), targets


def test_every_link_leads_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", README.read_text()):
        assert (README.parent / target).exists(), target


def test_all_scenarios_are_played_once_and_it_ends_well() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "api.cli", "demo", "--once"],
        capture_output=True,
        text=True,
        timeout=480,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    played = {int(number) for number in re.findall(r"^(\d+)\. ", done.stdout, re.MULTILINE)}
    assert played == set(range(1, 25))
    for told in ("PlanFollowed", "ConsultationHeld", "ConsultationDeclined", "NoticeGiven"):
        assert told in done.stdout, "what the tenth question counts"
    answers = re.findall(r"question (\d): .*\n +GET \S+: (\d+) lines", done.stdout)
    assert [number for number, _ in answers] == list("123456789")
    assert all(int(lines) > 0 for _, lines in answers), answers
    assert re.search(r"\d+ cases, \d+ events in them, \d+ in the ledger, \d+ refusals", done.stdout)
