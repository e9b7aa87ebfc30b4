"""The made-up province: the same every time, imported without a complaint, and good to play on."""

import csv
from collections import Counter
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from application.demonstration import FILES, generate, load, read_cast
from application.demonstration.generation import REFERENCE_DAY, SMALLEST
from application.demonstration.province import GOVERNMENTS
from application.ledger import Ledger
from application.registry import every
from application.streams import NOTHING, Kind, fold_lines
from domain.act import Act, Capacity
from domain.identity import OfficeKind, agency_id, unit_id

PEOPLE = 600


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("province")


@pytest.fixture(scope="module")
def cast(folder):
    return generate(7, PEOPLE, folder)


def rows(folder, layout):
    with (folder / FILES[layout]).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def act():
    return Act(uuid4(), datetime(2026, 1, 15, 3, tzinfo=UTC), uuid4(), "2026.1")


@pytest.fixture
def ledger(database):
    with Ledger(database) as ledger:
        yield ledger


def test_the_same_seed_gives_the_same_bytes(folder, cast, tmp_path):
    generate(7, PEOPLE, tmp_path)
    for path in sorted(folder.iterdir()):
        assert path.read_bytes() == (tmp_path / path.name).read_bytes()


def test_another_seed_gives_other_people(folder, cast, tmp_path):
    generate(8, PEOPLE, tmp_path)
    other = {row["nip_baru"] for row in rows(tmp_path, "people")}
    assert not other & {row["nip_baru"] for row in rows(folder, "people")}


@pytest.mark.parametrize("people", [SMALLEST, 300, 777, 5000])
def test_there_are_exactly_as_many_people_as_asked_for(people, tmp_path):
    generate(1, people, tmp_path)
    assert len(rows(tmp_path, "people")) == people
    assert SMALLEST <= 300


def test_fewer_people_than_offices_are_refused(tmp_path):
    with pytest.raises(ValueError, match="at least"):
        generate(1, SMALLEST - 1, tmp_path)


def test_it_is_imported_without_a_complaint_and_once(folder, cast, ledger):
    reports = load(folder, ledger, act())
    assert [(r.layout, r.findings) for r in reports] == [(layout, []) for layout in FILES]
    head = ledger.head()
    assert sum(report.recorded for report in load(folder, ledger, act())) == 0
    assert ledger.head() == head


def test_people_fit_their_seats_and_some_seats_are_free(folder, cast, ledger):
    load(folder, ledger, act())
    streams = [recorded.stream for recorded in every(ledger, "PostEstablished")]
    posts = [fold_lines(NOTHING, Kind.POST, ledger.read([stream])).state for stream in streams]
    assert all(post.free >= 0 for post in posts)
    assert sum(len(post.occupants) for post in posts) == sum(
        1 for row in rows(folder, "people") if row["unor_id"] != "null"
    )
    assert sum(1 for post in posts if post.free and post.gap < 0) > 20
    assert sum(1 for post in posts if post.gap > 0) > 20


def test_each_office_has_a_holder_of_its_own(folder, cast):
    assert Counter(holder.person for holder in cast.holders).most_common(1)[0][1] == 1
    units = rows(folder, "units")
    for government in GOVERNMENTS:
        for kind in (
            OfficeKind.APPOINTING_AUTHORITY,
            OfficeKind.AUTHORISED_OFFICIAL,
            OfficeKind.PERSONNEL_OFFICE,
            OfficeKind.PERFORMANCE_PANEL,
            OfficeKind.INSPECTORATE,
            OfficeKind.AUDITOR,
        ):
            assert cast.holder(kind, government.code)
    for unit in units:
        if unit["jenis_unor"]:
            continue  # of others: whoever heads it is no official
        agency = unit["kode_unor"].partition(".")[0]
        if unit["tingkat"] == "1":
            assert cast.holder(OfficeKind.REGIONAL_OFFICE_HEAD, agency, unit["kode_unor"])
        if unit["tingkat"] != "0":
            assert cast.holder(OfficeKind.UNIT_HEAD, agency, unit["kode_unor"])
    assert cast.holder(OfficeKind.HOME_AFFAIRS_MINISTER, "nation")
    assert cast.holder(OfficeKind.BKN_REGIONAL_OFFICE, "kanreg/VII")
    assert {holder.capacity for holder in cast.holders} == set(Capacity) - {Capacity.MEMBER}


def test_heads_of_government_have_no_ordinary_post(folder, cast):
    placed = {row["pns_id"] for row in rows(folder, "people") if row["unor_id"] != "null"}
    over_agencies = [holder for holder in cast.holders if not holder.unit]
    assert not placed & {holder.pns_id for holder in over_agencies}


def test_the_cast_is_read_as_it_was_written(folder, cast):
    assert read_cast(folder) == cast


def test_movers_and_openings_match_within_an_agency_and_between_regencies(cast):
    pairs = [(m, o) for m in cast.movers for o in cast.openings if m.position == o.position]
    assert any(m.agency == o.agency and m.unit != o.unit for m, o in pairs)
    assert any(m.agency != o.agency and "5800" not in {m.agency, o.agency} for m, o in pairs)


def test_the_cast_knows_the_ids_the_ledger_has(folder, cast, ledger):
    load(folder, ledger, act())
    mover, opening = cast.movers[0], cast.openings[0]
    person = fold_lines(NOTHING, Kind.PERSON, ledger.read([mover.person])).state
    post = fold_lines(NOTHING, Kind.POST, ledger.read([opening.post])).state
    regent = cast.holder(OfficeKind.APPOINTING_AUTHORITY, "5805")
    office = fold_lines(NOTHING, Kind.OFFICE, ledger.read([regent.office])).state
    assert (person.post, person.profile.agency) == (mover.post, agency_id(mover.agency))
    assert (post.described.unit, post.free > 0, post.gap < 0) == (unit_id(opening.unit), True, True)
    assert office.held_by(regent.person, REFERENCE_DAY)


def test_careers_are_possible(folder, cast):
    for row in rows(folder, "people"):
        born = _day(row["tanggal_lahir"])
        entered = _day(row["tmt_cpns"])
        assert 19 <= (entered - born).days / 365.25 < 36
        assert (REFERENCE_DAY - born).days / 365.25 < 60
        assert entered <= _day(row["tmt_golongan"]) <= REFERENCE_DAY
        assert row["tmt_jabatan"] == "null" or entered <= _day(row["tmt_jabatan"]) <= REFERENCE_DAY


def _day(text):
    day, month, year = text.split("-")
    return date(int(year), int(month), int(day))
