"""`python -m bench.lag`: how long after a command is recorded all projections tell of it, at a steady rate of commands.

So many whole T1 cases side by side through the door, in the threads of one process, each at another of its steps from the
start on, and each command sent when its turn has come and not before; the projections run beside, in this process as in a service, or in one of their own (`--apart`). The
lag is from when the append has returned until the slowest projection has committed what the command's last event changes.
Both are told by the one clock of the machine, in the process where it happens, so that looking costs nothing.
"""

import argparse
import subprocess
import sys
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from itertools import count
from math import ceil
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from threading import Thread
from time import monotonic, sleep
from typing import Any, NamedTuple

import psycopg

from api.embedded import embedded_server
from api.house import runner_of
from api.memory import keep_what_is_here
from api.settings import Mode, Settings
from application.cases import Cases
from application.ledger import Ledger
from application.migrate import migrate
from application.streams import Streams
from bench import cases as bench
from bench.lines import write_lines
from projections.runner import Runner

_EACH = 8  # commands a second that one sender sends: so many cases go on side by side


class Noted(NamedTuple):
    """A batch of all projections is committed: when, and how far the slowest is."""

    at: float
    slowest: int


def main() -> None:
    asked = _arguments()
    write_lines(dropped=True)
    if asked.serve:
        _serve(*asked.serve)
        return
    with (
        TemporaryDirectory(prefix="jejak-bench-") as folder,
        embedded_server(Path(folder) / "postgres") as url,
    ):
        migrate(url)
        with Ledger(url, role="jejak_service") as ledger:
            bench.record(ledger, bench.registered())
            wanted = ceil(asked.rate * asked.seconds / bench.COMMANDS_A_CASE) + 2 * _senders(asked.rate)
            prepared = bench.prepare(ledger, wanted)
            with _projecting(ledger, url, folder, apart=asked.apart) as noted:
                recorded = _measure(ledger, prepared, asked.rate, asked.seconds)
                _caught_up(url, ledger.head())
                _tell(recorded, list(noted()))


def _senders(rate: int) -> int:
    return ceil(rate / _EACH)


def _measure(
    ledger: Ledger, prepared: list[bench.Prepared], rate: int, seconds: float
) -> list[tuple[float, int]]:
    """When each command was recorded, and at which position."""
    door = Cases(ledger, bench.POLICIES, Streams(ledger))
    many, recorded = _senders(rate), list[tuple[float, int]]()

    def send(case: bench.Prepared, asked: bench.Asked, position: int) -> int:
        return door.carry_out(case.transfer, asked.command, asked.sent(position)).position

    begun = [0] * many
    for n, case in enumerate(prepared[:many]):
        for asked in case.asked[: len(case.asked) * n // many]:
            begun[n] = send(case, asked, begun[n])
    keep_what_is_here()
    turns, began = count(), monotonic()

    def play(n: int) -> None:
        for case in prepared[n::many]:
            first = case is prepared[n]
            position = begun[n] if first else 0
            for asked in case.asked[len(case.asked) * n // many if first else 0 :]:
                turn = began + next(turns) / rate
                if turn > began + seconds:
                    return
                if (early := turn - monotonic()) > 0:
                    sleep(early)
                position = send(case, asked, position)
                recorded.append((monotonic(), position))

    senders = [Thread(target=play, args=(n,)) for n in range(many)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    took = monotonic() - began
    print(f"{len(recorded)} commands, {len(recorded) / took:.0f} a second of {rate} wanted")
    return recorded


def _tell(recorded: list[tuple[float, int]], noted: list[Noted]) -> None:
    passed = [each.slowest for each in noted]
    lags = [max(0.0, noted[bisect_left(passed, position)].at - at) for at, position in recorded]
    p99 = quantiles(lags, n=100)[98]
    print(
        f"lag: p50 {1000 * median(lags):.1f} ms, p99 {1000 * p99:.1f} ms, longest {1000 * max(lags):.1f} ms"
    )


def _note(runner: Runner) -> list[Noted]:
    """The batches that it commits from now on."""
    noted: list[Noted] = []
    reached = {each.projection: each.position for each in runner.standings()}
    advance_all = runner.advance_all

    def advance(*args: Any, **kwargs: Any) -> dict[str, int]:
        moved = advance_all(*args, **kwargs)
        if moved:
            reached.update(moved)
            noted.append(Noted(monotonic(), min(reached.values())))
        return moved

    setattr(runner, "advance_all", advance)  # noqa: B010 mypy takes no other way
    return noted


@contextmanager
def _projecting(
    ledger: Ledger, url: str, folder: str, *, apart: bool
) -> Iterator[Callable[[], Iterable[Noted]]]:
    """The projections run; told at the end is what they have noted."""
    if not apart:
        with _running(ledger, url, folder) as (runner, noted):
            ledger.on_append(runner.wake)
            yield lambda: noted
        return
    command = [sys.executable, "-m", "bench.lag", "--serve", url, folder]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        process.stdout.readline()

        def told() -> Iterable[Noted]:
            lines, _ = process.communicate("")
            return [Noted(float(at), int(slowest)) for at, slowest in map(str.split, lines.splitlines())]

        yield told


@contextmanager
def _running(ledger: Ledger, url: str, folder: str) -> Iterator[tuple[Runner, list[Noted]]]:
    settings = Settings(mode=Mode.DEMO, database_url=url, data=Path(folder))
    with closing(runner_of(ledger, settings, url, bench.POLICIES)) as runner:
        runner.prepare()
        runner.catch_up()
        noted = _note(runner)
        runner.start()
        keep_what_is_here()
        yield runner, noted


def _serve(url: str, folder: str) -> None:
    """The projections alone, until nothing more is said to them."""
    with Ledger(url, role="jejak_service") as ledger, _running(ledger, url, folder) as (_, noted):
        print("running", flush=True)
        sys.stdin.read()
        for each in noted:
            print(each.at, each.slowest)


def _caught_up(url: str, position: int) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        while connection.execute("SELECT min(position) FROM projections.positions").fetchone() != (position,):
            sleep(0.05)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.lag", description=__doc__)
    parser.add_argument("--rate", type=int, default=500, help="commands a second")
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--apart", action="store_true", help="the projections in a process of their own")
    parser.add_argument("--serve", nargs=2, help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    main()
