"""What the rules judge, as it is shown: of the person, of a post, and of the office that decrees.

Whatever a rule reads stands here, so that nobody decides on what has changed since they looked. Of discipline, court and
kin the officials of a case are shown only what the rules need: that something weighs and from when to when, and how many
relatives are on record. The person is shown everything of their own.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from domain.act import Capacity
from domain.policy import Retirement
from domain.registry.office import Office
from domain.registry.person import Person
from domain.registry.post import Position

Json = dict[str, Any]


def person_judged(person: Person, requested_on: date) -> Json:
    """For an official. A proceeding that was over before the request weighs on no day a rule is judged on."""
    return (
        _of_the_career(person)
        | {
            "proceedings": [
                {"since": each.since.isoformat(), "until": _day(each.until)}
                for each in sorted(person.proceedings.values(), key=lambda each: (each.since, each.number))
                if each.until is None or each.until >= requested_on
            ],
            "relatives": len(person.kin),
            "ties": len(person.affiliates),
        }
        | _findings(person, named=False)
    )


def own_person(person: Person) -> Json:
    return (
        _of_the_career(person)
        | {
            "proceedings": [
                {
                    "number": number,
                    "kind": each.kind,
                    "level": each.level,
                    "since": each.since.isoformat(),
                    "until": _day(each.until),
                }
                for number, each in sorted(person.proceedings.items())
            ],
            "relatives": sorted(map(str, person.kin)),
            "ties": sorted(map(str, person.affiliates)),
        }
        | _findings(person, named=True)
    )


def _findings(person: Person, *, named: bool) -> Json:
    """Of audits, those that are open: a clearance is given, or not, in sight of them. No such part where there are none."""
    still = [each for _, each in sorted(person.findings.items()) if each.settled_on is None]
    if not still:
        return {}
    return {
        "findings": [
            ({"number": each.number} if named else {})
            | {"auditor": each.auditor, "since": each.since.isoformat()}
            for each in still
        ]
    }


def _of_the_career(person: Person) -> Json:
    profile = person.profile
    return {
        "bornOn": profile.born_on.isoformat(),
        "appointedOn": _day(profile.appointed_on),
        "pledged": profile.pledged,
        "educationCode": profile.education,
        "marks": {str(year): mark for year, mark in sorted(person.marks.items())},
        "studyUntil": _day(person.study_until),
        "bondUntil": _day(person.bond_until),
        "certificates": [
            {"kind": kind, "number": each.number, "until": _day(each.until)}
            for kind, each in sorted(person.certificates.items())
        ],
    }


def position_judged(position: Position, retirement: Retirement) -> Json:
    return {
        "kind": position.kind,
        "level": position.level,
        "leadsUnit": position.leads_unit,
        "retirementAge": retirement.age(position),
        "asks": {
            "educationLevels": list(position.education_levels),
            "educations": list(position.educations),
            "certificates": list(position.certificates),
        },
    }


def authorities_judged(offices: Mapping[UUID, Office], requested_on: date) -> list[Json]:
    """How the offices that decide the move are held since the request, definitively or by a caretaker, which E12 asks
    for; and the seats of the panel, which its quorum is counted from.
    """
    looked_at = {Capacity.DEFINITIVE, Capacity.CARETAKER, Capacity.MEMBER}
    return [
        {
            "office": str(office),
            "tenures": [
                {"capacity": each.capacity, "since": each.since.isoformat(), "until": _day(each.until)}
                for each in held.tenures
                if each.capacity in looked_at and (each.until is None or each.until >= requested_on)
            ],
        }
        for office, held in offices.items()
    ]


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
