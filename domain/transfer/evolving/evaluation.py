"""The reviews after the transfer."""

from domain.act import Act
from domain.replacing import replace
from domain.transfer.events import (
    AdjustmentDone,
    AdjustmentPlanned,
    AdjustmentTriggered,
    EvaluationAnswered,
    EvaluationCancelled,
    EvaluationEvent,
    EvaluationMissed,
    EvaluationOpened,
    EvaluationRecorded,
    EvaluationScheduled,
    TransferClosed,
)
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
        case EvaluationCancelled(months):
            return _with(transfer, months, replace(transfer.evaluations[months], cancelled=True))
        case AdjustmentTriggered():
            return replace(transfer, adjustments=(*transfer.adjustments, event), to_plan=event)
        case AdjustmentPlanned():
            return replace(transfer, planned=(*transfer.planned, Adjustment(event)), to_plan=None)
        case AdjustmentDone(number):
            done = replace(transfer.planned[number - 1], done=event)
            planned = (*transfer.planned[: number - 1], done, *transfer.planned[number:])
            return replace(transfer, planned=planned)
        case TransferClosed():
            return replace(transfer, ending=event, open={}, status=Status.CLOSED)


def _with(transfer: Transfer, months: int, evaluation: Evaluation) -> Transfer:
    return replace(transfer, evaluations=transfer.evaluations | {months: evaluation})
