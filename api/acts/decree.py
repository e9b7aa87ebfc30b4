"""The decree and what comes of it."""

from typing import Annotated
from uuid import UUID

from fastapi import Response
from pydantic import Field

from api.acts.forms import MADE, StepBody, acts_router, receipt
from api.answers import ReceiptAnswer, access
from api.bodies import Body, Day, Number, Reason, Text
from api.entry import TheDoor
from domain.policy import Duty
from domain.transfer import commands
from domain.transfer.events import System

acts = acts_router()


class DecreeBody(StepBody):
    """`goals` are what the evaluations after 3, 6 and 12 months will be held against."""

    number: Number
    post: UUID
    effective_on: Day
    grounds: Reason
    goals: Annotated[tuple[Reason, ...], Field(min_length=1, max_length=10)]
    deviation: Text = ""


class AppointmentBody(StepBody):
    number: Number
    post: UUID
    effective_on: Day


class ServiceBody(StepBody):
    served_on: Day
    manner: Number


class ReplacementReportBody(StepBody):
    """`number` is that of the letter to the Minister."""

    number: Number
    reported_on: Day


class InaugurationBody(StepBody):
    held_on: Day
    number: Number


class DutyStartBody(StepBody):
    started_on: Day
    number: Number
    post: UUID


class PayrollBody(StepBody):
    """`number` is that of the statement that pay was stopped (SKPP); `movedOn` the first day the receiving side pays."""

    number: Number
    moved_on: Day


class NationalRecordBody(StepBody):
    """`number` is the one given in SIASN or I-MUT."""

    number: Number
    synced_on: Day


class DataBlockBody(Body):
    """`number` is that of BKN's letter."""

    number: Number
    reason: Reason
    blocked_on: Day


class DataUnblockBody(Body):
    number: Number
    reason: Reason


class ReferenceBody(Body):
    system: System
    number: Number


class SuspensionBody(Body):
    reason: Reason
    basis: Annotated[Reason, Field(description="the law, or the order of a court or overseer by its number")]


class SuspensionLiftBody(Body):
    reason: Reason


class RevocationBody(Body):
    number: Number
    reason: Reason
    legal_basis: Reason


class CorrectionBody(Body):
    """A slip of the pen: `what` was written and what it should read; person, post and date stay."""

    number: Number
    what: Reason
    reason: Reason


@acts.post("/decrees", **MADE, openapi_extra=access("the office of the open step"))
def decree(body: DecreeBody, door: TheDoor, response: Response) -> ReceiptAnswer:
    """Decree the transfer; the rules are evaluated again on this day."""
    command = commands.IssueDecree(
        body.step, body.number, body.post, body.effective_on, body.grounds, body.goals, body.deviation
    )
    return receipt(door(command), response)


@acts.post("/appointments", **MADE, openapi_extra=access("the office of the open step"))
def appoint(body: AppointmentBody, door: TheDoor, response: Response) -> ReceiptAnswer:
    """The second decree: the receiving authority appoints into the named post."""
    command = commands.IssueAppointment(body.step, body.number, body.post, body.effective_on)
    return receipt(door(command), response)


@acts.post("/services", **MADE, openapi_extra=access("the office of the open step"))
def serve(body: ServiceBody, door: TheDoor, response: Response) -> ReceiptAnswer:
    """Hand the decision to the person."""
    return receipt(door(commands.ServeDecision(body.step, body.served_on, body.manner)), response)


@acts.post("/replacement-reports", **MADE, openapi_extra=access("the office of the open step"))
def report_replacement(body: ReplacementReportBody, door: TheDoor, response: Response) -> ReceiptAnswer:
    """Report to the Minister of Home Affairs that an official was replaced in a window."""
    return receipt(door(commands.ReportReplacement(body.step, body.number, body.reported_on)), response)


@acts.post("/inaugurations", **MADE, openapi_extra=access("the office of the open step"))
def inaugurate(body: InaugurationBody, door: TheDoor, response: Response) -> ReceiptAnswer:
    """Inaugurate the person into the post."""
    return receipt(door(commands.HoldInauguration(body.step, body.held_on, body.number)), response)


@acts.post("/duty-starts", **MADE, openapi_extra=access("the office of the open step"))
def start_duty(body: DutyStartBody, door: TheDoor, response: Response) -> ReceiptAnswer:
    """The person has started (SPMT): the seats change hands and the evaluations are set."""
    command = commands.StartDuty(body.step, body.started_on, body.number, body.post)
    return receipt(door(command), response)


@acts.post("/payroll-transfers", **MADE, openapi_extra=access("the office of the open step"))
def transfer_payroll(body: PayrollBody, door: TheDoor, response: Response) -> ReceiptAnswer:
    """The origin has stopped the pay (SKPP), and the receiving side pays from that day on."""
    return receipt(door(commands.TransferPayroll(body.step, body.number, body.moved_on)), response)


@acts.post("/national-records", **MADE, openapi_extra=access("the office of the open step"))
def sync_national_record(body: NationalRecordBody, door: TheDoor, response: Response) -> ReceiptAnswer:
    """The national record (SIASN) shows the person in the new post."""
    return receipt(door(commands.SyncNationalRecord(body.step, body.number, body.synced_on)), response)


@acts.post("/data-blocks", **MADE, openapi_extra=access("an office", duty=Duty.DATA_BLOCKS))
def block_data(body: DataBlockBody, door: TheDoor, response: Response) -> ReceiptAnswer:
    """Record that BKN has blocked the person's data: no decree and no update of the record until it lifts that."""
    return receipt(door(commands.BlockData(body.number, body.reason, body.blocked_on)), response)


@acts.post("/data-blocks/lifts", **MADE, openapi_extra=access("an office", duty=Duty.DATA_BLOCKS))
def unblock_data(body: DataUnblockBody, door: TheDoor, response: Response) -> ReceiptAnswer:
    """Record that BKN has lifted the block."""
    return receipt(door(commands.UnblockData(body.number, body.reason)), response)


@acts.post("/references", **MADE, openapi_extra=access("an office", duty=Duty.REFERENCES))
def record_reference(body: ReferenceBody, door: TheDoor, response: Response) -> ReceiptAnswer:
    """Record the number the case has in another system, at any time."""
    return receipt(door(commands.RecordReference(body.system, body.number)), response)


@acts.post("/suspensions", **MADE, openapi_extra=access("the decreeing office"))
def suspend_decree(body: SuspensionBody, door: TheDoor, response: Response) -> ReceiptAnswer:
    """Hold the decree up, of your own accord or as ordered: no step is done under it."""
    return receipt(door(commands.SuspendDecree(body.reason, body.basis)), response)


@acts.post("/suspension-lifts", **MADE, openapi_extra=access("the decreeing office"))
def lift_suspension(body: SuspensionLiftBody, door: TheDoor, response: Response) -> ReceiptAnswer:
    """Let the decree go on; every open step gets back the time it had left."""
    return receipt(door(commands.LiftSuspension(body.reason)), response)


@acts.post("/revocations", **MADE, openapi_extra=access("the decreeing office"))
def revoke_decree(body: RevocationBody, door: TheDoor, response: Response) -> ReceiptAnswer:
    """Revoke the decree. Whoever has started goes back to their post, with the day they first took it up."""
    return receipt(door(commands.RevokeDecree(body.number, body.reason, body.legal_basis)), response)


@acts.post("/corrections", **MADE, openapi_extra=access("the decreeing office"))
def correct_decree(body: CorrectionBody, door: TheDoor, response: Response) -> ReceiptAnswer:
    """Correct a slip of the pen that changes neither person, post nor date."""
    return receipt(door(commands.CorrectDecree(body.number, body.what, body.reason)), response)
