"""What every test may ask for: a real PostgreSQL server, and an empty, migrated database on it.

The server is the embedded one, or the one JEJAK_DATABASE_URL names (a role that may create databases).
"""

import os
import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir

import psycopg
import pytest
from psycopg import sql

from api.embedded import embedded_server
from application.migrate import migrate

_numbers = count()


def _database(url: str, name: str) -> str:
    return psycopg.conninfo.make_conninfo(url, dbname=name)


@pytest.fixture(scope="session")
def server(testrun_uid: str) -> Iterator[str]:
    """The address of a maintenance database on a running server: one for all workers of a run.

    Its folder is not pytest's own, which no other user may enter; PostgreSQL runs as another user under root.
    """
    if url := os.environ.get("JEJAK_DATABASE_URL"):
        yield url
        return
    folder = Path(gettempdir()) / f"jejak-tests-{testrun_uid}"
    with embedded_server(folder / "postgres") as url:
        yield url
    if not (folder / "postgres" / "postmaster.pid").exists():  # the last worker has stopped it
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def server_folder() -> Iterator[Path]:
    """A folder for a server of the test's own."""
    with TemporaryDirectory(prefix="jejak-") as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def template(server: str, worker_id: str) -> Iterator[str]:
    """The name of a migrated database that others are copied from."""
    name = f"jejak_template_{os.getpid()}_{worker_id}"
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        migrate(_database(server, name))
        yield name
        admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture
def database(server: str, template: str, worker_id: str) -> Iterator[str]:
    """The address of an empty, migrated database of the test's own, as its owner."""
    name = f"jejak_{os.getpid()}_{worker_id}_{next(_numbers)}"
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template))
        )
        yield _database(server, name)
        admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real public data beside the project; tests that read it are skipped where it is not."""
    folder = Path(__file__).resolve().parents[2] / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("../shared/data is not here")
    return folder
