"""Talking with the person: consultation before the decree, notice before the effective date. A transfer is no punishment."""

from domain.act import Act
from domain.policy import Duty, Policy, Side
from domain.refusals import (
    AlreadyAnswered,
    AlreadyDecreed,
    ConsultationNotOffered,
    DatesOutOfOrder,
    NotDecreedYet,
    NotTheApplicant,
)
from domain.transfer.commands import DeclineConsultation, GiveNotice, OfferConsultation, RecordConsultation
from domain.transfer.events import (
    ConsultationDeclined,
    ConsultationHeld,
    ConsultationOffered,
    DecreeIssued,
    NoticeGiven,
    TransferEvent,
)
from domain.transfer.facts import Facts
from domain.transfer.guards import official, still_open, with_reason
from domain.transfer.state import Transfer


def _personnel(transfer: Transfer, act: Act, facts: Facts) -> None:
    still_open(transfer)
    official(transfer, facts.office_for(Duty.CONSULTATION), act, facts)


def may_offer(transfer: Transfer, act: Act, facts: Facts) -> None:
    _personnel(transfer, act, facts)
    if transfer.decree is not None:
        raise AlreadyDecreed
    if transfer.consultation is not None:
        raise AlreadyAnswered


def offer_consultation(
    transfer: Transfer, command: OfferConsultation, act: Act, facts: Facts
) -> list[TransferEvent]:
    may_offer(transfer, act, facts)
    return [ConsultationOffered(facts.today(act), command.note)]


def may_record(transfer: Transfer, act: Act, facts: Facts) -> ConsultationOffered:
    _personnel(transfer, act, facts)
    return _offered(transfer)


def record_consultation(
    transfer: Transfer, command: RecordConsultation, act: Act, facts: Facts
) -> list[TransferEvent]:
    offered = may_record(transfer, act, facts)
    if not offered.on <= command.held_on <= facts.today(act):
        raise DatesOutOfOrder
    with_reason(command.note)
    return [ConsultationHeld(command.held_on, command.note)]


def may_decline(transfer: Transfer, act: Act) -> None:
    still_open(transfer)
    if act.by != transfer.person or act.office is not None:
        raise NotTheApplicant
    _offered(transfer)


def decline_consultation(
    transfer: Transfer, command: DeclineConsultation, act: Act, facts: Facts
) -> list[TransferEvent]:
    del facts
    may_decline(transfer, act)
    return [ConsultationDeclined(command.reason)]


def may_notify(transfer: Transfer, act: Act, facts: Facts) -> DecreeIssued:
    _personnel(transfer, act, facts)
    if transfer.decree is None:
        raise NotDecreedYet
    if transfer.notice is not None:
        raise AlreadyAnswered
    if transfer.started_on is not None:
        raise DatesOutOfOrder
    return transfer.decree


def give_notice(transfer: Transfer, command: GiveNotice, act: Act, facts: Facts) -> list[TransferEvent]:
    """After the decree and before it takes effect; how early is recorded, for the reports to judge."""
    effective_on = may_notify(transfer, act, facts).effective_on
    if not command.given_on <= min(facts.today(act), effective_on):
        raise DatesOutOfOrder
    days = facts.calendar_of(Side.RECEIVING_AGENCY).between(command.given_on, effective_on)
    return [NoticeGiven(command.given_on, effective_on, days)]


def told_in_time(notice: NoticeGiven, policy: Policy) -> bool:
    """As early as the policy wants it; a later notice is still one, and better than none."""
    return notice.working_days >= policy.limit("notice_working_days")


def _offered(transfer: Transfer) -> ConsultationOffered:
    match transfer.consultation:
        case ConsultationOffered():
            return transfer.consultation
        case None:
            raise ConsultationNotOffered
        case _:
            raise AlreadyAnswered
