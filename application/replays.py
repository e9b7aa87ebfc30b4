"""The decider's desk laid again: what each act on a case was done upon, and whether that is what went on record.

An event keeps the position and the digest of what its actor had seen, not for whom it was laid: it is laid for each
audience, and the one whose digest is on record is theirs. Everything is read from the ledger anew, nothing from what is
kept in memory.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from itertools import groupby
from typing import Any, get_args
from uuid import UUID

from application.cases import Cases, Shown
from application.decrees import Decrees
from application.ledger import Ledger
from application.recording import canonical, decode, name_of
from application.sights import digest
from domain.act import Act, Seen
from domain.decree.events import DecreeEvent
from domain.differences import Difference, marked
from domain.history import Recorded
from domain.in_force import until_day
from domain.refusals import Refused
from domain.transfer.desk import Audience, Json, desk, sealed_as_now

_DECREE_EVENTS = frozenset(get_args(DecreeEvent))
# What an altered or half-understood history may end in, when a desk is laid from it.
_CANNOT_BE_LAID = (Refused, LookupError, ValueError, TypeError, AttributeError)


class DecisionUnknown(Exception):
    """No act of the case begins with that version, or its actor had been shown nothing."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What one act recorded in a case. `audience` is whom the desk was laid for, `decree` the decree it was done by.

    `recomputed` is the digest of the desk as it is laid today from what was recorded then; None where nothing can be laid.
    """

    version: int
    position: int
    events: tuple[str, ...]
    act: Act
    recorded_at: datetime
    seen: Seen
    audience: Audience
    decree: UUID | None
    recomputed: str | None

    @property
    def matches(self) -> bool:
        return self.recomputed == self.seen.digest


@dataclass(frozen=True, slots=True)
class Replay:
    """`then` is what stood on the desk, laid for `shown_as`; None where it is not for the reader, or cannot be laid.

    `exact`: it is to the letter what the digest was made of, and not what another reader may see of the same moment.
    """

    decision: Decision
    shown_as: Audience
    exact: bool
    then: Json | None
    now: Json
    differences: tuple[Difference, ...]


class Replays:
    """Of the cases of one ledger."""

    def __init__(self, ledger: Ledger, cases: Cases, decrees: Decrees) -> None:
        self._ledger = ledger
        self._cases = cases
        self._decrees = decrees

    def decisions(
        self, transfer_id: UUID, after: int, limit: int, position: int, day: date = date.max
    ) -> list[Decision]:
        """Acts whose actors had seen the case, after a version, in order; as of a position and a day."""
        history = (decode(line) for line in self._ledger.read([transfer_id], position))
        found: list[Decision] = []
        for about in _by_command(until_day(history, day)):
            if about[0].act.seen is None or about[0].version <= after:
                continue
            found.append(self._decision(transfer_id, about))
            if len(found) == limit:
                break
        return found

    def replay(
        self, transfer_id: UUID, version: int, now: Shown, decree_shown: Callable[[UUID], Json | None]
    ) -> Replay:
        """The desk of the act that begins with `version`, beside what `now` is known to the reader.

        `decree_shown` gives a decree as the reader sees it now.
        """
        history = (decode(line) for line in self._ledger.read([transfer_id]))
        about = next((each for each in _by_command(history) if each[0].version == version), None)
        if about is None or about[0].act.seen is None:
            raise DecisionUnknown
        decision = self._decision(transfer_id, about)
        if decision.decree is not None:
            return self._of_decree(decision, decision.decree, now, decree_shown(decision.decree))
        shown_as = Audience.RATER if decision.audience is Audience.RATER else now.audience
        known = now.facts if shown_as is now.audience else desk(now.transfer, now.case, shown_as)
        laid = _laid(lambda: self._cases.show_at(transfer_id, decision.seen.position, shown_as))
        then = None if laid is None else sealed_as_now(laid, now.transfer, now.case.policy, shown_as)
        exact = then is not None and then == laid and shown_as is decision.audience
        return _replay(decision, shown_as, then, known, exact=exact)

    def _decision(self, transfer_id: UUID, about: list[Recorded[Any]]) -> Decision:
        first = about[0]
        act, seen = first.act, first.act.seen
        if seen is None:
            raise DecisionUnknown
        decree = self._decree_of(act.command)
        audience, recomputed = self._recomputed(
            decree or transfer_id, act, seen, of_decree=decree is not None
        )
        events = tuple(name_of(each.event) for each in about)
        return Decision(
            first.version, first.position, events, act, first.recorded_at, seen, audience, decree, recomputed
        )

    def _recomputed(
        self, stream: UUID, act: Act, seen: Seen, *, of_decree: bool
    ) -> tuple[Audience, str | None]:
        """Whose desk it was, and its digest; the likeliest one's where none is on record."""
        likely = Audience.SUBJECT if act.office is None else Audience.OFFICIAL
        tried = [likely, *(each for each in Audience if each is not likely)]
        first: str | None = None
        for audience in tried[:1] if of_decree else tried:

            def lay(audience: Audience = audience) -> Json:
                if of_decree:
                    return self._decrees.show_at(stream, seen.position, audience, act.by)
                return self._cases.show_at(stream, seen.position, audience)

            shown = _laid(lay)
            if shown is None:
                continue
            for made in (
                digest(shown),
                sha256(canonical(shown)).hexdigest(),
            ):  # the second: until decision 16
                if made == seen.digest:
                    return audience, made
                first = first or made
        return likely, first

    def _decree_of(self, command: UUID) -> UUID | None:
        """The decree that the command was about, where it was about one."""
        recorded = map(decode, self._ledger.of_command(command))
        return next((each.stream for each in recorded if type(each.event) in _DECREE_EVENTS), None)

    def _of_decree(self, decision: Decision, decree: UUID, now: Shown, known: Json | None) -> Replay:
        """The people in a decree read no draft of it, also not afterwards."""
        official = now.audience is Audience.OFFICIAL and known is not None
        by = decision.act.by
        then = (
            _laid(lambda: self._decrees.show_at(decree, decision.seen.position, Audience.OFFICIAL, by))
            if official
            else None
        )
        return _replay(decision, now.audience, then, known or {}, exact=then is not None)


def _replay(decision: Decision, shown_as: Audience, then: Json | None, known: Json, *, exact: bool) -> Replay:
    differences = () if then is None else tuple(marked(then, known))
    return Replay(decision, shown_as, exact, then, known, differences)


def _by_command(history: Iterable[Recorded[Any]]) -> Iterator[list[Recorded[Any]]]:
    for _, about in groupby(history, lambda recorded: recorded.act.command):
        yield list(about)


def _laid(lay: Callable[[], Json]) -> Json | None:
    try:
        return lay()
    except _CANNOT_BE_LAID:
        return None
