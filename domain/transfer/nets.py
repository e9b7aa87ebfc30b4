"""A route as a Petri net: what may follow what, for tools that hold a log of cases against it.

A place lies between each step and those of the next stage, so that steps of one stage run in parallel and the next one
waits for all of them. While a case runs a token lies in `running`: a returned file takes it away, and the decree uses it
up. A conditional step may be passed over in silence. What may be asked for once more until the decree (a clearance that
has expired, an override, a consent that has become required since) may be done again. A case may end before the decree or
be revoked after it, wherever it stands.

The names of the transitions are those of the steps and of the events they stand for; those without a name make no event.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from domain.policy import Route, Step, StepKind
from domain.transfer.events import (
    DecreeRevoked,
    FileResubmitted,
    FileReturned,
    StepLeftUndone,
    TransferClosed,
    TransferFoundIneligible,
    TransferRejected,
    TransferRequested,
    TransferWithdrawn,
)

RUNNING, RETURNED, SOURCE, SINK = "running", "returned", "source", "sink"
Marking = frozenset[str]

_RENEWED = frozenset({StepKind.CLEARANCE, StepKind.OVERRIDE})
_REQUIRED_SINCE = frozenset({StepKind.CONSENT, StepKind.TECHNICAL_CONSIDERATION})
_BESIDE_THE_REVIEWS = frozenset({StepKind.PAYROLL, StepKind.NATIONAL_RECORD})


@dataclass(frozen=True, slots=True)
class Transition:
    """`label` None: it is not seen in a log."""

    label: str | None
    takes: Marking
    gives: Marking


@dataclass(frozen=True, slots=True)
class Net:
    """One token in SOURCE to begin with, one in SINK in the end; never two in a place."""

    transitions: tuple[Transition, ...]

    @property
    def places(self) -> list[str]:
        return sorted({place for each in self.transitions for place in each.takes | each.gives})


def net_of(route: Route) -> Net:
    course = [*_course(route)]
    return Net((*course, *_endings(course)))


def _course(route: Route) -> Iterator[Transition]:
    """From the request to the end of the case, if nothing ends it before."""
    decree = next(n for n, stage in enumerate(route.stages) if _kinds(route, stage) & {StepKind.DECREE})
    duty = next(n for n, stage in enumerate(route.stages) if _kinds(route, stage) & {StepKind.DUTY_START})
    again = {
        name: f"again {name}"
        for stage in route.stages[:decree]
        for name in stage
        if _may_be_asked_again(route.steps[name])
    }
    before = {number: number - 1 for number in range(len(route.stages))}
    for number, stage in enumerate(route.stages):
        if StepKind.TERM_END in _kinds(route, stage):
            before[number] = duty  # it does not wait for pay and record
    after = {number: [n for n, earlier in before.items() if earlier == number] for number in before}

    first = _between(["request"], route.stages[0])
    yield Transition(TransferRequested.__name__, frozenset({SOURCE}), first | {RUNNING})
    for number, stage in enumerate(route.stages):
        earlier = ("request",) if number == 0 else route.stages[before[number]]
        later = [name for n in after[number] for name in route.stages[n]] or ["end"]
        for name in stage:
            step = route.steps[name]
            takes, gives = _between(earlier, [name]), _between([name], later)
            if number < decree:
                takes, gives = takes | {RUNNING}, gives | {RUNNING}
            if number == decree:
                takes |= {RUNNING, *again.values()}
            if name in again:
                gives |= {again[name]}
                kept = frozenset({again[name], RUNNING})
                yield Transition(name, kept, kept)
            yield Transition(name, takes, gives)
            if step.condition is not None or step.kind is StepKind.RETURN:
                yield Transition(None, takes, gives)
            if step.kind in _BESIDE_THE_REVIEWS:
                yield Transition(StepLeftUndone.__name__, takes, gives)
    last = [name for n, stage in enumerate(route.stages) if not after[n] for name in stage]
    yield Transition(TransferClosed.__name__, _between(last, ["end"]), frozenset({SINK}))
    yield Transition(FileReturned.__name__, frozenset({RUNNING}), frozenset({RETURNED}))
    yield Transition(FileResubmitted.__name__, frozenset({RETURNED}), frozenset({RUNNING}))


def _endings(course: list[Transition]) -> Iterator[Transition]:
    """Out of every state the case can be in before it is over."""
    over = frozenset({SINK})
    for state in sorted(reachable(course), key=sorted):
        if RUNNING in state:
            for ending in (TransferWithdrawn, TransferRejected, TransferFoundIneligible):
                yield Transition(ending.__name__, state, over)
        elif RETURNED in state:
            yield Transition(TransferWithdrawn.__name__, state, over)
        elif not state & {SOURCE, SINK}:
            yield Transition(DecreeRevoked.__name__, state, over)


def reachable(transitions: list[Transition]) -> set[Marking]:
    """Every state the transitions lead to from the source."""
    found, waiting = {frozenset({SOURCE})}, [frozenset({SOURCE})]
    while waiting:
        state = waiting.pop()
        for each in transitions:
            if each.takes <= state and (following := state - each.takes | each.gives) not in found:
                found.add(following)
                waiting.append(following)
    return found


def _may_be_asked_again(step: Step) -> bool:
    return step.kind in _RENEWED or (step.condition is not None and step.kind in _REQUIRED_SINCE)


def _kinds(route: Route, stage: tuple[str, ...]) -> set[StepKind]:
    return {route.steps[name].kind for name in stage}


def _between(earlier: tuple[str, ...] | list[str], later: tuple[str, ...] | list[str]) -> Marking:
    return frozenset(f"{one} > {other}" for one in earlier for other in later)
