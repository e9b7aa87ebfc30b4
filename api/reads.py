"""Which projections an answer is read from: it waits for these, so that one that is stuck holds up its own pages alone."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from projections.reports import REPORTS

# Who calls, what their offices have to do with a case, and the cases themselves: every page may be read from these.
_ALWAYS = frozenset({"directory", "case_file", "inbox", "timeline"})

# What else, by how the path begins. A test holds this against what the pages import. Of each report, what it is made from.
_BESIDE: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "/v1/flags": frozenset({"flags"}),
        "/v1/audit": frozenset({"audit_trail"}),
        "/v1/exports": frozenset({"audit_trail"}),
        "/v1/lookups": frozenset({"lookups", "audit_trail"}),
        "/v1/me/lookups": frozenset({"lookups", "audit_trail"}),
        "/v1/me/match": frozenset({"staffing"}),
        "/v1/decrees": frozenset({"decrees"}),
        "/v1/plans": frozenset({"plans"}),
        "/v1/needs": frozenset({"staffing"}),
        "/v1/posts/": frozenset({"staffing"}),
        "/v1/units/": frozenset({"staffing"}),
    }
)
_A_REPORT = re.compile(r"/v1/(?:public-)?reports/([a-z]+)(?:/|$)")


def reads_of(path: str) -> frozenset[str]:
    """By name, the projections that the page at this path is read from."""
    if (asked := _A_REPORT.match(path)) and (report := REPORTS.get(asked[1])):
        return _ALWAYS.union(report.made_from)
    return _ALWAYS.union(*(names for begins, names in _BESIDE.items() if path.startswith(begins)))
