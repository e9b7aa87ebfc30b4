"""What people were told: consultations, notices, yearly plans."""

from typing import LiteralString

from projections.reports.dimensions import ASKED, DECIDED, DECREED, OF_CASES, months, periods
from projections.reports.report import Dimension, Of, Report, Share

_NOTICED: LiteralString = "coalesce(noticed_position <= upto, false)"
COMMUNICATION = Report(
    name="communication",
    version=1,
    source=ASKED,
    day="requested_on",
    counts={
        "requests": "true",
        "underPlan": "coalesce(planned_position <= upto, false)",
        "consultationOffered": "coalesce(offered_position <= upto, false)",
        "consultationHeld": "coalesce(held_position <= upto, false)",
        "consultationDeclined": "coalesce(declined_position <= upto, false)",
        "moves": DECREED,
        "consulted": DECREED + " AND consulted",
        "noticeGiven": _NOTICED,
        "noticeInTime": _NOTICED + " AND notice_in_time",
        "noticeLate": _NOTICED + " AND NOT notice_in_time",
        # Before it takes effect there is still time; once duty has started there is none.
        "noNotice": "coalesce(started_position <= upto, false) AND NOT " + _NOTICED,
    },
    shares={
        "consultedShare": Share("consulted", ("moves",)),
        "noticeInTimeShare": Share("noticeInTime", ("noticeGiven", "noNotice")),
    },
    spread="CASE WHEN " + _NOTICED + " THEN notice_days END",
    spread_in="working_days",
    dimensions=OF_CASES
    | DECIDED
    | {
        "policy": Dimension(
            "CASE WHEN decreed_position <= upto THEN decree_policy ELSE policy END", Of.POLICY
        )
    }
    | periods(months("requested_on")),
    public=("receiving", "kind", "initiative", "year"),
)

# Plans as they stood; they tell of no person, and of one agency each.
_PUBLISHED: LiteralString = "status = 'PUBLISHED'"
_OF_PLANS: LiteralString = (
    "(SELECT plans.*, agency AS origin_agency, agency AS receiving_agency, followed FROM {plans} AS plans "
    "LEFT JOIN (SELECT DISTINCT plan, true AS followed FROM {plan_followers} AS f WHERE position <= upto) AS f "
    "ON f.plan = plans.id) AS p WHERE true"
)
PLANS = Report(
    name="plans",
    version=1,
    source=_OF_PLANS,
    day="first_day",
    counts={
        "plans": "true",
        "waiting": "status = 'PROPOSED'",
        "sentBack": "status = 'RETURNED'",
        "published": _PUBLISHED,
        "withCriteria": _PUBLISHED + " AND criteria <> ''",
        "beforePeriod": _PUBLISHED
        + " AND (editions->0->>'published_on')::date <= (editions->0->>'since')::date",
        "amended": "jsonb_array_length(editions) > 1",
        "followed": "followed",
    },
    shares={"beforePeriodShare": Share("beforePeriod", ("published",))},
    dimensions={"agency": Dimension("agency", Of.AGENCY), "policy": Dimension("policy", Of.POLICY)}
    | periods(months("first_day")),
    made_from=("statistics", "plans"),
)
