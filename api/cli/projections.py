"""`jejak rebuild` and `jejak projection`: tables made anew, and directions to those who run them, on record."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Annotated
from uuid import uuid4

import typer
from rich.console import Console
from rich.table import Table

from api import rebuilding
from api.cli.starting import bar, database, errors, settings_or_exit
from api.cli.tokens import who
from api.house import opened
from api.rebuilding import NotRebuilt
from application.operations import direct
from application.policies import read_policies
from domain import operations
from domain.act import Act
from domain.operations import Directions, OperationsEvent
from domain.refusals import Refused
from projections.positions import Standing

_console = Console()


app = typer.Typer(no_args_is_help=True, help="Directions to those who run projections, on record.")


def rebuild(
    names: Annotated[list[str] | None, typer.Argument(help="projections; all when none is named")] = None,
    *,
    processes: Annotated[
        int | None, typer.Option(min=1, help="of a long ledger as many as there are cores")
    ] = None,
) -> None:
    """Make projections anew from the first event, beside the tables that serve until the end."""
    settings = settings_or_exit()
    with database(settings) as url, bar() as shown:
        with opened(settings, url) as (_, runner):
            known = [each.name for each in runner.projections]
        if unknown := set(names or []) - set(known):
            errors.print(f"[red]Unknown: {', '.join(unknown)}.[/] Projections: {', '.join(known)}")
            raise typer.Exit(2)
        chosen = names or known
        task = shown.add_task(", ".join(chosen), total=None)
        try:
            rebuilding.rebuild(
                settings,
                url,
                chosen,
                lambda position, head: shown.update(task, completed=position, total=head),
                processes,
            )
        except NotRebuilt as broken:
            errors.print(f"[red]{broken}[/]; the older tables go on serving.")
            raise typer.Exit(1) from None


_Name = Annotated[str, typer.Argument(help="the app's name")]


_By = Annotated[
    str, typer.Option("--by", help="who directs it: an office as KIND@CODE, a NIP, or a person's id")
]


_Why = Annotated[str, typer.Option(help="why; it goes on record")]


@app.command("list")
def list_projections() -> None:
    """How far each app is, and which are stuck or parked."""
    settings = settings_or_exit()
    table = Table("app", "version", "position", "behind", "stuck at")
    table.add_column("fault", no_wrap=True)
    for heading in ("parked", "filling"):
        table.add_column(heading)
    with database(settings) as url, opened(settings, url) as (_, runner):
        for each in runner.standings():
            row = (
                each.version,
                each.position,
                each.behind,
                each.stuck_at,
                each.fault,
                each.parked,
                each.filling,
            )
            table.add_row(each.projection, *("" if value is None else str(value) for value in row))
    _console.print(table)


@app.command()
def park(name: _Name, by: _By, reason: _Why) -> None:
    """Stop a app. What it serves stays as it is; the others go on."""
    _direct(name, by, lambda known, _: operations.park(known, name, reason))


@app.command()
def resume(name: _Name, by: _By, reason: _Why) -> None:
    """Let a parked app go on."""
    _direct(name, by, lambda known, _: operations.resume(known, name, reason))


@app.command()
def skip(
    name: _Name,
    position: Annotated[int, typer.Argument(help="of the event it is stuck at")],
    by: _By,
    reason: _Why,
) -> None:
    """Leave out the one event a app is stuck at, for good in this version of it."""

    def decide(known: Directions, version: int, stuck_at: int | None) -> Sequence[OperationsEvent]:
        return operations.skip(known, name, version, position, stuck_at, reason)

    _direct(name, by, lambda known, standing: decide(known, standing.version, standing.stuck_at))


def _direct(name: str, by: str, decide: Callable[[Directions, Standing], Sequence[OperationsEvent]]) -> None:
    settings = settings_or_exit()
    with database(settings) as url:
        person, office = who(by, url, settings)
        with opened(settings, url) as (ledger, runner):
            if (standing := runner.standing(name)) is None:
                errors.print(f"[red]There is no app {name}.[/]")
                raise typer.Exit(2)
            now = datetime.now(UTC)
            act = Act(person, now, uuid4(), read_policies().in_force(now.date()).version, office)
            try:
                position = direct(ledger, name, lambda known: decide(known, standing), act)
            except Refused as refused:
                errors.print(f"[red]{refused.__doc__}[/]")
                raise typer.Exit(1) from None
    _console.print(f"recorded at position {position}")
