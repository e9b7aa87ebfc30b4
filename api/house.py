"""Everything that runs, put together once: ledger, door, projections, identity."""

from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import partial
from typing import Any
from uuid import UUID

from api.identity import Identity
from api.settings import Settings
from application.cases import Cases
from application.checkpoints import Log, Proofs
from application.decrees import Decrees
from application.documents import Documents, open_documents
from application.law import Law, install
from application.ledger import CHANNEL, Ledger
from application.lookups import Lookups
from application.operations import directions_for
from application.orders import Orders
from application.pages import Pages
from application.policies import Policies, read_policies
from application.publishing import Publishing
from application.recording import decode
from application.records import Records
from application.replays import Replays
from application.streams import Streams
from application.timekeeping import Timekeeper
from domain.history import Recorded
from domain.transfer.deadlines import Deadline, Horizon
from projections import deadlines
from projections.audit_trail import AuditTrail
from projections.case_file import CaseFile
from projections.case_states import CaseStates
from projections.deadlines import Deadlines
from projections.decrees import DecreeBook
from projections.directory import Directory
from projections.flags import Flags
from projections.inbox import Inbox
from projections.lookups import LookupBook
from projections.plans import Plans
from projections.projection import Projection
from projections.runner import Runner
from projections.staffing import Staffing
from projections.statistics import Statistics
from projections.surroundings import Surroundings
from projections.timeline import Timeline


@dataclass(frozen=True)
class House:
    settings: Settings
    policies: Policies | Law
    law: Law
    publishing: Publishing
    ledger: Ledger
    cases: Cases
    decrees: Decrees
    records: Records
    orders: Orders
    runner: Runner
    identity: Identity
    documents: Documents
    clock: Callable[[], datetime]
    timekeeper: Timekeeper
    proofs: Proofs
    lookups: Lookups
    replays: Replays
    published: dict[Hashable, Any] = field(default_factory=dict)  # public reports, as they were made

    @property
    def fixed_policies(self) -> Policies | None:
        """What takes the gazette's place; None where the law is the gazette's."""
        return None if isinstance(self.policies, Law) else self.policies

    def close(self) -> None:
        self.timekeeper.close()
        self.runner.close()
        self.ledger.close()


def log_of(settings: Settings) -> Log:
    """Where the evidence lies: beside the database, never in it."""
    return Log(
        settings.checkpoint_origin,
        settings.checkpoints or settings.data / "checkpoints",
        settings.checkpoint_key or settings.data / "checkpoint-key.pem",
    )


def _law_of(ledger: Ledger) -> Policies | Law:
    """That of the ledger; that of the files before any is entered."""
    law = Law(ledger)
    return law if law.gazette().published else read_policies()


def projections_of(ledger: Ledger, policies: Policies | Law | None = None) -> list[Projection]:
    policies = policies or _law_of(ledger)

    def history(streams: Sequence[UUID], upto: int) -> list[Recorded[Any]]:
        return [decode(line) for line in ledger.read(streams, upto)]

    states = CaseStates(history)
    surroundings = Surroundings(history, policies.version, policies.at)
    flags = Flags(history, surroundings)
    trail = AuditTrail(history, surroundings)
    return [
        Directory(),
        CaseFile(states),
        Inbox(states),
        Deadlines(states),
        Timeline(states),
        DecreeBook(),
        Plans(),
        Staffing(),
        flags,
        trail,
        LookupBook(),
        Statistics(history, surroundings, policies.at),
    ]


def runner_of(ledger: Ledger, settings: Settings, url: str, policies: Policies | Law | None = None) -> Runner:
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
    cases: Cases, policies: Policies | Law, runner: Runner, clock: Callable[[], datetime]
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
    """Connect to a migrated database and start the projections; with `worker`, also the one that notes deadlines.

    The law is what the ledger's gazette says, an empty one being filled from the files first; `policies` take its place.
    """
    ledger = Ledger(url, role=settings.service_role, patience=settings.patience)
    law = Law(ledger)
    if policies is None:
        install(ledger, clock())
        law.current()  # read before the first request comes
    documents = open_documents(settings.documents or settings.data / "documents")
    streams = Streams(ledger)
    cases = Cases(
        ledger, policies or law, streams, stored=documents.has if settings.asks_for_documents else None
    )
    runner = runner_of(ledger, settings, url, policies or law)
    ledger.on_append(runner.wake)
    runner.start()
    timekeeper = _timekeeper(cases, policies or law, runner, clock)
    if worker:
        timekeeper.start()
    decrees = Decrees(ledger, policies or law, streams)
    return House(
        settings=settings,
        policies=policies or law,
        law=law,
        publishing=Publishing(ledger, law),
        ledger=ledger,
        cases=cases,
        records=Records(ledger, policies or law),
        decrees=decrees,
        orders=Orders(ledger, policies or law),
        runner=runner,
        identity=Identity(settings),
        documents=documents,
        clock=clock,
        timekeeper=timekeeper,
        proofs=Proofs(ledger, log_of(settings)),
        lookups=Lookups(ledger, policies or law),
        replays=Replays(ledger, cases, decrees),
    )
