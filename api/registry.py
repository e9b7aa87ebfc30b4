"""Agencies, posts, offices and people, to start a request from."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import StringConstraints

from api.answers import ANSWERS, access
from api.answers.people import PersonAnswer
from api.answers.registry import AgencyPage, OfficePage, PostPage
from api.bodies import Body, StrictRoute
from api.entry import AReader
from api.lookups import ALooker
from api.moments import AMoment
from api.paging import Cursor, Limit, page, read_cursor
from domain.lookups import What
from domain.policy import Insight
from domain.refusals import NotAllowed, PersonUnknown
from projections import directory

router = APIRouter(prefix="/v1", tags=["registry"], route_class=StrictRoute, responses=ANSWERS)

AgencyId = Annotated[UUID, Query(description="the agency's id")]


class PersonSearch(Body):
    """A NIP is personal: it stands in a body, never in an address."""

    nip: Annotated[str, StringConstraints(pattern=r"^[0-9]{18}$")]


@router.get("/agencies", openapi_extra=access("any caller"))
def list_agencies(reader: AReader, when: AMoment, cursor: Cursor = None, limit: Limit = 50) -> AgencyPage:
    """Agencies by their BKN code."""
    after = "" if cursor is None else read_cursor(cursor, str)[0]
    with reader.house.runner.pool.connection() as connection:
        rows = directory.agencies(connection, after, limit + 1, when)
    return AgencyPage(**page(rows, limit, lambda row: [row["code"]]))


@router.get("/posts", openapi_extra=access("any caller"))
def list_posts(
    reader: AReader,
    when: AMoment,
    agency: AgencyId,
    *,
    free: Annotated[bool, Query(description="only posts with a free seat")] = False,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> PostPage:
    """The position map of an agency: seats, incumbents, gaps."""
    after = None if cursor is None else read_cursor(cursor, UUID)[0]
    with reader.house.runner.pool.connection() as connection:
        rows = directory.posts_of(connection, agency, after, limit + 1, only_free=free, when=when)
    return PostPage(**page(rows, limit, lambda row: [row["id"]]))


@router.get("/offices", openapi_extra=access("any caller"))
def list_offices(
    reader: AReader, when: AMoment, agency: AgencyId, cursor: Cursor = None, limit: Limit = 50
) -> OfficePage:
    """The offices of an agency."""
    after = None if cursor is None else read_cursor(cursor, UUID)[0]
    with reader.house.runner.pool.connection() as connection:
        rows = directory.offices_of(connection, agency, after, limit + 1, when)
    return OfficePage(**page(rows, limit, lambda row: [row["id"]]))


@router.post("/people/searches", openapi_extra=access("an office", insight=Insight.PEOPLE))
def find_person(body: PersonSearch, reader: ALooker) -> PersonAnswer:
    """A person by NIP, for the personnel office that prepares a proposal."""
    through = reader.insight(Insight.PEOPLE)
    if not through:
        raise NotAllowed
    reader.says_why()
    with reader.house.runner.pool.connection() as connection:
        row = directory.person_by_nip(connection, body.nip)
    if row is None:
        raise PersonUnknown
    reader.looks_at(What.PERSON, [row["id"]], through)
    return PersonAnswer(**row)
