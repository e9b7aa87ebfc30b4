"""`python -m bench.rebuild`: events a second into all projections, beside the stock library and a bare paged read.

The ledger is a made-up province with the cases of two years. The bare read takes its rows in order by pages of 2,000 and
does nothing with them. Stock is eventsourcing's ProjectionRunner with its PostgreSQL infrastructure and default settings,
upserting one row an event: one projection, and as many side by side as Jejak has.
"""

import argparse
import os
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any
from uuid import UUID

import psycopg
from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event
from eventsourcing.persistence import Tracking
from eventsourcing.postgres import PostgresDatastore, PostgresTrackingRecorder
from eventsourcing.projection import Projection, ProjectionRunner
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from api.house import opened
from api.memory import seldom_collect
from api.rebuilding import rebuild
from api.settings import Settings
from application.ledger import Ledger
from bench.lines import write_lines
from bench.province import province

_PAGE = 2_000


def main() -> None:
    asked = _arguments()
    seldom_collect()
    write_lines(dropped=True)
    with (
        TemporaryDirectory(prefix="jejak-bench-") as folder,
        province(Path(asked.folder or folder), asked.people, asked.cases) as (settings, url),
    ):
        with opened(settings, url) as (ledger, runner):
            events, names = ledger.head(), [each.name for each in runner.projections]
        stock = _stock(_database(url, "stock"), asked.stock, 1)
        alike = _stock(_database(url, "stock_alike"), asked.stock, len(names))
        print(f"{events} events; {asked.rounds} rounds; stock ProjectionRunner: {stock:.0f} events/s")
        print(f"stock, {len(names)} projections: {alike:.0f} events/s into all", flush=True)
        contenders: dict[str, Callable[[], object]] = {"bare paged read": lambda: _bare(url, settings)}
        for many in asked.processes or sorted({1, os.cpu_count() or 1}):
            contenders[f"all, processes: {many}"] = lambda many=many: _rebuild(settings, url, names, many)
        if asked.each:
            contenders |= {name: lambda name=name: _rebuild(settings, url, [name], 1) for name in names}
        rounds: dict[str, list[float]] = {}
        for _ in range(asked.rounds):
            for name, contender in contenders.items():
                began = perf_counter()
                contender()
                rounds.setdefault(name, []).append(events / (perf_counter() - began))
        control = median(rounds["bare paged read"])
        for name, speeds in rounds.items():
            speed = median(speeds)
            print(
                f"{name:18} {speed:9.0f} events/s {speed / control:6.3f} of bare {speed / stock:6.1f} x stock "
                f"{speed / alike:6.1f} x stock, {len(names)} projections"
            )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.rebuild", description=__doc__)
    parser.add_argument("--people", type=int, default=5_000)
    parser.add_argument("--cases", type=int, default=700)
    parser.add_argument(
        "--folder", help="where the ledger is kept for the next time; nowhere when none is named"
    )
    parser.add_argument("--stock", type=int, default=4_000, help="events of the stock library")
    parser.add_argument("--processes", type=int, nargs="*", help="one, and as many as there are cores")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--each", action="store_true", help="each projection alone too")
    return parser.parse_args()


def _database(server: str, name: str) -> str:
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
        admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return make_conninfo(server, dbname=name)


def _bare(url: str, settings: Settings) -> None:
    with Ledger(url, role=settings.service_role) as ledger:
        position = 0
        while lines := ledger.after(position, _PAGE):
            position = lines[-1].position


def _rebuild(settings: Settings, url: str, names: list[str], processes: int) -> None:
    rebuild(settings, url, names, lambda *_: None, processes)


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
        self._table = sql.Identifier(kwargs["tracking_table_name"].replace("tracking", "cases"))
        self.sql_create_statements.append(
            sql.SQL("CREATE TABLE IF NOT EXISTS {} (id uuid PRIMARY KEY, text text)").format(self._table)
        )

    def put(self, case: UUID, text: str, tracking: Tracking) -> None:
        with self.datastore.transaction(commit=True) as cursor:
            self._insert_tracking(cursor, tracking)
            cursor.execute(
                sql.SQL(
                    "INSERT INTO {} VALUES (%s, %s) ON CONFLICT (id) DO UPDATE SET text = excluded.text"
                ).format(self._table),
                (case, text),
            )


class _Cases(Projection[_View]):
    name = "cases"

    def process_event(self, domain_event: Any, tracking: Tracking) -> None:
        self.view.put(domain_event.originator_id, domain_event.text, tracking)


def _stock(url: str, events: int, many: int) -> float:
    """Events a second that have reached all of so many projections."""
    where = conninfo_to_dict(url)
    env = {
        "PERSISTENCE_MODULE": "eventsourcing.postgres",
        "POSTGRES_DBNAME": where["dbname"],
        "POSTGRES_HOST": where["host"],
        "POSTGRES_PORT": where.get("port", "5432"),
        "POSTGRES_USER": where["user"],
        "POSTGRES_PASSWORD": where.get("password", ""),
        "POSTGRES_POOL_SIZE": "2",
    }
    application = Application[UUID](env=env)
    for _ in range(events // 10):
        case = _Case("x" * 300)
        for _ in range(9):
            case.do_step("x" * 300)
        application.save(case)
    application.close()
    began = perf_counter()
    with ExitStack() as stack:
        runners = [
            stack.enter_context(
                ProjectionRunner(
                    application_class=Application[UUID],
                    projection_class=type(f"_Cases{number}", (_Cases,), {"name": f"cases{number}"}),
                    view_class=_View,
                    env=env,
                )
            )
            for number in range(many)
        ]
        for runner in runners:
            runner.wait(events // 10 * 10, timeout=600)
        return events / (perf_counter() - began)


if __name__ == "__main__":
    main()
