"""The decree and what came of it."""

from datetime import datetime, time

from domain.act import Act
from domain.policy import Initiative
from domain.replacing import replace
from domain.transfer.events import (
    AnnexedToDraft,
    DataBlocked,
    DataUnblocked,
    DecisionServed,
    DecreeCorrected,
    DecreeEvent,
    DecreeIssued,
    DecreeRevoked,
    DecreeSuspended,
    DecreeSuspensionLifted,
    DutyStarted,
    ExternalReferenceRecorded,
    InaugurationHeld,
    NationalRecordSynced,
    OutsidePlacementRecorded,
    PayrollTransferred,
    PostAppointmentIssued,
    ReleasedFromDraft,
    ReplacementReported,
    ReturnedToAgency,
    ReturnedToPost,
    TransferTookEffect,
)
from domain.transfer.evolving.done import ended, step_done
from domain.transfer.state import Decided, Status, Transfer


def placed(event: OutsidePlacementRecorded, act: Act) -> Transfer:
    """A case that begins with its decree. It was decided at noon of its day, in the zone of who recorded it."""
    decree = DecreeIssued(
        step="",
        number=event.number,
        post=event.target_post,
        effective_on=event.effective_on,
        grounds=event.grounds,
        goals=(),
        deviation="",
        decree=event.decree,
    )
    return Transfer(
        person=event.person,
        origin_post=event.origin_post,
        target_post=event.target_post,
        route=event.route,
        initiative=Initiative.ORGANISATIONAL_NEED,
        reason=event.grounds,
        policy=act.policy,
        requested_on=event.signed_on,
        requested_by=act.by,
        requesting_office=act.office,
        chosen_because=event.chosen_because,
        status=Status.DECREED,
        offices={} if act.office is None else {act.by: act.office},
        decree=decree,
        decided=Decided(datetime.combine(event.signed_on, time(12), act.at.tzinfo), event.office),
        started_on=event.started_on,
        outside=event,
    )


def evolve(transfer: Transfer, event: DecreeEvent, act: Act) -> Transfer:
    match event:
        case DecreeIssued():
            decided = Decided(act.at, act.acting_for)
            decreed = replace(transfer, decree=event, draft=None, status=Status.DECREED, decided=decided)
            return step_done(decreed, event, act)
        case AnnexedToDraft(decree):
            return replace(transfer, draft=decree)
        case ReleasedFromDraft():
            return replace(transfer, draft=None)
        case PostAppointmentIssued():
            return step_done(replace(transfer, status=Status.APPOINTED), event, act)
        case DecisionServed():
            return step_done(replace(transfer, status=Status.SERVED), event, act)
        case InaugurationHeld():
            return step_done(replace(transfer, status=Status.INAUGURATED), event, act)
        case DutyStarted(_, started_on):
            started = replace(
                transfer, started_on=started_on, pay_awaited_since=started_on, status=Status.EVALUATING
            )
            return step_done(started, event, act)
        case PayrollTransferred():
            return step_done(replace(transfer, pay_awaited_since=None), event, act)
        case NationalRecordSynced() | ReplacementReported():
            return step_done(transfer, event, act)
        case DataBlocked():
            return replace(transfer, blocked=event)
        case DataUnblocked():
            return replace(transfer, blocked=None)
        case ExternalReferenceRecorded():
            return replace(transfer, references=(*transfer.references, event))
        case TransferTookEffect():
            return replace(transfer, took_effect=event)
        case DecreeSuspended():
            return replace(transfer, decree_suspended=event)
        case DecreeSuspensionLifted():
            return replace(transfer, decree_suspended=None)
        case DecreeRevoked():
            return ended(replace(transfer, decree_suspended=None), event, Status.REVOKED)
        case OutsidePlacementRecorded():
            raise ValueError("a case begins once")
        case ReturnedToPost():
            return replace(transfer, returned_to_post=event)
        case ReturnedToAgency():
            return replace(transfer, returned_to_agency=event)
        case DecreeCorrected():
            return replace(transfer, corrections=(*transfer.corrections, event))
