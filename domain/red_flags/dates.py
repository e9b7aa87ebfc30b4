"""The dates that papers and acts of the route bear, and what each of them rests on."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from domain.history import Recorded
from domain.policy import Step, ground
from domain.red_flags.evidence import CaseEvidence
from domain.transfer.events import (
    DecisionServed,
    DocumentSubmitted,
    DutyStarted,
    InaugurationHeld,
    NationalRecordSynced,
    PayrollTransferred,
    ReplacementReported,
    ReturnReported,
    StepDone,
    TermEnded,
)


@dataclass(frozen=True, slots=True)
class Dated:
    """What a step made, and the day it bears: that of its paper in the file, or else the one stated of the act.

    `done` is the position of the act, None while there is but a paper.
    """

    step: Step
    stage: int
    on: date
    told_by: Recorded[Any]
    done: int | None


def dated(case: CaseEvidence) -> list[Dated]:
    """In the order of the route."""
    acts = {each.event.step: each for each in case.history if isinstance(each.event, StepDone)}
    papers = {each.event.document.kind: each for each in case.all(DocumentSubmitted)}
    found = []
    for stage, names in enumerate(case.facts.route.stages):
        for name in names:
            step, act = case.facts.route.steps[name], acts.get(name)
            done = None if act is None else act.position
            if (paper := papers.get(step.document)) is not None:
                found.append(Dated(step, stage, paper.event.document.issued_on, paper, done))
            elif act is not None:
                found.append(Dated(step, stage, _stated(case, act), act, done))
    return found


def out_of_order(case: CaseEvidence) -> Iterator[tuple[Dated, Dated]]:
    """What bears an earlier day than something it rests on, each with that. What was only done afterwards is no ground of it."""
    along = dated(case)
    for later in along:
        for before in along:
            if (
                before.stage < later.stage
                and ground(later.step, before.step, case.facts.rests_on) is not None
                and (later.done is None or before.done is None or before.done < later.done)
                and later.on < before.on
            ):
                yield later, before


def _stated(case: CaseEvidence, act: Recorded[Any]) -> date:
    match act.event:
        case (
            DecisionServed(served_on=day)
            | ReplacementReported(reported_on=day)
            | InaugurationHeld(held_on=day)
            | DutyStarted(started_on=day)
            | PayrollTransferred(moved_on=day)
            | NationalRecordSynced(synced_on=day)
            | TermEnded(ended_on=day)
            | ReturnReported(returned_on=day)
        ):
            return day
    return case.day(act)
