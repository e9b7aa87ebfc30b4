"""Substance (substansi): whether the decree rests on the rules, the need, the fit, and reasons of its own."""

from domain.history import Recorded
from domain.legality.points import Point, Points, Record, Verdict, in_order, shown
from domain.policy import StepKind
from domain.red_flags.placement import r05_demoted_without_sanction
from domain.told import Told, tell
from domain.transfer.events import (
    ConsiderationGiven,
    DecreeIssued,
    EligibilityEvaluated,
    Finding,
    FitAssessed,
    Outcome,
    OverrideRecorded,
)


def points(record: Record) -> Points:
    yield from _rules(record)
    yield _need(record)
    yield _fit(record)
    yield _advice(record)
    yield _reasons(record)
    yield _goals(record)
    yield _no_demotion(record)


# The rules


def _rules(record: Record) -> Points:
    """As they were evaluated last before the decree, or with it."""
    evaluated = [each for each in record.case.all(EligibilityEvaluated) if _up_to_decree(record, each)]
    overrides = [each for each in record.case.all(OverrideRecorded) if each.position < record.decree.position]
    found = {} if not evaluated else {each.rule: each for each in evaluated[-1].event.findings}
    for code, rule in record.policy.rules.items():
        if (finding := found.get(code)) is None:
            told = (tell("not_evaluated"),)
            yield Point("RULE", Verdict.MISSING, rule.legal_basis, code, rule.title, told)
            continue
        aside = next((each for each in overrides if code in each.event.rules), None)
        yield Point(
            "RULE",
            _verdict(finding, set_aside=aside is not None),
            finding.legal_basis,
            code,
            rule.title,
            (*finding.told, *_set_aside(record, finding, aside)),
            "" if aside is None else aside.event.reason,
            in_order(evaluated[-1], aside),
        )


def _up_to_decree(record: Record, evaluated: Recorded[EligibilityEvaluated]) -> bool:
    return evaluated.position <= record.decree.position or evaluated.act.command == record.issued.act.command


def _verdict(finding: Finding, *, set_aside: bool) -> Verdict:
    match finding.outcome:
        case Outcome.MET:
            return Verdict.SHOWN
        case Outcome.NOT_APPLICABLE | Outcome.ADVICE:
            return Verdict.NOT_DEMANDED
        case Outcome.NOT_MET | Outcome.PENDING:
            return shown(set_aside)


def _set_aside(
    record: Record, finding: Finding, aside: Recorded[OverrideRecorded] | None
) -> tuple[Told, ...]:
    if aside is None or finding.outcome is Outcome.MET:
        return ()
    office = record.title_of(aside.act.acting_for) or "-"
    return (tell("set_aside", office=office, on=record.case.day(aside)),)


# Need, fit, advice


def _reviewed(record: Record) -> tuple[str, Recorded[FitAssessed] | None]:
    """The law of the review, and what it found before the decree."""
    step = record.case.facts.route.step_of(StepKind.FIT_REVIEW)
    found = record.case.first(FitAssessed)
    basis = record.basis("REVIEW") if step is None else step.legal_basis
    return basis, found if found is not None and found.position < record.decree.position else None


def _need(record: Record) -> Point:
    """The receiving post was short of people, or why it is filled all the same."""
    basis, review = _reviewed(record)
    if review is None:
        return Point("NEED", Verdict.MISSING, basis)
    event = review.event
    told = []
    if event.target_gap is not None:
        told.append(tell("target_gap_now", gap=_hundredths(event.target_gap)))
    if event.origin_gap is not None:
        told.append(tell("origin_gap_now", gap=_hundredths(event.origin_gap)))
    needed = event.target_gap is not None and event.target_gap < 0
    reason = event.deviation.strip()
    return Point(
        "NEED", shown(needed or bool(reason)), basis, told=tuple(told), quote=reason, evidence=(review,)
    )


def _hundredths(gap: int) -> str:
    return f"{gap / 100:+.2f}"


def _fit(record: Record) -> Point:
    """Education and certificates meet what the post asks for."""
    basis, review = _reviewed(record)
    if review is None:
        return Point("FIT", Verdict.MISSING, basis)
    event = review.event
    lacking = ", ".join(event.certificates_missing)
    told = (tell("certificates_lacking", certificates=lacking),) if lacking else ()
    fits = event.education_fits and not lacking
    return Point("FIT", shown(fits), basis, told=told, quote=event.summary, evidence=(review,))


def _advice(record: Record) -> Point:
    """The decree follows the panel's advice, or says why it does not."""
    step = record.case.facts.route.step_of(StepKind.CONSIDERATION)
    if step is None:
        return Point("ADVICE", Verdict.NOT_DEMANDED, record.basis_of_flag("R28"))
    given = record.case.first(ConsiderationGiven)
    if given is None or given.position > record.decree.position:
        return Point("ADVICE", Verdict.MISSING, step.legal_basis)
    issued = record.issued
    why = issued.event.deviation.strip() if isinstance(issued.event, DecreeIssued) else ""
    number = given.event.number
    told = [
        tell("advised_for", number=number) if given.event.supports else tell("advised_against", number=number)
    ]
    if (tally := given.event.tally) is not None:
        told.append(
            tell("tally", in_favour=tally.in_favour, against=tally.against, abstained=tally.abstained)
        )
    return Point(
        "ADVICE",
        shown(given.event.supports or bool(why)),
        record.basis_of_flag("R28"),
        told=tuple(told),
        quote=why,
        evidence=in_order(given, issued if why else None),
    )


# What the decree itself says


def _reasons(record: Record) -> Point:
    issued = record.issued
    return Point(
        "REASONS",
        shown(bool(issued.event.grounds.strip())),
        record.basis("REASONS"),
        quote=issued.event.grounds,
        evidence=(issued,),
    )


def _goals(record: Record) -> Point:
    """What the evaluations will be held against."""
    issued = record.issued
    goals = issued.event.goals if isinstance(issued.event, DecreeIssued) else ()
    return Point(
        "GOALS", shown(bool(goals)), record.basis("GOALS"), quote="; ".join(goals), evidence=(issued,)
    )


def _no_demotion(record: Record) -> Point:
    """To a lower level only on a disciplinary decision in force."""
    basis = record.basis_of_flag("R05")
    if record.case.rungs_up >= 0:
        return Point("NO_DEMOTION", Verdict.NOT_DEMANDED, basis, told=(tell("not_lower"),))
    found = r05_demoted_without_sanction(record.case, {})
    return Point("NO_DEMOTION", shown(found is None), basis, told=(tell("lower"),), evidence=(record.issued,))
