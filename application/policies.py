"""The law as data: reads policies/ and answers what was in force on a day."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from domain.calendar import Calendar
from domain.policy import Policy, StepKind, TransferType
from domain.red_flags import THRESHOLDS
from domain.transfer.deadlines import REPLY
from domain.transfer.eligibility import RULES
from domain.transfer.lawfulness import Demands
from domain.transfer.triggers import TRIGGERS

FOLDER = Path(__file__).resolve().parents[1] / "policies"

# The limits the domain asks for; a test compares this with what its code asks.
LIMITS = frozenset(
    {
        "adjustment_plan_working_days",
        "clearance_valid_months",
        "contract_staff_may_move_internally",
        "escalation_working_days_after",
        "evaluation_working_days",
        "feedback_working_days",
        "fewest_peer_answers",
        "fewest_peers_asked",
        "forced_distribution_since_year",
        "lowest_class_like_administrator",
        "lowest_class_like_executive",
        "lowest_class_like_supervisor",
        "lowest_origin_gap_after_release_hundredths",
        "minimum_months_as_executive",
        "minimum_months_in_post",
        "minimum_months_to_retirement",
        "most_peers_asked",
        "objection_counts_from_service",
        "objection_decision_working_days",
        "objection_silence_annuls",
        "objection_working_days",
        "recommendation_working_days",
        "reminder_working_days_before",
        "rotation_due_after_months",
        "window_months_after_inauguration",
        "window_months_before_designation",
        "years_before_leaving_agency",
        "years_rated_good",
    }
)

_OF_A_TERM = (StepKind.TERM_END, StepKind.RETURN)
_SCORES = 5  # from 1, on every scale

# What each table of a calendar file may hold.
_CALENDAR_KEYS = {"version", "first_year", "last_year", "provisional_from", "legal_basis", "years"}


class BrokenPolicy(Exception):
    """A policy file cannot be used; the message names the file and everything that is wrong with it."""

    def __init__(self, path: Path, *wrong: str) -> None:
        super().__init__("\n  ".join((f"{path.name}:", *wrong)))


class NoPolicyInForce(Exception):
    """No policy version covers this day."""


@dataclass(frozen=True, slots=True)
class Policies:
    """All published versions, oldest first, and the calendar of working days."""

    versions: tuple[Policy, ...]
    calendar: Calendar

    def in_force(self, day: date) -> Policy:
        for policy in reversed(self.versions):
            if policy.valid_from <= day and (policy.valid_to is None or day <= policy.valid_to):
                return policy
        raise NoPolicyInForce(str(day))

    def version(self, name: str) -> Policy:
        for policy in self.versions:
            if policy.version == name:
                return policy
        raise NoPolicyInForce(name)


def read_policies(folder: Path = FOLDER) -> Policies:
    versions = sorted(
        (read_policy(path) for path in folder.glob("mutasi-*.toml")), key=lambda policy: policy.valid_from
    )
    return Policies(tuple(versions), read_calendar(folder / "calendar.toml"))


def read_policy(path: Path) -> Policy:
    """One version, whole and consistent; BrokenPolicy otherwise."""
    given = {"valid_to": None} | _read(path)
    steps, documents = _table(given.pop("steps", {})), _table(given.pop("documents", {}))
    if isinstance(routes := given.get("routes"), dict):
        given["routes"] = {code: _whole(code, route, steps, documents) for code, route in routes.items()}
    try:
        policy = _POLICY.validate_python(given)
    except ValidationError as error:
        raise BrokenPolicy(path, *map(_told, error.errors())) from error
    wrong = [f"{key}: unknown" for key in _unknown(given, _POLICY.dump_python(policy))]
    used = {name for route in policy.routes.values() for name in route.steps}
    wrong += [f"steps.{name}: in no route" for name in sorted(steps.keys() - used)]
    if wrong := wrong + list(_inconsistencies(policy)):
        raise BrokenPolicy(path, *wrong)
    return policy


_POLICY = TypeAdapter(Policy)


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BrokenPolicy(path, str(error)) from error


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


def _told(error: Mapping[str, Any]) -> str:
    return f"{'.'.join(map(str, error['loc']))}: {error['msg']}"


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


def _inconsistencies(policy: Policy) -> Iterator[str]:
    for kind, asked, has in (
        ("limits", LIMITS, policy.limits),
        ("rules", RULES.keys(), policy.rules),
        ("triggers", TRIGGERS.keys(), policy.triggers),
    ):
        yield from (f"{kind}.{name}: missing" for name in sorted(asked - has.keys()))
        yield from (f"{kind}.{name}: nobody asks for it" for name in sorted(has.keys() - asked))
    yield from _indicator_faults(policy)
    if policy.valid_to is not None and policy.valid_to < policy.valid_from:
        yield "valid_to: before valid_from"
    months = [review.months for review in policy.evaluations]
    if months != sorted(set(months)) or [review.closes for review in policy.evaluations][-1:] != [True]:
        yield "evaluations: not in order of their months with the last one closing"
    if any(review.closes for review in policy.evaluations[:-1]):
        yield "evaluations: only the last one closes"
    if policy.improvement is not None and not (
        policy.improvement.review.closes and policy.improvement.review.months > max(months, default=0)
    ):
        yield "improvement.review: not after the others, or not closing"
    yield from (
        f"competences.{name}.scale: not {_SCORES} scores"
        for name, competence in policy.competences.items()
        if len(competence.scale) != _SCORES
    )
    if len(policy.goal_scale) != _SCORES:
        yield f"goal_scale: not {_SCORES} scores"
    for scale in policy.rating_scales:
        marks = [band.at_least for band in scale.bands]
        if marks != sorted(set(marks), reverse=True) or marks[-1:] != [0]:
            yield f"rating_scales.{scale.last_year}.bands: not from the best down to 0"
    for route in policy.routes.values():
        staged = [name for stage in route.stages for name in stage]
        yield from (
            f"routes.{route.type}.stages: unknown step {name}" for name in sorted({*staged} - {*route.steps})
        )
        yield from (
            f"routes.{route.type}.steps.{name}: in no stage" for name in sorted({*route.steps} - {*staged})
        )
        yield from (
            f"routes.{route.type}.stages: {name} twice"
            for name in sorted({*staged})
            if staged.count(name) > 1
        )
        yield from (
            f"routes.{route.type}.steps.{step.name}: a reply is called {REPLY}"
            for step in route.steps.values()
            if (step.kind is StepKind.REPLY) is not (step.name == REPLY)
        )
        if sum(step.kind is StepKind.DECREE for step in route.steps.values()) != 1:
            yield f"routes.{route.type}: not one decree"
        ends = [sum(step.kind is kind for step in route.steps.values()) for kind in _OF_A_TERM]
        if ends != ([0, 0] if route.fixed_term is None else [1, 1]):
            yield f"routes.{route.type}: a fixed term, its end and the return go together"
    yield from (f"warnings.{code}: no rule" for code in sorted(policy.warnings.keys() - policy.rules.keys()))


def _indicator_faults(policy: Policy) -> Iterator[str]:
    """Every red flag has its place in the policy, with the thresholds its indicator asks for."""
    has = policy.red_flags
    yield from (f"red_flags.{code}: missing" for code in sorted(THRESHOLDS.keys() - has.keys()))
    yield from (f"red_flags.{code}: nobody asks for it" for code in sorted(has.keys() - THRESHOLDS.keys()))
    for code in sorted(has.keys() & THRESHOLDS.keys()):
        if wrong := has[code].thresholds.keys() ^ THRESHOLDS[code]:
            yield f"red_flags.{code}.thresholds: {', '.join(sorted(wrong))}: missing, or nobody asks for it"


def read_demands(folder: Path = FOLDER) -> dict[TransferType, Demands]:
    """What the law demands of every route, kept apart from the routes so that neither can excuse the other."""
    path = folder / "demands.toml"
    try:
        return _DEMANDS.validate_python(_read(path))
    except ValidationError as error:
        raise BrokenPolicy(path, *map(_told, error.errors())) from error


_DEMANDS = TypeAdapter(dict[TransferType, Demands])


def read_calendar(path: Path) -> Calendar:
    """The days off, for every year from the first to the last; BrokenPolicy otherwise."""
    text = _read(path)
    wrong = [f"{key}: unknown" for key in sorted(text.keys() - _CALENDAR_KEYS)]
    try:
        calendar = _CALENDAR.validate_python(text)
    except ValidationError as error:
        raise BrokenPolicy(path, *wrong, *map(_told, error.errors())) from error
    known = range(calendar.first_year, calendar.last_year + 1)
    wrong += [f"years.{year}: missing" for year in known if year not in calendar.years]
    wrong += [
        f"years.{year}: outside first_year to last_year" for year in calendar.years if year not in known
    ]
    wrong += [
        f"years.{year}: {day} is of another year"
        for year, days in calendar.years.items()
        for day in days
        if day.year != year
    ]
    if wrong:
        raise BrokenPolicy(path, *wrong)
    days_off = frozenset(day for days in calendar.years.values() for day in days)
    return Calendar(calendar.version, calendar.first_year, calendar.last_year, days_off)


@dataclass(frozen=True, slots=True)
class _CalendarFile:
    version: str
    first_year: int
    last_year: int
    years: dict[int, list[date]]


_CALENDAR = TypeAdapter(_CalendarFile)
