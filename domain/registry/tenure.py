"""Tenures: who holds an office, from when to when, in which capacity; and how long one may stand in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from domain.act import Capacity
from domain.calendar import add_months
from domain.refusals import NotAcceptable


class ActingTermTooLong(NotAcceptable):
    """An acting official (Plt) may not stand in for so long, nor be extended so often."""


@dataclass(frozen=True, slots=True)
class Tenure:
    """One official's time in an office. `until` is the last day, None while it has no end."""

    person: UUID
    capacity: Capacity
    since: date
    until: date | None = None
    decree: str = ""

    def covers(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class ActingTerm:
    """How long an acting official (Plt) may stand in: so many months, and so many times again by a new decree."""

    months: int
    extensions: int

    def last_day(self, tenure: Tenure) -> date | None:
        """Of a tenure: the day on record, for an acting official no later than the term allows."""
        if tenure.capacity is not Capacity.ACTING:
            return tenure.until
        longest = add_months(tenure.since, self.months) - timedelta(days=1)
        return longest if tenure.until is None else min(tenure.until, longest)

    def has_run_out(self, tenure: Tenure, day: date) -> bool:
        last = self.last_day(tenure)
        return last is not None and last < day


def within_term(known: Iterable[Tenure], tenure: Tenure, term: ActingTerm) -> None:
    """An acting tenure is no longer than the term; who stands in again before another term has passed is extended."""
    if tenure.capacity is not Capacity.ACTING:
        return
    if tenure.until is not None and term.has_run_out(tenure, tenure.until):
        raise ActingTermTooLong
    others = [t for t in known if (t.person, t.capacity) == (tenure.person, tenure.capacity)]
    stretch: list[Tenure] = []
    for each in sorted({t.since: t for t in (*others, tenure)}.values(), key=lambda t: t.since):
        before = term.last_day(stretch[-1]) if stretch else None
        if before is not None and add_months(before, term.months) < each.since:
            stretch = []
        stretch.append(each)
        if len(stretch) > 1 + term.extensions:
            raise ActingTermTooLong
