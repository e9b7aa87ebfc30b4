"""Keeping the record of a person: who may write what into it, by hand rather than by import.

Which offices of the person's agency keep careers, which proceedings, and which what audits found and who complained to an
overseer, is policy. Nobody keeps their own record or that
of their kin. Relatives, wishes and complaints are the person's own to tell.
"""

from datetime import date
from uuid import UUID

from domain.act import Act
from domain.identity import OfficeKind, office_id
from domain.policy import Mandate, Policy
from domain.refusals import (
    DatesOutOfOrder,
    FindingOnRecord,
    FindingOver,
    FindingUnknown,
    MarkUnknown,
    NotTheRecordsOffice,
    OnRecordAlready,
    OwnRecord,
    PersonUnknown,
    ProceedingOnRecord,
    ProceedingOver,
    ProceedingUnknown,
)
from domain.registry.person import (
    Auditor,
    Certificate,
    CertificateAwarded,
    Channel,
    ComplaintMade,
    FindingOpened,
    FindingSettled,
    PerformanceRated,
    Person,
    PersonEvent,
    Proceeding,
    ProceedingRecorded,
    Rating,
    ServiceBound,
    StudyAssigned,
    record,
)


def may_keep(person_id: UUID, person: Person | None, act: Act, keepers: Mandate) -> Person:
    """The person, for an official of their agency who keeps such records. To other agencies there is no such person."""
    if act.office is None:
        raise NotTheRecordsOffice
    if person is None:
        raise PersonUnknown
    agency = person.profile.agency
    if not keepers.is_of(act.office, agency):
        within = act.office in {office_id(kind, agency) for kind in OfficeKind}
        raise NotTheRecordsOffice if within else PersonUnknown
    if act.by == person_id or act.by in person.kin:
        raise OwnRecord
    return person


def open_proceeding(person: Person, proceeding: Proceeding, today: date) -> list[PersonEvent]:
    """A disciplinary or court matter begins to weigh; its last day may be known at once, as of a sanction served."""
    if proceeding.number in person.proceedings:
        raise ProceedingOnRecord
    _in_order(proceeding.since, proceeding.until)
    _in_order(proceeding.since, today)
    return [ProceedingRecorded(proceeding)]


def close_proceeding(person: Person, number: str, until: date) -> list[PersonEvent]:
    """The last day it weighs becomes known. What is on record as over stays so."""
    known = person.proceedings.get(number)
    if known is None:
        raise ProceedingUnknown
    if known.until is not None:
        raise ProceedingOver
    _in_order(known.since, until)
    return [ProceedingRecorded(Proceeding(known.number, known.kind, known.level, known.since, until))]


def open_finding(
    person: Person, number: str, auditor: Auditor, since: date, today: date
) -> list[PersonEvent]:
    """An audit found something the person has to settle."""
    if number in person.findings:
        raise FindingOnRecord
    _in_order(since, today)
    return [FindingOpened(number, auditor, since)]


def settle_finding(person: Person, number: str, on: date, today: date) -> list[PersonEvent]:
    known = person.findings.get(number)
    if known is None:
        raise FindingUnknown
    if known.settled_on is not None:
        raise FindingOver
    _in_order(known.since, on)
    _in_order(on, today)
    return [FindingSettled(number, on)]


def tell_of_complaint(
    person: Person, number: str, channel: Channel, made_on: date, today: date
) -> list[PersonEvent]:
    """That somebody turned to an overseer, and when; never what it says."""
    _in_order(made_on, today)
    return news(person, ComplaintMade(number, channel, made_on))


def award_certificate(person: Person, certificate: Certificate) -> list[PersonEvent]:
    return news(person, CertificateAwarded(certificate))


def rate(person: Person, year: int, rating: Rating | int, policy: Policy, today: date) -> list[PersonEvent]:
    """By the predicate; or by the mark (in hundredths) of a year that was rated so, which the policy translates."""
    if year >= today.year:
        raise DatesOutOfOrder
    if isinstance(rating, Rating):
        return news(person, PerformanceRated(year, rating))
    counts_as = policy.rating_of(year, rating)
    if counts_as is None:
        raise MarkUnknown
    return news(person, PerformanceRated(year, counts_as, rating))


def assign_study(person: Person, until: date) -> list[PersonEvent]:
    return news(person, StudyAssigned(until))


def bind_service(person: Person, until: date) -> list[PersonEvent]:
    return news(person, ServiceBound(until))


def news(person: Person, *facts: PersonEvent) -> list[PersonEvent]:
    """What of it is not on record yet; refused when all of it is."""
    if new := record(person, list(facts)):
        return new
    raise OnRecordAlready


def _in_order(since: date, until: date | None) -> None:
    if until is not None and until < since:
        raise DatesOutOfOrder
