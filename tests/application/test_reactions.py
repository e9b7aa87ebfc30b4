"""From deadlines to commands: the same for every worker, and what the read side is asked for is what is needed."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from cast import POLICIES, on
from hypothesis import given
from hypothesis import strategies as st

from application.policies import Policies
from application.reactions import corrections, horizons, notices, sent
from domain.calendar import LocalCalendar, Zone
from domain.identity import CLOCK
from domain.policy import TransferType
from domain.transfer.commands import (
    EndTerm,
    EscalateStep,
    NoteMissedEvaluation,
    NoteOverdue,
    RecomputeAdjustment,
    RecomputeDeadline,
    RecomputeEvaluation,
    RecomputeFeedback,
    RecomputeObjection,
    RecomputeRecommendation,
    RemindStep,
    RemindTerm,
    TransferCommand,
)
from domain.transfer.deadlines import (
    ABOVE,
    ANSWERS,
    OBJECTION,
    PLANNING,
    RECOMMENDED,
    TERM,
    TERM_REMINDER,
    Deadline,
)

STEP = "file_verification"
DEADLINE = Deadline(
    transfer=uuid4(),
    step=STEP,
    months=0,
    opening=uuid4(),
    type=TransferType.WITHIN_AGENCY,
    policy="mutasi-2025.1",
    opened_on=date(2025, 3, 10),
    used=0,
    due_on=date(2025, 3, 13),
    zone=Zone.WIB,
    region_code="17.03",
    reminded=False,
    overdue=False,
    escalated=False,
)
REVIEW = replace(DEADLINE, step="", months=3, due_on=date(2025, 4, 9), reminded=True, escalated=True)
OBJECTED = replace(DEADLINE, step=OBJECTION, due_on=date(2025, 4, 17), reminded=True, escalated=True)

BESIDE: dict[str, TransferCommand] = {
    ABOVE: RecomputeObjection(),
    PLANNING: RecomputeAdjustment(),
    f"{RECOMMENDED}R-12/2025": RecomputeRecommendation("R-12/2025"),
}


@pytest.mark.parametrize(
    ("at", "due"),
    [
        (on(2025, 3, 10), []),
        (on(2025, 3, 11), [RemindStep(STEP)]),
        (on(2025, 3, 13, 23), [RemindStep(STEP)]),
        (on(2025, 3, 14, 0), [NoteOverdue(STEP)]),
        (on(2025, 3, 17), [NoteOverdue(STEP)]),
        (on(2025, 3, 18), [NoteOverdue(STEP), EscalateStep(STEP)]),
        (on(2026, 3, 18), [NoteOverdue(STEP), EscalateStep(STEP)]),
    ],
)
def test_what_makes_sense_at_a_moment_and_nothing_else(at: datetime, due: list[TransferCommand]) -> None:
    assert list(notices(DEADLINE, POLICIES, at)) == due


def test_what_was_noted_is_not_noted_again() -> None:
    noted = replace(DEADLINE, reminded=True, overdue=True)
    assert list(notices(noted, POLICIES, on(2025, 3, 12))) == []
    assert list(notices(noted, POLICIES, on(2025, 3, 18))) == [EscalateStep(STEP)]
    assert list(notices(replace(noted, escalated=True), POLICIES, on(2025, 3, 18))) == []


def test_a_review_is_missed_the_day_after() -> None:
    assert list(notices(REVIEW, POLICIES, on(2025, 4, 9))) == []
    assert list(notices(REVIEW, POLICIES, on(2025, 4, 10))) == [NoteMissedEvaluation(3)]


@pytest.mark.parametrize(("step", "noted"), [(TERM_REMINDER, RemindTerm()), (TERM, EndTerm())])
def test_of_a_term_its_end_is_announced_and_noted_and_no_calendar_moves_it(
    step: str, noted: TransferCommand
) -> None:
    term = replace(REVIEW, step=step, months=0, due_on=date(2025, 3, 13))
    assert list(notices(term, POLICIES, on(2025, 3, 13, 23))) == []
    assert list(notices(term, POLICIES, on(2025, 3, 14, 0))) == [noted]
    assert list(corrections(term, POLICIES, on(2025, 3, 10))) == []


def test_every_worker_sends_the_same_command_under_the_same_id() -> None:
    note = NoteOverdue(STEP)
    one = sent(DEADLINE, note, POLICIES, on(2025, 3, 14))
    later = sent(DEADLINE, note, POLICIES, on(2025, 3, 15))
    assert (one.command, one.request) == (later.command, later.request)
    assert (one.by, one.office, one.sight) == (CLOCK, None, None)


def test_another_note_another_opening_another_case_have_ids_of_their_own() -> None:
    at = on(2025, 3, 14)
    ids = {
        sent(deadline, note, POLICIES, at).command
        for deadline in (
            DEADLINE,
            replace(DEADLINE, opening=uuid4()),
            replace(DEADLINE, transfer=uuid4()),
            replace(DEADLINE, due_on=date(2025, 3, 14)),
        )
        for note in (RemindStep(STEP), NoteOverdue(STEP), EscalateStep(STEP), NoteOverdue("decree"))
    }
    assert len(ids) == 16


def test_a_corrected_calendar_moves_what_has_not_passed_under_an_id_of_its_version() -> None:
    known = POLICIES.calendar
    new = replace(known, version="kalender-2026.2", days_off=known.days_off | {date(2025, 3, 12)})
    corrected = Policies(POLICIES.versions, new)
    recompute = RecomputeDeadline(STEP)
    assert list(corrections(DEADLINE, POLICIES, on(2025, 3, 11))) == []
    assert list(corrections(DEADLINE, corrected, on(2025, 3, 11))) == [recompute]
    assert list(corrections(DEADLINE, corrected, on(2025, 3, 14))) == []
    assert list(corrections(REVIEW, corrected, on(2025, 3, 11))) == [RecomputeEvaluation(3)]
    assert list(corrections(OBJECTED, corrected, on(2025, 3, 11))) == [RecomputeObjection()]
    for step, command in BESIDE.items():
        beside = replace(OBJECTED, step=step, due_on=date(2025, 3, 24))
        assert list(corrections(beside, corrected, on(2025, 3, 11))) == [command]
        assert list(notices(replace(beside, overdue=True), corrected, on(2026, 3, 11))) == []
    answers = replace(OBJECTED, step=ANSWERS, due_on=date(2025, 3, 24))
    assert list(corrections(answers, corrected, on(2025, 3, 11))) == [RecomputeFeedback()]
    for each in (REVIEW, OBJECTED):
        assert list(corrections(each, POLICIES, on(2025, 3, 11))) == []
    for ends in (
        date(2025, 3, 17),
        date(2025, 3, 24),
    ):  # five working days from then, or ten of a decree for many
        served = replace(DEADLINE, step="service", opened_on=date(2025, 3, 10), used=0, due_on=ends)
        assert list(corrections(served, POLICIES, on(2025, 3, 11))) == []
        assert list(corrections(served, corrected, on(2025, 3, 11))) == [RecomputeDeadline("service")]
    ids = {sent(DEADLINE, recompute, each, on(2025, 3, 11)).command for each in (POLICIES, corrected)}
    assert len(ids) == 2


def test_a_day_off_of_one_region_counts_there_only() -> None:
    local = POLICIES.calendar.with_local(
        LocalCalendar("kalender-17.03-2025.1", "17.03", frozenset({date(2025, 3, 12)}))
    )
    law = Policies(POLICIES.versions, POLICIES.calendar, local_calendars={"17.03": local})
    assert list(corrections(DEADLINE, law, on(2025, 3, 11))) == [RecomputeDeadline(STEP)]
    assert list(corrections(replace(DEADLINE, region_code="17.71"), law, on(2025, 3, 11))) == []
    moved = replace(DEADLINE, due_on=date(2025, 3, 14))
    assert list(notices(moved, law, on(2025, 3, 11))) == [RemindStep(STEP)]
    elsewhere = replace(moved, region_code="17.71")
    assert list(notices(elsewhere, law, on(2025, 3, 11))) == []
    assert all(each.remind >= date(2025, 3, 14) for each in horizons(law, on(2025, 3, 11)))


def test_beyond_the_calendar_nothing_is_recomputed_and_what_is_late_is_still_noted() -> None:
    last = replace(DEADLINE, opened_on=date(2032, 12, 30), due_on=date(2033, 1, 4))
    assert list(corrections(last, POLICIES, on(2032, 12, 31))) == []
    late = replace(DEADLINE, due_on=date(2032, 12, 20))
    assert NoteOverdue(STEP) in list(notices(late, POLICIES, on(2032, 12, 31)))
    assert horizons(POLICIES, on(2032, 12, 31))


@given(
    at=st.integers(0, 3 * 365 * 24).map(lambda hours: on(2024, 1, 1) + timedelta(hours=hours)),
    past=st.integers(-20, 20),
    zone=st.sampled_from(Zone),
    flags=st.tuples(st.booleans(), st.booleans(), st.booleans()),
)
def test_the_read_side_is_asked_for_all_that_is_due(
    at: datetime, past: int, zone: Zone, flags: tuple[bool, bool, bool]
) -> None:
    """And for nothing else, except a deadline on a day off, which only a step resumed on one can have."""
    due_on = zone.day_of(at) + timedelta(days=past)
    reminded, overdue, escalated = flags
    deadline = replace(
        DEADLINE, due_on=due_on, zone=zone, reminded=reminded, overdue=overdue, escalated=escalated
    )
    (bounds,) = (each for each in horizons(POLICIES, at) if each.zone is zone)
    asked_for = (
        (not overdue and due_on < bounds.today)
        or (not escalated and due_on <= bounds.escalate)
        or (not reminded and bounds.today <= due_on <= bounds.remind)
    )
    if POLICIES.calendar.is_working(due_on):
        assert asked_for == any(notices(deadline, POLICIES, at))
