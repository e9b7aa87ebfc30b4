"""The ledger page by page, for those who follow it: each event is decoded once for all, and only if somebody wants it."""

from collections.abc import Sequence
from threading import Lock
from typing import Any

from application.ledger import Ledger, Line
from application.recording import NAMES, decode
from domain.history import Recorded

_PAGES = 4  # those who follow side by side are seldom further apart


class Pages:
    """Safe to share between threads. A page kept is never wrong, for what is recorded does not change."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._pages: dict[tuple[int, int], Sequence[Line]] = {}
        self._decoded: dict[tuple[int, int], dict[int, Recorded[Any]]] = {}
        self._names: dict[frozenset[type], frozenset[str]] = {}
        self._turn = Lock()

    def __call__(self, after: int, limit: int, kinds: frozenset[type]) -> tuple[int, Sequence[Recorded[Any]]]:
        """The position read up to, and the events of these kinds among the next `limit`."""
        if (names := self._names.get(kinds)) is None:
            names = self._names[kinds] = frozenset(name for name, kind in NAMES.items() if kind in kinds)
        about = after, limit
        if (lines := self._pages.get(about)) is None:
            lines = self._ledger.after(after, limit)
            if len(lines) == limit:
                self._keep(about, lines)
        if not lines:
            return after, []
        known = self._decoded.get(about, {})
        events = []
        for line in lines:
            if line.name in names:
                if (event := known.get(line.position)) is None:
                    event = known[line.position] = decode(line)
                events.append(event)
        return lines[-1].position, events

    def _keep(self, about: tuple[int, int], lines: Sequence[Line]) -> None:
        with self._turn:
            self._pages[about] = lines
            self._decoded[about] = {}
            while len(self._pages) > _PAGES:
                oldest = next(iter(self._pages))
                del self._pages[oldest], self._decoded[oldest]
