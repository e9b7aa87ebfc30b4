"""Whatever people ask for, in whatever order and in whoever's name, a case keeps to the law.

Random people, days and commands on all routes. What must hold is written here once more, apart from the policy and the
code that it checks.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any, ClassVar
from uuid import UUID

import cast
import pytest
from attempts import ON_STEPS, attempts
from borders import ROUTES, case_between, to_representation
from cast import (
    BUDI_STAYS,
    BUDI_TO_PRIVATE_SCHOOL,
    OFFICES,
    POLICY,
    REGENT,
    SITI_MOVES,
    heads,
    official,
    on,
    own_act,
)
from given import Case, recorded
from given import given as given_case
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)
from stories import SCORES, file_of
from walking import EVERYTHING, acting_for

from application.sights import Desks, digest
from domain.act import Act, Capacity
from domain.history import fold
from domain.identity import CLOCK, NATION, OfficeKind, office_id, person_id
from domain.policy import UNITS, Initiative, Programme, Role, StepKind, Term, TransferType
from domain.registry.post import PositionKind
from domain.registry.tenure import Tenure
from domain.transfer.allowed import ACTS
from domain.transfer.asked import asked
from domain.transfer.commands import (
    AnswerEvaluation,
    EndTerm,
    EscalateStep,
    GiveFeedback,
    LapseFeedback,
    LapseReply,
    NoteOverdue,
    OpenEvaluation,
    RemindStep,
    RemindTerm,
    RequestTransfer,
    TransferCommand,
)
from domain.transfer.decisions import decide
from domain.transfer.desk import Audience, desk
from domain.transfer.events import (
    ApproverRecused,
    ClearanceGranted,
    ConflictDeclared,
    ConsentGranted,
    ConsiderationGiven,
    DecreeIssued,
    DutyStarted,
    EvaluationAnswered,
    FeedbackClosed,
    FileVerified,
    FitAssessed,
    GoalScore,
    InaugurationHeld,
    OverrideRecorded,
    PostAppointmentIssued,
    ProposalForwarded,
    ReceivingProposalIssued,
    ReplyGiven,
    ReplyLapsed,
    ReplyWaived,
    TechnicalConsiderationGiven,
)
from domain.transfer.evolving import evolve
from domain.transfer.facts import Facts
from domain.transfer.state import Transfer

SPOKEN = "the person has spoken"  # by a reply, its waiver, or their silence

# Reference 2.1: what must have happened before the decree, in this order; what stands together may come in any order.
Together = set[tuple[type | str, str]]
VERIFIED: Together = {(FileVerified, "file_verification")}
HEARD: Together = {(ClearanceGranted, "audit_clearance"), (FeedbackClosed, "feedback")}
REPLIED: Together = {(SPOKEN, "reply")}
PLANNED: Together = {(FitAssessed, "transfer_plan")}
PROPOSED: Together = {(ReceivingProposalIssued, "receiving_proposal")}
RELEASED: Together = {(ConsentGranted, "origin_release")}
COORDINATED: Together = RELEASED | {(ConsentGranted, "ministerial_coordination")}
FORWARDED: Together = {(ProposalForwarded, "governor_forward")}
ADVISED: Together = {(TechnicalConsiderationGiven, "technical_consideration")}
BETWEEN_AGENCIES = [VERIFIED, HEARD, REPLIED, PLANNED, PROPOSED]
BEFORE_THE_DECREE: dict[TransferType, list[Together]] = {
    TransferType.WITHIN_AGENCY: [
        VERIFIED,
        HEARD,
        REPLIED,
        RELEASED | {(ConsentGranted, "receiving_acceptance")},
        PLANNED,
        {(ConsiderationGiven, "performance_panel")},
        {(ProposalForwarded, "authorised_official")},
    ],
    TransferType.WITHIN_PROVINCE: [*BETWEEN_AGENCIES, RELEASED, FORWARDED, ADVISED],
    TransferType.PROVINCE_TO_REGENCY: [*BETWEEN_AGENCIES, RELEASED, FORWARDED, ADVISED],
    TransferType.REGENCY_TO_PROVINCE: [*BETWEEN_AGENCIES, RELEASED, ADVISED],
    TransferType.TO_REGENCY_ELSEWHERE: [*BETWEEN_AGENCIES, COORDINATED, FORWARDED, ADVISED],
    TransferType.TO_PROVINCE_ELSEWHERE: [*BETWEEN_AGENCIES, COORDINATED, ADVISED],
    TransferType.CENTRE_TO_REGION: [*BETWEEN_AGENCIES, RELEASED],
    TransferType.REGION_TO_CENTRE: [*BETWEEN_AGENCIES, RELEASED],
    TransferType.BETWEEN_CENTRAL: [*BETWEEN_AGENCIES, RELEASED],
    TransferType.TO_REPRESENTATION: [
        VERIFIED,
        HEARD,
        PLANNED,
        {(ConsentGranted, "formation_selection")},
        RELEASED,
    ],
    TransferType.REDISTRIBUTION: [
        VERIFIED,
        HEARD,
        {(FitAssessed, "need_from_dapodik")},
        {(ConsiderationGiven, "redistribution_panel")},
    ],
}
# Reference 2.1, last column: who decrees. The province is that of the receiving side.
DECREED_BY = {
    TransferType.WITHIN_AGENCY: OfficeKind.APPOINTING_AUTHORITY,
    TransferType.WITHIN_PROVINCE: OfficeKind.APPOINTING_AUTHORITY,
    TransferType.PROVINCE_TO_REGENCY: OfficeKind.APPOINTING_AUTHORITY,
    TransferType.REGENCY_TO_PROVINCE: OfficeKind.APPOINTING_AUTHORITY,
    TransferType.TO_REGENCY_ELSEWHERE: OfficeKind.HOME_AFFAIRS_MINISTER,
    TransferType.TO_PROVINCE_ELSEWHERE: OfficeKind.HOME_AFFAIRS_MINISTER,
    TransferType.CENTRE_TO_REGION: OfficeKind.BKN_REGIONAL_OFFICE,
    TransferType.REGION_TO_CENTRE: OfficeKind.BKN_HEAD,
    TransferType.BETWEEN_CENTRAL: OfficeKind.BKN_HEAD,
    TransferType.TO_REPRESENTATION: OfficeKind.APPOINTING_AUTHORITY,
    TransferType.REDISTRIBUTION: OfficeKind.APPOINTING_AUTHORITY,
}
CASES: list[Callable[[], Case]] = [
    lambda: given_case(SITI_MOVES),
    lambda: given_case(BUDI_STAYS),
    lambda: given_case(BUDI_TO_PRIVATE_SCHOOL),
    partial(to_representation, "north"),
    *(partial(case_between, origin, target) for origin, target, _ in ROUTES),
]
MARCH = date(2025, 3, 1)  # when new heads took office, where a window is open
# Declaring a conflict is no decision: it is what the person concerned and their kin must do.
_STEPPING_ASIDE = (ConflictDeclared, ApproverRecused)
HEADS = [cast.official(OfficeKind.UNIT_HEAD, unit) for unit in (cast.LIBRARY_ID, cast.SCHOOL_ID)]
COLLEAGUES = [*cast.PEERS[:2], *cast.SCHOOL_PEERS]
PEOPLE = [person_id("stranger"), cast.SITI, cast.BUDI, *COLLEAGUES, person_id("kin"), *HEADS]


@dataclass(frozen=True)
class Decided:
    """What a decision was made from, and what it led to."""

    transfer: Transfer | None
    facts: Facts
    command: TransferCommand
    act: Act
    events: list[Any]


class AnyCase(RuleBasedStateMachine):
    cases: ClassVar[list[Callable[[], Case]]]
    reached: ClassVar[Counter[str]]

    @initialize(
        case=st.runner().flatmap(lambda machine: st.sampled_from(machine.cases)),
        initiative=st.sampled_from(Initiative),
        early=st.booleans(),
        supervisor_in_window=st.booleans(),
        caretaker=st.booleans(),
        related=st.booleans(),
    )
    def somebody_asks(
        self,
        case: Callable[[], Case],
        initiative: Initiative,
        *,
        early: bool,
        supervisor_in_window: bool,
        caretaker: bool,
        related: bool,
    ) -> None:
        self.now = on(2025, 3, 10)
        self.decided: list[Decided] = []
        self.case = case()
        if early:
            self.case.about(post_since=date(2024, 6, 3))
        if related:
            self.case.about(kin=frozenset({person_id("kin"), official(*REGENT)}))
        if supervisor_in_window:
            self.open_a_window()
        if caretaker:
            self.send_a_caretaker()
        facts = self.case.facts
        own = own_act(facts.person_id, self.now)
        bkpsdm = office_id(OfficeKind.PERSONNEL_OFFICE, facts.target.agency_id)
        act = own if initiative is Initiative.OWN_REQUEST else acting_for(bkpsdm, self.now)
        redistributed = facts.type is TransferType.REDISTRIBUTION
        programme = Programme.TEACHER_REDISTRIBUTION if redistributed else None
        asked = RequestTransfer(
            facts.person_id,
            facts.target.post_id,
            initiative,
            "Perlu",
            file_of(*EVERYTHING, post=facts.target.post_id),
            programme=programme,
            ground="OWN_WISH" if act is own else "",
        )
        self.ask(asked, act)

    def open_a_window(self) -> None:
        place = self.case.facts.origin
        described = place.post.described
        leading = replace(described, position=replace(described.position, kind=PositionKind.SUPERVISOR))
        terms = (Term(code, inaugurated_on=MARCH) for code in ("17", "17.03", "17.71", "32", "32.01"))
        self.case.knowing(
            origin=replace(place, post=replace(place.post, described=leading)),
            terms=heads(*terms),
        )

    def send_a_caretaker(self) -> None:
        office = self.case.facts.decreeing_office
        assert office is not None
        tenure = Tenure(person_id("caretaker"), Capacity.CARETAKER, date(2025, 1, 1))
        self.case.held(office, tenure)

    def ask(self, command: TransferCommand, act: Act) -> None:
        before, facts = self.case.transfer, self.case.facts
        self.case.when(command, act)
        if self.case.refused is None:
            self.decided.append(Decided(before, facts, command, act, self.case.last))
            self.reached.update(type(event).__name__ for event in self.case.last)

    @property
    def under_way(self) -> bool:
        return self.case.transfer is not None and not self.case.transfer.is_over

    # What may happen

    @rule(days=st.integers(0, 9), hours=st.integers(0, 23))
    def time_passes(self, days: int, hours: int) -> None:
        self.now += timedelta(days=days, hours=hours)

    @precondition(lambda self: self.under_way and self.case.state.open)
    @rule(data=st.data())
    def an_office_does_its_step(self, data: st.DataObject) -> None:
        """As it should: the office's own official, or a caretaker where one decides."""
        name = data.draw(st.sampled_from(sorted(self.case.state.open)))
        self.do(name, self.holder(name))

    @precondition(lambda self: self.under_way and self.case.state.open)
    @rule()
    def all_offices_do_their_steps(self) -> None:
        for name in sorted(self.case.state.open):
            if self.under_way:
                self.do(name, self.holder(name))

    @precondition(lambda self: self.under_way and self.case.state.open)
    @rule(data=st.data())
    def another_stands_in(self, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(sorted(self.case.state.open)))
        others = [self.case.state.person, person_id("kin"), *sorted(self.case.state.offices)]
        self.do(name, replace(self.holder(name), by=data.draw(st.sampled_from(others))))

    def do(self, name: str, act: Act) -> None:
        step = self.case.facts.route.steps[name]
        called = ACTS[step.kind][0]
        if step.kind is StepKind.FEEDBACK and self.case.state.raters:
            called = "close-feedback"
            over = max(rater.due_on for rater in self.case.state.raters.values()) + timedelta(days=1)
            self.now = max(self.now, _morning(over))
            act = replace(act, at=self.now)
        if step.kind is StepKind.REPLY and act.by == _holder_of(self.case.state.open[name].office):
            act = replace(act, by=self.case.state.person, office=None, capacity=None)
        self.ask(ON_STEPS[called](self.case, name, act), act)

    def holder(self, name: str) -> Act:
        office = self.case.state.open[name].office
        by, capacity = _holder_of(office), Capacity.DEFINITIVE
        decided_by = self.case.facts.offices.get(office)
        if decided_by is not None and office == self.case.facts.decreeing_office:
            by, capacity = decided_by.tenures[0].person, decided_by.tenures[0].capacity
        return Act(by, self.now, UUID(int=len(self.decided)), POLICY.version, office, capacity)

    @precondition(lambda self: self.under_way and self.case.state.raters)
    @rule(data=st.data())
    def a_rater_answers(self, data: st.DataObject) -> None:
        rater = data.draw(st.sampled_from(sorted(self.case.state.raters)))
        role = self.case.state.raters[rater].role
        act = own_act(rater, self.now)
        if role in UNITS:
            act = replace(act, by=_holder_of(rater), office=rater, capacity=Capacity.DEFINITIVE)
        in_words = role in {Role.SUBJECT, Role.RECEIVING_UNIT}
        self.ask(GiveFeedback({} if in_words else SCORES, "Baik"), act)

    @precondition(lambda self: self.under_way and self.case.state.evaluations)
    @rule(months=st.sampled_from([3, 6, 12]))
    def a_year_goes_by(self, months: int) -> None:
        self.now = max(self.now, _morning(self.case.state.evaluations[months].opens_on))
        self.ask(OpenEvaluation(months), Act(CLOCK, self.now, UUID(int=len(self.decided)), POLICY.version))
        goals = () if self.case.state.decree is None else self.case.state.decree.goals
        scored = tuple(GoalScore(goal, 3) for goal in goals)
        answer = AnswerEvaluation(months, Role.SUBJECT, SCORES, "Betah", scored)
        self.ask(answer, own_act(self.case.state.person, self.now))

    @precondition(lambda self: self.under_way and self.case.state.open)
    @rule()
    def the_clock_looks(self) -> None:
        for name in sorted(self.case.state.open):
            for note in (RemindStep, NoteOverdue, EscalateStep, LapseReply):
                self.ask(note(name), Act(CLOCK, self.now, UUID(int=len(self.decided)), POLICY.version))
        self.ask(LapseFeedback(), Act(CLOCK, self.now, UUID(int=len(self.decided)), POLICY.version))

    @precondition(lambda self: self.under_way and self.case.state.posting)
    @rule(reminded=st.booleans())
    def a_term_goes_by(self, *, reminded: bool) -> None:
        posting = self.case.state.posting
        if posting.ends_on.year > date(2030, 1, 1).year:
            return  # beyond the calendar that is known
        days = ((RemindTerm(), posting.remind_on), (EndTerm(), posting.ends_on + timedelta(days=1)))
        for note, day in days if reminded else days[1:]:
            self.now = max(self.now, _morning(day))
            self.ask(note, Act(CLOCK, self.now, UUID(int=len(self.decided)), POLICY.version))

    @precondition(lambda self: self.under_way)
    @rule(data=st.data())
    def anybody_tries_anything(self, data: st.DataObject) -> None:
        offices = sorted(_concerned(self.case.facts))
        office = data.draw(st.sampled_from([None, *offices]))
        by = data.draw(st.sampled_from([*PEOPLE, *map(_holder_of, offices)]))
        capacity = None if office is None else data.draw(st.sampled_from(Capacity))
        act = Act(by, self.now, UUID(int=len(self.decided)), POLICY.version, office, capacity)
        tried = [command for _, command in attempts(self.case, act)]
        self.ask(data.draw(st.sampled_from(tried)), act)

    # What must hold

    def nobody_decides_about_themselves_or_their_kin(self) -> None:
        for happened in self.case.history:
            if happened.act.office is not None and not isinstance(happened.event, _STEPPING_ASIDE):
                assert happened.act.by != self.case.facts.person_id
                if not isinstance(happened.event, EvaluationAnswered):
                    assert happened.act.by not in self.case.facts.person.kin

    def nobody_acts_for_two_offices_in_one_case(self) -> None:
        offices: dict[UUID, UUID] = {}
        for happened in self.case.history:
            office = happened.act.office
            if office is not None and not isinstance(happened.event, (EvaluationAnswered, *_STEPPING_ASIDE)):
                assert offices.setdefault(happened.act.by, office) == office

    def nothing_is_decreed_before_its_time(self) -> None:
        happened = [
            (
                SPOKEN
                if isinstance(each.event, ReplyGiven | ReplyWaived | ReplyLapsed)
                else type(each.event),
                getattr(each.event, "step", ""),
            )
            for each in self.case.history
        ]
        if (DecreeIssued, "decree") not in happened:
            assert not {kind for kind, _ in happened} & {PostAppointmentIssued, InaugurationHeld, DutyStarted}
            return
        at = happened.index((DecreeIssued, "decree"))
        earlier = -1
        for together in BEFORE_THE_DECREE[self.case.state.route]:
            places = [happened.index(each) for each in together]
            assert earlier < min(places), together
            earlier = max(places)
        assert earlier < at
        consent = (ConsentGranted, "ministerial_consent")
        advice = (TechnicalConsiderationGiven, "technical_consideration")
        kind, decreed_by = DECREED_BY[self.case.state.route], self.case.history[at].act.office
        scopes = _scopes(self.case.facts)
        assert decreed_by in {office_id(kind, scope) for scope in scopes if scope is not None}
        authority = self.case.facts.offices.get(decreed_by)
        caretaker = authority is not None and authority.tenures[0].capacity is Capacity.CARETAKER
        day = self.case.history[at].act.at.date()
        closed = {term.region_code for term in self.case.facts.terms.terms if term.inaugurated_on == MARCH}
        in_window = closed.intersection(self.case.facts.regions) and day <= date(2025, 9, 1)
        if caretaker or in_window:
            assert happened.index(consent) < at
        if caretaker:
            assert happened.index(advice) < at
        if self.case.facts.person.post_since == date(2024, 6, 3):
            assert happened.index((OverrideRecorded, "override")) < at
        by_two_decrees = "appointment" in self.case.facts.route.steps
        if self.case.facts.between_agencies and by_two_decrees and DutyStarted in dict(happened):
            assert at < happened.index((PostAppointmentIssued, "appointment"))

    def seats_are_never_overbooked(self) -> None:
        for place in (self.case.facts.origin, self.case.facts.target):
            assert place.post.free >= 0

    def what_is_recorded_can_be_read_and_decided_again(self) -> None:
        state, at = None, 0
        for made in self.decided:
            assert state == made.transfer
            again = decide(state, asked(made.events, state), made.act, made.facts)
            assert again == made.events
            for event in again:
                at += 1
                kept = recorded(self.case.history[at - 1], self.case.facts.transfer_id, at)
                assert kept.event == event
                state = evolve(state, kept.event, kept.act)
        assert state == self.case.transfer
        assert at == len(self.case.history)
        assert state == fold(evolve, None, self.case.history)

    def what_is_kept_of_a_desk_is_never_old(self) -> None:
        desks = Desks()
        for made in self.decided:
            if made.transfer is not None:
                for audience in Audience:
                    shown = desk(made.transfer, made.facts, audience)
                    assert desks.digest(made.transfer, made.facts, audience) == digest(shown)

    def teardown(self) -> None:
        """A history only grows, so that what holds at its end held all along."""
        self.nobody_decides_about_themselves_or_their_kin()
        self.nobody_acts_for_two_offices_in_one_case()
        self.nothing_is_decreed_before_its_time()
        self.seats_are_never_overbooked()
        self.what_is_recorded_can_be_read_and_decided_again()
        self.what_is_kept_of_a_desk_is_never_old()


def _holder_of(office: UUID) -> UUID:
    """The cast's, or somebody made up for an office the cast does not have."""
    return OFFICES[office].tenures[0].person if office in OFFICES else acting_for(office, on(2025, 1, 1)).by


def _scopes(facts: Facts) -> set[UUID | None]:
    """What the decreeing office may stand over: the receiving agency, its province, BKN's region, the nation."""
    agency = facts.target.agency
    return {facts.target.agency_id, agency.province, agency.bkn_office, NATION}


def _morning(day: date) -> datetime:
    return on(day.year, day.month, day.day)


def _concerned(facts: Facts) -> set[UUID]:
    """The offices of all steps and answers of the case."""
    units = (facts.target.post.described.unit, facts.origin.post.described.unit)
    offices = {facts.office_of(step) for step in facts.route.steps.values()}
    return offices | {office_id(OfficeKind.UNIT_HEAD, unit) for unit in units}


@pytest.mark.parametrize("route", list(TransferType))
def test_whatever_happens_a_case_keeps_to_the_law(route: TransferType) -> None:
    """On every route: as often as it takes until some case has come as far as the decree and the start of duty."""

    class OnRoute(AnyCase):
        cases: ClassVar = [case for case in CASES if case().facts.type is route]
        reached: ClassVar = Counter[str]()

    for _ in range(10):
        run_state_machine_as_test(
            OnRoute,
            settings=settings(
                max_examples=20,
                stateful_step_count=60,
                deadline=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
        if OnRoute.reached["DutyStarted"]:
            break
    assert OnRoute.reached["DecreeIssued"], "no case came as far as a decree: the test tells nothing"
    assert OnRoute.reached["DutyStarted"], "no case came as far as the start of duty"
