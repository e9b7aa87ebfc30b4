"""The decider's desk: the facts of a case as they are shown to one reader. Pure, so that it can be laid again later.

What an answer served is made here from histories alone, never from a clock: the same histories give the same facts and
the same digest, which is how `seen` becomes evidence.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any
from uuid import UUID

from domain.policy import DocumentRequirement
from domain.registry.post import Post
from domain.transfer.documents import required_documents
from domain.transfer.eligibility import warned_of
from domain.transfer.events import (
    Finding,
    FitAssessed,
    LessonNeed,
    NeedsForecast,
    ObjectionDecided,
    ObjectionWithdrawn,
    Role,
)
from domain.transfer.facts import Facts, Place
from domain.transfer.forecast import forecast, is_balancing
from domain.transfer.state import DoneStep, Evaluation, Objection, OpenStep, Rater, Transfer, Version

Json = dict[str, Any]


class Audience(StrEnum):
    """For whom: the person does not see who said what, officials of the case see all, raters only whom it is about."""

    SUBJECT = "SUBJECT"
    OFFICIAL = "OFFICIAL"
    RATER = "RATER"


def desk(transfer: Transfer, facts: Facts, audience: Audience) -> Json:
    """The case as plain JSON values: gaps in hundredths of a person, lesson hours each in hundredths, imbalance and variation
    of workloads in thousandths, dates as ISO 8601.
    """
    if audience is Audience.RATER:
        return _for_rater(transfer, facts)
    return {
        "id": str(facts.transfer_id),
        "status": transfer.status,
        "type": transfer.route,
        "chosenBecause": transfer.chosen_because,
        "initiative": transfer.initiative,
        "reason": transfer.reason,
        "requestedOn": transfer.requested_on.isoformat(),
        "policy": transfer.policy,
        "person": _person(facts),
        "origin": _place(facts.origin),
        "target": _place(facts.target),
        "route": _route(transfer, facts),
        "checklist": [_required(each, transfer) for each in required_documents(transfer, facts)],
        "documents": [_document(kind, versions) for kind, versions in sorted(transfer.file.items())],
        "warnings": [_warning(code, facts) for code in warned_of(transfer, facts)],
        "eligibility": [_finding(finding, transfer, facts) for finding in transfer.findings],
        "returned": None
        if transfer.returned is None
        else {"reason": transfer.returned.reason, "missing": list(transfer.returned.missing)},
        "suspended": None
        if transfer.suspended is None
        else {
            "rules": list(transfer.suspended.rules),
            "since": transfer.suspended.suspended_on.isoformat(),
        },
        "consultation": None
        if transfer.consultation is None
        else {
            "kind": type(transfer.consultation).__name__,
            "note": getattr(transfer.consultation, "note", getattr(transfer.consultation, "reason", "")),
        },
        "notice": None if transfer.notice is None else transfer.notice.on.isoformat(),
        "recusals": [{"step": step, "person": str(person)} for step, person in sorted(transfer.recused)],
        "adjustments": [
            {"months": each.months, "triggers": list(each.triggers)} for each in transfer.adjustments
        ],
        "feedback": _feedback(transfer, audience),
        "decree": None
        if transfer.decree is None
        else {
            "number": transfer.decree.number,
            "effectiveOn": transfer.decree.effective_on.isoformat(),
            "grounds": transfer.decree.grounds,
            "goals": list(transfer.decree.goals),
            "deviation": transfer.decree.deviation,
        },
        "decreeSuspended": None
        if transfer.decree_suspended is None
        else {
            "reason": transfer.decree_suspended.reason,
            "basis": transfer.decree_suspended.basis,
            "since": transfer.decree_suspended.suspended_on.isoformat(),
        },
        "corrections": [
            {"number": each.number, "what": each.what, "reason": each.reason} for each in transfer.corrections
        ],
        "objection": _objection(transfer),
        "returnedToPost": None
        if transfer.returned_to_post is None
        else {
            "since": transfer.returned_to_post.since.isoformat(),
            "returnedOn": transfer.returned_to_post.returned_on.isoformat(),
            "supernumerary": transfer.returned_to_post.supernumerary,
        },
        "recommendations": [
            {
                "source": each.received.source,
                "number": number,
                "text": each.received.text,
                "dueOn": each.received.due_on.isoformat(),
                "answer": None if each.answered is None else each.answered.answer,
                "followed": None if each.answered is None else each.answered.followed,
            }
            for number, each in transfer.recommendations.items()
        ],
        "needs": _needs(transfer, facts),
        "term": _term(transfer, facts),
        "startedOn": None if transfer.started_on is None else transfer.started_on.isoformat(),
        "evaluations": [
            _evaluation(months, evaluation, audience)
            for months, evaluation in sorted(transfer.evaluations.items())
        ],
        "ending": None
        if transfer.ending is None
        else {
            "kind": type(transfer.ending).__name__,
            "reason": getattr(transfer.ending, "reason", ""),
            "rules": list(getattr(transfer.ending, "rules", ())),
            "outcome": getattr(transfer.ending, "outcome", ""),
        },
    }


def _for_rater(transfer: Transfer, facts: Facts) -> Json:
    return {
        "id": str(facts.transfer_id),
        "type": transfer.route,
        "person": {"id": str(facts.person_id), "name": facts.person.profile.name},
        "target": {
            "position": facts.target.post.described.position.name,
            "unit": facts.target.unit.name,
            "agency": facts.target.agency.name,
        },
        "competences": {
            key: {"id": words.id, "en": words.en} for key, words in sorted(facts.policy.competences.items())
        },
    }


def _person(facts: Facts) -> Json:
    profile = facts.person.profile
    return {
        "id": str(facts.person_id),
        "nip": profile.nip,
        "name": profile.name,
        "status": profile.status,
        "rank": profile.rank,
        "education": f"{profile.education_level} {profile.education_name}".strip(),
        "postSince": None if facts.person.post_since is None else facts.person.post_since.isoformat(),
        "ratings": {str(year): rating for year, rating in sorted(facts.person.ratings.items())},
        "interest": facts.person.interest,
        "openProceedings": sum(p.until is None for p in facts.person.proceedings.values()),
    }


def _place(place: Place) -> Json:
    post: Post = place.post
    return {
        "post": str(place.post_id),
        "position": post.described.position.name,
        "unit": place.unit.name,
        "agency": place.agency.name,
        "seats": post.described.seats,
        "occupied": len(post.occupants),
        "held": len(post.held),
        "supernumerary": post.supernumerary,
        "gap": post.gap,
    }


def _route(transfer: Transfer, facts: Facts) -> list[Json]:
    """Every step in order with where it stands: DONE, OPEN, NOT_REQUIRED or WAITING."""
    steps: list[Json] = []
    for number, stage in enumerate(facts.policy.routes[transfer.route].stages, start=1):
        for name in stage:
            step = facts.policy.routes[transfer.route].steps[name]
            shown: Json = {"step": name, "stage": number, "title": {"id": step.title.id, "en": step.title.en}}
            if opened := transfer.open.get(name):
                shown |= _open(opened)
            elif done := transfer.done.get(name):
                shown |= _done(done)
            else:
                shown["state"] = "NOT_REQUIRED" if name in transfer.not_required else "WAITING"
            steps.append(shown)
    return steps


def _open(opened: OpenStep) -> Json:
    return {"state": "OPEN", "office": str(opened.office), "dueOn": opened.due_on.isoformat()}


def _done(done: DoneStep) -> Json:
    return {
        "state": "DONE",
        "event": type(done.event).__name__,
        "office": None if done.office is None else str(done.office),
        "supports": getattr(done.event, "supports", None),
        "reason": getattr(done.event, "reason", ""),
        "number": getattr(done.event, "number", ""),
    }


def _required(required: DocumentRequirement, transfer: Transfer) -> Json:
    """One line of the checklist: MISSING, PRESENT, ACCEPTED or REFUSED, said of the newest version."""
    versions = transfer.file.get(required.kind, ())
    return {
        "kind": required.kind,
        "title": {"id": required.title.id, "en": required.title.en},
        "legalBasis": required.legal_basis,
        "state": _state(versions[-1]) if versions else "MISSING",
        "version": len(versions) or None,
    }


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
    }


def _state(version: Version) -> str:
    if version.verdict is None:
        return "PRESENT"
    return "ACCEPTED" if version.verdict.accepted else "REFUSED"


def _finding(finding: Finding, transfer: Transfer, facts: Facts) -> Json:
    title = facts.policy.rules[finding.rule].title
    return {
        "rule": finding.rule,
        "title": {"id": title.id, "en": title.en},
        "outcome": finding.outcome,
        "overridden": finding.rule in transfer.overridden,
        "input": finding.input,
        "legalBasis": finding.legal_basis,
    }


def _warning(code: str, facts: Facts) -> Json:
    words = facts.policy.warnings[code]
    return {
        "rule": code,
        "text": {"id": words.id, "en": words.en},
        "legalBasis": facts.policy.rules[code].legal_basis,
    }


def _needs(transfer: Transfer, facts: Facts) -> Json:
    """What the move changes, as it is now; once the duty has begun, as it was found at the review."""
    reviewed = next((d.event for d in transfer.done.values() if isinstance(d.event, FitAssessed)), None)
    if transfer.started_on is None and facts.person.post == facts.origin.post_id:
        needs: NeedsForecast | None = forecast(facts)
    else:
        needs = None if reviewed is None else reviewed.needs
    balance = None if needs is None else needs.balance
    return {
        "balancing": is_balancing(transfer),
        "balance": None
        if balance is None
        else {
            "imbalance": {"before": balance.imbalance_before, "after": balance.imbalance_after},
            "variation": {"before": balance.variation_before, "after": balance.variation_after},
            "worse": balance.worse,
        },
        "originLessons": None if needs is None else _lessons(needs.origin),
        "targetLessons": None if needs is None else _lessons(needs.target),
        "harms": [] if needs is None else list(needs.harms),
        "deviation": "" if reviewed is None else reviewed.deviation,
    }


def _lessons(need: LessonNeed | None) -> Json | None:
    if need is None:
        return None
    return {
        "source": need.source,
        "hours": need.hours,
        "required": need.required,
        "gap": {"before": need.gap_before, "after": need.gap_after},
        "hoursEach": {"before": need.hours_each_before, "after": need.hours_each_after},
    }


def _term(transfer: Transfer, facts: Facts) -> Json | None:
    """For how long the person is sent, and where they return to; the days once the duty has begun."""
    term, posting = facts.fixed_term, transfer.posting
    if term is None:
        return None
    return {
        "months": term.months,
        "renewals": 0 if posting is None else posting.renewals,
        "mostRenewals": term.renewals,
        "beganOn": None if posting is None else posting.began_on.isoformat(),
        "endsOn": None if posting is None else posting.ends_on.isoformat(),
        "remindOn": None if posting is None else posting.remind_on.isoformat(),
        "ended": posting is not None and posting.ended,
        "returnsTo": str(facts.origin.post_id),
        "legalBasis": term.legal_basis,
    }


def _feedback(transfer: Transfer, audience: Audience) -> list[Json]:
    """Answers by role. Peers' answers are shown once feedback is closed with enough of them, and without names.

    Peers stand in the order of what they said, not in the order they were named, which would give them away.
    """
    shown: list[Json] = []
    closed = transfer.feedback
    ordered: Mapping[UUID, Rater] = dict(
        sorted(transfer.raters.items(), key=lambda item: _place_in_line(item[1]))
    )
    for person, rater in ordered.items():
        answer = rater.answer
        visible = answer is not None and (
            rater.role is Role.SUBJECT
            or (
                audience is Audience.OFFICIAL
                and (rater.role is Role.SUPERIOR or (closed is not None and closed.peers_shown))
            )
        )
        shown.append(
            {
                "role": rater.role,
                "rater": str(person) if rater.role is not Role.PEER else None,
                "dueOn": rater.due_on.isoformat(),
                "answered": answer is not None,
                "lapsed": rater.lapsed,
                "scores": dict(answer.scores) if answer is not None and visible else None,
                "text": answer.text if answer is not None and visible else None,
            }
        )
    return shown


def _place_in_line(rater: Rater) -> tuple[Any, ...]:
    answer = rater.answer
    if answer is None:
        return rater.role, 1, rater.lapsed
    return rater.role, 0, sorted(answer.scores.items()), answer.text


def _objection(transfer: Transfer) -> Json | None:
    """Where it stands: WAITING, ESCALATED, LAPSED, WITHDRAWN, GRANTED, DISMISSED, INADMISSIBLE, or MOOT."""
    objection = transfer.objection
    if objection is None:
        return None
    filed, outcome = objection.filed, objection.outcome
    return {
        "state": _state_of(transfer, objection),
        "number": filed.number,
        "against": filed.against,
        "grounds": filed.grounds,
        "filedOn": filed.filed_on.isoformat(),
        "decidedOn": filed.decided_on.isoformat(),
        "servedOn": None if filed.served_on is None else filed.served_on.isoformat(),
        "lastDay": None if filed.last_day is None else filed.last_day.isoformat(),
        "documents": [
            {"kind": each.kind, "number": each.number, "sha256": each.sha256}
            for each in getattr(filed, "documents", ())
        ],
        "advice": getattr(filed, "advice", ""),
        "office": None if objection.office is None else str(objection.office),
        "dueOn": None if objection.due_on is None else objection.due_on.isoformat(),
        "decision": getattr(outcome, "number", ""),
        "reason": getattr(outcome, "reason", getattr(filed, "reason", "")),
    }


def _state_of(transfer: Transfer, objection: Objection) -> str:
    match objection.outcome:
        case ObjectionDecided(granted):
            return "GRANTED" if granted else "DISMISSED"
        case ObjectionWithdrawn():
            return "WITHDRAWN"
    if objection.office is None:
        return "INADMISSIBLE"
    if objection.lapsed is not None and objection.escalated is None:
        return "LAPSED"
    if transfer.is_revoked:
        return "MOOT"
    return "WAITING" if objection.escalated is None else "ESCALATED"


def _evaluation(months: int, evaluation: Evaluation, audience: Audience) -> Json:
    recorded = evaluation.recorded
    return {
        "months": months,
        "opensOn": evaluation.opens_on.isoformat(),
        "dueOn": evaluation.due_on.isoformat(),
        "cancelled": evaluation.cancelled,
        "answers": [
            {
                "role": role,
                "scores": dict(answer.scores),
                "text": answer.text if audience is Audience.OFFICIAL or role is Role.SUBJECT else None,
            }
            for role, answer in sorted(evaluation.answers.items())
        ],
        "outcome": None if recorded is None else recorded.outcome,
        "mean": None if recorded is None else recorded.mean,
        "goals": []
        if recorded is None
        else [{"goal": result.goal, "reached": result.reached} for result in recorded.goals],
        "summary": "" if recorded is None else recorded.summary,
    }


def differences(before: Any, now: Any, path: str = "") -> list[Json]:  # noqa: ANN401 any JSON value
    """What has changed between two desks: a JSON pointer with the value before and now."""
    if isinstance(before, dict) and isinstance(now, dict):
        found: list[Json] = []
        for key in sorted(before.keys() | now.keys()):
            found += differences(before.get(key), now.get(key), f"{path}/{key}")
        return found
    if isinstance(before, list) and isinstance(now, list) and len(before) == len(now):
        return [
            change
            for index, (old, new) in enumerate(zip(before, now, strict=True))
            for change in differences(old, new, f"{path}/{index}")
        ]
    return [] if before == now else [{"pointer": path or "/", "before": before, "now": now}]
