"""What another text of the law would have said of the history there is: every case of which it would have said otherwise.

The ledger is walked once. Each moment at which the rules were asked is judged on what stood before it, under the version the
case stood under and under the text supposed (domain/transfer/supposed.py says what is compared, and what cannot be known).
What a region adds is supposed of the cases it binds, laid over the national version each stood under; terms of heads, under the
version each stood under.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import psycopg

from application.carrying_out import Sent
from application.law import Law
from application.ledger import Ledger
from application.past import OF_A_CASE, Commit
from application.policies import Policies, read_law
from application.recording import name_of_class
from application.replaying import Replay
from application.streams import Kind
from domain.policy import LocalAdditions, Policy, Terms
from domain.policy_publication import Gazette
from domain.refusals import PolicyUnknown
from domain.transfer.asked import asked
from domain.transfer.events import DecreeIssued, EligibilityEvaluated, TransferRequested
from domain.transfer.supposed import (
    Instead,
    Otherwise,
    binds,
    of_a_region,
    of_heads,
    of_the_nation,
    otherwise,
)

Text = Policy | LocalAdditions | Terms

_ASKS_THE_RULES = frozenset(map(name_of_class, (TransferRequested, EligibilityEvaluated, DecreeIssued)))


@dataclass(frozen=True, slots=True)
class Moment:
    """When the rules were asked in a case, and what the text supposed would have said otherwise; nothing, mostly.

    `policy` is the version it was decided under. `unread` says why it could not be judged, where it could not.
    """

    case: UUID
    position: int
    command: str
    at: datetime | None
    policy: str
    agencies: frozenset[UUID]
    otherwise: tuple[Otherwise, ...] = ()
    unread: str = ""


@dataclass
class Summary:
    """Of all moments: how many cases there were and differ, and by what; and how many moments could not be judged."""

    cases: set[UUID] = field(default_factory=set)
    differing: set[UUID] = field(default_factory=set)
    differences: Counter[str] = field(default_factory=Counter)
    moments: int = 0
    unread: int = 0

    def take(self, moment: Moment) -> None:
        self.moments += 1
        self.cases.add(moment.case)
        self.unread += bool(moment.unread)
        if moment.otherwise:
            self.differing.add(moment.case)
            self.differences.update(f"{each.what} {each.name}".strip() for each in moment.otherwise)


def named(gazette: Gazette, version: str) -> Text:
    """A text that is published or drafted; PolicyUnknown where there is none of that name, or it is a calendar."""
    found = gazette.law(version) or gazette.drafts.get(version)
    said = None if found is None else read_law(found.law)
    if not isinstance(said, Policy | LocalAdditions | Terms):
        raise PolicyUnknown
    return said


class Supposing:
    """One text held against one ledger, once."""

    def __init__(self, ledger: Ledger, text: Text, policies: Policies | None = None) -> None:
        self._replay = Replay(ledger, policies)
        self._law = policies or Law(ledger)
        self._text = text

    def whole(
        self,
        agencies: frozenset[UUID] | None = None,
        progress: Callable[[int, int], object] = lambda *_: None,
        upto: int | None = None,
    ) -> Iterator[Moment]:
        """All moments of the ledger in order; with `agencies` only of cases between some of them."""
        for commit in self._replay.commits(progress, upto):
            yield from self._moments(commit, agencies)

    def of_case(self, case: UUID) -> Iterator[Moment]:
        for commit in self._replay.commits_of(case):
            yield from (moment for moment in self._moments(commit, None) if moment.case == case)

    def _moments(self, commit: Commit, agencies: frozenset[UUID] | None) -> Iterator[Moment]:
        cases = {line.stream for line in commit.lines if line.name in _ASKS_THE_RULES}
        for case in sorted(cases):
            between = self._replay.lies_between(case)
            if (agencies is None or agencies & between) and (
                moment := self._moment(commit, case, between)
            ) is not None:
                yield moment

    def _instead(self) -> Instead:
        match self._text:
            case LocalAdditions() as additions:
                return of_a_region(additions, self._law.version)
            case Terms() as terms:
                return of_heads(terms)
            case policy:
                return of_the_nation(policy)

    def _moment(self, commit: Commit, case: UUID, between: frozenset[UUID]) -> Moment | None:
        """None where the text binds the case in no way."""
        try:
            followed = [
                commit.opened(line).recorded
                for line in commit.lines
                if line.stream == case and line.name in OF_A_CASE
            ]
            events: list[Any] = [each.event for each in followed]
            act = followed[0].act
            transfer = self._replay.past.load({case: Kind.TRANSFER}, fresh=False)[case].state
            command = asked(events, transfer)
            sent = Sent(act.by, act.at, act.command, "", act.office, on_behalf_of=act.on_behalf_of)
            weighed = self._replay.cases.weigh(case, command, sent)
            if isinstance(self._text, LocalAdditions) and not binds(self._text, weighed.facts):
                return None
            told = otherwise(weighed.transfer, command, events, weighed.act, weighed.facts, self._instead())
        except psycopg.Error:
            raise
        except Exception as error:  # noqa: BLE001 as when a decision is made again
            line = next(line for line in commit.lines if line.stream == case)
            return Moment(case, line.position, "", None, "", between, unread=type(error).__name__)
        name = type(command).__name__
        return Moment(case, followed[0].position, name, act.at, act.policy, between, tuple(told))
