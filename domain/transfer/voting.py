"""The panel votes: each member once and with a reason; the chair concludes as the majority did, and the dissent is kept.

A panel without members on record concludes as one office, and its conclusion says that nobody voted.
"""

from datetime import date
from uuid import UUID

from domain.act import Act
from domain.policy import StepKind
from domain.refusals import AgainstTheVote, AlreadyVoted, NotAMember, QuorumMissing, StepNotOpen
from domain.transfer.commands import CastVote
from domain.transfer.events import PanelVoteCast, Tally, TransferEvent, Vote
from domain.transfer.facts import Facts
from domain.transfer.guards import goes_on, still_open, unconcerned, with_reason
from domain.transfer.state import Transfer


def may_vote(transfer: Transfer, name: str, act: Act, facts: Facts) -> None:
    still_open(transfer)
    opened = transfer.open.get(name)
    if opened is None or facts.route.steps[name].kind is not StepKind.CONSIDERATION:
        raise StepNotOpen
    unconcerned(transfer, opened.office, act, facts)
    panel = facts.offices.get(opened.office)
    if panel is None or act.by not in panel.members(facts.today(act)):
        raise NotAMember
    goes_on(transfer, name, act)
    if (name, act.by) in transfer.votes:
        raise AlreadyVoted


def cast_vote(transfer: Transfer, command: CastVote, act: Act, facts: Facts) -> list[TransferEvent]:
    may_vote(transfer, command.step, act, facts)
    with_reason(command.reason)
    return [PanelVoteCast(command.step, act.by, command.vote, command.reason)]


def count(transfer: Transfer, step: str, facts: Facts, day: date) -> Tally | None:
    """As the votes stand that day; None for an office without members.

    Whoever voted is counted, also when their time in the panel has ended since; whoever has stepped aside is not.
    """
    opened = transfer.open.get(step)
    panel = None if opened is None else facts.offices.get(opened.office)
    if opened is None or panel is None:
        return None
    voted = {member: cast.vote for (at, member), cast in transfer.votes.items() if at == step}
    known = panel.members(day) | voted.keys()
    if not known:
        return None
    entitled = {member for member in known if _has_a_vote(member, step, opened.office, transfer, facts)}
    votes = [vote for member, vote in voted.items() if member in entitled]
    return Tally(
        members=len(entitled),
        excused=len(known) - len(entitled),
        quorum=len(entitled) * facts.policy.limit("panel_quorum_percent") // 100 + 1,
        in_favour=votes.count(Vote.FOR),
        against=votes.count(Vote.AGAINST),
        abstained=votes.count(Vote.ABSTAIN),
    )


def _has_a_vote(member: UUID, step: str, panel: UUID, transfer: Transfer, facts: Facts) -> bool:
    return not (
        member == transfer.person
        or member in facts.person.related
        or (step, member) in transfer.recused
        or transfer.offices.get(member, panel) != panel
    )


def carried(tally: Tally, facts: Facts) -> bool:
    """Whether more than the policy's share of those who took a side was in favour."""
    sided = tally.in_favour + tally.against
    return 100 * tally.in_favour > facts.policy.limit("panel_majority_percent") * sided


def may_conclude(transfer: Transfer, step: str, act: Act, facts: Facts) -> Tally | None:
    """Once enough members have voted; at once where there are none."""
    tally = count(transfer, step, facts, facts.today(act))
    if tally is not None and tally.cast < tally.quorum:
        raise QuorumMissing(f"{tally.cast} of {tally.members} have voted; {tally.quorum} must.")
    return tally


def concluded(transfer: Transfer, step: str, act: Act, facts: Facts, *, supports: bool) -> Tally | None:
    """What the conclusion rests on; it is the majority's."""
    tally = may_conclude(transfer, step, act, facts)
    if tally is not None and carried(tally, facts) is not supports:
        raise AgainstTheVote(f"For: {tally.in_favour}, against: {tally.against}.")
    return tally
