"""Positions of the made-up province, with the educations that lead to them (codes and names of SSCASN 2024)."""

from dataclasses import dataclass

from domain.registry.post import PositionKind

RANKS = [f"{roman}/{letter}" for roman in ("I", "II", "III", "IV") for letter in "abcd"] + ["IV/e"]


@dataclass(frozen=True, slots=True)
class Education:
    """`level` is SIASN's id; `entry_rank` and `entry_ages` are those of people who enter with it (reference 3.2)."""

    code: str
    name: str
    level: str

    @property
    def entry_rank(self) -> int:
        return RANKS.index(_LEVELS[self.level][1])

    @property
    def level_name(self) -> str:
        return _LEVELS[self.level][0]

    @property
    def entry_ages(self) -> tuple[int, int]:
        return _LEVELS[self.level][2]


_LEVELS = {
    "15": ("SLTA", "II/a", (19, 24)),
    "30": ("Diploma III/Sarjana Muda", "II/c", (22, 27)),
    "40": ("S-1/Sarjana", "III/a", (23, 31)),
    "45": ("S-2", "III/b", (25, 32)),
}

SMA = Education("3000006", "SLTA/SMA SEDERAJAT", "15")
IPS = Education("3004002", "SMA IPS", "15")
ARCHIVES_D3 = Education("4460010", "D-III KEARSIPAN", "30")
ACCOUNTS_D3 = Education("4401044", "D-III AKUNTANSI", "30")
PUBLIC_D3 = Education("4480210", "D-III ADMINISTRASI NEGARA", "30")
NURSING_D3 = Education("4100230", "D-III KEPERAWATAN", "30")
MIDWIFERY_D3 = Education("4411200", "D-III KEBIDANAN", "30")
PHARMACY_D3 = Education("4431000", "D-III FARMASI", "30")
PRIMARY = Education("5210366", "S-1 PENDIDIKAN GURU SEKOLAH DASAR", "40")
MATHEMATICS = Education("5110120", "S-1 PENDIDIKAN MATEMATIKA", "40")
SCIENCE = Education("5110122", "S-1 PENDIDIKAN ILMU PENGETAHUAN ALAM", "40")
INDONESIAN = Education("5110812", "S-1 PENDIDIKAN BAHASA INDONESIA", "40")
ENGLISH = Education("5110852", "S-1 PENDIDIKAN BAHASA INGGRIS", "40")
SPORT = Education("5110967", "S-1 PENDIDIKAN JASMANI", "40")
RELIGION = Education("5140219", "S-1 PENDIDIKAN AGAMA ISLAM", "40")
NURSING = Education("5190120", "S-1 KEPERAWATAN + NERS", "40")
PUBLIC_HEALTH = Education("5131001", "S-1 KESEHATAN MASYARAKAT", "40")
MEDICINE = Education("7123053", "PROFESI DOKTER", "45")
COMPUTING = Education("5101087", "S-1 TEKNIK INFORMATIKA", "40")
ACCOUNTS = Education("5101201", "S-1 AKUNTANSI", "40")
MANAGEMENT = Education("5102286", "S-1 MANAJEMEN", "40")
LAW = Education("5210337", "S-1 ILMU HUKUM", "40")
GOVERNMENT = Education("5210338", "S-1 ILMU PEMERINTAHAN", "40")
PUBLIC = Education("5126019", "S-1 ILMU ADMINISTRASI NEGARA", "40")
MANAGEMENT_S2 = Education("7199012", "S-2 MANAJEMEN", "45")
PUBLIC_S2 = Education("7103310", "S-2 ADMINISTRASI PUBLIK", "45")
SCHOOLS_S2 = Education("7101460", "S-2 MANAJEMEN PENDIDIKAN", "45")

_TEACHING = (PRIMARY, MATHEMATICS, SCIENCE, INDONESIAN, ENGLISH, SPORT, RELIGION)
_OFFICE = (MANAGEMENT, GOVERNMENT, PUBLIC, LAW)
EDUCATIONS = (*_TEACHING, *_OFFICE, NURSING, COMPUTING, ACCOUNTS)


@dataclass(frozen=True, slots=True)
class Role:
    """A position and who has it: the ranks its holders have, and the educations it accepts."""

    name: str
    kind: PositionKind
    level: str
    position_class: int
    retirement_age: int
    lowest_rank: int
    highest_rank: int
    educations: tuple[Education, ...]
    certificate: str = ""
    leads_unit: bool = False


def _rank(rank: str) -> int:
    return RANKS.index(rank)


def _leader(name: str, kind: PositionKind, level: str, position_class: int, age: int, lowest: str) -> Role:
    educations = (*_OFFICE, MANAGEMENT_S2, PUBLIC_S2)
    low = _rank(lowest)
    return Role(name, kind, level, position_class, age, low, min(low + 2, _rank("IV/d")), educations)


def office_head(name: str) -> Role:
    return _leader(name, PositionKind.SENIOR_EXECUTIVE, "PRATAMA", 14, 60, "IV/b")


def secretary(name: str) -> Role:
    return _leader(name, PositionKind.ADMINISTRATOR, "", 12, 58, "IV/a")


def division_head(name: str) -> Role:
    return _leader(name, PositionKind.ADMINISTRATOR, "", 11, 58, "III/d")


def _functional(
    name: str, educations: tuple[Education, ...], age: int | None = None, certificate: str = ""
) -> list[Role]:
    """The three levels of skilled work that a regency has."""
    steps = (("Ahli Pertama", "PT", 8, 58, "III/a"), ("Ahli Muda", "MU", 9, 58, "III/c"))
    roles = []
    stem, _, speciality = name.partition(" - ")
    for title, level, position_class, usual_age, lowest in steps:
        written = f"{stem} {title}" + (f" - {speciality}" if speciality else "")
        low = _rank(lowest)
        roles.append(
            Role(
                written,
                PositionKind.FUNCTIONAL,
                level,
                position_class,
                age or usual_age,
                low,
                low + 1,
                educations,
                certificate,
            )
        )
    return roles


def _technical(name: str, educations: tuple[Education, ...]) -> Role:
    return Role(
        f"{name} Terampil",
        PositionKind.FUNCTIONAL,
        "TR",
        6,
        58,
        _rank("II/c"),
        _rank("III/a"),
        educations,
    )


def _staff(name: str, level: str, position_class: int, highest: str, *educations: Education) -> Role:
    low = min(education.entry_rank for education in educations)
    return Role(name, PositionKind.STAFF, level, position_class, 58, low, _rank(highest), educations)


HEAD_TEACHER = Role(
    "Kepala Sekolah",
    PositionKind.FUNCTIONAL,
    "MA",
    12,
    60,
    _rank("IV/a"),
    _rank("IV/b"),
    (*_TEACHING, SCHOOLS_S2),
    "SERDIK",
    leads_unit=True,
)
HEAD_OF_CLINIC = Role(
    "Kepala Puskesmas",
    PositionKind.FUNCTIONAL,
    "MA",
    12,
    60,
    _rank("III/d"),
    _rank("IV/b"),
    (MEDICINE, PUBLIC_HEALTH, NURSING),
    leads_unit=True,
)

_SCHOOL_STAFF = _staff("Pengadministrasi Perkantoran", "KLEREK", 5, "III/b", SMA, IPS)

# By kind of unit, with how many of a hundred people have the position.
PRIMARY_SCHOOL: tuple[tuple[Role, int], ...] = (
    *zip(_functional("Guru - Guru Kelas", (PRIMARY,), 60, "SERDIK"), (40, 24), strict=True),
    *zip(_functional("Guru - Guru Penjasorkes", (SPORT,), 60, "SERDIK"), (8, 5), strict=True),
    *zip(_functional("Guru - Guru Agama Islam", (RELIGION,), 60, "SERDIK"), (8, 5), strict=True),
    (_SCHOOL_STAFF, 10),
)
SECONDARY_SCHOOL: tuple[tuple[Role, int], ...] = (
    *zip(_functional("Guru - Guru Matematika", (MATHEMATICS,), 60, "SERDIK"), (18, 10), strict=True),
    *zip(_functional("Guru - Guru IPA", (SCIENCE,), 60, "SERDIK"), (12, 8), strict=True),
    *zip(_functional("Guru - Guru Bahasa Indonesia", (INDONESIAN,), 60, "SERDIK"), (12, 8), strict=True),
    *zip(_functional("Guru - Guru Bahasa Inggris", (ENGLISH,), 60, "SERDIK"), (8, 6), strict=True),
    *zip(_functional("Guru - Guru Penjasorkes", (SPORT,), 60, "SERDIK"), (5, 3), strict=True),
    (_SCHOOL_STAFF, 10),
)
CLINIC: tuple[tuple[Role, int], ...] = (
    *zip(_functional("Perawat", (NURSING,)), (18, 12), strict=True),
    (_technical("Perawat", (NURSING_D3,)), 20),
    (_technical("Bidan", (MIDWIFERY_D3,)), 20),
    *zip(_functional("Dokter", (MEDICINE,)), (8, 4), strict=True),
    (_technical("Asisten Apoteker", (PHARMACY_D3,)), 6),
    (_staff("Pengadministrasi Perkantoran", "KLEREK", 5, "III/b", SMA, IPS), 12),
)
OFFICE: tuple[tuple[Role, int], ...] = (
    (_staff("Pengolah Data dan Informasi", "OPERATOR", 6, "III/c", ACCOUNTS_D3, PUBLIC_D3), 16),
    (_staff("Penelaah Teknis Kebijakan", "TEKNISI", 7, "III/d", *_OFFICE), 30),
    (_staff("Pengadministrasi Perkantoran", "KLEREK", 5, "III/b", SMA, IPS), 16),
    *zip(_functional("Pranata Komputer", (COMPUTING,)), (8, 4), strict=True),
    *zip(_functional("Analis Sumber Daya Manusia Aparatur", _OFFICE), (6, 4), strict=True),
    *zip(_functional("Auditor", (ACCOUNTS, MANAGEMENT)), (5, 3), strict=True),
    (_technical("Arsiparis", (ARCHIVES_D3,)), 8),
)
