"""The votes of the panel."""

from collections.abc import Mapping
from uuid import UUID

from domain.policy import Policy
from domain.transfer.desk.readers import Audience, Json
from domain.transfer.events import ConsiderationGiven, PanelVoteCast, Vote
from domain.transfer.state import DoneStep


def panel(
    cast_votes: Mapping[tuple[str, UUID], PanelVoteCast],
    done: Mapping[str, DoneStep],
    recused: frozenset[tuple[str, UUID]],
    policy: Policy,
    audience: Audience,
) -> Json | None:
    """The votes with their reasons, and what departs from the conclusion.

    The person is shown the count and the reasons once the panel has concluded, in the order of what was said; who voted
    what only where the policy says so.
    """
    events = (each.event for each in done.values())
    concluded = next((e for e in events if isinstance(e, ConsiderationGiven) and e.tally is not None), None)
    if audience is Audience.SUBJECT and concluded is None:
        return None
    named = names_votes(policy, audience)
    tally = None if concluded is None else concluded.tally
    return {
        "concluded": concluded is not None,
        "supports": None if concluded is None else concluded.supports,
        "tally": None
        if tally is None
        else {
            "members": tally.members,
            "excused": tally.excused,
            "quorum": tally.quorum,
            "inFavour": tally.in_favour,
            "against": tally.against,
            "abstained": tally.abstained,
        },
        "votes": [
            {
                "member": str(each.member),
                "vote": each.vote,
                "reason": each.reason,
                "dissents": _dissents(each, concluded),
                "excused": at in recused,
            }
            if named
            else {"member": None, "vote": None, "reason": each.reason, "dissents": None, "excused": None}
            for at, each in sorted(cast_votes.items(), key=lambda cast: (cast[1].reason, cast[0]))
        ],
    }


def names_votes(policy: Policy, audience: Audience) -> bool:
    return audience is Audience.OFFICIAL or bool(policy.limit("panel_votes_named_to_person"))


def _dissents(cast: PanelVoteCast, concluded: ConsiderationGiven | None) -> bool:
    """Whether the member took the other side."""
    if concluded is None or cast.vote is Vote.ABSTAIN:
        return False
    return (cast.vote is Vote.FOR) is not concluded.supports
