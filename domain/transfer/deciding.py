"""The decree and what follows it: appointment, service, inauguration, start of duty."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from domain.act import Act
from domain.policy import Hindrance, Step, StepKind
from domain.refusals import (
    DataBlockedNow,
    DatesOutOfOrder,
    GoalsRequired,
    InAnotherDraft,
    MissingDocuments,
    NotEligible,
    ReasonRequired,
    SignatoriesDemanded,
    violation,
)
from domain.registry.decree_number import take_number
from domain.told import tell
from domain.transfer.caretakers import lacking_to_appoint, not_asked
from domain.transfer.commands import (
    HoldInauguration,
    IssueAppointment,
    IssueDecree,
    ReportReplacement,
    ServeDecision,
    StartDuty,
)
from domain.transfer.documents import missing_documents
from domain.transfer.eligibility import Case, barring_decree, evaluate, not_met
from domain.transfer.evaluating import scheduled
from domain.transfer.events import (
    ConsiderationGiven,
    DecisionServed,
    DecreeIssued,
    DutyStarted,
    EligibilityEvaluated,
    InaugurationHeld,
    PostAppointmentIssued,
    ReplacementReported,
    StepLeftUndone,
    StepNotRequired,
    TransferEvent,
)
from domain.transfer.facts import Facts
from domain.transfer.guards import names_the_post, open_step, with_reason
from domain.transfer.routes import advance, first_day_of_duty, lacking
from domain.transfer.state import Transfer
from domain.transfer.terms import begin_term


def issue_decree(transfer: Transfer, command: IssueDecree, act: Act, facts: Facts) -> list[TransferEvent]:
    """In the case itself, where the law asks for no other signature than the office's own."""
    events = decree_for(transfer, command, act, facts)
    if transfer.draft is not None:
        raise InAnotherDraft
    if not signs_alone(facts.route.steps[command.step]):
        raise SignatoriesDemanded
    if facts.numbering is not None:
        take_number(facts.numbering, facts.transfer_id)
    return events


def signs_alone(step: Step) -> bool:
    """Whether a decree for one person needs nobody's initials."""
    return all(each.from_people > 1 for each in step.initials)


def decree_for(
    transfer: Transfer,
    command: IssueDecree,
    act: Act,
    facts: Facts,
    decree: UUID | None = None,
    people: int = 1,
) -> list[TransferEvent]:
    """For one person, alone or as a line of `decree` with so many `people`.

    The rules are evaluated again on this day; departing from the panel's advice takes a written reason.
    """
    step, _ = open_step(transfer, command.step, frozenset({StepKind.DECREE}), act, facts)
    names_the_post(step, command.post, transfer)
    with_reason(command.grounds)
    if facts.person.blocks:
        raise DataBlockedNow(", ".join(sorted(facts.person.blocks)))
    if not command.goals or not all(goal.strip() for goal in command.goals):
        raise GoalsRequired
    if missing := missing_documents(transfer, facts):  # refused since the file was verified
        raise MissingDocuments(violations=tuple(missing))
    today = facts.today(act)
    findings = evaluate(Case(transfer, facts, today))
    barred = barring_decree(findings, transfer, facts.policy)
    barred += tuple(
        violation(
            name, facts.policy.version, facts.route.steps[name].legal_basis, tell("step_not_done", step=name)
        )
        for name in lacking(transfer, facts, act)
    )
    if barred:
        raise NotEligible(violations=barred)
    if advised_against(transfer) and not command.deviation.strip():
        raise ReasonRequired
    if command.effective_on < today:
        raise DatesOutOfOrder
    issued = DecreeIssued(
        step=step.name,
        number=command.number,
        post=command.post,
        effective_on=command.effective_on,
        grounds=command.grounds,
        goals=command.goals,
        deviation=command.deviation,
        decree=decree,
        people=people,
    )
    evaluated = EligibilityEvaluated(
        step.name, eligible=not (set(not_met(findings)) - transfer.overridden), findings=findings
    )
    return advance(transfer, [evaluated, issued], act, facts)


def advised_against(transfer: Transfer) -> bool:
    """Whether a body whose advice does not bind spoke against the transfer."""
    return any(
        isinstance(done.event, ConsiderationGiven) and not done.event.supports
        for done in transfer.done.values()
    )


def issue_appointment(
    transfer: Transfer, command: IssueAppointment, act: Act, facts: Facts
) -> list[TransferEvent]:
    """The second decree: the receiving authority appoints into the named post."""
    step, _ = open_step(transfer, command.step, frozenset({StepKind.APPOINTMENT}), act, facts)
    names_the_post(step, command.post, transfer)
    if lacks := lacking_to_appoint(transfer, facts, facts.today(act), act.capacity):
        basis = facts.policy.rules["E12"].legal_basis
        told = (tell("step_not_done", step=name) for name in lacks)
        raise NotEligible(violations=(violation("E12", facts.policy.version, basis, *told),))
    if transfer.decree is not None and command.effective_on < transfer.decree.effective_on:
        raise DatesOutOfOrder
    appointed = PostAppointmentIssued(step.name, command.number, command.post, command.effective_on)
    return advance(transfer, [appointed, *_no_longer_asked(transfer, facts)], act, facts)


def _no_longer_asked(transfer: Transfer, facts: Facts) -> Iterator[TransferEvent]:
    """What a caretaker before, or in a window that is over, had asked for falls away with the appointment."""
    for name in dict.fromkeys(name for each in Hindrance for name in not_asked(each, transfer, facts)):
        if (waiting := transfer.open.get(name)) is not None:
            yield StepLeftUndone(name, waiting.office, waiting.due_on)
        condition = facts.route.steps[name].condition
        if condition is not None and name not in transfer.not_required:
            yield StepNotRequired(name, condition)


def serve_decision(transfer: Transfer, command: ServeDecision, act: Act, facts: Facts) -> list[TransferEvent]:
    step, opened = open_step(transfer, command.step, frozenset({StepKind.SERVICE}), act, facts)
    _happened_between(opened.opened_on, command.served_on, facts.today(act))
    return advance(transfer, [DecisionServed(step.name, command.served_on, command.manner)], act, facts)


def report_replacement(
    transfer: Transfer, command: ReportReplacement, act: Act, facts: Facts
) -> list[TransferEvent]:
    step, opened = open_step(transfer, command.step, frozenset({StepKind.REPORT}), act, facts)
    _happened_between(opened.opened_on, command.reported_on, facts.today(act))
    return advance(
        transfer, [ReplacementReported(step.name, command.number, command.reported_on)], act, facts
    )


def hold_inauguration(
    transfer: Transfer, command: HoldInauguration, act: Act, facts: Facts
) -> list[TransferEvent]:
    step, opened = open_step(transfer, command.step, frozenset({StepKind.INAUGURATION}), act, facts)
    _happened_between(opened.opened_on, command.held_on, facts.today(act))
    return advance(transfer, [InaugurationHeld(step.name, command.held_on, command.number)], act, facts)


def start_duty(transfer: Transfer, command: StartDuty, act: Act, facts: Facts) -> list[TransferEvent]:
    """The person reports at the new post; the evaluations are set, and the term begins where there is one."""
    step, opened = open_step(transfer, command.step, frozenset({StepKind.DUTY_START}), act, facts)
    names_the_post(step, command.post, transfer)
    earliest = first_day_of_duty(transfer) or opened.opened_on
    _happened_between(earliest, command.started_on, facts.today(act))
    started = DutyStarted(step.name, command.started_on, command.number, command.post)
    reviews = [scheduled(review, command.started_on, facts) for review in facts.policy.evaluations]
    begun = begin_term(command.started_on, facts)
    return advance(transfer, [started, *reviews, *begun], act, facts)


def _happened_between(earliest: date, day: date, today: date) -> None:
    if not earliest <= day <= today:
        raise DatesOutOfOrder
