"""Looking at the rules again while a case runs: what has changed since may stop it, or ask for one more step.

After the decree the rules are not asked any more. What has to be asked for to appoint, by a caretaker or in a window that has
opened since, still can be; meanwhile the clock of the appointment stands still.
"""

from datetime import date

from domain.act import Act
from domain.policy import StepKind
from domain.refusals import (
    AlreadyDecreed,
    DecreeSuspendedNow,
    FileReturnedForCorrection,
    NotTheDecidingOffice,
    StepNotOpen,
)
from domain.transfer.caretakers import lacking_to_appoint
from domain.transfer.commands import ReassessCase
from domain.transfer.eligibility import Case, evaluate, not_met, rules_to_override
from domain.transfer.events import (
    CaseResumed,
    CaseSuspended,
    EligibilityEvaluated,
    StepPaused,
    TransferEvent,
)
from domain.transfer.facts import Facts
from domain.transfer.guards import official, still_open, with_reason
from domain.transfer.requesting import resumed
from domain.transfer.routes import after, lacking, opened
from domain.transfer.state import Transfer

# A rule that is met again once its step is done again: an expired clearance is renewed, the rest stands.
_RENEWED_BY = {"E07": StepKind.CLEARANCE}


def may_reassess(transfer: Transfer, act: Act, facts: Facts) -> None:
    """An office with an open step: before the decree, or to ask for what the appointment needs after it."""
    still_open(transfer)
    if act.office is None or act.office not in {opened.office for opened in transfer.open.values()}:
        raise NotTheDecidingOffice
    official(transfer, act.office, act, facts)
    if transfer.decree is not None:
        if not _to_ask(transfer, facts, facts.today(act)):
            raise AlreadyDecreed
        if transfer.decree_suspended is not None:
            raise DecreeSuspendedNow
    if not transfer.findings:
        raise StepNotOpen
    if transfer.returned is not None:
        raise FileReturnedForCorrection


def reassess_case(transfer: Transfer, command: ReassessCase, act: Act, facts: Facts) -> list[TransferEvent]:
    """Suspends the case, resumes it, or opens the steps that have become required."""
    may_reassess(transfer, act, facts)
    with_reason(command.reason)
    if transfer.decree is not None:
        return _ask_to_appoint(transfer, facts, facts.today(act))
    return look_again(transfer, command.reason, act, facts)


def _to_ask(transfer: Transfer, facts: Facts, today: date) -> list[str]:
    """What the appointment lacks and nobody is asked for yet."""
    return [name for name in lacking_to_appoint(transfer, facts, today) if name not in transfer.open]


def _ask_to_appoint(transfer: Transfer, facts: Facts, today: date) -> list[TransferEvent]:
    asked = _to_ask(transfer, facts, today)
    events: list[TransferEvent] = [opened(facts.route.steps[name], today, transfer, facts) for name in asked]
    for name, waiting in transfer.open.items():
        step = facts.route.steps[name]
        if step.kind is StepKind.APPOINTMENT:
            used = waiting.spent(today, facts.calendar_of(step.side))
            events.append(StepPaused(name, tuple(asked), used, today))
    return events


def look_again(transfer: Transfer, reason: str, act: Act, facts: Facts) -> list[TransferEvent]:
    """What follows from the rules as they are met today."""
    today = facts.today(act)
    findings = evaluate(Case(transfer, facts, today))
    unmet = set(not_met(findings)) - transfer.overridden
    events: list[TransferEvent] = [
        EligibilityEvaluated("reassessment", eligible=not unmet, findings=findings)
    ]
    state = after(transfer, events, act)
    renewed = {rule for rule in unmet if rule in _RENEWED_BY}
    barring = tuple(sorted(unmet - renewed - set(rules_to_override(state, facts.policy))))
    if barring:
        return events if transfer.suspended is not None else [*events, CaseSuspended(barring, today)]
    if transfer.suspended is not None:
        events += [
            CaseResumed(reason),
            *resumed(transfer, transfer.suspended.suspended_on, today, facts),
        ]
    kinds = {_RENEWED_BY[rule] for rule in renewed}
    if rules_to_override(state, facts.policy):
        kinds.add(StepKind.OVERRIDE)
    wanted = [name for name, step in facts.route.steps.items() if step.kind in kinds]
    for name in dict.fromkeys([*wanted, *lacking(state, facts, act)]):
        if name not in transfer.open:
            events.append(opened(facts.route.steps[name], today, state, facts))
    return events
