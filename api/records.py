"""Records of people, as offices of their agency keep them, and what people tell of themselves."""

from dataclasses import replace
from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path
from pydantic import Field

from api.answers import ANSWERS, access
from api.answers.people import RecordAnswer
from api.bodies import Body, Code, Day, Number, Reason, StrictRoute
from api.entry import AnySent, TheHouse
from api.house import House
from application import records
from application.carrying_out import Sent
from domain.policy import Duty
from domain.registry.person import Auditor, Certificate, Channel, Proceeding, ProceedingKind, Rating

kept = APIRouter(
    prefix="/v1/people/{person_id}", tags=["registry"], route_class=StrictRoute, responses=ANSWERS
)
own = APIRouter(prefix="/v1/me", tags=["own"], route_class=StrictRoute, responses=ANSWERS)
ROUTERS = (kept, own)

PersonId = Annotated[UUID, Path(description="the person's id")]
_MADE = HTTPStatus.CREATED
_CAREERS = access("an office of the person's agency", duty=Duty.CAREERS)
_PROCEEDINGS = access("an office of the person's agency", duty=Duty.PROCEEDINGS)
_OVERSIGHT = access("an office of the person's agency", duty=Duty.OVERSIGHT_RECORDS)
_OWN = access("any caller, about themselves")


class ProceedingBody(Body):
    """A disciplinary or court matter, and from when to when it weighs; without `until` it is open."""

    number: Number
    kind: Annotated[ProceedingKind, Field(examples=["DISIPLIN"])]
    level: Annotated[Code, Field(examples=["SEDANG"])]
    since: Day
    until: Day | None = None


class ClosureBody(Body):
    number: Number
    until: Day


class FindingBody(Body):
    """What an audit found and the person has to settle, by the number of the report."""

    number: Number
    auditor: Annotated[Auditor, Field(examples=["BPK"])]
    since: Day


class SettlementBody(Body):
    number: Number
    on: Day


class ComplaintBody(Body):
    """That somebody turned to an overseer, and the number it has there; not what it says."""

    number: Number
    channel: Annotated[Channel, Field(examples=["OMBUDSMAN"])]
    made_on: Day


class CertificateBody(Body):
    kind: Annotated[Code, Field(examples=["SERDIK"])]
    number: Number
    until: Day | None = None


class RatingBody(Body):
    year: Annotated[int, Field(strict=True, ge=2014, le=2100)]
    rating: Rating


class MarkBody(Body):
    """The number a year before 2022 was rated by, in hundredths; the policy says what it counts as."""

    year: Annotated[int, Field(strict=True, ge=2014, le=2100)]
    hundredths: Annotated[int, Field(strict=True, ge=0, le=12_000)]


class UntilBody(Body):
    until: Day


class InterestBody(Body):
    text: Reason


class RelativeBody(Body):
    relative: UUID


@kept.post("/proceedings", status_code=_MADE, openapi_extra=_PROCEEDINGS)
def open_proceeding(
    body: ProceedingBody, person_id: PersonId, house: TheHouse, sent: AnySent
) -> RecordAnswer:
    """A disciplinary or court matter is opened, or known with its end."""
    proceeding = Proceeding(body.number, body.kind, body.level, body.since, body.until)
    return _recorded(house, records.OpenProceeding(person_id, proceeding), sent)


@kept.post("/proceedings/closures", status_code=_MADE, openapi_extra=_PROCEEDINGS)
def close_proceeding(body: ClosureBody, person_id: PersonId, house: TheHouse, sent: AnySent) -> RecordAnswer:
    """The last day an open matter weighs becomes known."""
    return _recorded(house, records.CloseProceeding(person_id, body.number, body.until), sent)


@kept.post("/findings", status_code=_MADE, openapi_extra=_OVERSIGHT)
def open_finding(body: FindingBody, person_id: PersonId, house: TheHouse, sent: AnySent) -> RecordAnswer:
    """An audit found something the person has to settle."""
    return _recorded(house, records.OpenFinding(person_id, body.number, body.auditor, body.since), sent)


@kept.post("/findings/settlements", status_code=_MADE, openapi_extra=_OVERSIGHT)
def settle_finding(body: SettlementBody, person_id: PersonId, house: TheHouse, sent: AnySent) -> RecordAnswer:
    """An open finding is settled."""
    return _recorded(house, records.SettleFinding(person_id, body.number, body.on), sent)


@kept.post("/complaints", status_code=_MADE, openapi_extra=_OVERSIGHT)
def record_complaint(
    body: ComplaintBody, person_id: PersonId, house: TheHouse, sent: AnySent
) -> RecordAnswer:
    """The person turned to an overseer: whoever moves them soon after should be looked at."""
    told = records.RecordComplaint(person_id, body.number, body.channel, body.made_on)
    return _recorded(house, told, sent)


@kept.post("/certificates", status_code=_MADE, openapi_extra=_CAREERS)
def award_certificate(
    body: CertificateBody, person_id: PersonId, house: TheHouse, sent: AnySent
) -> RecordAnswer:
    """A certificate is awarded or renewed; the latest of a kind counts."""
    certificate = Certificate(body.kind, body.number, body.until)
    return _recorded(house, records.AwardCertificate(person_id, certificate), sent)


@kept.post("/ratings", status_code=_MADE, openapi_extra=_CAREERS)
def rate_year(body: RatingBody, person_id: PersonId, house: TheHouse, sent: AnySent) -> RecordAnswer:
    """The predicate of a year that is over."""
    return _recorded(house, records.RateYear(person_id, body.year, body.rating), sent)


@kept.post("/marks", status_code=_MADE, openapi_extra=_CAREERS)
def mark_year(body: MarkBody, person_id: PersonId, house: TheHouse, sent: AnySent) -> RecordAnswer:
    """The mark of a year that was rated by a number; it is kept beside the predicate it counts as."""
    return _recorded(house, records.RateYear(person_id, body.year, body.hundredths), sent)


@kept.post("/study-assignments", status_code=_MADE, openapi_extra=_CAREERS)
def assign_study(body: UntilBody, person_id: PersonId, house: TheHouse, sent: AnySent) -> RecordAnswer:
    """The person is on a study assignment until that day."""
    return _recorded(house, records.AssignStudy(person_id, body.until), sent)


@kept.post("/service-bonds", status_code=_MADE, openapi_extra=_CAREERS)
def bind_service(body: UntilBody, person_id: PersonId, house: TheHouse, sent: AnySent) -> RecordAnswer:
    """The person is bound to serve until that day."""
    return _recorded(house, records.BindService(person_id, body.until), sent)


@own.post("/interests", status_code=_MADE, openapi_extra=_OWN)
def state_interest(body: InterestBody, house: TheHouse, sent: AnySent) -> RecordAnswer:
    """Where you would like to work, in your own words; the latest counts."""
    return _recorded(house, records.StateInterest(sent.by, body.text), _in_person(sent))


@own.post("/relatives", status_code=_MADE, openapi_extra=_OWN)
def tell_of_relative(body: RelativeBody, house: TheHouse, sent: AnySent) -> RecordAnswer:
    """Somebody is your relative: from now on neither of you decides about the other."""
    return _recorded(house, records.TellOfRelative(sent.by, body.relative), _in_person(sent))


@own.post("/complaints", status_code=_MADE, openapi_extra=_OWN)
def tell_of_complaint(body: ComplaintBody, house: TheHouse, sent: AnySent) -> RecordAnswer:
    """You turned to an overseer, a whistleblowing channel or the court. Only overseers learn of it, from a red flag."""
    told = records.TellOfComplaint(sent.by, body.number, body.channel, body.made_on)
    return _recorded(house, told, _in_person(sent))


def _in_person(sent: Sent) -> Sent:
    """Of oneself nobody tells for an office."""
    return replace(sent, office=None)


def _recorded(house: House, command: records.Command, sent: Sent) -> RecordAnswer:
    made = house.records.carry_out(command, sent)
    return RecordAnswer(person=made.stream, position=made.position, events=made.events)
