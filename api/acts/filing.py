"""The file of a case: documents, verification, returns, and taking the request back."""

from typing import Annotated

from fastapi import Response
from pydantic import Field, Strict

from api.acts.forms import MADE, DocumentBody, Documents, StepBody, acts_router, receipt
from api.answers import ReceiptAnswer, access
from api.bodies import Body, Code, Reason, Text
from api.entry import TheDoor
from domain.policy import Signatory
from domain.transfer import commands

acts = acts_router()

DocumentKind = Annotated[Code, Field(description="D01 to D24", examples=["D08"])]

VersionNumber = Annotated[int, Strict(), Field(ge=1, le=10_000, description="of this kind, from 1")]


class DocumentAcceptanceBody(StepBody):
    kind: DocumentKind
    version: VersionNumber
    note: Text = ""
    signed_by: Signatory | None = None


class DocumentRefusalBody(StepBody):
    kind: DocumentKind
    version: VersionNumber
    reason: Reason


class VerificationBody(StepBody):
    signatories: Annotated[
        dict[Code, Signatory],
        Field(
            max_length=40,
            default_factory=dict,
            description="as what somebody signed a document, by its kind, where the checklist names who must (`signedBy`)",
        ),
    ]


class ReturnBody(StepBody):
    reason: Reason
    missing: Annotated[tuple[Code, ...], Field(max_length=40)] = ()


class ResubmissionBody(Body):
    note: Text = ""
    documents: Documents = ()


class WithdrawalBody(Body):
    reason: Reason


@acts.post(
    "/documents",
    **MADE,
    openapi_extra=access(
        "the applicant, or an office with an open step; of its own act, the office that did it"
    ),
)
def submit_document(body: DocumentBody, door: TheDoor, response: Response) -> ReceiptAnswer:
    """Put a document into the file; a newer one of the same kind is its next version.

    What an act of an office is put down in (a consent, the decree, the start of duty) comes from an office, after the decree too.
    """
    return receipt(door(commands.SubmitDocument(body.to_document())), response)


@acts.post(
    "/document-acceptances",
    **MADE,
    openapi_extra=access("the office of an open step that examines the file"),
)
def accept_document(body: DocumentAcceptanceBody, door: TheDoor, response: Response) -> ReceiptAnswer:
    """Find the newest version of a document good."""
    accepted = commands.AcceptDocument(body.step, body.kind, body.version, body.note, body.signed_by)
    return receipt(door(accepted), response)


@acts.post(
    "/document-refusals", **MADE, openapi_extra=access("the office of an open step that examines the file")
)
def refuse_document(body: DocumentRefusalBody, door: TheDoor, response: Response) -> ReceiptAnswer:
    """Refuse the newest version of a document, with a reason the person will read; the case goes on."""
    return receipt(door(commands.RefuseDocument(body.step, body.kind, body.version, body.reason)), response)


@acts.post("/verifications", **MADE, openapi_extra=access("the office of the open step"))
def verify(body: VerificationBody, door: TheDoor, response: Response) -> ReceiptAnswer:
    """Find the file complete; all eligibility rules are evaluated at once."""
    return receipt(door(commands.VerifyFile(body.step, body.signatories)), response)


@acts.post("/returns", **MADE, openapi_extra=access("the office of the open step"))
def return_file(body: ReturnBody, door: TheDoor, response: Response) -> ReceiptAnswer:
    """Send the file back for correction; the clocks stand still meanwhile."""
    return receipt(door(commands.ReturnFile(body.step, body.reason, body.missing)), response)


@acts.post("/resubmissions", **MADE, openapi_extra=access("the applicant"))
def resubmit(body: ResubmissionBody, door: TheDoor, response: Response) -> ReceiptAnswer:
    """Hand the corrected file in again; it goes on where it stood."""
    documents = tuple(document.to_document() for document in body.documents)
    return receipt(door(commands.ResubmitFile(body.note, documents)), response)


@acts.post("/withdrawals", **MADE, openapi_extra=access("the applicant"))
def withdraw(body: WithdrawalBody, door: TheDoor, response: Response) -> ReceiptAnswer:
    """Take the request back, before the decree."""
    return receipt(door(commands.WithdrawTransfer(body.reason)), response)
