"""The one door to transfers: load, fold, decide, append.

A command is decided on kept states first. If it is refused, does not match what was seen, or loses a race, it is decided
again on fresh ones, so no answer rests on a state that was already old when the command came.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from time import perf_counter
from typing import Any
from uuid import UUID

import structlog

from application import ledger as ledgers
from application.ledger import AlreadyRecorded, Draft, Entry, Ledger, Line
from application.policies import Policies
from application.recording import Envelope, canonical, decode, encode, envelope_of
from application.streams import Folded, Kind, Recent, Streams
from domain.act import Act, Capacity, Seen
from domain.calendar import Zone
from domain.refusals import (
    DocumentNotStored,
    OfficeUnknown,
    PersonUnknown,
    PostUnknown,
    Refused,
    TransferUnknown,
    Violation,
)
from domain.registry.office import Tenure
from domain.transfer.commands import RequestTransfer, TransferCommand
from domain.transfer.consequences import consequences
from domain.transfer.decisions import decide
from domain.transfer.desk import Audience, Json, desk, differences
from domain.transfer.events import DocumentSubmitted
from domain.transfer.facts import Facts, Place, choose_route
from domain.transfer.state import Transfer

_log = structlog.get_logger("jejak.commands")

_ATTEMPTS = 5


@dataclass(frozen=True, slots=True)
class Sight:
    """What the sender says they have seen: the parts of an ETag this service gave out."""

    position: int
    audience: Audience
    digest: str


@dataclass(frozen=True, slots=True)
class Sent:
    """Who sends a command and how. `request` is the digest of what was sent; `sight` None where nothing is shown yet."""

    by: UUID
    at: datetime
    command: UUID
    request: str
    office: UUID | None = None
    sight: Sight | None = None
    correlation: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a command recorded. The same command id always gets the same receipt."""

    transfer: UUID
    version: int
    position: int
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A case as one audience sees it, and the sight to act upon."""

    facts: Json
    sight: Sight
    version: int
    transfer: Transfer
    case: Facts


class ChangedMeanwhile(Exception):
    """Others kept changing the same streams; look again and decide again."""


class FactsChanged(Exception):
    """What was shown is no longer so. `changes` tells the difference; nothing was recorded.

    `during`: it was so when the command came, and another command was faster.
    """

    def __init__(self, changes: list[Json], *, during: bool) -> None:
        super().__init__("what was shown has changed")
        self.changes = changes
        self.during = during


class SightUnknown(Exception):
    """This service never showed that; the ETag was not given out by it, or belongs to another case."""


class CommandReused(Exception):
    """The same command id came with another request."""


class _Lost(Exception):
    """A stream has moved on since it was read; to be decided again."""

    def __init__(self, *, to_another_command: bool) -> None:
        super().__init__()
        self.to_another_command = to_another_command


class _Loaded:
    """The streams one decision is made from, as they were read."""

    def __init__(self, read: Callable[[Mapping[UUID, Kind]], dict[UUID, Folded]]) -> None:
        self._read = read
        self._at_once = True
        self.streams: dict[UUID, Folded] = {}
        self.kinds: dict[UUID, Kind] = {}

    def get(self, wanted: Mapping[UUID, Kind]) -> list[Any]:
        """The states of these streams, in order; None for a stream without events, or of another kind."""
        if missing := {stream: kind for stream, kind in wanted.items() if stream not in self.streams}:
            self.fetch(missing)
        return [
            self.streams[stream].state if self.kinds[stream] is kind else None
            for stream, kind in wanted.items()
        ]

    def fetch(self, missing: Mapping[UUID, Kind]) -> None:
        """Read these streams in one go."""
        self.streams |= self._read(missing)
        self.kinds |= missing
        self._at_once = False

    def holds(self, streams: Mapping[UUID, Folded]) -> bool:
        """Whether these were read, in these very states."""
        read = self.streams.get
        return all(read(stream) is folded for stream, folded in streams.items())

    def settle(self, read: Callable[[Mapping[UUID, Kind]], dict[UUID, Folded]]) -> bool:
        """Read all of them again as of one moment; whether what was made of them before still holds.

        Which streams a case needs is read from other streams, one after another. Without this a desk could be laid from
        states that never stood together, and no position would give it again.
        """
        if self._at_once:
            return True
        before, self.streams = self.versions, read(self.kinds)
        self._at_once = True
        return self.versions == before

    @property
    def versions(self) -> dict[UUID, int]:
        return {stream: folded.version for stream, folded in self.streams.items()}


@dataclass(frozen=True, slots=True)
class _Around:
    """What a case's desk is laid from beside the case's own stream: the facts, and the streams they were made from."""

    facts: Facts
    streams: dict[UUID, Folded]
    kinds: dict[UUID, Kind]
    position: int
    digests: dict[Audience, tuple[Transfer, str]] = field(default_factory=dict)  # of the desks laid last


class Cases:
    """Transfers of one ledger under the published policies."""

    def __init__(
        self,
        ledger: Ledger,
        policies: Policies,
        streams: Streams | None = None,
        stored: Callable[[str], bool] | None = None,
    ) -> None:
        """`stored` tells whether a document's bytes are kept; without it nobody asks."""
        self._stored = stored
        self._ledger = ledger
        self._policies = policies
        self._streams = streams or Streams(ledger)
        self._around: Recent[_Around] = Recent(10_000)  # by transfer

    # Writing

    def carry_out(self, transfer: UUID, command: TransferCommand, sent: Sent) -> Receipt:
        """Decide a command and record what follows.

        Raises Refused, FactsChanged, SightUnknown, ChangedMeanwhile, CommandReused, and the ledger's OutcomeUnknown and
        TooBusy, after which the same command id may be sent again.
        """
        started = perf_counter()
        outcome = "unknown"
        receipt: Receipt | None = None
        try:
            receipt = self._carry_out(transfer, command, sent)
            outcome = "recorded"
        except Refused as refused:
            outcome = refused.code
            raise
        except Exception as error:
            outcome = type(error).__name__
            raise
        finally:
            _log.info(
                "command",
                command=type(command).__name__,
                command_id=str(sent.command),
                outcome=outcome,
                actor=str(sent.by),
                office=None if sent.office is None else str(sent.office),
                stream=str(transfer),
                version=None if receipt is None else receipt.version,
                position=None if receipt is None else receipt.position,
                correlation=sent.correlation,
                milliseconds=round(1000 * (perf_counter() - started), 2),
            )
        return receipt

    def _carry_out(self, transfer: UUID, command: TransferCommand, sent: Sent) -> Receipt:
        fresh = raced = False
        for _ in range(_ATTEMPTS):
            try:
                return self._attempt(transfer, command, sent, fresh=fresh, raced=raced)
            except _Lost as lost:
                raced = raced or lost.to_another_command
                fresh = True
            except AlreadyRecorded:
                if receipt := self._repeated(transfer, sent):
                    return receipt
            except (Refused, FactsChanged, SightUnknown):
                if receipt := self._repeated(transfer, sent):
                    return receipt
                if fresh:
                    raise
                fresh = True
        raise ChangedMeanwhile

    def _attempt(
        self, transfer_id: UUID, command: TransferCommand, sent: Sent, *, fresh: bool, raced: bool
    ) -> Receipt:
        loaded = _Loaded(lambda wanted: self._streams.load(wanted, fresh=fresh))
        loaded.fetch(self._foreseen(transfer_id, sent.office))
        while True:
            capacity = self._capacity(sent, loaded)
            transfer, around = self._case(transfer_id, loaded, command, sent.at)
            if not fresh or loaded.settle(self._now):
                break
        facts = around.facts
        seen = None if sent.sight is None else Seen(sent.sight.position, sent.sight.digest)
        act = Act(sent.by, sent.at, sent.command, facts.policy.version, sent.office, capacity, seen=seen)
        if sent.sight is not None and transfer is not None:
            position = max(around.position, loaded.streams[transfer_id].position)
            self._check_sight(transfer, around, position, sent.sight, raced=raced)
        events: dict[UUID, list[Any]] = {transfer_id: list(decide(transfer, command, act, facts))}
        events |= {stream: list(made) for stream, made in consequences(events[transfer_id], facts).items()}
        self._must_be_stored(events[transfer_id], facts)
        envelope = Envelope(act, sent.request, sent.correlation)
        drafts = [
            Draft(stream, loaded.streams[stream].version + number, *encode(event, envelope))
            for stream, made in events.items()
            for number, event in enumerate(made, start=1)
        ]
        try:
            first = self._ledger.append(Entry(sent.command, loaded.versions, drafts))
        except ledgers.ChangedMeanwhile:
            # On kept states: a race if they are kept no longer, else they were old before the command came.
            raise _Lost(to_another_command=fresh or self._streams.moved(loaded.versions)) from None
        self._remember(loaded, events, act, first)
        self._around.keep(transfer_id, around)
        return _receipt(transfer_id, first, drafts)

    def _must_be_stored(self, events: Iterable[object], facts: Facts) -> None:
        """Nothing is recorded of a document whose bytes nobody has: later nobody could say what was judged."""
        if self._stored is None:
            return
        bases = {required.kind: required.legal_basis for required in facts.route.documents}
        missing = [
            Violation(
                each.kind, facts.policy.version, f"not uploaded: {each.sha256}", bases.get(each.kind, "")
            )
            for each in (event.document for event in events if isinstance(event, DocumentSubmitted))
            if not self._stored(each.sha256)
        ]
        if missing:
            kinds = ", ".join(violation.rule for violation in missing)
            raise DocumentNotStored(kinds, violations=tuple(missing))

    def _remember(self, loaded: _Loaded, events: Mapping[UUID, list[Any]], act: Act, first: int) -> None:
        """Fold what was just recorded, so that the next command need not read it back."""
        states: dict[UUID, Folded] = {}
        position = first
        for stream, made in events.items():
            folded, kind = loaded.streams[stream], loaded.kinds[stream]
            state = folded.state
            for event in made:
                state = kind.evolve(state, event, act)
            states[stream] = Folded(state, folded.version + len(made), position + len(made) - 1)
            position += len(made)
        self._streams.remember(states)

    def _repeated(self, transfer: UUID, sent: Sent) -> Receipt | None:
        """The receipt of a command that was recorded before."""
        lines = self._ledger.of_command(sent.command)
        if not lines:
            return None
        envelope = envelope_of(lines[0])
        if envelope.request != sent.request or envelope.act.by != sent.by:
            raise CommandReused
        return _receipt(transfer, lines[0].position, lines)

    # Reading

    def show(self, transfer_id: UUID, audience: Callable[[Transfer, Facts], Audience | None]) -> Shown:
        """The case as its reader may see it, never older than this call; TransferUnknown also when they may not."""
        loaded = _Loaded(lambda wanted: self._streams.load(wanted, fresh=False))
        loaded.fetch(self._foreseen(transfer_id))
        while True:
            transfer, around = self._case(transfer_id, loaded)
            if loaded.settle(self._now):
                break
        if transfer is None:
            raise TransferUnknown
        seen_by = audience(transfer, around.facts)
        if seen_by is None:
            raise TransferUnknown
        own = loaded.streams[transfer_id]
        shown = desk(transfer, around.facts, seen_by)
        sight = Sight(max(around.position, own.position), seen_by, digest(shown))
        around.digests[seen_by] = transfer, sight.digest
        self._around.keep(transfer_id, around)
        return Shown(shown, sight, own.version, transfer, around.facts)

    def show_at(self, transfer_id: UUID, position: int, audience: Audience) -> Json:
        """The case as it was shown at a position: the decider's desk laid again."""
        shown, _ = self._shown_at(transfer_id, position, audience)
        return shown

    def _shown_at(self, transfer_id: UUID, position: int, audience: Audience) -> tuple[Json, int]:
        """Also the position of the last event it was made from, which is what an ETag given out then names."""
        loaded = _Loaded(lambda wanted: self._streams.load_at(wanted, position))
        loaded.fetch(self._foreseen(transfer_id))
        transfer, around = self._case(transfer_id, loaded)
        if transfer is None:
            raise TransferUnknown
        position = max(around.position, loaded.streams[transfer_id].position)
        return desk(transfer, around.facts, audience), position

    def history(self, transfer_id: UUID) -> list[Any]:
        """The events of a case in order, with their acts."""
        return [decode(line) for line in self._ledger.read([transfer_id])]

    # What both are made from

    def _foreseen(self, transfer_id: UUID, office: UUID | None = None) -> dict[UUID, Kind]:
        """What the case was made from last time, and the sender's office: to be read in one go."""
        around = self._around.get(transfer_id)
        wanted = (
            {transfer_id: Kind.TRANSFER} if around is None else {transfer_id: Kind.TRANSFER} | around.kinds
        )
        if office is not None:
            wanted[office] = Kind.OFFICE
        return wanted

    def _case(
        self,
        transfer_id: UUID,
        loaded: _Loaded,
        command: TransferCommand | None = None,
        at: datetime | None = None,
    ) -> tuple[Transfer | None, _Around]:
        (transfer,) = loaded.get({transfer_id: Kind.TRANSFER})
        around = self._around.get(transfer_id)
        if transfer is not None and around is not None and loaded.holds(around.streams):
            return transfer, around
        if transfer is not None:
            policy = self._policies.version(transfer.policy)
            person_id, origin_id, target_id = transfer.person, transfer.origin_post, transfer.target_post
            programme = None
            (person,) = loaded.get({person_id: Kind.PERSON})
        elif isinstance(command, RequestTransfer) and at is not None:
            policy = self._policies.in_force(at.date())
            person_id, target_id, programme = command.person, command.target_post, command.programme
            (person,) = loaded.get({person_id: Kind.PERSON})
            if person is None:
                raise PersonUnknown
            if person.post is None:
                raise PostUnknown
            origin_id = person.post
        else:
            raise TransferUnknown
        origin, target = self._places(origin_id, target_id, loaded)
        facts = Facts(
            transfer_id=transfer_id,
            person_id=person_id,
            person=person,
            origin=origin,
            target=target,
            type=choose_route(origin, target, programme).type if transfer is None else transfer.route,
            policy=policy,
            calendar=self._policies.calendar,
        )
        return transfer, _made_from(loaded, self._with_authority(facts, loaded))

    def _places(self, origin_id: UUID, target_id: UUID, loaded: _Loaded) -> tuple[Place, Place]:
        posts = loaded.get(dict.fromkeys((origin_id, target_id), Kind.POST))
        if None in posts:
            raise PostUnknown
        by_id = dict(zip(dict.fromkeys((origin_id, target_id)), posts, strict=True))
        unit_ids = dict.fromkeys((post.described.unit for post in posts), Kind.UNIT)
        units = dict(zip(unit_ids, loaded.get(unit_ids), strict=True))
        agency_ids = dict.fromkeys((unit.agency for unit in units.values()), Kind.AGENCY)
        agencies = dict(zip(agency_ids, loaded.get(agency_ids), strict=True))
        places = []
        for post_id in (origin_id, target_id):
            unit = units[by_id[post_id].described.unit]
            places.append(Place(post_id, by_id[post_id], unit, agencies[unit.agency]))
        return places[0], places[1]

    def _with_authority(self, facts: Facts, loaded: _Loaded) -> Facts:
        """The office that decrees, and BKN's regional office, in whose zone a technical consideration is due."""
        wanted = _around_the_places(facts)
        found = dict(zip(wanted, loaded.get(wanted), strict=True))
        authority, bkn = facts.decreeing_office, facts.target.agency.bkn_office
        return replace(
            facts,
            authority=None if authority is None else found[authority],
            bkn=None if bkn is None else found[bkn],
        )

    def _capacity(self, sent: Sent, loaded: _Loaded) -> Capacity | None:
        """In which capacity the sender holds the office that day, by its own history; refused when they do not."""
        if sent.office is None:
            return None
        (office,) = loaded.get({sent.office: Kind.OFFICE})
        if office is None:
            raise OfficeUnknown
        (agency,) = loaded.get({office.described.agency: Kind.AGENCY})
        zone = Zone.WIB if agency is None else agency.zone  # the ministries in Jakarta
        tenure: Tenure = office.held_by(sent.by, zone.day_of(sent.at))
        return tenure.capacity

    def _check_sight(
        self, transfer: Transfer, around: _Around, position: int, sight: Sight, *, raced: bool
    ) -> None:
        """What goes on record as seen was given out by this service, at that position, and is still so."""
        same = _digest_now(transfer, around, sight.audience) == sight.digest
        if same and position == sight.position:
            return
        facts = around.facts
        try:
            before, given_out_at = self._shown_at(facts.transfer_id, sight.position, sight.audience)
        except (Refused, LookupError):
            raise SightUnknown from None
        if given_out_at != sight.position or digest(before) != sight.digest:
            raise SightUnknown
        if not same:
            now = desk(transfer, facts, sight.audience)
            raise FactsChanged(differences(before, now), during=raced)

    def _now(self, wanted: Mapping[UUID, Kind]) -> dict[UUID, Folded]:
        return self._streams.load(wanted, fresh=True)


def _made_from(loaded: _Loaded, facts: Facts) -> _Around:
    kinds = {facts.person_id: Kind.PERSON}
    for place in (facts.origin, facts.target):
        kinds[place.post_id] = Kind.POST
        kinds[place.post.described.unit] = Kind.UNIT
        kinds[place.agency_id] = Kind.AGENCY
    kinds |= _around_the_places(facts)
    streams = {stream: loaded.streams[stream] for stream in kinds}
    return _Around(facts, streams, kinds, max(folded.position for folded in streams.values()))


def _around_the_places(facts: Facts) -> dict[UUID, Kind]:
    wanted: dict[UUID, Kind] = {}
    if facts.decreeing_office is not None:
        wanted[facts.decreeing_office] = Kind.OFFICE
    if facts.target.agency.bkn_office is not None:
        wanted[facts.target.agency.bkn_office] = Kind.AGENCY
    return wanted


def _digest_now(transfer: Transfer, around: _Around, audience: Audience) -> str:
    """That of the desk; whoever sends an act has just looked at it, so it is mostly known."""
    known = around.digests.get(audience)
    if known is None or known[0] is not transfer:
        known = transfer, digest(desk(transfer, around.facts, audience))
        around.digests[audience] = known
    return known[1]


def digest(shown: Json) -> str:
    """SHA-256 over the canonical JSON of what was shown, in hex."""
    return sha256(canonical(shown)).hexdigest()


def _receipt(transfer: UUID, first: int, recorded: Sequence[Draft | Line]) -> Receipt:
    """From what was recorded alone, so that it is the same whenever it is asked for."""
    own = [each for each in recorded if each.stream == transfer]
    return Receipt(
        transfer=transfer,
        version=own[-1].version,
        position=first + len(recorded) - 1,
        events=tuple(each.name for each in own),
    )
