"""Cases exported for process mining, and read back by a tool that others use: nothing lost, nobody told who is sealed."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import groupby, zip_longest
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast
from uuid import UUID, uuid4, uuid5

import cast as people
import jsonschema_rs
import pytest
from cast import (
    BUDI,
    BUDI_MOVES,
    CITY_ID,
    CITY_PERSONNEL,
    MINISTER,
    NORTH_ID,
    NORTH_PERSONNEL,
    PEERS,
    REGENT,
    SITI,
    SITI_MOVES,
    SITI_PROFILE,
    act_of,
    official,
    on,
    own_act,
)
from databases import copied
from fastapi import FastAPI
from fastapi.testclient import TestClient
from given import Case, given, recorded
from standing import held_up_twice
from stories import balancing_move, teacher_moves_to_the_city
from typer.testing import CliRunner
from web import Web

from api.cli import app as command_line
from api.house import open_house
from api.identity import LocalKey
from api.mining.log import Course, Log, Sought
from api.mining.ocel import ocel
from api.mining.pnml import pnml
from api.mining.xes import xes
from api.settings import Mode, Settings
from application.ledger import Draft, Entry, Ledger
from application.recording import Envelope, decode, encode
from domain.decree.events import DecreeDrafted, DecreePutForSignature, DecreeSigned, TransferAnnexed
from domain.history import Happened
from domain.identity import CLOCK, OfficeKind, office_id
from domain.lookups import TrailCopied
from domain.transfer.commands import (
    DecideObjection,
    EscalateStep,
    FileObjection,
    LapseObjection,
    NoteOverdue,
    RecordEvaluation,
    RefuseStep,
    RemindStep,
)
from domain.transfer.events import DecreeIssued, FeedbackGiven, GoalResult, StepOpened
from domain.transfer.evolving import evolve
from domain.transfer.nets import net_of

# The tool advertises a faster reader of its own.
pytestmark = pytest.mark.filterwarnings("ignore:Install the optional requirement `r4pm`")

DAY = on(2026, 12, 20)
AUDITOR = official(OfficeKind.AUDITOR, NORTH_ID)
CITY_INSPECTOR = official(OfficeKind.INSPECTORATE, CITY_ID)
DECREE, SOMEBODY_ELSE = uuid5(NORTH_ID, "a decree"), uuid5(NORTH_ID, "a case of nobody here")


def sitis() -> Case:
    """Within the north, to the end. Her decree is one of its own."""
    case = given(SITI_MOVES).given(balancing_move())
    case.history = [
        Happened(replace(each.event, decree=DECREE), each.act)
        if isinstance(each.event, DecreeIssued)
        else each
        for each in case.history
    ]
    return case


def budis() -> Case:
    """From the north to the city, to the end. His decree was made in the case; he objected to it, and was not told in time.

    His pay is moved late: its office is reminded, and the office above is told.
    """
    case = given(BUDI_MOVES).given(teacher_moves_to_the_city(), until="payroll")
    *_, pay, record = teacher_moves_to_the_city()
    by_clock = ((RemindStep, (10, 28)), (NoteOverdue, (10, 31)), (EscalateStep, (11, 12)))
    for command, act in (
        (FileObjection("Terlalu jauh"), own_act(BUDI, on(2025, 10, 3))),
        *((note("payroll"), own_act(CLOCK, on(2025, *day, 0))) for note, day in by_clock),
        record,
        (pay[0], replace(pay[1], at=on(2025, 11, 13))),
        (LapseObjection(), own_act(CLOCK, on(2025, 12, 1, 0))),
        (DecideObjection(granted=False, number="180/7", reason="Tidak"), act_of(*MINISTER, on(2025, 12, 8))),
    ):
        assert case.when(command, act).refused is None, (command, case.refused)
    for months, day in ((3, on(2026, 3, 2)), (6, on(2026, 6, 2)), (12, on(2026, 12, 1))):
        reached = [GoalResult(goal, reached=True) for goal in case.state.decree.goals] if months == 12 else []  # type: ignore[union-attr]
        outcome = "SUCCESS" if reached else "CONTINUE"
        case.when(RecordEvaluation(months, outcome, tuple(reached), "Baik."), act_of(*CITY_PERSONNEL, day))
        assert case.refused is None
    return case


def refused() -> Case:
    """Budi's request, refused by the origin; his objection is granted, which gives him leave to ask again."""
    case = given(BUDI_MOVES).given(teacher_moves_to_the_city(), until="origin_release")
    for command, act in (
        (RefuseStep("origin_release", "Kekurangan guru"), act_of(*REGENT, on(2025, 9, 15))),
        (FileObjection("Tidak beralasan"), own_act(BUDI, on(2025, 9, 17))),
        (DecideObjection(granted=True, number="180/3", reason="Beralasan"), act_of(*REGENT, on(2025, 9, 19))),
    ):
        assert case.when(command, act).refused is None, (command, case.refused)
    return case


def revoked() -> Case:
    """Budi's decree, to which he objects with success before he starts."""
    case = given(BUDI_MOVES).given(teacher_moves_to_the_city(), until="duty_start")
    for command, act in (
        (FileObjection("Tidak beralasan"), own_act(BUDI, on(2025, 9, 30))),
        (
            DecideObjection(granted=True, number="180/5", reason="Beralasan"),
            act_of(*people.GOVERNOR, on(2025, 10, 1)),
        ),
    ):
        assert case.when(command, act).refused is None, (command, case.refused)
    return case


def of_the_decree() -> list[Happened[Any]]:
    officer, regent = act_of(*NORTH_PERSONNEL, on(2025, 3, 21)), act_of(*REGENT, on(2025, 3, 24))
    return [
        Happened(event, replace(act, command=uuid4()))
        for event, act in (
            (
                DecreeDrafted(office_id(*REGENT), "821/9", "Pemerataan", ("Tujuan",), date(2025, 4, 14)),
                officer,
            ),
            (TransferAnnexed(SITI_MOVES.transfer, SITI, people.NEW_POST_ID, ""), officer),
            (TransferAnnexed(SOMEBODY_ELSE, people.COLLEAGUES[0], people.NEW_POST_ID, ""), officer),
            (DecreePutForSignature((office_id(*REGENT),)), officer),
            (DecreeSigned(date(2025, 3, 24), (SITI_MOVES.transfer, SOMEBODY_ELSE), ()), regent),
        )
    ]


def record(ledger: Ledger, histories: dict[UUID, list[Happened[Any]]]) -> None:
    """In turns, a command of each: a ledger does not keep cases apart."""
    turns = [
        [(stream, [*made]) for _, made in groupby(history, lambda each: each.act.command)]
        for stream, history in histories.items()
    ]
    versions = dict.fromkeys(histories, 0)
    for stream, made in (each for turn in zip_longest(*turns) for each in turn if each is not None):
        before = versions[stream]
        versions[stream] += len(made)
        drafts = [
            Draft(stream, before + number, *encode(each.event, Envelope(each.act, "")))
            for number, each in enumerate(made, start=1)
        ]
        ledger.append(Entry(made[0].act.command, {stream: before}, drafts))


@pytest.fixture(scope="module")
def web(built: FastAPI, server: str, peopled: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    """Two cases that were played once and are only read here."""
    with copied(server, peopled) as url:
        settings = Settings(mode=Mode.DEMO, database_url=url, data=tmp_path_factory.mktemp("mining"))
        built.state.settings, built.state.open_house = settings, lambda: open_house(settings, url)
        with TestClient(built) as client:
            web = Web(client, LocalKey(settings.data), built.state.house)
            cases = {SITI_MOVES.transfer: sitis().history, BUDI_MOVES.transfer: budis().history}
            record(web.house.ledger, cases | {DECREE: of_the_decree()})
            web.house.runner.wait_for(web.head)
            yield web


def asked(web: Web, reader: UUID, path: str, **sought: object) -> bytes:
    answer = web.get(f"/v1/exports/{path}", reader, DAY, **sought)
    assert answer.status_code == 200, answer.text
    return answer.content


@pytest.fixture(scope="module")
def told(web: Web) -> dict[str, Any]:
    return cast("dict[str, Any]", json.loads(asked(web, AUDITOR, "ocel.json")))


def events_of(web: Web, *streams: UUID) -> list[Any]:
    return [decode(line) for line in web.house.ledger.read(streams)]


ALL = (SITI_MOVES.transfer, BUDI_MOVES.transfer, DECREE)


def named(pairs: dict[str, str]) -> dict[str, Any]:
    """Of the schema: an object of texts, all of them obligatory."""
    texts = {name: {"type": "string"} | ({"format": kind} if kind else {}) for name, kind in pairs.items()}
    return {"type": "object", "properties": texts, "required": [*pairs]}


def listed(items: dict[str, Any], *optional: str, **more: dict[str, Any]) -> dict[str, Any]:
    properties = items["properties"] | {name: {"type": "array", "items": each} for name, each in more.items()}
    required = [name for name in (*items["required"], *more) if name not in optional]
    return {"type": "array", "items": items | {"properties": properties, "required": required}}


# What the schema of ocel-standard.org (OCEL 2.0, JSON) asks for.
_TYPES = listed(named({"name": ""}), attributes=named({"name": "", "type": ""}))
_RELATED = named({"objectId": "", "qualifier": ""})
OCEL_SCHEMA = {
    "$schema": "http://json-schema.org/draft-07/schema#",
    "type": "object",
    "properties": {
        "eventTypes": _TYPES,
        "objectTypes": _TYPES,
        "events": listed(
            named({"id": "", "type": "", "time": "date-time"}),
            attributes=named({"name": "", "value": ""}),
            relationships=_RELATED,
        ),
        "objects": listed(
            named({"id": "", "type": ""}),
            attributes=named({"name": "", "value": "", "time": "date-time"}),
            relationships=_RELATED,
        ),
    },
    "required": ["eventTypes", "objectTypes", "events", "objects"],
}


def test_it_is_an_object_centric_log_as_the_standard_has_it(told: dict[str, Any]) -> None:
    jsonschema_rs.Draft7Validator(OCEL_SCHEMA, validate_formats=True).validate(told)
    for kind, each in (("eventTypes", "events"), ("objectTypes", "objects")):
        types = {known["name"]: {a["name"] for a in known["attributes"]} for known in told[kind]}
        for item in told[each]:
            assert {attribute["name"] for attribute in item["attributes"]} <= types[item["type"]]
        assert len({item["id"] for item in told[each]}) == len(told[each])
    objects = {item["id"] for item in told["objects"]}
    assert {r["objectId"] for e in told["events"] for r in e["relationships"]} == objects
    assert {r["objectId"] for o in told["objects"] for r in o["relationships"]} <= objects


def test_every_event_of_the_ledger_is_there_with_all_it_is_about(web: Web, told: dict[str, Any]) -> None:
    history = events_of(web, *ALL)
    found = {event["id"]: event for event in told["events"]}
    assert set(found) == {f"event:{each.position}" for each in history}
    decreed = {each.stream: each.position for each in history if isinstance(each.event, DecreeIssued)}
    for each in history:
        event = found[f"event:{each.position}"]
        assert event["type"] == type(each.event).__name__
        assert datetime.fromisoformat(event["time"]) == each.act.at
        links = {(r["objectId"].split(":")[0], r["qualifier"]): r["objectId"] for r in event["relationships"]}
        assert len(links) == len(event["relationships"])
        assert links["policy", "under"] == f"policy:{each.act.policy}"
        assert links.get(("officer", "by")) == (
            None if isinstance(each.event, FeedbackGiven) else f"officer:{each.act.by}"
        )
        assert links.get(("office", "for")) == (f"office:{each.act.office}" if each.act.office else None)
        if each.stream == DECREE:
            continue
        case = {SITI_MOVES.transfer: SITI_MOVES, BUDI_MOVES.transfer: BUDI_MOVES}[each.stream]
        assert links["case", "of"] == f"case:{case.transfer}"
        assert links["person", "subject"] == f"person:{case.person}"
        assert links["post", "target"] == f"post:{case.target}"
        assert {("post", "origin"), ("unit", "origin"), ("unit", "target")} <= set(links)
        qualifier = "issues" if isinstance(each.event, DecreeIssued) else "after"
        decree = DECREE if case is SITI_MOVES else case.transfer
        expected = f"decree:{decree}" if each.position >= decreed[each.stream] else None
        assert links.get(("decree", qualifier)) == expected
        if isinstance(each.event, StepOpened):
            assert links["office", "before"] == f"office:{each.event.office}"


def test_a_decree_for_many_names_those_of_its_people_that_are_told_and_no_others(
    told: dict[str, Any],
) -> None:
    signed = next(event for event in told["events"] if event["type"] == "DecreeSigned")
    cases = [r["objectId"] for r in signed["relationships"] if r["objectId"].startswith(("case:", "person:"))]
    assert cases == [f"case:{SITI_MOVES.transfer}", f"person:{SITI}"]
    annexed = [event for event in told["events"] if event["type"] == "TransferAnnexed"]
    assert [any(r["qualifier"] == "annexed" for r in event["relationships"]) for event in annexed] == [
        True,
        False,
    ]
    assert str(SOMEBODY_ELSE) not in json.dumps(told)


def test_a_tool_reads_back_as_many_of_everything_as_the_ledger_holds(
    web: Web, told: dict[str, Any], tmp_path: Path
) -> None:
    import pm4py  # noqa: PLC0415  it is large, and tests only know it

    file = tmp_path / "log.json"
    file.write_bytes(asked(web, AUDITOR, "ocel.json"))
    log = pm4py.read_ocel2_json(str(file))
    history = events_of(web, *ALL)
    assert len(log.events) == len(history)
    pairs = {(event["id"], each["objectId"]) for event in told["events"] for each in event["relationships"]}
    assert len(log.relations) == len(pairs), (
        "it takes an object once, in whatever qualities an event names it"
    )
    assert len(log.o2o) == sum(len(each["relationships"]) for each in told["objects"])
    assert len(log.objects) == len(told["objects"])
    assert Counter(log.events["ocel:activity"]) == Counter(type(each.event).__name__ for each in history)
    counted = Counter(log.objects["ocel:type"])
    officers = {each.act.by for each in history if not isinstance(each.event, FeedbackGiven)}
    assert (counted["case"], counted["person"], counted["decree"]) == (2, 2, 2)
    assert (counted["post"], counted["policy"]) == (4, 1)
    assert counted["officer"] == len(officers)
    hers = f"case:{SITI_MOVES.transfer}"
    changes = log.object_changes[log.object_changes["ocel:oid"] == hers]
    first = log.objects.set_index("ocel:oid").loc[hers, "status"]
    (case,) = (each for each in told["objects"] if each["id"] == hers)
    statuses = [each["value"] for each in case["attributes"] if each["name"] == "status"]
    assert [first, *changes["status"].dropna()] == statuses
    assert (statuses[0], statuses[-1]) == ("SUBMITTED", "CLOSED")
    flat = pm4py.ocel_flattening(log, "case")
    assert flat["case:concept:name"].nunique() == 2


def test_a_trace_for_each_case_in_its_order_though_the_ledger_mixes_them(web: Web, tmp_path: Path) -> None:
    """And what that tool writes of it is the same again."""
    import pm4py  # noqa: PLC0415

    first, again = tmp_path / "first.xes", tmp_path / "again.xes"
    first.write_bytes(asked(web, AUDITOR, "events.xes"))
    log = pm4py.read_xes(str(first))
    for case in (SITI_MOVES.transfer, BUDI_MOVES.transfer):
        history = events_of(web, case)
        trace = log[log["case:concept:name"] == str(case)]
        assert list(trace["event"]) == [type(each.event).__name__ for each in history]
        assert [int(each) for each in trace["concept:instance"]] == [each.position for each in history]
        assert [each.to_pydatetime() for each in trace["time:timestamp"]] == [
            each.act.at.astimezone(UTC) for each in history
        ]
        by = [None if isinstance(each.event, FeedbackGiven) else str(each.act.by) for each in history]
        assert [each if isinstance(each, str) else None for each in trace["org:resource"]] == by
        steps = trace[trace["concept:name"] == "decree"]
        assert list(steps["lifecycle:transition"]) == ["start", "complete"]
    pm4py.write_xes(log, str(again))
    columns = ["case:concept:name", "concept:name", "lifecycle:transition", "time:timestamp", "org:group"]
    assert pm4py.read_xes(str(again))[columns].equals(log[columns])


def test_lawful_cases_fit_the_net_of_their_route_and_a_doctored_log_does_not(
    web: Web, tmp_path: Path
) -> None:
    import pm4py  # noqa: PLC0415

    def fitness(log: Any, kind: str) -> float:
        answer = web.get(f"/v1/policies/{people.POLICY.version}/routes/{kind}.pnml", SITI, DAY)
        file = tmp_path / f"{kind}.pnml"
        file.write_bytes(answer.content)
        (replayed,) = pm4py.conformance_diagnostics_token_based_replay(log, *pm4py.read_pnml(str(file)))
        return float(replayed["trace_fitness"])

    file = tmp_path / "log.xes"
    for case, kind in ((SITI_MOVES, "INTRA_INSTANSI"), (BUDI_MOVES, "KABKOTA_SATU_PROVINSI")):
        file.write_bytes(asked(web, AUDITOR, "events.xes", type=kind))
        log = pm4py.read_xes(str(file))
        assert set(log["case:concept:name"]) == {str(case.transfer)}
        done = log[log["lifecycle:transition"] == "complete"].reset_index(drop=True)
        assert fitness(done, kind) == 1.0
        assert fitness(done[done["concept:name"] != "reply"], kind) < 1.0
    names = list(done["concept:name"])
    assert {"StepReminded payroll", "CaseEscalated payroll", "ObjectionEscalated", "EvaluationRecorded 6"} < {
        *names
    }
    for one, other in (
        ("decree", "technical_consideration"),
        ("ObjectionFiled", "ObjectionLapsed"),
        ("StepOverdue payroll", "duty_start"),
        ("EvaluationRecorded 6", "TransferClosed"),
    ):
        swapped, first, second = [*names], names.index(one), names.index(other)
        swapped[first], swapped[second] = names[second], names[first]
        assert fitness(done.assign(**{"concept:name": swapped}), kind) < 1.0, (one, other)
    for left_out in ("ObjectionFiled", "ObjectionEscalated", "EvaluationRecorded 12"):
        assert fitness(done[done["concept:name"] != left_out], kind) < 1.0, left_out


@pytest.mark.parametrize(
    ("case", "left_out"),
    [
        (refused, ("ObjectionFiled", "TransferRejected")),
        (revoked, ("ObjectionFiled", "decree")),
        (held_up_twice, ("CaseResumed", "CaseSuspended", "DecreeSuspended", "DecreeSuspensionLifted")),
    ],
    ids=["an objection to a refusal", "an objection to a decree", "suspensions"],
)
def test_remedies_and_suspensions_fit_too_and_not_without_what_they_rest_on(
    case: Callable[[], Case], left_out: tuple[str, ...], tmp_path: Path
) -> None:
    import pm4py  # noqa: PLC0415

    played = case()
    events, state = [], None
    for number, each in enumerate(played.history, start=1):
        state = evolve(state, each.event, each.act)
        events.append((recorded(each, BUDI_MOVES.transfer, number), state))
    log = SimpleNamespace(courses=lambda: [Course(BUDI_MOVES.transfer, events, {})], sought=Sought(None))
    file, net = tmp_path / "log.xes", tmp_path / "net.pnml"
    file.write_bytes(b"".join(xes(cast("Log", log))))
    net.write_bytes(pnml(net_of(played.facts.route, played.facts.policy), "net"))
    read = pm4py.read_xes(str(file))
    done = read[read["lifecycle:transition"] == "complete"].reset_index(drop=True)

    def fitness(log: Any) -> float:
        (replayed,) = pm4py.conformance_diagnostics_token_based_replay(log, *pm4py.read_pnml(str(net)))
        return float(replayed["trace_fitness"])

    assert fitness(done) == 1.0
    for name in left_out:
        assert fitness(done[done["concept:name"] != name]) < 1.0, name
    if case is held_up_twice:
        names = list(done["concept:name"])
        for act, stop in (("decree", "CaseResumed"), ("duty_start", "DecreeSuspensionLifted")):
            swapped, first, second = [*names], names.index(act), names.index(stop)
            swapped[first], swapped[second] = names[second], names[first]
            assert fitness(done.assign(**{"concept:name": swapped})) < 1.0, f"{act} while suspended"


def test_neither_names_nor_who_gave_feedback_are_told(web: Web) -> None:
    for path in ("ocel.json", "events.xes"):
        text = asked(web, AUDITOR, path).decode()
        assert str(SITI) in text
        for hidden in (*map(str, PEERS), SITI_PROFILE.name, SITI_PROFILE.nip, "Pemerataan", "821/9"):
            assert hidden not in text, (path, hidden)


def test_each_is_told_of_the_cases_of_the_agencies_they_oversee(web: Web) -> None:
    for path in ("ocel.json", "events.xes"):
        citys = asked(web, CITY_INSPECTOR, path).decode()
        assert str(BUDI_MOVES.transfer) in citys
        assert str(SITI) not in citys
        assert str(BUDI) not in asked(web, CITY_INSPECTOR, path, agency=NORTH_ID).decode()
        for nobody in (SITI, official(*REGENT), official(*NORTH_PERSONNEL)):
            assert web.get(f"/v1/exports/{path}", nobody, DAY).status_code == 403


def test_what_is_sought_is_told_and_nothing_else(web: Web) -> None:
    def found(**sought: object) -> list[dict[str, Any]]:
        told = json.loads(asked(web, AUDITOR, "ocel.json", **sought))
        objects = {item["id"] for item in told["objects"]}
        assert {r["objectId"] for e in told["events"] for r in e["relationships"]} == objects
        assert {r["objectId"] for o in told["objects"] for r in o["relationships"]} <= objects
        return cast("list[dict[str, Any]]", told["events"])

    def ids(*streams: UUID, **limits: datetime) -> set[str]:
        since, until = limits.get("since", on(2000, 1, 1)), limits.get("until", on(2100, 1, 1))
        return {f"event:{e.position}" for e in events_of(web, *streams) if since <= e.act.at < until}

    period = {"since": on(2025, 3, 20), "until": on(2025, 9, 3)}
    asked_for = {"case": BUDI_MOVES.transfer, "until": on(2025, 9, 3).isoformat()}
    for sought, expected in (
        ({"case": BUDI_MOVES.transfer}, ids(BUDI_MOVES.transfer)),
        ({"type": "INTRA_INSTANSI"}, ids(SITI_MOVES.transfer, DECREE)),
        ({name: at.isoformat() for name, at in period.items()}, ids(*ALL, **period)),
        (asked_for, ids(BUDI_MOVES.transfer, until=period["until"])),
        ({"case": uuid4()}, set()),
    ):
        assert {event["id"] for event in found(**sought)} == expected, sought
    assert {event["type"] for event in found(action="DecreeIssued")} == {"DecreeIssued"}
    assert len(found(action="DecreeIssued")) == 2
    assert asked(web, AUDITOR, "events.xes", case=uuid4()).count(b"<trace>") == 0


def test_no_connection_is_kept_while_somebody_reads_slowly(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.mining.log._PAGE", 1)
    kept = 0

    @contextmanager
    def connection() -> Iterator[Any]:
        nonlocal kept
        kept += 1
        with web.house.runner.pool.connection() as opened:
            yield opened
        kept -= 1

    runner = cast("Any", SimpleNamespace(pool=SimpleNamespace(connection=connection)))
    log = Log(web.house.ledger, runner, Sought([NORTH_ID]), web.head)
    for written, path in ((ocel, "ocel.json"), (xes, "events.xes")):
        pieces = []
        for piece in written(log):
            assert kept == 0
            pieces.append(piece)
        assert b"".join(pieces) == asked(web, AUDITOR, path), "whatever the size of a page"


def test_as_of_a_position_what_was_recorded_later_is_not_told(web: Web) -> None:
    first, later = (events_of(web, case)[0].position for case in (SITI_MOVES.transfer, BUDI_MOVES.transfer))
    told = json.loads(asked(web, AUDITOR, "ocel.json", asOf=later + 4))
    positions = {int(event["id"].split(":")[1]) for event in told["events"]}
    assert positions == set(range(first, later + 5))
    answer = web.get("/v1/exports/events.xes", AUDITOR, DAY)
    at = answer.headers["Jejak-As-Of"]
    assert asked(web, AUDITOR, "events.xes", asOf=at) == answer.content
    assert int(at) >= max(each.position for each in events_of(web, *ALL))


def test_all_cases_are_exported_to_a_file(web: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JEJAK_DATABASE_URL", web.house.settings.database_url)
    monkeypatch.setenv("JEJAK_MODE", "demo")
    monkeypatch.setenv("JEJAK_DATA", str(tmp_path))
    by = ["--by", "AUDITOR@5801", "--purpose"]
    refused = CliRunner().invoke(command_line, ["export", "ocel", str(tmp_path / "refused"), *by, "PROPOSAL"])
    assert (refused.exit_code, (tmp_path / "refused").exists()) == (1, False), "not what an auditor reads for"
    by.append("OVERSIGHT")
    for form, path in (("ocel", "ocel.json"), ("xes", "events.xes")):
        before, file = web.head, tmp_path / path
        done = CliRunner().invoke(command_line, ["export", form, str(file), *by])
        assert done.exit_code == 0, done.output
        (copied,) = [decode(line).event for line in web.house.ledger.after(before, 10)]
        assert (type(copied), copied.purpose) == (TrailCopied, "OVERSIGHT")
        assert people.NORTH_ID in copied.agencies
        assert file.read_bytes() == asked(web, AUDITOR, path)
        assert not file.with_name(f"{path}.part").exists()


def test_a_route_is_printed_as_a_net(web: Web) -> None:
    shown = CliRunner().invoke(command_line, ["policy", "show", "--route", "INTRA_INSTANSI", "--pnml"])
    answer = web.get(f"/v1/policies/{people.POLICY.version}/routes/INTRA_INSTANSI.pnml", SITI, DAY)
    assert shown.output.encode() == answer.content
    assert CliRunner().invoke(command_line, ["policy", "show", "--pnml"]).exit_code == 2
    unknown = web.get("/v1/policies/mutasi-1999.1/routes/INTRA_INSTANSI.pnml", SITI, DAY)
    assert unknown.json()["type"] == "urn:jejak:problem:PolicyUnknown"
