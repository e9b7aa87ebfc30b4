"""`jejak replay`: every decision made again, and the same history under another text of the law."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Annotated, Any
from uuid import UUID

import orjson
import psycopg
import typer
from rich.console import Console
from rich.table import Table

from api.cli.looking import For, RestsOn, Through, put_on_record
from api.cli.policies import kind_of
from api.cli.starting import bar, database, errors, settings_or_exit
from api.verdicts import in_both, replayed, supposed
from application.law import Law
from application.ledger import Ledger
from application.policies import BrokenPolicy, law_text, read_law, read_policies, read_policy, text_of
from application.replaying import NotRun, Replay, Verdict
from application.supposing import Supposing, Text, named
from domain.identity import agency_id
from domain.lookups import Search, Stated
from domain.policy import LocalAdditions, Terms
from domain.policy_publication import Gazette, LawKind
from domain.refusals import PolicyUnknown

_console = Console(soft_wrap=True, highlight=False, markup=False)

_Rows = Iterator[dict[str, Any]]


def replay(
    *,
    by: Through,
    purpose: For,
    reference: RestsOn = "",
    case: Annotated[UUID | None, typer.Option(help="one case only")] = None,
    agency: Annotated[str, typer.Option(help="only cases from or to this agency, by its code")] = "",
    jsonl: Annotated[
        Path | None, typer.Option(dir_okay=False, help="write what is told to this file, as JSON Lines")
    ] = None,
    under: Annotated[
        str,
        typer.Option(
            metavar="FILE|VERSION",
            help="suppose this text had been the law (national policy, or what one region adds): a file, or a version published or drafted",
        ),
    ] = "",
) -> None:
    """Make every recorded decision again under the policy it names, and tell each that does not follow. Exit 1 if any.

    With --under nothing is wrong that differs: told is every case of which that text would have said otherwise.
    What is told is about people, so it is a look-up, on record before it begins.
    """
    settings = settings_or_exit()
    agencies = frozenset({agency_id(agency)}) if agency else None
    with database(settings) as url, _readable(), ExitStack() as opened:
        ledger = opened.enter_context(Ledger(url, role=settings.service_role))
        law = Law(ledger)
        text = _text(under, law.gazette()) if under else None
        stated, search = Stated(purpose, reference), Search(case_id=case)
        put_on_record(settings, url, by, stated, search=search, agencies=agencies)
        policies = None if law.gazette().published else read_policies()
        tell = opened.enter_context(_telling(jsonl))
        if text is not None:
            supposing = Supposing(ledger, text, policies)
            with _walking("supposing") as progress:
                found = supposing.of_case(case) if case else supposing.whole(agencies, progress)
                summary = _told(supposed(found), tell, _of_a_moment)
            _print_supposed(summary)
            return
        made_again = Replay(ledger, policies)
        with _walking("replaying") as progress:
            decisions = made_again.of_case(case) if case else made_again.whole(agencies, progress)
            summary = _told(replayed(decisions), tell, _of_a_decision)
    _print_replayed(summary)
    raise typer.Exit(int(summary["departed"] > 0))


@contextmanager
def _readable() -> Iterator[None]:
    """Where a row no longer holds what its columns may hold, no decision can be found in it."""
    try:
        yield
    except psycopg.DataError as error:
        errors.print(f"[red]A row cannot be read; `jejak verify` tells which.[/] {error}")
        raise typer.Exit(2) from None


def _text(name: str, gazette: Gazette) -> Text:
    try:
        return _in_file(Path(name)) if name.endswith(".toml") else named(gazette, name)
    except (BrokenPolicy, PolicyUnknown, OSError) as error:
        errors.print(f"[red]No national policy, and no region's additions:[/] {name} {error}")
        raise typer.Exit(2) from None


def _in_file(path: Path) -> Text:
    kind = kind_of(path)
    if kind is LawKind.POLICY:  # a draft may still have any name
        return read_policy(path)
    said = read_law(law_text(kind, text_of(path), path.name))
    if not isinstance(said, LocalAdditions | Terms):
        raise PolicyUnknown
    return said


@contextmanager
def _telling(path: Path | None) -> Iterator[Callable[[dict[str, Any]], object]]:
    """Where rows go beside the screen."""
    if path is None:
        yield lambda _: None
        return
    with path.open("wb") as file:
        yield lambda row: _write(file, row)


def _write(file: IO[bytes], row: dict[str, Any]) -> None:
    file.write(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE))


@contextmanager
def _walking(what: str) -> Iterator[Callable[[int, int], object]]:
    with bar() as shown:
        task = shown.add_task(what, total=None)
        yield lambda done, total: shown.update(task, completed=done, total=total)


def _told(
    rows: _Rows, tell: Callable[[dict[str, Any]], object], line: Callable[[dict[str, Any]], str]
) -> dict[str, Any]:
    """Every row, printed and written; the last one, which counts all, is returned."""
    row: dict[str, Any] = {}
    for following in rows:
        if row:
            _console.print(line(row))
        row = following
        tell(row)
    return row


def _of_a_decision(row: dict[str, Any]) -> str:
    told = f"{row['verdict']} {row['command']} in {row['stream']} at {row['position']}"
    told += f", for office {row['office']}" if row["office"] else ""
    told += f", under {row['policy']}: " if row["policy"] else ": "
    if row["refused"]:
        rules = "; ".join(f"{each['rule']} {each['input']}" for each in row["violations"])
        return f"{told}{row['refused']} ({row['messages']['en']}) {rules}".rstrip()
    if row["departures"]:
        first, *others = row["departures"]
        more = f" and {len(others)} more" if others else ""
        where = f"{first['event']} at {first['position']} {first['pointer']}"
        return (
            f"{told}{where}: recorded {_short(first['recorded'])}, follows {_short(first['follows'])}{more}"
        )
    return told + str(row["why"])


def _short(value: object) -> str:
    text = orjson.dumps(value).decode()
    return text if len(text) <= 80 else f"{text[:77]}..."  # noqa: PLR2004 the width of a line


def _of_a_moment(row: dict[str, Any]) -> str:
    told = f"{row['case']} at {row['position']}, {row['command']} under {row['policy']}"
    if row["unread"]:
        return f"{told}: cannot be judged: {row['unread']}"
    lines = [
        f"  {each['what']} {each['name']}: {each['before'] or '-'} -> {each['after'] or '-'}  {each['messages']['en']}"
        for each in row["otherwise"]
    ]
    return "\n".join((told, *lines))


def _print_replayed(summary: dict[str, Any]) -> None:
    verdicts = [verdict for verdict in Verdict if verdict is not Verdict.NOT_RUN]
    table = Table("decision", *(verdict.lower() for verdict in verdicts))
    left = []
    for kind, counted in summary["kinds"].items():
        if kind in NotRun.__members__:
            left.append(f"not run: {counted[Verdict.NOT_RUN]} {in_both('not_run', kind).en}")
        else:
            table.add_row(kind, *(str(counted.get(verdict, "")) for verdict in verdicts))
    _console.print(table)
    _console.print("\n".join(left))
    _console.print(
        f"run {summary['run']}, followed {summary['followed']}, do not follow {summary['departed']}"
    )


def _print_supposed(summary: dict[str, Any]) -> None:
    for what, count in summary["differences"].items():
        _console.print(f"{count} {what}")
    _console.print(
        f"cases {summary['cases']}, of which {summary['differing']} would have been judged otherwise; "
        f"moments {summary['moments']}, of which {summary['unread']} could not be judged"
    )
