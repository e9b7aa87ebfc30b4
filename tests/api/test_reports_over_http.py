"""Accountability reports over HTTP: by agency, the same bytes for the same position, few people hidden."""

from typing import Any
from uuid import UUID

import cast
import httpx2 as httpx
from cast import CITY_ID, NORTH_ID, NORTH_INSPECTORATE, NORTH_PERSONNEL, SITI, act_of, official, on
from stories import balancing_move
from web import Web

from domain.identity import OfficeKind, office_id
from domain.transfer.commands import ResubmitFile, ReturnFile
from projections.reports import REPORTS

INSPECTOR = official(*NORTH_INSPECTORATE)
ELSEWHERE = official(OfficeKind.INSPECTORATE, CITY_ID)


def report(web: Web, name: str, person: UUID = INSPECTOR, **params: object) -> httpx.Response:
    return web.get(f"/v1/reports/{name}", person, after=web.head, **params)


def rows(answer: httpx.Response) -> list[dict[str, Any]]:
    assert answer.status_code == 200, answer.text
    told = answer.json()
    names = [column["name"] for column in told["columns"]]
    return [dict(zip(names, row, strict=True)) for row in told["rows"]]


def played(web: Web) -> None:
    """A file that is returned once, then up to the consent of the origin."""
    story = iter(balancing_move())
    web.play([next(story)])
    officer = act_of(*NORTH_PERSONNEL, on(2025, 3, 11))
    web.play([(ReturnFile("file_verification", "Kurang"), officer)])
    web.play([(ResubmitFile("Lengkap"), act_of(*NORTH_PERSONNEL, on(2025, 3, 12)))])
    web.play(story, until="origin_release")


def test_a_report_stays_what_it_was_at_its_position_and_is_for_those_who_oversee_the_case(web: Web) -> None:
    played(web)
    then = web.head
    before = {name: report(web, name).content for name in REPORTS}
    story = list(balancing_move())
    next_act = next(
        n for n, (command, _) in enumerate(story) if getattr(command, "step", "") == "origin_release"
    )
    web.play(story[next_act:], until="duty_start")
    for name, made in before.items():
        assert report(web, name, asOf=then).content == made, name
        assert report(web, name, ELSEWHERE).json()["rows"] == [], (name, "not between agencies they oversee")
        assert report(web, name, SITI).status_code == 403
    in_force_by_days(web)
    steps = {row["step"]: row for row in rows(report(web, "steps", by="step"))}
    assert steps["decree"] | {"step": "decree", "done": 1, "waiting": 0} == steps["decree"]
    assert steps["duty_start"]["waiting"] == 1
    assert rows(report(web, "steps", asOf=then, by="step", step="origin_release"))[0]["waiting"] == 1
    (moves,) = rows(report(web, "moves", by="agency,direction,month"))
    assert (moves["agency"], moves["agencyName"], moves["direction"], moves["month"], moves["moves"]) == (
        str(NORTH_ID),
        "Pemerintah Kab. Bengkulu Utara",
        "ROTASI",
        "2025-03",
        1,
    )
    (returned,) = rows(report(web, "returns", by="office", kind="INTRA_INSTANSI"))
    assert (returned["office"], returned["returns"]) == (str(office_id(*NORTH_PERSONNEL)), 1)
    assert rows(report(web, "returns", **{"from": "2025-03-12"})) == []
    words = report(web, "steps", by="step,kind").json()["words"]
    assert words["step"]["performance_panel"]["id"] == "Pertimbangan Tim Penilai Kinerja"
    assert words["kind"]["INTRA_INSTANSI"]["en"]
    about = report(web, "balance").json()["about"]
    assert (about["position"], about["policyVersions"]) == (web.head, ["mutasi-2025.1"])
    (balance,) = rows(report(web, "balance"))
    assert (balance["targetGapBefore"], balance["targetGapAfter"]) == (-2.0, -1.0)
    few = report(web, "fairness", by="sex").json()
    assert few["rows"][0][1:] == ["hidden"] * 14, "one person is nobody's example"
    assert few["total"][1:] == ["hidden"] * 14
    asked_for_too_much(web)
    published(web)
    had_as_files(web)


def in_force_by_days(web: Web) -> None:
    """The other axis: what had happened in the world by the end of a day, whenever it was recorded."""
    days = ("2025-01-01", "2025-03-11", "2025-03-20", "2099-12-31")
    for name in REPORTS:
        made = [report(web, name, effective=day).json() for day in days]
        assert made[0]["rows"] == [], name
        assert made[-1]["rows"] == report(web, name).json()["rows"], name
        assert [each["about"]["effective"] for each in made] == [*days], name
    returned, both = (
        report(web, "requests", effective="2025-03-11", **at) for at in ({}, {"asOf": web.head})
    )
    assert (rows(returned)[0]["returned"], rows(returned)[0]["decreed"]) == (1, 0)
    assert rows(report(web, "requests"))[0]["decreed"] == 1
    assert returned.content == both.content
    assert report(web, "moves", effective="11 Maret").status_code == 422


def had_as_files(web: Web) -> None:
    table = report(web, "steps/table.csv", by="step,kind", language="en").text.splitlines()
    assert table[0].startswith("step,stepName,kind,kindName,done,onTime")
    assert len(table) == 1 + len(rows(report(web, "steps", by="step,kind")))
    for file, begins in (
        ("table.xlsx", b"PK"),
        ("chart.svg", b"<svg"),
        ("chart.png", b"\x89PNG"),
        ("chart.json", b"{"),
    ):
        answer = report(web, f"steps/{file}", by="step")
        assert (answer.status_code, answer.content[: len(begins)]) == (200, begins), file
    for name, by in (("moves", "direction,kind"), ("requests", "month"), ("windows", "window")):
        assert report(web, f"{name}/chart.json", by=by).status_code == 200, (name, by)
    assert str(NORTH_ID) not in report(web, "steps/table.csv", ELSEWHERE, by="agency").text
    hidden = web.get("/v1/public-reports/moves/table.csv", SITI, on(2032, 1, 5), by="direction").text
    assert hidden.splitlines()[1].split(",")[2:] == ["hidden"] * 15
    assert report(web, "steps/chart.svg").json()["type"] == "urn:jejak:problem:unknown-dimension"
    told = report(web, "steps/chart.svg", by="step", measure="shoes")
    assert told.json()["type"] == "urn:jejak:problem:unknown-measure"


def asked_for_too_much(web: Web) -> None:
    for name, params, kind, allowed in (
        ("steps", {"by": "shoe"}, "unknown-dimension", "office"),
        ("steps", {"by": "step,step"}, "unknown-dimension", "office"),
        ("fairness", {"by": "sex,age,rank"}, "unknown-dimension", "2 at most"),
        ("fairness", {"sex": "P"}, "unknown-filter", "none"),
        ("grounds", {"kind": "INTRA_INSTANSI"}, "unknown-filter", "none"),
        ("fairness", {"from": "2025-01-01"}, "unknown-filter", "none"),
        ("steps", {"agency": "5801"}, "invalid-input", "agency"),
        ("steps", {"month": "2025-13"}, "invalid-input", "month"),
        ("steps", {"asOf": "9999999"}, "moment-to-come", ""),
    ):
        answer = report(web, name, **params)
        assert (answer.status_code, answer.json()["type"]) == (422, f"urn:jejak:problem:{kind}"), params
        assert allowed in answer.json().get("detail", ""), params
    assert report(web, "shoes").status_code == 422


def published(web: Web) -> None:
    """Everybody may read what was recorded before the month began: in this month nothing, in the next all of it."""
    path = "/v1/public-reports/moves"
    assert web.get(path, SITI).json()["about"]["position"] == 0
    later = web.get(path, SITI, on(2032, 1, 5), by="kind,direction").json()
    assert later["about"]["position"] == web.head
    assert {value for row in later["rows"] for value in row[2:13]} == {"hidden"}
    for params in ({"by": "office"}, {"asOf": "1"}, {"kind": "APS"}):
        assert web.get(path, SITI, **params).status_code == 422, params
    told = web.get(path, SITI, published="2999-01")
    assert told.json()["type"] == "urn:jejak:problem:moment-to-come"
    assert web.get("/v1/public-reports/balance", SITI).status_code == 422, "for inspectorates only"
    public = {each["name"] for each in web.get("/v1/public-reports", SITI).json()["reports"]}
    assert public == {report.name for report in REPORTS.values() if report.public}
    listed = web.get("/v1/reports", INSPECTOR).json()["reports"]
    assert [each["name"] for each in listed] == list(REPORTS)
    assert cast.SITI_PROFILE.name not in str(later)
