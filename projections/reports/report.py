"""What a report is: what it counts, from which facts, and by what."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import LiteralString


class Of(StrEnum):
    """What the values of a dimension are: how a request names them, and what they are called in an answer."""

    AGENCY = "agency"
    UNIT = "unit"
    OFFICE = "office"
    OFFICIAL = "official"  # by the opaque id
    TYPE = "type"
    STEP = "step"
    RULE = "rule"
    REASON = "reason"  # a rule that was not met, or the step at which an office refused
    GROUND = "ground"  # on which a rule was set aside
    STATED_GROUND = "statedGround"  # on which a transfer was asked for
    INITIATIVE = "initiative"
    LEVEL = "level"
    DIRECTION = "direction"
    AGENCY_KIND = "agencyKind"
    CAPACITY = "capacity"
    OUTCOME = "outcome"
    WINDOW = "window"
    AGAINST = "against"
    INDICATOR = "indicator"
    SEVERITY = "severity"
    SEX = "sex"
    AGE = "age"
    RANK = "rank"
    REGION = "region"
    POLICY = "policy"
    MONTHS = "months"
    TEXT = "text"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"

    @property
    def is_id(self) -> bool:
        return self in {Of.AGENCY, Of.UNIT, Of.OFFICE, Of.OFFICIAL}

    @property
    def is_named(self) -> bool:
        """Whether it is told by id and by name. The name of an official is personal, and told elsewhere."""
        return self in {Of.AGENCY, Of.UNIT, Of.OFFICE}

    @property
    def is_number(self) -> bool:
        return self in {Of.MONTHS, Of.MONTH, Of.QUARTER, Of.YEAR}


@dataclass(frozen=True, slots=True)
class Dimension:
    expression: LiteralString
    of: Of


@dataclass(frozen=True, slots=True)
class Share:
    """One count as a part of others together."""

    part: str
    whole: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mean:
    """Of a whole number, told in units of so many: hundredths of a person are `per` 100. Null counts for nothing."""

    expression: LiteralString
    per: int


@dataclass(frozen=True, slots=True)
class Report:
    """`version` counts up when a figure comes to mean something else. `day` is what a period is measured by.

    `spread` is a length of time: of it the median and other percentiles are told, in `spread_in`. `protected`: few people in a group are hidden.
    `public`: the dimensions everybody may ask it by, with few people hidden; without any it is for inspectorates only.
    Every report has the dimension `policy`.
    """

    name: str
    version: int
    source: LiteralString
    day: LiteralString
    counts: Mapping[str, LiteralString]
    dimensions: Mapping[str, Dimension]
    shares: Mapping[str, Share] = field(default_factory=dict)
    means: Mapping[str, Mean] = field(default_factory=dict)
    spread: LiteralString | None = None
    spread_in: str = "days"
    protected: bool = False
    public: tuple[str, ...] = ()
    made_from: tuple[str, ...] = ("statistics",)  # the projections
