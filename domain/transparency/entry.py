"""What stands for an event in the tree: every column of its row, the body by its SHA-256."""

import json
from datetime import UTC, datetime
from hashlib import sha256
from uuid import UUID

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def entry(
    position: int, stream: UUID, version: int, command: UUID, recorded_at: datetime, name: str, body: bytes
) -> bytes:
    """The bytes that are hashed as a leaf: canonical JSON (RFC 8785), below 65,536 bytes for the tiles to come.

    Form 1, for ever: another form has another `v`. `body` is the digest of the stored bytes as they are, so nothing
    is made again from JSON.
    """
    moment = recorded_at.astimezone(UTC).replace(tzinfo=None)
    row = {  # in the order of RFC 8785
        "body": sha256(body).hexdigest(),
        "command": str(command),
        "name": name,
        "position": position,
        "recorded_at": moment.isoformat(timespec="microseconds") + "Z",
        "stream": str(stream),
        "v": 1,
        "version": version,
    }
    return _encode(row).encode()
