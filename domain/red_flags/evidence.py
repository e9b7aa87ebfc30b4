"""What indicators look at in one case: its history, with the facts around it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from math import inf
from typing import Any, TypeVar, get_args
from uuid import UUID

from domain.act import Capacity
from domain.calendar import Calendar
from domain.history import Recorded
from domain.policy import Hindrance, Initiative, Policy, StepKind
from domain.registry.person import (
    AffiliationDeclared,
    ComplaintMade,
    FindingOpened,
    FindingSettled,
    KinshipDeclared,
    PostAssumed,
    Proceeding,
    ProceedingRecorded,
)
from domain.registry.post import Position
from domain.transfer.events import (
    DeadlineRecomputed,
    DecreeIssued,
    DutyStarted,
    EvaluationMissed,
    OutsidePlacementRecorded,
    StepDone,
    StepNotRequired,
    StepOpened,
    StepPaused,
    StepResumed,
    TransferEvent,
    TransferRequested,
)
from domain.transfer.facts import Facts

E = TypeVar("E")

# Steps at which an office decides or advises, as against files, service and the start of duty.
DECIDING = frozenset(
    {
        StepKind.OVERRIDE,
        StepKind.CLEARANCE,
        StepKind.PROPOSAL,
        StepKind.CONSENT,
        StepKind.FORWARD,
        StepKind.CONSIDERATION,
        StepKind.TECHNICAL_CONSIDERATION,
        StepKind.DECREE,
        StepKind.APPOINTMENT,
    }
)


_DONE = frozenset(get_args(StepDone))

# Events of a person's record that flags name among what they rest on.
OF_THE_RECORD = (
    PostAssumed,
    ProceedingRecorded,
    FindingOpened,
    FindingSettled,
    ComplaintMade,
    KinshipDeclared,
    AffiliationDeclared,
)


def calendar_at(position: int, calendars: Sequence[tuple[int, Calendar]], otherwise: Calendar) -> Calendar:
    """The latest that was law by then; the first one where none was yet."""
    by_then = [calendar for since, calendar in calendars if since <= position]
    if by_then:
        return by_then[-1]
    return calendars[0][1] if calendars else otherwise


@dataclass(frozen=True, slots=True)
class Decision:
    """A step done, and since when the office had it before it; both events as recorded."""

    step: str
    kind: StepKind
    opened: Recorded[Any]
    due_on: date
    done: Recorded[Any]

    @property
    def inputs(self) -> tuple[int, int]:
        return self.opened.position, self.done.position


@dataclass(frozen=True, slots=True)
class Decreed:
    """The decree of a case: issued in it, or made outside the system and recorded as the fact it is.

    `on` is the day it was made; back-dating is measured from `dated_on`, the day it was recorded here or signed elsewhere.
    `one` is what people of the same decree share: its id, or its number where it has none. `people`: how many stood in it.
    """

    position: int
    on: date
    dated_on: date
    effective_on: date
    capacity: Capacity | None
    office: UUID | None
    one: str
    outside: bool
    people: int = 1


@dataclass(frozen=True)
class CaseEvidence:
    """One case. `facts` are those around it as they were recorded when it was decreed, or asked for until then.

    `record`: what put on record of the person, by then, when they took up their posts and what was pending against them.
    `calendars`: the national ones ever published, each from the position where it became law; the first counts before it too.
    `managerial_posts`: how many the agency they come from had by then, 0 where it is not looked at.
    """

    id: UUID
    history: tuple[Recorded[TransferEvent], ...]
    facts: Facts
    calendars: tuple[tuple[int, Calendar], ...] = ()
    record: tuple[Recorded[Any], ...] = ()
    managerial_posts: int = 0

    @property
    def took_up(self) -> tuple[int, ...]:
        """Where it stands that the person took up the post they are to leave."""
        return tuple(each.position for each in self.record if isinstance(each.event, PostAssumed))[-1:]

    def told_of(self, proceedings: Iterable[Proceeding]) -> tuple[int, ...]:
        """Where it stands what is on record of these."""
        wanted = {each.number for each in proceedings}
        where = {
            each.event.proceeding.number: each.position
            for each in self.record
            if isinstance(each.event, ProceedingRecorded)
        }
        return tuple(sorted(where[number] for number in wanted & where.keys()))

    def tied_to(self, somebody: UUID) -> tuple[int, ...]:
        """Where it stands that the person is kin of somebody, or tied to them otherwise."""
        return tuple(
            each.position
            for each in self.record
            if (isinstance(each.event, KinshipDeclared) and each.event.relative == somebody)
            or (isinstance(each.event, AffiliationDeclared) and each.event.other == somebody)
        )

    def told_of_findings(self, numbers: Iterable[str]) -> tuple[int, ...]:
        """Where it stands what is on record of these findings."""
        wanted = set(numbers)
        return tuple(
            each.position
            for each in self.record
            if isinstance(each.event, FindingOpened | FindingSettled) and each.event.number in wanted
        )

    @property
    def policy(self) -> Policy:
        return self.facts.policy

    def calendar_at(self, position: int) -> Calendar:
        """By which days are counted of what stands at that position: the one in force when it was recorded."""
        return calendar_at(position, self.calendars, self.facts.calendar)

    @cached_property
    def _by_kind(self) -> dict[type, list[Recorded[Any]]]:
        found: dict[type, list[Recorded[Any]]] = {}
        for recorded in self.history:
            found.setdefault(type(recorded.event), []).append(recorded)
        return found

    def all(self, kind: type[E]) -> Sequence[Recorded[E]]:
        return self._by_kind.get(kind, ())

    def first(self, kind: type[E]) -> Recorded[E] | None:
        return next(iter(self.all(kind)), None)

    def day(self, recorded: Recorded[Any]) -> date:
        """The day it happened, where the receiving agency is."""
        return self.facts.today(recorded.act)

    @cached_property
    def decree(self) -> Decreed | None:
        if (outside := self.outside) is not None:
            told = outside.event
            return Decreed(
                position=outside.position,
                on=told.signed_on,
                dated_on=told.signed_on,
                effective_on=told.effective_on,
                capacity=told.signed_as,
                office=told.office,
                one=str(told.decree),
                outside=True,
            )
        if (issued := self.first(DecreeIssued)) is None:
            return None
        return Decreed(
            position=issued.position,
            on=self.day(issued),
            dated_on=self.facts.target.agency.zone.day_of(issued.recorded_at),
            effective_on=issued.event.effective_on,
            capacity=issued.act.capacity,
            office=issued.act.office,
            one=issued.event.number if issued.event.decree is None else str(issued.event.decree),
            outside=False,
            people=issued.event.people,
        )

    @cached_property
    def outside(self) -> Recorded[OutsidePlacementRecorded] | None:
        """How the case began, if it began with a decree made outside the system."""
        return self.first(OutsidePlacementRecorded)

    @cached_property
    def request(self) -> Recorded[TransferRequested] | None:
        """None where nobody asked: the case began with a decree made outside."""
        return self.first(TransferRequested)

    @property
    def asked_by(self) -> UUID | None:
        """The office that asked, or that decreed unasked; None: the person."""
        if self.request is not None:
            return self.request.act.office
        return None if self.outside is None else self.outside.event.office

    @cached_property
    def started(self) -> tuple[int, date] | None:
        """Where it stands that the new duty began, and since when."""
        if self.outside is not None and self.outside.event.started_on is not None:
            return self.outside.position, self.outside.event.started_on
        started = self.first(DutyStarted)
        return None if started is None else (started.position, started.event.started_on)

    @cached_property
    def decisions(self) -> tuple[Decision, ...]:
        """Each step done, with the event that opened it, or last gave it back to its office."""
        opened: dict[str, tuple[Recorded[Any], date]] = {}
        done = []
        steps = self.facts.route.steps
        for recorded in self.history:
            event: Any = recorded.event
            happened = type(event)
            if happened is StepOpened or happened is StepResumed:
                opened[event.step] = recorded, event.due_on
            elif happened is StepPaused and event.step in opened:
                opened[event.step] = opened[event.step][0], date.max  # until it runs again
            elif happened is DeadlineRecomputed and event.step in opened:
                opened[event.step] = opened[event.step][0], event.due_on
            elif happened in _DONE and event.step in opened and event.step in steps:
                kind = steps[event.step].kind
                done.append(Decision(event.step, kind, *opened[event.step], recorded))
        return tuple(done)

    @cached_property
    def decided_at(self) -> dict[int, Decision]:
        """The same by where each step was done."""
        return {decision.done.position: decision for decision in self.decisions}

    def advised_before(self, position: int) -> bool:
        """Whether the panel had advised by then."""
        advice = (each for each in self.decisions if each.kind is StepKind.CONSIDERATION)
        return any(each.done.position < position for each in advice)

    def missed_before(self, position: int, months: int) -> bool:
        """Whether the review after so many months had been missed by then."""
        missed = (each for each in self.all(EvaluationMissed) if each.event.months == months)
        return any(each.position < position for each in missed)

    @cached_property
    def _completed(self) -> dict[str, int]:
        """Where each step was first done, or found not required."""
        found: dict[str, int] = {}
        for recorded in self.history:
            event: Any = recorded.event
            if type(event) in _DONE or type(event) is StepNotRequired:
                found.setdefault(event.step, recorded.position)
        return found

    def completed_at(self, step: str) -> float:
        """Where the step was first done, or found not required; infinitely far when it never was."""
        return self._completed.get(step, inf)

    def lacking_before(self, position: int, hindrance: Hindrance) -> list[str]:
        """The steps that lift the hindrance, and that no office had done by then."""
        done = {
            recorded.event.step
            for recorded in self.history
            if recorded.position < position and isinstance(recorded.event, StepDone)
        }
        return [step.name for step in self.facts.route.lifting(hindrance) if step.name not in done]

    @property
    def positions(self) -> tuple[Position, Position]:
        """The position left and the one taken."""
        return self.facts.origin.post.described.position, self.facts.target.post.described.position

    @property
    def rungs_up(self) -> int:
        """How much higher the new position is; negative when it is lower."""
        old, new = self.positions
        return self.policy.ladder.rung(new) - self.policy.ladder.rung(old)


def goes_down(case: CaseEvidence) -> bool:
    """To a lower level, or to a lower class where both have one."""
    old, new = case.positions
    lower_class = 0 < new.position_class < old.position_class
    return case.rungs_up < 0 or lower_class


def borders_crossed(case: CaseEvidence) -> int:
    """How far the person is sent, in borders of the land: 0 within a region, 1 within a province, 2 beyond. Not of
    one's own wish; how many kilometres it is nobody has on record.
    """
    if case.request is not None and case.request.event.initiative is Initiative.OWN_REQUEST:
        return 0
    old, new = case.facts.origin.agency.region_code, case.facts.target.agency.region_code
    if old == new:
        return 0
    return 1 if old.split(".")[0] == new.split(".")[0] else 2
