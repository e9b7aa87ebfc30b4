"""Accountability reports (reference 6.1): what can be counted, by what, and the one question that counts it.

Everything is counted as of a position, from facts that stand there for good (projections/statistics.py), and only so that
counts of parts add up: shares, means and percentiles are made of the counts afterwards. The expressions below are the whole
of what can be asked; a request chooses among them by name, and values go in as parameters.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import partial
from operator import add
from typing import Any, LiteralString, NamedTuple
from uuid import UUID

import psycopg
from psycopg import sql

from projections.past import When, stood


class Of(StrEnum):
    """What the values of a dimension are: how a request names them, and what they are called in an answer."""

    AGENCY = "agency"
    UNIT = "unit"
    OFFICE = "office"
    OFFICIAL = "official"  # by the opaque id
    TYPE = "type"
    STEP = "step"
    RULE = "rule"
    REASON = "reason"  # a rule that was not met, or the step at which an office refused
    GROUND = "ground"  # on which a rule was set aside
    STATED_GROUND = "statedGround"  # on which a transfer was asked for
    INITIATIVE = "initiative"
    LEVEL = "level"
    DIRECTION = "direction"
    AGENCY_KIND = "agencyKind"
    CAPACITY = "capacity"
    OUTCOME = "outcome"
    WINDOW = "window"
    AGAINST = "against"
    INDICATOR = "indicator"
    SEVERITY = "severity"
    SEX = "sex"
    AGE = "age"
    RANK = "rank"
    REGION = "region"
    POLICY = "policy"
    MONTHS = "months"
    TEXT = "text"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"

    @property
    def is_id(self) -> bool:
        return self in {Of.AGENCY, Of.UNIT, Of.OFFICE, Of.OFFICIAL}

    @property
    def is_named(self) -> bool:
        """Whether it is told by id and by name. The name of an official is personal, and told elsewhere."""
        return self in {Of.AGENCY, Of.UNIT, Of.OFFICE}

    @property
    def is_number(self) -> bool:
        return self in {Of.MONTHS, Of.MONTH, Of.QUARTER, Of.YEAR}


@dataclass(frozen=True, slots=True)
class Dimension:
    expression: LiteralString
    of: Of


@dataclass(frozen=True, slots=True)
class Share:
    """One count as a part of others together."""

    part: str
    whole: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mean:
    """Of a whole number, told in units of so many: hundredths of a person are `per` 100. Null counts for nothing."""

    expression: LiteralString
    per: int


@dataclass(frozen=True, slots=True)
class Report:
    """`version` counts up when a figure comes to mean something else. `day` is what a period is measured by.

    `spread` is a length of time: of it the median and other percentiles are told, in `spread_in`. `protected`: few people in a group are hidden.
    `public`: the dimensions everybody may ask it by, with few people hidden; without any it is for inspectorates only.
    Every report has the dimension `policy`.
    """

    name: str
    version: int
    source: LiteralString
    day: LiteralString
    counts: Mapping[str, LiteralString]
    dimensions: Mapping[str, Dimension]
    shares: Mapping[str, Share] = field(default_factory=dict)
    means: Mapping[str, Mean] = field(default_factory=dict)
    spread: LiteralString | None = None
    spread_in: str = "days"
    protected: bool = False
    public: tuple[str, ...] = ()
    made_from: tuple[str, ...] = ("statistics",)  # the projections


def _periods(month: LiteralString) -> dict[str, Dimension]:
    return {
        "month": Dimension(month, Of.MONTH),
        "quarter": Dimension("(" + month + ") / 3", Of.QUARTER),
        "year": Dimension("(" + month + ") / 12", Of.YEAR),
    }


def _months(day: LiteralString) -> LiteralString:
    return "(extract(year FROM " + day + ") * 12 + extract(month FROM " + day + ") - 1)::int"


_PLACES = {
    "origin": Dimension("origin_agency", Of.AGENCY),
    "receiving": Dimension("receiving_agency", Of.AGENCY),
}
_UNITS = {
    "originUnit": Dimension("origin_unit", Of.UNIT),
    "receivingUnit": Dimension("receiving_unit", Of.UNIT),
}
_CASE = _PLACES | {
    "originKind": Dimension("origin_kind", Of.AGENCY_KIND),
    "receivingKind": Dimension("receiving_kind", Of.AGENCY_KIND),
    "kind": Dimension("type", Of.TYPE),
    "initiative": Dimension("initiative", Of.INITIATIVE),
    "level": Dimension("level_after", Of.LEVEL),
}
_OF_CASES = (
    {"agency": Dimension("receiving_agency", Of.AGENCY), "unit": Dimension("receiving_unit", Of.UNIT)}
    | _UNITS
    | _CASE
    | {
        "levelBefore": Dimension("level_before", Of.LEVEL),
        "direction": Dimension("direction", Of.DIRECTION),
    }
)
_PERSON = {
    "sex": Dimension("sex", Of.SEX),
    "age": Dimension("age", Of.AGE),
    "rank": Dimension("rank", Of.RANK),
    "district": Dimension("district", Of.REGION),
}
_ACTING = {
    "agency": Dimension("f.agency", Of.AGENCY),
    "unit": Dimension("f.unit", Of.UNIT),
    "office": Dimension("f.office", Of.OFFICE),
}
_OFFICIAL = {"official": Dimension("f.official", Of.OFFICIAL)}
_POLICY = {"policy": Dimension("f.policy", Of.POLICY)}

# What had come by the position asked about.
_DECREED: LiteralString = "coalesce(decreed_position <= %(position)s, false)"
_RETURNED_BY: LiteralString = " AND a.position <= %(position)s"
_ENDED: LiteralString = "coalesce(ended_position <= %(position)s, false)"
_REFUSED: LiteralString = _ENDED + " AND ending IN ('REJECTED', 'INELIGIBLE')"
_ASKED: LiteralString = "case_facts WHERE position <= %(position)s AND NOT coalesce(outside, false)"
_DECREES: LiteralString = "case_facts WHERE decreed_position <= %(position)s"

REQUESTS = Report(
    name="requests",
    version=1,
    source=_ASKED,
    day="requested_on",
    counts={
        "requests": "true",
        "returned": "case_id IN (SELECT case_id FROM act_facts AS a "
        "WHERE a.act = 'RETURN'" + _RETURNED_BY + ")",
        "decreed": _DECREED,
        "refused": _ENDED + " AND ending = 'REJECTED'",
        "ineligible": _ENDED + " AND ending = 'INELIGIBLE'",
        "withdrawn": _ENDED + " AND ending = 'WITHDRAWN'",
        "pending": "NOT " + _DECREED + " AND NOT " + _ENDED,
    },
    shares={
        "returnedShare": Share("returned", ("requests",)),
        "decreedShare": Share("decreed", ("requests",)),
        "withdrawnShare": Share("withdrawn", ("requests",)),
    },
    spread="CASE WHEN " + _DECREED + " THEN decreed_on - requested_on END",
    dimensions=_OF_CASES
    | {"sex": _PERSON["sex"], "policy": Dimension("policy", Of.POLICY)}
    | _periods(_months("requested_on")),
    public=("receiving", "kind", "initiative", "year"),
)

MOVES = Report(
    name="moves",
    version=1,
    source=_DECREES,
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
        "started": "coalesce(started_position <= %(position)s, false)",
        "objected": "coalesce(objected_position <= %(position)s, false)",
        "revoked": _ENDED + " AND ending = 'REVOKED'",
    },
    shares={
        "demotionShare": Share("demotions", ("moves",)),
        "consultedShare": Share("consulted", ("moves",)),
        "objectedShare": Share("objected", ("moves",)),
        "revokedShare": Share("revoked", ("moves",)),
    },
    dimensions=_OF_CASES
    | {
        "sex": _PERSON["sex"],
        "office": Dimension("decreed_office", Of.OFFICE),
        "official": Dimension("decreed_by", Of.OFFICIAL),
        "policy": Dimension("decree_policy", Of.POLICY),
    }
    | _periods(_months("decreed_on")),
    public=("receiving", "kind", "initiative", "direction", "level", "year"),
)

_OF_STEPS: LiteralString = "origin_agency, receiving_agency, agency, unit, office, step, type, initiative, level_after, policy, month, "
_DONE: LiteralString = "outcome IN ('DONE', 'REFUSED')"
STEPS = Report(
    name="steps",
    version=1,
    source="(SELECT " + _OF_STEPS + "official, capacity, done_on AS day, days, outcome, on_time, "
    "false AS waiting, false AS overdue FROM step_facts WHERE position <= %(position)s "
    "UNION ALL SELECT "
    + _OF_STEPS
    + "NULL, NULL, opened_on, NULL, NULL, NULL, true, overdue FROM open_steps "
    # As the indexes have it: what is no longer open is not walked through.
    "WHERE since <= %(position)s AND coalesce(until, 9223372036854775807) > %(position)s) AS f WHERE true",
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
    | _ACTING
    | _OFFICIAL
    | {"capacity": Dimension("capacity", Of.CAPACITY)}
    | _PLACES
    | {
        "kind": Dimension("type", Of.TYPE),
        "initiative": Dimension("initiative", Of.INITIATIVE),
        "level": Dimension("level_after", Of.LEVEL),
    }
    | _POLICY
    | _periods("month"),
    public=("step", "kind", "year"),
)

_ACTS: LiteralString = (
    "act_facts AS f JOIN case_facts AS c ON c.case_id = f.case_id WHERE f.position <= %(position)s "
)
_OF_ACTS = {"step": Dimension("f.step", Of.STEP)} | _ACTING | _OFFICIAL | _UNITS | _CASE | _POLICY
_OF_ACTS |= _periods(_months("f.on_day"))
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
    source=_DECREES + " AND window_code <> ''",
    day="decreed_on",
    counts={
        "moves": "true",
        "withConsent": "consented",
        "withoutConsent": "NOT consented",
        "revoked": _ENDED + " AND ending = 'REVOKED'",
    },
    shares={"withoutConsentShare": Share("withoutConsent", ("moves",))},
    dimensions={"window": Dimension("window_code", Of.WINDOW), **MOVES.dimensions},
    public=("window", "receiving", "year"),
)

_NOTICED: LiteralString = "coalesce(noticed_position <= %(position)s, false)"
COMMUNICATION = Report(
    name="communication",
    version=1,
    source=_ASKED,
    day="requested_on",
    counts={
        "requests": "true",
        "underPlan": "coalesce(planned_position <= %(position)s, false)",
        "consultationOffered": "coalesce(offered_position <= %(position)s, false)",
        "consultationHeld": "coalesce(held_position <= %(position)s, false)",
        "consultationDeclined": "coalesce(declined_position <= %(position)s, false)",
        "moves": _DECREED,
        "consulted": _DECREED + " AND consulted",
        "noticeGiven": _NOTICED,
        "noticeInTime": _NOTICED + " AND notice_in_time",
        "noticeLate": _NOTICED + " AND NOT notice_in_time",
        # Before it takes effect there is still time; once duty has started there is none.
        "noNotice": "coalesce(started_position <= %(position)s, false) AND NOT " + _NOTICED,
    },
    shares={
        "consultedShare": Share("consulted", ("moves",)),
        "noticeInTimeShare": Share("noticeInTime", ("noticeGiven", "noNotice")),
    },
    spread="CASE WHEN " + _NOTICED + " THEN notice_days END",
    spread_in="working_days",
    dimensions=_OF_CASES
    | {
        "policy": Dimension(
            "CASE WHEN decreed_position <= %(position)s THEN decree_policy ELSE policy END", Of.POLICY
        )
    }
    | _periods(_months("requested_on")),
    public=("receiving", "kind", "initiative", "year"),
)

# Plans as they stood at the position; they tell of no person, and of one agency each.
_PUBLISHED: LiteralString = "status = 'PUBLISHED'"
_OF_PLANS: LiteralString = "SELECT id, agency, agency AS origin_agency, agency AS receiving_agency, first_day, criteria, status, editions, policy "
PLANS = Report(
    name="plans",
    version=1,
    source="("
    + _OF_PLANS
    + "FROM plans WHERE since <= %(position)s UNION ALL "
    + _OF_PLANS
    + "FROM plans_past WHERE since <= %(position)s AND until > %(position)s) AS p WHERE true",
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
        "followed": "id IN (SELECT plan FROM plan_followers WHERE position <= %(position)s)",
    },
    shares={"beforePeriodShare": Share("beforePeriod", ("published",))},
    dimensions={"agency": Dimension("agency", Of.AGENCY), "policy": Dimension("policy", Of.POLICY)}
    | _periods(_months("first_day")),
    made_from=("statistics", "plans"),
)

_SAID: LiteralString = "coalesce(f.outcome_position <= %(position)s, false) AND f.outcome = "
_LAPSED: LiteralString = "coalesce(f.lapsed_position <= %(position)s, false)"
OBJECTIONS = Report(
    name="objections",
    version=1,
    source="objection_facts AS f JOIN case_facts AS c ON c.case_id = f.case_id WHERE f.position <= %(position)s",
    day="f.filed_on",
    counts={
        "filed": "true",
        "inadmissible": "NOT f.admissible",
        "granted": _SAID + "'GRANTED'",
        "dismissed": _SAID + "'DISMISSED'",
        "deemedGranted": _SAID + "'DEEMED_GRANTED'",
        "withdrawn": _SAID + "'WITHDRAWN'",
        "lapsed": _LAPSED,
        "onTime": "coalesce(f.outcome_position <= %(position)s, false) AND f.on_time",
        "pending": "NOT coalesce(f.outcome_position <= %(position)s, false)",
    },
    shares={"onTimeShare": Share("onTime", ("granted", "dismissed", "deemedGranted"))},
    spread="CASE WHEN f.outcome_position <= %(position)s AND f.outcome IN ('GRANTED', 'DISMISSED') THEN f.days END",
    spread_in="working_days",
    dimensions={
        "against": Dimension("f.against", Of.AGAINST),
        "outcome": Dimension("CASE WHEN f.outcome_position <= %(position)s THEN f.outcome END", Of.OUTCOME),
    }
    | _ACTING
    | {
        "official": Dimension(
            "CASE WHEN f.outcome_position <= %(position)s THEN f.outcome_by END", Of.OFFICIAL
        )
    }
    | _UNITS
    | _CASE
    | _POLICY
    | _periods(_months("f.filed_on")),
    public=("against", "kind", "year"),
)

_HELD: LiteralString = "coalesce(f.held_position <= %(position)s, false)"
_MISSED: LiteralString = "coalesce(f.missed_position <= %(position)s, false) AND NOT " + _HELD
EVALUATIONS = Report(
    name="evaluations",
    version=1,
    source="review_facts AS f JOIN case_facts AS c ON c.case_id = f.case_id WHERE f.position <= %(position)s",
    day="f.due_on",
    counts={
        "scheduled": "true",
        "held": _HELD,
        "onTime": _HELD + " AND f.on_time",
        "late": _HELD + " AND NOT f.on_time",
        "missed": _MISSED,
        "cancelled": "coalesce(f.cancelled_position <= %(position)s, false)",
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
    | _UNITS
    | _CASE
    | {"direction": Dimension("direction", Of.DIRECTION)}
    | _POLICY
    | _periods(_months("f.due_on")),
    public=("months", "outcome", "kind", "year"),
)
GOALS = Report(
    name="goals",
    version=1,
    source="goal_facts AS f JOIN case_facts AS c ON c.case_id = f.case_id WHERE f.position <= %(position)s",
    day="f.on_day",
    counts={"judged": "true", "reached": "f.reached", "missed": "NOT f.reached"},
    shares={"reachedShare": Share("reached", ("judged",))},
    dimensions={
        "goal": Dimension("f.goal", Of.TEXT),
        "months": Dimension("f.months", Of.MONTHS),
        "outcome": Dimension("f.outcome", Of.OUTCOME),
        "agency": Dimension("receiving_agency", Of.AGENCY),
        "unit": Dimension("receiving_unit", Of.UNIT),
    }
    | _UNITS
    | _CASE
    | _POLICY
    | _periods(_months("f.on_day")),
    public=("outcome", "kind", "year"),
)

BALANCE = Report(
    name="balance",
    version=1,
    source=_DECREES,
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
    source=_ASKED,
    day="requested_on",
    counts={
        "requests": "true",
        "decreed": _DECREED,
        "refused": _REFUSED,
        "promotions": _DECREED + " AND direction = 'PROMOSI'",
        "demotions": _DECREED + " AND direction = 'DEMOSI'",
    },
    shares={
        "decreedShare": Share("decreed", ("requests",)),
        "refusedShare": Share("refused", ("requests",)),
        "promotionShare": Share("promotions", ("decreed",)),
        "demotionShare": Share("demotions", ("decreed",)),
    },
    spread="CASE WHEN " + _DECREED + " THEN decreed_on - requested_on END",
    dimensions=_PERSON
    | {
        "kind": Dimension("type", Of.TYPE),
        "initiative": Dimension("initiative", Of.INITIATIVE),
        "policy": Dimension("policy", Of.POLICY),
        "year": _periods(_months("requested_on"))["year"],
    },
    protected=True,
    public=("sex", "age", "initiative", "year"),
)

# Health and family are specific personal data (UU 27/2022): of grounds only this tells, and of few people nothing.
GROUNDS = Report(
    name="grounds",
    version=1,
    source=_ASKED + " AND initiative = 'APS'",
    day="requested_on",
    counts={
        "requests": "true",
        "decreed": _DECREED,
        "refused": _REFUSED,
        "withdrawn": _ENDED + " AND ending = 'WITHDRAWN'",
    },
    shares={
        "decreedShare": Share("decreed", ("requests",)),
        "refusedShare": Share("refused", ("requests",)),
    },
    dimensions={
        "statedGround": Dimension("ground", Of.STATED_GROUND),
        "kind": Dimension("type", Of.TYPE),
        "policy": Dimension("policy", Of.POLICY),
        "year": _periods(_months("requested_on"))["year"],
    },
    protected=True,
)

# Flags that stood at the position and held by the day it was recorded (in Jakarta), with what inspectors had made of each.
_RECORDED_ON: LiteralString = (
    "(SELECT (recorded_at AT TIME ZONE INTERVAL '7 hours')::date FROM events WHERE position = %(position)s)"
)
_STOOD: LiteralString = "since <= %(position)s AND until > %(position)s"
_STANDING: LiteralString = (
    "(SELECT f.case_id, f.indicator, f.severity, f.policy AS flag_policy, "
    "coalesce(CASE WHEN r.value = f.value THEN r.state END, "
    "CASE WHEN f.explained <> '' THEN 'EXPLAINED' ELSE 'OPEN' END) AS state FROM ("
    "SELECT id, case_id, indicator, severity, policy, value, explained, holds_from FROM flags "
    "WHERE since <= %(position)s UNION ALL "
    "SELECT id, case_id, indicator, severity, policy, value, explained, holds_from FROM flags_past "
    "WHERE " + _STOOD + ") AS f LEFT JOIN ("
    "SELECT id, value, state FROM flag_reviews WHERE since <= %(position)s UNION ALL "
    "SELECT id, value, state FROM flag_reviews_past WHERE " + _STOOD + ") AS r ON r.id = f.id "
    "WHERE f.holds_from <= " + _RECORDED_ON + ")"
)
_OF_FLAGS = {name: each for name, each in _OF_CASES.items() if name not in {"agency", "unit"}}
FLAGGED = Report(
    name="flagged",
    version=1,
    source="case_facts LEFT JOIN (SELECT case_id, count(*) AS standing, "
    "count(*) FILTER (WHERE state = 'OPEN') AS open, count(*) FILTER (WHERE state = 'CONFIRMED') AS confirmed FROM "
    + _STANDING
    + " AS s GROUP BY case_id) AS s USING (case_id) WHERE position <= %(position)s",
    day="requested_on",
    counts={
        "cases": "true",
        "flagged": "standing > 0",
        "settled": "standing > 0 AND open = 0",
        "confirmed": "confirmed > 0",
        "ended": "standing > 0 AND " + _ENDED,
    },
    shares={
        "flaggedShare": Share("flagged", ("cases",)),
        "settledShare": Share("settled", ("flagged",)),
        "endedShare": Share("ended", ("flagged",)),
    },
    dimensions=_OF_FLAGS | {"policy": Dimension("policy", Of.POLICY)} | _periods(_months("requested_on")),
    made_from=("statistics", "flags"),
)
FLAGS = Report(
    name="flags",
    version=1,
    source="case_facts JOIN " + _STANDING + " AS s USING (case_id) WHERE position <= %(position)s",
    day="requested_on",
    counts={
        "flags": "true",
        "open": "state = 'OPEN'",
        "settled": "state <> 'OPEN'",
        "explained": "state = 'EXPLAINED'",
        "confirmed": "state = 'CONFIRMED'",
        "setAside": "state = 'DISMISSED'",
        "ended": _ENDED,
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
    | _periods(_months("requested_on")),
    made_from=("statistics", "flags"),
)

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


# The question

MOST_ROWS = 100_000


class TooManyGroups(Exception):
    """So finely divided, the answer would not be read by anybody."""


@dataclass(frozen=True, slots=True)
class Asked:
    """`agencies` None: of all. The end of the period, `until`, is its last day. `effective`: what was so by the end of that day."""

    report: Report
    by: tuple[str, ...]
    position: int
    agencies: Sequence[UUID] | None
    only: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    since: date | None = None
    until: date | None = None
    effective: date | None = None


@dataclass(frozen=True)
class Cell:
    """What was counted of one group. `sums` by mean: of its whole numbers, and of how many; `taken`: how often so many days."""

    key: tuple[Any, ...]
    counts: Mapping[str, int]
    sums: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    taken: Mapping[int, int] = field(default_factory=dict)


def together(cells: Sequence[Cell], key: tuple[Any, ...] = ()) -> Cell:
    """All of them as one."""
    counts: dict[str, int] = {}
    sums: dict[str, tuple[int, int]] = {}
    taken: dict[int, int] = {}
    for cell in cells:
        for name, count in cell.counts.items():
            counts[name] = counts.get(name, 0) + count
        for name, (total, number) in cell.sums.items():
            before = sums.get(name, (0, 0))
            sums[name] = before[0] + total, before[1] + number
        for days, times in cell.taken.items():
            taken[days] = taken.get(days, 0) + times
    return Cell(key, counts, sums, taken)


@dataclass(frozen=True, slots=True)
class Counted:
    """Every group there is anything of; and the versions of the law that what was counted was judged under."""

    cells: list[Cell]
    policies: list[str]


def count(connection: psycopg.Connection[Any], asked: Asked) -> Counted:
    """TooManyGroups beyond what may be asked for."""
    report, width = asked.report, len(asked.by)
    rows = connection.execute(_question(asked), _parameters(asked), prepare=False).fetchall()
    if len(rows) > MOST_ROWS:
        raise TooManyGroups
    groups: dict[tuple[Any, ...], _Group] = {}
    for row in rows:
        key = row[:width]
        group = groups.get(key) or groups.setdefault(key, _Group([0] * (len(row) - width - 3), {}))
        group.numbers[:] = map(add, group.numbers, row[width + 3 :])
        if (spread := row[width + 1]) is not None:
            group.taken[spread] = group.taken.get(spread, 0) + row[width + 2]
    cells = [group.cell(key, report) for key, group in groups.items()]
    return Counted(cells, sorted({row[width] for row in rows}))


class _Group(NamedTuple):
    """The numbers of one group, added up as its rows come: the counts, then sum and number of each mean."""

    numbers: list[int]
    taken: dict[int, int]

    def cell(self, key: tuple[Any, ...], report: Report) -> Cell:
        counts = dict(zip(report.counts, self.numbers, strict=False))
        pairs = self.numbers[len(counts) :]
        sums = dict(zip(report.means, zip(pairs[::2], pairs[1::2], strict=True), strict=True))
        return Cell(key, counts, sums, self.taken)


def _question(asked: Asked) -> sql.Composed:
    report, said = asked.report, partial(_said, asked)
    groups: list[sql.Composable] = [said(report.dimensions[name].expression) for name in asked.by]
    groups += [said(report.dimensions["policy"].expression), said(report.spread or "NULL::int")]
    columns: list[sql.Composable] = [*groups, sql.SQL("count(*)")]
    columns += [sql.SQL("count(*) FILTER (WHERE {})").format(said(each)) for each in report.counts.values()]
    for mean in report.means.values():
        columns += [sql.SQL("coalesce(sum({}), 0)::bigint, count({})").format(*[said(mean.expression)] * 2)]
    question: LiteralString = "SELECT {columns} FROM {source} AND {only} GROUP BY {groups} LIMIT {most}"
    return sql.SQL(question if asked.effective is None else _BY_DAY + question).format(
        columns=sql.SQL(", ").join(columns),
        source=said(report.source),
        only=sql.SQL(" AND ").join(_conditions(asked)),
        groups=sql.SQL(", ").join(sql.SQL(str(number)) for number in range(1, len(groups) + 1)),
        most=sql.Literal(MOST_ROWS + 1),
    )


# What had happened in the world by a day is how each history begins (domain/in_force.py), so a case then stands at a position
# of its own, `upto`. Tables under their own names: those of cases with theirs, the others as they stood.
_BY_DAY: LiteralString = (
    "WITH by_then AS MATERIALIZED (SELECT transfer AS case_id, max(position) AS upto FROM timeline "
    "WHERE position <= %(position)s AND counts_from <= %(effective)s GROUP BY transfer), "
    "case_facts AS (SELECT * FROM case_facts JOIN by_then USING (case_id)), "
    "step_facts AS (SELECT * FROM step_facts JOIN by_then USING (case_id)), "
    "open_steps AS (SELECT * FROM open_steps JOIN by_then USING (case_id)), "
    "act_facts AS (SELECT f.* FROM act_facts AS f JOIN by_then AS b ON b.case_id = f.case_id AND f.position <= b.upto), "
    "plan_followers AS (SELECT p.* FROM plan_followers AS p JOIN by_then AS b ON b.case_id = p.case_id AND p.position <= b.upto), "
    + ", ".join(
        f"{table} AS (SELECT *, %(position)s::bigint AS upto FROM {stood(table, When(0, date.min))} AS t), "
        f"{table}_past AS (SELECT *, %(position)s::bigint AS upto FROM {table}_past WHERE false)"
        for table in ("flags", "flag_reviews", "plans")
    )
    + " "
)


def _said(asked: Asked, expression: LiteralString) -> sql.SQL:
    """What is counted from, as of the position, or as of where each case stood by the day."""
    if asked.effective is None or "_facts" not in asked.report.source:
        return sql.SQL(expression)
    expression = expression.replace(_RETURNED_BY, "").replace(_RECORDED_ON, "%(effective)s")
    return sql.SQL(expression.replace("%(position)s", "upto"))


def _conditions(asked: Asked) -> Iterator[sql.Composable]:
    yield sql.SQL("true")
    if asked.agencies is not None:
        yield sql.SQL("(origin_agency = ANY(%(agencies)s) OR receiving_agency = ANY(%(agencies)s))")
    if asked.since is not None:
        yield sql.SQL("{} >= %(since)s").format(_said(asked, asked.report.day))
    if asked.until is not None:
        yield sql.SQL("{} <= %(until)s").format(_said(asked, asked.report.day))
    for name in asked.only:
        dimension = asked.report.dimensions[name]
        values = sql.Placeholder(f"only_{name}")
        yield sql.SQL("{} = ANY({})").format(_said(asked, dimension.expression), values)


def _parameters(asked: Asked) -> dict[str, Any]:
    return {
        "position": asked.position,
        "as_of": asked.position,
        "effective": asked.effective,
        "agencies": None if asked.agencies is None else list(asked.agencies),
        "since": asked.since,
        "until": asked.until,
    } | {f"only_{name}": list(values) for name, values in asked.only.items()}


# What a report tells beside its figures


def reached(connection: psycopg.Connection[Any], report: Report, *, by_day: bool = False) -> int:
    """The position its facts have come to: what is asked as of it, or earlier, never changes."""
    row = connection.execute(
        "SELECT min(position) FROM positions WHERE projection = ANY(%s)",
        ([*report.made_from, *(("timeline",) if by_day else ())],),
    ).fetchone()
    return 0 if row is None or row[0] is None else int(row[0])


def recorded_until(connection: psycopg.Connection[Any], position: int) -> datetime | None:
    """When the event at that position was recorded."""
    row = connection.execute("SELECT recorded_at FROM events WHERE position = %s", (position,)).fetchone()
    return None if row is None else row[0]


@dataclass(frozen=True, slots=True)
class Name:
    code: str
    name: str


def names(connection: psycopg.Connection[Any], ids: Sequence[UUID], position: int) -> dict[UUID, Name]:
    """What agencies, units and offices were called then."""
    rows = connection.execute(
        "SELECT id, code, name FROM told_names WHERE id = ANY(%s) AND since <= %s AND (until IS NULL OR until > %s)",
        (list(ids), position, position),
    ).fetchall()
    return {stream: Name(code, name) for stream, code, name in rows}
