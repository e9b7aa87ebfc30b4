"""Whether whoever decided could decide: R01, R02, R18, R19, R28."""

from domain.act import Capacity
from domain.history import Recorded
from domain.policy import Hindrance
from domain.red_flags.evidence import DECIDING, CaseEvidence
from domain.red_flags.flag import Found, Thresholds
from domain.transfer.events import (
    ApproverRecused,
    ClearanceGranted,
    ConsiderationGiven,
    DecreeIssued,
)


def r01_window_breach(case: CaseEvidence, _: Thresholds) -> Found | None:
    """An official in the windows' scope replaced in W1 or W2 without the Minister's consent before the decree."""
    decree = case.decree
    if decree is None or not case.facts.replaces_official:
        return None
    window = case.facts.windows.on(decree.on)
    if window is None or not case.lacking_before(decree.position, Hindrance.WINDOW):
        return None
    return Found(window, "consent of the Minister before the decree", decree.on, (decree.position,))


def r02_without_authority(case: CaseEvidence, _: Thresholds) -> Found | None:
    """Decreed by an acting official; or by a caretaker without the Minister's consent and BKN's advice before."""
    if (decree := case.decree) is None:
        return None
    capacity = decree.capacity
    lacking = case.lacking_before(decree.position, Hindrance.CARETAKER)
    told = str(capacity)
    if capacity is Capacity.CARETAKER and lacking:
        told = f"{capacity}; lacking {', '.join(lacking)}"
    elif capacity not in {Capacity.ACTING, Capacity.DAILY_ACTING}:
        return None
    return Found(told, "DEFINITIF, or PJ with consent and advice", decree.on, (decree.position,))


def r18_conflict_of_interest(case: CaseEvidence, _: Thresholds) -> Found | None:
    """An approver is kin of the person or tied to them otherwise, or decided for two offices, and did not step aside."""
    recused = {recorded.event.person for recorded in case.all(ApproverRecused)}
    offices: dict[object, object] = {}
    for decision in case.decisions:
        by, office = decision.done.act.by, decision.done.act.office
        if decision.kind not in DECIDING or by in recused:
            continue
        if by in case.facts.person.related:
            told = "kin" if by in case.facts.person.kin else "tied"
            inputs = (*case.tied_to(by), *decision.inputs)
            return Found(
                f"{told} decides at {decision.step}",
                "nobody related",
                case.day(decision.done),
                tuple(sorted(inputs)),
            )
        if offices.setdefault(by, office) != office:
            told = f"second office at {decision.step}"
            return Found(told, "one office a person", case.day(decision.done), decision.inputs)
    return None


def r19_clearance(case: CaseEvidence, _: Thresholds) -> Found | None:
    """Decreed without clearance, after it expired, on one given while a finding of an audit was open, or while a disciplinary or
    court case was pending.

    Whether a decree made outside had clearance is not known here; what was pending against the person is.
    """
    if (decree := case.decree) is None:
        return None
    day = decree.on
    cleared = [each for each in case.all(ClearanceGranted) if each.position < decree.position]
    pending = [
        proceeding
        for proceeding in case.facts.person.proceedings.values()
        if proceeding.since <= day and (proceeding.until is None or day <= proceeding.until)
    ]
    inputs = (*(each.position for each in cleared), decree.position)
    if not cleared and not decree.outside:
        return Found("none", "clearance before the decree", day, inputs)
    if cleared and (until := cleared[-1].event.valid_until) < day:
        return Found(f"expired {until}", f"valid on {day}", day, inputs)
    if cleared and (despite := _open_findings(case, cleared[-1])):
        inputs = tuple(sorted((*case.told_of_findings(despite), *inputs)))
        told = f"given with {len(despite)} findings open"
        return Found(told, "no finding open when it was given", day, inputs)
    if not pending:
        return None
    inputs = tuple(sorted((*case.told_of(pending), *inputs)))
    return Found(f"{len(pending)} pending", "no case pending", day, inputs)


def _open_findings(case: CaseEvidence, cleared: Recorded[ClearanceGranted]) -> list[str]:
    """Those open when the clearance was given."""
    given_on = case.day(cleared)
    return sorted(
        number
        for number, finding in case.facts.person.findings.items()
        if finding.since <= given_on and (finding.settled_on is None or given_on < finding.settled_on)
    )


def r28_against_advice(case: CaseEvidence, _: Thresholds) -> Found | None:
    """The decree departs from what the panel proposed, and does not say why."""
    advice, decree = case.first(ConsiderationGiven), case.first(DecreeIssued)
    if advice is None or decree is None or advice.event.supports or decree.event.deviation.strip():
        return None
    inputs = (advice.position, decree.position)
    return Found("panel against, decreed", "a reason for departing from it", case.day(decree), inputs)
