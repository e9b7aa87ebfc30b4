"""What is settled once the person has started: pay, the national record, and what other systems say of the case.

Pay and record are steps beside the evaluations. Neither holds an evaluation up; a case that is closed without one of them
says so.
"""

from domain.act import Act
from domain.policy import Duty, StepKind
from domain.refusals import (
    AlreadyNoted,
    DataBlockedNow,
    DataNotBlocked,
    DatesOutOfOrder,
    NotDecreedYet,
    NotTheRecordingOffice,
)
from domain.transfer.commands import (
    BlockData,
    RecordReference,
    SyncNationalRecord,
    TransferPayroll,
    UnblockData,
)
from domain.transfer.events import (
    DataBlocked,
    DataUnblocked,
    ExternalReferenceRecorded,
    NationalRecordSynced,
    PayrollTransferred,
    TransferEvent,
)
from domain.transfer.facts import Facts
from domain.transfer.guards import official, open_step, with_reason
from domain.transfer.routes import advance
from domain.transfer.state import Transfer


def transfer_payroll(
    transfer: Transfer, command: TransferPayroll, act: Act, facts: Facts
) -> list[TransferEvent]:
    """The origin's statement that it has stopped the pay (SKPP)."""
    step, _ = open_step(transfer, command.step, frozenset({StepKind.PAYROLL}), act, facts)
    if transfer.started_on is not None and command.moved_on < transfer.started_on:
        raise DatesOutOfOrder
    return advance(transfer, [PayrollTransferred(step.name, command.number, command.moved_on)], act, facts)


def may_sync(facts: Facts) -> None:
    """BKN serves nothing about a person whose data it has blocked."""
    if facts.person.blocks:
        raise DataBlockedNow(", ".join(sorted(facts.person.blocks)))


def sync_national_record(
    transfer: Transfer, command: SyncNationalRecord, act: Act, facts: Facts
) -> list[TransferEvent]:
    step, _ = open_step(transfer, command.step, frozenset({StepKind.NATIONAL_RECORD}), act, facts)
    may_sync(facts)
    if not (transfer.started_on or command.synced_on) <= command.synced_on <= facts.today(act):
        raise DatesOutOfOrder
    return advance(transfer, [NationalRecordSynced(step.name, command.number, command.synced_on)], act, facts)


def may_block(transfer: Transfer, act: Act, facts: Facts) -> None:
    """Recorded by BKN itself, by the receiving personnel office, or by who watches over one of the agencies."""
    _recording(transfer, act, facts)
    if transfer.decree is None:
        raise NotDecreedYet
    if transfer.blocked is not None:
        raise AlreadyNoted


def may_unblock(transfer: Transfer, act: Act, facts: Facts) -> DataBlocked:
    _recording(transfer, act, facts)
    if transfer.blocked is None:
        raise DataNotBlocked
    return transfer.blocked


def block_data(transfer: Transfer, command: BlockData, act: Act, facts: Facts) -> list[TransferEvent]:
    """Until it is lifted, the record is not updated and no decree is made about this person, in no case."""
    may_block(transfer, act, facts)
    with_reason(command.reason)
    if command.blocked_on > facts.today(act):
        raise DatesOutOfOrder
    return [DataBlocked(command.number, command.reason, command.blocked_on)]


def unblock_data(transfer: Transfer, command: UnblockData, act: Act, facts: Facts) -> list[TransferEvent]:
    blocked = may_unblock(transfer, act, facts)
    with_reason(command.reason)
    if command.number != blocked.number:
        raise DataNotBlocked
    return [DataUnblocked(command.number, command.reason)]


def _recording(transfer: Transfer, act: Act, facts: Facts) -> None:
    if act.office is None or act.office not in facts.on_duty(Duty.DATA_BLOCKS):
        raise NotTheRecordingOffice
    official(transfer, act.office, act, facts)


def may_refer(transfer: Transfer, act: Act, facts: Facts) -> None:
    """At any time, also when the case has ended: by one of the two personnel offices."""
    if act.office is None or act.office not in facts.on_duty(Duty.REFERENCES):
        raise NotTheRecordingOffice
    official(transfer, act.office, act, facts)


def record_reference(
    transfer: Transfer, command: RecordReference, act: Act, facts: Facts
) -> list[TransferEvent]:
    may_refer(transfer, act, facts)
    recorded = ExternalReferenceRecorded(command.system, command.number)
    if recorded in transfer.references:
        raise AlreadyNoted
    return [recorded]
