"""The file: what it is asked on, what the route wants in it, and what lies in it."""

from collections.abc import Mapping

from domain.policy import DocumentRequirement, Ground, Initiative, Policy, TransferType
from domain.registry.person import Profile
from domain.registry.post import Post
from domain.transfer.desk.readers import Json
from domain.transfer.documents import ground_of, required_documents
from domain.transfer.facts import Facts
from domain.transfer.state import Transfer, Version


def ground_shown(transfer: Transfer, facts: Facts) -> Json:
    """On what the transfer is asked for, where that was stated."""
    ground = ground_of(transfer, facts)
    if ground is None:
        return {}
    return {
        "ground": {
            "code": transfer.ground,
            "title": {"id": ground.title.id, "en": ground.title.en},
            "legalBasis": ground.legal_basis,
        }
    }


def checklist(
    policy: Policy,
    type_: TransferType,
    initiative: Initiative,
    origin: Post,
    target: Post,
    profile: Profile,
    ground: Ground | None,
    file: Mapping[str, tuple[Version, ...]],
) -> list[Json]:
    certificates = policy.certificates_asked(target.described.position, origin.described.position)
    return [
        _required(each, file.get(each.kind, ()))
        for each in required_documents(policy.routes[type_], initiative, certificates, profile, ground)
    ]


def _required(required: DocumentRequirement, versions: tuple[Version, ...]) -> Json:
    """One line of the checklist: MISSING, PRESENT, ACCEPTED or REFUSED, said of the newest version."""
    return {
        "kind": required.kind,
        "title": {"id": required.title.id, "en": required.title.en},
        "legalBasis": required.legal_basis,
        "signedBy": [str(each) for each in required.signed_by],
        "state": _state(versions[-1]) if versions else "MISSING",
        "version": len(versions) or None,
    }


def documents(file: Mapping[str, tuple[Version, ...]]) -> list[Json]:
    return [_document(kind, versions) for kind, versions in sorted(file.items())]


def _document(kind: str, versions: tuple[Version, ...]) -> Json:
    """The newest version, and the earlier ones, which stay in the file."""
    numbered = [_version(number, each) for number, each in enumerate(versions, start=1)]
    return {"kind": kind, **numbered[-1], "versions": len(versions), "earlier": numbered[:-1]}


def _version(number: int, version: Version) -> Json:
    document, verdict = version.document, version.verdict
    return {
        "version": number,
        "number": document.number,
        "issuedOn": document.issued_on.isoformat(),
        "issuer": document.issuer,
        "sha256": document.sha256,
        "post": None if document.post is None else str(document.post),
        "state": _state(version),
        "judgedAt": None if verdict is None else verdict.step,
        "reason": "" if verdict is None else verdict.reason,
        "signedBy": None if version.signed_by is None else str(version.signed_by),
    }


def _state(version: Version) -> str:
    if version.verdict is None:
        return "PRESENT"
    return "ACCEPTED" if version.verdict.accepted else "REFUSED"
