"""What one person may see and do in a case today, so that no client has to guess."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from uuid import UUID

from domain.act import Act, Capacity
from domain.identity import OfficeKind
from domain.policy import StepKind
from domain.refusals import Refused
from domain.transfer.desk import Audience
from domain.transfer.evaluating import ASKED, answering_office, recording_office
from domain.transfer.events import Role
from domain.transfer.facts import Facts
from domain.transfer.feedback import awaits
from domain.transfer.guards import applicant, open_step
from domain.transfer.state import Transfer

# The acts a step of each kind is open for.
ACTS: Mapping[StepKind, tuple[str, ...]] = MappingProxyType(
    {
        StepKind.VERIFICATION: ("verify", "return"),
        StepKind.OVERRIDE: ("override", "refuse"),
        StepKind.CLEARANCE: ("clear", "return", "refuse"),
        StepKind.FEEDBACK: ("ask-feedback", "close-feedback"),
        StepKind.FIT_REVIEW: ("assess-fit", "return"),
        StepKind.PROPOSAL: ("propose", "refuse"),
        StepKind.CONSENT: ("consent", "return", "refuse"),
        StepKind.FORWARD: ("forward", "return"),
        StepKind.CONSIDERATION: ("consider", "return"),
        StepKind.TECHNICAL_CONSIDERATION: ("consider-technically", "return", "refuse"),
        StepKind.DECREE: ("decree", "refuse"),
        StepKind.APPOINTMENT: ("appoint",),
        StepKind.SERVICE: ("serve",),
        StepKind.INAUGURATION: ("inaugurate",),
        StepKind.DUTY_START: ("start-duty",),
    }
)


@dataclass(frozen=True, slots=True)
class Allowed:
    """An act open to the reader: on which step, for which office; None where it is done in one's own person."""

    act: str
    step: str | None = None
    office: UUID | None = None


@dataclass(frozen=True, slots=True)
class Holding:
    """An office the reader holds today, and how; `agency` is the one it belongs to."""

    office: UUID
    capacity: Capacity
    kind: OfficeKind
    agency: UUID


# Offices that watch over whole agencies, whether or not a step has come to them.
OVERSEEING = frozenset({OfficeKind.AUDITOR, OfficeKind.INSPECTORATE})


def audience(
    transfer: Transfer, facts: Facts, person: UUID, holdings: tuple[Holding, ...]
) -> Audience | None:
    """As whom someone sees the case; None when it is none of their business.

    An office sees a case once the route has brought it there (or it made the request), and to answer its evaluation; the
    inspectorates and auditors of the agencies concerned see it from the start.
    """
    if person == transfer.person:
        return Audience.SUBJECT
    involved = {opened.office for opened in transfer.open.values()} | set(transfer.offices.values())
    involved |= {done.office for done in transfer.done.values() if done.office is not None}
    if transfer.evaluations:
        involved |= {office for role in ASKED if (office := answering_office(role, facts)) is not None}
    agencies = {facts.origin.agency_id, facts.target.agency_id}
    if any(
        held.office in involved or (held.kind in OVERSEEING and held.agency in agencies) for held in holdings
    ):
        return Audience.OFFICIAL
    return Audience.RATER if person in transfer.raters else None


def allowed(transfer: Transfer, facts: Facts, act: Act, holdings: tuple[Holding, ...]) -> list[Allowed]:
    """`act` is the reader's, in their own person; each office they hold is tried beside it."""
    if transfer.is_over:
        return []
    acts = [act, *(replace(act, office=held.office, capacity=held.capacity) for held in holdings)]
    found: list[Allowed] = []
    for tried in acts:
        found += _on_steps(transfer, facts, tried)
        found += _as_applicant(transfer, tried)
    found += _as_rater(transfer, facts, act)
    for months, evaluation in transfer.evaluations.items():
        if evaluation.recorded is not None or facts.today(act) < evaluation.opens_on:
            continue
        for tried in acts:
            for role in ASKED:
                mine = (
                    tried.office is None and tried.by == transfer.person
                    if role is Role.SUBJECT
                    else tried.office == answering_office(role, facts)
                )
                if mine and role not in evaluation.answers:
                    found.append(Allowed(f"answer-evaluation/{months}/{role}", office=tried.office))
            if tried.office == recording_office(facts):
                found.append(Allowed(f"record-evaluation/{months}", office=tried.office))
    return found


def _on_steps(transfer: Transfer, facts: Facts, act: Act) -> list[Allowed]:
    found: list[Allowed] = []
    for name in transfer.open:
        kind = facts.route.steps[name].kind
        try:
            open_step(transfer, name, frozenset({kind}), act, facts)
        except Refused:
            continue
        found += [Allowed(each, name, act.office) for each in ACTS[kind]]
    return found


def _as_applicant(transfer: Transfer, act: Act) -> list[Allowed]:
    try:
        applicant(transfer, act)
    except Refused:
        return []
    if transfer.decree is not None:
        return []
    acts = ["submit-document", "withdraw"]
    if transfer.returned is not None:
        acts.append("resubmit")
    return [Allowed(each, office=act.office) for each in acts]


def _as_rater(transfer: Transfer, facts: Facts, act: Act) -> list[Allowed]:
    rater = transfer.raters.get(act.by)
    open_to = rater is not None and transfer.feedback is None and awaits(rater, facts.today(act))
    return [Allowed("give-feedback")] if open_to else []
