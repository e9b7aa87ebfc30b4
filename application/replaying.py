"""Making every decision again that the ledger holds: does what was recorded follow from what stood before it?

A decision is made again at the doors it was made at, opened on the past: the command is read back from its events, its facts
are the streams up to the position before it, the policy is the one its act names, and what follows must be what was recorded,
event by event in canonical JSON. Nothing is recorded.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from functools import partial
from itertools import islice, zip_longest
from typing import Any, get_args
from uuid import UUID

import orjson
import psycopg

from application import publishing, records
from application.carrying_out import Sent
from application.cases import Cases
from application.decrees import Decrees
from application.delegations import DelegateAuthority, EndDelegation
from application.importing import again
from application.importing.again import KINDS
from application.law import Law
from application.ledger import Ledger, Line
from application.orders import Orders
from application.past import OF_A_CASE, Commit, Past, walk, walk_case
from application.plans import (
    ProposeAmendment,
    ProposePlan,
    PublishAmendment,
    PublishPlan,
    ReturnAmendment,
    ReturnPlan,
)
from application.policies import Policies
from application.publishing import Publishing
from application.recording import Envelope, Opened, canonical, envelope_of, jsonable, name_of, name_of_class
from application.records import Records
from application.registry import chunk_id
from application.streams import Folded, Kind
from domain import lookups, operations, plan, policy_publication
from domain.act import Act
from domain.decree.asked import asked as asked_of_decree
from domain.decree.events import DecreeEvent
from domain.red_flags import review
from domain.refusals import Refused, Violation
from domain.registry.delegation import AuthorityDelegated, DelegationEnded
from domain.transfer.asked import NothingAsked, asked
from domain.transfer.desk import differences
from domain.transfer.events import FeedbackGiven

_MOST_TOLD = 5  # of the differences of one decision

_OF_A_DECREE = frozenset(map(name_of_class, get_args(DecreeEvent)))
_ORDERED = frozenset(
    map(name_of_class, (AuthorityDelegated, DelegationEnded, *get_args(plan.PlanEvent)))
)  # by an office, beside its cases
_OF_THE_LAW = frozenset(map(name_of_class, get_args(policy_publication.LawEvent)))
_KEPT = frozenset(map(name_of_class, get_args(records.Kept)))  # in the record of a person
_IMPORTED = frozenset(map(name_of_class, KINDS))
_OF_PEOPLE = frozenset(name_of_class(event) for event, kind in KINDS.items() if kind is Kind.PERSON)
_SEALED = _KEPT | _OF_PEOPLE | {name_of_class(FeedbackGiven)}  # told where, not what


class Verdict(StrEnum):
    """What came of making a decision again."""

    FOLLOWS = "FOLLOWS"
    DIFFERS = "DIFFERS"  # something else follows
    REFUSED = "REFUSED"  # the rules refuse it
    UNREADABLE = "UNREADABLE"  # it, or what it was made from, cannot be read
    NOT_RUN = "NOT_RUN"


class NotRun(StrEnum):
    """Why a commit was not made again: nothing in the ledger decided it. Whether it was altered, `jejak verify` tells."""

    TOLD = "TOLD"  # from outside: that a file came in, or what no import of this program has recorded
    REVIEW = "REVIEW"  # of a flag, judged on what the read side showed
    OPERATIONS = "OPERATIONS"  # a direction to those who run the service
    LOOKED = "LOOKED"  # somebody read about others: a fact, and nothing follows from it


_NOT_RUN: Mapping[str, NotRun] = {
    name_of_class(event): why
    for why, kinds in (
        (NotRun.REVIEW, get_args(review.FlagReviewEvent)),
        (NotRun.OPERATIONS, get_args(operations.OperationsEvent)),
        (NotRun.LOOKED, get_args(lookups.LookupEvent)),
    )
    for event in kinds
}


class NotWhatWasImported(Exception):
    """An import's commit is named by what it holds, and this one holds something else."""


@dataclass(frozen=True, slots=True)
class Departure:
    """One place where what follows is not what was recorded: JSON pointer into the event's data, or into its act.

    `position` None: nothing was recorded where this event would follow. The values are None where they are sealed.
    """

    stream: UUID
    position: int | None
    event: str
    pointer: str
    recorded: Any
    follows: Any


@dataclass(frozen=True, slots=True)
class Again:
    """A commit, and what came of making it again. `kind` is the command's, or what else the commit is.

    `stream` is the case or the decree it was decided in; `agencies` are those the case lies between. `refused` is the
    refusal by its class; `why` says what could not be read.
    """

    verdict: Verdict
    kind: str
    stream: UUID
    position: int
    command: UUID
    events: tuple[str, ...]
    agencies: frozenset[UUID] = frozenset()
    at: datetime | None = None
    office: UUID | None = None
    on_behalf_of: UUID | None = None
    policy: str = ""
    refused: type[Refused] | None = None
    violations: tuple[Violation, ...] = ()
    departures: tuple[Departure, ...] = ()
    why: str = ""

    @property
    def departs(self) -> bool:
        return self.verdict not in {Verdict.FOLLOWS, Verdict.NOT_RUN}


@dataclass
class Tally:
    """How many commits, by kind and verdict; those not run by the reason. And how many events they hold."""

    counted: Counter[tuple[str, Verdict]] = field(default_factory=Counter)
    events: int = 0

    def take(self, again: Again) -> None:
        self.counted[again.kind, again.verdict] += 1
        self.events += len(again.events)

    def of(self, *verdicts: Verdict) -> int:
        return sum(count for (_, verdict), count in self.counted.items() if verdict in verdicts)

    @property
    def run(self) -> int:
        return sum(self.counted.values()) - self.of(Verdict.NOT_RUN)

    @property
    def departed(self) -> int:
        return self.run - self.of(Verdict.FOLLOWS)

    @property
    def kinds(self) -> dict[str, dict[Verdict, int]]:
        """By kind, in the order of the alphabet."""
        found: dict[str, dict[Verdict, int]] = {}
        for (kind, verdict), count in sorted(self.counted.items()):
            found.setdefault(kind, {})[verdict] = count
        return found


class Replay:
    """Of one ledger, once. The law is the gazette's as it stood then; `policies` take its place where there is none."""

    def __init__(self, ledger: Ledger, policies: Policies | None = None) -> None:
        self._ledger = ledger
        self.past = Past(ledger)
        gazette = Law(ledger, self.past)
        law = policies or gazette
        self.cases = Cases(ledger, law, self.past)
        self._decrees = Decrees(ledger, law, self.past)
        self._orders = Orders(ledger, law, self.past)
        self._records = Records(ledger, law, self.past)
        self._publishing = Publishing(ledger, gazette, self.past)
        self._between: dict[UUID, frozenset[UUID]] = {}  # the agencies of a case

    def whole(
        self,
        agencies: frozenset[UUID] | None = None,
        progress: Callable[[int, int], object] = lambda *_: None,
        upto: int | None = None,
    ) -> Iterator[Again]:
        """Every commit of the ledger in order; with `agencies` only the decisions in cases between some of them, on their decrees,
        what their offices order or publish, and what is kept of their people.
        """
        for commit in self.commits(progress, upto):
            if agencies is None:
                yield self.again(commit)
            elif agencies & (between := self._agencies(commit)):
                yield replace(self.again(commit), agencies=between)

    def of_case(self, case: UUID, upto: int | None = None) -> Iterator[Again]:
        """Every decision that recorded something in a case, in order."""
        for commit in self.commits_of(case, upto):
            yield self.again(commit)

    def commits(
        self, progress: Callable[[int, int], object] = lambda *_: None, upto: int | None = None
    ) -> Iterator[Commit]:
        """All of them in order (those that were whole at a position), the past standing right before each."""
        return walk(self._ledger, self.past, progress, upto)

    def commits_of(self, case: UUID, upto: int | None = None) -> Iterator[Commit]:
        """Those that recorded something in a case."""
        return walk_case(self._ledger, self.past, case, upto)

    def again(self, commit: Commit) -> Again:
        """Make it again. The past must stand right before it."""
        names = tuple(line.name for line in commit.lines)
        door = self._door(commit, names)
        if door is None:
            why = next((_NOT_RUN[name] for name in names if name in _NOT_RUN), NotRun.TOLD)
            line = commit.lines[0]
            return Again(Verdict.NOT_RUN, why.name, line.stream, commit.first, commit.command, names, why=why)
        own = next(line for line in commit.lines if line.name in door.names)
        told = Again(Verdict.FOLLOWS, own.name, own.stream, commit.first, commit.command, names)
        try:
            recorded = _by_stream(commit)
            act = commit.opened(own).recorded.act
            told = replace(
                told, at=act.at, office=act.office, on_behalf_of=act.on_behalf_of, policy=act.policy
            )
            command = door.asked(own.stream, recorded)
            told = replace(told, kind=type(command).__name__)
            sent = Sent(act.by, act.at, commit.command, "", act.office, on_behalf_of=act.on_behalf_of)
            follows = door.follow(own.stream, command, sent)
        except Refused as refused:
            return replace(
                told, verdict=Verdict.REFUSED, refused=type(refused), violations=refused.violations
            )
        except psycopg.Error:
            raise  # the database is away, and nothing is wrong with the history
        except Exception as error:  # noqa: BLE001 a history that was tampered with may break anything; all goes on
            # Only what kind of error it is: its words may repeat what stands in the event.
            return replace(told, verdict=Verdict.UNREADABLE, why=type(error).__name__)
        departures = tuple(islice(_departures(recorded, follows), _MOST_TOLD))
        return replace(told, verdict=Verdict.DIFFERS, departures=departures) if departures else told

    def _door(self, commit: Commit, names: Sequence[str]) -> "_Door | None":
        if not _OF_A_DECREE.isdisjoint(names):
            return _Door(_OF_A_DECREE, self._asked_of_decree, self._decrees.follow)
        if not OF_A_CASE.isdisjoint(names):
            return _Door(OF_A_CASE, self._asked_of_case, self._follow_in_case)
        if not _ORDERED.isdisjoint(names):
            return _Door(_ORDERED, self._ordered, self._follow_order)
        if not _OF_THE_LAW.isdisjoint(names):
            return _Door(_OF_THE_LAW, self._published, self._follow_law)
        if _is_kept(commit):
            return _Door(_KEPT, self._kept, self._follow_record)
        if _is_imported(commit):
            return _Door(_IMPORTED, partial(self._imported, commit), self._follow_import)
        return None

    def _asked_of_case(self, case: UUID, recorded: "Streamed") -> Any:  # noqa: ANN401 a command of either kind
        transfer = self.past.load({case: Kind.TRANSFER}, fresh=False)[case].state
        return asked([each.recorded.event for each in recorded[case]], transfer)

    def _follow_in_case(self, case: UUID, command: Any, sent: Sent) -> "Followed":  # noqa: ANN401
        weighed = self.cases.weigh(case, command, sent)
        return {stream: (weighed.act, made) for stream, made in weighed.outcome().items()}

    def _asked_of_decree(self, decree_id: UUID, recorded: "Streamed") -> Any:  # noqa: ANN401
        decree = self.past.load({decree_id: Kind.DECREE}, fresh=False)[decree_id].state
        in_cases = {
            stream: [each.recorded.event for each in own]
            for stream, own in recorded.items()
            if stream != decree_id
        }
        return asked_of_decree([each.recorded.event for each in recorded[decree_id]], decree, in_cases)

    def _ordered(self, stream: UUID, recorded: "Streamed") -> Any:  # noqa: ANN401
        events = (each.recorded.event for each in recorded[stream])
        match next(event for event in events if name_of(event) in _ORDERED):
            case AuthorityDelegated(delegation):
                return DelegateAuthority(stream, delegation)
            case DelegationEnded(number, on, reason):
                return EndDelegation(stream, number, on, reason)
            case plan.PlanProposed(described):
                known = self.past.load({stream: Kind.PLAN}, fresh=False)[stream].state
                return ProposePlan(stream, described, again=known is not None)
            case plan.PlanReturned(reason):
                return ReturnPlan(stream, reason)
            case plan.PlanPublished(number):
                return PublishPlan(stream, number)
            case plan.PlanAmendmentProposed() as event:
                return ProposeAmendment(stream, event.plan, event.reason)
            case plan.PlanAmendmentReturned() as event:
                return ReturnAmendment(stream, event.reason)
            case plan.PlanAmended() as event:
                return PublishAmendment(stream, event.number)
            case event:
                raise NothingAsked(name_of(event))

    def _follow_order(self, stream: UUID, command: Any, sent: Sent) -> "Followed":  # noqa: ANN401
        return {stream: self._orders.follow(command.asked(), sent)}

    def _published(self, stream: UUID, recorded: "Streamed") -> Any:  # noqa: ANN401
        return publishing.asked([each.recorded.event for each in recorded[stream]])

    def _follow_law(self, stream: UUID, command: Any, sent: Sent) -> "Followed":  # noqa: ANN401
        return {stream: self._publishing.follow(command, sent)}

    def _kept(self, person: UUID, recorded: "Streamed") -> Any:  # noqa: ANN401
        known = self.past.load({person: Kind.PERSON}, fresh=False)[person].state
        by = recorded[person][0].recorded.act.by
        return records.asked(person, [each.recorded.event for each in recorded[person]], known, by)

    def _follow_record(self, _: UUID, command: Any, sent: Sent) -> "Followed":  # noqa: ANN401
        act, changes = self._records.follow(command, sent)
        made: dict[UUID, list[Any]] = {}
        for stream, event in changes:
            made.setdefault(stream, []).append(event)
        return {stream: (act, events) for stream, events in made.items()}

    def _imported(self, commit: Commit, _: UUID, recorded: "Streamed") -> Any:  # noqa: ANN401
        if commit.command != chunk_id(envelope_of(commit.lines[0]).act.command, commit.lines):
            raise NotWhatWasImported
        told = sorted(
            (each.recorded for own in recorded.values() for each in own), key=lambda each: each.position
        )
        return again.asked([(each.stream, each.event) for each in told], told[0].act, self._load)

    def _follow_import(self, _: UUID, command: Any, __: Sent) -> "Followed":  # noqa: ANN401
        return {stream: (command.act, made) for stream, made in command.follow(self._load).items()}

    def _load(self, wanted: Mapping[UUID, Kind]) -> Mapping[UUID, Folded]:
        return self.past.load(wanted, fresh=False)

    # Which agencies' cases a commit is about

    def _agencies(self, commit: Commit) -> frozenset[UUID]:
        """Of its cases; of a decree also the one that decrees; of an order or a text the one whose office makes it; of a
        record that of the person. None for the rest.
        """
        found: set[UUID] = set()
        for line in commit.lines:
            if line.name in OF_A_CASE:
                found |= self.lies_between(line.stream)
            elif line.name in _OF_A_DECREE:
                found.update(self._decreeing(line))
            elif line.name in _ORDERED | _OF_THE_LAW:
                found.update(self._ordering(commit.opened(line).recorded.act))
            elif line.name in _KEPT and _is_kept(commit):
                found.update(self._employing(line.stream))
        return frozenset(found)

    def lies_between(self, case: UUID) -> frozenset[UUID]:
        """The agencies of a case, by what its first event names, also where that cannot be read as an event."""
        if (known := self._between.get(case)) is None:
            first, *_ = self._ledger.read([case])
            try:
                begun = orjson.loads(first.body)["data"]
                posts = (UUID(begun["origin_post"]), UUID(begun["target_post"]))
                known = self.agencies_of(*posts)
            except (LookupError, TypeError, ValueError):
                known = frozenset()  # nobody's
            self._between[case] = known
        return known

    def _decreeing(self, line: Line) -> Iterator[UUID]:
        first, *_ = self._ledger.read([line.stream])
        with suppress(LookupError, TypeError, ValueError):
            deciding = UUID(orjson.loads(first.body)["data"]["office"])
            (held,) = self.past.load({deciding: Kind.OFFICE}, fresh=False).values()
            if held.state is not None:
                yield held.state.described.agency

    def _ordering(self, act: Act) -> Iterator[UUID]:
        """Of the office it was ordered for, as it stood then."""
        if act.acting_for is not None:
            (held,) = self.past.load({act.acting_for: Kind.OFFICE}, fresh=False).values()
            if held.state is not None:
                yield held.state.described.agency

    def _employing(self, person: UUID) -> Iterator[UUID]:
        known = self.past.load({person: Kind.PERSON}, fresh=False)[person].state
        if known is not None:
            yield known.profile.agency

    def agencies_of(self, *posts: UUID) -> frozenset[UUID]:
        """Those the posts belong to."""
        found = self.past.load(dict.fromkeys(posts, Kind.POST), fresh=False).values()
        units = {each.state.described.unit: Kind.UNIT for each in found if each.state is not None}
        held = self.past.load(units, fresh=False).values()
        return frozenset(each.state.agency for each in held if each.state is not None)


Streamed = Mapping[UUID, Sequence[Opened]]
Followed = Mapping[UUID, tuple[Act, Sequence[Any]]]


@dataclass(frozen=True, slots=True)
class _Door:
    """Where decisions with these events are made: how the command is read back, and what follows from it."""

    names: frozenset[str]
    asked: Callable[[UUID, Streamed], Any]
    follow: Callable[[UUID, Any, Sent], Followed]


def _is_kept(commit: Commit) -> bool:
    """Whether it is a record that somebody keeps by hand, and no import: whose commits are named by what they hold."""
    if not all(line.name in _KEPT for line in commit.lines):
        return False
    with suppress(LookupError, TypeError, ValueError):
        return commit.command != chunk_id(envelope_of(commit.lines[0]).act.command, commit.lines)
    return True  # and cannot be read


def _is_imported(commit: Commit) -> bool:
    """Whether it is a chunk of an import, which is named by what it holds: one that was altered is none any longer."""
    if not all(line.name in _IMPORTED for line in commit.lines):
        return False
    with suppress(LookupError, TypeError, ValueError):
        envelope = envelope_of(commit.lines[0])
        return commit.command == chunk_id(envelope.act.command, commit.lines) or _has_a_file(envelope)
    return True  # and cannot be read


def _has_a_file(envelope: Envelope) -> bool:
    """Whether it says that it came in with a file; of an act by hand the request is the digest of what was sent."""
    return bool(envelope.causation) and envelope.causation == envelope.request


def _by_stream(commit: Commit) -> dict[UUID, list[Opened]]:
    recorded: dict[UUID, list[Opened]] = {}
    for line in commit.lines:
        recorded.setdefault(line.stream, []).append(commit.opened(line))
    return recorded


def _departures(recorded: Streamed, follows: Followed) -> Iterator[Departure]:
    for stream in dict.fromkeys((*recorded, *follows)):
        act, made = follows.get(stream, (None, ()))
        for was, given in zip_longest(recorded.get(stream, ()), made):
            yield from _of_event(stream, was, given, act)


def _of_event(stream: UUID, was: Opened | None, given: object, act: Act | None) -> Iterator[Departure]:
    if was is None:
        name = name_of(given)
        yield Departure(stream, None, name, "/", None, None if name in _SEALED else jsonable(given))
        return
    name, position = name_of(was.recorded.event), was.recorded.position

    def departure(pointer: str, before: object, now: object) -> Departure:
        sealed = name in _SEALED
        return Departure(stream, position, name, pointer, None if sealed else before, None if sealed else now)

    if given is None:
        yield departure("/", was.data, None)
    elif type(given) is not type(was.recorded.event):
        yield departure("/", name, name_of(given))
    else:
        data = jsonable(given)
        if canonical(data) != canonical(was.data):
            unsaid = _pointers(differences(was.stored, was.data)) if was.stored is not was.data else ()
            for each in differences(was.data, data):
                if not any(f"{each['pointer']}/".startswith(f"{pointer}/") for pointer in unsaid):
                    yield departure(each["pointer"], each["before"], each["now"])
    if act is not None and replace(act, seen=was.recorded.act.seen) != was.recorded.act:
        before, now = jsonable(was.recorded.act), jsonable(replace(act, seen=was.recorded.act.seen))
        for each in differences(before, now):
            yield departure(f"/act{each['pointer']}", each["before"], each["now"])


def _pointers(changes: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    """What an older shape of the event did not say, and is therefore not compared."""
    return tuple(each["pointer"] for each in changes)
