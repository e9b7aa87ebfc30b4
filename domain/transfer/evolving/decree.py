"""The decree and what came of it."""

from domain.act import Act
from domain.replacing import replace
from domain.transfer.events import (
    DecisionServed,
    DecreeCorrected,
    DecreeEvent,
    DecreeIssued,
    DecreeRevoked,
    DecreeSuspended,
    DecreeSuspensionLifted,
    DutyStarted,
    InaugurationHeld,
    PostAppointmentIssued,
    ReturnedToPost,
)
from domain.transfer.evolving.done import ended, step_done
from domain.transfer.state import Decided, Status, Transfer


def evolve(transfer: Transfer, event: DecreeEvent, act: Act) -> Transfer:
    match event:
        case DecreeIssued():
            decided = Decided(act.at, act.acting_for)
            decreed = replace(transfer, decree=event, status=Status.DECREED, decided=decided)
            return step_done(decreed, event, act)
        case PostAppointmentIssued():
            return step_done(replace(transfer, status=Status.APPOINTED), event, act)
        case DecisionServed():
            return step_done(replace(transfer, status=Status.SERVED), event, act)
        case InaugurationHeld():
            return step_done(replace(transfer, status=Status.INAUGURATED), event, act)
        case DutyStarted(_, started_on):
            started = replace(transfer, started_on=started_on, status=Status.EVALUATING)
            return step_done(started, event, act)
        case DecreeSuspended():
            return replace(transfer, decree_suspended=event)
        case DecreeSuspensionLifted():
            return replace(transfer, decree_suspended=None)
        case DecreeRevoked():
            return ended(replace(transfer, decree_suspended=None), event, Status.REVOKED)
        case ReturnedToPost():
            return replace(transfer, returned_to_post=event)
        case DecreeCorrected():
            return replace(transfer, corrections=(*transfer.corrections, event))
