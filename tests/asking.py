"""Siti's and Budi's requests as the rules see them, with something changed; and what a rule says of them."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import given as givens
from cast import (
    BUDI_MOVES,
    BUDI_TO_PRIVATE_SCHOOL,
    CITY,
    MAYOR,
    POLICIES,
    REGENT,
    SITI_MOVES,
    Move,
    heads,
    official,
)
from stories import balancing_move, teacher_is_redistributed, teacher_moves_to_the_city

from domain.act import Capacity
from domain.identity import office_id
from domain.policy import Term
from domain.registry.person import Certificate
from domain.registry.tenure import Tenure
from domain.told import in_english
from domain.transfer.eligibility import RULES, Case
from domain.transfer.events import Outcome
from domain.transfer.state import DoneStep

MET, NOT_MET, PENDING = Outcome.MET, Outcome.NOT_MET, Outcome.PENDING
ADVICE, NOT_APPLICABLE = Outcome.ADVICE, Outcome.NOT_APPLICABLE
REQUESTED = date(2025, 3, 10)  # Siti's request; Budi's is 2025-09-01


def siti(**about: object) -> givens.Case:
    """Within the agency, asked for by the organisation."""
    return _asked(SITI_MOVES).about(**about)


def budi(**about: object) -> givens.Case:
    """To another agency of the province, at own request."""
    return _asked(BUDI_MOVES).about(**about)


def _asked(move: Move) -> givens.Case:
    story = balancing_move if move is SITI_MOVES else teacher_moves_to_the_city
    return givens.given(move).given(story(), until="VerifyFile")


def profiled(case: givens.Case, **profile: object) -> givens.Case:
    return case.about(profile=replace(case.facts.person.profile, **profile))  # type: ignore[arg-type]


def with_position(case: givens.Case, side: str, **position: object) -> givens.Case:
    place = getattr(case.facts, side)
    described = place.post.described
    changed = replace(described, position=replace(described.position, **position))
    return case.knowing(**{side: replace(place, post=replace(place.post, described=changed))})


def with_limit(case: givens.Case, name: str, value: int) -> givens.Case:
    limits = case.facts.policy.limits
    changed = dict(limits) | {name: replace(limits[name], value=value)}
    return case.knowing(policy=replace(case.facts.policy, limits=changed))


def outcome(rule: str, case: givens.Case, day: date = REQUESTED) -> Outcome:
    return RULES[rule](Case(case.state, case.facts, day))[0]


def told(rule: str, case: givens.Case, day: date = REQUESTED) -> str:
    return in_english(RULES[rule](Case(case.state, case.facts, day))[1])


def seats(case: givens.Case, side: str, *, occupied: int, required: int | None, of: int = 9) -> givens.Case:
    place = getattr(case.facts, side)
    post = replace(
        place.post,
        described=replace(place.post.described, seats=of, required=required),
        occupants=frozenset(UUID(int=n) for n in range(occupied)),
    )
    return case.knowing(**{side: replace(place, post=post)})


def pledged(case: givens.Case, appointed_on: date | None) -> givens.Case:
    return profiled(case, pledged=True, appointed_on=appointed_on)


def in_window(case: givens.Case) -> givens.Case:
    term = Term("17.03", inaugurated_on=date(2025, 3, 1))
    return case.knowing(terms=heads(term))


def under_caretaker(case: givens.Case) -> givens.Case:
    tenure = Tenure(official(*REGENT), Capacity.CARETAKER, date(2025, 1, 1))
    return case.held(office_id(*REGENT), tenure)


def given_steps(case: givens.Case, *steps: str) -> givens.Case:
    done = dict.fromkeys(steps, DoneStep(official(*MAYOR), None, case.history[0].event))
    case.transfer = replace(case.state, done=done)
    return case


def in_east_java(case: givens.Case, **position: object) -> givens.Case:
    agency = replace(CITY, region_code="35.78")
    policy = POLICIES.in_force(REQUESTED, ("35", "35.78"))
    case.knowing(target=replace(case.facts.target, agency=agency), policy=policy)
    tested = {"UJI_KOMPETENSI": Certificate("UJI_KOMPETENSI", "U-1")}
    case.about(certificates=case.facts.person.certificates | tested)
    return with_position(case, "target", **({"name": "Pengelola Kearsipan"} | position))


def redistributed(move: Move = BUDI_TO_PRIVATE_SCHOOL, **facts: object) -> givens.Case:
    return givens.given(move).about(**facts).given(teacher_is_redistributed(move), until="VerifyFile")
