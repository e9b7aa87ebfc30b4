"""What is in force: limits, rules, routes and windows, each with its legal basis. Frozen values; policies/ holds them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from domain.act import Capacity
from domain.calendar import add_months
from domain.identity import NATION, OfficeKind, office_id
from domain.needs.candidates import Part
from domain.needs.matching import Matching
from domain.needs.teachers import SchoolRules, TeachingLoad
from domain.needs.workload import Grade, WorkingYear
from domain.registry.agency import AgencyKind
from domain.registry.person import Rating, Status
from domain.registry.post import Position, PositionKind
from domain.registry.tenure import ActingTerm


class TransferType(StrEnum):
    """Types of transfer (reference 2.1), by the code decrees and reports use."""

    WITHIN_AGENCY = "INTRA_INSTANSI"  # T1
    WITHIN_PROVINCE = "KABKOTA_SATU_PROVINSI"  # T2a
    PROVINCE_TO_REGENCY = "PROVINSI_KE_KABKOTA"  # T2b
    REGENCY_TO_PROVINCE = "KABKOTA_KE_PROVINSI"  # T2c
    TO_REGENCY_ELSEWHERE = "ANTAR_PROVINSI_KABKOTA_RECEIVING"  # T3a, T3c
    TO_PROVINCE_ELSEWHERE = "ANTAR_PROVINSI_PROVINSI_RECEIVING"  # T3b, T3d
    CENTRE_TO_REGION = "PUSAT_KE_DAERAH"  # T4a
    REGION_TO_CENTRE = "DAERAH_KE_PUSAT"  # T4b
    BETWEEN_CENTRAL = "ANTAR_PUSAT"  # T5
    TO_REPRESENTATION = "PERWAKILAN_RI"  # T6
    REDISTRIBUTION = "REDISTRIBUSI_GURU"  # T8


class Programme(StrEnum):
    """Under which a transfer may be asked for that would else take the route of its two places."""

    TEACHER_REDISTRIBUTION = "REDISTRIBUSI_GURU"


class Initiative(StrEnum):
    OWN_REQUEST = "APS"
    ORGANISATIONAL_NEED = "KEBUTUHAN_DINAS"


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
    PROVINCE = "PROVINCE"
    BKN_REGION = "BKN_REGION"
    NATION = "NATION"


class Condition(StrEnum):
    """When a conditional step is required."""

    RULES_TO_OVERRIDE = "RULES_TO_OVERRIDE"
    MINISTERIAL_CONSENT_NEEDED = "MINISTERIAL_CONSENT_NEEDED"
    CARETAKER_DECIDES = "CARETAKER_DECIDES"
    INAUGURATION_NEEDED = "INAUGURATION_NEEDED"
    BETWEEN_AGENCIES = "BETWEEN_AGENCIES"
    PRIVATE_SCHOOL = "PRIVATE_SCHOOL"


class Hindrance(StrEnum):
    """What stands in the way of a move until the office of a step has agreed to it (E12)."""

    WINDOW = "WINDOW"
    CARETAKER = "CARETAKER"


@dataclass(frozen=True, slots=True)
class Words:
    """One sentence or title in both languages."""

    id: str
    en: str


@dataclass(frozen=True, slots=True)
class Competence:
    """What is scored, and what each score means, the lowest first."""

    id: str
    en: str
    scale: tuple[Words, ...]


class Tightening(StrEnum):
    """Which way a region may move a limit, if at all: never the other."""

    LOWER = "LOWER"
    HIGHER = "HIGHER"

    def tightens(self, value: int, than: int) -> bool:
        return value < than if self is Tightening.LOWER else value > than


@dataclass(frozen=True, slots=True)
class Limit:
    """A legal number. The unit is part of its name in the policy file. `regions_may`: what additions may do to it."""

    value: int
    legal_basis: str
    regions_may: Tightening | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """An eligibility rule. `overridden_by` is the office that may set it aside with a written reason, if any; where there
    are `grounds`, on one of these only.
    """

    title: Words
    legal_basis: str
    overridden_by: OfficeKind | None = None
    grounds: Mapping[str, Words] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Addressee:
    """An office of one side."""

    office: OfficeKind
    side: Side


class Duty(StrEnum):
    """What offices do beside the steps of a route."""

    # Of whatever agency it is about
    CAREERS = "CAREERS"
    PROCEEDINGS = "PROCEEDINGS"
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
class Initials:
    """An office beside the deciding one that initials a decree (paraf) before it is signed, for so many people or more."""

    office: OfficeKind
    legal_basis: str
    from_people: int = 1
    capacities: tuple[Capacity, ...] = (Capacity.DEFINITIVE, Capacity.ACTING, Capacity.DAILY_ACTING)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a route.

    `limit` in working days of the office's own time. `holds_seat`: from here on the seat is kept for the person.
    `names_post`: the act must name the post, and it must be the case's. `document`: the kind of document it makes.
    `escalates_to`: who is told when it stays undone, where that is not the policy's office of the acting agency.
    `initials`: who signs a decree before its office does, in this order.
    `decides_move`: a caretaker (Pj) who does it needs first what `lifts` that hindrance on the route.
    `lifts`: what no longer stands in the way once it is done (E12).
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


@dataclass(frozen=True, slots=True)
class DocumentRequirement:
    """A document the file must hold before it is complete. None in a filter means: always, and of everybody."""

    kind: str
    title: Words
    legal_basis: str
    initiative: Initiative | None = None
    certificate: str | None = None
    status: Status | None = None


@dataclass(frozen=True, slots=True)
class Ground:
    """On what a transfer is asked for, and what the file must hold beside what the route asks; None: by either initiative."""

    title: Words
    legal_basis: str
    initiative: Initiative | None = None
    documents: tuple[DocumentRequirement, ...] = ()


class ContentType(StrEnum):
    """What a document's bytes may be; the service knows how to tell these, by the bytes alone."""

    PDF = "application/pdf"
    PNG = "image/png"
    JPEG = "image/jpeg"


@dataclass(frozen=True, slots=True)
class Uploads:
    """Which content is taken in, and how many bytes of it at most."""

    types: tuple[ContentType, ...]
    largest_bytes: int
    legal_basis: str


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

    def lifting(self, hindrance: Hindrance) -> tuple[Step, ...]:
        """The steps without which that hindrance stands, in order."""
        return tuple(
            step for stage in self.stages for name in stage if hindrance in (step := self.steps[name]).lifts
        )


class Weighed(StrEnum):
    """Whose balance of work a move is judged by."""

    POSTS = "POSTS"
    UNITS = "UNITS"


@dataclass(frozen=True, slots=True)
class Needs:
    """What needs are counted by. `least_loads` in hundredths, by grade; `candidates`: what is compared, in which order.

    `matching` and `schools` are None in versions that say nothing of them: then there is no score, and of schools only
    what their lessons ask for is counted. `weighs`: the two posts, as versions did that do not say, or the two units
    they are in. `years_ahead`: how far the outlook goes, and how long after the year of their formation new
    entrants start.
    """

    working_year: WorkingYear
    least_loads: Mapping[Grade, int]
    teaching: TeachingLoad
    candidates: tuple[Part, ...]
    matching: Matching | None = None
    schools: SchoolRules | None = None
    years_ahead: int = 5
    entrants_start_after_years: int = 1
    weighs: Weighed = Weighed.POSTS


@dataclass(frozen=True, slots=True)
class Ranks:
    """The ranks of civil servants (golongan/ruang, "III/b"), the lowest first. Those of contract staff are no part of it."""

    order: tuple[str, ...]
    legal_basis: str

    def at_least(self, rank: str, lowest: str) -> bool:
        """False of a rank that is none of these."""
        return rank in self.order and self.order.index(rank) >= self.order.index(lowest)

    def at_most(self, rank: str, highest: str) -> bool:
        return rank in self.order and self.order.index(rank) <= self.order.index(highest)


@dataclass(frozen=True, slots=True)
class Family:
    """Positions that retire at an age of their own, by how their names begin; on one `level` alone where it is named."""

    positions: tuple[str, ...]
    age: int
    legal_basis: str
    level: str | None = None

    def begins(self, position: Position) -> int:
        """How much of the position's name is the family's, in whole words; 0 where it is not of it."""
        if self.level not in {None, position.level.upper()}:
            return 0
        name = f"{position.name.upper()} "
        return max((len(each) for each in self.positions if name.startswith(f"{each} ")), default=0)


@dataclass(frozen=True, slots=True)
class Retirement:
    """At which age people retire (BUP, in years): by the position's family, else its level, else its kind."""

    by_kind: Mapping[PositionKind, int]
    by_level: Mapping[str, int]
    families: tuple[Family, ...]
    legal_basis: str

    def age(self, position: Position) -> int:
        """Of several families the one with the longest name, and that of a level before that of all."""
        among = [
            (n, family.level is not None, family.age)
            for family in self.families
            if (n := family.begins(position))
        ]
        if among:
            return max(among)[2]
        return self.by_level.get(position.level.upper(), self.by_kind[position.kind])


@dataclass(frozen=True, slots=True)
class Rung:
    """A kind of position on the ladder; functional positions of so high a class stand on the same rung."""

    kind: PositionKind
    functional_from_class: int


@dataclass(frozen=True, slots=True)
class Ladder:
    """Which positions are higher than which, the lowest rung first."""

    rungs: tuple[Rung, ...]
    legal_basis: str

    def rung(self, position: Position) -> int:
        """From 1."""
        if position.kind is PositionKind.FUNCTIONAL:
            reached = [
                n
                for n, rung in enumerate(self.rungs, 1)
                if position.position_class >= rung.functional_from_class
            ]
            return max(reached, default=1)
        return next(n for n, rung in enumerate(self.rungs, 1) if rung.kind is position.kind)


@dataclass(frozen=True, slots=True)
class CompetencyTest:
    """The certificate without which holders of these kinds of position are not moved (E13)."""

    positions: tuple[PositionKind, ...]
    certificate: str
    legal_basis: str


@dataclass(frozen=True, slots=True)
class LeastRating:
    """The predicate that performance must reach (E04, E17)."""

    rating: Rating
    legal_basis: str


@dataclass(frozen=True, slots=True)
class Sanctions:
    """Levels of disciplinary sanction by which somebody may be put into a lower position or out of one."""

    lowering: tuple[str, ...]
    legal_basis: str


@dataclass(frozen=True, slots=True)
class Redistribution:
    """What E17 asks of a teacher: of a PNS education, rank, health and record, of a PPPK the level of the position.

    `positions` by the start of their name; `barring_sanctions` by their level, however long ago; `contract_years_rated`:
    for how many years contract staff must be rated well.
    """

    positions: tuple[str, ...]
    education_levels: tuple[str, ...]
    lowest_rank: str
    barring_sanctions: tuple[str, ...]
    health_document: str
    contract_levels: tuple[str, ...]
    contract_years_rated: int


@dataclass(frozen=True, slots=True)
class LocalAdditions:
    """What one region asks beyond national law of those who come from another agency (E16), under its own version.

    It adds or tightens and never loosens. Ages in years; ranks as "III/c"; positions exempt from both by the start of
    their name. `notes` are told to the person and judge nothing.
    """

    version: str
    region_code: str
    title: Words
    valid_from: date
    valid_to: date | None
    legal_basis: str
    highest_age: int | None = None
    highest_rank: str | None = None
    certificates: tuple[str, ...] = ()
    exempt_positions: tuple[str, ...] = ()
    limits: Mapping[str, Limit] = field(default_factory=dict)
    documents: tuple[DocumentRequirement, ...] = ()
    notes: tuple[Words, ...] = ()

    def covers(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Term:
    """A regional head's term, for the windows W1 and W2 (reference 1.4)."""

    region_code: str
    inaugurated_on: date | None = None
    candidates_designated_on: date | None = None
    ends_on: date | None = None

    def closed_on(self, day: date, months_before: int, months_after: int) -> str | None:
        """Window W1 or W2, when officials may not be replaced that day without ministerial consent."""
        return next((name for name, _ in self._windows(day, months_before, months_after)), None)

    def closed_until(self, day: date, months_before: int, months_after: int) -> date | None:
        """The last day of the windows open that day; None while the end of the term is not known."""
        ends = [end for _, end in self._windows(day, months_before, months_after)]
        return None if None in ends else max((end for end in ends if end is not None), default=None)

    def _windows(self, day: date, months_before: int, months_after: int) -> Iterator[tuple[str, date | None]]:
        """The windows that day lies in, each with its last day."""
        if self.candidates_designated_on is not None:
            begins = add_months(self.candidates_designated_on, -months_before)
            if begins <= day and (self.ends_on is None or day <= self.ends_on):
                yield "W1", self.ends_on
        if self.inaugurated_on is not None:
            ends = add_months(self.inaugurated_on, months_after)
            if self.inaugurated_on <= day <= ends:
                yield "W2", ends


@dataclass(frozen=True, slots=True)
class Band:
    """Marks from so many hundredths on count as this rating."""

    at_least: int
    rating: Rating


@dataclass(frozen=True, slots=True)
class RatingScale:
    """What the numbers mean that performance was rated by up to a year; the best band first."""

    last_year: int
    bands: tuple[Band, ...]
    legal_basis: str


@dataclass(frozen=True, slots=True)
class Costs:
    """Which side pays for a move between agencies."""

    borne_by: Side
    legal_basis: str


@dataclass(frozen=True, slots=True)
class EvaluationRound:
    """A review after the transfer, so many months after the start of duty."""

    months: int
    title: Words
    outcomes: tuple[str, ...]
    closes: bool = False


@dataclass(frozen=True, slots=True)
class Improvement:
    """A second chance that the law gives holders of some positions: after a closing review with one of these outcomes
    there is one more, and the case stays open until then.
    """

    positions: tuple[PositionKind, ...]
    outcomes: tuple[str, ...]
    review: EvaluationRound
    legal_basis: str


@dataclass(frozen=True, slots=True)
class Trigger:
    """What in a review asks for an adjustment. Which of the three a trigger reads stands beside it in the policy."""

    title: Words
    legal_basis: str
    threshold: int = 0
    rating: Rating | None = None
    outcomes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ObjectionWords:
    """What the person is told: that an objection came too late, what is left then, and what silence has meant."""

    late: Words
    advice: Words
    deemed_granted: Words


class Severity(StrEnum):
    """How soon somebody should look at a red flag."""

    LOW = "LOW"
    MEDIUM = "MEDIUM"
    HIGH = "HIGH"


@dataclass(frozen=True, slots=True)
class Indicator:
    """A red flag: what it says, why it matters, and the numbers above or below which it shows."""

    title: Words
    legal_basis: str
    severity: Severity
    thresholds: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Purpose:
    """For what an office may read personal data outside an act of its own; the person is told after so many days.

    `needs_reference`: only with the letter of assignment, or the register, by its number.
    """

    title: Words
    legal_basis: str
    offices: tuple[OfficeKind, ...]
    told_after_days: int = 0
    needs_reference: bool = False


@dataclass(frozen=True, slots=True)
class Policy:
    """One version of the law as it is applied. A case stays under the version it was opened under.

    `escalates_to`: the office of the acting agency that is told of a step that stays undone. `inaugurated`: the kinds of
    position one is inaugurated into. `additions`: those of regions laid over it; `version` then names them too.
    `warnings`: what the person is told where a rule is not met and asking alone has consequences, by the rule's code.
    `in_own_name`: offices that decide so; to what others refuse one objects to the appointing authority over them.
    `duties`: whose it is what offices do beside steps. `superiors`: who stands above them, the first that fits.
    `grounds`: on which a transfer may be asked for, none in versions that say nothing of them; `ground_demanded_of`: on which
    initiative one must be stated.
    `purposes`: for which personal data are read by others. `legality`: the law of what a legality dossier shows beside
    steps, rules and documents.
    """

    version: str
    title: Words
    valid_from: date
    valid_to: date | None
    legal_basis: str
    limits: Mapping[str, Limit]
    rules: Mapping[str, Rule]
    routes: Mapping[TransferType, Route]
    competences: Mapping[str, Competence]
    goal_scale: tuple[Words, ...]
    silence: Words
    reply_silence: Words
    objections: ObjectionWords
    evaluations: tuple[EvaluationRound, ...]
    triggers: Mapping[str, Trigger]
    adjustments: Mapping[str, Words]
    window_scope: tuple[PositionKind, ...]
    inaugurated: tuple[PositionKind, ...]
    uploads: Uploads
    costs: Costs
    needs: Needs
    redistribution: Redistribution
    ranks: Ranks
    retirement: Retirement
    ladder: Ladder
    competency_test: CompetencyTest
    least_rating: LeastRating
    sanctions: Sanctions
    conflicts_of_interest: Mapping[str, Words]
    warnings: Mapping[str, Words]
    escalates_to: OfficeKind
    in_own_name: tuple[OfficeKind, ...]
    duties: Mapping[Duty, Mandate]
    superiors: tuple[Superior, ...]
    bars: tuple[Bar, ...] = ()
    delegable: tuple[Delegable, ...] = ()
    rating_scales: tuple[RatingScale, ...] = ()
    additions: tuple[LocalAdditions, ...] = ()
    terms: tuple[Term, ...] = ()
    improvement: Improvement | None = None
    red_flags: Mapping[str, Indicator] = field(default_factory=dict)
    purposes: Mapping[str, Purpose] = field(default_factory=dict)
    legality: Mapping[str, str] = field(default_factory=dict)
    grounds: Mapping[str, Ground] = field(default_factory=dict)
    ground_demanded_of: tuple[Initiative, ...] = ()

    def covers(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def limit(self, name: str) -> int:
        return self.limits[name].value

    @property
    def acting_term(self) -> ActingTerm:
        return ActingTerm(self.limit("acting_term_months"), self.limit("acting_term_extensions"))

    def superior(self, kind: OfficeKind, agency: AgencyKind, province: UUID | None) -> UUID:
        """The office above one of that kind, of an agency so kind in that province; LookupError where the law names none."""
        for each in self.superiors:
            if kind not in each.of or agency not in (each.agencies or (agency,)):
                continue
            if each.over is Side.NATION:
                return office_id(each.office, NATION)
            if province is not None:
                return office_id(each.office, province)
        raise LookupError(f"no office above {kind}")

    def grounds_of(self, initiative: Initiative) -> tuple[str, ...]:
        return tuple(code for code, each in self.grounds.items() if each.initiative in {None, initiative})

    def may_delegate(
        self, of: OfficeKind, to: OfficeKind, type_: TransferType, kind: StepKind, *, same_agency: bool
    ) -> bool:
        return any(
            kind in each.kinds
            and to in each.to
            and of in (each.of or (of,))
            and type_ in (each.types or (type_,))
            and (same_agency or not each.within_agency)
            for each in self.delegable
        )

    def bar(self, capacity: Capacity | None, kind: StepKind, *, between_agencies: bool) -> Bar | None:
        """What forbids an official in this capacity a step of this kind."""
        return next(
            (
                bar
                for bar in self.bars
                if capacity in bar.capacities
                and kind in bar.kinds
                and (between_agencies or not bar.between_agencies)
            ),
            None,
        )

    def review(self, months: int) -> EvaluationRound:
        """The review after so many months; StopIteration where the policy has none."""
        rounds = (
            self.evaluations if self.improvement is None else (*self.evaluations, self.improvement.review)
        )
        return next(each for each in rounds if each.months == months)

    def rating_of(self, year: int, mark: int) -> Rating | None:
        """What a mark of that year counts as; None for years that are rated by a predicate."""
        for scale in sorted(self.rating_scales, key=lambda each: each.last_year):
            if year <= scale.last_year:
                return next((band.rating for band in scale.bands if mark >= band.at_least), None)
        return None

    def in_window_scope(self, position: Position) -> bool:
        return position.kind in self.window_scope or position.leads_unit

    def window(self, region_codes: tuple[str, ...], day: date) -> str | None:
        """The window one of these regions' heads is in that day."""
        for term in self._terms_of(region_codes):
            if window := term.closed_on(day, *self._window_months):
                return window
        return None

    def fresh_starts(self, region_codes: tuple[str, ...]) -> list[date]:
        """The days these regions' heads took office, and those after the windows that follow (W2)."""
        months = self.limit("window_months_after_inauguration")
        began = [
            term.inaugurated_on for term in self._terms_of(region_codes) if term.inaugurated_on is not None
        ]
        return [*began, *(add_months(day, months) + timedelta(days=1) for day in began)]

    def open_again_on(self, region_codes: tuple[str, ...], day: date) -> date | None:
        """The first day from then on without a window for any of these regions; None while that is not known."""
        closing = self._terms_of(region_codes)
        while closed := [term for term in closing if term.closed_on(day, *self._window_months)]:
            ends = [term.closed_until(day, *self._window_months) for term in closed]
            known = [end for end in ends if end is not None]
            if len(known) < len(ends):
                return None
            day = max(known) + timedelta(days=1)
        return day

    def _terms_of(self, region_codes: tuple[str, ...]) -> list[Term]:
        return [term for term in self.terms if term.region_code in region_codes]

    @property
    def _window_months(self) -> tuple[int, int]:
        before = self.limit("window_months_before_designation")
        return before, self.limit("window_months_after_inauguration")


def enclosing(region_code: str) -> tuple[str, ...]:
    """The region with the one around it, the province first: 35.78 lies in 35. Nothing for no region."""
    province = region_code.split(".", maxsplit=1)[0]
    return tuple(dict.fromkeys(code for code in (province, region_code) if code))
