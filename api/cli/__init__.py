"""`jejak`: what operators do from the command line, each group of commands on a page of its own."""

import typer

from api.cli import (
    calendars,
    checkpoints,
    exports,
    imports,
    policies,
    projections,
    replays,
    running,
    tokens,
)
from api.memory import seldom_collect

app = typer.Typer(no_args_is_help=True, add_completion=False)


@app.callback()
def jejak() -> None:
    """Transfers of civil servants, on the record."""
    seldom_collect()


app.command()(running.migrate)
app.command()(running.serve)
app.command()(running.demo)
app.command()(running.work)
app.command("import")(imports.import_)
app.command()(tokens.token)
app.command()(projections.rebuild)
app.add_typer(projections.app, name="projection")
app.add_typer(policies.app, name="policy")
app.add_typer(calendars.app, name="calendar")
app.command()(checkpoints.checkpoint)
app.command()(checkpoints.verify)
app.command()(replays.replay)
app.command()(exports.export)
