"""What every test may ask for: a real PostgreSQL server, and an empty, migrated database on it.

The server is the embedded one, or the one JEJAK_DATABASE_URL names (a role that may create databases).
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir

import psycopg
import pytest
from databases import copied
from psycopg import sql

from api.embedded import embedded_server
from application.migrate import migrate

pytest.register_assert_rewrite("given")  # failures inside given/when/then tell what was compared


_MEMORY, _ROOM = Path("/dev/shm"), 4 * 2**30
_LONG = {"test_readme.py", "test_bench.py", "test_crashes.py", "test_restarts.py"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long begins first, so that no worker waits for another at the end."""
    items.sort(key=lambda item: item.path.name not in _LONG)


@pytest.fixture(scope="session")
def server(testrun_uid: str) -> Iterator[str]:
    """The address of a maintenance database on a running server: one for all workers of a run.

    Its folder is not pytest's own, which no other user may enter; PostgreSQL runs as another user under root. It lies
    in memory where there is room, for a database is hundreds of files and many are made.
    """
    if url := os.environ.get("JEJAK_DATABASE_URL"):
        yield url
        return
    roomy = _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).total >= _ROOM
    folder = (_MEMORY if roomy else Path(gettempdir())) / f"jejak-tests-{testrun_uid}"
    with embedded_server(folder / "postgres") as url:
        # Many databases are made and dropped here. The tests kill processes, never the machine, so what the operating
        # system holds is safe; tests of crashes have a server of their own, set up as it comes.
        with psycopg.connect(url, autocommit=True) as admin:
            for setting in ("fsync", "full_page_writes", "autovacuum"):
                admin.execute(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(setting)))
            admin.execute("ALTER SYSTEM SET max_wal_size = '8GB'")
            admin.execute("ALTER SYSTEM SET checkpoint_timeout = '1h'")
            admin.execute("SELECT pg_reload_conf()")
        yield url
    if not (folder / "postgres" / "postmaster.pid").exists():  # the last worker has stopped it
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def server_folder() -> Iterator[Path]:
    """A folder for a server of the test's own."""
    with TemporaryDirectory(prefix="jejak-") as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def template(server: str) -> Iterator[str]:
    """The name of a migrated database that others are copied from."""
    with copied(server, "template1") as url:
        migrate(url)
        yield str(psycopg.conninfo.conninfo_to_dict(url)["dbname"])


@pytest.fixture
def database(server: str, template: str) -> Iterator[str]:
    """The address of an empty, migrated database of the test's own, as its owner."""
    with copied(server, template) as url:
        yield url


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real public data beside the project; tests that read it are skipped where it is not."""
    folder = Path(__file__).resolve().parents[2] / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("../shared/data is not here")
    return folder
