"""By which steps a transfer goes, and whose each is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from domain.act import Capacity
from domain.identity import OfficeKind
from domain.policy.documents import DocumentRequirement
from domain.policy.transfer_types import TransferType
from domain.policy.words import Words


class StepKind(StrEnum):
    """What an office does at a step. Advice (TECHNICAL_CONSIDERATION, CONSIDERATION) and DECREE are apart by law."""

    VERIFICATION = "VERIFICATION"
    OVERRIDE = "OVERRIDE"
    CLEARANCE = "CLEARANCE"
    FEEDBACK = "FEEDBACK"
    REPLY = "REPLY"
    FIT_REVIEW = "FIT_REVIEW"
    PROPOSAL = "PROPOSAL"
    CONSENT = "CONSENT"
    FORWARD = "FORWARD"
    CONSIDERATION = "CONSIDERATION"
    TECHNICAL_CONSIDERATION = "TECHNICAL_CONSIDERATION"
    DECREE = "DECREE"
    APPOINTMENT = "APPOINTMENT"
    SERVICE = "SERVICE"
    REPORT = "REPORT"
    INAUGURATION = "INAUGURATION"
    DUTY_START = "DUTY_START"
    PAYROLL = "PAYROLL"
    NATIONAL_RECORD = "NATIONAL_RECORD"
    TERM_END = "TERM_END"
    RETURN = "RETURN"


class Side(StrEnum):
    """Over what the acting office stands."""

    ORIGIN_AGENCY = "ORIGIN_AGENCY"
    RECEIVING_AGENCY = "RECEIVING_AGENCY"
    ORIGIN_REGIONAL_OFFICE = "ORIGIN_REGIONAL_OFFICE"
    RECEIVING_REGIONAL_OFFICE = "RECEIVING_REGIONAL_OFFICE"
    ORIGIN_UNIT = "ORIGIN_UNIT"
    RECEIVING_UNIT = "RECEIVING_UNIT"
    PROVINCE = "PROVINCE"
    BKN_REGION = "BKN_REGION"
    NATION = "NATION"


class Condition(StrEnum):
    """When a conditional step is required."""

    RULES_TO_OVERRIDE = "RULES_TO_OVERRIDE"
    MINISTERIAL_CONSENT_NEEDED = "MINISTERIAL_CONSENT_NEEDED"
    CARETAKER_DECIDES = "CARETAKER_DECIDES"
    EXECUTIVE_MOVES = "EXECUTIVE_MOVES"
    REPLACED_IN_WINDOW = "REPLACED_IN_WINDOW"
    INAUGURATION_NEEDED = "INAUGURATION_NEEDED"
    BETWEEN_AGENCIES = "BETWEEN_AGENCIES"
    PRIVATE_SCHOOL = "PRIVATE_SCHOOL"


class Hindrance(StrEnum):
    """What stands in the way of a move until the office of a step has agreed to it (E12)."""

    WINDOW = "WINDOW"
    CARETAKER = "CARETAKER"


@dataclass(frozen=True, slots=True)
class Addressee:
    """An office of one side."""

    office: OfficeKind
    side: Side


@dataclass(frozen=True, slots=True)
class Initials:
    """An office beside the deciding one that initials a decree (paraf) before it is signed, for so many people or more."""

    office: OfficeKind
    legal_basis: str
    from_people: int = 1
    capacities: tuple[Capacity, ...] = (Capacity.DEFINITIVE, Capacity.ACTING, Capacity.DAILY_ACTING)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a route.

    `limit` in working days of the office's own time; `limit_for_many` where one decree is for several people, if that
    is another. `holds_seat`: from here on the seat is kept for the person.
    `names_post`: the act must name the post, and it must be the case's. `document`: the kind of document it makes.
    `escalates_to`: who is told when it stays undone, where that is not the policy's office of the acting agency.
    `initials`: who signs a decree before its office does, in this order.
    `decides_move`: a caretaker (Pj) who does it needs first what `lifts` that hindrance on the route.
    `lifts`: what no longer stands in the way once it is done (E12).
    `beside`: it opens in its stage, and nothing that comes later waits for it.
    """

    name: str
    title: Words
    kind: StepKind
    office: OfficeKind
    side: Side
    limit: int
    legal_basis: str
    capacities: tuple[Capacity, ...] = (Capacity.DEFINITIVE,)
    condition: Condition | None = None
    holds_seat: bool = False
    names_post: bool = False
    document: str = ""
    escalates_to: Addressee | None = None
    initials: tuple[Initials, ...] = ()
    decides_move: bool = False
    lifts: tuple[Hindrance, ...] = ()
    limit_for_many: int | None = None
    beside: bool = False

    @property
    def limits(self) -> tuple[int, ...]:
        """Every time its office may have for it."""
        return (self.limit,) if self.limit_for_many is None else (self.limit, self.limit_for_many)

    def limit_of(self, people: int) -> int:
        """Its office's time under a decree for so many people."""
        return self.limit_for_many if people > 1 and self.limit_for_many is not None else self.limit


@dataclass(frozen=True, slots=True)
class FixedTerm:
    """For how long a route sends somebody before they return to the post they came from.

    `months` of the first term and of every renewal; `reminder_months` before the end an office is asked what is to follow.
    """

    months: int
    reminder_months: int
    renewals: int
    legal_basis: str


@dataclass(frozen=True, slots=True)
class Route:
    """Stages in order; the steps of one stage run in parallel. `fixed_term`: of whom its term end is required."""

    type: TransferType
    title: Words
    legal_basis: str
    stages: tuple[tuple[str, ...], ...]
    steps: Mapping[str, Step]
    documents: tuple[DocumentRequirement, ...]
    fixed_term: FixedTerm | None = None

    def step_of(self, kind: StepKind) -> Step | None:
        return next((step for step in self.steps.values() if step.kind is kind), None)

    def waited_for(self, steps: Iterable[str]) -> list[str]:
        """Those of these steps that must be done before the next stage."""
        return [name for name in steps if not self.steps[name].beside]

    def lifting(self, hindrance: Hindrance) -> tuple[Step, ...]:
        """The steps without which that hindrance stands, in order."""
        return tuple(
            step for stage in self.stages for name in stage if hindrance in (step := self.steps[name]).lifts
        )


@dataclass(frozen=True, slots=True)
class Costs:
    """Which side pays for a move between agencies."""

    borne_by: Side
    legal_basis: str
