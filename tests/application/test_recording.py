"""Events as bytes: golden files, canonical JSON, and that whatever can happen can be read back."""

import dataclasses
import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from types import MappingProxyType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints
from uuid import UUID

import pytest
import rfc8785
from golden.examples import ENVELOPE, EXAMPLES
from golden.write import FOLDER, golden_file, main, todays_shape
from hypothesis import given, settings
from hypothesis import strategies as st

from application import recording
from application.ledger import Line
from application.recording import NAMES, Envelope, canonical, decode, encode, envelope_of, jsonable, name_of
from domain.act import Act
from domain.decree.events import DecreeEvent
from domain.lookups import LookupEvent
from domain.operations import OperationsEvent
from domain.plan import PlanEvent
from domain.policy_publication import LawEvent
from domain.red_flags.review import FlagReviewEvent
from domain.registry.agency import AgencyEvent
from domain.registry.decree_number import DecreeNumberTaken
from domain.registry.importing import FileImported
from domain.registry.movements import MovementsCounted
from domain.registry.nip_holding import NipEvent
from domain.registry.office import OfficeEvent
from domain.registry.person import PersonEvent
from domain.registry.post import PostEvent
from domain.registry.school import SchoolCounted
from domain.registry.unit import UnitEvent
from domain.transfer.events import TransferEvent, TransferRejected

UNIONS = (
    PlanEvent,
    AgencyEvent,
    UnitEvent,
    PostEvent,
    OfficeEvent,
    PersonEvent,
    NipEvent,
    TransferEvent,
    LawEvent,
    DecreeEvent,
    OperationsEvent,
    FlagReviewEvent,
    LookupEvent,
)


def line(name: str, body: bytes) -> Line:
    return Line(7, UUID(int=1), 3, UUID(int=2), datetime(2025, 3, 24, tzinfo=UTC), name, body)


# The names


def test_every_event_a_stream_can_hold_has_a_stored_name() -> None:
    events = {each for union in UNIONS for each in get_args(union)} | {
        FileImported,
        DecreeNumberTaken,
        SchoolCounted,
        MovementsCounted,
    }
    assert set(NAMES.values()) == events


def test_no_two_names_mean_the_same_class() -> None:
    assert len(set(NAMES.values())) == len(NAMES)
    assert {name_of(example) for example in EXAMPLES} == set(NAMES)


# Golden files


@pytest.mark.parametrize("example", EXAMPLES, ids=name_of)
def test_an_event_is_stored_as_it_always_was(example: object) -> None:
    name, body = encode(example, ENVELOPE)
    path = golden_file(name, todays_shape(name))
    assert path.exists(), f"no golden file; see {FOLDER / 'write.py'}"
    assert path.read_bytes() == body


@pytest.mark.parametrize("example", EXAMPLES, ids=name_of)
def test_every_shape_ever_stored_still_reads(example: object) -> None:
    name = name_of(example)
    for shape in range(1, todays_shape(name) + 1):
        stored = line(name, golden_file(name, shape).read_bytes())
        read = decode(stored)
        assert type(read.event) is type(example)
        assert read.act == ENVELOPE.act
        assert envelope_of(stored) == ENVELOPE
        if shape == todays_shape(name):
            assert read.event == example


def test_a_finding_recorded_before_there_were_facts_keeps_its_text() -> None:
    name = "EligibilityEvaluated"
    (older,) = decode(line(name, golden_file(name, 1).read_bytes())).event.findings
    assert (older.input, older.told) == ("14 months in post since 2024-01-10", ())


def test_there_is_one_golden_file_for_every_shape_of_every_event_type_and_no_other() -> None:
    wanted = {golden_file(name, shape + 1) for name in NAMES for shape in range(todays_shape(name))}
    assert set(FOLDER.glob("*.json")) == wanted


@pytest.mark.parametrize("example", [*EXAMPLES, ENVELOPE], ids=lambda each: type(each).__name__)
def test_an_example_sets_every_field(example: object) -> None:
    """What a golden file does not show could change without notice."""
    _is_full(example, type(example).__name__)


def _is_full(value: object, path: str) -> None:
    if dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            _is_full(getattr(value, field.name), f"{path}.{field.name}")
    else:
        assert value is False or value not in (None, "", (), {}), path


def test_existing_golden_files_are_never_rewritten(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {path: path.read_bytes() for path in FOLDER.glob("*.json")}
    changed = dataclasses.replace(ENVELOPE, correlation="changed")
    monkeypatch.setattr("golden.write.ENVELOPE", changed)
    main()
    assert {path: path.read_bytes() for path in FOLDER.glob("*.json")} == before
    assert capsys.readouterr().out == ""


def test_an_older_shape_is_upcast_step_by_step(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shape 1 called the reason `why`; shape 2 called the step by a number."""
    steps = {4: "origin_release"}
    upcasts: tuple[Callable[[dict[str, Any]], dict[str, Any]], ...] = (
        lambda data: {"step": data["step"], "reason": data["why"]},
        lambda data: {"step": steps[data["step"]], "reason": data["reason"]},
    )
    monkeypatch.setattr(recording, "SHAPES", MappingProxyType({"TransferRejected": upcasts}))
    event = TransferRejected("origin_release", "Kekurangan guru")
    name, body = encode(event, ENVELOPE)
    stored = json.loads(body)
    assert stored["shape"] == 3
    for shape, data in (
        (1, {"step": 4, "why": "Kekurangan guru"}),
        (2, {"step": 4, "reason": "Kekurangan guru"}),
        (3, {"step": "origin_release", "reason": "Kekurangan guru"}),
    ):
        older = json.dumps(stored | {"shape": shape, "data": data}).encode()
        assert decode(line(name, older)).event == event


# Canonical JSON

LARGEST = 2**53 - 1
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-LARGEST, LARGEST) | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(codec="ascii")), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(JSON)
@settings(max_examples=400, deadline=None)
def test_canonical_json_is_that_of_rfc_8785(value: object) -> None:
    assert canonical(value) == rfc8785.dumps(value)


@pytest.mark.parametrize(
    "value",
    [
        "".join(map(chr, range(0x20))),
        "\x7f\x80\u2028\u2029",
        '"\\/',
        "\U0001f600\ufb33\ue000",
        LARGEST,
        -LARGEST,
        {"b": 1, "a": [True, None, {"z": "", "A": 0}]},
    ],
    ids=["control characters", "separators", "escapes", "beyond the BMP", "largest", "smallest", "nested"],
)
def test_canonical_json_of_what_is_easily_got_wrong(value: object) -> None:
    assert canonical(value) == rfc8785.dumps(value)


@pytest.mark.parametrize("value", [LARGEST + 1, -LARGEST - 1, "\ud800", {1: "a"}])
def test_what_has_no_canonical_form_here_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        canonical(value)


def test_no_event_holds_a_number_that_is_not_whole() -> None:
    seen: set[type] = set()
    waiting = [Act, *NAMES.values()]
    while waiting:
        cls = waiting.pop()
        for annotation in get_type_hints(cls).values():
            for part in (annotation, *get_args(annotation)):
                assert part is not float, cls
                if dataclasses.is_dataclass(part) and part not in seen:
                    seen.add(part)
                    waiting.append(part)


# Whatever can happen can be read back

CENTURY = 100 * 366 * 24 * 3600 * 10**6
MOMENTS = st.builds(
    lambda past, minutes: (datetime(1990, 1, 1, tzinfo=UTC) + timedelta(microseconds=past)).astimezone(
        timezone(timedelta(minutes=minutes))
    ),
    st.integers(0, CENTURY),
    st.integers(-12 * 60, 14 * 60),
)


def values(hint: Any) -> st.SearchStrategy[Any]:
    """Values of a type, as far as the value domain of canonical JSON goes."""
    if dataclasses.is_dataclass(hint):
        return st.builds(hint, **{name: values(each) for name, each in get_type_hints(hint).items()})
    match get_origin(hint), get_args(hint):
        case (origin, parts) if origin in (Union, UnionType):
            return st.one_of(*map(values, parts))
        case (origin, (part, _)) if origin is tuple:
            return st.lists(values(part), max_size=3).map(tuple)
        case (origin, (_, part)) if origin is dict:
            return st.dictionaries(st.sampled_from(["integrity", "a b", "Z"]), values(part))
    simple = {int: st.integers(-LARGEST, LARGEST), datetime: MOMENTS}
    return simple.get(hint, st.from_type(hint))


@pytest.mark.parametrize("cls", NAMES.values(), ids=lambda cls: cls.__name__)
def test_an_event_survives_its_bytes(cls: type) -> None:
    @given(values(cls), values(Envelope))
    @settings(max_examples=15, deadline=None)
    def survives(event: object, envelope: Envelope) -> None:
        name, body = encode(event, envelope)
        assert NAMES[name] is cls
        assert body == rfc8785.dumps(json.loads(body))
        stored = line(name, body)
        read = decode(stored)
        assert read.event == event
        assert read.act == envelope.act
        assert read.act.at.utcoffset() == envelope.act.at.utcoffset()
        assert envelope_of(stored) == envelope
        assert encode(read.event, envelope_of(stored)) == (name, body)

    survives()


def test_the_place_in_the_ledger_is_told_beside_the_event() -> None:
    name, body = encode(EXAMPLES[0], ENVELOPE)
    read = decode(line(name, body))
    assert (read.position, read.version, read.stream) == (7, 3, UUID(int=1))
    assert read.recorded_at == datetime(2025, 3, 24, tzinfo=UTC)


def test_what_is_not_an_event_is_not_recorded() -> None:
    with pytest.raises(KeyError):
        encode(date(2025, 3, 24), ENVELOPE)
    with pytest.raises(KeyError):
        decode(line("NeverHeardOf", encode(EXAMPLES[0], ENVELOPE)[1]))


def test_domain_values_are_told_as_plain_json() -> None:
    told = jsonable(ENVELOPE.act)
    assert json.loads(json.dumps(told)) == told
    assert told["capacity"] == "PLT"
    assert told["at"] == "2025-03-24T10:02:03.456789+08:00"
