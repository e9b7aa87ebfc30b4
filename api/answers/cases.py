"""Cases: as they are shown, listed, decided, and looked back upon."""

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from api.answers import Answer, Sentence


class StoredAnswer(Answer):
    """Bytes taken in. `sha256` is what a document of a case is bound to; `contentType` what they were found to be."""

    sha256: str
    size: int
    content_type: str


class AllowedAction(Answer):
    """`onBehalfOf`: send it as Jejak-On-Behalf-Of, beside the office."""

    act: str
    step: str | None
    office: UUID | None
    on_behalf_of: UUID | None = None


class OpenSeat(Answer):
    """A post with a free seat and a shortage; the gap in hundredths of a person is negative."""

    id: UUID
    position: str
    unit: str
    agency: str
    gap: int


class WayAnswer(Answer):
    """A way to a yes. `on`: from this day; `lacking`: what to obtain; `offices`: whose word it takes; `seats`: that fit."""

    advice: str
    on: date | None
    lacking: list[str]
    offices: list[str]
    seats: list[OpenSeat]
    messages: Sentence


class WaysAnswer(Answer):
    """Out of one rule, nearest first."""

    rule: str
    ways: list[WayAnswer]


class ToldAnswer(Answer):
    """What one finding was judged on, in both languages."""

    rule: str
    told: Sentence


class ShownAnswer(Answer):
    """What the review after so many months showed, in both languages, in the order of `facts.adjustments`."""

    months: int
    trigger: str
    told: Sentence


class CaseAnswer(Answer):
    """`facts` is what the ETag stands for; the rest helps, and is not part of the evidence.

    `told`: what each finding of `facts.eligibility` was judged on; `shown`: what each trigger in `facts.adjustments` was.
    `ways`: for the person, out of the rules not met.
    """

    facts: dict[str, Any]
    version: int
    position: int
    allowed_actions: list[AllowedAction]
    told: list[ToldAnswer]
    shown: list[ShownAnswer]
    ways: list[WaysAnswer]


class FindingAnswer(Answer):
    """A rule, what it says today, what it was judged on, and the article."""

    rule: str
    title: Sentence
    outcome: str
    input: str
    told: Sentence
    legal_basis: str
    ways: list[WayAnswer]


class EligibilityAnswer(Answer):
    """What all rules would say of a transfer nobody has asked for; nothing is recorded of it.

    `eligible`: no rule stands against it, but what later steps have to give (PENDING).
    """

    person: UUID
    target_post: UUID
    initiative: str
    type: str
    policy: str
    day: date
    eligible: bool
    findings: list[FindingAnswer]


class TransferItem(Answer):
    id: UUID
    person: UUID
    type: str
    initiative: str
    status: str
    requested_on: date
    steps: list[str]
    due_on: date | None
    origin_agency: UUID
    receiving_agency: UUID
    is_over: bool
    version: int


class TransferPage(Answer):
    items: list[TransferItem]
    next: str | None


class EventItem(Answer):
    """An event of a case: what happened, when, who did it for which office, and why. `person` None: that is sealed."""

    version: int
    position: int
    event: str
    step: str | None
    reason: str
    happened_at: datetime
    recorded_at: datetime
    effective_on: date | None
    person: UUID | None
    office: UUID | None
    capacity: str | None
    policy: str


class HistoryItem(EventItem):
    office_title: str | None
    on_behalf_of: UUID | None
    on_behalf_of_title: str | None
    signature: str | None
    command: UUID | None
    seen_position: int | None
    seen_digest: str | None


class DecisionItem(Answer):
    """An act on a case. `seenAs` is the audience its desk was laid for; `decree` the decree it was done by, whose desk it is then.

    `matches`: the digest made again today, from what was recorded by `seenPosition`, is the one on record.
    """

    version: int
    position: int
    events: tuple[str, ...]
    happened_at: datetime
    recorded_at: datetime
    office: UUID | None
    on_behalf_of: UUID | None
    capacity: str | None
    policy: str
    decree: UUID | None
    seen_as: str
    seen_position: int
    seen_digest: str
    recomputed_digest: str | None
    matches: bool


class DecisionPage(Answer):
    items: list[DecisionItem]
    next: str | None


class MarkedDifference(Answer):
    """At a JSON pointer: into what is now, or (REMOVED) into what was."""

    pointer: str
    mark: Literal["ADDED", "REMOVED", "CHANGED"]
    before: Any
    now: Any


class DeskAnswer(Answer):
    """`then` is null where nothing of that moment is for the reader, or nothing can be laid from what is on record."""

    decision: DecisionItem
    shown_as: str
    exact: bool
    then: dict[str, Any] | None
    now: dict[str, Any]
    differences: list[MarkedDifference]


class HistoryPage(Answer):
    items: list[HistoryItem]
    next: str | None


class InboxItem(Answer):
    """`overdue` since the day after `due_on` where the office is; `reminded` and `escalated` are acts of the system."""

    transfer: UUID
    step: str
    office: UUID
    type: str
    opened_on: date
    due_on: date
    overdue: bool
    paused: bool
    reminded: bool
    escalated: bool
    escalated_to_you: bool
    delegated_to_you: bool
    target_position: str
    target_unit: str


class InboxPage(Answer):
    items: list[InboxItem]
    next: str | None


class PeerAnswer(Answer):
    """A peer's answer whose author was unsealed. `number` is its place among the peers' answers shown."""

    number: int
    person: UUID
    name: str
    scores: dict[str, int]
    text: str
    warrants: list[str]


class SittingAnswer(Answer):
    person: UUID
    post: UUID


class RatersAnswer(Answer):
    """Who may be named. `office`: the nearest above the person that somebody unrelated holds; null where there is none, or where
    the policy does not say, and then whoever is named is heard. `unit`: in whose posts peers sit, null where it does not say.
    """

    transfer: UUID
    policy: str
    office: UUID | None
    superiors: list[UUID]
    unit: UUID | None
    fewest_peers: int
    most_peers: int
    peers: list[SittingAnswer]
    next: str | None


class UnsealedAnswer(Answer):
    items: list[PeerAnswer]


class ChangeOfSight(Answer):
    """A part of what is shown: a JSON pointer, with the value before and now."""

    pointer: str
    before: Any
    now: Any


class StepItem(HistoryItem):
    """An event of a case, and the difference it made to the case as you are shown it."""

    changes: list[ChangeOfSight]


class StepPage(Answer):
    items: list[StepItem]
    next: str | None
