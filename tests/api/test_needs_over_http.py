"""Needs analysis over HTTP: what is put on record, what is made of it, who may ask, and as of when."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import httpx2 as httpx
from cast import (
    BUDI,
    CITY_MATHS_ID,
    CITY_PERSONNEL,
    HEALTH_ID,
    LIBRARY_ID,
    NEW_POST,
    NEW_POST_ID,
    NORTH_ID,
    NORTH_INSPECTORATE,
    NORTH_MATHS_ID,
    NORTH_PERSONNEL,
    OLD_POST_ID,
    PEERS,
    REGENT,
    SCHOOL_ID,
    SECOND_MATHS_ID,
    SITI,
    SITI_PROFILE,
    act_of,
    official,
    on,
)
from stories import balancing_move
from web import Web, command_of

from domain.act import Act
from domain.identity import post_id
from domain.registry.person import Profile, ProfileCorrected, StudyAssigned
from domain.registry.post import PostEstablished, SeatTaken
from domain.transfer.commands import AssessFit

AT = on(2025, 3, 17)
BKPSDM, INSPECTOR = official(*NORTH_PERSONNEL), official(*NORTH_INSPECTORATE)
REGENT_HIMSELF = official(*REGENT)
TASKS = [
    {"name": "Menata arsip", "volume": 1_200, "minutes": 45},
    {"name": "Melayani peminjaman", "volume": 240, "minutes": 120, "period": "TAHUN"},
    {"name": "Melapor", "volume": 52, "minutes": 180},
]
ANALYSIS = {"tasks": TASKS, "source": "ABK 2025", "analysedOn": "2025-03-10"}
LESSONS = {
    "lessons": [{"grade": grade, "classGroups": 6, "weeklyHours": 4} for grade in ("VII", "VIII", "IX")],
    "creditedHours": 12,
    "source": "Dapodik",
    "countedOn": "2025-03-01",
}
SCHOOL = {
    "form": "SMP",
    "classGroups": 18,
    "students": 375,
    "teachers": 30,
    "source": "Dapodik",
    "countedOn": "2025-03-01",
}


def sent(web: Web, path: str, body: dict[str, Any], act: Act) -> httpx.Response:
    headers = web.headers(act.by, act.at, act.office) | {"Idempotency-Key": str(uuid4())}
    return web.client.post(f"/v1{path}", json=body, headers=headers)


def read(web: Web, path: str, person: Any = BKPSDM, **params: Any) -> Any:
    answer = web.get(f"/v1{path}", person, AT, after=web.head, **params)
    assert answer.status_code == 200, answer.text
    return answer.json()


def code(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["type"].rpartition(":")[2]


def test_units_are_weighed_by_what_is_on_record_as_of_any_position(web: Web) -> None:
    needs = read(web, "/needs", agency=NORTH_ID)
    units = {each["id"]: each for each in needs["items"]}
    library, health = units[str(LIBRARY_ID)], units[str(HEALTH_ID)]
    assert (library["required"], library["present"], library["gap"]) == (200, 4, 200)
    assert (library["load"], library["grade"]) == (500, "D")
    assert (health["load"], health["grade"]) == (3_000, "A")
    assert (needs["vacant"], needs["imbalance"]) == (2, None)  # two schools need somebody and have nobody
    assert needs["countedBy"] == {
        "policy": "mutasi-2025.1",
        "legalBasis": "PermenPAN-RB 1/2020 [R]",
        "effectiveMinutes": 75_000,
        "day": "2025-03-17",
        "asOf": None,
    }
    before = web.head

    by_personnel = act_of(*NORTH_PERSONNEL, AT)
    made = sent(web, f"/posts/{OLD_POST_ID}/workload-analyses", ANALYSIS, by_personnel)
    assert made.status_code == 201, made.text
    assert made.json()["events"] == ["WorkloadAnalysed"]
    web.happens(PEERS[0], ProfileCorrected(_born(1967)))
    web.happens(PEERS[0], StudyAssigned(date(2025, 12, 31)))
    web.happens(PEERS[1], ProfileCorrected(_born(1968)))

    unit = read(web, f"/units/{LIBRARY_ID}/needs", INSPECTOR)
    (post,) = unit["posts"]
    assert (post["basis"], post["minutes"], post["effectiveMinutes"]) == ("ABK", 92_160, 75_000)
    assert (post["requiredExactly"], post["required"], post["staff"]) == ("768/625", 123, 1)
    assert (post["occupied"], post["away"], post["present"], post["gap"]) == (4, 1, 3, 177)
    assert [each["leaving"] for each in unit["outlook"]["years"]] == [0, 1, 0, 0, 0]
    assert unit["outlook"]["unknown"] == 0
    later = read(web, f"/units/{LIBRARY_ID}/needs", effective="2026-01-02")
    assert later["whole"]["away"] == 0
    told = web.get("/v1/posts", BKPSDM, AT, agency=NORTH_ID, after=web.head).json()["items"]
    assert {each["id"]: each["gap"] for each in told}[str(OLD_POST_ID)] == 277

    as_it_was = read(web, f"/units/{LIBRARY_ID}/needs", asOf=before)
    assert (as_it_was["whole"]["required"], as_it_was["whole"]["away"]) == (200, 0)
    counts = read(web, f"/posts/{OLD_POST_ID}/counts")["items"]
    assert [each["required"] for each in counts] == [123, 200]
    assert counts[0]["analysis"]["tasks"][0]["name"] == "Menata arsip"
    whole = read(web, "/needs", agency=NORTH_ID, by="REGIONAL_OFFICE", limit=1)
    assert len(whole["items"]) == 1
    following = read(web, "/needs", agency=NORTH_ID, by="REGIONAL_OFFICE", cursor=whole["next"])
    names = {each["name"] for each in (*whole["items"], *following["items"])}
    assert "Dinas Pendidikan dan Kebudayaan" in names
    assert "SMP Negeri 3 Bengkulu Utara" not in names


def _born(year: int) -> Profile:
    return replace(SITI_PROFILE, nip=f"{year}05312015051001", born_on=date(year, 5, 31))


def test_teachers_are_counted_by_subject_and_by_heads(web: Web) -> None:
    by_personnel = act_of(*NORTH_PERSONNEL, AT)
    assert sent(web, f"/posts/{NORTH_MATHS_ID}/lessons", LESSONS, by_personnel).status_code == 201
    assert sent(web, f"/units/{SCHOOL_ID}/school-counts", SCHOOL, by_personnel).status_code == 201
    (school,) = read(web, "/needs/teachers", INSPECTOR, agency=NORTH_ID)["items"]
    assert (school["form"], school["classGroups"], school["teachers"]) == ("SMP", 18, 30)
    assert school["roles"] == [{"role": "GURU_BK", "required": 250, "present": 0, "gap": -250}]
    (maths,) = school["subjects"]
    assert (maths["hours"], maths["holders"], maths["required"], maths["gap"]) == (72, 2, 300, -100)
    assert (maths["supply"], maths["gapHours"], maths["hoursEach"], maths["toAppoint"]) == (36, -36, 4_200, 3)
    assert maths["underLoad"] is False
    assert read(web, "/needs/teachers", agency=NORTH_ID, asOf=1)["items"] == []

    for path, body, act, expected in (
        (f"/posts/{NORTH_MATHS_ID}/lessons", LESSONS, by_personnel, (409, "OnRecordAlready")),
        (f"/units/{SCHOOL_ID}/school-counts", SCHOOL, by_personnel, (409, "OnRecordAlready")),
        (
            f"/units/{SCHOOL_ID}/school-counts",
            SCHOOL | {"countedOn": "2024-08-31"},
            by_personnel,
            (422, "OlderSchoolCount"),
        ),
        (
            f"/units/{SCHOOL_ID}/school-counts",
            SCHOOL | {"countedOn": "2025-03-18"},
            by_personnel,
            (422, "DatesOutOfOrder"),
        ),
        (
            f"/posts/{NORTH_MATHS_ID}/lessons",
            LESSONS | {"countedOn": "2025-03-18"},
            by_personnel,
            (422, "DatesOutOfOrder"),
        ),
        (
            f"/posts/{SECOND_MATHS_ID}/workload-analyses",
            ANALYSIS | {"tasks": [TASKS[0], TASKS[0]]},
            by_personnel,
            (422, "TasksMissing"),
        ),
        (f"/posts/{uuid4()}/lessons", LESSONS, by_personnel, (404, "PostUnknown")),
        (f"/units/{uuid4()}/school-counts", SCHOOL, by_personnel, (404, "UnitUnknown")),
        (f"/posts/{CITY_MATHS_ID}/lessons", LESSONS, by_personnel, (403, "NotTheRecordsOffice")),
        (f"/units/{SCHOOL_ID}/school-counts", SCHOOL, act_of(*REGENT, AT), (403, "NotTheRecordsOffice")),
        (
            f"/posts/{OLD_POST_ID}/workload-analyses",
            ANALYSIS,
            act_of(*NORTH_INSPECTORATE, AT),
            (403, "NotTheRecordsOffice"),
        ),
    ):
        assert code(sent(web, path, body, act)) == expected, path


def test_candidates_stand_in_order_with_their_parts_and_what_bars_them(web: Web) -> None:
    page = read(web, f"/posts/{NEW_POST_ID}/candidates")
    assert (page["free"], page["gap"], page["position"]) == (2, -200, "Pengelola Kearsipan")
    siti, *others = page["items"]
    (budi,) = (each for each in others if each["person"] == str(BUDI))
    assert (siti["person"], siti["place"], siti["eligible"]) == (str(SITI), 1, True)
    assert siti["score"] == 100
    assert [each["part"] for each in siti["parts"]][:2] == ["TARGET_RELIEF", "ORIGIN_SURPLUS"]
    assert siti["barriers"] == []
    assert (budi["person"], budi["eligible"]) == (str(BUDI), True)
    (interest,) = [each for each in budi["facets"] if each["facet"] == "INTEREST"]
    assert interest == {
        "facet": "INTEREST",
        "points": 0,
        "weight": 20,
        "told": {
            "id": "minat yang tercatat menyebut hal lain",
            "en": "the wish on record names something else",
        },
    }
    teachers = {
        each["person"]: each for each in read(web, f"/posts/{SECOND_MATHS_ID}/candidates", INSPECTOR)["items"]
    }
    assert teachers[str(BUDI)]["barriers"] == []
    assert teachers[str(SITI)]["eligible"] is False
    (unmet,) = teachers[str(SITI)]["barriers"]
    assert (unmet["rule"], unmet["title"]["en"]) == (
        "E09",
        "Education and competence meet what the post asks for",
    )
    assert "SERDIK" in unmet["told"]["id"]
    second = read(web, f"/posts/{NEW_POST_ID}/candidates", INSPECTOR, limit=1)
    assert [each["person"] for each in second["items"]] == [str(SITI)]
    rest = read(web, f"/posts/{NEW_POST_ID}/candidates", cursor=second["next"])
    assert rest["items"] == others

    own = read(web, "/me/match", SITI, targetPost=NEW_POST_ID)
    assert (own["person"], own["score"], own["facets"]) == (str(SITI), 100, siti["facets"])
    assert code(web.get("/v1/me/match", SITI, AT, targetPost=uuid4())) == (404, "PostUnknown")
    assert code(web.get("/v1/me/match", REGENT_HIMSELF, AT, targetPost=NEW_POST_ID)) == (404, "PersonUnknown")


def test_the_units_are_weighed_before_the_review_and_shown_after_it(web: Web) -> None:
    """Another post of the health office has too many: for the two posts the move is good, for the two units it is not."""
    other = PostEstablished(replace(NEW_POST, code="5801.01/lain", seats=9, required=100))
    web.happens(post_id("5801.01/lain"), other, *(SeatTaken(UUID(int=n), date(2020, 1, 1)) for n in range(6)))
    web.play(balancing_move(), until="transfer_plan")
    web.house.runner.wait_for(web.head)
    case = f"/transfers/{web.transfer}"
    units = read(web, f"{case}/units")["units"]
    assert units == read(web, f"{case}/units", SITI)["units"]
    assert units["target"]["load"] == {"before": 571, "after": 500}
    assert units["balance"]["worse"] is True
    review, act = command_of(balancing_move(), "transfer_plan")
    assert isinstance(review, AssessFit)
    assert code(web.post(review, act)) == (422, "ReasonRequired")
    assert web.post(replace(review, deviation="Arsiparis lain sakit"), act).status_code == 201
    shown = web.shown(act.by, act.at).json()["facts"]["needs"]
    assert shown["units"] == units
    assert shown["balance"]["worse"] is False
    assert web.get(f"/v1{case}/units", official(*CITY_PERSONNEL), AT).status_code == 404


def test_needs_are_for_the_personnel_office_and_inspectorate_of_the_agency(web: Web) -> None:
    paths = [
        ("/v1/needs", {"agency": NORTH_ID}),
        ("/v1/needs/teachers", {"agency": NORTH_ID}),
        (f"/v1/units/{HEALTH_ID}/needs", {}),
        (f"/v1/posts/{NEW_POST_ID}/counts", {}),
        (f"/v1/posts/{NEW_POST_ID}/candidates", {}),
    ]
    for path, params in paths:
        for person in (SITI, REGENT_HIMSELF, official(*CITY_PERSONNEL)):
            assert code(web.get(path, person, AT, **params)) == (403, "NotAllowed"), path
    assert code(web.get(f"/v1/units/{uuid4()}/needs", BKPSDM, AT)) == (404, "UnitUnknown")
    assert code(web.get(f"/v1/posts/{uuid4()}/candidates", BKPSDM, AT)) == (404, "PostUnknown")


def test_whom_a_running_case_keeps_a_seat_for_is_counted_at_both_units(web: Web) -> None:
    def first_year(unit: UUID) -> tuple[int, int]:
        year = read(web, f"/units/{unit}/needs")["outlook"]["years"][0]
        return year["moving"], year["coming"]

    assert (first_year(LIBRARY_ID), first_year(HEALTH_ID)) == ((0, 0), (0, 0))
    web.play(balancing_move(), until="performance_panel")
    assert (first_year(LIBRARY_ID), first_year(HEALTH_ID)) == ((1, 0), (0, 1))
    whole = read(web, "/needs", agency=NORTH_ID)["outlook"]["years"][0]
    assert (whole["moving"], whole["coming"]) == (1, 1)
