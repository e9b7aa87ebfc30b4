"""A refused person is told the nearest way to a yes, in both languages; and anybody may ask before asking."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from cast import (
    BUDI,
    CITY_MATHS_ID,
    CITY_PERSONNEL,
    NORTH_INSPECTORATE,
    NORTH_MATHS_ID,
    NORTH_PERSONNEL,
    OLD_POST_ID,
    SECOND_MATHS_ID,
    SITI,
    official,
    on,
)
from stories import balancing_move
from web import Web

from api.words import catalogue
from domain.identity import OfficeKind
from domain.registry.person import PerformanceRated, PostAssumed, Rating
from domain.registry.post import SeatTaken
from domain.transfer.eligibility import RULES
from domain.transfer.ways import Advice

DAY = on(2025, 9, 1)


def asked(web: Web, person: UUID, target: UUID, **more: object) -> dict[str, Any]:
    answer = web.get("/v1/me/eligibility", person, DAY, targetPost=target, **more)
    assert answer.status_code == 200, answer.text
    return answer.json()


def out_of(shown: dict[str, Any], rule: str) -> list[dict[str, Any]]:
    return next(each["ways"] for each in shown["findings"] if each["rule"] == rule)


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_way_office_and_month_is_told_in_both_languages(language: str) -> None:
    words = catalogue(language)
    assert set(words["ways"]) == {"AND", *Advice}
    assert set(words["offices"]) == set(OfficeKind)
    assert set(words["months"]) == {str(month) for month in range(1, 13)}
    for name in Advice:
        assert words["ways"][name].endswith(".")


def test_before_asking_the_rules_their_facts_and_the_law_are_told_and_nothing_is_recorded(web: Web) -> None:
    before = web.head
    shown = asked(web, BUDI, CITY_MATHS_ID)
    assert (shown["type"], shown["initiative"], shown["day"]) == (
        "KABKOTA_SATU_PROVINSI",
        "APS",
        "2025-09-01",
    )
    assert shown["eligible"] is True
    assert [each["rule"] for each in shown["findings"]] == list(RULES)
    assert all(each["legalBasis"] for each in shown["findings"])
    (pending,) = out_of(shown, "E07")
    assert all(each["told"]["en"] == each["input"] for each in shown["findings"])
    assert all(bool(each["told"]["id"]) == bool(each["input"]) for each in shown["findings"])
    (clearance,) = [each["told"] for each in shown["findings"] if each["rule"] == "E07"]
    assert clearance == {"id": "surat bebas temuan belum diberikan", "en": "not yet given"}
    assert pending["messages"]["id"] == "Diperlukan surat bebas temuan yang masih berlaku dari Inspektorat."
    assert web.head == before
    assert web.get("/v1/me/transfers", BUDI, after=before).json()["items"] == []


def test_who_would_come_too_early_is_told_the_day_and_who_may_set_the_rule_aside(web: Web) -> None:
    web.happens(BUDI, PostAssumed(NORTH_MATHS_ID, date(2024, 5, 17)))
    shown = asked(web, BUDI, CITY_MATHS_ID)
    assert shown["eligible"] is False
    wait, set_aside = out_of(shown, "E02")
    assert (wait["advice"], wait["on"]) == ("WAIT", "2026-05-17")
    assert wait["messages"] == {
        "id": "Syarat ini terpenuhi mulai 17 Mei 2026.",
        "en": "This rule is met from 17 May 2026 on.",
    }
    assert "Pejabat Pembina Kepegawaian" in set_aside["messages"]["id"]


def test_where_the_post_is_full_other_seats_that_fit_are_told_by_need(web: Web) -> None:
    web.happens(CITY_MATHS_ID, *(SeatTaken(uuid4(), date(2024, 1, 1)) for _ in range(2)))
    web.house.runner.wait_for(web.head)
    other, _ = out_of(asked(web, BUDI, CITY_MATHS_ID), "E08")
    assert other["advice"] == "OTHER_SEAT"
    assert [(seat["id"], seat["gap"], seat["unit"]) for seat in other["seats"]] == [
        (str(SECOND_MATHS_ID), -100, "SMP Negeri 5 Bengkulu Utara")
    ]
    web.happens(SECOND_MATHS_ID, SeatTaken(uuid4(), date(2024, 1, 1)))
    web.house.runner.wait_for(web.head)
    assert out_of(asked(web, BUDI, CITY_MATHS_ID), "E08")[0]["seats"] == []


def test_a_seat_for_other_education_or_without_the_certificate_is_not_told(web: Web) -> None:
    """Siti, an archivist, asks for a teacher's post: no teacher's post fits her."""
    other = out_of(asked(web, SITI, CITY_MATHS_ID), "E09")
    assert [way["advice"] for way in other] == ["OBTAIN", "OTHER_SEAT"]
    enters = ["UJI_KOMPETENSI_JF", "REKOMENDASI_INSTANSI_PEMBINA"]
    assert other[0]["lacking"] == ["SERDIK", *enters, "S1/S2 5100101"]
    assert other[1]["seats"] == []


def test_the_personnel_office_asks_about_people_of_its_agency_only(web: Web) -> None:
    path = f"/v1/people/{SITI}/eligibility"
    officer = official(*NORTH_PERSONNEL)
    shown = web.get(path, officer, DAY, targetPost=CITY_MATHS_ID)
    assert shown.status_code == 200
    assert shown.json()["initiative"] == "KEBUTUHAN_DINAS"
    for other in (BUDI, SITI, official(*CITY_PERSONNEL), official(*NORTH_INSPECTORATE)):
        hers = web.get(path, other, DAY, targetPost=CITY_MATHS_ID)
        nobodys = web.get(f"/v1/people/{uuid4()}/eligibility", other, DAY, targetPost=CITY_MATHS_ID)
        assert (hers.status_code, hers.json()["type"]) == (404, "urn:jejak:problem:PersonUnknown")
        assert hers.content == nobodys.content


def test_one_cannot_ask_for_ones_own_post_nor_for_one_there_is_not(web: Web) -> None:
    for target, status, code in ((NORTH_MATHS_ID, 422, "SamePost"), (uuid4(), 404, "PostUnknown")):
        answer = web.get("/v1/me/eligibility", BUDI, DAY, targetPost=target)
        assert (answer.status_code, answer.json()["type"]) == (status, f"urn:jejak:problem:{code}")


def test_on_a_refused_case_the_person_reads_the_way_out_and_others_do_not(web: Web) -> None:
    """Rated below Good in 2024; 2025 is on record as Good already."""
    web.happens(SITI, PerformanceRated(2024, Rating.NEEDS_IMPROVEMENT))
    web.play(balancing_move(), until="audit_clearance")
    shown = web.shown(SITI, on(2025, 3, 12)).json()
    assert shown["facts"]["ending"]["rules"] == ["E04"]
    (barred,) = shown["ways"]
    assert barred["rule"] == "E04"
    way, _ = barred["ways"]
    assert (way["advice"], way["on"], way["lacking"]) == ("BE_RATED", "2027-01-01", ["2026"])
    assert way["messages"]["id"] == (
        "Permohonan dapat diajukan mulai 1 Januari 2027, apabila predikat kinerja tahun 2026 paling rendah Baik."
    )
    assert web.shown(official(*NORTH_PERSONNEL), on(2025, 3, 12)).json()["ways"] == []


def test_while_the_authority_may_still_set_it_aside_the_person_reads_that(web: Web) -> None:
    web.happens(SITI, PostAssumed(OLD_POST_ID, date(2024, 1, 3)))
    web.play(balancing_move(), until="audit_clearance")
    (barred,) = web.shown(SITI, on(2025, 3, 12)).json()["ways"]
    assert [way["advice"] for way in barred["ways"]] == ["WAIT", "SET_ASIDE"]
