"""Reviews come in their order and the last one closes; what they score by has words for every score."""

from collections.abc import Iterator

from domain.policy import Policy
from domain.told import Told, tell

_SCORES = 5  # from 1, on every scale


def review_faults(policy: Policy) -> Iterator[Told]:
    months = [review.months for review in policy.evaluations]
    if months != sorted(set(months)) or [review.closes for review in policy.evaluations][-1:] != [True]:
        yield tell("law_reviews_out_of_order")
    if any(review.closes for review in policy.evaluations[:-1]):
        yield tell("law_reviews_close_early")
    if policy.improvement is not None and not (
        policy.improvement.review.closes and policy.improvement.review.months > max(months, default=0)
    ):
        yield tell("law_improvement_review")
    yield from (
        tell("law_scores", where=f"competences.{name}.scale", scores=_SCORES)
        for name, competence in policy.competences.items()
        if len(competence.scale) != _SCORES
    )
    if len(policy.goal_scale) != _SCORES:
        yield tell("law_scores", where="goal_scale", scores=_SCORES)
    for scale in policy.rating_scales:
        marks = [band.at_least for band in scale.bands]
        if marks != sorted(set(marks), reverse=True) or marks[-1:] != [0]:
            yield tell("law_bands", where=f"rating_scales.{scale.last_year}.bands")
