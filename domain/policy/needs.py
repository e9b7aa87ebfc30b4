"""What needs are counted by."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from domain.needs.candidates import Part
from domain.needs.matching import Matching
from domain.needs.teachers import SchoolRules, TeachingLoad
from domain.needs.workload import Grade, WorkingYear


class Weighed(StrEnum):
    """Whose balance of work a move is judged by."""

    POSTS = "POSTS"
    UNITS = "UNITS"


@dataclass(frozen=True, slots=True)
class Needs:
    """What needs are counted by. `least_loads` in hundredths, by grade; `candidates`: what is compared, in which order.

    `matching` and `schools` are None in versions that say nothing of them: then there is no score, and of schools only
    what their lessons ask for is counted. `weighs`: the two posts, as versions did that do not say, or the two units
    they are in. `years_ahead`: how far the outlook goes, and how long after the year of their formation new
    entrants start.
    """

    working_year: WorkingYear
    least_loads: Mapping[Grade, int]
    teaching: TeachingLoad
    candidates: tuple[Part, ...]
    matching: Matching | None = None
    schools: SchoolRules | None = None
    years_ahead: int = 5
    entrants_start_after_years: int = 1
    weighs: Weighed = Weighed.POSTS
