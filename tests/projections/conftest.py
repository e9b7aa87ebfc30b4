"""A ledger with the cast, the door to cases, and runners of projections on the same database."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import psycopg
import pytest
from ledgers import with_cast
from stories import Story

from api.house import projections_of
from application.cases import Cases, Sent, digest
from application.ledger import Ledger
from application.policies import read_policies
from application.recording import decode
from domain.act import Act
from domain.history import Recorded
from domain.identity import transfer_id
from domain.transfer.commands import RequestTransfer, TransferCommand
from domain.transfer.desk import Audience
from projections.runner import Projection, Runner

TABLES = {
    "directory": ("agencies", "units", "posts", "offices", "people"),
    "case_file": ("cases",),
    "inbox": ("inbox",),
    "timeline": ("timeline",),
}


@dataclass
class Stage:
    """What a test plays on."""

    url: str
    ledger: Ledger
    cases: Cases

    def read(self, after: int, limit: int) -> Sequence[Recorded[Any]]:
        return [decode(line) for line in self.ledger.after(after, limit)]

    def runner(self, projections: Sequence[Projection] | None = None, **options: Any) -> Runner:
        """Another process, as it were: nothing is shared but the database."""
        chosen = projections_of(self.ledger) if projections is None else projections
        return Runner(self.url, chosen, options.pop("read", self.read), role="jejak_service", **options)

    def do(self, command: TransferCommand, act: Act, transfer: UUID | None = None) -> UUID:
        transfer = transfer_id(act.command) if isinstance(command, RequestTransfer) else transfer
        assert transfer is not None
        sight = None
        if not isinstance(command, RequestTransfer):
            sight = self.cases.show(transfer, lambda *_: Audience.OFFICIAL).sight
        sent = Sent(act.by, act.at, act.command, digest({"command": str(act.command)}), act.office, sight)
        self.cases.carry_out(transfer, command, sent)
        return transfer

    def play(self, story: Story, *, until: str | None = None) -> UUID:
        transfer = None
        for command, act in story:
            if until in (type(command).__name__, getattr(command, "step", "")):
                break
            transfer = self.do(command, act, transfer)
        assert transfer is not None
        return transfer

    def rows(self) -> dict[str, list[tuple[Any, ...]]]:
        """All rows of all projections, in one order."""
        with psycopg.connect(self.url) as owner:
            return {
                table: sorted(owner.execute(f"SELECT * FROM projections.{table}").fetchall(), key=repr)
                for tables in TABLES.values()
                for table in tables
            }


@pytest.fixture
def stage(database: str) -> Iterator[Stage]:
    with Ledger(database) as ledger:
        with_cast(ledger)
        yield Stage(database, ledger, Cases(ledger, read_policies()))


@pytest.fixture
def running(stage: Stage) -> Iterator[Callable[..., Runner]]:
    """Starts runners, and stops what it started."""
    started: list[Runner] = []

    def start(**options: Any) -> Runner:
        runner = stage.runner(**options)
        started.append(runner)
        runner.start()
        return runner

    yield start
    for runner in started:
        runner.close()
