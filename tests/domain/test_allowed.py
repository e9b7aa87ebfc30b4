"""What one may do: whatever is offered is accepted, and whatever is accepted is offered, at every point of every story."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from attempts import OF_THE_CLOCK, ON_STEPS, attempts, today
from cast import (
    BUDI,
    BUDI_MOVES,
    BUDI_TO_PRIVATE_SCHOOL,
    CITY_ID,
    CITY_PERSONNEL,
    CITY_SCHOOLS_HEAD,
    GOVERNOR,
    HEALTH_HEAD,
    HEALTH_ID,
    KANREG,
    LIBRARY_HEAD,
    LIBRARY_ID,
    MAYOR,
    NORTH_ID,
    NORTH_INSPECTORATE,
    NORTH_PANEL,
    NORTH_PERSONNEL,
    NORTH_SECRETARY,
    NORTH_TEACHERS_PANEL,
    OFFICES,
    PEERS,
    POLICY,
    REGENT,
    SCHOOL_ID,
    SCHOOLS_HEAD,
    SITI,
    SITI_MOVES,
    Move,
    act_of,
    held,
    official,
    on,
    own_act,
)
from given import Case, given
from stories import SCORES, Story, balancing_move, teacher_is_redistributed, teacher_moves_to_the_city

from domain.act import Act, Capacity
from domain.identity import CLOCK, OfficeKind, office_id, person_id
from domain.policy import Role
from domain.refusals import Refused
from domain.registry.tenure import Tenure
from domain.transfer import commands
from domain.transfer.allowed import ACTS, Holding, allowed, audience
from domain.transfer.commands import TransferCommand
from domain.transfer.decisions import DECISIONS, decide
from domain.transfer.desk import Audience
from domain.transfer.events import Source, Vote

MEMBERS = tuple(person_id(f"member-{n}") for n in range(3))

# Who reads: people in their own person, and with the offices they hold.


@dataclass(frozen=True)
class Reader:
    name: str
    person: UUID
    offices: tuple[tuple[tuple[OfficeKind, UUID], Capacity], ...] = ()

    @property
    def holdings(self) -> tuple[Holding, ...]:
        return tuple(held(*office, capacity) for office, capacity in self.offices)


def holder(*office: object, capacity: Capacity = Capacity.DEFINITIVE) -> Reader:
    return Reader(f"{office[0]}", official(*office), ((office, capacity),))  # type: ignore[arg-type]


def readers(move: Move) -> list[Reader]:
    concerned = {
        SITI_MOVES: (
            GOVERNOR,
            NORTH_PERSONNEL,
            NORTH_INSPECTORATE,
            LIBRARY_HEAD,
            HEALTH_HEAD,
            NORTH_PANEL,
            NORTH_SECRETARY,
            REGENT,
            (OfficeKind.UNIT_HEAD, LIBRARY_ID),
            (OfficeKind.UNIT_HEAD, HEALTH_ID),
            MAYOR,
        ),
        BUDI_MOVES: (
            NORTH_PERSONNEL,
            CITY_PERSONNEL,
            NORTH_INSPECTORATE,
            MAYOR,
            REGENT,
            GOVERNOR,
            KANREG,
            CITY_SCHOOLS_HEAD,
            (OfficeKind.UNIT_HEAD, SCHOOL_ID),
        ),
        BUDI_TO_PRIVATE_SCHOOL: (
            NORTH_PERSONNEL,
            NORTH_TEACHERS_PANEL,
            NORTH_INSPECTORATE,
            REGENT,
            SCHOOLS_HEAD,
        ),
    }[move]
    return [
        *(holder(*office) for office in concerned),
        Reader("a stranger", person_id("stranger")),
        Reader("a member of the panel", MEMBERS[1], ((NORTH_PANEL, Capacity.MEMBER),)),
        Reader("a peer", PEERS[0]),
        Reader("the person", move.person),
        Reader(
            "the person, who heads offices",
            move.person,
            tuple((office, Capacity.DEFINITIVE) for office in (NORTH_PERSONNEL, HEALTH_HEAD, REGENT)),
        ),
        Reader(
            "one with two offices",
            official(*REGENT),
            ((REGENT, Capacity.DEFINITIVE), (NORTH_PANEL, Capacity.ACTING)),
        ),
        Reader(
            "an acting head",
            person_id("acting"),
            ((REGENT, Capacity.ACTING), (LIBRARY_HEAD, Capacity.ACTING)),
        ),
    ]


# Stories with their turns: the file returned and resubmitted, a rule set aside, silence.


def with_turns() -> Story:
    bkpsdm, inspectorate = NORTH_PERSONNEL, NORTH_INSPECTORATE
    for command, act in balancing_move():
        match command:
            case commands.GrantClearance():
                overriding = commands.OverrideRules("override", ("E02",), "Arsip menumpuk")
                yield overriding, act_of(*REGENT, on(2025, 3, 12))
                back = commands.ReturnFile("audit_clearance", "SKP tidak terbaca")
                yield back, act_of(*inspectorate, on(2025, 3, 12))
                yield commands.ResubmitFile("Dilengkapi"), act_of(*bkpsdm, on(2025, 3, 12))
                yield command, act
            case commands.GiveFeedback() if act.by in PEERS:
                continue
            case commands.CloseFeedback():
                yield command, act_of(*bkpsdm, on(2025, 3, 27))
            case commands.ServeDecision():
                yield replace(command, served_on=date(2025, 3, 27)), replace(act, at=on(2025, 3, 27))
            case _:
                yield (
                    command,
                    replace(act, at=on(2025, 3, 27)) if on(2025, 3, 15) < act.at < on(2025, 3, 27) else act,
                )


def with_remedies() -> Story:
    """Held up, objected to, escalated, recommended against, and undone in the end; the evaluations go on meanwhile."""
    for command, act in balancing_move():
        yield command, act
        match command:
            case commands.IssueDecree():
                tuesday = act_of(*REGENT, on(2025, 3, 25))
                yield commands.SuspendDecree("Menunggu putusan", "PTUN 3/G/2025"), tuesday
                yield commands.LiftSuspension("Gugatan dicabut"), tuesday
                yield commands.CorrectDecree("821/56", "Nama unit", "Salah ketik"), tuesday
                yield commands.FileObjection("Keberatan", (), "KB-1"), own_act(SITI, on(2025, 3, 25))
            case commands.StartDuty():
                lapsed = own_act(CLOCK, on(2025, 5, 9))
                yield commands.LapseObjection(), lapsed
                recommended = commands.RecordRecommendation(Source.BKN, "R-1", "Agar dicabut")
                yield recommended, act_of(*NORTH_PERSONNEL, on(2025, 5, 9))
            case commands.RecordEvaluation(3):
                answered = commands.AnswerRecommendation("R-1", "Dipertimbangkan", followed=False)
                yield answered, act_of(*REGENT, on(2025, 7, 16))
                granted = commands.DecideObjection(True, "180/44", "Beralasan")
                yield granted, act_of(*GOVERNOR, on(2025, 7, 16))
                break


def refused_and_objected() -> Story:
    story = teacher_moves_to_the_city()
    for command, act in story:
        if getattr(command, "step", "") == "origin_release":
            break
        yield command, act
    yield commands.RefuseStep("origin_release", "Kekurangan guru"), act_of(*REGENT, on(2025, 9, 15))
    yield commands.FileObjection("Keberatan"), own_act(BUDI, on(2025, 9, 16))
    yield commands.WithdrawObjection("Jelas"), own_act(BUDI, on(2025, 9, 17))


def before_a_panel(move: Move) -> Case:
    panel = office_id(*NORTH_PANEL)
    seats = (Tenure(member, Capacity.MEMBER, date(2024, 1, 2)) for member in MEMBERS)
    return given(move).held(panel, *OFFICES[panel].tenures, *seats)


def with_votes() -> Story:
    """Three members vote, one of them steps aside after, the other two decide; against the transfer."""
    for command, act in balancing_move():
        match command:
            case commands.GiveConsideration(step):
                for number, member in enumerate(MEMBERS):
                    vote = commands.CastVote(step, Vote.AGAINST if number else Vote.FOR, "Alasan")
                    yield vote, replace(act, by=member, capacity=Capacity.MEMBER)
                conflict = commands.DeclareConflict(step, "AKTUAL", "Ipar")
                yield conflict, replace(act, by=MEMBERS[0], capacity=Capacity.MEMBER)
                yield replace(command, supports=False), act
            case commands.IssueDecree():
                yield replace(command, deviation="Hanya satu calon"), act
            case commands.ServeDecision():
                break
            case _:
                yield command, act


def posted_and_renewed() -> Story:
    """To a private school: the end of the term is announced, and another follows."""
    yield from teacher_is_redistributed()
    yield commands.RemindTerm(), own_act(CLOCK, on(2029, 3, 30))
    yield commands.RenewTerm("term_end", "821/90", "Masih kurang"), act_of(*REGENT, on(2029, 4, 2))


def posted_and_back() -> Story:
    """To a private school for a term, and back."""
    yield from teacher_is_redistributed()
    yield commands.RemindTerm(), own_act(CLOCK, on(2029, 3, 30))
    yield commands.EndTerm(), own_act(CLOCK, on(2029, 10, 1))
    reports = commands.ReportReturn("return_to_origin", date(2029, 10, 3), "SPMT-2")
    yield reports, act_of(*SCHOOLS_HEAD, on(2029, 10, 3))


def with_a_fault() -> Story:
    """Silence before the decision; low scores after it, an adjustment, and an inquiry into who said what."""
    low = dict.fromkeys(SCORES, 2)
    for command, act in balancing_move():
        match command:
            case commands.GiveFeedback() if act.office is not None:
                continue  # both units are silent
            case commands.CloseFeedback():
                yield commands.LapseFeedback(), own_act(CLOCK, on(2025, 3, 27))
                yield command, replace(act, at=on(2025, 3, 27))
            case commands.GiveReply():
                yield commands.LapseReply("reply"), own_act(CLOCK, on(2025, 4, 15))
            case commands.IssueDecree():
                yield replace(command, effective_on=date(2025, 4, 15)), replace(act, at=on(2025, 4, 15))
            case commands.ServeDecision():
                yield replace(command, served_on=date(2025, 4, 15)), replace(act, at=on(2025, 4, 15))
            case commands.StartDuty():
                yield replace(command, started_on=date(2025, 4, 15)), replace(act, at=on(2025, 4, 15))
            case commands.AnswerEvaluation(3, Role.SUBJECT):
                yield commands.OpenEvaluation(3), own_act(CLOCK, on(2025, 7, 15))
                yield replace(command, scores=low), act
            case commands.AnswerEvaluation(3):
                yield replace(command, scores=low), act
            case commands.RecordEvaluation(3):
                yield command, act
                day = on(2025, 7, 16)
                yield (
                    commands.PlanAdjustment("COACHING", "Pendampingan", date(2025, 12, 19)),
                    act_of(*NORTH_PERSONNEL, day),
                )
                unsealing = commands.UnsealFeedback("700/SP-3", "Dugaan diatur", (1,))
                yield unsealing, act_of(*NORTH_INSPECTORATE, day)
                yield commands.CompleteAdjustment(1, "Selesai"), act_of(*NORTH_PERSONNEL, day)
                yield commands.NoteMissedEvaluation(6), own_act(CLOCK, on(2025, 12, 1))
                break
            case _:
                late = replace(act, at=on(2025, 4, 15))
                yield command, late if on(2025, 3, 15) < act.at < late.at else act


def without_tenure(move: Move) -> Case:
    return given(move).about(post_since=date(2024, 1, 3))


PLAYS: dict[str, tuple[Move, Callable[[Move], Case], Callable[[], Story]]] = {
    "within the agency": (SITI_MOVES, given, balancing_move),
    "between regencies": (BUDI_MOVES, given, teacher_moves_to_the_city),
    "posted and renewed": (BUDI_TO_PRIVATE_SCHOOL, given, posted_and_renewed),
    "posted and back": (BUDI_TO_PRIVATE_SCHOOL, given, posted_and_back),
    "with turns": (SITI_MOVES, without_tenure, with_turns),
    "with remedies": (SITI_MOVES, given, with_remedies),
    "before a panel": (SITI_MOVES, before_a_panel, with_votes),
    "with a fault": (SITI_MOVES, given, with_a_fault),
    "refused and objected to": (BUDI_MOVES, given, refused_and_objected),
}


def served_today(story: Iterable[tuple[TransferCommand, Act]]) -> Story:
    """The story as told, but each decision takes effect on its own day, so that the next step is open at once."""
    for command, act in story:
        if isinstance(command, commands.IssueDecree | commands.IssueAppointment):
            yield replace(command, effective_on=today(act)), act
        else:
            yield command, act


def points(name: str) -> Iterator[tuple[Case, Act]]:
    """The case before each command of a story, and that command's act."""
    move, begin, story = PLAYS[name]
    case = begin(move)
    for command, act in served_today(story()):
        if case.transfer is not None:
            yield case, act
        case.when(command, act)
        assert case.refused is None, (command, case.refused)
    yield case, act


def accepted(case: Case, command: TransferCommand, act: Act) -> bool:
    try:
        decide(case.state, command, act, case.facts)
    except Refused:
        return False
    return True


@pytest.mark.parametrize("name", PLAYS)
def test_what_is_offered_is_what_is_accepted(name: str) -> None:
    for case, at_that_time in points(name):
        for reader in readers(PLAYS[name][0]):
            own = own_act(reader.person, at_that_time.at)
            offered = allowed(case.state, case.facts, own, reader.holdings)
            assert len(set(offered)) == len(offered)
            acts = [own, *(replace(own, office=h.office, capacity=h.capacity) for h in reader.holdings)]
            possible = {
                called
                for act in acts
                for called, command in attempts(case, act)
                if accepted(case, command, act)
            }
            assert set(offered) == possible, (reader.name, at_that_time.at)


@pytest.mark.parametrize("name", PLAYS)
def test_everything_that_was_done_had_been_offered(name: str) -> None:
    move, begin, story = PLAYS[name]
    case = begin(move)
    for command, act in story():
        if case.transfer is not None and act.by != CLOCK:
            holdings = () if act.office is None else (_holding(act),)
            own = replace(act, office=None, capacity=None)
            offered = {(each.step, each.office) for each in allowed(case.state, case.facts, own, holdings)}
            assert (getattr(command, "step", None), act.office) in offered, command
        case.when(command, act)


def _holding(act: Act) -> Holding:
    assert act.office is not None
    assert act.capacity is not None
    described = OFFICES[act.office].described
    insights = POLICY.insights_of(described.kind)
    return Holding(act.office, act.capacity, described.kind, described.agency, insights=insights)


def acts_offered(case: Case, reader: Reader, day: date) -> set[str]:
    own = own_act(reader.person, on(day.year, day.month, day.day))
    return {each.act for each in allowed(case.state, case.facts, own, reader.holdings)}


REMEDIES = {"object", "suspend-decree", "revoke-decree", "correct-decree", "record-recommendation"}
REMEDIES |= {"block-data", "record-reference"}


def test_a_review_is_offered_from_its_first_day_and_its_conclusion_after_its_last() -> None:
    case = given(SITI_MOVES).given(balancing_move(), until="AnswerEvaluation")
    review = case.state.evaluations[3]
    person, bkpsdm, one_day = Reader("the person", SITI), holder(*NORTH_PERSONNEL), timedelta(days=1)
    assert acts_offered(case, person, review.opens_on - one_day) - REMEDIES == set()
    assert acts_offered(case, person, review.opens_on) - REMEDIES == {"answer-evaluation/3/SUBJECT"}
    papers = {"submit-document"}  # of what it has done
    assert acts_offered(case, bkpsdm, review.due_on) - REMEDIES == papers
    assert acts_offered(case, bkpsdm, review.due_on + one_day) - REMEDIES == {"record-evaluation/3"} | papers


def test_in_a_case_that_has_ended_only_remedies_are_offered() -> None:
    case = given(SITI_MOVES).given(balancing_move())
    herself = Reader("herself", SITI, ((NORTH_PERSONNEL, Capacity.DEFINITIVE),))
    for reader, offered in (
        (herself, {"object"}),
        (holder(*REGENT), {"suspend-decree", "revoke-decree", "correct-decree"}),
        (holder(*NORTH_PERSONNEL), {"record-recommendation", "block-data", "record-reference"}),
        (holder(*HEALTH_HEAD), set()),
    ):
        assert acts_offered(case, reader, date(2026, 5, 1)) == offered


def test_the_office_an_objection_was_escalated_to_sees_the_case_and_the_silent_one_still_does() -> None:
    case = given(SITI_MOVES).given(with_remedies(), until="RecordRecommendation")
    assert case.state.objection_to_decide is not None
    for office in (REGENT, GOVERNOR):
        assert seen_by(case, holder(*office)) is Audience.OFFICIAL
    refused = given(BUDI_MOVES).given(refused_and_objected(), until="FileObjection")
    assert seen_by(refused, holder(*GOVERNOR)) is None


def test_there_is_an_act_for_every_command() -> None:
    """So that the attempts above leave none out."""
    case = given(SITI_MOVES).given(balancing_move(), until="decree")
    tried = {type(command) for _, command in attempts(case, own_act(SITI, on(2025, 3, 24)))}
    assert tried | OF_THE_CLOCK == set(DECISIONS)
    beside = {"declare-conflict", "name-substitute", "vote"}  # open to steps of every kind
    assert {act for acts in ACTS.values() for act in acts} | beside == set(ON_STEPS)


# Who may look at all


def seen_by(case: Case, reader: Reader) -> Audience | None:
    return audience(case.state, case.facts, reader.person, reader.holdings)


def test_a_case_is_the_business_of_the_person_the_raters_and_the_offices_it_has_come_to() -> None:
    case = given(SITI_MOVES).given(balancing_move(), until="CloseFeedback")
    assert seen_by(case, Reader("the person", SITI)) is Audience.SUBJECT
    assert seen_by(case, Reader("a peer", PEERS[0])) is Audience.RATER
    assert seen_by(case, holder(*NORTH_PERSONNEL)) is Audience.OFFICIAL
    assert seen_by(case, holder(*NORTH_INSPECTORATE)) is Audience.OFFICIAL
    assert seen_by(case, holder(*REGENT)) is None
    assert seen_by(case, Reader("a stranger", person_id("stranger"))) is None
    decided = given(SITI_MOVES).given(balancing_move(), until="service")
    assert seen_by(decided, holder(*REGENT)) is Audience.OFFICIAL


def test_the_person_sees_their_case_as_the_person_whatever_office_they_hold() -> None:
    case = given(SITI_MOVES).given(balancing_move(), until="CloseFeedback")
    mine = Reader("the person", SITI, ((NORTH_PERSONNEL, Capacity.DEFINITIVE),))
    assert seen_by(case, mine) is Audience.SUBJECT


def test_auditors_and_inspectorates_see_the_cases_of_their_own_agency_only() -> None:
    case = given(SITI_MOVES).given(balancing_move(), until="VerifyFile")
    for kind in (OfficeKind.AUDITOR, OfficeKind.INSPECTORATE):
        assert seen_by(case, holder(kind, NORTH_ID)) is Audience.OFFICIAL
        assert seen_by(case, holder(kind, CITY_ID)) is None


def test_who_will_answer_a_review_sees_the_case_once_reviews_are_set() -> None:
    head = holder(OfficeKind.UNIT_HEAD, HEALTH_ID)
    before = given(SITI_MOVES).given(balancing_move(), until="duty_start")
    after = given(SITI_MOVES).given(balancing_move(), until="AnswerEvaluation")
    assert seen_by(before, head) is None
    assert seen_by(after, head) is Audience.OFFICIAL
