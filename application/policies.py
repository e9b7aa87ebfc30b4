"""The law as data: reads policies/ and answers what was in force on a day."""

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from domain.calendar import Calendar
from domain.policy import Policy, TransferType
from domain.transfer.lawfulness import Demands

FOLDER = Path(__file__).resolve().parents[1] / "policies"

Table = dict[str, Any]


class BrokenPolicy(Exception):
    """A policy file cannot be used; the message names the file and what is wrong."""


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
    """One version. Routes are put together from the steps and documents they name."""
    text = tomllib.loads(path.read_text(encoding="utf-8"))
    text.setdefault("valid_to", None)
    steps, documents = text.pop("steps", {}), text.pop("documents", {})
    try:
        text["routes"] = {
            code: _route(code, route, steps, documents) for code, route in text.get("routes", {}).items()
        }
        return TypeAdapter(Policy).validate_python(text)
    except (ValidationError, BrokenPolicy) as error:
        raise BrokenPolicy(f"{path.name}: {error}") from error


def _route(code: str, route: Table, steps: dict[str, Table], documents: dict[str, Table]) -> Table:
    """A route with its own steps whole: what it changes laid over what all routes share."""
    changed: dict[str, Table] = route.get("steps", {})
    staged: list[str] = [name for stage in route.get("stages", []) for name in stage]
    if unknown := {*staged, *changed} - steps.keys():
        raise BrokenPolicy(f"{code}: unknown steps {sorted(unknown)}")
    if unused := changed.keys() - set(staged):
        raise BrokenPolicy(f"{code}: changes steps it does not have: {sorted(unused)}")
    if len(staged) > len(set(staged)):
        raise BrokenPolicy(f"{code}: a step stands twice")
    if missing := set(route.get("documents", [])) - documents.keys():
        raise BrokenPolicy(f"{code}: unknown documents {sorted(missing)}")
    return route | {
        "type": code,
        "steps": {name: steps[name] | changed.get(name, {}) | {"name": name} for name in staged},
        "documents": [documents[kind] | {"kind": kind} for kind in route.get("documents", [])],
    }


def read_demands(folder: Path = FOLDER) -> dict[TransferType, Demands]:
    """What the law demands of every route, kept apart from the routes so that neither can excuse the other."""
    path = folder / "demands.toml"
    text = tomllib.loads(path.read_text(encoding="utf-8"))
    try:
        return TypeAdapter(dict[TransferType, Demands]).validate_python(text)
    except ValidationError as error:
        raise BrokenPolicy(f"{path.name}: {error}") from error


def read_calendar(path: Path) -> Calendar:
    text = tomllib.loads(path.read_text(encoding="utf-8"))
    years: dict[str, list[date]] = text["years"]
    return Calendar(
        version=text["version"],
        first_year=text["first_year"],
        last_year=text["last_year"],
        days_off=frozenset(day for days in years.values() for day in days),
    )
