"""At which moment a state is asked for, on two axes: what was recorded by then, and what was in force in the world."""

import re
from contextlib import suppress
from datetime import date, datetime, time
from http import HTTPStatus
from typing import Annotated

from fastapi import Depends, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import StringConstraints

from api.bodies import Day
from api.house import House
from api.problems import Problem
from api.reads import reads_of
from application.policies import NoPolicyInForce
from domain.calendar import Zone
from domain.policy import Policy
from projections.past import LAST, When

_POSITION = re.compile(r"[0-9]{1,18}")
_MOMENT = r"^([0-9]{1,18}|[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?([Zz]|[+-][0-9]{2}:[0-9]{2}))$"
HEADER = "Jejak-As-Of"  # in an answer: the position it was made at


async def as_of(
    request: Request,
    response: Response,
    asked: Annotated[
        Annotated[str, StringConstraints(pattern=_MOMENT)] | None,
        Query(
            alias="asOf",
            description="answer from what was recorded by then: a time (RFC 3339, with its offset) or a ledger position",
        ),
    ] = None,
) -> int | None:
    """The ledger position asked for, which the read side has reached; None for the present.

    What is recorded by a time is final a few seconds later, when no append that began before it can still be under way.
    The position, which the answer tells, always gives the same.
    """
    if asked is None:
        return None
    house: House = request.app.state.house
    position = await run_in_threadpool(_position, house, asked, reads_of(request.url.path))
    response.headers[HEADER] = str(position)
    return position


def _position(house: House, asked: str, among: frozenset[str]) -> int:
    position = _within(house, int(asked)) if _POSITION.fullmatch(asked) else _by_then(house, asked)
    house.runner.wait_for(position, among=among)
    return position


def _within(house: House, position: int) -> int:
    if position > house.ledger.head():
        raise Problem("moment-to-come", HTTPStatus.UNPROCESSABLE_ENTITY)
    return position


def _by_then(house: House, asked: str) -> int:
    try:
        moment = datetime.fromisoformat(asked.upper())
        position = house.ledger.last_by(moment)
    except (ValueError, OverflowError):
        detail = "asOf: there is no such time"
        raise Problem("invalid-input", HTTPStatus.UNPROCESSABLE_ENTITY, detail=detail) from None
    if position is None:
        raise Problem("moment-to-come", HTTPStatus.UNPROCESSABLE_ENTITY)
    return position


AsOf = Annotated[int | None, Depends(as_of)]

Effective = Annotated[
    Day | None,
    Query(description="answer from what was in force in the world by the end of that day (YYYY-MM-DD)"),
]


async def moment(as_of: AsOf, effective: Effective = None) -> When | None:
    """Both axes together; None for the present."""
    if as_of is None and effective is None:
        return None
    return When(LAST if as_of is None else as_of, effective or date.max)


AMoment = Annotated[When | None, Depends(moment)]


def day_asked(at: datetime, when: When | None) -> date:
    """The day that is looked at where something goes by days: the one asked about, else today, in Jakarta."""
    return Zone.WIB.day_of(at) if when is None or when.day == date.max else when.day


def time_asked(at: datetime, when: When | None) -> datetime:
    """Now, or a time of the day asked about: noon, when it is the same day in all zones."""
    if when is None or when.day == date.max:
        return at
    return datetime.combine(when.day, time(12), Zone.WIB.offset)


def policy_asked(house: House, when: When | None, day: date) -> Policy:
    """What is in force on a day as it was published at the moment asked about; before anything was, as it is known."""
    if when is not None and when.position < LAST:
        with suppress(NoPolicyInForce):
            return house.policies.at(when.position).in_force(day)
    return house.policies.in_force(day)
