"""Migrations: the files of migrations/, applied forward only, each in a transaction of its own.

A crash leaves every file either applied and recorded, or neither; running again goes on from there.
"""

from hashlib import sha256
from pathlib import Path

import psycopg

MIGRATIONS = Path(__file__).parent / "migrations"

# Any number will do as long as nobody else locks it in this database: the bytes of "jejak".
_LOCK = int.from_bytes(b"jejak")


class MigrationChanged(Exception):
    """A migration that is applied already has another text now; its change belongs in a new file."""


def migrate(url: str, migrations: Path = MIGRATIONS) -> list[str]:
    """Bring the database at `url` up to date and return the names of the files applied now.

    The user of `url` becomes the owner of all that is created, and must be allowed to create a role. Several
    processes may call this at once: one works, the others wait and find nothing left to do.
    """
    with psycopg.connect(url) as connection:
        return [path.name for path in sorted(migrations.glob("[0-9]*.sql")) if _apply(connection, path)]


def pending(url: str, migrations: Path = MIGRATIONS) -> list[str]:
    """The files that are not applied yet; asks only, so that a service that may not create anything can ask too."""
    names = [path.name for path in sorted(migrations.glob("[0-9]*.sql"))]
    with psycopg.connect(url) as connection:
        known = connection.execute("SELECT to_regclass('public.schema_migrations') IS NOT NULL").fetchone()
        if known != (True,):
            return names
        applied = {name for (name,) in connection.execute("SELECT name FROM schema_migrations")}
    return [name for name in names if name not in applied]


def _apply(connection: psycopg.Connection, path: Path) -> bool:
    text = path.read_bytes()
    digest = sha256(text).hexdigest()
    with connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))
        connection.execute(
            "CREATE TABLE IF NOT EXISTS schema_migrations ("
            "name text PRIMARY KEY, sha256 text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())"
        )
        applied = connection.execute(
            "SELECT sha256 FROM schema_migrations WHERE name = %s", (path.name,)
        ).fetchone()
        if applied is None:
            connection.execute(text)
            connection.execute(
                "INSERT INTO schema_migrations (name, sha256) VALUES (%s, %s)", (path.name, digest)
            )
            return True
        if applied != (digest,):
            raise MigrationChanged(
                f"{path.name} was applied with the sha256 {applied[0]}, the file has {digest}"
            )
        return False
