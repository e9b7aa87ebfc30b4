"""The public data of ../shared/data, whole: what it holds, and which of its values are known to be wrong."""

import csv
from collections import Counter
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from application.importing import Reason, import_file
from application.importing.layouts.codes import LEVELS
from application.ledger import Ledger
from application.policies import read_policies
from application.recording import decode
from application.registry import every
from domain.act import Act
from domain.calendar import Zone
from domain.identity import agency_id, post_id, school_id, unit_id
from domain.registry.agency import AgencyKind
from domain.registry.post import Position, PositionKind

FILES = (
    ("agencies", "ref_instansi_bkn.csv"),
    ("bkn_regional_offices", "ref_kanreg_bkn.csv"),
    ("units", "unor_bengkulu.csv"),
    ("vacancies", "formasi_cpns2024_bengkulu.csv"),
    ("schools", "sekolah_guru_rombel_palembang_balikpapan_2025.csv"),
)


def act():
    return Act(uuid4(), datetime(2026, 1, 15, 3, tzinfo=UTC), uuid4(), "2026.1")


def first(ledger, stream):
    return decode(ledger.read([stream])[0]).event


def latest(ledger, stream):
    return decode(ledger.read([stream])[-1]).event


@pytest.fixture
def ledger(database):
    with Ledger(database) as ledger:
        yield ledger


def test_the_public_data_import_fully_and_once(ledger, shared):
    reports = {layout: import_file(layout, shared / file, ledger, act()) for layout, file in FILES}

    def counts(layout):
        report = reports[layout]
        return report.read, report.recorded, report.unchanged, report.rejected, report.warned

    def found(layout):
        return Counter((f.file, f.column, f.reason) for f in reports[layout].findings)

    assert counts("agencies") == (647, 646, 0, 1, 33)
    assert found("agencies") == {
        # Kepulauan Seribu: a regency without a kind.
        ("ref_instansi_bkn.csv", "jenis_instansi", Reason.MISSING): 1,
        # Papua but for its west, which the list of regional offices only paraphrases.
        ("ref_instansi_bkn.csv", "kode_wilayah_kemendagri", Reason.BKN_OFFICE_UNKNOWN): 33,
    }
    assert counts("bkn_regional_offices") == (14, 14, 0, 0, 14)
    assert counts("units") == (1253, 1253, 0, 0, 0)
    # 1604 rows are 1539 posts: some posts come once for everybody and once for people with disabilities.
    assert counts("vacancies") == (1604, 1539, 65, 0, 4)
    assert found("vacancies") == {
        ("ref_jabatan_fungsional.csv", "jenjang", Reason.NOT_IN_LIST): 2,
        ("formasi_cpns2024_bengkulu.csv", "penghasilan_min", Reason.IMPLAUSIBLE_INCOME): 1,
        ("formasi_cpns2024_bengkulu.csv", "penghasilan_max", Reason.IMPLAUSIBLE_INCOME): 3,
    }

    # Of neither city, nor of their provinces, an office of education is on record here.
    assert counts("schools") == (1164, 1164, 0, 0, 1164)
    assert found("schools") == {
        (FILES[-1][1], "kabupaten_kota", Reason.OFFICE_OF_EDUCATION_UNKNOWN): 897,
        (FILES[-1][1], "provinsi", Reason.OFFICE_OF_EDUCATION_UNKNOWN): 267,
        (FILES[-1][1], "rombel", Reason.NOT_FILLED_IN): 29,
    }
    school = unit_id("npsn/30401377")
    told = latest(ledger, school).unit
    assert (told.name, told.agency) == ("SD NEGERI 027 BALIKPAPAN TENGAH", agency_id("6972"))
    count = latest(ledger, school_id(school)).count
    assert (count.form, count.class_groups, count.students, count.teachers) == ("SD", 12, 365, 17)
    assert len(list(every(ledger, "SchoolCounted"))) == 1164 - 29

    seluma = latest(ledger, agency_id("5805")).agency
    assert (seluma.kind, seluma.region_code, seluma.zone) == (AgencyKind.REGENCY, "17.05", Zone.WIB)
    assert (seluma.province, seluma.bkn_office) == (agency_id("5800"), agency_id("kanreg/VII"))
    kinds = Counter((r.event.agency.kind, r.event.agency.zone) for r in every(ledger, "AgencyRegistered"))
    assert sum(n for (kind, _), n in kinds.items() if kind is AgencyKind.PROVINCE) == 38
    assert sum(n for (kind, _), n in kinds.items() if kind is AgencyKind.CITY) == 93

    section = latest(ledger, unit_id("5800.01.05.01")).unit
    assert (section.level, section.parent) == (3, unit_id("5800.01.05"))
    assert (section.regional_office, section.agency) == (unit_id("5800.01"), agency_id("5800"))

    allotted = {
        (recorded.event.year, recorded.event.people) for recorded in every(ledger, "FormationAllotted")
    }
    assert {year for year, _ in allotted} == {2024}
    seats = sum(recorded.event.post.seats for recorded in every(ledger, "PostEstablished"))
    assert seats == 3122
    analyst = first(ledger, post_id("5800.01.01/ANALIS SUMBER DAYA MANUSIA APARATUR AHLI PERTAMA")).post
    assert (analyst.position.kind, analyst.position.level) == (PositionKind.FUNCTIONAL, "AHLI PERTAMA")
    assert analyst.position.educations == ("5100935", "5210314", "5210315", "5210338")
    assert (analyst.position.education_levels, analyst.seats) == (("S1",), 2)

    head = ledger.head()
    again = [import_file(layout, shared / file, ledger, act()) for layout, file in FILES]
    assert [report.recorded for report in again] == [0, 0, 0, 0, 0]
    assert ledger.head() == head


def test_the_policy_retires_every_functional_position_in_use_when_bkns_list_does(shared):
    """Where the list's level is not what the name says, the name is right: ages of such rows are those of the name's level."""
    with (shared / "ref_jabatan_fungsional.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["status"] == "N" and row["usia_bup"] != "0"]
    retirement = read_policies().version("mutasi-2025.1").retirement
    named = ("AHLI PERTAMA", "AHLI MUDA", "AHLI MADYA", "AHLI UTAMA")
    others = {
        row["nama"]: (age, int(row["usia_bup"]))
        for row in rows
        for level in [
            next((each for each in named if row["nama"].upper().endswith(each)), LEVELS[row["jenjang"]])
        ]
        if (age := retirement.age(Position(row["nama"], PositionKind.FUNCTIONAL, level)))
        != int(row["usia_bup"])
    }
    assert len(rows) > 1_000
    assert not others
