"""Schools of Dapodik (sekolah_guru_rombel): units by their NPSN, with class groups, students and teachers counted there.

Who runs a school follows from its form (codes.toml, UU 23/2014): a private one stands below the office that sends teachers
to it. Below which office of education it stands follows from the units on record; without one the school stands by itself.
The file has no day; one may be told in `dihitung_pada`, and the place it was read in `sumber`. A school without class groups
has not filled in its register: it is a unit, and nothing was counted.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from application.importing.layouts.codes import OFFICE_OF_EDUCATION, SCHOOLS_RUN_BY_PROVINCES, plain
from application.importing.layouts.layout import Layout, Surroundings
from application.importing.reading import Columns, Row, Source
from application.importing.reasons import Reason
from application.registry import RegisterSchool
from domain.identity import unit_id
from domain.registry.school import SchoolCount
from domain.registry.unit import Unit, UnitKind

_MOST_GROUPS, _MOST_STUDENTS, _MOST_TEACHERS = 200, 10_000, 1_000
_KINDS = {"NEGERI": UnitKind.ORDINARY, "SWASTA": UnitKind.PRIVATE_SCHOOL}


def school_code(npsn: str) -> str:
    return f"npsn/{npsn}"


@dataclass(frozen=True, slots=True)
class _Known:
    """The agencies by name, and the office of education of each."""

    agencies: Mapping[str, UUID]
    offices: Mapping[UUID, UUID]


def _know(_: Source, surroundings: Surroundings) -> _Known:
    offices = {
        unit.agency: stream
        for stream, unit in surroundings.units.items()
        if unit.level == 1 and plain(unit.name).startswith(OFFICE_OF_EDUCATION)
    }
    return _Known(surroundings.agencies_by_name, offices)


def _register(row: Row, known: _Known) -> RegisterSchool:
    npsn, form = row.required("npsn"), row.required("bentuk_pendidikan").upper()
    if not (npsn.isascii() and npsn.isdigit()):
        raise row.bad("npsn", Reason.NOT_A_NUMBER)
    by_province = form in SCHOOLS_RUN_BY_PROVINCES
    column = "provinsi" if by_province else "kabupaten_kota"
    region = row.required(column)
    name = plain(region).replace("kabupaten ", "kab. ")
    agency = known.agencies.get(f"pemerintah {'provinsi ' if by_province else ''}{name}")
    if agency is None:
        raise row.bad(column, Reason.AGENCY_UNKNOWN)
    code, office = school_code(npsn), known.offices.get(agency)
    if office is None:
        row.warn(column, Reason.OFFICE_OF_EDUCATION_UNKNOWN)
    unit = Unit(
        code=code,
        name=row.required("nama_sekolah"),
        agency=agency,
        level=1 if office is None else 2,
        regional_office=office or unit_id(code),
        parent=office,
        kind=row.one_of("status", _KINDS),
    )
    return RegisterSchool(unit_id(code), unit, _count(row, form))


def _count(row: Row, form: str) -> SchoolCount | None:
    count = SchoolCount(
        form=form,
        class_groups=row.required_number("rombel", 0, _MOST_GROUPS),
        students=row.required_number("peserta_didik", 0, _MOST_STUDENTS),
        teachers=row.required_number("guru", 0, _MOST_TEACHERS),
        source=row.text("sumber") or "Dapodik",
        counted_on=row.day("dihitung_pada"),
    )
    if count.class_groups:
        return count
    row.warn("rombel", Reason.NOT_FILLED_IN)
    return None


SCHOOLS: Layout[Any] = Layout(
    "schools",
    Columns(
        (
            "npsn",
            "nama_sekolah",
            "provinsi",
            "kabupaten_kota",
            "status",
            "bentuk_pendidikan",
            "guru",
            "peserta_didik",
            "rombel",
        ),
        ("sumber", "dihitung_pada"),
    ),
    "npsn",
    _know,
    _register,
    lambda row: row.text("npsn"),
)
