"""The door for look-ups: what is read is on record before it is answered, or it is not answered.

The page of the logbook is kept in memory, so that looking again on the same day asks the ledger nothing. A crash between the
record and the answer leaves a look-up that nobody got to see: told all the same, for nobody can tell it from one that was.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

import structlog

from application import ledger as ledgers
from application.carrying_out import ChangedMeanwhile
from application.law import Law
from application.ledger import Draft, Entry, Ledger
from application.policies import Policies
from application.recording import Envelope, encode
from application.streams import Folded, Kind, Streams
from domain.act import Act
from domain.identity import lookups_id
from domain.lookups import Logbook, LookupEvent, evolve
from domain.policy import Policy
from domain.transfer.allowed import Holding

_log = structlog.get_logger("jejak.lookups")

_ATTEMPTS = 20  # one official's requests at the same moment; nobody else writes here
_MOST_KEPT = 2_000  # pages of the logbook

Decide = Callable[[Logbook, Policy, date], list[LookupEvent]]


@dataclass(frozen=True, slots=True)
class Reading:
    """Who reads, through which office, when, and the day it is."""

    by: UUID
    through: Holding
    at: datetime
    today: date


class Lookups:
    """The logbook of one ledger, under the published purposes."""

    def __init__(self, ledger: Ledger, policies: Policies | Law) -> None:
        self._ledger = ledger
        self._policies = policies
        self._streams = Streams(ledger, _MOST_KEPT)

    def record(self, reading: Reading, decide: Decide) -> None:
        """Raise the Refused of the decision, ChangedMeanwhile, and the ledger's OutcomeUnknown and TooBusy."""
        office, policy = reading.through.office, self._policies.in_force(reading.today)
        stream = lookups_id(office, reading.by, reading.today)
        act = Act(reading.by, reading.at, uuid4(), policy.version, office, reading.through.capacity)
        for attempt in range(_ATTEMPTS):
            page = self._streams.load({stream: Kind.LOOKUPS}, fresh=attempt > 0)[stream]
            logbook: Logbook = page.state or Logbook()
            if not (events := decide(logbook, policy, reading.today)):
                return
            envelope = Envelope(act, request="")
            drafts = [
                Draft(stream, page.version + number, *encode(event, envelope))
                for number, event in enumerate(events, start=1)
            ]
            try:
                first = self._ledger.append(Entry(act.command, {stream: page.version}, drafts))
            except ledgers.ChangedMeanwhile:
                continue
            for event in events:
                logbook = evolve(logbook, event, act)
            self._streams.remember({stream: Folded(logbook, drafts[-1].version, first + len(drafts) - 1)})
            _log.info("looked_up", actor=str(reading.by), office=str(office), position=first)
            return
        raise ChangedMeanwhile
