"""From which day a fact counts in the world, and how a history begins by a day."""

from datetime import date, timedelta
from uuid import uuid4

import cast
import pytest
from cast import NORTH_PERSONNEL, SITI, act_of, on

from domain.calendar import Zone
from domain.decree.events import DecreeSigned
from domain.history import Happened
from domain.in_force import ALWAYS, counts_from, until_day
from domain.registry.office import OfficeRelinquished
from domain.registry.person import AgencyChanged, PersonRegistered, PostAssumed, TransferOpened
from domain.registry.post import SeatTaken, SeatVacated
from domain.registry.unit import UnitRegistered
from domain.transfer.events import (
    DutyStarted,
    TransferTookEffect,
    TransferWithdrawn,
)

RECORDED = on(2025, 4, 22)
ACT = act_of(*NORTH_PERSONNEL, RECORDED)
TMT = date(2025, 4, 14)


@pytest.mark.parametrize(
    ("event", "day"),
    [
        (DutyStarted("duty_start", TMT, "SPMT-1", uuid4()), TMT),
        (TransferTookEffect(TMT), TMT),
        (DecreeSigned(TMT, (), ()), TMT),
        (PostAssumed(uuid4(), TMT), TMT),
        (AgencyChanged(uuid4(), TMT), TMT),
        (SeatTaken(SITI, TMT), TMT),
        (SeatVacated(SITI, TMT), TMT),
        (TransferWithdrawn("Batal"), RECORDED.date()),
        (TransferOpened(uuid4()), RECORDED.date()),
        (PersonRegistered(cast.SITI_PROFILE), ALWAYS),
        (UnitRegistered(cast.HEALTH), ALWAYS),
        (OfficeRelinquished(SITI, TMT), ALWAYS),
    ],
    ids=lambda value: type(value).__name__ if not isinstance(value, date) else "",
)
def test_the_day_a_fact_counts_from(event: object, day: date) -> None:
    assert counts_from(event, ACT) == day


def test_who_names_no_day_happened_on_the_day_of_the_act_in_jakarta() -> None:
    late = act_of(*NORTH_PERSONNEL, Zone.WIB.end_of(date(2025, 4, 22)) + timedelta(seconds=1))
    assert counts_from(TransferWithdrawn("Batal"), late) == date(2025, 4, 23)


def test_nothing_counts_before_what_it_follows() -> None:
    """The start of duty was recorded late, after a reminder: what was in force by its day is how the history begins."""
    history = [
        Happened(TransferTookEffect(TMT), ACT),
        Happened(TransferWithdrawn("Batal"), act_of(*NORTH_PERSONNEL, on(2025, 4, 18))),
        Happened(DutyStarted("duty_start", date(2025, 4, 15), "SPMT-1", uuid4()), ACT),
    ]
    for day, many in ((TMT - timedelta(days=1), 0), (TMT, 1), (date(2025, 4, 17), 1), (date(2025, 4, 18), 3)):
        assert list(until_day(history, day)) == history[:many]
