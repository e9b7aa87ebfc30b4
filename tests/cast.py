"""The people, places and days that tests speak of: two regencies of one province, and who holds which office."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, timezone
from uuid import UUID, uuid4, uuid5

from application.policies import read_policies
from domain.act import Act, Capacity
from domain.calendar import Zone
from domain.identity import NATION, OfficeKind, agency_id, office_id, person_id, post_id, unit_id
from domain.needs.teachers import Lessons
from domain.policy import Programme, Term, Terms
from domain.registry.agency import Agency, AgencyKind, AgencyRegistered
from domain.registry.nip import Sex
from domain.registry.office import Office, OfficeAssigned, OfficeDescription, OfficeEstablished
from domain.registry.person import (
    Certificate,
    CertificateAwarded,
    InterestStated,
    PerformanceRated,
    Person,
    PersonRegistered,
    PostAssumed,
    Profile,
    Rating,
    Status,
)
from domain.registry.post import (
    Position,
    PositionKind,
    Post,
    PostDescription,
    PostEstablished,
    SeatTaken,
    Taught,
)
from domain.registry.tenure import Tenure
from domain.registry.unit import Unit, UnitKind, UnitRegistered
from domain.transfer.allowed import Holding
from domain.transfer.facts import Facts, Place, choose_route

WIB = timezone(timedelta(hours=7))
POLICIES = read_policies()
POLICY = POLICIES.version("mutasi-2025.1")

# Places

PROVINCE_ID, KANREG_ID = agency_id("5800"), agency_id("kanreg/VII")
NORTH_ID, CITY_ID = agency_id("5801"), agency_id("5871")
PROVINCE = Agency(
    "5800",
    "Pemerintah Provinsi Bengkulu",
    AgencyKind.PROVINCE,
    "Gubernur Bengkulu",
    "17",
    Zone.WIB,
    None,
    KANREG_ID,
)
NORTH = Agency(
    "5801",
    "Pemerintah Kab. Bengkulu Utara",
    AgencyKind.REGENCY,
    "Bupati Bengkulu Utara",
    "17.03",
    Zone.WIB,
    PROVINCE_ID,
    KANREG_ID,
)
CITY = Agency(
    "5871",
    "Pemerintah Kota Bengkulu",
    AgencyKind.CITY,
    "Walikota Bengkulu",
    "17.71",
    Zone.WIB,
    PROVINCE_ID,
    KANREG_ID,
)
AGENCIES = {PROVINCE_ID: PROVINCE, NORTH_ID: NORTH, CITY_ID: CITY}


def _office_unit(code: str, name: str, agency: UUID) -> tuple[UUID, Unit]:
    return unit_id(code), Unit(code, name, agency, 1, unit_id(code), None)


HEALTH_ID, HEALTH = _office_unit("5801.01", "Dinas Kesehatan", NORTH_ID)
LIBRARY_ID, LIBRARY = _office_unit("5801.02", "Dinas Perpustakaan dan Kearsipan", NORTH_ID)
SCHOOLS_ID, SCHOOLS = _office_unit("5801.03", "Dinas Pendidikan dan Kebudayaan", NORTH_ID)
CITY_SCHOOLS_ID, CITY_SCHOOLS = _office_unit("5871.03", "Dinas Pendidikan dan Kebudayaan", CITY_ID)
SECOND_SCHOOL_ID = unit_id("5801.03.02")
SECOND_SCHOOL = Unit("5801.03.02", "SMP Negeri 5 Bengkulu Utara", NORTH_ID, 2, SCHOOLS_ID, SCHOOLS_ID)
SCHOOL_ID = unit_id("5801.03.01")
SCHOOL = Unit("5801.03.01", "SMP Negeri 3 Bengkulu Utara", NORTH_ID, 2, SCHOOLS_ID, SCHOOLS_ID)
CITY_SCHOOL_ID = unit_id("5871.03.01")
CITY_SCHOOL = Unit("5871.03.01", "SMP Negeri 1 Kota Bengkulu", CITY_ID, 2, CITY_SCHOOLS_ID, CITY_SCHOOLS_ID)
PRIVATE_SCHOOL_ID = unit_id("5801.03.90")
PRIVATE_SCHOOL = Unit(
    "5801.03.90",
    "SMP Swasta Harapan",
    NORTH_ID,
    2,
    SCHOOLS_ID,
    SCHOOLS_ID,
    UnitKind.PRIVATE_SCHOOL,
)
UNITS = {
    HEALTH_ID: HEALTH,
    LIBRARY_ID: LIBRARY,
    SCHOOLS_ID: SCHOOLS,
    CITY_SCHOOLS_ID: CITY_SCHOOLS,
    SCHOOL_ID: SCHOOL,
    SECOND_SCHOOL_ID: SECOND_SCHOOL,
    CITY_SCHOOL_ID: CITY_SCHOOL,
    PRIVATE_SCHOOL_ID: PRIVATE_SCHOOL,
}

# Posts. Gaps: the library has two archivists too many, the health office lacks two; the northern school has two
# mathematics teachers for 1.00 needed, the second northern school none for 1.00, the city school one for 2.50.

ARCHIVIST = Position(
    "Pengelola Kearsipan", PositionKind.STAFF, position_class=6, education_levels=("D3", "S1")
)
TEACHER = Position(
    "Guru Matematika Ahli Muda",
    PositionKind.FUNCTIONAL,
    "MU",
    9,
    ("S1", "S2"),
    ("5100101",),
    ("SERDIK",),
)
HEAD_TEACHER = replace(TEACHER, name="Kepala Sekolah", leads_unit=True)


def _post(
    code: str, unit: UUID, position: Position, seats: int, required: int
) -> tuple[UUID, PostDescription]:
    return post_id(code), PostDescription(code, unit, position, seats, required)


OLD_POST_ID, OLD_POST = _post("5801.02/arsip", LIBRARY_ID, ARCHIVIST, 4, 200)
NEW_POST_ID, NEW_POST = _post("5801.01/arsip", HEALTH_ID, ARCHIVIST, 3, 300)
SCHOOL_STAFF_ID, SCHOOL_STAFF = _post("5801.03.01/arsip", SCHOOL_ID, ARCHIVIST, 2, 200)
NORTH_MATHS_ID, NORTH_MATHS = _post("5801.03.01/mtk", SCHOOL_ID, TEACHER, 3, 100)
SECOND_MATHS_ID, SECOND_MATHS = _post("5801.03.02/mtk", SECOND_SCHOOL_ID, TEACHER, 1, 100)
CITY_MATHS_ID, CITY_MATHS = _post("5871.03.01/mtk", CITY_SCHOOL_ID, TEACHER, 3, 250)
PRIVATE_MATHS_ID, PRIVATE_MATHS = _post("5801.03.90/mtk", PRIVATE_SCHOOL_ID, TEACHER, 1, 100)
POSTS = {
    OLD_POST_ID: OLD_POST,
    NEW_POST_ID: NEW_POST,
    SCHOOL_STAFF_ID: SCHOOL_STAFF,
    NORTH_MATHS_ID: NORTH_MATHS,
    SECOND_MATHS_ID: SECOND_MATHS,
    CITY_MATHS_ID: CITY_MATHS,
    PRIVATE_MATHS_ID: PRIVATE_MATHS,
}

# People


def _profile(nip: str, name: str, agency: UUID, **other: object) -> Profile:
    born = date(int(nip[:4]), int(nip[4:6]), int(nip[6:8]))
    entered = date(int(nip[8:12]), int(nip[12:14]), 1)
    defaults: dict[str, object] = {
        "rank": "III/b",
        "rank_since": date(2022, 4, 1),
        "entered_on": entered,
        "appointed_on": entered.replace(year=entered.year + 1),
        "education_level": "S1",
        "education": "5100101",
        "education_name": "S-1 Pendidikan Matematika",
    }
    sex = Sex.MALE if nip[14] == "1" else Sex.FEMALE
    return Profile(nip, name, born, sex, Status.PNS, agency, **(defaults | other))  # type: ignore[arg-type]


SITI, BUDI = person_id("siti"), person_id("budi")
SITI_PROFILE = _profile(
    "198609262015052001", "Siti Rahmawati", NORTH_ID, education="5200201", education_name="S-1 Kearsipan"
)
BUDI_PROFILE = _profile("198503112010011003", "Budi Santoso", NORTH_ID)
RATINGS = {2021: Rating.GOOD, 2022: Rating.GOOD, 2023: Rating.GOOD, 2024: Rating.GOOD, 2025: Rating.GOOD}
SITI_STATE = Person(SITI_PROFILE, OLD_POST_ID, date(2022, 1, 3), RATINGS, interest="Dinas Kesehatan")
BUDI_STATE = Person(
    BUDI_PROFILE,
    NORTH_MATHS_ID,
    date(2019, 7, 1),
    RATINGS,
    certificates={"SERDIK": Certificate("SERDIK", "S-0117")},
    interest="Kota Bengkulu",
)
PEERS = tuple(person_id(f"peer-{n}") for n in range(4))
COLLEAGUES = tuple(person_id(f"colleague-{n}") for n in range(2))  # who sit beside them
SCHOOL_PEERS = (
    COLLEAGUES[0],
    *(person_id(f"school-peer-{n}") for n in range(2)),
)  # Budi's, at the first school
PEOPLE: Mapping[UUID, Person] = {SITI: SITI_STATE, BUDI: BUDI_STATE}

OCCUPANTS: Mapping[UUID, tuple[UUID, ...]] = {
    OLD_POST_ID: (SITI, *PEERS[:3]),
    NEW_POST_ID: (person_id("nurse-archivist"),),
    SCHOOL_STAFF_ID: SCHOOL_PEERS[1:],
    NORTH_MATHS_ID: (BUDI, COLLEAGUES[0]),
    CITY_MATHS_ID: (COLLEAGUES[1],),
}

# Offices: each held definitively since 2021 by a person of its own.


def official(kind: OfficeKind, scope: UUID) -> UUID:
    """The person who holds that office."""
    return uuid5(office_id(kind, scope), "holder")


def _offices() -> Iterator[tuple[UUID, Office]]:
    for agency, about in AGENCIES.items():
        for kind in (
            OfficeKind.APPOINTING_AUTHORITY,
            OfficeKind.AUTHORISED_OFFICIAL,
            OfficeKind.PERSONNEL_OFFICE,
            OfficeKind.PERFORMANCE_PANEL,
            OfficeKind.REDISTRIBUTION_PANEL,
            OfficeKind.INSPECTORATE,
            OfficeKind.AUDITOR,
        ):
            yield _office(kind, agency, agency, about.name)
    for unit_, about_unit in UNITS.items():
        if about_unit.level == 1:
            yield _office(OfficeKind.REGIONAL_OFFICE_HEAD, unit_, about_unit.agency, about_unit.name)
        yield _office(OfficeKind.UNIT_HEAD, unit_, about_unit.agency, about_unit.name)
    yield _office(OfficeKind.BKN_REGIONAL_OFFICE, KANREG_ID, KANREG_ID, "Kantor Regional VII BKN")
    yield _office(OfficeKind.HOME_AFFAIRS_MINISTER, NATION, NATION, "Kementerian Dalam Negeri")
    yield _office(OfficeKind.CIVIL_SERVICE_MINISTER, NATION, NATION, "Kementerian PANRB")
    yield _office(OfficeKind.BKN_HEAD, NATION, NATION, "Badan Kepegawaian Negara")


def _office(kind: OfficeKind, scope: UUID, agency: UUID, name: str) -> tuple[UUID, Office]:
    tenure = Tenure(official(kind, scope), Capacity.DEFINITIVE, date(2021, 1, 4), None, "SK-1/2021")
    return office_id(kind, scope), Office(OfficeDescription(kind, f"{kind} {name}", agency, scope), (tenure,))


OFFICES: Mapping[UUID, Office] = dict(_offices())


# The offices of the two stories, by kind and what they stand over, as act_of takes them.

NORTH_PERSONNEL = (OfficeKind.PERSONNEL_OFFICE, NORTH_ID)
CITY_PERSONNEL = (OfficeKind.PERSONNEL_OFFICE, CITY_ID)
NORTH_INSPECTORATE = (OfficeKind.INSPECTORATE, NORTH_ID)
NORTH_PANEL = (OfficeKind.PERFORMANCE_PANEL, NORTH_ID)
NORTH_TEACHERS_PANEL = (OfficeKind.REDISTRIBUTION_PANEL, NORTH_ID)
NORTH_SECRETARY = (OfficeKind.AUTHORISED_OFFICIAL, NORTH_ID)
REGENT = (OfficeKind.APPOINTING_AUTHORITY, NORTH_ID)
MAYOR = (OfficeKind.APPOINTING_AUTHORITY, CITY_ID)
GOVERNOR = (OfficeKind.APPOINTING_AUTHORITY, PROVINCE_ID)
KANREG = (OfficeKind.BKN_REGIONAL_OFFICE, KANREG_ID)
MINISTER = (OfficeKind.HOME_AFFAIRS_MINISTER, NATION)
PANRB = (OfficeKind.CIVIL_SERVICE_MINISTER, NATION)
BKN = (OfficeKind.BKN_HEAD, NATION)
LIBRARY_HEAD = (OfficeKind.REGIONAL_OFFICE_HEAD, LIBRARY_ID)
HEALTH_HEAD = (OfficeKind.REGIONAL_OFFICE_HEAD, HEALTH_ID)
SCHOOLS_HEAD = (OfficeKind.REGIONAL_OFFICE_HEAD, SCHOOLS_ID)
CITY_SCHOOLS_HEAD = (OfficeKind.REGIONAL_OFFICE_HEAD, CITY_SCHOOLS_ID)


# Days and acts


def on(year: int, month: int, day: int, hour: int = 10) -> datetime:
    return datetime(year, month, day, hour, tzinfo=WIB)


def act_of(kind: OfficeKind, scope: UUID, at: datetime, capacity: Capacity = Capacity.DEFINITIVE) -> Act:
    """An official acting for an office."""
    return Act(official(kind, scope), at, uuid4(), POLICY.version, office_id(kind, scope), capacity)


def held(kind: OfficeKind, scope: UUID, capacity: Capacity = Capacity.DEFINITIVE) -> Holding:
    """An office of the cast as its holder reads through it."""
    office = office_id(kind, scope)
    agency = OFFICES[office].described.agency
    return Holding(office, capacity, kind, agency, insights=POLICY.insights_of(kind))


def own_act(person: UUID, at: datetime) -> Act:
    return Act(person, at, uuid4(), POLICY.version)


# Facts as the domain takes them


def working_in(unit: UUID) -> frozenset[UUID]:
    """Who sits in the posts of that unit."""
    return frozenset(
        person for post, people in OCCUPANTS.items() if POSTS[post].unit == unit for person in people
    )


def post_state(post: UUID) -> Post:
    return Post(POSTS[post], frozenset(OCCUPANTS.get(post, ())))


def place(post: UUID) -> Place:
    unit = UNITS[POSTS[post].unit]
    return Place(post, post_state(post), unit, AGENCIES[unit.agency])


@dataclass(frozen=True)
class Move:
    """A transfer as tests speak of it: who, and to which post."""

    transfer: UUID
    person: UUID
    target: UUID
    programme: Programme | None = None


SITI_MOVES = Move(uuid5(SITI, "move"), SITI, NEW_POST_ID)  # T1, within Bengkulu Utara
BUDI_STAYS = Move(uuid5(BUDI, "stay"), BUDI, SECOND_MATHS_ID)  # T1, to another school of Bengkulu Utara
BUDI_MOVES = Move(uuid5(BUDI, "move"), BUDI, CITY_MATHS_ID)  # T2a, Bengkulu Utara -> Kota Bengkulu


# T8, to another school of Bengkulu Utara and to a private one
_T8 = Programme.TEACHER_REDISTRIBUTION
BUDI_IS_REDISTRIBUTED = Move(uuid5(BUDI, "redistributed"), BUDI, SECOND_MATHS_ID, _T8)
BUDI_TO_PRIVATE_SCHOOL = Move(uuid5(BUDI, "private"), BUDI, PRIVATE_MATHS_ID, _T8)


def heads(*terms: Term) -> Terms:
    """A text that tells these terms of heads."""
    return Terms("masa-jabatan-2025.9", "KPU", terms)


def facts_of(move: Move) -> Facts:
    person = PEOPLE[move.person]
    assert person.post is not None
    origin, target = place(person.post), place(move.target)
    facts = Facts(
        move.transfer,
        move.person,
        person,
        origin,
        target,
        choose_route(origin, target, move.programme).type,
        POLICY,
        POLICIES.calendar,
        rests_on=POLICIES.rests_on,
        terms=POLICIES.terms,
    )
    looked_at = {office: OFFICES[office] for office in facts.offices_looked_at if office in OFFICES}
    # The other offices as substitutes.
    return replace(facts, offices=looked_at | dict(OFFICES), colleagues=working_in(origin.unit_id))


# Scenario 18: school A has four teachers for 72 lesson hours, school B one for 60.


def _taught(classes: int, weekly: int) -> Taught:
    by_grade = tuple(Lessons(grade, classes // 3, weekly) for grade in ("VII", "VIII", "IX"))
    return Taught(by_grade, 0, "Dapodik 2025-08-31", date(2025, 8, 31))


SCHOOL_A = replace(NORTH_MATHS, seats=4, required=300), _taught(18, 4)
SCHOOL_B = replace(SECOND_MATHS, seats=3, required=250), _taught(12, 5)
MATHS_AT_A = (BUDI, COLLEAGUES[0], *(person_id(f"a-{n}") for n in range(2)))
MATHS_AT_B = (person_id("b-0"),)


# The same cast as events, for tests on a real ledger


def registered() -> dict[UUID, list[object]]:
    """Stream id -> its events."""
    streams: dict[UUID, list[object]] = {}
    for agency, about in AGENCIES.items():
        streams[agency] = [AgencyRegistered(about)]
    for unit_, about_unit in UNITS.items():
        streams[unit_] = [UnitRegistered(about_unit)]
    for post, described in POSTS.items():
        taken = [SeatTaken(person, date(2019, 1, 1)) for person in OCCUPANTS.get(post, ())]
        streams[post] = [PostEstablished(described), *taken]
    for person, state in PEOPLE.items():
        assert state.post is not None
        assert state.post_since is not None
        streams[person] = [
            PersonRegistered(state.profile),
            PostAssumed(state.post, state.post_since),
            *(PerformanceRated(year, rating) for year, rating in state.ratings.items()),
            *(CertificateAwarded(each) for each in state.certificates.values()),
            InterestStated(state.interest),
        ]
    heard = {*PEERS, *SCHOOL_PEERS}  # of the others who sit somewhere there is no record
    others = [(person, post) for post, people in OCCUPANTS.items() for person in people if person in heard]
    for number, (person, post) in enumerate(others):
        profile = _profile(f"19900101201501{1000 + number}", f"Pegawai {number}", place(post).agency_id)
        streams[person] = [PersonRegistered(profile), PostAssumed(post, date(2019, 1, 1))]
    for office, held in OFFICES.items():
        streams[office] = [OfficeEstablished(held.described), *(OfficeAssigned(t) for t in held.tenures)]
    return streams
