"""The ledger that the read side is measured on: a made-up province with the cases of two years (`jejak demo --cases`)."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path

import psycopg
from rich.console import Console
from rich.progress import Progress

from api.cli.starting import enter_the_law
from api.demo.stage import fill
from api.embedded import embedded_server
from api.settings import Mode, Settings
from application.ledger import Ledger
from application.migrate import migrate

TODAY = date(2026, 11, 1)
_SEED = 2025


@contextmanager
def province(folder: Path, people: int, cases: int) -> Iterator[tuple[Settings, str]]:
    """A server of its own in that folder, which keeps the ledger for the next time; nothing is projected."""
    with embedded_server(folder / "postgres") as url:
        migrate(url)
        settings = Settings(mode=Mode.DEMO, database_url=url, data=folder)
        with closing(Ledger(url)) as ledger:
            kept = ledger.head() > 0
        if not kept:  # one that is kept stays under the law it was made under
            enter_the_law(settings, url)
        with Progress(console=Console(stderr=True)) as bar:
            fill(settings, url, people, _SEED, TODAY, bar, cases=cases)
        with psycopg.connect(url, autocommit=True) as owner:
            owner.execute("VACUUM ANALYZE events")
        yield settings, url
