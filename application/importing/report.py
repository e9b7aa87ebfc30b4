"""What came of an import: counts, and every row that was refused or is doubtful."""

from dataclasses import dataclass, field
from enum import StrEnum

from application.importing.reasons import Reason


class Severity(StrEnum):
    REJECTED = "REJECTED"
    WARNED = "WARNED"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing about one value. `line` is the physical line in the file (in a workbook the row), from 1.

    `value` may be personal data: the report is for the official who imports, and never for a log.
    """

    file: str
    line: int
    column: str
    value: str
    reason: Reason
    severity: Severity
    detail: str = ""


@dataclass(slots=True)
class Report:
    """Rows: `read` = recorded + unchanged + rejected; `warned` of those not rejected have a warning.

    `position` is the ledger position of the last event recorded, 0 when nothing changed. `findings` stops at a bound;
    `left_off` says how many more there were.
    """

    layout: str
    file: str
    sha256: str
    read: int = 0
    recorded: int = 0
    unchanged: int = 0
    rejected: int = 0
    warned: int = 0
    events: int = 0
    position: int = 0
    findings: list[Finding] = field(default_factory=list)
    left_off: int = 0
