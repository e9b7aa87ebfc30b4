"""Whether a route may be published: from the request no path may reach a decree without what the law demands.

A conditional step may be left out, so it satisfies only a demand under the same condition. The shortest path, on which
every conditional step is left out, is therefore the one to judge. No step answers two demands: what the Minister says of a
move across provinces is not yet consent to replace somebody in a window. Nor may any path come to an act before what it rests on.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from domain.identity import OfficeKind
from domain.policy import Condition, Policy, RestsOn, Route, Side, Step, StepKind, TransferType, ground
from domain.told import Told, tell

_AGENCIES = frozenset({Side.ORIGIN_AGENCY, Side.RECEIVING_AGENCY, Side.PROVINCE})
_STANDS_OVER: Mapping[OfficeKind, frozenset[Side]] = MappingProxyType(
    {
        OfficeKind.APPOINTING_AUTHORITY: _AGENCIES,
        OfficeKind.AUTHORISED_OFFICIAL: _AGENCIES,
        OfficeKind.PERSONNEL_OFFICE: _AGENCIES,
        OfficeKind.PERFORMANCE_PANEL: _AGENCIES,
        OfficeKind.REDISTRIBUTION_PANEL: _AGENCIES,
        OfficeKind.INSPECTORATE: _AGENCIES,
        OfficeKind.AUDITOR: _AGENCIES,
        OfficeKind.REGIONAL_OFFICE_HEAD: frozenset(
            {Side.ORIGIN_REGIONAL_OFFICE, Side.RECEIVING_REGIONAL_OFFICE}
        ),
        OfficeKind.UNIT_HEAD: frozenset({Side.ORIGIN_UNIT, Side.RECEIVING_UNIT}),
        OfficeKind.BKN_REGIONAL_OFFICE: frozenset({Side.BKN_REGION}),
        OfficeKind.BKN_HEAD: frozenset({Side.NATION}),
        OfficeKind.HOME_AFFAIRS_MINISTER: frozenset({Side.NATION}),
        OfficeKind.CIVIL_SERVICE_MINISTER: frozenset({Side.NATION}),
    }
)
# Where the receiving side always lies in a province.
_INTO_A_PROVINCE = frozenset(
    {
        TransferType.WITHIN_PROVINCE,
        TransferType.PROVINCE_TO_REGENCY,
        TransferType.REGENCY_TO_PROVINCE,
        TransferType.TO_REGENCY_ELSEWHERE,
        TransferType.TO_PROVINCE_ELSEWHERE,
        TransferType.CENTRE_TO_REGION,
    }
)
# What names the post in writing (R17), and by what an authority has a part in the move: a caretaker (Pj) who does it needs
# the Minister's consent and BKN's advice first.
_NAMES_POST = frozenset(
    {StepKind.PROPOSAL, StepKind.TECHNICAL_CONSIDERATION, StepKind.DECREE, StepKind.APPOINTMENT}
)
_OF_AN_AUTHORITY = frozenset({StepKind.PROPOSAL, StepKind.CONSENT, StepKind.DECREE, StepKind.APPOINTMENT})


def can_exist(office: OfficeKind, side: Side, route: TransferType) -> bool:
    """Whether there is such an office on that side of every transfer of the type."""
    return side in _STANDS_OVER[office] and (side is not Side.PROVINCE or route in _INTO_A_PROVINCE)


@dataclass(frozen=True, slots=True)
class Demand:
    """A step of this kind by this office; `condition`: only then, and a step under the same condition will do."""

    kind: StepKind
    office: OfficeKind
    side: Side
    legal_basis: str
    condition: Condition | None = None

    def is_met_by(self, step: Step) -> bool:
        return (step.kind, step.office, step.side) == (self.kind, self.office, self.side) and (
            step.condition is None or step.condition is self.condition
        )

    def lacking(self, route: TransferType, way: str) -> Told:
        """That nothing on the way to the decree meets it."""
        if self.condition is None:
            return tell(
                "law_lacks",
                route=route,
                way=way,
                kind=self.kind,
                office=self.office,
                side=self.side,
                basis=self.legal_basis,
            )
        return tell(
            "law_lacks_when",
            route=route,
            way=way,
            kind=self.kind,
            office=self.office,
            side=self.side,
            condition=self.condition,
            basis=self.legal_basis,
        )

    def lacking_after(self, route: TransferType) -> Told:
        if self.condition is None:
            return tell(
                "law_lacks_after",
                route=route,
                kind=self.kind,
                office=self.office,
                side=self.side,
                basis=self.legal_basis,
            )
        return tell(
            "law_lacks_after_when",
            route=route,
            kind=self.kind,
            office=self.office,
            side=self.side,
            condition=self.condition,
            basis=self.legal_basis,
        )


@dataclass(frozen=True, slots=True)
class TermDemand:
    """That a posting has a term of just so many months, renewed at most so often, and with a reminder before its end."""

    months: int
    renewals: int
    legal_basis: str


@dataclass(frozen=True, slots=True)
class RouteDemands:
    """Of one type of transfer: what comes before the decree, who decrees, what follows it, and for how long it is."""

    before: tuple[Demand, ...]
    decree: Demand
    after: tuple[Demand, ...] = ()
    term: TermDemand | None = None


@dataclass(frozen=True, slots=True)
class Demands:
    """What the law demands of routes: of each by its type, and of the order of acts on all of them."""

    of_routes: Mapping[TransferType, RouteDemands]
    rests_on: tuple[RestsOn, ...] = ()


def faults(policy: Policy, demands: Demands) -> list[Told]:
    """Everything that forbids publishing the policy; empty when it is lawful."""
    found = [tell("law_no_route", route=kind) for kind in demands.of_routes if kind not in policy.routes]
    for route in policy.routes.values():
        asked = demands.of_routes.get(route.type)
        found += [tell("law_no_demands", route=route.type)] if asked is None else _route_faults(route, asked)
        found += _order_faults(route, demands.rests_on)
        found += _step_faults(route, policy)
    return found


def shortest_path(route: Route) -> list[str]:
    """The steps that can never be left out, in order."""
    return [name for stage in route.stages for name in stage if route.steps[name].condition is None]


def _route_faults(route: Route, asked: RouteDemands) -> list[Told]:
    path = shortest_path(route)
    decrees = [name for name in path if route.steps[name].kind is StepKind.DECREE]
    if len(decrees) != 1:
        return [tell("law_decrees", route=route.type, decrees=len(decrees))]
    decree, found = decrees[0], []
    if not asked.decree.is_met_by(route.steps[decree]):
        by = asked.decree
        found.append(
            tell(
                "law_decree_by",
                route=route.type,
                kind=by.kind,
                office=by.office,
                side=by.side,
                basis=by.legal_basis,
            )
        )
    stage_of = {name: number for number, stage in enumerate(route.stages) for name in stage}
    before = [
        step for name, step in route.steps.items() if stage_of[name] < stage_of[decree] and not step.beside
    ]
    after = [step for name, step in route.steps.items() if stage_of[name] > stage_of[decree]]
    way = " > ".join(path[: path.index(decree) + 1])
    found += [demand.lacking(route.type, way) for demand in _unmet(asked.before, before)]
    found += [demand.lacking_after(route.type) for demand in _unmet(asked.after, after)]
    return found + _term_faults(route, asked.term)


def _unmet(demands: Iterable[Demand], steps: Iterable[Step]) -> list[Demand]:
    """Those for which no step is left. What can only be met by few steps chooses first: a demand without a condition needs
    a step without one, a demand with one takes that under its own condition where there is such a step.
    """
    left, unmet = list(steps), []
    for demand in sorted(demands, key=lambda each: each.condition is not None):
        answering = [step for step in left if demand.is_met_by(step)]
        if not answering:
            unmet.append(demand)
            continue
        own = (step for step in answering if step.condition is demand.condition)
        left.remove(next(own, answering[0]))
    return unmet


def _order_faults(route: Route, order: Iterable[RestsOn]) -> list[Told]:
    """Acts that a path may come to before what they rest on. The steps of one stage are done in any order, and those
    beside the course at any time after.
    """
    placed = [(number, route.steps[name]) for number, stage in enumerate(route.stages) for name in stage]
    return [
        tell(
            "law_before_its_ground",
            route=route.type,
            way=_way(route, later, before),
            step=later.name,
            ground=before.name,
            basis=rests_on.legal_basis,
        )
        for stage, later in placed
        for other, before in placed
        if (other >= stage or before.beside) and (rests_on := ground(later, before, order)) is not None
    ]


def _way(route: Route, first: Step, then: Step) -> str:
    """The shortest path by the one to the other, which comes later or beside it."""
    way: list[str] = []
    for stage in route.stages:
        if first.name in stage:
            way.append(first.name)
        if then.name in stage:
            return " > ".join((*way, then.name))
        way += (name for name in stage if route.steps[name].condition is None and name not in way)
    return " > ".join(way)


def _term_faults(route: Route, asked: TermDemand | None) -> list[Told]:
    term = route.fixed_term
    if asked is None:
        return [] if term is None else [tell("law_term_unasked", route=route.type)]
    if (
        term is None
        or (term.months, term.reminder_months > 0) != (asked.months, True)
        or term.renewals > asked.renewals
    ):
        return [
            tell(
                "law_term",
                route=route.type,
                months=asked.months,
                renewals=asked.renewals,
                basis=asked.legal_basis,
            )
        ]
    return []


def _step_faults(route: Route, policy: Policy) -> list[Told]:
    found = []
    elsewhere = route.type is not TransferType.WITHIN_AGENCY
    for step in route.steps.values():
        for capacity in step.capacities:
            bar = policy.bar(capacity, step.kind, between_agencies=elsewhere)
            if bar is not None:
                found.append(
                    tell(
                        "law_step_barred",
                        route=route.type,
                        step=step.name,
                        capacity=capacity,
                        basis=bar.legal_basis,
                    )
                )
        places = [(step.office, step.side)]
        if step.escalates_to is not None:
            places.append((step.escalates_to.office, step.escalates_to.side))
        found += [
            tell("law_no_such_office", route=route.type, step=step.name, office=office, side=side)
            for office, side in places
            if not can_exist(office, side, route.type)
        ]
        by_authority = step.office is OfficeKind.APPOINTING_AUTHORITY and step.kind in _OF_AN_AUTHORITY
        if (by_authority or step.kind in _NAMES_POST) and not step.names_post:
            found.append(tell("law_post_unnamed", route=route.type, step=step.name))
        if by_authority and not step.decides_move:
            found.append(tell("law_decides_nothing", route=route.type, step=step.name))
        if min(step.limits) < 1:
            found.append(tell("law_no_deadline", route=route.type, step=step.name))
        if not step.legal_basis.strip():
            found.append(tell("law_no_basis", route=route.type, step=step.name))
        if not step.capacities:
            found.append(tell("law_nobody_does", route=route.type, step=step.name))
    if not any(step.holds_seat for step in route.steps.values()):
        found.append(tell("law_no_seat_held", route=route.type))
    return found
