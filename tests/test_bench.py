"""The bench still runs. What it measures is no test's business."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def test_every_contender_of_the_bench_runs(tmp_path: Path) -> None:
    latest = tmp_path / "latest.json"
    tiny = ("--rounds", "1", "--seconds", "0.1", "--in-flight", "1", "--alone", "2", "--latest", str(latest))
    done = subprocess.run(
        [sys.executable, "-m", "bench", *tiny], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-3_000:]
    figures = json.loads(latest.read_text())
    assert len(figures["rows"]) == 9
    assert all(row["per_s"] > 0 for row in figures["rows"])
    assert figures["alone_us"]["best"] > 0


@pytest.mark.parametrize(
    ("module", "tiny", "told"),
    [
        (
            "rebuild",
            "--people 300 --cases 3 --rounds 1 --stock 30 --processes 1",
            r"all, processes: 1 +\d+ events/s",
        ),
        ("pages", "--short 300 3 --people 300 --cases 5 --times 3", r"all twelve reports of an agency +\d"),
        ("lag", "--rate 20 --seconds 1 --apart", r"lag: p50 \d+\.\d ms"),
    ],
)
def test_what_measures_the_read_side_runs(module: str, tiny: str, told: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", f"bench.{module}", *tiny.split()],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3_000:]
    assert re.search(told, done.stdout), done.stdout
