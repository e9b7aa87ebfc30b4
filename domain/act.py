"""Who acts, for which office, in which capacity, and when: what comes in with every command."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class Capacity(StrEnum):
    """How an official holds an office (Indonesian short forms, as decrees write them).

    A member has a vote in a panel, and acts for it in nothing else.
    """

    DEFINITIVE = "DEFINITIF"
    ACTING = "PLT"
    DAILY_ACTING = "PLH"
    CARETAKER = "PJ"
    MEMBER = "ANGGOTA"


@dataclass(frozen=True, slots=True)
class Seen:
    """What the decider had before them: the ledger position it was made at and the SHA-256 of the facts served."""

    position: int
    digest: str


@dataclass(frozen=True, slots=True)
class Act:
    """One person acting at one moment.

    `at` is when it happens in the world, with its offset. `office` and `capacity` are None for what people do in
    their own person: asking, withdrawing, answering. `on_behalf_of` is the office that has delegated the act to
    `office` (atas nama). `policy` is the version the act is judged under.
    """

    by: UUID
    at: datetime
    command: UUID
    policy: str
    office: UUID | None = None
    capacity: Capacity | None = None
    on_behalf_of: UUID | None = None
    seen: Seen | None = None

    @property
    def acting_for(self) -> UUID | None:
        """The office whose act it is: the delegating one under a delegation."""
        return self.office if self.on_behalf_of is None else self.on_behalf_of
