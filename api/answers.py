"""The shapes of answers, and what every endpoint may answer besides."""

from datetime import date, datetime
from http import HTTPStatus
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel


class Answer(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True)


class ReceiptAnswer(Answer):
    """What was recorded. `position` may be given to reads as `after`; `onBehalfOf` is the office it was done a.n."""

    transfer: UUID
    version: int
    position: int
    events: tuple[str, ...]
    on_behalf_of: UUID | None = None


class RecordAnswer(Answer):
    """What was recorded of a person. `position` may be given to reads as `after`."""

    person: UUID
    position: int
    events: tuple[str, ...]


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


class Sentence(Answer):
    """One sentence in both languages."""

    id: str
    en: str


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


class DecreeReceiptAnswer(Answer):
    """What was recorded of the decree; what it means for each person stands in their cases, up to `position`."""

    decree: UUID
    version: int
    position: int
    events: tuple[str, ...]


class DecreeAnswer(Answer):
    """`facts` is what the ETag stands for; the rest helps, and is not part of the evidence."""

    facts: dict[str, Any]
    version: int
    position: int
    allowed_actions: list[AllowedAction]


class DecreeItem(Answer):
    """`awaits` is the office whose signature is due; `outside` marks a decree made elsewhere, outside the rules."""

    id: UUID
    office: UUID
    number: str
    stage: str
    awaits: UUID | None
    signed_on: date | None
    effective_on: date
    outside: bool
    people: int
    in_force: int
    version: int


class DecreePage(Answer):
    items: list[DecreeItem]
    next: str | None


class HistoryItem(Answer):
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
    office_title: str | None
    on_behalf_of: UUID | None
    on_behalf_of_title: str | None
    signature: str | None
    capacity: str | None
    policy: str
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


class HeldOffice(Answer):
    id: UUID
    kind: str
    title: str
    agency: UUID
    scope: UUID
    capacity: str


class DelegationItem(Answer):
    """A delegation as it stands: `until` is its last day, also where it was ended before."""

    number: str
    to: UUID
    types: list[str]
    kinds: list[str]
    since: date
    until: date


class DelegationList(Answer):
    items: list[DelegationItem]


class MadeAnswer(Answer):
    """What was recorded in the stream of an office or a plan. `position` may be given to reads as `after`."""

    id: UUID
    version: int
    position: int
    events: tuple[str, ...]


class NeedItem(Answer):
    unit: UUID
    people: int
    why: str
    post: UUID | None


class PlanItem(Answer):
    id: UUID
    agency: UUID
    title: str
    since: date
    until: date
    status: str


class PlanEdition(Answer):
    """One published edition: the plan itself (1), or an amendment with its `reason`. `followedBy`: how many requests."""

    edition: int
    number: str
    published_on: date
    reason: str
    title: str
    since: date
    until: date
    criteria: str
    needs: list[NeedItem]
    followed_by: int


class PlanAmendment(Answer):
    """The plan as it is proposed to be, and why; `returned` with a reason, it waits to be proposed again."""

    title: str
    since: date
    until: date
    criteria: str
    needs: list[NeedItem]
    reason: str
    returned: bool
    returned_because: str


class PlanAnswer(PlanItem):
    """`inside`: requests for organisational need in its time that follow it; `outside`: those that follow no plan.

    `editions`: all that were published, the first one first. `amendment`: for those who prepare the plan.
    """

    criteria: str
    needs: list[NeedItem]
    number: str
    published_on: date | None
    reason: str
    inside: int
    outside: int
    editions: list[PlanEdition]
    amendment: PlanAmendment | None


class PlanPage(Answer):
    items: list[PlanItem]
    next: str | None


class OwnTask(Answer):
    """What you are asked in a case about yourself: "reply", or "evaluation/3/SUBJECT"."""

    transfer: UUID
    step: str
    type: str
    opened_on: date
    due_on: date
    paused: bool
    reminded: bool


class PeerAnswer(Answer):
    """A peer's answer whose author was unsealed. `number` is its place among the peers' answers shown."""

    number: int
    person: UUID
    name: str
    scores: dict[str, int]
    text: str
    warrants: list[str]


class UnsealedAnswer(Answer):
    items: list[PeerAnswer]


class AskedFeedback(Answer):
    id: UUID
    type: str
    status: str


class MeAnswer(Answer):
    person: UUID
    offices: list[HeldOffice]
    feedback_asked: list[AskedFeedback]
    waiting: list[OwnTask]


class AgencyItem(Answer):
    id: UUID
    code: str
    name: str
    kind: str
    province: UUID | None


class AgencyPage(Answer):
    items: list[AgencyItem]
    next: str | None


class PostItem(Answer):
    """Gap in hundredths of a person: incumbents less required; negative is a shortage."""

    id: UUID
    position: str
    kind: str
    unit: str
    seats: int
    occupied: int
    held: int
    free: int
    gap: int | None


class PostPage(Answer):
    items: list[PostItem]
    next: str | None


class OfficeItem(Answer):
    id: UUID
    kind: str
    title: str
    agency: UUID
    scope: UUID


class OfficePage(Answer):
    items: list[OfficeItem]
    next: str | None


class LawItem(Answer):
    """A text of the law. `number` is that of the decision that made it law; an installed one has no draft."""

    version: str
    kind: str
    region_code: str
    valid_from: date | None
    valid_to: date | None
    legal_basis: str
    sha256: str
    form: int
    state: Literal["DRAFT", "PUBLISHED"]
    reason: str
    proposed_at: datetime | None
    proposed_by: UUID | None
    proposed_for: UUID | None
    published_at: datetime | None
    published_by: UUID | None
    number: str


class LawPage(Answer):
    items: list[LawItem]
    next: str | None


class LawAnswer(LawItem):
    """The text as it was written: its UTF-8 bytes have the SHA-256 given."""

    text: str


class InForceAnswer(Answer):
    """`version` is what a case opened that day by somebody from another agency would stand under."""

    day: date
    region_code: str
    version: str
    calendar: str


class DifferencesAnswer(Answer):
    """What the two texts say differently: JSON pointers with the value before and now."""

    before: str
    after: str
    changes: list[dict[str, Any]]


class LawActItem(Answer):
    position: int
    event: str
    version: str
    sha256: str
    reason: str
    number: str
    person: UUID
    office: UUID | None
    capacity: str | None
    happened_at: datetime
    recorded_at: datetime


class LawActPage(Answer):
    items: list[LawActItem]
    next: str | None


class LawReceipt(Answer):
    """What was recorded about the text of that version."""

    version: str
    position: int
    events: tuple[str, ...]


class ChangeItem(Answer):
    what: str
    before: str
    after: str


class MigrationItem(Answer):
    """What moving one case would change. `refused` is the refusal's code, `unfit` what it is about."""

    transfer: UUID
    status: str
    before: str
    after: str
    added: list[str]
    removed: list[str]
    deadlines: list[ChangeItem]
    rules: list[ChangeItem]
    documents: list[str]
    suspends: bool
    refused: str
    unfit: list[str]


class MigrationPage(Answer):
    items: list[MigrationItem]
    next: str | None


class PersonAnswer(Answer):
    id: UUID
    name: str
    agency: UUID | None
    post: UUID | None
    live_transfer: UUID | None


class ViolationAnswer(Answer):
    """`told`: the input in both languages, where a rule of eligibility is not met."""

    rule: str
    version: str
    input: str
    told: Sentence | None
    legal_basis: str


class Problem(Answer):
    """RFC 9457. `messages` holds the sentence in both languages; `changes` the difference behind a 412."""

    model_config = ConfigDict(
        alias_generator=to_camel,
        populate_by_name=True,
        json_schema_extra={
            "examples": [
                {
                    "type": "urn:jejak:problem:StepNotOpen",
                    "title": "This step is not open.",
                    "status": 409,
                    "messages": {"id": "Tahap ini tidak sedang terbuka.", "en": "This step is not open."},
                }
            ]
        },
    )
    type: str
    title: str
    status: int
    messages: dict[str, str]
    detail: str = ""
    violations: list[ViolationAnswer] = []
    errors: list[dict[str, Any]] = []
    changes: list[dict[str, Any]] = Field(default=[], description="JSON pointers with values before and now")


def _problem(why: str) -> dict[str, Any]:
    return {
        "description": why,
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }


ANSWERS: dict[int | str, dict[str, Any]] = {
    int(HTTPStatus.BAD_REQUEST): _problem("The request cannot be read, or lacks a header."),
    int(HTTPStatus.UNAUTHORIZED): _problem("There is no valid token."),
    int(HTTPStatus.FORBIDDEN): _problem("The caller may not do this."),
    int(HTTPStatus.NOT_FOUND): _problem("There is no such record, or it is none of the caller's business."),
    int(HTTPStatus.METHOD_NOT_ALLOWED): _problem("History is neither changed nor deleted."),
    int(HTTPStatus.CONFLICT): _problem("The case is not in a state for it, or changed at the same moment."),
    int(HTTPStatus.PRECONDITION_FAILED): _problem("What was seen has changed; `changes` tells how."),
    int(HTTPStatus.REQUEST_ENTITY_TOO_LARGE): _problem("The body is too large."),
    int(HTTPStatus.UNSUPPORTED_MEDIA_TYPE): _problem("The body is not application/json."),
    int(HTTPStatus.UNPROCESSABLE_ENTITY): _problem("What was sent does not fit, or the law forbids it."),
    int(HTTPStatus.PRECONDITION_REQUIRED): _problem("If-Match, or the purpose of the reading, is missing."),
    int(HTTPStatus.SERVICE_UNAVAILABLE): _problem("Try again; a command with the same Idempotency-Key."),
}


class FlagItem(Answer):
    """A sign that somebody should look; never a verdict. `proposed` waits for a second inspector."""

    id: UUID
    case_id: UUID
    indicator: str
    title: dict[str, str]
    version: int
    policy: str
    severity: str
    value: str
    threshold: str
    since: date
    explained: str
    person: UUID
    origin_agency: UUID
    receiving_agency: UUID
    state: str
    proposed: str | None
    reason: str | None
    reviewer: UUID | None
    reviewed_at: datetime | None


class FlagPage(Answer):
    items: list[FlagItem]
    next: str | None


class EvidenceItem(Answer):
    """An event a flag rests on."""

    transfer: UUID
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


class FlagAnswer(FlagItem):
    """`inputs`: the ledger positions it rests on; `events` are those of cases under your oversight."""

    legal_basis: str
    inputs: list[int]
    events: list[EvidenceItem]


class AuditItem(Answer):
    """An event of a case. Who gave feedback is not told here."""

    position: int
    case_id: UUID
    version: int
    event: str
    step: str | None
    reason: str
    happened_at: datetime
    recorded_at: datetime
    actor: UUID | None
    office: UUID | None
    office_title: str | None
    capacity: str | None
    policy: str
    command: UUID | None
    seen_position: int | None
    seen_digest: str | None
    person: UUID


class AuditPage(Answer):
    items: list[AuditItem]
    next: str | None


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


class LegalEvidence(Answer):
    """An event a point rests on. `record` is its leaf in the Merkle tree; `proof` is where its proof can be asked for."""

    event: str
    stream: UUID
    position: int
    record: str
    proof: str


class LegalPoint(Answer):
    """`of`: which step, rule or document, where the point is of one. `quote` is in officials' own words."""

    point: str
    of: str
    title: Sentence
    verdict: str
    legal_basis: str
    told: list[Sentence]
    quote: str
    evidence: list[LegalEvidence]


class LegalityAnswer(Answer):
    """Made from the case up to `position`. `onRecord` counts the points by verdict."""

    transfer: UUID
    decree: UUID | None
    number: str
    signed_on: date
    effective_on: date
    policy: str
    position: int
    recorded_at: datetime
    authority: list[LegalPoint]
    procedure: list[LegalPoint]
    substance: list[LegalPoint]
    on_record: dict[str, int]


class DepartureAnswer(Answer):
    """Where what follows is not what was recorded: a JSON pointer into the event. Both values are null where they are sealed.

    `position` null: nothing was recorded where this event would follow.
    """

    stream: UUID
    position: int | None
    event: str
    pointer: str
    recorded: Any
    follows: Any


class AgainAnswer(Answer):
    """A decision that was made again. `stream` is the case or decree it was decided in; `office` is who it was made for.

    `messages`: what came of it; for one that is refused, the refusal's sentence. `refused` is its code.
    """

    verdict: str
    command: str
    stream: UUID
    position: int
    events: tuple[str, ...]
    at: datetime | None
    office: UUID | None
    on_behalf_of: UUID | None
    policy: str
    messages: Sentence
    refused: str
    violations: list[ViolationAnswer]
    departures: list[DepartureAnswer]
    why: str


class ReplayAnswer(Answer):
    """A case whose decisions were all made again: how many follow from what stood before them, and how many do not."""

    case: UUID
    followed: int
    departed: int
    items: list[AgainAnswer]


class OtherwiseAnswer(Answer):
    """One thing another text would have said otherwise. `what`: REQUEST, RULE, ENDING, STEP, DOCUMENT or DECREE."""

    what: str
    name: str
    before: str
    after: str
    messages: Sentence
    legal_basis: str


class MomentAnswer(Answer):
    """When the rules were asked in a case, and what the text supposed would have said otherwise.

    `unread` tells why it could not be judged, where it could not.
    """

    case: UUID
    position: int
    command: str
    at: datetime | None
    policy: str
    otherwise: list[OtherwiseAnswer]
    unread: str


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


class CheckpointAnswer(Answer):
    """`note` is the checkpoint as it was signed, `verifier` the key's public half; the other fields say the same."""

    origin: str
    size: int
    root: str
    signed_at: datetime
    note: str
    verifier: str


class ProofAnswer(Answer):
    """`leaf` is the SHA-256 of a zero byte and `entry`; `hashes` lead from it to the root in `note`."""

    position: int
    index: int
    entry: str | None
    leaf: str
    hashes: list[str]
    note: str


class ReportColumn(Answer):
    """`kind`: code, text, whole, share (0 to 1), days or number."""

    name: str
    kind: str
    title: Sentence
    unit: str


class ReportDimension(Answer):
    """`values`: what they are. Each is a filter too, where the report takes any."""

    name: str
    values: str
    title: Sentence


class ReportDescription(Answer):
    """`source`: what asks for it. `hidesFew`: groups of few people are hidden, and it takes no filters."""

    name: str
    title: Sentence
    measures: Sentence
    source: str
    columns: list[ReportColumn]
    dimensions: list[ReportDimension]
    hides_few: bool


class ReportCatalogue(Answer):
    reports: list[ReportDescription]


class SmallCellsAnswer(Answer):
    least: int
    legal_basis: str


class ReportAbout(Answer):
    """What makes the same report again: the position, the definition, and the versions of the law and of the code."""

    report: str
    definition: str
    title: Sentence
    scope: Literal["AGENCIES", "PUBLIC"]
    agencies: list[UUID]
    by: list[str]
    only: dict[str, list[str | int]]
    from_: date | None = Field(alias="from")
    to: date | None
    position: int
    recorded_until: datetime | None
    policy_versions: list[str]
    code_version: str
    small_cells: SmallCellsAnswer | None


class ReportAnswer(Answer):
    """`rows` hold a value for each of `columns`; `"hidden"` stands where few people could be recognised, null where there is
    nothing to tell. `words`: by column, what its codes are called.
    """

    about: ReportAbout
    columns: list[ReportColumn]
    rows: list[list[str | int | float | None]]
    total: list[str | int | float | None]
    words: dict[str, dict[str, Sentence]]


def access(rule: str) -> dict[str, Any]:
    """The access rule of an endpoint, for people and for the test that no endpoint lacks one."""
    return {"x-access": rule}
