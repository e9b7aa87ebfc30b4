"""Decrees of their own."""

from datetime import date
from typing import Any
from uuid import UUID

from api.answers import Answer
from api.answers.cases import AllowedAction


class DecreeReceiptAnswer(Answer):
    """What was recorded of the decree; what it means for each person stands in their cases, up to `position`."""

    decree: UUID
    version: int
    position: int
    events: tuple[str, ...]


class DecreeAnswer(Answer):
    """`facts` is what the ETag stands for; the rest helps, and is not part of the evidence."""

    facts: dict[str, Any]
    version: int
    position: int
    allowed_actions: list[AllowedAction]


class DecreeItem(Answer):
    """`awaits` is the office whose signature is due; `outside` marks a decree made elsewhere, outside the rules."""

    id: UUID
    office: UUID
    number: str
    stage: str
    awaits: UUID | None
    signed_on: date | None
    effective_on: date
    outside: bool
    people: int
    in_force: int
    version: int


class DecreePage(Answer):
    items: list[DecreeItem]
    next: str | None
