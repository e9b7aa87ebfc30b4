"""What is left to the person, and to those who watch: objection (keberatan), silence, and recommendations from outside.

All of it is possible also when the case has ended. An objection alone does not suspend the decree (UU 30/2014 Ps. 65).
"""

from datetime import date
from uuid import UUID

from domain.act import Act
from domain.calendar import Calendar
from domain.identity import OfficeKind, office_id
from domain.policy import Duty, Initiative, Side, Step, StepKind
from domain.refusals import (
    AlreadyAnswered,
    DatesOutOfOrder,
    DeadlineStands,
    EscalatedAlready,
    MisdirectionUnproven,
    NoObjectionOpen,
    NothingToObjectTo,
    NotThePersonConcerned,
    NotTheRecordingOffice,
    ObjectionOnRecord,
    ObjectionTimeOver,
    RecommendationOnRecord,
    RecommendationUnknown,
    TooEarly,
)
from domain.transfer.clocks import must_move
from domain.transfer.commands import (
    AnswerRecommendation,
    DecideObjection,
    FileObjection,
    LapseObjection,
    RecomputeObjection,
    RecomputeRecommendation,
    RecordRecommendation,
    RevokeDecree,
    WithdrawObjection,
)
from domain.transfer.deadlines import is_overdue
from domain.transfer.documents import comes_from_an_office, names_its_post
from domain.transfer.events import (
    Against,
    DecisionServed,
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
    TransferEvent,
    TransferFoundIneligible,
    TransferRejected,
)
from domain.transfer.facts import Facts
from domain.transfer.guards import in_capacity, official, only_the_clock, with_reason
from domain.transfer.revoking import by_decreeing_office, decree_step, revocation
from domain.transfer.state import Objection, Transfer

_OF_ORIGIN = frozenset({Side.ORIGIN_AGENCY, Side.ORIGIN_REGIONAL_OFFICE, Side.ORIGIN_UNIT})

# Objection


def objectionable(transfer: Transfer) -> Against:
    """The decision the person may object to: a decree in force, or that their own request was refused."""
    if transfer.decree is not None and not transfer.is_revoked:
        return Against.DECREE
    if transfer.initiative is Initiative.OWN_REQUEST:
        match transfer.ending:
            case TransferRejected():
                return Against.REFUSAL
            case TransferFoundIneligible():
                return Against.INELIGIBILITY
    raise NothingToObjectTo


def may_object(transfer: Transfer, act: Act, facts: Facts) -> Against:
    del facts
    against = objectionable(transfer)
    _in_person(transfer, act)
    if transfer.objection is not None:
        raise ObjectionOnRecord
    return against


def file_objection(transfer: Transfer, command: FileObjection, act: Act, facts: Facts) -> list[TransferEvent]:
    """Within its time it goes to the deciding office; after it, that is recorded with what is left to the person.

    Its documents go into the file, where every version is kept and can be shown; what they name is checked here, as no office
    verifies them.
    """
    against = may_object(transfer, act, facts)
    with_reason(command.grounds)
    for document in command.documents:
        names_its_post(document, transfer, facts)
        comes_from_an_office(document, act, facts)
    filed_on = _today(transfer, act, facts)
    decided_on, served_on = _decided_on(transfer, facts), _served_on(transfer)
    last_day = _last_day(decided_on, served_on, transfer, facts)
    elsewhere = _elsewhere(command, decided_on, filed_on)
    if last_day is not None and elsewhere is not None:
        last_day = _not_counting(elsewhere, last_day, transfer, facts)
    number = command.number or f"KEB-{facts.transfer_id.hex[:8]}/{filed_on.year}"
    new = [
        DocumentSubmitted(document)
        for document in command.documents
        if transfer.documents.get(document.kind) != document
    ]
    before: list[TransferEvent] = [*new] if elsewhere is None else [*new, elsewhere]
    if last_day is not None and filed_on > last_day:
        words = facts.policy.objections
        return [
            *before,
            ObjectionFoundInadmissible(
                number=number,
                filed_on=filed_on,
                against=against,
                grounds=command.grounds,
                decided_on=decided_on,
                served_on=served_on,
                last_day=last_day,
                reason=words.late.id,
                advice=words.advice.id.replace("{days}", str(facts.policy.limit("court_days"))),
            ),
        ]
    return [
        *before,
        ObjectionFiled(
            number=number,
            filed_on=filed_on,
            against=against,
            grounds=command.grounds,
            documents=command.documents,
            decided_on=decided_on,
            served_on=served_on,
            last_day=last_day,
            office=deciding_office(transfer, facts),
            due_on=due_on(filed_on, transfer, facts),
        ),
    ]


def may_withdraw_objection(transfer: Transfer, act: Act, facts: Facts) -> None:
    del facts
    _waiting(transfer)
    _in_person(transfer, act)


def withdraw_objection(
    transfer: Transfer, command: WithdrawObjection, act: Act, facts: Facts
) -> list[TransferEvent]:
    may_withdraw_objection(transfer, act, facts)
    return [ObjectionWithdrawn(command.reason)]


def may_decide_objection(transfer: Transfer, act: Act, facts: Facts) -> Objection:
    """The office it waits for, within its time; the office above, to which it was escalated, at any time."""
    objection, office, last_day = _waiting(transfer)
    official(transfer, office, act, facts)
    in_capacity(decree_step(facts), act, facts)
    if objection.escalated is None and _today(transfer, act, facts) > last_day:
        raise ObjectionTimeOver
    return objection


def decide_objection(
    transfer: Transfer, command: DecideObjection, act: Act, facts: Facts
) -> list[TransferEvent]:
    """Granted against a decree, the decree is revoked in the same breath. After a refusal the person may ask again."""
    objection = may_decide_objection(transfer, act, facts)
    with_reason(command.reason)
    decided = ObjectionDecided(command.granted, command.number, command.reason)
    if command.granted and objection.filed.against is Against.DECREE:
        return [decided, *_revoked(transfer, command.number, command.reason, act, facts)]
    return [decided]


def lapse_objection(
    transfer: Transfer, command: LapseObjection, act: Act, facts: Facts
) -> list[TransferEvent]:
    """The day after the last one: silence is recorded with its effect, which the policy gives."""
    del command
    only_the_clock(act)
    objection, _, last_day = _waiting(transfer)
    if objection.escalated is not None:
        raise EscalatedAlready
    today = _today(transfer, act, facts)
    if not is_overdue(last_day, today):
        raise TooEarly
    if not facts.policy.limit("objection_silence_annuls"):
        above = facts.superior(*_authority(_decided_at(transfer, facts), facts))
        return [
            ObjectionLapsed(last_day, Silence.ESCALATED),
            ObjectionEscalated(above, due_on(today, transfer, facts), today),
        ]
    lapsed = ObjectionLapsed(last_day, Silence.DEEMED_GRANTED)
    if objection.filed.against is not Against.DECREE:
        return [lapsed]
    reason = facts.policy.objections.deemed_granted.id
    return [lapsed, *_revoked(transfer, objection.filed.number, reason, act, facts)]


def _in_person(transfer: Transfer, act: Act) -> None:
    if act.by != transfer.person or act.office is not None:
        raise NotThePersonConcerned


def _waiting(transfer: Transfer) -> tuple[Objection, UUID, date]:
    """The objection to be decided, by whom, and by when."""
    objection = transfer.objection_to_decide
    if objection is None or objection.office is None or objection.due_on is None:
        raise NoObjectionOpen
    return objection, objection.office, objection.due_on


def _revoked(transfer: Transfer, number: str, reason: str, act: Act, facts: Facts) -> list[TransferEvent]:
    basis = facts.policy.limits["objection_decision_working_days"].legal_basis
    return revocation(transfer, RevokeDecree(number, reason, basis), act, facts)


# Its time


def _decided_on(transfer: Transfer, facts: Facts) -> date:
    if transfer.decided is None:
        raise NothingToObjectTo
    return facts.zone_of(_decided_at(transfer, facts)).day_of(transfer.decided.at)


def _today(transfer: Transfer, act: Act, facts: Facts) -> date:
    """The day it is where the decision was made: its limits end there."""
    return facts.zone_of(_decided_at(transfer, facts)).day_of(act.at)


def _served_on(transfer: Transfer) -> date | None:
    served = (done.event for done in transfer.done.values())
    return next((event.served_on for event in served if isinstance(event, DecisionServed)), None)


def _last_day(decided_on: date, served_on: date | None, transfer: Transfer, facts: Facts) -> date | None:
    """Counted from the decision, or where the policy says so from its service; None while that has not come."""
    begins: date | None = decided_on
    if facts.policy.limit("objection_counts_from_service"):
        begins = None if served_on is None else max(decided_on, served_on)
    if begins is None:
        return None
    return _calendar(transfer, facts).after(begins, facts.policy.limit("objection_working_days"))


def _elsewhere(command: FileObjection, decided_on: date, filed_on: date) -> ObjectionMisdirected | None:
    """That it lay elsewhere first is shown by a document, such as the receipt of who had it."""
    if command.misdirected is None:
        return None
    to, since, until = command.misdirected.to, command.misdirected.since, command.misdirected.until
    with_reason(to)
    if not decided_on <= since <= until <= filed_on:
        raise DatesOutOfOrder
    if not command.documents:
        raise MisdirectionUnproven
    return ObjectionMisdirected(to, since, until)


def _not_counting(elsewhere: ObjectionMisdirected, last_day: date, transfer: Transfer, facts: Facts) -> date:
    """Later by the working days it lay elsewhere, where the law does not count them; not if it came there too late already."""
    if not facts.policy.objections.misdirected or elsewhere.since > last_day:
        return last_day
    calendar = _calendar(transfer, facts)
    return calendar.after(last_day, calendar.between(elsewhere.since, elsewhere.until))


def due_on(received: date, transfer: Transfer, facts: Facts) -> date:
    """The last day to decide an objection that came, or was escalated, on that day."""
    return _calendar(transfer, facts).after(received, facts.policy.limit("objection_decision_working_days"))


def _calendar(transfer: Transfer, facts: Facts) -> Calendar:
    return facts.calendar_of(_decided_at(transfer, facts).side)


# Its offices


def deciding_office(transfer: Transfer, facts: Facts) -> UUID:
    """The office that decreed or refused; the authority over it, where it does not decide in its own name."""
    step = _decided_at(transfer, facts)
    in_own_name = step.office in facts.policy.in_own_name
    if in_own_name and transfer.decided is not None and transfer.decided.office is not None:
        return transfer.decided.office
    return office_id(*_authority(step, facts))


def _decided_at(transfer: Transfer, facts: Facts) -> Step:
    """The step at which the decision was made that the person objects to."""
    if transfer.decree is None:
        match transfer.ending:
            case TransferRejected(step):
                return facts.route.steps[step]
            case TransferFoundIneligible():
                verification = facts.route.step_of(StepKind.VERIFICATION)
                if verification is not None:
                    return verification
    return decree_step(facts)


def _authority(step: Step, facts: Facts) -> tuple[OfficeKind, UUID]:
    """The authority in whose name the step is done: its kind, and what it stands over."""
    if step.office in facts.policy.in_own_name:
        return step.office, facts.scope(step.side)
    place = facts.origin if step.side in _OF_ORIGIN else facts.target
    return facts.policy.objections.authority, place.agency_id


def recompute_objection(
    transfer: Transfer, command: RecomputeObjection, act: Act, facts: Facts
) -> list[TransferEvent]:
    """A corrected calendar moves the last day to decide it, of whichever office it is before."""
    del command
    only_the_clock(act)
    objection, _, last_day = _waiting(transfer)
    came_on = objection.filed.filed_on if objection.escalated is None else objection.escalated.escalated_on
    if came_on is None:
        raise DeadlineStands
    to, calendar = due_on(came_on, transfer, facts), _calendar(transfer, facts)
    must_move(last_day, to, _today(transfer, act, facts), objection.calendar, calendar)
    return [ObjectionDeadlineRecomputed(to, calendar.version)]


# Recommendations from outside


def may_record_recommendation(transfer: Transfer, act: Act, facts: Facts) -> None:
    """Offices the policy names: whom they are sent to, and who watches over one of the agencies."""
    if act.office is None or act.office not in facts.on_duty(Duty.RECOMMENDATIONS):
        raise NotTheRecordingOffice
    official(transfer, act.office, act, facts)


def record_recommendation(
    transfer: Transfer, command: RecordRecommendation, act: Act, facts: Facts
) -> list[TransferEvent]:
    may_record_recommendation(transfer, act, facts)
    return received_recommendation(transfer, command, act, facts)


def received_recommendation(
    transfer: Transfer, command: RecordRecommendation, act: Act, facts: Facts
) -> list[TransferEvent]:
    """Once for every number, by whoever may record it."""
    with_reason(command.text)
    if command.number in transfer.recommendations:
        raise RecommendationOnRecord
    today = facts.today(act)
    answer_by = command.due_on or answer_due_on(today, facts)
    if answer_by < today:
        raise DatesOutOfOrder
    return [
        OversightRecommendationReceived(
            command.source, command.number, command.text, today, answer_by, command.due_on is not None
        )
    ]


def answer_due_on(received_on: date, facts: Facts) -> date:
    """The last day to answer a recommendation that came on that day and names none."""
    calendar = facts.calendar_of(Side.RECEIVING_AGENCY)
    return calendar.after(received_on, facts.policy.limit("recommendation_working_days"))


def recompute_recommendation(
    transfer: Transfer, command: RecomputeRecommendation, act: Act, facts: Facts
) -> list[TransferEvent]:
    """A corrected calendar moves the last day to answer it, unless the recommendation named that day. The clock does it."""
    only_the_clock(act)
    recommendation = transfer.recommendations.get(command.number)
    if recommendation is None:
        raise RecommendationUnknown
    if recommendation.answered is not None:
        raise AlreadyAnswered
    received = recommendation.received
    if received.due_named:
        raise DeadlineStands
    to, calendar = answer_due_on(received.received_on, facts), facts.calendar_of(Side.RECEIVING_AGENCY)
    must_move(received.due_on, to, facts.today(act), recommendation.calendar, calendar)
    return [RecommendationDeadlineRecomputed(command.number, to, calendar.version)]


def may_answer_recommendation(transfer: Transfer, act: Act, facts: Facts) -> None:
    if all(each.answered is not None for each in transfer.recommendations.values()):
        raise RecommendationUnknown
    by_decreeing_office(transfer, act, facts)


def answer_recommendation(
    transfer: Transfer, command: AnswerRecommendation, act: Act, facts: Facts
) -> list[TransferEvent]:
    recommendation = transfer.recommendations.get(command.number)
    if recommendation is None:
        raise RecommendationUnknown
    if recommendation.answered is not None:
        raise AlreadyAnswered
    may_answer_recommendation(transfer, act, facts)
    with_reason(command.answer)
    return [OversightRecommendationAnswered(command.number, command.answer, command.followed)]
