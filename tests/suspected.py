"""Cases of the stories, changed so that an indicator sees something: less, more, or other than what happened."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import cast
from cast import BUDI_MOVES, NORTH_PERSONNEL, SITI_MOVES, act_of
from flagging import evidence
from given import given
from stories import balancing_move, teacher_moves_to_the_city

from domain.history import Recorded
from domain.red_flags.evidence import CaseEvidence
from domain.registry.post import Position, PositionKind

SITI = evidence(given(SITI_MOVES).given(balancing_move()).history, cast.facts_of(SITI_MOVES))
BUDI = evidence(given(BUDI_MOVES).given(teacher_moves_to_the_city()).history, cast.facts_of(BUDI_MOVES))


def without(case: CaseEvidence, *kinds: type, step: str = "") -> CaseEvidence:
    kept = [
        each
        for each in case.history
        if not (isinstance(each.event, kinds) and step in {"", getattr(each.event, "step", "")})
    ]
    return replace(case, history=tuple(kept))


def differing(
    case: CaseEvidence, kind: type, *, act: dict[str, Any] | None = None, **event: Any
) -> CaseEvidence:
    """As if the first event of that kind had been another."""
    number = next(n for n, each in enumerate(case.history) if isinstance(each.event, kind))
    known = case.history[number]
    changed = replace(
        known,
        event=replace(known.event, **event),
        act=replace(known.act, **(act or {})),  # type: ignore[type-var]
    )
    return replace(case, history=(*case.history[:number], changed, *case.history[number + 1 :]))


def adding(case: CaseEvidence, event: object, at: datetime, *, before: type | None = None) -> CaseEvidence:
    act = act_of(*NORTH_PERSONNEL, at)
    number = next(
        (n for n, each in enumerate(case.history) if before and isinstance(each.event, before)),
        len(case.history),
    )
    position = case.history[number].position if before else case.history[-1].position + 1
    new: Recorded[Any] = Recorded(event, act, case.id, position, position, at)
    later = [replace(each, position=each.position + 1) for each in case.history[number:]]
    return replace(case, history=(*case.history[:number], new, *later))


def around(case: CaseEvidence, **facts: Any) -> CaseEvidence:
    return replace(case, facts=replace(case.facts, **facts))


def about(case: CaseEvidence, **person: Any) -> CaseEvidence:
    return around(case, person=replace(case.facts.person, **person))


def positions(case: CaseEvidence, old: Position, new: Position) -> CaseEvidence:
    def at(place: Any, position: Position) -> Any:
        post = replace(place.post, described=replace(place.post.described, position=position))
        return replace(place, post=post)

    return around(case, origin=at(case.facts.origin, old), target=at(case.facts.target, new))


def on_record(case: CaseEvidence, *events: object) -> CaseEvidence:
    """As told on the person's record, at the positions 901 and on."""
    act = act_of(*NORTH_PERSONNEL, cast.on(2025, 1, 2))
    told: list[Recorded[Any]] = [
        Recorded(event, act, case.facts.person_id, number, 900 + number, act.at)
        for number, event in enumerate(events, start=1)
    ]
    return replace(case, record=tuple(told))


STAFF = Position("Pengelola", PositionKind.STAFF, position_class=6)
HEAD = Position("Kepala Dinas", PositionKind.SENIOR_EXECUTIVE, "PRATAMA", 14)
DIVISION = Position("Kepala Bidang", PositionKind.ADMINISTRATOR, position_class=11)
NURSE = Position("Perawat Ahli Muda", PositionKind.FUNCTIONAL, "MU", 9)
