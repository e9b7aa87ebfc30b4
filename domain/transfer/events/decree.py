"""The decree and what came of it: appointment, service, inauguration, duty; suspension, correction, revocation; decrees made elsewhere."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from domain.act import Capacity
from domain.policy import TransferType


@dataclass(frozen=True, slots=True)
class DecreeIssued:
    """`effective_on` is the TMT. `goals` are what the evaluations will be held against.

    `decree`: the decree of its own this is one line of; None where it was made in the case itself. `people`: how many
    stood in its annex when it was signed.
    """

    step: str
    number: str
    post: UUID
    effective_on: date
    grounds: str
    goals: tuple[str, ...]
    deviation: str
    decree: UUID | None = None
    people: int = 1


@dataclass(frozen=True, slots=True)
class AnnexedToDraft:
    """The case stands in the annex of this draft of a decree, and in no other until it is released."""

    decree: UUID


@dataclass(frozen=True, slots=True)
class ReleasedFromDraft:
    """Struck off, or the draft was abandoned, or its last signature did not reach this case: another draft may take it."""

    decree: UUID
    reason: str


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
class ReplacementReported:
    """To the Minister of Home Affairs, after an official was replaced in a window; `number` is that of the letter."""

    step: str
    number: str
    reported_on: date


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
class PayrollTransferred:
    """The origin stops the pay (SKPP, by its number); from `moved_on` the receiving side pays."""

    step: str
    number: str
    moved_on: date


@dataclass(frozen=True, slots=True)
class NationalRecordSynced:
    """SIASN shows the person in the new post since `synced_on`; `number` is the one given there."""

    step: str
    number: str
    synced_on: date


@dataclass(frozen=True, slots=True)
class DataBlocked:
    """BKN has blocked the person's data and services over this decree: a fact recorded here, by the number of its letter."""

    number: str
    reason: str
    blocked_on: date


@dataclass(frozen=True, slots=True)
class DataUnblocked:
    number: str
    reason: str


class System(StrEnum):
    """Systems elsewhere that have a number of their own for a case."""

    IMUT = "I-MUT"
    SIASN = "SIASN"
    EKINERJA = "E-KINERJA"
    DAPODIK = "DAPODIK"


@dataclass(frozen=True, slots=True)
class ExternalReferenceRecorded:
    system: System
    number: str


@dataclass(frozen=True, slots=True)
class TransferTookEffect:
    """The effective date (TMT) has come. Between agencies, the person belongs to the receiving one from that day on."""

    effective_on: date


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
class ReturnedToAgency:
    """The person belongs to the agency they came from again: the decree that had moved them is undone."""

    agency: UUID
    returned_on: date


@dataclass(frozen=True, slots=True)
class DecreeCorrected:
    """A slip of the pen: `what` was written and what it should read. Person, post and date stay as they are."""

    number: str
    what: str
    reason: str


@dataclass(frozen=True, slots=True)
class OutsidePlacementRecorded:
    """Begins the case of somebody whom a decree made outside this system has moved: outside the rules, none was judged.

    `office` is the one in whose name it was decreed, `signed_as` the capacity of who signed; `source` what it is known
    from. `started_on`: since when the person is in the new post, None while they are not.
    """

    decree: UUID
    person: UUID
    origin_post: UUID
    target_post: UUID
    route: TransferType
    chosen_because: str
    office: UUID
    number: str
    signed_on: date
    signed_as: Capacity
    effective_on: date
    grounds: str
    source: str
    started_on: date | None


DecreeEvent = (
    DecreeIssued
    | AnnexedToDraft
    | ReleasedFromDraft
    | PostAppointmentIssued
    | DecisionServed
    | ReplacementReported
    | InaugurationHeld
    | DutyStarted
    | PayrollTransferred
    | NationalRecordSynced
    | DataBlocked
    | DataUnblocked
    | ExternalReferenceRecorded
    | TransferTookEffect
    | DecreeSuspended
    | DecreeSuspensionLifted
    | DecreeRevoked
    | ReturnedToPost
    | ReturnedToAgency
    | DecreeCorrected
    | OutsidePlacementRecorded
)
