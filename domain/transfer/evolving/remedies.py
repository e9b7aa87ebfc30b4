"""Objections and recommendations; they may also come when the case has ended."""

from dataclasses import replace as slotted

from domain.act import Act
from domain.replacing import replace
from domain.transfer.events import (
    ObjectionDeadlineRecomputed,
    ObjectionDecided,
    ObjectionEscalated,
    ObjectionFiled,
    ObjectionFoundInadmissible,
    ObjectionLapsed,
    ObjectionMisdirected,
    ObjectionWithdrawn,
    OversightRecommendationAnswered,
    OversightRecommendationReceived,
    RecommendationDeadlineRecomputed,
    RemedyEvent,
)
from domain.transfer.state import Objection, Recommendation, Transfer


def evolve(transfer: Transfer, event: RemedyEvent, _: Act) -> Transfer:
    match event:
        case ObjectionMisdirected():
            return replace(transfer, misdirected=event)
        case ObjectionFiled(office=office, due_on=due_on):
            return replace(transfer, objection=Objection(event, office, due_on))
        case ObjectionFoundInadmissible():
            return replace(transfer, objection=Objection(event))
        case ObjectionDecided() | ObjectionWithdrawn():
            return replace(transfer, objection=replace(_objection(transfer), outcome=event))
        case ObjectionLapsed():
            return replace(transfer, objection=replace(_objection(transfer), lapsed=event))
        case ObjectionEscalated(to_office, due_on):
            above = replace(
                _objection(transfer), escalated=event, office=to_office, due_on=due_on, calendar=""
            )
            return replace(transfer, objection=above)
        case ObjectionDeadlineRecomputed(due_on, calendar):
            moved = replace(_objection(transfer), due_on=due_on, calendar=calendar)
            return replace(transfer, objection=moved)
        case OversightRecommendationReceived(_, number):
            received = Recommendation(event)
            return replace(transfer, recommendations=transfer.recommendations | {number: received})
        case RecommendationDeadlineRecomputed(number, due_on, calendar):
            before = transfer.recommendations[number]
            later = slotted(before.received, due_on=due_on)
            moved_on = replace(before, received=later, calendar=calendar)
            return replace(transfer, recommendations=transfer.recommendations | {number: moved_on})
        case OversightRecommendationAnswered(number):
            answered = replace(transfer.recommendations[number], answered=event)
            return replace(transfer, recommendations=transfer.recommendations | {number: answered})


def _objection(transfer: Transfer) -> Objection:
    if transfer.objection is None:
        raise ValueError("there is no objection")
    return transfer.objection
