"""What the events of a case are called in a log of it, and in the net a log is held against.

A step that is done bears the step's own name. What clocks note of a step, that it was left undone, and what is done in a
review, is named with the step, or with the months after which the review is held; everything else bears the name of the event.
"""

from typing import get_args

from domain.transfer.events import (
    AdjustmentTriggered,
    CaseEscalated,
    DeadlineRecomputed,
    EvaluationAnswered,
    EvaluationCancelled,
    EvaluationDeadlineRecomputed,
    EvaluationMissed,
    EvaluationOpened,
    EvaluationRecorded,
    EvaluationScheduled,
    StepDone,
    StepLeftUndone,
    StepOverdue,
    StepReminded,
)

_DONE = frozenset(get_args(StepDone))
_OF_A_CLOCK = (StepReminded, StepOverdue, CaseEscalated, DeadlineRecomputed)
_OF_A_REVIEW = frozenset(
    {
        EvaluationScheduled,
        EvaluationOpened,
        EvaluationAnswered,
        EvaluationMissed,
        EvaluationDeadlineRecomputed,
        EvaluationRecorded,
        EvaluationCancelled,
        AdjustmentTriggered,
    }
)

CLOCKS = tuple(kind.__name__ for kind in _OF_A_CLOCK)


def activity(event: object) -> str:
    kind = type(event)
    if kind in _DONE:
        return str(getattr(event, "step", ""))
    if kind in _OF_A_CLOCK or kind is StepLeftUndone:
        return f"{kind.__name__} {getattr(event, 'step', '')}"
    if kind in _OF_A_REVIEW:
        return of_review(kind, getattr(event, "months", 0))
    return kind.__name__


def of_review(kind: type, months: int) -> str:
    return f"{kind.__name__} {months}"
