"""What is on record around a case at a position: the person, both posts with their units and agencies, and the law it stands under."""

from collections.abc import Callable, Iterable
from threading import Lock
from typing import Any, Protocol
from uuid import UUID

from domain.calendar import Calendar
from domain.history import Recorded, fold
from domain.policy import Policy
from domain.registry import agency, person, post, unit
from domain.transfer.events import OutsidePlacementRecorded, TransferRequested
from domain.transfer.facts import Facts, Place
from projections.case_states import History

PolicyOf = Callable[[str], Policy]


class Said(Protocol):
    """What was law at a position."""

    @property
    def calendar(self) -> Calendar: ...


LawAt = Callable[[int], Said]

_MOST_KEPT = 20_000


class Surroundings:
    """Kept while it runs, for all projections that look at them; safe to share between threads."""

    def __init__(self, history: History, policy_of: PolicyOf, law_at: LawAt) -> None:
        self._history = history
        self._policy_of = policy_of
        self._law_at = law_at
        self._kept: dict[tuple[UUID, int], Facts] = {}
        self._turn = Lock()

    def of(self, first: Recorded[Any], position: int) -> Facts:
        """Of the case that begins with that event, as they were recorded at that position."""
        about = first.stream, position
        with self._turn:
            kept = self._kept.get(about)
        if kept is None:
            kept = self._read(first, position)
            with self._turn:
                self._kept[about] = kept
                if len(self._kept) > _MOST_KEPT:
                    del self._kept[next(iter(self._kept))]
        return kept

    def calendars(self, history: Iterable[Recorded[Any]]) -> tuple[tuple[int, Calendar], ...]:
        """Those that were law along a history, each from the first event it was law at."""
        found: list[tuple[int, Calendar]] = []
        for recorded in history:
            calendar = self._law_at(recorded.position).calendar
            if not found or found[-1][1].version != calendar.version:
                found.append((recorded.position, calendar))
        return tuple(found)

    def _read(self, first: Recorded[Any], position: int) -> Facts:
        request = first.event
        if not isinstance(request, TransferRequested | OutsidePlacementRecorded):
            raise TypeError(f"{first.stream} begins with {type(request).__name__}")
        streams = self._streams([request.person, request.origin_post, request.target_post], position)
        posts = [
            fold(post.evolve, None, streams[each]) for each in (request.origin_post, request.target_post)
        ]
        units = self._streams([each.described.unit for each in posts if each is not None], position)
        folded_units = {stream: fold(unit.evolve, None, history) for stream, history in units.items()}
        agencies = self._agencies(
            (each.agency for each in folded_units.values() if each is not None), position
        )
        places = []
        for stream, at in zip((request.origin_post, request.target_post), posts, strict=True):
            lies_in = None if at is None else folded_units[at.described.unit]
            of = None if lies_in is None else agencies[lies_in.agency]
            if at is None or lies_in is None or of is None:
                raise ValueError(f"the post {stream} was not on record at {position}")
            places.append(Place(stream, at, lies_in, of))
        somebody = fold(person.evolve, None, streams[request.person])
        if somebody is None:
            raise ValueError(f"the person of {first.stream} was not on record at {position}")
        bkn = places[1].agency.bkn_office
        return Facts(
            first.stream,
            request.person,
            somebody,
            places[0],
            places[1],
            request.route,
            self._policy_of(first.act.policy),
            self._law_at(position).calendar,
            bkn=None if bkn is None else self._agencies([bkn], position)[bkn],
        )

    def _agencies(self, streams: Iterable[UUID], position: int) -> dict[UUID, agency.Agency | None]:
        found = self._streams(streams, position)
        return {stream: fold(agency.evolve, None, history) for stream, history in found.items()}

    def _streams(self, streams: Iterable[UUID], position: int) -> dict[UUID, list[Recorded[Any]]]:
        wanted = list(dict.fromkeys(streams))
        found: dict[UUID, list[Recorded[Any]]] = {stream: [] for stream in wanted}
        for recorded in self._history(wanted, position):
            found[recorded.stream].append(recorded)
        return found
