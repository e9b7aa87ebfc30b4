"""`jejak checkpoint` and `jejak verify`: evidence for the ledger, written outside the database, and held against it."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import psycopg
import structlog
import typer
from rich.console import Console

from api.cli.starting import bar, database, errors, settings_or_exit
from api.house import log_of
from api.settings import Settings
from application.checkpoints import (
    BadCheckpoints,
    CheckpointFile,
    HistoryDiffers,
    Log,
    Signed,
    make_key,
    sign,
)
from application.ledger import Ledger
from application.notes import BadNote, Verifier
from application.verifying import Verdict
from application.verifying import verify as verify_ledger

_console = Console(soft_wrap=True, highlight=False, markup=False)
_log = structlog.get_logger("jejak.checkpoint")

_Kept = Annotated[
    Path | None, typer.Option("--checkpoints", exists=True, dir_okay=False, help="a copy you kept yourself")
]
_Key = Annotated[str, typer.Option("--key", help="the key you were given (vkey), not the one that lies here")]


def checkpoint() -> None:
    """Read the whole ledger, hold it against all checkpoints, and sign a new one. The first time a key is made."""
    settings = settings_or_exit()
    log = log_of(settings)
    if settings.checkpoint_key is None and make_key(log.key):
        errors.print(f"A new key lies in {log.key}. Publish its other half, on paper too: {log.verifier()}")
    with database(settings) as url:
        ledger = Ledger(url, role=settings.service_role)
        try:
            signed = _signed(ledger, log)
        except HistoryDiffers as differs:
            errors.print(f"[red]Nothing was signed.[/] {differs}")
            raise typer.Exit(1) from None
        except BadCheckpoints as bad:
            errors.print(f"[red]Nothing was signed.[/] {bad}")
            raise typer.Exit(2) from None
        finally:
            ledger.close()
    _console.print(signed.note, end="")


def _signed(ledger: Ledger, log: Log) -> Signed:
    with bar() as progress:
        task = progress.add_task("ledger", total=None)
        return sign(
            ledger,
            log,
            datetime.now(UTC),
            lambda done, total: progress.update(task, completed=done, total=total),
        )


def verify(kept: _Kept = None, key: _Key = "") -> None:
    """Read the whole ledger and hold it against every checkpoint. 0: it is as it was signed; 1: it is not."""
    settings = settings_or_exit()
    checkpoints = _checkpoints(log_of(settings), kept, key)
    with database(settings) as url:
        ledger = Ledger(url, role=settings.service_role)
        try:
            with bar() as progress:
                task = progress.add_task("ledger", total=None)
                verdict = verify_ledger(
                    ledger,
                    checkpoints,
                    lambda done, total: progress.update(task, completed=done, total=total),
                )
        finally:
            ledger.close()
    raise typer.Exit(_tell(verdict, len(checkpoints)))


def _checkpoints(log: Log, kept: Path | None, key: str) -> list[Signed]:
    path = kept or log.checkpoints
    if not path.exists():
        return []
    try:
        return CheckpointFile(path, Verifier.read(key) if key else log.verifier()).all()
    except (BadCheckpoints, BadNote) as bad:
        errors.print(f"[red]The checkpoints cannot be relied on.[/] {bad}")
        raise typer.Exit(2) from None


def _tell(verdict: Verdict, checkpoints: int) -> int:
    """The exit code."""
    _console.print(f"events {verdict.size}, root {verdict.root.hex()}")
    for fault in verdict.faults:
        _console.print(f"WRONG {fault}")
    if not checkpoints:
        _console.print("WRONG there is no checkpoint to hold it against")
        return 1
    if (last := verdict.borne_out) is not None:
        since = verdict.size - last.checkpoint.size
        _console.print(
            f"as signed up to position {last.checkpoint.size}, {last.at:%Y-%m-%dT%H:%M:%SZ}; "
            f"of the {since} after it nothing was signed yet"
        )
    return 1 if verdict.faults else 0


def sign_by_itself(ledger: Ledger, settings: Settings) -> None:
    """For a worker that goes on whatever happens: what stops a checkpoint stands in the log, to raise an alarm."""
    log = log_of(settings)
    try:
        signed = sign(ledger, log, datetime.now(UTC))
    except HistoryDiffers as differs:
        _log.error("history_differs", faults=str(differs))
    except (BadCheckpoints, psycopg.Error, OSError) as error:
        _log.error("checkpoint_failed", kind=type(error).__name__, error=str(error))
    else:
        _log.info("checkpoint", size=signed.checkpoint.size)
