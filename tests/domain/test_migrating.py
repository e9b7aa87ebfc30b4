"""A running case under a newer version: what is added, what cannot be, and the dry run that tells it beforehand."""

from dataclasses import replace
from datetime import date
from itertools import dropwhile

import pytest
from cast import (
    BUDI_MOVES,
    CITY_PERSONNEL,
    NORTH_PERSONNEL,
    POLICY,
    REGENT,
    SITI_MOVES,
    Move,
    act_of,
    on,
)
from given import Case, given
from stories import VERIFIED, Story, balancing_move, teacher_moves_to_the_city

from domain.act import Act
from domain.identity import OfficeKind, office_id
from domain.policy import Condition, Limit, Policy, Route, Step
from domain.refusals import (
    AlreadyDecreed,
    AlreadyUnderPolicy,
    CaseIsSuspended,
    FileReturnedForCorrection,
    NotTheDecidingOffice,
    PolicyNotYetInForce,
    PolicyUnknown,
    ReasonRequired,
    RouteDoesNotFit,
    TransferNotOpen,
)
from domain.transfer.allowed import Holding, allowed
from domain.transfer.commands import MigratePolicy, ReturnFile, WithdrawTransfer
from domain.transfer.events import (
    CaseSuspended,
    DeadlineRecomputed,
    EligibilityEvaluated,
    Outcome,
    PolicyMigrated,
    StepNotRequired,
    StepOpened,
)
from domain.transfer.migrating import Change, dry_run

MIGRATE = MigratePolicy("mutasi-2025.2", "Ketentuan baru lebih menguntungkan pegawai")
DAY = on(2025, 3, 14)
BY_PERSONNEL = act_of(*NORTH_PERSONNEL, DAY)


def newer(**changed: object) -> Policy:
    return replace(POLICY, version="mutasi-2025.2", valid_from=date(2025, 3, 1), **changed)  # type: ignore[arg-type]


def limits(**values: int) -> dict[str, Limit]:
    return {**POLICY.limits, **{name: Limit(value, "PP baru") for name, value in values.items()}}


def rerouted(move: Move, *, add: tuple[int, Step] | None = None, drop: str = "", **changed: Step) -> Policy:
    """With a stage put in, a step taken out, or a step changed, on this case's route."""
    kind = given(move).facts.type
    route: Route = POLICY.routes[kind]
    stages = [tuple(name for name in stage if name != drop) for stage in route.stages]
    steps = {name: step for name, step in {**route.steps, **changed}.items() if name != drop}
    if add is not None:
        stages.insert(add[0], (add[1].name,))
        steps[add[1].name] = add[1]
    made = replace(route, stages=tuple(stage for stage in stages if stage), steps=steps)
    return newer(routes={**POLICY.routes, kind: made})


def step(name: str = "file_verification", move: Move = SITI_MOVES) -> Step:
    return POLICY.routes[given(move).facts.type].steps[name]


def running(until: str, successor: Policy | None, story: Story | None = None) -> Case:
    return given(SITI_MOVES).given(story or balancing_move(), until=until).knowing(successor=successor)


def under(case: Case) -> Case:
    """From here on the door loads the case's own version."""
    assert case.facts.successor is not None
    return case.knowing(policy=case.facts.successor, successor=None)


# Who, and when


def test_the_case_goes_on_under_the_new_version() -> None:
    case = running("VerifyFile", newer()).when(MIGRATE, BY_PERSONNEL)
    case.then(PolicyMigrated("mutasi-2025.1", "mutasi-2025.2", MIGRATE.reason))
    assert case.state.policy == "mutasi-2025.2"
    under(case).given([*balancing_move()][1:])
    assert case.state.is_over


def test_the_receiving_personnel_office_does_it_and_says_why() -> None:
    case = running("VerifyFile", newer())
    case.when(MIGRATE, act_of(*REGENT, DAY)).then_refused(NotTheDecidingOffice)
    case.when(replace(MIGRATE, reason=""), BY_PERSONNEL).then_refused(ReasonRequired)


def test_into_a_version_that_is_in_force_and_another_than_its_own() -> None:
    running("VerifyFile", None).when(MIGRATE, BY_PERSONNEL).then_refused(PolicyUnknown)
    running("VerifyFile", POLICY).when(MIGRATE, BY_PERSONNEL).then_refused(AlreadyUnderPolicy)
    later = replace(newer(), valid_from=date(2025, 3, 15))
    running("VerifyFile", later).when(MIGRATE, BY_PERSONNEL).then_refused(PolicyNotYetInForce)


def test_not_past_its_decree_and_not_once_it_is_over() -> None:
    after = act_of(*NORTH_PERSONNEL, on(2025, 3, 25))
    running("ServeDecision", newer()).when(MIGRATE, after).then_refused(AlreadyDecreed)
    case = running("GrantClearance", newer())
    case.given([(WithdrawTransfer("Batal"), BY_PERSONNEL)])
    case.when(MIGRATE, BY_PERSONNEL).then_refused(TransferNotOpen)


def test_not_while_it_stands_still() -> None:
    case = running("VerifyFile", newer())
    case.given([(ReturnFile("file_verification", "Kurang"), BY_PERSONNEL)])
    case.when(MIGRATE, BY_PERSONNEL).then_refused(FileReturnedForCorrection)
    stricter = newer(limits=limits(minimum_months_in_post=600), rules=_nobody_sets_aside("E02"))
    case = running("GrantClearance", stricter).given([(MIGRATE, BY_PERSONNEL)])
    case = case.knowing(policy=stricter, successor=replace(newer(), version="mutasi-2025.3"))
    case.when(MIGRATE, BY_PERSONNEL).then_refused(CaseIsSuspended)


def test_it_is_offered_exactly_when_it_would_be_accepted() -> None:
    office = office_id(*NORTH_PERSONNEL)
    holding = Holding(office, BY_PERSONNEL.capacity, OfficeKind.PERSONNEL_OFFICE, NORTH_PERSONNEL[1])  # type: ignore[arg-type]
    own = replace(BY_PERSONNEL, office=None, capacity=None)

    def offered(case: Case) -> bool:
        acts = allowed(case.state, case.facts, own, (holding,))
        return "migrate-policy" in {each.act for each in acts}

    assert offered(running("VerifyFile", newer()))
    assert not offered(running("VerifyFile", None))
    assert not offered(running("origin_release", rerouted(SITI_MOVES, drop="origin_release")))


def _nobody_sets_aside(rule: str) -> dict[str, object]:
    return {**POLICY.rules, rule: replace(POLICY.rules[rule], overridden_by=None)}


# Steps


@pytest.mark.parametrize(
    ("policy", "told"),
    [
        (rerouted(SITI_MOVES, drop="origin_release"), "origin_release: open, and not in the new route"),
        (
            rerouted(SITI_MOVES, origin_release=replace(step("transfer_plan"), name="origin_release")),
            "origin_release: open as CONSENT, in the new route FIT_REVIEW",
        ),
        (
            rerouted(
                SITI_MOVES, origin_release=replace(step("origin_release"), office=OfficeKind.INSPECTORATE)
            ),
            "origin_release: open before another office than in the new route",
        ),
    ],
)
def test_an_open_step_is_not_taken_from_its_office(policy: Policy, told: str) -> None:
    case = running("origin_release", policy)
    case.when(MIGRATE, BY_PERSONNEL).then_refused(RouteDoesNotFit)
    assert case.refused is not None
    assert [violation.input for violation in case.refused.violations] == [told]
    preview = dry_run(case.state, BY_PERSONNEL, case.facts)
    assert (preview.refused, preview.unfit) == ("RouteDoesNotFit", (told,))


def test_a_step_that_comes_later_is_simply_waited_for() -> None:
    extra = replace(step("transfer_plan"), name="second_look")
    policy = rerouted(SITI_MOVES, add=(8, extra))
    case = running("VerifyFile", policy).when(MIGRATE, BY_PERSONNEL)
    case.then_kinds(PolicyMigrated)
    assert "second_look" in case.facts.successor.routes[case.state.route].steps  # type: ignore[union-attr]


def test_a_step_of_a_stage_the_case_has_passed_is_opened_now() -> None:
    extra = replace(step("transfer_plan"), name="second_look")
    case = running("origin_release", rerouted(SITI_MOVES, add=(1, extra)))
    preview = dry_run(case.state, BY_PERSONNEL, case.facts)
    assert (preview.added, preview.removed, preview.refused) == (("second_look",), (), "")
    case.when(MIGRATE, BY_PERSONNEL)
    opened = StepOpened("second_look", office_id(*NORTH_PERSONNEL), date(2025, 3, 14), date(2025, 3, 21))
    assert opened in case.last
    assert {"origin_release", "receiving_acceptance", "second_look"} == set(case.state.open)


def test_but_not_behind_the_back_of_the_decree() -> None:
    extra = replace(step("transfer_plan"), name="second_look")
    case = running("decree", rerouted(SITI_MOVES, add=(1, extra)))
    case.when(MIGRATE, act_of(*NORTH_PERSONNEL, on(2025, 3, 21))).then_refused(RouteDoesNotFit)


def test_conditional_steps_left_out_are_judged_anew() -> None:
    """Inaugurated kinds are policy: under the new one an archivist is sworn in too."""
    case = running("origin_release", newer(inaugurated=tuple(type(_kind()))))
    assert "override" in case.state.not_required
    case.when(MIGRATE, BY_PERSONNEL)
    assert case.state.not_required == frozenset()
    rest = dropwhile(lambda told: getattr(told[0], "step", "") != "origin_release", balancing_move())
    under(case).given(rest, until="StartDuty")
    assert "inauguration" in case.state.open


def _kind() -> object:
    return given(SITI_MOVES).facts.target.post.described.position.kind


def test_a_condition_that_holds_nowhere_is_noted() -> None:
    extra = replace(step("transfer_plan"), name="second_look", condition=Condition.CARETAKER_DECIDES)
    case = running("origin_release", rerouted(SITI_MOVES, add=(1, extra))).when(MIGRATE, BY_PERSONNEL)
    assert StepNotRequired("second_look", Condition.CARETAKER_DECIDES) in case.last


# Deadlines and rules


def test_the_time_an_office_has_is_that_of_the_new_version() -> None:
    longer = rerouted(SITI_MOVES, file_verification=replace(step(), limit=5))
    act = act_of(*NORTH_PERSONNEL, on(2025, 3, 11))
    case = running("VerifyFile", longer)
    change = Change("file_verification", "2025-03-13", "2025-03-17")
    assert dry_run(case.state, act, case.facts).deadlines == (change,)
    case.when(MIGRATE, act)
    assert DeadlineRecomputed("file_verification", date(2025, 3, 17), "kalender-2026.1") in case.last
    assert case.state.open["file_verification"].due_on == date(2025, 3, 17)


def test_the_rules_are_evaluated_under_the_new_version() -> None:
    stricter = newer(limits=limits(minimum_months_in_post=600))
    case = running("GrantClearance", stricter)
    preview = dry_run(case.state, BY_PERSONNEL, case.facts)
    assert preview.rules == (Change("E02", Outcome.MET, Outcome.NOT_MET),)
    assert not preview.suspends
    case.when(MIGRATE, BY_PERSONNEL)
    case.then_kinds(PolicyMigrated, EligibilityEvaluated, StepOpened)
    assert "override" in case.state.open, "the authority may set it aside"


def test_a_rule_nobody_may_set_aside_suspends_the_case() -> None:
    stricter = newer(limits=limits(minimum_months_in_post=600), rules=_nobody_sets_aside("E02"))
    case = running("GrantClearance", stricter)
    assert dry_run(case.state, BY_PERSONNEL, case.facts).suspends
    case.when(MIGRATE, BY_PERSONNEL)
    case.then_kinds(PolicyMigrated, EligibilityEvaluated, CaseSuspended)


def test_a_dry_run_decides_nothing_and_asks_nobody_who_they_are() -> None:
    case = running("GrantClearance", newer())
    before = case.state
    anybody = Act(REGENT[1], DAY, REGENT[1], POLICY.version)
    preview = dry_run(case.state, anybody, case.facts)
    assert (preview.before, preview.after) == ("mutasi-2025.1", "mutasi-2025.2")
    assert (preview.added, preview.removed, preview.deadlines, preview.rules) == ((), (), (), ())
    assert case.state is before


def test_documents_asked_for_in_addition_are_told() -> None:
    story = teacher_moves_to_the_city()
    case = given(BUDI_MOVES).given(story, until="VerifyFile")
    route = POLICY.routes[case.state.route]
    letter = replace(route.documents[0], kind="L17-01")
    policy = newer(routes={**POLICY.routes, route.type: replace(route, documents=(*route.documents, letter))})
    case.knowing(successor=policy)
    act = act_of(*CITY_PERSONNEL, on(2025, 9, 2))
    assert dry_run(case.state, act, case.facts).documents == ("L17-01",)
    case.when(MIGRATE, act).then_kinds(PolicyMigrated)
    under(case).when(VERIFIED, act)
    assert case.refused is not None
