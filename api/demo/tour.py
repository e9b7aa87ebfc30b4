"""The names and tokens of README's guided tour, as a file for the shell to read."""

import json
import os
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from api.demo.play import Pairs, peers_of, within
from api.identity import LocalKey
from api.settings import Settings
from application.demonstration import Cast, Holder, Mover, Opening, office_of
from domain.identity import OfficeKind

FILE = "tour.sh"
_VALID = timedelta(hours=8)
_PEERS = 3


def write_tour(settings: Settings, cast: Cast) -> Path:
    """One case to try by hand: who moves where, and everybody's token. Readable by its owner only."""
    mover, opening = Pairs().take(
        cast, cast.movers, lambda m, o: _without_inauguration(m, o) and len(peers_of(cast, m)) == _PEERS
    )
    key = LocalKey(settings.data)

    def token(person: UUID, office: UUID | None = None) -> str:
        return key.token(settings.audience, person, office, _VALID)

    def official(kind: OfficeKind, unit: str = "") -> Holder:
        return cast.holder(kind, mover.agency, unit)

    superior, peers = cast.above(mover), peers_of(cast, mover)
    names = {
        "API": f"http://{settings.host}:{settings.port}",
        "PERSON": str(mover.person),
        "TARGET": str(opening.post),
        "SUPERIOR_ID": str(superior.person),
        "PEER_IDS": json.dumps([str(peer) for peer in peers]),
        "APPLICANT": token(mover.person),
        "SUPERIOR": token(superior.person),
    }
    names |= {f"PEER{number}": token(peer) for number, peer in enumerate(peers, start=1)}
    for name, holder in {
        "PERSONNEL": official(OfficeKind.PERSONNEL_OFFICE),
        "INSPECTORATE": official(OfficeKind.INSPECTORATE),
        "ORIGIN_HEAD": official(OfficeKind.REGIONAL_OFFICE_HEAD, office_of(mover.unit)),
        "TARGET_HEAD": official(OfficeKind.REGIONAL_OFFICE_HEAD, office_of(opening.unit)),
        "PANEL": official(OfficeKind.PERFORMANCE_PANEL),
        "SECRETARY": official(OfficeKind.AUTHORISED_OFFICIAL),
        "AUTHORITY": official(OfficeKind.APPOINTING_AUTHORITY),
    }.items():
        names[name] = token(holder.person, holder.office)
    path = settings.data / FILE
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.writelines(f"export {name}='{value}'\n" for name, value in names.items())
    return path


def _without_inauguration(mover: Mover, opening: Opening) -> bool:
    functional = "Ahli" in mover.position or "Terampil" in mover.position
    return within(mover, opening) and not functional
