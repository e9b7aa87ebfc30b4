"""Agencies as BKN lists them (ref_instansi_bkn.csv), and its regional offices (ref_kanreg_bkn.csv).

The regional office of a government follows from its province; the list of them is looked for beside the agencies' file.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from application.importing.layouts.codes import ZONES, plain
from application.importing.layouts.layout import Layout, Surroundings
from application.importing.reading import BadValue, Columns, Row, Source
from application.importing.reasons import Reason
from application.registry import RegisterAgency
from domain.calendar import Zone
from domain.identity import agency_id
from domain.registry.agency import Agency, AgencyKind

REGIONAL_OFFICES = "ref_kanreg_bkn.csv"
_OFFICE_COLUMNS = Columns(("nomor", "kota", "wilayah_kerja"), ("status_nomor", "status_wilayah"))
_COLUMNS = Columns(
    ("kode_cepat", "nama", "jenis_pusat_daerah", "jenis_instansi", "jabatan_ppk", "kode_wilayah_kemendagri")
)
_KINDS = {
    "PROV": AgencyKind.PROVINCE,
    "KAB": AgencyKind.REGENCY,
    "KOT": AgencyKind.CITY,
    "KOTA": AgencyKind.CITY,
}
_VERIFIED = "terbukti"


@dataclass(frozen=True, slots=True)
class _Provinces:
    """By the two digits of the region code: the province's agency, and the agency of its regional office of BKN."""

    agencies: dict[str, UUID]
    bkn_offices: dict[str, UUID]


def _know_provinces(source: Source, surroundings: Surroundings) -> _Provinces:
    served: dict[str, UUID] = {}
    for row in surroundings.companion(REGIONAL_OFFICES, _OFFICE_COLUMNS):
        try:
            for province in row.several("wilayah_kerja"):
                served[_core(province)] = _office_id(row)
        except BadValue as bad:
            surroundings.doubt(REGIONAL_OFFICES, row, bad)
    agencies: dict[str, UUID] = {
        agency.region_code: stream
        for stream, agency in surroundings.agencies.items()
        if agency.kind is AgencyKind.PROVINCE
    }
    bkn_offices: dict[str, UUID] = {
        agency.region_code: agency.bkn_office
        for agency in surroundings.agencies.values()
        if agency.kind is AgencyKind.PROVINCE and agency.bkn_office
    }
    for row in source:
        if row.raw("jenis_instansi").strip() == "PROV":
            region = row.raw("kode_wilayah_kemendagri").strip()
            agencies[region] = agency_id(row.raw("kode_cepat").strip())
            if office := served.get(_core(row.raw("nama"))):
                bkn_offices[region] = office
    return _Provinces(agencies, bkn_offices)


def _core(province: str) -> str:
    """A province's name as both lists have it: without "Pemerintah Provinsi", with common short forms written out."""
    name = (
        plain(province).removeprefix("pemerintah ").removeprefix("provinsi ").replace("kep. ", "kepulauan ")
    )
    return _OTHER_NAMES.get(name, name)


_OTHER_NAMES = {
    "daerah khusus ibukota jakarta": "dki jakarta",
    "daerah daerah istimewa yogyakarta": "d.i. yogyakarta",
    "ntt": "nusa tenggara timur",
}


def _register(row: Row, provinces: _Provinces) -> RegisterAgency:
    code, name, region = row.required("kode_cepat"), row.required("nama"), row.text("kode_wilayah_kemendagri")
    if row.text("jenis_pusat_daerah") == "P":
        return RegisterAgency(
            agency_id(code), Agency(code, name, AgencyKind.CENTRAL, row.text("jabatan_ppk"), region)
        )
    kind = row.one_of("jenis_instansi", _KINDS)
    prefix = row.required("kode_wilayah_kemendagri")[:2]
    if prefix not in ZONES:
        raise row.bad("kode_wilayah_kemendagri", Reason.NOT_IN_LIST)
    bkn_office = provinces.bkn_offices.get(prefix)
    if bkn_office is None:
        row.warn("kode_wilayah_kemendagri", Reason.BKN_OFFICE_UNKNOWN)
    agency = Agency(
        code,
        name,
        kind,
        row.required("jabatan_ppk"),
        region,
        ZONES[prefix],
        None if kind is AgencyKind.PROVINCE else provinces.agencies.get(prefix),
        bkn_office,
    )
    return RegisterAgency(agency_id(code), agency)


AGENCIES: Layout[Any] = Layout(
    "agencies", _COLUMNS, "kode_cepat", _know_provinces, _register, lambda row: row.text("kode_cepat")
)


# Regional offices of BKN


def _office_code(row: Row) -> str:
    return f"kanreg/{row.required('nomor')}"


def _office_id(row: Row) -> UUID:
    return agency_id(_office_code(row))


def _know_zones(_: Source, surroundings: Surroundings) -> dict[str, Zone]:
    return {
        _core(agency.name): agency.zone
        for agency in surroundings.agencies.values()
        if agency.kind is AgencyKind.PROVINCE
    }


def _register_office(row: Row, zones: dict[str, Zone]) -> RegisterAgency:
    number, city = row.required("nomor"), row.required("kota")
    served = [zones[name] for province in row.several("wilayah_kerja") if (name := _core(province)) in zones]
    for column in ("status_nomor", "status_wilayah"):
        if (status := row.text(column)) and status != f"{_VERIFIED} dari sumber":
            row.warn(column, Reason.NOT_VERIFIED)
    agency = Agency(
        _office_code(row),
        f"Kantor Regional {number} BKN {city}",
        AgencyKind.CENTRAL,
        f"Kepala Kantor Regional {number} BKN",
        zone=served[0] if served else Zone.WIB,
    )
    return RegisterAgency(_office_id(row), agency)


BKN_REGIONAL_OFFICES: Layout[Any] = Layout(
    "bkn_regional_offices",
    _OFFICE_COLUMNS,
    "nomor",
    _know_zones,
    _register_office,
    lambda row: row.text("nomor"),
)
