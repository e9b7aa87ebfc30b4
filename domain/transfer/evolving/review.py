"""What offices found and said before the decree."""

from domain.act import Act
from domain.replacing import replace
from domain.transfer.events import (
    ClearanceGranted,
    ConsentGranted,
    ConsentRefused,
    ConsiderationGiven,
    EligibilityEvaluated,
    FitAssessed,
    OverrideRecorded,
    PanelVoteCast,
    ProposalForwarded,
    ReceivingProposalIssued,
    ReviewEvent,
    TechnicalConsiderationGiven,
    TransferFoundIneligible,
    TransferRejected,
)
from domain.transfer.evolving.done import ended, step_done, under_review
from domain.transfer.state import Decided, Status, Transfer


def evolve(transfer: Transfer, event: ReviewEvent, act: Act) -> Transfer:
    match event:
        case EligibilityEvaluated(_, eligible, findings):
            first = not transfer.findings
            status = Status.INELIGIBLE if first and not eligible else transfer.status
            return replace(transfer, findings=findings, status=status)
        case OverrideRecorded(_, rules):
            overridden = transfer.overridden | set(rules)
            set_aside = replace(transfer, overridden=overridden, status=Status.UNDER_REVIEW)
            return step_done(set_aside, event, act)
        case ConsentGranted() | ProposalForwarded() | FitAssessed() | ReceivingProposalIssued():
            return step_done(under_review(transfer), event, act)
        case ClearanceGranted() | ConsiderationGiven() | TechnicalConsiderationGiven():
            return step_done(transfer, event, act)
        case PanelVoteCast(step, member):
            return replace(transfer, votes=transfer.votes | {(step, member): event})
        case ConsentRefused(step):
            waiting = {name: opened for name, opened in transfer.open.items() if name != step}
            return replace(transfer, open=waiting, refused=transfer.refused | {step: event})
        case TransferFoundIneligible():
            decided = replace(transfer, decided=Decided(act.at, act.acting_for))
            return ended(decided, event, Status.INELIGIBLE)
        case TransferRejected():
            decided = replace(transfer, decided=Decided(act.at, act.acting_for))
            return ended(decided, event, Status.REJECTED)
