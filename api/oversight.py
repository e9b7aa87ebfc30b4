"""Who oversees what."""

from uuid import UUID

from api.entry import Reader
from domain.policy import Insight
from domain.refusals import NotAllowed
from domain.transfer.allowed import Holding


def overseen_by(reader: Reader) -> list[UUID]:
    """The agencies whose cases the reader oversees; whoever oversees none has nothing to look for here."""
    return agencies_of(reader, Insight.OVERSIGHT)


def agencies_of(reader: Reader, insight: Insight) -> list[UUID]:
    """The agencies in which the reader may look into that; refused when there is none."""
    agencies = [held.agency for held in reader.insight(insight)]
    if not agencies:
        raise NotAllowed
    return agencies


def watching(reader: Reader, agency: UUID | None = None) -> tuple[Holding, ...]:
    """The offices through which they oversee this agency, or any."""
    return reader.insight(Insight.OVERSIGHT, agency)
