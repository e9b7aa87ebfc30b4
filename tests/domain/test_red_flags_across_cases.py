"""Red flags across cases: who moves too often, units that move far more, queues, offices that are often late."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import cast
import pytest
from cast import LIBRARY_HEAD, NORTH_PERSONNEL, POLICY, heads, on
from flagging import flags
from suspected import BUDI, DIVISION, HEAD, NURSE, SITI, adding, around, differing, positions, without

from domain.act import Capacity
from domain.history import Recorded
from domain.identity import office_id, person_id
from domain.policy import Initiative, Term, TransferType
from domain.red_flags import ACROSS_CASES, flag_of
from domain.red_flags.deeds import Deed, DeedKind, beside, deeds
from domain.red_flags.evidence import borders_crossed
from domain.red_flags.flag import Found
from domain.registry.office import OfficeAssigned, OfficeRelinquished
from domain.registry.person import Channel, ComplaintMade
from domain.registry.tenure import Tenure
from domain.transfer.events import (
    DecisionServed,
    DecreeIssued,
    DutyStarted,
    EvaluationMissed,
    EvaluationRecorded,
    OversightRecommendationReceived,
    PanelVoteCast,
    Source,
    TransferRequested,
    Vote,
)

DEED = Deed(
    DeedKind.STARTED,
    SITI.id,
    100,
    on(2025, 6, 2),
    date(2025, 6, 2),
    person_id("official"),
    office_id(*LIBRARY_HEAD),
    cast.SITI,
    cast.LIBRARY_ID,
    office_id(*NORTH_PERSONNEL),
    "821/55",
    mark=False,
)


def many(number: int, **changes: Any) -> list[Deed]:
    """So many deeds, the last of them DEED."""
    return [replace(DEED, position=n, **changes) for n in range(1, number)] + [replace(DEED, **changes)]


def shows(code: str, window: list[Deed]) -> Found | None:
    flag = flag_of(code, window[-1], window, POLICY, cast.POLICIES.calendar)
    return None if flag is None else flag.found


def test_what_a_case_holds_for_comparison() -> None:
    held = list(deeds(SITI))
    assert [deed.key for deed in held if deed.kind is DeedKind.DECIDED] == [
        "audit_clearance",
        "origin_release",
        "receiving_acceptance",
        "performance_panel",
        "authorised_official",
        "decree",
    ]
    assert not any(deed.mark for deed in held)
    (decreed,) = (deed for deed in held if deed.kind is DeedKind.DECREED)
    assert (decreed.key, decreed.subject, decreed.unit) == ("821/55/2025", cast.SITI, cast.LIBRARY_ID)
    (started,) = (deed for deed in held if deed.kind is DeedKind.STARTED)
    assert started.on == date(2025, 4, 14)
    assert next(deed for deed in deeds(positions(SITI, HEAD, NURSE)) if deed.kind is DeedKind.DECREED).mark


def test_r04_two_moves_in_a_year_or_three_in_two() -> None:
    def moved(*days: date) -> list[Deed]:
        return [replace(DEED, on=day, position=n) for n, day in enumerate(days)]

    assert shows("R04", moved(date(2024, 6, 3), date(2025, 6, 2)))
    assert not shows("R04", moved(date(2024, 6, 2), date(2025, 6, 2)))
    assert shows("R04", moved(date(2023, 6, 3), date(2024, 6, 2), date(2025, 6, 2)))
    assert not shows("R04", moved(date(2023, 6, 2), date(2024, 6, 2), date(2025, 6, 2)))


def before(shares: list[int], officials: int = 100) -> list[Deed]:
    """Half-years counted before March 2025, the latest first: how many of a hundred were moved in each."""
    ends = [date(2025, 3, 1) - timedelta(days=180 * n) for n in range(len(shares))]
    return [
        replace(DEED, kind=DeedKind.COUNTED, on=day, came=moved, officials=officials, position=n)
        for n, (day, moved) in enumerate(zip(ends, shares, strict=True), start=1)
    ]


def wave(people: int, *, fresh: bool = True) -> list[Deed]:
    """So many moved out of one unit by the first days of September 2025."""
    return [
        replace(
            DEED,
            kind=DeedKind.DECREED,
            subject=person_id(f"{n}"),
            on=date(2025, 9, 1 + n),
            position=50 + n,
            fresh=fresh,
        )
        for n in range(people)
    ]


USUAL = [2, 4, 2, 4, 2, 4, 2, 4]  # mean 3 %, deviation 1 %: more than 6 % stands out


@pytest.mark.parametrize(
    ("counted_before", "people", "shows_"),
    [
        (USUAL, 6, False),
        (USUAL, 7, True),
        (USUAL[:7], 7, False),
        ([0] * 8, 4, False),
        ([0] * 8, 5, True),
        ([20] * 8, 7, False),
    ],
    ids=["three deviations", "more", "too few half-years", "four people", "five where nobody was", "as ever"],
)
def test_r08_a_unit_moves_far_more_than_it_used_to_after_an_inauguration(
    counted_before: list[int], people: int, shows_: bool
) -> None:
    found = shows("R08", [*before(counted_before), *wave(people)])
    assert (found is not None) is shows_
    assert shows("R08", [*before(counted_before), *wave(people, fresh=False)]) is None
    if found is not None and counted_before == USUAL:
        assert found.value == "7 of 100 in 180 days; 3.0 % before"
        assert found.threshold == "mean and 3 deviations of 8 half-years"
        assert found.inputs == (*range(1, 9), *range(50, 57))


def test_r08_a_count_put_right_counts_once_and_old_ones_not_at_all() -> None:
    corrected = replace(before(USUAL)[0], came=90, position=20)
    assert shows("R08", [*before(USUAL), corrected, *wave(7)]) is None
    long_ago = [replace(each, on=each.on.replace(year=each.on.year - 8)) for each in before(USUAL)]
    assert shows("R08", [*long_ago, *wave(7)]) is None


@pytest.mark.parametrize(
    ("inaugurated", "fresh"),
    [
        (date(2025, 3, 24), True),  # the day of the decree
        (date(2024, 9, 25), True),  # 180 days before
        (date(2024, 9, 23), True),  # its window closed on 23 March
        (date(2024, 3, 24), True),  # 180 days after the window closed
        (date(2024, 3, 22), False),
        (date(2025, 3, 25), False),
    ],
)
def test_r08_is_asked_of_decrees_after_an_inauguration_or_the_window_that_follows(
    inaugurated: date, fresh: bool
) -> None:
    case = around(SITI, terms=heads(Term("17.03", inaugurated)))
    (decreed,) = [deed for deed in deeds(case) if deed.kind is DeedKind.DECREED]
    assert decreed.on == date(2025, 3, 24)
    assert decreed.fresh is fresh
    older = replace(POLICY, red_flags={})
    assert not any(deed.fresh for deed in deeds(around(SITI, policy=older, terms=case.facts.terms)))


def queue(decided: list[tuple[int, int, date]]) -> list[Deed]:
    """Decisions of one office at one step: number of the case, where it came, and the day it was decided."""
    return [
        replace(DEED, kind=DeedKind.DECIDED, case=UUID(int=case), came=came, on=day, position=100 + place)
        for place, (case, came, day) in enumerate(decided)
    ]


# Monday 2 June 2025 and 15 working days on: 6 and 9 June are off, so Wednesday 25 June.
JUMPED, DAY_15 = (9, 50, date(2025, 6, 2)), date(2025, 6, 25)


def test_r14_decided_long_before_three_that_came_earlier() -> None:
    older = [(number, number, DAY_15) for number in (1, 2, 3)]
    assert shows("R14", queue([JUMPED, *older[:2]])) is None
    found = shows("R14", queue([JUMPED, *older]))
    assert found is not None
    assert (found.value, found.inputs) == ("3 cases overtaken", (100, 101, 102, 103))
    fourth = shows("R14", queue([JUMPED, *older, (4, 4, DAY_15)]))
    assert fourth is not None
    assert fourth.value == "4 cases overtaken"


@pytest.mark.parametrize(
    "decided",
    [
        [JUMPED, (1, 1, DAY_15), (2, 2, DAY_15), (3, 3, date(2025, 6, 24))],
        [JUMPED, (1, 1, DAY_15), (2, 2, DAY_15), (3, 60, DAY_15)],
        [JUMPED, (1, 1, DAY_15), (2, 2, DAY_15), (2, 2, DAY_15)],
        [(1, 1, date(2025, 6, 2)), (2, 2, DAY_15), (3, 3, DAY_15), (4, 4, DAY_15)],
    ],
    ids=["a day too early", "one came later itself", "one of them twice", "in the order they came"],
)
def test_r14_an_orderly_queue_shows_nothing(decided: list[tuple[int, int, date]]) -> None:
    assert shows("R14", queue(decided)) is None


def test_r14_goes_by_when_a_complete_file_came_back_and_by_the_kind_of_case() -> None:
    """A deed tells where the case came last before the office; who is compared shares office, step and type."""
    told = [deed for deed in deeds(SITI) if deed.kind is DeedKind.DECIDED]
    opened = {decision.done.position: decision.opened.position for decision in SITI.decisions}
    assert [deed.came for deed in told] == [opened[deed.position] for deed in told]
    assert {deed.route for deed in told} == {TransferType.WITHIN_AGENCY}
    assert ACROSS_CASES["R14"].same == ("office", "key", "route")


def test_days_are_counted_by_the_calendar_that_was_law_when_it_happened() -> None:
    """Served six working days after the decree; a calendar published before the decree makes three of them days off."""
    decree, known = SITI.decree, SITI.facts.calendar
    assert decree is not None
    served = known.after(decree.on, 6)
    late = without(differing(SITI, DecisionServed, served_on=served), DutyStarted)
    assert flags(late)["R21"].value == "6 working days"
    days = [decree.on + timedelta(days=n) for n in range(1, 15)]
    off = frozenset([day for day in days if known.is_working(day)][:3])
    holidays = replace(known, version="kalender-2026.2", days_off=known.days_off | off)
    before = replace(late, calendars=((1, known), (decree.position, holidays)))
    assert "R21" not in flags(before)
    after = replace(late, calendars=((1, known), (decree.position + 99, holidays)))
    assert flags(after)["R21"].value == "6 working days"


def test_r07_moved_down_within_ninety_days_of_an_objection() -> None:
    def case(objected: date, *, down: bool) -> list[Deed]:
        objection = replace(DEED, kind=DeedKind.OBJECTED, on=objected, position=1)
        return [objection, replace(DEED, kind=DeedKind.DECREED, mark=down)]

    assert shows("R07", case(date(2025, 3, 4), down=True))
    assert shows(
        "R07", [case(date(2025, 3, 4), down=True)[0], replace(DEED, kind=DeedKind.PLACED, mark=True)]
    )
    assert not shows("R07", case(date(2025, 3, 3), down=True))
    assert not shows("R07", case(date(2025, 3, 4), down=False))


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        (DeedKind.COMPLAINED, "a complaint to an overseer"),
        (DeedKind.RECOMMENDED, "a recommendation of an overseer"),
        (DeedKind.DISSENTED, "a vote against"),
    ],
)
def test_r07_counts_whatever_somebody_may_be_made_to_pay_for(kind: DeedKind, told: str) -> None:
    spoke = replace(DEED, kind=kind, on=date(2025, 3, 4), position=1)
    down = replace(DEED, kind=DeedKind.DECREED, mark=True)
    found = shows("R07", [spoke, down])
    assert found is not None
    assert (found.value, found.inputs) == (f"90 days after {told}", (1, 100))
    assert kind in ACROSS_CASES["R07"].among


def test_r07b_sent_over_a_border_against_their_wish() -> None:
    objection = replace(DEED, kind=DeedKind.OBJECTED, on=date(2025, 3, 4), position=1)
    for borders, told in ((0, None), (1, "over 1 borders, 90 days after an objection")):
        found = shows("R07B", [objection, replace(DEED, kind=DeedKind.DECREED, borders=borders)])
        assert (None if found is None else found.value) == told
    assert not shows("R07B", [replace(objection, on=date(2025, 3, 3)), replace(DEED, borders=2)])


def test_how_far_somebody_is_sent() -> None:
    """By borders of the land, and not at their own wish."""

    def sent(code: str) -> int:
        place = BUDI.facts.target
        needed = differing(BUDI, TransferRequested, initiative=Initiative.ORGANISATIONAL_NEED)
        return borders_crossed(
            around(needed, target=replace(place, agency=replace(place.agency, region_code=code)))
        )

    here = BUDI.facts.origin.agency.region_code
    assert [sent(code) for code in (here, "17.71", "17", "31.71")] == [0, 1, 1, 2]
    assert borders_crossed(BUDI) == 0


def test_who_votes_against_and_whom_an_overseer_writes_about_is_held_for_comparison() -> None:
    member = person_id("member")
    vote = PanelVoteCast("performance_panel", member, Vote.AGAINST, "Belum waktunya")
    case = adding(SITI, vote, on(2025, 3, 19), before=DecreeIssued)
    received = OversightRecommendationReceived(
        Source.OMBUDSMAN, "R-1", "Batalkan", date(2025, 5, 5), date(2025, 5, 26)
    )
    case = adding(case, received, on(2025, 5, 6))
    held = {deed.kind: (deed.subject, deed.on) for deed in deeds(case)}
    assert held[DeedKind.DISSENTED] == (member, date(2025, 3, 19))
    assert held[DeedKind.RECOMMENDED] == (cast.SITI, date(2025, 5, 5))
    in_favour = adding(SITI, replace(vote, vote=Vote.FOR), on(2025, 3, 19), before=DecreeIssued)
    assert DeedKind.DISSENTED not in {deed.kind for deed in deeds(in_favour)}


def test_r09b_more_than_a_twentieth_of_the_managers_on_one_day() -> None:
    moved = [
        replace(DEED, kind=DeedKind.DECREED, subject=person_id(f"{n}"), position=n, officials=40)
        for n in range(3)
    ]
    found = shows("R09B", moved)
    assert found is not None
    assert (found.value, found.inputs) == ("3 of 40 managerial posts on 2025-06-02", (0, 1, 2))
    assert not shows("R09B", moved[1:])  # five percent are not more than that
    assert not shows("R09B", [*moved[1:], replace(moved[0], officials=0)][1:])
    alone = replace(moved[0], officials=3)
    assert not shows("R09B", [alone])


def test_what_a_decree_tells_of_managers() -> None:
    """Of who leaves a managerial post, how many of those the agency had."""
    manager = replace(positions(SITI, DIVISION, DIVISION), managerial_posts=40)
    for case, expected in ((manager, 40), (replace(SITI, managerial_posts=40), 0)):
        (decreed,) = (deed for deed in deeds(case) if deed.kind is DeedKind.DECREED)
        assert (decreed.officials, decreed.agency) == (expected, cast.NORTH_ID)


@pytest.mark.parametrize(
    ("left", "value"),
    [
        (None, "1 of before still held"),
        (date(2025, 7, 2), None),
        (date(2025, 7, 3), "left 2025-07-03"),
    ],
)
def test_r22c_an_office_of_before_is_still_held(left: date | None, value: str | None) -> None:
    """Thirty days after the new duty began; what was given with the new post is not of before."""
    held = replace(DEED, kind=DeedKind.HELD, position=1, key="old")
    decreed = replace(DEED, kind=DeedKind.DECREED, position=2)
    new = replace(held, position=3, key="new")
    window = [held, decreed, new, DEED]
    if left is not None:
        window.append(replace(held, kind=DeedKind.LEFT, position=101, on=left))
    flag = flag_of("R22C", DEED, window, POLICY, cast.POLICIES.calendar)
    assert (None if flag is None else flag.found.value) == value
    if flag is not None:
        assert (flag.found.since, flag.found.inputs[:3]) == (date(2025, 7, 3), (1, 2, 100))
    assert not shows("R22C", [replace(held, key="another", position=3), decreed, DEED])
    before = replace(held, kind=DeedKind.LEFT, position=2, on=date(2025, 3, 1))
    assert not shows("R22C", [held, before, replace(decreed, position=3), DEED])


def test_what_belongs_to_no_case_is_held_for_comparison() -> None:
    def told(event: Any) -> Any:
        act = cast.act_of(*NORTH_PERSONNEL, on(2025, 3, 10))
        return beside(Recorded(event, act, uuid4(), 1, 1, act.at))

    tenure = Tenure(cast.SITI, Capacity.DEFINITIVE, date(2025, 1, 2))
    assert told(OfficeAssigned(tenure)).kind is DeedKind.HELD
    assert told(OfficeAssigned(replace(tenure, capacity=Capacity.ACTING))) is None
    left = told(OfficeRelinquished(cast.SITI, date(2025, 3, 3)))
    assert (left.kind, left.subject, left.on) == (DeedKind.LEFT, cast.SITI, date(2025, 3, 3))
    complained = told(ComplaintMade("117", Channel.OMBUDSMAN, date(2025, 3, 4)))
    assert (complained.kind, complained.subject, complained.on) == (
        DeedKind.COMPLAINED,
        complained.case,
        date(2025, 3, 4),
    )


def test_r09_thirty_people_in_one_decree() -> None:
    """Scenario 13."""
    people = [replace(DEED, kind=DeedKind.DECREED, subject=person_id(f"{n}")) for n in range(30)]
    assert shows("R09", people)
    assert not shows("R09", people[1:])
    assert shows("R09", [*people[1:], replace(people[0], kind=DeedKind.PLACED)])


def test_r09_goes_by_the_decree_and_not_by_its_number() -> None:
    """Numbers are an agency's own; a decree of its own has one id for all its lines."""
    decree = uuid4()
    (line,) = (
        each for each in deeds(differing(SITI, DecreeIssued, decree=decree)) if each.kind is DeedKind.DECREED
    )
    assert line.key == str(decree)


def test_r12b_ten_decisions_within_ten_minutes() -> None:
    assert shows("R12B", many(10, kind=DeedKind.DECIDED))
    assert not shows("R12B", many(9, kind=DeedKind.DECIDED))
    spread = [replace(DEED, at=DEED.at - timedelta(minutes=10 - n), position=n) for n in range(10)]
    assert not shows("R12B", [*spread[:1], *spread[1:-1], DEED])


def test_r13b_an_official_late_in_more_than_a_fifth_of_ten() -> None:
    def late(number: int, of: int) -> list[Deed]:
        return many(of - number + 1, kind=DeedKind.DECIDED)[:-1] + many(
            number, kind=DeedKind.DECIDED, mark=True
        )

    assert shows("R13B", late(3, 10))
    assert not shows("R13B", late(2, 10))
    assert not shows("R13B", late(3, 9))
    assert not shows("R13B", [*late(3, 10), replace(DEED, kind=DeedKind.DECIDED)]), "not late this time"


def test_r20_more_than_fifteen_percent_taken_back_after_the_panel() -> None:
    def taken_back(number: int, of: int) -> list[Deed]:
        back = many(number, kind=DeedKind.WITHDREW, mark=True)
        return many(of - number + 1, kind=DeedKind.DECREED)[:-1] + back

    assert shows("R20", taken_back(2, 10))
    assert not shows("R20", taken_back(1, 10))
    assert not shows("R20", taken_back(3, 20)), "fifteen of a hundred is not more"
    assert not shows("R20", taken_back(2, 9))


def test_r20b_taken_back_twice_about_one_person() -> None:
    assert shows("R20B", many(2, kind=DeedKind.WITHDREW))
    assert not shows("R20B", many(1, kind=DeedKind.WITHDREW))


def test_r23_more_than_two_fifths_of_the_overrides_for_one_asking_office() -> None:
    def overrides(number: int, of: int) -> list[Deed]:
        others = [
            replace(DEED, kind=DeedKind.OVERRODE, asked_by=None, position=n) for n in range(of - number)
        ]
        return others + many(number, kind=DeedKind.OVERRODE)

    assert shows("R23", overrides(5, 10))
    assert not shows("R23", overrides(4, 10))
    assert not shows("R23", overrides(5, 9))


@pytest.mark.parametrize(
    ("by_unit", "value"),
    [
        ([4, 2, 2, 2], "HHI 2800 of 10 overrides"),  # 16 + 4 + 4 + 4 = 28 of 100
        ([10], "HHI 10000 of 10 overrides"),
        ([3, 3, 2, 2], "HHI 2600 of 10 overrides"),
        ([3, 3, 3, 3], None),  # 36 of 144: a quarter is not more
        ([3, 2, 2, 2, 1], None),  # 22 of 100
        ([9], None),
    ],
)
def test_r23b_overrides_for_people_of_few_units(by_unit: list[int], value: str | None) -> None:
    units = [unit for unit, number in enumerate(by_unit) for _ in range(number)]
    window = [
        replace(DEED, kind=DeedKind.OVERRODE, unit=UUID(int=unit), position=n)
        for n, unit in enumerate(units, start=1)
    ]
    found = shows("R23B", window)
    assert (None if found is None else found.value) == value
    if found is not None:
        assert (found.threshold, found.inputs) == ("HHI 2500 of 10000", tuple(range(1, 11)))
    a_year_ago = [replace(each, on=date(2024, 6, 2)) for each in window[:-1]]
    assert shows("R23B", [*a_year_ago, window[-1]]) is None


def test_r25b_a_unit_that_misses_more_than_a_quarter_of_ten_reviews() -> None:
    def missed(number: int, of: int) -> list[Deed]:
        held = many(of - number + 1, kind=DeedKind.REVIEWED)[:-1]
        return held + many(number, kind=DeedKind.REVIEWED, mark=True)

    assert shows("R25B", missed(3, 10))
    assert not shows("R25B", missed(2, 10))
    assert not shows("R25B", missed(3, 12)), "twenty-five of a hundred is not more"
    assert not shows("R25B", missed(3, 9))
    assert not shows("R25B", [*missed(3, 10), replace(DEED, kind=DeedKind.REVIEWED)]), "held this time"


def test_a_review_held_late_stays_missed_by_the_unit_the_person_came_to() -> None:
    case = adding(SITI, EvaluationMissed(3, ()), on(2025, 7, 15), before=EvaluationRecorded)
    reviews = [deed for deed in deeds(case) if deed.kind is DeedKind.REVIEWED]
    assert [(deed.key, deed.mark) for deed in reviews] == [("3", True), ("6", False), ("12", False)]
    assert {deed.unit for deed in reviews} == {cast.HEALTH_ID}
