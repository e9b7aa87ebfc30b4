"""What is counted at a school beside its posts: class groups, students, and the teachers its own register has.

A stream of its own, so that a count disturbs no case that looks at the unit.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from domain.act import Act
from domain.refusals import NotAcceptable


@dataclass(frozen=True, slots=True)
class SchoolCount:
    """As counted on a day, None where the source tells none. `form` is SD, SMP, SMA, SMK; `teachers` all that teach there,
    whoever employs them. `source` is where it was read, such as Dapodik.
    """

    form: str
    class_groups: int
    students: int
    teachers: int
    source: str
    counted_on: date | None


@dataclass(frozen=True, slots=True)
class School:
    """A unit that is a school, with the latest count."""

    unit: UUID
    count: SchoolCount


# What happened


@dataclass(frozen=True, slots=True)
class SchoolCounted:
    unit: UUID
    count: SchoolCount


SchoolEvent = SchoolCounted


# Why not


class OlderSchoolCount(NotAcceptable):
    """A count of this school of a later day is on record; one without a day counts only until there is one."""


# What is so


def evolve(_: School | None, event: SchoolEvent, __: Act) -> School:
    return School(event.unit, event.count)


# What follows


def count_school(known: School | None, unit: UUID, count: SchoolCount) -> list[SchoolEvent]:
    if known == School(unit, count):
        return []
    if known is not None and (count.counted_on or date.min) < (known.count.counted_on or date.min):
        raise OlderSchoolCount
    return [SchoolCounted(unit, count)]
