"""What may be asked of an office: to delegate some of its steps, and to end that."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from application.orders import Asked, Question
from application.streams import Kind
from domain.refusals import OfficeUnknown
from domain.registry.delegation import (
    AuthorityDelegated,
    Delegation,
    DelegationEnded,
    Party,
    delegate_authority,
    end_delegation,
)
from domain.registry.office import Office


@dataclass(frozen=True, slots=True)
class DelegateAuthority:
    office: UUID
    delegation: Delegation

    def asked(self) -> Asked:
        looks_at = {self.office: Kind.OFFICE, self.delegation.to: Kind.OFFICE}
        return Asked(type(self).__name__, self.office, looks_at, self._decide)

    def _decide(self, question: Question) -> list[AuthorityDelegated]:
        office = _known(question, self.office)
        to = _known(question, self.delegation.to)
        of = _party(self.office, office)
        return [
            delegate_authority(
                office.delegations,
                of,
                _party(self.delegation.to, to),
                self.delegation,
                question.act,
                question.today,
                question.policy,
            )
        ]


@dataclass(frozen=True, slots=True)
class EndDelegation:
    office: UUID
    number: str
    on: date
    reason: str

    def asked(self) -> Asked:
        return Asked(type(self).__name__, self.office, {self.office: Kind.OFFICE}, self._decide)

    def _decide(self, question: Question) -> list[DelegationEnded]:
        office = _known(question, self.office)
        of, act, today = _party(self.office, office), question.act, question.today
        return [
            end_delegation(
                office.delegations, of, self.number, self.on, self.reason, act, today, question.policy
            )
        ]


def _known(question: Question, office: UUID) -> Office:
    found: Office | None = question.states[office]
    if found is None:
        raise OfficeUnknown
    return found


def _party(office: UUID, known: Office) -> Party:
    return Party(office, known.described.kind, known.described.agency)
