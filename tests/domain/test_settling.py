"""After the start of duty: pay moved, the national record updated, data blocked by BKN, numbers of other systems."""

from dataclasses import replace
from datetime import date

from cast import (
    BUDI_MOVES,
    CITY_PERSONNEL,
    HEALTH_HEAD,
    KANREG,
    MAYOR,
    NORTH_INSPECTORATE,
    NORTH_PERSONNEL,
    REGENT,
    SITI_MOVES,
    act_of,
    on,
)
from given import Case, given
from stories import balancing_move, teacher_moves_to_the_city

from domain.identity import office_id
from domain.refusals import (
    AlreadyNoted,
    DataBlockedNow,
    DataNotBlocked,
    DatesOutOfOrder,
    NotDecreedYet,
    NotTheDecidingOffice,
    NotTheRecordingOffice,
    ReasonRequired,
    StepNotOpen,
)
from domain.transfer.commands import (
    BlockData,
    IssueDecree,
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
    StepLeftUndone,
    System,
    TransferClosed,
)
from domain.transfer.state import Status

PAY = TransferPayroll("payroll", "SKPP-77", date(2025, 11, 1))
SYNC = SyncNationalRecord("national_record", "IM-1", date(2025, 10, 13))
BLOCK = BlockData("B-77", "Mutasi tanpa pertimbangan teknis", date(2025, 10, 6))
UNBLOCK = UnblockData("B-77", "Keputusan telah diperbaiki")
BY_NORTH, BY_CITY = act_of(*NORTH_PERSONNEL, on(2025, 10, 13)), act_of(*CITY_PERSONNEL, on(2025, 10, 13))


def started() -> Case:
    return given(BUDI_MOVES).given(teacher_moves_to_the_city(), until="payroll")


def test_both_open_at_the_start_of_duty_and_run_beside_the_evaluations() -> None:
    case = started()
    assert {name: each.office for name, each in case.state.open.items()} == {
        "payroll": office_id(*NORTH_PERSONNEL),
        "national_record": office_id(*CITY_PERSONNEL),
    }
    assert case.state.status is Status.EVALUATING
    case.when(SYNC, BY_CITY).then(NationalRecordSynced("national_record", "IM-1", date(2025, 10, 13)))
    case.when(PAY, BY_NORTH).then(PayrollTransferred("payroll", "SKPP-77", date(2025, 11, 1)))
    assert case.state.status is Status.EVALUATING
    assert not case.state.open


def test_the_origin_stops_the_pay_and_the_receiving_side_updates_the_record() -> None:
    started().when(PAY, BY_CITY).then_refused(NotTheDecidingOffice)
    started().when(SYNC, BY_NORTH).then_refused(NotTheDecidingOffice)
    started().when(replace(PAY, step="national_record"), BY_CITY).then_refused(StepNotOpen)
    started().when(replace(SYNC, step="payroll"), BY_NORTH).then_refused(StepNotOpen)


def test_neither_happens_before_the_start_of_duty_nor_is_the_record_updated_in_the_future() -> None:
    started().when(replace(PAY, moved_on=date(2025, 9, 30)), BY_NORTH).then_refused(DatesOutOfOrder)
    started().when(replace(SYNC, synced_on=date(2025, 9, 30)), BY_CITY).then_refused(DatesOutOfOrder)
    started().when(replace(SYNC, synced_on=date(2025, 10, 14)), BY_CITY).then_refused(DatesOutOfOrder)


def test_a_case_closed_without_them_says_so() -> None:
    story = [
        (command, act)
        for command, act in balancing_move()
        if not isinstance(command, TransferPayroll | SyncNationalRecord)
    ]
    case = given(SITI_MOVES).given(story)
    due_on = date(2025, 5, 16)
    assert case.last[-3:] == [
        StepLeftUndone("payroll", office_id(*NORTH_PERSONNEL), due_on),
        StepLeftUndone("national_record", office_id(*NORTH_PERSONNEL), due_on),
        TransferClosed("SUCCESS"),
    ]
    whole = given(SITI_MOVES).given(balancing_move())
    assert "StepLeftUndone" not in whole.kinds


# Data blocked by BKN


def test_while_data_are_blocked_the_record_is_not_updated() -> None:
    case = started().when(BLOCK, BY_CITY)
    case.then(DataBlocked("B-77", "Mutasi tanpa pertimbangan teknis", date(2025, 10, 6)))
    case.when(SYNC, BY_CITY).then_refused(DataBlockedNow)
    case.when(PAY, BY_NORTH).then_kinds(PayrollTransferred)
    case.when(UNBLOCK, BY_CITY).then(DataUnblocked("B-77", "Keputusan telah diperbaiki"))
    case.when(SYNC, BY_CITY).then_kinds(NationalRecordSynced)


def test_about_whose_data_are_blocked_nothing_is_decreed_in_any_case() -> None:
    case = given(SITI_MOVES).given(balancing_move(), until="decree").about(blocks=frozenset({"B-77"}))
    decree = IssueDecree("decree", "821/55", SITI_MOVES.target, date(2025, 4, 14), "Pemerataan", ("Tertata",))
    case.when(decree, act_of(*REGENT, on(2025, 3, 24))).then_refused(DataBlockedNow)


def test_who_may_record_a_block() -> None:
    for office in (CITY_PERSONNEL, NORTH_INSPECTORATE, KANREG):
        started().when(BLOCK, act_of(*office, on(2025, 10, 13))).then_kinds(DataBlocked)
    for office in (NORTH_PERSONNEL, MAYOR, HEALTH_HEAD):
        started().when(BLOCK, act_of(*office, on(2025, 10, 13))).then_refused(NotTheRecordingOffice)


def test_a_block_has_a_decree_behind_it_a_reason_and_a_day_that_has_come() -> None:
    undecided = given(BUDI_MOVES).given(teacher_moves_to_the_city(), until="decree")
    undecided.when(BLOCK, BY_CITY).then_refused(NotDecreedYet)
    started().when(replace(BLOCK, reason=" "), BY_CITY).then_refused(ReasonRequired)
    started().when(replace(BLOCK, blocked_on=date(2025, 10, 14)), BY_CITY).then_refused(DatesOutOfOrder)
    started().when(BLOCK, BY_CITY).when(BLOCK, BY_CITY).then_refused(AlreadyNoted)


def test_only_the_block_there_is_can_be_lifted() -> None:
    started().when(UNBLOCK, BY_CITY).then_refused(DataNotBlocked)
    case = started().when(BLOCK, BY_CITY)
    case.when(replace(UNBLOCK, number="B-78"), BY_CITY).then_refused(DataNotBlocked)
    case.when(replace(UNBLOCK, reason=""), BY_CITY).then_refused(ReasonRequired)


# Numbers of other systems


def test_a_number_of_another_system_is_recorded_at_any_time_and_once() -> None:
    told = RecordReference(System.IMUT, "IM-2025-0117")
    case = given(BUDI_MOVES).given(teacher_moves_to_the_city(), until="service")
    case.when(told, BY_NORTH).then(ExternalReferenceRecorded(System.IMUT, "IM-2025-0117"))
    case.when(told, BY_CITY).then_refused(AlreadyNoted)
    case.when(told, act_of(*MAYOR, on(2025, 10, 1))).then_refused(NotTheRecordingOffice)
    closed = given(SITI_MOVES).given(balancing_move())
    closed.when(told, act_of(*NORTH_PERSONNEL, on(2026, 5, 4))).then_kinds(ExternalReferenceRecorded)
