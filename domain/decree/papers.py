"""What a decision about a decree is made from, beside its own history: the cases of its annex, with all their facts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from domain.act import Act
from domain.calendar import Zone
from domain.decree.state import Decree
from domain.identity import office_id
from domain.policy import Duty, Policy
from domain.registry.decree_number import Numbering
from domain.registry.office import Office
from domain.transfer.facts import Facts
from domain.transfer.state import Transfer


@dataclass(frozen=True, slots=True)
class Case:
    """A transfer with what is decided about it from; `transfer` is None for a person moved by a decree made elsewhere."""

    transfer: Transfer | None
    facts: Facts


@dataclass(frozen=True, slots=True)
class Papers:
    """`office` is the one that decrees, `zone` that of its agency. `cases` are those of the annex, and those a command names;
    one that is not known is missing. `numbering` is of the number a draft is to get.
    """

    decree_id: UUID
    office_id: UUID
    office: Office
    zone: Zone
    policy: Policy
    cases: Mapping[UUID, Case]
    numbering: Numbering | None = None

    def today(self, act: Act) -> date:
        return self.zone.day_of(act.at)

    @property
    def drafting_offices(self) -> frozenset[UUID]:
        """Those of the decreeing agency; the ministries, where none is registered, draft for themselves."""
        kinds, agency = self.policy.duties[Duty.DECREE_DRAFTS].offices, self.office.described.agency
        return frozenset({*(office_id(kind, agency) for kind in kinds), self.office_id})

    def is_in_force(self, transfer_id: UUID) -> bool:
        """Whether this decree still holds for this person: each of them may have been revoked by themselves."""
        case = self.cases.get(transfer_id)
        transfer = None if case is None else case.transfer
        return (
            transfer is not None
            and transfer.decree is not None
            and transfer.decree.decree == self.decree_id
            and not transfer.is_revoked
        )

    def in_force(self, decree: Decree) -> tuple[UUID, ...]:
        return tuple(transfer for transfer in decree.issued if self.is_in_force(transfer))
