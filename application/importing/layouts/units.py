"""Units: the organisation tree as a list of codes (unor), and SIASN's own table of units (referensi_ref_unor).

A unit's agency, level and regional office follow from the units above it, in the file or on record. The list of codes may
say of a unit what it is (`jenis_unor`: UMUM, SEKOLAH_SWASTA, PERWAKILAN_RI); empty is UMUM.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from application.importing.layouts.agencies import AGENCIES
from application.importing.layouts.codes import plain
from application.importing.layouts.layout import Layout, Surroundings
from application.importing.reading import BadValue, Columns, Row, Source
from application.importing.reasons import Reason
from application.registry import RegisterUnit
from domain.identity import agency_id, unit_id
from domain.registry.unit import Unit, UnitKind


@dataclass(frozen=True, slots=True)
class _Headings:
    """What the two tables call the same things."""

    code: str
    parent: str
    name: str
    agency: str


_TREE = _Headings("kode_unor", "kode_induk", "nama_unor", "instansi")
_SIASN = _Headings("Id", "DiatasanId", "NamaUnor", "InstansiId")
_KINDS = {kind.value: kind for kind in UnitKind}
_AGENCY_IDS = "ref_instansi_bkn.csv"  # SIASN's ids of agencies, which nothing else needs


@dataclass(frozen=True, slots=True)
class _Tree:
    """What is above each unit of the file, and the units and agencies on record."""

    headings: _Headings
    above: dict[str, str]
    units: dict[UUID, Unit]
    agencies: dict[str, UUID]  # by name, code or SIASN's id

    def path(self, row: Row) -> Iterator[str]:
        """The codes from the unit up to the top, as far as the file tells."""
        code: str = row.required(self.headings.code)
        passed: set[str] = set()
        while code:
            if code in passed:
                raise row.bad(self.headings.parent, Reason.CIRCULAR)
            passed.add(code)
            yield code
            code = self.above.get(code, "")


def _tree(headings: _Headings, source: Source, surroundings: Surroundings) -> _Tree:
    above: dict[str, str] = {}
    for row in source:
        try:
            above[row.text(headings.code)] = row.text(headings.parent)
        except BadValue:
            continue  # reported when the row itself is read
    agencies = dict(surroundings.agencies_by_name)
    agencies |= {plain(agency.code): stream for stream, agency in surroundings.agencies.items()}
    if headings is _SIASN:
        for row in surroundings.companion(_AGENCY_IDS, Columns(("id", *AGENCIES.columns.required))):
            agencies[plain(row.raw("id"))] = agency_id(row.raw("kode_cepat"))
    return _Tree(headings, above, surroundings.units, agencies)


def _register(row: Row, tree: _Tree) -> RegisterUnit:
    headings = tree.headings
    codes = list(tree.path(row))
    top = codes[-1]
    if top in tree.above:
        agency = tree.agencies.get(plain(row.required(headings.agency)))
        if agency is None:
            raise row.bad(headings.agency, Reason.AGENCY_UNKNOWN)
        level, opd = len(codes) - 1, unit_id(codes[max(len(codes) - 2, 0)])
    else:
        over = tree.units.get(unit_id(top))
        if over is None:
            raise row.bad(headings.parent, Reason.UNIT_UNKNOWN)
        agency, level = over.agency, over.level + len(codes) - 1
        opd = over.regional_office if over.level else unit_id(codes[-2])
    unit = Unit(
        codes[0],
        row.required(headings.name),
        agency,
        level,
        opd,
        unit_id(codes[1]) if len(codes) > 1 else None,
        row.one_of("jenis_unor", _KINDS) if row.text("jenis_unor") else UnitKind.ORDINARY,
    )
    return RegisterUnit(unit_id(codes[0]), unit)


UNITS: Layout[Any] = Layout(
    "units",
    Columns(("kode_unor", "kode_induk", "nama_unor", "instansi"), ("tingkat", "jenis_unor")),
    "kode_unor",
    lambda source, surroundings: _tree(_TREE, source, surroundings),
    _register,
    lambda row: row.text("kode_unor"),
)
SIASN_UNITS: Layout[Any] = Layout(
    "siasn_units",
    Columns(
        ("Id", "InstansiId", "DiatasanId", "NamaUnor"),
        ("EselonId", "NamaJabatan", "CepatKode", "IndukUnorId", "PemimpinPnsId", "JenisUnorId"),
    ),
    "Id",
    lambda source, surroundings: _tree(_SIASN, source, surroundings),
    _register,
    lambda row: row.text("Id"),
)
