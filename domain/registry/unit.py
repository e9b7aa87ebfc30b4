"""An organisational unit (unor) of an agency."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from domain.act import Act


class UnitKind(StrEnum):
    """Units to which somebody is sent by other rules than the common ones."""

    ORDINARY = "UMUM"
    PRIVATE_SCHOOL = "SEKOLAH_SWASTA"
    REPRESENTATION = "PERWAKILAN_RI"


@dataclass(frozen=True, slots=True)
class Unit:
    """As registered. `regional_office` is the OPD it belongs to: itself on the first level below the agency.

    A private school stands below the office that sends teachers to it, a representation below the foreign ministry.
    """

    code: str
    name: str
    agency: UUID
    level: int
    regional_office: UUID
    parent: UUID | None = None
    kind: UnitKind = UnitKind.ORDINARY


# What happened


@dataclass(frozen=True, slots=True)
class UnitRegistered:
    unit: Unit


@dataclass(frozen=True, slots=True)
class UnitCorrected:
    unit: Unit


UnitEvent = UnitRegistered | UnitCorrected


# What is so


def evolve(_: Unit | None, event: UnitEvent, __: Act) -> Unit:
    return event.unit


# What follows


def register_unit(known: Unit | None, unit: Unit) -> list[UnitEvent]:
    if known is None:
        return [UnitRegistered(unit)]
    return [] if known == unit else [UnitCorrected(unit)]
