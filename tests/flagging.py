"""What indicators see of a case played on the domain alone, and what shows of it on a day."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from given import Case

from domain.act import Act
from domain.history import Happened, Recorded
from domain.red_flags import OF_ONE_CASE, flags_of
from domain.red_flags.evidence import CaseEvidence
from domain.red_flags.flag import Found
from domain.red_flags.hearing import EVIDENCE, asked_after
from domain.transfer.commands import TransferCommand
from domain.transfer.facts import Facts

YEARS_LATER = date(2040, 1, 1)


def evidence(history: Iterable[Happened[Any]], facts: Facts) -> CaseEvidence:
    """Of a history, with the facts around the case as they were at its decree."""
    told = (
        Recorded(each.event, each.act, facts.transfer_id, number, number, each.act.at)
        for number, each in enumerate(history, start=1)
    )
    return CaseEvidence(facts.transfer_id, tuple(told), facts)


def flags(case: CaseEvidence, day: date = YEARS_LATER) -> dict[str, Found]:
    """What shows on that day, if nothing more happens."""
    found = {flag.indicator: flag.found for flag in flags_of(case)}
    assert found == heard(case), "an indicator turns on an event it is not asked after"
    return {code: each for code, each in found.items() if each.since <= day}


def heard(case: CaseEvidence) -> dict[str, Found]:
    """What is left when each indicator is asked only after the events it is said to turn on, and told of evidence alone."""
    standing: dict[str, Found] = {}
    told = tuple(each for each in case.history if type(each.event) in EVIDENCE)
    for number, each in enumerate(told, start=1):
        codes = asked_after(type(each.event), OF_ONE_CASE)
        for code in codes:
            standing.pop(code, None)
        sofar = replace(case, history=told[:number])
        standing |= {flag.indicator: flag.found for flag in flags_of(sofar, codes)}
    return standing


def flagged(
    case: Case, story: Iterable[tuple[TransferCommand, Act]], *, until: str | None = None
) -> dict[str, Found]:
    """Play a story, and tell what shows of the case on the day of its last act."""
    around = case.facts
    for command, act in story:
        if until in (type(command).__name__, getattr(command, "step", "")):
            break
        if case.transfer is None or case.transfer.decree is None:
            around = case.facts
        case.given([(command, act)])
    return flags(evidence(case.history, around), case.facts.today(case.history[-1].act))
