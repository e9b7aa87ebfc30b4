"""Moves across every kind of border: the cast's teacher with the two posts put into other agencies."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from uuid import UUID, uuid5

import cast
from given import Case, given

from domain.act import Capacity
from domain.calendar import Zone
from domain.identity import agency_id
from domain.policy import TransferType
from domain.registry.agency import Agency, AgencyKind, AgencyRegistered
from domain.registry.office import OfficeAssigned, OfficeDescription, OfficeEstablished, Tenure
from domain.registry.unit import UnitCorrected, UnitKind
from domain.transfer.facts import Place, choose_route

OTHER_PROVINCE_ID, OTHER_KANREG_ID, MINISTRY_ID = (
    agency_id("5300"),
    agency_id("kanreg/III"),
    agency_id("4010"),
)
OTHER_PROVINCE = Agency(
    "5300", "Provinsi Jawa Barat", AgencyKind.PROVINCE, "Gubernur", "32", Zone.WIB, None, OTHER_KANREG_ID
)
OTHER_REGENCY = Agency(
    "5301",
    "Kab. Bogor",
    AgencyKind.REGENCY,
    "Bupati",
    "32.01",
    Zone.WIB,
    OTHER_PROVINCE_ID,
    OTHER_KANREG_ID,
)
MINISTRY = Agency("4010", "Kementerian Pendidikan", AgencyKind.CENTRAL, "Menteri")

FOREIGN_MINISTRY_ID = agency_id("4003")
FOREIGN_MINISTRY = replace(MINISTRY, code="4003", name="Kementerian Luar Negeri")

PLACES = {
    "city": (cast.CITY_ID, cast.CITY),
    "north": (cast.NORTH_ID, cast.NORTH),
    "province": (cast.PROVINCE_ID, cast.PROVINCE),
    "other regency": (agency_id("5301"), OTHER_REGENCY),
    "other province": (OTHER_PROVINCE_ID, OTHER_PROVINCE),
    "ministry": (MINISTRY_ID, MINISTRY),
    "other ministry": (agency_id("4020"), replace(MINISTRY, code="4020")),
    "foreign ministry": (FOREIGN_MINISTRY_ID, FOREIGN_MINISTRY),
}


def moved(place: Place, name: str) -> Place:
    """The same post, in a unit of another agency."""
    agency_id_, agency = PLACES[name]
    return replace(place, unit=replace(place.unit, agency=agency_id_), agency=agency)


def case_between(origin: str, target: str) -> Case:
    case = given(cast.BUDI_MOVES)
    facts = case.facts
    here, there = moved(facts.origin, origin), moved(facts.target, target)
    return case.knowing(origin=here, target=there, type=choose_route(here, there).type, offices={})


def to_representation(origin: str) -> Case:
    case = case_between(origin, "foreign ministry")
    there = case.facts.target
    embassy = replace(there, unit=replace(there.unit, kind=UnitKind.REPRESENTATION))
    return case.knowing(target=embassy, type=choose_route(case.facts.origin, embassy).type)


def registered_between(case: Case) -> Iterator[tuple[UUID, list[object]]]:
    """What happens in the registry, beside the cast, so that the case lies between these two agencies."""
    facts = case.facts
    for place in (facts.origin, facts.target):
        if place.agency_id not in cast.AGENCIES:
            yield place.agency_id, [AgencyRegistered(place.agency)]
        yield place.post.described.unit, [UnitCorrected(place.unit)]
    if facts.target.agency.province not in {None, *cast.AGENCIES}:
        yield OTHER_PROVINCE_ID, [AgencyRegistered(OTHER_PROVINCE)]
    steps = {facts.office_of(step): step for step in facts.route.steps.values()}
    for office, step in steps.items():
        if office not in cast.OFFICES:
            scope = facts.scope(step.side)
            described = OfficeDescription(step.office, step.office, scope, scope)
            tenure = Tenure(uuid5(office, "holder"), Capacity.DEFINITIVE, date(2021, 1, 4), None, "SK-1/2021")
            yield office, [OfficeEstablished(described), OfficeAssigned(tenure)]


ROUTES = [
    ("north", "city", TransferType.WITHIN_PROVINCE),
    ("province", "city", TransferType.PROVINCE_TO_REGENCY),
    ("north", "province", TransferType.REGENCY_TO_PROVINCE),
    ("other regency", "city", TransferType.TO_REGENCY_ELSEWHERE),
    ("other province", "city", TransferType.TO_REGENCY_ELSEWHERE),
    ("other regency", "province", TransferType.TO_PROVINCE_ELSEWHERE),
    ("other province", "province", TransferType.TO_PROVINCE_ELSEWHERE),
    ("ministry", "city", TransferType.CENTRE_TO_REGION),
    ("ministry", "province", TransferType.CENTRE_TO_REGION),
    ("city", "ministry", TransferType.REGION_TO_CENTRE),
    ("ministry", "other ministry", TransferType.BETWEEN_CENTRAL),
]
