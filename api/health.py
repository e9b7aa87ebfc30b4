"""Whether the service lives, and whether it is ready."""

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
    """The database answers and no projection is parked; says how far behind each is."""
    try:
        projections, head = house.runner.state(_PATIENCE), house.ledger.head()
    except psycopg.Error:
        response.status_code = HTTPStatus.SERVICE_UNAVAILABLE
        response.headers["Retry-After"] = "1"
        return {"status": "no database"}
    for each in projections:
        each["behind"] = head - each["position"]
    is_ready = all(each["fault"] is None for each in projections)
    if not is_ready:
        response.status_code = HTTPStatus.SERVICE_UNAVAILABLE
    return {"status": "ready" if is_ready else "parked", "position": head, "projections": projections}
