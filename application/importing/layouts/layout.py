"""What a layout is: its columns, what it must know before it reads rows, and the command each row asks for."""

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Generic, TypeVar
from uuid import UUID

from application.importing.layouts.codes import plain
from application.importing.reading import BadValue, BrokenFile, Columns, Row, Source, opened
from application.importing.reasons import Reason
from application.ledger import Ledger
from application.policies import read_policies
from application.registry import Command, every
from domain.policy import Policy
from domain.refusals import Refused
from domain.registry.agency import Agency, AgencyCorrected, AgencyRegistered
from domain.registry.tenure import ActingTerm
from domain.registry.unit import Unit, UnitCorrected, UnitRegistered

K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class EntryAges:
    """Whole years at entry: below `lowest` no NIP is valid, outside `usual` it is noted (reference 3.1)."""

    lowest: int = 16
    usual: tuple[int, int] = (16, 35)


@dataclass
class Surroundings:
    """What a layout may look at beside the file: what is on record, and companion files in the same folder."""

    ledger: Ledger
    folder: Path
    today: date
    ages: EntryAges
    term: ActingTerm | None = None
    year: int | None = None  # that whoever imports says the file is of
    doubts: list[tuple[str, int, BadValue]] = field(default_factory=list)  # in companions: file, line, value

    @cached_property
    def agencies(self) -> dict[UUID, Agency]:
        told = every(self.ledger, AgencyRegistered.__name__, AgencyCorrected.__name__)
        return {recorded.stream: recorded.event.agency for recorded in told}

    @cached_property
    def units(self) -> dict[UUID, Unit]:
        told = every(self.ledger, UnitRegistered.__name__, UnitCorrected.__name__)
        return {recorded.stream: recorded.event.unit for recorded in told}

    @cached_property
    def agencies_by_name(self) -> dict[str, UUID]:
        return {plain(agency.name): stream for stream, agency in self.agencies.items()}

    @cached_property
    def policy(self) -> Policy:
        """In force today: what a mark of performance counts as."""
        return read_policies().in_force(self.today)

    def companion(self, name: str, columns: Columns, *, required: bool = False) -> Iterator[Row]:
        """The rows of another file in the folder; what is wrong with them goes to `doubt`."""
        path = self.folder / name
        if not path.is_file():
            if required:
                raise BrokenFile(name, Reason.COMPANION_MISSING)
            return
        with opened(path, columns) as source:
            yield from source

    def doubt(self, file: str, row: Row, value: BadValue) -> None:
        self.doubts.append((file, row.line, value))


@dataclass(frozen=True)
class Layout(Generic[K]):
    """`subject` is the column a refusal of the whole row is reported under, but for the refusals `blamed` names a column
    for. Rows with the same `key` come once.

    `command` is None for a row that has nothing to record. `of_a_year`: whoever imports may say of which.
    """

    name: str
    columns: Columns
    subject: str
    know: Callable[[Source, Surroundings], K]
    command: Callable[[Row, K], Command | None]
    key: Callable[[Row], Hashable] | None = None
    blamed: Mapping[type[Refused], str] = field(default_factory=dict)
    of_a_year: bool = False
