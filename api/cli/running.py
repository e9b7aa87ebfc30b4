"""`jejak migrate`, `serve`, `demo` and `work`: the schema, and what runs on it."""

import signal
from datetime import UTC, datetime
from threading import Event
from typing import Annotated

import typer
import uvicorn
from rich.console import Console

from api.cli import checkpoints
from api.cli.starting import bar, database, enter_the_law, server, settings_or_exit
from api.house import House, open_house
from api.lines import log_as_json
from api.settings import Mode, Settings
from application.migrate import migrate as migrate_database

_console = Console()
_CATCHING_UP = 600.0  # seconds the projections may need before one look


def migrate() -> None:
    """Bring the database's schema up to date (forward only), and enter the law into an empty gazette."""
    settings = settings_or_exit()
    with server(settings) as url:
        names = migrate_database(url)
        if entered := enter_the_law(settings, url):
            names.append(f"{entered} texts of the law")
    _console.print("\n".join(names) or "up to date")


def serve() -> None:
    """Serve the HTTP API. Settings come from the environment (JEJAK_...)."""
    settings = settings_or_exit()
    log_as_json()
    with database(settings, law=True) as url:
        _serve(settings, url)


def _serve(settings: Settings, url: str) -> None:
    # The routes take longer to build than all that other commands do before they work, so none of those pays for them.
    from api.app import create_app  # noqa: PLC0415

    uvicorn.run(
        create_app(settings, lambda: open_house(settings, url, worker=settings.worker)),
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
    )


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
    from api.demo import stage  # noqa: PLC0415 with the routes, as above

    if once:  # in a folder and database of its own, so that it says the same every time
        raise typer.Exit(stage.play_once(people or 2_000, seed, _console, bar()))
    people = people or 1_000
    settings = settings_or_exit(mode=Mode.DEMO)
    log_as_json()
    today = datetime.now(UTC).date().replace(day=1)
    with database(settings, law=True) as url:
        cast = stage.set_up(settings, url, people, seed, today, bar(), cases=cases)
        stage.print_welcome(settings, cast, _console)
        _serve(settings, url)


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
                _console.print(
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
