"""`jejak export`: all cases of the ledger as a file, for process-mining tools on this machine."""

from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from api.cli.starting import bar, database, settings_or_exit
from api.downloads import gathered
from api.house import opened
from api.mining.log import Log, Sought, reached
from api.mining.ocel import ocel
from api.mining.xes import xes

_console = Console(soft_wrap=True, highlight=False, markup=False)


class Format(StrEnum):
    OCEL = "ocel"
    XES = "xes"


_WRITERS: Mapping[Format, Callable[[Log], Iterator[bytes]]] = {Format.OCEL: ocel, Format.XES: xes}


def export(
    form: Annotated[
        Format, typer.Argument(help="ocel: OCEL 2.0 as JSON; xes: IEEE 1849", metavar="ocel|xes")
    ],
    file: Annotated[
        Path, typer.Argument(dir_okay=False, help="where to; what is there is replaced at the end")
    ],
) -> None:
    """Write the cases of all agencies for process mining. Ids only: no name, no number, no text."""
    settings = settings_or_exit()
    with database(settings) as url, opened(settings, url) as (ledger, runner), bar() as shown:
        head = ledger.head()
        reading = shown.add_task("read side", total=head)
        runner.catch_up(lambda position: shown.update(reading, completed=position))
        upto = reached(runner)
        writing = shown.add_task(file.name, total=upto)
        log = Log(
            ledger, runner, Sought(None), upto, lambda position: shown.update(writing, completed=position)
        )
        part = file.with_name(f"{file.name}.part")
        with part.open("wb") as made:
            size = sum(made.write(piece) for piece in gathered(_WRITERS[form](log)))
        part.replace(file)
    _console.print(f"{file}: {size} bytes, up to position {upto}")
