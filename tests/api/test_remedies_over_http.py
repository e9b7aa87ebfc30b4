"""Objection, silence, suspension, revocation and recommendations over HTTP on PostgreSQL; scenarios 13 to 16."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import cast
import pytest
from cast import (
    GOVERNOR,
    HEALTH_HEAD,
    NEW_POST_ID,
    NORTH_INSPECTORATE,
    NORTH_PERSONNEL,
    OLD_POST_ID,
    REGENT,
    SITI,
    act_of,
    official,
    on,
    own_act,
)
from stories import balancing_move, document, teacher_moves_to_the_city
from web import Web, command_of

from api.house import House
from application.carrying_out import Sent
from application.policies import Policies
from application.replaying import Replay
from application.timekeeping import Timekeeper
from domain.act import Act
from domain.identity import CLOCK, office_id
from domain.policy import Limit
from domain.registry.person import PostAssumed
from domain.registry.post import Position, PositionKind, PostRevised, SeatRestored, SeatTaken
from domain.transfer.commands import (
    AnswerRecommendation,
    CorrectDecree,
    DecideObjection,
    FileObjection,
    LapseObjection,
    LiftSuspension,
    Misdirection,
    RecordRecommendation,
    RefuseStep,
    RevokeDecree,
    ServeDecision,
    SuspendDecree,
    WithdrawObjection,
)
from domain.transfer.events import Source
from projections import deadlines

pytestmark = pytest.mark.usefixtures("follows")

OBJECT = FileObjection("Didemosi tanpa hukuman disiplin", number="KB-1")
GRANT = DecideObjection(granted=True, number="180/44", reason="Tanpa hukuman disiplin")


def decreed_on(web: Web, day: date) -> None:
    web.play(balancing_move(), until="decree")
    command, act = command_of(balancing_move(), "decree")
    answer = web.post(command, replace(act, at=on(day.year, day.month, day.day)))
    assert answer.status_code == 201, answer.text


def facts(web: Web, person: UUID, at: object = None) -> dict[str, Any]:
    return web.shown(person, at).json()["facts"]  # type: ignore[arg-type, no-any-return]


def acts_of(web: Web, act: Act) -> set[str]:
    return {each["act"] for each in web.shown(act.by, act.at).json()["allowedActions"]}


def history(web: Web, person: UUID) -> list[dict[str, Any]]:
    answer = web.get(f"{web.case}/history", person, after=web.head, limit=200)
    return answer.json()["items"]  # type: ignore[no-any-return]


def inbox(web: Web, act: Act) -> list[dict[str, Any]]:
    return [
        item
        for item in web.get("/v1/inbox", act.by, act.at, after=web.head).json()["items"]
        if item["transfer"] == web.transfer
    ]


def lapse(web: Web, at: object, command: UUID | None = None) -> tuple[str, ...]:
    """The clock strikes; it comes through no address of the service."""
    sent = Sent(by=CLOCK, at=at, command=command or uuid4(), request="")  # type: ignore[arg-type]
    return web.house.cases.carry_out(UUID(web.transfer), LapseObjection(), sent).events


def kept(web: Web, stream: UUID) -> list[object]:
    return [recorded.event for recorded in web.house.cases.history(stream)]


def test_scenario_13_bkn_recommends_the_decree_is_revoked_and_the_person_returned(web: Web) -> None:
    web.play_over_http(balancing_move(), until="AnswerEvaluation")
    personnel, regent = act_of(*NORTH_PERSONNEL, on(2025, 5, 2)), act_of(*REGENT, on(2025, 5, 14))
    recommends = RecordRecommendation(Source.BKN, "R-31/2025", "Agar dicabut")
    assert web.post(recommends, personnel).json()["events"] == ["OversightRecommendationReceived"]
    assert {"revoke-decree", "answer-recommendation"} <= acts_of(web, regent)
    receipt = web.post(RevokeDecree("821/60", "Rekomendasi BKN R-31", "Perpres 116/2022"), regent).json()
    assert receipt["events"] == ["DecreeRevoked", *["EvaluationCancelled"] * 3, "ReturnedToPost"]
    answer = web.post(AnswerRecommendation("R-31/2025", "Telah dicabut", followed=True), regent)
    assert answer.status_code == 201, answer.text

    shown = facts(web, SITI)
    assert (shown["status"], shown["ending"]["reason"]) == ("REVOKED", "Rekomendasi BKN R-31")
    assert shown["returnedToPost"] == {
        "since": "2022-01-03",
        "returnedOn": "2025-05-14",
        "supernumerary": False,
    }
    (recommendation,) = shown["recommendations"]
    assert (recommendation["followed"], recommendation["answer"]) == (True, "Telah dicabut")
    assert kept(web, SITI)[-1] == PostAssumed(OLD_POST_ID, date(2022, 1, 3))
    assert kept(web, OLD_POST_ID)[-1] == SeatTaken(SITI, date(2022, 1, 3))
    reasons = {item["event"]: item["reason"] for item in history(web, SITI)}
    assert reasons["OversightRecommendationReceived"] == "Agar dicabut"
    assert reasons["OversightRecommendationAnswered"] == "Telah dicabut"
    assert reasons["DecreeRevoked"] == "Rekomendasi BKN R-31"
    listed = web.get("/v1/me/transfers", SITI, after=web.head).json()["items"]
    assert [(item["status"], item["isOver"]) for item in listed] == [("REVOKED", True)]


def test_scenario_14_a_head_of_office_made_a_nurse_objects_and_is_restored_with_the_original_day(
    web: Web,
) -> None:
    """A clean record; the objection on working day 10, granted on working day 18."""
    web.play_over_http(balancing_move(), until="AnswerEvaluation")
    nurse = Position("Perawat", PositionKind.STAFF)
    head = replace(nurse, name="Kepala Dinas", kind=PositionKind.SENIOR_EXECUTIVE)
    web.happens(OLD_POST_ID, PostRevised(replace(cast.OLD_POST, position=head)))
    web.happens(NEW_POST_ID, PostRevised(replace(cast.NEW_POST, position=nurse)))
    assert facts(web, SITI)["person"]["proceedings"] == []
    calendar = cast.POLICIES.calendar
    objects_on = calendar.after(date(2025, 3, 24), 10)
    grants_on = calendar.after(objects_on, 18)
    assert (objects_on, grants_on) == (date(2025, 4, 16), date(2025, 5, 16))
    mine, regent = own_act(SITI, on(2025, 4, 16)), act_of(*REGENT, on(2025, 5, 16))
    assert "object" in acts_of(web, mine)
    assert web.post(OBJECT, mine).json()["events"] == ["ObjectionFiled"]
    (waiting,) = inbox(web, regent)
    assert (waiting["step"], waiting["office"], waiting["dueOn"]) == (
        "objection",
        str(office_id(*REGENT)),
        "2025-05-21",
    )
    assert "decide-objection" in acts_of(web, regent)
    receipt = web.post(GRANT, regent).json()
    assert receipt["events"] == [
        "ObjectionDecided",
        "DecreeRevoked",
        *["EvaluationCancelled"] * 3,
        "ReturnedToPost",
    ]

    assert inbox(web, regent) == []
    shown = facts(web, SITI)
    assert (shown["status"], shown["objection"]["state"]) == ("REVOKED", "GRANTED")
    assert shown["person"]["postSince"] == "2022-01-03"
    assert shown["origin"]["position"] == "Kepala Dinas"
    assert {each["cancelled"] for each in shown["evaluations"]} == {True}
    posts = [event for event in kept(web, SITI) if isinstance(event, PostAssumed)]
    assert posts == [
        PostAssumed(OLD_POST_ID, date(2022, 1, 3)),
        PostAssumed(NEW_POST_ID, date(2025, 4, 14)),
        PostAssumed(OLD_POST_ID, date(2022, 1, 3)),
    ], "the whole history stays"


@pytest.mark.parametrize(("day", "state"), [(28, "WAITING"), (29, "INADMISSIBLE")], ids=["day 14", "day 15"])
def test_scenario_15_a_late_objection_is_recorded_as_inadmissible(web: Web, day: int, state: str) -> None:
    decreed_on(web, date(2025, 3, 27))
    receipt = act_of(*NORTH_PERSONNEL, on(2025, 3, 27))
    assert web.post(ServeDecision("service", date(2025, 3, 27), "langsung"), receipt).status_code == 201
    assert web.post(OBJECT, own_act(SITI, on(2025, 4, day, 23))).status_code == 201
    shown = facts(web, SITI)["objection"]
    assert (shown["state"], shown["lastDay"]) == (state, "2025-04-28")
    assert ("PTUN" in shown["advice"]) is (state == "INADMISSIBLE")
    waiting = {item["step"] for item in inbox(web, act_of(*REGENT, on(2025, 4, 30)))}
    assert ("objection" in waiting) is (state == "WAITING")


def test_an_objection_that_lay_elsewhere_first_is_in_time_and_its_way_is_shown(web: Web) -> None:
    decreed_on(web, date(2025, 3, 27))
    first = Misdirection("Inspektorat", date(2025, 4, 10), date(2025, 4, 22))
    late = own_act(SITI, on(2025, 4, 29))
    unproven = web.post(replace(OBJECT, misdirected=first), late)
    assert (unproven.status_code, unproven.json()["type"]) == (422, "urn:jejak:problem:MisdirectionUnproven")
    told = web.post(replace(OBJECT, documents=(document("K01"),), misdirected=first), late)
    assert told.json()["events"] == ["DocumentSubmitted", "ObjectionMisdirected", "ObjectionFiled"]
    shown = facts(web, SITI)["objection"]
    assert (shown["state"], shown["lastDay"]) == ("WAITING", "2025-05-08")
    assert shown["misdirected"] == {"to": "Inspektorat", "since": "2025-04-10", "until": "2025-04-22"}


def test_scenario_16_silence_escalates_on_the_day_after_the_last(web: Web) -> None:
    decreed_on(web, date(2025, 3, 24))
    web.post(OBJECT, own_act(SITI, on(2025, 3, 27)))
    assert facts(web, SITI)["objection"]["dueOn"] == "2025-05-08"
    governor = act_of(*GOVERNOR, on(2025, 5, 12))
    assert web.get(web.case, governor.by, governor.at).status_code == 404
    command = uuid4()
    assert lapse(web, on(2025, 5, 9, 0), command) == ("ObjectionLapsed", "ObjectionEscalated")
    assert lapse(web, on(2025, 5, 9, 0), command) == ("ObjectionLapsed", "ObjectionEscalated")

    (waiting,) = inbox(web, governor)
    assert waiting["step"] == "objection"
    assert facts(web, SITI)["objection"]["state"] == "ESCALATED"
    assert facts(web, SITI)["status"] == "DECREED"
    lapsed = next(item for item in history(web, SITI) if item["event"] == "ObjectionLapsed")
    assert (lapsed["person"], lapsed["reason"]) == (str(CLOCK), "ESCALATED")
    listed = web.get("/v1/transfers", governor.by, governor.at, after=web.head).json()["items"]
    assert web.transfer in {item["id"] for item in listed}
    assert web.post(GRANT, governor).json()["events"] == ["ObjectionDecided", "DecreeRevoked"]


SILENCE_ANNULS = Policies(
    (
        replace(
            cast.POLICY,
            limits={**cast.POLICY.limits, "objection_silence_annuls": Limit(1, "UU 30/2014 Ps. 77")},
        ),
    ),
    cast.POLICIES.calendar,
)


@pytest.mark.parametrize("policies", [SILENCE_ANNULS], ids=["silence annuls"])
def test_scenario_16_under_another_policy_silence_annuls(web: Web) -> None:
    decreed_on(web, date(2025, 3, 24))
    web.post(OBJECT, own_act(SITI, on(2025, 3, 27)))
    assert lapse(web, on(2025, 5, 9, 0)) == ("ObjectionLapsed", "DecreeRevoked")
    assert facts(web, SITI)["status"] == "REVOKED"


def test_the_timekeeper_finds_the_silence_by_itself_and_once(web: Web) -> None:
    decreed_on(web, date(2025, 3, 24))
    web.post(OBJECT, own_act(SITI, on(2025, 3, 27)))
    house = web.house
    for at, expected in ((on(2025, 5, 8, 23), 0), (on(2025, 5, 9, 0), 1), (on(2025, 5, 9, 1), 0)):
        house.runner.wait_for(web.head)
        keeper = Timekeeper(
            house.cases,
            house.policies,
            asking(house, deadlines.due_for_notice),
            asking(house, deadlines.running),
            lambda at=at: at,
        )
        assert keeper.look()["LapseObjection"] == expected, at
    assert facts(web, SITI)["objection"]["state"] == "ESCALATED"


def asking(house: House, question: Any) -> Any:
    def ask(*asked: Any) -> Any:
        with house.runner.pool.connection() as connection:
            return question(connection, *asked)

    return ask


def test_a_refusal_is_objected_to_after_the_case_has_ended(web: Web) -> None:
    web.play(teacher_moves_to_the_city(), until="origin_release")
    regent = act_of(*REGENT, on(2025, 9, 15))
    assert web.post(RefuseStep("origin_release", "Kekurangan guru"), regent).status_code == 201
    assert web.post(OBJECT, own_act(cast.BUDI, on(2025, 9, 16))).status_code == 201
    assert [item["step"] for item in inbox(web, regent)] == ["objection"]
    dismiss = replace(GRANT, granted=False, reason="Sekolah asal kekurangan tiga guru")
    assert web.post(dismiss, replace(regent, at=on(2025, 9, 17))).status_code == 201
    shown = facts(web, cast.BUDI)
    assert (shown["status"], shown["objection"]["state"]) == ("REJECTED", "DISMISSED")
    again = web.post(OBJECT, own_act(cast.BUDI, on(2025, 9, 18)))
    assert (again.status_code, again.json()["type"]) == (409, "urn:jejak:problem:ObjectionOnRecord")
    assert again.json()["messages"]["id"].startswith("Keberatan atas keputusan ini sudah tercatat")


def test_who_asks_again_after_a_refusal_was_set_aside_is_not_refused_there_again(web: Web) -> None:
    story = list(teacher_moves_to_the_city())
    web.play(iter(story), until="origin_release")
    refuse = RefuseStep("origin_release", "Kekurangan guru")
    regent = act_of(*REGENT, on(2025, 9, 15))
    assert web.post(refuse, regent).status_code == 201
    assert web.post(OBJECT, own_act(cast.BUDI, on(2025, 9, 16))).status_code == 201
    request, _ = story[0]
    again = replace(request, follows=UUID(web.transfer))  # type: ignore[type-var]
    early = web.post(again, own_act(cast.BUDI, on(2025, 9, 16)))
    assert (early.status_code, early.json()["type"]) == (422, "urn:jejak:problem:NoRefusalSetAside")
    assert web.post(GRANT, replace(regent, at=on(2025, 9, 17))).status_code == 201
    later = [(command, replace(act, at=on(2025, 9, 18), command=uuid4())) for command, act in story[1:]]
    web.play(iter([(again, own_act(cast.BUDI, on(2025, 9, 18))), *later]), until="origin_release")
    assert facts(web, cast.BUDI)["follows"]["setAside"] == "origin_release"
    regent = act_of(*REGENT, on(2025, 9, 19))
    answer = web.post(refuse, regent)
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:jejak:problem:RefusalSetAside")
    assert "telah dikabulkan" in answer.json()["messages"]["id"]
    assert web.post(*command_of(iter(later), "origin_release")).status_code == 201
    replayed = list(Replay(web.house.ledger, cast.POLICIES).whole())
    assert not [each for each in replayed if each.departs]


def test_the_documents_of_an_objection_are_kept_in_the_file_and_shown(web: Web) -> None:
    decreed_on(web, date(2025, 3, 24))
    mine, pdf = own_act(SITI, on(2025, 3, 27)), b"%PDF-1.7\nkeberatan\n%%EOF\n"
    stored = web.client.post("/v1/documents", content=pdf, headers=web.headers(SITI, mine.at)).json()
    evidence = replace(document("D24"), sha256=stored["sha256"])
    receipt = web.post(replace(OBJECT, documents=(evidence,)), mine).json()
    assert receipt["events"] == ["DocumentSubmitted", "ObjectionFiled"]
    assert [each["kind"] for each in facts(web, SITI)["objection"]["documents"]] == ["D24"]
    for person in (SITI, official(*REGENT)):
        assert web.get(f"{web.case}/documents/D24", person, on(2025, 3, 28)).content == pdf


def test_an_objection_is_taken_back(web: Web) -> None:
    decreed_on(web, date(2025, 3, 24))
    web.post(replace(OBJECT, number=None), own_act(SITI, on(2025, 3, 27)))
    assert web.post(WithdrawObjection("Jelas"), own_act(SITI, on(2025, 4, 8))).status_code == 201
    assert facts(web, SITI)["objection"]["state"] == "WITHDRAWN"
    assert facts(web, SITI)["objection"]["number"].startswith("KEB-")


def test_a_suspended_decree_holds_its_steps_up_and_the_inbox_says_so(web: Web) -> None:
    decreed_on(web, date(2025, 3, 24))
    regent, personnel = act_of(*REGENT, on(2025, 3, 25)), act_of(*NORTH_PERSONNEL, on(2025, 3, 25))
    assert web.post(SuspendDecree("Menunggu putusan", "PTUN 3/G/2025"), regent).status_code == 201
    serve = ServeDecision("service", date(2025, 3, 25), "langsung")
    answer = web.post(serve, personnel)
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:jejak:problem:DecreeSuspendedNow")
    assert "serve" not in acts_of(web, personnel)
    (waiting,) = inbox(web, personnel)
    assert (waiting["step"], waiting["paused"], waiting["overdue"]) == ("service", True, False)
    assert facts(web, SITI)["decreeSuspended"]["basis"] == "PTUN 3/G/2025"
    assert web.post(LiftSuspension("Gugatan dicabut"), regent).status_code == 201
    assert web.post(serve, personnel).status_code == 201
    assert facts(web, SITI)["decreeSuspended"] is None


def test_a_slip_of_the_pen_is_shown_beside_the_decree(web: Web) -> None:
    decreed_on(web, date(2025, 3, 24))
    before = facts(web, SITI)["decree"]
    correct = CorrectDecree("821/56", "Nama unit", "Salah ketik")
    assert web.post(correct, act_of(*REGENT, on(2025, 3, 25))).status_code == 201
    shown = facts(web, SITI)
    assert shown["decree"] == before
    assert shown["corrections"] == [{"number": "821/56", "what": "Nama unit", "reason": "Salah ketik"}]


def test_who_returns_to_a_full_post_is_seen_to_sit_beyond_its_seats(web: Web) -> None:
    web.play(balancing_move(), until="AnswerEvaluation")
    web.happens(OLD_POST_ID, SeatTaken(cast.PEERS[3], date(2025, 5, 1)))
    regent = act_of(*REGENT, on(2025, 5, 14))
    assert web.post(RevokeDecree("821/60", "Keliru", "UU 30/2014 Ps. 64"), regent).status_code == 201

    assert kept(web, OLD_POST_ID)[-1] == SeatRestored(SITI, date(2022, 1, 3))
    shown = facts(web, SITI)
    assert shown["returnedToPost"]["supernumerary"] is True
    assert (shown["origin"]["seats"], shown["origin"]["occupied"], shown["origin"]["supernumerary"]) == (
        4,
        5,
        1,
    )
    posts = web.get(
        "/v1/posts", official(*NORTH_PERSONNEL), agency=cast.NORTH_ID, after=web.head, limit=200
    ).json()["items"]
    origin, target = (
        next(post for post in posts if post["id"] == str(each)) for each in (OLD_POST_ID, NEW_POST_ID)
    )
    assert (origin["occupied"], origin["free"]) == (5, -1)
    assert (target["occupied"], target["held"]) == (1, 0)


def test_before_the_start_of_duty_the_seat_is_free_again_and_so_is_the_person(web: Web) -> None:
    web.play(balancing_move(), until="duty_start")
    regent = act_of(*REGENT, on(2025, 4, 8))
    assert web.post(RevokeDecree("821/60", "Keliru", "UU 30/2014"), regent).json()["events"] == [
        "DecreeRevoked"
    ]
    other = Web(web.client, web.key, web.house)
    request, by = next(balancing_move())
    assert other.post(request, replace(by, at=on(2025, 4, 9))).status_code == 201
    duty, by = command_of(balancing_move(), "duty_start")
    answer = web.post(duty, by)
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:jejak:problem:TransferNotOpen")


def test_what_others_may_not_do_is_refused(web: Web) -> None:
    web.play(balancing_move(), until="AnswerEvaluation")
    before = web.house.cases.history(UUID(web.transfer))
    day = on(2025, 5, 2)
    for command, act, why in (
        (OBJECT, act_of(*HEALTH_HEAD, day), "NotThePersonConcerned"),
        (RevokeDecree("1", "x", "y"), act_of(*HEALTH_HEAD, day), "NotTheDecidingOffice"),
        (SuspendDecree("x", "y"), act_of(*NORTH_INSPECTORATE, day), "NotTheDecidingOffice"),
        (CorrectDecree("1", "x", "y"), own_act(SITI, day), "NotTheDecidingOffice"),
        (RecordRecommendation(Source.BKN, "1", "x"), act_of(*REGENT, day), "NotTheRecordingOffice"),
        (AnswerRecommendation("1", "x", followed=False), act_of(*REGENT, day), "RecommendationUnknown"),
    ):
        answer = web.post(command, act)
        assert answer.json()["type"] == f"urn:jejak:problem:{why}", answer.text
    assert web.house.cases.history(UUID(web.transfer)) == before
