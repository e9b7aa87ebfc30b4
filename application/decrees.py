"""The one door to decrees of their own: the decree and all cases of its annex are read, decided and recorded together.

Everything is read as of one moment, so what a signatory saw can be laid again: the decree, and of every annexed case the
digest of what it shows to officials. A decision is recorded in one append over all streams, or not at all.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from typing import Any
from uuid import UUID

from application.carrying_out import (
    ATTEMPTS,
    ChangedMeanwhile,
    FactsChanged,
    Receipt,
    Sent,
    SightUnknown,
    logged,
    once,
    receipt_of,
)
from application.dossiers import Dossier, Dossiers, Loaded, Sender, numbering
from application.law import Law
from application.ledger import Draft, Entry, Ledger
from application.policies import Policies
from application.recording import Envelope, encode
from application.sights import Sight, digest
from application.streams import Folded, Kind, Streams
from domain.act import Act, Capacity, Seen
from domain.calendar import Zone
from domain.decree.commands import AnnexTransfers, DecreeCommand, DraftDecree, RecordOutsideDecree
from domain.decree.decisions import decide
from domain.decree.desk import Json, desk, extract
from domain.decree.outcome import Outcome
from domain.decree.papers import Case, Papers
from domain.decree.state import Decree
from domain.policy import Initiative
from domain.refusals import DecreeUnknown, OfficeUnknown, PersonUnknown, PostUnknown, Refused, TransferUnknown
from domain.transfer.commands import RequestTransfer
from domain.transfer.desk import Audience, differences

ReadCase = Callable[[UUID], Dossier]
AsAudience = Callable[[Decree, Papers], Audience | None]


@dataclass(frozen=True, slots=True)
class ShownDecree:
    facts: Json
    sight: Sight
    version: int
    decree: Decree
    papers: Papers


@dataclass(frozen=True, slots=True)
class DecreeStood:
    """A decree as it stood at an earlier moment."""

    facts: Json
    position: int
    version: int


@dataclass(frozen=True, slots=True)
class _Read:
    """A decree with its papers, and every stream they were made from."""

    decree: Decree | None
    papers: Papers
    capacity: Capacity | None
    dossiers: Sequence[Dossier]
    streams: Mapping[UUID, Folded]
    kinds: Mapping[UUID, Kind]

    @property
    def position(self) -> int:
        return max(folded.position for folded in self.streams.values())

    @property
    def versions(self) -> dict[UUID, int]:
        return {stream: folded.version for stream, folded in self.streams.items()}

    def shown(self, audience: Audience, person: UUID) -> Json:
        if self.decree is None:
            raise DecreeUnknown
        if audience is Audience.SUBJECT:
            return extract(self.decree, self.papers, person)
        digests = {
            each.id: each.around.desks.digest(each.transfer, each.facts, Audience.OFFICIAL)
            for each in self.dossiers
            if each.transfer is not None
        }
        return desk(self.decree, self.papers, digests)


class Decrees:
    """Decrees of one ledger under the published policies."""

    def __init__(self, ledger: Ledger, policies: Policies | Law, streams: Streams) -> None:
        """`streams` are those the cases are read from too."""
        self._ledger = ledger
        self._policies = policies
        self._streams = streams
        self._dossiers = Dossiers(streams, policies)

    # Writing

    def carry_out(self, decree_id: UUID, command: DecreeCommand, sent: Sent) -> Receipt:
        """Decide a command and record what follows in all cases; raises what Cases.carry_out raises."""
        with logged(type(command).__name__, decree_id, sent, version=None, position=None) as line:
            receipt = once(
                self._ledger,
                decree_id,
                sent,
                lambda _, raced: self._attempt(decree_id, command, sent, raced=raced),
            )
            line |= {"version": receipt.version, "position": receipt.position}
        return receipt

    def _attempt(self, decree_id: UUID, command: DecreeCommand, sent: Sent, *, raced: bool) -> Receipt:
        read = self._now(decree_id, command, sent)
        seen = None if sent.sight is None else Seen(sent.sight.position, sent.sight.digest)
        policy = read.papers.policy.version
        act = Act(sent.by, sent.at, sent.command, policy, sent.office, read.capacity, seen=seen)
        if sent.sight is not None and read.decree is not None:
            self._check_sight(decree_id, read, sent.sight, sent.by, raced=raced)
        outcome = decide(read.decree, command, act, read.papers)
        drafts = list(_drafts(decree_id, outcome, act, read, sent))
        first = self._ledger.append(Entry(sent.command, read.versions, drafts))
        self._streams.forget({draft.stream for draft in drafts})
        return receipt_of(decree_id, first, drafts, act)

    def follow(
        self, decree_id: UUID, command: DecreeCommand, sent: Sent
    ) -> dict[UUID, tuple[Act, Sequence[Any]]]:
        """What follows from a command in every stream, and under which act, as the streams stand; nothing is recorded."""
        read = self._now(decree_id, command, sent)
        act = Act(sent.by, sent.at, sent.command, read.papers.policy.version, sent.office, read.capacity)
        outcome = decide(read.decree, command, act, read.papers)
        return {stream: (acting, made) for stream, acting, made in _by_stream(decree_id, outcome, act, read)}

    # Reading

    def show(self, decree_id: UUID, person: UUID, at: datetime, audience: AsAudience) -> ShownDecree:
        """The decree as its reader may see it; DecreeUnknown also when they may not."""
        read = self._now(decree_id, None, Sent(person, at, decree_id, ""))
        if read.decree is None:
            raise DecreeUnknown
        seen_by = audience(read.decree, read.papers)
        if seen_by is None:
            raise DecreeUnknown
        shown = read.shown(seen_by, person)
        sight = Sight(read.position, seen_by, digest(shown))
        return ShownDecree(shown, sight, read.streams[decree_id].version, read.decree, read.papers)

    def show_as_of(
        self,
        decree_id: UUID,
        person: UUID,
        at: datetime,
        audience: AsAudience,
        position: int,
        day: date = date.max,
    ) -> DecreeStood:
        """The decree as it stood, for who may see it now and could then: nobody reads a draft of their own decree through its
        past. DecreeUnknown also before it was there.
        """
        seen_by = self.show(decree_id, person, at, audience).sight.audience
        then = self._as_of(decree_id, position, day)
        if then.decree is None or audience(then.decree, then.papers) is None:
            raise DecreeUnknown
        return DecreeStood(then.shown(seen_by, person), then.position, then.streams[decree_id].version)

    def show_at(self, decree_id: UUID, position: int, audience: Audience, person: UUID) -> Json:
        """The decree as it was shown at a position: the signatory's desk laid again."""
        return self._as_of(decree_id, position).shown(audience, person)

    def _check_sight(self, decree_id: UUID, read: _Read, sight: Sight, person: UUID, *, raced: bool) -> None:
        """What goes on record as seen was given out by this service, at that position, and is still so."""
        now = read.shown(sight.audience, person)
        same = digest(now) == sight.digest
        if same and read.position == sight.position:
            return
        try:
            then = self._as_of(decree_id, sight.position)
            before = then.shown(sight.audience, person)
        except (Refused, LookupError):
            raise SightUnknown from None
        if then.position != sight.position or digest(before) != sight.digest:
            raise SightUnknown
        if not same:
            raise FactsChanged(differences(before, now), during=raced)

    def _now(self, decree_id: UUID, command: DecreeCommand | None, sent: Sent) -> _Read:
        """Everything as it stands at one moment after this call."""
        sender = Sender(sent.by, sent.at)
        wanted = _persons(command)

        def dossier(transfer_id: UUID) -> Dossier:
            if (request := wanted.get(transfer_id)) is not None:
                return self._dossiers.to_decide(transfer_id, request, sender, fresh=True)
            return self._dossiers.to_show(transfer_id)

        load = partial(self._streams.load, fresh=True)
        for _ in range(ATTEMPTS):
            loaded = Loaded(load)
            read = self._read(decree_id, command, loaded, dossier, sent)
            now = load(read.kinds)
            if all(now[stream].version == folded.version for stream, folded in read.streams.items()):
                for each in read.dossiers:
                    self._dossiers.keep(each)
                return read
        raise ChangedMeanwhile

    def _as_of(self, decree_id: UUID, position: int, day: date = date.max) -> _Read:
        loaded = Loaded(lambda wanted: self._streams.load_at(wanted, position, day))
        return self._read(
            decree_id,
            None,
            loaded,
            lambda transfer_id: self._dossiers.as_of(transfer_id, position, day),
            None,
        )

    def _read(
        self,
        decree_id: UUID,
        command: DecreeCommand | None,
        loaded: Loaded,
        dossier: ReadCase,
        sent: Sent | None,
    ) -> _Read:
        decree = loaded.one(decree_id, Kind.DECREE)
        beginning = command if isinstance(command, DraftDecree | RecordOutsideDecree) else None
        if decree is None and beginning is None:
            raise DecreeUnknown
        office_id: UUID = beginning.office if decree is None and beginning is not None else decree.office
        office = loaded.one(office_id, Kind.OFFICE)
        if office is None:
            raise OfficeUnknown
        agency = loaded.one(office.described.agency, Kind.AGENCY)
        zone = Zone.WIB if agency is None else agency.zone  # the ministries in Jakarta
        capacity = (
            None
            if sent is None or sent.office is None
            else self._dossiers.capacity(Sender(sent.by, sent.at, sent.office), loaded)
        )
        if decree is not None:
            policy = self._policies.version(decree.policy)
        elif sent is not None:
            policy = self._policies.in_force(zone.day_of(sent.at))
        else:
            raise DecreeUnknown
        number = None
        if beginning is not None and sent is not None:
            day = beginning.signed_on if isinstance(beginning, RecordOutsideDecree) else zone.day_of(sent.at)
            number = numbering(office.described.agency, day.year, beginning.number, loaded)
        dossiers = _dossiers((*(decree.annex if decree is not None else ()), *_named(command)), dossier)
        cases = {each.id: Case(each.transfer, each.facts) for each in dossiers}
        papers = Papers(decree_id, office_id, office, zone, policy, cases, number)
        streams, kinds = dict(loaded.streams), dict(loaded.kinds)
        for each in dossiers:
            streams |= each.streams
            kinds |= each.kinds
        return _Read(decree, papers, capacity, dossiers, streams, kinds)


def _dossiers(transfers: Iterable[UUID], dossier: ReadCase) -> list[Dossier]:
    """Of those that there are; a decision tells of those it misses."""
    found = []
    for transfer_id in dict.fromkeys(transfers):
        try:
            found.append(dossier(transfer_id))
        except (TransferUnknown, PersonUnknown, PostUnknown):
            continue
    return found


def _named(command: DecreeCommand | None) -> tuple[UUID, ...]:
    """The cases a command names beside those of the annex."""
    match command:
        case AnnexTransfers(transfers):
            return tuple(each.transfer for each in transfers)
        case RecordOutsideDecree(people=people):
            return tuple(each.transfer for each in people)
        case _:
            return ()


def _persons(command: DecreeCommand | None) -> dict[UUID, RequestTransfer]:
    """The cases that are about to begin, as if they were asked for: who goes where."""
    if not isinstance(command, RecordOutsideDecree):
        return {}
    need = Initiative.ORGANISATIONAL_NEED
    return {
        each.transfer: RequestTransfer(each.person, each.post, need, command.grounds)
        for each in command.people
    }


def _drafts(decree_id: UUID, outcome: Outcome, act: Act, read: _Read, sent: Sent) -> Iterable[Draft]:
    for stream, acting, made in _by_stream(decree_id, outcome, act, read):
        envelope = Envelope(acting, sent.request, sent.correlation)
        version = read.streams[stream].version
        for number, event in enumerate(made, start=1):
            yield Draft(stream, version + number, *encode(event, envelope))


def _by_stream(
    decree_id: UUID, outcome: Outcome, act: Act, read: _Read
) -> Iterable[tuple[UUID, Act, Sequence[Any]]]:
    """A case stays under the policy it was opened under; so do the events of this decision in it."""
    events: dict[UUID, Sequence[Any]] = {decree_id: outcome.decree, **outcome.cases, **outcome.registry}
    for stream, made in events.items():
        case = read.papers.cases.get(stream)
        yield stream, act if case is None else replace(act, policy=case.facts.policy.version), made
