"""Red flags: cases that have some, and each by indicator."""

from typing import LiteralString

from projections.reports.dimensions import DECIDED, ENDED, OF_CASES, months, periods
from projections.reports.report import Dimension, Of, Report, Share

# Flags that stood and held by the day, with what inspectors had made of each.
_STANDING: LiteralString = (
    "(SELECT f.case_id, f.indicator, f.severity, f.policy AS flag_policy, "
    "coalesce(CASE WHEN r.value = f.value THEN r.state END, "
    "CASE WHEN f.explained <> '' THEN 'EXPLAINED' ELSE 'OPEN' END) AS state "
    "FROM {flags} AS f LEFT JOIN {flag_reviews} AS r ON r.id = f.id WHERE f.holds_from <= {day})"
)
_OF_FLAGS = OF_CASES | DECIDED
FLAGGED = Report(
    name="flagged",
    version=1,
    source="{case_facts} AS c LEFT JOIN (SELECT case_id, count(*) AS standing, "
    "count(*) FILTER (WHERE state = 'OPEN') AS open, count(*) FILTER (WHERE state = 'CONFIRMED') AS confirmed FROM "
    + _STANDING
    + " AS s GROUP BY case_id) AS s USING (case_id) WHERE position <= upto",
    day="requested_on",
    counts={
        "cases": "true",
        "flagged": "standing > 0",
        "settled": "standing > 0 AND open = 0",
        "confirmed": "confirmed > 0",
        "ended": "standing > 0 AND " + ENDED,
    },
    shares={
        "flaggedShare": Share("flagged", ("cases",)),
        "settledShare": Share("settled", ("flagged",)),
        "endedShare": Share("ended", ("flagged",)),
    },
    dimensions=_OF_FLAGS | {"policy": Dimension("policy", Of.POLICY)} | periods(months("requested_on")),
    made_from=("statistics", "flags"),
)
FLAGS = Report(
    name="flags",
    version=1,
    source="{case_facts} AS c JOIN " + _STANDING + " AS s USING (case_id) WHERE position <= upto",
    day="requested_on",
    counts={
        "flags": "true",
        "open": "state = 'OPEN'",
        "settled": "state <> 'OPEN'",
        "explained": "state = 'EXPLAINED'",
        "confirmed": "state = 'CONFIRMED'",
        "setAside": "state = 'DISMISSED'",
        "ended": ENDED,
    },
    shares={
        "settledShare": Share("settled", ("flags",)),
        "confirmedShare": Share("confirmed", ("flags",)),
    },
    dimensions={
        "indicator": Dimension("indicator", Of.INDICATOR),
        "severity": Dimension("severity", Of.SEVERITY),
    }
    | _OF_FLAGS
    | {"policy": Dimension("flag_policy", Of.POLICY)}
    | periods(months("requested_on")),
    made_from=("statistics", "flags"),
)
