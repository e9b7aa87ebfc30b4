"""`python -m bench.lag`: how long after a command is recorded all projections tell of it, at a steady rate of commands.

So many whole T1 cases side by side through the door, in the threads of one process, each command sent when its turn has
come and not before; the projections run beside, in this process as in a service, or in one of their own (`--apart`). The
lag is from when the append has returned until the slowest projection has passed the command's last event.
"""

import argparse
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import count
from math import ceil
from pathlib import Path
from queue import SimpleQueue
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from threading import Thread
from time import perf_counter, sleep

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

_EACH = 8  # commands a second that one sender sends: so many cases go on side by side
_LOOK = 0.001


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
            wanted = ceil(asked.rate * asked.seconds / bench.COMMANDS_A_CASE) + _senders(asked.rate)
            prepared = bench.prepare(ledger, wanted)
            with _projecting(ledger, url, folder, apart=asked.apart):
                _measure(ledger, url, prepared, asked.rate, asked.seconds)


def _senders(rate: int) -> int:
    return ceil(rate / _EACH)


def _measure(ledger: Ledger, url: str, prepared: list[bench.Prepared], rate: int, seconds: float) -> None:
    door = Cases(ledger, bench.POLICIES, Streams(ledger))
    with psycopg.connect(url, autocommit=True) as connection:
        while connection.execute(_SLOWEST).fetchone() != (ledger.head(),):
            sleep(0.05)
    keep_what_is_here()
    recorded: SimpleQueue[tuple[float, int]] = SimpleQueue()
    turns, began = count(), perf_counter()

    def send(cases: list[bench.Prepared]) -> None:
        for case in cases:
            position = 0
            for each in case.asked:
                turn = began + next(turns) / rate
                if turn > began + seconds:
                    return
                if (early := turn - perf_counter()) > 0:
                    sleep(early)
                position = door.carry_out(case.transfer, each.command, each.sent(position)).position
                recorded.put((perf_counter(), position))

    many = _senders(rate)
    senders = [Thread(target=send, args=(prepared[start::many],)) for start in range(many)]
    for sender in senders:
        sender.start()
    lags = _watched(url, senders, recorded)
    took = perf_counter() - began
    p99 = quantiles(lags, n=100)[98]
    print(f"{len(lags)} commands, {len(lags) / took:.0f} a second of {rate} wanted")
    print(
        f"lag: p50 {1000 * median(lags):.1f} ms, p99 {1000 * p99:.1f} ms, longest {1000 * max(lags):.1f} ms"
    )


def _watched(url: str, senders: list[Thread], recorded: "SimpleQueue[tuple[float, int]]") -> list[float]:
    """Of every command in the order in which they were recorded, more or less."""
    lags: list[float] = []
    waiting: list[tuple[float, int]] = []
    with psycopg.connect(url, autocommit=True) as connection:
        while waiting or not recorded.empty() or any(sender.is_alive() for sender in senders):
            row = connection.execute(_SLOWEST).fetchone() or (0,)
            now = perf_counter()
            while not recorded.empty():
                waiting.append(recorded.get())
            lags += [max(0.0, now - at) for at, position in waiting if position <= row[0]]
            waiting = [each for each in waiting if each[1] > row[0]]
            sleep(_LOOK)
    return lags


_SLOWEST = "SELECT min(position) FROM projections.positions"


@contextmanager
def _projecting(ledger: Ledger, url: str, folder: str, *, apart: bool) -> Iterator[None]:
    if apart:
        command = [sys.executable, "-m", "bench.lag", "--serve", url, folder]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            process.stdout.readline()
            yield
            process.terminate()
        return
    settings = Settings(mode=Mode.DEMO, database_url=url, data=Path(folder))
    with closing(runner_of(ledger, settings, url, bench.POLICIES)) as runner:
        runner.start()
        ledger.on_append(runner.wake)
        yield


def _serve(url: str, folder: str) -> None:
    """The projections alone, until told to stop."""
    settings = Settings(mode=Mode.DEMO, database_url=url, data=Path(folder))
    with (
        Ledger(url, role="jejak_service") as ledger,
        closing(runner_of(ledger, settings, url, bench.POLICIES)) as runner,
    ):
        runner.start()
        keep_what_is_here()
        print("running", flush=True)
        sys.stdin.read()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.lag", description=__doc__)
    parser.add_argument("--rate", type=int, default=500, help="commands a second")
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--apart", action="store_true", help="the projections in a process of their own")
    parser.add_argument("--serve", nargs=2, help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    main()
