"""What follows a decision: objections, reviews, and whether goals were reached."""

from typing import LiteralString

from projections.reports.dimensions import ACTING, CASE, POLICY, UNITS, months, periods
from projections.reports.report import Dimension, Mean, Of, Report, Share

_SAID: LiteralString = "coalesce(f.outcome_position <= upto, false) AND f.outcome = "
_LAPSED: LiteralString = "coalesce(f.lapsed_position <= upto, false)"
OBJECTIONS = Report(
    name="objections",
    version=1,
    source="objection_facts AS f JOIN {case_facts} AS c ON c.case_id = f.case_id WHERE f.position <= upto",
    day="f.filed_on",
    counts={
        "filed": "true",
        "inadmissible": "NOT f.admissible",
        "granted": _SAID + "'GRANTED'",
        "dismissed": _SAID + "'DISMISSED'",
        "deemedGranted": _SAID + "'DEEMED_GRANTED'",
        "withdrawn": _SAID + "'WITHDRAWN'",
        "lapsed": _LAPSED,
        "onTime": "coalesce(f.outcome_position <= upto, false) AND f.on_time",
        "pending": "NOT coalesce(f.outcome_position <= upto, false)",
    },
    shares={"onTimeShare": Share("onTime", ("granted", "dismissed", "deemedGranted"))},
    spread="CASE WHEN f.outcome_position <= upto AND f.outcome IN ('GRANTED', 'DISMISSED') THEN f.days END",
    spread_in="working_days",
    dimensions={
        "against": Dimension("f.against", Of.AGAINST),
        "outcome": Dimension("CASE WHEN f.outcome_position <= upto THEN f.outcome END", Of.OUTCOME),
    }
    | ACTING
    | {"official": Dimension("CASE WHEN f.outcome_position <= upto THEN f.outcome_by END", Of.OFFICIAL)}
    | UNITS
    | CASE
    | POLICY
    | periods(months("f.filed_on")),
    public=("against", "kind", "year"),
)

_HELD: LiteralString = "coalesce(f.held_position <= upto, false)"
_MISSED: LiteralString = "coalesce(f.missed_position <= upto, false) AND NOT " + _HELD
EVALUATIONS = Report(
    name="evaluations",
    version=1,
    source="review_facts AS f JOIN {case_facts} AS c ON c.case_id = f.case_id WHERE f.position <= upto",
    day="f.due_on",
    counts={
        "scheduled": "true",
        "held": _HELD,
        "onTime": _HELD + " AND f.on_time",
        "late": _HELD + " AND NOT f.on_time",
        "missed": _MISSED,
        "cancelled": "coalesce(f.cancelled_position <= upto, false)",
        "success": _HELD + " AND f.outcome = 'SUCCESS'",
        "partial": _HELD + " AND f.outcome = 'PARTIAL'",
        "failed": _HELD + " AND f.outcome = 'FAILED'",
    },
    shares={
        "onTimeShare": Share("onTime", ("held", "missed")),
        "successShare": Share("success", ("success", "partial", "failed")),
    },
    means={"meanScore": Mean("CASE WHEN " + _HELD + " THEN f.mean END", 100)},
    dimensions={
        "months": Dimension("f.months", Of.MONTHS),
        "outcome": Dimension("CASE WHEN " + _HELD + " THEN f.outcome END", Of.OUTCOME),
        "agency": Dimension("receiving_agency", Of.AGENCY),
        "unit": Dimension("receiving_unit", Of.UNIT),
        "office": Dimension("f.office", Of.OFFICE),
        "official": Dimension("CASE WHEN " + _HELD + " THEN f.held_by END", Of.OFFICIAL),
    }
    | UNITS
    | CASE
    | {"direction": Dimension("direction", Of.DIRECTION)}
    | POLICY
    | periods(months("f.due_on")),
    public=("months", "outcome", "kind", "year"),
)
GOALS = Report(
    name="goals",
    version=1,
    source="goal_facts AS f JOIN {case_facts} AS c ON c.case_id = f.case_id "
    "JOIN review_facts AS r ON r.case_id = f.case_id AND r.months = f.months WHERE f.position <= upto",
    day="f.on_day",
    counts={"judged": "true", "reached": "f.reached", "missed": "NOT f.reached"},
    shares={"reachedShare": Share("reached", ("judged",))},
    dimensions={
        "goal": Dimension("f.goal", Of.TEXT),
        "months": Dimension("f.months", Of.MONTHS),
        "outcome": Dimension("f.outcome", Of.OUTCOME),
        "agency": Dimension("receiving_agency", Of.AGENCY),
        "unit": Dimension("receiving_unit", Of.UNIT),
        "office": Dimension("r.office", Of.OFFICE),
        "official": Dimension("r.held_by", Of.OFFICIAL),
    }
    | UNITS
    | CASE
    | POLICY
    | periods(months("f.on_day")),
    public=("outcome", "kind", "year"),
)
