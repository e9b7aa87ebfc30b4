"""The law as data: reads its texts and answers what was in force on a day."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from functools import lru_cache, reduce
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Any, Protocol, TypeVar

from pydantic import TypeAdapter, ValidationError

from application.older_law import FORMS
from application.toml import NotToml, not_utf8, parsed
from domain.calendar import Calendar, LocalCalendar, calendar_in
from domain.disclosure import Disclosure
from domain.identity import OfficeKind
from domain.lookups import LOOKING
from domain.policy import (
    Condition,
    Duty,
    Hindrance,
    Initiative,
    LocalAdditions,
    Policy,
    Route,
    Side,
    StepKind,
    TransferType,
    enclosing,
)
from domain.policy_publication import LawKind, LawText, PublishingOffices
from domain.red_flags import ADDED_LATER, THRESHOLDS, beyond_reach
from domain.registry.agency import AgencyKind
from domain.registry.post import PositionKind
from domain.told import Told, in_english, tell
from domain.transfer.additions import laid_over
from domain.transfer.deadlines import REPLY
from domain.transfer.eligibility import RULES
from domain.transfer.lawfulness import Demands
from domain.transfer.triggers import TRIGGERS

FOLDER = Path(__file__).resolve().parents[1] / "policies"

# The limits the domain asks for; a test compares this with what its code asks.
LIMITS = frozenset(
    {
        "acting_term_extensions",
        "acting_term_months",
        "adjustment_plan_working_days",
        "clearance_valid_months",
        "contract_staff_may_move_internally",
        "escalation_working_days_after",
        "evaluation_working_days",
        "feedback_working_days",
        "fewest_peer_answers",
        "fewest_peers_asked",
        "forced_distribution_since_year",
        "lowest_origin_gap_after_release_hundredths",
        "minimum_months_as_executive",
        "minimum_months_in_post",
        "minimum_months_to_retirement",
        "most_peers_asked",
        "most_people_in_decree",
        "notice_working_days",
        "objection_counts_from_service",
        "objection_decision_working_days",
        "objection_silence_annuls",
        "objection_working_days",
        "panel_majority_percent",
        "panel_quorum_percent",
        "panel_votes_named_to_person",
        "recommendation_working_days",
        "reminder_working_days_before",
        "rotation_due_after_months",
        "window_months_after_inauguration",
        "window_months_before_designation",
        "years_before_leaving_agency",
        "years_rated_good",
    }
)

_LATEST_TOLD = 3_660  # days: what is put off for more than ten years is kept from the person for good

_OF_A_TERM = (StepKind.TERM_END, StepKind.RETURN)

_SCORES = 5  # from 1, on every scale
_WORKING_AGES = (45, 75)  # a number outside is a slip of the pen


class BrokenPolicy(Exception):
    """A text of the law cannot be used; the message names it and everything that is wrong with it."""

    def __init__(self, name: str, *wrong: Told) -> None:
        super().__init__("\n  ".join((f"{name}:", *(in_english([each]) for each in wrong))))
        self.wrong = wrong


class NoPolicyInForce(LookupError):
    """No policy version covers this day."""


@dataclass(frozen=True, slots=True)
class Policies:
    """All published versions, oldest first, with the regions' additions to them, and the calendars of working days."""

    versions: tuple[Policy, ...]
    calendar: Calendar
    additions: tuple[LocalAdditions, ...] = ()
    local_calendars: Mapping[str, Calendar] = field(default_factory=dict)  # by region, national days included
    local_versions: Mapping[str, str] = field(default_factory=dict)  # of the regions' own days, by region
    _laid: dict[str, Policy] = field(
        default_factory=dict, compare=False, repr=False
    )  # by the version they make

    def current(self) -> "Policies":
        """These never change; the published law is looked up anew (application/law.py)."""
        return self

    def at(self, _: int) -> "Policies":
        """Whatever the position of the ledger."""
        return self

    @property
    def known(self) -> "Policies":
        return self

    def in_force(self, day: date, regions: tuple[str, ...] = ()) -> Policy:
        """The latest national version valid that day, with what these regions ask on top of it."""
        for policy in reversed(self.versions):
            if policy.covers(day):
                return self._with_additions(policy, day, regions)
        raise NoPolicyInForce(str(day))

    def version(self, name: str) -> Policy:
        """The version of that name; that of a case may name the additions laid over it too."""
        if name in self._laid:
            return self._laid[name]
        national, *local = name.split("+")
        policy = _named(national, self.versions)
        for each in local:
            policy = laid_over(policy, _named(each, self.additions))
        return self._laid.setdefault(name, policy)

    def successor(self, name: str, day: date, regions: tuple[str, ...] = ()) -> Policy:
        """What a running case would stand under if it were moved to that version on that day."""
        return self._with_additions(_named(name, self.versions), day, regions)

    def calendars(self) -> list[Calendar]:
        return [self.calendar, *self.local_calendars.values()]

    def calendar_in(self, region_code: str) -> Calendar:
        return calendar_in(region_code, self.calendar, self.local_calendars)

    def _with_additions(self, policy: Policy, day: date, regions: tuple[str, ...]) -> Policy:
        names = [policy.version]
        for region in regions:
            valid = [each for each in self.additions if each.region_code == region and each.covers(day)]
            names += [each.version for each in valid[-1:]]
        return self.version("+".join(names))


class _Named(Protocol):
    @property
    def version(self) -> str: ...


N = TypeVar("N", bound=_Named)


def _named(name: str, among: Iterable[N]) -> N:
    for each in among:
        if each.version == name:
            return each
    raise NoPolicyInForce(name)


def policies_of(laws: Iterable[LawText]) -> Policies:
    """What these texts say together. Of calendars, and of a region's additions valid that day, the latest counts."""
    versions: list[Policy] = []
    additions: list[LocalAdditions] = []
    calendar: Calendar | None = None
    local: dict[str, LocalCalendar] = {}
    for law in laws:
        match read_law(law):
            case Policy() as policy:
                versions.append(policy)
            case LocalAdditions() as asked:
                additions.append(asked)
            case LocalCalendar() as days:
                local[days.region_code] = days
            case Calendar() as days_off:
                calendar = days_off
    if calendar is None:
        raise NoPolicyInForce("no calendar is published")
    versions.sort(key=lambda policy: policy.valid_from)
    additions.sort(key=lambda asked: asked.valid_from)
    return Policies(
        tuple(versions),
        calendar,
        tuple(additions),
        _laid_over(calendar, local),
        {region: days.version for region, days in local.items()},
    )


def _laid_over(national: Calendar, local: Mapping[str, LocalCalendar]) -> dict[str, Calendar]:
    made: dict[str, Calendar] = {}
    for region in local:
        made[region] = reduce(
            Calendar.with_local, (local[code] for code in enclosing(region) if code in local), national
        )
    return made


# From files


def law_files(folder: Path = FOLDER) -> Iterator[tuple[LawKind, Path]]:
    """The texts an installation begins with."""
    for kind, pattern in _FILES.items():
        yield from ((kind, path) for path in sorted(folder.glob(pattern)))


_FILES = {
    LawKind.POLICY: "mutasi-*.toml",
    LawKind.LOCAL_ADDITIONS: "daerah-*.toml",
    LawKind.CALENDAR: "calendar.toml",
    LawKind.LOCAL_CALENDAR: "kalender-*.toml",
}


def read_laws(folder: Path = FOLDER) -> list[LawText]:
    return [law_text(kind, text_of(path), path.name) for kind, path in law_files(folder)]


def read_policies(folder: Path = FOLDER) -> Policies:
    return policies_of(read_laws(folder))


def read_policy(path: Path) -> Policy:
    """One version, whole and consistent; BrokenPolicy otherwise."""
    return _policy(_toml(text_of(path), path.name), path.name)


def text_of(path: Path) -> str:
    """The words of a file; BrokenPolicy when they are not UTF-8."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise BrokenPolicy(path.name, not_utf8(error)) from error


def _read(path: Path) -> dict[str, Any]:
    return _toml(text_of(path), path.name)


# From texts

Said = Policy | LocalAdditions | Calendar | LocalCalendar
_TEXTS = 64  # kept as they were read: a text always says the same, and is asked again by every new state of the gazette


@lru_cache(_TEXTS)
def law_text(kind: LawKind, text: str, name: str = "") -> LawText:
    """A text with what it says about itself; BrokenPolicy when it cannot be used."""
    name = name or kind
    told = _toml(text, name)
    said = _READERS[kind](told, name)
    wrong = (
        []
        if said.version.startswith(_PREFIXES[kind])
        else [tell("law_version_begins", begins=_PREFIXES[kind])]
    )
    if not _VERSION.fullmatch(said.version):
        wrong.append(tell("law_version_letters"))
    if wrong:
        raise BrokenPolicy(name, *wrong)
    return LawText(
        kind=kind,
        version=said.version,
        region_code=getattr(said, "region_code", ""),
        valid_from=getattr(said, "valid_from", None),
        valid_to=getattr(said, "valid_to", None),
        legal_basis=str(told["legal_basis"]),
        text=text,
        sha256=sha256(text.encode()).hexdigest(),
        form=1 + len(FORMS[kind]),
    )


@lru_cache(_TEXTS)
def read_law(law: LawText) -> Said:
    """What a text says, however old its form is."""
    told = _toml(law.text, law.version)
    for upcast in FORMS[law.kind][law.form - 1 :]:
        told = upcast(told)
    return _READERS[law.kind](told, law.version)


_VERSION = re.compile(r"[A-Za-z0-9.-]{1,40}")
_PREFIXES = {
    LawKind.POLICY: "mutasi-",
    LawKind.LOCAL_ADDITIONS: "daerah-",
    LawKind.CALENDAR: "kalender-",
    LawKind.LOCAL_CALENDAR: "kalender-",
}


@lru_cache(_TEXTS)
def _toml(text: str, name: str) -> dict[str, Any]:
    try:
        return parsed(text)
    except NotToml as error:
        raise BrokenPolicy(name, error.told) from error


def _policy(told: dict[str, Any], name: str) -> Policy:
    given = {"valid_to": None} | told
    steps, documents = _table(given.pop("steps", {})), _table(given.pop("documents", {}))
    if isinstance(routes := given.get("routes"), dict):
        given["routes"] = {code: _whole(code, route, steps, documents) for code, route in routes.items()}
    try:
        policy = _POLICY.validate_python(given)
    except ValidationError as error:
        raise BrokenPolicy(name, *map(_misread, error.errors())) from error
    wrong = [tell("law_unknown", where=key) for key in _unknown(given, _POLICY.dump_python(policy))]
    wrong += [tell("law_additions_of_regions") for _ in policy.additions]
    used = {step for route in policy.routes.values() for step in route.steps}
    wrong += [tell("law_step_in_no_route", where=f"steps.{step}") for step in sorted(steps.keys() - used)]
    if wrong := wrong + list(_inconsistencies(policy)):
        raise BrokenPolicy(name, *wrong)
    return policy


_POLICY = TypeAdapter(Policy)


def _table(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _whole(code: str, route: object, steps: dict[str, Any], documents: dict[str, Any]) -> object:
    """A route with its steps and documents whole: what it changes laid over what all routes share."""
    if not isinstance(route, dict):
        return route
    changed = _table(route.get("steps", {}))
    stages = route.get("stages", [])
    staged = [name for stage in stages if isinstance(stage, list) for name in stage]
    names = dict.fromkeys(name for name in (*staged, *changed) if name in steps or name in changed)
    kinds = route.get("documents", [])
    return route | {
        "type": code,
        "steps": {
            name: _table(steps.get(name)) | _table(changed.get(name)) | {"name": name} for name in names
        },
        "documents": [_table(documents.get(kind)) | {"kind": kind} for kind in kinds],
    }


def _misread(error: Mapping[str, Any]) -> Told:
    """What was expected instead of a value. Pydantic's own words are English, and about its inside."""
    where = ".".join(map(str, error["loc"]))
    match error:
        case {"type": "missing"}:
            return tell("law_required", where=where)
        case {"type": "enum", "ctx": {"expected": expected}}:
            return tell("law_one_of", where=where, expected=str(expected).replace(" or ", ", "))
        case {"type": str(kind)} if (expected := _EXPECTED.get(kind.partition("_")[0])) is not None:
            return expected(where)
        case _:
            return tell("law_value", where=where)


_EXPECTED: Mapping[str, Callable[[str], Told]] = MappingProxyType(
    {
        "string": lambda where: tell("law_text", where=where),
        "int": lambda where: tell("law_number", where=where),
        "finite": lambda where: tell("law_number", where=where),
        "date": lambda where: tell("law_day", where=where),
        "bool": lambda where: tell("law_yes_or_no", where=where),
        "list": lambda where: tell("law_list", where=where),
        "tuple": lambda where: tell("law_list", where=where),
        "dict": lambda where: tell("law_table", where=where),
        "dataclass": lambda where: tell("law_table", where=where),
    }
)


def _unknown(given: object, known: object, path: str = "") -> Iterator[str]:
    """Keys of the file that no field has taken up. (pydantic forbids them only where a class says so, which the domain's
    plain dataclasses cannot.)
    """
    match given, known:
        case dict(), dict():
            for key, value in given.items():
                if key in known:
                    yield from _unknown(value, known[key], f"{path}{key}.")
                else:
                    yield f"{path}{key}"
        case list(), (list() | tuple()):
            for number, (value, taken) in enumerate(zip(given, known, strict=True)):
                yield from _unknown(value, taken, f"{path}{number}.")


def _inconsistencies(policy: Policy) -> Iterator[Told]:
    for kind, asked, has in (
        ("limits", LIMITS, policy.limits),
        ("rules", RULES.keys(), policy.rules),
        ("triggers", TRIGGERS.keys(), policy.triggers),
    ):
        yield from (tell("law_missing", where=f"{kind}.{name}") for name in sorted(asked - has.keys()))
        yield from (tell("law_not_asked_for", where=f"{kind}.{name}") for name in sorted(has.keys() - asked))
    yield from _indicator_faults(policy)
    yield from _purpose_faults(policy)
    yield from _order_faults(policy)
    yield from _duty_faults(policy)
    yield from _ground_faults(policy)
    if policy.valid_to is not None and policy.valid_to < policy.valid_from:
        yield tell("law_over_before_it_began")
    months = [review.months for review in policy.evaluations]
    if months != sorted(set(months)) or [review.closes for review in policy.evaluations][-1:] != [True]:
        yield tell("law_reviews_out_of_order")
    if any(review.closes for review in policy.evaluations[:-1]):
        yield tell("law_reviews_close_early")
    if policy.improvement is not None and not (
        policy.improvement.review.closes and policy.improvement.review.months > max(months, default=0)
    ):
        yield tell("law_improvement_review")
    yield from (
        tell("law_scores", where=f"competences.{name}.scale", scores=_SCORES)
        for name, competence in policy.competences.items()
        if len(competence.scale) != _SCORES
    )
    if len(policy.goal_scale) != _SCORES:
        yield tell("law_scores", where="goal_scale", scores=_SCORES)
    for scale in policy.rating_scales:
        marks = [band.at_least for band in scale.bands]
        if marks != sorted(set(marks), reverse=True) or marks[-1:] != [0]:
            yield tell("law_bands", where=f"rating_scales.{scale.last_year}.bands")
    for route in policy.routes.values():
        staged = [name for stage in route.stages for name in stage]
        yield from (
            tell("law_unknown_step", where=f"routes.{route.type}.stages", step=name)
            for name in sorted({*staged} - {*route.steps})
        )
        yield from (
            tell("law_in_no_stage", where=f"routes.{route.type}.steps.{name}")
            for name in sorted({*route.steps} - {*staged})
        )
        yield from (
            tell("law_twice", where=f"routes.{route.type}.stages", name=name)
            for name in sorted({*staged})
            if staged.count(name) > 1
        )
        yield from (
            tell("law_reply_called", where=f"routes.{route.type}.steps.{step.name}", name=REPLY)
            for step in route.steps.values()
            if (step.kind is StepKind.REPLY) is not (step.name == REPLY)
        )
        if sum(step.kind is StepKind.DECREE for step in route.steps.values()) != 1:
            yield tell("law_not_one_decree", where=f"routes.{route.type}")
        ends = [sum(step.kind is kind for step in route.steps.values()) for kind in _OF_A_TERM]
        if ends != ([0, 0] if route.fixed_term is None else [1, 1]):
            yield tell("law_term_in_part", where=f"routes.{route.type}")
        yield from _hindrance_faults(route)
    yield from (
        tell("law_no_rule", where=f"warnings.{code}")
        for code in sorted(policy.warnings.keys() - policy.rules.keys())
    )


def _indicator_faults(policy: Policy) -> Iterator[Told]:
    """Every red flag has its place in the policy, with the thresholds its indicator asks for; texts older than one go without."""
    has = policy.red_flags
    yield from (
        tell("law_missing", where=f"red_flags.{code}")
        for code in sorted(THRESHOLDS.keys() - has.keys() - ADDED_LATER)
    )
    yield from (
        tell("law_not_asked_for", where=f"red_flags.{code}")
        for code in sorted(has.keys() - THRESHOLDS.keys())
    )
    for code in sorted(has.keys() & THRESHOLDS.keys()):
        if wrong := has[code].thresholds.keys() ^ THRESHOLDS[code]:
            yield tell("law_thresholds", where=f"red_flags.{code}.thresholds", names=", ".join(sorted(wrong)))
        for name in beyond_reach(code, has[code].thresholds):
            yield tell("law_too_far_back", where=f"red_flags.{code}.thresholds.{name}")


# What a step under one of these conditions is there to lift.
_LIFTED = {
    Condition.MINISTERIAL_CONSENT_NEEDED: {Hindrance.WINDOW, Hindrance.CARETAKER},
    Condition.CARETAKER_DECIDES: {Hindrance.CARETAKER},
}


def _hindrance_faults(route: Route) -> Iterator[Told]:
    """A step that is asked for because something hinders the move lifts just that; so E12 cannot wait for nothing."""
    for step in route.steps.values():
        if step.condition in _LIFTED and set(step.lifts) != _LIFTED[step.condition]:
            told = ", ".join(sorted(_LIFTED[step.condition]))
            yield tell("law_lifts", where=f"routes.{route.type}.steps.{step.name}.lifts", names=told)


# Of which agency's offices a duty is; those of a case that are one office's alone; and what only some capacities do.
_OF_AN_AGENCY = {
    Duty.CAREERS,
    Duty.PROCEEDINGS,
    Duty.WORKLOADS,
    Duty.DECREE_DRAFTS,
    Duty.OUTSIDE_DECREES,
    Duty.PLAN_PROPOSAL,
    Duty.PLAN_PUBLICATION,
    Duty.RECOMMENDATIONS,
}
_IN_A_CASE = {*Duty} - _OF_AN_AGENCY - {Duty.DELEGATION} | {Duty.RECOMMENDATIONS}
_OF_ONE_OFFICE = {Duty.CONSULTATION, Duty.SUBSTITUTES, Duty.REVIEWS}
_IN_CAPACITIES = {Duty.PLAN_PUBLICATION, Duty.DELEGATION}


def _duty_faults(policy: Policy) -> Iterator[Told]:
    """Every duty is somebody's, in the way it is asked for; and everybody who decides in their own name has a superior."""
    yield from (
        tell("law_missing", where=f"duties.{duty}") for duty in sorted({*Duty} - policy.duties.keys())
    )
    for duty, mandate in policy.duties.items():
        for name, told, asked in (
            ("offices", mandate.offices, _OF_AN_AGENCY),
            ("in_case", mandate.in_case, _IN_A_CASE),
            ("capacities", mandate.capacities, _IN_CAPACITIES),
        ):
            if told and duty not in asked:
                yield tell("law_not_asked_for", where=f"duties.{duty}.{name}")
            if not told and duty in asked:
                yield tell("law_none", where=f"duties.{duty}.{name}")
        if duty in _OF_ONE_OFFICE and len(mandate.in_case) > 1:
            yield tell("law_one_office", where=f"duties.{duty}.in_case")
    for number, each in enumerate(policy.superiors):
        if each.over not in {Side.PROVINCE, Side.NATION}:
            yield tell(
                "law_superior_over",
                where=f"superiors.{number}.over",
                province=Side.PROVINCE,
                nation=Side.NATION,
            )
    if OfficeKind.APPOINTING_AUTHORITY not in policy.in_own_name:
        yield tell("law_authority_missing", office=OfficeKind.APPOINTING_AUTHORITY)
    naming = policy.duties[Duty.SUBSTITUTES].in_case if Duty.SUBSTITUTES in policy.duties else ()
    for kind in sorted({*policy.in_own_name, *(each.office for each in naming)}):
        for agency in AgencyKind:
            try:
                policy.superior(kind, agency, None)
            except LookupError:
                yield tell("law_nobody_above", office=kind, agency=agency)


def _ground_faults(policy: Policy) -> Iterator[Told]:
    """Whoever may state a ground has one to state; and none asks for a document twice."""
    for code, ground in policy.grounds.items():
        if code != code.upper() or not code.strip():
            yield tell("law_not_in_capitals", where="grounds", name=code)
        kinds = [document.kind for document in ground.documents]
        yield from (
            tell("law_twice", where=f"grounds.{code}.documents", name=kind)
            for kind in sorted(set(kinds))
            if kinds.count(kind) > 1
        )
    asked_of = Initiative if policy.grounds else policy.ground_demanded_of
    yield from (
        tell("law_none_of", where="grounds", name=each) for each in asked_of if not policy.grounds_of(each)
    )


def _order_faults(policy: Policy) -> Iterator[Told]:
    """Orders are whole and name each thing once, so that no comparison meets something it does not know."""
    ranks, ladder, retirement = policy.ranks.order, policy.ladder.rungs, policy.retirement
    if not ranks or len(set(ranks)) != len(ranks):
        yield tell("law_ranks")
    if policy.redistribution.lowest_rank not in ranks:
        yield tell("law_no_rank", where="redistribution.lowest_rank", rank=policy.redistribution.lowest_rank)
    kinds = [rung.kind for rung in ladder]
    if sorted(kinds) != sorted(set(PositionKind) - {PositionKind.FUNCTIONAL}):
        yield tell("law_rungs")
    classes = [rung.functional_from_class for rung in ladder]
    if classes != sorted(set(classes)):
        yield tell("law_rungs_fall")
    for kind in sorted(set(PositionKind) - retirement.by_kind.keys()):
        yield tell("law_missing", where=f"retirement.by_kind.{kind}")
    named = [name for family in retirement.families for name in (*family.positions, family.level or "X")]
    for name in (*retirement.by_level, *named):
        if not name.strip() or name != name.upper():
            yield tell("law_not_in_capitals", where="retirement", name=name)
    ages = {f"by_kind.{kind}": age for kind, age in retirement.by_kind.items()}
    ages |= {f"by_level.{level}": age for level, age in retirement.by_level.items()}
    ages |= {f"families.{n}.age": family.age for n, family in enumerate(retirement.families)}
    for path, age in ages.items():
        if not _WORKING_AGES[0] <= age <= _WORKING_AGES[1]:
            yield tell("law_no_age", where=f"retirement.{path}", age=age)
    if not policy.conflicts_of_interest:
        yield tell("law_none", where="conflicts_of_interest")


def _purpose_faults(policy: Policy) -> Iterator[Told]:
    """Whoever must say why they read personal data has something to say; and the person is told some day."""
    stated = {office for purpose in policy.purposes.values() for office in purpose.offices}
    yield from (tell("law_none_of", where="purposes", name=office) for office in sorted({*LOOKING} - stated))
    for code, purpose in policy.purposes.items():
        if not 0 <= purpose.told_after_days <= _LATEST_TOLD:
            yield tell("law_not_within", where=f"purposes.{code}.told_after_days", most=_LATEST_TOLD)


def read_demands(folder: Path = FOLDER) -> dict[TransferType, Demands]:
    """What the law demands of every route, kept apart from the routes so that neither can excuse the other."""
    return _of_the_house(_DEMANDS, folder / "demands.toml")


def read_offices(folder: Path = FOLDER) -> dict[LawKind, PublishingOffices]:
    """Which offices propose and publish a text of each kind."""
    return _of_the_house(_OFFICES, folder / "publication.toml")


def read_disclosure(folder: Path = FOLDER) -> Disclosure:
    """What reports about people keep to themselves."""
    return _of_the_house(_DISCLOSURE, folder / "reports.toml")


T = TypeVar("T")


def _of_the_house(adapter: TypeAdapter[T], path: Path) -> T:
    try:
        return adapter.validate_python(_read(path))
    except ValidationError as error:
        raise BrokenPolicy(path.name, *map(_misread, error.errors())) from error


_DEMANDS = TypeAdapter(dict[TransferType, Demands])
_OFFICES = TypeAdapter(dict[LawKind, PublishingOffices])
_DISCLOSURE = TypeAdapter(Disclosure)


def _additions(told: dict[str, Any], name: str) -> LocalAdditions:
    given = {"valid_to": None} | told
    try:
        additions = _ADDITIONS.validate_python(given)
    except ValidationError as error:
        raise BrokenPolicy(name, *map(_misread, error.errors())) from error
    wrong = [tell("law_unknown", where=key) for key in _unknown(given, _ADDITIONS.dump_python(additions))]
    if additions.valid_to is not None and additions.valid_to < additions.valid_from:
        wrong.append(tell("law_over_before_it_began"))
    if wrong:
        raise BrokenPolicy(name, *wrong)
    return additions


_ADDITIONS = TypeAdapter(LocalAdditions)


def read_calendar(path: Path) -> Calendar:
    """The days off, for every year from the first to the last; BrokenPolicy otherwise."""
    return _calendar(_read(path), path.name)


def _calendar(told: dict[str, Any], name: str) -> Calendar:
    file, wrong = _file(_CalendarFile, told, name)
    known = range(file.first_year, file.last_year + 1)
    wrong += [tell("law_missing", where=f"years.{year}") for year in known if year not in file.years]
    wrong += [tell("law_outside_years", where=f"years.{year}") for year in file.years if year not in known]
    wrong += _of_other_years(file.years)
    if wrong:
        raise BrokenPolicy(name, *wrong)
    return Calendar(file.version, file.first_year, file.last_year, _days(file.years))


def _local_calendar(told: dict[str, Any], name: str) -> LocalCalendar:
    file, wrong = _file(_LocalCalendarFile, told, name)
    if wrong := wrong + _of_other_years(file.years):
        raise BrokenPolicy(name, *wrong)
    return LocalCalendar(file.version, file.region_code, _days(file.years))


def _file(shape: type[T], told: dict[str, Any], name: str) -> tuple[T, list[Told]]:
    """The file, and its keys that mean nothing."""
    known = {each.name for each in fields(shape)}  # type: ignore[arg-type]
    strange = [tell("law_unknown", where=key) for key in sorted(told.keys() - known)]
    try:
        return TypeAdapter(shape).validate_python(told), strange
    except ValidationError as error:
        raise BrokenPolicy(name, *strange, *map(_misread, error.errors())) from error


def _of_other_years(years: Mapping[int, Iterable[date]]) -> list[Told]:
    return [
        tell("law_another_year", where=f"years.{year}", on=day)
        for year, days in years.items()
        for day in days
        if day.year != year
    ]


def _days(years: Mapping[int, Iterable[date]]) -> frozenset[date]:
    return frozenset(day for days in years.values() for day in days)


@dataclass(frozen=True, slots=True)
class _CalendarFile:
    version: str
    legal_basis: str
    first_year: int
    last_year: int
    years: dict[int, list[date]]
    provisional_from: int | None = None


@dataclass(frozen=True, slots=True)
class _LocalCalendarFile:
    version: str
    region_code: str
    legal_basis: str
    years: dict[int, list[date]]


_READERS: Mapping[LawKind, Callable[[dict[str, Any], str], Said]] = MappingProxyType(
    {
        LawKind.POLICY: _policy,
        LawKind.LOCAL_ADDITIONS: _additions,
        LawKind.CALENDAR: _calendar,
        LawKind.LOCAL_CALENDAR: _local_calendar,
    }
)
