"""The door for registry facts: load, decide, append, some hundreds of commands at a time.

The commands of one call are decided in order, each on what those before it changed; what all of them change is recorded
in one append or not at all. What is on record already yields no event, so everything here may be repeated.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from hashlib import sha256
from itertools import groupby
from time import sleep
from typing import Any, Protocol, TypeVar
from uuid import UUID, uuid5

from application.ledger import (
    AlreadyRecorded,
    ChangedMeanwhile,
    Draft,
    Entry,
    Ledger,
    Line,
    OutcomeUnknown,
    TooBusy,
)
from application.recording import Envelope, decode, encode
from application.streams import NOTHING, Folded, Kind, fold_lines
from domain.act import Act
from domain.history import Recorded
from domain.identity import movements_id, nip_id, school_id
from domain.refusals import NotNow, PersonUnknown, PostUnknown, Refused, SeatNotFree
from domain.registry.agency import Agency, AgencyEvent, register_agency
from domain.registry.movements import MovementRecord, Movements, MovementsEvent, count_movements
from domain.registry.nip_holding import NipEvent, NipHolding, assign_nip, give_up_nip
from domain.registry.office import (
    Office,
    OfficeDescription,
    OfficeEvent,
    assign_office,
    establish_office,
    relinquish_office,
)
from domain.registry.person import (
    Affiliation,
    AffiliationDeclared,
    KinshipDeclared,
    Person,
    PersonEvent,
    PostAssumed,
    Profile,
    record,
    register_person,
)
from domain.registry.post import (
    Post,
    PostDescription,
    PostEvent,
    Taught,
    allot_formation,
    count_lessons,
    establish_post,
    take_seat,
    vacate_seat,
)
from domain.registry.school import OlderSchoolCount, School, SchoolCount, SchoolEvent, count_school
from domain.registry.tenure import ActingTerm, Tenure, within_term
from domain.registry.unit import Unit, UnitEvent, register_unit

_ATTEMPTS = 5
_PAUSE = 0.2  # seconds before an append without an answer is sent again
_PAGE = 2_000

E = TypeVar("E")

RegistryEvent = (
    AgencyEvent | UnitEvent | SchoolEvent | MovementsEvent | PostEvent | PersonEvent | NipEvent | OfficeEvent
)
Change = tuple[UUID, RegistryEvent]


class PostOlderThanRecorded(NotNow):
    """A later post is on record for this person; the older one was left aside."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What a command changes, and what of it had to be left aside."""

    changes: Sequence[Change] = ()
    warnings: Sequence[Refused] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one command: how many events, with which warnings, or why it was refused."""

    events: int = 0
    warnings: Sequence[Refused] = ()
    refused: Refused | None = None


Load = Callable[[Mapping[UUID, Kind]], Mapping[UUID, Folded]]


class States:
    """What the streams say that a call's commands look at, and what was decided on them since they were read."""

    def __init__(self, load: Load, wanted: dict[UUID, Kind], act: Act) -> None:
        self._load = load
        self._act = act
        self._kinds: dict[UUID, Kind] = {}
        self._folded: dict[UUID, Folded] = {}
        self._read(wanted)
        # A person who takes a seat leaves another, and one whose NIP is corrected gives one up; no command names them.
        left: dict[UUID, Kind] = {}
        for stream, folded in self._folded.items():
            if self._kinds[stream] is Kind.PERSON and folded.state:
                left[nip_id(folded.state.profile.nip)] = Kind.NIP
                if folded.state.post:
                    left[folded.state.post] = Kind.POST
        self._read({each: kind for each, kind in left.items() if each not in self._kinds})

    def agency(self, stream: UUID) -> Agency | None:
        return self._state(stream, Agency)

    def unit(self, stream: UUID) -> Unit | None:
        return self._state(stream, Unit)

    def school(self, stream: UUID) -> School | None:
        return self._state(stream, School)

    def movements(self, stream: UUID) -> MovementRecord | None:
        return self._state(stream, MovementRecord)

    def post(self, stream: UUID) -> Post | None:
        return self._state(stream, Post)

    def person(self, stream: UUID) -> Person | None:
        return self._state(stream, Person)

    def nip(self, stream: UUID) -> NipHolding | None:
        return self._state(stream, NipHolding)

    def office(self, stream: UUID) -> Office | None:
        return self._state(stream, Office)

    def version(self, stream: UUID) -> int:
        return self._folded[stream].version

    def apply(self, stream: UUID, event: RegistryEvent) -> int:
        """Go on from what the event makes so, and return the version it gets."""
        folded = self._folded[stream]
        state = self._kinds[stream].evolve(folded.state, event, self._act)
        self._folded[stream] = Folded(state, folded.version + 1, folded.position)
        return folded.version + 1

    def _read(self, wanted: dict[UUID, Kind]) -> None:
        if wanted:
            self._kinds |= wanted
            self._folded |= self._load(wanted)

    def _state(self, stream: UUID, kind: type[E]) -> E | None:
        state = self._folded[stream].state
        if state is None or isinstance(state, kind):
            return state
        raise TypeError(f"stream {stream} is no {kind.__name__}")


class Command(Protocol):
    """What may be asked of the registry: the streams it looks at, and what follows from them."""

    @property
    def streams(self) -> dict[UUID, Kind]: ...

    def decide(self, states: States) -> Decision:
        """What changes; raises Refused."""


# Agencies, units, posts


@dataclass(frozen=True, slots=True)
class RegisterAgency:
    id: UUID
    agency: Agency

    @property
    def streams(self) -> dict[UUID, Kind]:
        return {self.id: Kind.AGENCY}

    def decide(self, states: States) -> Decision:
        return _all_in(self.id, register_agency(states.agency(self.id), self.agency))


@dataclass(frozen=True, slots=True)
class RegisterUnit:
    id: UUID
    unit: Unit

    @property
    def streams(self) -> dict[UUID, Kind]:
        return {self.id: Kind.UNIT}

    def decide(self, states: States) -> Decision:
        return _all_in(self.id, register_unit(states.unit(self.id), self.unit))


@dataclass(frozen=True, slots=True)
class RegisterSchool:
    """A unit that is a school, with what was counted there; None where nothing was. An older count leaves the unit as told."""

    id: UUID
    unit: Unit
    count: SchoolCount | None

    @property
    def streams(self) -> dict[UUID, Kind]:
        return {self.id: Kind.UNIT, school_id(self.id): Kind.SCHOOL}

    def decide(self, states: States) -> Decision:
        changes: list[Change] = [(self.id, event) for event in register_unit(states.unit(self.id), self.unit)]
        stream = school_id(self.id)
        try:
            if self.count is not None:
                counted = count_school(states.school(stream), self.id, self.count)
                changes += ((stream, event) for event in counted)
        except OlderSchoolCount as refused:
            return Decision(changes, [refused])
        return Decision(changes)


@dataclass(frozen=True, slots=True)
class CountMovements:
    """How many officials of a unit were moved in a half-year."""

    unit: UUID
    movements: Movements

    @property
    def streams(self) -> dict[UUID, Kind]:
        return {movements_id(self.unit): Kind.MOVEMENTS}

    def decide(self, states: States) -> Decision:
        stream = movements_id(self.unit)
        return _all_in(stream, count_movements(states.movements(stream), self.unit, self.movements))


@dataclass(frozen=True, slots=True)
class EstablishPost:
    id: UUID
    post: PostDescription

    @property
    def streams(self) -> dict[UUID, Kind]:
        return {self.id: Kind.POST}

    def decide(self, states: States) -> Decision:
        return _all_in(self.id, establish_post(states.post(self.id), self.post))


@dataclass(frozen=True, slots=True)
class OpenVacancies:
    """A post as a list of vacancies tells it. One that the position map describes, with its ABK, is left as it is, but for
    the new entrants, so many `people`, its seats are allotted to by that year's formation.
    """

    id: UUID
    post: PostDescription
    year: int
    people: int
    source: str

    @property
    def streams(self) -> dict[UUID, Kind]:
        return {self.id: Kind.POST}

    def decide(self, states: States) -> Decision:
        known = states.post(self.id)
        mapped = known is not None and known.described.required is not None
        events = [] if mapped else establish_post(known, self.post)
        return _all_in(self.id, [*events, *allot_formation(known, self.year, self.people, self.source)])


@dataclass(frozen=True, slots=True)
class CountLessons:
    """The lessons of a teacher's post, as a school's data tell them."""

    id: UUID
    taught: Taught

    @property
    def streams(self) -> dict[UUID, Kind]:
        return {self.id: Kind.POST}

    def decide(self, states: States) -> Decision:
        post = states.post(self.id)
        if post is None:
            raise PostUnknown
        return _all_in(self.id, count_lessons(post, self.taught))


# People


@dataclass(frozen=True, slots=True)
class RegisterPerson:
    """A person as an export of the national record has them, with the post held there since a day.

    An export may be older than what was decided here: then the later post, and its agency, stay. Without a free seat
    the person is registered and the post left aside. Refused when the NIP is another person's.
    """

    id: UUID
    profile: Profile
    post: UUID | None = None
    since: date | None = None

    @property
    def streams(self) -> dict[UUID, Kind]:
        posts = {} if self.post is None else {self.post: Kind.POST}
        return {self.id: Kind.PERSON, nip_id(self.profile.nip): Kind.NIP} | posts

    def decide(self, states: States) -> Decision:
        known, profile = states.person(self.id), self.profile
        outdated = known is not None and self.since is not None and _is_older(known, self.post, self.since)
        if known is not None:
            profile = replace(
                profile,
                pledged=profile.pledged or known.profile.pledged,
                agency=known.profile.agency if outdated else profile.agency,
            )
        changes: list[Change] = _hold_nip(states, self.id, known, profile.nip)
        changes += ((self.id, event) for event in register_person(known, profile))
        if self.post is None or self.since is None:
            return Decision(changes)
        try:
            changes += _seat(states, self.id, known or Person(profile), self.post, self.since)
        except (PostUnknown, SeatNotFree, PostOlderThanRecorded) as refused:
            return Decision(changes, [refused])
        return Decision(changes)


@dataclass(frozen=True, slots=True)
class AssignPost:
    """A person takes a seat in a post and leaves the one before."""

    person: UUID
    post: UUID
    since: date

    @property
    def streams(self) -> dict[UUID, Kind]:
        return {self.person: Kind.PERSON, self.post: Kind.POST}

    def decide(self, states: States) -> Decision:
        person = _known(states, self.person)
        return Decision(_seat(states, self.person, person, self.post, self.since))


@dataclass(frozen=True, slots=True)
class RecordFacts:
    """Facts of a career: ratings, proceedings, certificates and the like."""

    person: UUID
    facts: Sequence[PersonEvent]

    @property
    def streams(self) -> dict[UUID, Kind]:
        return {self.person: Kind.PERSON}

    def decide(self, states: States) -> Decision:
        return _all_in(self.person, record(_known(states, self.person), list(self.facts)))


@dataclass(frozen=True, slots=True)
class RecordPledge:
    """The person signed, at entry, not to leave the agency for ten years."""

    person: UUID

    @property
    def streams(self) -> dict[UUID, Kind]:
        return {self.person: Kind.PERSON}

    def decide(self, states: States) -> Decision:
        person = _known(states, self.person)
        return _all_in(self.person, register_person(person, replace(person.profile, pledged=True)))


@dataclass(frozen=True, slots=True)
class DeclareKinship:
    """Two people are related; it stands with both."""

    person: UUID
    relative: UUID

    @property
    def streams(self) -> dict[UUID, Kind]:
        return {self.person: Kind.PERSON, self.relative: Kind.PERSON}

    def decide(self, states: States) -> Decision:
        changes: list[Change] = []
        for one, other in ((self.person, self.relative), (self.relative, self.person)):
            changes += ((one, event) for event in record(_known(states, one), [KinshipDeclared(other)]))
        return Decision(changes)


@dataclass(frozen=True, slots=True)
class DeclareAffiliation:
    """Two people are tied by business, an organisation, or work beside the office; it stands with both."""

    person: UUID
    other: UUID
    kind: Affiliation

    @property
    def streams(self) -> dict[UUID, Kind]:
        return {self.person: Kind.PERSON, self.other: Kind.PERSON}

    def decide(self, states: States) -> Decision:
        changes: list[Change] = []
        for one, other in ((self.person, self.other), (self.other, self.person)):
            declared = AffiliationDeclared(other, self.kind)
            changes += ((one, event) for event in record(_known(states, one), [declared]))
        return Decision(changes)


# Offices


@dataclass(frozen=True, slots=True)
class FillOffice:
    """An office exists, and somebody holds it. A tenure known as open may come again with its end.

    `term` is how long an acting official may stand in; None: it is not looked at.
    """

    id: UUID
    office: OfficeDescription
    tenure: Tenure | None = None
    term: ActingTerm | None = None

    @property
    def streams(self) -> dict[UUID, Kind]:
        held = {} if self.tenure is None else {self.tenure.person: Kind.PERSON}
        return {self.id: Kind.OFFICE} | held

    def decide(self, states: States) -> Decision:
        known = states.office(self.id)
        events = establish_office(known, self.office)
        tenure = self.tenure
        if tenure is not None:
            _known(states, tenure.person)
            office = known or Office(self.office)
            until = tenure.until
            if until is not None and tenure.covers(until) and replace(tenure, until=None) in office.tenures:
                if self.term is not None:
                    within_term(office.tenures, tenure, self.term)
                events += relinquish_office(office, tenure.person, until)
            else:
                events += assign_office(office, tenure, self.term)
        return _all_in(self.id, events)


# The door


def chunk_id(act: UUID, chunk: Sequence[Draft | Line]) -> UUID:
    """An id that follows from the act and what is recorded: the same chunk sent again is known as such."""
    digest = sha256()
    for each in chunk:
        digest.update(each.stream.bytes + each.version.to_bytes(8) + each.body)
    return uuid5(act, digest.hexdigest())


class Registry:
    """One act's way into the ledger. `source` is the digest of the file it acts upon, if any."""

    def __init__(self, ledger: Ledger, act: Act, source: str = "") -> None:
        self._ledger = ledger
        self._act = act
        self._envelope = Envelope(act, request=source, causation=source)
        self.position = 0  # of the last event recorded through here

    def carry_out(self, commands: Sequence[Command]) -> list[Answer]:
        """Decide all and record what they change; refused ones change nothing and do not disturb the others.

        Raises ChangedMeanwhile when others keep changing the same streams, and the ledger's OutcomeUnknown and TooBusy.
        """
        for attempt in range(_ATTEMPTS):
            wanted: dict[UUID, Kind] = {}
            for command in commands:
                wanted |= command.streams
            answers, entry = self._decide(commands, States(self._load, wanted, self._act))
            try:
                self._append(entry)
            except ChangedMeanwhile:
                if attempt == _ATTEMPTS - 1:
                    raise
            else:
                break
        return answers

    def record(self, command: UUID, stream: UUID, event: object) -> None:
        """Begin a stream with an event that nothing is decided on."""
        self._append(Entry(command, {stream: 0}, [Draft(stream, 1, *encode(event, self._envelope))]))

    def _decide(self, commands: Sequence[Command], states: States) -> tuple[list[Answer], Entry]:
        answers: list[Answer] = []
        drafts: list[Draft] = []
        expected: dict[UUID, int] = {}
        for command in commands:
            try:
                decision = command.decide(states)
            except Refused as refused:
                answers.append(Answer(refused=refused))
                continue
            answers.append(Answer(len(decision.changes), decision.warnings))
            if decision.changes:
                for stream in command.streams:
                    expected.setdefault(stream, states.version(stream))
            for stream, event in decision.changes:
                expected.setdefault(stream, states.version(stream))
                version = states.apply(stream, event)
                drafts.append(Draft(stream, version, *encode(event, self._envelope)))
        return answers, Entry(chunk_id(self._act.command, drafts), expected, drafts)

    def _load(self, wanted: Mapping[UUID, Kind]) -> dict[UUID, Folded]:
        found = dict.fromkeys(wanted, NOTHING)
        for stream, lines in groupby(self._ledger.read(list(wanted)), lambda line: line.stream):
            folded = fold_lines(NOTHING, wanted[stream], lines)
            if folded.version == 0:
                raise ValueError(f"stream {stream} is of another kind than {wanted[stream].name}")
            found[stream] = folded
        return found

    def _append(self, entry: Entry) -> None:
        if not entry.events:
            return
        for attempt in range(_ATTEMPTS):
            try:
                first = self._ledger.append(entry)
            except AlreadyRecorded as recorded:
                first = recorded.position
            except (OutcomeUnknown, TooBusy):
                if attempt == _ATTEMPTS - 1:
                    raise
                sleep(_PAUSE)
                continue
            self.position = first + len(entry.events) - 1
            return


_UNTOLD = datetime.min.replace(tzinfo=UTC)  # the library's notification has no moment, and no command


def every(ledger: Ledger, *names: str) -> Iterator[Recorded[Any]]:
    """All events of these names in order, for who needs an index that no stream has. Reads past the whole ledger."""
    position = 0
    while page := ledger.select_notifications(position, _PAGE, topics=names, inclusive_of_start=False):
        for told in page:
            stream = UUID(str(told.originator_id))
            version = told.originator_version
            yield decode(Line(told.id, stream, version, stream, _UNTOLD, told.topic, told.state))
        position = page[-1].id


def _all_in(stream: UUID, events: Sequence[RegistryEvent]) -> Decision:
    return Decision([(stream, event) for event in events])


def _known(states: States, person: UUID) -> Person:
    known = states.person(person)
    if known is None:
        raise PersonUnknown
    return known


def _is_older(person: Person, post: UUID | None, since: date) -> bool:
    """Whether somebody moved on to another post after that day."""
    return person.post is not None and person.post != post and (person.post_since or date.min) > since


def _hold_nip(states: States, holder: UUID, known: Person | None, nip: str) -> list[Change]:
    """The NIP is this person's, and the one they had before is not any more. NipTaken when it is another's."""
    changes: list[Change] = [(nip_id(nip), event) for event in assign_nip(states.nip(nip_id(nip)), holder)]
    if known is not None and known.profile.nip != nip:
        before = nip_id(known.profile.nip)
        changes += ((before, event) for event in give_up_nip(states.nip(before), holder))
    return changes


def _seat(states: States, mover: UUID, person: Person, post: UUID, since: date) -> list[Change]:
    if _is_older(person, post, since):
        raise PostOlderThanRecorded
    assumed = record(person, [PostAssumed(post, since)])
    if not assumed:
        return []
    target = states.post(post)
    if target is None:
        raise PostUnknown
    changes: list[Change] = [(mover, event) for event in assumed]
    changes += ((post, event) for event in take_seat(target, mover, since))
    before = None if person.post in {None, post} else person.post
    if before is not None and (left := states.post(before)) is not None:
        changes += ((before, event) for event in vacate_seat(left, mover, since))
    return changes
