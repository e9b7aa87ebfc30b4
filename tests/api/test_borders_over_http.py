"""Scenarios 3 to 5 over HTTP: moves to the province, across provinces, and from the centre."""

from datetime import date
from uuid import UUID

import cast
import pytest
from borders import OTHER_PROVINCE_ID, case_between, registered_between
from cast import BUDI, GOVERNOR, KANREG, MAYOR, MINISTER, on
from given import Case
from walking import acting_for, walk_over_http
from web import Web

from domain.identity import NATION, OfficeKind, office_id
from domain.transfer.commands import IssueDecree

DAY = on(2025, 10, 1)
OTHER_GOVERNOR = (OfficeKind.APPOINTING_AUTHORITY, OTHER_PROVINCE_ID)


def between(web: Web, origin: str, target: str) -> Case:
    """The registry as it is when the teacher's two posts lie in these agencies."""
    case = case_between(origin, target)
    for stream, events in registered_between(case):
        web.happens(stream, *events)
    web.house.runner.wait_for(web.head)
    return case


def done_by(web: Web) -> dict[str, str]:
    """Step -> the office that did it, in order."""
    items = web.get(f"{web.case}/history", BUDI, after=web.head, limit=200).json()["items"]
    opening = {"StepOpened", "StepNotRequired"}
    return {each["step"]: each["office"] for each in items if each["step"] and each["event"] not in opening}


def decree_by(web: Web, office: tuple[OfficeKind, UUID]) -> tuple[int, str]:
    decree = IssueDecree("decree", "821/1", cast.CITY_MATHS_ID, DAY.date(), "Kebutuhan", ("Tujuan",))
    answer = web.post(decree, acting_for(office_id(*office), DAY))
    return answer.status_code, answer.json().get("type", "").rsplit(":")[-1]


def test_scenario_3_to_the_province_bkn_is_asked_directly_and_the_governor_decrees_and_appoints(
    web: Web,
) -> None:
    walk_over_http(web, between(web, "north", "province"))
    facts = web.shown(BUDI).json()["facts"]
    assert (facts["type"], facts["status"]) == ("KABKOTA_KE_PROVINSI", "EVALUATING")
    offices = done_by(web)
    assert "governor_forward" not in {*offices, *(step["step"] for step in facts["route"])}
    assert offices["technical_consideration"] == str(office_id(*KANREG))
    assert offices["decree"] == offices["appointment"] == str(office_id(*GOVERNOR))


def test_scenario_4_across_provinces_the_minister_decrees_after_coordination_and_advice(web: Web) -> None:
    walk_over_http(web, between(web, "other regency", "city"), until="decree")
    steps = list(done_by(web))
    between_both = {"origin_release", "ministerial_coordination"}  # in either order, reference 2.4
    proposal, forward = steps.index("receiving_proposal"), steps.index("governor_forward")
    assert set(steps[proposal + 1 : forward]) == between_both
    assert forward < steps.index("technical_consideration")
    offices = done_by(web)
    assert offices["governor_forward"] == str(office_id(*GOVERNOR)), "the receiving one"
    assert offices["technical_consideration"] == str(office_id(OfficeKind.BKN_HEAD, NATION))
    before = web.head
    assert decree_by(web, GOVERNOR) == (403, "NotTheDecidingOffice")
    assert decree_by(web, MAYOR) == (403, "NotTheDecidingOffice")
    assert web.head == before
    assert decree_by(web, MINISTER) == (201, "")


@pytest.mark.parametrize("other", [GOVERNOR, MINISTER, MAYOR], ids=["governor", "minister", "mayor"])
def test_scenario_5_from_the_centre_bkns_regional_office_decrees_and_nobody_else(
    web: Web, other: tuple[OfficeKind, UUID]
) -> None:
    walk_over_http(web, between(web, "ministry", "city"), until="decree")
    facts = web.shown(BUDI).json()["facts"]
    assert facts["type"] == "PUSAT_KE_DAERAH"
    forbidden = {"governor_forward", "ministerial_coordination", "technical_consideration"}
    assert not forbidden & {*done_by(web), *(step["step"] for step in facts["route"])}
    before = web.head
    assert decree_by(web, other)[0] in {403, 404}
    assert web.head == before
    assert decree_by(web, KANREG) == (201, "")
    assert web.shown(BUDI).json()["facts"]["decree"]["effectiveOn"] == str(date(2025, 10, 1))
