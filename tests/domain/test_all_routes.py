"""Every route of the law can be walked to its end, by the offices the law names; the choice of route is explained."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import combinations
from uuid import UUID

import cast
import pytest
from borders import (
    FOREIGN_MINISTRY_ID,
    OTHER_PROVINCE_ID,
    PLACES,
    ROUTES,
    case_between,
    moved,
    to_representation,
)
from given import Case, given
from walking import acting_for, walk

from api.words import told_in
from application.policies import demands_of, read_demands, read_policies, read_rules
from domain.identity import NATION, OfficeKind, office_id
from domain.policy import Addressee, Condition, Policy, Programme, Route, Side, StepKind, TransferType, ground
from domain.refusals import NotTheDecidingOffice, RouteUnknown
from domain.told import in_english
from domain.transfer import lawfulness
from domain.transfer.commands import IssueDecree
from domain.transfer.events import DecreeIssued, PostAppointmentIssued, TransferRequested
from domain.transfer.facts import Facts, choose_route
from domain.transfer.lawfulness import Demands, can_exist
from domain.transfer.state import Status


def office(facts: Facts, name: str) -> object:
    return facts.office_of(facts.route.steps[name])


@pytest.mark.parametrize(("origin", "target", "route"), ROUTES)
def test_every_route_leads_to_the_start_of_duty(origin: str, target: str, route: TransferType) -> None:
    case = walk(case_between(origin, target))
    assert case.transfer is not None
    assert case.transfer.status is Status.EVALUATING
    requested = case.history[0].event
    assert isinstance(requested, TransferRequested)
    assert requested.route is route
    assert PLACES[origin][1].code in requested.chosen_because
    decreed = [happened for happened in case.history if isinstance(happened.event, DecreeIssued)]
    appointed = [happened for happened in case.history if isinstance(happened.event, PostAppointmentIssued)]
    assert [happened.act.office for happened in decreed] == [office(case.facts, "decree")]
    assert [happened.act.office for happened in appointed] == [
        office_id(OfficeKind.APPOINTING_AUTHORITY, PLACES[target][0])
    ]


def decree_by(case: Case, office_: tuple[OfficeKind, UUID]) -> Case:
    """The decree that stands open, by that office."""
    decree = IssueDecree(
        "decree", "821/1", case.state.target_post, date(2025, 10, 1), "Kebutuhan", ("Tujuan",)
    )
    return case.when(decree, acting_for(office_id(*office_), cast.on(2025, 10, 1)))


def order_of(case: Case) -> list[str]:
    """The steps in the order they were done."""
    return [step for happened in case.history if (step := getattr(happened.event, "step", ""))]


@pytest.mark.parametrize("origin", ["north", "ministry", "foreign ministry"])
def test_to_a_representation_the_foreign_minister_decrees_for_a_term(origin: str) -> None:
    """T6, whichever the agency the person comes from; the consent of another agency, and of no other, is asked."""
    case = walk(to_representation(origin))
    assert case.state.status is Status.EVALUATING
    assert case.state.route is TransferType.TO_REPRESENTATION
    assert "a representation" in case.state.chosen_because
    assert office(case.facts, "decree") == office_id(OfficeKind.APPOINTING_AUTHORITY, FOREIGN_MINISTRY_ID)
    assert case.state.posting is not None
    assert ("origin_release" in case.state.done) is (origin != "foreign ministry")
    selected = case.state.done["formation_selection"]
    assert selected.office == office_id(OfficeKind.PERSONNEL_OFFICE, FOREIGN_MINISTRY_ID)
    assert case.kinds.index("ConsentGranted") < case.kinds.index("DecreeIssued")


@pytest.mark.parametrize("move", [cast.BUDI_IS_REDISTRIBUTED, cast.BUDI_TO_PRIVATE_SCHOOL])
def test_teachers_are_redistributed_by_their_own_authority_once_the_panel_has_advised(
    move: cast.Move,
) -> None:
    case = walk(given(move), programme=Programme.TEACHER_REDISTRIBUTION)
    assert case.state.status is Status.EVALUATING
    assert case.state.route is TransferType.REDISTRIBUTION
    assert "REDISTRIBUSI_GURU asked for" in case.state.chosen_because
    assert office(case.facts, "decree") == office_id(OfficeKind.APPOINTING_AUTHORITY, cast.NORTH_ID)
    assert case.state.done["redistribution_panel"].office == office_id(
        OfficeKind.REDISTRIBUTION_PANEL, cast.NORTH_ID
    )
    assert (case.state.posting is not None) is (move is cast.BUDI_TO_PRIVATE_SCHOOL)


def test_without_the_programme_a_teacher_within_the_agency_takes_its_common_route() -> None:
    facts = given(cast.BUDI_IS_REDISTRIBUTED).facts
    assert choose_route(facts.origin, facts.target).type is TransferType.WITHIN_AGENCY
    with pytest.raises(RouteUnknown):
        choose_route(facts.origin, moved(facts.target, "city"), Programme.TEACHER_REDISTRIBUTION)


def test_scenario_3_to_the_province_goes_to_bkn_directly() -> None:
    """T2c: the engine must not demand the way through the Governor."""
    case = walk(case_between("north", "province"))
    assert "governor_forward" not in case.facts.route.steps
    assert office(case.facts, "decree") == office_id(OfficeKind.APPOINTING_AUTHORITY, cast.PROVINCE_ID)
    assert "ProposalForwarded" not in case.kinds
    assert case.state.status is Status.EVALUATING


def test_scenario_4_across_provinces_the_minister_coordinates_before_bkn_advises_and_decrees() -> None:
    case = walk(case_between("other regency", "city"))
    done = list(dict.fromkeys(order_of(case)))
    assert (
        done.index("ministerial_coordination") < done.index("technical_consideration") < done.index("decree")
    )
    assert office(case.facts, "decree") == office_id(*cast.MINISTER)
    assert office(case.facts, "technical_consideration") == office_id(OfficeKind.BKN_HEAD, NATION)
    assert office(case.facts, "governor_forward") == office_id(*cast.GOVERNOR)


def test_scenario_4_a_governors_decree_is_refused() -> None:
    case = walk(case_between("other regency", "city"), until="decree")
    for other in (
        cast.GOVERNOR,
        (OfficeKind.APPOINTING_AUTHORITY, OTHER_PROVINCE_ID),
        cast.MAYOR,
        cast.KANREG,
    ):
        decree_by(case, other).then_refused(NotTheDecidingOffice)
    decree_by(case, cast.MINISTER)
    assert case.state.status is Status.DECREED


def test_scenario_5_from_the_centre_bkns_regional_office_decrees_itself() -> None:
    case = walk(case_between("ministry", "city"), until="decree")
    assert office(case.facts, "decree") == office_id(*cast.KANREG)
    for other in (cast.GOVERNOR, cast.MINISTER, cast.MAYOR):
        decree_by(case, other).then_refused(NotTheDecidingOffice)
    decree_by(case, cast.KANREG)
    assert case.state.status is Status.DECREED
    assert not {"governor_forward", "ministerial_coordination", "technical_consideration"} & {
        *case.facts.route.steps,
        *order_of(case),
    }


# What may be published


@pytest.fixture(scope="module")
def policy() -> Policy:
    return read_policies().versions[-1]


def broken(policy: Policy, route: TransferType, **changes: object) -> Policy:
    return replace(policy, routes={**policy.routes, route: replace(policy.routes[route], **changes)})  # type: ignore[arg-type]


def faults(policy: Policy, demands: Demands) -> list[str]:
    """In English."""
    return [in_english([each]) for each in lawfulness.faults(policy, demands)]


def test_the_published_policies_are_lawful() -> None:
    for version in read_policies().versions:
        assert faults(version, read_demands()) == []


@pytest.mark.parametrize("route", list(TransferType))
def test_a_route_without_any_one_of_its_demands_is_refused_with_the_path(
    policy: Policy, route: TransferType
) -> None:
    whole = policy.routes[route]
    for demand in read_demands().of_routes[route].before:
        stages = tuple(
            tuple(name for name in stage if not demand.is_met_by(whole.steps[name])) for stage in whole.stages
        )
        steps = {name: step for name, step in whole.steps.items() if not demand.is_met_by(step)}
        told = faults(broken(policy, route, stages=stages, steps=steps), read_demands())
        lacks = f"> decree: lacks {demand.kind} by {demand.office} of {demand.side}"
        assert any(lacks in fault and demand.legal_basis in fault for fault in told), demand


@pytest.mark.parametrize("route", list(TransferType))
def test_no_step_can_be_spared_but_that_which_sets_rules_aside(policy: Policy, route: TransferType) -> None:
    """Without it a rule that is not met bars the decree, whoever might have set it aside."""
    whole = policy.routes[route]
    spared = []
    for name in whole.steps:
        stages = tuple(tuple(each for each in stage if each != name) for stage in whole.stages)
        steps = {each: step for each, step in whole.steps.items() if each != name}
        if not faults(broken(policy, route, stages=stages, steps=steps), read_demands()):
            spared.append(name)
    assert spared == ["override"]


_UNTIMELY = re.compile(r"> (\w+): (\w+) may come before \1,")


def swapped(route: Route) -> Iterator[Route]:
    """The route with two of its steps in each other's place, for any two."""
    for one, other in combinations(route.steps, 2):
        places = {one: other, other: one}
        stages = tuple(tuple(places.get(name, name) for name in stage) for stage in route.stages)
        yield replace(route, stages=stages)


def walks(route: Route) -> tuple[list[str], list[str]]:
    """Two ways to go it, between them with every two parallel steps in either order."""
    return (
        [name for stage in route.stages for name in stage],
        [name for stage in route.stages for name in reversed(stage)],
    )


@pytest.mark.parametrize("route", list(TransferType))
def test_a_route_that_may_come_to_an_act_before_what_it_rests_on_is_refused_and_no_other(
    policy: Policy, route: TransferType
) -> None:
    """Every two steps of the route in each other's place, beside what else is then lacking before or after the decree."""
    demands = read_demands()
    alone = replace(demands, of_routes={route: demands.of_routes[route]})
    lawful = 0
    for changed in swapped(policy.routes[route]):
        untimely = {
            (before, later)
            for walk_ in walks(changed)
            for number, later in enumerate(walk_)
            for before in walk_[number + 1 :]
            if ground(changed.steps[later], changed.steps[before], demands.rests_on)
        }
        told = faults(replace(policy, routes={route: changed}), alone)
        pairs = [found.groups() for fault in told if (found := _UNTIMELY.search(fault))]
        assert sorted(pairs) == sorted(untimely)
        lawful += not told
    assert lawful, "some may be in either order"


def test_bkns_advice_before_what_it_rests_on_is_refused_with_the_path(policy: Policy) -> None:
    route = policy.routes[TransferType.WITHIN_PROVINCE]
    early = [stage for stage in route.stages if stage != ("technical_consideration",)]
    early.insert(early.index(("origin_release",)), ("technical_consideration",))
    demands = read_demands()
    consent, forward = lawfulness.faults(broken(policy, route.type, stages=tuple(early)), demands)
    basis = "PP 11/2017 Ps. 192-193; SE Kepala BKN 3/SE/VIII/2019"
    way = "file_verification > audit_clearance > feedback > reply > transfer_plan > receiving_proposal"
    assert in_english([consent]) == (
        f"KABKOTA_SATU_PROVINSI: {way} > technical_consideration > origin_release: "
        f"technical_consideration may come before origin_release, on which it rests ({basis})"
    )
    assert told_in(forward, "id") == (
        f"KABKOTA_SATU_PROVINSI: {way} > technical_consideration > origin_release > governor_forward: "
        f"technical_consideration dapat mendahului governor_forward yang menjadi dasarnya ({basis})"
    )


def test_what_runs_beside_its_ground_may_come_before_it(policy: Policy) -> None:
    route = policy.routes[TransferType.WITHIN_PROVINCE]
    stages = tuple(
        ("origin_release", "receiving_proposal") if stage == ("receiving_proposal",) else stage
        for stage in route.stages
        if stage != ("origin_release",)
    )
    (told,) = faults(broken(policy, route.type, stages=stages), read_demands())
    assert "transfer_plan > origin_release > receiving_proposal: origin_release may come before" in told


def test_rules_that_say_nothing_of_order_ask_for_none() -> None:
    """As they were entered before it was among them."""
    rules = read_rules()
    begins = rules.demands.index("[INTRA_INSTANSI]")
    older = demands_of(replace(rules, demands=rules.demands[begins:]))
    assert older == replace(read_demands(), rests_on=())


@pytest.mark.parametrize("route", [TransferType.TO_REGENCY_ELSEWHERE, TransferType.TO_PROVINCE_ELSEWHERE])
def test_the_ministers_coordination_is_no_consent_to_replace_somebody_in_a_window(
    policy: Policy, route: TransferType
) -> None:
    whole = policy.routes[route]
    steps = {name: step for name, step in whole.steps.items() if name != "ministerial_consent"}
    stages = tuple(stage for stage in whole.stages if stage != ("ministerial_consent",))
    (told,) = faults(broken(policy, route, stages=stages, steps=steps), read_demands())
    assert "UU 10/2016" in told
    always = replace(whole.steps["ministerial_consent"], condition=None)
    assert faults(broken(policy, route, steps={**whole.steps, always.name: always}), read_demands()) == []


def test_a_consent_after_the_decree_does_not_count(policy: Policy) -> None:
    route = policy.routes[TransferType.WITHIN_PROVINCE]
    late = [stage for stage in route.stages if stage != ("origin_release",)]
    late.insert(late.index(("decree",)) + 1, ("origin_release",))
    told = faults(broken(policy, route.type, stages=tuple(late)), read_demands())
    assert any("lacks CONSENT by APPOINTING_AUTHORITY of ORIGIN_AGENCY" in fault for fault in told)


def test_a_consent_that_may_be_left_out_does_not_count(policy: Policy) -> None:
    route = policy.routes[TransferType.WITHIN_PROVINCE]
    release = replace(route.steps["origin_release"], condition=Condition.CARETAKER_DECIDES)
    told = faults(
        broken(policy, route.type, steps={**route.steps, "origin_release": release}), read_demands()
    )
    assert len(told) == 1


def test_the_wrong_decider_is_refused(policy: Policy) -> None:
    route = policy.routes[TransferType.WITHIN_PROVINCE]
    decree = replace(route.steps["decree"], side=Side.RECEIVING_AGENCY)
    told = faults(broken(policy, route.type, steps={**route.steps, "decree": decree}), read_demands())
    assert any("the decree is not DECREE by APPOINTING_AUTHORITY of PROVINCE" in fault for fault in told)


@pytest.mark.parametrize("wrong", [{"limit": 0}, {"legal_basis": " "}, {"capacities": ()}])
def test_a_step_without_deadline_basis_or_official_is_refused(
    policy: Policy, wrong: dict[str, object]
) -> None:
    route = policy.routes[TransferType.WITHIN_AGENCY]
    service = replace(route.steps["service"], **wrong)  # type: ignore[arg-type]
    assert faults(broken(policy, route.type, steps={**route.steps, "service": service}), read_demands())


@pytest.mark.parametrize(
    ("office_", "side"),
    [
        (OfficeKind.UNIT_HEAD, Side.NATION),
        (OfficeKind.PERFORMANCE_PANEL, Side.BKN_REGION),
        (OfficeKind.HOME_AFFAIRS_MINISTER, Side.RECEIVING_UNIT),
        (OfficeKind.APPOINTING_AUTHORITY, Side.PROVINCE),  # a ministry lies in none
    ],
)
def test_a_step_of_an_office_that_cannot_exist_is_refused(
    policy: Policy, office_: OfficeKind, side: Side
) -> None:
    route = policy.routes[TransferType.BETWEEN_CENTRAL]
    override = replace(route.steps["override"], office=office_, side=side)
    told = faults(broken(policy, route.type, steps={**route.steps, "override": override}), read_demands())
    assert told == [f"ANTAR_PUSAT: override: there is no {office_} of {side}"]
    escalates = replace(route.steps["override"], escalates_to=Addressee(office_, side))
    again = faults(broken(policy, route.type, steps={**route.steps, "override": escalates}), read_demands())
    assert again == told


@pytest.mark.parametrize("name", ["receiving_proposal", "origin_release", "decree", "appointment"])
def test_what_an_authority_decides_names_the_post_and_binds_a_caretaker(policy: Policy, name: str) -> None:
    route = policy.routes[TransferType.WITHIN_PROVINCE]
    for changes, told in (
        ({"names_post": False}, f"KABKOTA_SATU_PROVINSI: {name} does not name the post"),
        ({"decides_move": False}, f"KABKOTA_SATU_PROVINSI: {name} does not count as deciding the move"),
    ):
        changed = replace(route.steps[name], **changes)
        (fault,) = faults(broken(policy, route.type, steps={**route.steps, name: changed}), read_demands())
        assert fault.startswith(told)


def test_of_every_office_it_is_known_what_it_may_stand_over() -> None:
    for kind in OfficeKind:
        assert any(can_exist(kind, side, TransferType.WITHIN_PROVINCE) for side in Side), kind


@pytest.mark.parametrize("route", [TransferType.TO_REPRESENTATION, TransferType.REDISTRIBUTION])
@pytest.mark.parametrize("changed", [{"months": 60}, {"renewals": 2}, {"reminder_months": 0}, None])
def test_a_term_that_is_not_the_laws_is_refused(
    policy: Policy, route: TransferType, changed: dict[str, int] | None
) -> None:
    term = policy.routes[route].fixed_term
    assert term is not None
    other = None if changed is None else replace(term, **changed)
    (told,) = faults(broken(policy, route, fixed_term=other), read_demands())
    asked = read_demands().of_routes[route].term
    assert asked is not None
    assert f"a term of {asked.months} months, renewed at most {asked.renewals} times" in told


def test_a_term_no_law_asks_for_is_refused(policy: Policy) -> None:
    term = policy.routes[TransferType.REDISTRIBUTION].fixed_term
    told = faults(broken(policy, TransferType.WITHIN_AGENCY, fixed_term=term), read_demands())
    assert told == ["INTRA_INSTANSI: a term that no law asks for"]


@pytest.mark.parametrize("kind", [StepKind.TERM_END, StepKind.RETURN])
def test_a_posting_without_its_end_or_return_is_refused(policy: Policy, kind: StepKind) -> None:
    route = policy.routes[TransferType.REDISTRIBUTION]
    gone = route.step_of(kind)
    assert gone is not None
    stages = tuple(stage for stage in route.stages if stage != (gone.name,))
    steps = {name: step for name, step in route.steps.items() if name != gone.name}
    (told,) = faults(broken(policy, route.type, stages=stages, steps=steps), read_demands())
    assert f"after the decree: lacks {kind}" in told


def test_advice_and_decree_are_two_kinds_of_step(policy: Policy) -> None:
    for route in policy.routes.values():
        assert route.step_of(StepKind.DECREE) is not None
        for step in route.steps.values():
            if step.kind is StepKind.TECHNICAL_CONSIDERATION:
                assert step.name != "decree"
