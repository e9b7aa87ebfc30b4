"""Lists by pages, reads that wait for one's own writes, the inbox by deadline, and acts that are offered to be done."""

import json
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from sys import modules
from types import ModuleType
from typing import Any
from uuid import UUID, uuid4, uuid5

import cast
import pytest
from attempts import paper
from cast import (
    BUDI,
    HEALTH_HEAD,
    LIBRARY_HEAD,
    NEW_POST_ID,
    NORTH_ID,
    NORTH_INSPECTORATE,
    NORTH_PERSONNEL,
    OLD_POST_ID,
    PEERS,
    REGENT,
    SITI,
    Move,
    act_of,
    official,
    on,
)
from fastapi import APIRouter
from fastapi.routing import APIRoute
from stories import SCORES, Story, balancing_move, goals_at, signed, teacher_moves_to_the_city
from test_access import DOCUMENT
from walking import raters_of
from web import PATHS, Web, command_of

from api.reads import reads_of
from domain.act import Act, Capacity
from domain.identity import office_id, person_id
from domain.policy import Role, Signatory
from domain.refusals import Refused
from domain.registry.office import OfficeAssigned
from domain.registry.person import PerformanceRated, PersonRegistered, PostAssumed, Rating
from domain.registry.post import PostRevised, SeatTaken
from domain.registry.tenure import Tenure
from domain.transfer import commands
from domain.transfer.decisions import decide
from domain.transfer.desk import Audience
from domain.transfer.eligibility import rules_to_override
from domain.transfer.events import Candidate, GoalResult, Source, System
from projections.reports import REPORTS

DAY = on(2025, 3, 17)
OFFICER = official(*NORTH_PERSONNEL)


def pages(web: Web, path: str, person: UUID, limit: int, **params: object) -> list[list[dict[str, Any]]]:
    """All pages of a list, by `next`."""
    found: list[list[dict[str, Any]]] = []
    cursor: dict[str, object] = {}
    while True:
        answer = web.get(path, person, DAY, limit=limit, **params, **cursor)
        assert answer.status_code == 200, answer.text
        found.append(answer.json()["items"])
        assert len(found[-1]) <= limit
        if answer.json()["next"] is None:
            return found
        cursor = {"cursor": answer.json()["next"]}


def several_cases(web: Web, many: int) -> list[str]:
    """So many archivists, each with a case before the personnel office, opened on days of their own."""
    web.happens(OLD_POST_ID, PostRevised(replace(cast.OLD_POST, seats=40)))
    made = []
    for n in range(many):
        person = person_id(f"archivist-{n}")
        profile = cast._profile(f"1986092620150520{n + 10}", f"Arsiparis {n}", NORTH_ID)
        ratings = [PerformanceRated(year, Rating.GOOD) for year in (2023, 2024)]
        web.happens(person, PersonRegistered(profile), PostAssumed(OLD_POST_ID, date(2020, 1, 2)), *ratings)
        web.happens(OLD_POST_ID, SeatTaken(person, date(2020, 1, 2)))
        request, act = command_of(
            balancing_move(Move(uuid5(person, "move"), person, NEW_POST_ID)), "RequestTransfer"
        )
        assert web.post(request, replace(act, at=on(2025, 3, 10 + n % 3))).status_code == 201
        made.append(web.transfer)
    web.house.runner.wait_for(web.head)
    return made


# Pages


def test_pages_follow_one_another_without_gap_or_repetition(web: Web) -> None:
    made = several_cases(web, 7)
    for limit in (1, 2, 3, 7, 50):
        listed = pages(web, "/v1/transfers", OFFICER, limit)
        assert [item["id"] for page in listed for item in page] == made[::-1], "the newest first"
        assert len(listed) == -(-7 // limit)
    agencies = pages(web, "/v1/agencies", SITI, 1)
    assert [item["code"] for page in agencies for item in page] == ["5800", "5801", "5871"]
    for path in ("/v1/posts", "/v1/offices"):
        single = [item["id"] for page in pages(web, path, SITI, 1, agency=NORTH_ID) for item in page]
        assert single == [item["id"] for item in pages(web, path, SITI, 200, agency=NORTH_ID)[0]]
        assert len(single) == len(set(single)) > 3


def test_pages_of_a_history(web: Web) -> None:
    web.play(balancing_move(), until="transfer_plan")
    listed = pages(web, f"{web.case}/history", OFFICER, 5, after=web.head)
    versions = [item["version"] for page in listed for item in page]
    assert versions == list(range(1, len(versions) + 1))


def test_a_page_stays_what_it_was_while_newer_cases_come(web: Web) -> None:
    made = several_cases(web, 4)
    first = web.get("/v1/transfers", OFFICER, DAY, limit=2).json()
    web.play(balancing_move(), until="VerifyFile")
    second = web.get("/v1/transfers", OFFICER, DAY, limit=2, cursor=first["next"], after=web.head).json()
    assert [item["id"] for item in first["items"] + second["items"]] == made[::-1]


def cursor_of(value: object) -> str:
    return urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


WRONG_CURSORS = (
    "abc",
    "%",
    "....",
    "é",
    "\0",
    urlsafe_b64encode(b"[" * 290).decode(),
    urlsafe_b64encode(b"\xff\xfe").decode(),
    cursor_of(None),
    cursor_of(1),
    cursor_of([]),
    cursor_of({}),
    cursor_of({"a": 1}),
    cursor_of([1]),
    cursor_of([None]),
    cursor_of([[]]),
    cursor_of([True]),
    cursor_of(["x"]),
    cursor_of(["-1"]),
    cursor_of(["1e9"]),
    cursor_of([str(2**63)]),
    cursor_of(["9" * 200]),
    cursor_of(["a\0b"]),
    cursor_of(["\ud800"]),
    cursor_of(["1", "2"]),
    cursor_of(["1", "2", "3", "4"]),
    cursor_of(["2025-13-01", str(uuid4()), "decree"]),
    cursor_of(["2025-03-01", "x", "decree"]),
    cursor_of(["2025-03-01", str(uuid4()), "a\0"]),
    "W0luZmluaXR5XQ",  # [Infinity]
    "W05hTl0",  # [NaN]
)
LISTS = (
    "/v1/transfers",
    "/v1/me/transfers",
    "/v1/inbox",
    "/v1/agencies",
    "/v1/posts",
    "/v1/offices",
    "history",
)


@pytest.mark.parametrize("path", LISTS)
def test_a_cursor_that_is_none_of_ours_is_refused(web: Web, path: str) -> None:
    web.play(balancing_move(), until="VerifyFile")
    address = f"{web.case}/history" if path == "history" else path
    among = {"agency": NORTH_ID} if path in {"/v1/posts", "/v1/offices"} else {}
    for cursor in WRONG_CURSORS:
        if path == "/v1/agencies" and cursor in {cursor_of(["x"]), cursor_of(["-1"]), cursor_of(["1e9"])}:
            continue  # agencies go by their codes, and any text can be one
        if path == "/v1/agencies" and cursor in {cursor_of([str(2**63)]), cursor_of(["9" * 200])}:
            continue
        answer = web.get(address, OFFICER, DAY, cursor=cursor, **among)
        assert (answer.status_code, answer.json()["type"]) == (400, "urn:jejak:problem:invalid-input"), cursor
    assert web.get(address, OFFICER, DAY, cursor="x" * 401, **among).status_code == 422


def test_a_cursor_of_one_list_does_not_open_another(web: Web) -> None:
    """It says where to go on, never what to show: what it holds is filtered as ever."""
    several_cases(web, 3)
    cursor = web.get("/v1/transfers", OFFICER, DAY, limit=1).json()["next"]
    assert web.get("/v1/transfers", BUDI, DAY, cursor=cursor).json()["items"] == []
    assert web.get("/v1/inbox", OFFICER, DAY, cursor=cursor).status_code == 400


# One's own writes


def test_a_read_after_a_write_shows_it(web: Web) -> None:
    """Every act of a case is in the list, the inbox and the history at once, for whoever gives its position."""
    for command, act in balancing_move():
        receipt = web.post(command, act).json()
        after = receipt["position"]
        history = web.get(f"{web.case}/history", OFFICER, act.at, after=after, limit=200).json()["items"]
        assert history[-1]["version"] == receipt["version"]
        (item,) = web.get("/v1/transfers", OFFICER, act.at, after=after).json()["items"]
        assert item["version"] == receipt["version"]
        shown = web.shown(OFFICER, act.at).json()["facts"]
        assert item["status"] == shown["status"]
        assert item["steps"] == sorted(each["step"] for each in shown["route"] if each["state"] == "OPEN")


def test_a_position_that_is_still_to_come_waits_for_nothing(web: Web) -> None:
    assert web.get("/v1/transfers", SITI, after=2**62).status_code == 200


def test_read_sides_that_are_behind_are_said_to_be(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    """A parked projection does not answer with yesterday's rows when today's are asked for."""
    runner = web.house.runner
    monkeypatch.setattr(runner, "wait_for", partial(type(runner).wait_for, runner, timeout=0.2))

    def broken(*_: object) -> None:
        raise ValueError("poison")

    inbox = next(each for each in runner.projections if each.name == "inbox")
    monkeypatch.setattr(inbox, "apply", broken)
    receipt = web.post(*command_of(balancing_move(), "RequestTransfer")).json()
    answer = web.get("/v1/inbox", OFFICER, DAY, after=receipt["position"])
    assert (answer.status_code, answer.json()["type"]) == (503, "urn:jejak:problem:behind")
    assert answer.headers["Retry-After"] == "1"


def test_one_that_is_stuck_holds_up_its_own_pages_alone(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reports and flags cannot be told of today; everybody else reads their own writes, and the past."""
    runner = web.house.runner
    monkeypatch.setattr(runner, "wait_for", partial(type(runner).wait_for, runner, timeout=0.2))

    def broken(*_: object) -> None:
        raise ValueError("poison")

    for each in runner.projections:
        if each.name in {"statistics", "flags", "lookups"}:
            monkeypatch.setattr(each, "apply", broken)
    web.play(balancing_move(), until="VerifyFile")
    type(runner).wait_for(runner, web.head, among=reads_of("/v1/audit/events"))
    inspector, head = official(*NORTH_INSPECTORATE), web.head
    for moment in ({"after": head}, {"after": head, "asOf": head}):
        for path, who in (
            ("/v1/inbox", OFFICER),
            ("/v1/transfers", SITI),
            (web.case, OFFICER),
            (f"{web.case}/history", SITI),
            ("/v1/audit/events", inspector),
            ("/v1/audit/events.jsonl", inspector),
        ):
            answer = web.get(path, who, DAY, **moment)
            assert answer.status_code == 200, (path, moment)
            assert answer.content, path
        for path in ("/v1/reports/steps", "/v1/reports/flagged", "/v1/flags"):
            answer = web.get(path, inspector, DAY, **moment)
            assert (answer.status_code, answer.json()["type"]) == (503, "urn:jejak:problem:behind"), path
    copied = web.get("/v1/audit/events.jsonl", inspector, DAY, case=web.transfer).text
    assert len(copied.splitlines()) == len(web.house.cases.history(UUID(web.transfer))), "whole all the same"


_READ_BY = {
    "projections.audit_trail": {"audit_trail"},
    "projections.decrees": {"decrees"},
    "projections.flags": {"flags"},
    "projections.lookups": {"lookups", "audit_trail"},
    "projections.plans": {"plans"},
    "projections.staffing": {"staffing"},
}


def test_every_page_waits_for_what_it_is_read_from(web: Web) -> None:
    """By what the module of its route imports; a list of the registry is read from the directory alone."""
    routers = [
        router
        for name, page in list(modules.items())
        if name.startswith("api.")
        for router in vars(page).values()
        if isinstance(router, APIRouter)
    ]
    paths = {
        route.path: modules[route.endpoint.__module__]
        for router in routers
        for route in router.routes
        if isinstance(route, APIRoute) and "GET" in route.methods and route.path.startswith("/v1/")
    }
    assert paths.keys() == {
        path for path, each in DOCUMENT["paths"].items() if "get" in each and path[:4] == "/v1/"
    }
    del paths["/v1/purposes"]  # told by the policy
    for path, page in paths.items():
        imported = {each.__name__ for each in vars(page).values() if isinstance(each, ModuleType)}
        wanted = set().union(*(names for module, names in _READ_BY.items() if module in imported))
        assert wanted <= reads_of(path), path
    for name, report in REPORTS.items():
        assert (
            reads_of(f"/v1/reports/{name}")
            >= {*report.made_from}
            <= reads_of(f"/v1/reports/{name}/table.csv")
        )
        assert reads_of(f"/v1/public-reports/{name}") >= {*report.made_from}
    known = {each.name for each in web.house.runner.projections}
    named = set().union(*map(reads_of, [*paths, *(f"/v1/reports/{name}" for name in REPORTS)]))
    assert known - named == {"deadlines"}, "which the clock reads"
    assert named <= known


# The inbox


def inbox(web: Web, person: UUID, at: object = DAY, **params: object) -> list[dict[str, Any]]:
    answer = web.get("/v1/inbox", person, at, after=web.head, **params)  # type: ignore[arg-type]
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


def test_the_inbox_has_the_most_urgent_first_over_all_pages(web: Web) -> None:
    several_cases(web, 7)
    due = [(item["dueOn"], item["transfer"]) for page in pages(web, "/v1/inbox", OFFICER, 2) for item in page]
    assert due == sorted(due)
    assert sorted({day for day, _ in due}) == ["2025-03-13", "2025-03-14", "2025-03-17"]
    assert len(due) == 7


def test_the_inbox_tells_what_is_overdue_by_the_day_it_is_asked(web: Web) -> None:
    web.play(balancing_move(), until="VerifyFile")
    asked = {
        day: inbox(web, OFFICER, on(2025, 3, day, hour))[0]["overdue"]
        for day, hour in ((13, 23), (14, 0), (17, 9))
    }
    assert asked == {13: False, 14: True, 17: True}, "due on the 13th, to its end"


def test_a_returned_file_is_paused_and_not_overdue(web: Web) -> None:
    web.play(balancing_move(), until="VerifyFile")
    officer = act_of(*NORTH_PERSONNEL, on(2025, 3, 11))
    web.post(commands.ReturnFile("file_verification", "ABK kurang"), officer)
    (item,) = inbox(web, OFFICER, on(2025, 4, 30))
    assert (item["paused"], item["overdue"]) == (True, False)
    (listed,) = web.get("/v1/transfers", OFFICER, DAY).json()["items"]
    assert (listed["status"], listed["dueOn"]) == ("RETURNED", None)
    web.post(commands.ResubmitFile("lengkap"), act_of(*NORTH_PERSONNEL, on(2025, 3, 17)))
    (item,) = inbox(web, OFFICER, on(2025, 3, 17))
    assert (item["paused"], item["dueOn"]) == (False, "2025-03-19")


def test_parallel_steps_wait_in_both_inboxes_and_leave_them_one_by_one(web: Web) -> None:
    web.play(balancing_move(), until="origin_release")
    assert [item["step"] for item in inbox(web, official(*LIBRARY_HEAD))] == ["origin_release"]
    assert [item["step"] for item in inbox(web, official(*HEALTH_HEAD))] == ["receiving_acceptance"]
    web.post(*command_of(balancing_move(), "origin_release"))
    assert inbox(web, official(*LIBRARY_HEAD)) == []
    (item,) = inbox(web, official(*HEALTH_HEAD))
    assert (item["targetPosition"], item["targetUnit"]) == ("Pengelola Kearsipan", "Dinas Kesehatan")
    web.post(commands.RefuseStep("receiving_acceptance", "Tidak perlu"), act_of(*HEALTH_HEAD, DAY))
    assert inbox(web, official(*HEALTH_HEAD)) == []


def test_the_registry_tells_seats_and_gaps_as_they_are(web: Web) -> None:
    def post() -> dict[str, Any]:
        posts = web.get("/v1/posts", SITI, after=web.head, agency=NORTH_ID).json()["items"]
        return next(each for each in posts if each["id"] == str(NEW_POST_ID))

    def seats() -> tuple[int, ...]:
        shown = post()
        return shown["seats"], shown["occupied"], shown["held"], shown["free"], shown["gap"]

    assert seats() == (3, 1, 0, 2, -200)
    web.play(balancing_move(), until="transfer_plan")
    assert seats() == (3, 1, 1, 1, -200)
    story = list(balancing_move())
    here = next(n for n, (command, _) in enumerate(story) if getattr(command, "step", "") == "transfer_plan")
    web.play(story[here:], until="AnswerEvaluation")
    assert seats() == (3, 2, 0, 1, -100)
    free = web.get("/v1/posts", SITI, agency=NORTH_ID, free=True).json()["items"]
    assert all(each["free"] > 0 for each in free)


# What is offered can be done


def newest(shown: Any, *, accepted: bool) -> tuple[str, int]:
    """A document of which the other can still be said, by kind and version."""
    kinds = (
        (kind, len(versions))
        for kind, versions in shown.transfer.file.items()
        if not (versions[-1].refused if accepted else versions[-1].accepted)
    )
    return next(kinds, ("D99", 1))


def offered_command(web: Web, action: dict[str, Any], shown: Any, act: Act) -> commands.TransferCommand:
    """The act that is offered, with contents nobody can object to."""
    name, step, target = (
        action["act"],
        action["step"],
        NEW_POST_ID if shown.transfer.person == SITI else cast.CITY_MATHS_ID,
    )
    day = act.at.date()
    goals = () if shown.transfer.decree is None else shown.transfer.decree.goals
    if name.startswith("answer-evaluation/"):
        _, months, role = name.split("/")
        return commands.AnswerEvaluation(int(months), Role(role), SCORES, "", goals_at(4))
    if name.startswith("record-evaluation/"):
        months = int(name.split("/")[1])
        outcome = "SUCCESS" if months == 12 else "CONTINUE"
        return commands.RecordEvaluation(
            months, outcome, tuple(GoalResult(goal, True) for goal in goals), "Baik"
        )
    rater = shown.transfer.raters.get(act.office or act.by)
    compared = (
        Candidate(shown.transfer.person, 61, 5, eligible=True),
        Candidate(uuid4(), 83, None, eligible=False),
    )
    made: dict[str, commands.TransferCommand] = {
        "verify": commands.VerifyFile(step, signed(shown.transfer.file)),
        "accept-document": commands.AcceptDocument(
            step, *newest(shown, accepted=False), signed_by=Signatory.AUTHORITY
        ),
        "refuse-document": commands.RefuseDocument(step, *newest(shown, accepted=True), "Tidak terbaca"),
        "return": commands.ReturnFile(step, "Kurang"),
        "override": commands.OverrideRules(
            step, rules_to_override(shown.transfer, shown.case.policy), "Mendesak", {"E13": "ABILITY"}
        ),
        "refuse": commands.RefuseStep(step, "Tidak dapat"),
        "clear": commands.GrantClearance(step, "700/1"),
        "ask-feedback": commands.AskFeedback(step, *raters_of(shown.case)),
        "close-feedback": commands.CloseFeedback(step),
        "give-feedback": commands.GiveFeedback(
            {} if rater is None or rater.role in {Role.SUBJECT, Role.RECEIVING_UNIT} else SCORES, "Baik"
        ),
        "reply": commands.GiveReply(step, "Tidak benar"),
        "waive-reply": commands.WaiveReply(step),
        "unseal-feedback": commands.UnsealFeedback("700/SP-3", "Dugaan jawaban diatur", (1,)),
        "assess-fit": commands.AssessFit(step, "Sesuai", "", compared, "Bersedia di pulau"),
        "propose": commands.IssueProposal(step, "800/1", target),
        "consent": commands.GrantConsent(step, "800/2", target),
        "forward": commands.ForwardProposal(step, "800/3"),
        "consider": commands.GiveConsideration(step, supports=True, number="BA-1", reason="Baik"),
        "consider-technically": commands.GiveTechnicalConsideration(step, "AA-1", target),
        "decree": commands.IssueDecree(step, "821/1", target, day, "Kebutuhan", ("Arsip tertata",)),
        "appoint": commands.IssueAppointment(step, "821/2", target, date(2025, 10, 1)),
        "serve": commands.ServeDecision(step, day, "langsung"),
        "inaugurate": commands.HoldInauguration(step, day, "BA-2"),
        "start-duty": commands.StartDuty(step, day, "SPMT-1", target),
        "submit-document": commands.SubmitDocument(
            replace(paper(shown.transfer, shown.case, act), number=uuid4().hex)
        ),
        "withdraw": commands.WithdrawTransfer("Batal"),
        "resubmit": commands.ResubmitFile("Lengkap"),
        "reassess": commands.ReassessCase("Ada perubahan"),
        "declare-conflict": commands.DeclareConflict(step, "POTENSIAL", "Rekan usaha"),
        "offer-consultation": commands.OfferConsultation("Senin"),
        "object": commands.FileObjection("Tidak sesuai"),
        "suspend-decree": commands.SuspendDecree("Gugatan", "PTUN 3/G/2025"),
        "revoke-decree": commands.RevokeDecree("821/60", "Keliru", "UU 30/2014 Ps. 64"),
        "correct-decree": commands.CorrectDecree("821/61", "Nama unit", "Salah ketik"),
        "record-recommendation": commands.RecordRecommendation(Source.BKN, "R-1", "Agar ditinjau"),
        "record-reference": commands.RecordReference(System.SIASN, f"S-{len(shown.transfer.references)}"),
        "block-data": commands.BlockData("B-1", "Tanpa pertimbangan teknis", day),
        "transfer-payroll": commands.TransferPayroll(step, "SKPP-1", day),
        "sync-national-record": commands.SyncNationalRecord(step, "IM-1", day),
        "give-notice": commands.GiveNotice(
            day if shown.transfer.decree is None else min(day, shown.transfer.decree.effective_on)
        ),
    }
    return made[name]


def everybody_of(*agencies: UUID) -> list[UUID]:
    """Who could have a hand in a case of these agencies, and some who never have."""
    holders = {
        official(office.described.kind, office.described.scope)
        for office in cast.OFFICES.values()
        if office.described.agency in agencies
    }
    return sorted({SITI, BUDI, *PEERS[:2], official(*cast.KANREG), *holders})


def returned_once() -> Story:
    """Scenario 1 with a detour: the file goes back and comes again."""
    story = balancing_move()
    yield next(story)
    officer = act_of(*NORTH_PERSONNEL, on(2025, 3, 10, 12))
    yield commands.ReturnFile("file_verification", "Kurang"), officer
    yield commands.ResubmitFile("Lengkap"), replace(officer, at=on(2025, 3, 11))
    yield from story


@pytest.mark.parametrize(
    ("story", "people"),
    [
        (returned_once(), everybody_of(NORTH_ID)),
        (teacher_moves_to_the_city(), everybody_of(NORTH_ID, cast.CITY_ID, cast.PROVINCE_ID)),
    ],
    ids=["T1", "T2a"],
)
def test_every_act_that_is_offered_can_be_done_by_whom_it_is_offered_to(
    web: Web, story: Story, people: list[UUID]
) -> None:
    """At every stage, to everybody who sees the case. The act that comes next in the story is offered to its actor."""
    offered_kinds: set[str] = set()
    for command, act in story:
        if web.transfer:
            path = PATHS[type(command)]
            actor = web.shown(act.by, act.at).json()["allowedActions"]
            assert any(each["office"] == (act.office and str(act.office)) for each in actor), (path, actor)
            for person, action, shown, tried in offers(web, people, act.at):
                offered_kinds.add(action["act"].split("/")[0])
                try:
                    made = offered_command(web, action, shown, tried)
                    decide(shown.transfer, made, tried, replace(shown.case, offices=cast.OFFICES))
                except Refused as refused:
                    pytest.fail(f"{action} was offered to {person} and is refused: {refused!r}")
        assert web.post(command, act).status_code == 201
    assert len(offered_kinds) >= 17


def offers(web: Web, people: list[UUID], at: Any) -> Iterator[tuple[UUID, dict[str, Any], Any, Act]]:
    seen = web.house.cases.show(UUID(web.transfer), lambda *_: Audience.OFFICIAL)
    for person in people:
        answer = web.get(web.case, person, at)
        for action in answer.json()["allowedActions"] if answer.status_code == 200 else ():
            office = None if action["office"] is None else UUID(action["office"])
            capacity = None if office is None else cast.OFFICES[office].held_by(person, at.date()).capacity
            yield person, action, seen, Act(person, at, uuid4(), seen.transfer.policy, office, capacity)


def test_in_a_case_that_is_over_only_remedies_are_offered(web: Web) -> None:
    web.play(balancing_move())
    for person, remedies in (
        (SITI, ["object"]),
        (OFFICER, ["record-recommendation", "block-data", "record-reference"]),
        (official(*REGENT), ["suspend-decree", "revoke-decree", "correct-decree"]),
    ):
        offered = web.shown(person, on(2026, 5, 1)).json()["allowedActions"]
        assert [each["act"] for each in offered] == remedies


def test_a_second_role_is_not_offered(web: Web) -> None:
    web.happens(office_id(*LIBRARY_HEAD), OfficeAssigned(Tenure(OFFICER, Capacity.ACTING, date(2025, 1, 2))))
    web.play(balancing_move(), until="origin_release")
    web.house.runner.wait_for(web.head)
    acts = web.shown(OFFICER, DAY).json()["allowedActions"]
    assert "consent" not in {each["act"] for each in acts}
