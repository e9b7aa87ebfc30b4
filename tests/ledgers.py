"""The cast on a real ledger."""

from uuid import UUID, uuid4

import cast

from application.ledger import Draft, Entry, Ledger
from application.recording import Envelope, encode
from domain.act import Act


def record(ledger: Ledger, streams: dict[UUID, list[object]]) -> None:
    """Record these events as the first of their streams, one command a stream."""
    for stream, events in streams.items():
        act = Act(UUID(int=1), cast.on(2021, 1, 4), uuid4(), cast.POLICY.version)
        drafts = [
            Draft(stream, version, *encode(event, Envelope(act, "")))
            for version, event in enumerate(events, start=1)
        ]
        ledger.append(Entry(act.command, {stream: 0}, drafts))


def with_cast(ledger: Ledger) -> None:
    record(ledger, cast.registered())
