"""Repeatable measurements; never imported by the product. The people and stories are those of the tests."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1] / "tests"))
