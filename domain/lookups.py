"""Look-ups: who read what about whom outside an act of their own, for which purpose, and from when the person is told.

One official's look-ups of one day for one office are one stream, the page of a logbook. A look-up is fixed when it is made,
with the day from which the person may see it: nobody puts that day off afterwards, and looking again does not either.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from domain.act import Act
from domain.identity import OfficeKind
from domain.policy import Insight, Purpose, TransferType
from domain.refusals import NotAcceptable, NotAllowed
from domain.replacing import replace

# What tells about people outside a case before the reader.
ABOUT_PEOPLE = (Insight.OVERSIGHT, Insight.NEEDS, Insight.PEOPLE, Insight.WHAT_IF)


class What(StrEnum):
    """What was looked at."""

    CASE = "CASE"
    HISTORY = "HISTORY"
    DOCUMENT = "DOCUMENT"
    RATERS = "RATERS"  # who gave unsealed feedback
    LEGALITY = "LEGALITY"
    DESK = "DESK"  # what deciders had before them
    DECREE = "DECREE"  # one of its own, with everybody in its annex
    CASES = "CASES"  # a list
    FLAG = "FLAG"
    FLAGS = "FLAGS"  # a list
    TRAIL = "TRAIL"  # a page of the audit trail
    PROOF = "PROOF"
    PERSON = "PERSON"  # sought by NIP
    ELIGIBILITY = "ELIGIBILITY"


class Concern(StrEnum):
    """What of somebody it was that others looked at."""

    SELF = "SELF"
    ACTS = "ACTS"  # what they did for an office
    ANSWERS = "ANSWERS"  # what they said when they were asked about a colleague


# Parts of a case in which everybody's acts, and all answers, are read.
ACTS_READ = (What.CASE, What.HISTORY, What.DESK, What.LEGALITY)
ANSWERS_READ = ACTS_READ


@dataclass(frozen=True, slots=True)
class Stated:
    """What a reader says they read for: the policy's code, and the letter or register it rests on where one is asked."""

    purpose: str
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Looked:
    """At what, about whom. `case` where it was one; `officials` whose acts were read apart from the rest of a case."""

    what: What
    people: tuple[UUID, ...]
    case: UUID | None = None
    officials: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class Search:
    """What was sought in the audit trail; None: not limited by that."""

    actor: UUID | None = None
    office: UUID | None = None
    event: str | None = None
    case_id: UUID | None = None
    person: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None
    text: str | None = None
    type: TransferType | None = None


@dataclass(frozen=True)
class Logbook:
    """What is on this page: who was looked at, by purpose, reference, what and case; and whose acts were."""

    seen: frozenset[tuple[str, str, What, UUID | None, UUID]] = frozenset()
    acts_seen: frozenset[tuple[str, str, What, UUID | None, UUID]] = frozenset()


# What happened


@dataclass(frozen=True, slots=True)
class PeopleLookedUp:
    """Those of `people`, and of the officials whose acts were read, whom this page of the logbook did not have yet.

    They are told from `told_from` on. Of what is read of a case as a whole, whose acts they were follows from the case.
    """

    purpose: str
    reference: str
    what: What
    people: tuple[UUID, ...]
    case: UUID | None
    told_from: date
    officials: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class TrailCopied:
    """All of the audit trail between these agencies that was sought, up to a ledger position.

    Whom it was about follows from the search, and need not be written out for a nation.
    """

    purpose: str
    reference: str
    search: Search
    agencies: tuple[UUID, ...]
    upto: int
    told_from: date


LookupEvent = PeopleLookedUp | TrailCopied


class PurposeUnknown(NotAcceptable):
    """The policy knows no such purpose."""


class PurposeNotOfTheOffice(NotAllowed):
    """Your office does not read personal data for this purpose."""


class ReferenceRequired(NotAcceptable):
    """For this purpose the letter of assignment, or the register's number, must be named."""


# What is so


def evolve(logbook: Logbook | None, event: LookupEvent, _: Act) -> Logbook:
    known = logbook or Logbook()
    match event:
        case PeopleLookedUp(purpose, reference, what, people, case, officials=officials):
            return replace(
                known,
                seen=known.seen | {(purpose, reference, what, case, each) for each in people},
                acts_seen=known.acts_seen | {(purpose, reference, what, case, each) for each in officials},
            )
        case TrailCopied():
            return known


# What follows


def look_up(
    logbook: Logbook,
    looked: Looked,
    stated: Stated,
    office: OfficeKind,
    purposes: Mapping[str, Purpose],
    today: date,
) -> list[LookupEvent]:
    """Nothing when all of it is on this day's page already, for the same purpose."""
    purpose = _lawful(stated, office, purposes)

    def new(
        people: tuple[UUID, ...], seen: frozenset[tuple[str, str, What, UUID | None, UUID]]
    ) -> tuple[UUID, ...]:
        about = (stated.purpose, stated.reference, looked.what, looked.case)
        return tuple(person for person in dict.fromkeys(people) if (*about, person) not in seen)

    people, officials = new(looked.people, logbook.seen), new(looked.officials, logbook.acts_seen)
    if not people and not officials:
        return []
    told_from = _told_from(purpose, today)
    return [
        PeopleLookedUp(
            stated.purpose, stated.reference, looked.what, people, looked.case, told_from, officials
        )
    ]


def copy_trail(
    search: Search,
    agencies: Iterable[UUID],
    upto: int,
    stated: Stated,
    office: OfficeKind,
    purposes: Mapping[str, Purpose],
    today: date,
) -> list[LookupEvent]:
    """Each copy is on record: what is taken away is not seen once a day."""
    purpose = _lawful(stated, office, purposes)
    told_from = _told_from(purpose, today)
    return [TrailCopied(stated.purpose, stated.reference, search, tuple(agencies), upto, told_from)]


def _lawful(stated: Stated, office: OfficeKind, purposes: Mapping[str, Purpose]) -> Purpose:
    if (purpose := purposes.get(stated.purpose)) is None:
        raise PurposeUnknown
    if office not in purpose.offices:
        raise PurposeNotOfTheOffice
    if purpose.needs_reference and not stated.reference:
        raise ReferenceRequired
    return purpose


def _told_from(purpose: Purpose, today: date) -> date:
    return today + timedelta(days=purpose.told_after_days)
