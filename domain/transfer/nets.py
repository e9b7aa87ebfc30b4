"""A route as a Petri net: what may follow what, for tools that hold a log of cases against it.

The course of a case: a place lies between each step and those of the next stage, so that steps of one stage run in parallel
and the next one waits for all of them. While a case runs a token lies in `running`: a returned file takes it away, and so does
a suspension; the decree uses it up, and puts one in `in force`, which the suspension of the decree takes away. Without it no
step is done and no clock runs; reviews go on, and may close the case meanwhile. A conditional step may be passed over in silence. What may be asked for once more until the decree (a
clearance that has expired, an override, a consent that has become required since) may be done again. Clocks run beside a
step that is open. A case may end before the decree or be revoked after it, wherever it stands.

Beside the course run strands (`strands.py`): steps that the policy puts beside it, reviews, faults and what mends them, the objection, recommendations. Each
has one token from the request on, and the course moves it where both meet. What is over goes to its end in silence, one
strand after the other.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from domain.policy import Policy, Route, Step, StepKind
from domain.transfer.activities import CLOCKS
from domain.transfer.events import (
    CaseResumed,
    CaseSuspended,
    DecreeRevoked,
    DecreeSuspended,
    DecreeSuspensionLifted,
    FileResubmitted,
    FileReturned,
    StepLeftUndone,
    TransferClosed,
    TransferExpired,
    TransferFoundIneligible,
    TransferRejected,
    TransferRequested,
    TransferWithdrawn,
)
from domain.transfer.strands import IN_FORCE, Marking, Meeting, Strand, Transition, strands_of

RUNNING, RETURNED, SUSPENDED, SOURCE, SINK = "running", "returned", "suspended", "source", "sink"
HELD_UP = "held up"
CLOSED, CLOSED_HELD_UP, OVER = "closed", "closed held up", "over"

_RENEWED = frozenset({StepKind.CLEARANCE, StepKind.OVERRIDE})
_REQUIRED_SINCE = frozenset({StepKind.CONSENT, StepKind.TECHNICAL_CONSIDERATION})
_BESIDE_THE_REVIEWS = frozenset({StepKind.PAYROLL, StepKind.NATIONAL_RECORD})
_MEETS = {
    StepKind.DECREE: Meeting.DECREED,
    StepKind.APPOINTMENT: Meeting.APPOINTED,
    StepKind.DUTY_START: Meeting.STARTED,
}


@dataclass(frozen=True, slots=True)
class Net:
    """One token in SOURCE to begin with, one in SINK in the end; never two in a place."""

    transitions: tuple[Transition, ...]

    @property
    def places(self) -> list[str]:
        return sorted({place for each in self.transitions for place in each.takes | each.gives})


def net_of(route: Route, policy: Policy) -> Net:
    """The route and everything the policy lets happen beside it."""
    return woven(route, strands_of(route, policy))


def woven(route: Route, strands: Sequence[Strand]) -> Net:
    """The course of a route with these strands beside it."""
    course = [*_course(route)]
    met = [_meeting(each, strands) for each in (*course, *_endings(course))]
    return Net((*met, *(each for strand in strands for each in strand.within), *_finish(strands)))


def _meeting(transition: Transition, strands: Iterable[Strand]) -> Transition:
    """With the tokens of the strands that begin with it, or that it moves."""
    takes, gives = transition.takes, transition.gives
    for strand in strands:
        if SOURCE in takes:
            gives |= {strand.begins}
        if (moved := strand.moved.get(transition.meeting)) is not None:
            takes, gives = takes | {moved[0]}, gives | {moved[1]}
    return replace(transition, takes=takes, gives=gives)


def _finish(strands: Sequence[Strand]) -> Iterator[Transition]:
    """In silence: whatever a strand stands at when the case is over goes to the end, one strand after the other."""
    over = [OVER, *(f"over {number}" for number in range(1, len(strands))), SINK]
    for closed in (CLOSED, CLOSED_HELD_UP):
        yield Transition(None, frozenset({closed}), frozenset({OVER}))
    for number, strand in enumerate(strands):
        for place in sorted(strand.places):
            yield Transition(None, frozenset({over[number], place}), frozenset({over[number + 1]}))


def _course(route: Route) -> Iterator[Transition]:
    """From the request to the end of the case, if nothing ends it before. Steps beside it are strands."""
    stages = [stage for each in route.stages if (stage := route.waited_for(each))]
    decree = next(n for n, stage in enumerate(stages) if _kinds(route, stage) & {StepKind.DECREE})
    duty = next(n for n, stage in enumerate(stages) if _kinds(route, stage) & {StepKind.DUTY_START})
    again = {
        name: f"again {name}"
        for stage in stages[:decree]
        for name in stage
        if _may_be_asked_again(route.steps[name])
    }
    before = {number: number - 1 for number in range(len(stages))}
    for number, stage in enumerate(stages):
        if StepKind.TERM_END in _kinds(route, stage):
            before[number] = duty  # it does not wait for pay and record
    after = {number: [n for n, earlier in before.items() if earlier == number] for number in before}

    first = _between(["request"], stages[0])
    yield Transition(TransferRequested.__name__, frozenset({SOURCE}), first | {RUNNING})
    for number, stage in enumerate(stages):
        earlier = ["request"] if number == 0 else stages[before[number]]
        later = [name for n in after[number] for name in stages[n]] or ["end"]
        for name in stage:
            step = route.steps[name]
            takes, gives = _between(earlier, [name]), _between([name], later)
            if number < decree:
                takes, gives = takes | {RUNNING}, gives | {RUNNING}
            if number == decree:
                takes, gives = takes | {RUNNING, *again.values()}, gives | {IN_FORCE}
            if name in again:
                gives |= {again[name]}
                kept = frozenset({again[name], RUNNING})
                yield Transition(name, kept, kept)
                yield from _clocks(name, kept)
            standing = frozenset({IN_FORCE} if number > decree else ())
            yield Transition(name, takes | standing, gives | standing, _MEETS.get(step.kind))
            yield from _clocks(name, _between(earlier, [name]) | {RUNNING if number <= decree else IN_FORCE})
            if step.condition is not None or step.kind is StepKind.RETURN:
                yield Transition(None, takes, gives)
            if step.kind in _BESIDE_THE_REVIEWS:
                yield Transition(f"{StepLeftUndone.__name__} {name}", takes, gives)
    last = [name for n, stage in enumerate(stages) if not after[n] for name in stage]
    for place, closed in ((IN_FORCE, CLOSED), (HELD_UP, CLOSED_HELD_UP)):
        done = _between(last, ["end"]) | {place}
        yield Transition(TransferClosed.__name__, done, frozenset({closed}), Meeting.CLOSED)
    yield from _back_and_forth(FileReturned, FileResubmitted, RUNNING, RETURNED)
    yield from _back_and_forth(CaseSuspended, CaseResumed, RUNNING, SUSPENDED)
    for place, held_up in ((IN_FORCE, HELD_UP), (CLOSED, CLOSED_HELD_UP)):
        yield from _back_and_forth(DecreeSuspended, DecreeSuspensionLifted, place, held_up)


def _back_and_forth(away: type, back: type, place: str, other: str) -> Iterator[Transition]:
    yield Transition(away.__name__, frozenset({place}), frozenset({other}))
    yield Transition(back.__name__, frozenset({other}), frozenset({place}))


def _clocks(name: str, open_: Marking) -> Iterator[Transition]:
    """What a clock may note of a step while it is open."""
    return (Transition(f"{clock} {name}", open_, open_) for clock in CLOCKS)


def _endings(course: list[Transition]) -> Iterator[Transition]:
    """Out of every state the case can be in before it is over; and a decree may be revoked when it is."""
    for state in sorted(reachable(course), key=sorted):
        if RUNNING in state:
            yield _ending(TransferWithdrawn, state)
            yield _ending(TransferRejected, state, Meeting.REFUSED)
            yield _ending(TransferFoundIneligible, state, Meeting.REFUSED)
        elif RETURNED in state:
            yield _ending(TransferWithdrawn, state)
            yield _ending(TransferExpired, state)
        elif SUSPENDED in state:
            yield _ending(TransferWithdrawn, state)
        elif SOURCE not in state:
            yield _ending(DecreeRevoked, state)


def _ending(event: type, state: Marking, meeting: Meeting | None = None) -> Transition:
    return Transition(event.__name__, state, frozenset({OVER}), meeting)


def reachable(transitions: Sequence[Transition]) -> set[Marking]:
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


def _kinds(route: Route, stage: Iterable[str]) -> set[StepKind]:
    return {route.steps[name].kind for name in stage}


def _between(earlier: Iterable[str], later: Sequence[str]) -> Marking:
    return frozenset(f"{one} > {other}" for one in earlier for other in later)
