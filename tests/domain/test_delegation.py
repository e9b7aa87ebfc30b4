"""Delegation: what an office may have another do in its name, for which days; and what is done under it in a case."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from attempts import attempts
from cast import (
    HEALTH_HEAD,
    NORTH_ID,
    NORTH_PANEL,
    NORTH_PERSONNEL,
    NORTH_SECRETARY,
    OFFICES,
    POLICY,
    REGENT,
    SITI,
    SITI_MOVES,
    act_of,
    held,
    official,
    on,
    own_act,
)
from given import Case, given
from stories import balancing_move

from domain.act import Act, Capacity
from domain.identity import OfficeKind, office_id, person_id
from domain.policy import StepKind, TransferType
from domain.refusals import (
    BeyondDelegation,
    ConflictOfInterest,
    DatesOutOfOrder,
    NoAuthority,
    NotAcceptable,
    NotTheDecidingOffice,
    OwnTransfer,
    ReasonRequired,
    Refused,
    SecondRole,
)
from domain.registry.delegation import (
    AuthorityDelegated,
    Delegation,
    DelegationBackdated,
    DelegationEnded,
    DelegationOnRecord,
    DelegationOver,
    DelegationOverlaps,
    DelegationToItself,
    DelegationUnknown,
    NotDelegable,
    Party,
    delegate_authority,
    end_delegation,
)
from domain.registry.office import Office, evolve
from domain.transfer import commands
from domain.transfer.allowed import Holding, allowed, audience
from domain.transfer.decisions import decide
from domain.transfer.desk import Audience, desk
from domain.transfer.facts import Facts

TODAY = date(2025, 3, 10)
REGENT_ID, SECRETARY_ID = office_id(*REGENT), office_id(*NORTH_SECRETARY)
OF = Party(REGENT_ID, OfficeKind.APPOINTING_AUTHORITY, NORTH_ID)
TO = Party(SECRETARY_ID, OfficeKind.AUTHORISED_OFFICIAL, NORTH_ID)
DECREES = Delegation(
    "100/12", SECRETARY_ID, (TransferType.WITHIN_AGENCY,), (StepKind.DECREE,), TODAY, date(2025, 9, 30)
)
BY_REGENT = act_of(*REGENT, on(2025, 3, 10))


# Delegating


def delegating(
    delegation: Delegation = DECREES,
    *known: Delegation,
    of: Party = OF,
    to: Party = TO,
    act: Act = BY_REGENT,
    today: date = TODAY,
) -> AuthorityDelegated:
    return delegate_authority(known, of, to, delegation, act, today, POLICY)


def test_the_authority_delegates_decrees_within_the_agency_to_the_secretary() -> None:
    assert delegating() == AuthorityDelegated(DECREES)


@pytest.mark.parametrize(
    "changes",
    [
        {"types": (TransferType.WITHIN_AGENCY, TransferType.WITHIN_PROVINCE)},
        {"kinds": (StepKind.DECREE, StepKind.OVERRIDE)},
        {"kinds": (StepKind.CONSIDERATION,)},
    ],
    ids=["a decree between agencies", "an override", "the panel's advice"],
)
def test_what_the_policy_does_not_name_is_not_delegated(changes: dict[str, object]) -> None:
    with pytest.raises(NotDelegable) as refused:
        delegating(replace(DECREES, **changes))  # type: ignore[arg-type]
    assert len(refused.value.violations) == 1


def test_nor_to_another_office_or_another_agency() -> None:
    for to in (replace(TO, kind=OfficeKind.PERSONNEL_OFFICE), replace(TO, agency=REGENT_ID)):
        with pytest.raises(NotDelegable):
            delegating(to=to)


@pytest.mark.parametrize("capacity", [Capacity.ACTING, Capacity.DAILY_ACTING, Capacity.CARETAKER])
def test_only_the_definitive_holder_delegates(capacity: Capacity) -> None:
    with pytest.raises(NoAuthority):
        delegating(act=replace(BY_REGENT, capacity=capacity))


def test_a_delegate_delegates_nothing_on() -> None:
    secretary = act_of(*NORTH_SECRETARY, on(2025, 3, 10))
    for act in (
        secretary,
        replace(secretary, on_behalf_of=REGENT_ID),
        replace(BY_REGENT, on_behalf_of=REGENT_ID),
    ):
        with pytest.raises(NotTheDecidingOffice):
            delegating(act=act)


@pytest.mark.parametrize(
    ("delegation", "why"),
    [
        (replace(DECREES, since=date(2025, 3, 9)), DelegationBackdated),
        (replace(DECREES, until=date(2025, 3, 9)), DatesOutOfOrder),
        (replace(DECREES, kinds=()), NotAcceptable),
        (replace(DECREES, types=()), NotAcceptable),
    ],
    ids=["in the past", "ends before it begins", "of nothing", "of no type"],
)
def test_dates_and_scope_must_make_sense(delegation: Delegation, why: type[Refused]) -> None:
    with pytest.raises(why):
        delegating(delegation)


def test_not_to_itself_not_twice_and_not_to_two_at_once() -> None:
    with pytest.raises(DelegationToItself):
        delegating(to=OF)
    with pytest.raises(DelegationOnRecord):
        delegating(DECREES, DECREES)
    other = replace(DECREES, number="100/13", since=date(2025, 9, 30), until=date(2025, 12, 31))
    with pytest.raises(DelegationOverlaps):
        delegating(other, DECREES)
    assert delegating(replace(other, since=date(2025, 10, 1)), DECREES)
    assert delegating(replace(other, kinds=(StepKind.FORWARD,)), DECREES)


# Ending


def ending(
    number: str = "100/12",
    on_: date = TODAY,
    reason: str = "Bupati kembali",
    *,
    today: date = TODAY,
    act: Act = BY_REGENT,
) -> DelegationEnded:
    return end_delegation((DECREES,), OF, number, on_, reason, act, today, POLICY)


def test_it_is_ended_from_a_day_on() -> None:
    assert ending(on_=date(2025, 4, 1)) == DelegationEnded("100/12", date(2025, 4, 1), "Bupati kembali")
    office = Office(OFFICES[REGENT_ID].described, delegations=(DECREES,))
    ended = evolve(office, ending(on_=date(2025, 4, 1)), BY_REGENT)
    assert ended.delegated_to(SECRETARY_ID, date(2025, 3, 31))
    assert not ended.delegated_to(SECRETARY_ID, date(2025, 4, 1))


def test_what_is_over_unknown_or_past_is_not_ended() -> None:
    with pytest.raises(DelegationUnknown):
        ending("100/99")
    with pytest.raises(DelegationBackdated):
        ending(on_=date(2025, 3, 9))
    with pytest.raises(DelegationOver):
        ending(on_=date(2025, 10, 1), today=date(2025, 10, 1))
    with pytest.raises(ReasonRequired):
        ending(reason=" ")
    with pytest.raises(NoAuthority):
        ending(act=replace(BY_REGENT, capacity=Capacity.ACTING))


# Acting under it


AN = replace(act_of(*NORTH_SECRETARY, on(2025, 3, 24)), on_behalf_of=REGENT_ID)
DECREE = commands.IssueDecree(
    "decree", "821/55", SITI_MOVES.target, date(2025, 4, 14), "Pemerataan", ("Arsip tertata",)
)
DEPUTY = person_id("assistant")  # another who holds the secretary's office


def before_the_decree(*delegations: Delegation, secretary_forwards: bool = False) -> Case:
    """Somebody else has forwarded the proposal for the secretary's office, unless it is said otherwise."""
    case = given(SITI_MOVES)
    for command, act in balancing_move():
        if getattr(command, "step", "") == "decree":
            break
        forwards = isinstance(command, commands.ForwardProposal)
        case.given(iter([(command, replace(act, by=DEPUTY) if forwards and not secretary_forwards else act)]))
    return case.knowing(delegations=delegations)


def test_the_secretary_decrees_in_the_regents_name() -> None:
    case = before_the_decree(DECREES).when(DECREE, AN)
    assert case.refused is None
    done = case.state.done["decree"]
    assert (done.office, done.delegate, done.by) == (REGENT_ID, SECRETARY_ID, AN.by)
    assert case.state.decided is not None
    assert case.state.decided.office == REGENT_ID
    shown = next(s for s in desk(case.state, case.facts, Audience.OFFICIAL)["route"] if s["step"] == "decree")
    assert (shown["office"], shown["delegate"]) == (str(REGENT_ID), str(SECRETARY_ID))


def test_what_was_decreed_under_it_is_the_regents_to_revoke() -> None:
    case = before_the_decree(DECREES).when(DECREE, AN).knowing(delegations=())
    revoking = commands.RevokeDecree("C-1", "Keliru", "UU 30/2014")
    case.when(revoking, act_of(*NORTH_SECRETARY, on(2025, 3, 25))).then_refused(NotTheDecidingOffice)
    case.when(revoking, act_of(*REGENT, on(2025, 3, 25)))
    assert case.refused is None


def test_only_what_is_named_is_delegated() -> None:
    for delegation in (
        replace(DECREES, kinds=(StepKind.FORWARD,)),
        replace(DECREES, types=(TransferType.WITHIN_PROVINCE,)),
    ):
        before_the_decree(delegation).when(DECREE, AN).then_refused(BeyondDelegation)
    before_the_decree().when(DECREE, AN).then_refused(BeyondDelegation)


def test_without_saying_in_whose_name_it_is_another_office() -> None:
    case = before_the_decree(DECREES)
    case.when(DECREE, replace(AN, on_behalf_of=None)).then_refused(NotTheDecidingOffice)


def test_nobody_acts_for_two_offices_also_not_through_a_delegation() -> None:
    before_the_decree(DECREES, secretary_forwards=True).when(DECREE, AN).then_refused(SecondRole)


def test_who_acted_in_anothers_name_does_not_act_for_their_own_office_after() -> None:
    forwards = replace(DECREES, to=office_id(*HEALTH_HEAD), kinds=(StepKind.CONSENT,))
    case = given(SITI_MOVES).given(balancing_move(), until="origin_release").knowing(delegations=(forwards,))
    release = commands.GrantConsent("origin_release", "045")
    own = replace(act_of(*HEALTH_HEAD, on(2025, 3, 17)), by=DEPUTY)  # the head answered for the unit before
    case.when(release, replace(own, on_behalf_of=case.state.open["origin_release"].office))
    assert case.refused is None
    case.when(commands.GrantConsent("receiving_acceptance", "046", SITI_MOVES.target), own)
    case.then_refused(SecondRole)


def test_kin_the_person_and_the_wrong_capacity_are_kept_out_as_ever() -> None:
    before_the_decree(DECREES).about(kin=frozenset({AN.by})).when(DECREE, AN).then_refused(ConflictOfInterest)
    before_the_decree(DECREES).when(DECREE, replace(AN, by=SITI)).then_refused(OwnTransfer)
    acting = replace(AN, capacity=Capacity.ACTING)
    before_the_decree(DECREES).when(DECREE, acting).then_refused(NoAuthority)


@pytest.mark.parametrize(
    "command",
    [
        commands.ReassessCase("Ada perubahan"),
        commands.WithdrawTransfer("Batal"),
        commands.OfferConsultation(""),
        commands.RevokeDecree("C-1", "Keliru", "UU 30/2014"),
        commands.DecideObjection(True, "K-1", "Beralasan"),
        commands.NameSubstitute("decree", office_id(*NORTH_PANEL), "Berhalangan"),
    ],
    ids=lambda each: type(each).__name__,
)
def test_what_is_no_step_is_not_delegated(command: commands.TransferCommand) -> None:
    before_the_decree(DECREES).when(command, AN).then_refused(BeyondDelegation)


def test_a_request_is_not_made_in_anothers_name() -> None:
    request, act = next(balancing_move())
    given(SITI_MOVES).when(request, replace(act, on_behalf_of=REGENT_ID)).then_refused(BeyondDelegation)


def test_a_delegate_with_a_conflict_steps_aside() -> None:
    case = before_the_decree(DECREES)
    case.when(commands.DeclareConflict("decree", "AKTUAL", "Anak"), AN)
    assert ("decree", AN.by) in case.state.recused


# Seeing it, and what is offered


def delegated_holding(*delegations: Delegation) -> Holding:
    return Holding(
        REGENT_ID, Capacity.DEFINITIVE, OfficeKind.APPOINTING_AUTHORITY, NORTH_ID, SECRETARY_ID, delegations
    )


OWN_HOLDING = Holding(SECRETARY_ID, Capacity.DEFINITIVE, OfficeKind.AUTHORISED_OFFICIAL, NORTH_ID)


def test_a_delegate_sees_a_case_once_the_delegated_step_has_come() -> None:
    holding = delegated_holding(DECREES)
    early = given(SITI_MOVES).given(balancing_move(), until="origin_release")
    assert audience(early.state, early.facts, AN.by, (holding,)) is None
    case = before_the_decree()
    assert audience(case.state, case.facts, AN.by, (holding,)) is Audience.OFFICIAL
    case.knowing(delegations=(DECREES,)).when(DECREE, AN)
    assert audience(case.state, case.facts, AN.by, (holding,)) is Audience.OFFICIAL
    other = delegated_holding(replace(DECREES, kinds=(StepKind.INAUGURATION,)))
    assert audience(case.state, case.facts, AN.by, (other,)) is None


def test_a_delegation_of_who_watches_over_an_agency_lets_nobody_watch() -> None:
    case = given(SITI_MOVES).given(balancing_move(), until="origin_release")
    kind = OfficeKind.INSPECTORATE
    watching = held(kind, NORTH_ID)
    assert audience(case.state, case.facts, AN.by, (watching,)) is Audience.OFFICIAL
    delegate = replace(watching, office=REGENT_ID, delegate=SECRETARY_ID, delegations=(DECREES,))
    assert audience(case.state, case.facts, AN.by, (delegate,)) is None


def everything_accepted(case: Case, facts: Facts, act: Act) -> Iterator[object]:
    for called, command in attempts(case, act):
        try:
            decide(case.state, command, act, facts)
        except Refused:
            continue
        yield called


@pytest.mark.parametrize(
    "kinds", [(StepKind.DECREE,), (StepKind.FORWARD, StepKind.DECREE, StepKind.INAUGURATION)]
)
def test_what_is_offered_under_a_delegation_is_what_is_accepted(kinds: tuple[StepKind, ...]) -> None:
    delegation = replace(DECREES, kinds=kinds)
    case, deputy = given(SITI_MOVES), person_id("somebody with that office")
    for command, act in balancing_move():
        if case.transfer is not None:
            own = own_act(deputy, act.at)
            offered = allowed(case.state, case.facts, own, (delegated_holding(delegation),))
            under = replace(own, office=SECRETARY_ID, capacity=Capacity.DEFINITIVE, on_behalf_of=REGENT_ID)
            facts = replace(case.facts, delegations=(delegation,))
            expected = set(everything_accepted(case, facts, under))
            assert {each for each in offered if each.on_behalf_of} == expected, command
            assert all(each.office == SECRETARY_ID for each in offered if each.on_behalf_of)
        case.when(command, act)


def test_beside_their_own_acts() -> None:
    case = before_the_decree()
    offered = allowed(
        case.state, case.facts, own_act(AN.by, AN.at), (OWN_HOLDING, delegated_holding(DECREES))
    )
    assert {(each.act, each.office, each.on_behalf_of) for each in offered} == {
        ("decree", SECRETARY_ID, REGENT_ID),
        ("refuse", SECRETARY_ID, REGENT_ID),
        ("declare-conflict", SECRETARY_ID, REGENT_ID),
    }


def test_the_personnel_office_has_its_paperwork_done_by_others_of_the_agency() -> None:
    office = (OfficeKind.PERSONNEL_OFFICE, NORTH_ID)
    of = Party(office_id(*office), *office)
    paperwork = replace(DECREES, kinds=(StepKind.VERIFICATION, StepKind.SERVICE))
    assert delegating(paperwork, of=of, act=act_of(*NORTH_PERSONNEL, on(2025, 3, 10)))
    assert official(*NORTH_PERSONNEL) != official(*NORTH_SECRETARY)
