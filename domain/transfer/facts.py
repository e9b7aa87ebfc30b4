"""What a decision about a transfer is made from, beside its own history: values loaded from other streams."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from domain.act import Act
from domain.calendar import Calendar, Zone, calendar_in
from domain.identity import NATION, OfficeKind, office_id
from domain.plan import Plan
from domain.policy import (
    NO_TERMS,
    Addressee,
    Condition,
    Duty,
    FixedTerm,
    Policy,
    Programme,
    RestsOn,
    Route,
    Side,
    Step,
    StepKind,
    Terms,
    TransferType,
    Windows,
    enclosing,
)
from domain.refusals import RouteUnknown, violation
from domain.registry.agency import Agency, AgencyKind
from domain.registry.decree_number import Numbering
from domain.registry.delegation import Delegation
from domain.registry.office import Office
from domain.registry.person import Person
from domain.registry.post import PositionKind, Post
from domain.registry.unit import Unit, UnitKind
from domain.told import Told, in_english, tell
from domain.transfer.state import Transfer


@dataclass(frozen=True, slots=True)
class Place:
    """A post with the unit and agency it is in."""

    post_id: UUID
    post: Post
    unit: Unit
    agency: Agency

    @property
    def agency_id(self) -> UUID:
        return self.unit.agency

    @property
    def unit_id(self) -> UUID:
        return self.post.described.unit


@dataclass(frozen=True, slots=True)
class Facts:
    """`offices`: those whose holders or members a decision looks at, by id; what was never established is not among them.

    `bkn` is BKN's regional office for the receiving agency, None while it was never registered. `calendar` is the national
    one; `local_calendars` those of regions that have days off of their own, by region.
    `terms`: those of heads that are known.
    `rests_on`: which acts rest on which, for whoever looks at their days.
    `successor` is the version the case might be moved to, if one is meant. `delegations`: those under which the one who
    asks acts; none for their own office or person. `plan`: the one the request says it follows. `numbering` is of the number
    a decree is to get. `unit_posts`: all posts of both units, by id, where the needs of units are weighed. `colleagues`:
    of those who sit in the posts of the unit that peers are named from, who was looked at, where they are to be named. `mends`
    is the earlier transfer that this one is to mend, `follows` the refused one that a request says it follows. None for each
    that does not apply.
    """

    transfer_id: UUID
    person_id: UUID
    person: Person
    origin: Place
    target: Place
    type: TransferType
    policy: Policy
    calendar: Calendar
    local_calendars: Mapping[str, Calendar] = field(default_factory=dict)
    offices: Mapping[UUID, Office] = field(default_factory=dict)
    bkn: Agency | None = None
    rests_on: tuple[RestsOn, ...] = ()
    terms: Terms = NO_TERMS
    successor: Policy | None = None
    numbering: Numbering | None = None
    delegations: tuple[Delegation, ...] = ()
    plan: Plan | None = None
    mends: Transfer | None = None
    follows: Transfer | None = None
    unit_posts: Mapping[UUID, Post] | None = None
    colleagues: frozenset[UUID] | None = None

    @property
    def route(self) -> Route:
        if route := self.policy.routes.get(self.type):
            return route
        raise RouteUnknown

    @property
    def between_agencies(self) -> bool:
        return self.origin.agency_id != self.target.agency_id

    @property
    def to_private_school(self) -> bool:
        return self.target.unit.kind is UnitKind.PRIVATE_SCHOOL

    @property
    def moves_executive(self) -> bool:
        """Whether the move leads out of a senior executive post (JPT), or into one."""
        kinds = {place.post.described.position.kind for place in (self.origin, self.target)}
        return PositionKind.SENIOR_EXECUTIVE in kinds

    @property
    def certificates_asked(self) -> tuple[str, ...]:
        """What the person must hold for the target position."""
        here, there = (place.post.described.position for place in (self.origin, self.target))
        return self.policy.certificates_asked(there, here)

    @property
    def fixed_term(self) -> FixedTerm | None:
        """The term the person is sent for; None where the transfer is for good."""
        step = self.route.step_of(StepKind.TERM_END)
        if step is None or (step.condition is Condition.PRIVATE_SCHOOL and not self.to_private_school):
            return None
        return self.route.fixed_term

    @property
    def regions(self) -> tuple[str, ...]:
        """The region codes of the heads whose windows bind this transfer."""
        codes = {self.origin.agency.region_code, self.target.agency.region_code}
        if self.between_agencies and self.target.agency.kind.is_regency_or_city:
            codes.add(self.target.agency.region_code.split(".")[0])
        return tuple(sorted(code for code in codes if code))

    @property
    def windows(self) -> Windows:
        """Of the heads of these regions."""
        return self.windows_of(self.regions)

    def windows_of(self, region_codes: tuple[str, ...]) -> Windows:
        return self.policy.windows(self.terms.of(region_codes))

    def today(self, act: Act) -> date:
        """The day of the act in the receiving agency's zone."""
        return self.target.agency.zone.day_of(act.at)

    def scope(self, side: Side) -> UUID:
        """The agency or unit the offices of that side stand over."""
        match side:
            case Side.ORIGIN_AGENCY:
                return self.origin.agency_id
            case Side.RECEIVING_AGENCY:
                return self.target.agency_id
            case Side.ORIGIN_REGIONAL_OFFICE:
                return self.origin.unit.regional_office
            case Side.RECEIVING_REGIONAL_OFFICE:
                return self.target.unit.regional_office
            case Side.ORIGIN_UNIT:
                return self.origin.unit_id
            case Side.RECEIVING_UNIT:
                return self.target.unit_id
            case Side.PROVINCE:
                return _province(self.target) or NATION
            case Side.BKN_REGION:
                return self.target.agency.bkn_office or NATION
            case Side.NATION:
                return NATION

    def on_duty(self, duty: Duty) -> frozenset[UUID]:
        """The offices whose duty this is in the case."""
        mandate = self.policy.duties[duty]
        return frozenset(map(self.office_at, mandate.in_case))

    def office_at(self, place: Addressee) -> UUID:
        return office_id(place.office, self.scope(place.side))

    def office_for(self, duty: Duty) -> UUID:
        """Of a duty that is one office's alone, as the policy has it."""
        (office,) = self.on_duty(duty)
        return office

    def superior(self, kind: OfficeKind, scope: UUID) -> UUID:
        """The office above one of that kind; an authority over neither of the two agencies is a governor, who passes on."""
        places = (self.origin, self.target)
        agency = next((place.agency for place in places if place.agency_id == scope), None)
        if agency is None:
            return self.policy.superior(kind, AgencyKind.PROVINCE, None)
        return self.policy.superior(kind, agency.kind, agency.province)

    def office_of(self, step: Step) -> UUID:
        return office_id(step.office, self.scope(step.side))

    def escalation_office(self, step: Step) -> UUID:
        """Whom the step names, or the office the policy names in the agency the step's own office belongs to."""
        if step.escalates_to is not None:
            return self.office_at(step.escalates_to)
        match step.side:
            case Side.ORIGIN_REGIONAL_OFFICE | Side.ORIGIN_UNIT:
                return office_id(self.policy.escalates_to, self.origin.agency_id)
            case Side.RECEIVING_REGIONAL_OFFICE | Side.RECEIVING_UNIT:
                return office_id(self.policy.escalates_to, self.target.agency_id)
            case side:
                return office_id(self.policy.escalates_to, self.scope(side))

    def zone_of(self, step: Step) -> Zone:
        """Where the deciding office is, whose days count. A province lies in one zone; the ministries are in Jakarta."""
        match step.side:
            case Side.ORIGIN_AGENCY | Side.ORIGIN_REGIONAL_OFFICE | Side.ORIGIN_UNIT:
                return self.origin.agency.zone
            case Side.RECEIVING_AGENCY | Side.RECEIVING_REGIONAL_OFFICE | Side.RECEIVING_UNIT | Side.PROVINCE:
                return self.target.agency.zone
            case Side.BKN_REGION:
                return Zone.WIB if self.bkn is None else self.bkn.zone
            case Side.NATION:
                return Zone.WIB

    def calendar_of(self, side: Side) -> Calendar:
        """By which the days of an office of that side count: the one of its region."""
        match side:
            case Side.ORIGIN_AGENCY | Side.ORIGIN_REGIONAL_OFFICE | Side.ORIGIN_UNIT:
                region = self.origin.agency.region_code
            case Side.RECEIVING_AGENCY | Side.RECEIVING_REGIONAL_OFFICE | Side.RECEIVING_UNIT:
                region = self.target.agency.region_code
            case Side.PROVINCE:
                region = (
                    enclosing(self.target.agency.region_code)[0] if self.target.agency.region_code else ""
                )
            case Side.BKN_REGION:
                region = "" if self.bkn is None else self.bkn.region_code
            case Side.NATION:
                region = ""
        return calendar_in(region, self.calendar, self.local_calendars)

    @property
    def decreeing_office(self) -> UUID | None:
        step = self.route.step_of(StepKind.DECREE)
        return None if step is None else self.office_of(step)

    @property
    def authority(self) -> Office | None:
        """The office that decrees on this route; None while it was never established."""
        return None if self.decreeing_office is None else self.offices.get(self.decreeing_office)

    @property
    def replaces_official(self) -> bool:
        """Whether the windows bind this transfer: an official of their scope leaves a post, or one is made."""
        positions = (place.post.described.position for place in (self.origin, self.target))
        return any(map(self.policy.in_window_scope, positions))

    @property
    def offices_looked_at(self) -> tuple[UUID, ...]:
        """Of the steps that decide the move, where a caretaker needs consent; and the panel, whose members vote."""
        steps = self.route.steps.values()
        asked = (step for step in steps if step.decides_move or step.kind is StepKind.CONSIDERATION)
        return tuple(dict.fromkeys(map(self.office_of, asked)))


@dataclass(frozen=True, slots=True)
class RouteChoice:
    """The type of transfer, and the facts it follows from."""

    type: TransferType
    because: str


def asking_regions(origin: Place, target: Place) -> tuple[str, ...]:
    """The regions whose additions bind the transfer (E16): the receiving ones, of those who come from another agency."""
    return () if origin.agency_id == target.agency_id else enclosing(target.agency.region_code)


def _no_route(why: Told) -> RouteUnknown:
    return RouteUnknown(in_english((why,)), (violation("ROUTE", "", "", why),))


def choose_route(origin: Place, target: Place, programme: Programme | None = None) -> RouteChoice:
    """From the programme asked for, the kinds of the two agencies and the provinces they are in (reference 2.1).

    A regency or city whose province is not on record has no route: the decree could fall to the wrong authority.
    """
    here, there = origin.agency, target.agency
    if origin.unit.kind is UnitKind.REPRESENTATION:
        raise _no_route(tell("route_back_by_itself"))
    if programme is Programme.TEACHER_REDISTRIBUTION:
        if origin.agency_id != target.agency_id:
            raise _no_route(tell("route_within_agency"))
        school = "a private school" if target.unit.kind is UnitKind.PRIVATE_SCHOOL else "no private school"
        because = f"{programme} asked for, {here.kind} {here.code} -> itself, {school}"
        return RouteChoice(TransferType.REDISTRIBUTION, because)
    if target.unit.kind is UnitKind.REPRESENTATION:
        because = (
            f"{here.kind} {here.code} -> {there.kind} {there.code}, a representation: {target.unit.code}"
        )
        return RouteChoice(TransferType.TO_REPRESENTATION, because)
    if origin.agency_id == target.agency_id:
        return RouteChoice(TransferType.WITHIN_AGENCY, f"{here.kind} {here.code} -> itself")
    provinces = _province(origin), _province(target)
    for agency, province in ((here, provinces[0]), (there, provinces[1])):
        if agency.kind.is_regency_or_city and province is None:
            raise _no_route(tell("route_province_unknown", agency=agency.code))
    same = provinces[0] is not None and provinces[0] == provinces[1]
    because = f"{here.kind} {here.code} -> {there.kind} {there.code}, {'one province' if same else 'not one province'}"
    return RouteChoice(_type(here.kind, there.kind, same_province=same), because)


def _type(here: AgencyKind, there: AgencyKind, *, same_province: bool) -> TransferType:
    match here, there:
        case AgencyKind.CENTRAL, AgencyKind.CENTRAL:
            return TransferType.BETWEEN_CENTRAL
        case AgencyKind.CENTRAL, _:
            return TransferType.CENTRE_TO_REGION
        case _, AgencyKind.CENTRAL:
            return TransferType.REGION_TO_CENTRE
        case _, AgencyKind.PROVINCE:
            return TransferType.REGENCY_TO_PROVINCE if same_province else TransferType.TO_PROVINCE_ELSEWHERE
        case _ if not same_province:
            return TransferType.TO_REGENCY_ELSEWHERE
        case AgencyKind.PROVINCE, _:
            return TransferType.PROVINCE_TO_REGENCY
        case _:
            return TransferType.WITHIN_PROVINCE


def _province(place: Place) -> UUID | None:
    """The province's agency a place belongs to; None for central agencies."""
    return place.agency_id if place.agency.kind is AgencyKind.PROVINCE else place.agency.province
