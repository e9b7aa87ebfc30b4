"""The request and its file."""

from domain.act import Act
from domain.policy import Signatory
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
        case DocumentAccepted(step, kind, version, _, _, signed_by):
            verdict = Verdict(accepted=True, step=step)
            return replace(transfer, file=_judged(transfer, kind, version, verdict, signed_by))
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


def _judged(
    transfer: Transfer, kind: str, version: int, verdict: Verdict, signed_by: Signatory | None = None
) -> dict[str, tuple[Version, ...]]:
    before = transfer.file[kind]
    told = before[version - 1]
    judged = Version(told.document, verdict, signed_by or told.signed_by)
    return transfer.file | {kind: (*before[: version - 1], judged, *before[version:])}


def _verified(event: FileVerified, transfer: Transfer) -> dict[str, tuple[Version, ...]]:
    """Whoever verifies the file accepts the newest version of what it holds, where that was not said before."""
    verdict = Verdict(accepted=True, step=event.step)
    file = {}
    for kind, versions in transfer.file.items():
        newest = versions[-1]
        judged = verdict if kind in event.documents and not newest.accepted else newest.verdict
        signed_by = event.signatories.get(kind, newest.signed_by)
        file[kind] = (*versions[:-1], Version(newest.document, judged, signed_by))
    return file
