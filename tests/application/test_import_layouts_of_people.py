"""What the layouts of people and their careers make of their rows, and which rows they refuse."""

from datetime import date

import pytest
from layouts import ANI, BUDI, POST, SCHOOL_POST, Imports, refused, warned
from web import at_once

from application.importing import EntryAges, Reason, files
from application.ledger import Ledger
from application.registry import every
from application.streams import Kind
from domain.identity import agency_id, nip_id, person_id, post_id
from domain.registry.nip import Sex
from domain.registry.person import Certificate, Rating, Status

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
