"""Everything that runs, put together once: ledger, door, projections, identity."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from api.identity import Identity
from api.settings import Settings
from application.cases import Cases
from application.documents import Documents, open_documents
from application.ledger import Ledger
from application.policies import Policies, read_policies
from application.recording import decode
from domain.history import Recorded
from projections.case_file import CaseFile
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
    runner: Runner
    identity: Identity
    documents: Documents
    clock: Callable[[], datetime]

    def close(self) -> None:
        self.runner.close()
        self.ledger.close()


def projections_of(ledger: Ledger) -> list[Projection]:
    def history(stream: UUID, upto: int) -> list[Recorded[Any]]:
        return [decode(line) for line in ledger.read([stream], upto)]

    return [Directory(), CaseFile(history), Inbox(history), Timeline()]


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


def open_house(settings: Settings, url: str) -> House:
    """Connect to a migrated database and start the projections."""
    ledger = Ledger(url, role=settings.service_role, patience=settings.patience)
    policies = read_policies()
    documents = open_documents(settings.documents or settings.data / "documents")
    runner = Runner(url, projections_of(ledger), _reads(ledger), role=settings.service_role)
    ledger.on_append(runner.wake)
    runner.start()
    return House(
        settings=settings,
        policies=policies,
        ledger=ledger,
        cases=Cases(ledger, policies, stored=documents.has if settings.asks_for_documents else None),
        runner=runner,
        identity=Identity(settings),
        documents=documents,
        clock=lambda: datetime.now(UTC),
    )
