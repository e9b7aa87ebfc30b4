"""Scenario 21 over HTTP: reviews that open by themselves, a fault, what is done about it, and the transfer that mends it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID, uuid4

import pytest
from cast import (
    BUDI,
    HEALTH_HEAD,
    HEALTH_ID,
    LIBRARY_HEAD,
    NEW_POST,
    NEW_POST_ID,
    NORTH_PERSONNEL,
    OLD_POST,
    OLD_POST_ID,
    SITI,
    SITI_MOVES,
    act_of,
    official,
    on,
    own_act,
)
from given import given
from stories import GOALS, SCORES, VERIFIED, balancing_move, file_of, goals_at
from walking import walk_on_over_http
from web import Web

from api.house import House, open_house
from domain.act import Act
from domain.identity import CLOCK, OfficeKind
from domain.policy import Initiative, Role
from domain.registry.person import PerformanceRated, Rating
from domain.registry.post import PostRevised
from domain.transfer.commands import (
    AnswerEvaluation,
    CompleteAdjustment,
    PlanAdjustment,
    RecordEvaluation,
    RequestTransfer,
)
from domain.transfer.events import FitAssessed, GoalResult

SUPERIOR = (OfficeKind.UNIT_HEAD, HEALTH_ID)
OPENS, LAST_DAY = on(2025, 10, 14, 0), on(2025, 11, 4, 23)
LOW = dict.fromkeys(SCORES, 2)


def answering(day: datetime) -> list[tuple[Role, Act]]:
    return [
        (Role.SUBJECT, own_act(SITI, day)),
        (Role.SUPERIOR, act_of(*SUPERIOR, day)),
        (Role.ORIGIN_UNIT, act_of(*LIBRARY_HEAD, day)),
        (Role.RECEIVING_UNIT, act_of(*HEALTH_HEAD, day)),
    ]


@contextmanager
def worker(web: Web, at: datetime) -> Iterator[House]:
    settings = web.house.settings
    assert settings.database_url is not None
    house = open_house(settings, settings.database_url, clock=lambda: at)
    try:
        house.runner.wait_for(house.ledger.head())
        yield house
    finally:
        house.close()


def look(web: Web, at: datetime) -> list[str]:
    """What the clock recorded in the case."""
    before = web.head
    with worker(web, at) as house:
        house.timekeeper.look()
        web.house.runner.wait_for(house.ledger.head())
    history = web.house.cases.history(UUID(web.transfer))
    return [type(each.event).__name__ for each in history if each.act.by == CLOCK and each.position > before]


def inbox(web: Web, office: tuple[OfficeKind, UUID], at: datetime) -> list[tuple[str, str]]:
    answer = web.get("/v1/inbox", official(*office), at, after=web.head)
    mine = [item for item in answer.json()["items"] if item["transfer"] == web.transfer]
    return [(item["step"], item["dueOn"]) for item in mine]


def waiting(web: Web, at: datetime) -> list[tuple[str, str]]:
    answer = web.get("/v1/me", SITI, at, after=web.head)
    return [(each["step"], each["dueOn"]) for each in answer.json()["waiting"]]


def done(web: Web, command: object, act: Act) -> dict[str, object]:
    answer = web.post(command, act)  # type: ignore[arg-type]
    assert answer.status_code == 201, (command, answer.json())
    receipt: dict[str, object] = answer.json()
    return receipt


@pytest.fixture
def on_duty(web: Web) -> Web:
    web.play(balancing_move(), until="AnswerEvaluation")
    return web


def test_a_review_opens_by_itself_and_everybody_asked_finds_it(on_duty: Web) -> None:
    web = on_duty
    assert look(web, on(2025, 7, 13, 23)) == ["TransferTookEffect"]
    for office in (SUPERIOR, LIBRARY_HEAD, HEALTH_HEAD, NORTH_PERSONNEL):
        assert inbox(web, office, on(2025, 7, 13)) == []
    assert look(web, on(2025, 7, 14, 0)) == ["EvaluationOpened"]
    assert look(web, on(2025, 7, 14, 1)) == []
    day, due = on(2025, 7, 14), "2025-08-04"
    assert inbox(web, SUPERIOR, day) == [("evaluation/3/SUPERIOR", due)]
    assert inbox(web, LIBRARY_HEAD, day) == [("evaluation/3/ORIGIN_UNIT", due)]
    assert inbox(web, HEALTH_HEAD, day) == [("evaluation/3/RECEIVING_UNIT", due)]
    assert inbox(web, NORTH_PERSONNEL, day) == [("evaluation/3", due)]
    assert waiting(web, day) == [("evaluation/3/SUBJECT", due)]
    for role, act in answering(day):
        done(web, AnswerEvaluation(3, role, SCORES, "", goals_at(4)), act)
    for office in (SUPERIOR, LIBRARY_HEAD, HEALTH_HEAD):
        assert inbox(web, office, day) == []
    assert waiting(web, day) == []
    done(web, RecordEvaluation(3, "CONTINUE", (), "Lancar."), act_of(*NORTH_PERSONNEL, day))
    assert inbox(web, NORTH_PERSONNEL, day) == []


def test_a_review_compares_the_two_units_with_what_they_were_when_the_fit_was_assessed(on_duty: Web) -> None:
    """The receiving unit needs two more people by now, the origin one less, and the personnel office weighs it as it closes."""
    web, personnel = on_duty, act_of(*NORTH_PERSONNEL, on(2025, 8, 5))
    history = web.house.cases.history(UUID(web.transfer))
    (fit,) = (each.event for each in history if isinstance(each.event, FitAssessed))
    before = fit.needs.units.balance.imbalance_before
    web.happens(NEW_POST_ID, PostRevised(replace(NEW_POST, required=900)))
    web.happens(OLD_POST_ID, PostRevised(replace(OLD_POST, required=100)))
    told = done(web, RecordEvaluation(3, "CONTINUE", (), "Tidak ada jawaban"), personnel)
    assert told["events"] == ["EvaluationRecorded", "AdjustmentTriggered"]
    shown = web.shown(SITI, on(2025, 8, 6)).json()["shown"]
    (worse,) = (each for each in shown if each["trigger"] == "IMBALANCE_WORSE")
    now = 900 / 2 - 100 / 3  # hundredths of a person by who sits there
    assert worse["told"]["en"] == f"loads {now / 100:.3f} apart, {before / 1000:.3f} before"


def test_missed_reviews_are_noted_with_who_was_silent_and_the_second_asks_for_an_adjustment(
    on_duty: Web,
) -> None:
    web = on_duty
    noted = look(web, on(2025, 8, 5, 0)) + look(
        web, on(2025, 8, 5, 0)
    )  # the second sees what the first has opened
    assert noted == ["TransferTookEffect", "EvaluationOpened", "EvaluationMissed"]
    review = web.shown(SITI, on(2025, 8, 5)).json()["facts"]["evaluations"][0]
    assert review["missed"] is True
    look(web, OPENS)
    done(web, AnswerEvaluation(6, Role.SUBJECT, SCORES, "", goals_at(4)), own_act(SITI, on(2025, 10, 15)))
    assert look(web, LAST_DAY) == []
    assert look(web, on(2025, 11, 5, 0)) == ["EvaluationMissed", "AdjustmentTriggered"]
    missed = web.house.cases.history(UUID(web.transfer))[-2].event
    assert missed.unanswered == (Role.SUPERIOR, Role.ORIGIN_UNIT, Role.RECEIVING_UNIT)
    steps = [step for step, _ in inbox(web, NORTH_PERSONNEL, on(2025, 11, 5))]
    assert "adjustment" in steps


def test_scenario_21_a_failed_placement_is_mended_within_two_years_with_a_reason(on_duty: Web) -> None:
    web, first = on_duty, on_duty.transfer
    day = on(2025, 10, 15)
    look(web, OPENS)
    for role, act in answering(day):
        scores = LOW | {"service": 3} if role is Role.SUPERIOR else LOW
        done(web, AnswerEvaluation(6, role, scores, "", goals_at(2)), act)
    personnel = act_of(*NORTH_PERSONNEL, day)
    told = done(web, RecordEvaluation(6, "SUPPORT", (), "Perlu pendampingan"), personnel)
    assert told["events"] == ["EvaluationRecorded", "AdjustmentTriggered"]
    shown = web.shown(SITI, day).json()["shown"]
    assert [(each["months"], each["trigger"], each["told"]) for each in shown] == [
        (
            6,
            "LOW_SCORES",
            {"id": "nilai rata-rata 2,12, paling rendah 2,50", "en": "mean 2.12, at least 2.50"},
        )
    ]
    assert ("adjustment", "2025-10-29") in inbox(web, NORTH_PERSONNEL, day)
    done(web, PlanAdjustment("COACHING", "Pendampingan", date(2025, 12, 19)), personnel)
    assert ("adjustment/1", "2025-12-19") in inbox(web, NORTH_PERSONNEL, day)
    done(web, CompleteAdjustment(1, "Selesai"), act_of(*NORTH_PERSONNEL, on(2025, 12, 18)))

    web.happens(SITI, PerformanceRated(2025, Rating.POOR))
    year_on = on(2026, 4, 15)
    for role, act in answering(year_on):
        done(web, AnswerEvaluation(12, role, SCORES, "", goals_at(1)), act)
    missed = tuple(GoalResult(goal, reached=False) for goal in GOALS)
    told = done(web, RecordEvaluation(12, "FAILED", missed, "Gagal"), act_of(*NORTH_PERSONNEL, year_on))
    assert told["events"] == ["EvaluationRecorded", "AdjustmentTriggered", "TransferClosed"]
    later = act_of(*NORTH_PERSONNEL, on(2026, 4, 16))
    done(web, PlanAdjustment("RE_TRANSFER", "Kembali ke unit asal", date(2026, 6, 30)), later)

    web.happens(OLD_POST_ID, PostRevised(replace(OLD_POST, required=450)))
    web.happens(NEW_POST_ID, PostRevised(replace(NEW_POST, required=200)))
    need = Initiative.ORGANISATIONAL_NEED
    documents = file_of("D02", "D03", "D06", "D08", post=OLD_POST_ID)
    back = RequestTransfer(SITI, OLD_POST_ID, need, "Penempatan tidak berhasil", documents, UUID(first))
    for wrong in (uuid4(), BUDI):
        answer = web.post(replace(back, adjusts=wrong), later)
        assert (answer.status_code, answer.json()["type"]) == (422, "urn:jejak:problem:NothingToMend")
    done(web, back, later)
    assert web.transfer != first
    done(web, VERIFIED, later)
    facts = web.shown(SITI, on(2026, 4, 16)).json()["facts"]
    findings = {each["rule"]: each for each in facts["eligibility"]}
    assert findings["E02"]["outcome"] == "NOT_APPLICABLE"
    assert findings["E02"]["input"].startswith(
        "12 months in post since 2025-04-14; mends an earlier transfer"
    )
    assert (facts["status"], facts["reason"]) == ("UNDER_REVIEW", "Penempatan tidak berhasil")
    assert facts["adjusts"]["transfer"] == first
    assert {
        trigger["trigger"] for each in facts["adjusts"]["adjustments"] for trigger in each["triggers"]
    } == {
        "LOW_SCORES",
        "FAILED",
        "RATED_BELOW_GOOD",
        "RATING_DROPPED",
    }
    again = UUID(web.transfer)
    back_home = given(replace(SITI_MOVES, transfer=again))
    origin, target = back_home.facts.target, back_home.facts.origin
    back_home.knowing(origin=origin, target=target)
    walk_on_over_http(web, back_home, later.at, reason="Penempatan tidak berhasil")
    assert web.shown(SITI).json()["facts"]["person"]["postSince"].startswith("2026-")
    flag = web.flags(on(2026, 7, 1))["R03"]
    assert (flag["value"], flag["state"], flag["explained"]) == (
        "12 months",
        "EXPLAINED",
        "mends an earlier transfer",
    )
    web.transfer = first
    done(web, CompleteAdjustment(2, "Mutasi kembali berjalan"), later)
    assert inbox(web, NORTH_PERSONNEL, on(2026, 4, 17)) == []
