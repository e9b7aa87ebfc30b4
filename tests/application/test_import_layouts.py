"""What each layout makes of its rows, and which rows it refuses."""

import csv
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from openpyxl import Workbook
from web import at_once

from application.importing import BrokenFile, EntryAges, Reason, Severity, files, import_file
from application.importing.layouts import LAYOUTS
from application.ledger import Ledger
from application.registry import every
from application.streams import NOTHING, Kind, fold_lines
from domain.act import Act, Capacity
from domain.identity import (
    NATION,
    OfficeKind,
    agency_id,
    movements_id,
    nip_id,
    office_id,
    person_id,
    post_id,
    school_id,
    unit_id,
)
from domain.needs.workload import Workload
from domain.registry.nip import Sex
from domain.registry.person import Certificate, Rating, Status
from domain.registry.post import PositionKind
from domain.registry.tenure import ActingTerm
from domain.registry.unit import UnitKind

AGENCIES = [
    {
        "kode_cepat": "5800",
        "nama": "Pemerintah Provinsi Bengkulu",
        "jenis_pusat_daerah": "D",
        "jenis_instansi": "PROV",
        "jabatan_ppk": "Gubernur Bengkulu",
        "kode_wilayah_kemendagri": "17",
    },
    {
        "kode_cepat": "5805",
        "nama": "Pemerintah Kab. Seluma",
        "jenis_pusat_daerah": "D",
        "jenis_instansi": "KAB",
        "jabatan_ppk": "Bupati Seluma",
        "kode_wilayah_kemendagri": "17.05",
    },
]
UNITS = [
    {
        "kode_unor": code,
        "kode_induk": code.rpartition(".")[0],
        "nama_unor": name,
        "instansi": "Pemerintah Kab. Seluma",
    }
    for code, name in (
        ("5805", "Pemerintah Kab. Seluma"),
        ("5805.D", "Dinas Pendidikan"),
        ("5805.D.SD1", "SD Negeri 1"),
        ("5805.D.SD2", "SD Negeri 2"),
    )
]
POST = {
    "kode_unor": "5805.D.SD1",
    "jabatan": "Guru Ahli Pertama",
    "jenis": "FUNGSIONAL",
    "jenjang": "PT",
    "kelas": "8",
    "usia_bup": "60",
    "formasi": "1",
    "kebutuhan": "2,345",
    "tingkat_pendidikan": "35;40",
    "kode_pendidikan": "5210366",
    "sertifikat": "SERDIK",
    "memimpin_unit": "0",
}
ANI = {
    "pns_id": "ANI",
    "nip_baru": "'198609262015051001",
    "nama": "ANI",
    "gelar_depan": "null",
    "gelar_belakang": "S.Pd.",
    "tanggal_lahir": "26-09-1986",
    "jenis_kelamin": "M",
    "kedudukan_hukum_id": "01",
    "status_cpns_pns": "P",
    "gol_akhir_nama": "III/c",
    "tmt_golongan": "01-04-2023",
    "tmt_cpns": "01-05-2015",
    "tmt_pns": "01-06-2016",
    "jabatan_nama": "GURU  AHLI PERTAMA",
    "tmt_jabatan": "01-07-2020",
    "tingkat_pendidikan_id": "40",
    "pendidikan_id": "5210366",
    "pendidikan_nama": "S-1 PENDIDIKAN GURU SEKOLAH DASAR",
    "unor_id": "5805.D.SD1",
    "instansi_kerja_nama": "PEMERINTAH KAB. SELUMA",
}
BUDI = ANI | {"pns_id": "BUDI", "nip_baru": "198609262015051002", "nama": "BUDI", "unor_id": "5805.D.SD2"}
SCHOOL_POST = "5805.D.SD1/GURU AHLI PERTAMA"


class Imports:
    """Writes rows as a file of a layout, and imports it."""

    def __init__(self, ledger, folder):
        self.ledger = ledger
        self._folder = folder

    def __call__(self, layout, *rows, name=None, **more):
        path = self.file(name or f"{layout}.csv", *rows, columns=LAYOUTS[layout].columns.required)
        return self.read(layout, path, **more)

    def read(self, layout, path, **more):
        act = Act(uuid4(), datetime(2026, 1, 15, 3, tzinfo=UTC), uuid4(), "2026.1")
        return import_file(layout, path, self.ledger, act, **more)

    def file(self, name, *rows, columns=()):
        path = self._folder / name
        headings = list(dict.fromkeys([*columns, *(column for row in rows for column in row)]))
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, headings, restval="null")
            writer.writeheader()
            writer.writerows(rows)
        return path

    def state(self, kind, stream):
        return fold_lines(NOTHING, kind, self.ledger.read([stream])).state


@pytest.fixture
def imports(database, tmp_path):
    with Ledger(database) as ledger:
        yield Imports(ledger, tmp_path)


@pytest.fixture
def seluma(imports):
    """A regency with a school that has one post with one seat."""
    imports("agencies", *AGENCIES)
    imports("units", *UNITS)
    imports("position_map", POST)
    return imports


def refused(report):
    return [(f.column, f.reason) for f in report.findings if f.severity is Severity.REJECTED]


def warned(report):
    return [(f.column, f.reason) for f in report.findings if f.severity is Severity.WARNED]


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


# Posts


def test_a_post_is_as_the_position_map_tells_it(seluma):
    described = seluma.state(Kind.POST, post_id(SCHOOL_POST)).described
    position = described.position
    assert (described.seats, described.required, described.unit) == (1, 235, unit_id("5805.D.SD1"))
    assert (position.kind, position.level, position.position_class) == (
        PositionKind.FUNCTIONAL,
        "AHLI PERTAMA",
        8,
    )
    assert (position.education_levels, position.certificates) == (("D4", "S1"), ("SERDIK",))


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("kode_unor", "5805.X", Reason.UNIT_UNKNOWN),
        ("jabatan", "", Reason.MISSING),
        ("jenis", "RAJA", Reason.NOT_IN_LIST),
        ("kelas", "18", Reason.OUT_OF_RANGE),
        ("formasi", "-1", Reason.NOT_A_NUMBER),
        ("formasi", "9" * 30, Reason.OUT_OF_RANGE),
        ("kebutuhan", "1.2.3", Reason.NOT_A_NUMBER),
        ("tingkat_pendidikan", "99", Reason.NOT_IN_LIST),
        ("jabatan", "x" * 2001, Reason.TOO_LONG),
    ],
)
def test_a_post_with_a_bad_value_is_refused(seluma, column, value, reason):
    assert refused(seluma("position_map", POST | {column: value})) == [(column, reason)]


def test_a_post_cannot_lose_the_seat_somebody_has(seluma):
    seluma("people", ANI)
    assert refused(seluma("position_map", POST | {"formasi": "0"})) == [("jabatan", Reason.SEATS_IN_USE)]


def test_a_retirement_age_in_the_file_is_not_read_for_the_policy_says_it(seluma):
    assert not refused(seluma("position_map", POST | {"usia_bup": "abc"}))
    without = {name: value for name, value in POST.items() if name != "usia_bup"}
    assert not refused(seluma("position_map", without))


# Vacancies

VACANCY = {
    "no": "1",
    "kode_instansi": "5805",
    "jabatan": "DOKTER AHLI PERTAMA - DOKTER (UMUM)",
    "unit_path": "PEMERINTAH KAB. SELUMA | DINAS  PENDIDIKAN | SD NEGERI 1",
    "jumlah_formasi": "2",
    "penghasilan_min": "2000000",
    "penghasilan_max": "3000000",
    "tingkat_pendidikan_id": "45",
}


def test_rows_about_one_post_are_summed_and_their_educations_united(seluma):
    seluma.file("v_kualifikasi.csv", {"no": "1", "kode_pendidikan": "7"}, {"no": "2", "kode_pendidikan": "6"})
    report = seluma(
        "vacancies", VACANCY, VACANCY | {"no": "2", "jumlah_formasi": "1"}, name="v.csv", year=2024
    )
    post = seluma.state(Kind.POST, post_id(f"5805.D.SD1/{VACANCY['jabatan']}")).described
    assert (report.recorded, report.unchanged) == (1, 1)
    assert (post.seats, post.position.educations, post.position.level) == (3, ("6", "7"), "AHLI PERTAMA")


def test_vacancies_without_their_educations_are_not_imported(seluma):
    head = seluma.ledger.head()
    with pytest.raises(BrokenFile) as broken:
        seluma("vacancies", VACANCY, name="v.csv", year=2024)
    assert (broken.value.file, broken.value.reason) == ("v_kualifikasi.csv", Reason.COMPANION_MISSING)
    assert seluma.ledger.head() == head


def test_a_vacancy_in_a_unit_that_is_not_on_record_is_refused(seluma):
    seluma.file("v_kualifikasi.csv", {"no": "1", "kode_pendidikan": "7"})
    report = seluma("vacancies", VACANCY | {"unit_path": "Seluma | Dinas Tiada"}, name="v.csv", year=2024)
    assert refused(report) == [("unit_path", Reason.UNIT_UNKNOWN)]


@pytest.mark.parametrize(
    ("name", "column", "option", "year"),
    [
        ("formasi_cpns2023.csv", "2025", 2024, 2025),
        ("formasi_cpns2023.csv", "", 2024, 2024),
        ("formasi_cpns2023.csv", None, None, 2023),
        ("2025-02 formasi 2023.csv", None, 2024, 2024),
    ],
    ids=["the row", "whoever imports", "the file", "two years in a name say nothing"],
)
def test_of_which_year_a_formation_is_the_nearest_says(seluma, name, column, option, year):
    row = VACANCY if column is None else VACANCY | {"tahun": column}
    seluma.file(name.replace(".csv", "_kualifikasi.csv"), {"no": "1", "kode_pendidikan": "7"})
    assert not refused(seluma("vacancies", row, name=name, year=option))
    assert seluma.state(Kind.POST, post_id(f"5805.D.SD1/{VACANCY['jabatan']}")).allotted == {year: 2}


def test_a_list_of_two_years_allots_seats_by_each(seluma):
    seluma.file("v_kualifikasi.csv", {"no": "1", "kode_pendidikan": "7"})
    rows = [
        VACANCY | {"no": str(number), "tahun": year, "jumlah_formasi": seats}
        for number, (year, seats) in enumerate(
            (("2024", "2"), ("2025", "3"), ("2024", "1"), ("", "9"), ("24", "9"))
        )
    ]
    report = seluma("vacancies", *rows, name="v.csv")
    post = seluma.state(Kind.POST, post_id(f"5805.D.SD1/{VACANCY['jabatan']}"))
    assert (post.allotted, post.described.seats) == ({2024: 3, 2025: 3}, 6)
    assert refused(report) == [("tahun", Reason.MISSING), ("tahun", Reason.OUT_OF_RANGE)]


def test_the_name_of_a_workbooks_sheet_says_the_year_too(seluma):
    path = seluma.file("vacancies.csv", VACANCY)
    seluma.file("formasi_kualifikasi.csv", {"no": "1", "kode_pendidikan": "7"})
    book = Workbook()
    book.active.title = "Formasi CPNS 2024"
    with path.open(encoding="utf-8") as file:
        for line in csv.reader(file):
            book.active.append(line)
    book.save(path.with_name("formasi.xlsx"))
    assert not refused(seluma.read("vacancies", path.with_name("formasi.xlsx")))
    assert set(seluma.state(Kind.POST, post_id(f"5805.D.SD1/{VACANCY['jabatan']}")).allotted) == {2024}


def test_a_list_of_which_nothing_says_the_year_is_refused(seluma):
    seluma.file("v_kualifikasi.csv", {"no": "1", "kode_pendidikan": "7"})
    head = seluma.ledger.head()
    with pytest.raises(BrokenFile) as broken:
        seluma("vacancies", VACANCY, name="v.csv")
    assert (broken.value.file, broken.value.reason) == ("v.csv", Reason.YEAR_UNKNOWN)
    assert seluma.ledger.head() == head


# People


def test_a_person_is_registered_with_the_post(seluma):
    report = seluma("people", ANI)
    person = seluma.state(Kind.PERSON, person_id("ANI"))
    profile = person.profile
    assert (report.events, warned(report)) == (4, [])
    assert (person.post, person.post_since) == (post_id(SCHOOL_POST), date(2020, 7, 1))
    assert (profile.name, profile.nip, profile.sex) == ("ANI, S.Pd.", "198609262015051001", Sex.MALE)
    assert (profile.status, profile.agency, profile.rank) == (Status.PNS, agency_id("5805"), "III/c")
    assert (profile.entered_on, profile.education_level) == (date(2015, 5, 1), "S1")
    assert seluma.state(Kind.POST, post_id(SCHOOL_POST)).occupants == {person_id("ANI")}


def test_without_a_post_on_the_map_or_a_free_seat_the_person_is_registered_all_the_same(seluma):
    report = seluma(
        "people",
        ANI,
        BUDI,
        BUDI | {"pns_id": "C", "nip_baru": "198609262015051003", "unor_id": ANI["unor_id"]},
    )
    assert report.recorded == 3
    assert warned(report) == [("jabatan_nama", Reason.POST_UNKNOWN), ("jabatan_nama", Reason.SEAT_NOT_FREE)]
    assert seluma.state(Kind.PERSON, person_id("BUDI")).post is None


@pytest.mark.parametrize(
    ("changes", "column", "reason"),
    [
        ({"pns_id": "null"}, "pns_id", Reason.MISSING),
        ({"nip_baru": "198613262015051001"}, "nip_baru", Reason.INVALID_NIP),
        ({"nip_baru": "1.98609262015051E+17"}, "nip_baru", Reason.INVALID_NIP),
        ({"tanggal_lahir": "27-09-1986"}, "tanggal_lahir", Reason.NIP_OTHER_BIRTH_DATE),
        ({"tanggal_lahir": "31-02-1986"}, "tanggal_lahir", Reason.NOT_A_DATE),
        ({"jenis_kelamin": "F"}, "jenis_kelamin", Reason.NIP_OTHER_SEX),
        ({"jenis_kelamin": "X"}, "jenis_kelamin", Reason.NOT_IN_LIST),
        ({"status_cpns_pns": "TNI"}, "status_cpns_pns", Reason.NOT_IN_LIST),
        ({"kedudukan_hukum_id": "99"}, "kedudukan_hukum_id", Reason.NO_LONGER_IN_SERVICE),
        ({"instansi_kerja_nama": "Pemerintah Kab. Tiada"}, "instansi_kerja_nama", Reason.AGENCY_UNKNOWN),
        ({"tingkat_pendidikan_id": "41"}, "tingkat_pendidikan_id", Reason.NOT_IN_LIST),
        ({"nama": "A\tNI"}, "nama", Reason.CONTROL_CHARACTER),
    ],
)
def test_a_person_with_a_bad_value_is_refused(seluma, changes, column, reason):
    report = seluma("people", ANI | changes)
    assert refused(report) == [(column, reason)]
    assert seluma.state(Kind.PERSON, person_id("ANI")) is None


def test_a_nip_belongs_to_one_person_in_the_file_and_on_record(seluma):
    assert refused(seluma("people", ANI, BUDI | {"nip_baru": ANI["nip_baru"]})) == [
        ("nip_baru", Reason.NIP_TAKEN)
    ]
    assert refused(seluma("people", BUDI | {"nip_baru": ANI["nip_baru"]})) == [("nip_baru", Reason.NIP_TAKEN)]


def test_a_corrected_nip_is_free_for_its_owner(seluma):
    seluma("people", ANI)
    seluma("people", ANI | {"nip_baru": "198609262015051009"})
    assert refused(seluma("people", BUDI | {"nip_baru": ANI["nip_baru"]})) == []


def test_of_two_imports_at_once_each_nip_goes_to_one_person(seluma, database, tmp_path, monkeypatch):
    """Other people under the same NIPs, in other processes, a few rows at a time."""
    monkeypatch.setattr(files, "_CHUNK", 4)
    nips = [f"198609262015051{number:03}" for number in range(1, 41)]

    def importing(side):
        folder = tmp_path / side
        folder.mkdir()
        rows = [ANI | {"pns_id": f"{side}-{nip}", "nip_baru": nip, "unor_id": ""} for nip in nips]
        with Ledger(database) as ledger:
            return Imports(ledger, folder)("people", *rows)

    reports = at_once([lambda side=side: importing(side) for side in ("left", "right")])
    assert sum(report.recorded for report in reports) == len(nips)
    assert [each for report in reports for each in refused(report)] == [("nip_baru", Reason.NIP_TAKEN)] * 40
    holders = [seluma.state(Kind.NIP, nip_id(nip)).person for nip in nips]
    registered = {e.stream: e.event.profile.nip for e in every(seluma.ledger, "PersonRegistered")}
    assert [registered[holder] for holder in holders] == nips
    assert len(registered) == len(nips)


def test_ages_at_entry_are_parameters(seluma):
    old = ANI | {"nip_baru": "197001012015051001", "tanggal_lahir": "01-01-1970"}
    assert warned(seluma("people", old)) == [("nip_baru", Reason.UNUSUAL_NIP)]
    assert warned(seluma("people", old, ages=EntryAges(usual=(16, 50)))) == []
    assert refused(seluma("people", old, ages=EntryAges(lowest=50))) == [("nip_baru", Reason.INVALID_NIP)]


def test_another_month_of_entry_than_the_nips_is_doubtful(seluma):
    assert warned(seluma("people", ANI | {"tmt_cpns": "01-06-2015"})) == [
        ("tmt_cpns", Reason.NIP_OTHER_ENTRY)
    ]


def test_a_post_without_its_start_is_left_aside(seluma):
    assert warned(seluma("people", ANI | {"tmt_jabatan": "null"})) == [("tmt_jabatan", Reason.START_MISSING)]


def test_a_contract_number_is_read_as_one(seluma):
    contract = {"nip_baru": "198609262023211001", "status_cpns_pns": "PPPK", "gol_akhir_nama": "IX"}
    assert warned(seluma("people", ANI | contract)) == []


# Careers


def test_ratings_come_by_word_or_number_and_once_a_year(seluma):
    seluma("people", ANI)
    report = seluma(
        "performance",
        {"pnsDinilaiId": "ANI", "tahun": "2024", "kuadranKinerja": "SANGAT BAIK"},
        {"pnsDinilaiId": "ANI", "tahun": "2025", "kuadranKinerja": "2"},
        {"pnsDinilaiId": "ANI", "tahun": "2025", "kuadranKinerja": "KURANG"},
        {"pnsDinilaiId": "ANI", "tahun": "2023", "kuadranKinerja": "LUMAYAN"},
        {"pnsDinilaiId": "SIAPA", "tahun": "2025", "kuadranKinerja": "BAIK"},
    )
    assert seluma.state(Kind.PERSON, person_id("ANI")).ratings == {2024: Rating.VERY_GOOD, 2025: Rating.GOOD}
    assert refused(report) == [
        ("pnsDinilaiId", Reason.REPEATED),
        ("kuadranKinerja", Reason.NOT_IN_LIST),
        ("pnsDinilaiId", Reason.PERSON_UNKNOWN),
    ]


def test_before_2022_a_mark_is_kept_beside_what_the_policy_makes_of_it(seluma):
    """By PP 46/2011 to 2020 and by PP 30/2019 in 2021; a later number is none, there the predicate counts."""
    seluma("people", ANI)
    report = seluma(
        "performance",
        {"pnsDinilaiId": "ANI", "tahun": "2019", "nilaiPrestasiKerja": "75,99"},
        {"pnsDinilaiId": "ANI", "tahun": "2020", "nilaiPrestasiKerja": "85.43"},
        {"pnsDinilaiId": "ANI", "tahun": "2021", "nilaiPrestasiKerja": "85.43", "kuadranKinerja": "BAIK"},
        {"pnsDinilaiId": "ANI", "tahun": "2022", "nilaiPrestasiKerja": "85.43"},
        {"pnsDinilaiId": "ANI", "tahun": "2023", "nilaiPrestasiKerja": "85", "kuadranKinerja": "BAIK"},
    )
    ani = seluma.state(Kind.PERSON, person_id("ANI"))
    assert ani.ratings == {
        2019: Rating.NEEDS_IMPROVEMENT,
        2020: Rating.GOOD,
        2021: Rating.NEEDS_IMPROVEMENT,
        2023: Rating.GOOD,
    }
    assert ani.marks == {2019: 7599, 2020: 8543, 2021: 8543}
    assert refused(report) == [("kuadranKinerja", Reason.MISSING)]


def test_a_sanction_weighs_to_its_last_day(seluma):
    seluma("people", ANI)
    sanction = {
        "pnsOrang": "ANI",
        "skTanggal": "20-12-2024",
        "hukumanTanggal": "01-01-2025",
        "jenisHukuman": "23",
    }
    report = seluma(
        "discipline",
        sanction | {"skNomor": "1", "akhirHukumTanggal": "30-06-2025"},
        sanction | {"skNomor": "2", "masaBulan": "6", "jenisTingkatHukumanId": "B"},
        sanction | {"skNomor": "3"},
        sanction | {"skNomor": "4", "akhirHukumTanggal": "31-12-2024"},
        sanction | {"skNomor": "5", "skPembatalanTanggal": "01-02-2025", "masaTahun": "1"},
    )
    proceedings = seluma.state(Kind.PERSON, person_id("ANI")).proceedings
    assert {number: (p.level, p.until) for number, p in proceedings.items()} == {
        "1": ("SEDANG", date(2025, 6, 30)),
        "2": ("BERAT", date(2025, 6, 30)),
        "3": ("SEDANG", None),
        "5": ("SEDANG", date(2025, 2, 1)),
    }
    assert warned(report) == [("akhirHukumTanggal", Reason.END_MISSING)]
    assert refused(report) == [("akhirHukumTanggal", Reason.DATES_OUT_OF_ORDER)]


def test_of_a_post_history_the_latest_definitive_post_counts(seluma):
    seluma("position_map", POST | {"kode_unor": "5805.D.SD2"}, name="more.csv")
    seluma("people", ANI)
    move = {"idPns": "ANI", "namaJabatan": "Guru Ahli Pertama", "jenisPenugasanId": "D"}
    report = seluma(
        "assignments",
        move | {"unorId": "5805.D.SD2", "tmtJabatan": "01-02-2025"},
        move | {"unorId": "5805.D.SD1", "tmtJabatan": "01-07-2020"},
        move | {"unorId": "5805.D.SD1", "tmtJabatan": "01-03-2025", "jenisPenugasanId": "PLT"},
    )
    assert (report.recorded, report.unchanged, report.events) == (1, 2, 3)
    assert seluma.state(Kind.PERSON, person_id("ANI")).post == post_id("5805.D.SD2/GURU AHLI PERTAMA")
    assert seluma.state(Kind.POST, post_id(SCHOOL_POST)).occupants == frozenset()


def test_the_rest_of_a_career(seluma):
    seluma("people", ANI, BUDI)
    report = seluma(
        "careers",
        {"pns_id": "ANI", "jenis": "MINAT", "nilai": "Ingin ke Curup"},
        {"pns_id": "ANI", "jenis": "SERTIFIKAT", "nilai": "SERDIK", "nomor": "7"},
        {"pns_id": "ANI", "jenis": "TUGAS_BELAJAR", "sampai": "31-12-2026"},
        {"pns_id": "ANI", "jenis": "IKATAN_DINAS", "sampai": "2027-12-31"},
        {"pns_id": "ANI", "jenis": "KERABAT", "nilai": "BUDI"},
        {"pns_id": "ANI", "jenis": "IKRAR_10_TAHUN"},
        {"pns_id": "ANI", "jenis": "KERABAT", "nilai": "ANI"},
        {"pns_id": "ANI", "jenis": "HOBI", "nilai": "memancing"},
        {"pns_id": "ANI", "jenis": "MINAT", "nilai": "Ingin ke Manna"},
    )
    ani = seluma.state(Kind.PERSON, person_id("ANI"))
    assert ani.interest == "Ingin ke Curup"
    assert ani.certificates == {"SERDIK": Certificate("SERDIK", "7")}
    assert (ani.study_until, ani.bond_until) == (date(2026, 12, 31), date(2027, 12, 31))
    assert ani.profile.pledged
    assert person_id("ANI") in seluma.state(Kind.PERSON, person_id("BUDI")).kin
    assert refused(report) == [
        ("nilai", Reason.OF_ONESELF),
        ("jenis", Reason.NOT_IN_LIST),
        ("pns_id", Reason.REPEATED),
    ]


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


# Lessons


LESSON = {
    "kode_unor": "5805.D.SD1",
    "jabatan": "GURU AHLI PERTAMA",
    "tingkat": "VII",
    "rombel": "4",
    "jam_per_minggu": "5",
    "jam_tugas_tambahan": "12",
    "dihitung_pada": "31-08-2025",
    "sumber": "Dapodik",
}
EIGHTH = LESSON | {"tingkat": "VIII", "rombel": "8", "jam_tugas_tambahan": ""}


def test_lessons_of_all_grades_are_one_count_of_the_post(seluma):
    report = seluma("lessons", EIGHTH, LESSON)
    assert (report.recorded, report.rejected) == (1, 0)
    taught = seluma.state(Kind.POST, post_id(SCHOOL_POST)).lessons
    assert (taught.hours, taught.credited_hours, taught.source) == (60, 12, "Dapodik")
    assert [each.grade for each in taught.lessons] == ["VII", "VIII"]
    assert taught.counted_on == date(2025, 8, 31)
    assert seluma("lessons", LESSON, EIGHTH).recorded == 0


def test_lessons_that_cannot_be_counted_are_refused(seluma):
    report = seluma(
        "lessons",
        LESSON | {"jabatan": "GURU SENAM"},
        LESSON,
        EIGHTH | {"dihitung_pada": "01-09-2025"},
        LESSON | {"rombel": "banyak"},
    )
    assert refused(report) == [
        ("jabatan", Reason.POST_UNKNOWN),
        ("dihitung_pada", Reason.DATES_OUT_OF_ORDER),
        ("dihitung_pada", Reason.DATES_OUT_OF_ORDER),
        ("rombel", Reason.NOT_A_NUMBER),
    ]
    seluma("lessons", LESSON, EIGHTH)
    older = seluma("lessons", LESSON | {"dihitung_pada": "01-02-2025"})
    assert refused(older) == [("jabatan", Reason.COUNT_OLDER_THAN_RECORDED)]


def test_a_unit_may_be_a_private_school(seluma):
    school = UNITS[-1] | {"kode_unor": "5805.D.X", "nama_unor": "SMP Swasta", "jenis_unor": "sekolah_swasta"}
    assert seluma("units", school).recorded == 1
    assert seluma.state(Kind.UNIT, unit_id("5805.D.X")).kind is UnitKind.PRIVATE_SCHOOL
    assert seluma.state(Kind.UNIT, unit_id("5805.D.SD1")).kind is UnitKind.ORDINARY
    odd = seluma("units", school | {"jenis_unor": "KAPAL"})
    assert refused(odd) == [("jenis_unor", Reason.NOT_IN_LIST)]


def test_a_need_counted_from_minutes_keeps_them_and_the_effective_minutes_used(seluma):
    counted = POST | {"kebutuhan": "", "beban_menit": "92160", "jke": "72000"}
    assert seluma("position_map", counted).recorded == 1
    described = seluma.state(Kind.POST, post_id(SCHOOL_POST)).described
    assert (described.required, described.workload) == (128, Workload(92_160, 72_000))
    lacking = seluma("position_map", counted | {"jke": ""})
    assert refused(lacking) == [("jke", Reason.MISSING)]
