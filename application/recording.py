"""Events as bytes: a stable name and canonical JSON (RFC 8785), and back.

Stored names are for ever: they stand in NAMES, apart from the classes. To rename a class, keep its name here; to change
a shape, raise its SHAPES entry and add an upcast, so that its golden file still reads.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, get_args

import orjson
from pydantic import TypeAdapter

from application.ledger import Line
from domain import lookups, operations, plan, policy_publication
from domain.act import Act
from domain.decree import events as decree
from domain.history import Recorded
from domain.red_flags import review
from domain.registry import (
    agency,
    decree_number,
    importing,
    movements,
    nip_holding,
    office,
    person,
    post,
    school,
    unit,
)
from domain.registry.unit import UnitKind
from domain.transfer import events as transfer

_CLASSES: tuple[type, ...] = (
    *get_args(agency.AgencyEvent),
    *get_args(unit.UnitEvent),
    *get_args(post.PostEvent),
    school.SchoolCounted,
    movements.MovementsCounted,
    *get_args(office.OfficeEvent),
    *get_args(person.PersonEvent),
    *get_args(nip_holding.NipEvent),
    importing.FileImported,
    *get_args(plan.PlanEvent),
    *get_args(transfer.TransferEvent),
    *get_args(policy_publication.LawEvent),
    *get_args(decree.DecreeEvent),
    decree_number.DecreeNumberTaken,
    *get_args(operations.OperationsEvent),
    *get_args(review.FlagReviewEvent),
    *get_args(lookups.LookupEvent),
)

# Stored name -> class. A class that is renamed gets its own line after the comprehension, with the old name.
NAMES: Mapping[str, type] = MappingProxyType({cls.__name__: cls for cls in _CLASSES})
_NAME_OF: Mapping[type, str] = MappingProxyType({cls: name for name, cls in NAMES.items()})

Upcast = Callable[[dict[str, Any]], dict[str, Any]]


def _without_workload(data: dict[str, Any]) -> dict[str, Any]:
    """Posts told the need alone before, not what it was counted from."""
    return data | {"post": data["post"] | {"workload": None}}


def _without_retirement_age(data: dict[str, Any]) -> dict[str, Any]:
    """Posts told a retirement age before it was the policy's to say."""
    position = {name: value for name, value in data["post"]["position"].items() if name != "retirement_age"}
    return data | {"post": data["post"] | {"position": position}}


def _without_forecast(data: dict[str, Any]) -> dict[str, Any]:
    """Reviews looked at the gaps alone before."""
    return data | {"needs": None, "deviation": ""}


def _without_units(data: dict[str, Any]) -> dict[str, Any]:
    """Forecasts weighed the two posts alone before."""
    needs = data["needs"]
    return data | {"needs": None if needs is None else needs | {"units": None}}


def _without_candidates(data: dict[str, Any]) -> dict[str, Any]:
    """Reviews looked at the person alone before."""
    return data | {"candidates": [], "preference": ""}


def _ordinary_unit(data: dict[str, Any]) -> dict[str, Any]:
    """Units had no kind before postings for a term."""
    return data | {"unit": data["unit"] | {"kind": UnitKind.ORDINARY}}


def _without_facts(data: dict[str, Any]) -> dict[str, Any]:
    """Findings had an English text alone before."""
    return data | {"findings": [finding | {"told": []} for finding in data["findings"]]}


# Stored name -> upcasts of its data: the first turns shape 1 into shape 2, and so on.
SHAPES: Mapping[str, tuple[Upcast, ...]] = MappingProxyType(
    {
        # 2: as what somebody signed a paper; before, nobody said.
        "FileVerified": (lambda data: data | {"signatories": {}},),
        "DocumentAccepted": (lambda data: data | {"signed_by": None},),
        "FileReturned": (lambda data: data | {"resubmit_by": None},),  # a file could come back for ever
        "TransferRequested": (
            lambda data: data | {"ground": ""},  # requests stated no ground
            lambda data: data | {"follows": None, "set_aside": ""},  # 3: and followed no refusal set aside
        ),
        # 2: days that are counted say from when, so that a corrected calendar may move them; before, none was told.
        "FeedbackRequested": (lambda data: data | {"asked_on": None},),
        "ObjectionEscalated": (lambda data: data | {"escalated_on": None},),
        "OversightRecommendationReceived": (lambda data: data | {"due_named": True},),
        # 2: a copy of one type of transfer says so.
        "PeopleLookedUp": (lambda data: data | {"officials": []},),
        "TrailCopied": (lambda data: data | {"search": data["search"] | {"type": None}},),
        "DecreeIssued": (
            lambda data: data | {"decree": None},  # decrees of their own came later
            # 3: how many it is for; one of its own counts as made for several, which none told.
            lambda data: data | {"people": 1 if data["decree"] is None else 2},
        ),
        "ConsiderationGiven": (lambda data: data | {"tally": None},),
        "EligibilityEvaluated": (_without_facts,),
        "PlanFollowed": (lambda data: data | {"edition": 1},),  # plans were not amended before
        "FitAssessed": (_without_forecast, _without_units, _without_candidates),
        "PostEstablished": (_without_workload, _without_retirement_age),
        "PostRevised": (_without_workload, _without_retirement_age),
        "UnitRegistered": (_ordinary_unit,),
        "UnitCorrected": (_ordinary_unit,),
        "OverrideRecorded": (lambda data: data | {"grounds": {}},),
        # 2: goals are scored, who missed a review is told, and a trigger tells what it was judged on.
        "EvaluationAnswered": (lambda data: data | {"goals": []},),
        "EvaluationMissed": (lambda data: data | {"unanswered": []},),
        "AdjustmentTriggered": (
            lambda data: {
                "months": data["months"],
                "triggers": [{"trigger": code, "input": ""} for code in data["triggers"]],
                "office": None,
                "shown_on": None,
                "due_on": None,
            },
            # 3: what showed is told as facts; before, in English alone.
            lambda data: data | {"triggers": [each | {"told": []} for each in data["triggers"]]},
        ),
        "PerformanceRated": (lambda data: data | {"mark": None},),
    }
)


@dataclass(frozen=True, slots=True)
class Envelope:
    """What every event carries beside its data.

    `request` is the digest of what was sent, for idempotency;
    `correlation` the W3C trace id of the request, `causation` what led to it (another command, or a file's digest).
    """

    act: Act
    request: str
    correlation: str = ""
    causation: str = ""


_ADAPTERS: dict[type, TypeAdapter[Any]] = {}


def _adapter(cls: type) -> TypeAdapter[Any]:
    if (adapter := _ADAPTERS.get(cls)) is None:
        adapter = _ADAPTERS[cls] = TypeAdapter(cls)
    return adapter


_ACT = TypeAdapter(Act)
_PLAIN_ACT = _ACT.serializer.to_python


def name_of(event: object) -> str:
    return _NAME_OF[type(event)]


def name_of_class(event: type) -> str:
    return _NAME_OF[event]


def canonical(value: object) -> bytes:
    """Canonical JSON of strings, booleans, null, arrays, objects with ASCII keys, and integers below 2^53.

    For these, sorted keys without white space are RFC 8785's form; a test compares with its reference implementation.
    TypeError for greater integers.
    """
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS | orjson.OPT_STRICT_INTEGER)


def jsonable(value: object) -> Any:  # noqa: ANN401 JSON is what it is
    """A domain value as plain JSON types."""
    return _adapter(type(value)).dump_python(value, mode="json")


def encode(event: object, envelope: Envelope) -> tuple[str, bytes]:
    """The stored name and bytes."""
    return encoder(envelope)(event)


def encoder(envelope: Envelope) -> Callable[[object], tuple[str, bytes]]:
    """`encode` for all events of one envelope, which is made ready once."""
    around = {
        "act": orjson.Fragment(canonical(_PLAIN_ACT(envelope.act, mode="json"))),
        "causation": envelope.causation,
        "correlation": envelope.correlation,
        "request": envelope.request,
    }

    def encoded(event: object) -> tuple[str, bytes]:
        cls = type(event)
        name = _NAME_OF[cls]
        data = _adapter(cls).serializer.to_python(event, mode="json")
        return name, canonical(around | {"data": data, "shape": 1 + len(SHAPES.get(name, ()))})

    return encoded


def decode(stored: Line) -> Recorded[Any]:
    """The event a row holds, in today's shape."""
    return opened(stored).recorded


@dataclass(frozen=True, slots=True)
class Opened:
    """An event with the data it was made from: as it stands in the row, and in today's shape (the same, mostly)."""

    recorded: Recorded[Any]
    stored: dict[str, Any]
    data: dict[str, Any]


def opened(stored: Line) -> Opened:
    body = orjson.loads(stored.body)
    data = body["data"]
    for upcast in SHAPES.get(stored.name, ())[body["shape"] - 1 :]:
        data = upcast(data)
    recorded = Recorded(
        event=_adapter(NAMES[stored.name]).validator.validate_python(data),
        act=_ACT.validator.validate_python(body["act"]),
        stream=stored.stream,
        version=stored.version,
        position=stored.position,
        recorded_at=stored.recorded_at,
    )
    return Opened(recorded, body["data"], data)


def envelope_of(stored: Line) -> Envelope:
    body = orjson.loads(stored.body)
    return Envelope(
        _ACT.validate_python(body["act"]), body["request"], body["correlation"], body["causation"]
    )
