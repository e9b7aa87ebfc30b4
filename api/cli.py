"""`jejak`: serve, demo, work, import, token, migrate, rebuild, projection, policy, checkpoint, verify, replay, export."""

import signal
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Annotated
from uuid import uuid4

import typer
import uvicorn
from rich.console import Console
from rich.table import Table

from api import calendars, checkpoints, policies, rebuilding, replaying
from api.app import create_app
from api.demo import stage
from api.house import House, open_house, opened
from api.identity import LocalKey
from api.lines import log_as_json
from api.looking import who
from api.memory import seldom_collect
from api.mining import commands as mining
from api.rebuilding import NotRebuilt
from api.settings import Mode
from api.starting import bar, database, enter_the_law, errors, server, settings_or_exit
from application.importing import LAYOUTS, BrokenFile, Report, import_file
from application.law import OPERATOR, Law
from application.ledger import Ledger
from application.migrate import migrate as migrate_database
from application.operations import direct
from application.policies import read_policies
from domain import operations
from domain.act import Act
from domain.operations import Directions, OperationsEvent
from domain.refusals import Refused
from projections.positions import Standing

app = typer.Typer(no_args_is_help=True, add_completion=False)
app.add_typer(policies.app, name="policy")
app.add_typer(calendars.app, name="calendar")
app.command()(checkpoints.checkpoint)
app.command()(checkpoints.verify)
app.command()(mining.export)
app.command()(replaying.replay)
projection = typer.Typer(no_args_is_help=True, help="Directions to those who run projections, on record.")
app.add_typer(projection, name="projection")
console = Console()


@app.callback()
def jejak() -> None:
    """Transfers of civil servants, on the record."""
    seldom_collect()


_CATCHING_UP = 600.0  # seconds the projections may need before one look


@app.command()
def migrate() -> None:
    """Bring the database's schema up to date (forward only), and enter the law into an empty gazette."""
    settings = settings_or_exit()
    with server(settings) as url:
        names = migrate_database(url)
        if entered := enter_the_law(settings, url):
            names.append(f"{entered} texts of the law")
    console.print("\n".join(names) or "up to date")


@app.command()
def serve() -> None:
    """Serve the HTTP API. Settings come from the environment (JEJAK_...)."""
    settings = settings_or_exit()
    log_as_json()
    with database(settings, law=True) as url:
        uvicorn.run(
            create_app(settings, lambda: open_house(settings, url, worker=settings.worker)),
            host=settings.host,
            port=settings.port,
            log_config=None,
            access_log=False,
        )


@app.command()
def demo(
    *,
    people: Annotated[
        int | None,
        typer.Option(
            min=300, max=500_000, help="people in the made-up province; 1,000, or 2,000 with --once"
        ),
    ] = None,
    seed: Annotated[int, typer.Option(help="the same seed gives the same province")] = 2025,
    cases: Annotated[
        int,
        typer.Option(min=0, help="cases of the last two years to fill the ledger with, about 60 events each"),
    ] = 0,
    once: Annotated[bool, typer.Option(help="play all scenarios over HTTP, print them, and exit")] = False,
) -> None:
    """Make a province, and serve it; or play all scenarios in it."""
    if once:
        raise typer.Exit(_play(people or 2_000, seed))
    people = people or 1_000
    settings = settings_or_exit(mode=Mode.DEMO)
    log_as_json()
    today = datetime.now(UTC).date().replace(day=1)
    with database(settings, law=True) as url:
        cast = stage.set_up(settings, url, people, seed, today, bar(), cases=cases)
        stage.print_welcome(settings, cast, console)
        uvicorn.run(
            create_app(settings, lambda: open_house(settings, url, worker=settings.worker)),
            host=settings.host,
            port=settings.port,
            log_config=None,
            access_log=False,
        )


@app.command()
def work(
    *, once: Annotated[bool, typer.Option(help="note what is due now, print it, and exit")] = False
) -> None:
    """Note deadlines that are near or past. Any number of processes may run this, beside `jejak serve` too."""
    settings = settings_or_exit()
    log_as_json()
    with database(settings, law=True) as url:
        house = open_house(settings, url, worker=not once)
        try:
            if once:
                house.runner.wait_for(house.ledger.head(), timeout=_CATCHING_UP)
                done = house.timekeeper.look()
                console.print(
                    "\n".join(f"{name} {n}" for name, n in sorted(done.items())) or "nothing is due"
                )
            else:
                _until_told_to_stop(house)
        finally:
            house.close()


def _until_told_to_stop(house: House) -> None:
    told = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: told.set())
    while not told.wait(house.settings.checkpoint_every or None):
        checkpoints.sign_by_itself(house.ledger, house.settings)


def _play(people: int, seed: int) -> int:
    """In a folder and database of its own, so that it says the same every time."""
    return stage.play_once(people, seed, console, bar())


@app.command("import")
def import_(
    layout: Annotated[str, typer.Argument(help=f"one of: {', '.join(LAYOUTS)}")],
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="CSV or XLSX")],
    as_: Annotated[str, typer.Option("--as", help="the office that imports, as KIND@CODE")] = "",
) -> None:
    """Read a file into the registry. Bad rows are listed, good ones stay; the same file again changes nothing."""
    if layout not in LAYOUTS:
        errors.print(f"[red]Unknown layout {layout}.[/] Layouts: {', '.join(LAYOUTS)}")
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
        console.print(table)
    if report.left_off:
        console.print(f"... and {report.left_off} more")
    console.print(
        f"read {report.read}, recorded {report.recorded}, unchanged {report.unchanged}, rejected {report.rejected}, "
        f"warned {report.warned}; {report.events} events"
    )


@app.command()
def token(
    as_: Annotated[
        str, typer.Option("--as", help="an office as KIND@CODE (agency or unit), a NIP, or a person's id")
    ],
    hours: Annotated[int, typer.Option(min=1, max=24)] = 8,
) -> None:
    """A token for the demonstration, signed with its local key. The service refuses it outside demo mode."""
    settings = settings_or_exit(mode=Mode.DEMO)
    with database(settings) as url:
        person, office = who(as_, url, settings)
    print(LocalKey(settings.data).token(settings.audience, person, office, timedelta(hours=hours)))  # noqa: T201


@app.command()
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
            known = [projection.name for projection in runner.projections]
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


_Name = Annotated[str, typer.Argument(help="the projection's name")]
_By = Annotated[
    str, typer.Option("--by", help="who directs it: an office as KIND@CODE, a NIP, or a person's id")
]
_Why = Annotated[str, typer.Option(help="why; it goes on record")]


@projection.command("list")
def list_projections() -> None:
    """How far each projection is, and which are stuck or parked."""
    settings = settings_or_exit()
    table = Table("projection", "version", "position", "behind", "stuck at")
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
    console.print(table)


@projection.command()
def park(name: _Name, by: _By, reason: _Why) -> None:
    """Stop a projection. What it serves stays as it is; the others go on."""
    _direct(name, by, lambda known, _: operations.park(known, name, reason))


@projection.command()
def resume(name: _Name, by: _By, reason: _Why) -> None:
    """Let a parked projection go on."""
    _direct(name, by, lambda known, _: operations.resume(known, name, reason))


@projection.command()
def skip(
    name: _Name,
    position: Annotated[int, typer.Argument(help="of the event it is stuck at")],
    by: _By,
    reason: _Why,
) -> None:
    """Leave out the one event a projection is stuck at, for good in this version of it."""

    def decide(known: Directions, version: int, stuck_at: int | None) -> Sequence[OperationsEvent]:
        return operations.skip(known, name, version, position, stuck_at, reason)

    _direct(name, by, lambda known, standing: decide(known, standing.version, standing.stuck_at))


def _direct(name: str, by: str, decide: Callable[[Directions, Standing], Sequence[OperationsEvent]]) -> None:
    settings = settings_or_exit()
    with database(settings) as url:
        person, office = who(by, url, settings)
        with opened(settings, url) as (ledger, runner):
            if (standing := runner.standing(name)) is None:
                errors.print(f"[red]There is no projection {name}.[/]")
                raise typer.Exit(2)
            now = datetime.now(UTC)
            act = Act(person, now, uuid4(), read_policies().in_force(now.date()).version, office)
            try:
                position = direct(ledger, name, lambda known: decide(known, standing), act)
            except Refused as refused:
                errors.print(f"[red]{refused.__doc__}[/]")
                raise typer.Exit(1) from None
    console.print(f"recorded at position {position}")


if __name__ == "__main__":
    app()
