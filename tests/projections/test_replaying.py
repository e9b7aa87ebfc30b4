"""Every decision that was played is made again and follows; what somebody with every right on the database altered is told."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import cast
import orjson
import psycopg
import pytest
import texts
from cast import (
    CITY_ID,
    CITY_PERSONNEL,
    HEALTH_HEAD,
    KANREG_ID,
    NORTH_ID,
    POLICIES,
    POLICY,
    REGENT,
    act_of,
    on,
)
from databases import copied
from ledgers import with_cast
from playing import Stage, stage_on
from test_rebuilding import played

from application import past
from application.carrying_out import Sent
from application.ledger import Ledger, Line
from application.orders import Orders
from application.plans import ProposePlan
from application.policies import read_law
from application.replaying import Again, Departure, NotRun, Replay, Tally, Verdict
from application.stepping import Stepping
from application.supposing import Summary, Supposing
from domain.identity import office_id
from domain.plan import PlanDescription
from domain.policy import LocalAdditions
from domain.policy_publication import LawKind
from domain.refusals import OfficeNotHeld, ReasonRequired
from domain.transfer.desk import Audience


@pytest.fixture(scope="module")
def history(server: str, template: str) -> Iterator[Stage]:
    """Both stories, a refusal, a withdrawal, decrees of their own and one made elsewhere."""
    with copied(server, template) as url, Ledger(url) as ledger:
        with_cast(ledger)
        stage = stage_on(url, ledger)
        played(stage)
        yield stage


# `played` puts these into the ledger past its doors: an office's own orders, by nobody of that office.
PAST_THE_DOORS = ("ProposePlan", "PublishPlan", "ProposeAmendment", "PublishAmendment", "DelegateAuthority")


def departing(stage: Stage) -> list[Again]:
    found = [again for again in Replay(stage.ledger, POLICIES).whole() if again.departs]
    assert tuple(again.kind for again in found[-len(PAST_THE_DOORS) :]) == PAST_THE_DOORS
    assert {again.verdict for again in found[-len(PAST_THE_DOORS) :]} == {Verdict.REFUSED}
    return found[: -len(PAST_THE_DOORS)]


def line_of(stage: Stage, event: str, last: int = 1) -> Line:
    """The last event of that name, or one before it."""
    return [line for line in stage.ledger.after(0, 10_000) if line.name == event][-last]


@contextmanager
def tampered(stage: Stage, line: Line, change: Callable[[dict[str, Any]], object]) -> Iterator[None]:
    """One event altered as a superuser may, and put back."""
    body = orjson.loads(line.body)
    change(body)
    for altered in (orjson.dumps(body, option=orjson.OPT_SORT_KEYS), line.body):
        with psycopg.connect(stage.url) as connection:
            connection.execute("ALTER TABLE events DISABLE TRIGGER append_only")
            connection.execute("UPDATE events SET body = %s WHERE position = %s", (altered, line.position))
            connection.execute("ALTER TABLE events ENABLE ALWAYS TRIGGER append_only")
        if altered is not line.body:
            yield


def test_all_that_was_decided_follows_again(history: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where pages cut commits in two and hardly a state is kept."""
    tally, told = Tally(), list[tuple[int, int]]()
    for page, kept in ((1_000, 10_000), (7, 50)):
        monkeypatch.setattr(past, "PAGE", page)
        replay = Replay(history.ledger, POLICIES)
        replay.past._most = kept
        tally = Tally()
        for again in replay.whole(progress=lambda *done: told.append(done)):
            assert again.departs == (again.kind in PAST_THE_DOORS), again
            tally.take(again)
    head = history.ledger.head()
    assert (tally.events, told[-1]) == (head, (head, head))
    assert tally.run - len(PAST_THE_DOORS) == tally.of(Verdict.FOLLOWS) > 130
    assert {"SignDecree", "RecordOutsideDecree", "RevokeWholeDecree", "IssueDecree"} <= set(tally.kinds)
    assert {kind for kind, counted in tally.kinds.items() if Verdict.NOT_RUN in counted} == {
        NotRun.TOLD,
        NotRun.LOOKED,
    }


def test_one_case_alone_and_the_cases_of_an_agency(history: Stage) -> None:
    to_the_city = line_of(history, "TechnicalConsiderationGiven").stream
    replay = Replay(history.ledger, POLICIES)
    alone = list(replay.of_case(to_the_city))
    assert [again.verdict for again in alone] == [Verdict.FOLLOWS] * len(alone)
    assert {again.stream for again in alone} == {to_the_city}
    of_the_city = list(Replay(history.ledger, POLICIES).whole(frozenset({CITY_ID})))
    assert [again.position for again in of_the_city] == [again.position for again in alone]
    assert {again.agencies for again in of_the_city} == {frozenset({NORTH_ID, CITY_ID})}
    assert list(Replay(history.ledger, POLICIES).whole(frozenset({KANREG_ID}))) == []
    decided = list(Replay(history.ledger, POLICIES).whole(frozenset({NORTH_ID})))
    assert len(decided) > 100
    head, act = history.ledger.head(), act_of(*CITY_PERSONNEL, on(2026, 1, 5))
    plan = PlanDescription(CITY_ID, "Rencana 2026", date(2026, 1, 1), date(2026, 12, 31), "Pemerataan", ())
    sent = Sent(act.by, act.at, act.command, "r", act.office)
    Orders(history.ledger, POLICIES).carry_out(ProposePlan(uuid4(), plan).asked(), sent)
    *_, ordered = Replay(history.ledger, POLICIES).whole(frozenset({CITY_ID}))
    assert (ordered.kind, ordered.verdict, ordered.position) == ("ProposePlan", Verdict.FOLLOWS, head + 1)
    assert len(list(Replay(history.ledger, POLICIES).whole(frozenset({NORTH_ID})))) == len(decided)


def test_under_the_same_text_nothing_would_have_been_otherwise_and_under_a_stricter_one_much(
    history: Stage,
) -> None:
    """Of every request, verification and decree, those signed for many too."""
    summaries = []
    months = replace(POLICY.limits["minimum_months_in_post"], value=120)
    for limits in (POLICY.limits, {**POLICY.limits, "minimum_months_in_post": months}):
        draft = replace(POLICY, version="mutasi-draft", limits=limits)
        summaries.append(Summary())
        for moment in Supposing(history.ledger, draft, POLICIES).whole():
            summaries[-1].take(moment)
    same, stricter = summaries
    assert (same.differing, same.unread, stricter.unread) == (set(), 0, 0)
    assert same.moments == stricter.moments == 14
    assert (len(same.cases), len(stricter.differing)) == (6, 5), "one was withdrawn at once"
    assert stricter.differences["RULE E02"] == 8
    assert stricter.differences["DECREE E02"] == 3


def test_what_a_region_would_add_is_held_against_who_came_into_it(history: Stage) -> None:
    to_the_city = line_of(history, "TechnicalConsiderationGiven").stream
    text = texts.additions("daerah-17.71-2026.1", "17.71", "highest_age = 25")
    draft = read_law(texts.law(text, LawKind.LOCAL_ADDITIONS))
    assert isinstance(draft, LocalAdditions)
    summary = Summary()
    for moment in Supposing(history.ledger, draft, POLICIES).whole():
        summary.take(moment)
    assert (summary.cases, summary.differing, summary.unread) == ({to_the_city}, {to_the_city}, 0)
    assert set(summary.differences) == {"RULE E16", "ENDING E16", "DECREE E16"}
    elsewhere = replace(draft, region_code="35")
    assert list(Supposing(history.ledger, elsewhere, POLICIES).whole()) == []


# Tampered with


def test_an_altered_finding_is_told_with_its_place(history: Stage) -> None:
    evaluated = line_of(history, "EligibilityEvaluated", last=2)
    before = orjson.loads(evaluated.body)["data"]["findings"][1]["outcome"]

    def alter(body: dict[str, Any]) -> None:
        body["data"]["findings"][1]["outcome"] = "ADVICE"

    with tampered(history, evaluated, alter):
        (told,) = departing(history)
    assert (told.verdict, told.kind, told.stream) == (Verdict.DIFFERS, "VerifyFile", evaluated.stream)
    assert (told.office, told.policy) == (office_id(*cast.NORTH_PERSONNEL), POLICY.version)
    assert told.departures == (
        Departure(
            evaluated.stream,
            evaluated.position,
            "EligibilityEvaluated",
            "/findings/1/outcome",
            "ADVICE",
            before,
        ),
    )


def test_advice_turned_into_its_opposite_leaves_a_decree_without_its_reason(history: Stage) -> None:
    with tampered(
        history, line_of(history, "ConsiderationGiven"), lambda body: body["data"].update(supports=False)
    ):
        (told,) = departing(history)
    assert (told.verdict, told.kind, told.refused) == (Verdict.REFUSED, "IssueDecree", ReasonRequired)


def test_what_an_official_did_after_their_office_had_ended_is_refused(history: Stage) -> None:
    regent = office_id(*REGENT)
    (assigned,) = (line for line in history.ledger.read([regent]) if line.name == "OfficeAssigned")

    def end(body: dict[str, Any]) -> None:
        body["data"]["tenure"]["until"] = "2025-03-23"

    with tampered(history, assigned, end):
        told = departing(history)
    assert told
    assert {again.refused for again in told} == {OfficeNotHeld}
    assert {again.office for again in told} == {regent}
    assert {"IssueDecree", "RevokeDecree", "SignDecree"} <= {again.kind for again in told}


def test_a_decree_under_another_name_or_capacity_or_policy_is_told(history: Stage) -> None:
    decree = line_of(history, "DecreeIssued")
    with tampered(history, decree, lambda body: body["act"].update(capacity="PLT")):
        (told,) = departing(history)
    assert [each.pointer for each in told.departures] == ["/act/capacity"]
    with tampered(
        history, decree, lambda body: body["act"].update(by=str(cast.official(*HEALTH_HEAD)), policy="x")
    ):
        told = departing(history)[0]
    assert {"/act/by", "/act/policy"} == {each.pointer for each in told.departures}


def test_what_cannot_be_read_is_told_and_hurts_no_other_case(history: Stage) -> None:
    requested = line_of(history, "TransferRequested", last=2)
    with tampered(history, requested, lambda body: body["data"].update(route="T99")):
        told = departing(history)
        of_the_north = Replay(history.ledger, POLICIES).whole(frozenset({NORTH_ID}))
        assert [again.position for again in of_the_north if again.departs] == [
            again.position for again in told
        ], "whose case it is can still be told"
    assert {again.verdict for again in told} == {Verdict.UNREADABLE}
    assert {again.stream for again in told} == {requested.stream}


def test_words_follow_from_nothing(history: Stage) -> None:
    """The limit: what people wrote cannot be decided again. That it was altered, `jejak verify` tells."""
    with tampered(
        history, line_of(history, "TransferRejected"), lambda body: body["data"].update(reason="x")
    ):
        assert departing(history) == []


def test_what_an_older_shape_did_not_say_is_not_held_against_it(history: Stage) -> None:
    def to_the_first_shape(body: dict[str, Any]) -> None:
        body["shape"] = 1
        for finding in body["data"]["findings"]:
            del finding["told"]

    with tampered(history, line_of(history, "EligibilityEvaluated"), to_the_first_shape):
        assert departing(history) == []


def test_who_gave_feedback_stays_sealed_also_where_it_was_altered(history: Stage) -> None:
    given = next(
        line
        for line in history.ledger.after(0, 10_000)
        if line.name == "FeedbackGiven" and b'"role":"PEER"' in line.body
    )
    with tampered(history, given, lambda body: body["data"].update(role="SUPERIOR")):
        told = next(again for again in departing(history) if again.position == given.position)
    assert [(each.pointer, each.recorded, each.follows) for each in told.departures] == [
        ("/role", None, None)
    ]


# Step by step


def test_a_case_is_stepped_through_to_what_it_is(history: Stage) -> None:
    case: UUID = line_of(history, "TechnicalConsiderationGiven").stream
    lines = history.ledger.read([case])
    versions = [line.version for line in lines]
    for audience in (Audience.SUBJECT, Audience.OFFICIAL):
        steps = list(Stepping(history.ledger, POLICIES).through(case, versions, audience))
        assert [step.version for step in steps] == versions
        by_name = {
            line.name: {change["pointer"]: change["now"] for change in step.changes}
            for line, step in zip(lines, steps, strict=True)
        }
        assert steps[0].changes[0]["before"] is None
        assert by_name["DecreeIssued"]["/decree"]["number"] == "824/9/2025"
        assert by_name["DutyStarted"]["/startedOn"] == "2025-10-01"
        assert "/reply" in by_name["ReplyWaived"]
        page = list(Stepping(history.ledger, POLICIES).through(case, versions[30:40], audience))
        assert page == steps[30:40]
