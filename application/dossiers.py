"""A case and all that is decided about it from: read from many streams, as of one moment.

Which streams those are is read from other streams, one after another: the case names posts, a post its unit, a unit its
agency. What a case was made from last is remembered, so that it is read in one go the next time.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from application.law import Law
from application.policies import NoPolicyInForce, Policies
from application.sights import Desks
from application.streams import Folded, Kind, Recent, Streams
from domain.act import Capacity
from domain.calendar import Zone
from domain.identity import GAZETTE
from domain.plan import Plan
from domain.policy import Weighed
from domain.refusals import NotDelegated, OfficeUnknown, PersonUnknown, PostUnknown, TransferUnknown
from domain.registry.decree_number import Numbering
from domain.registry.delegation import Delegation
from domain.registry.office import Office
from domain.registry.post import Post
from domain.transfer.commands import (
    AskFeedback,
    AssessFit,
    IssueDecree,
    NameSubstitute,
    RecordEvaluation,
    RequestTransfer,
    TransferCommand,
)
from domain.transfer.facts import Facts, Place, asking_regions, choose_route
from domain.transfer.raters import offices_above, short_of_peers, unit_beside
from domain.transfer.state import Transfer

Load = Callable[[Mapping[UUID, Kind]], dict[UUID, Folded]]
PostsOf = Callable[[Iterable[UUID]], list[UUID]]
_SOME = 100  # posts of a unit that are read in one go


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

    `facts` are those of the case, and what this command brings beside them. `streams` and `kinds` are all that was read, of
    the sender's office too.
    """

    id: UUID
    transfer: Transfer | None
    around: Surroundings
    facts: Facts
    capacity: Capacity | None
    streams: dict[UUID, Folded]
    kinds: dict[UUID, Kind]

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
    on_behalf_of: UUID | None = None

    @property
    def offices(self) -> dict[UUID, Kind]:
        return {office: Kind.OFFICE for office in (self.office, self.on_behalf_of) if office is not None}


class Dossiers:
    """Makes dossiers for one process, from the streams it keeps and the published policies."""

    def __init__(self, streams: Streams, policies: Policies | Law, posts_of: PostsOf | None = None) -> None:
        """Under the published law, the gazette is one of the streams a case is decided from. `posts_of` tells which posts
        units have; without it units are not weighed.
        """
        self._posts_of = posts_of
        self._streams = streams
        self._policies = policies
        self._gazette = {GAZETTE: Kind.GAZETTE} if isinstance(policies, Law) else {}
        self._around: Recent[Surroundings] = Recent(10_000)  # by transfer

    def to_decide(
        self, transfer_id: UUID, command: TransferCommand, sender: Sender, *, fresh: bool
    ) -> Dossier:
        """From kept states, or (`fresh`) as all stand at one moment after this call.

        The sender's office is looked at first: that they do not hold it says nothing about the case.
        """
        around = self._around.get(transfer_id)
        if not fresh and around is not None and self._streams.kept(around.streams):
            loaded = Loaded(self._kept, around)
        else:
            loaded = Loaded(self._now if fresh else self._kept)
            loaded.fetch(self._foreseen(transfer_id) | sender.offices)
        while True:
            capacity = self.capacity(sender, loaded)
            delegations = _delegations(sender, loaded)
            transfer, around = self._case(transfer_id, loaded, command, sender.at)
            facts = _brought(command, around.facts, delegations, sender.at, loaded)
            if isinstance(command, AssessFit | RecordEvaluation):
                facts = self._with_unit_posts(facts, loaded)
            if isinstance(command, AskFeedback):
                facts = self._with_named(command, _with_superiors(facts, loaded), loaded)
            if not fresh or loaded.settle(self._now):
                return Dossier(transfer_id, transfer, around, facts, capacity, loaded.streams, loaded.kinds)

    def to_show(self, transfer_id: UUID) -> Dossier:
        """As it stands at one moment after this call."""
        loaded = Loaded(self._kept)
        loaded.fetch(self._foreseen(transfer_id))
        while True:
            transfer, around = self._case(transfer_id, loaded)
            if loaded.settle(self._now):
                return Dossier(
                    transfer_id, transfer, around, around.facts, None, loaded.streams, loaded.kinds
                )

    def to_hear(self, transfer_id: UUID, *, peers: bool) -> Facts:
        """As it stands after this call, with all who may be named as superior; as peers too, from all posts of the unit."""
        loaded = Loaded(self._now)
        _, around = self._case(transfer_id, loaded)
        facts = _with_superiors(around.facts, loaded)
        return self._with_unit(facts, loaded) if peers else facts

    def to_weigh(self, transfer_id: UUID, position: int | None = None, day: date = date.max) -> Facts:
        """As it stands after this call, or stood then, with all posts of the two units."""
        loaded = Loaded(self._now if position is None else self._then(position, day))
        _, around = self._case(transfer_id, loaded)
        return self._with_unit_posts(around.facts, loaded)

    def _with_unit_posts(self, facts: Facts, loaded: "Loaded") -> Facts:
        """Where units are weighed: their posts are among what the decision rests on, and no part of what was shown."""
        if self._posts_of is None or facts.policy.needs.weighs is not Weighed.UNITS:
            return facts
        units = {place.post.described.unit for place in (facts.origin, facts.target)}
        return replace(facts, unit_posts=_posts_in(units, self._posts_of(units), loaded))

    def _with_named(self, command: AskFeedback, facts: Facts, loaded: "Loaded") -> Facts:
        """Which of the peers named sit in the person's unit; where few are named, also whether it has others."""
        unit = unit_beside(facts)
        if self._posts_of is None or unit is None:
            return facts
        people = loaded.get(dict.fromkeys(command.peers, Kind.PERSON))
        posts = dict.fromkeys(person.post for person in people if person and person.post)
        beside = _sitting(unit, posts, loaded).intersection(command.peers)
        return self._with_unit(replace(facts, colleagues=beside), loaded, command)

    def _with_unit(self, facts: Facts, loaded: "Loaded", command: AskFeedback | None = None) -> Facts:
        """Who sits in the person's unit: everybody, or as many as it takes to judge whether enough are named."""
        unit = unit_beside(facts)
        if self._posts_of is None or unit is None:
            return facts
        if command is not None and not short_of_peers(command, facts):
            return facts
        posts, found = self._posts_of({unit}), facts.colleagues or frozenset()
        for start in range(0, len(posts), _SOME):
            found |= _sitting(unit, posts[start : start + _SOME], loaded)
            facts = replace(facts, colleagues=found)
            if command is not None and not short_of_peers(command, facts):
                break
        return facts

    def as_of(self, transfer_id: UUID, position: int, day: date = date.max) -> Dossier:
        """As it stood at a position of the ledger, in what counted in the world by the end of a day."""
        loaded = Loaded(self._then(position, day))
        loaded.fetch(self._foreseen(transfer_id))
        transfer, around = self._case(transfer_id, loaded)
        return Dossier(transfer_id, transfer, around, around.facts, None, loaded.streams, loaded.kinds)

    def asked_as_of(
        self, transfer_id: UUID, request: RequestTransfer, at: datetime, position: int, day: date
    ) -> Facts:
        """What a request would have been decided on, had it been made then."""
        _, around = self._case(transfer_id, Loaded(self._then(position, day)), request, at)
        return around.facts

    def keep(self, dossier: Dossier) -> None:
        """Remember what it was made from."""
        self._around.keep(dossier.id, dossier.around)

    def with_successor(self, facts: Facts, at: datetime, to: str | None = None) -> Facts:
        """With that national version, or the one in force that day, and what the receiving region adds to it then.

        From the law these facts were made under, or a later one.
        """
        day, regions = facts.target.agency.zone.day_of(at), asking_regions(facts.origin, facts.target)
        law = self._policies.known
        try:
            policy = law.in_force(day, regions) if to is None else law.successor(to, day, regions)
        except NoPolicyInForce:
            return facts
        return replace(facts, successor=policy)

    def _law(self, loaded: "Loaded") -> Policies:
        """As the gazette had it that the decision is made from."""
        if not isinstance(self._policies, Law):
            return self._policies
        return self._policies.as_of(loaded.one(GAZETTE, Kind.GAZETTE))

    def _kept(self, wanted: Mapping[UUID, Kind]) -> dict[UUID, Folded]:
        return self._streams.load(wanted, fresh=False)

    def _now(self, wanted: Mapping[UUID, Kind]) -> dict[UUID, Folded]:
        return self._streams.load(wanted, fresh=True)

    def _then(self, position: int, day: date) -> Load:
        return lambda wanted: self._streams.load_at(wanted, position, day)

    def _foreseen(self, transfer_id: UUID) -> dict[UUID, Kind]:
        """What the case was made from last time: to be read in one go."""
        around = self._around.get(transfer_id)
        return {transfer_id: Kind.TRANSFER} | (self._gazette if around is None else around.kinds)

    def _case(
        self,
        transfer_id: UUID,
        loaded: "Loaded",
        command: TransferCommand | None = None,
        at: datetime | None = None,
    ) -> tuple[Transfer | None, Surroundings]:
        transfer = loaded.one(transfer_id, Kind.TRANSFER)
        around = self._around.get(transfer_id)
        if (
            transfer is not None
            and around is not None
            and around.facts.policy.version == transfer.policy
            and loaded.holds(around)
        ):
            return transfer, around
        law = self._law(loaded)
        if transfer is not None:
            person_id, origin_id, target_id = transfer.person, transfer.origin_post, transfer.target_post
            adjusts, follows, programme = transfer.adjusts, None, None
            person = loaded.one(person_id, Kind.PERSON)
        elif isinstance(command, RequestTransfer) and at is not None:
            person_id, target_id = command.person, command.target_post
            adjusts, follows, programme = command.adjusts, command.follows, command.programme
            person = loaded.one(person_id, Kind.PERSON)
            if person is None:
                raise PersonUnknown
            if person.post is None:
                raise PostUnknown
            origin_id = person.post
        else:
            raise TransferUnknown
        origin, target = _places(origin_id, target_id, loaded)
        if transfer is None and at is not None:
            policy = law.in_force(target.agency.zone.day_of(at), asking_regions(origin, target))
        elif transfer is not None:
            policy = self._policies.version(transfer.policy)
        facts = Facts(
            transfer_id=transfer_id,
            person_id=person_id,
            person=person,
            origin=origin,
            target=target,
            type=choose_route(origin, target, programme).type if transfer is None else transfer.route,
            policy=policy,
            calendar=law.calendar,
            local_calendars=law.local_calendars,
            rests_on=law.rests_on,
            terms=law.terms,
            mends=None if adjusts is None else loaded.one(adjusts, Kind.TRANSFER),
            follows=None if follows is None else loaded.one(follows, Kind.TRANSFER),
        )
        desks = Desks() if around is None else around.desks
        earlier = [each for each in (adjusts, follows) if each is not None]
        return transfer, _made_from(loaded, _with_offices(facts, loaded), self._gazette, desks, earlier)

    def capacity(self, sender: Sender, loaded: "Loaded") -> Capacity | None:
        """In which capacity the sender holds the office that day, by its own history; refused when they do not."""
        if sender.office is None:
            return None
        office, day = _office(sender.office, sender.at, loaded)
        return office.held_by(sender.by, day, self._law(loaded).in_force(day).acting_term).capacity


class Loaded:
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

    def one(self, stream: UUID, kind: Kind) -> Any:  # noqa: ANN401 as `get`
        """The state of this stream alone."""
        if stream not in self.streams:
            self.fetch({stream: kind})
        return self.streams[stream].state if self.kinds[stream] is kind else None

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


def _brought(
    command: TransferCommand,
    facts: Facts,
    delegations: tuple[Delegation, ...],
    at: datetime,
    loaded: Loaded,
) -> Facts:
    """The facts, and what is looked at for this command alone."""
    match command:
        case IssueDecree(number=number) if (authority := facts.authority) is not None:
            year = facts.target.agency.zone.day_of(at).year
            facts = replace(facts, numbering=numbering(authority.described.agency, year, number, loaded))
        case NameSubstitute(office=office_id):
            office = loaded.one(office_id, Kind.OFFICE)
            named = {} if office is None else {office_id: office}
            facts = replace(facts, offices={**facts.offices, **named})
        case RequestTransfer(plan=plan_id) if plan_id is not None:
            plan: Plan | None
            plan = loaded.one(plan_id, Kind.PLAN)
            facts = replace(facts, plan=plan)
    return replace(facts, delegations=delegations) if delegations else facts


def _posts_in(units: set[UUID], ever: Iterable[UUID], loaded: Loaded) -> dict[UUID, Post]:
    """Of the posts that ever were in these units, those that are."""
    wanted = dict.fromkeys(ever, Kind.POST)
    found = dict(zip(wanted, loaded.get(wanted), strict=True))
    return {post: state for post, state in found.items() if state and state.described.unit in units}


def _sitting(unit: UUID, ever: Iterable[UUID], loaded: Loaded) -> frozenset[UUID]:
    """Who sits in those of these posts that are in the unit."""
    return frozenset().union(*(post.occupants for post in _posts_in({unit}, ever, loaded).values()))


def _with_superiors(facts: Facts, loaded: Loaded) -> Facts:
    """Who holds the offices above the person."""
    above = dict.fromkeys(offices_above(facts), Kind.OFFICE)
    held = {office: state for office, state in zip(above, loaded.get(above), strict=True) if state}
    return replace(facts, offices={**facts.offices, **held})


def _delegations(sender: Sender, loaded: Loaded) -> tuple[Delegation, ...]:
    """What the office acted for has the sender's do that day, by its own history; refused when nothing."""
    if sender.on_behalf_of is None:
        return ()
    office, day = _office(sender.on_behalf_of, sender.at, loaded)
    found = () if sender.office is None else office.delegated_to(sender.office, day)
    if not found:
        raise NotDelegated
    return found


def _office(office_id: UUID, at: datetime, loaded: Loaded) -> tuple[Office, date]:
    """An office, and the day it is there."""
    office = loaded.one(office_id, Kind.OFFICE)
    if office is None:
        raise OfficeUnknown
    agency = loaded.one(office.described.agency, Kind.AGENCY)
    zone = Zone.WIB if agency is None else agency.zone  # the ministries in Jakarta
    return office, zone.day_of(at)


def numbering(agency: UUID, year: int, number: str, loaded: Loaded) -> Numbering:
    """What the register of the agency says of the number a decree is to get."""
    free = Numbering(agency, year, number)
    taken = loaded.one(free.id, Kind.DECREE_NUMBER)
    return free if taken is None else replace(free, holder=taken.holder)


def _places(origin_id: UUID, target_id: UUID, loaded: Loaded) -> tuple[Place, Place]:
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


def _with_offices(facts: Facts, loaded: Loaded) -> Facts:
    """The offices a decision looks at, and BKN's regional office, in whose zone a technical consideration is due."""
    wanted = _around_the_places(facts)
    found = dict(zip(wanted, loaded.get(wanted), strict=True))
    bkn = facts.target.agency.bkn_office
    return replace(
        facts,
        offices={office: found[office] for office in facts.offices_looked_at if found[office] is not None},
        bkn=None if bkn is None else found[bkn],
    )


def _around_the_places(facts: Facts) -> dict[UUID, Kind]:
    wanted = dict.fromkeys(facts.offices_looked_at, Kind.OFFICE)
    if facts.target.agency.bkn_office is not None:
        wanted[facts.target.agency.bkn_office] = Kind.AGENCY
    return wanted


def _made_from(
    loaded: Loaded, facts: Facts, law: Mapping[UUID, Kind], desks: Desks, earlier: Iterable[UUID]
) -> Surroundings:
    kinds = {facts.person_id: Kind.PERSON, **law}
    for place in (facts.origin, facts.target):
        kinds[place.post_id] = Kind.POST
        kinds[place.post.described.unit] = Kind.UNIT
        kinds[place.agency_id] = Kind.AGENCY
    kinds |= _around_the_places(facts)
    kinds |= dict.fromkeys(earlier, Kind.TRANSFER)
    streams = {stream: loaded.streams[stream] for stream in kinds}
    return Surroundings(facts, streams, kinds, max(folded.position for folded in streams.values()), desks)
