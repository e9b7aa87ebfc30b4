"""The regent's decree for people like Siti, at each of its stages, and the acts about it."""

from datetime import date

from cast import NORTH_PERSONNEL, NORTH_SECRETARY, REGENT, act_of, on
from decreeing import NUMBERING, REGENT_ID, Decreeing, decreeing, transfer_of

from domain.decree.commands import (
    Annexed,
    AnnexTransfers,
    AnswerAboutDecree,
    CorrectWholeDecree,
    DraftDecree,
    PutForSignature,
    RecommendAboutDecree,
    RevokeWholeDecree,
    SignDecree,
)
from domain.decree.events import (
    DecreeDrafted,
    DecreeInitialled,
    DecreePutForSignature,
    DecreeRecommendationReceived,
    DecreeSigned,
)
from domain.transfer.events import Source

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


LATER = act_of(*REGENT, on(2025, 5, 5))


RECOMMEND = RecommendAboutDecree(Source.OMBUDSMAN, "R-12/2025", "Agar dicabut", date(2025, 5, 26))
ANSWER = AnswerAboutDecree("R-12/2025", "Telah dicabut", followed=True)
ON_RECORD = act_of(*NORTH_PERSONNEL, on(2025, 5, 2))


def recommended(people: int = 2) -> Decreeing:
    return issued(people).when(RECOMMEND, ON_RECORD).then_kinds(DecreeRecommendationReceived)
