"""From which day an event counts in the world, as against when it was recorded.

Three kinds of facts: those that name the day they happened on; descriptions and registers, which name no day, or carry days
of their own that are looked at wherever they are read (who holds an office, which law is in force); and the rest, which
happened when somebody acted. A decree counts from the day it is made; what it orders from `TransferTookEffect`, its TMT.

In a stream nothing counts before what it follows. So what was in force by a day is always how a history begins, and a state
that has stood.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, get_args

from domain import plan
from domain.act import Act
from domain.calendar import Zone
from domain.decree import events as decree
from domain.policy_publication import LawEvent
from domain.registry import agency, movements, nip_holding, office, person, post, school, unit
from domain.transfer import events

ALWAYS = date.min

_NAMED: Mapping[type, str] = MappingProxyType(
    {
        events.DecisionServed: "served_on",
        events.ReplacementReported: "reported_on",
        events.InaugurationHeld: "held_on",
        events.DutyStarted: "started_on",
        events.PayrollTransferred: "moved_on",
        events.NationalRecordSynced: "synced_on",
        events.DataBlocked: "blocked_on",
        events.TransferTookEffect: "effective_on",
        events.ReturnedToPost: "returned_on",
        events.ReturnedToAgency: "returned_on",
        events.OutsidePlacementRecorded: "signed_on",
        events.ConsultationHeld: "on",
        events.NoticeGiven: "on",
        events.ObjectionFiled: "filed_on",
        events.ObjectionFoundInadmissible: "filed_on",
        events.OversightRecommendationReceived: "received_on",
        events.TermBegan: "began_on",
        events.TermEnded: "ended_on",
        events.ReturnReported: "returned_on",
        decree.DecreeSigned: "signed_on",
        decree.OutsideDecreeRecorded: "signed_on",
        plan.PlanPublished: "published_on",
        plan.PlanAmended: "published_on",
        person.PostAssumed: "since",
        person.AgencyChanged: "since",
        person.PersonalRecordBlocked: "since",
        post.SeatTaken: "since",
        post.SeatVacated: "on",
        post.SeatRestored: "since",
    }
)
_ACTED = {person.TransferOpened, person.TransferConcluded, post.SeatHeld, post.SeatReleased}
_UNDATED = frozenset(
    kind
    for union in (
        agency.AgencyEvent,
        unit.UnitEvent,
        office.OfficeEvent,
        post.PostEvent,
        person.PersonEvent,
        nip_holding.NipEvent,
        school.SchoolEvent,
        movements.MovementsEvent,
        LawEvent,
    )
    for kind in get_args(union) or (union,)
) - (_NAMED.keys() | _ACTED)


def counts_from(event: object, act: Act) -> date:
    """The day an event counts from by itself; where it names none, that of the act as it is in Jakarta."""
    kind = type(event)
    if (name := _NAMED.get(kind)) is not None:
        day: date = getattr(event, name)
        return day
    return ALWAYS if kind in _UNDATED else Zone.WIB.day_of(act.at)


def until_day(history: Iterable[Any], day: date) -> Iterable[Any]:
    """How the history of a stream begins: what counts from that day or an earlier one, up to the first that does not."""
    for happened in history:
        if counts_from(happened.event, happened.act) > day:
            return
        yield happened
