"""`python -m bench.pages`: what auditors and officials ask for, on a short ledger and on one a hundred times as long.

In process, without HTTP: what stands below an endpoint. The ledgers are made-up provinces of which the longer has the
cases of two years; everything is asked of cases, officials and agencies drawn anew each time. Nothing is asked for too, which tells what the machine adds. The
processor's time is that of this process and of the database session together, and does not depend on who else is at work.
"""

import argparse
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from os import sysconf
from pathlib import Path
from random import Random
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import Any
from uuid import UUID

import psycopg

from api.figures import Wording, tell
from api.memory import keep_what_is_here
from api.rebuilding import rebuild
from api.settings import Settings
from application.cases import Cases
from application.law import Law
from application.ledger import Ledger
from application.policies import read_policies
from application.streams import Streams
from bench.lines import write_lines
from bench.province import province
from domain.transfer.desk import Audience
from projections import audit_trail, case_file, inbox, timeline
from projections.past import When
from projections.reports import REPORTS, Asked, count

_PAGE = 51  # a page of fifty, and whether there is more
_BY = {
    "requests": ("kind", "initiative"),
    "moves": ("receiving", "direction"),
    "steps": ("agency", "step"),
    "returns": ("step", "kind"),
    "refusals": ("reason", "kind"),
    "overrides": ("rule", "office"),
    "windows": ("window", "receiving"),
    "objections": ("against", "outcome"),
    "evaluations": ("months", "outcome"),
    "goals": ("goal", "policy"),
    "balance": ("kind", "level"),
    "fairness": ("sex", "age"),
}


def main() -> None:
    asked = _arguments()
    write_lines(dropped=True)
    keep_what_is_here()
    found: list[dict[str, _Times]] = []
    sizes = []
    with TemporaryDirectory(prefix="jejak-bench-") as made:
        for name, people, cases in (("short", *asked.short), ("long", asked.people, asked.cases)):
            folder = Path(asked.folder or made) / name
            with _asking(folder, people, cases) as asking:
                sizes.append(asking.head)
                found.append(asking.all(asked.times))
    short, long = found
    print(f"{sizes[0]} and {sizes[1]} events, {asked.times} times each; milliseconds")
    print(f"{'':34} {'p50':>7} {'p99':>7} {'CPU':>7}   long: {'p50':>7} {'p99':>7} {'CPU':>7}   p50 of short")
    for what, times in long.items():
        before = short[what]
        print(f"{what:34} {before}         {times} {times.p50 / before.p50:10.2f}")


@dataclass
class _Times:
    took: list[float] = field(default_factory=list)
    used: float = 0.0

    @property
    def p50(self) -> float:
        return median(self.took)

    def __str__(self) -> str:
        p99 = quantiles(self.took, n=100)[98]
        return f"{self.p50:7.2f} {p99:7.2f} {self.used / len(self.took):7.2f}"


@contextmanager
def _asking(folder: Path, people: int, cases: int) -> Iterator["_Asking"]:
    with ExitStack() as stack:
        settings, url = stack.enter_context(province(folder, people, cases))
        _project(settings, url)
        ledger = stack.enter_context(Ledger(url, role=settings.service_role))
        connection = stack.enter_context(psycopg.connect(url, autocommit=True))
        connection.execute("SET search_path = projections, public")
        yield _Asking(ledger, connection)


def _project(settings: Settings, url: str) -> None:
    """Unless an earlier run has."""
    with psycopg.connect(url, autocommit=True) as owner:
        known = owner.execute("SELECT to_regclass('projections.positions')").fetchone()
        if known == (None,) or owner.execute("SELECT count(*) FROM projections.positions").fetchone() == (0,):
            rebuild(settings, url, None, lambda *_: None)
        owner.execute("VACUUM ANALYZE")


class _Asking:
    def __init__(self, ledger: Ledger, connection: psycopg.Connection[Any]) -> None:
        self._door = Cases(ledger, Law(ledger), Streams(ledger))
        self._connection = connection
        self._chance = Random(1)
        self.head = ledger.head()
        self._cases = self._ids("SELECT id FROM cases ORDER BY id")
        self._offices = self._ids(
            "SELECT DISTINCT office FROM inbox WHERE office IS NOT NULL ORDER BY office"
        )
        self._officials = self._ids(
            "SELECT DISTINCT actor FROM audit_trail WHERE actor IS NOT NULL ORDER BY actor"
        )
        self._agencies = self._ids(
            "SELECT DISTINCT receiving_agency FROM case_facts ORDER BY receiving_agency"
        )
        self._wording = Wording((read_policies().version("mutasi-2025.1"),))

    def all(self, times: int) -> dict[str, _Times]:
        asked: dict[str, Callable[[], object]] = {
            "nothing (SELECT 1)": lambda: self._connection.execute("SELECT 1").fetchone(),
            "case file": self._case_file,
            "history of a case": self._history,
            "inbox page": self._inbox,
            "list of an office": self._list,
            "audit page, by official": self._audit_by_official,
            "audit page, by kind of event": self._audit_by_event,
            "case as of a position": self._as_of,
            "inbox as of a position": self._inbox_as_of,
            "all twelve reports of an agency": self._reports,
            "the same as of a position": self._reports_as_of,
        }
        found = {what: _Times() for what in asked}
        for place in range(times + 10):
            for what, ask in asked.items():
                began, worked = perf_counter(), self._worked()
                ask()
                if place >= 10:  # the first fill what is kept
                    found[what].took.append(1_000 * (perf_counter() - began))
                    found[what].used += self._worked() - worked
        return found

    def _ids(self, query: str) -> list[UUID]:
        return [each for (each,) in self._connection.execute(query).fetchall()]

    def _worked(self) -> float:
        """Milliseconds, the database's in steps of ten (Linux)."""
        stat = Path(f"/proc/{self._connection.info.backend_pid}/stat").read_text().rpartition(")")[2].split()
        return 1_000 * (process_time() + (int(stat[11]) + int(stat[12])) / sysconf("SC_CLK_TCK"))

    def _position(self) -> int:
        """In the part of the ledger in which cases are played."""
        return self._chance.randrange(self.head // 2, self.head)

    def _case_file(self) -> None:
        self._door.show(self._chance.choice(self._cases), lambda *_: Audience.OFFICIAL)

    def _history(self) -> None:
        timeline.history_of(self._connection, self._chance.choice(self._cases), 0, _PAGE)

    def _inbox(self, when: When | None = None) -> None:
        inbox.waiting_for(self._connection, [self._chance.choice(self._offices)], [], None, _PAGE, when)

    def _list(self) -> None:
        office, nobody = self._chance.choice(self._offices), UUID(int=0)
        case_file.cases_of(self._connection, nobody, [office], [], [], None, None, _PAGE)

    def _audit(self, **sought: UUID | str) -> None:
        after = self._position()
        agency = self._chance.choice(self._agencies)
        audit_trail.trail(self._connection, [agency], after, _PAGE, **sought)

    def _audit_by_official(self) -> None:
        self._audit(actor=self._chance.choice(self._officials))

    def _audit_by_event(self) -> None:
        self._audit(
            event=self._chance.choice(["DecreeIssued", "FileReturned", "StepOverdue", "ObjectionFiled"])
        )

    def _as_of(self) -> None:
        case = self._chance.choice(self._cases)
        self._door.show_as_of(case, lambda *_: Audience.OFFICIAL, self.head)

    def _inbox_as_of(self) -> None:
        self._inbox(When(self._position()))

    def _reports(self, position: int | None = None) -> None:
        agency = self._chance.choice(self._agencies)
        for name, by in _BY.items():
            report = REPORTS[name]
            counted = count(self._connection, Asked(report, by, position or self.head, [agency]))
            tell(report, by, counted.cells, {}, self._wording, 5 if report.protected else None)

    def _reports_as_of(self) -> None:
        self._reports(self._position())


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.pages", description=__doc__)
    parser.add_argument(
        "--short", type=int, nargs=2, default=(1_000, 60), help="people and cases of the short ledger"
    )
    parser.add_argument(
        "--people", type=int, default=5_000, help="of the longer ledger; 50,000 for a million events"
    )
    parser.add_argument(
        "--cases", type=int, default=700, help="of the longer ledger; 11,300 for a million events"
    )
    parser.add_argument(
        "--folder", help="where the ledgers are kept for the next time; nowhere when none is named"
    )
    parser.add_argument("--times", type=int, default=200)
    return parser.parse_args()


if __name__ == "__main__":
    main()
