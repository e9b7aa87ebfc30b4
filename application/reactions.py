"""What follows from a day that has come: deadlines -> commands of the system. Pure, and the same for every worker.

The id of such a command follows from what it is about, so that however many workers find the same deadline due, however
often, one command is recorded once.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from hashlib import sha256
from types import MappingProxyType
from uuid import UUID, uuid5

from application.carrying_out import Sent
from application.policies import Policies
from application.recording import canonical, jsonable
from domain.calendar import BeyondCalendar, Zone
from domain.identity import CLOCK
from domain.policy import Policy, StepKind
from domain.transfer import commands
from domain.transfer.commands import TransferCommand
from domain.transfer.deadlines import (
    ABOVE,
    ANSWERS,
    BESIDE_STEPS,
    EFFECT,
    FIXED,
    OBJECTION,
    OPENING,
    PLANNING,
    RECOMMENDED,
    REPLY,
    RESUBMISSION,
    TERM,
    TERM_REMINDER,
    Deadline,
    Horizon,
    corrected,
    escalates,
    horizon,
    is_overdue,
    moves,
    reminds,
)


def horizons(policies: Policies, at: datetime) -> list[Horizon]:
    """Up to which deadlines to look, under every policy in every zone."""
    calendars = policies.calendars()
    return [horizon(policy, calendars, zone, at) for policy in policies.versions for zone in Zone]


def notices(deadline: Deadline, policies: Policies, at: datetime) -> Iterator[TransferCommand]:
    """What is to be noted of a deadline at this moment and has not been: nothing, or several when it is long past."""
    today = deadline.zone.day_of(at)
    policy, calendar = policies.version(deadline.policy), policies.calendar_in(deadline.region_code)
    if (lapse := _lapse(deadline)) is not None and is_overdue(deadline.due_on, today):
        yield lapse
    if deadline.months or deadline.step in BESIDE_STEPS:
        return
    if not deadline.reminded and reminds(deadline.due_on, today, policy, calendar):
        yield commands.RemindStep(deadline.step)
    if lapse is not None:
        return
    if not deadline.overdue and is_overdue(deadline.due_on, today):
        yield commands.NoteOverdue(deadline.step)
    if not deadline.escalated and escalates(deadline.due_on, today, policy, calendar):
        yield commands.EscalateStep(deadline.step)


# What follows when the day of one of these has passed; of a step it means that an office is late.
_LAPSES: Mapping[str, TransferCommand] = MappingProxyType(
    {
        OBJECTION: commands.LapseObjection(),
        ANSWERS: commands.LapseFeedback(),
        EFFECT: commands.PutIntoEffect(),
        RESUBMISSION: commands.ExpireTransfer(),
        TERM_REMINDER: commands.RemindTerm(),
        TERM: commands.EndTerm(),
        REPLY: commands.LapseReply(REPLY),
    }
)


def _lapse(deadline: Deadline) -> TransferCommand | None:
    if deadline.step == OPENING:
        return commands.OpenEvaluation(deadline.months)
    if deadline.months:
        return commands.NoteMissedEvaluation(deadline.months)
    return _LAPSES.get(deadline.step)


def corrections(deadline: Deadline, policies: Policies, at: datetime) -> Iterator[TransferCommand]:
    """What a corrected calendar asks for. Where its time depends on the case, the case judges by which of them it ends."""
    if deadline.step in FIXED:
        return
    policy, calendar = policies.version(deadline.policy), policies.calendar_in(deadline.region_code)
    if (found := _recomputing(deadline, policy)) is None:
        return
    limits, command = found
    try:
        ends = [corrected(limit, deadline.opened_on, deadline.used, calendar) for limit in limits]
    except BeyondCalendar:
        return
    if deadline.due_on not in ends and any(
        moves(deadline.due_on, to, deadline.zone.day_of(at)) for to in ends
    ):
        yield command


def _recomputing(deadline: Deadline, policy: Policy) -> tuple[tuple[int, ...], TransferCommand] | None:
    """How many working days its time may have, and what moves its last day; nothing moves that of a term."""
    if deadline.months:
        return (policy.limit("evaluation_working_days"),), commands.RecomputeEvaluation(deadline.months)
    if deadline.step in _BESIDE:
        limit, command = _BESIDE[deadline.step]
        return (policy.limit(limit),), command
    if deadline.step.startswith(RECOMMENDED):
        number = deadline.step.removeprefix(RECOMMENDED)
        return (policy.limit("recommendation_working_days"),), commands.RecomputeRecommendation(number)
    step = policy.routes[deadline.type].steps[deadline.step]
    if step.kind is StepKind.TERM_END:  # it lasts until the last day of the term
        return None
    return step.limits, commands.RecomputeDeadline(step.name)


_BESIDE: Mapping[str, tuple[str, TransferCommand]] = MappingProxyType(
    {
        OBJECTION: ("objection_decision_working_days", commands.RecomputeObjection()),
        ABOVE: ("objection_decision_working_days", commands.RecomputeObjection()),
        ANSWERS: ("feedback_working_days", commands.RecomputeFeedback()),
        PLANNING: ("adjustment_plan_working_days", commands.RecomputeAdjustment()),
    }
)


def sent(deadline: Deadline, command: TransferCommand, policies: Policies, at: datetime) -> Sent:
    """As the clock sends it: for no office, and at whichever moment the first worker comes to it."""
    about = {
        "calendar": policies.calendar_in(deadline.region_code).version
        if isinstance(command, _RECOMPUTE)
        else "",
        "command": jsonable(command),
        "due_on": deadline.due_on.isoformat(),
        "kind": type(command).__name__,
        "opening": str(deadline.opening),
        "transfer": str(deadline.transfer),
    }
    asked = canonical(about)
    return Sent(by=CLOCK, at=at, command=_id(asked), request=sha256(asked).hexdigest())


_RECOMPUTE = (
    commands.RecomputeDeadline,
    commands.RecomputeEvaluation,
    commands.RecomputeObjection,
    commands.RecomputeFeedback,
    commands.RecomputeAdjustment,
    commands.RecomputeRecommendation,
)


def _id(asked: bytes) -> UUID:
    return uuid5(CLOCK, asked.decode())
