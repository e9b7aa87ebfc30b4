"""What one person may see and do in a case today, so that no client has to guess."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from uuid import UUID

from domain.act import Act, Capacity
from domain.identity import OfficeKind
from domain.policy import Insight, StepKind
from domain.refusals import Refused
from domain.registry.delegation import Delegation
from domain.transfer.adjusting import may_complete, may_plan
from domain.transfer.answering import reviewing_office
from domain.transfer.caretakers import lacking_to_appoint
from domain.transfer.conflicts import may_declare, may_substitute, naming_office
from domain.transfer.consulting import may_decline, may_notify, may_offer, may_record
from domain.transfer.deadlines import is_overdue
from domain.transfer.deciding import signs_alone
from domain.transfer.desk import Audience
from domain.transfer.documents import EXAMINING, left_to_judge
from domain.transfer.evaluating import may_answer, recording_office, unanswered
from domain.transfer.facts import Facts
from domain.transfer.feedback import awaits, may_give
from domain.transfer.guards import applicant, official, open_step
from domain.transfer.migrating import may_migrate
from domain.transfer.reassessing import may_reassess
from domain.transfer.remedies import (
    may_answer_recommendation,
    may_decide_objection,
    may_object,
    may_record_recommendation,
    may_withdraw_objection,
)
from domain.transfer.replying import may_reply
from domain.transfer.requesting import may_submit
from domain.transfer.revoking import may_change_decree, may_lift, may_suspend
from domain.transfer.sealing import may_unseal
from domain.transfer.settling import may_block, may_refer, may_unblock
from domain.transfer.state import Transfer
from domain.transfer.terms import may_renew
from domain.transfer.voting import may_conclude, may_vote

# The acts a step of each kind is open for.
ACTS: Mapping[StepKind, tuple[str, ...]] = MappingProxyType(
    {
        StepKind.VERIFICATION: ("verify", "return"),
        StepKind.OVERRIDE: ("override", "refuse"),
        StepKind.CLEARANCE: ("clear", "return", "refuse"),
        StepKind.FEEDBACK: ("ask-feedback", "close-feedback"),
        StepKind.REPLY: ("reply", "waive-reply"),
        StepKind.FIT_REVIEW: ("assess-fit", "return"),
        StepKind.PROPOSAL: ("propose", "refuse"),
        StepKind.CONSENT: ("consent", "return", "refuse"),
        StepKind.FORWARD: ("forward", "return"),
        StepKind.CONSIDERATION: ("consider", "return"),
        StepKind.TECHNICAL_CONSIDERATION: ("consider-technically", "return", "refuse"),
        StepKind.DECREE: ("decree", "refuse"),
        StepKind.APPOINTMENT: ("appoint",),
        StepKind.SERVICE: ("serve",),
        StepKind.REPORT: ("report-replacement",),
        StepKind.INAUGURATION: ("inaugurate",),
        StepKind.DUTY_START: ("start-duty",),
        StepKind.PAYROLL: ("transfer-payroll",),
        StepKind.NATIONAL_RECORD: ("sync-national-record",),
        StepKind.TERM_END: ("renew-term",),
        StepKind.RETURN: ("report-return",),
    }
)


@dataclass(frozen=True, slots=True)
class Allowed:
    """An act open to the reader: on which step, for which office; None where it is done in one's own person.

    `on_behalf_of`: the office that has delegated it to `office`.
    """

    act: str
    step: str | None = None
    office: UUID | None = None
    on_behalf_of: UUID | None = None


@dataclass(frozen=True, slots=True)
class Holding:
    """An office the reader may act for today, and how; `agency` is the one it belongs to, and `insights` what the law of that
    day lets it look into there.

    `delegate` is the reader's own office, where the other has delegated to it, with the `delegations` in force.
    """

    office: UUID
    capacity: Capacity
    kind: OfficeKind
    agency: UUID
    delegate: UUID | None = None
    delegations: tuple[Delegation, ...] = ()
    insights: frozenset[Insight] = frozenset()

    @property
    def oversees(self) -> bool:
        """Whether it watches over its whole agency, also where no step has come to it."""
        return Insight.OVERSIGHT in self.insights


def audience(
    transfer: Transfer, facts: Facts, person: UUID, holdings: tuple[Holding, ...]
) -> Audience | None:
    """As whom someone sees the case; None when it is none of their business.

    An office sees a case once the route has brought it there (or it made the request, or a step was escalated to it),
    also when the case ends while a step of its own is open; and to answer its evaluation; who oversees one of the agencies concerned sees it from the start.
    """
    if person == transfer.person:
        return Audience.SUBJECT
    involved, agencies = _involved(transfer, facts), _agencies(facts)
    for held in holdings:
        if held.delegate is not None:
            sees = _has_delegated_step(transfer, facts, held)
        else:
            sees = held.office in involved or (held.oversees and held.agency in agencies)
        if sees:
            return Audience.OFFICIAL
    asked = {person, *(held.office for held in holdings if held.delegate is None)} & transfer.raters.keys()
    return Audience.RATER if asked else None


def overseeing(
    transfer: Transfer, facts: Facts, person: UUID, holdings: tuple[Holding, ...]
) -> tuple[Holding, ...]:
    """The offices through which somebody looks into a case with which they have nothing to do but to watch over it.

    None where it is their own, waits for them, or the route has brought it to another office of theirs. What an inspectorate
    once did in a case is no reason to read it later; a step of its own that waits is.
    """
    if person == transfer.person:
        return ()
    involved, agencies = _involved(transfer, facts), _agencies(facts)
    waiting = {opened.office for opened in transfer.open.values()}
    watching = []
    for held in holdings:
        if held.delegate is not None:
            if _has_delegated_step(transfer, facts, held):
                return ()
        elif held.oversees:
            if held.office in waiting:
                return ()
            if held.office in involved or held.agency in agencies:
                watching.append(held)
        elif held.office in involved:
            return ()
    return tuple(watching)


def _agencies(facts: Facts) -> frozenset[UUID]:
    return frozenset((facts.origin.agency_id, facts.target.agency_id))


def _involved(transfer: Transfer, facts: Facts) -> set[UUID]:
    """The offices that have, or had, something to do in the case."""
    involved = {opened.office for opened in transfer.open.values()}
    involved |= set(transfer.offices.values()) - transfer.raters.keys()
    involved |= {done.office for done in transfer.done.values() if done.office is not None}
    involved |= transfer.escalated_to | transfer.waiting_at_end
    involved |= {
        naming_office(transfer.open[step].office, facts)
        for step, _ in transfer.recused
        if step in transfer.open
    }
    if transfer.objection is not None:
        involved |= transfer.objection.offices
    if transfer.outside is not None:  # no route has brought it anywhere
        involved |= {transfer.outside.office, recording_office(facts)}
    if transfer.evaluations:
        involved |= {
            office for role in facts.policy.reviewers if (office := reviewing_office(role, facts)) is not None
        }
    return involved


def _has_delegated_step(transfer: Transfer, facts: Facts, held: Holding) -> bool:
    """Whether the route has brought a step to the delegating office that was delegated."""
    offices = {name: done.office for name, done in transfer.done.items()}
    offices |= {name: opened.office for name, opened in transfer.open.items()}
    return any(
        office == held.office
        and any(each.covers(facts.type, facts.route.steps[name].kind) for each in held.delegations)
        for name, office in offices.items()
    )


def allowed(transfer: Transfer, facts: Facts, act: Act, holdings: tuple[Holding, ...]) -> list[Allowed]:
    """`act` is the reader's, in their own person; each office they hold is tried beside it."""
    own = [held for held in holdings if held.delegate is None]
    acts = (act, *(replace(act, office=held.office, capacity=held.capacity) for held in own))
    found = [each for tried in acts for each in _remedies(transfer, facts, tried)]
    if transfer.is_over:
        return found
    for tried in acts:
        found += _on_steps(transfer, facts, tried)
        found += _on_file(transfer, facts, tried)
        found += _on_evaluations(transfer, facts, tried)
        found += _beside_steps(transfer, facts, tried)
        if _accepted(may_give, transfer, tried, facts):
            found.append(Allowed("give-feedback", office=tried.office))
    for held in holdings:
        if held.delegate is not None:
            tried = replace(act, office=held.delegate, capacity=held.capacity, on_behalf_of=held.office)
            under = replace(facts, delegations=held.delegations)
            found += [*_on_steps(transfer, under, tried), *_stepping_aside(transfer, under, tried)]
    return found


def _on_steps(transfer: Transfer, facts: Facts, act: Act) -> list[Allowed]:
    found: list[Allowed] = []
    for name in transfer.open:
        kind = facts.route.steps[name].kind
        if kind is StepKind.REPLY:
            if _accepted(may_reply, transfer, name, act, facts):
                found += [Allowed(each, name) for each in ACTS[kind]]
            continue
        if _accepted(open_step, transfer, name, frozenset({kind}), act, facts):
            acts = _feedback_acts(transfer, facts, act) if kind is StepKind.FEEDBACK else ACTS[kind]
            acts = tuple(each for each in acts if each not in _barred(name, transfer, facts, act))
            if kind is StepKind.CONSIDERATION and not _accepted(may_conclude, transfer, name, act, facts):
                acts = tuple(each for each in acts if each != "consider")
            if kind is StepKind.TERM_END and not _accepted(may_renew, transfer, name, act, facts):
                acts = ()
            if kind in EXAMINING:
                acts += left_to_judge(transfer)
            found += [Allowed(each, name, act.office, act.on_behalf_of) for each in acts]
    return found


def _barred(step: str, transfer: Transfer, facts: Facts, act: Act) -> frozenset[str]:
    """What the step's kind is for, and is not open in this case now."""
    barred = {"refuse"} if step == transfer.set_aside else set()
    if facts.person.blocks:
        barred |= {"decree", "sync-national-record"}
    if not signs_alone(facts.route.steps[step]) or transfer.draft is not None:
        barred.add("decree")
    if transfer.decree is not None:
        barred.add("return")
    if lacking_to_appoint(transfer, facts, facts.today(act), act.capacity):
        barred.add("appoint")
    return frozenset(barred)


def _beside_steps(transfer: Transfer, facts: Facts, act: Act) -> list[Allowed]:
    """What is no step of the route: voting, looking again, stepping aside, talking with the person."""
    found = [
        *_stepping_aside(transfer, facts, act),
        *(
            Allowed("vote", step, act.office)
            for step in transfer.open
            if _accepted(may_vote, transfer, step, act, facts)
        ),
        *(
            Allowed("name-substitute", step, act.office)
            for step in transfer.open
            if _accepted(may_substitute, transfer, step, act, facts)
        ),
    ]
    found += [
        Allowed(name, office=act.office)
        for name, guard in (
            ("reassess", may_reassess),
            ("offer-consultation", may_offer),
            ("record-consultation", may_record),
            ("give-notice", may_notify),
            ("migrate-policy", may_migrate),
        )
        if _accepted(guard, transfer, act, facts)
    ]
    if _accepted(may_decline, transfer, act):
        found.append(Allowed("decline-consultation", office=act.office))
    return found


def _stepping_aside(transfer: Transfer, facts: Facts, act: Act) -> list[Allowed]:
    return [
        Allowed("declare-conflict", step, act.office, act.on_behalf_of)
        for step in transfer.open
        if _accepted(may_declare, transfer, step, act, facts)
    ]


def _remedies(transfer: Transfer, facts: Facts, act: Act) -> list[Allowed]:
    """What is open also when the case has ended."""
    return [
        Allowed(name, office=act.office)
        for name, guard in (
            ("object", may_object),
            ("withdraw-objection", may_withdraw_objection),
            ("decide-objection", may_decide_objection),
            ("suspend-decree", may_suspend),
            ("lift-suspension", may_lift),
            ("revoke-decree", may_change_decree),
            ("correct-decree", may_change_decree),
            ("record-recommendation", may_record_recommendation),
            ("answer-recommendation", may_answer_recommendation),
            ("block-data", may_block),
            ("unblock-data", may_unblock),
            ("record-reference", may_refer),
            ("unseal-feedback", may_unseal),
            ("plan-adjustment", may_plan),
            ("complete-adjustment", may_complete),
        )
        if _accepted(guard, transfer, act, facts)
    ]


def _feedback_acts(transfer: Transfer, facts: Facts, act: Act) -> tuple[str, ...]:
    """Feedback is asked for once, and closed when nobody is waited for any more."""
    if not transfer.raters:
        return ("ask-feedback",)
    awaited = any(awaits(rater, facts.today(act)) for rater in transfer.raters.values())
    return () if awaited else ("close-feedback",)


def _on_file(transfer: Transfer, facts: Facts, act: Act) -> list[Allowed]:
    acts = ["submit-document"] if _accepted(may_submit, transfer, act, facts) else []
    if transfer.decree is None and _accepted(applicant, transfer, act, facts):
        acts += ["withdraw"] if transfer.returned is None else ["withdraw", "resubmit"]
    return [Allowed(each, office=act.office) for each in acts]


def _on_evaluations(transfer: Transfer, facts: Facts, act: Act) -> list[Allowed]:
    today = facts.today(act)
    found: list[Allowed] = []
    for months, evaluation in transfer.evaluations.items():
        if evaluation.recorded is not None or today < evaluation.opens_on:
            continue
        silent = unanswered(evaluation, facts)
        found += [
            Allowed(f"answer-evaluation/{months}/{role}", office=act.office)
            for role in silent
            if _accepted(may_answer, transfer, role, act, facts)
        ]
        complete = not silent or is_overdue(evaluation.due_on, today)
        if complete and _accepted(official, transfer, recording_office(facts), act, facts):
            found.append(Allowed(f"record-evaluation/{months}", office=act.office))
    return found


def _accepted(guard: Callable[..., object], *asked: object) -> bool:
    try:
        guard(*asked)
    except Refused:
        return False
    return True
