"""About the request and its file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from domain.policy import Initiative, Programme, Signatory
from domain.transfer.events.filing import Document


@dataclass(frozen=True, slots=True)
class RequestTransfer:
    """`follows`: the refused case, an objection to whose refusal was granted."""

    person: UUID
    target_post: UUID
    initiative: Initiative
    reason: str
    documents: tuple[Document, ...] = ()
    adjusts: UUID | None = None
    plan: UUID | None = None
    programme: Programme | None = None
    ground: str = ""
    follows: UUID | None = None


@dataclass(frozen=True, slots=True)
class SubmitDocument:
    document: Document


@dataclass(frozen=True, slots=True)
class AcceptDocument:
    step: str
    kind: str
    version: int
    note: str = ""
    signed_by: Signatory | None = None


@dataclass(frozen=True, slots=True)
class RefuseDocument:
    step: str
    kind: str
    version: int
    reason: str


@dataclass(frozen=True, slots=True)
class VerifyFile:
    """`signatories`: as what those signed whose signature counts, by the kind of document."""

    step: str
    signatories: Mapping[str, Signatory] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReturnFile:
    step: str
    reason: str
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ResubmitFile:
    note: str
    documents: tuple[Document, ...] = ()


@dataclass(frozen=True, slots=True)
class WithdrawTransfer:
    reason: str


@dataclass(frozen=True, slots=True)
class ExpireTransfer:
    """The clock: the returned file has not come back in time."""


FilingCommand = (
    RequestTransfer
    | SubmitDocument
    | AcceptDocument
    | RefuseDocument
    | VerifyFile
    | ReturnFile
    | ResubmitFile
    | WithdrawTransfer
    | ExpireTransfer
)
