"""The door to what an office orders beside its cases: what it delegates, what it plans.

One command changes one stream, looking at some others; all of them are read afresh, and the append checks their versions.
Like the door to cases it answers the same command with the same receipt, and says so in the log.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from application.carrying_out import Receipt, Sent, logged, once, receipt_of
from application.law import Law
from application.ledger import Draft, Entry, Ledger
from application.policies import Policies
from application.recording import Envelope, encode
from application.streams import Folded, Kind, Streams
from domain.act import Act, Capacity
from domain.calendar import Zone
from domain.policy import Policy
from domain.refusals import OfficeUnknown
from domain.registry.agency import Agency
from domain.registry.office import Office


@dataclass(frozen=True, slots=True)
class Question:
    """What a decision is made from: the states asked for, the act, its day where the office is, the law of that day."""

    states: Mapping[UUID, Any]
    act: Act
    today: date
    policy: Policy


@dataclass(frozen=True, slots=True)
class Asked:
    """A command on one stream: what it is called, what else it looks at, and what follows."""

    name: str
    stream: UUID
    looks_at: Mapping[UUID, Kind]
    decide: Callable[[Question], list[Any]]


class Orders:
    """Streams of one ledger under the published policies."""

    def __init__(self, ledger: Ledger, policies: Policies | Law, streams: Streams | None = None) -> None:
        self._ledger = ledger
        self._policies = policies
        self._streams = streams or Streams(ledger)

    def carry_out(self, asked: Asked, sent: Sent) -> Receipt:
        """Decide a command and record what follows; raises what the door to cases raises, but for what was seen."""
        with logged(asked.name, asked.stream, sent, version=None, position=None) as line:
            receipt = once(self._ledger, asked.stream, sent, lambda *_: self._attempt(asked, sent))
            line |= {"version": receipt.version, "position": receipt.position}
        return receipt

    def follow(self, asked: Asked, sent: Sent) -> tuple[Act, list[Any]]:
        """What follows from a command, and under which act, as the streams stand; nothing is recorded."""
        _, act, events = self._decided(asked, sent)
        return act, events

    def _attempt(self, asked: Asked, sent: Sent) -> Receipt:
        folded, act, events = self._decided(asked, sent)
        envelope = Envelope(act, sent.request, sent.correlation)
        version = folded[asked.stream].version
        drafts = [
            Draft(asked.stream, version + number, *encode(event, envelope))
            for number, event in enumerate(events, start=1)
        ]
        versions = {stream: each.version for stream, each in folded.items()}
        first = self._ledger.append(Entry(sent.command, versions, drafts))
        return receipt_of(asked.stream, first, drafts, act)

    def _decided(self, asked: Asked, sent: Sent) -> tuple[dict[UUID, Folded], Act, list[Any]]:
        wanted = dict(asked.looks_at)
        if sent.office is not None:
            wanted[sent.office] = Kind.OFFICE
        folded = self._streams.load(wanted, fresh=True)
        states = {stream: each.state for stream, each in folded.items()}
        capacity, today = self._standing(sent, None if sent.office is None else states[sent.office])
        policy = self._policies.in_force(today)
        act = Act(
            by=sent.by,
            at=sent.at,
            command=sent.command,
            policy=policy.version,
            office=sent.office,
            capacity=capacity,
            on_behalf_of=sent.on_behalf_of,
        )
        return folded, act, asked.decide(Question(states, act, today, policy))

    def _standing(self, sent: Sent, office: Office | None) -> tuple[Capacity | None, date]:
        """In which capacity the sender holds the office, and the day it is there."""
        if sent.office is None:
            return None, Zone.WIB.day_of(sent.at)
        if office is None:
            raise OfficeUnknown
        found = self._streams.load({office.described.agency: Kind.AGENCY}, fresh=False)
        agency: Agency | None = found[office.described.agency].state
        today = (Zone.WIB if agency is None else agency.zone).day_of(sent.at)
        term = self._policies.in_force(today).acting_term
        return office.held_by(sent.by, today, term).capacity, today
