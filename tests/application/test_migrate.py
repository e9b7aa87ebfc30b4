import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import make_conninfo

from application.migrate import MIGRATIONS, MigrationChanged, migrate

numbers = count()


@pytest.fixture
def empty(server: str, tmp_path: Path) -> Iterator[list[str]]:
    """The addresses of three empty databases."""
    names = [f"empty_{tmp_path.name}_{next(numbers)}" for _ in range(3)]
    with psycopg.connect(server, autocommit=True) as admin:
        for name in names:
            admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        yield [make_conninfo(server, dbname=name) for name in names]
        for name in names:
            admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A copy of the migrations that a test may change."""
    return Path(shutil.copytree(MIGRATIONS, tmp_path / "migrations"))


def test_every_file_is_applied_once_and_in_order(empty: list[str], files: Path) -> None:
    names = sorted(path.name for path in files.glob("*.sql"))
    (files / "9000_more.sql").write_text("create table more (n int)")
    (files / "9001_fill.sql").write_text("insert into more values (1); insert into more values (2)")
    assert migrate(empty[0], files) == [*names, "9000_more.sql", "9001_fill.sql"]
    assert migrate(empty[0], files) == []
    with psycopg.connect(empty[0]) as connection:
        assert connection.execute("select n from more order by n").fetchall() == [(1,), (2,)]


def test_an_applied_file_with_another_text_is_refused(empty: list[str], files: Path) -> None:
    migrate(empty[0], files)
    ledger = files / "0001_ledger.sql"
    ledger.write_text(ledger.read_text() + "-- an afterthought\n")
    with pytest.raises(MigrationChanged, match=r"0001_ledger\.sql was applied with"):
        migrate(empty[0], files)


def test_a_failing_file_leaves_nothing_and_can_be_mended(empty: list[str], files: Path) -> None:
    migrate(empty[0], files)
    broken = files / "9000_broken.sql"
    broken.write_text("create table half (n int); create table half (n int)")
    with pytest.raises(psycopg.errors.DuplicateTable):
        migrate(empty[0], files)
    broken.write_text("create table half (n int)")
    assert migrate(empty[0], files) == ["9000_broken.sql"]


def test_many_at_once_on_several_databases_apply_each_file_once(empty: list[str], files: Path) -> None:
    with ThreadPoolExecutor(12) as threads:
        applied = list(threads.map(lambda url: migrate(url, files), empty * 4))
    names = [path.name for path in files.glob("*.sql")]
    assert sorted(name for names_now in applied for name in names_now) == sorted(names * len(empty))


def test_an_owner_without_superuser_rights_can_migrate_and_act_as_the_service(
    server: str, empty: list[str]
) -> None:
    name = f"owner_{next(numbers)}"
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(
            sql.SQL("DROP ROLE IF EXISTS {0}; CREATE ROLE {0} LOGIN CREATEROLE").format(sql.Identifier(name))
        )
        # On a server older than 16 any CREATEROLE may grant the role; since 16 only its creator or an admin of it.
        migrate(empty[1])
        admin.execute(sql.SQL("GRANT jejak_service TO {} WITH ADMIN OPTION").format(sql.Identifier(name)))
        database = sql.Identifier(psycopg.conninfo.conninfo_to_dict(empty[0])["dbname"])
        admin.execute(sql.SQL("ALTER DATABASE {} OWNER TO {}").format(database, sql.Identifier(name)))
        try:
            url = make_conninfo(empty[0], user=name)
            assert "0001_ledger.sql" in migrate(url)
            with psycopg.connect(url) as connection:
                connection.execute("SET ROLE jejak_service")
                assert connection.execute("select position from head").fetchall() == [(0,)]
        finally:
            admin.execute(sql.SQL("ALTER DATABASE {} OWNER TO CURRENT_USER").format(database))
            with psycopg.connect(empty[0], autocommit=True) as connection:
                connection.execute(
                    sql.SQL("REASSIGN OWNED BY {0} TO CURRENT_USER").format(sql.Identifier(name))
                )
                connection.execute(sql.SQL("DROP OWNED BY {0} CASCADE").format(sql.Identifier(name)))
            admin.execute(
                sql.SQL("REVOKE jejak_service FROM {0} CASCADE; DROP ROLE {0}").format(sql.Identifier(name))
            )
