"""The law: its texts, what was done about them, and what moving cases to another would change."""

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from api.answers import Answer


class LawItem(Answer):
    """A text of the law. `number` is that of the decision that made it law; an installed one has no draft."""

    version: str
    kind: str
    region_code: str
    valid_from: date | None
    valid_to: date | None
    legal_basis: str
    sha256: str
    form: int
    state: Literal["DRAFT", "PUBLISHED"]
    reason: str
    proposed_at: datetime | None
    proposed_by: UUID | None
    proposed_for: UUID | None
    published_at: datetime | None
    published_by: UUID | None
    number: str


class LawPage(Answer):
    items: list[LawItem]
    next: str | None


class LawAnswer(LawItem):
    """The text as it was written: its UTF-8 bytes have the SHA-256 given."""

    text: str


class InForceAnswer(Answer):
    """`version` is what a case opened that day by somebody from another agency would stand under."""

    day: date
    region_code: str
    version: str
    calendar: str


class DifferencesAnswer(Answer):
    """What the two texts say differently: JSON pointers with the value before and now."""

    before: str
    after: str
    changes: list[dict[str, Any]]


class LawActItem(Answer):
    position: int
    event: str
    version: str
    sha256: str
    reason: str
    number: str
    person: UUID
    office: UUID | None
    capacity: str | None
    happened_at: datetime
    recorded_at: datetime


class LawActPage(Answer):
    items: list[LawActItem]
    next: str | None


class LawReceipt(Answer):
    """What was recorded about the text of that version."""

    version: str
    position: int
    events: tuple[str, ...]


class ChangeItem(Answer):
    what: str
    before: str
    after: str


class MigrationItem(Answer):
    """What moving one case would change. `refused` is the refusal's code, `unfit` what it is about."""

    transfer: UUID
    status: str
    before: str
    after: str
    added: list[str]
    removed: list[str]
    deadlines: list[ChangeItem]
    rules: list[ChangeItem]
    documents: list[str]
    suspends: bool
    refused: str
    unfit: list[str]


class MigrationPage(Answer):
    items: list[MigrationItem]
    next: str | None
