"""Feedback before the decision: superior, peers, both units and the person are heard; silence has its consequence."""

from datetime import date
from uuid import UUID

from domain.act import Act
from domain.policy import UNITS, Role, Step, StepKind
from domain.refusals import (
    AlreadyAnswered,
    AlreadyNoted,
    DeadlinePassed,
    DeadlineStands,
    FeedbackNotAsked,
    FeedbackOutstanding,
    NotARater,
    RatersUnfit,
    TooEarly,
)
from domain.transfer.answering import must_be_whole
from domain.transfer.clocks import must_move
from domain.transfer.commands import (
    AskFeedback,
    CloseFeedback,
    GiveFeedback,
    LapseFeedback,
    RecomputeFeedback,
)
from domain.transfer.deadlines import is_overdue
from domain.transfer.events import (
    FeedbackClosed,
    FeedbackDeadlineRecomputed,
    FeedbackGiven,
    FeedbackLapsed,
    FeedbackRequested,
    TransferEvent,
)
from domain.transfer.facts import Facts
from domain.transfer.guards import official, only_the_clock, open_step, running_step, still_open
from domain.transfer.raters import must_be_fit
from domain.transfer.routes import advance
from domain.transfer.state import Rater, Transfer

_FEEDBACK = frozenset({StepKind.FEEDBACK})


def ask_feedback(transfer: Transfer, command: AskFeedback, act: Act, facts: Facts) -> list[TransferEvent]:
    """Name the superior and the peers; the person and both units are always asked. All get their full time to answer.

    Where one office answers for both units it is asked once, for the origin, whose people it knows.
    """
    step, _ = open_step(transfer, command.step, _FEEDBACK, act, facts)
    if transfer.raters:
        raise AlreadyAnswered
    peers = command.peers
    named = [transfer.person, command.superior, *peers]
    if len(set(named)) < len(named):
        raise RatersUnfit
    today = facts.zone_of(step).day_of(act.at)
    must_be_fit(command, today, facts)
    due_on = _due_on(step, today, facts)
    roles = [Role.SUBJECT, Role.SUPERIOR, *(Role.PEER for _ in peers)]
    asked: dict[UUID, Role] = dict(zip(named, roles, strict=True))
    for role, rater in facts.policy.raters.items():
        if rater.office is not None:
            asked.setdefault(facts.office_at(rater.office), role)
    return [FeedbackRequested(step.name, each, role, due_on, today) for each, role in asked.items()]


def _due_on(step: Step, asked_on: date, facts: Facts) -> date:
    return facts.calendar_of(step.side).after(asked_on, facts.policy.limit("feedback_working_days"))


def may_give(transfer: Transfer, act: Act, facts: Facts) -> tuple[UUID, Rater]:
    """People in their own person, a unit by the holder of its office: the one who was asked, and may still answer."""
    still_open(transfer)
    asked = act.office or act.by
    rater = transfer.raters.get(asked)
    if rater is None:
        raise NotARater if transfer.raters else FeedbackNotAsked
    if rater.role in UNITS:
        official(transfer, asked, act, facts)
    if transfer.feedback is not None or rater.answer is not None:
        raise AlreadyAnswered
    if rater.lapsed:
        raise DeadlinePassed
    return asked, rater


def give_feedback(transfer: Transfer, command: GiveFeedback, act: Act, facts: Facts) -> list[TransferEvent]:
    """In words, or a score for each competence, as the policy says; an answer that comes late counts until silence is on record."""
    asked, rater = may_give(transfer, act, facts)
    respondent = facts.policy.raters[rater.role]
    must_be_whole(command.scores, command.text, respondent, facts.policy.competences)
    return [FeedbackGiven(asked, rater.role, command.scores, command.text)]


def awaits(rater: Rater, today: date) -> bool:
    return rater.is_silent and not is_overdue(rater.due_on, today)


def lapse_feedback(transfer: Transfer, command: LapseFeedback, act: Act, facts: Facts) -> list[TransferEvent]:
    """Of everybody whose day has passed, in the zone of the office that asked. The clock does it; the office still closes."""
    del command
    step, _ = _awaiting(transfer, act, facts)
    lapsed = _lapsed(transfer, facts.zone_of(step).day_of(act.at), facts)
    if not lapsed:
        raise TooEarly
    return lapsed


def recompute_feedback(
    transfer: Transfer, command: RecomputeFeedback, act: Act, facts: Facts
) -> list[TransferEvent]:
    """A corrected calendar moves the last day of all who have not answered; they were asked on one day. The clock does it."""
    del command
    step, rater = _awaiting(transfer, act, facts)
    if rater.asked_on is None:
        raise DeadlineStands
    to, calendar = _due_on(step, rater.asked_on, facts), facts.calendar_of(step.side)
    must_move(rater.due_on, to, facts.zone_of(step).day_of(act.at), rater.calendar, calendar)
    return [FeedbackDeadlineRecomputed(step.name, to, calendar.version)]


def _awaiting(transfer: Transfer, act: Act, facts: Facts) -> tuple[Step, Rater]:
    """For the clock: the step at which answers are awaited while its clock runs, and the first who is still silent."""
    only_the_clock(act)
    still_open(transfer)
    asked_at = next((rater.step for rater in transfer.raters.values()), None)
    if asked_at is None:
        raise FeedbackNotAsked
    step, _ = running_step(transfer, asked_at, _FEEDBACK, facts)
    silent = next((rater for rater in transfer.raters.values() if rater.is_silent), None)
    if silent is None:
        raise AlreadyNoted
    return step, silent


def close_feedback(transfer: Transfer, command: CloseFeedback, act: Act, facts: Facts) -> list[TransferEvent]:
    """Once all have answered or their time is over. Peers' answers are shown only if enough of them answered."""
    step, _ = open_step(transfer, command.step, _FEEDBACK, act, facts)
    if not transfer.raters:
        raise FeedbackNotAsked
    today = facts.zone_of(step).day_of(act.at)
    raters = transfer.raters.values()
    if any(awaits(rater, today) for rater in raters):
        raise FeedbackOutstanding
    answered = [rater.role for rater in raters if rater.answer is not None]
    closed = FeedbackClosed(
        step.name,
        answered=len(answered),
        lapsed=len(raters) - len(answered),
        peers_shown=answered.count(Role.PEER) >= facts.policy.limit("fewest_peer_answers"),
    )
    return advance(transfer, [*_lapsed(transfer, today, facts), closed], act, facts)


def _lapsed(transfer: Transfer, today: date, facts: Facts) -> list[TransferEvent]:
    return [
        FeedbackLapsed(asked, rater.role, facts.policy.silence.id)
        for asked, rater in transfer.raters.items()
        if rater.is_silent and is_overdue(rater.due_on, today)
    ]
