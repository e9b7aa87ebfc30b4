"""The law as files: the texts an installation begins with, and beside them the rules of the house, which nobody publishes."""

from collections.abc import Iterator
from pathlib import Path

from pydantic import TypeAdapter

from application.policies.calendars import calendar_of
from application.policies.in_force import Policies, policies_of
from application.policies.national import policy_of
from application.policies.texts import law_text
from application.policies.toml import FOLDER, T, table_of, taken_up, text_of
from domain.calendar import Calendar
from domain.disclosure import Disclosure
from domain.policy import Policy, TransferType
from domain.policy_publication import LawKind, LawText, PublishingOffices
from domain.transfer.lawfulness import Demands

_FILES = {
    LawKind.POLICY: "mutasi-*.toml",
    LawKind.LOCAL_ADDITIONS: "daerah-*.toml",
    LawKind.CALENDAR: "calendar.toml",
    LawKind.LOCAL_CALENDAR: "kalender-*.toml",
}


def law_files(folder: Path = FOLDER) -> Iterator[tuple[LawKind, Path]]:
    """The texts an installation begins with."""
    for kind, pattern in _FILES.items():
        yield from ((kind, path) for path in sorted(folder.glob(pattern)))


def read_laws(folder: Path = FOLDER) -> list[LawText]:
    return [law_text(kind, text_of(path), path.name) for kind, path in law_files(folder)]


def read_policies(folder: Path = FOLDER) -> Policies:
    return policies_of(read_laws(folder))


def read_policy(path: Path) -> Policy:
    return policy_of(table_of(path), path.name)


def read_calendar(path: Path) -> Calendar:
    return calendar_of(table_of(path), path.name)


# The house


def read_demands(folder: Path = FOLDER) -> dict[TransferType, Demands]:
    """What the law demands of every route, kept apart from the routes so that neither can excuse the other."""
    return _of_the_house(_DEMANDS, folder / "demands.toml")


def read_offices(folder: Path = FOLDER) -> dict[LawKind, PublishingOffices]:
    """Which offices propose and publish a text of each kind."""
    return _of_the_house(_OFFICES, folder / "publication.toml")


def read_disclosure(folder: Path = FOLDER) -> Disclosure:
    """What reports about people keep to themselves."""
    return _of_the_house(_DISCLOSURE, folder / "reports.toml")


def _of_the_house(shape: TypeAdapter[T], path: Path) -> T:
    return taken_up(shape, table_of(path), path.name)


_DEMANDS = TypeAdapter(dict[TransferType, Demands])
_OFFICES = TypeAdapter(dict[LawKind, PublishingOffices])
_DISCLOSURE = TypeAdapter(Disclosure)
