"""Stable ids. What has a natural key gets the same id on every machine, so that importing twice is harmless."""

from datetime import date
from enum import StrEnum
from functools import lru_cache
from uuid import UUID, uuid5

_JEJAK = UUID("6c0f1a1e-4a0e-5b6c-9f0e-6a656a616b00")


def agency_id(code: str) -> UUID:
    """By BKN's agency code (`kode_cepat`)."""
    return uuid5(_JEJAK, f"agency/{code}")


def unit_id(code: str) -> UUID:
    """By the unit's code (`kode_unor`, or SIASN's id)."""
    return uuid5(_JEJAK, f"unit/{code}")


def school_id(unit: UUID) -> UUID:
    """The stream of what is counted at a school, beside that of the unit it is."""
    return uuid5(unit, "school")


def movements_id(unit: UUID) -> UUID:
    """The stream of how many were moved out of a unit before."""
    return uuid5(unit, "movements")


def post_id(code: str) -> UUID:
    """By the post's code on the position map."""
    return uuid5(_JEJAK, f"post/{code}")


def person_id(source_key: str) -> UUID:
    """By the key of the national record (`pns_id`); never by NIP, which may be corrected."""
    return uuid5(_JEJAK, f"person/{source_key}")


def nip_id(nip: str) -> UUID:
    """The stream that tells whose a NIP is. Like the NIP itself it may be guessed; it stands in no answer and no log."""
    return uuid5(_JEJAK, f"nip/{nip}")


def transfer_id(command: UUID) -> UUID:
    """A request sent twice is one transfer: its id follows from the command."""
    return uuid5(_JEJAK, f"transfer/{command}")


def decree_id(command: UUID) -> UUID:
    """A draft sent twice is one decree: its id follows from the command."""
    return uuid5(_JEJAK, f"decree/{command}")


def outside_transfer_id(decree: UUID, person: UUID) -> UUID:
    """The case made of one line of a decree that was made elsewhere."""
    return uuid5(decree, f"transfer/{person}")


def decree_number_id(agency: UUID, year: int, number: str) -> UUID:
    """By the number as it is read: spaces and the case of letters do not make another one."""
    return uuid5(agency, f"decree/{year}/{''.join(number.split()).casefold()}")


def plan_id(command: UUID) -> UUID:
    """Like a transfer's: a plan proposed twice by one command is one plan."""
    return uuid5(_JEJAK, f"plan/{command}")


def projection_id(name: str) -> UUID:
    """The stream of what operators direct about a projection."""
    return uuid5(_JEJAK, f"projection/{name}")


def lookups_id(office: UUID, reader: UUID, day: date) -> UUID:
    """One official's look-ups of one day for one office."""
    return uuid5(office, f"lookups/{reader}/{day}")


class OfficeKind(StrEnum):
    """The offices that act in a transfer (reference 1.2)."""

    APPOINTING_AUTHORITY = "APPOINTING_AUTHORITY"  # PPK: minister, governor, regent, mayor
    AUTHORISED_OFFICIAL = "AUTHORISED_OFFICIAL"  # PyB: secretary of the region
    PERSONNEL_OFFICE = "PERSONNEL_OFFICE"  # BKD, BKPSDM
    PERFORMANCE_PANEL = "PERFORMANCE_PANEL"  # Tim Penilai Kinerja
    REDISTRIBUTION_PANEL = "REDISTRIBUTION_PANEL"  # Tim Pertimbangan: Dinas Pendidikan and BKD
    INSPECTORATE = "INSPECTORATE"
    REGIONAL_OFFICE_HEAD = "REGIONAL_OFFICE_HEAD"  # kepala OPD
    UNIT_HEAD = "UNIT_HEAD"  # head of a school, puskesmas, section
    BKN_REGIONAL_OFFICE = "BKN_REGIONAL_OFFICE"  # Kanreg BKN
    BKN_HEAD = "BKN_HEAD"  # Kepala BKN
    HOME_AFFAIRS_MINISTER = "HOME_AFFAIRS_MINISTER"
    CIVIL_SERVICE_MINISTER = "CIVIL_SERVICE_MINISTER"  # Menteri PANRB
    AUDITOR = "AUDITOR"


@lru_cache(maxsize=16_384)  # asked several times a command, of a few thousand offices
def office_id(kind: OfficeKind, scope: UUID) -> UUID:
    """By kind and the agency or unit the office stands over."""
    return uuid5(scope, kind.value)


NATION = agency_id("nation")

# The stream of the law itself: every text that was proposed or published.
GAZETTE = uuid5(_JEJAK, "gazette")

# Who acts when a day has come: the system, never a person.
CLOCK = uuid5(_JEJAK, "system/clock")
