"""People as SIASN exports them ("Export Data ASN", record type `pegawai`), with the post each holds.

The post is the one of this position in this unit on the position map. Where the map has none, or no seat is free, the
person is registered without a post and the report says so.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from application.importing.layouts.codes import EDUCATION_LEVELS, LEFT_SERVICE, plain
from application.importing.layouts.layout import EntryAges, Layout, Surroundings
from application.importing.layouts.posts import post_code
from application.importing.reading import Columns, Row, Source
from application.importing.reasons import Reason
from application.registry import RegisterPerson
from domain.identity import person_id, post_id
from domain.refusals import NipTaken
from domain.registry.nip import Nip, NotANip, Sex, parse_nip
from domain.registry.person import Profile, Status

_STATUSES = {
    "P": Status.PNS,
    "PNS": Status.PNS,
    "C": Status.CPNS,
    "CPNS": Status.CPNS,
    "PPPK": Status.PPPK,
}
_SEXES = {
    **dict.fromkeys(("M", "L", "PRIA", "LAKI-LAKI", "1"), Sex.MALE),
    **dict.fromkeys(("F", "P", "WANITA", "PEREMPUAN", "2"), Sex.FEMALE),
}


@dataclass(frozen=True, slots=True)
class _Known:
    agencies: dict[str, UUID]
    today: date
    ages: EntryAges


def _know(_: Source, surroundings: Surroundings) -> _Known:
    return _Known(surroundings.agencies_by_name, surroundings.today, surroundings.ages)


def _register(row: Row, known: _Known) -> RegisterPerson:
    person = person_id(row.required("pns_id"))
    if row.text("kedudukan_hukum_id").zfill(2) in LEFT_SERVICE:
        raise row.bad("kedudukan_hukum_id", Reason.NO_LONGER_IN_SERVICE)
    status = row.one_of("status_cpns_pns", _STATUSES)
    nip = _nip(row, status, known)
    agency = known.agencies.get(plain(row.required("instansi_kerja_nama")))
    if agency is None:
        raise row.bad("instansi_kerja_nama", Reason.AGENCY_UNKNOWN)
    entered = row.day("tmt_cpns")
    profile = Profile(
        nip=nip.digits,
        name=_name(row),
        born_on=nip.born,
        sex=nip.sex,
        status=status,
        agency=agency,
        rank=row.text("gol_akhir_nama"),
        rank_since=row.day("tmt_golongan"),
        entered_on=entered,
        appointed_on=row.day("tmt_pns"),
        education_level=_education_level(row),
        education=row.text("pendidikan_id"),
        education_name=row.text("pendidikan_nama"),
    )
    if entered and status is not Status.PPPK and (entered.year, entered.month) != nip.entered.timetuple()[:2]:
        row.warn("tmt_cpns", Reason.NIP_OTHER_ENTRY)
    post, since = _post(row), row.day("tmt_jabatan")
    if post is not None and since is None:
        row.warn("tmt_jabatan", Reason.START_MISSING)
    return RegisterPerson(person, profile, post if since else None, since)


def _nip(row: Row, status: Status, known: _Known) -> Nip:
    try:
        nip = parse_nip(
            row.required("nip_baru"),
            today=known.today,
            lowest_age=known.ages.lowest,
            usual_age=known.ages.usual,
        )
    except NotANip as error:
        raise row.bad("nip_baru", Reason.INVALID_NIP, str(error)) from error
    if row.required_day("tanggal_lahir") != nip.born:
        raise row.bad("tanggal_lahir", Reason.NIP_OTHER_BIRTH_DATE)
    if row.one_of("jenis_kelamin", _SEXES) is not nip.sex:
        raise row.bad("jenis_kelamin", Reason.NIP_OTHER_SEX)
    if nip.warnings and status is not Status.PPPK:
        row.warn("nip_baru", Reason.UNUSUAL_NIP, "; ".join(nip.warnings))
    return nip


def _name(row: Row) -> str:
    """With degrees as they are written: before, and after a comma."""
    before, name, after = row.text("gelar_depan"), row.required("nama"), row.text("gelar_belakang")
    return f"{before} {name}".strip() + (f", {after}" if after else "")


def _education_level(row: Row) -> str:
    level = row.text("tingkat_pendidikan_id")
    if level and level not in EDUCATION_LEVELS:
        raise row.bad("tingkat_pendidikan_id", Reason.NOT_IN_LIST)
    return EDUCATION_LEVELS.get(level, "")


def _post(row: Row) -> UUID | None:
    unit, position = row.text("unor_id"), row.text("jabatan_nama")
    return post_id(post_code(unit, position)) if unit and position else None


PEOPLE: Layout[Any] = Layout(
    "people",
    Columns(
        (
            "pns_id",
            "nip_baru",
            "nama",
            "tanggal_lahir",
            "jenis_kelamin",
            "status_cpns_pns",
            "gol_akhir_nama",
            "tmt_golongan",
            "tmt_cpns",
            "tmt_pns",
            "jabatan_nama",
            "tmt_jabatan",
            "tingkat_pendidikan_id",
            "pendidikan_id",
            "pendidikan_nama",
            "unor_id",
            "instansi_kerja_nama",
        ),
        ("gelar_depan", "gelar_belakang", "kedudukan_hukum_id"),
    ),
    "jabatan_nama",
    _know,
    _register,
    lambda row: row.text("pns_id"),
    {NipTaken: "nip_baru"},
)
