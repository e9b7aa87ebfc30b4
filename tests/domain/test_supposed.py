"""Suppose another text had been the law: each thing it would have said otherwise, and nothing else."""

from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Any

import cast
from cast import POLICY, SITI_MOVES
from given import Case, given
from stories import balancing_move, teacher_moves_to_the_city
from web import command_of

from domain.policy import (
    Condition,
    DocumentRequirement,
    LocalAdditions,
    Policy,
    StepKind,
    TransferType,
    Words,
)
from domain.refusals import MissingDocuments, NotEligible, RouteUnknown
from domain.transfer.additions import laid_over
from domain.transfer.events import Outcome
from domain.transfer.supposed import (
    ACCEPTED,
    ENDS,
    GOES_ON,
    LACKING,
    POSSIBLE,
    REFUSED,
    Otherwise,
    What,
    binds,
    of_a_region,
    of_heads,
    of_the_nation,
    otherwise,
)

WITHIN = TransferType.WITHIN_AGENCY


def having(policy: Policy = POLICY, **changes: Any) -> Policy:
    return replace(policy, version="mutasi-draft", **changes)


def on_the_route(**changes: Any) -> Policy:
    """With another route within the agency."""
    return having(routes={**POLICY.routes, WITHIN: replace(POLICY.routes[WITHIN], **changes)})


def limiting(name: str, value: int) -> Policy:
    return having(limits={**POLICY.limits, name: replace(POLICY.limits[name], value=value)})


def at(moment: str, draft: Policy) -> dict[tuple[What, str], Otherwise]:
    """What would have been otherwise at that command of the story."""
    story = list(balancing_move())
    case = given(SITI_MOVES).given(iter(story), until=moment)
    command, act = command_of(iter(story), moment)
    before, facts = case.transfer, case.facts
    case.when(command, act)
    assert case.refused is None
    found = otherwise(before, command, case.last, act, facts, of_the_nation(draft))
    assert len({(each.what, each.name) for each in found}) == len(found)
    return {(each.what, each.name): each for each in found}


def test_the_same_text_under_another_name_says_nothing_otherwise() -> None:
    for moment in ("RequestTransfer", "VerifyFile", "GrantConsent", "IssueDecree"):
        assert at(moment, having()) == {}


def test_without_its_route_the_request_is_refused() -> None:
    routes = {kind: route for kind, route in POLICY.routes.items() if kind is not WITHIN}
    told = at("RequestTransfer", having(routes=routes))
    assert told == {(What.REQUEST, ""): Otherwise(What.REQUEST, "", ACCEPTED, REFUSED, refused=RouteUnknown)}
    assert at("VerifyFile", having(routes=routes)) == {}, "told of the request already"


def test_a_longer_time_in_post_leaves_a_rule_unmet_and_demands_its_override() -> None:
    draft = limiting("minimum_months_in_post", 120)
    told = at("VerifyFile", draft)
    assert set(told) == {(What.RULE, "E02"), (What.STEP, "override")}
    finding = told[What.RULE, "E02"]
    assert (finding.before, finding.after) == (Outcome.MET, Outcome.NOT_MET)
    assert finding.told[0].fact == "months_in_post_since"
    assert told[What.STEP, "override"].before == ""
    decree = at("IssueDecree", draft)
    assert decree[What.DECREE, "override"].refused is None
    assert decree[What.DECREE, "E02"].refused is NotEligible
    assert (decree[What.DECREE, "E02"].before, decree[What.DECREE, "E02"].after) == (POSSIBLE, REFUSED)


def test_a_rule_nobody_may_set_aside_ends_the_case() -> None:
    rules = {**POLICY.rules, "E02": replace(POLICY.rules["E02"], overridden_by=None)}
    told = at("VerifyFile", replace(limiting("minimum_months_in_post", 120), rules=rules))
    assert (told[What.ENDING, "E02"].before, told[What.ENDING, "E02"].after) == (GOES_ON, ENDS)


def test_another_document_lacks_in_the_file_and_bars_the_decree() -> None:
    documents = (
        *POLICY.routes[WITHIN].documents,
        DocumentRequirement("D99", Words("Surat", "A letter"), "Permen 9/2026"),
    )
    told = at("VerifyFile", on_the_route(documents=documents))
    assert told == {(What.DOCUMENT, "D99"): Otherwise(What.DOCUMENT, "D99", "", LACKING, "Permen 9/2026")}
    barred = at("IssueDecree", on_the_route(documents=documents))
    assert barred[What.DECREE, "D99"].refused is MissingDocuments


def test_steps_that_are_added_left_out_or_done_elsewhere() -> None:
    route = POLICY.routes[WITHIN]
    panel = route.steps["performance_panel"]
    steps = {name: step for name, step in route.steps.items() if name != "performance_panel"}
    steps["second_clearance"] = replace(route.steps["audit_clearance"], name="second_clearance")
    moved = steps["authorised_official"]
    steps["authorised_official"] = replace(moved, office=panel.office)
    stages = tuple(
        ("second_clearance",) if stage == ("performance_panel",) else stage for stage in route.stages
    )
    told = at("VerifyFile", on_the_route(steps=MappingProxyType(steps), stages=stages))
    assert {name for what, name in told if what is What.STEP} == {
        "performance_panel",
        "second_clearance",
        "authorised_official",
    }
    assert told[What.STEP, "performance_panel"].after == ""
    assert told[What.STEP, "second_clearance"].before == ""
    assert told[What.STEP, "authorised_official"].after == f"{panel.office}@{moved.side}"
    barred = at("IssueDecree", on_the_route(steps=MappingProxyType(steps), stages=stages))
    assert {name for what, name in barred if what is What.DECREE} == {"second_clearance"}


def test_where_no_step_decrees_any_more_no_decree_is_possible() -> None:
    route = POLICY.routes[WITHIN]
    decreeing = route.step_of(StepKind.DECREE)
    assert decreeing is not None
    steps = {**route.steps, "decree": replace(decreeing, kind=StepKind.FORWARD)}
    assert set(at("IssueDecree", on_the_route(steps=steps))) == {(What.DECREE, "decree")}


def test_a_step_on_a_condition_is_demanded_as_the_condition_holds() -> None:
    route = POLICY.routes[WITHIN]
    steps = {
        **route.steps,
        "performance_panel": replace(route.steps["performance_panel"], condition=Condition.BETWEEN_AGENCIES),
    }
    told = at("VerifyFile", on_the_route(steps=steps))
    assert set(told) == {(What.STEP, "performance_panel")}
    assert cast.facts_of(SITI_MOVES).between_agencies is False


# What a region adds

NATIONAL = {POLICY.version: POLICY}.__getitem__
WORDS = Words("Ketentuan", "Additions")
LETTER = DocumentRequirement("L17-01", WORDS, "Perda 1/2026")
OF_THE_PROVINCE = LocalAdditions(
    "daerah-17-2026.1", "17", WORDS, date(2026, 1, 1), None, "Perda 1/2026", documents=(LETTER,)
)
OF_THE_CITY = LocalAdditions("daerah-17.71-2024.1", "17.71", WORDS, date(2024, 1, 1), None, "Perwali 1", 25)


def to_the_city(moment: str, policy: Policy, draft: LocalAdditions) -> set[tuple[What, str, str]]:
    """What would have been otherwise when a teacher moved to the city."""
    facts = replace(cast.facts_of(cast.BUDI_MOVES), policy=policy)
    story = list(teacher_moves_to_the_city())
    case = Case(facts).given(iter(story), until=moment)
    command, act = command_of(iter(story), moment)
    before = case.transfer
    case.when(command, act)
    assert case.refused is None
    told = otherwise(before, command, case.last, act, facts, of_a_region(draft, NATIONAL))
    return {(each.what, each.name, each.after) for each in told}


def test_a_region_that_had_asked_nothing_asks_for_a_letter() -> None:
    lacking = {(What.DOCUMENT, "L17-01", LACKING)}
    assert to_the_city("VerifyFile", POLICY, OF_THE_PROVINCE) == lacking
    assert to_the_city("VerifyFile", POLICY, replace(OF_THE_PROVINCE, documents=())) == set()


def test_a_draft_takes_the_place_of_what_its_region_had_added_and_of_nothing_else() -> None:
    asked = replace(OF_THE_CITY, highest_age=80)
    stood = laid_over(POLICY, asked)
    strict = to_the_city("VerifyFile", stood, OF_THE_CITY)
    assert (What.RULE, "E16", Outcome.NOT_MET) in strict
    assert to_the_city("VerifyFile", stood, replace(asked, version="daerah-17.71-2026.1")) == set()
    assert to_the_city("VerifyFile", stood, OF_THE_PROVINCE) == {(What.DOCUMENT, "L17-01", LACKING)}
    facts = replace(cast.facts_of(cast.BUDI_MOVES), policy=stood)
    instead = of_a_region(OF_THE_PROVINCE, NATIONAL)(facts)
    assert instead.policy.version == "mutasi-2025.1+daerah-17-2026.1+daerah-17.71-2024.1"
    assert replace(instead, policy=stood) == facts


def test_of_terms_of_heads_nothing_else_is_supposed() -> None:
    facts, terms = cast.facts_of(cast.BUDI_MOVES), cast.heads()
    assert of_heads(terms)(facts) == replace(facts, terms=terms)


def test_it_binds_those_who_come_into_the_region_from_another_agency() -> None:
    moves, within = cast.facts_of(cast.BUDI_MOVES), cast.facts_of(SITI_MOVES)
    assert binds(OF_THE_PROVINCE, moves)
    assert binds(OF_THE_CITY, moves)
    assert not binds(replace(OF_THE_CITY, region_code="17.03"), moves)
    assert not binds(OF_THE_PROVINCE, within)
