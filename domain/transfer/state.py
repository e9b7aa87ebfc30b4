"""What is so: a transfer as its history leaves it. Nothing is judged here."""

from dataclasses import dataclass, field
from dataclasses import replace as slotted
from datetime import date
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
    DecreeIssued,
    Document,
    DocumentAccepted,
    DocumentRefused,
    DocumentSubmitted,
    DutyStarted,
    EligibilityEvaluated,
    EvaluationAnswered,
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
    OverrideRecorded,
    PostAppointmentIssued,
    ProposalForwarded,
    ReceivingProposalIssued,
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
    ending: TransferRejected | TransferWithdrawn | TransferFoundIneligible | TransferClosed | None = None

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
        return self.returned is not None or self.suspended is not None


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
            return replace(transfer, ending=event, open={}, status=Status.INELIGIBLE)
        case TransferRejected():
            return replace(transfer, ending=event, open={}, status=Status.REJECTED)
        case TransferWithdrawn():
            return replace(transfer, ending=event, open={}, status=Status.WITHDRAWN)
        case TransferClosed():
            return replace(transfer, ending=event, open={}, status=Status.CLOSED)
        case TransferRequested():
            raise ValueError("a transfer is requested once")
        case _:
            return _step_done(transfer, event, act)


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
            changed = replace(transfer, decree=event, status=Status.DECREED)
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
