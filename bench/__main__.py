"""`python -m bench`: commands per second beside a raw INSERT, on a PostgreSQL server of its own with fsync on.

bench/README.md says what is measured. Figures of different runs cannot be compared; ratios to the control of the same
round can, and differences below 0.1 mean nothing.
"""

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from api.embedded import embedded_server
from application.ledger import Ledger
from application.migrate import migrate
from bench.alone import measure_alone
from bench.clock import Contender, Measured, measure
from bench.inprocess import Append, Control, Crud, Jejak, Stock, create_plain_table
from bench.lines import write_lines
from bench.overhttp import Acts, Bare, Looks, Server

LATEST = Path(__file__).parent / "latest.json"
_FIRST_GUESS = 4_000  # commands per second, until a contender has been measured
_NAMES = ("control", "crud", "stock", "kept", "unkept", "append", "bare", "jejak")


@dataclass(frozen=True, slots=True)
class Row:
    what: str
    in_flight: int
    per_s: float
    p50_ms: float
    p99_ms: float
    ratio_to_control: float


def main() -> None:
    asked = _arguments()
    write_lines(dropped=asked.lines == "dropped")
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="jejak-bench-")))
        url = stack.enter_context(_server(folder / "postgres"))
        _tell_durability(url)
        opened = _Opened(url, folder, asked.lines, stack)
        contenders = [each for name in _NAMES if name in {"control", *asked.only} for each in opened.by(name)]
        rows = _rows(contenders, asked)
    alone = measure_alone(asked.alone)
    _print(rows)
    print(
        f"Python alone, CPU of one thread: {alone.best:.0f} us a command (best case), {alone.mean:.0f} (mean)"
    )
    if set(asked.only) == set(_NAMES):
        latest = {"rows": [asdict(row) for row in rows], "alone_us": asdict(alone)}
        asked.latest.write_text(json.dumps(latest, indent=1) + "\n")


@contextmanager
def _server(data: Path) -> Iterator[str]:
    """A server with room for all contenders' connections."""
    with embedded_server(data) as url, psycopg.connect(url, autocommit=True) as admin:
        admin.execute("ALTER SYSTEM SET max_connections = 300")
    with embedded_server(data) as url:
        yield url


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="interleaved rounds; their median is told")
    parser.add_argument("--seconds", type=float, default=1.2, help="of each measurement")
    parser.add_argument("--in-flight", type=int, nargs="+", default=[1, 8, 32], help="cases in flight")
    parser.add_argument("--only", choices=_NAMES, nargs="+", default=_NAMES, help="beside the control")
    parser.add_argument("--alone", type=int, default=60, help="cases to measure in Python alone")
    parser.add_argument("--latest", type=Path, default=LATEST, help="where the figures of all are written")
    parser.add_argument(
        "--lines", choices=["written", "dropped"], default="written", help="Jejak's log lines"
    )
    return parser.parse_args()


class _Opened:
    """Opens contenders, each with a database of its own, until the stack is left."""

    def __init__(self, url: str, folder: Path, lines: str, stack: ExitStack) -> None:
        self._url = url
        self._folder = folder
        self._lines = lines
        self._stack = stack

    def by(self, name: str) -> Iterator[Contender]:
        keep = self._stack.enter_context
        match name:
            case "control":
                yield Control(self._database(name))
            case "crud":
                yield Crud(self._database(name))
            case "stock":
                yield keep(closing(Stock(self._database(name))))
            case "kept":
                yield keep(closing(Jejak(self._ledger(name), "Jejak in process, states kept")))
            case "unkept":
                yield keep(closing(Jejak(self._ledger(name), "Jejak in process, nothing kept", most_kept=0)))
            case "append":
                yield keep(closing(Append(self._ledger(name))))
            case "bare":
                database = self._database(name)
                create_plain_table(database)
                yield Bare(self._server(name, database))
            case "jejak":
                database = self._ledger(name)
                acts = Acts(self._server(name, database), keep(Ledger(database)))
                yield acts
                yield Looks(acts)

    def _server(self, which: str, database: str) -> Server:
        server = Server(which, database, self._folder / which, lines=self._lines)
        return self._stack.enter_context(closing(server))

    def _database(self, name: str) -> str:
        with psycopg.connect(self._url, autocommit=True) as admin:
            admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        return make_conninfo(self._url, dbname=name)

    def _ledger(self, name: str) -> str:
        database = self._database(name)
        migrate(database)
        return database


def _rows(contenders: list[Contender], asked: argparse.Namespace) -> list[Row]:
    rounds: defaultdict[tuple[str, int], list[tuple[Measured, float]]] = defaultdict(list)
    expected: dict[tuple[str, int], float] = {}
    for number in range(asked.rounds):
        for in_flight in asked.in_flight:
            control = 0.0
            for contender in contenders:
                about = contender.what, in_flight
                commands = round(1.4 * expected.get(about, _FIRST_GUESS) * asked.seconds)
                contender.prepare(commands, in_flight)
                measured = measure(contender, in_flight, asked.seconds)
                expected[about] = max(expected.get(about, 0.0), measured.per_s)
                control = control or measured.per_s
                rounds[about].append((measured, measured.per_s / control))
                _tell(
                    f"round {number + 1}, {in_flight:2} in flight: {contender.what}: {measured.per_s:.0f}/s"
                )
    order = [(each.what, in_flight) for each in contenders for in_flight in asked.in_flight]
    return [_row(about, rounds[about]) for about in order]


def _row(about: tuple[str, int], rounds: list[tuple[Measured, float]]) -> Row:
    what, in_flight = about
    return Row(
        what,
        in_flight,
        per_s=round(median(measured.per_s for measured, _ in rounds), 1),
        p50_ms=round(median(measured.p50_ms for measured, _ in rounds), 3),
        p99_ms=round(median(measured.p99_ms for measured, _ in rounds), 3),
        ratio_to_control=round(median(ratio for _, ratio in rounds), 3),
    )


def _print(rows: list[Row]) -> None:
    print(f"{'':44} {'in flight':>9} {'per s':>8} {'ratio':>6} {'p50 ms':>8} {'p99 ms':>8}")
    for row in rows:
        print(
            f"{row.what:44} {row.in_flight:9} {row.per_s:8.0f} {row.ratio_to_control:6.2f} "
            f"{row.p50_ms:8.2f} {row.p99_ms:8.2f}"
        )


def _tell_durability(url: str) -> None:
    with psycopg.connect(url) as connection:
        for name in ("server_version", "fsync", "synchronous_commit", "max_connections"):
            row = connection.execute("SELECT current_setting(%s)", (name,)).fetchone()
            _tell(f"{name}: {row[0] if row else '?'}")


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
