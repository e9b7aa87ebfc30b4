"""Offices and who holds them, a layout of our own: one row a tenure, or an office without a holder.

jenis             a kind of office, e.g. APPOINTING_AUTHORITY (domain.identity.OfficeKind)
kode_instansi     the agency's code; `nation` for the Minister of Home Affairs, kanreg/VII for BKN's regional office
kode_unor         the unit the office stands over; empty: the agency
jabatan           title
pns_id            the holder; empty: none
jenis_penugasan   D, PLT, PLH or PJ, as in SIASN; ANGGOTA for a member of a panel
sejak, sampai     first and last day; the last may be empty
nomor_sk          number of the decree
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from application.importing.layouts.layout import Layout, Surroundings
from application.importing.reading import Columns, Row, Source
from application.importing.reasons import Reason
from application.registry import FillOffice
from domain.act import Capacity
from domain.identity import NATION, OfficeKind, agency_id, office_id, person_id, unit_id
from domain.registry.agency import Agency
from domain.registry.office import OfficeDescription
from domain.registry.tenure import ActingTerm, Tenure
from domain.registry.unit import Unit

_KINDS = {kind.value: kind for kind in OfficeKind}
_CAPACITIES = {
    "D": Capacity.DEFINITIVE,
    "PLT": Capacity.ACTING,
    "PLH": Capacity.DAILY_ACTING,
    "PJ": Capacity.CARETAKER,
    "ANGGOTA": Capacity.MEMBER,
}


@dataclass(frozen=True, slots=True)
class _Known:
    agencies: dict[UUID, Agency]
    units: dict[UUID, Unit]
    term: ActingTerm | None


def _know(_: Source, surroundings: Surroundings) -> _Known:
    return _Known(surroundings.agencies, surroundings.units, surroundings.term)


def _fill(row: Row, known: _Known) -> FillOffice:
    kind, title = row.one_of("jenis", _KINDS), row.required("jabatan")
    agency = agency_id(row.required("kode_instansi"))
    if agency != NATION and agency not in known.agencies:
        raise row.bad("kode_instansi", Reason.AGENCY_UNKNOWN)
    scope = agency
    if code := row.text("kode_unor"):
        scope = unit_id(code)
        unit = known.units.get(scope)
        if unit is None:
            raise row.bad("kode_unor", Reason.UNIT_UNKNOWN)
        if unit.agency != agency:
            raise row.bad("kode_unor", Reason.UNIT_OF_OTHER_AGENCY)
    described = OfficeDescription(kind, title, agency, scope)
    return FillOffice(office_id(kind, scope), described, _tenure(row), known.term)


def _tenure(row: Row) -> Tenure | None:
    holder = row.text("pns_id")
    if not holder:
        return None
    return Tenure(
        person_id(holder),
        row.one_of("jenis_penugasan", _CAPACITIES),
        row.required_day("sejak"),
        row.day("sampai"),
        row.text("nomor_sk"),
    )


OFFICES: Layout[Any] = Layout(
    "offices",
    Columns(
        (
            "jenis",
            "kode_instansi",
            "kode_unor",
            "jabatan",
            "pns_id",
            "jenis_penugasan",
            "sejak",
            "sampai",
            "nomor_sk",
        )
    ),
    "jenis",
    _know,
    _fill,
)
