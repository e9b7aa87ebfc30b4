"""`jejak token`: a token for the demonstration; and who is meant where a command names an official."""

import re
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Annotated
from uuid import UUID

import typer

from api.cli.starting import database, errors, settings_or_exit
from api.house import projecting
from api.identity import LocalKey
from api.settings import Mode, Settings
from application.policies import read_policies
from domain.identity import OfficeKind, agency_id, office_id, unit_id
from projections import directory

_OFFICE = re.compile(r"^([A-Z_]+)@([A-Za-z0-9./-]+)$")


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
    print(LocalKey(settings.data).token(settings.audience, person, office, timedelta(hours=hours)))


def who(text: str, url: str, settings: Settings) -> tuple[UUID, UUID | None]:
    """The person meant, and the office when one was named."""
    with suppress(ValueError):
        return UUID(text), None
    with projecting(settings, url) as runner, runner.pool.connection() as connection:
        if match := _OFFICE.match(text):
            if match[1] not in OfficeKind.__members__:
                errors.print(f"[red]Unknown office {match[1]}.[/] Kinds: {', '.join(OfficeKind)}")
                raise typer.Exit(2)
            kind = OfficeKind[match[1]]
            today = datetime.now(UTC).date()
            term = read_policies().in_force(today).acting_term
            for scope in (agency_id(match[2]), unit_id(match[2])):
                office = office_id(kind, scope)
                if holders := directory.office_holders(connection, office, today, term):
                    return holders[0], office
        elif re.fullmatch(r"[0-9]{18}", text) and (row := directory.person_by_nip(connection, text)):
            return row["id"], None
    errors.print(f"[red]Nobody is known as {text}.[/]")
    raise typer.Exit(1)
