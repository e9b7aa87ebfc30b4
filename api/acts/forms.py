"""What the acts share: the forms that are filled in, and the receipt that is given."""

from http import HTTPStatus
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import Field

from api.answers import ANSWERS, ReceiptAnswer
from api.bodies import Body, Code, Day, Digest, Number, StrictRoute
from application.carrying_out import Receipt
from domain.transfer.events import Document

MADE: dict[str, Any] = {"status_code": HTTPStatus.CREATED}


def acts_router() -> APIRouter:
    return APIRouter(
        prefix="/v1/transfers/{transfer_id}", tags=["acts"], route_class=StrictRoute, responses=ANSWERS
    )


def receipt(made: Receipt, response: Response) -> ReceiptAnswer:
    """What was recorded, and where the case can be read."""
    response.headers["Location"] = f"/v1/transfers/{made.stream}"
    return ReceiptAnswer(
        transfer=made.stream,
        version=made.version,
        position=made.position,
        events=made.events,
        on_behalf_of=made.on_behalf_of,
    )


StepName = Annotated[Code, Field(description="an open step of the route", examples=["file_verification"])]


class StepBody(Body):
    step: StepName


class DocumentBody(Body):
    """A document; its bytes are kept elsewhere and bound by their SHA-256."""

    kind: Annotated[Code, Field(description="D01 to D24", examples=["D08"])]
    number: Number
    issued_on: Day
    issuer: Number
    sha256: Digest
    post: UUID | None = None

    def to_document(self) -> Document:
        return Document(self.kind, self.number, self.issued_on, self.issuer, self.sha256, self.post)


Documents = Annotated[tuple[DocumentBody, ...], Field(max_length=40)]
