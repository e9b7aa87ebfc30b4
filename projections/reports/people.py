"""What moves do to posts and people: where they are lacking, and who is moved."""

from projections.reports.course import MOVES
from projections.reports.dimensions import ASKED, DECREED, DECREES, ENDED, PERSON, REFUSED, months, periods
from projections.reports.report import Dimension, Mean, Of, Report, Share

BALANCE = Report(
    name="balance",
    version=1,
    source=DECREES,
    day="decreed_on",
    counts={
        "moves": "true",
        "forecast": "target_gap IS NOT NULL OR origin_gap IS NOT NULL",
        "intoShortage": "target_gap < 0",
        "intoNoShortage": "target_gap >= 0",
        "outOfSurplus": "origin_gap > 0",
        "outOfNoSurplus": "origin_gap <= 0",
        "imbalanceLower": "imbalance_after < imbalance_before",
        "imbalanceHigher": "imbalance_after > imbalance_before",
    },
    means={
        "originGapBefore": Mean("origin_gap", 100),
        "originGapAfter": Mean("origin_gap - 100", 100),
        "targetGapBefore": Mean("target_gap", 100),
        "targetGapAfter": Mean("target_gap + 100", 100),
        "imbalanceBefore": Mean("CASE WHEN imbalance_after IS NOT NULL THEN imbalance_before END", 1_000),
        "imbalanceAfter": Mean("CASE WHEN imbalance_before IS NOT NULL THEN imbalance_after END", 1_000),
        "variationBefore": Mean("CASE WHEN variation_after IS NOT NULL THEN variation_before END", 1_000),
        "variationAfter": Mean("CASE WHEN variation_before IS NOT NULL THEN variation_after END", 1_000),
    },
    dimensions=MOVES.dimensions,
)

FAIRNESS = Report(
    name="fairness",
    version=1,
    source=ASKED,
    day="requested_on",
    counts={
        "requests": "true",
        "decreed": DECREED,
        "refused": REFUSED,
        "promotions": DECREED + " AND direction = 'PROMOSI'",
        "demotions": DECREED + " AND direction = 'DEMOSI'",
    },
    shares={
        "decreedShare": Share("decreed", ("requests",)),
        "refusedShare": Share("refused", ("requests",)),
        "promotionShare": Share("promotions", ("decreed",)),
        "demotionShare": Share("demotions", ("decreed",)),
    },
    spread="CASE WHEN " + DECREED + " THEN decreed_on - requested_on END",
    dimensions=PERSON
    | {
        "kind": Dimension("type", Of.TYPE),
        "initiative": Dimension("initiative", Of.INITIATIVE),
        "level": Dimension("level_after", Of.LEVEL),
        "policy": Dimension("policy", Of.POLICY),
        "year": periods(months("requested_on"))["year"],
    },
    protected=True,
    public=("sex", "age", "initiative", "year"),
)

# Health and family are specific personal data (UU 27/2022): of grounds only this tells, and of few people nothing.
GROUNDS = Report(
    name="grounds",
    version=1,
    source=ASKED + " AND initiative = 'APS'",
    day="requested_on",
    counts={
        "requests": "true",
        "decreed": DECREED,
        "refused": REFUSED,
        "withdrawn": ENDED + " AND ending = 'WITHDRAWN'",
    },
    shares={
        "decreedShare": Share("decreed", ("requests",)),
        "refusedShare": Share("refused", ("requests",)),
    },
    dimensions={
        "statedGround": Dimension("ground", Of.STATED_GROUND),
        "kind": Dimension("type", Of.TYPE),
        "policy": Dimension("policy", Of.POLICY),
        "year": periods(months("requested_on"))["year"],
    },
    protected=True,
)
