"""How transfers go: requests, moves, steps, and what was done at them."""

from typing import LiteralString

from projections.reports.dimensions import (
    ACTING,
    ASKED_HERE,
    CASE,
    DECIDED,
    DECREED,
    DECREES,
    ENDED,
    OF_CASES,
    OFFICIAL,
    PERSON,
    PLACES,
    POLICY,
    UNITS,
    months,
    periods,
)
from projections.reports.report import Dimension, Of, Report, Share

_RETURNED: LiteralString = (
    "LEFT JOIN (SELECT DISTINCT case_id FROM {act_facts} AS a WHERE act = 'RETURN' AND position <= upto) AS r "
    "USING (case_id) "
)
# The last time: a file that was returned is verified by whoever it comes back to. Not looked at when it is not asked for.
_VERIFIED: LiteralString = (
    "LEFT JOIN (SELECT DISTINCT ON (case_id) case_id, office AS verifying_office, official AS verifying_official "
    "FROM {act_facts} AS a WHERE act = 'VERIFICATION' AND position <= upto ORDER BY case_id, position DESC) AS v "
    "USING (case_id) "
)
REQUESTS = Report(
    name="requests",
    version=2,
    source="{case_facts} AS c " + _RETURNED + _VERIFIED + "WHERE " + ASKED_HERE,
    day="requested_on",
    counts={
        "requests": "true",
        "returned": "r.case_id IS NOT NULL",
        "decreed": DECREED,
        "refused": ENDED + " AND ending = 'REJECTED'",
        "ineligible": ENDED + " AND ending = 'INELIGIBLE'",
        "withdrawn": ENDED + " AND ending = 'WITHDRAWN'",
        "expired": ENDED + " AND ending = 'EXPIRED'",
        "pending": "NOT " + DECREED + " AND NOT " + ENDED,
    },
    shares={
        "returnedShare": Share("returned", ("requests",)),
        "decreedShare": Share("decreed", ("requests",)),
        "withdrawnShare": Share("withdrawn", ("requests",)),
    },
    spread="CASE WHEN " + DECREED + " THEN decreed_on - requested_on END",
    dimensions=OF_CASES
    | DECIDED
    | {
        "verifyingOffice": Dimension("verifying_office", Of.OFFICE),
        "verifyingOfficial": Dimension("verifying_official", Of.OFFICIAL),
        "sex": PERSON["sex"],
        "policy": Dimension("policy", Of.POLICY),
    }
    | periods(months("requested_on")),
    public=("receiving", "kind", "initiative", "year"),
)

MOVES = Report(
    name="moves",
    version=1,
    source=DECREES,
    day="decreed_on",
    counts={
        "moves": "true",
        "ownRequests": "initiative = 'APS'",
        "promotions": "direction = 'PROMOSI'",
        "lateral": "direction = 'ROTASI'",
        "diagonal": "direction = 'DIAGONAL'",
        "demotions": "direction = 'DEMOSI'",
        "outside": "outside",
        "consulted": "consulted",
        "started": "coalesce(started_position <= upto, false)",
        "objected": "coalesce(objected_position <= upto, false)",
        "revoked": ENDED + " AND ending = 'REVOKED'",
    },
    shares={
        "demotionShare": Share("demotions", ("moves",)),
        "consultedShare": Share("consulted", ("moves",)),
        "objectedShare": Share("objected", ("moves",)),
        "revokedShare": Share("revoked", ("moves",)),
    },
    dimensions=OF_CASES
    | {
        "sex": PERSON["sex"],
        "office": Dimension("decreed_office", Of.OFFICE),
        "official": Dimension("decreed_by", Of.OFFICIAL),
        "policy": Dimension("decree_policy", Of.POLICY),
    }
    | periods(months("decreed_on")),
    public=("receiving", "kind", "initiative", "direction", "level", "year"),
)

_OF_STEPS: LiteralString = "origin_agency, receiving_agency, agency, unit, office, step, type, initiative, level_after, policy, month, "
_DONE: LiteralString = "outcome IN ('DONE', 'REFUSED')"
STEPS = Report(
    name="steps",
    version=1,
    source="(SELECT " + _OF_STEPS + "official, capacity, done_on AS day, days, outcome, on_time, "
    "false AS waiting, false AS overdue FROM {step_facts} AS s WHERE position <= upto "
    "UNION ALL SELECT "
    + _OF_STEPS
    + "NULL, NULL, opened_on, NULL, NULL, NULL, true, overdue FROM {open_steps} AS s "
    # As the indexes have it: what is no longer open is not walked through.
    "WHERE since <= upto AND coalesce(until, 9223372036854775807) > upto) AS f WHERE true",
    day="day",
    counts={
        "done": _DONE,
        "onTime": _DONE + " AND on_time",
        "late": _DONE + " AND NOT on_time",
        "leftUndone": "outcome = 'LEFT_UNDONE'",
        "waiting": "waiting",
        "overdue": "overdue",
    },
    shares={"onTimeShare": Share("onTime", ("done", "leftUndone", "overdue"))},
    spread="CASE WHEN " + _DONE + " THEN days END",
    spread_in="working_days",
    dimensions={"step": Dimension("step", Of.STEP)}
    | ACTING
    | OFFICIAL
    | {"capacity": Dimension("capacity", Of.CAPACITY)}
    | PLACES
    | {
        "kind": Dimension("type", Of.TYPE),
        "initiative": Dimension("initiative", Of.INITIATIVE),
        "level": Dimension("level_after", Of.LEVEL),
    }
    | POLICY
    | periods("month"),
    public=("step", "kind", "year"),
)

_ACTS: LiteralString = (
    "act_facts AS f JOIN {case_facts} AS c ON c.case_id = f.case_id WHERE f.position <= upto "
)
_OF_ACTS = {"step": Dimension("f.step", Of.STEP)} | ACTING | OFFICIAL | UNITS | CASE | POLICY
_OF_ACTS |= periods(months("f.on_day"))
RETURNS = Report(
    name="returns",
    version=1,
    source=_ACTS + "AND f.act = 'RETURN'",
    day="f.on_day",
    counts={"returns": "true", "ownRequests": "initiative = 'APS'"},
    dimensions=_OF_ACTS,
    public=("kind", "year"),
)
REFUSALS = Report(
    name="refusals",
    version=1,
    source=_ACTS + "AND f.act = 'REFUSAL'",
    day="f.on_day",
    counts={"reasons": "true", "ownRequests": "initiative = 'APS'"},
    dimensions={"reason": Dimension("f.reason", Of.REASON)} | _OF_ACTS,
    public=("reason", "kind", "year"),
)
OVERRIDES = Report(
    name="overrides",
    version=1,
    source=_ACTS + "AND f.act = 'OVERRIDE'",
    day="f.on_day",
    counts={"overrides": "true", "ownRequests": "initiative = 'APS'"},
    dimensions={"rule": Dimension("f.reason", Of.RULE), "ground": Dimension("f.ground", Of.GROUND)}
    | _OF_ACTS,
    public=("rule", "kind", "year"),
)

WINDOWS = Report(
    name="windows",
    version=1,
    source=DECREES + " AND window_code <> ''",
    day="decreed_on",
    counts={
        "moves": "true",
        "withConsent": "consented",
        "withoutConsent": "NOT consented",
        "revoked": ENDED + " AND ending = 'REVOKED'",
    },
    shares={"withoutConsentShare": Share("withoutConsent", ("moves",))},
    dimensions={"window": Dimension("window_code", Of.WINDOW), **MOVES.dimensions},
    public=("window", "receiving", "year"),
)
