"""The bench still runs. What it measures is no test's business."""

import json
import subprocess
import sys
from pathlib import Path

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
