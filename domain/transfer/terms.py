"""A posting for a term: it begins with the duty, ends with its last day, and leads back to the post it began from.

The person keeps a claim to that post, and no seat: the seat may be filled meanwhile, and they then return beyond the
seats there are, as after a revocation.
"""

from datetime import date, timedelta

from domain.act import Act
from domain.calendar import add_months
from domain.policy import FixedTerm, StepKind
from domain.refusals import (
    AlreadyNoted,
    DatesOutOfOrder,
    DeadlinePassed,
    DecreeSuspendedNow,
    NoTermRunning,
    TermNotRenewable,
    TooEarly,
    violation,
)
from domain.registry.post import SeatRestored, restore_seat
from domain.told import tell
from domain.transfer.commands import EndTerm, RemindTerm, RenewTerm, ReportReturn
from domain.transfer.events import (
    EvaluationCancelled,
    ReturnedToPost,
    ReturnReported,
    StepLeftUndone,
    StepOpened,
    TermBegan,
    TermEnded,
    TermReminded,
    TermRenewed,
    TransferClosed,
    TransferEvent,
)
from domain.transfer.facts import Facts
from domain.transfer.guards import only_the_clock, open_step, still_open, with_reason
from domain.transfer.routes import opened
from domain.transfer.state import Posting, Transfer

# How a case ends whose closing review was never recorded.
RETURNED = "RETURNED"


def begin_term(began_on: date, facts: Facts) -> list[TransferEvent]:
    """With the first day of duty."""
    term, step = facts.fixed_term, facts.route.step_of(StepKind.TERM_END)
    if term is None or step is None:
        return []
    ends_on = _last_day(began_on, term)
    return [TermBegan(step.name, began_on, ends_on, _reminder(ends_on, term))]


def _last_day(first: date, term: FixedTerm) -> date:
    return add_months(first, term.months) - timedelta(days=1)


def _reminder(ends_on: date, term: FixedTerm) -> date:
    return add_months(ends_on, -term.reminder_months)


def remind_term(transfer: Transfer, _: RemindTerm, act: Act, facts: Facts) -> list[TransferEvent]:
    """The office that may renew it is asked, and has until the last day."""
    posting = _running(transfer, act)
    today = facts.today(act)
    if posting.reminded:
        raise AlreadyNoted
    if today < posting.remind_on:
        raise TooEarly
    if posting.ends_on < today:
        raise DeadlinePassed
    step = facts.route.steps[posting.step]
    asked = StepOpened(step.name, facts.office_of(step), today, posting.ends_on)
    return [TermReminded(step.name, posting.ends_on), asked]


def end_term(transfer: Transfer, _: EndTerm, act: Act, facts: Facts) -> list[TransferEvent]:
    """The return is due, unless a later decree has moved the person on; then nothing is left to do.

    It opens also while pay or the national record still waits for its office.
    """
    posting = _running(transfer, act)
    if facts.today(act) <= posting.ends_on:
        raise TooEarly
    ended = TermEnded(posting.step, posting.ends_on)
    step = facts.route.step_of(StepKind.RETURN)
    if step is None or facts.person.post != facts.target.post_id:
        return [ended, *_closing(transfer, posting.step)]
    return [ended, opened(step, facts.today(act), transfer, facts)]


def _running(transfer: Transfer, act: Act) -> Posting:
    only_the_clock(act)
    still_open(transfer)
    if transfer.posting is None or transfer.posting.ended:
        raise NoTermRunning
    if transfer.decree_suspended is not None:
        raise DecreeSuspendedNow
    return transfer.posting


def may_renew(transfer: Transfer, step: str, act: Act, facts: Facts) -> tuple[Posting, FixedTerm]:
    """By the office of the open step, until the last day, and no more often than the law says."""
    open_step(transfer, step, frozenset({StepKind.TERM_END}), act, facts)
    posting, term = transfer.posting, facts.fixed_term
    if posting is None or term is None:
        raise NoTermRunning
    if posting.renewals >= term.renewals:
        told = tell("renewed_out", renewals=posting.renewals, most=term.renewals)
        raise TermNotRenewable(violations=(violation("TERM", facts.policy.version, term.legal_basis, told),))
    if posting.ends_on < facts.today(act):
        raise DeadlinePassed
    return posting, term


def renew_term(transfer: Transfer, command: RenewTerm, act: Act, facts: Facts) -> list[TransferEvent]:
    posting, term = may_renew(transfer, command.step, act, facts)
    with_reason(command.reason)
    ends_on = _last_day(posting.ends_on + timedelta(days=1), term)
    return [TermRenewed(posting.step, command.number, command.reason, ends_on, _reminder(ends_on, term))]


def report_return(transfer: Transfer, command: ReportReturn, act: Act, facts: Facts) -> list[TransferEvent]:
    """Back at work in the post the person came from, from this day on; a seat too few does not keep them out."""
    step, _ = open_step(transfer, command.step, frozenset({StepKind.RETURN}), act, facts)
    posting = transfer.posting
    if posting is None:
        raise NoTermRunning
    if not posting.ends_on <= command.returned_on <= facts.today(act):
        raise DatesOutOfOrder
    events: list[TransferEvent] = [ReturnReported(step.name, command.returned_on, command.number)]
    if facts.person.post == facts.target.post_id:
        origin = facts.origin
        seats = restore_seat(origin.post, facts.person_id, command.returned_on)
        beyond = any(isinstance(event, SeatRestored) for event in seats)
        events.append(
            ReturnedToPost(origin.post_id, command.returned_on, command.returned_on, supernumerary=beyond)
        )
    return [*events, *_closing(transfer, step.name)]


def _closing(transfer: Transfer, done: str) -> list[TransferEvent]:
    """With the outcome of the last review, where it was recorded; what was not reviewed is reviewed no more.

    `done`: the step this comes of; what else is open is left undone.
    """
    recorded = [review.recorded for _, review in sorted(transfer.evaluations.items())]
    cancelled = [
        EvaluationCancelled(months, "The term has ended.")
        for months, review in sorted(transfer.evaluations.items())
        if review.recorded is None and not review.cancelled
    ]
    undone = [
        StepLeftUndone(name, each.office, each.due_on) for name, each in transfer.open.items() if name != done
    ]
    last = recorded[-1] if recorded else None
    return [*cancelled, *undone, TransferClosed(RETURNED if last is None else last.outcome)]
