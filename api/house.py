"""Everything that runs, put together once: ledger, door, projections, identity."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from api.identity import Identity
from api.settings import Settings
from application.cases import Cases
from application.documents import Documents, open_documents
from application.ledger import Ledger
from application.policies import Policies, read_policies
from application.recording import decode
from application.records import Records
from application.timekeeping import Timekeeper
from domain.history import Recorded
from domain.transfer.deadlines import Deadline, Horizon
from projections import deadlines
from projections.case_file import CaseFile
from projections.deadlines import Deadlines
from projections.directory import Directory
from projections.inbox import Inbox
from projections.runner import Projection, Read, Runner
from projections.timeline import Timeline


@dataclass(frozen=True)
class House:
    settings: Settings
    policies: Policies
    ledger: Ledger
    cases: Cases
    records: Records
    runner: Runner
    identity: Identity
    documents: Documents
    clock: Callable[[], datetime]
    timekeeper: Timekeeper

    def close(self) -> None:
        self.timekeeper.close()
        self.runner.close()
        self.ledger.close()


def projections_of(ledger: Ledger) -> list[Projection]:
    def history(stream: UUID, upto: int) -> list[Recorded[Any]]:
        return [decode(line) for line in ledger.read([stream], upto)]

    return [Directory(), CaseFile(history), Inbox(history), Deadlines(history), Timeline()]


@contextmanager
def projecting(
    settings: Settings, url: str, progress: Callable[[int, int], object] = lambda *_: None
) -> Iterator[Runner]:
    """The projections, brought up to date and then left alone. `progress` is told the position and the last one."""
    ledger = Ledger(url, role=settings.service_role)
    runner = Runner(url, projections_of(ledger), _reads(ledger), role=settings.service_role)
    try:
        runner.prepare()
        head = ledger.head()
        for projection in runner.projections:
            while position := runner.advance(projection):
                progress(position, head)
        yield runner
    finally:
        runner.close()
        ledger.close()


def _reads(ledger: Ledger) -> Read:
    def read(after: int, limit: int) -> list[Recorded[Any]]:
        return [decode(line) for line in ledger.after(after, limit)]

    return read


def _timekeeper(
    cases: Cases, policies: Policies, runner: Runner, clock: Callable[[], datetime]
) -> Timekeeper:
    def due(horizons: Sequence[Horizon], after: deadlines.Place | None, limit: int) -> list[Deadline]:
        with runner.pool.connection() as connection:
            return deadlines.due_for_notice(connection, horizons, after, limit)

    def running(since: date, after: deadlines.Place | None, limit: int) -> list[Deadline]:
        with runner.pool.connection() as connection:
            return deadlines.running(connection, since, after, limit)

    return Timekeeper(cases, policies, due, running, clock)


def _now() -> datetime:
    return datetime.now(UTC)


def open_house(
    settings: Settings,
    url: str,
    *,
    worker: bool = False,
    clock: Callable[[], datetime] = _now,
    policies: Policies | None = None,
) -> House:
    """Connect to a migrated database and start the projections; with `worker`, also the one that notes deadlines."""
    ledger = Ledger(url, role=settings.service_role, patience=settings.patience)
    policies = policies or read_policies()
    documents = open_documents(settings.documents or settings.data / "documents")
    cases = Cases(ledger, policies, stored=documents.has if settings.asks_for_documents else None)
    runner = Runner(url, projections_of(ledger), _reads(ledger), role=settings.service_role)
    ledger.on_append(runner.wake)
    runner.start()
    timekeeper = _timekeeper(cases, policies, runner, clock)
    if worker:
        timekeeper.start()
    return House(
        settings=settings,
        policies=policies,
        ledger=ledger,
        cases=cases,
        records=Records(ledger, policies),
        runner=runner,
        identity=Identity(settings),
        documents=documents,
        clock=clock,
        timekeeper=timekeeper,
    )
