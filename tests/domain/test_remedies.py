"""Objection within its time and by the right office, silence and what follows, recommendations and their answers."""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

import pytest
from cast import (
    BUDI,
    BUDI_MOVES,
    CITY_PERSONNEL,
    GOVERNOR,
    HEALTH_HEAD,
    LIBRARY_HEAD,
    MAYOR,
    MINISTER,
    NORTH_ID,
    NORTH_INSPECTORATE,
    NORTH_PERSONNEL,
    NORTH_SECRETARY,
    OLD_POST_ID,
    POLICIES,
    REGENT,
    SITI,
    SITI_MOVES,
    act_of,
    official,
    on,
    own_act,
)
from given import Case, given
from stories import VERIFIED_BETWEEN, balancing_move, document, teacher_moves_to_the_city
from walking import walk

from domain.act import Act, Capacity
from domain.identity import CLOCK, NATION, OfficeKind, office_id
from domain.policy import Limit
from domain.refusals import (
    AlreadyAnswered,
    ConflictOfInterest,
    DatesOutOfOrder,
    DeadlinePassed,
    DeadlineStands,
    EscalatedAlready,
    MisdirectionUnproven,
    NoAuthority,
    NoObjectionOpen,
    NoRefusalSetAside,
    NothingToObjectTo,
    NotTheDecidingOffice,
    NotThePersonConcerned,
    NotTheRecordingOffice,
    ObjectionOnRecord,
    ObjectionTimeOver,
    OnlyTheClock,
    OwnTransfer,
    PaperOfAnOffice,
    PostsDiffer,
    ReasonRequired,
    RecommendationOnRecord,
    RecommendationUnknown,
    RefusalSetAside,
    SecondRole,
    TooEarly,
)
from domain.registry.agency import AgencyKind
from domain.transfer.allowed import Holding, allowed
from domain.transfer.commands import (
    AnswerRecommendation,
    DecideObjection,
    FileObjection,
    LapseObjection,
    Misdirection,
    RecomputeObjection,
    RecomputeRecommendation,
    RecordRecommendation,
    RefuseStep,
    RequestTransfer,
    RevokeDecree,
    WithdrawObjection,
    WithdrawTransfer,
)
from domain.transfer.desk import Audience, desk
from domain.transfer.events import (
    Against,
    DecreeRevoked,
    DocumentSubmitted,
    ObjectionDeadlineRecomputed,
    ObjectionDecided,
    ObjectionEscalated,
    ObjectionFiled,
    ObjectionFoundInadmissible,
    ObjectionLapsed,
    ObjectionMisdirected,
    ObjectionWithdrawn,
    OversightRecommendationAnswered,
    OversightRecommendationReceived,
    RecommendationDeadlineRecomputed,
    Silence,
    Source,
    TransferFoundIneligible,
    TransferRejected,
    TransferRequested,
)
from domain.transfer.state import Status

OBJECT = FileObjection("Jabatan baru dua tingkat lebih rendah", number="KB-1")
GRANT = DecideObjection(granted=True, number="180/44", reason="Beralasan")
DISMISS = replace(GRANT, granted=False, reason="Tidak beralasan")
SERVED = date(2025, 3, 26)


def decreed() -> Case:
    """Siti's decree of Monday 24 March, served on the 26th."""
    return given(SITI_MOVES).given(balancing_move(), until="duty_start")


def objected() -> Case:
    return decreed().when(OBJECT, own_act(SITI, on(2025, 3, 27)))


def refused(step: str) -> Case:
    """Budi's own request, refused at a step by its office."""
    story = teacher_moves_to_the_city()
    case = given(BUDI_MOVES).given(story, until=step)
    opened = case.state.open[step]
    act = replace(own_act(BUDI, on(2025, 9, 25)), office=opened.office)
    holder = {office_id(*office): office for office in (REGENT, MAYOR, GOVERNOR, NORTH_INSPECTORATE)}
    act = act_of(*holder[opened.office], act.at)
    return case.when(RefuseStep(step, "Sekolah asal kekurangan"), act)


def at_ten(day: date) -> datetime:
    return on(day.year, day.month, day.day)


def clock(year: int, month: int, day: int) -> Act:
    return own_act(CLOCK, on(year, month, day, 0))


def under(case: Case, **limits: int) -> Case:
    """The same case under a policy with other numbers."""
    policy = case.facts.policy
    changed = {name: Limit(value, "PP 79/2021") for name, value in limits.items()}
    return case.knowing(policy=replace(policy, limits={**policy.limits, **changed}))


# What the person may object to


def test_an_objection_to_a_decree_goes_to_the_office_that_decreed() -> None:
    objected().then(
        ObjectionFiled(
            number="KB-1",
            filed_on=date(2025, 3, 27),
            against=Against.DECREE,
            grounds=OBJECT.grounds,
            documents=OBJECT.documents,
            decided_on=date(2025, 3, 24),
            served_on=SERVED,
            last_day=date(2025, 4, 23),
            office=office_id(*REGENT),
            due_on=date(2025, 5, 8),
        )
    )


def test_it_does_not_hold_the_decree_up() -> None:
    case = objected()
    assert case.state.status is Status.SERVED
    case.given(list(balancing_move())[-18:])
    assert case.state.status is Status.CLOSED
    assert case.state.objection_to_decide is not None


def test_an_objection_without_a_number_is_given_one() -> None:
    case = decreed().when(replace(OBJECT, number=None), own_act(SITI, on(2025, 3, 27)))
    (filed,) = case.last
    assert filed.number == f"KEB-{SITI_MOVES.transfer.hex[:8]}/2025"


def test_its_documents_go_into_the_file_unless_they_are_there_already() -> None:
    pay_slip, rating = document("D24"), document("D08")
    case = decreed().when(replace(OBJECT, documents=(pay_slip, rating)), own_act(SITI, on(2025, 3, 27)))
    case.then_kinds(DocumentSubmitted, ObjectionFiled)
    assert case.last[0] == DocumentSubmitted(pay_slip)
    assert case.last[1].documents == (pay_slip, rating)
    late = decreed().when(replace(OBJECT, documents=(pay_slip,)), own_act(SITI, on(2025, 4, 24)))
    late.then_kinds(DocumentSubmitted, ObjectionFoundInadmissible)


@pytest.mark.parametrize(
    ("kind", "post"),
    [("D24", OLD_POST_ID), ("D02", OLD_POST_ID), ("D02", None)],
    ids=["another post", "an analysis of another post", "an analysis of none"],
)
@pytest.mark.parametrize("day", [27, 30], ids=["in time", "late"])
def test_its_documents_name_the_post_of_the_case_as_those_of_the_request_do(
    kind: str, post: UUID | None, day: int
) -> None:
    """Nobody verifies them later, so what is asked of an analysis at the verification is asked of it here."""
    filed = replace(OBJECT, documents=(document("D08"), replace(document(kind), post=post)))
    at = own_act(SITI, on(2025, 3 if day == 27 else 4, day))
    decreed().when(filed, at).then_refused(PostsDiffer)
    named = replace(filed, documents=(replace(document(kind), number="2", post=SITI_MOVES.target),))
    decreed().when(named, at).then_kinds(
        DocumentSubmitted, ObjectionFiled if day == 27 else ObjectionFoundInadmissible
    )


@pytest.mark.parametrize("until", ["decree", "file_verification"])
def test_there_is_nothing_to_object_to_before_the_decree(until: str) -> None:
    case = given(SITI_MOVES).given(balancing_move(), until=until)
    case.when(OBJECT, own_act(SITI, on(2025, 3, 24))).then_refused(NothingToObjectTo)


def test_a_withdrawn_request_was_refused_by_nobody() -> None:
    case = given(BUDI_MOVES).given(teacher_moves_to_the_city(), until="decree")
    case.when(WithdrawTransfer("Batal"), own_act(BUDI, on(2025, 9, 25)))
    case.when(OBJECT, own_act(BUDI, on(2025, 9, 25))).then_refused(NothingToObjectTo)


def test_the_refusal_of_what_an_office_proposed_is_not_the_persons_to_object_to() -> None:
    case = given(SITI_MOVES).given(balancing_move(), until="decree")
    case.when(RefuseStep("decree", "Ditunda"), act_of(*REGENT, on(2025, 3, 24)))
    case.when(OBJECT, own_act(SITI, on(2025, 3, 25))).then_refused(NothingToObjectTo)


def test_only_the_person_objects_and_in_their_own_person() -> None:
    case = decreed()
    for act in (
        own_act(BUDI, on(2025, 3, 27)),
        act_of(*NORTH_PERSONNEL, on(2025, 3, 27)),
        replace(act_of(*NORTH_PERSONNEL, on(2025, 3, 27)), by=SITI),
    ):
        case.when(OBJECT, act).then_refused(NotThePersonConcerned)


def test_an_objection_gives_its_grounds() -> None:
    decreed().when(replace(OBJECT, grounds=" "), own_act(SITI, on(2025, 3, 27))).then_refused(ReasonRequired)


@pytest.mark.parametrize("before", [OBJECT, WithdrawObjection("Jelas"), DISMISS])
def test_there_is_one_objection_to_a_decision_whatever_became_of_it(before: object) -> None:
    case = objected()
    if isinstance(before, WithdrawObjection):
        case.when(before, own_act(SITI, on(2025, 4, 8)))
    if isinstance(before, DecideObjection):
        case.when(before, act_of(*REGENT, on(2025, 4, 8)))
    case.when(OBJECT, own_act(SITI, on(2025, 4, 9))).then_refused(ObjectionOnRecord)


@pytest.mark.parametrize(
    ("step", "office"),
    [
        ("audit_clearance", REGENT),  # of the inspectorate's agency
        ("receiving_proposal", MAYOR),
        ("origin_release", REGENT),
        ("decree", GOVERNOR),
    ],
)
def test_an_objection_to_a_refusal_goes_to_the_authority_of_the_office_that_refused(
    step: str, office: tuple[object, object]
) -> None:
    case = refused(step).when(OBJECT, own_act(BUDI, on(2025, 9, 26)))
    (filed,) = case.last
    assert (filed.against, filed.office) == (Against.REFUSAL, office_id(*office))
    assert (filed.decided_on, filed.served_on) == (date(2025, 9, 25), None)


def test_the_policy_says_to_which_authority() -> None:
    case = refused("audit_clearance")
    policy = case.facts.policy
    to = replace(policy.objections, authority=NORTH_SECRETARY[0])
    case.knowing(policy=replace(policy, objections=to)).when(OBJECT, own_act(BUDI, on(2025, 9, 26)))
    assert case.last[0].office == office_id(*NORTH_SECRETARY)


def test_who_is_found_ineligible_may_object_to_the_receiving_authority() -> None:
    case = given(BUDI_MOVES).given(teacher_moves_to_the_city(), until="file_verification")
    case.about(study_until=date(2030, 1, 1))
    case.when(VERIFIED_BETWEEN, act_of(*CITY_PERSONNEL, on(2025, 9, 2)))
    assert isinstance(case.last[-1], TransferFoundIneligible)
    case.when(OBJECT, own_act(BUDI, on(2025, 9, 4)))
    (filed,) = case.last
    assert (filed.against, filed.office) == (Against.INELIGIBILITY, office_id(*MAYOR))
    assert case.state.status is Status.INELIGIBLE


# Its time


def test_after_its_last_day_it_is_recorded_as_inadmissible_with_what_is_left() -> None:
    words = decreed().facts.policy.objections
    decreed().when(OBJECT, own_act(SITI, on(2025, 4, 24))).then(
        ObjectionFoundInadmissible(
            number="KB-1",
            filed_on=date(2025, 4, 24),
            against=Against.DECREE,
            grounds=OBJECT.grounds,
            decided_on=date(2025, 3, 24),
            served_on=SERVED,
            last_day=date(2025, 4, 23),
            reason=words.late.id,
            advice=words.advice.id.replace("{days}", "90"),
        )
    )
    assert "(PTUN) dalam {days} hari" in words.advice.id


# At the inspectorate for seven working days; the last day is the 23rd of April, seven after it the 5th of May.
ELSEWHERE = replace(
    OBJECT,
    documents=(document("K01"),),
    misdirected=Misdirection("Inspektorat", date(2025, 4, 10), date(2025, 4, 22)),
)


@pytest.mark.parametrize(
    ("day", "kind"), [(date(2025, 5, 5), ObjectionFiled), (date(2025, 5, 6), ObjectionFoundInadmissible)]
)
def test_the_time_it_lay_with_who_does_not_decide_it_is_not_counted(day: date, kind: type) -> None:
    case = decreed().when(ELSEWHERE, own_act(SITI, at_ten(day)))
    case.then_kinds(DocumentSubmitted, ObjectionMisdirected, kind)
    assert case.last[-1].last_day == date(2025, 5, 5)
    told = desk(case.state, case.facts, Audience.SUBJECT)["objection"]["misdirected"]
    assert told == {"to": "Inspektorat", "since": "2025-04-10", "until": "2025-04-22"}


def test_but_where_it_came_there_too_late_already_or_the_law_says_nothing_of_it_it_is() -> None:
    late = replace(ELSEWHERE, misdirected=Misdirection("Inspektorat", date(2025, 4, 24), date(2025, 4, 28)))
    decreed().when(late, own_act(SITI, on(2025, 4, 28))).then_kinds(
        DocumentSubmitted, ObjectionMisdirected, ObjectionFoundInadmissible
    )
    silent = decreed()
    words = replace(silent.facts.policy.objections, misdirected="")
    silent.knowing(policy=replace(silent.facts.policy, objections=words))
    silent.when(ELSEWHERE, own_act(SITI, on(2025, 4, 24))).then_kinds(
        DocumentSubmitted, ObjectionMisdirected, ObjectionFoundInadmissible
    )


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"documents": ()}, MisdirectionUnproven),
        ({"misdirected": Misdirection(" ", date(2025, 4, 10), date(2025, 4, 22))}, ReasonRequired),
        ({"misdirected": Misdirection("BKN", date(2025, 3, 21), date(2025, 4, 22))}, DatesOutOfOrder),
        ({"misdirected": Misdirection("BKN", date(2025, 4, 10), date(2025, 4, 9))}, DatesOutOfOrder),
        ({"misdirected": Misdirection("BKN", date(2025, 4, 10), date(2025, 4, 25))}, DatesOutOfOrder),
    ],
    ids=["no document", "to nobody", "before the decree", "back before it came", "back later than today"],
)
def test_that_it_lay_elsewhere_is_shown(changes: dict[str, object], why: type) -> None:
    decreed().when(replace(ELSEWHERE, **changes), own_act(SITI, on(2025, 4, 24))).then_refused(why)


def test_the_person_objects_with_no_paper_that_an_office_makes() -> None:
    with_decree = replace(OBJECT, documents=(document("D19", SITI_MOVES.target),))
    decreed().when(with_decree, own_act(SITI, on(2025, 3, 27))).then_refused(PaperOfAnOffice)


def test_an_inadmissible_one_waits_for_nobody() -> None:
    case = decreed().when(OBJECT, own_act(SITI, on(2025, 4, 24)))
    case.when(GRANT, act_of(*REGENT, on(2025, 4, 24))).then_refused(NoObjectionOpen)
    case.when(OBJECT, own_act(SITI, on(2025, 4, 24))).then_refused(ObjectionOnRecord)


@pytest.mark.parametrize(("day", "kind"), [(25, ObjectionFiled), (28, ObjectionFoundInadmissible)])
def test_a_policy_may_count_from_the_service(day: int, kind: type) -> None:
    """Two working days later: served on the 26th, not decreed on the 24th."""
    case = under(decreed(), objection_counts_from_service=1)
    case.when(OBJECT, own_act(SITI, on(2025, 4, day))).then_kinds(kind)
    assert case.last[0].last_day == date(2025, 4, 25)


def test_what_was_never_served_can_be_objected_to_without_end_where_service_counts() -> None:
    case = under(given(SITI_MOVES).given(balancing_move(), until="service"), objection_counts_from_service=1)
    case.when(OBJECT, own_act(SITI, on(2025, 12, 1))).then_kinds(ObjectionFiled)
    assert (case.last[0].served_on, case.last[0].last_day) == (None, None)


# Its decision


def test_granting_one_against_a_decree_revokes_it_at_once() -> None:
    case = objected().when(GRANT, act_of(*REGENT, on(2025, 4, 8)))
    case.then(
        ObjectionDecided(granted=True, number="180/44", reason="Beralasan"),
        DecreeRevoked("180/44", "Beralasan", "PP 79/2021"),
    )
    assert case.state.status is Status.REVOKED


def test_a_dismissed_objection_leaves_the_decree_in_force() -> None:
    case = objected().when(DISMISS, act_of(*REGENT, on(2025, 4, 8)))
    case.then(ObjectionDecided(granted=False, number="180/44", reason="Tidak beralasan"))
    assert case.state.status is Status.SERVED
    case.when(DISMISS, act_of(*REGENT, on(2025, 4, 8))).then_refused(NoObjectionOpen)


def test_granting_one_against_a_refusal_lets_the_person_ask_again() -> None:
    case = refused("origin_release").when(OBJECT, own_act(BUDI, on(2025, 9, 26)))
    case.when(GRANT, act_of(*REGENT, on(2025, 10, 1))).then_kinds(ObjectionDecided)
    assert case.state.status is Status.REJECTED
    again = given(replace(BUDI_MOVES, transfer=BUDI)).knowing(person=case.facts.person)
    again.given(teacher_moves_to_the_city(), until="VerifyFile")


def follow_up(refused: Case) -> tuple[Case, RequestTransfer, Act]:
    """The same asked for again, following that refusal; nothing is recorded yet."""
    command, act = next(iter(teacher_moves_to_the_city()))
    assert isinstance(command, RequestTransfer)
    again = given(replace(BUDI_MOVES, transfer=UUID(int=78)))
    again.knowing(person=refused.facts.person, follows=refused.state)
    return again, replace(command, follows=BUDI_MOVES.transfer), replace(act, at=on(2025, 10, 6))


def test_a_request_that_follows_a_refusal_set_aside_is_not_refused_at_that_step_again() -> None:
    first = refused("origin_release").when(OBJECT, own_act(BUDI, on(2025, 9, 26)))
    again, command, act = follow_up(first.when(GRANT, act_of(*REGENT, on(2025, 10, 1))))
    again.when(command, act)
    asked = again.last[0]
    assert isinstance(asked, TransferRequested)
    assert (asked.follows, asked.set_aside) == (BUDI_MOVES.transfer, "origin_release")
    shown = desk(again.state, again.facts, Audience.SUBJECT)["follows"]
    assert shown == {"transfer": str(BUDI_MOVES.transfer), "setAside": "origin_release"}
    story = list(teacher_moves_to_the_city())[1:]
    names = [getattr(each, "step", "") for each, _ in story]
    mayor, regent = act_of(*MAYOR, on(2025, 10, 10)), act_of(*REGENT, on(2025, 10, 10))
    holding = Holding(
        regent.office, Capacity.DEFINITIVE, OfficeKind.APPOINTING_AUTHORITY, again.facts.origin.agency_id
    )
    again.given(
        (each, replace(by, at=on(2025, 10, 10))) for each, by in story[: names.index("origin_release")]
    )
    offered = {each.act for each in allowed(again.state, again.facts, regent, (holding,))}
    assert "consent" in offered
    assert "refuse" not in offered
    again.when(RefuseStep("origin_release", "Tetap kurang"), regent).then_refused(RefusalSetAside)
    before = given(replace(BUDI_MOVES, transfer=UUID(int=78)))
    before.knowing(person=first.facts.person, follows=first.state).when(command, act)
    before.given(
        (each, replace(by, at=on(2025, 10, 10))) for each, by in story[: names.index("receiving_proposal")]
    )
    before.when(RefuseStep("receiving_proposal", "Tidak ada formasi"), mayor).then_kinds(TransferRejected)


def test_a_request_follows_a_refusal_that_was_set_aside_and_no_other() -> None:
    first = refused("origin_release")
    objected_to = refused("origin_release").when(OBJECT, own_act(BUDI, on(2025, 9, 26)))
    dismissed = objected_to.when(DISMISS, act_of(*REGENT, on(2025, 10, 1)))
    decree_undone = objected().when(GRANT, act_of(*REGENT, on(2025, 4, 8)))
    for case in (first, dismissed, decree_undone):
        again, command, act = follow_up(case)
        again.about(live_transfer=None).when(command, act).then_refused(NoRefusalSetAside)
    again, command, act = follow_up(first)
    again.knowing(follows=None).when(command, act).then_refused(NoRefusalSetAside)
    granted = refused("origin_release").when(OBJECT, own_act(BUDI, on(2025, 9, 26)))
    again, command, act = follow_up(granted.when(GRANT, act_of(*REGENT, on(2025, 10, 1))))
    another = replace(granted.state, person=SITI)
    again.knowing(follows=another).when(command, act).then_refused(NoRefusalSetAside)


def test_silence_that_counts_as_consent_sets_a_refusal_aside_too() -> None:
    first = refused("origin_release").when(OBJECT, own_act(BUDI, on(2025, 9, 26)))
    under(first, objection_silence_annuls=1).when(LapseObjection(), clock(2025, 12, 1))
    again, command, act = follow_up(first)
    again.when(command, replace(act, at=on(2025, 12, 8)))
    assert again.state.set_aside == "origin_release"


def test_another_office_does_not_decide_it() -> None:
    case = objected()
    for office in (NORTH_SECRETARY, NORTH_PERSONNEL, MAYOR, GOVERNOR):
        case.when(GRANT, act_of(*office, on(2025, 4, 8))).then_refused(NotTheDecidingOffice)
    case.when(GRANT, own_act(SITI, on(2025, 4, 8))).then_refused(NotTheDecidingOffice)


def test_nobody_decides_their_own_objection_nor_their_kins_nor_in_a_second_role() -> None:
    case, act = objected(), act_of(*REGENT, on(2025, 4, 8))
    case.when(GRANT, replace(act, by=SITI)).then_refused(OwnTransfer)
    case.when(GRANT, replace(act, by=official(*NORTH_SECRETARY))).then_refused(SecondRole)
    case.about(kin=frozenset({act.by})).when(GRANT, act).then_refused(ConflictOfInterest)


@pytest.mark.parametrize(("capacity", "may"), [("PLT", False), ("PLH", False), ("PJ", True)])
def test_it_is_decided_in_a_capacity_that_may_decree(capacity: str, may: bool) -> None:
    case = objected().when(GRANT, act_of(*REGENT, on(2025, 4, 8), capacity))
    assert (case.refused is None) is may
    if not may:
        case.then_refused(NoAuthority)


def test_a_corrected_calendar_moves_its_last_day() -> None:
    known = POLICIES.calendar
    calendar = replace(known, version="kalender-2026.2", days_off=known.days_off | {date(2025, 5, 2)})
    case = objected().knowing(calendar=calendar)
    case.when(RecomputeObjection(), own_act(SITI, on(2025, 4, 28))).then_refused(OnlyTheClock)
    case.when(RecomputeObjection(), clock(2025, 4, 28))
    case.then(ObjectionDeadlineRecomputed(date(2025, 5, 9), "kalender-2026.2"))
    case.when(LapseObjection(), clock(2025, 5, 9)).then_refused(TooEarly)
    case.when(RecomputeObjection(), clock(2025, 4, 29)).then_refused(DeadlineStands)


def test_and_that_before_the_office_above_counted_from_when_it_came_there() -> None:
    known = POLICIES.calendar
    calendar = replace(known, version="kalender-2026.2", days_off=known.days_off | {date(2025, 5, 14)})
    case = objected().given([(LapseObjection(), clock(2025, 5, 9))]).knowing(calendar=calendar)
    case.when(RecomputeObjection(), clock(2025, 5, 9))
    case.then(ObjectionDeadlineRecomputed(date(2025, 6, 18), "kalender-2026.2"))
    case.when(RecomputeObjection(), clock(2025, 5, 9)).then_refused(DeadlineStands)
    objection = case.state.objection
    untold = replace(objection, escalated=replace(objection.escalated, escalated_on=None))
    case.transfer = replace(case.state, objection=untold)
    case.when(RecomputeObjection(), clock(2025, 5, 9)).then_refused(DeadlineStands)


def test_but_not_once_it_has_passed() -> None:
    known = POLICIES.calendar
    calendar = replace(known, version="kalender-2026.2", days_off=known.days_off | {date(2025, 5, 2)})
    late = objected().knowing(calendar=calendar)
    late.when(RecomputeObjection(), clock(2025, 5, 9)).then_refused(DeadlinePassed)
    decreed().when(RecomputeObjection(), clock(2025, 5, 9)).then_refused(NoObjectionOpen)


def test_its_decision_gives_the_reason() -> None:
    objected().when(replace(GRANT, reason=""), act_of(*REGENT, on(2025, 4, 8))).then_refused(ReasonRequired)


def test_it_is_decided_within_its_time() -> None:
    case = objected()
    case.when(GRANT, act_of(*REGENT, on(2025, 5, 9))).then_refused(ObjectionTimeOver)
    case.when(GRANT, act_of(*REGENT, on(2025, 5, 8, 23))).then_kinds(ObjectionDecided, DecreeRevoked)


def test_the_person_may_take_it_back_while_it_is_open() -> None:
    case = objected()
    case.when(WithdrawObjection("x"), act_of(*REGENT, on(2025, 4, 8))).then_refused(NotThePersonConcerned)
    case.when(WithdrawObjection("Jelas"), own_act(SITI, on(2025, 4, 8))).then(ObjectionWithdrawn("Jelas"))
    case.when(WithdrawObjection("Jelas"), own_act(SITI, on(2025, 4, 8))).then_refused(NoObjectionOpen)
    case.when(GRANT, act_of(*REGENT, on(2025, 4, 8))).then_refused(NoObjectionOpen)


def test_a_decree_revoked_of_the_offices_own_accord_leaves_nothing_to_decide() -> None:
    case, act = objected(), act_of(*REGENT, on(2025, 4, 8))
    case.when(RevokeDecree("821/60", "Keliru", "UU 30/2014 Ps. 64"), act)
    case.when(GRANT, act).then_refused(NoObjectionOpen)
    case.when(LapseObjection(), clock(2025, 5, 9)).then_refused(NoObjectionOpen)
    case.when(OBJECT, own_act(SITI, on(2025, 4, 8))).then_refused(NothingToObjectTo)


# Silence


def test_only_time_makes_an_objection_lapse_and_not_before_its_last_day_is_over() -> None:
    case = objected()
    case.when(LapseObjection(), own_act(SITI, on(2025, 5, 9))).then_refused(OnlyTheClock)
    case.when(LapseObjection(), act_of(*REGENT, on(2025, 5, 9))).then_refused(OnlyTheClock)
    case.when(LapseObjection(), replace(clock(2025, 5, 9), office=NATION)).then_refused(OnlyTheClock)
    case.when(LapseObjection(), clock(2025, 5, 8)).then_refused(TooEarly)
    decreed().when(LapseObjection(), clock(2025, 5, 9)).then_refused(NoObjectionOpen)


def test_silence_is_recorded_and_brings_it_before_the_office_above() -> None:
    case = objected().when(LapseObjection(), clock(2025, 5, 9))
    case.then(
        ObjectionLapsed(date(2025, 5, 8), Silence.ESCALATED),
        ObjectionEscalated(office_id(*GOVERNOR), date(2025, 6, 17), date(2025, 5, 9)),
    )
    assert case.state.status is Status.SERVED, "silence undoes nothing"
    case.when(LapseObjection(), clock(2025, 12, 1)).then_refused(EscalatedAlready)
    case.when(GRANT, act_of(*REGENT, on(2025, 5, 12))).then_refused(NotTheDecidingOffice)
    case.when(GRANT, act_of(*GOVERNOR, on(2025, 12, 1))).then_kinds(ObjectionDecided, DecreeRevoked)


def test_another_policy_takes_silence_for_consent() -> None:
    case = under(objected(), objection_silence_annuls=1).when(LapseObjection(), clock(2025, 5, 9))
    reason = case.facts.policy.objections.deemed_granted.id
    case.then(
        ObjectionLapsed(date(2025, 5, 8), Silence.DEEMED_GRANTED),
        DecreeRevoked("KB-1", reason, "PP 79/2021"),
    )
    assert case.state.status is Status.REVOKED


def test_silence_about_a_refusal_is_consent_to_asking_again() -> None:
    case = refused("origin_release").when(OBJECT, own_act(BUDI, on(2025, 9, 26)))
    due = case.state.objection_to_decide.due_on
    under(case, objection_silence_annuls=1).when(LapseObjection(), clock(2025, 12, 1))
    case.then(ObjectionLapsed(due, Silence.DEEMED_GRANTED))
    case.when(GRANT, act_of(*REGENT, on(2025, 12, 1))).then_refused(NoObjectionOpen)


def test_above_whom_stands_whom() -> None:
    facts = given(BUDI_MOVES).facts
    bkn = office_id(OfficeKind.BKN_HEAD, NATION)
    assert facts.superior(*REGENT) == facts.superior(*MAYOR) == office_id(*GOVERNOR)
    assert facts.superior(*GOVERNOR) == office_id(*MINISTER)
    assert facts.superior(*MINISTER) == bkn
    assert facts.superior(OfficeKind.BKN_REGIONAL_OFFICE, NATION) == bkn
    centre = replace(
        facts.target, agency=replace(facts.target.agency, kind=AgencyKind.CENTRAL, province=None)
    )
    assert replace(facts, target=centre).superior(*MAYOR) == bkn


# Recommendations


RECOMMENDS = RecordRecommendation(Source.BKN, "R-12/2025", "Agar dicabut", date(2025, 5, 26))
ANSWERS = AnswerRecommendation("R-12/2025", "Telah dicabut", followed=True)
DAY = on(2025, 5, 2)


def test_a_recommendation_is_recorded_by_who_receives_or_oversees() -> None:
    received = OversightRecommendationReceived(
        Source.BKN, "R-12/2025", "Agar dicabut", date(2025, 5, 2), date(2025, 5, 26)
    )
    for office in (NORTH_PERSONNEL, NORTH_INSPECTORATE, (OfficeKind.AUDITOR, NORTH_ID)):
        decreed().when(RECOMMENDS, act_of(*office, DAY)).then(received)


def test_others_record_none() -> None:
    case = decreed()
    for office in (REGENT, CITY_PERSONNEL, LIBRARY_HEAD, HEALTH_HEAD, (OfficeKind.AUDITOR, NATION)):
        act = replace(act_of(*REGENT, DAY), office=office_id(*office))
        case.when(RECOMMENDS, act).then_refused(NotTheRecordingOffice)
    case.when(RECOMMENDS, own_act(SITI, DAY)).then_refused(NotTheRecordingOffice)
    case.when(RECOMMENDS, replace(act_of(*NORTH_PERSONNEL, DAY), by=SITI)).then_refused(OwnTransfer)


def test_without_a_day_it_gets_the_policys_time() -> None:
    case = decreed().when(replace(RECOMMENDS, due_on=None), act_of(*NORTH_PERSONNEL, DAY))
    assert case.last[0].due_on == case.facts.calendar.after(date(2025, 5, 2), 14)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"due_on": date(2025, 5, 1)}, DatesOutOfOrder),
        ({"text": " "}, ReasonRequired),
    ],
)
def test_a_recommendation_says_what_and_by_when(change: dict[str, object], why: type) -> None:
    decreed().when(replace(RECOMMENDS, **change), act_of(*NORTH_PERSONNEL, DAY)).then_refused(why)


def test_a_corrected_calendar_moves_its_last_day_unless_it_named_one() -> None:
    known = POLICIES.calendar
    new = replace(known, version="kalender-2026.2", days_off=known.days_off | {date(2025, 5, 6)})
    before, personnel = known.after(date(2025, 5, 2), 14), act_of(*NORTH_PERSONNEL, DAY)
    recompute = RecomputeRecommendation("R-12/2025")
    case = decreed().when(replace(RECOMMENDS, due_on=None), personnel).knowing(calendar=new)
    case.when(recompute, personnel).then_refused(OnlyTheClock)
    case.when(RecomputeRecommendation("R-13"), clock(2025, 5, 5)).then_refused(RecommendationUnknown)
    case.when(recompute, clock(2025, 5, 5))
    moved = new.after(date(2025, 5, 2), 14)
    case.then(RecommendationDeadlineRecomputed("R-12/2025", moved, "kalender-2026.2"))
    assert case.state.recommendations["R-12/2025"].received.due_on == moved > before
    case.when(recompute, clock(2025, 5, 5)).then_refused(DeadlineStands)
    case.when(ANSWERS, act_of(*REGENT, DAY))
    case.when(recompute, clock(2025, 5, 5)).then_refused(AlreadyAnswered)
    named = decreed().when(RECOMMENDS, personnel).knowing(calendar=new)
    named.when(recompute, clock(2025, 5, 5)).then_refused(DeadlineStands)


def test_a_number_is_recorded_once() -> None:
    case = decreed().when(RECOMMENDS, act_of(*NORTH_PERSONNEL, DAY))
    case.when(RECOMMENDS, act_of(*NORTH_INSPECTORATE, DAY)).then_refused(RecommendationOnRecord)


def test_the_decreeing_office_answers_each_once_with_words() -> None:
    case, regent = decreed(), act_of(*REGENT, DAY)
    case.when(ANSWERS, regent).then_refused(RecommendationUnknown)
    case.when(RECOMMENDS, act_of(*NORTH_PERSONNEL, DAY))
    case.when(replace(ANSWERS, number="R-13"), regent).then_refused(RecommendationUnknown)
    case.when(ANSWERS, act_of(*NORTH_SECRETARY, DAY)).then_refused(NotTheDecidingOffice)
    case.when(ANSWERS, act_of(*REGENT, DAY, "PLT")).then_refused(NoAuthority)
    case.when(replace(ANSWERS, answer=""), regent).then_refused(ReasonRequired)
    case.when(ANSWERS, regent).then(
        OversightRecommendationAnswered("R-12/2025", "Telah dicabut", followed=True)
    )
    case.when(ANSWERS, regent).then_refused(AlreadyAnswered)


def test_recommendations_are_recorded_and_answered_at_every_stage_also_after_the_end() -> None:
    for until in ("VerifyFile", "decree", "AnswerEvaluation", None):
        case = given(SITI_MOVES).given(balancing_move(), until=until)
        case.when(RECOMMENDS, act_of(*NORTH_PERSONNEL, DAY)).then_kinds(OversightRecommendationReceived)
        case.when(ANSWERS, act_of(*REGENT, DAY)).then_kinds(OversightRecommendationAnswered)


# On every route


def test_on_a_route_walked_to_its_end_the_decreeing_office_decides_the_objection() -> None:
    case = walk(given(BUDI_MOVES))
    last = case.history[-1].act.at
    case.when(OBJECT, own_act(BUDI, last)).then_kinds(ObjectionFiled)
    assert case.last[0].office == case.facts.decreeing_office == office_id(*GOVERNOR)
