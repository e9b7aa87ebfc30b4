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
from domain.transfer.events import OutsidePlacementRecorded

Placements = Mapping[UUID, OutsidePlacementRecorded]  # by the case each of them began


def asked(followed: Sequence[DecreeEvent], decree: Decree | None, placements: Placements) -> DecreeCommand:
    """The command these events of one decree followed from; `decree` is as it was before them.

    `placements` are what the same command recorded in cases. NothingAsked when they follow from no command.
    """
    read = _READ.get(type(followed[0]))
    if read is None:
        raise NothingAsked(type(followed[0]).__name__)
    return read(followed, decree, placements)


Read = Callable[[Sequence[Any], Decree | None, Placements], DecreeCommand]


def _same(command: type[Any], *fields: str) -> Read:
    return lambda followed, *_: command(**{name: getattr(followed[0], name) for name in fields})


def _naming(command: type[Any]) -> Read:
    """Of a command that says which decree is meant: this one."""

    def read(_: Sequence[DecreeEvent], decree: Decree | None, __: Placements) -> DecreeCommand:
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
    followed: Sequence[events.OutsideDecreeRecorded], _: Decree | None, placements: Placements
) -> DecreeCommand:
    made = followed[0]
    people = tuple(
        commands.Placed(
            each.transfer,
            each.person,
            each.post,
            placements[each.transfer].started_on if each.transfer in placements else None,
        )
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
    }
)
