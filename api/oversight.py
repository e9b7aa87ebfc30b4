"""Who oversees what."""

from uuid import UUID

from api.entry import Reader
from domain.identity import OfficeKind
from domain.refusals import NotAllowed
from domain.transfer.allowed import Holding

OVERSEEING = frozenset({OfficeKind.INSPECTORATE, OfficeKind.AUDITOR})


def overseen_by(reader: Reader) -> list[UUID]:
    """The agencies whose cases the reader oversees; whoever oversees none has nothing to look for here."""
    agencies = [held.agency for held in reader.holdings if held.kind in OVERSEEING]
    if not agencies:
        raise NotAllowed
    return agencies


def watching(reader: Reader, agency: UUID | None = None) -> tuple[Holding, ...]:
    """The offices through which they oversee this agency, or any."""
    return tuple(
        held for held in reader.holdings if held.kind in OVERSEEING and agency in {None, held.agency}
    )
