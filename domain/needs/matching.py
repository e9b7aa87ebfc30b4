"""How well a person matches a post: competence, education and interest, each in points with its reasons.

The points inform whoever looks for candidates and decide nothing; the rules E01 to E17 are asked apart. Weights are policy.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from domain.told import Told, tell

_FULL = 100
_SHORTEST_WORD = 4  # "kab", "dan", "di" name no place


class Facet(StrEnum):
    COMPETENCE = "COMPETENCE"
    EDUCATION = "EDUCATION"
    INTEREST = "INTEREST"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a post asks for, and what it goes by: position with its level, unit, and place, which is the name of its agency
    where that says something. Empty education codes accept any of the level.
    """

    education_levels: tuple[str, ...]
    educations: tuple[str, ...]
    certificates: tuple[str, ...]
    position: str
    kind: str
    unit: str
    place: str = ""
    level: str = ""

    @property
    def positions(self) -> tuple[str, ...]:
        """As people name it: whole, by its speciality ("- Guru Matematika"), and by its family, without the level."""
        stem, _, speciality = self.position.partition(" - ")
        family = _plain(stem).removesuffix(_plain(self.level))
        return tuple(each.strip() for each in (self.position, speciality, family) if each.strip())


@dataclass(frozen=True, slots=True)
class Offered:
    """What a person brings. `certificates` are those valid that day; `rated_good` None while the last year is not rated."""

    education_level: str
    education: str
    certificates: frozenset[str]
    position: str
    kind: str
    rated_good: bool | None
    interest: str


@dataclass(frozen=True, slots=True)
class Matching:
    """How much each facet weighs; `common_words` stand in the name of every office, and so tell no wish apart."""

    weights: Mapping[Facet, int]
    common_words: tuple[str, ...]
    legal_basis: str


@dataclass(frozen=True, slots=True)
class Points:
    """Of one facet, 0 to 100, with what they rest on."""

    facet: Facet
    points: int
    told: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """`score`: the points by their weights, half up; None where the policy has no weights for them."""

    facets: tuple[Points, ...]
    score: int | None

    @property
    def fit(self) -> Fraction:
        """0 to 1: by the weights, or without any all facets alike."""
        if self.score is not None:
            return Fraction(self.score, _FULL)
        return Fraction(sum(each.points for each in self.facets), _FULL * len(self.facets))


def match(asked: Asked, offered: Offered, law: Matching | None) -> Match:
    weights: Mapping[Facet, int] = {} if law is None else law.weights
    common = frozenset(() if law is None else law.common_words)
    facets = (_competence(asked, offered), _education(asked, offered), _interest(asked, offered, common))
    total = sum(weights.get(each.facet, 0) for each in facets)
    if not total:
        return Match(facets, None)
    weighed = sum(weights.get(each.facet, 0) * each.points for each in facets)
    return Match(facets, (2 * weighed + total) // (2 * total))


def _competence(asked: Asked, offered: Offered) -> Points:
    """Three equal parts: the certificates asked for, work in a position of this kind, and performance."""
    lacking = [each for each in asked.certificates if each not in offered.certificates]
    held = Fraction(len(asked.certificates) - len(lacking), len(asked.certificates) or 1)
    certificates = held if asked.certificates else Fraction(1)
    same = _plain(offered.position) == _plain(asked.position)
    work = Fraction(1) if same else Fraction(1, 2) if offered.kind == asked.kind else Fraction(0)
    good = Fraction(1, 2) if offered.rated_good is None else Fraction(offered.rated_good)
    told = [
        tell("certificates_lacking", certificates=", ".join(lacking))
        if lacking
        else tell("certificates_complete")
    ]
    told.append(_work(same=same, alike=offered.kind == asked.kind, kind=asked.kind))
    told.append(_rated(offered.rated_good))
    return _points(Facet.COMPETENCE, (certificates + work + good) / 3, told)


def _work(*, same: bool, alike: bool, kind: str) -> Told:
    if same:
        return tell("same_position")
    return tell("same_kind", kind=kind) if alike else tell("other_kind", kind=kind)


def _rated(good: bool | None) -> Told:
    if good is None:
        return tell("not_rated_yet")
    return tell("rated_good") if good else tell("rated_below_good")


def _education(asked: Asked, offered: Offered) -> Points:
    """The level opens the door; the field of study counts as much again."""
    level = not asked.education_levels or offered.education_level in asked.education_levels
    field = not asked.educations or offered.education in asked.educations
    if not level:
        levels = ", ".join(asked.education_levels)
        told = tell("education_level_other", level=offered.education_level or "-", levels=levels)
        return _points(Facet.EDUCATION, Fraction(0), [told])
    if not field:
        told = tell("education_field_other", level=offered.education_level or "-")
        return _points(Facet.EDUCATION, Fraction(1, 2), [told])
    told = tell("education_accepted", level=offered.education_level or "-")
    return _points(Facet.EDUCATION, Fraction(1), [told])


def _interest(asked: Asked, offered: Offered, common: frozenset[str]) -> Points:
    """By what the trade goes by, named whole: position or its family, unit, place. Else by single words, which are no more
    than a hint; no reader of minds. Untold is half.
    """
    if not offered.interest.strip():
        return _points(Facet.INTEREST, Fraction(1, 2), [tell("interest_untold")])
    told = []
    if name := next((each for each in asked.positions if _names(offered.interest, each, common)), None):
        told.append(tell("interest_position", name=name))
    if _names(offered.interest, asked.unit, common):
        told.append(tell("interest_unit", name=asked.unit))
    if _names(offered.interest, asked.place, common):
        told.append(tell("interest_place", name=asked.place))
    if told:
        return _points(Facet.INTEREST, Fraction(1), told)
    known = {word for name in (asked.position, asked.unit, asked.place) for word in _words(name)}
    if hints := sorted((_words(offered.interest) & known) - common):
        return _points(Facet.INTEREST, Fraction(3, 4), [tell("interest_words", words=", ".join(hints))])
    return _points(Facet.INTEREST, Fraction(0), [tell("interest_elsewhere")])


def _names(wish: str, name: str, common: frozenset[str]) -> bool:
    """Whether the wish has all words of the name in a row; a name of words that every office has tells nothing apart."""
    words = re.findall(r"[a-z0-9]+", name.casefold())
    if not set(words) - common:
        return False
    return f" {' '.join(words)} " in f" {' '.join(re.findall(r'[a-z0-9]+', wish.casefold()))} "


def _points(facet: Facet, share: Fraction, told: Iterable[Told]) -> Points:
    return Points(
        facet, (2 * share.numerator * _FULL + share.denominator) // (2 * share.denominator), tuple(told)
    )


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def _words(text: str) -> frozenset[str]:
    words = re.findall(r"[a-z]+", text.casefold())
    return frozenset(word for word in words if len(word) >= _SHORTEST_WORD)
