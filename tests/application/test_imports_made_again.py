"""What imports recorded of agencies, posts, people and offices follows again from the rows it came from, or is told."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import orjson
import psycopg
import pytest
from cast import (
    BUDI,
    BUDI_PROFILE,
    CITY,
    CITY_ID,
    LIBRARY,
    LIBRARY_ID,
    NORTH,
    NORTH_ID,
    NORTH_MATHS,
    NORTH_MATHS_ID,
    POLICIES,
    SCHOOL,
    SCHOOL_A,
    SCHOOL_ID,
    SITI,
    SITI_PROFILE,
)
from databases import copied

from application.ledger import Ledger, Line
from application.registry import (
    AssignPost,
    CountLessons,
    CountMovements,
    DeclareAffiliation,
    DeclareKinship,
    EstablishPost,
    FillOffice,
    OpenVacancies,
    RecordFacts,
    RecordPledge,
    RegisterAgency,
    RegisterPerson,
    RegisterSchool,
    RegisterUnit,
    Registry,
    chunk_id,
)
from application.replaying import Again, Replay, Verdict
from domain.act import Act, Capacity
from domain.identity import OfficeKind, office_id, post_id
from domain.refusals import NipTaken, Refused, SeatNotFree
from domain.registry.movements import Movements
from domain.registry.office import OfficeDescription, OfficeOccupied
from domain.registry.person import Affiliation, PerformanceRated, Rating, StudyAssigned
from domain.registry.school import SchoolCount
from domain.registry.tenure import Tenure

HEAD = office_id(OfficeKind.REGIONAL_OFFICE_HEAD, LIBRARY_ID)
HEADED = OfficeDescription(OfficeKind.REGIONAL_OFFICE_HEAD, "Kepala Dinas", NORTH_ID, LIBRARY_ID)
TENURE = Tenure(SITI, Capacity.DEFINITIVE, date(2022, 1, 3))
FIRST, OTHER = post_id("5801.02/1"), post_id("5801.02/2")
ONE_SEAT = replace(NORTH_MATHS, code="5801.02/1", unit=LIBRARY_ID, seats=1)
SINCE, LATER = date(2022, 1, 3), date(2024, 5, 2)

FILES = (
    [RegisterAgency(NORTH_ID, NORTH), RegisterAgency(CITY_ID, CITY)],
    [
        RegisterUnit(LIBRARY_ID, LIBRARY),
        RegisterSchool(SCHOOL_ID, SCHOOL, SchoolCount("SMP", 18, 375, 30, "Dapodik", None)),
        CountMovements(LIBRARY_ID, Movements(date(2024, 12, 31), 3, 60, "Rekap")),
    ],
    [
        EstablishPost(FIRST, ONE_SEAT),
        EstablishPost(OTHER, replace(ONE_SEAT, code="5801.02/2")),
        EstablishPost(NORTH_MATHS_ID, NORTH_MATHS),
        CountLessons(NORTH_MATHS_ID, SCHOOL_A[1]),
        OpenVacancies(OTHER, replace(ONE_SEAT, code="5801.02/2"), 2024, 1, "formasi.csv"),
    ],
    [
        RegisterPerson(SITI, SITI_PROFILE, FIRST, SINCE),
        RegisterPerson(
            BUDI, BUDI_PROFILE, FIRST, SINCE
        ),  # no seat is free: registered, and the post left aside
        RegisterPerson(BUDI, replace(BUDI_PROFILE, nip="198501012010011009"), OTHER, SINCE),
        RecordFacts(SITI, (PerformanceRated(2024, Rating.GOOD), StudyAssigned(date(2026, 1, 5)))),
        RecordPledge(BUDI),
        DeclareKinship(SITI, BUDI),
        DeclareAffiliation(BUDI, SITI, Affiliation.BUSINESS),
        FillOffice(HEAD, HEADED, TENURE),
    ],
    [
        AssignPost(SITI, NORTH_MATHS_ID, LATER),
        AssignPost(BUDI, FIRST, LATER),
        FillOffice(HEAD, HEADED, replace(TENURE, until=date(2024, 5, 1))),
        FillOffice(HEAD, HEADED, replace(TENURE, person=BUDI, since=LATER)),
        RegisterAgency(NORTH_ID, replace(NORTH, name="Pemerintah Kabupaten Bengkulu Utara")),
    ],
)


@pytest.fixture(scope="module")
def imported(server: str, template: str) -> Iterator[tuple[str, Ledger]]:
    with copied(server, template) as url, Ledger(url) as ledger:
        for number, rows in enumerate(FILES):
            act = Act(uuid4(), datetime(2025, 1, 2 + number, 5, tzinfo=UTC), uuid4(), "mutasi-2025.1")
            answers = Registry(ledger, act, f"{number:064}").carry_out(rows)
            assert [answer.refused for answer in answers] == [None] * len(rows)
        yield url, ledger


def replayed(ledger: Ledger) -> list[Again]:
    return list(Replay(ledger, POLICIES).whole())


def test_every_row_of_every_file_follows_again(imported: tuple[str, Ledger]) -> None:
    again = replayed(imported[1])
    assert [(each.kind, each.verdict) for each in again] == [("ImportRows", Verdict.FOLLOWS)] * len(FILES)
    events = Counter(name for each in again for name in each.events)
    assert events["SeatTaken"] == 4
    assert {"SchoolCounted", "FormationAllotted", "NipGivenUp", "OfficeRelinquished"} <= set(events)


@contextmanager
def altered(
    imported: tuple[str, Ledger],
    event: str,
    last: int,
    change: Callable[[dict[str, Any]], object],
    *,
    named: bool,
) -> Iterator[Line]:
    """One event altered as a superuser may, and put back; `named`: its commit gets the id that belongs to what it holds now."""
    url, ledger = imported
    lines = ledger.after(0, 1_000)
    line = [each for each in lines if each.name == event][-last]
    together = [each for each in lines if each.command == line.command]
    body = orjson.loads(line.body)
    act = body["act"]["command"]
    change(body)
    new = orjson.dumps(body, option=orjson.OPT_SORT_KEYS)
    chunk = [replace(each, body=new) if each is line else each for each in together]
    command = chunk_id(type(line.command)(act), chunk) if named else line.command
    try:
        _write(url, line.position, new, together, command)
        yield line
    finally:
        _write(url, line.position, line.body, together, line.command)


def _write(url: str, position: int, body: bytes, together: list[Line], command: Any) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("ALTER TABLE events DISABLE TRIGGER append_only")
        connection.execute("UPDATE events SET body = %s WHERE position = %s", (body, position))
        connection.execute(
            "UPDATE events SET command = %s WHERE position = ANY(%s)",
            (command, [each.position for each in together]),
        )
        connection.execute("ALTER TABLE events ENABLE ALWAYS TRIGGER append_only")


def departing(imported: tuple[str, Ledger]) -> list[Again]:
    return [each for each in replayed(imported[1]) if each.departs]


RENAMED = {"name": "ORANG LAIN"}


def test_what_was_altered_afterwards_is_not_what_was_imported(imported: tuple[str, Ledger]) -> None:
    """As long as its commit bears the old name; what was given a new one is told by `jejak verify`."""

    def rename(body: dict[str, Any]) -> None:
        body["data"]["profile"].update(RENAMED)

    with altered(imported, "PersonRegistered", 1, rename, named=False):
        (told,) = departing(imported)
    assert (told.verdict, told.why) == (Verdict.UNREADABLE, "NotWhatWasImported")
    assert RENAMED["name"] not in str(told)
    with altered(imported, "PersonRegistered", 1, rename, named=True):
        assert departing(imported) == []


@pytest.mark.parametrize(
    ("event", "last", "place", "changed", "refused"),
    [
        ("PersonRegistered", 1, ("profile",), {"nip": SITI_PROFILE.nip}, NipTaken),
        ("OfficeRelinquished", 1, (), {"on": "2024-06-30"}, OfficeOccupied),
    ],
)
def test_what_was_altered_with_its_name_is_refused_by_the_rules(
    imported: tuple[str, Ledger],
    event: str,
    last: int,
    place: tuple[str, ...],
    changed: dict[str, str],
    refused: type[Refused],
) -> None:
    """Another's NIP; an office that its holder had not left yet."""

    def change(body: dict[str, Any]) -> None:
        told = body["data"]
        for name in place:
            told = told[name]
        told.update(changed)

    with altered(imported, event, last, change, named=True):
        (told,) = departing(imported)
    assert (told.kind, told.verdict, told.refused) == ("ImportRows", Verdict.REFUSED, refused)


def test_a_seat_that_nobody_took_and_one_that_was_not_there(imported: tuple[str, Ledger]) -> None:
    """Of people it is told where they would stand differently, and not who they are."""
    with altered(imported, "SeatTaken", 1, lambda body: body["data"].update(person=str(uuid4())), named=True):
        (told,) = departing(imported)
    assert (told.verdict, told.why) == (Verdict.UNREADABLE, "NothingAsked")
    with altered(
        imported, "PostEstablished", 3, lambda body: body["data"]["post"].update(seats=0), named=True
    ):
        left_out, refused = departing(imported)
    assert {each.event for each in left_out.departures} >= {"PostAssumed", "PerformanceRated"}
    assert {each.recorded for each in left_out.departures} == {None}
    assert (refused.verdict, refused.refused) == (Verdict.REFUSED, SeatNotFree)
