"""What is compared across cases: the deeds that one case holds, and what stands beside cases."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import chain
from typing import Any
from uuid import UUID

from domain.act import Capacity
from domain.history import Recorded
from domain.red_flags.evidence import DECIDING, CaseEvidence, borders_crossed, goes_down
from domain.registry.movements import MovementsCounted
from domain.registry.office import OfficeAssigned, OfficeRelinquished
from domain.registry.person import (
    ComplaintMade,
)
from domain.transfer.events import (
    DecreeIssued,
    DutyStarted,
    EvaluationMissed,
    EvaluationRecorded,
    ObjectionFiled,
    OutsidePlacementRecorded,
    OverrideRecorded,
    OversightRecommendationReceived,
    PanelVoteCast,
    TransferWithdrawn,
    Vote,
)


class DeedKind(StrEnum):
    """What is compared across cases."""

    DECIDED = "DECIDED"  # an office did a step at which it decides or advises
    OVERRODE = "OVERRODE"  # a rule was set aside
    DECREED = "DECREED"
    PLACED = "PLACED"  # by a decree made outside the system
    STARTED = "STARTED"  # somebody took up the new post
    OBJECTED = "OBJECTED"
    COMPLAINED = "COMPLAINED"  # somebody turned to an overseer; no deed of a case
    RECOMMENDED = "RECOMMENDED"  # an overseer wrote about the person's case
    DISSENTED = "DISSENTED"  # a member of a panel voted against what was proposed
    WITHDREW = "WITHDREW"  # a request was taken back
    REVIEWED = "REVIEWED"  # a review after the transfer was held, or missed
    COUNTED = "COUNTED"  # no deed of a case: how many a unit moved in a half-year before
    HELD = "HELD"  # no deed of a case: somebody was given an office definitively
    LEFT = "LEFT"  # no deed of a case: their tenure of an office ended


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing done in one case, for comparison with others of its kind.

    `subject` is the person transferred, `unit` the regional office they come from (REVIEWED: went to), `asked_by` the office that asked (None:
    the person), `key` the step, or the decree by its id or number; `by` is who recorded it. `mark` tells what this kind is
    watched for: late (DECIDED), down (DECREED, PLACED), after the panel (WITHDREW), missed (REVIEWED). `came` is where it
    stands that the case came before the office with a complete file (DECIDED), `route` the type of transfer. `fresh`: decreed
    soon after the head of the region took office or the window after that closed. COUNTED tells in `came` how many were
    moved, in `officials` of how many, up to `on`. DECREED and PLACED tell in `borders` how far the person is sent against
    their wish; of somebody who leaves a managerial post, in `officials` how many of those `agency` had.
    """

    kind: DeedKind
    case: UUID
    position: int
    at: datetime
    on: date
    by: UUID
    office: UUID | None
    subject: UUID
    unit: UUID
    asked_by: UUID | None
    key: str
    mark: bool
    came: int = 0
    route: str = ""
    fresh: bool = False
    officials: int = 0
    agency: UUID | None = None
    borders: int = 0


def deeds(case: CaseEvidence) -> Iterator[Deed]:
    """What a case holds for comparison, in order."""
    return chain.from_iterable(deeds_at(case, recorded) for recorded in case.history)


def deeds_at(case: CaseEvidence, recorded: Recorded[Any]) -> Iterator[Deed]:
    """What an event of a case holds for comparison."""
    event = recorded.event
    if (decision := case.decided_at.get(recorded.position)) is not None and decision.kind in DECIDING:
        late = case.day(recorded) > decision.due_on
        came = decision.opened.position
        yield _deed(case, recorded, DeedKind.DECIDED, decision.step, mark=late, came=came)
    match event:
        case OverrideRecorded():
            yield _deed(case, recorded, DeedKind.OVERRODE, event.step)
        case DecreeIssued():
            yield _decreed(case, recorded, DeedKind.DECREED)
        case OutsidePlacementRecorded():
            yield _decreed(case, recorded, DeedKind.PLACED)
            if event.started_on is not None:
                yield _deed(case, recorded, DeedKind.STARTED, event.number, on=event.started_on)
        case DutyStarted():
            yield _deed(case, recorded, DeedKind.STARTED, event.number, on=event.started_on)
        case ObjectionFiled():
            yield _deed(case, recorded, DeedKind.OBJECTED, event.number, on=event.filed_on)
        case OversightRecommendationReceived():
            yield _deed(case, recorded, DeedKind.RECOMMENDED, event.number, on=event.received_on)
        case PanelVoteCast(vote=Vote.AGAINST):
            yield replace(_deed(case, recorded, DeedKind.DISSENTED, event.step), subject=event.member)
        case TransferWithdrawn():
            yield _deed(case, recorded, DeedKind.WITHDREW, "", mark=case.advised_before(recorded.position))
        case EvaluationMissed():
            yield _reviewed(case, recorded, event.months, mark=True)
        case EvaluationRecorded() if not case.missed_before(recorded.position, event.months):
            yield _reviewed(case, recorded, event.months, mark=False)


def _decreed(case: CaseEvidence, recorded: Recorded[Any], kind: DeedKind) -> Deed:
    decree = case.decree
    if decree is None:
        raise ValueError(f"{case.id} holds a decree and has none")
    deed = _deed(case, recorded, kind, decree.one, on=decree.on, mark=goes_down(case))
    manager = case.positions[0].kind.is_managerial
    return replace(
        deed,
        office=decree.office,
        fresh=_is_fresh(case, decree.on),
        officials=case.managerial_posts if manager else 0,
        agency=case.facts.origin.agency_id,
        borders=borders_crossed(case),
    )


def _is_fresh(case: CaseEvidence, day: date) -> bool:
    """Within so many days after the head's inauguration, or after the window that follows it (W2)."""
    indicator = case.policy.red_flags.get("R08")
    if indicator is None:
        return False
    for began in case.facts.windows_of((case.facts.origin.agency.region_code,)).fresh_starts():
        if began <= day <= began + timedelta(days=indicator.thresholds["days"]):
            return True
    return False


Beside = MovementsCounted | ComplaintMade | OfficeAssigned | OfficeRelinquished


def beside(recorded: Recorded[Beside]) -> Deed | None:
    """What is compared with the deeds of cases and belongs to none; None where nothing is to be compared with it."""
    match recorded.event:
        case MovementsCounted(unit, told):
            counted = _apart(recorded, DeedKind.COUNTED, told.ends_on)
            return replace(counted, unit=unit, came=told.moved, officials=told.officials)
        case ComplaintMade(number, _, made_on):
            return replace(_apart(recorded, DeedKind.COMPLAINED, made_on), key=number)
        case OfficeAssigned(tenure) if tenure.capacity is Capacity.DEFINITIVE and tenure.until is None:
            held = _apart(recorded, DeedKind.HELD, tenure.since)
            return replace(held, subject=tenure.person, key=str(recorded.stream))
        case OfficeRelinquished(person, on):
            return replace(_apart(recorded, DeedKind.LEFT, on), subject=person, key=str(recorded.stream))
        case OfficeAssigned():
            return None


def _apart(recorded: Recorded[Any], kind: DeedKind, on: date) -> Deed:
    return Deed(
        kind=kind,
        case=recorded.stream,
        position=recorded.position,
        at=recorded.act.at,
        on=on,
        by=recorded.act.by,
        office=recorded.act.office,
        subject=recorded.stream,
        unit=recorded.stream,
        asked_by=None,
        key="",
        mark=False,
    )


def _reviewed(case: CaseEvidence, recorded: Recorded[Any], months: int, *, mark: bool) -> Deed:
    """Of the regional office the person came to; held late, a review stays missed."""
    deed = _deed(case, recorded, DeedKind.REVIEWED, str(months), mark=mark)
    return replace(deed, unit=case.facts.target.unit.regional_office)


def _deed(
    case: CaseEvidence,
    recorded: Recorded[Any],
    kind: DeedKind,
    key: str,
    *,
    on: date | None = None,
    mark: bool = False,
    came: int = 0,
) -> Deed:
    return Deed(
        kind=kind,
        case=case.id,
        position=recorded.position,
        at=recorded.act.at,
        on=on or case.day(recorded),
        by=recorded.act.by,
        office=recorded.act.office,
        subject=case.facts.person_id,
        unit=case.facts.origin.unit.regional_office,
        asked_by=case.asked_by,
        key=key,
        mark=mark,
        came=came,
        route=case.facts.type,
    )
