"""Undoing a decree, or holding it up, by the office that issued it: suspension, revocation, correction."""

from uuid import UUID

from domain.act import Act
from domain.policy import Step, StepKind
from domain.refusals import DecreeNotSuspended, DecreeSuspendedNow, NoDecreeInForce
from domain.registry.post import SeatRestored, restore_seat
from domain.transfer.commands import CorrectDecree, LiftSuspension, RevokeDecree, SuspendDecree
from domain.transfer.events import (
    DecreeCorrected,
    DecreeRevoked,
    DecreeSuspended,
    DecreeSuspensionLifted,
    EvaluationCancelled,
    ReturnedToAgency,
    ReturnedToPost,
    TransferEvent,
)
from domain.transfer.facts import Facts
from domain.transfer.guards import in_capacity, official, with_reason
from domain.transfer.requesting import resumed
from domain.transfer.state import Transfer


def decree_step(facts: Facts) -> Step:
    step = facts.route.step_of(StepKind.DECREE)
    if step is None:
        raise NoDecreeInForce
    return step


def decreeing_office(transfer: Transfer, facts: Facts) -> UUID:
    """The office that decreed (a substitute, where one was named), or is to decree."""
    if transfer.decree is not None and transfer.decided is not None and transfer.decided.office is not None:
        return transfer.decided.office
    return facts.office_of(decree_step(facts))


def by_decreeing_office(transfer: Transfer, act: Act, facts: Facts) -> None:
    """In a capacity that may decree: undoing takes as much authority as doing."""
    official(transfer, decreeing_office(transfer, facts), act, facts)
    in_capacity(decree_step(facts), act, facts)


def may_change_decree(transfer: Transfer, act: Act, facts: Facts) -> None:
    """While the decree is in force, also when the case has been closed since."""
    if transfer.decree is None or transfer.is_revoked:
        raise NoDecreeInForce
    by_decreeing_office(transfer, act, facts)


def may_suspend(transfer: Transfer, act: Act, facts: Facts) -> None:
    may_change_decree(transfer, act, facts)
    if transfer.decree_suspended is not None:
        raise DecreeSuspendedNow


def may_lift(transfer: Transfer, act: Act, facts: Facts) -> DecreeSuspended:
    may_change_decree(transfer, act, facts)
    if transfer.decree_suspended is None:
        raise DecreeNotSuspended
    return transfer.decree_suspended


def suspend_decree(transfer: Transfer, command: SuspendDecree, act: Act, facts: Facts) -> list[TransferEvent]:
    """Of its own accord, or as a court or overseer has ordered: no step is done and every clock stands still."""
    may_suspend(transfer, act, facts)
    with_reason(command.reason)
    with_reason(command.basis)
    return [DecreeSuspended(command.reason, command.basis, facts.today(act))]


def lift_suspension(
    transfer: Transfer, command: LiftSuspension, act: Act, facts: Facts
) -> list[TransferEvent]:
    suspended = may_lift(transfer, act, facts)
    with_reason(command.reason)
    again = resumed(transfer, suspended.suspended_on, facts.today(act), facts)
    return [DecreeSuspensionLifted(command.reason), *again]


def revoke_decree(transfer: Transfer, command: RevokeDecree, act: Act, facts: Facts) -> list[TransferEvent]:
    may_change_decree(transfer, act, facts)
    with_reason(command.reason)
    with_reason(command.legal_basis)
    return revocation(transfer, command, act, facts)


def revocation(transfer: Transfer, command: RevokeDecree, act: Act, facts: Facts) -> list[TransferEvent]:
    """What a revocation leads to, whoever has decided it: reviews are cancelled, and whoever had started goes back.

    Back to the day the post was first taken up. Where no history tells it, the day of the return takes its place. A person
    who has been moved on by a later decree stays where that put them.
    """
    events: list[TransferEvent] = [DecreeRevoked(command.number, command.reason, command.legal_basis)]
    events += [
        EvaluationCancelled(months, command.reason)
        for months, evaluation in transfer.evaluations.items()
        if evaluation.recorded is None
    ]
    if goes_back(transfer, facts):
        today, origin = facts.today(act), facts.origin
        since = facts.person.first_held(origin.post_id) or today
        seats = restore_seat(origin.post, facts.person_id, since)
        beyond = any(isinstance(event, SeatRestored) for event in seats)
        events.append(ReturnedToPost(origin.post_id, since, today, supernumerary=beyond))
    if changes_agency_back(transfer, facts):
        events.append(ReturnedToAgency(facts.origin.agency_id, facts.today(act)))
    return events


def goes_back(transfer: Transfer, facts: Facts) -> bool:
    """Whether a revocation brings the person back: they had started, and no later decree has moved them on."""
    return transfer.started_on is not None and facts.person.post == facts.target.post_id


def changes_agency_back(transfer: Transfer, facts: Facts) -> bool:
    """Whether it was this decree that made the person belong to the receiving agency, and nothing has come since."""
    moved = transfer.took_effect is not None or (transfer.outside is not None and goes_back(transfer, facts))
    return (
        moved
        and facts.between_agencies
        and facts.person.profile.agency == facts.target.agency_id
        and facts.person.post in {facts.origin.post_id, facts.target.post_id}
    )


def correct_decree(transfer: Transfer, command: CorrectDecree, act: Act, facts: Facts) -> list[TransferEvent]:
    """A slip of the pen. What was decreed stays as it was recorded; another post or date takes another decree."""
    may_change_decree(transfer, act, facts)
    with_reason(command.what)
    with_reason(command.reason)
    return [DecreeCorrected(command.number, command.what, command.reason)]
