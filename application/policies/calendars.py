"""Calendars of working days: the nation's, and what regions lay over it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date

from pydantic import TypeAdapter

from application.policies.toml import BrokenPolicy, T, Table, taken_up
from domain.calendar import Calendar, LocalCalendar
from domain.told import Told, tell


def calendar_of(told: Table, name: str) -> Calendar:
    """The days off, for every year from the first to the last; BrokenPolicy otherwise."""
    text, wrong = _read(_NationalText, told, name)
    known = range(text.first_year, text.last_year + 1)
    wrong += [tell("law_missing", where=f"years.{year}") for year in known if year not in text.years]
    wrong += [tell("law_outside_years", where=f"years.{year}") for year in text.years if year not in known]
    wrong += _of_other_years(text.years)
    if wrong:
        raise BrokenPolicy(name, *wrong)
    return Calendar(text.version, text.first_year, text.last_year, _days(text.years))


def local_calendar_of(told: Table, name: str) -> LocalCalendar:
    text, wrong = _read(_LocalText, told, name)
    if wrong := wrong + _of_other_years(text.years):
        raise BrokenPolicy(name, *wrong)
    return LocalCalendar(text.version, text.region_code, _days(text.years))


def _read(shape: type[T], told: Table, name: str) -> tuple[T, list[Told]]:
    """The text, and its keys that mean nothing."""
    known = {each.name for each in fields(shape)}  # type: ignore[arg-type]
    strange = [tell("law_unknown", where=key) for key in sorted(told.keys() - known)]
    return taken_up(TypeAdapter(shape), told, name, *strange), strange


def _of_other_years(years: Mapping[int, Iterable[date]]) -> list[Told]:
    return [
        tell("law_another_year", where=f"years.{year}", on=day)
        for year, days in years.items()
        for day in days
        if day.year != year
    ]


def _days(years: Mapping[int, Iterable[date]]) -> frozenset[date]:
    return frozenset(day for days in years.values() for day in days)


@dataclass(frozen=True, slots=True)
class _NationalText:
    version: str
    legal_basis: str
    first_year: int
    last_year: int
    years: dict[int, list[date]]
    provisional_from: int | None = None


@dataclass(frozen=True, slots=True)
class _LocalText:
    version: str
    region_code: str
    legal_basis: str
    years: dict[int, list[date]]
