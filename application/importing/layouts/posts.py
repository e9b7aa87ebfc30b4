"""The position map (peta jabatan), a layout of our own: one row a post.

kode_unor           the unit, as in the units file
jabatan             name of the position with its level, e.g. "Guru Ahli Pertama - Guru Kelas"
jenis               JPT, ADMINISTRATOR, PENGAWAS, FUNGSIONAL, PELAKSANA
jenjang             PT MU MA UT PM TR MH PY, or the words; of a JPT UTAMA, MADYA, PRATAMA; may be empty
kelas               position class 1 to 17; may be empty
usia_bup            may be there and is not read: the policy says at which age people retire
formasi             approved seats
kebutuhan           ABK need, decimal; empty: not known, or counted from the next two
beban_menit         minutes of work a year (may be left out)
jke                 effective minutes a year of one person that the need was counted with; with beban_menit
tingkat_pendidikan  accepted levels, SIASN's ids or SD..S3, with semicolons; empty: any
kode_pendidikan     accepted education codes, with semicolons; empty: any of the level
sertifikat          required certificates, with semicolons, e.g. SERDIK
memimpin_unit       1 for a functional official who leads the unit
"""

from dataclasses import dataclass
from typing import Any

from application.importing.layouts.codes import EDUCATION_LEVELS, LEVELS
from application.importing.layouts.layout import Layout, Surroundings
from application.importing.reading import Columns, Row, Source
from application.importing.reasons import Reason
from application.registry import EstablishPost
from domain.identity import post_id, unit_id
from domain.needs.rounding import parts
from domain.needs.workload import Workload
from domain.registry.post import Position, PositionKind, PostDescription

_HIGHEST_CLASS = 17
_MOST_SEATS = 10_000
_MOST_MINUTES = 1_000_000_000
_EFFECTIVE_MINUTES = (60_000, 120_000)
_KINDS = {kind.value: kind for kind in PositionKind}
_TRUE_OR_NOT = {"1": True, "YA": True, "0": False, "TIDAK": False}


def post_code(unit: str, position: str) -> str:
    """A post's code on the map: a unit has one post of each position."""
    return f"{unit}/{' '.join(position.upper().split())}"


def levels_accepted(row: Row, column: str) -> tuple[str, ...]:
    levels = []
    for level in row.several(column):
        known = EDUCATION_LEVELS.get(level, level)
        if known not in EDUCATION_LEVELS.values():
            raise row.bad(column, Reason.NOT_IN_LIST)
        levels.append(known)
    return tuple(dict.fromkeys(levels))


@dataclass(frozen=True, slots=True)
class _Units:
    codes: frozenset[str]


def _know_units(_: Source, surroundings: Surroundings) -> _Units:
    return _Units(frozenset(unit.code for unit in surroundings.units.values()))


def _establish(row: Row, units: _Units) -> EstablishPost:
    unit = row.required("kode_unor")
    if unit not in units.codes:
        raise row.bad("kode_unor", Reason.UNIT_UNKNOWN)
    name, kind = row.required("jabatan"), row.one_of("jenis", _KINDS)
    level = row.text("jenjang").upper()
    level = LEVELS.get(level, level)
    position = Position(
        name=name,
        kind=kind,
        level=level,
        position_class=row.number("kelas", 1, _HIGHEST_CLASS) or 0,
        education_levels=levels_accepted(row, "tingkat_pendidikan"),
        educations=row.several("kode_pendidikan"),
        certificates=row.several("sertifikat"),
        leads_unit=bool(row.text("memimpin_unit")) and row.one_of("memimpin_unit", _TRUE_OR_NOT),
    )
    code = post_code(unit, name)
    required, workload = row.hundredths("kebutuhan", _MOST_SEATS), _workload(row)
    if required is None and workload is not None:
        required = parts(workload.required, 100)
    post = PostDescription(
        code,
        unit_id(unit),
        position,
        row.required_number("formasi", 0, _MOST_SEATS),
        required,
        workload,
    )
    return EstablishPost(post_id(code), post)


def _workload(row: Row) -> Workload | None:
    minutes = row.number("beban_menit", 0, _MOST_MINUTES)
    if minutes is None:
        return None
    return Workload(minutes, row.required_number("jke", *_EFFECTIVE_MINUTES))


POSITION_MAP: Layout[Any] = Layout(
    "position_map",
    Columns(
        (
            "kode_unor",
            "jabatan",
            "jenis",
            "jenjang",
            "kelas",
            "formasi",
            "kebutuhan",
            "tingkat_pendidikan",
            "kode_pendidikan",
            "sertifikat",
            "memimpin_unit",
        ),
        ("usia_bup", "beban_menit", "jke"),
    ),
    "jabatan",
    _know_units,
    _establish,
    lambda row: post_code(row.text("kode_unor"), row.text("jabatan")),
)
