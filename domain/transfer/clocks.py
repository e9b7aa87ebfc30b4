"""What the clock does when a day has come: remind, note what is overdue, escalate, recompute, put into effect, let lapse.

Only the system does these, for no office, and each of them once for every opening or resumption of a step. A deadline
ends with its day in the deciding office's zone; while the file is returned, or case or decree are suspended, every clock stands still.
"""

from datetime import date

from domain.act import Act
from domain.calendar import Calendar
from domain.policy import Step, StepKind
from domain.refusals import (
    AlreadyNoted,
    CaseIsSuspended,
    DeadlinePassed,
    DeadlineStands,
    DecreeSuspendedNow,
    NotDecreedYet,
    NotReturned,
    StepAwaitsAnother,
    TooEarly,
)
from domain.transfer.commands import (
    EscalateStep,
    ExpireTransfer,
    NoteOverdue,
    PutIntoEffect,
    RecomputeDeadline,
    RemindStep,
)
from domain.transfer.deadlines import corrected, escalates, is_overdue, moves, reminds
from domain.transfer.events import (
    CaseEscalated,
    DeadlineRecomputed,
    StepOverdue,
    StepReminded,
    TransferEvent,
    TransferExpired,
    TransferTookEffect,
)
from domain.transfer.facts import Facts
from domain.transfer.guards import only_the_clock, running_step, still_open
from domain.transfer.state import OpenStep, Transfer

_ANY = frozenset(StepKind)


def remind_step(transfer: Transfer, command: RemindStep, act: Act, facts: Facts) -> list[TransferEvent]:
    step, opened, today = _running(transfer, command.step, act, facts)
    if opened.reminded:
        raise AlreadyNoted
    if today > opened.due_on:
        raise DeadlinePassed
    if not reminds(opened.due_on, today, facts.policy, facts.calendar_of(step.side)):
        raise TooEarly
    return [StepReminded(step.name, opened.due_on)]


def note_overdue(transfer: Transfer, command: NoteOverdue, act: Act, facts: Facts) -> list[TransferEvent]:
    step, opened, today = _running(transfer, command.step, act, facts)
    if opened.overdue:
        raise AlreadyNoted
    if not is_overdue(opened.due_on, today):
        raise TooEarly
    late = facts.calendar_of(step.side).between(opened.due_on, today)
    return [StepOverdue(step.name, opened.office, opened.due_on, late)]


def escalate_step(transfer: Transfer, command: EscalateStep, act: Act, facts: Facts) -> list[TransferEvent]:
    """The office above may see the case from now on; whose the decision is does not change."""
    step, opened, today = _running(transfer, command.step, act, facts)
    if opened.escalated_to is not None:
        raise AlreadyNoted
    if not escalates(opened.due_on, today, facts.policy, facts.calendar_of(step.side)):
        raise TooEarly
    return [CaseEscalated(step.name, facts.escalation_office(step), opened.due_on)]


def put_into_effect(transfer: Transfer, _: PutIntoEffect, act: Act, facts: Facts) -> list[TransferEvent]:
    """In the zone of the receiving agency, whether or not the person has been served or has started: those are facts apart.

    A suspended decree waits, a revoked one never takes effect.
    """
    only_the_clock(act)
    still_open(transfer)
    if transfer.decree is None:
        raise NotDecreedYet
    if transfer.decree_suspended is not None:
        raise DecreeSuspendedNow
    if not transfer.awaits_effect:
        raise AlreadyNoted
    if facts.today(act) < transfer.decree.effective_on:
        raise TooEarly
    return [TransferTookEffect(transfer.decree.effective_on)]


def expire_transfer(transfer: Transfer, _: ExpireTransfer, act: Act, facts: Facts) -> list[TransferEvent]:
    """A returned file that nobody brings back does not keep the person and the seat for ever. A suspended case waits."""
    only_the_clock(act)
    still_open(transfer)
    if transfer.suspended is not None:
        raise CaseIsSuspended
    if transfer.returned is None or transfer.returned.resubmit_by is None:
        raise NotReturned
    if not is_overdue(transfer.returned.resubmit_by, facts.today(act)):
        raise TooEarly
    return [TransferExpired(transfer.returned.resubmit_by)]


def recompute_deadline(
    transfer: Transfer, command: RecomputeDeadline, act: Act, facts: Facts
) -> list[TransferEvent]:
    """Under a corrected calendar. A deadline that has passed is not moved, nor is one moved into the past."""
    step, opened, today = _running(transfer, command.step, act, facts)
    if step.kind is StepKind.TERM_END:  # it lasts until the last day of the term
        raise DeadlineStands
    calendar = facts.calendar_of(step.side)
    due_on = corrected(step.limit_of(transfer.decreed_people), opened.opened_on, opened.used, calendar)
    must_move(opened.due_on, due_on, today, opened.calendar, calendar)
    return [DeadlineRecomputed(step.name, due_on, calendar.version)]


def must_move(due_on: date, to: date, today: date, moved_by: str, calendar: Calendar) -> None:
    """A deadline moves under a newer calendar than the one that moved it last, and while it has not passed."""
    if (moved_by and not calendar.corrects(moved_by)) or to == due_on:
        raise DeadlineStands
    if not moves(due_on, to, today):
        raise DeadlinePassed


def _running(transfer: Transfer, name: str, act: Act, facts: Facts) -> tuple[Step, OpenStep, date]:
    """The open step of that name whose clock runs, and the day it is where its office is."""
    only_the_clock(act)
    step, opened = running_step(transfer, name, _ANY, facts)
    if opened.awaits:
        raise StepAwaitsAnother
    return step, opened, facts.zone_of(step).day_of(act.at)
