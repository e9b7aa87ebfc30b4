"""A decree as it is shown to one reader: the signatory's desk. Pure, so that it can be laid again later."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from domain.decree.events import DecreeRecommendationAnswered, PassedOver
from domain.decree.papers import Case, Papers
from domain.decree.state import Decree, Line, Stage
from domain.transfer.state import Transfer

Json = dict[str, Any]


def desk(decree: Decree, papers: Papers, cases: Mapping[UUID, str]) -> Json:
    """For officials: all of it. `cases` are the digests of what each case shows to an official: signing has seen them all."""
    return _about(decree, papers) | {
        "signatories": [
            {
                "office": str(office),
                "signed": office in decree.signed,
                "by": str(decree.signed[office]) if office in decree.signed else None,
            }
            for office in decree.signatories
        ],
        "returned": None
        if decree.returned is None
        else {"office": str(decree.returned.office), "reason": decree.returned.reason},
        "abandoned": decree.abandoned,
        "annex": [
            _line(transfer, line, decree, papers) | {"caseDigest": cases.get(transfer, "")}
            for transfer, line in decree.annex.items()
        ],
        "leftOut": [_passed_over(each) for each in decree.left_out],
        "revoked": None
        if decree.revoked is None
        else {
            "number": decree.revoked.number,
            "reason": decree.revoked.reason,
            "legalBasis": decree.revoked.legal_basis,
            "passedOver": [_passed_over(each) for each in decree.revoked.passed_over],
        },
        "corrections": [
            {
                "number": each.number,
                "what": each.what,
                "reason": each.reason,
                "passedOver": [_passed_over(one) for one in each.passed_over],
            }
            for each in decree.corrections
        ],
        "recommendations": [
            {
                "source": each.source,
                "number": each.number,
                "text": each.text,
                "receivedOn": each.received_on.isoformat(),
                "reached": [str(transfer) for transfer in each.reached],
                "passedOver": [_passed_over(one) for one in each.passed_over],
                "answer": _answer(decree.answers.get(each.number)),
            }
            for each in decree.recommendations
        ],
        "inForce": len(papers.in_force(decree)),
    }


def _answer(answered: DecreeRecommendationAnswered | None) -> Json | None:
    if answered is None:
        return None
    return {
        "answer": answered.answer,
        "followed": answered.followed,
        "reached": [str(transfer) for transfer in answered.reached],
        "passedOver": [_passed_over(one) for one in answered.passed_over],
    }


def extract(decree: Decree, papers: Papers, person: UUID) -> Json:
    """For a person concerned: the decree and their own line of it (petikan), nobody else's."""
    return _about(decree, papers) | {
        "annex": [
            _line(transfer, line, decree, papers)
            for transfer, line in decree.annex.items()
            if line.person == person
        ]
    }


def _about(decree: Decree, papers: Papers) -> Json:
    outside = decree.outside
    return {
        "id": str(papers.decree_id),
        "stage": decree.stage,
        "office": str(decree.office),
        "officeTitle": papers.office.described.title,
        "number": decree.number,
        "grounds": decree.grounds,
        "goals": list(decree.goals),
        "effectiveOn": decree.effective_on.isoformat(),
        "signedOn": None if decree.signed_on is None else decree.signed_on.isoformat(),
        "policy": decree.policy,
        "people": len(decree.annex),
        "outsideTheRules": None
        if outside is None
        else {"source": outside.source, "signedAs": outside.signed_as},
    }


def _line(transfer_id: UUID, line: Line, decree: Decree, papers: Papers) -> Json:
    case = papers.cases.get(transfer_id)
    about: Json = {"transfer": str(transfer_id), "person": str(line.person), "post": str(line.post)}
    if case is None:
        return about | {"state": "UNKNOWN"}
    facts = case.facts
    return about | {
        "name": facts.person.profile.name,
        "nip": facts.person.profile.nip,
        "rank": facts.person.profile.rank,
        "from": {
            "position": facts.origin.post.described.position.name,
            "unit": facts.origin.unit.name,
            "agency": facts.origin.agency.name,
        },
        "to": {
            "position": facts.target.post.described.position.name,
            "unit": facts.target.unit.name,
            "agency": facts.target.agency.name,
        },
        "deviation": line.deviation,
        "state": _state(transfer_id, case, decree),
    }


def _state(transfer_id: UUID, case: Case, decree: Decree) -> str:
    """ANNEXED before the last signature; then LEFT_OUT, IN_FORCE or REVOKED."""
    if decree.stage is not Stage.ISSUED:
        return "ANNEXED"
    if transfer_id not in decree.issued:
        return "LEFT_OUT"
    transfer: Transfer | None = case.transfer
    if transfer is None or transfer.is_revoked:
        return "REVOKED"
    return "IN_FORCE"


def _passed_over(each: PassedOver) -> Json:
    return {"transfer": str(each.transfer), "why": each.why, "rules": list(each.rules)}
