"""Directions to those who run projections: park one, skip an event it cannot digest, resume. On record like all else.

A skipped event is left out by one version of one projection, however often it is rebuilt; the next version, mended,
takes it in again.
"""

from dataclasses import dataclass, field

from domain.act import Act
from domain.refusals import NotAcceptable
from domain.replacing import replace


@dataclass(frozen=True)
class Directions:
    """What is to be done with one projection; `skipped` are positions, by version."""

    parked: bool = False
    skipped: dict[int, frozenset[int]] = field(default_factory=dict)

    def leaves_out(self, version: int) -> frozenset[int]:
        return self.skipped.get(version, frozenset())


# What happened


@dataclass(frozen=True, slots=True)
class ProjectionParked:
    projection: str
    reason: str


@dataclass(frozen=True, slots=True)
class EventSkipped:
    """`position` is that of the event which this version of the projection leaves out."""

    projection: str
    version: int
    position: int
    reason: str


@dataclass(frozen=True, slots=True)
class ProjectionResumed:
    projection: str
    reason: str


OperationsEvent = ProjectionParked | EventSkipped | ProjectionResumed


class AlreadyParked(NotAcceptable):
    """The projection is parked already."""


class NotParked(NotAcceptable):
    """The projection is not parked."""


class NotStuckThere(NotAcceptable):
    """Only the event at which a projection is stuck may be skipped."""


# What is so


def evolve(directions: Directions | None, event: OperationsEvent, _: Act) -> Directions:
    known = directions or Directions()
    match event:
        case ProjectionParked():
            return replace(known, parked=True)
        case ProjectionResumed():
            return replace(known, parked=False)
        case EventSkipped(version=version, position=position):
            skipped = known.leaves_out(version) | {position}
            return replace(known, skipped=known.skipped | {version: skipped})


# What follows


def park(directions: Directions, projection: str, reason: str) -> list[OperationsEvent]:
    if directions.parked:
        raise AlreadyParked
    return [ProjectionParked(projection, reason)]


def resume(directions: Directions, projection: str, reason: str) -> list[OperationsEvent]:
    if not directions.parked:
        raise NotParked
    return [ProjectionResumed(projection, reason)]


def skip(
    directions: Directions, projection: str, version: int, position: int, stuck_at: int | None, reason: str
) -> list[OperationsEvent]:
    """Leave out the event at `position`; `stuck_at` is where this version of the projection stands still."""
    if position != stuck_at or position in directions.leaves_out(version):
        raise NotStuckThere
    return [EventSkipped(projection, version, position, reason)]
