"""The numbers of decrees: each is given once by an agency in a year.

The office names the number, as its register of outgoing decisions has it; here it is refused when it was used. Every
number has a stream of its own, empty until it is taken, so that two offices taking two numbers never wait for each other.
"""

from dataclasses import dataclass
from uuid import UUID

from domain.act import Act
from domain.identity import decree_number_id
from domain.refusals import NumberTaken


@dataclass(frozen=True, slots=True)
class DecreeNumberTaken:
    """`holder` is the decree, or the case where one person was decreed in the case itself."""

    agency: UUID
    year: int
    number: str
    holder: UUID


DecreeNumberEvent = DecreeNumberTaken


@dataclass(frozen=True, slots=True)
class DecreeNumber:
    holder: UUID


def evolve(_: DecreeNumber | None, event: DecreeNumberEvent, __: Act) -> DecreeNumber:
    return DecreeNumber(event.holder)


@dataclass(frozen=True, slots=True)
class Numbering:
    """One number of one agency in one year, and who has it already; None while it is free."""

    agency: UUID
    year: int
    number: str
    holder: UUID | None = None

    @property
    def id(self) -> UUID:
        return decree_number_id(self.agency, self.year, self.number)


def take_number(numbering: Numbering, holder: UUID) -> list[DecreeNumberEvent]:
    if numbering.holder is not None:
        raise NumberTaken
    return [DecreeNumberTaken(numbering.agency, numbering.year, numbering.number, holder)]
