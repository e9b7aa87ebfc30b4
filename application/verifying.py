"""Reading the whole ledger again: is it still what the checkpoints say, and whole in itself?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

import psycopg

from domain.transparency.entry import entry
from domain.transparency.tree import Frontier, leaf_hash

if TYPE_CHECKING:
    from application.checkpoints import Signed
    from application.ledger import Ledger, Line

PAGE = 2_000
_MOST_FAULTS = 20
_BEFORE_ALL = -(2**63)
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


class Wrong(StrEnum):
    """What can be wrong with a history."""

    DIFFERS = "what stands here is not what the checkpoint says"
    CUT_OFF = "the ledger ends before the checkpoint does"
    MISSING = "no event stands here"
    OUT_OF_PLACE = "an event stands where none can, or twice"
    VERSION = "the event does not follow the one before it in its stream"
    BACK_IN_TIME = "the event was recorded before the one before it"
    UNREADABLE = "what stands here cannot be read"


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong, and between which positions, both included."""

    wrong: Wrong
    first: int
    last: int

    def __str__(self) -> str:
        where = f"position {self.first}" if self.first == self.last else f"positions {self.first}-{self.last}"
        return f"{where}: {self.wrong}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """How long the ledger was and its root, the last checkpoint that it bears out, and what is wrong with it."""

    size: int
    root: bytes
    borne_out: Signed | None
    faults: tuple[Fault, ...]


def leaf_of(line: Line) -> bytes:
    return leaf_hash(entry_of(line))


def entry_of(line: Line) -> bytes:
    return entry(
        line.position, line.stream, line.version, line.command, line.recorded_at, line.name, line.body
    )


def verify(
    ledger: Ledger,
    checkpoints: Sequence[Signed],
    progress: Callable[[int, int], object] = lambda *_: None,
) -> Verdict:
    """Hash every event anew and compare with every checkpoint, given in the order of their sizes.

    All roots come from one growing tree, so checkpoints it bears out are also consistent with each other.
    """
    return _Reading(checkpoints).over(ledger, progress)


class _Reading:
    def __init__(self, checkpoints: Sequence[Signed]) -> None:
        self._due = list(reversed(checkpoints))
        self._tree = Frontier()
        self._versions: dict[UUID, int] = {}
        self._at, self._moment = 0, _LONG_AGO
        self._borne_out: Signed | None = None
        self._differs = False
        self._faults: list[Fault] = []

    def over(self, ledger: Ledger, progress: Callable[[int, int], object]) -> Verdict:
        head = ledger.head()
        for after, upto in _pages(ledger, head):
            for lines in self._read(ledger, after, upto):
                for line in lines:
                    self._take(line)
            progress(upto, head)
        self._compare_below(head + 1)
        for signed in self._due[:1]:  # the longest
            self._tell(Wrong.CUT_OFF, head + 1, signed.checkpoint.size)
        return Verdict(head, self._tree.root, self._borne_out, tuple(self._faults))

    def _read(self, ledger: Ledger, after: int, upto: int) -> Iterator[list[Line]]:
        """In one piece; in ever smaller ones around a row that no longer holds what its columns may hold."""
        try:
            yield ledger.between(after, upto)
        except psycopg.DataError:
            if upto - after > 1:
                middle = (after + upto) // 2
                yield from self._read(ledger, after, middle)
                yield from self._read(ledger, middle, upto)
            else:
                self._tell(Wrong.UNREADABLE, upto, upto)
                self._at = upto

    def _take(self, line: Line) -> None:
        self._compare_below(line.position)
        self._check(line)
        self._tree.append(leaf_of(line))
        self._at = max(line.position, self._at)

    def _check(self, line: Line) -> None:
        here = line.position
        if here <= self._at:
            self._tell(Wrong.OUT_OF_PLACE, here, here)
        elif here > self._at + 1:
            self._tell(Wrong.MISSING, self._at + 1, here - 1)
        if line.version != self._versions.get(line.stream, 0) + 1:
            self._tell(Wrong.VERSION, here, here)
        self._versions[line.stream] = line.version
        if line.recorded_at < self._moment:
            self._tell(Wrong.BACK_IN_TIME, here, here)
        self._moment = line.recorded_at

    def _compare_below(self, position: int) -> None:
        """With the checkpoints that end before this position."""
        while self._due and self._due[-1].checkpoint.size < position:
            signed = self._due.pop()
            if self._differs:
                continue  # what is wrong stays in the tree, and says nothing about what comes later
            if self._tree.root == signed.checkpoint.root:
                self._borne_out = signed
            else:
                self._differs = True
                before = self._borne_out.checkpoint.size if self._borne_out else 0
                self._tell(Wrong.DIFFERS, before + 1, signed.checkpoint.size)

    def _tell(self, wrong: Wrong, first: int, last: int) -> None:
        if len(self._faults) < _MOST_FAULTS:
            self._faults.append(Fault(wrong, first, last))


def _pages(ledger: Ledger, head: int) -> Iterator[tuple[int, int]]:
    """By positions and not by numbers of rows, so that no row can hide at the end of a page; over gaps of any size."""
    after, upto = _BEFORE_ALL, min(PAGE, head)
    while after < head:
        yield after, upto
        following = ledger.following(upto)
        if following is None:
            return
        after = following - 1
        upto = min(after + PAGE, head)
