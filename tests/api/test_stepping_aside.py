"""Over HTTP: a case suspended and resumed, an official who steps aside, talk with the person; scenarios 8 and 22."""

from datetime import date

import cast
from cast import NORTH_ID, NORTH_PERSONNEL, PROVINCE_ID, REGENT, SITI, act_of, official, on, own_act
from stories import balancing_move
from web import Web

from domain.identity import OfficeKind, office_id
from domain.registry.person import KinshipDeclared, Proceeding, ProceedingKind, ProceedingRecorded
from domain.transfer.commands import (
    DeclareConflict,
    DeclineConsultation,
    IssueDecree,
    NameSubstitute,
    OfferConsultation,
    ReassessCase,
)

AT = on(2025, 3, 24)
DECREE = IssueDecree("decree", "821/55", cast.NEW_POST_ID, AT.date(), "Pemerataan", ("Arsip tertata",))


def test_scenario_8_discipline_opened_midway_suspends_the_case_until_it_is_over(web: Web) -> None:
    web.play_over_http(balancing_move(), until="IssueDecree")
    opened = Proceeding("P-1", ProceedingKind.DISCIPLINE, "SEDANG", date(2025, 3, 20))
    web.happens(SITI, ProceedingRecorded(opened))
    regent = act_of(*REGENT, AT)
    refused = web.post(DECREE, regent)
    assert refused.status_code == 422
    assert [violation["rule"] for violation in refused.json()["violations"]] == ["E05"]
    suspended = web.post(ReassessCase("Ada pemeriksaan disiplin"), regent)
    assert suspended.json()["events"] == ["EligibilityEvaluated", "CaseSuspended"]
    shown = web.get(f"/v1/transfers/{web.transfer}", SITI, AT).json()["facts"]
    assert shown["status"] == "SUSPENDED"
    assert shown["suspended"] == {"rules": ["E05"], "since": "2025-03-24"}
    assert web.post(DECREE, regent).json()["type"] == "urn:jejak:problem:CaseIsSuspended"
    over = Proceeding("P-1", ProceedingKind.DISCIPLINE, "SEDANG", date(2025, 3, 20), date(2025, 3, 25))
    web.happens(SITI, ProceedingRecorded(over))
    later = act_of(*REGENT, on(2025, 3, 26))
    assert web.post(ReassessCase("Tidak terbukti"), later).json()["events"] == [
        "EligibilityEvaluated",
        "CaseResumed",
        "StepResumed",
    ]
    decree = IssueDecree("decree", "821/55", cast.NEW_POST_ID, date(2025, 3, 26), "Pemerataan", ("Tertata",))
    assert web.post(decree, later).status_code == 201


def test_scenario_22_the_authority_recuses_and_the_governor_names_a_substitute(web: Web) -> None:
    web.happens(SITI, KinshipDeclared(official(*REGENT)))
    web.play_over_http(balancing_move(), until="IssueDecree")
    regent, governor = act_of(*REGENT, AT), act_of(OfficeKind.APPOINTING_AUTHORITY, PROVINCE_ID, AT)
    assert web.post(DECREE, regent).json()["type"] == "urn:jejak:problem:ConflictOfInterest"
    assert web.get(f"/v1/transfers/{web.transfer}", governor.by, AT).status_code == 404, "not theirs yet"
    assert web.post(DeclareConflict("decree", "AKTUAL", "Anak kandung"), regent).status_code == 201
    secretary = office_id(OfficeKind.APPOINTING_AUTHORITY, cast.CITY_ID)
    named = web.post(NameSubstitute("decree", secretary, "Bupati berkonflik kepentingan"), governor)
    assert named.json()["events"] == ["SubstituteNamed"]
    assert web.post(DECREE, act_of(OfficeKind.APPOINTING_AUTHORITY, cast.CITY_ID, AT)).status_code == 201
    items = web.get(f"{web.case}/history", SITI, AT, after=web.head, limit=200).json()["items"]
    order = [each["event"] for each in items]
    declared = order.index("ConflictDeclared")
    assert order[declared : declared + 3] == ["ConflictDeclared", "ApproverRecused", "SubstituteNamed"]
    assert "R18" not in web.flags(on(2025, 4, 1))


def test_scenario_22_a_parent_who_decided_before_it_came_to_light_is_flagged(web: Web) -> None:
    """Known beforehand, kinship is refused; R18 is for what was found out when they had decided already."""
    web.play_over_http(balancing_move(), until="IssueDecree")
    web.happens(SITI, KinshipDeclared(official(*cast.HEALTH_HEAD)))
    assert web.post(DECREE, act_of(*REGENT, AT)).status_code == 201
    flag = web.flags(AT)["R18"]
    assert (flag["value"], flag["severity"]) == ("kin decides at receiving_acceptance", "HIGH")


def test_the_person_declines_the_consultation_they_were_offered(web: Web) -> None:
    web.play(balancing_move(), until="AssessFit")
    assert web.post(OfferConsultation("Senin"), act_of(*NORTH_PERSONNEL, AT)).status_code == 201
    declined = web.post(DeclineConsultation("Sudah paham"), own_act(SITI, AT))
    assert declined.json()["events"] == ["ConsultationDeclined"]
    shown = web.get(f"/v1/transfers/{web.transfer}", SITI, AT).json()["facts"]
    assert shown["consultation"] == {"kind": "ConsultationDeclined", "note": "Sudah paham"}
    stranger = act_of(OfficeKind.INSPECTORATE, NORTH_ID, AT)
    assert (
        web.post(OfferConsultation(""), stranger).json()["type"] == "urn:jejak:problem:NotTheDecidingOffice"
    )
