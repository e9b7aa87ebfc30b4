"""The objects met while events are written, each once: kept on disk, since they may be as many as the cases."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from typing import Any

import orjson

_PAGE = 100
Told = dict[str, Any]


class Met:
    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        database.execute(
            "CREATE TABLE met (type TEXT, id TEXT, told BLOB, PRIMARY KEY (type, id)) WITHOUT ROWID"
        )

    def note(self, objects: Iterable[tuple[str, str, Told]]) -> None:
        """What is told first stands; so a case is told before it is linked to."""
        rows = [(kind, each, orjson.dumps(told)) for kind, each, told in objects]
        self._database.executemany("INSERT OR IGNORE INTO met VALUES (?, ?, ?)", rows)

    def has(self, kind: str, each: str) -> bool:
        found = self._database.execute("SELECT 1 FROM met WHERE type = ? AND id = ?", (kind, each))
        return found.fetchone() is not None

    def pages(self, kind: str) -> Iterator[list[tuple[str, Told]]]:
        """All of a type, by their ids, a few at a time."""
        after = ""
        while rows := self._database.execute(
            "SELECT id, told FROM met WHERE type = ? AND id > ? ORDER BY id LIMIT ?", (kind, after, _PAGE)
        ).fetchall():
            yield [(each, orjson.loads(told)) for each, told in rows]
            after = rows[-1][0]


@contextmanager
def meeting() -> Iterator[Met]:
    """A database that is nowhere to be seen and gone afterwards. One thread at a time works on it, not always the same."""
    with closing(sqlite3.connect("", isolation_level=None, check_same_thread=False)) as database:
        database.execute("PRAGMA journal_mode = OFF")
        yield Met(database)
