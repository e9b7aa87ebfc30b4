"""Decrees of many, once issued: revoked, corrected, recommended about."""

from dataclasses import replace
from datetime import date

from cast import HEALTH_HEAD, NEW_POST_ID, NORTH_ID, NORTH_PERSONNEL, NORTH_SECRETARY, OLD_POST_ID, act_of, on
from decreeing import Decreeing, mover, transfer_of
from drafts import ANSWER, CORRECT, LATER, ON_RECORD, RECOMMEND, REVOKE, before_signature, issued, recommended

from domain.act import Act, Capacity
from domain.decree.desk import desk
from domain.decree.events import (
    DecreeRecommendationAnswered,
    DecreeRecommendationReceived,
    PassedOver,
    WholeDecreeCorrected,
    WholeDecreeRevoked,
)
from domain.decree.outcome import Outcome
from domain.identity import OfficeKind
from domain.refusals import (
    ConflictOfInterest,
    NoAuthority,
    NobodyReached,
    NoDecreeInForce,
    NotIssuedYet,
    NotTheDecidingOffice,
    NotTheRecordingOffice,
    ReasonRequired,
    RecommendationOnRecord,
    RecommendationUnknown,
)
from domain.transfer.commands import RevokeDecree, ServeDecision, StartDuty
from domain.transfer.consequences import consequences
from domain.transfer.decisions import decide as decide_case
from domain.transfer.events import DecreeRevoked, OversightRecommendationAnswered, ReturnedToPost, Source

# Afterwards


def started(people: int = 3) -> Decreeing:
    """Everybody has taken up the new post."""
    told = issued(people)
    served = act_of(*NORTH_PERSONNEL, on(2025, 3, 26))
    begun = act_of(*HEALTH_HEAD, on(2025, 4, 14))
    for number in range(people):
        in_case(told, number, ServeDecision("service", date(2025, 3, 26), "langsung"), served)
        in_case(
            told, number, StartDuty("duty_start", date(2025, 4, 14), f"SPMT-{number}", NEW_POST_ID), begun
        )
    return told


def in_case(told: Decreeing, number: int, command: object, act: Act) -> None:
    """Something is done in one person's case alone."""
    facts = told.facts(number)
    events = decide_case(told.case(number), command, act, facts)  # type: ignore[arg-type]
    told.last = Outcome([], {transfer_of(number): events}, consequences(events, facts))
    told.papers = replace(
        told.papers, cases={each: told._after(each, case, act) for each, case in told.papers.cases.items()}
    )


def test_revoking_one_person_leaves_the_others_in_force() -> None:
    told = issued()
    in_case(told, 1, RevokeDecree("821/59", "Keliru", "UU 30/2014 Ps. 64"), LATER)
    assert told.papers.in_force(told.state) == (transfer_of(0), transfer_of(2))
    states = [line["state"] for line in desk(told.state, told.papers, {})["annex"]]
    assert states == ["IN_FORCE", "REVOKED", "IN_FORCE"]
    told.when(REVOKE, LATER)
    told.then(
        WholeDecreeRevoked(
            "821/60", "Rekomendasi BKN", "Perpres 116/2022", (transfer_of(0), transfer_of(2)), ()
        )
    )


def test_a_whole_decree_is_revoked_for_each_and_everybody_goes_back() -> None:
    told = started().when(REVOKE, LATER).then_kinds(WholeDecreeRevoked)
    for number in range(3):
        kinds = [type(event) for event in told.last.cases[transfer_of(number)]]
        assert kinds[0] is DecreeRevoked
        assert kinds[-1] is ReturnedToPost
        returned = told.case(number).returned_to_post
        assert returned is not None
        assert (returned.since, returned.supernumerary) == (date(2022, 1, 3), False)
        assert told.facts(number).person.post == OLD_POST_ID
    assert told.facts(0).origin.post.occupants == {mover(number) for number in range(3)}
    assert told.facts(0).target.post.occupants == frozenset()
    told.when(REVOKE, LATER).then_refused(NoDecreeInForce)


def test_seats_given_away_meanwhile_are_counted_person_by_person() -> None:
    """One seat is left at the origin: the first to return takes it, the others sit beyond the seats there are."""
    told = started()
    for number in range(3):
        origin = told.facts(number).origin
        full = replace(origin.post, described=replace(origin.post.described, seats=1))
        told.knowing(number, origin=replace(origin, post=full))
    told.when(REVOKE, LATER)
    returns = [told.case(number).returned_to_post for number in range(3)]
    assert [each.supernumerary for each in returns if each is not None] == [False, True, True]


def test_two_who_changed_places_change_back_without_a_surplus() -> None:
    told = started(2)
    there, here = told.facts(0).target, told.facts(0).origin
    one_seat = replace(here.post.described, seats=1)
    here = replace(
        here, post=replace(here.post, described=one_seat, occupants=frozenset({mover(1)}), held={})
    )
    there = replace(
        there,
        post=replace(
            there.post,
            described=replace(there.post.described, seats=1),
            occupants=frozenset({mover(0)}),
            held={},
        ),
    )
    told.knowing(0, origin=here, target=there)
    moved = replace(told.facts(1).person, post=OLD_POST_ID, former_posts=((NEW_POST_ID, date(2021, 2, 1)),))
    told.knowing(1, origin=there, target=here, person=moved)
    told.having(1, origin_post=NEW_POST_ID, target_post=OLD_POST_ID)
    told.when(REVOKE, LATER).then_kinds(WholeDecreeRevoked)
    returns = [told.case(number).returned_to_post for number in range(2)]
    assert [each.supernumerary for each in returns if each is not None] == [False, False]
    assert told.facts(0).origin.post.occupants == {mover(0)}
    assert told.facts(0).target.post.occupants == {mover(1)}


def test_whom_the_authority_is_kin_to_is_passed_over_by_name() -> None:
    told = issued()
    told.knowing(2, person=replace(told.facts(2).person, kin=frozenset({LATER.by})))
    told.when(REVOKE, LATER).then_kinds(WholeDecreeRevoked)
    assert told.state.revoked is not None
    assert told.state.revoked.passed_over == (PassedOver(transfer_of(2), "ConflictOfInterest", ()),)
    assert told.papers.in_force(told.state) == (transfer_of(2),)
    told.when(REVOKE, LATER).then_refused(ConflictOfInterest)


def test_only_the_office_that_decreed_changes_it_and_only_with_authority() -> None:
    told = issued()
    told.when(REVOKE, act_of(*NORTH_SECRETARY, on(2025, 5, 5))).then_refused(NotTheDecidingOffice)
    told.when(REVOKE, replace(LATER, capacity=Capacity.ACTING)).then_refused(NoAuthority)
    told.when(replace(REVOKE, reason=""), LATER).then_refused(ReasonRequired)
    told.when(replace(REVOKE, legal_basis=""), LATER).then_refused(ReasonRequired)
    before_signature().when(REVOKE, LATER).then_refused(NotIssuedYet)


def test_a_slip_of_the_pen_is_corrected_for_everybody() -> None:
    told = issued(2).when(CORRECT, LATER)
    everybody = (transfer_of(0), transfer_of(1))
    told.then(WholeDecreeCorrected("821/61", "Nama unit", "Salah ketik", everybody, ()))
    assert [each.number for each in told.case(1).corrections] == ["821/61"]
    told.when(replace(CORRECT, what=" "), LATER).then_refused(ReasonRequired)
    told.when(replace(CORRECT, reason=" "), LATER).then_refused(ReasonRequired)


# What others recommend about it


def test_a_recommendation_about_the_decree_reaches_everybody_it_is_in_force_for() -> None:
    told = issued(3)
    told.having(1, ending=DecreeRevoked("821/70", "Keliru", "UU 30/2014"))
    told.knowing(2, person=replace(told.facts(2).person, kin=frozenset({ON_RECORD.by})))
    told.when(RECOMMEND, ON_RECORD)
    over = (PassedOver(transfer_of(2), "ConflictOfInterest", ()),)
    told.then(
        DecreeRecommendationReceived(
            Source.OMBUDSMAN, "R-12/2025", "Agar dicabut", date(2025, 5, 2), (transfer_of(0),), over
        )
    )
    assert [list(told.case(number).recommendations) for number in range(3)] == [["R-12/2025"], [], []]
    assert told.case(0).recommendations["R-12/2025"].received.due_on == date(2025, 5, 26)
    told.when(RECOMMEND, ON_RECORD).then_refused(RecommendationOnRecord)


def test_it_is_recorded_by_who_receives_or_oversees_about_a_decree_that_is_in_force() -> None:
    for office in (NORTH_PERSONNEL, (OfficeKind.INSPECTORATE, NORTH_ID), (OfficeKind.AUDITOR, NORTH_ID)):
        assert issued(2).when(RECOMMEND, act_of(*office, on(2025, 5, 2))).refused is None
    issued(2).when(RECOMMEND, LATER).then_refused(NotTheRecordingOffice)
    issued(2).when(RECOMMEND, replace(ON_RECORD, office=None)).then_refused(NotTheRecordingOffice)
    issued(2).when(replace(RECOMMEND, text=" "), ON_RECORD).then_refused(ReasonRequired)
    before_signature().when(RECOMMEND, ON_RECORD).then_refused(NotIssuedYet)
    issued(2).when(REVOKE, LATER).when(RECOMMEND, ON_RECORD).then_refused(NoDecreeInForce)
    late = replace(RECOMMEND, due_on=date(2025, 5, 1))
    issued(2).when(late, ON_RECORD).then_refused(NobodyReached)


def test_one_answer_reaches_everybody_in_whose_case_it_was_not_answered() -> None:
    told = recommended(3)
    own = told.case(1).recommendations["R-12/2025"]
    answered = replace(own, answered=OversightRecommendationAnswered("R-12/2025", "Sudah", followed=False))
    told.having(1, recommendations={"R-12/2025": answered})
    told.when(ANSWER, LATER)
    reached = (transfer_of(0), transfer_of(2))
    told.then(DecreeRecommendationAnswered("R-12/2025", "Telah dicabut", True, reached, ()))
    answers = [told.case(number).recommendations["R-12/2025"].answered for number in range(3)]
    assert [None if each is None else each.answer for each in answers] == [
        "Telah dicabut",
        "Sudah",
        "Telah dicabut",
    ]
    told.when(ANSWER, LATER).then_refused(RecommendationUnknown)
    shown = desk(told.state, told.papers, {})["recommendations"]
    assert [(each["number"], each["answer"]["reached"]) for each in shown] == [
        ("R-12/2025", [str(each) for each in reached])
    ]


def test_the_office_that_decreed_answers_with_words_also_once_it_has_revoked() -> None:
    issued(2).when(ANSWER, LATER).then_refused(RecommendationUnknown)
    told = recommended().when(ANSWER, ON_RECORD).then_refused(NotTheDecidingOffice)
    told.when(replace(ANSWER, answer=" "), LATER).then_refused(ReasonRequired)
    told.when(replace(ANSWER, number="R-13"), LATER).then_refused(RecommendationUnknown)
    told.when(ANSWER, replace(LATER, capacity=Capacity.ACTING)).then_refused(NoAuthority)
    told.when(REVOKE, LATER).when(ANSWER, LATER).then_kinds(DecreeRecommendationAnswered)
