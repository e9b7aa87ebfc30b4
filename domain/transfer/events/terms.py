"""A posting for a term: begun, its end announced, renewed, ended, and the return that follows."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class TermBegan:
    """`ends_on` is its last day; from `remind_on` on `step`, its end, stands open to decide what follows."""

    step: str
    began_on: date
    ends_on: date
    remind_on: date


@dataclass(frozen=True, slots=True)
class TermReminded:
    step: str
    ends_on: date


@dataclass(frozen=True, slots=True)
class TermRenewed:
    """Another term joins the last one; `number` is that of the renewing decision."""

    step: str
    number: str
    reason: str
    ends_on: date
    remind_on: date


@dataclass(frozen=True, slots=True)
class TermEnded:
    """Its last day is over. The person stays in the post until they have reported back at the one they came from."""

    step: str
    ended_on: date


@dataclass(frozen=True, slots=True)
class ReturnReported:
    step: str
    returned_on: date
    number: str


TermEvent = TermBegan | TermReminded | TermRenewed | TermEnded | ReturnReported
