"""Decrees of many: signed in turn, and who is left out; the decree for one person in the case itself."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

from cast import NEW_POST_ID, NORTH_PANEL, NORTH_PERSONNEL, NORTH_SECRETARY, REGENT, SITI_MOVES, act_of, on
from decreeing import DECREE_ID, NUMBERING, REGENT_ID, transfer_of
from drafts import (
    BY_BKPSDM,
    BY_REGENT,
    BY_SECRETARY,
    NUMBER,
    SIGN,
    annex,
    before_signature,
    before_the_regent,
    drafted,
    issued,
)
from given import given
from stories import balancing_move

from domain.act import Capacity
from domain.decree.commands import (
    Annexed,
    AnnexTransfers,
    PutForSignature,
    ReturnDecree,
    SignDecree,
    StrikeTransfer,
)
from domain.decree.events import (
    DecreeInitialled,
    DecreePutForSignature,
    DecreeReturned,
    DecreeSigned,
    PassedOver,
)
from domain.decree.state import Stage
from domain.identity import office_id
from domain.policy import Initials
from domain.refusals import (
    AnnexEmpty,
    ConflictOfInterest,
    DatesOutOfOrder,
    NoAuthority,
    NobodyReached,
    NotADraft,
    NotTheDraftingOffice,
    NotYourSignature,
    NumbersDiffer,
    NumberTaken,
    OwnTransfer,
    ReasonRequired,
    SecondRole,
    SignatoriesDemanded,
    SigningOrdersDiffer,
    StepNotOpen,
)
from domain.registry.person import Proceeding, ProceedingKind
from domain.transfer.commands import IssueDecree
from domain.transfer.events import DecreeIssued, EligibilityEvaluated, StepNotRequired, StepOpened

# The signatures


def test_the_policy_says_who_signs_and_in_which_order() -> None:
    order = tuple(office_id(*who) for who in (NORTH_PERSONNEL, NORTH_SECRETARY, REGENT))
    drafted().when(PutForSignature(NUMBER), BY_BKPSDM).then(DecreePutForSignature(order))
    drafted(1).when(PutForSignature(NUMBER), BY_BKPSDM).then(DecreePutForSignature((REGENT_ID,)))


def test_nothing_is_put_for_signature_without_people_or_under_another_number() -> None:
    drafted(1, 0).when(PutForSignature(NUMBER), BY_BKPSDM).then_refused(AnnexEmpty)
    drafted().when(PutForSignature("821.2/118"), BY_BKPSDM).then_refused(NumbersDiffer)
    drafted().when(PutForSignature(NUMBER), BY_SECRETARY).then_refused(NotTheDraftingOffice)


def test_cases_whose_law_asks_for_other_signatories_need_a_decree_of_their_own() -> None:
    told = drafted()
    facts = told.facts(1)
    route = facts.route
    alone = replace(route, steps={**route.steps, "decree": replace(route.steps["decree"], initials=())})
    policy = replace(facts.policy, routes={**facts.policy.routes, facts.type: alone})
    told.knowing(1, policy=policy).when(PutForSignature(NUMBER), BY_BKPSDM).then_refused(SigningOrdersDiffer)


def test_a_draft_before_its_signatories_is_not_changed() -> None:
    told = before_signature()
    for command in (annex(0), StrikeTransfer(transfer_of(0), "Salah"), PutForSignature(NUMBER)):
        told.when(command, BY_BKPSDM).then_refused(NotADraft)


def test_each_signs_in_turn_and_the_last_one_decrees() -> None:
    told = before_signature()
    told.when(SIGN, BY_SECRETARY).then_refused(NotYourSignature)
    told.when(SIGN, BY_REGENT).then_refused(NotYourSignature)
    told.when(SIGN, BY_BKPSDM).then(DecreeInitialled(office_id(*NORTH_PERSONNEL)))
    told.when(SIGN, BY_BKPSDM).then_refused(NotYourSignature)
    told.when(SIGN, BY_SECRETARY).then(DecreeInitialled(office_id(*NORTH_SECRETARY)))
    assert not told.last.cases
    told.when(SignDecree("821.2/118"), BY_REGENT).then_refused(NumbersDiffer)
    told.when(SIGN, BY_REGENT)
    told.then(DecreeSigned(date(2025, 3, 24), tuple(transfer_of(number) for number in range(3)), ()))
    assert told.state.stage is Stage.ISSUED
    told.when(SIGN, BY_REGENT).then_refused(NotADraft)
    for number in range(3):
        decree = told.case(number).decree
        assert decree is not None
        assert (decree.decree, decree.number, decree.post) == (DECREE_ID, NUMBER, NEW_POST_ID)


def test_every_case_gets_its_own_decree_with_what_it_was_judged_on() -> None:
    told = issued(2)
    for number in (0, 1):
        kinds = [type(event) for event in told.last.cases[transfer_of(number)]]
        assert kinds == [EligibilityEvaluated, DecreeIssued, StepOpened, StepNotRequired]


def test_a_decree_for_many_may_be_served_later() -> None:
    """Five working days from Monday 24 March over the holidays of Eid; ten for a decree that names more than one."""
    alone = drafted(1).when(PutForSignature(NUMBER), BY_BKPSDM).when(SIGN, BY_REGENT)
    for told, people, due_on in ((alone, 1, date(2025, 4, 9)), (issued(2), 2, date(2025, 4, 16))):
        _, decree, opened, _ = told.last.cases[transfer_of(0)]
        assert isinstance(decree, DecreeIssued)
        assert isinstance(opened, StepOpened)
        assert (decree.people, opened.step, opened.due_on) == (people, "service", due_on)


def test_nobody_signs_for_two_offices() -> None:
    told = before_signature().when(SIGN, BY_BKPSDM)
    told.when(SIGN, replace(BY_SECRETARY, by=BY_BKPSDM.by)).then_refused(SecondRole)
    for number in range(3):
        told.having(number, offices={})
    told.when(SIGN, replace(BY_SECRETARY, by=BY_BKPSDM.by)).then_refused(SecondRole)


def test_who_initials_covers_everybody_so_kin_are_struck_off_first() -> None:
    told = before_signature().when(SIGN, BY_BKPSDM)
    told.knowing(1, person=replace(told.facts(1).person, kin=frozenset({BY_SECRETARY.by})))
    told.when(SIGN, BY_SECRETARY).then_refused(ConflictOfInterest)
    told.because({str(transfer_of(1)): ConflictOfInterest})


def test_an_acting_official_may_initial_and_not_decree() -> None:
    told = before_signature()
    told.when(SIGN, replace(BY_BKPSDM, capacity=Capacity.ACTING)).then_kinds(DecreeInitialled)
    caretaker = replace(BY_SECRETARY, capacity=Capacity.CARETAKER)
    told.when(SIGN, caretaker).then_refused(NoAuthority)
    told.when(SIGN, BY_SECRETARY).then_kinds(DecreeInitialled)
    told.when(SIGN, replace(BY_REGENT, capacity=Capacity.ACTING)).then_refused(NoAuthority)


def test_a_signatory_sends_it_back_and_it_is_signed_anew() -> None:
    told = before_signature().when(SIGN, BY_BKPSDM)
    told.when(ReturnDecree("Tanggal keliru"), BY_BKPSDM).then_refused(NotYourSignature)
    told.when(ReturnDecree(" "), BY_SECRETARY).then_refused(ReasonRequired)
    told.when(ReturnDecree("Tanggal keliru"), BY_SECRETARY)
    told.then(DecreeReturned(office_id(*NORTH_SECRETARY), "Tanggal keliru"))
    assert (told.state.stage, told.state.signed) == (Stage.DRAFT, {})
    told.when(ReturnDecree("Lagi"), BY_SECRETARY).then_refused(NotADraft)
    told.when(PutForSignature(NUMBER), BY_BKPSDM).when(SIGN, BY_SECRETARY).then_refused(NotYourSignature)


# Who is left out


def test_whoever_has_become_unlawful_is_left_out_by_name_and_the_others_are_not_hurt() -> None:
    told = before_the_regent()
    proceeding = Proceeding("R-9", ProceedingKind.DISCIPLINE, "SEDANG", date(2025, 3, 20))
    told.knowing(1, person=replace(told.facts(1).person, proceedings={"R-9": proceeding}))
    told.when(SIGN, BY_REGENT)
    left_out = PassedOver(transfer_of(1), "NotEligible", ("E05",))
    told.then(DecreeSigned(date(2025, 3, 24), (transfer_of(0), transfer_of(2)), (left_out,)))
    assert told.case(1).decree is None
    assert told.case(1).open.keys() == {"decree"}, "a later decree may still take it up"


def test_four_eyes_and_kinship_hold_for_each_person() -> None:
    told = before_the_regent(4)
    told.knowing(0, person=replace(told.facts(0).person, kin=frozenset({BY_REGENT.by})))
    told.having(1, person=BY_REGENT.by)
    told.having(2, offices={BY_REGENT.by: office_id(*NORTH_PANEL)})
    told.when(SIGN, BY_REGENT).then_kinds(DecreeSigned)
    assert [(each.transfer, each.why) for each in told.state.left_out] == [
        (transfer_of(0), ConflictOfInterest.__name__),
        (transfer_of(1), OwnTransfer.__name__),
        (transfer_of(2), SecondRole.__name__),
    ]
    assert told.state.issued == (transfer_of(3),)


def test_what_was_decreed_meanwhile_is_left_out() -> None:
    told = before_the_regent(2).having(0, open={})
    told.when(SIGN, BY_REGENT)
    assert [each.why for each in told.state.left_out] == [StepNotOpen.__name__]


def test_a_decree_for_nobody_is_no_decree() -> None:
    told = before_the_regent(2).having(0, open={}).having(1, open={})
    told.when(SIGN, BY_REGENT).then_refused(NobodyReached)
    told.because({str(transfer_of(0)): StepNotOpen, str(transfer_of(1)): StepNotOpen})
    assert told.state.stage is Stage.SIGNING


def test_it_is_not_signed_after_its_own_day() -> None:
    late = act_of(*REGENT, on(2025, 4, 15))
    before_the_regent().when(SIGN, late).then_refused(DatesOutOfOrder)


def test_departing_from_the_panels_advice_takes_a_reason_for_that_person() -> None:
    told = drafted(2, 0)
    done = told.case(0).done["performance_panel"]
    against = replace(done, event=replace(done.event, supports=False))  # type: ignore[arg-type]
    for number in (0, 1):
        told.having(number, done={**told.case(number).done, "performance_panel": against})
    told.when(
        AnnexTransfers((Annexed(transfer_of(0), "Satu-satunya arsiparis"), Annexed(transfer_of(1)))),
        BY_BKPSDM,
    )
    told.when(PutForSignature(NUMBER), BY_BKPSDM).when(SIGN, BY_BKPSDM).when(SIGN, BY_SECRETARY)
    told.when(SIGN, BY_REGENT)
    assert [(each.transfer, each.why) for each in told.state.left_out] == [
        (transfer_of(1), ReasonRequired.__name__)
    ]
    decree = told.case(0).decree
    assert decree is not None
    assert decree.deviation == "Satu-satunya arsiparis"


def test_a_hundred_and_twenty_people_in_one_decree() -> None:
    told = issued(120)
    assert len(told.last.cases) == 120


# One person, in the case itself


ALONE = IssueDecree("decree", "821/55", NEW_POST_ID, date(2025, 4, 14), "Pemerataan", ("Arsip tertata",))


def test_where_the_policy_asks_for_initials_one_person_needs_a_decree_of_its_own() -> None:
    case = given(SITI_MOVES).given(balancing_move(), until="decree")
    route = case.facts.route
    initials = (Initials(NORTH_SECRETARY[0], "SOP"),)
    initialled = replace(route.steps["decree"], initials=initials)
    other = replace(route, steps={**route.steps, "decree": initialled})
    policy = replace(case.facts.policy, routes={**case.facts.policy.routes, case.facts.type: other})
    case.knowing(policy=policy).when(ALONE, BY_REGENT).then_refused(SignatoriesDemanded)


def test_one_person_decreed_in_the_case_takes_a_number_too() -> None:
    case = given(SITI_MOVES).given(balancing_move(), until="decree")
    case.knowing(numbering=replace(NUMBERING, holder=uuid4())).when(ALONE, BY_REGENT).then_refused(
        NumberTaken
    )
    case.knowing(numbering=NUMBERING).when(ALONE, BY_REGENT)
    assert case.refused is None
