"""What something was judged on, or shows, as facts that are told in every language.

A fact is a key with plain values. Events keep them, so a key and the names of its values are for ever; its sentence may be
reworded. The English stands here, the Indonesian in the message catalogue (api/catalogue/id.toml).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Told:
    """One fact. Days are ISO 8601 under the names `since`, `until`, `on` and `due`, decimals have a point, lists commas."""

    fact: str
    values: dict[str, str | int]


def tell(fact: str, **values: str | int | date) -> Told:
    """A fact that has a sentence below, with the values this sentence names (tests/api/test_words.py holds it to that)."""
    plain = {name: value if isinstance(value, int) else str(value) for name, value in values.items()}
    return Told(fact, plain)


def in_english(told: Iterable[Told]) -> str:
    return "; ".join(ENGLISH[each.fact].format(**each.values) for each in told)


ENGLISH: Mapping[str, str] = MappingProxyType(
    {
        "none_on_record": "none on record",
        # The person's status and service
        "status": "{status}",
        "judged_by": "{status}: {rules}",
        "leaving_is_resigning": "asking to leave the agency counts as resigning",
        "start_unknown": "the start in the present post is not on record",
        "months_in_post": "{months} months in post",
        "months_in_post_since": "{months} months in post since {since}",
        "years_served": "{years} years since {since}",
        "retirement": "retires at {age}, {months} months left",
        # Ratings
        "rating": "{year}: {rating}",
        "rating_marked": "{year}: {mark} = {rating}",
        "rating_unknown": "{year}: -",
        "rating_under_quota": "{year}: forced distribution",
        "mends": "mends an earlier transfer: {triggers}",
        "years_before_mended": "years before the transfer it mends",
        # What weighs on the person
        "proceedings": "{numbers}",
        "study": "study assignment until {until}",
        "bond": "service bond until {until}",
        "clearance": "{number}, valid until {until}",
        "clearance_awaited": "not yet given",
        # The posts
        "seats": "target: {free} free of {seats}",
        "target_gap": "gap {gap}",
        "origin_gap": "origin after release: gap {gap}",
        "positions": "{origin} -> {target}",
        "level": "level {level}",
        "level_unknown": "level -",
        # What the post asks for
        "education": "education {education}",
        "certificates_lacking": "lacking {certificates}",
        "certificate_held": "{certificate} held",
        "certificate_missing": "{certificate} missing",
        "competency_test_passed": "competency test passed",
        "competency_test_missing": "competency test missing",
        "age_at_most": "age {age}, at most {most}",
        "rank_at_most": "rank {rank}, at most {most}",
        "rank_at_least": "rank {rank}, at least {least}",
        "document_filed": "{document} in the file",
        "document_missing": "{document} missing",
        "record": "record {numbers}",
        "record_clean": "record clean",
        # How a person matches a post
        "certificates_complete": "all certificates asked for are held",
        "same_position": "works in the same position",
        "same_kind": "works in another position of this kind ({kind})",
        "other_kind": "works in a position of another kind than {kind}",
        "rated_good": "rated Good or better in the last year rated",
        "rated_below_good": "rated below Good in the last year rated",
        "not_rated_yet": "no rating on record",
        "education_accepted": "education {level} is accepted",
        "education_field_other": "education {level} is accepted, the field of study is not among those named",
        "education_level_other": "education {level}, where {levels} is asked for",
        "interest_names": "the wish on record names: {words}",
        "interest_elsewhere": "the wish on record names something else",
        "interest_untold": "no wish on record",
        # Who decides, and when
        "no_window": "no window",
        "window": "{window}",
        "outside_window_scope": "positions outside its scope",
        "caretaker": "caretaker",
        "decider_is_kin": "the decider is kin",
        # Who may do something
        "capacity_allowed": "{capacity}; allowed: {allowed}",
        "capacity_barred": "{capacity}: no {kind}",
        "capacity_barred_between": "{capacity}: no {kind} between agencies",
        "member_votes": "{capacity}: votes, and does nothing else",
        "not_delegated": "{numbers}: not {kind} of {type}",
        "not_delegable": "{giver} to {taker}: {kind} of {type}",
        # What a case lacks
        "file_lacks": "not in the file",
        "file_refused": "version {version} refused: {reason}",
        "not_uploaded": "not uploaded: {sha256}",
        "step_not_done": "{step}: not given",
        "renewed_out": "renewed {renewals} times, at most {most}",
        # What a review shows
        "mean_below": "mean {mean}, at least {threshold}",
        "outcome": "{outcome}",
        "nobody_answered": "no answer of anybody",
        "rating_dropped": "{year_before}: {was}, {year}: {rating}",
        "gaps_apart": "gaps {apart} apart, {apart_before} before",
        "on_duty_without_seat": "on duty since {since} without a seat",
        "pay_awaited": "{days} days since {since}",
        "reviews_missed": "{missed} missed",
        "no_kin_declared": "none declared",
        # The legality of a decree: its authority
        "decreed_by": "by {office}, on {on}",
        "signatory_unknown": "made outside this system; who signed is not on record",
        "office_held": "held the office as {capacity} since {since}",
        "capacity": "signed as {capacity}",
        "delegated": "in the name of {office}, delegation {number}, until {until}",
        "initialled": "{count} of {of} initials before the signature",
        "no_conflict_found": "no kinship or second role of a decider on record",
        "conflict_found": "a decider is the person, kin of theirs, or had a second role",
        # its procedure
        "done_by": "{on}, by {office} ({capacity})",
        "done_by_person": "{on}, by the person",
        "done_by_silence": "{on}, by silence up to the deadline",
        "late": "{days} working days after its deadline, {due}",
        "feedback_closed": "{answered} answered, {lapsed} kept silent",
        "after_the_decree": "only after the decree",
        "step_not_required": "not required in this case",
        "step_undone": "neither done nor found not to be required",
        "step_overdue": "not done; its deadline was {due}",
        "step_due": "not done yet; to be done by {due}",
        "step_ahead": "its time has not come",
        "decree_revoked": "the decree is revoked",
        "nothing_against": "nothing on record against it (indicator {indicator})",
        "day_was_set": "a demonstration: dated {on}, and recorded {recorded}",
        "sign_against": "the record speaks against it (indicator {indicator})",
        "document": "number {number} of {on}, SHA-256 {sha256}",
        "own_request": "asked for by the person",
        "notice": "{days} working days before it took effect, on {on}",
        # its substance
        "not_evaluated": "never evaluated here",
        "set_aside": "set aside by {office} on {on}, for the reason given",
        "target_gap_now": "target: gap {gap}",
        "origin_gap_now": "origin: gap {gap}",
        "advised_for": "advice {number}: in favour",
        "advised_against": "advice {number}: against",
        "tally": "{in_favour} for, {against} against, {abstained} abstained",
        "not_lower": "not to a lower level",
        "lower": "to a lower level",
    }
)
