"""The door to what an office orders beside its cases: what it delegates, what it plans.

One command changes one stream, looking at some others; all of them are read afresh, and the append checks their versions.
Like the door to cases it answers the same command with the same receipt, and says so in the log.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from time import perf_counter
from typing import Any
from uuid import UUID

import structlog

from application import ledger as ledgers
from application.cases import ChangedMeanwhile, CommandReused, Sent
from application.law import Law
from application.ledger import AlreadyRecorded, Draft, Entry, Ledger, Line
from application.policies import Policies
from application.recording import Envelope, encode, envelope_of
from application.streams import Folded, Kind, Streams
from domain.act import Act, Capacity
from domain.calendar import Zone
from domain.policy import Policy
from domain.refusals import OfficeUnknown, Refused
from domain.registry.agency import Agency
from domain.registry.office import Office

_log = structlog.get_logger("jejak.commands")

_ATTEMPTS = 5


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


@dataclass(frozen=True, slots=True)
class Made:
    """What a command recorded. The same command id always gets the same answer."""

    stream: UUID
    version: int
    position: int
    events: tuple[str, ...]


class Orders:
    """Streams of one ledger under the published policies."""

    def __init__(self, ledger: Ledger, policies: Policies | Law, streams: Streams | None = None) -> None:
        self._ledger = ledger
        self._policies = policies
        self._streams = streams or Streams(ledger)

    def carry_out(self, asked: Asked, sent: Sent) -> Made:
        """Decide a command and record what follows; raises what the door to cases raises, but for what was seen."""
        started = perf_counter()
        outcome, made = "unknown", None
        try:
            made = self._carry_out(asked, sent)
            outcome = "recorded"
        except Refused as refused:
            outcome = refused.code
            raise
        except Exception as error:
            outcome = type(error).__name__
            raise
        finally:
            _log.info(
                "command",
                command=asked.name,
                command_id=str(sent.command),
                outcome=outcome,
                actor=str(sent.by),
                office=None if sent.office is None else str(sent.office),
                stream=str(asked.stream),
                version=None if made is None else made.version,
                position=None if made is None else made.position,
                correlation=sent.correlation,
                milliseconds=round(1000 * (perf_counter() - started), 2),
            )
        return made

    def _carry_out(self, asked: Asked, sent: Sent) -> Made:
        for _ in range(_ATTEMPTS):
            if made := self._repeated(asked.stream, sent):
                return made
            try:
                return self._attempt(asked, sent)
            except (AlreadyRecorded, ledgers.ChangedMeanwhile):
                continue
        raise ChangedMeanwhile

    def follow(self, asked: Asked, sent: Sent) -> tuple[Act, list[Any]]:
        """What follows from a command, and under which act, as the streams stand; nothing is recorded."""
        _, act, events = self._decided(asked, sent)
        return act, events

    def _attempt(self, asked: Asked, sent: Sent) -> Made:
        folded, act, events = self._decided(asked, sent)
        envelope = Envelope(act, sent.request, sent.correlation)
        version = folded[asked.stream].version
        drafts = [
            Draft(asked.stream, version + number, *encode(event, envelope))
            for number, event in enumerate(events, start=1)
        ]
        versions = {stream: each.version for stream, each in folded.items()}
        first = self._ledger.append(Entry(sent.command, versions, drafts))
        return _made(asked.stream, first, drafts)

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

    def _repeated(self, stream: UUID, sent: Sent) -> Made | None:
        lines = self._ledger.of_command(sent.command)
        if not lines:
            return None
        envelope = envelope_of(lines[0])
        if envelope.request != sent.request or envelope.act.by != sent.by:
            raise CommandReused
        return _made(stream, lines[0].position, lines)


def _made(stream: UUID, first: int, recorded: list[Draft] | list[Line]) -> Made:
    return Made(
        stream, recorded[-1].version, first + len(recorded) - 1, tuple(each.name for each in recorded)
    )
