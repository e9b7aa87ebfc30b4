"""What is measured in this process: the control, what people build themselves, the stock library, and Jejak."""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from itertools import count
from math import ceil
from threading import get_ident
from uuid import UUID, uuid4

import orjson
import psycopg
from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event
from psycopg.conninfo import conninfo_to_dict

from application.cases import Cases
from application.ledger import Draft, Entry, Ledger
from application.streams import Streams
from bench import cases
from bench.clock import Act, NothingLeft

TEXT = "x" * 1000
BODY = orjson.dumps({"text": TEXT})[:1024]
SHORT = "x" * 300
_COMMANDS_A_CASE = 10  # of the plain contenders: one of 1 kB, then short ones

CONTROL_INSERT = "INSERT INTO plain (id, body) VALUES (%s, %s)"


def create_plain_table(url: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute(
            "create table plain (position bigint generated always as identity primary key, "
            "id uuid not null, body bytea not null)"
        )


class Unprepared:
    """A contender that needs nothing made ready."""

    def prepare(self, commands: int, in_flight: int) -> None:
        pass


class Control(Unprepared):
    """One INSERT of 1 kB a command, a connection per thread, nothing else."""

    what = "control: psycopg, one INSERT"

    def __init__(self, url: str) -> None:
        self._url = url
        create_plain_table(url)

    @contextmanager
    def worker(self) -> Iterator[Act]:
        with (
            psycopg.connect(self._url, autocommit=True) as connection,
            connection.cursor(binary=True) as cursor,
        ):
            yield lambda: cursor.execute(CONTROL_INSERT, (uuid4(), BODY), prepare=True)


class Crud(Unprepared):
    """A row per case, locked, changed and saved, with an audit row, in one transaction."""

    what = "CRUD + audit row"

    def __init__(self, url: str) -> None:
        self._url = url
        with psycopg.connect(url) as connection:
            connection.execute(
                "create table cases (id uuid primary key, version int not null, state jsonb not null)"
            )
            connection.execute(
                "create table audit (id bigint generated always as identity primary key, case_id uuid not null, "
                "at timestamptz not null default now(), who uuid not null, what jsonb not null)"
            )
            connection.execute("create index on audit (case_id)")

    @contextmanager
    def worker(self) -> Iterator[Act]:
        with psycopg.connect(self._url) as connection, connection.cursor() as cursor:
            yield _CrudClerk(connection, cursor)


class _CrudClerk:
    def __init__(self, connection: psycopg.Connection, cursor: psycopg.Cursor) -> None:
        self._connection = connection
        self._cursor = cursor
        self._who = uuid4()
        self._done = 0
        self._case = uuid4()

    def __call__(self) -> None:
        cursor = self._cursor
        if self._done % _COMMANDS_A_CASE == 0:
            self._case = uuid4()
            state = {"text": TEXT, "steps": []}
            cursor.execute("INSERT INTO cases VALUES (%s, 1, %s)", (self._case, orjson.dumps(state).decode()))
        else:
            cursor.execute("SELECT version, state FROM cases WHERE id = %s FOR UPDATE", (self._case,))
            version, state = cursor.fetchone()
            state["steps"].append({"step": self._done, "by": str(self._who)})
            cursor.execute(
                "UPDATE cases SET version = %s, state = %s WHERE id = %s",
                (version + 1, orjson.dumps(state).decode(), self._case),
            )
        cursor.execute(
            "INSERT INTO audit (case_id, who, what) VALUES (%s, %s, %s)",
            (self._case, self._who, orjson.dumps({"step": self._done, "text": SHORT}).decode()),
        )
        self._connection.commit()
        self._done += 1


class _StockCase(Aggregate):
    def __init__(self, text: str) -> None:
        self.text = text
        self.steps: list[str] = []

    @event("StepDone")
    def do_step(self, text: str) -> None:
        self.steps.append(text)


class Stock(Unprepared):
    """eventsourcing with its own PostgreSQL infrastructure and default settings."""

    what = "eventsourcing 9.5.6, stock"

    def __init__(self, url: str) -> None:
        where = conninfo_to_dict(url)
        self._application = Application(
            env={
                "PERSISTENCE_MODULE": "eventsourcing.postgres",
                "POSTGRES_DBNAME": where["dbname"],
                "POSTGRES_HOST": where["host"],
                "POSTGRES_PORT": str(where.get("port", 5432)),
                "POSTGRES_USER": where["user"],
                "POSTGRES_PASSWORD": where.get("password", "none"),
            }
        )

    @contextmanager
    def worker(self) -> Iterator[Act]:
        yield _StockClerk(self._application)

    def close(self) -> None:
        self._application.close()


class _StockClerk:
    def __init__(self, application: Application) -> None:
        self._application = application
        self._done = 0
        self._case = uuid4()

    def __call__(self) -> None:
        if self._done % _COMMANDS_A_CASE == 0:
            case = _StockCase(TEXT)
            self._case = case.id
        else:
            case = self._application.repository.get(self._case)
            case.do_step(SHORT)
        self._application.save(case)
        self._done += 1


class Jejak:
    """Whole cases through the one door, in this process."""

    def __init__(self, url: str, what: str, *, most_kept: int | None = None) -> None:
        self.what = what
        self._ledger = Ledger(url, role="jejak_service")
        cases.record(self._ledger, cases.registered())
        streams = Streams(self._ledger) if most_kept is None else Streams(self._ledger, most=most_kept)
        self._cases = Cases(self._ledger, cases.POLICIES, streams)
        self._ready: deque[cases.Prepared] = deque()

    def prepare(self, commands: int, in_flight: int) -> None:
        wanted = ceil(commands / cases.COMMANDS_A_CASE) + in_flight
        self._ready.extend(cases.prepare(self._ledger, max(0, wanted - len(self._ready))))

    @contextmanager
    def worker(self) -> Iterator[Act]:
        yield partial(next, self._carried_out())

    def _carried_out(self) -> Iterator[None]:
        while True:
            try:
                case = self._ready.popleft()
            except IndexError:
                raise NothingLeft from None
            position = 0
            for asked in case.asked:
                receipt = self._cases.carry_out(case.transfer, asked.command, asked.sent(position))
                position = receipt.position
                yield

    def close(self) -> None:
        self._ledger.close()


class Append(Unprepared):
    """The ledger alone: one event of 1 kB on one stream a command."""

    what = "the ledger alone, one event"

    def __init__(self, url: str) -> None:
        self._ledger = Ledger(url, role="jejak_service")

    @contextmanager
    def worker(self) -> Iterator[Act]:
        stream = UUID(int=get_ident() << 64 | uuid4().int >> 64)
        versions = count()

        def append() -> None:
            version = next(versions)
            self._ledger.append(
                Entry(uuid4(), {stream: version}, [Draft(stream, version + 1, "Measured", BODY)])
            )

        yield append

    def close(self) -> None:
        self._ledger.close()
