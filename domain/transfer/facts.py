"""What a decision about a transfer is made from, beside its own history: values loaded from other streams."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from domain.act import Act, Capacity
from domain.calendar import Calendar
from domain.identity import NATION, office_id
from domain.policy import Policy, Route, Side, Step, StepKind, TransferType
from domain.refusals import RouteUnknown
from domain.registry.agency import Agency
from domain.registry.office import Office
from domain.registry.person import Person
from domain.registry.post import Post
from domain.registry.unit import Unit


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


@dataclass(frozen=True, slots=True)
class Facts:
    """`authority` is the office that decrees on this route, None while it was never established."""

    transfer_id: UUID
    person_id: UUID
    person: Person
    origin: Place
    target: Place
    type: TransferType
    policy: Policy
    calendar: Calendar
    authority: Office | None = None

    @property
    def route(self) -> Route:
        if route := self.policy.routes.get(self.type):
            return route
        raise RouteUnknown

    @property
    def between_agencies(self) -> bool:
        return self.origin.agency_id != self.target.agency_id

    @property
    def regions(self) -> tuple[str, ...]:
        """The region codes of the heads whose windows bind this transfer."""
        codes = {self.origin.agency.region_code, self.target.agency.region_code}
        if self.between_agencies and self.target.agency.kind.is_regency_or_city:
            codes.add(self.target.agency.region_code.split(".")[0])
        return tuple(sorted(code for code in codes if code))

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
            case Side.PROVINCE:
                return self.target.agency.province or NATION
            case Side.BKN_REGION:
                return self.target.agency.bkn_office or NATION
            case Side.NATION:
                return NATION

    def office_of(self, step: Step) -> UUID:
        return office_id(step.office, self.scope(step.side))

    @property
    def decreeing_office(self) -> UUID | None:
        step = self.route.step_of(StepKind.DECREE)
        return None if step is None else self.office_of(step)

    @property
    def replaces_official(self) -> bool:
        """Whether the windows bind this transfer: an official of their scope leaves a post, or one is made."""
        positions = (place.post.described.position for place in (self.origin, self.target))
        return any(map(self.policy.in_window_scope, positions))

    def decided_by_caretaker(self, day: date) -> bool:
        """Whether the decreeing office is held by a caretaker (Pj) that day and by nobody definitively."""
        if self.authority is None:
            return False
        held = {tenure.capacity for tenure in self.authority.tenures if tenure.covers(day)}
        return Capacity.CARETAKER in held and Capacity.DEFINITIVE not in held


def transfer_type(origin: Place, target: Place) -> TransferType:
    """The type of transfer between two places (reference 2.1)."""
    here, there = origin.agency, target.agency
    if origin.agency_id == target.agency_id:
        return TransferType.WITHIN_AGENCY
    if (
        here.kind.is_regency_or_city
        and there.kind.is_regency_or_city
        and here.province is not None
        and here.province == there.province
    ):
        return TransferType.WITHIN_PROVINCE
    raise RouteUnknown
