"""Bengkulu's governments and a few neighbours, as they are, and how a made-up number of people is spread over them."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from application.demonstration.positions import (
    CLINIC,
    HEAD_OF_CLINIC,
    HEAD_TEACHER,
    OFFICE,
    PRIMARY_SCHOOL,
    SECONDARY_SCHOOL,
    Role,
    division_head,
    office_head,
    secretary,
)


@dataclass(frozen=True, slots=True)
class Government:
    """As in BKN's list. `share` of people beyond the fewest; roughly by population in Bengkulu, few elsewhere."""

    siasn_id: str
    code: str
    name: str
    kind: str
    authority: str
    region: str
    short: str
    share: int

    @property
    def is_central(self) -> bool:
        return self.kind == "KEMENT"


PROVINCE = Government(
    "A5EB03E23C2BF6A0E040640A040252AD",
    "5800",
    "Pemerintah Provinsi Bengkulu",
    "PROV",
    "Gubernur Bengkulu",
    "17",
    "Provinsi Bengkulu",
    180,
)
GOVERNMENTS = (
    PROVINCE,
    *(
        Government(siasn_id, code, f"Pemerintah Kab. {name}", "KAB", f"Bupati {name}", region, name, share)
        for siasn_id, code, name, region, share in (
            ("A5EB03E23C2CF6A0E040640A040252AD", "5801", "Bengkulu Utara", "17.03", 115),
            ("A5EB03E23C2DF6A0E040640A040252AD", "5802", "Bengkulu Selatan", "17.01", 75),
            ("A5EB03E23C2EF6A0E040640A040252AD", "5803", "Rejang Lebong", "17.02", 95),
            ("A5EB03E23C2FF6A0E040640A040252AD", "5804", "Kaur", "17.04", 60),
            ("A5EB03E23C30F6A0E040640A040252AD", "5805", "Seluma", "17.05", 80),
            ("A5EB03E23C31F6A0E040640A040252AD", "5806", "Mukomuko", "17.06", 75),
            ("A5EB03E23D2DF6A0E040640A040252AD", "5807", "Kepahiang", "17.08", 70),
            ("A5EB03E23B4DF6A0E040640A040252AD", "5808", "Lebong", "17.07", 60),
            ("A5EB03E23B7FF6A0E040640A040252AD", "5809", "Bengkulu Tengah", "17.09", 60),
        )
    ),
    Government(
        "A5EB03E23C32F6A0E040640A040252AD",
        "5871",
        "Pemerintah Kota Bengkulu",
        "KOT",
        "Walikota Bengkulu",
        "17.71",
        "Kota Bengkulu",
        130,
    ),
)
# Where people of Bengkulu come from and go to: another province, a regency in it, and a ministry.
NEIGHBOURS = (
    Government(
        "A5EB03E23B2EF6A0E040640A040252AD",
        "5600",
        "Pemerintah Provinsi Sumatera Selatan",
        "PROV",
        "Gubernur Sumatera Selatan",
        "16",
        "Provinsi Sumatera Selatan",
        60,
    ),
    Government(
        "A5EB03E23B30F6A0E040640A040252AD",
        "5605",
        "Pemerintah Kab. Musi Rawas",
        "KAB",
        "Bupati Musi Rawas",
        "16.05",
        "Musi Rawas",
        60,
    ),
    Government(
        "A5EB03E23AF9F6A0E040640A040252AD",
        "3011",
        "Kementerian Kesehatan",
        "KEMENT",
        "Menteri Kesehatan",
        "",
        "Kementerian Kesehatan",
        60,
    ),
)
EVERYWHERE = (*GOVERNMENTS, *NEIGHBOURS)
FEWEST = 14  # people in posts that the smallest government needs for its heads, a school and a clinic

# The first four every government has, however small; the others come as there are people for them.
_OFFICES = (
    ("DIKBUD", "Dinas Pendidikan dan Kebudayaan"),
    ("DINKES", "Dinas Kesehatan"),
    ("BKPSDM", "Badan Kepegawaian dan Pengembangan Sumber Daya Manusia"),
    ("INSPEKTORAT", "Inspektorat"),
    ("SETDA", "Sekretariat Daerah"),
    ("BKD", "Badan Keuangan Daerah"),
    ("DPUPR", "Dinas Pekerjaan Umum dan Penataan Ruang"),
    ("DUKCAPIL", "Dinas Kependudukan dan Pencatatan Sipil"),
    ("DINSOS", "Dinas Sosial"),
    ("BAPPEDA", "Badan Perencanaan Pembangunan Daerah"),
    ("DISTAN", "Dinas Pertanian"),
    ("DISKOMINFO", "Dinas Komunikasi dan Informatika"),
    ("DPMPTSP", "Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu"),
    ("SATPOLPP", "Satuan Polisi Pamong Praja"),
    ("DLH", "Dinas Lingkungan Hidup"),
    ("DISPUSIP", "Dinas Perpustakaan dan Kearsipan"),
    ("BPBD", "Badan Penanggulangan Bencana Daerah"),
    ("SETWAN", "Sekretariat Dewan Perwakilan Rakyat Daerah"),
)
_ALWAYS = 4
_DIRECTORATES = (
    ("SETJEN", "Sekretariat Jenderal"),
    ("KESMAS", "Direktorat Jenderal Kesehatan Primer dan Komunitas"),
    ("YANKES", "Direktorat Jenderal Kesehatan Lanjutan"),
    ("ITJEN", "Inspektorat Jenderal"),
)
_PEOPLE_PER_OFFICE = 60
_DIVISIONS = ("Umum", "Perencanaan", "Pembinaan", "Pelayanan", "Data dan Informasi", "Pengawasan")
_SCHOOL, _CLINIC, _DIVISION = 24, 32, 12  # people in one of usual size


class Climate(Enum):
    """Whether a unit has more people than it needs, or fewer."""

    SURPLUS = 1
    BALANCED = 2
    SHORTAGE = 3


_CLIMATES = (Climate.SURPLUS, Climate.SHORTAGE, Climate.BALANCED, Climate.SURPLUS, Climate.SHORTAGE)


@dataclass(frozen=True, slots=True)
class Division:
    """A unit to be filled: `heads` first, then `people` more in roles drawn by weight."""

    code: str
    parent: str
    level: int
    name: str
    heads: tuple[Role, ...]
    people: int
    roles: tuple[tuple[Role, int], ...]
    climate: Climate


def split(total: int, shares: list[int]) -> list[int]:
    """Whole numbers in these proportions that make up the total."""
    whole = sum(shares)
    parts, passed, given = [], 0, 0
    for share in shares:
        passed += share
        part = total * passed // whole - given
        parts.append(part)
        given += part
    return parts


def divisions(government: Government, people: int) -> Iterator[Division]:
    """The units of a government for so many people in posts, parents first."""
    if government.is_central:
        staffs = split(people - 2 * len(_DIRECTORATES), [1] * len(_DIRECTORATES))
        for number, ((short, name), staff) in enumerate(zip(_DIRECTORATES, staffs, strict=True)):
            yield from _office(government, short, name, staff, number)
        return
    offices = _OFFICES[: _ALWAYS + max(0, people - _PEOPLE_PER_OFFICE) // _PEOPLE_PER_OFFICE]
    rest = people - 2 * len(offices)
    at_school, at_clinic = rest // 2, rest // 4
    in_offices = split(rest - at_school - at_clinic, [1] * len(offices))
    for number, ((short, name), staff) in enumerate(zip(offices, in_offices, strict=True)):
        yield from _office(government, short, name, staff, number)
        if short == "DIKBUD":
            yield from _schools(government, f"{government.code}.{short}", at_school)
        if short == "DINKES":
            yield from _clinics(government, f"{government.code}.{short}", at_clinic)


def _office(government: Government, short: str, name: str, staff: int, number: int) -> Iterator[Division]:
    code = f"{government.code}.{short}"
    whole = f"{name} {government.short}"
    heads = (office_head(f"Kepala {whole}"), secretary(f"Sekretaris {whole}"))
    parts = split(staff, [1] * (1 + staff // (_DIVISION + 1)))
    yield Division(code, government.code, 1, whole, heads, parts[0], OFFICE, _CLIMATES[number % 5])
    for count, size in enumerate(parts[1:], 1):
        title = f"Bidang {_DIVISIONS[count % len(_DIVISIONS)]} {_roman(count)}"
        yield Division(
            f"{code}.{count:03}",
            code,
            2,
            title,
            (division_head(f"Kepala {title}"),),
            size - 1,
            OFFICE,
            _CLIMATES[(number + count) % 5],
        )


def _schools(government: Government, code: str, people: int) -> Iterator[Division]:
    parts = split(people, [1] * max(1, people // _SCHOOL))
    for number, size in enumerate(parts, 1):
        primary = government is not PROVINCE and number % 3 != 0
        kind = "SD" if primary else "SMA" if government is PROVINCE else "SMP"
        yield Division(
            f"{code}.{kind}{number:04}",
            code,
            2,
            f"{kind} Negeri {number} {government.short}",
            (HEAD_TEACHER,),
            size - 1,
            PRIMARY_SCHOOL if primary else SECONDARY_SCHOOL,
            _CLIMATES[(number + int(government.code)) % 5],
        )


def _clinics(government: Government, code: str, people: int) -> Iterator[Division]:
    parts = split(people, [1] * max(1, people // _CLINIC))
    for number, size in enumerate(parts, 1):
        yield Division(
            f"{code}.PKM{number:04}",
            code,
            2,
            f"Puskesmas {government.short} {number}",
            (HEAD_OF_CLINIC,),
            size - 1,
            CLINIC,
            _CLIMATES[(number + int(government.code) + 1) % 5],
        )


def _roman(number: int) -> str:
    return "".join(
        numeral * count
        for numeral, count in zip(
            ("X", "IX", "V", "IV", "I"),
            (
                number // 10,
                int(number % 10 == 9),  # noqa: PLR2004 the numeral's own value
                int(number % 10 in range(5, 9)),
                int(number % 10 == 4),  # noqa: PLR2004
                number % 10 % 5 if number % 10 % 5 != 4 else 0,  # noqa: PLR2004
            ),
            strict=True,
        )
    )
