"""Who oversees what."""

from uuid import UUID

from api.entry import Reader
from domain.identity import OfficeKind
from domain.refusals import NotAllowed

OVERSEEING = frozenset({OfficeKind.INSPECTORATE, OfficeKind.AUDITOR})


def overseen_by(reader: Reader) -> list[UUID]:
    """The agencies whose cases the reader oversees; whoever oversees none has nothing to look for here."""
    agencies = [held.agency for held in reader.holdings if held.kind in OVERSEEING]
    if not agencies:
        raise NotAllowed
    return agencies
