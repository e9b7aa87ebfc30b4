"""Which acts rest on which: nothing comes before what it rests on, on no route."""

from collections.abc import Iterable
from dataclasses import dataclass

from domain.identity import OfficeKind
from domain.policy.routes import Side, Step, StepKind


@dataclass(frozen=True, slots=True)
class Acts:
    """Acts of this kind; of this office and side only, where they are named.

    `lifting`: only those that lift a hindrance (E12), or only those that lift none; either, where nothing is said.
    """

    kind: StepKind
    office: OfficeKind | None = None
    side: Side | None = None
    lifting: bool | None = None

    def take_in(self, step: Step) -> bool:
        return (
            step.kind is self.kind
            and self.office in {None, step.office}
            and self.side in {None, step.side}
            and self.lifting in {None, bool(step.lifts)}
        )


@dataclass(frozen=True, slots=True)
class RestsOn:
    """What these acts rest on, if the route has it. `legal_basis` of that order."""

    act: Acts
    on: tuple[Acts, ...]
    legal_basis: str

    def holds(self, later: Step, before: Step) -> bool:
        return self.act.take_in(later) and any(ground.take_in(before) for ground in self.on)


def ground(later: Step, before: Step, order: Iterable[RestsOn]) -> RestsOn | None:
    """By what the one rests on the other; None where it does not."""
    return next((each for each in order if each.holds(later, before)), None)
