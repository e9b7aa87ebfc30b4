"""The request and its file: what was asked, handed in, judged, returned, taken back."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from domain.policy import Initiative, Signatory, TransferType


@dataclass(frozen=True, slots=True)
class Document:
    """A document in the file. `sha256` binds the bytes, which are kept elsewhere; `post` is the post it names."""

    kind: str
    number: str
    issued_on: date
    issuer: str
    sha256: str
    post: UUID | None = None


@dataclass(frozen=True, slots=True)
class TransferRequested:
    """`chosen_because`: the facts the route follows from; `adjusts`: an earlier transfer this one is to mend; `ground`: one
    of the policy's, empty where none was stated. `follows`: the refused case, an objection to whose refusal was granted;
    `set_aside`: the step that was refused there and is not refused again, empty where the rules had refused.
    """

    person: UUID
    origin_post: UUID
    target_post: UUID
    route: TransferType
    initiative: Initiative
    reason: str
    requested_on: date
    chosen_because: str
    adjusts: UUID | None = None
    ground: str = ""
    follows: UUID | None = None
    set_aside: str = ""


@dataclass(frozen=True, slots=True)
class PlanFollowed:
    """The published plan of the receiving agency that the request follows, in the edition of that day."""

    plan: UUID
    edition: int = 1


@dataclass(frozen=True, slots=True)
class DocumentSubmitted:
    document: Document


@dataclass(frozen=True, slots=True)
class DocumentAccepted:
    """An office found this version good. Versions of a kind are counted from 1; `sha256` says which bytes were judged;
    `signed_by` as what it found them signed, where it said so.
    """

    step: str
    kind: str
    version: int
    sha256: str
    note: str
    signed_by: Signatory | None = None


@dataclass(frozen=True, slots=True)
class DocumentRefused:
    """An office did not take this version; a newer one is needed where the route requires the document."""

    step: str
    kind: str
    version: int
    sha256: str
    reason: str


@dataclass(frozen=True, slots=True)
class FileVerified:
    """The file is complete: with it, the newest version of each of these kinds is accepted; of some it says as what
    somebody signed them.
    """

    step: str
    documents: tuple[str, ...]
    signatories: dict[str, Signatory] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FileReturned:
    """Back for correction. `resubmit_by`: the last day it may come back, None where the law sets none."""

    step: str
    returned_on: date
    reason: str
    missing: tuple[str, ...]
    resubmit_by: date | None = None


@dataclass(frozen=True, slots=True)
class FileResubmitted:
    note: str


@dataclass(frozen=True, slots=True)
class TransferWithdrawn:
    reason: str


@dataclass(frozen=True, slots=True)
class TransferExpired:
    """The returned file had not come back by that day."""

    resubmit_by: date


FilingEvent = (
    TransferRequested
    | PlanFollowed
    | DocumentSubmitted
    | DocumentAccepted
    | DocumentRefused
    | FileVerified
    | FileReturned
    | FileResubmitted
    | TransferWithdrawn
    | TransferExpired
)
