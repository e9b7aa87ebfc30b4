"""The published law of one ledger: what a process reads of the gazette, and the door through which texts get into it.

A process keeps what it has read. Nothing is missed by that: a command decided under the law names the gazette's version
among those its append compares, and a version it does not know is looked up before it is called unknown.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256
from operator import itemgetter
from pathlib import Path
from threading import Lock
from uuid import uuid5

import structlog

from application import ledger as ledgers
from application.ledger import AlreadyRecorded, Draft, Entry, Ledger
from application.policies import (
    FOLDER,
    NoPolicyInForce,
    Policies,
    demands_of,
    policies_of,
    read_laws,
    read_rules,
)
from application.recording import Envelope, decode, encode
from application.streams import Folded, Kind, Streams
from domain.act import Act
from domain.calendar import Calendar
from domain.identity import GAZETTE, person_id
from domain.policy import Policy
from domain.policy_publication import (
    Gazette,
    LawEvent,
    LawText,
    PublicationRulesInstalled,
    evolve,
    install_laws,
    install_rules,
)

_log = structlog.get_logger("jejak.law")

_ATTEMPTS = 5
OPERATOR = person_id("operator")


class Law:
    """What is published, as this process knows it; `current` looks whether there is more."""

    def __init__(self, ledger: Ledger, streams: Streams | None = None) -> None:
        self._ledger = ledger
        self._streams = streams or Streams(ledger)
        self._said: dict[int, Policies] = {}  # by how many texts were published; there are only ever more
        self._stood: list[tuple[int, Gazette]] = []  # after each event of the gazette, by its position
        self._read_upto = 0
        self._turn = Lock()

    def gazette(self) -> Gazette:
        """The gazette as it stands now."""
        folded = self._streams.load({GAZETTE: Kind.GAZETTE}, fresh=True)[GAZETTE]
        return folded.state or Gazette()

    def gazette_at(self, position: int) -> Gazette:
        """As it stood at a position of the ledger."""
        folded = self._streams.load_at({GAZETTE: Kind.GAZETTE}, position)[GAZETTE]
        return folded.state or Gazette()

    def current(self) -> Policies:
        return self.as_of(self.gazette())

    def as_of(self, gazette: Gazette | None) -> Policies:
        """What that state of the gazette says. Before there was one, what is known: a version never changes."""
        if gazette is None:
            return self.known
        count, rests_on = len(gazette.published), demands_of(rules_of(gazette)).rests_on
        said = self._said.get(count) or policies_of((each.law for each in gazette.published), rests_on)
        if said.rests_on != rests_on:
            said = replace(said, rests_on=rests_on)
        self._said[count] = said
        return said

    def at(self, position: int) -> Policies:
        """What was law at that position of the ledger; of a ledger whose law came later, what is known."""
        with self._turn:
            if position > self._read_upto:
                self._read_upto = self._ledger.head()
                for line in self._ledger.since({GAZETTE: len(self._stood)}):
                    recorded = decode(line)
                    before = self._stood[-1][1] if self._stood else None
                    self._stood.append((recorded.position, evolve(before, recorded.event, recorded.act)))
            stood = bisect_right(self._stood, position, key=itemgetter(0))
            gazette = self._stood[stood - 1][1] if stood else None
        return self.as_of(gazette)

    @property
    def known(self) -> Policies:
        """Without looking again."""
        return self._said[max(self._said)] if self._said else self.current()

    @property
    def calendar(self) -> Calendar:
        """The national one, as last read."""
        return self.known.calendar

    @property
    def versions(self) -> tuple[Policy, ...]:
        return self.current().versions

    def in_force(self, day: date, regions: tuple[str, ...] = ()) -> Policy:
        return self.current().in_force(day, regions)

    def version(self, name: str) -> Policy:
        try:
            return self.known.version(name)
        except NoPolicyInForce:
            return self.current().version(name)


@dataclass(frozen=True, slots=True)
class EnterTexts:
    """What an operator enters: the texts an installation begins with, and the rules of publication if they are others."""

    laws: Sequence[LawText]
    rules: PublicationRulesInstalled | None

    def decide(self, gazette: Gazette | None) -> tuple[str, list[LawEvent]]:
        """The latest version that is then law, and what is entered."""
        events = install_laws(gazette, self.laws) if self.laws else []
        if self.rules is not None:
            events += install_rules(gazette, self.rules)
        published = [each.law for each in gazette.published] if gazette else []
        return policies_of(published or self.laws).versions[-1].version, events


def install(ledger: Ledger, at: datetime, folder: Path = FOLDER) -> int:
    """Enter the texts of the files into an empty gazette, and the rules of publication whenever they are others, as the
    operator's act; return how many were entered.

    Any number of processes may do this at once. LawDiffers when a file has another text than its published version.
    """
    laws, rules = read_laws(folder), read_rules(folder)
    for _ in range(_ATTEMPTS):
        folded = Streams(ledger).load({GAZETTE: Kind.GAZETTE}, fresh=True)[GAZETTE]
        version, events = EnterTexts(laws, rules).decide(folded.state)
        if folded.state is not None:
            _tell_of_unpublished(folded.state, laws)
        if not events:
            return 0
        digest = sha256(
            "".join((*(law.sha256 for law in laws), rules.offices, rules.demands)).encode()
        ).hexdigest()
        command = uuid5(GAZETTE, f"{folded.version} {digest}")
        act = Act(OPERATOR, at, command, version)
        drafts = drafts_of(events, folded, Envelope(act, request=digest))
        try:
            ledger.append(Entry(act.command, {GAZETTE: folded.version}, drafts))
        except (ledgers.ChangedMeanwhile, AlreadyRecorded):
            continue  # another process was faster; look at what it entered
        return len(events)
    raise ledgers.ChangedMeanwhile


def _tell_of_unpublished(gazette: Gazette, laws: list[LawText]) -> None:
    for law in laws:
        if gazette.law(law.version) is None:
            _log.warning("not_published", version=law.version)


def rules_of(gazette: Gazette) -> PublicationRulesInstalled:
    """What texts are held against; those of the program where the gazette is silent."""
    return gazette.rules or read_rules()


def drafts_of(events: Sequence[LawEvent], folded: Folded, envelope: Envelope) -> list[Draft]:
    return [
        Draft(GAZETTE, folded.version + number, *encode(event, envelope))
        for number, event in enumerate(events, start=1)
    ]
