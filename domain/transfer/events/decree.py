"""The decree and what came of it: appointment, service, inauguration, duty; suspension, correction, revocation."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True)
class DecreeIssued:
    """`effective_on` is the TMT. `goals` are what the evaluations will be held against."""

    step: str
    number: str
    post: UUID
    effective_on: date
    grounds: str
    goals: tuple[str, ...]
    deviation: str


@dataclass(frozen=True, slots=True)
class PostAppointmentIssued:
    step: str
    number: str
    post: UUID
    effective_on: date


@dataclass(frozen=True, slots=True)
class DecisionServed:
    step: str
    served_on: date
    manner: str


@dataclass(frozen=True, slots=True)
class InaugurationHeld:
    step: str
    held_on: date
    number: str


@dataclass(frozen=True, slots=True)
class DutyStarted:
    step: str
    started_on: date
    number: str
    post: UUID


@dataclass(frozen=True, slots=True)
class DecreeSuspended:
    """`basis`: the law, or the order of a court or overseer, by its number."""

    reason: str
    basis: str
    suspended_on: date


@dataclass(frozen=True, slots=True)
class DecreeSuspensionLifted:
    reason: str


@dataclass(frozen=True, slots=True)
class DecreeRevoked:
    """Ends the case: the transfer is undone. `number` is that of the revoking decision."""

    number: str
    reason: str
    legal_basis: str


@dataclass(frozen=True, slots=True)
class ReturnedToPost:
    """The person is back in the post they came from. `since` is when they first took it up (the original TMT) where the
    transfer was undone, and the day of the return where its term was over.

    `supernumerary`: their seat was given to somebody else meanwhile, so that they sit beyond the seats there are.
    """

    post: UUID
    since: date
    returned_on: date
    supernumerary: bool


@dataclass(frozen=True, slots=True)
class DecreeCorrected:
    """A slip of the pen: `what` was written and what it should read. Person, post and date stay as they are."""

    number: str
    what: str
    reason: str


DecreeEvent = (
    DecreeIssued
    | PostAppointmentIssued
    | DecisionServed
    | InaugurationHeld
    | DutyStarted
    | DecreeSuspended
    | DecreeSuspensionLifted
    | DecreeRevoked
    | ReturnedToPost
    | DecreeCorrected
)
