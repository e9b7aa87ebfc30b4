"""When a regional head may not replace officials (reference 1.4)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from domain.calendar import add_months


@dataclass(frozen=True, slots=True)
class Window:
    """`until`: its last day; None while the end of the term is not known."""

    name: str
    since: date
    until: date | None

    def holds(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Term:
    """A regional head's term, for the windows W1 and W2 (reference 1.4)."""

    region_code: str
    inaugurated_on: date | None = None
    candidates_designated_on: date | None = None
    ends_on: date | None = None

    def closed_on(self, day: date, months_before: int, months_after: int) -> str | None:
        """Window W1 or W2, when officials may not be replaced that day without ministerial consent."""
        return next((window.name for window in self._open_on(day, months_before, months_after)), None)

    def closed_until(self, day: date, months_before: int, months_after: int) -> date | None:
        """The last day of the windows open that day; None while the end of the term is not known."""
        ends = [window.until for window in self._open_on(day, months_before, months_after)]
        return None if None in ends else max((end for end in ends if end is not None), default=None)

    def windows(self, months_before: int, months_after: int) -> Iterator[Window]:
        """Those that follow from what is known of the term."""
        if self.candidates_designated_on is not None:
            yield Window("W1", add_months(self.candidates_designated_on, -months_before), self.ends_on)
        if self.inaugurated_on is not None:
            yield Window("W2", self.inaugurated_on, add_months(self.inaugurated_on, months_after))

    def _open_on(self, day: date, months_before: int, months_after: int) -> Iterator[Window]:
        return (window for window in self.windows(months_before, months_after) if window.holds(day))
