"""The need of units (reference 4.2): their posts side by side, their load (EU), and who of them retires when."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from uuid import UUID

from domain.needs.balance import Staffed
from domain.needs.outlook import Year, outlook, retires_on
from domain.needs.workload import gap


@dataclass(frozen=True, slots=True)
class Incumbent:
    """Who sits on a seat. `away`: on study assignment, so not counted; `born_on` None where it is not on record; `leaves`:
    a running case keeps a seat for them elsewhere.
    """

    person: UUID
    born_on: date | None
    away: bool = False
    leaves: bool = False


@dataclass(frozen=True, slots=True)
class StaffedPost:
    """A post with who sits in it. `required` None where no workload analysis (ABK) is on record; `promised`: for whom running
    cases keep a seat; `allotted`: to how many new entrants (CPNS), by the year of their formation.
    """

    post: UUID
    unit: UUID
    seats: int
    retirement_age: int
    required: Fraction | None
    incumbents: tuple[Incumbent, ...]
    promised: tuple[UUID, ...] = ()
    allotted: Mapping[int, int] = field(default_factory=dict)

    def entrants(self, first: int, after: int) -> Counter[int]:
        """New entrants by the year they start in, so many years after that of their formation; no more than find a free seat."""
        free = max(0, self.seats - len(self.incumbents) - len(self.promised))
        coming = Counter[int]()
        for year, people in sorted(self.allotted.items()):
            if year + after >= first and free:
                coming[year + after] += min(people, free)
                free -= min(people, free)
        return coming

    @property
    def present(self) -> int:
        return sum(not each.away for each in self.incumbents)

    @property
    def gap(self) -> Fraction | None:
        return None if self.required is None else gap(self.present, self.required)

    @property
    def load(self) -> Fraction | None:
        """EJ; None where the need is not known, and where there is work and nobody."""
        return None if self.required is None else Staffed(self.required, self.present).load


@dataclass(frozen=True, slots=True)
class Staffing:
    """Posts together: of a unit, or of an agency. What is weighed are those whose need is on record (`weighed`)."""

    posts: tuple[StaffedPost, ...]

    @property
    def weighed(self) -> tuple[StaffedPost, ...]:
        return tuple(post for post in self.posts if post.required is not None)

    @property
    def required(self) -> Fraction | None:
        """Summed exactly; None where the need of no post is on record."""
        needs = [post.required for post in self.posts if post.required is not None]
        return sum(needs, Fraction(0)) if needs else None

    @property
    def present(self) -> int:
        """In the posts that are weighed."""
        return sum(post.present for post in self.weighed)

    @property
    def occupied(self) -> int:
        """In all posts, whoever is away included."""
        return sum(len(post.incumbents) for post in self.posts)

    @property
    def away(self) -> int:
        return sum(each.away for post in self.posts for each in post.incumbents)

    @property
    def seats(self) -> int:
        return sum(post.seats for post in self.posts)

    @property
    def gap(self) -> Fraction | None:
        return None if self.required is None else gap(self.present, self.required)

    @property
    def staffed(self) -> Staffed | None:
        """What its load (EU) is made of; None where the need of no post is on record."""
        return None if self.required is None else Staffed(self.required, self.present)


def by_unit(posts: Iterable[StaffedPost]) -> dict[UUID, Staffing]:
    found: dict[UUID, list[StaffedPost]] = {}
    for post in posts:
        found.setdefault(post.unit, []).append(post)
    return {unit: Staffing(tuple(each)) for unit, each in found.items()}


@dataclass(frozen=True, slots=True)
class Outlook:
    """The years ahead of a unit's weighed posts: by retirement age, and by who is allotted already.

    Whom a running case keeps a seat for comes in the first year, and leaves in it the post they sit in now. New entrants come
    in the year they start. `overdue`: who
    should have retired before the first year and sits there still; `unknown`: whose birth is not on record, counted as staying.
    """

    years: tuple[Year, ...]
    overdue: int
    unknown: int


def years_ahead(staffing: Staffing, first: int, years: int, entrants_after: int = 1) -> Outlook | None:
    """None where the need of no post is on record. New entrants start so many years after that of their formation."""
    required = staffing.required
    if required is None:
        return None
    days, told, moving = [], Counter[str](), 0
    for post in staffing.weighed:
        for each in post.incumbents:
            if each.away:
                continue
            if each.leaves:
                moving += 1
                days.append(date.max)
            elif each.born_on is None:
                told["unknown"] += 1
                days.append(date.max)
            elif (day := retires_on(each.born_on, post.retirement_age)) < date(first, 1, 1):
                told["overdue"] += 1
            else:
                days.append(day)
    coming = Counter({first: sum(len(post.promised) for post in staffing.weighed)})
    for post in staffing.weighed:
        coming += post.entrants(first, entrants_after)
    lines = outlook(days, required, coming, {first: moving}, first, years)
    return Outlook(lines, told["overdue"], told["unknown"])
