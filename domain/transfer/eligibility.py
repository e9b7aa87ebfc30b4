"""The eligibility rules E01 to E17 (reference 2.2): one small function each, all evaluated, every result kept.

A rule sees the case on one day and answers with an outcome and the facts it was judged on. The legal basis and who may set
a rule aside are policy data.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from domain.calendar import add_months
from domain.policy import Initiative, LocalAdditions, Policy, TransferType
from domain.refusals import Violation
from domain.registry.person import Person, Proceeding, ProceedingKind, Status
from domain.told import Told, in_english, tell
from domain.transfer.caretakers import caretaker_decides, hindrance_of, not_asked
from domain.transfer.events import Finding, Outcome
from domain.transfer.facts import Facts
from domain.transfer.state import Transfer


@dataclass(frozen=True, slots=True)
class Case:
    """What a rule judges: the case, the facts, and the day. `decider_kin`: the one about to decree is related."""

    transfer: Transfer
    facts: Facts
    day: date
    decider_kin: bool = False

    @property
    def person(self) -> Person:
        return self.facts.person

    @property
    def policy(self) -> Policy:
        return self.facts.policy

    def years(self, since: date) -> int:
        """Whole years from then to the day."""
        return months_between(since, self.day) // 12

    def asked_on(self, day: date) -> "Case":
        """The same facts, asked for and judged on that day."""
        return replace(self, day=day, transfer=replace(self.transfer, requested_on=day))


Judgement = tuple[Outcome, tuple[Told, ...]]


def months_between(since: date, day: date) -> int:
    """Whole months, a month being complete on the same day of the next (clamped to its end)."""
    months = (day.year - since.year) * 12 + day.month - since.month
    return months if add_months(since, months) <= day else months - 1


def _met(condition: bool, *told: Told) -> Judgement:
    return (Outcome.MET if condition else Outcome.NOT_MET), told


def e01_civil_servant(case: Case) -> Judgement:
    status = case.person.profile.status
    if status is Status.PPPK:
        return Outcome.NOT_APPLICABLE, (tell("judged_by", status=status, rules="E11, E17"),)
    return _met(status is Status.PNS, tell("status", status=status))


def e02_two_years_in_post(case: Case) -> Judgement:
    """Excepted is the re-transfer that mends one of which a review showed a fault (reference 5.2); its reason is on record."""
    since = case.person.post_since
    if since is None:
        return Outcome.NOT_MET, (tell("start_unknown"),)
    months = months_between(since, case.transfer.requested_on)
    told = tell("months_in_post_since", months=months, since=since)
    long_enough = months >= case.policy.limit("minimum_months_in_post")
    if not long_enough and (mended := case.facts.mends) is not None and mended.adjustments:
        shown = [each.trigger for triggered in mended.adjustments for each in triggered.triggers]
        return Outcome.NOT_APPLICABLE, (told, tell("mends", triggers=", ".join(dict.fromkeys(shown))))
    return _met(long_enough, told)


def e03_due_for_rotation(case: Case) -> Judgement:
    since = case.person.post_since
    if since is None or case.day <= add_months(since, case.policy.limit("rotation_due_after_months")):
        return Outcome.NOT_APPLICABLE, ()
    return Outcome.ADVICE, (tell("months_in_post", months=months_between(since, case.day)),)


def e04_rated_good(case: Case) -> Judgement:
    """Each of the last complete years; the year before the request is the latest that can be known.

    A transfer that mends one that has failed is not held up by the ratings of that failure: the years before it count.
    """
    before = case.transfer.requested_on.year
    told: tuple[Told, ...] = ()
    mended = case.facts.mends
    if mended is not None and mended.adjustments and mended.started_on is not None:
        before, told = min(before, mended.started_on.year), (tell("years_before_mended"),)
    years = years_to_be_rated(before, case.policy)
    good = all(rated_well(case.person, year, case.policy) for year in years)
    return _met(good, *(fact for year in years for fact in _rated(case, year)), *told)


def rated_well(person: Person, year: int, policy: Policy) -> bool:
    """Whether that year is on record with what the policy asks for (Good), or better."""
    rating = person.ratings.get(year)
    return rating is not None and rating.at_least(policy.least_rating.rating)


def rated_below(person: Person, year: int, policy: Policy) -> bool:
    """Whether that year is on record with less; a year that is not on record is not."""
    return year in person.ratings and not rated_well(person, year, policy)


def _rated(case: Case, year: int) -> Iterator[Told]:
    """The mark behind the predicate, and whether one below Good may be a quota's doing (reference 3.6)."""
    rating, mark = case.person.ratings.get(year), case.person.marks.get(year)
    if rating is None:
        yield tell("rating_unknown", year=year)
    elif mark is None:
        yield tell("rating", year=year, rating=rating)
    else:
        yield tell("rating_marked", year=year, mark=f"{mark / 100:.2f}", rating=rating)
    if under_quota(case, year):
        yield tell("rating_under_quota", year=year)


def under_quota(case: Case, year: int) -> bool:
    """A year below Good that was rated while predicates were distributed by quota. It is information, no exception."""
    quotas_since = case.policy.limit("forced_distribution_since_year")
    return year >= quotas_since and rated_below(case.person, year, case.policy)


def years_to_be_rated(asked_in: int, policy: Policy) -> range:
    """The years whose ratings count for a request of that year."""
    return range(asked_in - policy.limit("years_rated_good"), asked_in)


def e05_no_proceedings(case: Case) -> Judgement:
    """Judged on the day, so that a proceeding opened midway stops the decree."""
    pending = [each.number for each in pending_proceedings(case.person, case.day)]
    told = tell("proceedings", numbers=", ".join(pending)) if pending else tell("none_on_record")
    return _met(not pending, told)


def pending_proceedings(person: Person, day: date) -> list[Proceeding]:
    """Those that weigh that day."""
    return [
        each
        for each in person.proceedings.values()
        if each.since <= day and (each.until is None or day <= each.until)
    ]


def e06_not_studying_or_bound(case: Case) -> Judgement:
    told = []
    if (study := case.person.study_until) and case.day <= study:
        told.append(tell("study", until=study))
    if (bond := case.person.bond_until) and case.day <= bond:
        told.append(tell("bond", until=bond))
    return _met(not told, *(told or [tell("none_on_record")]))


def e07_cleared_by_inspectorate(case: Case) -> Judgement:
    clearance = case.transfer.clearance
    if clearance is None:
        return Outcome.PENDING, (tell("clearance_awaited"),)
    told = tell("clearance", number=clearance.number, until=clearance.valid_until)
    return _met(case.day <= clearance.valid_until, told)


def e08_seat_and_need(case: Case) -> Judgement:
    """A free seat (or one held for this case), a shortage at the target, and no undue shortage left at the origin.

    Where the map knows no need of a post that is told, and left to the analysis in the file (D03).
    """
    target, origin = case.facts.target.post, case.facts.origin.post
    told = [tell("seats", free=target.free, seats=target.described.seats)]
    holds = case.facts.transfer_id in target.held
    met = holds or target.free > 0
    if target.gap is None:
        told.append(tell("target_gap_unknown"))
    else:
        told.append(tell("target_gap", gap=f"{target.gap / 100:+.2f}"))
        met = met and target.gap < 0
    if origin.gap is None:
        told.append(tell("origin_gap_unknown"))
    else:
        told.append(tell("origin_gap", gap=f"{(origin.gap - 100) / 100:+.2f}"))
        met = met and origin_can_spare_one(case.facts)
    return _met(met, *told)


def origin_can_spare_one(facts: Facts) -> bool:
    gap = facts.origin.post.gap
    return gap is None or gap - 100 >= -facts.policy.limit("lowest_origin_gap_after_release_hundredths")


def e09_fits_the_position(case: Case) -> Judgement:
    profile, missing = case.person.profile, missing_certificates(case.facts, case.day)
    told = [tell("education", education=f"{profile.education_level} {profile.education}".strip())]
    if missing:
        told.append(tell("certificates_lacking", certificates=", ".join(missing)))
    return _met(education_fits(case.facts) and not missing, *told)


def education_fits(facts: Facts) -> bool:
    position, profile = facts.target.post.described.position, facts.person.profile
    return (not position.education_levels or profile.education_level in position.education_levels) and (
        not position.educations or profile.education in position.educations
    )


def missing_certificates(facts: Facts, day: date) -> tuple[str, ...]:
    """What the target position asks for and the person does not hold, or no longer, that day."""
    return tuple(kind for kind in facts.certificates_asked if not certified(facts.person, kind, day))


def certified(person: Person, kind: str, day: date) -> bool:
    held = person.certificates.get(kind)
    return held is not None and (held.until is None or day <= held.until)


def e10_ten_years_served(case: Case) -> Judgement:
    """Of civil servants; who is none yet is kept by E01."""
    profile = case.person.profile
    applies = (
        case.facts.between_agencies
        and case.transfer.initiative is Initiative.OWN_REQUEST
        and profile.pledged
        and profile.status is Status.PNS
    )
    if not applies:
        return Outcome.NOT_APPLICABLE, ()
    if profile.appointed_on is None:
        return Outcome.NOT_MET, (tell("appointment_unknown"),)
    years = case.years(profile.appointed_on)
    return _met(
        years >= case.policy.limit("years_before_leaving_agency"),
        tell("years_served", years=years, since=profile.appointed_on),
    )


def e11_contract_stays_in_agency(case: Case) -> Judgement:
    if case.person.profile.status is not Status.PPPK:
        return Outcome.NOT_APPLICABLE, ()
    if case.transfer.route is TransferType.REDISTRIBUTION:  # which stays within the agency
        return Outcome.NOT_APPLICABLE, (tell("judged_by", status=Status.PPPK, rules="E17"),)
    ground = case.policy.grounds.get(case.transfer.ground)
    if ground is not None and ground.places_contract_staff:
        told = tell("placed_elsewhere", ground=case.transfer.ground, basis=ground.legal_basis)
        return Outcome.MET, (tell("status", status=Status.PPPK), told)
    same_position = (
        case.facts.origin.post.described.position.name == case.facts.target.post.described.position.name
    )
    allowed = (
        not case.facts.between_agencies
        and same_position
        and bool(case.policy.limit("contract_staff_may_move_internally"))
    )
    leaves = (tell("leaving_is_resigning"),) if case.facts.between_agencies else ()
    return _met(allowed, tell("status", status=Status.PPPK), *leaves)


def e12_window_and_authority(case: Case) -> Judgement:
    """In W1 or W2, and under a caretaker, only once the steps that lift these are done: the Minister's consent, BKN's advice."""
    caretaker = caretaker_decides(case.transfer, case.facts, case.day)
    window = case.facts.windows.on(case.day)
    told: tuple[Told, ...] = () if window is None else (tell("window", window=window),)
    hindrance = hindrance_of(case.facts, case.day, caretaker=caretaker)
    if hindrance is None:
        return _met(True, *told, tell("no_window") if window is None else tell("outside_window_scope"))
    lacking = not_asked(hindrance, case.transfer, case.facts)
    if caretaker:
        told += (tell("caretaker"),)
    return (Outcome.PENDING if lacking else Outcome.MET), told


def e13_executive_two_years(case: Case) -> Judgement:
    """Two years of who leaves such a post; the competency test of who leaves one and of who is to hold one.

    The test is awaited until it is passed, for the Minister's consent is asked before it (reference 1.4). What may be set
    aside is the two years.
    """
    test, (leaves, enters) = case.policy.competency_test, takes_executive_test(case)
    if not leaves and not enters:
        return Outcome.NOT_APPLICABLE, ()
    since = case.person.post_since
    months = 0 if since is None else months_between(since, case.day)
    tested = certified(case.person, test.certificate, case.day)
    long_enough = not leaves or months >= case.policy.limit("minimum_months_as_executive")
    told = (
        *((tell("months_in_post", months=months),) if leaves else ()),
        tell("competency_test_passed") if tested else tell("competency_test_missing"),
    )
    return _met(long_enough, *told) if tested else (Outcome.PENDING, told)


def takes_executive_test(case: Case) -> tuple[bool, bool]:
    """Whether the move leads out of, and into, a position that takes a competency test."""
    positions = (place.post.described.position for place in (case.facts.origin, case.facts.target))
    leaves, enters = (position.kind in case.policy.competency_test.positions for position in positions)
    return leaves, enters


def e14_no_conflict_of_interest(case: Case) -> Judgement:
    told = tell("decider_is_kin") if case.decider_kin else tell("no_kin_declared")
    return _met(not case.decider_kin, told)


def e15_years_to_retirement(case: Case) -> Judgement:
    age = case.policy.retirement.age(case.facts.target.post.described.position)
    retires = add_months(case.person.profile.born_on, 12 * age)
    months = months_between(case.day, retires) if retires > case.day else 0
    told = tell("retirement", age=age, months=months)
    return _met(months >= case.policy.limit("minimum_months_to_retirement"), told)


def e16_local_additions(case: Case) -> Judgement:
    """What the receiving region asks beyond national law, of people who come from another agency."""
    if not case.facts.between_agencies:
        return Outcome.NOT_APPLICABLE, ()
    judged = [each for asked in case.policy.additions for each in _local(asked, case)]
    if not judged:
        return Outcome.NOT_APPLICABLE, ()
    return _met(all(met for _, met, _ in judged), *(told for _, _, told in judged))


def lacking_of_region(case: Case) -> tuple[str, ...]:
    """What E16 asks for and does not find: the name of what is asked, or the certificate's kind."""
    judged = (each for asked in case.policy.additions for each in _local(asked, case))
    return tuple(dict.fromkeys(name for name, met, _ in judged if not met))


def _local(asked: LocalAdditions, case: Case) -> Iterator[tuple[str, bool, Told]]:
    profile = case.person.profile
    exempt = case.facts.target.post.described.position.name.upper().startswith(asked.exempt_positions)
    if asked.highest_age is not None and not exempt:
        age = case.years(profile.born_on)
        yield "age", age <= asked.highest_age, tell("age_at_most", age=age, most=asked.highest_age)
    if asked.highest_rank is not None and not exempt:
        fits = case.policy.ranks.at_most(profile.rank, asked.highest_rank)
        yield "rank", fits, tell("rank_at_most", rank=profile.rank, most=asked.highest_rank)
    for kind in asked.certificates:
        if certified(case.person, kind, case.day):
            yield kind, True, tell("certificate_held", certificate=kind)
        else:
            yield kind, False, tell("certificate_missing", certificate=kind)


def e17_redistributed_teacher(case: Case) -> Judgement:
    """Of T8 alone. Rated Good means good in both elements, results and conduct (reference 3.6)."""
    if case.transfer.route is not TransferType.REDISTRIBUTION:
        return Outcome.NOT_APPLICABLE, ()
    told = (fact for _, _, found in _asked_of_teacher(case) for fact in found)
    return _met(not lacking_of_teacher(case), *told)


def lacking_of_teacher(case: Case) -> tuple[str, ...]:
    """What E17 asks for and does not find: by the document's kind, or the name of what is asked."""
    return tuple(name for name, met, _ in _asked_of_teacher(case) if not met)


_Asked = Iterator[tuple[str, bool, tuple[Told, ...]]]  # what is asked, whether it is met, and what was found


def _asked_of_teacher(case: Case) -> _Asked:
    places = (case.facts.origin, case.facts.target)
    names = [place.post.described.position.name for place in places]
    teaching = case.policy.redistribution.positions
    told = tell("positions", origin=names[0], target=names[1])
    yield "position", all(name.upper().startswith(teaching) for name in names), (told,)
    match case.person.profile.status:
        case Status.PNS:
            yield from _asked_of_civil_servant(case)
        case Status.PPPK:
            yield from _asked_of_contract_staff(case)
        case status:
            yield "status", False, (tell("status", status=status),)


def _asked_of_civil_servant(case: Case) -> _Asked:
    asked, profile, transfer = case.policy.redistribution, case.person.profile, case.transfer
    level, rank = profile.education_level, profile.rank
    yield "education", level in asked.education_levels, (tell("education", education=level),)
    told = tell("rank_at_least", rank=rank, least=asked.lowest_rank)
    yield "rank", case.policy.ranks.at_least(rank, asked.lowest_rank), (told,)
    outcome, ratings = e04_rated_good(case)
    yield "ratings", outcome is Outcome.MET, ratings
    document = asked.health_document
    letter = transfer.file.get(document, ())
    if letter and not letter[-1].refused:
        yield document, True, (tell("document_filed", document=document),)
    else:
        yield document, False, (tell("document_missing", document=document),)
    court = [
        each
        for each in case.person.proceedings.values()
        if each.kind is ProceedingKind.COURT and (each.until is None or case.day <= each.until)
    ]
    barring = [each.number for each in (*barring_sanctions(case.person, case.policy), *court)]
    told = tell("record", numbers=", ".join(barring)) if barring else tell("record_clean")
    yield "record", not barring, (told,)


def barring_sanctions(person: Person, policy: Policy) -> list[Proceeding]:
    """Disciplinary sanctions that keep a civil servant from being redistributed, however long ago."""
    return [
        each
        for each in person.proceedings.values()
        if each.kind is ProceedingKind.DISCIPLINE and each.level in policy.redistribution.barring_sanctions
    ]


def _asked_of_contract_staff(case: Case) -> _Asked:
    level = case.facts.origin.post.described.position.level
    told = tell("level", level=level) if level else tell("level_unknown")
    yield "level", level in case.policy.redistribution.contract_levels, (told,)
    asked_in = case.transfer.requested_on.year
    years = range(asked_in - case.policy.redistribution.contract_years_rated, asked_in)
    met = all(rated_well(case.person, year, case.policy) for year in years)
    yield "ratings", met, tuple(_predicate(case.person, year) for year in years)


def _predicate(person: Person, year: int) -> Told:
    rating = person.ratings.get(year)
    return tell("rating_unknown", year=year) if rating is None else tell("rating", year=year, rating=rating)


RULES: Mapping[str, Callable[[Case], Judgement]] = MappingProxyType(
    {
        "E01": e01_civil_servant,
        "E02": e02_two_years_in_post,
        "E03": e03_due_for_rotation,
        "E04": e04_rated_good,
        "E05": e05_no_proceedings,
        "E06": e06_not_studying_or_bound,
        "E07": e07_cleared_by_inspectorate,
        "E08": e08_seat_and_need,
        "E09": e09_fits_the_position,
        "E10": e10_ten_years_served,
        "E11": e11_contract_stays_in_agency,
        "E12": e12_window_and_authority,
        "E13": e13_executive_two_years,
        "E14": e14_no_conflict_of_interest,
        "E15": e15_years_to_retirement,
        "E16": e16_local_additions,
        "E17": e17_redistributed_teacher,
    }
)


def evaluate(case: Case) -> tuple[Finding, ...]:
    """All rules, never stopping at the first."""
    findings = []
    for code, rule in RULES.items():
        outcome, told = rule(case)
        basis = case.policy.rules[code].legal_basis
        findings.append(Finding(code, outcome, in_english(told), basis, told))
    return tuple(findings)


def warned_of(transfer: Transfer, facts: Facts) -> tuple[str, ...]:
    """Rules the policy has a warning for that are not met on the day of the request, so that the person reads it at once."""
    case = Case(transfer, facts, transfer.requested_on)
    return tuple(code for code in facts.policy.warnings if RULES[code](case)[0] is Outcome.NOT_MET)


def not_met(findings: tuple[Finding, ...]) -> tuple[str, ...]:
    return tuple(finding.rule for finding in findings if finding.outcome is Outcome.NOT_MET)


def rules_to_override(transfer: Transfer, policy: Policy) -> tuple[str, ...]:
    """Rules not met that an office may set aside and has not."""
    return tuple(
        rule
        for rule in not_met(transfer.findings)
        if policy.rules[rule].overridden_by is not None and rule not in transfer.overridden
    )


def insurmountable(findings: tuple[Finding, ...], policy: Policy) -> tuple[str, ...]:
    """Rules not met that nobody may set aside."""
    return tuple(rule for rule in not_met(findings) if policy.rules[rule].overridden_by is None)


def barring_decree(
    findings: tuple[Finding, ...], transfer: Transfer, policy: Policy
) -> tuple[Violation, ...]:
    """What forbids the decree: rules not met and not set aside, and what is still awaited, which nobody sets aside."""
    return tuple(
        Violation(finding.rule, policy.version, finding.input, finding.legal_basis, finding.told)
        for finding in findings
        if finding.outcome is Outcome.PENDING
        or (finding.outcome is Outcome.NOT_MET and finding.rule not in transfer.overridden)
    )
