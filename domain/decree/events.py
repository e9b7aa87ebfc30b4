"""What happened to a decree. What it means for each person stands in their own case, in the same append."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from domain.act import Capacity
from domain.transfer.events.remedies import Source


@dataclass(frozen=True, slots=True)
class DecreeDrafted:
    """`office` is the one that decrees; `number` is taken from here on, whatever becomes of the draft."""

    office: UUID
    number: str
    grounds: str
    goals: tuple[str, ...]
    effective_on: date


@dataclass(frozen=True, slots=True)
class DraftAmended:
    grounds: str
    goals: tuple[str, ...]
    effective_on: date


@dataclass(frozen=True, slots=True)
class TransferAnnexed:
    """`deviation`: why the decree departs from the panel's advice on this person, where it does."""

    transfer: UUID
    person: UUID
    post: UUID
    deviation: str


@dataclass(frozen=True, slots=True)
class TransferStruck:
    """Taken off the annex while it was a draft."""

    transfer: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class DecreePutForSignature:
    """The draft is closed; these offices sign in this order, the last of them decrees."""

    offices: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class DecreeInitialled:
    """Paraf: an office before the last one stands by the draft."""

    office: UUID


@dataclass(frozen=True, slots=True)
class DecreeReturned:
    """A signatory sends it back: it is a draft again, and what was initialled counts no more."""

    office: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class PassedOver:
    """One person of the annex whom an act did not reach: the refusal by its code, and the rules behind it."""

    transfer: UUID
    why: str
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DecreeSigned:
    """The decree is issued, for everybody in the annex but those who had to be left out."""

    signed_on: date
    issued: tuple[UUID, ...]
    left_out: tuple[PassedOver, ...]


@dataclass(frozen=True, slots=True)
class DraftAbandoned:
    reason: str


@dataclass(frozen=True, slots=True)
class WholeDecreeRevoked:
    """For everybody it was in force for. `number` is that of the revoking decision."""

    number: str
    reason: str
    legal_basis: str
    revoked: tuple[UUID, ...]
    passed_over: tuple[PassedOver, ...]


@dataclass(frozen=True, slots=True)
class WholeDecreeCorrected:
    number: str
    what: str
    reason: str
    corrected: tuple[UUID, ...]
    passed_over: tuple[PassedOver, ...]


@dataclass(frozen=True, slots=True)
class DecreeRecommendationReceived:
    """About the decree as a whole; each case `reached` keeps it with its own day to answer."""

    source: Source
    number: str
    text: str
    received_on: date
    reached: tuple[UUID, ...]
    passed_over: tuple[PassedOver, ...]


@dataclass(frozen=True, slots=True)
class DecreeRecommendationAnswered:
    """One answer for everybody in whose case it was not answered yet."""

    number: str
    answer: str
    followed: bool
    reached: tuple[UUID, ...]
    passed_over: tuple[PassedOver, ...]


@dataclass(frozen=True, slots=True)
class Placement:
    """One line of an annex made elsewhere; `transfer` is the case made of it."""

    transfer: UUID
    person: UUID
    post: UUID


@dataclass(frozen=True, slots=True)
class OutsideDecreeRecorded:
    """A decree that was made outside this system, and so outside its rules: a fact, not a decision of anybody here.

    `signed_as` is the capacity it was signed in; `source` what it is known from. Who recorded it stands in the act.
    """

    office: UUID
    number: str
    signed_on: date
    signed_as: Capacity
    effective_on: date
    grounds: str
    source: str
    people: tuple[Placement, ...]


DecreeEvent = (
    DecreeDrafted
    | DraftAmended
    | TransferAnnexed
    | TransferStruck
    | DecreePutForSignature
    | DecreeInitialled
    | DecreeReturned
    | DecreeSigned
    | DraftAbandoned
    | WholeDecreeRevoked
    | WholeDecreeCorrected
    | DecreeRecommendationReceived
    | DecreeRecommendationAnswered
    | OutsideDecreeRecorded
)
