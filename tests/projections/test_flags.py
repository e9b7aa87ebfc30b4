"""Flags as they are kept: by what was on record when it was decided, across cases, and the same however they are made."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import cast
import psycopg
import pytest
from cast import NORTH_PERSONNEL, SITI_MOVES, act_of, on
from playing import Stage
from stories import Story, balancing_move, file_of
from test_rebuilding import happens

from domain.identity import movements_id
from domain.policy import Initiative
from domain.registry.movements import Movements, MovementsCounted
from domain.registry.person import Proceeding, ProceedingKind, ProceedingRecorded
from domain.registry.post import PositionKind, PostRevised
from domain.transfer.commands import GiveConsideration, RequestTransfer, WithdrawTransfer
from projections.flags import records_behind
from projections.runner import Runner

Start = Callable[..., Runner]


def kept(stage: Stage) -> dict[tuple[UUID, str], tuple[str, list[int]]]:
    with psycopg.connect(stage.url) as owner:
        rows = owner.execute("SELECT case_id, indicator, value, inputs FROM projections.flags").fetchall()
    return {(case, indicator): (value, inputs) for case, indicator, value, inputs in rows}


def hasty() -> Story:
    """The panel advises five minutes after it got the case."""
    for command, act in balancing_move():
        at = on(2025, 3, 18).replace(minute=5) if isinstance(command, GiveConsideration) else act.at
        yield command, replace(act, at=at)


def test_a_flag_comes_with_the_event_that_shows_it(stage: Stage, running: Start) -> None:
    runner, story = running(), list(hasty())
    advice = next(n for n, (command, _) in enumerate(story) if isinstance(command, GiveConsideration))
    case = stage.play(iter(story[:advice]))
    runner.wait_for(stage.ledger.head())
    assert kept(stage) == {}
    stage.do(*story[advice], case)
    runner.wait_for(stage.ledger.head())
    value, inputs = kept(stage)[case, "R12"]
    assert value == "performance_panel after 300 s"
    lines = [line for line in stage.ledger.after(0, 10_000) if line.position in inputs]
    assert [line.name for line in lines] == ["StepOpened", "ConsiderationGiven"]


@pytest.mark.parametrize("batch", [3, 2_000])
def test_what_is_recorded_after_the_decree_changes_nothing_it_was_judged_on(
    stage: Stage, running: Start, batch: int
) -> None:
    """A post that is lowered later, a proceeding opened later: not what the decider could know."""
    runner = running(batch=batch)
    stage.play(hasty(), until="ServeDecision")
    runner.wait_for(stage.ledger.head())
    before = kept(stage)
    lowered = replace(
        cast.OLD_POST, position=replace(cast.OLD_POST.position, kind=PositionKind.SENIOR_EXECUTIVE)
    )
    proceeding = Proceeding("7", ProceedingKind.COURT, "", cast.on(2025, 1, 1).date())
    happens(stage, (cast.OLD_POST_ID, PostRevised(lowered)), (cast.SITI, ProceedingRecorded(proceeding)))
    runner.wait_for(stage.ledger.head())
    runner.rebuild(*runner.projections)
    assert kept(stage) == before
    assert {indicator for _, indicator in before} >= {"R12", "R22"}


def taken_back(stage: Stage, day: int) -> UUID:
    documents = file_of("D02", "D03", "D06", "D08", post=SITI_MOVES.target)
    need = Initiative.ORGANISATIONAL_NEED
    request: Any = RequestTransfer(cast.SITI, SITI_MOVES.target, need, f"Usul {day}", documents)
    case = stage.do(request, act_of(*NORTH_PERSONNEL, on(2025, 5, day)))
    stage.do(WithdrawTransfer("Batal"), act_of(*NORTH_PERSONNEL, on(2025, 5, day, 15)), case)
    return case


@pytest.mark.parametrize("batch", [4, 2_000])
def test_what_shows_across_cases_is_told_of_the_case_that_shows_it(
    stage: Stage, running: Start, batch: int
) -> None:
    """Two proposals about one person are taken back: the second one shows it, resting on both."""
    runner = running(batch=batch)
    first, second = taken_back(stage, 5), taken_back(stage, 6)
    runner.wait_for(stage.ledger.head())
    flags = kept(stage)
    assert (first, "R20B") not in flags
    value, inputs = flags[second, "R20B"]
    assert (value, len(inputs)) == ("2 taken back", 2)
    runner.rebuild(*runner.projections)
    assert kept(stage) == flags


def test_what_was_counted_of_a_unit_can_be_looked_at(stage: Stage, running: Start) -> None:
    """R08 rests on it, and it belongs to no case."""
    runner = running()
    counted = Movements(date(2024, 12, 31), 3, 60, "Rekap BKPSDM 2024")
    happens(stage, (movements_id(cast.LIBRARY_ID), MovementsCounted(cast.LIBRARY_ID, counted)))
    head = stage.ledger.head()
    runner.wait_for(head)
    with runner.pool.connection() as connection:
        (row,) = records_behind(connection, [head])
    assert (row["position"], row["event"], row["about"]) == (head, "MovementsCounted", cast.LIBRARY_ID)
    assert (row["on_day"], row["told"]) == (date(2024, 12, 31), "3 of 60: Rekap BKPSDM 2024")


Versions = list[tuple[str, str, int, int | None]]


def versions(stage: Stage) -> Versions:
    """Every flag that ever stood, with what it said from which event to which."""
    with psycopg.connect(stage.url) as owner:
        return owner.execute(
            "SELECT indicator, value, since, until FROM projections.flags_past "
            "UNION ALL SELECT indicator, value, since, NULL FROM projections.flags ORDER BY since, indicator"
        ).fetchall()


def stood_at(found: Versions, position: int) -> dict[str, str]:
    return {
        indicator: value
        for indicator, value, since, until in found
        if since <= position and (until is None or until > position)
    }


def test_what_stood_at_a_position_is_told_for_ever_and_changes_are_all_that_is_written(
    stage: Stage, running: Start
) -> None:
    """Silence after the decree is broken, flag by flag; later events change nothing about an earlier position."""
    runner, story, then = running(batch=3), list(hasty()), dict[int, dict[str, str]]()
    case = stage.play(iter(story[:1]))
    for number, (command, act) in enumerate(story[1:], start=1):
        stage.do(command, act, case)
        if number % 5 == 0:
            runner.wait_for(stage.ledger.head())
            then[stage.ledger.head()] = {code: value for (_, code), (value, _) in kept(stage).items()}
    runner.wait_for(stage.ledger.head())
    found = versions(stage)
    assert {position: stood_at(found, position) for position in then} == then
    assert len({tuple(flags.items()) for flags in then.values()}) > 3
    values = [(indicator, value) for indicator, value, _, _ in found]
    assert len(values) == len(set(values))  # nothing is written again that says the same
    runner.rebuild(*runner.projections)
    assert versions(stage) == found
