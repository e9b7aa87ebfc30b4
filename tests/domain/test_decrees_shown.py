"""Decrees of many: who sees them, and what is offered to whom."""

from dataclasses import replace
from datetime import date

import pytest
from cast import MAYOR, NORTH_PERSONNEL, NORTH_SECRETARY, REGENT, act_of, held, official
from decreeing import Decreeing, mover, transfer_of
from drafts import (
    ANSWER,
    BY_BKPSDM,
    CORRECT,
    DAY,
    LATER,
    NUMBER,
    RECOMMEND,
    REVOKE,
    SIGN,
    annex,
    before_the_regent,
    drafted,
    issued,
    recommended,
)

from domain.act import Capacity
from domain.decree.allowed import allowed, audience
from domain.decree.commands import (
    AbandonDraft,
    AmendDraft,
    DecreeCommand,
    PutForSignature,
    ReturnDecree,
    StrikeTransfer,
)
from domain.decree.decisions import BEGINNINGS, DECISIONS
from domain.decree.desk import desk, extract
from domain.decree.state import Stage
from domain.refusals import Refused
from domain.transfer.allowed import Holding
from domain.transfer.desk import Audience


def holding(who: tuple[object, ...], capacity: Capacity = Capacity.DEFINITIVE) -> Holding:
    return held(*who, capacity)  # type: ignore[arg-type]


ATTEMPTS: dict[str, DecreeCommand] = {
    "amend": AmendDraft("Penataan", ("Arsip tertata",), date(2025, 4, 14)),
    "annex": annex(2),
    "strike": StrikeTransfer(transfer_of(0), "Salah"),
    "put-for-signature": PutForSignature(NUMBER),
    "sign": SIGN,
    "return": ReturnDecree("Keliru"),
    "abandon": AbandonDraft("Ditunda"),
    "revoke": REVOKE,
    "correct": CORRECT,
    "recommend": RECOMMEND,
    "answer-recommendation": ANSWER,
}


def test_every_command_has_a_name_among_the_acts() -> None:
    assert {type(each) for each in ATTEMPTS.values()} == set(DECISIONS)
    assert len(BEGINNINGS) == 2


@pytest.mark.parametrize(
    "told",
    [
        drafted(3, 0),
        drafted(3, 2),
        drafted(3, 2).when(PutForSignature(NUMBER), BY_BKPSDM),
        drafted(3, 2).when(PutForSignature(NUMBER), BY_BKPSDM).when(SIGN, BY_BKPSDM),
        before_the_regent(2),
        issued(2),
        issued(2).when(REVOKE, LATER),
        recommended(),
        drafted().when(AbandonDraft("Ditunda"), BY_BKPSDM),
    ],
    ids=[
        "begun",
        "drafted",
        "to initial",
        "initialled",
        "to decree",
        "issued",
        "revoked",
        "recommended",
        "abandoned",
    ],
)
@pytest.mark.parametrize("who", [NORTH_PERSONNEL, NORTH_SECRETARY, REGENT, MAYOR], ids=lambda who: who[0])
@pytest.mark.parametrize("capacity", [Capacity.DEFINITIVE, Capacity.ACTING])
def test_what_is_offered_is_accepted_and_what_is_accepted_is_offered(
    told: Decreeing, who: tuple[object, ...], capacity: Capacity
) -> None:
    act = replace(act_of(*who, DAY), capacity=capacity)  # type: ignore[arg-type]
    offered = {each.act for each in allowed(told.state, told.papers, act, (holding(who, capacity),))}
    accepted = set()
    for name, command in ATTEMPTS.items():
        tried = Decreeing(told.papers, told.decree).when(command, act)
        if tried.refused is None:
            accepted.add(name)
        else:
            assert isinstance(tried.refused, Refused)
    if told.state.stage is Stage.DRAFT and transfer_of(2) in told.state.annex:
        offered.discard("annex")
    if told.state.recommendations:  # that one is on record; another would be accepted
        offered.discard("recommend")
    assert offered == accepted


def test_officials_see_everybody_each_person_only_themselves_and_others_nothing() -> None:
    told = issued(2)
    see = lambda who, *offices: audience(told.state, told.papers, who, offices)  # noqa: E731
    assert see(official(*REGENT), holding(REGENT)) is Audience.OFFICIAL
    assert see(official(*MAYOR), holding(MAYOR)) is None
    assert see(mover(0)) is Audience.SUBJECT
    assert audience(before_the_regent(2).state, told.papers, mover(0), ()) is None, (
        "a draft is not theirs yet"
    )
    own = extract(told.state, told.papers, mover(0))
    assert [line["person"] for line in own["annex"]] == [str(mover(0))]
    assert own["people"] == 2
    assert str(mover(1)) not in str(own)


def test_the_desk_shows_people_posts_and_signatures() -> None:
    shown = desk(issued(2).state, issued(2).papers, {transfer_of(0): "d1"})
    assert [line["name"] for line in shown["annex"]] == ["Pegawai 0", "Pegawai 1"]
    assert shown["annex"][0]["to"]["unit"] == "Dinas Kesehatan"
    assert shown["annex"][0]["caseDigest"] == "d1"
    assert [each["signed"] for each in shown["signatories"]] == [True, True, True]
    assert (shown["inForce"], shown["people"]) == (2, 2)
