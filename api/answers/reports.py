"""Reports: what they tell and how they are read."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from api.answers import Answer, Sentence


class ReportColumn(Answer):
    """`kind`: code, text, whole, share (0 to 1), days or number."""

    name: str
    kind: str
    title: Sentence
    unit: str


class ReportDimension(Answer):
    """`values`: what they are. Each is a filter too, where the report takes any."""

    name: str
    values: str
    title: Sentence


class ReportDescription(Answer):
    """`source`: what asks for it. `hidesFew`: groups of few people are hidden, and it takes no filters."""

    name: str
    title: Sentence
    measures: Sentence
    source: str
    columns: list[ReportColumn]
    dimensions: list[ReportDimension]
    hides_few: bool


class ReportCatalogue(Answer):
    reports: list[ReportDescription]


class SmallCellsAnswer(Answer):
    least: int
    legal_basis: str


class ReportAbout(Answer):
    """What makes the same report again: the position, the definition, and the versions of the law and of the code."""

    report: str
    definition: str
    title: Sentence
    scope: Literal["AGENCIES", "PUBLIC"]
    agencies: list[UUID]
    by: list[str]
    only: dict[str, list[str | int]]
    from_: date | None = Field(alias="from")
    to: date | None
    position: int
    effective: date | None
    recorded_until: datetime | None
    policy_versions: list[str]
    code_version: str
    small_cells: SmallCellsAnswer | None


class ReportAnswer(Answer):
    """`rows` hold a value for each of `columns`; `"hidden"` stands where few people could be recognised, null where there is
    nothing to tell. `words`: by column, what its codes are called.
    """

    about: ReportAbout
    columns: list[ReportColumn]
    rows: list[list[str | int | float | None]]
    total: list[str | int | float | None]
    words: dict[str, dict[str, Sentence]]
