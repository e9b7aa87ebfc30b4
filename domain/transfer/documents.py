"""The file of a case: what it must hold, and what an office finds of each document. Every version is kept."""

from collections.abc import Iterator

from domain.act import Act
from domain.policy import DocumentRequirement, Ground, Initiative, Route, StepKind
from domain.refusals import DocumentJudged, DocumentReplaced, DocumentUnknown, Violation, violation
from domain.registry.person import Profile
from domain.told import Told, tell
from domain.transfer.commands import AcceptDocument, RefuseDocument
from domain.transfer.events import DocumentAccepted, DocumentRefused, TransferEvent
from domain.transfer.facts import Facts
from domain.transfer.guards import open_step, with_reason
from domain.transfer.state import Transfer, Version

# The steps at which an office examines the file, from its verification on.
EXAMINING = frozenset(
    {
        StepKind.VERIFICATION,
        StepKind.CLEARANCE,
        StepKind.FIT_REVIEW,
        StepKind.CONSENT,
        StepKind.FORWARD,
        StepKind.CONSIDERATION,
        StepKind.TECHNICAL_CONSIDERATION,
    }
)


def required_documents(
    route: Route,
    initiative: Initiative,
    certificates: tuple[str, ...],
    profile: Profile,
    ground: Ground | None,
) -> Iterator[DocumentRequirement]:
    """What the route asks of a case: by who began it, whom it is about, and what certificates the post asks for; then what
    the ground does on which it was asked for.
    """
    asked = set()
    for required in route.documents:
        if (
            required.initiative in {None, initiative}
            and required.status in {None, profile.status}
            and (required.certificate is None or required.certificate in certificates)
        ):
            asked.add(required.kind)
            yield required
    if ground is not None:
        yield from (required for required in ground.documents if required.kind not in asked)


def ground_of(transfer: Transfer, facts: Facts) -> Ground | None:
    """That of the request, as the policy of the case has it."""
    return facts.policy.grounds.get(transfer.ground)


def missing_documents(transfer: Transfer, facts: Facts) -> list[Violation]:
    """The required documents that are not in the file, or whose newest version was refused or does not name the post it is
    about; with the legal basis.
    """
    return [
        violation(required.kind, facts.policy.version, required.legal_basis, lack)
        for required in required_documents(
            facts.route,
            transfer.initiative,
            facts.certificates_asked,
            facts.person.profile,
            ground_of(transfer, facts),
        )
        if (lack := _lack(transfer.file.get(required.kind, ()), required, transfer)) is not None
    ]


def _lack(versions: tuple[Version, ...], required: DocumentRequirement, transfer: Transfer) -> Told | None:
    if not versions:
        return tell("file_lacks")
    newest, version = versions[-1], len(versions)
    if newest.verdict is not None and not newest.verdict.accepted:
        return tell("file_refused", version=version, reason=newest.verdict.reason)
    if required.names_post and newest.document.post != transfer.target_post:
        return tell("file_names_no_post", version=version)
    return None


def accept_document(
    transfer: Transfer, command: AcceptDocument, act: Act, facts: Facts
) -> list[TransferEvent]:
    """The newest version is good; also when it was refused before, for an office may have erred."""
    step, _ = open_step(transfer, command.step, EXAMINING, act, facts)
    newest = _newest(transfer, command.kind, command.version)
    if newest.accepted:
        raise DocumentJudged
    sha256 = newest.document.sha256
    return [DocumentAccepted(step.name, command.kind, command.version, sha256, command.note)]


def refuse_document(
    transfer: Transfer, command: RefuseDocument, act: Act, facts: Facts
) -> list[TransferEvent]:
    """The newest version will not do; also when it was accepted before, for a later office may see more."""
    step, _ = open_step(transfer, command.step, EXAMINING, act, facts)
    with_reason(command.reason)
    newest = _newest(transfer, command.kind, command.version)
    if newest.refused:
        raise DocumentJudged
    sha256 = newest.document.sha256
    return [DocumentRefused(step.name, command.kind, command.version, sha256, command.reason)]


def _newest(transfer: Transfer, kind: str, version: int) -> Version:
    """That version, if it is the newest of its kind."""
    versions = transfer.file.get(kind, ())
    if not 1 <= version <= len(versions):
        raise DocumentUnknown
    if version < len(versions):
        raise DocumentReplaced
    return versions[-1]


def left_to_judge(transfer: Transfer) -> tuple[str, ...]:
    """Which of the two verdicts can still be given on anything in the file."""
    newest = [versions[-1] for versions in transfer.file.values()]
    acts = []
    if not all(version.accepted for version in newest):
        acts.append("accept-document")
    if not all(version.refused for version in newest):
        acts.append("refuse-document")
    return tuple(acts)
