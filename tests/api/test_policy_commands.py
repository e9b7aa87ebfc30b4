"""`jejak policy`, as a lawyer reads it."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli import app
from application.policies import FOLDER
from domain.policy import TransferType

_run = CliRunner()


def test_a_policy_is_shown_route_by_route_with_office_limit_and_law() -> None:
    shown = _run.invoke(app, ["policy", "show"])
    assert shown.exit_code == 0
    assert all(f"\n{route}" in shown.output for route in TransferType)
    one = _run.invoke(app, ["policy", "show", "mutasi-2025.1", "--route", "KABKOTA_KE_PROVINSI"]).output
    assert "governor_forward" not in one
    assert "decree: APPOINTING_AUTHORITY of PROVINCE, 15 wd  (PP 11/2017 Ps. 192)" in one


def test_a_route_is_drawn_as_a_mermaid_diagram() -> None:
    drawn = _run.invoke(app, ["policy", "show", "--route", "INTRA_INSTANSI", "--mermaid"]).output
    assert "flowchart TD" in drawn
    assert "  audit_clearance --> origin_release" in drawn
    assert "  file_verification -.-> override" in drawn, "dashed: it may be left out"


def test_the_published_policies_pass_and_a_decree_without_consent_does_not(tmp_path: Path) -> None:
    assert _run.invoke(app, ["policy", "check"]).exit_code == 0
    text = (FOLDER / "mutasi-2025.1.toml").read_text("utf-8")
    head, route = text.split("[routes.KABKOTA_SATU_PROVINSI]", 1)
    broken = tmp_path / "mutasi-broken.toml"
    without = route.replace('  ["origin_release"],\n', "", 1)
    broken.write_text(f"{head}[routes.KABKOTA_SATU_PROVINSI]{without}", "utf-8")
    checked = _run.invoke(app, ["policy", "check", str(broken)])
    assert checked.exit_code == 1
    assert "> receiving_proposal > governor_forward > technical_consideration > decree: lacks CONSENT" in (
        checked.output
    )


def test_two_versions_are_compared(tmp_path: Path) -> None:
    text = (FOLDER / "mutasi-2025.1.toml").read_text("utf-8")
    draft = tmp_path / "mutasi-draft.toml"
    draft.write_text(text.replace("value = 24, legal_basis", "value = 6, legal_basis", 1), "utf-8")
    told = _run.invoke(app, ["policy", "diff", "mutasi-2025.1", str(draft)]).output
    assert told.startswith("limits.minimum_months_in_post\n  - 24")
    assert "\n  + 6" in told


@pytest.mark.parametrize("version", ["mutasi-1999", "nowhere.toml"])
def test_an_unknown_version_is_told(version: str) -> None:
    assert _run.invoke(app, ["policy", "show", version]).exit_code == 2
