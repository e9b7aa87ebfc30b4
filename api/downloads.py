"""Answers that are saved as a file, streamed as they are read."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from fastapi.responses import StreamingResponse

from api.moments import HEADER

_PIECE = 65_536


def offered(*kinds: str) -> dict[int | str, dict[str, Any]]:
    """For the OpenAPI document: what is answered."""
    content = {kind: {"schema": {"type": "string"}} for kind in kinds}
    return {int(HTTPStatus.OK): {"description": "all of it, as it is read", "content": content}}


def attached(pieces: Iterator[bytes], name: str, kind: str, *, as_of: int | None = None) -> StreamingResponse:
    """`as_of`: the position it was made at, which is told; asked as of that one it is the same again."""
    return StreamingResponse(
        gathered(pieces),
        media_type=kind,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
        }
        | ({} if as_of is None else {HEADER: str(as_of)}),
    )


def gathered(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The same bytes in larger pieces: each piece that is sent costs a change of threads."""
    waiting = bytearray()
    for piece in pieces:
        waiting += piece
        if len(waiting) >= _PIECE:
            yield bytes(waiting)
            waiting.clear()
    if waiting:
        yield bytes(waiting)
