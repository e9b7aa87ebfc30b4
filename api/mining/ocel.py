"""OCEL 2.0 as JSON, written in one pass: types, events, and then the objects that were met.

After arXiv 2403.01975 and ocel-standard.org. Its schema wants every value as text; the type beside its name says what the
text stands for. What is so from the beginning is so since 1970.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime, time
from typing import Any, get_args
from uuid import UUID

import orjson

from api.mining.log import Course, Log
from api.mining.met import Met, Told, meeting
from api.mining.told import (
    CASE,
    DECREE,
    OFFICE,
    OFFICER,
    PERSON,
    POLICY,
    POST,
    UNIT,
    Link,
    acting,
    decree_of,
    links_of,
    object_id,
)
from domain.decree.events import (
    DecreeDrafted,
    DecreeEvent,
    DecreeInitialled,
    DecreeReturned,
    DecreeSigned,
    OutsideDecreeRecorded,
    TransferAnnexed,
    WholeDecreeCorrected,
    WholeDecreeRevoked,
)
from domain.history import Recorded
from domain.registry import post as posts
from domain.transfer.events import TransferEvent

OCEL = "application/json"

_ALWAYS = "1970-01-01T00:00:00Z"
_EVENT = {"step": "string", "capacity": "string", "recordedAt": "time"}
_OBJECTS: dict[str, dict[str, str]] = {
    CASE: {"type": "string", "initiative": "string", "status": "string", "policy": "string"},
    PERSON: {},
    POST: {"kind": "string", "seats": "integer", "occupied": "integer"},
    UNIT: {"kind": "string", "agency": "string"},
    DECREE: {"effectiveOn": "time"},
    OFFICER: {},
    OFFICE: {"kind": "string", "agency": "string"},
    POLICY: {},
}
_NOTHING: Told = {"attributes": [], "relationships": []}
Linked = tuple[Recorded[Any], Sequence[Link]]


def ocel(log: Log) -> Iterator[bytes]:
    kinds = [event.__name__ for events in (TransferEvent, DecreeEvent) for event in get_args(events)]
    yield b'{"objectTypes":' + orjson.dumps([_type(name, told) for name, told in _OBJECTS.items()])
    yield b',"eventTypes":' + orjson.dumps([_type(name, _EVENT) for name in kinds])
    with meeting() as met:
        yield from _array(b',"events":[', _events(log, met))
        yield from _array(b'],"objects":[', _objects(log, met))
    yield b"]}\n"


def _array(opening: bytes, items: Iterable[Told]) -> Iterator[bytes]:
    yield opening
    for number, item in enumerate(items):
        yield (b",\n" if number else b"\n") + orjson.dumps(item)


def _type(name: str, attributes: dict[str, str]) -> Told:
    return {"name": name, "attributes": [{"name": each, "type": kind} for each, kind in attributes.items()]}


# Events


def _events(log: Log, met: Met) -> Iterator[Told]:
    for course in log.courses():
        taken = [(recorded, state) for recorded, state in course.events if log.sought.takes(recorded)]
        linked = [(recorded, links_of(recorded, state, course.units)) for recorded, state in taken]
        if linked:
            met.note(_first_told(course, linked))
        for recorded, links in linked:
            yield _event(recorded, links)
    for page in met.pages(DECREE):
        own = [
            UUID(each) for each, _ in page if not met.has(CASE, each)
        ]  # the others were made in their case
        for history in log.histories(own).values():
            yield from _of_decree(log, met, history)


def _of_decree(log: Log, met: Met, history: Sequence[Recorded[Any]]) -> Iterator[Told]:
    """What happened to a decree of its own, linked to those of its cases that are told here, and to no others."""
    people: dict[UUID, UUID] = {}
    for recorded in history:
        people |= _annexed(recorded.event)
        if log.sought.takes(recorded):
            links = [Link(DECREE, str(recorded.stream), "of"), *_offices(recorded.event)]
            for case in _cases(recorded.event) or people:
                if met.has(CASE, str(case)) and case in people:
                    links += [Link(CASE, str(case), "annexed"), Link(PERSON, str(people[case]), "subject")]
            links = [*dict.fromkeys([*links, *acting(recorded.act)])]
            met.note((link.type, link.id, _NOTHING) for link in links)
            yield _event(recorded, links)


def _annexed(event: object) -> dict[UUID, UUID]:
    match event:
        case TransferAnnexed(transfer, person):
            return {transfer: person}
        case OutsideDecreeRecorded(people=people):
            return {each.transfer: each.person for each in people}
        case _:
            return {}


def _cases(event: object) -> Sequence[UUID]:
    """Whom the event is about, where it is not everybody in the annex."""
    match event:
        case (
            DecreeSigned(issued=cases)
            | WholeDecreeRevoked(revoked=cases)
            | WholeDecreeCorrected(corrected=cases)
        ):
            return cases
        case _ if (case := getattr(event, "transfer", None)) is not None:
            return [case]
        case _:
            return []


def _offices(event: object) -> list[Link]:
    match event:
        case DecreeDrafted(office=office) | OutsideDecreeRecorded(office=office):
            return [Link(OFFICE, str(office), "decreed by")]
        case DecreeInitialled(office=office) | DecreeReturned(office=office):
            return [Link(OFFICE, str(office), "signatory")]
        case _:
            return []


def _event(recorded: Recorded[Any], links: Sequence[Link]) -> Told:
    step, capacity = getattr(recorded.event, "step", None), recorded.act.capacity
    told = {"step": step, "capacity": capacity, "recordedAt": _at(recorded.recorded_at)}
    return {
        "id": f"event:{recorded.position}",
        "type": type(recorded.event).__name__,
        "time": _at(recorded.act.at),
        "attributes": [{"name": name, "value": value} for name, value in told.items() if value],
        "relationships": [{"objectId": link.object, "qualifier": link.qualifier} for link in links],
    }


# Objects


def _objects(log: Log, met: Met) -> Iterator[Told]:
    """Registry objects are told from their own histories, once it is known which were met."""
    more: dict[str, Callable[[list[UUID]], dict[UUID, Told]]] = {
        POST: lambda ids: _posts(log, ids),
        UNIT: lambda ids: _known_as(log.known_as("units", ids)),
        OFFICE: lambda ids: _known_as(log.known_as("offices", ids)),
    }
    for kind in _OBJECTS:
        for page in met.pages(kind):
            found = {}
            if kind in more:
                found = {
                    str(each): told for each, told in more[kind]([UUID(each) for each, _ in page]).items()
                }
            for each, told in page:
                yield {"id": object_id(kind, each), "type": kind} | found.get(each, told)


def _case(course: Course, *, decreed: bool) -> Told:
    """`decreed`: the decree is told of."""
    first, last = course.events[0][1], course.last
    attributes = [_value("type", last.route), _value("initiative", last.initiative)]
    for name in ("status", "policy"):
        before = None
        for recorded, state in course.events:
            if (value := getattr(state, name)) != before:
                attributes.append(_value(name, value, _at(recorded.act.at)))
                before = value
    related = [
        (PERSON, first.person, "subject"),
        (POST, first.origin_post, "origin"),
        (POST, first.target_post, "target"),
    ]
    if last.decree is not None and decreed:
        related.append((DECREE, UUID(decree_of(last.decree, course.id)), "decided by"))
    return {"attributes": attributes, "relationships": [_related(*each) for each in related]}


def _first_told(course: Course, linked: Sequence[Linked]) -> Iterator[tuple[str, str, Told]]:
    """The objects of a case; those of the registry are told later."""
    objects = dict.fromkeys((link.type, link.id) for _, links in linked for link in links)
    decreed = any(kind == DECREE for kind, _ in objects)
    for kind, each in objects:
        if kind == CASE:
            yield kind, each, _case(course, decreed=decreed)
        elif kind == DECREE and course.last.decree is not None:
            effective = datetime.combine(course.last.decree.effective_on, time(), UTC)
            yield kind, each, _NOTHING | {"attributes": [_value("effectiveOn", _at(effective))]}
        else:
            yield kind, each, _NOTHING


def _posts(log: Log, ids: list[UUID]) -> dict[UUID, Told]:
    told = {}
    for each, history in log.histories(ids).items():
        post: posts.Post | None = None
        attributes: list[Told] = []
        before: dict[str, str] = {}
        for recorded in history:
            post = posts.evolve(post, recorded.event, recorded.act)
            now = {
                "kind": str(post.described.position.kind),
                "seats": str(post.described.seats),
                "occupied": str(len(post.occupants)),
            }
            at = _at(recorded.act.at) if before else _ALWAYS
            attributes += [
                _value(name, value, at) for name, value in now.items() if before.get(name) != value
            ]
            before = now
        if post is not None:
            unit = _related(UNIT, post.described.unit, "in")
            told[each] = {"attributes": attributes, "relationships": [unit]}
    return told


def _known_as(rows: dict[UUID, dict[str, Any]]) -> dict[UUID, Told]:
    return {
        each: {
            "attributes": [
                _value(name, str(row[name])) for name in ("kind", "agency") if row[name] is not None
            ],
            "relationships": [],
        }
        for each, row in rows.items()
    }


def _value(name: str, value: str, at: str = _ALWAYS) -> Told:
    return {"name": name, "time": at, "value": value}


def _related(kind: str, each: UUID, qualifier: str) -> Told:
    return {"objectId": object_id(kind, each), "qualifier": qualifier}


def _at(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
