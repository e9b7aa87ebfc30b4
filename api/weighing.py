"""Who may weigh needs, and what the pages about them share."""

from collections.abc import Iterable
from fractions import Fraction
from typing import Annotated, Any
from uuid import UUID

import psycopg
from fastapi import Path

from api.answers import access
from api.entry import Reader
from domain.needs.rounding import parts
from domain.policy import Insight
from domain.refusals import NotAllowed, PostUnknown
from domain.transfer.allowed import Holding
from projections import staffing
from projections.past import When

PostId = Annotated[UUID, Path(description="the post's id")]
UnitId = Annotated[UUID, Path(description="the unit's id")]
Row = dict[str, Any]

WEIGHING = access("an office of the agency", insight=Insight.NEEDS)
HUNDREDTHS, THOUSANDTHS = 100, 1_000


def must_weigh(reader: Reader, agency: UUID) -> tuple[Holding, ...]:
    """The offices through which the reader weighs the needs of the agency; refused when there is none."""
    through = reader.insight(Insight.NEEDS, agency)
    if not through:
        raise NotAllowed
    return through


def agency_of_post(connection: psycopg.Connection[Any], post: UUID, when: When | None = None) -> UUID:
    row = staffing.post_by_id(connection, post, when)
    unit = None if row is None else staffing.unit_by_id(connection, row["unit"], when)
    if unit is None:
        raise PostUnknown
    agency: UUID = unit["agency"]
    return agency


def sitting(rows: Iterable[Row]) -> list[UUID]:
    return [person for row in rows for person in row["occupants"]]


def rounded(value: Fraction | None, of: int) -> int | None:
    return None if value is None else parts(value, of)
