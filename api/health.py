"""Whether the service lives, and whether it is ready."""

from dataclasses import asdict
from http import HTTPStatus
from typing import Any

import psycopg
from fastapi import APIRouter, Response

from api.answers import access
from api.entry import TheHouse

router = APIRouter(tags=["health"])

_PATIENCE = 0.5  # seconds: who asks for readiness does not wait long for the answer


@router.get("/livez", openapi_extra=access("public"))
async def live() -> dict[str, str]:
    """The process answers, even while all its threads wait for the database."""
    return {"status": "alive"}


@router.get(
    "/readyz",
    openapi_extra=access("public"),
    responses={
        int(HTTPStatus.SERVICE_UNAVAILABLE): {"description": "not ready", "content": {"application/json": {}}}
    },
)
def ready(house: TheHouse, response: Response) -> dict[str, Any]:
    """The database answers and every projection is whole, of this release; says how far behind each is.

    One that is stuck or parked is told of, and holds up its own pages: taking the service away would hold up all others.
    """
    try:
        standings, head = house.runner.standings(_PATIENCE), house.ledger.head()
    except psycopg.Error:
        response.status_code = HTTPStatus.SERVICE_UNAVAILABLE
        response.headers["Retry-After"] = "1"
        return {"status": "no database"}
    versions = {each.name: each.version for each in house.runner.projections}
    status = "ready"
    if not all(each.serves(versions.get(each.projection, each.version)) for each in standings):
        status = "filling"
        response.status_code = HTTPStatus.SERVICE_UNAVAILABLE
    if not all(each.fault is None and not each.parked for each in standings):
        status = "parked"
    return {"status": status, "position": head, "projections": [asdict(each) for each in standings]}
