"""The steps before the decree: verification, override, clearance, fit, proposal, consents, forwards and advice."""

from datetime import timedelta

from domain.act import Act
from domain.calendar import add_months
from domain.policy import StepKind
from domain.refusals import (
    AlreadyDecreed,
    CandidatesUnclear,
    DocumentUnknown,
    GroundRequired,
    MissingDocuments,
    NotAcceptable,
    RefusalSetAside,
    RuleCannotBeOverridden,
)
from domain.transfer.commands import (
    AssessFit,
    ForwardProposal,
    GiveConsideration,
    GiveTechnicalConsideration,
    GrantClearance,
    GrantConsent,
    IssueProposal,
    OverrideRules,
    RefuseStep,
    ReturnFile,
    VerifyFile,
)
from domain.transfer.documents import missing_documents
from domain.transfer.eligibility import (
    Case,
    education_fits,
    evaluate,
    insurmountable,
    missing_certificates,
    not_met,
    rules_to_override,
)
from domain.transfer.events import (
    ClearanceGranted,
    ConsentGranted,
    ConsentRefused,
    ConsiderationGiven,
    EligibilityEvaluated,
    FileReturned,
    FileVerified,
    FitAssessed,
    OverrideRecorded,
    ProposalForwarded,
    ReceivingProposalIssued,
    TechnicalConsiderationGiven,
    TransferEvent,
    TransferFoundIneligible,
    TransferRejected,
)
from domain.transfer.facts import Facts
from domain.transfer.forecast import forecast_with_units, is_balancing
from domain.transfer.guards import names_the_post, open_step, with_reason
from domain.transfer.routes import advance, after
from domain.transfer.state import Transfer
from domain.transfer.voting import concluded

_RETURNING = frozenset(
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
_REFUSING = frozenset(
    {
        StepKind.OVERRIDE,
        StepKind.CLEARANCE,
        StepKind.PROPOSAL,
        StepKind.CONSENT,
        StepKind.TECHNICAL_CONSIDERATION,
        StepKind.DECREE,
    }
)


def verify_file(transfer: Transfer, command: VerifyFile, act: Act, facts: Facts) -> list[TransferEvent]:
    """The file is complete, and what it holds is accepted; the rules are evaluated at once, all of them."""
    step, _ = open_step(transfer, command.step, frozenset({StepKind.VERIFICATION}), act, facts)
    if command.signatories.keys() - transfer.file.keys():
        raise DocumentUnknown
    if missing := missing_documents(transfer, facts, command.signatories):
        raise MissingDocuments(violations=tuple(missing))
    taken = tuple(sorted(kind for kind, versions in transfer.file.items() if not versions[-1].refused))
    events: list[TransferEvent] = [FileVerified(step.name, taken, dict(command.signatories))]
    findings = evaluate(Case(after(transfer, events, act), facts, facts.today(act)))
    events.append(EligibilityEvaluated(step.name, eligible=not not_met(findings), findings=findings))
    if barred := insurmountable(findings, facts.policy):
        events.append(TransferFoundIneligible(barred))
    return advance(transfer, events, act, facts)


def return_file(transfer: Transfer, command: ReturnFile, act: Act, facts: Facts) -> list[TransferEvent]:
    """Back for correction (BTL): every office's clock stands still until the file is resubmitted, for so long as it may be."""
    step, _ = open_step(transfer, command.step, _RETURNING, act, facts)
    if transfer.decree is not None:
        raise AlreadyDecreed
    with_reason(command.reason)
    today, days = facts.today(act), facts.policy.limit("resubmission_days")
    resubmit_by = today + timedelta(days=days) if days else None
    return [FileReturned(step.name, today, command.reason, command.missing, resubmit_by)]


def override_rules(transfer: Transfer, command: OverrideRules, act: Act, facts: Facts) -> list[TransferEvent]:
    """Set rules aside with a written reason: all that wait for it, and only by the office each rule names."""
    step, _ = open_step(transfer, command.step, frozenset({StepKind.OVERRIDE}), act, facts)
    with_reason(command.reason)
    waiting = rules_to_override(transfer, facts.policy)
    for code in command.rules:
        rule = facts.policy.rules.get(code)
        if rule is None or rule.overridden_by is not step.office:
            raise RuleCannotBeOverridden(code)
    if set(command.rules) != set(waiting):
        raise NotAcceptable(f"Waiting for a decision: {', '.join(waiting)}.")
    for code in waiting:
        if (listed := facts.policy.rules[code].grounds) and command.grounds.get(code) not in listed:
            raise GroundRequired(f"{code}: {', '.join(listed)}")
    grounds = {code: command.grounds[code] for code in waiting if facts.policy.rules[code].grounds}
    return advance(transfer, [OverrideRecorded(step.name, waiting, command.reason, grounds)], act, facts)


def grant_clearance(
    transfer: Transfer, command: GrantClearance, act: Act, facts: Facts
) -> list[TransferEvent]:
    step, _ = open_step(transfer, command.step, frozenset({StepKind.CLEARANCE}), act, facts)
    until = add_months(facts.today(act), facts.policy.limit("clearance_valid_months"))
    return advance(transfer, [ClearanceGranted(step.name, command.number, until)], act, facts)


def assess_fit(transfer: Transfer, command: AssessFit, act: Act, facts: Facts) -> list[TransferEvent]:
    step, _ = open_step(transfer, command.step, frozenset({StepKind.FIT_REVIEW}), act, facts)
    with_reason(command.summary)
    needs = forecast_with_units(facts)
    if is_balancing(transfer) and needs.weighed is not None and needs.weighed.worse:
        with_reason(command.deviation)
    listed = [each.person for each in command.candidates]
    if listed and (len(set(listed)) < len(listed) or transfer.person not in listed):
        raise CandidatesUnclear
    assessed = FitAssessed(
        step=step.name,
        education_fits=education_fits(facts),
        certificates_missing=missing_certificates(facts, facts.today(act)),
        interest=facts.person.interest,
        origin_gap=facts.origin.post.gap,
        target_gap=facts.target.post.gap,
        summary=command.summary,
        needs=needs,
        deviation=command.deviation,
        candidates=command.candidates,
        preference=command.preference,
    )
    return advance(transfer, [assessed], act, facts)


def issue_proposal(transfer: Transfer, command: IssueProposal, act: Act, facts: Facts) -> list[TransferEvent]:
    step, _ = open_step(transfer, command.step, frozenset({StepKind.PROPOSAL}), act, facts)
    names_the_post(step, command.post, transfer)
    return advance(transfer, [ReceivingProposalIssued(step.name, command.number, command.post)], act, facts)


def grant_consent(transfer: Transfer, command: GrantConsent, act: Act, facts: Facts) -> list[TransferEvent]:
    step, _ = open_step(transfer, command.step, frozenset({StepKind.CONSENT}), act, facts)
    names_the_post(step, command.post, transfer)
    granted = ConsentGranted(step.name, command.number, command.post, command.note)
    return advance(transfer, [granted], act, facts)


def forward_proposal(
    transfer: Transfer, command: ForwardProposal, act: Act, facts: Facts
) -> list[TransferEvent]:
    step, _ = open_step(transfer, command.step, frozenset({StepKind.FORWARD}), act, facts)
    return advance(transfer, [ProposalForwarded(step.name, command.number, command.note)], act, facts)


def give_consideration(
    transfer: Transfer, command: GiveConsideration, act: Act, facts: Facts
) -> list[TransferEvent]:
    """Advice, for or against: it informs the decider, who may depart from it with a reason."""
    step, _ = open_step(transfer, command.step, frozenset({StepKind.CONSIDERATION}), act, facts)
    with_reason(command.reason)
    tally = concluded(transfer, step.name, act, facts, supports=command.supports)
    given = ConsiderationGiven(step.name, command.supports, command.number, command.reason, tally)
    return advance(transfer, [given], act, facts)


def give_technical_consideration(
    transfer: Transfer, command: GiveTechnicalConsideration, act: Act, facts: Facts
) -> list[TransferEvent]:
    step, _ = open_step(transfer, command.step, frozenset({StepKind.TECHNICAL_CONSIDERATION}), act, facts)
    names_the_post(step, command.post, transfer)
    given = TechnicalConsiderationGiven(step.name, command.number, command.post, command.note)
    return advance(transfer, [given], act, facts)


def refuse_step(transfer: Transfer, command: RefuseStep, act: Act, facts: Facts) -> list[TransferEvent]:
    step, _ = open_step(transfer, command.step, _REFUSING, act, facts)
    if step.name == transfer.set_aside:
        raise RefusalSetAside
    with_reason(command.reason)
    if transfer.decree is not None:  # asked for to appoint after it
        return advance(transfer, [ConsentRefused(step.name, command.reason)], act, facts)
    return [TransferRejected(step.name, command.reason)]
