"""What several reports are asked by, and what had come by the moment asked about."""

from typing import LiteralString

from projections.reports.report import Dimension, Of


def periods(month: LiteralString) -> dict[str, Dimension]:
    return {
        "month": Dimension(month, Of.MONTH),
        "quarter": Dimension("(" + month + ") / 3", Of.QUARTER),
        "year": Dimension("(" + month + ") / 12", Of.YEAR),
    }


def months(day: LiteralString) -> LiteralString:
    return "(extract(year FROM " + day + ") * 12 + extract(month FROM " + day + ") - 1)::int"


PLACES = {
    "origin": Dimension("origin_agency", Of.AGENCY),
    "receiving": Dimension("receiving_agency", Of.AGENCY),
}
UNITS = {
    "originUnit": Dimension("origin_unit", Of.UNIT),
    "receivingUnit": Dimension("receiving_unit", Of.UNIT),
}
CASE = PLACES | {
    "originKind": Dimension("origin_kind", Of.AGENCY_KIND),
    "receivingKind": Dimension("receiving_kind", Of.AGENCY_KIND),
    "kind": Dimension("type", Of.TYPE),
    "initiative": Dimension("initiative", Of.INITIATIVE),
    "level": Dimension("level_after", Of.LEVEL),
}
OF_CASES = (
    {"agency": Dimension("receiving_agency", Of.AGENCY), "unit": Dimension("receiving_unit", Of.UNIT)}
    | UNITS
    | CASE
    | {
        "levelBefore": Dimension("level_before", Of.LEVEL),
        "direction": Dimension("direction", Of.DIRECTION),
    }
)
PERSON = {
    "sex": Dimension("sex", Of.SEX),
    "age": Dimension("age", Of.AGE),
    "rank": Dimension("rank", Of.RANK),
    "district": Dimension("district", Of.REGION),
}
ACTING = {
    "agency": Dimension("f.agency", Of.AGENCY),
    "unit": Dimension("f.unit", Of.UNIT),
    "office": Dimension("f.office", Of.OFFICE),
}
OFFICIAL = {"official": Dimension("f.official", Of.OFFICIAL)}
# Who decided a case: the decree, or what ended it without one.
DECIDED = {
    "office": Dimension(
        "CASE WHEN decreed_position <= upto THEN decreed_office WHEN ended_position <= upto THEN ended_office END",
        Of.OFFICE,
    ),
    "official": Dimension(
        "CASE WHEN decreed_position <= upto THEN decreed_by WHEN ended_position <= upto THEN ended_by END",
        Of.OFFICIAL,
    ),
}
POLICY = {"policy": Dimension("f.policy", Of.POLICY)}

# What had come by the moment asked about (projections/reports/sources.py).
DECREED: LiteralString = "coalesce(decreed_position <= upto, false)"
ENDED: LiteralString = "coalesce(ended_position <= upto, false)"
REFUSED: LiteralString = ENDED + " AND ending IN ('REJECTED', 'INELIGIBLE')"
ASKED_HERE: LiteralString = "position <= upto AND NOT coalesce(outside, false)"
ASKED: LiteralString = "{case_facts} AS c WHERE " + ASKED_HERE
DECREES: LiteralString = "{case_facts} AS c WHERE decreed_position <= upto"
