"""The worker that looks which day has come. It keeps nothing: what it has done stands in the ledger.

Any number may run, in any number of processes; a worker that dies is missed by nobody, and the next one goes on. Losing
a race is as good as winning it, for what was to be noted has been.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from threading import Event, Thread
from uuid import UUID

import psycopg
import structlog

from application.carrying_out import ChangedMeanwhile
from application.cases import Cases
from application.law import Law
from application.ledger import OutcomeUnknown, TooBusy
from application.policies import Policies
from application.reactions import corrections, horizons, notices, sent
from domain.calendar import Zone
from domain.refusals import Refused
from domain.transfer.commands import TransferCommand
from domain.transfer.deadlines import Deadline, Horizon

_log = structlog.get_logger("jejak.timekeeper")

Place = tuple[date, UUID, str, int]  # of a deadline in their order: due day, transfer, step, months
Due = Callable[[Sequence[Horizon], Place | None, int], Sequence[Deadline]]
Running = Callable[[date, Place | None, int], Sequence[Deadline]]
React = Callable[[Deadline, Policies, datetime], Iterator[TransferCommand]]

_PAGE = 200
_PAUSE = 30.0  # seconds between two looks; a day lasts longer


class Timekeeper:
    """Looks for deadlines that ask for something, and carries out what follows."""

    def __init__(
        self,
        cases: Cases,
        policies: Policies | Law,
        due: Due,
        running: Running,
        clock: Callable[[], datetime],
        *,
        pause: float = _PAUSE,
    ) -> None:
        """`due` and `running` ask the read side, page by page; `pause` in seconds."""
        self._cases, self._policies = cases, policies
        self._due, self._running = due, running
        self._clock, self._pause = clock, pause
        self._corrected: tuple[date, object] | None = None  # the day, and the calendars
        self._stop = Event()
        self._thread: Thread | None = None

    def start(self) -> None:
        self._thread = Thread(target=self._run, name="timekeeper", daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._stop.set()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        while not self._stop.is_set():
            self.look()
            self._stop.wait(self._pause)

    def look(self) -> Counter[str]:
        """Do all that is due now, and return how often each command was carried out, by this worker or by another.

        Once a day, at the first look, and when a calendar has changed, it holds all running deadlines against theirs.
        """
        at = self._clock()
        done: Counter[str] = Counter()
        try:
            law = self._policies.current()
            today = Zone.WIB.day_of(at)
            looked = today, [calendar.version for calendar in law.calendars()]
            if self._corrected != looked:
                self._react(corrections, lambda after: self._running(today, after, _PAGE), law, at, done)
                self._corrected = looked
            sought = horizons(law, at)
            self._react(notices, lambda after: self._due(sought, after, _PAGE), law, at, done)
        except psycopg.Error as error:  # the database is away: the next look will find it all
            _log.warning("look_failed", kind=type(error).__name__)
        return done

    def _react(
        self,
        react: React,
        page: Callable[[Place | None], Sequence[Deadline]],
        law: Policies,
        at: datetime,
        done: Counter[str],
    ) -> None:
        after: Place | None = None
        while (found := page(after)) and not self._stop.is_set():
            for deadline in found:
                try:
                    for command in react(deadline, law, at):
                        done[type(command).__name__] += self._carry_out(deadline, command, law, at)
                except psycopg.Error:
                    raise
                except Exception as fault:  # noqa: BLE001 one case that cannot be read must not stop all clocks
                    _log.error("deadline_failed", stream=str(deadline.transfer), kind=type(fault).__name__)
            last = found[-1]
            after = last.due_on, last.transfer, last.step, last.months

    def _carry_out(self, deadline: Deadline, command: TransferCommand, law: Policies, at: datetime) -> bool:
        try:
            self._cases.carry_out(deadline.transfer, command, sent(deadline, command, law, at))
        except (Refused, ChangedMeanwhile, OutcomeUnknown, TooBusy):
            return False  # things have moved on, or the next look finds it again
        return True
