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
    """`what` was looked at, `told` in words; `caseId` where it was one case."""

    position: int
    at: datetime
    office: UUID
    office_title: str | None
    what: str
    told: Sentence
    case_id: UUID | None
    because: PurposeAnswer


class LookupPage(Answer):
    items: list[LookupItem]
    next: str | None
