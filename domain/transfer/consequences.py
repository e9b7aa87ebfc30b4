"""What a transfer's events change in other streams: the person's live request, the seats, the post held, a number."""

from collections.abc import Sequence
from uuid import UUID

from domain.registry import person, post
from domain.registry.decree_number import DecreeNumberEvent, take_number
from domain.registry.person import PersonEvent, PostAssumed
from domain.registry.post import PostEvent
from domain.transfer.events import (
    ConsentGranted,
    DataBlocked,
    DataUnblocked,
    DecreeIssued,
    DecreeRevoked,
    DutyStarted,
    FitAssessed,
    OutsidePlacementRecorded,
    ReceivingProposalIssued,
    ReturnedToAgency,
    ReturnedToPost,
    TransferEvent,
    TransferExpired,
    TransferFoundIneligible,
    TransferRejected,
    TransferRequested,
    TransferTookEffect,
    TransferWithdrawn,
)
from domain.transfer.facts import Facts

Changes = dict[UUID, Sequence[PersonEvent | PostEvent | DecreeNumberEvent]]


def consequences(events: list[TransferEvent], facts: Facts) -> Changes:
    """Stream id -> events, recorded together with the transfer's own or not at all."""
    changes: Changes = {}
    transfer, mover = facts.transfer_id, facts.person_id
    target, origin = facts.target, facts.origin
    for event in events:
        match event:
            case TransferRequested():
                changes[mover] = person.open_transfer(facts.person, transfer)
            case (
                TransferRejected()
                | TransferWithdrawn()
                | TransferExpired()
                | TransferFoundIneligible()
                | DecreeRevoked()
            ):
                changes[mover] = person.conclude_transfer(facts.person, transfer)
                changes[target.post_id] = post.release_seat(target.post, transfer)
            case DutyStarted(_, started_on):
                changes[mover] = [
                    PostAssumed(target.post_id, started_on),
                    *person.conclude_transfer(facts.person, transfer),
                ]
                changes[target.post_id] = post.take_seat(target.post, mover, started_on)
                changes[origin.post_id] = post.vacate_seat(origin.post, mover, started_on)
            case DecreeIssued(decree=None) if facts.numbering is not None:
                changes[facts.numbering.id] = take_number(facts.numbering, transfer)
            case OutsidePlacementRecorded(started_on=started_on) if started_on is not None:
                changes[mover] = [
                    PostAssumed(target.post_id, started_on),
                    *person.change_agency(facts.person, target.agency_id, started_on),
                ]
                changes[target.post_id] = post.restore_seat(target.post, mover, started_on)
                changes[origin.post_id] = post.vacate_seat(origin.post, mover, started_on)
            case ReturnedToPost(_, since, returned_on):
                changes[mover] = [
                    PostAssumed(origin.post_id, since),
                    *person.conclude_transfer(facts.person, transfer),
                ]
                changes[target.post_id] = post.vacate_seat(target.post, mover, returned_on)
                changes[origin.post_id] = post.restore_seat(origin.post, mover, since)
            case DataBlocked(number, _, blocked_on):
                changes[mover] = person.block_record(facts.person, number, blocked_on)
            case DataUnblocked(number):
                changes[mover] = person.unblock_record(facts.person, number)
            case TransferTookEffect(effective_on):
                changes[mover] = person.change_agency(facts.person, target.agency_id, effective_on)
            case ReturnedToAgency(agency, returned_on):
                back = person.change_agency(facts.person, agency, returned_on)
                changes[mover] = [*changes.get(mover, ()), *back]
            case ConsentGranted(step) | ReceivingProposalIssued(step) | FitAssessed(step) if (
                facts.route.steps[step].holds_seat
            ):
                changes[target.post_id] = post.hold_seat(target.post, transfer, mover)
    return {stream: made for stream, made in changes.items() if made}
