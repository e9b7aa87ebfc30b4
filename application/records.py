"""The door to the records of people, for one act at a time: load, decide, append, once for every command id.

Imports come in by application/registry.py, some hundreds of rows at a time; this is for what somebody records by hand.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Protocol
from uuid import UUID

from application.carrying_out import Receipt, Sent, logged, once, receipt_of
from application.law import Law
from application.ledger import Draft, Entry, Ledger
from application.policies import Policies
from application.recording import Envelope, encode
from application.streams import Folded, Kind, Streams
from domain.act import Act, Capacity
from domain.calendar import Zone
from domain.policy import Duty, Policy
from domain.refusals import BeyondDelegation, OfficeUnknown, OwnRelative, PersonUnknown
from domain.registry.agency import Agency
from domain.registry.keeping import (
    assign_study,
    award_certificate,
    bind_service,
    close_proceeding,
    may_keep,
    news,
    open_finding,
    open_proceeding,
    rate,
    settle_finding,
    tell_of_complaint,
)
from domain.registry.office import Office
from domain.registry.person import (
    Auditor,
    Certificate,
    CertificateAwarded,
    Channel,
    ComplaintMade,
    FindingOpened,
    FindingSettled,
    InterestStated,
    KinshipDeclared,
    PerformanceRated,
    Person,
    PersonEvent,
    Proceeding,
    ProceedingRecorded,
    Rating,
    ServiceBound,
    StudyAssigned,
)
from domain.transfer.asked import NothingAsked

_KEPT = 5_000  # streams: people are recorded about now and then, by few offices

People = Mapping[UUID, Person | None]
Change = tuple[UUID, PersonEvent]


@dataclass(frozen=True, slots=True)
class Setting:
    """In what a record is kept: whose act it is, what day it is there, and what is in force."""

    act: Act
    today: date
    policy: Policy


class Command(Protocol):
    """What may be asked: the person whose record it is, whom else it looks at, and what follows."""

    @property
    def person(self) -> UUID: ...

    @property
    def others(self) -> tuple[UUID, ...]: ...

    def decide(self, people: People, setting: Setting) -> list[Change]:
        """What changes; raises Refused."""


# What officials record


@dataclass(frozen=True, slots=True)
class _OfOnePerson:
    person: UUID

    @property
    def others(self) -> tuple[UUID, ...]:
        return ()

    def _kept_by(self, duty: Duty, people: People, setting: Setting) -> Person:
        return may_keep(self.person, people.get(self.person), setting.act, setting.policy.duties[duty])

    def _changes(self, events: list[PersonEvent]) -> list[Change]:
        return [(self.person, event) for event in events]


@dataclass(frozen=True, slots=True)
class OpenProceeding(_OfOnePerson):
    proceeding: Proceeding

    def decide(self, people: People, setting: Setting) -> list[Change]:
        person = self._kept_by(Duty.PROCEEDINGS, people, setting)
        return self._changes(open_proceeding(person, self.proceeding, setting.today))


@dataclass(frozen=True, slots=True)
class CloseProceeding(_OfOnePerson):
    number: str
    until: date

    def decide(self, people: People, setting: Setting) -> list[Change]:
        person = self._kept_by(Duty.PROCEEDINGS, people, setting)
        return self._changes(close_proceeding(person, self.number, self.until))


@dataclass(frozen=True, slots=True)
class OpenFinding(_OfOnePerson):
    number: str
    auditor: Auditor
    since: date

    def decide(self, people: People, setting: Setting) -> list[Change]:
        person = self._kept_by(Duty.OVERSIGHT_RECORDS, people, setting)
        return self._changes(open_finding(person, self.number, self.auditor, self.since, setting.today))


@dataclass(frozen=True, slots=True)
class SettleFinding(_OfOnePerson):
    number: str
    on: date

    def decide(self, people: People, setting: Setting) -> list[Change]:
        person = self._kept_by(Duty.OVERSIGHT_RECORDS, people, setting)
        return self._changes(settle_finding(person, self.number, self.on, setting.today))


@dataclass(frozen=True, slots=True)
class RecordComplaint(_OfOnePerson):
    """As an overseer knows of it."""

    number: str
    channel: Channel
    made_on: date

    def decide(self, people: People, setting: Setting) -> list[Change]:
        person = self._kept_by(Duty.OVERSIGHT_RECORDS, people, setting)
        return self._changes(
            tell_of_complaint(person, self.number, self.channel, self.made_on, setting.today)
        )


@dataclass(frozen=True, slots=True)
class AwardCertificate(_OfOnePerson):
    certificate: Certificate

    def decide(self, people: People, setting: Setting) -> list[Change]:
        person = self._kept_by(Duty.CAREERS, people, setting)
        return self._changes(award_certificate(person, self.certificate))


@dataclass(frozen=True, slots=True)
class RateYear(_OfOnePerson):
    """By a predicate, or by a mark in hundredths."""

    year: int
    rating: Rating | int

    def decide(self, people: People, setting: Setting) -> list[Change]:
        person = self._kept_by(Duty.CAREERS, people, setting)
        return self._changes(rate(person, self.year, self.rating, setting.policy, setting.today))


@dataclass(frozen=True, slots=True)
class AssignStudy(_OfOnePerson):
    until: date

    def decide(self, people: People, setting: Setting) -> list[Change]:
        return self._changes(assign_study(self._kept_by(Duty.CAREERS, people, setting), self.until))


@dataclass(frozen=True, slots=True)
class BindService(_OfOnePerson):
    until: date

    def decide(self, people: People, setting: Setting) -> list[Change]:
        return self._changes(bind_service(self._kept_by(Duty.CAREERS, people, setting), self.until))


# What people tell of themselves


@dataclass(frozen=True, slots=True)
class StateInterest(_OfOnePerson):
    text: str

    def decide(self, people: People, _: Setting) -> list[Change]:
        return self._changes(news(_known(people, self.person), InterestStated(self.text)))


@dataclass(frozen=True, slots=True)
class TellOfRelative(_OfOnePerson):
    """It stands with both, so that neither decides about the other."""

    relative: UUID

    @property
    def others(self) -> tuple[UUID, ...]:
        return (self.relative,)

    def decide(self, people: People, _: Setting) -> list[Change]:
        if self.relative == self.person:
            raise OwnRelative
        mine, theirs = _known(people, self.person), _known(people, self.relative)
        changes = self._changes(news(mine, KinshipDeclared(self.relative)))
        if self.person not in theirs.kin:
            changes.append((self.relative, KinshipDeclared(self.person)))
        return changes


@dataclass(frozen=True, slots=True)
class TellOfComplaint(_OfOnePerson):
    """One's own, so that it is on record also where those who watch do not."""

    number: str
    channel: Channel
    made_on: date

    def decide(self, people: People, setting: Setting) -> list[Change]:
        person = _known(people, self.person)
        return self._changes(
            tell_of_complaint(person, self.number, self.channel, self.made_on, setting.today)
        )


def _known(people: People, person: UUID) -> Person:
    known = people.get(person)
    if known is None:
        raise PersonUnknown
    return known


Kept = (
    ProceedingRecorded
    | CertificateAwarded
    | PerformanceRated
    | StudyAssigned
    | ServiceBound
    | InterestStated
    | KinshipDeclared
    | FindingOpened
    | FindingSettled
    | ComplaintMade
)


def asked(person_id: UUID, events: Sequence[PersonEvent], person: Person | None, by: UUID) -> Command:
    """The command these events, all of one person, followed from; `person` is what was on record before.

    NothingAsked when they follow from none. Relatives are told of by one of the two, and stand with both.
    """
    match events:
        case [ProceedingRecorded(Proceeding(number, until=date() as until))] if (
            person is not None and number in person.proceedings
        ):
            return CloseProceeding(person_id, number, until)
        case [ProceedingRecorded(proceeding)]:
            return OpenProceeding(person_id, proceeding)
        case [FindingOpened(number, auditor, since)]:
            return OpenFinding(person_id, number, auditor, since)
        case [FindingSettled(number, on)]:
            return SettleFinding(person_id, number, on)
        case [ComplaintMade(number, channel, made_on)] if by == person_id:
            return TellOfComplaint(person_id, number, channel, made_on)
        case [ComplaintMade(number, channel, made_on)]:
            return RecordComplaint(person_id, number, channel, made_on)
        case [CertificateAwarded(certificate)]:
            return AwardCertificate(person_id, certificate)
        case [PerformanceRated(year, rating, mark)]:
            return RateYear(person_id, year, rating if mark is None else mark)
        case [StudyAssigned(until)]:
            return AssignStudy(person_id, until)
        case [ServiceBound(until)]:
            return BindService(person_id, until)
        case [InterestStated(text)]:
            return StateInterest(by, text)
        case [KinshipDeclared(relative)]:
            return TellOfRelative(by, relative if person_id == by else person_id)
    raise NothingAsked


# The door


class Records:
    """Records of one ledger under the published policies."""

    def __init__(self, ledger: Ledger, policies: Policies | Law, streams: Streams | None = None) -> None:
        self._ledger = ledger
        self._policies = policies
        self._streams = streams or Streams(ledger, _KEPT)

    def carry_out(self, command: Command, sent: Sent) -> Receipt:
        """Decide a command and record what follows.

        Raises Refused, ChangedMeanwhile, CommandReused, and the ledger's OutcomeUnknown and TooBusy, after which the same
        command id may be sent again.
        """
        with logged(type(command).__name__, command.person, sent, version=None, position=None) as line:
            receipt = once(self._ledger, command.person, sent, lambda *_: self._attempt(command, sent))
            line["position"] = receipt.position
        return receipt

    def follow(self, command: Command, sent: Sent) -> tuple[Act, list[Change]]:
        """What follows from a command, and under which act, as the records stand; nothing is recorded."""
        _, act, changes = self._decided(command, sent)
        return act, changes

    def _attempt(self, command: Command, sent: Sent) -> Receipt:
        streams, act, changes = self._decided(command, sent)
        envelope = Envelope(act, sent.request, sent.correlation)
        versions = {stream: folded.version for stream, folded in streams.items()}
        next_version = {stream: count(version + 1) for stream, version in versions.items()}
        drafts = [
            Draft(stream, next(next_version[stream]), *encode(event, envelope)) for stream, event in changes
        ]
        first = self._ledger.append(Entry(sent.command, versions, drafts))
        return receipt_of(command.person, first, drafts, act)

    def _decided(self, command: Command, sent: Sent) -> tuple[dict[UUID, Folded], Act, list[Change]]:
        if sent.on_behalf_of is not None:
            raise BeyondDelegation  # steps of cases are delegated, and nothing else
        kinds = dict.fromkeys((command.person, *command.others), Kind.PERSON)
        office = {} if sent.office is None else {sent.office: Kind.OFFICE}
        streams = self._streams.load(kinds | office, fresh=True)
        zone, capacity = self._standing(sent, streams)
        today = zone.day_of(sent.at)
        policy = self._policies.in_force(today)
        act = Act(sent.by, sent.at, sent.command, policy.version, sent.office, capacity)
        people = {person: streams[person].state for person in kinds}
        return streams, act, command.decide(people, Setting(act, today, policy))

    def _standing(self, sent: Sent, streams: Mapping[UUID, Folded]) -> tuple[Zone, Capacity | None]:
        """Where the sender's office is, and in which capacity they hold it that day; refused when they do not."""
        if sent.office is None:
            return Zone.WIB, None
        office: Office | None = streams[sent.office].state
        if office is None:
            raise OfficeUnknown
        seat = office.described.agency
        agency: Agency | None = self._streams.load({seat: Kind.AGENCY}, fresh=True)[seat].state
        zone = Zone.WIB if agency is None else agency.zone  # the ministries in Jakarta
        day = zone.day_of(sent.at)
        return zone, office.held_by(sent.by, day, self._policies.in_force(day).acting_term).capacity
