"""Accountability reports (reference 6.1): what can be counted, by what, and the one question that counts it.

Everything is counted as of a position, from facts that stand there for good (projections/statistics.py), and only so that
counts of parts add up: shares, means and percentiles are made of the counts afterwards. The expressions in these pages are
the whole of what can be asked; a request chooses among them by name, and values go in as parameters.
"""

from collections.abc import Mapping

from projections.reports.afterwards import EVALUATIONS, GOALS, OBJECTIONS
from projections.reports.communication import COMMUNICATION, PLANS
from projections.reports.counting import (
    MOST_ROWS,
    Asked,
    Cell,
    Counted,
    Name,
    TooManyGroups,
    come_to,
    count,
    names,
    recorded_until,
    together,
)
from projections.reports.course import MOVES, OVERRIDES, REFUSALS, REQUESTS, RETURNS, STEPS, WINDOWS
from projections.reports.flags import FLAGGED, FLAGS
from projections.reports.people import BALANCE, FAIRNESS, GROUNDS
from projections.reports.report import Dimension, Mean, Of, Report, Share

__all__ = [
    "MOST_ROWS",
    "REPORTS",
    "Asked",
    "Cell",
    "Counted",
    "Dimension",
    "Mean",
    "Name",
    "Of",
    "Report",
    "Share",
    "TooManyGroups",
    "come_to",
    "count",
    "names",
    "recorded_until",
    "together",
]

REPORTS: Mapping[str, Report] = {
    report.name: report
    for report in (
        REQUESTS,
        MOVES,
        STEPS,
        RETURNS,
        REFUSALS,
        OVERRIDES,
        WINDOWS,
        COMMUNICATION,
        PLANS,
        OBJECTIONS,
        EVALUATIONS,
        GOALS,
        BALANCE,
        FAIRNESS,
        GROUNDS,
        FLAGGED,
        FLAGS,
    )
}
