"""What the layouts of posts, vacancies and lessons make of their rows, and which rows they refuse."""

import csv
from datetime import date

import pytest
from layouts import ANI, POST, SCHOOL_POST, UNITS, refused
from openpyxl import Workbook

from application.importing import BrokenFile, Reason
from application.streams import Kind
from domain.identity import post_id, unit_id
from domain.needs.workload import Workload
from domain.registry.post import PositionKind
from domain.registry.unit import UnitKind

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
