"""What inspectorates and auditors look at: flags, the audit trail, legality, proofs."""

from datetime import date, datetime
from uuid import UUID

from api.answers import Answer, Sentence
from api.answers.cases import EventItem


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


class EvidenceItem(EventItem):
    """An event a flag rests on."""

    transfer: UUID


class RecordItem(Answer):
    """What a flag rests on beside a case: of the person's record, of who held an office, or counted of a unit (`about`);
    `told`: how many of how many, and where that was counted.
    """

    position: int
    event: str
    about: UUID
    on_day: date
    told: str
    happened_at: datetime
    recorded_at: datetime
    person: UUID
    office: UUID | None
    policy: str


class FlagAnswer(FlagItem):
    """`inputs`: the ledger positions it rests on; `events` are those of cases under your oversight, `records` those beside cases."""

    legal_basis: str
    inputs: list[int]
    events: list[EvidenceItem]
    records: list[RecordItem]


class AuditItem(Answer):
    """What was done: `stream` is to what, `caseId` the one case it is about, `person` the one person. Who gave feedback is
    not told here.
    """

    position: int
    stream: UUID
    case_id: UUID | None
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
    person: UUID | None


class AuditPage(Answer):
    items: list[AuditItem]
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
