"""How the read side keeps up, for Prometheus. Numbers of the service only: no person, no case, no office."""

from collections.abc import Callable, Iterator
from http import HTTPStatus
from ipaddress import ip_address

import psycopg
from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from api.entry import TheHouse
from api.house import House
from api.problems import Problem
from projections.positions import Standing

router = APIRouter(tags=["health"])

_PATIENCE = 0.5  # seconds
_TOLD: tuple[tuple[str, str, Callable[[Standing], float]], ...] = (
    ("position", "ledger position the projection has reached", lambda each: each.position),
    ("behind_events", "events recorded that it has not taken in yet", lambda each: each.behind),
    ("lag_seconds", "since the oldest event it has not taken in yet was recorded", lambda each: each.lag),
    ("stuck", "1: it cannot digest an event", lambda each: each.fault is not None),
    ("parked", "1: an operator stopped it", lambda each: each.parked),
    ("complete", "1: it has once reached the end of the ledger", lambda each: each.complete),
    ("filling_position", "how far its next version is, 0 when none is made", lambda each: each.filling or 0),
)


class _ReadSide(Collector):
    def __init__(self, house: House) -> None:
        self._house = house

    def collect(self) -> Iterator[GaugeMetricFamily]:
        standings = self._house.runner.standings(_PATIENCE)
        yield GaugeMetricFamily(
            "jejak_ledger_position", "last position of the ledger", value=self._house.ledger.head()
        )
        for name, told, value in _TOLD:
            family = GaugeMetricFamily(f"jejak_projection_{name}", told, labels=["projection"])
            for each in standings:
                family.add_metric([each.projection], value(each))
            yield family


# Not in the API's document: it is asked by machines of the same operator, and by no client.
@router.get("/metrics", include_in_schema=False)
def metrics(request: Request, house: TheHouse) -> Response:
    """Position and lag of each projection, in the Prometheus text format."""
    if not _from_within(request, house):
        raise Problem("unknown-path", HTTPStatus.NOT_FOUND)
    registry = CollectorRegistry()
    try:
        registry.register(_ReadSide(house))
        return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)
    except psycopg.Error:
        return Response(status_code=HTTPStatus.SERVICE_UNAVAILABLE, headers={"Retry-After": "1"})


def _from_within(request: Request, house: House) -> bool:
    try:
        address = ip_address(request.client.host if request.client else "")
    except ValueError:
        return False
    return any(address in network for network in house.settings.metrics_from)
