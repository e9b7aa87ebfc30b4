"""The national policy: its routes made whole, then all of it taken up and compared with itself."""

from typing import Any

from pydantic import TypeAdapter

from application.policies.faults import faults
from application.policies.toml import BrokenPolicy, Table, left_over, taken_up
from domain.policy import Policy
from domain.told import tell


def policy_of(told: Table, name: str) -> Policy:
    """One version, whole and consistent; BrokenPolicy otherwise."""
    given: Table = {"valid_to": None} | told
    steps, documents = _table(given.pop("steps", {})), _table(given.pop("documents", {}))
    if isinstance(routes := given.get("routes"), dict):
        given["routes"] = {code: _whole(code, route, steps, documents) for code, route in routes.items()}
    policy = taken_up(_POLICY, given, name)
    wrong = left_over(given, _POLICY.dump_python(policy))
    wrong += [tell("law_additions_of_regions") for _ in policy.additions]
    used = {step for route in policy.routes.values() for step in route.steps}
    wrong += [tell("law_step_in_no_route", where=f"steps.{step}") for step in sorted(steps.keys() - used)]
    if wrong := wrong + list(faults(policy)):
        raise BrokenPolicy(name, *wrong)
    return policy


_POLICY = TypeAdapter(Policy)


def _table(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _whole(code: str, route: object, steps: Table, documents: Table) -> object:
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
