"""The claim everything else rests on: who reads by position misses nothing, however many write at once.

Sixteen writers in two processes append, race, resend, write two streams and send poison, while readers follow.
"""

import random
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection
from threading import Event
from time import monotonic
from uuid import UUID, uuid4

import psycopg

from application.ledger import AlreadyRecorded, ChangedMeanwhile, Draft, Entry, Ledger

SECONDS = 4.0
PROCESSES = 2
THREADS = 8

Seen = list[tuple[int, UUID, int, UUID]]  # position, stream, version, command


@dataclass
class Told:
    """What the writers of a process were told."""

    acknowledged: dict[UUID, tuple[int, int]] = field(
        default_factory=dict
    )  # command -> first position, events
    refused: set[UUID] = field(default_factory=set)
    conflicts: int = 0
    resent: int = 0
    poisoned: int = 0


def follow(ledger: Ledger, finished: Event, last: list[int]) -> Seen:
    """Read by position only; once the writers have finished, up to the last position."""
    seen: Seen = []
    position = 0
    while not finished.is_set() or position < last[0]:
        for line in ledger.after(position, 100):
            seen.append((line.position, line.stream, line.version, line.command))
            position = line.position
    return seen


def write(ledger: Ledger, shared: list[UUID], seed: int, told: Told) -> None:
    chance = random.Random(seed)
    end = monotonic() + SECONDS
    while monotonic() < end:
        streams = {uuid4()} if chance.random() < 0.5 else set(chance.sample(shared, chance.choice([1, 2])))
        expected = dict.fromkeys(streams, 0) | {
            line.stream: line.version for line in ledger.read(list(streams & set(shared)))
        }
        written = [s for s in streams if chance.random() < 0.8] or list(streams)
        name = "N\0L" if chance.random() < 0.02 else "Noted"
        drafts = [
            Draft(s, expected[s] + i, name, b"{}")
            for s in written
            for i in range(1, chance.choice([2, 2, 4]))
        ]
        entry = Entry(uuid4(), expected, drafts)
        try:
            told.acknowledged[entry.command] = ledger.append(entry), len(drafts)
        except ChangedMeanwhile:
            told.conflicts += 1
            told.refused.add(entry.command)
        except psycopg.DataError:
            told.poisoned += 1
            told.refused.add(entry.command)
        if chance.random() < 0.1 and entry.command in told.acknowledged:
            told.resent += 1
            try:
                ledger.append(entry)
            except AlreadyRecorded as known:
                assert known.position == told.acknowledged[entry.command][0]  # noqa: PT017 - it need not fail
            else:
                raise AssertionError(f"{entry.command} was recorded twice")


def process(database: str, shared: list[UUID], number: int, pipe: Connection) -> None:
    told = [Told() for _ in range(THREADS)]
    finished, last = Event(), [0]
    with (
        Ledger(database, role="jejak_service", readers=THREADS + 1) as ledger,
        ThreadPoolExecutor(THREADS + 1) as threads,
    ):
        reading = threads.submit(follow, ledger, finished, last)
        writing = [threads.submit(write, ledger, shared, 100 * number + i, t) for i, t in enumerate(told)]
        for writer in writing:
            writer.result()
        pipe.send("written")
        last[0] = pipe.recv()
        finished.set()
        pipe.send((told, reading.result()))


def test_readers_miss_nothing_double_nothing_and_agree_on_the_order(database: str) -> None:
    spawn = get_context("spawn")
    shared = [uuid4() for _ in range(12)]
    finished, last = Event(), [0]
    pipes = [spawn.Pipe() for _ in range(PROCESSES)]
    writers = [
        spawn.Process(target=process, args=(database, shared, number, theirs))
        for number, (_, theirs) in enumerate(pipes)
    ]
    with Ledger(database, role="jejak_service") as ledger, ThreadPoolExecutor(1) as threads:
        reading = threads.submit(follow, ledger, finished, last)
        for writer in writers:
            writer.start()
        for ours, theirs in pipes:
            theirs.close()  # so that a writer that died is an EOFError here, and not a wait for ever
            assert ours.recv() == "written"
        last[0] = ledger.head()
        for ours, _ in pipes:
            ours.send(last[0])
        finished.set()
        seen_by = [reading.result()]
        told: list[Told] = []
        for ours, _ in pipes:
            theirs_told, theirs_seen = ours.recv()
            told += theirs_told
            seen_by.append(theirs_seen)
        for writer in writers:
            writer.join()

    with psycopg.connect(database) as owner:
        stored = owner.execute(
            "select position, stream, version, command from events order by position"
        ).fetchall()
        backwards = owner.execute(
            "select count(*) from (select recorded_at < lag(recorded_at) over (order by position) as back from events) e"
            " where back"
        ).fetchone()

    # Nothing of this is a test unless it happened.
    assert sum(t.conflicts for t in told) > 0
    assert sum(t.resent for t in told) > 0
    assert sum(t.poisoned for t in told) > 0

    assert [position for position, *_ in stored] == list(range(1, len(stored) + 1))
    for seen in seen_by:
        assert seen == stored
    versions: Counter[UUID] = Counter()
    for _, stream, version, _ in stored:
        versions[stream] += 1
        assert version == versions[stream]
    acknowledged = {command: where for t in told for command, where in t.acknowledged.items()}
    by_command: dict[UUID, list[int]] = {}
    for position, _, _, command in stored:
        by_command.setdefault(command, []).append(position)
    assert by_command == {c: list(range(first, first + n)) for c, (first, n) in acknowledged.items()}
    assert not by_command.keys() & {command for t in told for command in t.refused}
    assert backwards == (0,)
