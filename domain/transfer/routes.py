"""The route interpreter: which steps open next. The routes themselves are policy data."""

from datetime import date

from domain.act import Act
from domain.history import Happened, fold
from domain.policy import Condition, Step, StepKind
from domain.transfer.caretakers import caretaker_decides
from domain.transfer.eligibility import rules_to_override
from domain.transfer.events import (
    DecreeIssued,
    InaugurationHeld,
    PostAppointmentIssued,
    StepNotRequired,
    StepOpened,
    StepResumed,
    TransferEvent,
)
from domain.transfer.evolving import evolve
from domain.transfer.facts import Facts
from domain.transfer.state import Transfer


def after(transfer: Transfer | None, events: list[TransferEvent], act: Act) -> Transfer:
    """The state once these events have happened."""
    state = fold(evolve, transfer, (Happened(event, act) for event in events))
    if state is None:
        raise ValueError("nothing has happened")
    return state


def advance(
    transfer: Transfer | None, events: list[TransferEvent], act: Act, facts: Facts
) -> list[TransferEvent]:
    """The events, and those that open the steps of the next stage once a stage is complete.

    The end of a term is opened by its day, not by the stage before it; a step beside the course holds up no stage.
    """
    events = list(events)
    state = after(transfer, events, act)
    if again := waited_for(state, act, facts):
        events += again
        state = after(state, again, act)
    for stage in facts.route.stages:
        if state.is_over or facts.route.waited_for(state.open):
            break
        opening: list[TransferEvent] = []
        for name in stage:
            if name in state.done or name in state.not_required or name in state.open:
                continue
            step = facts.route.steps[name]
            if step.condition is not None and not holds(step.condition, state, facts, act):
                opening.append(StepNotRequired(name, step.condition))
                continue
            if step.kind is StepKind.TERM_END:
                return events
            opening.append(opened(step, _begins(step, state, facts.today(act)), state, facts))
        if opening:
            events += opening
            state = after(state, opening, act)
    return events


def waited_for(transfer: Transfer, act: Act, facts: Facts) -> list[TransferEvent]:
    """The steps whose clocks stood still and that wait for nothing any more."""
    return [
        goes_on_again(facts.route.steps[name], waiting.used, facts.today(act), transfer, facts)
        for name, waiting in transfer.open.items()
        if waiting.awaits and not transfer.open.keys() & set(waiting.awaits)
    ]


def goes_on_again(step: Step, used: int, today: date, transfer: Transfer, facts: Facts) -> StepResumed:
    """Where it stood, with the time its office had left."""
    due_on = facts.calendar_of(step.side).after(today, max(step.limit_of(transfer.decreed_people) - used, 0))
    return StepResumed(step.name, used, today, due_on)


def opened(step: Step, begins: date, transfer: Transfer, facts: Facts) -> StepOpened:
    """The step before its office from that day on, with the whole of its time."""
    due_on = facts.calendar_of(step.side).after(begins, step.limit_of(transfer.decreed_people))
    return StepOpened(step.name, facts.office_of(step), begins, due_on)


def _begins(step: Step, transfer: Transfer, today: date) -> date:
    """When the office's time begins: that to report the start of duty not before duty may start."""
    return max(today, first_day_of_duty(transfer) or today) if step.kind is StepKind.DUTY_START else today


def first_day_of_duty(transfer: Transfer) -> date | None:
    """That the law allows: decree and appointment in effect, the inauguration held."""
    days = []
    for done in transfer.done.values():
        match done.event:
            case DecreeIssued(effective_on=day) | PostAppointmentIssued(effective_on=day):
                days.append(day)
            case InaugurationHeld(held_on=day):
                days.append(day)
    return max(days, default=None)


def holds(condition: Condition, transfer: Transfer, facts: Facts, act: Act) -> bool:
    """Whether a conditional step is required, on the day of the act."""
    today = facts.today(act)
    match condition:
        case Condition.RULES_TO_OVERRIDE:
            return bool(rules_to_override(transfer, facts.policy))
        case Condition.MINISTERIAL_CONSENT_NEEDED:
            return caretaker_decides(transfer, facts, today) or (
                facts.replaces_official and facts.windows.on(today) is not None
            )
        case Condition.CARETAKER_DECIDES:
            return caretaker_decides(transfer, facts, today)
        case Condition.EXECUTIVE_MOVES:
            return facts.moves_executive
        case Condition.REPLACED_IN_WINDOW:
            return replaced_in_window(transfer, facts, today)
        case Condition.INAUGURATION_NEEDED:
            return facts.target.post.described.position.kind in facts.policy.inaugurated
        case Condition.BETWEEN_AGENCIES:
            return facts.between_agencies
        case Condition.PRIVATE_SCHOOL:
            return facts.to_private_school


def replaced_in_window(transfer: Transfer, facts: Facts, today: date) -> bool:
    """Whether an official bound by the windows was replaced in one: by the decree, or by the appointment made today."""
    if transfer.decree is None or transfer.decided is None or not facts.replaces_official:
        return False
    decreed_on = facts.target.agency.zone.day_of(transfer.decided.at)
    return any(facts.windows.on(day) is not None for day in (decreed_on, today))


def lacking(transfer: Transfer, facts: Facts, act: Act) -> list[str]:
    """Conditional steps before the decree that were left out and have become required since."""
    return [
        name
        for name in sorted(transfer.not_required)
        if (step := facts.route.steps[name]).condition is not None
        and step.kind in {StepKind.CONSENT, StepKind.TECHNICAL_CONSIDERATION}
        and holds(step.condition, transfer, facts, act)
    ]
