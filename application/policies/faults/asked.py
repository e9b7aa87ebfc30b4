"""What code asks of a policy by name stands in it, and nothing else does."""

from collections.abc import Iterator

from domain.policy import Policy
from domain.red_flags import ADDED_LATER, THRESHOLDS, beyond_reach
from domain.told import Told, tell
from domain.transfer.eligibility import RULES
from domain.transfer.triggers import TRIGGERS

# The limits the domain asks for; a test compares this with what its code asks.
LIMITS = frozenset(
    {
        "acting_term_extensions",
        "acting_term_months",
        "adjustment_plan_working_days",
        "clearance_valid_months",
        "contract_staff_may_move_internally",
        "court_days",
        "escalation_working_days_after",
        "evaluation_working_days",
        "feedback_working_days",
        "fewest_peer_answers",
        "fewest_peers_asked",
        "forced_distribution_since_year",
        "lowest_origin_gap_after_release_hundredths",
        "minimum_months_as_executive",
        "minimum_months_in_post",
        "minimum_months_to_retirement",
        "most_peers_asked",
        "most_people_in_decree",
        "notice_working_days",
        "objection_counts_from_service",
        "objection_decision_working_days",
        "objection_silence_annuls",
        "objection_working_days",
        "panel_majority_percent",
        "panel_quorum_percent",
        "panel_votes_named_to_person",
        "recommendation_working_days",
        "reminder_working_days_before",
        "resubmission_days",
        "rotation_due_after_months",
        "window_months_after_inauguration",
        "window_months_before_designation",
        "years_before_leaving_agency",
        "years_rated_good",
    }
)


def asked_faults(policy: Policy) -> Iterator[Told]:
    for kind, asked, has in (
        ("limits", LIMITS, policy.limits),
        ("rules", RULES.keys(), policy.rules),
        ("triggers", TRIGGERS.keys(), policy.triggers),
    ):
        yield from (tell("law_missing", where=f"{kind}.{name}") for name in sorted(asked - has.keys()))
        yield from (tell("law_not_asked_for", where=f"{kind}.{name}") for name in sorted(has.keys() - asked))
    yield from (
        tell("law_no_rule", where=f"warnings.{code}")
        for code in sorted(policy.warnings.keys() - policy.rules.keys())
    )
    yield from _indicator_faults(policy)


def _indicator_faults(policy: Policy) -> Iterator[Told]:
    """Every red flag has its place in the policy, with the thresholds its indicator asks for; texts older than one go without."""
    has = policy.red_flags
    yield from (
        tell("law_missing", where=f"red_flags.{code}")
        for code in sorted(THRESHOLDS.keys() - has.keys() - ADDED_LATER)
    )
    yield from (
        tell("law_not_asked_for", where=f"red_flags.{code}")
        for code in sorted(has.keys() - THRESHOLDS.keys())
    )
    for code in sorted(has.keys() & THRESHOLDS.keys()):
        if wrong := has[code].thresholds.keys() ^ THRESHOLDS[code]:
            yield tell("law_thresholds", where=f"red_flags.{code}.thresholds", names=", ".join(sorted(wrong)))
        for name in beyond_reach(code, has[code].thresholds):
            yield tell("law_too_far_back", where=f"red_flags.{code}.thresholds.{name}")
