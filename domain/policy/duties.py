"""Whose it is what offices do beside steps; who may act for whom, and who stands above whom."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from domain.act import Capacity
from domain.identity import OfficeKind, office_id
from domain.policy.routes import Addressee, Side, StepKind
from domain.policy.transfer_types import TransferType
from domain.registry.agency import AgencyKind


class Duty(StrEnum):
    """What offices do beside the steps of a route."""

    # Of whatever agency it is about
    CAREERS = "CAREERS"
    PROCEEDINGS = "PROCEEDINGS"
    OVERSIGHT_RECORDS = "OVERSIGHT_RECORDS"
    WORKLOADS = "WORKLOADS"
    DECREE_DRAFTS = "DECREE_DRAFTS"
    OUTSIDE_DECREES = "OUTSIDE_DECREES"
    PLAN_PROPOSAL = "PLAN_PROPOSAL"
    PLAN_PUBLICATION = "PLAN_PUBLICATION"

    # In a case
    NEED = "NEED"
    CONSULTATION = "CONSULTATION"
    SUBSTITUTES = "SUBSTITUTES"
    REVIEWS = "REVIEWS"
    UNSEALING = "UNSEALING"
    DATA_BLOCKS = "DATA_BLOCKS"
    REFERENCES = "REFERENCES"

    # Both
    RECOMMENDATIONS = "RECOMMENDATIONS"

    # Of any office
    DELEGATION = "DELEGATION"


@dataclass(frozen=True, slots=True)
class Mandate:
    """Whose duty something is: `offices` of the agency it is about, `in_case` those of a case. `capacities`: as what alone
    their officials do it; where none are named, as whatever they hold the office.
    """

    legal_basis: str
    offices: tuple[OfficeKind, ...] = ()
    in_case: tuple[Addressee, ...] = ()
    capacities: tuple[Capacity, ...] = ()

    def is_of(self, office: UUID | None, agency: UUID) -> bool:
        """Whether it is that office's, in a matter of this agency."""
        return office in {office_id(kind, agency) for kind in self.offices}


@dataclass(frozen=True, slots=True)
class Superior:
    """The office above others: `over` their PROVINCE, or the NATION. `agencies`: only of authorities of agencies so kind."""

    of: tuple[OfficeKind, ...]
    office: OfficeKind
    over: Side
    legal_basis: str
    agencies: tuple[AgencyKind, ...] = ()


@dataclass(frozen=True, slots=True)
class Bar:
    """What officials in these capacities may not do, whatever a step says; `between_agencies`: only there."""

    capacities: tuple[Capacity, ...]
    kinds: tuple[StepKind, ...]
    legal_basis: str
    between_agencies: bool = False


@dataclass(frozen=True, slots=True)
class Delegable:
    """Steps an office may have another do in its name. Where `of` or `types` is empty: of any office, of any type."""

    kinds: tuple[StepKind, ...]
    to: tuple[OfficeKind, ...]
    legal_basis: str
    of: tuple[OfficeKind, ...] = ()
    types: tuple[TransferType, ...] = ()
    within_agency: bool = True
