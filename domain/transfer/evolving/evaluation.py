"""The reviews after the transfer."""

from dataclasses import replace as slotted

from domain.act import Act
from domain.replacing import replace
from domain.transfer.events import (
    AdjustmentDeadlineRecomputed,
    AdjustmentDone,
    AdjustmentPlanned,
    AdjustmentTriggered,
    EvaluationAnswered,
    EvaluationCancelled,
    EvaluationDeadlineRecomputed,
    EvaluationEvent,
    EvaluationMissed,
    EvaluationOpened,
    EvaluationRecorded,
    EvaluationScheduled,
    TransferClosed,
)
from domain.transfer.evolving.done import ended
from domain.transfer.state import Adjustment, Evaluation, Status, Transfer


def evolve(transfer: Transfer, event: EvaluationEvent, _: Act) -> Transfer:
    match event:
        case EvaluationScheduled(months, opens_on, due_on):
            return _with(transfer, months, Evaluation(opens_on, due_on))
        case EvaluationOpened(months):
            return _with(transfer, months, replace(transfer.evaluations[months], opened=event))
        case EvaluationAnswered(months, role):
            evaluation = transfer.evaluations[months]
            return _with(transfer, months, replace(evaluation, answers=evaluation.answers | {role: event}))
        case EvaluationRecorded(months):
            return _with(transfer, months, replace(transfer.evaluations[months], recorded=event))
        case EvaluationMissed(months):
            return _with(transfer, months, replace(transfer.evaluations[months], missed=True))
        case EvaluationDeadlineRecomputed(months, due_on, calendar):
            moved = replace(transfer.evaluations[months], due_on=due_on, calendar=calendar)
            return _with(transfer, months, moved)
        case EvaluationCancelled(months):
            return _with(transfer, months, replace(transfer.evaluations[months], cancelled=True))
        case AdjustmentTriggered():
            triggered = (*transfer.adjustments, event)
            return replace(transfer, adjustments=triggered, to_plan=event, plan_calendar="")
        case AdjustmentDeadlineRecomputed(_, due_on, calendar):
            later = slotted(transfer.adjustments[-1], due_on=due_on)
            triggered = (*transfer.adjustments[:-1], later)
            return replace(transfer, adjustments=triggered, to_plan=later, plan_calendar=calendar)
        case AdjustmentPlanned():
            return replace(transfer, planned=(*transfer.planned, Adjustment(event)), to_plan=None)
        case AdjustmentDone(number):
            done = replace(transfer.planned[number - 1], done=event)
            planned = (*transfer.planned[: number - 1], done, *transfer.planned[number:])
            return replace(transfer, planned=planned)
        case TransferClosed():
            return ended(transfer, event, Status.CLOSED)


def _with(transfer: Transfer, months: int, evaluation: Evaluation) -> Transfer:
    return replace(transfer, evaluations=transfer.evaluations | {months: evaluation})
