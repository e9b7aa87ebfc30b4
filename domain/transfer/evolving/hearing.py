"""Who was heard, and what the person was told."""

from domain.act import Act
from domain.replacing import replace
from domain.transfer.events import (
    ConsultationDeclined,
    ConsultationHeld,
    ConsultationOffered,
    FeedbackClosed,
    FeedbackDeadlineRecomputed,
    FeedbackGiven,
    FeedbackLapsed,
    FeedbackRequested,
    FeedbackUnsealed,
    HearingEvent,
    NoticeGiven,
    ReplyGiven,
    ReplyLapsed,
    ReplyWaived,
)
from domain.transfer.evolving.done import step_done
from domain.transfer.state import Rater, Transfer


def evolve(transfer: Transfer, event: HearingEvent, act: Act) -> Transfer:
    match event:
        case FeedbackRequested(step, rater, role, due_on, asked_on):
            return replace(transfer, raters=transfer.raters | {rater: Rater(role, due_on, step, asked_on)})
        case FeedbackDeadlineRecomputed(step, due_on, calendar):
            moved = {
                asked: replace(rater, due_on=due_on, calendar=calendar)
                for asked, rater in transfer.raters.items()
                if rater.step == step and rater.is_silent
            }
            return replace(transfer, raters=transfer.raters | moved)
        case FeedbackGiven(rater):
            answered = replace(transfer.raters[rater], answer=event)
            return replace(transfer, raters=transfer.raters | {rater: answered})
        case FeedbackLapsed(rater):
            silent = replace(transfer.raters[rater], lapsed=True)
            return replace(transfer, raters=transfer.raters | {rater: silent})
        case FeedbackClosed():
            return step_done(replace(transfer, feedback=event), event, act)
        case FeedbackUnsealed():
            return replace(transfer, unsealings=(*transfer.unsealings, event))
        case ReplyGiven() | ReplyWaived() | ReplyLapsed():
            return step_done(replace(transfer, reply=event), event, act)
        case ConsultationOffered() | ConsultationHeld() | ConsultationDeclined():
            return replace(transfer, consultation=event)
        case NoticeGiven():
            return replace(transfer, notice=event)
