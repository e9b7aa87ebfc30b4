"""A decree for many: drafted, initialled and signed in order; nobody is hurt by what bars another."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest
from cast import (
    CITY_PERSONNEL,
    HEALTH_HEAD,
    MAYOR,
    NEW_POST_ID,
    NORTH_ID,
    NORTH_PANEL,
    NORTH_PERSONNEL,
    NORTH_SECRETARY,
    OLD_POST_ID,
    REGENT,
    SITI_MOVES,
    act_of,
    held,
    official,
    on,
)
from decreeing import DECREE_ID, NUMBERING, REGENT_ID, Decreeing, decreeing, mover, transfer_of
from given import given
from stories import balancing_move

from domain.act import Act, Capacity
from domain.decree.allowed import allowed, audience
from domain.decree.commands import (
    AbandonDraft,
    AmendDraft,
    Annexed,
    AnnexTransfers,
    AnswerAboutDecree,
    CorrectWholeDecree,
    DecreeCommand,
    DraftDecree,
    PutForSignature,
    RecommendAboutDecree,
    ReturnDecree,
    RevokeWholeDecree,
    SignDecree,
    StrikeTransfer,
)
from domain.decree.decisions import BEGINNINGS, DECISIONS
from domain.decree.desk import desk, extract
from domain.decree.events import (
    DecreeDrafted,
    DecreeInitialled,
    DecreePutForSignature,
    DecreeRecommendationAnswered,
    DecreeRecommendationReceived,
    DecreeReturned,
    DecreeSigned,
    DraftAbandoned,
    DraftAmended,
    PassedOver,
    TransferAnnexed,
    TransferStruck,
    WholeDecreeCorrected,
    WholeDecreeRevoked,
)
from domain.decree.outcome import Outcome
from domain.decree.state import Stage
from domain.identity import OfficeKind, office_id
from domain.policy import Initials
from domain.refusals import (
    AlreadyAnnexed,
    AnnexEmpty,
    CannotBeAnnexed,
    ConflictOfInterest,
    DatesOutOfOrder,
    DecreeUnknown,
    InAnotherDraft,
    NoAuthority,
    NobodyReached,
    NoDecreeInForce,
    NotADraft,
    NotInAnnex,
    NotIssuedYet,
    NotNow,
    NotTheDecidingOffice,
    NotTheDraftingOffice,
    NotTheRecordingOffice,
    NotYourSignature,
    NumbersDiffer,
    NumberTaken,
    OwnTransfer,
    ReasonRequired,
    RecommendationOnRecord,
    RecommendationUnknown,
    Refused,
    SecondRole,
    SignatoriesDemanded,
    SigningOrdersDiffer,
    StepNotOpen,
    TooManyPeople,
    TransferUnknown,
)
from domain.registry.decree_number import DecreeNumberTaken
from domain.registry.person import Proceeding, ProceedingKind
from domain.transfer.allowed import Holding
from domain.transfer.allowed import allowed as allowed_in_case
from domain.transfer.commands import IssueDecree, RevokeDecree, ServeDecision, StartDuty
from domain.transfer.consequences import consequences
from domain.transfer.deciding import issue_decree
from domain.transfer.decisions import decide as decide_case
from domain.transfer.desk import Audience
from domain.transfer.desk import desk as case_desk
from domain.transfer.events import (
    DecreeIssued,
    DecreeRevoked,
    EligibilityEvaluated,
    OversightRecommendationAnswered,
    ReleasedFromDraft,
    ReturnedToPost,
    Source,
    StepOpened,
)

DAY = on(2025, 3, 24)
BY_BKPSDM, BY_SECRETARY, BY_REGENT = (act_of(*who, DAY) for who in (NORTH_PERSONNEL, NORTH_SECRETARY, REGENT))
NUMBER = NUMBERING.number
DRAFT = DraftDecree(REGENT_ID, NUMBER, "Penataan pegawai", ("Arsip tertata",), date(2025, 4, 14))
SIGN = SignDecree(NUMBER)
REVOKE = RevokeWholeDecree("821/60", "Rekomendasi BKN", "Perpres 116/2022")
CORRECT = CorrectWholeDecree("821/61", "Nama unit", "Salah ketik")


def annex(*numbers: int) -> AnnexTransfers:
    return AnnexTransfers(tuple(Annexed(transfer_of(number)) for number in numbers))


def drafted(people: int = 3, in_annex: int | None = None) -> Decreeing:
    told = decreeing(people).when(DRAFT, BY_BKPSDM).then_kinds(DecreeDrafted)
    annexed = range(people if in_annex is None else in_annex)
    return told.when(annex(*annexed), BY_BKPSDM) if annexed else told


def before_signature(people: int = 3) -> Decreeing:
    return drafted(people).when(PutForSignature(NUMBER), BY_BKPSDM).then_kinds(DecreePutForSignature)


def before_the_regent(people: int = 3) -> Decreeing:
    told = before_signature(people).when(SIGN, BY_BKPSDM).then_kinds(DecreeInitialled)
    return told.when(SIGN, BY_SECRETARY).then_kinds(DecreeInitialled)


def issued(people: int = 3) -> Decreeing:
    return before_the_regent(people).when(SIGN, BY_REGENT).then_kinds(DecreeSigned)


# The draft


def test_a_draft_takes_its_number() -> None:
    told = decreeing().when(DRAFT, BY_BKPSDM)
    told.then(DecreeDrafted(REGENT_ID, NUMBER, "Penataan pegawai", ("Arsip tertata",), date(2025, 4, 14)))
    taken = DecreeNumberTaken(NUMBERING.agency, 2025, NUMBER, DECREE_ID)
    assert told.last.registry == {NUMBERING.id: [taken]}


def test_a_number_is_given_once_in_a_year_whatever_its_spaces() -> None:
    told = decreeing()
    told.papers = replace(told.papers, numbering=replace(NUMBERING, holder=uuid4()))
    told.when(DRAFT, BY_BKPSDM).then_refused(NumberTaken)
    assert replace(NUMBERING, number="821.2 / 117").id == NUMBERING.id
    assert replace(NUMBERING, year=2026).id != NUMBERING.id


def test_it_is_drafted_by_the_personnel_office_of_the_decreeing_agency_or_by_who_decrees() -> None:
    for other in (CITY_PERSONNEL, NORTH_SECRETARY, MAYOR):
        decreeing().when(DRAFT, act_of(*other, DAY)).then_refused(NotTheDraftingOffice)
    decreeing().when(DRAFT, BY_REGENT).then_kinds(DecreeDrafted)


def test_a_draft_has_grounds_and_a_day_to_come() -> None:
    decreeing().when(replace(DRAFT, grounds=" "), BY_BKPSDM).then_refused(ReasonRequired)
    decreeing().when(replace(DRAFT, effective_on=date(2025, 3, 23)), BY_BKPSDM).then_refused(DatesOutOfOrder)
    amend = AmendDraft("Penataan", ("Arsip tertata",), date(2025, 4, 21))
    told = drafted().when(amend, BY_BKPSDM)
    told.then(DraftAmended("Penataan", ("Arsip tertata",), date(2025, 4, 21)))
    assert (told.state.number, told.state.effective_on) == (NUMBER, date(2025, 4, 21))
    drafted().when(replace(amend, grounds=""), BY_BKPSDM).then_refused(ReasonRequired)
    drafted().when(replace(amend, effective_on=date(2025, 3, 1)), BY_BKPSDM).then_refused(DatesOutOfOrder)


def test_it_is_drafted_once_and_nothing_comes_before() -> None:
    drafted().when(DRAFT, BY_BKPSDM).then_refused(NotNow)
    decreeing().when(SIGN, BY_REGENT).then_refused(DecreeUnknown)


# The annex


def test_the_annex_names_people_and_posts() -> None:
    drafted(2, 0).when(annex(0, 1), BY_BKPSDM).then(
        *(TransferAnnexed(transfer_of(number), mover(number), NEW_POST_ID, "") for number in (0, 1))
    )


def test_only_a_case_that_waits_for_this_office_is_annexed_and_each_reason_is_told() -> None:
    told = drafted(4, 1)
    told.having(1, open={})
    told.having(2, open={"decree": replace(told.case(2).open["decree"], office=office_id(*MAYOR))})
    unknown = uuid4()
    told.when(AnnexTransfers((*annex(0, 1, 2, 3).transfers, Annexed(unknown))), BY_BKPSDM).then_refused(
        CannotBeAnnexed
    )
    told.because(
        {
            str(transfer_of(0)): AlreadyAnnexed,
            str(transfer_of(1)): StepNotOpen,
            str(transfer_of(2)): NotTheDecidingOffice,
            str(unknown): TransferUnknown,
        }
    )
    assert list(told.state.annex) == [transfer_of(0)]


def beside(told: Decreeing, *numbers: int) -> Decreeing:
    """Another draft of the same office, over the same cases; these are asked to be put into its annex."""
    other = Decreeing(replace(told.papers, decree_id=uuid4()))
    return other.when(DRAFT, BY_BKPSDM).when(annex(*numbers), BY_BKPSDM)


def test_a_case_stands_in_one_draft_only_and_is_free_again_once_it_is_let_go() -> None:
    told = drafted(3, 2)
    assert told.case(0).draft == told.papers.decree_id
    other = beside(told, 0, 2).then_refused(CannotBeAnnexed)
    other.because({str(transfer_of(0)): InAnotherDraft})
    assert beside(told, 2).refused is None, "and nobody else is touched"
    told.when(StrikeTransfer(transfer_of(0), "Masih diperiksa"), BY_BKPSDM)
    assert told.last.cases == {transfer_of(0): [ReleasedFromDraft(told.papers.decree_id, "Masih diperiksa")]}
    assert beside(told, 0).refused is None
    beside(told, 1).then_refused(CannotBeAnnexed)
    told.when(AbandonDraft("Disusun ulang"), BY_BKPSDM)
    assert told.case(1).draft is None
    assert beside(told, 0, 1).refused is None


def test_whom_the_last_signature_leaves_out_may_stand_in_the_next_draft() -> None:
    told = before_signature(2)
    for act in (BY_BKPSDM, BY_SECRETARY):
        told.when(SIGN, act)
    told.knowing(1, person=replace(told.facts(1).person, kin=frozenset({BY_REGENT.by})))
    told.when(SIGN, BY_REGENT).then_kinds(DecreeSigned)
    assert told.last.cases[transfer_of(1)] == [ReleasedFromDraft(told.papers.decree_id, "ConflictOfInterest")]
    assert [told.case(number).draft for number in (0, 1)] == [None, None]
    beside(told, 0).then_refused(CannotBeAnnexed)
    assert beside(told, 1).refused is None


def test_what_stands_in_a_draft_is_not_decreed_beside_it() -> None:
    told = drafted(1)
    case, facts = told.case(0), told.facts(0)
    alone = IssueDecree("decree", "821/9", case.target_post, DAY.date(), "Kebutuhan", ("Tujuan",))
    with pytest.raises(InAnotherDraft):
        issue_decree(case, alone, BY_REGENT, facts)
    held = Holding(REGENT_ID, Capacity.DEFINITIVE, OfficeKind.APPOINTING_AUTHORITY, NORTH_ID)
    own = replace(BY_REGENT, office=None, capacity=None)
    assert "decree" not in {each.act for each in allowed_in_case(case, facts, own, (held,))}
    shown = {who: case_desk(case, facts, who)["draft"] for who in (Audience.OFFICIAL, Audience.SUBJECT)}
    assert shown == {Audience.OFFICIAL: str(told.papers.decree_id), Audience.SUBJECT: None}


def test_nobody_drafts_their_own_transfer_or_that_of_kin() -> None:
    told = drafted(2, 0).having(0, person=BY_BKPSDM.by)
    told.knowing(1, person=replace(told.facts(1).person, kin=frozenset({BY_BKPSDM.by})))
    told.when(annex(0, 1), BY_BKPSDM).then_refused(CannotBeAnnexed)
    told.because({str(transfer_of(0)): OwnTransfer, str(transfer_of(1)): ConflictOfInterest})


def test_an_annex_has_an_end() -> None:
    told = drafted(3, 2)
    limits = {"most_people_in_decree": replace(told.papers.policy.limits["most_people_in_decree"], value=2)}
    told.papers = replace(
        told.papers, policy=replace(told.papers.policy, limits={**told.papers.policy.limits, **limits})
    )
    told.when(annex(2), BY_BKPSDM).then_refused(TooManyPeople)


def test_a_case_is_struck_off_with_a_reason() -> None:
    told = drafted().when(StrikeTransfer(transfer_of(1), "Masih diperiksa"), BY_BKPSDM)
    told.then(TransferStruck(transfer_of(1), "Masih diperiksa"))
    assert list(told.state.annex) == [transfer_of(0), transfer_of(2)]
    told.when(StrikeTransfer(transfer_of(1), "Lagi"), BY_BKPSDM).then_refused(NotInAnnex)
    told.when(StrikeTransfer(transfer_of(0), " "), BY_BKPSDM).then_refused(ReasonRequired)
    drafted(1, 0).when(StrikeTransfer(transfer_of(0), "Salah"), BY_BKPSDM).then_refused(AnnexEmpty)


def test_a_draft_may_be_given_up_until_the_last_signature() -> None:
    give_up = AbandonDraft("Rencana ditunda")
    told = before_signature().when(give_up, BY_BKPSDM).then(DraftAbandoned("Rencana ditunda"))
    assert told.state.stage is Stage.ABANDONED
    told.when(give_up, BY_BKPSDM).then_refused(NotADraft)
    drafted().when(AbandonDraft(""), BY_BKPSDM).then_refused(ReasonRequired)
    issued().when(give_up, BY_BKPSDM).then_refused(NotADraft)
    drafted().when(give_up, BY_SECRETARY).then_refused(NotTheDraftingOffice)


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
        assert kinds == [EligibilityEvaluated, DecreeIssued, StepOpened]


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


LATER = act_of(*REGENT, on(2025, 5, 5))


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

RECOMMEND = RecommendAboutDecree(Source.OMBUDSMAN, "R-12/2025", "Agar dicabut", date(2025, 5, 26))
ANSWER = AnswerAboutDecree("R-12/2025", "Telah dicabut", followed=True)
ON_RECORD = act_of(*NORTH_PERSONNEL, on(2025, 5, 2))


def recommended(people: int = 2) -> Decreeing:
    return issued(people).when(RECOMMEND, ON_RECORD).then_kinds(DecreeRecommendationReceived)


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


# Who sees it, and what they may do


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
