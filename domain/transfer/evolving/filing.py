"""The request and its file."""

from domain.act import Act
from domain.replacing import replace
from domain.transfer.events import (
    DocumentAccepted,
    DocumentRefused,
    DocumentSubmitted,
    FileResubmitted,
    FileReturned,
    FileVerified,
    FilingEvent,
    PlanFollowed,
    TransferExpired,
    TransferRequested,
    TransferWithdrawn,
)
from domain.transfer.evolving.done import ended, step_done, under_review
from domain.transfer.state import Status, Transfer, Verdict, Version


def requested(event: TransferRequested, act: Act) -> Transfer:
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
        ground=event.ground,
        follows=event.follows,
        set_aside=event.set_aside,
        offices={} if act.office is None else {act.by: act.office},
    )


def evolve(transfer: Transfer, event: FilingEvent, act: Act) -> Transfer:
    match event:
        case TransferRequested():
            raise ValueError("a transfer is requested once")
        case PlanFollowed(plan, edition):
            return replace(transfer, plan=plan, plan_edition=edition)
        case DocumentSubmitted(document):
            versions = (*transfer.file.get(document.kind, ()), Version(document))
            return replace(transfer, file=transfer.file | {document.kind: versions})
        case DocumentAccepted(step, kind, version):
            return replace(transfer, file=_judged(transfer, kind, version, Verdict(accepted=True, step=step)))
        case DocumentRefused(step, kind, version, _, reason):
            verdict = Verdict(accepted=False, step=step, reason=reason)
            return replace(transfer, file=_judged(transfer, kind, version, verdict))
        case FileVerified():
            verified = replace(transfer, file=_verified(event, transfer))
            return step_done(under_review(verified), event, act)
        case FileReturned():
            return replace(transfer, returned=event, status=Status.RETURNED)
        case FileResubmitted():
            reviewing = Status.UNDER_REVIEW if transfer.done else Status.SUBMITTED
            return replace(transfer, returned=None, status=reviewing)
        case TransferWithdrawn():
            return ended(transfer, event, Status.WITHDRAWN)
        case TransferExpired():
            return ended(transfer, event, Status.EXPIRED)


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
