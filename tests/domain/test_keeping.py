"""Keeping the record of a person by hand: who may, and what is refused."""

from dataclasses import replace
from datetime import date

import pytest
from cast import (
    BUDI,
    CITY_PERSONNEL,
    NORTH_INSPECTORATE,
    NORTH_PANEL,
    NORTH_PERSONNEL,
    POLICY,
    REGENT,
    SITI,
    SITI_STATE,
    act_of,
    official,
    on,
    own_act,
)

from domain.policy import Duty
from domain.refusals import (
    DatesOutOfOrder,
    FindingOnRecord,
    FindingOver,
    FindingUnknown,
    MarkUnknown,
    NipTaken,
    NotTheRecordsOffice,
    OnRecordAlready,
    OwnRecord,
    PersonUnknown,
    ProceedingOnRecord,
    ProceedingOver,
    ProceedingUnknown,
)
from domain.registry.keeping import (
    assign_study,
    award_certificate,
    bind_service,
    close_proceeding,
    may_keep,
    open_finding,
    open_proceeding,
    rate,
    settle_finding,
    tell_of_complaint,
)
from domain.registry.nip_holding import (
    NipAssigned,
    NipEvent,
    NipGivenUp,
    NipHolding,
    assign_nip,
    evolve,
    give_up_nip,
)
from domain.registry.person import (
    Auditor,
    Certificate,
    CertificateAwarded,
    Channel,
    ComplaintMade,
    FindingOpened,
    FindingSettled,
    PerformanceRated,
    Proceeding,
    ProceedingKind,
    ProceedingRecorded,
    Rating,
    ServiceBound,
    StudyAssigned,
)
from domain.registry.person import evolve as evolve_person

DAY = on(2025, 3, 10)
TODAY = DAY.date()
MATTER = Proceeding("HD-7", ProceedingKind.DISCIPLINE, "SEDANG", date(2025, 3, 1))


# Who may


CAREERS, PROCEEDINGS = POLICY.duties[Duty.CAREERS], POLICY.duties[Duty.PROCEEDINGS]


def test_the_personnel_office_of_the_agency_keeps_careers_and_the_inspectorate_proceedings_too() -> None:
    for office, keepers in (
        (NORTH_PERSONNEL, CAREERS),
        (NORTH_PERSONNEL, PROCEEDINGS),
        (NORTH_INSPECTORATE, PROCEEDINGS),
    ):
        assert may_keep(SITI, SITI_STATE, act_of(*office, DAY), keepers) is SITI_STATE


@pytest.mark.parametrize("office", [NORTH_INSPECTORATE, REGENT, NORTH_PANEL])
def test_another_office_of_the_agency_does_not_keep_careers(office: tuple[object, object]) -> None:
    with pytest.raises(NotTheRecordsOffice):
        may_keep(SITI, SITI_STATE, act_of(*office, DAY), CAREERS)  # type: ignore[arg-type]


def test_to_the_office_of_another_agency_there_is_no_such_person() -> None:
    for person in (SITI_STATE, None):
        with pytest.raises(PersonUnknown):
            may_keep(SITI, person, act_of(*CITY_PERSONNEL, DAY), CAREERS)


def test_in_ones_own_person_one_keeps_nothing() -> None:
    for person in (SITI_STATE, None):
        with pytest.raises(NotTheRecordsOffice):
            may_keep(SITI, person, own_act(BUDI, DAY), CAREERS)


def test_nobody_keeps_their_own_record_nor_that_of_their_kin() -> None:
    officer = act_of(*NORTH_PERSONNEL, DAY)
    with pytest.raises(OwnRecord):
        may_keep(officer.by, SITI_STATE, officer, CAREERS)
    related = replace(SITI_STATE, kin=frozenset({official(*NORTH_PERSONNEL)}))
    with pytest.raises(OwnRecord):
        may_keep(SITI, related, officer, CAREERS)


# What audits found, and who complained


FOUND = FindingOpened("LHP-12", Auditor.BPK, date(2025, 3, 3))
OWES = evolve_person(SITI_STATE, FOUND, act_of(*NORTH_INSPECTORATE, DAY))


def test_findings_and_complaints_are_kept_by_those_who_oversee_and_not_by_the_personnel_office() -> None:
    keepers = POLICY.duties[Duty.OVERSIGHT_RECORDS]
    assert may_keep(SITI, SITI_STATE, act_of(*NORTH_INSPECTORATE, DAY), keepers) is SITI_STATE
    with pytest.raises(NotTheRecordsOffice):
        may_keep(SITI, SITI_STATE, act_of(*NORTH_PERSONNEL, DAY), keepers)


def test_a_finding_is_opened_and_settled_once() -> None:
    assert open_finding(SITI_STATE, "LHP-12", Auditor.BPK, FOUND.since, TODAY) == [FOUND]
    settled = FindingSettled("LHP-12", TODAY)
    assert settle_finding(OWES, "LHP-12", TODAY, TODAY) == [settled]
    with pytest.raises(FindingOnRecord):
        open_finding(OWES, "LHP-12", Auditor.BPK, FOUND.since, TODAY)
    with pytest.raises(FindingOver):
        settle_finding(evolve_person(OWES, settled, act_of(*NORTH_INSPECTORATE, DAY)), "LHP-12", TODAY, TODAY)
    with pytest.raises(FindingUnknown):
        settle_finding(OWES, "LHP-13", TODAY, TODAY)


def test_a_finding_is_settled_after_it_was_opened_and_neither_lies_ahead() -> None:
    for day in (date(2025, 3, 2), date(2025, 3, 11)):
        with pytest.raises(DatesOutOfOrder):
            settle_finding(OWES, "LHP-12", day, TODAY)
    with pytest.raises(DatesOutOfOrder):
        open_finding(SITI_STATE, "LHP-12", Auditor.BPK, date(2025, 3, 11), TODAY)


def test_a_complaint_is_told_of_once_by_its_number_there() -> None:
    made = ComplaintMade("117", Channel.OMBUDSMAN, date(2025, 3, 4))
    assert tell_of_complaint(SITI_STATE, "117", Channel.OMBUDSMAN, made.made_on, TODAY) == [made]
    known = evolve_person(SITI_STATE, made, own_act(SITI, DAY))
    with pytest.raises(OnRecordAlready):
        tell_of_complaint(known, "117", Channel.OMBUDSMAN, TODAY, TODAY)
    assert tell_of_complaint(known, "117", Channel.WHISTLEBLOWING, TODAY, TODAY)
    with pytest.raises(DatesOutOfOrder):
        tell_of_complaint(SITI_STATE, "117", Channel.BKN, date(2025, 3, 11), TODAY)


# Proceedings


def test_a_proceeding_is_opened_and_closed_once() -> None:
    assert open_proceeding(SITI_STATE, MATTER, TODAY) == [ProceedingRecorded(MATTER)]
    open_ = replace(SITI_STATE, proceedings={"HD-7": MATTER})
    over = replace(MATTER, until=date(2025, 5, 2))
    assert close_proceeding(open_, "HD-7", date(2025, 5, 2)) == [ProceedingRecorded(over)]


SANCTION = replace(MATTER, until=date(2025, 12, 31))


def test_a_sanction_is_recorded_with_the_day_it_is_served_to() -> None:
    assert open_proceeding(SITI_STATE, SANCTION, TODAY) == [ProceedingRecorded(SANCTION)]


def test_a_proceeding_begins_by_today_and_ends_after_it_began() -> None:
    for matter in (replace(MATTER, until=date(2025, 2, 28)), replace(MATTER, since=date(2025, 3, 11))):
        with pytest.raises(DatesOutOfOrder):
            open_proceeding(SITI_STATE, matter, TODAY)


def test_a_number_stands_for_one_proceeding() -> None:
    with pytest.raises(ProceedingOnRecord):
        open_proceeding(replace(SITI_STATE, proceedings={"HD-7": MATTER}), MATTER, TODAY)


def test_only_what_is_open_is_closed_and_not_before_it_began() -> None:
    known = replace(SITI_STATE, proceedings={"HD-7": MATTER, "HD-8": replace(SANCTION, number="HD-8")})
    with pytest.raises(ProceedingUnknown):
        close_proceeding(known, "HD-9", date(2025, 5, 2))
    with pytest.raises(ProceedingOver):
        close_proceeding(known, "HD-8", date(2025, 5, 2))
    with pytest.raises(DatesOutOfOrder):
        close_proceeding(known, "HD-7", date(2025, 2, 28))


# Careers


def test_a_year_that_is_over_is_rated_by_predicate_or_by_mark() -> None:
    assert rate(SITI_STATE, 2024, Rating.VERY_GOOD, POLICY, TODAY) == [
        PerformanceRated(2024, Rating.VERY_GOOD)
    ]
    assert rate(SITI_STATE, 2020, 8543, POLICY, TODAY) == [PerformanceRated(2020, Rating.GOOD, 8543)]


def test_a_year_that_is_not_over_and_what_is_on_record_are_not_rated_nor_a_mark_where_predicates_count() -> (
    None
):
    with pytest.raises(DatesOutOfOrder):
        rate(SITI_STATE, 2025, Rating.GOOD, POLICY, TODAY)
    with pytest.raises(OnRecordAlready):
        rate(SITI_STATE, 2024, Rating.GOOD, POLICY, TODAY)
    with pytest.raises(MarkUnknown):
        rate(SITI_STATE, 2022, 9000, POLICY, TODAY)


def test_a_mark_beside_a_predicate_on_record_is_news_and_a_predicate_alone_takes_it_away_again() -> None:
    unmarked = replace(SITI_STATE, ratings={2020: Rating.GOOD})
    assert rate(unmarked, 2020, 8543, POLICY, TODAY) == [PerformanceRated(2020, Rating.GOOD, 8543)]
    marked = replace(unmarked, marks={2020: 8543})
    assert rate(marked, 2020, Rating.GOOD, POLICY, TODAY) == [PerformanceRated(2020, Rating.GOOD)]


def test_certificates_studies_and_bonds_are_recorded_once() -> None:
    serdik = Certificate("SERDIK", "S-1")
    assert award_certificate(SITI_STATE, serdik) == [CertificateAwarded(serdik)]
    assert assign_study(SITI_STATE, date(2027, 8, 31)) == [StudyAssigned(date(2027, 8, 31))]
    assert bind_service(SITI_STATE, date(2029, 8, 31)) == [ServiceBound(date(2029, 8, 31))]
    known = replace(
        SITI_STATE,
        certificates={"SERDIK": serdik},
        study_until=date(2027, 8, 31),
        bond_until=date(2029, 8, 31),
    )
    for again in (
        lambda: award_certificate(known, serdik),
        lambda: assign_study(known, date(2027, 8, 31)),
        lambda: bind_service(known, date(2029, 8, 31)),
    ):
        with pytest.raises(OnRecordAlready):
            again()


# A NIP


def test_a_nip_is_one_persons_until_they_give_it_up() -> None:
    assert assign_nip(None, SITI) == [NipAssigned(SITI)]
    hers = fold_nip(NipAssigned(SITI))
    assert assign_nip(hers, SITI) == []
    with pytest.raises(NipTaken):
        assign_nip(hers, BUDI)
    assert give_up_nip(hers, BUDI) == []
    assert give_up_nip(hers, SITI) == [NipGivenUp(SITI)]
    free = fold_nip(NipAssigned(SITI), NipGivenUp(SITI))
    assert assign_nip(free, BUDI) == [NipAssigned(BUDI)]


def fold_nip(*events: NipEvent) -> NipHolding | None:
    held: NipHolding | None = None
    for event in events:
        held = evolve(held, event, act_of(*NORTH_PERSONNEL, DAY))
    return held
