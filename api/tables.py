"""A table to hand out: what a report found, before anybody decides whether it becomes JSON, CSV, a workbook or a chart."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import Enum, StrEnum, auto
from typing import Final, Literal
from uuid import UUID


class Kind(StrEnum):
    """What the cells of a column are."""

    TEXT = auto()
    WHOLE = auto()  # a count
    SHARE = auto()  # of the whole, 0 to 1; shown as a percentage
    DAYS = auto()  # a length of time; half days are possible
    NUMBER = auto()  # any other: a mean, a gap in persons, a ratio
    DATE = auto()
    MOMENT = auto()  # with its time zone
    CODE = auto()  # an identifier or a code: text that is never counted with, whatever it looks like


class Hidden(Enum):
    """A cell that is there and is not told, because so few people are in it that they could be recognised."""

    HIDDEN = "hidden"


HIDDEN: Final = Hidden.HIDDEN

Value = str | int | float | Decimal | date | datetime | UUID | None | Literal[Hidden.HIDDEN]
Row = tuple[Value, ...]


@dataclass(frozen=True)
class Column:
    name: str  # in machine-readable answers, in the API's style: `medianDays`
    kind: Kind
    title_id: str
    title_en: str
    unit: str = ""  # a word of the catalogue's `units` (`days`, `people`), or a sign that is the same in every language

    def title(self, language: str) -> str:
        return self.title_id if language == "id" else self.title_en


@dataclass(frozen=True)
class Table:
    """`title` is in the language asked for. `rows` may be a generator, which is read once, in order.

    `about` says what the table was made from, in the order it is to be read. Its `at` is the moment the table tells of:
    it is the creation date of every file made from it, so that the same table is the same bytes.
    """

    title: str
    columns: list[Column]
    rows: Iterable[Row]
    about: Mapping[str, Value] = field(default_factory=dict)
