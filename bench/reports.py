"""`python -m bench.reports`: how long reports take over the facts of a million events.

The facts are made up in SQL: 15,000 cases of 20 steps each between 20 agencies over two years, no ledger behind them. Each
report is asked for one agency, as an inspectorate asks, and for all, as the public asks; `whole` is all reports together.
"""

import argparse
from os import sysconf
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import LiteralString
from uuid import UUID

import psycopg

from api.embedded import embedded_server
from api.reporting import Wording, tell
from application.policies import read_policies
from projections.reports import REPORTS, Asked, count
from projections.statistics import Statistics

# Functions of the number of a case, so that what belongs together fits.
_FUNCTIONS: LiteralString = """
    CREATE FUNCTION id(kind text, number int) RETURNS uuid IMMUTABLE LANGUAGE sql AS
        $$ SELECT md5(kind || number)::uuid $$;
    CREATE FUNCTION origin(number int) RETURNS uuid IMMUTABLE LANGUAGE sql AS $$ SELECT id('agency', number % 20) $$;
    CREATE FUNCTION receiving(number int) RETURNS uuid IMMUTABLE LANGUAGE sql AS
        $$ SELECT id('agency', CASE WHEN number % 5 = 0 THEN (number / 20) % 20 ELSE number % 20 END) $$;
    CREATE FUNCTION type(number int) RETURNS text IMMUTABLE LANGUAGE sql AS
        $$ SELECT (ARRAY['INTRA_INSTANSI', 'KABKOTA_SATU_PROVINSI', 'ANTAR_PUSAT', 'DAERAH_KE_PUSAT'])[1 + number % 4] $$;
    CREATE FUNCTION initiative(number int) RETURNS text IMMUTABLE LANGUAGE sql AS
        $$ SELECT (ARRAY['APS', 'KEBUTUHAN_DINAS'])[1 + number % 2] $$;
    CREATE FUNCTION level(number int) RETURNS text IMMUTABLE LANGUAGE sql AS
        $$ SELECT (ARRAY['PELAKSANA', 'FUNGSIONAL', 'FUNGSIONAL', 'PENGAWAS', 'ADMINISTRATOR'])[1 + number % 5] $$;
    CREATE FUNCTION requested(number int) RETURNS date IMMUTABLE LANGUAGE sql AS
        $$ SELECT date '2024-01-01' + number % 700 $$;
"""
_FACTS: LiteralString = """
    INSERT INTO case_facts SELECT id('case', n), n * 66, origin(n), receiving(n), id('unit', n % 400), id('unit', n % 397),
        'KABUPATEN', 'KABUPATEN', type(n), initiative(n), level(n), level(n + 1),
        (ARRAY['PROMOSI', 'ROTASI', 'ROTASI', 'DIAGONAL', 'DEMOSI'])[1 + n % 5], 'mutasi-2025.1',
        (ARRAY['L', 'P'])[1 + n % 2], (ARRAY['-29', '30-39', '40-49', '50-'])[1 + n % 4], 'III/' || chr(97 + n % 4), '17.0' || n % 9,
        requested(n), NULL, n * 66 + 40, requested(n) + 30, id('official', n % 500), id('office', n % 500), 'mutasi-2025.1',
        false, CASE WHEN n % 50 = 0 THEN 'W2' ELSE '' END, n % 100 = 0, n % 3 = 0, n % 300, -(n % 200), n % 900, n % 800, n % 100, n % 90,
        n * 66 + 50, requested(n) + 40, n * 66 + 65, requested(n) + 400, 'CLOSED' FROM generate_series(1, %(cases)s) AS n;
    INSERT INTO step_facts SELECT n * 66 + s, id('case', n), 'step_' || s, 'DONE', requested(n) + s + (n * s) % 15,
        12 * extract(year FROM requested(n) + s)::int + extract(month FROM requested(n) + s)::int - 1,
        (n * s) % 15, (n * s) % 15 <= 10, id('office', (n + s) % 500), origin(n), NULL, id('official', (n + s) % 500), 'DEFINITIF',
        'mutasi-2025.1', type(n), initiative(n), level(n + 1), origin(n), receiving(n)
        FROM generate_series(1, %(cases)s) AS n, generate_series(1, 20) AS s;
    INSERT INTO open_steps SELECT id('case', n), 'step_' || s, n * 66 + s - 1, CASE WHEN n %% 100 > 0 THEN n * 66 + s END,
        requested(n) + s, 24300, requested(n) + s + 10, false, id('office', (n + s) % 500), origin(n), NULL, 'mutasi-2025.1', type(n),
        initiative(n), level(n + 1), origin(n), receiving(n) FROM generate_series(1, %(cases)s) AS n, generate_series(1, 20) AS s;
    INSERT INTO act_facts SELECT n * 66, 0, id('case', n), (ARRAY['RETURN', 'REFUSAL', 'OVERRIDE'])[1 + n % 3], 'file_verification',
        'E0' || n % 9, '', requested(n), id('office', n % 500), origin(n), NULL, id('official', n % 500), 'mutasi-2025.1'
        FROM generate_series(1, %(cases)s, 3) AS n;
    INSERT INTO objection_facts SELECT id('case', n), n * 66 + 50, 'DECREE', requested(n) + 45, true, id('office', n % 500), origin(n), NULL,
        'mutasi-2025.1', 'GRANTED', n * 66 + 55, requested(n) + 60, id('official', n % 500), n % 21, true, NULL
        FROM generate_series(1, %(cases)s, 10) AS n;
    INSERT INTO review_facts SELECT id('case', n), m, n * 66 + 50, requested(n) + m * 31, id('office', n % 500), 'mutasi-2025.1', NULL, NULL,
        n * 66 + 50 + m, requested(n) + m * 31, id('official', n % 500), (ARRAY['SUCCESS', 'PARTIAL', 'FAILED'])[1 + n % 3],
        200 + n % 300, n % 7 > 0, 2, 1 FROM generate_series(1, %(cases)s) AS n, unnest(ARRAY[3, 6, 12]) AS m;
    INSERT INTO goal_facts SELECT n * 66 + 62, g, id('case', n), 12, 'goal ' || n % 9, n % 3 > 0, 'SUCCESS', requested(n) + 372,
        'mutasi-2025.1' FROM generate_series(1, %(cases)s) AS n, generate_series(0, 1) AS g;
"""
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
    with (
        TemporaryDirectory(prefix="jejak-bench-") as folder,
        embedded_server(Path(folder) / "postgres") as url,
        psycopg.connect(url, autocommit=True) as connection,
    ):
        connection.execute(_FUNCTIONS)
        connection.execute(Statistics.tables)
        for statement in _FACTS.split(";")[:-1]:
            connection.execute(statement.replace("%(cases)s", str(asked.cases)).replace("%%", "%"))
        connection.execute("VACUUM ANALYZE")
        agency = connection.execute("SELECT id('agency', 1)").fetchone()
        assert agency is not None
        last = asked.cases * 66 + 66
        print(f"{asked.cases} cases, {last} events; milliseconds, p50 and p99 of {asked.rounds}")
        for whom, agencies in (("one agency", [agency[0]]), ("all", None)):
            for position, when in ((last, "now"), (last // 2, "as of halfway")):
                _measure(connection, f"{whom}, {when}", agencies, position, asked.rounds)


def _measure(
    connection: psycopg.Connection, what: str, agencies: list[UUID] | None, position: int, rounds: int
) -> None:
    """Also the processor's time, of this process and of the database's: it does not depend on who else is at work."""
    wording = Wording((read_policies().version("mutasi-2025.1"),))
    took: dict[str, list[float]] = {name: [] for name in (*_BY, "whole")}
    used: dict[str, float] = dict.fromkeys(took, 0.0)
    for _ in range(rounds):
        for name, by in _BY.items():
            begun, worked = perf_counter(), _worked(connection)
            counted = count(connection, Asked(REPORTS[name], by, position, agencies))
            tell(REPORTS[name], by, counted.cells, {}, wording, 5 if REPORTS[name].protected else None)
            took[name].append(1_000 * (perf_counter() - begun))
            used[name] += _worked(connection) - worked
        took["whole"].append(sum(took[name][-1] for name in _BY))
    used["whole"] = sum(used[name] for name in _BY)
    print(f"{what:16}      p50      p99      CPU")
    for name, times in took.items():
        times.sort()
        last = times[min(len(times) - 1, round(0.99 * len(times)))]
        print(f"  {name:14} {times[len(times) // 2]:8.1f} {last:8.1f} {used[name] / rounds:8.1f}")


def _worked(connection: psycopg.Connection) -> float:
    """Milliseconds, the database's in steps of ten (Linux)."""
    told = Path(f"/proc/{connection.info.backend_pid}/stat").read_text().rpartition(")")[2].split()
    return 1_000 * (process_time() + (int(told[11]) + int(told[12])) / sysconf("SC_CLK_TCK"))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.reports", description=__doc__)
    parser.add_argument("--cases", type=int, default=15_000)
    parser.add_argument("--rounds", type=int, default=100)
    return parser.parse_args()


if __name__ == "__main__":
    main()
