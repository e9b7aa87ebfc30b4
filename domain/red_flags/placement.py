"""Whether the person fits the post, and the post the need: R03, R05, R06, R15, R15B, R16, R26, R27."""

from datetime import timedelta

from domain.calendar import add_months
from domain.policy import Initiative
from domain.red_flags.evidence import CaseEvidence
from domain.red_flags.flag import Found, Thresholds
from domain.registry.person import ProceedingKind
from domain.transfer.eligibility import months_between
from domain.transfer.events import Candidate, DecreeIssued, FitAssessed, NeedsForecast


def r03_short_tenure(case: CaseEvidence, _: Thresholds) -> Found | None:
    """The new duty began before two years in the post before; explained where it mends an earlier transfer."""
    since = case.facts.person.post_since
    if case.started is None or since is None:
        return None
    position, started_on = case.started
    least = case.policy.limit("minimum_months_in_post")
    months = months_between(since, started_on)
    if months >= least:
        return None
    asked = () if case.request is None else (case.request.position,)
    mends = case.request is not None and case.request.event.adjusts is not None
    return Found(
        f"{months} months",
        f"{least} months",
        started_on,
        tuple(sorted((*case.took_up, *asked, position))),
        explained="mends an earlier transfer" if mends else "",
    )


def r05_demoted_without_sanction(case: CaseEvidence, _: Thresholds) -> Found | None:
    """To a lower level, without a disciplinary decision in force that could do so; rests on those there are, too."""
    if (decree := case.decree) is None:
        return None
    old, new = case.positions
    day = decree.on
    disciplined = [
        each for each in case.facts.person.proceedings.values() if each.kind is ProceedingKind.DISCIPLINE
    ]
    sanctioned = any(
        each.level in case.policy.sanctions.lowering
        and each.since <= day
        and (each.until is None or day <= each.until)
        for each in disciplined
    )
    if sanctioned or case.rungs_up >= 0:
        return None
    return Found(
        f"{old.kind} -> {new.kind}", "a sanction in force", day, (*case.told_of(disciplined), decree.position)
    )


def r06_left_without_office(case: CaseEvidence, at: Thresholds) -> Found | None:
    """Non-job: out of a managerial post into a lower one, not at their own request, and not back in time."""
    if (decree := case.decree) is None:
        return None
    if case.request is not None and case.request.event.initiative is Initiative.OWN_REQUEST:
        return None
    old, new = case.positions
    if not old.kind.is_managerial or case.rungs_up >= 0:
        return None
    since = decree.effective_on + timedelta(days=at["days"])
    return Found(
        f"{old.kind} -> {new.kind}", f"an equal post within {at['days']} days", since, (decree.position,)
    )


def r15_merit(case: CaseEvidence, _: Thresholds) -> Found | None:
    """Decreed although education or certificates do not meet what the post asks for."""
    fit, decree = case.first(FitAssessed), case.decree
    if fit is None or decree is None:
        return None
    lacking = (() if fit.event.education_fits else ("education",)) + fit.event.certificates_missing
    if not lacking:
        return None
    return Found(
        f"lacks {', '.join(lacking)}",
        "the post's requirements",
        decree.on,
        (fit.position, decree.position),
    )


def r15b_passed_over(case: CaseEvidence, at: Thresholds) -> Found | None:
    """Better candidates that might have been chosen were passed over, without a word why: several that fit better or stand in a
    higher talent box; or somebody of a low box was raised while one of a high box was there.
    """
    fit, decree = case.first(FitAssessed), case.decree
    if fit is None or decree is None or fit.event.preference.strip():
        return None
    listed = {each.person: each for each in fit.event.candidates}
    chosen = listed.get(case.facts.person_id)
    issued = case.first(DecreeIssued)
    if chosen is None or (issued is not None and issued.event.deviation.strip()):
        return None
    others = [each for each in listed.values() if each.eligible and each is not chosen]
    better = [each for each in others if each.fit > chosen.fit or _in_higher_box(each, chosen)]
    told = []
    if len(better) >= at["candidates"]:
        told.append(f"{len(better)} better candidates")
    low = chosen.box is not None and chosen.box <= at["low_box"]
    if low and case.rungs_up > 0 and any((each.box or 0) >= at["high_box"] for each in others):
        told.append(f"raised from box {chosen.box}")
    if not told:
        return None
    limit = f"{at['candidates']} better; box {at['low_box']} while {at['high_box']} is there"
    return Found("; ".join(told), limit, decree.on, (fit.position, decree.position))


def _in_higher_box(other: Candidate, chosen: Candidate) -> bool:
    return other.box is not None and chosen.box is not None and other.box > chosen.box


def r16_need(case: CaseEvidence, _: Thresholds) -> Found | None:
    """Decreed into a post without a shortage, out of one that has too few already, or so that imbalance rises."""
    fit, decree = case.first(FitAssessed), case.decree
    if fit is None or decree is None:
        return None
    target, origin = fit.event.target_gap, fit.event.origin_gap
    told = []
    if target is not None and target >= 0:
        told.append(f"target {target / 100:+.2f}")
    if origin is not None and origin < 0:
        told.append(f"origin {origin / 100:+.2f}")
    told += _imbalance_rises(fit.event.needs)
    if not told:
        return None
    need = "target < 0, origin >= 0, imbalance not higher"
    return Found("; ".join(told), need, decree.on, (fit.position, decree.position))


def _imbalance_rises(needs: NeedsForecast | None) -> list[str]:
    """Of the two units, or of the two posts where those alone were weighed."""
    if needs is None or (weighed := needs.weighed) is None:
        return []
    before, after = weighed.imbalance_before, weighed.imbalance_after
    of = "imbalance" if needs.units is None else "imbalance of the units"
    if before is None or after is None:
        return [f"{of} rises: one more is left vacant"] if weighed.worse and needs.units is not None else []
    return [f"{of} {before / 1000:.3f} to {after / 1000:.3f}"] if after > before else []


def r26_teachers_harmed(case: CaseEvidence, _: Thresholds) -> Found | None:
    """Decreed although lessons suffer: a teacher under the full load, or the subject short of hours at the origin."""
    fit, decree = case.first(FitAssessed), case.decree
    if fit is None or decree is None or fit.event.needs is None or not (harms := fit.event.needs.harms):
        return None
    least = case.policy.needs.teaching.lesson_hours
    return Found(
        ", ".join(harms),
        f"{least} lesson hours each, none lacking at the origin",
        decree.on,
        (fit.position, decree.position),
    )


def r27_near_retirement(case: CaseEvidence, at: Thresholds) -> Found | None:
    """Raised to a higher level shortly before retirement."""
    if (decree := case.decree) is None:
        return None
    _, new = case.positions
    retires = add_months(case.facts.person.profile.born_on, 12 * case.policy.retirement.age(new))
    months = months_between(day, retires) if (day := decree.on) < retires else 0
    if months >= at["months"] or case.rungs_up <= 0:
        return None
    return Found(f"{months} months left", f"{at['months']} months", day, (decree.position,))
