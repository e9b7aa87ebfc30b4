"""Suppose another text had been the law: what its rules would have said of what people did.

Told is of four things only: whether the request would have been accepted, what each rule would have found whenever the rules
were judged, which steps and documents would have been demanded then, and whether the decree could have been made. What
people would have done otherwise under that text nobody can know, so each moment is judged on the history as it happened, and
nothing follows from one difference to the next.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import reduce

from domain.act import Act
from domain.policy import LocalAdditions, Policy, StepKind, Terms
from domain.refusals import Refused, Violation
from domain.told import Told
from domain.transfer.additions import laid_over
from domain.transfer.commands import IssueDecree, MigratePolicy, RequestTransfer, TransferCommand
from domain.transfer.deciding import decree_for
from domain.transfer.documents import missing_documents
from domain.transfer.eligibility import Case, evaluate, insurmountable
from domain.transfer.events import EligibilityEvaluated, Finding, TransferEvent
from domain.transfer.facts import Facts, asking_regions
from domain.transfer.requesting import request_transfer
from domain.transfer.routes import after, holds
from domain.transfer.state import Transfer


class What(StrEnum):
    """What would have been otherwise."""

    REQUEST = "REQUEST"  # accepted or refused
    RULE = "RULE"  # the outcome of a finding
    ENDING = "ENDING"  # whether rules nobody may set aside end the case
    STEP = "STEP"  # demanded of which office, or not at all
    DOCUMENT = "DOCUMENT"  # lacking in the file, or not
    DECREE = "DECREE"  # possible or refused


@dataclass(frozen=True, slots=True)
class Otherwise:
    """One thing that would have been otherwise: as it was, and as it would have been; empty where there is none.

    `name` is the rule's, step's or document's; of a decree, what stands in its way. `told` is the reason as facts, and
    `refused` the refusal by its class, where there is one.
    """

    what: What
    name: str
    before: str
    after: str
    legal_basis: str = ""
    told: tuple[Told, ...] = ()
    refused: type[Refused] | None = None


ACCEPTED, REFUSED, POSSIBLE, ENDS, GOES_ON, LACKING = (
    "ACCEPTED",
    "REFUSED",
    "POSSIBLE",
    "ENDS",
    "GOES_ON",
    "LACKING",
)


Instead = Callable[[Facts], Facts]  # of those a case was decided on: what they are supposed to have been


def of_the_nation(draft: Policy) -> Instead:
    """That text, with what the regions have added to the version the case stood under."""
    return lambda facts: replace(facts, policy=reduce(laid_over, facts.policy.additions, draft))


def of_a_region(draft: LocalAdditions, national: Callable[[str], Policy]) -> Instead:
    """The same national version, with that text where the region's own were laid over it, and with what other regions have added."""

    def instead(facts: Facts) -> Facts:
        base = national(facts.policy.version.split("+")[0])
        others = (each for each in facts.policy.additions if each.region_code != draft.region_code)
        # A province's before those of the regions in it, whose codes begin with its own.
        asked = sorted((*others, draft), key=lambda each: each.region_code)
        return replace(facts, policy=reduce(laid_over, asked, base))

    return instead


def of_heads(draft: Terms) -> Instead:
    """The same law, had these terms of heads been known."""
    return lambda facts: replace(facts, terms=draft)


def binds(draft: LocalAdditions, facts: Facts) -> bool:
    """Whether what that region adds is asked of the person at all (E16)."""
    return draft.region_code in asking_regions(facts.origin, facts.target)


def otherwise(
    transfer: Transfer | None,
    command: TransferCommand,
    followed: list[TransferEvent],
    act: Act,
    facts: Facts,
    instead: Instead,
) -> list[Otherwise]:
    """What would have been otherwise when this command was decided and these events followed."""
    if isinstance(command, MigratePolicy) and facts.successor is not None:
        facts = replace(facts, policy=facts.successor)
    supposed = instead(facts)
    acting = replace(act, policy=supposed.policy.version)
    if transfer is None:
        return [*_request(command, acting, supposed)]
    if facts.type not in supposed.policy.routes:
        return []  # told of the request
    found: list[Otherwise] = []
    evaluated = next((n for n, each in enumerate(followed) if isinstance(each, EligibilityEvaluated)), None)
    if evaluated is not None:
        state = after(transfer, followed[:evaluated], act) if evaluated else transfer
        found += _judged(state, act, facts, supposed)
    if isinstance(command, IssueDecree):
        found += _decree(transfer, command, acting, facts, supposed)
    return found


def _request(command: TransferCommand, act: Act, supposed: Facts) -> Iterator[Otherwise]:
    if not isinstance(command, RequestTransfer):
        return
    if (refused := _refusal(lambda: request_transfer(command, act, supposed))) is not None:
        yield _refused(What.REQUEST, ACCEPTED, refused)


def _judged(transfer: Transfer, act: Act, facts: Facts, supposed: Facts) -> Iterator[Otherwise]:
    today = facts.today(act)
    was = evaluate(Case(transfer, facts, today))
    would = evaluate(Case(transfer, supposed, today))
    outcomes = {finding.rule: finding.outcome for finding in was}
    for finding in would:
        if finding.outcome != outcomes.get(finding.rule):
            before = outcomes.get(finding.rule, "")
            yield Otherwise(
                What.RULE, finding.rule, before, finding.outcome, finding.legal_basis, finding.told
            )
    ended, would_end = insurmountable(was, facts.policy), insurmountable(would, supposed.policy)
    if bool(ended) != bool(would_end):
        before, later = (ENDS, GOES_ON) if ended else (GOES_ON, ENDS)
        yield Otherwise(What.ENDING, ", ".join(ended or would_end), before, later)
    yield from _demands(transfer, act, facts, supposed, was, would)


def _demands(
    transfer: Transfer,
    act: Act,
    facts: Facts,
    supposed: Facts,
    was: tuple[Finding, ...],
    would: tuple[Finding, ...],
) -> Iterator[Otherwise]:
    """Steps, as these findings make them necessary, and documents."""
    asked = demanded(replace(transfer, findings=was), act, facts)
    would_ask = demanded(replace(transfer, findings=would), act, supposed)
    for name in dict.fromkeys((*asked, *would_ask)):
        if asked.get(name) != would_ask.get(name):
            step = supposed.route.steps.get(name) or facts.route.steps[name]
            yield Otherwise(What.STEP, name, asked.get(name, ""), would_ask.get(name, ""), step.legal_basis)
    lacked = {each.rule: each for each in missing_documents(transfer, facts)}
    would_lack = {each.rule: each for each in missing_documents(transfer, supposed)}
    for kind in sorted(lacked.keys() ^ would_lack.keys()):
        before, later = (LACKING, "") if kind in lacked else ("", LACKING)
        basis = (lacked | would_lack)[kind].legal_basis
        yield Otherwise(What.DOCUMENT, kind, before, later, basis)


def demanded(transfer: Transfer, act: Act, facts: Facts) -> Mapping[str, str]:
    """The steps of the route that the case has to pass, as things stand; each with the office that has to do it."""
    return {
        name: f"{step.office}@{step.side}"
        for stage in facts.route.stages
        for name in stage
        if (step := facts.route.steps[name]).condition is None or holds(step.condition, transfer, facts, act)
    }


def _decree(
    transfer: Transfer, command: IssueDecree, act: Act, facts: Facts, supposed: Facts
) -> Iterator[Otherwise]:
    """What would have stood in its way: steps before it that nobody has done, and the rules themselves."""
    undone = _undone(transfer, act, facts)
    for name in _undone(transfer, act, supposed):
        if name not in undone:
            yield Otherwise(What.DECREE, name, POSSIBLE, REFUSED, supposed.route.steps[name].legal_basis)
    step = supposed.route.steps.get(command.step)
    if step is None or step.kind is not StepKind.DECREE:
        yield Otherwise(What.DECREE, command.step, POSSIBLE, REFUSED, supposed.route.legal_basis)
    elif (refused := _refusal(lambda: decree_for(transfer, command, act, supposed))) is not None:
        for each in refused.violations or (None,):
            yield _refused(What.DECREE, POSSIBLE, refused, each)


def _undone(transfer: Transfer, act: Act, facts: Facts) -> list[str]:
    """Steps before the decree that are demanded as the rules are judged now, and were not done."""
    state = replace(transfer, findings=evaluate(Case(transfer, facts, facts.today(act))))
    asked = demanded(state, act, facts)
    return [name for name in _before_the_decree(facts) if name in asked and name not in transfer.done]


def _before_the_decree(facts: Facts) -> list[str]:
    """Nothing where no step decrees."""
    before: list[str] = []
    for stage in facts.route.stages:
        if any(facts.route.steps[name].kind is StepKind.DECREE for name in stage):
            return before
        before += stage
    return []


def _refusal(decide: Callable[[], object]) -> Refused | None:
    try:
        decide()
    except Refused as refused:
        return refused
    return None


def _refused(what: What, before: str, refused: Refused, violation: Violation | None = None) -> Otherwise:
    if violation is None:
        return Otherwise(what, "", before, REFUSED, refused=type(refused))
    return Otherwise(
        what, violation.rule, before, REFUSED, violation.legal_basis, violation.told, type(refused)
    )
