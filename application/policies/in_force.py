"""Which law is in force on a day, of all that is published."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from typing import Protocol, TypeVar

from application.policies.texts import read_law, read_terms
from domain.calendar import Calendar, LocalCalendar, calendar_in
from domain.policy import NO_TERMS, LocalAdditions, Policy, RestsOn, Terms, enclosing
from domain.policy_publication import LawText
from domain.transfer.additions import laid_over


class NoPolicyInForce(LookupError):
    """No policy version covers this day."""


@dataclass(frozen=True, slots=True)
class Policies:
    """All published versions, oldest first, with the regions' additions to them, the calendars of working days, the order of
    acts that the rules of the house demand, and the terms of heads.
    """

    versions: tuple[Policy, ...]
    calendar: Calendar
    additions: tuple[LocalAdditions, ...] = ()
    local_calendars: Mapping[str, Calendar] = field(default_factory=dict)  # by region, national days included
    local_versions: Mapping[str, str] = field(default_factory=dict)  # of the regions' own days, by region
    rests_on: tuple[RestsOn, ...] = ()
    terms: Terms = NO_TERMS
    _laid: dict[str, Policy] = field(
        default_factory=dict, compare=False, repr=False
    )  # by the version they make

    def current(self) -> "Policies":
        """These never change; the published law is looked up anew (application/law.py)."""
        return self

    def at(self, _: int) -> "Policies":
        """Whatever the position of the ledger."""
        return self

    @property
    def known(self) -> "Policies":
        return self

    def in_force(self, day: date, regions: tuple[str, ...] = ()) -> Policy:
        """The latest national version valid that day, with what these regions ask on top of it."""
        for policy in reversed(self.versions):
            if policy.covers(day):
                return self._with_additions(policy, day, regions)
        raise NoPolicyInForce(str(day))

    def version(self, name: str) -> Policy:
        """The version of that name; that of a case may name the additions laid over it too."""
        if name in self._laid:
            return self._laid[name]
        national, *local = name.split("+")
        policy = _named(national, self.versions)
        for each in local:
            policy = laid_over(policy, _named(each, self.additions))
        return self._laid.setdefault(name, policy)

    def successor(self, name: str, day: date, regions: tuple[str, ...] = ()) -> Policy:
        """What a running case would stand under if it were moved to that version on that day."""
        return self._with_additions(_named(name, self.versions), day, regions)

    def calendars(self) -> list[Calendar]:
        return [self.calendar, *self.local_calendars.values()]

    def calendar_in(self, region_code: str) -> Calendar:
        return calendar_in(region_code, self.calendar, self.local_calendars)

    def _with_additions(self, policy: Policy, day: date, regions: tuple[str, ...]) -> Policy:
        names = [policy.version]
        for region in regions:
            valid = [each for each in self.additions if each.region_code == region and each.covers(day)]
            names += [each.version for each in valid[-1:]]
        return self.version("+".join(names))


class _Named(Protocol):
    @property
    def version(self) -> str: ...


N = TypeVar("N", bound=_Named)


def _named(name: str, among: Iterable[N]) -> N:
    for each in among:
        if each.version == name:
            return each
    raise NoPolicyInForce(name)


def policies_of(laws: Iterable[LawText], rests_on: tuple[RestsOn, ...] = ()) -> Policies:
    """What these texts say together. Of calendars, of terms of heads, and of a region's additions valid that day, the latest
    counts; where no text tells terms, those in the policies of older forms do.
    """
    versions: list[Policy] = []
    additions: list[LocalAdditions] = []
    calendar: Calendar | None = None
    local: dict[str, LocalCalendar] = {}
    terms, told_by = NO_TERMS, {}
    for law in laws:
        match read_law(law):
            case Policy() as policy:
                versions.append(policy)
                told_by[policy.version] = read_terms(law)
            case Terms() as told:
                terms = told
            case LocalAdditions() as asked:
                additions.append(asked)
            case LocalCalendar() as days:
                local[days.region_code] = days
            case Calendar() as days_off:
                calendar = days_off
    if calendar is None:
        raise NoPolicyInForce("no calendar is published")
    versions.sort(key=lambda policy: policy.valid_from)
    additions.sort(key=lambda asked: asked.valid_from)
    return Policies(
        tuple(versions),
        calendar,
        tuple(additions),
        _laid_over(calendar, local),
        {region: days.version for region, days in local.items()},
        rests_on,
        terms if terms is not NO_TERMS or not versions else told_by[versions[-1].version],
    )


def _laid_over(national: Calendar, local: Mapping[str, LocalCalendar]) -> dict[str, Calendar]:
    made: dict[str, Calendar] = {}
    for region in local:
        made[region] = reduce(
            Calendar.with_local, (local[code] for code in enclosing(region) if code in local), national
        )
    return made
