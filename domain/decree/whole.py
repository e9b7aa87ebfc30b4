"""Undoing or correcting a decree for everybody it is in force for. Revoking it for one person stays an act in their case."""

from uuid import UUID

from domain.act import Act
from domain.decree.annex import DecideOne, Reached, reach
from domain.decree.commands import CorrectWholeDecree, RevokeWholeDecree
from domain.decree.events import WholeDecreeCorrected, WholeDecreeRevoked
from domain.decree.outcome import Outcome
from domain.decree.papers import Papers
from domain.decree.state import Decree, Stage
from domain.refusals import NoDecreeInForce, NotIssuedYet, NotTheDecidingOffice, Refused
from domain.registry.post import PostEvent, vacate_seat
from domain.transfer.commands import CorrectDecree, RevokeDecree
from domain.transfer.guards import with_reason
from domain.transfer.revoking import correct_decree, goes_back, may_change_decree, revoke_decree


def may_change_whole(decree: Decree, act: Act, papers: Papers) -> None:
    """By the office that decreed, while it is in force for somebody they may act upon."""
    if decree.stage is not Stage.ISSUED:
        raise NotIssuedYet
    if act.office != papers.office_id:
        raise NotTheDecidingOffice
    in_force = papers.in_force(decree)
    if not in_force:
        raise NoDecreeInForce
    refusals = [_refusal(transfer, act, papers) for transfer in in_force]
    if None not in refusals and (refused := refusals[0]) is not None:
        raise refused


def _refusal(transfer_id: UUID, act: Act, papers: Papers) -> Refused | None:
    """Why this act cannot reach that person; None where it can."""
    case = papers.cases[transfer_id]
    if case.transfer is None:
        return NoDecreeInForce()
    try:
        may_change_decree(case.transfer, act, case.facts)
    except Refused as refused:
        return refused
    return None


def revoke_whole(decree: Decree, command: RevokeWholeDecree, act: Act, papers: Papers) -> Outcome:
    """Each is revoked in their own case, and goes back to their own post. Seats they leave are free before any is looked at."""
    may_change_whole(decree, act, papers)
    with_reason(command.reason)
    with_reason(command.legal_basis)
    one = RevokeDecree(command.number, command.reason, command.legal_basis)
    reached = _in_force(
        decree,
        act,
        papers,
        lambda _, transfer, acting, facts: revoke_decree(transfer, one, acting, facts),
        vacated=True,
    )
    revoked = WholeDecreeRevoked(
        command.number,
        command.reason,
        command.legal_basis,
        tuple(reached.cases),
        tuple(reached.passed_over),
    )
    return Outcome([revoked], reached.cases, reached.registry)


def correct_whole(decree: Decree, command: CorrectWholeDecree, act: Act, papers: Papers) -> Outcome:
    """A slip of the pen in what all share."""
    may_change_whole(decree, act, papers)
    with_reason(command.what)
    with_reason(command.reason)
    one = CorrectDecree(command.number, command.what, command.reason)
    reached = _in_force(
        decree, act, papers, lambda _, transfer, acting, facts: correct_decree(transfer, one, acting, facts)
    )
    corrected = WholeDecreeCorrected(
        command.number, command.what, command.reason, tuple(reached.cases), tuple(reached.passed_over)
    )
    return Outcome([corrected], reached.cases, reached.registry)


def _in_force(
    decree: Decree, act: Act, papers: Papers, decide_one: DecideOne, *, vacated: bool = False
) -> Reached:
    in_force = papers.in_force(decree)
    reached = reach(in_force, papers, act, decide_one, _leaving(in_force, act, papers) if vacated else None)
    reached.somebody(papers.policy.version)
    return reached


def _leaving(transfers: tuple[UUID, ...], act: Act, papers: Papers) -> dict[UUID, list[PostEvent]]:
    """The seats that those who will go back leave."""
    vacated: dict[UUID, list[PostEvent]] = {}
    for transfer_id in transfers:
        case = papers.cases[transfer_id]
        if (
            case.transfer is None
            or not goes_back(case.transfer, case.facts)
            or _refusal(transfer_id, act, papers)
        ):
            continue
        facts = case.facts
        seats = vacate_seat(facts.target.post, facts.person_id, facts.today(act))
        vacated[facts.target.post_id] = [*vacated.get(facts.target.post_id, ()), *seats]
    return vacated
