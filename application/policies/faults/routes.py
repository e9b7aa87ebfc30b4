"""A route goes through steps it has, each once, to one decree; and what a step lifts is what it is asked for."""

from collections.abc import Iterator

from domain.policy import Condition, Hindrance, Policy, Route, StepKind
from domain.told import Told, tell
from domain.transfer.deadlines import REPLY

_OF_A_TERM = (StepKind.TERM_END, StepKind.RETURN)

# What a step under one of these conditions is there to lift.
_LIFTED = {
    Condition.MINISTERIAL_CONSENT_NEEDED: {Hindrance.WINDOW, Hindrance.CARETAKER},
    Condition.CARETAKER_DECIDES: {Hindrance.CARETAKER},
}


def route_faults(policy: Policy) -> Iterator[Told]:
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


def _hindrance_faults(route: Route) -> Iterator[Told]:
    """A step that is asked for because something hinders the move lifts just that; so E12 cannot wait for nothing."""
    for step in route.steps.values():
        if step.condition in _LIFTED and set(step.lifts) != _LIFTED[step.condition]:
            told = ", ".join(sorted(_LIFTED[step.condition]))
            yield tell("law_lifts", where=f"routes.{route.type}.steps.{step.name}.lifts", names=told)
