"""A decree made elsewhere is recorded as a fact outside the rules, and can be undone like any other; scenario 13."""

from dataclasses import replace
from datetime import date, datetime
from uuid import uuid4

import pytest
from cast import (
    CITY_PERSONNEL,
    HEALTH_HEAD,
    NEW_POST_ID,
    NORTH_INSPECTORATE,
    NORTH_PERSONNEL,
    OLD_POST_ID,
    POLICIES,
    POLICY,
    REGENT,
    act_of,
    heads,
    on,
    own_act,
)
from decreeing import DECREE_ID, NUMBERING, REGENT_ID, Decreeing, decreeing, mover, transfer_of
from flagging import evidence, flags
from given import Case as OneCase

from domain.act import Act, Capacity
from domain.decree.commands import Placed, RecordOutsideDecree, RevokeWholeDecree
from domain.decree.events import OutsideDecreeRecorded, WholeDecreeRevoked
from domain.decree.papers import Case
from domain.decree.state import Stage
from domain.history import Happened
from domain.identity import CLOCK
from domain.policy import Term, TransferType
from domain.red_flags import flag_of
from domain.red_flags.deeds import deeds
from domain.red_flags.evidence import CaseEvidence
from domain.refusals import (
    AlreadyNoted,
    AnnexEmpty,
    CannotBeAnnexed,
    ConflictOfInterest,
    DatesOutOfOrder,
    NotTheRecordingOffice,
    NumberTaken,
    OwnTransfer,
    PersonUnknown,
    ReasonRequired,
    SamePost,
    StepNotOpen,
    TooManyPeople,
)
from domain.registry.post import Position, PositionKind
from domain.transfer.commands import (
    DecideObjection,
    FileObjection,
    PutIntoEffect,
    RecordRecommendation,
    ServeDecision,
)
from domain.transfer.events import (
    DecreeRevoked,
    ObjectionDecided,
    ObjectionFiled,
    OutsidePlacementRecorded,
    ReturnedToPost,
    Source,
)
from domain.transfer.state import Status

DAY = on(2025, 3, 10)
BY_INSPECTORATE = act_of(*NORTH_INSPECTORATE, DAY)


def people(count: int) -> tuple[Placed, ...]:
    return tuple(
        Placed(transfer_of(number), mover(number), NEW_POST_ID, date(2025, 3, 5)) for number in range(count)
    )


def outside(count: int) -> RecordOutsideDecree:
    return RecordOutsideDecree(
        REGENT_ID,
        NUMBERING.number,
        date(2025, 3, 3),
        Capacity.CARETAKER,
        date(2025, 3, 4),
        "Penyegaran organisasi",
        "Surat Inspektorat 700/9",
        people(count),
    )


def nobody_asked(count: int) -> Decreeing:
    """The people in their posts, and no case of any of them."""
    told = decreeing(count)
    cases = {}
    for transfer, case in told.papers.cases.items():
        target = replace(case.facts.target, post=replace(case.facts.target.post, held={}))
        alone = replace(case.facts, target=target, person=replace(case.facts.person, live_transfer=None))
        cases[transfer] = Case(None, alone)
    told.papers = replace(told.papers, cases=cases)
    return told


def recorded(count: int = 2) -> Decreeing:
    return nobody_asked(count).when(outside(count), BY_INSPECTORATE).then_kinds(OutsideDecreeRecorded)


def test_it_is_kept_with_its_source_and_marked_as_outside_the_rules() -> None:
    told = recorded()
    decree = told.state.outside
    assert decree is not None
    assert (decree.signed_as, decree.source, len(decree.people)) == (
        Capacity.CARETAKER,
        "Surat Inspektorat 700/9",
        2,
    )
    assert told.state.stage is Stage.ISSUED
    case = told.case(1)
    assert case.outside is not None
    assert (case.outside.decree, case.outside.route) == (DECREE_ID, TransferType.WITHIN_AGENCY)
    assert (case.status, case.findings, case.done) == (Status.DECREED, (), {})
    assert told.papers.in_force(told.state) == (transfer_of(0), transfer_of(1))


def test_who_is_in_the_new_post_already_sits_there_with_or_without_a_seat() -> None:
    told = nobody_asked(3)
    for number in range(3):
        target = told.facts(number).target
        one_seat = replace(target.post, described=replace(target.post.described, seats=1))
        told.knowing(number, target=replace(target, post=one_seat))
    told.when(outside(3), BY_INSPECTORATE)
    assert told.facts(0).target.post.occupants == {mover(number) for number in range(3)}
    assert told.facts(0).target.post.supernumerary == 2
    assert told.facts(2).person.post == NEW_POST_ID


def test_who_has_not_started_keeps_their_post() -> None:
    command = outside(1)
    told = nobody_asked(1)
    told.when(replace(command, people=(replace(command.people[0], started_on=None),)), BY_INSPECTORATE)
    assert (told.facts(0).person.post, told.case(0).started_on) == (OLD_POST_ID, None)


def test_by_the_personnel_office_or_who_watches_over_that_agency() -> None:
    nobody_asked(1).when(outside(1), act_of(*NORTH_PERSONNEL, DAY)).then_kinds(OutsideDecreeRecorded)
    for other in (CITY_PERSONNEL, REGENT, HEALTH_HEAD):
        nobody_asked(1).when(outside(1), act_of(*other, DAY)).then_refused(NotTheRecordingOffice)


def test_what_is_recorded_has_grounds_a_source_people_and_days_in_order() -> None:
    one = outside(1)
    for broken, why in (
        (replace(one, grounds=" "), ReasonRequired),
        (replace(one, source=""), ReasonRequired),
        (replace(one, signed_on=date(2025, 3, 11)), DatesOutOfOrder),
        (replace(one, people=()), AnnexEmpty),
    ):
        nobody_asked(1).when(broken, BY_INSPECTORATE).then_refused(why)


def test_everybody_is_recorded_or_nobody_each_with_the_reason() -> None:
    told = nobody_asked(5)
    told.knowing(0, person=replace(told.facts(0).person, kin=frozenset({BY_INSPECTORATE.by})))
    told.knowing(1, origin=told.facts(1).target)
    command = outside(5)
    placed = list(command.people)
    placed[2] = replace(placed[2], transfer=uuid4())
    placed[3] = replace(placed[3], started_on=date(2025, 3, 3))
    placed[4] = replace(placed[4], person=BY_INSPECTORATE.by)
    told.when(replace(command, people=tuple(placed)), BY_INSPECTORATE).then_refused(CannotBeAnnexed)
    named = [str(each.person) for each in placed]
    told.because(
        {
            named[0]: ConflictOfInterest,
            named[1]: SamePost,
            named[2]: PersonUnknown,
            named[3]: DatesOutOfOrder,
            named[4]: OwnTransfer,
        }
    )


def test_its_number_is_taken_and_its_annex_has_an_end() -> None:
    told = nobody_asked(1)
    told.papers = replace(told.papers, numbering=replace(NUMBERING, holder=uuid4()))
    told.when(outside(1), BY_INSPECTORATE).then_refused(NumberTaken)
    told = nobody_asked(2)
    limit = replace(told.papers.policy.limits["most_people_in_decree"], value=1)
    limits = {**told.papers.policy.limits, "most_people_in_decree": limit}
    told.papers = replace(told.papers, policy=replace(told.papers.policy, limits=limits))
    told.when(outside(2), BY_INSPECTORATE).then_refused(TooManyPeople)


def alone(told: Decreeing, number: int) -> OneCase:
    return OneCase(told.facts(number), told.case(number))


def test_nothing_of_the_route_can_be_done_in_such_a_case_and_it_never_takes_effect_here() -> None:
    case = alone(recorded(), 0)
    serve = ServeDecision("service", date(2025, 3, 5), "langsung")
    case.when(serve, act_of(*NORTH_PERSONNEL, DAY)).then_refused(StepNotOpen)
    case.when(PutIntoEffect(), Act(CLOCK, DAY, uuid4(), "mutasi-2025.1")).then_refused(AlreadyNoted)


def test_the_person_may_object_within_the_days_from_its_signature() -> None:
    case = alone(recorded(), 0)
    case.when(FileObjection("Tanpa alasan", number="KB-1"), own_act(mover(0), on(2025, 3, 21)))
    case.then_kinds(ObjectionFiled)
    assert case.last[0].office == REGENT_ID  # type: ignore[union-attr]


def seen(told: Decreeing, before: Decreeing) -> list[CaseEvidence]:
    """Each person's case as indicators see it, with the facts around it before it was recorded."""
    return [
        evidence([Happened(event, BY_INSPECTORATE) for event in events], before.papers.cases[case].facts)
        for case, events in told.last.cases.items()
    ]


def of_one(old: Position, new: Position, **facts: object) -> Decreeing:
    """One person whom nobody asked for, from such a post to such a post."""
    before = nobody_asked(1)
    for side, position in (("origin", old), ("target", new)):
        at = getattr(before.facts(0), side)
        described = replace(at.post.described, position=position)
        before.knowing(0, **{side: replace(at, post=replace(at.post, described=described))})
    return before.knowing(0, **facts)


DIVISION_HEAD = Position("Kepala Bidang", PositionKind.ADMINISTRATOR, position_class=11)
STAFF = Position("Pengelola", PositionKind.STAFF, position_class=6)


@pytest.mark.parametrize(("position", "shows"), [(DIVISION_HEAD, True), (STAFF, False)])
def test_scenario_11_replaced_in_the_window_as_a_fact_it_is_flagged_unless_plain_staff(
    position: Position, shows: bool
) -> None:
    """The engine refuses it; decreed elsewhere on 10 April 2024 all the same, it is recorded and shows."""
    terms = heads(Term("17.03", date(2025, 2, 20), date(2024, 9, 22), date(2025, 2, 19)))
    before = of_one(position, position, terms=terms)
    fact = replace(
        outside(1), signed_on=date(2024, 4, 10), signed_as=Capacity.DEFINITIVE, effective_on=date(2024, 4, 10)
    )
    told = replace(before).when(fact, BY_INSPECTORATE).then_kinds(OutsideDecreeRecorded)
    shown = flags(seen(told, before)[0], DAY.date())
    assert ("R01" in shown) is shows
    if shows:
        assert (shown["R01"].value, shown["R01"].since) == ("W1", date(2024, 4, 10))


def test_scenario_14_a_head_of_office_made_a_nurse_as_a_fact_is_flagged_and_restored() -> None:
    """A clean record; the objection on working day 10, granted on working day 18."""
    head = Position("Kepala Dinas", PositionKind.SENIOR_EXECUTIVE, "PRATAMA", 14)
    nurse = Position("Perawat Ahli Muda", PositionKind.FUNCTIONAL, "MU", 9)
    before = of_one(head, nurse)
    fact = replace(outside(1), signed_as=Capacity.DEFINITIVE)
    told = replace(before).when(fact, BY_INSPECTORATE).then_kinds(OutsideDecreeRecorded)
    shown = flags(seen(told, before)[0])
    assert shown.keys() == {"R05", "R06"}
    assert shown["R05"].value == "JPT -> FUNGSIONAL"

    case = alone(told, 0)
    calendar = case.facts.calendar
    objects_on = calendar.after(date(2025, 3, 3), 10)
    grants_on = calendar.after(objects_on, 18)
    case.when(FileObjection("Didemosi", number="KB-1"), own_act(mover(0), at_ten(objects_on)))
    case.then_kinds(ObjectionFiled)
    case.when(DecideObjection(True, "180/44", "Tanpa hukuman"), act_of(*REGENT, at_ten(grants_on)))
    case.then_kinds(ObjectionDecided, DecreeRevoked, ReturnedToPost)
    assert case.last[-1] == ReturnedToPost(OLD_POST_ID, date(2022, 1, 3), grants_on, supernumerary=False)
    assert (case.facts.person.post, case.facts.person.post_since) == (OLD_POST_ID, date(2022, 1, 3))


def at_ten(day: date) -> datetime:
    return on(day.year, day.month, day.day)


def test_scenario_13_a_caretakers_decree_for_31_shows_as_without_authority_and_as_a_mass_decree() -> None:
    before = nobody_asked(31)
    cases = seen(recorded(31), before)
    assert [flags(case).keys() for case in cases] == [{"R02"}] * 31
    assert "technical_consideration" in flags(cases[0])["R02"].value
    placed = [next(deeds(case)) for case in cases]
    shows = [n for n in range(1, 32) if flag_of("R09", placed[n - 1], placed[:n], POLICY, POLICIES.calendar)]
    assert shows == [30, 31], "of each from the one on that makes them too many"


def test_scenario_13_a_caretakers_decree_for_31_is_recommended_against_and_revoked_for_each() -> None:
    told = recorded(31)
    assert all(isinstance(events[0], OutsidePlacementRecorded) for events in told.last.cases.values())
    recommend = RecordRecommendation(Source.BKN, "R-31", "Agar dicabut: tanpa pertimbangan teknis")
    alone(told, 30).when(recommend, act_of(*NORTH_PERSONNEL, on(2025, 3, 17)))
    revoke = RevokeWholeDecree("821/60", "Rekomendasi BKN R-31", "Perpres 116/2022")
    told.when(revoke, act_of(*REGENT, on(2025, 3, 24))).then_kinds(WholeDecreeRevoked)
    assert len(told.last.cases) == 31
    for events in told.last.cases.values():
        assert [type(event) for event in events] == [DecreeRevoked, ReturnedToPost]
    for number in range(31):
        returned = told.case(number).returned_to_post
        assert returned is not None
        assert (returned.since, returned.supernumerary) == (date(2022, 1, 3), False)
        assert told.facts(number).person.post == OLD_POST_ID
    assert told.papers.in_force(told.state) == ()
