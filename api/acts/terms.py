"""A posting for a term: renewed, or left to end and reported back from."""

from fastapi import Response

from api.acts.forms import MADE, StepBody, acts_router, receipt
from api.answers import ReceiptAnswer, access
from api.bodies import Day, Number, Reason
from api.entry import TheDoor
from domain.transfer import commands

acts = acts_router()


class TermRenewalBody(StepBody):
    number: Number
    reason: Reason


class ReturnReportBody(StepBody):
    """`number`: of the statement that the person is back at work."""

    returned_on: Day
    number: Number


@acts.post("/term-renewals", **MADE, openapi_extra=access("the office of the open step"))
def renew_term(body: TermRenewalBody, door: TheDoor, response: Response) -> ReceiptAnswer:
    """Let another term follow, no more often than the law allows; else it ends by itself on its last day."""
    return receipt(door(commands.RenewTerm(body.step, body.number, body.reason)), response)


@acts.post("/return-reports", **MADE, openapi_extra=access("the office of the open step"))
def report_return(body: ReturnReportBody, door: TheDoor, response: Response) -> ReceiptAnswer:
    """After the term: the person is back at work in the post they came from, which closes the case."""
    command = commands.ReportReturn(body.step, body.returned_on, body.number)
    return receipt(door(command), response)
