"""A case and all that is decided about it from: read from many streams, as of one moment.

Which streams those are is read from other streams, one after another: the case names posts, a post its unit, a unit its
agency. What a case was made from last is remembered, so that it is read in one go the next time.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from application.policies import Policies
from application.sights import Desks
from application.streams import Folded, Kind, Recent, Streams
from domain.act import Capacity
from domain.calendar import Zone
from domain.refusals import OfficeUnknown, PersonUnknown, PostUnknown, TransferUnknown
from domain.registry.office import Tenure
from domain.transfer.commands import RequestTransfer, TransferCommand
from domain.transfer.facts import Facts, Place, choose_route
from domain.transfer.state import Transfer

Load = Callable[[Mapping[UUID, Kind]], dict[UUID, Folded]]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a case's desk is laid from beside the case's own stream: the facts, and the streams they were made from."""

    facts: Facts
    streams: dict[UUID, Folded]
    kinds: dict[UUID, Kind]
    position: int
    desks: Desks


@dataclass(frozen=True, slots=True)
class Dossier:
    """`transfer` is None while it is asked for; `capacity` that of the sender, None in their own person.

    `streams` and `kinds` are all that was read, of the sender's office too.
    """

    id: UUID
    transfer: Transfer | None
    around: Surroundings
    capacity: Capacity | None
    streams: dict[UUID, Folded]
    kinds: dict[UUID, Kind]

    @property
    def facts(self) -> Facts:
        return self.around.facts

    @property
    def own(self) -> Folded:
        """The case's own stream."""
        return self.streams[self.id]

    @property
    def position(self) -> int:
        """Of the last event the desk is laid from."""
        return max(self.around.position, self.own.position)

    @property
    def versions(self) -> dict[UUID, int]:
        return {stream: folded.version for stream, folded in self.streams.items()}


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends a command, for which office, and when."""

    by: UUID
    at: datetime
    office: UUID | None = None


class Dossiers:
    """Makes dossiers for one process, from the streams it keeps and the published policies."""

    def __init__(self, streams: Streams, policies: Policies) -> None:
        self._streams = streams
        self._policies = policies
        self._around: Recent[Surroundings] = Recent(10_000)  # by transfer

    def to_decide(
        self, transfer_id: UUID, command: TransferCommand, sender: Sender, *, fresh: bool
    ) -> Dossier:
        """From kept states, or (`fresh`) as all stand at one moment after this call.

        The sender's office is looked at first: that they do not hold it says nothing about the case.
        """
        around = self._around.get(transfer_id)
        if not fresh and around is not None and self._streams.kept(around.streams):
            loaded = _Loaded(self._kept, around)
        else:
            loaded = _Loaded(self._now if fresh else self._kept)
            loaded.fetch(self._foreseen(transfer_id, sender.office))
        while True:
            capacity = _capacity(sender, loaded)
            transfer, around = self._case(transfer_id, loaded, command, sender.at)
            if not fresh or loaded.settle(self._now):
                return Dossier(transfer_id, transfer, around, capacity, loaded.streams, loaded.kinds)

    def to_show(self, transfer_id: UUID) -> Dossier:
        """As it stands at one moment after this call."""
        loaded = _Loaded(self._kept)
        loaded.fetch(self._foreseen(transfer_id))
        while True:
            transfer, around = self._case(transfer_id, loaded)
            if loaded.settle(self._now):
                return Dossier(transfer_id, transfer, around, None, loaded.streams, loaded.kinds)

    def as_of(self, transfer_id: UUID, position: int) -> Dossier:
        """As it stood at a position of the ledger."""
        loaded = _Loaded(lambda wanted: self._streams.load_at(wanted, position))
        loaded.fetch(self._foreseen(transfer_id))
        transfer, around = self._case(transfer_id, loaded)
        return Dossier(transfer_id, transfer, around, None, loaded.streams, loaded.kinds)

    def keep(self, dossier: Dossier) -> None:
        """Remember what it was made from."""
        self._around.keep(dossier.id, dossier.around)

    def _kept(self, wanted: Mapping[UUID, Kind]) -> dict[UUID, Folded]:
        return self._streams.load(wanted, fresh=False)

    def _now(self, wanted: Mapping[UUID, Kind]) -> dict[UUID, Folded]:
        return self._streams.load(wanted, fresh=True)

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
        loaded: "_Loaded",
        command: TransferCommand | None = None,
        at: datetime | None = None,
    ) -> tuple[Transfer | None, Surroundings]:
        (transfer,) = loaded.get({transfer_id: Kind.TRANSFER})
        around = self._around.get(transfer_id)
        if transfer is not None and around is not None and loaded.holds(around):
            return transfer, around
        if transfer is not None:
            policy = self._policies.version(transfer.policy)
            person_id, origin_id, target_id = transfer.person, transfer.origin_post, transfer.target_post
            adjusts, programme = transfer.adjusts, None
            (person,) = loaded.get({person_id: Kind.PERSON})
        elif isinstance(command, RequestTransfer) and at is not None:
            policy = self._policies.in_force(at.date())
            person_id, target_id = command.person, command.target_post
            adjusts, programme = command.adjusts, command.programme
            (person,) = loaded.get({person_id: Kind.PERSON})
            if person is None:
                raise PersonUnknown
            if person.post is None:
                raise PostUnknown
            origin_id = person.post
        else:
            raise TransferUnknown
        origin, target = _places(origin_id, target_id, loaded)
        facts = Facts(
            transfer_id=transfer_id,
            person_id=person_id,
            person=person,
            origin=origin,
            target=target,
            type=choose_route(origin, target, programme).type if transfer is None else transfer.route,
            policy=policy,
            calendar=self._policies.calendar,
            mends=None if adjusts is None else loaded.get({adjusts: Kind.TRANSFER})[0],
        )
        desks = Desks() if around is None else around.desks
        return transfer, _made_from(loaded, _with_authority(facts, loaded), desks, adjusts)


class _Loaded:
    """The streams one dossier is made from, as they were read."""

    def __init__(self, read: Load, around: Surroundings | None = None) -> None:
        """`around` are those of the case when they are known to be kept as they were."""
        self._read = read
        self._at_once = True
        self._around = around
        self.streams: dict[UUID, Folded] = {} if around is None else dict(around.streams)
        self.kinds: dict[UUID, Kind] = {} if around is None else dict(around.kinds)

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

    def holds(self, around: Surroundings) -> bool:
        """Whether these were read, in these very states."""
        read = self.streams.get
        return around is self._around or all(
            read(stream) is folded for stream, folded in around.streams.items()
        )

    def settle(self, read: Load) -> bool:
        """Read all of them again as of one moment; whether what was made of them before still holds.

        Without this a desk could be laid from states that never stood together, and no position would give it again.
        """
        if self._at_once:
            return True
        before, self.streams = self.streams, read(self.kinds)
        self._at_once, self._around = True, None
        return all(self.streams[stream].version == folded.version for stream, folded in before.items())


def _places(origin_id: UUID, target_id: UUID, loaded: _Loaded) -> tuple[Place, Place]:
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


def _with_authority(facts: Facts, loaded: _Loaded) -> Facts:
    """The office that decrees, and BKN's regional office, in whose zone a technical consideration is due."""
    wanted = _around_the_places(facts)
    found = dict(zip(wanted, loaded.get(wanted), strict=True))
    authority, bkn = facts.decreeing_office, facts.target.agency.bkn_office
    return replace(
        facts,
        authority=None if authority is None else found[authority],
        bkn=None if bkn is None else found[bkn],
    )


def _around_the_places(facts: Facts) -> dict[UUID, Kind]:
    wanted: dict[UUID, Kind] = {}
    if facts.decreeing_office is not None:
        wanted[facts.decreeing_office] = Kind.OFFICE
    if facts.target.agency.bkn_office is not None:
        wanted[facts.target.agency.bkn_office] = Kind.AGENCY
    return wanted


def _made_from(loaded: _Loaded, facts: Facts, desks: Desks, adjusts: UUID | None) -> Surroundings:
    kinds = {facts.person_id: Kind.PERSON}
    for place in (facts.origin, facts.target):
        kinds[place.post_id] = Kind.POST
        kinds[place.post.described.unit] = Kind.UNIT
        kinds[place.agency_id] = Kind.AGENCY
    kinds |= _around_the_places(facts)
    if adjusts is not None:
        kinds[adjusts] = Kind.TRANSFER
    streams = {stream: loaded.streams[stream] for stream in kinds}
    return Surroundings(facts, streams, kinds, max(folded.position for folded in streams.values()), desks)


def _capacity(sender: Sender, loaded: _Loaded) -> Capacity | None:
    """In which capacity the sender holds the office that day, by its own history; refused when they do not."""
    if sender.office is None:
        return None
    (office,) = loaded.get({sender.office: Kind.OFFICE})
    if office is None:
        raise OfficeUnknown
    (agency,) = loaded.get({office.described.agency: Kind.AGENCY})
    zone = Zone.WIB if agency is None else agency.zone  # the ministries in Jakarta
    tenure: Tenure = office.held_by(sender.by, zone.day_of(sender.at))
    return tenure.capacity
