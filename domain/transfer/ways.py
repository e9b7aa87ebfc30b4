"""The nearest way to a yes: for a rule that is not met, from which day it will be, what is lacking, or who may set it aside.

A day told here is one the rule itself keeps: asked for again that day, all else equal, it is met, and the day before it
is not (tests/domain/test_ways.py holds every rule to that). Numbers are the policy's, as in the rules.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

from domain.act import Act
from domain.calendar import add_months
from domain.identity import OfficeKind
from domain.policy import Hindrance, StepKind
from domain.transfer.caretakers import caretaker_decides
from domain.transfer.commands import RequestTransfer
from domain.transfer.eligibility import (
    RULES,
    Case,
    certified,
    education_fits,
    evaluate,
    lacking_of_region,
    lacking_of_teacher,
    missing_certificates,
    origin_can_spare_one,
    pending_proceedings,
    rated_below,
    takes_executive_test,
    under_quota,
    years_to_be_rated,
)
from domain.transfer.events import Finding, Outcome
from domain.transfer.evolving import evolve
from domain.transfer.facts import Facts
from domain.transfer.requesting import requested
from domain.transfer.state import Transfer


class Advice(StrEnum):
    """What to do; the sentences stand in the message catalogues."""

    ASK_AGAIN = "ASK_AGAIN"  # the rule is met by now
    WAIT = "WAIT"
    AWAIT_END = "AWAIT_END"  # of something whose last day is not on record
    AWAIT_APPOINTMENT = "AWAIT_APPOINTMENT"  # as PNS
    RECORD_START = "RECORD_START"  # in the present post
    RECORD_APPOINTMENT = "RECORD_APPOINTMENT"  # as PNS
    RECORD_RATING = "RECORD_RATING"
    BE_RATED = "BE_RATED"
    KNOW_QUOTA = "KNOW_QUOTA"  # no way, but what the rating may be due to
    OBTAIN = "OBTAIN"
    OBTAIN_AND_WAIT = "OBTAIN_AND_WAIT"
    CLEARANCE = "CLEARANCE"
    OTHER_SEAT = "OTHER_SEAT"
    STAY_IN_AGENCY = "STAY_IN_AGENCY"
    SAME_POSITION_IN_AGENCY = "SAME_POSITION_IN_AGENCY"
    CONSENT = "CONSENT"
    SUBSTITUTE = "SUBSTITUTE"
    SET_ASIDE = "SET_ASIDE"
    NONE = "NONE"


@dataclass(frozen=True, slots=True)
class Way:
    """`on`: from this day on; `lacking`: certificates, education or years; `offices`: whose word it takes."""

    advice: Advice
    on: date | None = None
    lacking: tuple[str, ...] = ()
    offices: tuple[OfficeKind, ...] = ()


def ways(rule: str, case: Case) -> tuple[Way, ...]:
    """Out of a rule that is not met or still pending, nearest first. The case is looked at as if asked for on its day."""
    case = case.asked_on(case.day)
    outcome, _ = RULES[rule](case)
    if outcome not in {Outcome.NOT_MET, Outcome.PENDING}:
        return (Way(Advice.ASK_AGAIN, case.day),)
    find = _WAYS.get(rule)
    found = () if find is None else find(case)
    office = case.policy.rules[rule].overridden_by
    if outcome is Outcome.NOT_MET and office is not None:  # what is awaited nobody sets aside
        found += (Way(Advice.SET_ASIDE, offices=(office,)),)
    return found or (Way(Advice.NONE),)


def ways_out(transfer: Transfer, facts: Facts, day: date) -> dict[str, tuple[Way, ...]]:
    """By rule, out of what stands in the way of a case that was not decreed; nothing once the person has moved on."""
    if transfer.decree is not None or facts.person.post != transfer.origin_post:
        return {}
    case = Case(transfer, facts, day)
    return {
        finding.rule: ways(finding.rule, case)
        for finding in transfer.findings
        if finding.outcome is Outcome.NOT_MET and finding.rule not in transfer.overridden
    }


@dataclass(frozen=True, slots=True)
class Appraisal:
    """What all rules would say of a request, and the ways out of those that would not be met."""

    findings: tuple[Finding, ...]
    ways: Mapping[str, tuple[Way, ...]]


def appraise(command: RequestTransfer, act: Act, facts: Facts) -> Appraisal:
    """A request that nobody makes: its rules, as they would be evaluated today. Refuses a post already held."""
    case = Case(evolve(None, requested(command, act, facts), act), facts, facts.today(act))
    findings = evaluate(case)
    barred = {Outcome.NOT_MET, Outcome.PENDING}
    return Appraisal(
        findings,
        {finding.rule: ways(finding.rule, case) for finding in findings if finding.outcome in barred},
    )


# Out of each rule


def _e01_appointed_as_civil_servant(_: Case) -> tuple[Way, ...]:
    return (Way(Advice.AWAIT_APPOINTMENT),)


def _e02_months_in_post_are_full(case: Case) -> tuple[Way, ...]:
    since = case.person.post_since
    if since is None:
        return (Way(Advice.RECORD_START),)
    return (Way(Advice.WAIT, add_months(since, case.policy.limit("minimum_months_in_post"))),)


def _e04_next_years_that_may_count(case: Case) -> tuple[Way, ...]:
    """The first request whose years hold no rating below Good, once those not rated yet are."""
    asked_in = case.day.year
    while any(
        rated_below(case.person, year, case.policy) for year in years_to_be_rated(asked_in, case.policy)
    ):
        asked_in += 1
    unrated = tuple(
        str(year)
        for year in years_to_be_rated(asked_in, case.policy)
        if case.person.ratings.get(year) is None
    )
    quota = tuple(
        str(year) for year in years_to_be_rated(case.day.year, case.policy) if under_quota(case, year)
    )
    told = (Way(Advice.KNOW_QUOTA, lacking=quota),) if quota else ()
    if asked_in == case.day.year:
        return (Way(Advice.RECORD_RATING, lacking=unrated), *told)
    return (Way(Advice.BE_RATED, date(asked_in, 1, 1), unrated), *told)


def _e05_proceedings_have_ended(case: Case) -> tuple[Way, ...]:
    day = case.day
    while pending := pending_proceedings(case.person, day):
        ends = [each.until for each in pending if each.until is not None]
        if len(ends) < len(pending):
            return (Way(Advice.AWAIT_END, lacking=tuple(each.number for each in pending)),)
        day = max(ends) + timedelta(days=1)
    return (Way(Advice.WAIT, day),)


def _e06_study_and_bond_have_ended(case: Case) -> tuple[Way, ...]:
    ends = [end for end in (case.person.study_until, case.person.bond_until) if end is not None]
    return (Way(Advice.WAIT, max(ends) + timedelta(days=1)),)


def _e07_clearance_is_given(case: Case) -> tuple[Way, ...]:
    step = case.facts.route.step_of(StepKind.CLEARANCE)
    return () if step is None else (Way(Advice.CLEARANCE, offices=(step.office,)),)


def _e08_another_seat(case: Case) -> tuple[Way, ...]:
    """Where the origin would be left short no other seat helps."""
    return (Way(Advice.OTHER_SEAT),) if origin_can_spare_one(case.facts) else ()


def _e09_certificates_education_or_another_seat(case: Case) -> tuple[Way, ...]:
    position = case.facts.target.post.described.position
    lacking = missing_certificates(case.facts, case.day)
    if not education_fits(case.facts):
        asked = ("/".join(position.education_levels), "/".join(position.educations))
        lacking += (" ".join(filter(None, asked)),)
    return Way(Advice.OBTAIN, lacking=lacking), Way(Advice.OTHER_SEAT)


def _e10_years_served_are_full(case: Case) -> tuple[Way, ...]:
    appointed_on = case.person.profile.appointed_on
    if appointed_on is None:
        return Way(Advice.RECORD_APPOINTMENT), Way(Advice.STAY_IN_AGENCY)
    months = 12 * case.policy.limit("years_before_leaving_agency")
    return Way(Advice.WAIT, add_months(appointed_on, months)), Way(Advice.STAY_IN_AGENCY)


def _e11_same_position_in_the_agency(case: Case) -> tuple[Way, ...]:
    allowed = case.policy.limit("contract_staff_may_move_internally")
    return (Way(Advice.SAME_POSITION_IN_AGENCY),) if allowed else ()


def _e12_consent_or_the_windows_end(case: Case) -> tuple[Way, ...]:
    """Under a caretaker it takes both words, and nobody knows until when."""
    if caretaker_decides(case.transfer, case.facts, case.day):
        return (Way(Advice.CONSENT, offices=_lifting(Hindrance.CARETAKER, case)),)
    opens = case.facts.windows.open_again_on(case.day)
    end = Way(Advice.AWAIT_END) if opens is None else Way(Advice.WAIT, opens)
    return Way(Advice.CONSENT, offices=_lifting(Hindrance.WINDOW, case)), end


def _lifting(hindrance: Hindrance, case: Case) -> tuple[OfficeKind, ...]:
    return tuple(step.office for step in case.facts.route.lifting(hindrance))


def _e13_months_as_executive_and_the_test(case: Case) -> tuple[Way, ...]:
    """A test that runs out before the months are full has to be taken again."""
    test, (leaves, _) = case.policy.competency_test.certificate, takes_executive_test(case)
    if not leaves:
        return (Way(Advice.OBTAIN, lacking=(test,)),)
    since = case.person.post_since
    if since is None:
        return (Way(Advice.RECORD_START),)
    full = add_months(since, case.policy.limit("minimum_months_as_executive"))
    lacking = () if certified(case.person, test, max(full, case.day)) else (test,)
    if full <= case.day:
        return (Way(Advice.OBTAIN, lacking=lacking),)
    return (Way(Advice.OBTAIN_AND_WAIT if lacking else Advice.WAIT, full, lacking),)


def _e14_another_decides(_: Case) -> tuple[Way, ...]:
    return (Way(Advice.SUBSTITUTE),)


def _e16_certificates_where_they_alone_are_lacking(case: Case) -> tuple[Way, ...]:
    lacking = lacking_of_region(case)
    asked = {kind for additions in case.policy.additions for kind in additions.certificates}
    return (Way(Advice.OBTAIN, lacking=lacking),) if asked.issuperset(lacking) else ()


def _e17_the_letter_where_it_alone_is_lacking(case: Case) -> tuple[Way, ...]:
    lacking = lacking_of_teacher(case)
    letter = case.policy.redistribution.health_document
    return (Way(Advice.OBTAIN, lacking=(letter,)),) if lacking == (letter,) else ()


# E15, and E16 where it is about age or rank, have no way out of their own: years do not come back.
_WAYS: Mapping[str, Callable[[Case], tuple[Way, ...]]] = MappingProxyType(
    {
        "E01": _e01_appointed_as_civil_servant,
        "E02": _e02_months_in_post_are_full,
        "E04": _e04_next_years_that_may_count,
        "E05": _e05_proceedings_have_ended,
        "E06": _e06_study_and_bond_have_ended,
        "E07": _e07_clearance_is_given,
        "E08": _e08_another_seat,
        "E09": _e09_certificates_education_or_another_seat,
        "E10": _e10_years_served_are_full,
        "E11": _e11_same_position_in_the_agency,
        "E12": _e12_consent_or_the_windows_end,
        "E13": _e13_months_as_executive_and_the_test,
        "E14": _e14_another_decides,
        "E16": _e16_certificates_where_they_alone_are_lacking,
        "E17": _e17_the_letter_where_it_alone_is_lacking,
    }
)
