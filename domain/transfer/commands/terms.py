"""A posting for a term."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class RemindTerm:
    """The clock's: the end of the term is near."""


@dataclass(frozen=True, slots=True)
class EndTerm:
    """The clock's: the last day of the term is over."""


@dataclass(frozen=True, slots=True)
class RenewTerm:
    step: str
    number: str
    reason: str


@dataclass(frozen=True, slots=True)
class ReportReturn:
    """`number`: of the statement that the person is back at work."""

    step: str
    returned_on: date
    number: str


TermCommand = RemindTerm | EndTerm | RenewTerm | ReportReturn
