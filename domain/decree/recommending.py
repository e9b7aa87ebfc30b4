"""What others recommend about a whole decree: it reaches everybody it is in force for, and one answer reaches them again.

Each case keeps its own, with its own day to answer, as if it had been recorded there. Followed, the decree is revoked for
everybody by an act of its own.
"""

from uuid import UUID

from domain.act import Act
from domain.decree.annex import reach
from domain.decree.commands import AnswerAboutDecree, RecommendAboutDecree
from domain.decree.events import DecreeRecommendationAnswered, DecreeRecommendationReceived
from domain.decree.outcome import Outcome
from domain.decree.papers import Papers
from domain.decree.state import Decree, Stage
from domain.policy import Duty
from domain.refusals import (
    NoDecreeInForce,
    NotIssuedYet,
    NotTheDecidingOffice,
    NotTheRecordingOffice,
    RecommendationOnRecord,
    RecommendationUnknown,
    Refused,
)
from domain.transfer.commands import AnswerRecommendation, RecordRecommendation
from domain.transfer.events import TransferEvent
from domain.transfer.facts import Facts
from domain.transfer.guards import official, with_reason
from domain.transfer.remedies import answer_recommendation, may_record_recommendation, received_recommendation
from domain.transfer.state import Transfer


def may_recommend(decree: Decree, act: Act, papers: Papers) -> tuple[UUID, ...]:
    """Recorded by the personnel office of the decreeing agency or who watches over it, or by who may in every case."""
    if decree.stage is not Stage.ISSUED:
        raise NotIssuedYet
    if not (in_force := papers.in_force(decree)):
        raise NoDecreeInForce
    agency = papers.office.described.agency
    if act.office is None:
        raise NotTheRecordingOffice
    if not papers.policy.duties[Duty.RECOMMENDATIONS].is_of(act.office, agency):
        for transfer_id in in_force:
            case = papers.cases[transfer_id]
            if case.transfer is not None:
                may_record_recommendation(case.transfer, act, case.facts)
    return in_force


def recommend(decree: Decree, command: RecommendAboutDecree, act: Act, papers: Papers) -> Outcome:
    in_force = may_recommend(decree, act, papers)
    with_reason(command.text)
    if any(each.number == command.number for each in decree.recommendations):
        raise RecommendationOnRecord
    one = RecordRecommendation(command.source, command.number, command.text, command.due_on)

    def for_one(_: UUID, transfer: Transfer, acting: Act, facts: Facts) -> list[TransferEvent]:
        if acting.office is not None:
            official(transfer, acting.office, acting, facts)
        return received_recommendation(transfer, one, acting, facts)

    reached = reach(in_force, papers, act, for_one)
    reached.somebody(papers.policy.version)
    received = DecreeRecommendationReceived(
        command.source,
        command.number,
        command.text,
        papers.today(act),
        tuple(reached.cases),
        tuple(reached.passed_over),
    )
    return Outcome([received], reached.cases)


def may_answer(decree: Decree, act: Act, papers: Papers) -> None:
    """By the office that decreed, also when the decree has been revoked since, while somebody it may act upon waits."""
    if act.office != papers.office_id:
        raise NotTheDecidingOffice
    waiting = [number for each in decree.recommendations if _waiting(number := each.number, decree, papers)]
    if not waiting:
        raise RecommendationUnknown
    refused: list[Refused] = []
    for number in waiting:
        for transfer_id in _waiting(number, decree, papers):
            try:
                _answered(transfer_id, AnswerRecommendation(number, "-", followed=False), act, papers)
            except Refused as why:
                refused.append(why)
            else:
                return
    raise refused[0]


def answer(decree: Decree, command: AnswerAboutDecree, act: Act, papers: Papers) -> Outcome:
    """In every case in which it was not answered yet; in some it may have been, by itself."""
    if act.office != papers.office_id:
        raise NotTheDecidingOffice
    with_reason(command.answer)
    waiting = _waiting(command.number, decree, papers)
    if not waiting:
        raise RecommendationUnknown
    one = AnswerRecommendation(command.number, command.answer, command.followed)
    reached = reach(
        waiting,
        papers,
        act,
        lambda _, transfer, acting, facts: answer_recommendation(transfer, one, acting, facts),
    )
    if not reached.cases:
        _answered(waiting[0], one, act, papers)  # the reason it was refused for
    answered = DecreeRecommendationAnswered(
        command.number, command.answer, command.followed, tuple(reached.cases), tuple(reached.passed_over)
    )
    return Outcome([answered], reached.cases)


def _waiting(number: str, decree: Decree, papers: Papers) -> tuple[UUID, ...]:
    """The cases in which a recommendation about the whole decree is not answered."""
    told = next((each for each in decree.recommendations if each.number == number), None)
    if told is None:
        return ()
    return tuple(
        each
        for each in told.reached
        if (case := papers.cases.get(each)) is not None
        and case.transfer is not None
        and (held := case.transfer.recommendations.get(number)) is not None
        and held.answered is None
    )


def _answered(transfer_id: UUID, one: AnswerRecommendation, act: Act, papers: Papers) -> list[TransferEvent]:
    case = papers.cases[transfer_id]
    if case.transfer is None:
        raise RecommendationUnknown
    return answer_recommendation(case.transfer, one, act, case.facts)
