"""Cases played on a ledger without HTTP, and runners that carry them into the projections."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

import psycopg
from cast import POLICIES
from stories import Story

from api.house import projections_of
from application.carrying_out import Sent
from application.cases import Cases, digest
from application.decrees import Decrees
from application.ledger import Ledger
from application.operations import directions_for
from application.pages import Pages
from application.recording import decode
from application.streams import Streams
from domain.act import Act
from domain.decree.commands import DecreeCommand, DraftDecree, RecordOutsideDecree
from domain.identity import transfer_id
from domain.transfer.commands import RequestTransfer, TransferCommand
from domain.transfer.desk import Audience
from projections.case_states import CaseStates
from projections.projection import Projection
from projections.runner import Runner


def tables(owner: psycopg.Connection) -> list[str]:
    """Of all projections there are."""
    found = owner.execute(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'projections' AND tablename <> 'positions'"
    )
    return sorted(name for (name,) in found)


@dataclass
class Stage:
    """What a test plays on."""

    url: str
    ledger: Ledger
    cases: Cases
    decrees: Decrees

    def runner(self, projections: Sequence[Projection] | None = None, **options: Any) -> Runner:
        """Another process, as it were: nothing is shared but the database."""
        chosen = projections_of(self.ledger, POLICIES) if projections is None else projections
        read = options.pop("read", None) or Pages(self.ledger)
        direct = partial(directions_for, self.ledger)
        return Runner(self.url, chosen, read, direct=direct, role="jejak_service", **options)

    def states(self) -> CaseStates:
        return CaseStates(lambda streams, upto: [decode(line) for line in self.ledger.read(streams, upto)])

    def do(self, command: TransferCommand, act: Act, transfer: UUID | None = None) -> UUID:
        transfer = transfer_id(act.command) if isinstance(command, RequestTransfer) else transfer
        assert transfer is not None
        sight = None
        if not isinstance(command, RequestTransfer):
            sight = self.cases.show(transfer, lambda *_: Audience.OFFICIAL).sight
        sent = Sent(act.by, act.at, act.command, digest({"command": str(act.command)}), act.office, sight)
        self.cases.carry_out(transfer, command, sent)
        return transfer

    def decree(self, command: DecreeCommand, act: Act, decree: UUID) -> UUID:
        """Something is done about a decree, by somebody who has just looked at it."""
        sight = None
        if not isinstance(command, DraftDecree | RecordOutsideDecree):
            sight = self.decrees.show(decree, act.by, act.at, lambda *_: Audience.OFFICIAL).sight
        sent = Sent(act.by, act.at, act.command, digest({"command": str(act.command)}), act.office, sight)
        self.decrees.carry_out(decree, command, sent)
        return decree

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
                for table in tables(owner)
            }


def stage_on(url: str, ledger: Ledger) -> Stage:
    streams = Streams(ledger)
    return Stage(url, ledger, Cases(ledger, POLICIES, streams), Decrees(ledger, POLICIES, streams))
