"""Before the decree."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from domain.transfer.events import Candidate, Vote


@dataclass(frozen=True, slots=True)
class OverrideRules:
    """`grounds`: by rule, for those the law lets be set aside on named grounds only."""

    step: str
    rules: tuple[str, ...]
    reason: str
    grounds: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class GrantClearance:
    step: str
    number: str


@dataclass(frozen=True, slots=True)
class AssessFit:
    step: str
    summary: str
    deviation: str = ""
    candidates: tuple[Candidate, ...] = ()
    preference: str = ""


@dataclass(frozen=True, slots=True)
class IssueProposal:
    step: str
    number: str
    post: UUID


@dataclass(frozen=True, slots=True)
class GrantConsent:
    step: str
    number: str
    post: UUID | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class ForwardProposal:
    step: str
    number: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class CastVote:
    """A member's, before the panel concludes."""

    step: str
    vote: Vote
    reason: str


@dataclass(frozen=True, slots=True)
class GiveConsideration:
    """A panel whose members have voted concludes as the majority did."""

    step: str
    supports: bool
    number: str
    reason: str


@dataclass(frozen=True, slots=True)
class GiveTechnicalConsideration:
    step: str
    number: str
    post: UUID
    note: str = ""


@dataclass(frozen=True, slots=True)
class RefuseStep:
    """Refuse what the step asks for, which ends the case."""

    step: str
    reason: str


ReviewCommand = (
    OverrideRules
    | GrantClearance
    | AssessFit
    | IssueProposal
    | GrantConsent
    | ForwardProposal
    | CastVote
    | GiveConsideration
    | GiveTechnicalConsideration
    | RefuseStep
)
