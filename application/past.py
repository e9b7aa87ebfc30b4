"""The streams as they stood when something was decided: a moment that moves on over the ledger, and never back.

A decision is recorded only at the versions it was made from, so what it was made from is what stood right before it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import groupby
from typing import get_args
from uuid import UUID

from application.ledger import Ledger, Line
from application.recording import Opened, decode, name_of_class, opened
from application.streams import NOTHING, Folded, Kind, Streams, fold_lines
from domain.transfer.events import OutsidePlacementRecorded, TransferEvent, TransferRequested

PAGE = 1_000
_KEPT = 20_000  # states, of which each case has four: itself, the person, two posts

OF_A_CASE = frozenset(map(name_of_class, get_args(TransferEvent)))
_BEGINNINGS = frozenset(map(name_of_class, (TransferRequested, OutsidePlacementRecorded)))
_KIND_OF: Mapping[type, Kind] = {kind.states: kind for kind in Kind}


@dataclass
class Commit:
    """What one command recorded: lines that stand together, opened when they are looked into."""

    lines: Sequence[Line]
    _opened: dict[int, Opened] = field(default_factory=dict)

    @property
    def first(self) -> int:
        return self.lines[0].position

    @property
    def command(self) -> UUID:
        return self.lines[0].command

    def opened(self, line: Line) -> Opened:
        if (known := self._opened.get(line.position)) is None:
            known = self._opened[line.position] = opened(line)
        return known


def commits(lines: Iterable[Line]) -> Iterator[Commit]:
    for _, together in groupby(lines, lambda line: line.command):
        yield Commit(list(together))


class Past(Streams):
    """Streams of one ledger as of a position. Those asked for last are kept, and moved on with it. For one thread."""

    def __init__(self, ledger: Ledger, most: int = _KEPT) -> None:
        super().__init__(ledger, most)
        self.position = 0
        self._most = most
        self._states: dict[UUID, Folded] = {}  # the one asked for last stands last
        self._empty: set[UUID] = set()  # known to have no events yet

    def load(self, wanted: Mapping[UUID, Kind], *, fresh: bool) -> dict[UUID, Folded]:
        """As they stood; `fresh` makes no difference, for nothing is ever older than the moment."""
        del fresh
        found: dict[UUID, Folded] = {}
        ask: dict[UUID, int] = {}
        for stream, kind in wanted.items():
            folded = self._states.pop(stream, None)
            if folded is not None:
                self._states[stream] = folded
            elif stream not in self._empty:
                ask[stream] = 0
            found[stream] = folded if folded is not None and kind.has(folded) else NOTHING
        if ask:
            for stream, lines in groupby(self._ledger.since(ask, self.position), lambda line: line.stream):
                del ask[stream]
                found[stream] = fold_lines(NOTHING, wanted[stream], lines)
                self._put(stream, found[stream])
            self._empty.update(ask)
        return found

    def kept(self, streams: Mapping[UUID, Folded]) -> bool:
        return all(
            self._states.get(stream, NOTHING if stream in self._empty else None) is folded
            for stream, folded in streams.items()
        )

    def foresee(self, lines: Sequence[Line]) -> None:
        """Read in few goes what the decisions on these lines will ask for one by one: the cases, who and where."""
        cases = dict.fromkeys((line.stream for line in lines if line.name in OF_A_CASE), Kind.TRANSFER)
        concerned = [
            folded.state for folded in self.load(cases, fresh=False).values() if folded.state is not None
        ]
        concerned += [decode(line).event for line in lines if line.name in _BEGINNINGS]
        around: dict[UUID, Kind] = {}
        for case in concerned:
            around[case.person] = Kind.PERSON
            around[case.origin_post] = around[case.target_post] = Kind.POST
        self.load(around, fresh=False)

    def advance(self, commit: Commit) -> None:
        """Beyond this commit, which is what the ledger holds next."""
        for line in commit.lines:
            self.position = line.position
            self._empty.discard(line.stream)
            folded = self._states.get(line.stream, NOTHING)
            if folded is NOTHING and (line.version > 1 or line.name not in _BEGINNINGS):
                continue  # read when it is asked for
            self._states.pop(line.stream, None)
            with suppress(Exception):  # it is read, and what is wrong with it told, when it is asked for
                self._put(line.stream, _moved(folded, commit.opened(line)))

    def move_to(self, position: int) -> None:
        """Beyond all that was recorded up to a position."""
        known = {stream: folded.version for stream, folded in self._states.items()}
        self._empty.clear()
        self.position = position
        for stream, lines in groupby(self._ledger.since(known, position), lambda line: line.stream):
            folded = self._states.pop(stream)
            with suppress(Exception):  # as in `advance`
                self._put(stream, fold_lines(folded, _KIND_OF[type(folded.state)], lines))

    def _put(self, stream: UUID, folded: Folded) -> None:
        if folded is NOTHING:  # of another kind than the one asked for
            return
        self._states.pop(stream, None)
        self._states[stream] = folded
        if len(self._states) > self._most:
            del self._states[next(iter(self._states))]


def _moved(folded: Folded, read: Opened) -> Folded:
    kind = Kind.TRANSFER if folded is NOTHING else _KIND_OF[type(folded.state)]
    recorded = read.recorded
    state = kind.evolve(folded.state, recorded.event, recorded.act)
    return Folded(state, recorded.version, recorded.position)


def whole_by(ledger: Ledger, position: int | None) -> int:
    """Up to where all commits are whole: that position or, where one goes on beyond it, where that begins."""
    head = ledger.head()
    if position is None or position >= head:
        return head
    around = ledger.between(max(position - 1, 0), position + 1)
    if len({line.command for line in around}) == len(around):
        return position
    return ledger.of_command(around[0].command)[0].position - 1


def walk(
    ledger: Ledger,
    past: Past,
    progress: Callable[[int, int], object] = lambda *_: None,
    upto: int | None = None,
) -> Iterator[Commit]:
    """Every commit up to a position, or to where the ledger ends now, in order, the past standing right before each."""
    head, position, begun = whole_by(ledger, upto), 0, list[Line]()
    while position < head:
        lines = [line for line in ledger.after(position, PAGE) if line.position <= head]
        position = lines[-1].position if lines else head
        found = list(commits([*begun, *lines]))
        begun = list(found.pop().lines) if position < head else []  # it may go on on the next page
        with suppress(
            Exception
        ):  # one stream cannot be read: whoever asks for it is told, and the others go on
            past.foresee(lines)
        for commit in found:
            yield commit
            past.advance(commit)
        progress(position, head)


def walk_case(ledger: Ledger, past: Past, case: UUID, upto: int | None = None) -> Iterator[Commit]:
    """Every commit that recorded something in a case, in order, the past standing right before each."""
    for own in commits(ledger.read([case], whole_by(ledger, upto))):
        commit = Commit(ledger.of_command(own.command))
        past.move_to(commit.first - 1)
        yield commit
