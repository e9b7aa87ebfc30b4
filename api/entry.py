"""What every request brings: who calls, for which office, when, which command, and what they have seen."""

import re
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from http import HTTPStatus
from secrets import token_hex
from typing import Annotated
from uuid import UUID, uuid5

from fastapi import Depends, Header, Path, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from api.house import House
from api.identity import Caller, NotAuthenticated
from api.problems import Problem
from api.reads import reads_of
from api.settings import Mode
from application.carrying_out import FactsChanged, Receipt, Sent, SightUnknown
from application.recording import canonical
from application.sights import Sight
from domain.act import Act, Capacity
from domain.calendar import Zone
from domain.identity import OfficeKind
from domain.policy import Insight
from domain.refusals import OfficeNotHeld, OfficeUnknown, Refused
from domain.transfer.allowed import Holding, audience
from domain.transfer.commands import TransferCommand
from domain.transfer.desk import Audience
from projections import directory
from projections.inbox import DelegatedStep

_bearer = HTTPBearer(
    auto_error=False, description="JWT of the configured issuer; its subject is the person's id"
)
_TRACE = re.compile(r"^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$")
_ETAG = re.compile(r'^"(\d{1,18})\.([SOR])\.([0-9a-f]{64})"$')
_AUDIENCES = {"S": Audience.SUBJECT, "O": Audience.OFFICIAL, "R": Audience.RATER}


# Few dependencies, none below another where it can be helped: FastAPI solves one again, with all below it, wherever it is
# named, and that costs more than the act itself.


async def house(request: Request) -> House:
    return _house(request)


def _house(request: Request) -> House:
    found: House = request.app.state.house
    return found


TheHouse = Annotated[House, Depends(house)]


async def caller(
    request: Request, credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]
) -> Caller:
    """The person of a valid token."""
    if credentials is None:
        raise NotAuthenticated("missing")
    identity = _house(request).identity
    if known := identity.known(credentials.credentials):
        return known
    if identity.asks_the_issuer:  # now and then it fetches keys, for which the event loop must not wait
        return await run_in_threadpool(identity.caller, credentials.credentials)
    return identity.caller(credentials.credentials)


ACaller = Annotated[Caller, Depends(caller)]


async def now(
    request: Request,
    jejak_demo_time: Annotated[
        datetime | None,
        Header(description="demonstration mode only: the time to act at", include_in_schema=False),
    ] = None,
) -> datetime:
    """The moment of the request. Only a demonstration may be told another."""
    house = _house(request)
    if jejak_demo_time is None:
        return house.clock()
    calendar = house.policies.calendar
    if (
        house.settings.mode is not Mode.DEMO
        or jejak_demo_time.tzinfo is None
        or not calendar.first_year < jejak_demo_time.year <= calendar.last_year
    ):
        raise Problem("invalid-input", HTTPStatus.BAD_REQUEST, detail="Jejak-Demo-Time is not accepted")
    return jejak_demo_time


Now = Annotated[datetime, Depends(now)]


IdempotencyKey = Annotated[
    str | None,
    Header(description="8 to 128 characters of your choice; the same key always gets the same answer"),
]
_KEY = re.compile(r"^[\x21-\x7e]{8,128}$")


def etag(sight: Sight) -> str:
    """Opaque to clients: the position, the audience, and the digest of the facts served."""
    return f'"{sight.position}.{sight.audience[0]}.{sight.digest}"'


def sight_of(header: str) -> Sight:
    match = _ETAG.match(header.strip())
    if match is None:
        raise Problem("etag-unknown", HTTPStatus.PRECONDITION_FAILED)
    return Sight(int(match[1]), _AUDIENCES[match[2]], match[3])


def correlation_of(traceparent: str | None) -> str:
    """The W3C trace id of the request, or a new one."""
    match = _TRACE.match(traceparent or "")
    return match[1] if match else token_hex(16)


@dataclass(frozen=True, slots=True)
class Door:
    """One request at the one door: it knows everything about the sender, and takes the command."""

    house: House
    transfer: UUID
    sent: Sent

    def __call__(self, command: TransferCommand) -> Receipt:
        try:
            return self.house.cases.carry_out(self.transfer, command, self.sent)
        except (OfficeNotHeld, OfficeUnknown):
            raise  # they say nothing about the case
        except (Refused, FactsChanged, SightUnknown):
            if self.sent.sight is not None:
                self._must_be_seen()
            raise

    def _must_be_seen(self) -> None:
        """To those whom the case does not concern, whatever they ask about it, there is no such case."""
        holdings = holdings_of(self.house, self.sent.by, self.sent.at)
        self.house.cases.show(
            self.transfer, lambda transfer, facts: audience(transfer, facts, self.sent.by, holdings)
        )


async def sent(
    request: Request,
    caller: ACaller,
    now: Now,
    jejak_office: Annotated[
        UUID | None, Header(description="the office you act for; without it you act in your own person")
    ] = None,
    jejak_on_behalf_of: Annotated[
        UUID | None,
        Header(description="the office in whose name (a.n.) you act, that has delegated the act to yours"),
    ] = None,
    idempotency_key: IdempotencyKey = None,
    traceparent: Annotated[str | None, Header(description="W3C trace context")] = None,
) -> Sent:
    """Who sends what: the command id follows from the caller and their key, so that keys of others never collide."""
    if idempotency_key is None or not _KEY.match(idempotency_key):
        raise Problem("idempotency-key-required", HTTPStatus.BAD_REQUEST)
    office = jejak_office or caller.office
    body = await request.json() if await request.body() else None
    try:
        asked = canonical(
            {"body": body, "office": str(office), "path": request.url.path}
            | ({} if jejak_on_behalf_of is None else {"onBehalfOf": str(jejak_on_behalf_of)})
        )
    except (TypeError, ValueError):
        raise Problem("malformed-body", HTTPStatus.BAD_REQUEST) from None
    return Sent(
        by=caller.person,
        at=now,
        command=uuid5(caller.person, idempotency_key),
        request=sha256(asked).hexdigest(),
        office=office,
        correlation=correlation_of(traceparent),
        on_behalf_of=jejak_on_behalf_of,
    )


AnySent = Annotated[Sent, Depends(sent)]


async def door(
    request: Request,
    sent: AnySent,
    transfer_id: Annotated[UUID, Path(description="the transfer's id")],
    if_match: Annotated[
        str | None, Header(description="the ETag of the case as you saw it; what you saw goes on record")
    ] = None,
) -> Door:
    """The door to an existing case: only for those who say what they have seen."""
    if if_match is None:
        raise Problem("precondition-required", HTTPStatus.PRECONDITION_REQUIRED)
    return Door(_house(request), transfer_id, replace(sent, sight=sight_of(if_match)))


TheDoor = Annotated[Door, Depends(door)]


def holdings_of(house: House, person: UUID, at: datetime) -> tuple[Holding, ...]:
    """The offices a person holds that day (as it dawns in Jakarta), and those that have delegated to them."""
    today = Zone.WIB.day_of(at)
    policy = house.policies.in_force(today)
    with house.runner.pool.connection() as connection:
        rows = directory.offices_held(connection, person, today, policy.acting_term)
        delegated = directory.delegated_to(connection, [row["id"] for row in rows], today)
    own = {
        row["id"]: Holding(
            office=row["id"],
            capacity=Capacity(row["capacity"]),
            kind=(kind := OfficeKind(row["kind"])),
            agency=row["agency"],
            insights=policy.insights_of(kind),
        )
        for row in rows
    }
    return (
        *own.values(),
        *(
            Holding(
                office=row["id"],
                capacity=own[row["delegate"]].capacity,
                kind=OfficeKind(row["kind"]),
                agency=row["agency"],
                delegate=row["delegate"],
                delegations=tuple(row["delegations"]),
            )
            for row in delegated
        ),
    )


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads: the person, the offices they hold today, those that have `delegated` to them, and the moment."""

    house: House
    person: UUID
    at: datetime
    holdings: tuple[Holding, ...]
    delegated: tuple[Holding, ...] = ()

    @property
    def acts_for(self) -> tuple[Holding, ...]:
        return self.holdings + self.delegated

    @property
    def offices(self) -> list[UUID]:
        return [held.office for held in self.holdings]

    def insight(self, insight: Insight, agency: UUID | None = None) -> tuple[Holding, ...]:
        """The offices through which they may look into that, of this agency or any."""
        return tuple(
            held for held in self.holdings if insight in held.insights and agency in {None, held.agency}
        )

    def delegated_steps(self, office: UUID | None = None) -> list[DelegatedStep]:
        """The steps delegated to the reader's offices (or to this one of them), by office, type of transfer and name."""
        routes = [route for policy in self.house.policies.versions for route in policy.routes.values()]
        return sorted(
            {
                (held.office, route.type, name)
                for held in self.delegated
                if office in {None, held.delegate}
                for delegation in held.delegations
                for route in routes
                for name, step in route.steps.items()
                if delegation.covers(route.type, step.kind)
            }
        )

    def act(self, policy: str) -> Act:
        """A reader's act in their own person, to ask what they may do."""
        return Act(self.person, self.at, UUID(int=0), policy)


def reader(
    request: Request,
    house: TheHouse,
    caller: ACaller,
    now: Now,
    after: Annotated[
        int | None,
        Query(ge=0, le=2**62, description="wait until the read side has reached this ledger position"),
    ] = None,
) -> Reader:
    """Read your own writes: `after` is the position a receipt gave."""
    if after is not None:
        house.runner.wait_for(min(after, house.ledger.head()), among=reads_of(request.url.path))
    held = holdings_of(house, caller.person, now)
    own = tuple(each for each in held if each.delegate is None)
    return Reader(house, caller.person, now, own, tuple(each for each in held if each.delegate is not None))


AReader = Annotated[Reader, Depends(reader)]
