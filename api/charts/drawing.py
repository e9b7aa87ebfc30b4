"""What may be asked to be drawn of a table: columns by their names."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Bars:
    """One bar a row."""

    of: str
    measure: str


@dataclass(frozen=True)
class Stacked:
    """One bar a row, its parts the measures; or one bar for all rows of the same `of`, their parts told by `by`."""

    of: str
    measures: tuple[str, ...]
    by: str | None = None


@dataclass(frozen=True)
class Lines:
    """One line a measure; or one for each value of `by`. `over` is a date, or the name of a period, in table order."""

    over: str
    measures: tuple[str, ...]
    by: str | None = None


@dataclass(frozen=True)
class Spread:
    """Percentiles of each row: a line from the lowest to the highest, a box between the quartiles, the median."""

    of: str
    low: str
    lower: str
    middle: str
    upper: str
    high: str

    @property
    def measures(self) -> tuple[str, str, str, str, str]:
        return self.low, self.lower, self.middle, self.upper, self.high


Drawing = Bars | Stacked | Lines | Spread
