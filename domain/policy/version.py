"""One version of the law, with all that stands in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from domain.act import Capacity
from domain.identity import NATION, OfficeKind, office_id
from domain.policy.additions import LocalAdditions
from domain.policy.answers import Respondent, Role
from domain.policy.documents import Ground, Uploads
from domain.policy.duties import Bar, Delegable, Duty, Mandate, Superior
from domain.policy.evaluations import Competence, EvaluationRound, Improvement, Trigger
from domain.policy.limits import Limit
from domain.policy.needs import Needs
from domain.policy.objections import Objections
from domain.policy.oversight import Indicator, Insight, Purpose, Readers
from domain.policy.ranks import Ladder, Ranks
from domain.policy.ratings import RatingScale
from domain.policy.retirement import Retirement
from domain.policy.routes import Costs, Route, Side, StepKind
from domain.policy.rules import CompetencyTest, LeastRating, PositionDemand, Redistribution, Rule, Sanctions
from domain.policy.transfer_types import Initiative, TransferType
from domain.policy.windows import Term, Windows
from domain.policy.words import Words
from domain.registry.agency import AgencyKind
from domain.registry.person import Rating
from domain.registry.post import Position, PositionKind
from domain.registry.tenure import ActingTerm


@dataclass(frozen=True, slots=True)
class Policy:
    """One version of the law as it is applied. A case stays under the version it was opened under.

    `escalates_to`: the office of the acting agency that is told of a step that stays undone. `inaugurated`: the kinds of
    position one is inaugurated into. `additions`: those of regions laid over it; `version` then names them too.
    `warnings`: what the person is told where a rule is not met and asking alone has consequences, by the rule's code.
    `in_own_name`: offices that decide so; to what others decide one objects to the authority over them.
    `duties`: whose it is what offices do beside steps. `superiors`: who stands above them, the first that fits.
    `raters` are heard before a decision, `reviewers` after it. `insights`: who may look into what.
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
    objections: Objections
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
    raters: Mapping[Role, Respondent]
    reviewers: Mapping[Role, Respondent]
    insights: Mapping[Insight, Readers]
    bars: tuple[Bar, ...] = ()
    delegable: tuple[Delegable, ...] = ()
    rating_scales: tuple[RatingScale, ...] = ()
    additions: tuple[LocalAdditions, ...] = ()
    position_demands: tuple[PositionDemand, ...] = ()
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

    def insights_of(self, kind: OfficeKind) -> frozenset[Insight]:
        """What an office of that kind may look into."""
        return frozenset(insight for insight, readers in self.insights.items() if kind in readers.offices)

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

    @property
    def rounds(self) -> tuple[EvaluationRound, ...]:
        """All reviews there may be, the one after time to improve among them."""
        return self.evaluations if self.improvement is None else (*self.evaluations, self.improvement.review)

    def review(self, months: int) -> EvaluationRound:
        """The review after so many months; StopIteration where the policy has none."""
        return next(each for each in self.rounds if each.months == months)

    def rating_of(self, year: int, mark: int) -> Rating | None:
        """What a mark of that year counts as; None for years that are rated by a predicate."""
        for scale in sorted(self.rating_scales, key=lambda each: each.last_year):
            if year <= scale.last_year:
                return next((band.rating for band in scale.bands if mark >= band.at_least), None)
        return None

    def in_window_scope(self, position: Position) -> bool:
        return position.kind in self.window_scope or position.leads_unit

    def certificates_asked(self, position: Position, before: Position) -> tuple[str, ...]:
        """Of who is to leave the one position for the other: what it is described with, and what all such ask for."""
        demands = (each for each in self.position_demands if each.binds(position, before))
        asked = (kind for each in demands for kind in each.certificates)
        return tuple(dict.fromkeys((*position.certificates, *asked)))

    def windows(self, terms: tuple[Term, ...]) -> Windows:
        """Those that follow from these terms."""
        before = self.limit("window_months_before_designation")
        return Windows(terms, before, self.limit("window_months_after_inauguration"))
