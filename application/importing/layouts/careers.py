"""Careers: performance, discipline and post history as SIASN keeps them, and a layout of our own for the rest.

SIASN: `pns_rw_skp22` (yearly performance; for years before 2022 the number of `pns_rw_skp` in `nilaiPrestasiKerja`), `pns_rw_hukdis` (disciplinary sanctions), `pns_rw_jabatan` (posts held, of
which the latest definitive one counts). Our own, one fact a row:

    pns_id   the person
    jenis    MINAT, SERTIFIKAT, TUGAS_BELAJAR, IKATAN_DINAS, KERABAT, IKRAR_10_TAHUN
    nilai    MINAT: the wish in words; SERTIFIKAT: its kind, e.g. SERDIK; KERABAT: pns_id of the relative
    nomor    SERTIFIKAT: its number
    sampai   last day of a certificate (may be empty), of a study assignment or of a service bond
"""

from datetime import date, timedelta
from typing import Any

from application.importing.layouts.codes import SANCTION_LEVELS, SANCTIONS
from application.importing.layouts.layout import Layout, Surroundings
from application.importing.layouts.posts import post_code
from application.importing.reading import BadValue, Columns, Row, Source
from application.importing.reasons import Reason
from application.registry import AssignPost, Command, DeclareKinship, RecordFacts, RecordPledge
from domain.calendar import add_months
from domain.identity import person_id, post_id
from domain.policy import Policy
from domain.registry.person import (
    Certificate,
    CertificateAwarded,
    InterestStated,
    PerformanceRated,
    Proceeding,
    ProceedingKind,
    ProceedingRecorded,
    Rating,
    ServiceBound,
    StudyAssigned,
)

_FIRST_RATED, _LAST_RATED = 2014, 2100
_HIGHEST_MARK = 120
_LONGEST_SANCTION = 50  # years


def _nothing(_: Source, __: Surroundings) -> None:
    """These rows need nothing but themselves."""


# Performance

_RATINGS = {
    **{rating.value: rating for rating in Rating},
    **{rating.value.replace("_", " "): rating for rating in Rating},
    **{str(number): rating for number, rating in enumerate(Rating, 1)},
}


def _policy(_: Source, surroundings: Surroundings) -> Policy:
    return surroundings.policy


def _rate(row: Row, policy: Policy) -> Command:
    """A predicate; or, for years that were rated by a number, what the policy makes of it, and the number is kept."""
    year = row.required_number("tahun", _FIRST_RATED, _LAST_RATED)
    mark = row.hundredths("nilaiPrestasiKerja", _HIGHEST_MARK)
    rating = None if mark is None else policy.rating_of(year, mark)
    if rating is None:
        mark = None
        rating = row.one_of("kuadranKinerja", _RATINGS)
    return RecordFacts(person_id(row.required("pnsDinilaiId")), [PerformanceRated(year, rating, mark)])


PERFORMANCE: Layout[Any] = Layout(
    "performance",
    Columns(
        ("pnsDinilaiId", "tahun", "kuadranKinerja"),
        ("id", "hasilKinerja", "perilakuKerja", "nilaiPrestasiKerja"),
    ),
    "pnsDinilaiId",
    _policy,
    _rate,
    lambda row: (row.text("pnsDinilaiId"), row.text("tahun")),
)


# Discipline


def _sanction(row: Row, _: None) -> Command:
    since = row.day("hukumanTanggal") or row.required_day("skTanggal")
    until = row.day("skPembatalanTanggal") or row.day("akhirHukumTanggal") or _end_of_term(row, since)
    if until is None:
        row.warn("akhirHukumTanggal", Reason.END_MISSING)
    elif until < since:
        raise row.bad("akhirHukumTanggal", Reason.DATES_OUT_OF_ORDER)
    if row.text("jenisTingkatHukumanId"):
        level = row.one_of("jenisTingkatHukumanId", SANCTION_LEVELS)
    else:
        level = row.one_of("jenisHukuman", SANCTIONS)
    proceeding = Proceeding(row.required("skNomor"), ProceedingKind.DISCIPLINE, level, since, until)
    return RecordFacts(person_id(row.required("pnsOrang")), [ProceedingRecorded(proceeding)])


def _end_of_term(row: Row, since: date) -> date | None:
    years = row.number("masaTahun", 0, _LONGEST_SANCTION) or 0
    months = 12 * years + (row.number("masaBulan", 0, 12 * _LONGEST_SANCTION) or 0)
    return add_months(since, months) - timedelta(days=1) if months else None


DISCIPLINE: Layout[Any] = Layout(
    "discipline",
    Columns(
        ("pnsOrang", "skNomor", "skTanggal", "hukumanTanggal", "akhirHukumTanggal", "jenisHukuman"),
        ("id", "masaTahun", "masaBulan", "jenisTingkatHukumanId", "skPembatalanTanggal"),
    ),
    "pnsOrang",
    _nothing,
    _sanction,
    lambda row: (row.text("pnsOrang"), row.text("skNomor")),
)


# Posts held

_DEFINITIVE = {"", "D"}


def _latest(source: Source, _: Surroundings) -> dict[str, tuple[date, int]]:
    """Per person the day and line of the latest definitive assignment."""
    latest: dict[str, tuple[date, int]] = {}
    for row in source:
        try:
            if row.text("jenisPenugasanId").upper() in _DEFINITIVE:
                person, since = row.required("idPns"), row.required_day("tmtJabatan")
                latest[person] = max(latest.get(person, (since, row.line)), (since, row.line))
        except BadValue:
            continue  # reported when the row itself is read
    return latest


def _assign(row: Row, latest: dict[str, tuple[date, int]]) -> Command | None:
    person, since = row.required("idPns"), row.required_day("tmtJabatan")
    position = next((text for column in _POSITIONS if (text := row.text(column))), None)
    if position is None:
        raise row.bad("namaJabatan", Reason.MISSING)
    unit = row.required("unorId")
    if latest.get(person) != (since, row.line):
        return None
    return AssignPost(person_id(person), post_id(post_code(unit, position)), since)


_POSITIONS = ("jabatanFungsionalNama", "jabatanFungsionalUmumNama", "namaJabatan")

ASSIGNMENTS: Layout[Any] = Layout(
    "assignments",
    Columns(("idPns", "unorId", "tmtJabatan", "namaJabatan"), ("id", "jenisPenugasanId", *_POSITIONS[:2])),
    "namaJabatan",
    _latest,
    _assign,
)


# The rest


def _fact(row: Row, _: None) -> Command:
    person = person_id(row.required("pns_id"))
    match row.required("jenis").upper():
        case "MINAT":
            return RecordFacts(person, [InterestStated(row.required("nilai"))])
        case "SERTIFIKAT":
            certificate = Certificate(row.required("nilai"), row.required("nomor"), row.day("sampai"))
            return RecordFacts(person, [CertificateAwarded(certificate)])
        case "TUGAS_BELAJAR":
            return RecordFacts(person, [StudyAssigned(row.required_day("sampai"))])
        case "IKATAN_DINAS":
            return RecordFacts(person, [ServiceBound(row.required_day("sampai"))])
        case "KERABAT":
            relative = person_id(row.required("nilai"))
            if relative == person:
                raise row.bad("nilai", Reason.OF_ONESELF)
            return DeclareKinship(person, relative)
        case "IKRAR_10_TAHUN":
            return RecordPledge(person)
        case _:
            raise row.bad("jenis", Reason.NOT_IN_LIST)


def _subject_of_fact(row: Row) -> tuple[str, ...]:
    """A later row about the same would undo this one at every import; relatives may be many."""
    kind = row.text("jenis").upper()
    told = row.text("nilai") if kind in {"SERTIFIKAT", "KERABAT"} else ""
    return row.text("pns_id"), kind, told


CAREERS: Layout[Any] = Layout(
    "careers",
    Columns(("pns_id", "jenis", "nilai", "nomor", "sampai")),
    "pns_id",
    _nothing,
    _fact,
    _subject_of_fact,
)
