"""Writes a made-up province as import files. The same seed, size and day give the same bytes."""

import csv
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path
from random import Random

from application.demonstration.career import Career, Careers
from application.demonstration.cast import Cast, Holder, Mover, Opening, Staff
from application.demonstration.files import FILES
from application.demonstration.headings import HEADINGS
from application.demonstration.positions import MANAGEMENT_S2, PRIMARY_SCHOOL, PUBLIC_S2, RANKS, Role
from application.demonstration.province import (
    EVERYWHERE,
    FEWEST,
    Climate,
    Division,
    Government,
    divisions,
    split,
)
from application.importing.layouts.posts import post_code
from domain.act import Capacity
from domain.calendar import add_months
from domain.identity import OfficeKind
from domain.registry.nip import Sex
from domain.registry.person import Rating, Status
from domain.registry.post import PositionKind

REFERENCE_DAY = date(2026, 1, 15)
_YEARS_RATED = 3
_MOST_STAFF = 10  # of a unit in the cast
SHOWN = 40  # movers and openings of an agency in the cast
_YEARS_LEFT = 5  # to retirement, for a mover
_MONTHS_IN_POST = 26
_VACANT_HEAD = 5  # every so many units have no head but an acting one

_PERSON_AT = {column: at for at, column in enumerate(HEADINGS["people"])}

# Result, conduct and predicate as the matrix of reference 3.6 joins them, with how many of a thousand get each.
_ABOVE, _AS_EXPECTED, _BELOW = "DIATAS ESPEKTASI", "SESUAI ESPEKTASI", "DIBAWAH ESPEKTASI"
_RATINGS = (
    ((_ABOVE, _ABOVE, Rating.VERY_GOOD), 180),
    ((_ABOVE, _AS_EXPECTED, Rating.GOOD), 150),
    ((_AS_EXPECTED, _AS_EXPECTED, Rating.GOOD), 610),
    ((_BELOW, _AS_EXPECTED, Rating.NEEDS_IMPROVEMENT), 40),
    ((_AS_EXPECTED, _BELOW, Rating.POOR), 15),
    ((_BELOW, _BELOW, Rating.VERY_POOR), 5),
)
_SANCTIONS = (
    ("2", "TEGURAN TERTULIS", "R", 6),
    ("23", "PEMOTONGAN TUNKIN 25% 6 BLN", "S", 6),
    ("27", "PENURUNAN DARI JABATAN SETINGKAT LEBIH RENDAH SELAMA 12 BLN", "B", 12),
)
_INTERESTS = (
    "Ingin mengikuti suami/istri yang bertugas di Kota Bengkulu",
    "Ingin mendekati orang tua di Curup",
    "Ingin mengembangkan kompetensi di bidang perencanaan",
    "Ingin bertugas di sekolah dekat domisili",
    "Bersedia ditempatkan di seluruh wilayah provinsi",
    "Ingin bertugas di bidang teknologi informasi",
    "Ingin bertugas di layanan kesehatan dasar",
)
_LETTERS = {
    Capacity.DEFINITIVE: "D",
    Capacity.ACTING: "PLT",
    Capacity.DAILY_ACTING: "PLH",
    Capacity.CARETAKER: "PJ",
}

_ACTING_MONTHS = 3  # the longest the law allows without an extension

_CARETAKEN = "5808"  # headed by a caretaker

# Offices that stand over an agency: title, and the one agency where another than a definitive official holds it.
_AGENCY_OFFICES = (
    (OfficeKind.APPOINTING_AUTHORITY, "{authority}", _CARETAKEN, Capacity.CARETAKER),
    (OfficeKind.AUTHORISED_OFFICIAL, "{secretary} {short}", "5804", Capacity.CARETAKER),
    (OfficeKind.PERSONNEL_OFFICE, "Pengelola Mutasi {personnel} {short}", "5807", Capacity.ACTING),
    (OfficeKind.PERFORMANCE_PANEL, "Ketua Tim Penilai Kinerja {short}", "", Capacity.ACTING),
    (OfficeKind.INSPECTORATE, "Inspektur Pembantu {short}", "", Capacity.ACTING),
    (OfficeKind.AUDITOR, "Auditor {short}", "", Capacity.ACTING),
    (
        OfficeKind.REDISTRIBUTION_PANEL,
        "Ketua Tim Pertimbangan Redistribusi Guru {short}",
        "",
        Capacity.ACTING,
    ),
)
_OFFICIAL = Role(
    "",
    PositionKind.SENIOR_EXECUTIVE,
    "",
    14,
    60,
    RANKS.index("IV/b"),
    RANKS.index("IV/d"),
    (MANAGEMENT_S2, PUBLIC_S2),
)
_CIVIL_SERVICE_MINISTRY = "Kementerian Pendayagunaan Aparatur Negara dan Reformasi Birokrasi"
# Offices that stand over nobody's government here: title, and who employs them.
_NATIONAL_OFFICES = (
    (OfficeKind.HOME_AFFAIRS_MINISTER, "nation", "Menteri Dalam Negeri", "Kementerian Dalam Negeri"),
    (OfficeKind.CIVIL_SERVICE_MINISTER, "nation", "Menteri PANRB", _CIVIL_SERVICE_MINISTRY),
    (OfficeKind.BKN_HEAD, "nation", "Kepala Badan Kepegawaian Negara", "Badan Kepegawaian Negara"),
    (
        OfficeKind.BKN_REGIONAL_OFFICE,
        "kanreg/VII",
        "Kepala Kantor Regional VII BKN",
        "Badan Kepegawaian Negara",
    ),
)


def _offices_over(government: Government) -> list[tuple[OfficeKind, str, str, Capacity]]:
    """A ministry of health has no schools."""
    return [
        each
        for each in _AGENCY_OFFICES
        if each[0] is not OfficeKind.REDISTRIBUTION_PANEL or not government.is_central
    ]


_OFFICIALS = sum(len(_offices_over(each)) for each in EVERYWHERE) + len(_NATIONAL_OFFICES)
SMALLEST = _OFFICIALS + FEWEST * len(EVERYWHERE)


def generate(
    seed: int,
    people: int,
    folder: Path,
    progress: Callable[[int, int], object] = lambda *_: None,
    *,
    today: date = REFERENCE_DAY,
    shown: int = SHOWN,
) -> Cast:
    """Write the files of a province with so many people, as of `today`, into the folder, and who is who in it.

    The cast names so many people of each kind and so many openings of each agency.

    Raises ValueError for fewer people than the offices and heads need.
    """
    if people < SMALLEST:
        raise ValueError(f"a province needs at least {SMALLEST} people")
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        writing = _Writing(Random(seed), people, today, progress, shown)  # noqa: S311 invention, not secrecy
        for layout, name in FILES.items():
            file = stack.enter_context((folder / name).open("w", encoding="utf-8", newline=""))
            writing.files[layout] = csv.writer(file, lineterminator="\n").writerow
            writing.files[layout](HEADINGS[layout])
        writing.province()
    writing.cast.write(folder)
    return writing.cast


# A class teacher has one class group, and teaches it all its hours: a teacher's whole load.
_CLASS_TEACHER, _CLASS_HOURS = "- Guru Kelas", 24


class Obstacle(StrEnum):
    """What holds somebody back from a transfer, as far as the cast tells them apart."""

    NEW_IN_POST = "NEW_IN_POST"
    PLEDGED = "PLEDGED"
    CONTRACT = "CONTRACT"
    OTHER = "OTHER"


class _Writing:
    """The files being written, and the chance that fills them."""

    def __init__(
        self, rng: Random, people: int, today: date, progress: Callable[[int, int], object], shown: int
    ) -> None:
        self.files: dict[str, Callable[[Sequence[object]], object]] = {}
        self.cast = Cast()
        self._rng = rng
        self._today = today
        self._people = people
        self._most_shown = shown
        self._progress = progress
        self._done = 0
        self._units = 0
        self._careers = Careers(rng, today)
        self._shown: Counter[tuple[str, str]] = Counter()
        self._neighbour: str = ""

    def province(self) -> None:
        self._write_agencies()
        self._outside()
        extra = split(self._people - SMALLEST, [government.share for government in EVERYWHERE])
        for government, more in zip(EVERYWHERE, extra, strict=True):
            self._write("units", government.code, "", 0, government.name, government.name, "")
            authority = self._agency_offices(government)
            for division in divisions(government, FEWEST + more):
                self._fill(government, division)
            if government.kind == "KAB":
                self._private_school(government)
            # One relative of the head of government each, to try a conflict of interest on.
            if self._neighbour:
                self._write("careers", authority, "KERABAT", self._neighbour, "", "")
        self._progress(self._people, self._people)

    def _write(self, layout: str, *values: object) -> None:
        self.files[layout](values)

    def _write_agencies(self) -> None:
        for government in EVERYWHERE:
            self._write(
                "agencies",
                government.siasn_id,
                government.code,
                government.name,
                "P" if government.is_central else "D",
                government.kind,
                government.authority,
                government.region,
            )
        for siasn_id, code, name, authority in (
            ("A5EB03E23BF3F6A0E040640A040252AD", "3001", "Kementerian Dalam Negeri", "Menteri Dalam Negeri"),
            ("A5EB03E23BF1F6A0E040640A040252AD", "2060", _CIVIL_SERVICE_MINISTRY, "Menteri PAN dan RB"),
            (
                "A5EB03E23B00F6A0E040640A040252AD",
                "4011",
                "Badan Kepegawaian Negara",
                "Kepala Badan Kepegawaian Negara",
            ),
        ):
            kind = "LPNK" if code.startswith("4") else "KEMENT"
            self._write("agencies", siasn_id, code, name, "P", kind, authority, "")
        self._write("bkn_regional_offices", "VII", "Palembang", "Bengkulu; Sumatera Selatan")

    # Offices

    def _outside(self) -> None:
        for kind, agency, title, employer in _NATIONAL_OFFICES:
            official = self._official(employer)
            self._appoint(kind, agency, "", title, official, Capacity.DEFINITIVE)

    def _agency_offices(self, government: Government) -> str:
        """Write them, and return the head of government's id."""
        authority = ""
        for kind, title, otherwise_at, capacity in _offices_over(government):
            official = self._official(government.name)
            authority = authority or official.pns_id
            central = government.is_central
            written = title.format(
                authority=government.authority,
                secretary="Sekretaris Jenderal" if central else "Sekretaris Daerah",
                personnel="Biro Sumber Daya Manusia" if central else "BKPSDM",
                short=government.short,
            )
            held = capacity if government.code == otherwise_at else Capacity.DEFINITIVE
            if held is Capacity.CARETAKER:
                written = f"Pj {written}"
            self._appoint(kind, government.code, "", written, official, held)
        return authority

    def _official(self, agency: str) -> Career:
        official = self._careers.invent(_OFFICIAL)
        self._write_person(official, None, "", "", agency)
        return official

    def _appoint(
        self, kind: OfficeKind, agency: str, unit: str, title: str, official: Career, capacity: Capacity
    ) -> None:
        """For some time past. Who stands in (Plt) is appointed definitively when the term ends, so that stories go on."""
        rng, today = self._rng, self._today
        until: date | None
        match capacity:
            case Capacity.DEFINITIVE:
                since, until = add_months(today.replace(day=1), -rng.randrange(18, 60)), None
            case Capacity.DAILY_ACTING:
                since, until = today, today + timedelta(days=30)
            case Capacity.ACTING:
                since = add_months(today.replace(day=1), -1)
                until = add_months(since, _ACTING_MONTHS) - timedelta(days=1)
            case _:
                since, until = add_months(today.replace(day=1), -1), None
        number = f"800.1.3.3/{rng.randrange(1, 999):03}/{since.year}"
        tenures = [(capacity, since, until)]
        if capacity is Capacity.ACTING and until is not None:
            tenures.append((Capacity.DEFINITIVE, until + timedelta(days=1), None))
        for held, begins, ends in tenures:
            self._write(
                "offices",
                kind.value,
                agency,
                unit,
                title,
                official.pns_id,
                _LETTERS[held],
                _dashed(begins),
                _dashed(ends),
                number,
            )
        self.cast.holders.append(Holder(kind, agency, unit, title, official.pns_id, official.name, capacity))

    # Units and the people in them

    def _fill(self, government: Government, division: Division) -> None:
        code = division.code
        self._write("units", code, division.parent, division.level, division.name, government.name, "")
        self._units += 1
        vacant = division.level > 1 and division.people > 1 and self._units % _VACANT_HEAD == 0
        heads = [] if vacant else [self._careers.invent(role) for role in division.heads]
        for role in division.heads:
            self._write_post(code, role, 1, 100)
            if vacant:
                self._show_opening(government, code, role, 1)
        for role, head in zip(division.heads, heads, strict=False):
            if not self._write_person(head, role, code, division.name, government.name):
                self._show_leader(government, code, role, head)
        roles = self._draw(division, division.people + len(division.heads) - len(heads))
        staff: list[Career] = []
        for role, count in roles.items():
            free, need = self._need(division.climate, count)
            self._write_post(code, role, count + free, need)
            careers = [
                self._careers.invent(role, contract=bool(role.certificate) or "Perawat" in role.name)
                for _ in range(count)
            ]
            for career in careers:
                obstacles = self._write_person(career, role, code, division.name, government.name)
                if division.climate is Climate.SURPLUS or obstacles == {Obstacle.CONTRACT}:
                    self._show_mover(government, code, role, career, obstacles)
                elif not obstacles and self._show("steady", government):
                    self.cast.steady.append(_mover(government, code, role, career))
                if government.code == _CARETAKEN and self._show("caretaken", government):
                    self.cast.caretaken.append(_mover(government, code, role, career))
            if free and need > 100 * count:
                self._show_opening(government, code, role, free)
            staff += careers
        self._appoint_heads(government, division, heads, staff)
        people = tuple(each.pns_id for each in (*staff[:_MOST_STAFF], *heads))
        self.cast.staff.append(Staff(code, people))

    def _private_school(self, government: Government) -> None:
        """A school of others, to which the state lends teachers; nobody of the state works there yet."""
        code, office = f"{government.code}.DIKBUD.SWASTA", f"{government.code}.DIKBUD"
        name = f"SD Swasta Harapan Bangsa {government.short}"
        self._write("units", code, office, 2, name, government.name, "SEKOLAH_SWASTA")
        for role, _ in PRIMARY_SCHOOL:
            if role.name.endswith(_CLASS_TEACHER):
                self._write_post(code, role, 1, 100)
                opening = Opening(government.code, code, post_code(code, role.name), role.name, 1)
                self.cast.private_schools.append(opening)

    def _draw(self, division: Division, people: int) -> dict[Role, int]:
        """How many of so many people have each role. A unit with a shortage also has a post that nobody holds."""
        roles, weights = zip(*division.roles, strict=True)
        drawn = self._rng.choices(roles, weights, k=max(people, 0))
        counts = {role: drawn.count(role) for role in roles if role in drawn}
        if division.climate is Climate.SHORTAGE:
            counts.setdefault(self._rng.choices(roles, weights)[0], 0)
        return counts

    def _need(self, climate: Climate, count: int) -> tuple[int, int]:
        """Free seats, and the ABK need in hundredths."""
        rng = self._rng
        match climate:
            case Climate.SURPLUS:
                return 0, max(0, 100 * count - rng.randrange(60, 180))
            case Climate.SHORTAGE:
                return rng.randint(1, 2), 100 * count + rng.randrange(60, 190)
            case _:
                return int(rng.random() < 0.2), max(0, 100 * count + rng.randrange(-20, 21))  # noqa: PLR2004

    def _appoint_heads(
        self, government: Government, division: Division, heads: list[Career], staff: list[Career]
    ) -> None:
        code, agency = division.code, government.code
        capacity = Capacity.ACTING if self._units % 9 == 0 else Capacity.DEFINITIVE
        if division.level == 1:
            title = division.heads[0].name
            self._appoint(OfficeKind.REGIONAL_OFFICE_HEAD, agency, code, title, heads[0], capacity)
            self._appoint(
                OfficeKind.UNIT_HEAD, agency, code, division.heads[1].name, heads[1], Capacity.DEFINITIVE
            )
            return
        title = f"{division.heads[0].name} - {division.name}"
        if not heads:
            self._appoint(OfficeKind.UNIT_HEAD, agency, code, title, staff[0], Capacity.ACTING)
            return
        self._appoint(OfficeKind.UNIT_HEAD, agency, code, title, heads[0], capacity)
        if self._units % 11 == 0 and staff:
            self._appoint(OfficeKind.UNIT_HEAD, agency, code, title, staff[0], Capacity.DAILY_ACTING)

    def _show_mover(
        self, government: Government, unit: str, role: Role, career: Career, obstacles: set[Obstacle]
    ) -> None:
        shown = {
            frozenset(): self.cast.movers,
            frozenset({Obstacle.NEW_IN_POST}): self.cast.newcomers,
            frozenset({Obstacle.PLEDGED}): self.cast.pledged,
            frozenset({Obstacle.CONTRACT}): self.cast.contract,
        }.get(frozenset(obstacles))
        if shown is not None and self._show(f"mover {sorted(obstacles)}", government):
            shown.append(_mover(government, unit, role, career))

    def _show_leader(self, government: Government, unit: str, role: Role, career: Career) -> None:
        if self._show(f"leader {role.kind}", government):
            self.cast.leaders.append(_mover(government, unit, role, career))

    def _show_opening(self, government: Government, unit: str, role: Role, free: int) -> None:
        if self._show("opening", government):
            opening = Opening(government.code, unit, post_code(unit, role.name), role.name, free)
            self.cast.openings.append(opening)

    def _show(self, what: str, government: Government) -> bool:
        self._shown[what, government.code] += 1
        return self._shown[what, government.code] <= self._most_shown

    # Rows

    def _write_post(self, unit: str, role: Role, seats: int, need: int) -> None:
        self._write(
            "position_map",
            unit,
            role.name,
            role.kind.value,
            role.level,
            role.position_class,
            seats,
            f"{need // 100}.{need % 100:02}",
            ";".join(sorted({education.level for education in role.educations})),
            ";".join(education.code for education in role.educations),
            role.certificate,
            int(role.leads_unit),
        )
        if role.name.endswith(_CLASS_TEACHER):
            counted_on = _dashed(date(self._today.year, 1, 2))
            groups = max(1, round(need / 100))
            self._write("lessons", unit, role.name, "I", groups, _CLASS_HOURS, "", counted_on, "Dapodik")

    def _write_person(
        self, career: Career, role: Role | None, unit: str, unit_name: str, agency: str
    ) -> set[Obstacle]:
        """Write the person and their career, and return what holds them back from a transfer."""
        values = {
            "pns_id": career.pns_id,
            "nip_baru": f"'{career.nip}",
            "nama": career.name.upper(),
            "tanggal_lahir": _dashed(career.born),
            "jenis_kelamin": "M" if career.sex is Sex.MALE else "F",
            "kedudukan_hukum_id": "01",
            "kedudukan_hukum_nama": "Aktif",
            "status_cpns_pns": {Status.PNS: "P", Status.CPNS: "C", Status.PPPK: "PPPK"}[career.status],
            "tmt_cpns": _dashed(career.entered),
            "tmt_pns": _dashed(career.appointed),
            "gol_akhir_nama": career.rank,
            "tmt_golongan": _dashed(career.rank_since),
            "tingkat_pendidikan_id": career.education.level,
            "tingkat_pendidikan_nama": career.education.level_name,
            "pendidikan_id": career.education.code,
            "pendidikan_nama": career.education.name,
            "instansi_induk_nama": agency,
            "instansi_kerja_nama": agency,
        }
        if role is not None:
            values |= {
                "jabatan_nama": role.name,
                "tmt_jabatan": _dashed(career.post_since),
                "unor_id": unit,
                "unor_nama": unit_name,
            }
        row = ["null"] * len(_PERSON_AT)
        for column, value in values.items():
            if value:
                row[_PERSON_AT[column]] = value
        self.files["people"](row)
        self._done += 1
        if self._done % 1000 == 0:
            self._progress(self._done, self._people)
        obstacles = self._tell_career(career, role)
        oldest = add_months(career.born, 12 * ((role.retirement_age if role else 0) - _YEARS_LEFT))
        if add_months(career.post_since, _MONTHS_IN_POST) > self._today:
            obstacles.add(Obstacle.NEW_IN_POST)
        good, free = self._rate(career), self._sanction(career)
        if career.status is Status.PPPK:
            obstacles.add(Obstacle.CONTRACT)
        fit = career.fits and career.status is not Status.CPNS
        if not (good and free and fit and self._today < oldest):
            obstacles.add(Obstacle.OTHER)
        return obstacles

    def _rate(self, career: Career) -> bool:
        """Write three years' ratings, and tell whether the last two are good."""
        rng = self._rng
        outcomes, weights = zip(*_RATINGS, strict=True)
        last = []
        for year in range(self._today.year - _YEARS_RATED, self._today.year):
            if year <= career.entered.year:
                continue
            result, conduct, rating = rng.choices(outcomes, weights)[0]
            last.append(rating)
            row = ["null"] * len(HEADINGS["performance"])
            row[0] = f"{rng.getrandbits(128):032X}"
            row[1], row[8] = result, conduct
            row[2] = rating.value.replace("_", " ")
            row[9], row[11] = career.pns_id, str(year)
            self.files["performance"](row)
        return len(last) > 1 and all(rating.at_least(Rating.GOOD) for rating in last[-2:])

    def _sanction(self, career: Career) -> bool:
        """Write a sanction for a few, and tell whether none weighs now."""
        rng = self._rng
        if rng.random() > 0.008 or career.is_new:  # noqa: PLR2004 eight in a thousand
            return True
        kind, name, level, months = rng.choice(_SANCTIONS)
        since = add_months(self._today, -rng.randrange(1, 36))
        since = max(since, career.entered)
        until = add_months(since, months) - timedelta(days=1)
        self._write(
            "discipline",
            f"{rng.getrandbits(128):032X}",
            career.pns_id,
            f"862/{rng.randrange(1, 9999):04}/{since.year}/{self._done}",
            _dashed(since),
            _dashed(since),
            months // 12,
            months % 12,
            _dashed(until),
            kind,
            name,
            level,
        )
        return until < self._today

    def _tell_career(self, career: Career, role: Role | None) -> set[Obstacle]:
        """Write certificates, wishes, bonds and kin; tell which of them stand in the way of a transfer."""
        rng, person = self._rng, career.pns_id
        obstacles: set[Obstacle] = set()
        if role is not None and role.certificate:
            if rng.random() < 0.85:  # noqa: PLR2004
                number = f"{rng.randrange(10**12):012}"
                self._write("careers", person, "SERTIFIKAT", role.certificate, number, "")
            else:
                obstacles.add(Obstacle.OTHER)
        executive = role is not None and role.kind is PositionKind.SENIOR_EXECUTIVE
        if executive and rng.random() > 0.7:  # noqa: PLR2004
            obstacles.add(Obstacle.OTHER)
        elif executive:
            number = f"UK/{rng.randrange(10**4):04}"
            until = add_months(self._today, rng.randrange(2, 36))
            self._write("careers", person, "SERTIFIKAT", "UJI_KOMPETENSI", number, _dashed(until))
        if rng.random() < 0.12:  # noqa: PLR2004
            self._write("careers", person, "MINAT", rng.choice(_INTERESTS), "", "")
        if career.appointed and career.appointed.year >= 2020 and rng.random() < 0.3:  # noqa: PLR2004 the intakes that sign
            self._write("careers", person, "IKRAR_10_TAHUN", "", "", "")
            obstacles.add(Obstacle.PLEDGED)
        for kind in ("TUGAS_BELAJAR", "IKATAN_DINAS"):
            if rng.random() < 0.004:  # noqa: PLR2004
                until = add_months(self._today, rng.randrange(6, 36))
                self._write("careers", person, kind, "", "", _dashed(until))
                obstacles.add(Obstacle.OTHER)
        if self._neighbour and rng.random() < 0.01:  # noqa: PLR2004
            self._write("careers", person, "KERABAT", self._neighbour, "", "")
        if role is not None:
            self._neighbour = person
        return obstacles


def _mover(government: Government, unit: str, role: Role, career: Career) -> Mover:
    since, post = career.post_since.isoformat(), post_code(unit, role.name)
    return Mover(career.pns_id, career.name, government.code, unit, post, role.name, since, career.rank)


def _dashed(day: date | None) -> str:
    return "" if day is None else f"{day:%d-%m-%Y}"
