"""The performance panel votes: each member once, with a reason; the chair concludes as the majority did."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from cast import (
    HEALTH_HEAD,
    NORTH_PANEL,
    NORTH_PERSONNEL,
    POLICY,
    REGENT,
    SITI,
    SITI_MOVES,
    act_of,
    official,
    on,
)
from given import Case, given
from stories import balancing_move

from domain.act import Act, Capacity
from domain.identity import OfficeKind, office_id, person_id
from domain.policy import Limit
from domain.refusals import (
    AgainstTheVote,
    AlreadyVoted,
    ConflictOfInterest,
    NoAuthority,
    NobodyRecused,
    NotAMember,
    NotTheDecidingOffice,
    OwnTransfer,
    QuorumMissing,
    ReasonRequired,
    Recused,
    SecondRole,
    StepNotOpen,
)
from domain.registry.office import NoPanel, Office, OfficeDescription, assign_office
from domain.registry.tenure import Tenure
from domain.transfer import commands
from domain.transfer.commands import CastVote
from domain.transfer.desk import Audience, desk
from domain.transfer.events import ConsiderationGiven, PanelVoteCast, Tally, Vote

PANEL_ID = office_id(*NORTH_PANEL)
AT = on(2025, 3, 19)
MEMBERS = tuple(person_id(f"member-{n}") for n in range(5))
CHAIR = Tenure(official(*NORTH_PANEL), Capacity.DEFINITIVE, date(2021, 1, 4))
SEATS = tuple(Tenure(member, Capacity.MEMBER, date(2024, 1, 2)) for member in MEMBERS)
BY_CHAIR = act_of(*NORTH_PANEL, AT)
STEP = "performance_panel"
FOR, AGAINST, ABSTAIN = Vote.FOR, Vote.AGAINST, Vote.ABSTAIN


def by(member: UUID) -> Act:
    return replace(BY_CHAIR, by=member, capacity=Capacity.MEMBER)


def sitting(*tenures: Tenure) -> Case:
    """Siti's case before a panel with these seats; five members where none are named."""
    case = given(SITI_MOVES).held(PANEL_ID, CHAIR, *(tenures or SEATS))
    return case.given(balancing_move(), until=STEP)


def voted(*votes: Vote, case: Case | None = None) -> Case:
    case = case or sitting()
    for member, vote in zip(MEMBERS, votes, strict=False):
        case.when(CastVote(STEP, vote, f"Alasan {vote}"), by(member))
        assert case.refused is None, case.refused
    return case


def conclusion(*, supports: bool) -> commands.GiveConsideration:
    return commands.GiveConsideration(STEP, supports=supports, number="BA-07", reason="Sesuai suara")


# Voting


def test_a_member_votes_with_a_reason() -> None:
    sitting().when(CastVote(STEP, AGAINST, "Baru dua tahun"), by(MEMBERS[0])).then(
        PanelVoteCast(STEP, MEMBERS[0], AGAINST, "Baru dua tahun")
    )


def test_nobody_votes_twice_or_without_a_reason() -> None:
    case = sitting().when(CastVote(STEP, FOR, " "), by(MEMBERS[0])).then_refused(ReasonRequired)
    voted(FOR, case=case).when(CastVote(STEP, AGAINST, "Berubah"), by(MEMBERS[0])).then_refused(AlreadyVoted)


def test_only_members_vote_not_even_the_chair_who_is_none() -> None:
    case = sitting().when(CastVote(STEP, FOR, "Baik"), BY_CHAIR).then_refused(NotAMember)
    case.when(CastVote(STEP, FOR, "Baik"), act_of(*REGENT, AT)).then_refused(NotTheDecidingOffice)
    former = Tenure(MEMBERS[0], Capacity.MEMBER, date(2024, 1, 2), date(2025, 3, 18))
    sitting(former).when(CastVote(STEP, FOR, "Baik"), by(MEMBERS[0])).then_refused(NotAMember)
    chair_too = replace(CHAIR, capacity=Capacity.MEMBER)
    case = sitting(*SEATS, chair_too).when(CastVote(STEP, FOR, "Baik"), BY_CHAIR)
    assert case.refused is None


def test_a_vote_is_cast_at_the_panels_own_step_while_it_is_open() -> None:
    case = sitting()
    for step in ("decree", "transfer_plan"):
        case.when(CastVote(step, FOR, "Baik"), by(MEMBERS[0])).then_refused(StepNotOpen)


def test_who_is_related_concerned_or_has_another_role_does_not_vote() -> None:
    member = MEMBERS[0]
    vote = CastVote(STEP, FOR, "Baik")
    sitting().about(kin=frozenset({member})).when(vote, by(member)).then_refused(ConflictOfInterest)
    sitting().about(affiliates=frozenset({member})).when(vote, by(member)).then_refused(ConflictOfInterest)
    sitting(Tenure(SITI, Capacity.MEMBER, date(2024, 1, 2))).when(vote, by(SITI)).then_refused(OwnTransfer)
    accepting = official(*HEALTH_HEAD)
    seat = Tenure(accepting, Capacity.MEMBER, date(2024, 1, 2))
    sitting(seat).when(vote, by(accepting)).then_refused(SecondRole)


def test_who_voted_decides_for_no_other_office_after() -> None:
    case = voted(FOR, FOR, FOR).when(conclusion(supports=True), BY_CHAIR)
    forwarding = commands.ForwardProposal("authorised_official", "800")
    act = replace(act_of(OfficeKind.AUTHORISED_OFFICIAL, NORTH_PANEL[1], on(2025, 3, 20)), by=MEMBERS[0])
    case.when(forwarding, act).then_refused(SecondRole)


@pytest.mark.parametrize(
    "command",
    [
        conclusion(supports=True),
        commands.ReturnFile(STEP, "Kurang"),
        commands.ReassessCase("Ada perubahan"),
    ],
    ids=lambda each: type(each).__name__,
)
def test_a_member_votes_and_does_nothing_else_for_the_panel(command: commands.TransferCommand) -> None:
    voted(FOR, FOR, FOR).when(command, by(MEMBERS[3])).then_refused(NoAuthority)


# Concluding


@pytest.mark.parametrize(
    ("votes", "supports", "tally"),
    [
        ((FOR, FOR, FOR), True, Tally(5, 0, 3, 3, 0, 0)),
        ((FOR, FOR, AGAINST, AGAINST, FOR), True, Tally(5, 0, 3, 3, 2, 0)),
        ((FOR, AGAINST, ABSTAIN), False, Tally(5, 0, 3, 1, 1, 1)),
        ((FOR, ABSTAIN, ABSTAIN), True, Tally(5, 0, 3, 1, 0, 2)),
        ((ABSTAIN, ABSTAIN, ABSTAIN), False, Tally(5, 0, 3, 0, 0, 3)),
        ((AGAINST, AGAINST, AGAINST), False, Tally(5, 0, 3, 0, 3, 0)),
    ],
    ids=["all for", "majority", "a tie", "one side only", "nobody took a side", "all against"],
)
def test_the_chair_concludes_as_the_majority_voted(
    votes: tuple[Vote, ...], supports: bool, tally: Tally
) -> None:
    case = voted(*votes).when(conclusion(supports=not supports), BY_CHAIR).then_refused(AgainstTheVote)
    case.when(conclusion(supports=supports), BY_CHAIR)
    assert case.last[0] == ConsiderationGiven(STEP, supports, "BA-07", "Sesuai suara", tally)


def test_not_before_the_quorum_has_voted() -> None:
    voted(FOR, FOR).when(conclusion(supports=True), BY_CHAIR).then_refused(QuorumMissing)
    sitting().when(conclusion(supports=True), BY_CHAIR).then_refused(QuorumMissing)


def test_of_an_even_number_more_than_half_must_vote() -> None:
    case = voted(FOR, FOR, case=sitting(*SEATS[:4]))
    case.when(conclusion(supports=True), BY_CHAIR).then_refused(QuorumMissing)


def test_quorum_and_majority_are_policy() -> None:
    two_thirds = {name: Limit(66, "[D]") for name in ("panel_quorum_percent", "panel_majority_percent")}
    strict = replace(POLICY, limits={**POLICY.limits, **two_thirds})
    case = voted(FOR, FOR, AGAINST).knowing(policy=strict)
    case.when(conclusion(supports=True), BY_CHAIR).then_refused(QuorumMissing)
    case.when(CastVote(STEP, AGAINST, "Belum"), by(MEMBERS[3]))
    case.when(conclusion(supports=True), BY_CHAIR).then_refused(AgainstTheVote)


def test_a_member_who_steps_aside_is_not_counted() -> None:
    case = sitting().when(commands.DeclareConflict(STEP, "AKTUAL", "Ipar"), by(MEMBERS[4]))
    case.when(CastVote(STEP, FOR, "Baik"), by(MEMBERS[4])).then_refused(Recused)
    case = voted(FOR, FOR, AGAINST, case=case).when(conclusion(supports=True), BY_CHAIR)
    assert case.last[0] == ConsiderationGiven(STEP, True, "BA-07", "Sesuai suara", Tally(4, 1, 3, 2, 1, 0))


def test_the_vote_of_one_who_stepped_aside_after_it_is_kept_and_not_counted() -> None:
    case = voted(FOR, FOR, FOR).when(commands.DeclareConflict(STEP, "AKTUAL", "Ipar"), by(MEMBERS[0]))
    case.when(conclusion(supports=True), BY_CHAIR).then_refused(QuorumMissing)
    assert (STEP, MEMBERS[0]) in case.state.votes


def test_the_person_and_kin_among_the_members_count_as_excused() -> None:
    siti = Tenure(SITI, Capacity.MEMBER, date(2024, 1, 2))
    case = sitting(*SEATS, siti).about(kin=frozenset({MEMBERS[4]}))
    case = voted(FOR, FOR, FOR, case=case).when(conclusion(supports=True), BY_CHAIR)
    assert case.last[0] == ConsiderationGiven(STEP, True, "BA-07", "Sesuai suara", Tally(4, 2, 3, 3, 0, 0))


def test_a_member_whose_time_ended_after_the_vote_has_voted() -> None:
    case = voted(FOR, FOR, FOR)
    ended = tuple(replace(seat, until=date(2025, 3, 19)) for seat in SEATS[:2])
    case.held(PANEL_ID, CHAIR, *ended, *SEATS[2:])
    case.when(conclusion(supports=True), replace(BY_CHAIR, at=on(2025, 3, 20)))
    assert case.last[0] == ConsiderationGiven(STEP, True, "BA-07", "Sesuai suara", Tally(5, 0, 3, 3, 0, 0))


def test_a_panel_without_members_on_record_concludes_as_before_and_that_is_to_be_seen() -> None:
    case = given(SITI_MOVES).given(balancing_move(), until=STEP)
    case.when(conclusion(supports=True), BY_CHAIR)
    assert case.last[0] == ConsiderationGiven(STEP, True, "BA-07", "Sesuai suara", None)


def test_one_member_aside_wants_no_substitute_all_of_them_or_the_chair_do() -> None:
    naming = commands.NameSubstitute(STEP, office_id(*NORTH_PERSONNEL), "Panel berkonflik")
    regent = act_of(*REGENT, AT)
    conflict = commands.DeclareConflict(STEP, "AKTUAL", "Ipar")
    case = sitting(*SEATS[:2]).when(conflict, by(MEMBERS[0]))
    case.when(naming, regent).then_refused(NobodyRecused)
    case.when(conflict, by(MEMBERS[1]))
    inspectorate = replace(naming, office=office_id(OfficeKind.AUDITOR, NORTH_PANEL[1]))
    assert case.when(inspectorate, regent).refused is None
    assert sitting().when(conflict, BY_CHAIR).when(inspectorate, regent).refused is None


def test_only_a_panel_has_members() -> None:
    regent = Office(
        OfficeDescription(OfficeKind.APPOINTING_AUTHORITY, "Bupati", NORTH_PANEL[1], NORTH_PANEL[1])
    )
    with pytest.raises(NoPanel):
        assign_office(regent, SEATS[0])
    panel = replace(regent, described=replace(regent.described, kind=OfficeKind.PERFORMANCE_PANEL))
    assert assign_office(panel, SEATS[0])


def test_who_is_both_acts_as_chair() -> None:
    panel = Office(
        OfficeDescription(OfficeKind.PERFORMANCE_PANEL, "TPK", NORTH_PANEL[1], NORTH_PANEL[1]),
        (replace(CHAIR, capacity=Capacity.MEMBER), CHAIR),
    )
    assert panel.held_by(CHAIR.person, date(2025, 3, 19)) == CHAIR


# What is shown


def shown(case: Case, audience: Audience) -> dict[str, object]:
    told: dict[str, object] = desk(case.state, case.facts, audience)["panel"]
    return told


def test_the_decider_sees_who_voted_what_and_the_dissent() -> None:
    case = voted(FOR, AGAINST, FOR).when(conclusion(supports=True), BY_CHAIR)
    told = shown(case, Audience.OFFICIAL)
    assert told["tally"] == {
        "members": 5,
        "excused": 0,
        "quorum": 3,
        "inFavour": 2,
        "against": 1,
        "abstained": 0,
    }
    dissent = [vote for vote in told["votes"] if vote["dissents"]]  # type: ignore[attr-defined]
    assert dissent == [
        {
            "member": str(MEMBERS[1]),
            "vote": "AGAINST",
            "reason": "Alasan AGAINST",
            "dissents": True,
            "excused": False,
        }
    ]


def test_the_person_sees_the_count_and_the_reasons_and_not_who_voted_what() -> None:
    case = voted(FOR, AGAINST, FOR)
    assert shown(case, Audience.SUBJECT) is None, "nothing before the panel has concluded"
    case.when(conclusion(supports=True), BY_CHAIR)
    told = shown(case, Audience.SUBJECT)
    assert told["tally"] == shown(case, Audience.OFFICIAL)["tally"]
    assert {vote["reason"] for vote in told["votes"]} == {"Alasan FOR", "Alasan AGAINST"}  # type: ignore[attr-defined]
    assert {vote["member"] for vote in told["votes"]} == {vote["vote"] for vote in told["votes"]} == {None}  # type: ignore[attr-defined]
    named = Limit(1, "[D]")
    case.knowing(policy=replace(POLICY, limits={**POLICY.limits, "panel_votes_named_to_person": named}))
    assert shown(case, Audience.SUBJECT) == shown(case, Audience.OFFICIAL)


def test_a_case_in_which_nobody_voted_shows_no_votes() -> None:
    case = given(SITI_MOVES).given(balancing_move(), until="decree")
    for audience in (Audience.OFFICIAL, Audience.SUBJECT):
        assert shown(case, audience) is None


def test_a_majority_against_makes_the_decider_give_reasons() -> None:
    case = voted(AGAINST, AGAINST, FOR).when(conclusion(supports=False), BY_CHAIR)
    case.given(_rest(), until="decree")
    decree, act = next(each for each in balancing_move() if getattr(each[0], "step", "") == "decree")
    case.when(decree, act).then_refused(ReasonRequired)
    case.when(replace(decree, deviation="Hanya satu calon"), act)
    assert case.refused is None


def _rest() -> Iterator[tuple[commands.TransferCommand, Act]]:
    after = False
    for command, act in balancing_move():
        if after:
            yield command, act
        after = after or getattr(command, "step", "") == STEP
