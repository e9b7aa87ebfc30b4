"""What a transfer's events change in other streams: the person's live request, the seats, the post held."""

from uuid import UUID

from domain.registry import person, post
from domain.registry.person import PersonEvent, PostAssumed
from domain.registry.post import PostEvent
from domain.transfer.events import (
    ConsentGranted,
    DecreeRevoked,
    DutyStarted,
    FitAssessed,
    ReceivingProposalIssued,
    ReturnedToPost,
    TransferEvent,
    TransferFoundIneligible,
    TransferRejected,
    TransferRequested,
    TransferWithdrawn,
)
from domain.transfer.facts import Facts


def consequences(
    events: list[TransferEvent], facts: Facts
) -> dict[UUID, list[PersonEvent] | list[PostEvent]]:
    """Stream id -> events, recorded together with the transfer's own or not at all."""
    changes: dict[UUID, list[PersonEvent] | list[PostEvent]] = {}
    transfer, mover = facts.transfer_id, facts.person_id
    target, origin = facts.target, facts.origin
    for event in events:
        match event:
            case TransferRequested():
                changes[mover] = person.open_transfer(facts.person, transfer)
            case TransferRejected() | TransferWithdrawn() | TransferFoundIneligible() | DecreeRevoked():
                changes[mover] = person.conclude_transfer(facts.person, transfer)
                changes[target.post_id] = post.release_seat(target.post, transfer)
            case DutyStarted(_, started_on):
                changes[mover] = [
                    PostAssumed(target.post_id, started_on),
                    *person.conclude_transfer(facts.person, transfer),
                ]
                changes[target.post_id] = post.take_seat(target.post, mover, started_on)
                changes[origin.post_id] = post.vacate_seat(origin.post, mover, started_on)
            case ReturnedToPost(_, since, returned_on):
                changes[mover] = [
                    PostAssumed(origin.post_id, since),
                    *person.conclude_transfer(facts.person, transfer),
                ]
                changes[target.post_id] = post.vacate_seat(target.post, mover, returned_on)
                changes[origin.post_id] = post.restore_seat(origin.post, mover, since)
            case ConsentGranted(step) | ReceivingProposalIssued(step) | FitAssessed(step) if (
                facts.route.steps[step].holds_seat
            ):
                changes[target.post_id] = post.hold_seat(target.post, transfer, mover)
    return {stream: made for stream, made in changes.items() if made}
