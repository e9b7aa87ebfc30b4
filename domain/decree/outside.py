"""A decree that was made outside this system, recorded as the fact it is: nothing is judged, nothing is approved by it.

Each person gets a case that begins with that decree, marked as outside the rules: it can be flagged, objected to,
recommended upon and revoked like any other, and nothing else can be done in it.
"""

from uuid import UUID

from domain.act import Act
from domain.decree.annex import join
from domain.decree.commands import Placed, RecordOutsideDecree
from domain.decree.events import OutsideDecreeRecorded, Placement
from domain.decree.outcome import Outcome
from domain.decree.papers import Papers
from domain.policy import Duty
from domain.refusals import (
    AnnexEmpty,
    CannotBeAnnexed,
    ConflictOfInterest,
    DatesOutOfOrder,
    NotTheRecordingOffice,
    OwnTransfer,
    PersonUnknown,
    Refused,
    SamePost,
    TooManyPeople,
    Violation,
)
from domain.registry.decree_number import take_number
from domain.registry.post import Post
from domain.transfer.consequences import Changes, consequences
from domain.transfer.events import OutsidePlacementRecorded, TransferEvent
from domain.transfer.facts import Facts, choose_route
from domain.transfer.guards import with_reason


def record_outside(command: RecordOutsideDecree, act: Act, papers: Papers) -> Outcome:
    """By the personnel office of that agency, or by who watches over it; all people or none, each with its reason."""
    agency = papers.office.described.agency
    if not papers.policy.duties[Duty.OUTSIDE_DECREES].is_of(act.office, agency):
        raise NotTheRecordingOffice
    with_reason(command.grounds)
    with_reason(command.source)
    if command.signed_on > papers.today(act):
        raise DatesOutOfOrder
    if not command.people:
        raise AnnexEmpty
    if len(command.people) > papers.policy.limit("most_people_in_decree"):
        raise TooManyPeople
    if papers.numbering is None:
        raise ValueError("a decree has a number")
    registry: Changes = {papers.numbering.id: take_number(papers.numbering, papers.decree_id)}
    posts: dict[UUID, Post] = {}
    cases: dict[UUID, list[TransferEvent]] = {}
    refused: list[Violation] = []
    for placed in command.people:
        try:
            case = papers.cases.get(placed.transfer)
            if case is None:
                raise PersonUnknown
            events = _placement(command, placed, act, case.facts, papers)
        except Refused as why:
            refused.append(Violation(why.code, papers.policy.version, str(placed.person), ""))
            continue
        cases[placed.transfer] = events
        join(registry, consequences(events, case.facts), papers, posts, act)
    if refused:
        raise CannotBeAnnexed(violations=tuple(refused))
    recorded = OutsideDecreeRecorded(
        papers.office_id,
        command.number,
        command.signed_on,
        command.signed_as,
        command.effective_on,
        command.grounds,
        command.source,
        tuple(Placement(each.transfer, each.person, each.post) for each in command.people),
    )
    return Outcome([recorded], cases, registry)


def _placement(
    command: RecordOutsideDecree, placed: Placed, act: Act, facts: Facts, papers: Papers
) -> list[TransferEvent]:
    if act.by == placed.person:
        raise OwnTransfer
    if act.by in facts.person.kin:
        raise ConflictOfInterest
    if facts.origin.post_id == facts.target.post_id:
        raise SamePost
    if placed.started_on is not None and not (command.effective_on <= placed.started_on <= facts.today(act)):
        raise DatesOutOfOrder
    choice = choose_route(facts.origin, facts.target)
    return [
        OutsidePlacementRecorded(
            decree=papers.decree_id,
            person=placed.person,
            origin_post=facts.origin.post_id,
            target_post=facts.target.post_id,
            route=choice.type,
            chosen_because=choice.because,
            office=papers.office_id,
            number=command.number,
            signed_on=command.signed_on,
            signed_as=command.signed_as,
            effective_on=command.effective_on,
            grounds=command.grounds,
            source=command.source,
            started_on=placed.started_on,
        )
    ]
