"""The desk as a whole, section by section."""

from collections.abc import Callable
from typing import Any, NamedTuple

from domain.policy import LocalAdditions
from domain.transfer.desk.decree import decree_of
from domain.transfer.desk.evaluations import (
    adjusts,
    competences_of,
    evaluations,
    measures,
    planned,
    rubric,
    triggered,
)
from domain.transfer.desk.feedback import feedback, peers, reply_of
from domain.transfer.desk.file import checklist, documents, ground_shown
from domain.transfer.desk.findings import eligibility, redistribution, warning
from domain.transfer.desk.move import costs_of, person_of, place_of, term_of, windows_of
from domain.transfer.desk.needs import candidates_shown, needs_of, review_of
from domain.transfer.desk.objection import follows, objection
from domain.transfer.desk.panel import panel
from domain.transfer.desk.readers import Audience, Json
from domain.transfer.desk.route import provisional, steps_of
from domain.transfer.documents import ground_of
from domain.transfer.eligibility import warned_of
from domain.transfer.facts import Facts
from domain.transfer.forecast import is_balancing
from domain.transfer.judged import authorities_judged
from domain.transfer.state import Transfer


class Section(NamedTuple):
    """A part of the desk that is not laid yet. `lay` is given these values and sees nothing else of the case.

    States are never changed, so the same objects always give the same part, and whoever keeps it need not lay it again.
    `reader` is one of the values where the part is not the same for everybody, so that each reader's is kept.
    """

    lay: Callable[..., Any]
    of: tuple[object, ...]
    reader: Audience | None = None


def desk(transfer: Transfer, facts: Facts, audience: Audience) -> Json:
    """The case as plain JSON values: gaps in hundredths of a person, lesson hours each in hundredths, imbalance and variation
    of workloads in thousandths, dates as ISO 8601.
    """
    sections = outline(transfer, facts, audience)
    return {key: part.lay(*part.of) if type(part) is Section else part for key, part in sections.items()}


def outline(transfer: Transfer, facts: Facts, audience: Audience) -> dict[str, Any]:
    """The same with its larger parts left as sections."""
    if audience is Audience.RATER:
        return _for_rater(transfer, facts)
    return {
        "id": str(facts.transfer_id),
        "status": transfer.status,
        "type": transfer.route,
        "chosenBecause": transfer.chosen_because,
        "initiative": transfer.initiative,
        "reason": transfer.reason,
        **ground_shown(transfer, facts),
        "requestedOn": transfer.requested_on.isoformat(),
        "policy": transfer.policy,
        "notes": Section(_notes, (facts.policy.additions,)),
        "plan": None if transfer.plan is None else str(transfer.plan),
        **_edition(transfer),
        **provisional(transfer, facts),
        "person": Section(
            person_of, (facts.person_id, facts.person, transfer.requested_on, audience), audience
        ),
        "origin": Section(place_of, (facts.origin, facts.policy.retirement)),
        "target": Section(place_of, (facts.target, facts.policy.retirement)),
        "costs": Section(costs_of, (facts.origin, facts.target, facts.policy.costs)),
        **windows_of(facts),
        "authorities": Section(authorities_judged, (facts.offices, transfer.requested_on)),
        "route": Section(
            steps_of,
            (
                facts.policy.routes[transfer.route],
                transfer.open,
                transfer.done,
                transfer.not_required,
                transfer.refused,
            ),
        ),
        "checklist": Section(
            checklist,
            (
                facts.policy,
                facts.type,
                transfer.initiative,
                facts.origin.post,
                facts.target.post,
                facts.person.profile,
                ground_of(transfer, facts),
                transfer.file,
            ),
        ),
        "documents": Section(documents, (transfer.file,)),
        "warnings": [warning(code, facts) for code in warned_of(transfer, facts)],
        "eligibility": Section(eligibility, (transfer.findings, transfer.overridden, facts.policy.rules)),
        "returned": None
        if transfer.returned is None
        else {
            "reason": transfer.returned.reason,
            "missing": list(transfer.returned.missing),
            "resubmitBy": None
            if transfer.returned.resubmit_by is None
            else transfer.returned.resubmit_by.isoformat(),
        },
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
        "panel": None
        if not transfer.votes
        else Section(
            panel, (transfer.votes, transfer.done, transfer.recused, facts.policy, audience), audience
        ),
        "recusals": [{"step": step, "person": str(person)} for step, person in sorted(transfer.recused)],
        "adjusts": adjusts(transfer, facts),
        **follows(transfer),
        "adjustments": [triggered(each, facts) for each in transfer.adjustments],
        "planned": [planned(each) for each in transfer.planned],
        "feedback": Section(feedback, (transfer.raters, transfer.feedback, audience), audience),
        "peers": Section(peers, (transfer.raters, transfer.feedback)),
        "unsealed": [
            {
                "warrant": each.warrant,
                "reason": each.reason,
                "on": each.unsealed_on.isoformat(),
                "answers": len(each.raters),
            }
            for each in transfer.unsealings
        ],
        "reply": Section(reply_of, (transfer.reply,)),
        "draft": None if transfer.draft is None or audience is Audience.SUBJECT else str(transfer.draft),
        "decree": Section(decree_of, (transfer.decree, transfer.took_effect)),
        "outsideTheRules": None
        if transfer.outside is None
        else {
            "signedOn": transfer.outside.signed_on.isoformat(),
            "signedAs": transfer.outside.signed_as,
            "source": transfer.outside.source,
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
        "objection": objection(transfer),
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
        "dataBlocked": None
        if transfer.blocked is None
        else {
            "number": transfer.blocked.number,
            "reason": transfer.blocked.reason,
            "since": transfer.blocked.blocked_on.isoformat(),
        },
        "references": [{"system": each.system, "number": each.number} for each in transfer.references],
        "needs": Section(
            needs_of,
            (
                review_of(transfer.done),
                facts.origin.post,
                facts.target.post,
                facts.policy.needs.teaching,
                transfer.started_on is None and facts.person.post == facts.origin.post_id,
                is_balancing(transfer),
            ),
        ),
        **candidates_shown(review_of(transfer.done), audience),
        "term": Section(term_of, (facts.fixed_term, transfer.posting, facts.origin.post_id)),
        "redistribution": redistribution(facts),
        "startedOn": None if transfer.started_on is None else transfer.started_on.isoformat(),
        "measures": Section(measures, (facts.policy.evaluations, transfer.evaluations)),
        "rubric": Section(rubric, (facts.policy.competences, facts.policy.goal_scale))
        if transfer.evaluations and not transfer.is_over
        else None,
        "evaluations": Section(evaluations, (transfer.evaluations, audience), audience),
        "ending": None
        if transfer.ending is None
        else {
            "kind": type(transfer.ending).__name__,
            "reason": getattr(transfer.ending, "reason", ""),
            "rules": list(getattr(transfer.ending, "rules", ())),
            "outcome": getattr(transfer.ending, "outcome", ""),
        },
    }


def _edition(transfer: Transfer) -> Json:
    """Of the plan followed, where it had been amended; desks laid before there were amendments have no such part."""
    return (
        {} if transfer.plan is None or transfer.plan_edition == 1 else {"planEdition": transfer.plan_edition}
    )


def _notes(additions: tuple[LocalAdditions, ...]) -> list[Json]:
    return [{"id": note.id, "en": note.en} for asked in additions for note in asked.notes]


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
        "competences": competences_of(facts.policy.competences),
    }
