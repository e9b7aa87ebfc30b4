"""When a regional head may not replace officials (reference 1.4): by the terms of heads, which are told by a text of their own."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from domain.calendar import add_months, newer


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


@dataclass(frozen=True, slots=True)
class Terms:
    """One text of the terms of heads. What the latest published one tells is so for all cases: an election is no rule that
    running cases are spared, but a fact of the world.
    """

    version: str
    legal_basis: str
    terms: tuple[Term, ...] = ()

    @property
    def regions(self) -> frozenset[str]:
        return frozenset(term.region_code for term in self.terms)

    def of(self, region_codes: tuple[str, ...]) -> tuple[Term, ...]:
        return tuple(term for term in self.terms if term.region_code in region_codes)

    def corrects(self, version: str) -> bool:
        """Whether this text is newer than that version: versions count up, masa-jabatan-<year>.<number>."""
        return newer(self.version, version)


NO_TERMS = Terms("", "")


@dataclass(frozen=True, slots=True)
class Windows:
    """Those of some heads, as long before and after as the policy of a case has it."""

    terms: tuple[Term, ...]
    months_before: int
    months_after: int

    def on(self, day: date) -> str | None:
        """The window one of these heads is in that day."""
        closed = (term.closed_on(day, self.months_before, self.months_after) for term in self.terms)
        return next((window for window in closed if window), None)

    def all(self) -> list[tuple[str, Window]]:
        """Each with the region's code."""
        return [
            (term.region_code, window)
            for term in self.terms
            for window in term.windows(self.months_before, self.months_after)
        ]

    def fresh_starts(self) -> list[date]:
        """The days these heads took office, and those after the windows that follow (W2)."""
        began = [term.inaugurated_on for term in self.terms if term.inaugurated_on is not None]
        return [*began, *(add_months(day, self.months_after) + timedelta(days=1) for day in began)]

    def open_again_on(self, day: date) -> date | None:
        """The first day from then on without a window; None while that is not known."""
        months = self.months_before, self.months_after
        while closed := [term for term in self.terms if term.closed_on(day, *months)]:
            ends = [term.closed_until(day, *months) for term in closed]
            known = [end for end in ends if end is not None]
            if len(known) < len(ends):
                return None
            day = max(known) + timedelta(days=1)
        return day
