"""When a deadline asks for something: arithmetic only, in the days of the place where it ends."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from domain.calendar import BeyondCalendar, Calendar, Zone
from domain.policy import Policy, TransferType

# What an undecided objection stands under where steps stand; no step of a route has this name.
OBJECTION = "objection"

# What the eve of a decree's effective date stands under: from the day after it, the decree is in effect.
EFFECT = "effect"

# An escalated objection before the office above, what is to be planned after a review, and (with its number) what others have
# recommended: nothing lapses on these days, a corrected calendar moves them.
ABOVE, PLANNING, RECOMMENDED = "objection-above", "adjustment-plan", "recommendation/"

# Likewise: the answers to feedback, and a review before its day.
ANSWERS = "feedback-answers"
OPENING = "evaluation-opening"

# And a file that was sent back: the last day it may come back.
RESUBMISSION = "resubmission"

# And the term of a posting: once until its end is near, once until its last day.
TERM_REMINDER, TERM = "term_reminder", "term"

BESIDE_STEPS = (OBJECTION, ANSWERS, EFFECT, RESUBMISSION, TERM_REMINDER, TERM)

# Days that were set when they were told, or are counted in days or months: no calendar of working days moves them.
FIXED = frozenset({OPENING, EFFECT, RESUBMISSION, TERM_REMINDER, TERM})

# The step of a route that waits for the person, not for an office.
REPLY = "reply"


def reminds(due_on: date, today: date, policy: Policy, calendar: Calendar) -> bool:
    """From so many working days before the deadline until its day is over; later a reminder helps nobody."""
    return today <= due_on and calendar.between(today, due_on) <= policy.limit("reminder_working_days_before")


def is_overdue(due_on: date, today: date) -> bool:
    return due_on < today


def escalates(due_on: date, today: date, policy: Policy, calendar: Calendar) -> bool:
    """From the so many-th working day after the deadline on."""
    return due_on < today and calendar.between(due_on, today) >= policy.limit("escalation_working_days_after")


def corrected(limit: int, opened_on: date, used: int, calendar: Calendar) -> date:
    """The deadline as this calendar has it: the office's time less what it had used when its clock started or resumed."""
    return calendar.after(opened_on, max(limit - used, 0))


def moves(due_on: date, to: date, today: date) -> bool:
    """A deadline that has passed is not moved, nor is one moved into the past."""
    return to != due_on and min(to, due_on) >= today


@dataclass(frozen=True, slots=True)
class Deadline:
    """A running clock: of a step, an objection, answers, a decree's day, a term, or the evaluation after so many `months`
    (0 for others).

    `opening` is the command that started it; `zone` where its day ends, in the region by whose days it counts; the flags
    tell what was noted.
    """

    transfer: UUID
    step: str
    months: int
    opening: UUID
    type: TransferType
    policy: str
    opened_on: date
    used: int
    due_on: date
    zone: Zone
    reminded: bool
    overdue: bool
    escalated: bool
    region_code: str = ""


@dataclass(frozen=True, slots=True)
class Horizon:
    """At one moment, under one policy, in one zone: the last deadlines that are reminded of, and that are escalated.

    By whichever calendar counts them; `notices` then asks each by its own.
    """

    policy: str
    zone: Zone
    today: date
    remind: date
    escalate: date


def horizon(policy: Policy, calendars: Sequence[Calendar], zone: Zone, at: datetime) -> Horizon:
    today = zone.day_of(at)
    try:
        remind = max(each.after(today, policy.limit("reminder_working_days_before")) for each in calendars)
    except BeyondCalendar:  # years after the last published one: what is overdue must still be noted
        remind = today
    escalate = max(each.before(today, policy.limit("escalation_working_days_after")) for each in calendars)
    return Horizon(policy.version, zone, today, remind, escalate)
