"""A running case goes on under another version of the law: an act of its own, with a dry run beforehand.

Whatever is decided already stays decided. What the new version asks for in stages the case has passed is opened now;
conditional steps left out so far are judged anew when the case moves on.
"""

from dataclasses import dataclass, replace

from domain.act import Act
from domain.policy import StepKind
from domain.refusals import (
    AlreadyDecreed,
    AlreadyUnderPolicy,
    CaseIsSuspended,
    FileReturnedForCorrection,
    NotTheDecidingOffice,
    PolicyNotYetInForce,
    PolicyUnknown,
    Refused,
    RouteDoesNotFit,
    Violation,
)
from domain.transfer.commands import MigratePolicy
from domain.transfer.deadlines import corrected, moves
from domain.transfer.documents import missing_documents
from domain.transfer.eligibility import Case, evaluate
from domain.transfer.evaluating import recording_office
from domain.transfer.events import (
    DeadlineRecomputed,
    PolicyMigrated,
    StepNotRequired,
    StepOpened,
    TransferEvent,
)
from domain.transfer.facts import Facts
from domain.transfer.guards import official, still_open, with_reason
from domain.transfer.reassessing import look_again
from domain.transfer.routes import after, holds, opened
from domain.transfer.state import Transfer


def may_migrate(transfer: Transfer, act: Act, facts: Facts) -> Facts:
    """The receiving personnel office, before the decree, into a version that is in force and fits the open steps.

    Returns the facts under that version.
    """
    still_open(transfer)
    if act.office != recording_office(facts):
        raise NotTheDecidingOffice
    official(transfer, recording_office(facts), act, facts)
    return _fitting(transfer, act, facts)


def migrate_policy(transfer: Transfer, command: MigratePolicy, act: Act, facts: Facts) -> list[TransferEvent]:
    under = may_migrate(transfer, act, facts)
    with_reason(command.reason)
    return _events(transfer, command.reason, act, facts, under)


def _fitting(transfer: Transfer, act: Act, facts: Facts) -> Facts:
    policy = facts.successor
    if policy is None:
        raise PolicyUnknown
    if transfer.decree is not None:
        raise AlreadyDecreed
    if transfer.returned is not None:
        raise FileReturnedForCorrection
    if transfer.suspended is not None:
        raise CaseIsSuspended
    if policy.version == transfer.policy:
        raise AlreadyUnderPolicy
    if not policy.covers(facts.today(act)):
        raise PolicyNotYetInForce
    under = replace(facts, policy=policy)
    if unfit := _unfit(transfer, facts, under, act):
        told = (Violation("ROUTE", policy.version, each, facts.route.legal_basis) for each in unfit)
        raise RouteDoesNotFit(violations=tuple(told))
    return under


def _unfit(transfer: Transfer, facts: Facts, under: Facts, act: Act) -> list[str]:
    """What of the open steps the new route would take away from those who have them before them."""
    route = under.policy.routes.get(transfer.route)
    if route is None:
        return [f"{transfer.route}: no route"]
    told = []
    for name in sorted(transfer.open):
        step, before = route.steps.get(name), facts.route.steps[name]
        if step is None:
            told.append(f"{name}: open, and not in the new route")
        elif step.kind is not before.kind:
            told.append(f"{name}: open as {before.kind}, in the new route {step.kind}")
        elif under.office_of(step) != facts.office_of(before):
            told.append(f"{name}: open before another office than in the new route")
    decree = next((name for name in transfer.open if facts.route.steps[name].kind is StepKind.DECREE), None)
    if decree is not None and not told:
        made = [event.step for event in _missed(transfer, act, under) if isinstance(event, StepOpened)]
        told += [f"{name}: would come before the decree, which is open" for name in made]
    return told


def _events(transfer: Transfer, reason: str, act: Act, facts: Facts, under: Facts) -> list[TransferEvent]:
    today = facts.today(act)
    events: list[TransferEvent] = [PolicyMigrated(transfer.policy, under.policy.version, reason)]
    state = after(transfer, events, act)
    for name, step in transfer.open.items():
        calendar = under.calendar_of(under.route.steps[name].side)
        before, limit = (of.route.steps[name].limit_of(transfer.decreed_people) for of in (facts, under))
        due_on = corrected(limit, step.opened_on, step.used, calendar)
        if limit != before and moves(step.due_on, due_on, today):
            events.append(DeadlineRecomputed(name, due_on, calendar.version))
    events += _missed(state, act, under)
    if transfer.findings:
        events += look_again(after(transfer, events, act), reason, act, under)
    return events


def _missed(transfer: Transfer, act: Act, under: Facts) -> list[TransferEvent]:
    """The steps of the stages the case has reached that are neither done nor open. The override follows the rules."""
    reached = [
        number
        for number, stage in enumerate(under.route.stages)
        if any(name in transfer.open for name in stage)
    ]
    events: list[TransferEvent] = []
    for stage in under.route.stages[: max(reached, default=-1) + 1]:
        for name in stage:
            step = under.route.steps[name]
            if name in transfer.open or name in transfer.done or step.kind is StepKind.OVERRIDE:
                continue
            if step.condition is not None and not holds(step.condition, transfer, under, act):
                events.append(StepNotRequired(name, step.condition))
            else:
                events.append(opened(step, under.today(act), transfer, under))
    return events


# The dry run


@dataclass(frozen=True, slots=True)
class Change:
    """Of a step's deadline, or a rule's outcome: what it is, and what it would be. Empty: there is none."""

    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Migration:
    """What moving a case would change. `refused` is the refusal's code, with what it is about in `unfit`."""

    before: str
    after: str
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    deadlines: tuple[Change, ...] = ()
    rules: tuple[Change, ...] = ()
    documents: tuple[str, ...] = ()
    suspends: bool = False
    refused: str = ""
    unfit: tuple[str, ...] = ()


def dry_run(transfer: Transfer, act: Act, facts: Facts) -> Migration:
    """What `migrate_policy` would do today, whoever asked for it; nothing is decided."""
    before = transfer.policy
    name = "" if facts.successor is None else facts.successor.version
    try:
        still_open(transfer)
        under = _fitting(transfer, act, facts)
        events = _events(transfer, "", act, facts, under)
    except Refused as refused:
        told = tuple(violation.input for violation in refused.violations)
        return Migration(before, name, refused=refused.code, unfit=told)
    state, today = after(transfer, events, act), facts.today(act)
    old, new = facts.route.steps, under.route.steps
    judged = {finding.rule: finding.outcome for finding in evaluate(Case(transfer, facts, today))}
    rejudged = {finding.rule: finding.outcome for finding in evaluate(Case(state, under, today))}
    lacked = {violation.rule for violation in missing_documents(transfer, facts)}
    return Migration(
        before=before,
        after=name,
        added=tuple(each for each in new if each not in old),
        removed=tuple(each for each in old if each not in new and each not in transfer.done),
        deadlines=tuple(
            Change(each, transfer.open[each].due_on.isoformat(), step.due_on.isoformat())
            for each, step in state.open.items()
            if each in transfer.open and step.due_on != transfer.open[each].due_on
        ),
        rules=tuple(
            Change(rule, judged[rule], outcome)
            for rule, outcome in rejudged.items()
            if outcome != judged[rule]
        ),
        documents=tuple(each.rule for each in missing_documents(state, under) if each.rule not in lacked),
        suspends=state.suspended is not None,
    )
