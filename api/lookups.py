"""Look-ups: whoever reads about others outside an act of their own says why, and the people concerned can see it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from http import HTTPStatus
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Header, Query

from api.answers import ANSWERS, Sentence, access
from api.answers.people import LookupItem, LookupOverview, LookupPage, PurposeAnswer, PurposeList
from api.bodies import StrictRoute
from api.entry import AReader, Reader
from api.moments import AMoment
from api.paging import Cursor, Limit, page, place, read_cursor
from api.problems import Problem
from api.words import catalogue
from application.lookups import Reading
from application.policies import read_disclosure
from domain.calendar import Zone, add_months
from domain.lookups import Concern, Looked, Search, Stated, What, copy_trail, look_up
from domain.policy import Purpose
from domain.refusals import NotAllowed
from domain.transfer.allowed import Holding
from projections import lookups

router = APIRouter(prefix="/v1", tags=["own"], route_class=StrictRoute, responses=ANSWERS)


@dataclass(frozen=True, slots=True)
class Looker(Reader):
    """A reader who may read about others: what they `stated`, and the office they read for, if they named one."""

    stated: Stated | None = None
    office: UUID | None = None

    @property
    def today(self) -> date:
        return Zone.WIB.day_of(self.at)

    def looks_at(
        self,
        what: What,
        people: Iterable[UUID],
        through: tuple[Holding, ...],
        case: UUID | None = None,
        officials: Iterable[UUID] = (),
    ) -> None:
        """Put it on record, before it is answered. Nothing to record where it is read through no such office.

        `officials` are those whose acts are read apart from the rest of their case.
        """
        if not through:
            return
        stated, looked = self.says_why(), Looked(what, tuple(people), case, tuple(officials))
        held = self._for(through)
        self.house.lookups.record(
            self._reading(held),
            lambda logbook, policy, today: look_up(
                logbook, looked, stated, held.kind, policy.purposes, today
            ),
        )

    def copies(
        self, search: Search, agencies: Iterable[UUID], upto: int, through: tuple[Holding, ...]
    ) -> None:
        """The same of a whole trail, before its first line is sent."""
        stated, held = self.says_why(), self._for(through)
        self.house.lookups.record(
            self._reading(held),
            lambda _, policy, today: copy_trail(
                search, agencies, upto, stated, held.kind, policy.purposes, today
            ),
        )

    def says_why(self) -> Stated:
        if self.stated is None:
            raise Problem("purpose-required", HTTPStatus.PRECONDITION_REQUIRED)
        return self.stated

    def _for(self, through: tuple[Holding, ...]) -> Holding:
        return next((held for held in through if held.office == self.office), through[0])

    def _reading(self, held: Holding) -> Reading:
        return Reading(self.person, held, self.at, self.today)


_Code = Annotated[
    str | None,
    Header(
        pattern=r"^[A-Z_]{1,40}$",
        description="why you read about others, by the policy's code; asked of oversight and personnel offices, "
        "outside a step of their own",
    ),
]
_Reference = Annotated[
    str,
    Header(
        pattern=r"^[\x20-\x7e]{0,120}$", description="the letter of assignment or the register, by its number"
    ),
]


Month = Annotated[
    str | None,
    Query(pattern=r"^(20[0-9]{2})-(0[1-9]|1[0-2])$", description="YYYY-MM; the present one without"),
]


async def looker(
    reader: AReader,
    jejak_purpose: _Code = None,
    jejak_purpose_reference: _Reference = "",
    jejak_office: Annotated[
        UUID | None, Header(description="the office you read for, where you hold several")
    ] = None,
) -> Looker:
    stated = None if jejak_purpose is None else Stated(jejak_purpose, jejak_purpose_reference.strip())
    return Looker(
        reader.house, reader.person, reader.at, reader.holdings, reader.delegated, stated, jejak_office
    )


ALooker = Annotated[Looker, Depends(looker)]


@router.get("/purposes", tags=["registry"], openapi_extra=access("any caller"))
def list_purposes(reader: AReader) -> PurposeList:
    """For what offices may read personal data outside a step of their own, and when the people concerned are told."""
    policy = reader.house.policies.in_force(Zone.WIB.day_of(reader.at))
    return PurposeList(items=[_purpose(code, purpose) for code, purpose in policy.purposes.items()])


@router.get("/me/lookups", openapi_extra=access("any caller, about themselves"))
def list_my_lookups(reader: AReader, when: AMoment, cursor: Cursor = None, limit: Limit = 50) -> LookupPage:
    """Which offices looked at what about you outside an act of their own, for what, and when; the latest first.

    Also at what you did for an office, and at what you said when you were asked about a colleague: of that only the day, and
    not in which case, so that nobody who sees this page learns whom you were asked about. What was read for an inspection
    shows after the days its purpose has by law, which nobody can extend. Who in the office read it stays with the office.
    """
    before = None if cursor is None else read_cursor(cursor, place)[0]
    with reader.house.runner.pool.connection() as connection:
        today = Zone.WIB.day_of(reader.at)
        rows = lookups.lookups_of(connection, reader.person, today, before, limit + 1, when)
    paged = page(rows, limit, lambda row: [row["position"]])
    return LookupPage(items=[_item(reader, row) for row in paged["items"]], next=paged["next"])


@router.get(
    "/lookups",
    tags=["oversight"],
    openapi_extra=access("offices that policies/reports.toml names, of the nation or by agency"),
)
def list_lookups_of_offices(
    reader: AReader, when: AMoment, month: Month = None, cursor: Cursor = None, limit: Limit = 50
) -> LookupOverview:
    """How often offices read personal data in a month, of how many people and for what; and where that is far above what is usual.

    Offices of an agency are told of its own offices alone, and of what the people concerned may be told too. Nobody is named.
    """
    watch = read_disclosure().lookups
    nationwide = any(held.kind in watch.nation for held in reader.holdings)
    agencies = [held.agency for held in reader.holdings if held.kind in watch.agency]
    if not nationwide and not agencies:
        raise NotAllowed
    today = Zone.WIB.day_of(reader.at)
    first = today.replace(day=1) if month is None else date(int(month[:4]), int(month[5:]), 1)
    before, begin, end = (
        datetime.combine(add_months(first, months), time(), Zone.WIB.offset)
        for months in (-watch.months, 0, 1)
    )
    asked = lookups.Overview(before, begin, end, None if nationwide else agencies, today, when)
    after = None if cursor is None else read_cursor(cursor, UUID)[0]
    with reader.house.runner.pool.connection() as connection:
        rows = lookups.looked_at_by_offices(connection, asked, after, limit + 1)
    for row in rows:
        row["usual"] = watch.usual(row.pop("before"))
        row["unusual"] = watch.is_unusual(row["people"], row["usual"])
    return LookupOverview(month=f"{first:%Y-%m}", **page(rows, limit, lambda row: [row["office"]]))


def _item(reader: Reader, row: dict[str, Any]) -> LookupItem:
    purpose = reader.house.policies.version(row["policy"]).purposes[row["purpose"]]
    day = Zone.WIB.day_of(row["at"])
    if row["concerns"] == Concern.ANSWERS:
        row |= dict.fromkeys(("position", "at", "case_id"))
    told, concerning = _in_both("lookups", row["what"]), _in_both("concerns", row["concerns"])
    because = _purpose(row["purpose"], purpose)
    return LookupItem(**row, day=day, told=told, concerning=concerning, because=because)


def _in_both(section: str, key: str) -> Sentence:
    return Sentence(**{language: catalogue(language)[section][key] for language in ("id", "en")})


def _purpose(code: str, purpose: Purpose) -> PurposeAnswer:
    return PurposeAnswer(
        purpose=code,
        title=Sentence(id=purpose.title.id, en=purpose.title.en),
        legal_basis=purpose.legal_basis,
        offices=list(purpose.offices),
        told_after_days=purpose.told_after_days,
        needs_reference=purpose.needs_reference,
    )
