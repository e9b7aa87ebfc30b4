"""The law as files: the texts an installation begins with, and beside them the rules of the house, which nobody publishes."""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from pydantic import TypeAdapter

from application.policies.calendars import calendar_of
from application.policies.in_force import Policies, policies_of
from application.policies.national import policy_of
from application.policies.texts import law_text
from application.policies.toml import FOLDER, TEXTS, parsed, table_of, taken_up, text_of
from domain.calendar import Calendar
from domain.disclosure import Disclosure
from domain.policy import Policy
from domain.policy_publication import LawKind, LawText, PublicationRulesInstalled, PublishingOffices
from domain.transfer.lawfulness import Demands

_FILES = {
    LawKind.POLICY: "mutasi-*.toml",
    LawKind.LOCAL_ADDITIONS: "daerah-*.toml",
    LawKind.CALENDAR: "calendar.toml",
    LawKind.LOCAL_CALENDAR: "kalender-*.toml",
    LawKind.TERMS: "masa-jabatan-*.toml",
}


def law_files(folder: Path = FOLDER) -> Iterator[tuple[LawKind, Path]]:
    """The texts an installation begins with."""
    for kind, pattern in _FILES.items():
        yield from ((kind, path) for path in sorted(folder.glob(pattern)))


def read_laws(folder: Path = FOLDER) -> list[LawText]:
    return [law_text(kind, text_of(path), path.name) for kind, path in law_files(folder)]


def read_policies(folder: Path = FOLDER) -> Policies:
    return policies_of(read_laws(folder), read_demands(folder).rests_on)


def read_policy(path: Path) -> Policy:
    return policy_of(table_of(path), path.name)


def read_calendar(path: Path) -> Calendar:
    return calendar_of(table_of(path), path.name)


# The house


def read_demands(folder: Path = FOLDER) -> Demands:
    """What the law demands of every route, kept apart from the routes so that neither can excuse the other."""
    return demands_of(read_rules(folder))


def read_offices(folder: Path = FOLDER) -> dict[LawKind, PublishingOffices]:
    """Which offices propose and publish a text of each kind."""
    return offices_of(read_rules(folder))


def read_rules(folder: Path = FOLDER) -> PublicationRulesInstalled:
    """Both, as they are written."""
    return PublicationRulesInstalled(text_of(folder / _OFFICES_FILE), text_of(folder / _DEMANDS_FILE))


@lru_cache(TEXTS)
def demands_of(rules: PublicationRulesInstalled) -> Demands:
    """Rules that were entered before the order of acts was among them say nothing of it."""
    of_routes = dict(parsed(rules.demands, _DEMANDS_FILE))
    rests_on = of_routes.pop("rests_on", [])
    return taken_up(_DEMANDS, {"of_routes": of_routes, "rests_on": rests_on}, _DEMANDS_FILE)


@lru_cache(TEXTS)
def offices_of(rules: PublicationRulesInstalled) -> dict[LawKind, PublishingOffices]:
    return taken_up(_OFFICES, parsed(rules.offices, _OFFICES_FILE), _OFFICES_FILE)


def read_disclosure(folder: Path = FOLDER) -> Disclosure:
    """What reports about people keep to themselves."""
    path = folder / "reports.toml"
    return taken_up(_DISCLOSURE, table_of(path), path.name)


_DEMANDS_FILE, _OFFICES_FILE = "demands.toml", "publication.toml"
_DEMANDS = TypeAdapter(Demands)
_OFFICES = TypeAdapter(dict[LawKind, PublishingOffices])
_DISCLOSURE = TypeAdapter(Disclosure)
