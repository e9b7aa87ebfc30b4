"""Everything that runs, put together once: ledger, door, projections, identity."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from typing import Any
from uuid import UUID

from api.identity import Identity
from api.settings import Settings
from application.cases import Cases
from application.documents import Documents, open_documents
from application.ledger import CHANNEL, Ledger
from application.operations import directions_for
from application.pages import Pages
from application.policies import Policies, read_policies
from application.recording import decode
from application.records import Records
from application.timekeeping import Timekeeper
from domain.history import Recorded
from domain.transfer.deadlines import Deadline, Horizon
from projections import deadlines
from projections.audit_trail import AuditTrail
from projections.case_file import CaseFile
from projections.case_states import CaseStates
from projections.deadlines import Deadlines
from projections.directory import Directory
from projections.flags import Flags
from projections.inbox import Inbox
from projections.runner import Projection, Runner
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


def projections_of(ledger: Ledger, policies: Policies | None = None) -> list[Projection]:
    policies = policies or read_policies()

    def history(streams: Sequence[UUID], upto: int) -> list[Recorded[Any]]:
        return [decode(line) for line in ledger.read(streams, upto)]

    states = CaseStates(history)
    flags = Flags(history, policies.version, policies.calendar)
    trail = AuditTrail(states, history)
    return [Directory(), CaseFile(states), Inbox(states), Deadlines(states), Timeline(), flags, trail]


def runner_of(ledger: Ledger, settings: Settings, url: str, policies: Policies | None = None) -> Runner:
    return Runner(
        url,
        projections_of(ledger, policies),
        Pages(ledger),
        direct=partial(directions_for, ledger),
        channel=CHANNEL,
        role=settings.service_role,
    )


@contextmanager
def opened(settings: Settings, url: str) -> Iterator[tuple[Ledger, Runner]]:
    """The ledger and a runner that is ready and does nothing by itself."""
    ledger = Ledger(url, role=settings.service_role)
    runner = runner_of(ledger, settings, url)
    try:
        runner.prepare()
        yield ledger, runner
    finally:
        runner.close()
        ledger.close()


@contextmanager
def projecting(
    settings: Settings, url: str, progress: Callable[[int, int], object] = lambda *_: None
) -> Iterator[Runner]:
    """The projections, brought up to date and then left alone. `progress` is told the position and the last one."""
    with opened(settings, url) as (ledger, runner):
        head = ledger.head()
        runner.catch_up(lambda position: progress(position, head))
        yield runner


def _timekeeper(
    cases: Cases, policies: Policies, runner: Runner, clock: Callable[[], datetime]
) -> Timekeeper:
    """It does not look at deadlines that are made for the first time: what is half told may be long past."""

    def told() -> bool:
        known = {each.projection: each.complete for each in runner.standings()}
        return known.get(Deadlines.name, False) and known.get(Directory.name, False)

    def due(horizons: Sequence[Horizon], after: deadlines.Place | None, limit: int) -> list[Deadline]:
        if not told():
            return []
        with runner.pool.connection() as connection:
            return deadlines.due_for_notice(connection, horizons, after, limit)

    def running(since: date, after: deadlines.Place | None, limit: int) -> list[Deadline]:
        if not told():
            return []
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
    runner = runner_of(ledger, settings, url, policies)
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
