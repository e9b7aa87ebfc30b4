"""What is on record around a case at a position: the person, both posts with their units and agencies, and the law it stands under."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter
from threading import Lock
from typing import Any, Protocol, TypeVar
from uuid import UUID

from domain.act import Act
from domain.calendar import Calendar
from domain.history import Recorded
from domain.policy import Policy, RestsOn, Terms
from domain.red_flags.evidence import OF_THE_RECORD
from domain.registry import agency, person, post, unit
from domain.transfer.events import OutsidePlacementRecorded, TransferRequested
from domain.transfer.facts import Facts, Place
from projections.case_states import History
from projections.kept import Kept

T = TypeVar("T")

Record = tuple[Recorded[Any], ...]
PolicyOf = Callable[[str], Policy]


class Said(Protocol):
    """What was law at a position."""

    @property
    def calendar(self) -> Calendar: ...

    @property
    def rests_on(self) -> tuple[RestsOn, ...]: ...

    @property
    def terms(self) -> Terms: ...


LawAt = Callable[[int], Said]

_MOST_KEPT = 20_000
_POSITION = attrgetter("position")


class Surroundings:
    """Kept while it runs, for all projections that look at them; safe to share between threads."""

    def __init__(self, history: History, policy_of: PolicyOf, law_at: LawAt) -> None:
        self._history = history
        self._policy_of = policy_of
        self._law_at = law_at
        self._kept: Kept[tuple[UUID, int], Facts] = Kept(_MOST_KEPT)
        self._records: Kept[tuple[UUID, int], Record] = Kept(_MOST_KEPT)
        self._turn = Lock()

    def of(self, first: Recorded[Any], position: int) -> Facts:
        """Of the case that begins with that event, as they were recorded at that position."""
        about = first.stream, position
        with self._turn:
            kept = self._kept.get(about)
        return self.prepare([(first, position)])[about] if kept is None else kept

    def record(self, first: Recorded[Any], position: int) -> Record:
        """Of the person of that case, as far as red flags name it."""
        about = first.stream, position
        with self._turn:
            kept = self._records.get(about)
        if kept is not None:
            return kept
        read = self._history([first.event.person], position)
        return tuple(each for each in read if isinstance(each.event, OF_THE_RECORD))

    def prepare(self, wanted: Iterable[tuple[Recorded[Any], int]]) -> dict[tuple[UUID, int], Facts]:
        """Read those of many cases at once that are not kept yet, and return them."""
        with self._turn:
            missing = {
                (first.stream, position): first
                for first, position in wanted
                if (first.stream, position) not in self._kept
            }
        if not missing:
            return {}
        read = _Reading(self._history, max(position for _, position in missing))
        read.fetch(stream for first in missing.values() for stream in _about(first))
        read.fetch(
            at.described.unit
            for (_, position), first in missing.items()
            for each in _about(first)[1:]
            if (at := read.fold(post.evolve, each, position)) is not None
        )

        made = {about: self._made(first, about[1], read) for about, first in missing.items()}
        records = {about: read.record(first, about[1]) for about, first in missing.items()}
        with self._turn:
            self._kept.trim()
            self._records.trim()
            self._kept |= made  # all of them, however many: they are asked for next
            self._records |= records
        return made

    def law(self, version: str, position: int) -> tuple[Policy, Calendar]:
        """A version of the policy, and the calendar that was law at a position."""
        return self._policy_of(version), self._law_at(position).calendar

    def calendars(self, history: Sequence[Recorded[Any]]) -> tuple[tuple[int, Calendar], ...]:
        """Those that were law along a history, each from the first event it was law at."""
        first, last = history[0], history[-1]
        # A version that gave way does not come back: what is law at both ends was law all along.
        ends = {self._law_at(each.position).calendar.version for each in (first, last)}
        found: list[tuple[int, Calendar]] = []
        for recorded in history if len(ends) > 1 else (first,):
            calendar = self._law_at(recorded.position).calendar
            if not found or found[-1][1].version != calendar.version:
                found.append((recorded.position, calendar))
        return tuple(found)

    def _made(self, first: Recorded[Any], position: int, read: "_Reading") -> Facts:
        request = first.event
        places = []
        for stream in (request.origin_post, request.target_post):
            at = read.fold(post.evolve, stream, position)
            lies_in = None if at is None else read.fold(unit.evolve, at.described.unit, position)
            of = None if lies_in is None else read.fold(agency.evolve, lies_in.agency, position)
            if at is None or lies_in is None or of is None:
                raise ValueError(f"the post {stream} was not on record at {position}")
            places.append(Place(stream, at, lies_in, of))
        somebody = read.fold(person.evolve, request.person, position)
        if somebody is None:
            raise ValueError(f"the person of {first.stream} was not on record at {position}")
        bkn, law = places[1].agency.bkn_office, self._law_at(position)
        return Facts(
            first.stream,
            request.person,
            somebody,
            places[0],
            places[1],
            request.route,
            self._policy_of(first.act.policy),
            law.calendar,
            bkn=None if bkn is None else read.fold(agency.evolve, bkn, position),
            rests_on=law.rests_on,
            terms=law.terms,
        )


def _about(first: Recorded[Any]) -> tuple[UUID, UUID, UUID]:
    """The person a case is about, and both posts."""
    request = first.event
    if not isinstance(request, TransferRequested | OutsidePlacementRecorded):
        raise TypeError(f"{first.stream} begins with {type(request).__name__}")
    return request.person, request.origin_post, request.target_post


class _Reading:
    """Streams of what is on record, up to a position; each is read once."""

    def __init__(self, history: History, upto: int) -> None:
        self._history = history
        self._upto = upto
        self._streams: dict[UUID, list[Recorded[Any]]] = {}
        self._folds: dict[UUID, list[Any]] = {}  # of a stream, after each of its events

    def fetch(self, streams: Iterable[UUID]) -> None:
        """Read these in one go."""
        missing = [stream for stream in dict.fromkeys(streams) if stream not in self._streams]
        if missing:
            self._streams |= {stream: [] for stream in missing}
            for recorded in self._history(missing, self._upto):
                self._streams[recorded.stream].append(recorded)

    def record(self, first: Recorded[Any], position: int) -> Record:
        """What red flags name of the person's record, at a position."""
        told = self._streams[first.event.person]
        return tuple(
            each for each in told if each.position <= position and isinstance(each.event, OF_THE_RECORD)
        )

    def fold(self, evolve: Callable[[Any, Any, Act], T], stream: UUID, position: int) -> T | None:
        """What a stream says at a position; None when it says nothing yet."""
        if (folds := self._folds.get(stream)) is None:
            self.fetch([stream])
            folds = self._folds[stream] = [None]
            for recorded in self._streams[stream]:
                folds.append(evolve(folds[-1], recorded.event, recorded.act))
        state: T | None = folds[bisect_right(self._streams[stream], position, key=_POSITION)]
        return state
