"""The door for reviews of flags: load, decide, append. The same command id always gets the same receipt."""

from dataclasses import dataclass
from uuid import UUID

from application import ledger as ledgers
from application.carrying_out import ChangedMeanwhile, Receipt, Sent, receipt_of, repeated
from application.ledger import AlreadyRecorded, Draft, Entry, Ledger
from application.recording import Envelope, decode, encode
from domain.act import Act
from domain.history import fold
from domain.red_flags.flag import FlagState, flag_id
from domain.red_flags.review import Review, evolve, review_flag
from domain.refusals import FlagChanged


@dataclass(frozen=True, slots=True)
class Look:
    """Which flag was looked at: what it says now (`shown`), and what the inspector saw (`seen`)."""

    case: UUID
    indicator: str
    shown: str
    seen: str


def record_review(
    ledger: Ledger, look: Look, outcome: FlagState, reason: str, sent: Sent, act: Act
) -> Receipt:
    """What an inspector makes of a flag. Raise FlagChanged, the Refused of the decision, or ChangedMeanwhile."""
    stream = flag_id(look.case, look.indicator)
    if known := repeated(ledger, stream, sent):
        return known
    if look.seen != look.shown:
        raise FlagChanged
    history = [decode(line) for line in ledger.read([stream])]
    review = fold(evolve, None, history) or Review()
    events = review_flag(review, look.case, look.indicator, look.seen, outcome, reason, act)
    envelope = Envelope(act, sent.request, sent.correlation)
    drafts = [
        Draft(stream, version, *encode(event, envelope))
        for version, event in enumerate(events, start=len(history) + 1)
    ]
    try:
        first = ledger.append(Entry(act.command, {stream: len(history)}, drafts))
    except AlreadyRecorded:
        if known := repeated(ledger, stream, sent):
            return known
        raise
    except ledgers.ChangedMeanwhile as changed:
        raise ChangedMeanwhile from changed
    return receipt_of(stream, first, drafts, act)
