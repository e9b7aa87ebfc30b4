"""`python -m bench.replay`: events a second when every decision is made again, beside a bare paged read.

Whole T1 cases side by side, played through the door. CPU seconds of this process are told too: on a busy machine only they
mean something.
"""

import argparse
import resource
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

import cast

from api.embedded import embedded_server
from application.cases import Cases
from application.ledger import Ledger
from application.migrate import migrate
from application.past import PAGE
from application.replaying import Replay, Tally
from application.supposing import Supposing
from bench import cases
from bench.lines import write_lines

_BESIDE = 32  # cases that go on side by side


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.replay", description=__doc__)
    parser.add_argument("--cases", type=int, default=300)
    asked = parser.parse_args()
    write_lines(dropped=True)
    with (
        TemporaryDirectory(prefix="jejak-bench-") as folder,
        embedded_server(Path(folder) / "postgres") as url,
    ):
        migrate(url)
        with Ledger(url) as ledger:
            cases.record(ledger, cases.registered())
            play(ledger, asked.cases)
            for name, work in (("bare read", _read), ("replay", _replay), ("what-if", _suppose)):
                _measure(name, ledger, work)


def play(ledger: Ledger, number: int) -> None:
    """So many cases from request to end, some side by side."""
    door = Cases(ledger, cast.POLICIES)
    for start in range(0, number, _BESIDE):
        prepared = cases.prepare(ledger, min(_BESIDE, number - start))
        positions = dict.fromkeys((each.transfer for each in prepared), 0)
        for turn in zip(*(each.asked for each in prepared), strict=True):
            for case, one in zip(prepared, turn, strict=True):
                sent = one.sent(positions[case.transfer])
                positions[case.transfer] = door.carry_out(case.transfer, one.command, sent).position


def _measure(name: str, ledger: Ledger, work: Callable[[Ledger], int]) -> None:
    started, cpu = perf_counter(), process_time()
    events = work(ledger)
    wall, cpu = perf_counter() - started, process_time() - cpu
    largest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"{name:10} {events} events: {events / wall:7.0f} events/s, {events / cpu:7.0f} a CPU second; {largest} MB"
    )


def _read(ledger: Ledger) -> int:
    position = 0
    while lines := ledger.after(position, PAGE):
        position = lines[-1].position
    return position


def _replay(ledger: Ledger) -> int:
    tally = Tally()
    for again in Replay(ledger, cast.POLICIES).whole():
        tally.take(again)
    if tally.departed:
        raise SystemExit(f"{tally.departed} do not follow")
    return tally.events


def _suppose(ledger: Ledger) -> int:
    for _ in Supposing(ledger, cast.POLICY, cast.POLICIES).whole():
        pass
    return ledger.head()


if __name__ == "__main__":
    main()
