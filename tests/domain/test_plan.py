"""An agency's yearly plan: proposed by the personnel office, published by the authority, followed by requests."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from cast import (
    CITY_ID,
    HEALTH_ID,
    MAYOR,
    NEW_POST_ID,
    NORTH_ID,
    NORTH_PERSONNEL,
    POLICY,
    REGENT,
    SITI_MOVES,
    UNITS,
    act_of,
    official,
    on,
    own_act,
)
from given import Case, given
from stories import balancing_move

from domain.act import Act, Capacity
from domain.identity import plan_id
from domain.plan import (
    AmendmentNotProposed,
    NothingAmended,
    OwnPlan,
    Plan,
    PlanAmended,
    PlanAmendmentProposed,
    PlanAmendmentReturned,
    PlanDescription,
    PlanEvent,
    PlannedNeed,
    PlanNotProposed,
    PlanNotPublished,
    PlanOver,
    PlanProposed,
    PlanPublished,
    PlanPublishedAlready,
    PlanReturned,
    PlanStatus,
    UnitElsewhere,
    evolve,
    propose_amendment,
    propose_plan,
    publish_amendment,
    publish_plan,
    return_amendment,
    return_plan,
)
from domain.policy import Initiative
from domain.refusals import (
    DatesOutOfOrder,
    NoAuthority,
    NotAcceptable,
    NotTheDecidingOffice,
    PlanNotInForce,
    PlanOfAnother,
    PlanUnknown,
    ReasonRequired,
)
from domain.transfer.desk import Audience, desk
from domain.transfer.events import PlanFollowed

AT = on(2025, 1, 6)
BKPSDM, BY_REGENT = act_of(*NORTH_PERSONNEL, AT), act_of(*REGENT, AT)
NEED = PlannedNeed(HEALTH_ID, 2, "Kekurangan arsiparis", NEW_POST_ID)
DESCRIBED = PlanDescription(
    NORTH_ID, "Rencana 2025", date(2025, 1, 1), date(2025, 12, 31), "Pemerataan beban kerja", (NEED,)
)
PROPOSED = Plan(DESCRIBED, BKPSDM.by)
PUBLISHED = replace(PROPOSED, status=PlanStatus.PUBLISHED, edition=1)


def proposing(
    described: PlanDescription = DESCRIBED, known: Plan | None = None, act: Act = BKPSDM
) -> list[PlanEvent]:
    return propose_plan(known, described, UNITS, act, POLICY)


def test_the_personnel_office_proposes_and_the_authority_publishes() -> None:
    (proposed,) = proposing()
    assert proposed == PlanProposed(DESCRIBED)
    plan = evolve(None, proposed, BKPSDM)
    assert plan == PROPOSED
    (published,) = publish_plan(plan, "800/1", BY_REGENT, date(2025, 1, 6), POLICY)
    assert published == PlanPublished("800/1", date(2025, 1, 6))
    assert evolve(plan, published, BY_REGENT) == PUBLISHED


def test_a_returned_plan_is_proposed_again_and_a_published_one_is_not() -> None:
    (returned,) = return_plan(PROPOSED, "Belum lengkap", BY_REGENT, POLICY)
    assert returned == PlanReturned("Belum lengkap")
    again = evolve(PROPOSED, returned, BY_REGENT)
    with pytest.raises(PlanNotProposed):
        publish_plan(again, "800/1", BY_REGENT, date(2025, 1, 7), POLICY)
    assert proposing(known=again) == [PlanProposed(DESCRIBED)]
    assert evolve(again, PlanProposed(DESCRIBED), BKPSDM).status is PlanStatus.PROPOSED
    with pytest.raises(PlanPublishedAlready):
        proposing(known=PUBLISHED)
    with pytest.raises(PlanNotProposed):
        publish_plan(PUBLISHED, "800/2", BY_REGENT, date(2025, 1, 7), POLICY)


def test_another_office_neither_proposes_nor_publishes() -> None:
    for act in (BY_REGENT, replace(BKPSDM, office=None), replace(BKPSDM, on_behalf_of=BKPSDM.office)):
        with pytest.raises(NotTheDecidingOffice):
            proposing(act=act)
    for act in (BKPSDM, act_of(*MAYOR, AT)):
        with pytest.raises(NotTheDecidingOffice):
            publish_plan(PROPOSED, "800/1", act, date(2025, 1, 6), POLICY)


def test_four_eyes() -> None:
    both = replace(BY_REGENT, by=official(*NORTH_PERSONNEL))
    with pytest.raises(OwnPlan):
        publish_plan(PROPOSED, "800/1", both, date(2025, 1, 6), POLICY)
    with pytest.raises(OwnPlan):
        return_plan(PROPOSED, "Belum", both, POLICY)


@pytest.mark.parametrize("capacity", [Capacity.ACTING, Capacity.DAILY_ACTING])
def test_a_stand_in_publishes_no_plan(capacity: Capacity) -> None:
    with pytest.raises(NoAuthority):
        publish_plan(PROPOSED, "800/1", replace(BY_REGENT, capacity=capacity), date(2025, 1, 6), POLICY)


def test_a_plan_has_criteria_a_period_and_units_of_its_agency() -> None:
    with pytest.raises(ReasonRequired):
        proposing(replace(DESCRIBED, criteria=" "))
    with pytest.raises(DatesOutOfOrder):
        proposing(replace(DESCRIBED, until=date(2024, 12, 31)))
    with pytest.raises(UnitElsewhere):
        proposing(replace(DESCRIBED, needs=(replace(NEED, unit=CITY_ID),)))
    with pytest.raises(NotAcceptable):
        proposing(replace(DESCRIBED, agency=CITY_ID), known=PROPOSED)
    with pytest.raises(ReasonRequired):
        return_plan(PROPOSED, "", BY_REGENT, POLICY)


# Amendments

AMENDED = replace(DESCRIBED, needs=(replace(NEED, people=3),))
DAY = date(2025, 6, 2)


def amending(
    described: PlanDescription = AMENDED,
    known: Plan = PUBLISHED,
    act: Act = BKPSDM,
    reason: str = "Pensiun dini",
    day: date = DAY,
) -> list[PlanEvent]:
    return propose_amendment(known, described, reason, UNITS, act, day, POLICY)


def test_a_published_plan_is_amended_by_two_officials_and_what_followed_it_keeps_its_edition() -> None:
    (proposed,) = amending()
    assert proposed == PlanAmendmentProposed(AMENDED, "Pensiun dini")
    waits = evolve(PUBLISHED, proposed, BKPSDM)
    assert (waits.described, waits.edition) == (DESCRIBED, 1)  # until it is published the plan is what it was
    asking(waits)
    (amended,) = publish_amendment(waits, "800/2", BY_REGENT, DAY, POLICY)
    assert amended == PlanAmended(2, "800/2", DAY)
    plan = evolve(waits, amended, BY_REGENT)
    assert (plan.described, plan.edition, plan.amendment) == (AMENDED, 2, None)
    follows = asking(plan)
    assert PlanFollowed(PLAN_ID, 2) in follows.last
    assert desk(follows.state, follows.facts, Audience.SUBJECT)["planEdition"] == 2
    assert "planEdition" not in desk(asking(PUBLISHED).state, follows.facts, Audience.SUBJECT)


def test_a_returned_amendment_is_proposed_again_and_the_plan_stays_in_force() -> None:
    waits = evolve(PUBLISHED, PlanAmendmentProposed(AMENDED, "Pensiun dini"), BKPSDM)
    assert return_amendment(waits, "Belum dihitung", BY_REGENT, POLICY) == [
        PlanAmendmentReturned("Belum dihitung")
    ]
    returned = evolve(waits, PlanAmendmentReturned("Belum dihitung"), BY_REGENT)
    assert returned.is_in_force(DAY)
    with pytest.raises(AmendmentNotProposed):
        publish_amendment(returned, "800/2", BY_REGENT, DAY, POLICY)
    assert amending(known=returned) == [PlanAmendmentProposed(AMENDED, "Pensiun dini")]


@pytest.mark.parametrize(
    ("asked", "refusal"),
    [
        ({"known": PROPOSED}, PlanNotPublished),
        ({"day": date(2026, 1, 1)}, PlanOver),
        ({"described": DESCRIBED}, NothingAmended),
        ({"reason": " "}, ReasonRequired),
        ({"described": replace(AMENDED, criteria="")}, ReasonRequired),
        ({"described": replace(AMENDED, agency=CITY_ID)}, NotAcceptable),
        ({"described": replace(AMENDED, needs=(replace(NEED, unit=CITY_ID),))}, UnitElsewhere),
        ({"described": replace(AMENDED, until=date(2025, 6, 1))}, DatesOutOfOrder),
        ({"described": replace(AMENDED, since=date(2025, 2, 1))}, DatesOutOfOrder),
        ({"act": BY_REGENT}, NotTheDecidingOffice),
    ],
)
def test_an_amendment_is_refused(asked: dict[str, Any], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        amending(**asked)


def test_the_last_day_of_a_plan_may_still_be_amended_and_a_plan_to_come_may_begin_another_day() -> None:
    longer = replace(AMENDED, until=date(2026, 3, 31))
    assert amending(longer, day=date(2025, 12, 31))
    assert amending(replace(AMENDED, since=date(2025, 2, 1)), day=date(2024, 12, 31))


def test_whoever_proposed_an_amendment_does_not_decide_about_it_nor_does_a_stand_in() -> None:
    waits = evolve(PUBLISHED, PlanAmendmentProposed(AMENDED, "Pensiun dini"), BKPSDM)
    with pytest.raises(OwnPlan):
        publish_amendment(waits, "800/2", replace(BY_REGENT, by=BKPSDM.by), DAY, POLICY)
    with pytest.raises(NoAuthority):
        return_amendment(waits, "Belum", replace(BY_REGENT, capacity=Capacity.ACTING), POLICY)
    with pytest.raises(NotTheDecidingOffice):
        publish_amendment(waits, "800/2", BKPSDM, DAY, POLICY)
    with pytest.raises(ReasonRequired):
        return_amendment(waits, " ", BY_REGENT, POLICY)
    with pytest.raises(AmendmentNotProposed):
        publish_amendment(PUBLISHED, "800/2", BY_REGENT, DAY, POLICY)
    with pytest.raises(PlanOver):
        publish_amendment(waits, "800/2", BY_REGENT, date(2026, 1, 1), POLICY)


# Requests that follow it

PLAN_ID = plan_id(BKPSDM.command)


def asking(plan: Plan | None, **changes: object) -> Case:
    request, act = next(balancing_move())
    case = given(SITI_MOVES).knowing(plan=plan)
    return case.when(replace(request, plan=PLAN_ID, **changes), act)  # type: ignore[arg-type]


def test_a_request_for_organisational_need_says_which_plan_it_follows() -> None:
    case = asking(PUBLISHED)
    assert PlanFollowed(PLAN_ID) in case.last
    assert case.state.plan == PLAN_ID
    assert desk(case.state, case.facts, Audience.SUBJECT)["plan"] == str(PLAN_ID)


def test_without_a_plan_it_follows_none() -> None:
    case = given(SITI_MOVES).given(balancing_move(), until="VerifyFile")
    assert case.state.plan is None


def test_a_plan_unpublished_over_elsewhere_or_unknown_is_not_followed() -> None:
    asking(PROPOSED).then_refused(PlanNotInForce)
    over = replace(DESCRIBED, since=date(2024, 1, 1), until=date(2024, 12, 31))
    asking(replace(PUBLISHED, described=over)).then_refused(PlanNotInForce)
    asking(replace(PUBLISHED, described=replace(DESCRIBED, agency=CITY_ID))).then_refused(PlanOfAnother)
    asking(None).then_refused(PlanUnknown)


def test_nobody_follows_a_plan_at_their_own_request() -> None:
    request, act = next(balancing_move())
    own = replace(request, plan=PLAN_ID, initiative=Initiative.OWN_REQUEST, ground="FAMILY")  # type: ignore[type-var]
    given(SITI_MOVES).knowing(plan=PUBLISHED).when(own, own_act(SITI_MOVES.person, act.at)).then_refused(
        PlanOfAnother
    )
