"""`jejak policy`, as a lawyer reads it."""

import tomllib
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest
import texts
from stories import balancing_move
from typer.testing import CliRunner
from web import Web

from api.cli import app
from api.cli.policy_lines import policy_lines
from application.policies import FOLDER, read_policies
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
    assert "  override --> audit_clearance" in drawn
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
    told = _run.invoke(app, ["policy", "check", "--language", "id", str(broken)]).output
    assert "mutasi-broken.toml: 1 kesalahan" in told
    assert "decree: tanpa persetujuan oleh Pejabat Pembina Kepegawaian pada instansi asal" in told


def test_two_versions_are_compared(tmp_path: Path) -> None:
    text = (FOLDER / "mutasi-2025.1.toml").read_text("utf-8")
    draft = tmp_path / "mutasi-draft.toml"
    draft.write_text(text.replace("{ value = 24,", "{ value = 6,", 1), "utf-8")
    told = _run.invoke(app, ["policy", "diff", "mutasi-2025.1", str(draft)]).output
    assert told.startswith("limits.minimum_months_in_post\n  - 24")
    assert "\n  + 6" in told


def test_all_that_a_policy_says_is_shown_by_its_path() -> None:
    shown = _run.invoke(app, ["policy", "show"]).output
    assert (
        "\nduties.PLAN_PUBLICATION: offices APPOINTING_AUTHORITY; capacities DEFINITIF, PJ (PP 11/2017"
        in shown
    )
    assert "\nreviewers.SUPERIOR: office UNIT_HEAD of RECEIVING_UNIT (PermenPAN-RB 6/2022" in shown
    assert "\ninsights.OVERSIGHT: offices INSPECTORATE, AUDITOR (PP 60/2008" in shown
    policy = read_policies().versions[-1]
    paths = {path.split(".", maxsplit=1)[0] for path, _ in policy_lines(policy)}
    said = {field.name for field in fields(policy) if getattr(policy, field.name) not in (None, ())}
    assert paths == said


def test_terms_of_heads_are_shown_compared_and_checked(tmp_path: Path) -> None:
    draft = tmp_path / "masa-jabatan-2026.1.toml"
    draft.write_text(texts.terms("masa-jabatan-2026.1", ("17.03", date(2026, 3, 1))), "utf-8")
    told = _run.invoke(app, ["policy", "diff", "masa-jabatan-2025.1", str(draft)]).output
    assert "terms.2\n  - (none)\n  + region_code 17.03; inaugurated_on 2026-03-01\n" in told
    assert _run.invoke(app, ["policy", "check", str(draft)]).exit_code == 0
    draft.write_text(texts.TERMS + '\n[[terms]]\nregion_code = "17.03"\n', "utf-8")
    checked = _run.invoke(app, ["policy", "check", str(draft)])
    assert (checked.exit_code, "terms.2: neither inaugurated_on" in checked.output) == (1, True)


@pytest.mark.parametrize("version", ["mutasi-1999", "nowhere.toml", "masa-jabatan-1999"])
def test_an_unknown_version_is_told(version: str) -> None:
    assert _run.invoke(app, ["policy", "show", version]).exit_code == 2


# The published law


@pytest.fixture
def environment(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JEJAK_MODE", "demo")
    monkeypatch.setenv("JEJAK_DATABASE_URL", database)
    monkeypatch.setenv("JEJAK_DATA", str(tmp_path))


def test_what_is_published_is_shown_and_checked_from_the_ledger(environment: None) -> None:
    assert _run.invoke(app, ["migrate"]).exit_code == 0
    shown = _run.invoke(app, ["policy", "show", "--published", "mutasi-2025.1+daerah-35-2025.1"]).output
    assert "L35-02" in shown
    checked = _run.invoke(app, ["policy", "check", "--published"])
    assert checked.exit_code == 0, checked.output
    assert checked.output.splitlines() == [
        "mutasi-2025.1: lawful",
        "daerah-35-2025.1: lawful",
        "kalender-2026.1: lawful",
        "masa-jabatan-2025.1: lawful",
    ]
    shown = _run.invoke(app, ["policy", "show", "--published", "masa-jabatan-2025.1"]).output
    assert "\nterms.1: region_code 17.71; inaugurated_on 2025-02-20" in shown


def test_additions_that_loosen_are_told(tmp_path: Path) -> None:
    loose = tmp_path / "daerah-17-2026.1.toml"
    asked = 'minimum_months_in_post = { value = 6, legal_basis = "x" }'
    loose.write_text(texts.additions("daerah-17-2026.1", "17", "[limits]", asked), "utf-8")
    checked = _run.invoke(app, ["policy", "check", str(loose)])
    assert checked.exit_code == 1
    assert "limits.minimum_months_in_post: 6 is looser than 24 of mutasi-2025.1" in checked.output


def test_a_dry_run_over_all_cases_tells_each_of_them(environment: None, web: Web) -> None:
    web.play(balancing_move(), until="origin_release")
    told = _run.invoke(app, ["policy", "migration", "mutasi-2025.1"])
    assert told.exit_code == 0, told.output
    assert (
        f"{web.transfer} UNDER_REVIEW: before mutasi-2025.1, after mutasi-2025.1, refused AlreadyUnder"
        in (told.output)
    )


# Calendars


def test_a_year_is_proposed_day_by_day_and_compared_with_what_is_in_force() -> None:
    told = _run.invoke(app, ["calendar", "seed", "2025"])
    assert told.exit_code == 0
    assert "TO BE CHECKED" in told.stdout
    assert "# 2025-03-31  Hari Raya Idul Fitri" in told.stdout
    (line,) = (line for line in told.stdout.splitlines() if line.startswith("2025 = "))
    days = tomllib.loads(f"[years]\n{line}")["years"]["2025"]
    assert {*days} == {day for day in read_policies().calendar.days_off if day.year == 2025}
    assert told.stderr == "", "the file has what the library says"


def test_a_region_gets_an_empty_frame_that_is_no_law_yet() -> None:
    frame = _run.invoke(app, ["calendar", "seed", "2026", "--region", "17.03"]).stdout
    days = tomllib.loads(frame)
    assert (days["version"], days["region_code"], days["years"]) == (
        "kalender-17.03-2026.1",
        "17.03",
        {"2026": []},
    )
