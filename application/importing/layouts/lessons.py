"""Lessons of teachers' posts, a layout of our own filled from Dapodik: one row a post and grade.

kode_unor           the school, as in the units file
jabatan             the post, as on the position map; it teaches one subject
tingkat             grade, e.g. VII
rombel              class groups of that grade
jam_per_minggu      lesson hours a week each of them has of the subject
jam_tugas_tambahan  hours credited to the post's holders for other duties, in all; once a post, elsewhere empty
dihitung_pada       the day of the count
sumber              where it was counted, e.g. Dapodik
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from application.importing.layouts.layout import Layout, Surroundings
from application.importing.layouts.posts import post_code
from application.importing.reading import BadValue, Columns, Row, Source
from application.importing.reasons import Reason
from application.registry import CountLessons
from domain.identity import post_id
from domain.needs.teachers import Lessons
from domain.registry.post import Taught

_MOST_GROUPS, _MOST_HOURS, _MOST_CREDITED = 200, 60, 2_000


@dataclass(slots=True)
class _Count:
    """What the rows about one post say together."""

    lessons: list[Lessons] = field(default_factory=list)
    credited: int = 0
    days: set[date] = field(default_factory=set)


def _code(row: Row) -> str:
    return post_code(row.required("kode_unor"), row.required("jabatan"))


def _know(source: Source, _: Surroundings) -> Mapping[str, _Count]:
    counts: dict[str, _Count] = {}
    for row in source:
        try:
            lessons, credited, day = _read(row)
        except BadValue:
            continue  # reported when the row itself is read
        count = counts.setdefault(_code(row), _Count())
        count.lessons.append(lessons)
        count.credited += credited
        count.days.add(day)
    return counts


def _read(row: Row) -> tuple[Lessons, int, date]:
    lessons = Lessons(
        row.required("tingkat"),
        row.required_number("rombel", 0, _MOST_GROUPS),
        row.required_number("jam_per_minggu", 0, _MOST_HOURS),
    )
    _code(row)
    credited = row.number("jam_tugas_tambahan", 0, _MOST_CREDITED) or 0
    return lessons, credited, row.required_day("dihitung_pada")


def _count(row: Row, counts: Mapping[str, _Count]) -> CountLessons:
    _, _, day = _read(row)
    code = _code(row)
    count = counts[code]
    if len(count.days) > 1:
        raise row.bad("dihitung_pada", Reason.DATES_OUT_OF_ORDER)
    lessons = tuple(sorted(count.lessons, key=lambda each: each.grade))
    return CountLessons(post_id(code), Taught(lessons, count.credited, row.required("sumber"), day))


LESSONS: Layout[Any] = Layout(
    "lessons",
    Columns(
        (
            "kode_unor",
            "jabatan",
            "tingkat",
            "rombel",
            "jam_per_minggu",
            "jam_tugas_tambahan",
            "dihitung_pada",
            "sumber",
        )
    ),
    "jabatan",
    _know,
    _count,
    lambda row: (post_code(row.text("kode_unor"), row.text("jabatan")), row.text("tingkat")),
)
