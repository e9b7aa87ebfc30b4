"""The law as data: the policy in force is whole, its routes obey the reference, and a broken file is not used."""

import ast
import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from application.policies import (
    FOLDER,
    LIMITS,
    BrokenPolicy,
    NoPolicyInForce,
    Policies,
    law_text,
    read_calendar,
    read_demands,
    read_law,
    read_policies,
    read_policy,
)
from domain.act import Capacity
from domain.identity import OfficeKind
from domain.policy import Condition, Policy, Route, Side, Step, StepKind, TransferType
from domain.policy_publication import LawKind
from domain.registry.post import Position, PositionKind
from domain.transfer import lawfulness
from domain.transfer.eligibility import RULES

POLICIES = read_policies()
STEPS = [
    pytest.param(route, step, id=f"{policy.version}/{route.type}/{step.name}")
    for policy in POLICIES.versions
    for route in policy.routes.values()
    for step in route.steps.values()
]
ROUTES = [
    pytest.param(route, id=f"{policy.version}/{route.type}")
    for policy in POLICIES.versions
    for route in policy.routes.values()
]
EACH_POLICY = pytest.mark.parametrize("policy", POLICIES.versions, ids=lambda policy: policy.version)

# What every published file holds


@pytest.mark.parametrize(("route", "step"), STEPS)
def test_every_step_has_its_office_its_limit_and_its_law(route: Route, step: Step) -> None:
    assert step.limit > 0
    assert step.legal_basis
    assert step.title.id
    assert step.title.en
    assert step.capacities
    assert step.office in OfficeKind
    assert route.steps[step.name] is step


@EACH_POLICY
def test_every_rule_is_in_the_policy_and_the_policy_has_no_other(policy: Policy) -> None:
    assert set(policy.rules) == set(RULES) == {f"E{n:02}" for n in range(1, 18)}


@EACH_POLICY
def test_every_number_rule_and_document_names_its_law(policy: Policy) -> None:
    assert all(limit.legal_basis for limit in policy.limits.values())
    assert all(rule.legal_basis and rule.title.id and rule.title.en for rule in policy.rules.values())
    assert all(required.legal_basis for route in policy.routes.values() for required in route.documents)


@EACH_POLICY
def test_every_document_of_the_reference_is_demanded_or_made_on_some_route(policy: Policy) -> None:
    """Reference 2.3: D01 to D24, without exception. The statements of both sides (D15) where a central agency is one."""
    demanded = {
        kind: {
            route.type for route in policy.routes.values() if kind in {each.kind for each in route.documents}
        }
        for kind in ALL_DOCUMENTS
    }
    made = {step.document for route in policy.routes.values() for step in route.steps.values()}
    assert not {kind for kind, routes in demanded.items() if not routes and kind not in made}
    assert demanded["D15"] == {
        TransferType.CENTRE_TO_REGION,
        TransferType.REGION_TO_CENTRE,
        TransferType.BETWEEN_CENTRAL,
    }
    known = {*made, *(kind for kind, routes in demanded.items() if routes)} - {""}
    assert known == ALL_DOCUMENTS, "nor is there a kind that the reference does not know"


ALL_DOCUMENTS = {f"D{n:02}" for n in range(1, 25)}


@EACH_POLICY
def test_these_rules_and_no_others_may_be_set_aside_by_the_authority(policy: Policy) -> None:
    """Reference 2.2: E02, E08 and E15; E13 on listed grounds; E12 by the Minister's consent, a step of its own."""
    assert {code for code, rule in policy.rules.items() if rule.overridden_by} == {"E02", "E08", "E13", "E15"}
    assert {code: len(rule.grounds) for code, rule in policy.rules.items() if rule.grounds} == {"E13": 4}
    assert {rule.overridden_by for rule in policy.rules.values()} == {None, OfficeKind.APPOINTING_AUTHORITY}


def test_the_limits_are_those_the_domain_asks_for() -> None:
    asked = set()
    for path in (FOLDER.parent / "domain").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(ast.Attribute(attr="limit"), [ast.Constant(str(name))]):
                    asked.add(name)
    assert asked == LIMITS


def test_no_document_rank_certificate_or_step_of_the_law_stands_in_code() -> None:
    """What a text may name otherwise tomorrow; a step whose name is one word is a word of the code too."""
    named = {"UJI_KOMPETENSI", "SERDIK", "BERAT", "SEDANG", "RINGAN", "AKTUAL", "POTENSIAL"}
    for policy in POLICIES.versions:
        named |= set(policy.ranks.order)
        for route in policy.routes.values():
            named |= {name for name in route.steps if "_" in name}
            named |= {document.kind for document in route.documents}
            named |= {step.document for step in route.steps.values() if step.document}
    found = {
        f"{path.name}: {node.value}"
        for path in (FOLDER.parent / "domain").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and node.value in named
    }
    assert not found


@EACH_POLICY
def test_the_reference_numbers_are_in_force(policy: Policy) -> None:
    """Reference 1.3 and 2.2; a change of law is a new version, not an edit."""
    assert policy.limit("minimum_months_in_post") == 24
    assert policy.limit("rotation_due_after_months") == 60
    assert policy.limit("years_rated_good") == 2
    assert policy.limit("years_before_leaving_agency") == 10
    assert policy.limit("window_months_before_designation") == 6
    assert policy.limit("window_months_after_inauguration") == 6
    assert [review.months for review in policy.evaluations] == [3, 6, 12]


# Routes: a path check over the stages


def stage_of(route: Route, **wanted: object) -> int:
    """The stage of the one step that is so."""
    found = [
        number
        for number, stage in enumerate(route.stages)
        for name in stage
        if all(getattr(route.steps[name], field) == value for field, value in wanted.items())
    ]
    assert len(found) == 1, wanted
    return found[0]


# Reference 2.1, the ordered approvals before the decree, and who decrees.
DEMANDED: dict[TransferType, list[dict[str, object]]] = {
    TransferType.WITHIN_AGENCY: [
        {"kind": StepKind.CLEARANCE, "side": Side.ORIGIN_AGENCY},
        {"kind": StepKind.CONSENT, "side": Side.ORIGIN_REGIONAL_OFFICE, "condition": None},
        {"kind": StepKind.FIT_REVIEW, "office": OfficeKind.PERSONNEL_OFFICE},
        {"kind": StepKind.CONSIDERATION, "office": OfficeKind.PERFORMANCE_PANEL, "condition": None},
        {"kind": StepKind.FORWARD, "office": OfficeKind.AUTHORISED_OFFICIAL},
        {"kind": StepKind.DECREE, "side": Side.RECEIVING_AGENCY},
    ],
    TransferType.WITHIN_PROVINCE: [
        {"kind": StepKind.CLEARANCE, "side": Side.ORIGIN_AGENCY},
        {"kind": StepKind.PROPOSAL, "side": Side.RECEIVING_AGENCY, "condition": None},
        {"kind": StepKind.CONSENT, "side": Side.ORIGIN_AGENCY, "condition": None},
        {"kind": StepKind.FORWARD, "side": Side.PROVINCE},
        {"kind": StepKind.TECHNICAL_CONSIDERATION, "side": Side.BKN_REGION, "condition": None},
        {"kind": StepKind.DECREE, "side": Side.PROVINCE},
        {"kind": StepKind.APPOINTMENT, "side": Side.RECEIVING_AGENCY},
    ],
}
THESE = pytest.mark.parametrize("route", [each for each in ROUTES if each.values[0].type in DEMANDED])


@THESE
def test_the_decree_comes_only_after_what_its_type_demands_in_order(route: Route) -> None:
    stages = [stage_of(route, **each) for each in DEMANDED[route.type]]
    assert stages == sorted(set(stages))


@THESE
@pytest.mark.parametrize("kind", [StepKind.CLEARANCE, StepKind.CONSENT, StepKind.SERVICE])
def test_nothing_that_the_course_must_wait_for_is_put_beside_it(route: Route, kind: StepKind) -> None:
    """The check finds the path that comes to the decree, or to duty, without it."""
    beside = {name: replace(step, beside=step.kind is kind) for name, step in route.steps.items()}
    policy = POLICIES.versions[-1]
    loose = replace(policy, routes=policy.routes | {route.type: replace(route, steps=beside)})
    assert lawfulness.faults(policy, read_demands()) == []
    assert lawfulness.faults(loose, read_demands()) != []


@THESE
def test_the_ministers_consent_comes_before_the_decree_wherever_it_is_needed(route: Route) -> None:
    consent = stage_of(route, office=OfficeKind.HOME_AFFAIRS_MINISTER)
    step = route.steps["ministerial_consent"]
    assert step.condition is Condition.MINISTERIAL_CONSENT_NEEDED
    assert consent < stage_of(route, kind=StepKind.DECREE)


def test_within_an_agency_both_offices_agree_before_the_panel_and_a_caretaker_needs_bkn() -> None:
    for policy in POLICIES.versions:
        route = policy.routes[TransferType.WITHIN_AGENCY]
        acceptance = stage_of(route, kind=StepKind.CONSENT, side=Side.RECEIVING_REGIONAL_OFFICE)
        assert acceptance < stage_of(route, kind=StepKind.CONSIDERATION)
        bkn = stage_of(route, kind=StepKind.TECHNICAL_CONSIDERATION, condition=Condition.CARETAKER_DECIDES)
        assert bkn < stage_of(route, kind=StepKind.DECREE)


@pytest.mark.parametrize("route", ROUTES)
def test_after_the_decree_come_service_inauguration_duty_and_then_pay_and_record(route: Route) -> None:
    order = [StepKind.DECREE, StepKind.SERVICE, StepKind.INAUGURATION, StepKind.DUTY_START]
    if route.fixed_term is not None:
        order.remove(StepKind.INAUGURATION)
    order.append(StepKind.NATIONAL_RECORD)
    stages = [stage_of(route, kind=kind) for kind in order]
    assert stages == sorted(set(stages))
    after = 2 if route.fixed_term is not None else 0  # the end of the term, and the return
    assert stages[-1] == stage_of(route, kind=StepKind.PAYROLL) == len(route.stages) - 1 - after


@pytest.mark.parametrize("route", ROUTES)
def test_verification_comes_first_alone_and_what_may_be_set_aside_next(route: Route) -> None:
    assert [route.steps[name].kind for name in route.stages[0]] == [StepKind.VERIFICATION]
    assert [route.steps[name].condition for name in route.stages[1]] == [Condition.RULES_TO_OVERRIDE]


@pytest.mark.parametrize(("route", "step"), STEPS)
def test_acting_officials_neither_decree_nor_appoint_nor_set_rules_aside(route: Route, step: Step) -> None:
    """Reference 1.2: Plt and Plh may not appoint, move or dismiss; a Pj may, with consent."""
    if step.kind in {StepKind.DECREE, StepKind.APPOINTMENT, StepKind.OVERRIDE, StepKind.INAUGURATION}:
        assert set(step.capacities) <= {Capacity.DEFINITIVE, Capacity.CARETAKER}, route.type


@pytest.mark.parametrize("route", ROUTES)
def test_all_that_must_name_the_post_does_and_one_step_holds_the_seat(route: Route) -> None:
    naming = {
        StepKind.PROPOSAL,
        StepKind.TECHNICAL_CONSIDERATION,
        StepKind.DECREE,
        StepKind.APPOINTMENT,
        StepKind.DUTY_START,
    }
    assert all(step.names_post for step in route.steps.values() if step.kind in naming)
    holding = [step for step in route.steps.values() if step.holds_seat]
    assert len(holding) == 1
    assert holding[0].kind in {StepKind.PROPOSAL, StepKind.CONSENT, StepKind.FIT_REVIEW}
    assert holding[0].names_post is not (holding[0].kind is StepKind.FIT_REVIEW)
    assert stage_of(route, name=holding[0].name) < stage_of(route, kind=StepKind.DECREE)


def test_between_agencies_the_origins_consent_names_the_post() -> None:
    for policy in POLICIES.versions:
        assert policy.routes[TransferType.WITHIN_PROVINCE].steps["origin_release"].names_post


# What was in force


def test_the_version_in_force_on_a_day_is_the_latest_that_is_valid() -> None:
    policy = POLICIES.version("mutasi-2025.1")
    older = _valid(policy, "a", date(2020, 1, 1), None)
    newer = _valid(policy, "b", date(2025, 1, 1), date(2025, 12, 31))
    both = Policies((older, newer), POLICIES.calendar)
    assert both.in_force(date(2024, 12, 31)) is older
    assert both.in_force(date(2025, 1, 1)) is newer
    assert both.in_force(date(2025, 12, 31)) is newer
    assert both.in_force(date(2026, 1, 1)) is older


def _valid(policy: Policy, version: str, since: date, until: date | None) -> Policy:
    return replace(policy, version=version, valid_from=since, valid_to=until)


def test_before_the_first_version_nothing_was_in_force() -> None:
    with pytest.raises(NoPolicyInForce, match="2019-12-31"):
        POLICIES.in_force(date(2019, 12, 31))
    with pytest.raises(NoPolicyInForce, match="mutasi-1999"):
        POLICIES.version("mutasi-1999")


# Broken files

POLICY_FILE = FOLDER / "mutasi-2025.1.toml"
CALENDAR_FILE = FOLDER / "calendar.toml"


def broken(tmp_path: Path, old: str, new: str) -> Path:
    text = POLICY_FILE.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "mutasi-broken.toml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


def why(path: Path) -> str:
    with pytest.raises(BrokenPolicy) as refused:
        read_policy(path)
    assert str(refused.value).startswith("mutasi-broken.toml:\n")
    return str(refused.value)


BREAKS = {
    "no TOML": ("[limits]", "[limits", "at line"),
    "unknown key at the top": ('version = "mutasi', 'verzion = "x"\nversion = "mutasi', "verzion: unknown"),
    "unknown key in a limit": (
        "{ value = 24, regions_may",
        "{ value = 24, unit = 1, regions_may",
        "limits.minimum_months_in_post.unit: unknown",
    ),
    "unknown key in a rule": (
        'overridden_by = "APPOINTING_AUTHORITY"',
        'overriden_by = "APPOINTING_AUTHORITY"',
        "rules.E02.overriden_by: unknown",
    ),
    "unknown key in a title": (
        'title = { id = "Berstatus PNS"',
        'title = { fr = "x", id = "Berstatus PNS"',
        "rules.E01.title.fr: unknown",
    ),
    "unknown key in a review": ("closes = true", "close = true", "evaluations.2.close: unknown"),
    "terms of heads, which have a text of their own": (
        "[limits]\n",
        '[[terms]]\nregion_code = "17"\n\n[limits]\n',
        "terms: unknown",
    ),
    "unknown key in a route": (
        "[routes.INTRA_INSTANSI]\n",
        "[routes.INTRA_INSTANSI]\ncosts = 1\n",
        "routes.INTRA_INSTANSI.costs: unknown",
    ),
    "unknown key in a step": (
        "holds_seat = true",
        "hold_seat = true",
        "routes.INTRA_INSTANSI.steps.receiving_acceptance.hold_seat: unknown",
    ),
    "unknown key in a document": (
        'initiative = "APS"\n\n[documents.D02]',
        'iniative = "APS"\n\n[documents.D02]',
        "routes.INTRA_INSTANSI.documents.0.iniative: unknown",
    ),
    "missing limit of a step": (
        "limit = 3\n",
        "",
        "routes.INTRA_INSTANSI.steps.file_verification.limit: Field required",
    ),
    "unknown office": (
        '\noffice = "INSPECTORATE"',
        '\noffice = "INSPEKTORAT"',
        "routes.INTRA_INSTANSI.steps.audit_clearance.office",
    ),
    "unknown route": ("[routes.INTRA_INSTANSI]", "[routes.INTRA]", "routes.INTRA.[key]"),
    "unknown step in a stage": (
        '["performance_panel"]',
        '["performance_pannel"]',
        "routes.INTRA_INSTANSI.stages: unknown step performance_pannel",
    ),
    "changed step in no stage": (
        '  ["origin_release", "receiving_acceptance"],\n',
        "",
        "routes.INTRA_INSTANSI.steps.origin_release: in no stage",
    ),
    "step in two stages": (
        '["service", "replacement_report"]',
        '["service", "replacement_report", "decree"]',
        "routes.INTRA_INSTANSI.stages: decree twice",
    ),
    "no decree": ('kind = "DECREE"', 'kind = "FORWARD"', "routes.INTRA_INSTANSI: not one decree"),
    "shared step in no route": (
        "[steps.override]",
        '[steps.overide]\ntitle = { id = "x", en = "x" }\n[steps.override]',
        "steps.overide: in no route",
    ),
    "unknown document": (
        'documents = ["D01",',
        'documents = ["D99",',
        "routes.INTRA_INSTANSI.documents.0.title: Field required",
    ),
    "bands out of order": (
        "{ at_least = 7600,",
        "{ at_least = 9600,",
        "rating_scales.2020.bands: not from the best down to 0",
    ),
    "missing rule": (
        (
            '[rules.E16]\ntitle = { id = "Syarat tambahan daerah penerima", en = "Additions of the receiving region" }\n'
            'legal_basis = "peraturan daerah penerima"\n'
        ),
        "",
        "rules.E16: missing",
    ),
    "unknown rule": ("[rules.E16]", "[rules.E61]", "rules.E61: nobody asks for it"),
    "missing limit": ("years_rated_good =", "years_rated_god =", "limits.years_rated_good: missing"),
    "no closing review": ("closes = true", "closes = false", "evaluations: not in order"),
    "valid backwards": (
        "valid_from = 2020-01-01",
        "valid_from = 2020-01-01\nvalid_to = 2019-01-01",
        "valid_to: before valid_from",
    ),
    "no ranks": ("[ranks]", "[ranges]", "ranks: Field required"),
    "a rank twice": ('"I/a", "I/b"', '"I/a", "I/a"', "ranks.order: empty, or a rank twice"),
    "a lowest rank that is none": (
        'lowest_rank = "III/b"',
        'lowest_rank = "III"',
        "redistribution.lowest_rank: III",
    ),
    "no retirement age of a kind": (
        "by_kind = { JPT = 60,",
        "by_kind = {",
        "retirement.by_kind.JPT: missing",
    ),
    "an age nobody retires at": (
        "ADMINISTRATOR = 58",
        "ADMINISTRATOR = 85",
        "retirement.by_kind.ADMINISTRATOR: 85",
    ),
    "a position that never begins so": (
        'positions = ["DOSEN"',
        'positions = ["Dosen"',
        "retirement: 'Dosen' is not in capitals",
    ),
    "a kind on no rung": (
        '  { kind = "PENGAWAS", functional_from_class = 8 },\n',
        "",
        "ladder.rungs: not each kind of position once",
    ),
    "rungs upside down": (
        "functional_from_class = 11",
        "functional_from_class = 7",
        "ladder.rungs: functional_from_class does not rise",
    ),
    "no competency test": (
        'certificate = "UJI_KOMPETENSI"',
        "",
        "competency_test.certificate: Field required",
    ),
    "no rating to reach": (
        'rating = "BAIK"\nlegal_basis = "Peraturan',
        'legal_basis = "Peraturan',
        "least_rating.rating",
    ),
    "no kind of conflict": (
        "[conflicts_of_interest]",
        "[conflicts]",
        "conflicts_of_interest: Field required",
    ),
    "consent that lifts nothing": (
        'lifts = ["WINDOW", "CARETAKER"]\n',
        "",
        "steps.ministerial_consent.lifts: not CARETAKER, WINDOW, for which it is asked",
    ),
    "consent that lifts no caretaker": (
        'lifts = ["WINDOW", "CARETAKER"]',
        'lifts = ["WINDOW"]',
        "steps.ministerial_consent.lifts: not CARETAKER, WINDOW",
    ),
    "advice that lifts nothing": (
        'lifts = ["CARETAKER"]\n',
        "",
        "routes.INTRA_INSTANSI.steps.technical_consideration.lifts: not CARETAKER, for which",
    ),
    "a pattern over too many years": (
        "more_months = 24",
        "more_months = 36",
        "red_flags.R04.thresholds.more_months: further back than deeds are read",
    ),
    "a flag without its months": (
        "thresholds = { months = 12, decisions",
        "thresholds = { decisions",
        "red_flags.R13B.thresholds: months: missing",
    ),
    "a rule a region may not read": (
        'regions_may = "LOWER"',
        'regions_may = "LESS"',
        "clearance_valid_months.regions_may",
    ),
    "nobody to escalate to": ('\nescalates_to = "AUTHORISED_OFFICIAL"', "", "escalates_to: Field required"),
    "a duty nobody has": ("[duties.CAREERS]", "[duties.CAREER]", "duties.CAREER.[key]"),
    "a duty left out": (
        '[duties.CAREERS]\noffices = ["PERSONNEL_OFFICE"]\nlegal_basis = "PP 11/2017: data',
        '[adjustments.X]\nid = "x"\nen = "PP 11/2017: data',
        "duties.CAREERS: missing",
    ),
    "a duty of no office": (
        '[duties.PROCEEDINGS]\noffices = ["PERSONNEL_OFFICE", "INSPECTORATE"]',
        "[duties.PROCEEDINGS]\noffices = []",
        "duties.PROCEEDINGS.offices: none",
    ),
    "a duty in a case it has no part in": (
        "[duties.WORKLOADS]\n",
        '[duties.WORKLOADS]\nin_case = [{ office = "INSPECTORATE", side = "NATION" }]\n',
        "duties.WORKLOADS.in_case: nobody asks for it",
    ),
    "reviews concluded by two": (
        "[duties.REVIEWS]\nin_case = [",
        '[duties.REVIEWS]\nin_case = [{ office = "INSPECTORATE", side = "NATION" }, ',
        "duties.REVIEWS.in_case: of one office alone",
    ),
    "delegation in any capacity": (
        '[duties.DELEGATION]\ncapacities = ["DEFINITIF"]',
        "[duties.DELEGATION]",
        "duties.DELEGATION.capacities: none",
    ),
    "an authority above whom nobody stands": (
        'of = ["APPOINTING_AUTHORITY", "HOME_AFFAIRS_MINISTER"',
        'of = ["HOME_AFFAIRS_MINISTER"',
        "superiors: nobody above APPOINTING_AUTHORITY of PUSAT, where no province is known",
    ),
    "a superior over a unit": (
        'over = "PROVINCE"',
        'over = "ORIGIN_AGENCY"',
        "superiors.0.over: neither PROVINCE",
    ),
    "nobody decides in their own name": (
        'in_own_name = ["APPOINTING_AUTHORITY", ',
        "in_own_name = [",
        "in_own_name: without APPOINTING_AUTHORITY",
    ),
    "a role in which nobody answers": (
        "[raters.PEER]\n",
        "[adjustments.X]\nid = 'x'\nen = 'x'\n",
        "raters.PEER: missing",
    ),
    "peers who answer reviews": (
        "[reviewers.SUBJECT]\n",
        "[reviewers.PEER]\nlegal_basis = 'x'\n[reviewers.SUBJECT]\n",
        "reviewers.PEER: nobody asks for it",
    ),
    "an office for the person": (
        "[reviewers.SUBJECT]\n",
        '[reviewers.SUBJECT]\noffice = { office = "UNIT_HEAD", side = "RECEIVING_UNIT" }\n',
        "reviewers.SUBJECT.office: nobody asks for it",
    ),
    "a unit nobody answers for": (
        '[raters.ORIGIN_UNIT]\noffice = { office = "REGIONAL_OFFICE_HEAD", side = "ORIGIN_REGIONAL_OFFICE" }\n',
        "[raters.ORIGIN_UNIT]\n",
        "raters.ORIGIN_UNIT.office: none",
    ),
    "an answer on no legal basis": (
        'legal_basis = "PermenPAN-RB 6/2022: umpan balik atasan langsung; [D]',
        'legal_base = "PermenPAN-RB 6/2022: umpan balik atasan langsung; [D]',
        "raters.SUPERIOR.legal_basis: Field required",
    ),
    "people nobody may seek": (
        '[insights.PEOPLE]\noffices = ["PERSONNEL_OFFICE"]',
        "[insights.PEOPLE]\noffices = []",
        "insights.PEOPLE.offices: none",
    ),
    "an insight left out": (
        "[insights.PEOPLE]\n",
        "[adjustments.X]\nid = 'x'\nen = 'x'\n",
        "insights.PEOPLE: missing",
    ),
    "peers from an office of the nation": (
        'beside = "ORIGIN_UNIT"',
        'beside = "NATION"',
        "raters.PEER.beside: NATION: nobody asks for it",
    ),
    "units that are no people of a unit": (
        "[raters.ORIGIN_UNIT]\n",
        '[raters.ORIGIN_UNIT]\nbeside = "ORIGIN_UNIT"\n',
        "raters.ORIGIN_UNIT.beside: nobody asks for it",
    ),
    "a superior who answers a review above no one": (
        "[reviewers.SUPERIOR]\n",
        '[reviewers.SUPERIOR]\nabove = [{ office = "UNIT_HEAD", side = "RECEIVING_UNIT" }]\n',
        "reviewers.SUPERIOR.above: nobody asks for it",
    ),
    "an insight nobody knows": ("[insights.PEOPLE]", "[insights.SALARIES]", "insights.SALARIES.[key]"),
    "overseers who have no purpose to state": (
        '[insights.OVERSIGHT]\noffices = ["INSPECTORATE"',
        '[insights.OVERSIGHT]\noffices = ["BKN_HEAD", "INSPECTORATE"',
        "purposes: none of BKN_HEAD",
    ),
    "an objection to who decides in no name of its own": (
        'authority = "APPOINTING_AUTHORITY"',
        'authority = "AUTHORISED_OFFICIAL"',
        "in_own_name: without AUTHORISED_OFFICIAL, to which one objects otherwise",
    ),
    "no word on overtime": (
        "overtime_covers_below_hundredths = 50",
        "",
        "needs.teaching.overtime_covers_below_hundredths: Field required",
    ),
    "a ground of nobody": (
        "[grounds.CAREER]\n",
        "[grounds.career]\n",
        "grounds: 'career' is not in capitals",
    ),
    "a ground with a document of no name": (
        '[[grounds.HEALTH.documents]]\nkind = "D24"',
        "[[grounds.HEALTH.documents]]",
        "grounds.HEALTH.documents.0.kind: Field required",
    ),
    "a ground of an unknown initiative": (
        'title = { id = "Kesehatan", en = "Health" }\ninitiative = "APS"',
        'title = { id = "Kesehatan", en = "Health" }\ninitiative = "ASP"',
        "grounds.HEALTH.initiative",
    ),
    "routes that are no table": ("[limits]", "routes = 3\n[limits]", "at line"),
}


@pytest.mark.parametrize(("old", "new", "message"), BREAKS.values(), ids=BREAKS)
def test_a_broken_policy_is_refused_naming_the_file_and_the_place(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    assert message in why(broken(tmp_path, old, new))


def test_a_ground_is_demanded_only_where_there_is_one_to_state(tmp_path: Path) -> None:
    text = POLICY_FILE.read_text(encoding="utf-8")
    grounds = text[text.index("[grounds.OWN_WISH]") : text.index("# Documents ---")]
    assert why(broken(tmp_path, grounds, "")).endswith("grounds: none of APS")


def test_everything_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    path = broken(tmp_path, "holds_seat = true", "hold_seat = true")
    path.write_text(path.read_text().replace('["performance_panel"]', '["pannel"]', 1))
    told = [line.strip() for line in why(path).splitlines()]
    assert "routes.INTRA_INSTANSI.steps.receiving_acceptance.hold_seat: unknown" in told
    assert "routes.INTRA_INSTANSI.stages: unknown step pannel" in told
    assert "steps.performance_panel: in no route" in told


def whoever_is_named(law: object) -> Policy:
    """As before the text said of whom superiors and peers are to be."""
    assert isinstance(law, Policy)
    older = {}
    for role, each in law.raters.items():
        basis = each.legal_basis.split("; [D] urutan")[0].removesuffix(" dari unit asal")
        older[role] = replace(each, above=(), beside=None, legal_basis=basis)
    return replace(law, raters=older)


def test_a_text_older_than_the_answers_means_by_its_silence_what_was_so_for_all() -> None:
    text = POLICY_FILE.read_text(encoding="utf-8")
    begins, ends = text.index("# Answers --"), text.index("[steps.file_verification]")
    older = text[:begins] + text[ends:]
    begins, ends = older.index("[objections]"), older.index("[objections.late]")
    law = law_text(LawKind.POLICY, text)
    was = replace(law, text=older[:begins] + older[ends:], form=3)
    meant = whoever_is_named(read_law(law))
    assert read_law(was) == replace(meant, objections=replace(meant.objections, misdirected=""))
    with pytest.raises(BrokenPolicy, match=r"raters: Field required\n.*reviewers: Field required"):
        read_law(replace(was, form=law.form))


def test_a_text_older_than_the_duties_means_by_its_silence_what_was_so_for_all() -> None:
    text = POLICY_FILE.read_text(encoding="utf-8")
    begins, ends = text.index("# Duties --"), text.index("[steps.file_verification]")
    older = text[:begins] + text[ends:]
    begins, ends = older.index("[[retirement.families]]"), older.index("# Which positions are higher")
    older = older[:begins] + 'by_position = { "GURU" = 60, "GURU BESAR" = 70 }\n\n' + older[ends:]
    for line in (
        "notice_working_days =",
        "in_own_name = [",
        "overtime_covers_below_hundredths =",
        "beside_class_teachers =",
    ):
        older = re.sub(f"^{re.escape(line)}.*\n", "", older, flags=re.MULTILINE)
    law = law_text(LawKind.POLICY, text)
    now, was = read_law(law), read_law(replace(law, text=older, form=2))
    assert isinstance(now, Policy)
    assert isinstance(was, Policy)
    assert replace(was, retirement=now.retirement) == whoever_is_named(now)
    teacher = Position("Guru Besar / Profesor", PositionKind.FUNCTIONAL, level="AHLI UTAMA")
    assert was.retirement.age(teacher) == now.retirement.age(teacher) == 70
    with pytest.raises(BrokenPolicy, match="duties: Field required"):
        read_law(replace(law, text=older))


def test_an_empty_file_names_all_it_lacks(tmp_path: Path) -> None:
    path = tmp_path / "mutasi-broken.toml"
    path.write_text("routes = 3\n")
    told = why(path)
    assert "version: Field required" in told
    assert "routes: a table with keys is expected" in told


def every_table(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The path of every table in a file whose keys are fields (in the others the keys are names)."""
    named = {("limits",), ("rules",), ("competences",), ("routes",), ("steps",), ("documents",)}
    match value:
        case dict():
            if path and path not in named and path[2:] != ("steps",):
                yield path
            for key, each in value.items():
                yield from every_table(each, (*path, key))
        case list():
            for number, each in enumerate(value):
                yield from every_table(each, (*path, number))


def test_no_table_anywhere_takes_a_key_it_does_not_know(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = tomllib.loads(POLICY_FILE.read_text(encoding="utf-8"))
    paths = list(every_table(whole))
    assert len(paths) > 100
    for path in paths:
        text = tomllib.loads(POLICY_FILE.read_text(encoding="utf-8"))
        table = text
        for key in path:
            table = table[key]
        table["tpyo"] = 1
        monkeypatch.setattr("application.policies.files.table_of", lambda *_, text=text: text)
        with pytest.raises(BrokenPolicy, match="tpyo"):
            read_policy(POLICY_FILE)


# The calendar


def test_the_calendar_in_force_is_read() -> None:
    calendar = POLICIES.calendar
    assert (calendar.version, calendar.first_year, calendar.last_year) == ("kalender-2026.1", 2015, 2032)
    assert date(2025, 3, 31) in calendar.days_off


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("first_year = 2015", "first_year = 2014", "years.2014: missing"),
        ("last_year = 2032", "last_year = 2031", "years.2032: outside"),
        ("2015 = [2015-01-01", "2015 = [2014-01-01", "years.2015: 2014-01-01 is of another year"),
        ("2015 = [2015-01-01", '2015 = ["new year"', "years.2015.0"),
        ("provisional_from", "provisonal_from", "provisonal_from: unknown"),
        ("legal_basis =", "legal_base =", "legal_basis: Field required"),
        ("version =", "verzion =", "version: Field required"),
        ("[years]", "[years", "at line"),
    ],
)
def test_a_broken_calendar_is_refused(tmp_path: Path, old: str, new: str, message: str) -> None:
    text = CALENDAR_FILE.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "calendar.toml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BrokenPolicy) as refused:
        read_calendar(path)
    assert str(refused.value).startswith("calendar.toml:\n")
    assert message in str(refused.value)
