"""The yearly plans of transfers: proposed, published, read by everybody in the agency."""

from datetime import date
from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query, Response
from pydantic import Field

from api.answers import ANSWERS, access
from api.answers.orders import MadeAnswer, PlanAmendment, PlanAnswer, PlanEdition, PlanPage
from api.bodies import Body, Day, Number, Reason, StrictRoute
from api.entry import AnySent, AReader, Reader, TheHouse
from api.moments import AMoment
from api.offices import made
from api.paging import Cursor, Limit, page, read_cursor
from application.plans import (
    ProposeAmendment,
    ProposePlan,
    PublishAmendment,
    PublishPlan,
    ReturnAmendment,
    ReturnPlan,
)
from domain.calendar import Zone
from domain.identity import plan_id
from domain.plan import PREPARING, PlanDescription, PlannedNeed, PlanStatus
from domain.policy import Duty
from domain.refusals import PlanUnknown
from projections import directory, plans

router = APIRouter(prefix="/v1/plans", tags=["plans"], route_class=StrictRoute, responses=ANSWERS)

PlanId = Annotated[UUID, Path(description="the plan's id")]


class NeedBody(Body):
    unit: UUID
    people: Annotated[int, Field(strict=True, ge=1, le=1_000)]
    why: Reason
    post: UUID | None = None


class PlanBody(Body):
    """`criteria` is what people are chosen by; `until` the last day the plan is for."""

    agency: UUID
    title: Number
    since: Day
    until: Day
    criteria: Reason
    needs: Annotated[tuple[NeedBody, ...], Field(max_length=500)] = ()

    def described(self) -> PlanDescription:
        needs = tuple(PlannedNeed(each.unit, each.people, each.why, each.post) for each in self.needs)
        return PlanDescription(self.agency, self.title, self.since, self.until, self.criteria, needs)


class PlanAmendmentBody(PlanBody):
    """The whole plan as it is to be, and why it is amended."""

    reason: Reason


class PlanPublicationBody(Body):
    number: Number


class PlanReturnBody(Body):
    reason: Reason


# Reading


@router.get(
    "",
    openapi_extra=access(
        "civil servants of the agency; those in preparation: its offices that propose or publish them"
    ),
)
def list_plans(
    reader: AReader,
    when: AMoment,
    agency: Annotated[UUID, Query(description="the agency's id")],
    cursor: Cursor = None,
    limit: Limit = 50,
) -> PlanPage:
    """The agency's plans, the earliest first."""
    after = None
    if cursor is not None:
        since, plan = read_cursor(cursor, date.fromisoformat, UUID)
        after = (since, plan)
    rows = []
    if _belongs_to(reader, agency):
        with reader.house.runner.pool.connection() as connection:
            prepares = _prepares(reader, agency)
            rows = plans.plans_of(connection, agency, after, limit + 1, all_=prepares, when=when)
    return PlanPage(**page(rows, limit, lambda row: [row["since"], row["id"]]))


@router.get("/{plan_id}", openapi_extra=access("as the list of the agency's plans"))
def show_plan(plan_id: PlanId, reader: AReader, when: AMoment) -> PlanAnswer:
    """A plan with its criteria, needs and editions, and how many moves keep to it."""
    with reader.house.runner.pool.connection() as connection:
        row = plans.plan_by_id(connection, plan_id, when)
        moves = None if row is None else plans.moves_under(connection, row, when)
        followed = plans.followers(connection, plan_id, when)
    if row is None or moves is None or not _may_read(reader, row["agency"], row["status"]):
        raise PlanUnknown
    told = [PlanEdition(**each, followed_by=followed.get(each["edition"], 0)) for each in row.pop("editions")]
    amendment = row.pop("amendment")
    if amendment is None or not _prepares(reader, row["agency"]):
        return PlanAnswer(**row, **moves, editions=told, amendment=None)
    return PlanAnswer(**row, **moves, editions=told, amendment=PlanAmendment(**amendment))


def _may_read(reader: Reader, agency: UUID, status: str) -> bool:
    if status != PlanStatus.PUBLISHED:
        return _prepares(reader, agency)
    return _belongs_to(reader, agency)


def _prepares(reader: Reader, agency: UUID) -> bool:
    duties = reader.house.policies.in_force(Zone.WIB.day_of(reader.at)).duties
    preparing = {kind for duty in PREPARING for kind in duties[duty].offices}
    return any(held.agency == agency and held.kind in preparing for held in reader.holdings)


def _belongs_to(reader: Reader, agency: UUID) -> bool:
    """Whether they serve in the agency, or hold an office of it."""
    if any(held.agency == agency for held in reader.holdings):
        return True
    with reader.house.runner.pool.connection() as connection:
        return directory.agency_of(connection, reader.person) == agency


# Writing


@router.post(
    "",
    status_code=HTTPStatus.CREATED,
    openapi_extra=access("an office of the agency", duty=Duty.PLAN_PROPOSAL),
)
def propose(body: PlanBody, house: TheHouse, sent: AnySent, response: Response) -> MadeAnswer:
    """Propose a plan to the appointing authority."""
    plan = plan_id(sent.command)
    response.headers["Location"] = f"/v1/plans/{plan}"
    return made(house.orders.carry_out(ProposePlan(plan, body.described()).asked(), sent))


@router.post(
    "/{plan_id}/revisions",
    status_code=HTTPStatus.CREATED,
    openapi_extra=access("an office of the agency", duty=Duty.PLAN_PROPOSAL),
)
def revise(plan_id: PlanId, body: PlanBody, house: TheHouse, sent: AnySent) -> MadeAnswer:
    """Propose a plan again that is not published, mostly because it was returned."""
    return made(house.orders.carry_out(ProposePlan(plan_id, body.described(), again=True).asked(), sent))


@router.post(
    "/{plan_id}/publications",
    status_code=HTTPStatus.CREATED,
    openapi_extra=access(
        "another person than proposed it, for an office of the agency", duty=Duty.PLAN_PUBLICATION
    ),
)
def publish(plan_id: PlanId, body: PlanPublicationBody, house: TheHouse, sent: AnySent) -> MadeAnswer:
    """Approve a plan: from now on everybody in the agency reads it, and requests may follow it."""
    return made(house.orders.carry_out(PublishPlan(plan_id, body.number).asked(), sent))


@router.post(
    "/{plan_id}/returns",
    status_code=HTTPStatus.CREATED,
    openapi_extra=access(
        "another person than proposed it, for an office of the agency", duty=Duty.PLAN_PUBLICATION
    ),
)
def return_(plan_id: PlanId, body: PlanReturnBody, house: TheHouse, sent: AnySent) -> MadeAnswer:
    """Send a plan back to the personnel office, with a reason."""
    return made(house.orders.carry_out(ReturnPlan(plan_id, body.reason).asked(), sent))


@router.post(
    "/{plan_id}/amendments",
    status_code=HTTPStatus.CREATED,
    openapi_extra=access("an office of the agency", duty=Duty.PLAN_PROPOSAL),
)
def propose_amendment(plan_id: PlanId, body: PlanAmendmentBody, house: TheHouse, sent: AnySent) -> MadeAnswer:
    """Propose to change a published plan that is not over; what waits or was returned is replaced."""
    proposed = ProposeAmendment(plan_id, body.described(), body.reason)
    return made(house.orders.carry_out(proposed.asked(), sent))


@router.post(
    "/{plan_id}/amendments/publications",
    status_code=HTTPStatus.CREATED,
    openapi_extra=access(
        "another person than proposed it, for an office of the agency", duty=Duty.PLAN_PUBLICATION
    ),
)
def publish_amendment(
    plan_id: PlanId, body: PlanPublicationBody, house: TheHouse, sent: AnySent
) -> MadeAnswer:
    """Approve an amendment: from now on requests follow this edition; those before keep theirs."""
    return made(house.orders.carry_out(PublishAmendment(plan_id, body.number).asked(), sent))


@router.post(
    "/{plan_id}/amendments/returns",
    status_code=HTTPStatus.CREATED,
    openapi_extra=access(
        "another person than proposed it, for an office of the agency", duty=Duty.PLAN_PUBLICATION
    ),
)
def return_amendment(plan_id: PlanId, body: PlanReturnBody, house: TheHouse, sent: AnySent) -> MadeAnswer:
    """Send an amendment back to the personnel office, with a reason; the plan stays as it is."""
    return made(house.orders.carry_out(ReturnAmendment(plan_id, body.reason).asked(), sent))
