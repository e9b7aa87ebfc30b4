"""What the move makes of workload and lessons at both ends."""

from collections.abc import Mapping

from domain.needs.teachers import TeachingLoad
from domain.registry.post import Post
from domain.transfer.desk.readers import Audience, Json
from domain.transfer.events import FitAssessed, LessonNeed, NeedsForecast, UnitLoad, WorkBalance
from domain.transfer.forecast import forecast
from domain.transfer.state import DoneStep


def review_of(done: Mapping[str, DoneStep]) -> FitAssessed | None:
    """What the review of the two posts came to, once there was one."""
    return next((each.event for each in done.values() if isinstance(each.event, FitAssessed)), None)


def needs_of(
    reviewed: FitAssessed | None,
    origin: Post,
    target: Post,
    law: TeachingLoad,
    ahead: bool,
    balancing: bool,
) -> Json:
    """What the move changes, as things are now while it lies `ahead`; afterwards as it was found at the review."""
    needs: NeedsForecast | None = forecast(origin, target, law) if ahead else None
    if not ahead and reviewed is not None:
        needs = reviewed.needs
    balance = None if needs is None else needs.balance
    return {
        "balancing": balancing,
        "balance": None if balance is None else work_balance(balance),
        "originLessons": None if needs is None else _lessons(needs.origin),
        "targetLessons": None if needs is None else _lessons(needs.target),
        "harms": [] if needs is None else list(needs.harms),
        "deviation": "" if reviewed is None else reviewed.deviation,
    } | _units(reviewed)


def candidates_shown(reviewed: FitAssessed | None, audience: Audience) -> Json:
    """Whom the person was compared with, for officials alone. No such part where nobody was."""
    if reviewed is None or not reviewed.candidates or audience is not Audience.OFFICIAL:
        return {}
    return {
        "candidates": {
            "preference": reviewed.preference,
            "listed": [
                {"person": str(each.person), "fit": each.fit, "box": each.box, "eligible": each.eligible}
                for each in reviewed.candidates
            ],
        }
    }


def _units(reviewed: FitAssessed | None) -> Json:
    """The two units as they were weighed at the review. Not told where they were not: desks laid before have no such part."""
    units = None if reviewed is None or reviewed.needs is None else reviewed.needs.units
    if units is None:
        return {}
    return {
        "units": {
            "origin": unit_load(units.origin),
            "target": unit_load(units.target),
            "balance": work_balance(units.balance),
        }
    }


def unit_load(load: UnitLoad) -> Json:
    return {
        "unit": str(load.unit),
        "required": load.required,
        "holders": {"before": load.holders_before, "after": load.holders_after},
        "load": {"before": load.load_before, "after": load.load_after},
        "unweighed": load.unweighed,
    }


def work_balance(balance: WorkBalance) -> Json:
    return {
        "imbalance": {"before": balance.imbalance_before, "after": balance.imbalance_after},
        "variation": {"before": balance.variation_before, "after": balance.variation_after},
        "worse": balance.worse,
    }


def _lessons(need: LessonNeed | None) -> Json | None:
    if need is None:
        return None
    return {
        "source": need.source,
        "hours": need.hours,
        "required": need.required,
        "gap": {"before": need.gap_before, "after": need.gap_after},
        "hoursEach": {"before": need.hours_each_before, "after": need.hours_each_after},
    }
