"""Decrees of many: drafted, annexed, struck off, given up."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest
from cast import CITY_PERSONNEL, MAYOR, NEW_POST_ID, NORTH_ID, NORTH_SECRETARY, act_of
from decreeing import DECREE_ID, NUMBERING, REGENT_ID, Decreeing, decreeing, mover, transfer_of
from drafts import (
    BY_BKPSDM,
    BY_REGENT,
    BY_SECRETARY,
    DAY,
    DRAFT,
    NUMBER,
    SIGN,
    annex,
    before_signature,
    drafted,
    issued,
)

from domain.act import Capacity
from domain.decree.commands import AbandonDraft, AmendDraft, Annexed, AnnexTransfers, StrikeTransfer
from domain.decree.events import (
    DecreeDrafted,
    DecreeSigned,
    DraftAbandoned,
    DraftAmended,
    TransferAnnexed,
    TransferStruck,
)
from domain.decree.state import Stage
from domain.identity import OfficeKind, office_id
from domain.refusals import (
    AlreadyAnnexed,
    AnnexEmpty,
    CannotBeAnnexed,
    ConflictOfInterest,
    DatesOutOfOrder,
    DecreeUnknown,
    InAnotherDraft,
    NotADraft,
    NotInAnnex,
    NotNow,
    NotTheDecidingOffice,
    NotTheDraftingOffice,
    NumberTaken,
    OwnTransfer,
    ReasonRequired,
    StepNotOpen,
    TooManyPeople,
    TransferUnknown,
)
from domain.registry.decree_number import DecreeNumberTaken
from domain.transfer.allowed import Holding
from domain.transfer.allowed import allowed as allowed_in_case
from domain.transfer.commands import IssueDecree
from domain.transfer.deciding import issue_decree
from domain.transfer.desk import Audience
from domain.transfer.desk import desk as case_desk
from domain.transfer.events import ReleasedFromDraft

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
