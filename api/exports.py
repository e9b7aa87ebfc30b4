"""The cases of an agency for process mining, whole and as streams: by agency, for inspectorates and auditors only."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import StreamingResponse

from api.answers import ANSWERS, access
from api.audit import Action, Agency, Case, Since, Until, agencies_of
from api.bodies import StrictRoute
from api.downloads import attached, offered
from api.lookups import ALooker
from api.mining.log import Log, Sought, reached
from api.mining.ocel import OCEL, ocel
from api.mining.xes import XES, xes
from api.moments import AMoment
from api.oversight import watching
from domain.lookups import Search
from domain.policy import Insight, TransferType
from projections.past import LAST

router = APIRouter(prefix="/v1/exports", tags=["oversight"], route_class=StrictRoute, responses=ANSWERS)

Type = Annotated[TransferType | None, Query(description="only transfers of this type")]


def _log(
    reader: ALooker,
    when: AMoment,
    agency: Agency = None,
    case: Case = None,
    kind: Annotated[Type, Query(alias="type")] = None,
    action: Action = None,
    since: Since = None,
    until: Until = None,
) -> Log:
    """Up to where the read side is now, or as of another moment; on record before the first case is sent."""
    house = reader.house
    upto = reached(house.runner) if when is None or when.position == LAST else when.position
    agencies = agencies_of(reader, agency)
    sought = Sought(agencies, case, kind, action, since, until)
    if through := watching(reader, agency):
        search = Search(event=action, case_id=case, since=since, until=until, type=kind)
        reader.copies(search, agencies, upto, through)
    return Log(house.ledger, house.runner, sought, upto, day=date.max if when is None else when.day)


ALog = Annotated[Log, Depends(_log)]


@router.get(
    "/ocel.json",
    openapi_extra=access("offices, of their agency,", insight=Insight.OVERSIGHT),
    response_class=StreamingResponse,
    responses=offered("application/json"),
)
def stream_ocel(log: ALog) -> StreamingResponse:
    """Cases from or to the agencies you oversee, as an object-centric log (OCEL 2.0): each event with its person, posts,
    units, decree, officer, office and policy. Ids only; who gave feedback is not told.
    """
    return attached(ocel(log), "ocel.json", OCEL, as_of=log.upto)


@router.get(
    "/events.xes",
    openapi_extra=access("offices, of their agency,", insight=Insight.OVERSIGHT),
    response_class=StreamingResponse,
    responses=offered("application/xml"),
)
def stream_xes(log: ALog) -> StreamingResponse:
    """The same cases as an XES log (IEEE 1849), a trace for each case."""
    return attached(xes(log), "events.xes", XES, as_of=log.upto)
