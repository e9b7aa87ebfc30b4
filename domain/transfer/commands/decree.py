"""The decree and what comes of it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from domain.transfer.events.decree import System


@dataclass(frozen=True, slots=True)
class IssueDecree:
    step: str
    number: str
    post: UUID
    effective_on: date
    grounds: str
    goals: tuple[str, ...]
    deviation: str = ""


@dataclass(frozen=True, slots=True)
class IssueAppointment:
    step: str
    number: str
    post: UUID
    effective_on: date


@dataclass(frozen=True, slots=True)
class ServeDecision:
    step: str
    served_on: date
    manner: str


@dataclass(frozen=True, slots=True)
class ReportReplacement:
    """To the Minister of Home Affairs, by the letter of that number."""

    step: str
    number: str
    reported_on: date


@dataclass(frozen=True, slots=True)
class HoldInauguration:
    step: str
    held_on: date
    number: str


@dataclass(frozen=True, slots=True)
class StartDuty:
    step: str
    started_on: date
    number: str
    post: UUID


@dataclass(frozen=True, slots=True)
class TransferPayroll:
    step: str
    number: str
    moved_on: date


@dataclass(frozen=True, slots=True)
class SyncNationalRecord:
    step: str
    number: str
    synced_on: date


@dataclass(frozen=True, slots=True)
class BlockData:
    number: str
    reason: str
    blocked_on: date


@dataclass(frozen=True, slots=True)
class UnblockData:
    number: str
    reason: str


@dataclass(frozen=True, slots=True)
class RecordReference:
    system: System
    number: str


@dataclass(frozen=True, slots=True)
class PutIntoEffect:
    """By the system: the effective date has come."""


@dataclass(frozen=True, slots=True)
class SuspendDecree:
    """`basis`: the law, or the order of a court or overseer that is followed."""

    reason: str
    basis: str


@dataclass(frozen=True, slots=True)
class LiftSuspension:
    reason: str


@dataclass(frozen=True, slots=True)
class RevokeDecree:
    number: str
    reason: str
    legal_basis: str


@dataclass(frozen=True, slots=True)
class CorrectDecree:
    number: str
    what: str
    reason: str


DecreeCommand = (
    IssueDecree
    | IssueAppointment
    | ServeDecision
    | ReportReplacement
    | HoldInauguration
    | StartDuty
    | TransferPayroll
    | SyncNationalRecord
    | BlockData
    | UnblockData
    | RecordReference
    | PutIntoEffect
    | SuspendDecree
    | LiftSuspension
    | RevokeDecree
    | CorrectDecree
)
