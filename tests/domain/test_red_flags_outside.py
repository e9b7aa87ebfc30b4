"""Red flags of decrees made outside the system: a case begins with one, and nothing of its route is known here."""

from dataclasses import replace
from datetime import date
from typing import Any

import cast
import pytest
from cast import NEW_POST_ID, OLD_POST_ID, SITI_MOVES, act_of, heads, on
from decreeing import DECREE_ID
from flagging import flags
from suspected import DIVISION, HEAD, NURSE, SITI, about, around, positions

from domain.act import Capacity
from domain.history import Recorded
from domain.identity import office_id
from domain.policy import Term, TransferType
from domain.red_flags.deeds import DeedKind, deeds
from domain.red_flags.evidence import CaseEvidence
from domain.red_flags.flag import Found
from domain.registry.person import Proceeding, ProceedingKind
from domain.transfer.events import OutsidePlacementRecorded


def outside(**changes: Any) -> CaseEvidence:
    """Siti moved by a decree of a caretaker, signed on 3 March and recorded on the 10th by the inspectorate."""
    told = OutsidePlacementRecorded(
        decree=DECREE_ID,
        person=cast.SITI,
        origin_post=OLD_POST_ID,
        target_post=NEW_POST_ID,
        route=TransferType.WITHIN_AGENCY,
        chosen_because="",
        office=office_id(*cast.REGENT),
        number="821/31",
        signed_on=date(2025, 3, 3),
        signed_as=Capacity.CARETAKER,
        effective_on=date(2025, 3, 4),
        grounds="Penyegaran organisasi",
        source="Surat Inspektorat 700/9",
        started_on=date(2025, 3, 5),
    )
    act = act_of(*cast.NORTH_INSPECTORATE, on(2025, 3, 10))
    event: Recorded[Any] = Recorded(replace(told, **changes), act, SITI.id, 1, 1, act.at)
    return CaseEvidence(SITI.id, (event,), cast.facts_of(SITI_MOVES))


def test_of_a_decree_made_outside_only_what_is_known_of_it_shows() -> None:
    """No steps, no clearance, no service are on record of it, and none of that is held against it."""
    assert flags(outside()).keys() == {"R02"}
    assert flags(outside(signed_as=Capacity.DEFINITIVE)) == {}


@pytest.mark.parametrize(
    ("capacity", "shows"),
    [(Capacity.DEFINITIVE, False), (Capacity.ACTING, True), (Capacity.CARETAKER, True)],
)
def test_r02_outside_it_is_the_capacity_of_who_signed(capacity: Capacity, shows: bool) -> None:
    """And not of who recorded it."""
    assert ("R02" in flags(outside(signed_as=capacity))) is shows


def test_r01_outside_it_is_the_day_of_the_signature() -> None:
    def signed(day: date) -> dict[str, Found]:
        terms = heads(Term("17.03", date(2024, 9, 3)))
        return flags(positions(around(outside(signed_on=day), terms=terms), DIVISION, DIVISION))

    assert (signed(date(2025, 3, 3))["R01"].value, signed(date(2025, 3, 3))["R01"].since) == (
        "W2",
        date(2025, 3, 3),
    )
    assert "R01" not in signed(date(2025, 3, 4))


def test_r03_outside_it_is_the_day_they_took_the_post() -> None:
    assert flags(about(outside(), post_since=date(2023, 3, 6)))["R03"].value == "23 months"
    assert not flags(about(outside(), post_since=date(2023, 3, 6)))["R03"].explained
    assert "R03" not in flags(about(outside(), post_since=date(2023, 3, 5)))
    assert "R03" not in flags(about(outside(started_on=None), post_since=date(2023, 3, 6)))


def test_r05_and_r06_outside() -> None:
    """Scenario 14."""
    found = flags(positions(outside(), HEAD, NURSE))
    assert found.keys() == {"R02", "R05", "R06"}
    assert (found["R05"].since, found["R06"].since) == (date(2025, 3, 3), date(2025, 4, 3))


@pytest.mark.parametrize(("effective", "shows"), [(date(2025, 2, 21), True), (date(2025, 2, 24), False)])
def test_r11_outside_it_is_measured_from_the_signature(effective: date, shows: bool) -> None:
    """Signed on Monday 3 March; that it was recorded here later is not its fault."""
    assert ("R11" in flags(outside(effective_on=effective))) is shows


def test_r19_outside_only_what_is_pending_counts() -> None:
    pending = Proceeding("7", ProceedingKind.COURT, "", date(2025, 3, 3))
    assert flags(about(outside(), proceedings={"7": pending}))["R19"].value == "1 pending"


def test_what_a_decree_made_outside_holds_for_comparison() -> None:
    placed, started = deeds(positions(outside(), HEAD, NURSE))
    assert (placed.kind, placed.key, placed.on) == (DeedKind.PLACED, str(DECREE_ID), date(2025, 3, 3))
    assert placed.mark, "down"
    assert placed.office == placed.asked_by == office_id(*cast.REGENT), "in whose name it was made"
    assert (started.kind, started.on) == (DeedKind.STARTED, date(2025, 3, 5))
    assert [deed.kind for deed in deeds(outside(started_on=None))] == [DeedKind.PLACED]
