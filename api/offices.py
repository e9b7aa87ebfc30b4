"""What an office has another do in its name: to delegate, to end that, and to read it."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Response
from pydantic import Field

from api.answers import ANSWERS, access
from api.answers.orders import DelegationItem, DelegationList, MadeAnswer
from api.bodies import Body, Day, Number, Reason, StrictRoute
from api.entry import AnySent, AReader, TheHouse
from api.moments import AMoment
from application.carrying_out import Receipt
from application.delegations import DelegateAuthority, EndDelegation
from domain.policy import Duty, StepKind, TransferType
from domain.refusals import OfficeUnknown
from domain.registry.delegation import Delegation
from projections import directory

router = APIRouter(prefix="/v1/offices", tags=["offices"], route_class=StrictRoute, responses=ANSWERS)

OfficeId = Annotated[UUID, Path(description="the office's id")]


class DelegationBody(Body):
    """`number` is that of the written basis; `until` the last day."""

    number: Number
    to: Annotated[UUID, Field(description="the office that is to act")]
    types: Annotated[tuple[TransferType, ...], Field(min_length=1, max_length=20)]
    kinds: Annotated[tuple[StepKind, ...], Field(min_length=1, max_length=20)]
    since: Day
    until: Day


class DelegationEndBody(Body):
    number: Number
    on: Annotated[Day, Field(description="the first day on which it is no longer in force")]
    reason: Reason


def made(recorded: Receipt) -> MadeAnswer:
    return MadeAnswer(
        id=recorded.stream, version=recorded.version, position=recorded.position, events=recorded.events
    )


@router.get("/{office_id}/delegations", openapi_extra=access("any caller"))
def list_delegations(office_id: OfficeId, reader: AReader, when: AMoment) -> DelegationList:
    """What the office has delegated, to whom, for which days; also what is over."""
    with reader.house.runner.pool.connection() as connection:
        rows = directory.delegations_of(connection, office_id, when)
    if rows is None:
        raise OfficeUnknown
    return DelegationList(items=[DelegationItem(**row) for row in rows])


@router.post(
    "/{office_id}/delegations",
    status_code=HTTPStatus.CREATED,
    openapi_extra=access("who holds the office, in a capacity", duty=Duty.DELEGATION),
)
def delegate(
    office_id: OfficeId, body: DelegationBody, house: TheHouse, sent: AnySent, response: Response
) -> MadeAnswer:
    """Have another office do steps of these kinds in your office's name (a.n.), for these days."""
    delegation = Delegation(body.number, body.to, body.types, body.kinds, body.since, body.until)
    response.headers["Location"] = f"/v1/offices/{office_id}/delegations"
    return made(house.orders.carry_out(DelegateAuthority(office_id, delegation).asked(), sent))


@router.post(
    "/{office_id}/delegations/endings",
    status_code=HTTPStatus.CREATED,
    openapi_extra=access("who holds the office, in a capacity", duty=Duty.DELEGATION),
)
def end_delegation(
    office_id: OfficeId, body: DelegationEndBody, house: TheHouse, sent: AnySent, response: Response
) -> MadeAnswer:
    """End a delegation from a day on; what was done under it stays done."""
    response.headers["Location"] = f"/v1/offices/{office_id}/delegations"
    ending = EndDelegation(office_id, body.number, body.on, body.reason)
    return made(house.orders.carry_out(ending.asked(), sent))
