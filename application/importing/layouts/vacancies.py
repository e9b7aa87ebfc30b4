"""Vacancies as BKN's recruitment portal lists them (formasi_cpns*.csv): posts with free seats.

Beside the file stand the accepted educations (its name with `_kualifikasi`, required) and the functional positions
(ref_jabatan_fungsional.csv, for levels). Several rows can mean one post: their seats are summed and
their educations united. Of which year's formation a row is, its column `tahun` says; else whoever imports, the name of the
workbook's sheet, or that of the file ("formasi_cpns2024_..."). What nothing says is not guessed.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from application.importing.layouts.codes import EDUCATION_LEVELS, LEVELS, plain
from application.importing.layouts.layout import Layout, Surroundings
from application.importing.layouts.posts import levels_accepted, post_code
from application.importing.reading import BadValue, BrokenFile, Columns, Row, Source
from application.importing.reasons import Reason
from application.registry import OpenVacancies
from domain.identity import post_id, unit_id
from domain.registry.post import Position, PositionKind, PostDescription
from domain.registry.unit import Unit

FUNCTIONAL_POSITIONS = "ref_jabatan_fungsional.csv"
_MOST_SEATS = 1_000
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_YEARS = (2000, 2099)
_PLAUSIBLE_INCOME = (1_000_000, 30_000_000)  # rupiah a month; what lies outside is a typing error


@dataclass(slots=True)
class _Post:
    """What the rows about one post say together."""

    seats: dict[int, int] = field(default_factory=dict)  # by the year of the formation
    levels: list[str] = field(default_factory=list)
    educations: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Known:
    units: Mapping[tuple[str, ...], str]  # the path of names below the agency's code -> the unit's code
    positions: Mapping[str, str]  # name -> level
    posts: Mapping[str, _Post]
    year: int | None  # of the rows that do not say theirs
    source: str


def functional_positions(surroundings: Surroundings) -> dict[str, str]:
    """The level by the name. Rows without a usable level are doubtful and left out."""
    positions = {}
    for row in surroundings.companion(FUNCTIONAL_POSITIONS, Columns(("nama", "jenjang"))):
        try:
            positions[plain(row.required("nama"))] = row.one_of("jenjang", LEVELS)
        except BadValue as bad:
            surroundings.doubt(FUNCTIONAL_POSITIONS, row, bad)
    return positions


def _know(source: Source, surroundings: Surroundings) -> _Known:
    educations: dict[str, list[str]] = {}
    name = source.name.rpartition(".")[0] + "_kualifikasi.csv"
    for row in surroundings.companion(name, Columns(("no", "kode_pendidikan")), required=True):
        try:
            educations.setdefault(row.required("no"), []).append(row.required("kode_pendidikan"))
        except BadValue as bad:
            surroundings.doubt(name, row, bad)
    units, of_all = _paths(surroundings.units), _year_of(source, surroundings)
    posts: dict[str, _Post] = {}
    for row in source:
        try:
            post, year = posts.setdefault(_code(row, units), _Post()), _year(row, of_all)
            post.seats[year] = post.seats.get(year, 0) + row.required_number("jumlah_formasi", 1, _MOST_SEATS)
            post.levels += levels_accepted(row, "tingkat_pendidikan_id")
            post.educations += educations.get(row.text("no"), ())
        except BadValue:
            continue  # reported when the row itself is read
    return _Known(units, functional_positions(surroundings), posts, of_all, source.name)


def _year_of(source: Source, surroundings: Surroundings) -> int | None:
    """Of the whole file; None where each row says its own. A name with two years says nothing."""
    named = (set(_YEAR.findall(name)) for name in (source.sheet, source.name))
    told = (surroundings.year, *(int(years.pop()) for years in named if len(years) == 1))
    year = next((each for each in told if each is not None), None)
    if year is None and not source.has("tahun"):
        raise BrokenFile(source.name, Reason.YEAR_UNKNOWN)
    return year


def _year(row: Row, of_all: int | None) -> int:
    year = row.number("tahun", *_YEARS) or of_all
    if year is None:
        raise row.bad("tahun", Reason.MISSING)
    return year


def _paths(units: Mapping[UUID, Unit]) -> dict[tuple[str, ...], str]:
    paths = {}
    for unit in units.values():
        names: list[str] = []
        over = unit
        while over.parent is not None:
            names.append(plain(over.name))
            over = units[over.parent]
        paths[over.code, *reversed(names)] = unit.code
    return paths


def _code(row: Row, units: Mapping[tuple[str, ...], str]) -> str:
    _, *names = row.required("unit_path").split("|")
    unit = units.get((row.required("kode_instansi"), *(plain(name) for name in names)))
    if unit is None:
        raise row.bad("unit_path", Reason.UNIT_UNKNOWN)
    return post_code(unit, row.required("jabatan"))


def _open(row: Row, known: _Known) -> OpenVacancies:
    code, year = _code(row, known.units), _year(row, known.year)
    row.required_number("jumlah_formasi", 1, _MOST_SEATS)
    levels_accepted(row, "tingkat_pendidikan_id")
    _check_income(row)
    post = known.posts[code]
    unit = code.partition("/")[0]
    levels = tuple(level for level in dict.fromkeys(EDUCATION_LEVELS.values()) if level in post.levels)
    position = _position(
        row.required("jabatan"), known.positions, levels, tuple(sorted(set(post.educations)))
    )
    described = PostDescription(code, unit_id(unit), position, sum(post.seats.values()))
    return OpenVacancies(post_id(code), described, year, post.seats[year], known.source)


def _position(
    name: str,
    positions: Mapping[str, str],
    levels: tuple[str, ...],
    educations: tuple[str, ...],
) -> Position:
    """A speciality after the dash ("Dokter Ahli Pertama - Dokter Spesialis Anak") has its position's level."""
    functional = positions.get(plain(name)) or positions.get(plain(name.partition(" - ")[0]))
    if functional is not None:
        kind, level = PositionKind.FUNCTIONAL, functional
    else:
        stem = plain(name.partition(" - ")[0])
        level = next((level for level in LEVELS.values() if stem.endswith(" " + level.casefold())), "")
        kind = PositionKind.FUNCTIONAL if level else PositionKind.STAFF
    return Position(name, kind, level, 0, levels, educations)


def _check_income(row: Row) -> None:
    """Income is not kept; what the agency mistyped is reported."""
    amounts = []
    for column in ("penghasilan_min", "penghasilan_max"):
        value = row.text(column)
        amount = int(value) if value.isascii() and value.isdigit() and len(value) <= _INCOME_DIGITS else 0
        if not _PLAUSIBLE_INCOME[0] <= amount <= _PLAUSIBLE_INCOME[1]:
            row.warn(column, Reason.IMPLAUSIBLE_INCOME)
        amounts.append(amount)
    if not row.warnings and amounts[0] > amounts[1]:
        row.warn("penghasilan_min", Reason.IMPLAUSIBLE_INCOME)


_INCOME_DIGITS = 12

VACANCIES: Layout[Any] = Layout(
    "vacancies",
    Columns(
        (
            "no",
            "kode_instansi",
            "jabatan",
            "unit_path",
            "jumlah_formasi",
            "penghasilan_min",
            "penghasilan_max",
            "tingkat_pendidikan_id",
        ),
        ("tahun",),
    ),
    "jabatan",
    _know,
    _open,
    lambda row: row.text("no"),
    of_a_year=True,
)
