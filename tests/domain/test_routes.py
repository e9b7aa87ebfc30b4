"""The route interpreter: which steps open, when, and which are left out. The routes themselves are policy data."""

from dataclasses import replace
from datetime import date

import pytest
from cast import (
    BKN,
    BUDI_MOVES,
    CITY_MATHS_ID,
    KANREG,
    MINISTER,
    NORTH_PANEL,
    NORTH_PERSONNEL,
    POLICY,
    REGENT,
    SITI_MOVES,
    act_of,
    heads,
    official,
    on,
)
from given import Case, given
from stories import balancing_move, teacher_moves_to_the_city

from domain.act import Capacity
from domain.calendar import Zone
from domain.identity import NATION, office_id
from domain.policy import Side, StepKind, Term, TransferType
from domain.registry.post import PositionKind
from domain.registry.tenure import Tenure
from domain.transfer.commands import GiveConsideration, GiveTechnicalConsideration, GrantConsent
from domain.transfer.events import StepNotRequired, StepOpened
from domain.transfer.routes import advance, lacking

PANEL_SPEAKS = GiveConsideration("performance_panel", supports=True, number="BA-07", reason="Baik")
BY_PANEL = act_of(*NORTH_PANEL, on(2025, 3, 19))


def siti_before(step: str) -> Case:
    return given(SITI_MOVES).given(balancing_move(), until=step)


def budi_before(step: str) -> Case:
    return given(BUDI_MOVES).given(teacher_moves_to_the_city(), until=step)


def steps_opened(case: Case) -> list[str]:
    return [happened.event.step for happened in case.history if isinstance(happened.event, StepOpened)]


def test_a_move_within_the_agency_takes_these_steps_in_this_order() -> None:
    assert steps_opened(given(SITI_MOVES).given(balancing_move())) == [
        "file_verification",
        "audit_clearance",
        "feedback",
        "reply",
        "origin_release",
        "receiving_acceptance",
        "transfer_plan",
        "performance_panel",
        "authorised_official",
        "decree",
        "service",
        "duty_start",
        "payroll",
        "national_record",
    ]


def test_a_move_between_regencies_takes_these_steps_in_this_order() -> None:
    assert steps_opened(given(BUDI_MOVES).given(teacher_moves_to_the_city())) == [
        "file_verification",
        "audit_clearance",
        "feedback",
        "reply",
        "transfer_plan",
        "receiving_proposal",
        "origin_release",
        "governor_forward",
        "technical_consideration",
        "decree",
        "appointment",
        "service",
        "inauguration",
        "duty_start",
        "payroll",
        "national_record",
    ]


@pytest.mark.parametrize(
    ("case", "day"),
    [
        (given(SITI_MOVES).given(balancing_move()), date(2025, 3, 10)),
        (given(BUDI_MOVES).given(teacher_moves_to_the_city()), date(2025, 9, 1)),
    ],
    ids=["within the agency", "between regencies"],
)
def test_every_step_has_its_office_and_its_limit_in_working_days(case: Case, day: date) -> None:
    opened = [happened.event for happened in case.history if isinstance(happened.event, StepOpened)]
    assert opened[0].opened_on == day
    for event in opened:
        step = case.facts.route.steps[event.step]
        assert event.office == office_id(step.office, case.facts.scope(step.side))
        assert event.due_on == case.facts.calendar.after(event.opened_on, step.limit)


def test_each_side_is_an_agency_or_an_office_of_the_case() -> None:
    facts = given(BUDI_MOVES).facts
    assert facts.scope(Side.ORIGIN_AGENCY) == facts.origin.agency_id
    assert facts.scope(Side.RECEIVING_AGENCY) == facts.target.agency_id
    assert facts.scope(Side.ORIGIN_REGIONAL_OFFICE) == facts.origin.unit.regional_office
    assert facts.scope(Side.RECEIVING_REGIONAL_OFFICE) == facts.target.unit.regional_office
    assert facts.scope(Side.PROVINCE) == facts.target.agency.province
    assert facts.scope(Side.BKN_REGION) == KANREG[1]
    assert facts.scope(Side.NATION) == NATION
    bare = replace(facts.target, agency=replace(facts.target.agency, province=None, bkn_office=None))
    without = replace(facts, target=bare)
    assert without.scope(Side.PROVINCE) == without.scope(Side.BKN_REGION) == NATION


def test_a_step_opens_on_the_day_it_is_where_the_case_is_decided() -> None:
    case = siti_before("performance_panel")
    eastern = replace(case.facts.target.agency, zone=Zone.WIT)
    case.knowing(target=replace(case.facts.target, agency=eastern))
    case.when(PANEL_SPEAKS, replace(BY_PANEL, at=on(2025, 3, 19, 23)))
    assert case.state.open["authorised_official"].opened_on == date(2025, 3, 20)


# Conditional steps


def supervisor_in_a_window(case: Case) -> Case:
    post = case.facts.origin.post
    leading = replace(post.described, position=replace(post.described.position, kind=PositionKind.SUPERVISOR))
    terms = heads(
        Term("17.03", inaugurated_on=date(2025, 3, 1)), Term("17.71", inaugurated_on=date(2025, 9, 1))
    )
    return case.knowing(
        origin=replace(case.facts.origin, post=replace(post, described=leading)),
        terms=terms,
    )


def under_caretaker(case: Case) -> Case:
    tenure = Tenure(official(*REGENT), Capacity.CARETAKER, date(2025, 1, 1))
    return case.held(office_id(*REGENT), tenure)


def test_without_need_the_conditional_steps_are_left_out_on_record() -> None:
    case = siti_before("performance_panel").when(PANEL_SPEAKS, BY_PANEL)
    assert [event.step for event in case.last if isinstance(event, StepNotRequired)] == [
        "ministerial_consent",
        "technical_consideration",
        "executive_recommendation",
    ]


@pytest.mark.parametrize("side", ["origin", "target"])
def test_within_an_agency_bkn_recommends_on_a_senior_executives_move(side: str) -> None:
    """Out of such a post as into one; found lacking where the post became one after the step was left out."""

    def executive(case: Case) -> Case:
        place = getattr(case.facts, side)
        position = replace(place.post.described.position, kind=PositionKind.SENIOR_EXECUTIVE)
        described = replace(place.post.described, position=position)
        return case.knowing(**{side: replace(place, post=replace(place.post, described=described))})

    case = executive(siti_before("performance_panel")).when(PANEL_SPEAKS, BY_PANEL)
    assert set(case.state.open) == {"executive_recommendation"}
    assert case.state.open["executive_recommendation"].office == office_id(*BKN)
    advice = GiveTechnicalConsideration("executive_recommendation", "R-1", SITI_MOVES.target)
    case.when(advice, act_of(*BKN, on(2025, 3, 20)))
    assert set(case.state.open) == {"authorised_official"}
    late = executive(siti_before("decree"))
    assert lacking(late.state, late.facts, act_of(*REGENT, on(2025, 3, 24))) == ["executive_recommendation"]


def test_in_a_window_the_minister_is_asked() -> None:
    case = supervisor_in_a_window(siti_before("performance_panel")).when(PANEL_SPEAKS, BY_PANEL)
    assert set(case.state.open) == {"ministerial_consent"}
    assert case.state.open["ministerial_consent"].office == office_id(*MINISTER)
    case.when(GrantConsent("ministerial_consent", "100.2"), act_of(*MINISTER, on(2025, 3, 20)))
    assert set(case.state.open) == {"authorised_official"}


def test_a_teacher_who_is_made_head_of_a_school_is_bound_by_the_window() -> None:
    case = budi_before("technical_consideration")
    post = case.facts.target.post
    head = replace(post.described, position=replace(post.described.position, leads_unit=True))
    case.knowing(
        target=replace(case.facts.target, post=replace(post, described=head)),
        terms=heads(Term("17.71", inaugurated_on=date(2025, 9, 1))),
    )
    advice = GiveTechnicalConsideration("technical_consideration", "AA-123", CITY_MATHS_ID)
    case.when(advice, act_of(*KANREG, on(2025, 9, 23)))
    assert set(case.state.open) == {"ministerial_consent"}


def test_between_regencies_the_minister_is_asked_after_bkn() -> None:
    case = supervisor_in_a_window(budi_before("technical_consideration"))
    advice = GiveTechnicalConsideration("technical_consideration", "AA-123", CITY_MATHS_ID)
    case.when(advice, act_of(*KANREG, on(2025, 9, 23)))
    assert set(case.state.open) == {"ministerial_consent"}


def test_under_a_caretaker_minister_and_bkn_are_asked_at_the_same_time() -> None:
    case = under_caretaker(siti_before("performance_panel")).when(PANEL_SPEAKS, BY_PANEL)
    assert set(case.state.open) == {"ministerial_consent", "technical_consideration"}
    advice = GiveTechnicalConsideration("technical_consideration", "AA-1", SITI_MOVES.target)
    case.when(advice, act_of(*KANREG, on(2025, 3, 20)))
    assert set(case.state.open) == {"ministerial_consent"}
    case.when(GrantConsent("ministerial_consent", "100.2"), act_of(*MINISTER, on(2025, 3, 21)))
    assert set(case.state.open) == {"authorised_official"}


def test_a_step_left_out_that_has_become_required_since_is_lacking() -> None:
    case = siti_before("decree")
    today = act_of(*REGENT, on(2025, 3, 24))
    assert lacking(case.state, case.facts, today) == []
    assert lacking(case.state, under_caretaker(case).facts, today) == [
        "ministerial_consent",
        "technical_consideration",
    ]


# The interpreter


def test_a_stage_waits_for_the_one_before() -> None:
    case = siti_before("origin_release")
    assert set(case.state.open) == {"origin_release", "receiving_acceptance"}
    nothing_more = advance(case.state, [], act_of(*NORTH_PERSONNEL, on(2025, 3, 17)), case.facts)
    assert nothing_more == []


def test_nothing_opens_after_the_last_stage() -> None:
    case = given(SITI_MOVES).given(balancing_move(), until="AnswerEvaluation")
    assert case.state.open == {}
    assert set(case.state.done) | case.state.not_required == set(case.facts.route.steps)


def test_a_case_begins_with_an_event() -> None:
    with pytest.raises(ValueError, match="nothing has happened"):
        advance(None, [], BY_PANEL, given(SITI_MOVES).facts)


BY_ONE_DECREE = {TransferType.WITHIN_AGENCY, TransferType.TO_REPRESENTATION, TransferType.REDISTRIBUTION}


@pytest.mark.parametrize("kind", TransferType)
def test_a_route_knows_its_steps_by_kind(kind: TransferType) -> None:
    route = POLICY.routes[kind]
    decree = route.step_of(StepKind.DECREE)
    assert decree is not None
    assert decree.name == "decree"
    assert (route.step_of(StepKind.APPOINTMENT) is None) is (kind in BY_ONE_DECREE)
