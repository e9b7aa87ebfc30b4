"""The file of a case: what it must hold, and what an office finds of each document. Every version is kept."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from domain.act import Act
from domain.policy import DocumentRequirement, Ground, Initiative, Route, Signatory, Step, StepKind
from domain.refusals import (
    DocumentJudged,
    DocumentReplaced,
    DocumentUnknown,
    PaperOfAnOffice,
    PostsDiffer,
    SignatoryInsufficient,
    Violation,
    violation,
)
from domain.registry.person import Profile
from domain.told import Told, tell
from domain.transfer.commands import AcceptDocument, RefuseDocument
from domain.transfer.events import Document, DocumentAccepted, DocumentRefused, TransferEvent
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

_NOTHING_SAID: Mapping[str, Signatory] = MappingProxyType({})


def names_this_post(document: Document, facts: Facts) -> None:
    """What names a post names that of the case."""
    if document.post is not None and document.post != facts.target.post_id:
        raise PostsDiffer


def names_its_post(document: Document, transfer: Transfer, facts: Facts) -> None:
    """The same of a paper that nobody verifies later, with what is asked of its kind then: that it names the post at all."""
    ground = ground_of(transfer, facts)
    known = (*facts.route.documents, *(() if ground is None else ground.documents))
    if document.post is None and any(each.names_post and each.kind == document.kind for each in known):
        raise PostsDiffer
    names_this_post(document, facts)


def made_at(kind: str, facts: Facts) -> list[Step]:
    """The steps that are put down in such a document."""
    return [step for step in facts.route.steps.values() if step.document == kind]


def comes_from_an_office(document: Document, act: Act, facts: Facts) -> None:
    """What is put down in the paper of an office's act, the person does not bring."""
    if act.office is None and made_at(document.kind, facts):
        raise PaperOfAnOffice


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


def _required(transfer: Transfer, facts: Facts) -> Iterator[DocumentRequirement]:
    ground, profile = ground_of(transfer, facts), facts.person.profile
    return required_documents(facts.route, transfer.initiative, facts.certificates_asked, profile, ground)


def ground_of(transfer: Transfer, facts: Facts) -> Ground | None:
    """That of the request, as the policy of the case has it."""
    return facts.policy.grounds.get(transfer.ground)


def missing_documents(
    transfer: Transfer, facts: Facts, signatories: Mapping[str, Signatory] = _NOTHING_SAID
) -> list[Violation]:
    """The required documents that are not in the file, or whose newest version was refused, does not name the post it is
    about, or is not known to be signed by whom the law names; with the legal basis. `signatories` are told just now.
    """
    return [
        violation(required.kind, facts.policy.version, required.legal_basis, lack)
        for required in _required(transfer, facts)
        if (lack := _lack(transfer.file.get(required.kind, ()), required, transfer, signatories)) is not None
    ]


def _lack(
    versions: tuple[Version, ...],
    required: DocumentRequirement,
    transfer: Transfer,
    signatories: Mapping[str, Signatory],
) -> Told | None:
    if not versions:
        return tell("file_lacks")
    newest, version = versions[-1], len(versions)
    if newest.verdict is not None and not newest.verdict.accepted:
        return tell("file_refused", version=version, reason=newest.verdict.reason)
    if required.names_post and newest.document.post != transfer.target_post:
        return tell("file_names_no_post", version=version)
    return _unsigned(required, version, signatories.get(required.kind, newest.signed_by))


def _unsigned(required: DocumentRequirement, version: int, signed_by: Signatory | None) -> Told | None:
    """That nobody said as what somebody signed it, or that this will not do."""
    if not required.signed_by or signed_by in required.signed_by:
        return None
    asked = ", ".join(required.signed_by)
    if signed_by is None:
        return tell("file_signatory_untold", version=version, asked=asked)
    return tell("file_signed_below", version=version, signatory=signed_by, asked=asked)


def accept_document(
    transfer: Transfer, command: AcceptDocument, act: Act, facts: Facts
) -> list[TransferEvent]:
    """The newest version is good; also when it was refused before, for an office may have erred."""
    step, _ = open_step(transfer, command.step, EXAMINING, act, facts)
    newest = _newest(transfer, command.kind, command.version)
    if newest.accepted:
        raise DocumentJudged
    _signed_by_whom_the_law_names(transfer, command, newest, facts)
    sha256 = newest.document.sha256
    return [
        DocumentAccepted(step.name, command.kind, command.version, sha256, command.note, command.signed_by)
    ]


def _signed_by_whom_the_law_names(
    transfer: Transfer, command: AcceptDocument, newest: Version, facts: Facts
) -> None:
    for required in _required(transfer, facts):
        signed_by = command.signed_by or newest.signed_by
        if required.kind == command.kind and (lack := _unsigned(required, command.version, signed_by)):
            told = violation(required.kind, facts.policy.version, required.legal_basis, lack)
            raise SignatoryInsufficient(violations=(told,))


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
