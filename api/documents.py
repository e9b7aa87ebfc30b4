"""Documents' bytes over HTTP: taken in before they are named in a case, and shown to those who may see the case."""

import asyncio
from base64 import b64encode
from collections.abc import Iterator
from http import HTTPStatus
from typing import IO, Annotated, Any
from uuid import UUID

import structlog
from fastapi import APIRouter, Path, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import StreamingResponse
from starlette.requests import ClientDisconnect

from api.answers import ANSWERS, access
from api.answers.cases import StoredAnswer
from api.bodies import Code, StrictRoute
from api.entry import ACaller, Now, TheHouse
from api.lookups import ALooker
from api.problems import Problem
from application.content import SUFFIXES, content_type
from application.documents import ActiveContent, Incoming, NotTaken, TooLarge
from domain.calendar import Zone
from domain.lookups import What
from domain.policy import ContentType
from domain.refusals import DocumentUnknown
from domain.transfer.allowed import audience, overseeing
from domain.transfer.desk import Audience

_log = structlog.get_logger("jejak.documents")

router = APIRouter(prefix="/v1", tags=["documents"], route_class=StrictRoute, responses=ANSWERS)

_SILENCE = 30.0  # seconds without a byte after which an upload is given up
_CHUNK = 65_536
_ANYTHING: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "the bytes of one document, and nothing around them; Content-Type is not looked at",
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


@router.post(
    "/documents",
    status_code=HTTPStatus.CREATED,
    openapi_extra=access("whoever has a valid token") | _ANYTHING,
)
async def upload(request: Request, caller: ACaller, now: Now, house: TheHouse) -> StoredAnswer:
    """Take in a document's bytes. The same bytes again are the same document; name them in a case by their SHA-256."""
    allowed = (await run_in_threadpool(house.policies.in_force, Zone.WIB.day_of(now))).uploads
    declared = request.headers.get("content-length", "0")
    if declared.isdecimal() and int(declared) > allowed.largest_bytes:
        raise _refused(TooLarge())
    try:
        with house.documents.incoming(allowed) as incoming:
            await _receive(request, incoming, house.settings.upload_seconds)
            stored = await run_in_threadpool(incoming.keep)
    except NotTaken as why:
        raise _refused(why) from None
    _log.info("document taken in", actor=str(caller.person), sha256=stored.sha256, size=stored.size)
    return StoredAnswer(sha256=stored.sha256, size=stored.size, content_type=stored.content_type)


async def _receive(request: Request, incoming: Incoming, most: float) -> None:
    """All of the body, for as long as it keeps coming."""
    ticking = asyncio.get_running_loop().time
    end = ticking() + most
    try:
        async with asyncio.timeout(min(most, _SILENCE)) as patience:
            async for chunk in request.stream():
                await run_in_threadpool(incoming.write, chunk)
                patience.reschedule(min(end, ticking() + _SILENCE))
    except TimeoutError:
        raise Problem("upload-too-slow", HTTPStatus.REQUEST_TIMEOUT, headers=_HANGING_UP) from None
    except ClientDisconnect:
        raise Problem("upload-broken", HTTPStatus.BAD_REQUEST, headers=_HANGING_UP) from None


# The server would go on reading what is still to come.
_HANGING_UP = {"Connection": "close"}


def _refused(why: NotTaken) -> Problem:
    match why:
        case TooLarge():
            status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
            return Problem("document-too-large", status, headers=_HANGING_UP)
        case ActiveContent():
            return Problem("document-active", HTTPStatus.UNPROCESSABLE_ENTITY, detail=str(why))
        case _:
            return Problem("document-type-refused", HTTPStatus.UNSUPPORTED_MEDIA_TYPE)


@router.get(
    "/transfers/{transfer_id}/documents/{kind}",
    openapi_extra=access("as the case itself, raters excepted"),
    response_class=StreamingResponse,
    responses={
        int(HTTPStatus.OK): {
            "description": "The bytes as they were uploaded.",
            "content": {
                each.value: {"schema": {"type": "string", "format": "binary"}} for each in ContentType
            },
        }
    },
)
def show_document(
    transfer_id: Annotated[UUID, Path(description="the transfer's id")],
    kind: Annotated[Code, Path(description="D01 to D24", examples=["D08"])],
    reader: ALooker,
    version: Annotated[int | None, Query(ge=1, le=10_000, description="the newest when not given")] = None,
) -> StreamingResponse:
    """A document of the case: the newest version, or the one asked for. It has been compared with its SHA-256."""
    shown = reader.house.cases.show(
        transfer_id,
        lambda transfer, facts: (
            None
            if (seen_by := audience(transfer, facts, reader.person, reader.acts_for)) is Audience.RATER
            else seen_by
        ),
    )
    versions = shown.transfer.file.get(kind, ())
    number = version or len(versions)
    if not 1 <= number <= len(versions):
        raise DocumentUnknown
    sha256 = versions[number - 1].document.sha256
    through = overseeing(shown.transfer, shown.case, reader.person, reader.acts_for)
    reader.looks_at(What.DOCUMENT, [shown.transfer.person], through, transfer_id)
    file = reader.house.documents.open(sha256)
    found = content_type(file)
    size = file.seek(0, 2)
    file.seek(0)
    _log.info(
        "document shown", actor=str(reader.person), stream=str(transfer_id), document=kind, version=number
    )
    name = f"{kind}-v{number}-{str(transfer_id)[:8]}.{SUFFIXES[found] if found else 'bin'}"
    return StreamingResponse(
        _pieces(file),
        media_type=found or "application/octet-stream",
        headers={
            "Content-Length": str(size),
            "Content-Disposition": f'attachment; filename="{name}"',
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store",
            "Repr-Digest": f"sha-256=:{b64encode(bytes.fromhex(sha256)).decode('ascii')}:",
        },
    )


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while piece := file.read(_CHUNK):
            yield piece
