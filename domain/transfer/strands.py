"""What runs beside the course of a case in its net: steps nothing waits for, reviews, faults, the objection, recommendations.

A strand has one token from the request on. The course moves it where both meet: the decree gives something to object to,
the start of duty lets reviews begin, a case is not closed before its last review.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from domain.policy import Policy, Route, StepKind
from domain.transfer.activities import CLOCKS, of_review
from domain.transfer.events import (
    AdjustmentDeadlineRecomputed,
    AdjustmentDone,
    AdjustmentPlanned,
    AdjustmentTriggered,
    EvaluationAnswered,
    EvaluationCancelled,
    EvaluationDeadlineRecomputed,
    EvaluationMissed,
    EvaluationOpened,
    EvaluationRecorded,
    EvaluationScheduled,
    ObjectionDeadlineRecomputed,
    ObjectionDecided,
    ObjectionEscalated,
    ObjectionFiled,
    ObjectionFoundInadmissible,
    ObjectionLapsed,
    ObjectionWithdrawn,
    OversightRecommendationAnswered,
    OversightRecommendationReceived,
    RecommendationDeadlineRecomputed,
    StepLeftUndone,
)

Marking = frozenset[str]
IN_FORCE = "in force"  # a place of the course: the decree is, and is not suspended


class Meeting(StrEnum):
    """Where the course meets a strand."""

    DECREED = "decreed"
    APPOINTED = "appointed"
    REFUSED = "refused"
    STARTED = "started"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Transition:
    """`label` None: it is not seen in a log. `meeting`: where strands are met."""

    label: str | None
    takes: Marking
    gives: Marking
    meeting: Meeting | None = None


@dataclass(frozen=True, slots=True)
class Strand:
    """`moved`: from where to where the course moves it. Where it stands when the case is over, it is left."""

    begins: str
    within: tuple[Transition, ...]
    moved: Mapping[Meeting | None, tuple[str, str]] = field(default_factory=dict)

    @property
    def places(self) -> set[str]:
        own = {place for each in self.within for place in each.takes | each.gives}
        return own - {IN_FORCE} | {self.begins} | {place for moved in self.moved.values() for place in moved}


def strands_of(route: Route, policy: Policy) -> list[Strand]:
    """Those of a route: the objection, recommendations, each review, what mends the faults reviews show."""
    kinds = {step.kind for step in route.steps.values()}
    closing = () if StepKind.TERM_END in kinds else policy.evaluations  # a posting closes with the return
    reviews = [_review(each.months, closes=each in closing and each.closes) for each in policy.rounds]
    return [
        *_steps(route),
        _objection(),
        _recommendations(),
        *reviews,
        _mending([each.months for each in policy.rounds]),
    ]


def _steps(route: Route) -> Iterator[Strand]:
    """Those nothing waits for: due from the decree, or the appointment, they come after, and as long as the decree is in force."""
    opens = Meeting.DECREED
    for stage in route.stages:
        for step in (route.steps[name] for name in stage if route.steps[name].beside):
            to_come, due, settled = (f"{step.name} {where}" for where in ("to come", "due", "settled"))
            left = f"{StepLeftUndone.__name__} {step.name}"
            noted = [(f"{clock} {step.name}", due) for clock in CLOCKS]
            yield Strand(
                to_come,
                tuple(
                    Transition(label, frozenset({due, IN_FORCE}), frozenset({place, IN_FORCE}))
                    for label, place in ((step.name, settled), (left, settled), *noted)
                ),
                moved={opens: (to_come, due)},
            )
        if any(route.steps[name].kind is StepKind.APPOINTMENT for name in stage):
            opens = Meeting.APPOINTED


def _objection() -> Strand:
    """One to a case: to its decree, or to the refusal that ended it. The office above decides when the first kept silent.

    Granted against a decree it revokes that. Granted against a refusal the case stays over, and the person asks again.
    """
    nothing, none, filed, lapsed, above, settled = (
        f"objection {where}" for where in ("to nothing", "none", "filed", "lapsed", "above", "settled")
    )
    return Strand(
        nothing,
        (
            _moves(ObjectionFiled, none, filed),
            _moves(ObjectionFoundInadmissible, none, settled),
            _moves(ObjectionLapsed, filed, lapsed),
            _moves(ObjectionEscalated, lapsed, above),
            *(_moves(ending, place, settled) for place in (filed, above) for ending in _SETTLING),
            *(_moves(ObjectionDeadlineRecomputed, place, place) for place in (filed, above)),
        ),
        moved={Meeting.DECREED: (nothing, none), Meeting.REFUSED: (nothing, none)},
    )


_SETTLING = (ObjectionDecided, ObjectionWithdrawn)


def _recommendations() -> Strand:
    """From outside, at any time and any number of them; none is answered before one has come."""
    none, received = "recommendations none", "recommendations received"
    return Strand(
        none,
        (
            _moves(OversightRecommendationReceived, none, received),
            _moves(OversightRecommendationReceived, received, received),
            _moves(RecommendationDeadlineRecomputed, received, received),
            _moves(OversightRecommendationAnswered, received, received),
        ),
    )


def _review(months: int, *, closes: bool) -> Strand:
    """After so many months: scheduled when duty starts, opened on its day, recorded once."""
    to_come, due, scheduled, opened, recorded, cancelled = (
        f"review {months} {where}"
        for where in ("to come", "due", "scheduled", "opened", "recorded", "cancelled")
    )
    moved: dict[Meeting | None, tuple[str, str]] = {Meeting.STARTED: (to_come, due)}
    if closes:
        moved[Meeting.CLOSED] = (recorded, recorded)
    return Strand(
        to_come,
        (
            _moves(EvaluationScheduled, due, scheduled, months),
            _moves(EvaluationOpened, scheduled, opened, months),
            *(
                _moves(noted, place, place, months)
                for place in (scheduled, opened)
                for noted in (EvaluationAnswered, EvaluationMissed, EvaluationDeadlineRecomputed)
            ),
            *(_moves(EvaluationRecorded, place, recorded, months) for place in (scheduled, opened)),
            *(_moves(EvaluationCancelled, place, cancelled, months) for place in (scheduled, opened)),
        ),
        moved=moved,
    )


def _mending(rounds: Sequence[int]) -> Strand:
    """Nothing is planned before a review has shown a fault, and nothing is done that was not planned; also after the close."""
    none, shown, planned = "faults none", "faults shown", "faults planned for"

    def within() -> Iterator[Transition]:
        for months in rounds:
            yield _moves(AdjustmentTriggered, none, shown, months)
            yield _moves(AdjustmentTriggered, shown, shown, months)
            yield _moves(AdjustmentTriggered, planned, planned, months)
        yield _moves(AdjustmentDeadlineRecomputed, shown, shown)
        yield _moves(AdjustmentDeadlineRecomputed, planned, planned)
        yield _moves(AdjustmentPlanned, shown, planned)
        yield _moves(AdjustmentPlanned, planned, planned)
        yield _moves(AdjustmentDone, planned, planned)

    return Strand(none, (*within(),))


def _moves(event: type, before: str, after: str, months: int | None = None) -> Transition:
    label = event.__name__ if months is None else of_review(event, months)
    return Transition(label, frozenset({before}), frozenset({after}))
