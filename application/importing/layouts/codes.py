"""codes.toml, as the layouts look things up in it."""

import tomllib
from pathlib import Path

from domain.calendar import Zone

_DATA = tomllib.loads(Path(__file__).with_name("codes.toml").read_text("utf-8"))

ZONES: dict[str, Zone] = {
    region: Zone(zone) for zone, regions in _DATA["zones"].items() for region in regions
}
EDUCATION_LEVELS: dict[str, str] = _DATA["education_levels"]
LEVELS: dict[str, str] = _DATA["levels"]
SCHOOLS_RUN_BY_PROVINCES: frozenset[str] = frozenset(_DATA["schools"]["run_by_provinces"])
OFFICE_OF_EDUCATION: str = _DATA["schools"]["office_of_education"]
SANCTION_LEVELS: dict[str, str] = _DATA["sanction_levels"]
SANCTIONS: dict[str, str] = {
    sanction: SANCTION_LEVELS[level] for level, codes in _DATA["sanctions"].items() for sanction in codes
}
LEFT_SERVICE: frozenset[str] = frozenset(_DATA["left_service"]["codes"])


def plain(name: str) -> str:
    """A name as it is compared: spelling variants in case and spaces are the same."""
    return " ".join(name.split()).casefold()
