"""What something was judged on, as facts that are told in every language.

A fact is a key with plain values. Events keep them, so a key and the names of its values are for ever; its sentence may be
reworded. The English stands here, the Indonesian in the message catalogue (api/catalogue/id.toml).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Told:
    """One fact. Days are ISO 8601 under the names `since` and `until`, decimals have a point, lists commas."""

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
        "no_kin_declared": "none declared",
    }
)
