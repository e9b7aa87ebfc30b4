"""XES (IEEE 1849): a trace for each case, an event for each event of the ledger, in its order.

A step is `start`ed when it is opened before its office and `complete` when the office has done it; both bear the name of
the step. Everything else is `complete` at once, under the name of its activity.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from xml.sax.saxutils import quoteattr

from api.mining.log import Course, Log
from domain.history import Recorded
from domain.transfer.activities import activity
from domain.transfer.events import (
    FeedbackGiven,
    StepNotRequired,
    StepOpened,
    StepPaused,
    StepResumed,
    SubstituteNamed,
)

XES = "application/xml; charset=utf-8"

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1849.2016" xes.features="" xmlns="http://www.xes-standard.org/">
<extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
<extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
<extension name="Organizational" prefix="org" uri="http://www.xes-standard.org/org.xesext"/>
<extension name="Lifecycle" prefix="lifecycle" uri="http://www.xes-standard.org/lifecycle.xesext"/>
<global scope="trace"><string key="concept:name" value=""/></global>
<global scope="event"><string key="concept:name" value=""/><string key="lifecycle:transition" value="complete"/>\
<date key="time:timestamp" value="1970-01-01T00:00:00.000+00:00"/></global>
<classifier name="Activity" scope="event" keys="concept:name"/>
<classifier name="Transition" scope="event" keys="concept:name lifecycle:transition"/>
"""
_OF_STEPS = {
    StepOpened: "start",
    StepPaused: "suspend",
    StepResumed: "resume",
    StepNotRequired: "autoskip",
    SubstituteNamed: "reassign",
}


def xes(log: Log) -> Iterator[bytes]:
    yield _HEAD.encode()
    for course in log.courses():
        events = [recorded for recorded, _ in course.events if log.sought.takes(recorded)]
        if events:
            yield f"<trace>\n{_case(course)}{''.join(map(_event, events))}</trace>\n".encode()
    yield b"</log>\n"


def _case(course: Course) -> str:
    case = course.last
    return "".join(
        _string(key, value)
        for key, value in (
            ("concept:name", course.id),
            ("type", case.route),
            ("initiative", case.initiative),
            ("status", case.status),
            ("policy", case.policy),
            ("person", case.person),
            ("originPost", case.origin_post),
            ("targetPost", case.target_post),
        )
    )


def _event(recorded: Recorded[Any]) -> str:
    event, act = recorded.event, recorded.act
    sealed = isinstance(event, FeedbackGiven)
    told = (
        ("concept:name", _name(event)),
        ("concept:instance", recorded.position),
        ("lifecycle:transition", _OF_STEPS.get(type(event), "complete")),
        ("org:resource", None if sealed else act.by),
        ("org:group", act.office),
        ("org:role", act.capacity),
        ("event", type(event).__name__),
        ("before", event.office if isinstance(event, StepOpened | SubstituteNamed) else None),
        ("onBehalfOf", act.on_behalf_of),
        ("policy", act.policy),
    )
    at = f'<date key="time:timestamp" value="{_at(act.at)}"/>'
    return f"<event>{at}{''.join(_string(key, value) for key, value in told if value is not None)}</event>\n"


def _name(event: object) -> str:
    return str(getattr(event, "step", "")) if type(event) in _OF_STEPS else activity(event)


def _string(key: str, value: object) -> str:
    return f"<string key={quoteattr(key)} value={quoteattr(str(value))}/>"


def _at(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")
