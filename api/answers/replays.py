"""Decisions made again, and what another text of the law would have said."""

from datetime import datetime
from typing import Any
from uuid import UUID

from api.answers import Answer, Sentence, ViolationAnswer


class DepartureAnswer(Answer):
    """Where what follows is not what was recorded: a JSON pointer into the event. Both values are null where they are sealed.

    `position` null: nothing was recorded where this event would follow.
    """

    stream: UUID
    position: int | None
    event: str
    pointer: str
    recorded: Any
    follows: Any


class AgainAnswer(Answer):
    """A decision that was made again. `stream` is the case or decree it was decided in; `office` is who it was made for.

    `messages`: what came of it; for one that is refused, the refusal's sentence. `refused` is its code.
    """

    verdict: str
    command: str
    stream: UUID
    position: int
    events: tuple[str, ...]
    at: datetime | None
    office: UUID | None
    on_behalf_of: UUID | None
    policy: str
    messages: Sentence
    refused: str
    violations: list[ViolationAnswer]
    departures: list[DepartureAnswer]
    why: str


class ReplayAnswer(Answer):
    """A case whose decisions were all made again: how many follow from what stood before them, and how many do not."""

    case: UUID
    followed: int
    departed: int
    items: list[AgainAnswer]


class OtherwiseAnswer(Answer):
    """One thing another text would have said otherwise. `what`: REQUEST, RULE, ENDING, STEP, DOCUMENT or DECREE."""

    what: str
    name: str
    before: str
    after: str
    messages: Sentence
    legal_basis: str


class MomentAnswer(Answer):
    """When the rules were asked in a case, and what the text supposed would have said otherwise.

    `unread` tells why it could not be judged, where it could not.
    """

    case: UUID
    position: int
    command: str
    at: datetime | None
    policy: str
    otherwise: list[OtherwiseAnswer]
    unread: str
