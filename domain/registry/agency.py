"""An agency (instansi) and where it stands in the state."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from domain.act import Act
from domain.calendar import Zone


class AgencyKind(StrEnum):
    CENTRAL = "PUSAT"
    PROVINCE = "PROVINSI"
    REGENCY = "KABUPATEN"
    CITY = "KOTA"

    @property
    def is_regency_or_city(self) -> bool:
        return self in {AgencyKind.REGENCY, AgencyKind.CITY}


@dataclass(frozen=True, slots=True)
class Agency:
    """As registered. `code` is BKN's; `province` the province's agency; `bkn_office` the agency of its Kanreg."""

    code: str
    name: str
    kind: AgencyKind
    authority_title: str
    region_code: str = ""
    zone: Zone = Zone.WIB
    province: UUID | None = None
    bkn_office: UUID | None = None


# What happened


@dataclass(frozen=True, slots=True)
class AgencyRegistered:
    agency: Agency


@dataclass(frozen=True, slots=True)
class AgencyCorrected:
    agency: Agency


AgencyEvent = AgencyRegistered | AgencyCorrected


# What is so


def evolve(_: Agency | None, event: AgencyEvent, __: Act) -> Agency:
    return event.agency


# What follows


def register_agency(known: Agency | None, agency: Agency) -> list[AgencyEvent]:
    if known is None:
        return [AgencyRegistered(agency)]
    return [] if known == agency else [AgencyCorrected(agency)]
