"""What waits for the caller, and who the caller is here."""

from datetime import date
from uuid import UUID

from fastapi import APIRouter

from api.answers import ANSWERS, access
from api.answers.cases import InboxPage, TransferPage
from api.answers.people import AskedFeedback, HeldOffice, MeAnswer, OwnTask
from api.bodies import StrictRoute
from api.entry import AReader, Reader
from api.moments import AMoment
from api.paging import Cursor, Limit, page, place, read_cursor
from domain.calendar import Zone
from domain.refusals import OfficeNotHeld
from domain.transfer.deadlines import is_overdue
from projections import case_file, directory, inbox
from projections.past import When

router = APIRouter(prefix="/v1", tags=["own"], route_class=StrictRoute, responses=ANSWERS)

_MOST = 100


@router.get("/me", openapi_extra=access("any caller, about themselves"))
def show_me(reader: AReader, when: AMoment) -> MeAnswer:
    """Who you are here, which offices you hold today, where your feedback is awaited, and what waits for you.

    Offices are those held on the day `effective` where it is given, by what was recorded by `asOf`.
    """
    day = Zone.WIB.day_of(reader.at)
    term = reader.house.policies.in_force(day).acting_term
    if when is not None and when.day < date.max:
        day = when.day
    with reader.house.runner.pool.connection() as connection:
        held = directory.offices_held(connection, reader.person, day, term, when)
        asked = case_file.feedback_asked_of(connection, reader.person, _MOST, when)
        waiting = inbox.waiting_for_person(connection, reader.person, _MOST, when)
    return MeAnswer(
        person=reader.person,
        offices=[HeldOffice(**row) for row in held],
        feedback_asked=[AskedFeedback(**row) for row in asked],
        waiting=[OwnTask(**row) for row in waiting],
    )


@router.get("/me/transfers", openapi_extra=access("any caller, about themselves"))
def list_my_transfers(
    reader: AReader, when: AMoment, cursor: Cursor = None, limit: Limit = 50
) -> TransferPage:
    """Your own cases, the newest first."""
    before = None if cursor is None else read_cursor(cursor, place)[0]
    with reader.house.runner.pool.connection() as connection:
        rows = case_file.cases_of(connection, reader.person, [], [], [], None, before, limit + 1, when)
    return TransferPage(**page(rows, limit, lambda row: [row["first_position"]]))


@router.get("/inbox", openapi_extra=access("holders of an office, for their offices"))
def show_inbox(
    reader: AReader, when: AMoment, office: UUID | None = None, cursor: Cursor = None, limit: Limit = 50
) -> InboxPage:
    """What waits for your offices, and steps of others that were escalated to you; the most urgent first.

    As of an earlier moment, what waited for the offices you hold now; overdue is what was noted as such, or was on the day
    `effective`.
    """
    if office is not None and office not in reader.offices:
        raise OfficeNotHeld
    after = None
    if cursor is not None:
        due_on, transfer, step = read_cursor(cursor, date.fromisoformat, UUID, str)
        after = (due_on, transfer, step)
    offices = reader.offices if office is None else [office]
    delegated = reader.delegated_steps(office)
    with reader.house.runner.pool.connection() as connection:
        rows = inbox.waiting_for(connection, offices, delegated, after, limit + 1, when)
    for row in rows:
        past = is_overdue(row["due_on"], _day(reader, when, Zone(row["zone"])))
        row["overdue"] = not row["paused"] and (past or row["noted_overdue"])
        row["escalated"] = row["escalated_to"] is not None
        row["escalated_to_you"] = row["escalated_to"] in offices
        row["delegated_to_you"] = (row["office"], row["type"], row["step"]) in delegated
    return InboxPage(**page(rows, limit, lambda row: [row["due_on"], row["transfer"], row["step"]]))


def _day(reader: Reader, when: When | None, zone: Zone) -> date:
    """The day deadlines are compared with; what was recorded by then goes by no clock."""
    if when is None:
        return zone.day_of(reader.at)
    return when.day if when.day < date.max else date.min
