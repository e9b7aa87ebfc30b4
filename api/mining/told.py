"""What an event is about: the objects it is linked to, each directly, and what it is to them.

Tools drop objects that hang on another object only; so each event of a case names the person, both posts and units, the
decree once there is one, the officer, the office and the law, besides the case.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from domain.act import Act
from domain.history import Recorded
from domain.transfer.events import (
    CaseEscalated,
    DecreeIssued,
    EvaluationOpened,
    FeedbackGiven,
    ObjectionEscalated,
    ObjectionFiled,
    OutsidePlacementRecorded,
    StepLeftUndone,
    StepOpened,
    StepOverdue,
    SubstituteNamed,
)
from domain.transfer.state import Transfer

# Types of object, by what an id of theirs begins with.
CASE, PERSON, POST, UNIT = "case", "person", "post", "unit"
DECREE, OFFICER, OFFICE, POLICY = "decree", "officer", "office", "policy"


@dataclass(frozen=True, slots=True)
class Link:
    type: str
    id: str
    qualifier: str

    @property
    def object(self) -> str:
        return object_id(self.type, self.id)


def object_id(kind: str, each: object) -> str:
    """One and the same person may be subject and officer, of whom a log must know apart."""
    return f"{kind}:{each}"


def links_of(recorded: Recorded[Any], case: Transfer, units: Mapping[UUID, UUID]) -> list[Link]:
    """`case`: as it is after the event."""
    return [*dict.fromkeys(_links(recorded, case, units))]


def _links(recorded: Recorded[Any], case: Transfer, units: Mapping[UUID, UUID]) -> Iterator[Link]:
    yield Link(CASE, str(recorded.stream), "of")
    yield Link(PERSON, str(case.person), "subject")
    for post, qualifier in ((case.origin_post, "origin"), (case.target_post, "target")):
        yield Link(POST, str(post), qualifier)
        if (unit := units.get(post)) is not None:
            yield Link(UNIT, str(unit), qualifier)
    if case.decree is not None:
        yield Link(DECREE, decree_of(case.decree, recorded.stream), _under_decree(recorded.event))
    for office, qualifier in _offices_named(recorded.event):
        yield Link(OFFICE, str(office), qualifier)
    yield from acting(recorded.act, sealed=isinstance(recorded.event, FeedbackGiven))


def acting(act: Act, *, sealed: bool = False) -> Iterator[Link]:
    """Who did it, for which office, under which law."""
    if not sealed:
        yield Link(OFFICER, str(act.by), "by")
    if act.office is not None:
        yield Link(OFFICE, str(act.office), "for")
    if act.on_behalf_of is not None:
        yield Link(OFFICE, str(act.on_behalf_of), "on behalf of")
    yield Link(POLICY, act.policy, "under")


def decree_of(issued: DecreeIssued, case: UUID) -> str:
    """One of its own is known by its stream; one that was made in the case, by the case."""
    return str(issued.decree or case)


def _under_decree(event: object) -> str:
    return "issues" if isinstance(event, DecreeIssued | OutsidePlacementRecorded) else "after"


def _offices_named(event: object) -> Iterator[tuple[UUID, str]]:
    """Offices an event is about, beside the one that acts."""
    match event:
        case StepOpened(office=office) | EvaluationOpened(office=office):
            yield office, "before"
        case StepOverdue(office=office) | StepLeftUndone(office=office):
            yield office, "was before"
        case SubstituteNamed(office=office):
            yield office, "substitute"
        case CaseEscalated(to_office=office) | ObjectionEscalated(to_office=office):
            yield office, "escalated to"
        case ObjectionFiled(office=office):
            yield office, "before"
        case OutsidePlacementRecorded(office=office):
            yield office, "decreed by"
