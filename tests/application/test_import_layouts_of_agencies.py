"""What the layouts of agencies, units, schools and offices make of their rows, and which rows they refuse."""

from datetime import date

import pytest
from layouts import AGENCIES, ANI, BUDI, UNITS, refused, warned

from application.importing import Reason
from application.streams import Kind
from domain.act import Capacity
from domain.identity import (
    NATION,
    OfficeKind,
    agency_id,
    movements_id,
    office_id,
    person_id,
    school_id,
    unit_id,
)
from domain.registry.tenure import ActingTerm
from domain.registry.unit import UnitKind

# Agencies and units


def test_a_regency_belongs_to_the_province_of_its_region_code(seluma):
    assert seluma.state(Kind.AGENCY, agency_id("5805")).province == agency_id("5800")


def test_a_regency_imported_alone_finds_its_province_on_record(seluma):
    kaur = AGENCIES[1] | {
        "kode_cepat": "5804",
        "nama": "Pemerintah Kab. Kaur",
        "kode_wilayah_kemendagri": "17.04",
    }
    seluma("agencies", kaur)
    assert seluma.state(Kind.AGENCY, agency_id("5804")).province == agency_id("5800")


def test_units_may_come_in_any_order_and_hang_below_units_on_record(imports):
    imports("agencies", *AGENCIES)
    imports("units", *reversed(UNITS))
    room = {"kode_unor": "R", "kode_induk": "5805.D.SD1", "nama_unor": "Ruang", "instansi": ""}
    assert imports("units", room).recorded == 1
    unit = imports.state(Kind.UNIT, unit_id("R"))
    assert (unit.level, unit.agency, unit.regional_office) == (3, agency_id("5805"), unit_id("5805.D"))


SCHOOL = {
    "npsn": "10700001",
    "nama_sekolah": "SD NEGERI 1 SELUMA",
    "provinsi": "Bengkulu",
    "kabupaten_kota": "Kabupaten Seluma",
    "status": "Negeri",
    "bentuk_pendidikan": "SD",
    "guru": "8",
    "peserta_didik": "165",
    "rombel": "6",
}


def test_schools_stand_below_the_office_of_education_of_who_runs_them_and_are_counted(seluma):
    report = seluma(
        "schools",
        SCHOOL | {"dihitung_pada": "2025-08-31"},
        SCHOOL | {"npsn": "10700002", "bentuk_pendidikan": "SMA"},
        SCHOOL | {"npsn": "10700003", "status": "Swasta", "rombel": "0"},
        SCHOOL | {"npsn": "10700004", "kabupaten_kota": "Kab. Tiada"},
        SCHOOL | {"npsn": "10700005", "rombel": "x"},
        SCHOOL | {"npsn": "-"},
        SCHOOL | {"npsn": "10700006", "status": "Entah"},
    )
    assert refused(report) == [
        ("kabupaten_kota", Reason.AGENCY_UNKNOWN),
        ("rombel", Reason.NOT_A_NUMBER),
        ("npsn", Reason.NOT_A_NUMBER),
        ("status", Reason.NOT_IN_LIST),
    ]
    assert warned(report) == [
        ("provinsi", Reason.OFFICE_OF_EDUCATION_UNKNOWN),
        ("rombel", Reason.NOT_FILLED_IN),
    ]
    state, high, private = (seluma.state(Kind.UNIT, unit_id(f"npsn/1070000{number}")) for number in (1, 2, 3))
    assert (state.agency, state.parent, state.level) == (agency_id("5805"), unit_id("5805.D"), 2)
    assert (high.agency, high.parent, high.level) == (agency_id("5800"), None, 1)
    assert private.kind is UnitKind.PRIVATE_SCHOOL
    counted = seluma.state(Kind.SCHOOL, school_id(unit_id("npsn/10700001")))
    assert (counted.count.class_groups, counted.count.counted_on) == (6, date(2025, 8, 31))
    assert seluma.state(Kind.SCHOOL, school_id(unit_id("npsn/10700003"))) is None
    undated = seluma("schools", SCHOOL | {"nama_sekolah": "SDN 1 Seluma", "guru": "9"})
    assert (undated.recorded, warned(undated)) == (
        1,
        [("npsn", Reason.SCHOOL_COUNT_OLDER_THAN_RECORDED)],
    )


def test_movements_before_are_counted_by_unit_and_half_year(seluma):
    row = {
        "kode_unor": "5805.D",
        "sampai": "31-12-2024",
        "dipindah": "4",
        "pegawai": "120",
        "sumber": "Rekap",
    }
    report = seluma(
        "movements",
        row,
        row | {"sampai": "2024-07-04", "dipindah": "0"},
        row | {"sampai": "2024-01-06", "dipindah": "121"},
        row | {"kode_unor": "5805.X"},
        row,
    )
    assert report.recorded == 2
    assert refused(report) == [
        ("dipindah", Reason.MORE_MOVED_THAN_SERVED),
        ("kode_unor", Reason.UNIT_UNKNOWN),
        ("dipindah", Reason.REPEATED),
    ]
    counted = seluma.state(Kind.MOVEMENTS, movements_id(unit_id("5805.D"))).counted
    assert [(day.isoformat(), each.moved) for day, each in sorted(counted.items())] == [
        ("2024-07-04", 0),
        ("2024-12-31", 4),
    ]
    corrected = seluma("movements", row | {"dipindah": "5"}, name="lagi.csv")
    assert (corrected.recorded, seluma("movements", row | {"dipindah": "5"}).recorded) == (1, 0)


def test_units_that_hang_in_the_air_are_refused(seluma):
    report = seluma(
        "units",
        {"kode_unor": "A", "kode_induk": "B", "nama_unor": "A", "instansi": "x"},
        {"kode_unor": "C", "kode_induk": "D", "nama_unor": "C", "instansi": "x"},
        {"kode_unor": "D", "kode_induk": "C", "nama_unor": "D", "instansi": "x"},
        {"kode_unor": "E", "kode_induk": "", "nama_unor": "E", "instansi": "Pemerintah Kab. Tiada"},
    )
    assert refused(report) == [
        ("kode_induk", Reason.UNIT_UNKNOWN),
        ("kode_induk", Reason.CIRCULAR),
        ("kode_induk", Reason.CIRCULAR),
        ("instansi", Reason.AGENCY_UNKNOWN),
    ]


def test_siasn_units_find_their_agency_by_siasn_id(seluma):
    rows = [agency | {"id": f"ID{agency['kode_cepat']}"} for agency in AGENCIES]
    seluma.file("ref_instansi_bkn.csv", *rows)
    report = seluma(
        "siasn_units",
        {"Id": "U1", "InstansiId": "ID5805", "DiatasanId": "null", "NamaUnor": "Kabupaten"},
        {"Id": "U2", "InstansiId": "ID5805", "DiatasanId": "U1", "NamaUnor": "Dinas"},
    )
    assert report.recorded == 2
    assert seluma.state(Kind.UNIT, unit_id("U2")).regional_office == unit_id("U2")


# Offices


REGENT = {
    "jenis": "APPOINTING_AUTHORITY",
    "kode_instansi": "5805",
    "jabatan": "Bupati Seluma",
    "pns_id": "ANI",
    "jenis_penugasan": "D",
    "sejak": "20-02-2025",
}


def test_an_office_stands_over_the_agency_or_the_unit(seluma):
    seluma("people", ANI)
    head = REGENT | {"jenis": "UNIT_HEAD", "kode_unor": "5805.D.SD1", "jenis_penugasan": "PLT"}
    minister = REGENT | {"jenis": "HOME_AFFAIRS_MINISTER", "kode_instansi": "nation", "pns_id": "null"}
    assert seluma("offices", REGENT, head, minister).recorded == 3
    regent = seluma.state(Kind.OFFICE, office_id(OfficeKind.APPOINTING_AUTHORITY, agency_id("5805")))
    assert regent.held_by(person_id("ANI"), date(2025, 2, 20)).capacity is Capacity.DEFINITIVE
    school = seluma.state(Kind.OFFICE, office_id(OfficeKind.UNIT_HEAD, unit_id("5805.D.SD1")))
    assert school.tenures[0].capacity is Capacity.ACTING
    assert seluma.state(Kind.OFFICE, office_id(OfficeKind.HOME_AFFAIRS_MINISTER, NATION)).tenures == ()


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"jenis": "RAJA"}, ("jenis", Reason.NOT_IN_LIST)),
        ({"kode_instansi": "9999"}, ("kode_instansi", Reason.AGENCY_UNKNOWN)),
        ({"kode_unor": "5805.X"}, ("kode_unor", Reason.UNIT_UNKNOWN)),
        ({"kode_instansi": "5800", "kode_unor": "5805.D"}, ("kode_unor", Reason.UNIT_OF_OTHER_AGENCY)),
        ({"pns_id": "SIAPA"}, ("jenis", Reason.PERSON_UNKNOWN)),
        ({"sampai": "19-02-2025"}, ("jenis", Reason.DATES_OUT_OF_ORDER)),
        ({"jenis_penugasan": "TT"}, ("jenis_penugasan", Reason.NOT_IN_LIST)),
        ({"pns_id": "BUDI", "sejak": "01-03-2025"}, ("jenis", Reason.OFFICE_OCCUPIED)),
    ],
)
def test_an_office_with_a_bad_value_is_refused(seluma, changes, found):
    seluma("people", ANI, BUDI)
    report = seluma("offices", REGENT, {"kode_unor": ""} | REGENT | changes)
    assert refused(report) == [found]


def test_members_are_of_a_panel_only(seluma):
    seluma("people", ANI, BUDI)
    member = REGENT | {"jenis": "PERFORMANCE_PANEL", "jenis_penugasan": "ANGGOTA", "pns_id": "BUDI"}
    assert seluma("offices", member | {"pns_id": "ANI"}, member).recorded == 2
    panel = seluma.state(Kind.OFFICE, office_id(OfficeKind.PERFORMANCE_PANEL, agency_id("5805")))
    assert panel.members(date(2025, 2, 20)) == {person_id("ANI"), person_id("BUDI")}
    report = seluma("offices", member | {"jenis": "APPOINTING_AUTHORITY"})
    assert refused(report) == [("jenis", Reason.NO_PANEL)]


def test_a_tie_between_two_people_stands_with_both(seluma):
    seluma("people", ANI, BUDI)
    tie = {"pns_id": "ANI", "jenis": "USAHA", "nilai": "BUDI"}
    report = seluma("careers", tie, tie | {"nilai": "ANI"}, tie)
    assert refused(report) == [("nilai", Reason.OF_ONESELF), ("pns_id", Reason.REPEATED)]
    for one, other in (("ANI", "BUDI"), ("BUDI", "ANI")):
        assert seluma.state(Kind.PERSON, person_id(one)).affiliates == {person_id(other)}


def test_an_acting_official_beyond_the_term_is_refused_also_when_the_end_comes_later(seluma):
    seluma("people", ANI)
    acting = REGENT | {"jenis_penugasan": "PLT", "sejak": "01-01-2025"}
    term = ActingTerm(months=3, extensions=1)
    too_long = ("jenis", Reason.ACTING_TERM_TOO_LONG)
    assert refused(seluma("offices", acting | {"sampai": "01-04-2025"}, term=term)) == [too_long]
    assert seluma("offices", acting, term=term).recorded == 1
    assert refused(seluma("offices", acting | {"sampai": "01-04-2025"}, term=term)) == [too_long]
    assert seluma("offices", acting | {"sampai": "31-03-2025"}, term=term).recorded == 1
