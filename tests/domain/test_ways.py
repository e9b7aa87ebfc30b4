"""The nearest way to a yes: every day told is the rule's own first day, and what is told to be lacking is all that is."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import given as givens
import pytest
from asking import (
    REQUESTED,
    budi,
    in_east_java,
    in_window,
    pledged,
    profiled,
    redistributed,
    seats,
    siti,
    under_caretaker,
    with_limit,
    with_position,
)
from cast import BUDI_MOVES, BUDI_STAYS, SITI_MOVES, Move, heads, on, own_act
from hypothesis import given, settings
from hypothesis import strategies as st
from stories import balancing_move

from domain.act import Act
from domain.identity import OfficeKind
from domain.policy import Initiative, Term
from domain.refusals import SamePost
from domain.registry.person import Certificate, Proceeding, ProceedingKind, Rating, Status
from domain.registry.post import PositionKind
from domain.transfer.commands import RequestTransfer
from domain.transfer.eligibility import RULES, Case
from domain.transfer.events import Outcome
from domain.transfer.ways import Advice, Way, appraise, ways, ways_out

DAYS = st.dates(date(2010, 1, 1), date(2030, 12, 31))
ASKED = st.dates(date(2020, 1, 1), date(2031, 12, 31))
MONTHS = st.integers(0, 130)
TEST = "UJI_KOMPETENSI"


def out_of(rule: str, case: givens.Case, day: date = REQUESTED) -> tuple[Way, ...]:
    return ways(rule, Case(case.state, case.facts, day))


def is_met(rule: str, case: givens.Case, day: date) -> bool:
    asked = Case(case.state, case.facts, day).asked_on(day)
    return RULES[rule](asked)[0] not in {Outcome.NOT_MET, Outcome.PENDING}


def holds_what_it_told(rule: str, case: givens.Case, day: date) -> None:
    """Met on the told day, all else equal, and on no day before it since the question; told today when met today."""
    first = out_of(rule, case, day)[0]
    if is_met(rule, case, day):
        assert first == Way(Advice.ASK_AGAIN, day)
        return
    told = next((way.on for way in out_of(rule, case, day) if way.advice is Advice.WAIT), None)
    assert told is not None
    assert told > day
    assert is_met(rule, case, told)
    assert not is_met(rule, case, told - timedelta(days=1))


@given(DAYS, ASKED, MONTHS)
@settings(deadline=None)
def test_e02_is_met_on_the_day_the_months_in_post_are_full(since: date, day: date, months: int) -> None:
    case = with_limit(siti(post_since=since), "minimum_months_in_post", months)
    holds_what_it_told("E02", case, day)


@given(st.lists(st.tuples(DAYS, st.integers(0, 900)), max_size=4), ASKED)
@settings(deadline=None)
def test_e05_is_met_on_the_day_after_the_last_proceeding(matters: list[tuple[date, int]], day: date) -> None:
    proceedings = {
        str(n): Proceeding(str(n), ProceedingKind.COURT, "", since, since + timedelta(days=length))
        for n, (since, length) in enumerate(matters)
    }
    holds_what_it_told("E05", siti(proceedings=proceedings), day)


@given(st.none() | DAYS, st.none() | DAYS, ASKED)
@settings(deadline=None)
def test_e06_is_met_on_the_day_after_study_and_bond(study: date | None, bond: date | None, day: date) -> None:
    holds_what_it_told("E06", siti(study_until=study, bond_until=bond), day)


@given(DAYS, ASKED, st.integers(0, 15))
@settings(deadline=None)
def test_e10_is_met_on_the_day_the_years_are_full(appointed_on: date, day: date, years: int) -> None:
    case = with_limit(pledged(budi(), appointed_on), "years_before_leaving_agency", years)
    holds_what_it_told("E10", case, day)


@given(st.lists(st.tuples(DAYS, st.integers(100, 800)), min_size=1, max_size=3), ASKED)
@settings(deadline=None)
def test_e12_is_met_on_the_day_after_the_windows(terms: list[tuple[date, int]], day: date) -> None:
    """Whatever windows there are of however many terms, also such as touch or overlap."""
    supervisor = with_position(siti(), "origin", kind=PositionKind.SUPERVISOR)
    windows = tuple(
        Term("17.03", inaugurated_on=designated + timedelta(days=days // 2))
        if days % 2
        else Term("17.03", designated, designated, designated + timedelta(days=days))
        for designated, days in terms
    )
    supervisor.knowing(terms=heads(*windows))
    holds_what_it_told("E12", supervisor, day)


@given(DAYS, ASKED, MONTHS)
@settings(deadline=None)
def test_e13_is_met_on_the_day_the_months_as_executive_are_full(since: date, day: date, months: int) -> None:
    executive = with_position(
        siti(post_since=since, certificates={TEST: Certificate(TEST, "U-1")}),
        "origin",
        kind=PositionKind.SENIOR_EXECUTIVE,
    )
    holds_what_it_told("E13", with_limit(executive, "minimum_months_as_executive", months), day)


RATINGS = st.dictionaries(st.integers(2017, 2031), st.sampled_from(Rating))


@given(RATINGS, st.dates(date(2020, 1, 1), date(2030, 12, 31)), st.integers(1, 3))
@settings(deadline=None)
def test_e04_is_met_on_the_told_day_once_the_told_years_are_rated_good(
    ratings: dict[int, Rating], day: date, years: int
) -> None:
    case = with_limit(siti(ratings=ratings), "years_rated_good", years)
    way = out_of("E04", case, day)[0]
    if is_met("E04", case, day):
        assert way.advice is Advice.ASK_AGAIN
        return
    told = way.on or day
    case.about(ratings=ratings | {int(year): Rating.GOOD for year in way.lacking})
    assert is_met("E04", case, told)
    if way.advice is Advice.BE_RATED:
        assert told > day
        for earlier in range(day.year, told.year):  # whatever is still to be rated by then
            rated = dict.fromkeys(range(2010, 2040), Rating.GOOD) | ratings
            assert not is_met("E04", case.about(ratings=rated), date(earlier, 12, 31))
    else:
        assert way.advice is Advice.RECORD_RATING
        assert way.lacking


# One by one


def test_who_was_refused_is_told_the_day_and_who_may_set_the_rule_aside() -> None:
    assert out_of("E02", siti(post_since=date(2024, 1, 3))) == (
        Way(Advice.WAIT, date(2026, 1, 3)),
        Way(Advice.SET_ASIDE, offices=(OfficeKind.APPOINTING_AUTHORITY,)),
    )
    assert out_of("E02", siti(post_since=None))[0] == Way(Advice.RECORD_START)


def test_a_year_not_rated_yet_is_told_and_so_is_one_that_has_to_come() -> None:
    missing = siti(ratings={2023: Rating.GOOD})
    assert out_of("E04", missing) == (Way(Advice.RECORD_RATING, lacking=("2024",)),)
    poor = siti(ratings={2023: Rating.GOOD, 2024: Rating.POOR})
    quota = Way(Advice.KNOW_QUOTA, lacking=("2024",))
    assert out_of("E04", poor) == (Way(Advice.BE_RATED, date(2027, 1, 1), ("2025", "2026")), quota)
    older = siti(ratings={2023: Rating.POOR, 2024: Rating.GOOD})
    assert out_of("E04", older)[0] == Way(Advice.BE_RATED, date(2026, 1, 1), ("2025",))
    before_quotas = siti(ratings={2020: Rating.GOOD, 2021: Rating.POOR})
    assert out_of("E04", before_quotas, date(2022, 3, 1)) == (
        Way(Advice.BE_RATED, date(2024, 1, 1), ("2022", "2023")),
    )


def test_a_proceeding_without_an_end_has_no_day() -> None:
    matter = Proceeding("HD-7", ProceedingKind.DISCIPLINE, "SEDANG", date(2025, 1, 1))
    assert out_of("E05", siti(proceedings={"HD-7": matter})) == (Way(Advice.AWAIT_END, lacking=("HD-7",)),)


def test_no_other_seat_helps_where_the_origin_would_be_left_short() -> None:
    full = seats(siti(), "target", occupied=3, required=500, of=3)
    assert [way.advice for way in out_of("E08", full)] == [Advice.OTHER_SEAT, Advice.SET_ASIDE]
    short = seats(full, "origin", occupied=4, required=700)
    assert [way.advice for way in out_of("E08", short)] == [Advice.SET_ASIDE]


def test_what_the_position_asks_for_is_told() -> None:
    uncertified = profiled(budi(certificates={}), education="9999999")
    assert out_of("E09", uncertified) == (
        Way(Advice.OBTAIN, lacking=("SERDIK", "S1/S2 5100101")),
        Way(Advice.OTHER_SEAT),
    )


def test_within_the_agency_no_pledge_binds() -> None:
    assert out_of("E10", pledged(budi(), date(2019, 3, 1))) == (
        Way(Advice.WAIT, date(2029, 3, 1)),
        Way(Advice.STAY_IN_AGENCY),
    )


def test_an_appointment_that_is_not_on_record_has_to_be_recorded() -> None:
    assert out_of("E10", pledged(budi(), None))[0] == Way(Advice.RECORD_APPOINTMENT)


def test_contract_staff_may_move_within_the_agency_where_the_policy_lets_them() -> None:
    contract = profiled(budi(), status=Status.PPPK)
    assert out_of("E11", contract) == (Way(Advice.SAME_POSITION_IN_AGENCY),)
    assert out_of("E11", with_limit(contract, "contract_staff_may_move_internally", 0)) == (Way(Advice.NONE),)


def test_in_a_window_it_takes_the_ministers_word_or_its_end() -> None:
    supervisor = with_position(in_window(siti()), "origin", kind=PositionKind.SUPERVISOR)
    minister = (OfficeKind.HOME_AFFAIRS_MINISTER,)
    assert out_of("E12", supervisor) == (
        Way(Advice.CONSENT, offices=minister),
        Way(Advice.WAIT, date(2025, 9, 2)),
    )
    endless = Term("17.03", candidates_designated_on=date(2025, 6, 1))
    supervisor.knowing(terms=heads(endless))
    assert out_of("E12", supervisor) == (Way(Advice.CONSENT, offices=minister), Way(Advice.AWAIT_END))


def test_under_a_caretaker_it_takes_both_words() -> None:
    both = (OfficeKind.HOME_AFFAIRS_MINISTER, OfficeKind.BKN_REGIONAL_OFFICE)
    assert out_of("E12", under_caretaker(siti())) == (Way(Advice.CONSENT, offices=both),)


@pytest.mark.parametrize(
    ("until", "expected"),
    [
        (None, Way(Advice.WAIT, date(2026, 1, 3))),
        (date(2026, 1, 3), Way(Advice.WAIT, date(2026, 1, 3))),
        (date(2026, 1, 2), Way(Advice.OBTAIN_AND_WAIT, date(2026, 1, 3), (TEST,))),
    ],
    ids=["a test without end", "valid that day still", "runs out the day before"],
)
def test_an_executives_test_has_to_be_valid_on_the_told_day(until: date | None, expected: Way) -> None:
    tested = {TEST: Certificate(TEST, "U-1", until)}
    executive = with_position(
        siti(post_since=date(2024, 1, 3), certificates=tested), "origin", kind=PositionKind.SENIOR_EXECUTIVE
    )
    assert out_of("E13", executive)[0] == expected


def test_an_executive_lacks_a_test_or_a_date() -> None:
    executive = with_position(siti(certificates={}), "origin", kind=PositionKind.SENIOR_EXECUTIVE)
    assert out_of("E13", executive)[0] == Way(Advice.OBTAIN, lacking=(TEST,))
    assert out_of("E13", executive.about(post_since=None))[0] == Way(Advice.RECORD_START)


def test_who_is_to_become_an_executive_lacks_the_test_alone() -> None:
    to_be = with_position(
        siti(certificates={}, post_since=date(2025, 1, 3)), "target", kind=PositionKind.SENIOR_EXECUTIVE
    )
    assert out_of("E13", to_be)[0] == Way(Advice.OBTAIN, lacking=(TEST,))
    assert is_met("E13", to_be.about(certificates={TEST: Certificate(TEST, "U-1")}), REQUESTED)


def test_years_do_not_come_back() -> None:
    retiring = profiled(siti(), born_on=date(1967, 6, 1))
    assert out_of("E15", retiring) == (Way(Advice.SET_ASIDE, offices=(OfficeKind.APPOINTING_AUTHORITY,)),)
    trainee = profiled(siti(), status=Status.CPNS)
    assert out_of("E01", trainee) == (Way(Advice.AWAIT_APPOINTMENT),)


def test_the_inspectorate_is_named_while_its_word_is_awaited() -> None:
    assert out_of("E07", siti()) == (Way(Advice.CLEARANCE, offices=(OfficeKind.INSPECTORATE,)),)


# Of a case, and before asking


def test_a_case_tells_the_ways_out_of_what_bars_it_as_of_today() -> None:
    case = givens.given(SITI_MOVES).about(study_until=date(2025, 6, 30))
    for command, act in list(balancing_move())[:2]:
        case.when(command, act)
    assert case.state.is_over
    assert ways_out(case.state, case.facts, date(2025, 3, 12)) == {
        "E06": (Way(Advice.WAIT, date(2025, 7, 1)),)
    }
    assert ways_out(case.state, case.facts, date(2025, 7, 1)) == {
        "E06": (Way(Advice.ASK_AGAIN, date(2025, 7, 1)),)
    }
    moved_on = case.about(post=case.state.target_post)
    assert ways_out(moved_on.state, moved_on.facts, date(2025, 7, 1)) == {}


def test_what_was_set_aside_and_what_was_decreed_bars_nothing() -> None:
    case = givens.given(SITI_MOVES).given(balancing_move(), until="service")
    assert ways_out(case.state, case.facts, date(2025, 3, 27)) == {}
    early = siti(post_since=date(2024, 1, 3))
    for command, act in list(balancing_move())[1:2]:
        early.when(command, act)
    assert set(ways_out(early.state, early.facts, date(2025, 3, 12))) == {"E02"}
    early.transfer = replace(early.state, overridden=frozenset({"E02"}))
    assert ways_out(early.state, early.facts, date(2025, 3, 12)) == {}


def asks(move: Move) -> tuple[RequestTransfer, Act]:
    request = RequestTransfer(move.person, move.target, Initiative.OWN_REQUEST, "")
    return request, own_act(move.person, on(2025, 9, 1))


def test_before_asking_all_rules_are_told_with_the_ways_out_and_nothing_happens() -> None:
    case = pledged(givens.given(BUDI_MOVES), date(2019, 3, 1))
    appraisal = appraise(*asks(BUDI_MOVES), case.facts)
    assert [finding.rule for finding in appraisal.findings] == list(RULES)
    assert {rule: way[0].advice for rule, way in appraisal.ways.items()} == {
        "E07": Advice.CLEARANCE,
        "E10": Advice.WAIT,
    }
    assert case.history == []
    within = pledged(givens.given(BUDI_STAYS), date(2019, 3, 1))
    assert set(appraise(*asks(BUDI_STAYS), within.facts).ways) == {"E07"}


def test_one_does_not_ask_for_the_post_one_holds() -> None:
    case = givens.given(BUDI_MOVES)
    request, act = asks(BUDI_MOVES)
    held = replace(request, target_post=case.facts.person.post)
    facts = replace(case.facts, transfer_id=uuid4(), target=case.facts.origin)
    with pytest.raises(SamePost):
        appraise(held, act, facts)


# E16


def test_e16_asks_for_the_certificate_where_it_alone_is_lacking_and_knows_no_way_to_become_younger() -> None:
    young = in_east_java(profiled(budi(), born_on=date(1990, 1, 1), rank="III/a"))
    assert out_of("E16", young.about(certificates={})) == (Way(Advice.OBTAIN, lacking=(TEST,)),)
    assert out_of("E16", profiled(young, born_on=date(1970, 1, 1))) == (Way(Advice.NONE),)


# E17


def test_e17_asks_for_the_letter_where_it_alone_is_lacking_and_knows_no_other_way() -> None:
    case = redistributed()
    assert out_of("E17", case, date(2025, 9, 1)) == (Way(Advice.ASK_AGAIN, date(2025, 9, 1)),)
    without = {kind: versions for kind, versions in case.state.file.items() if kind != "D24"}
    case.transfer = replace(case.state, file=without)
    assert out_of("E17", case, date(2025, 9, 1)) == (Way(Advice.OBTAIN, lacking=("D24",)),)
    lower = profiled(case, rank="III/a")
    assert out_of("E17", lower, date(2025, 9, 1)) == (Way(Advice.NONE),)
