"""When a regional head may not replace officials (reference 1.4)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from domain.calendar import add_months


@dataclass(frozen=True, slots=True)
class Term:
    """A regional head's term, for the windows W1 and W2 (reference 1.4)."""

    region_code: str
    inaugurated_on: date | None = None
    candidates_designated_on: date | None = None
    ends_on: date | None = None

    def closed_on(self, day: date, months_before: int, months_after: int) -> str | None:
        """Window W1 or W2, when officials may not be replaced that day without ministerial consent."""
        return next((name for name, _ in self._windows(day, months_before, months_after)), None)

    def closed_until(self, day: date, months_before: int, months_after: int) -> date | None:
        """The last day of the windows open that day; None while the end of the term is not known."""
        ends = [end for _, end in self._windows(day, months_before, months_after)]
        return None if None in ends else max((end for end in ends if end is not None), default=None)

    def _windows(self, day: date, months_before: int, months_after: int) -> Iterator[tuple[str, date | None]]:
        """The windows that day lies in, each with its last day."""
        if self.candidates_designated_on is not None:
            begins = add_months(self.candidates_designated_on, -months_before)
            if begins <= day and (self.ends_on is None or day <= self.ends_on):
                yield "W1", self.ends_on
        if self.inaugurated_on is not None:
            ends = add_months(self.inaugurated_on, months_after)
            if self.inaugurated_on <= day <= ends:
                yield "W2", ends
