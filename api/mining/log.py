"""The cases to be told, one after the other, each whole: a few at a time are read, and no connection is kept meanwhile."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from application.ledger import Ledger
from application.recording import decode
from domain.history import Recorded
from domain.in_force import until_day
from domain.policy import TransferType
from domain.transfer.evolving import evolve
from domain.transfer.state import Transfer
from projections import audit_trail, directory
from projections.audit_trail import AuditTrail
from projections.directory import Directory
from projections.past import When
from projections.runner import Runner

_PAGE = 100  # cases, or other streams


@dataclass(frozen=True)
class Sought:
    """Of which agencies, None: of all; and, where it is said: of one case, of one type, what happened when, which events."""

    agencies: list[UUID] | None
    case: UUID | None = None
    type: TransferType | None = None
    action: str | None = None
    since: datetime | None = None
    until: datetime | None = None

    def takes(self, recorded: Recorded[Any]) -> bool:
        at = recorded.act.at
        return (
            (self.action is None or type(recorded.event).__name__ == self.action)
            and (self.since is None or self.since <= at)
            and (self.until is None or at < self.until)
        )


@dataclass(frozen=True)
class Course:
    """A case from its first event to `upto`: each event with the state it led to."""

    id: UUID
    events: Sequence[tuple[Recorded[Any], Transfer]]
    units: Mapping[UUID, UUID]  # in which the posts are

    @property
    def last(self) -> Transfer:
        return self.events[-1][1]


@dataclass(frozen=True)
class Log:
    """What was recorded up to a position, and counted by the end of a day. `progress` is told how far of that has been read."""

    ledger: Ledger
    runner: Runner
    sought: Sought
    upto: int
    progress: Callable[[int], object] = field(default=lambda _: None)
    day: date = date.max

    @property
    def when(self) -> When:
        return When(self.upto, self.day)

    def courses(self) -> Iterator[Course]:
        """In the order the cases began."""
        after, sought = 0, self.sought
        while True:
            with self.runner.pool.connection() as connection:
                rows = audit_trail.cases(
                    connection,
                    sought.agencies,
                    after,
                    _PAGE,
                    self.upto,
                    event=sought.action,
                    case_id=sought.case,
                    since=sought.since,
                    until=sought.until,
                )
            yield from self._page([row["case_id"] for row in rows])
            if len(rows) < _PAGE:
                break
            after = rows[-1]["position"]
            self.progress(after)
        self.progress(self.upto)

    def _page(self, cases: Sequence[UUID]) -> Iterator[Course]:
        histories = self.histories(cases)
        courses = {case: _course(histories[case]) for case in cases if case in histories}
        posts = {post for course in courses.values() for post in _posts(course[-1][1])}
        with self.runner.pool.connection() as connection:
            units = directory.units_of(connection, list(posts), self.when)
        for case, events in courses.items():
            if self.sought.type in {None, events[-1][1].route}:
                yield Course(case, events, units)

    def histories(self, streams: Sequence[UUID]) -> dict[UUID, list[Recorded[Any]]]:
        """Of streams of any kind."""
        lines = map(decode, self.ledger.read(streams, self.upto))
        begun = {
            stream: list(until_day(events, self.day))
            for stream, events in groupby(lines, lambda each: each.stream)
        }
        return {stream: events for stream, events in begun.items() if events}

    def known_as(self, table: directory.Kinded, ids: Sequence[UUID]) -> dict[UUID, dict[str, Any]]:
        with self.runner.pool.connection() as connection:
            return directory.known_as(connection, table, ids, self.when)


def reached(runner: Runner) -> int:
    """Up to where there is something to tell: whatever else is stuck, a log is whole up to here."""
    read = {AuditTrail.name, Directory.name}
    return min(each.position for each in runner.standings() if each.projection in read)


def _course(history: Sequence[Recorded[Any]]) -> list[tuple[Recorded[Any], Transfer]]:
    course = []
    state: Transfer | None = None
    for recorded in history:
        state = evolve(state, recorded.event, recorded.act)
        course.append((recorded, state))
    return course


def _posts(case: Transfer) -> tuple[UUID, UUID]:
    return case.origin_post, case.target_post
