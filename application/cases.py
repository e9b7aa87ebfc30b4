"""The one door to transfers: load, fold, decide, append.

A command is decided on kept states first. If it is refused, does not match what was seen, or loses a race, it is decided
again on fresh ones, so no answer rests on a state that was already old when the command came.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from application import ledger as ledgers
from application.carrying_out import (
    FactsChanged,
    OldStates,
    Receipt,
    Sent,
    SightUnknown,
    logged,
    once,
    receipt_of,
)
from application.dossiers import Dossier, Dossiers, Sender
from application.law import Law
from application.ledger import Draft, Entry, Ledger
from application.policies import Policies
from application.recording import Envelope, decode, encoder
from application.sights import Sight, digest
from application.streams import Folded, Streams
from application.unit_posts import UnitPosts
from domain.act import Act, Capacity, Seen
from domain.refusals import DocumentNotStored, Refused, TransferUnknown, violation
from domain.told import tell
from domain.transfer.commands import GiveFeedback, MigratePolicy, RequestTransfer, TransferCommand
from domain.transfer.consequences import consequences
from domain.transfer.decisions import decide
from domain.transfer.desk import Audience, Json, desk, differences, sealed_as_now
from domain.transfer.events import DocumentSubmitted, UnitsForecast
from domain.transfer.facts import Facts
from domain.transfer.forecast import units_forecast
from domain.transfer.migrating import Migration, dry_run
from domain.transfer.raters import colleagues, superiors
from domain.transfer.state import Transfer

NOBODYS = UUID(int=0)  # the transfer of a request that nobody makes


@dataclass(frozen=True, slots=True)
class Shown:
    """A case as one audience sees it, and the sight to act upon."""

    facts: Json
    sight: Sight
    version: int
    transfer: Transfer
    case: Facts

    @property
    def audience(self) -> Audience:
        return self.sight.audience

    @property
    def position(self) -> int:
        return self.sight.position


@dataclass(frozen=True, slots=True)
class Stood:
    """A case as it stood at an earlier moment. Nobody acts on that: it has no sight."""

    facts: Json
    audience: Audience
    position: int
    version: int
    transfer: Transfer
    case: Facts


@dataclass(frozen=True, slots=True)
class Weighed:
    """All that a decision is made from: the case, the command, the act, and the facts."""

    transfer: Transfer | None
    command: TransferCommand
    act: Act
    facts: Facts

    def outcome(self) -> dict[UUID, list[Any]]:
        """What follows, in every stream it touches, or Refused."""
        return _decided(self.facts.transfer_id, self.transfer, self.command, self.act, self.facts)


def _is_sealed(command: TransferCommand, sent: Sent) -> bool:
    """Who answers feedback in their own person stands in the ledger, not in a log that operators read."""
    return isinstance(command, GiveFeedback) and sent.office is None


class Cases:
    """Transfers of one ledger under the published policies."""

    def __init__(
        self,
        ledger: Ledger,
        policies: Policies | Law,
        streams: Streams | None = None,
        stored: Callable[[str], bool] | None = None,
    ) -> None:
        """`stored` tells whether a document's bytes are kept; without it nobody asks. Given policies never change."""
        self._stored = stored
        self._ledger = ledger
        self._streams = streams or Streams(ledger)
        self._dossiers = Dossiers(self._streams, policies, UnitPosts(ledger).of)

    # Writing

    def carry_out(self, transfer: UUID, command: TransferCommand, sent: Sent) -> Receipt:
        """Decide a command and record what follows.

        Raises Refused, FactsChanged, SightUnknown, ChangedMeanwhile, CommandReused, and the ledger's OutcomeUnknown and
        TooBusy, after which the same command id may be sent again.
        """
        sealed = _is_sealed(command, sent)
        with logged(
            type(command).__name__,
            transfer,
            sent,
            actor=None if sealed else sent.by,
            on_behalf_of=sent.on_behalf_of,
            version=None,
            position=None,
        ) as line:
            receipt = once(
                self._ledger,
                transfer,
                sent,
                lambda fresh, raced: self._attempt(transfer, command, sent, fresh=fresh, raced=raced),
                kept=True,
            )
            line |= {"version": receipt.version, "position": receipt.position}
        return receipt

    def _attempt(
        self, transfer_id: UUID, command: TransferCommand, sent: Sent, *, fresh: bool, raced: bool
    ) -> Receipt:
        dossier = self._dossiers.to_decide(
            transfer_id, command, Sender(sent.by, sent.at, sent.office, sent.on_behalf_of), fresh=fresh
        )
        transfer, facts = dossier.transfer, self._brought(dossier, command, sent)
        act = _act(sent, dossier.capacity, facts)
        if sent.sight is not None and transfer is not None:
            self._check_sight(transfer, dossier, sent.sight, raced=raced)
        events = _decided(transfer_id, transfer, command, act, facts)
        self._must_be_stored(events[transfer_id], facts)
        encoded = encoder(Envelope(act, sent.request, sent.correlation))
        drafts = [
            Draft(stream, dossier.streams[stream].version + number, *encoded(event))
            for stream, made in events.items()
            for number, event in enumerate(made, start=1)
        ]
        try:
            first = self._ledger.append(Entry(sent.command, dossier.versions, drafts))
        except ledgers.ChangedMeanwhile:
            # On kept states: a race if they are kept no longer, else they were old before the command came.
            if fresh or self._streams.moved(dossier.versions):
                raise
            raise OldStates from None
        self._remember(dossier, events, act, first)
        self._dossiers.keep(dossier)
        return receipt_of(transfer_id, first, drafts, act)

    def _must_be_stored(self, events: Iterable[object], facts: Facts) -> None:
        """Nothing is recorded of a document whose bytes nobody has: later nobody could say what was judged."""
        if self._stored is None:
            return
        bases = {required.kind: required.legal_basis for required in facts.route.documents}
        missing = [
            violation(
                each.kind,
                facts.policy.version,
                bases.get(each.kind, ""),
                tell("not_uploaded", sha256=each.sha256),
            )
            for each in (event.document for event in events if isinstance(event, DocumentSubmitted))
            if not self._stored(each.sha256)
        ]
        if missing:
            kinds = ", ".join(each.rule for each in missing)
            raise DocumentNotStored(kinds, violations=tuple(missing))

    def _remember(self, dossier: Dossier, events: Mapping[UUID, list[Any]], act: Act, first: int) -> None:
        """Fold what was just recorded, so that the next command need not read it back."""
        states: dict[UUID, Folded] = {}
        position = first
        for stream, made in events.items():
            folded, kind = dossier.streams[stream], dossier.kinds[stream]
            state = folded.state
            for event in made:
                state = kind.evolve(state, event, act)
            states[stream] = Folded(state, folded.version + len(made), position + len(made) - 1)
            position += len(made)
        self._streams.remember(states)

    # Deciding without recording

    def weigh(self, transfer_id: UUID, command: TransferCommand, sent: Sent) -> Weighed:
        """What a command would be decided on and in whose capacity, as its streams stand; nothing is decided yet."""
        sender = Sender(sent.by, sent.at, sent.office, sent.on_behalf_of)
        dossier = self._dossiers.to_decide(transfer_id, command, sender, fresh=False)
        self._dossiers.keep(dossier)
        facts = self._brought(dossier, command, sent)
        return Weighed(dossier.transfer, command, _act(sent, dossier.capacity, facts), facts)

    def _brought(self, dossier: Dossier, command: TransferCommand, sent: Sent) -> Facts:
        if isinstance(command, MigratePolicy):
            return self._dossiers.with_successor(dossier.facts, sent.at, command.to)
        return dossier.facts

    # Reading

    def show(self, transfer_id: UUID, audience: Callable[[Transfer, Facts], Audience | None]) -> Shown:
        """The case as its reader may see it, never older than this call; TransferUnknown also when they may not."""
        dossier, transfer, seen_by = self._open(transfer_id, audience)
        facts = dossier.facts
        sight = Sight(dossier.position, seen_by, dossier.around.desks.digest(transfer, facts, seen_by))
        return Shown(desk(transfer, facts, seen_by), sight, dossier.own.version, transfer, facts)

    def _open(
        self, transfer_id: UUID, audience: Callable[[Transfer, Facts], Audience | None]
    ) -> tuple[Dossier, Transfer, Audience]:
        dossier = self._dossiers.to_show(transfer_id)
        if dossier.transfer is None:
            raise TransferUnknown
        seen_by = audience(dossier.transfer, dossier.facts)
        if seen_by is None:
            raise TransferUnknown
        self._dossiers.keep(dossier)
        return dossier, dossier.transfer, seen_by

    def with_successor(self, facts: Facts, at: datetime) -> Facts:
        """With the version in force that day, to which the case might be moved."""
        return self._dossiers.with_successor(facts, at)

    def dry_run(self, transfer_id: UUID, to: str, act: Act) -> Migration:
        """What moving the case to that version would change today; nothing is recorded."""
        dossier = self._dossiers.to_show(transfer_id)
        if dossier.transfer is None:
            raise TransferUnknown
        return dry_run(dossier.transfer, act, self._dossiers.with_successor(dossier.facts, act.at, to))

    def show_as_of(
        self,
        transfer_id: UUID,
        audience: Callable[[Transfer, Facts], Audience | None],
        position: int,
        day: date = date.max,
    ) -> Stood:
        """The case as it stood, for who may see it now and could then, as far as they may see it now and could then.

        So the past opens nothing, and what comes later changes no answer about it but by closing it. TransferUnknown also
        before it was there.
        """
        present, now, seen_now = self._open(transfer_id, audience)
        dossier = self._dossiers.as_of(transfer_id, position, day)
        if dossier.transfer is None:
            raise TransferUnknown
        seen_by = audience(dossier.transfer, dossier.facts)
        if seen_by is None:
            raise TransferUnknown
        if Audience.RATER in (seen_by, seen_now):
            seen_by = Audience.RATER
        facts = desk(dossier.transfer, dossier.facts, seen_by)
        return Stood(
            sealed_as_now(facts, now, present.facts.policy, seen_by),
            seen_by,
            dossier.position,
            dossier.own.version,
            dossier.transfer,
            dossier.facts,
        )

    def show_at(self, transfer_id: UUID, position: int, audience: Audience) -> Json:
        """The case as it was shown at a position: the decider's desk laid again."""
        shown, _ = self._shown_at(transfer_id, position, audience)
        return shown

    def facts_at(self, transfer_id: UUID, position: int) -> Facts:
        """The facts around a case as they stood at a position."""
        return self._dossiers.as_of(transfer_id, position).facts

    def _shown_at(self, transfer_id: UUID, position: int, audience: Audience) -> tuple[Json, int]:
        """Also the position of the last event it was made from, which is what an ETag given out then names."""
        dossier = self._dossiers.as_of(transfer_id, position)
        if dossier.transfer is None:
            raise TransferUnknown
        return desk(dossier.transfer, dossier.facts, audience), dossier.position

    def foresee(self, request: RequestTransfer, by: UUID, at: datetime) -> Facts:
        """What a request would be decided on, as it stands after this call. Nothing is recorded."""
        return self._dossiers.to_decide(NOBODYS, request, Sender(by, at), fresh=True).facts

    def foresee_as_of(self, request: RequestTransfer, at: datetime, position: int, day: date) -> Facts:
        """The same, had it been made at that time, as things stood at a position and by the end of a day."""
        return self._dossiers.asked_as_of(NOBODYS, request, at, position, day)

    def weigh_units(
        self, transfer_id: UUID, position: int | None = None, day: date = date.max
    ) -> UnitsForecast | None:
        """What the move makes of the two units, as things stand after this call, or stood then; None where units are not weighed."""
        facts = self._dossiers.to_weigh(transfer_id, position, day)
        return None if facts.unit_posts is None else units_forecast(facts, facts.unit_posts)

    def with_superiors(self, transfer_id: UUID) -> Facts:
        """As the case stands after this call, with who holds the offices above the person."""
        return self._dossiers.to_hear(transfer_id, peers=False)

    def to_be_heard(self, transfer_id: UUID, today: date) -> tuple[frozenset[UUID], frozenset[UUID]]:
        """Who may be named as the person's superior that day, and who as peers beside them, as things stand after this call."""
        facts = self._dossiers.to_hear(transfer_id, peers=True)
        _, above = superiors(facts, today) or (None, frozenset())
        return above, colleagues(facts) or frozenset()

    def history(self, transfer_id: UUID) -> list[Any]:
        """The events of a case in order, with their acts."""
        return [decode(line) for line in self._ledger.read([transfer_id])]

    def _check_sight(self, transfer: Transfer, dossier: Dossier, sight: Sight, *, raced: bool) -> None:
        """What goes on record as seen was given out by this service, at that position, and is still so."""
        same = dossier.around.desks.digest(transfer, dossier.around.facts, sight.audience) == sight.digest
        if same and dossier.position == sight.position:
            return
        try:
            before, given_out_at = self._shown_at(dossier.id, sight.position, sight.audience)
        except (Refused, LookupError):
            raise SightUnknown from None
        if given_out_at != sight.position or digest(before) != sight.digest:
            raise SightUnknown
        if not same:
            now = desk(transfer, dossier.around.facts, sight.audience)
            raise FactsChanged(differences(before, now), during=raced)


def _act(sent: Sent, capacity: Capacity | None, facts: Facts) -> Act:
    return Act(
        by=sent.by,
        at=sent.at,
        command=sent.command,
        policy=facts.policy.version,
        office=sent.office,
        capacity=capacity,
        on_behalf_of=sent.on_behalf_of,
        seen=None if sent.sight is None else Seen(sent.sight.position, sent.sight.digest),
    )


def _decided(
    transfer_id: UUID, transfer: Transfer | None, command: TransferCommand, act: Act, facts: Facts
) -> dict[UUID, list[Any]]:
    """What follows, in every stream it touches; the case's own first."""
    events: list[Any] = list(decide(transfer, command, act, facts))
    changed = consequences(events, facts)
    return {transfer_id: events} | {stream: list(made) for stream, made in changed.items()}
