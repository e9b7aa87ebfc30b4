"""The command line, as an operator uses it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import jwt
import psycopg
import pytest
from databases import copied
from psycopg.conninfo import conninfo_to_dict
from typer.testing import CliRunner

from api.cli import app
from api.identity import DEMO_ISSUER
from application.demonstration import FILES, generate
from application.law import OPERATOR
from application.policies import read_laws
from domain.identity import OfficeKind, agency_id, office_id
from projections.directory import Directory
from projections.projection import Batch

_run = CliRunner()


@pytest.fixture(scope="session")
def imported(
    server: str, template: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Path]]:
    """The smallest made-up province, imported file by file from the command line: its database's name, and the files."""
    folder = tmp_path_factory.mktemp("province")
    generate(7, 300, folder / "files")
    with copied(server, template) as url, pytest.MonkeyPatch.context() as settings:
        _in_demo_mode(settings, url, folder)
        for layout, name in FILES.items():
            done = _run.invoke(app, ["import", layout, str(folder / "files" / name)])
            assert done.exit_code == 0, done.output
        yield str(conninfo_to_dict(url)["dbname"]), folder / "files"


def _in_demo_mode(settings: pytest.MonkeyPatch, database: str, folder: Path) -> None:
    settings.setenv("JEJAK_MODE", "demo")
    settings.setenv("JEJAK_DATABASE_URL", database)
    settings.setenv("JEJAK_DATA", str(folder))
    settings.setenv("COLUMNS", "200")


@pytest.fixture
def database(request: pytest.FixtureRequest, server: str, template: str) -> Iterator[str]:
    """Of the province for tests that ask for it, else an empty one: here people come in by import."""
    if "province" in request.fixturenames:
        template, _ = request.getfixturevalue("imported")
    with copied(server, template) as url:
        yield url


@pytest.fixture
def environment(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Demo mode on the test's own database; returns the data folder."""
    _in_demo_mode(monkeypatch, database, tmp_path)
    return tmp_path


@pytest.fixture
def province(imported: tuple[str, Path], environment: Path) -> Path:
    """The made-up province and a copy of its files; returns the data folder."""
    shutil.copytree(imported[1], environment / "files")
    return environment


def events(database: str) -> int:
    with psycopg.connect(database) as connection:
        row = connection.execute("SELECT count(*) FROM events").fetchone()
        assert row is not None
        return int(row[0])


def test_importing_a_file_again_records_nothing(province: Path, database: str) -> None:
    before = events(database)
    done = _run.invoke(app, ["import", "people", str(province / "files" / FILES["people"])])
    assert done.exit_code == 0, done.output
    assert "recorded 0, unchanged 300" in done.output
    assert events(database) == before


def test_bad_rows_are_told_and_good_ones_stay(province: Path, database: str) -> None:
    people = province / "files" / FILES["people"]
    heading, first, *_ = people.read_text("utf-8").splitlines()
    broken = first.replace("'19", "'99", 1)
    file = province / "some.csv"
    file.write_text(f"{heading}\n{broken}\n", "utf-8")
    before = events(database)
    done = _run.invoke(app, ["import", "people", str(file)])
    assert done.exit_code == 0, done.output
    assert "rejected 1" in done.output
    assert "nip_baru" in done.output
    assert events(database) == before


def test_a_broken_file_changes_nothing_and_says_so(environment: Path, database: str) -> None:
    file = environment / "some.csv"
    file.write_bytes(b"\xff\xfe\x00nonsense")
    done = _run.invoke(app, ["import", "people", str(file)])
    assert done.exit_code == 1
    assert "some.csv" in done.output
    assert events(database) == len(read_laws()) + 1, "the law, and nothing of the file"


def test_only_a_list_of_a_year_is_told_which(tmp_path: Path) -> None:
    file = tmp_path / "some.csv"
    file.touch()
    done = _run.invoke(app, ["import", "people", str(file), "--year", "2024"])
    assert (done.exit_code, "people is not of a year" in done.output) == (2, True)
    assert _run.invoke(app, ["import", "vacancies", str(file), "--year", "24"]).exit_code == 2


def test_a_list_of_vacancies_is_imported_for_the_year_it_is_told(province: Path, database: str) -> None:
    file = province / "lowongan.csv"
    heading = "no,kode_instansi,jabatan,unit_path,jumlah_formasi,penghasilan_min,penghasilan_max,tingkat_pendidikan_id"
    file.write_text(f"{heading}\n", "utf-8")
    file.with_name("lowongan_kualifikasi.csv").write_text("no,kode_pendidikan\n", "utf-8")
    untold = _run.invoke(app, ["import", "vacancies", str(file)])
    assert (untold.exit_code, "of which year" in untold.output) == (1, True)
    assert _run.invoke(app, ["import", "vacancies", str(file), "--year", "2024"]).exit_code == 0


def test_an_import_names_the_office_it_was_made_for(province: Path, database: str) -> None:
    career = province / "career.csv"
    heading, first, *_ = (province / "files" / FILES["careers"]).read_text("utf-8").splitlines()
    row = first.split(",")
    row[1:] = ["MINAT", "Bersedia di mana saja", "", ""]
    career.write_text(f"{heading}\n{','.join(row)}\n", "utf-8")
    done = _run.invoke(app, ["import", "careers", str(career), "--as", "PERSONNEL_OFFICE@5801"])
    assert done.exit_code == 0, done.output
    with psycopg.connect(database) as connection:
        row_ = connection.execute(
            "SELECT convert_from(body, 'UTF8')::json #>> '{act,office}' FROM events ORDER BY position DESC LIMIT 1"
        ).fetchone()
    assert row_ is not None
    assert row_[0] is not None


def test_an_unknown_layout_is_refused_with_those_there_are(environment: Path) -> None:
    file = environment / "some.csv"
    file.write_text("a\n")
    done = _run.invoke(app, ["import", "nonsense", str(file)])
    assert done.exit_code == 2
    assert "position_map" in done.output


@pytest.mark.parametrize("who", ["PERSONNEL_OFFICE@5801", "UNIT_HEAD@5801.DIKBUD"])
def test_a_token_speaks_for_the_holder_of_an_office(province: Path, who: str) -> None:
    done = _run.invoke(app, ["token", "--as", who])
    assert done.exit_code == 0, done.output
    claims = jwt.decode(done.stdout.strip().splitlines()[-1], options={"verify_signature": False})
    assert claims["iss"] == DEMO_ISSUER
    assert claims["office"]


@pytest.mark.parametrize("who", ["NONSENSE@5801", "PERSONNEL_OFFICE@9999", "198609262015051000", "nobody"])
def test_no_token_for_nobody(province: Path, who: str) -> None:
    done = _run.invoke(app, ["token", "--as", who])
    assert done.exit_code in {1, 2}
    assert "eyJ" not in done.output


def test_projections_are_rebuilt_on_request(province: Path, database: str) -> None:
    done = _run.invoke(app, ["rebuild", "directory", "staffing", "--processes", "2"])
    assert done.exit_code == 0, done.output
    with psycopg.connect(database) as connection:
        row = connection.execute("SELECT count(*) FROM projections.people").fetchone()
    assert row == (300,)
    assert _run.invoke(app, ["rebuild", "nonsense"]).exit_code == 2


def directions(database: str) -> list[tuple[str, str, str]]:
    """Which, who for which office, and why."""
    with psycopg.connect(database) as connection:
        return connection.execute(
            "SELECT name, convert_from(body, 'UTF8')::json #>> '{act,office}', "
            "convert_from(body, 'UTF8')::json #>> '{data,reason}' FROM events "
            "WHERE name IN ('ProjectionParked', 'EventSkipped', 'ProjectionResumed') ORDER BY position"
        ).fetchall()


def test_an_operator_parks_and_resumes_a_projection_on_record(province: Path, database: str) -> None:
    by = ["--by", "PERSONNEL_OFFICE@5801", "--reason"]
    done = _run.invoke(app, ["projection", "park", "inbox", *by, "tiket 12"])
    assert done.exit_code == 0, done.output
    again = _run.invoke(app, ["projection", "park", "inbox", *by, "tiket 12"])
    assert again.exit_code == 1
    assert "parked already" in again.output
    assert _run.invoke(app, ["projection", "resume", "inbox", *by, "selesai"]).exit_code == 0
    office = str(office_id(OfficeKind.PERSONNEL_OFFICE, agency_id("5801")))
    assert directions(database) == [
        ("ProjectionParked", office, "tiket 12"),
        ("ProjectionResumed", office, "selesai"),
    ]


def test_an_operator_skips_only_where_a_projection_is_stuck(
    province: Path, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    by = ["--by", str(OPERATOR), "--reason", "tiket 12"]
    apply = Directory.apply
    with psycopg.connect(database) as connection:
        row = connection.execute(
            "SELECT min(position) FROM events WHERE name = 'AgencyRegistered'"
        ).fetchone()
    first = 0 if row is None else row[0]

    def poisoned(self: Directory, connection: psycopg.Connection, batch: Batch) -> None:
        if any(each.position == first for each in batch):
            raise ValueError("Siti")
        apply(self, connection, batch)

    monkeypatch.setattr(Directory, "apply", poisoned)
    broken = _run.invoke(app, ["rebuild", "directory"])
    assert broken.exit_code == 1
    assert f"stuck at {first}" in " ".join(broken.output.split())
    assert "Siti" not in broken.output
    listed = _run.invoke(app, ["projection", "list"])
    assert "ValueError" in listed.output
    assert _run.invoke(app, ["projection", "skip", "directory", str(first - 1), *by]).exit_code == 1
    done = _run.invoke(app, ["projection", "skip", "directory", str(first), *by])
    assert done.exit_code == 0, done.output
    assert _run.invoke(app, ["rebuild", "directory"]).exit_code == 0
    assert directions(database) == [("EventSkipped", None, "tiket 12")]
    assert _run.invoke(app, ["projection", "skip", "nonsense", "5", *by]).exit_code == 2


def test_migrating_twice_finds_nothing_left(environment: Path) -> None:
    first, again = (_run.invoke(app, ["migrate"]) for _ in range(2))
    assert (first.exit_code, again.exit_code) == (0, 0)
    assert first.output == f"{len(read_laws()) + 1} texts of the law\n", "the schema was there"
    assert "up to date" in again.output


def test_a_file_that_differs_from_the_published_law_stops_the_start(
    environment: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert _run.invoke(app, ["migrate"]).exit_code == 0
    changed = [replace(law, sha256="0" * 64) for law in read_laws()]
    monkeypatch.setattr("application.law.read_laws", lambda _: changed)
    for command in ("migrate", "serve", "work"):
        done = _run.invoke(app, [command])
        assert done.exit_code == 1, command
        assert "mutasi-2025.1: published with" in done.stderr.replace("\n", " ")


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({}, "JEJAK_DATABASE_URL"),
        ({"JEJAK_PORT": "many"}, "JEJAK_PORT"),
        ({"JEJAK_MODE": "demonstration"}, "JEJAK_MODE"),
        ({"JEJAK_ALGORITHM": "HS256", "JEJAK_MODE": "demo"}, "JEJAK_ALGORITHM"),
    ],
)
def test_wrong_settings_are_told_before_anything_starts(settings: dict[str, str], told: str) -> None:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("JEJAK_")}
    done = subprocess.run(
        [sys.executable, "-m", "api.cli", "serve"],
        env=clean | settings,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 2
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_production_does_not_start_on_a_schema_that_is_behind(server: str) -> None:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("JEJAK_")}
    settings = {
        "JEJAK_DATABASE_URL": server,
        "JEJAK_ISSUER": "https://issuer.example",
        "JEJAK_JWKS_URL": "http://127.0.0.1:9/jwks",
    }
    done = subprocess.run(
        [sys.executable, "-m", "api.cli", "serve"],
        env=clean | settings,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert "jejak migrate" in done.stderr
