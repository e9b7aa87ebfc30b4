"""The panel's votes, a parent who steps aside, and sight of a case that has ended, over HTTP."""

from dataclasses import replace
from datetime import date

import pytest
from cast import (
    BUDI,
    CITY_ID,
    GOVERNOR,
    HEALTH_HEAD,
    LIBRARY_HEAD,
    MAYOR,
    NORTH_PANEL,
    REGENT,
    SITI,
    act_of,
    official,
    on,
)
from stories import Story, balancing_move, teacher_moves_to_the_city
from web import Web, command_of

from domain.act import Act, Capacity
from domain.identity import OfficeKind, office_id, person_id
from domain.registry.office import OfficeAssigned
from domain.registry.person import KinshipDeclared
from domain.registry.tenure import Tenure
from domain.transfer import commands
from domain.transfer.events import Vote

# The panel

AT = on(2025, 3, 19)
STEP = "performance_panel"
MEMBERS = tuple(person_id(f"member-{n}") for n in range(3))
BY_CHAIR = act_of(*NORTH_PANEL, AT)
REASONS = ("Kinerjanya baik", "Baru dua tahun di sana", "Sesuai kebutuhan")
VOTES = (Vote.FOR, Vote.AGAINST, Vote.FOR)


def by(number: int) -> Act:
    return replace(BY_CHAIR, by=MEMBERS[number], capacity=None)


@pytest.fixture
def sitting(web: Web) -> Web:
    """Siti's case before a panel of three."""
    seats = (Tenure(member, Capacity.MEMBER, date(2024, 1, 2)) for member in MEMBERS)
    web.happens(office_id(*NORTH_PANEL), *map(OfficeAssigned, seats))
    web.play(balancing_move(), until=STEP)
    web.house.runner.wait_for(web.head)
    return web


def voted(web: Web) -> None:
    for number, (vote, reason) in enumerate(zip(VOTES, REASONS, strict=True)):
        cast_vote = commands.CastVote(STEP, vote, reason)
        assert web.post(cast_vote, by(number)).status_code == 201


def test_members_find_the_step_vote_and_the_chair_concludes_with_the_majority(sitting: Web) -> None:
    web = sitting
    waiting = web.get("/v1/inbox", MEMBERS[0], AT, after=web.head).json()["items"]
    assert [each["step"] for each in waiting] == [STEP]
    offered = {each["act"] for each in web.shown(MEMBERS[0], AT).json()["allowedActions"]}
    assert offered == {"vote", "declare-conflict"}
    concluding = commands.GiveConsideration(STEP, supports=True, number="BA-07", reason="Mayoritas")
    assert web.post(concluding, BY_CHAIR).json()["type"] == "urn:jejak:problem:QuorumMissing"
    voted(web)
    twice = web.post(commands.CastVote(STEP, Vote.FOR, "Lagi"), by(0))
    assert (twice.status_code, twice.json()["type"]) == (409, "urn:jejak:problem:AlreadyVoted")
    against = web.post(replace(concluding, supports=False), BY_CHAIR)
    assert (against.status_code, against.json()["type"]) == (422, "urn:jejak:problem:AgainstTheVote")
    assert web.post(concluding, BY_CHAIR).status_code == 201
    web.play([command_of(balancing_move(), "authorised_official")])
    panel = web.shown(official(*REGENT), on(2025, 3, 21)).json()["facts"]["panel"]
    assert [(v["member"], v["reason"]) for v in panel["votes"] if v["dissents"]] == [
        (str(MEMBERS[1]), REASONS[1])
    ]


def test_the_person_reads_count_and_reasons_and_nowhere_who_voted_what(sitting: Web) -> None:
    web = sitting
    voted(web)
    assert web.shown(SITI, AT).json()["facts"]["panel"] is None
    concluding = commands.GiveConsideration(STEP, supports=True, number="BA-07", reason="Mayoritas")
    assert web.post(concluding, BY_CHAIR).status_code == 201
    panel = web.shown(SITI, AT).json()["facts"]["panel"]
    assert panel["tally"]["inFavour"] == 2
    assert {each["reason"] for each in panel["votes"]} == set(REASONS)
    history = web.get(f"{web.case}/history", SITI, AT, after=web.head, limit=200)
    cast_votes = [each for each in history.json()["items"] if each["event"] == "PanelVoteCast"]
    assert [(each["person"], each["command"]) for each in cast_votes] == [(None, None)] * 3
    for path in (web.case, f"{web.case}/history"):
        for member in MEMBERS:
            assert str(member) not in web.get(path, SITI, AT, after=web.head).text


def test_a_member_does_nothing_else_for_the_panel(sitting: Web) -> None:
    concluding = commands.GiveConsideration(STEP, supports=True, number="BA-07", reason="Mayoritas")
    refused = sitting.post(concluding, by(0))
    assert (refused.status_code, refused.json()["type"]) == (403, "urn:jejak:problem:NoAuthority")
    chair = sitting.post(commands.CastVote(STEP, Vote.FOR, "Baik"), BY_CHAIR)
    assert (chair.status_code, chair.json()["type"]) == (403, "urn:jejak:problem:NotAMember")


# Scenario 22, whole: the mayor's own child is proposed

SECRETARY = (OfficeKind.AUTHORISED_OFFICIAL, CITY_ID)
ASIDE = {"receiving_proposal", "appointment", "inauguration"}


def with_substitutes() -> Story:
    for command, act in teacher_moves_to_the_city():
        step = getattr(command, "step", "")
        if step in ASIDE:
            yield commands.DeclareConflict(step, "AKTUAL", "Anak kandung"), act
            naming = commands.NameSubstitute(step, office_id(*SECRETARY), "Walikota berkonflik")
            yield naming, act_of(*GOVERNOR, act.at)
            yield command, act_of(*SECRETARY, act.at)
        else:
            yield command, act


def test_scenario_22_the_mayors_child_moves_with_the_mayor_aside_from_the_proposal_to_the_end(
    web: Web,
) -> None:
    web.happens(BUDI, KinshipDeclared(official(*MAYOR)))
    web.play_over_http(with_substitutes(), until="receiving_proposal")
    proposal, by_mayor = command_of(teacher_moves_to_the_city(), "receiving_proposal")
    refused = web.post(proposal, by_mayor)
    assert (refused.status_code, refused.json()["type"]) == (403, "urn:jejak:problem:ConflictOfInterest")
    rest = list(with_substitutes())
    start = next(n for n, (c, _) in enumerate(rest) if isinstance(c, commands.DeclareConflict))
    web.play_over_http(rest[start : start + 1])
    after = web.post(proposal, by_mayor)
    assert after.json()["type"] == "urn:jejak:problem:ConflictOfInterest"
    unfit = commands.NameSubstitute("receiving_proposal", office_id(*REGENT), "Walikota berkonflik")
    web.happens(BUDI, KinshipDeclared(official(*REGENT)))
    refused = web.post(unfit, act_of(*GOVERNOR, by_mayor.at))
    assert (refused.status_code, refused.json()["type"]) == (422, "urn:jejak:problem:SubstituteUnfit")


def test_scenario_22_to_the_start_of_duty(web: Web) -> None:
    web.happens(BUDI, KinshipDeclared(official(*MAYOR)))
    web.play_over_http(with_substitutes())
    facts = web.shown(BUDI, on(2025, 10, 3)).json()["facts"]
    assert facts["status"] == "EVALUATING"
    assert {each["step"] for each in facts["recusals"]} == ASIDE
    offices = {step["step"]: step.get("office") for step in facts["route"]}
    assert {offices[step] for step in ASIDE} == {str(office_id(*SECRETARY))}
    events = [
        e["event"] for e in web.get(f"{web.case}/history", BUDI, after=web.head, limit=200).json()["items"]
    ]
    for kind in ("ConflictDeclared", "ApproverRecused", "SubstituteNamed"):
        assert events.count(kind) == len(ASIDE)


# Sight of a case that has ended


def test_the_office_of_the_parallel_step_reads_why_the_case_ended(web: Web) -> None:
    web.play(balancing_move(), until="origin_release")
    at = on(2025, 3, 17)
    refusing = commands.RefuseStep("origin_release", "Kekurangan arsiparis")
    assert web.post(refusing, act_of(*LIBRARY_HEAD, at)).status_code == 201
    head = official(*HEALTH_HEAD)
    assert web.shown(head, at).json()["facts"]["ending"]["reason"] == "Kekurangan arsiparis"
    listed = web.get("/v1/transfers", head, at, after=web.head).json()["items"]
    assert [each["id"] for each in listed] == [web.transfer]
    assert web.get(web.case, official(*REGENT), at).status_code == 404
