"""What reports count from, as of a moment on both axes of time.

A source names its tables in braces. Those of cases have one column more, `upto`: the position a case had come to by then.
Of what was recorded that is the position asked about, for all alike. By a day of the world it is where each history had come
by the end of it, for what counts by a day is how a history begins (domain/in_force.py). Expressions say what had come by then
(`decreed_position <= upto`) and know of no axis. Tables of other things are as they stood; `{day}` is the day it was.
"""

from datetime import date
from typing import LiteralString

from projections.past import When, stood

_OF_CASES: tuple[LiteralString, ...] = (
    "case_facts",
    "step_facts",
    "open_steps",
    "act_facts",
    "plan_followers",
)
_STANDING: tuple[LiteralString, ...] = ("flags", "flag_reviews", "plans")

BETWEEN: LiteralString = "(origin_agency = ANY(%(agencies)s) OR receiving_agency = ANY(%(agencies)s))"

_RECORDED_ON: LiteralString = (
    "(SELECT (recorded_at AT TIME ZONE INTERVAL '7 hours')::date FROM events WHERE position = %(as_of)s)"
)
# Positions and days both only grow along a history: the last that counts by both is where it had come. One look at an index
# of the timeline for each case, however long it went on.
_REACHED: LiteralString = (
    "WITH reached AS MATERIALIZED (SELECT case_id, upto FROM case_facts CROSS JOIN LATERAL ("
    "SELECT t.position AS upto FROM timeline AS t WHERE t.transfer = case_id AND t.counts_from <= %(effective)s "
    "AND t.position <= %(as_of)s ORDER BY t.counts_from DESC, t.position DESC LIMIT 1) AS last WHERE {among}) "
)


def reached(when: When, *, among_agencies: bool) -> LiteralString:
    """What a question has to begin with."""
    if when.day == date.max:
        return ""
    return _REACHED.format(among=BETWEEN if among_agencies else "true")


def as_of(source: LiteralString, when: When) -> LiteralString:
    """A source with its tables as of that moment, for a question that gets the parameters of the moment."""
    by_day = when.day < date.max
    tables: dict[str, LiteralString] = {table: _come(table, by_day=by_day) for table in _OF_CASES}
    tables |= {table: stood(table, when) for table in _STANDING}
    return source.format(**tables, day="%(effective)s" if by_day else _RECORDED_ON)


def _come(table: LiteralString, *, by_day: bool) -> LiteralString:
    if by_day:
        return f"(SELECT * FROM {table} JOIN reached USING (case_id))"
    return f"(SELECT *, %(as_of)s::bigint AS upto FROM {table})"
