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
        "interest_position": "the wish names the position: {name}",
        "interest_unit": "the wish names the unit: {name}",
        "interest_place": "the wish names the place: {name}",
        "interest_words": "the wish on record fits by single words alone: {words}",
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
        "loads_apart": "loads {apart} apart, {apart_before} before",
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
        # Why no route fits
        "route_back_by_itself": "a posting at a representation ends with the return to the post it began from",
        "route_within_agency": "teachers are redistributed within their agency",
        "route_province_unknown": "the province of {agency} is not on record",
        # What is wrong with a text of the law
        "law_unreadable": "{error}",
        "law_required": "{where}: Field required",
        "law_one_of": "{where}: Input should be {expected}",
        "law_value": "{where}: {error}",
        "law_unknown": "{where}: unknown",
        "law_missing": "{where}: missing",
        "law_not_asked_for": "{where}: nobody asks for it",
        "law_none": "{where}: none",
        "law_none_of": "{where}: none of {name}",
        "law_twice": "{where}: {name} twice",
        "law_not_in_capitals": "{where}: '{name}' is not in capitals",
        "law_not_within": "{where}: not within 0 and {most}",
        "law_version_begins": "version: does not begin with {begins}",
        "law_local_version_begins": "version: that of a local text begins with {begins}",
        "law_version_letters": "version: letters, digits, full stops and hyphens only, 40 at most",
        "law_not_newer": "version: not newer than {than}",
        "law_fewer_years": "years: fewer than in {than}",
        "law_outside_years": "{where}: outside first_year to last_year",
        "law_another_year": "{where}: {on} is of another year",
        "law_over_before_it_began": "valid_to: before valid_from",
        "law_additions_of_regions": "additions: regions publish their own",
        "law_step_in_no_route": "{where}: in no route",
        "law_reviews_out_of_order": "evaluations: not in order of their months with the last one closing",
        "law_reviews_close_early": "evaluations: only the last one closes",
        "law_improvement_review": "improvement.review: not after the others, or not closing",
        "law_scores": "{where}: not {scores} scores",
        "law_bands": "{where}: not from the best down to 0",
        "law_unknown_step": "{where}: unknown step {step}",
        "law_in_no_stage": "{where}: in no stage",
        "law_reply_called": "{where}: a reply is called {name}",
        "law_not_one_decree": "{where}: not one decree",
        "law_term_in_part": "{where}: a fixed term, its end and the return go together",
        "law_no_rule": "{where}: no rule",
        "law_thresholds": "{where}: {names}: missing, or nobody asks for it",
        "law_too_far_back": "{where}: further back than deeds are read",
        "law_lifts": "{where}: not {names}, for which it is asked",
        "law_ranks": "ranks.order: empty, or a rank twice",
        "law_no_rank": "{where}: {rank} is not in ranks.order",
        "law_rungs": "ladder.rungs: not each kind of position once, functional ones apart",
        "law_rungs_fall": "ladder.rungs: functional_from_class does not rise with the rungs",
        "law_no_age": "{where}: {age} is no age to retire at",
        "law_one_office": "{where}: of one office alone",
        "law_superior_over": "{where}: neither {province} nor {nation}",
        "law_authority_missing": "in_own_name: without {office}, to which one objects otherwise",
        "law_nobody_above": "superiors: nobody above {office} of {agency}, where no province is known",
        "law_no_route": "{route}: no route",
        "law_no_demands": "{route}: no demands are known",
        "law_decrees": "{route}: {decrees} decrees that cannot be left out, one is demanded",
        "law_decree_by": "{route}: the decree is not {kind} by {office} of {side} ({basis})",
        "law_lacks": "{route}: {way}: lacks {kind} by {office} of {side} ({basis})",
        "law_lacks_when": "{route}: {way}: lacks {kind} by {office} of {side} when {condition} ({basis})",
        "law_lacks_after": "{route}: after the decree: lacks {kind} by {office} of {side} ({basis})",
        "law_lacks_after_when": "{route}: after the decree: lacks {kind} by {office} of {side} when {condition} ({basis})",
        "law_term_unasked": "{route}: a term that no law asks for",
        "law_term": "{route}: not a term of {months} months, renewed at most {renewals} times, with a reminder ({basis})",
        "law_step_barred": "{route}: {step} is done by a {capacity}: {basis}",
        "law_no_deadline": "{route}: {step} has no deadline",
        "law_no_basis": "{route}: {step} has no legal basis",
        "law_nobody_does": "{route}: {step} can be done by nobody",
        "law_no_such_office": "{route}: {step}: there is no {office} of {side}",
        "law_post_unnamed": "{route}: {step} does not name the post",
        "law_decides_nothing": "{route}: {step} does not count as deciding the move (decides_move)",
        "law_no_seat_held": "{route}: no step holds the seat",
        "law_not_regional": "limits.{name}: not for a region to set; it may set {names} (E16: {basis})",
        "law_looser": "limits.{name}: {value} is looser than {than} of {version} (E16: {basis})",
        "law_document_national": "documents.{document}: demanded or made under {version} already (E16: {basis})",
        "law_highest_rank": "highest_rank: {rank} is no rank (E16: {basis})",
        "law_exempts_everybody": "exempt_positions: an empty name would exempt everybody (E16: {basis})",
    }
)
