"""`jejak import`: files of other systems into the registry."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated
from uuid import uuid4

import typer
from rich.console import Console
from rich.table import Table

from api.cli.starting import bar, database, errors, settings_or_exit
from api.cli.tokens import who
from application.importing import LAYOUTS, BrokenFile, Report, import_file
from application.law import OPERATOR, Law
from application.ledger import Ledger
from domain.act import Act

_console = Console()


def import_(
    layout: Annotated[str, typer.Argument(help=f"one of: {', '.join(LAYOUTS)}")],
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="CSV or XLSX")],
    as_: Annotated[str, typer.Option("--as", help="the office that imports, as KIND@CODE")] = "",
    *,
    year: Annotated[
        int | None,
        typer.Option(min=2000, max=2099, help="of which a list of vacancies is, where it does not say"),
    ] = None,
) -> None:
    """Read a file into the registry. Bad rows are listed, good ones stay; the same file again changes nothing."""
    if layout not in LAYOUTS:
        errors.print(f"[red]Unknown layout {layout}.[/] Layouts: {', '.join(LAYOUTS)}")
        raise typer.Exit(2)
    if year is not None and not LAYOUTS[layout].of_a_year:
        errors.print(f"[red]{layout} is not of a year.[/]")
        raise typer.Exit(2)
    settings = settings_or_exit()
    with database(settings, law=True) as url:
        ledger = Ledger(url, role=settings.service_role)
        try:
            by, office = who(as_, url, settings) if as_ else (OPERATOR, None)
            now = datetime.now(UTC)
            policy = Law(ledger).in_force(now.date())
            act = Act(by, now, uuid4(), policy.version, office)
            with bar() as progress:
                task = progress.add_task(file.name, total=None)
                report = import_file(
                    layout,
                    file,
                    ledger,
                    act,
                    lambda done, total: progress.update(task, completed=done, total=total),
                    term=policy.acting_term,
                    year=year,
                )
        except BrokenFile as broken:
            errors.print(f"[red]{broken}[/]")
            raise typer.Exit(1) from None
        finally:
            ledger.close()
    _print_report(report)


def _print_report(report: Report) -> None:
    table = Table("line", "column", "value", "", "reason", title=f"{report.layout}: {report.file}")
    for finding in report.findings:
        table.add_row(
            str(finding.line),
            finding.column,
            finding.value,
            finding.severity,
            f"{finding.reason.code} {finding.detail}".strip(),
        )
    if report.findings:
        _console.print(table)
    if report.left_off:
        _console.print(f"... and {report.left_off} more")
    _console.print(
        f"read {report.read}, recorded {report.recorded}, unchanged {report.unchanged}, rejected {report.rejected}, "
        f"warned {report.warned}; {report.events} events"
    )
