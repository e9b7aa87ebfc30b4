"""The clock: so many threads, each doing one command after another, for so many seconds."""

from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from threading import Barrier, BrokenBarrierError, Thread
from time import perf_counter
from typing import Protocol

from api.memory import keep_what_is_here

Act = Callable[[], object]


class NothingLeft(Exception):
    """All that was prepared is done; the clock stops here."""


class Contender(Protocol):
    """Something that is measured."""

    what: str

    def prepare(self, commands: int, in_flight: int) -> None:
        """Make ready for about so many commands; not on the clock."""

    def worker(self) -> AbstractContextManager[Act]:
        """What one thread needs; entered before the clock starts. Each call of what it gives is one command."""


@dataclass(frozen=True, slots=True)
class Measured:
    per_s: float
    p50_ms: float
    p99_ms: float


class _Times:
    """Shared by the threads of one measurement. Times are perf_counter() seconds."""

    def __init__(self, in_flight: int, seconds: float) -> None:
        self.barrier = Barrier(in_flight + 1, action=self._start)
        self.seconds = seconds
        self.started = self.ends = 0.0
        self.taken: list[float] = []
        self.error: BaseException | None = None

    def _start(self) -> None:
        self.started = perf_counter()
        self.ends = self.started + self.seconds


def measure(contender: Contender, in_flight: int, seconds: float) -> Measured:
    """Commands that end before the clock stops count, and each thread's first, however late it ends."""
    times = _Times(in_flight, seconds)
    keep_what_is_here()  # what was prepared is not the contender's to collect; a service keeps what it starts with, too
    threads = [Thread(target=_work, args=(contender, times), daemon=True) for _ in range(in_flight)]
    for thread in threads:
        thread.start()
    with suppress(BrokenBarrierError):  # one of them failed, and tells below
        times.barrier.wait()
    for thread in threads:
        thread.join()
    if times.error is not None:
        raise times.error
    taken = sorted(times.taken)
    if not taken:
        raise RuntimeError(f"{contender.what}: not one command ended in {seconds} s")
    return Measured(
        per_s=len(taken) / (times.ends - times.started),
        p50_ms=1000 * taken[len(taken) // 2],
        p99_ms=1000 * taken[len(taken) * 99 // 100],
    )


def _work(contender: Contender, times: _Times) -> None:
    taken: list[float] = []
    try:
        with contender.worker() as act:
            times.barrier.wait()
            before = perf_counter()
            while before < times.ends:
                try:
                    act()
                except NothingLeft:
                    times.ends = min(times.ends, before)
                    break
                now = perf_counter()
                if now <= times.ends or not taken:
                    taken.append(now - before)
                before = now
    except BaseException as error:  # noqa: BLE001 raised again by the measuring thread
        times.error = times.error or error
        times.ends = 0.0
        times.barrier.abort()
    times.taken += taken
