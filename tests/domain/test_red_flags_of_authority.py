"""Red flags of authority: windows, competence, kin, clearance and advice."""

from dataclasses import replace
from datetime import date

import cast
import pytest
from cast import NEW_POST_ID, heads, on
from flagging import flags
from suspected import DIVISION, SITI, STAFF, about, adding, around, differing, on_record, positions, without

from domain.act import Capacity
from domain.identity import person_id
from domain.policy import Term
from domain.red_flags.evidence import CaseEvidence
from domain.registry.person import (
    Affiliation,
    AffiliationDeclared,
    AuditFinding,
    Auditor,
    FindingOpened,
    KinshipDeclared,
    Proceeding,
    ProceedingKind,
    ProceedingRecorded,
)
from domain.registry.post import Position
from domain.transfer.events import (
    ApproverRecused,
    ClearanceGranted,
    ConsentGranted,
    ConsiderationGiven,
    DecreeIssued,
    TechnicalConsiderationGiven,
)

# R01


def windowed(inaugurated: date, *, position: Position = DIVISION) -> CaseEvidence:
    terms = heads(Term("17.03", inaugurated_on=inaugurated))
    return positions(around(SITI, terms=terms), position, position)


def test_r01_an_official_replaced_in_a_window_without_the_ministers_consent() -> None:
    found = flags(windowed(date(2025, 2, 20)))["R01"]
    assert (found.value, found.since) == ("W2", date(2025, 3, 24))


def test_r01_not_the_day_after_the_window_ends() -> None:
    assert "R01" in flags(windowed(date(2024, 9, 24)))
    assert "R01" not in flags(windowed(date(2024, 9, 23)))


def test_r01_not_about_staff_nor_with_consent_before_the_decree() -> None:
    assert "R01" not in flags(windowed(date(2025, 2, 20), position=STAFF))
    consent = ConsentGranted("ministerial_consent", "100", None, "")
    before = adding(windowed(date(2025, 2, 20)), consent, on(2025, 3, 23), before=DecreeIssued)
    assert "R01" not in flags(before)
    assert "R01" in flags(adding(windowed(date(2025, 2, 20)), consent, on(2025, 3, 25)))


# R02


@pytest.mark.parametrize(
    ("capacity", "shows"),
    [
        (Capacity.DEFINITIVE, False),
        (Capacity.ACTING, True),
        (Capacity.DAILY_ACTING, True),
        (Capacity.CARETAKER, True),
    ],
)
def test_r02_who_decrees_must_be_able_to(capacity: Capacity, shows: bool) -> None:
    assert ("R02" in flags(differing(SITI, DecreeIssued, act={"capacity": capacity}))) is shows


def test_r02_a_caretaker_may_with_consent_and_advice() -> None:
    """Scenario 13: thirty-one moved by a Pj without pertek."""
    case = differing(SITI, DecreeIssued, act={"capacity": Capacity.CARETAKER})
    consent = ConsentGranted("ministerial_consent", "100", None, "")
    case = adding(case, consent, on(2025, 3, 21), before=DecreeIssued)
    assert "lacking technical_consideration" in flags(case)["R02"].value
    advice = TechnicalConsiderationGiven("technical_consideration", "AA", NEW_POST_ID, "MS")
    assert "R02" not in flags(adding(case, advice, on(2025, 3, 21), before=DecreeIssued))


# R18, R19, R28: deciders, clearance, advice


def test_r18_kin_decides_and_does_not_step_aside() -> None:
    """Scenario 22."""
    regent = cast.official(*cast.REGENT)
    related = about(SITI, kin=frozenset({regent}))
    assert flags(related)["R18"].value == "kin decides at decree"
    recused = adding(related, ApproverRecused("decree", regent), on(2025, 3, 21), before=DecreeIssued)
    assert "R18" not in flags(recused)
    assert "R18" not in flags(about(SITI, kin=frozenset({person_id("nobody")})))


def test_r18_names_where_kinship_or_another_tie_was_declared() -> None:
    regent = cast.official(*cast.REGENT)
    business = AffiliationDeclared(regent, Affiliation.BUSINESS)
    for declared, tie, value in (
        (KinshipDeclared(regent), {"kin": frozenset({regent})}, "kin decides at decree"),
        (business, {"affiliates": frozenset({regent})}, "tied decides at decree"),
    ):
        others = KinshipDeclared(person_id("nobody"))
        found = flags(on_record(about(SITI, **tie), others, declared))["R18"]
        assert (found.value, found.inputs[-1], 901 in found.inputs) == (value, 902, False)


def test_r18_one_person_decides_for_two_offices() -> None:
    secretary = cast.official(*cast.NORTH_SECRETARY)
    assert "second office" in flags(differing(SITI, DecreeIssued, act={"by": secretary}))["R18"].value


@pytest.mark.parametrize(("until", "shows"), [(date(2025, 3, 23), True), (date(2025, 3, 24), False)])
def test_r19_the_clearance_has_expired_at_the_decree(until: date, shows: bool) -> None:
    """Scenario 17."""
    assert ("R19" in flags(differing(SITI, ClearanceGranted, valid_until=until))) is shows


def test_r19_no_clearance_or_a_pending_case() -> None:
    assert flags(without(SITI, ClearanceGranted))["R19"].value == "none"
    pending = Proceeding("7", ProceedingKind.COURT, "", date(2025, 3, 24))
    found = flags(on_record(about(SITI, proceedings={"7": pending}), ProceedingRecorded(pending)))["R19"]
    assert (found.value, found.inputs[-1]) == ("1 pending", 901)
    later = replace(pending, since=date(2025, 3, 25))
    assert "R19" not in flags(about(SITI, proceedings={"7": later}))


@pytest.mark.parametrize(
    ("since", "settled", "shows"),
    [
        (date(2025, 3, 12), None, True),
        (date(2025, 3, 13), None, False),
        (date(2025, 3, 3), date(2025, 3, 12), False),
        (date(2025, 3, 3), date(2025, 3, 13), True),
    ],
)
def test_r19_cleared_although_a_finding_was_open(since: date, settled: date | None, shows: bool) -> None:
    """Of the day the clearance was given; that it was settled later clears nothing."""
    cleared = SITI.first(ClearanceGranted)
    assert cleared is not None
    assert SITI.day(cleared) == date(2025, 3, 12)
    finding = AuditFinding("LHP-12", Auditor.BPK, since, settled)
    case = on_record(about(SITI, findings={"LHP-12": finding}), FindingOpened("LHP-12", Auditor.BPK, since))
    found = flags(case).get("R19")
    assert (None if found is None else (found.value, found.inputs[-1])) == (
        ("given with 1 findings open", 901) if shows else None
    )


def test_r28_against_the_panel_without_a_reason() -> None:
    against = differing(SITI, ConsiderationGiven, supports=False)
    assert "R28" in flags(against)
    assert "R28" not in flags(differing(against, DecreeIssued, deviation="Kebutuhan mendesak"))
