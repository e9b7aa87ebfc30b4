"""How every command of `jejak` starts: settings that can be used, and a database that is ready."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from api.embedded import embedded_server
from api.settings import BadSettings, Mode, Settings, read_settings
from application.law import install
from application.ledger import Ledger
from application.migrate import migrate, pending
from domain.refusals import LawDiffers

errors = Console(stderr=True)


def bar() -> Progress:
    """For what takes long, on standard error."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=errors,
    )


def settings_or_exit(**overrides: object) -> Settings:
    try:
        return read_settings(**overrides)
    except BadSettings as bad:
        errors.print(f"[red]Settings:[/] {bad}")
        raise typer.Exit(2) from None


@contextmanager
def server(settings: Settings) -> Iterator[str]:
    """The server named in the settings, or the embedded one."""
    if settings.database_url:
        yield settings.database_url
        return
    with embedded_server(settings.data / "postgres") as url:
        yield url


@contextmanager
def database(settings: Settings, *, law: bool = False) -> Iterator[str]:
    """The server named in the settings, or the embedded one; migrated, except in production. With `law`: entered too."""
    with server(settings) as url:
        if settings.mode is Mode.DEMO:
            migrate(url)
        elif missing := pending(url):
            errors.print(f"[red]The schema lacks {', '.join(missing)}.[/] Run `jejak migrate` first.")
            raise typer.Exit(1)
        if law:
            enter_the_law(settings, url)
        yield url


def enter_the_law(settings: Settings, url: str) -> int:
    """The files' texts into an empty gazette; how many. Stops where a file differs from what is published."""
    ledger = Ledger(url, role=settings.service_role)
    try:
        return install(ledger, datetime.now(UTC))
    except LawDiffers as differs:
        errors.print(f"[red]The law may not change silently.[/] {differs}")
        raise typer.Exit(1) from None
    finally:
        ledger.close()
