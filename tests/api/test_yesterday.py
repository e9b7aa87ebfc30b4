"""Whatever is read as of yesterday stays what it was, to the byte: every read there is, whatever happens today."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from itertools import product
from uuid import UUID

import cast
import orjson
import texts
from cast import (
    HEALTH_ID,
    NEW_POST_ID,
    NORTH_ID,
    NORTH_INSPECTORATE,
    NORTH_PERSONNEL,
    REGENT,
    SITI,
    act_of,
    official,
    on,
    own_act,
)
from stories import teacher_moves_to_the_city
from test_access import OPERATIONS
from test_decrees_over_http import NUMBER, OfDecree, drafted, waiting
from test_decrees_over_http import REGENT_ACT as SIGNING
from test_delegations import BODY as DELEGATION
from test_delegations import ENDING, REGENT_ID
from test_delegations import sent as delegated
from test_flags_over_http import advised_too_quickly, listed, reviewed
from test_law_over_http import made
from test_plans import BKPSDM, BY_REGENT
from test_plans import BODY as PLAN
from test_plans import sent as planned
from web import Web

from domain.registry.agency import AgencyCorrected
from domain.registry.person import PerformanceRated, ProfileCorrected, Rating
from domain.registry.post import PostRevised
from domain.registry.unit import UnitCorrected
from domain.transfer.commands import CorrectDecree, DecideObjection, FileObjection
from projections.reports import REPORTS

OFFICER, INSPECTOR = official(*NORTH_PERSONNEL), official(*NORTH_INSPECTORATE)
YESTERDAY, TODAY = on(2025, 4, 1), on(2025, 12, 1)
# What goes by the day it is asked on, as the rules, retirement and the delays of the law do.
_BY_THE_DAY = ("candidates", "match", "eligibility", "needs", "teachers", "lookups")

# By a part of the path, the first that is in it; where several may, each is shown a case of their own.
_READERS: dict[str, tuple[UUID, ...]] = {
    "/v1/lookups": (official(*REGENT),),
    "legality.": (INSPECTOR,),
    "decisions": (INSPECTOR,),
    "replay": (INSPECTOR,),
    "/v1/transfers": (OFFICER, SITI),
    "/v1/me": (OFFICER, SITI),
    "/v1/reports": (INSPECTOR,),
    "/v1/audit": (INSPECTOR,),
    "/v1/exports": (INSPECTOR,),
    "/v1/flags": (INSPECTOR,),
    "": (OFFICER,),
}

_DEAR = ("{file}", "decisions", "replay", "legality.")  # of the first thing only

Asked = tuple[str, tuple[tuple[str, object], ...], UUID]


class Reads:
    """What is read: every address on which a moment may be asked about, of everything there is."""

    def __init__(self, web: Web, cases: list[str], decree: str, plan: str) -> None:
        (flag, *_) = listed(web, NORTH_INSPECTORATE, YESTERDAY)
        self.web = web
        self.flag = flag
        self._named: dict[str, tuple[object, ...]] = {
            "transfer_id": tuple(cases),
            "decree_id": (decree,),
            "flag_id": (flag["id"],),
            "plan_id": (plan,),
            "office_id": (REGENT_ID,),
            "unit_id": (HEALTH_ID,),
            "post_id": (NEW_POST_ID,),
            "person_id": (SITI,),
            "version": ("mutasi-2025.1",),
            "name": tuple(REPORTS),
        }
        self._demanded = {
            "agency": NORTH_ID,
            "targetPost": NEW_POST_ID,
            "day": "2025-04-01",
            "case": cases[0],
        }

    def addresses(self) -> Iterator[tuple[str, Asked]]:
        """Each with the path it is of."""
        for method, path, operation in OPERATIONS:
            parameters = {each["name"]: each for each in operation.get("parameters", ())}
            if method != "GET" or "asOf" not in parameters:
                continue
            named = [name for name in self._named if f"{{{name}}}" in path]
            few = 1 if any(part in path for part in _DEAR) else None
            things = {name: self._named[name][:few] for name in named}
            demanded = {
                name: self._demanded[name]
                for name, each in parameters.items()
                if each["required"] and each["in"] == "query"
            }
            if "limit" in parameters:
                demanded["limit"] = 50
            for values in product(*things.values()):
                address = path.format(**dict(zip(named, values, strict=True)), file="table.csv")
                readers = next(each for part, each in _READERS.items() if part in path)
                for divided in _divided(str(values[0])) if path.endswith("reports/{name}") else ({},):
                    asked = tuple((demanded | divided).items())
                    yield from ((path, (address, asked, reader)) for reader in readers)

    def read(self, asked: Asked, at: datetime, **moment: object) -> bytes | None:
        path, params, reader = asked
        answer = self.web.get(path, reader, at, **dict(params), **moment)
        return answer.content if answer.status_code == 200 else None


def _divided(name: str) -> Iterator[dict[str, object]]:
    """A report by its first dimensions and by its last ones; and of a day."""
    report = REPORTS[name]
    names, most = list(report.dimensions), 2 if report.protected else 4
    yield {"by": ",".join(names[:most])}
    yield {"by": ",".join(names[-most:])}
    yield {"by": names[0], "effective": "2025-03-20"}


def until_yesterday(web: Web) -> tuple[list[str], OfDecree, str]:
    """One case decreed too quickly, one on its way to another agency, one in a draft; a plan proposed, a decree delegated."""
    assert delegated(web, DELEGATION).status_code == 201
    plan = planned(web, "", PLAN, BKPSDM).json()["id"]
    (annexed,) = waiting(web, 1)
    decree = drafted(web, [annexed])
    web.play(advised_too_quickly(), until="StartDuty")
    web.house.runner.wait_for(web.head)
    cases = [web.transfer, annexed]
    web.play(teacher_moves_to_the_city(), until="technical_consideration")
    return [*cases, web.transfer], decree, plan


def today(web: Web, reads: Reads, cases: list[str], decree: OfDecree, plan: str) -> None:
    """All of that goes on, another case is asked for, and nothing is called what it was."""
    first, _, last = cases
    assert reviewed(web, reads.flag, NORTH_INSPECTORATE, "EXPLAINED").status_code == 201
    assert planned(web, f"/{plan}/publications", {"number": "800/1"}, BY_REGENT).status_code == 201
    assert delegated(web, ENDING, act_of(*REGENT, on(2025, 3, 24)), ending=True).status_code == 201
    decree.do("signing", {"number": NUMBER}, act_of(*NORTH_PERSONNEL, SIGNING.at))
    decree.do("signatures", {"number": NUMBER}, SIGNING)
    web.transfer = first
    for command, act in (
        (CorrectDecree("821/56", "Nama unit", "Salah ketik"), act_of(*REGENT, on(2025, 3, 25))),
        (FileObjection("Tidak adil"), own_act(SITI, on(2025, 3, 27))),
        (DecideObjection(True, "9/1", "Telah dipertimbangkan"), act_of(*REGENT, on(2025, 4, 10))),
    ):
        answer = web.post(command, act)
        assert answer.status_code == 201, answer.text
    web.transfer = last
    story = list(teacher_moves_to_the_city())
    onwards = next(
        n for n, (each, _) in enumerate(story) if getattr(each, "step", "") == "technical_consideration"
    )
    web.play(story[onwards:], until="duty_start")
    made(web, texts.policy("mutasi-2025.2", date(2025, 9, 1), texts.SIX_MONTHS))
    web.happens(
        SITI, PerformanceRated(2025, Rating.POOR), ProfileCorrected(replace(cast.SITI_PROFILE, name="S."))
    )
    web.happens(NORTH_ID, AgencyCorrected(replace(cast.NORTH, name="Kabupaten Bengkulu Utara Raya")))
    web.happens(HEALTH_ID, UnitCorrected(replace(cast.HEALTH, name="Dinas Kesehatan Raya")))
    web.happens(NEW_POST_ID, PostRevised(replace(cast.NEW_POST, seats=3, required=900)))
    web.house.runner.wait_for(web.head)


def test_every_read_as_of_yesterday_is_what_it_was(web: Web) -> None:
    cases, decree, plan = until_yesterday(web)
    reads = Reads(web, cases, decree.id, plan)
    web.house.runner.wait_for(web.head)
    position = web.head
    asked_of = list(reads.addresses())
    reports = {
        asked[0]: asked for path, asked in asked_of if path == "/v1/reports/{name}" and len(asked[1]) == 1
    }
    # Of the present before anything else: whoever reads about people is put on record, and it is another from then on.
    present = {asked: reads.read(asked, YESTERDAY) for asked in reports.values()}
    assert web.head == position

    then: dict[Asked, bytes] = {}
    answered: dict[str, int] = {}
    for path, asked in asked_of:
        answer = reads.read(asked, YESTERDAY, asOf=position)
        answered[path] = answered.get(path, 0) + (answer is not None)
        if answer is not None:
            then[asked] = answer
    assert all(answered.values()), answered
    assert {asked: then[asked] for asked in present} == present

    today(web, reads, cases, decree, plan)
    for asked, answer in then.items():
        by_the_day = asked[0].rpartition("/")[2] in _BY_THE_DAY
        assert reads.read(asked, YESTERDAY if by_the_day else TODAY, asOf=position) == answer, asked
    moved = {
        asked[0].rpartition("/")[2]
        for asked in present
        if rows(reads.read(asked, TODAY)) != rows(present[asked])
    }
    assert moved >= {
        "requests",
        "moves",
        "steps",
        "objections",
        "communication",
        "plans",
        "balance",
        "flagged",
        "flags",
    }


def rows(report: bytes | None) -> object:
    return orjson.loads(report or b"{}")["rows"]
