"""Who reads all cases by command line, through which office and for what: on record before anything is told."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

import typer

from api.cli.starting import errors
from api.cli.tokens import who
from api.house import opened
from api.settings import Settings
from application.law import Law
from application.lookups import Lookups, Reading
from application.policies import Policies, read_policies
from domain.act import Capacity
from domain.calendar import Zone
from domain.identity import OfficeKind
from domain.lookups import Search, Stated, copy_trail
from domain.refusals import Refused
from domain.transfer.allowed import Holding
from projections import directory

Through = Annotated[
    str,
    typer.Option(
        "--by",
        metavar="KIND@CODE",
        help="the office that reads, of an agency or a unit; as INSPECTORATE@5801",
    ),
]
For = Annotated[
    str, typer.Option("--purpose", help="why it reads about others, by the policy's code; it goes on record")
]
RestsOn = Annotated[
    str, typer.Option("--reference", help="the letter of assignment or the register, by its number")
]

_MOST = 100_000  # agencies; there are some 640


def put_on_record(
    settings: Settings,
    url: str,
    by: str,
    stated: Stated,
    *,
    search: Search | None = None,
    agencies: Iterable[UUID] | None = None,
) -> None:
    """That the holder of that office takes away the cases between these agencies (None: all); or exit, saying why not."""
    person, office = who(by, url, settings)
    now = datetime.now(UTC)
    today = Zone.WIB.day_of(now)
    with opened(settings, url) as (ledger, runner):
        law = Law(ledger)
        said: Policies | Law = law if law.gazette().published else read_policies()
        term = said.in_force(today).acting_term
        with runner.pool.connection() as connection:
            held = next(
                (
                    row
                    for row in directory.offices_held(connection, person, today, term)
                    if row["id"] == office
                ),
                None,
            )
            known = (row["id"] for row in directory.agencies(connection, "", _MOST))
            chosen = sorted(known if agencies is None else agencies)
        if held is None:
            errors.print(f"[red]{by} names no office.[/] As KIND@CODE")
            raise typer.Exit(2)
        through = Holding(held["id"], Capacity(held["capacity"]), OfficeKind(held["kind"]), held["agency"])
        try:
            Lookups(ledger, said).record(
                Reading(person, through, now, today),
                lambda _, policy, day: copy_trail(
                    search or Search(), chosen, ledger.head(), stated, through.kind, policy.purposes, day
                ),
            )
        except Refused as refused:
            errors.print(f"[red]{refused.__doc__}[/]")
            raise typer.Exit(1) from None
