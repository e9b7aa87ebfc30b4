"""The law over HTTP: read by everybody, made by two officials, refused with what breaks it, and its dry run."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

import httpx2 as httpx
import pytest
import texts
from cast import (
    BKN,
    BUDI,
    CITY_PERSONNEL,
    MINISTER,
    NORTH_INSPECTORATE,
    NORTH_PERSONNEL,
    PANRB,
    REGENT,
    SITI,
    act_of,
    official,
    on,
)
from stories import balancing_move, teacher_moves_to_the_city
from web import Web

from api.house import House
from application.timekeeping import Timekeeper
from domain.identity import OfficeKind, office_id
from domain.policy import Duty, Insight
from domain.transfer.commands import MigratePolicy, RecordRecommendation
from domain.transfer.desk import Audience
from domain.transfer.events import (
    DeadlineRecomputed,
    EvaluationDeadlineRecomputed,
    FeedbackDeadlineRecomputed,
    PolicyMigrated,
    RecommendationDeadlineRecomputed,
    Source,
)
from projections import deadlines

DAY = on(2025, 8, 1)
NEW = texts.policy("mutasi-2025.2", date(2025, 9, 1), texts.SIX_MONTHS)
Office = tuple[OfficeKind, UUID]


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def send(
    web: Web, path: str, body: Mapping[str, object], office: Office, at: datetime = DAY, key: str = ""
) -> httpx.Response:
    headers = web.headers(official(*office), at, office_id(*office))
    headers |= {"Idempotency-Key": key or str(uuid4())}
    return web.client.post(f"/v1/policies{path}", json=dict(body), headers=headers)


def propose(
    web: Web, text: str, office: Office = PANRB, kind: str = "KEBIJAKAN", at: datetime = DAY
) -> httpx.Response:
    body = {"kind": kind, "text": text, "sha256": digest(text), "reason": "Perubahan PP"}
    return send(web, "/drafts", body, office, at)


def publish(web: Web, text: str, office: Office = BKN, at: datetime = DAY) -> httpx.Response:
    version = text.split('version = "', 1)[1].split('"', 1)[0]
    return send(
        web, f"/drafts/{version}/publications", {"sha256": digest(text), "number": "1/2025"}, office, at
    )


def made(web: Web, text: str, kind: str = "KEBIJAKAN", at: datetime = DAY) -> None:
    local = kind.endswith("_DAERAH")
    for answer in (
        propose(web, text, NORTH_PERSONNEL if local else PANRB, kind, at),
        publish(web, text, REGENT if local else BKN, at),
    ):
        assert answer.status_code == 201, answer.text


def read(web: Web, path: str = "", person: UUID = BUDI, **params: object) -> Any:
    answer = web.get(f"/v1/policies{path}", person, DAY, **params)
    assert answer.status_code == 200, answer.text
    return answer.json()


def refused(answer: httpx.Response, code: str) -> dict[str, Any]:
    problem: dict[str, Any] = answer.json()
    assert problem["type"] == f"urn:jejak:problem:{code}", problem
    return problem


# Reading


def test_anybody_reads_the_law_word_for_word_with_who_made_it(web: Web) -> None:
    made(web, NEW)
    items = read(web)["items"]
    assert [each["version"] for each in items] == [
        "mutasi-2025.1",
        "daerah-35-2025.1",
        "kalender-2026.1",
        "masa-jabatan-2025.1",
        "mutasi-2025.2",
    ]
    law = read(web, "/mutasi-2025.2")
    assert (law["text"], law["sha256"], law["state"], law["number"]) == (
        NEW,
        digest(NEW),
        "PUBLISHED",
        "1/2025",
    )
    assert all(f"[duties.{duty}]" in law["text"] for duty in Duty), "which the access notes refer to"
    assert all(f"[insights.{insight}]" in law["text"] for insight in Insight)
    assert (law["proposedBy"], law["publishedBy"]) == (str(official(*PANRB)), str(official(*BKN)))
    acts = read(web, "/acts")["items"]
    assert [each["event"] for each in acts] == [
        *["LawInstalled"] * 4,
        "PublicationRulesInstalled",
        "LawProposed",
        "LawPublished",
    ]


def test_lists_go_on_where_they_stopped(web: Web) -> None:
    first = read(web, limit=2)
    assert [each["version"] for each in first["items"]] == ["mutasi-2025.1", "daerah-35-2025.1"]
    second = read(web, limit=2, cursor=first["next"])
    last = ["kalender-2026.1", "masa-jabatan-2025.1"]
    assert ([each["version"] for each in second["items"]], second["next"]) == (last, None)
    only = read(web, kind="KALENDER")["items"]
    assert [each["version"] for each in only] == ["kalender-2026.1"]


def test_what_was_in_force_on_a_day_and_for_whom(web: Web) -> None:
    made(web, NEW)
    assert read(web, "/in-force", day="2025-08-31")["version"] == "mutasi-2025.1"
    assert read(web, "/in-force", day="2025-09-01")["version"] == "mutasi-2025.2"
    surabaya = read(web, "/in-force", day="2025-08-31", region="35.78")
    assert surabaya["version"] == "mutasi-2025.1+daerah-35-2025.1"
    nothing = web.get("/v1/policies/in-force", BUDI, DAY, day="2019-12-31")
    refused(nothing, "PolicyUnknown")


def test_who_may_look_goes_by_the_law_of_the_day_they_look(web: Web) -> None:
    without = (
        '[insights.OVERSIGHT]\noffices = ["INSPECTORATE", "AUDITOR"]',
        '[insights.OVERSIGHT]\noffices = ["AUDITOR"]',
    )
    made(web, texts.policy("mutasi-2025.2", date(2025, 9, 1), without))
    inspector = official(*NORTH_INSPECTORATE)
    assert web.client.get("/v1/flags", headers=web.headers(inspector, on(2025, 8, 31))).status_code == 200
    refused(web.client.get("/v1/flags", headers=web.headers(inspector, on(2025, 9, 1))), "NotAllowed")


def test_two_texts_are_compared_drafts_too(web: Web) -> None:
    assert propose(web, NEW).status_code == 201
    changes = read(web, "/mutasi-2025.1/differences", to="mutasi-2025.2")["changes"]
    assert {each["pointer"]: (each["before"], each["now"]) for each in changes} == {
        "/version": ("mutasi-2025.1", "mutasi-2025.2"),
        "/valid_from": ("2020-01-01", "2025-09-01"),
        "/limits/minimum_months_in_post/value": (24, 6),
    }
    calendar = texts.calendar("kalender-2026.2", 2025, date(2025, 12, 24))
    assert propose(web, calendar, kind="KALENDER").status_code == 201
    changes = read(web, "/kalender-2026.1/differences", to="kalender-2026.2")["changes"]
    assert [each["pointer"] for each in changes] == ["/daysOff/2025/2025-12-24", "/version"]


# Making it


@pytest.mark.usefixtures("follows")
def test_a_draft_is_no_law_until_another_official_publishes_it(web: Web) -> None:
    assert propose(web, NEW).status_code == 201
    assert [each["version"] for each in read(web, "/drafts")["items"]] == ["mutasi-2025.2"]
    assert read(web, "/in-force", day="2025-09-01")["version"] == "mutasi-2025.1"
    refused(publish(web, NEW, PANRB), "NotTheDecidingOffice")
    refused(publish(web, NEW, MINISTER), "NotTheDecidingOffice")
    published = publish(web, NEW)
    assert published.headers["Location"] == "/v1/policies/mutasi-2025.2"
    assert read(web, "/drafts")["items"] == []
    refused(publish(web, NEW), "DraftUnknown")


def test_the_same_key_gets_the_same_answer(web: Web) -> None:
    body = {"kind": "KEBIJAKAN", "text": NEW, "sha256": digest(NEW), "reason": "Perubahan PP"}
    answers = [send(web, "/drafts", body, PANRB, key="usul-2025-2") for _ in range(2)]
    assert [each.status_code for each in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    other = send(web, "/drafts", body | {"reason": "Lain"}, PANRB, key="usul-2025-2")
    assert other.json()["type"] == "urn:jejak:problem:idempotency-key-reused"


def test_a_broken_route_is_refused_with_the_path_that_breaks_it(web: Web) -> None:
    before = web.head
    problem = refused(propose(web, texts.without_consent("mutasi-2025.2", date(2025, 9, 1))), "UnlawfulText")
    (violation,) = problem["violations"]
    assert violation["rule"] == "LAWFULNESS"
    assert (
        "> receiving_proposal > governor_forward > technical_consideration > decree: lacks CONSENT"
        in (violation["input"])
    )
    assert web.head == before


def test_a_text_is_bound_by_its_digest(web: Web) -> None:
    body = {"kind": "KEBIJAKAN", "text": NEW, "sha256": "0" * 64, "reason": "x"}
    assert send(web, "/drafts", body, PANRB).status_code == 422
    assert propose(web, NEW).status_code == 201
    refused(publish(web, NEW + "# lain\n"), "DraftUnknown")


def test_a_text_that_cannot_be_read_is_refused_with_the_place_in_both_languages(web: Web) -> None:
    problem = refused(propose(web, "[limits]\nminimum_months_in_post 24\n"), "UnlawfulText")
    (violation,) = problem["violations"]
    assert violation["told"] == {
        "id": "sesudah kunci seharusnya ada tanda sama dengan (baris 2, kolom 24)",
        "en": "an equals sign is expected after the key (at line 2, column 24)",
    }


@pytest.mark.parametrize(
    ("act", "office", "event"),
    [("rejections", BKN, "LawRejected"), ("withdrawals", PANRB, "LawWithdrawn")],
)
def test_a_draft_is_refused_or_withdrawn_with_the_reason(
    web: Web, act: str, office: Office, event: str
) -> None:
    assert propose(web, NEW).status_code == 201
    body = {"sha256": digest(NEW), "reason": "Dasar hukumnya belum terbit"}
    refused(send(web, f"/drafts/mutasi-2025.2/{act}", body, MINISTER), "NotTheDecidingOffice")
    assert send(web, f"/drafts/mutasi-2025.2/{act}", body, office).json()["events"] == [event]
    assert read(web, "/acts")["items"][-1]["reason"] == body["reason"]
    refused(web.get("/v1/policies/mutasi-2025.2", BUDI, DAY), "PolicyUnknown")


@pytest.mark.usefixtures("follows")
def test_a_region_makes_its_own_additions_and_may_not_loosen(web: Web) -> None:
    loose = texts.additions(
        "daerah-17.03-2025.1",
        "17.03",
        "[limits]",
        'minimum_months_in_post = { value = 12, legal_basis = "Perbup" }',
        valid_from=date(2025, 9, 1),
    )
    problem = refused(propose(web, loose, NORTH_PERSONNEL, "KETENTUAN_DAERAH"), "UnlawfulText")
    (violation,) = problem["violations"]
    assert "12 is looser than 24 of mutasi-2025.1 (E16: peraturan daerah penerima)" in violation["told"]["en"]
    assert "12 lebih longgar daripada 24 pada mutasi-2025.1" in violation["told"]["id"]
    own = loose.replace("value = 12", "value = 36")
    refused(propose(web, own, CITY_PERSONNEL, "KETENTUAN_DAERAH"), "NotTheRegionsOwn")
    made(web, own, "KETENTUAN_DAERAH")
    assert read(web, "/in-force", day="2025-09-01", region="17.03")["version"] == (
        "mutasi-2025.1+daerah-17.03-2025.1"
    )


def test_law_does_not_reach_back(web: Web) -> None:
    assert propose(web, NEW).status_code == 201
    refused(publish(web, NEW, at=on(2025, 9, 2)), "RetroactiveLaw")


# Running cases


def test_a_dry_run_tells_each_case_of_ones_agency_what_would_change(web: Web) -> None:
    web.play(balancing_move(), until="origin_release")
    longer = texts.policy(
        "mutasi-2025.2",
        date(2025, 3, 14),
        ("minimum_months_in_post = { value = 24,", "minimum_months_in_post = { value = 60,"),
    )
    made(web, longer, at=on(2025, 3, 14))
    personnel = official(*NORTH_PERSONNEL)
    at = on(2025, 3, 17)
    answer = web.get("/v1/policies/mutasi-2025.2/migrations", personnel, at, after=web.head)
    (item,) = answer.json()["items"]
    assert item["transfer"] == web.transfer
    assert (item["before"], item["after"], item["refused"]) == ("mutasi-2025.1", "mutasi-2025.2", "")
    assert item["rules"] == [{"what": "E02", "before": "MET", "after": "NOT_MET"}]
    elsewhere = web.get("/v1/policies/mutasi-2025.2/migrations", official(*CITY_PERSONNEL), at)
    assert elsewhere.json()["items"] == []
    assert web.get("/v1/policies/mutasi-2025.2/migrations", SITI, at).status_code == 403


def test_a_case_is_moved_by_an_act_that_is_offered_and_recorded(web: Web) -> None:
    web.play(teacher_moves_to_the_city(), until="VerifyFile")
    made(web, NEW)
    act = act_of(*CITY_PERSONNEL, on(2025, 9, 2))

    def offered() -> bool:
        shown = web.get(web.case, act.by, act.at).json()
        return "migrate-policy" in {each["act"] for each in shown["allowedActions"]}

    assert offered()
    migrate = MigratePolicy("mutasi-2025.2", "Lebih menguntungkan pegawai")
    refused(web.post(replace(migrate, to="mutasi-2099.1"), act), "PolicyUnknown")
    assert web.post(migrate, act).status_code == 201
    assert not offered()
    event = web.house.cases.history(UUID(web.transfer))[-1].event
    assert event == PolicyMigrated("mutasi-2025.1", "mutasi-2025.2", migrate.reason)
    items = web.get(f"{web.case}/history", BUDI, after=web.head).json()["items"]
    assert (items[-1]["event"], items[-1]["reason"]) == ("PolicyMigrated", migrate.reason)
    web.play([*teacher_moves_to_the_city()][1:])
    assert web.shown(BUDI).json()["facts"]["policy"] == "mutasi-2025.2"
    late = replace(act, at=on(2025, 10, 3), command=uuid4())
    refused(web.post(migrate, late), "AlreadyDecreed")


# Calendars


def looked(house: House, at: datetime) -> dict[str, int]:
    """What a worker does that has the read side of now and the law of the ledger."""
    house.runner.wait_for(house.ledger.head())

    def due(*asked: Any) -> Any:
        with house.runner.pool.connection() as connection:
            return deadlines.due_for_notice(connection, *asked)

    def running(*asked: Any) -> Any:
        with house.runner.pool.connection() as connection:
            return deadlines.running(connection, *asked)

    return +Timekeeper(house.cases, house.law, due, running, lambda: at).look()


def test_published_days_off_move_deadlines_of_steps_and_reviews_on_record(web: Web) -> None:
    web.play(balancing_move(), until="AnswerEvaluation")
    case = UUID(web.transfer)
    made(web, texts.calendar("kalender-2026.2", 2025, date(2025, 7, 30)), "KALENDER", on(2025, 7, 1))
    assert looked(web.house, on(2025, 7, 14)) == {"PutIntoEffect": 1, "OpenEvaluation": 1}
    assert looked(web.house, on(2025, 7, 15)) == {"RecomputeEvaluation": 1}
    moved = web.house.cases.history(case)[-1].event
    assert moved == EvaluationDeadlineRecomputed(3, date(2025, 8, 5), "kalender-2026.2")
    assert looked(web.house, on(2025, 7, 16)) == {}


def test_and_those_of_awaited_answers_and_of_recommendations(web: Web) -> None:
    web.play(balancing_move(), until="GiveFeedback")
    recommends = RecordRecommendation(Source.BKN, "R-1/2025", "Agar ditunda")
    assert web.post(recommends, act_of(*NORTH_PERSONNEL, on(2025, 3, 13))).status_code == 201
    made(web, texts.calendar("kalender-2026.2", 2025, date(2025, 3, 20)), "KALENDER", on(2025, 3, 13))
    done = looked(web.house, on(2025, 3, 14))
    assert (done["RecomputeFeedback"], done["RecomputeRecommendation"]) == (1, 1)
    moved = {type(each.event): each.event for each in web.house.cases.history(UUID(web.transfer))}
    assert moved[FeedbackDeadlineRecomputed].due_on == date(2025, 3, 27)
    assert moved[RecommendationDeadlineRecomputed].number == "R-1/2025"
    assert not {"RecomputeFeedback", "RecomputeRecommendation"} & looked(web.house, on(2025, 3, 14)).keys()


def test_a_regions_days_off_move_what_its_offices_have_before_them(web: Web) -> None:
    web.play(balancing_move(), until="VerifyFile")
    days = texts.local_days("kalender-17.03-2025.1", "17.03", date(2025, 3, 12))
    made(web, days, "KALENDER_DAERAH", on(2025, 3, 10))
    assert looked(web.house, on(2025, 3, 10, 12)) == {"RecomputeDeadline": 1}
    moved = web.house.cases.history(UUID(web.transfer))[-1].event
    assert moved == DeadlineRecomputed(
        "file_verification", date(2025, 3, 14), "kalender-2026.1+kalender-17.03-2025.1"
    )
    assert looked(web.house, on(2025, 3, 11, 9)) == {"RemindStep": 1}


def test_a_calendar_published_midway_leaves_flags_and_deadlines_as_they_are_made_anew(web: Web) -> None:
    """Seen before the correction, after it, and once a step was done that only the corrected calendar has in time."""
    story = list(teacher_moves_to_the_city())
    web.play(story, until="origin_release")
    case = UUID(web.transfer)

    def due_on() -> date:
        opened = web.house.cases.show(case, lambda *_: Audience.OFFICIAL).transfer.open["origin_release"]
        return opened.due_on

    due = due_on()
    assert live_and_anew(web)["deadlines"] == {("origin_release", due)}

    eve = on(due.year, due.month, due.day - 1)
    off = [due + timedelta(days=days) for days in range(4)]
    made(web, texts.calendar("kalender-2026.2", due.year, *off), "KALENDER", eve)
    assert live_and_anew(web)["deadlines"] == {("origin_release", due)}, "nobody has looked yet"
    assert looked(web.house, eve + timedelta(hours=1))["RecomputeDeadline"] == 1
    moved = due_on()
    assert moved > due
    assert live_and_anew(web)["deadlines"] == {("origin_release", moved)}

    command, act = next(each for each in story if getattr(each[0], "step", "") == "origin_release")
    last_day = on(moved.year, moved.month, moved.day)
    assert web.post(command, replace(act, at=last_day)).status_code == 201
    found = live_and_anew(web)
    assert not any(indicator.startswith("R13") for indicator in found["flags"])
    assert {step for step, _ in found["deadlines"]} == {"governor_forward"}

    made(web, texts.calendar("kalender-2026.3", due.year), "KALENDER", last_day)
    assert not any(indicator.startswith("R13") for indicator in live_and_anew(web)["flags"]), (
        "it was in time then"
    )


def live_and_anew(web: Web) -> dict[str, set[Any]]:
    """Deadlines and flags of the case; every row of theirs, and of the inbox and reports, as when it is made anew."""
    runner = web.house.runner
    about = [
        each for each in runner.projections if each.name in {"flags", "deadlines", "inbox", "statistics"}
    ]
    assert len(about) == 4

    def rows() -> dict[str, list[Any]]:
        runner.wait_for(web.house.ledger.head())
        with runner.pool.connection() as connection:
            return {
                table: sorted(connection.execute(f"SELECT * FROM {table}").fetchall(), key=repr)
                for table in (
                    "flags",
                    "flag_deeds",
                    "flag_records",
                    "deadlines",
                    "inbox",
                    "inbox_past",
                    "step_facts",
                    "open_steps",
                )
            }

    before = rows()
    runner.rebuild(*about)
    assert rows() == before
    with runner.pool.connection() as connection:
        clocks = connection.execute("SELECT step, due_on FROM deadlines").fetchall()
        flags = connection.execute("SELECT indicator FROM flags").fetchall()
    return {"deadlines": set(clocks), "flags": {indicator for (indicator,) in flags}}
