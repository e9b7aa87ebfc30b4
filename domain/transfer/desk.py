"""The decider's desk: the facts of a case as they are shown to one reader. Pure, so that it can be laid again later.

What an answer served is made here from histories alone, never from a clock: the same histories give the same facts and
the same digest, which is how `seen` becomes evidence.
"""

from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from domain.needs.teachers import TeachingLoad
from domain.policy import (
    Competence,
    Costs,
    DocumentRequirement,
    FixedTerm,
    Ground,
    Initiative,
    LocalAdditions,
    Policy,
    Retirement,
    Route,
    Rule,
    Side,
    TransferType,
    Trigger,
    Words,
)
from domain.registry.person import Person, Profile
from domain.registry.post import Post
from domain.transfer.documents import ground_of, required_documents
from domain.transfer.eligibility import barring_sanctions, warned_of
from domain.transfer.events import (
    AdjustmentTriggered,
    ConsentRefused,
    ConsiderationGiven,
    FeedbackClosed,
    Finding,
    FitAssessed,
    LessonNeed,
    NeedsForecast,
    ObjectionDecided,
    ObjectionWithdrawn,
    OverrideRecorded,
    PanelVoteCast,
    Role,
    Shown,
    UnitLoad,
    Vote,
    WorkBalance,
)
from domain.transfer.facts import Facts, Place
from domain.transfer.forecast import forecast, is_balancing
from domain.transfer.judged import authorities_judged, own_person, person_judged, position_judged
from domain.transfer.sealing import in_line, peers_answers
from domain.transfer.state import (
    Adjustment,
    DoneStep,
    Evaluation,
    Objection,
    OpenStep,
    Posting,
    Rater,
    Transfer,
    Version,
)

Json = dict[str, Any]


class Audience(StrEnum):
    """For whom: the person does not see who said what, officials of the case see all, raters only whom it is about."""

    SUBJECT = "SUBJECT"
    OFFICIAL = "OFFICIAL"
    RATER = "RATER"


class Section(NamedTuple):
    """A part of the desk that is not laid yet. `lay` is given these values and sees nothing else of the case.

    States are never changed, so the same objects always give the same part, and whoever keeps it need not lay it again.
    """

    lay: Callable[..., Any]
    of: tuple[object, ...]


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
        **_ground(transfer, facts),
        "requestedOn": transfer.requested_on.isoformat(),
        "policy": transfer.policy,
        "notes": Section(_notes, (facts.policy.additions,)),
        "plan": None if transfer.plan is None else str(transfer.plan),
        **_edition(transfer),
        **_provisional(transfer, facts),
        "person": Section(_person, (facts.person_id, facts.person, transfer.requested_on, audience)),
        "origin": Section(_place, (facts.origin, facts.policy.retirement)),
        "target": Section(_place, (facts.target, facts.policy.retirement)),
        "costs": Section(_costs, (facts.origin, facts.target, facts.policy.costs)),
        "authorities": Section(authorities_judged, (facts.offices, transfer.requested_on)),
        "route": Section(
            _route,
            (
                facts.policy.routes[transfer.route],
                transfer.open,
                transfer.done,
                transfer.not_required,
                transfer.refused,
            ),
        ),
        "checklist": Section(
            _checklist,
            (
                facts.route,
                transfer.initiative,
                facts.target.post,
                facts.person.profile,
                ground_of(transfer, facts),
                transfer.file,
            ),
        ),
        "documents": Section(_documents, (transfer.file,)),
        "warnings": [_warning(code, facts) for code in warned_of(transfer, facts)],
        "eligibility": Section(_eligibility, (transfer.findings, transfer.overridden, facts.policy.rules)),
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
        "panel": Section(_panel, (transfer.votes, transfer.done, transfer.recused, facts.policy, audience)),
        "recusals": [{"step": step, "person": str(person)} for step, person in sorted(transfer.recused)],
        "adjusts": _adjusts(transfer, facts),
        "adjustments": [_triggered(each, facts) for each in transfer.adjustments],
        "planned": [_planned(each) for each in transfer.planned],
        "feedback": Section(_feedback, (transfer.raters, transfer.feedback, audience)),
        "peers": Section(_peers, (transfer.raters, transfer.feedback)),
        "unsealed": [
            {
                "warrant": each.warrant,
                "reason": each.reason,
                "on": each.unsealed_on.isoformat(),
                "answers": len(each.raters),
            }
            for each in transfer.unsealings
        ],
        "reply": None
        if transfer.reply is None
        else {
            "kind": type(transfer.reply).__name__,
            "text": getattr(transfer.reply, "text", getattr(transfer.reply, "consequence", "")),
        },
        "draft": None if transfer.draft is None or audience is Audience.SUBJECT else str(transfer.draft),
        "decree": None
        if transfer.decree is None
        else {
            "number": transfer.decree.number,
            "effectiveOn": transfer.decree.effective_on.isoformat(),
            "grounds": transfer.decree.grounds,
            "goals": list(transfer.decree.goals),
            "deviation": transfer.decree.deviation,
            "decree": None if transfer.decree.decree is None else str(transfer.decree.decree),
            "tookEffect": transfer.took_effect is not None,
        },
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
        "dataBlocked": None
        if transfer.blocked is None
        else {
            "number": transfer.blocked.number,
            "reason": transfer.blocked.reason,
            "since": transfer.blocked.blocked_on.isoformat(),
        },
        "references": [{"system": each.system, "number": each.number} for each in transfer.references],
        "needs": Section(
            _needs,
            (
                transfer.done,
                facts.origin.post,
                facts.target.post,
                facts.policy.needs.teaching,
                transfer.started_on is None and facts.person.post == facts.origin.post_id,
                is_balancing(transfer),
            ),
        ),
        "term": Section(_term, (facts.fixed_term, transfer.posting, facts.origin.post_id)),
        "redistribution": _redistribution(facts),
        "startedOn": None if transfer.started_on is None else transfer.started_on.isoformat(),
        "rubric": Section(_rubric, (facts.policy.competences, facts.policy.goal_scale))
        if transfer.evaluations and not transfer.is_over
        else None,
        "evaluations": Section(_evaluations, (transfer.evaluations, audience)),
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


def _provisional(transfer: Transfer, facts: Facts) -> Json:
    """Whose deadlines fall in years of which no days off are published; no such part where none does."""
    far = [name for name, step in transfer.open.items() if not facts.calendar.knows(step.due_on)]
    far += [
        f"evaluation/{months}"
        for months, review in sorted(transfer.evaluations.items())
        if review.recorded is None and not review.cancelled and not facts.calendar.knows(review.due_on)
    ]
    return {"provisional": far} if far else {}


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
        "competences": _competences(facts.policy.competences),
    }


def _notes(additions: tuple[LocalAdditions, ...]) -> list[Json]:
    return [{"id": note.id, "en": note.en} for asked in additions for note in asked.notes]


def _rubric(competences: Mapping[str, Competence], goals: tuple[Words, ...]) -> Json:
    """What those who answer a review score, and what the scores mean."""
    return {"competences": _competences(competences), "goals": _scale(goals)}


def _competences(competences: Mapping[str, Competence]) -> Json:
    return {
        key: {"id": each.id, "en": each.en, "scale": _scale(each.scale)}
        for key, each in sorted(competences.items())
    }


def _scale(scale: tuple[Words, ...]) -> list[Json]:
    return [{"score": score, "id": words.id, "en": words.en} for score, words in enumerate(scale, start=1)]


def _person(person_id: UUID, person: Person, requested_on: date, audience: Audience) -> Json:
    subject = audience is Audience.SUBJECT
    judged = own_person(person) if subject else person_judged(person, requested_on)
    profile = person.profile
    return {
        "id": str(person_id),
        "nip": profile.nip,
        "name": profile.name,
        "status": profile.status,
        "agency": str(profile.agency),
        "rank": profile.rank,
        "education": f"{profile.education_level} {profile.education_name}".strip(),
        "postSince": None if person.post_since is None else person.post_since.isoformat(),
        "ratings": {str(year): rating for year, rating in sorted(person.ratings.items())},
        "interest": person.interest,
        "blocks": sorted(person.blocks),
    } | judged


def _costs(origin: Place, target: Place, costs: Costs) -> Json | None:
    """Who pays for a move between agencies."""
    if origin.agency_id == target.agency_id:
        return None
    pays = origin if costs.borne_by is Side.ORIGIN_AGENCY else target
    return {"agency": str(pays.agency_id), "legalBasis": costs.legal_basis}


def _place(place: Place, retirement: Retirement) -> Json:
    post: Post = place.post
    return {
        "post": str(place.post_id),
        "position": post.described.position.name,
        "unit": place.unit.name,
        "unitKind": place.unit.kind,
        "agency": place.agency.name,
        "region": place.agency.region_code,
        "seats": post.described.seats,
        "occupied": len(post.occupants),
        "held": len(post.held),
        "supernumerary": post.supernumerary,
        "gap": post.gap,
    } | position_judged(post.described.position, retirement)


def _route(
    route: Route,
    open_steps: Mapping[str, OpenStep],
    done: Mapping[str, DoneStep],
    not_required: frozenset[str],
    refused: Mapping[str, ConsentRefused],
) -> list[Json]:
    """Every step in order with where it stands: DONE, OPEN, REFUSED, NOT_REQUIRED or WAITING."""
    steps: list[Json] = []
    for number, stage in enumerate(route.stages, start=1):
        for name in stage:
            title = route.steps[name].title
            shown: Json = {"step": name, "stage": number, "title": {"id": title.id, "en": title.en}}
            if name in open_steps:
                shown |= _open(open_steps[name])
            elif name in done:
                shown |= _done(done[name])
            elif name in refused:
                shown |= {"state": "REFUSED", "reason": refused[name].reason}
            else:
                shown["state"] = "NOT_REQUIRED" if name in not_required else "WAITING"
            steps.append(shown)
    return steps


def _open(opened: OpenStep) -> Json:
    shown: Json = {"state": "OPEN", "office": str(opened.office), "dueOn": opened.due_on.isoformat()}
    return shown | {"awaits": list(opened.awaits)} if opened.awaits else shown


def _done(done: DoneStep) -> Json:
    return {
        "state": "DONE",
        "event": type(done.event).__name__,
        "office": None if done.office is None else str(done.office),
        "delegate": None
        if done.delegate is None
        else str(done.delegate),  # who did it a.n. (atas nama) the office
        "supports": getattr(done.event, "supports", None),
        "reason": getattr(done.event, "reason", ""),
        "number": getattr(done.event, "number", ""),
    } | ({"setAsideOn": dict(done.event.grounds)} if isinstance(done.event, OverrideRecorded) else {})


def _checklist(
    route: Route,
    initiative: Initiative,
    target: Post,
    profile: Profile,
    ground: Ground | None,
    file: Mapping[str, tuple[Version, ...]],
) -> list[Json]:
    return [
        _required(each, file.get(each.kind, ()))
        for each in required_documents(route, initiative, target, profile, ground)
    ]


def _ground(transfer: Transfer, facts: Facts) -> Json:
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


def _required(required: DocumentRequirement, versions: tuple[Version, ...]) -> Json:
    """One line of the checklist: MISSING, PRESENT, ACCEPTED or REFUSED, said of the newest version."""
    return {
        "kind": required.kind,
        "title": {"id": required.title.id, "en": required.title.en},
        "legalBasis": required.legal_basis,
        "state": _state(versions[-1]) if versions else "MISSING",
        "version": len(versions) or None,
    }


def _documents(file: Mapping[str, tuple[Version, ...]]) -> list[Json]:
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
    }


def _state(version: Version) -> str:
    if version.verdict is None:
        return "PRESENT"
    return "ACCEPTED" if version.verdict.accepted else "REFUSED"


def _eligibility(
    findings: tuple[Finding, ...], overridden: frozenset[str], rules: Mapping[str, Rule]
) -> list[Json]:
    return [_finding(finding, finding.rule in overridden, rules[finding.rule].title) for finding in findings]


def _finding(finding: Finding, overridden: bool, title: Words) -> Json:
    return {
        "rule": finding.rule,
        "title": {"id": title.id, "en": title.en},
        "outcome": finding.outcome,
        "overridden": overridden,
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


def _needs(
    done: Mapping[str, DoneStep],
    origin: Post,
    target: Post,
    law: TeachingLoad,
    ahead: bool,
    balancing: bool,
) -> Json:
    """What the move changes, as things are now while it lies `ahead`; afterwards as it was found at the review."""
    reviewed = next((each.event for each in done.values() if isinstance(each.event, FitAssessed)), None)
    needs: NeedsForecast | None = forecast(origin, target, law) if ahead else None
    if not ahead and reviewed is not None:
        needs = reviewed.needs
    balance = None if needs is None else needs.balance
    return {
        "balancing": balancing,
        "balance": None if balance is None else work_balance(balance),
        "originLessons": None if needs is None else _lessons(needs.origin),
        "targetLessons": None if needs is None else _lessons(needs.target),
        "harms": [] if needs is None else list(needs.harms),
        "deviation": "" if reviewed is None else reviewed.deviation,
    } | _units(reviewed)


def _units(reviewed: FitAssessed | None) -> Json:
    """The two units as they were weighed at the review. Not told where they were not: desks laid before have no such part."""
    units = None if reviewed is None or reviewed.needs is None else reviewed.needs.units
    if units is None:
        return {}
    return {
        "units": {
            "origin": unit_load(units.origin),
            "target": unit_load(units.target),
            "balance": work_balance(units.balance),
        }
    }


def unit_load(load: UnitLoad) -> Json:
    return {
        "unit": str(load.unit),
        "required": load.required,
        "holders": {"before": load.holders_before, "after": load.holders_after},
        "load": {"before": load.load_before, "after": load.load_after},
        "unweighed": load.unweighed,
    }


def work_balance(balance: WorkBalance) -> Json:
    return {
        "imbalance": {"before": balance.imbalance_before, "after": balance.imbalance_after},
        "variation": {"before": balance.variation_before, "after": balance.variation_after},
        "worse": balance.worse,
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


def _redistribution(facts: Facts) -> Json | None:
    """What E17 alone reads: of sanctions that are over, no more than how many bar a redistribution."""
    if facts.type is not TransferType.REDISTRIBUTION:
        return None
    return {"barringSanctions": len(barring_sanctions(facts.person, facts.policy))}


def _term(term: FixedTerm | None, posting: Posting | None, returns_to: UUID) -> Json | None:
    """For how long the person is sent, and where they return to; the days once the duty has begun."""
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
        "returnsTo": str(returns_to),
        "legalBasis": term.legal_basis,
    }


def _feedback(raters: Mapping[UUID, Rater], closed: FeedbackClosed | None, audience: Audience) -> list[Json]:
    """Answers by role. Peers' answers are shown to officials once feedback is closed with enough of them, without names;
    the person then sees what the superior and the units said, and of the peers only `peers`.
    """
    shown: list[Json] = []
    for asked, rater in in_line(raters):
        answer = rater.answer
        visible = answer is not None and _is_shown(rater.role, closed, audience)
        shown.append(
            {
                "role": rater.role,
                "rater": str(asked) if rater.role is not Role.PEER else None,
                "dueOn": rater.due_on.isoformat(),
                "answered": answer is not None,
                "lapsed": rater.lapsed,
                "scores": dict(answer.scores) if answer is not None and visible else None,
                "text": answer.text if answer is not None and visible else None,
            }
        )
    return shown


def _panel(
    cast_votes: Mapping[tuple[str, UUID], PanelVoteCast],
    done: Mapping[str, DoneStep],
    recused: frozenset[tuple[str, UUID]],
    policy: Policy,
    audience: Audience,
) -> Json | None:
    """The votes with their reasons, and what departs from the conclusion. None while nobody has voted.

    The person is shown the count and the reasons once the panel has concluded, in the order of what was said; who voted
    what only where the policy says so.
    """
    events = (each.event for each in done.values())
    concluded = next((e for e in events if isinstance(e, ConsiderationGiven) and e.tally is not None), None)
    if not cast_votes or (audience is Audience.SUBJECT and concluded is None):
        return None
    named = _names_votes(policy, audience)
    tally = None if concluded is None else concluded.tally
    return {
        "concluded": concluded is not None,
        "supports": None if concluded is None else concluded.supports,
        "tally": None
        if tally is None
        else {
            "members": tally.members,
            "excused": tally.excused,
            "quorum": tally.quorum,
            "inFavour": tally.in_favour,
            "against": tally.against,
            "abstained": tally.abstained,
        },
        "votes": [
            {
                "member": str(each.member),
                "vote": each.vote,
                "reason": each.reason,
                "dissents": _dissents(each, concluded),
                "excused": at in recused,
            }
            if named
            else {"member": None, "vote": None, "reason": each.reason, "dissents": None, "excused": None}
            for at, each in sorted(cast_votes.items(), key=lambda cast: (cast[1].reason, cast[0]))
        ],
    }


def _names_votes(policy: Policy, audience: Audience) -> bool:
    return audience is Audience.OFFICIAL or bool(policy.limit("panel_votes_named_to_person"))


def _dissents(cast: PanelVoteCast, concluded: ConsiderationGiven | None) -> bool:
    """Whether the member took the other side."""
    if concluded is None or cast.vote is Vote.ABSTAIN:
        return False
    return (cast.vote is Vote.FOR) is not concluded.supports


def _is_shown(role: Role, closed: FeedbackClosed | None, audience: Audience) -> bool:
    if role is Role.SUBJECT:
        return True
    official = audience is Audience.OFFICIAL
    if role is Role.PEER:
        return official and closed is not None and closed.peers_shown
    return official or closed is not None


def sealed_as_now(then: Json, transfer: Transfer, policy: Policy, audience: Audience) -> Json:
    """A desk of an earlier moment, less what its reader would not be shown now: the past opens nothing that is sealed."""
    if audience is Audience.RATER:
        return then
    shown = dict(then)
    shown["feedback"] = [
        each
        if _is_shown(Role(each["role"]), transfer.feedback, audience)
        else each | {"scores": None, "text": None}
        for each in then["feedback"]
    ]
    if not peers_answers(transfer.raters, transfer.feedback):
        shown["peers"] = None
    if then["panel"] is not None and not _names_votes(policy, audience):
        unnamed = {"member": None, "vote": None, "dissents": None, "excused": None}
        shown["panel"] = then["panel"] | {"votes": [each | unnamed for each in then["panel"]["votes"]]}
    return shown


def _peers(raters: Mapping[UUID, Rater], closed: FeedbackClosed | None) -> Json | None:
    """The mean of the peers' scores in hundredths, by competence; None while their answers are not shown to anybody."""
    answers = [answer for person in peers_answers(raters, closed) if (answer := raters[person].answer)]
    if not answers:
        return None
    return {
        "answers": len(answers),
        "means": {
            key: 100 * sum(answer.scores[key] for answer in answers) // len(answers)
            for key in sorted(answers[0].scores)
        },
    }


def _adjusts(transfer: Transfer, facts: Facts) -> Json | None:
    """The earlier transfer this one is to mend, and what its reviews showed."""
    if transfer.adjusts is None:
        return None
    mended = () if facts.mends is None else facts.mends.adjustments
    return {"transfer": str(transfer.adjusts), "adjustments": [_triggered(each, facts) for each in mended]}


def _triggered(triggered: AdjustmentTriggered, facts: Facts) -> Json:
    return {
        "months": triggered.months,
        "triggers": [_shown(each, facts.policy.triggers.get(each.trigger)) for each in triggered.triggers],
        "dueOn": None if triggered.due_on is None else triggered.due_on.isoformat(),
    }


def _shown(shown: Shown, trigger: Trigger | None) -> Json:
    return {
        "trigger": shown.trigger,
        "title": None if trigger is None else {"id": trigger.title.id, "en": trigger.title.en},
        "input": shown.input,
        "legalBasis": "" if trigger is None else trigger.legal_basis,
    }


def _planned(adjustment: Adjustment) -> Json:
    planned, done = adjustment.planned, adjustment.done
    return {
        "number": planned.number,
        "kind": planned.kind,
        "what": planned.what,
        "office": str(planned.office),
        "dueOn": planned.due_on.isoformat(),
        "result": None if done is None else done.result,
    }


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


def _evaluations(evaluations: Mapping[int, Evaluation], audience: Audience) -> list[Json]:
    return [_evaluation(months, evaluation, audience) for months, evaluation in sorted(evaluations.items())]


def _evaluation(months: int, evaluation: Evaluation, audience: Audience) -> Json:
    recorded = evaluation.recorded
    return {
        "months": months,
        "opensOn": evaluation.opens_on.isoformat(),
        "dueOn": evaluation.due_on.isoformat(),
        "missed": evaluation.missed,
        "cancelled": evaluation.cancelled,
        "answers": [
            {
                "role": role,
                "scores": dict(answer.scores),
                "goals": [{"goal": each.goal, "score": each.score} for each in answer.goals],
                "text": answer.text if audience is Audience.OFFICIAL or role is Role.SUBJECT else None,
            }
            for role, answer in sorted(evaluation.answers.items())
        ],
        "unanswered": [] if recorded is None else list(recorded.unanswered),
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
