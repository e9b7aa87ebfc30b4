"""`python -m bench.rebuild`: events a second into all projections, beside the stock library and a bare paged read.

The ledger is many whole T1 cases (62 events each) side by side, copied in with ids of their own. The bare read takes the
same rows in order by pages of 2,000 and does nothing with them. Stock is eventsourcing's ProjectionRunner with its
PostgreSQL infrastructure and default settings, upserting one row an event.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any
from uuid import UUID, uuid4, uuid5

import cast
import psycopg
from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event
from eventsourcing.persistence import Tracking
from eventsourcing.postgres import PostgresDatastore, PostgresTrackingRecorder
from eventsourcing.projection import Projection, ProjectionRunner
from given import given
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from stories import balancing_move

from api.embedded import embedded_server
from api.house import opened, projections_of
from api.memory import seldom_collect
from api.settings import Mode, Settings
from application.ledger import Ledger
from application.migrate import migrate
from application.recording import Envelope, encode
from bench.cases import record, registered

_BESIDE = 32  # cases that go on side by side
_PAGE = 2_000


def main() -> None:
    asked = _arguments()
    seldom_collect()
    with (
        TemporaryDirectory(prefix="jejak-bench-") as folder,
        embedded_server(Path(folder) / "postgres") as server,
    ):
        url, stock_url = _database(server, "jejak"), _database(server, "stock")
        migrate(url)
        events = _fill(url, asked.events)
        settings = Settings(mode=Mode.DEMO, database_url=url, data=Path(folder))
        stock = _stock(stock_url, asked.stock)
        rounds: dict[str, list[float]] = {}
        for _ in range(asked.rounds):
            rounds.setdefault("bare paged read", []).append(events / _bare(url, settings))
            with opened(settings, url) as (_, runner):
                for name in ("all", *(each.name for each in runner.projections)):
                    if name == "all" or asked.each:
                        rounds.setdefault(name, []).append(events / _rebuild(settings, url, name))
        control = median(rounds["bare paged read"])
        print(f"{events} events; {asked.rounds} rounds; stock ProjectionRunner: {stock:.0f} events/s")
        for name, speeds in rounds.items():
            speed = median(speeds)
            print(
                f"{name:16} {speed:9.0f} events/s {speed / control:6.2f} of bare {speed / stock:6.1f} x stock"
            )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.rebuild", description=__doc__)
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--stock", type=int, default=4_000, help="events of the stock library")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--each", action="store_true", help="each projection alone too")
    return parser.parse_args()


def _database(server: str, name: str) -> str:
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return make_conninfo(server, dbname=name)


def _fill(url: str, wanted: int) -> int:
    """Copy whole cases in, as the owner may; return how many events there are."""
    with Ledger(url) as ledger:
        record(ledger, registered())
        position = ledger.head()
    played = given(cast.SITI_MOVES).given(balancing_move())
    lines = [(happened.act.command, *encode(happened.event, Envelope(happened.act, "0" * 64)))
             for happened in played.history]  # fmt: skip
    with psycopg.connect(url) as owner, owner.cursor() as cursor:
        copying = "COPY events (position, stream, version, command, recorded_at, name, body) FROM STDIN"
        with cursor.copy(copying) as rows:
            while position < wanted:
                for row in _beside(lines):
                    position += 1
                    rows.write_row((position, *row))
    with psycopg.connect(url, autocommit=True) as owner:
        owner.execute("VACUUM ANALYZE events")
    return position


def _beside(lines: list[tuple[UUID, str, bytes]]) -> Iterator[tuple[Any, ...]]:
    """So many cases side by side, each with a person of its own."""
    person = str(cast.SITI).encode()
    cases = [(uuid4(), str(uuid4()).encode()) for _ in range(_BESIDE)]
    for version, (command, name, body) in enumerate(lines, start=1):
        for case, mover in cases:
            told = body.replace(person, mover)
            yield case, version, uuid5(case, str(command)), "2026-11-27T09:00:00Z", name, told


def _bare(url: str, settings: Settings) -> float:
    with Ledger(url, role=settings.service_role) as ledger:
        began, position = perf_counter(), 0
        while lines := ledger.after(position, _PAGE):
            position = lines[-1].position
        return perf_counter() - began


def _rebuild(settings: Settings, url: str, name: str) -> float:
    with opened(settings, url) as (ledger, runner):
        chosen = [each for each in projections_of(ledger) if name in {"all", each.name}]
        began = perf_counter()
        runner.rebuild(*chosen)
        return perf_counter() - began


class _Case(Aggregate):
    @event("Begun")
    def __init__(self, text: str) -> None:
        self.text = text

    @event("StepDone")
    def do_step(self, text: str) -> None:
        self.text = text


class _View(PostgresTrackingRecorder):
    def __init__(self, datastore: PostgresDatastore, **kwargs: Any) -> None:
        super().__init__(datastore, **kwargs)
        self.sql_create_statements.append(
            sql.SQL("CREATE TABLE IF NOT EXISTS cases (id uuid PRIMARY KEY, text text)")
        )

    def put(self, case: UUID, text: str, tracking: Tracking) -> None:
        with self.datastore.transaction(commit=True) as cursor:
            self._insert_tracking(cursor, tracking)
            cursor.execute(
                "INSERT INTO cases VALUES (%s, %s) ON CONFLICT (id) DO UPDATE SET text = excluded.text",
                (case, text),
            )


class _Cases(Projection[_View]):
    name = "cases"

    def process_event(self, domain_event: Any, tracking: Tracking) -> None:
        self.view.put(domain_event.originator_id, domain_event.text, tracking)


def _stock(url: str, events: int) -> float:
    where = conninfo_to_dict(url)
    env = {
        "PERSISTENCE_MODULE": "eventsourcing.postgres",
        "POSTGRES_DBNAME": where["dbname"],
        "POSTGRES_HOST": where["host"],
        "POSTGRES_PORT": where.get("port", "5432"),
        "POSTGRES_USER": where["user"],
        "POSTGRES_PASSWORD": where.get("password", ""),
    }
    application = Application[UUID](env=env)
    for _ in range(events // 10):
        case = _Case("x" * 300)
        for _ in range(9):
            case.do_step("x" * 300)
        application.save(case)
    application.close()
    began = perf_counter()
    with ProjectionRunner(
        application_class=Application[UUID], projection_class=_Cases, view_class=_View, env=env
    ) as runner:
        runner.wait(events // 10 * 10, timeout=600)
        return events / (perf_counter() - began)


if __name__ == "__main__":
    main()
