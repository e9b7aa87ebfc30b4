"""A civil servant. The only kind of stream that holds personal data; everything else refers to the opaque id."""

from dataclasses import dataclass, field
from dataclasses import replace as slotted
from datetime import date
from enum import StrEnum
from uuid import UUID

from domain.act import Act
from domain.refusals import LiveRequestExists
from domain.registry.nip import Sex
from domain.replacing import replace


class Status(StrEnum):
    PNS = "PNS"
    CPNS = "CPNS"
    PPPK = "PPPK"


class Rating(StrEnum):
    """Performance predicates (reference 3.6), best first."""

    VERY_GOOD = "SANGAT_BAIK"
    GOOD = "BAIK"
    NEEDS_IMPROVEMENT = "BUTUH_PERBAIKAN"
    POOR = "KURANG"
    VERY_POOR = "SANGAT_KURANG"

    def at_least(self, other: "Rating") -> bool:
        return self.levels_below(other) <= 0

    def levels_below(self, other: "Rating") -> int:
        """How many levels worse than the other; negative when better."""
        order = list(Rating)
        return order.index(self) - order.index(other)


@dataclass(frozen=True, slots=True)
class Profile:
    """Identity and career as the national record has them.

    `entered_on` is the CPNS entry, `appointed_on` the appointment as PNS; `rank` as "III/b"; `education` the code,
    `education_level` SD..S3. `pledged` marks intakes that signed to stay ten years (PermenPAN-RB 6/2024).
    """

    nip: str
    name: str
    born_on: date
    sex: Sex
    status: Status
    agency: UUID
    rank: str = ""
    rank_since: date | None = None
    entered_on: date | None = None
    appointed_on: date | None = None
    education_level: str = ""
    education: str = ""
    education_name: str = ""
    pledged: bool = False


class ProceedingKind(StrEnum):
    DISCIPLINE = "DISIPLIN"
    COURT = "PERADILAN"


@dataclass(frozen=True, slots=True)
class Proceeding:
    """A disciplinary or court matter. `until` is the last day it weighs, None while it is open."""

    number: str
    kind: ProceedingKind
    level: str
    since: date
    until: date | None = None


class Auditor(StrEnum):
    """Who found it."""

    INSPECTORATE = "INSPEKTORAT"
    BPKP = "BPKP"
    BPK = "BPK"
    OTHER = "OTHER"


@dataclass(frozen=True, slots=True)
class AuditFinding:
    """A finding of an audit that the person has to settle; `settled_on` None while it is open."""

    number: str
    auditor: Auditor
    since: date
    settled_on: date | None = None


class Channel(StrEnum):
    """Whom somebody may turn to about their own administration."""

    INSPECTORATE = "INSPEKTORAT"
    WHISTLEBLOWING = "WBS"
    OMBUDSMAN = "OMBUDSMAN"
    BKN = "BKN"
    COURT = "PTUN"
    OTHER = "OTHER"


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate held, such as the teacher's (SERDIK) or a competency test (UJI_KOMPETENSI)."""

    kind: str
    number: str
    until: date | None = None


@dataclass(frozen=True)
class Person:
    profile: Profile
    post: UUID | None = None
    post_since: date | None = None
    ratings: dict[int, Rating] = field(default_factory=dict)
    marks: dict[int, int] = field(default_factory=dict)  # in hundredths, where a year was rated by a number
    proceedings: dict[str, Proceeding] = field(default_factory=dict)
    certificates: dict[str, Certificate] = field(default_factory=dict)
    study_until: date | None = None
    bond_until: date | None = None
    interest: str = ""
    kin: frozenset[UUID] = frozenset()
    blocks: frozenset[str] = frozenset()  # of BKN, by number
    findings: dict[str, AuditFinding] = field(default_factory=dict)  # by number
    complaints: frozenset[tuple[Channel, str]] = frozenset()  # to whom, and the number it has there
    affiliates: frozenset[UUID] = frozenset()
    live_transfer: UUID | None = None
    former_posts: tuple[tuple[UUID, date | None], ...] = ()  # with the day each was taken up, the latest last

    @property
    def related(self) -> frozenset[UUID]:
        """Who has a conflict of interest about this person: kin, and those tied to them otherwise."""
        return self.kin | self.affiliates

    def first_held(self, post: UUID) -> date | None:
        """When a post held before was taken up; None when it is not known."""
        return next((since for held, since in reversed(self.former_posts) if held == post), None)


# What happened


@dataclass(frozen=True, slots=True)
class PersonRegistered:
    profile: Profile


@dataclass(frozen=True, slots=True)
class ProfileCorrected:
    profile: Profile


@dataclass(frozen=True, slots=True)
class PostAssumed:
    post: UUID
    since: date


@dataclass(frozen=True, slots=True)
class AgencyChanged:
    """The person belongs to another agency: a transfer between agencies took effect, or was undone after it had."""

    agency: UUID
    since: date


@dataclass(frozen=True, slots=True)
class PerformanceRated:
    """`mark` in hundredths, where the assessor gave a number, as before 2022; the rating is what the policy made of it."""

    year: int
    rating: Rating
    mark: int | None = None


@dataclass(frozen=True, slots=True)
class ProceedingRecorded:
    """Opened, or known to have ended: the latest with the same number counts."""

    proceeding: Proceeding


@dataclass(frozen=True, slots=True)
class CertificateAwarded:
    certificate: Certificate


@dataclass(frozen=True, slots=True)
class StudyAssigned:
    until: date


@dataclass(frozen=True, slots=True)
class ServiceBound:
    until: date


@dataclass(frozen=True, slots=True)
class InterestStated:
    text: str


@dataclass(frozen=True, slots=True)
class KinshipDeclared:
    relative: UUID


class Affiliation(StrEnum):
    """Sources of a conflict of interest beside kinship (PermenPAN-RB 17/2024)."""

    BUSINESS = "USAHA"
    ORGANISATION = "AFILIASI"
    OUTSIDE_WORK = "PEKERJAAN_LAIN"


@dataclass(frozen=True, slots=True)
class AffiliationDeclared:
    """A tie between two people that could sway a decision about one of them."""

    other: UUID
    kind: Affiliation


@dataclass(frozen=True, slots=True)
class FindingOpened:
    """An audit found something that the person has to settle."""

    number: str
    auditor: Auditor
    since: date


@dataclass(frozen=True, slots=True)
class FindingSettled:
    number: str
    on: date


@dataclass(frozen=True, slots=True)
class ComplaintMade:
    """The person turned to an overseer, a whistleblowing channel or the court. Of what it says nothing is kept."""

    number: str
    channel: Channel
    made_on: date


@dataclass(frozen=True, slots=True)
class PersonalRecordBlocked:
    """BKN serves nothing about this person in the national system until it lifts the block of that number."""

    number: str
    since: date


@dataclass(frozen=True, slots=True)
class PersonalRecordUnblocked:
    number: str


@dataclass(frozen=True, slots=True)
class TransferOpened:
    transfer: UUID


@dataclass(frozen=True, slots=True)
class TransferConcluded:
    transfer: UUID


PersonEvent = (
    PersonRegistered
    | ProfileCorrected
    | PostAssumed
    | AgencyChanged
    | PerformanceRated
    | ProceedingRecorded
    | CertificateAwarded
    | StudyAssigned
    | ServiceBound
    | InterestStated
    | KinshipDeclared
    | FindingOpened
    | FindingSettled
    | ComplaintMade
    | PersonalRecordBlocked
    | PersonalRecordUnblocked
    | AffiliationDeclared
    | TransferOpened
    | TransferConcluded
)

# What is so


def evolve(person: Person | None, event: PersonEvent, _: Act) -> Person:
    if person is None:
        if isinstance(event, PersonRegistered):
            return Person(event.profile)
        raise ValueError(f"{event} cannot come before registration")
    match event:
        case ProfileCorrected(profile):
            return replace(person, profile=profile)
        case PostAssumed(post, since):
            left = () if person.post in {None, post} else ((person.post, person.post_since),)
            return replace(person, post=post, post_since=since, former_posts=(*person.former_posts, *left))
        case AgencyChanged(agency):
            return replace(person, profile=slotted(person.profile, agency=agency))
        case PerformanceRated(year, rating, mark):
            marks = {rated: each for rated, each in person.marks.items() if rated != year}
            marks |= {} if mark is None else {year: mark}
            return replace(person, ratings=person.ratings | {year: rating}, marks=marks)
        case ProceedingRecorded(proceeding):
            return replace(person, proceedings=person.proceedings | {proceeding.number: proceeding})
        case CertificateAwarded(certificate):
            return replace(person, certificates=person.certificates | {certificate.kind: certificate})
        case StudyAssigned(until):
            return replace(person, study_until=until)
        case ServiceBound(until):
            return replace(person, bond_until=until)
        case InterestStated(text):
            return replace(person, interest=text)
        case KinshipDeclared(relative):
            return replace(person, kin=person.kin | {relative})
        case FindingOpened(number, auditor, since):
            found = AuditFinding(number, auditor, since)
            return replace(person, findings=person.findings | {number: found})
        case FindingSettled(number, on):
            settled = slotted(person.findings[number], settled_on=on)
            return replace(person, findings=person.findings | {number: settled})
        case ComplaintMade(number, channel):
            return replace(person, complaints=person.complaints | {(channel, number)})
        case PersonalRecordBlocked(number):
            return replace(person, blocks=person.blocks | {number})
        case PersonalRecordUnblocked(number):
            return replace(person, blocks=person.blocks - {number})
        case AffiliationDeclared(other):
            return replace(person, affiliates=person.affiliates | {other})
        case TransferOpened(transfer):
            return replace(person, live_transfer=transfer)
        case TransferConcluded():
            return replace(person, live_transfer=None)
        case _:
            raise ValueError(f"{event} cannot follow {person}")


# What follows


def register_person(known: Person | None, profile: Profile) -> list[PersonEvent]:
    if known is None:
        return [PersonRegistered(profile)]
    return [] if known.profile == profile else [ProfileCorrected(profile)]


def record(person: Person, facts: list[PersonEvent]) -> list[PersonEvent]:
    """Those of the facts that are not on record yet, in order."""
    new: list[PersonEvent] = []
    for fact in facts:
        match fact:
            case PostAssumed(post, since):
                known = person.post == post and person.post_since == since
            case PerformanceRated(year, rating, mark):
                known = person.ratings.get(year) == rating and person.marks.get(year) == mark
            case ProceedingRecorded(proceeding):
                known = person.proceedings.get(proceeding.number) == proceeding
            case CertificateAwarded(certificate):
                known = person.certificates.get(certificate.kind) == certificate
            case StudyAssigned(until):
                known = person.study_until == until
            case ServiceBound(until):
                known = person.bond_until == until
            case InterestStated(text):
                known = person.interest == text
            case KinshipDeclared(relative):
                known = relative in person.kin
            case AffiliationDeclared(other):
                known = other in person.affiliates
            case ComplaintMade(number, channel):
                known = (channel, number) in person.complaints
            case _:
                raise ValueError(f"{fact} is not recorded this way")
        if not known:
            new.append(fact)
    return new


def open_transfer(person: Person, transfer: UUID) -> list[PersonEvent]:
    """One live request a person."""
    if person.live_transfer is not None:
        raise LiveRequestExists
    return [TransferOpened(transfer)]


def change_agency(person: Person, agency: UUID, since: date) -> list[PersonEvent]:
    return [] if person.profile.agency == agency else [AgencyChanged(agency, since)]


def block_record(person: Person, number: str, since: date) -> list[PersonEvent]:
    return [] if number in person.blocks else [PersonalRecordBlocked(number, since)]


def unblock_record(person: Person, number: str) -> list[PersonEvent]:
    return [PersonalRecordUnblocked(number)] if number in person.blocks else []


def conclude_transfer(person: Person, transfer: UUID) -> list[PersonEvent]:
    return [TransferConcluded(transfer)] if person.live_transfer == transfer else []
