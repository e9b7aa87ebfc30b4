"""People: who somebody is, what waits for them, what is recorded of them and who looked."""

from datetime import date, datetime
from uuid import UUID

from api.answers import Answer, Sentence


class RecordAnswer(Answer):
    """What was recorded of a person. `position` may be given to reads as `after`."""

    person: UUID
    position: int
    events: tuple[str, ...]


class HeldOffice(Answer):
    id: UUID
    kind: str
    title: str
    agency: UUID
    scope: UUID
    capacity: str


class OwnTask(Answer):
    """What you are asked in a case about yourself: "reply", or "evaluation/3/SUBJECT"."""

    transfer: UUID
    step: str
    type: str
    opened_on: date
    due_on: date
    paused: bool
    reminded: bool


class AskedFeedback(Answer):
    id: UUID
    type: str
    status: str


class MeAnswer(Answer):
    person: UUID
    offices: list[HeldOffice]
    feedback_asked: list[AskedFeedback]
    waiting: list[OwnTask]


class PersonAnswer(Answer):
    id: UUID
    name: str
    agency: UUID | None
    post: UUID | None
    live_transfer: UUID | None


class PurposeAnswer(Answer):
    """For what these offices may read about people; these are told after so many days."""

    purpose: str
    title: Sentence
    legal_basis: str
    offices: list[str]
    told_after_days: int
    needs_reference: bool


class PurposeList(Answer):
    items: list[PurposeAnswer]


class LookupItem(Answer):
    """`what` was looked at, `told` in words; `concerns` says what of yours it was, `concerning` in words.

    `caseId` where it was one case. Of what you said about a colleague only the `day` is told.
    """

    concerns: str
    concerning: Sentence
    position: int | None
    at: datetime | None
    day: date
    office: UUID
    office_title: str | None
    what: str
    told: Sentence
    case_id: UUID | None
    because: PurposeAnswer


class LookupPage(Answer):
    items: list[LookupItem]
    next: str | None


class PurposeCount(Answer):
    """For one purpose: how many look-ups, and how many people were looked at."""

    purpose: str
    lookups: int
    people: int


class OfficeLookups(Answer):
    """Of one office in one month. `copies` of the whole trail, whose people are not counted; `usual` is the median of people a
    month before, `unusual` whether this month is far above it.
    """

    office: UUID
    office_title: str
    kind: str
    agency: UUID
    lookups: int
    people: int
    copies: int
    usual: float
    unusual: bool
    purposes: list[PurposeCount]


class LookupOverview(Answer):
    month: str
    items: list[OfficeLookups]
    next: str | None
