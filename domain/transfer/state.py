"""What is so: a transfer as its history leaves it. Nothing is judged here."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from domain.act import Capacity
from domain.calendar import Calendar
from domain.policy import Initiative, Role, Signatory, TransferType
from domain.transfer.events import (
    AdjustmentDone,
    AdjustmentPlanned,
    AdjustmentTriggered,
    CaseSuspended,
    ClearanceGranted,
    ConsentRefused,
    ConsultationDeclined,
    ConsultationHeld,
    ConsultationOffered,
    DataBlocked,
    DecreeCorrected,
    DecreeIssued,
    DecreeRevoked,
    DecreeSuspended,
    Document,
    EvaluationAnswered,
    EvaluationOpened,
    EvaluationRecorded,
    ExternalReferenceRecorded,
    FeedbackClosed,
    FeedbackGiven,
    FeedbackUnsealed,
    FileReturned,
    Finding,
    NoticeGiven,
    ObjectionDecided,
    ObjectionEscalated,
    ObjectionFiled,
    ObjectionFoundInadmissible,
    ObjectionLapsed,
    ObjectionMisdirected,
    ObjectionWithdrawn,
    OutsidePlacementRecorded,
    OversightRecommendationAnswered,
    OversightRecommendationReceived,
    PanelVoteCast,
    ReplyGiven,
    ReplyLapsed,
    ReplyWaived,
    ReturnedToAgency,
    ReturnedToPost,
    StepDone,
    TransferClosed,
    TransferExpired,
    TransferFoundIneligible,
    TransferRejected,
    TransferTookEffect,
    TransferWithdrawn,
)


class Status(StrEnum):
    """The stage of a case (reference 2.4)."""

    SUBMITTED = "SUBMITTED"
    RETURNED = "RETURNED"
    SUSPENDED = "SUSPENDED"
    INELIGIBLE = "INELIGIBLE"
    UNDER_REVIEW = "UNDER_REVIEW"
    DECREED = "DECREED"
    APPOINTED = "APPOINTED"
    SERVED = "SERVED"
    INAUGURATED = "INAUGURATED"
    EVALUATING = "EVALUATING"
    CLOSED = "CLOSED"
    REJECTED = "REJECTED"
    WITHDRAWN = "WITHDRAWN"
    EXPIRED = "EXPIRED"
    REVOKED = "REVOKED"


@dataclass(frozen=True, slots=True)
class OpenStep:
    """A step an office has before it. `used`: working days spent before the last return; `awaits`: while these steps are
    open its clock stands still.

    `opening`: the command that opened or last resumed it. What the clock has noted since then stands below; `calendar` is
    the version that moved the deadline, if one did.
    """

    office: UUID
    opened_on: date
    due_on: date
    used: int = 0
    opening: UUID | None = None
    reminded: bool = False
    overdue: bool = False
    escalated_to: UUID | None = None
    calendar: str = ""
    awaits: tuple[str, ...] = ()

    def spent(self, until: date, calendar: Calendar) -> int:
        """Working days of its own time the office has used by then."""
        return self.used if self.awaits else self.used + calendar.between(self.opened_on, until)


@dataclass(frozen=True, slots=True)
class DoneStep:
    """`office` is the one whose step it was; `delegate` the office that did it in its name, if one did."""

    by: UUID
    office: UUID | None
    event: StepDone
    capacity: Capacity | None = None
    delegate: UUID | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an office said last of a version of a document."""

    accepted: bool
    step: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a document, as it was handed in, and what became of it; None while nobody has judged it, or said as
    what somebody signed it.
    """

    document: Document
    verdict: Verdict | None = None
    signed_by: Signatory | None = None

    @property
    def refused(self) -> bool:
        return self.verdict is not None and not self.verdict.accepted

    @property
    def accepted(self) -> bool:
        return self.verdict is not None and self.verdict.accepted


@dataclass(frozen=True)
class Rater:
    """Who was asked at `step`; `lapsed` once their silence is on record. `calendar`: the version that moved the day, if one did."""

    role: Role
    due_on: date
    step: str
    asked_on: date | None = None
    calendar: str = ""
    answer: FeedbackGiven | None = None
    lapsed: bool = False

    @property
    def is_silent(self) -> bool:
        """Whether they may still answer."""
        return self.answer is None and not self.lapsed


@dataclass(frozen=True)
class Evaluation:
    opens_on: date
    due_on: date
    opened: EvaluationOpened | None = None
    answers: dict[Role, EvaluationAnswered] = field(default_factory=dict)
    recorded: EvaluationRecorded | None = None
    missed: bool = False
    cancelled: bool = False
    calendar: str = ""  # the version that moved the due day, if one did


@dataclass(frozen=True)
class Adjustment:
    planned: AdjustmentPlanned
    done: AdjustmentDone | None = None


@dataclass(frozen=True)
class Decided:
    """When the decision that ends the review was made, and by which office: the decree, or the refusal."""

    at: datetime
    office: UUID | None


@dataclass(frozen=True)
class Objection:
    """`office` and `due_on`: who is to decide it, and by when; None when it came too late."""

    filed: ObjectionFiled | ObjectionFoundInadmissible
    office: UUID | None = None
    due_on: date | None = None
    lapsed: ObjectionLapsed | None = None
    escalated: ObjectionEscalated | None = None
    outcome: ObjectionDecided | ObjectionWithdrawn | None = None
    calendar: str = ""  # the version that moved the due day, if one did

    @property
    def offices(self) -> frozenset[UUID]:
        """All it has come to."""
        first = getattr(self.filed, "office", None)
        return frozenset(office for office in (first, self.office) if office is not None)

    @property
    def is_open(self) -> bool:
        """Whether an office still has to decide it."""
        silent = self.lapsed is not None and self.escalated is None
        return self.office is not None and self.outcome is None and not silent


@dataclass(frozen=True)
class Recommendation:
    """`received.due_on` is the last day to answer as it stands; `calendar` the version that moved it, if one did."""

    received: OversightRecommendationReceived
    answered: OversightRecommendationAnswered | None = None
    calendar: str = ""


Ending = (
    TransferRejected
    | TransferWithdrawn
    | TransferExpired
    | TransferFoundIneligible
    | TransferClosed
    | DecreeRevoked
)


@dataclass(frozen=True)
class Posting:
    """The term a person is sent for: its last day, from when on `step` asks what follows, and how often it was renewed."""

    step: str
    began_on: date
    ends_on: date
    remind_on: date
    renewals: int = 0
    reminded: bool = False
    ended: bool = False


@dataclass(frozen=True)
class Transfer:
    person: UUID
    origin_post: UUID
    target_post: UUID
    route: TransferType
    initiative: Initiative
    reason: str
    policy: str
    requested_on: date
    requested_by: UUID
    requesting_office: UUID | None
    chosen_because: str
    adjusts: UUID | None = None
    ground: str = ""
    follows: UUID | None = None
    set_aside: str = ""  # the step that is not refused again
    plan: UUID | None = None
    plan_edition: int = 1
    status: Status = Status.SUBMITTED
    open: dict[str, OpenStep] = field(default_factory=dict)
    done: dict[str, DoneStep] = field(default_factory=dict)
    not_required: frozenset[str] = frozenset()
    refused: dict[str, ConsentRefused] = field(
        default_factory=dict
    )  # after the decree, by step, while it stands
    returned: FileReturned | None = None
    suspended: CaseSuspended | None = None
    status_before: Status = Status.SUBMITTED  # of a suspension
    recused: frozenset[tuple[str, UUID]] = frozenset()  # (step, person)
    votes: dict[tuple[str, UUID], PanelVoteCast] = field(default_factory=dict)  # by step and member
    consultation: ConsultationOffered | ConsultationHeld | ConsultationDeclined | None = None
    notice: NoticeGiven | None = None
    adjustments: tuple[AdjustmentTriggered, ...] = ()
    planned: tuple[Adjustment, ...] = ()
    to_plan: AdjustmentTriggered | None = None  # the last one, while nothing was planned since
    plan_calendar: str = ""  # the version that moved its last day, if one did
    file: dict[str, tuple[Version, ...]] = field(default_factory=dict)  # by kind, the newest version last
    findings: tuple[Finding, ...] = ()
    overridden: frozenset[str] = frozenset()
    raters: dict[UUID, Rater] = field(
        default_factory=dict
    )  # by person; a unit by the office that answers for it
    feedback: FeedbackClosed | None = None
    unsealings: tuple[FeedbackUnsealed, ...] = ()
    reply: ReplyGiven | ReplyWaived | ReplyLapsed | None = None
    offices: dict[UUID, UUID] = field(default_factory=dict)  # who acted -> for which office
    escalated_to: frozenset[UUID] = frozenset()
    draft: UUID | None = None  # of a decree of its own, in whose annex the case stands
    decree: DecreeIssued | None = None
    took_effect: TransferTookEffect | None = None
    started_on: date | None = None
    posting: Posting | None = None
    pay_awaited_since: date | None = None  # None: moved, or not yet to be moved
    evaluations: dict[int, Evaluation] = field(default_factory=dict)
    ending: Ending | None = None
    waiting_at_end: frozenset[UUID] = frozenset()  # offices whose steps were open when the case ended
    decided: Decided | None = None
    objection: Objection | None = None
    misdirected: ObjectionMisdirected | None = None
    decree_suspended: DecreeSuspended | None = None
    corrections: tuple[DecreeCorrected, ...] = ()
    returned_to_post: ReturnedToPost | None = None
    returned_to_agency: ReturnedToAgency | None = None
    outside: OutsidePlacementRecorded | None = None  # made outside the rules
    blocked: DataBlocked | None = None
    references: tuple[ExternalReferenceRecorded, ...] = ()
    recommendations: dict[str, Recommendation] = field(default_factory=dict)  # by number

    @property
    def decreed_people(self) -> int:
        """How many the decree is for; one until there is one."""
        return 1 if self.decree is None else self.decree.people

    @property
    def documents(self) -> dict[str, Document]:
        """The newest version of each kind."""
        return {kind: versions[-1].document for kind, versions in self.file.items()}

    @property
    def clearance(self) -> ClearanceGranted | None:
        return next((d.event for d in self.done.values() if isinstance(d.event, ClearanceGranted)), None)

    @property
    def is_over(self) -> bool:
        return self.ending is not None

    @property
    def stands_still(self) -> bool:
        """Whether no clock of an open step runs."""
        return self.returned is not None or self.suspended is not None or self.decree_suspended is not None

    @property
    def awaits_effect(self) -> bool:
        """Whether a decree in force is to be put into effect when its day comes. One made elsewhere is a fact only."""
        return (
            self.decree is not None
            and self.took_effect is None
            and self.outside is None
            and self.decree_suspended is None
            and not self.is_over
        )

    @property
    def is_revoked(self) -> bool:
        return isinstance(self.ending, DecreeRevoked)

    @property
    def objection_to_decide(self) -> Objection | None:
        """The objection an office has before it; a revoked decree leaves nothing to decide."""
        objection = self.objection
        return objection if objection is not None and objection.is_open and not self.is_revoked else None
