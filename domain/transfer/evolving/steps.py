"""The steps of the route."""

from dataclasses import replace as slotted

from domain.act import Act
from domain.replacing import replace
from domain.transfer.events import (
    ApproverRecused,
    CaseEscalated,
    CaseResumed,
    CaseSuspended,
    ConflictDeclared,
    DeadlineRecomputed,
    PolicyMigrated,
    StepEvent,
    StepLeftUndone,
    StepNotRequired,
    StepOpened,
    StepOverdue,
    StepPaused,
    StepReminded,
    StepResumed,
    SubstituteNamed,
)
from domain.transfer.state import OpenStep, Status, Transfer


def evolve(transfer: Transfer, event: StepEvent, act: Act) -> Transfer:
    match event:
        case StepOpened(step, office, opened_on, due_on):
            return replace(
                transfer,
                open=transfer.open | {step: OpenStep(office, opened_on, due_on, opening=act.command)},
                done={name: done for name, done in transfer.done.items() if name != step},
                not_required=transfer.not_required - {step},
                refused={name: refused for name, refused in transfer.refused.items() if name != step},
                votes={at: vote for at, vote in transfer.votes.items() if at[0] != step},
            )
        case StepNotRequired(step):
            return replace(transfer, not_required=transfer.not_required | {step})
        case StepResumed(step, used, resumed_on, due_on):
            resumed = OpenStep(transfer.open[step].office, resumed_on, due_on, used, act.command)
            return replace(transfer, open=transfer.open | {step: resumed})
        case StepPaused(step, awaits, used):
            paused = slotted(transfer.open[step], used=used, awaits=awaits)
            return replace(transfer, open=transfer.open | {step: paused})
        case CaseSuspended():
            return replace(transfer, suspended=event, status=Status.SUSPENDED, status_before=transfer.status)
        case CaseResumed():
            return replace(transfer, suspended=None, status=transfer.status_before)
        case ConflictDeclared():
            return transfer
        case ApproverRecused(step, person):
            return replace(transfer, recused=transfer.recused | {(step, person)})
        case SubstituteNamed(step, office):
            taken_over = slotted(transfer.open[step], office=office)
            return replace(transfer, open=transfer.open | {step: taken_over})
        case PolicyMigrated(after=policy):
            return replace(transfer, policy=policy, not_required=frozenset())
        case StepLeftUndone(step):
            return replace(
                transfer, open={name: each for name, each in transfer.open.items() if name != step}
            )
        case StepReminded() | StepOverdue() | CaseEscalated() | DeadlineRecomputed():
            return _noted(transfer, event)


def _noted(
    transfer: Transfer, event: StepReminded | StepOverdue | CaseEscalated | DeadlineRecomputed
) -> Transfer:
    """What the clock has noted about an open step."""
    noted, told = transfer.open[event.step], transfer.escalated_to
    match event:
        case StepReminded():
            noted = slotted(noted, reminded=True)
        case StepOverdue():
            noted = slotted(noted, overdue=True)
        case CaseEscalated(_, to_office):
            noted, told = slotted(noted, escalated_to=to_office), told | {to_office}
        case DeadlineRecomputed(_, due_on, calendar):
            noted = slotted(noted, due_on=due_on, calendar=calendar)
    return replace(transfer, open=transfer.open | {event.step: noted}, escalated_to=told)
