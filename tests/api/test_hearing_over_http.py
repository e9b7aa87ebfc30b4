"""Hearing people over HTTP: units, the person's reply, silence noted by the clock, and what stays sealed to whom."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from uuid import UUID

import pytest
import structlog
from cast import (
    CITY_PERSONNEL,
    COLLEAGUES,
    HEALTH_HEAD,
    LIBRARY_HEAD,
    LIBRARY_ID,
    NORTH_ID,
    NORTH_INSPECTORATE,
    NORTH_PERSONNEL,
    OLD_POST_ID,
    PEERS,
    REGENT,
    SITI,
    act_of,
    official,
    on,
    own_act,
)
from stories import SCORES, Story, balancing_move
from web import Web, at_once, command_of

from api import transfers
from api.house import House, open_house
from api.lines import log_as_json
from application import carrying_out
from domain.identity import CLOCK, OfficeKind, office_id
from domain.registry.person import Affiliation, AffiliationDeclared
from domain.transfer import commands
from domain.transfer.commands import AskFeedback, CloseFeedback, GiveFeedback, GiveReply, UnsealFeedback

SUPERIOR = official(OfficeKind.UNIT_HEAD, LIBRARY_ID)
INSPECTOR = act_of(*NORTH_INSPECTORATE, on(2025, 4, 14))
AUDITOR = (OfficeKind.AUDITOR, NORTH_ID)
UNSEAL = UnsealFeedback("700/SP-3/2025", "Dugaan jawaban diatur", (1, 2))
REPLY = GiveReply("reply", "Saya terlambat karena merawat orang tua.")
WORDS = {peer: f"kata rekan {number}" for number, peer in enumerate(PEERS[:3], start=1)}


def in_their_own_words() -> Story:
    """Siti's case, each peer with words of their own."""
    for command, act in balancing_move():
        if isinstance(command, GiveFeedback) and act.by in WORDS:
            yield replace(command, text=WORDS[act.by]), act
        else:
            yield command, act


def facts(web: Web, person: UUID, at: datetime | None = None) -> dict[str, object]:
    shown: dict[str, object] = web.shown(person, at).json()["facts"]
    return shown


@contextmanager
def worker(web: Web, at: datetime) -> Iterator[House]:
    settings = web.house.settings
    assert settings.database_url is not None
    house = open_house(settings, settings.database_url, clock=lambda: at)
    try:
        house.runner.wait_for(house.ledger.head())
        yield house
    finally:
        house.close()


def look(web: Web, at: datetime) -> None:
    with worker(web, at) as house:
        house.timekeeper.look()
        web.house.runner.wait_for(house.ledger.head())


def inbox(web: Web, office: tuple[OfficeKind, UUID], at: datetime) -> list[str]:
    answer = web.get("/v1/inbox", official(*office), at, after=web.head)
    return [item["step"] for item in answer.json()["items"] if item["transfer"] == web.transfer]


def waiting(web: Web, at: datetime) -> list[tuple[str, str]]:
    answer = web.get("/v1/me", SITI, at, after=web.head)
    return [(each["step"], each["dueOn"]) for each in answer.json()["waiting"]]


def events(web: Web) -> list[str]:
    return [type(each.event).__name__ for each in web.house.cases.history(UUID(web.transfer))]


# The main path


def test_both_units_find_what_is_asked_of_them_and_answer_with_a_described_scale(web: Web) -> None:
    web.play(balancing_move(), until="GiveFeedback")
    day = on(2025, 3, 13)
    assert inbox(web, LIBRARY_HEAD, day) == ["feedback/ORIGIN_UNIT"]
    assert inbox(web, HEALTH_HEAD, day) == ["feedback/RECEIVING_UNIT"]
    shown = web.shown(official(*LIBRARY_HEAD), day).json()
    assert set(shown["facts"]) == {"id", "type", "person", "target", "competences"}
    assert len(shown["facts"]["competences"]["service"]["scale"]) == 5
    offered = [(each["act"], each["office"]) for each in shown["allowedActions"]]
    assert offered == [("give-feedback", str(office_id(*LIBRARY_HEAD)))]
    answer = web.post(GiveFeedback(SCORES, "Dapat dilepas."), act_of(*LIBRARY_HEAD, day))
    assert answer.status_code == 201, answer.json()
    assert inbox(web, LIBRARY_HEAD, day) == []


def test_the_person_is_shown_what_was_said_replies_and_the_decider_reads_it(web: Web) -> None:
    web.play(in_their_own_words(), until="GiveReply")
    assert waiting(web, on(2025, 3, 14)) == [("reply", "2025-03-21")]
    assert inbox(web, NORTH_PERSONNEL, on(2025, 3, 14)) == []
    shown = web.shown(SITI, on(2025, 3, 14)).json()
    assert {("reply", "reply"), ("waive-reply", "reply")} <= {
        (each["act"], each["step"]) for each in shown["allowedActions"]
    }
    assert shown["facts"]["peers"] == {
        "answers": 3,
        "means": {"cooperation": 400, "expertise": 400, "integrity": 400, "service": 500},
    }
    assert web.post(REPLY, own_act(SITI, on(2025, 3, 17))).status_code == 201
    assert waiting(web, on(2025, 3, 17)) == []
    story = list(in_their_own_words())
    after = next(n for n, (command, _) in enumerate(story) if isinstance(command, GiveReply))
    web.play(story[after + 1 :], until="decree")
    for decider in (REGENT, LIBRARY_HEAD, HEALTH_HEAD, AUDITOR):
        assert facts(web, official(*decider), on(2025, 3, 24))["reply"] == {
            "kind": "ReplyGiven",
            "text": REPLY.text,
        }


def test_silence_is_noted_by_the_clock_of_raters_and_of_the_person(web: Web) -> None:
    web.play(balancing_move(), until="GiveFeedback")
    look(web, on(2025, 3, 26, 23))
    assert "FeedbackLapsed" not in events(web)
    look(web, on(2025, 3, 27, 0))
    assert events(web).count("FeedbackLapsed") == 7
    look(web, on(2025, 3, 27, 1))
    assert events(web).count("FeedbackLapsed") == 7
    closing = web.post(CloseFeedback("feedback"), act_of(*NORTH_PERSONNEL, on(2025, 3, 27)))
    assert closing.json()["events"] == ["FeedbackClosed", "StepOpened"]
    look(web, on(2025, 4, 14, 23))  # the last day to reply
    assert "ReplyLapsed" not in events(web)
    look(web, on(2025, 4, 15, 0))
    assert events(web)[-3:] == ["ReplyLapsed", "StepOpened", "StepOpened"]
    assert "StepOverdue" not in [
        type(each.event).__name__
        for each in web.house.cases.history(UUID(web.transfer))
        if getattr(each.event, "step", "") == "reply"
    ]


def test_the_person_replies_while_the_clock_closes_and_only_one_of_the_two_counts(live: Web) -> None:
    live.play(balancing_move(), until="GiveReply")
    act = own_act(SITI, on(2025, 3, 24))
    etag = live.seen(act)
    with worker(live, on(2025, 3, 24)) as one, worker(live, on(2025, 3, 24)) as other:
        answers = at_once(
            [
                *[lambda: live.post(REPLY, act, etag=etag).status_code] * 4,
                lambda: len(one.timekeeper.look()),
                lambda: len(other.timekeeper.look()),
            ]
        )
    ended = [name for name in events(live) if name in {"ReplyGiven", "ReplyLapsed", "ReplyWaived"}]
    assert len(ended) == 1
    assert answers.count(201) == (1 if ended == ["ReplyGiven"] else 0)
    assert set(answers[:4]) <= {201, 409, 412}
    assert events(live).count("StepOpened") == 6, "the next stage was opened once"


def test_the_person_answers_while_the_office_closes_and_nothing_is_lost(live: Web) -> None:
    """On the day after the last: either she is heard, or her silence is on record, never both."""
    live.play(balancing_move(), until="GiveFeedback")
    for command, act in balancing_move():
        if isinstance(command, GiveFeedback) and act.by != SITI:
            assert live.post(command, act).status_code == 201
    mine, closing = own_act(SITI, on(2025, 3, 27)), act_of(*NORTH_PERSONNEL, on(2025, 3, 27))
    words, close = GiveFeedback({}, "Saya bersedia."), CloseFeedback("feedback")
    sights = live.seen(mine), live.seen(closing)
    answers = at_once(
        [
            lambda: live.post(words, mine, etag=sights[0]).status_code,
            lambda: live.post(close, closing, etag=sights[1]).status_code,
        ]
    )
    assert 201 in answers
    assert set(answers) <= {201, 409, 412}
    known = events(live)
    heard = known.count("FeedbackGiven") == 7
    assert known.count("FeedbackLapsed") == (0 if heard else 1)


# Who may be named


def test_who_is_told_of_may_be_named_and_nobody_else(web: Web) -> None:
    web.play(balancing_move(), until="AskFeedback")
    web.happens(SITI, AffiliationDeclared(PEERS[2], Affiliation.BUSINESS))
    asking, act = command_of(balancing_move(), "AskFeedback")
    assert isinstance(asking, AskFeedback)
    path = f"{web.case}/raters"
    for who in (SITI, official(*LIBRARY_HEAD), official(*NORTH_INSPECTORATE), PEERS[0]):
        assert web.get(path, who, act.at, after=web.head).status_code in {403, 404}
    told = web.get(path, act.by, act.at, after=web.head).json()
    assert told["superiors"] == [str(SUPERIOR)]
    assert told["office"] == str(office_id(OfficeKind.UNIT_HEAD, LIBRARY_ID))
    assert told["unit"] == str(LIBRARY_ID)
    assert {each["person"] for each in told["peers"]} == {str(peer) for peer in PEERS[:2]}
    assert {each["post"] for each in told["peers"]} == {str(OLD_POST_ID)}
    first = web.get(path, act.by, act.at, limit=1).json()
    second = web.get(path, act.by, act.at, limit=1, cursor=first["next"]).json()
    assert [*first["peers"], *second["peers"]] == told["peers"]
    assert second["next"] is None

    def refused(superior: UUID, *peers: UUID) -> str:
        answer = web.post(replace(asking, superior=superior, peers=peers), act)
        assert answer.status_code == 422
        return str(answer.json()["type"]).removeprefix("urn:jejak:problem:")

    assert refused(official(*LIBRARY_HEAD), *PEERS[:2]) == "NotTheSuperior"
    assert refused(SUPERIOR, *PEERS[:2], COLLEAGUES[0]) == "NotAColleague", "of another unit"
    assert refused(SUPERIOR, *PEERS[:2], OLD_POST_ID) == "NotAColleague", "nobody at all"
    assert refused(SUPERIOR, *PEERS[:3]) == "RaterRelated"
    assert refused(SUPERIOR, PEERS[0]) == "TooFewPeers"
    assert web.post(replace(asking, peers=PEERS[:2]), act).status_code == 201, "all there are"
    after = web.get(path, act.by, act.at)
    assert (after.status_code, after.json()["type"]) == (409, "urn:jejak:problem:AlreadyAnswered")


# What stays sealed


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    before = structlog.get_config()
    log_as_json()
    processors = structlog.get_config()["processors"]
    structlog.configure(**before)
    path = tmp_path / "log.jsonl"
    with path.open("w", buffering=1) as file:
        for module in (carrying_out, transfers):
            made = structlog.wrap_logger(structlog.WriteLogger(file), processors=processors)
            monkeypatch.setattr(module, "_log", made)
        yield path


READERS = {
    "the person": SITI,
    "the office that asked": official(*NORTH_PERSONNEL),
    "the regent": official(*REGENT),
    "the origin": official(*LIBRARY_HEAD),
    "the receiver": official(*HEALTH_HEAD),
    "the auditor": official(*AUDITOR),
    "the inspectorate": INSPECTOR.by,
    "the superior": SUPERIOR,
    "a peer": PEERS[1],
}
LISTS = ("/v1/transfers", "/v1/me/transfers", "/v1/inbox")
EXPORTS = ("/v1/audit/events?limit=200", "/v1/audit/events.jsonl", "/v1/audit/events.csv")


def unsealed(web: Web) -> Web:
    web.play(in_their_own_words(), until="service")
    assert web.post(UNSEAL, INSPECTOR).status_code == 201
    return web


def test_only_the_inspectorate_learns_the_names_and_only_of_the_answers_unsealed(web: Web) -> None:
    unsealed(web)
    path = f"{web.case}/unsealed-feedback"
    items = web.get(path, INSPECTOR.by, INSPECTOR.at, after=web.head).json()["items"]
    assert [(each["number"], each["person"], each["text"], each["warrants"]) for each in items] == [
        (1, str(PEERS[0]), "kata rekan 1", ["700/SP-3/2025"]),
        (2, str(PEERS[1]), "kata rekan 2", ["700/SP-3/2025"]),
    ]
    for who, person in READERS.items():
        if person != INSPECTOR.by:
            answer = web.get(path, person, INSPECTOR.at)
            assert answer.status_code in {403, 404}, who
            assert not any(str(peer) in answer.text for peer in PEERS if peer != person), who


def test_before_a_warrant_the_inspectorate_learns_none(web: Web) -> None:
    web.play(in_their_own_words(), until="service")
    assert web.get(f"{web.case}/unsealed-feedback", INSPECTOR.by, INSPECTOR.at).json() == {"items": []}
    answer = web.post(UNSEAL, act_of(*NORTH_PERSONNEL, INSPECTOR.at))
    assert (answer.status_code, answer.json()["type"]) == (403, "urn:jejak:problem:NotTheInspectorate")
    assert web.post(UNSEAL, act_of(*CITY_PERSONNEL, INSPECTOR.at)).status_code == 404


@pytest.mark.parametrize("who", READERS)
def test_no_view_history_list_or_export_tells_a_peers_name_to_anybody(web: Web, who: str) -> None:
    unsealed(web)
    web.house.runner.wait_for(web.head)
    person = READERS[who]
    for path in (web.case, f"{web.case}/history?limit=200", *LISTS, *EXPORTS):
        text = web.client.get(
            path,
            headers=web.headers(person, INSPECTOR.at),
            params={"after": web.head} if path in LISTS else None,
        ).text
        for peer in PEERS:
            assert peer == person or str(peer) not in text, (who, path)


@pytest.mark.parametrize("who", READERS)
def test_the_history_names_only_oneself_among_those_who_answered_in_their_own_person(
    web: Web, who: str
) -> None:
    web.play(in_their_own_words(), until="service")
    person = READERS[who]
    answer = web.get(f"{web.case}/history", person, INSPECTOR.at, after=web.head, limit=200)
    if answer.status_code == 404:
        return
    given = [
        each for each in answer.json()["items"] if each["event"] == "FeedbackGiven" and not each["office"]
    ]
    assert len(given) == 2 + len(PEERS[:3]), "the person, the superior, the peers"
    assert {each["person"] for each in given} <= {None, str(person)}
    assert {each["person"] is None for each in given if each["person"] != str(person)} == {True}


def test_the_person_is_told_that_it_was_done_and_why(web: Web) -> None:
    unsealed(web)
    assert facts(web, SITI, INSPECTOR.at)["unsealed"] == [
        {"warrant": UNSEAL.warrant, "reason": UNSEAL.reason, "on": "2025-04-14", "answers": 2}
    ]
    items = web.get(f"{web.case}/history", SITI, INSPECTOR.at, after=web.head, limit=200).json()["items"]
    (told,) = [item for item in items if item["event"] == "FeedbackUnsealed"]
    assert (told["reason"], told["office"]) == (UNSEAL.reason, str(office_id(*NORTH_INSPECTORATE)))


def test_the_difference_behind_a_412_tells_no_name(web: Web) -> None:
    web.play(in_their_own_words(), until="service")
    serving, act = command_of(in_their_own_words(), "service")
    etag, mine = web.seen(act), web.seen(own_act(SITI, act.at))
    assert web.post(UNSEAL, replace(INSPECTOR, at=on(2025, 3, 25))).status_code == 201
    objecting = commands.FileObjection("Keberatan"), own_act(SITI, act.at)
    for (command, by), seen in (((serving, act), etag), (objecting, mine)):
        answer = web.post(command, by, etag=seen)
        assert answer.status_code == 412
        assert [each["pointer"] for each in answer.json()["changes"]] == ["/unsealed"]
        assert not any(str(peer) in answer.text for peer in PEERS)


def test_no_log_line_tells_who_answered_and_each_reading_of_names_is_one(web: Web, log: Path) -> None:
    unsealed(web)
    web.get(f"{web.case}/unsealed-feedback", INSPECTOR.by, INSPECTOR.at)
    text = log.read_text()
    assert not any(str(peer) in text for peer in PEERS)
    lines = [json.loads(line) for line in text.splitlines()]
    (read,) = [line for line in lines if line["event"] == "unsealed_feedback_read"]
    assert (read["reader"], read["stream"], read["answers"]) == (str(INSPECTOR.by), web.transfer, 2)
    assert str(CLOCK) not in text


def test_too_few_peers_stay_suppressed_in_every_view_and_for_every_warrant(web: Web) -> None:
    story = [pair for pair in in_their_own_words() if pair[1].by != PEERS[2]]
    late = [
        (command, replace(act, at=on(2025, 3, 27)) if isinstance(command, CloseFeedback) else act)
        for command, act in story
    ]
    web.play(late, until="GiveReply")
    for person in (SITI, official(*NORTH_PERSONNEL), INSPECTOR.by):
        text = web.shown(person, on(2025, 3, 27)).text
        assert "kata rekan" not in text
        assert json.loads(text)["facts"]["peers"] is None
    answer = web.post(replace(UNSEAL, answers=(1,)), INSPECTOR)
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:jejak:problem:FeedbackSuppressed")
