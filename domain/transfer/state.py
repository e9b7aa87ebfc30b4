"""What is so: a transfer as its history leaves it. Nothing is judged here."""

from dataclasses import dataclass, field
from dataclasses import replace as slotted
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from domain.act import Act
from domain.policy import Initiative, TransferType
from domain.replacing import replace
from domain.transfer.events import (
    AdjustmentTriggered,
    ApproverRecused,
    CaseEscalated,
    CaseResumed,
    CaseSuspended,
    ClearanceGranted,
    ConflictDeclared,
    ConsentGranted,
    ConsiderationGiven,
    ConsultationDeclined,
    ConsultationHeld,
    ConsultationOffered,
    DeadlineRecomputed,
    DecisionServed,
    DecreeCorrected,
    DecreeIssued,
    DecreeRevoked,
    DecreeSuspended,
    DecreeSuspensionLifted,
    Document,
    DocumentAccepted,
    DocumentRefused,
    DocumentSubmitted,
    DutyStarted,
    EligibilityEvaluated,
    EvaluationAnswered,
    EvaluationCancelled,
    EvaluationMissed,
    EvaluationRecorded,
    EvaluationScheduled,
    FeedbackClosed,
    FeedbackGiven,
    FeedbackLapsed,
    FeedbackRequested,
    FileResubmitted,
    FileReturned,
    FileVerified,
    Finding,
    FitAssessed,
    InaugurationHeld,
    NoticeGiven,
    ObjectionDecided,
    ObjectionEscalated,
    ObjectionFiled,
    ObjectionFoundInadmissible,
    ObjectionLapsed,
    ObjectionWithdrawn,
    OverrideRecorded,
    OversightRecommendationAnswered,
    OversightRecommendationReceived,
    PostAppointmentIssued,
    ProposalForwarded,
    ReceivingProposalIssued,
    ReturnedToPost,
    Role,
    StepNotRequired,
    StepOpened,
    StepOverdue,
    StepReminded,
    StepResumed,
    SubstituteNamed,
    TechnicalConsiderationGiven,
    TransferClosed,
    TransferEvent,
    TransferFoundIneligible,
    TransferRejected,
    TransferRequested,
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
    REVOKED = "REVOKED"


@dataclass(frozen=True, slots=True)
class OpenStep:
    """A step an office has before it. `used`: working days spent before the last return.

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


@dataclass(frozen=True, slots=True)
class DoneStep:
    by: UUID
    office: UUID | None
    event: TransferEvent


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an office said last of a version of a document."""

    accepted: bool
    step: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a document, as it was handed in, and what became of it; None while nobody has judged it."""

    document: Document
    verdict: Verdict | None = None

    @property
    def refused(self) -> bool:
        return self.verdict is not None and not self.verdict.accepted

    @property
    def accepted(self) -> bool:
        return self.verdict is not None and self.verdict.accepted


@dataclass(frozen=True)
class Rater:
    role: Role
    due_on: date
    answer: FeedbackGiven | None = None
    lapsed: bool = False


@dataclass(frozen=True)
class Evaluation:
    opens_on: date
    due_on: date
    answers: dict[Role, EvaluationAnswered] = field(default_factory=dict)
    recorded: EvaluationRecorded | None = None
    missed: bool = False
    cancelled: bool = False


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
    received: OversightRecommendationReceived
    answered: OversightRecommendationAnswered | None = None


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
    status: Status = Status.SUBMITTED
    open: dict[str, OpenStep] = field(default_factory=dict)
    done: dict[str, DoneStep] = field(default_factory=dict)
    not_required: frozenset[str] = frozenset()
    returned: FileReturned | None = None
    suspended: CaseSuspended | None = None
    status_before: Status = Status.SUBMITTED  # of a suspension
    recused: frozenset[tuple[str, UUID]] = frozenset()  # (step, person)
    consultation: ConsultationOffered | ConsultationHeld | ConsultationDeclined | None = None
    notice: NoticeGiven | None = None
    adjustments: tuple[AdjustmentTriggered, ...] = ()
    file: dict[str, tuple[Version, ...]] = field(default_factory=dict)  # by kind, the newest version last
    findings: tuple[Finding, ...] = ()
    overridden: frozenset[str] = frozenset()
    raters: dict[UUID, Rater] = field(default_factory=dict)
    feedback: FeedbackClosed | None = None
    offices: dict[UUID, UUID] = field(default_factory=dict)  # who acted -> for which office
    escalated_to: frozenset[UUID] = frozenset()
    decree: DecreeIssued | None = None
    started_on: date | None = None
    evaluations: dict[int, Evaluation] = field(default_factory=dict)
    ending: (
        TransferRejected | TransferWithdrawn | TransferFoundIneligible | TransferClosed | DecreeRevoked | None
    ) = None
    decided: Decided | None = None
    objection: Objection | None = None
    decree_suspended: DecreeSuspended | None = None
    corrections: tuple[DecreeCorrected, ...] = ()
    returned_to_post: ReturnedToPost | None = None
    recommendations: dict[str, Recommendation] = field(default_factory=dict)  # by number

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
    def is_revoked(self) -> bool:
        return isinstance(self.ending, DecreeRevoked)

    @property
    def objection_to_decide(self) -> Objection | None:
        """The objection an office has before it; a revoked decree leaves nothing to decide."""
        objection = self.objection
        return objection if objection is not None and objection.is_open and not self.is_revoked else None


def evolve(transfer: Transfer | None, event: TransferEvent, act: Act) -> Transfer:
    """The state after one more event."""
    if transfer is None:
        if isinstance(event, TransferRequested):
            return _requested(event, act)
        raise ValueError(f"{event} cannot come before the request")
    after = _evolve(transfer, event, act)
    if act.office is None or act.by in after.offices:
        return after
    return replace(after, offices=after.offices | {act.by: act.office})


def _requested(event: TransferRequested, act: Act) -> Transfer:
    return Transfer(
        person=event.person,
        origin_post=event.origin_post,
        target_post=event.target_post,
        route=event.route,
        initiative=event.initiative,
        reason=event.reason,
        policy=act.policy,
        requested_on=event.requested_on,
        requested_by=act.by,
        requesting_office=act.office,
        chosen_because=event.chosen_because,
        adjusts=event.adjusts,
        offices={} if act.office is None else {act.by: act.office},
    )


def _evolve(transfer: Transfer, event: TransferEvent, act: Act) -> Transfer:
    match event:
        case DocumentSubmitted(document):
            versions = (*transfer.file.get(document.kind, ()), Version(document))
            return replace(transfer, file=transfer.file | {document.kind: versions})
        case DocumentAccepted(step, kind, version):
            return replace(transfer, file=_judged(transfer, kind, version, Verdict(accepted=True, step=step)))
        case DocumentRefused(step, kind, version, _, reason):
            verdict = Verdict(accepted=False, step=step, reason=reason)
            return replace(transfer, file=_judged(transfer, kind, version, verdict))
        case StepOpened(step, office, opened_on, due_on):
            return replace(
                transfer,
                open=transfer.open | {step: OpenStep(office, opened_on, due_on, opening=act.command)},
                done={name: done for name, done in transfer.done.items() if name != step},
                not_required=transfer.not_required - {step},
            )
        case StepNotRequired(step):
            return replace(transfer, not_required=transfer.not_required | {step})
        case StepResumed(step, used, resumed_on, due_on):
            resumed = OpenStep(transfer.open[step].office, resumed_on, due_on, used, act.command)
            return replace(transfer, open=transfer.open | {step: resumed})
        case FileReturned():
            return replace(transfer, returned=event, status=Status.RETURNED)
        case FileResubmitted():
            reviewing = Status.UNDER_REVIEW if transfer.done else Status.SUBMITTED
            return replace(transfer, returned=None, status=reviewing)
        case EligibilityEvaluated(_, eligible, findings):
            first = not transfer.findings
            status = Status.INELIGIBLE if first and not eligible else transfer.status
            return replace(transfer, findings=findings, status=status)
        case CaseSuspended():
            return replace(transfer, suspended=event, status=Status.SUSPENDED, status_before=transfer.status)
        case CaseResumed():
            return replace(transfer, suspended=None, status=transfer.status_before)
        case ConflictDeclared():
            return transfer
        case ApproverRecused(step, person):
            return replace(transfer, recused=transfer.recused | {(step, person)})
        case SubstituteNamed(step, office):
            taken_over = slotted(transfer.open[step], office=office)
            return replace(transfer, open=transfer.open | {step: taken_over})
        case ConsultationOffered() | ConsultationHeld() | ConsultationDeclined():
            return replace(transfer, consultation=event)
        case NoticeGiven():
            return replace(transfer, notice=event)
        case AdjustmentTriggered():
            return replace(transfer, adjustments=(*transfer.adjustments, event))
        case FeedbackRequested(_, rater, role, due_on):
            return replace(transfer, raters=transfer.raters | {rater: Rater(role, due_on)})
        case FeedbackGiven(rater):
            answered = replace(transfer.raters[rater], answer=event)
            return replace(transfer, raters=transfer.raters | {rater: answered})
        case FeedbackLapsed(rater):
            silent = replace(transfer.raters[rater], lapsed=True)
            return replace(transfer, raters=transfer.raters | {rater: silent})
        case EvaluationScheduled(months, opens_on, due_on):
            return replace(
                transfer, evaluations=transfer.evaluations | {months: Evaluation(opens_on, due_on)}
            )
        case EvaluationAnswered(months, role):
            evaluation = transfer.evaluations[months]
            evaluation = replace(evaluation, answers=evaluation.answers | {role: event})
            return replace(transfer, evaluations=transfer.evaluations | {months: evaluation})
        case EvaluationRecorded(months):
            evaluation = replace(transfer.evaluations[months], recorded=event)
            return replace(transfer, evaluations=transfer.evaluations | {months: evaluation})
        case EvaluationMissed(months):
            evaluation = replace(transfer.evaluations[months], missed=True)
            return replace(transfer, evaluations=transfer.evaluations | {months: evaluation})
        case StepReminded() | StepOverdue() | CaseEscalated() | DeadlineRecomputed():
            return _noted(transfer, event)
        case TransferFoundIneligible():
            decided = Decided(act.at, act.office)
            return replace(transfer, ending=event, open={}, status=Status.INELIGIBLE, decided=decided)
        case TransferRejected():
            decided = Decided(act.at, act.office)
            return replace(transfer, ending=event, open={}, status=Status.REJECTED, decided=decided)
        case TransferWithdrawn():
            return replace(transfer, ending=event, open={}, status=Status.WITHDRAWN)
        case TransferClosed():
            return replace(transfer, ending=event, open={}, status=Status.CLOSED)
        case TransferRequested():
            raise ValueError("a transfer is requested once")
        case _:
            remedied = _remedied(transfer, event)
            return _step_done(transfer, event, act) if remedied is None else remedied


def _remedied(transfer: Transfer, event: TransferEvent) -> Transfer | None:
    """After an event of the remedies, which may also come when the case has ended; None for any other."""
    match event:
        case ObjectionFiled(office=office, due_on=due_on):
            return replace(transfer, objection=Objection(event, office, due_on))
        case ObjectionFoundInadmissible():
            return replace(transfer, objection=Objection(event))
        case ObjectionDecided() | ObjectionWithdrawn() if transfer.objection is not None:
            return replace(transfer, objection=replace(transfer.objection, outcome=event))
        case ObjectionLapsed() if transfer.objection is not None:
            return replace(transfer, objection=replace(transfer.objection, lapsed=event))
        case ObjectionEscalated(to_office, due_on) if transfer.objection is not None:
            above = replace(transfer.objection, escalated=event, office=to_office, due_on=due_on)
            return replace(transfer, objection=above)
        case DecreeSuspended():
            return replace(transfer, decree_suspended=event)
        case DecreeSuspensionLifted():
            return replace(transfer, decree_suspended=None)
        case DecreeRevoked():
            return replace(transfer, ending=event, open={}, status=Status.REVOKED, decree_suspended=None)
        case ReturnedToPost():
            return replace(transfer, returned_to_post=event)
        case EvaluationCancelled(months):
            evaluation = replace(transfer.evaluations[months], cancelled=True)
            return replace(transfer, evaluations=transfer.evaluations | {months: evaluation})
        case DecreeCorrected():
            return replace(transfer, corrections=(*transfer.corrections, event))
        case OversightRecommendationReceived(_, number):
            received = Recommendation(event)
            return replace(transfer, recommendations=transfer.recommendations | {number: received})
        case OversightRecommendationAnswered(number):
            answered = replace(transfer.recommendations[number], answered=event)
            return replace(transfer, recommendations=transfer.recommendations | {number: answered})
        case _:
            return None


def _noted(
    transfer: Transfer, event: StepReminded | StepOverdue | CaseEscalated | DeadlineRecomputed
) -> Transfer:
    """What the clock has noted about an open step."""
    noted, told = transfer.open[event.step], transfer.escalated_to
    match event:
        case StepReminded():
            noted = slotted(noted, reminded=True)
        case StepOverdue():
            noted = slotted(noted, overdue=True)
        case CaseEscalated(_, to_office):
            noted, told = slotted(noted, escalated_to=to_office), told | {to_office}
        case DeadlineRecomputed(_, due_on, calendar):
            noted = slotted(noted, due_on=due_on, calendar=calendar)
    return replace(transfer, open=transfer.open | {event.step: noted}, escalated_to=told)


def _judged(transfer: Transfer, kind: str, version: int, verdict: Verdict) -> dict[str, tuple[Version, ...]]:
    before = transfer.file[kind]
    judged = Version(before[version - 1].document, verdict)
    return transfer.file | {kind: (*before[: version - 1], judged, *before[version:])}


def _verified(event: FileVerified, transfer: Transfer) -> dict[str, tuple[Version, ...]]:
    """Whoever verifies the file accepts the newest version of what it holds, where that was not said before."""
    verdict = Verdict(accepted=True, step=event.step)
    return {
        kind: versions
        if kind not in event.documents or versions[-1].accepted
        else (*versions[:-1], Version(versions[-1].document, verdict))
        for kind, versions in transfer.file.items()
    }


def _step_done(transfer: Transfer, event: TransferEvent, act: Act) -> Transfer:
    """An event that completes its step."""
    match event:
        case FileVerified():
            changed = replace(transfer, status=_reviewing(transfer), file=_verified(event, transfer))
        case ConsentGranted() | ProposalForwarded() | FitAssessed() | ReceivingProposalIssued():
            changed = replace(transfer, status=_reviewing(transfer))
        case ClearanceGranted() | ConsiderationGiven() | TechnicalConsiderationGiven():
            changed = transfer
        case FeedbackClosed():
            changed = replace(transfer, feedback=event)
        case OverrideRecorded(_, rules):
            changed = replace(
                transfer, overridden=transfer.overridden | set(rules), status=Status.UNDER_REVIEW
            )
        case DecreeIssued():
            changed = replace(
                transfer, decree=event, status=Status.DECREED, decided=Decided(act.at, act.office)
            )
        case PostAppointmentIssued():
            changed = replace(transfer, status=Status.APPOINTED)
        case DecisionServed():
            changed = replace(transfer, status=Status.SERVED)
        case InaugurationHeld():
            changed = replace(transfer, status=Status.INAUGURATED)
        case DutyStarted(_, started_on):
            changed = replace(transfer, started_on=started_on, status=Status.EVALUATING)
        case _:
            raise ValueError(f"{event} completes no step")
    step: str = event.step
    return replace(
        changed,
        open={name: opened for name, opened in changed.open.items() if name != step},
        done=changed.done | {step: DoneStep(act.by, act.office, event)},
    )


def _reviewing(transfer: Transfer) -> Status:
    return Status.UNDER_REVIEW if transfer.status is Status.SUBMITTED else transfer.status
