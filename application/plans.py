"""What may be asked of an agency's plan and of its amendments: to propose, to return, to publish them."""

from dataclasses import dataclass
from uuid import UUID

from application.orders import Asked, Question
from application.streams import Kind
from domain.plan import (
    PREPARING,
    Plan,
    PlanDescription,
    PlanEvent,
    PlanStatus,
    propose_amendment,
    propose_plan,
    publish_amendment,
    publish_plan,
    return_amendment,
    return_plan,
)
from domain.refusals import PlanUnknown


@dataclass(frozen=True, slots=True)
class ProposePlan:
    """`again`: one that was proposed before; there must be one."""

    plan: UUID
    described: PlanDescription
    again: bool = False

    def asked(self) -> Asked:
        units = {need.unit: Kind.UNIT for need in self.described.needs}
        return Asked(type(self).__name__, self.plan, units | {self.plan: Kind.PLAN}, self._decide)

    def _decide(self, question: Question) -> list[PlanEvent]:
        known = _known(self.plan, question) if self.again else question.states[self.plan]
        return propose_plan(known, self.described, question.states, question.act, question.policy)


@dataclass(frozen=True, slots=True)
class PublishPlan:
    plan: UUID
    number: str

    def asked(self) -> Asked:
        return Asked(type(self).__name__, self.plan, {self.plan: Kind.PLAN}, self._decide)

    def _decide(self, question: Question) -> list[PlanEvent]:
        return publish_plan(
            _known(self.plan, question), self.number, question.act, question.today, question.policy
        )


@dataclass(frozen=True, slots=True)
class ReturnPlan:
    plan: UUID
    reason: str

    def asked(self) -> Asked:
        return Asked(type(self).__name__, self.plan, {self.plan: Kind.PLAN}, self._decide)

    def _decide(self, question: Question) -> list[PlanEvent]:
        return return_plan(_known(self.plan, question), self.reason, question.act, question.policy)


@dataclass(frozen=True, slots=True)
class ProposeAmendment:
    """`described`: the whole plan as it is to be."""

    plan: UUID
    described: PlanDescription
    reason: str

    def asked(self) -> Asked:
        units = {need.unit: Kind.UNIT for need in self.described.needs}
        return Asked(type(self).__name__, self.plan, units | {self.plan: Kind.PLAN}, self._decide)

    def _decide(self, question: Question) -> list[PlanEvent]:
        plan = _known(self.plan, question)
        return propose_amendment(
            plan, self.described, self.reason, question.states, question.act, question.today, question.policy
        )


@dataclass(frozen=True, slots=True)
class PublishAmendment:
    plan: UUID
    number: str

    def asked(self) -> Asked:
        return Asked(type(self).__name__, self.plan, {self.plan: Kind.PLAN}, self._decide)

    def _decide(self, question: Question) -> list[PlanEvent]:
        return publish_amendment(
            _known(self.plan, question), self.number, question.act, question.today, question.policy
        )


@dataclass(frozen=True, slots=True)
class ReturnAmendment:
    plan: UUID
    reason: str

    def asked(self) -> Asked:
        return Asked(type(self).__name__, self.plan, {self.plan: Kind.PLAN}, self._decide)

    def _decide(self, question: Question) -> list[PlanEvent]:
        return return_amendment(_known(self.plan, question), self.reason, question.act, question.policy)


def _known(plan: UUID, question: Question) -> Plan:
    """While it is in preparation there is none for who has no hand in that."""
    found: Plan | None = question.states[plan]
    if found is None or (found.status is not PlanStatus.PUBLISHED and not _prepares(question, found)):
        raise PlanUnknown
    return found


def _prepares(question: Question, plan: Plan) -> bool:
    duties, office = question.policy.duties, question.act.office
    return any(duties[duty].is_of(office, plan.described.agency) for duty in PREPARING)
