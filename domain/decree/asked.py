"""What was asked of a decree, read back from what followed: see domain/transfer/asked.py."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any
from uuid import UUID

from domain.decree import commands, events
from domain.decree.commands import DecreeCommand
from domain.decree.events import DecreeEvent
from domain.decree.state import Decree
from domain.transfer.asked import NothingAsked
from domain.transfer.events import (
    OutsidePlacementRecorded,
    OversightRecommendationReceived,
    TransferEvent,
)

InCases = Mapping[UUID, Sequence[TransferEvent]]


def asked(followed: Sequence[DecreeEvent], decree: Decree | None, in_cases: InCases) -> DecreeCommand:
    """The command these events of one decree followed from; `decree` is as it was before them.

    `in_cases` is what the same command recorded in cases. NothingAsked when they follow from no command.
    """
    read = _READ.get(type(followed[0]))
    if read is None:
        raise NothingAsked(type(followed[0]).__name__)
    return read(followed, decree, in_cases)


Read = Callable[[Sequence[Any], Decree | None, InCases], DecreeCommand]


def _same(command: type[Any], *fields: str) -> Read:
    return lambda followed, *_: command(**{name: getattr(followed[0], name) for name in fields})


def _naming(command: type[Any]) -> Read:
    """Of a command that says which decree is meant: this one."""

    def read(_: Sequence[DecreeEvent], decree: Decree | None, __: InCases) -> DecreeCommand:
        if decree is None:
            raise NothingAsked("there is no decree yet")
        made: DecreeCommand = command(decree.number)
        return made

    return read


def _annexed(followed: Sequence[events.TransferAnnexed], *_: object) -> DecreeCommand:
    return commands.AnnexTransfers(
        tuple(commands.Annexed(each.transfer, each.deviation) for each in followed)
    )


def _outside(
    followed: Sequence[events.OutsideDecreeRecorded], _: Decree | None, in_cases: InCases
) -> DecreeCommand:
    made = followed[0]
    started = {
        case: each.started_on
        for case, own in in_cases.items()
        for each in own
        if isinstance(each, OutsidePlacementRecorded)
    }
    people = tuple(
        commands.Placed(each.transfer, each.person, each.post, started.get(each.transfer))
        for each in made.people
    )
    return commands.RecordOutsideDecree(
        made.office,
        made.number,
        made.signed_on,
        made.signed_as,
        made.effective_on,
        made.grounds,
        made.source,
        people,
    )


def _recommended(
    followed: Sequence[events.DecreeRecommendationReceived], _: Decree | None, in_cases: InCases
) -> DecreeCommand:
    """One day for all where one was named, and it is kept in the cases; else each has the one of its policy."""
    told = followed[0]
    days = {
        each.due_on
        for own in in_cases.values()
        for each in own
        if isinstance(each, OversightRecommendationReceived)
    }
    return commands.RecommendAboutDecree(
        told.source, told.number, told.text, days.pop() if len(days) == 1 else None
    )


_READ: Mapping[type, Read] = MappingProxyType(
    {
        events.DecreeDrafted: _same(
            commands.DraftDecree, "office", "number", "grounds", "goals", "effective_on"
        ),
        events.DraftAmended: _same(commands.AmendDraft, "grounds", "goals", "effective_on"),
        events.TransferAnnexed: _annexed,
        events.TransferStruck: _same(commands.StrikeTransfer, "transfer", "reason"),
        events.DecreePutForSignature: _naming(commands.PutForSignature),
        events.DecreeInitialled: _naming(commands.SignDecree),
        events.DecreeSigned: _naming(commands.SignDecree),
        events.DecreeReturned: _same(commands.ReturnDecree, "reason"),
        events.DraftAbandoned: _same(commands.AbandonDraft, "reason"),
        events.WholeDecreeRevoked: _same(commands.RevokeWholeDecree, "number", "reason", "legal_basis"),
        events.WholeDecreeCorrected: _same(commands.CorrectWholeDecree, "number", "what", "reason"),
        events.OutsideDecreeRecorded: _outside,
        events.DecreeRecommendationReceived: _recommended,
        events.DecreeRecommendationAnswered: _same(
            commands.AnswerAboutDecree, "number", "answer", "followed"
        ),
    }
)
