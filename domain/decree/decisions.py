"""What follows from a command about a decree: guards first, then the events, in its own stream and in everybody's cases."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from domain.act import Act
from domain.decree import commands, drafting, outside, recommending, signing, whole
from domain.decree.outcome import Outcome
from domain.decree.papers import Papers
from domain.decree.state import Decree
from domain.refusals import DecreeUnknown, NotNow

# The commands that begin a decree.
BEGINNINGS: Mapping[type, Callable[[Any, Act, Papers], Outcome]] = MappingProxyType(
    {
        commands.DraftDecree: drafting.draft_decree,
        commands.RecordOutsideDecree: outside.record_outside,
    }
)

DECISIONS: Mapping[type, Callable[[Decree, Any, Act, Papers], Outcome]] = MappingProxyType(
    {
        commands.AmendDraft: drafting.amend_draft,
        commands.AnnexTransfers: drafting.annex_transfers,
        commands.StrikeTransfer: drafting.strike_transfer,
        commands.PutForSignature: drafting.put_for_signature,
        commands.AbandonDraft: drafting.abandon_draft,
        commands.SignDecree: signing.sign_decree,
        commands.ReturnDecree: signing.return_decree,
        commands.RevokeWholeDecree: whole.revoke_whole,
        commands.CorrectWholeDecree: whole.correct_whole,
        commands.RecommendAboutDecree: recommending.recommend,
        commands.AnswerAboutDecree: recommending.answer,
    }
)


def decide(decree: Decree | None, command: commands.DecreeCommand, act: Act, papers: Papers) -> Outcome:
    """What a command leads to, or Refused."""
    if (begin := BEGINNINGS.get(type(command))) is not None:
        if decree is not None:
            raise NotNow("This decree is on record already.")
        return begin(command, act, papers)
    if decree is None:
        raise DecreeUnknown
    return DECISIONS[type(command)](decree, command, act, papers)
