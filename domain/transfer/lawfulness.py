"""Whether a route may be published: from the request no path may reach a decree without what the law demands.

A conditional step may be left out, so it satisfies only a demand under the same condition. The shortest path, on which
every conditional step is left out, is therefore the one to judge.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.identity import OfficeKind
from domain.policy import Condition, Policy, Route, Side, Step, StepKind, TransferType


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

    def __str__(self) -> str:
        when = "" if self.condition is None else f" when {self.condition}"
        return f"{self.kind} by {self.office} of {self.side}{when} ({self.legal_basis})"


@dataclass(frozen=True, slots=True)
class TermDemand:
    """That a posting has a term of just so many months, renewed at most so often, and with a reminder before its end."""

    months: int
    renewals: int
    legal_basis: str

    def __str__(self) -> str:
        return f"a term of {self.months} months, renewed at most {self.renewals} times ({self.legal_basis})"


@dataclass(frozen=True, slots=True)
class Demands:
    """Of one type of transfer: what comes before the decree, who decrees, what follows it, and for how long it is."""

    before: tuple[Demand, ...]
    decree: Demand
    after: tuple[Demand, ...] = ()
    term: TermDemand | None = None


def faults(policy: Policy, demands: Mapping[TransferType, Demands]) -> list[str]:
    """Everything that forbids publishing the policy; empty when it is lawful."""
    found = [f"{kind}: no route" for kind in demands if kind not in policy.routes]
    for route in policy.routes.values():
        asked = demands.get(route.type)
        told = [f"{route.type}: no demands are known"] if asked is None else _route_faults(route, asked)
        found += told + [f"{route.type}: {fault}" for fault in _step_faults(route, policy)]
    return found


def shortest_path(route: Route) -> list[str]:
    """The steps that can never be left out, in order."""
    return [name for stage in route.stages for name in stage if route.steps[name].condition is None]


def _route_faults(route: Route, asked: Demands) -> list[str]:
    path = shortest_path(route)
    decrees = [name for name in path if route.steps[name].kind is StepKind.DECREE]
    if len(decrees) != 1:
        return [f"{route.type}: {len(decrees)} decrees that cannot be left out, one is demanded"]
    decree = decrees[0]
    found = []
    if not asked.decree.is_met_by(route.steps[decree]):
        found.append(f"{route.type}: the decree is not {asked.decree}")
    stage_of = {name: number for number, stage in enumerate(route.stages) for name in stage}
    before = [step for name, step in route.steps.items() if stage_of[name] < stage_of[decree]]
    after = [step for name, step in route.steps.items() if stage_of[name] > stage_of[decree]]
    way = " > ".join(path[: path.index(decree) + 1])
    found += [
        f"{route.type}: {way}: lacks {demand}"
        for demand in asked.before
        if not any(demand.is_met_by(step) for step in before)
    ]
    found += [
        f"{route.type}: after the decree: lacks {demand}"
        for demand in asked.after
        if not any(demand.is_met_by(step) for step in after)
    ]
    return found + _term_faults(route, asked.term)


def _term_faults(route: Route, asked: TermDemand | None) -> list[str]:
    term = route.fixed_term
    if asked is None:
        return [] if term is None else [f"{route.type}: a term that no law asks for"]
    if term is None or (term.months, term.reminder_months > 0) != (asked.months, True):
        return [f"{route.type}: lacks {asked}, with a reminder"]
    return [f"{route.type}: not {asked}"] if term.renewals > asked.renewals else []


def _step_faults(route: Route, policy: Policy) -> list[str]:
    found = []
    elsewhere = route.type is not TransferType.WITHIN_AGENCY
    for step in route.steps.values():
        for capacity in step.capacities:
            bar = policy.bar(capacity, step.kind, between_agencies=elsewhere)
            found += [] if bar is None else [f"{step.name} is done by a {capacity}: {bar.legal_basis}"]
        if step.limit < 1:
            found.append(f"{step.name} has no deadline")
        if not step.legal_basis.strip():
            found.append(f"{step.name} has no legal basis")
        if not step.capacities:
            found.append(f"{step.name} can be done by nobody")
    if not any(step.holds_seat for step in route.steps.values()):
        found.append("no step holds the seat")
    return found
