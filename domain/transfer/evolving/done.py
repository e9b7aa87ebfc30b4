"""An event that completes its step."""

from domain.act import Act
from domain.replacing import replace
from domain.transfer.events import StepDone
from domain.transfer.state import DoneStep, Ending, Status, Transfer


def step_done(transfer: Transfer, event: StepDone, act: Act) -> Transfer:
    delegate = None if act.on_behalf_of is None else act.office
    return replace(
        transfer,
        open={name: opened for name, opened in transfer.open.items() if name != event.step},
        done=transfer.done | {event.step: DoneStep(act.by, act.acting_for, event, act.capacity, delegate)},
    )


def ended(transfer: Transfer, event: Ending, status: Status) -> Transfer:
    """Nothing is open any more; the offices that had something before them keep sight of the case."""
    waiting = frozenset(opened.office for opened in transfer.open.values())
    return replace(transfer, ending=event, open={}, waiting_at_end=waiting, status=status)


def under_review(transfer: Transfer) -> Transfer:
    """The first step done takes a case from SUBMITTED on."""
    if transfer.status is not Status.SUBMITTED:
        return transfer
    return replace(transfer, status=Status.UNDER_REVIEW)
