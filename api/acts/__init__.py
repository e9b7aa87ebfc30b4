"""The acts: each is one command at the door of a case; the rules are the domain's. One page a phase."""

from api.acts import decree, evaluation, filing, hearing, remedies, review, steps, terms

ROUTERS = (
    filing.acts,
    steps.acts,
    review.acts,
    hearing.acts,
    decree.acts,
    terms.acts,
    evaluation.acts,
    remedies.acts,
)
