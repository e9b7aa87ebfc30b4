"""What may be asked of a decree. Who asks, for which office and when comes beside it, as an Act."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from domain.act import Capacity
from domain.transfer.events.remedies import Source


@dataclass(frozen=True, slots=True)
class DraftDecree:
    """`office` is the one that is to decree."""

    office: UUID
    number: str
    grounds: str
    goals: tuple[str, ...]
    effective_on: date


@dataclass(frozen=True, slots=True)
class AmendDraft:
    grounds: str
    goals: tuple[str, ...]
    effective_on: date


@dataclass(frozen=True, slots=True)
class Annexed:
    """A case to be put into the annex, with the reason to depart from the panel's advice where it spoke against."""

    transfer: UUID
    deviation: str = ""


@dataclass(frozen=True, slots=True)
class AnnexTransfers:
    transfers: tuple[Annexed, ...]


@dataclass(frozen=True, slots=True)
class StrikeTransfer:
    transfer: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class PutForSignature:
    """Close the draft and bring it before the first signatory. `number` says which decree is meant."""

    number: str


@dataclass(frozen=True, slots=True)
class SignDecree:
    """As the office whose turn it is: initial it, or as the last one decree. `number` says which decree is meant."""

    number: str


@dataclass(frozen=True, slots=True)
class ReturnDecree:
    reason: str


@dataclass(frozen=True, slots=True)
class AbandonDraft:
    reason: str


@dataclass(frozen=True, slots=True)
class RevokeWholeDecree:
    number: str
    reason: str
    legal_basis: str


@dataclass(frozen=True, slots=True)
class CorrectWholeDecree:
    number: str
    what: str
    reason: str


@dataclass(frozen=True, slots=True)
class RecommendAboutDecree:
    """`due_on` None: as many working days as the policy gives for an answer."""

    source: Source
    number: str
    text: str
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class AnswerAboutDecree:
    number: str
    answer: str
    followed: bool


@dataclass(frozen=True, slots=True)
class Placed:
    """A person a decree made elsewhere has moved; `started_on` None while they have not taken the post up."""

    transfer: UUID
    person: UUID
    post: UUID
    started_on: date | None = None


@dataclass(frozen=True, slots=True)
class RecordOutsideDecree:
    office: UUID
    number: str
    signed_on: date
    signed_as: Capacity
    effective_on: date
    grounds: str
    source: str
    people: tuple[Placed, ...]


DecreeCommand = (
    DraftDecree
    | AmendDraft
    | AnnexTransfers
    | StrikeTransfer
    | PutForSignature
    | SignDecree
    | ReturnDecree
    | AbandonDraft
    | RevokeWholeDecree
    | CorrectWholeDecree
    | RecommendAboutDecree
    | AnswerAboutDecree
    | RecordOutsideDecree
)
