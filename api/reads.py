"""Which projections an answer is read from: it waits for these, so that one that is stuck holds up its own pages alone."""

from collections.abc import Mapping
from types import MappingProxyType

# Who calls, what their offices have to do with a case, and the cases themselves: every page may be read from these.
_ALWAYS = frozenset({"directory", "case_file", "inbox", "timeline"})

# What else, by how the path begins: the first that fits. A test holds this against what the pages import.
_BESIDE: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "/v1/reports/flag": frozenset({"statistics", "flags"}),
        "/v1/reports": frozenset({"statistics"}),
        "/v1/public-reports": frozenset({"statistics"}),
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


def reads_of(path: str) -> frozenset[str]:
    """By name, the projections that the page at this path is read from."""
    return _ALWAYS | next(
        (names for begins, names in _BESIDE.items() if path.startswith(begins)), frozenset()
    )
