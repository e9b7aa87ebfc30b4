"""What regions ask beyond national law."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from domain.policy.documents import DocumentRequirement
from domain.policy.limits import Limit
from domain.policy.words import Words


@dataclass(frozen=True, slots=True)
class LocalAdditions:
    """What one region asks beyond national law of those who come from another agency (E16), under its own version.

    It adds or tightens and never loosens. Ages in years; ranks as "III/c"; positions exempt from both by the start of
    their name. `notes` are told to the person and judge nothing.
    """

    version: str
    region_code: str
    title: Words
    valid_from: date
    valid_to: date | None
    legal_basis: str
    highest_age: int | None = None
    highest_rank: str | None = None
    certificates: tuple[str, ...] = ()
    exempt_positions: tuple[str, ...] = ()
    limits: Mapping[str, Limit] = field(default_factory=dict)
    documents: tuple[DocumentRequirement, ...] = ()
    notes: tuple[Words, ...] = ()

    def covers(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


def enclosing(region_code: str) -> tuple[str, ...]:
    """The region with the one around it, the province first: 35.78 lies in 35. Nothing for no region."""
    province = region_code.split(".", maxsplit=1)[0]
    return tuple(dict.fromkeys(code for code in (province, region_code) if code))
