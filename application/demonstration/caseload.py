"""Thousands of cases in a made-up province, side by side and in the order of their days: a ledger of any size.

All is decided through the one door. What is refused stays as it was: that case goes no further.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from heapq import heapify, heappop, heappush
from random import Random
from uuid import UUID, uuid5

from application.carrying_out import Sent
from application.cases import Cases
from application.demonstration.cast import Cast, Holder, Mover, Opening
from application.demonstration.courses import Asked, Asks, Case, between_regencies, within_an_agency
from application.demonstration.province import GOVERNMENTS, PROVINCE
from application.records import RateYear, Records
from domain.act import Capacity
from domain.calendar import Zone, add_months
from domain.identity import CLOCK, OfficeKind, transfer_id
from domain.refusals import Refused
from domain.registry.person import Rating
from domain.transfer.desk import Audience
from domain.transfer.events import Outcome
from domain.transfer.state import Transfer

_MONTHS = 24  # from the first request to the last day
_ABROAD = 0.1  # share of cases between regencies
_PEERS = 3
_REGENCIES = {each.code for each in GOVERNMENTS if each is not PROVINCE}
_FEW = 40  # acts between two looks at how far it is


@dataclass(frozen=True, slots=True)
class Told:
    """What came of it: cases begun, acts recorded, and refusals by what was asked and the code."""

    cases: int
    acts: int
    refused: Counter[str]


def begins(today: date) -> date:
    """The first day of a caseload that goes until `today`."""
    return add_months(today, -_MONTHS)


def play_cases(
    cases: Cases,
    records: Records,
    cast: Cast,
    seed: int,
    number: int,
    today: date,
    progress: Callable[[int, int], object] = lambda *_: None,
) -> Told:
    """So many cases, begun over the two years before `today`, as far as they have come by then.

    The province of the cast must be one of the day two years before, for its people are rated up to then. The same seed,
    cast and law give the same events in the same order. `progress` is told days gone by and days in all.
    """
    playing = _Playing(cases, records, cast, Random(seed), seed, today)  # noqa: S311 invention, not secrecy
    return playing.play(number, progress)


@dataclass(slots=True)
class _Running:
    place: int
    case: Case
    transfer: UUID
    asks: Asks
    asked: Asked
    sent: int = 0


class _Playing:
    def __init__(
        self, cases: Cases, records: Records, cast: Cast, rng: Random, seed: int, today: date
    ) -> None:
        self._cases, self._records, self._cast, self._rng = cases, records, cast, rng
        self._today, self._began = today, begins(today)
        self._seed = uuid5(CLOCK, f"caseload/{seed}")
        self._offices: dict[tuple[str, str, str], Holder] = {}
        for holder in cast.holders:
            place = (holder.kind, holder.agency, holder.unit)
            known = self._offices.get(place)
            if known is None or known.capacity is not Capacity.DEFINITIVE:
                self._offices[place] = holder
        officials = {holder.person for holder in cast.holders}
        self._movers = [each for each in (*cast.movers, *cast.steady) if each.person not in officials]
        self._rated: dict[UUID, int] = {}
        self._refused: Counter[str] = Counter()

    def play(self, number: int, progress: Callable[[int, int], object]) -> Told:
        days = (self._today - self._began).days
        waiting: list[tuple[date, int, _Running]] = []
        for place, (mover, opening) in zip(range(number), self._moves(), strict=False):
            day = self._began + timedelta(days=place * days // number)
            if (running := self._begun(place, mover, opening, day)) is not None:
                waiting.append((running.case.day, place, running))
        heapify(waiting)
        begun, acts = len(waiting), 0
        while waiting:
            day, place, running = heappop(waiting)
            if acts % _FEW == 0:
                progress((day - self._began).days, days)
            if self._carry_out(running):
                acts += 1
            elif running.asked.by is not None:
                continue
            following = _next(running.asks)
            if following is not None and running.case.day <= self._today:
                running.asked = following
                heappush(waiting, (running.case.day, place, running))
        progress(days, days)
        return Told(begun, acts, self._refused)

    def _moves(self) -> Iterator[tuple[Mover, Opening]]:
        """Everybody who could move, in no order, with a free seat of their position; each is taken once."""
        free: defaultdict[str, list[Opening]] = defaultdict(list)
        for opening in self._cast.openings:
            free[opening.position] += [opening] * opening.free
        for seats in free.values():
            self._rng.shuffle(seats)
        movers = list(self._movers)
        self._rng.shuffle(movers)
        for mover in movers:
            seats = free[mover.position]
            abroad = self._rng.random() < _ABROAD
            for at in range(len(seats) - 1, -1, -1):
                opening = seats[at]
                there = _is_regency(mover, opening) if abroad else opening.agency == mover.agency
                if there and opening.unit != mover.unit:
                    del seats[at]
                    yield mover, opening
                    break

    def _begun(self, place: int, mover: Mover, opening: Opening, day: date) -> _Running | None:
        rng = Random(self._rng.randrange(2**32))  # noqa: S311 of its own: no case hangs on what others drew
        case = Case(place + 1, mover, opening, self._holder, rng, day)
        case.on(day)
        transfer = transfer_id(self._command(place, 0))
        case.is_open = lambda step: step in self._state(transfer).open
        case.to_override = lambda: tuple(
            each.rule for each in self._state(transfer).findings if each.outcome is Outcome.NOT_MET
        )
        case.raters = lambda: self._raters(transfer, case)
        asks = (within_an_agency if mover.agency == opening.agency else between_regencies)(case)
        first = _next(asks)
        return None if first is None else _Running(place, case, transfer, asks, first)

    def _carry_out(self, running: _Running) -> bool:
        """Whether it was recorded."""
        by, case, command = running.asked.by, running.case, self._command(running.place, running.sent)
        office = by.office if isinstance(by, Holder) else None
        person = CLOCK if by is None else by.person if isinstance(by, Holder) else by
        self._rate_last_year(case)
        sight = None
        if by is not None and running.sent:
            audience = _audience(by, case)
            sight = self._cases.show(running.transfer, lambda *_: audience).sight
        running.sent += 1
        at = datetime.combine(case.day, time(10, running.sent % 60), Zone.WIB.offset)
        request = sha256(command.bytes).hexdigest()
        try:
            self._cases.carry_out(
                running.transfer, running.asked.command, Sent(person, at, command, request, office, sight)
            )
        except Refused as refused:
            self._refused[f"{type(running.asked.command).__name__} {refused.code}"] += 1
            return False
        return True

    def _rate_last_year(self, case: Case) -> None:
        """Somebody on the way is rated for every year that ends meanwhile, as everybody is."""
        person, last = case.mover.person, case.day.year - 1
        by = case.leaving(OfficeKind.PERSONNEL_OFFICE)
        for year in range(self._rated.get(person, self._began.year - 1) + 1, last + 1):
            self._rated[person] = year
            rating = Rating.GOOD if case.happens(0.98) else Rating.POOR
            command = uuid5(self._seed, f"{person}/{year}")
            at = datetime.combine(case.day, time(9), Zone.WIB.offset)
            sent = Sent(by.person, at, command, sha256(command.bytes).hexdigest(), by.office)
            with suppress(Refused):  # who has gone to another agency is rated there
                self._records.carry_out(RateYear(person, year, rating), sent)

    def _raters(self, transfer: UUID, case: Case) -> tuple[UUID, tuple[UUID, ...]]:
        """Whoever stands above the person that day, and colleagues of their unit."""
        above, beside = self._cases.to_be_heard(transfer, case.day)
        superior = min(above)
        others = sorted(beside - {superior})
        return superior, tuple(case.rng.sample(others, min(len(others), _PEERS)))

    def _state(self, transfer: UUID) -> Transfer:
        return self._cases.show(transfer, lambda *_: Audience.OFFICIAL).transfer

    def _holder(self, kind: OfficeKind, agency: str, unit: str = "") -> Holder:
        return self._offices[kind, agency, unit]

    def _command(self, place: int, sent: int) -> UUID:
        return uuid5(self._seed, f"{place}/{sent}")


def _is_regency(mover: Mover, opening: Opening) -> bool:
    """Another regency of the province."""
    return mover.agency != opening.agency and {mover.agency, opening.agency} <= _REGENCIES


def _next(asks: Asks) -> Asked | None:
    """What is asked next; None also where an office is asked for that nobody holds."""
    try:
        return next(asks, None)
    except KeyError:
        return None


def _audience(by: Holder | UUID, case: Case) -> Audience:
    if isinstance(by, Holder):
        return Audience.OFFICIAL
    return Audience.SUBJECT if by == case.mover.person else Audience.RATER
