"""Feedback before the decision: superior, peers and the person are heard; silence is recorded with its consequence."""

from datetime import date

from domain.act import Act
from domain.policy import StepKind
from domain.refusals import (
    AlreadyAnswered,
    FeedbackNotAsked,
    FeedbackOutstanding,
    NotARater,
    RatersUnfit,
    ReasonRequired,
    ScoresIncomplete,
    TooFewPeers,
)
from domain.transfer.commands import AskFeedback, CloseFeedback, GiveFeedback
from domain.transfer.events import (
    FeedbackClosed,
    FeedbackGiven,
    FeedbackLapsed,
    FeedbackRequested,
    Role,
    TransferEvent,
)
from domain.transfer.facts import Facts
from domain.transfer.guards import open_step, still_open
from domain.transfer.routes import advance
from domain.transfer.state import Rater, Transfer

_FEEDBACK = frozenset({StepKind.FEEDBACK})


def ask_feedback(transfer: Transfer, command: AskFeedback, act: Act, facts: Facts) -> list[TransferEvent]:
    """Name the superior and the peers; the person concerned is always asked. All get their full time to answer."""
    step, _ = open_step(transfer, command.step, _FEEDBACK, act, facts)
    if transfer.raters:
        raise AlreadyAnswered
    peers, policy = command.peers, facts.policy
    if not policy.limit("fewest_peers_asked") <= len(peers) <= policy.limit("most_peers_asked"):
        raise TooFewPeers
    named = [transfer.person, command.superior, *peers]
    if len(set(named)) < len(named):
        raise RatersUnfit
    due_on = facts.calendar_of(step.side).after(facts.today(act), policy.limit("feedback_working_days"))
    roles = [Role.SUBJECT, Role.SUPERIOR, *(Role.PEER for _ in peers)]
    return [
        FeedbackRequested(step.name, rater, role, due_on) for rater, role in zip(named, roles, strict=True)
    ]


def give_feedback(transfer: Transfer, command: GiveFeedback, act: Act, facts: Facts) -> list[TransferEvent]:
    """In one's own person. The person concerned answers in words; the others also score each competence 1 to 5."""
    still_open(transfer)
    rater = transfer.raters.get(act.by) if act.office is None else None
    if rater is None:
        raise NotARater if transfer.raters else FeedbackNotAsked
    if transfer.feedback is not None or rater.answer is not None:
        raise AlreadyAnswered
    expected = set() if rater.role is Role.SUBJECT else set(facts.policy.competences)
    scored(command.scores, expected)
    if rater.role is Role.SUBJECT and not command.text.strip():
        raise ReasonRequired
    return [FeedbackGiven(act.by, rater.role, command.scores, command.text)]


def scored(scores: dict[str, int], competences: set[str]) -> None:
    if set(scores) != competences or not all(1 <= score <= 5 for score in scores.values()):  # noqa: PLR2004 the scale
        raise ScoresIncomplete


def awaits(rater: Rater, today: date) -> bool:
    return rater.answer is None and today <= rater.due_on


def close_feedback(transfer: Transfer, command: CloseFeedback, act: Act, facts: Facts) -> list[TransferEvent]:
    """Once all have answered or their time is over. Peers' answers are shown only if enough of them answered."""
    step, _ = open_step(transfer, command.step, _FEEDBACK, act, facts)
    if not transfer.raters:
        raise FeedbackNotAsked
    today = facts.today(act)
    if any(awaits(rater, today) for rater in transfer.raters.values()):
        raise FeedbackOutstanding
    silent = {person: rater for person, rater in transfer.raters.items() if rater.answer is None}
    peers = sum(r.role is Role.PEER and r.answer is not None for r in transfer.raters.values())
    lapsed = [FeedbackLapsed(person, rater.role, facts.policy.silence.id) for person, rater in silent.items()]
    closed = FeedbackClosed(
        step.name,
        answered=len(transfer.raters) - len(silent),
        lapsed=len(silent),
        peers_shown=peers >= facts.policy.limit("fewest_peer_answers"),
    )
    return advance(transfer, [*lapsed, closed], act, facts)
