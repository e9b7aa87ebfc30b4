"""What offices found and said before the decree: rules, clearance, fit, consents, advice, refusals."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID

from domain.told import Told


class Outcome(StrEnum):
    """Of one rule: met, not met, not known before a later step, advice only, or not about this case."""

    MET = "MET"
    NOT_MET = "NOT_MET"
    PENDING = "PENDING"
    ADVICE = "ADVICE"
    NOT_APPLICABLE = "NOT_APPLICABLE"


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule's result: what it was judged on, and the law. It may tell of the person.

    `input` is the English of `told` as it was then; `told` is empty where it was recorded before there were facts.
    """

    rule: str
    outcome: Outcome
    input: str
    legal_basis: str
    told: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class EligibilityEvaluated:
    occasion: str
    eligible: bool
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class OverrideRecorded:
    """`grounds`: by rule, where the law lists them."""

    step: str
    rules: tuple[str, ...]
    reason: str
    grounds: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ClearanceGranted:
    step: str
    number: str
    valid_until: date


@dataclass(frozen=True, slots=True)
class WorkBalance:
    """Of two posts or units, before and after the move: imbalance I and variation CV of their loads, in thousandths.

    None where one is vacant, or where neither has work. `worse` is judged on the exact values.
    """

    imbalance_before: int | None
    imbalance_after: int | None
    variation_before: int | None
    variation_after: int | None
    worse: bool


@dataclass(frozen=True, slots=True)
class LessonNeed:
    """Of one subject at one school: lesson hours a week, teachers required, gaps, and what each teacher has.

    Teachers and hours each in hundredths, halves up. `source`: where the lessons were counted.
    """

    source: str
    hours: int
    required: int
    gap_before: int
    gap_after: int
    hours_each_before: int | None
    hours_each_after: int | None


@dataclass(frozen=True, slots=True)
class UnitLoad:
    """A unit before and after the move: required staff in hundredths, who sits there, and the load (EU) in thousandths.

    Weighed are its posts whose need is on record; `unweighed` are left aside. A load is None where there is work and nobody.
    """

    unit: UUID
    required: int
    holders_before: int
    holders_after: int
    load_before: int | None
    load_after: int | None
    unweighed: int


@dataclass(frozen=True, slots=True)
class UnitsForecast:
    """The two units side by side; `balance` is of their loads."""

    origin: UnitLoad
    target: UnitLoad
    balance: WorkBalance


@dataclass(frozen=True, slots=True)
class NeedsForecast:
    """What the move changes. None where workload or lessons are not on record; `harms` by their names (R26).

    `units` None too where both posts are of one unit, where a post has no need on record, and where the policy weighs posts.
    """

    balance: WorkBalance | None
    origin: LessonNeed | None
    target: LessonNeed | None
    harms: tuple[str, ...]
    units: UnitsForecast | None = None

    @property
    def weighed(self) -> WorkBalance | None:
        """What the move is judged by: the balance of the units, or of the posts where those were not weighed."""
        return self.balance if self.units is None else self.units.balance


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody on the list of candidates for the post: how well they fit, of 100; the talent box, 1 to 9, None where they
    stand in none; and whether the rules let them be chosen.
    """

    person: UUID
    fit: int
    box: int | None
    eligible: bool


@dataclass(frozen=True, slots=True)
class FitAssessed:
    """The fit of person and post. Gaps in hundredths of a person before the move; None where no ABK is known.

    `deviation`: why a move that is to balance work is made although it does the opposite. `candidates`: who was compared, with
    the person themselves, as the office listed them; `preference`: why the person is preferred to them.
    """

    step: str
    education_fits: bool
    certificates_missing: tuple[str, ...]
    interest: str
    origin_gap: int | None
    target_gap: int | None
    summary: str
    needs: NeedsForecast | None
    deviation: str
    candidates: tuple[Candidate, ...] = ()
    preference: str = ""


@dataclass(frozen=True, slots=True)
class ReceivingProposalIssued:
    step: str
    number: str
    post: UUID


@dataclass(frozen=True, slots=True)
class ConsentGranted:
    step: str
    number: str
    post: UUID | None
    note: str


@dataclass(frozen=True, slots=True)
class ProposalForwarded:
    step: str
    number: str
    note: str


class Vote(StrEnum):
    FOR = "FOR"
    AGAINST = "AGAINST"
    ABSTAIN = "ABSTAIN"


@dataclass(frozen=True, slots=True)
class PanelVoteCast:
    """One member's vote, with the reason; it is not taken back."""

    step: str
    member: UUID
    vote: Vote
    reason: str


@dataclass(frozen=True, slots=True)
class Tally:
    """How a panel voted. `members` have a vote in this case; `excused` have none, for a conflict or another role in it.

    `quorum`: how many had to vote. An abstention counts towards it, and for neither side.
    """

    members: int
    excused: int
    quorum: int
    in_favour: int
    against: int
    abstained: int

    @property
    def cast(self) -> int:
        return self.in_favour + self.against + self.abstained


@dataclass(frozen=True, slots=True)
class ConsiderationGiven:
    """Advice of a body to the decider. `tally` is None where the body has no members on record and nobody voted."""

    step: str
    supports: bool
    number: str
    reason: str
    tally: Tally | None = None


@dataclass(frozen=True, slots=True)
class TechnicalConsiderationGiven:
    """BKN's advice that the transfer meets the norms (MS), without which no decree may follow."""

    step: str
    number: str
    post: UUID
    note: str


@dataclass(frozen=True, slots=True)
class TransferFoundIneligible:
    """Ends the case: these rules are not met and nobody may set them aside."""

    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TransferRejected:
    """Ends the case: an office refused. The person may object, and may ask again."""

    step: str
    reason: str


@dataclass(frozen=True, slots=True)
class ConsentRefused:
    """What a caretaker asked for after the decree was not agreed to. The decree stands and the case goes on: they do not
    appoint, whoever holds the office definitively may, and it may be asked for again.
    """

    step: str
    reason: str


ReviewEvent = (
    EligibilityEvaluated
    | OverrideRecorded
    | ClearanceGranted
    | FitAssessed
    | ReceivingProposalIssued
    | ConsentGranted
    | ProposalForwarded
    | PanelVoteCast
    | ConsiderationGiven
    | TechnicalConsiderationGiven
    | TransferFoundIneligible
    | TransferRejected
    | ConsentRefused
)
