"""What is done after a review has shown a fault: coaching, other duties, support, each with its day.

A re-transfer is a case of its own, which names the one it mends.
"""

from uuid import UUID

from domain.act import Act
from domain.policy import Side
from domain.refusals import (
    AdjustmentUnknown,
    AlreadyAnswered,
    DatesOutOfOrder,
    DeadlineStands,
    NoDecreeInForce,
    NotAcceptable,
    NothingToAdjust,
    NothingToMend,
)
from domain.transfer.clocks import must_move
from domain.transfer.commands import CompleteAdjustment, PlanAdjustment, RecomputeAdjustment
from domain.transfer.evaluating import plan_due_on, recording_office
from domain.transfer.events import (
    AdjustmentDeadlineRecomputed,
    AdjustmentDone,
    AdjustmentPlanned,
    TransferEvent,
)
from domain.transfer.facts import Facts
from domain.transfer.guards import official, only_the_clock, with_reason
from domain.transfer.state import Transfer


def may_plan(transfer: Transfer, act: Act, facts: Facts) -> None:
    """The office that concludes the reviews, also when the last of them has closed the case."""
    if not transfer.adjustments:
        raise NothingToAdjust
    if transfer.is_revoked:
        raise NoDecreeInForce
    official(transfer, recording_office(facts), act, facts)


def plan_adjustment(
    transfer: Transfer, command: PlanAdjustment, act: Act, facts: Facts
) -> list[TransferEvent]:
    may_plan(transfer, act, facts)
    kinds = facts.policy.adjustments
    if command.kind not in kinds:
        raise NotAcceptable(f"Adjustments: {', '.join(kinds)}.")
    with_reason(command.what)
    today = facts.today(act)
    if command.due_on < today:
        raise DatesOutOfOrder
    number, office = len(transfer.planned) + 1, recording_office(facts)
    return [AdjustmentPlanned(number, command.kind, command.what, office, today, command.due_on)]


def recompute_adjustment(
    transfer: Transfer, command: RecomputeAdjustment, act: Act, facts: Facts
) -> list[TransferEvent]:
    """A corrected calendar moves the last day to say how a fault is mended, also when the case is closed. The clock does it."""
    del command
    only_the_clock(act)
    fault = transfer.to_plan
    if fault is None or transfer.is_revoked:
        raise NothingToAdjust
    if fault.shown_on is None or fault.due_on is None:
        raise DeadlineStands
    to, calendar = plan_due_on(fault.shown_on, facts), facts.calendar_of(Side.RECEIVING_AGENCY)
    must_move(fault.due_on, to, facts.today(act), transfer.plan_calendar, calendar)
    return [AdjustmentDeadlineRecomputed(fault.months, to, calendar.version)]


def may_complete(transfer: Transfer, act: Act, facts: Facts) -> None:
    """The office that answers for it, while something is planned and not done."""
    waiting = [each.planned.office for each in transfer.planned if each.done is None]
    if not waiting:
        raise NothingToAdjust
    official(transfer, waiting[0], act, facts)


def complete_adjustment(
    transfer: Transfer, command: CompleteAdjustment, act: Act, facts: Facts
) -> list[TransferEvent]:
    if not 1 <= command.number <= len(transfer.planned):
        raise AdjustmentUnknown
    adjustment = transfer.planned[command.number - 1]
    official(transfer, adjustment.planned.office, act, facts)
    if adjustment.done is not None:
        raise AlreadyAnswered
    with_reason(command.result)
    return [AdjustmentDone(command.number, command.result)]


def must_mend(mended: Transfer | None, person: UUID, reason: str) -> None:
    """Only a transfer of the same person of which a review showed a fault is mended by another, and with a reason."""
    if mended is None or mended.person != person or mended.is_revoked or not mended.adjustments:
        raise NothingToMend
    with_reason(reason)
