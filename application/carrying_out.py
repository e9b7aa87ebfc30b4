"""How a door carries a command out: decided again while others are faster, recorded once, told in one line of the log.

A door reads and decides; what all doors do alike stands here. The same command id always gets the same receipt: it is
made from what was recorded alone, whoever asks and whenever.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from time import perf_counter
from uuid import UUID

import structlog

from application import ledger as ledgers
from application.ledger import AlreadyRecorded, Draft, Ledger, Line
from application.recording import envelope_of
from application.sights import Sight
from domain.act import Act
from domain.refusals import Refused
from domain.transfer.desk import Json

_log = structlog.get_logger("jejak.commands")

ATTEMPTS = 5


@dataclass(frozen=True, slots=True)
class Sent:
    """Who sends a command and how. `request` is the digest of what was sent; `sight` None where nothing is shown yet."""

    by: UUID
    at: datetime
    command: UUID
    request: str
    office: UUID | None = None
    sight: Sight | None = None
    correlation: str = ""
    on_behalf_of: UUID | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a command recorded in the stream it was about, and the last position of all it recorded."""

    stream: UUID
    version: int
    position: int
    events: tuple[str, ...]
    on_behalf_of: UUID | None = None


class ChangedMeanwhile(Exception):
    """Others kept changing the same streams; look again and decide again."""


class FactsChanged(Exception):
    """What was shown is no longer so. `changes` tells the difference; nothing was recorded.

    `during`: it was so when the command came, and another command was faster.
    """

    def __init__(self, changes: list[Json], *, during: bool) -> None:
        super().__init__("what was shown has changed")
        self.changes = changes
        self.during = during


class SightUnknown(Exception):
    """This service never showed that; the ETag was not given out by it, or belongs to another stream."""


class CommandReused(Exception):
    """The same command id came with another request."""


class OldStates(Exception):
    """What was decided on was old before the command came: no race, but to be decided again."""


Attempt = Callable[[bool, bool], Receipt]  # (fresh, raced) -> what was decided and recorded


def once(ledger: Ledger, stream: UUID, sent: Sent, attempt: Attempt, *, kept: bool = False) -> Receipt:
    """Have a command decided and recorded, or give the receipt of when it was.

    An attempt is told whether to read afresh, and whether another command was faster than an earlier one. With `kept` the
    first one is on kept states, and what it refuses is decided again on fresh ones. Raise what the attempt raises, or
    ChangedMeanwhile when others are always faster, or CommandReused.
    """
    fresh, raced = not kept, False
    for _ in range(ATTEMPTS):
        try:
            return attempt(fresh, raced)
        except ledgers.ChangedMeanwhile:
            fresh = raced = True
        except OldStates:
            fresh = True
        except AlreadyRecorded:
            if receipt := repeated(ledger, stream, sent):
                return receipt
        except (Refused, FactsChanged, SightUnknown):
            if receipt := repeated(ledger, stream, sent):
                return receipt
            if fresh:
                raise
            fresh = True
    raise ChangedMeanwhile


def repeated(ledger: Ledger, stream: UUID, sent: Sent) -> Receipt | None:
    """The receipt of a command that was recorded before; CommandReused when it was another one."""
    lines = ledger.of_command(sent.command)
    if not lines:
        return None
    envelope = envelope_of(lines[0])
    if envelope.request != sent.request or envelope.act.by != sent.by:
        raise CommandReused
    return receipt_of(stream, lines[0].position, lines, envelope.act)


def receipt_of(stream: UUID, first: int, recorded: Sequence[Draft | Line], act: Act) -> Receipt:
    own = [each for each in recorded if each.stream == stream]
    return Receipt(
        stream=stream,
        version=own[-1].version,
        position=first + len(recorded) - 1,
        events=tuple(each.name for each in own),
        on_behalf_of=act.on_behalf_of,
    )


@contextmanager
def logged(command: str, stream: UUID, sent: Sent, **more: object) -> Iterator[dict[str, object]]:
    """Tell of a command in one line of the log, refusals included. What it recorded is put in by who knows it."""
    started = perf_counter()
    line: dict[str, object] = {
        "command": command,
        "command_id": sent.command,
        "outcome": "unknown",
        "actor": sent.by,
        "office": sent.office,
        "stream": stream,
        "correlation": sent.correlation,
        **more,
    }
    try:
        yield line
        line["outcome"] = "recorded"
    except Refused as refused:
        line["outcome"] = refused.code
        raise
    except Exception as error:
        line["outcome"] = type(error).__name__
        raise
    finally:
        _log.info("command", **line, milliseconds=round(1000 * (perf_counter() - started), 2))
