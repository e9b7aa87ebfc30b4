"""`python -m bench.moments`: what a case and a page of lists cost now, and as of earlier moments; in process, without HTTP.

The ledger is so many T1 cases side by side, left where they have come to; then the pages are asked for by the personnel
office before which all of them are.
"""

import argparse
from collections.abc import Callable
from pathlib import Path
from random import Random
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import perf_counter

import cast

from api.embedded import embedded_server
from api.house import runner_of
from api.settings import Mode, Settings
from application.cases import Cases
from application.ledger import Ledger
from application.migrate import migrate
from application.streams import Streams
from bench import cases as bench
from bench.lines import write_lines
from domain.identity import office_id
from domain.transfer.desk import Audience
from projections import case_file, inbox
from projections.past import When


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.moments", description=__doc__)
    parser.add_argument("--cases", type=int, default=300)
    parser.add_argument("--times", type=int, default=300, help="how often each is asked")
    asked = parser.parse_args()
    write_lines(dropped=True)
    with (
        TemporaryDirectory(prefix="jejak-bench-") as folder,
        embedded_server(Path(folder) / "postgres") as url,
    ):
        migrate(url)
        with Ledger(url) as ledger:
            bench.record(ledger, bench.registered())
            cases = Cases(ledger, cast.POLICIES, Streams(ledger))
            played = _play(ledger, cases, asked.cases)
            settings = Settings(mode=Mode.DEMO, database_url=url, data=Path(folder))
            runner = runner_of(ledger, settings, url, cast.POLICIES)
            runner.prepare()
            runner.catch_up()
            with runner.pool.connection() as connection:
                connection.execute("ANALYZE")
            head = ledger.head()
            print(f"{asked.cases} cases, {head} events")
            chance = Random(1)
            office = [office_id(*cast.NORTH_PERSONNEL)]

            def show() -> None:
                cases.show(chance.choice(played), lambda *_: Audience.OFFICIAL)

            def show_as_of() -> None:
                cases.show_as_of(chance.choice(played), lambda *_: Audience.OFFICIAL, head)

            def inbox_page(when: When | None) -> None:
                with runner.pool.connection() as connection:
                    inbox.waiting_for(connection, office, [], None, 51, when)

            def list_page(when: When | None) -> None:
                with runner.pool.connection() as connection:
                    case_file.cases_of(connection, cast.SITI, office, [], [], None, None, 51, when)

            _tell("case now", show, asked.times)
            _tell("case as of the head", show_as_of, asked.times)
            for name, page in (("inbox page", inbox_page), ("list page", list_page)):
                _tell(f"{name} now", lambda page=page: page(None), asked.times)  # type: ignore[misc]
                for part in (1, 2, 4):
                    when = When(head // part)
                    _tell(
                        f"{name} as of 1/{part} of the ledger",
                        lambda page=page, when=when: page(when),
                        asked.times,
                    )  # type: ignore[misc]
            runner.close()


def _play(ledger: Ledger, cases: Cases, many: int) -> list:  # type: ignore[type-arg]
    chance = Random(0)
    prepared = bench.prepare(ledger, many)
    for case in prepared:
        position = 0
        for each in case.asked[: chance.randrange(2, len(case.asked))]:
            position = cases.carry_out(case.transfer, each.command, each.sent(position)).position
    return [case.transfer for case in prepared]


def _tell(what: str, ask: Callable[[], object], times: int) -> None:
    took = []
    for _ in range(times):
        started = perf_counter()
        ask()
        took.append(1000 * (perf_counter() - started))
    print(f"{what:36} p50 {median(took):7.2f} ms   p99 {quantiles(took, n=100)[98]:7.2f} ms")


if __name__ == "__main__":
    main()
