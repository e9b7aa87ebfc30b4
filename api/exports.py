"""The cases of an agency for process mining, whole and as streams: by agency, for inspectorates and auditors only."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import StreamingResponse
from pydantic import StringConstraints

from api.answers import ANSWERS, access
from api.audit import Agency, Case, Since, Until, agencies_of
from api.bodies import StrictRoute
from api.downloads import attached, offered
from api.entry import AReader
from api.mining.log import Log, Sought
from api.mining.ocel import OCEL, ocel
from api.mining.xes import XES, xes
from domain.policy import TransferType

router = APIRouter(prefix="/v1/exports", tags=["oversight"], route_class=StrictRoute, responses=ANSWERS)

Type = Annotated[TransferType | None, Query(description="only transfers of this type")]
Action = Annotated[
    Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{1,60}$")] | None,
    Query(description="only these events, by their name"),
]


def _log(
    reader: AReader,
    agency: Agency = None,
    case: Case = None,
    kind: Annotated[Type, Query(alias="type")] = None,
    action: Action = None,
    since: Since = None,
    until: Until = None,
) -> Log:
    """Up to where the read side is now."""
    house = reader.house
    upto = min(each.position for each in house.runner.standings())
    sought = Sought(agencies_of(reader, agency), case, kind, action, since, until)
    return Log(house.ledger, house.runner, sought, upto)


ALog = Annotated[Log, Depends(_log)]


@router.get(
    "/ocel.json",
    openapi_extra=access("inspectorates and auditors, by agency"),
    response_class=StreamingResponse,
    responses=offered("application/json"),
)
def stream_ocel(log: ALog) -> StreamingResponse:
    """Cases from or to the agencies you oversee, as an object-centric log (OCEL 2.0): each event with its person, posts,
    units, decree, officer, office and policy. Ids only; who gave feedback is not told.
    """
    return attached(ocel(log), "ocel.json", OCEL)


@router.get(
    "/events.xes",
    openapi_extra=access("inspectorates and auditors, by agency"),
    response_class=StreamingResponse,
    responses=offered("application/xml"),
)
def stream_xes(log: ALog) -> StreamingResponse:
    """The same cases as an XES log (IEEE 1849), a trace for each case."""
    return attached(xes(log), "events.xes", XES)
