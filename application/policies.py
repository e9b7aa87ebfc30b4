"""The law as data: reads policies/ and answers what was in force on a day."""

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic import ConfigDict, TypeAdapter, ValidationError

from domain.calendar import Calendar
from domain.policy import Policy

FOLDER = Path(__file__).resolve().parents[1] / "policies"

_STRICT = ConfigDict(extra="forbid")


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
    """One version. Routes are checked for steps that do not exist or are never reached."""
    text = tomllib.loads(path.read_text(encoding="utf-8"))
    text.setdefault("valid_to", None)
    for code, route in text.get("routes", {}).items():
        route["type"] = code
        for name, step in route.get("steps", {}).items():
            step["name"] = name
    try:
        policy = TypeAdapter(Policy).validate_python(text)
    except ValidationError as error:
        raise BrokenPolicy(f"{path.name}: {error}") from error
    for route in policy.routes.values():
        staged = [name for stage in route.stages for name in stage]
        if sorted(staged) != sorted(route.steps):
            raise BrokenPolicy(f"{path.name}: {route.type}: stages and steps do not name the same steps")
    return policy


def read_calendar(path: Path) -> Calendar:
    text = tomllib.loads(path.read_text(encoding="utf-8"))
    years: dict[str, list[date]] = text["years"]
    return Calendar(
        version=text["version"],
        first_year=text["first_year"],
        last_year=text["last_year"],
        days_off=frozenset(day for days in years.values() for day in days),
    )
