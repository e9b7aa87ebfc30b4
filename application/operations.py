"""The door for directions about projections: who directs what and why is on record, and asked from there."""

from collections.abc import Callable, Sequence

from application.ledger import Draft, Entry, Ledger
from application.recording import Envelope, decode, encode
from domain.act import Act
from domain.identity import projection_id
from domain.operations import Directions, OperationsEvent, evolve

Decide = Callable[[Directions], Sequence[OperationsEvent]]


def directions_for(ledger: Ledger, projection: str) -> Directions:
    directions, _ = _known(ledger, projection)
    return directions


def direct(ledger: Ledger, projection: str, decide: Decide, act: Act) -> int:
    """Record what `decide` makes of what was directed before; return its position.

    Raise the Refused of the decision, or ChangedMeanwhile when somebody directed something at the same moment.
    """
    known, version = _known(ledger, projection)
    stream = projection_id(projection)
    drafts = [
        Draft(stream, number, *encode(event, Envelope(act, "")))
        for number, event in enumerate(decide(known), start=version + 1)
    ]
    return ledger.append(Entry(act.command, {stream: version}, drafts))


def _known(ledger: Ledger, projection: str) -> tuple[Directions, int]:
    directions, version = Directions(), 0
    for recorded in map(decode, ledger.read([projection_id(projection)])):
        directions, version = evolve(directions, recorded.event, recorded.act), recorded.version
    return directions, version
