"""`jejak calendar`: the days off of a year, proposed for people to check; never used by itself."""

from datetime import date
from importlib.metadata import version
from typing import Annotated

import holidays
import typer
from holidays.constants import GOVERNMENT, PUBLIC

from application.policies import read_policies

app = typer.Typer(no_args_is_help=True, help="Calendars of working days.")


@app.callback()
def calendar() -> None:
    """Calendars of working days."""


@app.command()
def seed(
    year: Annotated[int, typer.Argument(min=2015, max=2100)],
    *,
    region: Annotated[str, typer.Option(help="a frame for this region's own days instead")] = "",
) -> None:
    """Print a year's national holidays and collective leave as lines of a calendar text, each day with its name.

    A proposal only: the decree of the three ministers for the year is the authority. Check every day against it, put the
    year into a text with a new version, and have that published.
    """
    if region:
        typer.echo(_FRAME.format(region=region, year=year))
        return
    known = holidays.country_holidays("ID", years=year, categories=(PUBLIC, GOVERNMENT), language="id")
    days = sorted(known.items())
    if not days:
        typer.echo(f"Nothing is known of {year}.", err=True)
        raise typer.Exit(1)
    typer.echo(
        f"# {year}, from the library holidays {version('holidays')}: TO BE CHECKED with the decree (SKB 3 Menteri)."
    )
    for day, name in days:
        typer.echo(f"# {day.isoformat()}  {name}")
    typer.echo(f"{year} = [{', '.join(day.isoformat() for day, _ in days)}]")
    _compare(year, {day for day, _ in days})


def _compare(year: int, proposed: set[date]) -> None:
    """What the files say otherwise, on standard error."""
    calendar = read_policies().calendar
    if not calendar.first_year <= year <= calendar.last_year:
        return
    has = {day for day in calendar.days_off if day.year == year}
    for day in sorted(proposed ^ has):
        typer.echo(f"{day}: only {'here' if day in proposed else 'in ' + calendar.version}", err=True)


_FRAME = """\
# Days off of region {region} beside the national ones: TO BE FILLED IN from the head of the region's decree.
version = "kalender-{region}-{year}.1"
region_code = "{region}"
legal_basis = ""

[years]
{year} = []"""
