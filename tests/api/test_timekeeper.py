"""The worker on a real database: however often, in however many processes, and wherever it dies, each thing is noted once."""

import os
import signal
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from multiprocessing import get_context
from threading import Event
from uuid import UUID

import psycopg
import pytest
from cast import (
    NORTH,
    NORTH_ID,
    NORTH_PERSONNEL,
    NORTH_SECRETARY,
    POLICIES,
    SITI,
    act_of,
    official,
    on,
)
from stories import VERIFIED, balancing_move, file_of, teacher_moves_to_the_city
from typer.testing import CliRunner
from web import Web, at_once

from api.cli import app as command_line
from api.house import House, open_house
from api.settings import Mode, Settings
from application.policies import Policies
from application.timekeeping import Timekeeper
from domain.calendar import Zone
from domain.identity import CLOCK, OfficeKind, office_id
from domain.policy import TransferType
from domain.registry.agency import AgencyCorrected
from domain.transfer.commands import ResubmitFile, ReturnFile, TransferCommand
from domain.transfer.deadlines import Deadline
from domain.transfer.events import DeadlineRecomputed
from projections.deadlines import Deadlines

STEP, DUE = (
    "file_verification",
    date(2025, 3, 13),
)  # Siti's, before the personnel office since Monday 10 March
LONG_AFTER = on(2025, 6, 2)
RETURN = ReturnFile(STEP, "ABK tidak ada", ("D03",))


@contextmanager
def worker(web: Web, at: datetime, policies: Policies | None = None) -> Iterator[House]:
    """Another process's worker, as far as a thread can be one: a house of its own, whose clock stands."""
    settings = web.house.settings
    assert settings.database_url is not None
    house = open_house(settings, settings.database_url, clock=lambda: at, policies=policies)
    try:
        house.runner.wait_for(house.ledger.head())
        yield house
    finally:
        house.close()


def look(web: Web, at: datetime, policies: Policies | None = None) -> Counter[str]:
    with worker(web, at, policies) as house:
        done = house.timekeeper.look()
        web.house.runner.wait_for(house.ledger.head())
        return +done


def noted(web: Web, transfer: str | None = None) -> list[str]:
    """The events the clock has made, in order."""
    history = web.house.cases.history(UUID(transfer or web.transfer))
    return [type(each.event).__name__ for each in history if each.act.by == CLOCK]


def requested(web: Web) -> None:
    web.play(balancing_move(), until="VerifyFile")


# Once


def test_a_step_is_reminded_of_noted_overdue_and_escalated_each_on_its_day(web: Web) -> None:
    requested(web)
    for at, done in (
        (on(2025, 3, 10, 23), []),
        (on(2025, 3, 11, 0), ["StepReminded"]),
        (on(2025, 3, 13, 23), ["StepReminded"]),
        (on(2025, 3, 14, 0), ["StepReminded", "StepOverdue"]),
        (on(2025, 3, 17, 23), ["StepReminded", "StepOverdue"]),
        (on(2025, 3, 18, 0), ["StepReminded", "StepOverdue", "CaseEscalated"]),
    ):
        look(web, at)
        assert noted(web) == done


def test_what_passed_long_ago_is_noted_and_escalated_but_no_longer_reminded_of(web: Web) -> None:
    requested(web)
    assert look(web, LONG_AFTER) == {"NoteOverdue": 1, "EscalateStep": 1}
    assert noted(web) == ["StepOverdue", "CaseEscalated"]


def test_deadlines_that_are_told_for_the_first_time_are_not_looked_at(web: Web) -> None:
    """A step that is long done may stand open in a table half made."""
    requested(web)
    with worker(web, LONG_AFTER) as house:
        told = house.runner.standings()
        house.runner.standings = lambda *_: [  # type: ignore[method-assign]
            replace(each, complete=each.projection != "deadlines") for each in told
        ]
        assert house.timekeeper.look() == {}
    assert noted(web) == []
    assert look(web, LONG_AFTER)


def test_looking_again_records_nothing(web: Web) -> None:
    requested(web)
    look(web, LONG_AFTER)
    before = web.head
    assert look(web, LONG_AFTER) == {}
    assert look(web, LONG_AFTER + timedelta(days=1)) == {}
    assert web.head == before


def test_looking_again_before_the_read_side_has_caught_up_records_nothing(web: Web) -> None:
    """The command comes again, under the same id, and gets the receipt it had."""
    requested(web)
    with worker(web, LONG_AFTER) as house:
        house.timekeeper.look()
        before = house.ledger.head()
        stale = Timekeeper(house.cases, house.policies, _once(STALE, web), _none, lambda: LONG_AFTER)
        assert stale.look() == {"NoteOverdue": 1, "EscalateStep": 1}
        assert house.ledger.head() == before


STALE = Deadline(
    transfer=UUID(int=0),
    step=STEP,
    months=0,
    opening=UUID(int=0),
    type=TransferType.WITHIN_AGENCY,
    policy="mutasi-2025.1",
    opened_on=date(2025, 3, 10),
    used=0,
    due_on=DUE,
    zone=Zone.WIB,
    reminded=False,
    overdue=False,
    escalated=False,
)


def _once(deadline: Deadline, web: Web) -> Callable[..., list[Deadline]]:
    history = web.house.cases.history(UUID(web.transfer))
    stale = replace(deadline, transfer=UUID(web.transfer), opening=history[0].act.command)
    return lambda _, after, __: [stale] if after is None else []


def _none(*_: object) -> list[Deadline]:
    return []


def test_two_workers_at_the_same_moment_act_once(live: Web) -> None:
    requested(live)
    siti = live.transfer
    live.play(teacher_moves_to_the_city(), until="VerifyFile")
    budi = live.transfer
    at = on(2025, 12, 1)
    with worker(live, at) as one, worker(live, at) as other:
        at_once([one.timekeeper.look, other.timekeeper.look] * 3)
    assert noted(live, siti) == ["StepOverdue", "CaseEscalated"]
    assert noted(live, budi) == ["StepOverdue", "CaseEscalated"]


SPAWN = get_context("spawn")


def look_in_a_process(settings: Settings, at: datetime, times: int) -> None:
    house = open_house(settings, settings.database_url or "", clock=lambda: at)
    house.runner.wait_for(house.ledger.head(), timeout=30)
    for _ in range(times):
        house.timekeeper.look()
    house.close()


def test_two_processes_act_once(web: Web) -> None:
    requested(web)
    looking = [
        SPAWN.Process(target=look_in_a_process, args=(web.house.settings, LONG_AFTER, 5)) for _ in range(2)
    ]
    for process in looking:
        process.start()
    for process in looking:
        process.join()
        assert process.exitcode == 0
    assert noted(web) == ["StepOverdue", "CaseEscalated"]


class KilledAfterOne(Timekeeper):
    def _carry_out(self, deadline: Deadline, command: TransferCommand, law: Policies, at: datetime) -> bool:
        super()._carry_out(deadline, command, law, at)
        os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError


def die_between(settings: Settings, at: datetime) -> None:
    house = open_house(settings, settings.database_url or "", clock=lambda: at)
    house.runner.wait_for(house.ledger.head(), timeout=30)
    house.timekeeper.__class__ = KilledAfterOne
    house.timekeeper.look()


def test_a_worker_killed_between_two_commands_is_followed_by_the_next(web: Web) -> None:
    requested(web)
    process = SPAWN.Process(target=die_between, args=(web.house.settings, LONG_AFTER))
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    assert noted(web) == ["StepOverdue"]
    web.house.runner.wait_for(web.head)
    assert look(web, LONG_AFTER) == {"EscalateStep": 1}
    assert noted(web) == ["StepOverdue", "CaseEscalated"]


def test_one_case_that_cannot_be_read_does_not_stop_the_others(web: Web) -> None:
    requested(web)

    with worker(web, LONG_AFTER) as house:
        found = house.timekeeper._due

        def due(*asked: object) -> list[Deadline]:
            rows = list(found(*asked))  # type: ignore[arg-type]
            return [replace(rows[0], policy="mutasi-1999.1"), *rows] if rows else []

        house.timekeeper._due = due  # type: ignore[assignment]
        house.timekeeper.look()
    assert noted(web) == ["StepOverdue", "CaseEscalated"]


# Whose clock


def test_the_day_ends_where_the_office_is(web: Web) -> None:
    web.happens(NORTH_ID, AgencyCorrected(replace(NORTH, zone=Zone.WIT)))
    requested(web)
    ends = datetime(2025, 3, 13, 15, tzinfo=UTC)
    look(web, ends - timedelta(seconds=1))
    assert noted(web) == ["StepReminded"]
    look(web, ends)
    assert noted(web) == ["StepReminded", "StepOverdue"]


def test_a_returned_file_has_no_clock_and_starts_anew(web: Web) -> None:
    """Returned and handed in again on the same day, it has the same deadline, and is reminded of again."""
    requested(web)
    look(web, on(2025, 3, 11))
    web.post(RETURN, act_of(*NORTH_PERSONNEL, on(2025, 3, 11, 11)))
    assert look(web, on(2025, 6, 9, 23)) == {}
    back = ResubmitFile("", file_of("D03"))
    assert web.post(back, act_of(*NORTH_PERSONNEL, on(2025, 3, 11, 12))).status_code == 201
    assert look(web, on(2025, 3, 11, 13)) == {"RemindStep": 1}
    assert noted(web) == ["StepReminded", "StepReminded"]


def test_a_file_that_does_not_come_back_in_time_expires_once(web: Web) -> None:
    requested(web)
    web.post(RETURN, act_of(*NORTH_PERSONNEL, on(2025, 3, 11, 11)))
    assert look(web, on(2025, 6, 10)) == {"ExpireTransfer": 1}
    assert look(web, on(2025, 6, 11)) == {}
    assert noted(web) == ["TransferExpired"]


def test_a_review_opens_on_its_day_and_one_that_nobody_records_is_missed_once(web: Web) -> None:
    web.play(balancing_move(), until="AnswerEvaluation")
    assert look(web, on(2025, 7, 13, 23)) == {"PutIntoEffect": 1}
    assert look(web, on(2025, 7, 14, 0)) == {"OpenEvaluation": 1}
    assert look(web, on(2025, 8, 4, 23)) == {}
    assert look(web, on(2025, 8, 5, 0)) == {"NoteMissedEvaluation": 1}
    assert look(web, on(2025, 9, 5)) == {}
    assert noted(web) == ["TransferTookEffect", "EvaluationOpened", "EvaluationMissed"]


def test_who_looked_before_midnight_may_decide_after_it(web: Web) -> None:
    requested(web)
    act = act_of(*NORTH_PERSONNEL, on(2025, 3, 14, 0))
    tag = web.seen(act)
    look(web, on(2025, 3, 14, 0))
    assert noted(web) == ["StepOverdue"]
    assert web.post(VERIFIED, act, etag=tag).status_code == 201


# A corrected calendar


def with_days_off(version: str, *off: date) -> Policies:
    known = POLICIES.calendar
    return Policies(POLICIES.versions, replace(known, version=version, days_off=known.days_off | {*off}))


def test_a_corrected_calendar_moves_deadlines_once_and_on_record(web: Web) -> None:
    requested(web)
    new = with_days_off("kalender-2026.2", date(2025, 3, 12))
    assert look(web, on(2025, 3, 10, 12), new) == {"RecomputeDeadline": 1}
    assert look(web, on(2025, 3, 10, 13), new) == {}
    moved = web.house.cases.history(UUID(web.transfer))[-1].event
    assert moved == DeadlineRecomputed(STEP, date(2025, 3, 14), "kalender-2026.2")
    (item,) = inbox(web, NORTH_PERSONNEL, on(2025, 3, 10, 14))
    assert item["dueOn"] == "2025-03-14"
    assert look(web, on(2025, 3, 10, 15)) == {}, "the old calendar, still running elsewhere, leaves it"
    assert look(web, on(2025, 3, 14, 23), new) == {"RemindStep": 1}
    assert look(web, on(2025, 3, 15, 0), new) == {"NoteOverdue": 1}


# What people see


def inbox(web: Web, office: tuple[OfficeKind, UUID], at: datetime) -> list[dict[str, object]]:
    answer = web.get("/v1/inbox", official(*office), at, after=web.head)
    assert answer.status_code == 200, answer.text
    items: list[dict[str, object]] = answer.json()["items"]
    return items


FLAGS = ("overdue", "reminded", "escalated", "escalatedToYou")


def test_the_inbox_tells_what_was_noted(web: Web) -> None:
    requested(web)
    for at, flags in (
        (on(2025, 3, 10), (False, False, False, False)),
        (on(2025, 3, 12), (False, True, False, False)),
        (on(2025, 3, 14), (True, True, False, False)),
        (on(2025, 3, 18), (True, True, True, False)),
    ):
        look(web, at)
        (item,) = inbox(web, NORTH_PERSONNEL, at)
        assert tuple(item[flag] for flag in FLAGS) == flags


def test_an_escalated_step_is_in_the_inbox_of_who_was_told_and_its_case_can_be_read_there(web: Web) -> None:
    requested(web)
    secretary = official(*NORTH_SECRETARY)
    assert inbox(web, NORTH_SECRETARY, LONG_AFTER) == []
    assert web.get(web.case, secretary, LONG_AFTER).status_code == 404
    look(web, LONG_AFTER)
    (item,) = inbox(web, NORTH_SECRETARY, LONG_AFTER)
    assert (item["transfer"], item["step"], item["office"]) == (
        web.transfer,
        STEP,
        str(office_id(*NORTH_PERSONNEL)),
    )
    assert tuple(item[flag] for flag in FLAGS) == (True, False, True, True)
    shown = web.shown(secretary, LONG_AFTER).json()
    assert shown["allowedActions"] == []
    (listed,) = web.get("/v1/transfers", secretary, LONG_AFTER).json()["items"]
    assert listed["id"] == web.transfer
    web.post(VERIFIED, act_of(*NORTH_PERSONNEL, LONG_AFTER))
    assert inbox(web, NORTH_SECRETARY, LONG_AFTER) == []
    web.shown(secretary, LONG_AFTER)


def test_the_history_tells_what_the_clock_did(web: Web) -> None:
    requested(web)
    look(web, LONG_AFTER)
    items = web.get(f"{web.case}/history", SITI, LONG_AFTER, after=web.head).json()["items"]
    assert [(item["event"], item["step"], item["office"]) for item in items[-2:]] == [
        ("StepOverdue", STEP, None),
        ("CaseEscalated", STEP, None),
    ]


# The read side


def rows(house: House) -> list[tuple[object, ...]]:
    with house.runner.pool.connection() as connection:
        return connection.execute("SELECT * FROM deadlines ORDER BY transfer, step, months").fetchall()


def test_rebuilt_it_equals_the_live_one(web: Web) -> None:
    requested(web)
    look(web, LONG_AFTER)
    web.play(teacher_moves_to_the_city())
    web.house.runner.wait_for(web.head)
    live = rows(web.house)
    assert Counter(row[2] for row in live) == {0: 2, 3: 1, 6: 1, 12: 1}, (
        "a step, a decree whose day comes, reviews"
    )
    (projection,) = (each for each in web.house.runner.projections if isinstance(each, Deadlines))
    web.house.runner.rebuild(projection)
    web.house.runner.wait_for(web.head)
    assert rows(web.house) == live


def test_many_are_found_page_by_page(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("application.timekeeping._PAGE", 1)
    requested(web)
    siti = web.transfer
    web.play(teacher_moves_to_the_city(), until="audit_clearance")  # two steps of one stage
    assert look(web, on(2025, 12, 1)) == {"NoteOverdue": 3, "EscalateStep": 3}
    assert noted(web, siti) == ["StepOverdue", "CaseEscalated"]
    assert Counter(noted(web)) == {"StepOverdue": 2, "CaseEscalated": 2}


# How it runs


def test_the_service_runs_one_when_it_is_told_to(settings: Settings, web: Web) -> None:
    requested(web)
    assert settings.database_url is not None
    web.house.runner.wait_for(web.head)
    seen = Event()
    house = open_house(settings, settings.database_url, worker=True, clock=lambda: LONG_AFTER)
    try:
        house.ledger.on_append(lambda _: noted(web) == ["StepOverdue", "CaseEscalated"] and seen.set())
        assert seen.wait(30) or noted(web) == ["StepOverdue", "CaseEscalated"]
    finally:
        house.close()


def test_a_database_that_is_away_is_looked_at_again(web: Web) -> None:
    def away(*_: object) -> list[Deadline]:
        raise psycopg.OperationalError

    house = web.house
    assert Timekeeper(house.cases, house.policies, away, away, lambda: LONG_AFTER).look() == {}


def test_one_look_from_the_command_line(
    web: Web, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    requested(web)
    monkeypatch.setenv("JEJAK_MODE", Mode.DEMO)
    monkeypatch.setenv("JEJAK_DATABASE_URL", settings.database_url or "")
    monkeypatch.setenv("JEJAK_DATA", str(settings.data))
    monkeypatch.setattr("api.cli.running.log_as_json", lambda: None)
    first = CliRunner().invoke(command_line, ["work", "--once"])
    assert first.exit_code == 0, first.output
    assert first.output.endswith("EscalateStep 1\nNoteOverdue 1\n")
    again = CliRunner().invoke(command_line, ["work", "--once"])
    assert again.output.endswith("nothing is due\n")
    assert noted(web) == ["StepOverdue", "CaseEscalated"]
