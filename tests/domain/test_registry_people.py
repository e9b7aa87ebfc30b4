"""People, agencies and units: what is on record already yields no event."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from domain.refusals import LiveRequestExists
from domain.registry.agency import Agency, AgencyCorrected, AgencyKind, AgencyRegistered, register_agency
from domain.registry.nip import Sex
from domain.registry.person import (
    Certificate,
    CertificateAwarded,
    InterestStated,
    KinshipDeclared,
    PerformanceRated,
    PersonRegistered,
    PostAssumed,
    Proceeding,
    ProceedingKind,
    ProceedingRecorded,
    Profile,
    ProfileCorrected,
    Rating,
    ServiceBound,
    Status,
    StudyAssigned,
    TransferOpened,
    evolve,
    open_transfer,
    record,
    register_person,
)
from domain.registry.unit import Unit, UnitCorrected, UnitRegistered, register_unit

DAY = date(2026, 1, 15)
SELUMA = UUID(int=1)
PROFILE = Profile("198609262015051001", "ANI", date(1986, 9, 26), Sex.MALE, Status.PNS, SELUMA)
SANCTION = Proceeding("862/1", ProceedingKind.DISCIPLINE, "SEDANG", DAY)
FACTS = [
    PostAssumed(UUID(int=2), DAY),
    PerformanceRated(2025, Rating.GOOD),
    ProceedingRecorded(SANCTION),
    CertificateAwarded(Certificate("SERDIK", "1")),
    StudyAssigned(DAY),
    ServiceBound(DAY),
    InterestStated("Ingin ke Curup"),
    KinshipDeclared(UUID(int=3)),
]


def person(*events):
    state = None
    for event in (PersonRegistered(PROFILE), *events):
        state = evolve(state, event, None)
    return state


def test_a_person_is_registered_once_and_then_corrected():
    corrected = replace(PROFILE, nip="198609262015051002")
    assert register_person(None, PROFILE) == [PersonRegistered(PROFILE)]
    assert register_person(person(), PROFILE) == []
    assert register_person(person(), corrected) == [ProfileCorrected(corrected)]


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: type(fact).__name__)
def test_a_fact_is_recorded_once(fact):
    assert record(person(), [fact]) == [fact]
    assert record(person(fact), [fact]) == []


def test_the_end_of_a_sanction_is_news():
    ended = ProceedingRecorded(replace(SANCTION, until=DAY))
    assert record(person(ProceedingRecorded(SANCTION)), [ended]) == [ended]


def test_nothing_is_recorded_before_registration():
    with pytest.raises(ValueError, match="before registration"):
        evolve(None, FACTS[0], None)


def test_a_person_has_one_live_request():
    with pytest.raises(LiveRequestExists):
        open_transfer(person(TransferOpened(UUID(int=4))), UUID(int=5))


def test_an_agency_is_registered_once_and_then_corrected():
    agency = Agency("5805", "Pemerintah Kab. Seluma", AgencyKind.REGENCY, "Bupati Seluma")
    renamed = replace(agency, name="Pemerintah Kabupaten Seluma")
    assert register_agency(None, agency) == [AgencyRegistered(agency)]
    assert register_agency(agency, agency) == []
    assert register_agency(agency, renamed) == [AgencyCorrected(renamed)]


def test_a_unit_is_registered_once_and_then_corrected():
    unit = Unit("5805.01", "Dinas Pendidikan", SELUMA, 1, UUID(int=6))
    moved = replace(unit, level=2, parent=UUID(int=7))
    assert register_unit(None, unit) == [UnitRegistered(unit)]
    assert register_unit(unit, unit) == []
    assert register_unit(unit, moved) == [UnitCorrected(moved)]
