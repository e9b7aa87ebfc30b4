"""Conflicts of interest: kin and other ties, who may substitute, and who keeps sight of a case that has ended."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

import pytest
from cast import (
    BUDI,
    BUDI_MOVES,
    CITY_ID,
    CITY_PERSONNEL,
    GOVERNOR,
    HEALTH_HEAD,
    LIBRARY_HEAD,
    MAYOR,
    NORTH_INSPECTORATE,
    NORTH_PERSONNEL,
    NORTH_SECRETARY,
    OFFICES,
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
from stories import Story, balancing_move, teacher_moves_to_the_city

from domain.act import Act, Capacity
from domain.identity import OfficeKind, office_id
from domain.refusals import ConflictOfInterest, OfficeUnknown, SubstituteUnfit
from domain.registry.person import Affiliation, AffiliationDeclared, Person, evolve, record
from domain.registry.tenure import Tenure
from domain.transfer import commands
from domain.transfer.allowed import audience
from domain.transfer.desk import Audience
from domain.transfer.state import Status

AT = on(2025, 9, 10)
SECRETARY = (OfficeKind.AUTHORISED_OFFICIAL, CITY_ID)
PROPOSAL = "receiving_proposal"
OfficeOf = tuple[OfficeKind, UUID]


# Scenario 22: the mayor's own child is proposed


def scenario_22() -> Story:
    """The mayor steps aside from proposing, appointing and inaugurating; the Governor names the city's secretary."""
    aside = {PROPOSAL, "appointment", "inauguration"}
    for command, act in teacher_moves_to_the_city():
        step = getattr(command, "step", "")
        if step not in aside:
            yield command, act
            continue
        yield commands.DeclareConflict(step, "AKTUAL", "Anak kandung"), act
        yield (
            commands.NameSubstitute(step, office_id(*SECRETARY), "Walikota berkonflik"),
            act_of(*GOVERNOR, act.at),
        )
        yield command, act_of(*SECRETARY, act.at)


def command_of(story: Story, step: str) -> tuple[commands.TransferCommand, Act]:
    return next(each for each in story if getattr(each[0], "step", "") == step)


def test_scenario_22_the_child_of_the_proposing_authority_moves_by_substitutes() -> None:
    case = given(BUDI_MOVES).about(kin=frozenset({official(*MAYOR)}))
    case.given(scenario_22())
    assert case.state.status is Status.EVALUATING
    for step in (PROPOSAL, "appointment", "inauguration"):
        assert case.state.done[step].office == office_id(*SECRETARY)
        assert (step, official(*MAYOR)) in case.state.recused
    for kind in ("ConflictDeclared", "ApproverRecused", "SubstituteNamed"):
        assert case.kinds.count(kind) == 3


def test_scenario_22_without_stepping_aside_the_parent_is_refused_at_every_turn() -> None:
    case = given(BUDI_MOVES).about(kin=frozenset({official(*MAYOR)}))
    refused = 0
    for command, act in scenario_22():
        if isinstance(command, commands.DeclareConflict):
            case.when(*command_of(teacher_moves_to_the_city(), command.step)).then_refused(ConflictOfInterest)
            refused += 1
        case.given(iter([(command, act)]))
    assert refused == 3


# Ties beside kinship


def test_a_tie_is_recorded_once_and_keeps_its_people_apart() -> None:
    declared = AffiliationDeclared(official(*LIBRARY_HEAD), Affiliation.BUSINESS)
    before = given(SITI_MOVES).given(balancing_move(), until="origin_release")
    siti = evolve(before.facts.person, declared, own_act(SITI, AT))
    assert isinstance(siti, Person)
    assert record(siti, [declared]) == []
    assert record(before.facts.person, [declared]) == [declared]
    before.knowing(person=siti).when(
        commands.GrantConsent("origin_release", "045"), act_of(*LIBRARY_HEAD, on(2025, 3, 17))
    ).then_refused(ConflictOfInterest)


def test_a_personnel_officer_does_not_propose_a_business_partner() -> None:
    request, act = next(balancing_move())
    given(SITI_MOVES).about(affiliates=frozenset({act.by})).when(request, act).then_refused(
        ConflictOfInterest
    )


# Who may substitute


def recused() -> Case:
    case = given(BUDI_MOVES).given(teacher_moves_to_the_city(), until=PROPOSAL)
    return case.when(commands.DeclareConflict(PROPOSAL, "AKTUAL", "Anak kandung"), act_of(*MAYOR, AT))


def naming(office: OfficeOf) -> tuple[commands.NameSubstitute, Act]:
    return commands.NameSubstitute(PROPOSAL, office_id(*office), "Walikota berkonflik"), act_of(*GOVERNOR, AT)


@pytest.mark.parametrize("tie", ["kin", "affiliates"])
def test_a_relative_does_not_substitute(tie: str) -> None:
    case = recused().about(**{tie: frozenset({official(*SECRETARY)})})
    case.when(*naming(SECRETARY)).then_refused(SubstituteUnfit)


def test_nor_the_person_concerned_nor_who_has_recused() -> None:
    for person in (BUDI, official(*MAYOR)):
        case = recused().held(office_id(*SECRETARY), Tenure(person, Capacity.DEFINITIVE, date(2021, 1, 4)))
        case.when(*naming(SECRETARY)).then_refused(SubstituteUnfit)


def test_nor_who_has_another_role_in_the_case() -> None:
    for office in (CITY_PERSONNEL, NORTH_INSPECTORATE):
        case = recused().held(
            office_id(*SECRETARY), Tenure(official(*office), Capacity.DEFINITIVE, date(2021, 1, 4))
        )
        case.when(*naming(SECRETARY)).then_refused(SubstituteUnfit)
    assert recused().when(*naming(CITY_PERSONNEL)).refused is None, "the same role goes on"


def test_nor_an_office_without_a_holder_who_could() -> None:
    secretary = office_id(*SECRETARY)
    recused().held(secretary).when(*naming(SECRETARY)).then_refused(SubstituteUnfit)
    acting = Tenure(official(*SECRETARY), Capacity.ACTING, date(2025, 9, 1))
    recused().held(secretary, acting).when(*naming(SECRETARY)).then_refused(SubstituteUnfit)
    over = Tenure(official(*SECRETARY), Capacity.DEFINITIVE, date(2021, 1, 4), date(2025, 9, 9))
    recused().held(secretary, over).when(*naming(SECRETARY)).then_refused(SubstituteUnfit)


def test_nor_an_office_nobody_knows() -> None:
    recused().knowing(offices={}).when(*naming(SECRETARY)).then_refused(OfficeUnknown)


def test_one_of_several_holders_is_enough() -> None:
    secretary = office_id(*SECRETARY)
    other = Tenure(BUDI, Capacity.CARETAKER, date(2025, 9, 1))
    case = recused().held(secretary, *OFFICES[secretary].tenures, other)
    assert case.when(*naming(SECRETARY)).refused is None


# Sight, when a case ends


def seen_by(case: Case, office: OfficeOf) -> Audience | None:
    return audience(case.state, case.facts, official(*office), (held(*office),))


def endings() -> Iterator[tuple[str, commands.TransferCommand, Act]]:
    at = on(2025, 3, 17)
    yield "refused", commands.RefuseStep("origin_release", "Kekurangan"), act_of(*LIBRARY_HEAD, at)
    yield "withdrawn", commands.WithdrawTransfer("Batal"), act_of(*NORTH_PERSONNEL, at)


@pytest.mark.parametrize(("how", "command", "act"), list(endings()), ids=[each[0] for each in endings()])
def test_the_office_of_a_parallel_step_still_sees_a_case_that_has_ended(
    how: str, command: commands.TransferCommand, act: Act
) -> None:
    case = given(SITI_MOVES).given(balancing_move(), until="origin_release")
    case.when(command, act)
    assert case.state.is_over, how
    assert seen_by(case, HEALTH_HEAD) is Audience.OFFICIAL
    assert seen_by(case, NORTH_SECRETARY) is None, "it had not come to them"
    assert seen_by(case, REGENT) is None
